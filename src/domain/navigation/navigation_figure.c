#include "domain/navigation/navigation_figure.h"

#include "base/i18n.h"

enum { SCRATCH_MAX = 900 << 20, SAID_FIGURES = 3 };

static void release(void *arena)
{
    arena_release(arena);
}

struct arena *navigation_scratch(struct ctx *ctx)
{
    struct arena *arena = ARENA_NEW(ctx->arena, struct arena);
    arena_init(arena, SCRATCH_MAX);
    arena_defer(ctx->arena, release, arena);
    return arena;
}

/* Asking --------------------------------------------------------------------------------------- */

struct str navigation_both(struct arena *arena, struct str a, struct str b)
{
    a = str_trim(str_or_empty(a));
    b = str_trim(str_or_empty(b));
    if (str_empty(a) || str_empty(b))
        return str_empty(a) ? b : a;
    return str_print(arena, "(\n%.*s\n) AND (\n%.*s\n)", STR_ARG(a), STR_ARG(b));
}

struct patent_analysis_in navigation_question(const struct navigation_ask *ask, int64_t what,
                                              struct str query)
{
    return (struct patent_analysis_in){.what = what,
                                       .query = query,
                                       .set = ask->set.n,
                                       .version = ask->version,
                                       .cutoff = ask->cutoff,
                                       .family = ask->family,
                                       .day = ask->day,
                                       .level = ask->level,
                                       .by = ask->by,
                                       .first_class = ask->first_class,
                                       .limit = ask->most ? ask->most : NAVIGATION_ROWS,
                                       .technology = ask->technology,
                                       .effect = ask->effect};
}

/* Walking -------------------------------------------------------------------------------------- */

struct walking {
    const patent_ids *only;
    navigation_walk_fn *fn;
    void *arg;
};

static enum err walk_one(void *arg, const struct patent_seen *seen)
{
    const struct walking *w = arg;
    if (w->only && !patent_ids_have(w->only, seen->doc.id))
        return ERR_OK;
    return w->fn(w->arg, seen);
}

static struct str until(struct arena *arena, const struct navigation_ask *ask)
{
    if (ask->cutoff == DAY_NONE || ask->cutoff <= 0)
        return ask->query;
    struct date d = day_date(ask->cutoff);
    return navigation_both(
        arena, ask->query,
        str_print(arena, "pbd:[* TO %04d%02d%02d]", (int)d.year, (int)d.month, (int)d.day));
}

enum err navigation_walk(struct ctx *ctx, const struct navigation_ask *ask, struct str find,
                         navigation_walk_fn *fn, void *arg)
{
    struct walking w = {NULL, fn, arg};
    struct str query = str_null(find) ? until(ctx->arena, ask) : find;
    patent_ids members = {0};
    enum err e = ERR_OK;
    struct arena *arena = navigation_scratch(ctx);
    if (ask->version) {
        e = patent_version_ids(ctx, arena, ask->set, ask->version, &members);
        w.only = &members;
    }
    if (!e)
        e = patent_hits(ctx, query, w.only ? 0 : ask->set.n, NULL, walk_one, &w);
    arena_release(arena);
    return e;
}

/* The answer in one line ----------------------------------------------------------------------- */

static const char *unit(bool family)
{
    return family ? "族" : "件";
}

static const struct patent_grid *first_grid(const struct patent_analysis *a)
{
    return a->grids.n && a->grids.at[0].rows.n ? &a->grids.at[0] : NULL;
}

/* The newest year that is complete. */
static void sum_trend(struct arena *arena, struct navigation_computed *c)
{
    const struct patent_grid *g = first_grid(&c->answer);
    const struct patent_row *newest = NULL;
    int64_t year;
    const char *u = unit(c->answer.family);
    for (size_t i = 0; g && i < g->rows.n; i++)
        if (!g->rows.at[i].open && str_int(g->rows.at[i].cells[0].text, &year))
            newest = &g->rows.at[i];
    c->top = newest ? newest->cells[1].n : 0;
    c->words =
        newest
            ? str_print(arena, "%.*s 年 %lld %s，各年合计 %lld %s", STR_ARG(newest->cells[0].text),
                        (long long)c->top, u, (long long)c->whole, u)
            : str_print(arena, "各年合计 %lld %s，没有公布齐的年份", (long long)c->whole, u);
}

