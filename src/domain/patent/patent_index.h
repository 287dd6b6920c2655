/*
 * The park's patents in the index (engine/patentidx): built from the records, checked against them.
 *
 * It lies in DIR/patent-index/PARK beside the stored files (`ctx->files_dir`), is derived, and may
 * be removed at any time. It covers a position of the journal; it is fresh when no patent was
 * added or changed since, which the records' number and newest stamp tell.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_INDEX_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_INDEX_H

#include "core/ctx.h"
#include "engine/patentidx/index.h"

/* Each answers JSON. build: everything anew; readers of the old one keep it until it is done. */
enum err patent_index_build(struct ctx *ctx, struct buf *out_json);
/* After an import: a build where there is an index already; nothing where there is none, and no
 * failure when another process is at it. */
enum err patent_index_refresh(struct ctx *ctx);
/* Every file's sums, and every record: its number and day, and that there is no other. ERR_INVALID
 * when something is wrong; the JSON says how many. */
enum err patent_index_verify(struct ctx *ctx, struct buf *out_json);
enum err patent_index_stat(struct ctx *ctx, struct buf *out_json);

/* The ids that answer the query, rising, from a fresh index; false: there is none, or it is
 * damaged or stale, and the records themselves must be asked. */
bool patent_index_ids(struct ctx *ctx, const struct query_node *query, int64_t **out_ids,
                      size_t *out_n);

#endif
