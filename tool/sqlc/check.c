/* Every piece is prepared by SQLite against the schema; columns get their types from it. */
#include <sqlite3.h>
#include <string.h>

#include "db/lex.h"
#include "sqlc.h"

/* SQL put together from pieces, remembering which line each part came from. */
struct text {
    struct buf sql;
    struct {
        size_t from;
        int line;
    } part[DB_LIST_WHENS_MAX + 16];
    size_t n;
};

static void text_add(struct sqlc *c, struct text *t, struct piece piece)
{
    t->part[t->n].from = t->sql.len;
    t->part[t->n++].line = piece.line;
    buf_add(&t->sql, lex_section(c->arena, piece.text, "sqlite"));
    buf_char(&t->sql, '\n');
}

static int text_line(const struct text *t, int offset)
{
    size_t at = offset < 0 ? 0 : (size_t)offset, i = t->n - 1;
    while (i > 0 && t->part[i].from > at)
        i--;
    int line = t->part[i].line;
    for (size_t k = t->part[i].from; k < at && k < t->sql.len; k++)
        line += t->sql.ptr[k] == '\n';
    /* Without an offset: the first line that holds something. */
    for (size_t k = 0; offset < 0 && k < t->sql.len && t->sql.ptr[k] == '\n'; k++)
        line++;
    return line;
}

static sqlite3_stmt *prepare(struct sqlc *c, struct text *t)
{
    sqlite3_stmt *stmt = NULL;
    const char *tail = NULL;
    const char *sql = str_c(c->arena, buf_str(&t->sql));
    if (sqlite3_prepare_v2(c->db, sql, -1, &stmt, &tail))
        fault(c, text_line(t, sqlite3_error_offset(c->db)), "%s: compare with the schema",
              sqlite3_errmsg(c->db));
    struct lex rest = LEX(str_from(tail));
    if (!stmt)
        fault(c, t->part[0].line, "no SQL: write the statement below its declarations");
    struct lex_token more = lex_next(&rest);
    if (more.kind != LEX_END)
        fault(c, text_line(t, (int)(tail - sql) + (int)more.at),
              "a second statement: make it a query of its own");
    return stmt;
}

static bool uses(const struct lex_token *t, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (t[i].kind == LEX_PARAM && str_eq(t[i].text, name))
            return true;
    return false;
}

static bool has_decl(const decls *in, struct str name)
{
    for (size_t i = 0; i < in->n; i++)
        if (str_eq(in->at[i].name, name))
            return true;
    return false;
}

/* Every parameter is declared, every declaration is used, in this piece or (own == NULL) base. */
static void check_params(struct sqlc *c, struct piece piece, const decls *base, const decls *own)
{
    size_t n;
    struct lex_token *t = lex_all(c->arena, piece.text, &n);
    for (size_t i = 0; i < n; i++)
        if (t[i].kind == LEX_PARAM && !has_decl(base, t[i].text) &&
            !(own && has_decl(own, t[i].text)))
            fault(c, piece.line + t[i].line - 1,
                  ":%.*s is not declared: add it to -- in:", STR_ARG(t[i].text));
    const decls *must = own ? own : base;
    for (size_t i = 0; i < must->n; i++)
        if (!uses(t, n, must->at[i].name))
            fault(c, must->at[i].line,
                  ":%.*s is not used: remove it from -- in:", STR_ARG(must->at[i].name));
}

/* The table that the statement writes, for the columns of RETURNING. */
static struct str written_table(struct sqlc *c, struct str sql)
{
    size_t n;
    struct lex_token *t = lex_all(c->arena, sql, &n);
    for (size_t i = 0; i + 1 < n; i++)
        if (lex_is(t[i], "INTO") || lex_is(t[i], "UPDATE") ||
            (lex_is(t[i], "FROM") && i > 0 && lex_is(t[i - 1], "DELETE")))
            return t[i + 1].text;
    return STR_NULL;
}

