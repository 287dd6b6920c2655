/* Counting records by year and by code: heat maps and rankings. */
#include <stdlib.h>
#include <string.h>

#include "engine/patentidx/find.h"

enum { YEAR_MIN = 1, YEAR_MAX = 9999, YEARS_N = YEAR_MAX + 2 }; /* 0 = not known */

/* An axis while counting: its keys are small numbers from 0 on. */
struct keys {
    struct axis axis;
    uint32_t n;
    int32_t first_year; /* of YEAR: key 1; key 0 is "not known" */
};

struct counting {
    struct finder *f;
    struct keys rows, columns;
    uint32_t *cell;
    uint32_t *heat; /* the same turned, for subclass by year: a year's counters lie together */
    const struct view_part *part; /* that is counted */
};

/* --- Keys
 * ----------------------------------------------------------------------------------------- */

/* The first and the last year of an axis in all segments. */
static void years_of(const struct view *view, const struct axis *a, int32_t *out_from,
                     int32_t *out_to)
{
    int32_t low = INT32_MAX, high = INT32_MIN;
    for (uint32_t i = 0; i < view->parts; i++) {
        const struct segment *s = &view->part[i]->segment;
        const int32_t *day =
            a->own_day ? s->day
                       : (const int32_t *)segment_at(s, SEC_DAYS) + (size_t)a->day * s->docs;
        if (a->own_day && s->docs) { /* they rise */
            for (uint32_t r = 0; r < s->runs; r++)
                if (s->run[r].year != INT32_MIN) {
                    low = s->run[r].year < low ? s->run[r].year : low;
                    high = s->run[r].year > high ? s->run[r].year : high;
                }
            continue;
        }
        int32_t first = INT32_MAX, last = INT32_MIN;
        for (uint32_t d = 0; d < s->docs; d++)
            if (day[d] != DAY_NONE) {
                first = day[d] < first ? day[d] : first;
                last = day[d] > last ? day[d] : last;
            }
        if (first <= last) {
            int32_t from = day_date(first).year, to = day_date(last).year;
            low = from < low ? from : low;
            high = to > high ? to : high;
        }
    }
    *out_from = low <= high ? low : 1;
    *out_to = low <= high ? high : 0;
}

static struct keys keys_make(const struct view *view, struct axis axis)
{
    struct keys k = {.axis = axis, .n = 1};
    int32_t to;
    if (axis.kind == AXIS_DIM)
        k.n = view->names_n[axis.dim];
    if (axis.kind == AXIS_YEAR) {
        years_of(view, &axis, &k.first_year, &to);
        k.n = (uint32_t)(to - k.first_year + 2);
    }
    return k;
}

/* The keys of one record on one axis; a year's by its day. */
struct reader {
    const struct keys *k;
    const uint32_t *at, *value, *one;
    const int32_t *day;
    int32_t last_from, last_to; /* the days of the year found last */
    uint32_t last_key;
};

static struct reader reader_make(const struct segment *s, const struct keys *k)
{
    struct reader r = {.k = k, .last_from = 1, .last_to = 0};
    if (k->axis.kind == AXIS_DIM) {
        const struct segment_dim *d = &s->dim[k->axis.dim];
        r.at = segment_dim_u32(s, d->at);
        r.value = segment_dim_u32(s, d->value);
        r.one = segment_dim_u32(s, d->one);
    } else if (k->axis.kind == AXIS_YEAR) {
        r.day = k->axis.own_day
                    ? s->day
                    : (const int32_t *)segment_at(s, SEC_DAYS) + (size_t)k->axis.day * s->docs;
    }
    return r;
}

static uint32_t year_key(struct reader *r, int32_t day)
{
    if (day == DAY_NONE)
        return 0;
    if (day < r->last_from || day > r->last_to) {
        int32_t year = day_date(day).year;
        int32_t next = day_from_date((struct date){year + 1, 1, 1});
        r->last_from = day_from_date((struct date){year, 1, 1});
        r->last_to = next == DAY_NONE ? INT32_MAX : next - 1;
        r->last_key = (uint32_t)(year - r->k->first_year + 1);
    }
    return r->last_key;
}

