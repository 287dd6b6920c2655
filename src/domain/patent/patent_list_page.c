/* Patents by a query: the list, what stands beside it, and what is done with the chosen ones. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "core/view.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/patents.tmpl.h"
#include "domain/patent/patent_heat.h"
#include "domain/patent/patent_page.h"
#include "domain/patent/patent_reading.h"
#include "domain/patent/patent_set.h"
#include "engine/patentnum/num.h"

#define READERS (ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR)

enum { WRONG_SHOWN = 60 /* characters around the place of a mistake */ };

static const struct menu menu[] = {
    {"/patents", T("专利"), READERS, patent_reading_waits},
};

const struct module patent_page_module = {
    .name = "patent_page",
    .pages = patent_routes,
    .page_n = patent_route_n,
    .menu = menu,
    .menu_n = sizeof(menu) / sizeof(menu[0]),
};

const char *show_patent_status(int64_t status)
{
    switch (status) {
    case 0:
        return T("失效");
    case 1:
        return T("有效");
    case 2:
        return T("审中");
    default:
        return T("状态不详");
    }
}

struct str show_patent_status_class(int64_t status)
{
    return status == 1 ? STR("done") : status == 2 ? STR("wait") : STR("");
}

struct str show_patent_legal(const struct patent_hit *hit, struct req *req)
{
    return hit->legal.len ? hit->legal : tr(req->ctx->lang, show_patent_status(hit->status));
}

static int64_t number_of(struct req *req, const char *name)
{
    int64_t n;
    return str_int(str_or_empty(req_query(req, name)), &n) && n > 0 ? n : 0;
}

static struct url page_at(struct req *req, int64_t skip)
{
    struct arena *arena = req->ctx->arena;
    return req_url_with(req, "skip", skip ? str_print(arena, "%lld", (long long)skip) : STR_NULL);
}

/* Order --------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *label, *column, *way;
} orders[] = {
    [PATENT_ORDER_PUBLISHED] = {"", T("最近公布的在前"), "published", "descending"},
    [PATENT_ORDER_PUBLISHED_UP] = {"published", T("最早公布的在前"), "published", "ascending"},
    [PATENT_ORDER_APPLIED] = {"-applied", T("最近申请的在前"), "applied", "descending"},
    [PATENT_ORDER_APPLIED_UP] = {"applied", T("最早申请的在前"), "applied", "ascending"},
    [PATENT_ORDER_CITED] = {"-cited", T("被引用多的在前"), "cited", "descending"},
};
enum { ORDERS = sizeof orders / sizeof orders[0] };

static enum patent_order order_of(struct req *req)
{
    struct str asked = str_or_empty(req_query(req, "sort"));
    for (size_t i = 0; i < ORDERS; i++)
        if (str_eq(asked, str_from(orders[i].name)))
            return (enum patent_order)i;
    return PATENT_ORDER_PUBLISHED;
}

static struct url ordered(struct req *req, struct str query, enum patent_order order)
{
    struct arena *arena = req->ctx->arena;
    static const char *const kept[] = {"set"};
    struct url url = emit_url_with_str(arena, url_patent_list(arena), STR("q"), query);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        url =
            emit_url_with_str(arena, url, str_from(kept[i]), str_or_empty(req_query(req, kept[i])));
    return emit_url_with_str(arena, url, STR("sort"), str_from(orders[order].name));
}

/* A column's head leads to its order, and once more to the other way round. */
static void fill_order(struct req *req, struct patent_list_page *p)
{
    enum patent_order now = order_of(req);
    for (size_t i = 0; i < ORDERS; i++)
        *VEC_ADD(req->ctx->arena, &p->sorts) = (struct layout_option){
            str_from(orders[i].name), tr(req->ctx->lang, orders[i].label), i == (size_t)now};
    p->sort = str_from(orders[now].name);
    p->sorted = str_from(orders[now].column);
    p->way = str_from(orders[now].way);
    p->by_published =
        ordered(req, p->query,
                now == PATENT_ORDER_PUBLISHED ? PATENT_ORDER_PUBLISHED_UP : PATENT_ORDER_PUBLISHED);
    p->by_applied =
        ordered(req, p->query,
                now == PATENT_ORDER_APPLIED ? PATENT_ORDER_APPLIED_UP : PATENT_ORDER_APPLIED);
    p->by_cited = ordered(req, p->query, PATENT_ORDER_CITED);
}

