#include "db/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "db/copy_table.h"
#include "db/driver.h"
#include "db/sqlite.h"

enum { STORE_DEPTH_MAX = 3, STORE_NAMES_MAX = 100000, COPY_FILE_ARENA = 256 << 20 };

struct stored {
    struct str name, bytes; /* "ab/cd/abcd...": its place below the store's directory */
};

static const struct db_slot stored_slots[] = {
    {"name", DB_TEXT, false, offsetof(struct stored, name)},
    {"bytes", DB_BLOB, false, offsetof(struct stored, bytes)},
};

static const struct db_query stored_add = {
    .name = "backup a file",
    .sql = {"INSERT INTO stored_file (name, bytes) VALUES (?1, ?2)"},
    .in = {stored_slots, 2},
};

static const struct db_query stored_all = {
    .name = "stored files",
    .sql = {"SELECT name, bytes FROM stored_file ORDER BY name"},
    .out = {stored_slots, 2},
    .row_size = sizeof(struct stored),
};

struct place {
    struct str path;
};

static const struct db_slot path_slot = {"path", DB_TEXT, false, 0};

static const struct db_query vacuum_into = {
    .name = "backup", .sql = {"VACUUM INTO ?1"}, .in = {&path_slot, 1}};

static const struct db_query attach = {
    .name = "attach a backup", .sql = {"ATTACH ?1 AS backup"}, .in = {&path_slot, 1}};

struct number {
    int64_t n;
};

static const struct db_slot n_slot = {"n", DB_INT, false, 0};

static const struct db_query is_backup = {
    .name = "is it a backup",
    .sql = {"SELECT count(*) AS n FROM pragma_table_list WHERE name IN ('stored_file', "
            "'migration') AND schema = 'main'"},
    .out = {&n_slot, 1},
    .row_size = sizeof(struct number),
};

static const struct db_query pg_tables = {
    .name = "tables there",
    .sql = {NULL, "SELECT count(*) AS n FROM pg_tables WHERE schemaname = current_schema()"},
    .out = {&n_slot, 1},
    .row_size = sizeof(struct number),
};

static const char stored_table[] =
    "CREATE TABLE stored_file (name TEXT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL) STRICT";

static void tell(const struct db_all *all, struct str what, int64_t done)
{
    if (all->progress)
        all->progress(all->arg, what, done);
}

/* --- the store's files into the table --- */

struct storing {
    struct db *to;
    const struct db_all *all;
    struct arena *arena;
    struct str dir;
    int64_t done;
};

static enum err store_directory(struct storing *s, struct str below, int depth);

static enum err store_one(struct storing *s, struct str name, int depth)
{
    struct str path = fs_join(s->arena, s->dir, name);
    struct stat st;
    if (stat(path.ptr, &st))
        return errno == ENOENT ? ERR_OK : fs_code(errno); /* swept away meanwhile */
    if (S_ISDIR(st.st_mode))
        return depth < STORE_DEPTH_MAX ? store_directory(s, name, depth + 1) : ERR_LIMIT;
    struct stored row = {.name = name};
    enum err e = fs_read(s->arena, path, STORED_FILE_MAX, &row.bytes);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    if (!e)
        e = db_exec(s->to, &stored_add, &row, NULL);
    if (++s->done % 100 == 0)
        tell(s->all, STR("files"), s->done);
    return e ? e : s->done > STORED_FILES_MAX ? ERR_LIMIT : ERR_OK;
}

static enum err store_directory(struct storing *s, struct str below, int depth)
{
    struct str *names;
    size_t n;
    struct str dir = str_empty(below) ? s->dir : fs_join(s->arena, s->dir, below);
    enum err e = fs_list(s->arena, dir, STORE_NAMES_MAX, &names, &n);
    for (size_t i = 0; i < n && !e; i++) {
        if (str_starts(names[i], STR("."))) /* on its way in */
            continue;
        struct arena_mark mark = arena_mark(s->arena);
        e = store_one(s, str_empty(below) ? names[i] : fs_join(s->arena, below, names[i]), depth);
        arena_reset(s->arena, mark);
    }
    return e;
}