/* Fills out (room for max) with the record's keys. */
static uint32_t keys_of(struct reader *r, uint32_t doc, uint32_t *out, uint32_t max)
{
    uint32_t n = 0;
    if (r->k->axis.kind == AXIS_ALL) {
        out[0] = 0;
        return 1;
    }
    if (r->k->axis.kind == AXIS_YEAR) {
        out[0] = year_key(r, r->day[doc]);
        return 1;
    }
    if (r->one[doc] == SEGMENT_NONE)
        return 0;
    for (uint32_t i = r->at[doc]; i < r->at[doc + 1] && n < max; i++)
        if (!r->k->axis.first || (r->value[i] & SEGMENT_FIRST))
            out[n++] = r->value[i] & ~SEGMENT_FIRST;
    return n;
}

/* --- Any two axes
 * --------------------------------------------------------------------------------- */

typedef void (*doc_fn)(void *arg, uint32_t doc);

static void each_doc(const struct set *s, doc_fn fn, void *arg)
{
    if (!s->bits) {
        for (uint32_t i = 0; i < s->n; i++)
            fn(arg, s->docs[i]);
        return;
    }
    for (uint32_t i = 0; i < SEGMENT_WORDS; i++)
        for (uint64_t x = s->bits[i]; x; x &= x - 1)
            fn(arg, i * 64 + (uint32_t)__builtin_ctzll(x));
}

struct any {
    struct counting *c;
    struct reader row, column;
};

static void count_any(void *arg, uint32_t doc)
{
    struct any *a = arg;
    uint32_t rows[DOC_CLASSES_MAX], columns[DOC_CLASSES_MAX];
    uint32_t n = keys_of(&a->row, doc, rows, DOC_CLASSES_MAX),
             m = keys_of(&a->column, doc, columns, DOC_CLASSES_MAX);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < m; j++)
            a->c->cell[(size_t)rows[i] * a->c->columns.n + columns[j]]++;
}

/* --- Subclass by year
 * ------------------------------------------------------------------------------ */

enum { PACK_CODES = 1024 };

/* One year's records of a segment, three counters for each subclass: additions that follow one
 * another go to different ones, so that none waits for the one before. */
struct pack {
    const uint64_t *of;
    const uint32_t *at, *value;
    uint32_t count[3][PACK_CODES];
    struct counting *c;
    uint32_t column;
};

static void count_more(struct pack *p, uint32_t doc)
{
    for (uint32_t i = p->at[doc] + 6; i < p->at[doc + 1]; i++)
        p->c->heat[(size_t)p->column * p->c->rows.n + (p->value[i] & ~SEGMENT_FIRST)]++;
}

static inline void count_pack(struct pack *p, uint32_t doc)
{
    uint64_t x = p->of[doc];
    p->count[0][x & 1023]++;
    p->count[1][x >> 10 & 1023]++;
    p->count[2][x >> 20 & 1023]++;
    p->count[0][x >> 30 & 1023]++;
    p->count[1][x >> 40 & 1023]++;
    p->count[2][x >> 50 & 1023]++;
    if (__builtin_expect((x & SEGMENT_MORE) != 0, 0))
        count_more(p, doc);
}

