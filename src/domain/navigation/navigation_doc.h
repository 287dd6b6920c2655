/*
 * A report as a document: sections of sentences and tables, in Chinese, kept as JSON exactly as it
 * was sent. The page, the docx (in the form of GB/T 9704-2012) and the workbook all draw this.
 */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_DOC_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_DOC_H

#include "base/vec.h"
#include "core/ctx.h"

enum { NAVIGATION_DOC_MAX = 4 * 1024 * 1024 /* bytes of its JSON */ };

struct navigation_cell {
    struct str text;
    struct str path; /* of the page behind it: "/matters/153"; "" = none */
};
struct navigation_line {
    VEC(struct navigation_cell) cells;
};
struct navigation_column {
    struct str title;
    int64_t width; /* characters */
    bool right;
};
/* A chart of the section's own lines: their first cell along the axis, one or two columns of
 * numbers. Each way of drawing the document makes its own. */
enum navigation_chart {
    NAVIGATION_CHART_NONE,
    NAVIGATION_CHART_COLUMNS, /* by year */
    NAVIGATION_CHART_BARS,
    NAVIGATION_CHART_CURVE, /* points, and a line */
};
struct navigation_section {
    struct str title; /* "一、项目概况"; "" = goes on with the one before */
    struct str tab;   /* of the workbook */
    struct str head;  /* a second head below it, or "" */
    VEC(struct str) texts;
    VEC(struct navigation_column) columns;
    VEC(struct navigation_line) lines;
    struct str note;
    int64_t chart;        /* enum navigation_chart */
    int64_t value, other; /* columns; other 0: none */
};
struct navigation_doc {
    struct str park, title, range, made, hash;
    VEC(struct navigation_section) sections;
};

/* What the section's chart draws; below 0: not known. */
struct navigation_point {
    struct str name;
    double value, other;
    bool open; /* a year that is not published in full */
};
size_t navigation_chart_points(struct arena *arena, const struct navigation_section *section,
                               struct navigation_point **out);

struct str navigation_doc_json(struct ctx *ctx, const struct navigation_doc *doc);
enum err navigation_doc_read(struct ctx *ctx, struct str json, struct navigation_doc *out);

enum err navigation_docx(struct ctx *ctx, const struct navigation_doc *doc, struct str *out_bytes);
enum err navigation_xlsx(struct ctx *ctx, const struct navigation_doc *doc, const char *path);

#endif
