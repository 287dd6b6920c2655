#include "domain/navigation/navigation_find.h"

#include "core/number.h"
#include "domain/matter/matter_case.h"
#include "domain/patent/patent_set.h"
#include "navigation_query.h"

static struct navigation_project project_of(const struct sql_navigation_get_row *r)
{
    return (struct navigation_project){.id = r->id,
                                       .version = r->version,
                                       .part = r->part,
                                       .step = r->step,
                                       .rhythm = r->rhythm,
                                       .reopened = r->reopened,
                                       .number = r->number,
                                       .title = r->title,
                                       .need = r->need,
                                       .scope = r->scope,
                                       .effect = r->effect,
                                       .maker_name = r->maker_name,
                                       .starts = r->starts,
                                       .ends = r->ends,
                                       .made_at = r->made_at,
                                       .changed_at = r->changed_at,
                                       .closed_at = r->closed_at};
}

enum err navigation_find_list(struct ctx *ctx, struct navigation_projects *out)
{
    struct sql_navigation_all_row *rows;
    size_t n;
    *out = (struct navigation_projects){0};
    enum err e =
        sql_navigation_all(ctx->db, ctx->arena,
                           &(struct sql_navigation_all_in){ctx->park, NAVIGATION_SHOWN}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->rows) =
            (struct navigation_project){.id = rows[i].id,
                                        .version = rows[i].version,
                                        .part = rows[i].part,
                                        .step = rows[i].step,
                                        .rhythm = rows[i].rhythm,
                                        .number = rows[i].number,
                                        .title = rows[i].title,
                                        .starts = rows[i].starts,
                                        .ends = rows[i].ends,
                                        .maker_name = rows[i].maker_name,
                                        .made_at = rows[i].made_at,
                                        .closed_at = rows[i].closed_at};
    return e;
}

