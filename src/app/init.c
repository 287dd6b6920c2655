/* lianyuan init: a data directory with one park and a way in for its first administrator. */
#include <stdio.h>

#include "app/clock.h"
#include "app/command.h"
#include "app/desk.h"
#include "app/modules.h"
#include "app/sample.h"
#include "base/fs.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "core/calendar.h"
#include "core/password.h"
#include "core/org.h"
#include "core/person.h"
#include "core/setting.h"
#include "domain/matter/matter.h"
#include "web/i18n.h"

enum { CHINA_OFFSET_MIN = 480 };

struct first {
    struct str name, origin; /* of the park */
    struct str secret;       /* out: of the set-up link */
};

/* Everything a park is born with, in one transaction. */
static enum err found_park(struct ctx *ctx, void *arg)
{
    struct first *first = arg;
    enum err e = park_create(ctx, first->name, first->origin, CHINA_OFFSET_MIN);
    for (size_t m = 0; !e && modules[m]; m++)
        e = setting_declare(ctx, modules[m]->settings, modules[m]->setting_n);
    if (!e)
        e = matter_defaults(ctx);
    struct person admin = {
        .login = STR("admin"),
        .name = STR("系统管理员"),
        .phone = STR(""),
        .email = STR(""),
        .roles = ROLE_ADMIN,
        .state = PERSON_INVITED,
        .standin_from = DAY_NONE,
        .standin_to = DAY_NONE,
    };
    if (!e)
        e = person_save(ctx, &admin);
    return e ? e : invite_make(ctx, admin.id, &first->secret);
}

static enum err open_new(struct desk *desk, const struct options *options)
{
    struct migrations sets[MODULES_MAX];
    struct ctx *ctx = &desk->ctx;
    *desk = (struct desk){.options = options};
    arena_init(&desk->arena, DESK_ARENA_MAX);
    *ctx = (struct ctx){.arena = &desk->arena,
                        .now_us = clock_now_us(),
                        .offset_min = CHINA_OFFSET_MIN,
                        .lang = options->lang,
                        .park = {1},
                        .actor = {.person = PERSON_CONSOLE, .roles = ROLE_CONSOLE | ROLE_ADMIN}};
    enum err e = db_open(&desk->arena, str_from(options->data), DB_CREATE, &ctx->db, &ctx->error);
    desk->app_db = (struct app_db){.db = ctx->db, .listeners = &module_listeners};
    desk->files_dir = desk_files_dir(&desk->arena, options);
    if (!e)
        e = fs_mkdir(&desk->arena, desk->files_dir, 0700);
    if (!e)
        e = migrate(ctx->db, sets, modules_migrations(sets), &ctx->error);
    return e ? e : calendar_load(ctx);
}

static enum err make_park(struct desk *desk, bool sample, struct first *first)
{
    struct ctx *ctx = &desk->ctx;
    struct park park;
    if (park_find(ctx, STR_NULL, &park) == ERR_OK)
        return ctx_fail(ctx, ERR_CONFLICT, NULL,
                        T("这里已经有一个园区，没有改动；要另建请换一个目录"));
    error_clear(&ctx->error);
    enum err e = act_write(&desk->app_db, ctx, found_park, first);
    if (!e)
        e = calendar_load(ctx);
    if (!e && sample)
        e = sample_fill(&desk->app_db, ctx, str_from(desk->options->data), desk->files_dir);
    return e;
}

/* Names the park's journal in checkpoints: two parks must not take each other's for their own. */
static struct str new_origin(struct arena *arena)
{
    return str_print(arena, "lianyuan.park/%08x", (unsigned)rand_below(UINT32_MAX));
}

static void say_done(const struct desk *desk, const struct first *first, bool sample)
{
    enum lang lang = desk->options->lang;
    printf("%.*s: %s\n", STR_ARG(tr(lang, T("园区已建好"))), desk->options->data);
    printf("%.*s\n  /welcome/%.*s\n",
           STR_ARG(tr(lang, T("首次设置管理员密码的链接（七天内一次有效），接在服务地址之后："))),
           STR_ARG(first->secret));
    if (sample)
        printf("%.*s: %s/sample-accounts.txt\n", STR_ARG(tr(lang, T("示范账号写在"))),
               desk_is_pg(desk->options) ? "." : desk->options->data);
}

static enum err check_names(const char *dir, struct str name, struct error *error)
{
    if (!*dir)
        return error_set(error, ERR_INVALID, STR_NULL, T("请写明数据目录"), STR_NULL);
    if (!utf8_ok(name) || utf8_count(name) > ORG_NAME_MAX || str_empty(str_trim(name)))
        return error_set(error, ERR_INVALID, STR("--name"),
                         T("园区名称要写成可读的文字，不超过一百个字"), STR_NULL);
    return ERR_OK;
}

int command_init(const struct options *given)
{
    static const char *const with_value[] = {"--name", "--origin", NULL};
    struct options options = *given;
    const char *dir = command_word(given, 0, with_value);
    const char *name = command_option(given, "--name");
    const char *origin = command_option(given, "--origin");
    bool sample = command_flag(given, "--sample");
    struct first first = {
        .name = name     ? str_from(name)
                : sample ? STR("青澜高新区（样例）")
                         : STR("高新区"),
        .origin = str_from(origin),
    };
    struct desk desk;
    if (dir)
        options.data = dir;
    struct error error = {0};
    if (check_names(options.data, first.name, &error))
        return command_fail(&error, given);
    enum err e = open_new(&desk, &options);
    if (!e && !origin)
        first.origin = new_origin(&desk.arena);
    if (!e)
        e = make_park(&desk, sample, &first);
    if (!e)
        say_done(&desk, &first, sample);
    int status = e ? command_fail(&desk.ctx.error, &options) : 0;
    desk_close(&desk);
    return status;
}
