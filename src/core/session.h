/*
 * Sign-in, sessions, API tokens.
 *
 * Signing in has three steps, because the middle one takes 20 ms and 19 MiB:
 *
 *     struct login login;
 *     e = login_begin(ctx, name, source, &login);      // a read: who, throttled or not (ERR_BUSY)
 *     e = login_check(&login, password);               // Argon2, outside any transaction
 *     e = login_end(ctx, &login, agent, &secret);      // on the writer: journal, throttle, session
 *
 * login_end answers ERR_DENIED after a wrong password, and has journalled the failure: the caller's
 * function on the writer must answer ERR_OK then, so that it is committed.
 *
 * A session's secret is 256 random bits, in the cookie as base64url; the database has its hash. It
 * ends after 30 idle minutes and after 12 hours in any case.
 *
 *     e = session_find(ctx, secret, &session);         // one indexed read; ERR_NOT_FOUND
 *     if (session.stale) writer: session_touch(ctx, session.id);
 *
 * What session_find answers holds until the database changes (db_change_count) or the clock passes
 * session.valid_until; callers may keep it that long.
 */
#ifndef LIANYUAN_CORE_SESSION_H
#define LIANYUAN_CORE_SESSION_H

#include "base/hash.h"
#include "core/ctx.h"

#define SESSION_IDLE_US (30 * MINUTE_US)
#define SESSION_ABSOLUTE_US (12 * HOUR_US)
#define SESSION_TOUCH_US MINUTE_US
enum {
    SESSION_SECRET_BYTES = 32,
    SESSION_SECRET_LEN = 43, /* base64url without padding */
    SESSION_AGENT_MAX = 200,
    SESSIONS_OF_PERSON_MAX = 20, /* the oldest ends when one more begins */
    THROTTLE_FREE = 3,           /* failures without delay */
    THROTTLE_DELAY_MAX_S = 900,
    THROTTLE_PARK_PER_MINUTE = 300, /* account and source pairs that failed within a minute, in the
                                       whole park; pairs that signed in before are exempt */
    TOKEN_DAYS_MAX = 730,
};

struct session {
    struct session_id id;
    struct actor actor;
    enum lang lang;
    bool must_change;    /* only the password form is open */
    bool stale;          /* last seen more than a minute ago: call session_touch on the writer */
    int64_t valid_until; /* instant at which it ends if nothing happens */
    unsigned char form_key[HASH_SIZE]; /* secret of this session's form tokens */
};

struct login {
    struct person_id person; /* {0}: no such account; checked all the same, against a dummy */
    struct str name, source, hash, pair;
    bool good;
    enum err result; /* what login_end decided */
    int64_t wait_us; /* with ERR_BUSY: how long */
};

enum err login_begin(struct ctx *ctx, struct str name, struct str source, struct login *out);
enum err login_check(struct login *login, struct str password);
enum err login_end(struct ctx *ctx, struct login *login, struct str agent, struct str *out_secret);

enum err session_find(struct ctx *ctx, struct str secret, struct session *out);
enum err session_touch(struct ctx *ctx, struct session_id id);
/* Own sessions; an administrator any. */
enum err session_end(struct ctx *ctx, struct session_id id);

/* Opens a session without a password: after login_end's checks, and behind a used set-up link. */
enum err session_start(struct ctx *ctx, struct person_id person, struct str source,
                       struct str agent, struct str *out_secret);

struct session_info {
    struct session_id id;
    int64_t created, seen, expires;
    struct str source, agent;
};
enum err session_of(struct ctx *ctx, struct person_id person, struct session_info **out,
                    size_t *out_n);

/* Bearer tokens "ly_..." of the JSON API: a token acts as its person. */
enum err token_make(struct ctx *ctx, struct person_id person, struct str name, int64_t days,
                    struct token_id *out_id, struct str *out_secret);
enum err token_revoke(struct ctx *ctx, struct token_id id);
enum err token_find(struct ctx *ctx, struct str secret, struct actor *out_actor);

struct token_info {
    struct token_id id;
    struct person_id person;
    struct str name;
    int64_t created, expires, revoked; /* 0 = not */
};
enum err token_of(struct ctx *ctx, struct person_id person, struct token_info **out, size_t *out_n);

/* Removes ended sessions, used links and old throttle rows; a job calls it. */
enum err session_sweep(struct ctx *ctx);

#endif
