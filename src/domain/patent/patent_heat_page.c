/* The heat map: one property against another, every cell a link to its records; the trend and the
 * ranking beside it. */
#include "base/i18n.h"
#include "domain/patent/page/heat.tmpl.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_head.h"
#include "domain/patent/patent_heat.h"
#include "domain/patent/patent_set_form.h"
#include "domain/patent/patent_small.h"
#include "web/chart.h"

enum { LEVELS = 5, RANKING = 15, RANKING_LETTERS = 9 };

/* Choices ------------------------------------------------------------------------------------- */

static bool fits_columns(int64_t by)
{
    return by != PATENT_BY_APPLICANT && by != PATENT_BY_INVENTOR && by != PATENT_BY_GROUP &&
           by != PATENT_BY_MAIN_GROUP;
}

static void fill_choices(struct ctx *ctx, struct patent_heat_page *p, const struct heat_ask *ask)
{
    for (const struct form_choice *c = patent_by_choices; c->name; c++) {
        struct patent_dim_choice choice = {str_from(c->name), tr(ctx->lang, c->label),
                                           c->value == ask->in.rows};
        if (c->value != PATENT_BY_NOTHING)
            *VEC_ADD(ctx->arena, &p->by_rows) = choice;
        choice.on = c->value == ask->in.columns;
        if (fits_columns(c->value))
            *VEC_ADD(ctx->arena, &p->by_columns) = choice;
    }
    for (size_t i = 0; i < ask->labels.n; i++) {
        const struct patent_label *l = &ask->labels.at[i];
        struct patent_dim_choice choice = {str_print(ctx->arena, "label-%lld", (long long)l->id.n),
                                           tr_with(ctx->arena, ctx->lang, T("标引：{}"), l->name),
                                           l->id.n == ask->label};
        *VEC_ADD(ctx->arena, &p->by_rows) = choice;
        choice.on = l->id.n == ask->label_2;
        *VEC_ADD(ctx->arena, &p->by_columns) = choice;
    }
}

/* Cells --------------------------------------------------------------------------------------- */

struct filling {
    struct req *req;
    const struct heat_ask *ask;
    struct patent_heat_page *p;
    struct patent_table t;
    patent_heads heads;
    bool *hidden, *row_hidden, *column_hidden; /* of tables that leave the house */
    int64_t most;
};

/* The shade by the square root: small counts are still told apart from none. */
static int level(int64_t n, int64_t most)
{
    int at = 0;
    while (n > 0 && at < LEVELS && n * LEVELS * LEVELS > most * at * at)
        at++;
    return at;
}

static struct str number(struct ctx *ctx, int64_t n)
{
    return str_print(ctx->arena, "%lld", (long long)n);
}

/* What a cell says: its count; or, in hundredths, the figure per hundred of a firm's staff or per
 * ten thousand of a zone's people, -1 where nobody entered how many they are. */
static int64_t value(struct filling *f, size_t row, int64_t n)
{
    bool firm = f->ask->in.rows == PATENT_BY_FIRM;
    if (!f->ask->heads)
        return n;
    const struct patent_head *head =
        patent_head_find(&f->heads, firm ? PATENT_HEAD_ORG : PATENT_HEAD_ZONE, f->t.rows[row]);
    if (!head || head->n <= 0)
        return -1;
    return (int64_t)(((__int128)n * (firm ? 100 : 10000) * 100 + head->n / 2) / head->n);
}

static bool none_known(struct filling *f)
{
    for (size_t r = 0; r < f->t.row_n; r++)
        if (value(f, r, 1) >= 0)
            return false;
    return true;
}

static struct str figure(struct filling *f, int64_t v)
{
    struct ctx *ctx = f->req->ctx;
    if (v < 0)
        return tr(ctx->lang, T("不详"));
    return f->ask->heads
               ? str_print(ctx->arena, "%lld.%02lld", (long long)(v / 100), (long long)(v % 100))
               : number(ctx, v);
}

