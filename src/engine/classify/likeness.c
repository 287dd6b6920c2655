#include "engine/classify/likeness.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

/* The runs of one text as hashes, rising, each once. */
struct runs {
    uint64_t *at;
    size_t n;
};

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static bool says_something(uint32_t r)
{
    return (r >= '0' && r <= '9') || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') ||
           (r >= 0xC0 && r <= 0x24F) || (r >= 0x3400 && r <= 0x9FFF) ||
           (r >= 0x20000 && r <= 0x3134F);
}

struct str likeness_plain(struct arena *arena, struct str text)
{
    struct str rest = str_narrow(arena, text);
    struct buf plain;
    buf_init(&plain, arena, rest.len + 4);
    for (uint32_t r; utf8_next(&rest, &r);)
        if (says_something(r))
            utf8_add(&plain, r >= 'A' && r <= 'Z' ? r | 0x20 : r);
    return buf_str(&plain);
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A text shorter than a run is one run. */
static struct runs runs_of(struct arena *arena, struct str plain)
{
    struct runs runs = {ARENA_ARRAY(arena, uint64_t, plain.len + 1), 0};
    uint64_t window = 0;
    size_t seen = 0;
    for (uint32_t r; utf8_next(&plain, &r);) {
        window = (window << 21 | r) & ((UINT64_C(1) << (21 * LIKENESS_RUN)) - 1);
        if (++seen >= LIKENESS_RUN)
            runs.at[runs.n++] = mix(window);
    }
    if (seen && seen < LIKENESS_RUN)
        runs.at[runs.n++] = mix(window);
    qsort(runs.at, runs.n, sizeof runs.at[0], by_value);
    size_t kept = 0;
    for (size_t i = 0; i < runs.n; i++)
        if (!kept || runs.at[kept - 1] != runs.at[i])
            runs.at[kept++] = runs.at[i];
    runs.n = kept;
    return runs;
}

static double share(struct runs a, struct runs b)
{
    size_t i = 0, j = 0, both = 0;
    while (i < a.n && j < b.n) {
        both += a.at[i] == b.at[j];
        uint64_t x = a.at[i], y = b.at[j];
        i += x <= y;
        j += y <= x;
    }
    return a.n + b.n ? (double)both / (double)(a.n + b.n - both) : 0;
}

double likeness_share(struct arena *arena, struct str a, struct str b)
{
    return share(runs_of(arena, likeness_plain(arena, a)),
                 runs_of(arena, likeness_plain(arena, b)));
}

size_t likeness_nearest(struct arena *arena, struct str text, const struct str *texts, size_t n,
                        double least, struct likeness_near *out, size_t max)
{
    struct runs own = runs_of(arena, likeness_plain(arena, text));
    size_t found = 0;
    for (size_t i = 0; i < n && own.n && max; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct runs other = runs_of(arena, likeness_plain(arena, texts[i]));
        bool sizes_fit =
            (double)other.n >= least * (double)own.n && (double)own.n >= least * (double)other.n;
        double common = other.n && sizes_fit ? share(own, other) : 0;
        arena_reset(arena, mark);
        if (common < least || common == 0 || (found == max && common <= out[max - 1].share))
            continue;
        size_t k = found < max ? found++ : max - 1;
        for (; k > 0 && out[k - 1].share < common; k--)
            out[k] = out[k - 1];
        out[k] = (struct likeness_near){i, common};
    }
    return found;
}

/* --- who belongs together -----------------------------------------------------------------------
 */

struct finder {
    struct arena *arena;
    size_t n;
    struct str *plain;
    struct runs *runs;
    uint32_t *parent; /* union by smallest number */
    uint32_t *twin;   /* the first text equal to this one */
};

static uint32_t root(struct finder *f, uint32_t i)
{
    while (f->parent[i] != i)
        i = f->parent[i] = f->parent[f->parent[i]];
    return i;
}

static void join(struct finder *f, uint32_t a, uint32_t b)
{
    a = root(f, a);
    b = root(f, b);
    if (a < b)
        f->parent[b] = a;
    else
        f->parent[a] = b;
}

static void join_equal(struct finder *f)
{
    struct map first = {0};
    for (uint32_t i = 0; i < f->n; i++) {
        if (str_empty(f->plain[i]))
            continue;
        uint32_t *seen = map_get(&first, f->plain[i]);
        if (!seen) {
            map_put(f->arena, &first, f->plain[i], &f->twin[i]);
            continue;
        }
        f->twin[i] = *seen;
        join(f, *seen, i);
    }
}

/* The smallest value of each of LIKENESS_HASHES hash functions over the runs. */
static void minimum_hashes(struct runs runs, uint64_t out[LIKENESS_HASHES])
{
    for (int h = 0; h < LIKENESS_HASHES; h++) {
        uint64_t odd = mix((uint64_t)h + 1) | 1, least = UINT64_MAX;
        for (size_t i = 0; i < runs.n; i++) {
            uint64_t x = (runs.at[i] ^ (runs.at[i] >> 32)) * odd;
            least = x < least ? x : least;
        }
        out[h] = least;
    }
}

struct banded {
    uint64_t key;
    uint32_t text;
};

static int by_key(const void *a, const void *b)
{
    const struct banded *x = a, *y = b;
    return x->key != y->key ? (x->key > y->key) - (x->key < y->key)
                            : (x->text > y->text) - (x->text < y->text);
}

static void compare_bucket(struct finder *f, const struct banded *bucket, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        size_t from = i > LIKENESS_BUCKET_MAX ? i - LIKENESS_BUCKET_MAX : 0;
        for (size_t j = from; j < i; j++)
            if (root(f, bucket[i].text) != root(f, bucket[j].text) &&
                share(f->runs[bucket[i].text], f->runs[bucket[j].text]) >= LIKENESS_SHARE)
                join(f, bucket[i].text, bucket[j].text);
    }
}

