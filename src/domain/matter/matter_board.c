/* The board: counters added up by month and department, and what the clock says at this instant. */
#include "core/counter.h"
#include "core/org.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_row.h"
#include "domain/matter/matter_tally.h"

enum { MONTHS_MAX = 36, BOARD_MONTHS = 12 };

/* What is late is counted to the last: part of it would make the rates untrue. The index answers,
 * and it costs by the late ones alone, however long the list is. */
enum { COUNT_ALL = INT32_MAX };

struct board {
    struct ctx *ctx;
    struct matter_board *out;
    int64_t viewer;
    int64_t first; /* month shown first, 202512 */
    int64_t total[MATTER_MEASURES_];
    int64_t (*by_month)[MATTER_MEASURES_]; /* beside out->months */
    int64_t (*by_org)[MATTER_MEASURES_];   /* beside out->orgs */
};

static int64_t month_back(int64_t month, int64_t n)
{
    int64_t count = month / 100 * 12 + month % 100 - 1 - n;
    return count / 12 * 100 + count % 12 + 1;
}

static void add_row(struct board *b, enum matter_measure measure, const struct counter_row *row)
{
    if (row->key1 < b->first)
        return;
    if (row->key2 == b->viewer) {
        b->total[measure] += row->n;
        for (size_t i = 0; i < b->out->months.n; i++)
            if (b->out->months.at[i].month == row->key1)
                b->by_month[i][measure] += row->n;
    }
    for (size_t i = 0; i < b->out->orgs.n; i++)
        if (b->out->orgs.at[i].org.n == row->key2)
            b->by_org[i][measure] += row->n;
}

static enum err add_measures(struct board *b)
{
    for (int m = 0; m < MATTER_MEASURES_; m++) {
        struct counter_row *rows;
        size_t n;
        enum err e =
            counter_rows(b->ctx, matter_measure_counter((enum matter_measure)m), &rows, &n);
        if (e)
            return e;
        for (size_t i = 0; i < n; i++)
            add_row(b, (enum matter_measure)m, &rows[i]);
    }
    return ERR_OK;
}

static void leave_out(struct matter_rate *rate, const char *why, int64_t n)
{
    if (!n)
        return;
    rate->left_out[rate->left_out_n].why = why;
    rate->left_out[rate->left_out_n].n = n;
    rate->left_out_n++;
}

static void leave_out_ends(struct matter_rate *rate, const int64_t m[MATTER_MEASURES_])
{
    leave_out(rate, T("未联系上"), m[MATTER_N_UNREACHED]);
    leave_out(rate, T("逾期未反馈"), m[MATTER_N_SILENT]);
    leave_out(rate, T("不予受理"), m[MATTER_N_REFUSED]);
    leave_out(rate, T("已撤回"), m[MATTER_N_WITHDRAWN]);
    leave_out(rate, T("已并入"), m[MATTER_N_MERGED]);
}

static struct matter_rate rate_of(struct matter_ratio ratio)
{
    return (struct matter_rate){.numerator = ratio.numerator, .denominator = ratio.denominator};
}

static void rates(const int64_t m[MATTER_MEASURES_], int64_t waiting, struct matter_rate *response,
                  struct matter_rate *solved, struct matter_rate *satisfied)
{
    *response = rate_of(matter_response_rate(m, waiting));
    *solved = rate_of(matter_solved_rate(m));
    *satisfied = rate_of(matter_satisfied_rate(m));
    leave_out_ends(solved, m);
    leave_out_ends(satisfied, m);
}

static enum err waiting_of(struct board *b, struct org_id org, int64_t *out_n)
{
    struct sql_duty_waiting_n_row row;
    enum err e = sql_duty_waiting_n(
        b->ctx->db, b->ctx->arena,
        &(struct sql_duty_waiting_n_in){b->ctx->park, org, b->ctx->now_us, COUNT_ALL}, &row);
    *out_n = e ? 0 : row.n;
    return e;
}

