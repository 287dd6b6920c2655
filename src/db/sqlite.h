/*
 * What only SQLite has, for the writer and for tests.
 */
#ifndef LIANYUAN_DB_SQLITE_H
#define LIANYUAN_DB_SQLITE_H

#include "db/db.h"

/* Moves the log into the database. truncate: waits for readers and cuts the log to nothing;
 * otherwise does what it can without waiting for anybody. */
enum err db_sqlite_checkpoint(struct db *db, bool truncate, int64_t *out_log_pages,
                              int64_t *out_done_pages);

/* Pages in the log after this connection's latest commit. */
int64_t db_sqlite_log_pages(const struct db *db);

/* Lets statements write the tables behind a search index, for restoring them. */
enum err db_sqlite_trust(struct db *db);

#endif
