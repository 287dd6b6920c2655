/* The rows of one sheet of a workbook, pulled out of a pushing parser: it pauses at the end of each
 * row that has content. */
#include <stdlib.h>
#include <string.h>

#include "report/sheet_in.h"

enum {
    NUMBER_MAX = 64, /* characters of a number */
    FILL_BYTES_MAX = 16 * 1024 * 1024,
    SCAN_KEEP = 256, /* bytes kept between pieces when merged ranges are looked for */
    ACTIVE_MAX = SHEET_COLUMNS_MAX, /* ranges over one row: they do not overlap */
};

enum cell_type {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_TEXT,
    CELL_INLINE,
    CELL_BOOL,
    CELL_ERROR,
    CELL_DATE
};

struct active_merge {
    struct sheet_merge range;
    struct sheet_cell value;
};

struct sheet_xlsx {
    struct sheet_book *book;
    struct xml *xml;
    struct unzip_stream *stream;
    bool ended;
    /* the row that is being read */
    int64_t row;
    bool hidden, in_data, in_row, ready;
    struct sheet_cell cells[SHEET_COLUMNS_MAX];
    size_t n; /* cells with content */
    char *text;
    size_t text_n;
    /* the cell that is being read */
    size_t column;
    uint32_t style;
    enum cell_type type;
    bool in_cell, in_value, in_inline, in_phonetic, has_value;
    size_t value_at;
    /* merged ranges by first row, and those that reach into the present row */
    VEC(struct sheet_merge) merges;
    size_t merge_at;
    struct active_merge active[ACTIVE_MAX];
    size_t active_n;
    size_t filled; /* bytes of texts kept for filling */
};

static enum cell_type type_of(const char *t)
{
    switch (t[0]) {
    case 's':
        return t[1] == 0 ? CELL_SHARED : CELL_TEXT; /* "str" */
    case 'i':
        return CELL_INLINE;
    case 'b':
        return CELL_BOOL;
    case 'e':
        return CELL_ERROR;
    case 'd':
        return CELL_DATE;
    default:
        return CELL_NUMBER;
    }
}

