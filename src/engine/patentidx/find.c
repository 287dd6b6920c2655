/* A plan's records in one segment, and what is asked of all segments together. */
#include "engine/patentidx/find.h"

#include <stdlib.h>
#include <string.h>

/* --- Leaves --------------------------------------------------------------------------------------
 */

static struct set nothing(void)
{
    static const uint16_t none[1];
    return (struct set){0, none, NULL};
}

static struct set within_only(struct finder *f, struct set s, const struct set *within)
{
    return within ? set_and(f->arena, &s, within) : s;
}

/* Of records whose value is among those meant: the ones that call it their first. */
static struct set first_only(struct finder *f, const struct values *v, struct set s)
{
    const struct segment_dim *d = &f->s->dim[v->dim];
    const uint32_t *at = segment_dim_u32(f->s, d->at), *value = segment_dim_u32(f->s, d->value);
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS),
             *out = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    set_mark(&s, bits);
    for (uint32_t doc = 0; doc < f->s->docs; doc++) {
        bool yes = false;
        if (!(bits[doc / 64] >> doc % 64 & 1))
            continue;
        for (uint32_t i = at[doc]; i < at[doc + 1] && !yes; i++) {
            uint32_t id = value[i] & ~SEGMENT_FIRST, low = 0, n = v->n;
            if (!(value[i] & SEGMENT_FIRST))
                continue;
            for (; n > 1; n -= n / 2)
                low += v->id[low + n / 2] <= id ? n / 2 : 0;
            yes = v->id[low] == id;
        }
        out[doc / 64] |= (uint64_t)yes << doc % 64;
    }
    return set_from_bits(f->arena, out);
}

static struct set of_values(struct finder *f, const struct values *v)
{
    struct list *list = ARENA_NEW(f->arena, struct list);
    if (v->n == 1) {
        uint32_t code = segment_code(f->s, v->dim, v->id[0]);
        if (code == UINT32_MAX)
            return nothing();
        segment_code_list(f->s, v->dim, code, list);
        return set_of_list(list);
    }
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    for (uint32_t i = 0; i < v->n; i++) {
        uint32_t code = segment_code(f->s, v->dim, v->id[i]);
        if (code == UINT32_MAX)
            continue;
        segment_code_list(f->s, v->dim, code, list);
        struct set s = set_of_list(list);
        set_mark(&s, bits);
    }
    return set_from_bits(f->arena, bits);
}

static struct set find_values(struct finder *f, const struct plan *p)
{
    bool first = (p->q->kind == QUERY_CLASS || p->q->kind == QUERY_NAME) && p->q->first;
    struct set one[2];
    for (uint32_t i = 0; i < p->values_n; i++) {
        one[i] = of_values(f, &p->values[i]);
        if (first)
            one[i] = first_only(f, &p->values[i], one[i]);
    }
    if (p->values_n < 2)
        return p->values_n ? one[0] : nothing();
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    set_mark(&one[0], bits);
    set_mark(&one[1], bits);
    return set_from_bits(f->arena, bits);
}

/* Numbers and families, by the texts' order. */
static struct set find_code_text(struct finder *f, const struct query_node *q)
{
    enum segment_text t = q->code_field == CODE_NUMBER        ? TEXT_NUMBER
                          : q->code_field == CODE_APPLICATION ? TEXT_APPLICATION
                                                              : TEXT_FAMILY;
    const uint16_t *order =
        (const uint16_t *)segment_at(f->s, SEC_TEXT_ORDER) + (size_t)t * f->s->docs;
    struct str want = q->wild ? str_slice(q->text, 0, q->text.len - 1) : q->text;
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    uint32_t from = 0, to = f->s->docs;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        struct str text = segment_text(f->s, t, order[middle]);
        if (str_empty(text) || str_cmp(text, want) < 0) /* the empty ones stand first */
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < f->s->docs; from++) {
        struct str text = segment_text(f->s, t, order[from]);
        if (str_empty(text) || !match_code(q, text))
            break;
        bits[order[from] / 64] |= UINT64_C(1) << order[from] % 64;
    }
    return set_from_bits(f->arena, bits);
}

