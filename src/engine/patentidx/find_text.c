/*
 * Phrases and distances in one segment. The lists' records are joined first; then the positions of
 * what is left decide. Nothing is counted unverified.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/patentidx/find.h"
#include "engine/patentidx/segment_format.h"

bool element_list(struct finder *f, const struct element *e, struct list *out)
{
    if (e->kind == ELEMENT_PAIR)
        return segment_pair(f->s, e->first, e->second, out);
    if (e->kind == ELEMENT_RUNE)
        return segment_rune(f->s, e->first, out);
    return e->kind == ELEMENT_WORD && segment_word(f->s, e->word, out);
}

bool text_is_list(const struct plan *p)
{
    return p->elements == 1 && p->q->scope == SCOPE_ANY && p->element[0].kind != ELEMENT_PATTERN;
}

/* --- Walking a list's positions ------------------------------------------------------------------
 */

struct cursor {
    const struct list *l;
    uint32_t rank;         /* of the record found last */
    uint32_t word, before; /* of bits: records before that word */
};

/* How many records of the list come before doc, which is in it and not before the last one. */
static inline __attribute__((always_inline)) uint32_t seek(struct cursor *c, uint32_t doc)
{
    const struct list *l = c->l;
    if (l->bits) {
        uint32_t word = doc / 64;
        if (word - c->word > 8) {
            c->word = word & ~7u;
            c->before = l->ranks[word / 8];
        }
        for (; c->word < word; c->word++)
            c->before += (uint32_t)__builtin_popcountll(l->bits[c->word]);
        return c->before +
               (uint32_t)__builtin_popcountll(l->bits[word] & ((UINT64_C(1) << doc % 64) - 1));
    }
    uint32_t from = c->rank, to = from, step = 1;
    while (to < l->df && l->docs[to] < doc) {
        from = to + 1;
        to += step;
        step *= 2;
    }
    to = to < l->df ? to : l->df;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (l->docs[middle] < doc)
            from = middle + 1;
        else
            to = middle;
    }
    return c->rank = from;
}

static bool in_scope(uint32_t position, enum query_scope scope)
{
    enum query_scope at = position < DOC_ABSTRACT_AT ? SCOPE_TITLE
                          : position < DOC_CLAIMS_AT ? SCOPE_ABSTRACT
                                                     : SCOPE_CLAIMS;
    return at & scope;
}

/* --- A phrase of pairs and words
 * ------------------------------------------------------------------ */

struct walk {
    const struct plan *p;
    struct cursor cursor[QUERY_TOKENS_MAX];
    uint32_t rank[QUERY_TOKENS_MAX];
    uint16_t *docs; /* that have it */
    uint32_t n;
};

/* Whether the element's record has that position. */
static inline bool has_position(const struct list *l, uint32_t rank, uint32_t want)
{
    uint32_t p = l->pos[rank];
    if ((p & 0x7FFFu) == want)
        return true;
    if (!(p & SEGMENT_AGAIN))
        return false;
    const uint16_t *more = list_more(l, rank);
    do {
        p = *more++;
        if ((p & 0x7FFFu) == want)
            return true;
    } while (p & SEGMENT_AGAIN);
    return false;
}

/* Whether the phrase stands so that its first element has that position. */
static inline bool stands_at(const struct walk *w, uint32_t position)
{
    const struct element *e = w->p->element;
    uint32_t at = position - e[0].offset;
    bool yes = w->p->q->scope == SCOPE_ANY || in_scope(at, w->p->q->scope);
    for (uint32_t i = 1; i < w->p->elements && yes; i++)
        yes = has_position(w->cursor[i].l, w->rank[i], at + e[i].offset);
    return yes;
}

static bool stands_later(const struct walk *w)
{
    const uint16_t *more = list_more(w->cursor[0].l, w->rank[0]);
    for (;; more++) {
        if (stands_at(w, *more & 0x7FFFu))
            return true;
        if (!(*more & SEGMENT_AGAIN))
            return false;
    }
}

