/* List queries against a naive filter: random rows, conditions, orders, page sizes, both ways. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tap.h"
#include "db/db.h"
#include "shelf_query.h"
#include "shelf_schema.h"

enum { ROWS = 300, ROUNDS = 400, TITLE_MAX = 24 };

static const struct park_id park = {7};

struct item {
    int64_t id, shelf, state;
    int32_t due;
    double height;
    bool open;
    char title[TITLE_MAX];
    const char *note;
};

struct world {
    struct arena arena;
    struct db *db;
    struct item items[ROWS];
    uint64_t seed;
};

static int64_t dice(struct world *w, int64_t n)
{
    w->seed ^= w->seed << 13;
    w->seed ^= w->seed >> 7;
    w->seed ^= w->seed << 17;
    return (int64_t)(w->seed % (uint64_t)n);
}

static void fill(struct world *w)
{
    static const char *const notes[] = {NULL, "", "乙", "甲", "b", "B"};
    IS_INT(db_begin(w->db, DB_WRITE), ERR_OK);
    for (int64_t i = 1; i <= 3; i++) {
        struct sql_shelf_add_in in = {park, {i}, str_print(&w->arena, "架%d", (int)i)};
        IS_INT(sql_shelf_add(w->db, &in, NULL), ERR_OK);
    }
    for (int64_t i = 0; i < ROWS; i++) {
        struct item *t = &w->items[i];
        *t = (struct item){.id = 1000 + i * 7,
                           .shelf = dice(w, 4),
                           .state = dice(w, 3),
                           .due = (int32_t)dice(w, 20) - 10,
                           .height = (double)dice(w, 5) / 3,
                           .open = dice(w, 2),
                           .note = notes[dice(w, 6)]};
        snprintf(t->title, sizeof t->title, "%c%lld %s", (char)('A' + dice(w, 50)), (long long)i,
                 dice(w, 2) ? "炉" : "井");
        struct sql_thing_add_in in = {.park = park,
                                      .id = {t->id},
                                      .shelf = {t->shelf},
                                      .title = str_from(t->title),
                                      .state = t->state,
                                      .due = t->due,
                                      .until = DAY_NONE,
                                      .height = t->height,
                                      .open = t->open,
                                      .made = 1,
                                      .note = str_from(t->note)};
        IS_INT(sql_thing_add(w->db, &in, NULL), ERR_OK);
        in.park.n = 8; /* another park's things are never seen */
        IS_INT(sql_thing_add(w->db, &in, NULL), ERR_OK);
    }
    IS_INT(db_commit(w->db), ERR_OK);
}

static bool fits(const struct item *t, const struct sql_thing_list_in *in)
{
    char shelf[16];
    snprintf(shelf, sizeof shelf, "架%d", (int)t->shelf);
    return (!in->state.on || t->state == in->state.state) &&
           (!in->span.on || (t->due >= in->span.from && t->due < in->span.to)) &&
           (!in->open.on || t->open) &&
           (!in->shelf_name.on || (t->shelf && str_eq(str_from(shelf), in->shelf_name.name))) &&
           (!in->like.on || str_has(str_from(t->title), in->like.part));
}

static int cmp(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare(const struct item *a, const struct item *b, enum sql_thing_list_order order)
{
    int c = 0, newer = cmp(b->id, a->id);
    switch (order) {
    case SQL_THING_LIST_DUE:
        c = cmp(a->due, b->due);
        return c ? c : -newer;
    case SQL_THING_LIST_NEWEST:
        return newer;
    case SQL_THING_LIST_MIXED:
        c = cmp(b->state, a->state);
        c = c ? c : str_cmp(str_from(a->title), str_from(b->title));
        return c ? c : newer;
    case SQL_THING_LIST_NOTE:
        c = str_cmp(str_from(a->note ? a->note : ""), str_from(b->note ? b->note : ""));
        c = c ? c : (a->height > b->height) - (a->height < b->height);
        return c ? c : -newer;
    }
    return 0;
}

/* What the list should hold, by looking at every item. */
static size_t naive(const struct world *w, const struct sql_thing_list_in *in,
                    const struct sql_thing_list_page *page, const struct item **out)
{
    size_t n = 0;
    for (int i = 0; i < ROWS; i++) {
        if (!fits(&w->items[i], in))
            continue;
        size_t at = n++;
        for (; at > 0; at--) {
            int c = compare(&w->items[i], out[at - 1], page->order);
            if (page->reverse ? c < 0 : c > 0)
                break;
            out[at] = out[at - 1];
        }
        out[at] = &w->items[i];
    }
    return n;
}

static bool same_rows(const struct sql_thing_list_row *rows, size_t n,
                      const struct item *const *want)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].id.n != want[i]->id || rows[i].due != want[i]->due ||
            !str_eq(rows[i].title, str_from(want[i]->title)) ||
            str_null(rows[i].note) != (want[i]->note == NULL))
            return false;
    return true;
}

/* From the place behind row `at` back to the start, page by page. */
static bool walk_back(struct world *w, const struct sql_thing_list_in *in,
                      struct sql_thing_list_page page, const struct item *const *want, size_t at)
{
    page.back = true;
    for (;;) {
        struct sql_thing_list_row *rows;
        struct str next;
        size_t n, limit = (size_t)page.limit, expect = at < limit ? at : limit;
        if (sql_thing_list(w->db, &w->arena, in, &page, &rows, &n, &next) || n != expect ||
            !same_rows(rows, n, want + at - n))
            return false;
        at -= n;
        if (str_null(next) != (at == 0))
            return false;
        if (at == 0)
            return true;
        page.after = next;
    }
}

