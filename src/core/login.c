/*
 * Signing in: who, may they try now, is the password right, what follows. A wrong password slows
 * down this account from this source only, so nobody can lock somebody else out.
 */
#include "base/net.h"
#include "base/rand.h"
#include "core/journal.h"
#include "core/password.h"
#include "core/person.h"
#include "core/session.h"
#include "core_query.h"

/* The hash of a password that nobody has: an account that does not exist takes as long. */
static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$CuzWvqCIOtue/jh74Pk5lg$"
                             "XFLgWlbNml5xIrY9mPyjbxPO7BsYsV0Afrs1qsKFS1s";

static struct str pair_of(struct arena *arena, struct str name, struct str source)
{
    unsigned char digest[HASH_SIZE];
    struct hash h;
    hash_begin(&h);
    hash_add(&h, name);
    hash_byte(&h, 0);
    hash_add(&h, source);
    hash_end(&h, digest);
    return base64url_text(arena, (struct str){(const char *)digest, HASH_SIZE / 2});
}

static enum err wait(struct ctx *ctx, struct login *login, int64_t wait_us)
{
    login->wait_us = wait_us;
    login->result = ERR_BUSY;
    return ctx_fail_detail(
        ctx, ERR_BUSY, "password", T("尝试次数太多，请在 {} 秒后再试"),
        str_print(ctx->arena, "%lld", (long long)((wait_us + SECOND_US - 1) / SECOND_US)));
}

static enum err may_try(struct ctx *ctx, struct login *login)
{
    struct sql_throttle_get_row row = {0};
    struct sql_throttle_get_in in = {ctx->park, login->pair};
    enum err e = sql_throttle_get(ctx->db, ctx->arena, &in, &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (row.open > ctx->now_us)
        return wait(ctx, login, row.open - ctx->now_us);
    if (row.good != 0) /* they have been here: the park's cap does not hit them */
        return ERR_OK;
    struct sql_throttle_failed_row failed;
    struct sql_throttle_failed_in since = {ctx->park, ctx->now_us - MINUTE_US};
    e = sql_throttle_failed(ctx->db, ctx->arena, &since, &failed);
    if (!e && failed.n >= THROTTLE_PARK_PER_MINUTE)
        return wait(ctx, login, MINUTE_US);
    return e;
}

enum err login_begin(struct ctx *ctx, struct str name, struct str source, struct login *out)
{
    struct person p;
    *out = (struct login){.name = str_lower(ctx->arena, str_narrow(ctx->arena, str_trim(name))),
                          .source = str_null(source) ? STR("") : source,
                          .hash = str_from(nobody),
                          .result = ERR_DENIED};
    out->pair = pair_of(ctx->arena, out->name, net_of(ctx->arena, out->source));
    enum err e = may_try(ctx, out);
    if (e)
        return e;
    e = person_by_login(ctx, out->name, &p);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    struct sql_password_get_row row;
    e = sql_password_get(ctx->db, ctx->arena, &(struct sql_password_get_in){ctx->park, p.id}, &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    out->person = p.id;
    if (!e)
        out->hash = row.hash;
    return ERR_OK;
}

enum err login_check(struct login *login, struct str password)
{
    bool good;
    enum err e = password_check(password, login->hash, &good);
    login->good = !e && good && login->person.n != 0;
    return e;
}

/* 3 free, then 1 s, 2 s, 4 s ... up to a quarter of an hour. */
static int64_t delay_us(int64_t failures)
{
    int64_t over = failures - THROTTLE_FREE;
    if (over <= 0)
        return 0;
    int64_t s = over > 10 ? THROTTLE_DELAY_MAX_S : INT64_C(1) << (over - 1);
    return (s < THROTTLE_DELAY_MAX_S ? s : THROTTLE_DELAY_MAX_S) * SECOND_US;
}

static enum err throttle(struct ctx *ctx, const struct login *login, bool good)
{
    struct sql_throttle_get_row row = {0};
    struct sql_throttle_get_in in = {ctx->park, login->pair};
    enum err e = sql_throttle_get(ctx->db, ctx->arena, &in, &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (good && row.failures == 0 && row.good > ctx->now_us - DAY_US)
        return ERR_OK;
    int64_t failures = good ? 0 : row.failures + 1;
    struct sql_throttle_put_in out = {.park = ctx->park,
                                      .pair = login->pair,
                                      .failures = failures,
                                      .failed = good ? row.failed : ctx->now_us,
                                      .open = good ? 0 : ctx->now_us + delay_us(failures),
                                      .good = good ? ctx->now_us : row.good};
    return sql_throttle_put(ctx->db, &out, NULL);
}

/* The name that was typed is kept only when it is an account: it may have been the password. */
static enum err refuse(struct ctx *ctx, struct login *login)
{
    login->result = ERR_DENIED;
    enum err e = throttle(ctx, login, false);
    struct journal_field f[] = {journal_new("login", login->person.n != 0 ? login->name : STR_NULL),
                                journal_new("source", login->source)};
    if (!e)
        e = journal_add(ctx, "person", login->person.n, "sign-in-failed", f, 2);
    return e ? e : ctx_fail(ctx, ERR_DENIED, "password", T("登录名或密码不对"));
}

enum err login_end(struct ctx *ctx, struct login *login, struct str agent, struct str *out_secret)
{
    struct person p;
    struct sql_password_get_row now;
    *out_secret = STR_NULL;
    if (!login->good)
        return refuse(ctx, login);
    /* What was checked may have changed while it was hashed. */
    enum err e = person_get(ctx, login->person, &p);
    if (!e)
        e = sql_password_get(ctx->db, ctx->arena, &(struct sql_password_get_in){ctx->park, p.id},
                             &now);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (e || p.state != PERSON_ACTIVE || !str_eq(now.hash, login->hash))
        return refuse(ctx, login);
    ctx->actor.person = p.id;
    e = throttle(ctx, login, true);
    if (!e)
        e = session_start(ctx, p.id, login->source, agent, out_secret);
    if (!e)
        login->result = ERR_OK;
    return e;
}
