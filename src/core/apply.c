#include "core/apply.h"

#include <pthread.h>
#include <string.h>

#include "base/hash.h"
#include "core/journal.h"
#include "core/notify.h"
#include "core/number.h"
#include "core_query.h"

static enum err count_since(struct ctx *ctx, struct str source, int64_t *out_own, int64_t *out_all)
{
    struct sql_apply_from_row own;
    struct sql_apply_from_in from = {ctx->park, source, ctx->now_us - HOUR_US};
    struct sql_apply_since_row all;
    struct sql_apply_since_in since = {ctx->park, ctx->now_us - HOUR_US};
    enum err e = sql_apply_from(ctx->db, ctx->arena, &from, &own);
    if (!e)
        e = sql_apply_since(ctx->db, ctx->arena, &since, &all);
    *out_own = e ? 0 : own.n;
    *out_all = e ? 0 : all.n;
    return e;
}

/* Who was told that a firm is known, within the hour. One table for the process: such an attempt
 * writes nothing, and shall not. Addresses stand in it as hashes. */
struct tried {
    unsigned char key[HASH_SIZE];
    int64_t since_us, n;
};
static struct tried tried[APPLY_TRIED_MAX];
static pthread_mutex_t tried_lock = PTHREAD_MUTEX_INITIALIZER;

/* How often that address was told so, `more` included; -1: not at all, and there is no room. */
static int64_t tried_count(const struct ctx *ctx, struct str source, int64_t more)
{
    unsigned char key[HASH_SIZE];
    struct tried *own = NULL, *room = NULL;
    struct hash h;
    hash_begin(&h);
    hash_add(&h, (struct str){(const char *)&ctx->park.n, sizeof ctx->park.n});
    hash_add(&h, source);
    hash_end(&h, key);
    pthread_mutex_lock(&tried_lock);
    for (size_t i = 0; i < APPLY_TRIED_MAX && !own; i++) {
        struct tried *t = &tried[i];
        int64_t age_us = ctx->now_us - t->since_us;
        bool live = t->n > 0 && age_us >= 0 && age_us < HOUR_US;
        if (live && memcmp(t->key, key, sizeof key) == 0)
            own = t;
        else if (!live)
            room = t;
    }
    if (!own && room && more > 0) {
        own = room;
        *own = (struct tried){.since_us = ctx->now_us};
        memcpy(own->key, key, sizeof key);
    }
    int64_t n = own ? (own->n += more) : room ? 0 : -1;
    pthread_mutex_unlock(&tried_lock);
    return n;
}

static enum err may_apply(struct ctx *ctx, struct str source)
{
    int64_t own, all, waiting;
    if (str_empty(source))
        return ERR_OK;
    int64_t told = tried_count(ctx, source, 0);
    enum err e = count_since(ctx, source, &own, &all);
    if (!e)
        e = apply_waiting_count(ctx, &waiting);
    if (e)
        return e;
    if (own + told >= APPLY_SOURCE_PER_HOUR)
        return ctx_fail(ctx, ERR_BUSY, NULL,
                        T("从您的网络一小时内已收到多份申请，请过一小时再试，或直接到窗口办理"));
    if (told < 0 || all >= APPLY_PARK_PER_HOUR || waiting >= APPLY_WAITING_MAX)
        return ctx_fail(ctx, ERR_BUSY, NULL,
                        T("现在申请的企业太多，请过一小时再试，或直接到窗口办理"));
    return ERR_OK;
}

/* The same application sent again: a second click, or a page loaded anew. */
static bool is_repeat(struct ctx *ctx, const struct org *org, const struct org *other,
                      struct str source, struct str *out_number)
{
    struct sql_apply_get_row row;
    struct sql_apply_get_in in = {ctx->park, other->id};
    if (other->state != ORG_APPLIED || !str_eq(str_trim(org->name), other->name) ||
        !str_eq(org->contact, other->contact) || !str_eq(org->phone, other->phone) ||
        sql_apply_get(ctx->db, ctx->arena, &in, &row) || !str_eq(row.source, source))
        return false;
    *out_number = row.number;
    return true;
}

/* Says it before org_save would, in words for somebody outside: the same for a firm of the register
 * and for one that waits. */
static enum err judge_known(struct ctx *ctx, struct org *org, struct str source,
                            struct str *out_number)
{
    struct org other;
    bool by_code = !str_empty(org->uscc) && !org_by_uscc(ctx, org->uscc, &other);
    if (!by_code && org_by_name(ctx, str_trim(org->name), &other))
        return ERR_OK;
    if (is_repeat(ctx, org, &other, source, out_number)) {
        *org = other;
        return ERR_OK;
    }
    return ctx_fail(ctx, ERR_CONFLICT, by_code ? "uscc" : "name",
                    T("这家企业已登记或已申请，请向窗口询问"));
}

static enum err judge(struct ctx *ctx, struct org *org, struct str source, struct str *out_number)
{
    *out_number = STR_NULL;
    enum err e = may_apply(ctx, source);
    if (!e) /* before it is looked for: a slip in the code tells nothing about the register */
        e = org_judge_code(ctx, org);
    return e ? e : judge_known(ctx, org, source, out_number);
}

