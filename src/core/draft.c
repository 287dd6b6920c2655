#include "core/draft.h"

#include "core_query.h"

enum err draft_put(struct ctx *ctx, struct str path, struct str text)
{
    if (path.len == 0 || path.ptr[0] != '/' || path.len > DRAFT_PATH_MAX)
        return ctx_fail(ctx, ERR_INVALID, "path", T("草稿没有对应的页面"));
    if (text.len > DRAFT_TEXT_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "text", T("内容太长，不能存为草稿"));
    struct sql_draft_sweep_in old = {ctx->park, ctx->actor.person,
                                     ctx->now_us - DRAFT_DAYS * DAY_US};
    struct sql_draft_put_in in = {ctx->park, ctx->actor.person, path, text, ctx->now_us};
    enum err e = sql_draft_sweep(ctx->db, &old, NULL);
    return e ? e : sql_draft_put(ctx->db, &in, NULL);
}

enum err draft_drop(struct ctx *ctx, struct str path)
{
    struct sql_draft_drop_in in = {ctx->park, ctx->actor.person, path};
    return sql_draft_drop(ctx->db, &in, NULL);
}

enum err draft_get(struct ctx *ctx, struct str path, struct draft *out)
{
    struct sql_draft_get_in in = {ctx->park, ctx->actor.person, path};
    struct sql_draft_get_row row;
    enum err e = sql_draft_get(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out = (struct draft){row.text, row.at};
    return e;
}
