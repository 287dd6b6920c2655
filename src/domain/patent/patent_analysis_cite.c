/* Citations: within what was found, by the lists that stand in the records; and how often each is
 * cited at all, as the source counted. */
#include <stdlib.h>

#include "base/i18n.h"
#include "domain/patent/patent_analysis_fact.h"
#include "patent_analysis_query.h"

enum { CITE_PAGE = 500, CITES_IDLE = 1000 /* rows of others that a page may read */ };

struct cite {
    uint32_t from; /* index of the citing record */
    uint32_t to;   /* of the cited one; UINT32_MAX: not among what was found */
    uint32_t category;
};

struct cites {
    VEC(struct cite) all;
    struct map by_key, by_number; /* of records: with kind, and without */
    struct map by_category;
    VEC(struct str) categories;
    uint32_t *scratch;             /* [all.n + 1]: of citing() */
    int64_t listed, inside, other; /* rows; cited ones found; without a number: other literature */
};

/* "CN102345678A" -> "CN102345678" */
static struct str without_kind(struct str key)
{
    size_t n = key.len;
    if (n && key.ptr[n - 1] >= '0' && key.ptr[n - 1] <= '9' && n > 1 && key.ptr[n - 2] >= 'A' &&
        key.ptr[n - 2] <= 'Z')
        n--;
    if (n > 3 && key.ptr[n - 1] >= 'A' && key.ptr[n - 1] <= 'Z')
        n--;
    return str_slice(key, 0, n);
}

static void index_records(struct facts *f, struct cites *c)
{
    for (size_t i = 0; i < f->all.n; i++) {
        struct fact *fact = &f->all.at[i];
        map_put(&f->arena, &c->by_key, fact->key, fact);
        if (!map_get(&c->by_number, without_kind(fact->key)))
            map_put(&f->arena, &c->by_number, without_kind(fact->key), fact);
    }
}

static uint32_t category_of(struct facts *f, struct cites *c, struct str name)
{
    struct str key = name.len ? name : STR("-");
    uint32_t *at = map_get(&c->by_category, key);
    if (at)
        return *at;
    at = ARENA_NEW(&f->arena, uint32_t);
    *at = (uint32_t)c->categories.n;
    key = str_dup(&f->arena, key);
    *VEC_ADD(&f->arena, &c->categories) = key;
    map_put(&f->arena, &c->by_category, key, at);
    return *at;
}

static void take_cite(struct facts *f, struct cites *c, uint32_t from,
                      const struct sql_patent_cites_page_row *row)
{
    const struct fact *to = NULL;
    c->listed++;
    c->other += str_empty(row->number);
    if (!str_empty(row->number) && !(to = map_get(&c->by_key, row->number)))
        to = map_get(&c->by_number, without_kind(row->number));
    c->inside += to != NULL;
    *VEC_ADD(&f->arena, &c->all) = (struct cite){from, to ? (uint32_t)(to - f->all.at) : UINT32_MAX,
                                                 category_of(f, c, row->category)};
}

/* The citations of the records from `from` up to `to`, without those of others between them. */
static enum err load_page(struct facts *f, struct cites *c, size_t from, size_t to,
                          size_t *out_read, size_t *out_used)
{
    struct ctx *ctx = f->ctx;
    struct arena_mark mark = arena_mark(ctx->arena);
    struct sql_patent_cites_page_row *rows;
    size_t at = from;
    *out_used = 0;
    enum err e = sql_patent_cites_page(
        ctx->db, ctx->arena,
        &(struct sql_patent_cites_page_in){ctx->park, (struct patent_id){f->all.at[from].id},
                                           (struct patent_id){f->all.at[to - 1].id}},
        &rows, out_read);
    for (size_t i = 0; !e && i < *out_read; i++) {
        while (at < to && f->all.at[at].id < rows[i].patent.n)
            at++;
        if (at < to && f->all.at[at].id == rows[i].patent.n) {
            take_cite(f, c, (uint32_t)at, &rows[i]);
            ++*out_used;
        }
    }
    if (!e)
        arena_reset(ctx->arena, mark);
    return e;
}

