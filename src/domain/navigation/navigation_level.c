/* Levels beside each other: the world, the country, the province, the city, the zone. GB/T 39551
 * asks where the region stands; each level is a query within the figure's own. */
#include "base/i18n.h"
#include "domain/navigation/navigation_figure.h"

struct level {
    struct str name, query;
};

struct levels {
    struct level at[NAVIGATION_LEVELS_MAX];
    size_t n;
};

/* "中国：office:CN": the name ends at the first colon, full-width or not. */
static bool cut_name(struct str line, struct level *out)
{
    size_t wide = str_find(line, STR("："), 0), narrow = str_find_char(line, ':', 0);
    if (wide == SIZE_MAX && narrow == SIZE_MAX)
        return false;
    bool full = narrow == SIZE_MAX || wide < narrow;
    size_t at = full ? wide : narrow;
    out->name = str_trim(str_slice(line, 0, at));
    out->query = str_trim(str_slice(line, at + (full ? STR("：").len : 1), line.len));
    return out->name.len;
}

static enum err read_levels(struct ctx *ctx, struct str lines, struct levels *out)
{
    struct str rest = str_or_empty(lines), line;
    out->n = 0;
    while (str_cut(&rest, '\n', &line)) {
        line = str_trim(line);
        if (str_empty(line))
            continue;
        if (out->n == NAVIGATION_LEVELS_MAX)
            return ctx_fail(ctx, ERR_LIMIT, "levels", T("最多比较 8 级"));
        if (!cut_name(line, &out->at[out->n++]))
            return ctx_fail_detail(ctx, ERR_INVALID, "levels", T("这一行要写成“名称：检索式”：{}"),
                                   line);
    }
    if (out->n < 2)
        return ctx_fail(ctx, ERR_INVALID, "levels", T("至少写两级，一行一级，从大到小"));
    return ERR_OK;
}

/* One level ------------------------------------------------------------------------------------ */

struct one {
    int64_t total;
    struct str asked, query; /* query: as understood */
    int32_t newest;
    struct patent_cell growth, applicants, cr4;
};

static void pick(const struct patent_analysis *a, const char *key, struct patent_cell *out)
{
    const struct patent_figure *f = patent_figure(a, key);
    if (f)
        *out = f->value;
    out->behind = !str_null(out->find); /* without a query only the analysis itself could open it */
}

/* newest: of all levels, so that the same years are complete in each; 0: its own. */
static enum err grow(struct ctx *ctx, const struct navigation_ask *ask, int32_t newest,
                     struct str query, struct one *out, struct patent_analysis *growth)
{
    struct patent_analysis_in in = navigation_question(ask, PATENT_GROWTH, query);
    in.limit = 1;
    in.newest = newest;
    enum err e = patent_analysis(ctx, &in, growth);
    if (e)
        return e;
    pick(growth, "cagr", &out->growth);
    pick(growth, "cagr5", &out->growth); /* where there are enough years */
    return ERR_OK;
}

static enum err count(struct ctx *ctx, const struct navigation_ask *ask, const struct level *level,
                      struct one *out, struct patent_analysis *growth)
{
    struct patent_analysis firms;
    *out = (struct one){.asked = navigation_both(ctx->arena, ask->query, level->query)};
    struct patent_analysis_in in = navigation_question(ask, PATENT_CONCENTRATION, out->asked);
    in.limit = 1;
    enum err e = grow(ctx, ask, 0, out->asked, out, growth);
    if (e || (e = patent_analysis(ctx, &in, &firms)))
        return e;
    out->total = growth->total;
    out->query = growth->query;
    out->newest = growth->newest;
    pick(&firms, "applicants", &out->applicants);
    pick(&firms, "cr4", &out->cr4);
    return ERR_OK;
}

/* A level whose newest record is older would end its growth with an earlier year. */
static enum err to_the_same_year(struct ctx *ctx, const struct navigation_ask *ask, struct one *of,
                                 size_t n)
{
    struct patent_analysis growth;
    int32_t newest = 0;
    enum err e = ERR_OK;
    for (size_t i = 0; i < n; i++)
        newest = of[i].newest > newest ? of[i].newest : newest;
    for (size_t i = 0; !e && i < n; i++)
        if (of[i].newest < newest)
            e = grow(ctx, ask, newest, of[i].asked, &of[i], &growth);
    return e;
}

