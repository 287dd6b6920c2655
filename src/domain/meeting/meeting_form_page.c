/* One page for every act of meetings: what it is about, the act's declared fields, one button. */
#include "domain/matter/page/matter_route.h"
#include "domain/meeting/meeting_page.h"
#include "domain/meeting/page/list.tmpl.h"
#include "domain/meeting/page/meeting_route.h"
#include "web/i18n.h"

static void draw_fields(struct req *req, struct form_page *f)
{
    for (size_t i = 0; i < req->form->n; i++) {
        const char *name = req->form->fields[i].name;
        struct matter_options options = {0};
        enum err e = ERR_NOT_FOUND;
        if (str_eq(str_from(name), STR("lead")) || str_eq(str_from(name), STR("helpers")))
            e = matter_options_departments(req->ctx, &options);
        else if (str_eq(str_from(name), STR("chair")))
            e = matter_options_leaders(req->ctx, &options);
        if (e)
            form_one(f, name);
        else
            form_one_from(f, name, options.at, options.n);
    }
}

struct html show_meeting_form(struct req *req, const struct meeting_act_page *v)
{
    struct form_page f = {0};
    if (v->meeting && !v->item)
        meeting_act_about(&req->page, v->meeting);
    if (v->item)
        meeting_act_item(&req->page, v->item);
    if (v->stale)
        meeting_act_stale(&req->page, v);
    if (v->hint)
        meeting_act_hint(&req->page, v);
    form_begin(&f, &req->page, req, req->act->name, v->action, NULL);
    draw_fields(req, &f);
    form_rest(&f);
    meeting_act_buttons(&req->page, v);
    form_end(&f);
    return (struct html){STR("")};
}

/* ---- values to begin with ---------------------------------------------------------------------
 */

static void old_meeting(struct req *req, const struct meeting_view *v)
{
    int32_t day = day_of_instant(v->row.starts_at, req->ctx->offset_min);
    req_begin_with(req, "title", v->row.title);
    req_begin_with(req, "day", day_text(req->ctx->arena, day));
    req_begin_with(req, "time", show_clock(req, v->row.starts_at));
    req_begin_with_int(req, "budget", v->row.budget);
    req_begin_with(req, "place", v->row.place);
    if (v->chair.n)
        req_begin_with_int(req, "chair", v->chair.n);
    req_begin_with(req, "note", v->note);
    req_begin_with(req, "present", v->present);
    req_begin_with(req, "absent", v->absent);
    req_begin_with(req, "listed", v->listed);
    req_begin_with(req, "opening", v->opening);
}

/* The departments that were asked, where nobody wrote down yet who came. */
static void guess_present(struct req *req, const struct meeting_view *v)
{
    struct str names = v->row.chair_name;
    if (!str_empty(v->present) || !form_field(req->form, STR("present")))
        return;
    for (size_t i = 0; i < v->guests.n; i++)
        if (!v->guests.at[i].firm && v->guests.at[i].items)
            names = str_print(req->ctx->arena, "%.*s%s%.*s", STR_ARG(names),
                              str_empty(names) ? "" : "，", STR_ARG(v->guests.at[i].name));
    req_begin_with(req, "present", names);
    names = STR("");
    for (size_t i = 0; i < v->guests.n; i++)
        if (v->guests.at[i].firm && v->guests.at[i].items)
            names = str_print(req->ctx->arena, "%.*s%s%.*s", STR_ARG(names),
                              str_empty(names) ? "" : "，", STR_ARG(v->guests.at[i].name));
    req_begin_with(req, "listed", names);
}

static void old_item(struct req *req, const struct meeting_item_view *item)
{
    const struct duty_view *lead = NULL;
    req_begin_with_int(req, "place", item->place);
    req_begin_with_int(req, "minutes", item->minutes);
    for (size_t i = 0; item->full && i < item->full->duties.n; i++)
        if (item->full->duties.at[i].open && item->full->duties.at[i].lead)
            lead = &item->full->duties.at[i];
    struct str kinds = show_kinds_for(req, item), kind;
    if (str_cut(&kinds, ' ', &kind))
        req_begin_with(req, "kind", kind);
    if (lead) {
        req_begin_with_int(req, "lead", lead->org.n);
        if (lead->promise != DAY_NONE && lead->promise >= ctx_today(req->ctx))
            req_begin_with(req, "promise", day_text(req->ctx->arena, lead->promise));
        req_begin_with(req, "solution", lead->solution);
    }
    req_begin_with(req, "said", STR("unasked"));
}

/* ---- the handlers -----------------------------------------------------------------------------
 */

static const struct {
    const char *act, *hint;
} hints[] = {
    {"meeting.plan", T("先定时间、地点和时长；议程下一步按清单排。")},
    {"meeting.invite", T("议题涉及的部门和企业会收到消息，在“会议”里看到与自己有关的议题。")},
    {"meeting.start", T("开始后由您执笔，会场大屏显示第一项议题。")},
    {"meeting.pen", T("同一时间只由一人记录。接笔后，原来的记录人再送来的记录会被退回给他看。")},
    {"meeting.end", T("没有议到的事项留在清单上，按原时限办理，纪要里会写明。")},
    {"meeting.issue", T("印发后纪要不能再改，参会单位会收到消息。")},
    {"meeting.cancel", T("已经通知的单位会收到取消的消息。")},
    {"meeting.decide", T("定下后当即按清单的规则交办、答复或销号；首次承诺的日期以后不会被覆盖。")},
    {"meeting.stake", T("企业说的、因这件事耽误的工期天数；排议程时按它加分。")},
};

