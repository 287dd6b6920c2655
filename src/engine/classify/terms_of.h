/*
 * A text as a sparse vector: characters of Chinese and runs of two and three of them, and Latin
 * words, each with how often it stands there (a title's terms counted CLASSIFY_TITLE_WEIGHT times).
 * Terms are 64-bit keys; a dictionary gives those that training saw a small number each. Runs of
 * three are the most and the rarest: a dictionary of TERMS_TRIPLES_MAX terms learns no more of
 * them, so that a model's size has a bound.
 */
#ifndef LIANYUAN_ENGINE_CLASSIFY_TERMS_OF_H
#define LIANYUAN_ENGINE_CLASSIFY_TERMS_OF_H

#include "base/arena.h"
#include "base/str.h"

enum { TERMS_TRIPLES_MAX = 300000 };

struct term {
    uint32_t id; /* in the dictionary */
    float count;
};

struct terms {
    struct term *at; /* by rising id */
    size_t n;
};

struct dictionary {
    uint64_t *keys; /* open addressing; 0 = empty */
    uint32_t *ids;
    size_t cap; /* a power of two */
    uint32_t n;
};

/* With learn, unknown terms enter the dictionary; without it they are left out. */
struct terms terms_of(struct arena *arena, struct dictionary *dictionary, bool learn,
                      struct str title, struct str body);

#endif
