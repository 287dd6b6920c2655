/* A disk that fails, fills up or loses power: what was acknowledged is there, what was refused is
 * not, and no act is half done. Each act adds a thing and counts it in a tally: their numbers
 * agree. SQLite only. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tap.h"
#include "db/driver.h"
#include "db/sqlite.h"
#include "db/writer.h"
#include "shelf_query.h"
#include "shelf_schema.h"
#include "test_vfs.h"

enum { ACTS = 40, STEPS = 90, CUTS = 120, CLIENTS = 12 };

static const struct park_id park = {7};
static const struct migrations sets[] = {{shelf_migrations, shelf_migration_n}};

struct act {
    int64_t id;
    size_t bytes; /* of its note: large ones spill out of a small cache before the commit */
};

static enum err add(struct db *db, void *arg)
{
    struct act *a = arg;
    struct arena arena;
    char title[32];
    struct sql_tally_add_row tally;
    arena_init(&arena, 8 << 20);
    snprintf(title, sizeof title, "%lld", (long long)a->id);
    struct sql_thing_add_in in = {
        .park = park, .id = {a->id}, .title = str_from(title), .until = DAY_NONE};
    in.note = (struct str){memset(arena_alloc(&arena, a->bytes + 1), 'x', a->bytes + 1), a->bytes};
    enum err e = sql_thing_add(db, &in, NULL);
    if (!e)
        e = sql_tally_add(db, &arena, &(struct sql_tally_add_in){park, STR("things"), 1}, &tally);
    arena_release(&arena);
    return e;
}

/* ids 1..n: there exactly when acknowledged (kept[i]), or `maybe`: nothing more than was asked for,
 * nothing acknowledged missing. False tells what is wrong. */
static bool agrees(struct db *db, const bool *kept, int n, bool maybe, bool print)
{
    struct arena arena;
    struct sql_thing_get_row row;
    struct sql_thing_sum_row sum;
    struct sql_tally_add_row tally;
    struct str finding;
    bool good = true;
    arena_init(&arena, 64 << 20);
    for (int i = 1; i <= n && good; i++) {
        enum err e = sql_thing_get(db, &arena, &(struct sql_thing_get_in){park, {i}}, &row);
        good = e == ERR_OK ? kept[i] || maybe : e == ERR_NOT_FOUND && !kept[i];
        if (!good && print)
            printf("# act %d: acknowledged %d, found %d\n", i, kept[i], !e);
    }
    if (good && db_check(db, &arena, &finding)) {
        good = false;
        if (print)
            printf("# %.*s\n", STR_ARG(finding));
    }
    good = good && !sql_thing_sum(db, &arena, &(struct sql_thing_sum_in){park}, &sum);
    good = good && !db_begin(db, DB_WRITE);
    good = good &&
           !sql_tally_add(db, &arena, &(struct sql_tally_add_in){park, STR("things"), 0}, &tally);
    if (good && tally.n != sum.n) {
        good = false;
        if (print)
            printf("# %lld things, the tally says %lld\n", (long long)sum.n, (long long)tally.n);
    }
    db_rollback(db);
    arena_release(&arena);
    return good;
}

static void any_write_or_sync_may_fail(void)
{
    int struck = 0;
    for (int step = 1; step <= STEPS; step++) {
        struct arena arena;
        bool kept[ACTS + 1] = {false};
        arena_init(&arena, 64 << 20);
        struct db *db = db_open_test(&arena, sets, 1);
        test_vfs_fault(FAULT_IO, step, 1);
        for (int i = 1; i <= ACTS; i++) {
            struct act a = {i, 100};
            int64_t log, done;
            kept[i] = writer_once(db, add, &a) == ERR_OK;
            if (i % 10 == 0)
                db_sqlite_checkpoint(db, false, &log, &done);
        }
        struck += test_vfs_struck();
        test_vfs_mend();
        if (!agrees(db, kept, ACTS, false, true))
            OK(false, str_print(&arena, "whole after step %d failed", step).ptr);
        db_close_test(db);
        arena_release(&arena);
    }
    OK(struck > STEPS / 2, "the faults did happen");
}

/* --- a full disk under a group --- */

struct client {
    struct writer *writer;
    struct act act;
    enum err result;
};

static void *client_main(void *arg)
{
    struct client *c = arg;
    c->result = writer_run(c->writer, add, &c->act);
    return NULL;
}

static atomic_bool begun;

static enum err slow_small_cache(struct db *db, void *arg)
{
    atomic_store(&begun, true);
    for (int i = 0; i < 5000 && writer_stats(arg).waiting < CLIENTS; i++)
        usleep(1000); /* meanwhile the others queue up */
    return db->driver->run(db, "PRAGMA cache_size = 10");
}

static void *slow_main(void *arg)
{
    struct client *c = arg;
    c->result = writer_run(c->writer, slow_small_cache, c->writer);
    return NULL;
}

