/* Home: what waits for me, in order; a department's duties with the notes of the week. */
#include "domain/matter/matter_page.h"
#include "domain/matter/page/home.tmpl.h"
#include "domain/matter/page/matter_route.h"
#include "web/i18n.h"

enum { HOME_KEYS = 9, HOME_OWN = 10 };

/* The act that a todo asks for; NULL: the record itself says. */
static const char *todo_act(int64_t kind)
{
    switch (kind) {
    case MATTER_TODO_ACCEPT:
        return "matter.accept";
    case MATTER_TODO_ASSIGN:
        return "matter.assign";
    case MATTER_TODO_CALLBACK:
        return "matter.callback";
    case MATTER_TODO_PRESS:
        return "matter.press";
    case MATTER_TODO_ANSWER:
        return "duty.answer";
    case MATTER_TODO_FINISH:
        return "duty.done";
    case MATTER_TODO_NOTE:
        return "duty.progress";
    case MATTER_TODO_COMPLETE:
        return "matter.edit";
    case MATTER_TODO_CONFIRM:
        return "matter.confirm";
    default:
        return NULL;
    }
}

static const char *todo_label(int64_t kind)
{
    switch (kind) {
    case MATTER_TODO_ACCEPT:
        return T("受理");
    case MATTER_TODO_ASSIGN:
        return T("交办");
    case MATTER_TODO_CALLBACK:
        return T("记录回访");
    case MATTER_TODO_PRESS:
        return T("督办");
    case MATTER_TODO_ANSWER:
        return T("答复");
    case MATTER_TODO_FINISH:
        return T("办结");
    case MATTER_TODO_NOTE:
        return T("填进展");
    case MATTER_TODO_COMPLETE:
        return T("补充");
    case MATTER_TODO_CONFIRM:
        return T("确认结果");
    case MATTER_TODO_SIGN:
        return T("签发");
    case MATTER_TODO_DECIDE_EXTENSION:
    case MATTER_TODO_DECIDE_HANDBACK:
        return T("审批");
    case MATTER_TODO_LED:
        return NULL;
    default:
        return T("办理");
    }
}

static struct matter_todo_item todo_item(struct req *req, const struct matter_todo *t)
{
    struct ctx *ctx = req->ctx;
    struct matter_todo_item item = {
        .row = t->matter,
        .url = url_matter_show(ctx->arena, t->matter.id),
        .act = {.label = todo_label(t->kind), .version = t->matter.version},
        .light = t->light,
        .late_days = t->late_days,
        .left_days = t->left_days,
        .due_at = t->due_at,
        .due = DAY_NONE,
    };
    if (t->due_at && t->due_at < MATTER_DUE_NEVER) /* a day's end belongs to the day before it */
        item.due = day_of_instant(t->due_at - 1, ctx->offset_min);
    const char *act = todo_act(t->kind);
    if (act)
        item.act.url =
            matter_act_url(ctx->arena, act, t->matter.id, t->duty, (struct duty_ask_id){0});
    if (act && !t->duty.n && matter_asks_nothing(req, act))
        item.act.direct = act;
    if (str_empty(item.act.url.text))
        item.act = (struct matter_button){.url = item.url, .label = item.act.label};
    return item;
}

static struct matter_todo_group *group_of(struct ctx *ctx, struct matter_home_page *page,
                                          const struct matter_todo_list *list, int64_t kind)
{
    const char *title = matter_todo_word(kind);
    for (size_t i = 0; i < page->groups.n; i++)
        if (page->groups.at[i].title == title)
            return &page->groups.at[i];
    struct matter_todo_group group = {
        .title = title,
        .n = str_print(ctx->arena, "%lld%s", (long long)list->n[kind], list->more ? "+" : "")};
    struct matter_todo_group *added = VEC_ADD(ctx->arena, &page->groups);
    *added = group;
    return added;
}

/* Late ones first, in the order the list came; every kind stands together. */
static void fill_groups(struct req *req, struct matter_home_page *page,
                        const struct matter_todo_list *list)
{
    struct ctx *ctx = req->ctx;
    int64_t key = 0;
    for (int64_t kind = 1; kind < MATTER_TODO_END_; kind++) {
        for (size_t i = 0; i < list->rows.n; i++) {
            if (list->rows.at[i].kind != kind)
                continue;
            struct matter_todo_group *group = group_of(ctx, page, list, kind);
            struct matter_todo_item item = todo_item(req, &list->rows.at[i]);
            item.key = ++key <= HOME_KEYS ? key : 0;
            *VEC_ADD(ctx->arena, &group->items) = item;
        }
    }
}

enum err matter_home_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_home_page page = {.today = ctx_today(ctx)};
    struct matter_todo_list list;
    enum err e = matter_find_todo(ctx, &list);
    if (e)
        return e;
    fill_groups(req, &page, &list);
    req->done_url = url_matter_home(ctx->arena);
    page.may_enter = ctx_may(ctx, ROLE_COORDINATOR);
    page.may_raise = ctx_may(ctx, ROLE_FIRM);
    page.may_grid = ctx_may(ctx, ROLE_DEPARTMENT | ROLE_HEAD);
    if (page.may_raise) {
        struct matter_list_in in = {.open = true, .limit = HOME_OWN};
        struct matter_list own;
        if ((e = matter_find_list(ctx, &in, &own)))
            return e;
        for (size_t i = 0; i < own.rows.n; i++)
            *VEC_ADD(ctx->arena, &page.own) = matter_row_view(ctx, &own.rows.at[i]);
    }
    req->title = tr(ctx->lang, T("待办"));
    matter_home_body(req, &page);
    return ERR_OK;
}

static enum err duties_page(struct req *req)
{
    struct matter_duties_page page = {0};
    struct matter_duties_in in = {.limit = MATTER_GRID_MAX};
    enum err e = matter_find_duties(req->ctx, &in, &page.list);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("本部门交办"));
    req->done_url = url_matter_duties(req->ctx->arena);
    matter_duties_body(req, &page);
    return ERR_OK;
}

enum err matter_duties_page(struct req *req)
{
    return duties_page(req);
}

enum err matter_grid_page(struct req *req)
{
    return duties_page(req);
}
