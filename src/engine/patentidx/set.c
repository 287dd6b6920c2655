/* Sets of records of one segment: arrays and bitmaps, joined. */
#include <string.h>

#include "engine/patentidx/find.h"

struct set set_of_list(const struct list *l)
{
    return (struct set){l->df, l->docs, l->bits};
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static uint32_t count_fast(const uint64_t *bits)
{
    uint64_t n = 0;
    for (int i = 0; i < SEGMENT_WORDS; i++)
        n += (uint64_t)__builtin_popcountll(bits[i]);
    return (uint32_t)n;
}
#endif

uint32_t set_count(const uint64_t *bits)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt"))
        return count_fast(bits);
#endif
    uint32_t n = 0;
    for (int i = 0; i < SEGMENT_WORDS; i++)
        n += (uint32_t)__builtin_popcountll(bits[i]);
    return n;
}

struct set set_from_bits(struct arena *arena, uint64_t *bits)
{
    uint32_t n = set_count(bits), k = 0;
    if (n > SEGMENT_ARRAY_MAX)
        return (struct set){n, NULL, bits};
    uint16_t *docs = ARENA_ARRAY(arena, uint16_t, n + 1);
    for (uint32_t i = 0; i < SEGMENT_WORDS; i++)
        for (uint64_t x = bits[i]; x; x &= x - 1)
            docs[k++] = (uint16_t)(i * 64 + (uint32_t)__builtin_ctzll(x));
    return (struct set){n, docs, NULL};
}

struct set set_all(struct arena *arena, uint32_t docs)
{
    uint64_t *bits = ARENA_ARRAY(arena, uint64_t, SEGMENT_WORDS);
    for (uint32_t i = 0; i < docs / 64; i++)
        bits[i] = UINT64_MAX;
    if (docs % 64)
        bits[docs / 64] = (UINT64_C(1) << docs % 64) - 1;
    return (struct set){docs, NULL, bits};
}

void set_mark(const struct set *a, uint64_t *bits)
{
    if (a->bits)
        for (int i = 0; i < SEGMENT_WORDS; i++)
            bits[i] |= a->bits[i];
    else
        for (uint32_t i = 0; i < a->n; i++)
            bits[a->docs[i] / 64] |= UINT64_C(1) << a->docs[i] % 64;
}

/* Those of the array that are in the bitmap, or that are not. */
static struct set filter(struct arena *arena, const struct set *a, const uint64_t *bits, bool in)
{
    uint16_t *docs = ARENA_ARRAY(arena, uint16_t, a->n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        uint16_t d = a->docs[i];
        docs[n] = d;
        n += (uint32_t)((bits[d / 64] >> d % 64 & 1) == in);
    }
    return (struct set){n, docs, NULL};
}

/* First place in b[from, n) that is not below doc; by leaps of doubling length. */
static uint32_t leap(const uint16_t *b, uint32_t from, uint32_t n, uint16_t doc)
{
    uint32_t step = 1, to = from;
    while (to < n && b[to] < doc) {
        from = to + 1;
        to += step;
        step *= 2;
    }
    if (to > n)
        to = n;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (b[middle] < doc)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* What two arrays of like length have in common: no branch depends on the numbers. */
static struct set both(struct arena *arena, const struct set *a, const struct set *b)
{
    uint16_t *docs = ARENA_ARRAY(arena, uint16_t, a->n + 1);
    const uint16_t *x = a->docs, *y = b->docs, *x_end = x + a->n, *y_end = y + b->n;
    uint32_t n = 0;
    while (x < x_end && y < y_end) {
        uint16_t p = *x, q = *y;
        docs[n] = p;
        n += p == q;
        x += p <= q;
        y += q <= p;
    }
    return (struct set){n, docs, NULL};
}

static struct set arrays(struct arena *arena, const struct set *a, const struct set *b, bool in)
{
    if (in && b->n / 16 <= a->n)
        return both(arena, a, b);
    uint16_t *docs = ARENA_ARRAY(arena, uint16_t, a->n + 1);
    uint32_t n = 0, k = 0;
    bool far = b->n / 16 > a->n;
    for (uint32_t i = 0; i < a->n; i++) {
        uint16_t d = a->docs[i];
        if (far)
            k = leap(b->docs, k, b->n, d);
        else
            while (k < b->n && b->docs[k] < d)
                k++;
        docs[n] = d;
        n += (uint32_t)((k < b->n && b->docs[k] == d) == in);
    }
    return (struct set){n, docs, NULL};
}

struct set set_and(struct arena *arena, const struct set *a, const struct set *b)
{
    if (a->bits && b->bits) {
        uint64_t *bits = ARENA_ARRAY(arena, uint64_t, SEGMENT_WORDS);
        for (int i = 0; i < SEGMENT_WORDS; i++)
            bits[i] = a->bits[i] & b->bits[i];
        return set_from_bits(arena, bits);
    }
    if (a->bits)
        return filter(arena, b, a->bits, true);
    if (b->bits)
        return filter(arena, a, b->bits, true);
    return a->n < b->n ? arrays(arena, a, b, true) : arrays(arena, b, a, true);
}

struct set set_not(struct arena *arena, const struct set *a, const struct set *b)
{
    if (b->n == 0)
        return *a;
    if (!a->bits)
        return b->bits ? filter(arena, a, b->bits, false) : arrays(arena, a, b, false);
    uint64_t *bits = ARENA_ARRAY(arena, uint64_t, SEGMENT_WORDS);
    memcpy(bits, a->bits, SEGMENT_WORDS * 8);
    if (b->bits)
        for (int i = 0; i < SEGMENT_WORDS; i++)
            bits[i] &= ~b->bits[i];
    else
        for (uint32_t i = 0; i < b->n; i++)
            bits[b->docs[i] / 64] &= ~(UINT64_C(1) << b->docs[i] % 64);
    return set_from_bits(arena, bits);
}
