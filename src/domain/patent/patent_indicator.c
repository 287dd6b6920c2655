#include "domain/patent/patent_indicator.h"

#include "base/i18n.h"
#include "base/json.h"
#include "base/map.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_rule.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_table.h"
#include "engine/patentread/record.h"
#include "patent_indicator_query.h"
#include "patent_query.h"
#include "report/sheet_write.h"

enum { TEXT_MAX = 256 * 1024, INDICATOR_ARENA_MAX = 512 << 20 };

/* Whoever's they are; those of the park's organisations are no query, the page lists them. */
static const char valid_query[] = "simple_legal_status:1 AND patent_type:B AND office:CN";

struct reckoning {
    struct ctx *ctx;
    struct patent_indicators *out;
    struct arena *arena; /* sets; beside ctx->arena, which walks give back */
    struct map abroad, pledged, awarded, members;
    struct sql_patent_valid_inventions_row *rows;
    struct patent_industry *industries;
    size_t n, industry_n;
    bool pledges, awards; /* there is a list */
};

static struct str id_key(struct arena *arena, int64_t id)
{
    return str_print(arena, "%lld", (long long)id);
}

static enum err load_figures(struct reckoning *x)
{
    struct ctx *ctx = x->ctx;
    struct sql_patent_figures_row *rows;
    size_t n;
    enum err e = sql_patent_figures(ctx->db, ctx->arena, &(struct sql_patent_figures_in){ctx->park},
                                    &rows, &n);
    for (size_t i = 0; !e && i < n; i++) { /* the newest first */
        int64_t what = rows[i].what;
        if (what < 1 || what >= PATENT_FIGURE_END_ || x->out->figures[what].given)
            continue;
        x->out->figures[what] = (struct patent_entered){true, rows[i].day, rows[i].value,
                                                        rows[i].source, rows[i].person_name};
    }
    return e;
}

static enum err load_sets(struct reckoning *x)
{
    struct ctx *ctx = x->ctx;
    struct sql_patent_granted_abroad_row *abroad;
    struct sql_patent_pledged_row *pledged;
    struct sql_patent_grounds_row *grounds;
    size_t abroad_n, pledged_n, ground_n;
    const struct patent_entered *least = &x->out->figures[PATENT_FIGURE_PLEDGE];
    enum err e = sql_patent_granted_abroad(
        ctx->db, ctx->arena, &(struct sql_patent_granted_abroad_in){ctx->park}, &abroad, &abroad_n);
    for (size_t i = 0; !e && i < abroad_n; i++)
        map_put(x->arena, &x->abroad, abroad[i].family_simple, x);
    if (!e)
        e = sql_patent_pledged(ctx->db, ctx->arena, &(struct sql_patent_pledged_in){ctx->park},
                               &pledged, &pledged_n);
    bool any_sum = !least->given || least->value == 0;
    for (size_t i = 0; !e && i < pledged_n && any_sum; i++)
        map_put(x->arena, &x->pledged, id_key(x->arena, pledged[i].patent.n), x);
    if (!e)
        e = sql_patent_grounds(ctx->db, ctx->arena, &(struct sql_patent_grounds_in){ctx->park},
                               &grounds, &ground_n);
    for (size_t i = 0; !e && i < ground_n; i++) {
        const struct sql_patent_grounds_row *g = &grounds[i];
        if (g->ground == PATENT_GROUND_AWARDED)
            map_put(x->arena, &x->awarded, g->key, x);
        x->awards = x->awards || g->ground == PATENT_GROUND_AWARDED;
        x->pledges = x->pledges || g->ground == PATENT_GROUND_PLEDGED;
        bool enough = any_sum || g->amount * 100 >= least->value;
        if (g->ground == PATENT_GROUND_PLEDGED && enough)
            map_put(x->arena, &x->pledged, g->key, x);
    }
    x->pledges = x->pledges || any_sum;
    return e;
}

