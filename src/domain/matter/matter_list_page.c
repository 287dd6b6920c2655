/*
 * The list page. Its body is the same for everybody with the same sight, roles, language and day,
 * so it is kept as bytes (req_fragment) until something is committed; only the shell around it and
 * the tokens of its forms are made anew. See doc/why/801.
 */
#include <string.h>

#include "core/view.h"
#include "domain/matter/matter_page.h"
#include "domain/matter/page/list.tmpl.h"
#include "domain/matter/page/matter_route.h"
#include "web/dispatch.h"
#include "web/i18n.h"

enum { LIST_WEEK = 7 };

/* Limits in hours turn their light within the day: kept bytes live no longer than this. Divides the
 * day, so the day's words change at midnight too. */
#define LIST_LIGHT_US (5 * MINUTE_US)

/* ---- what was asked -------------------------------------------------------------------------- */

/* The names that only this page knows: all=1 (ended ones too), due=late|today|week. */
static bool any_of(const struct req *req, const char *const *names)
{
    for (; *names; names++)
        if (!str_empty(req_query(req, *names)))
            return true;
    return false;
}

static bool has_error(const struct form_errors *errors, struct str name)
{
    for (size_t i = 0; i < errors->n; i++)
        if (str_eq(errors->at[i].field, name))
            return true;
    return false;
}

static size_t known_pairs(struct req *req, const struct form_errors *bad, struct form_pair *out)
{
    size_t n = 0;
    for (size_t i = 0; i < req->query.n; i++) {
        struct form_pair p = req->query.at[i];
        if (str_empty(p.value) || !form_field(&matter_list_form, p.name) || has_error(bad, p.name))
            continue;
        if (!str_null(form_value((struct form_pairs){out, n}, p.name)))
            continue; /* given twice: the first counts */
        out[n++] = p;
    }
    return n;
}

enum err matter_list_query(struct req *req, struct matter_list_in *out)
{
    static const char *const narrower[] = {"state", "open", "all", "overdue", "mine", "text", NULL};
    struct arena *arena = req->ctx->arena;
    struct form_errors *errors = ARENA_NEW(arena, struct form_errors);
    struct form_errors *again = ARENA_NEW(arena, struct form_errors);
    struct form_pair *pairs = ARENA_ARRAY(arena, struct form_pair, req->query.n + 1);
    struct form_pairs known = {pairs, known_pairs(req, errors, pairs)};
    /* A condition that cannot be read is dropped, not refused: an old bookmark still opens. */
    if (form_decode(arena, &matter_list_form, known, out, errors)) {
        known.n = known_pairs(req, errors, pairs);
        enum err e = form_decode(arena, &matter_list_form, known, out, again);
        if (e)
            return e;
    }
    if (!any_of(req, narrower))
        out->open = true;
    struct str due = req_query(req, "due");
    if (str_eq(due, STR("late")))
        out->overdue = true;
    if (str_eq(due, STR("today")))
        out->due_to = ctx_today(req->ctx);
    if (str_eq(due, STR("week")))
        out->due_to = ctx_today(req->ctx) + LIST_WEEK;
    if (!out->limit)
        out->limit = MATTER_PAGE;
    return ERR_OK;
}

/* This page with one parameter changed; paging starts anew. */
static struct url list_url(struct req *req, const char *name, struct str value)
{
    struct arena *arena = req->ctx->arena;
    struct form_pair *pairs = ARENA_ARRAY(arena, struct form_pair, req->query.n + 2);
    size_t n = 0;
    for (size_t i = 0; i < req->query.n; i++) {
        struct form_pair p = req->query.at[i];
        if (!str_empty(p.value) && !str_eq(p.name, STR("after")) && !str_eq(p.name, str_from(name)))
            pairs[n++] = p;
    }
    if (!str_empty(value))
        pairs[n++] = (struct form_pair){str_from(name), value};
    return url_with(arena, url_matter_list(arena), (struct form_pairs){pairs, n});
}

static struct url one_url(struct req *req, const char *name, const char *value)
{
    struct form_pair *pair = ARENA_NEW(req->ctx->arena, struct form_pair);
    *pair = (struct form_pair){str_from(name), str_from(value)};
    return url_with(req->ctx->arena, url_matter_list(req->ctx->arena),
                    (struct form_pairs){pair, 1});
}

