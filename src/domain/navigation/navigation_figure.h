/*
 * A figure of a navigation project: one question to the patents of a frozen version, or to those
 * that the collection holds now, with its numerator, denominator and rows.
 *
 *     struct navigation_computed c;
 *     e = navigation_compute(ctx, &ask, &c);      // walks the records: never on the writer
 *     navigation_value_text(ctx->arena, ask.kind, &c)     // "37.2 %（744/1,999）"
 *
 * Counted are records, or simple families (each once per row and once in every total). Years are
 * those of filing; a year that is not published in full yet is marked and never compared.
 */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_FIGURE_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_FIGURE_H

#include "base/vec.h"
#include "core/ctx.h"
#include "domain/navigation/navigation.h"
#include "domain/patent/patent_table.h"
#include "domain/patent/patent_version.h"

struct navigation_ask {
    int64_t kind;     /* enum navigation_kind */
    int64_t property; /* enum patent_by, of ranks and concentrations */
    struct str query;
    bool family;
    int64_t most;             /* rows kept; 0: NAVIGATION_ROWS */
    struct patent_set_id set; /* the collection */
    const patent_ids *only;   /* its frozen members; NULL: what it holds now */
};

struct navigation_row {
    struct str key;
    int64_t n;
    bool open; /* a year that is not published in full yet */
};

struct navigation_computed {
    struct str understood; /* the query as it was read */
    int64_t top, whole;    /* numerator, denominator; units */
    int64_t records;       /* that the query found */
    int64_t row_all;       /* before the limit */
    int64_t hhi;           /* of a concentration: sum of squared shares in percent, 0..10000 */
    int32_t newest;        /* publication among them */
    struct str lead;       /* of what `top` is: the year, the first row; "" of others */
    VEC(struct navigation_row) rows;
    struct str hash; /* of the version it was computed from; not in the JSON */
};

/* Strings are in ctx->arena. ERR_INVALID: the query, or a share without one, or a rank without a
 * property. */
enum err navigation_compute(struct ctx *ctx, const struct navigation_ask *ask,
                            struct navigation_computed *out);

/* Walks what the question finds; with a key, only the records of that row. */
typedef enum err navigation_walk_fn(void *arg, const struct patent_seen *seen);
enum err navigation_walk(struct ctx *ctx, const struct navigation_ask *ask, struct str key,
                         navigation_walk_fn *fn, void *arg);

/* Memory beside ctx->arena, which walks give back behind each page: run what uses it through
 * arena_run(), and release it, or leave that to the end of ctx->arena. */
struct arena *navigation_scratch(struct ctx *ctx);

/* The rows as JSON, as they are stored, and back. */
struct str navigation_value_json(struct ctx *ctx, const struct navigation_computed *value);
enum err navigation_value_read(struct ctx *ctx, struct str json, struct navigation_computed *out);

/* The numbers in one line of Chinese. */
struct str navigation_value_text(struct arena *arena, int64_t kind,
                                 const struct navigation_computed *value);
struct str navigation_percent(struct arena *arena, int64_t top, int64_t whole);

const char *navigation_property_word(int64_t property);
extern const struct form_choice navigation_properties[];

#endif
