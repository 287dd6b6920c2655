/* What core's tests share: a fresh park in a fresh database, and an instant that tests set. */
#ifndef LIANYUAN_CORE_TEST_CORE_H
#define LIANYUAN_CORE_TEST_CORE_H

#include "base/tap.h"
#include "core/core_module.h"
#include "core/journal.h"
#include "core/module.h"
#include "core/person.h"
#include "core_query.h"
#include "core_schema.h"
#include "db/db.h"

#define TEST_NOW INT64_C(1795312800000000) /* 2026-11-22T02:00:00Z: 10:00 in the park */

struct core_test {
    struct arena arena;
    struct ctx ctx;
};

/* A park as the built-in console sees it; `sets` begins with core's migrations. */
static inline void core_test_begin_with(struct core_test *t, const struct migrations *sets,
                                        size_t n)
{
    *t = (struct core_test){0};
    arena_init(&t->arena, (size_t)1 << 30);
    t->ctx = (struct ctx){.arena = &t->arena,
                          .now_us = TEST_NOW,
                          .offset_min = 480,
                          .db = db_open_test(&t->arena, sets, n)};
    person_actor(&t->ctx, PERSON_CONSOLE, &t->ctx.actor);
    IS_INT(db_begin(t->ctx.db, DB_WRITE), ERR_OK);
    IS_INT(park_create(&t->ctx, STR("试验园区"), STR("test.example/park"), 480), ERR_OK);
    IS_INT(db_commit(t->ctx.db), ERR_OK);
}

static inline void core_test_begin(struct core_test *t)
{
    struct migrations sets[] = {{core_migrations, core_migration_n}};
    core_test_begin_with(t, sets, 1);
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

/* The same for an act of a module: `in` is what its form decodes to; out_id may be NULL. */
typedef enum err core_test_fn(struct ctx *ctx, const void *in, struct act_result *out);

struct core_test_call {
    core_test_fn *act;
    const void *in;
    struct act_result result;
};

static inline enum err core_test_called(struct ctx *ctx, void *arg)
{
    struct core_test_call *call = arg;
    return call->act(ctx, call->in, &call->result);
}

static inline enum err core_test_run(struct core_test *t, core_test_fn *act, const void *in,
                                     int64_t *out_id)
{
    struct core_test_call call = {act, in, {0}};
    enum err e = core_test_act(t, core_test_called, &call);
    if (out_id)
        *out_id = call.result.id;
    return e;
}

#endif
