/* The heat map: one property against another, every cell a link to its records; the trend and the
 * ranking beside it. */
#include <stdio.h>

#include "base/i18n.h"
#include "domain/patent/page/heat.tmpl.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_page.h"
#include "web/chart.h"

enum { LEVELS = 5, RANKING = 15, CLAUSE_MAX = 8192 };

/* Choices ------------------------------------------------------------------------------------- */

static int64_t chosen(struct str value, int64_t otherwise)
{
    for (const struct form_choice *c = patent_by_choices; c->name; c++)
        if (str_eq(value, str_from(c->name)))
            return c->value;
    return otherwise;
}

static const char *label_of(int64_t by)
{
    for (const struct form_choice *c = patent_by_choices; c->name; c++)
        if (c->value == by)
            return c->label;
    return "";
}

static void fill_choices(struct arena *arena, struct patent_heat_page *p, int64_t rows,
                         int64_t columns)
{
    for (const struct form_choice *c = patent_by_choices; c->name; c++) {
        struct patent_choice choice = {str_from(c->name), c->label, c->value == rows};
        if (c->value != PATENT_BY_NOTHING)
            *VEC_ADD(arena, &p->by_rows) = choice;
        choice.on = c->value == columns;
        if (c->value != PATENT_BY_APPLICANT && c->value != PATENT_BY_INVENTOR &&
            c->value != PATENT_BY_GROUP && c->value != PATENT_BY_MAIN_GROUP)
            *VEC_ADD(arena, &p->by_columns) = choice;
    }
}

/* Links --------------------------------------------------------------------------------------- */

/* The clause that finds what stands under the key; STR_NULL where the language has none. */
static struct str clause(struct arena *arena, int64_t by, struct str key, bool first)
{
    const char *field = NULL;
    if (str_eq(key, STR("-")) || key.len > CLAUSE_MAX || str_find_char(key, '"', 0) != SIZE_MAX)
        return STR_NULL;
    switch ((enum patent_by)by) {
    case PATENT_BY_NOTHING:
        return STR("");
    case PATENT_BY_SECTION:
    case PATENT_BY_CLASS:
    case PATENT_BY_SUBCLASS:
        return str_print(arena, "%s:%.*s", first ? "mipc" : "ipc", STR_ARG(key));
    case PATENT_BY_MAIN_GROUP:
        return str_print(arena, "%s:%.*s", first ? "mipc_low" : "ipc_low", STR_ARG(key));
    case PATENT_BY_GROUP:
        return str_print(arena, "%s:%.*s", first ? "mipc" : "ipc", STR_ARG(key));
    case PATENT_BY_YEAR:
        return str_print(arena, "apd:[%.*s0101 TO %.*s1231]", STR_ARG(key), STR_ARG(key));
    case PATENT_BY_OFFICE:
        return str_print(arena, "office:%.*s", STR_ARG(key));
    case PATENT_BY_STATUS:
        return str_print(arena, "simple_legal_status:%.*s", STR_ARG(key));
    case PATENT_BY_KIND:
        return str_print(arena, "kd:%.*s", STR_ARG(key));
    case PATENT_BY_TYPE:
        return str_print(arena, "patent_type:%.*s", STR_ARG(key));
    case PATENT_BY_APPLICANT:
        field = "an_exact";
        break;
    case PATENT_BY_INVENTOR:
        field = "in_exact";
        break;
    case PATENT_BY_LEGAL:
        field = "legal_status";
        break;
    case PATENT_BY_REGION:
        field = "region";
        break;
    case PATENT_BY_ZONE:
        field = "zone";
        break;
    }
    return str_print(arena, "%s:\"%.*s\"", field, STR_ARG(key));
}

struct links {
    struct req *req;
    struct patent_heat_page *page;
};

static struct url link_of(const struct links *l, struct str a, struct str b)
{
    struct arena *arena = l->req->ctx->arena;
    struct str query = l->page->query;
    struct url url = url_patent_list(arena);
    if (str_null(a) || str_null(b))
        return (struct url){0};
    if (query.len && (a.len || b.len))
        query = str_print(arena, "(%.*s)", STR_ARG(query));
    const struct str parts[] = {a, b};
    for (size_t i = 0; i < 2; i++)
        if (parts[i].len)
            query = query.len ? str_print(arena, "%.*s AND %.*s", STR_ARG(query), STR_ARG(parts[i]))
                              : parts[i];
    url = emit_url_with_str(arena, url, STR("q"), query);
    return l->page->set ? emit_url_with_int(arena, url, STR("set"), l->page->set) : url;
}

/* The shade by the square root: small counts are still told apart from none. */
static struct str shade(int64_t n, int64_t most)
{
    static const char *const names[] = {"h0", "h1", "h2", "h3", "h4", "h5"};
    int level = 0;
    while (n > 0 && level < LEVELS && n * LEVELS * LEVELS > most * level * level)
        level++;
    return str_from(names[level]);
}

/* Filling ------------------------------------------------------------------------------------- */

static void fill_columns(const struct links *l, const struct patent_table_in *in,
                         const struct patent_table *t)
{
    struct arena *arena = l->req->ctx->arena;
    int32_t open = t->incomplete == DAY_NONE ? 9999 : day_date(t->incomplete).year;
    for (size_t k = 0; k < t->column_n; k++) {
        int64_t year = 0;
        bool is_year = in->columns == PATENT_BY_YEAR && str_int(t->columns[k], &year);
        struct str key =
            in->columns == PATENT_BY_NOTHING ? tr(l->req->ctx->lang, T("件数")) : t->columns[k];
        *VEC_ADD(arena, &l->page->columns) = (struct patent_heat_column){
            key,
            is_year && year >= open,
            {t->column_total[k],
             link_of(l, clause(arena, in->columns, t->columns[k], in->first_class), STR("")),
             STR("")}};
    }
}

