/*
 * Analyses of patents: a small export whose figures are worked out by hand, and, where ../shared is
 * there, the real exports, of which every counted figure must be what its own query finds.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/map.h"
#include "core/test_core.h"
#include "domain/patent/patent_analysis.h"
#include "domain/patent/patent_import.h"
#include "engine/patentidx/naive.h"
#include "patent_schema.h"
#include "report/sheet.h"

static struct core_test t;

static void begin(void)
{
    struct migrations sets[] = {{core_migrations, core_migration_n},
                                {patent_migrations, patent_migration_n}};
    core_test_begin_with(&t, sets, 2);
}

static void import(struct str path)
{
    struct app_db app_db = {.db = t.ctx.db};
    struct patent_import_in in = {.paths = &path, .n = 1};
    struct buf json;
    buf_init(&json, &t.arena, 16 << 20);
    t.ctx.act_id++;
    IS_INT(patent_import_run(&app_db, &t.ctx, &in, &json), ERR_OK);
}

static struct str file_of(const char *name, struct str text)
{
    struct str path = str_print(&t.arena, "/tmp/patent-analysis-%d-%s", (int)getpid(), name);
    IS_INT(fs_write(&t.arena, path, text, 0600), ERR_OK);
    return path;
}

/* Ten records: 甲 4 (one with 乙), 乙 3, 丙 2, 丁 1, one without an applicant. */
#define HEAD                                                                                                                           \
    "公开(公告)号,申请号,申请日,公开(公告)日,标题,摘要,[标]当前申请(专利权)人,IPC分类号,法律状态/" \
    "事件\n"
#define ROWS                                                                                                     \
    "CN102345601A,,2011-05-12,2012-02-08,锂电池正极,提高安全,甲公司,H01M10/0525 | H01M4/36,授权\n" \
    "CN102345602A,,2012-05-12,2013-02-08,锂电池负极,降低成本,甲公司,H01M10/0525,授权\n"            \
    "CN102345603A,,2012-06-12,2013-03-08,电机转子,提高安全,甲公司,H02K1/27,未缴年费\n"            \
    "CN102345604A,,2013-05-12,2014-02-08,电机与电池,降低成本,甲公司 | 乙公司,H02K1/27 | "         \
    "H01M10/42,授权\n"                                                                                         \
    "CN102345605A,,2013-05-13,2014-02-08,电机,一种,乙公司,H02K1/27,授权\n"                              \
    "CN102345606A,,2013-05-14,2014-02-08,电机,一种,乙公司,H02K1/27,驳回\n"                              \
    "CN102345607A,,2013-05-15,2014-02-08,充电桩,一种,丙公司,H02J7/00,实质审查\n"                     \
    "CN102345608A,,2014-05-16,2015-02-08,充电桩,一种,丙公司,H02J7/00,授权\n"                           \
    "CN102345609A,,2015-05-17,2016-02-08,充电桩,一种,丁公司,H02J7/00,授权\n"                           \
    "CN102345610A,,,2017-02-08,充电桩,一种,,,\n"

static struct patent_analysis ask(struct patent_analysis_in in)
{
    struct patent_analysis a;
    if (in.cutoff == 0)
        in.cutoff = DAY_NONE;
    IS_INT(patent_analysis(&t.ctx, &in, &a), ERR_OK);
    return a;
}

static double figure(const struct patent_analysis *a, const char *key)
{
    const struct patent_figure *f = patent_figure(a, key);
    return !f ? NAN : f->value.kind == PATENT_CELL_INT ? (double)f->value.n : f->value.x;
}

static bool near(double x, double want)
{
    return fabs(x - want) < 1e-9;
}

static const struct patent_grid *grid(const struct patent_analysis *a, const char *key)
{
    for (size_t i = 0; i < a->grids.n; i++)
        if (str_eq(str_from(a->grids.at[i].key), str_from(key)))
            return &a->grids.at[i];
    return NULL;
}

/* The cell in the row that begins so, in the column of that key. */
static const struct patent_cell *cell(const struct patent_analysis *a, const char *table,
                                      const char *row, const char *column)
{
    static const struct patent_cell none = {.n = -1, .x = NAN};
    const struct patent_grid *g = grid(a, table);
    for (size_t r = 0; g && r < g->rows.n; r++)
        for (size_t k = 0; k < g->columns.n; k++)
            if (str_eq(g->rows.at[r].cells[0].text, str_from(row)) &&
                str_eq(g->columns.at[k].key, str_from(column)))
                return &g->rows.at[r].cells[k];
    return &none;
}