static struct set find_range(struct finder *f, const struct query_node *q)
{
    const int32_t *day =
        (const int32_t *)segment_at(f->s, SEC_DAYS) + (size_t)q->day_field * f->s->docs;
    const int32_t *count =
        (const int32_t *)segment_at(f->s, SEC_COUNTS) + (size_t)q->int_field * f->s->docs;
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    int32_t low, high;
    if (q->kind == QUERY_DAY) {
        low = q->from == DAY_NONE ? DAY_NONE + 1 : q->from;
        high = q->to == DAY_NONE ? INT32_MAX : q->to;
    } else {
        day = count;
        low = q->low < 0 ? 0 : q->low > INT32_MAX ? INT32_MAX : (int32_t)q->low;
        high = q->high < 0 ? -1 : q->high > INT32_MAX ? INT32_MAX : (int32_t)q->high;
        if (q->low > INT32_MAX)
            return nothing();
    }
    for (uint32_t i = 0; i < f->s->docs; i++)
        bits[i / 64] |= (uint64_t)(day[i] >= low && day[i] <= high) << i % 64;
    return set_from_bits(f->arena, bits);
}

/* --- Nodes ---------------------------------------------------------------------------------------
 */

/* A leaf whose list lies in the segment: it costs nothing to look at. */
static bool is_cheap(const struct plan *p)
{
    const struct query_node *q = p->q;
    return q->kind == QUERY_TEXT
               ? text_is_list(p)
               : (q->kind == QUERY_CLASS || q->kind == QUERY_NAME || q->kind == QUERY_CODE) &&
                     p->values_n == 1 && p->values[0].n == 1 && !q->first;
}

static int by_size(const void *a, const void *b)
{
    const struct set *x = a, *y = b;
    return (x->n > y->n) - (x->n < y->n);
}

/* The cheap ones first, shortest list first; what must be verified sees only what is left. */
static struct set find_and(struct finder *f, const struct plan *p, const struct set *within)
{
    struct set *cheap = ARENA_ARRAY(f->arena, struct set, p->q->n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->q->n; i++)
        if (is_cheap(&p->kid[i]))
            cheap[n++] = find_set(f, &p->kid[i], NULL);
    if (within)
        cheap[n++] = *within;
    qsort(cheap, n, sizeof *cheap, by_size);
    struct set left = n ? cheap[0] : (struct set){0};
    for (uint32_t i = 1; i < n && left.n; i++)
        left = set_and(f->arena, &left, &cheap[i]);
    for (int pass = 0; pass < 3; pass++) /* ranges and unions, then texts, then what is excluded */
        for (uint32_t i = 0; i < p->q->n; i++) {
            const struct plan *kid = &p->kid[i];
            enum query_kind kind = kid->q->kind;
            int when = kind == QUERY_NOT                                                 ? 2
                       : kind == QUERY_TEXT || kind == QUERY_NEAR || kind == QUERY_TIMES ? 1
                                                                                         : 0;
            if (is_cheap(kid) || when != pass || (n && !left.n))
                continue;
            left = find_set(f, kid, n ? &left : NULL);
            n++;
        }
    return left;
}

static struct set find_or(struct finder *f, const struct plan *p, const struct set *within)
{
    uint64_t *bits = ARENA_ARRAY(f->arena, uint64_t, SEGMENT_WORDS);
    for (uint32_t i = 0; i < p->q->n; i++) {
        struct set s = find_set(f, &p->kid[i], within);
        set_mark(&s, bits);
    }
    return set_from_bits(f->arena, bits);
}

