/*
 * A growing array in an arena, typed by the macro that declares it.
 *
 *     VEC(struct duty) duties = {0};
 *     *VEC_ADD(arena, &duties) = (struct duty){.lead = true};
 *     for (size_t i = 0; i < duties.n; i++)
 *         count(&duties.at[i]);
 *
 * Elements move when the array grows: keep indexes, not pointers, while adding. VEC_ADD never fails
 * (see arena.h); whoever adds what came from outside checks a named limit first.
 */
#ifndef LIANYUAN_BASE_VEC_H
#define LIANYUAN_BASE_VEC_H

#include "base/arena.h"

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t n, cap;                                                                             \
    }

#define VEC_ADD(arena, vec)                                                                        \
    ((vec)->n == (vec)->cap                                                                        \
         ? (void)((vec)->at = vec_grow((arena), (vec)->at, &(vec)->cap, sizeof *(vec)->at))        \
         : (void)0,                                                                                \
     &(vec)->at[(vec)->n++])

void *vec_grow(struct arena *arena, void *at, size_t *cap, size_t size);

#endif