static struct form_pairs asked(struct req *req)
{
    struct form_pair *pairs = ARENA_ARRAY(req->ctx->arena, struct form_pair, req->query.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < req->query.n; i++)
        if (!str_empty(req->query.at[i].value) && !str_eq(req->query.at[i].name, STR("after")))
            pairs[n++] = req->query.at[i];
    return (struct form_pairs){pairs, n};
}

static struct str asked_text(struct req *req)
{
    struct url url = url_with(req->ctx->arena, url_matter_list(req->ctx->arena), asked(req));
    size_t mark = str_find_char(url.text, '?', 0);
    return mark == SIZE_MAX ? STR("") : str_slice(url.text, mark + 1, url.text.len);
}

/* ---- filters --------------------------------------------------------------------------------- */

static void add_option(struct req *req, struct layout_options *out, const char *name,
                       struct str value, struct str label)
{
    struct layout_option o = {value, label, str_eq(req_query(req, name), value)};
    *VEC_ADD(req->ctx->arena, out) = o;
}

static void add_choices(struct req *req, struct layout_options *out, const char *name,
                        const struct form_choice *choices)
{
    for (; choices->name; choices++)
        add_option(req, out, name, str_from(choices->name), tr(req->ctx->lang, choices->label));
}

static void add_records(struct req *req, struct layout_options *out, const char *name,
                        const struct matter_options *from)
{
    for (size_t i = 0; i < from->n; i++)
        add_option(req, out, name, from->at[i].value, from->at[i].label);
}

static enum err fill_filters(struct req *req, struct matter_list_page *p)
{
    struct ctx *ctx = req->ctx;
    struct matter_options classes = {0}, departments = {0};
    enum err e = matter_options_classes(ctx, &classes);
    if (e || (e = matter_options_departments(ctx, &departments)))
        return e;
    add_choices(req, &p->states, "state", matter_states);
    add_choices(req, &p->sources, "source", matter_sources);
    add_records(req, &p->classes, "class", &classes);
    add_records(req, &p->departments, "department", &departments);
    add_option(req, &p->dues, "due", STR("late"), tr(ctx->lang, T("已超期")));
    add_option(req, &p->dues, "due", STR("today"), tr(ctx->lang, T("今天到期")));
    add_option(req, &p->dues, "due", STR("week"), tr(ctx->lang, T("七天内到期")));
    p->text = req_query(req, "text");
    p->order = req_query(req, "order");
    return ERR_OK;
}

static struct str chosen(const struct layout_options *options, struct str value)
{
    for (size_t i = 0; i < options->n; i++)
        if (options->at[i].on)
            return options->at[i].label;
    return value;
}

static void add_chip(struct req *req, struct matter_list_page *p, const char *name,
                     const char *message, const struct layout_options *options)
{
    struct str value = req_query(req, name);
    if (str_empty(value) || p->chips.n == MATTER_CHIPS_MAX)
        return;
    if (options)
        value = chosen(options, value);
    struct layout_chip chip = {tr_with(req->ctx->arena, req->ctx->lang, message, value),
                               list_url(req, name, STR_NULL)};
    *VEC_ADD(req->ctx->arena, &p->chips) = chip;
}

static void fill_chips(struct req *req, struct matter_list_page *p)
{
    add_chip(req, p, "text", T("文字：{}"), NULL);
    add_chip(req, p, "state", T("状态：{}"), &p->states);
    add_chip(req, p, "class", T("类别：{}"), &p->classes);
    add_chip(req, p, "department", T("部门：{}"), &p->departments);
    add_chip(req, p, "firm", T("企业：{}"), NULL);
    add_chip(req, p, "source", T("来源：{}"), &p->sources);
    add_chip(req, p, "due", T("到期：{}"), &p->dues);
    add_chip(req, p, "due_from", T("到期不早于 {}"), NULL);
    add_chip(req, p, "due_to", T("到期不晚于 {}"), NULL);
    add_chip(req, p, "raised_from", T("提出不早于 {}"), NULL);
    add_chip(req, p, "raised_to", T("提出不晚于 {}"), NULL);
    add_chip(req, p, "age", T("提出满 {} 天"), NULL);
    p->filtered = p->chips.n > 0;
}

/* ---- tabs, order, paging --------------------------------------------------------------------- */

