#include "report/sheet_map.h"

#include <string.h>

#include "base/utf8.h"

enum {
    EXACT = 100, /* a name that is in the table */
    PART = 30,   /* a name that holds one of the table's, or is held */
    KNOWN = 120, /* a name that a person mapped */
    HALF = 10,   /* less, for each name that reaches down from the row before */
    KEY_MAX = 256,
};

struct str sheet_name_key(struct arena *arena, struct str name)
{
    struct buf b;
    uint32_t rune;
    int depth = 0;
    struct str rest = str_lower(arena, str_narrow(arena, name));
    buf_init(&b, arena, KEY_MAX);
    while (utf8_next(&rest, &rune)) {
        bool open = rune == '(' || rune == '[' || rune == 0x3010 || rune == 0x3014;
        bool close = rune == ')' || rune == ']' || rune == 0x3011 || rune == 0x3015;
        depth += open;
        bool letter = rune >= 0x2E80 || (rune >= '0' && rune <= '9') ||
                      (rune >= 'a' && rune <= 'z') || (rune >= 0xC0 && rune < 0x2000);
        bool mark = rune >= 0x3000 && rune <= 0x3020;
        if (depth == 0 && letter && !mark && rune != 0x30FB && rune < 0xFF00)
            utf8_add(&b, rune);
        depth -= close && depth > 0;
    }
    return buf_str(&b);
}

/* How well a column's name fits a field. */
static int32_t fit(struct arena *arena, struct str key, const struct sheet_field *field)
{
    if (str_empty(key))
        return 0;
    if (str_eq(key, sheet_name_key(arena, str_from(field->label))) ||
        str_eq(key, str_from(field->name)))
        return EXACT + 1;
    int32_t best = 0;
    for (const char *const *n = field->names; *n; n++) {
        struct str name = str_from(*n);
        if (str_eq(key, name))
            return EXACT;
        /* the nearer the two are in length, the better */
        size_t shorter = name.len < key.len ? name.len : key.len;
        size_t longer = name.len < key.len ? key.len : name.len;
        bool holds = name.len <= key.len ? str_has(key, name) : str_has(name, key);
        if (holds && shorter >= 6) {
            int32_t part = PART + (int32_t)(shorter * 40 / longer);
            best = part > best ? part : best;
        }
    }
    return best;
}

static bool is_name(const struct sheet_cell *cell)
{
    return cell->kind == SHEET_TEXT && utf8_count(str_trim(cell->text)) <= SHEET_TITLE_MAX;
}

struct scoring {
    struct arena *arena;
    const struct sheet_field *fields;
    size_t field_n;
    const struct str *given;
    size_t given_n;
};

static bool is_given(const struct scoring *s, struct str key)
{
    for (size_t i = 0; i < s->given_n; i++)
        if (!str_empty(key) && str_eq(key, sheet_name_key(s->arena, s->given[i])))
            return true;
    return false;
}

/* The best fits are given away first; a field and a column take part once. */
static int32_t give_fields(const struct scoring *s, struct sheet_head *head)
{
    int32_t score = 0;
    bool taken[SHEET_FIELDS_MAX] = {false};
    struct arena_mark mark = arena_mark(s->arena);
    int32_t *table = ARENA_ARRAY(s->arena, int32_t, head->n * s->field_n + 1);
    for (size_t c = 0; c < head->n; c++) {
        struct sheet_column *col = &head->at[c];
        struct str whole = sheet_name_key(s->arena, col->title);
        struct str lower = sheet_name_key(s->arena, col->lower);
        struct str upper = sheet_name_key(s->arena, col->upper);
        col->field = -1;
        score += is_given(s, whole) || is_given(s, lower) || is_given(s, upper) ? KNOWN : 0;
        for (size_t f = 0; f < s->field_n; f++) {
            int32_t a = fit(s->arena, whole, &s->fields[f]);
            int32_t b = fit(s->arena, lower, &s->fields[f]) - 2;
            int32_t d = fit(s->arena, upper, &s->fields[f]) - 60;
            table[c * s->field_n + f] = a > b ? (a > d ? a : d) : b > d ? b : d;
        }
    }
    for (int32_t level = EXACT + 1; level >= PART; level--)
        for (size_t c = 0; c < head->n; c++)
            for (size_t f = 0; f < s->field_n; f++)
                if (head->at[c].field < 0 && !taken[f] && table[c * s->field_n + f] == level) {
                    head->at[c].field = (int32_t)f;
                    head->at[c].how = SHEET_GUESSED;
                    taken[f] = true;
                    score += s->fields[f].name[0] == '-' ? 0 : level; /* known, but says little */
                }
    arena_reset(s->arena, mark);
    return score;
}

static struct str one_line(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.len);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '\n' && text.ptr[i] != '\r' && text.ptr[i] != '\t')
            out[n++] = text.ptr[i];
    return str_trim((struct str){out, n});
}

