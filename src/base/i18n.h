/*
 * Languages. Chinese is the source: it stands in templates and in T("...") as it is read, and is
 * the key to its translation. The tables i18n/en/ROOM.tsv (中文 TAB English) are compiled in.
 *
 * Templates are translated when they are compiled, at no cost at run time; tr() is for messages
 * that are chosen at run time: errors, labels of fields, names of states.
 *
 *     struct str label = tr(ctx->lang, field->label);
 *     struct str told = tr_with(arena, ctx->lang, error.message, error.detail);
 */
#ifndef LIANYUAN_BASE_I18N_H
#define LIANYUAN_BASE_I18N_H

#include "base/arena.h"
#include "base/str.h"

enum lang { LANG_ZH, LANG_EN };

/* The text in that language; the Chinese itself when there is no translation (tidy reports those).
 * NULL gives STR_NULL. */
struct str tr(enum lang lang, const char *zh);
struct str tr_str(enum lang lang, struct str zh);

/* The same with every "{}" replaced by the detail. */
struct str tr_with(struct arena *arena, enum lang lang, const char *zh, struct str detail);

struct str lang_code(enum lang lang); /* "zh", "en": in addresses and cookies */
bool lang_parse(struct str code, enum lang *out_lang);
struct str show_lang_tag(enum lang lang); /* "zh-CN", "en": <html lang> */

#endif