static void add_tab(struct req *req, struct matter_list_page *p, struct url url, struct str label)
{
    struct str query = asked_text(req);
    size_t mark = str_find_char(url.text, '?', 0);
    struct str own = mark == SIZE_MAX ? STR("") : str_slice(url.text, mark + 1, url.text.len);
    struct layout_tab tab = {.url = url, .label = label, .here = str_eq(query, own)};
    *VEC_ADD(req->ctx->arena, &p->tabs) = tab;
}

static void add_named(struct req *req, struct matter_list_page *p, const char *name,
                      const char *value, const char *label)
{
    add_tab(req, p, one_url(req, name, value), tr(req->ctx->lang, label));
}

static enum err fill_tabs(struct req *req, struct matter_list_page *p)
{
    struct ctx *ctx = req->ctx;
    struct view *views;
    size_t n;
    add_tab(req, p, url_matter_list(ctx->arena), tr(ctx->lang, T("未结")));
    add_named(req, p, "mine", "1", T("轮到我"));
    if (ctx_may(ctx, ROLE_COORDINATOR))
        add_named(req, p, "state", "raised", T("待受理"));
    add_named(req, p, "due", "week", T("七天内到期"));
    add_named(req, p, "due", "late", T("超期"));
    if (ctx_may(ctx, ROLE_COORDINATOR))
        add_named(req, p, "state", "resolved", T("待回访"));
    add_named(req, p, "all", "1", T("全部"));
    enum err e = view_list(ctx, STR("/matters"), &views, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct str text =
            str_print(ctx->arena, "%.*s?%.*s", STR_ARG(url_matter_list(ctx->arena).text),
                      STR_ARG(views[i].query));
        add_tab(req, p, (struct url){text}, views[i].name);
    }
    return e;
}

/* The list in this order; the same column once more turns it round. */
static struct url sort_url(struct req *req, const char *name)
{
    struct form_pairs now = asked(req);
    struct form_pair *pairs = ARENA_ARRAY(req->ctx->arena, struct form_pair, now.n + 2);
    bool again = str_eq(req_query(req, "order"), str_from(name));
    size_t n = 0;
    for (size_t i = 0; i < now.n; i++)
        if (!str_eq(now.at[i].name, STR("order")) && !str_eq(now.at[i].name, STR("reverse")))
            pairs[n++] = now.at[i];
    pairs[n++] = (struct form_pair){STR("order"), str_from(name)};
    if (again && str_empty(req_query(req, "reverse")))
        pairs[n++] = (struct form_pair){STR("reverse"), STR("1")};
    return url_with(req->ctx->arena, url_matter_list(req->ctx->arena),
                    (struct form_pairs){pairs, n});
}

static void fill_order(struct req *req, struct matter_list_page *p)
{
    p->sort_number = sort_url(req, "number");
    p->sort_due = sort_url(req, "due");
    p->sort_state = sort_url(req, "state");
    p->sort_department = sort_url(req, "department");
    p->sorted = str_empty(p->order) ? STR("due") : p->order;
    p->way = str_empty(req_query(req, "reverse")) ? STR("ascending") : STR("descending");
    p->clear = url_matter_list(req->ctx->arena);
    p->patents = matter_ask_patents(req->ctx, str_or_empty(req_query(req, "text")));
    if (!str_empty(req_query(req, "after")))
        p->first = list_url(req, "after", STR_NULL);
    p->export_sheet = url_with(req->ctx->arena, url_matter_export(req->ctx->arena), asked(req));
    p->export_weekly = emit_url_with_str(req->ctx->arena, url_matter_export(req->ctx->arena),
                                         STR("weekly"), STR("1"));
    p->print_a4 = url_with(req->ctx->arena, url_matter_print(req->ctx->arena), asked(req));
    p->print_a3 = url_with(req->ctx->arena, p->print_a4,
                           (struct form_pairs){&(struct form_pair){STR("paper"), STR("a3")}, 1});
    if (ctx_may(req->ctx, ROLE_COORDINATOR))
        p->import = url_matter_import(req->ctx->arena);
}

/* All that the bytes of a row depend on, but for the calendar (web/req.h). */
struct row_key {
    int64_t park, id, version, light_slot, soon_days, roles, lang;
};

