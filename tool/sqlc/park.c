/*
 * The rule of the park: every table with a column `park` is bound by `t.park = :park`, or joined
 * on `t.park = u.park` to one that is, in WHERE or ON, under AND only.
 *
 * Works on tokens: scopes are SELECTs (a parenthesis that begins with SELECT, a branch of UNION).
 */
#include <sqlite3.h>

#include "db/lex.h"
#include "sqlc.h"

enum { REFS_MAX = 64, EQUALS_MAX = 128, SCOPES_MAX = 64 };

struct ref {
    struct str table, alias;
    int scope, line;
    bool bound;
};

struct equal {
    struct str a, b; /* aliases; "" = the scope's only table; b NULL = :park */
    int scope;
    int only; /* ON of a LEFT JOIN binds the table joined there, index in refs; else -1 */
};

struct scope {
    int parent, depth;
    bool from, where, or, left;
    int joined; /* ref of the latest join */
};

struct rule {
    struct sqlc *c;
    struct lex_token *t;
    size_t n;
    struct ref refs[REFS_MAX];
    struct equal equals[EQUALS_MAX];
    struct scope scopes[SCOPES_MAX];
    int ref_n, equal_n, scope_n, scope, depth, line;
};

static void limit(const struct rule *r, int n, int max)
{
    if (n >= max)
        fault(r->c, r->line, "too many tables, SELECTs or conditions in one statement: split it");
}

