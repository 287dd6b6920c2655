/*
 * Writing official documents as docx, in the form of GB/T 9704-2012 (党政机关公文格式).
 *
 * A4; margins 37 mm above, 35 below, 28 left, 26 right, so that the type area is 156 x 225 mm; a
 * grid of 22 lines of 28 characters; text in 仿宋_GB2312 三号 (16 pt), every line exactly 28.95 pt;
 * title in 方正小标宋简体 二号 (22 pt); first heads in 黑体, second in 楷体_GB2312; the page number
 * "— 1 —" in 宋体 四号 (14 pt) on the outer side. The fonts are named, not embedded; the font table
 * names what stands in where one is missing.
 *
 *     struct docx *docx = docx_new(arena, &(struct docx_options){.title = STR("周报")});
 *     docx_mark(docx, STR("清单式协调推进会纪要"), STR("〔2026〕3号"));
 *     docx_title(docx, STR("关于第47周清单办理情况的报告"));
 *     docx_head(docx, 1, STR("一、总体情况"));
 *     docx_text(docx, STR("本周新增事项12件。"));
 *     docx_table(docx, &(struct docx_table){.columns = columns, .n = 3, .head = true});
 *     docx_row(docx, cells, 3);
 *     docx_table_end(docx);
 *     e = docx_end(docx, &bytes, &error);
 *
 * Calls between docx_new() and docx_end() do not fail one by one: the first fault is kept and told
 * by docx_end(). Texts are UTF-8; what XML cannot hold (control characters) is left out, a tab
 * stays a tab, and a line break begins a new paragraph of the same kind. The same calls give the
 * same bytes: nothing is stamped but options.made_us. All memory is the arena's.
 */
#ifndef LIANYUAN_REPORT_DOCX_H
#define LIANYUAN_REPORT_DOCX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    DOCX_BYTES_MAX = 64 * 1024 * 1024, /* of the document's XML */
    DOCX_TEXT_MAX = 256 * 1024,        /* bytes of one call's text */
    DOCX_COLUMNS_MAX = 24,
    DOCX_CHARTS_MAX = 20,
    DOCX_PERIODS_MAX = 60,
    DOCX_SERIES_MAX = 4,
    DOCX_WIDE_MM = 156,      /* the type area, upright */
    DOCX_WIDE_LYING_MM = 225 /* and lying */
};

struct docx_options {
    struct str title; /* in the file's properties, not on paper */
    struct str maker; /* likewise: the office; STR_NULL: none */
    int64_t made_us;  /* instant in the file's properties; 0: left out */
    bool lying;       /* the first section is landscape */
    bool no_number;   /* without page numbers: slips of one page */
};

struct docx;

struct docx *docx_new(struct arena *arena, const struct docx_options *options);

/* The red head (版头): the mark, centred in red 小标宋, as large as the line holds; below it the
 * document number (STR_NULL: none) and the red line. First in a document. */
void docx_mark(struct docx *docx, struct str mark, struct str number);

/* 标题: centred; a line break where the writer wants one. A blank line follows. */
void docx_title(struct docx *docx, struct str text);
/* Centred below the title, 楷体 三号: a date, a period, "（征求意见稿）". */
void docx_subtitle(struct docx *docx, struct str text);

/* Heads, numbered by the writer: 1 "一、" 黑体, 2 "（一）" 楷体, 3 "1." and 4 "（1）" 仿宋. */
void docx_head(struct docx *docx, int level, struct str text);

/* 1 to 99 as those heads write them: 一, 十, 十二, 二十, 四十五; others as digits. */
struct str docx_numeral(struct arena *arena, int64_t n);

/* A paragraph, its first line two characters in. _lead: begins with a few words in 黑体. */
void docx_text(struct docx *docx, struct str text);
void docx_lead(struct docx *docx, struct str lead, struct str text);

enum docx_side { DOCX_LEFT, DOCX_CENTRE, DOCX_RIGHT };
/* A line that is not indented: "各部门：" */
void docx_line(struct docx *docx, enum docx_side side, struct str text);
/* Smaller (小四, 12 pt): sources, notes below a table. */
void docx_note(struct docx *docx, struct str text);
/* "出席：" in 黑体, then the names, later lines under the first name (纪要). */
void docx_names(struct docx *docx, struct str label, struct str names);
/* 落款: the office and the day below it, on the right, four characters in. Either may be STR_NULL.
 */
void docx_sign(struct docx *docx, struct str office, struct str day);
/* 版记 between black lines: 抄送 (STR_NULL: none), then who printed it and when. Last. */
void docx_imprint(struct docx *docx, struct str copies, struct str office, struct str day);

void docx_blank(struct docx *docx);      /* an empty line */
void docx_page_break(struct docx *docx); /* the next thing begins a page */
/* A new page and from there on upright or lying (附件 with wide tables). */
void docx_section(struct docx *docx, bool lying);

/* Tables: as wide as the type area, thin lines, 小四 (12 pt) unless told otherwise. A row is never
 * torn by a page; the head is repeated on each. */
struct docx_column {
    struct str title; /* in the head */
    double width;     /* any unit: shares of the whole; 0 = 1 */
    enum docx_side side;
};

struct docx_cell {
    struct str text;
    int32_t span;   /* columns; 0 = 1 */
    bool label;     /* 黑体, centred: the left halves of a slip */
    int32_t height; /* of the row, mm, at least; the largest of its cells; 0: by the text */
};

struct docx_table {
    struct str caption; /* 黑体, centred above; STR_NULL: none */
    const struct docx_column *columns;
    size_t n;
    bool head;       /* with the row of titles */
    int32_t half_pt; /* size of the text in half points; 0: 24 */
};

void docx_table(struct docx *docx, const struct docx_table *table);
/* The spans of a row must add up to the columns; missing cells are empty, more are a fault. */
void docx_row(struct docx *docx, const struct docx_cell *cells, size_t n);
void docx_table_end(struct docx *docx);

/* A chart that the reader's program draws (DrawingML), as wide as the type area. It stands beside
 * a table with the same figures. values: series after series, n each; below 0: a gap. */
enum docx_chart_kind { DOCX_BARS, DOCX_STACK, DOCX_LINES };
struct docx_chart {
    enum docx_chart_kind kind;
    struct str title;
    const struct str *names; /* of the n periods or bars */
    size_t n;
    const struct str *series; /* their names */
    size_t series_n;
    const double *values;
};
void docx_chart(struct docx *docx, const struct docx_chart *chart);

/* The file. ERR_LIMIT: one of the maxima above. */
enum err docx_end(struct docx *docx, struct str *out_bytes, struct error *error);

#endif
