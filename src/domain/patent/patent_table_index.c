/* Tables from the index's columns: each value of a dictionary is given its row or column once, then
 * records are numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/patent/patent.h"
#include "domain/patent/patent_live.h"
#include "domain/patent/patent_table_count.h"
#include "engine/patentread/record.h"
#include "patent_index_query.h"

enum { GRID_CELLS_MAX = 48 << 20, YEARS = 10001, STRIDE_FIRST = 64 };

/* An axis over the view: what a record's keys are. */
struct side {
    struct counting *c;
    enum patent_by by;
    bool row, first; /* first: only the first value */
    bool is_dim;
    enum dim dim;
    const struct names *names;
    uint32_t *id_of;           /* by number in the dictionary: id of the group + 1 */
    uint32_t *id_of_year;      /* by year; [0] = not known */
    uint32_t none;             /* id of "-" + 1; 0 = not yet met */
    uint32_t all;              /* of the one group of everything, likewise */
    const struct map *renamed; /* of applicants: printed name to the one that is shown */
    /* Of the part: */
    const uint32_t *at, *value;
    const int32_t *day;
    int32_t year_from, year_to; /* the days of the year met last, and its group */
    uint32_t year_id;
};

struct tuple {
    uint32_t unit, row, column;
};

struct by_index {
    struct counting *c;
    struct side row, column;
    size_t grid_rows;
    bool full; /* more than the grid holds */
    struct map units;
    uint32_t unit_n;
    VEC(struct tuple) tuples; /* of families */
};

static bool dim_of(enum patent_by by, bool cpc, enum dim *out)
{
    static const struct {
        enum patent_by by;
        enum dim dim, cpc;
    } dims[] = {{PATENT_BY_OFFICE, DIM_OFFICE, DIM_OFFICE},
                {PATENT_BY_SECTION, DIM_IPC, DIM_CPC},
                {PATENT_BY_CLASS, DIM_IPC, DIM_CPC},
                {PATENT_BY_SUBCLASS, DIM_IPC, DIM_CPC},
                {PATENT_BY_MAIN_GROUP, DIM_IPC, DIM_CPC},
                {PATENT_BY_GROUP, DIM_IPC, DIM_CPC},
                {PATENT_BY_APPLICANT, DIM_APPLICANT, DIM_APPLICANT},
                {PATENT_BY_INVENTOR, DIM_INVENTOR, DIM_INVENTOR},
                {PATENT_BY_STATUS, DIM_STATUS, DIM_STATUS},
                {PATENT_BY_LEGAL, DIM_LEGAL, DIM_LEGAL},
                {PATENT_BY_KIND, DIM_KIND, DIM_KIND},
                {PATENT_BY_TYPE, DIM_TYPE, DIM_TYPE},
                {PATENT_BY_REGION, DIM_REGION, DIM_REGION},
                {PATENT_BY_ZONE, DIM_ZONE, DIM_ZONE}};
    for (size_t i = 0; i < sizeof dims / sizeof dims[0]; i++)
        if (dims[i].by == by) {
            *out = cpc ? dims[i].cpc : dims[i].dim;
            return true;
        }
    return false;
}

static bool is_class(enum patent_by by)
{
    return by >= PATENT_BY_SECTION && by <= PATENT_BY_GROUP;
}

static struct side side_make(struct counting *c, const struct view *view, bool row)
{
    struct side s = {.c = c,
                     .by = (enum patent_by)(row ? c->in->rows : c->in->columns),
                     .row = row,
                     .names = view->names};
    s.is_dim = dim_of(s.by, c->in->cpc, &s.dim);
    s.first = is_class(s.by)                                              ? c->in->first_class
              : s.by == PATENT_BY_APPLICANT || s.by == PATENT_BY_INVENTOR ? c->in->first_name
                                                                          : false;
    if (s.is_dim)
        s.id_of = ARENA_ARRAY(&c->arena, uint32_t, (size_t)view->names_n[s.dim] + 1);
    if (s.by == PATENT_BY_YEAR)
        s.id_of_year = ARENA_ARRAY(&c->arena, uint32_t, YEARS);
    return s;
}

static void side_part(struct side *s, const struct segment *g)
{
    if (s->is_dim) {
        s->at = segment_dim_u32(g, g->dim[s->dim].at);
        s->value = segment_dim_u32(g, g->dim[s->dim].value);
    }
    s->day = (const int32_t *)segment_at(g, SEC_DAYS) + (size_t)s->c->in->day * g->docs;
    s->year_from = 1;
    s->year_to = 0;
}

static uint32_t group_id(struct side *s, struct str key)
{
    return (uint32_t)table_group(s->c, s->row, key)->id;
}