/* "AB12": column 27, behind the letters; false when there are none or too many. */
static bool reference(const char *r, size_t *out_column, const char **out_rest)
{
    size_t column = 0;
    const char *p = r;
    for (; (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z' && p - r < 4; p++)
        column = column * 26 + (size_t)((*p | 0x20) - 'a' + 1);
    *out_column = column - 1;
    *out_rest = p;
    return column > 0;
}

static void open_row(struct sheet_xlsx *s, const char **attributes)
{
    const char *hidden = xml_attr(attributes, "hidden");
    const char *r = xml_attr(attributes, "r");
    int64_t row = s->row + 1;
    if (r && (!str_int(str_from(r), &row) || row <= s->row))
        row = SHEET_ROWS_MAX + 1; /* not a number, or not in order */
    s->row = row;
    s->hidden = hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
    s->n = s->text_n = 0;
    s->column = SIZE_MAX; /* + 1 = the first */
    s->in_row = true;
    if (row > SHEET_ROWS_MAX)
        xml_refuse(s->xml, ERR_INVALID, T("行号不对（{}）"));
}

static void open_cell(struct sheet_xlsx *s, const char **attributes)
{
    size_t column = s->column + 1;
    s->style = 0;
    s->type = CELL_NUMBER;
    for (const char **a = attributes; *a; a += 2) {
        if (a[0][0] == 0 || a[0][1] != 0)
            continue;
        const char *rest;
        if (a[0][0] == 'r' && !reference(a[1], &column, &rest))
            xml_refuse(s->xml, ERR_INVALID, T("单元格位置不对（{}）"));
        else if (a[0][0] == 's')
            s->style = (uint32_t)strtoul(a[1], NULL, 10);
        else if (a[0][0] == 't')
            s->type = type_of(a[1]);
    }
    s->column = column;
    s->value_at = s->text_n;
    s->in_cell = true;
    s->has_value = false;
}

static void on_open(void *arg, const char *name, const char **attributes)
{
    struct sheet_xlsx *s = arg;
    if (!s->in_data) {
        s->in_data = strcmp(name, "sheetData") == 0;
    } else if (name[0] == 'c' && name[1] == 0) {
        if (s->in_row)
            open_cell(s, attributes);
    } else if (name[0] == 'v' && name[1] == 0) {
        s->in_value = s->in_cell;
        s->has_value = s->in_cell;
    } else if (strcmp(name, "row") == 0) {
        open_row(s, attributes);
    } else if (strcmp(name, "is") == 0) {
        s->in_inline = s->in_cell;
        s->has_value = s->in_cell;
    } else if (strcmp(name, "rPh") == 0) {
        s->in_phonetic = true;
    } else if (name[0] == 't' && name[1] == 0) {
        s->in_value = s->in_inline && !s->in_phonetic;
    }
}

static void on_text(void *arg, struct str text)
{
    struct sheet_xlsx *s = arg;
    if (!s->in_value)
        return;
    if (text.len > SHEET_CELL_MAX - (s->text_n - s->value_at) ||
        text.len > SHEET_ROW_MAX - 1 - s->text_n) {
        xml_refuse(s->xml, ERR_LIMIT, T("单元格内容太长（{}）"));
        return;
    }
    memcpy(s->text + s->text_n, text.ptr, text.len);
    s->text_n += text.len;
}

static struct sheet_style style_at(const struct sheet_book *book, uint32_t style)
{
    return style < book->styles.n ? book->styles.at[style] : (struct sheet_style){0};
}

/* The value between value_at and text_n as a cell; false when it cannot be one. */
static bool make_cell(struct sheet_xlsx *s, struct sheet_cell *cell)
{
    struct str value = {s->text + s->value_at, s->text_n - s->value_at};
    char *end;
    bool time;
    s->text[s->text_n] = 0;
    if (s->type == CELL_SHARED) {
        uint64_t i;
        s->text_n = s->value_at;
        if (!str_uint(value, &i) || i >= s->book->strings.n)
            return false;
        cell->text = s->book->strings.at[i];
        cell->kind = SHEET_TEXT;
    } else if (s->type == CELL_NUMBER) {
        double number = value.len < NUMBER_MAX ? strtod(value.ptr, &end) : 0;
        s->text_n = s->value_at;
        if (value.len >= NUMBER_MAX || end != value.ptr + value.len || !(number - number == 0))
            return false;
        sheet_number_cell(cell, number, style_at(s->book, s->style), s->book->date1904);
    } else if (s->type == CELL_BOOL) {
        cell->kind = SHEET_BOOL;
        cell->number = value.len == 1 && value.ptr[0] == '1';
        s->text_n = s->value_at;
    } else if (s->type == CELL_DATE && sheet_moment_text(value, &cell->wall_us, &time)) {
        cell->kind = time ? SHEET_MOMENT : SHEET_DAY;
        cell->day = day_of_instant(cell->wall_us, 0);
        s->text_n = s->value_at;
    } else {
        cell->text = sheet_unescape(value, s->text + s->value_at);
        cell->kind = s->type == CELL_ERROR ? SHEET_ERROR : SHEET_TEXT;
    }
    return true;
}

static void close_cell(struct sheet_xlsx *s)
{
    struct sheet_cell cell = {0};
    s->in_cell = s->in_inline = false;
    if (!s->has_value || (s->type != CELL_SHARED && s->text_n == s->value_at))
        return;
    if (!make_cell(s, &cell)) {
        xml_refuse(s->xml, ERR_INVALID, T("单元格的值读不懂（{}）"));
        return;
    }
    if (cell.kind == SHEET_TEXT && str_empty(str_trim(cell.text))) {
        s->text_n = s->value_at;
        return;
    }
    if (s->column >= SHEET_COLUMNS_MAX) {
        xml_refuse(s->xml, ERR_LIMIT, T("列太多（{}）"));
        return;
    }
    while (s->n <= s->column)
        s->cells[s->n++] = (struct sheet_cell){0};
    s->cells[s->column] = cell;
}

static void on_close(void *arg, const char *name)
{
    struct sheet_xlsx *s = arg;
    if (!s->in_data)
        return;
    if (name[0] == 'c' && name[1] == 0) {
        if (s->in_cell)
            close_cell(s);
    } else if ((name[0] == 'v' || name[0] == 't') && name[1] == 0) {
        s->in_value = false;
    } else if (strcmp(name, "row") == 0) {
        s->in_row = false;
        s->ready = s->n > 0;
        if (s->ready)
            xml_pause(s->xml);
    } else if (strcmp(name, "rPh") == 0) {
        s->in_phonetic = false;
    } else if (strcmp(name, "sheetData") == 0) {
        s->in_data = false;
    }
}

/* Merged ranges stand behind the rows, and the rows need them: so the part is unpacked once before,
 * and searched without parsing it. Whatever is found is a hint how to fill blank cells, no more. */
static void add_merge(struct sheet_xlsx *s, struct str text)
{
    size_t at = str_find(text, STR("ref="), 0), column, last_column;
    if (at == SIZE_MAX || at + 5 >= text.len || s->merges.n == SHEET_MERGES_MAX)
        return;
    char ref[32];
    size_t n = 0;
    for (at += 5;
         at < text.len && n + 1 < sizeof ref && text.ptr[at] != '"' && text.ptr[at] != '\''; at++)
        ref[n++] = text.ptr[at];
    ref[n] = 0;
    char *p, *colon = strchr(ref, ':');
    const char *rest;
    if (!colon || !reference(ref, &column, &rest))
        return;
    unsigned long row = strtoul(rest, &p, 10);
    if (p != colon || !reference(colon + 1, &last_column, &rest))
        return;
    unsigned long last_row = strtoul(rest, &p, 10);
    if (*p || row < 1 || last_row < row || last_row > SHEET_ROWS_MAX || last_column < column ||
        column >= SHEET_COLUMNS_MAX)
        return;
    if (last_column >= SHEET_COLUMNS_MAX)
        last_column = SHEET_COLUMNS_MAX - 1;
    *VEC_ADD(s->book->arena, &s->merges) = (struct sheet_merge){
        (uint32_t)row, (uint32_t)last_row, (uint16_t)column, (uint16_t)last_column};
}

static int by_row(const void *a, const void *b)
{
    const struct sheet_merge *x = a, *y = b;
    return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                            : (x->column > y->column) - (x->column < y->column);
}

static enum err find_merges(struct sheet_xlsx *s, size_t entry, struct error *error)
{
    char *bytes = arena_alloc(s->book->arena, XML_ROOM + SCAN_KEEP);
    struct unzip_stream *stream;
    size_t kept = 0, n = 1;
    enum err e = unzip_begin(s->book->zip, entry, &stream, error);
    if (e)
        return e;
    while (n && !(e = unzip_read(stream, bytes + kept, XML_ROOM, &n, error))) {
        struct str text = {bytes, kept + n};
        size_t at = 0, limit = n && text.len > SCAN_KEEP ? text.len - SCAN_KEEP : n ? 0 : text.len;
        /* one that begins within the last bytes is looked at with the next piece */
        while ((at = str_find(text, STR("mergeCell "), at)) < limit) {
            add_merge(s, str_slice(text, at, at + SCAN_KEEP));
            at += 10;
        }
        kept = text.len - limit;
        memmove(bytes, bytes + limit, kept);
    }
    unzip_end(stream);
    if (s->merges.n)
        qsort(s->merges.at, s->merges.n, sizeof s->merges.at[0], by_row);
    return e;
}

enum err sheet_xlsx_begin(struct sheet_book *book, size_t i, struct sheet_xlsx **out,
                          struct error *error)
{
    static const struct xml_events events = {on_open, on_close, on_text};
    struct sheet_xlsx *s = ARENA_NEW(book->arena, struct sheet_xlsx);
    size_t entry = book->parts.at[i].entry;
    s->book = book;
    s->text = arena_alloc(book->arena, SHEET_ROW_MAX);
    *out = s;
    enum err e = sheet_book_load(book, error);
    if (e || (e = find_merges(s, entry, error)) ||
        (e = xml_new(book->arena, &events, s, unzip_entry(book->zip, entry).name, &s->xml)))
        return e;
    return unzip_begin(book->zip, entry, &s->stream, error);
}

static void enter_merges(struct sheet_xlsx *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->active_n; i++)
        if (s->active[i].range.last_row >= s->row)
            s->active[kept++] = s->active[i];
    s->active_n = kept;
    for (; s->merge_at < s->merges.n && s->merges.at[s->merge_at].row <= s->row; s->merge_at++) {
        struct sheet_merge m = s->merges.at[s->merge_at];
        if (m.row < s->row || m.column >= s->n || s->active_n == ACTIVE_MAX ||
            s->cells[m.column].kind == SHEET_BLANK)
            continue; /* its first cell is blank, and so are the others */
        struct sheet_cell value = s->cells[m.column];
        bool mine = value.text.ptr >= s->text && value.text.ptr < s->text + SHEET_ROW_MAX;
        if (mine && m.last_row > m.row) { /* the next row will overwrite it */
            if (value.text.len > FILL_BYTES_MAX - s->filled)
                continue;
            s->filled += value.text.len;
            value.text = str_dup(s->book->arena, value.text);
        }
        s->active[s->active_n++] = (struct active_merge){m, value};
    }
}

static void fill_merges(struct sheet_xlsx *s)
{
    enter_merges(s);
    for (size_t i = 0; i < s->active_n; i++) {
        const struct active_merge *a = &s->active[i];
        while (s->n <= a->range.last_column)
            s->cells[s->n++] = (struct sheet_cell){0};
        for (size_t c = a->range.column; c <= a->range.last_column; c++)
            if (s->cells[c].kind == SHEET_BLANK) {
                s->cells[c] = a->value;
                s->cells[c].from = c == a->range.column ? SHEET_ABOVE : SHEET_ASIDE;
            }
    }
}

enum err sheet_xlsx_next(struct sheet_xlsx *s, struct sheet_row *out_row, struct error *error)
{
    enum err e = ERR_OK;
    s->ready = false;
    *out_row = (struct sheet_row){.number = s->row};
    while (!s->ready && !s->ended) {
        if (xml_paused(s->xml)) {
            e = xml_resume(s->xml, error);
        } else {
            size_t n = 0;
            char *room = xml_room(s->xml, XML_ROOM);
            if (room && (e = unzip_read(s->stream, room, XML_ROOM, &n, error)))
                return e;
            e = xml_feed(s->xml, n, n == 0, error);
            s->ended = n == 0 && !xml_paused(s->xml);
        }
        if (e)
            return e;
    }
    if (!s->ready)
        return ERR_OK;
    fill_merges(s);
    *out_row = (struct sheet_row){s->row, s->hidden, s->cells, s->n};
    return ERR_OK;
}

void sheet_xlsx_end(struct sheet_xlsx *s)
{
    if (s->stream)
        unzip_end(s->stream);
    s->stream = NULL;
}
