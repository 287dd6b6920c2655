/* Analyses of one property: trend, rankings, places, legal status, growth, concentration. */
#include "base/i18n.h"
#include "domain/patent/patent_analysis_fact.h"
#include "domain/patent/patent_view.h"

enum { RECENT_YEARS = 5, GROWTH_SPAN = 3 };

static const char *unit_title(const struct facts *f)
{
    return f->in->family ? T("族数") : T("件数");
}

static bool is_open(const struct facts *f, int32_t year)
{
    return year >= f->open_year;
}

static struct patent_cell year_cell(struct facts *f, int32_t year)
{
    struct str text = year ? str_print(f->ctx->arena, "%d", year) : say(f, T("日期不详"));
    return cell_text(f, text, NULL);
}

static struct str open_note(struct facts *f)
{
    if (f->open_year == 9999)
        return STR("");
    return say_with(f, T("标 * 的年份还没有公布齐（{} 起），不能看作下降，也不参与增长和拟合。"),
                    str_print(f->ctx->arena, "%d", f->open_year));
}

/* Trend ---------------------------------------------------------------------------------------- */

/* Different units up to and with each year: each counts in the first year in which it appears. */
static void tally_first_years(struct facts *f, struct tally *out)
{
    uint32_t *first = ARENA_ARRAY(&f->arena, uint32_t, f->unit_n + 1);
    *out = (struct tally){.arena = &f->arena};
    for (size_t i = 0; i < f->all.n; i++) {
        uint32_t year = (uint32_t)fact_year(f, &f->all.at[i]), *was = &first[f->all.at[i].unit];
        if (year && (*was == 0 || year < *was))
            *was = year;
    }
    for (uint32_t unit = 0; unit < f->unit_n; unit++)
        if (first[unit])
            tally_add(out, unit, first[unit], 0);
    tally_done(out);
}

static void trend_row(struct facts *f, struct patent_grid *g, int32_t year, const struct tally *n,
                      const struct tally *types, const ranking *shown, int64_t *sum,
                      const struct tally *firsts)
{
    struct patent_row *row = grid_row(f, g);
    struct clause when = clause_year(f, year);
    int64_t now = tally_get(n, (uint32_t)year, 0);
    row->cells[0] = year_cell(f, year);
    row->cells[1] = cell_int(now, find_one(f, when));
    row->open = year && is_open(f, year);
    if (year) {
        *sum += tally_get(firsts, (uint32_t)year, 0);
        row->cells[2] = cell_int(*sum, find_one(f, clause_years(f, 0, year)));
    }
    if (year && !row->open && tally_get(n, (uint32_t)year - 1, 0))
        row->cells[3] = cell_percent(stat_growth(tally_get(n, (uint32_t)year - 1, 0), now),
                                     find_one(f, clause_years(f, year - 1, year)));
    for (size_t i = 0; i < shown->n; i++) {
        uint32_t key = shown->at[i].key;
        row->cells[4 + i] = cell_int(tally_get(types, key, (uint32_t)year),
                                     find_two(f, when, clause_key(f, OF_TYPE, key)));
    }
}

