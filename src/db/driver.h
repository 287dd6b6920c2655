/*
 * What db.c, query.c and list.c need from a database. Two drivers implement it; only they include
 * sqlite3.h and libpq-fe.h. All texts that come here stand in .sql files or in src/db.
 */
#ifndef LIANYUAN_DB_DRIVER_H
#define LIANYUAN_DB_DRIVER_H

#include "db/db.h"
#include "db/sql.h"

enum { DB_PARAMS_MAX = 120, DB_COLUMNS_MAX = 120, DB_WAYS = 4 };

/* One kept statement: of which query or list, and which combination of the list's pieces. */
struct db_kept {
    const void *owner;
    uint64_t variant;
    void *stmt;
    uint64_t used; /* when last, by db->clock */
};

struct db_driver;

struct db {
    const struct db_driver *driver;
    struct arena own;    /* what lives as long as the connection; never reset before */
    struct arena *arena; /* the caller's: errors' details */
    struct str url;
    const char *path; /* SQLite: of the file */
    enum db_mode mode;
    void *handle;
    int64_t serial; /* of this connection in the process */
    bool reading, writing, unknown, closing;
    int64_t fail_at; /* tests: see db_fail_at */
    enum err failed; /* of the write transaction or its innermost savepoint */
    uint64_t clock;
    struct db_kept kept[DB_STATEMENTS_MAX / DB_WAYS][DB_WAYS];
};

struct db_driver {
    enum db_kind kind;
    enum err (*open)(struct db *db, struct str url, struct error *error);
    void (*close)(struct db *db);

    /* One or several statements without parameters or rows. */
    enum err (*run)(struct db *db, const char *sql);

    /* For ever the same few short statements (BEGIN, COMMIT ...), given as literals. */
    enum err (*run_again)(struct db *db, const char *literal);

    /* name is for the log. types: of parameters 1..n. */
    enum err (*prepare)(struct db *db, const char *name, struct str sql, const enum db_type *types,
                        size_t n, void **out_stmt);
    void (*finish)(struct db *db, void *stmt);

    /* Binds in[slot->offset] as parameter `at` (from 1); slot NULL = NULL. Texts stay the
     * caller's until reset. */
    enum err (*bind)(struct db *db, void *stmt, size_t at, const struct db_slot *slot,
                     const void *in);
    enum err (*step)(struct db *db, void *stmt, bool *out_row);

    /* The present row into the struct; texts are copied into the arena, which may be full. */
    enum err (*read)(struct db *db, void *stmt, struct db_slots out, void *row,
                     struct arena *arena);
    int64_t (*changed)(struct db *db, void *stmt);
    void (*reset)(struct db *db, void *stmt);

    bool (*in_transaction)(const struct db *db);
    bool (*unknown)(const struct db *db);
    int64_t (*change_count)(struct db *db);
    enum err (*size)(struct db *db, int64_t *out_bytes, int64_t *out_log_bytes);
    enum err (*check)(struct db *db, struct arena *arena, struct str *out_finding);

    const char *begin_read, *begin_write;
};

extern const struct db_driver db_driver_sqlite, db_driver_pg;

/* Answers the statement for owner and variant, preparing text at first use. */
enum err db_keep(struct db *db, const void *owner, uint64_t variant, void **out_stmt);
enum err db_keep_new(struct db *db, const void *owner, uint64_t variant, const char *name,
                     struct str sql, const enum db_type *types, size_t n, void **out_stmt);
void db_forget(struct db *db, const void *owner); /* drops its statements */
void db_forget_all(struct db *db);

/* After a statement: keeps the failure that ended this transaction or savepoint. */
static inline enum err db_end(struct db *db, enum err e)
{
    if (e && e != ERR_NOT_FOUND && e != ERR_LIMIT && db->writing && !db->failed)
        db->failed = e;
    return e;
}

/* Before a statement: the failure that ended this transaction, if one did. */
static inline enum err db_start(struct db *db)
{
    if (db->fail_at > 0 && --db->fail_at == 0)
        return db_end(db, ERR_IO);
    return db->writing ? db->failed : ERR_OK;
}

#endif
