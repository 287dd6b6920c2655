#include "engine/classify/terms_of.h"

#include <string.h>

#include "base/utf8.h"
#include "engine/classify/classify.h"

static bool chinese(uint32_t r)
{
    return (r >= 0x3400 && r <= 0x9FFF) || (r >= 0x20000 && r <= 0x3134F);
}

static bool latin(uint32_t r)
{
    return (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9');
}

/* A bijection on 64 bits (the finaliser of splitmix64), so that keys spread over the table. */
static uint64_t spread(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return (x ^ (x >> 31)) | 1;
}

static void grow(struct arena *arena, struct dictionary *d)
{
    struct dictionary bigger = {.cap = d->cap ? d->cap * 2 : 4096, .n = d->n};
    bigger.keys = ARENA_ARRAY(arena, uint64_t, bigger.cap);
    bigger.ids = ARENA_ARRAY(arena, uint32_t, bigger.cap);
    for (size_t i = 0; i < d->cap; i++) {
        if (!d->keys[i])
            continue;
        size_t at = d->keys[i] & (bigger.cap - 1);
        while (bigger.keys[at])
            at = (at + 1) & (bigger.cap - 1);
        bigger.keys[at] = d->keys[i];
        bigger.ids[at] = d->ids[i];
    }
    *d = bigger;
}

/* False when the term is unknown and is not to be learned. */
static bool look_up(struct arena *arena, struct dictionary *d, bool learn, uint64_t key,
                    uint32_t *out_id)
{
    if (learn && d->n * 2 >= d->cap)
        grow(arena, d);
    if (!d->cap)
        return false;
    size_t at = key & (d->cap - 1);
    while (d->keys[at] && d->keys[at] != key)
        at = (at + 1) & (d->cap - 1);
    if (!d->keys[at]) {
        if (!learn)
            return false;
        d->keys[at] = key;
        d->ids[at] = d->n++;
    }
    *out_id = d->ids[at];
    return true;
}

struct collector {
    struct arena *arena;
    struct dictionary *dictionary;
    bool learn;
    struct term *at;
    size_t n;
};

static void collect(struct collector *c, uint64_t raw, float weight)
{
    uint32_t id;
    if (look_up(c->arena, c->dictionary, c->learn, spread(raw), &id))
        c->at[c->n++] = (struct term){id, weight};
}

/* A run of three is learned only while there is room; pairs and characters always are. */
static void collect_triple(struct collector *c, uint64_t triple, float weight)
{
    bool learn = c->learn;
    c->learn = learn && c->dictionary->n < TERMS_TRIPLES_MAX;
    collect(c, triple, weight);
    c->learn = learn;
}

/* Three terms per rune at most: the rune, the pair with the one before, the run of three; a word at
 * its end. */
static void scan(struct collector *c, struct str text, float weight)
{
    uint64_t one = 0, two = 0, word = 0; /* the Chinese runes before this one */
    for (uint32_t rune; utf8_next(&text, &rune);) {
        if (latin(rune)) {
            word = word * 37 + (rune | 0x20) + 1;
        } else if (word) {
            collect(c, word << 1, weight);
            word = 0;
        }
        uint64_t now = chinese(rune) ? rune : 0;
        if (now)
            collect(c, now << 1 | 1, weight);
        if (now && one)
            collect(c, one << 32 | now << 1 | 1, weight);
        if (now && one && two)
            collect_triple(c, spread(two << 42 | one << 21 | now) << 1 | 1, weight);
        two = one;
        one = now;
    }
    if (word)
        collect(c, word << 1, weight);
}

enum { DIGIT_BITS = 10, DIGITS = 1 << DIGIT_BITS };

/* By rising id, digit by digit: a text has a thousand terms, and comparing them would cost more
 * than finding them. */
static struct term *sort_terms(struct arena *arena, struct term *at, size_t n, uint32_t ids)
{
    struct term *to = ARENA_ARRAY(arena, struct term, n + 1);
    for (int shift = 0; shift < 32 && (ids >> shift) > 0; shift += DIGIT_BITS) {
        size_t start[DIGITS + 1] = {0};
        for (size_t i = 0; i < n; i++)
            start[(at[i].id >> shift & (DIGITS - 1)) + 1]++;
        for (int d = 0; d < DIGITS; d++)
            start[d + 1] += start[d];
        for (size_t i = 0; i < n; i++)
            to[start[at[i].id >> shift & (DIGITS - 1)]++] = at[i];
        struct term *swap = at;
        at = to;
        to = swap;
    }
    return at;
}

struct terms terms_of(struct arena *arena, struct dictionary *dictionary, bool learn,
                      struct str title, struct str body)
{
    title = utf8_prefix(title, CLASSIFY_RUNES_MAX);
    body = utf8_prefix(body, CLASSIFY_RUNES_MAX);
    struct collector c = {arena, dictionary, learn,
                          ARENA_ARRAY(arena, struct term, 3 * (title.len + body.len) + 2), 0};
    scan(&c, title, CLASSIFY_TITLE_WEIGHT);
    scan(&c, body, 1);
    c.at = sort_terms(arena, c.at, c.n, dictionary->n);
    size_t kept = 0;
    for (size_t i = 0; i < c.n; i++) {
        if (kept && c.at[kept - 1].id == c.at[i].id)
            c.at[kept - 1].count += c.at[i].count;
        else
            c.at[kept++] = c.at[i];
    }
    return (struct terms){c.at, kept};
}
