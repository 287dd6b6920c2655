/* The park's index: the same answers as looking at every record, stale and damaged ones not used.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/fs.h"
#include "base/json.h"
#include "core/org.h"
#include "core/test_core.h"
#include "db/sql.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_analysis.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_import.h"
#include "domain/patent/patent_index.h"
#include "domain/patent/patent_live.h"
#include "domain/patent/patent_name.h"
#include "domain/patent/patent_table.h"
#include "domain/patent/patent_touch.h"
#include "engine/patentidx/sample.h"
#include "engine/patentidx/test_find.h"
#include "patent_query.h"
#include "patent_schema.h"

static struct core_test t;
static struct str dir;

static void begin(void)
{
    struct migrations sets[] = {{core_migrations, core_migration_n},
                                {patent_migrations, patent_migration_n}};
    char path[] = "/tmp/patent-index-XXXXXX";
    core_test_begin_with(&t, sets, 2);
    dir = str_dup(&t.arena, str_from(mkdtemp(path)));
    t.ctx.files_dir = fs_join(&t.arena, dir, STR("files"));
}

enum { COLUMNS = 11, MADE = PATENT_FEED_BATCH + 50 };

static struct str joined(const struct str *at, size_t n)
{
    struct buf b;
    buf_init(&b, &t.arena, 1 << 16);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add(&b, STR(" | "));
        buf_add(&b, at[i]);
    }
    return buf_str(&b);
}

static void csv_row(struct buf *b, const struct patent_doc *d, int64_t i)
{
    struct str symbols[DOC_CLASSES_MAX];
    for (size_t k = 0; k < d->class_n; k++)
        symbols[k] = d->classes[k].symbol;
    struct str cell[COLUMNS] = {d->code[CODE_NUMBER],
                                d->code[CODE_APPLICATION],
                                i % 17 ? day_text(&t.arena, d->day[DAY_APPLIED]) : STR(""),
                                day_text(&t.arena, d->day[DAY_PUBLISHED]),
                                d->title,
                                d->abstract,
                                i % 13 ? joined(d->applicants, d->applicant_n) : STR(""),
                                i % 11 ? joined(symbols, d->class_n) : STR(""),
                                joined(d->inventors, d->inventor_n),
                                d->code[CODE_LEGAL],
                                str_print(&t.arena, "F%lld", (long long)(i / 3))};
    csv_write(b, cell, COLUMNS);
}

/* Made-up patents from..to of MADE, as a file and into the park. */
static void import(int64_t from, int64_t to)
{
    static const char *const head[] = {"公开(公告)号", "申请号",   "申请日",      "公开(公告)日",
                                       "标题",         "摘要",     "申请人",      "IPC分类号",
                                       "发明人",       "法律状态", "简单同族编号"};
    struct str cell[COLUMNS], path = fs_join(&t.arena, dir, STR("made.csv"));
    struct sample *sample = sample_open(&t.arena, MADE, 5);
    struct app_db app_db = {.db = t.ctx.db};
    struct patent_import_in in = {.paths = &path, .n = 1};
    struct buf b, json;
    buf_init(&b, &t.arena, 16 << 20);
    buf_init(&json, &t.arena, 16 << 20);
    for (int i = 0; i < COLUMNS; i++)
        cell[i] = str_from(head[i]);
    csv_write(&b, cell, COLUMNS);
    for (int64_t i = from; i < to; i++) {
        struct patent_doc d;
        sample_doc(sample, &t.arena, i, &d);
        csv_row(&b, &d, i);
    }
    IS_INT(fs_write(&t.arena, path, buf_str(&b), 0600), ERR_OK);
    t.ctx.act_id++;
    t.ctx.now_us += SECOND_US;
    IS_INT(patent_import_run(&app_db, &t.ctx, &in, &json), ERR_OK);
    fs_drop(&t.arena, path);
}

static const char *queries[] = {"电池",
                                "ti:电极",
                                "\"所述 装置\"",
                                "电池 NOT 电极",
                                "ipc:H01M",
                                "an:大学",
                                "apd:[2000 TO 2015] 系统",
                                "a*",
                                "电池 $SEN 装置",
                                "authority:CN 方法 $FREQ2",
                                "NOT 本发明"};
