/* Every record that answers, segment by segment; and what belongs to a collection. */
#include <string.h>

#include "engine/patentidx/find.h"

/* Marked records of this segment that are not deleted. */
static struct set marked(struct finder *f, const struct view_part *part, const int64_t *id,
                         size_t n)
{
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    for (size_t i = 0; i < n; i++) {
        uint32_t doc = segment_doc_of(&part->segment, id[i]);
        if (doc != UINT32_MAX && !(part->deleted && part->deleted[doc / 64] >> doc % 64 & 1))
            bits[doc / 64] |= UINT64_C(1) << doc % 64;
    }
    return set_from_bits(f->arena, bits);
}

/* Published after the cut-off; a day that is not known is not after it. */
static struct set too_late(struct finder *f, const struct segment *s, int32_t cutoff)
{
    const int32_t *day = (const int32_t *)segment_at(s, SEC_DAYS) + (size_t)DAY_PUBLISHED * s->docs;
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    for (uint32_t i = 0; i < s->docs; i++)
        bits[i / 64] |= (uint64_t)(day[i] != DAY_NONE && day[i] > cutoff) << i % 64;
    return set_from_bits(f->arena, bits);
}

/* A mark comes before the collection's query, the cut-off before both. */
static struct set collection(struct finder *f, const struct plan *own, const struct view_part *part,
                             const struct view_ask *ask)
{
    struct set s = find_live(f, own, part), out = marked(f, part, ask->out, ask->out_n),
               in = marked(f, part, ask->in, ask->in_n);
    s = set_not(f->arena, &s, &out);
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    set_mark(&s, bits);
    set_mark(&in, bits);
    s = set_from_bits(f->arena, bits);
    if (ask->cutoff == DAY_NONE)
        return s;
    struct set late = too_late(f, &part->segment, ask->cutoff);
    return set_not(f->arena, &s, &late);
}

static const uint16_t *docs_of(struct arena *arena, const struct set *s)
{
    if (!s->bits)
        return s->docs;
    uint16_t *docs = ARENA_ARRAY(arena, uint16_t, s->n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < SEGMENT_WORDS; i++)
        for (uint64_t x = s->bits[i]; x; x &= x - 1)
            docs[n++] = (uint16_t)(i * 64 + (uint32_t)__builtin_ctzll(x));
    return docs;
}

enum err view_each(const struct view *view, struct arena *arena, const struct view_ask *ask,
                   view_fn fn, void *arg)
{
    struct finder f = {.view = view, .help = ask->help, .arena = arena};
    struct plan query, own;
    struct arena_mark start = arena_mark(arena);
    enum err e = ERR_OK;
    plan_make(&f, ask->query, &query);
    if (ask->own)
        plan_make(&f, ask->own, &own);
    for (uint32_t i = 0; i < view->parts && !e && !f.err; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct set s = find_live(&f, &query, view->part[i]);
        if (s.n && ask->own) {
            struct set within = collection(&f, &own, view->part[i], ask);
            s = set_and(arena, &s, &within);
        }
        const uint16_t *docs = docs_of(arena, &s);
        if (s.n && !f.err)
            e = fn(arg, view->part[i], docs, s.n);
        arena_reset(arena, mark);
    }
    arena_reset(arena, start);
    return f.err ? f.err : e;
}
