/* The page of an analysis: a chooser, the figures, each table with its chart, and where the numbers
 * come from. Everything that was chosen stands in the address. */
#include "domain/patent/patent_analysis_page.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/pairs.h"
#include "core/journal.h"
#include "domain/patent/page/analysis.tmpl.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_analysis_chart.h"
#include "web/dispatch.h"
#include "web/sign.h"

/* What was asked ------------------------------------------------------------------------------- */

/* Impossible values are said; the rest of the address still counts. */
static enum err read_address(struct req *req, struct patent_analysis_form_in *in,
                             struct str *message)
{
    struct form_errors errors = {0};
    struct ctx *ctx = req->ctx;
    /* The language belongs to the whole page, and q is the list's word for query. */
    struct form_pairs pairs = pairs_with(ctx->arena, req->query, STR("lang"), STR_NULL);
    pairs = pairs_with(ctx->arena, pairs, STR("q"), STR_NULL);
    enum err e = form_decode(ctx->arena, &patent_analysis_form, pairs, in, &errors);
    if (e == ERR_INVALID && errors.n) {
        *in = (struct patent_analysis_form_in){.cutoff = DAY_NONE};
        *message =
            tr_with(ctx->arena, ctx->lang, errors.at[0].message, str_or_empty(errors.at[0].detail));
        e = ERR_OK;
    }
    if (str_empty(str_or_empty(in->query)))
        in->query = str_or_empty(req_query(req, "q"));
    return e;
}

static void add_choices(struct arena *arena, const char *field, int64_t value, unsigned leave,
                        analysis_choices *list)
{
    const struct field *f = form_field(&patent_analysis_form, str_from(field));
    for (const struct form_choice *c = f->choices; c->name; c++)
        if (!(leave >> c->value & 1))
            *VEC_ADD(arena, list) =
                (struct patent_choice){str_from(c->name), c->label, c->value == value};
}

static void fill_choices(struct ctx *ctx, struct analysis_page *p,
                         const struct patent_analysis_form_in *in)
{
    bool pairs = in->what == PATENT_PAIRS;
    const unsigned no_class = 1u << PATENT_BY_CLASS;
    const unsigned no_place =
        1u << PATENT_BY_REGION | 1u << PATENT_BY_OFFICE | 1u << PATENT_BY_ZONE;
    int64_t by = in->by ? in->by : pairs ? PATENT_BY_CLASS : PATENT_BY_OFFICE;
    p->ask_level = in->what == PATENT_CLASSES || in->what == PATENT_GROWTH ||
                   in->what == PATENT_RCA || in->what == PATENT_FITNESS || pairs;
    p->ask_first = p->ask_level;
    p->ask_by = in->what == PATENT_RCA || in->what == PATENT_FITNESS || pairs;
    p->ask_day = in->what != PATENT_CITES && in->what != PATENT_LEGAL &&
                 in->what != PATENT_PLACES && in->what != PATENT_EFFECTS && !p->ask_by;
    p->ask_terms = in->what == PATENT_EFFECTS;
    p->ask_unit = !p->ask_terms;
    add_choices(ctx->arena, "unit", in->unit, 0, &p->units);
    add_choices(ctx->arena, "day", in->day, 0, &p->days);
    add_choices(ctx->arena, "level", in->level ? in->level : PATENT_BY_SUBCLASS, 0, &p->levels);
    add_choices(ctx->arena, "by", by, pairs ? no_place : no_class, &p->bys);
}

static enum err fill_sets(struct ctx *ctx, struct analysis_page *p, int64_t set)
{
    patent_set_rows sets = {0};
    enum err e = patent_sets(ctx, &sets);
    for (size_t i = 0; !e && i < sets.n; i++) {
        const struct patent_set_row *s = &sets.at[i];
        *VEC_ADD(ctx->arena, &p->sets) =
            (struct patent_choice){str_print(ctx->arena, "%lld", (long long)s->id.n),
                                   str_c(ctx->arena, s->name), s->id.n == set};
        if (s->id.n == set)
            p->set_name = s->name;
    }
    return e;
}

/* Links ---------------------------------------------------------------------------------------- */

static struct url list_url(struct ctx *ctx, struct str find, int64_t set)
{
    struct url url = emit_url_with_str(ctx->arena, url_patent_list(ctx->arena), STR("q"), find);
    return set ? emit_url_with_int(ctx->arena, url, STR("set"), set) : url;
}

