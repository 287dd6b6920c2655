/* Running the queries that sqlc wrote: kept statements, binding, rows. */
#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "base/vec.h"
#include "db/driver.h"

static struct db_kept *ways(struct db *db, const void *owner, uint64_t variant)
{
    uint64_t h = ((uint64_t)(uintptr_t)owner >> 4) * 0x9E3779B97F4A7C15u ^
                 (variant + 1) * 0xC2B2AE3D27D4EB4Fu;
    return db->kept[(h >> 32) % (DB_STATEMENTS_MAX / DB_WAYS)];
}

enum err db_keep(struct db *db, const void *owner, uint64_t variant, void **out_stmt)
{
    struct db_kept *k = ways(db, owner, variant);
    for (int i = 0; i < DB_WAYS; i++) {
        if (k[i].owner == owner && k[i].variant == variant) {
            k[i].used = ++db->clock;
            *out_stmt = k[i].stmt;
            return ERR_OK;
        }
    }
    return ERR_NOT_FOUND;
}

static void drop(struct db *db, struct db_kept *kept)
{
    if (kept->owner)
        db->driver->finish(db, kept->stmt);
    *kept = (struct db_kept){0};
}

enum err db_keep_new(struct db *db, const void *owner, uint64_t variant, const char *name,
                     struct str sql, const enum db_type *types, size_t n, void **out_stmt)
{
    struct db_kept *k = ways(db, owner, variant), *oldest = k;
    for (int i = 1; i < DB_WAYS; i++)
        if (k[i].used < oldest->used)
            oldest = &k[i];
    drop(db, oldest);
    void *stmt;
    enum err e = db->driver->prepare(db, name, sql, types, n, &stmt);
    if (e)
        return e;
    *oldest = (struct db_kept){owner, variant, stmt, ++db->clock};
    *out_stmt = stmt;
    return ERR_OK;
}

void db_forget(struct db *db, const void *owner)
{
    for (size_t i = 0; i < DB_STATEMENTS_MAX; i++) {
        struct db_kept *k = &db->kept[i / DB_WAYS][i % DB_WAYS];
        if (k->owner && (!owner || k->owner == owner))
            drop(db, k);
    }
}

void db_forget_all(struct db *db)
{
    db_forget(db, NULL);
}

static enum err statement(struct db *db, const struct db_query *query, void **out_stmt)
{
    enum db_type types[DB_PARAMS_MAX];
    if (!db_keep(db, query, 0, out_stmt))
        return ERR_OK;
    assert(query->in.n <= DB_PARAMS_MAX && query->out.n <= DB_COLUMNS_MAX);
    for (size_t i = 0; i < query->in.n; i++)
        types[i] = query->in.at[i].type;
    struct str sql = str_from(db_kind(db) == DB_PG ? query->sql.pg : query->sql.sqlite);
    return db_keep_new(db, query, 0, query->name, sql, types, query->in.n, out_stmt);
}

/* The statement with its parameters bound, ready to step. */
static enum err start(struct db *db, const struct db_query *query, const void *in, void **out_stmt)
{
    enum err e = db_start(db);
    if (!e)
        e = statement(db, query, out_stmt);
    for (size_t i = 0; !e && i < query->in.n; i++)
        e = db->driver->bind(db, *out_stmt, i + 1, &query->in.at[i], in);
    return db_end(db, e);
}

/* What goes through arena_run(), so that a full arena cannot leave a statement half read. */
struct rows {
    struct db *db;
    struct arena *arena;
    void *stmt;
    struct db_slots out;
    size_t row_size;
    int64_t max; /* 0 = none */
    void *at;
    size_t n;
    void *row; /* of `one` */
    enum err (*fn)(void *arg, const void *row);
    void *arg;
};

static enum err read_one(void *arg)
{
    struct rows *r = arg;
    bool row;
    enum err e = r->db->driver->step(r->db, r->stmt, &row);
    if (e || !row)
        return e ? e : ERR_NOT_FOUND;
    memset(r->row, 0, r->row_size);
    return r->db->driver->read(r->db, r->stmt, r->out, r->row, r->arena);
}

