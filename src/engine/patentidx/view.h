/*
 * A view: the segments, what is deleted in them and the dictionaries, as they were at one moment.
 * Nothing in it changes while it is held; any number of threads may ask it at once, each with an
 * arena of its own. index.h makes views.
 */
#ifndef LIANYUAN_ENGINE_PATENTIDX_VIEW_H
#define LIANYUAN_ENGINE_PATENTIDX_VIEW_H

#include "engine/patentidx/match.h"
#include "engine/patentidx/segment.h"

struct view_part {
    struct segment segment;
    const uint64_t *deleted; /* SEGMENT_WORDS, or NULL: none */
    uint32_t deleted_n;
};

struct view {
    const struct view_part *const *part;
    uint32_t parts;
    const struct names *names;
    uint32_t names_n[DIM_N_];
    int64_t position, mark; /* what it covers, as the writer said: index.h */
};

/* A record that was found. */
struct hit {
    int64_t id;
    int32_t day;
    uint32_t part, doc;
};

/*
 * How many records answer the query, and the newest of them: by day, then by id, both falling.
 * out_hits has room for limit; offset of them are passed over. Scratch memory is given back.
 *
 * Errors: ERR_LIMIT, the patterns of the query stand for too many words (VIEW_PATTERN_MAX).
 */
enum { VIEW_LIMIT_MAX = 100000, VIEW_PATTERN_MAX = 100000 };
enum err view_find(const struct view *view, struct arena *arena, const struct query_node *query,
                   const struct query_help *help, uint32_t offset, uint32_t limit,
                   int64_t *out_count, struct hit *out_hits, uint32_t *out_n);

/*
 * Every record that answers, in no order over all but by day within a segment: fn is called once
 * for each segment that has any, with their numbers in it, rising; what it answers but ERR_OK ends
 * the walk. It must leave the arena as it found it.
 *
 * own makes it the records of a collection: those that answer its query, without those marked out
 * of it, with those marked in, and none published after the cut-off.
 */
struct view_ask {
    const struct query_node *query;
    const struct query_node *own; /* NULL: no collection */
    const int64_t *in, *out;      /* ids marked in and out of it */
    size_t in_n, out_n;
    int32_t cutoff; /* DAY_NONE: none */
    const struct query_help *help;
};
typedef enum err (*view_fn)(void *arg, const struct view_part *part, const uint16_t *docs,
                            uint32_t n);
enum err view_each(const struct view *view, struct arena *arena, const struct view_ask *ask,
                   view_fn fn, void *arg);

/* Each record's key in a table: a year, a code, or everything together. */
enum axis_kind { AXIS_ALL, AXIS_YEAR, AXIS_DIM };
struct axis {
    enum axis_kind kind;
    enum dim dim; /* of DIM */
    bool first;   /* only the first value */
    bool own_day; /* YEAR: of the record's ordering day (doc_day), else of `day` */
    enum query_day day;
};

/* Rows and columns by key, cells row by row; a record with two classes is counted in both. Keys of
 * DIM are numbers in the dictionary, of YEAR years (INT32_MIN: not known), of ALL 0. Rows and
 * columns without any record are left out. The table lies in the arena. */
enum { TABLE_CELLS_MAX = 64 << 20 };
struct table {
    uint32_t rows, columns;
    int64_t *row, *column; /* keys, rising */
    uint32_t *cell;
    int64_t records; /* that answer the query */
};
enum err view_table(const struct view *view, struct arena *arena, const struct query_node *query,
                    const struct query_help *help, struct axis rows, struct axis columns,
                    struct table *out);

/* The most frequent values of a dictionary among the records, most frequent first, then by number.
 */
struct ranked {
    uint32_t id, n;
};
enum err view_rank(const struct view *view, struct arena *arena, const struct query_node *query,
                   const struct query_help *help, enum dim dim, uint32_t limit, struct ranked *out,
                   uint32_t *out_n);

int64_t view_records(const struct view *view); /* that are not deleted */

#endif
