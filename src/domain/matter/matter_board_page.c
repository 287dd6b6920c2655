/* The board: few figures, each with its numerator and denominator, its trend and its records. */
#include "domain/matter/matter_page.h"
#include "domain/matter/page/board.tmpl.h"
#include "domain/matter/page/matter_route.h"
#include "web/chart.h"
#include "web/i18n.h"

enum { BOARD_WORST = 6, BOARD_MONTHS = 12 };

static struct url board_url(struct ctx *ctx, const char *name, struct str value)
{
    struct form_pair *pair = ARENA_NEW(ctx->arena, struct form_pair);
    *pair = (struct form_pair){str_from(name), value};
    return url_with(ctx->arena, url_matter_list(ctx->arena), (struct form_pairs){pair, 1});
}

static struct url department_url(struct ctx *ctx, struct org_id org, bool late)
{
    struct form_pair *pairs = ARENA_ARRAY(ctx->arena, struct form_pair, 2);
    pairs[0] =
        (struct form_pair){STR("department"), str_print(ctx->arena, "%lld", (long long)org.n)};
    pairs[1] = (struct form_pair){STR("due"), STR("late")};
    return url_with(ctx->arena, url_matter_list(ctx->arena),
                    (struct form_pairs){pairs, late ? 2 : 1});
}

/* ---- rates ----------------------------------------------------------------------------------- */

static struct str rate_value(struct arena *arena, const struct matter_rate *rate)
{
    if (!rate->denominator)
        return STR("–");
    return str_print(arena, "%.1f", 100.0 * (double)rate->numerator / (double)rate->denominator);
}

static struct str rate_note(struct ctx *ctx, const struct matter_rate *rate)
{
    int64_t left_out = 0;
    for (size_t i = 0; i < rate->left_out_n; i++)
        left_out += rate->left_out[i].n;
    struct str fraction = str_print(ctx->arena, "%lld/%lld", (long long)rate->numerator,
                                    (long long)rate->denominator);
    if (!left_out)
        return fraction;
    struct str not_counted = tr_with(ctx->arena, ctx->lang, T("，免计 {}"),
                                     str_print(ctx->arena, "%lld", (long long)left_out));
    return str_print(ctx->arena, "%.*s%.*s", STR_ARG(fraction), STR_ARG(not_counted));
}

static struct str rate_cell(struct arena *arena, const struct matter_rate *rate)
{
    if (!rate->denominator)
        return STR("–");
    return str_print(arena, "%.1f %% (%lld/%lld)",
                     100.0 * (double)rate->numerator / (double)rate->denominator,
                     (long long)rate->numerator, (long long)rate->denominator);
}

static double rate_point(const struct matter_rate *rate)
{
    return rate->denominator ? (double)rate->numerator / (double)rate->denominator : -1;
}

/* ---- figures --------------------------------------------------------------------------------- */

enum trend { TREND_RAISED, TREND_RESPONSE, TREND_SOLVED, TREND_SATISFIED };

static struct html trend(struct ctx *ctx, const struct matter_board *board, enum trend what)
{
    double *values = ARENA_ARRAY(ctx->arena, double, board->months.n + 1);
    for (size_t i = 0; i < board->months.n; i++) {
        const struct matter_board_month *m = &board->months.at[i];
        values[i] = what == TREND_RAISED     ? (double)m->raised
                    : what == TREND_RESPONSE ? rate_point(&m->response)
                    : what == TREND_SOLVED   ? rate_point(&m->solved)
                                             : rate_point(&m->satisfied);
    }
    return chart_spark(ctx->arena, values, board->months.n);
}

static void add_count(struct ctx *ctx, struct matter_board_page *p, const char *label, int64_t n,
                      struct url url, struct str note)
{
    struct matter_figure f = {
        .url = url,
        .label = label,
        .value = str_print(ctx->arena, "%lld", (long long)n),
        .unit = T("件"),
        .note = note,
    };
    *VEC_ADD(ctx->arena, &p->figures) = f;
}

static void add_rate(struct ctx *ctx, struct matter_board_page *p, const char *label,
                     const struct matter_rate *rate, enum trend what)
{
    struct matter_figure f = {
        .url = board_url(ctx, "all", STR("1")),
        .label = label,
        .value = rate_value(ctx->arena, rate),
        .unit = rate->denominator ? "%" : "",
        .note = rate_note(ctx, rate),
        .spark = trend(ctx, p->board, what),
    };
    *VEC_ADD(ctx->arena, &p->figures) = f;
}

