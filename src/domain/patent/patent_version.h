/*
 * What belongs to a frozen version of a collection, and what people have marked since: for modules
 * that cite versions.
 *
 *     struct patent_ids ids = {0};
 *     e = patent_version_ids(ctx, arena, set, seq, &ids);
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_VERSION_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_VERSION_H

#include "base/vec.h"
#include "core/ctx.h"

typedef VEC(int64_t) patent_ids;

/* The members' ids, rising, into the caller's arena (not ctx->arena): a million is 8 MB. */
enum err patent_version_ids(struct ctx *ctx, struct arena *arena, struct patent_set_id set,
                            int64_t seq, patent_ids *out);

/* Whether it is among them. */
bool patent_ids_have(const patent_ids *ids, int64_t id);

/* Marked in, and marked out, after that instant; rising. */
enum err patent_marks_since(struct ctx *ctx, struct patent_set_id set, int64_t since,
                            patent_ids *out_in, patent_ids *out_out);

/* The instant at which a record came in: its id holds it (core/id.h). */
int64_t patent_came_at(int64_t id);

#endif
