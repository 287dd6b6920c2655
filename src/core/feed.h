/*
 * What a module puts into people's calendars: due days, meetings. A person subscribes one secret
 * address in a calendar program; the room `reach` asks every module and writes iCalendar.
 *
 *     static const struct feed feeds[] = {{"matter", matter_feed}};      // in the module's entry
 *
 *     enum err matter_feed(struct ctx *ctx, struct feed_event **out, size_t *out_n)
 *
 * ctx->actor is the person whose calendar it is, with today's roles: list only what that person may
 * see, a few hundred events at most (FEED_EVENTS_MAX over all modules). Memory is ctx->arena's.
 */
#ifndef LIANYUAN_CORE_FEED_H
#define LIANYUAN_CORE_FEED_H

#include "core/ctx.h"

enum { FEED_EVENTS_MAX = 1000 };

struct feed_event {
    struct str uid;   /* "duty-153": the same event has the same one for ever */
    struct str title; /* one line, in ctx->lang */
    struct str text;  /* some lines, or "" */
    struct str place; /* or "" */
    struct str path;  /* of its page here: "/matters/153", or "" */
    int32_t day;      /* an event of a whole day; DAY_NONE: from_us to to_us */
    int64_t from_us, to_us;
    int64_t changed_us; /* when it last changed */
    int64_t version;    /* grows with every change */
    bool cancelled;
};

struct feed {
    const char *name;
    enum err (*list)(struct ctx *ctx, struct feed_event **out, size_t *out_n);
};

#endif
