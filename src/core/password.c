#include "core/password.h"

#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "core/id.h"
#include "core/journal.h"
#include "core/person.h"
#include "core_query.h"

/* One cap for the process: what it guards is the process's memory and processors, whoever asks.
 * See doc/why/301-password-turns.md. */
static sem_t turns;
static pthread_once_t turns_once = PTHREAD_ONCE_INIT;

static void make_turns(void)
{
    sem_init(&turns, 0, PASSWORD_AT_ONCE);
}

static enum err take_turn(void)
{
    pthread_once(&turns_once, make_turns);
    for (int waited = 0; waited < PASSWORD_WAIT_MS; waited += 5) {
        if (sem_trywait(&turns) == 0)
            return ERR_OK;
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    return ERR_BUSY;
}

/* The turn must come back even when the arena is full: the hash is made outside of it. */
enum err password_hash(struct arena *arena, struct str password, struct str *out_hash)
{
    char *room = arena_alloc(arena, ARGON2_TEXT_MAX);
    enum err e = take_turn();
    if (e)
        return e;
    e = argon2_hash(password, room);
    sem_post(&turns);
    *out_hash = str_from(room);
    return e;
}

enum err password_check(struct str password, struct str hash, bool *out_good)
{
    *out_good = false;
    enum err e = take_turn();
    if (e)
        return e;
    *out_good = argon2_check(hash, password);
    sem_post(&turns);
    return ERR_OK;
}

static bool one_character(struct str s)
{
    struct str rest = s;
    uint32_t first, rune;
    if (!utf8_next(&rest, &first))
        return true;
    while (utf8_next(&rest, &rune))
        if (rune != first)
            return false;
    return true;
}

enum err password_judge(struct ctx *ctx, const char *field, struct str login, struct str password)
{
    if (!utf8_ok(password) || utf8_count(password) > PASSWORD_MAX)
        return ctx_fail(ctx, ERR_INVALID, field, T("密码太长或含有不能识别的字符"));
    if (utf8_count(password) < PASSWORD_MIN)
        return ctx_fail(ctx, ERR_INVALID, field, T("密码至少 8 个字符"));
    if (one_character(password))
        return ctx_fail(ctx, ERR_INVALID, field, T("密码不能只是同一个字符"));
    if (str_eq_nocase(password, login))
        return ctx_fail(ctx, ERR_INVALID, field, T("密码不能与登录名相同"));
    return ERR_OK;
}

struct str password_make(struct arena *arena)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    enum { LENGTH = 12 };
    char *text = arena_alloc(arena, LENGTH + 1);
    for (int i = 0; i < LENGTH; i++)
        text[i] = letters[rand_below(sizeof letters - 1)];
    return (struct str){text, LENGTH};
}

enum err password_set(struct ctx *ctx, struct person_id person, struct str hash, bool must_change,
                      struct session_id keep)
{
    struct sql_password_put_in in = {ctx->park, person, hash, must_change, ctx->now_us};
    enum err e = sql_password_put(ctx->db, &in, NULL);
    if (!e) {
        struct sql_session_end_person_in end = {ctx->park, person, keep, ctx->now_us};
        e = sql_session_end_person(ctx->db, &end, NULL);
    }
    if (e)
        return e;
    struct journal_field f = journal_new("must_change", must_change ? STR("1") : STR("0"));
    return journal_add(ctx, "person", person.n, "password", &f, 1);
}

/* --- links ----------------------------------------------------------------------------------- */

static void link_hash(struct str secret, unsigned char *out_hash)
{
    struct hash h;
    hash_begin(&h);
    hash_add(&h, STR("invite:"));
    hash_add(&h, secret);
    hash_end(&h, out_hash);
}

enum err invite_make(struct ctx *ctx, struct person_id person, struct str *out_secret)
{
    unsigned char bytes[HASH_SIZE], hash[HASH_SIZE];
    rand_bytes(bytes, sizeof bytes);
    *out_secret = base64url_text(ctx->arena, (struct str){(const char *)bytes, sizeof bytes});
    link_hash(*out_secret, hash);
    struct sql_invite_end_in end = {ctx->park, person, ctx->now_us};
    enum err e = sql_invite_end(ctx->db, &end, NULL);
    struct sql_invite_put_in in = {.park = ctx->park,
                                   .hash = {(const char *)hash, HASH_SIZE},
                                   .person = person,
                                   .made_by = ctx->actor.person,
                                   .created = ctx->now_us,
                                   .expires = ctx->now_us + INVITE_DAYS * DAY_US};
    if (!e)
        e = id_next(ctx, &in.id.n);
    if (!e)
        e = sql_invite_put(ctx->db, &in, NULL);
    return e ? e : journal_add(ctx, "person", person.n, "invite", NULL, 0);
}

enum err invite_find(struct ctx *ctx, struct str secret, struct person_id *out_person)
{
    unsigned char hash[HASH_SIZE];
    struct sql_invite_find_row row;
    link_hash(secret, hash);
    struct sql_invite_find_in in = {ctx->park, {(const char *)hash, HASH_SIZE}};
    enum err e = sql_invite_find(ctx->db, ctx->arena, &in, &row);
    if (!e && (row.used != 0 || row.expires <= ctx->now_us))
        e = ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, NULL, T("这个链接已用过或已过期，请向管理员要一个新的"));
    if (!e)
        *out_person = row.person;
    return e;
}

enum err invite_use(struct ctx *ctx, struct str secret, struct str hash,
                    struct person_id *out_person)
{
    struct person p;
    enum err e = invite_find(ctx, secret, out_person);
    if (!e)
        e = person_get(ctx, *out_person, &p);
    if (!e && p.state == PERSON_DISABLED)
        return ctx_fail(ctx, ERR_DENIED, NULL, T("这个账号已停用，请联系管理员"));
    if (e)
        return e;
    ctx->actor.person = p.id; /* who holds the link acts */
    struct sql_invite_end_in end = {ctx->park, p.id, ctx->now_us};
    e = sql_invite_end(ctx->db, &end, NULL);
    if (!e)
        e = password_set(ctx, p.id, hash, false, (struct session_id){0});
    if (e || p.state == PERSON_ACTIVE)
        return e;
    p.state = PERSON_ACTIVE;
    return person_save(ctx, &p);
}
