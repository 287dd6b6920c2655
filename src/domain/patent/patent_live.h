/*
 * The park's index while it is open: one for each park and process, shared by all threads.
 *
 *     struct patent_use use;
 *     if (patent_use_begin(ctx, &use)) {      // it shows all that ctx->db sees
 *         e = view_find(use.view, ...);
 *         patent_use_end(&use);
 *     } else {                                // ask the records: patent_each.h
 *     }
 *
 * Nobody tells the index of changes: `patent.stamp` grows with every change of a patent, and the
 * view says up to which stamp it was fed. Whoever asks and sees newer records feeds them first,
 * into the part that lies in memory; the server's thread (app/indexer.h) does the same between
 * questions, writes to the disk, joins segments and builds what is missing or damaged. A command
 * beside the server reads the files and feeds the rest for itself. What feeds looks at committed
 * records only: within an act that changed patents the records are asked.
 *
 * A view may be newer than the snapshot of the connection that asked, never older.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_LIVE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_LIVE_H

#include <stdatomic.h>

#include "core/ctx.h"
#include "engine/patentidx/index.h"

enum {
    PATENT_FEED_BATCH = 1000, /* records of one addition */
    PATENT_FEED_STEP = 0,     /* one batch, or as many as it takes to cover more than before */
    PATENT_FEED_NOW = 5,      /* batches that a question waits for; more are left to the thread */
    PATENT_FLUSH_RECORDS = 5000,
    PATENT_FLUSH_EVERY_S = 60,
    PATENT_RETRY_EVERY_S = 60, /* a damaged index is looked at again */
    PATENT_PARKS_MAX = 64,     /* open at once */
};

struct patent_handle;

struct patent_use {
    struct patent_handle *handle;
    struct patent_index *index;
    const struct view *view;
};

bool patent_use_begin(struct ctx *ctx, struct patent_use *out);
void patent_use_end(struct patent_use *use);

/* DIR/files -> DIR/patent-index/PARK */
struct str patent_index_dir(const struct ctx *ctx);

/* Feeds an index that the caller holds alone, with so many batches at most, or a step.
 * out_done: it has everything that this connection sees. */
enum err patent_feed(struct ctx *ctx, struct patent_index *index, int64_t batches, bool *out_done);

/* What the server's thread does again and again, and a command after it changed patents: builds the
 * index where there is none or a damaged one, feeds it, writes it down when enough has come (now:
 * in any case) and joins segments. Each batch is read from a snapshot of its own and written down
 * in between: a million records that are behind hold neither the database's log nor the memory.
 * ERR_BUSY: another process is writing; it is not lost, only later. */
enum err patent_tend(struct ctx *ctx, bool now);

/* The process is about to end: builds, feeding and joins that run leave off at their next batch and
 * answer ERR_BUSY, what was there before stays. Until it is taken back patent_tend() does nothing
 * but write down what lies in memory. */
void patent_stop(bool stop);
/* What patent_index_heed() takes. */
const atomic_bool *patent_stopping(void);

/* Closes what is open; nobody uses it any more. */
void patent_let_go(void);

#endif