enum err analysis_trend(struct facts *f)
{
    struct tally n, types, by_type, firsts;
    ranking shown;
    int32_t first, last;
    int64_t sum = 0;
    tally_years(f, &n);
    tally_keys(f, OF_TYPE, &by_type);
    tally_key_years(f, OF_TYPE, &types);
    tally_first_years(f, &firsts);
    rank_keys(f, OF_TYPE, &by_type, &shown);
    struct patent_grid *g = grid_new(f, "years", T("历年"));
    grid_column(f, g, "year", T("年份"), false);
    grid_column(f, g, "count", unit_title(f), true);
    grid_column(f, g, "cumulative", T("累计"), true);
    grid_column(f, g, "growth", T("比上年"), true);
    for (size_t i = 0; i < shown.n; i++) {
        struct str word = word_of(f, OF_TYPE, shown.at[i].key);
        *VEC_ADD(f->ctx->arena, &g->columns) =
            (struct patent_column){.key = str_print(f->ctx->arena, "type_%.*s", STR_ARG(word)),
                                   .title = key_title(f, OF_TYPE, shown.at[i].key),
                                   .number = true};
    }
    g->chart = PATENT_CHART_COLUMNS;
    g->value = 1;
    if (facts_years(f, &first, &last))
        for (int32_t year = first; year <= last; year++)
            trend_row(f, g, year, &n, &types, &shown, &sum, &firsts);
    if (tally_get(&n, 0, 0))
        trend_row(f, g, 0, &n, &types, &shown, &sum, &firsts);
    g->note = open_note(f);
    if (f->in->family)
        says(f, say(f, T("一族里几件不在同一年的，每年各计一次；累计只在最早的一年计一次。")));
    return ERR_OK;
}

/* Rankings ------------------------------------------------------------------------------------- */

struct years_of { /* of one key */
    int32_t first;
    int64_t recent;
};

static int32_t last_complete(const struct facts *f, int32_t last)
{
    return last >= f->open_year ? f->open_year - 1 : last;
}

/* Different units of the key in [from, to]. */
static void tally_span(struct facts *f, enum property p, int32_t from, int32_t to,
                       struct tally *out)
{
    *out = (struct tally){.arena = &f->arena};
    for (size_t i = 0; i < f->all.n; i++) {
        int32_t year = fact_year(f, &f->all.at[i]);
        for (uint32_t k = 0; year >= from && year <= to && k < f->all.at[i].of[p].n; k++)
            tally_add(out, f->all.at[i].unit, f->all.at[i].of[p].at[k], 0);
    }
    tally_done(out);
}

static void tally_alive(struct facts *f, enum property p, struct tally *out)
{
    *out = (struct tally){.arena = &f->arena};
    for (size_t i = 0; i < f->all.n; i++) {
        const struct fact *fact = &f->all.at[i];
        bool alive = (f->with & WITH(OF_STATUS)) &&
                     str_eq(word_of(f, OF_STATUS, fact->of[OF_STATUS].at[0]), STR("1"));
        for (uint32_t k = 0; alive && k < fact->of[p].n; k++)
            tally_add(out, fact->unit, fact->of[p].at[k], 0);
    }
    tally_done(out);
}

static void first_years(struct facts *f, enum property p, int32_t *first)
{
    for (size_t i = 0; i < f->all.n; i++) {
        int32_t year = fact_year(f, &f->all.at[i]);
        for (uint32_t k = 0; year && k < f->all.at[i].of[p].n; k++) {
            int32_t *was = &first[f->all.at[i].of[p].at[k]];
            *was = *was == 0 || year < *was ? year : *was;
        }
    }
}

struct rank_row {
    struct patent_grid *g;
    enum property p;
    const struct tally *recent, *alive;
    const int32_t *first;
    int32_t from, to;
};

static void rank_one(struct facts *f, const struct rank_row *r, const struct ranked *one)
{
    struct patent_row *row = grid_row(f, r->g);
    struct clause clause = clause_key(f, r->p, one->key);
    const struct fact_opens *opens = find_one(f, clause);
    row->cells[0] = cell_text(f, key_title(f, r->p, one->key), NULL);
    row->cells[1] = cell_int(one->n, opens);
    row->cells[2] = cell_percent(stat_share(one->n, f->unit_n), opens);
    if (r->to)
        row->cells[3] = cell_int(tally_get(r->recent, one->key, 0),
                                 find_two(f, clause, clause_years(f, r->from, r->to)));
    if (r->first[one->key]) {
        int32_t year = r->first[one->key];
        row->cells[4] = cell_text(f, str_print(f->ctx->arena, "%d", year),
                                  find_two(f, clause, clause_year(f, year)));
    }
    if (f->with & WITH(OF_STATUS))
        row->cells[5] =
            cell_int(tally_get(r->alive, one->key, 0), find_two(f, clause, clause_alive(f)));
    if (r->p == OF_CLASS && !is_unknown(f, r->p, one->key))
        row->sub = patent_ipc_title(f->ctx, word_of(f, r->p, one->key));
}

