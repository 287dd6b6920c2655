#include "app/deliver.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/clock.h"
#include "app/command.h"
#include "app/jobs.h"
#include "app/modules.h"
#include "base/i18n.h"
#include "core/calendar.h"
#include "core/job.h"

struct sender_config deliver_config(struct desk *desk, const struct app_db *app_db,
                                    struct str public_url)
{
    return (struct sender_config){
        .app_db = app_db,
        .url = str_from(desk->options->data),
        .park = desk->park,
        .public_url = public_url,
        .modules = modules,
        .wire = {.ca_file = getenv("LIANYUAN_CA_FILE")},
        .now_us = clock_now_us,
        .claimant = str_print(&desk->arena, "%ld-%lld", (long)getpid(), (long long)clock_now_us()),
    };
}

static enum err keep(struct ctx *ctx, void *arg)
{
    const struct str *url = arg;
    return mark_set(ctx, "public-url", *url);
}

enum err deliver_keep_url(struct desk *desk, struct str public_url)
{
    desk->ctx.now_us = clock_now_us();
    return act_write(&desk->app_db, &desk->ctx, keep, &public_url);
}

static enum err run(struct desk *desk, struct sender_sum *sum)
{
    struct ctx *ctx = &desk->ctx;
    struct str url = STR("");
    int64_t at;
    if (mark_get(ctx, "public-url", &at, &url))
        url = STR("");
    struct sender_config config = deliver_config(desk, &desk->app_db, url);
    wire_begin();
    jobs_once(&desk->app_db, desk);
    enum err e = calendar_load(ctx);
    return e ? e : sender_drain(&config, ctx, sum);
}

int command_jobs_run(const struct options *options)
{
    struct desk desk;
    struct sender_sum sum = {0};
    enum err e = desk_open(&desk, options, DB_WRITE);
    if (!e)
        e = run(&desk, &sum);
    int status = e ? command_fail(&desk.ctx.error, options) : 0;
    if (!e) {
        struct str text = tr_with(&desk.arena, options->lang, T("发出 {} 条"),
                                  str_print(&desk.arena, "%lld", (long long)sum.good));
        struct str later = tr_with(&desk.arena, options->lang, T("待再试 {} 条"),
                                   str_print(&desk.arena, "%lld", (long long)sum.again));
        struct str never = tr_with(&desk.arena, options->lang, T("发不出去 {} 条"),
                                   str_print(&desk.arena, "%lld", (long long)sum.never));
        printf("%.*s, %.*s, %.*s\n", STR_ARG(text), STR_ARG(later), STR_ARG(never));
    }
    desk_close(&desk);
    return status;
}
