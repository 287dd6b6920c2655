/* Connections, queries, transactions, migrations: on SQLite, or on LIANYUAN_TEST_PG. */
#include <string.h>

#include "base/tap.h"
#include "db/db.h"
#include "db/driver.h"
#include "db/sql.h"
#include "db/writer.h"
#include "shelf_query.h"
#include "shelf_schema.h"

static const struct park_id park = {7};

static struct db *fresh(struct arena *arena)
{
    const struct migrations sets[] = {{shelf_migrations, shelf_migration_n}};
    arena_init(arena, 64u << 20);
    return db_open_test(arena, sets, 1);
}

static void done(struct arena *arena, struct db *db)
{
    db_close_test(db);
    arena_release(arena);
}

static struct sql_thing_add_in thing(int64_t id, const char *title)
{
    return (struct sql_thing_add_in){.park = park,
                                     .id = {id},
                                     .title = str_from(title),
                                     .until = DAY_NONE,
                                     .due = (int32_t)id,
                                     .made = 5};
}

static void add(struct db *db, int64_t id, const char *title)
{
    struct sql_thing_add_in in = thing(id, title);
    IS_INT(db_begin(db, DB_WRITE), ERR_OK);
    IS_INT(sql_thing_add(db, &in, NULL), ERR_OK);
    IS_INT(db_commit(db), ERR_OK);
}

static int64_t count(struct db *db, struct arena *arena)
{
    struct sql_thing_sum_row row;
    IS_INT(sql_thing_sum(db, arena, &(struct sql_thing_sum_in){park}, &row), ERR_OK);
    return row.n;
}

static void every_type_comes_back(void)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    struct sql_thing_add_in in = {.park = park,
                                  .id = {INT64_MAX},
                                  .shelf = {3},
                                  .title = STR("炉子 \"x\""),
                                  .state = -4,
                                  .due = -1,
                                  .until = 20000,
                                  .weight = {true, 0.1},
                                  .height = -1e300,
                                  .open = true,
                                  .marked = {true, 1},
                                  .made = INT64_MIN,
                                  .ended = 9,
                                  .note = STR(""),
                                  .body = STR("a\0b\xff"),
                                  .n = {true, -9}};
    struct sql_thing_get_in key = {park, {INT64_MAX}};
    struct sql_thing_get_row row;
    IS_INT(db_begin(db, DB_WRITE), ERR_OK);
    IS_INT(sql_thing_add(db, &in, NULL), ERR_OK);
    IS_INT(db_commit(db), ERR_OK);
    IS_INT(sql_thing_get(db, &arena, &key, &row), ERR_OK);
    OK(row.id.n == INT64_MAX && row.shelf.n == 3 && row.state == -4, "numbers");
    IS_STR(row.title, in.title);
    OK(row.due == -1 && row.until == 20000 && row.made == INT64_MIN && row.ended == 9, "times");
    OK(row.weight.is && row.weight.n == 0.1 && row.height == -1e300, "reals");
    OK(row.open && row.marked.is && row.marked.n == 1 && row.n.is && row.n.n == -9, "maybes");
    OK(row.note.ptr && row.note.len == 0, "an empty text is not none");
    OK(row.body.len == 4 && memcmp(row.body.ptr, "a\0b\xff", 4) == 0, "bytes");
    done(&arena, db);
}

static void none_comes_back_as_none(void)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    struct sql_thing_get_in key = {park, {1}};
    struct sql_thing_get_row row;
    add(db, 1, "x");
    IS_INT(sql_thing_get(db, &arena, &key, &row), ERR_OK);
    OK(row.shelf.n == 0 && row.until == DAY_NONE && !row.weight.is && !row.marked.is, "none");
    OK(row.ended == 0 && str_null(row.note) && str_null(row.body) && !row.n.is, "none");
    key.id.n = 2;
    IS_INT(sql_thing_get(db, &arena, &key, &row), ERR_NOT_FOUND);
    struct sql_thing_by_shelf_row *rows;
    size_t n;
    IS_INT(sql_thing_by_shelf(db, &arena, &(struct sql_thing_by_shelf_in){park, {1}, 5}, &rows, &n),
           ERR_OK);
    OK(n == 1 && !rows[0].floor.is && str_null(rows[0].shelf_name), "a left join that found none");
    struct sql_thing_sum_row sum;
    IS_INT(sql_thing_sum(db, &arena, &(struct sql_thing_sum_in){{8}}, &sum), ERR_OK);
    OK(sum.n == 0 && !sum.states.is, "the sum of nothing");
    done(&arena, db);
}

