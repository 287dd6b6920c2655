/* What a query finds: by asking the open index (patent_live.h), or where there is none by looking
 * at every record; and counts and lists made of that. */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "domain/patent/patent_ask.h"
#include "domain/patent/patent_columns.h"
#include "domain/patent/patent_live.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_table.h"
#include "patent_query.h"

enum { HITS_ARENA_MAX = 1 << 30 };

/* --- Everything that is found --------------------------------------------------------------------
 */

struct looking {
    const struct patent_ask *ask;
    enum err (*fn)(void *arg, const struct patent_seen *seen);
    void *arg;
};

static enum err look(void *arg, const struct patent_seen *seen)
{
    struct looking *l = arg;
    return patent_ask_has(l->ask, seen) ? l->fn(l->arg, seen) : ERR_OK;
}

struct found {
    struct arena *arena; /* beside ctx->arena, which the walks give back */
    VEC(int64_t) ids;
};

static enum err find_ids(void *arg, const struct view_part *part, const uint16_t *docs, uint32_t n)
{
    struct found *f = arg;
    for (uint32_t i = 0; i < n; i++)
        *VEC_ADD(f->arena, &f->ids) = part->segment.id[docs[i]];
    return ERR_OK;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

struct asking {
    const struct patent_ask *ask;
    const struct view *view;
    view_fn fn;
    void *arg;
};

static enum err ask_view(void *arg)
{
    struct asking *a = arg;
    struct view_ask view_ask = patent_ask_view(a->ask);
    return view_each(a->view, a->ask->ctx->arena, &view_ask, a->fn, a->arg);
}

static enum err ask_guarded(void *arg)
{
    struct asking *a = arg;
    return arena_run(a->ask->ctx->arena, ask_view, a);
}

/* Asks the index; false: there is none that may be asked, or it cannot answer this. own: what fn
 * takes its memory from; the view is given back also when one of the two is full. */
static bool ask_index(const struct patent_ask *ask, struct arena *own, view_fn fn, void *arg)
{
    struct patent_use use;
    if (!patent_use_begin(ask->ctx, &use))
        return false;
    struct asking a = {ask, use.view, fn, arg};
    enum err e = arena_run(own, ask_guarded, &a);
    patent_use_end(&use);
    return !e;
}

enum err patent_hits(struct ctx *ctx, struct str query, int64_t set, struct str *out_query,
                     enum err (*fn)(void *arg, const struct patent_seen *seen), void *arg)
{
    struct patent_ask ask;
    struct found found = {0};
    enum err e = patent_ask_make(ctx, query, set, &ask);
    if (e)
        return e;
    if (out_query)
        *out_query = query_print(ctx->arena, ask.query);
    if (patent_ask_all(&ask))
        return patent_each(ctx, 0, fn, arg);
    found.arena = patent_scratch(ctx, HITS_ARENA_MAX); /* goes also when fn's memory is full */
    if (ask_index(&ask, found.arena, find_ids, &found)) {
        if (found.ids.n)
            qsort(found.ids.at, found.ids.n, sizeof *found.ids.at, by_number);
        e = patent_each_of(ctx, found.ids.at, found.ids.n, fn, arg);
    } else {
        struct looking l = {&ask, fn, arg};
        e = patent_each(ctx, 0, look, &l);
    }
    arena_release(found.arena);
    return e;
}

/* --- From the index's columns --------------------------------------------------------------------
 */

struct column_hit {
    int64_t id;
    const struct segment *segment;
    uint32_t doc;
};

struct columns_walk {
    struct ctx *ctx;
    const struct patent_ask *ask;
    const struct view *view;
    struct arena *arena, *own; /* of the hits, and what fn takes its memory from */
    VEC(struct column_hit) hits;
    enum err (*fn)(void *arg, const struct patent_seen *seen);
    void *arg;
    bool began; /* fn was called: what it answered counts */
};

static enum err gather_columns(void *arg, const struct view_part *part, const uint16_t *docs,
                               uint32_t n)
{
    struct columns_walk *w = arg;
    for (uint32_t i = 0; i < n; i++)
        *VEC_ADD(w->arena, &w->hits) =
            (struct column_hit){part->segment.id[docs[i]], &part->segment, docs[i]};
    return ERR_OK;
}

static int by_hit(const void *a, const void *b)
{
    const struct column_hit *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

/* In the order of the ids, as the tables are walked: the same answers in the same order. */
static enum err walk_columns(void *arg)
{
    struct columns_walk *w = arg;
    struct arena *arena = w->ctx->arena;
    struct patent_columns columns;
    struct view_ask view_ask = patent_ask_view(w->ask);
    enum err e = patent_columns_make(w->ctx, w->view, &columns);
    if (!e)
        e = view_each(w->view, arena, &view_ask, gather_columns, w);
    if (!e && w->hits.n)
        qsort(w->hits.at, w->hits.n, sizeof *w->hits.at, by_hit);
    w->began = !e;
    for (size_t i = 0; !e && i < w->hits.n; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct patent_seen seen;
        patent_columns_seen(&columns, w->hits.at[i].segment, w->hits.at[i].doc, arena, &seen);
        e = w->fn(w->arg, &seen);
        if (!e)
            arena_reset(arena, mark);
    }
    return e;
}

static enum err walk_columns_guarded(void *arg)
{
    struct columns_walk *w = arg;
    return arena_run(w->ctx->arena, walk_columns, w);
}

static enum err walk_columns_owned(void *arg)
{
    struct columns_walk *w = arg;
    return arena_run(w->own, walk_columns_guarded, w);
}

enum err patent_hits_columns(struct ctx *ctx, struct str query, int64_t set, struct str *out_query,
                             struct arena *own,
                             enum err (*fn)(void *arg, const struct patent_seen *seen), void *arg)
{
    struct patent_ask ask;
    struct patent_use use;
    enum err e = patent_ask_make(ctx, query, set, &ask);
    if (e)
        return e;
    if (!patent_use_begin(ctx, &use))
        return patent_hits(ctx, query, set, out_query, fn, arg);
    struct columns_walk w = {.ctx = ctx,
                             .ask = &ask,
                             .view = use.view,
                             .arena = patent_scratch(ctx, HITS_ARENA_MAX),
                             .own = own,
                             .fn = fn,
                             .arg = arg};
    e = arena_run(w.arena, walk_columns_owned, &w); /* whichever is full, the view is given back */
    patent_use_end(&use);
    arena_release(w.arena);
    if (!w.began) /* it cannot answer this */
        return patent_hits(ctx, query, set, out_query, fn, arg);
    if (!e && out_query)
        *out_query = query_print(ctx->arena, ask.query);
    return e;
}

/* --- Counts --------------------------------------------------------------------------------------
 */

static enum err add_one(void *arg, const struct patent_seen *seen)
{
    (void)seen;
    ++*(int64_t *)arg;
    return ERR_OK;
}

static enum err add_many(void *arg, const struct view_part *part, const uint16_t *docs, uint32_t n)
{
    (void)part;
    (void)docs;
    *(int64_t *)arg += n;
    return ERR_OK;
}

enum err patent_count_of(struct ctx *ctx, struct str query, int64_t set, int64_t *out_n,
                         struct str *out_query)
{
    struct patent_ask ask;
    *out_n = 0;
    enum err e = patent_ask_make(ctx, query, set, &ask);
    if (e)
        return e;
    if (out_query)
        *out_query = query_print(ctx->arena, ask.query);
    if (ask_index(&ask, ctx->arena, add_many, out_n))
        return ERR_OK;
    *out_n = 0;
    return patent_hits(ctx, query, set, NULL, add_one, out_n);
}

enum err patent_count(struct ctx *ctx, struct str query, int64_t *out_n, struct str *out_query)
{
    return patent_count_of(ctx, query, 0, out_n, out_query);
}

/* --- Lists ---------------------------------------------------------------------------------------
 */

struct listed {
    int64_t id;
    int32_t rank; /* the higher, the earlier it stands */
};

/* The first `want` of what comes: twice as many are kept before the later half goes. */
struct listing {
    struct arena *arena; /* beside ctx->arena, which the walks give back */
    enum patent_order order;
    struct listed *at;
    size_t n, cap, want;
    int64_t total;
    bool pruned; /* once: what comes behind `last` is not wanted */
    struct listed last;
};

static int first_first(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? 1 : -1;
    return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

static void list_prune(struct listing *l)
{
    if (l->n)
        qsort(l->at, l->n, sizeof *l->at, first_first);
    l->n = l->n < l->want ? l->n : l->want;
    l->pruned = l->n == l->want && l->n;
    if (l->pruned)
        l->last = l->at[l->n - 1];
}

/* What an order looks at, as a rank: a day that is not known is the lowest in either direction. */
static int32_t rank_of(enum patent_order order, int32_t published, int32_t applied, int64_t cited)
{
    switch (order) {
    case PATENT_ORDER_PUBLISHED_UP:
        return published == DAY_NONE ? DAY_NONE : -published;
    case PATENT_ORDER_APPLIED:
        return applied;
    case PATENT_ORDER_APPLIED_UP:
        return applied == DAY_NONE ? DAY_NONE : -applied;
    case PATENT_ORDER_CITED:
        return cited > INT32_MAX ? INT32_MAX : (int32_t)cited;
    case PATENT_ORDER_PUBLISHED:
        break;
    }
    return published;
}

static void list_add(struct listing *l, int64_t id, int32_t rank)
{
    const struct listed one = {id, rank};
    l->total++;
    if (l->want == 0 || (l->pruned && first_first(&l->last, &one) < 0))
        return;
    if (l->n == 2 * l->want)
        list_prune(l);
    if (l->n == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 256;
        struct listed *at = ARENA_ARRAY(l->arena, struct listed, cap);
        if (l->n)
            memcpy(at, l->at, l->n * sizeof *at);
        l->at = at;
        l->cap = cap;
    }
    l->at[l->n++] = one;
}

static enum err list_one(void *arg, const struct patent_seen *seen)
{
    struct listing *l = arg;
    list_add(l, seen->doc.id,
             rank_of(l->order, seen->doc.day[DAY_PUBLISHED], seen->doc.day[DAY_APPLIED],
                     seen->doc.count[INT_CITED]));
    return ERR_OK;
}

struct walking_list {
    struct ctx *ctx;
    struct str query;
    int64_t set;
    struct listing *l;
};

static enum err walk_list(void *arg)
{
    const struct walking_list *w = arg;
    return patent_hits(w->ctx, w->query, w->set, NULL, list_one, w->l);
}

static enum err list_part(void *arg, const struct view_part *part, const uint16_t *docs, uint32_t n)
{
    struct listing *l = arg;
    const struct segment *s = &part->segment;
    const int32_t *days = segment_at(s, SEC_DAYS), *counts = segment_at(s, SEC_COUNTS);
    const int32_t *published = days + (size_t)DAY_PUBLISHED * s->docs;
    const int32_t *applied = days + (size_t)DAY_APPLIED * s->docs;
    const int32_t *cited = counts + (size_t)INT_CITED * s->docs;
    for (uint32_t i = n; i-- > 0;) /* the newest first: most orders then keep few */
        list_add(l, s->id[docs[i]],
                 rank_of(l->order, published[docs[i]], applied[docs[i]], cited[docs[i]]));
    return ERR_OK;
}

static enum err fill(struct ctx *ctx, const struct listed *at, size_t n, struct patent_list *out)
{
    enum err e = ERR_OK;
    out->at = ARENA_ARRAY(ctx->arena, struct patent_hit, n + 1);
    for (size_t i = 0; !e && i < n; i++) {
        struct sql_patent_get_row row;
        e = sql_patent_get(ctx->db, ctx->arena,
                           &(struct sql_patent_get_in){ctx->park, (struct patent_id){at[i].id}},
                           &row);
        if (e == ERR_NOT_FOUND) { /* the index is newer than this snapshot */
            e = ERR_OK;
            continue;
        }
        if (!e)
            out->at[out->n++] = (struct patent_hit){
                row.id,     row.key,     row.title,   row.applicant, row.ipc,  row.legal,
                row.office, row.pub_day, row.app_day, row.status,    row.cited};
    }
    return e;
}

enum err patent_list(struct ctx *ctx, struct str query, int64_t set, int64_t limit, int64_t skip,
                     struct patent_list *out)
{
    return patent_list_by(ctx, query, set, PATENT_ORDER_PUBLISHED, limit, skip, out);
}

enum err patent_list_by(struct ctx *ctx, struct str query, int64_t set, enum patent_order order,
                        int64_t limit, int64_t skip, struct patent_list *out)
{
    struct patent_ask ask;
    struct listing l = {.order = order};
    *out = (struct patent_list){0};
    enum err e = patent_ask_make(ctx, query, set, &ask);
    if (e)
        return e;
    if (limit < 0 || skip < 0 || skip > PATENT_SKIP_MAX || limit > PATENT_SKIP_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "skip", T("翻得太远了，请把检索式写窄一些"));
    out->query = query_print(ctx->arena, ask.query);
    l.want = limit ? (size_t)(skip + limit) : 0;
    l.arena = patent_scratch(ctx, HITS_ARENA_MAX);
    if (!ask_index(&ask, l.arena, list_part, &l)) {
        l.n = l.cap = 0;
        l.pruned = false;
        l.total = 0;
        arena_release(l.arena);
        e = arena_run(l.arena, walk_list, &(struct walking_list){ctx, query, set, &l});
    }
    if (!e && l.n) {
        list_prune(&l);
        size_t from = (size_t)skip < l.n ? (size_t)skip : l.n;
        e = fill(ctx, l.at + from, l.n - from, out);
    }
    out->total = l.total;
    arena_release(l.arena);
    return e;
}