static void by_hand(void)
{
    begin();
    struct str path = file_of("a.csv", STR(HEAD ROWS));
    import(path);
    struct patent_analysis a = ask((struct patent_analysis_in){.what = PATENT_TREND});
    IS_INT(a.records, 10);
    IS_INT(cell(&a, "years", "2013", "count")->n, 4);
    IS_INT(cell(&a, "years", "2013", "cumulative")->n, 7);
    OK(near(cell(&a, "years", "2013", "growth")->x, 1), "from two to four is 100 %");
    IS_INT(cell(&a, "years", "日期不详", "count")->n, 1);
    /* The newest publication is of 2017-02-08: from 2015-08-08 on not all are published. */
    IS_STR(day_text(&t.arena, a.incomplete), STR("2015-08-08"));
    OK(cell(&a, "years", "2015", "growth")->kind == PATENT_CELL_NONE,
       "no growth into an open year");

    a = ask((struct patent_analysis_in){.what = PATENT_CONCENTRATION});
    OK(near(figure(&a, "cr4"), 1), "four hold all");
    /* 4, 3, 2, 1 of 10: 1600 + 900 + 400 + 100 */
    OK(near(figure(&a, "hhi"), 3000), "HHI of 40, 30, 20, 10");
    IS_INT(figure(&a, "applicants"), 4);
    OK(near(cell(&a, "applicants", "乙公司", "sum")->x, 0.7), "the first two have seven tenths");

    a = ask((struct patent_analysis_in){.what = PATENT_RCA, .by = PATENT_BY_APPLICANT});
    /* 甲 has 3 of its 4 in H01M, all together 3 of 10. */
    OK(near(cell(&a, "rca", "甲公司", "H01M")->x, 2.5), "(3/4) / (3/10)");
    OK(near(cell(&a, "rca", "丙公司", "H01M")->x, 0), "none is nought");
    IS_INT(cell(&a, "counts", "合计（分母）", "H01M")->n, 3);

    a = ask((struct patent_analysis_in){.what = PATENT_PAIRS});
    IS_INT(cell(&a, "pairs", "H01M", "both")->n, 1);
    OK(near(cell(&a, "pairs", "H01M", "jaccard")->x, 1.0 / 6), "1 of 3 and 4: 1/6");
    a = ask((struct patent_analysis_in){.what = PATENT_PAIRS, .by = PATENT_BY_APPLICANT});
    IS_INT(figure(&a, "joint"), 1);

    a = ask((struct patent_analysis_in){.what = PATENT_EFFECTS,
                                        .technology = STR("电池：电池、正极\n电机"),
                                        .effect = STR("安全:安全\n成本：成本，便宜\n")});
    IS_INT(cell(&a, "matrix", "电池", "安全")->n, 1);
    IS_INT(cell(&a, "matrix", "电池", "成本")->n, 2);
    IS_INT(cell(&a, "matrix", "电机", "成本")->n, 1);
    IS_INT(cell(&a, "matrix", "以上都没有", "count")->n, 4);

    a = ask((struct patent_analysis_in){.what = PATENT_LIFE});
    OK(!patent_figure(&a, "k") && a.says.n, "four years are too few, and it is said");

    a = ask((struct patent_analysis_in){.what = PATENT_TREND, .cutoff = 16000});
    OK(a.records < 10, "published up to 2013-10-22 only");
    IS_INT(a.records, 3);
    unlink(str_c(&t.arena, path));
    core_test_end(&t);
}

static void refused(void)
{
    begin();
    struct patent_analysis a;
    struct patent_analysis_in in = {.what = PATENT_EFFECTS,
                                    .cutoff = DAY_NONE,
                                    .technology = STR("电池：\"电池"),
                                    .effect = STR("安全")};
    IS_INT(patent_analysis(&t.ctx, &in, &a), ERR_INVALID);
    error_clear(&t.ctx.error);
    in.technology = STR("电池：,,,");
    IS_INT(patent_analysis(&t.ctx, &in, &a), ERR_INVALID);
    error_clear(&t.ctx.error);
    in = (struct patent_analysis_in){.query = STR("((("), .cutoff = DAY_NONE};
    IS_INT(patent_analysis(&t.ctx, &in, &a), ERR_INVALID);
    error_clear(&t.ctx.error);
    for (int64_t what = 0; what < PATENT_WHAT_N_; what++) { /* nothing there: no figure, no fault */
        in = (struct patent_analysis_in){
            .what = what, .cutoff = DAY_NONE, .technology = STR("甲"), .effect = STR("乙")};
        IS_INT(patent_analysis(&t.ctx, &in, &a), ERR_OK);
        IS_INT(a.records, 0);
    }
    core_test_end(&t);
}