static void constraints_are_conflicts(void)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    add(db, 1, "x");
    struct sql_thing_add_in same = thing(1, "y"), title = thing(2, "x"), null = thing(3, "z");
    null.title = STR_NULL;
    struct sql_thing_add_in *bad[] = {&same, &title, &null};
    for (int i = 0; i < 3; i++) {
        IS_INT(db_begin(db, DB_WRITE), ERR_OK);
        IS_INT(sql_thing_add(db, bad[i], NULL), ERR_CONFLICT);
        struct sql_thing_add_in good = thing(4, "w");
        IS_INT(sql_thing_add(db, &good, NULL), ERR_CONFLICT); /* the transaction has ended */
        IS_INT(db_commit(db), ERR_CONFLICT);
    }
    IS_INT(count(db, &arena), 1);
    done(&arena, db);
}

static void savepoints_undo_their_part(void)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    struct sql_thing_add_in a = thing(1, "a"), b = thing(2, "b"), c = thing(3, "c");
    IS_INT(db_begin(db, DB_WRITE), ERR_OK);
    IS_INT(sql_thing_add(db, &a, NULL), ERR_OK);
    IS_INT(db_savepoint(db), ERR_OK);
    IS_INT(sql_thing_add(db, &b, NULL), ERR_OK);
    IS_INT(sql_thing_add(db, &b, NULL), ERR_CONFLICT);
    IS_INT(db_release(db), ERR_CONFLICT);
    IS_INT(db_rollback_to(db), ERR_OK);
    IS_INT(db_savepoint(db), ERR_OK);
    IS_INT(sql_thing_add(db, &c, NULL), ERR_OK);
    IS_INT(db_release(db), ERR_OK);
    IS_INT(db_commit(db), ERR_OK);
    IS_INT(count(db, &arena), 2);
    IS_INT(db_begin(db, DB_WRITE), ERR_OK);
    IS_INT(sql_thing_add(db, &b, NULL), ERR_OK);
    db_rollback(db);
    IS_INT(count(db, &arena), 2);
    done(&arena, db);
}

static void changed_rows_are_counted(void)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    int64_t changed;
    struct sql_tally_add_row tally;
    add(db, 1, "a");
    add(db, 2, "b");
    IS_INT(db_begin(db, DB_WRITE), ERR_OK);
    IS_INT(sql_thing_touch(db, &(struct sql_thing_touch_in){park, 3}, &changed), ERR_OK);
    IS_INT(changed, 2);
    IS_INT(sql_thing_touch(db, &(struct sql_thing_touch_in){park, 3}, &changed), ERR_OK);
    IS_INT(changed, 0);
    for (int i = 1; i <= 3; i++) {
        struct sql_tally_add_in in = {park, STR("t"), 5};
        IS_INT(sql_tally_add(db, &arena, &in, &tally), ERR_OK);
        IS_INT(tally.n, 5 * i);
    }
    IS_INT(db_commit(db), ERR_OK);
    done(&arena, db);
}

static void limits_are_told(void)
{
    struct arena arena, small;
    struct db *db = fresh(&arena);
    struct sql_thing_few_row *rows;
    size_t n;
    for (int64_t i = 1; i <= 4; i++) {
        add(db, i, str_print(&arena, "%d", (int)i).ptr);
        IS_INT(sql_thing_few(db, &arena, &(struct sql_thing_few_in){park}, &rows, &n),
               i <= 3 ? ERR_OK : ERR_LIMIT);
    }
    struct sql_thing_add_in big = thing(9, "big");
    big.note = str_from(
        arena_copy(&arena, memset(ARENA_ARRAY(&arena, char, 100001), 'x', 100000), 100001));
    IS_INT(db_begin(db, DB_WRITE), ERR_OK);
    IS_INT(sql_thing_add(db, &big, NULL), ERR_OK);
    IS_INT(db_commit(db), ERR_OK);
    struct sql_thing_get_row row;
    arena_init(&small, 50000);
    IS_INT(sql_thing_get(db, &small, &(struct sql_thing_get_in){park, {9}}, &row), ERR_LIMIT);
    IS_INT(sql_thing_get(db, &arena, &(struct sql_thing_get_in){park, {9}}, &row), ERR_OK);
    arena_release(&small);
    done(&arena, db);
}

static struct db *second(struct arena *arena, struct db *db, enum db_mode mode)
{
    struct db *other = NULL;
    struct error error = {0};
    IS_INT(db_open(arena, db_url(db), mode, &other, &error), ERR_OK);
    return other;
}

static void a_reader_keeps_its_snapshot(void)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    add(db, 1, "a");
    struct db *reader = second(&arena, db, DB_READ);
    IS_INT(db_read_begin(reader), ERR_OK);
    IS_INT(count(reader, &arena), 1);
    int64_t before = db_change_count(reader);
    add(db, 2, "b");
    IS_INT(count(reader, &arena), 1);
    OK(db_change_count(reader) == before, "the snapshot's number stays");
    db_read_end(reader);
    IS_INT(count(reader, &arena), 2);
    OK(db_change_count(reader) != before, "another commit, another number");
    struct sql_thing_add_in in = thing(3, "c");
    OK(sql_thing_add(reader, &in, NULL) != ERR_OK, "a reader cannot write");
    IS_INT(count(db, &arena), 2);
    db_close(reader);
    done(&arena, db);
}

