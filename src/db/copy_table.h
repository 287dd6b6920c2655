/*
 * Tables row by row between any two databases, by SQLite's catalogue of one of them.
 */
#ifndef LIANYUAN_DB_COPY_TABLE_H
#define LIANYUAN_DB_COPY_TABLE_H

#include "db/copy.h"
#include "db/sql.h"

struct copy_table {
    struct str name;
};

/* The ordinary tables of a SQLite database, by name: no virtual ones, nothing behind those, none
 * that begins with an underscore-free word of our own bookkeeping (stored_file). */
enum err copy_tables(struct db *lite, struct arena *arena, struct copy_table **out, size_t *out_n);

/* Copies all rows, in batches along the primary key; lite is whichever of the two is SQLite. */
enum err copy_rows(struct db *from, struct db *to, struct db *lite, struct str table,
                   const struct db_all *all);

/* Walks along both; *out_same. Both are SQLite. */
enum err copy_compare(struct db *a, struct db *b, struct str table, bool *out_same);

/* The search index by its terms; does nothing when lite has none. */
enum err copy_has_search(struct db *lite, struct arena *arena, bool *out_has);
enum err copy_search_to_pg(struct db *lite, struct db *pg, const struct db_all *all);
enum err copy_search_from_pg(struct db *pg, struct db *lite, const struct db_all *all);
enum err copy_search_compare(struct db *a, struct db *b, bool *out_same);

#endif
