/* Links in mails that let one person do one act on one record, once. Only the hash is kept. */
#include "base/hash.h"
#include "base/rand.h"
#include "core/id.h"
#include "core/person.h"
#include "reach/reach.h"
#include "reach_query.h"

enum err answer_make(struct ctx *ctx, struct person_id person, struct str kind, int64_t record,
                     struct str act, struct str *out_secret)
{
    unsigned char bytes[HASH_SIZE], hash[HASH_SIZE];
    rand_bytes(bytes, sizeof bytes);
    *out_secret = base64url_text(ctx->arena, (struct str){(const char *)bytes, sizeof bytes});
    hash_of(*out_secret, hash);
    struct sql_reach_answer_put_in in = {.park = ctx->park,
                                         .hash = {(const char *)hash, HASH_SIZE},
                                         .person = person,
                                         .kind = kind,
                                         .record = record,
                                         .act = act,
                                         .created = ctx->now_us,
                                         .expires = ctx->now_us + ANSWER_DAYS * DAY_US};
    enum err e = id_next(ctx, &in.id.n);
    return e ? e : sql_reach_answer_put(ctx->db, &in, NULL);
}

enum err answer_find(struct ctx *ctx, struct str secret, struct answer_row *out)
{
    unsigned char hash[HASH_SIZE];
    struct sql_reach_answer_find_row row;
    hash_of(secret, hash);
    struct sql_reach_answer_find_in in = {ctx->park, {(const char *)hash, HASH_SIZE}};
    enum err e = sql_reach_answer_find(ctx->db, ctx->arena, &in, &row);
    if (!e && (row.used != 0 || row.expires <= ctx->now_us))
        e = ERR_NOT_FOUND;
    if (!e)
        *out = (struct answer_row){row.id, row.person, row.kind, row.record, row.act};
    return e;
}

enum err answer_use(struct ctx *ctx, struct answer_id id)
{
    int64_t n = 0;
    struct sql_reach_answer_use_in in = {ctx->park, id, ctx->now_us};
    enum err e = sql_reach_answer_use(ctx->db, &in, &n);
    return e ? e : n == 1 ? ERR_OK : ERR_NOT_FOUND;
}

enum err answer_offered(struct ctx *ctx, const struct module *const *modules, struct str kind,
                        int64_t record, struct answer_offer *out)
{
    for (; modules && *modules; modules++)
        for (size_t i = 0; i < (*modules)->answer_n; i++)
            if (str_eq(kind, str_from((*modules)->answers[i].kind)))
                return (*modules)->answers[i].offer(ctx, record, out);
    return ERR_NOT_FOUND;
}

enum err enclosure_make(struct ctx *ctx, const struct module *const *modules, struct str kind,
                        int64_t record, struct enclosed *out, size_t *out_n)
{
    *out_n = 0;
    for (; modules && *modules; modules++)
        for (size_t i = 0; i < (*modules)->enclosure_n; i++)
            if (str_eq(kind, str_from((*modules)->enclosures[i].kind)))
                return (*modules)->enclosures[i].make(ctx, record, out, out_n);
    return ERR_OK;
}
