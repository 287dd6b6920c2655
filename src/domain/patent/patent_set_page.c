/* Collections: all of them, one of them. */
#include "base/i18n.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/sets.tmpl.h"
#include "domain/patent/patent_page.h"

#define KEEPERS (ROLE_COORDINATOR | ROLE_DEPARTMENT | ROLE_HEAD)

enum err patent_set_list_page(struct req *req)
{
    struct patent_sets_page p = {.may_keep = ctx_may(req->ctx, KEEPERS)};
    enum err e = patent_sets(req->ctx, &p.rows);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("专题库"));
    patent_sets_body(req, &p);
    return ERR_OK;
}

enum err patent_names_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_names_page p = {.may_decide = ctx_may(ctx, ROLE_COORDINATOR)};
    struct url all = url_patent_names(ctx->arena);
    struct str which = str_or_empty(req_query(req, "verdict"));
    p.verdict = str_eq(which, STR("ours")) ? 1 : str_eq(which, STR("other")) ? 2 : 0;
    p.open = all;
    p.ours = emit_url_with_str(ctx->arena, all, STR("verdict"), STR("ours"));
    p.other = emit_url_with_str(ctx->arena, all, STR("verdict"), STR("other"));
    enum err e = patent_names_list(ctx, p.verdict, &p.rows);
    if (e)
        return e;
    req->title = tr(ctx->lang, T("申请人名称"));
    patent_names_body(req, &p);
    return ERR_OK;
}

enum err patent_set_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_set_page *p = ARENA_NEW(ctx->arena, struct patent_set_page);
    struct patent_set_id id = {req_id(req, "id")};
    struct patent_list list;
    enum err e = patent_set(ctx, id, &p->v);
    if (e)
        return e;
    e = patent_list(ctx, STR(""), id.n, 0, 0, &list);
    if (e == ERR_INVALID) { /* an older query that is no longer read */
        p->message = tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
        error_clear(&ctx->error);
    } else if (e) {
        return e;
    }
    p->members = list.total;
    p->list = emit_url_with_int(ctx->arena, url_patent_list(ctx->arena), STR("set"), id.n);
    p->heat = emit_url_with_int(ctx->arena, url_patent_heat(ctx->arena), STR("set"), id.n);
    p->may_keep = ctx_may(ctx, KEEPERS);
    req->done_url = url_patent_set_show(ctx->arena, id);
    req->title = p->v.row.name;
    patent_set_body(req, p);
    return ERR_OK;
}