static enum err load_industries(struct reckoning *x)
{
    struct ctx *ctx = x->ctx;
    struct sql_patent_industries_row *rows;
    enum err e = sql_patent_industries(
        ctx->db, ctx->arena, &(struct sql_patent_industries_in){ctx->park}, &rows, &x->industry_n);
    if (e)
        return e;
    x->industries = ARENA_ARRAY(ctx->arena, struct patent_industry, x->industry_n + 1);
    for (size_t i = 0; i < x->industry_n; i++)
        x->industries[i] =
            (struct patent_industry){rows[i].branch, rows[i].patterns, rows[i].keywords};
    return ERR_OK;
}

static enum err add_member(void *arg, const struct patent_seen *seen)
{
    struct reckoning *x = arg;
    map_put(x->arena, &x->members, id_key(x->arena, seen->doc.id), x);
    return ERR_OK;
}

/* The branch it is in, or "". */
static enum err find_branch(struct reckoning *x, struct patent_id id, struct str *out)
{
    struct ctx *ctx = x->ctx;
    struct sql_patent_page_classes_row *classes;
    struct sql_patent_page_texts_row *texts;
    size_t n, text_n, ipc_n = 0;
    *out = STR("");
    enum err e = sql_patent_page_classes(
        ctx->db, ctx->arena, &(struct sql_patent_page_classes_in){ctx->park, id, id}, &classes, &n);
    if (!e)
        e = sql_patent_page_texts(ctx->db, ctx->arena,
                                  &(struct sql_patent_page_texts_in){ctx->park, id, id}, &texts,
                                  &text_n);
    if (e)
        return e;
    struct str *symbols = ARENA_ARRAY(ctx->arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        if (classes[i].scheme == PATENT_IPC)
            symbols[ipc_n++] = classes[i].symbol;
    struct buf text;
    buf_init(&text, ctx->arena, TEXT_MAX);
    for (size_t i = 0; i < text_n; i++) {
        buf_add(&text, texts[i].title);
        buf_char(&text, '\n');
        buf_add(&text, texts[i].abstract);
        buf_char(&text, '\n');
        buf_add(&text, texts[i].claim);
        buf_char(&text, '\n');
    }
    for (size_t i = 0; i < x->industry_n && str_empty(*out); i++)
        if (patent_in_industry(&x->industries[i], symbols, ipc_n, buf_str(&text)))
            *out = x->industries[i].branch;
    return ERR_OK;
}

static bool listed(const struct map *map, const struct sql_patent_valid_inventions_row *row)
{
    return map_get(map, row->key) || (row->app_no.len && map_get(map, row->app_no));
}

static enum err judge(struct reckoning *x, const struct sql_patent_valid_inventions_row *row)
{
    struct ctx *ctx = x->ctx;
    struct patent_indicators *p = x->out;
    struct patent_valuable v = {row->id,      row->key,       row->title, row->applicant,
                                row->app_day, row->grant_day, 0,          STR("")};
    if (x->industry_n) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct str branch;
        enum err e = find_branch(x, row->id, &branch);
        if (e)
            return e;
        v.branch = str_dup(x->arena, branch);
        arena_reset(ctx->arena, mark);
        v.branch = str_dup(ctx->arena, v.branch);
        v.grounds |= v.branch.len ? 1U << PATENT_GROUND_INDUSTRY : 0;
    }
    bool abroad = row->family_simple.len && map_get(&x->abroad, row->family_simple);
    bool pledged = map_get(&x->pledged, id_key(x->arena, row->id.n)) || listed(&x->pledged, row);
    v.grounds |= abroad ? 1U << PATENT_GROUND_ABROAD : 0;
    v.grounds |= patent_kept_ten(row->app_day, p->day) ? 1U << PATENT_GROUND_TEN_YEARS : 0;
    v.grounds |= x->pledges && pledged ? 1U << PATENT_GROUND_PLEDGED : 0;
    v.grounds |= x->awards && listed(&x->awarded, row) ? 1U << PATENT_GROUND_AWARDED : 0;
    for (int g = 1; g < PATENT_GROUND_END_; g++)
        p->ground[g] += v.grounds >> g & 1;
    p->high += v.grounds != 0;
    *VEC_ADD(ctx->arena, &p->all) = v;
    return ERR_OK;
}

