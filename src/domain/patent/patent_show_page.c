/* One patent: what it says, and what stands around it. */
#include "base/i18n.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/patents.tmpl.h"
#include "domain/patent/patent_clause.h"
#include "domain/patent/patent_page.h"

static struct url find(struct ctx *ctx, struct str query)
{
    return emit_url_with_str(ctx->arena, url_patent_list(ctx->arena), STR("q"), query);
}

static struct patent_show_name name_of(struct ctx *ctx, const struct patent_show_page *p,
                                       const struct patent_view_name *name, enum patent_by by)
{
    struct patent_show_name shown = {.text = name->text, .place = name->place, .firm = STR("")};
    shown.url = find(ctx, patent_clause(ctx->arena, by, name->text, false));
    for (size_t i = 0; by == PATENT_BY_APPLICANT && i < p->around.firms.n; i++)
        if (str_eq(p->around.firms.at[i].text, name->text) &&
            !str_eq(p->around.firms.at[i].firm, name->text))
            shown.firm = p->around.firms.at[i].firm;
    return shown;
}

static void fill_names(struct ctx *ctx, struct patent_show_page *p)
{
    for (size_t i = 0; i < p->v.applicants.n; i++)
        *VEC_ADD(ctx->arena, &p->applicants) =
            name_of(ctx, p, &p->v.applicants.at[i], PATENT_BY_APPLICANT);
    for (size_t i = 0; i < p->v.inventors.n; i++)
        *VEC_ADD(ctx->arena, &p->inventors) =
            name_of(ctx, p, &p->v.inventors.at[i], PATENT_BY_INVENTOR);
    for (size_t i = 0; i < p->v.classes.n; i++) {
        const struct patent_view_class *c = &p->v.classes.at[i];
        struct str query =
            str_print(ctx->arena, "%s:%.*s", c->cpc ? "cpc" : "ipc", STR_ARG(c->symbol));
        *VEC_ADD(ctx->arena, &p->classes) = (struct patent_show_class){*c, find(ctx, query)};
    }
}

static enum err fill_family(struct ctx *ctx, struct patent_show_page *p)
{
    int64_t n = 0;
    struct str id = p->v.family_id;
    if (str_empty(id))
        return ERR_OK;
    struct str query = str_print(ctx->arena, "fam_id:%.*s", STR_ARG(query_quote(ctx->arena, id)));
    enum err e = patent_count(ctx, query, &n, NULL);
    p->family = n > 0 ? n - 1 : 0;
    p->family_url = find(ctx, query);
    return e;
}

enum err patent_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_show_page *p = ARENA_NEW(ctx->arena, struct patent_show_page);
    struct patent_id id = {req_id(req, "id")};
    enum err e = patent_view(ctx, id, &p->v);
    e = e ? e : patent_around(ctx, id, p->v.hit.key, &p->around);
    e = e ? e : fill_family(ctx, p);
    if (!e && ctx_may(ctx, PATENT_KEEPERS))
        e = patent_sets_to_choose(ctx, 0, &p->sets);
    if (e)
        return e;
    fill_names(ctx, p);
    req->done_url = url_patent_show(ctx->arena, id);
    req->title = p->v.hit.key;
    patent_show_body(req, p);
    return ERR_OK;
}
