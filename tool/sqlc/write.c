/* The C that stands for the queries. */
#include <string.h>

#include "db/lex.h"
#include "sqlc.h"

static const struct {
    const char *c_type, *maybe, *name;
} types[] = {
    [DB_INT] = {"int64_t", "struct maybe_int", "DB_INT"},
    [DB_REAL] = {"double", "struct maybe_real", "DB_REAL"},
    [DB_TEXT] = {"struct str", "struct str", "DB_TEXT"},
    [DB_BLOB] = {"struct str", "struct str", "DB_BLOB"},
    [DB_BOOL] = {"bool", "struct maybe_int", "DB_BOOL"},
    [DB_DAY] = {"int32_t", "int32_t", "DB_DAY"},
    [DB_INSTANT] = {"int64_t", "int64_t", "DB_INSTANT"},
    [DB_ID] = {NULL, NULL, "DB_ID"},
};

static const char *notes[] = {
    [DB_DAY] = "day", [DB_INSTANT] = "instant", [DB_BLOB] = "bytes", [DB_ID] = NULL};

static void add(struct buf *out, struct str s)
{
    buf_add(out, s);
}

static void upper(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        buf_char(out, s.ptr[i] >= 'a' && s.ptr[i] <= 'z' ? (char)(s.ptr[i] - 32) : s.ptr[i]);
}

static void add_member(struct buf *out, const struct decl *d, const char *indent)
{
    add(out, str_from(indent));
    if (d->type == DB_ID)
        buf_print(out, "struct %.*s %.*s;", STR_ARG(d->word), STR_ARG(d->name));
    else
        buf_print(out, "%s %.*s;", d->maybe ? types[d->type].maybe : types[d->type].c_type,
                  STR_ARG(d->name));
    const char *note = d->type < sizeof notes / sizeof *notes ? notes[d->type] : NULL;
    bool none = d->maybe && d->type != DB_INT && d->type != DB_REAL && d->type != DB_BOOL;
    if (note || none)
        buf_print(out, " /* %s%s%s */", note ? note : "", note && none ? ", " : "",
                  none ? "may be none" : "");
    buf_char(out, '\n');
}

static void add_struct(struct buf *out, struct str name, const char *what, const decls *members)
{
    buf_print(out, "struct sql_%.*s_%s {\n", STR_ARG(name), what);
    for (size_t i = 0; i < members->n; i++)
        add_member(out, &members->at[i], "    ");
    if (!members->n)
        add(out, STR("    char nothing;\n"));
    add(out, STR("};\n"));
}

static void add_list_structs(struct buf *out, const struct query *q)
{
    buf_print(out, "struct sql_%.*s_in {\n", STR_ARG(q->name));
    for (size_t i = 0; i < q->in.n; i++)
        add_member(out, &q->in.at[i], "    ");
    for (size_t w = 0; w < q->whens.n; w++) {
        const struct when *when = &q->whens.at[w];
        add(out, STR("    struct {\n        bool on;\n"));
        for (size_t i = 0; i < when->in.n; i++)
            add_member(out, &when->in.at[i], "        ");
        buf_print(out, "    } %.*s;\n", STR_ARG(when->name));
    }
    buf_print(out, "};\nenum sql_%.*s_order {\n", STR_ARG(q->name));
    for (size_t i = 0; i < q->orders.n; i++) {
        add(out, STR("    SQL_"));
        upper(out, q->name);
        buf_char(out, '_');
        upper(out, q->orders.at[i].name);
        add(out, STR(",\n"));
    }
    buf_print(out,
              "};\nstruct sql_%.*s_page {\n"
              "    enum sql_%.*s_order order;\n"
              "    bool reverse; /* the order turned round */\n"
              "    bool back; /* the page that ends at `after`, in the same order of rows */\n"
              "    int32_t limit; /* 0 = DB_LIST_ROWS */\n"
              "    struct str after; /* *out_next of another page, or STR_NULL */\n};\n",
              STR_ARG(q->name), STR_ARG(q->name));
}

static void add_signature(struct buf *out, const struct query *q)
{
    struct str n = q->name;
    buf_print(out, "enum err sql_%.*s(struct db *db, ", STR_ARG(n));
    if (q->kind != KIND_EXEC)
        add(out, STR("struct arena *arena, "));
    buf_print(out, "const struct sql_%.*s_in *in, ", STR_ARG(n));
    if (q->kind == KIND_EXEC)
        add(out, STR("int64_t *out_changed)"));
    else if (q->kind == KIND_ONE)
        buf_print(out, "struct sql_%.*s_row *out)", STR_ARG(n));
    else if (q->kind == KIND_MANY)
        buf_print(out, "struct sql_%.*s_row **out_rows, size_t *out_n)", STR_ARG(n));
    else
        buf_print(out,
                  "const struct sql_%.*s_page *page, struct sql_%.*s_row **out_rows, "
                  "size_t *out_n, struct str *out_next)",
                  STR_ARG(n), STR_ARG(n));
}

