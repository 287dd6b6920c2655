#include "domain/patent/patent_help.h"

#include "base/map.h"
#include "patent_index_query.h"

struct help {
    struct arena *arena;
    struct map path;     /* symbol of the IPC: where it stands */
    struct map by_fold;  /* folded name of a member: its group, folded */
    struct map is_group; /* folded names of groups */
};

static bool asks_for_groups(const struct query_node *q)
{
    if (q->kind == QUERY_NAME && q->name_match == MATCH_GROUP)
        return true;
    for (uint32_t i = 0; i < q->n; i++)
        if (asks_for_groups(q->kid[i]))
            return true;
    return false;
}

/* Both names in one group; a group may be called by its own name or by any member's. */
static bool in_group(void *arg, struct str group, struct str name)
{
    struct help *g = arg;
    struct arena_mark mark = arena_mark(g->arena);
    struct str asked = query_name_fold(g->arena, group);
    const struct str *of_asked = map_get(&g->is_group, asked),
                     *of_name = map_get(&g->by_fold, query_name_fold(g->arena, name));
    if (!of_asked)
        of_asked = map_get(&g->by_fold, asked);
    bool same = of_asked && of_name && str_eq(*of_asked, *of_name);
    arena_reset(g->arena, mark);
    return same;
}

/* The parent's path is where the child's begins. What the scheme does not have goes by its digits.
 */
static bool is_below(void *arg, struct str symbol, struct str above)
{
    struct help *h = arg;
    const struct str *low = map_get(&h->path, symbol), *high = map_get(&h->path, above);
    if (!low || !high)
        return str_starts(symbol, above);
    return str_starts(*low, *high) && str_starts(str_slice(*low, high->len, low->len), STR(";;"));
}

/* The main groups of what is asked for with everything below it. */
static enum err read_tree(struct ctx *ctx, const struct query_node *q, struct help *h)
{
    enum err e = ERR_OK;
    size_t slash = q->kind == QUERY_CLASS && q->below ? str_find_char(q->text, '/', 0) : SIZE_MAX;
    if (slash != SIZE_MAX) {
        struct sql_patent_ipc_tree_row *rows;
        size_t n;
        struct str group = str_slice(q->text, 0, slash);
        struct sql_patent_ipc_tree_in in = {
            ctx->park, str_print(ctx->arena, "%.*s/", STR_ARG(group)),
            str_print(ctx->arena, "%.*s%c", STR_ARG(group), '/' + 1)};
        e = sql_patent_ipc_tree(ctx->db, ctx->arena, &in, &rows, &n);
        for (size_t i = 0; !e && i < n; i++)
            map_put(ctx->arena, &h->path, rows[i].symbol, &rows[i].path);
    }
    for (uint32_t i = 0; !e && i < q->n; i++)
        e = read_tree(ctx, q->kid[i], h);
    return e;
}

static enum err read_groups(struct ctx *ctx, struct help *h)
{
    struct sql_patent_companies_row *rows;
    size_t n;
    enum err e = sql_patent_companies(ctx->db, ctx->arena,
                                      &(struct sql_patent_companies_in){ctx->park}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct str *group = ARENA_NEW(ctx->arena, struct str);
        *group = query_name_fold(ctx->arena, rows[i].company);
        map_put(ctx->arena, &h->by_fold, rows[i].fold, group);
        map_put(ctx->arena, &h->is_group, *group, group);
    }
    return e;
}

enum err patent_help_make(struct ctx *ctx, const struct query_node *query,
                          const struct query_node *own, struct query_help *out)
{
    struct help *h = ARENA_NEW(ctx->arena, struct help);
    h->arena = ctx->arena;
    *out = (struct query_help){.is_below = is_below, .arg = h};
    enum err e = read_tree(ctx, query, h);
    if (!e && own)
        e = read_tree(ctx, own, h);
    if (e || !(asks_for_groups(query) || (own && asks_for_groups(own))))
        return e;
    out->in_group = in_group;
    return read_groups(ctx, h);
}
