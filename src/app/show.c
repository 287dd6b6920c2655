#include "app/show.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/utf8.h"
#include "web/i18n.h"

/* Columns that a terminal gives to the text: East Asian wide characters take two. */
static size_t width(struct str s)
{
    size_t n = 0;
    for (uint32_t r; utf8_next(&s, &r);)
        n += (r >= 0x1100 && r <= 0x115F) || (r >= 0x2E80 && r <= 0xA4CF) ||
                     (r >= 0xAC00 && r <= 0xD7A3) || (r >= 0xF900 && r <= 0xFAFF) ||
                     (r >= 0xFE30 && r <= 0xFE6F) || (r >= 0xFF00 && r <= 0xFF60) ||
                     (r >= 0x20000 && r <= 0x3FFFD)
                 ? 2
                 : 1;
    return n;
}

static bool scalar(const struct json *value)
{
    return json_kind_of(value) < JSON_KIND_ARRAY;
}

/* A scalar's text on one line; a list or object as its count in brackets. */
static struct str cell(struct arena *arena, const struct json *value)
{
    switch (json_kind_of(value)) {
    case JSON_KIND_BOOL:
        return json_bool(value) ? STR("true") : STR("false");
    case JSON_KIND_INT:
        return str_print(arena, "%lld", (long long)json_int(value, 0));
    case JSON_KIND_REAL:
        return str_print(arena, "%.15g", json_real_of(value, 0));
    case JSON_KIND_STR:
        return json_str(value);
    case JSON_KIND_ARRAY:
    case JSON_KIND_OBJECT:
        return str_print(arena, "[%zu]", json_count(value));
    default:
        return STR("");
    }
}

static struct str one_line(struct arena *arena, struct str s)
{
    char *line = arena_copy(arena, s.ptr ? s.ptr : "", s.len);
    for (size_t i = 0; i < s.len; i++)
        if (line[i] == '\n' || line[i] == '\r' || line[i] == '\t')
            line[i] = ' ';
    return (struct str){line, s.len};
}

/* The list a table is made of: the value itself, or the first member that is a list of objects. */
static const struct json *list_in(struct arena *arena, const struct json *value)
{
    if (json_kind_of(value) == JSON_KIND_ARRAY)
        return value;
    size_t n;
    struct json_pair *members = json_members(arena, value, &n);
    for (size_t i = 0; i < n; i++)
        if (json_kind_of(members[i].value) == JSON_KIND_ARRAY)
            return members[i].value;
    return NULL;
}

struct table {
    struct str columns[SHOW_COLUMNS_MAX];
    size_t widths[SHOW_COLUMNS_MAX];
    size_t n;
};

static bool has_column(const struct table *table, struct str name)
{
    for (size_t c = 0; c < table->n; c++)
        if (str_eq(table->columns[c], name))
            return true;
    return false;
}

/* Every member that any row has, in the order in which they come. */
static struct table table_of(struct arena *arena, const struct json *list)
{
    struct table table = {0};
    for (size_t row = 0; row < json_count(list); row++) {
        const struct json *element = json_element(list, row);
        size_t n;
        if (json_kind_of(element) != JSON_KIND_OBJECT)
            continue;
        struct json_pair *members = json_members(arena, element, &n);
        for (size_t i = 0; i < n && table.n < SHOW_COLUMNS_MAX; i++)
            if (!has_column(&table, members[i].name))
                table.columns[table.n++] = members[i].name;
    }
    return table;
}

/* One record by csv_write(), so that it is quoted and guarded as in every export. */
static void write_csv_record(struct arena *arena, const struct str *cells, size_t n, FILE *out)
{
    struct buf b;
    buf_init(&b, arena, SHOW_BYTES_MAX);
    csv_write(&b, cells, n);
    fwrite(b.ptr ? b.ptr : "", 1, b.len, out);
}

static void write_csv_row(struct arena *arena, const struct table *table, const struct json *row,
                          FILE *out)
{
    struct arena_mark mark = arena_mark(arena);
    struct str cells[SHOW_COLUMNS_MAX];
    for (size_t c = 0; c < table->n; c++) {
        const struct json *value = json_member(row, str_c(arena, table->columns[c]));
        struct str text = value ? cell(arena, value) : STR("");
        cells[c] = json_kind_of(value) == JSON_KIND_STR ? csv_guard(arena, text) : text;
    }
    write_csv_record(arena, cells, table->n, out);
    arena_reset(arena, mark);
}

/* An answer that is no list is a list of one; its own lists are counted. */
static void write_csv(struct arena *arena, const struct json *root, FILE *out)
{
    const struct json *list = list_in(arena, root);
    struct table table = {0};
    if (list) {
        table = table_of(arena, list);
    } else {
        size_t n;
        struct json_pair *members = json_members(arena, root, &n);
        for (size_t i = 0; i < n && table.n < SHOW_COLUMNS_MAX; i++)
            table.columns[table.n++] = members[i].name;
    }
    if (table.n)
        write_csv_record(arena, table.columns, table.n, out);
    for (size_t i = 0; list && i < json_count(list); i++)
        write_csv_row(arena, &table, json_element(list, i), out);
    if (!list && table.n)
        write_csv_row(arena, &table, root, out);
}

