#include "core/session.h"

#include "base/rand.h"
#include "core/id.h"
#include "core/journal.h"
#include "core/person.h"
#include "core_query.h"

/* One secret, several uses: the prefix keeps them apart. */
static void secret_hash(const char *use, struct str secret, unsigned char *out_hash)
{
    struct hash h;
    hash_begin(&h);
    hash_add(&h, str_from(use));
    hash_add(&h, secret);
    hash_end(&h, out_hash);
}

static struct str new_secret(struct arena *arena)
{
    unsigned char bytes[SESSION_SECRET_BYTES];
    rand_bytes(bytes, sizeof bytes);
    return base64url_text(arena, (struct str){(const char *)bytes, sizeof bytes});
}

/* --- finding --------------------------------------------------------------------------------- */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

enum err session_find(struct ctx *ctx, struct str secret, struct session *out)
{
    unsigned char hash[HASH_SIZE];
    if (secret.len != SESSION_SECRET_LEN)
        return ERR_NOT_FOUND;
    secret_hash("session:", secret, hash);
    struct sql_session_find_in in = {ctx->park, {(const char *)hash, HASH_SIZE}};
    struct sql_session_find_row row;
    enum err e = sql_session_find(ctx->db, ctx->arena, &in, &row);
    if (e)
        return e;
    int64_t until = least(row.expires, row.seen + SESSION_IDLE_US);
    if (row.ended != 0 || until <= ctx->now_us || row.state != PERSON_ACTIVE)
        return ERR_NOT_FOUND;
    uint32_t more;
    e = person_standin_roles(ctx, row.person, row.org, &more);
    if (e)
        return e;
    *out = (struct session){
        .id = row.id,
        .actor = {.person = row.person,
                  .name = row.name,
                  .org = row.org,
                  .roles = (uint32_t)row.roles | more,
                  .session = row.id,
                  .zone = row.zone.n},
        .lang = (enum lang)row.lang,
        .must_change = row.must_change,
        .stale = ctx->now_us - row.seen >= SESSION_TOUCH_US,
        /* stand-ins come and go at midnight */
        .valid_until = least(until, instant_of_day(ctx_today(ctx) + 1, ctx->offset_min)),
    };
    secret_hash("form:", secret, out->form_key);
    return ERR_OK;
}

enum err session_touch(struct ctx *ctx, struct session_id id)
{
    struct sql_session_touch_in in = {ctx->park, id, ctx->now_us};
    return sql_session_touch(ctx->db, &in, NULL);
}

enum err session_end(struct ctx *ctx, struct session_id id)
{
    struct sql_session_get_row row;
    enum err e =
        sql_session_get(ctx->db, ctx->arena, &(struct sql_session_get_in){ctx->park, id}, &row);
    bool own = !e && row.person.n == ctx->actor.person.n;
    if (e == ERR_NOT_FOUND || (!e && !own && !ctx_may(ctx, ROLE_ADMIN)))
        return ctx_fail(ctx, ERR_NOT_FOUND, "id", T("没有这次登录"));
    if (e || row.ended != 0)
        return e;
    e = sql_session_end(ctx->db, &(struct sql_session_end_in){ctx->park, id, ctx->now_us}, NULL);
    return e ? e : journal_add(ctx, "person", row.person.n, "sign-out", NULL, 0);
}

enum err session_of(struct ctx *ctx, struct person_id person, struct session_info **out,
                    size_t *out_n)
{
    struct sql_session_of_in in = {ctx->park, person, ctx->now_us - SESSION_IDLE_US, ctx->now_us};
    struct sql_session_of_row *rows;
    enum err e = sql_session_of(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct session_info, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct session_info){.id = rows[i].id,
                                          .created = rows[i].created,
                                          .seen = rows[i].seen,
                                          .expires = rows[i].expires,
                                          .source = rows[i].source,
                                          .agent = rows[i].agent};
    return ERR_OK;
}

enum err session_sweep(struct ctx *ctx)
{
    int64_t week = ctx->now_us - 7 * DAY_US, month = ctx->now_us - 30 * DAY_US;
    enum err e = sql_session_sweep(ctx->db, &(struct sql_session_sweep_in){ctx->park, week}, NULL);
    if (!e)
        e = sql_invite_sweep(ctx->db, &(struct sql_invite_sweep_in){ctx->park, month}, NULL);
    if (!e)
        e = sql_throttle_sweep(ctx->db, &(struct sql_throttle_sweep_in){ctx->park, month}, NULL);
    return e ? e : sql_act_sweep(ctx->db, &(struct sql_act_sweep_in){ctx->park, month}, NULL);
}

/* --- tokens ---------------------------------------------------------------------------------- */

#define TOKEN_PREFIX "ly_"

