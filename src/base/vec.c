#include "base/vec.h"

#include <string.h>

void *vec_grow(struct arena *arena, void *at, size_t *cap, size_t size)
{
    size_t old = *cap, bigger = old ? old * 2 : 8;
    void *grown = arena_alloc_array(arena, bigger, size);
    if (old)
        memcpy(grown, at, old * size);
    *cap = bigger;
    return grown;
}
