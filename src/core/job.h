/*
 * Timed work, done by one process at a time: a lease in the database says whose turn it is.
 *
 *     e = job_take(ctx, job, holder, &mine);      // on the writer; *mine when it is due and free
 *     if (mine) { e = job->run(ctx); job_done(ctx, job, holder, e); }
 *
 * A process that dies leaves its lease to run out.
 */
#ifndef LIANYUAN_CORE_JOB_H
#define LIANYUAN_CORE_JOB_H

#include "core/ctx.h"
#include "core/module.h"

#define JOB_LEASE_US (5 * MINUTE_US)

enum err job_take(struct ctx *ctx, const struct job *job, struct str holder, bool *out_mine);
enum err job_done(struct ctx *ctx, const struct job *job, struct str holder, enum err result);

struct job_info {
    struct str name, holder, fault;
    int64_t started, finished, until;
};
enum err job_list(struct ctx *ctx, struct job_info **out, size_t *out_n);

/* When something that doctor asks about was last done: "backup", "restore-drill". */
enum err mark_set(struct ctx *ctx, const char *name, struct str note);
enum err mark_get(struct ctx *ctx, const char *name, int64_t *out_at, struct str *out_note);

#endif
