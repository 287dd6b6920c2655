/*
 * Analyses of what a query (within a collection, up to a day) finds: one answer for page, JSON,
 * workbook and report.
 *
 *     struct patent_analysis a;
 *     struct patent_analysis_in in = {.what = PATENT_CONCENTRATION, .query = STR("电池"),
 *                                     .cutoff = DAY_NONE};
 *     e = patent_analysis(ctx, &in, &a);
 *     const struct patent_figure *cr4 = patent_figure(&a, "cr4");   // value, and how it was
 * counted
 *
 * Rules that hold for every figure:
 * - Every number opens the records that it was computed over: of a count those that it counted, of
 *   a share its numerator's (the column's head has the denominator's), of growth those of the years
 *   that are compared, of an index all that went into it. They are had by asking the same again
 * with in.open; and where our language has words for it, `find` is the query (inside in.set) that
 * finds exactly them. With in.family a count is of their simple families, each once; a record
 * without a family number is a family of its own.
 * - Of a frozen version the figures are those of its members, and in.open lists just these; `find`
 *   is asked of what belongs to the collection now, and `says` tells so.
 * - What cannot be known is a cell of PATENT_CELL_NONE, shown as a dash, never 0. Records without
 * the property (no applicant, no year ...) stand in a row of their own, key "-".
 * - A record counts once under each of its classes, applicants and inventors, so rows may add up to
 *   more than the total; shares are of the total unless the note says otherwise.
 * - Applications of the newest 18 months before the cut-off are not all published: years that reach
 *   into them are `open`, marked wherever they are shown, and no growth or curve goes through them.
 * - Applicants stand under the name that people decided on; their `find` names every printed form.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_ANALYSIS_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_ANALYSIS_H

#include "base/buf.h"
#include "base/form.h"
#include "base/vec.h"
#include "domain/patent/patent_table.h"

enum {
    PATENT_ANALYSIS_ROWS = 20, /* where in.limit is 0 */
    PATENT_ANALYSIS_ROWS_MAX = 2000,
    PATENT_RCA_SIDE_MAX = 100,   /* rows and columns of RCA and of the matrix of pairs */
    PATENT_TERM_GROUPS_MAX = 40, /* of one side of the technology-effect matrix */
    PATENT_TERMS_MAX = 40,       /* of one group */
    PATENT_TERM_LINES_BYTES = 2000,
};

/* Names in patent_analysis_form.c; navigation stores them by name. */
enum patent_what {
    PATENT_TREND,
    PATENT_CLASSES,
    PATENT_APPLICANTS,
    PATENT_INVENTORS,
    PATENT_PLACES, /* offices and regions */
    PATENT_GROWTH,
    PATENT_CONCENTRATION,
    PATENT_RCA,
    PATENT_PAIRS,   /* co-occurrence */
    PATENT_LIFE,    /* life cycle */
    PATENT_EFFECTS, /* technology x effect */
    PATENT_CITES,
    PATENT_LEGAL,
    PATENT_FITNESS,
    PATENT_WHAT_N_,
};
extern const struct form_choice patent_what_choices[];
/* What else is chosen: the level of classes, what against them. */
extern const struct form_choice patent_analysis_levels[], patent_analysis_bys[];

struct patent_analysis_in {
    int64_t what; /* enum patent_what */
    struct str query;
    int64_t set;     /* a collection; 0 = none */
    int64_t version; /* of the set: the records it froze, whatever belongs to it now; 0 = now */
    int32_t cutoff; /* nothing published later counts; DAY_NONE = all (a set's own counts always) */
    int32_t newest; /* publication of what this is set beside: which years are complete; 0: own */
    bool family;    /* unit */
    int64_t day;    /* enum query_day: which year */
    int64_t level;  /* of classes: PATENT_BY_SECTION ... PATENT_BY_GROUP; 0 = subclass */
    int64_t by; /* RCA, fitness: PATENT_BY_OFFICE, REGION, APPLICANT, ZONE; pairs: PATENT_BY_CLASS
                   (of `level`) or APPLICANT; 0 = the first of these */
    bool first_class;              /* only the main class */
    int64_t limit;                 /* rows */
    struct str technology, effect; /* lines "name: term, term"; see doc/manual/patents.md */
    int64_t terms;   /* a list kept with a collection (patent_terms.h), for the side not given; 0 */
    struct str open; /* whose records are wanted: "years.3.1" (table, row, column), "years.head.1",
                        "figure.hhi", PATENT_OPEN_ALL, without any analysis; or empty */
    bool lists;      /* every cell gets its records: for tests, of few */
};
#define PATENT_OPEN_ALL STR("all")