/* The records stand in the order of their ids, and so do the rows. Where few of many patents are
 * counted, most rows between two of them are others': pages stay small then. */
static enum err load_cites(struct facts *f, struct cites *c)
{
    size_t page = 1, most = CITE_PAGE, read = 0, used = 0;
    enum err e = ERR_OK;
    for (size_t from = 0; !e && from < f->all.n;) {
        size_t to = f->all.n - from > page ? from + page : f->all.n;
        e = load_page(f, c, from, to, &read, &used);
        if (!e && read > CITES_IDLE + 4 * used)
            most = page > 1 ? page / 2 : 1;
        page = 2 * page < most ? 2 * page : most;
        from = to;
    }
    return e;
}

/* The records are in rising order and may repeat. */
static const struct fact_opens *find_records(struct facts *f, const uint32_t *at, size_t n)
{
    return find_one(f, clause_records(f, at, n));
}

static size_t different_units(struct facts *f, const uint32_t *at, size_t n)
{
    struct tally t = {.arena = &f->arena};
    for (size_t i = 0; i < n; i++)
        tally_add(&t, f->all.at[at[i]].unit, 0, 0);
    tally_done(&t);
    return (size_t)tally_get(&t, 0, 0);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The citing records of those that the arguments pick (UINT32_MAX, 0: any), sorted; good until the
 * next call. */
static uint32_t *citing(struct facts *f, const struct cites *c, bool inside, uint32_t to,
                        uint32_t category, int32_t year, size_t *out_n)
{
    uint32_t *at = c->scratch;
    *out_n = 0;
    for (size_t i = 0; i < c->all.n; i++) {
        const struct cite *one = &c->all.at[i];
        int32_t day = f->all.at[one->from].day[DAY_PUBLISHED];
        if ((!inside || one->to != UINT32_MAX) && (to == UINT32_MAX || one->to == to) &&
            (category == UINT32_MAX || one->category == category) &&
            (year == 0 || (day != DAY_NONE && day_date(day).year == year)))
            at[(*out_n)++] = one->from;
    }
    if (*out_n)
        qsort(at, *out_n, sizeof *at, by_number);
    return at;
}

/* Within what was found ------------------------------------------------------------------------ */

struct cited {
    uint32_t at;
    int64_t n;
};

static int most_cited_first(const void *a, const void *b)
{
    const struct cited *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static struct patent_cell record_cell(struct facts *f, uint32_t at)
{
    struct patent_cell cell = cell_text(f, f->all.at[at].key, NULL);
    cell.patent = (struct patent_id){f->all.at[at].id};
    return cell;
}

/* What the source counted of the record: a figure of that record alone. */
static struct patent_cell cited_cell(struct facts *f, uint32_t at)
{
    struct patent_cell cell = cell_number(f->all.at[at].cited, find_records(f, &at, 1));
    return f->all.at[at].cited < 0 ? (struct patent_cell){0} : cell;
}

static void most_cited(struct facts *f, const struct cites *c)
{
    struct cited *at = ARENA_ARRAY(&f->arena, struct cited, f->all.n + 1);
    struct tally t = {.arena = &f->arena};
    size_t n = 0;
    for (size_t i = 0; i < c->all.n; i++)
        if (c->all.at[i].to != UINT32_MAX)
            tally_add(&t, f->all.at[c->all.at[i].from].unit, c->all.at[i].to, 0);
    tally_done(&t);
    for (size_t i = 0; i < t.of.n; i++)
        at[n++] = (struct cited){t.of.at[i].a, t.of.at[i].n};
    if (n)
        qsort(at, n, sizeof *at, most_cited_first);
    struct patent_grid *g = grid_new(f, "within", T("互相引用里被引最多的"));
    grid_column(f, g, "patent", T("专利"), false);
    grid_column(f, g, "within", T("被这里的引用"), true);
    grid_column(f, g, "cited", T("来源所计被引"), true);
    for (size_t i = 0; i < n; i++) {
        size_t from_n;
        if (i >= (size_t)f->in->limit) {
            g->left_out++;
            continue;
        }
        struct patent_row *row = grid_row(f, g);
        uint32_t *from = citing(f, c, true, at[i].at, UINT32_MAX, 0, &from_n);
        row->cells[0] = record_cell(f, at[i].at);
        row->cells[1] = cell_int(at[i].n, find_records(f, from, from_n));
        row->cells[2] = cited_cell(f, at[i].at);
    }
    g->note = say(f, T("只数这里的记录所列的引用；数的是引用它的件（族）。"));
}

static void by_category(struct facts *f, const struct cites *c)
{
    struct patent_grid *g = grid_new(f, "category", T("按引用类别"));
    grid_column(f, g, "category", T("类别"), false);
    grid_column(f, g, "cites", T("引用条数"), true);
    grid_column(f, g, "count", T("列出它的"), true);
    for (uint32_t k = 0; k < c->categories.n; k++) {
        size_t n;
        uint32_t *from = citing(f, c, false, UINT32_MAX, k, 0, &n);
        struct patent_row *row = grid_row(f, g);
        bool unknown = str_eq(c->categories.at[k], STR("-"));
        row->cells[0] = cell_text(f, unknown ? say(f, T("没有写类别")) : c->categories.at[k], NULL);
        row->cells[1] = cell_number((int64_t)n, find_records(f, from, n));
        row->cells[2] = cell_int((int64_t)different_units(f, from, n), find_records(f, from, n));
    }
    g->note =
        say(f, T("类别照来源：X 单独影响新颖性，Y 与别的合起来影响创造性，A 背景；A、X、Y 之外"
                 "的照原样。"));
}

static void by_citing_year(struct facts *f, const struct cites *c)
{
    int32_t first = 9999, last = 0;
    for (size_t i = 0; i < c->all.n; i++) {
        int32_t day = f->all.at[c->all.at[i].from].day[DAY_PUBLISHED];
        int32_t year = day == DAY_NONE ? 0 : day_date(day).year;
        first = year && year < first ? year : first;
        last = year > last ? year : last;
    }
    struct patent_grid *g = grid_new(f, "years", T("按引用它们的年份"));
    grid_column(f, g, "year", T("公布年"), false);
    grid_column(f, g, "cites", T("引用条数"), true);
    grid_column(f, g, "within", T("其中引这里的"), true);
    grid_column(f, g, "count", T("列出引用的"), true);
    g->chart = PATENT_CHART_COLUMNS;
    g->value = 1;
    if (f->newest == DAY_NONE) /* then no record has a day of publication */
        return;
    for (int32_t year = last - first > 100 ? last - 100 : first; year <= last; year++) {
        size_t n, inside;
        uint32_t *citing_inside = citing(f, c, true, UINT32_MAX, UINT32_MAX, year, &inside);
        const struct fact_opens *within = find_records(f, citing_inside, inside);
        uint32_t *from = citing(f, c, false, UINT32_MAX, UINT32_MAX, year, &n);
        struct patent_row *row = grid_row(f, g);
        row->open = year >= day_date(f->newest).year; /* not over yet */
        row->cells[0] = cell_text(f, str_print(f->ctx->arena, "%d", year), NULL);
        row->cells[1] = cell_number((int64_t)n, find_records(f, from, n));
        row->cells[2] = cell_number((int64_t)inside, within);
        row->cells[3] = cell_int((int64_t)different_units(f, from, n), find_records(f, from, n));
    }
}

/* As the source counted ------------------------------------------------------------------------ */

static void buckets(struct facts *f, bool forward)
{
    static const struct {
        int64_t low, high;
        const char *label;
    } steps[] = {
        {0, 0, "0"}, {1, 4, "1—4"}, {5, 9, "5—9"}, {10, 49, "10—49"}, {50, INT64_MAX, "50+"}};
    struct patent_grid *g =
        grid_new(f, forward ? "forward" : "backward",
                 forward ? T("被引次数（来源所计）") : T("引用次数（来源所计）"));
    grid_column(f, g, "times", T("次数"), false);
    grid_column(f, g, "count", f->in->family ? T("族数") : T("件数"), true);
    grid_column(f, g, "share", T("占比"), true);
    column_opens(g, find_everything(f));
    g->chart = PATENT_CHART_BARS;
    g->value = 1;
    for (size_t s = 0; s <= sizeof steps / sizeof steps[0]; s++) {
        bool unknown = s == sizeof steps / sizeof steps[0];
        struct tally t = {.arena = &f->arena};
        for (size_t i = 0; i < f->all.n; i++) {
            int64_t n = forward ? f->all.at[i].cited : f->all.at[i].cites;
            if (unknown ? n < 0 : n >= steps[s].low && n <= steps[s].high)
                tally_add(&t, f->all.at[i].unit, 0, 0);
        }
        tally_done(&t);
        struct patent_row *row = grid_row(f, g);
        const struct fact_opens *opens =
            find_one(f, unknown ? clause_times(f, forward, -1, -1)
                                : clause_times(f, forward, steps[s].low, steps[s].high));
        int64_t n = tally_get(&t, 0, 0);
        row->cells[0] = cell_text(f, unknown ? say(f, T("不详")) : str_from(steps[s].label), NULL);
        row->cells[1] = cell_int(n, opens);
        row->cells[2] = cell_percent(stat_share(n, f->unit_n), opens);
    }
}

static void top_by_source(struct facts *f)
{
    struct cited *at = ARENA_ARRAY(&f->arena, struct cited, f->all.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < f->all.n; i++)
        if (f->all.at[i].cited > 0)
            at[n++] = (struct cited){(uint32_t)i, f->all.at[i].cited};
    if (n)
        qsort(at, n, sizeof *at, most_cited_first);
    struct patent_grid *g = grid_new(f, "top", T("被引最多的（来源所计）"));
    grid_column(f, g, "patent", T("专利"), false);
    grid_column(f, g, "cited", T("被引次数"), true);
    for (size_t i = 0; i < n; i++) {
        if (i >= (size_t)f->in->limit) {
            g->left_out++;
            continue;
        }
        struct patent_row *row = grid_row(f, g);
        row->cells[0] = record_cell(f, at[i].at);
        row->cells[1] = cited_cell(f, at[i].at);
    }
    g->note = say(f, T("来源各有各的算法和截止日：只和同一来源的比。"));
}

enum err analysis_cites(struct facts *f)
{
    struct cites *c = ARENA_NEW(&f->arena, struct cites);
    index_records(f, c);
    enum err e = load_cites(f, c);
    if (e)
        return e;
    c->scratch = ARENA_ARRAY(&f->arena, uint32_t, c->all.n + 1);
    if (c->listed) {
        size_t n;
        const uint32_t *from = citing(f, c, false, UINT32_MAX, UINT32_MAX, 0, &n);
        figure_add(f, "listed", T("所列引用"), cell_number(c->listed, find_records(f, from, n)),
                   say_int(f, T("其中 {} 条是非专利文献或没有号码"), c->other));
        from = citing(f, c, true, UINT32_MAX, UINT32_MAX, 0, &n);
        figure_add(f, "inside", T("引到这里的"), cell_number(c->inside, find_records(f, from, n)),
                   say(f, T("被引的也在这次检出之中")));
        most_cited(f, c);
        by_category(f, c);
        by_citing_year(f, c);
    } else
        says(f, say(f, T("这些记录没有引用清单（来源只给了次数），不能算互相引用。")));
    top_by_source(f);
    buckets(f, true);
    buckets(f, false);
    return ERR_OK;
}