/* One group of acts whose pages spill; the log has room for n bytes. */
static bool full_at(int64_t n, int *out_kept, int64_t *out_again)
{
    struct arena arena;
    struct error error = {0};
    struct writer *writer;
    pthread_t slow, threads[CLIENTS];
    struct client first = {0}, clients[CLIENTS];
    bool kept[CLIENTS + 2] = {false};
    arena_init(&arena, 128 << 20);
    struct db *db = db_open_test(&arena, sets, 1);
    if (writer_start(&arena, db_url(db), &(struct writer_config){0}, &writer, &error))
        return false;
    first.writer = writer;
    atomic_store(&begun, false);
    test_vfs_fault(FAULT_FULL, n, 1);
    pthread_create(&slow, NULL, slow_main, &first);
    while (!atomic_load(&begun))
        usleep(1000);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){writer, {i + 1, 60000}, ERR_OK};
        pthread_create(&threads[i], NULL, client_main, &clients[i]);
    }
    pthread_join(slow, NULL);
    bool good = true;
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        kept[i + 1] = clients[i].result == ERR_OK;
        *out_kept += kept[i + 1];
        good = good && (kept[i + 1] || clients[i].result == ERR_FULL);
    }
    *out_again += writer_stats(writer).again;
    test_vfs_mend();
    struct act more = {CLIENTS + 1, 10};
    kept[CLIENTS + 1] = writer_run(writer, add, &more) == ERR_OK;
    good = good && kept[CLIENTS + 1] && agrees(db, kept, CLIENTS + 1, false, true);
    writer_stop(writer);
    db_close_test(db);
    arena_release(&arena);
    return good;
}

static void a_full_disk_loses_nothing_acknowledged(void)
{
    int kept = 0, rounds = 0;
    int64_t again = 0;
    for (int64_t n = 20000; n < 1500000; n += 77000, rounds++)
        if (!full_at(n, &kept, &again))
            OK(false, "whole after the disk was full, and it recovered by itself");
    printf("# %d of %d acts kept, %lld ran again alone\n", kept, rounds * CLIENTS,
           (long long)again);
    OK(kept > 0 && kept < rounds * CLIENTS, "some were refused, some were kept");
    OK(again > 0, "groups were thrown away and ran again one by one");
}

/* --- power --- */

/* False when something acknowledged is gone or the database is damaged. */
static bool survives_cut(int round, bool careless, bool *out_struck)
{
    struct arena arena;
    struct error error = {0};
    bool kept[ACTS + 1] = {false};
    arena_init(&arena, 64 << 20);
    struct db *db = db_open_test(&arena, sets, 1), *again;
    int64_t log, done;
    db_sqlite_checkpoint(db, true, &log, &done);
    if (careless)
        db->driver->run(db, "PRAGMA synchronous = OFF");
    test_vfs_fault(FAULT_CUT, 20 + round * 2, (uint64_t)round);
    for (int i = 1; i <= ACTS && !test_vfs_struck(); i++) {
        struct act a = {i, (size_t)(i * 37 % 9000)};
        kept[i] = writer_once(db, add, &a) == ERR_OK;
        if (i % 7 == 0)
            db_sqlite_checkpoint(db, i % 14 == 0, &log, &done);
    }
    *out_struck = test_vfs_struck();
    struct str url = str_dup(&arena, db_url(db));
    if (db_in_transaction(db))
        db_rollback(db);
    db_close(db); /* writes nothing any more */
    unlink(str_print(&arena, "%.*s/lianyuan.db-shm", STR_ARG(url)).ptr);
    test_vfs_mend();
    bool good = !db_open(&arena, url, DB_WRITE, &again, &error) &&
                agrees(again, kept, ACTS, true, !careless);
    if (again)
        db_close_test(again);
    arena_release(&arena);
    return good;
}

static void a_power_cut_loses_nothing_acknowledged(void)
{
    int struck = 0;
    for (int round = 0; round < CUTS; round++) {
        bool hit;
        if (!survives_cut(round, false, &hit))
            OK(false, "what was acknowledged is there after the cut");
        struck += hit;
    }
    OK(struck > CUTS / 2, "the power did go");
}

/* The test must be able to fail. */
static void without_syncs_it_does(void)
{
    int lost = 0;
    for (int round = 0; round < CUTS; round += 4) {
        bool hit;
        lost += !survives_cut(round, true, &hit);
    }
    printf("# synchronous=OFF: %d of %d cuts lost or damaged something\n", lost, CUTS / 4);
    OK(lost > 0, "the control loses acknowledged acts");
}

/* What a durable act costs the disk: one sync, and a group of them no more. */
static void an_act_costs_one_sync(void)
{
    struct arena arena;
    arena_init(&arena, 64 << 20);
    struct db *db = db_open_test(&arena, sets, 1);
    struct act a = {1, 100};
    IS_INT(writer_once(db, add, &a), ERR_OK);
    test_vfs_fault(FAULT_NONE, 0, 1);
    for (a.id = 2; a.id <= 11; a.id++)
        IS_INT(writer_once(db, add, &a), ERR_OK);
    IS_INT(test_vfs_syncs(), 10);
    printf("# %lld writes for 10 acts\n", (long long)test_vfs_writes());
    db_close_test(db);
    arena_release(&arena);
}

int main(void)
{
    const char *base = getenv("LIANYUAN_TEST_PG");
    if (base && *base) {
        tap_skip("faults", "the disk under PostgreSQL is its own business");
        return tap_end();
    }
    if (access("/dev/shm", W_OK) == 0) /* what is lost is decided here, not by the real disk */
        setenv("TMPDIR", "/dev/shm", 1);
    test_vfs_install();
    RUN(an_act_costs_one_sync);
    RUN(any_write_or_sync_may_fail);
    RUN(a_full_disk_loses_nothing_acknowledged);
    RUN(a_power_cut_loses_nothing_acknowledged);
    RUN(without_syncs_it_does);
    return tap_end();
}