static struct patent_heat_cell cell(struct filling *f, size_t row, size_t column, bool open)
{
    struct ctx *ctx = f->req->ctx;
    size_t at = row * f->t.column_n + column;
    int64_t n = f->t.cells[at], v = value(f, row, n);
    struct patent_heat_cell c = {
        figure(f, v),
        n ? heat_link(f->req, f->ask, f->t.rows[row], f->t.columns[column]) : (struct url){{0}},
        str_print(ctx->arena, "h%d%s", level(v, f->most), open ? " soon" : "")};
    if (f->hidden[at])
        c = (struct patent_heat_cell){
            n <= PATENT_SMALL_MAX ? STR("<3") : STR("—"), {{0}}, open ? STR("h0 soon") : STR("h0")};
    return c;
}

static bool is_open(const struct filling *f, size_t column)
{
    int64_t year = 0;
    int32_t open = f->t.incomplete == DAY_NONE ? 9999 : day_date(f->t.incomplete).year;
    return f->ask->in.columns == PATENT_BY_YEAR && str_int(f->t.columns[column], &year) &&
           year >= open;
}

static void fill_columns(struct filling *f)
{
    struct ctx *ctx = f->req->ctx;
    for (size_t k = 0; k < f->t.column_n; k++) {
        bool all = f->ask->in.columns == PATENT_BY_NOTHING, hide = f->column_hidden[k];
        struct str key =
            all ? tr(ctx->lang, T("件数")) : heat_key(ctx, f->ask->in.columns, f->t.columns[k]);
        *VEC_ADD(ctx->arena, &f->p->columns) = (struct patent_heat_column){
            key,
            is_open(f, k),
            {hide ? STR("—") : number(ctx, f->t.column_total[k]),
             hide || !f->t.column_total[k] ? (struct url){{0}}
                                           : heat_link(f->req, f->ask, STR(""), f->t.columns[k]),
             is_open(f, k) ? STR("soon") : STR("")}};
    }
}

static void fill_rows(struct filling *f)
{
    struct ctx *ctx = f->req->ctx;
    bool class = heat_is_class(f->ask->in.rows);
    for (size_t r = 0; r < f->t.row_n; r++) {
        struct patent_heat_row row = {.key = heat_key(ctx, f->ask->in.rows, f->t.rows[r]),
                                      .title =
                                          class ? patent_ipc_title(ctx, f->t.rows[r]) : STR("")};
        for (size_t k = 0; k < f->t.column_n; k++)
            *VEC_ADD(ctx->arena, &row.cells) = cell(f, r, k, is_open(f, k));
        bool hide = f->row_hidden[r];
        row.total = (struct patent_heat_cell){
            hide ? STR("—") : figure(f, value(f, r, f->t.row_total[r])),
            hide ? (struct url){{0}} : heat_link(f->req, f->ask, f->t.rows[r], STR("")), STR("")};
        *VEC_ADD(ctx->arena, &f->p->rows) = row;
    }
}

/* What each shade means, in counts. */
static void fill_shades(struct filling *f)
{
    struct arena *arena = f->req->ctx->arena;
    int64_t from = 1;
    for (int at = 1; at <= LEVELS && !f->p->no_heads; at++) {
        int64_t to = f->most * at * at / (LEVELS * LEVELS);
        if (to < from)
            continue;
        *VEC_ADD(arena, &f->p->shades) = (struct patent_heat_shade){
            str_print(arena, "h%d", at),
            from == to
                ? figure(f, to)
                : str_print(arena, "%.*s–%.*s", STR_ARG(figure(f, from)), STR_ARG(figure(f, to)))};
        from = to + 1;
    }
}

static void hide_small(struct filling *f)
{
    struct arena *arena = f->req->ctx->arena;
    f->hidden = ARENA_ARRAY(arena, bool, f->t.row_n * f->t.column_n + 1);
    f->row_hidden = ARENA_ARRAY(arena, bool, f->t.row_n + 1);
    f->column_hidden = ARENA_ARRAY(arena, bool, f->t.column_n + 1);
    if (f->ask->outside)
        patent_small_hide(f->t.cells, f->t.row_n, f->t.column_n, f->hidden, f->row_hidden,
                          f->column_hidden);
    for (size_t k = 0; f->ask->outside && k < f->t.column_n; k++) {
        int64_t rest = f->t.column_total[k]; /* of the rows that are not listed */
        for (size_t r = 0; r < f->t.row_n; r++)
            rest -= f->t.cells[r * f->t.column_n + k];
        f->column_hidden[k] |= rest > 0 && rest <= PATENT_SMALL_MAX;
    }
    f->most = 1;
    for (size_t i = 0; i < f->t.row_n * f->t.column_n; i++) {
        size_t row = i / f->t.column_n;
        int64_t v = value(f, row, f->t.cells[i]);
        if (!str_eq(f->t.rows[row], STR("-")) && v > f->most)
            f->most = v;
    }
}