static enum err draw_row(struct req *req, const struct matter_keys *keys, size_t i,
                         struct html *out)
{
    struct ctx *ctx = req->ctx;
    struct row_key key = {.park = ctx->park.n,
                          .id = keys->rows.at[i].id.n,
                          .version = keys->rows.at[i].version,
                          .light_slot = ctx->now_us / LIST_LIGHT_US,
                          .soon_days = keys->soon_days,
                          .roles = ctx->actor.roles,
                          .lang = ctx->lang};
    struct str name = {(const char *)&key, sizeof key};
    struct matter_row row;
    *out = (struct html){req_lasting(req, name)};
    if (!str_null(out->text))
        return ERR_OK;
    enum err e = matter_find_keyed(ctx, keys, i, &row);
    if (e)
        return e;
    struct buf *page = &req->page.out;
    size_t from = page->len;
    struct matter_row_view view = matter_row_view(ctx, &row);
    matter_row(&req->page, &view);
    if (buf_full(page))
        return ERR_LIMIT;
    out->text = str_dup(ctx->arena, (struct str){page->ptr + from, page->len - from});
    page->len = from;
    req_keep_lasting(req, name, out->text);
    return ERR_OK;
}

static enum err draw_rows(struct req *req, struct matter_list_page *p,
                          const struct matter_keys *keys)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < keys->rows.n; i++) {
        struct html row;
        e = draw_row(req, keys, i, &row);
        if (!e)
            *VEC_ADD(req->ctx->arena, &p->drawn) = row;
        else if (e == ERR_NOT_FOUND)
            e = ERR_OK;
    }
    p->total = keys->total;
    p->total_more = keys->total_more;
    if (!str_empty(keys->next))
        p->next = list_url(req, "after", keys->next);
    return e;
}

/* ---- the page -------------------------------------------------------------------------------- */

/* Everything on the page but the shell and the tokens, one after the other in req->page; where the
 * pieces part stands in the marks. */
enum { PART_TOP, PART_ROWS, PART_PAGER, PART_BULK, PARTS };

static enum err draw_parts(struct req *req, const struct matter_list_in *in, size_t marks[PARTS])
{
    struct ctx *ctx = req->ctx;
    struct matter_list_page p = {.title = tr(ctx->lang, T("清单"))};
    struct matter_keys keys;
    enum err e = matter_find_keys(ctx, in, &keys);
    if (e || (e = draw_rows(req, &p, &keys)) || (e = fill_filters(req, &p)) ||
        (e = fill_tabs(req, &p)))
        return e;
    fill_chips(req, &p);
    fill_order(req, &p);
    p.may_enter = ctx_may(ctx, ROLE_COORDINATOR);
    p.may_import = p.may_enter;
    p.may_raise = ctx_may(ctx, ROLE_FIRM);
    matter_list_top(req, &p);
    marks[PART_TOP] = req->page.out.len;
    matter_list_main(req, &p);
    marks[PART_ROWS] = req->page.out.len;
    if (p.drawn.n)
        matter_list_pager(&req->page, &p);
    marks[PART_PAGER] = req->page.out.len;
    if (p.may_enter && p.drawn.n) {
        if ((e = matter_options_departments(ctx, &p.bulk_departments)) ||
            (e = matter_options_classes(ctx, &p.bulk_classes)) ||
            (e = matter_options_leaders(ctx, &p.bulk_leaders)))
            return e;
        matter_bulk_bar(req, &p);
    }
    marks[PART_BULK] = req->page.out.len;
    return ERR_OK;
}

/* A fragment is the pieces behind a head of their lengths. */
enum { HEAD_BYTES = PARTS * sizeof(size_t) };

static enum err keep_parts(struct req *req, const struct matter_list_in *in, struct str key,
                           size_t from)
{
    struct buf *out = &req->page.out;
    size_t marks[PARTS];
    char *head = buf_room(out, HEAD_BYTES);
    if (!head)
        return ERR_LIMIT;
    out->len += HEAD_BYTES;
    enum err e = draw_parts(req, in, marks);
    if (e)
        return e;
    for (size_t i = 0; i < PARTS; i++)
        marks[i] -= from + HEAD_BYTES;
    memcpy(out->ptr + from, marks, sizeof(marks));
    req_fragment_keep(req, key, from);
    return ERR_OK;
}

