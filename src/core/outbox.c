#include "core/outbox.h"

#include "base/buf.h"
#include "base/hash.h"
#include "core/id.h"
#include "core_query.h"

enum { NAME_BYTES = 16, NAME_MAX = 2 * NAME_BYTES + 3 };

static void hash_int(struct hash *h, int64_t n)
{
    hash_add(h, (struct str){(const char *)&n, sizeof n});
}

static void hash_text_of(struct hash *h, struct str s)
{
    hash_int(h, (int64_t)s.len);
    hash_add(h, s);
}

static struct str name_of(struct ctx *ctx, const struct sql_outbox_put_in *in)
{
    unsigned char digest[HASH_SIZE];
    struct hash h;
    struct buf b;
    hash_begin(&h);
    hash_int(&h, ctx->park.n);
    hash_int(&h, ctx->act_id);
    hash_int(&h, ctx->now_us);
    hash_int(&h, in->channel.n);
    hash_int(&h, in->recipient);
    hash_int(&h, in->record);
    hash_text_of(&h, in->kind);
    hash_text_of(&h, in->event);
    hash_text_of(&h, in->title);
    hash_end(&h, digest);
    buf_init(&b, ctx->arena, NAME_MAX);
    buf_add(&b, STR("ly_"));
    buf_hex(&b, digest, NAME_BYTES);
    return buf_str(&b);
}

static enum err put(struct ctx *ctx, struct sql_outbox_put_in *in)
{
    in->park = ctx->park;
    in->at = ctx->now_us;
    in->name = name_of(ctx, in);
    enum err e = id_next(ctx, &in->id.n);
    return e ? e : sql_outbox_put(ctx->db, in, NULL);
}

static enum err channels_on(struct ctx *ctx, struct sql_channel_on_row **out, size_t *out_n)
{
    return sql_channel_on(ctx->db, ctx->arena, &(struct sql_channel_on_in){ctx->park}, out, out_n);
}

static enum err wants_mail(struct ctx *ctx, const struct person *p, bool *out)
{
    struct sql_person_reach_get_row row;
    struct sql_person_reach_get_in in = {ctx->park, p->id};
    *out = false;
    if (str_empty(p->email))
        return ERR_OK;
    enum err e = sql_person_reach_get(ctx->db, ctx->arena, &in, &row);
    *out = e ? e == ERR_NOT_FOUND : row.mail;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* A mail goes to the person, everything else to the channel's own readers. */
static enum err is_for(struct ctx *ctx, const struct sql_channel_on_row *c, const struct person *p,
                       bool *out)
{
    *out = false;
    if (c->kind == CHANNEL_MAIL)
        return wants_mail(ctx, p, out);
    if (c->kind != CHANNEL_WEBHOOK)
        *out = c->org.n ? c->org.n == p->org.n : (p->roles & ROLE_COORDINATOR) != 0;
    return ERR_OK;
}

enum err outbox_tell(struct ctx *ctx, const struct person *person, struct notice_id notice,
                     struct str own, struct str common, const char *kind, int64_t record)
{
    struct sql_channel_on_row *channels;
    size_t n;
    bool mailed = false; /* one mail server is enough */
    enum err e = channels_on(ctx, &channels, &n);
    for (size_t i = 0; !e && i < n; i++) {
        bool mine;
        bool mail = channels[i].kind == CHANNEL_MAIL;
        if (mail && mailed)
            continue;
        e = is_for(ctx, &channels[i], person, &mine);
        if (e || !mine)
            continue;
        mailed = mailed || mail;
        struct sql_outbox_put_in in = {.channel = channels[i].id,
                                       .recipient = mail ? person->id.n : channels[i].id.n,
                                       .notice = notice,
                                       .event = STR("notice"),
                                       .kind = str_from(kind),
                                       .record = record,
                                       .title = mail ? own : common,
                                       .due = ctx->now_us + OUTBOX_WAIT_US};
        e = put(ctx, &in);
    }
    return e;
}

bool outbox_hears(struct str events, struct str event)
{
    struct str rest = str_trim(events), word;
    if (str_empty(rest))
        return true;
    while (str_cut(&rest, ' ', &word)) {
        bool whole = event.len == word.len || (event.len > word.len && event.ptr[word.len] == '.');
        if (!str_empty(word) && whole && str_starts(event, word))
            return true;
    }
    return false;
}

enum err outbox_event(struct ctx *ctx, const char *event, const char *kind, int64_t record)
{
    struct sql_channel_on_row *channels;
    size_t n;
    enum err e = channels_on(ctx, &channels, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (channels[i].kind != CHANNEL_WEBHOOK ||
            !outbox_hears(channels[i].events, str_from(event)))
            continue;
        struct sql_outbox_put_in in = {.channel = channels[i].id,
                                       .recipient = channels[i].id.n,
                                       .event = str_from(event),
                                       .kind = str_from(kind),
                                       .record = record,
                                       .title = STR(""),
                                       .urgent = true, /* programs keep no hours */
                                       .due = ctx->now_us};
        e = put(ctx, &in);
    }
    return e;
}

enum err outbox_direct(struct ctx *ctx, struct channel_id channel, int64_t recipient,
                       const char *event, struct str title)
{
    struct sql_outbox_put_in in = {.channel = channel,
                                   .recipient = recipient,
                                   .event = str_from(event),
                                   .kind = STR(""),
                                   .title = title,
                                   .urgent = true,
                                   .due = ctx->now_us};
    return put(ctx, &in);
}

enum err outbox_hurry(struct ctx *ctx, const char *kind, int64_t record)
{
    struct sql_outbox_hurry_in in = {ctx->park, str_from(kind), record, ctx->now_us};
    return sql_outbox_hurry(ctx->db, &in, NULL);
}

enum err outbox_retract(struct ctx *ctx, const char *kind, int64_t record, int64_t since)
{
    struct sql_outbox_retract_in in = {ctx->park, str_from(kind), record, since};
    return sql_outbox_retract(ctx->db, &in, NULL);
}
