#include "db/ddl.h"

#include "base/buf.h"
#include "db/lex.h"

static const struct {
    const char *word, *sqlite, *pg;
} types[] = {
    {"int", "INTEGER", "bigint"},
    {"bool", "INTEGER", "bigint"},
    {"day", "INTEGER", "bigint"},
    {"instant", "INTEGER", "bigint"},
    {"real", "REAL", "double precision"},
    {"text", "TEXT", "text COLLATE \"C\""},
    {"blob", "BLOB", "bytea"},
    {"tsvector", NULL, "tsvector"}, /* the search terms; only between `-- pg:` and `-- both:` */
};

bool ddl_id_word(struct str word, struct str *out_table)
{
    if (!str_ends(word, STR("_id")) || word.len == 3)
        return false;
    *out_table = str_slice(word, 0, word.len - 3);
    return true;
}

/* The database's type for one of our words, or NULL. */
static const char *type_of(struct str word, enum ddl_target target)
{
    struct str table;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq(word, str_from(types[i].word)))
            return target == DDL_PG ? types[i].pg : types[i].sqlite;
    if (ddl_id_word(word, &table))
        return target == DDL_PG ? "bigint" : "INTEGER";
    return NULL;
}

/* Walks over the tokens and copies what lies between them. */
struct mapper {
    struct str whole, sql; /* as given; of one database */
    struct lex lex;
    struct lex_token now;
    size_t copied;
    enum ddl_target target;
    struct buf out;
    struct ddl_fault *fault;
    bool bad;
};

static void next(struct mapper *m)
{
    m->now = lex_next(&m->lex);
}

static bool take(struct mapper *m, const char *word)
{
    if (!lex_is(m->now, word))
        return false;
    next(m);
    return true;
}

/* Everything up to here stays; the present token is left out and text stands for it. */
static void replace(struct mapper *m, const char *text)
{
    buf_add(&m->out, str_slice(m->sql, m->copied, m->now.at));
    buf_add(&m->out, str_from(text));
    m->copied = m->now.end;
    next(m);
}

/* Whether the line stands in a part for one database only: there its own types may be used. */
static bool in_own_section(const struct mapper *m, int line)
{
    struct str rest = m->whole, one;
    bool own = false;
    for (int i = 1; i <= line && str_cut(&rest, '\n', &one); i++) {
        one = str_trim(one);
        if (str_eq(one, STR("-- sqlite:")) || str_eq(one, STR("-- pg:")))
            own = true;
        else if (str_eq(one, STR("-- both:")))
            own = false;
    }
    return own;
}

/* The present token is a column's type. */
static void map_type(struct mapper *m)
{
    const char *type = type_of(m->now.text, m->target);
    if (!type && !m->bad && !in_own_section(m, m->now.line)) {
        m->bad = true;
        *m->fault = (struct ddl_fault){m->now.line, m->now.text};
    }
    if (type && m->target != DDL_OURS)
        replace(m, type);
    else
        next(m);
}

static bool starts_constraint(struct lex_token t)
{
    return lex_is(t, "PRIMARY") || lex_is(t, "UNIQUE") || lex_is(t, "CHECK") ||
           lex_is(t, "FOREIGN") || lex_is(t, "CONSTRAINT");
}

/* The columns and constraints between the parentheses of CREATE TABLE. */
static void map_columns(struct mapper *m)
{
    int depth = 1;
    bool item = true;
    while (depth > 0 && m->now.kind != LEX_END) {
        if (item && m->now.kind == LEX_WORD && !starts_constraint(m->now)) {
            next(m);
            map_type(m);
            item = false;
            continue;
        }
        item = false;
        if (lex_is(m->now, "("))
            depth++;
        else if (lex_is(m->now, ")"))
            depth--;
        else if (depth == 1 && lex_is(m->now, ","))
            item = true;
        next(m);
    }
}

static void map_table(struct mapper *m)
{
    if (take(m, "IF") && take(m, "NOT"))
        take(m, "EXISTS");
    next(m); /* its name */
    if (!take(m, "("))
        return;
    map_columns(m);
    bool clustered = lex_is(m->now, "CLUSTERED");
    if (clustered)
        replace(m, "");
    if (m->target == DDL_SQLITE) {
        buf_add(&m->out, str_slice(m->sql, m->copied, m->now.at));
        buf_add(&m->out, clustered ? STR(" STRICT, WITHOUT ROWID") : STR(" STRICT"));
        m->copied = m->now.at;
    }
}

/* ALTER TABLE t ADD COLUMN name type */
static void map_alter(struct mapper *m)
{
    next(m);
    if (!take(m, "ADD"))
        return;
    take(m, "COLUMN");
    next(m);
    map_type(m);
}

bool ddl_map(struct arena *arena, struct str sql, enum ddl_target target, struct str *out_sql,
             struct ddl_fault *out_fault)
{
    struct str own = lex_section(arena, sql, target == DDL_PG ? "pg" : "sqlite");
    struct mapper m = {
        .whole = sql, .sql = own, .lex = LEX(own), .target = target, .fault = out_fault};
    buf_init(&m.out, arena, own.len * 3 + 1000);
    next(&m);
    while (m.now.kind != LEX_END) {
        if (take(&m, "CREATE")) {
            if (take(&m, "TABLE"))
                map_table(&m);
        } else if (take(&m, "ALTER")) {
            if (take(&m, "TABLE"))
                map_alter(&m);
        } else {
            next(&m);
        }
    }
    buf_add(&m.out, str_slice(own, m.copied, own.len));
    *out_sql = buf_str(&m.out);
    return !m.bad;
}