/* {} where no query says it, and for a count of nothing. */
static struct url cell_url(struct ctx *ctx, const struct patent_cell *cell, int64_t set)
{
    if (cell->patent.n)
        return url_patent_show(ctx->arena, cell->patent);
    if (str_null(cell->find) || cell->kind == PATENT_CELL_NONE ||
        (cell->kind == PATENT_CELL_INT && cell->n == 0) || cell->find.len > URL_BYTES_MAX / 4)
        return (struct url){0};
    return list_url(ctx, cell->find, set);
}

/* The query, collection, unit and cut-off go along from one analysis to the next. */
static struct url tab_url(struct ctx *ctx, const struct patent_analysis_form_in *in,
                          const struct form_choice *what)
{
    struct arena *arena = ctx->arena;
    struct url url =
        emit_url_with_str(arena, url_patent_analysis(arena), STR("what"), str_from(what->name));
    url = emit_url_with_str(arena, url, STR("query"), str_or_empty(in->query));
    if (in->set)
        url = emit_url_with_int(arena, url, STR("set"), in->set);
    if (in->version)
        url = emit_url_with_int(arena, url, STR("version"), in->version);
    if (in->unit)
        url = emit_url_with_str(arena, url, STR("unit"), STR("family"));
    return emit_url_with_str(arena, url, STR("cutoff"), day_text(arena, in->cutoff));
}

/* The same question, asked of another address. */
static struct url file_url(struct ctx *ctx, const struct patent_analysis_form_in *in)
{
    struct form_pairs pairs = form_encode(ctx->arena, &patent_analysis_form, in);
    struct url url = url_patent_analysis_file(ctx->arena);
    for (size_t i = 0; i < pairs.n; i++)
        url = emit_url_with_str(ctx->arena, url, pairs.at[i].name, pairs.at[i].value);
    return url;
}

/* Tables --------------------------------------------------------------------------------------- */

static struct analysis_cell cell_of(struct ctx *ctx, const struct patent_grid *g,
                                    const struct patent_row *row, size_t i, int64_t set)
{
    static const char *const shades[] = {"num",    "num h0", "num h1", "num h2",
                                         "num h3", "num h4", "num h5"};
    const struct patent_cell *cell = &row->cells[i];
    struct analysis_cell c = {.shown = patent_cell_text(ctx->arena, cell),
                              .url = cell_url(ctx, cell, set),
                              .head = i == 0};
    c.class = g->columns.at[i].number ? str_from(shades[cell->shade]) : STR("");
    if (i == 0) {
        c.open = row->open;
        c.sub = row->sub;
    }
    return c;
}

static struct analysis_table table_of(struct ctx *ctx, const struct patent_grid *g, int64_t set)
{
    struct analysis_table t = {.title = g->title,
                               .note = g->note,
                               .left_out = g->left_out,
                               .heat = g->heat,
                               .chart = patent_analysis_chart(ctx->arena, g)};
    for (size_t i = 0; i < g->columns.n; i++) {
        const struct patent_column *column = &g->columns.at[i];
        struct patent_cell head = {.kind = PATENT_CELL_TEXT, .find = column->find};
        *VEC_ADD(ctx->arena, &t.heads) = (struct analysis_head){
            column->title, column->number ? STR("num") : STR(""), cell_url(ctx, &head, set)};
    }
    for (size_t r = 0; r < g->rows.n; r++) {
        struct analysis_row row = {0};
        for (size_t i = 0; i < g->columns.n; i++)
            *VEC_ADD(ctx->arena, &row.cells) = cell_of(ctx, g, &g->rows.at[r], i, set);
        *VEC_ADD(ctx->arena, &t.rows) = row;
    }
    return t;
}

