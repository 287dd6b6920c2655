/*
 * sqlc: .sql files become C. Named queries are prepared against the schema at build, so that a
 * misspelt column does not build; each becomes one typed function over src/db/sql.h.
 *
 *     sqlc ids    OUT.h SCHEMA.sql...                  struct X_id for every X_id in the schemas
 *     sqlc schema NAME OUT.h OUT.c MIGRATION.sql...    migrations as text
 *     sqlc query  OUT.h OUT.c QUERY.sql SCHEMA.sql...  queries as functions
 *
 * A fault is one line `file:line: what is wrong, and what to do`, exit status 1. The language of
 * the files: doc/why/202-sqlc.md.
 */
#ifndef LIANYUAN_TOOL_SQLC_H
#define LIANYUAN_TOOL_SQLC_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"
#include "db/sql.h"

struct sqlite3;

/* `due day?` */
struct decl {
    struct str name, word; /* word: "int", "matter_id" */
    enum db_type type;
    bool maybe;
    int line;
};
typedef VEC(struct decl) decls;

/* A stretch of SQL: as it stands (sections still inside), from which line on. */
struct piece {
    struct str text;
    int line;
};

struct when {
    struct str name;
    struct piece sql;
    decls in;
    int line;
};

struct key {
    struct piece expr;
    struct decl type;
    bool desc;
};

struct order {
    struct str name;
    VEC(struct key) keys;
    int line;
};

enum kind { KIND_ONE, KIND_MANY, KIND_EXEC, KIND_LIST };

struct query {
    enum kind kind;
    struct str name, doc;
    int line;
    decls in, given; /* given: declared with `-- out:` */
    decls out;       /* found by check.c */
    int64_t max;
    bool every_park;
    struct piece sql;
    VEC(struct when) whens;
    VEC(struct order) orders;
};

struct sqlc {
    struct arena *arena;
    const char *file;
    struct sqlite3 *db; /* in memory, with all schemas, our words as declared types */
    VEC(struct query) queries;
};

/* Prints `file:line: ...` and ends the program. */
_Noreturn void fault(const struct sqlc *c, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A type word; false when it is none, or an X_id that no schema names. */
bool type_word(struct sqlc *c, struct str word, enum db_type *out_type);
bool identifier(struct str s); /* lower case, and no keyword of C */

void load_schemas(struct sqlc *c, char **files, int n);
struct str read_file(struct sqlc *c, const char *path);
void parse(struct sqlc *c, struct str text);            /* parse.c: fills c->queries */
void check(struct sqlc *c, struct query *query);        /* check.c: faults, fills query->out */
void check_park(struct sqlc *c, const struct query *q); /* park.c */
void write_queries(struct sqlc *c, const char *header, const char *source); /* write.c */
void write_text(struct buf *out, struct str text);                          /* as a C string */
void write_file(const char *path, struct str text);

#endif
