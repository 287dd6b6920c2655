/*
 * Files of patents into the park: whatever the format, read as a stream, kept in batches.
 *
 *     struct patent_import_in in = {.paths = paths, .n = n};
 *     e = patent_import_run(&app_db, ctx, &in, &json);
 *
 * Each batch (PATENT_BATCH records) is one act with one entry in the journal: an import that was
 * broken off is simply started again, and finds what it had kept to be the same. The report counts
 * every record; the refused ones are named with their place, the field and why (the first
 * PATENT_REFUSED_MAX of them, all are counted).
 *
 * A folder is walked, files in the order of their names. Known by content: XML and greenbook
 * (engine/patentread), .xlsx, .xls, CSV and TSV with the headings of a data base's export
 * (engine/patentread/columns.h), and the scheme of the IPC (symbol and title, Chinese or English).
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_IMPORT_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_IMPORT_H

#include "base/buf.h"
#include "core/act.h"

enum {
    PATENT_BATCH = 200, /* records of one act */
    PATENT_BATCH_BYTES = 16 << 20,
    PATENT_REFUSED_MAX = 1000, /* listed in the report; all are counted */
    PATENT_FILES_MAX = 100000, /* of one folder */
};
#define PATENT_IMPORT_ARENA_MAX ((size_t)768 << 20)
#define PATENT_FILE_MAX (UINT64_C(1) << 42)

typedef void patent_progress_fn(void *arg, int64_t records);

struct patent_import_in {
    const struct str *paths; /* files and folders */
    size_t n;
    struct str name; /* of a stored file, for places; "" = the path's own */
    bool dry_run;    /* reads and reports, keeps nothing */
    patent_progress_fn *progress;
    void *progress_arg;
};

/* On the caller's thread: only what a batch keeps runs on the writer, so that it is never held
 * while something is read. Not within an act. An arena that is full, or a machine without memory,
 * refuses what it could not take and goes on. */
enum err patent_import_run(const struct app_db *app_db, struct ctx *ctx,
                           const struct patent_import_in *in, struct buf *out_json);

#endif
