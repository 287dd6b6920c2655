/*
 * The door that every write goes through, whichever of the three doors it came in by.
 *
 *     struct act_result result;
 *     e = act_run(&doors, ctx, act, &form, &result);
 *
 * In order: the role is checked; act->prepare does what must not hold the writer; on the writer's
 * connection, inside the act's own savepoint, the person's roles are read anew (a role taken away a
 * moment ago does not act), an act id that was used before gets its first outcome, the act runs
 * with its journal open, and its outcome is kept under the act id. When act_run answers ERR_OK the
 * act is on the disk.
 *
 * An act may run twice (see db/writer.h); it starts from a clean ctx->error and a zeroed result.
 * ctx->arena is used by the writer's thread while the caller waits.
 */
#ifndef LIANYUAN_CORE_ACT_H
#define LIANYUAN_CORE_ACT_H

#include "core/module.h"

struct writer;
struct listeners; /* core/event.h */

/* Where acts are written: a running writer (serve), or the caller's own connection (commands,
 * tests). Exactly one of writer and db is set. */
struct app_db {
    struct writer *writer;
    struct db *db;
    const struct listeners *listeners; /* who hears of events; NULL = nobody */
};

/* ERR_DENIED without the role; ERR_CONFLICT when ctx->act_id was used for something else; ERR_BUSY
 * when the writer's queue is full; else what the act answers. ctx->error holds the sentence. */
enum err act_run(const struct app_db *app_db, struct ctx *ctx, const struct act *act, void *in,
                 struct act_result *out);

/* The same door for what is not a declared act: a job, the first park, a sign-in. fn runs on the
 * writer with its journal open; ERR_OK means that everything it did is on the disk. */
enum err act_write(const struct app_db *app_db, struct ctx *ctx,
                   enum err (*fn)(struct ctx *ctx, void *arg), void *arg);

#endif
