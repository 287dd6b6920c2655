#include "domain/patent/patent_ask.h"

#include <stdlib.h>

#include "domain/patent/patent_help.h"
#include "domain/patent/patent_set.h"
#include "engine/patentidx/naive.h"
#include "patent_query.h"

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool is_among(int64_t id, const int64_t *ids, size_t n)
{
    return n && bsearch(&id, ids, n, sizeof *ids, by_number);
}

/* Pasted numbers count as marked in, unless they are marked out. */
static void add_listed(struct patent_ask *ask, const struct patent_set_rule *rule)
{
    size_t marked = ask->in_n;
    for (size_t i = 0; i < rule->listed_n; i++)
        if (!is_among(rule->listed[i], ask->in, marked) &&
            !is_among(rule->listed[i], ask->out, ask->out_n))
            ask->in[ask->in_n++] = rule->listed[i];
    if (ask->in_n > marked)
        qsort(ask->in, ask->in_n, sizeof *ask->in, by_number);
}

static enum err load_set(struct ctx *ctx, int64_t set, struct patent_ask *ask)
{
    static struct query_node all = {.kind = QUERY_ALL};
    static struct query_node *const kid[] = {&all};
    static const struct query_node nothing = {
        .kind = QUERY_NOT, .kid = (struct query_node **)(uintptr_t)kid, .n = 1};
    struct patent_set_rule rule;
    struct sql_patent_marks_row *marks;
    struct patent_set_id id = {set};
    size_t n;
    enum err e = patent_set_rule(ctx, id, &rule);
    if (!e)
        e = sql_patent_marks(ctx->db, ctx->arena, &(struct sql_patent_marks_in){ctx->park, id},
                             &marks, &n);
    if (e)
        return e;
    ask->in = ARENA_ARRAY(ctx->arena, int64_t, n + rule.listed_n + 1);
    ask->out = ARENA_ARRAY(ctx->arena, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        if (marks[i].inside)
            ask->in[ask->in_n++] = marks[i].patent.n;
        else
            ask->out[ask->out_n++] = marks[i].patent.n;
    add_listed(ask, &rule);
    ask->cutoff = rule.cutoff;
    ask->own = &nothing;
    return str_null(rule.query) ? ERR_OK
                                : query_parse(ctx->arena, rule.query, &ask->own, &ctx->error);
}

enum err patent_ask_make(struct ctx *ctx, struct str query, int64_t set, struct patent_ask *out)
{
    *out = (struct patent_ask){.ctx = ctx, .cutoff = DAY_NONE};
    enum err e = query_parse(ctx->arena, str_or_empty(query), &out->query, &ctx->error);
    if (!e && set)
        e = load_set(ctx, set, out);
    if (!e)
        e = patent_help_make(ctx, out->query, out->own, &out->help);
    return e;
}

bool patent_ask_all(const struct patent_ask *ask)
{
    return ask->query->kind == QUERY_ALL && !ask->own;
}

static bool matches(const struct patent_ask *ask, const struct query_node *query,
                    const struct naive_doc **words, const struct patent_seen *seen)
{
    if (query->kind == QUERY_ALL)
        return true;
    if (!*words)
        *words = naive_read(ask->ctx->arena, &seen->doc);
    return naive_matches(ask->ctx->arena, query, &ask->help, *words);
}

/* A person's mark comes before the query; the cut-off comes before both. */
static bool belongs(const struct patent_ask *ask, const struct naive_doc **words,
                    const struct patent_seen *seen)
{
    int32_t published = seen->doc.day[DAY_PUBLISHED];
    if (ask->cutoff != DAY_NONE && published != DAY_NONE && published > ask->cutoff)
        return false;
    if (is_among(seen->doc.id, ask->in, ask->in_n))
        return true;
    return !is_among(seen->doc.id, ask->out, ask->out_n) && matches(ask, ask->own, words, seen);
}

bool patent_ask_has(const struct patent_ask *ask, const struct patent_seen *seen)
{
    struct arena_mark mark = arena_mark(ask->ctx->arena);
    const struct naive_doc *words = NULL;
    bool has = (!ask->own || belongs(ask, &words, seen)) && matches(ask, ask->query, &words, seen);
    arena_reset(ask->ctx->arena, mark);
    return has;
}

struct view_ask patent_ask_view(const struct patent_ask *ask)
{
    return (struct view_ask){.query = ask->query,
                             .own = ask->own,
                             .in = ask->in,
                             .out = ask->out,
                             .in_n = ask->in_n,
                             .out_n = ask->out_n,
                             .cutoff = ask->cutoff,
                             .help = &ask->help};
}
