/*
 * Patent families from priorities, as the European office defines them.
 *
 * Simple: the same set of active priorities. Extended (INPADOC): joined by shared priorities,
 * directly or over others. A record without a priority counts its own application as one; so the
 * first filing belongs to the family that claims it.
 */
#ifndef LIANYUAN_ENGINE_PATENTREAD_FAMILY_H
#define LIANYUAN_ENGINE_PATENTREAD_FAMILY_H

#include "base/arena.h"

struct family_in {
    const struct str *priorities; /* key forms, in any order; repeated ones do not matter */
    size_t n;
    struct str own; /* the application's key, or "" */
};

struct family_out {
    size_t simple, extended;     /* the first record of the same family: its index */
    size_t simple_n, extended_n; /* how many records the family has */
};

void patent_families(struct arena *arena, const struct family_in *in, size_t n,
                     struct family_out *out);

#endif
