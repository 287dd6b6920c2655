/* Backup and restore: what goes round between the databases comes back equal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/tap.h"
#include "db/copy.h"
#include "db/driver.h"
#include "shelf_query.h"
#include "shelf_schema.h"

enum { THINGS = 1800 };

static const struct park_id park = {7};
static const struct migrations sets[] = {{shelf_migrations, shelf_migration_n}};

struct round {
    struct arena arena;
    struct db *db;
    struct str dir;
    struct db_all all;
    int64_t told;
};

static void told(void *arg, struct str what, int64_t done)
{
    (void)what, (void)done;
    ((struct round *)arg)->told++;
}

static struct str at(struct round *r, const char *name)
{
    return fs_join(&r->arena, r->dir, str_from(name));
}

static void add(struct round *r, int64_t i)
{
    char title[40];
    snprintf(title, sizeof title, "事项 \"%lld\"", (long long)i);
    struct sql_thing_add_in in = {.park = {i % 3 + 1},
                                  .id = {i * 1000003},
                                  .title = str_from(title),
                                  .state = i % 5,
                                  .due = (int32_t)i,
                                  .until = i % 2 ? DAY_NONE : -5,
                                  .weight = {i % 3 == 0, 0.1 * (double)i},
                                  .height = 1e-300,
                                  .open = i % 2,
                                  .marked = {i % 4 == 0, 1},
                                  .made = INT64_MAX - i,
                                  .note = i % 7 ? STR("注") : STR(""),
                                  .body = i % 2 ? STR("\0\xff") : STR_NULL};
    IS_INT(sql_thing_add(r->db, &in, NULL), ERR_OK);
    in.park = park;
    IS_INT(sql_thing_add(r->db, &in, NULL), ERR_OK);
    if (i % 10 == 0) {
        struct sql_words_put_in words = {park, i * 1000003, i % 20 ? STR("土 土地 gb") : STR("炉")};
        IS_INT(sql_words_doc(r->db, &(struct sql_words_doc_in){park, i * 1000003}, NULL), ERR_OK);
        IS_INT(sql_words_put(r->db, &words, NULL), ERR_OK);
    }
}

static void begin(struct round *r)
{
    char dir[] = "/tmp/lianyuan-copy-XXXXXX";
    *r = (struct round){.all = {sets, 1, told, r}};
    arena_init(&r->arena, 1u << 30);
    r->dir = str_dup(&r->arena, str_from(mkdtemp(dir)));
    r->db = db_open_test(&r->arena, sets, 1);
    IS_INT(db_begin(r->db, DB_WRITE), ERR_OK);
    for (int64_t i = 1; i <= THINGS; i++)
        add(r, i);
    struct sql_tally_add_row tally;
    struct sql_tally_add_in in = {park, STR("n"), 3};
    IS_INT(sql_tally_add(r->db, &r->arena, &in, &tally), ERR_OK);
    IS_INT(db_commit(r->db), ERR_OK);
    IS_INT(fs_mkdir(&r->arena, at(r, "store/ab/cd"), 0700), ERR_OK);
    IS_INT(fs_write(&r->arena, at(r, "store/ab/cd/abcd1"), STR("one\0file"), 0600), ERR_OK);
    IS_INT(fs_write(&r->arena, at(r, "store/ab/cd/.tmp-1"), STR("not yet"), 0600), ERR_OK);
}

static void end(struct round *r)
{
    db_close_test(r->db);
    if (system(str_print(&r->arena, "rm -rf '%.*s'", STR_ARG(r->dir)).ptr))
        OK(false, "cleaned up");
    arena_release(&r->arena);
}

static void is_same(struct round *r, const char *a, const char *b)
{
    struct error error = {0};
    struct str difference;
    IS_INT(db_same(&r->arena, at(r, a), at(r, b), &difference, &error), ERR_OK);
    IS_STR(difference, STR_NULL);
}

/* -1 = could not be asked */
static int64_t found(struct round *r, struct str url, const char *word)
{
    struct db *db;
    struct error error = {0};
    struct sql_words_find_row *rows;
    size_t n = 0;
    if (db_open(&r->arena, url, DB_READ, &db, &error))
        return -1;
    bool pg = db_kind(db) == DB_PG;
    struct sql_words_find_in in = {park, str_print(&r->arena, pg ? "'%s'" : "\"%s\"", word)};
    IS_INT(sql_words_find(db, &r->arena, &in, &rows, &n), ERR_OK);
    db_close(db);
    return (int64_t)n;
}

static enum err backup(struct round *r, struct str url, const char *store, const char *file)
{
    struct error error = {0};
    enum err e = db_backup(&r->arena, url, at(r, store), at(r, file), &r->all, &error);
    if (error.message)
        printf("# %s %.*s\n", error.message, STR_ARG(error.detail));
    return e;
}

