/* Names of applicants, by what people said of them. */
#include "base/i18n.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/sets.tmpl.h"
#include "domain/patent/patent_page.h"

const char *show_patent_why(int64_t confidence)
{
    return confidence >= 100  ? T("名称相同")
           : confidence >= 90 ? T("只差公司形式或括号")
           : confidence >= 85 ? T("括注的曾用名相同")
                              : T("一个名称包含另一个");
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
    req->done_url = all; /* what is left to decide */
    req->title = tr(ctx->lang, T("申请人名称"));
    patent_names_body(req, &p);
    return ERR_OK;
}