/* Fills the departments' rows; answers how many duties of all of them wait past the clock. */
static enum err fill_orgs(struct board *b, int64_t *out_waiting)
{
    struct ctx *ctx = b->ctx;
    *out_waiting = 0;
    for (size_t i = 0; i < b->out->orgs.n; i++) {
        struct matter_board_org *org = &b->out->orgs.at[i];
        struct sql_duty_overdue_n_row overdue;
        int64_t waiting;
        enum err e = waiting_of(b, org->org, &waiting);
        if (!e)
            e = sql_duty_overdue_n(
                ctx->db, ctx->arena,
                &(struct sql_duty_overdue_n_in){ctx->park, org->org, ctx->now_us, COUNT_ALL},
                &overdue);
        if (!e)
            e = counter_get(ctx, MATTER_COUNTER_OPEN, 0, org->org.n, &org->open);
        if (e)
            return e;
        org->overdue = overdue.n;
        org->kept = b->by_org[i][MATTER_N_KEPT];
        org->kept_late = b->by_org[i][MATTER_N_KEPT_LATE];
        org->broken = b->by_org[i][MATTER_N_BROKEN];
        rates(b->by_org[i], waiting, &org->response, &org->solved, &org->satisfied);
        *out_waiting += waiting;
    }
    return ERR_OK;
}

static void fill_months(struct board *b)
{
    for (size_t i = 0; i < b->out->months.n; i++) {
        struct matter_board_month *month = &b->out->months.at[i];
        month->raised = b->by_month[i][MATTER_N_RAISED];
        month->resolved = b->by_month[i][MATTER_N_RESOLVED];
        month->ended = b->by_month[i][MATTER_N_ENDED];
        rates(b->by_month[i], 0, &month->response, &month->solved, &month->satisfied);
    }
}

static enum err count_due(struct board *b, int64_t from, int64_t to, int64_t *out_n)
{
    struct sql_matter_overdue_n_row row;
    enum err e = sql_matter_overdue_n(
        b->ctx->db, b->ctx->arena,
        &(struct sql_matter_overdue_n_in){b->ctx->park, b->viewer, from, to, COUNT_ALL}, &row);
    *out_n = e ? 0 : row.n;
    return e;
}

static enum err fill_now(struct board *b, const struct matter_rules *rules)
{
    struct ctx *ctx = b->ctx;
    enum err e = matter_find_states(ctx, b->out->states);
    for (int64_t s = MATTER_DRAFT; s <= MATTER_RESOLVED; s++)
        b->out->open += b->out->states[s];
    int32_t soon =
        workday_add(ctx->calendar, ctx_today(ctx), rules->soon_days > 0 ? rules->soon_days : 1);
    if (!e)
        e = count_due(b, 0, ctx->now_us, &b->out->overdue);
    if (!e)
        e = count_due(b, ctx->now_us, instant_of_day(soon + 1, ctx->offset_min), &b->out->soon);
    return e;
}

static enum err list_orgs(struct board *b)
{
    struct ctx *ctx = b->ctx;
    struct org *orgs;
    size_t n;
    enum err e = org_departments(ctx, &orgs, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (b->viewer == 0 || orgs[i].id.n == b->viewer)
            *VEC_ADD(ctx->arena, &b->out->orgs) =
                (struct matter_board_org){.org = orgs[i].id, .name = org_called(&orgs[i])};
    return e;
}

enum err matter_find_board(struct ctx *ctx, const struct matter_board_in *in,
                           struct matter_board *out)
{
    *out = (struct matter_board){0};
    struct board b = {.ctx = ctx, .out = out};
    struct matter_rules rules;
    int64_t waiting, months = in->months ? in->months : BOARD_MONTHS;
    if (!matter_viewer(ctx, &b.viewer) || ctx_may(ctx, ROLE_FIRM))
        return ctx_fail(ctx, ERR_DENIED, NULL, T("您的角色看不到看板"));
    if (months < 1 || months > MONTHS_MAX)
        return ctx_fail(ctx, ERR_INVALID, "months", T("月数要在 1 到 36 之间"));
    enum err e = matter_settings(ctx, &rules);
    if (e || (e = list_orgs(&b)))
        return e;
    int64_t this_month = matter_month(ctx->now_us, ctx->offset_min);
    b.first = month_back(this_month, months - 1);
    for (int64_t i = months - 1; i >= 0; i--)
        *VEC_ADD(ctx->arena, &out->months) =
            (struct matter_board_month){.month = month_back(this_month, i)};
    b.by_month = arena_alloc_array(ctx->arena, out->months.n + 1, sizeof *b.by_month);
    b.by_org = arena_alloc_array(ctx->arena, out->orgs.n + 1, sizeof *b.by_org);
    if ((e = add_measures(&b)) || (e = fill_orgs(&b, &waiting)) || (e = fill_now(&b, &rules)))
        return e;
    fill_months(&b);
    rates(b.total, waiting, &out->response, &out->solved, &out->satisfied);
    out->score_milli = matter_score(&rules, matter_response_rate(b.total, waiting),
                                    matter_solved_rate(b.total), matter_satisfied_rate(b.total));
    return ERR_OK;
}
