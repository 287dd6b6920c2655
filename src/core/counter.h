/*
 * Figures of boards, kept in the act's own transaction so that a page reads one row.
 *
 *     e = counter_add(ctx, "matter.state", MATTER_RAISED, 0, -1);
 *     e = counter_add(ctx, "matter.state", MATTER_ACCEPTED, 0, +1);
 *
 * A module that keeps counters tells doctor how to count them afresh: see counter_check.
 */
#ifndef LIANYUAN_CORE_COUNTER_H
#define LIANYUAN_CORE_COUNTER_H

#include "core/ctx.h"

enum { COUNTER_ROWS_MAX = 10000 };

struct counter_row {
    int64_t key1, key2, n;
};

enum err counter_add(struct ctx *ctx, const char *name, int64_t key1, int64_t key2, int64_t delta);
enum err counter_get(struct ctx *ctx, const char *name, int64_t key1, int64_t key2, int64_t *out_n);
enum err counter_sum(struct ctx *ctx, const char *name, int64_t key1, int64_t *out_n);
/* All rows of a counter that are not 0, by key. */
enum err counter_rows(struct ctx *ctx, const char *name, struct counter_row **out, size_t *out_n);

/* Compares a counter with `want` (rows in any order, counted afresh by the module). With mend, sets
 * it right. Answers how many rows were wrong. */
enum err counter_check(struct ctx *ctx, const char *name, const struct counter_row *want, size_t n,
                       bool mend, int64_t *out_wrong);

#endif
