#include "core/link.h"

#include "core/journal.h"
#include "core_query.h"

static enum err note(struct ctx *ctx, const char *verb, const char *from_kind, int64_t from,
                     const char *to_kind, int64_t to, const char *role)
{
    struct journal_field f[] = {journal_new("role", str_from(role)),
                                journal_new("to_kind", str_from(to_kind)),
                                journal_new("to", str_print(ctx->arena, "%lld", (long long)to))};
    return journal_add(ctx, from_kind, from, verb, f, 3);
}

enum err link_add(struct ctx *ctx, const char *from_kind, int64_t from, const char *to_kind,
                  int64_t to, const char *role)
{
    struct sql_link_put_in in = {.park = ctx->park,
                                 .from_kind = str_from(from_kind),
                                 .from_record = from,
                                 .role = str_from(role),
                                 .to_kind = str_from(to_kind),
                                 .to_record = to,
                                 .person = ctx->actor.person,
                                 .at = ctx->now_us};
    int64_t changed = 0;
    enum err e = sql_link_put(ctx->db, &in, &changed);
    if (e || changed == 0)
        return e;
    return note(ctx, "link", from_kind, from, to_kind, to, role);
}

enum err link_drop(struct ctx *ctx, const char *from_kind, int64_t from, const char *to_kind,
                   int64_t to, const char *role)
{
    struct sql_link_drop_in in = {.park = ctx->park,
                                  .from_kind = str_from(from_kind),
                                  .from_record = from,
                                  .role = str_from(role),
                                  .to_kind = str_from(to_kind),
                                  .to_record = to};
    int64_t changed = 0;
    enum err e = sql_link_drop(ctx->db, &in, &changed);
    if (e || changed == 0)
        return e;
    return note(ctx, "unlink", from_kind, from, to_kind, to, role);
}

#define LINK_OF(r)                                                                                 \
    ((struct link){.from_kind = (r).from_kind,                                                     \
                   .role = (r).role,                                                               \
                   .to_kind = (r).to_kind,                                                         \
                   .from = (r).from_record,                                                        \
                   .to = (r).to_record,                                                            \
                   .at = (r).at})

enum err link_from(struct ctx *ctx, const char *kind, int64_t record, struct link **out,
                   size_t *out_n)
{
    struct sql_link_from_in in = {ctx->park, str_from(kind), record};
    struct sql_link_from_row *rows;
    enum err e = sql_link_from(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct link, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = LINK_OF(rows[i]);
    return ERR_OK;
}

enum err link_to(struct ctx *ctx, const char *kind, int64_t record, struct link **out,
                 size_t *out_n)
{
    struct sql_link_to_in in = {ctx->park, str_from(kind), record};
    struct sql_link_to_row *rows;
    enum err e = sql_link_to(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct link, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = LINK_OF(rows[i]);
    return ERR_OK;
}
