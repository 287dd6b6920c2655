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
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_terms.h"
#include "web/dispatch.h"
#include "web/sign.h"

enum { AGAIN_MAX = 20000 /* records that one click may walk once more */ };

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
    pairs = pairs_with(ctx->arena, pairs, STR("skip"), STR_NULL);
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

/* The same question, asked of another address. */
static struct url asked_at(struct ctx *ctx, struct url url,
                           const struct patent_analysis_form_in *in)
{
    struct form_pairs pairs = form_encode(ctx->arena, &patent_analysis_form, in);
    for (size_t i = 0; i < pairs.n; i++)
        if (pairs.at[i].value.len)
            url = emit_url_with_str(ctx->arena, url, pairs.at[i].name, pairs.at[i].value);
    return url;
}

struct drawing { /* what the links of one answer need */
    struct ctx *ctx;
    const struct patent_analysis_form_in *in;
    bool many; /* so many that working it all out again for one click takes too long */
};

/* {} where nothing stands behind it. A short query is asked by itself where it means the same. */
static struct url cell_url(const struct drawing *d, const struct patent_cell *cell, struct str name)
{
    struct ctx *ctx = d->ctx;
    struct patent_analysis_form_in in = *d->in;
    if (cell->patent.n)
        return url_patent_show(ctx->arena, cell->patent);
    if (!cell->behind || cell->kind == PATENT_CELL_NONE || (cell->counts && cell->n == 0))
        return (struct url){0};
    in.open = name;
    if (d->many && !in.version && in.cutoff == DAY_NONE && !str_null(cell->find) &&
        cell->find.len < URL_BYTES_MAX / 4) {
        in = (struct patent_analysis_form_in){.query = cell->find,
                                              .set = in.set,
                                              .cutoff = DAY_NONE,
                                              .unit = in.unit,
                                              .open = PATENT_OPEN_ALL};
        if (d->in->what == PATENT_EFFECTS) /* it always counts families */
            in.unit = 1;
    }
    return asked_at(ctx, url_patent_analysis_records(ctx->arena), &in);
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

/* Tables --------------------------------------------------------------------------------------- */

static struct str place(struct arena *arena, const struct patent_grid *g, size_t row, size_t column)
{
    return str_print(arena, "%s.%zu.%zu", g->key, row, column);
}

static struct analysis_cell cell_of(const struct drawing *d, const struct patent_grid *g, size_t r,
                                    size_t i)
{
    static const char *const shades[] = {"num",    "num h0", "num h1", "num h2",
                                         "num h3", "num h4", "num h5"};
    struct arena *arena = d->ctx->arena;
    const struct patent_row *row = &g->rows.at[r];
    const struct patent_cell *cell = &row->cells[i];
    struct analysis_cell c = {.shown = patent_cell_text(arena, cell),
                              .url = cell_url(d, cell, place(arena, g, r, i)),
                              .head = i == 0};
    c.class = g->columns.at[i].number ? str_from(shades[cell->shade]) : STR("");
    if (i == 0) {
        c.open = row->open;
        c.sub = row->sub;
    }
    return c;
}

static struct analysis_table table_of(const struct drawing *d, const struct patent_grid *g)
{
    struct arena *arena = d->ctx->arena;
    struct analysis_table t = {.title = g->title,
                               .note = g->note,
                               .left_out = g->left_out,
                               .heat = g->heat,
                               .chart = patent_analysis_chart(arena, g)};
    for (size_t i = 0; i < g->columns.n; i++) {
        const struct patent_column *column = &g->columns.at[i];
        struct str name = str_print(arena, "%s.head.%zu", g->key, i);
        *VEC_ADD(arena, &t.heads) = (struct analysis_head){
            column->title, column->number ? STR("num") : STR(""), cell_url(d, &column->head, name)};
    }
    for (size_t r = 0; r < g->rows.n; r++) {
        struct analysis_row row = {0};
        for (size_t i = 0; i < g->columns.n; i++)
            *VEC_ADD(arena, &row.cells) = cell_of(d, g, r, i);
        *VEC_ADD(arena, &t.rows) = row;
    }
    return t;
}

static void fill_source(struct analysis_page *p, const struct patent_analysis *a)
{
    p->understood = a->query;
    p->records = a->records;
    p->total = a->total;
    p->newest = a->newest;
    p->incomplete = a->incomplete;
    p->hash = a->hash;
    p->family = a->family;
}

static void fill_answer(struct ctx *ctx, struct analysis_page *p,
                        const struct patent_analysis_form_in *in, const struct patent_analysis *a)
{
    struct drawing d = {ctx, in, a->records > AGAIN_MAX};
    struct patent_cell all = {.kind = PATENT_CELL_TEXT, .behind = true, .find = a->query};
    fill_source(p, a);
    p->list = cell_url(&d, &all, PATENT_OPEN_ALL);
    for (size_t i = 0; i < a->says.n; i++)
        *VEC_ADD(ctx->arena, &p->says) = a->says.at[i];
    for (size_t i = 0; i < a->figures.n; i++) {
        const struct patent_figure *f = &a->figures.at[i];
        struct str name = str_print(ctx->arena, "figure.%s", f->key);
        *VEC_ADD(ctx->arena, &p->figures) =
            (struct analysis_figure){f->label, patent_cell_text(ctx->arena, &f->value), f->note,
                                     cell_url(&d, &f->value, name)};
    }
    for (size_t i = 0; i < a->grids.n; i++)
        *VEC_ADD(ctx->arena, &p->tables) = table_of(&d, &a->grids.at[i]);
}

/* Lists of terms ------------------------------------------------------------------------------- */

static enum err fill_lists(struct req *req, struct analysis_page *p,
                           const struct patent_analysis_form_in *in)
{
    struct ctx *ctx = req->ctx;
    patent_terms_lists lists = {0};
    struct patent_terms kept = {0};
    struct patent_set_id set = {in->set};
    enum err e = ERR_OK;
    if (in->what != PATENT_EFFECTS)
        return ERR_OK;
    if (in->set)
        e = patent_terms_of(ctx, set, &lists);
    for (size_t i = 0; !e && i < lists.n; i++)
        *VEC_ADD(ctx->arena, &p->lists) = (struct patent_choice){
            str_print(ctx->arena, "%lld", (long long)lists.at[i].id.n),
            str_c(ctx->arena, lists.at[i].name), lists.at[i].id.n == in->terms};
    if (!e && in->terms && !(e = patent_terms_get(ctx, in->terms, &kept))) {
        p->list_name = kept.name;
        p->list_technology = kept.technology;
        p->list_effect = kept.effect;
        p->list_id = kept.id;
        p->list_set = kept.set;
    }
    if (e || !in->set || !ctx_may(ctx, ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR))
        return e;
    if (patent_set_own(ctx, in->set, NULL)) { /* others read */
        error_clear(&ctx->error);
        return ERR_OK;
    }
    p->keep = url_patent_terms(ctx->arena, set);
    if (p->technology.len || p->effect.len) {
        p->keep = emit_url_with_str(ctx->arena, p->keep, STR("technology"), p->technology);
        p->keep = emit_url_with_str(ctx->arena, p->keep, STR("effect"), p->effect);
    }
    if (kept.id.n && kept.set.n == in->set)
        p->change = emit_url_with_int(ctx->arena, url_patent_terms(ctx->arena, set), STR("terms"),
                                      kept.id.n);
    return ERR_OK;
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
    p->file = asked_at(ctx, url_patent_analysis_file(ctx->arena), in);
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
    e = fill_lists(req, p, &form);
    if (e && e != ERR_INVALID)
        return e;
    p->waiting = !e && form.what == PATENT_EFFECTS && !form.terms &&
                 (p->technology.len == 0 || p->effect.len == 0);
    struct patent_analysis_in in = patent_analysis_asked(&form);
    if (!e && !p->waiting && str_empty(p->message))
        e = patent_analysis(ctx, &in, &a);
    if (e == ERR_INVALID || e == ERR_LIMIT) {
        p->message =
            tr_with(ctx->arena, ctx->lang, ctx->error.message, str_or_empty(ctx->error.detail));
        error_clear(&ctx->error);
        e = ERR_OK;
    } else if (!e && a.records) {
        fill_answer(ctx, p, &form, &a);
        e = patent_index_covered(ctx, &p->covered);
    }
    if (e)
        return e;
    req->title = tr(ctx->lang, T("专利分析"));
    patent_analysis_body(req, p);
    return ERR_OK;
}

/* Records -------------------------------------------------------------------------------------- */

static struct url turned(struct req *req, int64_t skip)
{
    struct str value = skip ? str_print(req->ctx->arena, "%lld", (long long)skip) : STR_NULL;
    return req_url_with(req, "skip", value);
}

static enum err fill_hits(struct req *req, struct analysis_records *r,
                          const struct patent_opened *opened)
{
    struct ctx *ctx = req->ctx;
    struct patent_hit *hits;
    size_t n;
    int64_t skip = 0;
    if (!str_int(str_or_empty(req_query(req, "skip")), &skip) || skip < 0)
        skip = 0;
    size_t from = (size_t)skip < opened->n ? (size_t)skip : opened->n;
    size_t some = opened->n - from < PATENT_PAGE_ROWS ? opened->n - from : PATENT_PAGE_ROWS;
    enum err e = patent_hits_of(ctx, opened->ids + from, some, &hits, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &r->rows) = hits[i];
    r->from = (int64_t)from + 1;
    r->to = (int64_t)(from + some);
    if (from + some < opened->n)
        r->next = turned(req, r->to);
    if (skip > 0)
        r->previous = turned(req, skip > PATENT_PAGE_ROWS ? skip - PATENT_PAGE_ROWS : 0);
    return e;
}

static void fill_opened(struct ctx *ctx, struct analysis_records *r,
                        const struct patent_analysis_form_in *form,
                        const struct patent_opened *opened)
{
    struct patent_analysis_form_in back = *form;
    r->label = str_or_empty(opened->label);
    r->shown = str_or_empty(opened->shown);
    r->counts = opened->counts;
    r->said = !str_null(opened->find);
    r->find = str_or_empty(opened->find);
    r->hash = opened->hash;
    r->records = (int64_t)opened->n;
    r->units = opened->units;
    if (r->said && !form->version && r->find.len < URL_BYTES_MAX / 4)
        r->search = list_url(ctx, r->find, form->set);
    back.open = STR("");
    r->back = asked_at(ctx, url_patent_analysis(ctx->arena), &back);
}

enum err patent_analysis_records_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct analysis_records *r = ARENA_NEW(ctx->arena, struct analysis_records);
    struct analysis_page *p = &r->of;
    struct patent_analysis_form_in form;
    struct patent_analysis a;
    enum err e = read_address(req, &form, &p->message);
    if (e)
        return e;
    if (!str_empty(p->message))
        return ctx_fail(ctx, ERR_INVALID, "what", T("地址里有不能用的值"));
    if (str_empty(str_or_empty(form.open)))
        form.open = PATENT_OPEN_ALL;
    fill_frame(req, p, &form);
    struct patent_analysis_in in = patent_analysis_asked(&form);
    if ((e = fill_sets(ctx, p, form.set)) || (e = patent_analysis(ctx, &in, &a)) ||
        (e = fill_hits(req, r, &a.opened)) || (e = patent_index_covered(ctx, &p->covered)))
        return e;
    fill_source(p, &a);
    fill_opened(ctx, r, &form, &a.opened);
    req->title = tr(ctx->lang, T("这个数的专利"));
    patent_analysis_records_body(req, r);
    return ERR_OK;
}

/* Sheets --------------------------------------------------------------------------------------- */

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
