#include "domain/patent/patent_help.h"

#include "base/map.h"
#include "patent_index_query.h"

struct groups {
    struct arena *arena;
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
    struct groups *g = arg;
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

enum err patent_help_make(struct ctx *ctx, const struct query_node *query,
                          const struct query_node *own, struct query_help *out)
{
    struct sql_patent_companies_row *rows;
    size_t n;
    *out = (struct query_help){0};
    if (!asks_for_groups(query) && !(own && asks_for_groups(own)))
        return ERR_OK;
    struct groups *g = ARENA_NEW(ctx->arena, struct groups);
    g->arena = ctx->arena;
    enum err e = sql_patent_companies(ctx->db, ctx->arena,
                                      &(struct sql_patent_companies_in){ctx->park}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct str *group = ARENA_NEW(ctx->arena, struct str);
        *group = query_name_fold(ctx->arena, rows[i].company);
        map_put(ctx->arena, &g->by_fold, rows[i].fold, group);
        map_put(ctx->arena, &g->is_group, *group, group);
    }
    *out = (struct query_help){.in_group = in_group, .arg = g};
    return e;
}