/* Adds the rows up to the limit; the unknown, which is ranked last, is always among them. */
static void rank_rows(struct facts *f, const struct rank_row *r, const ranking *all)
{
    size_t most = (size_t)f->in->limit;
    for (size_t i = 0; i < all->n; i++)
        if (i < most || is_unknown(f, r->p, all->at[i].key))
            rank_one(f, r, &all->at[i]);
        else
            r->g->left_out++;
}

static struct str rank_note(struct facts *f, int32_t from, int32_t to)
{
    struct str shares =
        say_int(f, f->in->family ? T("占比的分母是全部 {} 族。") : T("占比的分母是全部 {} 件。"),
                f->unit_n);
    struct str many = say(f, T("一件有几个的，每个各计一次，所以各行相加会多于合计。"));
    if (to == 0)
        return str_print(f->ctx->arena, "%.*s%.*s", STR_ARG(shares), STR_ARG(many));
    struct str span =
        say_with(f, T("近五年指公布齐的 {} 年。"), str_print(f->ctx->arena, "%d—%d", from, to));
    return str_print(f->ctx->arena, "%.*s%.*s%.*s", STR_ARG(shares), STR_ARG(span), STR_ARG(many));
}

enum err analysis_rank(struct facts *f, enum property p, const char *key, const char *title)
{
    struct tally n, recent, alive = {0};
    ranking all;
    int32_t first, last, from = 0, to = 0;
    if (facts_years(f, &first, &last)) {
        to = last_complete(f, last);
        from = to - RECENT_YEARS + 1;
    }
    tally_keys(f, p, &n);
    tally_span(f, p, from, to, &recent);
    tally_alive(f, p, &alive);
    rank_keys(f, p, &n, &all);
    int32_t *begun = ARENA_ARRAY(&f->arena, int32_t, f->dict[p].words.n + 1);
    first_years(f, p, begun);
    struct patent_grid *g = grid_new(f, key, title);
    grid_column(f, g, key, title, false);
    grid_column(f, g, "count", unit_title(f), true);
    grid_column(f, g, "share", T("占比"), true);
    column_opens(g, find_everything(f));
    grid_column(f, g, "recent", T("近五年"), true);
    grid_column(f, g, "first_year", T("最早一年"), true);
    if (f->with & WITH(OF_STATUS))
        grid_column(f, g, "alive", T("有效"), true);
    g->chart = PATENT_CHART_BARS;
    g->value = 1;
    struct rank_row r = {g, p, &recent, &alive, begun, from, to};
    rank_rows(f, &r, &all);
    g->note = rank_note(f, from, to);
    figure_add(f, "keys", title,
               cell_number((int64_t)all.n - (all.n && is_unknown(f, p, all.at[all.n - 1].key)),
                           find_one(f, clause_known(f, p))),
               say(f, T("不同的有多少个")));
    return ERR_OK;
}

/* Places and legal status ---------------------------------------------------------------------- */