/* The header that these one or two rows would make. False when they cannot be one. */
static bool make_head(const struct scoring *s, const struct sheet_row *upper,
                      const struct sheet_row *lower, struct sheet_head *head)
{
    size_t own = 0, names = 0, cells = 0, under = 0, above = 0;
    *head = (struct sheet_head){.row = upper->number,
                                .last_row = lower ? lower->number : upper->number};
    head->n = lower && lower->n > upper->n ? lower->n : upper->n;
    for (size_t c = 0; c < head->n; c++) {
        struct sheet_cell u = sheet_at(upper, c);
        struct sheet_cell l = lower ? sheet_at(lower, c) : (struct sheet_cell){0};
        struct sheet_column *col = &head->at[c];
        col->field = -1;
        own += u.kind != SHEET_BLANK && u.from == SHEET_OWN;
        cells += u.kind != SHEET_BLANK;
        above += u.from == SHEET_ABOVE;
        names += is_name(&u);
        if (is_name(&u))
            col->upper = one_line(s->arena, u.text);
        if (l.kind != SHEET_BLANK && l.from == SHEET_OWN) {
            if (!is_name(&l))
                return false;
            /* a second row of names stands where the first has a wide cell, or none */
            under += u.kind == SHEET_BLANK || u.from == SHEET_ASIDE ||
                     sheet_at(upper, c + 1).from == SHEET_ASIDE;
            col->lower = one_line(s->arena, l.text);
        }
        bool same = str_empty(col->lower) || str_eq(col->lower, col->upper);
        col->title =
            str_empty(col->upper) ? col->lower
            : same                ? col->upper
                   : str_print(s->arena, "%.*s %.*s", STR_ARG(col->upper), STR_ARG(col->lower));
    }
    if (names == 0 || names * 2 < cells || (lower && under == 0) || (own < 2 && head->n > 1))
        return false;
    head->score = give_fields(s, head) - (int32_t)(lower ? 0 : above * HALF);
    return true;
}

static void sign(struct arena *arena, struct sheet_head *head)
{
    struct buf b;
    buf_init(&b, arena, 64 * 1024);
    for (size_t c = 0; c < head->n; c++) {
        buf_add(&b, sheet_name_key(arena, head->at[c].title));
        buf_char(&b, '|');
    }
    head->signature = buf_str(&b);
}

void sheet_head_find(struct arena *arena, const struct sheet_row *rows, size_t row_n,
                     const struct sheet_field *fields, size_t field_n, const struct str *given,
                     size_t given_n, struct sheet_head *out)
{
    struct scoring s = {arena, fields, field_n, given, given_n};
    struct sheet_head *try = ARENA_NEW(arena, struct sheet_head);
    struct sheet_head *first = NULL;
    *out = (struct sheet_head){0};
    if (row_n > SHEET_HEAD_ROWS)
        row_n = SHEET_HEAD_ROWS;
    for (size_t i = 0; i < row_n; i++)
        for (int two = 0; two < 2 && i + (size_t)two < row_n; two++) {
            if (two && rows[i + 1].number != rows[i].number + 1)
                continue;
            if (!make_head(&s, &rows[i], two ? &rows[i + 1] : NULL, try))
                continue;
            if (!first && !two) { /* the first row of several names, if nothing is known */
                first = ARENA_NEW(arena, struct sheet_head);
                *first = *try;
            }
            if (try->score > out->score)
                *out = *try;
        }
    if (out->score < EXACT - 2 && first) /* not one name is sure */
        *out = *first;
    sign(arena, out);
}

bool sheet_head_set(struct sheet_head *head, struct str column, int32_t field, enum sheet_how how)
{
    size_t at = SIZE_MAX;
    for (int part = 0; part < 3 && at == SIZE_MAX; part++)
        for (size_t c = 0; c < head->n && at == SIZE_MAX; c++) {
            struct str name = part == 0   ? head->at[c].title
                              : part == 1 ? head->at[c].lower
                                          : head->at[c].upper;
            if (!str_empty(name) && str_eq_nocase(str_trim(column), name))
                at = c;
        }
    if (at == SIZE_MAX) {
        struct str letters =
            str_ends(column, STR("列")) ? str_slice(column, 0, column.len - 3) : column;
        at = sheet_column(str_trim(letters));
    }
    if (at >= head->n)
        return false;
    for (size_t c = 0; field >= 0 && c < head->n; c++)
        if (head->at[c].field == field)
            head->at[c].field = -1;
    head->at[at].field = field;
    head->at[at].how = how;
    return true;
}

size_t sheet_head_column(const struct sheet_head *head, int32_t field)
{
    for (size_t c = 0; c < head->n; c++)
        if (head->at[c].field == field)
            return c;
    return SIZE_MAX;
}

int32_t sheet_field_index(const struct sheet_field *fields, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(name, str_from(fields[i].name)) ||
            str_eq(name, str_from(fields[i].label)))
            return (int32_t)i;
    return -1;
}

struct sheet_row sheet_row_copy(struct arena *arena, const struct sheet_row *row)
{
    struct sheet_cell *cells = arena_copy(arena, row->at, row->n * sizeof *cells);
    for (size_t i = 0; i < row->n; i++)
        cells[i].text = str_dup(arena, cells[i].text);
    return (struct sheet_row){row->number, row->hidden, cells, row->n};
}