static bool has_park(const struct rule *r, struct str table)
{
    return sqlite3_table_column_metadata(r->c->db, NULL, str_c(r->c->arena, table), "park", NULL,
                                         NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static void open_scope(struct rule *r, int parent)
{
    limit(r, r->scope_n, SCOPES_MAX);
    r->scopes[r->scope_n] = (struct scope){.parent = parent, .depth = r->depth, .joined = -1};
    r->scope = r->scope_n++;
}

static bool ends_ref(struct lex_token t)
{
    static const char *const words[] = {
        "WHERE", "ON",     "JOIN",      "LEFT",   "INNER",   "CROSS",     "SET",    "ORDER",
        "LIMIT", "GROUP",  "UNION",     "USING",  "NATURAL", "RETURNING", "VALUES", "INDEXED",
        "NOT",   "EXCEPT", "INTERSECT", "SELECT", "DEFAULT", "HAVING"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (lex_is(t, words[i]))
            return true;
    return t.kind != LEX_WORD;
}

/* A table's name at i, with its alias. */
static void add_ref(struct rule *r, size_t i)
{
    if (r->t[i].kind != LEX_WORD || lex_is(r->t[i], "SELECT"))
        return;
    struct scope *s = &r->scopes[r->scope];
    size_t as = i + 1 + (size_t)lex_is(r->t[i + 1], "AS");
    struct str table = r->t[i].text;
    struct str alias = ends_ref(r->t[as]) ? table : r->t[as].text;
    s->joined = -1;
    if (!has_park(r, table))
        return;
    limit(r, r->ref_n, REFS_MAX);
    s->joined = r->ref_n;
    r->refs[r->ref_n++] = (struct ref){table, alias, r->scope, r->line + r->t[i].line - 1, false};
}

/* `park` or `x.park` ending at i; out: the alias or "". */
static bool is_park(const struct rule *r, size_t i, struct str *out_alias)
{
    if (!lex_is(r->t[i], "park") || lex_is(r->t[i + 1], "."))
        return false;
    *out_alias = i >= 2 && lex_is(r->t[i - 1], ".") ? r->t[i - 2].text : STR("");
    return true;
}

static void add_equal(struct rule *r, size_t i)
{
    struct scope *s = &r->scopes[r->scope];
    struct str a, b = STR_NULL;
    size_t right = i + 1;
    if (!s->where || s->depth != r->depth || i == 0)
        return;
    if (right + 2 < r->n && lex_is(r->t[right + 1], "."))
        right += 2;
    bool left_park = is_park(r, i - 1, &a), right_park = is_park(r, right, &b);
    bool left_param = r->t[i - 1].kind == LEX_PARAM && str_eq(r->t[i - 1].text, STR("park"));
    bool right_param = r->t[right].kind == LEX_PARAM && str_eq(r->t[right].text, STR("park"));
    if (!((left_park && (right_park || right_param)) || (right_park && left_param)))
        return;
    limit(r, r->equal_n, EQUALS_MAX);
    r->equals[r->equal_n++] =
        (struct equal){left_park ? a : b, left_park && right_park ? b : STR_NULL, r->scope,
                       s->left ? s->joined : -1};
}

static void check_insert(struct rule *r, size_t i)
{
    struct str table = r->t[i + 1].text;
    size_t at = i + 2, values;
    if (!has_park(r, table))
        return;
    int line = r->line + r->t[i].line - 1;
    if (!lex_is(r->t[at], "(") || !lex_is(r->t[at + 1], "park"))
        fault(r->c, line, "INSERT INTO %.*s: name its columns, park first", STR_ARG(table));
    for (values = at; values < r->n && !lex_is(r->t[values], ")"); values++)
        ;
    values++;
    if (lex_is(r->t[values], "VALUES"))
        values++;
    struct lex_token first = values + 1 < r->n ? r->t[values + 1] : r->t[r->n];
    if (first.kind != LEX_PARAM || !str_eq(first.text, STR("park")))
        fault(r->c, line, "INSERT INTO %.*s: its first value is :park", STR_ARG(table));
}

static void clause(struct rule *r, size_t i)
{
    struct lex_token t = r->t[i];
    struct scope *s = &r->scopes[r->scope];
    if (lex_is(t, "FROM") || lex_is(t, "JOIN")) {
        s->where = false;
        s->from = lex_is(t, "FROM");
        s->left = lex_is(t, "JOIN") && i > 0 &&
                  (lex_is(r->t[i - 1], "LEFT") || lex_is(r->t[i - 1], "OUTER"));
        add_ref(r, i + 1);
    } else if (lex_is(t, "UPDATE") && !lex_is(r->t[i + 1], "SET")) {
        add_ref(r, i + 1);
    } else if (lex_is(t, "INTO")) {
        check_insert(r, i);
    } else if (lex_is(t, "WHERE") || lex_is(t, "ON")) {
        s->where = true;
        s->from = false;
        s->left = s->left && lex_is(t, "ON");
    } else if (lex_is(t, "SET") || lex_is(t, "RETURNING") || lex_is(t, "ORDER")) {
        s->where = s->from = false;
    } else if (lex_is(t, "OR") && s->depth == r->depth && s->where) {
        s->or = true;
    } else if (lex_is(t, "UNION") || lex_is(t, "EXCEPT") || lex_is(t, "INTERSECT")) {
        open_scope(r, s->parent);
    } else if (lex_is(t, "=")) {
        add_equal(r, i);
    } else if (lex_is(t, ",") && s->from && s->depth == r->depth) {
        fault(r->c, r->line + t.line - 1, "a comma between tables: write JOIN ... ON");
    }
}

static void scan(struct rule *r)
{
    int outer[SCOPES_MAX * 4], n = 0;
    open_scope(r, -1);
    for (size_t i = 0; i < r->n; i++) {
        if (lex_is(r->t[i], "(")) {
            limit(r, n, SCOPES_MAX * 4);
            outer[n++] = r->scope;
            r->depth++;
            if (lex_is(r->t[i + 1], "SELECT") || lex_is(r->t[i + 1], "WITH"))
                open_scope(r, r->scope);
        } else if (lex_is(r->t[i], ")") && n > 0) {
            r->depth--;
            r->scope = outer[--n];
        } else {
            clause(r, i);
        }
    }
}

/* The table that an alias means, seen from a scope; NULL when it has no park column. */
static struct ref *find(struct rule *r, struct str alias, int scope)
{
    for (; scope >= 0; scope = r->scopes[scope].parent)
        for (int i = 0; i < r->ref_n; i++)
            if (r->refs[i].scope == scope &&
                (str_empty(alias) || str_eq_nocase(r->refs[i].alias, alias)))
                return &r->refs[i];
    return NULL;
}

static bool bind(struct rule *r, struct ref *ref, int only)
{
    if (!ref || ref->bound || (only >= 0 && ref != &r->refs[only]))
        return false;
    ref->bound = true;
    return true;
}

static bool spread(struct rule *r)
{
    bool more = false;
    for (int i = 0; i < r->equal_n; i++) {
        struct equal *e = &r->equals[i];
        if (r->scopes[e->scope].or)
            continue;
        struct ref *a = find(r, e->a, e->scope);
        struct ref *b = str_null(e->b) ? NULL : find(r, e->b, e->scope);
        if (str_null(e->b) || (b && b->bound))
            more |= bind(r, a, e->only);
        if (a && a->bound)
            more |= bind(r, b, e->only);
    }
    return more;
}

void check_park(struct sqlc *c, const struct query *q)
{
    struct rule *r = ARENA_NEW(c->arena, struct rule);
    struct buf sql;
    buf_init(&sql, c->arena, 1 << 20);
    buf_add(&sql, lex_section(c->arena, q->sql.text, "sqlite"));
    for (size_t i = 0; i < q->whens.n; i++) {
        buf_char(&sql, ' ');
        buf_add(&sql, lex_section(c->arena, q->whens.at[i].sql.text, "sqlite"));
    }
    r->c = c;
    r->line = q->sql.line;
    r->t = lex_all(c->arena, buf_str(&sql), &r->n);
    scan(r);
    while (spread(r))
        ;
    for (int i = 0; i < r->ref_n; i++) {
        const struct ref *ref = &r->refs[i];
        if (ref->bound)
            continue;
        if (r->scopes[ref->scope].or)
            fault(c, ref->line, "%.*s: OR beside its park: put the OR in parentheses",
                  STR_ARG(ref->alias));
        fault(c, ref->line,
              "%.*s is not bound to the park: add %.*s.park = :park (or a line -- every park: why)",
              STR_ARG(ref->alias), STR_ARG(ref->alias));
    }
}
