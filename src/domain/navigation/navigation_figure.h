/*
 * A figure of a navigation project: one question to the patents of a frozen version, or to those
 * that the collection holds now, answered by the analyses of patents (domain/patent/
 * patent_analysis.h), by the share that a query finds, or by levels beside each other (world,
 * country, province, city).
 *
 *     struct navigation_ask ask;
 *     e = navigation_ask_read(ctx, kind, property, json, &ask);    // as it is stored
 *     ask.set = set, ask.version = 2;                              // 0: what belongs to it now
 *     e = navigation_compute(ctx, &ask, &c);      // walks the records: never on the writer
 *     c.words                                     // "占 37.2 %（744/1,999）"
 *
 * Counted are records, or simple families, by the rules of the analyses. Years are those of filing
 * unless asked otherwise; a year that is not published in full yet is marked and never compared.
 * What is stored is Chinese, whoever asked.
 */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_FIGURE_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_FIGURE_H

#include "base/vec.h"
#include "core/ctx.h"
#include "domain/navigation/navigation.h"
#include "domain/patent/patent_analysis.h"
#include "domain/patent/patent_version.h"

enum {
    NAVIGATION_VALUE_MAX = 1 << 20, /* bytes of a figure's JSON */
    NAVIGATION_LEVELS_MAX = 8,
    NAVIGATION_COMPARED_MAX = 4, /* grids of a figure that a report compares */
};

struct navigation_ask {
    int64_t method; /* NAVIGATION_SHARE, NAVIGATION_LEVELS, or NAVIGATION_BY(an analysis) */
    struct str query;
    bool family, first_class;
    int64_t most;   /* rows; 0: NAVIGATION_ROWS */
    int32_t cutoff; /* earlier than the version's; DAY_NONE */
    int64_t day, level, by;
    struct str technology, effect; /* lines "name: term, term" */
    struct str levels;             /* lines "name: query" */
    struct patent_set_id set;      /* the collection: not stored with these */
    int64_t version;               /* of it; 0: what belongs to it now */
};

struct navigation_computed {
    struct str understood; /* the query as it was read */
    struct str words;      /* the answer in one line of Chinese */
    int64_t top, whole;    /* numerator, denominator; units */
    int64_t records;       /* that the query found */
    int32_t newest;        /* publication among them */
    struct str found;      /* SHA-256 of the publication numbers that it found; "" of old figures */
    bool old;              /* read; from before there were analyses */
    struct str hash;       /* of the version it was computed from; not in the JSON */
    struct patent_analysis answer; /* its figures, grids and says alone */
};

/* Strings are in ctx->arena. ERR_INVALID: the query, or what else the method needs, is not there
 * or cannot be read. */
enum err navigation_compute(struct ctx *ctx, const struct navigation_ask *ask,
                            struct navigation_computed *out);

/* Of the levels alone: navigation_level.c. */
enum err navigation_compute_levels(struct ctx *ctx, const struct navigation_ask *ask,
                                   struct navigation_computed *out);
/* What the patents are asked for one analysis, with another query. */
struct patent_analysis_in navigation_question(const struct navigation_ask *ask, int64_t what,
                                              struct str query);
/* "(a) AND (b)"; either may be empty. */
struct str navigation_both(struct arena *arena, struct str a, struct str b);

/* Walks what the question finds; `find`: another query in its place, of a cell; STR_NULL: its own.
 */
typedef enum err navigation_walk_fn(void *arg, const struct patent_seen *seen);
enum err navigation_walk(struct ctx *ctx, const struct navigation_ask *ask, struct str find,
                         navigation_walk_fn *fn, void *arg);

/* Memory beside ctx->arena, which walks give back behind each page: run what uses it through
 * arena_run(), and release it, or leave that to the end of ctx->arena. */
struct arena *navigation_scratch(struct ctx *ctx);

/* Stored: navigation_value.c -------------------------------------------------------------------
 * asked: the choices as JSON by their names; "" of figures from before there were analyses, whose
 * kind and property say what they were: they are asked again by the analysis that counts the same.
 */
struct str navigation_ask_json(struct ctx *ctx, const struct navigation_ask *ask);
enum err navigation_ask_read(struct ctx *ctx, int64_t kind, int64_t property, struct str asked,
                             struct navigation_ask *out);
int64_t navigation_kind_of(int64_t method); /* as stored: enum navigation_kind */

/* STR_NULL when it is too long. bare: without the queries behind the cells. */
struct str navigation_value_json(struct ctx *ctx, const struct navigation_computed *value,
                                 bool bare);
/* Old values become the table that they were, with queries where one can be said. */
enum err navigation_value_read(struct ctx *ctx, int64_t kind, int64_t property, struct str query,
                               struct str json, struct navigation_computed *out);

/* A cell's place, as addresses carry it: "0.3.1" is grid, row, column; "0.h.2" the head of a
 * column; "f.1" a figure. NULL: no such place. label: what stands there. */
const struct patent_cell *navigation_cell_at(struct arena *arena,
                                             const struct navigation_computed *value,
                                             struct str place, struct str *out_label);

/* The same place as analyses are asked for it (patent_analysis_in.open); "" of none. */
struct str navigation_cell_name(struct arena *arena, const struct navigation_computed *value,
                                struct str place);

/* Of a grid: the column whose numbers are compared, the last of the first columns that name a row,
 * and the row of those names in another answer's grid (NULL: not among them). */
size_t navigation_grid_value(const struct patent_grid *g);
size_t navigation_grid_names(const struct patent_grid *g);
const struct patent_grid *navigation_grid_of(const struct navigation_computed *value,
                                             const char *key);
const struct patent_row *navigation_grid_row(const struct patent_grid *g,
                                             const struct patent_grid *names_of,
                                             const struct patent_row *like);

/* Words ---------------------------------------------------------------------------------------- */
struct str navigation_percent(struct arena *arena, int64_t top, int64_t whole);
/* "技术分类，IPC 大组，只计主分类"; Chinese. */
struct str navigation_ask_words(struct arena *arena, const struct navigation_ask *ask);

extern const struct form navigation_ask_form; /* navigation_form.c */

#endif
