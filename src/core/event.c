#include "core/event.h"

#include "core/outbox.h"
#include "core/running.h"

void event_wire(struct ctx *ctx, const struct listeners *listeners)
{
    if (ctx->journal != NULL)
        ctx->journal->listeners = listeners;
}

enum err event_emit(struct ctx *ctx, const char *name, const char *kind, int64_t record)
{
    struct journal *j = ctx->journal;
    if (j == NULL)
        return ERR_OK;
    if (j->event_depth == EVENT_DEPTH_MAX)
        return ctx_fail(ctx, ERR_LIMIT, NULL, T("事件互相触发的层数太多"));
    struct event event = {name, kind, record};
    enum err e = outbox_event(ctx, name, kind, record);
    j->event_depth++;
    for (size_t i = 0; j->listeners != NULL && i < j->listeners->n && !e; i++)
        if (str_eq(str_from(j->listeners->at[i].name), str_from(name)))
            e = j->listeners->at[i].hear(ctx, &event);
    j->event_depth--;
    return e;
}