static inline __attribute__((always_inline)) void walk_doc(struct walk *w, uint32_t doc)
{
    for (uint32_t i = 0; i < w->p->elements; i++)
        w->rank[i] = seek(&w->cursor[i], doc);
    uint32_t first = w->cursor[0].l->pos[w->rank[0]];
    w->docs[w->n] = (uint16_t)doc;
    w->n += stands_at(w, first & 0x7FFFu) || ((first & SEGMENT_AGAIN) && stands_later(w));
}

static inline __attribute__((always_inline)) void walk_any(struct walk *w, const struct set *s)
{
    if (!s->bits) {
        for (uint32_t i = 0; i < s->n; i++)
            walk_doc(w, s->docs[i]);
        return;
    }
    for (uint32_t i = 0; i < SEGMENT_WORDS; i++)
        for (uint64_t x = s->bits[i]; x; x &= x - 1)
            walk_doc(w, i * 64 + (uint32_t)__builtin_ctzll(x));
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static void walk_fast(struct walk *w, const struct set *s)
{
    walk_any(w, s);
}
#endif

static void walk_set(struct walk *w, const struct set *s)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) {
        walk_fast(w, s);
        return;
    }
#endif
    walk_any(w, s);
}

static struct set from_docs(struct finder *f, const uint16_t *docs, uint32_t n)
{
    struct set s = {n, docs, NULL};
    if (n <= SEGMENT_ARRAY_MAX)
        return s;
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    set_mark(&s, bits);
    return (struct set){n, NULL, bits};
}

static bool has_pattern(const struct plan *p)
{
    for (uint32_t i = 0; i < p->elements; i++)
        if (p->element[i].kind == ELEMENT_PATTERN)
            return true;
    return false;
}

/* A single character among other elements: its positions lie in its pairs' lists. */
static bool needs_gathering(const struct plan *p)
{
    for (uint32_t i = 0; i < p->elements; i++)
        if (p->element[i].kind == ELEMENT_RUNE && (p->elements > 1 || p->q->scope != SCOPE_ANY))
            return true;
    return has_pattern(p);
}

/* --- Patterns
 * ------------------------------------------------------------------------------------- */

/* The words of the segment that a pattern stands for, from *word on; false: no more. */
static bool next_word(struct finder *f, const struct element *e, uint32_t *word)
{
    size_t fixed = 0;
    while (fixed < e->word.len && e->word.ptr[fixed] != '*' && e->word.ptr[fixed] != '?')
        fixed++;
    struct str prefix = str_slice(e->word, 0, fixed);
    for (; *word < f->s->words; ++*word) {
        struct str text = segment_word_text(f->s, *word);
        if (!str_starts(text, prefix))
            return false;
        if (match_word(e->word, text)) {
            if (++f->patterns > VIEW_PATTERN_MAX) {
                f->err = ERR_LIMIT;
                return false;
            }
            return true;
        }
    }
    return false;
}

static uint32_t first_word(const struct finder *f, const struct element *e)
{
    size_t fixed = 0;
    while (fixed < e->word.len && e->word.ptr[fixed] != '*' && e->word.ptr[fixed] != '?')
        fixed++;
    return segment_word_from(f->s, str_slice(e->word, 0, fixed));
}

static struct set element_docs(struct finder *f, const struct element *e)
{
    struct list *l = ARENA_NEW(f->arena, struct list);
    static const uint16_t none[1];
    if (e->kind != ELEMENT_PATTERN)
        return element_list(f, e, l) ? set_of_list(l) : (struct set){0, none, NULL};
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    for (uint32_t w = first_word(f, e); next_word(f, e, &w); w++) {
        segment_word_list(f->s, w, l);
        struct set s = set_of_list(l);
        set_mark(&s, bits);
    }
    return set_from_bits(f->arena, bits);
}

static int set_by_size(const void *a, const void *b)
{
    const struct set *x = a, *y = b;
    return (x->n > y->n) - (x->n < y->n);
}