static uint32_t id_of_value(struct side *s, uint32_t value)
{
    if (s->id_of[value] == 0) {
        char scratch[24];
        struct str text = names_at(s->names, s->dim, value)->text;
        const struct str *shown = s->renamed ? map_get(s->renamed, text) : NULL;
        text = is_class(s->by) ? table_class_part(text, s->by, scratch) : shown ? *shown : text;
        s->id_of[value] = group_id(s, text) + 1;
    }
    return s->id_of[value] - 1;
}

static uint32_t id_of_none(struct side *s)
{
    if (s->none == 0)
        s->none = group_id(s, STR("-")) + 1;
    return s->none - 1;
}

static uint32_t id_of_day(struct side *s, int32_t day)
{
    char text[24];
    if (day == DAY_NONE)
        return id_of_none(s);
    if (day >= s->year_from && day <= s->year_to)
        return s->year_id;
    int32_t year = day_date(day).year;
    int32_t next = day_from_date((struct date){year + 1, 1, 1});
    uint32_t *known = &s->id_of_year[year > 0 && year < YEARS ? year : 0];
    if (*known == 0 || known == s->id_of_year) {
        snprintf(text, sizeof text, "%d", year);
        *known = group_id(s, str_from(text)) + 1;
    }
    s->year_from = day_from_date((struct date){year, 1, 1});
    s->year_to = next == DAY_NONE ? INT32_MAX : next - 1;
    s->year_id = *known - 1;
    return s->year_id;
}

/* The record's groups, each once. */
static uint32_t ids_of(struct side *s, uint32_t doc, uint32_t *out)
{
    uint32_t n = 0;
    if (s->by == PATENT_BY_NOTHING) {
        if (s->all == 0)
            s->all = group_id(s, STR("all")) + 1;
        out[0] = s->all - 1;
        return 1;
    }
    if (s->by == PATENT_BY_YEAR) {
        out[0] = id_of_day(s, s->day[doc]);
        return 1;
    }
    for (uint32_t i = s->at[doc]; i < s->at[doc + 1] && n < TABLE_KEYS_MAX; i++) {
        if (s->first && !(s->value[i] & SEGMENT_FIRST))
            continue;
        uint32_t id = id_of_value(s, s->value[i] & ~SEGMENT_FIRST), k = 0;
        while (k < n && out[k] != id)
            k++;
        out[k] = id;
        n += k == n;
    }
    if (n == 0)
        out[n++] = id_of_none(s);
    return n;
}

/* --- Counting ------------------------------------------------------------------------------------
 */

/* Room in the grid for every row and column that was met. */
static bool grid_fits(struct by_index *b)
{
    struct counting *c = b->c;
    size_t rows = c->row_list.n, columns = c->column_list.n;
    if (c->grid && rows <= c->grid_rows && columns <= c->stride)
        return true;
    size_t stride = c->stride ? c->stride : STRIDE_FIRST, more = c->grid_rows ? c->grid_rows : 64;
    while (stride < columns)
        stride *= 2;
    while (more < rows)
        more *= 2;
    if (columns > PATENT_TABLE_COLUMNS_MAX || stride * more > GRID_CELLS_MAX)
        return false;
    uint32_t *grid = ARENA_ARRAY(&c->arena, uint32_t, stride * more);
    for (size_t r = 0; r < c->grid_rows; r++)
        memcpy(grid + r * stride, c->grid + r * c->stride, c->stride * sizeof *grid);
    c->grid = grid;
    c->grid_rows = more;
    c->stride = stride;
    return true;
}

static void count_record(struct by_index *b, const uint32_t *rows, uint32_t n,
                         const uint32_t *columns, uint32_t m)
{
    struct counting *c = b->c;
    for (uint32_t i = 0; i < n; i++) {
        c->row_list.at[rows[i]]->n++;
        for (uint32_t k = 0; k < m; k++)
            c->grid[rows[i] * c->stride + columns[k]]++;
    }
    for (uint32_t k = 0; k < m; k++)
        c->column_list.at[columns[k]]->n++;
    c->total++;
}

/* Families are told by their number, else a record is one of its own. */
static uint32_t unit_of(struct by_index *b, const struct segment *s, uint32_t doc)
{
    struct str text = segment_text(s, TEXT_FAMILY, doc);
    if (!text.len)
        text = segment_text(s, TEXT_NUMBER, doc);
    uintptr_t known = (uintptr_t)map_get(&b->units, text);
    if (known)
        return (uint32_t)known - 1;
    map_put(&b->c->arena, &b->units, text, (void *)(uintptr_t)(b->unit_n + 1));
    return b->unit_n++;
}

static void gather_record(struct by_index *b, uint32_t unit, const uint32_t *rows, uint32_t n,
                          const uint32_t *columns, uint32_t m)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m; k++)
            *VEC_ADD(&b->c->arena, &b->tuples) = (struct tuple){unit, rows[i], columns[k]};
}

