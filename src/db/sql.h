/*
 * What tool/sqlc writes queries in: constant descriptions, run by query.c and list.c. Written code
 * uses the typed functions that sqlc puts on top of these and never includes this file.
 */
#ifndef LIANYUAN_DB_SQL_H
#define LIANYUAN_DB_SQL_H

#include <stddef.h>

#include "base/arena.h"
#include "db/db.h"

enum db_type { DB_INT = 1, DB_REAL, DB_TEXT, DB_BLOB, DB_BOOL, DB_DAY, DB_INSTANT, DB_ID };

/* One parameter or column: which type, and where in the struct. `maybe`: NULL stands for "none" (a
 * struct maybe_int or maybe_real; STR_NULL, DAY_NONE, instant 0, id 0 of the others). */
struct db_slot {
    const char *name;
    enum db_type type;
    bool maybe;
    size_t offset;
};

struct db_slots {
    const struct db_slot *at;
    size_t n;
};

/* The same statement for both databases; parameters are ?1 and $1 in the order of the slots. */
struct db_text {
    const char *sqlite, *pg;
};

struct db_query {
    const char *name;
    struct db_text sql;
    struct db_slots in, out;
    size_t row_size;
    int64_t max; /* rows of a `many`; 0 = the query has its own LIMIT */
};

enum err db_one(struct db *db, struct arena *arena, const struct db_query *query, const void *in,
                void *out_row);
enum err db_many(struct db *db, struct arena *arena, const struct db_query *query, const void *in,
                 void **out_rows, size_t *out_n);
enum err db_exec(struct db *db, const struct db_query *query, const void *in, int64_t *out_changed);

/* Row by row without a maximum, for copies and exports: fn gets each row; what it and the row's
 * texts took from the arena is given back after each call. PostgreSQL sends the whole answer at
 * once: for very large tables walk along a key instead (copy_table.c). */
enum err db_each(struct db *db, struct arena *arena, const struct db_query *query, const void *in,
                 enum err (*fn)(void *arg, const void *row), void *arg);

/* A list query: head (SELECT columns) and tail (FROM ... WHERE ...) of the base, conditions that
 * are on or off, orders of which one is chosen. All parameters of all pieces are numbered once;
 * those of a condition that is off are bound NULL and not mentioned. */
struct db_list_when {
    const char *name;
    struct db_text sql;
    struct db_slots in;
    size_t on; /* offset of its bool */
};

struct db_list_key {
    struct db_text expr;
    enum db_type type;
    bool desc;
};

struct db_list_order {
    const char *name;
    const struct db_list_key *keys;
    size_t key_n;
};

enum { DB_LIST_KEYS_MAX = 4, DB_LIST_WHENS_MAX = 32 };

struct db_list {
    const char *name;
    struct db_text head, tail;
    struct db_slots in, out;
    size_t row_size;
    const struct db_list_when *whens;
    size_t when_n;
    const struct db_list_order *orders;
    size_t order_n;
    size_t param_n; /* of base and conditions together; keys and limit are numbered after them */
};

/* What struct sql_X_list_page holds, for every X alike. */
struct db_list_page {
    int32_t order;
    bool reverse, back;
    int32_t limit;
    struct str after;
};

enum err db_list(struct db *db, struct arena *arena, const struct db_list *list, const void *in,
                 const struct db_list_page *page, void **out_rows, size_t *out_n,
                 struct str *out_next);
enum err db_list_count(struct db *db, struct arena *arena, const struct db_list *list,
                       const void *in, int64_t cap, int64_t *out_n);

/* All queries of one .sql file; ./test prepares them on both databases. */
struct db_set {
    const char *name;
    const struct db_query *const *queries;
    size_t query_n;
    const struct db_list *const *lists;
    size_t list_n;
};

/* Prepares every query, condition and order; the log names each one that the database refuses. */
enum err db_prepare_set(struct db *db, struct arena *arena, const struct db_set *set);

#endif