/* The first of a ranking. */
static void sum_rank(struct arena *arena, struct navigation_computed *c)
{
    const struct patent_grid *g = first_grid(&c->answer);
    if (!g)
        return;
    c->top = g->rows.at[0].cells[1].n;
    c->words = str_print(arena, "第一位是 %.*s，占 %.*s", STR_ARG(g->rows.at[0].cells[0].text),
                         STR_ARG(navigation_percent(arena, c->top, c->whole)));
}

static void sum_concentration(struct arena *arena, struct navigation_computed *c)
{
    const struct patent_figure *cr4 = patent_figure(&c->answer, "cr4"),
                               *hhi = patent_figure(&c->answer, "hhi");
    struct str rest = cr4 ? cr4->note : STR(""), part; /* "9 / 11" */
    if (!cr4 || !hhi || !str_cut(&rest, '/', &part) || !str_int(str_trim(part), &c->top) ||
        !str_int(str_trim(rest), &c->whole))
        return;
    c->words = str_print(arena, "前四位占 %.*s，赫芬达尔指数 %.*s",
                         STR_ARG(navigation_percent(arena, c->top, c->whole)),
                         STR_ARG(hhi->value.kind == PATENT_CELL_REAL
                                     ? str_print(arena, "%.0f", hhi->value.x)
                                     : patent_cell_text(arena, &hhi->value)));
}

static void sum_legal(struct arena *arena, struct navigation_computed *c)
{
    const struct patent_grid *g = first_grid(&c->answer);
    c->top = 0;
    for (size_t i = 0; g && i < g->rows.n; i++)
        if (str_eq(g->rows.at[i].cells[0].text, STR("有效")))
            c->top = g->rows.at[i].cells[1].n;
    c->words =
        str_print(arena, "有效的占 %.*s", STR_ARG(navigation_percent(arena, c->top, c->whole)));
}

/* Its first figures; of one without: how large its table is. */
static void sum_other(struct arena *arena, struct navigation_computed *c)
{
    const struct patent_analysis *a = &c->answer;
    struct buf b;
    buf_init(&b, arena, 4096);
    for (size_t i = 0; i < a->figures.n && i < SAID_FIGURES; i++) {
        const struct patent_figure *f = &a->figures.at[i];
        buf_print(&b, "%s%.*s %.*s", i ? "，" : "", STR_ARG(f->label),
                  STR_ARG(patent_cell_text(arena, &f->value)));
    }
    const struct patent_grid *g = first_grid(a);
    if (!b.len && g)
        buf_print(&b, "%lld %s，%.*s %zu 行", (long long)a->total, unit(a->family),
                  STR_ARG(g->title), g->rows.n);
    if (b.len)
        c->words = buf_str(&b);
}

static void sum_up(struct arena *arena, struct navigation_computed *c)
{
    const struct patent_analysis *a = &c->answer;
    c->top = c->whole = a->total;
    c->words = a->records ? str_print(arena, "%lld %s", (long long)a->total, unit(a->family))
                          : STR("没有检出");
    if (!a->records)
        return;
    switch ((enum patent_what)a->what) {
    case PATENT_TREND:
        sum_trend(arena, c);
        return;
    case PATENT_CLASSES:
    case PATENT_APPLICANTS:
    case PATENT_INVENTORS:
    case PATENT_PLACES:
        sum_rank(arena, c);
        return;
    case PATENT_CONCENTRATION:
        sum_concentration(arena, c);
        return;
    case PATENT_LEGAL:
        sum_legal(arena, c);
        return;
    default:
        sum_other(arena, c);
    }
}

/* Computing ------------------------------------------------------------------------------------ */

static void take(struct navigation_computed *c)
{
    c->understood = c->answer.query;
    c->records = c->answer.records;
    c->newest = c->answer.newest;
    c->found = str_or_empty(c->answer.hash);
}

/* What is said of pages whose cells open what the collection holds now is not true of figures:
 * theirs open the version's records. */
static void drop_says(struct patent_analysis *a)
{
    size_t kept = 0;
    for (size_t i = 0; i < a->says.n; i++)
        if (!str_has(a->says.at[i], STR("点开")))
            a->says.at[kept++] = a->says.at[i];
    a->says.n = kept;
}

