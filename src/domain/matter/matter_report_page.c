/* Reports as pages: the list of periods, one report, and the records behind a figure. */
#include "domain/matter/matter_report_page.h"

#include "core/journal.h"
#include "domain/matter/page/matter_route.h"
#include "domain/matter/page/report.tmpl.h"
#include "domain/matter/page/report_route.h"
#include "web/chart.h"
#include "web/dispatch.h"
#include "web/i18n.h"
#include "web/sign.h"

struct str show_moment(struct arena *arena, int64_t instant_us, int32_t offset_min)
{
    if (!instant_us || instant_us == MATTER_DUE_NEVER)
        return STR("");
    struct str t = instant_text(arena, instant_us / SECOND_US * SECOND_US, offset_min);
    return str_print(arena, "%.*s %.*s", STR_ARG(str_slice(t, 0, 10)),
                     STR_ARG(str_slice(t, 11, 16)));
}

static struct url report_url(struct ctx *ctx, struct matter_period p)
{
    return url_report_show(ctx->arena, str_from(matter_period_word(p.kind)),
                           matter_period_name(ctx->arena, p));
}

static struct url file_url(struct ctx *ctx, struct matter_period p, struct str as)
{
    struct url url = url_report_file(ctx->arena, str_from(matter_period_word(p.kind)),
                                     matter_period_name(ctx->arena, p));
    return emit_url_with_str(ctx->arena, url, STR("as"), as);
}

/* The period that the address names; another address is not found. */
static enum err period_of(struct req *req, struct matter_period *out)
{
    enum matter_period_kind kind;
    if (!matter_period_kind(req_arg(req, "kind"), &kind) ||
        !matter_period_parse(kind, req_arg(req, "name"), out))
        return ERR_NOT_FOUND;
    return ERR_OK;
}

/* ---- the list of periods --------------------------------------------------------------------- */

static struct report_period_link link_of(struct ctx *ctx, struct matter_period p)
{
    return (struct report_period_link){.name = matter_period_name(ctx->arena, p),
                                       .from = p.from,
                                       .last = p.to - 1,
                                       .running = p.to > ctx_today(ctx),
                                       .url = report_url(ctx, p),
                                       .docx = file_url(ctx, p, STR("docx")),
                                       .xlsx = file_url(ctx, p, STR("xlsx"))};
}

enum err report_list_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct report_list_page v = {0};
    for (int i = 0; i < REPORT_WEEKS_SHOWN; i++) {
        struct matter_period p = matter_period_of(MATTER_WEEKLY, ctx_today(ctx));
        *VEC_ADD(ctx->arena, &v.weeks) = link_of(ctx, matter_period_step(p, -i));
    }
    for (int i = 0; i < REPORT_MONTHS_SHOWN; i++) {
        struct matter_period p = matter_period_of(MATTER_MONTHLY, ctx_today(ctx));
        *VEC_ADD(ctx->arena, &v.months) = link_of(ctx, matter_period_step(p, -i));
    }
    enum err e = matter_report_reader(ctx, &v.reader);
    if (e)
        return e;
    req->title = tr(ctx->lang, T("报表"));
    report_list_body(req, &v);
    return ERR_OK;
}

enum err report_subscribe_page(struct req *req)
{
    struct report_subscribe_in in;
    enum err e = matter_report_reader(req->ctx, &in);
    if (e)
        return e;
    if (!req->failed)
        req->pairs = form_encode(req->ctx->arena, &report_subscribe_form, &in);
    req->done_url = url_report_list(req->ctx->arena);
    req->title = tr(req->ctx->lang, T("收哪些报表"));
    report_subscribe_body(req);
    return ERR_OK;
}

enum err report_at_page(struct req *req)
{
    struct matter_period period;
    if (!matter_report_by_number(req_id(req, "n"), &period))
        return ERR_NOT_FOUND;
    return req_redirect(req, report_url(req->ctx, period), STR_NULL);
}

/* ---- one report ------------------------------------------------------------------------------ */

static struct url records_url(struct ctx *ctx, struct matter_period p,
                              const struct report_pick *pick)
{
    struct url url = url_report_records(ctx->arena, str_from(matter_period_word(p.kind)),
                                        matter_period_name(ctx->arena, p));
    url = emit_url_with_str(ctx->arena, url, STR("figure"),
                            str_from(matter_figure_name(pick->figure)));
    if (pick->org.n)
        url = emit_url_with_int(ctx->arena, url, STR("org"), pick->org.n);
    if (pick->by_cause && pick->topic)
        url = emit_url_with_int(ctx->arena, url, STR("topic"), pick->topic);
    else if (pick->by_cause)
        url = emit_url_with_int(ctx->arena, url, STR("class"), pick->class);
    return url;
}

