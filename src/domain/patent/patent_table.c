#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/patent/patent_dim.h"
#include "domain/patent/patent_table_count.h"

/* Keys of one record ----------------------------------------------------------------------------
 */

struct str table_class_part(struct str symbol, enum patent_by by, char scratch[24])
{
    size_t slash = str_find_char(symbol, '/', 0);
    switch (by) {
    case PATENT_BY_SECTION:
        return str_slice(symbol, 0, 1);
    case PATENT_BY_CLASS:
        return str_slice(symbol, 0, 3);
    case PATENT_BY_SUBCLASS:
        return str_slice(symbol, 0, 4);
    case PATENT_BY_MAIN_GROUP:
        if (slash == SIZE_MAX || slash > 20)
            return symbol;
        snprintf(scratch, 24, "%.*s/00", (int)slash, symbol.ptr);
        return str_from(scratch);
    default:
        return symbol;
    }
}

static size_t add_key(struct str *keys, size_t n, struct str key)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(keys[i], key))
            return n;
    if (n < TABLE_KEYS_MAX)
        keys[n++] = key;
    return n;
}

static size_t class_keys(const struct counting *c, const struct patent_doc *doc, enum patent_by by,
                         struct str *keys, char scratch[TABLE_KEYS_MAX][24])
{
    size_t n = 0;
    for (size_t i = 0; i < doc->class_n; i++) {
        const struct doc_class *class = &doc->classes[i];
        if (class->cpc == c->in->cpc && (class->first || !c->in->first_class) && n < TABLE_KEYS_MAX)
            n = add_key(keys, n, table_class_part(class->symbol, by, scratch[n]));
    }
    return n;
}

static struct str year_of(int32_t day, char scratch[24])
{
    if (day == DAY_NONE)
        return STR("-");
    snprintf(scratch, 24, "%d", day_date(day).year);
    return str_from(scratch);
}

static struct str or_dash(struct str s)
{
    return s.len ? s : STR("-");
}

static size_t keys_of(const struct counting *c, const struct patent_seen *seen, enum patent_by by,
                      struct str *keys, char scratch[TABLE_KEYS_MAX][24])
{
    const struct patent_doc *doc = &seen->doc;
    size_t n = 0;
    static const enum query_code codes[] = {
        [PATENT_BY_OFFICE] = CODE_OFFICE, [PATENT_BY_STATUS] = CODE_STATUS,
        [PATENT_BY_LEGAL] = CODE_LEGAL,   [PATENT_BY_KIND] = CODE_KIND,
        [PATENT_BY_TYPE] = CODE_TYPE,     [PATENT_BY_REGION] = CODE_REGION,
        [PATENT_BY_ZONE] = CODE_ZONE};
    switch (by) {
    case PATENT_BY_NOTHING:
        keys[0] = STR("all");
        return 1;
    case PATENT_BY_SECTION:
    case PATENT_BY_CLASS:
    case PATENT_BY_SUBCLASS:
    case PATENT_BY_MAIN_GROUP:
    case PATENT_BY_GROUP:
        n = class_keys(c, doc, by, keys, scratch);
        break;
    case PATENT_BY_APPLICANT:
        for (size_t i = 0; i < doc->applicant_n && (i == 0 || !c->in->first_name); i++)
            n = add_key(keys, n, seen->names[i]);
        break;
    case PATENT_BY_INVENTOR:
        for (size_t i = 0; i < doc->inventor_n && (i == 0 || !c->in->first_name); i++)
            n = add_key(keys, n, doc->inventors[i]);
        break;
    case PATENT_BY_YEAR:
        keys[n++] = year_of(doc->day[c->in->day], scratch[0]);
        break;
    case PATENT_BY_OFFICE:
    case PATENT_BY_STATUS:
    case PATENT_BY_LEGAL:
    case PATENT_BY_KIND:
    case PATENT_BY_TYPE:
    case PATENT_BY_REGION:
    case PATENT_BY_ZONE:
        keys[n++] = or_dash(doc->code[codes[by]]);
        break;
    case PATENT_BY_FIRM:
    case PATENT_BY_LABEL:
    case PATENT_BY_LABEL_2:
        n = patent_dim_keys(c->in->dim, seen, by, keys, TABLE_KEYS_MAX);
        break;
    }
    if (n == 0)
        keys[n++] = STR("-");
    return n;
}

/* Counting ------------------------------------------------------------------------------------ */

/* Whether this unit was met under this key for the first time; records always are. */
static bool first_time(struct counting *c, char what, struct str a, struct str b, struct str unit)
{
    char key[TABLE_KEY_BYTES_MAX];
    if (!c->in->family)
        return true;
    int len = snprintf(key, sizeof key, "%c\x1f%.*s\x1f%.*s\x1f%.*s", what, STR_ARG(unit),
                       STR_ARG(a), STR_ARG(b));
    struct str k = {key, len < 0 ? 0 : (size_t)len < sizeof key ? (size_t)len : sizeof key - 1};
    if (map_get(&c->seen, k))
        return false;
    map_put(&c->arena, &c->seen, str_dup(&c->arena, k), c);
    return true;
}