static enum err load_rows(struct reckoning *x, int64_t set)
{
    struct ctx *ctx = x->ctx;
    struct sql_patent_names_ours_row ours;
    enum err e = sql_patent_names_ours(ctx->db, ctx->arena,
                                       &(struct sql_patent_names_ours_in){ctx->park}, &ours);
    if (!e && set)
        e = patent_hits(ctx, STR(""), set, NULL, add_member, x);
    x->out->everybody = !e && (ours.n == 0 || set);
    return e ? e
             : sql_patent_valid_inventions(
                   ctx->db, ctx->arena,
                   &(struct sql_patent_valid_inventions_in){ctx->park, x->out->everybody}, &x->rows,
                   &x->n);
}

static void put_given(struct patent_entered *figure, int64_t value)
{
    if (value)
        *figure = (struct patent_entered){true, DAY_NONE, value * 100, STR(""), STR("")};
}

static void reckon(struct patent_indicators *p)
{
    const struct patent_entered *f = p->figures;
    int64_t people = f[PATENT_FIGURE_PEOPLE].value / 100, city = f[PATENT_FIGURE_CITY].value,
            before = f[PATENT_FIGURE_BEFORE].value / 100;
    p->per_10k = f[PATENT_FIGURE_PEOPLE].given ? patent_per_10k(p->valid, people) : INT64_MIN;
    p->growth = f[PATENT_FIGURE_BEFORE].given ? patent_rate(p->valid - before, before) : INT64_MIN;
    p->times = p->per_10k != INT64_MIN && f[PATENT_FIGURE_CITY].given
                   ? patent_times(p->per_10k, city)
                   : INT64_MIN;
}

static enum err reckon_all(struct reckoning *x, const struct patent_indicators_in *in)
{
    struct patent_indicators *p = x->out;
    enum err e = load_figures(x);
    put_given(&p->figures[PATENT_FIGURE_PEOPLE], in->people);
    put_given(&p->figures[PATENT_FIGURE_BEFORE], in->before);
    e = e ? e : load_sets(x);
    e = e ? e : load_industries(x);
    e = e ? e : load_rows(x, in->set);
    for (size_t i = 0; !e && i < x->n; i++)
        if (!in->set || map_get(&x->members, id_key(x->arena, x->rows[i].id.n)))
            e = judge(x, &x->rows[i]);
    p->valid = in->valid ? in->valid : (int64_t)p->all.n;
    if (x->industry_n == 0)
        p->ground[PATENT_GROUND_INDUSTRY] = -1;
    if (!x->pledges)
        p->ground[PATENT_GROUND_PLEDGED] = -1;
    if (!x->awards)
        p->ground[PATENT_GROUND_AWARDED] = -1;
    reckon(p);
    return e;
}

struct guarded {
    struct reckoning *x;
    const struct patent_indicators_in *in;
};

static enum err run_guarded(void *arg)
{
    const struct guarded *g = arg;
    return reckon_all(g->x, g->in);
}

enum err patent_indicators(struct ctx *ctx, const struct patent_indicators_in *in,
                           struct patent_indicators *out)
{
    struct reckoning x = {.ctx = ctx, .out = out};
    *out = (struct patent_indicators){.day = ctx_today(ctx)};
    x.arena = patent_scratch(ctx, INDICATOR_ARENA_MAX);
    enum err e = arena_run(x.arena, run_guarded, &(struct guarded){&x, in});
    arena_release(x.arena);
    return e;
}

struct str patent_hundredths(struct arena *arena, int64_t n)
{
    int64_t whole = n < 0 ? -n : n;
    if (n == INT64_MIN)
        return STR("");
    return str_print(arena, "%s%lld.%02lld", n < 0 ? "-" : "", (long long)(whole / 100),
                     (long long)(whole % 100));
}