/* Records that have all elements somewhere. */
static struct set candidates(struct finder *f, const struct plan *p, const struct set *within)
{
    struct set *all = ARENA_ARRAY(f->arena, struct set, p->elements + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->elements; i++)
        all[n++] = element_docs(f, &p->element[i]);
    if (within)
        all[n++] = *within;
    qsort(all, n, sizeof *all, set_by_size);
    struct set s = all[0];
    for (uint32_t i = 1; i < n && s.n; i++)
        s = set_and(f->arena, &s, &all[i]);
    return s;
}

/* --- Places: (record, position) of what has no list of its own
 * ------------------------------------ */

/* record << 16 | position, rising. */
struct places {
    uint32_t *at;
    uint32_t n, cap;
};

static void add_place(struct finder *f, struct places *p, uint32_t doc, uint32_t position)
{
    if (p->n == p->cap) {
        uint32_t cap = p->cap ? p->cap * 2 : 256;
        uint32_t *at = ARENA_ARRAY(f->arena, uint32_t, cap);
        if (p->n)
            memcpy(at, p->at, sizeof *at * p->n);
        p->at = at;
        p->cap = cap;
    }
    p->at[p->n++] = doc << 16 | position;
}

static bool in_bits(const uint64_t *bits, uint32_t doc)
{
    return bits[doc / 64] >> doc % 64 & 1;
}

/* The list's places in records of the bitmap. */
static void gather_list(struct finder *f, const struct list *l, const uint64_t *in,
                        struct places *out)
{
    struct cursor c = {.l = l};
    struct set s = set_of_list(l), wanted = {1, NULL, in};
    s = set_and(f->arena, &s, &wanted);
    for (uint32_t i = 0, k = 0, doc = 0; k < s.n; k++, i++, doc++) {
        if (s.bits)
            while (!in_bits(s.bits, doc))
                doc++;
        else
            doc = s.docs[i];
        uint32_t rank = seek(&c, doc), p = l->pos[rank];
        const uint16_t *more = p & SEGMENT_AGAIN ? list_more(l, rank) : NULL;
        for (;; p = *more++) {
            add_place(f, out, doc, p & 0x7FFFu);
            if (!(p & SEGMENT_AGAIN))
                break;
        }
    }
}

