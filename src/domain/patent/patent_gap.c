#include "domain/patent/patent_gap.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "domain/patent/patent_index.h"
#include "domain/patent/patent_view.h"

enum { WORD_MIN = 2, WORD_MAX = 10 };

/* Judging ------------------------------------------------------------------------------------- */

int64_t patent_gap_expected(const struct patent_gap_facts *f)
{
    return f->total <= 0 ? 0 : (int64_t)((__int128)f->row_total * f->column_total * 100 / f->total);
}

enum patent_gap_verdict patent_gap_judge(const struct patent_gap_facts *f)
{
    if (f->open)
        return PATENT_GAP_OPEN;
    if (f->year && f->first_year && f->year < f->first_year)
        return PATENT_GAP_CLASS;
    if (patent_gap_expected(f) < PATENT_GAP_EXPECTED * 100)
        return PATENT_GAP_FEW;
    if (f->word_n > 0)
        return PATENT_GAP_WORD;
    if (f->parent_n > 0)
        return PATENT_GAP_PARENT;
    return f->word_n < 0 ? PATENT_GAP_UNKNOWN : PATENT_GAP_ASK;
}

/* Finding ------------------------------------------------------------------------------------- */

struct finding {
    struct ctx *ctx;
    const struct patent_table_in *in;
    struct patent_gaps *out;
    struct patent_table parents; /* the classes above, by the same columns */
    struct patent_table years;   /* of all the park's records: since when a class is there */
    bool by_class, by_year, searches;
    struct str word;
};

static int64_t level_above(int64_t by)
{
    return by == PATENT_BY_GROUP        ? PATENT_BY_MAIN_GROUP
           : by == PATENT_BY_MAIN_GROUP ? PATENT_BY_SUBCLASS
           : by == PATENT_BY_SUBCLASS   ? PATENT_BY_CLASS
           : by == PATENT_BY_CLASS      ? PATENT_BY_SECTION
                                        : PATENT_BY_NOTHING;
}

static struct str key_above(struct arena *arena, int64_t by, struct str key)
{
    size_t slash = str_find_char(key, '/', 0);
    switch (level_above(by)) {
    case PATENT_BY_MAIN_GROUP:
        return slash == SIZE_MAX ? key : str_print(arena, "%.*s/00", (int)slash, key.ptr);
    case PATENT_BY_SUBCLASS:
        return str_slice(key, 0, 4);
    case PATENT_BY_CLASS:
        return str_slice(key, 0, 3);
    case PATENT_BY_SECTION:
        return str_slice(key, 0, 1);
    default:
        return STR("");
    }
}

static int64_t count_at(const struct patent_table *t, struct str row, struct str column)
{
    for (size_t r = 0; r < t->row_n; r++)
        for (size_t k = 0; k < t->column_n && str_eq(t->rows[r], row); k++)
            if (str_eq(t->columns[k], column))
                return t->cells[r * t->column_n + k];
    return 0;
}

static int64_t first_year(const struct patent_table *t, struct str row)
{
    int64_t year = 0;
    for (size_t r = 0; r < t->row_n; r++)
        for (size_t k = 0; k < t->column_n && str_eq(t->rows[r], row); k++)
            if (t->cells[r * t->column_n + k] && str_int(t->columns[k], &year))
                return year;
    return 0;
}

static bool is_class(int64_t by)
{
    return by >= PATENT_BY_SECTION && by <= PATENT_BY_GROUP;
}

/* A title's first words, up to a mark or a short length: "蓄电池；…" is 蓄电池. */
static struct str first_words(struct str title)
{
    size_t end = 0;
    while (end < title.len) {
        unsigned char c = (unsigned char)title.ptr[end];
        struct str rest = str_slice(title, end, title.len);
        if (c < 0x80 && (c < '0' || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || c > 'z'))
            break;
        if (str_starts(rest, STR("；")) || str_starts(rest, STR("，")) ||
            str_starts(rest, STR("、")) || str_starts(rest, STR("（")) ||
            str_starts(rest, STR("或")) || str_starts(rest, STR("的")))
            break;
        end += c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    }
    struct str words = str_trim(str_slice(title, 0, end));
    size_t n = utf8_count(words);
    return n >= WORD_MIN && n <= WORD_MAX ? words : STR("");
}

static struct str word_of(const struct finding *f, struct str row)
{
    bool label = f->in->rows == PATENT_BY_LABEL || f->in->rows == PATENT_BY_LABEL_2;
    struct str own = label         ? row
                     : f->by_class ? first_words(patent_ipc_title(f->ctx, row))
                                   : STR("");
    own = str_empty(own) ? f->word : own;
    return str_find_char(own, '"', 0) == SIZE_MAX ? own : STR("");
}

/* How often each column has the word: what the row's class is not on, for the row is empty there.
 */
