/* What was imported from the pages: one line per import, and its report to be read again. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_IMPORT_LOG_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_IMPORT_LOG_H

#include "base/vec.h"
#include "core/ctx.h"

enum { PATENT_IMPORTS_SHOWN = 20 };

struct patent_import_row {
    struct file_id file;
    struct str name, person;
    int64_t at;
    int64_t rows, added, same, changed, refused, noted;
    int64_t classes; /* of a scheme of the IPC that was read */
};
typedef VEC(struct patent_import_row) patent_import_rows;

struct patent_import_line { /* refused, or taken but for a part */
    struct str place, message;
};
typedef VEC(struct patent_import_line) patent_import_lines;

struct patent_import_view {
    struct patent_import_row row;
    patent_import_lines refused, noted; /* the first PATENT_REFUSED_MAX of each */
    patent_import_lines unused;         /* columns that nobody knows */
    int64_t unlisted;                   /* refused, beyond those */
};

/* Within patent.import: report is what the import answered (patent_import.h). */
enum err patent_import_note(struct ctx *ctx, struct file_id file, struct str name,
                            struct str report);

/* The newest PATENT_IMPORTS_SHOWN. */
enum err patent_imports(struct ctx *ctx, patent_import_rows *out);
enum err patent_import_one(struct ctx *ctx, struct file_id file, struct patent_import_view *out);

#endif