/* Tables whose columns may be missing: on the right of a LEFT JOIN. */
static bool outer_joined(struct sqlc *c, struct str sql, const char *table)
{
    size_t n;
    struct lex_token *t = lex_all(c->arena, sql, &n);
    for (size_t i = 0; i + 2 < n; i++) {
        size_t at = i + 1 + (size_t)lex_is(t[i + 1], "OUTER");
        if (lex_is(t[i], "LEFT") && lex_is(t[at], "JOIN") && at + 1 < n && lex_is(t[at + 1], table))
            return true;
    }
    return false;
}

static const struct decl *given(const struct query *q, struct str name)
{
    for (size_t i = 0; i < q->given.n; i++)
        if (str_eq(q->given.at[i].name, name))
            return &q->given.at[i];
    return NULL;
}

/* The column of the schema behind a result column, if it is one. */
static bool origin(struct sqlc *c, sqlite3_stmt *stmt, int i, struct decl *out)
{
    const char *table = sqlite3_column_table_name(stmt, i);
    const char *column = sqlite3_column_origin_name(stmt, i), *word = NULL;
    int not_null = 0;
    struct str sql = str_from(sqlite3_sql(stmt));
    if (!table && !str_null(written_table(c, sql))) {
        table = str_c(c->arena, written_table(c, sql));
        column = sqlite3_column_name(stmt, i);
    }
    if (!table || sqlite3_table_column_metadata(c->db, NULL, table, column, &word, NULL, &not_null,
                                                NULL, NULL))
        return false;
    out->word = str_lower(c->arena, str_from(word)); /* SQLite knows INT, TEXT ... itself */
    out->maybe = !not_null || outer_joined(c, sql, table);
    return type_word(c, out->word, &out->type);
}

static void find_columns(struct sqlc *c, struct query *q, sqlite3_stmt *stmt)
{
    int n = sqlite3_column_count(stmt);
    for (int i = 0; i < n; i++) {
        struct decl d = {.name = str_dup(c->arena, str_from(sqlite3_column_name(stmt, i))),
                         .line = q->line};
        const struct decl *g = given(q, d.name);
        if (!identifier(d.name))
            fault(c, q->line, "column %d is called \"%.*s\": name it with AS, in lower case", i + 1,
                  STR_ARG(d.name));
        if (has_decl(&q->out, d.name))
            fault(c, q->line, "two columns are called %.*s: rename one with AS", STR_ARG(d.name));
        if (g)
            d = *g;
        else if (!origin(c, stmt, i, &d))
            fault(c, q->line, "column %.*s is computed: declare its type: -- out: %.*s int",
                  STR_ARG(d.name), STR_ARG(d.name));
        *VEC_ADD(c->arena, &q->out) = d;
    }
    for (size_t i = 0; i < q->given.n; i++)
        if (!has_decl(&q->out, q->given.at[i].name))
            fault(c, q->given.at[i].line,
                  "no column is called %.*s: remove it from -- out:", STR_ARG(q->given.at[i].name));
}

/* At the outermost level of the statement, not within parentheses. */
static bool has_word(struct str sql, const char *word, int *out_line)
{
    struct lex lex = LEX(sql);
    int depth = 0;
    for (struct lex_token t = lex_next(&lex); t.kind != LEX_END; t = lex_next(&lex)) {
        depth += lex_is(t, "(") - lex_is(t, ")");
        if (depth == 0 && lex_is(t, word)) {
            if (out_line)
                *out_line = t.line;
            return true;
        }
    }
    return false;
}

static void check_named(struct sqlc *c, struct query *q)
{
    struct text t = {0};
    buf_init(&t.sql, c->arena, 1 << 20);
    text_add(c, &t, q->sql);
    sqlite3_stmt *stmt = prepare(c, &t);
    check_params(c, q->sql, &q->in, NULL);
    find_columns(c, q, stmt);
    if (q->kind == KIND_EXEC && q->out.n)
        fault(c, q->line, "%.*s answers rows: make it one or many", STR_ARG(q->name));
    if (q->kind != KIND_EXEC && !q->out.n)
        fault(c, q->line, "%.*s answers no rows: make it exec", STR_ARG(q->name));
    if (q->kind == KIND_MANY && !q->max && !has_word(buf_str(&t.sql), "LIMIT", NULL))
        fault(c, q->line, "%.*s has no end: add LIMIT, or a line -- max: 500", STR_ARG(q->name));
    sqlite3_finalize(stmt);
}

