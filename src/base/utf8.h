/*
 * UTF-8, checked once where bytes come in; everything behind the border may rely on it.
 * RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef LIANYUAN_BASE_UTF8_H
#define LIANYUAN_BASE_UTF8_H

#include "base/buf.h"
#include "base/str.h"

/* Offset of the first byte that is not UTF-8, or SIZE_MAX when all of it is. */
size_t utf8_bad_at(struct str s);
static inline bool utf8_ok(struct str s)
{
    return utf8_bad_at(s) == SIZE_MAX;
}

/* Also refuses C0 controls other than tab and line ends, DEL, C1 controls, and U+FFFE/U+FFFF: what
 * a person cannot have meant to type. This is the check for text fields. */
bool utf8_printable(struct str s);

/* Takes the next code point from *rest, which must be valid; false at the end. */
bool utf8_next(struct str *rest, uint32_t *out_rune);
void utf8_add(struct buf *buf, uint32_t rune);

size_t utf8_count(struct str s); /* code points: the unit of every length limit on a form */

/* The longest prefix of at most max code points. */
struct str utf8_prefix(struct str s, size_t max);

#endif