/* The table ------------------------------------------------------------------------------------ */

static struct patent_cell share(int64_t n, int64_t whole, struct str find)
{
    if (!whole)
        return (struct patent_cell){.kind = PATENT_CELL_NONE};
    return (struct patent_cell){
        .kind = PATENT_CELL_PERCENT, .x = (double)n / (double)whole, .digits = 2, .find = find};
}

static struct patent_grid *begin(struct ctx *ctx, const struct navigation_ask *ask,
                                 struct navigation_computed *out)
{
    static const struct {
        const char *key, *title;
    } columns[] = {{"level", "层级"},
                   {"count", "件数"},
                   {"share", "占第一级"},
                   {"above", "占上一级"},
                   {"growth", "近五年年均增长"},
                   {"applicants", "申请人"},
                   {"cr4", "前四位占（CR4）"}};
    struct patent_grid *g = VEC_ADD(ctx->arena, &out->answer.grids);
    *g = (struct patent_grid){
        .key = "levels", .title = STR("各级比较"), .chart = PATENT_CHART_BARS, .value = 1};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        *VEC_ADD(ctx->arena, &g->columns) = (struct patent_column){
            .key = str_from(columns[i].key),
            .title = i == 1 && ask->family ? STR("族数") : str_from(columns[i].title),
            .number = i > 0};
    g->note = STR("每一级是它的检索式在这个图表的范围里检出的，不要求一级包含在上一级里：受理局、申"
                  "请人地区各按自己的口径。增长只用公布齐的年份，各级按其中最新的公布日看；不满六年"
                  "的用全部年份。");
    return g;
}

static void add_row(struct ctx *ctx, struct patent_grid *g, const struct level *level,
                    const struct one *is, const struct one *above, const struct one *first)
{
    struct patent_row *row = VEC_ADD(ctx->arena, &g->rows);
    *row =
        (struct patent_row){.cells = ARENA_ARRAY(ctx->arena, struct patent_cell, g->columns.n + 1)};
    row->cells[0] = (struct patent_cell){.kind = PATENT_CELL_TEXT, .text = level->name};
    row->cells[1] = (struct patent_cell){
        .kind = PATENT_CELL_INT, .n = is->total, .counts = true, .behind = true, .find = is->query};
    row->cells[2] = share(is->total, first->total, is->query);
    if (above)
        row->cells[3] = share(is->total, above->total, is->query);
    row->cells[4] = is->growth;
    row->cells[5] = is->applicants;
    row->cells[6] = is->cr4;
    row->sub = level->query;
}

enum err navigation_compute_levels(struct ctx *ctx, const struct navigation_ask *ask,
                                   struct navigation_computed *out)
{
    struct levels levels;
    struct patent_analysis first = {0}, next;
    struct one of[NAVIGATION_LEVELS_MAX];
    struct buf words;
    enum err e = read_levels(ctx, ask->levels, &levels);
    for (size_t i = 0; !e && i < levels.n; i++)
        e = count(ctx, ask, &levels.at[i], &of[i], i ? &next : &first);
    if (!e)
        e = to_the_same_year(ctx, ask, of, levels.n);
    if (e)
        return e;
    out->answer = (struct patent_analysis){.query = first.query,
                                           .family = first.family,
                                           .records = first.records,
                                           .total = first.total,
                                           .newest = first.newest,
                                           .hash = first.hash};
    struct patent_grid *g = begin(ctx, ask, out);
    buf_init(&words, ctx->arena, 8192);
    for (size_t i = 0; i < levels.n; i++) {
        add_row(ctx, g, &levels.at[i], &of[i], i ? &of[i - 1] : NULL, &of[0]);
        buf_print(&words, "%s%.*s %lld", i ? "，" : "", STR_ARG(levels.at[i].name),
                  (long long)of[i].total);
    }
    buf_print(&words, " %s", ask->family ? "族" : "件");
    out->understood = first.query;
    out->words = buf_str(&words);
    out->top = of[levels.n - 1].total;
    out->whole = of[0].total;
    out->records = first.records;
    out->newest = first.newest;
    out->found = str_or_empty(first.hash);
    return ERR_OK;
}
