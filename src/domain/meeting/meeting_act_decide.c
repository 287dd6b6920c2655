/*
 * One decision. The matter changes through the list's own acts, under the list's own rules, within
 * this act's transaction: when one of them refuses, nothing of the decision is kept, and the person
 * is told what that act would have said on its own page.
 *
 * - 交办: 受理 when it was only raised; 交办 with the date as its limit; 答复 of the lead with the
 *   solution and the date as its promise;
 * - 当场解决: 受理 when needed, 形成结果; with the firm's yes also 回访, and closed;
 * - 企业认可: 回访, and closed;
 * - 重办: 退回重办;
 * - 督办: pressed, with what was said and the day that the room sets; promises stay as they are;
 * - 暂缓: nothing.
 */
#include "base/utf8.h"
#include "core/journal.h"
#include "core/org.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_find.h"
#include "domain/meeting/meeting_act.h"
#include "web/i18n.h"

struct decision {
    struct ctx *ctx;
    const struct meeting_decide_in *in;
    struct meeting_case c;
    struct sql_meeting_item_get_row item;
    struct matter_view matter;
    struct act_result last; /* of the list's acts */
};

static enum err look(struct decision *d)
{
    return matter_find_one(d->ctx, d->item.matter, &d->matter);
}

static enum err step(struct decision *d, matter_act *act, const void *in)
{
    d->last = (struct act_result){0};
    enum err e = act(d->ctx, in, &d->last);
    return e ? e : look(d);
}

static enum err accept(struct decision *d)
{
    struct matter_act_in in = {d->matter.row.id.n, d->matter.row.version};
    return d->matter.row.state == MATTER_RAISED ? step(d, matter_act_accept, &in) : ERR_OK;
}

static const struct duty_view *open_duty(const struct decision *d, int64_t org, bool lead)
{
    for (size_t i = 0; i < d->matter.duties.n; i++) {
        const struct duty_view *v = &d->matter.duties.at[i];
        if (v->open && (lead ? v->lead : v->org.n == org))
            return v;
    }
    return NULL;
}

/* Is everybody who is named at work on it already? */
static bool assigned(const struct decision *d)
{
    const struct duty_view *lead = open_duty(d, 0, true);
    if (!lead || (d->in->lead && lead->org.n != d->in->lead))
        return false;
    for (size_t i = 0; i < d->in->helpers.n; i++)
        if (!open_duty(d, d->in->helpers.at[i], false))
            return false;
    return true;
}

static enum err assign(struct decision *d)
{
    const struct meeting_decide_in *in = d->in;
    struct str opinion = tr_with(d->ctx->arena, LANG_ZH, T("会议 {} 议定"), d->c.now.number);
    struct matter_assign_in a = {
        .id = d->matter.row.id.n,
        .version = d->matter.row.version,
        .lead = in->lead,
        .helpers = in->helpers,
        .limit = in->promise,
        .limit_kind = MATTER_FIXED_DAY,
        .opinion = opinion,
    };
    if (assigned(d))
        return ERR_OK;
    return step(d, matter_act_assign, &a);
}

static enum err answer(struct decision *d)
{
    const struct duty_view *lead = open_duty(d, 0, true);
    if (!lead)
        return ctx_fail(d->ctx, ERR_INVALID, "lead", T("请先定主办部门"));
    struct duty_answer_in in = {
        .id = d->matter.row.id.n,
        .duty = lead->id.n,
        .version = lead->version,
        .solution = d->in->solution,
        .promise = d->in->promise,
    };
    return step(d, duty_act_answer, &in);
}

static enum err do_assign(struct decision *d)
{
    const struct meeting_decide_in *in = d->in;
    struct ctx *ctx = d->ctx;
    if (!in->lead && !open_duty(d, 0, true))
        return ctx_fail(ctx, ERR_INVALID, "lead", T("请写明主办部门"));
    if (in->promise == DAY_NONE)
        return ctx_fail(ctx, ERR_INVALID, "promise", T("请写明承诺办结日期"));
    if (str_empty(in->solution))
        return ctx_fail(ctx, ERR_INVALID, "solution", T("请记下会上答复的解决方案"));
    if (in->helpers.n > MEETING_HELPERS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "helpers", T("协办部门太多"));
    enum err e = accept(d);
    if (e || (e = assign(d)))
        return e;
    return answer(d);
}

