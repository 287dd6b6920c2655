/* The record: the matter with its duties, asks, story, files, and what the reader may do now. */
#include "core/file.h"
#include "core/link.h"
#include "core/notify.h"
#include "core/org.h"
#include "core/person.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_row.h"

struct show {
    struct ctx *ctx;
    struct matter_view *view;
    struct sql_matter_get_row record;
    struct matter_rules rules;
    uint32_t who;
    bool signs_in; /* somebody of its firm has an account; of closed ones alone */
};

/* Parts --------------------------------------------------------------------------------------- */

static enum err show_text(struct show *s)
{
    struct sql_matter_text_get_row text;
    enum err e =
        sql_matter_text_get(s->ctx->db, s->ctx->arena,
                            &(struct sql_matter_text_get_in){s->ctx->park, s->record.id}, &text);
    if (e)
        return e;
    const struct sql_matter_get_row *m = &s->record;
    struct matter_view *v = s->view;
    v->body = text.body;
    v->contact = text.contact;
    v->phone = text.phone;
    v->answer = text.answer;
    v->author = m->author_name;
    v->on_behalf = m->on_behalf;
    v->consent = m->consent;
    v->accepted_at = m->accepted_at;
    v->resolved_at = m->resolved_at;
    v->closed_how = m->closed_how;
    v->end_reason = m->end_reason;
    v->merged_into = m->merged_into;
    v->merged_into_number = STR("");
    return ERR_OK;
}

static enum err show_ledgers(struct show *s)
{
    struct ctx *ctx = s->ctx;
    struct sql_duty_promise_of_row *promises;
    struct sql_duty_pause_of_row *pauses;
    size_t promise_n, pause_n;
    enum err e = sql_duty_promise_of(ctx->db, ctx->arena,
                                     &(struct sql_duty_promise_of_in){ctx->park, s->record.id},
                                     &promises, &promise_n);
    if (!e)
        e = sql_duty_pause_of(ctx->db, ctx->arena,
                              &(struct sql_duty_pause_of_in){ctx->park, s->record.id}, &pauses,
                              &pause_n);
    if (e)
        return e;
    for (size_t d = 0; d < s->view->duties.n; d++) {
        struct duty_view *duty = &s->view->duties.at[d];
        for (size_t i = 0; i < promise_n; i++)
            if (promises[i].duty.n == duty->id.n)
                *VEC_ADD(ctx->arena, &duty->promises) =
                    (struct duty_promise_view){promises[i].seq, promises[i].day, promises[i].at,
                                               promises[i].person_name, promises[i].reason};
        for (size_t i = 0; i < pause_n; i++)
            if (pauses[i].duty.n == duty->id.n)
                *VEC_ADD(ctx->arena, &duty->pauses) =
                    (struct duty_pause_view){pauses[i].from_at, pauses[i].to_at, pauses[i].reason};
    }
    return ERR_OK;
}

/* The open lead, open helpers, ended ones; each group in order of assignment. */
static enum err show_duties(struct show *s)
{
    struct ctx *ctx = s->ctx;
    struct sql_duty_of_row *rows;
    struct org_id open[MATTER_DUTIES_MAX];
    size_t n, open_n = 0;
    enum err e = sql_duty_of(ctx->db, ctx->arena, &(struct sql_duty_of_in){ctx->park, s->record.id},
                             &rows, &n);
    for (int group = 0; !e && group < 3; group++)
        for (size_t i = 0; i < n; i++) {
            int own = !rows[i].open ? 2 : rows[i].lead ? 0 : 1;
            if (own == group)
                duty_view_fill(ctx, &rows[i], &s->rules, VEC_ADD(ctx->arena, &s->view->duties));
            if (own == group && rows[i].open)
                open[open_n++] = rows[i].org;
        }
    s->who = matter_who(ctx, s->record.firm, open, open_n);
    return e ? e : show_ledgers(s);
}

static struct str org_name_of(const struct show *s, struct duty_id duty)
{
    for (size_t i = 0; i < s->view->duties.n; i++)
        if (s->view->duties.at[i].id.n == duty.n)
            return s->view->duties.at[i].org_name;
    return STR("");
}

