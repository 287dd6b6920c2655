#include "domain/patent/patent_analysis_fact.h"

#include <stdlib.h>
#include <string.h>

/* Years ---------------------------------------------------------------------------------------- */

static int32_t year_of(int32_t day)
{
    return day == DAY_NONE ? 0 : day_date(day).year;
}

int32_t fact_year(const struct facts *f, const struct fact *fact)
{
    return year_of(fact->day[f->in->day]);
}

bool facts_years(const struct facts *f, int32_t *out_first, int32_t *out_last)
{
    bool any = false;
    for (size_t i = 0; i < f->all.n; i++) {
        int32_t year = fact_year(f, &f->all.at[i]);
        if (year == 0)
            continue;
        *out_first = !any || year < *out_first ? year : *out_first;
        *out_last = !any || year > *out_last ? year : *out_last;
        any = true;
    }
    /* A day that is off by centuries must not make a table of thousands of rows. */
    if (any && *out_last - *out_first > 300)
        *out_first = *out_last - 300;
    return any;
}

/* Counts --------------------------------------------------------------------------------------- */

static size_t slot_of(const struct tally *t, uint32_t a, uint32_t b)
{
    uint64_t code = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(code >> 32) & (t->slots - 1);
    while (t->slot[at] && (t->of.at[t->slot[at] - 1].a != a || t->of.at[t->slot[at] - 1].b != b))
        at = (at + 1) & (t->slots - 1);
    return at;
}

static void grow_slots(struct tally *t)
{
    t->slots = t->slots ? 2 * t->slots : 256;
    t->slot = ARENA_ARRAY(t->arena, uint32_t, t->slots);
    for (size_t i = 0; i < t->of.n; i++)
        t->slot[slot_of(t, t->of.at[i].a, t->of.at[i].b)] = (uint32_t)i + 1;
}

static void count_each(struct tally *t, uint32_t unit, uint32_t a, uint32_t b)
{
    if (2 * t->of.n >= t->slots)
        grow_slots(t);
    size_t at = slot_of(t, a, b);
    if (t->slot[at]) {
        t->of.at[t->slot[at] - 1].n++;
        return;
    }
    *VEC_ADD(t->arena, &t->of) = (struct tally_one){unit, a, b, 1};
    t->slot[at] = (uint32_t)t->of.n;
}

void tally_add(struct tally *t, uint32_t unit, uint32_t a, uint32_t b)
{
    if (t->each) {
        count_each(t, unit, a, b);
        return;
    }
    *VEC_ADD(t->arena, &t->of) = (struct tally_one){unit, a, b, 1};
}

static int by_place(const struct tally_one *x, uint32_t a, uint32_t b)
{
    if (x->a != a)
        return x->a < a ? -1 : 1;
    return x->b < b ? -1 : x->b > b;
}

static int by_place_and_unit(const void *a, const void *b)
{
    const struct tally_one *x = a, *y = b;
    int c = by_place(x, y->a, y->b);
    return c ? c : x->unit < y->unit ? -1 : x->unit > y->unit;
}

void tally_done(struct tally *t)
{
    size_t kept = 0;
    if (t->of.n)
        qsort(t->of.at, t->of.n, sizeof *t->of.at, by_place_and_unit);
    for (size_t i = 0; i < t->of.n; i++) {
        struct tally_one *one = &t->of.at[i];
        struct tally_one *last = kept ? &t->of.at[kept - 1] : NULL;
        if (last && last->a == one->a && last->b == one->b) {
            last->n += last->unit != one->unit;
            last->unit = one->unit;
        } else
            t->of.at[kept++] = *one;
    }
    t->of.n = kept;
}

int64_t tally_get(const struct tally *t, uint32_t a, uint32_t b)
{
    size_t low = 0, high = t->of.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int c = by_place(&t->of.at[middle], a, b);
        if (c == 0)
            return t->of.at[middle].n;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

void tally_keys(struct facts *f, enum property p, struct tally *out)
{
    *out = (struct tally){.arena = &f->arena, .each = !f->in->family};
    for (size_t i = 0; i < f->all.n; i++)
        for (uint32_t k = 0; k < f->all.at[i].of[p].n; k++)
            tally_add(out, f->all.at[i].unit, f->all.at[i].of[p].at[k], 0);
    tally_done(out);
}

void tally_key_years(struct facts *f, enum property p, struct tally *out)
{
    *out = (struct tally){.arena = &f->arena, .each = !f->in->family};
    for (size_t i = 0; i < f->all.n; i++)
        for (uint32_t k = 0; k < f->all.at[i].of[p].n; k++)
            tally_add(out, f->all.at[i].unit, f->all.at[i].of[p].at[k],
                      (uint32_t)fact_year(f, &f->all.at[i]));
    tally_done(out);
}

void tally_years(struct facts *f, struct tally *out)
{
    *out = (struct tally){.arena = &f->arena, .each = !f->in->family};
    for (size_t i = 0; i < f->all.n; i++)
        tally_add(out, f->all.at[i].unit, (uint32_t)fact_year(f, &f->all.at[i]), 0);
    tally_done(out);
}

/* Ranking -------------------------------------------------------------------------------------- */

struct str word_of(const struct facts *f, enum property p, uint32_t key)
{
    return f->dict[p].words.at[key]->text;
}

bool is_unknown(const struct facts *f, enum property p, uint32_t key)
{
    return str_eq(word_of(f, p, key), STR("-"));
}

struct placed { /* beside its word, for sorting */
    struct ranked r;
    struct str word;
};

static int largest_first(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    bool u = str_eq(x->word, STR("-")), v = str_eq(y->word, STR("-"));
    if (u != v)
        return u ? 1 : -1;
    if (x->r.n != y->r.n)
        return x->r.n < y->r.n ? 1 : -1;
    return str_cmp(x->word, y->word);
}

void rank_keys(struct facts *f, enum property p, const struct tally *t, ranking *out)
{
    VEC(struct placed) all = {0};
    *out = (ranking){0};
    for (size_t i = 0; i < t->of.n; i++)
        *VEC_ADD(&f->arena, &all) =
            (struct placed){{t->of.at[i].a, t->of.at[i].n}, word_of(f, p, t->of.at[i].a)};
    if (all.n)
        qsort(all.at, all.n, sizeof *all.at, largest_first);
    for (size_t i = 0; i < all.n; i++)
        *VEC_ADD(&f->arena, out) = all.at[i].r;
}
