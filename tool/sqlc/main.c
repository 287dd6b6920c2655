#include "sqlc.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/ddl.h"
#include "db/lex.h"

enum { FILE_MAX = 8 << 20 };

void fault(const struct sqlc *c, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", c->file, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

struct str read_file(struct sqlc *c, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "sqlc: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    char *bytes = arena_alloc(c->arena, FILE_MAX + 1);
    size_t n = fread(bytes, 1, FILE_MAX + 1, f);
    fclose(f);
    struct str text = str_dup(c->arena, (struct str){bytes, n});
    if (n > FILE_MAX)
        fault(c, 1, "larger than 8 MB: split it");
    return text;
}

void write_file(const char *path, struct str text)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(text.ptr, 1, text.len, f) != text.len || fclose(f)) {
        fprintf(stderr, "sqlc: %s: %s\n", path, strerror(errno));
        exit(1);
    }
}

bool type_word(struct sqlc *c, struct str word, enum db_type *out_type)
{
    static const char *const words[] = {
        [DB_INT] = "int",   [DB_REAL] = "real", [DB_TEXT] = "text",      [DB_BLOB] = "blob",
        [DB_BOOL] = "bool", [DB_DAY] = "day",   [DB_INSTANT] = "instant"};
    for (size_t i = DB_INT; i <= DB_INSTANT; i++) {
        if (str_eq(word, str_from(words[i]))) {
            *out_type = (enum db_type)i;
            return true;
        }
    }
    struct str table;
    sqlite3_stmt *stmt;
    if (!ddl_id_word(word, &table))
        return false;
    *out_type = DB_ID;
    sqlite3_prepare_v2(c->db,
                       "SELECT 1 FROM sqlite_schema s JOIN pragma_table_info(s.name) p "
                       "WHERE p.type = ? COLLATE nocase LIMIT 1",
                       -1, &stmt, NULL);
    sqlite3_bind_text(stmt, 1, word.ptr, (int)word.len, SQLITE_STATIC);
    bool found = sqlite3_step(stmt) == SQLITE_ROW;
    sqlite3_finalize(stmt);
    return found;
}

static void load_schema(struct sqlc *c, const char *path)
{
    struct ddl_fault bad;
    struct str sql;
    const char *outer = c->file;
    c->file = path;
    if (!ddl_map(c->arena, read_file(c, path), DDL_OURS, &sql, &bad))
        fault(c, bad.line,
              "no type \"%.*s\": use int real text blob bool day instant, or X_id of a table X",
              STR_ARG(bad.word));
    const char *at = str_c(c->arena, sql), *start = at;
    while (*at) {
        sqlite3_stmt *stmt = NULL;
        const char *tail = at;
        int rc = sqlite3_prepare_v2(c->db, at, -1, &stmt, &tail);
        long offset =
            at - start + (rc && sqlite3_error_offset(c->db) > 0 ? sqlite3_error_offset(c->db) : 0);
        if (!rc && stmt && sqlite3_step(stmt) != SQLITE_DONE)
            rc = 1;
        int line = 1;
        for (long i = 0; i < offset; i++)
            line += start[i] == '\n';
        if (rc)
            fault(c, line, "%s: only what SQLite and PostgreSQL both take stands here",
                  sqlite3_errmsg(c->db));
        sqlite3_finalize(stmt);
        at = tail;
    }
    c->file = outer;
}

void load_schemas(struct sqlc *c, char **files, int n)
{
    if (sqlite3_open(":memory:", &c->db)) {
        fprintf(stderr, "sqlc: no memory for SQLite\n");
        exit(1);
    }
    for (int i = 0; i < n; i++)
        load_schema(c, files[i]);
}

static void write_ids(struct sqlc *c, const char *header)
{
    struct buf h;
    sqlite3_stmt *stmt;
    buf_init(&h, c->arena, 1 << 20);
    buf_print(&h, "/* Made by sqlc from the schemas: one type per table's id, so that one cannot "
                  "stand for another. */\n#pragma once\n#include <stdint.h>\n\n");
    sqlite3_prepare_v2(c->db,
                       "SELECT DISTINCT lower(p.type) AS word FROM sqlite_schema s "
                       "JOIN pragma_table_info(s.name) p WHERE p.type GLOB '?*_id' ORDER BY word",
                       -1, &stmt, NULL);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        buf_print(&h, "struct %s {\n    int64_t n;\n};\n",
                  (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    write_file(header, buf_str(&h));
}

/* "matter" and ".../matter_schema/001_init.sql" -> "matter/001_init" */
static struct str migration_name(struct sqlc *c, const char *module, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct str file = str_from(slash ? slash + 1 : path);
    if (!str_ends(file, STR(".sql")) || file.len < 8 || file.ptr[3] != '_')
        fault(c, 1, "a migration is called NNN_what.sql, counted from 001");
    return str_print(c->arena, "%s/%.*s", module, STR_ARG(str_slice(file, 0, file.len - 4)));
}

static void write_schema(struct sqlc *c, const char *module, const char *header, const char *source,
                         char **files, int n)
{
    struct buf h, s;
    buf_init(&h, c->arena, 1 << 20);
    buf_init(&s, c->arena, 32 << 20);
    buf_print(&h,
              "/* Made by sqlc. */\n#pragma once\n#include \"db/migrate.h\"\n\n"
              "enum { %s_migration_n = %d };\nextern const struct migration %s_migrations[];\n",
              module, n, module);
    buf_print(&s,
              "/* Made by sqlc. */\n#include <stddef.h>\n#include \"db/migrate.h\"\n\n"
              "extern const struct migration %s_migrations[];\n"
              "const struct migration %s_migrations[] = {\n",
              module, module);
    for (int i = 0; i < n; i++) {
        c->file = files[i];
        struct str name = migration_name(c, module, files[i]);
        int64_t number;
        if (!str_int(str_slice(name, strlen(module) + 1, strlen(module) + 4), &number) ||
            number != i + 1)
            fault(c, 1, "migrations are counted 001, 002, ... without a gap: this is the %dth",
                  i + 1);
        buf_print(&s, "    {\"%.*s\",\n     ", STR_ARG(name));
        write_text(&s, read_file(c, files[i]));
        buf_print(&s, "},\n");
    }
    buf_print(&s, "    {NULL, NULL},\n};\n");
    write_file(header, buf_str(&h));
    write_file(source, buf_str(&s));
}

static _Noreturn void usage(void)
{
    fprintf(stderr, "sqlc ids OUT.h SCHEMA...\nsqlc schema NAME OUT.h OUT.c MIGRATION...\n"
                    "sqlc query OUT.h OUT.c QUERY.sql SCHEMA...\n");
    exit(2);
}

int main(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena, (size_t)2 << 30);
    struct sqlc c = {.arena = &arena, .file = ""};
    if (argc >= 3 && strcmp(argv[1], "ids") == 0) {
        load_schemas(&c, argv + 3, argc - 3);
        write_ids(&c, argv[2]);
    } else if (argc >= 5 && strcmp(argv[1], "schema") == 0) {
        write_schema(&c, argv[2], argv[3], argv[4], argv + 5, argc - 5);
    } else if (argc >= 5 && strcmp(argv[1], "query") == 0) {
        load_schemas(&c, argv + 5, argc - 5);
        c.file = argv[4];
        parse(&c, read_file(&c, argv[4]));
        for (size_t i = 0; i < c.queries.n; i++)
            check(&c, &c.queries.at[i]);
        write_queries(&c, argv[2], argv[3]);
    } else {
        usage();
    }
    sqlite3_close(c.db);
    arena_release(&arena);
    return 0;
}
