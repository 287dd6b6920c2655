/* The ledger of promises: all departments, one department's twelve months, the duties of a cell. */
#include "domain/matter/matter_promise_page.h"

#include "core/core_module.h"
#include "core/journal.h"
#include "domain/matter/page/matter_route.h"
#include "domain/matter/page/promise.tmpl.h"
#include "domain/matter/page/report_route.h"
#include "web/chart.h"
#include "web/dispatch.h"
#include "web/i18n.h"
#include "web/sign.h"

/* ---- cells ----------------------------------------------------------------------------------- */

static struct str month_name(struct arena *arena, int64_t month)
{
    return str_print(arena, "%04d-%02d", (int)(month / 100), (int)(month % 100));
}

static struct url with_in(struct ctx *ctx, struct url url, const struct matter_promise_in *in)
{
    if (in->org)
        url = emit_url_with_int(ctx->arena, url, STR("org"), in->org);
    if (in->month)
        url = emit_url_with_int(ctx->arena, url, STR("month"), in->month);
    if (in->fate)
        url = emit_url_with_str(ctx->arena, url, STR("fate"),
                                str_from(matter_promise_fate_name(in->fate)));
    if (in->months && in->months != PROMISE_MONTHS)
        url = emit_url_with_int(ctx->arena, url, STR("months"), in->months);
    return url;
}

static struct promise_cell cell(struct ctx *ctx, struct matter_promise_in in, enum report_fate fate,
                                int64_t n)
{
    struct promise_cell c = {.n = n};
    in.fate = fate;
    if (n)
        c.url = with_in(ctx, url_promise_records(ctx->arena), &in);
    return c;
}

static struct str rate_text(struct ctx *ctx, const struct promise_count *n)
{
    struct matter_rate r = matter_promise_rate(n, 0);
    if (!r.denominator)
        return STR("–");
    return str_print(ctx->arena, "%.1f %% (%lld/%lld)",
                     100.0 * (double)r.numerator / (double)r.denominator, (long long)r.numerator,
                     (long long)r.denominator);
}

static struct promise_line line(struct ctx *ctx, struct matter_promise_in in,
                                const struct promise_count *n, int64_t open)
{
    return (struct promise_line){
        .kept = cell(ctx, in, REPORT_KEPT, n->kept),
        .kept_late = cell(ctx, in, REPORT_KEPT_LATE, n->kept_late),
        .broken = cell(ctx, in, REPORT_BROKEN, n->broken),
        .gone = cell(ctx, in, REPORT_GONE, n->gone),
        .open = cell(ctx, in, REPORT_RUNNING, open),
        .rate = rate_text(ctx, n),
    };
}

static struct promise_line line_of_month(struct ctx *ctx, struct matter_promise_in in,
                                         const struct promise_month *m)
{
    in.month = m->month;
    struct promise_line l = line(ctx, in, &m->n, 0);
    l.name = month_name(ctx->arena, m->month);
    return l;
}

static struct promise_line line_of_org(struct ctx *ctx, struct matter_promise_in in,
                                       const struct promise_org *org)
{
    in.org = org->org.n;
    struct promise_line l = line(ctx, in, &org->n, org->open);
    l.name = org->name;
    l.extended = org->extended;
    l.handed_back = org->handed_back;
    if (org->org.n)
        l.url = url_promise_show(ctx->arena, org->org);
    return l;
}

/* What the address asks for; impossible values are ignored, as in all lists. */
static struct matter_promise_in asked(struct req *req)
{
    struct matter_promise_in in = {.months = PROMISE_MONTHS};
    int64_t n;
    if (str_int(req_query(req, "months"), &n) && n >= 1 && n <= PROMISE_MONTHS_MAX)
        in.months = n;
    if (str_int(req_query(req, "org"), &n) && n > 0)
        in.org = n;
    if (str_int(req_query(req, "month"), &n) && n > 197000 && n <= 999912)
        in.month = n;
    for (const struct form_choice *c = matter_promise_fates; c->name; c++)
        if (str_eq(req_query(req, "fate"), str_from(c->name)))
            in.fate = c->value;
    return in;
}

static struct url file_url(struct ctx *ctx, const struct matter_promise_in *in, struct str as)
{
    struct url url = with_in(ctx, url_promise_file(ctx->arena), in);
    return emit_url_with_str(ctx->arena, url, STR("as"), as);
}

static struct url span_url(struct ctx *ctx, int64_t months)
{
    return emit_url_with_int(ctx->arena, url_promise_list(ctx->arena), STR("months"), months);
}

/* ---- all departments ------------------------------------------------------------------------- */

enum err promise_list_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_promise_in in = asked(req);
    struct promise_ledger ledger;
    in = (struct matter_promise_in){.months = in.months};
    enum err e = matter_promise_ledger(ctx, &in, &ledger);
    if (e)
        return e;
    struct promise_list_page v = {.span = in.months,
                                  .span3 = span_url(ctx, 3),
                                  .span6 = span_url(ctx, 6),
                                  .span12 = url_promise_list(ctx->arena),
                                  .xlsx = file_url(ctx, &in, STR("xlsx")),
                                  .csv = file_url(ctx, &in, STR("csv")),
                                  .from = ledger.from,
                                  .last = ctx_today(ctx)};
    v.all = line_of_org(ctx, in, &ledger.all);
    for (size_t i = 0; i < ledger.orgs.n; i++)
        *VEC_ADD(ctx->arena, &v.orgs) = line_of_org(ctx, in, &ledger.orgs.at[i]);
    for (size_t i = ledger.all.months.n; i-- > 0;)
        *VEC_ADD(ctx->arena, &v.months) = line_of_month(ctx, in, &ledger.all.months.at[i]);
    req->title = tr(ctx->lang, T("承诺台账"));
    promise_list_body(req, &v);
    return ERR_OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static struct promise_row row_of(struct ctx *ctx, const struct promise_duty *d)
{
    struct promise_row row = {.d = d,
                              .url = url_matter_show(ctx->arena, d->matter.id),
                              .fate = matter_promise_fate_word(d->stand.fate)};
    for (size_t i = 0; i < d->promises.n; i++)
        *VEC_ADD(ctx->arena, &row.made) = d->promises.at[i];
    return row;
}