static enum err store_files(void *arg)
{
    struct storing *s = arg;
    enum err e = db_begin(s->to, DB_WRITE);
    if (e)
        return e;
    e = s->to->driver->run(s->to, stored_table);
    if (!e && !str_empty(s->dir) && fs_exists(s->arena, s->dir))
        e = store_directory(s, STR(""), 0);
    if (!e)
        return db_commit(s->to);
    db_rollback(s->to);
    return e;
}

static enum err add_files(struct str file, struct str dir, const struct db_all *all,
                          struct error *error)
{
    struct arena arena;
    struct storing s = {.all = all, .arena = &arena, .dir = dir};
    arena_init(&arena, COPY_FILE_ARENA);
    enum err e = db_open_file(&arena, file, DB_WRITE, &s.to, error);
    if (!e)
        e = arena_run(&arena, store_files, &s);
    db_close(s.to);
    arena_release(&arena);
    return e;
}

/* --- backup --- */

/* All tables of one snapshot of PostgreSQL into a new file of the same schema. */
static enum err copy_from_pg(struct db *from, struct arena *arena, struct str file,
                             const struct db_all *all, struct error *error)
{
    struct db *to = NULL;
    struct copy_table *tables;
    size_t n;
    enum err e = db_open_file(arena, file, DB_CREATE, &to, error);
    e = e ? e : db_read_begin(from);
    e = e ? e : migrate_as(to, from, all->sets, all->n, error);
    e = e ? e : copy_tables(to, arena, &tables, &n);
    e = e ? e : db_begin(to, DB_WRITE);
    for (size_t i = 0; !e && i < n; i++)
        e = copy_rows(from, to, to, tables[i].name, all);
    e = e ? e : copy_search_from_pg(from, to, all);
    e = e ? e : db_commit(to);
    db_read_end(from);
    db_close(to);
    return e;
}

