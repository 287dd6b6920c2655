/* What waits, what went, what was laid aside; own choices; calendar feeds. */
#include "base/hash.h"
#include "base/rand.h"
#include "core/id.h"
#include "core/journal.h"
#include "core/person.h"
#include "core_query.h"
#include "reach/reach.h"
#include "reach_query.h"

static void name_row(struct ctx *ctx, struct outbox_row *row, int64_t recipient)
{
    struct sql_reach_channel_get_row c;
    struct sql_reach_channel_get_in in = {ctx->park, row->channel};
    row->channel_name = row->receiver = STR("");
    if (sql_reach_channel_get(ctx->db, ctx->arena, &in, &c))
        return;
    row->channel_name = c.name;
    if (c.kind == CHANNEL_MAIL && recipient != c.id.n)
        row->receiver = person_name(ctx, (struct person_id){recipient});
}

enum err outbox_list(struct ctx *ctx, const struct outbox_query *query, struct outbox_row **out,
                     size_t *out_n, struct str *out_next)
{
    struct sql_reach_outbox_row *rows;
    struct sql_reach_outbox_in in = {.park = ctx->park};
    struct sql_reach_outbox_page page = {.order = SQL_REACH_OUTBOX_NEWEST,
                                         .limit = query->limit ? query->limit : OUTBOX_PAGE,
                                         .after = query->after};
    in.state.on = query->state >= 0;
    in.state.state = query->state;
    in.channel.on = query->channel.n != 0;
    in.channel.channel = query->channel;
    enum err e = sql_reach_outbox(ctx->db, ctx->arena, &in, &page, &rows, out_n, out_next);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct outbox_row, *out_n);
    for (size_t i = 0; i < *out_n; i++) {
        (*out)[i] = (struct outbox_row){.id = rows[i].id,
                                        .channel = rows[i].channel,
                                        .event = rows[i].event,
                                        .kind = rows[i].kind,
                                        .title = rows[i].title,
                                        .fault = rows[i].fault,
                                        .record = rows[i].record,
                                        .at = rows[i].at,
                                        .due = rows[i].due,
                                        .done = rows[i].done,
                                        .tries = rows[i].tries,
                                        .state = rows[i].state,
                                        .urgent = rows[i].urgent};
        name_row(ctx, &(*out)[i], rows[i].recipient);
    }
    return ERR_OK;
}

enum err outbox_sum(struct ctx *ctx, struct outbox_sum *out)
{
    struct sql_reach_state_n_row n;
    struct sql_reach_oldest_row oldest;
    *out = (struct outbox_sum){0};
    enum err e = sql_reach_state_n(ctx->db, ctx->arena,
                                   &(struct sql_reach_state_n_in){ctx->park, OUTBOX_WAITING}, &n);
    out->waiting = n.n;
    if (!e)
        e = sql_reach_state_n(ctx->db, ctx->arena,
                              &(struct sql_reach_state_n_in){ctx->park, OUTBOX_DEAD}, &n);
    out->dead = n.n;
    if (!e)
        e = sql_reach_oldest(ctx->db, ctx->arena,
                             &(struct sql_reach_oldest_in){ctx->park, ctx->now_us}, &oldest);
    if (!e)
        out->oldest_due = oldest.due;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err reach_choice_get(struct ctx *ctx, struct person_id person, struct reach_choice *out)
{
    struct sql_person_reach_get_row row;
    struct sql_person_reach_get_in in = {ctx->park, person};
    enum err e = sql_person_reach_get(ctx->db, ctx->arena, &in, &row);
    *out = (struct reach_choice){.mail = true};
    if (!e)
        *out = (struct reach_choice){row.mail, row.from_hour, row.to_hour};
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- calendar feeds -------------------------------------------------------------------------- */

enum err feed_make(struct ctx *ctx, struct str *out_secret)
{
    unsigned char bytes[HASH_SIZE], hash[HASH_SIZE];
    rand_bytes(bytes, sizeof bytes);
    *out_secret = base64url_text(ctx->arena, (struct str){(const char *)bytes, sizeof bytes});
    hash_of(*out_secret, hash);
    struct sql_reach_feed_end_in end = {ctx->park, ctx->actor.person, ctx->now_us};
    struct sql_reach_feed_put_in in = {.park = ctx->park,
                                       .person = ctx->actor.person,
                                       .hash = {(const char *)hash, HASH_SIZE},
                                       .created = ctx->now_us};
    enum err e = sql_reach_feed_end(ctx->db, &end, NULL);
    if (!e)
        e = id_next(ctx, &in.id.n);
    if (!e)
        e = sql_reach_feed_put(ctx->db, &in, NULL);
    return e ? e : journal_add(ctx, "person", ctx->actor.person.n, "feed", NULL, 0);
}

enum err feed_end(struct ctx *ctx)
{
    struct sql_reach_feed_end_in end = {ctx->park, ctx->actor.person, ctx->now_us};
    enum err e = sql_reach_feed_end(ctx->db, &end, NULL);
    return e ? e : journal_add(ctx, "person", ctx->actor.person.n, "feed_end", NULL, 0);
}

enum err feed_find(struct ctx *ctx, struct str secret, struct person_id *out_person)
{
    unsigned char hash[HASH_SIZE];
    struct sql_reach_feed_find_row row;
    hash_of(secret, hash);
    struct sql_reach_feed_find_in in = {ctx->park, {(const char *)hash, HASH_SIZE}};
    enum err e = sql_reach_feed_find(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out_person = row.person;
    return e;
}

enum err feed_of(struct ctx *ctx, int64_t *out_created)
{
    struct sql_reach_feed_of_row row;
    struct sql_reach_feed_of_in in = {ctx->park, ctx->actor.person};
    enum err e = sql_reach_feed_of(ctx->db, ctx->arena, &in, &row);
    *out_created = e ? 0 : row.created;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}
