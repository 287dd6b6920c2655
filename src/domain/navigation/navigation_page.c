/* The list of navigation projects, one of them with its gates, its reports. */
#include "domain/navigation/navigation_page.h"

#include "core/journal.h"
#include "domain/navigation/page/navigation_route.h"
#include "domain/navigation/page/paper.tmpl.h"
#include "domain/navigation/page/project.tmpl.h"
#include "domain/patent/patent_analysis_chart.h"
#include "web/dispatch.h"
#include "web/i18n.h"
#include "web/sign.h"

#define READERS (ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR)
static const struct menu menu[] = {{"/navigation", T("专利导航"), READERS, NULL}};

const struct module navigation_page_module = {
    .name = "navigation_page",
    .pages = navigation_routes,
    .page_n = navigation_route_n,
    .menu = menu,
    .menu_n = sizeof(menu) / sizeof(menu[0]),
};

/* Words ---------------------------------------------------------------------------------------- */

const char *show_navigation_part(int64_t part)
{
    return navigation_part_word(part);
}

const char *show_navigation_model(int64_t part)
{
    return navigation_part_model(part);
}

const char *show_navigation_step(int64_t step)
{
    return navigation_step_word(step);
}

const char *show_navigation_task(int64_t task)
{
    return navigation_task_word(task);
}

const char *show_navigation_rhythm(int64_t rhythm)
{
    return navigation_rhythm_word(rhythm);
}

const char *show_navigation_method(int64_t method)
{
    return navigation_method_word(method);
}

const char *show_navigation_finding(int64_t finding)
{
    return navigation_finding_word(finding);
}

const char *show_navigation_outcome(int64_t outcome)
{
    return navigation_outcome_word(outcome);
}

struct str show_navigation_outcome_class(int64_t outcome)
{
    switch (outcome) {
    case NAVIGATION_DUTY_IN_TIME:
        return STR("done");
    case NAVIGATION_DUTY_OVERDUE:
    case NAVIGATION_DUTY_LATE:
        return STR("bad");
    case NAVIGATION_DUTY_RUNNING:
        return STR("go");
    default:
        return STR("");
    }
}

struct str show_navigation_step_class(int64_t step)
{
    return step == NAVIGATION_CLOSED ? STR("done") : STR("go");
}

/* List and project ------------------------------------------------------------------------------
 */

enum err navigation_list_page(struct req *req)
{
    struct navigation_projects v;
    enum err e = navigation_find_list(req->ctx, &v);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("专利导航"));
    navigation_list_body(req, &v, ctx_may(req->ctx, ROLE_COORDINATOR));
    return ERR_OK;
}

static void draw_steps(struct ctx *ctx, struct navigation_page *p)
{
    for (int64_t step = NAVIGATION_START; step < NAVIGATION_CLOSED; step++)
        *VEC_ADD(ctx->arena, &p->steps) =
            (struct navigation_step_line){step, step < p->v.row.step, step == p->v.row.step};
    for (size_t i = 0; i < p->v.lacks.n; i++) {
        const struct navigation_lack *lack = &p->v.lacks.at[i];
        *VEC_ADD(ctx->arena, &p->lacks) = (struct navigation_lack_line){
            tr(ctx->lang, navigation_step_word(lack->step)),
            tr_with(ctx->arena, ctx->lang, navigation_missing_words(lack->what),
                    str_print(ctx->arena, "%lld", (long long)lack->n))};
    }
}

static void draw_conclusion(struct ctx *ctx, const struct navigation_conclusion_view *c,
                            struct navigation_page *p)
{
    struct navigation_conclusion_line line = {
        .c = c, .kind = tr(ctx->lang, navigation_finding_word(c->kind))};
    for (size_t i = 0; i < c->cites.n; i++) {
        const struct navigation_figure_view *f = navigation_figure_of(&p->v, c->cites.at[i]);
        if (f)
            *VEC_ADD(ctx->arena, &line.evidence) = navigation_evidence(ctx, f);
    }
    for (size_t i = 0; i < p->v.duties.n; i++)
        if (p->v.duties.at[i].conclusion.n == c->id.n)
            *VEC_ADD(ctx->arena, &line.duties) = p->v.duties.at[i];
    *VEC_ADD(ctx->arena, &p->conclusions) = line;
}

static void draw_rights(struct ctx *ctx, struct navigation_page *p)
{
    int64_t step = p->v.row.step;
    bool may = ctx_may(ctx, ROLE_COORDINATOR);
    p->closed = step == NAVIGATION_CLOSED;
    p->may = may;
    p->may_start = may && step == NAVIGATION_START;
    p->may_collect = may && step == NAVIGATION_COLLECT;
    p->may_process = may && step == NAVIGATION_PROCESS;
    p->may_analyse = may && step == NAVIGATION_ANALYSE;
    p->may_conclude = may && step == NAVIGATION_CONCLUDE;
    p->may_duty = may && step >= NAVIGATION_CONCLUDE && step <= NAVIGATION_USE;
    p->may_report = may && step >= NAVIGATION_OUTPUT && step <= NAVIGATION_USE;
    p->may_effect = may && step == NAVIGATION_USE;
    p->may_rhythm = may && !p->closed && step != NAVIGATION_START;
    p->may_pass = may && !p->closed && p->v.lacks.n == 0;
    p->may_reopen = may && step > NAVIGATION_START;
}

static struct form_pairs version_pairs(struct ctx *ctx, int64_t version)
{
    struct form_pair *pair = ARENA_NEW(ctx->arena, struct form_pair);
    *pair = (struct form_pair){STR("version"), str_print(ctx->arena, "%lld", (long long)version)};
    return (struct form_pairs){pair, 1};
}