static enum err search_row(struct finding *f, size_t row, struct str word)
{
    struct ctx *ctx = f->ctx;
    struct patent_table found;
    struct patent_table_in in = *f->in;
    struct str query = str_trim(str_or_empty(f->in->query));
    in.rows = PATENT_BY_NOTHING;
    in.limit = 0;
    in.query = query.len
                   ? str_print(ctx->arena, "(%.*s) AND \"%.*s\"", STR_ARG(query), STR_ARG(word))
                   : str_print(ctx->arena, "\"%.*s\"", STR_ARG(word));
    enum err e = patent_table(ctx, &in, &found);
    if (e == ERR_INVALID) { /* the word is none that can be searched for */
        error_clear(&ctx->error);
        return ERR_OK;
    }
    for (size_t i = 0; !e && i < f->out->at.n; i++) {
        struct patent_gap *gap = &f->out->at.at[i];
        if (gap->row == row)
            gap->facts.word_n = count_at(&found, STR("all"), f->out->table.columns[gap->column]);
    }
    return e;
}

static enum err search(struct finding *f)
{
    const struct patent_table *t = &f->out->table;
    enum err e = ERR_OK;
    for (size_t r = 0; !e && r < t->row_n; r++) {
        struct str word = word_of(f, t->rows[r]);
        bool has_gap = false;
        for (size_t i = 0; i < f->out->at.n; i++)
            if (f->out->at.at[i].row == r) {
                has_gap = true;
                f->out->at.at[i].word = word;
            }
        if (has_gap && !str_empty(word))
            e = search_row(f, r, word);
    }
    return e;
}

static int most_expected(const void *a, const void *b)
{
    const struct patent_gap *x = a, *y = b;
    if (x->expected != y->expected)
        return x->expected < y->expected ? 1 : -1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static void collect(struct finding *f)
{
    const struct patent_table *t = &f->out->table;
    int32_t open = t->incomplete == DAY_NONE ? 9999 : day_date(t->incomplete).year;
    for (size_t r = 0; r < t->row_n; r++)
        for (size_t k = 0; k < t->column_n; k++) {
            struct patent_gap gap = {.row = r, .column = k, .word = STR(""), .parent = STR("")};
            if (t->cells[r * t->column_n + k] || str_eq(t->rows[r], STR("-")) ||
                str_eq(t->columns[k], STR("-")))
                continue;
            f->out->empty++;
            if (f->by_year)
                str_int(t->columns[k], &gap.facts.year);
            gap.facts.open = f->by_year && gap.facts.year >= open;
            gap.facts.row_total = t->row_total[r];
            gap.facts.column_total = t->column_total[k];
            gap.facts.total = t->total;
            gap.facts.word_n = -1;
            gap.facts.parent_n = -1;
            if (f->by_class && level_above(f->in->rows)) {
                gap.parent = key_above(f->ctx->arena, f->in->rows, t->rows[r]);
                gap.facts.parent_n = count_at(&f->parents, gap.parent, t->columns[k]);
            }
            if (f->by_class && f->by_year)
                gap.facts.first_year = first_year(&f->years, t->rows[r]);
            gap.expected = patent_gap_expected(&gap.facts);
            *VEC_ADD(f->ctx->arena, &f->out->at) = gap;
        }
    if (f->out->at.n)
        qsort(f->out->at.at, f->out->at.n, sizeof *f->out->at.at, most_expected);
    if (f->out->at.n > PATENT_GAPS_MAX)
        f->out->at.n = PATENT_GAPS_MAX;
}

static enum err load(struct finding *f)
{
    struct ctx *ctx = f->ctx;
    struct patent_table_in in = *f->in;
    struct patent_covered covered;
    enum err e = patent_table(ctx, f->in, &f->out->table);
    if (!e && f->by_class && level_above(in.rows)) {
        in.rows = level_above(in.rows);
        in.limit = 0;
        e = patent_table(ctx, &in, &f->parents);
    }
    if (!e && f->by_class && f->by_year) {
        in = *f->in;
        in.query = STR("");
        in.set = 0;
        in.limit = 0;
        e = patent_table(ctx, &in, &f->years);
    }
    e = e ? e : patent_index_covered(ctx, &covered);
    if (!e)
        f->searches = covered.index || f->out->table.records <= PATENT_GAP_WORD_RECORDS_MAX;
    return e;
}

enum err patent_gaps(struct ctx *ctx, const struct patent_table_in *in, struct str word,
                     struct patent_gaps *out)
{
    struct finding f = {.ctx = ctx,
                        .in = in,
                        .out = out,
                        .by_class = is_class(in->rows),
                        .by_year = in->columns == PATENT_BY_YEAR,
                        .word = str_trim(str_or_empty(word))};
    *out = (struct patent_gaps){0};
    enum err e = load(&f);
    if (e)
        return e;
    collect(&f);
    if (f.searches)
        e = search(&f);
    for (size_t i = 0; !e && i < out->at.n; i++)
        out->at.at[i].verdict = patent_gap_judge(&out->at.at[i].facts);
    return e;
}
