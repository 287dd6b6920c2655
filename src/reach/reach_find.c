/* The lists of this room, as JSON. */
#include "base/json.h"
#include "core/person.h"
#include "reach/reach.h"
#include "reach/reach_act.h"
#include "reach/reach_form.h"

static enum err done(const struct buf *out)
{
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}

static const char *kind_name(int64_t kind)
{
    for (const struct form_choice *c = channel_kind_choices; c->name; c++)
        if (c->value == kind)
            return c->name;
    return NULL;
}

static void put_channel(struct ctx *ctx, struct json_out *j, const struct channel_view *v)
{
    const struct channel *c = &v->channel;
    json_open(j, NULL, '{');
    json_put_id(j, "id", c->id.n);
    json_put_c(j, "kind", kind_name(c->kind));
    json_put_str(j, "name", c->name);
    json_put_str(j, "host", c->host);
    json_put_c(j, "state", c->state == CHANNEL_ON ? "on" : "off");
    json_put_id(j, "org", c->org.n);
    json_put_str(j, "events", c->events);
    json_put_bool(j, "plain", c->plain);
    json_put_bool(j, "inside", c->inside);
    json_put_int(j, "waiting", v->waiting);
    json_put_int(j, "dead", v->dead);
    json_put_instant(j, "last_sent", v->good_at, ctx->offset_min);
    json_put_instant(j, "last_failed", v->bad_at, ctx->offset_min);
    json_put_str(j, "last_fault", v->bad);
    json_put_instant(j, "held_until", c->held > ctx->now_us ? c->held : 0, ctx->offset_min);
    json_put_int(j, "version", c->version);
    json_close(j, '}');
}

enum err channel_list_find(struct ctx *ctx, const void *in, struct buf *out)
{
    struct channel_view *rows;
    size_t n;
    (void)in;
    enum err e = channel_list(ctx, &rows, &n);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < n; i++)
        put_channel(ctx, &j, &rows[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return done(out);
}

static void put_row(struct ctx *ctx, struct json_out *j, const struct outbox_row *r)
{
    static const char *const states[] = {"waiting", "sent", "dead"};
    json_open(j, NULL, '{');
    json_put_id(j, "id", r->id.n);
    json_put_id(j, "channel", r->channel.n);
    json_put_str(j, "channel_name", r->channel_name);
    json_put_str(j, "receiver", r->receiver);
    json_put_str(j, "event", r->event);
    json_put_str(j, "kind", r->kind);
    json_put_id(j, "record", r->record);
    json_put_str(j, "title", r->title);
    json_put_c(j, "state", r->state >= 0 && r->state < 3 ? states[r->state] : NULL);
    json_put_int(j, "tries", r->tries);
    json_put_bool(j, "urgent", r->urgent);
    json_put_instant(j, "at", r->at, ctx->offset_min);
    json_put_instant(j, "due", r->state == OUTBOX_WAITING ? r->due : 0, ctx->offset_min);
    json_put_instant(j, "last_try", r->done, ctx->offset_min);
    json_put_str(j, "fault", r->fault);
    json_close(j, '}');
}

enum err outbox_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct outbox_in *in = given;
    struct outbox_row *rows;
    size_t n;
    struct str next;
    struct outbox_query query = {in->state - 1, {in->channel}, in->after, (int32_t)in->limit};
    enum err e = outbox_list(ctx, &query, &rows, &n, &next);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < n; i++)
        put_row(ctx, &j, &rows[i]);
    json_close(&j, ']');
    json_put_str(&j, "next", next);
    json_close(&j, '}');
    return done(out);
}

enum err person_reach_find(struct ctx *ctx, const void *in, struct buf *out)
{
    struct reach_choice choice;
    int64_t feed = 0;
    (void)in;
    enum err e = reach_choice_get(ctx, ctx->actor.person, &choice);
    if (!e)
        e = feed_of(ctx, &feed);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_c(&j, "way", choice.mail ? "mail" : "inbox");
    json_put_int(&j, "from_hour", choice.from_hour);
    json_put_int(&j, "to_hour", choice.to_hour);
    json_put_instant(&j, "feed_since", feed, ctx->offset_min);
    json_close(&j, '}');
    return done(out);
}
