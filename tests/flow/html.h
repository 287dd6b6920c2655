/*
 * Just enough HTML to do what a browser without scripts does: find a form, take its hidden and
 * default values, compare two pages' trees. It reads our own pages, which are well formed; it is no
 * parser for others'.
 */
#ifndef LIANYUAN_TESTS_HTML_H
#define LIANYUAN_TESTS_HTML_H

#include "base/form.h"

/* Finds the next tag from *at on; *at goes behind it. */
bool html_next(struct str page, size_t *at, struct str *out);
bool html_is(struct str tag, const char *name);

/* The attribute of a tag "<a href=...>", entities decoded; STR_NULL when absent. */
struct str html_attr(struct arena *arena, struct str tag, const char *name);

/* The names and values that the form with that action would send, unless changed; false when the
 * page has no such form. action "" = the page's first form that is posted and is in <main>. */
bool html_form(struct arena *arena, struct str page, struct str action, struct form_pairs *out,
               struct str *out_action);

/* The same, with something in every field that must not be empty: a few words, the least number,
 * that day, the first choice. */
bool html_form_filled(struct arena *arena, struct str page, struct str action, struct str day,
                      struct form_pairs *out, struct str *out_action);

/* Element names and nesting, attribute names, but no text and no values: what must not change
 * whatever the data are. */
struct str html_tree(struct arena *arena, struct str page);

struct str html_text(struct arena *arena, struct str html); /* tags out, entities decoded */

#endif
