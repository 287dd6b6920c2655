/*
 * A backup is one SQLite file, from either database, of one snapshot: all tables, and the stored
 * files in a table `stored_file`. It stands by itself: db_open_file() reads it, `verify FILE` works
 * on it. Restoring it into the other database is how a park moves there.
 *
 *     e = db_backup(&arena, url, files_dir, STR("park.backup"), &all, &error);
 *     e = db_restore(&arena, STR("park.backup"), url, files_dir, &all, &error);
 *
 * A server may go on working while a backup is made. The file appears under its name only when it
 * is complete and on the disk; an existing one is not overwritten. A restore goes into a database
 * that does not exist yet (SQLite) or a schema without tables (PostgreSQL), and is there whole or
 * not at all; older backups are brought to the program's schema behind it.
 *
 * The table `search` is the one that has two forms (core_schema: FTS5 and tsvector); it is carried
 * over by its terms.
 */
#ifndef LIANYUAN_DB_COPY_H
#define LIANYUAN_DB_COPY_H

#include "db/db.h"

struct db_all {
    const struct migrations *sets; /* of every module */
    size_t n;
    void (*progress)(void *arg, struct str what, int64_t done); /* a table's rows, or files */
    void *arg;
};

enum { STORED_FILE_MAX = 64 << 20, STORED_FILES_MAX = 1000000 };

/* files_dir: STR_NULL or a missing directory = no files. Errors: ERR_CONFLICT when the target
 * exists, ERR_FULL, ERR_IO; the sentence is in *error. */
enum err db_backup(struct arena *arena, struct str url, struct str files_dir, struct str file,
                   const struct db_all *all, struct error *error);
enum err db_restore(struct arena *arena, struct str file, struct str url, struct str files_dir,
                    const struct db_all *all, struct error *error);

/* Whether two backups hold the same: *out_difference names the first table that differs, or is
 * STR_NULL. */
enum err db_same(struct arena *arena, struct str file_a, struct str file_b,
                 struct str *out_difference, struct error *error);

#endif
