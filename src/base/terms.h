/*
 * The search terms of a text: what a record is found by, the same on both databases.
 *
 * Latin (and Greek, Cyrillic, digits, every other letter that is written in words) gives words,
 * lower-cased; full-width forms count as their ASCII ones. Chinese has no blanks, so each character
 * is a term (unigram) and each pair of neighbours is one (bigram). Everything else separates.
 *
 *     terms_index(arena, STR("Ａ区土地 40亩"))  ->  a 区 土 区土 地 土地 40 亩
 *     terms_query(arena, STR("土地证 gb/t"))    ->  土地 地证 gb t
 *
 * A record matches a query when it has all of the query's terms. The query leaves unigrams out
 * where a bigram says more, so that the database joins few and short lists. A number and the
 * characters beside it are terms of their own: "40亩" is found by 40 and by 亩.
 *
 * The text must be UTF-8 (utf8.h). Terms never hold blanks, quotes or punctuation, so they may
 * stand in a MATCH expression or a tsquery between quotes as they are. Pure: no state, no clock.
 */
#ifndef LIANYUAN_BASE_TERMS_H
#define LIANYUAN_BASE_TERMS_H

#include "base/arena.h"
#include "base/str.h"

enum {
    TERM_BYTES_MAX = 64,    /* a longer word is cut at a character, in index and query alike */
    TERMS_INDEX_MAX = 8192, /* distinct terms of one record; what comes behind is not found */
    TERMS_QUERY_MAX = 32,   /* terms of one query; further words are ignored */
};

struct terms {
    const struct str *at; /* slices of the text, or of the arena */
    size_t n;
    bool cut; /* there were more than the maximum */
};

/* Each distinct term once, in order of first occurrence. */
struct terms terms_index(struct arena *arena, struct str text);
struct terms terms_query(struct arena *arena, struct str text);

/* What one character is: part of no term, of a word, or a term of its own; and the character that
 * stands for it (width and case folded). */
enum term_rune { TERM_SIGN, TERM_LETTER, TERM_HAN };
enum term_rune terms_rune(uint32_t rune, uint32_t *out_folded);

/* All terms with one blank between: for a tokenizer that splits at blanks. */
struct str terms_text(struct arena *arena, struct terms terms);

#endif
