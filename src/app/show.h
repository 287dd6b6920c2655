/*
 * A find's JSON as a person or a spreadsheet wants it.
 *
 * text: an object's members one a line, "name: value"; a list as a table with aligned columns (a
 * Chinese character is two columns wide). csv: the first list of the answer, one row each, else the
 * answer itself as one row, with a header; UTF-8, RFC 4180; text that a spreadsheet would take for
 * a formula is guarded as in exports. json: as it is.
 */
#ifndef LIANYUAN_APP_SHOW_H
#define LIANYUAN_APP_SHOW_H

#include <stdio.h>

#include "app/options.h"

enum { SHOW_BYTES_MAX = 256 * 1024 * 1024, SHOW_COLUMNS_MAX = 64 };

enum err show_json(struct arena *arena, struct str json, enum format format, FILE *out,
                   struct error *error);

/* A message in that language, its "{}" filled with the detail. */
struct str show_message(struct arena *arena, enum lang lang, const char *message,
                        struct str detail);

/* The text of a failure as a good command says it, on standard error. */
void show_error(const struct error *error, enum lang lang);
/* What a person should know beside the answer, on standard error. */
void show_note(enum lang lang, const char *message, struct str detail);

#endif
