/* lianyuan serve: brings the schema up to date, starts the writer, the jobs and the server, and
 * stays until SIGTERM or SIGINT; then everything that was accepted is finished. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/clock.h"
#include "app/command.h"
#include "app/deliver.h"
#include "app/desk.h"
#include "app/indexer.h"
#include "app/jobs.h"
#include "app/learn.h"
#include "app/modules.h"
#include "app/named.h"
#include "base/fs.h"
#include "base/log.h"
#include "core/calendar.h"
#include "core/setting.h"
#include "db/writer.h"
#include "web/dispatch.h"
#include "web/i18n.h"
#include "web/server.h"

struct service {
    struct desk desk;
    struct str address; /* where it listens, with the port that was taken for 0 */
    struct writer *writer;
    struct app_db app_db;
    struct web *web;
    struct server *server;
    struct jobs *jobs;
    struct learner *learner;
    struct indexer *indexer;
    struct sender *sender;
};

static enum err bring_up_to_date(const struct options *options, struct error *error)
{
    struct arena arena;
    struct db *db;
    struct migrations sets[MODULES_MAX];
    arena_init(&arena, DESK_ARENA_MAX);
    enum err e = db_open(&arena, str_from(options->data), DB_WRITE, &db, error);
    if (!e) {
        e = migrate(db, sets, modules_migrations(sets), error);
        db_close(db);
    }
    arena_release(&arena);
    return e;
}

static enum err declare_settings(struct ctx *ctx, void *arg)
{
    enum err e = ERR_OK;
    (void)arg;
    for (size_t m = 0; !e && modules[m]; m++)
        e = setting_declare(ctx, modules[m]->settings, modules[m]->setting_n);
    return e;
}

static struct str listen_address(const struct options *options)
{
    const char *option = command_option(options, "--listen"), *env = getenv("LIANYUAN_LISTEN");
    return str_from(option ? option : env && *env ? env : "127.0.0.1:8420");
}

static struct str public_url(struct service *s, const struct options *options)
{
    const char *url = command_option(options, "--url");
    return url ? str_from(url) : str_print(&s->desk.arena, "http://%.*s", STR_ARG(s->address));
}

static enum err start_web(struct service *s, const struct options *options)
{
    struct ctx *ctx = &s->desk.ctx;
    struct str address = s->address, url = public_url(s, options);
    struct str proxy = str_from(command_option(options, "--proxy"));
    enum err e = server_address_check(address, proxy, url, &ctx->error);
    if (!e)
        e = web_make(&s->desk.arena,
                     &(struct web_config){
                         .modules = modules,
                         .app_db = &s->app_db,
                         .url = str_from(options->data),
                         .park = ctx->park,
                         .park_name = s->desk.park.name,
                         .public_url = url,
                         .files_dir = s->desk.files_dir,
                         .offset_min = ctx->offset_min,
                         .learned = learner_newest,
                         .learned_arg = s->learner,
                         .named = named_sets,
                     },
                     &s->web);
    if (e && !ctx->error.code)
        return ctx_fail(ctx, e, NULL, T("页面和事务的表对不上，原因见日志"));
    if (!e)
        e = server_start(&s->desk.arena, s->web,
                         &(struct server_config){
                             .address = address,
                             .proxy = proxy,
                             .access_log = command_flag(options, "--access-log"),
                             .now_us = clock_now_us,
                         },
                         &s->server, &ctx->error);
    return e;
}

static enum err start_sender(struct service *s, const struct options *options)
{
    struct str url = public_url(s, options);
    struct sender_config config = deliver_config(&s->desk, &s->app_db, url);
    wire_begin();
    enum err e = deliver_keep_url(&s->desk, url);
    return e ? e : sender_start(&s->desk.arena, &config, &s->sender);
}

static enum err start(struct service *s, const struct options *options)
{
    enum err e = desk_open(&s->desk, options, DB_WRITE);
    struct ctx *ctx = &s->desk.ctx;
    if (!e)
        s->address = server_address(&s->desk.arena, listen_address(options));
    if (!e)
        e = fs_mkdir(&s->desk.arena, s->desk.files_dir, 0700);
    if (!e)
        e = act_write(&s->desk.app_db, ctx, declare_settings, NULL);
    if (!e)
        e = writer_start(&s->desk.arena, str_from(options->data), &(struct writer_config){0},
                         &s->writer, &ctx->error);
    s->app_db = (struct app_db){.writer = s->writer, .listeners = &module_listeners};
    if (!e)
        e = learner_start(&s->desk.arena, &s->desk, str_from(options->data), &s->learner);
    if (!e)
        e = indexer_start(&s->desk.arena, &s->desk, str_from(options->data), &s->indexer);
    if (!e)
        e = start_web(s, options);
    if (!e)
        e = jobs_start(&s->desk.arena, &s->app_db, &s->desk, &s->jobs);
    if (!e)
        e = start_sender(s, options);
    return e;
}

/* In the reverse order of the start: nothing new comes in before what depends on it is gone. */
static void stop(struct service *s)
{
    if (s->server)
        server_stop(s->server);
    if (s->sender)
        sender_stop(s->sender);
    if (s->jobs)
        jobs_stop(s->jobs);
    if (s->learner)
        learner_stop(s->learner);
    if (s->writer)
        writer_stop(s->writer);
    if (s->indexer)
        indexer_stop(s->indexer);
    desk_close(&s->desk);
}

int command_serve(const struct options *options)
{
    struct service s = {0};
    struct error error = {0};
    sigset_t ends;
    int signal_number;
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* inherited by every thread; this one waits */
    enum err e = bring_up_to_date(options, &error);
    if (e)
        return command_fail(&error, options);
    e = start(&s, options);
    if (e) {
        int status = command_fail(&s.desk.ctx.error, options);
        stop(&s);
        return status;
    }
    struct str url = public_url(&s, options);
    printf("%.*s %.*s\n", STR_ARG(tr(options->lang, T("服务已启动："))), STR_ARG(url));
    fflush(stdout);
    sigwait(&ends, &signal_number);
    log_info("stopping");
    stop(&s);
    return 0;
}