static void simple_ranking(struct facts *f, enum property p, const char *key, const char *title,
                           const char *head)
{
    struct tally n;
    ranking all;
    tally_keys(f, p, &n);
    rank_keys(f, p, &n, &all);
    struct patent_grid *g = grid_new(f, key, title);
    grid_column(f, g, key, head, false);
    grid_column(f, g, "count", unit_title(f), true);
    grid_column(f, g, "share", T("占比"), true);
    column_opens(g, find_everything(f));
    g->chart = PATENT_CHART_BARS;
    g->value = 1;
    for (size_t i = 0; i < all.n; i++) {
        if (i >= (size_t)f->in->limit && !is_unknown(f, p, all.at[i].key)) {
            g->left_out++;
            continue;
        }
        struct patent_row *row = grid_row(f, g);
        const struct fact_opens *opens = find_one(f, clause_key(f, p, all.at[i].key));
        row->cells[0] = cell_text(f, key_title(f, p, all.at[i].key), NULL);
        row->cells[1] = cell_int(all.at[i].n, opens);
        row->cells[2] = cell_percent(stat_share(all.at[i].n, f->unit_n), opens);
    }
    g->note =
        say_int(f, f->in->family ? T("占比的分母是全部 {} 族。") : T("占比的分母是全部 {} 件。"),
                f->unit_n);
}

enum err analysis_places(struct facts *f)
{
    simple_ranking(f, OF_OFFICE, "office", T("受理局"), T("受理局"));
    simple_ranking(f, OF_REGION, "region", T("地区（第一申请人的省或国家）"), T("地区"));
    simple_ranking(f, OF_ZONE, "zone", T("园区片区（已认的申请人）"), T("园区片区"));
    says(f, say(f, T("受理局照号码上的代码，EP、WO 不拆给各国。")));
    return ERR_OK;
}

static void status_by_type(struct facts *f)
{
    struct tally n, status, type;
    ranking rows, columns;
    n = (struct tally){.arena = &f->arena};
    for (size_t i = 0; i < f->all.n; i++)
        tally_add(&n, f->all.at[i].unit, f->all.at[i].of[OF_STATUS].at[0],
                  f->all.at[i].of[OF_TYPE].at[0]);
    tally_done(&n);
    tally_keys(f, OF_STATUS, &status);
    tally_keys(f, OF_TYPE, &type);
    rank_keys(f, OF_STATUS, &status, &rows);
    rank_keys(f, OF_TYPE, &type, &columns);
    struct patent_grid *g = grid_new(f, "status", T("有效性"));
    grid_column(f, g, "status", T("有效性"), false);
    grid_column(f, g, "count", unit_title(f), true);
    grid_column(f, g, "share", T("占比"), true);
    column_opens(g, find_everything(f));
    for (size_t k = 0; k < columns.n; k++)
        *VEC_ADD(f->ctx->arena, &g->columns) = (struct patent_column){
            .key = str_print(f->ctx->arena, "type_%.*s",
                             STR_ARG(word_of(f, OF_TYPE, columns.at[k].key))),
            .title = key_title(f, OF_TYPE, columns.at[k].key),
            .number = true};
    g->chart = PATENT_CHART_BARS;
    g->value = 1;
    for (size_t i = 0; i < rows.n; i++) {
        struct patent_row *row = grid_row(f, g);
        struct clause clause = clause_key(f, OF_STATUS, rows.at[i].key);
        const struct fact_opens *opens = find_one(f, clause);
        row->cells[0] = cell_text(f, key_title(f, OF_STATUS, rows.at[i].key), NULL);
        row->cells[1] = cell_int(rows.at[i].n, opens);
        row->cells[2] = cell_percent(stat_share(rows.at[i].n, f->unit_n), opens);
        for (size_t k = 0; k < columns.n; k++)
            row->cells[3 + k] =
                cell_int(tally_get(&n, rows.at[i].key, columns.at[k].key),
                         find_two(f, clause, clause_key(f, OF_TYPE, columns.at[k].key)));
    }
    g->note = say(f, T("有效性照来源所说；来源没说的是“状态不详”，不猜。"));
}

enum err analysis_legal(struct facts *f)
{
    status_by_type(f);
    simple_ranking(f, OF_LEGAL, "legal", T("法律状态（来源的原话，失效的原因在这里）"),
                   T("法律状态"));
    return ERR_OK;
}

/* Growth --------------------------------------------------------------------------------------- */

