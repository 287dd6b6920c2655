/*
 * Comma-separated values, in and out (RFC 4180, and what programs really write).
 *
 * In: UTF-8 or UTF-16, with or without byte order mark, GB18030, or Latin-1 (decode.h says which of
 * the two); what is none of them is refused.
 * Separator comma, tab, semicolon or bar: the one that divides the first lines
 * most evenly. Lines end by LF, CR LF or CR. A quoted cell may hold all of them; a quote within is
 * doubled. One record at a time; memory does not grow with the file.
 *
 *     struct csv *csv;
 *     struct csv_row row;
 *     e = csv_open(arena, &source, &csv, &error);
 *     while (!(e = csv_next(csv, &row, &error)) && row.n)
 *         use(row.line, row.at[0]);
 *
 * A row's cells live until the next call. A blank line is a row with one empty cell.
 */
#ifndef LIANYUAN_BASE_CSV_H
#define LIANYUAN_BASE_CSV_H

#include "base/buf.h"
#include "base/err.h"
#include "base/source.h"

enum {
    CSV_COLUMNS_MAX = 512,
    CSV_ROW_BYTES_MAX = 1024 * 1024, /* of one record, in UTF-8 */
};

struct csv;

struct csv_row {
    const struct str *at;
    size_t n;     /* 0 = the end */
    int64_t line; /* of its first character, from 1 */
};

/* ERR_INVALID when the bytes are no text; the message says where. */
enum err csv_open(struct arena *arena, const struct source *source, struct csv **out_csv,
                  struct error *error);
enum err csv_next(struct csv *csv, struct csv_row *out_row, struct error *error);
char csv_separator(const struct csv *csv);
const char *csv_encoding(const struct csv *csv); /* "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" */

/* Out: comma, CR LF, quotes where needed. Programs that open such files take a cell that begins
 * with = + - @ for a formula; text that does is written with an apostrophe before it, and
 * csv_unguard() takes it away again. Begin a file for Excel with CSV_BOM. */
#define CSV_BOM STR("\xEF\xBB\xBF")
void csv_write(struct buf *buf, const struct str *cells, size_t n);
struct str csv_guard(struct arena *arena, struct str text);
struct str csv_unguard(struct str cell);

#endif