struct str patent_indicator_sentence(struct ctx *ctx, const struct patent_indicators *p)
{
    struct arena *arena = ctx->arena;
    struct buf b;
    buf_init(&b, arena, 4096);
    buf_add(&b, tr_with(arena, ctx->lang, T("有效发明专利 {} 件"),
                        str_print(arena, "%lld", (long long)p->valid)));
    if (p->growth != INT64_MIN)
        buf_add(&b,
                tr_with(arena, ctx->lang, p->growth < 0 ? T("，同比下降 {}%") : T("，同比增长 {}%"),
                        patent_hundredths(arena, p->growth < 0 ? -p->growth : p->growth)));
    if (p->per_10k != INT64_MIN)
        buf_add(&b, tr_with(arena, ctx->lang, T("；每万人口发明专利拥有量 {} 件"),
                            patent_hundredths(arena, p->per_10k)));
    if (p->times != INT64_MIN)
        buf_add(&b, tr_with(arena, ctx->lang, T("，是全市的 {} 倍"),
                            patent_hundredths(arena, p->times)));
    buf_add(&b, tr(ctx->lang, T("。")));
    return buf_str(&b);
}

/* JSON ----------------------------------------------------------------------------------------- */

static void put_hundredths(struct ctx *ctx, struct json_out *j, const char *name, int64_t n)
{
    if (n == INT64_MIN)
        json_put_null(j, name);
    else
        json_put_str(j, name, patent_hundredths(ctx->arena, n));
}

static void put_known(struct json_out *j, const char *name, int64_t n)
{
    if (n < 0)
        json_put_null(j, name);
    else
        json_put_int(j, name, n);
}

static void put_figure(struct ctx *ctx, struct json_out *j, const char *name,
                       const struct patent_entered *f)
{
    if (!f->given) {
        json_put_null(j, name);
        return;
    }
    json_open(j, name, '{');
    json_put_str(j, "value", patent_hundredths(ctx->arena, f->value));
    json_put_day(j, "day", f->day);
    json_put_str(j, "source", f->source);
    json_close(j, '}');
}

enum err patent_find_indicators(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_indicators_in *in = given;
    struct patent_indicators p;
    enum err e = patent_indicators(ctx, in, &p);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_day(&j, "day", p.day);
    json_put_int(&j, "valid_inventions", p.valid);
    json_put_c(&j, "query", in->valid || in->set || !p.everybody ? NULL : valid_query);
    json_put_c(&j, "whose", in->valid ? NULL : p.everybody ? "all" : "park");
    put_hundredths(ctx, &j, "per_10k", p.per_10k);
    put_hundredths(ctx, &j, "growth_percent", p.growth);
    put_hundredths(ctx, &j, "times_city", p.times);
    put_figure(ctx, &j, "people", &p.figures[PATENT_FIGURE_PEOPLE]);
    put_figure(ctx, &j, "before", &p.figures[PATENT_FIGURE_BEFORE]);
    put_figure(ctx, &j, "city_per_10k", &p.figures[PATENT_FIGURE_CITY]);
    put_figure(ctx, &j, "least_pledge", &p.figures[PATENT_FIGURE_PLEDGE]);
    if (!in->valid) {
        json_open(&j, "high_value", '{');
        put_known(&j, "strategic_industry", p.ground[PATENT_GROUND_INDUSTRY]);
        put_known(&j, "granted_abroad", p.ground[PATENT_GROUND_ABROAD]);
        put_known(&j, "kept_over_ten_years", p.ground[PATENT_GROUND_TEN_YEARS]);
        put_known(&j, "pledged", p.ground[PATENT_GROUND_PLEDGED]);
        put_known(&j, "awarded", p.ground[PATENT_GROUND_AWARDED]);
        json_put_int(&j, "at_least", p.high);
        json_close(&j, '}');
    }
    json_put_str(&j, "sentence", patent_indicator_sentence(ctx, &p));
    json_close(&j, '}');
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}

/* The workbook --------------------------------------------------------------------------------- */

static void sheet_figure(struct ctx *ctx, struct sheet_out *book, const char *label,
                         struct str value, struct str source)
{
    struct sheet_cell cells[] = {sheet_cell_text(tr(ctx->lang, label)), sheet_cell_text(value),
                                 sheet_cell_text(source)};
    sheet_out_row(book, cells, 3);
}

