/*
 * The park's patents in the index (engine/patentidx): built from the records, checked against them.
 * Who asks it while it is open: patent_live.h.
 *
 * It lies in DIR/patent-index/PARK beside the stored files (`ctx->files_dir`), is derived, and may
 * be removed at any time. It covers a position of the journal; it is fresh when no patent was
 * added or changed since, which the records' number and newest stamp tell.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_INDEX_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_INDEX_H

#include "base/buf.h"
#include "core/ctx.h"

/* Each answers JSON. build: everything anew; readers of the old one keep it until it is done. */
enum err patent_index_build(struct ctx *ctx, struct buf *out_json);
/* After an import by command: what is new is fed and written down, or everything built where there
 * is none. Never a failure of what was imported: the index is derived, the log says why. */
void patent_index_refresh(struct ctx *ctx);
/* Every file's sums, and every record: its number and day, and that there is no other; what is
 * newer than the files is fed first. ERR_INVALID when something is wrong; the JSON says how many.
 */
enum err patent_index_verify(struct ctx *ctx, struct buf *out_json);
enum err patent_index_stat(struct ctx *ctx, struct buf *out_json);

/* What an answer of this moment rests on, for the foot of pages and for JSON. */
struct patent_covered {
    bool index;       /* the index answers; else the records are looked through one by one */
    int64_t position; /* of the journal, that the answer covers */
};
enum err patent_index_covered(struct ctx *ctx, struct patent_covered *out);
/* Whether there are no more than n patents in all: so few are looked through without the index. */
enum err patent_index_few(struct ctx *ctx, int64_t n, bool *out);
struct json_out;
void patent_covered_put(struct json_out *j, const struct patent_covered *covered);

#endif
