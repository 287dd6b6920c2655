/* Inside the sheet reader: what its files share. Others use sheet.h. */
#ifndef LIANYUAN_REPORT_SHEET_IN_H
#define LIANYUAN_REPORT_SHEET_IN_H

#include "base/csv.h"
#include "base/vec.h"
#include "base/xml.h"
#include "base/zip.h"
#include "report/sheet.h"

/* What a number format makes of a number. */
enum sheet_format { FORMAT_NUMBER, FORMAT_DAY, FORMAT_MOMENT, FORMAT_TIME };

struct sheet_style {
    uint8_t format; /* enum sheet_format */
    uint8_t digits;
};

struct sheet_merge {
    uint32_t row, last_row;
    uint16_t column, last_column;
};

struct sheet_part {
    struct sheet_info info;
    size_t entry; /* in the archive */
};

struct sheet_book {
    struct arena *arena;
    struct source source;
    struct unzip *zip; /* NULL: CSV */
    VEC(struct sheet_part) parts;
    bool date1904;
    VEC(struct sheet_style) styles;
    struct str styles_name, strings_name; /* names of parts; STR_NULL = none */
    bool loaded;                          /* styles and strings are read */
    VEC(struct str) strings;
};

/* sheet_book.c: the parts of a workbook. */
enum err sheet_book_open(struct sheet_book *book, struct error *error);
enum err sheet_book_load(struct sheet_book *book, struct error *error);

/* sheet_xlsx.c: the rows of one part. */
struct sheet_xlsx;
enum err sheet_xlsx_begin(struct sheet_book *book, size_t i, struct sheet_xlsx **out,
                          struct error *error);
enum err sheet_xlsx_next(struct sheet_xlsx *sheet, struct sheet_row *out_row, struct error *error);
void sheet_xlsx_end(struct sheet_xlsx *sheet);

/* sheet_value.c */
struct sheet_style sheet_format_style(struct str code); /* of a custom format */
struct sheet_style sheet_format_builtin(int64_t id);    /* of a number below 164 */
void sheet_number_cell(struct sheet_cell *cell, double value, struct sheet_style style,
                       bool date1904);
struct str sheet_unescape(struct str text, char *in_place); /* _x000D_ and line ends */

/* Feeds a part of the archive through the events, to its end. */
enum err sheet_part_read(struct sheet_book *book, size_t entry, struct xml *xml,
                         enum err (*paused)(void *arg), void *arg, struct error *error);

#endif