static enum err read_many(void *arg)
{
    struct rows *r = arg;
    size_t cap = 0;
    for (;;) {
        bool row;
        enum err e = r->db->driver->step(r->db, r->stmt, &row);
        if (e || !row)
            return e;
        if (r->max && (int64_t)r->n == r->max)
            return ERR_LIMIT;
        if (r->n == cap)
            r->at = vec_grow(r->arena, r->at, &cap, r->row_size);
        char *to = (char *)r->at + r->n * r->row_size;
        memset(to, 0, r->row_size);
        e = r->db->driver->read(r->db, r->stmt, r->out, to, r->arena);
        if (e)
            return e;
        r->n++;
    }
}

static enum err read_each(void *arg)
{
    struct rows *r = arg;
    void *to = arena_alloc(r->arena, r->row_size);
    struct arena_mark mark = arena_mark(r->arena);
    for (;;) {
        bool row;
        enum err e = r->db->driver->step(r->db, r->stmt, &row);
        if (e || !row)
            return e;
        memset(to, 0, r->row_size);
        e = r->db->driver->read(r->db, r->stmt, r->out, to, r->arena);
        if (!e)
            e = r->fn(r->arg, to);
        arena_reset(r->arena, mark);
        if (e)
            return e;
    }
}

static enum err run_rows(struct rows *r, enum err (*fn)(void *arg))
{
    enum err e = arena_run(r->arena, fn, r);
    r->db->driver->reset(r->db, r->stmt);
    return db_end(r->db, e);
}

enum err db_one(struct db *db, struct arena *arena, const struct db_query *query, const void *in,
                void *out_row)
{
    struct rows r = {db, arena, NULL, query->out, query->row_size, 0, .row = out_row};
    enum err e = start(db, query, in, &r.stmt);
    return e ? e : run_rows(&r, read_one);
}

enum err db_many(struct db *db, struct arena *arena, const struct db_query *query, const void *in,
                 void **out_rows, size_t *out_n)
{
    struct rows r = {db, arena, NULL, query->out, query->row_size, query->max};
    *out_rows = NULL;
    *out_n = 0;
    enum err e = start(db, query, in, &r.stmt);
    if (!e)
        e = run_rows(&r, read_many);
    if (e)
        return e;
    *out_rows = r.at;
    *out_n = r.n;
    return ERR_OK;
}

enum err db_each(struct db *db, struct arena *arena, const struct db_query *query, const void *in,
                 enum err (*fn)(void *arg, const void *row), void *arg)
{
    struct rows r = {db, arena, NULL, query->out, query->row_size, 0, .fn = fn, .arg = arg};
    enum err e = start(db, query, in, &r.stmt);
    return e ? e : run_rows(&r, read_each);
}

enum err db_exec(struct db *db, const struct db_query *query, const void *in, int64_t *out_changed)
{
    void *stmt;
    enum err e = start(db, query, in, &stmt);
    if (e)
        return e;
    bool row;
    do
        e = db->driver->step(db, stmt, &row);
    while (!e && row);
    if (out_changed)
        *out_changed = e ? 0 : db->driver->changed(db, stmt);
    db->driver->reset(db, stmt);
    return db_end(db, e);
}

/* Defined beside the lists: prepares every condition and order. */
enum err db_prepare_list(struct db *db, struct arena *arena, const struct db_list *list);

enum err db_prepare_set(struct db *db, struct arena *arena, const struct db_set *set)
{
    enum err first = ERR_OK;
    void *stmt;
    for (size_t i = 0; i < set->query_n; i++) {
        enum err e = statement(db, set->queries[i], &stmt);
        first = first ? first : e;
    }
    for (size_t i = 0; i < set->list_n; i++) {
        enum err e = db_prepare_list(db, arena, set->lists[i]);
        first = first ? first : e;
    }
    return first;
}
