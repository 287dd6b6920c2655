/*
 * The dictionaries of an index: every class symbol, applicant, office ... once, with a number that
 * it keeps. They only grow. One writer adds; readers use the numbers below the count that their
 * view was made with, and those never move.
 */
#ifndef LIANYUAN_ENGINE_PATENTIDX_NAMES_H
#define LIANYUAN_ENGINE_PATENTIDX_NAMES_H

#include "base/map.h"

enum dim {
    DIM_IPC,
    DIM_CPC,
    DIM_SUBCLASS, /* of IPC: "H01M" */
    DIM_CPC_SUBCLASS,
    DIM_APPLICANT,
    DIM_INVENTOR,
    DIM_OFFICE,
    DIM_KIND,
    DIM_TYPE,
    DIM_STATUS,
    DIM_LEGAL,
    DIM_EVENT,
    DIM_ZONE,
    DIM_REGION,
    DIM_N_
};

enum { NAMES_BLOCK = 4096, NAMES_BLOCKS = 8192 }; /* 33 million names of one kind */

struct name {
    struct str text, folded; /* folded: of applicants and inventors, else the text */
    uint32_t id;
};

struct names_dim {
    struct name **block; /* NAMES_BLOCKS pointers */
    uint32_t n;
    struct map by_text;
};

struct names {
    struct arena arena;
    struct names_dim dim[DIM_N_];
};

void names_init(struct names *names);
void names_release(struct names *names);

/* The name's number, new or known. Takes a copy. UINT32_MAX: the dictionary is full. */
uint32_t names_add(struct names *names, enum dim dim, struct str text);
/* UINT32_MAX: there is none. Only for the writer. */
uint32_t names_find(const struct names *names, enum dim dim, struct str text);

static inline const struct name *names_at(const struct names *names, enum dim dim, uint32_t id)
{
    return &names->dim[dim].block[id / NAMES_BLOCK][id % NAMES_BLOCK];
}

#endif
