/* What a query finds: by looking at every record, or where the index is fresh (patent_index.h) by
 * asking it; and counts and lists made of that. */
#include <stdlib.h>

#include "base/map.h"
#include "base/vec.h"
#include "domain/patent/patent_index.h"
#include "domain/patent/patent_table.h"
#include "engine/patentidx/naive.h"
#include "patent_query.h"

struct looking {
    struct ctx *ctx;
    const struct query_node *query;
    const int64_t *ids; /* what a fresh index answers, rising; NULL: ask the records */
    size_t id_n;
    bool in_set;                  /* only what belongs to a collection: */
    const struct query_node *own; /* its query; */
    int32_t cutoff;               /* its last day of publication, */
    struct map in, out;           /* its marks, by id as text */
    enum err (*fn)(void *arg, const struct patent_seen *seen);
    void *arg;
};

static bool matches(struct looking *l, const struct query_node *query,
                    const struct naive_doc **words, const struct patent_seen *seen)
{
    if (query->kind == QUERY_ALL)
        return true;
    if (!*words)
        *words = naive_read(l->ctx->arena, &seen->doc);
    return naive_matches(l->ctx->arena, query, NULL, *words);
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static bool asked_for(struct looking *l, const struct naive_doc **words,
                      const struct patent_seen *seen)
{
    if (l->ids)
        return bsearch(&seen->doc.id, l->ids, l->id_n, sizeof *l->ids, by_number) != NULL;
    return matches(l, l->query, words, seen);
}

/* A person's mark comes before the query; the cut-off comes before both. */
static bool belongs(struct looking *l, const struct naive_doc **words,
                    const struct patent_seen *seen)
{
    int32_t published = seen->doc.day[DAY_PUBLISHED];
    if (l->cutoff != DAY_NONE && published != DAY_NONE && published > l->cutoff)
        return false;
    struct str id = str_print(l->ctx->arena, "%lld", (long long)seen->doc.id);
    if (map_get(&l->in, id))
        return true;
    return !map_get(&l->out, id) && matches(l, l->own, words, seen);
}

static enum err look(void *arg, const struct patent_seen *seen)
{
    struct looking *l = arg;
    struct arena_mark mark = arena_mark(l->ctx->arena);
    const struct naive_doc *words = NULL;
    bool is = (!l->in_set || belongs(l, &words, seen)) && asked_for(l, &words, seen);
    arena_reset(l->ctx->arena, mark);
    return is ? l->fn(l->arg, seen) : ERR_OK;
}

static enum err load_set(struct ctx *ctx, int64_t set, struct looking *l)
{
    struct sql_patent_set_get_row row;
    struct sql_patent_marks_row *marks;
    struct patent_set_id id = {set};
    size_t n;
    enum err e = sql_patent_set_get(ctx->db, ctx->arena,
                                    &(struct sql_patent_set_get_in){ctx->park, id}, &row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "set", T("没有这个专题库"));
    if (!e)
        e = sql_patent_marks(ctx->db, ctx->arena, &(struct sql_patent_marks_in){ctx->park, id},
                             &marks, &n);
    for (size_t i = 0; !e && i < n; i++)
        map_put(ctx->arena, marks[i].inside ? &l->in : &l->out,
                str_print(ctx->arena, "%lld", (long long)marks[i].patent.n), &marks[i]);
    l->in_set = true;
    l->cutoff = row.cutoff;
    return e ? e : query_parse(ctx->arena, row.query, &l->own, &ctx->error);
}

enum err patent_hits(struct ctx *ctx, struct str query, int64_t set, struct str *out_query,
                     enum err (*fn)(void *arg, const struct patent_seen *seen), void *arg)
{
    struct looking l = {.ctx = ctx, .cutoff = DAY_NONE, .fn = fn, .arg = arg};
    enum err e = query_parse(ctx->arena, str_or_empty(query), &l.query, &ctx->error);
    if (!e && set)
        e = load_set(ctx, set, &l);
    if (e)
        return e;
    if (out_query)
        *out_query = query_print(ctx->arena, l.query);
    int64_t *ids;
    if (l.query->kind != QUERY_ALL && patent_index_ids(ctx, l.query, &ids, &l.id_n)) {
        if (l.id_n == 0)
            return ERR_OK;
        l.ids = ids;
    }
    return patent_each(ctx, 0, look, &l);
}

static enum err add_one(void *arg, const struct patent_seen *seen)
{
    (void)seen;
    ++*(int64_t *)arg;
    return ERR_OK;
}

enum err patent_count(struct ctx *ctx, struct str query, int64_t *out_n, struct str *out_query)
{
    const struct query_node *tree;
    int64_t *ids;
    size_t n;
    *out_n = 0;
    enum err e = query_parse(ctx->arena, str_or_empty(query), &tree, &ctx->error);
    if (e)
        return e;
    if (out_query)
        *out_query = query_print(ctx->arena, tree);
    if (tree->kind != QUERY_ALL && patent_index_ids(ctx, tree, &ids, &n)) {
        *out_n = (int64_t)n;
        return ERR_OK;
    }
    return patent_hits(ctx, query, 0, NULL, add_one, out_n);
}

/* Lists --------------------------------------------------------------------------------------- */

struct listed {
    int64_t id;
    int32_t day;
};

struct listing {
    struct arena arena; /* beside ctx->arena, which the walk gives back */
    VEC(struct listed) all;
};

static enum err list_one(void *arg, const struct patent_seen *seen)
{
    struct listing *l = arg;
    *VEC_ADD(&l->arena, &l->all) = (struct listed){seen->doc.id, seen->doc.day[DAY_PUBLISHED]};
    return ERR_OK;
}

static int newest_first(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? 1 : -1;
    return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
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
        if (!e)
            out->at[out->n++] =
                (struct patent_hit){row.id,    row.key,    row.title,   row.applicant, row.ipc,
                                    row.legal, row.office, row.pub_day, row.app_day};
    }
    return e;
}

enum err patent_list(struct ctx *ctx, struct str query, int64_t set, int64_t limit, int64_t skip,
                     struct patent_list *out)
{
    struct listing l = {0};
    *out = (struct patent_list){0};
    arena_init(&l.arena, (size_t)1 << 30);
    enum err e = patent_hits(ctx, query, set, &out->query, list_one, &l);
    if (!e) {
        size_t from = (size_t)skip < l.all.n ? (size_t)skip : l.all.n;
        size_t n = l.all.n - from < (size_t)limit ? l.all.n - from : (size_t)limit;
        if (l.all.n)
            qsort(l.all.at, l.all.n, sizeof *l.all.at, newest_first);
        out->total = (int64_t)l.all.n;
        e = fill(ctx, l.all.at + from, n, out);
    }
    arena_release(&l.arena);
    return e;
}
