#include "work.h"

#include <pthread.h>
#include <stdio.h>

#include "shelf_query.h"
#include "shelf_schema.h"

static const struct park_id park = {1};

static enum err add(struct db *db, void *arg)
{
    struct arena arena;
    struct sql_tally_add_row row;
    int64_t id = *(const int64_t *)arg;
    struct sql_thing_add_in thing = {.park = park,
                                     .id = {id},
                                     .title = STR("诉求正文，足够长，好让一页放不下几行"),
                                     .until = DAY_NONE,
                                     .state = 9};
    arena_init(&arena, 1 << 20);
    enum err e = sql_thing_add(db, &thing, NULL);
    if (!e)
        e = sql_tally_add(db, &arena, &(struct sql_tally_add_in){park, STR("acts"), 1}, &row);
    arena_release(&arena);
    return e;
}

bool work_make(const char *dir)
{
    const struct migrations sets[] = {{shelf_migrations, shelf_migration_n}};
    struct arena arena;
    struct db *db;
    struct error error = {0};
    arena_init(&arena, 64 << 20);
    enum err e = db_open(&arena, str_from(dir), DB_CREATE, &db, &error);
    if (!e) {
        e = migrate(db, sets, 1, &error);
        db_close(db);
    }
    if (e)
        fprintf(stderr, "%s: %s\n", dir, error.message ? error.message : err_name(e));
    arena_release(&arena);
    return e == ERR_OK;
}

enum err work_one(struct work *work)
{
    int64_t id = atomic_fetch_add(&work->next, 1) + 1;
    if (work->early)
        work->acknowledged(work->arg, id);
    enum err e = writer_run(work->writer, add, &id);
    if (e)
        fprintf(stderr, "an act was refused: %s\n", err_name(e));
    else if (!work->early && work->acknowledged)
        work->acknowledged(work->arg, id);
    return e;
}

static void *work_thread(void *arg)
{
    struct work *work = arg;
    while (!atomic_load(&work->stop))
        work_one(work);
    return NULL;
}

void work_run(struct work *work)
{
    pthread_t threads[WORK_THREADS];
    for (int i = 0; i < WORK_THREADS; i++)
        pthread_create(&threads[i], NULL, work_thread, work);
    for (int i = 0; i < WORK_THREADS; i++)
        pthread_join(threads[i], NULL);
}

static int64_t missing_in(struct db *db, struct arena *arena, const int64_t *ids, size_t n)
{
    struct str finding = STR_NULL;
    struct sql_thing_sum_row sum;
    struct sql_tally_add_row tally;
    int64_t missing = 0;
    if (db_check(db, arena, &finding) != ERR_OK) {
        fprintf(stderr, "not whole: %.*s\n", STR_ARG(finding));
        return -1;
    }
    struct sql_tally_add_in none = {park, STR("acts"), 0};
    if (sql_thing_sum(db, arena, &(struct sql_thing_sum_in){park}, &sum) != ERR_OK ||
        db_begin(db, DB_WRITE) != ERR_OK || sql_tally_add(db, arena, &none, &tally) != ERR_OK)
        return -1;
    db_rollback(db);
    if (tally.n != sum.n) {
        fprintf(stderr, "half an act: %lld things, the tally says %lld\n", (long long)sum.n,
                (long long)tally.n);
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct sql_thing_get_row row;
        missing +=
            sql_thing_get(db, arena, &(struct sql_thing_get_in){park, {ids[i]}}, &row) != ERR_OK;
        arena_reset(arena, mark);
    }
    return missing;
}

int64_t work_missing(const char *dir, const int64_t *ids, size_t n)
{
    struct arena arena;
    struct db *db;
    struct error error = {0};
    int64_t missing = -1;
    arena_init(&arena, 256 << 20);
    if (db_open(&arena, str_from(dir), DB_WRITE, &db, &error) == ERR_OK) {
        missing = missing_in(db, &arena, ids, n);
        db_close(db);
    } else {
        fprintf(stderr, "cannot open: %s\n", error.message ? error.message : "?");
    }
    arena_release(&arena);
    return missing;
}
