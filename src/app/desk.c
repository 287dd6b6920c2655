#include "app/desk.h"

#include "app/clock.h"
#include "app/modules.h"
#include "core/calendar.h"
#include "core/person.h"

bool desk_is_pg(const struct options *options)
{
    struct str data = str_from(options->data);
    return str_starts(data, STR("postgresql://")) || str_starts(data, STR("postgres://"));
}

struct str desk_files_dir(struct arena *arena, const struct options *options)
{
    if (options->files)
        return str_from(options->files);
    if (desk_is_pg(options))
        return STR("lianyuan-files");
    return str_print(arena, "%s/files", options->data);
}

/* An older schema is refused by name instead of failing somewhere inside. */
static enum err check_schema(struct desk *desk)
{
    struct migrations sets[MODULES_MAX];
    size_t n = modules_migrations(sets), pending;
    enum err e = migrate_pending(desk->ctx.db, sets, n, &pending, &desk->ctx.error);
    if (!e && pending)
        return ctx_fail(&desk->ctx, ERR_CONFLICT, NULL,
                        T("数据库还是旧版本的表，请先运行 lianyuan serve 或 lianyuan init 升级"));
    return e;
}

static enum err choose_actor(struct desk *desk)
{
    struct ctx *ctx = &desk->ctx;
    struct person person = {.id = PERSON_CONSOLE};
    enum err e = ERR_OK;
    if (desk->options->as)
        e = person_find(ctx, str_from(desk->options->as), &person);
    if (e == ERR_NOT_FOUND)
        return ctx_fail_detail(ctx, e, "--as", T("没有登录名或姓名是“{}”的人"),
                               str_from(desk->options->as));
    return e ? e : person_actor(ctx, person.id, &ctx->actor);
}

static void prepare(struct desk *desk, const struct options *options)
{
    *desk = (struct desk){.options = options};
    arena_init(&desk->arena, DESK_ARENA_MAX);
    desk->ctx.arena = &desk->arena;
    desk->ctx.now_us = clock_now_us();
    desk->ctx.lang = options->lang;
    desk->files_dir = desk->ctx.files_dir = desk_files_dir(&desk->arena, options);
}

/* The park, its calendar and who acts, on a connection that is open. */
static enum err settle(struct desk *desk)
{
    struct ctx *ctx = &desk->ctx;
    desk->app_db = (struct app_db){.db = ctx->db, .listeners = &module_listeners};
    enum err e = check_schema(desk);
    if (!e)
        e = park_find(ctx, str_from(desk->options->park), &desk->park);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "--park", T("数据库里没有这个园区；新建请运行 lianyuan init"));
    if (e)
        return e;
    ctx->park = desk->park.id;
    ctx->offset_min = desk->park.offset_min;
    e = calendar_load(ctx);
    return e ? e : choose_actor(desk);
}

enum err desk_open(struct desk *desk, const struct options *options, enum db_mode mode)
{
    prepare(desk, options);
    struct ctx *ctx = &desk->ctx;
    enum err e = db_open(&desk->arena, str_from(options->data), mode, &ctx->db, &ctx->error);
    return e ? e : settle(desk);
}

enum err desk_open_file(struct desk *desk, const struct options *options, const char *path)
{
    prepare(desk, options);
    struct ctx *ctx = &desk->ctx;
    enum err e = db_open_file(&desk->arena, str_from(path), DB_READ, &ctx->db, &ctx->error);
    return e ? e : settle(desk);
}

enum err desk_bare(struct desk *desk, const struct options *options)
{
    enum { CHINA_OFFSET_MIN = 480 };
    prepare(desk, options);
    desk->ctx.offset_min = CHINA_OFFSET_MIN;
    enum err e = person_actor(&desk->ctx, PERSON_CONSOLE, &desk->ctx.actor);
    return e ? e : calendar_builtin(&desk->arena, &desk->ctx.calendar);
}

void desk_close(struct desk *desk)
{
    db_close(desk->ctx.db);
    arena_release(&desk->arena);
}