/* What is asked ------------------------------------------------------------------------------- */

/* A cell of a heat map by labels opens as "label=153&is=正极", beside the query; such a list stands
 * in its own order. */
enum err patent_list_asked(struct req *req, int64_t limit, int64_t skip, struct patent_list *out)
{
    struct ctx *ctx = req->ctx;
    struct str query = str_or_empty(req_query(req, "q"));
    int64_t set = number_of(req, "set"), label = number_of(req, "label"),
            label_2 = number_of(req, "label2");
    struct patent_dim dim;
    if (!label && !label_2)
        return patent_list_by(ctx, query, set, order_of(req), limit, skip, out);
    enum err e = patent_dim_load(ctx, false, label, label_2, &dim);
    return e ? e
             : patent_dim_list(ctx, query, set, &dim, label ? req_query(req, "is") : STR_NULL,
                               label_2 ? req_query(req, "is2") : STR_NULL, limit, skip, out);
}

/* The words of a text that is no query: without signs, names of fields and the words of logic. */
static struct str plain_words(struct arena *arena, struct str text)
{
    struct buf out;
    struct str rest, word;
    size_t from = 0;
    text = str_narrow(arena, text);
    buf_init(&out, arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ':' || c == '=')
            out.len = from; /* the field's name goes */
        if (c && strchr(" ()[]{}\"':=,;$&|<>~*?#/\\+", c)) {
            buf_char(&out, ' ');
            from = out.len;
        } else {
            buf_char(&out, c);
        }
    }
    rest = buf_str(&out);
    struct buf words;
    buf_init(&words, arena, text.len + 1);
    while (str_cut(&rest, ' ', &word))
        if (word.len && !str_eq_nocase(word, STR("and")) && !str_eq_nocase(word, STR("or")) &&
            !str_eq_nocase(word, STR("not")) && !str_eq_nocase(word, STR("to")))
            buf_print(&words, "%s%.*s", words.len ? " " : "", STR_ARG(word));
    return buf_str(&words);
}

static struct str without_prefix(struct str text, size_t n)
{
    struct str first = utf8_prefix(text, n);
    return str_slice(text, first.len, text.len);
}

/* The place of a mistake, which the reason names as "@5 “...”", is marked in the query. A query
 * that reads well is not to blame: then it is the collection's own. */
static void say_wrong(struct req *req, struct patent_list_page *p)
{
    struct ctx *ctx = req->ctx;
    struct error why = {0};
    const struct query_node *tree;
    struct str detail = ctx->error.detail, number;
    int64_t place = 0;
    p->message = tr_with(ctx->arena, ctx->lang, ctx->error.message, detail);
    p->own_query = p->set && str_eq(str_or_empty(ctx->error.field), STR("set"));
    p->set_url = url_patent_set_show(ctx->arena, (struct patent_set_id){p->set});
    error_clear(&ctx->error);
    if (!query_parse(ctx->arena, p->query, &tree, &why) || !str_starts(why.detail, STR("@")))
        return;
    detail = str_slice(why.detail, 1, why.detail.len);
    struct str rest = detail;
    str_cut(&rest, ' ', &number);
    if (!str_int(number, &place) || place < 1)
        return;
    p->message = tr_with(ctx->arena, ctx->lang, why.message,
                         tr_with(ctx->arena, ctx->lang, T("第 {} 个字"), number));
    struct str before = utf8_prefix(p->query, (size_t)place - 1);
    struct str behind = str_slice(p->query, before.len, p->query.len);
    size_t n = 1, count = utf8_count(before);
    struct str first = utf8_prefix(behind, 1);
    while (first.len && n < 12 && n < behind.len && !strchr(" ()\":=", behind.ptr[0]) &&
           !strchr(" ()\":=", behind.ptr[utf8_prefix(behind, n).len % behind.len]))
        n++;
    p->wrong.at = utf8_prefix(behind, n);
    p->wrong.after = utf8_prefix(without_prefix(behind, n), WRONG_SHOWN);
    p->wrong.before = count > WRONG_SHOWN ? without_prefix(before, count - WRONG_SHOWN) : before;
    if (p->wrong.at.len == 0)
        p->wrong.at = tr(ctx->lang, T("（到这里就断了）"));
    struct str words = plain_words(ctx->arena, p->query);
    if (words.len && !str_eq(words, p->query))
        p->words = patent_side_url(req, words);
}

