/* Fresh databases for tests. */
#include <dirent.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "db/driver.h"

static void stop(const char *why, struct error *error)
{
    printf("Bail out! %s: %s\n", why, error && error->message ? error->message : "see the log");
    fflush(stdout);
    exit(1);
}

static struct db *open_at(struct arena *arena, struct str url)
{
    struct db *db;
    struct error error = {0};
    if (db_open(arena, url, DB_CREATE, &db, &error))
        stop("no test database", &error);
    return db;
}

/* A schema of its own, named after the process, so that tests run side by side. */
static struct db *open_pg(struct arena *arena, const char *base)
{
    static atomic_int count;
    struct str name = str_print(arena, "test_%d_%d", getpid(), atomic_fetch_add(&count, 1));
    struct db *root = open_at(arena, str_from(base));
    if (root->driver->run(root, str_print(arena, "CREATE SCHEMA %.*s", STR_ARG(name)).ptr))
        stop("no test schema", NULL);
    db_close(root);
    return open_at(arena, str_print(arena, "%s%coptions=-csearch_path%%3D%.*s", base,
                                    strchr(base, '?') ? '&' : '?', STR_ARG(name)));
}

struct db *db_open_test(struct arena *arena, const struct migrations *sets, size_t n)
{
    const char *base = getenv("LIANYUAN_TEST_PG");
    const char *tmp = getenv("TMPDIR");
    struct error error = {0};
    struct db *db;
    if (base && *base) {
        db = open_pg(arena, base);
    } else {
        struct str dir = str_print(arena, "%s/lianyuan-test-XXXXXX", tmp ? tmp : "/tmp");
        char *place = arena_copy(arena, dir.ptr, dir.len + 1);
        if (!mkdtemp(place))
            stop("no temporary directory", NULL);
        db = open_at(arena, str_from(place));
    }
    if (n && migrate(db, sets, n, &error))
        stop("migrations do not run", &error);
    return db;
}

static void remove_directory(const char *dir)
{
    DIR *d = opendir(dir);
    char path[4096];
    for (struct dirent *f; d && (f = readdir(d));) {
        if (strcmp(f->d_name, ".") == 0 || strcmp(f->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, f->d_name);
        if (unlink(path) && (errno == EISDIR || errno == EPERM))
            remove_directory(path);
    }
    if (d)
        closedir(d);
    rmdir(dir);
}

void db_close_test(struct db *db)
{
    struct arena *arena = db->arena;
    bool pg = db_kind(db) == DB_PG;
    struct str url = str_dup(arena, db->url);
    if (pg) {
        size_t at = str_find(url, STR("search_path%3D"), 0);
        struct str name = str_slice(url, at + strlen("search_path%3D"), url.len);
        db_forget_all(db);
        db->driver->run(db, str_print(arena, "DROP SCHEMA %.*s CASCADE", STR_ARG(name)).ptr);
    }
    db_close(db);
    if (!pg)
        remove_directory(str_c(arena, url));
}