enum err apply_judge(struct ctx *ctx, struct org *org, struct str source, struct str *out_number)
{
    enum err e = judge(ctx, org, source, out_number);
    if (e == ERR_CONFLICT && !str_empty(source))
        tried_count(ctx, source, 1);
    return e;
}

static enum err tell(struct ctx *ctx, const struct org *org)
{
    return notify_role(ctx, ROLE_COORDINATOR | ROLE_ADMIN, NOTICE(T("企业申请加入：{}"), org->name),
                       "org", org->id.n);
}

enum err apply_put(struct ctx *ctx, struct org *org, struct str source, struct str *out_number)
{
    enum err e = judge(ctx, org, source, out_number);
    if (e || !str_null(*out_number))
        return e;
    org->kind = ORG_ENTERPRISE;
    org->state = ORG_APPLIED;
    int32_t year = day_date(ctx_today(ctx)).year;
    e = org_save(ctx, org);
    if (!e)
        e = number_next(ctx, "apply", year, out_number);
    if (e)
        return e;
    struct sql_apply_put_in in = {.park = ctx->park,
                                  .org = org->id,
                                  .number = *out_number,
                                  .source = str_or_empty(source),
                                  .at = ctx->now_us};
    e = sql_apply_put(ctx->db, &in, NULL);
    struct journal_field f[] = {journal_new("number", *out_number), journal_new("source", source)};
    if (!e)
        e = journal_add(ctx, "org", org->id.n, "apply", f, 2);
    return e ? e : tell(ctx, org);
}

enum err apply_decide(struct ctx *ctx, struct org_id org, struct str reason)
{
    struct sql_apply_decide_in in = {.park = ctx->park,
                                     .org = org,
                                     .decided = ctx->now_us,
                                     .person = ctx->actor.person,
                                     .reason = str_or_empty(reason)};
    return sql_apply_decide(ctx->db, &in, NULL);
}

#define APPLICATION_OF(r)                                                                          \
    ((struct firm_application){.org = {.id = (r).id,                                               \
                                       .state = (r).state,                                         \
                                       .name = (r).name,                                           \
                                       .uscc = (r).uscc,                                           \
                                       .uscc_override = (r).uscc_override,                         \
                                       .contact = (r).contact,                                     \
                                       .phone = (r).phone,                                         \
                                       .address = (r).address},                                    \
                               .number = (r).number,                                               \
                               .source = (r).source,                                               \
                               .reason = (r).reason,                                               \
                               .at = (r).at,                                                       \
                               .decided = (r).decided,                                             \
                               .person = (r).person})

enum err apply_waiting(struct ctx *ctx, struct firm_application **out, size_t *out_n)
{
    struct sql_apply_waiting_row *rows;
    struct sql_apply_waiting_in in = {ctx->park, APPLY_LIST_MAX};
    enum err e = sql_apply_waiting(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct firm_application, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = APPLICATION_OF(rows[i]);
    return ERR_OK;
}

enum err apply_decided(struct ctx *ctx, struct firm_application **out, size_t *out_n)
{
    struct sql_apply_decided_row *rows;
    struct sql_apply_decided_in in = {ctx->park, APPLY_DECIDED_SHOWN};
    enum err e = sql_apply_decided(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct firm_application, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = APPLICATION_OF(rows[i]);
    return ERR_OK;
}

enum err apply_waiting_count(struct ctx *ctx, int64_t *out_n)
{
    struct sql_apply_waiting_count_row row = {0};
    struct sql_apply_waiting_count_in in = {ctx->park};
    enum err e = sql_apply_waiting_count(ctx->db, ctx->arena, &in, &row);
    *out_n = row.n;
    return e;
}

enum err apply_status(struct ctx *ctx, struct str number, struct apply_status *out)
{
    struct sql_apply_numbered_row row;
    struct sql_apply_numbered_in in = {ctx->park, number};
    if (str_empty(number))
        return ERR_NOT_FOUND;
    enum err e = sql_apply_numbered(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out = (struct apply_status){row.number, row.at, row.decided, row.state};
    return e;
}

/* --- whom to ask ----------------------------------------------------------------------------- */

enum err park_contact_get(struct ctx *ctx, struct park_contact *out)
{
    struct sql_park_contact_get_row row;
    struct sql_park_contact_get_in in = {ctx->park};
    *out = (struct park_contact){0};
    enum err e = sql_park_contact_get(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out = (struct park_contact){row.office, row.phone, row.hours, row.address};
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err park_contact_set(struct ctx *ctx, const struct park_contact *contact)
{
    struct park_contact before;
    struct sql_park_contact_put_in in = {ctx->park, str_or_empty(contact->office),
                                         str_or_empty(contact->phone), str_or_empty(contact->hours),
                                         str_or_empty(contact->address)};
    enum err e = park_contact_get(ctx, &before);
    if (!e)
        e = sql_park_contact_put(ctx->db, &in, NULL);
    struct journal_field f[] = {journal_text("office", before.office, in.office),
                                journal_text("phone", before.phone, in.phone),
                                journal_text("hours", before.hours, in.hours),
                                journal_text("address", before.address, in.address)};
    return e ? e : journal_add(ctx, "park", ctx->park.n, "contact", f, 4);
}