/* Somebody who types a number of a patent wants that patent. */
static bool is_number(struct ctx *ctx, struct str typed, struct patent_list *out)
{
    static const char *const asks[] = {"pn:%.*s", "pn:%.*s*", "apno:%.*s", "apno:%.*s*"};
    struct patentnum n;
    struct str text = str_trim(typed);
    bool digits = false;
    for (size_t i = 0; i < text.len; i++)
        digits = digits || (text.ptr[i] >= '0' && text.ptr[i] <= '9');
    if (!digits || text.len > 40 || strpbrk(str_c(ctx->arena, text), ":=\"()[]*?$") ||
        patentnum_read(text, DAY_NONE, PATENTNUM_ANY, &n, NULL))
        return false;
    for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++) {
        struct str key = str_from(n.key);
        struct buf query;
        buf_init(&query, ctx->arena, 256);
        buf_print(&query, asks[i], STR_ARG(key));
        if (!patent_list(ctx, buf_str(&query), 0, 1, 0, out) && out->total)
            return true;
        error_clear(&ctx->error);
    }
    return false;
}

static enum err fill(struct req *req, struct patent_list_page *p, int64_t skip)
{
    struct ctx *ctx = req->ctx;
    struct patent_list list;
    enum err e = patent_list_asked(req, PATENT_PAGE_ROWS, skip, &list);
    if (e == ERR_INVALID) {
        say_wrong(req, p);
        return ERR_OK;
    }
    if (e)
        return e;
    p->understood = list.query;
    p->total = list.total;
    p->from = skip + 1;
    p->to = skip + (int64_t)list.n;
    for (size_t i = 0; i < list.n; i++)
        *VEC_ADD(ctx->arena, &p->rows) = list.at[i];
    if (p->to < p->total)
        p->next = page_at(req, p->to);
    if (skip > 0)
        p->previous = page_at(req, skip > PATENT_PAGE_ROWS ? skip - PATENT_PAGE_ROWS : 0);
    p->narrowed = list.query.len || p->set || number_of(req, "label") || number_of(req, "label2");
    p->empty_park = p->total == 0 && !p->narrowed;
    return ERR_OK;
}

/* Beside the list ----------------------------------------------------------------------------- */

static enum err fill_side(struct req *req, struct patent_list_page *p)
{
    bool counts = p->covered.index;
    if (p->message.len) /* there is no list */
        return ERR_OK;
    enum err e = counts ? ERR_OK : patent_index_few(req->ctx, PATENT_SIDE_PLAIN, &counts);
    counts = counts && !number_of(req, "label") && !number_of(req, "label2");
    e = e ? e : patent_side_parts(req, p->query, p->set, counts && p->total == 0, &p->side);
    if (!e && counts && p->total)
        e = patent_side_groups(req, p->query, p->set, &p->side);
    return e;
}

