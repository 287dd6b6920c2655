/*
 * Where one command works: its memory, its connection, the park, and who acts.
 *
 *     struct desk desk;
 *     e = desk_open(&desk, &options, DB_READ);
 *     ... use desk.ctx ...
 *     desk_close(&desk);
 *
 * A desk opened for reading cannot write; one opened for writing runs acts on its own connection,
 * beside a running server. The database's schema must be this program's: `lianyuan init` makes it,
 * `lianyuan serve` brings an older one up to date.
 */
#ifndef LIANYUAN_APP_DESK_H
#define LIANYUAN_APP_DESK_H

#include "app/options.h"
#include "core/act.h"
#include "core/core_module.h"
#include "db/db.h"

enum { DESK_ARENA_MAX = 1024 * 1024 * 1024 };

struct desk {
    struct arena arena;
    const struct options *options;
    struct ctx ctx; /* ctx.error holds what went wrong */
    struct app_db app_db;
    struct park park;
    struct str files_dir;
};

enum err desk_open(struct desk *desk, const struct options *options, enum db_mode mode);
/* A backup file instead of the data directory, for reading. */
enum err desk_open_file(struct desk *desk, const struct options *options, const char *path);
/* No data at all: the built-in calendar and the console, for finds that need no park. */
enum err desk_bare(struct desk *desk, const struct options *options);
void desk_close(struct desk *desk);

/* Whether the address names a PostgreSQL database and not a directory. */
bool desk_is_pg(const struct options *options);

/* Where file contents lie: --files, else DIR/files, else ./lianyuan-files for PostgreSQL. */
struct str desk_files_dir(struct arena *arena, const struct options *options);

#endif