enum { QUERIES = sizeof queries / sizeof queries[0] };

/* Whether the index answers now. */
static bool fresh(void)
{
    struct patent_use use;
    bool is = patent_use_begin(&t.ctx, &use);
    patent_use_end(&use);
    return is;
}

/* Counts and lists of every query, by the index and by looking at the records, are the same. */
static void both_say_the_same(int64_t set)
{
    struct str files = t.ctx.files_dir;
    int some = 0;
    OK(fresh(), "the index answers");
    for (int i = 0; i < QUERIES; i++) {
        struct str q = str_from(queries[i]);
        int64_t asked = -1, looked = -1;
        struct patent_list by_index, by_records;
        IS_INT(patent_count_of(&t.ctx, q, set, &asked, NULL), ERR_OK);
        IS_INT(patent_list(&t.ctx, q, set, 7, 2, &by_index), ERR_OK);
        t.ctx.files_dir = STR_NULL;
        IS_INT(patent_count_of(&t.ctx, q, set, &looked, NULL), ERR_OK);
        IS_INT(patent_list(&t.ctx, q, set, 7, 2, &by_records), ERR_OK);
        t.ctx.files_dir = files;
        if (asked != looked)
            printf("# %s\n", queries[i]);
        IS_INT(asked, looked);
        IS_INT(by_index.total, by_records.total);
        IS_INT(by_index.n, by_records.n);
        for (size_t k = 0; k < by_index.n && k < by_records.n; k++)
            IS_INT(by_index.at[k].id.n, by_records.at[k].id.n);
        some += looked > 0 && looked < 200;
    }
    OK(some > QUERIES / 2, "most queries divide the records");
}

static bool same_strs(const struct str *a, const struct str *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!str_eq(a[i], b[i]))
            return false;
    return true;
}

static bool same_ints(const int64_t *a, const int64_t *b, size_t n)
{
    return n == 0 || memcmp(a, b, n * sizeof *a) == 0;
}

static bool same_table(const struct patent_table *a, const struct patent_table *b)
{
    return str_eq(a->query, b->query) && a->row_n == b->row_n && a->column_n == b->column_n &&
           a->row_all == b->row_all && a->total == b->total && a->records == b->records &&
           a->newest == b->newest && a->incomplete == b->incomplete &&
           same_strs(a->rows, b->rows, a->row_n) &&
           same_strs(a->columns, b->columns, a->column_n) &&
           same_ints(a->cells, b->cells, a->row_n * a->column_n) &&
           same_ints(a->row_total, b->row_total, a->row_n) &&
           same_ints(a->column_total, b->column_total, a->column_n);
}

/* Tables of any two axes, by the index and by looking at the records, are the same. */
static void tables_say_the_same(int64_t set, int times)
{
    struct str files = t.ctx.files_dir;
    int different = 0, some = 0, families = 0;
    OK(fresh(), "the index answers");
    for (int i = 0; i < times; i++) {
        struct arena_mark mark = arena_mark(&t.arena);
        struct patent_table by_index, by_records;
        struct patent_table_in in = {
            .query = chance(3) == 0   ? STR("")
                     : chance(2) == 0 ? str_from(queries[chance(QUERIES)])
                                      : query_print(&t.arena, chance_query(&t.arena, 2)),
            .rows = chance(PATENT_BY_ZONE + 1),
            .columns = chance(2) ? PATENT_BY_YEAR : chance(PATENT_BY_ZONE + 1),
            .day = chance(3) ? DAY_APPLIED : chance(DAY_N_),
            .family = chance(3) == 0,
            .cumulative = chance(4) == 0,
            .first_class = chance(3) == 0,
            .first_name = chance(3) == 0,
            .cpc = chance(8) == 0,
            .limit = chance(3) ? 0 : 3,
            .set = set};
        enum err e = patent_table(&t.ctx, &in, &by_index);
        t.ctx.files_dir = STR_NULL;
        enum err f = patent_table(&t.ctx, &in, &by_records);
        t.ctx.files_dir = files;
        bool same = e == f && (e || same_table(&by_index, &by_records));
        if (!same)
            printf("# %d by %d of %.*s: %d %d, %d flags\n", (int)in.rows, (int)in.columns,
                   STR_ARG(in.query), e, f,
                   in.family * 8 + in.first_class * 4 + in.first_name * 2 + in.cpc);
        different += !same;
        families += !e && in.family && by_records.total < by_records.records;
        some += !e && by_records.row_n > 1 && by_records.column_n > 1;
        error_clear(&t.ctx.error);
        arena_reset(&t.arena, mark);
    }
    IS_INT(different, 0);
    OK(some > times / 8, "many tables have rows and columns");
    OK(families > 0, "families are fewer than records");
}