static enum err fill_saved(struct req *req, struct patent_list_page *p)
{
    struct ctx *ctx = req->ctx;
    struct view *views;
    size_t n;
    enum err e = view_list(ctx, STR("/patents"), &views, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &p->saved) =
            (struct patent_saved){views[i].id, views[i].name,
                                  (struct url){str_print(ctx->arena, "%.*s?%.*s",
                                                         STR_ARG(url_patent_list(ctx->arena).text),
                                                         STR_ARG(views[i].query))}};
    struct str here = patent_side_url(req, p->query).text;
    size_t at = str_find_char(here, '?', 0);
    if (p->query.len && at != SIZE_MAX && here.len - at - 1 <= VIEW_QUERY_MAX)
        p->save = str_slice(here, at + 1, here.len);
    return e;
}

static void fill_links(struct req *req, struct patent_list_page *p)
{
    struct ctx *ctx = req->ctx;
    static const char *const asked[] = {"q", "set", "sort", "label", "is", "label2", "is2"};
    p->heat = emit_url_with_str(ctx->arena, url_patent_heat(ctx->arena), STR("q"), p->query);
    p->analysis =
        emit_url_with_str(ctx->arena, url_patent_analysis(ctx->arena), STR("q"), p->query);
    if (p->set) {
        p->heat = emit_url_with_int(ctx->arena, p->heat, STR("set"), p->set);
        p->analysis = emit_url_with_int(ctx->arena, p->analysis, STR("set"), p->set);
        p->whole = url_patent_set_show(ctx->arena, (struct patent_set_id){p->set});
    }
    p->sheet = url_patent_list_sheet(ctx->arena);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
        p->sheet = emit_url_with_str(ctx->arena, p->sheet, str_from(asked[i]),
                                     str_or_empty(req_query(req, asked[i])));
    p->keep =
        emit_url_with_str(ctx->arena, url_patent_set_add(ctx->arena), STR("q"), p->understood);
}

enum err patent_list_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_list found;
    struct patent_list_page *p = ARENA_NEW(ctx->arena, struct patent_list_page);
    *p = (struct patent_list_page){.query = str_or_empty(req_query(req, "q")),
                                   .set = number_of(req, "set"),
                                   .may_import = ctx_may(ctx, ROLE_COORDINATOR),
                                   .may_keep = ctx_may(ctx, PATENT_KEEPERS),
                                   .is = str_or_empty(req_query(req, "is")),
                                   .is_2 = str_or_empty(req_query(req, "is2"))};
    struct patent_owner owner = {0};
    enum err e = p->set ? patent_owner_of(ctx, (struct patent_set_id){p->set}, &owner) : ERR_OK;
    p->set_name = owner.name;
    if (owner.may_change)
        p->judge = url_patent_marks(ctx->arena, (struct patent_set_id){p->set});
    e = e ? e : fill(req, p, number_of(req, "skip"));
    e = e ? e : patent_index_covered(ctx, &p->covered);
    if (!e && p->total == 0 && p->narrowed && !p->set && !p->message.len &&
        is_number(ctx, p->query, &found))
        return req_redirect(req,
                            found.total == 1 ? url_patent_show(ctx->arena, found.at[0].id)
                                             : patent_side_url(req, found.query),
                            STR_NULL);
    e = e ? e : fill_side(req, p);
    e = e ? e : fill_saved(req, p);
    if (!e && p->may_keep)
        e = patent_sets_to_choose(ctx, p->set, &p->sets);
    if (e)
        return e;
    fill_order(req, p);
    fill_links(req, p);
    req->done_url = req_url_with(req, "flash", STR_NULL); /* the same list again */
    req->title = p->query.len ? p->query : tr(ctx->lang, T("专利"));
    patent_list_body(req, p);
    return ERR_OK;
}

enum err patent_view_save_page(struct req *req)
{
    if (!req->failed || !req->post) /* or the session had ended: the form stands on the list */
        return req_redirect(req, url_patent_list(req->ctx->arena), STR_NULL);
    return ctx_fail(req->ctx, req->failed, "name", T("检索式没有存下，请换个名称再试"));
}