static void fill_answer(struct ctx *ctx, struct analysis_page *p, const struct patent_analysis *a)
{
    p->understood = a->query;
    p->records = a->records;
    p->total = a->total;
    p->newest = a->newest;
    p->incomplete = a->incomplete;
    p->hash = a->hash;
    p->family = a->family;
    p->list = list_url(ctx, a->query, a->set);
    for (size_t i = 0; i < a->says.n; i++)
        *VEC_ADD(ctx->arena, &p->says) = a->says.at[i];
    for (size_t i = 0; i < a->figures.n; i++) {
        const struct patent_figure *f = &a->figures.at[i];
        *VEC_ADD(ctx->arena, &p->figures) =
            (struct analysis_figure){f->label, patent_cell_text(ctx->arena, &f->value), f->note,
                                     cell_url(ctx, &f->value, a->set)};
    }
    for (size_t i = 0; i < a->grids.n; i++)
        *VEC_ADD(ctx->arena, &p->tables) = table_of(ctx, &a->grids.at[i], a->set);
}

/* Pages ---------------------------------------------------------------------------------------- */

static void fill_frame(struct req *req, struct analysis_page *p,
                       const struct patent_analysis_form_in *in)
{
    struct ctx *ctx = req->ctx;
    const struct form_choice *what = form_choice_of(patent_what_choices, in->what);
    p->what = str_from(what->name);
    p->what_label = what->label;
    p->query = in->query;
    p->set = in->set;
    p->version = in->version;
    p->cutoff = day_text(ctx->arena, in->cutoff);
    p->first_class = in->first_class;
    p->technology = str_or_empty(in->technology);
    p->effect = str_or_empty(in->effect);
    p->heat = emit_url_with_str(ctx->arena, url_patent_heat(ctx->arena), STR("q"), in->query);
    if (in->set)
        p->heat = emit_url_with_int(ctx->arena, p->heat, STR("set"), in->set);
    p->list = list_url(ctx, in->query, in->set);
    p->file = file_url(ctx, in);
    for (const struct form_choice *c = patent_what_choices; c->name; c++)
        *VEC_ADD(ctx->arena, &p->tabs) =
            (struct analysis_tab){tab_url(ctx, in, c), c->label, c->value == in->what};
    fill_choices(ctx, p, in);
}

enum err patent_analysis_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct analysis_page *p = ARENA_NEW(ctx->arena, struct analysis_page);
    struct patent_analysis_form_in form;
    struct patent_analysis a = {.newest = DAY_NONE, .incomplete = DAY_NONE};
    enum err e = read_address(req, &form, &p->message);
    if (e)
        return e;
    fill_frame(req, p, &form);
    if ((e = fill_sets(ctx, p, form.set)))
        return e;
    p->waiting = form.what == PATENT_EFFECTS && (p->technology.len == 0 || p->effect.len == 0);
    struct patent_analysis_in in = patent_analysis_asked(&form);
    if (!p->waiting && str_empty(p->message))
        e = patent_analysis(ctx, &in, &a);
    if (e == ERR_INVALID || e == ERR_LIMIT) {
        p->message =
            tr_with(ctx->arena, ctx->lang, ctx->error.message, str_or_empty(ctx->error.detail));
        error_clear(&ctx->error);
        e = ERR_OK;
    } else if (!e && a.records) {
        fill_answer(ctx, p, &a);
        e = patent_index_covered(ctx, &p->covered);
    }
    if (e)
        return e;
    req->title = tr(ctx->lang, T("专利分析"));
    patent_analysis_body(req, p);
    return ERR_OK;
}

static enum err note_file(struct ctx *ctx, void *arg)
{
    struct journal_field fields[] = {journal_new("what", STR("analysis")),
                                     journal_new("analysis", *(const struct str *)arg)};
    return journal_add(ctx, "patent", 0, "export", fields, 2);
}

enum err patent_analysis_file_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_analysis_form_in form;
    struct str message = STR_NULL;
    enum err e = read_address(req, &form, &message);
    if (!e && !str_null(message))
        return ctx_fail(ctx, ERR_INVALID, "what", T("地址里有不能用的值"));
    const struct form_choice *what = form_choice_of(patent_what_choices, form.what);
    struct str what_name = str_from(what->name);
    struct patent_analysis_in in = patent_analysis_asked(&form);
    if (!e)
        e = patent_analysis_export(ctx, &in, req_made_path(req));
    if (!e)
        e = req_write(req, note_file, &what_name);
    struct str name = str_print(ctx->arena, "%.*s %s.xlsx", STR_ARG(tr(ctx->lang, T("专利分析"))),
                                str_c(ctx->arena, tr(ctx->lang, what->label)));
    return req_send_made(req, e, name, REQ_XLSX);
}