struct set find_set(struct finder *f, const struct plan *p, const struct set *within)
{
    struct set all, out;
    switch (p->q->kind) {
    case QUERY_ALL:
        return within ? *within : set_all(f->arena, f->s->docs);
    case QUERY_AND:
        return find_and(f, p, within);
    case QUERY_OR:
        return find_or(f, p, within);
    case QUERY_NOT:
        all = within ? *within : set_all(f->arena, f->s->docs);
        out = find_set(f, &p->kid[0], &all);
        return set_not(f->arena, &all, &out);
    case QUERY_TEXT:
        return find_text(f, p, within);
    case QUERY_NEAR:
    case QUERY_TIMES:
        return find_near(f, p, within);
    case QUERY_CODE:
        if (p->q->code_field == CODE_NUMBER || p->q->code_field == CODE_APPLICATION ||
            p->q->code_field == CODE_FAMILY)
            return within_only(f, find_code_text(f, p->q), within);
        return within_only(f, find_values(f, p), within);
    case QUERY_CLASS:
    case QUERY_NAME:
        return within_only(f, find_values(f, p), within);
    default:
        return within_only(f, find_range(f, p->q), within);
    }
}

struct set find_live(struct finder *f, const struct plan *p, const struct view_part *part)
{
    f->s = &part->segment;
    struct set s = find_set(f, p, NULL);
    if (!part->deleted || s.n == 0)
        return s;
    struct set deleted = {part->deleted_n, NULL, part->deleted};
    return set_not(f->arena, &s, &deleted);
}

/* --- Count and newest ----------------------------------------------------------------------------
 */

static int newest_first(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

static void put_hit(const struct view_part *part, uint32_t number, uint32_t doc, struct hit *out)
{
    *out = (struct hit){part->segment.id[doc], part->segment.day[doc], number, doc};
}

/* The last `most` of a set, newest first. */
static uint32_t last_of(const struct set *s, const struct view_part *part, uint32_t number,
                        uint32_t most, struct hit *out)
{
    uint32_t n = 0;
    if (!s->bits) {
        for (uint32_t i = s->n; i > 0 && n < most; i--)
            put_hit(part, number, s->docs[i - 1], &out[n++]);
        return n;
    }
    for (uint32_t w = SEGMENT_WORDS; w > 0 && n < most; w--)
        for (uint64_t x = s->bits[w - 1]; x && n < most;) {
            uint32_t bit = 63 - (uint32_t)__builtin_clzll(x);
            put_hit(part, number, (w - 1) * 64 + bit, &out[n++]);
            x &= ~(UINT64_C(1) << bit);
        }
    return n;
}

/* Keeps the newest `keep` of what is there. */
static uint32_t newest(struct hit *hits, uint32_t n, uint32_t keep)
{
    qsort(hits, n, sizeof *hits, newest_first);
    return n < keep ? n : keep;
}

enum err view_find(const struct view *view, struct arena *arena, const struct query_node *query,
                   const struct query_help *help, uint32_t offset, uint32_t limit,
                   int64_t *out_count, struct hit *out_hits, uint32_t *out_n)
{
    struct finder f = {.view = view, .help = help, .arena = arena};
    struct plan plan;
    struct arena_mark mark = arena_mark(arena);
    if (limit > VIEW_LIMIT_MAX || offset > VIEW_LIMIT_MAX)
        return ERR_LIMIT;
    uint32_t want = limit ? offset + limit : 0, n = 0;
    struct hit *hits = ARENA_ARRAY(arena, struct hit, (size_t)2 * want + 1);
    plan_make(&f, query, &plan);
    *out_count = 0;
    for (uint32_t i = 0; i < view->parts; i++) {
        const struct view_part *part = view->part[i];
        struct arena_mark scratch = arena_mark(arena);
        struct set s = find_live(&f, &plan, part);
        *out_count += s.n;
        if (!s.n || !want)
            ;
        else if (n < want || part->segment.day[part->segment.docs - 1] >= hits[n - 1].day) {
            n += last_of(&s, part, i, want, hits + n);
            n = newest(hits, n, want);
        }
        arena_reset(arena, scratch);
    }
    *out_n = n > offset ? n - offset : 0;
    if (*out_n && out_hits)
        memcpy(out_hits, hits + offset, sizeof *hits * *out_n);
    arena_reset(arena, mark);
    return f.err;
}

int64_t view_records(const struct view *view)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < view->parts; i++)
        n += view->part[i]->segment.docs - view->part[i]->deleted_n;
    return n;
}
