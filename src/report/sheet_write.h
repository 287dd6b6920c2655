/*
 * Writing sheets: workbooks of several sheets that look right and print right, and CSV.
 *
 *     static const struct sheet_out_column columns[] = {{STR("编号"), 12}, {STR("到期日"), 12}};
 *     struct sheet_out *out;
 *     e = sheet_out_new(arena, "/tmp/list.xlsx", &out, &error);
 *     e = sheet_out_tab(out, &(struct sheet_tab){.name = STR("清单"), .title = STR("问题清单"),
 *                                                .columns = columns, .n = 2}, &error);
 *     sheet_out_row(out, cells, 2);
 *     e = sheet_out_end(out, &error);
 *
 * Each sheet: an optional title row, the header (repeated on every page, frozen on the screen),
 * then the rows; A4 or A3 landscape, all columns on one page's width, page numbers and the title in
 * the foot. Texts are written as texts, never as formulas. A workbook is written beside its place
 * and moved there at the end: there is never half a file.
 */
#ifndef LIANYUAN_REPORT_SHEET_WRITE_H
#define LIANYUAN_REPORT_SHEET_WRITE_H

#include "base/buf.h"
#include "report/sheet.h"

enum { SHEET_TAB_NAME_MAX = 31 /* characters, a rule of the format */ };

struct sheet_out_column {
    struct str title;
    double width; /* in characters; 0 = by the title */
    bool wrap;    /* long text */
};

struct sheet_tab {
    struct str name;  /* made fit for a tab: no []:*?/\, cut, unique */
    struct str title; /* STR_NULL: no title row */
    struct str note;  /* below the title: date, filters, source; STR_NULL: none */
    const struct sheet_out_column *columns;
    size_t n;
    bool a3;
};

struct sheet_out;

enum err sheet_out_new(struct arena *arena, const char *path, struct sheet_out **out,
                       struct error *error);
enum err sheet_out_tab(struct sheet_out *out, const struct sheet_tab *tab, struct error *error);
void sheet_out_row(struct sheet_out *out, const struct sheet_cell *cells, size_t n);

/* A chart of the sheet's own rows, beside them: the texts of one column along the axis, and a
 * series for each of the columns of numbers, named by its head. Call it after the rows; a sheet
 * without rows gets none. It is the workbook's own chart: who edits a number sees it move. */
enum sheet_chart_kind { SHEET_BARS, SHEET_LINES };
enum { SHEET_SERIES_MAX = 6 };
struct sheet_chart {
    enum sheet_chart_kind kind;
    struct str title;
    size_t names; /* column */
    size_t columns[SHEET_SERIES_MAX];
    size_t n;
};
void sheet_out_chart(struct sheet_out *out, const struct sheet_chart *chart);

/* ERR_FULL, ERR_IO: nothing stands at the path then. */
enum err sheet_out_end(struct sheet_out *out, struct error *error);

/* The same rows as CSV: header and cells only. scratch must not be the arena that buf grows in. */
void sheet_out_csv_head(struct buf *buf, const struct sheet_tab *tab);
void sheet_out_csv_row(struct buf *buf, struct arena *scratch, const struct sheet_cell *cells,
                       size_t n);

struct sheet_cell sheet_cell_text(struct str text);
struct sheet_cell sheet_cell_int(int64_t value);
struct sheet_cell sheet_cell_day(int32_t day);                               /* DAY_NONE: blank */
struct sheet_cell sheet_cell_moment(int64_t instant_us, int32_t offset_min); /* 0: blank */

#endif