static void add_count_signature(struct buf *out, const struct query *q)
{
    buf_print(out,
              "enum err sql_%.*s_count(struct db *db, struct arena *arena, "
              "const struct sql_%.*s_in *in, int64_t cap, int64_t *out_n)",
              STR_ARG(q->name), STR_ARG(q->name));
}

static void add_header(struct buf *out, const struct query *q)
{
    buf_char(out, '\n');
    if (!str_null(q->doc))
        buf_print(out, "/* %.*s */\n", STR_ARG(q->doc));
    if (q->kind == KIND_LIST)
        add_list_structs(out, q);
    else
        add_struct(out, q->name, "in", &q->in);
    if (q->kind != KIND_EXEC)
        add_struct(out, q->name, "row", &q->out);
    add_signature(out, q);
    add(out, STR(";\n"));
    if (q->kind == KIND_LIST) {
        add_count_signature(out, q);
        add(out, STR(";\n"));
    }
}

/* --- source --- */

void write_text(struct buf *out, struct str text)
{
    buf_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        char ch = text.ptr[i];
        if (ch == '\n')
            add(out, STR("\\n\"\n    \""));
        else if (ch == '"' || ch == '\\')
            buf_print(out, "\\%c", ch);
        else if (ch == '?') /* no trigraphs */
            add(out, STR("\\?"));
        else
            buf_char(out, ch);
    }
    buf_char(out, '"');
}

/* All parameters of a query in the order of their numbers; a list's conditions follow the base. */
static int number_of(const struct query *q, const struct when *when, struct str name)
{
    int n = 0;
    for (size_t i = 0; i < q->in.n; i++, n++)
        if (str_eq(q->in.at[i].name, name))
            return n + 1;
    for (size_t w = 0; w < q->whens.n; w++)
        for (size_t i = 0; i < q->whens.at[w].in.n; i++, n++)
            if (when == &q->whens.at[w] && str_eq(when->in.at[i].name, name))
                return n + 1;
    return 0;
}

/* One database's text on one line: sections resolved, comments gone, parameters numbered. */
static struct str compact(struct sqlc *c, const struct query *q, const struct when *when,
                          struct str text, bool pg)
{
    struct buf out;
    size_t n, last = 0;
    struct str own = lex_section(c->arena, text, pg ? "pg" : "sqlite");
    struct lex_token *t = lex_all(c->arena, own, &n);
    buf_init(&out, c->arena, own.len * 2 + 100);
    for (size_t i = 0; i < n; i++) {
        if (lex_is(t[i], ";") && i == n - 1)
            break;
        if (i > 0 && t[i].at > last)
            buf_char(&out, ' ');
        last = t[i].end;
        if (t[i].kind == LEX_PARAM)
            buf_print(&out, "%c%d", pg ? '$' : '?', number_of(q, when, t[i].text));
        else
            add(&out, str_slice(own, t[i].at, t[i].end));
    }
    return buf_str(&out);
}

static void add_text(struct sqlc *c, struct buf *out, const struct query *q,
                     const struct when *when, struct str text)
{
    add(out, STR("{"));
    write_text(out, compact(c, q, when, text, false));
    add(out, STR(",\n     "));
    write_text(out, compact(c, q, when, text, true));
    add(out, STR("}"));
}

static void add_slots(struct buf *out, const struct query *q, const char *what, const char *type,
                      struct str prefix, const decls *d)
{
    if (!d->n)
        return;
    buf_print(out, "static const struct db_slot %.*s_%s[] = {\n", STR_ARG(q->name), what);
    for (size_t i = 0; i < d->n; i++)
        buf_print(out, "    {\"%.*s\", %s, %s, offsetof(struct sql_%.*s_%s, %.*s%.*s)},\n",
                  STR_ARG(d->at[i].name), types[d->at[i].type].name,
                  d->at[i].maybe ? "true" : "false", STR_ARG(q->name), type, STR_ARG(prefix),
                  STR_ARG(d->at[i].name));
    add(out, STR("};\n"));
}

static void add_slots_use(struct buf *out, const struct query *q, const char *member,
                          const char *what, size_t n)
{
    if (n)
        buf_print(out, "    .%s = {%.*s_%s, %zu},\n", member, STR_ARG(q->name), what, n);
}