/* --- lists --- */

static void check_base(struct sqlc *c, const struct query *q)
{
    static const char *const none[] = {"ORDER", "LIMIT", "GROUP", "UNION", "EXCEPT", "INTERSECT"};
    int line = 0;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (has_word(q->sql.text, none[i], &line))
            fault(c, q->sql.line + line - 1,
                  "%s in a list: leave it out; orders are declared with -- order:", none[i]);
    if (!has_word(q->sql.text, "FROM", NULL) || !has_word(q->sql.text, "WHERE", NULL))
        fault(c, q->line,
              "a list is SELECT ... FROM ... WHERE ...: conditions are added behind it");
    if (!q->orders.n)
        fault(c, q->line, "%.*s has no order: add -- order: name and -- key: column type asc",
              STR_ARG(q->name));
}

static void check_key(struct sqlc *c, const struct query *q, const struct key *key)
{
    struct text t = {0};
    struct decl d = {0};
    buf_init(&t.sql, c->arena, 1 << 20);
    buf_add(&t.sql, STR("SELECT "));
    text_add(c, &t, key->expr);
    size_t n;
    struct lex_token *tok = lex_all(c->arena, q->sql.text, &n);
    size_t from = 0;
    for (int depth = 0; from < n && !(depth == 0 && lex_is(tok[from], "FROM")); from++)
        depth += lex_is(tok[from], "(") - lex_is(tok[from], ")");
    text_add(c, &t,
             (struct piece){str_slice(q->sql.text, tok[from].at, q->sql.text.len),
                            q->sql.line + tok[from].line - 1});
    sqlite3_stmt *stmt = prepare(c, &t);
    if (origin(c, stmt, 0, &d)) {
        if (d.maybe)
            fault(c, key->expr.line, "%.*s may be NULL: order by coalesce(%.*s, a value) instead",
                  STR_ARG(key->expr.text), STR_ARG(key->expr.text));
        if (!str_eq(d.word, key->type.word))
            fault(c, key->expr.line,
                  "%.*s is of type %.*s: say so in -- key:", STR_ARG(key->expr.text),
                  STR_ARG(d.word));
    }
    sqlite3_finalize(stmt);
}

static void check_list(struct sqlc *c, struct query *q)
{
    check_base(c, q);
    check_params(c, q->sql, &q->in, NULL);
    struct text t = {0};
    buf_init(&t.sql, c->arena, 1 << 20);
    text_add(c, &t, q->sql);
    sqlite3_stmt *stmt = prepare(c, &t);
    find_columns(c, q, stmt);
    sqlite3_finalize(stmt);
    for (size_t i = 0; i < q->whens.n; i++) {
        const struct when *w = &q->whens.at[i];
        struct lex lex = LEX(lex_section(c->arena, w->sql.text, "sqlite"));
        if (!lex_is(lex_next(&lex), "AND"))
            fault(c, w->line, "the condition %.*s begins with AND", STR_ARG(w->name));
        if (has_decl(&q->in, w->name))
            fault(c, w->line, "%.*s is a parameter already: rename the condition",
                  STR_ARG(w->name));
        check_params(c, w->sql, &q->in, &w->in);
        text_add(c, &t, w->sql);
    }
    stmt = prepare(c, &t);
    sqlite3_finalize(stmt);
    for (size_t i = 0; i < q->orders.n; i++) {
        if (!q->orders.at[i].keys.n)
            fault(c, q->orders.at[i].line,
                  "the order %.*s has no -- key:", STR_ARG(q->orders.at[i].name));
        for (size_t k = 0; k < q->orders.at[i].keys.n; k++)
            check_key(c, q, &q->orders.at[i].keys.at[k]);
    }
}

void check(struct sqlc *c, struct query *q)
{
    if (q->kind == KIND_LIST)
        check_list(c, q);
    else
        check_named(c, q);
    if (!q->every_park)
        check_park(c, q);
}
