/*
 * Which texts say the same.
 *
 * Two texts are *equal* when they are so without blanks, punctuation, width and case. They are
 * *alike* when the sets of their runs of LIKENESS_RUN characters overlap by at least
 * LIKENESS_SHARE (Jaccard). Every equal pair is found, by a map; alike pairs are looked for with
 * minimum hashes in bands (Broder, "On the resemblance and containment of documents", 1997) and
 * every candidate is checked against the real sets: a pair at 0.8 is found with probability above
 * 0.999, and none is reported that is not alike.
 *
 *     e = likeness_groups(arena, texts, n, &groups, &group_n);
 *     for (g ...) for (i ... groups[g].n) text number groups[g].at[i]
 */
#ifndef LIANYUAN_ENGINE_CLASSIFY_LIKENESS_H
#define LIANYUAN_ENGINE_CLASSIFY_LIKENESS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    LIKENESS_TEXTS_MAX = 200000,
    LIKENESS_RUN = 3,
    LIKENESS_HASHES = 96,
    LIKENESS_BAND = 4,        /* hashes that must agree at once: 24 bands */
    LIKENESS_BUCKET_MAX = 64, /* candidates compared in one bucket; boilerplate fills them */
};
#define LIKENESS_SHARE 0.8

struct likeness_group {
    const uint32_t *at; /* text numbers, rising */
    size_t n;           /* at least 2 */
    bool equal;         /* all of them are equal, not only alike */
};

/* Groups by rising first text; a text is in at most one. Empty texts are in none. */
enum err likeness_groups(struct arena *arena, const struct str *texts, size_t n,
                         struct likeness_group **out_groups, size_t *out_n);

/* The share of common runs of two texts, 0 .. 1: what the groups are checked against. */
double likeness_share(struct arena *arena, struct str a, struct str b);

/* The texts that share at least `least` of their runs with this one, most alike first, at most max
 * of them. A walk over all: for some thousand texts. Empty texts are like none. */
struct likeness_near {
    size_t at; /* text number */
    double share;
};
size_t likeness_nearest(struct arena *arena, struct str text, const struct str *texts, size_t n,
                        double least, struct likeness_near *out, size_t max);

/* The text as it is compared: letters, digits and characters only, narrow, lower case. */
struct str likeness_plain(struct arena *arena, struct str text);

#endif