static enum err list_parts(struct req *req, const struct matter_list_in *in, struct str key,
                           struct matter_list_parts *v)
{
    struct buf *out = &req->page.out;
    size_t from = out->len, marks[PARTS];
    struct str all = req_kept(req, key);
    if (str_null(all)) {
        enum err e = keep_parts(req, in, key, from);
        if (e)
            return e;
        all = str_dup(req->ctx->arena, (struct str){out->ptr + from, out->len - from});
        out->len = from;
    }
    memcpy(marks, all.ptr, sizeof(marks));
    all = str_slice(all, HEAD_BYTES, all.len);
    v->top.text = str_slice(all, 0, marks[PART_TOP]);
    v->rows.text = str_slice(all, marks[PART_TOP], marks[PART_ROWS]);
    v->pager.text = str_slice(all, marks[PART_ROWS], marks[PART_PAGER]);
    v->bulk.text = str_slice(all, marks[PART_PAGER], marks[PART_BULK]);
    return ERR_OK;
}

enum err matter_list_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_list_in in = {0};
    struct matter_list_parts v = {.query = asked_text(req)};
    int64_t viewer = 0;
    enum err e = matter_list_query(req, &in);
    if (e)
        return e;
    matter_viewer(ctx, &viewer);
    /* The person is part of the key because of "my turn" and the saved views. */
    struct str key = str_print(ctx->arena, "matters %lld %lld %u %d %lld %.*s %.*s",
                               (long long)viewer, (long long)ctx->actor.person.n, ctx->actor.roles,
                               (int)ctx->lang, (long long)(ctx->now_us / LIST_LIGHT_US),
                               STR_ARG(v.query), STR_ARG(req_query(req, "after")));
    if ((e = list_parts(req, &in, key, &v)))
        return e;
    req->title = tr(ctx->lang, T("清单"));
    matter_list_body(req, &v);
    return ERR_OK;
}

enum err matter_print_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_list_in in = {0};
    struct matter_list list;
    struct matter_list_page p = {.title = tr(ctx->lang, T("事项清单"))};
    enum err e = matter_list_query(req, &in);
    if (e)
        return e;
    in.after = STR_NULL;
    do {
        size_t room = MATTER_PRINT_MAX - p.rows.n;
        in.limit = room < MATTER_PAGE_MAX ? (int64_t)room : MATTER_PAGE_MAX;
        if ((e = matter_find_list(ctx, &in, &list)))
            return e;
        if (p.rows.n == 0) {
            p.total = list.total;
            p.total_more = list.total_more;
        }
        for (size_t i = 0; i < list.rows.n; i++)
            *VEC_ADD(ctx->arena, &p.rows) = matter_row_view(ctx, &list.rows.at[i]);
        in.after = list.next;
    } while (!str_null(list.next) && p.rows.n < MATTER_PRINT_MAX);
    p.from = str_null(list.next) ? 0 : p.total - (int64_t)p.rows.n; /* are not printed */
    p.first = url_with(ctx->arena, url_matter_list(ctx->arena), asked(req));
    p.a3 = str_eq(req_query(req, "paper"), STR("a3"));
    p.park = req->web->config.park_name;
    p.date = show_long_day(ctx->arena, ctx->lang, ctx_today(ctx));
    req->title = p.title;
    matter_print_body(req, &p);
    return ERR_OK;
}

enum err matter_view_save_page(struct req *req)
{
    if (!req->failed || !req->post) /* or the session had ended: the form stands on the list */
        return req_redirect(req, url_matter_list(req->ctx->arena), STR_NULL);
    return ctx_fail(req->ctx, req->failed, "name", T("视图没有存下，请换个名称再试"));
}

/* ---- many at once ---------------------------------------------------------------------------- */

enum err matter_bulk_page(struct req *req)
{
    /* Reached only when nothing could be done at all; the sentence says why. */
    if (req->failed && req->post) /* else the session had ended */
        return ctx_fail(req->ctx, req->failed, NULL, T("请先勾选事项，再选要做的操作"));
    return req_redirect(req, url_matter_list(req->ctx->arena), STR_NULL);
}

enum err matter_bulk_show_page(struct req *req)
{
    struct matter_bulk_page p;
    enum err e = matter_find_bulk(req->ctx, (struct matter_bulk_id){req_id(req, "id")}, &p.bulk);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("批量办理结果"));
    req->done_url = url_matter_bulk_show(req->ctx->arena, p.bulk.id);
    matter_bulk_body(req, &p);
    return ERR_OK;
}

enum err matter_undo_page(struct req *req)
{
    return req_redirect(
        req, url_matter_bulk_show(req->ctx->arena, (struct matter_bulk_id){req_id(req, "bulk")}),
        STR_NULL);
}
