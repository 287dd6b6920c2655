/*
 * Events between modules: what happened, told in the same transaction to whoever is wired to hear
 * it. The wiring is one constant table in app/modules.c, handed to each act by act_run:
 *
 *     static const struct listener listeners[] = {
 *         {"matter.closed", project_matter_closed},
 *     };
 *
 * Without a table in ctx (tests of one module) nobody hears. Webhooks that name the event get it
 * through the outbox, after the commit.
 */
#ifndef LIANYUAN_CORE_EVENT_H
#define LIANYUAN_CORE_EVENT_H

#include "core/ctx.h"

enum { EVENT_DEPTH_MAX = 8 };

struct event {
    const char *name; /* "matter.closed" */
    const char *kind;
    int64_t record;
};

struct listener {
    const char *name;
    enum err (*hear)(struct ctx *ctx, const struct event *event);
};

struct listeners {
    const struct listener *at;
    size_t n;
};

/* Tells the running act's journal who listens; act_run calls it after journal_open. */
void event_wire(struct ctx *ctx, const struct listeners *listeners);

/* A listener that fails fails the act. ERR_LIMIT when events call events too deep. */
enum err event_emit(struct ctx *ctx, const char *name, const char *kind, int64_t record);

#endif