enum err navigation_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct navigation_page *p = ARENA_NEW(ctx->arena, struct navigation_page);
    enum err e = navigation_find_one(ctx, (struct navigation_id){req_id(req, "id")}, &p->v);
    if (e)
        return e;
    draw_steps(ctx, p);
    draw_rights(ctx, p);
    for (size_t i = 0; i < p->v.conclusions.n; i++)
        draw_conclusion(ctx, &p->v.conclusions.at[i], p);
    p->in_time = p->v.outcomes[NAVIGATION_DUTY_IN_TIME];
    p->late = p->v.outcomes[NAVIGATION_DUTY_LATE];
    p->running = p->v.outcomes[NAVIGATION_DUTY_RUNNING];
    p->overdue = p->v.outcomes[NAVIGATION_DUTY_OVERDUE];
    p->version = version_pairs(ctx, p->v.row.version);
    req->done_url = url_navigation_show(ctx->arena, p->v.row.id);
    req->title = p->v.row.title;
    navigation_show_body(req, p);
    return ERR_OK;
}

/* Reports -------------------------------------------------------------------------------------- */

/* The section's chart as the pages of analyses draw it. */
static struct html chart_of(struct ctx *ctx, const struct navigation_section *s, size_t at)
{
    struct arena *a = ctx->arena;
    struct navigation_point *points;
    struct patent_grid g = {.key = str_c(a, str_print(a, "paper-%zu", at)),
                            .title = s->head.len ? s->head : s->tab,
                            .chart = (enum patent_chart)s->chart,
                            .value = 1,
                            .line = 2};
    size_t n = navigation_chart_points(a, s, &points);
    for (size_t i = 0; i < 3; i++)
        *VEC_ADD(a, &g.columns) = (struct patent_column){.key = STR(""), .title = STR("")};
    for (size_t i = 0; i < n; i++) {
        struct patent_row *row = VEC_ADD(a, &g.rows);
        *row = (struct patent_row){.cells = ARENA_ARRAY(a, struct patent_cell, 3),
                                   .open = points[i].open};
        row->cells[0] = (struct patent_cell){.kind = PATENT_CELL_TEXT, .text = points[i].name};
        if (points[i].value >= 0)
            row->cells[1] =
                (struct patent_cell){.kind = PATENT_CELL_INT, .n = (int64_t)points[i].value};
        if (points[i].other >= 0)
            row->cells[2] = (struct patent_cell){.kind = PATENT_CELL_REAL, .x = points[i].other};
    }
    return s->chart ? patent_analysis_chart(a, &g) : (struct html){STR("")};
}

static void draw_part(struct ctx *ctx, const struct navigation_section *s,
                      struct navigation_paper_page *p)
{
    struct navigation_paper_part part = {.s = s};
    part.name = s->head.len ? s->head : s->title.len ? s->title : s->tab; /* each another */
    for (size_t i = 0; i < s->lines.n; i++) {
        struct navigation_paper_line line = {0};
        for (size_t k = 0; k < s->lines.at[i].cells.n; k++) {
            const struct navigation_cell *c = &s->lines.at[i].cells.at[k];
            *VEC_ADD(ctx->arena, &line.cells) =
                (struct navigation_paper_cell){c->text,
                                               {c->path.len ? c->path : STR_NULL},
                                               k < s->columns.n && s->columns.at[k].right};
        }
        *VEC_ADD(ctx->arena, &part.lines) = line;
    }
    part.chart = chart_of(ctx, s, p->parts.n);
    *VEC_ADD(ctx->arena, &p->parts) = part;
}

static enum err find_report(struct req *req, struct navigation_report_view *out)
{
    return navigation_report_find(req->ctx, (struct navigation_report_id){req_id(req, "report")},
                                  out);
}

static struct url file_url(struct ctx *ctx, struct navigation_report_id id, struct str as)
{
    return emit_url_with_str(ctx->arena, url_navigation_file(ctx->arena, id), STR("as"), as);
}

enum err navigation_paper_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct navigation_paper_page *p = ARENA_NEW(ctx->arena, struct navigation_paper_page);
    enum err e = find_report(req, &p->r);
    if (e)
        return e;
    for (size_t i = 0; i < p->r.doc.sections.n; i++)
        draw_part(ctx, &p->r.doc.sections.at[i], p);
    p->docx = file_url(ctx, p->r.row.id, STR("docx"));
    p->xlsx = file_url(ctx, p->r.row.id, STR("xlsx"));
    p->project = url_navigation_show(ctx->arena, p->r.navigation);
    req->title = p->r.doc.title;
    navigation_paper_body(req, p);
    return ERR_OK;
}

static enum err note_file(struct ctx *ctx, void *arg)
{
    const struct navigation_report_view *r = arg;
    struct journal_field field = journal_int(ctx->arena, "report", 0, r->row.seq);
    return journal_add(ctx, "navigation", r->navigation.n, "export", &field, 1);
}

enum err navigation_file_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct navigation_report_view r;
    struct str bytes, as = req_query(req, "as");
    bool book = str_eq(as, STR("xlsx"));
    if (!book && !str_eq(as, STR("docx")))
        return ERR_NOT_FOUND;
    enum err e = find_report(req, &r);
    if (!e)
        e = req_write(req, note_file, &r);
    if (e)
        return e;
    struct str name = str_print(ctx->arena, "%.*s %.*s.%.*s", STR_ARG(r.doc.title),
                                STR_ARG(r.doc.range), STR_ARG(as));
    if (book)
        return req_send_made(req, navigation_xlsx(ctx, &r.doc, req_made_path(req)), name, REQ_XLSX);
    e = navigation_docx(ctx, &r.doc, &bytes);
    return e ? e : req_send(req, name, REQ_DOCX, bytes);
}