static void pad(FILE *out, size_t have, size_t want)
{
    for (; have < want; have++)
        fputc(' ', out);
}

static void write_table(struct arena *arena, const struct json *list, FILE *out)
{
    struct table t = table_of(arena, list);
    size_t rows = json_count(list);
    struct str *cells = ARENA_ARRAY(arena, struct str, rows * t.n + 1);
    for (size_t c = 0; c < t.n; c++) {
        const char *name = str_c(arena, t.columns[c]);
        t.widths[c] = width(t.columns[c]);
        for (size_t i = 0; i < rows; i++) {
            struct str s = one_line(arena, cell(arena, json_member(json_element(list, i), name)));
            cells[i * t.n + c] = utf8_prefix(s, 40);
            if (width(cells[i * t.n + c]) > t.widths[c])
                t.widths[c] = width(cells[i * t.n + c]);
        }
    }
    for (size_t c = 0; c < t.n; c++) {
        fprintf(out, "%.*s", STR_ARG(t.columns[c]));
        pad(out, width(t.columns[c]), c + 1 < t.n ? t.widths[c] + 2 : 0);
    }
    fputs(t.n ? "\n" : "", out);
    for (size_t i = 0; i < rows; i++) {
        for (size_t c = 0; c < t.n; c++) {
            struct str s = cells[i * t.n + c];
            fprintf(out, "%.*s", STR_ARG(s));
            pad(out, width(s), c + 1 < t.n ? t.widths[c] + 2 : 0);
        }
        fputc('\n', out);
    }
}

/* Members one a line, lists as tables under their name, objects indented. */
static void write_text(struct arena *arena, const struct json *value, int depth, FILE *out)
{
    if (json_kind_of(value) == JSON_KIND_ARRAY) {
        if (json_kind_of(json_element(value, 0)) == JSON_KIND_OBJECT)
            write_table(arena, value, out);
        else
            for (size_t i = 0; i < json_count(value); i++)
                fprintf(out, "%*s%.*s\n", depth * 2, "",
                        STR_ARG(cell(arena, json_element(value, i))));
        return;
    }
    if (json_kind_of(value) != JSON_KIND_OBJECT) {
        fprintf(out, "%.*s\n", STR_ARG(cell(arena, value)));
        return;
    }
    size_t n;
    struct json_pair *members = json_members(arena, value, &n);
    for (size_t i = 0; i < n; i++) {
        if (scalar(members[i].value)) {
            fprintf(out, "%*s%.*s: %.*s\n", depth * 2, "", STR_ARG(members[i].name),
                    STR_ARG(cell(arena, members[i].value)));
        } else {
            fprintf(out, "%*s%.*s:\n", depth * 2, "", STR_ARG(members[i].name));
            write_text(arena, members[i].value, depth + 1, out);
        }
    }
}

enum err show_json(struct arena *arena, struct str json, enum format format, FILE *out,
                   struct error *error)
{
    const struct json *root;
    if (format == FORMAT_JSON) {
        fwrite(json.ptr, 1, json.len, out);
        fputc('\n', out);
    } else {
        enum err e = json_parse_up_to(arena, json, SHOW_BYTES_MAX, &root, error);
        if (e)
            return e;
        if (format == FORMAT_CSV)
            write_csv(arena, root, out);
        else
            write_text(arena, root, 0, out);
    }
    if (fflush(out) != 0 || ferror(out))
        return error_set(error, ERR_IO, STR_NULL, T("写不出结果"), STR_NULL);
    return ERR_OK;
}

struct str show_message(struct arena *arena, enum lang lang, const char *message, struct str detail)
{
    struct str text = tr(lang, message);
    size_t hole = str_find(text, STR("{}"), 0);
    if (hole == SIZE_MAX)
        return text;
    return str_print(arena, "%.*s%.*s%.*s", STR_ARG(str_slice(text, 0, hole)), STR_ARG(detail),
                     STR_ARG(str_slice(text, hole + 2, text.len)));
}

void show_note(enum lang lang, const char *message, struct str detail)
{
    struct arena arena;
    arena_init(&arena, (size_t)1 << 20);
    fprintf(stderr, "lianyuan: %.*s\n", STR_ARG(show_message(&arena, lang, message, detail)));
    arena_release(&arena);
}

void show_error(const struct error *error, enum lang lang)
{
    struct arena arena;
    arena_init(&arena, (size_t)1 << 20);
    struct str text = show_message(&arena, lang, error->message ? error->message : T("没有办成"),
                                   str_slice(error->detail, 0, 1000));
    fprintf(stderr, "lianyuan: %.*s%s%.*s (%s)\n", STR_ARG(error->field),
            str_empty(error->field) ? "" : ": ", STR_ARG(text), err_name(error->code));
    arena_release(&arena);
}