struct group *table_group(struct counting *c, bool row, struct str key)
{
    struct map *map = row ? &c->rows : &c->columns;
    struct group *g = map_get(map, key);
    if (g)
        return g;
    g = ARENA_NEW(&c->arena, struct group);
    g->key = str_dup(&c->arena, key);
    g->id = row ? c->row_list.n : c->column_list.n;
    map_put(&c->arena, map, g->key, g);
    if (row)
        *VEC_ADD(&c->arena, &c->row_list) = g;
    else
        *VEC_ADD(&c->arena, &c->column_list) = g;
    return g;
}

static struct cell *cell_of(struct counting *c, struct str row, struct str column)
{
    char key[TABLE_KEY_BYTES_MAX];
    int len = snprintf(key, sizeof key, "%.*s\x1f%.*s", STR_ARG(row), STR_ARG(column));
    struct str k = {key, len < 0 ? 0 : (size_t)len < sizeof key ? (size_t)len : sizeof key - 1};
    struct cell *cell = map_get(&c->cells, k);
    if (cell)
        return cell;
    cell = ARENA_NEW(&c->arena, struct cell);
    *cell = (struct cell){row, column, 0};
    map_put(&c->arena, &c->cells, str_dup(&c->arena, k), cell);
    *VEC_ADD(&c->arena, &c->cell_list) = cell;
    return cell;
}

static enum err count_one(void *arg, const struct patent_seen *seen)
{
    struct counting *c = arg;
    struct str unit = seen->doc.code[CODE_FAMILY].len ? seen->doc.code[CODE_FAMILY] : seen->key;
    size_t rows = keys_of(c, seen, (enum patent_by)c->in->rows, c->row_keys, c->scratch);
    for (size_t i = 0; i < rows; i++) /* scratch is used again for the columns */
        c->row_keys[i] = table_group(c, true, c->row_keys[i])->key;
    size_t columns = keys_of(c, seen, (enum patent_by)c->in->columns, c->column_keys, c->scratch);
    for (size_t k = 0; k < columns; k++)
        c->column_keys[k] = table_group(c, false, c->column_keys[k])->key;
    c->records++;
    c->total += first_time(c, 't', STR(""), STR(""), unit);
    if (seen->doc.day[DAY_PUBLISHED] != DAY_NONE && seen->doc.day[DAY_PUBLISHED] > c->newest)
        c->newest = seen->doc.day[DAY_PUBLISHED];
    for (size_t i = 0; i < rows; i++) {
        struct group *row = table_group(c, true, c->row_keys[i]);
        row->n += first_time(c, 'r', row->key, STR(""), unit);
        for (size_t k = 0; k < columns; k++)
            cell_of(c, row->key, c->column_keys[k])->n +=
                first_time(c, 'x', row->key, c->column_keys[k], unit);
    }
    for (size_t k = 0; k < columns; k++)
        table_group(c, false, c->column_keys[k])->n +=
            first_time(c, 'c', c->column_keys[k], STR(""), unit);
    return ERR_OK;
}

/* Laying out ------------------------------------------------------------------------------------
 */

static int largest_first(const void *a, const void *b)
{
    const struct group *x = *(struct group *const *)a, *y = *(struct group *const *)b;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return str_cmp(x->key, y->key);
}

static int by_key(const void *a, const void *b)
{
    const struct group *x = *(struct group *const *)a, *y = *(struct group *const *)b;
    return str_cmp(x->key, y->key);
}

/* Years without a gap, from the first to the last. */
static void add_missing_years(struct counting *c, bool row)
{
    int64_t first = INT64_MAX, last = INT64_MIN, year;
    size_t n = row ? c->row_list.n : c->column_list.n;
    for (size_t i = 0; i < n; i++)
        if (str_int(row ? c->row_list.at[i]->key : c->column_list.at[i]->key, &year)) {
            first = year < first ? year : first;
            last = year > last ? year : last;
        }
    for (year = first; first <= last && year <= last && last - first < 400; year++) {
        char text[24];
        snprintf(text, sizeof text, "%lld", (long long)year);
        table_group(c, row, str_from(text));
    }
}

static void order_groups(struct group **at, size_t n, enum patent_by by)
{
    if (n)
        qsort(at, n, sizeof *at, by == PATENT_BY_YEAR ? by_key : largest_first);
    for (size_t i = 0; i < n; i++)
        at[i]->at = i;
}

static void accumulate(struct patent_table *t)
{
    for (size_t r = 0; r < t->row_n; r++)
        for (size_t k = 1; k < t->column_n; k++)
            t->cells[r * t->column_n + k] += t->cells[r * t->column_n + k - 1];
    for (size_t k = 1; k < t->column_n; k++)
        t->column_total[k] += t->column_total[k - 1];
}

