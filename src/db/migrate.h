/*
 * Numbered changes of the schema, each applied once, in order, and never edited afterwards.
 *
 *     const struct migrations sets[] = {{core_migrations, core_migration_n},
 *                                       {matter_migrations, matter_migration_n}};
 *     e = migrate(db, sets, 2, &error);
 *
 * `core_migrations` comes from `core_schema/001_init.sql, 002_....sql` through tool/sqlc
 * (`core_schema.h`). Each is recorded with a checksum: a changed one, a missing one, or one that
 * this program does not know is refused with its name, and nothing is changed.
 *
 * The language of a migration is the SQL that both databases take, with our words for types:
 *
 *     word               SQLite (STRICT)   PostgreSQL           C
 *     int                INTEGER           bigint               int64_t
 *     bool day instant   INTEGER           bigint               bool, int32_t, int64_t
 *     X_id               INTEGER           bigint               struct X_id
 *     real               REAL              double precision     double
 *     text               TEXT              text COLLATE "C"     struct str
 *     blob               BLOB              bytea                struct str
 *
 * Every primary key begins with `park park_id`. `CREATE TABLE ... ) CLUSTERED;` keeps a table of
 * small rows in the order of its primary key (WITHOUT ROWID; PostgreSQL has nothing like it). What
 * only one of them takes stands after a line `-- sqlite:` or `-- pg:`, up to `-- both:`.
 */
#ifndef LIANYUAN_DB_MIGRATE_H
#define LIANYUAN_DB_MIGRATE_H

#include "base/err.h"
#include "base/str.h"

struct db;
struct arena;

enum { MIGRATIONS_MAX = 500, MIGRATION_BYTES_MAX = 1 << 20 };

struct migration {
    const char *name; /* "matter/001_init" */
    const char *sql;  /* embedded text */
};

struct migrations {
    const struct migration *at;
    size_t n;
};

/* Applies what is missing, in one transaction. */
enum err migrate(struct db *db, const struct migrations *sets, size_t n, struct error *error);

/* How many of them the database lacks; fails as migrate() does. */
enum err migrate_pending(struct db *db, const struct migrations *sets, size_t n, size_t *out_n,
                         struct error *error);

/* Brings an empty database to the schema that another one has: the same migrations, no later ones.
 * Within the caller's write transaction if there is one. */
enum err migrate_as(struct db *db, struct db *like, const struct migrations *sets, size_t n,
                    struct error *error);

/* What the database consists of, a line each: tables with their columns, indexes, triggers,
 * functions, in an order that does not depend on how it came to be. Two databases of one kind with
 * the same lines have the same schema. */
enum err migrate_schema(struct db *db, struct arena *arena, struct str **out_lines, size_t *out_n);

#endif
