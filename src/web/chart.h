/*
 * Charts as SVG, made by the server: one writer for screen and paper. Colours come from the style
 * sheet (classes s1 s2 s3 l1 l2), so nothing here needs script or inline style. Each chart on a
 * page stands beside a table with the same figures; a sparkline is decoration beside its number and
 * hidden from screen readers.
 *
 *     v.spark = chart_spark(arena, values, 12);
 *     v.orgs = chart_bars(arena, T("各部门在办事项"), bars, n);
 */
#ifndef LIANYUAN_WEB_CHART_H
#define LIANYUAN_WEB_CHART_H

#include "core/ctx.h"
#include "web/emit.h"

enum {
    CHART_BARS_MAX = 40,
    CHART_PERIODS_MAX = 60,
    CHART_PARTS = 3, /* of a stacked bar */
    CHART_BYTES_MAX = 64 * 1024,
    CHART_LABEL_WIDTH = 132,
};

/* A trend of n periods, oldest first; a value below 0 is a gap (no denominator). */
struct html chart_spark(struct arena *arena, const double *values, size_t n);

/* Horizontal stacked bars with a label and the sum behind. */
struct chart_bar {
    struct str label;
    int64_t parts[CHART_PARTS];
};
struct html chart_bars(struct arena *arena, struct str title, const struct chart_bar *bars,
                       size_t n);

/* Two lines over n periods (months as 202611), values from 0. */
struct chart_period {
    int64_t month;
    int64_t a, b;
};
struct html chart_lines(struct arena *arena, struct str title, const struct chart_period *periods,
                        size_t n);

#endif
