/*
 * A map from text to a pointer, in an arena; it only grows, and keeps the keys it is given.
 *
 *     struct map by_name = {0};
 *     map_put(arena, &by_name, org->name, org);
 *     struct org *org = map_get(&by_name, name);   // NULL when absent
 */
#ifndef LIANYUAN_BASE_MAP_H
#define LIANYUAN_BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

struct map_slot {
    struct str key;
    void *value; /* NULL = empty slot */
};

struct map {
    struct map_slot *slots;
    size_t n, cap; /* cap is a power of two */
};

void *map_get(const struct map *map, struct str key);

/* value must not be NULL. Answers the value that stood there before, or NULL. */
void *map_put(struct arena *arena, struct map *map, struct str key, void *value);

#endif
