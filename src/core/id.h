/*
 * Ids: unique in the whole database, rising, never reused.
 *
 *     id = max(milliseconds since 2020 << 20, last + 1)
 *
 * so they sort by time of making, keep rising when the clock goes back, and need no coordination
 * beyond the one row that the transaction updates anyway. People never see them; see number.h.
 *
 *     struct matter_id id;
 *     e = id_next(ctx, &id.n);
 *
 * While an act runs, ids are taken from the database ID_BLOCK at a time; what an act does not use
 * is a gap, which is harmless.
 */
#ifndef LIANYUAN_CORE_ID_H
#define LIANYUAN_CORE_ID_H

#include "core/ctx.h"

enum { ID_BLOCK = 16, ID_SHIFT = 20 };
#define ID_EPOCH_US INT64_C(1577836800000000) /* 2020-01-01T00:00:00Z */

enum err id_next(struct ctx *ctx, int64_t *out_id);

/* n ids in a row, the first of them in *out_first: for imports. */
enum err id_take(struct ctx *ctx, int64_t n, int64_t *out_first);

#endif