/* The whole list forward; at each edge, back from there with probability 1/4. */
static bool walk(struct world *w, const struct sql_thing_list_in *in,
                 struct sql_thing_list_page page)
{
    const struct item *want[ROWS];
    size_t all = naive(w, in, &page, want), at = 0;
    for (;;) {
        struct sql_thing_list_row *rows;
        struct str next;
        size_t n;
        if (sql_thing_list(w->db, &w->arena, in, &page, &rows, &n, &next))
            return false;
        size_t left = all - at, limit = (size_t)page.limit;
        if (n != (left < limit ? left : limit) || !same_rows(rows, n, want + at))
            return false;
        at += n;
        if (str_null(next) != (at == all))
            return false;
        if (at == all)
            break;
        page.after = next;
        if (dice(w, 4) == 0 && !walk_back(w, in, page, want, at))
            return false;
    }
    int64_t count, cap = 1 + dice(w, ROWS + 20);
    int64_t expect = (int64_t)all > cap ? cap + 1 : (int64_t)all;
    return !sql_thing_list_count(w->db, &w->arena, in, cap, &count) && count == expect;
}

static void open_world(struct world *w)
{
    const struct migrations sets[] = {{shelf_migrations, shelf_migration_n}};
    arena_init(&w->arena, 256u << 20);
    w->seed = 88172645463325252u;
    w->db = db_open_test(&w->arena, sets, 1);
    fill(w);
}

static void close_world(struct world *w)
{
    db_close_test(w->db);
    arena_release(&w->arena);
}

static void any_choice_equals_the_naive_filter(void)
{
    struct world *w = calloc(1, sizeof *w);
    open_world(w);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena_mark mark = arena_mark(&w->arena);
        struct sql_thing_list_in in = {.park = park};
        in.state.on = dice(w, 3) == 0, in.state.state = dice(w, 4);
        in.span.on = dice(w, 3) == 0, in.span.from = (int32_t)dice(w, 20) - 10;
        in.span.to = in.span.from + (int32_t)dice(w, 10);
        in.open.on = dice(w, 4) == 0;
        in.shelf_name.on = dice(w, 4) == 0, in.shelf_name.name = STR("架2");
        in.like.on = dice(w, 4) == 0, in.like.part = dice(w, 2) ? STR("炉") : STR("1");
        struct sql_thing_list_page page = {.order = (enum sql_thing_list_order)dice(w, 4),
                                           .reverse = dice(w, 2),
                                           .limit = (int32_t)(1 + dice(w, 60))};
        if (!walk(w, &in, page))
            printf("# round %d: state %d span %d open %d shelf %d like %d order %d reverse %d "
                   "limit %d\n",
                   round, in.state.on, in.span.on, in.open.on, in.shelf_name.on, in.like.on,
                   (int)page.order, page.reverse, page.limit),
                OK(false, "the list equals the naive one");
        arena_reset(&w->arena, mark);
    }
    close_world(w);
    free(w);
}

/* A cursor is outside input: broken in any way it is refused, or it names some other place. */
static void a_forged_cursor_does_no_harm(void)
{
    struct world *w = calloc(1, sizeof *w);
    open_world(w);
    struct sql_thing_list_in in = {.park = park};
    struct sql_thing_list_page page = {.order = SQL_THING_LIST_NOTE, .limit = 7};
    struct sql_thing_list_row *rows;
    struct str next, got;
    size_t n;
    IS_INT(sql_thing_list(w->db, &w->arena, &in, &page, &rows, &n, &next), ERR_OK);
    for (int i = 0; i < 2000; i++) {
        char *broken = arena_copy(&w->arena, next.ptr, next.len);
        size_t len = next.len - (dice(w, 2) ? (size_t)dice(w, (int64_t)next.len) : 0);
        broken[dice(w, (int64_t)next.len)] = "0123456789abcdef-%"[dice(w, 18)];
        page.after = (struct str){broken, len};
        enum err e = sql_thing_list(w->db, &w->arena, &in, &page, &rows, &n, &got);
        /* A text that is not UTF-8 is an error of PostgreSQL's. */
        if (e != ERR_OK && e != ERR_INVALID && !(db_kind(w->db) == DB_PG && e == ERR_IO))
            OK(false, "refused or taken");
    }
    page.after = next;
    page.order = SQL_THING_LIST_DUE;
    IS_INT(sql_thing_list(w->db, &w->arena, &in, &page, &rows, &n, &got), ERR_INVALID);
    page = (struct sql_thing_list_page){.limit = DB_LIST_ROWS_MAX + 1};
    IS_INT(sql_thing_list(w->db, &w->arena, &in, &page, &rows, &n, &got), ERR_LIMIT);
    page = (struct sql_thing_list_page){0};
    IS_INT(sql_thing_list(w->db, &w->arena, &in, &page, &rows, &n, &got), ERR_OK);
    IS_INT(n, DB_LIST_ROWS);
    close_world(w);
    free(w);
}

int main(void)
{
    RUN(any_choice_equals_the_naive_filter);
    RUN(a_forged_cursor_does_no_harm);
    return tap_end();
}
