/*
 * Old Excel workbooks (.xls, BIFF), row by row.
 *
 * The library that reads them is old and the format is treacherous, so it runs in a child process
 * with limits on memory, processor time and files; the child writes the cells to a pipe, and what
 * it does there (a crash included) is a file that cannot be read, not more.
 */
#ifndef LIANYUAN_REPORT_XLS_H
#define LIANYUAN_REPORT_XLS_H

#include "base/arena.h"
#include "base/err.h"

enum {
    XLS_MEMORY_MAX = 512 << 20, /* bytes of the child */
    XLS_SECONDS_MAX = 120,      /* of processor time */
    XLS_COLUMNS_MAX = 256,      /* what the format can hold */
    XLS_CELL_MAX = 256 * 1024,  /* bytes; longer cells are refused */
    XLS_ROW_MAX = 4 << 20,
};

/* Each row with content, of all sheets, numbers from 1; the cells live until the next one. What fn
 * answers ends the reading. ERR_INVALID: damaged, encrypted or no such workbook. */
enum err xls_read(struct arena *arena, const char *path,
                  enum err (*fn)(void *arg, const struct str *cells, size_t n, int64_t row),
                  void *arg, struct error *error);

#endif
