#include "base/map.h"

#include <assert.h>

static struct map_slot *find_slot(const struct map *map, struct str key)
{
    size_t at = str_hash(key) & (map->cap - 1);
    while (map->slots[at].value && !str_eq(map->slots[at].key, key))
        at = (at + 1) & (map->cap - 1);
    return &map->slots[at];
}

void *map_get(const struct map *map, struct str key)
{
    return map->cap ? find_slot(map, key)->value : NULL;
}

static void grow(struct arena *arena, struct map *map)
{
    struct map bigger = {.n = map->n, .cap = map->cap ? map->cap * 2 : 16};
    bigger.slots = ARENA_ARRAY(arena, struct map_slot, bigger.cap);
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].value)
            *find_slot(&bigger, map->slots[i].key) = map->slots[i];
    *map = bigger;
}

void *map_put(struct arena *arena, struct map *map, struct str key, void *value)
{
    assert(value);
    if (map->n * 4 >= map->cap * 3)
        grow(arena, map);
    struct map_slot *slot = find_slot(map, key);
    void *before = slot->value;
    map->n += !before;
    *slot = (struct map_slot){key, value};
    return before;
}