static void add_body(struct buf *out, const struct query *q)
{
    add_signature(out, q);
    add(out, STR("\n{\n"));
    if (q->kind == KIND_MANY)
        buf_print(out,
                  "    void *rows;\n"
                  "    enum err e = db_many(db, arena, &%.*s, in, &rows, out_n);\n"
                  "    *out_rows = rows;\n    return e;\n}\n\n",
                  STR_ARG(q->name));
    else
        buf_print(out,
                  q->kind == KIND_ONE ? "    return db_one(db, arena, &%.*s, in, out);\n}\n\n"
                                      : "    return db_exec(db, &%.*s, in, out_changed);\n}\n\n",
                  STR_ARG(q->name));
}

static void add_query(struct sqlc *c, struct buf *out, const struct query *q)
{
    add_slots(out, q, "in", "in", STR(""), &q->in);
    add_slots(out, q, "row", "row", STR(""), &q->out);
    buf_print(out, "static const struct db_query %.*s = {\n    .name = \"%.*s\",\n    .sql = ",
              STR_ARG(q->name), STR_ARG(q->name));
    add_text(c, out, q, NULL, q->sql.text);
    add(out, STR(",\n"));
    add_slots_use(out, q, "in", "in", q->in.n);
    add_slots_use(out, q, "out", "row", q->out.n);
    if (q->out.n)
        buf_print(out, "    .row_size = sizeof(struct sql_%.*s_row),\n", STR_ARG(q->name));
    if (q->max)
        buf_print(out, "    .max = %lld,\n", (long long)q->max);
    add(out, STR("};\n\n"));
    add_body(out, q);
}

/* SELECT columns | FROM ... WHERE ...: keys are added between the two. */
static size_t split_at(struct str text)
{
    struct lex lex = LEX(text);
    int depth = 0;
    for (struct lex_token t = lex_next(&lex); t.kind != LEX_END; t = lex_next(&lex)) {
        depth += lex_is(t, "(") - lex_is(t, ")");
        if (depth == 0 && lex_is(t, "FROM"))
            return t.at;
    }
    return text.len;
}

static void add_whens(struct sqlc *c, struct buf *out, const struct query *q)
{
    for (size_t w = 0; w < q->whens.n; w++) {
        const struct when *when = &q->whens.at[w];
        const char *what = str_print(c->arena, "when_%.*s", STR_ARG(when->name)).ptr;
        add_slots(out, q, what, "in", str_print(c->arena, "%.*s.", STR_ARG(when->name)), &when->in);
    }
    if (!q->whens.n)
        return;
    buf_print(out, "static const struct db_list_when %.*s_whens[] = {\n", STR_ARG(q->name));
    for (size_t w = 0; w < q->whens.n; w++) {
        const struct when *when = &q->whens.at[w];
        buf_print(out, "    {\"%.*s\",\n     ", STR_ARG(when->name));
        add_text(c, out, q, when, when->sql.text);
        if (when->in.n)
            buf_print(out, ",\n     {%.*s_when_%.*s, %zu}", STR_ARG(q->name), STR_ARG(when->name),
                      when->in.n);
        else
            add(out, STR(",\n     {NULL, 0}"));
        buf_print(out, ",\n     offsetof(struct sql_%.*s_in, %.*s.on)},\n", STR_ARG(q->name),
                  STR_ARG(when->name));
    }
    add(out, STR("};\n"));
}

static void add_orders(struct sqlc *c, struct buf *out, const struct query *q)
{
    for (size_t o = 0; o < q->orders.n; o++) {
        const struct order *order = &q->orders.at[o];
        buf_print(out, "static const struct db_list_key %.*s_order_%.*s[] = {\n", STR_ARG(q->name),
                  STR_ARG(order->name));
        for (size_t k = 0; k < order->keys.n; k++) {
            add(out, STR("    {"));
            add_text(c, out, q, NULL, order->keys.at[k].expr.text);
            buf_print(out, ", %s, %s},\n", types[order->keys.at[k].type.type].name,
                      order->keys.at[k].desc ? "true" : "false");
        }
        add(out, STR("};\n"));
    }
    buf_print(out, "static const struct db_list_order %.*s_orders[] = {\n", STR_ARG(q->name));
    for (size_t o = 0; o < q->orders.n; o++)
        buf_print(out, "    {\"%.*s\", %.*s_order_%.*s, %zu},\n", STR_ARG(q->orders.at[o].name),
                  STR_ARG(q->name), STR_ARG(q->orders.at[o].name), q->orders.at[o].keys.n);
    add(out, STR("};\n"));
}

