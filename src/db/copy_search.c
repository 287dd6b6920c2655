/* The search index between FTS5 and tsvector, by its terms; its tables are in core_schema. */
#include <string.h>

#include "base/buf.h"
#include "db/copy_table.h"
#include "db/driver.h"

enum { WORDS_MAX = 4 << 20 };

struct has {
    int64_t n;
};

static const struct db_slot n_slot = {"n", DB_INT, false, 0};

static const struct db_query has_search = {
    .name = "copy has search",
    .sql = {"SELECT count(*) AS n FROM pragma_table_list WHERE schema = 'main' AND name = 'search' "
            "AND type = 'virtual'"},
    .out = {&n_slot, 1},
    .row_size = sizeof(struct has),
};

/* One term of one record, in the order of both. */
struct term {
    int64_t record;
    struct str term;
};

static const struct db_slot term_slots[] = {
    {"record", DB_INT, false, offsetof(struct term, record)},
    {"term", DB_TEXT, false, offsetof(struct term, term)},
};

static const char terms_view[] =
    "PRAGMA temp_store = FILE;" /* sorting all terms takes more than memory should hold */
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms USING fts5vocab('main', 'search', "
    "'instance')";

static const struct db_query all_terms = {
    .name = "copy terms",
    .sql = {"SELECT doc AS record, term FROM temp.search_terms ORDER BY doc, term"},
    .out = {term_slots, 2},
    .row_size = sizeof(struct term),
};

/* All terms of one record, parted by blanks. */
struct words {
    int64_t record;
    struct str words;
};

static const struct db_slot words_slots[] = {
    {"record", DB_INT, false, offsetof(struct words, record)},
    {"words", DB_TEXT, false, offsetof(struct words, words)},
};

static const struct db_query put_pg = {
    .name = "copy search to PostgreSQL",
    .sql = {NULL, "INSERT INTO search (park, record, terms) SELECT park, record, "
                  "array_to_tsvector(string_to_array($2, ' ')) FROM search_doc WHERE record = $1"},
    .in = {words_slots, 2},
};

static const struct db_query all_pg = {
    .name = "copy search from PostgreSQL",
    .sql = {NULL, "SELECT record, array_to_string(tsvector_to_array(terms), ' ') AS words FROM "
                  "search WHERE record > $1 ORDER BY record LIMIT 500"},
    .in = {&n_slot, 1},
    .out = {words_slots, 2},
    .row_size = sizeof(struct words),
};

static const struct db_query put_lite = {
    .name = "copy search to SQLite",
    .sql = {"INSERT INTO search (rowid, terms) VALUES (?1, ?2)"},
    .in = {words_slots, 2},
};

enum err copy_has_search(struct db *lite, struct arena *arena, bool *out_has)
{
    struct has has = {0};
    enum err e = db_one(lite, arena, &has_search, NULL, &has);
    *out_has = has.n > 0;
    return e;
}

/* Gathers the terms of a record and puts them when the next one begins. */
struct gather {
    struct db *to;
    const struct db_all *all;
    struct arena arena;
    struct buf words;
    int64_t record, done;
};

static enum err flush(struct gather *g)
{
    struct words in = {g->record, buf_str(&g->words)};
    enum err e = buf_full(&g->words) ? ERR_LIMIT
                 : g->words.len      ? db_exec(g->to, &put_pg, &in, NULL)
                                     : ERR_OK;
    g->words.len = 0;
    if (++g->done % 1000 == 0 && g->all->progress)
        g->all->progress(g->all->arg, STR("search"), g->done);
    return e;
}

static enum err gather_term(void *arg, const void *row)
{
    struct gather *g = arg;
    const struct term *t = row;
    if (t->record != g->record) {
        enum err e = flush(g);
        if (e)
            return e;
        g->record = t->record;
    }
    if (g->words.len)
        buf_char(&g->words, ' ');
    buf_add(&g->words, t->term);
    return ERR_OK;
}

enum err copy_search_to_pg(struct db *lite, struct db *pg, const struct db_all *all)
{
    struct gather g = {.to = pg, .all = all};
    struct arena scratch;
    bool has;
    arena_init(&scratch, 16 << 20);
    arena_init(&g.arena, 4 * WORDS_MAX);
    buf_init(&g.words, &g.arena, WORDS_MAX);
    enum err e = copy_has_search(lite, &scratch, &has);
    if (!e && has) {
        e = lite->driver->run(lite, terms_view);
        e = e ? e : db_each(lite, &scratch, &all_terms, NULL, gather_term, &g);
        e = e ? e : flush(&g);
    }
    arena_release(&g.arena);
    arena_release(&scratch);
    return e;
}

enum err copy_search_from_pg(struct db *pg, struct db *lite, const struct db_all *all)
{
    struct arena arena;
    bool has;
    int64_t last = INT64_MIN, done = 0;
    arena_init(&arena, 512u << 20);
    enum err e = copy_has_search(lite, &arena, &has);
    for (size_t n = 1; !e && has && n > 0;) {
        struct arena_mark mark = arena_mark(&arena);
        void *rows;
        e = db_many(pg, &arena, &all_pg, &last, &rows, &n);
        for (size_t i = 0; i < n && !e; i++) {
            const struct words *w = (struct words *)rows + i;
            last = w->record;
            e = db_exec(lite, &put_lite, w, NULL);
        }
        done += (int64_t)n;
        if (!e && all->progress)
            all->progress(all->arg, STR("search"), done);
        arena_reset(&arena, mark);
    }
    arena_release(&arena);
    return e;
}

/* --- comparing: a number over all (record, term) in order --- */

struct sum {
    uint64_t hash;
    int64_t n;
};

static enum err add_term(void *arg, const void *row)
{
    struct sum *s = arg;
    const struct term *t = row;
    s->hash = (s->hash ^ (uint64_t)t->record) * 0x100000001b3u;
    for (size_t i = 0; i < t->term.len; i++)
        s->hash = (s->hash ^ (uint8_t)t->term.ptr[i]) * 0x100000001b3u;
    s->n++;
    return ERR_OK;
}

static enum err sum_terms(struct db *db, struct arena *arena, struct sum *out)
{
    bool has;
    enum err e = copy_has_search(db, arena, &has);
    *out = (struct sum){0};
    if (e || !has)
        return e;
    e = db->driver->run(db, terms_view);
    return e ? e : db_each(db, arena, &all_terms, NULL, add_term, out);
}

enum err copy_search_compare(struct db *a, struct db *b, bool *out_same)
{
    struct arena arena;
    struct sum sum_a, sum_b;
    arena_init(&arena, 16 << 20);
    enum err e = sum_terms(a, &arena, &sum_a);
    e = e ? e : sum_terms(b, &arena, &sum_b);
    *out_same = !e && sum_a.hash == sum_b.hash && sum_a.n == sum_b.n;
    arena_release(&arena);
    return e;
}
