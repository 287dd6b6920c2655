/*
 * A report as a document: sections of sentences, tables and charts, in the reader's language. The
 * page, the docx and the workbook all draw this, so none says anything that the others do not.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_DOC_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_DOC_H

#include "domain/matter/matter_report.h"

enum { REPORT_NAMED_MAX = 500 /* overdue duties named in one report */ };

/* A cell; a figure's opens its records, a matter's number the matter. */
struct report_cell {
    struct str text;
    bool is_number;
    int64_t number;
    bool opens;
    struct report_pick pick;
    struct matter_id matter;
};

struct report_line {
    VEC(struct report_cell) cells;
};

struct report_column {
    struct str title;
    int32_t width; /* characters */
    bool right;
};

enum report_chart { REPORT_CHART_NONE, REPORT_CHART_TREND, REPORT_CHART_ORGS };

struct report_section {
    struct str title, short_title; /* "一、总体情况", "总体情况" */
    VEC(struct str) texts;
    enum report_chart chart;
    VEC(struct report_column) columns;
    VEC(struct report_line) lines;
    struct str empty, note;
};

struct report_doc {
    struct str park, title; /* "某某高新区", "清单办理周报" */
    struct str range, made; /* "2026-W46  2026年11月9日 – 2026年11月15日", "制表时间 …" */
    struct str file;        /* "清单周报 2026-W46", without an ending */
    VEC(struct report_section) sections;
};

enum err matter_report_doc(struct ctx *ctx, const struct matter_report *report,
                           struct report_doc *out);

/* The document as files; path: where the workbook is to stand. */
enum err matter_report_docx(struct ctx *ctx, const struct matter_report *report,
                            const struct report_doc *doc, struct str *out_bytes);
enum err matter_report_xlsx(struct ctx *ctx, const struct matter_report *report,
                            const struct report_doc *doc, const char *path);

#endif