static void fill_figures(struct ctx *ctx, struct matter_board_page *p)
{
    const struct matter_board *b = p->board;
    int64_t raised = b->months.n ? b->months.at[b->months.n - 1].raised : 0;
    struct str detail = str_print(ctx->arena, "%lld", (long long)raised);
    add_count(ctx, p, T("未结事项"), b->open, url_matter_list(ctx->arena),
              tr_with(ctx->arena, ctx->lang, T("本月提出 {} 件"), detail));
    p->figures.at[0].spark = trend(ctx, b, TREND_RAISED);
    detail = str_print(ctx->arena, "%lld/%lld", (long long)b->overdue, (long long)b->open);
    add_count(ctx, p, T("■ 超期"), b->overdue, board_url(ctx, "due", STR("late")),
              tr_with(ctx->arena, ctx->lang, T("占未结 {}"), detail));
    detail = str_print(ctx->arena, "%lld", (long long)b->silent);
    add_count(ctx, p, T("▲ 临期"), b->soon, board_url(ctx, "due", STR("week")),
              tr_with(ctx->arena, ctx->lang, T("一周无进展 {} 项"), detail));
    add_rate(ctx, p, T("响应率"), &b->response, TREND_RESPONSE);
    add_rate(ctx, p, T("解决率"), &b->solved, TREND_SOLVED);
    add_rate(ctx, p, T("满意率"), &b->satisfied, TREND_SATISFIED);
}

/* ---- departments and months ------------------------------------------------------------------ */

static void fill_orgs(struct ctx *ctx, struct matter_board_page *p)
{
    const struct matter_board *b = p->board;
    struct chart_bar *bars = ARENA_ARRAY(ctx->arena, struct chart_bar, b->orgs.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < b->orgs.n; i++) {
        const struct matter_board_org *o = &b->orgs.at[i];
        int64_t promises = o->kept + o->kept_late + o->broken;
        struct matter_board_line line = {
            .org = o,
            .open = department_url(ctx, o->org, false),
            .overdue = department_url(ctx, o->org, true),
            .response = rate_cell(ctx->arena, &o->response),
            .solved = rate_cell(ctx->arena, &o->solved),
            .satisfied = rate_cell(ctx->arena, &o->satisfied),
            .kept = str_print(ctx->arena, "%lld/%lld", (long long)(o->kept + o->kept_late),
                              (long long)promises),
        };
        *VEC_ADD(ctx->arena, &p->orgs) = line;
        if (o->open)
            bars[n++] = (struct chart_bar){o->name, {o->open - o->overdue, 0, o->overdue}};
    }
    p->orgs_chart = chart_bars(ctx->arena, tr(ctx->lang, T("各部门在办事项")), bars, n);
}

static void fill_months(struct ctx *ctx, struct matter_board_page *p)
{
    const struct matter_board *b = p->board;
    struct chart_period *periods = ARENA_ARRAY(ctx->arena, struct chart_period, b->months.n + 1);
    for (size_t i = 0; i < b->months.n; i++)
        periods[i] = (struct chart_period){b->months.at[i].month, b->months.at[i].raised,
                                           b->months.at[i].resolved};
    p->months_chart =
        chart_lines(ctx->arena, tr(ctx->lang, T("每月提出与办结")), periods, b->months.n);
}

static enum err fill_worst(struct ctx *ctx, struct matter_board_page *p)
{
    struct matter_list_in in = {
        .overdue = true, .open = true, .order = MATTER_ORDER_DUE, .limit = BOARD_WORST};
    struct matter_list list;
    enum err e = matter_find_list(ctx, &in, &list);
    for (size_t i = 0; !e && i < list.rows.n; i++)
        *VEC_ADD(ctx->arena, &p->worst) = matter_row_view(ctx, &list.rows.at[i]);
    return e;
}

enum err matter_board_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_board_in in = {.months = BOARD_MONTHS};
    struct matter_board *board = ARENA_NEW(ctx->arena, struct matter_board);
    struct matter_board_page p = {.board = board, .now_us = ctx->now_us};
    enum err e = matter_find_board(ctx, &in, board);
    if (e || (e = fill_worst(ctx, &p)))
        return e;
    fill_figures(ctx, &p);
    fill_orgs(ctx, &p);
    fill_months(ctx, &p);
    p.overdue = board->overdue;
    p.overdue_url = board_url(ctx, "due", STR("late"));
    req->title = tr(ctx->lang, T("看板"));
    matter_board_body(req, &p);
    return ERR_OK;
}
