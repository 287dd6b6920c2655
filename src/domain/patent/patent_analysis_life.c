/* The life cycle: cumulated applications, the logistic curve through them with its error, and the
 * share of a year's grants in the stock of five. */
#include <math.h>

#include "base/i18n.h"
#include "domain/patent/patent_analysis_fact.h"

enum { LIFE_UNITS_MIN = 30 };

struct life {
    int32_t first, last, complete;              /* years; the last one that is complete */
    int64_t *sum, *grants, *applicants, *found; /* [last - first + 1] */
    struct stat_fit fit;
};

static void count_life(struct facts *f, struct life *l)
{
    size_t years = (size_t)(l->last - l->first + 1);
    uint32_t *begun = ARENA_ARRAY(&f->arena, uint32_t, f->unit_n + 1);
    struct tally granted = {.arena = &f->arena}, names, found;
    l->sum = ARENA_ARRAY(&f->arena, int64_t, years + 1);
    l->grants = ARENA_ARRAY(&f->arena, int64_t, years + 1);
    l->applicants = ARENA_ARRAY(&f->arena, int64_t, years + 1);
    l->found = ARENA_ARRAY(&f->arena, int64_t, years + 1);
    for (size_t i = 0; i < f->all.n; i++) {
        const struct fact *fact = &f->all.at[i];
        uint32_t year = (uint32_t)fact_year(f, fact), *was = &begun[fact->unit];
        *was = year && (*was == 0 || year < *was) ? year : *was;
        if (fact->day[DAY_PUBLISHED] != DAY_NONE &&
            str_eq(word_of(f, OF_TYPE, fact->of[OF_TYPE].at[0]), STR("B")))
            tally_add(&granted, fact->unit, (uint32_t)day_date(fact->day[DAY_PUBLISHED]).year, 0);
    }
    tally_done(&granted);
    tally_key_years(f, OF_APPLICANT, &names);
    tally_years(f, &found);
    for (uint32_t unit = 0; unit < f->unit_n; unit++)
        if (begun[unit] && (int32_t)begun[unit] >= l->first)
            l->sum[(int32_t)begun[unit] - l->first]++;
        else if (begun[unit])
            l->sum[0]++;
    for (size_t i = 0; i < names.of.n; i++)
        if ((int32_t)names.of.at[i].b >= l->first && !is_unknown(f, OF_APPLICANT, names.of.at[i].a))
            l->applicants[(int32_t)names.of.at[i].b - l->first]++;
    for (size_t y = 0; y < years; y++) {
        l->sum[y] += y ? l->sum[y - 1] : 0;
        l->grants[y] = tally_get(&granted, (uint32_t)(l->first + (int32_t)y), 0);
        l->found[y] = tally_get(&found, (uint32_t)(l->first + (int32_t)y), 0);
    }
}

/* Only through complete years. Why not, if not: in `says`. */
static void fit_life(struct facts *f, struct life *l)
{
    size_t n = l->complete < l->first ? 0 : (size_t)(l->complete - l->first + 1);
    size_t with_open = (size_t)(l->last - l->first + 1);
    double *x = ARENA_ARRAY(&f->arena, double, n + 1), *y = ARENA_ARRAY(&f->arena, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        x[i] = l->first + (double)i;
        y[i] = (double)l->sum[i];
    }
    l->fit = (struct stat_fit){.why = STAT_TOO_SHORT};
    if (n < STAT_FIT_POINTS_MIN && with_open >= STAT_FIT_POINTS_MIN)
        says(f, say(f, T("不作拟合：要凑够六年就得用上还没有公布齐的年份。")));
    else if (n < STAT_FIT_POINTS_MIN)
        says(f, say_int(f, T("不作拟合：公布齐的只有 {} 年，少于六年。"), (int64_t)n));
    else if (l->sum[n - 1] < LIFE_UNITS_MIN)
        says(f,
             say_int(f, T("不作拟合：公布齐的年份里只有 {} 件（族），少于三十。"), l->sum[n - 1]));
    else
        l->fit = stat_logistic(x, y, n);
    if (l->fit.why == STAT_NO_GROWTH)
        says(f, say(f, T("不作拟合：累计数没有增长。")));
    if (l->fit.why == STAT_NO_BEND)
        says(
            f,
            say(f, T("不作拟合：还看不到拐弯，上限 K 会是编出来的（算得超过现有累计的二十倍）。")));
    if (l->fit.why == STAT_NO_END)
        says(f, say(f, T("不作拟合：迭代没有收敛。")));
}

static struct patent_cell real(double x, int32_t digits, const struct fact_opens *opens)
{
    return cell_real((struct stat_value){isfinite(x), x}, digits, opens);
}