static enum err count_part(void *arg, const struct view_part *part, const uint16_t *docs,
                           uint32_t n)
{
    struct by_index *b = arg;
    const struct segment *s = &part->segment;
    const int32_t *published =
        (const int32_t *)segment_at(s, SEC_DAYS) + (size_t)DAY_PUBLISHED * s->docs;
    uint32_t rows[TABLE_KEYS_MAX], columns[TABLE_KEYS_MAX];
    side_part(&b->row, s);
    side_part(&b->column, s);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t row_n = ids_of(&b->row, docs[i], rows),
                 column_n = ids_of(&b->column, docs[i], columns);
        if (!grid_fits(b))
            return ERR_LIMIT;
        if (b->c->in->family)
            gather_record(b, unit_of(b, s, docs[i]), rows, row_n, columns, column_n);
        else
            count_record(b, rows, row_n, columns, column_n);
        if (published[docs[i]] != DAY_NONE && published[docs[i]] > b->c->newest)
            b->c->newest = published[docs[i]];
    }
    b->c->records += n;
    return ERR_OK;
}

/* --- Families ------------------------------------------------------------------------------------
 */

static int by_row(const void *a, const void *b)
{
    const struct tuple *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

static int by_column(const void *a, const void *b)
{
    const struct tuple *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

/* Each family once in a cell, in a row, in a column and in the total. */
static void count_families(struct by_index *b)
{
    struct counting *c = b->c;
    struct tuple *t = b->tuples.at;
    size_t n = b->tuples.n;
    if (n == 0)
        return;
    qsort(t, n, sizeof *t, by_row);
    for (size_t i = 0; i < n; i++) {
        bool same_unit = i && t[i].unit == t[i - 1].unit,
             same_row = same_unit && t[i].row == t[i - 1].row,
             same_cell = same_row && t[i].column == t[i - 1].column;
        c->total += !same_unit;
        c->row_list.at[t[i].row]->n += !same_row;
        c->grid[t[i].row * c->stride + t[i].column] += !same_cell;
    }
    qsort(t, n, sizeof *t, by_column);
    for (size_t i = 0; i < n; i++)
        c->column_list.at[t[i].column]->n +=
            !(i && t[i].unit == t[i - 1].unit && t[i].column == t[i - 1].column);
}

/* --- All -----------------------------------------------------------------------------------------
 */

/* Applicants are shown as people decided; false: a name would have to be shown in two ways. */
static bool load_renamed(struct ctx *ctx, struct counting *c, struct map *out)
{
    struct sql_patent_shown_names_row *rows;
    size_t n;
    if (sql_patent_shown_names(
            ctx->db, ctx->arena,
            &(struct sql_patent_shown_names_in){ctx->park, PATENT_NAME_OURS, PATENT_APPLICANT},
            &rows, &n))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct str *other = map_get(out, rows[i].text);
        if (other && !str_eq(*other, rows[i].shown))
            return false;
        map_put(&c->arena, out, rows[i].text, &rows[i].shown);
    }
    return true;
}

static void forget(struct counting *c)
{
    const struct patent_table_in *in = c->in;
    arena_release(&c->arena);
    *c = (struct counting){.in = in, .newest = DAY_NONE};
    arena_init(&c->arena, table_memory(in));
}

struct asking {
    const struct patent_ask *ask;
    const struct view *view;
    struct counting *c;
};

static enum err count_view(void *arg)
{
    struct asking *a = arg;
    struct counting *c = a->c;
    struct map renamed = {0};
    struct by_index b = {.c = c};
    /* What people said of a record does not stand in the index. */
    if (c->in->rows >= PATENT_BY_FIRM || c->in->columns >= PATENT_BY_FIRM)
        return ERR_CONFLICT;
    b.row = side_make(c, a->view, true);
    b.column = side_make(c, a->view, false);
    if (b.row.by == PATENT_BY_APPLICANT || b.column.by == PATENT_BY_APPLICANT) {
        if (!load_renamed(a->ask->ctx, c, &renamed))
            return ERR_CONFLICT;
        b.row.renamed = b.row.by == PATENT_BY_APPLICANT ? &renamed : NULL;
        b.column.renamed = b.column.by == PATENT_BY_APPLICANT ? &renamed : NULL;
    }
    struct view_ask view_ask = patent_ask_view(a->ask);
    enum err e = view_each(a->view, a->ask->ctx->arena, &view_ask, count_part, &b);
    if (!e && c->in->family)
        count_families(&b);
    return e;
}

static enum err count_guarded(void *arg)
{
    struct asking *a = arg;
    return arena_run(a->ask->ctx->arena, count_view, a);
}

/* The view is given back also when one of the arenas is full. */
bool table_by_index(const struct patent_ask *ask, struct counting *c)
{
    struct patent_use use;
    if (!patent_use_begin(ask->ctx, &use))
        return false;
    struct asking a = {ask, use.view, c};
    enum err e = arena_run(&c->arena, count_guarded, &a);
    patent_use_end(&use);
    if (e)
        forget(c);
    return !e;
}