/* Hand-backs and drafts of answers are the office's own affair. */
static enum err show_asks(struct show *s)
{
    struct ctx *ctx = s->ctx;
    struct sql_duty_ask_of_row *rows;
    size_t n;
    enum err e = sql_duty_ask_of(ctx->db, ctx->arena,
                                 &(struct sql_duty_ask_of_in){ctx->park, s->record.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (!s->view->sees_internal && rows[i].kind != DUTY_ASK_EXTENSION)
            continue;
        struct duty_ask_view *ask = VEC_ADD(ctx->arena, &s->view->asks);
        *ask = (struct duty_ask_view){
            .id = rows[i].id,
            .duty = rows[i].duty,
            .matter = s->record.id,
            .kind = rows[i].kind,
            .state = rows[i].state,
            .org_name = org_name_of(s, rows[i].duty),
            .asker = rows[i].asker_name,
            .reason = rows[i].reason,
            .asked_at = rows[i].asked_at,
            .from_day = rows[i].from_day,
            .to_day = rows[i].to_day,
            .to_org = rows[i].to_org,
            .to_org_name = STR(""),
            .decider = rows[i].decider_name,
            .decision = rows[i].decision,
            .decided_at = rows[i].decided_at,
        };
        uint32_t decides =
            ask->kind == DUTY_ASK_SIGNOFF ? MATTER_BY_HEAD : (uint32_t)MATTER_BY_COORDINATOR;
        ask->may_decide = ask->state == DUTY_ASK_OPEN && (s->who & decides);
        struct org org;
        if (ask->to_org.n && !org_get(ctx, ask->to_org, &org))
            ask->to_org_name = org_called(&org);
    }
    return e;
}

static enum err show_story(struct show *s)
{
    struct ctx *ctx = s->ctx;
    struct sql_matter_event_of_row *rows;
    size_t n;
    enum err e = sql_matter_event_of(
        ctx->db, ctx->arena,
        &(struct sql_matter_event_of_in){ctx->park, s->record.id, MATTER_EVENTS_MAX}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (rows[i].verb == MATTER_FOLLOW || rows[i].verb == MATTER_UNFOLLOW ||
            (rows[i].internal && !s->view->sees_internal))
            continue;
        *VEC_ADD(ctx->arena, &s->view->story) =
            (struct matter_story_row){.at = rows[i].at,
                                      .verb = rows[i].verb,
                                      .state = rows[i].state,
                                      .org_name = rows[i].org_name,
                                      .person_name = rows[i].person_name,
                                      .text = rows[i].text,
                                      .day = rows[i].day,
                                      .internal = rows[i].internal,
                                      .imported = rows[i].imported};
    }
    return e;
}

static enum err show_files(struct show *s)
{
    struct file *files;
    size_t n;
    enum err e = file_of(s->ctx, "matter", s->record.id.n, &files, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(s->ctx->arena, &s->view->files) = (struct matter_file_view){
            files[i].id.n, files[i].name, files[i].type,
            files[i].size, files[i].at,   person_name(s->ctx, files[i].person)};
    return e;
}

static enum err show_merged(struct show *s)
{
    struct ctx *ctx = s->ctx;
    struct matter_row row;
    enum err e = ERR_OK;
    if (s->record.merged_into.n) {
        e = matter_find_row(ctx, s->record.merged_into, &row);
        if (!e)
            s->view->merged_into_number = row.number;
        else if (e == ERR_NOT_FOUND) /* another firm's: it is told that, not of which */
            s->view->merged_into = (struct matter_id){0};
        e = e == ERR_NOT_FOUND ? ERR_OK : e;
    }
    struct link *links;
    size_t n = 0;
    if (!e && s->record.merged_in)
        e = link_to(ctx, "matter", s->record.id.n, &links, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (!str_eq(links[i].role, STR("merged")))
            continue;
        e = matter_find_row(ctx, (struct matter_id){links[i].from}, &row);
        if (!e)
            *VEC_ADD(ctx->arena, &s->view->merged) = row;
        e = e == ERR_NOT_FOUND ? ERR_OK : e;
    }
    return e;
}

/* What it came of, for those who work for the park. */
static enum err show_origins(struct show *s)
{
    struct ctx *ctx = s->ctx;
    struct link *links;
    size_t n = 0;
    if (!s->view->sees_internal)
        return ERR_OK;
    enum err e = link_to(ctx, "matter", s->record.id.n, &links, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct str path = notice_path(ctx->arena, links[i].from_kind, links[i].from);
        if (str_eq(links[i].role, STR("duty")) && !str_null(path))
            *VEC_ADD(ctx->arena, &s->view->origins) =
                (struct matter_origin){T("专利导航项目"), {path}};
    }
    return e;
}

static enum err show_same(struct show *s)
{
    struct matter_sames sames;
    enum err e = matter_find_same(s->ctx, s->view->body, &sames);
    for (size_t i = 0; !e && i < sames.rows.n; i++)
        if (sames.rows.at[i].row.id.n != s->record.id.n)
            *VEC_ADD(s->ctx->arena, &s->view->same) = sames.rows.at[i].row;
    return e;
}

static enum err show_following(struct show *s)
{
    struct ctx *ctx = s->ctx;
    struct sql_matter_follower_of_row *rows;
    size_t n = 0;
    enum err e = ERR_OK;
    if (s->record.followers)
        e = sql_matter_follower_of(ctx->db, ctx->arena,
                                   &(struct sql_matter_follower_of_in){ctx->park, s->record.id},
                                   &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        s->view->following = s->view->following || rows[i].person.n == ctx->actor.person.n;
    return e;
}

/* Next acts ----------------------------------------------------------------------------------- */

static void next(struct show *s, const char *act, const char *label, struct duty_id duty,
                 struct duty_ask_id ask)
{
    *VEC_ADD(s->ctx->arena, &s->view->next) = (struct matter_next){act, label, duty, ask};
}

static void next_for_asks(struct show *s)
{
    for (size_t i = 0; i < s->view->asks.n; i++) {
        const struct duty_ask_view *ask = &s->view->asks.at[i];
        if (!ask->may_decide)
            continue;
        if (ask->kind == DUTY_ASK_SIGNOFF)
            next(s, "duty.sign", T("签发答复"), ask->duty, ask->id);
        else
            next(s, "duty.decide", ask->kind == DUTY_ASK_EXTENSION ? T("审批延期") : T("审批退回"),
                 ask->duty, ask->id);
    }
}

static bool has_ask(const struct show *s, struct duty_id duty, int64_t kind)
{
    for (size_t i = 0; i < s->view->asks.n; i++)
        if (s->view->asks.at[i].duty.n == duty.n && s->view->asks.at[i].kind == kind &&
            s->view->asks.at[i].state == DUTY_ASK_OPEN)
            return true;
    return false;
}

static bool may_hand_back(const struct show *s, struct duty_id duty)
{
    int64_t backs = 0, refused = 0;
    for (size_t i = 0; i < s->view->duties.n; i++)
        backs += s->view->duties.at[i].state == DUTY_HANDED_BACK;
    for (size_t i = 0; i < s->view->asks.n; i++)
        refused += s->view->asks.at[i].duty.n == duty.n &&
                   s->view->asks.at[i].kind == DUTY_ASK_HANDBACK &&
                   s->view->asks.at[i].state == DUTY_ASK_REFUSED;
    return matter_may_hand_back(&s->rules, backs, refused) == MATTER_BACK_MAY;
}

static void next_for_duty(struct show *s, const struct duty_view *d)
{
    struct duty_ask_id none = {0};
    bool late = d->light == MATTER_LIGHT_OVERDUE;
    if (d->paused)
        next(s, "duty.resume", T("恢复时限"), d->id, none);
    if (d->state == DUTY_ASSIGNED && !has_ask(s, d->id, DUTY_ASK_SIGNOFF))
        next(s, "duty.answer", T("答复"), d->id, none);
    if (d->state == DUTY_ANSWERED)
        next(s, "duty.done", T("办理完毕"), d->id, none);
    next(s, "duty.progress", T("报进展"), d->id, none);
    if (d->mine && d->promise != DAY_NONE && !late && d->extended < s->rules.extensions_max &&
        !has_ask(s, d->id, DUTY_ASK_EXTENSION))
        next(s, "duty.extend", T("申请延期"), d->id, none);
    if (!d->paused && !late)
        next(s, "duty.pause", T("挂起，等企业补充"), d->id, none);
    if (d->mine && !has_ask(s, d->id, DUTY_ASK_HANDBACK) && may_hand_back(s, d->id))
        next(s, "duty.handback", T("申请退回"), d->id, none);
}

/* In the order in which they are offered; the first that may be done is the primary button. */
static const struct {
    enum matter_verb verb;
    const char *act, *label;
} matter_nexts[] = {
    {MATTER_SUBMIT, "matter.submit", T("提交")},
    {MATTER_ACCEPT, "matter.accept", T("受理")},
    {MATTER_ASSIGN, "matter.assign", T("交办")},
    {MATTER_CALLBACK, "matter.callback", T("回访")},
    {MATTER_CONFIRM, "matter.confirm", T("确认结果")},
    {MATTER_RATE, "matter.rate", T("评价")},
    {MATTER_COMPLETE, "matter.complete", T("退回补正")},
    {MATTER_REFUSE, "matter.refuse", T("不予受理")},
    {MATTER_PRESS, "matter.press", T("督办")},
    {MATTER_RESOLVE, "matter.resolve", T("形成结果")},
    {MATTER_CLOSE, "matter.close", T("销号")},
    {MATTER_REOPEN, "matter.reopen", T("退回重办")},
    {MATTER_EDIT, "matter.edit", T("修改")},
    {MATTER_CLASSIFY, "matter.classify", T("分类")},
    {MATTER_LEADER, "matter.leader", T("定牵头领导")},
    {MATTER_MERGE, "matter.merge", T("并入")},
    {MATTER_UNMERGE, "matter.unmerge", T("取消并入")},
    {MATTER_WITHDRAW, "matter.withdraw", T("撤回")},
    {MATTER_PUBLISH_ANSWER, "matter.publish_answer", T("看公开稿")},
    {MATTER_PUBLISH, "matter.publish", T("拟公开稿")},
    {MATTER_UNPUBLISH, "matter.unpublish", T("撤下公开")},
    {MATTER_NOTE, "matter.note", T("内部批注")},
    {MATTER_ATTACH, "matter.attach", T("上传附件")},
};

/* Beyond the table of transitions: what the facts do not allow is not offered. */
static bool fits(const struct show *s, enum matter_verb verb)
{
    int64_t public = s->view->public.state;
    switch (verb) {
    case MATTER_REOPEN:
        return s->record.lead.n;
    case MATTER_PUBLISH:
        return matter_may_be_public(s->record.firm.n != 0, s->record.consent, s->record.on_behalf,
                                    s->signs_in);
    case MATTER_PUBLISH_ANSWER:
        return public == MATTER_PUBLIC_PROPOSED && ((s->who & MATTER_BY_FIRM) || !s->signs_in);
    case MATTER_UNPUBLISH:
        return public == MATTER_PUBLIC_PROPOSED || public == MATTER_PUBLIC_PUBLISHED;
    default:
        return true;
    }
}

static void show_next(struct show *s)
{
    struct duty_id none = {0};
    next_for_asks(s);
    for (size_t i = 0; i < s->view->duties.n; i++) {
        const struct duty_view *d = &s->view->duties.at[i];
        if (d->open && d->mine && (s->who & (MATTER_BY_DEPARTMENT | MATTER_BY_HEAD)))
            next_for_duty(s, d);
        if (d->open && d->paused && (s->who & MATTER_BY_FIRM))
            next(s, "duty.resume", T("已补充，恢复办理"), d->id, (struct duty_ask_id){0});
    }
    for (size_t i = 0; i < sizeof matter_nexts / sizeof matter_nexts[0]; i++) {
        if (!matter_may(s->record.state, matter_nexts[i].verb, s->who) ||
            !fits(s, matter_nexts[i].verb))
            continue;
        bool for_firm = matter_nexts[i].verb == MATTER_PUBLISH_ANSWER && !(s->who & MATTER_BY_FIRM);
        next(s, matter_nexts[i].act, for_firm ? T("登记企业的答复") : matter_nexts[i].label, none,
             (struct duty_ask_id){0});
    }
    for (size_t i = 0; i < s->view->duties.n; i++) {
        const struct duty_view *d = &s->view->duties.at[i];
        if (!d->open || d->mine || !(s->who & MATTER_BY_COORDINATOR))
            continue;
        next_for_duty(s, d);
        if (d->limit_kind == MATTER_UNDATED)
            next(s, "duty.date", T("定日期"), d->id, (struct duty_ask_id){0});
        next(s, "duty.cancel", T("取消交办"), d->id, (struct duty_ask_id){0});
    }
    if (matter_may(s->record.state, MATTER_FOLLOW, s->who))
        next(s, s->view->following ? "matter.unfollow" : "matter.follow",
             s->view->following ? T("取消关注") : T("关注"), none, (struct duty_ask_id){0});
}

enum err matter_find_one(struct ctx *ctx, struct matter_id id, struct matter_view *out)
{
    *out = (struct matter_view){0};
    struct show s = {.ctx = ctx, .view = out};
    int64_t viewer;
    struct sql_matter_sight_get_row sight;
    if (!matter_viewer(ctx, &viewer))
        return ctx_fail(ctx, ERR_NOT_FOUND, "id", T("没有这件事项"));
    enum err e = sql_matter_sight_get(
        ctx->db, ctx->arena, &(struct sql_matter_sight_get_in){ctx->park, viewer, id}, &sight);
    if (!e)
        e = sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, id},
                           &s.record);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "id", T("没有这件事项"));
    if (e || (e = matter_settings(ctx, &s.rules)))
        return e;
    matter_row_fill(ctx, &s.record, s.rules.soon_days, &out->row);
    out->sees_internal = !ctx_may(ctx, ROLE_FIRM) || ctx->actor.org.n != s.record.firm.n;
    if ((e = show_text(&s)) || (e = show_duties(&s)) || (e = show_asks(&s)) ||
        (e = show_story(&s)) || (e = show_files(&s)) || (e = show_merged(&s)) ||
        (e = show_origins(&s)) || (e = show_same(&s)) || (e = show_following(&s)) ||
        (s.record.state == MATTER_CLOSED &&
         ((e = matter_public_of(ctx, id, &out->public)) ||
          (e = matter_firm_signs_in(ctx, s.record.firm, &s.signs_in)))))
        return e;
    out->who = s.who;
    out->sees_public = (s.who & (MATTER_BY_FIRM | MATTER_BY_COORDINATOR)) ||
                       out->public.state == MATTER_PUBLIC_PUBLISHED;
    show_next(&s);
    return ERR_OK;
}
