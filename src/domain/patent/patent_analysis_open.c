/* What opens a figure: conditions as words of our language and as tests of the facts, and the
 * records behind one cell of the answer. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "domain/patent/patent_analysis_fact.h"

enum { WORDS_MAX = 60 /* keys or records that a clause names one by one */ };

/* Conditions ----------------------------------------------------------------------------------- */

static bool has_key(const struct fact *fact, enum property p, uint32_t key, uint32_t most)
{
    const struct fact_keys *k = &fact->of[p];
    for (uint32_t i = 0; i < k->n && i < most; i++)
        if (k->at[i] == key)
            return true;
    return false;
}

static bool holds_key(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    (void)f;
    return has_key(fact, c->p, c->key, UINT32_MAX);
}

static bool holds_any(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    (void)f;
    for (size_t i = 0; i < c->n; i++)
        if (has_key(fact, c->p, c->list[i], UINT32_MAX))
            return true;
    return false;
}

static bool holds_known(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    return fact->of[c->p].n && !is_unknown(f, c->p, fact->of[c->p].at[0]);
}

static bool holds_alive(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    (void)c;
    return (f->with & WITH(OF_STATUS)) &&
           str_eq(word_of(f, OF_STATUS, fact->of[OF_STATUS].at[0]), STR("1"));
}

static bool holds_years(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    int32_t year = fact_year(f, fact);
    return year >= c->from && year <= c->to && (year || c->to == 0);
}

static bool holds_ends(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    int32_t year = fact_year(f, fact);
    return year == c->from || year == c->to;
}

static bool holds_granted(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    int32_t day = fact->day[DAY_PUBLISHED], year = day == DAY_NONE ? 0 : day_date(day).year;
    return year && year >= c->from && year <= c->to &&
           str_eq(word_of(f, OF_TYPE, fact->of[OF_TYPE].at[0]), STR("B"));
}

static bool holds_pair(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    (void)f;
    return has_key(fact, c->p, c->key, (uint32_t)c->n) &&
           has_key(fact, c->p, c->other, (uint32_t)c->n);
}

static bool holds_two(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    (void)f;
    return fact->of[c->p].n > 1;
}

static bool holds_records(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    uint32_t me = (uint32_t)(fact - f->all.at);
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->list[middle] < me)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->n && c->list[low] == me;
}

static bool holds_marked(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    const enum property of[] = {c->p, c->q};
    (void)f;
    for (int side = 0; side < 2; side++) {
        bool any = false;
        for (uint32_t i = 0; i < fact->of[of[side]].n; i++)
            any = any || c->marked[side][fact->of[of[side]].at[i]];
        if (!any)
            return false;
    }
    return true;
}

static bool holds_times(const struct facts *f, const struct fact *fact, const struct clause *c)
{
    int64_t n = c->forward ? fact->cited : fact->cites;
    (void)f;
    return c->low < 0 ? n < 0 : n >= c->low && n <= c->high;
}

/* Their words ---------------------------------------------------------------------------------- */

static struct str quoted(struct facts *f, const char *field, struct str word)
{
    if (word.len > PATENT_TERM_LINES_BYTES)
        return STR_NULL;
    return str_print(f->ctx->arena, "%s:%.*s", field, STR_ARG(query_quote(f->ctx->arena, word)));
}

static struct str words_of_class(struct facts *f, struct str word)
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

/* Of what has a value at all. */
static struct str words_of_known(struct facts *f, enum property p)
{
    static const char *const any[PROPERTY_N] = {[OF_APPLICANT] = "an_count:[1 TO *]",
                                                [OF_INVENTOR] = "in:*",
                                                [OF_OFFICE] = "office:*",
                                                [OF_REGION] = "region:*",
                                                [OF_ZONE] = "zone:*",
                                                [OF_STATUS] = "simple_legal_status:*",
                                                [OF_LEGAL] = "legal_status:*",
                                                [OF_TYPE] = "patent_type:*"};
    const char *m = f->in->first_class ? "m" : "";
    if (p == OF_CLASS)
        return str_print(f->ctx->arena,
                         "(%sipc:A OR %sipc:B OR %sipc:C OR %sipc:D OR %sipc:E OR %sipc:F OR "
                         "%sipc:G OR %sipc:H)",
                         m, m, m, m, m, m, m, m);
    return any[p] ? str_from(any[p]) : STR_NULL;
}