/* "2013 年 120 → 2021 年 480，8 年" */
static struct str span_note(struct facts *f, int32_t from, int64_t a, int32_t to, int64_t b)
{
    return str_print(f->ctx->arena, "%d: %lld → %d: %lld (%d)", from, (long long)a, to,
                     (long long)b, to - from);
}

static void cagr_figure(struct facts *f, const char *key, const char *label, const struct tally *n,
                        int32_t from, int32_t to)
{
    int64_t a = tally_get(n, (uint32_t)from, 0), b = tally_get(n, (uint32_t)to, 0);
    const struct fact_opens *ends = find_one(f, clause_ends(f, from, to));
    figure_add(f, key, label, cell_percent(stat_cagr(a, b, to - from), ends),
               span_note(f, from, a, to, b));
}

static void growth_years(struct facts *f, const struct tally *n, int32_t first, int32_t last)
{
    struct patent_grid *g = grid_new(f, "years", T("逐年增长"));
    grid_column(f, g, "year", T("年份"), false);
    grid_column(f, g, "count", unit_title(f), true);
    grid_column(f, g, "more", T("增减"), true);
    grid_column(f, g, "growth", T("比上年"), true);
    g->chart = PATENT_CHART_COLUMNS;
    g->value = 1;
    for (int32_t year = first; year <= last; year++) {
        struct patent_row *row = grid_row(f, g);
        int64_t now = tally_get(n, (uint32_t)year, 0), was = tally_get(n, (uint32_t)year - 1, 0);
        row->cells[0] = year_cell(f, year);
        row->cells[1] = cell_int(now, find_one(f, clause_year(f, year)));
        row->open = is_open(f, year);
        if (row->open || year == first)
            continue;
        const struct fact_opens *both = find_one(f, clause_years(f, year - 1, year));
        row->cells[2] = cell_number(now - was, both);
        row->cells[3] = cell_percent(stat_growth(was, now), both);
    }
    g->note = open_note(f);
}

static void growth_classes(struct facts *f, int32_t to)
{
    int32_t middle = to - GROWTH_SPAN, from = middle - GROWTH_SPAN + 1;
    struct tally n, before, now;
    ranking all;
    tally_keys(f, OF_CLASS, &n);
    tally_span(f, OF_CLASS, from, middle, &before);
    tally_span(f, OF_CLASS, middle + 1, to, &now);
    rank_keys(f, OF_CLASS, &n, &all);
    struct patent_grid *g = grid_new(f, "classes", T("各分类的增长"));
    grid_column(f, g, "class", T("分类"), false);
    grid_column(f, g, "before", T("前三年"), true);
    grid_column(f, g, "now", T("近三年"), true);
    grid_column(f, g, "growth", T("增长"), true);
    for (size_t i = 0; i < all.n; i++) {
        if (i >= (size_t)f->in->limit && !is_unknown(f, OF_CLASS, all.at[i].key)) {
            g->left_out++;
            continue;
        }
        struct patent_row *row = grid_row(f, g);
        struct clause clause = clause_key(f, OF_CLASS, all.at[i].key);
        int64_t a = tally_get(&before, all.at[i].key, 0), b = tally_get(&now, all.at[i].key, 0);
        row->cells[0] = cell_text(f, key_title(f, OF_CLASS, all.at[i].key), NULL);
        row->cells[1] = cell_int(a, find_two(f, clause, clause_years(f, from, middle)));
        row->cells[2] = cell_int(b, find_two(f, clause, clause_years(f, middle + 1, to)));
        row->cells[3] =
            cell_percent(stat_growth(a, b), find_two(f, clause, clause_years(f, from, to)));
        if (!is_unknown(f, OF_CLASS, all.at[i].key))
            row->sub = patent_ipc_title(f->ctx, word_of(f, OF_CLASS, all.at[i].key));
    }
    g->note = say_with(f, T("前三年和近三年是 {}，都已公布齐；前三年没有的不算增长率。"),
                       str_print(f->ctx->arena, "%d—%d, %d—%d", from, middle, middle + 1, to));
}