/* Whatever is pasted as terms is refused with a reason or read; what was read can be asked. */
static void any_lines_of_terms(void)
{
    static const char *const pieces[] = {"电池", "：", ":", "，",   ",",  "、", ";",
                                         "\n",   "\n", "-", "\"",   " ",  "(",  "OR",
                                         "）",   "*",  "?", "安全", "\t", "a"};
    enum { PIECES = sizeof pieces / sizeof pieces[0] };
    uint64_t dice = 20261123;
    int read = 0;
    begin();
    struct str path = file_of("t.csv", STR(HEAD ROWS));
    import(path);
    for (int round = 0; round < 400; round++) {
        struct arena_mark mark = arena_mark(&t.arena);
        struct buf b;
        struct patent_analysis a;
        buf_init(&b, &t.arena, 4096);
        for (int i = 0; i < 1 + round % 12; i++) {
            dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407;
            buf_add(&b, str_from(pieces[(dice >> 33) % PIECES]));
        }
        struct patent_analysis_in in = {.what = PATENT_EFFECTS,
                                        .cutoff = DAY_NONE,
                                        .technology = buf_str(&b),
                                        .effect = STR("安全")};
        enum err e = patent_analysis(&t.ctx, &in, &a);
        if (e == ERR_OK)
            for (size_t r = 0; r + 1 < a.grids.at[0].rows.n; r++) {
                int64_t n;
                IS_INT(patent_count(&t.ctx, a.grids.at[0].rows.at[r].cells[1].find, &n, NULL),
                       ERR_OK);
                IS_INT(n, a.grids.at[0].rows.at[r].cells[1].n);
            }
        else
            OK(e == ERR_INVALID && t.ctx.error.message, "refused with a reason");
        read += e == ERR_OK;
        error_clear(&t.ctx.error);
        arena_reset(&t.arena, mark);
    }
    OK(read > 50 && read < 350, "some are read, some refused");
    unlink(str_c(&t.arena, path));
    core_test_end(&t);
}

/* The workbook has the head that lets anybody make it again, and the figures. */
static void the_workbook(void)
{
    begin();
    struct str path = file_of("w.csv", STR(HEAD ROWS));
    import(path);
    struct patent_analysis_in in = {
        .what = PATENT_CONCENTRATION, .query = STR("ipc:H"), .cutoff = DAY_NONE};
    const char *out =
        str_c(&t.arena, str_print(&t.arena, "/tmp/patent-analysis-%d.xlsx", (int)getpid()));
    struct patent_analysis a = ask(in);
    IS_INT(patent_analysis_export(&t.ctx, &in, out), ERR_OK);
    struct source source;
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_row row;
    struct error error = {0};
    bool head = false, hhi = false;
    IS_INT(source_open(&t.arena, out, 20 << 20, &source, &error), ERR_OK);
    IS_INT(sheet_open(&t.arena, &source, &book, &error), ERR_OK);
    IS_INT(sheet_n(book), 1 + a.grids.n);
    IS_INT(sheet_begin(book, 0, &sheet, &error), ERR_OK);
    while (!sheet_next(sheet, &row, &error) && row.n) {
        head = head || (str_has(row.at[0].text, a.hash) && str_has(row.at[0].text, STR("ipc:H")));
        hhi =
            hhi || (str_starts(row.at[0].text, STR("HHI")) && str_eq(row.at[1].text, STR("3,000")));
    }
    sheet_end(sheet);
    OK(head, "the head names query and hash");
    OK(hhi, "the figure is there");
    unlink(out);
    unlink(str_c(&t.arena, path));
    core_test_end(&t);
}

/* Every figure opens its records --------------------------------------------------------------- */

/* Every number has records, also where no query says which: in.lists gives them from the facts, and
 * where there is a query, the plain scan must find just these; a count must be of their units. */
struct asked {
    const struct query_node *tree; /* NULL: no query says it */
    struct str find, name;
    const int64_t *ids;
    size_t id_n, got;
    int64_t want, units;
    bool family, counts, strange;
};

struct unit { /* a family among the records of a figure */
    uint32_t figure, family;
};

