/*
 * Questions over all patents: how many, which, and tables of one property against another.
 *
 * A table counts records, or simple families (each once per cell and once in every total), over
 * whatever a query finds. A record with several classes or applicants counts under each of them
 * once; --first-class and the first applicant alone can be asked for. Offices are the codes that
 * stand in the numbers: EP and WO are offices of their own and are folded into nothing. Every cell
 * is there, zero or not; years run from the first to the last without a gap.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_TABLE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_TABLE_H

#include "domain/patent/patent_each.h"
#include "engine/patentidx/query.h"

enum {
    PATENT_TABLE_ROWS_MAX = 20000,
    PATENT_TABLE_COLUMNS_MAX = 500,
    PATENT_LIST_MAX = 1000,
    PATENT_SKIP_MAX = 10000000,    /* how far a list can be turned */
    PATENT_INCOMPLETE_MONTHS = 18, /* the newest applications are not yet published */
};

/* Stored nowhere; names in patent_form.c. */
enum patent_by {
    PATENT_BY_NOTHING, /* one row or column: all */
    PATENT_BY_OFFICE,
    PATENT_BY_SECTION,
    PATENT_BY_CLASS,
    PATENT_BY_SUBCLASS,
    PATENT_BY_MAIN_GROUP,
    PATENT_BY_GROUP,
    PATENT_BY_APPLICANT,
    PATENT_BY_INVENTOR,
    PATENT_BY_YEAR,
    PATENT_BY_STATUS,
    PATENT_BY_LEGAL,
    PATENT_BY_KIND,
    PATENT_BY_TYPE,
    PATENT_BY_REGION,
    PATENT_BY_ZONE,
    PATENT_BY_FIRM,    /* the park's organisations that people joined names to; "-": others */
    PATENT_BY_LABEL,   /* a label of experts, patent_table_in.dim */
    PATENT_BY_LABEL_2, /* another one */
};

struct patent_dim; /* patent_dim.h: what firms and labels are looked up in */

struct patent_table_in {
    struct str query;
    int64_t rows, columns; /* enum patent_by */
    int64_t day;           /* enum query_day: which year */
    bool family;           /* unit */
    bool cumulative, first_class, first_name, cpc;
    int64_t limit;                /* rows, the largest first; 0 = all */
    int64_t set;                  /* a collection: its query, cut-off and marks; 0 = none */
    const struct patent_dim *dim; /* for FIRM and LABEL; else NULL */
    size_t memory;                /* bytes to count in at most; 0: as many as a server spares */
};

struct patent_table {
    struct str query; /* as it was understood */
    struct str *rows, *columns;
    size_t row_n, column_n;
    size_t row_all;     /* rows before the limit */
    int64_t *cells;     /* [row_n][column_n] */
    int64_t *row_total; /* distinct units of the row, over all columns */
    int64_t *column_total;
    int64_t total, records; /* distinct units; records found */
    int32_t newest;         /* day of the newest publication among them; the cut-off */
    int32_t incomplete;     /* applications filed since this day are not all published */
};

enum err patent_table(struct ctx *ctx, const struct patent_table_in *in, struct patent_table *out);

/* A record of a list. */
struct patent_hit {
    struct patent_id id;
    struct str key, title, applicant, ipc, legal, office;
    int32_t pub_day, app_day;
    /* Of patent_list() alone: enum status of the record; times cited, -1 = not known. */
    int64_t status, cited;
};

/* How a list is ordered; records without that day or figure stand last, and of equals the one that
 * came last into the park stands first. */
enum patent_order {
    PATENT_ORDER_PUBLISHED, /* newest first */
    PATENT_ORDER_PUBLISHED_UP,
    PATENT_ORDER_APPLIED,
    PATENT_ORDER_APPLIED_UP,
    PATENT_ORDER_CITED, /* most cited first */
};

struct patent_list {
    struct str query;
    struct patent_hit *at;
    size_t n;
    int64_t total;
};

enum err patent_list(struct ctx *ctx, struct str query, int64_t set, int64_t limit, int64_t skip,
                     struct patent_list *out); /* newest first */
enum err patent_list_by(struct ctx *ctx, struct str query, int64_t set, enum patent_order order,
                        int64_t limit, int64_t skip, struct patent_list *out);
enum err patent_count(struct ctx *ctx, struct str query, int64_t *out_n, struct str *out_query);
enum err patent_count_of(struct ctx *ctx, struct str query, int64_t set, int64_t *out_n,
                         struct str *out_query); /* set: a collection, or 0 */

/* The part of a symbol that a table by `by` counts: "H", "H01", "H01M", "H01M10/00". */
struct str table_class_part(struct str symbol, enum patent_by by, char scratch[24]);

/* Walks what the query finds; with a set, only what belongs to it: its query, marks and cut-off. */
enum err patent_hits(struct ctx *ctx, struct str query, int64_t set, struct str *out_query,
                     enum err (*fn)(void *arg, const struct patent_seen *seen), void *arg);
/* The same where fn needs no more than patent_columns.h names: from the open index. own: what fn
 * takes its memory from; when that is full it answers ERR_LIMIT. */
enum err patent_hits_columns(struct ctx *ctx, struct str query, int64_t set, struct str *out_query,
                             struct arena *own,
                             enum err (*fn)(void *arg, const struct patent_seen *seen), void *arg);

#endif
