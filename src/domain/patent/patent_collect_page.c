/* Chosen patents into a collection: the page that asks which one, where the list could not. */
#include "base/i18n.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/patents.tmpl.h"
#include "domain/patent/patent_page.h"
#include "domain/patent/patent_set.h"

enum { CHOSEN_MAX = 500 };

enum err patent_sets_to_choose(struct ctx *ctx, int64_t first, patent_options *out)
{
    patent_owned rows = {0};
    enum err e = patent_owned_list(ctx, &rows);
    for (int own = 1; own >= 0; own--)
        for (size_t i = 0; !e && i < rows.n; i++)
            if (rows.at[i].may_change && (rows.at[i].id.n == first) == own)
                *VEC_ADD(ctx->arena, out) =
                    (struct form_option){str_print(ctx->arena, "%lld", (long long)rows.at[i].id.n),
                                         rows.at[i].name, STR_NULL};
    return e;
}

enum err patent_collect_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_collect_page p = {.back = url_patent_list(ctx->arena)};
    int64_t *ids = ARENA_ARRAY(ctx->arena, int64_t, CHOSEN_MAX), first = 0;
    struct patent_hit *hits;
    size_t n = 0;
    for (size_t i = 0; i < req->pairs.n && n < CHOSEN_MAX; i++)
        if (str_eq(req->pairs.at[i].name, STR("patents")) &&
            str_int(req->pairs.at[i].value, &ids[n]))
            n++;
    if (!str_int(str_or_empty(form_value(req->pairs, STR("set"))), &first))
        first = 0;
    enum err e = patent_hits_of(ctx, ids, n, &hits, &n);
    e = e ? e : patent_sets_to_choose(ctx, first, &p.sets);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        *VEC_ADD(ctx->arena, &p.rows) = hits[i];
    req->done_url = p.back;
    req->title = tr(ctx->lang, T("加进专题库"));
    patent_collect_body(req, &p);
    return ERR_OK;
}
