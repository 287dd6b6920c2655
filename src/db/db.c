#include "db/db.h"

#include <stdatomic.h>
#include <string.h>

#include "base/log.h"
#include "db/driver.h"

enum { DB_ARENA_MAX = 16 << 20 };

bool db_is_pg(struct str url)
{
    return str_starts(url, STR("postgresql://")) || str_starts(url, STR("postgres://"));
}

static enum err open_with(struct arena *arena, const struct db_driver *driver, struct str url,
                          const char *path, enum db_mode mode, struct db **out_db,
                          struct error *error)
{
    static atomic_long serial;
    struct db *db = ARENA_NEW(arena, struct db);
    db->driver = driver;
    db->arena = arena;
    arena_init(&db->own, DB_ARENA_MAX);
    db->url = str_dup(&db->own, url);
    db->path = path ? str_c(&db->own, str_from(path)) : NULL;
    db->mode = mode;
    db->serial = atomic_fetch_add(&serial, 1) + 1;
    enum err e = driver->open(db, db->url, error);
    if (e)
        db_close(db);
    *out_db = e ? NULL : db;
    return e;
}

enum err db_open(struct arena *arena, struct str url, enum db_mode mode, struct db **out_db,
                 struct error *error)
{
    if (db_is_pg(url))
        return open_with(arena, &db_driver_pg, url, NULL, mode, out_db, error);
    const char *path = str_print(arena, "%.*s/lianyuan.db", STR_ARG(url)).ptr;
    return open_with(arena, &db_driver_sqlite, url, path, mode, out_db, error);
}

enum err db_open_file(struct arena *arena, struct str path, enum db_mode mode, struct db **out_db,
                      struct error *error)
{
    return open_with(arena, &db_driver_sqlite, path, str_c(arena, path), mode, out_db, error);
}

void db_close(struct db *db)
{
    if (!db || !db->driver)
        return;
    db->closing = true;
    db_forget_all(db);
    db->driver->close(db);
    db->driver = NULL;
    arena_release(&db->own);
}

enum db_kind db_kind(const struct db *db)
{
    return db->driver->kind;
}

struct str db_url(const struct db *db)
{
    return db->url;
}

enum err db_read_begin(struct db *db)
{
    if (db->writing || db->reading)
        return ERR_OK;
    enum err e = db->driver->run_again(db, db->driver->begin_read);
    db->reading = !e;
    return e;
}

void db_read_end(struct db *db)
{
    if (!db->reading)
        return;
    db->reading = false;
    db->driver->run_again(db, "COMMIT");
}

enum err db_begin(struct db *db, enum db_mode mode)
{
    if (mode == DB_READ)
        return db_read_begin(db);
    db->failed = ERR_OK;
    db->unknown = false;
    enum err e = db->driver->run_again(db, db->driver->begin_write);
    if (e && db->driver->in_transaction(db)) /* began, but did not get the lock */
        db->driver->run_again(db, "ROLLBACK");
    db->writing = !e;
    return e;
}

enum err db_commit(struct db *db)
{
    if (db->reading)
        return db_read_end(db), ERR_OK;
    if (db->failed) {
        enum err e = db->failed;
        db_rollback(db);
        return e;
    }
    if (!db->driver->in_transaction(db))
        return db_rollback(db), ERR_IO;
    enum err e = db->driver->run_again(db, "COMMIT");
    db->unknown = e && db->driver->unknown(db);
    if (e)
        db_rollback(db);
    db->writing = false;
    return e;
}

void db_rollback(struct db *db)
{
    if (db->driver->in_transaction(db))
        db->driver->run_again(db, "ROLLBACK");
    db->writing = db->reading = false;
    db->failed = ERR_OK;
}

enum err db_savepoint(struct db *db)
{
    enum err e = db_start(db);
    return e ? e : db_end(db, db->driver->run_again(db, "SAVEPOINT part"));
}

enum err db_release(struct db *db)
{
    enum err e = db_start(db);
    return e ? e : db_end(db, db->driver->run_again(db, "RELEASE SAVEPOINT part"));
}

enum err db_rollback_to(struct db *db)
{
    if (!db->driver->in_transaction(db))
        return db->failed ? db->failed : ERR_IO;
    enum err e = db->driver->run_again(db, "ROLLBACK TO SAVEPOINT part");
    if (!e)
        e = db->driver->run_again(db, "RELEASE SAVEPOINT part");
    db->failed = e;
    return e;
}

bool db_in_transaction(const struct db *db)
{
    return db->driver->in_transaction(db);
}

bool db_unknown(const struct db *db)
{
    return db->unknown;
}

int64_t db_change_count(struct db *db)
{
    return db->driver->change_count(db);
}

enum err db_size(struct db *db, int64_t *out_bytes, int64_t *out_log_bytes)
{
    return db->driver->size(db, out_bytes, out_log_bytes);
}

enum err db_check(struct db *db, struct arena *arena, struct str *out_finding)
{
    return db->driver->check(db, arena, out_finding);
}

void db_fail_at(struct db *db, int64_t n)
{
    db->fail_at = n;
}

bool db_fail_pending(const struct db *db)
{
    return db->fail_at > 0;
}
