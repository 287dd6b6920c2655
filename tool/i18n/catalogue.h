/*
 * Translations: i18n/en/ROOM.tsv, a line each: 中文 TAB English; '#' begins a remark.
 *
 * tmplc reads them to translate templates where they are compiled; the program i18n makes of them
 * the table that tr() looks into (web/i18n.h). One Chinese text has one English wording, with as
 * many holes.
 */
#ifndef LIANYUAN_TOOL_CATALOGUE_H
#define LIANYUAN_TOOL_CATALOGUE_H

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

enum { CATALOGUE_FILE_MAX = 1 << 20, CATALOGUE_FILES_MAX = 200 };

struct catalogue {
    struct map english; /* Chinese -> struct translation */
    VEC(struct translation *) all;
    VEC(struct str) files; /* what was read, for the depfile */
};

struct translation {
    struct str zh, en;
    const char *file;
    size_t line;
};

/* All *.tsv of the directory. False with the reason in *report. A missing directory is empty. */
bool catalogue_read(struct arena *arena, struct catalogue *catalogue, const char *directory,
                    struct buf *report);
bool catalogue_file(struct arena *arena, struct catalogue *catalogue, const char *name,
                    struct str text, struct buf *report);
void catalogue_write(struct arena *arena, const struct catalogue *catalogue, struct buf *out);
size_t hole_count(struct str message); /* "{}" or "{1}", "{2}", ... */
bool is_chinese(struct str s);

/* For ninja: target depends on what was read, and on the directory, which changes with a new file.
 */
void catalogue_depfile(const struct catalogue *catalogue, const char *directory, const char *target,
                       struct buf *out);

#endif