enum err navigation_by_number(struct ctx *ctx, struct str typed, struct navigation_id *out)
{
    struct str number;
    struct sql_navigation_by_number_row row;
    if (str_int(typed, &out->n) && out->n > INT32_MAX)
        return ERR_OK; /* an id, as acts take it */
    if (!number_read(ctx->arena, typed, day_date(ctx_today(ctx)).year, &number))
        return ctx_fail_detail(ctx, ERR_NOT_FOUND, "number", T("没有这个导航项目：{}"), typed);
    enum err e = sql_navigation_by_number(
        ctx->db, ctx->arena, &(struct sql_navigation_by_number_in){ctx->park, number}, &row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail_detail(ctx, e, "number", T("没有这个导航项目：{}"), typed);
    *out = row.id;
    return e;
}

/* The parts ------------------------------------------------------------------------------------ */

static enum err load_members(struct ctx *ctx, struct navigation_view *v)
{
    struct sql_navigation_members_row *rows;
    size_t n;
    enum err e = sql_navigation_members(
        ctx->db, ctx->arena, &(struct sql_navigation_members_in){ctx->park, v->row.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &v->members) =
            (struct navigation_member_view){rows[i].id, rows[i].name, rows[i].office, rows[i].task};
    return e;
}

static struct navigation_source_view *source_of(struct navigation_view *v,
                                                struct navigation_source_id id)
{
    for (size_t i = 0; i < v->sources.n; i++)
        if (v->sources.at[i].id.n == id.n)
            return &v->sources.at[i];
    return NULL;
}

static enum err load_sources(struct ctx *ctx, struct navigation_view *v)
{
    struct sql_navigation_sources_row *rows;
    struct sql_navigation_measures_row *measures;
    size_t n, measure_n = 0;
    enum err e = sql_navigation_sources(
        ctx->db, ctx->arena, &(struct sql_navigation_sources_in){ctx->park, v->row.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &v->sources) =
            (struct navigation_source_view){.id = rows[i].id,
                                            .collection = rows[i].collection,
                                            .seq = rows[i].seq,
                                            .n = rows[i].n,
                                            .frozen_at = rows[i].frozen_at,
                                            .name = rows[i].name,
                                            .query = rows[i].query,
                                            .hash = rows[i].hash,
                                            .clean_note = rows[i].clean_note,
                                            .labels = rows[i].labels,
                                            .cutoff = rows[i].cutoff,
                                            .clean = rows[i].clean};
    if (!e)
        e = sql_navigation_measures(ctx->db, ctx->arena,
                                    &(struct sql_navigation_measures_in){ctx->park, v->row.id},
                                    &measures, &measure_n);
    for (size_t i = 0; !e && i < measure_n; i++) {
        struct navigation_source_view *source = source_of(v, measures[i].source);
        if (source)
            *VEC_ADD(ctx->arena, &source->measures) =
                (struct navigation_measure_view){.query = measures[i].query,
                                                 .person_name = measures[i].person_name,
                                                 .found = measures[i].found,
                                                 .judged = measures[i].judged,
                                                 .right = measures[i].right_n,
                                                 .wanted = measures[i].wanted,
                                                 .recalled = measures[i].recalled,
                                                 .sampled = measures[i].sampled,
                                                 .seed = measures[i].seed,
                                                 .at = measures[i].at};
    }
    return e;
}

static enum err load_figure(struct ctx *ctx, const struct sql_navigation_figures_row *r,
                            struct navigation_view *v)
{
    const struct navigation_source_view *source = source_of(v, r->source);
    struct navigation_figure_view *f = VEC_ADD(ctx->arena, &v->figures);
    *f = (struct navigation_figure_view){.id = r->id,
                                         .source = r->source,
                                         .place = (int64_t)v->figures.n,
                                         .kind = r->kind,
                                         .property = r->property,
                                         .made_at = r->made_at,
                                         .title = r->title,
                                         .understood = r->understood,
                                         .hash = r->hash,
                                         .maker_name = r->maker_name,
                                         .source_name = STR(""),
                                         .cutoff = r->cutoff,
                                         .stale = !source || !str_eq(source->hash, r->hash)};
    enum err e = navigation_ask_read(ctx, r->kind, r->property, r->asked, &f->ask);
    f->ask.query = r->query;
    f->ask.family = r->family;
    f->ask.most = r->most;
    if (source) {
        f->source_name =
            str_print(ctx->arena, "%.*s第 %lld 版", STR_ARG(source->name), (long long)source->seq);
        f->ask.set = source->collection;
        f->ask.version = source->seq;
    }
    return e ? e : navigation_value_read(ctx, r->kind, r->property, r->query, r->value, &f->value);
}

static enum err load_figures(struct ctx *ctx, struct navigation_view *v)
{
    struct sql_navigation_figures_row *rows;
    size_t n;
    enum err e = sql_navigation_figures(
        ctx->db, ctx->arena, &(struct sql_navigation_figures_in){ctx->park, v->row.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = load_figure(ctx, &rows[i], v);
    return e;
}

static enum err load_conclusions(struct ctx *ctx, struct navigation_view *v)
{
    struct sql_navigation_conclusions_row *rows;
    struct sql_navigation_cites_row *cites;
    size_t n, cite_n = 0;
    enum err e = sql_navigation_conclusions(
        ctx->db, ctx->arena, &(struct sql_navigation_conclusions_in){ctx->park, v->row.id}, &rows,
        &n);
    if (!e)
        e = sql_navigation_cites(ctx->db, ctx->arena,
                                 &(struct sql_navigation_cites_in){ctx->park, v->row.id}, &cites,
                                 &cite_n);
    for (size_t i = 0; !e && i < n; i++) {
        struct navigation_conclusion_view *c = VEC_ADD(ctx->arena, &v->conclusions);
        *c = (struct navigation_conclusion_view){.id = rows[i].id,
                                                 .place = (int64_t)v->conclusions.n,
                                                 .kind = rows[i].kind,
                                                 .made_at = rows[i].made_at,
                                                 .text = rows[i].text,
                                                 .maker_name = rows[i].maker_name};
        for (size_t k = 0; k < cite_n; k++)
            if (cites[k].conclusion.n == c->id.n)
                *VEC_ADD(ctx->arena, &c->cites) = cites[k].figure;
    }
    return e;
}

static enum err load_history(struct ctx *ctx, struct navigation_view *v)
{
    struct sql_navigation_conclusions_were_row *rows;
    size_t n;
    enum err e = sql_navigation_conclusions_were(
        ctx->db, ctx->arena, &(struct sql_navigation_conclusions_were_in){ctx->park, v->row.id},
        &rows, &n);
    v->changes = e ? 0 : (int64_t)n;
    for (size_t i = 0; !e && i < n; i++) {
        struct navigation_conclusion_was was = {.id = rows[i].conclusion,
                                                .seq = rows[i].seq,
                                                .place = rows[i].place,
                                                .kind = rows[i].kind,
                                                .made_at = rows[i].made_at,
                                                .ended_at = rows[i].ended_at,
                                                .text = rows[i].text,
                                                .figures = rows[i].figures,
                                                .maker_name = rows[i].maker_name,
                                                .ender_name = rows[i].ender_name,
                                                .reason = rows[i].reason,
                                                .gone = rows[i].gone};
        if (was.gone)
            *VEC_ADD(ctx->arena, &v->dropped) = was;
        for (size_t k = 0; k < v->conclusions.n; k++)
            if (v->conclusions.at[k].id.n == was.id.n)
                *VEC_ADD(ctx->arena, &v->conclusions.at[k].was) = was;
    }
    return e;
}

/* When its matter ended for good: a result that the firm has not confirmed is no end yet, but what
 * the department did is counted by the day on which it reported the result. */
static void stand(struct ctx *ctx, struct navigation_duty_view *d, const struct matter_case *c)
{
    int64_t state = c->now.state;
    bool done = state == MATTER_RESOLVED || state == MATTER_CLOSED;
    int64_t at = c->now.resolved_at ? c->now.resolved_at : c->now.ended_at;
    d->state = state;
    d->done = done ? matter_day(ctx, at) : DAY_NONE;
    d->outcome = navigation_outcome(d->due, d->done,
                                    state == MATTER_REFUSED || state == MATTER_WITHDRAWN ||
                                        state == MATTER_MERGED,
                                    ctx_today(ctx));
}

static enum err load_duties(struct ctx *ctx, struct navigation_view *v)
{
    struct sql_navigation_duties_row *rows;
    size_t n;
    enum err e = sql_navigation_duties(
        ctx->db, ctx->arena, &(struct sql_navigation_duties_in){ctx->park, v->row.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct navigation_duty_view d = {.matter = rows[i].matter,
                                         .conclusion = rows[i].conclusion,
                                         .lead_name = rows[i].lead_name,
                                         .due = rows[i].due};
        struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
        struct matter_row row;
        e = matter_case_load(ctx, d.matter.n, c);
        if (e)
            break;
        stand(ctx, &d, c);
        d.number = c->now.number;
        d.title = c->now.title;
        d.seen = !matter_find_row(ctx, d.matter, &row);
        error_clear(&ctx->error);
        v->outcomes[d.outcome]++;
        *VEC_ADD(ctx->arena, &v->duties) = d;
    }
    return e;
}

static enum err load_reports(struct ctx *ctx, struct navigation_view *v)
{
    struct sql_navigation_reports_row *rows;
    size_t n;
    enum err e = sql_navigation_reports(
        ctx->db, ctx->arena,
        &(struct sql_navigation_reports_in){ctx->park, v->row.id, NAVIGATION_REPORTS_MAX}, &rows,
        &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &v->reports) =
            (struct navigation_report_row){rows[i].id,     rows[i].seq,  rows[i].made_at,
                                           rows[i].period, rows[i].hash, rows[i].maker_name};
    return e;
}

/* What the gates ask ----------------------------------------------------------------------------
 */

static void count_sources(const struct navigation_view *v, struct navigation_fact *f)
{
    for (size_t i = 0; i < v->sources.n; i++) {
        const struct navigation_source_view *s = &v->sources.at[i];
        const struct navigation_measure_view *own = NULL;
        for (size_t k = 0; k < s->measures.n; k++)
            if (str_eq(s->measures.at[k].query, s->query))
                own = &s->measures.at[k];
        f->sources++;
        f->without_cutoff += s->cutoff == DAY_NONE;
        f->without_hash += s->hash.len != 2 * 32;
        f->without_members += s->n == 0;
        /* A list of numbers has no expression to measure. */
        f->without_measure += !own && s->query.len;
        f->without_recall += own && own->wanted == 0;
        f->without_precision += own && own->judged == 0;
        f->without_clean += !s->clean;
        f->without_labels += s->labels.len == 0;
    }
}

static void gather(struct navigation_view *v)
{
    struct navigation_fact *f = &v->fact;
    *f = (struct navigation_fact){.part = v->row.part,
                                  .step = v->row.step,
                                  .need = v->row.need.len,
                                  .scope = v->row.scope.len,
                                  .effect = v->row.effect.len,
                                  .starts = v->row.starts,
                                  .ends = v->row.ends,
                                  .members = (int64_t)v->members.n,
                                  .figures = (int64_t)v->figures.n,
                                  .conclusions = (int64_t)v->conclusions.n,
                                  .changed_at = v->row.changed_at};
    for (size_t i = 0; i < v->members.n; i++)
        f->leads += v->members.at[i].task == NAVIGATION_LEAD;
    count_sources(v, f);
    for (size_t i = 0; i < v->figures.n; i++) {
        f->without_query += v->figures.at[i].understood.len == 0;
        f->stale += v->figures.at[i].stale;
    }
    for (size_t i = 0; i < v->conclusions.n; i++) {
        const struct navigation_conclusion_view *c = &v->conclusions.at[i];
        f->without_figure += c->cites.n == 0;
        if (c->kind > 0 && c->kind < NAVIGATION_FINDING_END_)
            f->finding[c->kind] = true;
    }
    f->duties = (int64_t)v->duties.n - v->outcomes[NAVIGATION_DUTY_GONE];
    f->duties_open = v->outcomes[NAVIGATION_DUTY_RUNNING] + v->outcomes[NAVIGATION_DUTY_OVERDUE];
    f->reported_at = v->reports.n ? v->reports.at[0].made_at : 0;
    navigation_gate(f, &v->lacks);
}

enum err navigation_find_one(struct ctx *ctx, struct navigation_id id, struct navigation_view *out)
{
    struct sql_navigation_get_row row;
    *out = (struct navigation_view){0};
    enum err e = sql_navigation_get(ctx->db, ctx->arena,
                                    &(struct sql_navigation_get_in){ctx->park, id}, &row);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "id", T("没有这个导航项目")) : e;
    out->row = project_of(&row);
    if ((e = load_members(ctx, out)) || (e = load_sources(ctx, out)) ||
        (e = load_figures(ctx, out)) || (e = load_conclusions(ctx, out)) ||
        (e = load_history(ctx, out)) || (e = load_duties(ctx, out)) || (e = load_reports(ctx, out)))
        return e;
    gather(out);
    return ERR_OK;
}

/* By id ---------------------------------------------------------------------------------------- */

const struct navigation_source_view *navigation_source_of(const struct navigation_view *v,
                                                          struct navigation_source_id id)
{
    for (size_t i = 0; i < v->sources.n; i++)
        if (v->sources.at[i].id.n == id.n)
            return &v->sources.at[i];
    return NULL;
}

const struct navigation_figure_view *navigation_figure_of(const struct navigation_view *v,
                                                          struct navigation_figure_id id)
{
    for (size_t i = 0; i < v->figures.n; i++)
        if (v->figures.at[i].id.n == id.n)
            return &v->figures.at[i];
    return NULL;
}

const struct navigation_conclusion_view *
navigation_conclusion_of(const struct navigation_view *v, struct navigation_conclusion_id id)
{
    for (size_t i = 0; i < v->conclusions.n; i++)
        if (v->conclusions.at[i].id.n == id.n)
            return &v->conclusions.at[i];
    return NULL;
}

/* Figures -------------------------------------------------------------------------------------- */

enum err navigation_ask_of(struct ctx *ctx, const struct navigation_view *v,
                           const struct navigation_figure_view *figure, bool current,
                           struct navigation_ask *out)
{
    const struct navigation_source_view *source = navigation_source_of(v, figure->source);
    if (!source)
        return ctx_fail(ctx, ERR_NOT_FOUND, "figure", T("这个图表的数据版本已经不在项目里"));
    *out = figure->ask;
    out->set = source->collection;
    out->version = current ? 0 : source->seq;
    return ERR_OK;
}

struct str navigation_evidence(struct ctx *ctx, const struct navigation_figure_view *f)
{
    struct arena *a = ctx->arena;
    struct str query =
        f->ask.query.len ? str_print(a, "检索式 %.*s", STR_ARG(f->understood)) : STR("不加检索式");
    return str_print(
        a, "图 %lld %.*s：%.*s。方法：%.*s。按%s计数，%.*s；%.*s，截止公布日 %.*s，指纹 %.*s。",
        (long long)f->place, STR_ARG(f->title), STR_ARG(f->value.words),
        STR_ARG(navigation_ask_words(a, &f->ask)), f->ask.family ? "简单同族" : "公开文献件数",
        STR_ARG(query), STR_ARG(f->source_name),
        STR_ARG(f->cutoff == DAY_NONE ? STR("没有写") : day_text(a, f->cutoff)), STR_ARG(f->hash));
}

struct listing {
    struct ctx *ctx;
    const struct navigation_ask *ask;
    struct str find;
    struct arena *arena;
    struct navigation_records found;
};

static enum err list_one(void *arg, const struct patent_seen *seen)
{
    struct listing *l = arg;
    struct arena *a = l->arena;
    if (l->found.total++ < NAVIGATION_RECORDS_MAX)
        *VEC_ADD(a, &l->found.rows) = (struct navigation_record){{seen->doc.id},
                                                                 str_dup(a, seen->key),
                                                                 str_dup(a, seen->title),
                                                                 str_dup(a, seen->applicant),
                                                                 str_dup(a, seen->ipc),
                                                                 seen->doc.day[DAY_APPLIED],
                                                                 seen->doc.day[DAY_PUBLISHED]};
    return ERR_OK;
}

static enum err list_all(void *arg)
{
    struct listing *l = arg;
    return navigation_walk(l->ctx, l->ask, l->find, list_one, l);
}

/* The walk gives ctx->arena back behind each page: what is kept is copied there at the end. */
static void keep(struct ctx *ctx, const struct navigation_records *from,
                 struct navigation_records *out)
{
    struct arena *a = ctx->arena;
    out->total = from->total;
    for (size_t i = 0; i < from->rows.n; i++) {
        const struct navigation_record *r = &from->rows.at[i];
        *VEC_ADD(a, &out->rows) = (struct navigation_record){r->id,
                                                             str_dup(a, r->key),
                                                             str_dup(a, r->title),
                                                             str_dup(a, r->applicant),
                                                             str_dup(a, r->ipc),
                                                             r->app_day,
                                                             r->pub_day};
    }
}

/* The cell's own query, or the figure's. */
static enum err find_cell(struct ctx *ctx, const struct navigation_figure_view *figure,
                          struct str place, struct navigation_records *out)
{
    out->find = STR_NULL;
    out->label = STR("");
    if (str_empty(place))
        return ERR_OK;
    const struct patent_cell *cell =
        navigation_cell_at(ctx->arena, &figure->value, place, &out->label);
    if (!cell || (str_null(cell->find) && !cell->behind))
        return ctx_fail(ctx, ERR_NOT_FOUND, "cell", T("这一格没有可以点开的专利"));
    out->cell = *cell;
    out->find = cell->find;
    return ERR_OK;
}

/* A cell that no query says: the analysis is asked again, for the records behind it. */
static enum err open_again(struct ctx *ctx, const struct navigation_ask *ask,
                           const struct navigation_figure_view *figure, struct str place,
                           struct navigation_records *out)
{
    struct patent_analysis a;
    struct patent_analysis_in in =
        navigation_question(ask, ask->method - NAVIGATION_ANALYSES, ask->query);
    struct patent_hit *hits;
    size_t n;
    in.open = navigation_cell_name(ctx->arena, &figure->value, place);
    enum err e = patent_analysis(ctx, &in, &a);
    if (e)
        return e;
    if (!a.opened.is)
        return ctx_fail(ctx, ERR_NOT_FOUND, "cell", T("这一格没有可以点开的专利"));
    out->total = (int64_t)a.opened.n;
    n = a.opened.n < NAVIGATION_RECORDS_MAX ? a.opened.n : NAVIGATION_RECORDS_MAX;
    e = patent_hits_of(ctx, a.opened.ids, n, &hits, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->rows) = (struct navigation_record){
            hits[i].id,  hits[i].key,     hits[i].title,  hits[i].applicant,
            hits[i].ipc, hits[i].app_day, hits[i].pub_day};
    return e;
}

enum err navigation_find_records(struct ctx *ctx, const struct navigation_view *v,
                                 const struct navigation_figure_view *figure, struct str place,
                                 struct navigation_records *out)
{
    struct navigation_ask ask;
    *out = (struct navigation_records){0};
    enum err e = find_cell(ctx, figure, place, out);
    if (!e)
        e = navigation_ask_of(ctx, v, figure, false, &ask);
    if (e)
        return e;
    if (place.len && str_null(out->find))
        return open_again(ctx, &ask, figure, place, out);
    struct arena *arena = navigation_scratch(ctx);
    struct listing l = {.ctx = ctx, .ask = &ask, .find = out->find, .arena = arena};
    e = arena_run(arena, list_all, &l);
    if (!e)
        keep(ctx, &l.found, out);
    arena_release(arena);
    return e;
}
