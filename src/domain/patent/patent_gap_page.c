/* White space beside the checks that explain most of it away. */
#include "domain/patent/patent_gap.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "domain/patent/page/heat.tmpl.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_heat.h"

enum { TITLE_MAX = 100, WORD_MAX = 60 }; /* of a matter; of what is searched for */

static const char *said(enum patent_gap_verdict v)
{
    switch (v) {
    case PATENT_GAP_OPEN:
        return T("还没有公布齐，不能算空白");
    case PATENT_GAP_CLASS:
        return T("那时可能还没有这个分类号");
    case PATENT_GAP_FEW:
        return T("件数太少，空着不奇怪");
    case PATENT_GAP_WORD:
        return T("文字里写到了，可能没有分到这一类");
    case PATENT_GAP_PARENT:
        return T("上一级有，也许只是分得太细");
    case PATENT_GAP_UNKNOWN:
        return T("还没有查文字，先别下结论");
    case PATENT_GAP_ASK:
        return T("核对过都解释不了，值得一问");
    }
    return T("还没有查文字，先别下结论");
}

/* The list's form with its title and text begun: what was found, and from what. */
static struct url ask_url(struct req *req, const struct patent_gap_row *row,
                          const struct patent_gaps_page *p)
{
    struct ctx *ctx = req->ctx;
    struct str what =
        str_print(ctx->arena, "%.*s%s%.*s × %.*s", STR_ARG(row->row), row->title.len ? " " : "",
                  STR_ARG(row->title), STR_ARG(row->column));
    struct str title = tr_with(ctx->arena, ctx->lang, T("专利空白：{}"), what);
    struct str text = str_print(
        ctx->arena, "%.*s\n%.*s\n%.*s", STR_ARG(title),
        STR_ARG(tr_with(ctx->arena, ctx->lang, T("检索式：{}"),
                        p->understood.len ? p->understood : tr(ctx->lang, T("全部")))),
        STR_ARG(tr_with(ctx->arena, ctx->lang,
                        T("按比例该有 {} 件，实际没有。请核实是确实没有人做，还是我们没有找到。"),
                        row->expected)));
    struct url url = emit_url_with_str(ctx->arena, (struct url){STR("/matters/new")}, STR("title"),
                                       utf8_prefix(title, TITLE_MAX));
    return emit_url_with_str(ctx->arena, url, STR("text"), text);
}

static struct url word_link(struct req *req, const struct heat_ask *ask,
                            const struct patent_gap_row *row, struct str column)
{
    struct arena *arena = req->ctx->arena;
    struct heat_ask within = *ask;
    within.in.rows = PATENT_BY_NOTHING;
    within.in.query = ask->in.query.len ? str_print(arena, "(%.*s) AND \"%.*s\"",
                                                    STR_ARG(ask->in.query), STR_ARG(row->word))
                                        : str_print(arena, "\"%.*s\"", STR_ARG(row->word));
    return heat_link(req, &within, STR(""), column);
}

static void fill_row(struct req *req, const struct heat_ask *ask, const struct patent_gaps *gaps,
                     const struct patent_gap *g, struct patent_gaps_page *p)
{
    struct ctx *ctx = req->ctx;
    struct str column = gaps->table.columns[g->column];
    struct patent_gap_row row = {
        .row = heat_key(ctx, ask->in.rows, gaps->table.rows[g->row]),
        .title =
            heat_is_class(ask->in.rows) ? patent_ipc_title(ctx, gaps->table.rows[g->row]) : STR(""),
        .column = heat_key(ctx, ask->in.columns, column),
        .word = g->word,
        .parent = g->parent,
        .expected = str_print(ctx->arena, "%lld.%lld", (long long)(g->expected / 100),
                              (long long)(g->expected / 10 % 10)),
        .word_n = g->facts.word_n,
        .parent_n = g->facts.parent_n,
        .first_year = g->facts.first_year,
        .open = g->facts.open,
        .old = g->facts.year && g->facts.first_year && g->facts.year < g->facts.first_year,
        .verdict = said(g->verdict),
        .class = g->verdict == PATENT_GAP_ASK ? STR("go") : STR("")};
    if (row.word_n > 0)
        row.word_url = word_link(req, ask, &row, column);
    if (row.parent_n > 0) {
        struct heat_ask above = *ask;
        above.in.rows = str_find_char(g->parent, '/', 0) == SIZE_MAX ? PATENT_BY_SUBCLASS
                                                                     : PATENT_BY_MAIN_GROUP;
        row.parent_url = heat_link(req, &above, g->parent, column);
    }
    if (p->may_ask && g->verdict >= PATENT_GAP_WORD)
        row.ask = ask_url(req, &row, p);
    *VEC_ADD(ctx->arena, &p->rows) = row;
}

static enum err fill(struct req *req, const struct heat_ask *ask, struct patent_gaps_page *p)
{
    struct ctx *ctx = req->ctx;
    struct patent_gaps *gaps = ARENA_NEW(ctx->arena, struct patent_gaps);
    enum err e = patent_gaps(ctx, &ask->in, p->word, gaps);
    if (e == ERR_INVALID || e == ERR_LIMIT) {
        p->message = tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
        error_clear(&ctx->error);
        return ERR_OK;
    }
    if (e)
        return e;
    p->understood = gaps->table.query;
    p->newest = gaps->table.newest;
    p->incomplete = gaps->table.incomplete;
    p->empty = gaps->empty;
    p->shown = (int64_t)gaps->at.n;
    p->unsearched = gaps->at.n > 0;
    for (size_t i = 0; i < gaps->at.n; i++) {
        fill_row(req, ask, gaps, &gaps->at.at[i], p);
        p->unsearched = p->unsearched && gaps->at.at[i].facts.word_n < 0;
    }
    return ERR_OK;
}

enum err patent_gaps_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_gaps_page *p = ARENA_NEW(ctx->arena, struct patent_gaps_page);
    struct heat_ask *ask = ARENA_NEW(ctx->arena, struct heat_ask);
    enum err e = heat_ask_read(req, ask);
    if (e)
        return e;
    p->query = ask->in.query;
    p->set = ask->in.set;
    p->set_name = ask->set_name;
    p->set_url = url_patent_set_show(ctx->arena, (struct patent_set_id){ask->in.set});
    p->rows_value = ask->rows;
    p->columns_value = ask->columns;
    p->row_label = ask->row_label;
    p->column_label = ask->column_label;
    p->word = utf8_prefix(str_trim(str_or_empty(req_query(req, "word"))), WORD_MAX);
    p->by_year = ask->in.columns == PATENT_BY_YEAR;
    p->may_ask = ctx_may(ctx, ROLE_COORDINATOR);
    p->heat = heat_same(req, ask, url_patent_heat(ctx->arena));
    if ((e = fill(req, ask, p)))
        return e;
    req->title = tr(ctx->lang, T("空白在哪里"));
    patent_gaps_body(req, p);
    return ERR_OK;
}
