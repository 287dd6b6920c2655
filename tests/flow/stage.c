#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/modules.h"
#include "app/sample.h"
#include "base/fs.h"
#include "core/calendar.h"
#include "core/core_module.h"
#include "core/person.h"
#include "core/session.h"
#include "core/setting.h"
#include "db/db.h"

#define STAGE_ARENA_MAX ((size_t)2 << 30)

static enum err found(struct ctx *ctx, void *arg)
{
    (void)arg;
    enum err e = park_create(ctx, STR("青澜高新区（样例）"), STR("lianyuan.park/stage"), 480);
    struct person admin = {.login = STR("admin"),
                           .name = STR("系统管理员"),
                           .phone = STR(""),
                           .email = STR(""),
                           .roles = ROLE_ADMIN,
                           .state = PERSON_ACTIVE,
                           .standin_from = DAY_NONE,
                           .standin_to = DAY_NONE};
    for (size_t m = 0; !e && modules[m]; m++)
        e = setting_declare(ctx, modules[m]->settings, modules[m]->setting_n);
    return e ? e : person_save(ctx, &admin);
}

static void must(struct stage *stage, enum err e, const char *what)
{
    if (!e)
        return;
    printf("Bail out! %s: %s %s\n", what, err_name(e),
           stage->ctx.error.message ? stage->ctx.error.message : "");
    exit(1);
}

void stage_open(struct stage *stage, int64_t now_us)
{
    struct migrations sets[MODULES_MAX];
    *stage = (struct stage){.now_us = now_us};
    snprintf(stage->dir, sizeof stage->dir, "/tmp/lianyuan-stage-XXXXXX");
    must(stage, mkdtemp(stage->dir) ? ERR_OK : ERR_IO, "a directory");
    arena_init(&stage->arena, STAGE_ARENA_MAX);
    struct db *db = db_open_test(&stage->arena, sets, modules_migrations(sets));
    stage->app_db = (struct app_db){.db = db, .listeners = &module_listeners};
    stage->ctx =
        (struct ctx){.arena = &stage->arena,
                     .db = db,
                     .park = {1},
                     .actor = {.person = PERSON_CONSOLE, .roles = ROLE_CONSOLE | ROLE_ADMIN},
                     .now_us = now_us,
                     .offset_min = 480,
                     .files_dir = str_from(stage->dir)};
    struct ctx *ctx = &stage->ctx;
    must(stage, calendar_load(ctx), "the calendar");
    must(stage, act_write(&stage->app_db, ctx, found, NULL), "the park");
    must(stage, calendar_load(ctx), "the calendar");
    must(stage, sample_fill(&stage->app_db, ctx, str_from(stage->dir), str_from(stage->dir)),
         "the sample");
    must(stage,
         web_make(&stage->arena,
                  &(struct web_config){.modules = modules,
                                       .app_db = &stage->app_db,
                                       .url = db_url(db),
                                       .park = ctx->park,
                                       .park_name = STR("青澜高新区（样例）"),
                                       .public_url = STR(STAGE_URL),
                                       .files_dir = str_from(stage->dir),
                                       .offset_min = ctx->offset_min},
                  &stage->web),
         "the web");
    must(stage, web_thread_make(&stage->arena, stage->web, &stage->thread), "a thread");
}

void stage_forget(struct stage *stage)
{
    web_thread_end(stage->thread);
    must(stage, web_thread_make(&stage->arena, stage->web, &stage->thread), "a thread");
}

void stage_close(struct stage *stage)
{
    web_thread_end(stage->thread);
    fs_drop(&stage->arena, str_print(&stage->arena, "%s/sample-accounts.txt", stage->dir));
    db_close_test(stage->app_db.db);
    rmdir(stage->dir);
    arena_release(&stage->arena);
}

struct signing {
    struct person_id person;
    struct str secret;
};

static enum err sign_in(struct ctx *ctx, void *arg)
{
    struct signing *s = arg;
    return session_start(ctx, s->person, STR("127.0.0.1"), STR("test"), &s->secret);
}

struct str stage_sign_in(struct stage *stage, const char *login)
{
    struct ctx ctx = stage->ctx;
    struct person person;
    if (person_by_login(&ctx, str_from(login), &person))
        return STR_NULL;
    struct signing s = {person.id, STR_NULL};
    must(stage, act_write(&stage->app_db, &ctx, sign_in, &s), "a session");
    return str_print(&stage->arena, "session-8420=%.*s", STR_ARG(s.secret));
}

struct http_reply stage_get(struct stage *stage, struct arena *arena, struct str cookie,
                            struct str target)
{
    struct str path, query = target;
    str_cut(&query, '?', &path);
    struct form_pair headers[] = {{STR("host"), STR("127.0.0.1:8420")}, {STR("cookie"), cookie}};
    struct http_request http = {.method = HTTP_GET,
                                .path = path,
                                .query = query,
                                .headers = headers,
                                .header_n = str_null(cookie) ? 1 : 2,
                                .body = {.fd = -1},
                                .peer = STR("127.0.0.1")};
    struct http_reply reply = {.fd = -1};
    dispatch(stage->thread, arena, &http, stage->now_us, &reply);
    return reply;
}

struct str stage_header(const struct http_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_n; i++)
        if (str_eq_nocase(reply->headers[i].name, str_from(name)))
            return reply->headers[i].value;
    return STR("");
}