enum err analysis_growth(struct facts *f)
{
    struct tally n;
    int32_t first, last;
    tally_years(f, &n);
    if (!facts_years(f, &first, &last)) {
        says(f, say(f, T("没有一件写明日期，算不出增长。")));
        return ERR_OK;
    }
    int32_t to = last_complete(f, last);
    if (to <= first)
        says(f, say(f, T("公布齐的年份不到两年，算不出增长。")));
    else {
        cagr_figure(f, "cagr", T("年均增长（全部年份）"), &n, first, to);
        if (to - RECENT_YEARS > first)
            cagr_figure(f, "cagr5", T("年均增长（近五年）"), &n, to - RECENT_YEARS, to);
        cagr_figure(f, "growth", T("最近一年比上年"), &n, to - 1, to);
    }
    growth_years(f, &n, first, last);
    growth_classes(f, to);
    if (tally_get(&n, 0, 0))
        says(f, say_int(f, T("另有 {} 件没有日期，不在其中。"), tally_get(&n, 0, 0)));
    return ERR_OK;
}

/* Concentration -------------------------------------------------------------------------------- */

/* The first `most` of the ranking, any one of which. */
static struct clause clause_top(struct facts *f, const ranking *all, size_t most)
{
    uint32_t *keys = ARENA_ARRAY(&f->arena, uint32_t, most + 1);
    size_t n = 0;
    for (size_t i = 0; i < all->n && n < most; i++)
        if (!is_unknown(f, OF_APPLICANT, all->at[i].key))
            keys[n++] = all->at[i].key;
    return clause_any(f, OF_APPLICANT, keys, n);
}

/* The applicants of one year, the largest first. */
static void rank_year(struct facts *f, const struct tally *n, int32_t year, ranking *out)
{
    struct tally of = {.arena = &f->arena};
    for (size_t i = 0; i < n->of.n; i++)
        if ((int32_t)n->of.at[i].b == year && !is_unknown(f, OF_APPLICANT, n->of.at[i].a))
            *VEC_ADD(&f->arena, &of.of) = n->of.at[i];
    rank_keys(f, OF_APPLICANT, &of, out);
}