enum err promise_records_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_promise_in in = asked(req);
    struct promise_duties duties;
    enum err e = matter_promise_duties(ctx, &in, &duties);
    if (e)
        return e;
    struct promise_records_page v = {.n = (int64_t)duties.rows.n};
    if (in.month)
        v.month = month_name(ctx->arena, in.month);
    if (in.fate)
        v.fate = matter_promise_fate_word(in.fate);
    if (in.org && duties.rows.n)
        v.org = duties.rows.at[0].org_name;
    for (size_t i = 0; i < duties.rows.n && i < PROMISE_ROWS_SHOWN; i++)
        *VEC_ADD(ctx->arena, &v.rows) = row_of(ctx, &duties.rows.at[i]);
    v.more = v.n - (int64_t)v.rows.n;
    req->title = tr(ctx->lang, T("承诺明细"));
    promise_records_body(req, &v);
    return ERR_OK;
}

/* ---- one department -------------------------------------------------------------------------- */

static struct html chart_of(struct ctx *ctx, const struct promise_org *org)
{
    struct chart_bar *bars = ARENA_ARRAY(ctx->arena, struct chart_bar, org->months.n + 1);
    for (size_t i = 0; i < org->months.n; i++) {
        const struct promise_month *m = &org->months.at[i];
        bars[i] = (struct chart_bar){month_name(ctx->arena, m->month),
                                     {m->n.kept, m->n.kept_late, m->n.broken}};
    }
    return chart_bars(ctx->arena, tr(ctx->lang, T("每月到期的承诺")), bars, org->months.n);
}

static enum err fill_broken(struct ctx *ctx, const struct matter_promise_in *in,
                            struct promise_show_page *v)
{
    struct matter_promise_in broken = *in;
    struct promise_duties *duties = ARENA_NEW(ctx->arena, struct promise_duties);
    broken.fate = REPORT_BROKEN;
    enum err e = matter_promise_duties(ctx, &broken, duties);
    for (size_t i = duties->rows.n; !e && i > 0 && v->broken.n < PROMISE_BROKEN_SHOWN; i--)
        *VEC_ADD(ctx->arena, &v->broken) = row_of(ctx, &duties->rows.at[i - 1]);
    v->broken_more = (int64_t)(duties->rows.n - v->broken.n);
    return e;
}

enum err promise_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_promise_in in = {.months = PROMISE_MONTHS, .org = req_id(req, "org")};
    struct promise_ledger ledger;
    struct org org;
    struct park park;
    enum err e = matter_promise_ledger(ctx, &in, &ledger);
    if (!e)
        e = org_get(ctx, (struct org_id){in.org}, &org);
    if (!e && org.kind != ORG_DEPARTMENT)
        e = ERR_NOT_FOUND;
    if (!e)
        e = park_get(ctx, &park);
    if (e)
        return e;
    struct promise_show_page v = {.park = park.name,
                                  .name = org.name,
                                  .from = ledger.from,
                                  .last = ledger.to - 1,
                                  .today = ctx_today(ctx),
                                  .xlsx = file_url(ctx, &in, STR("xlsx")),
                                  .csv = file_url(ctx, &in, STR("csv"))};
    for (size_t i = 0; i < ledger.all.months.n; i++)
        *VEC_ADD(ctx->arena, &v.months) = line_of_month(ctx, in, &ledger.all.months.at[i]);
    v.all = line(ctx, in, &ledger.all.n, ledger.all.open);
    v.all.extended = ledger.all.extended;
    v.all.handed_back = ledger.all.handed_back;
    v.chart = chart_of(ctx, &ledger.all);
    if ((e = fill_broken(ctx, &in, &v)))
        return e;
    req->title = tr_with(ctx->arena, ctx->lang, T("{} 承诺兑现记录"), org.name);
    promise_show_body(req, &v);
    return ERR_OK;
}

/* ---- files ----------------------------------------------------------------------------------- */

static enum err note_file(struct ctx *ctx, void *arg)
{
    const int64_t *rows = arg;
    struct journal_field fields[] = {journal_new("what", STR("promises")),
                                     journal_int(ctx->arena, "rows", 0, *rows)};
    return journal_add(ctx, "report", 0, "export", fields, 2);
}

enum err promise_file_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_promise_in in = asked(req);
    bool csv = str_eq(req_query(req, "as"), STR("csv"));
    int64_t rows;
    enum err e = matter_promise_export(ctx, &in, csv, req_made_path(req), &rows);
    if (!e)
        e = req_write(req, note_file, &rows);
    struct str name =
        tr_with(ctx->arena, ctx->lang, T("承诺台账 {}"), day_text(ctx->arena, ctx_today(ctx)));
    name = str_print(ctx->arena, "%.*s.%s", STR_ARG(name), csv ? "csv" : "xlsx");
    return req_send_made(req, e, name, csv ? "text/csv; charset=utf-8" : REQ_XLSX);
}
