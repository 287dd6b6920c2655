#include "domain/patent/patent_analysis_fact.h"

#include <stdlib.h>
#include <string.h>

enum { NONE_OF_MAX = 60 };

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

void tally_add(struct tally *t, uint32_t unit, uint32_t a, uint32_t b)
{
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
    *out = (struct tally){.arena = &f->arena};
    for (size_t i = 0; i < f->all.n; i++)
        for (uint32_t k = 0; k < f->all.at[i].of[p].n; k++)
            tally_add(out, f->all.at[i].unit, f->all.at[i].of[p].at[k], 0);
    tally_done(out);
}

void tally_key_years(struct facts *f, enum property p, struct tally *out)
{
    *out = (struct tally){.arena = &f->arena};
    for (size_t i = 0; i < f->all.n; i++)
        for (uint32_t k = 0; k < f->all.at[i].of[p].n; k++)
            tally_add(out, f->all.at[i].unit, f->all.at[i].of[p].at[k],
                      (uint32_t)fact_year(f, &f->all.at[i]));
    tally_done(out);
}

void tally_years(struct facts *f, struct tally *out)
{
    *out = (struct tally){.arena = &f->arena};
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

/* Queries -------------------------------------------------------------------------------------- */

static struct str quoted(struct facts *f, const char *field, struct str word)
{
    if (word.len > PATENT_TERM_LINES_BYTES)
        return STR_NULL;
    return str_print(f->ctx->arena, "%s:%.*s", field, STR_ARG(query_quote(f->ctx->arena, word)));
}

static struct str clause_class(struct facts *f, struct str word)
{
    static const size_t lengths[] = {
        [PATENT_BY_SECTION] = 1, [PATENT_BY_CLASS] = 3, [PATENT_BY_SUBCLASS] = 4};
    const char *first = f->in->first_class ? "m" : "";
    int64_t level = f->in->level;
    /* A symbol that ends above the level would find everything below it. */
    if (level <= PATENT_BY_SUBCLASS ? word.len != lengths[level]
                                    : str_find_char(word, '/', 0) == SIZE_MAX)
        return STR_NULL;
    return str_print(f->ctx->arena, "%sipc%s:%.*s", first,
                     level == PATENT_BY_MAIN_GROUP ? "_low" : "", STR_ARG(word));
}

/* The language cannot ask for "nothing there": none of what was found is the same. */
static struct str clause_none_of(struct facts *f, enum property p)
{
    struct buf b;
    if (f->dict[p].words.n > NONE_OF_MAX)
        return STR_NULL;
    buf_init(&b, f->ctx->arena, QUERY_BYTES_MAX);
    for (uint32_t key = 0; key < f->dict[p].words.n; key++) {
        if (is_unknown(f, p, key))
            continue;
        struct str one = clause_key(f, p, key);
        if (str_null(one))
            return STR_NULL;
        buf_print(&b, "%s%.*s", b.len ? " OR " : "NOT (", STR_ARG(one));
    }
    if (b.len)
        buf_char(&b, ')');
    return buf_full(&b) ? STR_NULL : b.len ? buf_str(&b) : STR("");
}

static struct str clause_unknown(struct facts *f, enum property p)
{
    const char *m = f->in->first_class ? "m" : "";
    switch (p) {
    case OF_CLASS:
        return str_print(f->ctx->arena,
                         "NOT (%sipc:A OR %sipc:B OR %sipc:C OR %sipc:D OR %sipc:E OR %sipc:F OR "
                         "%sipc:G OR %sipc:H)",
                         m, m, m, m, m, m, m, m);
    case OF_APPLICANT:
        return STR("NOT an_count:[1 TO *]");
    default:
        return clause_none_of(f, p);
    }
}

/* By every printed form of the name. */
static struct str clause_forms(struct facts *f, const char *field, const struct dict_word *w)
{
    struct buf b;
    if (w->forms.n > FACT_FORMS_MAX)
        return STR_NULL;
    buf_init(&b, f->ctx->arena, QUERY_BYTES_MAX);
    for (size_t i = 0; i < w->forms.n; i++) {
        struct str one = quoted(f, field, w->forms.at[i]);
        if (str_null(one))
            return STR_NULL;
        buf_print(&b, "%s%.*s", i ? " OR " : w->forms.n > 1 ? "(" : "", STR_ARG(one));
    }
    if (w->forms.n > 1)
        buf_char(&b, ')');
    return buf_full(&b) ? STR_NULL : buf_str(&b);
}

struct str clause_key(struct facts *f, enum property p, uint32_t key)
{
    const struct dict_word *w = f->dict[p].words.at[key];
    if (p == OF_TECHNOLOGY || p == OF_EFFECT)
        return f->group_finds[p - OF_TECHNOLOGY][key];
    if (is_unknown(f, p, key))
        return clause_unknown(f, p);
    switch (p) {
    case OF_CLASS:
        return clause_class(f, w->text);
    case OF_APPLICANT:
        return clause_forms(f, "an_exact", w);
    case OF_INVENTOR:
        return clause_forms(f, "in_exact", w);
    case OF_OFFICE:
        return quoted(f, "office", w->text);
    case OF_REGION:
        return quoted(f, "region", w->text);
    case OF_ZONE:
        return quoted(f, "zone", w->text);
    case OF_STATUS:
        return quoted(f, "simple_legal_status", w->text);
    case OF_LEGAL:
        return quoted(f, "legal_status", w->text);
    case OF_TYPE:
        return quoted(f, "patent_type", w->text);
    default:
        return STR_NULL;
    }
}

static const char *day_field(const struct facts *f)
{
    static const char *const names[] = {"apd", "pbd", "isd", "priority_date"};
    return names[f->in->day];
}

struct str clause_years(struct facts *f, int32_t from, int32_t to)
{
    struct arena *arena = f->ctx->arena;
    if (from == 0)
        return str_print(arena, "%s:[* TO %04d1231]", day_field(f), to);
    return str_print(arena, "%s:[%04d0101 TO %04d1231]", day_field(f), from, to);
}

struct str clause_year(struct facts *f, int32_t year)
{
    return year ? clause_years(f, year, year)
                : str_print(f->ctx->arena, "NOT %s:[* TO 99991231]", day_field(f));
}

struct str find_all(struct facts *f, const struct str *clauses, size_t n)
{
    struct buf b;
    buf_init(&b, f->ctx->arena, QUERY_BYTES_MAX);
    if (f->query.len)
        buf_print(&b, n ? "(%.*s)" : "%.*s", STR_ARG(f->query));
    for (size_t i = 0; i < n; i++) {
        if (str_null(clauses[i]))
            return STR_NULL;
        if (clauses[i].len)
            buf_print(&b, "%s%.*s", b.len ? " AND " : "", STR_ARG(clauses[i]));
    }
    return buf_full(&b) ? STR_NULL : buf_str(&b);
}

struct str find_one(struct facts *f, struct str clause)
{
    return find_all(f, &clause, 1);
}

struct str find_two(struct facts *f, struct str a, struct str b)
{
    return find_all(f, (struct str[]){a, b}, 2);
}