static void share_row(struct ctx *ctx, struct patent_grid *g, const char *name, int64_t n,
                      int64_t whole, struct str find)
{
    struct patent_row *row = VEC_ADD(ctx->arena, &g->rows);
    *row = (struct patent_row){.cells = ARENA_ARRAY(ctx->arena, struct patent_cell, 4)};
    row->cells[0] = (struct patent_cell){.kind = PATENT_CELL_TEXT, .text = str_from(name)};
    row->cells[1] = (struct patent_cell){
        .kind = PATENT_CELL_INT, .n = n, .counts = true, .behind = true, .find = find};
    if (whole)
        row->cells[2] = (struct patent_cell){
            .kind = PATENT_CELL_PERCENT, .x = (double)n / (double)whole, .digits = 2, .find = find};
}

static void share_table(struct ctx *ctx, const struct patent_analysis *all,
                        struct navigation_computed *out)
{
    struct patent_analysis *a = &out->answer;
    struct patent_grid *g = VEC_ADD(ctx->arena, &a->grids);
    *g = (struct patent_grid){.key = "share",
                              .title = STR("占比"),
                              .note = STR(""),
                              .chart = PATENT_CHART_BARS,
                              .value = 1};
    *VEC_ADD(ctx->arena, &g->columns) =
        (struct patent_column){.key = STR("part"), .title = STR("哪些")};
    *VEC_ADD(ctx->arena, &g->columns) = (struct patent_column){
        .key = STR("count"), .title = all->family ? STR("族数") : STR("件数"), .number = true};
    *VEC_ADD(ctx->arena, &g->columns) =
        (struct patent_column){.key = STR("share"), .title = STR("占比"), .number = true};
    share_row(ctx, g, "检索式检出的", out->top, out->whole, out->understood);
    share_row(ctx, g, "全部", out->whole, out->whole, all->query);
}

/* The share of what a query finds; both are counted by the rules of the analyses. */
static enum err compute_share(struct ctx *ctx, const struct navigation_ask *ask,
                              struct navigation_computed *out)
{
    struct patent_analysis found, all;
    struct patent_analysis_in in = navigation_question(ask, PATENT_TREND, ask->query);
    if (str_empty(str_trim(ask->query)))
        return ctx_fail(ctx, ERR_INVALID, "query", T("占比要写检索式：它检出的占全部多少"));
    enum err e = patent_analysis(ctx, &in, &found);
    in.query = STR("");
    if (!e)
        e = patent_analysis(ctx, &in, &all);
    if (e)
        return e;
    out->answer = (struct patent_analysis){.query = found.query,
                                           .family = found.family,
                                           .records = found.records,
                                           .total = found.total,
                                           .newest = all.newest,
                                           .hash = found.hash,
                                           .says = found.says};
    take(out);
    drop_says(&out->answer);
    out->top = found.total;
    out->whole = all.total;
    out->words = str_print(ctx->arena, "占 %.*s",
                           STR_ARG(navigation_percent(ctx->arena, found.total, all.total)));
    share_table(ctx, &all, out);
    return ERR_OK;
}

static enum err compute_analysis(struct ctx *ctx, const struct navigation_ask *ask,
                                 struct navigation_computed *out)
{
    int64_t what = ask->method - NAVIGATION_ANALYSES;
    struct patent_analysis_in in = navigation_question(ask, what, ask->query);
    if (what == PATENT_EFFECTS &&
        (str_empty(str_trim(ask->technology)) || str_empty(str_trim(ask->effect))))
        return ctx_fail(ctx, ERR_INVALID, str_empty(ask->technology) ? "technology" : "effect",
                        T("技术功效矩阵要写技术词和功效词"));
    enum err e = patent_analysis(ctx, &in, &out->answer);
    if (e)
        return e;
    take(out);
    drop_says(&out->answer);
    sum_up(ctx->arena, out);
    return ERR_OK;
}

enum err navigation_compute(struct ctx *ctx, const struct navigation_ask *ask,
                            struct navigation_computed *out)
{
    enum lang lang = ctx->lang;
    bool analysis =
        ask->method >= NAVIGATION_ANALYSES && ask->method < NAVIGATION_ANALYSES + PATENT_WHAT_N_;
    *out = (struct navigation_computed){.newest = DAY_NONE};
    ctx->lang = LANG_ZH; /* it is kept, and read by others */
    enum err e = ask->method == NAVIGATION_SHARE    ? compute_share(ctx, ask, out)
                 : ask->method == NAVIGATION_LEVELS ? navigation_compute_levels(ctx, ask, out)
                 : analysis                         ? compute_analysis(ctx, ask, out)
                                                    : ERR_INVALID;
    ctx->lang = lang;
    if (e == ERR_INVALID && !ctx->error.message)
        return ctx_fail(ctx, e, "kind", T("请选一种分析方法"));
    return e;
}
