/*
 * Migrations in our words (migrate.h) become the DDL of one database.
 */
#ifndef LIANYUAN_DB_DDL_H
#define LIANYUAN_DB_DDL_H

#include "base/arena.h"
#include "base/str.h"

enum ddl_target {
    DDL_OURS, /* SQLite's section with our words as declared types: what tool/sqlc reads types from
               */
    DDL_SQLITE,
    DDL_PG,
};

struct ddl_fault {
    int line;
    struct str word; /* which is no type of ours */
};

/* False with *out_fault when a column's type is none of our words. */
bool ddl_map(struct arena *arena, struct str sql, enum ddl_target target, struct str *out_sql,
             struct ddl_fault *out_fault);

/* "matter_id" -> true, with the table's name "matter". */
bool ddl_id_word(struct str word, struct str *out_table);

#endif
