#include "db/copy_table.h"

#include <string.h>

#include "base/buf.h"
#include "db/driver.h"

enum { BATCH_ROWS = 500, BATCH_BYTES = 1 << 30, COPY_SQL_MAX = 64 * 1024, PK_MAX = 8 };

/* Any value of any column: each of the three takes 16 bytes. */
union cell {
    struct maybe_int n;
    struct maybe_real real;
    struct str text;
};

struct column {
    struct str name, type;
    int64_t pk; /* place in the primary key, from 1; 0 = not in it */
};

struct table_name {
    struct str table;
};

static const struct db_slot name_slot = {"name", DB_TEXT, false, 0};

static const struct db_query all_tables = {
    .name = "copy tables",
    .sql = {"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name "
            "NOT LIKE 'sqlite%' AND name NOT IN ('stored_file', 'migration') ORDER BY name"},
    .out = {&name_slot, 1},
    .row_size = sizeof(struct copy_table),
    .max = 1000,
};

static const struct db_slot column_slots[] = {
    {"name", DB_TEXT, false, offsetof(struct column, name)},
    {"type", DB_TEXT, false, offsetof(struct column, type)},
    {"pk", DB_INT, false, offsetof(struct column, pk)},
};

static const struct db_query all_columns = {
    .name = "copy columns",
    .sql = {"SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid"},
    .in = {&name_slot, 1},
    .out = {column_slots, 3},
    .row_size = sizeof(struct column),
    .max = DB_COLUMNS_MAX,
};

enum err copy_tables(struct db *lite, struct arena *arena, struct copy_table **out, size_t *out_n)
{
    void *rows;
    enum err e = db_many(lite, arena, &all_tables, NULL, &rows, out_n);
    *out = rows;
    return e;
}

/* The statements for one table, made at run time from its catalogue entry. */
struct moving {
    struct column *columns;
    size_t n, pk_n;
    size_t pk[PK_MAX]; /* columns of the primary key, in its order */
    struct db_slot slots[DB_COLUMNS_MAX], pk_slots[PK_MAX];
    struct db_query first, next, insert, insert_bulk;
    struct db_slot bulk_slots[DB_PARAMS_MAX];
    size_t bulk; /* rows of one insert_bulk: as many as parameters allow */
};

static enum db_type type_of(struct str type)
{
    return str_eq(type, STR("INTEGER")) ? DB_INT
           : str_eq(type, STR("REAL"))  ? DB_REAL
           : str_eq(type, STR("BLOB"))  ? DB_BLOB
                                        : DB_TEXT;
}

static void add_name(struct buf *sql, struct str name)
{
    buf_char(sql, '"');
    buf_add(sql, name);
    buf_char(sql, '"');
}

static void add_params(struct buf *sql, bool pg, size_t from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_print(sql, "%s%c%zu", i ? ", " : "", pg ? '$' : '?', from + i + 1);
}

static void add_columns(struct buf *sql, const struct moving *m, bool pk)
{
    for (size_t i = 0; i < (pk ? m->pk_n : m->n); i++) {
        buf_add(sql, i ? STR(", ") : STR(""));
        add_name(sql, m->columns[pk ? m->pk[i] : i].name);
    }
}

static const char *select_sql(struct arena *arena, const struct moving *m, struct str table,
                              bool pg, bool next)
{
    struct buf sql;
    buf_init(&sql, arena, COPY_SQL_MAX);
    buf_add(&sql, STR("SELECT "));
    add_columns(&sql, m, false);
    buf_add(&sql, STR(" FROM "));
    add_name(&sql, table);
    if (next) {
        buf_add(&sql, STR(" WHERE ("));
        add_columns(&sql, m, true);
        buf_add(&sql, STR(") > ("));
        add_params(&sql, pg, 0, m->pk_n);
        buf_char(&sql, ')');
    }
    buf_add(&sql, STR(" ORDER BY "));
    add_columns(&sql, m, true);
    buf_print(&sql, " LIMIT %d", BATCH_ROWS);
    return str_c(arena, buf_str(&sql));
}

static const char *insert_sql(struct arena *arena, const struct moving *m, struct str table,
                              bool pg, size_t rows)
{
    struct buf sql;
    buf_init(&sql, arena, COPY_SQL_MAX);
    buf_add(&sql, STR("INSERT INTO "));
    add_name(&sql, table);
    buf_add(&sql, STR(" ("));
    add_columns(&sql, m, false);
    buf_add(&sql, STR(") VALUES "));
    for (size_t r = 0; r < rows; r++) {
        buf_add(&sql, r ? STR(", (") : STR("("));
        add_params(&sql, pg, r * m->n, m->n);
        buf_char(&sql, ')');
    }
    return str_c(arena, buf_str(&sql));
}

/* A row at a time costs PostgreSQL a round trip each; the rows of a batch lie behind one another,
 * so several go at once. */
static void make_bulk(struct moving *m, struct arena *arena, struct str table)
{
    m->bulk = DB_PARAMS_MAX / m->n;
    for (size_t i = 0; i < m->bulk * m->n; i++) {
        m->bulk_slots[i] = m->slots[i % m->n];
        m->bulk_slots[i].offset = i * sizeof(union cell);
    }
    m->insert_bulk = (struct db_query){.name = "copy rows",
                                       .sql = {insert_sql(arena, m, table, false, m->bulk),
                                               insert_sql(arena, m, table, true, m->bulk)},
                                       .in = {m->bulk_slots, m->bulk * m->n}};
}