struct fact_opens; /* patent_analysis_fact.h */

enum patent_cell_kind {
    PATENT_CELL_NONE,    /* not known */
    PATENT_CELL_INT,     /* n */
    PATENT_CELL_REAL,    /* x, `digits` behind the point */
    PATENT_CELL_PERCENT, /* x, 0.203 shown as 20.30 % */
    PATENT_CELL_TEXT,    /* text */
};

struct patent_cell {
    enum patent_cell_kind kind;
    int32_t digits;
    int64_t n;
    double x;
    struct str text;
    bool counts;                    /* n units: those of the records that it opens */
    bool behind;                    /* there are records behind it: in.open has them */
    const struct fact_opens *opens; /* what they are; only inside the analysis */
    struct str find;                /* STR_NULL: no query says it */
    const int64_t *ids;             /* with in.lists, rising */
    size_t id_n;
    struct patent_id patent; /* a patent of its own page; {0} */
    int32_t shade;           /* 1 to 6: h0 to h5 of a heat map; 0 = none */
};

struct patent_column {
    struct str key; /* ASCII where it is fixed; a class, a year ... where it is counted */
    struct str title;
    struct patent_cell head; /* what it opens */
    bool open, number;
};

struct patent_row {
    struct patent_cell *cells; /* [columns.n] */
    struct str sub;            /* under the first cell: the title of a class */
    bool open;
};

enum patent_chart {
    PATENT_CHART_NONE,
    PATENT_CHART_COLUMNS, /* upright bars of `value` along the first column; open ones hatched */
    PATENT_CHART_BARS,    /* lying bars of `value` */
    PATENT_CHART_CURVE,   /* points of `value`, the line of `line` */
};

struct patent_grid {
    const char *key; /* "years", "classes" ... */
    struct str title, note;
    VEC(struct patent_column) columns;
    VEC(struct patent_row) rows;
    int64_t left_out; /* rows that are not shown */
    enum patent_chart chart;
    size_t value, line; /* columns that the chart draws */
    bool heat;
};

struct patent_figure {
    const char *key;
    struct str label, note;
    struct patent_cell value;
};

struct patent_opened { /* the records behind in.open */
    bool is;
    struct str label, shown; /* of the figure; "" of PATENT_OPEN_ALL */
    bool counts;
    struct str find;
    int64_t *ids; /* the newest publication first */
    size_t n;
    int64_t units; /* records, or families */
    struct str hash;
};

struct patent_analysis {
    int64_t what, set, version;
    struct str query; /* as understood, the cut-off included */
    bool family;
    int64_t records;    /* found */
    int64_t total;      /* units: records, or families */
    int32_t cutoff;     /* as asked for; the set's own is in its query */
    int32_t newest;     /* day of the newest publication among them */
    int32_t incomplete; /* applications since this day are not all published */
    struct str hash;    /* SHA-256 of the publication numbers, sorted, a line each */
    VEC(struct patent_figure) figures;
    VEC(struct patent_grid) grids;
    VEC(struct str) says; /* what was left out, what was refused and why */
    struct patent_opened opened;
};

/* ERR_INVALID: the query or the lines of terms cannot be read; ERR_LIMIT: too many records. */
enum err patent_analysis(struct ctx *ctx, const struct patent_analysis_in *in,
                         struct patent_analysis *out);

/* By key, or NULL. */
const struct patent_figure *patent_figure(const struct patent_analysis *a, const char *key);
/* What a person reads: "1,234", "20.29 %", "–". */
struct str patent_cell_text(struct arena *arena, const struct patent_cell *cell);

/* The same as JSON, and as a workbook at the path (its head: query, cut-off, unit, hash). */
enum err patent_find_analysis(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_analysis_export(struct ctx *ctx, const struct patent_analysis_in *in,
                                const char *path);

struct patent_analysis_form_in {
    int64_t what;
    struct str query;
    int64_t set, version;
    int32_t cutoff;
    int64_t unit, day, level, by;
    bool first_class;
    int64_t limit;
    struct str technology, effect, open;
    int64_t terms;
};
extern const struct form patent_analysis_form;
struct patent_analysis_in patent_analysis_asked(const struct patent_analysis_form_in *form);

#endif
