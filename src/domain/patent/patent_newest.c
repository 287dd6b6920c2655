#include "domain/patent/patent_newest.h"

#include <stdlib.h>

#include "engine/patentidx/query.h"

void patent_newest_add(struct arena *arena, patent_newest *all, const struct patent_seen *seen)
{
    *VEC_ADD(arena, all) = (struct patent_dated){seen->doc.id, seen->doc.day[DAY_PUBLISHED]};
}

static int newest_first(const void *a, const void *b)
{
    const struct patent_dated *x = a, *y = b;
    if (x->published != y->published)
        return x->published < y->published ? 1 : -1;
    return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

const int64_t *patent_newest_page(struct arena *arena, patent_newest *all, int64_t limit,
                                  int64_t skip, size_t *out_n)
{
    size_t from = (size_t)skip < all->n ? (size_t)skip : all->n;
    size_t n = all->n - from < (size_t)limit ? all->n - from : (size_t)limit;
    int64_t *ids = ARENA_ARRAY(arena, int64_t, n + 1);
    if (all->n)
        qsort(all->at, all->n, sizeof *all->at, newest_first);
    for (size_t i = 0; i < n; i++)
        ids[i] = all->at[from + i].id;
    *out_n = n;
    return ids;
}