static enum err callback(struct decision *d)
{
    struct matter_callback_in in = {
        .id = d->matter.row.id.n,
        .version = d->matter.row.version,
        .reached = true,
        .solved = MATTER_SOLVED_YES,
        .note = str_empty(d->in->said_words) ? tr(LANG_ZH, T("会上当场认可")) : d->in->said_words,
        .close = true,
    };
    return step(d, matter_act_callback, &in);
}

static enum err do_solve(struct decision *d)
{
    if (str_empty(d->in->solution))
        return ctx_fail(d->ctx, ERR_INVALID, "solution", T("请记下会上答复的解决方案"));
    enum err e = accept(d);
    struct matter_reason_in in = {d->matter.row.id.n, d->matter.row.version,
                                  utf8_prefix(d->in->solution, MATTER_REASON_MAX)};
    if (e || (e = step(d, matter_act_resolve, &in)))
        return e;
    return d->in->said == MEETING_YES ? callback(d) : ERR_OK;
}

static enum err do_redo(struct decision *d)
{
    struct str why = str_empty(d->in->said_words) ? d->in->solution : d->in->said_words;
    if (str_empty(why))
        return ctx_fail(d->ctx, ERR_INVALID, "said_words", T("请记下企业为什么不认可"));
    struct matter_reason_in in = {d->matter.row.id.n, d->matter.row.version,
                                  utf8_prefix(why, MATTER_REASON_MAX)};
    return step(d, matter_act_reopen, &in);
}

static enum err do_press(struct decision *d)
{
    struct ctx *ctx = d->ctx;
    struct str words = d->in->solution;
    if (str_empty(words))
        return ctx_fail(ctx, ERR_INVALID, "solution", T("请记下会上的督办要求"));
    if (d->in->promise != DAY_NONE && d->in->promise < ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "promise", T("限定的日期不能早于今天"));
    if (d->in->promise != DAY_NONE)
        words = str_print(ctx->arena, "%.*s（限 %.*s 前办结）", STR_ARG(words),
                          STR_ARG(day_text(ctx->arena, d->in->promise)));
    struct matter_reason_in in = {d->matter.row.id.n, d->matter.row.version,
                                  utf8_prefix(words, MATTER_REASON_MAX)};
    return step(d, matter_act_press, &in);
}

static enum err run(struct decision *d)
{
    enum meeting_kind kind = (enum meeting_kind)d->in->kind;
    if (!meeting_kind_fits(d->matter.row.state, kind))
        return ctx_fail_detail(d->ctx, ERR_CONFLICT, "kind", T("事项现在是“{}”，不能这样定"),
                               str_from(matter_state_word(d->matter.row.state)));
    switch (kind) {
    case MEETING_ASSIGN:
        return do_assign(d);
    case MEETING_SOLVE:
        return do_solve(d);
    case MEETING_CONFIRM:
        return callback(d);
    case MEETING_REDO:
        return do_redo(d);
    case MEETING_PRESS:
        return do_press(d);
    case MEETING_DEFER:
        return ERR_OK;
    }
    return ERR_INVALID;
}

/* The firm's yes or no to what was promised goes into the story of the matter, where all see it. */
static enum err note_said(struct decision *d)
{
    const struct duty_view *lead = open_duty(d, 0, true);
    if (d->in->kind != MEETING_ASSIGN || !d->in->said || !lead)
        return ERR_OK;
    struct str words =
        str_print(d->ctx->arena, "%s%s%.*s", meeting_said_word(d->in->said),
                  str_empty(d->in->said_words) ? "" : "：", STR_ARG(d->in->said_words));
    struct duty_progress_in in = {d->matter.row.id.n, lead->id.n, words};
    return step(d, duty_act_progress, &in);
}

