#include "engine/patentidx/names.h"

#include "engine/patentidx/query.h"

#define NAMES_BYTES_MAX ((size_t)4 << 30)

void names_init(struct names *names)
{
    arena_init(&names->arena, NAMES_BYTES_MAX);
    for (int d = 0; d < DIM_N_; d++)
        names->dim[d] =
            (struct names_dim){.block = ARENA_ARRAY(&names->arena, struct name *, NAMES_BLOCKS)};
}

void names_release(struct names *names)
{
    arena_release(&names->arena);
}

uint32_t names_find(const struct names *names, enum dim dim, struct str text)
{
    const struct name *known = map_get(&names->dim[dim].by_text, text);
    return known ? known->id : UINT32_MAX;
}

uint32_t names_add(struct names *names, enum dim dim, struct str text)
{
    struct names_dim *d = &names->dim[dim];
    uint32_t known = names_find(names, dim, text);
    if (known != UINT32_MAX)
        return known;
    if (d->n == (uint32_t)NAMES_BLOCK * NAMES_BLOCKS)
        return UINT32_MAX;
    if (d->n % NAMES_BLOCK == 0)
        d->block[d->n / NAMES_BLOCK] = ARENA_ARRAY(&names->arena, struct name, NAMES_BLOCK);
    struct name *name = &d->block[d->n / NAMES_BLOCK][d->n % NAMES_BLOCK];
    name->text = name->folded = str_dup(&names->arena, text);
    name->id = d->n;
    if (dim == DIM_APPLICANT || dim == DIM_INVENTOR)
        name->folded = query_name_fold(&names->arena, name->text);
    map_put(&names->arena, &d->by_text, name->text, name);
    return d->n++;
}