static void concentration_row(struct facts *f, struct patent_grid *g, int32_t year,
                              const struct tally *n, int64_t units)
{
    ranking all;
    rank_year(f, n, year, &all);
    int64_t *counts = ARENA_ARRAY(&f->arena, int64_t, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        counts[i] = all.at[i].n;
    struct stat_concentration c = stat_concentration(counts, all.n);
    struct patent_row *row = grid_row(f, g);
    struct clause when = clause_year(f, year);
    const struct fact_opens *named = find_two(f, when, clause_known(f, OF_APPLICANT));
    row->open = is_open(f, year);
    row->cells[0] = year_cell(f, year);
    row->cells[1] = cell_int(units, find_one(f, when));
    row->cells[2] = cell_number(c.all, named);
    row->cells[3] = cell_number((int64_t)c.n, named);
    row->cells[4] = cell_percent(c.cr4, find_two(f, when, clause_top(f, &all, 4)));
    row->cells[5] = cell_percent(c.cr10, find_two(f, when, clause_top(f, &all, 10)));
    row->cells[6] = cell_real(c.hhi, 0, named);
}

static void concentration_years(struct facts *f, int32_t first, int32_t last)
{
    struct tally n, years;
    tally_years(f, &years);
    tally_key_years(f, OF_APPLICANT, &n);
    struct patent_grid *g = grid_new(f, "years", T("历年集中度"));
    grid_column(f, g, "year", T("年份"), false);
    grid_column(f, g, "count", unit_title(f), true);
    grid_column(f, g, "all", T("申请人件次"), true);
    grid_column(f, g, "applicants", T("申请人"), true);
    grid_column(f, g, "cr4", "CR4", true);
    grid_column(f, g, "cr10", "CR10", true);
    grid_column(f, g, "hhi", "HHI", true);
    for (int32_t year = first; year <= last; year++)
        concentration_row(f, g, year, &n, tally_get(&years, (uint32_t)year, 0));
    g->note = open_note(f);
}

static void concentration_figures(struct facts *f, const ranking *all,
                                  const struct stat_concentration *c)
{
    struct arena *arena = f->ctx->arena;
    const struct fact_opens *named = find_one(f, clause_known(f, OF_APPLICANT));
    figure_add(f, "cr4", T("CR4（前四名）"),
               cell_percent(c->cr4, find_one(f, clause_top(f, all, 4))),
               str_print(arena, "%lld / %lld", (long long)c->top4, (long long)c->all));
    figure_add(f, "cr10", T("CR10（前十名）"),
               cell_percent(c->cr10, find_one(f, clause_top(f, all, 10))),
               str_print(arena, "%lld / %lld", (long long)c->top10, (long long)c->all));
    figure_add(f, "hhi", T("HHI（0—10,000）"), cell_real(c->hhi, 0, named),
               say(f, T("各申请人份额百分数的平方和")));
    figure_add(f, "applicants", T("申请人"), cell_number((int64_t)c->n, named),
               say(f, T("不同的有多少个")));
}

static void share_rows(struct facts *f, struct patent_grid *g, const ranking *all, int64_t whole)
{
    int64_t sum = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (is_unknown(f, OF_APPLICANT, all->at[i].key))
            continue;
        if (i >= (size_t)f->in->limit) {
            g->left_out++;
            continue;
        }
        struct patent_row *row = grid_row(f, g);
        const struct fact_opens *opens = find_one(f, clause_key(f, OF_APPLICANT, all->at[i].key));
        sum += all->at[i].n;
        row->cells[0] = cell_text(f, key_title(f, OF_APPLICANT, all->at[i].key), NULL);
        row->cells[1] = cell_int(all->at[i].n, opens);
        row->cells[2] = cell_percent(stat_share(all->at[i].n, whole), opens);
        row->cells[3] =
            cell_percent(stat_share(sum, whole), find_one(f, clause_top(f, all, i + 1)));
    }
}

enum err analysis_concentration(struct facts *f)
{
    struct tally n;
    ranking all;
    int32_t first, last;
    int64_t unknown = 0;
    tally_keys(f, OF_APPLICANT, &n);
    rank_keys(f, OF_APPLICANT, &n, &all);
    int64_t *counts = ARENA_ARRAY(&f->arena, int64_t, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        if (is_unknown(f, OF_APPLICANT, all.at[i].key))
            unknown = all.at[i].n;
        else
            counts[i] = all.at[i].n;
    struct stat_concentration c = stat_concentration(counts, all.n);
    concentration_figures(f, &all, &c);
    struct patent_grid *g = grid_new(f, "applicants", T("申请人的份额"));
    grid_column(f, g, "applicant", T("申请人"), false);
    grid_column(f, g, "count", unit_title(f), true);
    grid_column(f, g, "share", T("份额"), true);
    column_opens(g, find_one(f, clause_known(f, OF_APPLICANT)));
    grid_column(f, g, "sum", T("累计份额"), true);
    g->chart = PATENT_CHART_BARS;
    g->value = 1;
    share_rows(f, g, &all, c.all);
    g->note = say_int(f, T("分母是各申请人件数之和 {}：联合申请的，每个申请人各计一次。"), c.all);
    if (unknown)
        says(f, say_int(f, T("没有申请人的 {} 件不在其中。"), unknown));
    if (facts_years(f, &first, &last))
        concentration_years(f, first, last);
    return ERR_OK;
}