/* Where it stands on paper: as the record has it now, not as it was typed. */
static void fill(const struct decision *d, struct sql_meeting_item_decide_in *put)
{
    bool duties = d->in->kind == MEETING_ASSIGN || d->in->kind == MEETING_REDO ||
                  d->in->kind == MEETING_PRESS;
    const struct duty_view *lead = duties ? open_duty(d, 0, true) : NULL;
    *put = (struct sql_meeting_item_decide_in){
        .park = d->ctx->park,
        .meeting = d->c.now.id,
        .id = d->item.id,
        .version = d->item.version + 1,
        .state = d->in->kind == MEETING_DEFER ? MEETING_ITEM_DEFERRED : MEETING_ITEM_DECIDED,
        .kind = d->in->kind,
        .lead_name = STR(""),
        .helper_names = STR(""),
        .promise = DAY_NONE,
        .solution = str_or_empty(d->in->solution),
        .said = d->in->kind == MEETING_CONFIRM ? MEETING_YES
                : d->in->kind == MEETING_REDO  ? MEETING_NO
                                               : d->in->said,
        .said_words = str_or_empty(d->in->said_words),
        .decided_at = d->ctx->now_us,
        .decider = d->ctx->actor.person,
        .decider_name = str_or_empty(d->ctx->actor.name),
    };
    if (lead) {
        put->lead = lead->org;
        put->lead_name = lead->org_name;
        put->helper_names = d->matter.row.helper_names;
        put->promise = d->in->kind == MEETING_PRESS ? d->in->promise : lead->promise;
    }
}

static enum err keep(struct decision *d, struct act_result *out)
{
    struct ctx *ctx = d->ctx;
    struct sql_meeting_item_decide_in put;
    fill(d, &put);
    struct journal_field f[] = {
        journal_id(ctx->arena, "matter", 0, d->item.matter.n),
        journal_int(ctx->arena, "kind", d->item.kind, put.kind),
        journal_text("lead", d->item.lead_name, put.lead_name),
        journal_text("helpers", d->item.helper_names, put.helper_names),
        journal_day(ctx->arena, "promise", d->item.promise, put.promise),
        journal_text("solution", d->item.solution, put.solution),
        journal_int(ctx->arena, "said", d->item.said, put.said),
        journal_text("said_words", d->item.said_words, put.said_words),
    };
    enum err e = sql_meeting_item_decide(ctx->db, &put, NULL);
    if (!e)
        e = journal_add(ctx, "meeting", d->c.now.id.n, "decide", f, sizeof f / sizeof f[0]);
    for (size_t i = 0; !e && i < d->matter.duties.n; i++) {
        const struct duty_view *v = &d->matter.duties.at[i];
        struct sql_meeting_guest_get_row guest;
        struct sql_meeting_guest_get_in key = {ctx->park, v->org, d->c.now.id};
        if (v->open && sql_meeting_guest_get(ctx->db, ctx->arena, &key, &guest) == ERR_NOT_FOUND)
            e = meeting_case_guest(&d->c, v->org, 1, 0);
    }
    out->id = d->item.id.n;
    out->version = put.version;
    out->number = d->matter.row.number;
    out->message = tr_with(ctx->arena, ctx->lang, T("已议定：{}"), d->matter.row.number);
    return e;
}

enum err meeting_act_decide(struct ctx *ctx, const void *input, struct act_result *out)
{
    struct decision d = {.ctx = ctx, .in = input};
    struct sql_meeting_item_get_in key = {ctx->park, {d.in->id}, {d.in->item}};
    enum err e = meeting_case_open(ctx, d.in->id, 0, MEETING_WRITE, &d.c);
    if (e || (e = meeting_case_pen(&d.c, false)) || (e = meeting_case_put_now(&d.c)))
        return e;
    e = sql_meeting_item_get(ctx->db, ctx->arena, &key, &d.item);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_CONFLICT, "item", T("这项议题已经不在议程里"));
    if (e || (e = look(&d)))
        return e;
    if (d.in->version && d.in->version != d.item.version)
        return ctx_fail_detail(ctx, ERR_CONFLICT, "version",
                               T("这项议题刚刚由 {} 记过了，请看过再定"), d.item.decider_name);
    if (d.in->seen && d.in->seen != d.matter.row.version)
        return ctx_fail(ctx, ERR_CONFLICT, "seen", T("这件事项在会议期间有了新的变化，请看过再定"));
    if ((e = run(&d)) || (e = note_said(&d)))
        return e;
    return keep(&d, out);
}
