/* What reader and writer of a segment share: the sizes of a list's parts. */
#ifndef LIANYUAN_ENGINE_PATENTIDX_SEGMENT_FORMAT_H
#define LIANYUAN_ENGINE_PATENTIDX_SEGMENT_FORMAT_H

#include "engine/patentidx/segment.h"

#define SEGMENT_MAGIC "LYPATIX\n"

enum {
    SEGMENT_VERSION = 3,
    SEGMENT_RANKS = SEGMENT_WORDS / 8,
    RUNE_SENTENCE = 1, /* stand in the dictionary of characters */
    RUNE_LINE = 2,
};

static inline uint32_t list_even(uint32_t n)
{
    return (n + 1) & ~1u;
}

/* A list: occurrences and records (u32 each); the records as u16, an even number of them, or bits
 * and ranks; where occ > df a u32 for each 64 records; each record's
 * first position; the other positions. */
static inline uint64_t list_size(uint32_t df, uint32_t occ)
{
    uint64_t n = 8;
    n += df > SEGMENT_ARRAY_MAX ? SEGMENT_WORDS * 8 + SEGMENT_RANKS * 2
                                : (uint64_t)list_even(df) * 2;
    n += occ > df ? ((uint64_t)df + 63) / 64 * 4 : 0;
    return n + (uint64_t)occ * 2;
}

#endif