static void sheet_figures(struct ctx *ctx, struct sheet_out *book,
                          const struct patent_indicators *p)
{
    static const char *const grounds[] = {
        NULL,          T("战略性新兴产业"),          T("在海外有授权的同族"), T("维持十年以上"),
        T("质押融资"), T("获国家科技奖或中国专利奖")};
    struct arena *arena = ctx->arena;
    sheet_figure(ctx, book, T("有效发明专利（件）"), str_print(arena, "%lld", (long long)p->valid),
                 STR(""));
    sheet_figure(ctx, book, T("同比（%）"), patent_hundredths(arena, p->growth),
                 p->figures[PATENT_FIGURE_BEFORE].source);
    sheet_figure(ctx, book, T("每万人口发明专利拥有量（件）"), patent_hundredths(arena, p->per_10k),
                 p->figures[PATENT_FIGURE_PEOPLE].source);
    sheet_figure(ctx, book, T("是全市的几倍"), patent_hundredths(arena, p->times),
                 p->figures[PATENT_FIGURE_CITY].source);
    sheet_figure(ctx, book, T("高价值发明专利（件，每件计一次）"),
                 str_print(arena, "%lld", (long long)p->high), STR(""));
    for (int g = 1; g < PATENT_GROUND_END_; g++)
        sheet_figure(ctx, book, grounds[g],
                     p->ground[g] < 0 ? tr(ctx->lang, T("没有数据"))
                                      : str_print(arena, "%lld", (long long)p->ground[g]),
                     STR(""));
}

enum err patent_indicators_export(struct ctx *ctx, const struct patent_indicators *p,
                                  const char *path)
{
    struct error error = {0};
    struct sheet_out *book;
    struct sheet_out_column first[] = {{tr(ctx->lang, T("指标")), 32, false},
                                       {tr(ctx->lang, T("数")), 14, false},
                                       {tr(ctx->lang, T("来源")), 40, true}};
    struct sheet_out_column second[] = {{tr(ctx->lang, T("公布（公告）号")), 18, false},
                                        {tr(ctx->lang, T("标题")), 40, true},
                                        {tr(ctx->lang, T("申请人")), 30, true},
                                        {tr(ctx->lang, T("申请日")), 12, false},
                                        {tr(ctx->lang, T("授权日")), 12, false},
                                        {tr(ctx->lang, T("产业")), 20, true},
                                        {tr(ctx->lang, T("海外授权")), 8, false},
                                        {tr(ctx->lang, T("十年以上")), 8, false},
                                        {tr(ctx->lang, T("质押")), 8, false},
                                        {tr(ctx->lang, T("获奖")), 8, false}};
    enum err e = sheet_out_new(ctx->arena, path, &book, &error);
    if (!e)
        e = sheet_out_tab(book,
                          &(struct sheet_tab){.name = tr(ctx->lang, T("专利指标")),
                                              .title = patent_indicator_sentence(ctx, p),
                                              .columns = first,
                                              .n = 3},
                          &error);
    if (!e)
        sheet_figures(ctx, book, p);
    if (!e)
        e = sheet_out_tab(book,
                          &(struct sheet_tab){
                              .name = tr(ctx->lang, T("有效发明专利")), .columns = second, .n = 10},
                          &error);
    for (size_t i = 0; !e && i < p->all.n; i++) {
        const struct patent_valuable *v = &p->all.at[i];
        struct sheet_cell cells[10] = {sheet_cell_text(v->key),       sheet_cell_text(v->title),
                                       sheet_cell_text(v->applicant), sheet_cell_day(v->app_day),
                                       sheet_cell_day(v->grant_day),  sheet_cell_text(v->branch)};
        for (int g = PATENT_GROUND_ABROAD; g < PATENT_GROUND_END_; g++)
            cells[4 + g] = sheet_cell_text(v->grounds >> g & 1 ? STR("√") : STR(""));
        sheet_out_row(book, cells, 10);
    }
    if (!e)
        e = sheet_out_end(book, &error);
    return e ? error_set(&ctx->error, e, error.field, error.message, error.detail) : ERR_OK;
}
