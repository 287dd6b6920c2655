/*
 * application/x-www-form-urlencoded, in queries and bodies: name=value&name=value, in order,
 * repeats kept. What the names mean is the form's business (form.h).
 */
#ifndef LIANYUAN_BASE_PAIRS_H
#define LIANYUAN_BASE_PAIRS_H

#include "base/form.h"
#include "base/url.h"

/* ERR_INVALID on a broken escape, a NUL or bytes that are not UTF-8; ERR_LIMIT over FORM_PAIRS_MAX
 * pairs. Empty pieces ("a=1&&b=2") are skipped; "a" alone is a with an empty value. */
enum err pairs_parse(struct arena *arena, struct str text, struct form_pairs *out_pairs);

/* The opposite. */
void pairs_add(struct buf *buf, struct form_pairs pairs);

/* A copy without the pairs of that name, plus one (name, value) at the end unless value is
 * STR_NULL. */
struct form_pairs pairs_with(struct arena *arena, struct form_pairs pairs, struct str name,
                             struct str value);

#endif
