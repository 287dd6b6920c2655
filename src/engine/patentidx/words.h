/*
 * A text as a row of positions: what index, query and the plain scan all compare by.
 *
 * Each Chinese character is one position, each word of letters and digits is one. A run of signs
 * between two of them takes a position of its own when it holds punctuation that divides (，。；
 * : , . ! ? brackets, quotes, line ends); blanks, hyphens and slashes take none, so that
 * "lithium-ion" and "lithium ion" are the same. The ends of sentences and of lines are marked.
 * Where one text of a field ends and the next begins (WORD_PART: a title in another language), the
 * positions leap so far that no distance bridges it.
 *
 *     锂离子，lithium-ion 85℃。  ->  0 锂 1 离 2 子 (3) 4 lithium 5 ion 6 85 (7 end of a sentence)
 *
 * Letters' case and width are folded as base/terms does it; a longer word keeps its first
 * WORD_BYTES_MAX bytes.
 */
#ifndef LIANYUAN_ENGINE_PATENTIDX_WORDS_H
#define LIANYUAN_ENGINE_PATENTIDX_WORDS_H

#include "base/str.h"

enum {
    WORD_BYTES_MAX = 64,
    WORD_PART = '\f',
    WORD_PART_LEAP = 100, /* more than QUERY_DISTANCE_MAX */
};

enum word_kind {
    WORD_END,      /* nothing more */
    WORD_HAN,      /* rune */
    WORD_LATIN,    /* bytes[0..len), folded */
    WORD_GAP,      /* punctuation that divides */
    WORD_SENTENCE, /* punctuation that ends a sentence */
    WORD_LINE,     /* the same, and the line ends too */
};

struct word_reader {
    const unsigned char *at, *end;
    /* The word that word_next() found: */
    uint32_t rune;
    uint32_t len;
    unsigned char bytes[WORD_BYTES_MAX];
    const unsigned char *from; /* where it begins in the text */
    uint32_t position;         /* of the word found; the next one's when a gap was found */
    uint32_t next_position;
    bool begun, wild;
};

/* text must be UTF-8. wild: "?" and "*" are parts of words, and "?" among Chinese is a gap. */
void word_begin(struct word_reader *reader, struct str text, uint32_t position, bool wild);
enum word_kind word_next(struct word_reader *reader);

#endif
