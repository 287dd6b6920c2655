/*
 * The database: one SQL surface over SQLite (in the data directory) and PostgreSQL.
 *
 *     struct db *db;
 *     e = db_open(&arena, STR("/var/lib/lianyuan"), DB_READ, &db, &error);
 *     e = db_read_begin(db);                  // one snapshot for a request
 *     e = sql_matter_get(db, &arena, &(struct sql_matter_get_in){park, id}, &row);
 *     db_read_end(db);
 *     db_close(db);
 *
 * Nobody outside db/ writes SQL in C: queries are named in `M_query.sql` files and become typed
 * functions (tool/sqlc). Strings in rows live in the arena that the function was given.
 *
 * A connection belongs to one thread at a time. Writing is done in an act on the writer
 * (db/writer.h) or through writer_once().
 *
 * Failures of every function here and of every generated one:
 *   ERR_NOT_FOUND  a `one` query found no row
 *   ERR_CONFLICT   a constraint refused the change (unique, not null, check, reference)
 *   ERR_BUSY       another process holds the database; try again
 *   ERR_LIMIT      more rows than the query's maximum, or the arena is full
 *   ERR_FULL       the disk is full
 *   ERR_IO         everything else; the reason is in the log
 *
 * Within a transaction that writes, a failed statement (other than NOT_FOUND and LIMIT) ends the
 * savepoint it ran in: every later statement answers the same failure until db_rollback_to() or
 * db_rollback(). PostgreSQL works so; SQLite is made to, so that code behaves alike on both. To
 * insert what may be there already, say ON CONFLICT in the query instead of catching ERR_CONFLICT.
 */
#ifndef LIANYUAN_DB_DB_H
#define LIANYUAN_DB_DB_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/str.h"
#include "db/migrate.h"

struct db;

enum db_kind { DB_SQLITE, DB_PG };

enum db_mode {
    DB_READ,   /* cannot write, by the database's own means */
    DB_WRITE,  /* reads and writes what exists */
    DB_CREATE, /* the same, and makes the data directory (0700) and the database if absent */
};

enum {
    DB_BUSY_MS = 5000,       /* how long a write waits for another process */
    DB_STATEMENTS_MAX = 512, /* prepared statements kept per connection */
    DB_LIST_ROWS_MAX = 1000, /* rows of one page of a list query */
    DB_LIST_ROWS = 50,       /* ... when the caller says 0 */
};

/* A column or parameter declared `int?`, `bool?` or `real?`. */
struct maybe_int {
    bool is;
    int64_t n;
};

struct maybe_real {
    bool is;
    double n;
};

/* url: a data directory (SQLite, DIR/lianyuan.db) or postgresql://... (search_path names the
 * schema: postgresql://host/base?options=-csearch_path%3Dpark). */
enum err db_open(struct arena *arena, struct str url, enum db_mode mode, struct db **out_db,
                 struct error *error);

/* A single SQLite file wherever it lies: a backup. */
enum err db_open_file(struct arena *arena, struct str path, enum db_mode mode, struct db **out_db,
                      struct error *error);
void db_close(struct db *db); /* NULL is taken */

enum db_kind db_kind(const struct db *db);
bool db_is_pg(struct str url); /* or a data directory */
struct str
db_url(const struct db *db); /* as given to db_open: opens another connection; until close */

/* One snapshot for all reads in between; inside a write transaction both do nothing. */
enum err db_read_begin(struct db *db);
void db_read_end(struct db *db);

/* The one write transaction. Waits for other processes up to DB_BUSY_MS, then ERR_BUSY. */
enum err db_begin(struct db *db, enum db_mode mode); /* DB_READ = db_read_begin */
enum err db_commit(struct db *db); /* failed: nothing was kept, unless db_unknown() */
void db_rollback(struct db *db);

/* A part that can be undone alone; they nest. */
enum err db_savepoint(struct db *db);
enum err db_release(struct db *db);
enum err db_rollback_to(struct db *db); /* undoes to the last savepoint and removes it */

/* False when the database itself threw the transaction away (a full disk does). */
bool db_in_transaction(const struct db *db);

/* After a failed db_commit: the connection was lost while committing, so nobody knows. The act's
 * id settles it. */
bool db_unknown(const struct db *db);

/* A number that differs whenever any connection or process committed in between. Exact within
 * db_read_begin/end (then it names the snapshot); equal numbers mean equal contents, also between
 * connections of one process. PostgreSQL: costs a round trip. 0: could not tell. */
int64_t db_change_count(struct db *db);

/* Bytes of the database, and of its write-ahead log (0 on PostgreSQL); for doctor. */
enum err db_size(struct db *db, int64_t *out_bytes, int64_t *out_log_bytes);

/* The database's own check of its structure: ERR_OK, or ERR_IO with the first finding. */
enum err db_check(struct db *db, struct arena *arena, struct str *out_finding);

/* Tests: a fresh database with these migrations, SQLite in a temporary directory, or a fresh
 * schema of the PostgreSQL that LIANYUAN_TEST_PG=postgresql://... names. Mode DB_WRITE. Stops the
 * test program when it cannot. db_close_test() removes it again. */
struct db *db_open_test(struct arena *arena, const struct migrations *sets, size_t n);
void db_close_test(struct db *db);

/* Tests: the n-th statement from now (queries, savepoints) answers ERR_IO; 0 = none. A loop over n
 * until nothing fails any more shows that an act leaves no half state wherever it breaks off. */
void db_fail_at(struct db *db, int64_t n);
bool db_fail_pending(const struct db *db); /* it has not come to the n-th */

#endif
