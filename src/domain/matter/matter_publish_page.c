/* What anybody may read, without an account. */
#include "domain/matter/matter_page.h"
#include "domain/matter/page/matter_route.h"
#include "domain/matter/page/publish.tmpl.h"
#include "web/dispatch.h"
#include "web/i18n.h"

static struct str month_text(struct ctx *ctx, int64_t month)
{
    return str_print(ctx->arena, ctx->lang == LANG_EN ? "%04lld-%02lld" : "%lld年%lld月",
                     (long long)(month / 12), (long long)(month % 12 + 1));
}

static struct matter_published_line line_of(struct ctx *ctx, const struct matter_published *item)
{
    return (struct matter_published_line){
        *item, url_matter_published_show(ctx->arena, item->number), month_text(ctx, item->month)};
}

enum err matter_published_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_published_page v = {0};
    struct matter_published *rows;
    size_t n;
    int64_t before = 0, next;
    if (!str_int(req_query(req, "before"), &before) || before < 0)
        before = 0;
    enum err e = matter_published_list(ctx, before, &rows, &n, &next);
    if (e || (e = matter_published_counts(ctx, &v.counts)))
        return e;
    for (size_t i = 0; i < n; i++)
        *VEC_ADD(ctx->arena, &v.rows) = line_of(ctx, &rows[i]);
    v.from = month_text(ctx, v.counts.from);
    v.to = month_text(ctx, v.counts.to);
    if (next)
        v.next = req_url_with(req, "before", str_print(ctx->arena, "%lld", (long long)next));
    req->title = tr(ctx->lang, T("公开的事项"));
    matter_published_body(req, &v);
    return ERR_OK;
}

enum err matter_published_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_published item;
    enum err e = matter_published_get(ctx, req_arg(req, "number"), &item);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, NULL, T("没有这件公开的事项，可能已撤下")) : e;
    struct matter_published_line line = line_of(ctx, &item);
    req->title = item.title;
    matter_published_show_body(req, &line);
    return ERR_OK;
}