static void draw_lines(struct ctx *ctx, const struct matter_report *r,
                       struct report_show_section *out)
{
    const struct report_section *s = out->s;
    for (size_t i = 0; i < s->lines.n; i++) {
        struct report_show_line line = {0};
        for (size_t k = 0; k < s->lines.at[i].cells.n; k++) {
            const struct report_cell *c = &s->lines.at[i].cells.at[k];
            struct report_show_cell cell = {
                .text = c->text, .right = s->columns.at[k].right, .head = k == 0};
            if (c->opens && c->number)
                cell.url = records_url(ctx, r->period, &c->pick);
            if (c->matter.n)
                cell.url = url_matter_show(ctx->arena, c->matter);
            *VEC_ADD(ctx->arena, &line.cells) = cell;
        }
        *VEC_ADD(ctx->arena, &out->lines) = line;
    }
}

static struct html trend_chart(struct ctx *ctx, const struct matter_report *r)
{
    struct chart_period *periods = ARENA_ARRAY(ctx->arena, struct chart_period, r->trend.n);
    for (size_t i = 0; i < r->trend.n; i++) {
        const struct report_trend *t = &r->trend.at[i];
        struct str name = matter_period_name(ctx->arena, t->period);
        int64_t month = 0; /* the chart writes its last two digits: the week, the month */
        str_int(str_slice(name, name.len - 2, name.len), &month);
        periods[i] = (struct chart_period){month, t->came, t->closed};
    }
    return chart_lines(ctx->arena, tr(ctx->lang, T("新增与办结")), periods, r->trend.n);
}

static struct html org_chart(struct ctx *ctx, const struct matter_report *r)
{
    struct chart_bar *bars = ARENA_ARRAY(ctx->arena, struct chart_bar, r->orgs.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->orgs.n; i++) {
        int64_t open = r->orgs.at[i].n[MATTER_FIG_DUTIES],
                late = r->orgs.at[i].n[MATTER_FIG_OVERDUE];
        if (open)
            bars[n++] = (struct chart_bar){r->orgs.at[i].name, {open - late, 0, late}};
    }
    return chart_bars(ctx->arena, tr(ctx->lang, T("各部门在办交办")), bars, n);
}

static void draw_section(struct ctx *ctx, const struct matter_report *r,
                         const struct report_section *s, struct report_show_page *v)
{
    struct report_show_section out = {.s = s};
    out.trend = s->chart == REPORT_CHART_TREND;
    out.orgs = s->chart == REPORT_CHART_ORGS && r->n[MATTER_FIG_DUTIES];
    if (out.trend)
        out.chart = trend_chart(ctx, r);
    if (out.orgs)
        out.chart = org_chart(ctx, r);
    draw_lines(ctx, r, &out);
    *VEC_ADD(ctx->arena, &v->sections) = out;
}

static enum err make(struct req *req, uint64_t keep, struct matter_report **out)
{
    struct matter_period period;
    *out = ARENA_NEW(req->ctx->arena, struct matter_report);
    enum err e = period_of(req, &period);
    return e ? e : matter_report_make(req->ctx, period, keep, *out);
}

enum err report_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_report *r;
    struct report_doc doc;
    enum err e = make(req, REPORT_KEEP_NAMED, &r);
    if (!e)
        e = matter_report_doc(ctx, r, &doc);
    if (e)
        return e;
    struct report_show_page v = {.doc = &doc,
                                 .before = report_url(ctx, matter_period_step(r->period, -1)),
                                 .docx = file_url(ctx, r->period, STR("docx")),
                                 .xlsx = file_url(ctx, r->period, STR("xlsx"))};
    if (!r->running)
        v.after = report_url(ctx, matter_period_step(r->period, 1));
    for (size_t i = 0; i < doc.sections.n; i++)
        draw_section(ctx, r, &doc.sections.at[i], &v);
    req->title = doc.file;
    report_show_body(req, &v);
    return ERR_OK;
}

/* ---- the records of a figure ----------------------------------------------------------------- */

static void add_cell(struct ctx *ctx, struct report_show_line *line, struct str text,
                     struct url url, bool right)
{
    *VEC_ADD(ctx->arena, &line->cells) =
        (struct report_show_cell){.text = text, .url = url, .right = right};
}

static void draw_record(struct ctx *ctx, const struct report_record *r,
                        struct report_records_page *v)
{
    struct report_show_line line = {0};
    struct url none = {STR_NULL};
    add_cell(ctx, &line, r->matter->number, url_matter_show(ctx->arena, r->matter->id), false);
    add_cell(ctx, &line, r->matter->title, none, false);
    add_cell(ctx, &line, r->matter->firm_name, none, false);
    add_cell(ctx, &line, r->org_name, none, false);
    if (v->has_at)
        add_cell(ctx, &line, show_moment(ctx->arena, r->hit->at, ctx->offset_min), none, false);
    if (v->has_day)
        add_cell(ctx, &line, day_text(ctx->arena, r->hit->day), none, false);
    if (v->has_late)
        add_cell(ctx, &line, str_print(ctx->arena, "%lld", (long long)r->hit->late_days), none,
                 true);
    *VEC_ADD(ctx->arena, &v->lines) = line;
}

