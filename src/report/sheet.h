/*
 * Reading sheets: .xlsx workbooks and CSV, as rows of typed cells, one row at a time.
 *
 *     struct sheet_book *book;
 *     struct sheet *sheet;
 *     struct sheet_row row;
 *     e = sheet_open(arena, &source, &book, &error);
 *     e = sheet_begin(book, 0, &sheet, &error);
 *     while (!(e = sheet_next(sheet, &row, &error)) && row.n)
 *         use(row.number, &row.at[0]);
 *     sheet_end(sheet);
 *
 * Rows without content are not handed on and cost nothing, however many of them are formatted.
 * Hidden rows are handed on and say so. Cells of a merged range have the value of its first cell
 * and say where it comes from. Formulas give the value that was last computed. Numbers are days or
 * moments when their number format says so (both date systems, 1900 and 1904). Memory does not grow
 * with the number of rows; the shared texts of a workbook are kept (SHEET_STRINGS_MAX).
 *
 * Other kinds of file (.xls, .et, .xlsm, .ods, encrypted ones) are known by their content and
 * refused with what to do about it.
 */
#ifndef LIANYUAN_REPORT_SHEET_H
#define LIANYUAN_REPORT_SHEET_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/source.h"

enum {
    SHEET_SHEETS_MAX = 200,
    SHEET_COLUMNS_MAX = 256,  /* content further right is refused; blank cells there are not read */
    SHEET_ROWS_MAX = 1048576, /* row numbers */
    SHEET_CELL_MAX = 256 * 1024,           /* bytes of one cell */
    SHEET_ROW_MAX = 1024 * 1024,           /* bytes of one row's own texts */
    SHEET_STRINGS_MAX = 96 * 1024 * 1024,  /* bytes of a workbook's shared texts */
    SHEET_STRINGS_N_MAX = 4 * 1024 * 1024, /* how many */
    SHEET_MERGES_MAX = 20000,              /* merged ranges of one sheet; more are not filled */
    SHEET_STYLES_MAX = 65536,              /* cell formats of a workbook */
    SHEET_FILE_MAX = 64 * 1024 * 1024,     /* bytes of a workbook; CSV is read as it comes */
};

enum sheet_kind {
    SHEET_BLANK,
    SHEET_TEXT,
    SHEET_NUMBER, /* number */
    SHEET_DAY,    /* day */
    SHEET_MOMENT, /* wall_us: microseconds since 1970-01-01 00:00 on the sheet's own clock */
    SHEET_TIME,   /* wall_us: since midnight, or a span */
    SHEET_BOOL,   /* number is 0 or 1 */
    SHEET_ERROR,  /* text is "#N/A", "#REF!" ... */
};

/* Where a merged cell's value stands. */
enum sheet_from {
    SHEET_OWN,
    SHEET_ABOVE, /* in the same column, further up */
    SHEET_ASIDE, /* in another column */
};

struct sheet_cell {
    enum sheet_kind kind;
    enum sheet_from from;
    uint8_t digits;  /* of a number whose format is 0000: how many are shown */
    struct str text; /* of SHEET_TEXT and SHEET_ERROR; lives until the next row */
    double number;
    int32_t day;
    int64_t wall_us;
};

struct sheet_row {
    int64_t number; /* as the program shows it, from 1 (CSV: the line) */
    bool hidden;
    const struct sheet_cell *at;
    size_t n; /* cells up to the last one with content; 0 = the end */
};

struct sheet_info {
    struct str name; /* "" of CSV */
    bool hidden;
};

struct sheet_book;
struct sheet;

enum err sheet_open(struct arena *arena, const struct source *source, struct sheet_book **out_book,
                    struct error *error);
size_t sheet_n(const struct sheet_book *book);
struct sheet_info sheet_info(const struct sheet_book *book, size_t i);
bool sheet_is_csv(const struct sheet_book *book);

enum err sheet_begin(struct sheet_book *book, size_t i, struct sheet **out_sheet,
                     struct error *error);
enum err sheet_next(struct sheet *sheet, struct sheet_row *out_row, struct error *error);
void sheet_end(struct sheet *sheet);

/* Makes a number that stands in a column of dates, without a date's format, the day or moment that
 * it counts to; false (nothing changed) when it counts to none of this age. */
bool sheet_serial(const struct sheet_book *book, struct sheet_cell *cell);

/* Cells of the row behind its end are blank. */
struct sheet_cell sheet_at(const struct sheet_row *row, size_t column);

/* The cell as a person reads it: 12 (not 12.000000), 2026-11-22, 2026-11-22 09:30:00. */
struct str sheet_text(struct arena *arena, const struct sheet_cell *cell);

/* "A", "B", ... "AA" of column 0, 1, ... 26; and back (SIZE_MAX when it is none). */
struct str sheet_letters(struct arena *arena, size_t column);
size_t sheet_column(struct str letters);

/* What people write for dates and moments. A day: 2026-11-22, 2026/11/22, 2026.11.22,
 * 2026年11月22日, 20261122, 二〇二六年十一月二十二日, each also with a weekday or blanks; without a
 * year only with `year` > 0 (11月22日, 11-22). A moment: the same with 9:30, 9:30:05, 9时30分,
 * 上午9:30, 下午3点. */
bool sheet_day_text(struct str text, int32_t year, int32_t *out_day);
bool sheet_moment_text(struct str text, int64_t *out_wall_us, bool *out_has_time);

/* A moment that names its zone: 2026-11-22T09:30:00Z, 2026-11-22 17:30+08:00. */
bool sheet_instant_text(struct str text, int64_t *out_us);

/* What leaves something open, for a moment of the past: 9月1日 is its last one up to today, 2026年9月
 * the month's first day, 26.9.1 of this century. Whoever uses it says so. */
bool sheet_moment_loose(struct str text, int32_t today, int64_t *out_wall_us);

#endif