static int place_order(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void sort_places(struct places *p)
{
    if (p->n)
        qsort(p->at, p->n, sizeof *p->at, place_order);
}

static struct places element_places(struct finder *f, const struct element *e, const uint64_t *in)
{
    struct places out = {0};
    struct list *l = ARENA_NEW(f->arena, struct list);
    uint32_t from, to;
    if (e->kind == ELEMENT_RUNE) {
        segment_pairs_of(f->s, e->first, &from, &to);
        for (; from < to; from++) {
            segment_pair_list(f->s, from, l);
            gather_list(f, l, in, &out);
        }
        sort_places(&out);
    } else if (e->kind == ELEMENT_PATTERN) {
        for (uint32_t w = first_word(f, e); next_word(f, e, &w); w++) {
            segment_word_list(f->s, w, l);
            gather_list(f, l, in, &out);
        }
        sort_places(&out);
    } else if (element_list(f, e, l)) {
        gather_list(f, l, in, &out);
    }
    return out;
}

/* Where the phrase begins: the places of its first element that the others follow. */
static struct places text_places(struct finder *f, const struct plan *p, const uint64_t *in)
{
    struct places first = element_places(f, &p->element[0], in);
    uint32_t offset = p->element[0].offset, n = 0;
    for (uint32_t i = 0; i < first.n; i++)
        if (in_scope((first.at[i] & 0xFFFF) - offset, p->q->scope))
            first.at[n++] = first.at[i] - offset;
    first.n = n;
    for (uint32_t k = 1; k < p->elements && first.n; k++) {
        struct places next = element_places(f, &p->element[k], in);
        uint32_t j = 0;
        n = 0;
        for (uint32_t i = 0; i < first.n; i++) {
            uint32_t want = first.at[i] + p->element[k].offset;
            while (j < next.n && next.at[j] < want)
                j++;
            if (j < next.n && next.at[j] == want)
                first.at[n++] = first.at[i];
        }
        first.n = n;
    }
    return first;
}

static uint64_t *bits_of(struct finder *f, const struct set *s)
{
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    set_mark(s, bits);
    return bits;
}

static struct set docs_of_places(struct finder *f, const struct places *p)
{
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    for (uint32_t i = 0; i < p->n; i++)
        bits[(p->at[i] >> 16) / 64] |= UINT64_C(1) << (p->at[i] >> 16) % 64;
    return set_from_bits(f->arena, bits);
}

struct set find_text(struct finder *f, const struct plan *p, const struct set *within)
{
    struct set s = candidates(f, p, within);
    if (text_is_list(p) || s.n == 0 ||
        (p->elements == 1 && p->q->scope == SCOPE_ANY)) /* nothing to verify */
        return s;
    if (needs_gathering(p)) {
        struct places places = text_places(f, p, bits_of(f, &s));
        return docs_of_places(f, &places);
    }
    struct walk w = {.p = p, .docs = ARENA_ARRAY(f->arena, uint16_t, s.n + 1)};
    struct list *l = ARENA_ARRAY(f->arena, struct list, p->elements);
    for (uint32_t i = 0; i < p->elements; i++) {
        element_list(f, &p->element[i], &l[i]);
        w.cursor[i].l = &l[i];
    }
    walk_set(&w, &s);
    return from_docs(f, w.docs, w.n);
}

/* --- Distances
 * ------------------------------------------------------------------------------------ */

/* A stretch of a record: doc << 16 | first position, and its last position. */
struct span {
    uint32_t from, to; /* both with the record above */
};

struct spans {
    struct span *at;
    uint32_t n, cap;
};

static void add_span(struct finder *f, struct spans *s, uint32_t from, uint32_t to)
{
    if (s->n == s->cap) {
        uint32_t cap = s->cap ? s->cap * 2 : 256;
        struct span *at = ARENA_ARRAY(f->arena, struct span, cap);
        if (s->n)
            memcpy(at, s->at, sizeof *at * s->n);
        s->at = at;
        s->cap = cap;
    }
    s->at[s->n++] = (struct span){from, to};
}

static int span_order(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    if (x->from != y->from)
        return x->from > y->from ? 1 : -1;
    return (x->to > y->to) - (x->to < y->to);
}

static void sort_spans(struct spans *s)
{
    uint32_t n = 0;
    if (s->n)
        qsort(s->at, s->n, sizeof *s->at, span_order);
    for (uint32_t i = 0; i < s->n; i++)
        if (i == 0 || span_order(&s->at[i], &s->at[i - 1]) != 0)
            s->at[n++] = s->at[i];
    s->n = n;
}

/* Pairs (a, b) with b behind a, at most `distance` positions between. */
static void pairs_within(struct finder *f, const struct spans *a, const struct spans *b,
                         uint32_t distance, struct spans *out)
{
    uint32_t low = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        while (low < b->n && b->at[low].from <= a->at[i].from)
            low++;
        for (uint32_t j = low; j < b->n && b->at[j].from <= a->at[i].to + 1 + distance &&
                               b->at[j].from >> 16 == a->at[i].to >> 16;
             j++)
            if (b->at[j].from > a->at[i].to)
                add_span(f, out, a->at[i].from,
                         b->at[j].to > a->at[i].to ? b->at[j].to : a->at[i].to);
    }
}

/* The first end (of a sentence, of a line) behind each place. */
static struct places stops(struct finder *f, enum query_near near, const uint64_t *in)
{
    struct places out = {0};
    struct list *l = ARENA_NEW(f->arena, struct list);
    if (near == NEAR_SENTENCE && segment_pair(f->s, RUNE_SENTENCE, 0, l))
        gather_list(f, l, in, &out);
    l = ARENA_NEW(f->arena, struct list);
    if (segment_pair(f->s, RUNE_LINE, 0, l))
        gather_list(f, l, in, &out);
    sort_places(&out);
    return out;
}