static struct str cause_name(struct ctx *ctx, const struct matter_report *r,
                             const struct report_pick *pick)
{
    for (size_t i = 0; i < r->causes.n; i++)
        if (r->causes.at[i].topic == pick->topic && r->causes.at[i].class == pick->class &&
            !str_empty(r->causes.at[i].name))
            return r->causes.at[i].name;
    return tr(ctx->lang, T("未分类"));
}

/* What the address asks for; false: no such figure. */
static bool picked(struct req *req, struct report_pick *out)
{
    int64_t n;
    *out = (struct report_pick){0};
    if (str_int(req_query(req, "org"), &n))
        out->org.n = n;
    if (str_int(req_query(req, "topic"), &n) && n > 0) {
        out->by_cause = true;
        out->topic = n;
    } else if (str_int(req_query(req, "class"), &n) && n >= 0) {
        out->by_cause = true;
        out->class = n;
    }
    return matter_figure_by_name(req_query(req, "figure"), &out->figure);
}

enum err report_records_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_report *r;
    struct report_pick pick;
    if (!picked(req, &pick))
        return ERR_NOT_FOUND;
    enum err e = make(req, REPORT_KEEP(pick.figure), &r);
    if (e)
        return e;
    struct report_records_page v = {.figure = tr(ctx->lang, matter_figure_word(pick.figure)),
                                    .rule = tr(ctx->lang, matter_figure_rule(pick.figure)),
                                    .title = matter_period_name(ctx->arena, r->period),
                                    .report = report_url(ctx, r->period)};
    matter_report_records(ctx, r, &pick, &v.records);
    for (size_t i = 0; i < r->orgs.n; i++)
        if (pick.org.n && r->orgs.at[i].org.n == pick.org.n)
            v.org = r->orgs.at[i].name;
    if (pick.by_cause)
        v.class = cause_name(ctx, r, &pick);
    for (size_t i = 0; i < v.records.rows.n; i++)
        v.has_day = v.has_day || v.records.rows.at[i].hit->day != DAY_NONE;
    v.has_late = pick.figure == MATTER_FIG_OVERDUE;
    /* Of what is still open, the instant is the end of that day: the day says it. */
    v.has_at = !v.has_late && pick.figure != MATTER_FIG_PROMISE_OPEN;
    for (size_t i = 0; i < v.records.rows.n && i < REPORT_ROWS_SHOWN; i++)
        draw_record(ctx, &v.records.rows.at[i], &v);
    v.more = (int64_t)(v.records.rows.n - v.lines.n);
    req->title = v.figure;
    report_records_body(req, &v);
    return ERR_OK;
}

/* ---- files ----------------------------------------------------------------------------------- */

static enum err note_file(struct ctx *ctx, void *arg)
{
    const struct str *what = arg;
    struct journal_field field = journal_new("what", *what);
    return journal_add(ctx, "report", 0, "export", &field, 1);
}

enum err report_file_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_report *r;
    struct report_doc doc;
    struct str bytes, as = req_query(req, "as");
    bool book = str_eq(as, STR("xlsx"));
    if (!book && !str_eq(as, STR("docx")))
        return ERR_NOT_FOUND;
    enum err e = make(req, book ? REPORT_KEEP_ALL : REPORT_KEEP_NAMED, &r);
    if (!e)
        e = matter_report_doc(ctx, r, &doc);
    if (e)
        return e;
    struct str what = str_print(ctx->arena, "%.*s.%.*s", STR_ARG(doc.file), STR_ARG(as));
    if ((e = req_write(req, note_file, &what)))
        return e;
    if (book)
        return req_send_made(req, matter_report_xlsx(ctx, r, &doc, req_made_path(req)), what,
                             REQ_XLSX);
    if ((e = matter_report_docx(ctx, r, &doc, &bytes)))
        return e;
    return req_send(req, what, REQ_DOCX, bytes);
}

/* ---- the module ------------------------------------------------------------------------------ */

static const struct menu menu[] = {
    {"/promises", T("承诺"),
     ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR, NULL},
    {"/reports", T("报表"), ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR, NULL},
};

const struct module report_page_module = {
    .name = "report_page",
    .pages = report_routes,
    .page_n = report_route_n,
    .menu = menu,
    .menu_n = 2,
};