static struct str words_of_unknown(struct facts *f, enum property p)
{
    struct str known = words_of_known(f, p);
    return str_null(known) ? STR_NULL : str_print(f->ctx->arena, "NOT %.*s", STR_ARG(known));
}

/* By every printed form of the name. */
static struct str words_of_forms(struct facts *f, const char *field, const struct dict_word *w)
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

static struct str words_of_key(struct facts *f, enum property p, uint32_t key)
{
    const struct dict_word *w = f->dict[p].words.at[key];
    if (p == OF_TECHNOLOGY || p == OF_EFFECT)
        return f->group_finds[p - OF_TECHNOLOGY][key];
    if (is_unknown(f, p, key))
        return words_of_unknown(f, p);
    switch (p) {
    case OF_CLASS:
        return words_of_class(f, w->text);
    case OF_APPLICANT:
        return words_of_forms(f, "an_exact", w);
    case OF_INVENTOR:
        return words_of_forms(f, "in_exact", w);
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

/* ("a" OR "b"), of few; STR_NULL when one has no words. */
static struct str words_of_any(struct facts *f, enum property p, const uint32_t *keys, size_t n)
{
    struct buf b;
    if (n == 0 || n > WORDS_MAX)
        return STR_NULL;
    buf_init(&b, f->ctx->arena, QUERY_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        struct str one = words_of_key(f, p, keys[i]);
        if (str_null(one))
            return STR_NULL;
        buf_print(&b, "%s%.*s", i ? " OR " : "(", STR_ARG(one));
    }
    buf_char(&b, ')');
    return buf_full(&b) ? STR_NULL : buf_str(&b);
}

static const char *day_field(const struct facts *f)
{
    static const char *const names[] = {"apd", "pbd", "isd", "priority_date"};
    return names[f->in->day];
}

static struct str words_of_years(struct facts *f, int32_t from, int32_t to)
{
    struct arena *arena = f->ctx->arena;
    if (to == 0)
        return str_print(arena, "NOT %s:[* TO 99991231]", day_field(f));
    if (from == 0)
        return str_print(arena, "%s:[* TO %04d1231]", day_field(f), to);
    return str_print(arena, "%s:[%04d0101 TO %04d1231]", day_field(f), from, to);
}

static struct str words_of_records(struct facts *f, const uint32_t *at, size_t n)
{
    struct buf b;
    if (n == 0 || n > WORDS_MAX)
        return STR_NULL;
    buf_init(&b, f->ctx->arena, QUERY_BYTES_MAX);
    for (size_t i = 0; i < n; i++)
        buf_print(&b, "%spn:%.*s", i ? " OR " : "(", STR_ARG(f->all.at[at[i]].key));
    buf_char(&b, ')');
    return buf_full(&b) ? STR_NULL : buf_str(&b);
}

/* Clauses -------------------------------------------------------------------------------------- */

struct clause clause_key(struct facts *f, enum property p, uint32_t key)
{
    return (struct clause){.find = words_of_key(f, p, key), .holds = holds_key, .p = p, .key = key};
}

struct clause clause_any(struct facts *f, enum property p, const uint32_t *keys, size_t n)
{
    return (struct clause){
        .find = words_of_any(f, p, keys, n), .holds = holds_any, .p = p, .list = keys, .n = n};
}

struct clause clause_known(struct facts *f, enum property p)
{
    return (struct clause){.find = words_of_known(f, p), .holds = holds_known, .p = p};
}

struct clause clause_alive(struct facts *f)
{
    (void)f;
    return (struct clause){.find = STR("simple_legal_status:1"), .holds = holds_alive};
}

struct clause clause_years(struct facts *f, int32_t from, int32_t to)
{
    return (struct clause){
        .find = words_of_years(f, from, to), .holds = holds_years, .from = from, .to = to};
}

struct clause clause_year(struct facts *f, int32_t year)
{
    return clause_years(f, year, year);
}

struct clause clause_ends(struct facts *f, int32_t from, int32_t to)
{
    struct str a = words_of_years(f, from, from), b = words_of_years(f, to, to);
    return (struct clause){.find =
                               str_print(f->ctx->arena, "(%.*s OR %.*s)", STR_ARG(a), STR_ARG(b)),
                           .holds = holds_ends,
                           .from = from,
                           .to = to};
}

struct clause clause_granted(struct facts *f, int32_t from, int32_t to)
{
    return (struct clause){
        .find = str_print(f->ctx->arena, "patent_type:B AND pbd:[%04d0101 TO %04d1231]", from, to),
        .holds = holds_granted,
        .from = from,
        .to = to};
}

struct clause clause_either(struct facts *f, enum property p, uint32_t a, uint32_t b)
{
    uint32_t *keys = ARENA_ARRAY(&f->arena, uint32_t, 2);
    keys[0] = a;
    keys[1] = b;
    return clause_any(f, p, keys, 2);
}

struct clause clause_pair(struct facts *f, enum property p, uint32_t a, uint32_t b, uint32_t most,
                          bool words)
{
    struct str x = words_of_key(f, p, a), y = words_of_key(f, p, b);
    bool both = words && !str_null(x) && !str_null(y);
    return (struct clause){
        .find = both ? str_print(f->ctx->arena, "%.*s AND %.*s", STR_ARG(x), STR_ARG(y)) : STR_NULL,
        .holds = holds_pair,
        .p = p,
        .key = a,
        .other = b,
        .n = most};
}

struct clause clause_any_two(enum property p)
{
    return (struct clause){.find = STR_NULL, .holds = holds_two, .p = p};
}

struct clause clause_records(struct facts *f, const uint32_t *at, size_t n)
{
    uint32_t *own = ARENA_ARRAY(&f->arena, uint32_t, n + 1);
    size_t different = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || at[i] != at[i - 1])
            own[different++] = at[i];
    return (struct clause){.find = words_of_records(f, own, different),
                           .holds = holds_records,
                           .list = own,
                           .n = different};
}

struct clause clause_marked(enum property p, const bool *marked_p, enum property q,
                            const bool *marked_q)
{
    return (struct clause){
        .find = STR_NULL, .holds = holds_marked, .p = p, .q = q, .marked = {marked_p, marked_q}};
}

struct clause clause_times(struct facts *f, bool forward, int64_t low, int64_t high)
{
    const char *field = forward ? "f_cites_count" : "b_cites_count";
    struct str most =
        high == INT64_MAX ? STR("*") : str_print(f->ctx->arena, "%lld", (long long)high);
    struct str find = low < 0 ? str_print(f->ctx->arena, "NOT %s:[0 TO *]", field)
                              : str_print(f->ctx->arena, "%s:[%lld TO %.*s]", field, (long long)low,
                                          STR_ARG(most));
    return (struct clause){
        .find = find, .holds = holds_times, .low = low, .high = high, .forward = forward};
}

/* Joined to the question ------------------------------------------------------------------------
 */

static struct str join(struct facts *f, const struct clause *clauses, size_t n)
{
    struct buf b;
    buf_init(&b, f->ctx->arena, QUERY_BYTES_MAX);
    if (f->query.len)
        buf_print(&b, n ? "(%.*s)" : "%.*s", STR_ARG(f->query));
    for (size_t i = 0; i < n; i++) {
        if (str_null(clauses[i].find))
            return STR_NULL;
        if (clauses[i].find.len)
            buf_print(&b, "%s%.*s", b.len ? " AND " : "", STR_ARG(clauses[i].find));
    }
    return buf_full(&b) ? STR_NULL : buf_str(&b);
}

const struct fact_opens *find_all(struct facts *f, const struct clause *clauses, size_t n)
{
    struct fact_opens *opens = ARENA_NEW(&f->arena, struct fact_opens);
    opens->find = join(f, clauses, n);
    opens->n = n;
    for (size_t i = 0; i < n; i++)
        opens->of[i] = clauses[i];
    return opens;
}

const struct fact_opens *find_one(struct facts *f, struct clause clause)
{
    return find_all(f, &clause, 1);
}

const struct fact_opens *find_two(struct facts *f, struct clause a, struct clause b)
{
    return find_all(f, (struct clause[]){a, b}, 2);
}

const struct fact_opens *find_everything(struct facts *f)
{
    return find_all(f, NULL, 0);
}

/* The records ---------------------------------------------------------------------------------- */

static bool holds(const struct facts *f, const struct fact *fact, const struct fact_opens *opens)
{
    for (size_t i = 0; i < opens->n; i++)
        if (!opens->of[i].holds(f, fact, &opens->of[i]))
            return false;
    return true;
}

struct behind {
    const struct fact *fact;
};

static int newest_first(const void *a, const void *b)
{
    const struct fact *x = ((const struct behind *)a)->fact, *y = ((const struct behind *)b)->fact;
    int32_t p = x->day[DAY_PUBLISHED], q = y->day[DAY_PUBLISHED];
    if (p != q)
        return p < q ? 1 : -1;
    return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

/* Publication numbers, sorted by their bytes: two numbers beside each decide nearly always. */
struct sorted_key {
    uint64_t first, second;
    struct str key;
};

static struct sorted_key sorted_key(struct str key)
{
    unsigned char head[16] = {0};
    struct sorted_key k = {.key = key};
    memcpy(head, key.ptr, key.len < sizeof head ? key.len : sizeof head);
    for (int i = 0; i < 8; i++) {
        k.first = k.first << 8 | head[i];
        k.second = k.second << 8 | head[8 + i];
    }
    return k;
}

static int by_key(const void *a, const void *b)
{
    const struct sorted_key *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->second != y->second)
        return x->second < y->second ? -1 : 1;
    return str_cmp(x->key, y->key);
}

struct str fact_hash(struct facts *f, const struct str *keys, size_t n)
{
    struct sorted_key *at = ARENA_ARRAY(&f->arena, struct sorted_key, n + 1);
    unsigned char digest[HASH_SIZE];
    struct hash h;
    for (size_t i = 0; i < n; i++)
        at[i] = sorted_key(keys[i]);
    if (n)
        qsort(at, n, sizeof *at, by_key);
    hash_begin(&h);
    for (size_t i = 0; i < n; i++) {
        hash_add(&h, at[i].key);
        hash_byte(&h, '\n');
    }
    hash_end(&h, digest);
    return hash_text(f->ctx->arena, digest);
}

static void fill_records(struct facts *f, const struct fact_opens *opens, struct patent_opened *out)
{
    struct behind *at = ARENA_ARRAY(&f->arena, struct behind, f->all.n + 1);
    struct str *keys = ARENA_ARRAY(&f->arena, struct str, f->all.n + 1);
    struct tally units = {.arena = &f->arena};
    size_t n = 0;
    for (size_t i = 0; i < f->all.n; i++)
        if (holds(f, &f->all.at[i], opens)) {
            keys[n] = f->all.at[i].key;
            at[n++].fact = &f->all.at[i];
            tally_add(&units, f->all.at[i].unit, 0, 0);
        }
    tally_done(&units);
    if (n)
        qsort(at, n, sizeof *at, newest_first);
    out->ids = ARENA_ARRAY(f->ctx->arena, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        out->ids[i] = at[i].fact->id;
    out->n = n;
    out->units = tally_get(&units, 0, 0);
    out->find = opens->find;
    out->hash = fact_hash(f, keys, n);
}

/* One list at a time stays; what was counted for it goes. */
static void list_cell(struct facts *f, struct patent_cell *cell)
{
    size_t n = 0;
    if (!cell->opens)
        return;
    for (size_t i = 0; i < f->all.n; i++)
        n += holds(f, &f->all.at[i], cell->opens);
    int64_t *ids = ARENA_ARRAY(f->ctx->arena, int64_t, n + 1);
    n = 0;
    for (size_t i = 0; i < f->all.n; i++)
        if (holds(f, &f->all.at[i], cell->opens))
            ids[n++] = f->all.at[i].id;
    cell->ids = ids;
    cell->id_n = n;
}

static void list_all(struct facts *f)
{
    struct patent_analysis *a = f->out;
    for (size_t i = 0; i < a->figures.n; i++)
        list_cell(f, &a->figures.at[i].value);
    for (size_t g = 0; g < a->grids.n; g++)
        for (size_t k = 0; k < a->grids.at[g].columns.n; k++) {
            list_cell(f, &a->grids.at[g].columns.at[k].head);
            for (size_t r = 0; r < a->grids.at[g].rows.n; r++)
                list_cell(f, &a->grids.at[g].rows.at[r].cells[k]);
        }
}

/* Names of cells ------------------------------------------------------------------------------- */

static struct str joined(struct facts *f, struct str a, struct str b)
{
    return str_empty(b) ? a : str_print(f->ctx->arena, "%.*s · %.*s", STR_ARG(a), STR_ARG(b));
}

static const struct patent_cell *figure_named(struct facts *f, struct str key,
                                              struct str *out_label)
{
    for (size_t i = 0; i < f->out->figures.n; i++) {
        const struct patent_figure *figure = &f->out->figures.at[i];
        if (str_eq(str_from(figure->key), key)) {
            *out_label = figure->label;
            return &figure->value;
        }
    }
    return NULL;
}

/* "years.3.1": the table, the row from 0 on or "head", the column from 0 on. */
static const struct patent_cell *cell_named(struct facts *f, struct str name, struct str *out_label)
{
    struct str rest = name, table, row;
    int64_t r = 0, k = 0;
    if (!str_cut(&rest, '.', &table) || !str_cut(&rest, '.', &row))
        return NULL;
    if (str_eq(table, STR("figure")))
        return figure_named(f, row, out_label);
    bool head = str_eq(row, STR("head"));
    if (str_null(rest) || (!head && !str_int(row, &r)) || !str_int(rest, &k))
        return NULL;
    for (size_t g = 0; g < f->out->grids.n; g++) {
        const struct patent_grid *grid = &f->out->grids.at[g];
        if (!str_eq(str_from(grid->key), table) || k < 0 || (size_t)k >= grid->columns.n || r < 0 ||
            (!head && (size_t)r >= grid->rows.n))
            continue;
        const struct patent_column *column = &grid->columns.at[k];
        const struct patent_cell *cells = head ? NULL : grid->rows.at[r].cells;
        struct str of = head ? STR("") : patent_cell_text(f->ctx->arena, &cells[0]);
        *out_label = joined(f, joined(f, grid->title, of), k || head ? column->title : STR(""));
        return head ? &column->head : &cells[k];
    }
    return NULL;
}

enum err analysis_open(struct facts *f)
{
    struct patent_opened *out = &f->out->opened;
    struct str label = STR("");
    if (f->in->lists)
        list_all(f);
    if (str_empty(str_or_empty(f->in->open)))
        return ERR_OK;
    if (str_eq(f->in->open, PATENT_OPEN_ALL)) {
        fill_records(f, find_everything(f), out);
        out->is = true;
        return ERR_OK;
    }
    const struct patent_cell *cell = cell_named(f, f->in->open, &label);
    if (!cell || !cell->opens)
        return ctx_fail(f->ctx, ERR_INVALID, "open",
                        T("这个数不在表里了：数据改过，请回到分析重新点开"));
    fill_records(f, cell->opens, out);
    out->is = true;
    out->label = label;
    out->shown = patent_cell_text(f->ctx->arena, cell);
    out->counts = cell->counts;
    return ERR_OK;
}
