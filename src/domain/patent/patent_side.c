#include "domain/patent/patent_side.h"

#include <string.h>

#include "base/i18n.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_clause.h"
#include "domain/patent/patent_page.h"
#include "domain/patent/patent_table.h"

static const struct {
    enum patent_by by;
    const char *title;
} sides[] = {{PATENT_BY_YEAR, T("申请年")},   {PATENT_BY_APPLICANT, T("申请人")},
             {PATENT_BY_SUBCLASS, T("IPC 小类")}, {PATENT_BY_TYPE, T("种类")},
             {PATENT_BY_STATUS, T("有效性")}, {PATENT_BY_OFFICE, T("受理局")}};

struct url patent_side_url(struct req *req, struct str query)
{
    static const char *const kept[] = {"set", "sort", "label", "is", "label2", "is2"};
    struct arena *arena = req->ctx->arena;
    struct url url = emit_url_with_str(arena, url_patent_list(arena), STR("q"), query);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        url =
            emit_url_with_str(arena, url, str_from(kept[i]), str_or_empty(req_query(req, kept[i])));
    return url;
}

/* The query as what AND joins: one part for what is no AND, none for "everything". */
struct parts {
    const struct query_node **at;
    size_t n;
};

static struct parts parts_of(struct arena *arena, const struct query_node *query)
{
    struct parts p = {ARENA_ARRAY(arena, const struct query_node *, query->n + 1), 0};
    if (query->kind == QUERY_AND)
        for (; p.n < query->n; p.n++)
            p.at[p.n] = query->kid[p.n];
    else if (query->kind != QUERY_ALL)
        p.at[p.n++] = query;
    return p;
}

/* The query without part `without` (SIZE_MAX: with all of them) and with `more` (or NULL). */
static struct str joined(struct arena *arena, const struct parts *p, size_t without,
                         const struct query_node *more)
{
    struct query_node all = {.kind = QUERY_AND,
                             .kid = ARENA_ARRAY(arena, struct query_node *, p->n + 1)};
    for (size_t i = 0; i < p->n; i++)
        if (i != without)
            all.kid[all.n++] = ARENA_NEW(arena, struct query_node), *all.kid[all.n - 1] = *p->at[i];
    if (more)
        all.kid[all.n++] = ARENA_NEW(arena, struct query_node), *all.kid[all.n - 1] = *more;
    return all.n == 0 ? STR("") : query_print(arena, all.n == 1 ? all.kid[0] : &all);
}

static bool read_parts(struct req *req, struct str query, struct parts *out)
{
    const struct query_node *tree;
    struct error why = {0};
    if (query.len > PATENT_SIDE_QUERY || query_parse(req->ctx->arena, query, &tree, &why))
        return false;
    *out = parts_of(req->ctx->arena, tree);
    return true;
}

enum err patent_side_parts(struct req *req, struct str query, int64_t set, bool count,
                           struct patent_side *out)
{
    struct ctx *ctx = req->ctx;
    struct parts p;
    enum err e = ERR_OK;
    if (!read_parts(req, query, &p) || p.n < 2)
        return ERR_OK;
    for (size_t i = 0; !e && i < p.n; i++) {
        struct str others = joined(ctx->arena, &p, i, NULL);
        struct patent_side_part part = {query_print(ctx->arena, p.at[i]),
                                        patent_side_url(req, others), -1};
        if (count && p.n <= PATENT_SIDE_PARTS)
            e = patent_count_of(ctx, others, set, &part.n, NULL);
        *VEC_ADD(ctx->arena, &out->parts) = part;
    }
    return e;
}

static struct str title_of(struct ctx *ctx, enum patent_by by, struct str key)
{
    switch (by) {
    case PATENT_BY_TYPE:
        return tr(ctx->lang, str_eq(key, STR("A"))   ? T("发明申请")
                             : str_eq(key, STR("B")) ? T("发明授权")
                             : str_eq(key, STR("U")) ? T("实用新型")
                             : str_eq(key, STR("D")) ? T("外观设计")
                                                     : T("种类不详"));
    case PATENT_BY_STATUS:
        return tr(ctx->lang,
                  show_patent_status(key.len == 1 && key.ptr[0] <= '2' ? key.ptr[0] - '0' : 9));
    default:
        return key;
    }
}

static struct patent_side_line line_of(struct req *req, const struct parts *p, enum patent_by by,
                                       struct str key, int64_t n)
{
    struct ctx *ctx = req->ctx;
    struct patent_side_line line = {.key = title_of(ctx, by, key), .n = n};
    const struct query_node *asked;
    struct error why = {0};
    struct str clause = patent_clause(ctx->arena, by, key, false);
    if (by == PATENT_BY_SUBCLASS)
        line.title = patent_ipc_title(ctx, key);
    if (str_null(clause) || query_parse(ctx->arena, clause, &asked, &why))
        return line;
    size_t at = 0;
    while (at < p->n && !query_same(p->at[at], asked))
        at++;
    line.on = at < p->n;
    line.url = patent_side_url(req, line.on ? joined(ctx->arena, p, at, NULL)
                                            : joined(ctx->arena, p, SIZE_MAX, asked));
    return line;
}

static void add_line(struct ctx *ctx, struct patent_side_group *g,
                     const struct patent_side_line *line)
{
    if (!line->url.text.len)
        return;
    if (g->lines.n < PATENT_SIDE_LINES)
        *VEC_ADD(ctx->arena, &g->lines) = *line;
    else
        *VEC_ADD(ctx->arena, &g->more) = *line;
}

enum err patent_side_groups(struct req *req, struct str query, int64_t set, struct patent_side *out)
{
    struct ctx *ctx = req->ctx;
    struct parts p;
    if (!read_parts(req, query, &p))
        return ERR_OK;
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        bool year = sides[i].by == PATENT_BY_YEAR;
        struct patent_table t;
        struct patent_table_in in = {.query = query,
                                     .rows = sides[i].by,
                                     .columns = PATENT_BY_NOTHING,
                                     .set = set,
                                     .limit = year ? 0 : PATENT_SIDE_MORE};
        struct patent_side_group g = {.title = sides[i].title};
        enum err e = patent_table(ctx, &in, &t);
        if (e)
            return e;
        for (size_t k = 0; k < t.row_n; k++) {
            size_t row = year ? t.row_n - 1 - k : k; /* years: the newest first */
            struct patent_side_line line =
                line_of(req, &p, sides[i].by, t.rows[row], t.row_total[row]);
            if (t.row_total[row] && g.lines.n + g.more.n < PATENT_SIDE_MORE)
                add_line(ctx, &g, &line);
        }
        if (t.row_all > g.lines.n + g.more.n && !year)
            g.rest = (int64_t)(t.row_all - g.lines.n - g.more.n);
        if (g.lines.n)
            *VEC_ADD(ctx->arena, &out->groups) = g;
    }
    return ERR_OK;
}
