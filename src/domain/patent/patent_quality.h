/*
 * How good a search expression is.
 *
 * Precision is measured on a sample drawn at random from what the expression finds and judged by
 * people; recall against what people marked as belonging and came upon in another way than by a
 * sample of this very expression (a sample of what it finds would prove 100 %). Both carry the
 * Wilson interval at 95 % (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212), so that ten judged
 * records do not look like a thousand.
 *
 * This half is pure: no records, no clock.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_QUALITY_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_QUALITY_H

#include "base/arena.h"

/* A share with its interval, in hundredths of a per cent: 9520 is 95.20 %. */
struct patent_share {
    int64_t part, whole;
    int64_t rate, low, high; /* of whole 0: rate -1, low 0, high 10000 */
};
struct patent_share patent_share(int64_t part, int64_t whole);

/* Draws k of at[0 .. n) without repetition to the front, every subset equally likely; the same seed
 * gives the same draw. k <= n. The generator is SplitMix64 with rejection. */
void patent_draw(int64_t *at, size_t n, size_t k, uint64_t seed);

#endif