static void fill_cells(const struct counting *c, struct patent_table *t)
{
    for (size_t i = 0; i < c->cell_list.n; i++) {
        const struct cell *cell = c->cell_list.at[i];
        const struct group *row = map_get(&c->rows, cell->row);
        const struct group *column = map_get(&c->columns, cell->column);
        if (row->at < t->row_n)
            t->cells[row->at * t->column_n + column->at] = cell->n;
    }
    for (size_t r = 0; c->grid && r < t->row_n; r++)
        for (size_t k = 0; k < t->column_n; k++) {
            const struct group *row = c->row_list.at[r], *column = c->column_list.at[k];
            if (row->id < c->grid_rows && column->id < c->stride)
                t->cells[r * t->column_n + k] = c->grid[row->id * c->stride + column->id];
        }
}

static enum err lay_out(struct ctx *ctx, struct counting *c, struct patent_table *t)
{
    const struct patent_table_in *in = c->in;
    size_t row_n = c->row_list.n, column_n = c->column_list.n;
    if (in->limit && row_n > (size_t)in->limit)
        row_n = (size_t)in->limit;
    if (row_n > PATENT_TABLE_ROWS_MAX)
        row_n = PATENT_TABLE_ROWS_MAX;
    if (column_n > PATENT_TABLE_COLUMNS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "columns", T("列太多：请换一个按列统计的项目"));
    t->row_all = c->row_list.n;
    t->row_n = row_n;
    t->column_n = column_n;
    t->rows = ARENA_ARRAY(ctx->arena, struct str, row_n + 1);
    t->columns = ARENA_ARRAY(ctx->arena, struct str, column_n + 1);
    t->cells = ARENA_ARRAY(ctx->arena, int64_t, row_n * column_n + 1);
    t->row_total = ARENA_ARRAY(ctx->arena, int64_t, row_n + 1);
    t->column_total = ARENA_ARRAY(ctx->arena, int64_t, column_n + 1);
    for (size_t i = 0; i < row_n; i++) {
        t->rows[i] = str_dup(ctx->arena, c->row_list.at[i]->key);
        t->row_total[i] = c->row_list.at[i]->n;
    }
    for (size_t i = 0; i < column_n; i++) {
        t->columns[i] = str_dup(ctx->arena, c->column_list.at[i]->key);
        t->column_total[i] = c->column_list.at[i]->n;
    }
    fill_cells(c, t);
    if (in->cumulative)
        accumulate(t);
    return ERR_OK;
}

static int32_t months_before(int32_t day, int32_t months)
{
    struct date d = day_date(day);
    int32_t at = d.year * 12 + d.month - 1 - months;
    return day_from_date((struct date){at / 12, at % 12 + 1, d.day > 28 ? 28 : d.day});
}

struct tabling {
    struct ctx *ctx;
    struct counting *c;
    struct patent_table *out;
    bool counted; /* by the index */
};

static enum err make(void *arg)
{
    struct tabling *t = arg;
    struct counting *c = t->c;
    const struct patent_table_in *in = c->in;
    struct patent_table *out = t->out;
    enum err e =
        t->counted ? ERR_OK
                   : patent_hits_columns(t->ctx, in->query, in->set, NULL, &c->arena, count_one, c);
    if (e)
        return e;
    if (in->rows == PATENT_BY_YEAR)
        add_missing_years(c, true);
    if (in->columns == PATENT_BY_YEAR)
        add_missing_years(c, false);
    order_groups(c->row_list.at, c->row_list.n, (enum patent_by)in->rows);
    order_groups(c->column_list.at, c->column_list.n, (enum patent_by)in->columns);
    out->total = c->total;
    out->records = c->records;
    out->newest = c->newest;
    if (c->newest != DAY_NONE)
        out->incomplete = months_before(c->newest, PATENT_INCOMPLETE_MONTHS);
    return lay_out(t->ctx, c, out);
}

static void release(void *arena)
{
    arena_release(arena);
}

enum err patent_table(struct ctx *ctx, const struct patent_table_in *in, struct patent_table *out)
{
    struct counting *c = ARENA_NEW(ctx->arena, struct counting);
    struct tabling t = {.ctx = ctx, .c = c, .out = out};
    *out = (struct patent_table){.newest = DAY_NONE, .incomplete = DAY_NONE};
    c->in = in;
    c->newest = DAY_NONE;
    arena_init(&c->arena, table_memory(in));
    arena_defer(ctx->arena, release, &c->arena); /* where the answer does not fit */
    struct patent_ask ask;
    enum err e = patent_ask_make(ctx, in->query, in->set, &ask);
    if (e)
        return e;
    out->query = query_print(ctx->arena, ask.query);
    t.counted = table_by_index(&ask, c);
    e = arena_run(&c->arena, make, &t);
    arena_release(&c->arena);
    return e == ERR_LIMIT && !ctx->error.code
               ? ctx_fail(ctx, e, "query", T("专利太多，算不下：请缩小检索式"))
               : e;
}