static const char *hint_of(const char *act)
{
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
        if (str_eq(str_from(hints[i].act), str_from(act)))
            return hints[i].hint;
    return NULL;
}

static bool has_arg(const struct req *req, const char *name)
{
    for (size_t i = 0; i < req->match.n; i++)
        if (str_eq(req->match.args[i].name, str_from(name)))
            return true;
    return false;
}

static enum err find_item(struct req *req, const struct meeting_view *v, struct meeting_act_page *p)
{
    if (!has_arg(req, "item"))
        return ERR_OK;
    for (size_t i = 0; i < v->items.n; i++)
        if (v->items.at[i].id.n == req_id(req, "item"))
            p->item = &v->items.at[i];
    return p->item ? ERR_OK : ERR_NOT_FOUND;
}

static enum err draw(struct req *req, struct meeting_act_page *p)
{
    p->title = tr(req->ctx->lang, req->act->title);
    p->button = req->act->title;
    p->hint = hint_of(req->act->name);
    p->stale = req->failed == ERR_CONFLICT;
    p->action = (struct url){req->http->path};
    req->title = p->title;
    meeting_act_body(req, p);
    return ERR_OK;
}

/* back: where the act leads to. */
static enum err act_page(struct req *req, struct url (*back)(struct arena *, struct meeting_id))
{
    struct ctx *ctx = req->ctx;
    struct meeting_view *v = ARENA_NEW(ctx->arena, struct meeting_view);
    struct meeting_act_page p = {0};
    struct meeting_id id = {req_id(req, "id")};
    enum err e = meeting_find_one(ctx, id, has_arg(req, "item"), v);
    if (e || (e = find_item(req, v, &p)))
        return e;
    if (!req->failed) {
        old_meeting(req, v);
        guess_present(req, v);
        if (p.item)
            old_item(req, p.item);
    }
    if (!req->failed || req->failed == ERR_CONFLICT) {
        req_begin_with_int(req, "version", p.item ? p.item->version : v->row.version);
        if (p.item)
            req_begin_with_int(req, "seen", p.item->matter.version);
    }
    p.meeting = &v->row;
    p.back = back(ctx->arena, id);
    if (str_empty(req->done_url.text))
        req->done_url = p.back;
    return draw(req, &p);
}

#define ACT_PAGE(name, back)                                                                       \
    enum err name##_page(struct req *req)                                                          \
    {                                                                                              \
        return act_page(req, back);                                                                \
    }
ACT_PAGE(meeting_edit, url_meeting_show)
ACT_PAGE(meeting_cancel, url_meeting_show)
ACT_PAGE(meeting_fill, url_meeting_show)
ACT_PAGE(meeting_add, url_meeting_show)
ACT_PAGE(meeting_drop, url_meeting_show)
ACT_PAGE(meeting_place, url_meeting_show)
ACT_PAGE(meeting_invite, url_meeting_show)
ACT_PAGE(meeting_start, url_meeting_desk)
ACT_PAGE(meeting_move, url_meeting_desk)
ACT_PAGE(meeting_pen, url_meeting_desk)
ACT_PAGE(meeting_end, url_meeting_show)
ACT_PAGE(meeting_attend, url_meeting_minutes)
ACT_PAGE(meeting_issue, url_meeting_minutes)

/* The script of the secretary's page asks for the item alone. */
enum err meeting_decide_page(struct req *req)
{
    return req->htmx ? meeting_item_page(req) : act_page(req, url_meeting_desk);
}

enum err meeting_plan_page(struct req *req)
{
    struct meeting_act_page p = {.back = url_meeting_list(req->ctx->arena)};
    if (!req->failed) {
        req_begin_with(req, "title", tr(req->ctx->lang, T("清单式协调推进会")));
        req_begin_with(req, "time", STR("14:30"));
        req_begin_with_int(req, "budget", 120);
    }
    req->done_url = (struct url){STR("/meetings/{id}")};
    return draw(req, &p);
}

enum err meeting_stake_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct meeting_act_page p = {0};
    struct matter_id id = {req_id(req, "matter")};
    struct meeting_item_view *item = ARENA_NEW(ctx->arena, struct meeting_item_view);
    struct meeting_candidate candidate;
    enum err e = matter_find_row(ctx, id, &item->matter);
    if (e || (e = meeting_candidate_of(ctx, &item->matter, &candidate)))
        return e;
    if (!req->failed)
        req_begin_with_int(req, "days", candidate.stake_days);
    p.item = item;
    p.back = url_matter_show(ctx->arena, id);
    if (str_empty(req->done_url.text))
        req->done_url = p.back;
    return draw(req, &p);
}
