/* A figure with its table, and the records behind it. */
#include "domain/navigation/navigation_page.h"

#include "domain/navigation/page/figure.tmpl.h"
#include "domain/navigation/page/navigation_route.h"
#include "web/chart.h"
#include "web/i18n.h"

static enum err find(struct req *req, struct navigation_view *v,
                     const struct navigation_figure_view **out)
{
    enum err e = navigation_find_one(req->ctx, (struct navigation_id){req_id(req, "id")}, v);
    if (e)
        return e;
    *out = navigation_figure_of(v, (struct navigation_figure_id){req_id(req, "figure")});
    return *out ? ERR_OK : ctx_fail(req->ctx, ERR_NOT_FOUND, "figure", T("没有这个图表"));
}

/* Rows that are not published in full are the second, paler part of their bar. */
static struct html chart_of(struct ctx *ctx, const struct navigation_figure_view *f)
{
    size_t n = f->value.rows.n < CHART_BARS_MAX ? f->value.rows.n : CHART_BARS_MAX;
    size_t from = f->kind == NAVIGATION_TREND ? f->value.rows.n - n : 0;
    struct chart_bar *bars = ARENA_ARRAY(ctx->arena, struct chart_bar, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct navigation_row *row = &f->value.rows.at[from + i];
        bars[i] = (struct chart_bar){.label = row->key};
        bars[i].parts[row->open ? 1 : 0] = row->n;
    }
    return chart_bars(ctx->arena, f->title, bars, n);
}

static void draw_rows(struct ctx *ctx, struct navigation_figure_page *p)
{
    const struct navigation_computed *v = &p->f->value;
    for (size_t i = 0; i < v->rows.n; i++) {
        const struct navigation_row *row = &v->rows.at[i];
        struct navigation_value_line line = {
            .label = str_eq(row->key, STR("-")) ? tr(ctx->lang, T("不明")) : row->key,
            .share = str_print(ctx->arena, "%.1f %%",
                               v->whole ? 100.0 * (double)row->n / (double)v->whole : 0.0),
            .n = row->n,
            .open = row->open,
            .url = emit_url_with_str(ctx->arena, p->all, STR("key"), row->key)};
        *VEC_ADD(ctx->arena, &p->rows) = line;
    }
}

enum err navigation_figure_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct navigation_view *v = ARENA_NEW(ctx->arena, struct navigation_view);
    struct navigation_figure_page p = {.v = v};
    enum err e = find(req, v, &p.f);
    if (e)
        return e;
    p.all = url_navigation_records(ctx->arena, v->row.id, p.f->id);
    p.column =
        tr(ctx->lang,
           p.f->kind == NAVIGATION_TREND ? T("申请年") : navigation_property_word(p.f->property));
    p.evidence = navigation_evidence(ctx, p.f);
    p.may = ctx_may(ctx, ROLE_COORDINATOR) && v->row.step == NAVIGATION_ANALYSE;
    if (p.f->value.rows.n)
        p.chart = chart_of(ctx, p.f);
    draw_rows(ctx, &p);
    req->title = p.f->title;
    navigation_figure_body(req, &p);
    return ERR_OK;
}

enum err navigation_records_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct navigation_view *v = ARENA_NEW(ctx->arena, struct navigation_view);
    struct navigation_records_page p = {.v = v, .key = str_or_empty(req_query(req, "key"))};
    enum err e = find(req, v, &p.f);
    if (!e)
        e = navigation_find_records(ctx, v, p.f, p.key, &p.records);
    if (e)
        return e;
    p.evidence = navigation_evidence(ctx, p.f);
    req->title = p.f->title;
    navigation_records_body(req, &p);
    return ERR_OK;
}
