/*
 * bench_roaring [RECORDS]: the index's own sets of records (engine/patentidx/set.c) beside CRoaring
 * over the same lists of one segment: intersections of two lists and of a list with the union of
 * eight, counts compared, time per operation, and bytes on disk. doc/why/1010 has the figures.
 */
#include <roaring/roaring.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/patentidx/find.h"
#include "engine/patentidx/sample.h"

enum { LISTS = 4000, ROUNDS = 7, PAIRS = 20000, UNIONS = 2000, UNION_OF = 8, LONG = 1000 };

static struct list list[LISTS];
static roaring_bitmap_t *bitmap[LISTS];
static uint32_t lists, long_ones[LISTS], longs;
static uint64_t ours_bytes, roaring_bytes;

static double ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint32_t by_chance(uint32_t n)
{
    static uint64_t x = 88172645463325252u;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return (uint32_t)((x >> 11) % n);
}

static void take(const struct list *l, struct arena *arena)
{
    if (lists == LISTS || l->df < 2)
        return;
    struct set s = set_of_list(l);
    uint64_t *bits = ARENA_ARRAY(arena, uint64_t, SEGMENT_WORDS);
    set_mark(&s, bits);
    roaring_bitmap_t *r = roaring_bitmap_create();
    for (uint32_t d = 0; d < SEGMENT_DOCS_MAX; d++)
        if (bits[d / 64] >> d % 64 & 1)
            roaring_bitmap_add(r, d);
    roaring_bitmap_run_optimize(r);
    ours_bytes += l->bits ? SEGMENT_WORDS * 8 : ((uint64_t)l->df + 1) / 2 * 4;
    roaring_bytes += roaring_bitmap_portable_size_in_bytes(r);
    if (l->df >= LONG)
        long_ones[longs++] = lists;
    list[lists] = *l;
    bitmap[lists++] = r;
}

/* Class symbols, subclasses, applicants, and pairs of characters from everywhere. */
static void gather(const struct segment *s, struct arena *arena)
{
    static const enum dim dims[] = {DIM_SUBCLASS, DIM_IPC, DIM_STATUS, DIM_REGION, DIM_APPLICANT};
    struct list l;
    for (size_t d = 0; d < sizeof dims / sizeof dims[0]; d++)
        for (uint32_t i = 0; i < s->dim[dims[d]].n && lists < LISTS / 2; i++) {
            segment_code_list(s, dims[d], i, &l);
            take(&l, arena);
        }
    uint32_t pairs = (uint32_t)(s->head->section[SEC_PAIR_DF].size / 2);
    for (uint32_t i = 0; i < LISTS * 50 && lists < LISTS; i++) {
        segment_pair_list(s, by_chance(pairs), &l);
        if (l.df > 20)
            take(&l, arena);
    }
}

static int by_double(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* A number that looks like chance and is the same for both. */
static uint32_t mixed(uint32_t i, uint32_t by, uint32_t n)
{
    return (i * by >> 7) % n;
}

static uint32_t join(struct arena *arena, uint32_t a, uint32_t b, bool ours)
{
    if (ours) {
        struct arena_mark mark = arena_mark(arena);
        struct set x = set_of_list(&list[a]), y = set_of_list(&list[b]);
        uint32_t n = set_and(arena, &x, &y).n;
        arena_reset(arena, mark);
        return n;
    }
    roaring_bitmap_t *r = roaring_bitmap_and(bitmap[a], bitmap[b]);
    uint32_t n = (uint32_t)roaring_bitmap_get_cardinality(r);
    roaring_bitmap_free(r);
    return n;
}

static uint64_t two(struct arena *arena, bool ours)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < PAIRS; i++)
        sum += join(arena, mixed(i, 2654435761u, lists), mixed(i, 40503u * 977, lists), ours);
    return sum;
}

static uint64_t two_long(struct arena *arena, bool ours)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < PAIRS; i++)
        sum += join(arena, long_ones[mixed(i, 2654435761u, longs)],
                    long_ones[mixed(i, 40503u * 977, longs)], ours);
    return sum;
}

static uint64_t with_union(struct arena *arena, bool ours)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < UNIONS; i++) {
        uint32_t a = mixed(i, 2654435761u, lists);
        if (ours) {
            struct arena_mark mark = arena_mark(arena);
            uint64_t *bits = ARENA_ARRAY(arena, uint64_t, SEGMENT_WORDS);
            for (uint32_t k = 0; k < UNION_OF; k++) {
                struct set s = set_of_list(&list[(a + 17 * k + 1) % lists]);
                set_mark(&s, bits);
            }
            struct set x = set_of_list(&list[a]), y = set_from_bits(arena, bits);
            sum += set_and(arena, &x, &y).n;
            arena_reset(arena, mark);
        } else {
            const roaring_bitmap_t *some[UNION_OF];
            for (uint32_t k = 0; k < UNION_OF; k++)
                some[k] = bitmap[(a + 17 * k + 1) % lists];
            roaring_bitmap_t *u = roaring_bitmap_or_many(UNION_OF, some);
            roaring_bitmap_t *r = roaring_bitmap_and(bitmap[a], u);
            sum += roaring_bitmap_get_cardinality(r);
            roaring_bitmap_free(r);
            roaring_bitmap_free(u);
        }
    }
    return sum;
}

static bool compare(struct arena *arena, const char *what, int n,
                    uint64_t (*fn)(struct arena *arena, bool ours))
{
    double ours[ROUNDS], theirs[ROUNDS];
    uint64_t a = 0, b = 0;
    for (int i = 0; i < ROUNDS; i++) {
        double t = ms();
        a = fn(arena, true);
        ours[i] = ms() - t;
        t = ms();
        b = fn(arena, false);
        theirs[i] = ms() - t;
    }
    qsort(ours, ROUNDS, sizeof *ours, by_double);
    qsort(theirs, ROUNDS, sizeof *theirs, by_double);
    printf("# %-32s ours %7.3f us, CRoaring %7.3f us each\n", what, ours[ROUNDS / 2] / n * 1e3,
           theirs[ROUNDS / 2] / n * 1e3);
    printf("%s - %s: the same counts (%llu)\n", a == b ? "ok" : "not ok", what,
           (unsigned long long)a);
    return a == b;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct names names;
    struct builder *b;
    struct segment s;
    const void *bytes;
    size_t size;
    int64_t n = argc > 1 ? atoll(argv[1]) : 60000;
    arena_init(&arena, (size_t)2 << 30);
    names_init(&names);
    struct sample *sample = sample_open(&arena, n, 1);
    if (n < 1 || n > SEGMENT_DOCS_MAX || builder_open(&names, &b))
        return 2;
    for (int64_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(&arena);
        struct patent_doc d;
        sample_doc(sample, &arena, i, &d);
        if (builder_add(b, &d))
            return 2;
        arena_reset(&arena, mark);
    }
    if (builder_image(b, &bytes, &size) || !segment_use(&s, bytes, size))
        return 2;
    gather(&s, &arena);
    printf("# one segment of %lld records, %u lists: ours %llu KB, CRoaring %llu KB\n",
           (long long)n, lists, (unsigned long long)ours_bytes / 1024,
           (unsigned long long)roaring_bytes / 1024);
    bool good = compare(&arena, "two lists", PAIRS, two);
    good = compare(&arena, "a list and a union of eight", UNIONS, with_union) && good;
    good = longs > 1 && compare(&arena, "two lists of 1,000 and more", PAIRS, two_long) && good;
    printf("1..3\n");
    builder_close(b);
    names_release(&names);
    arena_release(&arena);
    return !good;
}