static void equal_numbers_mean_equal_contents(void)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    struct db *one = second(&arena, db, DB_READ), *two = second(&arena, db, DB_READ);
    int64_t last = 0;
    for (int i = 1; i <= 5; i++) {
        add(db, i, str_print(&arena, "%d", i).ptr);
        int64_t a = db_change_count(one), b = db_change_count(two);
        /* On PostgreSQL other tests' commits may come in between. */
        OK(db_kind(db) == DB_PG || (a == b && a == db_change_count(db)), "the same for all");
        OK(a != last && b != last, "another one after a commit");
        last = a;
    }
    db_close(one);
    db_close(two);
    done(&arena, db);
}

static void migrations_are_guarded(void)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    struct migration changed[4] = {shelf_migrations[0],
                                   shelf_migrations[1],
                                   shelf_migrations[2],
                                   {"shelf/004_x", "CREATE TABLE x (park park_id NOT NULL);"}};
    struct migrations set = {changed, 4};
    size_t pending;
    struct error error = {0};
    IS_INT(migrate_pending(db, &set, 1, &pending, &error), ERR_OK);
    IS_INT(pending, 1);
    IS_INT(migrate(db, &set, 1, &error), ERR_OK);
    IS_INT(migrate_pending(db, &set, 1, &pending, &error), ERR_OK);
    IS_INT(pending, 0);
    set.n = 3;
    IS_INT(migrate(db, &set, 1, &error), ERR_CONFLICT);
    IS_STR(error.detail, STR("shelf/004_x"));
    error_clear(&error);
    set.n = 4;
    changed[1].sql = "CREATE TABLE other (park park_id NOT NULL);";
    IS_INT(migrate(db, &set, 1, &error), ERR_CONFLICT);
    IS_STR(error.detail, STR("shelf/002_tally"));
    changed[1] = shelf_migrations[1];
    struct migration broken[5] = {
        changed[0],
        changed[1],
        changed[2],
        changed[3],
        {"shelf/005_y", "CREATE TABLE y (park park_id); CREATE nonsense"}};
    set = (struct migrations){broken, 5};
    OK(migrate(db, &set, 1, &error) != ERR_OK, "a broken one is refused");
    broken[4].sql = "CREATE TABLE y (park park_id);";
    IS_INT(migrate(db, &set, 1, &error), ERR_OK); /* so nothing of it was kept */
    done(&arena, db);
}

static enum err three_things(struct db *db, void *arg)
{
    (void)arg;
    enum err e = ERR_OK;
    for (int64_t i = 1; i <= 3 && !e; i++) {
        char title[8] = {(char)('a' + i)};
        struct sql_thing_add_in in = thing(i, title);
        e = sql_thing_add(db, &in, NULL);
    }
    return e;
}

static enum err three_in_a_part(struct db *db, void *arg)
{
    enum err e = db_savepoint(db);
    e = e ? e : three_things(db, arg);
    return e ? e : db_release(db);
}

/* Fails each statement in turn; how many there were. */
static int break_off(writer_fn *act)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    int failed = 0;
    for (int64_t n = 1;; n++) {
        db_fail_at(db, n);
        enum err e = writer_once(db, act, NULL);
        bool pending = db_fail_pending(db);
        db_fail_at(db, 0);
        IS_INT(count(db, &arena), pending ? 3 : 0);
        if (pending) {
            IS_INT(e, ERR_OK);
            break;
        }
        IS_INT(e, ERR_IO);
        failed++;
    }
    done(&arena, db);
    return failed;
}

static void an_act_that_breaks_off_leaves_nothing(void)
{
    IS_INT(break_off(three_things), 3);    /* three inserts: an act alone has no savepoint */
    IS_INT(break_off(three_in_a_part), 5); /* savepoint, three inserts, release */
}

static void every_query_prepares(void)
{
    struct arena arena;
    struct db *db = fresh(&arena);
    IS_INT(db_prepare_set(db, &arena, &shelf_query_set), ERR_OK);
    done(&arena, db);
}

int main(void)
{
    RUN(every_type_comes_back);
    RUN(none_comes_back_as_none);
    RUN(constraints_are_conflicts);
    RUN(savepoints_undo_their_part);
    RUN(changed_rows_are_counted);
    RUN(limits_are_told);
    RUN(a_reader_keeps_its_snapshot);
    RUN(equal_numbers_mean_equal_contents);
    RUN(migrations_are_guarded);
    RUN(an_act_that_breaks_off_leaves_nothing);
    RUN(every_query_prepares);
    return tap_end();
}
