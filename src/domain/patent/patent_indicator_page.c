/* Indicators: the figures as they are printed, what they rest on, and the patents behind each. */
#include "domain/patent/patent_indicator_page.h"

#include "base/i18n.h"
#include "core/journal.h"
#include "domain/patent/page/indicators.tmpl.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/sets.tmpl.h"
#include "domain/patent/patent_form.h"
#include "web/dispatch.h"
#include "web/sign.h"

/* What the list below shows: every valid one, those of high value, those of one ground. */
enum { SHOW_ALL = 0, SHOW_HIGH = 9 };

static const char *const ground_names[PATENT_GROUND_END_] = {
    NULL,          T("战略性新兴产业"),          T("在海外有授权的同族"), T("维持十年以上"),
    T("质押融资"), T("获国家科技奖或中国专利奖")};
static const char *const ground_short[PATENT_GROUND_END_] = {
    NULL, T("战新产业"), T("海外授权"), T("十年以上"), T("质押"), T("获奖")};

static int64_t number_of(struct req *req, const char *name)
{
    int64_t n = 0;
    return str_int(str_or_empty(req_query(req, name)), &n) && n > 0 ? n : 0;
}

static struct url page_with(struct req *req, int64_t set, int64_t show, int64_t skip)
{
    struct arena *arena = req->ctx->arena;
    struct url url = url_patent_indicators(arena);
    if (set)
        url = emit_url_with_int(arena, url, STR("set"), set);
    if (show)
        url = emit_url_with_int(arena, url, STR("show"), show);
    return skip ? emit_url_with_int(arena, url, STR("skip"), skip) : url;
}

static struct str how_of(struct ctx *ctx, const struct patent_indicators *p, int ground)
{
    const struct patent_entered *least = &p->figures[PATENT_FIGURE_PLEDGE];
    const char *how[PATENT_GROUND_END_] = {
        NULL,
        p->ground[ground] < 0 ? T("要先导入《战略性新兴产业分类与国际专利分类参照关系表》")
                              : T("IPC 分类和关键词对上导入的参照关系表"),
        T("同一简单同族在国外有授权、没有失效的发明"),
        T("从申请日起满十年，还在维持"),
        p->ground[ground] < 0 ? T("要先导入有金额的质押清单")
                              : T("有质押记录，或在导入的质押清单里"),
        p->ground[ground] < 0 ? T("要先导入获奖清单") : T("在导入的获奖清单里")};
    if (ground == PATENT_GROUND_PLEDGED && least->given && least->value && p->ground[ground] >= 0)
        return tr_with(ctx->arena, ctx->lang, T("清单里金额不少于 {} 万元的"),
                       str_print(ctx->arena, "%lld", (long long)(least->value / 100)));
    return tr(ctx->lang, how[ground]);
}

static struct str grounds_text(struct ctx *ctx, const struct patent_valuable *v)
{
    struct buf b;
    buf_init(&b, ctx->arena, 1024);
    for (int g = 1; g < PATENT_GROUND_END_; g++) {
        if (!(v->grounds >> g & 1))
            continue;
        if (buf_str(&b).len)
            buf_add(&b, tr(ctx->lang, T("、")));
        buf_add(&b, tr(ctx->lang, ground_short[g]));
        if (g == PATENT_GROUND_INDUSTRY && v->branch.len)
            buf_add(&b, tr_with(ctx->arena, ctx->lang, T("（{}）"), v->branch));
    }
    return buf_str(&b);
}

static bool shown(const struct patent_valuable *v, int64_t show)
{
    return show == SHOW_ALL || (show == SHOW_HIGH ? v->grounds != 0 : v->grounds >> show & 1);
}

static void fill_list(struct req *req, struct patent_indicator_page *page, int64_t show)
{
    struct ctx *ctx = req->ctx;
    int64_t skip = number_of(req, "skip");
    page->list_title = show == SHOW_ALL    ? T("有效发明专利")
                       : show == SHOW_HIGH ? T("高价值发明专利")
                                           : ground_names[show];
    for (size_t i = 0; i < page->p.all.n; i++) {
        const struct patent_valuable *v = &page->p.all.at[i];
        if (!shown(v, show))
            continue;
        if (page->total >= skip && page->total < skip + PATENT_INDICATOR_ROWS)
            *VEC_ADD(ctx->arena, &page->rows) =
                (struct patent_indicator_line){*v, grounds_text(ctx, v)};
        page->total++;
    }
    page->from = skip + 1;
    page->to = skip + (int64_t)page->rows.n;
    if (page->to < page->total)
        page->next = page_with(req, page->set, show, page->to);
    if (skip > 0)
        page->previous = page_with(req, page->set, show,
                                   skip > PATENT_INDICATOR_ROWS ? skip - PATENT_INDICATOR_ROWS : 0);
}

