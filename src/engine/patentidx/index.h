/*
 * The index on disk: a directory of segments, dictionaries and one manifest, all derived; what is
 * lost is built again from the records.
 *
 *     DIR/manifest       which files count, what is deleted, the journal position covered
 *     DIR/segment-N      immutable; written beside, synced, renamed
 *     DIR/names-N        dictionaries' entries that came since the file before
 *
 * One writer at a time (a lock inside sees to it, DIR/lock between processes), any number of
 * readers: a reader takes a view and gives it back; what it sees does not change, and nothing waits
 * for it. What was added lies in memory first and is seen by the next view; patent_index_flush()
 * makes it last. A crash loses what was not flushed, never more: the position tells from where the
 * journal is to be read again.
 *
 * Every segment is read in full and its sums compared before it is mapped, when the index is
 * opened. A torn, foreign or missing file makes opening fail with ERR_INVALID and the reason; then
 * patent_index_create() and a build.
 */
#ifndef LIANYUAN_ENGINE_PATENTIDX_INDEX_H
#define LIANYUAN_ENGINE_PATENTIDX_INDEX_H

#include <stdatomic.h>

#include "engine/patentidx/view.h"

enum {
    INDEX_PARTS_MAX = 4096,
    INDEX_ADD_MAX = 10000,   /* records of one call of patent_index_add() */
    INDEX_TAIL_PARTS = 8,    /* additions in memory before they are joined */
    INDEX_TAIL_DOCS = 20000, /* records in memory before a flush is due */
    INDEX_MERGE_PARTS = 8,   /* segments on disk below half size that are joined */
};

struct patent_index;

struct index_state {
    int64_t records, position;              /* journal position covered, memory included */
    int64_t mark;                           /* see patent_index_mark(), memory included */
    int64_t flushed_position, flushed_mark; /* on disk */
    int64_t bytes;                          /* of the segments on disk */
    uint32_t segments, in_memory;
    uint32_t tail; /* records in memory */
    uint64_t tokens;
};

/* dir is made when missing. open: ERR_NOT_FOUND there is no index; ERR_INVALID damage, told in the
 * error (its words lie in the arena). create: an empty one; what was there is replaced at the first
 * flush or build. */
enum err patent_index_open(struct arena *arena, struct str dir, struct patent_index **out,
                           struct error *error);
enum err patent_index_create(struct str dir, struct patent_index **out, struct error *error);
void patent_index_close(struct patent_index *index);

/* --- Reading: any thread -----------------------------------------------------------------------
 */

const struct view *patent_index_view(struct patent_index *index);
void patent_index_view_end(struct patent_index *index, const struct view *view);
struct index_state patent_index_state(struct patent_index *index);

/* --- Writing ------------------------------------------------------------------------------------
 */

/* New and changed records (one that has the id of an older one replaces it; no id twice in a call),
 * and records that are gone. Seen by the views that follow. ERR_LIMIT: more than INDEX_ADD_MAX. */
enum err patent_index_add(struct patent_index *index, const struct patent_doc *docs, size_t n,
                          const int64_t *gone, size_t gone_n, int64_t position);
/* A number of the caller's own that the next addition or build keeps beside the position; views
 * show it and a flush writes it down. */
void patent_index_mark(struct patent_index *index, int64_t mark);

/* Builds look at it with each record and merges with each segment: where it has become true they
 * answer ERR_BUSY, and what was there before stays. It must outlive the index; NULL: nothing. */
void patent_index_heed(struct patent_index *index, const atomic_bool *stop);

/* What changes the files holds a lock on DIR/lock meanwhile, and looks first whether they are still
 * those that this index was opened with or wrote itself.
 *
 * ERR_BUSY: another process is writing, come again. ERR_CONFLICT: another process has written
 * since; what this index shows stays right, but it must be opened anew before it may write. */

/* Everything in memory to the disk. */
enum err patent_index_flush(struct patent_index *index);
/* Joins small segments, and those whose records are half deleted; out_more: there may be more to
 * do. Views and additions go on meanwhile. */
enum err patent_index_merge(struct patent_index *index, bool *out_more);

/* A build from nothing: records in any order (by day is best), then end; readers see the old
 * contents until then. ERR_FULL and ERR_IO leave the old index as it was; ERR_BUSY: another process
 * writes, or it was told to stop. */
enum err patent_index_build_begin(struct patent_index *index);
enum err patent_index_build_add(struct patent_index *index, const struct patent_doc *doc);
enum err patent_index_build_end(struct patent_index *index, int64_t position);
void patent_index_build_drop(struct patent_index *index); /* given up; for any error on the way */

#endif