static void fill_rows(const struct links *l, const struct patent_table_in *in,
                      const struct patent_table *t)
{
    struct ctx *ctx = l->req->ctx;
    int64_t most = 1;
    for (size_t i = 0; i < t->row_n * t->column_n; i++)
        most = t->cells[i] > most ? t->cells[i] : most;
    bool class = in->rows >= PATENT_BY_SECTION && in->rows <= PATENT_BY_GROUP;
    for (size_t r = 0; r < t->row_n; r++) {
        struct patent_heat_row row = {.key = t->rows[r],
                                      .title = class ? patent_ipc_title(ctx, t->rows[r]) : STR("")};
        struct str a = clause(ctx->arena, in->rows, t->rows[r], in->first_class);
        for (size_t k = 0; k < t->column_n; k++) {
            int64_t n = t->cells[r * t->column_n + k];
            *VEC_ADD(ctx->arena, &row.cells) = (struct patent_heat_cell){
                n, link_of(l, a, clause(ctx->arena, in->columns, t->columns[k], in->first_class)),
                shade(n, most)};
        }
        row.total = (struct patent_heat_cell){t->row_total[r], link_of(l, a, STR("")), STR("")};
        *VEC_ADD(ctx->arena, &l->page->rows) = row;
    }
}

static void fill_ranking(struct ctx *ctx, struct patent_heat_page *p, const struct patent_table *t)
{
    struct chart_bar bars[RANKING];
    size_t n = 0;
    for (size_t i = 0; i < t->row_n && n < RANKING; i++)
        bars[n++] = (struct chart_bar){t->rows[i], {t->row_total[i], 0, 0}};
    p->ranking = chart_bars(ctx->arena, tr(ctx->lang, T("件数排名")), bars, n);
}

/* Years beside each other whatever the table's columns are; light bars are not complete. */
static enum err fill_trend(struct ctx *ctx, struct patent_heat_page *p,
                           const struct patent_table_in *like)
{
    struct patent_table_in in = *like;
    struct patent_table t;
    struct chart_bar bars[CHART_BARS_MAX];
    size_t n = 0;
    in.rows = PATENT_BY_YEAR;
    in.columns = PATENT_BY_NOTHING;
    in.cumulative = false;
    in.limit = 0;
    enum err e = patent_table(ctx, &in, &t);
    if (e)
        return e;
    int32_t open = t.incomplete == DAY_NONE ? 9999 : day_date(t.incomplete).year;
    size_t from = t.row_n > CHART_BARS_MAX ? t.row_n - CHART_BARS_MAX : 0;
    for (size_t i = from; i < t.row_n; i++) {
        int64_t year = 0;
        if (!str_int(t.rows[i], &year))
            continue;
        bool incomplete = year >= open;
        struct str label =
            incomplete ? str_print(ctx->arena, "%.*s *", STR_ARG(t.rows[i])) : t.rows[i];
        bars[n++] = (struct chart_bar){
            label, {incomplete ? 0 : t.row_total[i], incomplete ? t.row_total[i] : 0, 0}};
    }
    p->trend = chart_bars(ctx->arena, tr(ctx->lang, T("历年申请")), bars, n);
    return ERR_OK;
}

static enum err fill(struct req *req, struct patent_heat_page *p, const struct patent_table_in *in)
{
    struct ctx *ctx = req->ctx;
    struct patent_table t;
    struct links links = {req, p};
    enum err e = patent_table(ctx, in, &t);
    if (e == ERR_INVALID || e == ERR_LIMIT) {
        p->message = tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
        error_clear(&ctx->error);
        return ERR_OK;
    }
    if (e)
        return e;
    p->understood = t.query;
    p->total = t.total;
    p->records = t.records;
    p->newest = t.newest;
    p->incomplete = t.incomplete;
    p->left_out = (int64_t)(t.row_all - t.row_n);
    fill_columns(&links, in, &t);
    fill_rows(&links, in, &t);
    fill_ranking(ctx, p, &t);
    p->list = link_of(&links, STR(""), STR(""));
    e = patent_index_covered(ctx, &p->covered);
    return e ? e : fill_trend(ctx, p, in);
}

enum err patent_heat_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_heat_page *p = ARENA_NEW(ctx->arena, struct patent_heat_page);
    struct patent_set_view set;
    int64_t n;
    enum err e = ERR_OK;
    struct patent_table_in in = {
        .query = str_or_empty(req_query(req, "q")),
        .rows = chosen(str_or_empty(req_query(req, "rows")), PATENT_BY_SUBCLASS),
        .columns = chosen(str_or_empty(req_query(req, "columns")), PATENT_BY_YEAR),
        .family = !str_empty(str_or_empty(req_query(req, "family"))),
        .first_class = !str_empty(str_or_empty(req_query(req, "first"))),
        .limit = PATENT_HEAT_ROWS};
    if (str_int(str_or_empty(req_query(req, "set")), &n) && n > 0)
        in.set = n;
    p->query = in.query;
    p->set = in.set;
    p->family = in.family;
    p->first_class = in.first_class;
    p->row_label = label_of(in.rows);
    fill_choices(ctx->arena, p, in.rows, in.columns);
    if (in.set && !(e = patent_set(ctx, (struct patent_set_id){in.set}, &set)))
        p->set_name = set.row.name;
    if (e || (e = fill(req, p, &in)))
        return e;
    req->title = tr(ctx->lang, T("专利热力图"));
    patent_heat_body(req, p);
    return ERR_OK;
}