static void make_queries(struct moving *m, struct arena *arena, struct str table)
{
    struct db_slots all = {m->slots, m->n};
    m->first = (struct db_query){.name = "copy first rows",
                                 .sql = {select_sql(arena, m, table, false, false),
                                         select_sql(arena, m, table, true, false)},
                                 .out = all,
                                 .row_size = m->n * sizeof(union cell)};
    m->next = m->first;
    m->next.name = "copy next rows";
    m->next.sql = (struct db_text){select_sql(arena, m, table, false, true),
                                   select_sql(arena, m, table, true, true)};
    m->next.in = (struct db_slots){m->pk_slots, m->pk_n};
    m->insert = (struct db_query){
        .name = "copy row",
        .sql = {insert_sql(arena, m, table, false, 1), insert_sql(arena, m, table, true, 1)},
        .in = all};
}

static enum err describe(struct db *lite, struct arena *arena, struct str table, struct moving *m)
{
    void *columns;
    *m = (struct moving){0};
    enum err e = db_many(lite, arena, &all_columns, &table, &columns, &m->n);
    if (e)
        return e;
    m->columns = columns;
    for (size_t i = 0; i < m->n; i++) {
        struct column *c = &m->columns[i];
        m->slots[i] =
            (struct db_slot){str_c(arena, c->name), type_of(c->type), true, i * sizeof(union cell)};
        if (c->pk > PK_MAX)
            return ERR_LIMIT;
        if (c->pk) {
            m->pk[c->pk - 1] = i;
            m->pk_slots[c->pk - 1] = m->slots[i];
            m->pk_n++;
        }
    }
    if (!m->pk_n)
        return ERR_INVALID; /* a table without a primary key */
    make_queries(m, arena, table);
    make_bulk(m, arena, table);
    return ERR_OK;
}

/* Batches along the primary key: each is read into one of two arenas, for the next one begins
 * behind the last row of it. */
struct batches {
    struct db *db;
    const struct moving *m;
    struct arena arena[2];
    int turn;
    char *rows;
    size_t n;
};

static void batches_begin(struct batches *b, struct db *db, const struct moving *m)
{
    *b = (struct batches){.db = db, .m = m};
    arena_init(&b->arena[0], BATCH_BYTES);
    arena_init(&b->arena[1], BATCH_BYTES);
}

static void batches_end(struct batches *b)
{
    db_forget(b->db, &b->m->first);
    db_forget(b->db, &b->m->next);
    arena_release(&b->arena[0]);
    arena_release(&b->arena[1]);
}

/* b->n == 0 at the end. */
static enum err batches_next(struct batches *b)
{
    size_t size = b->m->n * sizeof(union cell);
    const void *last = b->n ? b->rows + (b->n - 1) * size : NULL;
    void *rows;
    if (b->rows && b->n < BATCH_ROWS) {
        b->n = 0;
        return ERR_OK;
    }
    enum err e =
        db_many(b->db, &b->arena[b->turn], last ? &b->m->next : &b->m->first, last, &rows, &b->n);
    b->turn = !b->turn;
    arena_release(&b->arena[b->turn]);
    arena_init(&b->arena[b->turn], BATCH_BYTES);
    b->rows = rows;
    return e;
}

enum err copy_rows(struct db *from, struct db *to, struct db *lite, struct str table,
                   const struct db_all *all)
{
    struct arena arena;
    struct moving m;
    struct batches b;
    int64_t done = 0;
    arena_init(&arena, 4 << 20);
    enum err e = describe(lite, &arena, table, &m);
    batches_begin(&b, from, &m);
    while (!e && !(e = batches_next(&b)) && b.n > 0) {
        for (size_t i = 0; i < b.n && !e;) {
            bool bulk = b.n - i >= m.bulk;
            e = db_exec(to, bulk ? &m.insert_bulk : &m.insert,
                        b.rows + i * m.n * sizeof(union cell), NULL);
            i += bulk ? m.bulk : 1;
        }
        done += (int64_t)b.n;
        if (!e && all->progress)
            all->progress(all->arg, table, done);
    }
    batches_end(&b);
    db_forget(to, &m.insert);
    db_forget(to, &m.insert_bulk);
    arena_release(&arena);
    return e;
}

static bool same_cell(const union cell *a, const union cell *b, enum db_type type)
{
    if (type == DB_INT)
        return a->n.is == b->n.is && a->n.n == b->n.n;
    if (type == DB_REAL)
        return a->real.is == b->real.is && memcmp(&a->real.n, &b->real.n, sizeof a->real.n) == 0;
    return str_null(a->text) == str_null(b->text) && str_eq(a->text, b->text);
}

static bool same_batch(const struct batches *a, const struct batches *b)
{
    const struct moving *m = a->m;
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n * m->n; i++)
        if (!same_cell((const union cell *)a->rows + i, (const union cell *)b->rows + i,
                       m->slots[i % m->n].type))
            return false;
    return true;
}

enum err copy_compare(struct db *db_a, struct db *db_b, struct str table, bool *out_same)
{
    struct arena arena;
    struct moving m;
    struct batches a, b;
    arena_init(&arena, 4 << 20);
    enum err e = describe(db_a, &arena, table, &m);
    batches_begin(&a, db_a, &m);
    batches_begin(&b, db_b, &m);
    *out_same = true;
    do {
        e = e ? e : batches_next(&a);
        e = e ? e : batches_next(&b);
        *out_same = !e && same_batch(&a, &b);
    } while (!e && *out_same && a.n > 0);
    batches_end(&a);
    batches_end(&b);
    arena_release(&arena);
    return e;
}
