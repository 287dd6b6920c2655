/* The figures of a report as JSON: lianyuan report figures --kind weekly --period 2026-W46 */
#include "base/json.h"
#include "domain/matter/matter_report_act.h"

static const struct form_choice kinds[] = {
    {"weekly", T("周报"), MATTER_WEEKLY}, {"monthly", T("月报"), MATTER_MONTHLY}, {0}};
static const struct field fields[] = {
    FORM_CHOICE(struct report_figures_in, kind, T("周报还是月报"), kinds, FORM_REQUIRED),
    FORM_TEXT(struct report_figures_in, period, T("哪一期"), 8, 0)};
const struct form report_figures_form = FORM(fields, struct report_figures_in);

static void put_figures(struct json_out *j, const int64_t n[MATTER_FIGURES_])
{
    json_open(j, "figures", '{');
    for (int f = 0; f < MATTER_FIGURES_; f++)
        json_put_int(j, matter_figure_name((enum report_figure)f), n[f]);
    json_close(j, '}');
}

static void put_rate(struct json_out *j, const char *name, struct matter_rate rate)
{
    json_open(j, name, '{');
    json_put_int(j, "numerator", rate.numerator);
    json_put_int(j, "denominator", rate.denominator);
    json_close(j, '}');
}

static void put_report(struct ctx *ctx, struct json_out *j, const struct matter_report *r)
{
    json_open(j, NULL, '{');
    json_put_str(j, "period", matter_period_name(ctx->arena, r->period));
    json_put_day(j, "from", r->period.from);
    json_put_day(j, "to", r->period.to - 1);
    json_put_bool(j, "running", r->running);
    put_figures(j, r->n);
    put_rate(j, "response", matter_report_response(r->n));
    put_rate(j, "solved", matter_report_solved(r->n));
    put_rate(j, "satisfied", matter_report_satisfied(r->n));
    put_rate(j, "kept", matter_report_kept(r->n));
    json_open(j, "rows", '[');
    for (size_t i = 0; i < r->orgs.n; i++) {
        json_open(j, NULL, '{');
        json_put_id(j, "org", r->orgs.at[i].org.n);
        json_put_str(j, "name", r->orgs.at[i].name);
        put_figures(j, r->orgs.at[i].n);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

enum err matter_json_report(struct ctx *ctx, const void *input, struct buf *out_json)
{
    const struct report_figures_in *in = input;
    enum matter_period_kind kind = (enum matter_period_kind)in->kind;
    struct matter_period period = matter_period_step(matter_period_of(kind, ctx_today(ctx)), -1);
    struct matter_report *report = ARENA_NEW(ctx->arena, struct matter_report);
    if (!str_empty(in->period) && !matter_period_parse(kind, in->period, &period))
        return ctx_fail(ctx, ERR_INVALID, "period", T("写成 2026-W46 或 2026-11 的样子"));
    enum err e = matter_report_make(ctx, period, 0, report);
    if (e)
        return e;
    struct json_out j = json_to(out_json);
    put_report(ctx, &j, report);
    return ERR_OK;
}
