/*
 * SQLite. WAL, synchronous=FULL; no connection checkpoints by itself: the writer's checkpointer
 * does (writer.c), and the last connection to close.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "db/driver.h"
#include "db/sqlite.h"

enum {
    LITE_AGAIN = 16, /* short statements kept: BEGIN, COMMIT ... */
    LITE_WAIT_US = 500,
    LITE_READ_CACHE_KB = 4096,
    LITE_WRITE_CACHE_KB = 32768,
    LITE_MMAP_BYTES = 0, /* a commit makes every reader map anew: see doc/why/403 */
    LITE_LOG_BYTES = 64 << 20, /* the log's file is cut to this when it starts again */
};

struct lite {
    sqlite3 *db;
    int log_pages; /* after the latest commit */
    bool alone;    /* a backup: one file, without a log */
    struct {
        const char *literal;
        sqlite3_stmt *stmt;
    } again[LITE_AGAIN];
};

static struct lite *lite(const struct db *db)
{
    return db->handle;
}

static enum err code_of(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return ERR_OK;
    case SQLITE_CONSTRAINT:
        return ERR_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_FULL:
        return ERR_FULL;
    case SQLITE_TOOBIG:
        return ERR_LIMIT;
    default:
        return ERR_IO;
    }
}

static enum err fail(const struct db *db, int rc, const char *what)
{
    enum err e = code_of(rc);
    if (e == ERR_IO || e == ERR_FULL)
        log_error("sqlite: %s: %s (%d)", what, sqlite3_errmsg(lite(db)->db), rc);
    return e;
}