/* Part by part beside its name, then in one step under it. */
static enum err finish(struct arena *arena, struct str part, struct str file)
{
    int fd = open(part.ptr, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fs_code(errno);
    return fs_place(arena, fd, part, file);
}

enum err db_backup(struct arena *arena, struct str url, struct str files_dir, struct str file,
                   const struct db_all *all, struct error *error)
{
    struct db *from = NULL;
    struct str part = str_print(arena, "%.*s.part", STR_ARG(file));
    if (fs_exists(arena, file))
        return error_set(error, ERR_CONFLICT, STR_NULL, T("{} 已经存在，请换一个文件名"), file);
    fs_drop(arena, part);
    mode_t old = umask(077); /* a backup holds everything: its owner's alone */
    enum err e = db_open(arena, url, DB_WRITE, &from, error);
    if (!e && db_kind(from) == DB_SQLITE)
        e = db_exec(from, &vacuum_into, &(struct place){part}, NULL);
    else if (!e)
        e = copy_from_pg(from, arena, part, all, error);
    umask(old);
    db_close(from);
    e = e ? e : add_files(part, files_dir, all, error);
    e = e ? e : finish(arena, part, file);
    if (e)
        fs_drop(arena, part);
    return e ? error_set(error, e, STR_NULL, T("备份没有完成：{}"), file) : ERR_OK;
}

/* --- restore --- */

static enum err open_backup(struct arena *arena, struct str file, struct db **out_db,
                            struct error *error)
{
    struct number n = {0};
    enum err e = db_open_file(arena, file, DB_READ, out_db, error);
    if (!e && (db_one(*out_db, arena, &is_backup, NULL, &n) || n.n != 2))
        e = error_set(error, ERR_INVALID, STR_NULL, T("{} 不是备份文件"), file);
    return e;
}

static enum err take_file(void *arg, const void *row)
{
    struct storing *s = arg;
    const struct stored *one = row;
    struct str slash = STR("/");
    if (str_starts(one->name, slash) || str_has(one->name, STR("..")))
        return ERR_INVALID;
    struct str path = fs_join(s->arena, s->dir, one->name);
    size_t cut = path.len;
    while (cut > 0 && path.ptr[cut - 1] != '/')
        cut--;
    enum err e = fs_mkdir(s->arena, str_dup(s->arena, str_slice(path, 0, cut - 1)), 0700);
    if (!e)
        e = fs_write(s->arena, path, one->bytes, 0600);
    if (++s->done % 100 == 0)
        tell(s->all, STR("files"), s->done);
    return e;
}

static enum err restore_files(struct db *from, struct str dir, const struct db_all *all)
{
    struct arena arena;
    struct storing s = {.all = all, .arena = &arena, .dir = dir};
    arena_init(&arena, COPY_FILE_ARENA);
    enum err e = str_empty(dir) ? ERR_OK : db_each(from, &arena, &stored_all, NULL, take_file, &s);
    arena_release(&arena);
    return e;
}

static enum err restore_pg(struct db *from, struct db *to, struct arena *arena,
                           const struct db_all *all, struct error *error)
{
    struct copy_table *tables;
    size_t n;
    struct number there = {0};
    enum err e = db_begin(to, DB_WRITE);
    e = e ? e : db_one(to, arena, &pg_tables, NULL, &there);
    if (!e && there.n)
        e = error_set(error, ERR_CONFLICT, STR_NULL, T("目标数据库不是空的，不能恢复到其中"),
                      STR_NULL);
    e = e ? e : migrate_as(to, from, all->sets, all->n, error);
    e = e ? e : copy_tables(from, arena, &tables, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = copy_rows(from, to, from, tables[i].name, all);
    e = e ? e : copy_search_to_pg(from, to, all);
    if (!e)
        return db_commit(to);
    db_rollback(to);
    return e;
}

/* SQLite into SQLite: every table of the file's, those behind the search index too. */
static const struct db_query real_tables = {
    .name = "tables of a backup",
    .sql = {"SELECT name AS path FROM backup.sqlite_schema WHERE type = 'table' AND rootpage > 0 "
            "AND name NOT LIKE 'sqlite%' AND name NOT IN ('stored_file', 'migration')"},
    .out = {&path_slot, 1},
    .row_size = sizeof(struct place),
    .max = 1000,
};

static enum err restore_lite(struct db *from, struct db *to, struct arena *arena,
                             const struct db_all *all, struct error *error)
{
    void *rows;
    size_t n;
    enum err e = migrate_as(to, from, all->sets, all->n, error);
    e = e ? e : db_exec(to, &attach, &(struct place){db_url(from)}, NULL);
    e = e ? e : db_many(to, arena, &real_tables, NULL, &rows, &n);
    e = e ? e : db_sqlite_trust(to);
    e = e ? e : db_begin(to, DB_WRITE);
    for (size_t i = 0; !e && i < n; i++) {
        struct str name = ((struct place *)rows)[i].path;
        e = to->driver->run(to, str_print(arena,
                                          "DELETE FROM main.\"%.*s\"; INSERT INTO main.\"%.*s\" "
                                          "SELECT * FROM backup.\"%.*s\"",
                                          STR_ARG(name), STR_ARG(name), STR_ARG(name))
                                    .ptr);
        tell(all, name, (int64_t)i);
    }
    if (!e)
        return db_commit(to);
    if (db_in_transaction(to))
        db_rollback(to);
    return e;
}

/* Made in a directory beside, then moved in: the database is there whole or not at all. */
static enum err restore_to_directory(struct db *from, struct arena *arena, struct str url,
                                     struct str files_dir, const struct db_all *all,
                                     struct error *error)
{
    struct db *to = NULL;
    struct str place = fs_join(arena, url, STR("lianyuan.db"));
    struct str beside = fs_join(arena, url, STR(".restoring"));
    struct str made = fs_join(arena, beside, STR("lianyuan.db"));
    if (fs_exists(arena, place))
        return error_set(error, ERR_CONFLICT, STR_NULL, T("{} 里已有数据库，不能恢复到其中"), url);
    enum err e = fs_mkdir(arena, url, 0700);
    fs_drop(arena, made);
    e = e ? e : db_open(arena, beside, DB_CREATE, &to, error);
    e = e ? e : restore_lite(from, to, arena, all, error);
    db_close(to); /* what it knows of the search index is out of date */
    to = NULL;
    e = e ? e : db_open(arena, beside, DB_WRITE, &to, error);
    e = e ? e : migrate(to, all->sets, all->n, error);
    db_close(to);
    e = e ? e : restore_files(from, files_dir, all);
    if (!e && rename(made.ptr, place.ptr))
        e = fs_code(errno);
    e = e ? e : fs_sync_dir(arena, url);
    if (e) {
        fs_drop(arena, made);
        fs_drop(arena, fs_join(arena, beside, STR("lianyuan.db-wal")));
        fs_drop(arena, fs_join(arena, beside, STR("lianyuan.db-shm")));
    }
    rmdir(beside.ptr);
    return e;
}

enum err db_restore(struct arena *arena, struct str file, struct str url, struct str files_dir,
                    const struct db_all *all, struct error *error)
{
    struct db *from = NULL, *to = NULL;
    enum err e = open_backup(arena, file, &from, error);
    if (!e && !db_is_pg(url)) {
        e = restore_to_directory(from, arena, url, files_dir, all, error);
    } else if (!e) {
        e = db_open(arena, url, DB_CREATE, &to, error);
        e = e ? e : restore_files(from, files_dir, all);
        e = e ? e : restore_pg(from, to, arena, all, error);
        e = e ? e : migrate(to, all->sets, all->n, error);
    }
    db_close(to);
    db_close(from);
    return e ? error_set(error, e, STR_NULL, T("恢复没有完成：{}"), file) : ERR_OK;
}

/* --- comparing --- */

/* In a function of its own, for the order of rows is the name. */
static enum err next_file(void *arg, const void *row)
{
    const struct stored *s = row;
    uint64_t *h = arg;
    for (size_t i = 0; i < s->name.len; i++)
        *h = (*h ^ (uint8_t)s->name.ptr[i]) * 0x100000001b3u;
    for (size_t i = 0; i < s->bytes.len; i++)
        *h = (*h ^ (uint8_t)s->bytes.ptr[i]) * 0x100000001b3u;
    return ERR_OK;
}

static enum err same_files(struct db *a, struct db *b, bool *out_same)
{
    struct arena arena;
    uint64_t hash_a = 1, hash_b = 1;
    arena_init(&arena, COPY_FILE_ARENA);
    enum err e = db_each(a, &arena, &stored_all, NULL, next_file, &hash_a);
    e = e ? e : db_each(b, &arena, &stored_all, NULL, next_file, &hash_b);
    arena_release(&arena);
    *out_same = hash_a == hash_b;
    return e;
}

static enum err same_tables(struct db *a, struct db *b, struct arena *arena,
                            struct str *out_difference)
{
    struct copy_table *tables, *others;
    size_t n, other_n;
    bool same;
    enum err e = copy_tables(a, arena, &tables, &n);
    e = e ? e : copy_tables(b, arena, &others, &other_n);
    if (!e && n != other_n)
        *out_difference = STR("tables");
    for (size_t i = 0; !e && i < n && str_null(*out_difference); i++) {
        same = str_eq(tables[i].name, others[i].name);
        e = same ? copy_compare(a, b, tables[i].name, &same) : ERR_OK;
        if (!e && !same)
            *out_difference = tables[i].name;
    }
    return e;
}

enum err db_same(struct arena *arena, struct str file_a, struct str file_b,
                 struct str *out_difference, struct error *error)
{
    struct db *a = NULL, *b = NULL;
    bool same = true;
    *out_difference = STR_NULL;
    enum err e = open_backup(arena, file_a, &a, error);
    e = e ? e : open_backup(arena, file_b, &b, error);
    e = e ? e : same_tables(a, b, arena, out_difference);
    e = e ? e : copy_compare(a, b, STR("migration"), &same);
    if (!e && !same)
        *out_difference = STR("migration");
    e = e ? e : copy_search_compare(a, b, &same);
    if (!e && !same && str_null(*out_difference))
        *out_difference = STR("search");
    e = e ? e : same_files(a, b, &same);
    if (!e && !same && str_null(*out_difference))
        *out_difference = STR("stored_file");
    db_close(a);
    db_close(b);
    return e ? error_set(error, e, STR_NULL, T("两份备份没有比较完"), STR_NULL) : ERR_OK;
}
