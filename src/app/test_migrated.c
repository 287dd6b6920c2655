/* A database that grew up has the schema of one that was made today, from whichever state it
 * started.
 */
#include "app/modules.h"
#include "base/tap.h"
#include "db/db.h"
#include "db/migrate.h"

static struct arena arena;
static struct migrations sets[MODULES_MAX];
static size_t set_n;

struct lines {
    struct str *at;
    size_t n;
};

static struct lines lines_of(struct db *db)
{
    struct lines lines = {0};
    IS_INT(migrate_schema(db, &arena, &lines.at, &lines.n), ERR_OK);
    return lines;
}

static void same(struct lines fresh, struct lines grown)
{
    size_t n = fresh.n < grown.n ? fresh.n : grown.n, i = 0;
    while (i < n && str_eq(fresh.at[i], grown.at[i]))
        i++;
    if (i < fresh.n || i < grown.n)
        IS_STR(i < grown.n ? grown.at[i] : STR("(nothing)"),
               i < fresh.n ? fresh.at[i] : STR("(nothing)"));
    IS_INT(grown.n, fresh.n);
}

/* Made with the first `first[i]` migrations of each set, then brought up to date. */
static void grows(struct lines fresh, const size_t *first)
{
    struct migrations old[MODULES_MAX];
    struct error error = {0};
    size_t pending = 0;
    for (size_t i = 0; i < set_n; i++)
        old[i] = (struct migrations){sets[i].at, first[i] < sets[i].n ? first[i] : sets[i].n};
    struct db *db = db_open_test(&arena, old, set_n);
    IS_INT(migrate(db, sets, set_n, &error), ERR_OK);
    IS_INT(migrate_pending(db, sets, set_n, &pending, &error), ERR_OK);
    IS_INT(pending, 0);
    same(fresh, lines_of(db));
    db_close_test(db);
}

static void a_grown_schema_is_a_fresh_one(void)
{
    size_t first[MODULES_MAX], longest = 0;
    struct db *db = db_open_test(&arena, sets, set_n);
    struct lines fresh = lines_of(db);
    OK(fresh.n > 50, "there is a schema");
    for (size_t i = 0; i < set_n; i++)
        longest = sets[i].n > longest ? sets[i].n : longest;
    for (size_t all = 1; all < longest; all++) { /* every module at its 001, its 002, ... */
        for (size_t i = 0; i < set_n; i++)
            first[i] = all;
        grows(fresh, first);
    }
    for (size_t late = 0; late < set_n; late++) { /* one module came later than all others */
        for (size_t i = 0; i < set_n; i++)
            first[i] = i == late && i ? 0 : sets[i].n;
        grows(fresh, first);
    }
    db_close_test(db);
}

/* The comparison itself: one column more is seen. */
static void a_difference_is_seen(void)
{
    static const struct migration more = {"zz/001_more", "CREATE TABLE zz_more (park park_id NOT "
                                                         "NULL, x int, PRIMARY KEY (park));"};
    struct migrations with[MODULES_MAX + 1];
    for (size_t i = 0; i < set_n; i++)
        with[i] = sets[i];
    with[set_n] = (struct migrations){&more, 1};
    struct db *one = db_open_test(&arena, sets, set_n),
              *other = db_open_test(&arena, with, set_n + 1);
    OK(lines_of(one).n < lines_of(other).n, "a table more is a line more");
    db_close_test(one);
    db_close_test(other);
}

int main(void)
{
    arena_init(&arena, (size_t)1 << 30);
    set_n = modules_migrations(sets);
    RUN(a_grown_schema_is_a_fresh_one);
    RUN(a_difference_is_seen);
    arena_release(&arena);
    return tap_end();
}