/* Where the set's records from `doc` on begin. */
static uint32_t docs_from(const struct set *s, uint32_t at, uint32_t doc)
{
    uint32_t from = at, to = s->n;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (s->docs[middle] < doc)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void pack_range(struct pack *p, const struct set *s, uint32_t from, uint32_t to)
{
    if (!s->bits) {
        uint32_t i = docs_from(s, 0, from), end = docs_from(s, i, to);
        for (; i < end; i++)
            count_pack(p, s->docs[i]);
        return;
    }
    for (uint32_t w = from / 64; w * 64 < to; w++) {
        uint64_t x = s->bits[w];
        if (w == from / 64)
            x &= UINT64_MAX << from % 64;
        if (to - w * 64 < 64)
            x &= (UINT64_C(1) << (to - w * 64)) - 1;
        for (; x; x &= x - 1)
            count_pack(p, w * 64 + (uint32_t)__builtin_ctzll(x));
    }
}

static void pack_flush(struct pack *p, const uint32_t *ids, uint32_t n)
{
    uint32_t *heat = p->c->heat + (size_t)p->column * p->c->rows.n;
    for (uint32_t i = 0; i < n; i++)
        heat[ids[i]] += p->count[0][i] + p->count[1][i] + p->count[2][i];
    memset(p->count, 0, sizeof p->count);
}

static uint32_t run_column(const struct counting *c, const struct segment_run *run)
{
    return run->year == INT32_MIN ? 0 : (uint32_t)(run->year - c->columns.first_year + 1);
}

static void count_subclasses(struct counting *c, const struct set *s)
{
    const struct segment *g = &c->part->segment;
    const struct segment_dim *d = &g->dim[DIM_SUBCLASS];
    struct pack *p = ARENA_NEW(c->f->arena, struct pack);
    p->of = segment_at(g, SEC_PACK);
    p->at = segment_dim_u32(g, d->at);
    p->value = segment_dim_u32(g, d->value);
    p->c = c;
    for (uint32_t r = 0; r < g->runs; r++) {
        uint32_t to = r + 1 < g->runs ? g->run[r + 1].first : g->docs;
        p->column = run_column(c, &g->run[r]);
        pack_range(p, s, g->run[r].first, to);
        pack_flush(p, segment_dim_u32(g, d->id), d->n);
    }
}

/* Every record of the segment: the counts were made when it was built; what is deleted goes off. */
static void count_cube(struct counting *c)
{
    const struct segment *g = &c->part->segment;
    const struct segment_dim *d = &g->dim[DIM_SUBCLASS];
    const uint32_t *cube = segment_at(g, SEC_CUBE), *ids = segment_dim_u32(g, d->id);
    struct reader row = reader_make(g, &c->rows), column = reader_make(g, &c->columns);
    uint32_t keys[DOC_CLASSES_MAX];
    for (uint32_t r = 0; r < g->runs; r++) {
        uint32_t *heat = c->heat + (size_t)run_column(c, &g->run[r]) * c->rows.n;
        for (uint32_t i = 0; i < d->n; i++)
            heat[ids[i]] += cube[(size_t)r * d->n + i];
    }
    for (uint32_t w = 0; c->part->deleted && w < SEGMENT_WORDS; w++)
        for (uint64_t x = c->part->deleted[w]; x; x &= x - 1) {
            uint32_t doc = w * 64 + (uint32_t)__builtin_ctzll(x);
            uint32_t n = keys_of(&row, doc, keys, DOC_CLASSES_MAX);
            for (uint32_t i = 0; i < n; i++)
                c->heat[(size_t)year_key(&column, g->day[doc]) * c->rows.n + keys[i]]--;
        }
}

/* --- The table
 * ------------------------------------------------------------------------------------- */

static bool is_heat(const struct counting *c)
{
    return c->rows.axis.kind == AXIS_DIM && c->rows.axis.dim == DIM_SUBCLASS &&
           !c->rows.axis.first && c->columns.axis.kind == AXIS_YEAR && c->columns.axis.own_day;
}

enum { PACK_WORTH = 256 }; /* fewer records are counted one by one */

static int64_t count_part(struct counting *c, const struct plan *plan)
{
    const struct segment *g = &c->part->segment;
    bool packed = g->head->section[SEC_PACK].size > 0;
    if (is_heat(c) && plan->q->kind == QUERY_ALL) {
        count_cube(c);
        return g->docs - c->part->deleted_n;
    }
    struct set s = find_live(c->f, plan, c->part);
    if (is_heat(c) && packed && s.n >= PACK_WORTH) {
        count_subclasses(c, &s);
    } else if (s.n) {
        struct any a = {c, reader_make(g, &c->rows), reader_make(g, &c->columns)};
        each_doc(&s, count_any, &a);
    }
    return s.n;
}

static int64_t key_shown(const struct keys *k, uint32_t key)
{
    if (k->axis.kind != AXIS_YEAR)
        return key;
    return key == 0 ? INT32_MIN : k->first_year + (int64_t)key - 1;
}

/* Leaves out the empty rows and columns. */
static void shrink(const struct counting *c, struct arena *arena, struct table *out)
{
    uint32_t rows = c->rows.n, columns = c->columns.n;
    uint32_t *row = ARENA_ARRAY(arena, uint32_t, rows + 1),
             *column = ARENA_ARRAY(arena, uint32_t, columns + 1),
             *any = ARENA_ARRAY(arena, uint32_t, columns + 1);
    for (uint32_t r = 0; r < rows; r++) {
        const uint32_t *cell = c->cell + (size_t)r * columns;
        uint32_t some = 0;
        for (uint32_t k = 0; k < columns; k++) {
            some |= cell[k];
            any[k] |= cell[k];
        }
        row[out->rows] = r;
        out->rows += some != 0;
    }
    for (uint32_t k = 0; k < columns; k++) {
        column[out->columns] = k;
        out->columns += any[k] != 0;
    }
    out->row = ARENA_ARRAY(arena, int64_t, out->rows + 1);
    out->column = ARENA_ARRAY(arena, int64_t, out->columns + 1);
    out->cell = ARENA_ARRAY(arena, uint32_t, (size_t)out->rows * out->columns + 1);
    for (uint32_t k = 0; k < out->columns; k++)
        out->column[k] = key_shown(&c->columns, column[k]);
    for (uint32_t r = 0; r < out->rows; r++) {
        out->row[r] = key_shown(&c->rows, row[r]);
        for (uint32_t k = 0; k < out->columns; k++)
            out->cell[(size_t)r * out->columns + k] = c->cell[(size_t)row[r] * columns + column[k]];
    }
}

enum err view_table(const struct view *view, struct arena *arena, const struct query_node *query,
                    const struct query_help *help, struct axis rows, struct axis columns,
                    struct table *out)
{
    struct finder f = {.view = view, .help = help, .arena = arena};
    struct counting c = {.f = &f};
    struct plan plan;
    *out = (struct table){0};
    c.rows = keys_make(view, rows);
    c.columns = keys_make(view, columns);
    if ((uint64_t)c.rows.n * c.columns.n > TABLE_CELLS_MAX)
        return ERR_LIMIT;
    c.cell = ARENA_ARRAY(arena, uint32_t, (size_t)c.rows.n * c.columns.n + 1);
    if (is_heat(&c))
        c.heat = ARENA_ARRAY(arena, uint32_t, (size_t)c.rows.n * c.columns.n + 1);
    plan_make(&f, query, &plan);
    for (uint32_t i = 0; i < view->parts; i++) {
        struct arena_mark mark = arena_mark(arena);
        c.part = view->part[i];
        out->records += count_part(&c, &plan);
        arena_reset(arena, mark);
    }
    for (uint32_t k = 0; c.heat && k < c.columns.n; k++)
        for (uint32_t r = 0; r < c.rows.n; r++)
            c.cell[(size_t)r * c.columns.n + k] += c.heat[(size_t)k * c.rows.n + r];
    shrink(&c, arena, out);
    return f.err;
}

/* --- Rankings
 * -------------------------------------------------------------------------------------- */

struct tally {
    const uint32_t *at, *value, *one;
    uint32_t *count, none; /* count[none] takes what is no value */
    uint16_t *several;     /* records with several values */
    uint32_t several_n;
};

/* No branch depends on the record: those with several values are put aside. */
static inline void tally_doc(struct tally *t, uint32_t doc)
{
    uint32_t one = t->one[doc];
    t->count[one < SEGMENT_SEVERAL ? one & ~SEGMENT_FIRST : t->none]++;
    t->several[t->several_n] = (uint16_t)doc;
    t->several_n += one == SEGMENT_SEVERAL;
}

static void tally_set(struct tally *t, const struct set *s)
{
    for (uint32_t i = 0; !s->bits && i < s->n; i++)
        tally_doc(t, s->docs[i]);
    for (uint32_t i = 0; s->bits && i < SEGMENT_WORDS; i++)
        for (uint64_t x = s->bits[i]; x; x &= x - 1)
            tally_doc(t, i * 64 + (uint32_t)__builtin_ctzll(x));
    for (uint32_t i = 0; i < t->several_n; i++) {
        uint32_t doc = t->several[i];
        if (i + 8 < t->several_n)
            __builtin_prefetch(&t->at[t->several[i + 8]]);
        for (uint32_t k = t->at[doc]; k < t->at[doc + 1]; k++)
            t->count[t->value[k] & ~SEGMENT_FIRST]++;
    }
    t->several_n = 0;
}

/* The greatest counts, by insertion: limit is small beside the dictionary. Most blocks hold nothing
 * that is greater than the least one kept. */
static uint32_t greatest(const uint32_t *count, uint32_t n, uint32_t limit, struct ranked *out)
{
    enum { BLOCK = 32 };
    uint32_t have = 0, low = 0; /* counts up to low are not among them */
    for (uint32_t i = 0; i < n; i++) {
        while (i % BLOCK == 0 && i + BLOCK <= n) {
            uint32_t any = 0;
            for (uint32_t j = 0; j < BLOCK; j++)
                any |= count[i + j] > low;
            if (any)
                break;
            i += BLOCK;
        }
        if (i == n || count[i] <= low)
            continue;
        uint32_t k = have < limit ? have++ : limit - 1;
        for (; k > 0 && out[k - 1].n < count[i]; k--)
            out[k] = out[k - 1];
        out[k] = (struct ranked){i, count[i]};
        low = have == limit ? out[have - 1].n : 0;
    }
    return have;
}

enum { DELETED_WORTH = 4 }; /* a part with more than one in four records deleted is counted anew */

/* What deleted records had goes off again: of all of them, or of those in the list. */
static void tally_deleted(const struct view_part *part, enum dim dim, const struct list *within,
                          uint32_t *count)
{
    const struct segment_dim *d = &part->segment.dim[dim];
    const uint32_t *at = segment_dim_u32(&part->segment, d->at),
                   *value = segment_dim_u32(&part->segment, d->value);
    for (uint32_t w = 0; part->deleted && w < SEGMENT_WORDS; w++)
        for (uint64_t x = part->deleted[w]; x; x &= x - 1) {
            uint32_t doc = w * 64 + (uint32_t)__builtin_ctzll(x);
            if (within && !list_has(within, doc))
                continue;
            for (uint32_t k = at[doc]; k < at[doc + 1]; k++)
                count[value[k] & ~SEGMENT_FIRST]--;
        }
}

/* Counts that were made when the segment was written: of everything, and of a subclass by
 * applicant. False: this query or this part has none. */
static bool tally_ready(const struct view_part *part, const struct plan *p, enum dim dim,
                        uint32_t *count)
{
    const struct segment *g = &part->segment;
    const struct segment_dim *d = &g->dim[dim];
    struct segment_tally t;
    struct list list;
    if (part->deleted_n > g->docs / DELETED_WORTH)
        return false;
    if (p->q->kind == QUERY_ALL) {
        const uint32_t *id = segment_dim_u32(g, d->id), *df = segment_dim_u32(g, d->df);
        for (uint32_t i = 0; i < d->n; i++)
            count[id[i]] += df[i];
        tally_deleted(part, dim, NULL, count);
        return true;
    }
    if (dim != DIM_APPLICANT || p->q->kind != QUERY_CLASS || p->q->first || p->values_n != 1 ||
        p->values[0].dim != DIM_SUBCLASS || p->values[0].n != 1)
        return false;
    uint32_t code = segment_code(g, DIM_SUBCLASS, p->values[0].id[0]);
    if (code == UINT32_MAX)
        return true;
    if (!segment_tally(g, code, &t))
        return false;
    for (uint32_t i = 0; i < t.n; i++)
        count[t.id[i]] += t.records[i];
    segment_code_list(g, DIM_SUBCLASS, code, &list);
    tally_deleted(part, dim, &list, count);
    return true;
}

enum err view_rank(const struct view *view, struct arena *arena, const struct query_node *query,
                   const struct query_help *help, enum dim dim, uint32_t limit, struct ranked *out,
                   uint32_t *out_n)
{
    struct finder f = {.view = view, .help = help, .arena = arena};
    struct plan plan;
    struct arena_mark start = arena_mark(arena);
    uint32_t *count = ARENA_ARRAY(arena, uint32_t, (size_t)view->names_n[dim] + 1);
    uint16_t *several = ARENA_ARRAY(arena, uint16_t, SEGMENT_DOCS_MAX + 1);
    plan_make(&f, query, &plan);
    for (uint32_t i = 0; i < view->parts; i++) {
        struct arena_mark mark = arena_mark(arena);
        const struct segment *g = &view->part[i]->segment;
        const struct segment_dim *d = &g->dim[dim];
        if (tally_ready(view->part[i], &plan, dim, count))
            continue;
        struct tally t = {segment_dim_u32(g, d->at),
                          segment_dim_u32(g, d->value),
                          segment_dim_u32(g, d->one),
                          count,
                          view->names_n[dim],
                          several,
                          0};
        struct set s = find_live(&f, &plan, view->part[i]);
        tally_set(&t, &s);
        arena_reset(arena, mark);
    }
    *out_n = limit ? greatest(count, view->names_n[dim], limit, out) : 0;
    arena_reset(arena, start);
    return f.err;
}