enum err token_make(struct ctx *ctx, struct person_id person, struct str name, int64_t days,
                    struct token_id *out_id, struct str *out_secret)
{
    struct person p;
    unsigned char hash[HASH_SIZE];
    if (days < 1 || days > TOKEN_DAYS_MAX)
        return ctx_fail(ctx, ERR_INVALID, "days", T("有效期应为 1 至 730 天"));
    enum err e = person_get(ctx, person, &p);
    if (e || p.state == PERSON_DISABLED)
        return e && e != ERR_NOT_FOUND
                   ? e
                   : ctx_fail(ctx, ERR_NOT_FOUND, "person", T("没有这个在用的人员"));
    struct str secret = new_secret(ctx->arena);
    *out_secret = str_print(ctx->arena, TOKEN_PREFIX "%.*s", STR_ARG(secret));
    secret_hash("token:", *out_secret, hash);
    struct sql_token_put_in in = {.park = ctx->park,
                                  .hash = {(const char *)hash, HASH_SIZE},
                                  .person = person,
                                  .name = name,
                                  .created = ctx->now_us,
                                  .expires = ctx->now_us + days * DAY_US};
    e = id_next(ctx, &in.id.n);
    if (!e)
        e = sql_token_put(ctx->db, &in, NULL);
    if (e)
        return e;
    *out_id = in.id;
    struct journal_field f[] = {journal_new("name", name),
                                journal_int(ctx->arena, "days", 0, days)};
    return journal_add(ctx, "person", person.n, "token-create", f, 2);
}

enum err token_revoke(struct ctx *ctx, struct token_id id)
{
    struct sql_token_get_row row;
    enum err e =
        sql_token_get(ctx->db, ctx->arena, &(struct sql_token_get_in){ctx->park, id}, &row);
    bool own = !e && row.person.n == ctx->actor.person.n;
    if (e == ERR_NOT_FOUND || (!e && !own && !ctx_may(ctx, ROLE_ADMIN)))
        return ctx_fail(ctx, ERR_NOT_FOUND, "id", T("没有这个令牌"));
    if (e || row.revoked != 0)
        return e;
    e = sql_token_revoke(ctx->db, &(struct sql_token_revoke_in){ctx->park, id, ctx->now_us}, NULL);
    struct journal_field f = journal_new("name", row.name);
    return e ? e : journal_add(ctx, "person", row.person.n, "token-revoke", &f, 1);
}

enum err token_find(struct ctx *ctx, struct str secret, struct actor *out_actor)
{
    unsigned char hash[HASH_SIZE];
    if (secret.len != SESSION_SECRET_LEN + sizeof TOKEN_PREFIX - 1)
        return ERR_NOT_FOUND;
    secret_hash("token:", secret, hash);
    struct sql_token_find_in in = {ctx->park, {(const char *)hash, HASH_SIZE}};
    struct sql_token_find_row row;
    enum err e = sql_token_find(ctx->db, ctx->arena, &in, &row);
    if (e)
        return e;
    if (row.revoked != 0 || row.expires <= ctx->now_us)
        return ERR_NOT_FOUND;
    return person_actor(ctx, row.person, out_actor);
}

enum err token_of(struct ctx *ctx, struct person_id person, struct token_info **out, size_t *out_n)
{
    struct sql_token_of_in in = {ctx->park, person};
    struct sql_token_of_row *rows;
    enum err e = sql_token_of(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct token_info, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct token_info){.id = rows[i].id,
                                        .person = rows[i].person,
                                        .name = rows[i].name,
                                        .created = rows[i].created,
                                        .expires = rows[i].expires,
                                        .revoked = rows[i].revoked};
    return ERR_OK;
}

/* --- opening a session: called by login.c ---------------------------------------------------- */

/* The oldest sessions of a person end when there are too many. */
static enum err make_room(struct ctx *ctx, struct person_id person)
{
    struct session_info *all;
    size_t n;
    enum err e = session_of(ctx, person, &all, &n);
    for (size_t i = SESSIONS_OF_PERSON_MAX - 1; i < n && !e; i++) {
        struct sql_session_end_in in = {ctx->park, all[i].id, ctx->now_us};
        e = sql_session_end(ctx->db, &in, NULL);
    }
    return e;
}

enum err session_start(struct ctx *ctx, struct person_id person, struct str source,
                       struct str agent, struct str *out_secret)
{
    unsigned char hash[HASH_SIZE];
    *out_secret = new_secret(ctx->arena);
    secret_hash("session:", *out_secret, hash);
    enum err e = make_room(ctx, person);
    if (e)
        return e;
    struct sql_session_put_in in = {.park = ctx->park,
                                    .hash = {(const char *)hash, HASH_SIZE},
                                    .person = person,
                                    .created = ctx->now_us,
                                    .expires = ctx->now_us + SESSION_ABSOLUTE_US,
                                    .source = str_null(source) ? STR("") : source,
                                    .agent = str_null(agent) ? STR("") : agent};
    e = id_next(ctx, &in.id.n);
    if (!e)
        e = sql_session_put(ctx->db, &in, NULL);
    if (e)
        return e;
    struct journal_field f[] = {journal_new("source", in.source), journal_new("agent", in.agent)};
    return journal_add(ctx, "person", person.n, "sign-in", f, 2);
}