/* A connection that reads may look and nothing else, whatever statement reaches it. */
static int only_reads(void *arg, int action, const char *a, const char *b, const char *c,
                      const char *d)
{
    (void)arg, (void)a, (void)b, (void)c, (void)d;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_PRAGMA:
        return SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

static enum err lite_run(struct db *db, const char *sql)
{
    int rc = sqlite3_exec(lite(db)->db, sql, NULL, NULL, NULL);
    return rc ? fail(db, rc, "statement") : ERR_OK;
}

static int count_log(void *arg, sqlite3 *s, const char *name, int pages)
{
    (void)s, (void)name;
    ((struct lite *)arg)->log_pages = pages;
    return SQLITE_OK;
}

/* Often and briefly: a writer that is never idle leaves the lock free only between two groups, and
 * whoever sleeps long (the command line beside a busy server) would never find it so. */
static int wait_for_others(void *arg, int tries)
{
    (void)arg;
    if (tries >= DB_BUSY_MS * 1000 / LITE_WAIT_US)
        return 0;
    usleep(LITE_WAIT_US);
    return 1;
}

static enum err settings(struct db *db)
{
    sqlite3 *s = lite(db)->db;
    sqlite3_extended_result_codes(s, 1);
    sqlite3_busy_handler(s, wait_for_others, NULL);
    sqlite3_db_config(s, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_wal_hook(s, count_log, lite(db)); /* and so no checkpoint within a commit */
    bool reads = db->mode == DB_READ && !lite(db)->alone;
    const char *journal = lite(db)->alone ? "DELETE" : "WAL";
    /* A savepoint's journal kept in memory is walked from its start after every statement: an
     * import took quadratic time. In a file (above 64 kB) it is not. */
    const char *temp = reads ? "MEMORY" : "FILE";
    char text[400];
    snprintf(text, sizeof text,
             "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=%s;"
             "PRAGMA cache_size=-%d; PRAGMA mmap_size=%d; PRAGMA journal_size_limit=%d;%s%s%s",
             temp, reads ? LITE_READ_CACHE_KB : LITE_WRITE_CACHE_KB, LITE_MMAP_BYTES,
             LITE_LOG_BYTES,
             db->mode == DB_READ ? "" : "PRAGMA journal_mode=", db->mode == DB_READ ? "" : journal,
             reads ? "PRAGMA query_only=ON;" : "");
    enum err e = lite_run(db, text);
    if (!e && reads)
        sqlite3_set_authorizer(s, only_reads, NULL);
    return e;
}

static enum err lite_open(struct db *db, struct str url, struct error *error)
{
    db->handle = ARENA_NEW(&db->own, struct lite);
    struct stat st;
    bool directory = !str_eq(url, str_from(db->path));
    lite(db)->alone = !directory;
    if (db->mode == DB_CREATE && directory && mkdir(str_c(&db->own, url), 0700) && errno != EEXIST)
        return error_set(error, ERR_IO, STR_NULL, T("建不了数据目录 {}"), url);
    if (db->mode != DB_CREATE && stat(db->path, &st))
        return error_set(error, ERR_NOT_FOUND, STR_NULL,
                         T("{} 里没有数据库，请先用 lianyuan init 建立"), url);
    int flags = SQLITE_OPEN_NOMUTEX;
    flags |= db->mode == DB_READ && !directory ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (db->mode == DB_CREATE)
        flags |= SQLITE_OPEN_CREATE;
    mode_t old = umask(077);
    int rc = sqlite3_open_v2(db->path, &lite(db)->db, flags, NULL);
    enum err e = rc ? fail(db, rc, db->path) : settings(db);
    umask(old);
    return e ? error_set(error, e, STR_NULL, T("打不开数据库 {}"),
                         str_dup(db->arena, str_from(db->path)))
             : ERR_OK;
}

static void lite_close(struct db *db)
{
    if (!db->handle)
        return;
    for (int i = 0; i < LITE_AGAIN; i++)
        sqlite3_finalize(lite(db)->again[i].stmt);
    if (sqlite3_close(lite(db)->db))
        log_error("sqlite: a statement is still open at close: %s", sqlite3_errmsg(lite(db)->db));
    db->handle = NULL;
}

static enum err prepare(struct db *db, const char *name, struct str sql, sqlite3_stmt **out_stmt)
{
    int rc = sqlite3_prepare_v3(lite(db)->db, sql.ptr, (int)sql.len, SQLITE_PREPARE_PERSISTENT,
                                out_stmt, NULL);
    return rc ? fail(db, rc, name) : ERR_OK;
}

static enum err lite_prepare(struct db *db, const char *name, struct str sql,
                             const enum db_type *types, size_t n, void **out_stmt)
{
    (void)types, (void)n;
    sqlite3_stmt *stmt = NULL;
    enum err e = prepare(db, name, sql, &stmt);
    *out_stmt = stmt;
    return e;
}

static void lite_finish(struct db *db, void *stmt)
{
    (void)db;
    sqlite3_finalize(stmt);
}

static enum err lite_run_again(struct db *db, const char *literal)
{
    int i = 0;
    while (i < LITE_AGAIN - 1 && lite(db)->again[i].literal &&
           lite(db)->again[i].literal != literal)
        i++;
    sqlite3_stmt **stmt = &lite(db)->again[i].stmt;
    if (lite(db)->again[i].literal != literal) {
        sqlite3_finalize(*stmt);
        *stmt = NULL;
        lite(db)->again[i].literal = NULL;
        enum err e = prepare(db, literal, str_from(literal), stmt);
        if (e)
            return e;
        lite(db)->again[i].literal = literal;
    }
    int rc = sqlite3_step(*stmt);
    enum err e = rc == SQLITE_DONE || rc == SQLITE_ROW ? ERR_OK : fail(db, rc, literal);
    sqlite3_reset(*stmt);
    /* A deferred BEGIN takes its snapshot at the first read: do that now. */
    if (!e && strcmp(literal, "BEGIN") == 0)
        e = lite_run_again(db, "SELECT 1 FROM sqlite_schema LIMIT 1");
    return e;
}

static int bind_text(sqlite3_stmt *stmt, int at, struct str s, bool blob)
{
    if (str_null(s))
        return sqlite3_bind_null(stmt, at);
    if (blob)
        return sqlite3_bind_blob64(stmt, at, s.ptr, s.len, SQLITE_STATIC);
    return sqlite3_bind_text64(stmt, at, s.ptr, s.len, SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_int(sqlite3_stmt *stmt, int at, int64_t n, bool null)
{
    return null ? sqlite3_bind_null(stmt, at) : sqlite3_bind_int64(stmt, at, n);
}

static enum err lite_bind(struct db *db, void *stmt, size_t place, const struct db_slot *slot,
                          const void *in)
{
    int at = (int)place, rc = SQLITE_OK;
    if (!slot)
        return code_of(sqlite3_bind_null(stmt, at));
    const void *p = (const char *)in + slot->offset;
    const struct maybe_int *maybe = p;
    switch (slot->type) {
    case DB_INT:
        rc = slot->maybe ? bind_int(stmt, at, maybe->n, !maybe->is)
                         : bind_int(stmt, at, *(const int64_t *)p, false);
        break;
    case DB_BOOL:
        rc = slot->maybe ? bind_int(stmt, at, maybe->n != 0, !maybe->is)
                         : bind_int(stmt, at, *(const bool *)p, false);
        break;
    case DB_REAL:
        if (slot->maybe && !((const struct maybe_real *)p)->is)
            rc = sqlite3_bind_null(stmt, at);
        else
            rc = sqlite3_bind_double(
                stmt, at, slot->maybe ? ((const struct maybe_real *)p)->n : *(const double *)p);
        break;
    case DB_DAY:
        rc = bind_int(stmt, at, *(const int32_t *)p, *(const int32_t *)p == DAY_NONE);
        break;
    case DB_INSTANT:
    case DB_ID:
        rc = bind_int(stmt, at, *(const int64_t *)p, slot->maybe && *(const int64_t *)p == 0);
        break;
    case DB_TEXT:
    case DB_BLOB:
        rc = bind_text(stmt, at, *(const struct str *)p, slot->type == DB_BLOB);
        break;
    }
    return rc ? fail(db, rc, slot->name) : ERR_OK;
}

static enum err lite_step(struct db *db, void *stmt, bool *out_row)
{
    int rc = sqlite3_step(stmt);
    *out_row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? ERR_OK : fail(db, rc, sqlite3_sql(stmt));
}

static struct str column_text(sqlite3_stmt *stmt, int i, bool blob, struct arena *arena)
{
    const void *p = blob ? sqlite3_column_blob(stmt, i) : sqlite3_column_text(stmt, i);
    size_t n = (size_t)sqlite3_column_bytes(stmt, i);
    return (struct str){arena_copy(arena, p, n), n};
}

static void read_null(const struct db_slot *slot, void *p)
{
    if (slot->type == DB_DAY)
        *(int32_t *)p = DAY_NONE; /* all else is zero already */
}

static void read_value(sqlite3_stmt *stmt, int i, const struct db_slot *slot, void *p,
                       struct arena *arena)
{
    switch (slot->type) {
    case DB_INT:
    case DB_BOOL:
        if (slot->maybe)
            *(struct maybe_int *)p = (struct maybe_int){true, sqlite3_column_int64(stmt, i)};
        else if (slot->type == DB_BOOL)
            *(bool *)p = sqlite3_column_int64(stmt, i) != 0;
        else
            *(int64_t *)p = sqlite3_column_int64(stmt, i);
        break;
    case DB_REAL:
        if (slot->maybe)
            *(struct maybe_real *)p = (struct maybe_real){true, sqlite3_column_double(stmt, i)};
        else
            *(double *)p = sqlite3_column_double(stmt, i);
        break;
    case DB_DAY:
        *(int32_t *)p = (int32_t)sqlite3_column_int64(stmt, i);
        break;
    case DB_INSTANT:
    case DB_ID:
        *(int64_t *)p = sqlite3_column_int64(stmt, i);
        break;
    case DB_TEXT:
    case DB_BLOB:
        *(struct str *)p = column_text(stmt, i, slot->type == DB_BLOB, arena);
        break;
    }
}

static enum err lite_read(struct db *db, void *stmt, struct db_slots out, void *row,
                          struct arena *arena)
{
    (void)db;
    for (size_t i = 0; i < out.n; i++) {
        const struct db_slot *slot = &out.at[i];
        void *p = (char *)row + slot->offset;
        if (sqlite3_column_type(stmt, (int)i) != SQLITE_NULL) {
            read_value(stmt, (int)i, slot, p, arena);
        } else if (!slot->maybe && slot->type <= DB_BOOL && slot->type != DB_TEXT &&
                   slot->type != DB_BLOB) {
            log_error("sqlite: %s is NULL; declare it `-- out: %s ...?`: %s", slot->name,
                      slot->name, sqlite3_sql(stmt));
            return ERR_IO;
        } else {
            read_null(slot, p);
        }
    }
    return ERR_OK;
}

static int64_t lite_changed(struct db *db, void *stmt)
{
    return sqlite3_stmt_readonly(stmt) ? 0 : sqlite3_changes64(lite(db)->db);
}

static void lite_reset(struct db *db, void *stmt)
{
    (void)db;
    sqlite3_reset(stmt);
}

static bool lite_in_transaction(const struct db *db)
{
    return !sqlite3_get_autocommit(lite(db)->db);
}

static bool lite_unknown(const struct db *db)
{
    (void)db;
    return false;
}

/* FNV-1a over the identity of the snapshot (the log's header as this reader sees it), which is the
 * same for every connection that sees the same contents. Without a log there is no such identity;
 * then the number is this connection's own. */
static int64_t lite_change_count(struct db *db)
{
    bool own = !lite_in_transaction(db);
    if (own && lite_run_again(db, "BEGIN"))
        return 0;
    uint64_t h = 0xcbf29ce484222325u;
    sqlite3_snapshot *snapshot = NULL;
    uint8_t bytes[sizeof(sqlite3_snapshot) + sizeof db->serial];
    size_t n = sizeof(sqlite3_snapshot);
    if (sqlite3_snapshot_get(lite(db)->db, "main", &snapshot) == SQLITE_OK) {
        memcpy(bytes, snapshot, n);
        sqlite3_snapshot_free(snapshot);
    } else {
        unsigned version = 0;
        sqlite3_file_control(lite(db)->db, "main", SQLITE_FCNTL_DATA_VERSION, &version);
        memcpy(bytes, &db->serial, sizeof db->serial);
        memcpy(bytes + sizeof db->serial, &version, sizeof version);
        n = sizeof db->serial + sizeof version;
    }
    for (size_t i = 0; i < n; i++)
        h = (h ^ bytes[i]) * 0x100000001b3u;
    if (own)
        lite_run_again(db, "COMMIT");
    return (int64_t)(h | 1);
}

static enum err lite_size(struct db *db, int64_t *out_bytes, int64_t *out_log_bytes)
{
    struct stat st;
    if (stat(db->path, &st))
        return ERR_IO;
    *out_bytes = st.st_size;
    char log[4096];
    snprintf(log, sizeof log, "%s-wal", db->path);
    *out_log_bytes = stat(log, &st) ? 0 : st.st_size;
    return ERR_OK;
}

static enum err lite_check(struct db *db, struct arena *arena, struct str *out_finding)
{
    sqlite3_stmt *stmt = NULL;
    *out_finding = STR_NULL;
    enum err e = prepare(db, "check", STR("PRAGMA integrity_check(1)"), &stmt);
    if (!e && sqlite3_step(stmt) == SQLITE_ROW) {
        struct str s = str_from((const char *)sqlite3_column_text(stmt, 0));
        if (!str_eq(s, STR("ok"))) {
            *out_finding = str_dup(arena, s);
            e = ERR_IO;
        }
    } else if (!e) {
        e = fail(db, sqlite3_errcode(lite(db)->db), "check");
    }
    sqlite3_finalize(stmt);
    return e;
}

enum err db_sqlite_checkpoint(struct db *db, bool truncate, int64_t *out_log_pages,
                              int64_t *out_done_pages)
{
    int log = 0, done = 0;
    int rc = sqlite3_wal_checkpoint_v2(
        lite(db)->db, "main", truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
        &log, &done);
    *out_log_pages = log;
    *out_done_pages = done;
    return rc ? fail(db, rc, "checkpoint") : ERR_OK;
}

int64_t db_sqlite_log_pages(const struct db *db)
{
    return lite(db)->log_pages;
}

enum err db_sqlite_trust(struct db *db)
{
    return code_of(sqlite3_db_config(lite(db)->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL));
}

const struct db_driver db_driver_sqlite = {
    .kind = DB_SQLITE,
    .open = lite_open,
    .close = lite_close,
    .run = lite_run,
    .run_again = lite_run_again,
    .prepare = lite_prepare,
    .finish = lite_finish,
    .bind = lite_bind,
    .step = lite_step,
    .read = lite_read,
    .changed = lite_changed,
    .reset = lite_reset,
    .in_transaction = lite_in_transaction,
    .unknown = lite_unknown,
    .change_count = lite_change_count,
    .size = lite_size,
    .check = lite_check,
    .begin_read = "BEGIN",
    .begin_write = "BEGIN IMMEDIATE",
};
