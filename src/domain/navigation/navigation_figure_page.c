/* A figure with its tables, and the records behind each cell; choosing the method of a new one. */
#include "domain/navigation/navigation_page.h"

#include "domain/navigation/page/figure.tmpl.h"
#include "domain/navigation/page/navigation_route.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_analysis_chart.h"
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

/* Tables --------------------------------------------------------------------------------------- */

/* {} where no query says it, and for a count of nothing. */
static struct url cell_url(struct ctx *ctx, const struct navigation_figure_page *p,
                           const struct patent_cell *cell, struct str place)
{
    if (cell->patent.n)
        return url_patent_show(ctx->arena, cell->patent);
    if ((!cell->behind && str_null(cell->find)) || cell->kind == PATENT_CELL_NONE ||
        (cell->kind == PATENT_CELL_INT && cell->n == 0))
        return (struct url){0};
    return emit_url_with_str(ctx->arena, p->all, STR("cell"), place);
}

static struct analysis_cell cell_of(struct ctx *ctx, const struct navigation_figure_page *p,
                                    size_t grid, size_t row, size_t column)
{
    static const char *const shades[] = {"num",    "num h0", "num h1", "num h2",
                                         "num h3", "num h4", "num h5"};
    const struct patent_grid *g = &p->f->value.answer.grids.at[grid];
    const struct patent_cell *cell = &g->rows.at[row].cells[column];
    struct analysis_cell c = {
        .shown = tr_str(ctx->lang, patent_cell_text(ctx->arena, cell)),
        .url = cell_url(ctx, p, cell, str_print(ctx->arena, "%zu.%zu.%zu", grid, row, column)),
        .head = column == 0};
    size_t shade = cell->shade > 0 && cell->shade <= 6 ? (size_t)cell->shade : 0;
    c.class = g->columns.at[column].number ? str_from(shades[shade]) : STR("");
    if (column == 0) {
        c.open = g->rows.at[row].open;
        c.sub = g->rows.at[row].sub;
    }
    return c;
}

static struct analysis_table table_of(struct ctx *ctx, const struct navigation_figure_page *p,
                                      size_t grid)
{
    const struct patent_grid *g = &p->f->value.answer.grids.at[grid];
    struct patent_grid drawn = *g;
    drawn.title = tr_str(ctx->lang, g->title);
    struct analysis_table t = {.title = drawn.title,
                               .note = tr_str(ctx->lang, g->note),
                               .left_out = g->left_out,
                               .heat = g->heat,
                               .chart = patent_analysis_chart(ctx->arena, &drawn)};
    for (size_t i = 0; i < g->columns.n; i++) {
        const struct patent_column *column = &g->columns.at[i];
        *VEC_ADD(ctx->arena, &t.heads) = (struct analysis_head){
            tr_str(ctx->lang, column->title), column->number ? STR("num") : STR(""),
            cell_url(ctx, p, &column->head, str_print(ctx->arena, "%zu.h.%zu", grid, i))};
    }
    for (size_t r = 0; r < g->rows.n; r++) {
        struct analysis_row row = {0};
        for (size_t i = 0; i < g->columns.n; i++)
            *VEC_ADD(ctx->arena, &row.cells) = cell_of(ctx, p, grid, r, i);
        *VEC_ADD(ctx->arena, &t.rows) = row;
    }
    return t;
}

static void draw_answer(struct ctx *ctx, struct navigation_figure_page *p)
{
    const struct patent_analysis *a = &p->f->value.answer;
    for (size_t i = 0; i < a->figures.n; i++) {
        const struct patent_figure *f = &a->figures.at[i];
        *VEC_ADD(ctx->arena, &p->answer.figures) = (struct analysis_figure){
            tr_str(ctx->lang, f->label), tr_str(ctx->lang, patent_cell_text(ctx->arena, &f->value)),
            tr_str(ctx->lang, f->note),
            cell_url(ctx, p, &f->value, str_print(ctx->arena, "f.%zu", i))};
    }
    for (size_t i = 0; i < a->grids.n; i++)
        *VEC_ADD(ctx->arena, &p->answer.tables) = table_of(ctx, p, i);
    for (size_t i = 0; i < a->says.n; i++)
        *VEC_ADD(ctx->arena, &p->answer.says) = tr_str(ctx->lang, a->says.at[i]);
}

enum err navigation_figure_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct navigation_view *v = ARENA_NEW(ctx->arena, struct navigation_view);
    struct navigation_figure_page *p = ARENA_NEW(ctx->arena, struct navigation_figure_page);
    p->v = v;
    enum err e = find(req, v, &p->f);
    if (e)
        return e;
    p->all = url_navigation_records(ctx->arena, v->row.id, p->f->id);
    p->evidence = navigation_evidence(ctx, p->f);
    p->may = ctx_may(ctx, ROLE_COORDINATOR) && v->row.step == NAVIGATION_ANALYSE;
    draw_answer(ctx, p);
    req->title = p->f->title;
    navigation_figure_body(req, p);
    return ERR_OK;
}

enum err navigation_records_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct navigation_view *v = ARENA_NEW(ctx->arena, struct navigation_view);
    struct navigation_records_page p = {.v = v};
    struct str place = str_or_empty(req_query(req, "cell"));
    enum err e = find(req, v, &p.f);
    if (!e)
        e = navigation_find_records(ctx, v, p.f, place, &p.records);
    if (e)
        return e;
    p.evidence = navigation_evidence(ctx, p.f);
    p.label = tr_str(ctx->lang, p.records.label);
    p.find = place.len ? str_or_empty(p.records.find) : p.f->understood;
    /* What was counted then, where it is not what the same query finds now. */
    p.other = p.records.cell.counts && !p.f->ask.family && p.records.cell.n != p.records.total;
    p.counted = p.records.cell.n;
    req->title = p.f->title;
    navigation_records_body(req, &p);
    return ERR_OK;
}

/* Methods -------------------------------------------------------------------------------------- */

void navigation_methods_page(struct req *req, const struct navigation_view *v)
{
    struct ctx *ctx = req->ctx;
    struct navigation_methods_page p = {.v = v};
    struct url here = url_navigation_figure(ctx->arena, v->row.id);
    for (const struct form_choice *c = navigation_methods; c->name; c++)
        *VEC_ADD(ctx->arena, &p.methods) = (struct navigation_method_line){
            emit_url_with_str(ctx->arena, here, STR("kind"), str_from(c->name)), c->label,
            navigation_method_hint(c->value), navigation_method_uses(c->value)};
    req->title = tr(ctx->lang, T("添加图表"));
    navigation_methods_body(req, &p);
}