/* The bounds are those of most reports; they are said beside the name. */
static void stage_figure(struct facts *f, double share, const struct fact_opens *opens)
{
    const char *name = share < 0.1   ? T("萌芽期")
                       : share < 0.5 ? T("成长期")
                       : share < 0.9 ? T("成熟期")
                                     : T("饱和期");
    figure_add(f, "stage", T("阶段"), cell_text(f, say(f, name), opens),
               say(f, T("以 K 的 10 %、50 %、90 % 为界，是约定的")));
}

static void life_figures(struct facts *f, const struct life *l)
{
    const struct stat_fit *fit = &l->fit;
    int64_t now = l->sum[l->complete - l->first];
    const struct fact_opens *all = find_one(f, clause_years(f, 0, l->complete));
    struct patent_cell reached = cell_percent((struct stat_value){true, (double)now / fit->k}, all);
    struct str years = str_print(f->ctx->arena, "%d—%d, n = %zu", l->first, l->complete, fit->n);
    figure_add(f, "k", T("上限 K"), real(fit->k, 0, all), say(f, T("曲线趋向的累计数，不是预言")));
    figure_add(f, "a", T("增长速率 a"), real(fit->a, 4, all), say(f, T("每年")));
    figure_add(f, "t0", T("拐点 t0"), real(fit->t0, 1, all), say(f, T("到 K 的一半的那一年")));
    figure_add(f, "rmse", T("拟合误差 RMSE"), real(fit->rmse, 2, all), years);
    figure_add(f, "r2", "R²", real(fit->r2, 4, all), years);
    figure_add(f, "span", T("10 % 到 90 % 历时"), real(log(81) / fit->a, 1, all), say(f, T("年")));
    figure_add(f, "reached", T("已到 K 的"), reached,
               str_print(f->ctx->arena, "%lld / %.0f (%d)", (long long)now, fit->k, l->complete));
    stage_figure(f, (double)now / fit->k, all);
}

static void life_row(struct facts *f, struct patent_grid *g, const struct life *l, int32_t year)
{
    struct patent_row *row = grid_row(f, g);
    size_t y = (size_t)(year - l->first);
    size_t from = y + 1 > STAT_MATURITY_YEARS ? y + 1 - STAT_MATURITY_YEARS : 0;
    const struct fact_opens *until = find_one(f, clause_years(f, 0, year));
    const struct fact_opens *five = find_one(f, clause_granted(f, l->first + (int32_t)from, year));
    row->open = year > l->complete;
    row->cells[0] = cell_text(f, str_print(f->ctx->arena, "%d", year), NULL);
    row->cells[1] = cell_int(l->found[y], find_one(f, clause_year(f, year)));
    row->cells[2] = cell_int(l->sum[y], until);
    if (l->fit.why == STAT_FITTED && !row->open) {
        row->cells[3] = real(stat_logistic_at(&l->fit, year), 1, until);
        row->cells[4] = real((double)l->sum[y] - stat_logistic_at(&l->fit, year), 1, until);
    }
    row->cells[5] = cell_number(l->applicants[y],
                                find_two(f, clause_year(f, year), clause_known(f, OF_APPLICANT)));
    row->cells[6] = cell_int(l->grants[y], find_one(f, clause_granted(f, year, year)));
    if (f->newest == DAY_NONE || year < day_date(f->newest).year) /* the running year is short */
        row->cells[7] = cell_real(stat_maturity(l->grants + from, y + 1 - from), 3, five);
}

enum err analysis_life(struct facts *f)
{
    struct life l = {0};
    if (!facts_years(f, &l.first, &l.last)) {
        says(f, say(f, T("没有一件写明日期，画不出生命周期。")));
        return ERR_OK;
    }
    l.complete = l.last >= f->open_year ? f->open_year - 1 : l.last;
    count_life(f, &l);
    fit_life(f, &l);
    if (l.fit.why == STAT_FITTED)
        life_figures(f, &l);
    struct patent_grid *g = grid_new(f, "years", T("历年累计和曲线"));
    grid_column(f, g, "year", T("年份"), false);
    grid_column(f, g, "count", f->in->family ? T("族数") : T("件数"), true);
    grid_column(f, g, "cumulative", T("累计"), true);
    grid_column(f, g, "fitted", T("曲线"), true);
    grid_column(f, g, "residual", T("差"), true);
    grid_column(f, g, "applicants", T("申请人"), true);
    grid_column(f, g, "grants", T("发明授权"), true);
    grid_column(f, g, "maturity", T("成熟度 v"), true);
    g->chart = PATENT_CHART_CURVE;
    g->value = 2;
    g->line = 3;
    for (int32_t year = l.first; year <= l.last; year++)
        life_row(f, g, &l, year);
    g->note =
        say(f, T("曲线 N(t) = K ÷ (1 + exp(−a (t − t0)))，最小二乘，只用公布齐的年份。v = 当年"
                 "发明授权 ÷ 连同前四年的发明授权（授权文本的公布年）：年轻的领域接近 1，"
                 "越老越小。标 * 的年份还没有公布齐，只画点。"));
    return ERR_OK;
}
