/* What core's tests share: a fresh park in a fresh database, and an instant that tests set. */
#ifndef LIANYUAN_CORE_TEST_CORE_H
#define LIANYUAN_CORE_TEST_CORE_H

#include "base/tap.h"
#include "core/core_module.h"
#include "core/journal.h"
#include "core/person.h"
#include "core_query.h"
#include "core_schema.h"
#include "db/db.h"

#define TEST_NOW INT64_C(1795312800000000) /* 2026-11-22T02:00:00Z: 10:00 in the park */

struct core_test {
    struct arena arena;
    struct ctx ctx;
};

static inline void core_test_begin(struct core_test *t)
{
    struct migrations sets[] = {{core_migrations, core_migration_n}};
    *t = (struct core_test){0};
    arena_init(&t->arena, 256 << 20);
    t->ctx = (struct ctx){.arena = &t->arena,
                          .now_us = TEST_NOW,
                          .offset_min = 480,
                          .db = db_open_test(&t->arena, sets, 1)};
    person_actor(&t->ctx, PERSON_CONSOLE, &t->ctx.actor);
    IS_INT(db_begin(t->ctx.db, DB_WRITE), ERR_OK);
    IS_INT(park_create(&t->ctx, STR("试验园区"), STR("test.example/park"), 480), ERR_OK);
    IS_INT(db_commit(t->ctx.db), ERR_OK);
}

static inline void core_test_end(struct core_test *t)
{
    db_close_test(t->ctx.db);
    arena_release(&t->arena);
}

/* One act: fn in a transaction with its journal; undone when it fails. */
static inline enum err core_test_act(struct core_test *t,
                                     enum err (*fn)(struct ctx *ctx, void *arg), void *arg)
{
    error_clear(&t->ctx.error);
    t->ctx.act_id++;
    enum err e = db_begin(t->ctx.db, DB_WRITE);
    if (e)
        return e;
    e = journal_open(&t->ctx);
    if (!e)
        e = fn(&t->ctx, arg);
    if (!e)
        e = journal_close(&t->ctx);
    journal_drop(&t->ctx);
    if (!e)
        return db_commit(t->ctx.db);
    db_rollback(t->ctx.db);
    return e;
}

#endif
