/*
 * Text as a value: a pointer and a length, never owned, never changed in place.
 *
 * All text inside lianyuan is UTF-8, checked once where it comes in (utf8.h). A `struct str` may
 * have NUL bytes behind it or not: nothing here reads past its length. STR_NULL (ptr NULL) is "no
 * value" and becomes SQL NULL; STR("") is a value that is empty.
 *
 *     struct str rest = line, word;
 *     while (str_cut(&rest, ',', &word))
 *         add(str_trim(word));
 *     log_info("%.*s", STR_ARG(word));
 */
#ifndef LIANYUAN_BASE_STR_H
#define LIANYUAN_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct str {
    const char *ptr;
    size_t len;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_NULL ((struct str){NULL, 0})
#define STR_ARG(s) (int)(s).len, (s).ptr ? (s).ptr : ""

struct str str_from(const char *c_string); /* NULL gives STR_NULL */
struct str str_dup(struct arena *arena, struct str s);
const char *str_c(struct arena *arena, struct str s); /* a NUL-terminated copy */
struct str str_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline bool str_empty(struct str s)
{
    return s.len == 0;
}
static inline bool str_null(struct str s)
{
    return s.ptr == NULL;
}
/* For a column that is never NULL: no value becomes the empty one. */
static inline struct str str_or_empty(struct str s)
{
    return s.ptr ? s : STR("");
}
bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b); /* ASCII letters only */
int str_cmp(struct str a, struct str b);        /* by bytes: code point order */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_has(struct str s, struct str part);

/* Offset of the first occurrence at or after from, or SIZE_MAX. */
size_t str_find(struct str s, struct str part, size_t from);
size_t str_find_char(struct str s, char c, size_t from);

struct str str_slice(struct str s, size_t from, size_t to); /* clamped to the string */
struct str str_trim(struct str s); /* ASCII blanks, U+3000, U+00A0, U+FEFF on both sides */

/* Takes the next piece up to the separator; false when *rest is used up (STR_NULL). "a,,b" has
 * three pieces, "" has one empty piece. */
bool str_cut(struct str *rest, char separator, struct str *out_piece);

/* Whole-string decimal integers: sign, digits, nothing else. False on anything else or overflow. */
bool str_int(struct str s, int64_t *out_value);
bool str_uint(struct str s, uint64_t *out_value);

uint64_t str_hash(struct str s); /* for maps; not stable between versions, not secret */

/* Width forms: full-width ASCII (Ａ１－) to ASCII, U+3000 to blank. For numbers and codes typed by
 * people; keeps everything else. */
struct str str_narrow(struct arena *arena, struct str s);
struct str str_lower(struct arena *arena, struct str s); /* ASCII */

#endif