/* Beside it ----------------------------------------------------------------------------------- */

static void fill_ranking(struct ctx *ctx, struct patent_heat_page *p, const struct patent_table *t)
{
    struct chart_bar bars[RANKING];
    size_t n = 0;
    for (size_t i = 0; i < t->row_n && n < RANKING; i++) {
        struct str name = t->rows[i];
        size_t end = 0, letters = 0;
        if (str_eq(name, STR("-")))
            continue;
        while (end < name.len && letters < RANKING_LETTERS)
            letters += ((unsigned char)name.ptr[end++] & 0xc0) != 0x80;
        while (end < name.len && ((unsigned char)name.ptr[end] & 0xc0) == 0x80)
            end++;
        bars[n++] = (struct chart_bar){
            end < name.len ? str_print(ctx->arena, "%.*s…", (int)end, name.ptr) : name,
            {t->row_total[i], 0, 0}};
    }
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

/* The page ------------------------------------------------------------------------------------ */

static void fill_head(struct filling *f)
{
    struct patent_heat_page *p = f->p;
    struct arena *arena = f->req->ctx->arena;
    p->understood = f->t.query;
    p->total = f->t.total;
    p->records = f->t.records;
    p->total_text = number(f->req->ctx, f->t.total);
    p->newest = f->t.newest;
    p->incomplete = f->t.incomplete;
    p->left_out = (int64_t)(f->t.row_all - f->t.row_n);
    p->list = heat_link(f->req, f->ask, STR(""), STR(""));
    p->sheet = heat_same(f->req, f->ask, url_patent_heat_sheet(arena));
    p->gaps = heat_same(f->req, f->ask, url_patent_gaps(arena));
}

enum err heat_fill(struct req *req, const struct heat_ask *ask, struct patent_heat_page *p)
{
    struct ctx *ctx = req->ctx;
    struct filling f = {.req = req, .ask = ask, .p = p};
    enum err e = patent_table(ctx, &ask->in, &f.t);
    if (e == ERR_INVALID || e == ERR_LIMIT) {
        p->message = tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
        error_clear(&ctx->error);
        return ERR_OK;
    }
    if (!e && ask->heads)
        e = patent_heads_of(ctx, &f.heads);
    e = e ? e : heat_hash(ctx, &ask->in, f.t.records, &p->hash);
    if (e)
        return e;
    hide_small(&f);
    p->no_heads = ask->heads && none_known(&f);
    fill_head(&f);
    fill_columns(&f);
    fill_rows(&f);
    fill_shades(&f);
    e = patent_index_covered(ctx, &p->covered);
    if (e || ask->outside)
        return e;
    fill_ranking(ctx, p, &f.t);
    return fill_trend(ctx, p, &ask->in);
}

enum err patent_heat_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_heat_page *p = ARENA_NEW(ctx->arena, struct patent_heat_page);
    struct heat_ask *ask = ARENA_NEW(ctx->arena, struct heat_ask);
    enum err e = heat_ask_read(req, ask);
    if (e)
        return e;
    p->query = ask->in.query;
    p->set = ask->in.set;
    p->set_name = ask->set_name;
    p->set_url = url_patent_set_show(ctx->arena, (struct patent_set_id){ask->in.set});
    p->cutoff = ask->cutoff;
    p->family = ask->in.family;
    p->first_class = ask->in.first_class;
    p->heads = ask->heads;
    p->outside = ask->outside;
    p->by_firm = ask->in.rows == PATENT_BY_FIRM;
    p->by_year = ask->in.columns == PATENT_BY_YEAR;
    p->may_count_heads = p->by_firm || ask->in.rows == PATENT_BY_ZONE;
    p->may_head = ctx_may(ctx, ROLE_COORDINATOR);
    p->row_label = ask->row_label;
    fill_choices(ctx, p, ask);
    if ((e = heat_fill(req, ask, p)))
        return e;
    req->title = tr(ctx->lang, T("专利热力图"));
    patent_heat_body(req, p);
    return ERR_OK;
}
