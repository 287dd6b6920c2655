#include "engine/patentread/family.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"

static int by_text(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    return str_cmp(*x, *y);
}

/* The set as one text: sorted, each once, a line end between. */
static struct str set_of(struct arena *arena, const struct family_in *in)
{
    struct str *at = ARENA_ARRAY(arena, struct str, in->n + 1), last = STR_NULL;
    struct buf set;
    buf_init(&set, arena, 64 * 1024);
    size_t n = 0;
    for (size_t i = 0; i < in->n; i++)
        at[n++] = in->priorities[i];
    if (n == 0 && in->own.len)
        at[n++] = in->own;
    qsort(at, n, sizeof *at, by_text);
    for (size_t i = 0; i < n; i++) {
        if (last.ptr && str_eq(last, at[i]))
            continue;
        last = at[i];
        buf_add(&set, at[i]);
        buf_char(&set, '\n');
    }
    return buf_str(&set);
}

static size_t root_of(size_t *up, size_t i)
{
    while (up[i] != i) {
        up[i] = up[up[i]];
        i = up[i];
    }
    return i;
}

/* Joins the two; the smaller index is the root, so that it is the first record. */
static void join(size_t *up, size_t a, size_t b)
{
    a = root_of(up, a);
    b = root_of(up, b);
    if (a < b)
        up[b] = a;
    else
        up[a] = b;
}

/* Who stood first under the key: its index. */
static size_t first_of(struct arena *arena, struct map *map, struct str key, size_t i)
{
    size_t *first = map_get(map, key);
    if (!first) {
        first = ARENA_NEW(arena, size_t);
        *first = i;
        map_put(arena, map, key, first);
    }
    return *first;
}

void patent_families(struct arena *arena, const struct family_in *in, size_t n,
                     struct family_out *out)
{
    struct map sets = {0}, links = {0};
    size_t *up = ARENA_ARRAY(arena, size_t, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        struct str set = set_of(arena, &in[i]);
        up[i] = i;
        out[i] = (struct family_out){.simple = set.len ? first_of(arena, &sets, set, i) : i};
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < in[i].n; k++)
            join(up, i, first_of(arena, &links, in[i].priorities[k], i));
        if (in[i].own.len)
            join(up, i, first_of(arena, &links, in[i].own, i));
    }
    for (size_t i = 0; i < n; i++) {
        out[i].extended = root_of(up, i);
        out[out[i].simple].simple_n++;
        out[out[i].extended].extended_n++;
    }
    for (size_t i = 0; i < n; i++) {
        out[i].simple_n = out[out[i].simple].simple_n;
        out[i].extended_n = out[out[i].extended].extended_n;
    }
}