struct checking {
    VEC(struct asked) all;
    VEC(struct unit) units;
    struct map families, asked;
    struct arena arena;
    int64_t without, unsaid; /* numbers that open nothing; and that no query says */
};

static int64_t sum_of(const int64_t *ids, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = (int64_t)((uint64_t)sum * 31 + (uint64_t)ids[i]);
    return sum;
}

static void expect(struct checking *c, const struct patent_analysis *of,
                   const struct patent_cell *cell, struct str name)
{
    struct asked a = {.name = name,
                      .find = cell->find,
                      .want = cell->n,
                      .id_n = cell->id_n,
                      .family = of->family,
                      .counts = cell->counts};
    bool number = cell->kind != PATENT_CELL_TEXT && cell->kind != PATENT_CELL_NONE;
    if (number && !cell->behind && !(cell->kind == PATENT_CELL_REAL && cell->x == 0)) {
        IS_STR(name, STR("a number that opens something"));
        c->without++;
    }
    if (!cell->behind)
        return;
    c->unsaid += str_null(cell->find);
    struct str key =
        str_print(&c->arena, "%d%d%lld %lld %.*s", of->family, cell->counts, (long long)cell->n,
                  (long long)sum_of(cell->ids, cell->id_n), STR_ARG(str_or_empty(cell->find)));
    if (map_put(&c->arena, &c->asked, key, c)) /* the same figure in another table */
        return;
    if (!str_null(cell->find) && query_parse(&c->arena, cell->find, &a.tree, NULL)) {
        IS_STR(cell->find, STR("a query that can be read"));
        return;
    }
    a.name = str_dup(&c->arena, name);
    a.find = str_null(a.find) ? a.find : str_dup(&c->arena, a.find);
    a.ids = arena_copy(&c->arena, cell->ids, cell->id_n * sizeof *cell->ids);
    *VEC_ADD(&c->arena, &c->all) = a;
}

static void expect_all(struct checking *c, const struct patent_analysis *a)
{
    struct arena *arena = &c->arena;
    int what = (int)a->what;
    for (size_t i = 0; i < a->figures.n; i++)
        expect(c, a, &a->figures.at[i].value,
               str_print(arena, "%d figure.%s", what, a->figures.at[i].key));
    for (size_t g = 0; g < a->grids.n; g++)
        for (size_t k = 0; k < a->grids.at[g].columns.n; k++) {
            const struct patent_grid *grid = &a->grids.at[g];
            expect(c, a, &grid->columns.at[k].head,
                   str_print(arena, "%d %s.head.%zu", what, grid->key, k));
            for (size_t r = 0; r < grid->rows.n; r++)
                expect(c, a, &grid->rows.at[r].cells[k],
                       str_print(arena, "%d %s.%zu.%zu", what, grid->key, r, k));
        }
}

