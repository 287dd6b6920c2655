#include "domain/patent/patent_version.h"

#include "core/id.h"
#include "domain/patent/patent_set.h"
#include "patent_query.h"

enum err patent_version_ids(struct ctx *ctx, struct arena *arena, struct patent_set_id set,
                            int64_t seq, patent_ids *out)
{
    struct patent_member *members;
    size_t n;
    enum err e = patent_version_members(ctx, arena, set, seq, &members, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(arena, out) = members[i].id;
    return e;
}

bool patent_ids_have(const patent_ids *ids, int64_t id)
{
    size_t from = 0, to = ids->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (ids->at[middle] == id)
            return true;
        if (ids->at[middle] < id)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

enum err patent_marks_since(struct ctx *ctx, struct patent_set_id set, int64_t since,
                            patent_ids *out_in, patent_ids *out_out)
{
    struct sql_patent_marks_since_row *rows;
    size_t n;
    enum err e = sql_patent_marks_since(
        ctx->db, ctx->arena, &(struct sql_patent_marks_since_in){ctx->park, set, since}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (rows[i].inside)
            *VEC_ADD(ctx->arena, out_in) = rows[i].patent.n;
        else
            *VEC_ADD(ctx->arena, out_out) = rows[i].patent.n;
    return e;
}

int64_t patent_came_at(int64_t id)
{
    return (id >> ID_SHIFT) * 1000 + ID_EPOCH_US;
}