static uint32_t field_end(uint32_t place)
{
    uint32_t p = place & 0xFFFF;
    return (place & 0xFFFF0000u) | (p < DOC_ABSTRACT_AT ? DOC_ABSTRACT_AT
                                    : p < DOC_CLAIMS_AT ? DOC_CLAIMS_AT
                                                        : 0xFFFFu);
}

/* Pairs (a, b) with b behind a and no stop between. */
static void pairs_together(struct finder *f, const struct spans *a, const struct spans *b,
                           const struct places *stop, struct spans *out)
{
    uint32_t low = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        uint32_t end = field_end(a->at[i].to), from = 0, to = stop->n;
        while (from < to) {
            uint32_t middle = from + (to - from) / 2;
            if (stop->at[middle] <= a->at[i].to)
                from = middle + 1;
            else
                to = middle;
        }
        if (from < stop->n && stop->at[from] < end)
            end = stop->at[from];
        while (low < b->n && b->at[low].from <= a->at[i].from)
            low++;
        for (uint32_t j = low; j < b->n && b->at[j].from < end; j++)
            if (b->at[j].from > a->at[i].to)
                add_span(f, out, a->at[i].from,
                         b->at[j].to > a->at[i].to ? b->at[j].to : a->at[i].to);
    }
}

static struct spans spans_of(struct finder *f, const struct plan *p, const uint64_t *in)
{
    struct spans out = {0};
    if (p->q->kind == QUERY_TEXT) {
        struct places at = text_places(f, p, in);
        for (uint32_t i = 0; i < at.n; i++)
            add_span(f, &out, at.at[i], at.at[i] + p->length - 1);
        return out;
    }
    if (p->q->kind == QUERY_OR) {
        for (uint32_t k = 0; k < p->q->n; k++) {
            struct spans one = spans_of(f, &p->kid[k], in);
            for (uint32_t i = 0; i < one.n; i++)
                add_span(f, &out, one.at[i].from, one.at[i].to);
        }
        sort_spans(&out);
        return out;
    }
    struct spans a = spans_of(f, &p->kid[0], in), b = spans_of(f, &p->kid[1], in);
    if (p->q->near <= NEAR_ORDER) {
        pairs_within(f, &a, &b, (uint32_t)p->q->distance, &out);
        if (p->q->near == NEAR_EITHER)
            pairs_within(f, &b, &a, (uint32_t)p->q->distance, &out);
    } else {
        struct places stop = stops(f, p->q->near, in);
        pairs_together(f, &a, &b, &stop, &out);
        pairs_together(f, &b, &a, &stop, &out);
    }
    sort_spans(&out);
    return out;
}

/* Records that may have it: what AND in place of the distances would find. */
static struct set may_have(struct finder *f, const struct plan *p, const struct set *within)
{
    if (p->q->kind == QUERY_TEXT)
        return candidates(f, p, within);
    if (p->q->kind == QUERY_OR) {
        uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
        for (uint32_t i = 0; i < p->q->n; i++) {
            struct set one = may_have(f, &p->kid[i], within);
            set_mark(&one, bits);
        }
        return set_from_bits(f->arena, bits);
    }
    struct set s = may_have(f, &p->kid[0], within);
    return p->q->n > 1 && s.n ? may_have(f, &p->kid[1], &s) : s;
}

struct set find_near(struct finder *f, const struct plan *p, const struct set *within)
{
    struct set s = may_have(f, p, within);
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    if (s.n == 0)
        return s;
    struct spans spans = spans_of(f, p->q->kind == QUERY_TIMES ? &p->kid[0] : p, bits_of(f, &s));
    uint32_t beginnings = 0;
    for (uint32_t i = 0; i < spans.n; i++) {
        uint32_t doc = spans.at[i].from >> 16;
        bool same_doc = i > 0 && spans.at[i - 1].from >> 16 == doc;
        bool same = same_doc && spans.at[i - 1].from == spans.at[i].from;
        beginnings = same_doc ? beginnings + !same : 1;
        if (p->q->kind != QUERY_TIMES || (int32_t)beginnings >= p->q->times)
            bits[doc / 64] |= UINT64_C(1) << doc % 64;
    }
    return set_from_bits(f->arena, bits);
}