static enum err verify(void)
{
    struct buf json;
    buf_init(&json, &t.arena, 1 << 20);
    error_clear(&t.ctx.error);
    return patent_index_verify(&t.ctx, &json);
}

static void build(void)
{
    struct buf json;
    buf_init(&json, &t.arena, 1 << 20);
    error_clear(&t.ctx.error);
    IS_INT(patent_index_build(&t.ctx, &json), ERR_OK);
}

static struct str park_dir(void)
{
    return str_print(&t.arena, "%.*s/patent-index/%lld", STR_ARG(dir), (long long)t.ctx.park.n);
}

static void spoil(const char *name)
{
    struct str path = park_dir();
    struct str *names;
    size_t n;
    unsigned char c = 0;
    IS_INT(fs_list(&t.arena, path, 100, &names, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        if (str_starts(names[i], str_from(name))) {
            int fd = open(str_c(&t.arena, fs_join(&t.arena, path, names[i])), O_RDWR);
            OK(pread(fd, &c, 1, 4096) == 1, "read");
            c ^= 4;
            OK(pwrite(fd, &c, 1, 4096) == 1, "written");
            close(fd);
        }
}

static void drop_dir(void)
{
    struct str index = fs_join(&t.arena, dir, STR("patent-index")), park = park_dir(), *names;
    size_t n;
    if (!fs_list(&t.arena, park, 100, &names, &n))
        for (size_t i = 0; i < n; i++)
            fs_drop(&t.arena, fs_join(&t.arena, park, names[i]));
    rmdir(str_c(&t.arena, park));
    rmdir(str_c(&t.arena, index));
    rmdir(str_c(&t.arena, dir));
}

static int64_t flushed_mark(void)
{
    struct patent_use use;
    int64_t mark = -1;
    if (patent_use_begin(&t.ctx, &use))
        mark = patent_index_state(use.index).flushed_mark;
    patent_use_end(&use);
    return mark;
}

static int64_t newest(void)
{
    struct sql_patent_count_row row;
    IS_INT(sql_patent_count(t.ctx.db, &t.arena, &(struct sql_patent_count_in){t.ctx.park}, &row),
           ERR_OK);
    return row.newest;
}

static void end(void)
{
    patent_let_go();
    drop_dir();
    core_test_end(&t);
}

/* Whoever asks sees what was imported before, in the same process, in the next one, with the part
 * that is in memory and without. */
static void questions_feed_the_index(void)
{
    begin();
    import(0, 100);
    OK(!fresh(), "no index yet: the records are asked");
    IS_INT(verify(), ERR_NOT_FOUND);
    patent_index_refresh(&t.ctx);
    IS_INT(flushed_mark(), newest());
    both_say_the_same(0);
    tables_say_the_same(0, 100);
    IS_INT(verify(), ERR_OK);
    import(100, 200);
    int64_t before = flushed_mark();
    OK(before < newest(), "it was fed in memory only");
    both_say_the_same(0);
    IS_INT(verify(), ERR_OK);
    patent_let_go(); /* as after a crash */
    IS_INT(flushed_mark(), before);
    both_say_the_same(0);
    import(150, 300);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    IS_INT(flushed_mark(), newest());
    patent_let_go();
    both_say_the_same(0);
    tables_say_the_same(0, 60);
    struct patent_covered covered;
    IS_INT(patent_index_covered(&t.ctx, &covered), ERR_OK);
    OK(covered.index && covered.position > 0, "it says what it covers");
    bool few[2] = {false, true};
    IS_INT(patent_index_few(&t.ctx, 300, &few[0]), ERR_OK);
    IS_INT(patent_index_few(&t.ctx, 299, &few[1]), ERR_OK);
    OK(few[0] && !few[1], "300 records are no more than 300");
    end();
}

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* As many as one batch takes, one less and one more. */
static void batches_that_are_full(void)
{
    begin();
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    import(0, 10);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    for (int64_t n = PATENT_FEED_BATCH - 1, at = 10; n <= PATENT_FEED_BATCH + 1; n++) {
        int64_t was = at;
        import(at, 10 + n);
        at = 10 + n;
        double from = cpu_ms();
        OK(fresh(), "fed from where the files end");
        printf("# %lld records fed in %.1f ms CPU\n", (long long)(at - was), cpu_ms() - from);
        patent_let_go(); /* nothing was flushed: all of it is fed again */
        OK(fresh(), "fed again, at once");
    }
    IS_INT(verify(), ERR_OK);
    end();
}

static enum err touch_all(struct ctx *ctx, void *arg)
{
    static const char sql[] = "UPDATE patent SET stamp = (SELECT max(stamp) + 1 FROM patent)";
    static const struct db_query touch = {.name = "touch_all", .sql = {sql, sql}};
    int64_t changed = 0;
    (void)arg;
    enum err e = db_exec(ctx->db, &touch, &changed, &changed);
    IS_INT(changed, MADE);
    return e;
}

/* A decision on a company changes all of its records with one stamp: more than a batch has. */
static void one_stamp_for_more_than_a_batch(void)
{
    begin();
    import(0, MADE);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    IS_INT(core_test_act(&t, touch_all, NULL), ERR_OK);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    IS_INT(flushed_mark(), newest());
    both_say_the_same(0);
    IS_INT(verify(), ERR_OK);
    end();
}

/* Whatever an act has written and not committed is not fed. */
static enum err change_and_ask(struct ctx *ctx, void *arg)
{
    (void)arg;
    struct sql_patent_names_top_row *rows;
    size_t n;
    IS_INT(sql_patent_names_top(ctx->db, ctx->arena,
                                &(struct sql_patent_names_top_in){ctx->park, 0, 1}, &rows, &n),
           ERR_OK);
    IS_INT(patent_touch_name(ctx, rows[0].id), ERR_OK);
    OK(!fresh(), "the records are asked");
    return ERR_INVALID;
}

static void acts_do_not_feed_it(void)
{
    begin();
    import(0, 50);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    int64_t mark = flushed_mark();
    IS_INT(core_test_act(&t, change_and_ask, NULL), ERR_INVALID);
    OK(fresh(), "as before");
    IS_INT(newest(), mark);
    end();
}

/* The zone of an applicant comes from what people decide, not from the record. */
static enum err save_zone(struct ctx *ctx, void *arg)
{
    struct zone *zone = arg;
    return zone_save(ctx, zone);
}

static enum err save_org(struct ctx *ctx, void *arg)
{
    enum err e = org_save(ctx, arg);
    return e ? e : patent_touch_org(ctx, ((struct org *)arg)->id);
}

static enum err decide(struct ctx *ctx, void *arg)
{
    struct act_result result;
    return patent_act_name(ctx, arg, &result);
}

static void decisions_reach_the_index(void)
{
    struct zone zone = {.name = STR("东区")};
    struct org org = {.kind = ORG_ENTERPRISE,
                      .name = STR("园区甲公司"),
                      .short_name = STR("甲"),
                      .contact = STR(""),
                      .phone = STR(""),
                      .address = STR("")};
    int64_t n;
    begin();
    import(0, 100);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    IS_INT(core_test_act(&t, save_zone, &zone), ERR_OK);
    org.zone = zone.id;
    IS_INT(core_test_act(&t, save_org, &org), ERR_OK);
    patent_names names = {0};
    IS_INT(patent_names_list(&t.ctx, PATENT_NAME_OPEN, &names), ERR_OK);
    struct patent_name_in in = {names.at[0].id.n, PATENT_NAME_OURS, org.name};
    IS_INT(core_test_act(&t, decide, &in), ERR_OK);
    queries[0] = "zone:东区";
    both_say_the_same(0);
    IS_INT(patent_count(&t.ctx, STR("zone:东区"), &n, NULL), ERR_OK);
    OK(n > 0, "its records are in the zone");
    tables_say_the_same(0, 60);
    zone = (struct zone){.name = STR("西区")};
    IS_INT(core_test_act(&t, save_zone, &zone), ERR_OK);
    org.zone = zone.id;
    IS_INT(core_test_act(&t, save_org, &org), ERR_OK);
    both_say_the_same(0);
    IS_INT(patent_count(&t.ctx, STR("zone:东区"), &n, NULL), ERR_OK);
    IS_INT(n, 0);
    queries[0] = "电池";
    end();
}

/* A collection: its own query, what people marked in and out, and the cut-off. */
static enum err make_set(struct ctx *ctx, void *arg)
{
    int64_t *ids = arg;
    struct sql_patent_set_add_in set = {.park = ctx->park,
                                        .id = {900000001},
                                        .name = STR("电池"),
                                        .query = STR("电池 NOT 电极"),
                                        .note = STR(""),
                                        .owner = ctx->actor.person,
                                        .owner_name = STR("甲"),
                                        .cutoff = day_from_date((struct date){2015, 6, 30}),
                                        .created = ctx->now_us};
    enum err e = sql_patent_set_add(ctx->db, &set, NULL);
    for (int i = 0; !e && i < 40; i++)
        e = sql_patent_mark_put(ctx->db,
                                &(struct sql_patent_mark_put_in){.park = ctx->park,
                                                                 .collection = {900000001},
                                                                 .patent = {ids[i]},
                                                                 .inside = i % 2,
                                                                 .note = STR(""),
                                                                 .person = ctx->actor.person,
                                                                 .person_name = STR("甲"),
                                                                 .at = ctx->now_us},
                                NULL);
    return e;
}

static void collections_say_the_same(void)
{
    int64_t ids[40];
    begin();
    import(0, 300);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    struct patent_list list;
    IS_INT(patent_list(&t.ctx, STR("电池 OR 方法"), 0, 40, 30, &list), ERR_OK);
    for (size_t i = 0; i < 40; i++)
        ids[i] = i < list.n ? list.at[i].id.n : 1;
    IS_INT(core_test_act(&t, make_set, ids), ERR_OK);
    both_say_the_same(900000001);
    tables_say_the_same(900000001, 40);
    end();
}

static int32_t shown_first(const struct patent_hit *h, enum patent_order order)
{
    bool applied = order == PATENT_ORDER_APPLIED || order == PATENT_ORDER_APPLIED_UP;
    bool up = order == PATENT_ORDER_PUBLISHED_UP || order == PATENT_ORDER_APPLIED_UP;
    int32_t day = applied ? h->app_day : h->pub_day;
    return order == PATENT_ORDER_CITED ? (int32_t)h->cited : up && day != DAY_NONE ? -day : day;
}

/* Whichever order is asked for: the whole list falls, what is not known last, equals by the newer
 * record; its pages are cut out of it; the index and the records say the same. */
static void orders_say_the_same(void)
{
    struct str q = STR("电池 OR 方法 OR 装置");
    struct patent_list all, page, by_records;
    int64_t first[PATENT_ORDER_CITED + 1];
    begin();
    import(0, 300);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    OK(fresh(), "the index answers");
    for (enum patent_order o = PATENT_ORDER_PUBLISHED; o <= PATENT_ORDER_CITED; o++) {
        struct str files = t.ctx.files_dir;
        bool falls = true;
        IS_INT(patent_list_by(&t.ctx, q, 0, o, 1000, 0, &all), ERR_OK);
        IS_INT(patent_list_by(&t.ctx, q, 0, o, 9, 20, &page), ERR_OK);
        t.ctx.files_dir = STR_NULL;
        IS_INT(patent_list_by(&t.ctx, q, 0, o, 9, 20, &by_records), ERR_OK);
        t.ctx.files_dir = files;
        OK(all.n > 40 && (int64_t)all.n == all.total, "all of them");
        for (size_t i = 1; i < all.n; i++) {
            int32_t a = shown_first(&all.at[i - 1], o), b = shown_first(&all.at[i], o);
            falls = falls && (a > b || (a == b && all.at[i - 1].id.n > all.at[i].id.n));
        }
        OK(falls, "in order");
        for (size_t i = 0; i < 9 && i < page.n && i < by_records.n; i++) {
            IS_INT(page.at[i].id.n, all.at[20 + i].id.n);
            IS_INT(by_records.at[i].id.n, all.at[20 + i].id.n);
        }
        first[o] = all.at[0].id.n;
    }
    OK(first[0] != first[1] && first[2] != first[3], "the orders differ");
    end();
}

/* Damaged files, and a database from elsewhere: built anew without being told to. */
static void damage_is_mended(void)
{
    begin();
    import(0, 200);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    patent_let_go();
    spoil("segment-");
    OK(!fresh(), "damaged: the records are asked");
    IS_INT(verify(), ERR_INVALID);
    error_clear(&t.ctx.error);
    IS_INT(patent_tend(&t.ctx, false), ERR_OK);
    both_say_the_same(0);
    IS_INT(verify(), ERR_OK);
    build();
    both_say_the_same(0);
    end();
}

/* A command beside the server: it writes, and the one that has the index open notices. */
static void two_processes(void)
{
    int status = -1;
    begin();
    import(0, 100);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    import(100, 150);
    both_say_the_same(0); /* these fifty are in this process's memory */
    struct str url = str_dup(&t.arena, db_url(t.ctx.db));
    pid_t child = fork();
    if (child == 0) {
        struct db *db;
        struct error error = {0};
        patent_let_go();
        if (db_open(&t.arena, url, DB_READ, &db, &error))
            _exit(9);
        t.ctx.db = db;
        _exit(patent_tend(&t.ctx, true) ? 8 : flushed_mark() == newest() ? 0 : 7);
    }
    OK(waitpid(child, &status, 0) == child && WIFEXITED(status), "another process");
    IS_INT(WEXITSTATUS(status), 0);
    both_say_the_same(0);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK); /* what it held is not written over the other's */
    both_say_the_same(0);
    IS_INT(flushed_mark(), newest());
    import(150, 200);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    IS_INT(flushed_mark(), newest());
    both_say_the_same(0);
    end();
}

static enum err fill_up(void *arg, const struct patent_seen *seen)
{
    (void)seen;
    (void)arena_alloc(arg, 1024);
    return ERR_OK;
}

static enum err ask_for_all(void *arg)
{
    return patent_hits(&t.ctx, STR("NOT 本发明"), 0, NULL, fill_up, arg);
}

/* What the asker keeps its answer in is full: nothing of what was found may stay behind, which the
 * address sanitizer looks for at the end. */
static void full_askers_leave_nothing(void)
{
    struct arena own;
    begin();
    import(0, 1000);
    patent_index_refresh(&t.ctx);
    OK(fresh(), "the index answers");
    arena_init(&own, 16 * 1024);
    IS_INT(arena_run(&own, ask_for_all, &own), ERR_LIMIT);
    arena_release(&own);
    both_say_the_same(0);
    end();
}

/* An analysis as JSON, without what says whether the index answered. */
static struct str analysed(struct patent_analysis_form_in in)
{
    struct buf json;
    struct str gone = STR("\"index\":false"), all;
    buf_init(&json, &t.arena, 8 << 20);
    IS_INT(patent_find_analysis(&t.ctx, &in, &json), ERR_OK);
    all = buf_str(&json);
    size_t at = str_find(all, STR("\"index\":"), 0);
    OK(at != SIZE_MAX, "it says so");
    if (!str_starts(str_slice(all, at, all.len), gone))
        gone.len--;
    return str_print(&t.arena, "%.*s%.*s", (int)at, all.ptr,
                     STR_ARG(str_slice(all, at + gone.len, all.len)));
}

/* Every analysis of random questions from the index's columns and from the tables is the same. */
static void analyses_say_the_same(void)
{
    struct org org = {.kind = ORG_ENTERPRISE,
                      .name = STR("园区甲公司"),
                      .short_name = STR("甲"),
                      .contact = STR(""),
                      .phone = STR(""),
                      .address = STR("")};
    patent_names names = {0};
    int different = 0;
    begin();
    import(0, MADE);
    IS_INT(core_test_act(&t, save_org, &org), ERR_OK);
    IS_INT(patent_names_list(&t.ctx, PATENT_NAME_OPEN, &names), ERR_OK);
    struct patent_name_in ours = {names.at[0].id.n, PATENT_NAME_OURS, org.name};
    IS_INT(core_test_act(&t, decide, &ours), ERR_OK);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    OK(fresh(), "the index answers");
    for (int64_t what = 0; what < PATENT_WHAT_N_; what++)
        for (int i = 0; what != PATENT_EFFECTS && i < 3; i++) { /* that one reads the texts */
            struct str files = t.ctx.files_dir;
            struct patent_analysis_form_in in = {
                .what = what,
                .query = str_from(i ? queries[chance(QUERIES)] : ""),
                .cutoff = i == 2 ? day_from_date((struct date){2020, 6, 30}) : DAY_NONE,
                .unit = i % 2,
                .day = chance(4),
                .level = PATENT_BY_SECTION + chance(5),
                .by = i ? PATENT_BY_APPLICANT : PATENT_BY_REGION,
                .first_class = i == 1};
            struct str by_index = analysed(in);
            t.ctx.files_dir = STR_NULL;
            struct str by_records = analysed(in);
            t.ctx.files_dir = files;
            different += !str_eq(by_index, by_records);
            if (!str_eq(by_index, by_records))
                printf("# %d %d: %.*s\n# %.*s\n", (int)what, i, 600, by_index.ptr, 600,
                       by_records.ptr);
        }
    IS_INT(different, 0);
    end();
}

static void *stop_soon(void *arg)
{
    usleep(*(const useconds_t *)arg);
    patent_stop(true);
    return NULL;
}

/* A build that is told to stop leaves the index as it was, whenever that is. */
static void stopping_leaves_what_was_there(void)
{
    struct buf json;
    int stopped = 0;
    begin();
    buf_init(&json, &t.arena, 1 << 20);
    import(0, MADE - 40);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    patent_stop(true);
    IS_INT(patent_index_build(&t.ctx, &json), ERR_BUSY);
    import(MADE - 40, MADE);
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    IS_INT(patent_index_stat(&t.ctx, &json), ERR_OK);
    OK(str_has(buf_str(&json), STR("\"fresh\":false")), "nothing was fed meanwhile");
    patent_stop(false);
    for (int i = 0; i < 12; i++) {
        useconds_t us = (useconds_t)i * 4000;
        pthread_t thread;
        IS_INT(pthread_create(&thread, NULL, stop_soon, &us), 0);
        enum err e = patent_index_build(&t.ctx, &json);
        pthread_join(thread, NULL);
        patent_stop(false);
        error_clear(&t.ctx.error);
        OK(e == ERR_OK || e == ERR_BUSY, "built, or left off");
        stopped += e == ERR_BUSY;
    }
    OK(stopped > 0, "some were stopped");
    IS_INT(patent_tend(&t.ctx, true), ERR_OK);
    both_say_the_same(0);
    end();
}

int main(void)
{
    RUN(questions_feed_the_index);
    RUN(batches_that_are_full);
    RUN(one_stamp_for_more_than_a_batch);
    RUN(acts_do_not_feed_it);
    RUN(decisions_reach_the_index);
    RUN(collections_say_the_same);
    RUN(orders_say_the_same);
    RUN(damage_is_mended);
    RUN(full_askers_leave_nothing);
    RUN(two_processes);
    RUN(analyses_say_the_same);
    RUN(stopping_leaves_what_was_there);
    return tap_end();
}