static void join_alike(struct finder *f)
{
    uint64_t(*least)[LIKENESS_HASHES] =
        arena_alloc_array(f->arena, f->n, sizeof(uint64_t[LIKENESS_HASHES]));
    struct banded *banded = ARENA_ARRAY(f->arena, struct banded, f->n);
    for (uint32_t i = 0; i < f->n; i++)
        if (f->twin[i] == i && f->runs[i].n)
            minimum_hashes(f->runs[i], least[i]);
    for (int b = 0; b < LIKENESS_HASHES; b += LIKENESS_BAND) {
        size_t n = 0;
        for (uint32_t i = 0; i < f->n; i++) {
            if (f->twin[i] != i || !f->runs[i].n)
                continue;
            uint64_t key = 0;
            for (int h = b; h < b + LIKENESS_BAND; h++)
                key = mix(key ^ least[i][h]);
            banded[n++] = (struct banded){key, i};
        }
        qsort(banded, n, sizeof banded[0], by_key);
        for (size_t from = 0, to; from < n; from = to) {
            for (to = from + 1; to < n && banded[to].key == banded[from].key; to++)
                ;
            compare_bucket(f, banded + from, to - from);
        }
    }
}

static void collect(struct finder *f, struct likeness_group **out_groups, size_t *out_n)
{
    VEC(struct likeness_group) groups = {0};
    uint32_t *count = ARENA_ARRAY(f->arena, uint32_t, f->n + 1);
    uint32_t **member = ARENA_ARRAY(f->arena, uint32_t *, f->n + 1);
    for (uint32_t i = 0; i < f->n; i++)
        count[root(f, i)]++;
    for (uint32_t i = 0; i < f->n; i++) {
        uint32_t r = root(f, i);
        if (count[r] < 2)
            continue;
        if (r == i) {
            member[r] = ARENA_ARRAY(f->arena, uint32_t, count[r]);
            *VEC_ADD(f->arena, &groups) = (struct likeness_group){member[r], count[r], true};
        }
        *member[r]++ = i;
    }
    for (size_t g = 0; g < groups.n; g++)
        for (size_t i = 1; i < groups.at[g].n; i++)
            groups.at[g].equal &= f->twin[groups.at[g].at[i]] == groups.at[g].at[0];
    *out_groups = groups.at;
    *out_n = groups.n;
}

enum err likeness_groups(struct arena *arena, const struct str *texts, size_t n,
                         struct likeness_group **out_groups, size_t *out_n)
{
    if (n > LIKENESS_TEXTS_MAX)
        return ERR_LIMIT;
    struct finder f = {arena,
                       n,
                       ARENA_ARRAY(arena, struct str, n + 1),
                       ARENA_ARRAY(arena, struct runs, n + 1),
                       ARENA_ARRAY(arena, uint32_t, n + 1),
                       ARENA_ARRAY(arena, uint32_t, n + 1)};
    for (uint32_t i = 0; i < n; i++) {
        f.parent[i] = f.twin[i] = i;
        f.plain[i] = likeness_plain(arena, texts[i]);
        f.runs[i] = runs_of(arena, f.plain[i]);
    }
    join_equal(&f);
    join_alike(&f);
    collect(&f, out_groups, out_n);
    return ERR_OK;
}