static void add_list_body(struct buf *out, const struct query *q)
{
    add_signature(out, q);
    buf_print(out,
              "\n{\n"
              "    void *rows;\n"
              "    struct db_list_page p = {(int32_t)page->order, page->reverse, page->back,\n"
              "                             page->limit, page->after};\n"
              "    enum err e = db_list(db, arena, &%.*s, in, &p, &rows, out_n, out_next);\n"
              "    *out_rows = rows;\n    return e;\n}\n\n",
              STR_ARG(q->name));
    add_count_signature(out, q);
    buf_print(out, "\n{\n    return db_list_count(db, arena, &%.*s, in, cap, out_n);\n}\n\n",
              STR_ARG(q->name));
}

static void add_list(struct sqlc *c, struct buf *out, const struct query *q)
{
    size_t at = split_at(q->sql.text), params = q->in.n;
    for (size_t w = 0; w < q->whens.n; w++)
        params += q->whens.at[w].in.n;
    add_slots(out, q, "in", "in", STR(""), &q->in);
    add_slots(out, q, "row", "row", STR(""), &q->out);
    add_whens(c, out, q);
    add_orders(c, out, q);
    buf_print(out, "static const struct db_list %.*s = {\n    .name = \"%.*s\",\n    .head = ",
              STR_ARG(q->name), STR_ARG(q->name));
    add_text(c, out, q, NULL, str_slice(q->sql.text, 0, at));
    add(out, STR(",\n    .tail = "));
    add_text(c, out, q, NULL, str_slice(q->sql.text, at, q->sql.text.len));
    add(out, STR(",\n"));
    add_slots_use(out, q, "in", "in", q->in.n);
    add_slots_use(out, q, "out", "row", q->out.n);
    buf_print(out, "    .row_size = sizeof(struct sql_%.*s_row),\n", STR_ARG(q->name));
    if (q->whens.n)
        buf_print(out, "    .whens = %.*s_whens,\n    .when_n = %zu,\n", STR_ARG(q->name),
                  q->whens.n);
    buf_print(out, "    .orders = %.*s_orders,\n    .order_n = %zu,\n    .param_n = %zu,\n};\n\n",
              STR_ARG(q->name), q->orders.n, params);
    add_list_body(out, q);
}

static void add_set_part(struct sqlc *c, struct buf *out, const char *type, const char *member,
                         bool lists)
{
    size_t n = 0;
    for (size_t i = 0; i < c->queries.n; i++)
        n += (c->queries.at[i].kind == KIND_LIST) == lists;
    if (!n)
        return;
    buf_print(out, "    .%s = (const struct %s *const[]){\n", member, type);
    for (size_t i = 0; i < c->queries.n; i++)
        if ((c->queries.at[i].kind == KIND_LIST) == lists)
            buf_print(out, "        &%.*s,\n", STR_ARG(c->queries.at[i].name));
    buf_print(out, "    },\n    .%s_n = %zu,\n", lists ? "list" : "query", n);
}

/* "build/src/core/core_query.h" -> "core_query" */
static struct str stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct str s = str_from(slash ? slash + 1 : path);
    return str_slice(s, 0, str_find_char(s, '.', 0));
}

void write_queries(struct sqlc *c, const char *header, const char *source)
{
    struct buf h, s;
    struct str name = stem(header);
    buf_init(&h, c->arena, 8 << 20);
    buf_init(&s, c->arena, 8 << 20);
    buf_print(&h, "/* Made by sqlc. */\n#pragma once\n#include \"db/db.h\"\n#include \"ids.h\"\n\n"
                  "struct db_set;\n");
    buf_print(&s, "/* Made by sqlc. */\n#include \"%.*s.h\"\n\n#include \"db/sql.h\"\n\n",
              STR_ARG(name));
    for (size_t i = 0; i < c->queries.n; i++) {
        add_header(&h, &c->queries.at[i]);
        if (c->queries.at[i].kind == KIND_LIST)
            add_list(c, &s, &c->queries.at[i]);
        else
            add_query(c, &s, &c->queries.at[i]);
    }
    buf_print(&h, "\nextern const struct db_set %.*s_set;\n", STR_ARG(name));
    buf_print(&s, "const struct db_set %.*s_set = {\n    .name = \"%.*s\",\n", STR_ARG(name),
              STR_ARG(name));
    add_set_part(c, &s, "db_query", "queries", false);
    add_set_part(c, &s, "db_list", "lists", true);
    add(&s, STR("};\n"));
    write_file(header, buf_str(&h));
    write_file(source, buf_str(&s));
}
