/* Patents by a query, and one patent. */
#include "base/i18n.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/patents.tmpl.h"
#include "domain/patent/patent_heat.h"
#include "domain/patent/patent_page.h"
#include "domain/patent/patent_reading.h"

#define READERS (ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR)

static const struct menu menu[] = {
    {"/patents", T("专利"), READERS, patent_reading_waits},
};

const struct module patent_page_module = {
    .name = "patent_page",
    .pages = patent_routes,
    .page_n = patent_route_n,
    .menu = menu,
    .menu_n = sizeof(menu) / sizeof(menu[0]),
};

const char *show_patent_status(int64_t status)
{
    switch (status) {
    case 0:
        return T("失效");
    case 1:
        return T("有效");
    case 2:
        return T("审中");
    default:
        return T("状态不详");
    }
}

struct str show_patent_status_class(int64_t status)
{
    return status == 1   ? STR("go")
           : status == 2 ? STR("wait")
           : status == 0 ? STR("done")
                         : STR("");
}

static int64_t number_of(struct req *req, const char *name)
{
    int64_t n;
    return str_int(str_or_empty(req_query(req, name)), &n) && n > 0 ? n : 0;
}

static struct url page_at(struct req *req, int64_t skip)
{
    struct arena *arena = req->ctx->arena;
    return req_url_with(req, "skip", skip ? str_print(arena, "%lld", (long long)skip) : STR_NULL);
}

/* A cell of a heat map by labels opens as "label=153&is=正极", beside the query. */
enum err patent_list_asked(struct req *req, int64_t limit, int64_t skip, struct patent_list *out)
{
    struct ctx *ctx = req->ctx;
    struct str query = str_or_empty(req_query(req, "q"));
    int64_t set = number_of(req, "set"), label = number_of(req, "label"),
            label_2 = number_of(req, "label2");
    struct patent_dim dim;
    if (!label && !label_2)
        return patent_list(ctx, query, set, limit, skip, out);
    enum err e = patent_dim_load(ctx, false, label, label_2, &dim);
    return e ? e
             : patent_dim_list(ctx, query, set, &dim, label ? req_query(req, "is") : STR_NULL,
                               label_2 ? req_query(req, "is2") : STR_NULL, limit, skip, out);
}

static enum err fill(struct req *req, struct patent_list_page *p, int64_t skip)
{
    struct ctx *ctx = req->ctx;
    struct patent_list list;
    enum err e = patent_list_asked(req, PATENT_PAGE_ROWS, skip, &list);
    if (e == ERR_INVALID) {
        p->message = tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
        error_clear(&ctx->error);
        return ERR_OK;
    }
    if (e)
        return e;
    p->understood = list.query;
    p->total = list.total;
    p->from = skip + 1;
    p->to = skip + (int64_t)list.n;
    for (size_t i = 0; i < list.n; i++)
        *VEC_ADD(ctx->arena, &p->rows) = (struct patent_line){list.at[i]};
    if (p->to < p->total)
        p->next = page_at(req, p->to);
    if (skip > 0)
        p->previous = page_at(req, skip > PATENT_PAGE_ROWS ? skip - PATENT_PAGE_ROWS : 0);
    p->empty_park = p->total == 0 && str_empty(list.query);
    return ERR_OK;
}

enum err patent_list_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_list_page p = {.query = str_or_empty(req_query(req, "q")),
                                 .set = number_of(req, "set"),
                                 .may_import = ctx_may(ctx, ROLE_COORDINATOR),
                                 .may_keep =
                                     ctx_may(ctx, ROLE_COORDINATOR | ROLE_DEPARTMENT | ROLE_HEAD)};
    static const char *const asked[] = {"q", "set", "label", "is", "label2", "is2"};
    struct patent_owner owner;
    bool may_change = false;
    enum err e = ERR_OK;
    if (p.set && !(e = patent_owner_of(ctx, (struct patent_set_id){p.set}, &owner))) {
        p.set_name = owner.name;
        may_change = owner.may_change;
    }
    if (e || (e = fill(req, &p, number_of(req, "skip"))) ||
        (e = patent_index_covered(ctx, &p.covered)))
        return e;
    p.heat = emit_url_with_str(ctx->arena, url_patent_heat(ctx->arena), STR("q"), p.query);
    if (p.set)
        p.heat = emit_url_with_int(ctx->arena, p.heat, STR("set"), p.set);
    p.sheet = url_patent_list_sheet(ctx->arena);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
        p.sheet = emit_url_with_str(ctx->arena, p.sheet, str_from(asked[i]),
                                    str_or_empty(req_query(req, asked[i])));
    p.is = str_or_empty(req_query(req, "is"));
    p.is_2 = str_or_empty(req_query(req, "is2"));
    if (may_change)
        p.judge = url_patent_marks(ctx->arena, (struct patent_set_id){p.set});
    p.analysis = emit_url_with_str(ctx->arena, url_patent_analysis(ctx->arena), STR("q"), p.query);
    if (p.set)
        p.analysis = emit_url_with_int(ctx->arena, p.analysis, STR("set"), p.set);
    p.keep = emit_url_with_str(ctx->arena, url_patent_set_add(ctx->arena), STR("q"), p.understood);
    req->title = tr(ctx->lang, T("专利"));
    patent_list_body(req, &p);
    return ERR_OK;
}

enum err patent_show_page(struct req *req)
{
    struct patent_view v;
    enum err e = patent_view(req->ctx, (struct patent_id){req_id(req, "id")}, &v);
    if (e)
        return e;
    req->title = v.hit.key;
    patent_show_body(req, &v);
    return ERR_OK;
}
