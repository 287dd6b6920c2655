/*
 * Sheets of patents, row by row: exports of data bases (engine/patentread/columns.h) and the scheme
 * of the IPC. Reads .xlsx and CSV through report/sheet, old .xls through report/xls.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_SHEET_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_SHEET_H

#include "base/source.h"
#include "engine/patentread/record.h"

struct patent_ipc_line {
    struct str symbol, zh, en;
    struct str path; /* of a group: the titles above it and its own, ";;" between; else "" */
};

struct patent_sheet_in {
    const struct source *source;
    const char *path; /* of the same file: old .xls is read by its name */
    struct str name;  /* for places: "a.xlsx 12" */
    bool old_xls;
    struct patent_record *record; /* filled for each row */
    /* refused ERR_OK: record holds the row. What it answers ends the reading. */
    enum err (*row)(void *arg, enum err refused, const struct error *why, struct str place);
    enum err (*line)(void *arg, const struct patent_ipc_line *line);
    /* Of a sheet of records: headings that are not known to us, whose columns are not kept. */
    void (*unused)(void *arg, struct str headings);
    void *arg;
};

/* An error is the file's (no known headings, damaged); *out_stopped is what row or line answered.
 */
enum err patent_sheet_read(struct arena *arena, const struct patent_sheet_in *in,
                           enum err *out_stopped, struct error *error);

#endif