static void fill(struct req *req, struct patent_indicator_page *page)
{
    struct ctx *ctx = req->ctx;
    const struct patent_indicators *p = &page->p;
    const struct patent_entered *f = p->figures;
    page->people_figure = &f[PATENT_FIGURE_PEOPLE];
    page->before_figure = &f[PATENT_FIGURE_BEFORE];
    page->city_figure = &f[PATENT_FIGURE_CITY];
    page->pledge_figure = &f[PATENT_FIGURE_PLEDGE];
    page->people = f[PATENT_FIGURE_PEOPLE].value / 100;
    page->before = f[PATENT_FIGURE_BEFORE].value / 100;
    if (f[PATENT_FIGURE_CITY].given)
        page->city = patent_hundredths(ctx->arena, f[PATENT_FIGURE_CITY].value);
    if (f[PATENT_FIGURE_PLEDGE].given)
        page->pledge =
            str_print(ctx->arena, "%lld", (long long)(f[PATENT_FIGURE_PLEDGE].value / 100));
    page->growth = patent_hundredths(ctx->arena, p->growth);
    if (p->growth != INT64_MIN && p->growth > 0)
        page->growth = str_print(ctx->arena, "+%.*s", STR_ARG(page->growth));
    page->per_10k = patent_hundredths(ctx->arena, p->per_10k);
    page->times = patent_hundredths(ctx->arena, p->times);
    page->sentence = patent_indicator_sentence(ctx, p);
    for (int g = 1; g < PATENT_GROUND_END_; g++)
        *VEC_ADD(ctx->arena, &page->grounds) =
            (struct patent_ground_line){ground_names[g], how_of(ctx, p, g), p->ground[g] >= 0,
                                        p->ground[g], page_with(req, page->set, g, 0)};
    page->list = page_with(req, page->set, 0, 0);
    page->high_list = page_with(req, page->set, SHOW_HIGH, 0);
    page->file = url_patent_indicators_file(ctx->arena);
    if (page->set)
        page->file = emit_url_with_int(ctx->arena, page->file, STR("set"), page->set);
}

enum err patent_indicators_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_indicator_page *page = ARENA_NEW(ctx->arena, struct patent_indicator_page);
    struct patent_set_view set;
    struct patent_indicators_in in = {.set = number_of(req, "set")};
    int64_t show = number_of(req, "show");
    enum err e = ERR_OK;
    page->city = page->pledge = STR("");
    page->set = in.set;
    if (in.set && !(e = patent_set(ctx, (struct patent_set_id){in.set}, &set)))
        page->set_name = set.row.name;
    if (e || (e = patent_indicators(ctx, &in, &page->p)) ||
        (e = patent_index_covered(ctx, &page->covered)))
        return e;
    fill(req, page);
    fill_list(req, page, show >= PATENT_GROUND_END_ && show != SHOW_HIGH ? SHOW_ALL : show);
    page->may_enter = ctx_may(ctx, ROLE_COORDINATOR);
    page->none = page->p.valid == 0;
    req->title = tr(ctx->lang, T("专利指标"));
    patent_indicator_body(req, page);
    return ERR_OK;
}

static enum err note_file(struct ctx *ctx, void *arg)
{
    const int64_t *rows = arg;
    struct journal_field fields[] = {journal_new("what", STR("patent-indicators")),
                                     journal_int(ctx->arena, "rows", 0, *rows)};
    return journal_add(ctx, "report", 0, "export", fields, 2);
}

enum err patent_indicators_file_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_indicators p = {.day = DAY_NONE};
    struct patent_indicators_in in = {.set = number_of(req, "set")};
    int64_t rows;
    enum err e = patent_indicators(ctx, &in, &p);
    if (!e)
        e = patent_indicators_export(ctx, &p, req_made_path(req));
    rows = e ? 0 : (int64_t)p.all.n;
    if (!e)
        e = req_write(req, note_file, &rows);
    struct str name = tr_with(ctx->arena, ctx->lang, T("专利指标 {}"), day_text(ctx->arena, p.day));
    return req_send_made(req, e, str_print(ctx->arena, "%.*s.xlsx", STR_ARG(name)), REQ_XLSX);
}

enum err patent_figure_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("保存"),
        .hint = T("人口、上年和全市的数不在专利里，按公布的填，写明来源和截至哪天；最近一天的算数，"
                  "以前填的留着可查。"),
        .action = url_patent_figure(arena),
        .back = url_patent_indicators(arena)};
    req->done_url = v.back;
    v.title = req->title = tr(req->ctx->lang, T("填指标用的数"));
    patent_act_body(req, &v);
    return ERR_OK;
}

enum err patent_ground_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("换成这张表"),
        .hint =
            T("整张换掉以前的。产业表要有“IPC”（可以写 H01M10/05*（不含H01M10/054）），可以有"
              "“产业”和“关键词”；质押和获奖清单要有“专利号”或“申请号”，质押可以有“金额”（万元）。"),
        .action = url_patent_ground(arena),
        .back = url_patent_indicators(arena)};
    req->done_url = v.back;
    v.title = req->title = tr(req->ctx->lang, T("换高价值的依据表"));
    patent_act_body(req, &v);
    return ERR_OK;
}