static enum err restore(struct round *r, const char *file, struct str url, const char *store)
{
    struct error error = {0};
    enum err e = db_restore(&r->arena, at(r, file), url, at(r, store), &r->all, &error);
    if (error.message)
        printf("# %s %.*s\n", error.message, STR_ARG(error.detail));
    return e;
}

static void a_backup_comes_back_equal(void)
{
    struct round r;
    begin(&r);
    IS_INT(backup(&r, db_url(r.db), "store", "a"), ERR_OK);
    IS_INT(restore(&r, "a", at(&r, "again"), "again/files"), ERR_OK);
    IS_INT(backup(&r, at(&r, "again"), "again/files", "b"), ERR_OK);
    is_same(&r, "a", "b");
    IS_INT(found(&r, at(&r, "again"), "土地"), 90);
    OK(r.told > 0, "progress was told");
    OK(!fs_exists(&r.arena, at(&r, "again/files/ab/cd/.tmp-1")), "unfinished files stay out");
    OK(access(at(&r, "a-wal").ptr, F_OK) != 0, "a backup is one file");
    struct stat st;
    OK(!stat(at(&r, "a").ptr, &st) && (st.st_mode & 077) == 0, "and nobody else's to read");
    end(&r);
}

/* The whole way: this database -> file -> PostgreSQL -> file -> SQLite -> file. */
static void it_moves_to_postgresql_and_back(void)
{
    struct round r;
    const char *base = getenv("LIANYUAN_TEST_PG");
    begin(&r);
    if (base && *base) {
        struct db *empty = db_open_test(&r.arena, NULL, 0);
        IS_INT(backup(&r, db_url(r.db), "store", "a"), ERR_OK);
        IS_INT(restore(&r, "a", at(&r, "lite"), "lite/files"), ERR_OK);
        IS_INT(backup(&r, at(&r, "lite"), "lite/files", "b"), ERR_OK);
        is_same(&r, "a", "b");
        IS_INT(restore(&r, "b", db_url(empty), "pg-files"), ERR_OK);
        IS_INT(found(&r, db_url(empty), "土地"), 90);
        IS_INT(backup(&r, db_url(empty), "pg-files", "c"), ERR_OK);
        is_same(&r, "b", "c");
        IS_INT(restore(&r, "c", db_url(empty), "x"), ERR_CONFLICT);
        db_close_test(empty);
    } else {
        printf("# LIANYUAN_TEST_PG is not set: the way through PostgreSQL is not tried\n");
    }
    end(&r);
}

static void differences_are_found(void)
{
    struct round r;
    struct str difference;
    struct error error = {0};
    begin(&r);
    IS_INT(backup(&r, db_url(r.db), "store", "a"), ERR_OK);
    static const char *const changes[][2] = {
        {"UPDATE thing SET weight = 5 WHERE id = 1000003 AND park = 7", "thing"},
        {"UPDATE thing SET note = NULL WHERE id = 7000021 AND park = 7", "thing"},
        {"DELETE FROM thing WHERE id = 1800005400", "thing"},
        {"INSERT INTO search (rowid, terms) VALUES (5, 'x')", "search"},
        {"UPDATE stored_file SET bytes = x'00'", "stored_file"},
        {"UPDATE migration SET checksum = 'x'", "migration"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct db *b;
        struct str file = at(&r, str_print(&r.arena, "b%zu", i).ptr);
        IS_INT(backup(&r, db_url(r.db), "store", str_print(&r.arena, "b%zu", i).ptr), ERR_OK);
        IS_INT(db_open_file(&r.arena, file, DB_WRITE, &b, &error), ERR_OK);
        IS_INT(b->driver->run(b, changes[i][0]), ERR_OK);
        db_close(b);
        IS_INT(db_same(&r.arena, at(&r, "a"), file, &difference, &error), ERR_OK);
        IS_STR(difference, str_from(changes[i][1]));
    }
    end(&r);
}

static void what_exists_is_not_overwritten(void)
{
    struct round r;
    begin(&r);
    IS_INT(backup(&r, db_url(r.db), "store", "a"), ERR_OK);
    IS_INT(backup(&r, db_url(r.db), "store", "a"), ERR_CONFLICT);
    IS_INT(restore(&r, "a", at(&r, "again"), "again/files"), ERR_OK);
    IS_INT(restore(&r, "a", at(&r, "again"), "again/files"), ERR_CONFLICT);
    IS_INT(restore(&r, "none", at(&r, "other"), "files"), ERR_NOT_FOUND);
    IS_INT(fs_write(&r.arena, at(&r, "junk"), STR("this is no database at all, only text"), 0600),
           ERR_OK);
    OK(restore(&r, "junk", at(&r, "other"), "files") != ERR_OK, "text is no backup");
    OK(!fs_exists(&r.arena, at(&r, "other/lianyuan.db")), "nothing was made of it");
    end(&r);
}

int main(void)
{
    RUN(a_backup_comes_back_equal);
    RUN(it_moves_to_postgresql_and_back);
    RUN(differences_are_found);
    RUN(what_exists_is_not_overwritten);
    return tap_end();
}