static bool listed(const struct asked *a, int64_t id)
{
    size_t low = 0, high = a->id_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (a->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < a->id_n && a->ids[low] == id;
}

static enum err look(void *arg, const struct patent_seen *seen)
{
    struct checking *c = arg;
    struct arena_mark mark = arena_mark(t.ctx.arena);
    const struct naive_doc *doc = naive_read(t.ctx.arena, &seen->doc);
    struct str family = seen->doc.code[CODE_FAMILY].len ? seen->doc.code[CODE_FAMILY] : seen->key;
    uint32_t *number = map_get(&c->families, family);
    if (!number) {
        number = ARENA_NEW(&c->arena, uint32_t);
        *number = (uint32_t)c->families.n;
        map_put(&c->arena, &c->families, str_dup(&c->arena, family), number);
    }
    for (size_t i = 0; i < c->all.n; i++) {
        struct asked *a = &c->all.at[i];
        bool in = listed(a, seen->doc.id);
        a->got += in;
        a->units += in && !a->family;
        if (in && a->family)
            *VEC_ADD(&c->arena, &c->units) = (struct unit){(uint32_t)i, *number};
        a->strange =
            a->strange || (a->tree && naive_matches(t.ctx.arena, a->tree, NULL, doc) != in);
    }
    arena_reset(t.ctx.arena, mark);
    return ERR_OK;
}

static int by_unit(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;
    if (x->figure != y->figure)
        return x->figure < y->figure ? -1 : 1;
    return x->family < y->family ? -1 : x->family > y->family;
}

static void check(struct checking *c, const char *what, size_t least)
{
    int64_t wrong = 0;
    IS_INT(patent_each(&t.ctx, 0, look, c), ERR_OK);
    if (c->units.n)
        qsort(c->units.at, c->units.n, sizeof *c->units.at, by_unit);
    for (size_t i = 0; i < c->units.n; i++)
        c->all.at[c->units.at[i].figure].units +=
            i == 0 || by_unit(&c->units.at[i - 1], &c->units.at[i]) != 0;
    for (size_t i = 0; i < c->all.n; i++) {
        const struct asked *a = &c->all.at[i];
        bool right = !a->strange && a->got == a->id_n && (!a->counts || a->units == a->want);
        if (!right && wrong++ < 10)
            IS_STR(str_print(&t.arena, "%.*s: %lld of %zu, %.*s", STR_ARG(a->name),
                             (long long)a->units, a->got, STR_ARG(str_or_empty(a->find))),
                   str_print(&t.arena, "%lld of %zu", (long long)a->want, a->id_n));
    }
    printf("# %zu figures, %lld of them without a query\n", c->all.n, (long long)c->unsaid);
    OK(c->all.n > least, "there was something to ask");
    IS_INT(c->without, 0);
    OK(wrong == 0, what);
}

static void ask_everything(struct checking *c)
{
    static const int64_t levels[] = {PATENT_BY_SUBCLASS, PATENT_BY_SECTION, PATENT_BY_CLASS,
                                     PATENT_BY_MAIN_GROUP, PATENT_BY_GROUP};
    static const int64_t bys[] = {PATENT_BY_OFFICE, PATENT_BY_APPLICANT, PATENT_BY_REGION,
                                  PATENT_BY_ZONE};
    for (int64_t i = 0; i < 2 * PATENT_WHAT_N_; i++) {
        struct patent_analysis_in in = {.what = i % PATENT_WHAT_N_,
                                        .query = i & 4 ? STR("电 OR ipc:B64D") : STR(""),
                                        .cutoff = i & 2 ? 18000 : DAY_NONE,
                                        .family = i / PATENT_WHAT_N_ % 2,
                                        .day = i / 7 % 4,
                                        .level = levels[i % 5],
                                        .by = bys[i % 3],
                                        .first_class = i & 8,
                                        .limit = 4,
                                        .lists = true,
                                        .technology = STR("电机：电机，电动\n机翼：机翼，wing"),
                                        .effect = STR("安全：安全\n效率：效率，efficiency")};
        struct patent_analysis a;
        struct arena_mark mark = arena_mark(&t.arena);
        IS_INT(patent_analysis(&t.ctx, &in, &a), ERR_OK);
        expect_all(c, &a);
        arena_reset(&t.arena, mark);
    }
}

/* What the source's own sheet says: 1,999 records, 1,058 of them 授权, 318 未缴年费, 185 实质审查.
 */
static void published_figures(void)
{
    struct patent_analysis a = ask((struct patent_analysis_in){.what = PATENT_LEGAL});
    IS_INT(a.records, 1999);
    IS_INT(cell(&a, "legal", "授权", "count")->n, 1058);
    IS_INT(cell(&a, "legal", "未缴年费", "count")->n, 318);
    IS_INT(cell(&a, "legal", "实质审查", "count")->n, 185);
    IS_INT(cell(&a, "legal", "驳回", "count")->n, 95);
}

static void real_exports(void)
{
    struct checking c = {0};
    static const char *const files[] = {"patsnap/20240401085613950.XLSX",
                                        "patentscope-wipo/PatentscopeResultList.xls",
                                        "epo-docdb-xml", "us-uspto/PatentPublicData/xml2006"};
    if (access(SHARED_DIR "/data/patents/patsnap", R_OK)) {
        tap_skip("real_exports", "../shared is not here");
        return;
    }
    begin();
    import(str_print(&t.arena, "%s/data/patents/%s", SHARED_DIR, files[0]));
    published_figures();
    for (size_t i = 1; i < sizeof files / sizeof files[0]; i++)
        import(str_print(&t.arena, "%s/data/patents/%s", SHARED_DIR, files[i]));
    arena_init(&c.arena, (size_t)1 << 30);
    ask_everything(&c);
    check(&c, "every figure opens the records that it was computed over", 1000);
    arena_release(&c.arena);
    core_test_end(&t);
}

int main(void)
{
    RUN(by_hand);
    RUN(refused);
    RUN(any_lines_of_terms);
    RUN(the_workbook);
    RUN(real_exports);
    return tap_end();
}
