#include <assert.h>

#include "app/sample_story.h"

#include "app/sample.h"
#include "base/rand.h"
#include "base/workday.h"
#include "core/event.h"
#include "core/journal.h"
#include "core/person.h"

enum { OPENS_MIN = 8 * 60 + 30, CLOSES_MIN = 17 * 60 + 30, DAY_HOURS = 24 };

static const struct matter_source_weight {
    enum matter_source source;
    int64_t percent;
} sources[] = {{MATTER_SOURCE_VISIT, 45},
               {MATTER_SOURCE_PHONE, 25},
               {MATTER_SOURCE_MEETING, 20},
               {MATTER_SOURCE_LETTER, 10}};

static bool by_the_hour(const struct story *story)
{
    return story->request->urgency >= MATTER_UTILITY;
}

int64_t story_later(const struct play *play, const struct story *story, double hours)
{
    const struct ctx *ctx = play->ctx;
    if (by_the_hour(story) && story->step < STEP_CALLBACK)
        return story->at + (int64_t)(hours * (double)HOUR_US / 40) + MINUTE_US;
    int64_t at = story->at + (int64_t)(hours * (double)HOUR_US) + MINUTE_US;
    int32_t day = day_of_instant(at, ctx->offset_min);
    int64_t minute = (at - instant_of_day(day, ctx->offset_min)) / MINUTE_US;
    if (minute >= CLOSES_MIN) {
        day++;
        minute = OPENS_MIN + minute % 90;
    } else if (minute < OPENS_MIN) {
        minute = OPENS_MIN + minute % 60;
    }
    if (!workday_is(ctx->calendar, day))
        day = workday_next(ctx->calendar, day);
    return instant_of_day(day, ctx->offset_min) + minute * MINUTE_US + at % MINUTE_US;
}

static void next(struct play *play, struct story *story, enum step step, double from, double to)
{
    double hours = from + (to - from) * (double)dice_below(&play->dice, 1000) / 1000;
    int64_t at = story_later(play, story, hours);
    story->at = at;
    story->step = step;
}

static struct str say(struct play *play, struct story *story, struct str text)
{
    return sample_expand(&play->scratch, &play->dice, story->firm, &story->chosen, text);
}

/* The ctx of that person at the story's instant. */
static enum err as(struct play *play, struct story *story, struct person_id person, struct ctx *out)
{
    *out = *play->ctx;
    out->arena = &play->scratch;
    out->now_us = story->at;
    out->error = (struct error){0};
    enum err e = person_actor(out, person, &out->actor);
    rand_bytes(&out->act_id, sizeof out->act_id);
    out->act_id &= INT64_MAX;
    return e;
}

static const struct act *act_named(const char *name)
{
    for (size_t i = 0; i < matter_module.act_n; i++)
        if (str_eq(str_from(matter_module.acts[i].name), str_from(name)))
            return &matter_module.acts[i];
    return NULL;
}

enum err story_act(struct play *play, struct ctx *ctx, const struct act *found, void *in,
                   struct act_result *out)
{
    assert(found);
    if (!ctx_may(ctx, found->roles))
        return ctx_fail(ctx, ERR_DENIED, NULL, T("您没有办理这一步的权限"));
    enum err e = journal_open(ctx);
    if (!e && play->app_db->listeners)
        event_wire(ctx, play->app_db->listeners);
    if (!e)
        e = found->run(ctx, in, out);
    if (!e)
        e = journal_close(ctx);
    if (ctx->journal)
        journal_drop(ctx);
    return e;
}

static enum err act(struct play *play, struct story *story, struct person_id person,
                    const char *name, void *in, struct act_result *out)
{
    struct act_result unused = {0};
    struct ctx ctx;
    const struct act *found = act_named(name);
    enum err e = as(play, story, person, &ctx);
    if (!e && !found)
        e = ctx_fail(&ctx, ERR_NOT_FOUND, NULL, T("没有这个动作"));
    if (!e)
        e = story_act(play, &ctx, found, in, out ? out : &unused);
    if (e)
        return error_set(&play->ctx->error, e, STR_NULL, T("示范数据：{}"),
                         str_print(play->ctx->arena, "%s %.*s: %.*s %s (%.*s)", name,
                                   STR_ARG(story->number), STR_ARG(ctx.error.field),
                                   ctx.error.message ? ctx.error.message : "",
                                   STR_ARG(ctx.error.detail)));
    return ERR_OK;
}

static enum err look(struct play *play, struct story *story, struct matter_view *out)
{
    struct ctx ctx;
    enum err e = as(play, story, story->coordinator, &ctx);
    return e ? e : matter_find_one(&ctx, story->matter, out);
}

static const struct duty_view *lead_of(const struct matter_view *v)
{
    for (size_t i = 0; i < v->duties.n; i++)
        if (v->duties.at[i].open && v->duties.at[i].lead)
            return &v->duties.at[i];
    return NULL;
}

static const struct sample_org *org_of(const struct play *play, struct org_id id)
{
    for (size_t i = 0; i < play->people->departments.n; i++)
        if (play->people->departments.at[i].id.n == id.n)
            return &play->people->departments.at[i];
    return &play->people->departments.at[0];
}

static const struct duty_ask_view *ask_of(const struct matter_view *v, enum duty_ask_kind kind)
{
    for (size_t i = 0; i < v->asks.n; i++)
        if (v->asks.at[i].kind == kind && v->asks.at[i].state == DUTY_ASK_OPEN)
            return &v->asks.at[i];
    return NULL;
}

static struct str phone_of(struct play *play, const struct story *story)
{
    size_t n = (size_t)(story->firm - play->texts->firms.at);
    return str_print(&play->scratch, "0000-88%05zu", 20000 + n * 137);
}

static enum err class_of(struct play *play, struct str path, int64_t *out_class)
{
    struct matter_classes classes;
    enum err e = matter_find_classes(play->ctx, &classes);
    *out_class = 0;
    for (size_t i = 0; !e && i < classes.rows.n; i++)
        if (str_eq(classes.rows.at[i].full_name, path))
            *out_class = classes.rows.at[i].id.n;
    return e;
}

static enum err enter(struct play *play, struct story *story, struct act_result *out)
{
    struct matter_enter_in in = {.title = say(play, story, story->request->title),
                                 .text = say(play, story, story->request->body),
                                 .firm = story->org->id.n,
                                 .urgency = story->request->urgency,
                                 .contact = story->firm->contact,
                                 .phone = phone_of(play, story),
                                 .zone = story->org->zone.n};
    int64_t throw = dice_below(&play->dice, 100);
    for (size_t i = 0; i < sizeof sources / sizeof sources[0] && in.source == 0; i++)
        if ((throw -= sources[i].percent) < 0)
            in.source = sources[i].source;
    enum err e = class_of(play, story->request->class, &in.class);
    return e ? e : act(play, story, story->coordinator, "matter.enter", &in, out);
}

static enum err raise_or_enter(struct play *play, struct story *story)
{
    struct act_result result;
    struct matter_raise_in in = {.title = say(play, story, story->request->title),
                                 .text = say(play, story, story->request->body),
                                 .contact = story->firm->contact,
                                 .phone = phone_of(play, story),
                                 .urgency = story->request->urgency,
                                 .consent = dice_percent(&play->dice, 60)};
    enum err e = class_of(play, story->request->class, &in.class);
    if (!e)
        e = story->org->clerk.n ? act(play, story, story->org->clerk, "matter.raise", &in, &result)
                                : enter(play, story, &result);
    if (e)
        return e;
    story->matter.n = result.id;
    story->number = str_dup(play->ctx->arena, result.number);
    enum step step = story->fate == FATE_COMPLETE && story->org->clerk.n ? STEP_COMPLETE
                     : story->fate == FATE_REFUSED                       ? STEP_REFUSE
                                                                         : STEP_ACCEPT;
    next(play, story, step, 0.3, 5);
    return ERR_OK;
}

static enum err with_reason(struct play *play, struct story *story, struct person_id person,
                            const char *name, struct str reason)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    if (e)
        return e;
    struct matter_reason_in in = {.id = v.row.id.n, .version = v.row.version, .reason = reason};
    return act(play, story, person, name, &in, NULL);
}

static enum err submit(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    if (e)
        return e;
    struct matter_act_in in = {v.row.id.n, v.row.version};
    e = act(play, story, story->org->clerk, "matter.submit", &in, NULL);
    next(play, story, STEP_ACCEPT, 0.5, 4);
    return e;
}

static enum err accept(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    if (!e && v.row.state == MATTER_RAISED) {
        struct matter_act_in in = {v.row.id.n, v.row.version};
        e = act(play, story, story->coordinator, "matter.accept", &in, NULL);
    }
    if (story->fate == FATE_MERGED && story->twin && !str_empty(story->twin->number))
        next(play, story, STEP_MERGE, 0.1, 2);
    else
        next(play, story, STEP_ASSIGN, 0.1, 3);
    return e;
}

static enum err merge(struct play *play, struct story *story)
{
    struct matter_view v, other;
    enum err e = look(play, story, &v);
    if (!e)
        e = look(play, (struct story *)story->twin, &other);
    if (e)
        return e;
    if (!other.row.open) { /* ended before: stand alone */
        next(play, story, STEP_ASSIGN, 0.1, 1);
        return ERR_OK;
    }
    struct matter_merge_in in = {v.row.id.n, v.row.version, story->twin->number,
                                 STR("同一企业就同一事项重复提出，并案办理")};
    story->step = STEP_END;
    return act(play, story, story->coordinator, "matter.merge", &in, NULL);
}

static enum err lead_by_leader(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    if (e || play->people->leaders.n == 0)
        return e;
    int64_t n = (int64_t)play->people->leaders.n;
    struct matter_leader_in in = {v.row.id.n, v.row.version,
                                  play->people->leaders.at[dice_below(&play->dice, n)].n};
    return act(play, story, story->coordinator, "matter.leader", &in, NULL);
}

static enum err assign(struct play *play, struct story *story, struct str lead, struct str helpers)
{
    struct str opinion = STR("请与企业当面对接，三日内拿出办法；办不了的说明依据和替代方案。");
    const struct sample_org *org = sample_department(play->texts, play->people, lead);
    int64_t *ids = ARENA_ARRAY(&play->scratch, int64_t, MATTER_HELPERS_MAX);
    struct matter_view v;
    struct str name;
    enum err e = look(play, story, &v);
    if (!e && !org)
        e = error_set(&play->ctx->error, ERR_INVALID, STR_NULL, T("示范数据：{}"), lead);
    if (e)
        return e;
    struct matter_assign_in in = {.id = v.row.id.n,
                                  .version = v.row.version,
                                  .lead = org->id.n,
                                  .helpers = {.at = ids},
                                  .opinion = dice_percent(&play->dice, 50) ? opinion : STR("")};
    size_t from = 0;
    while (from < helpers.len && in.helpers.n < MATTER_HELPERS_MAX) {
        size_t at = str_find(helpers, STR("、"), from);
        name = str_slice(helpers, from, at == SIZE_MAX ? helpers.len : at);
        const struct sample_org *helper = sample_department(play->texts, play->people, name);
        if (helper && helper->id.n != org->id.n)
            ids[in.helpers.n++] = helper->id.n;
        from = at == SIZE_MAX ? helpers.len : at + sizeof "、" - 1;
    }
    e = act(play, story, story->coordinator, "matter.assign", &in, NULL);
    if (!e && dice_percent(&play->dice, 18))
        e = lead_by_leader(play, story);
    return e;
}

static enum err first_assign(struct play *play, struct story *story)
{
    /* A hand-back begins at a department that is not the right one. */
    bool wrong = story->fate == FATE_HANDBACK && !str_eq(story->request->lead, STR("经济发展局"));
    enum err e = assign(play, story, wrong ? STR("经济发展局") : story->request->lead,
                        wrong ? STR("") : story->request->helpers);
    if (wrong)
        next(play, story, STEP_HANDBACK, 2, 8);
    else if (story->fate == FATE_MUTE)
        next(play, story, STEP_PRESS, 40, 60);
    else if (story->fate == FATE_WITHDRAWN)
        next(play, story, STEP_WITHDRAW, 10, 40);
    else
        next(play, story, STEP_ANSWER, 1, 9);
    return e;
}

static enum err sign_off(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    const struct duty_ask_view *ask = e ? NULL : ask_of(&v, DUTY_ASK_SIGNOFF);
    for (int i = 0; !e && ask && i < MATTER_HELPERS_MAX; i++) {
        struct duty_sign_in in = {v.row.id.n, ask->id.n, true, STR("同意")};
        const struct duty_view *duty = NULL;
        for (size_t d = 0; d < v.duties.n; d++)
            if (v.duties.at[d].id.n == ask->duty.n)
                duty = &v.duties.at[d];
        if (!duty)
            return ERR_OK;
        e = act(play, story, org_of(play, duty->org)->head, "duty.sign", &in, NULL);
        if (!e)
            e = look(play, story, &v);
        ask = e ? NULL : ask_of(&v, DUTY_ASK_SIGNOFF);
    }
    return e;
}

/* Some working days before the limit's end, never in the past. */
static int32_t promise_for(struct play *play, const struct story *story,
                           const struct duty_view *duty)
{
    int32_t today = day_of_instant(story->at, play->ctx->offset_min);
    if (by_the_hour(story))
        return duty->limit_day == DAY_NONE || duty->limit_day < today ? today : duty->limit_day;
    int32_t last = duty->limit_day == DAY_NONE ? today + 5 : duty->limit_day;
    int32_t day = last - (int32_t)dice_below(&play->dice, 3);
    if (day <= today)
        day = last > today ? last : today + 1;
    return workday_is(play->ctx->calendar, day) ? day : workday_add(play->ctx->calendar, day, 0);
}

static enum err answer_one(struct play *play, struct story *story, const struct duty_view *duty)
{
    const struct sample_org *org = org_of(play, duty->org);
    struct duty_answer_in in = {
        .id = story->matter.n,
        .duty = duty->id.n,
        .version = duty->version,
        .solution = duty->lead ? say(play, story, story->request->answer)
                               : STR("配合主办部门，需我单位出具的意见随到随办。"),
        .promise = promise_for(play, story, duty),
    };
    return act(play, story, org->clerk, "duty.answer", &in, NULL);
}

static enum err answer(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    for (size_t i = 0; !e && i < v.duties.n; i++)
        if (v.duties.at[i].open && v.duties.at[i].state == DUTY_ASSIGNED)
            e = answer_one(play, story, &v.duties.at[i]);
    if (!e)
        e = sign_off(play, story);
    if (story->fate == FATE_PAUSED)
        next(play, story, STEP_PAUSE, 10, 30);
    else if (story->fate == FATE_EXTENDED)
        next(play, story, STEP_EXTEND, 20, 40);
    else
        next(play, story, STEP_PROGRESS, 12, 50);
    return e;
}

static enum err handback(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    const struct duty_view *duty = e ? NULL : lead_of(&v);
    const struct sample_org *right =
        sample_department(play->texts, play->people, story->request->lead);
    if (!duty || !right)
        return e;
    struct duty_handback_in in = {
        .id = story->matter.n,
        .duty = duty->id.n,
        .version = duty->version,
        .reason = str_print(&play->scratch, "该事项按职责分工属%.*s，我局无审批权限，建议改派。",
                            STR_ARG(story->request->lead)),
        .to_org = right->id.n,
    };
    e = act(play, story, org_of(play, duty->org)->clerk, "duty.handback", &in, NULL);
    next(play, story, STEP_HANDBACK_DECIDE, 1, 6);
    return e;
}

static enum err decide(struct play *play, struct story *story, enum duty_ask_kind kind,
                       const char *words)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    const struct duty_ask_view *ask = e ? NULL : ask_of(&v, kind);
    if (!ask)
        return e;
    struct duty_decide_in in = {v.row.id.n, ask->id.n, true, str_from(words)};
    return act(play, story, story->coordinator, "duty.decide", &in, NULL);
}

static enum err handback_decide(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = decide(play, story, DUTY_ASK_HANDBACK, "情况属实，同意改派");
    if (!e)
        e = look(play, story, &v);
    if (!e && !lead_of(&v))
        e = assign(play, story, story->request->lead, story->request->helpers);
    next(play, story, STEP_ANSWER, 2, 9);
    return e;
}

static enum err pause_duty(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    const struct duty_view *duty = e ? NULL : lead_of(&v);
    if (!duty)
        return e;
    struct duty_reason_in in = {story->matter.n, duty->id.n, duty->version,
                                STR("等企业补充材料：总平面图和上年度审计报告")};
    e = act(play, story, org_of(play, duty->org)->clerk, "duty.pause", &in, NULL);
    next(play, story, STEP_RESUME, 48, 120);
    return e;
}

static enum err resume_duty(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    const struct duty_view *duty = e ? NULL : lead_of(&v);
    if (!duty)
        return e;
    struct duty_act_in in = {story->matter.n, duty->id.n, duty->version};
    e = act(play, story, org_of(play, duty->org)->clerk, "duty.resume", &in, NULL);
    next(play, story, STEP_PROGRESS, 6, 30);
    return e;
}

static enum err extend(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    const struct duty_view *duty = e ? NULL : lead_of(&v);
    int32_t today = day_of_instant(story->at, play->ctx->offset_min);
    if (!duty || duty->promise == DAY_NONE || today > duty->promise) { /* too late to ask */
        next(play, story, STEP_PROGRESS, 1, 10);
        return e;
    }
    struct duty_extend_in in = {
        .id = story->matter.n,
        .duty = duty->id.n,
        .version = duty->version,
        .day = workday_add(play->ctx->calendar, duty->promise, 5),
        .reason = STR("涉及上级部门会签，正常流转还需五个工作日，已向企业说明。"),
    };
    e = act(play, story, org_of(play, duty->org)->clerk, "duty.extend", &in, NULL);
    next(play, story, STEP_EXTEND_DECIDE, 1, 8);
    return e;
}

static enum err extend_decide(struct play *play, struct story *story)
{
    enum err e = decide(play, story, DUTY_ASK_EXTENSION, "理由充分，同意延期一次，不再顺延");
    story->extended = true;
    next(play, story, STEP_PROGRESS, 5, 30);
    return e;
}

/* When the lead's work is finished: by the promised day, or well past it. */
static void plan_done(struct play *play, struct story *story, const struct duty_view *duty)
{
    const struct ctx *ctx = play->ctx;
    int32_t day = duty->promise != DAY_NONE ? duty->promise : duty->limit_day;
    int64_t end = day == DAY_NONE ? story->at : instant_of_day(day, ctx->offset_min);
    bool late = story->fate == FATE_LATE && !story->pressed;
    int64_t morning = end + (OPENS_MIN + dice_below(&play->dice, 480)) * MINUTE_US;
    if (late) {
        story->step = STEP_PRESS;
        story->at = instant_of_day(workday_add(ctx->calendar, day, 1 + dice_below(&play->dice, 3)),
                                   ctx->offset_min) +
                    (OPENS_MIN + 40) * MINUTE_US;
    } else if (!by_the_hour(story) && morning > story->at) {
        story->step = STEP_DONE;
        story->at = morning - dice_below(&play->dice, 2) * DAY_US > story->at ? morning
                                                                              : story->at + HOUR_US;
    } else {
        next(play, story, STEP_DONE, 2, 10);
    }
}

static enum err progress(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    const struct duty_view *duty = e ? NULL : lead_of(&v);
    if (!duty)
        return e;
    if (story->noted < story->request->progress_n) {
        struct duty_progress_in in = {story->matter.n, duty->id.n,
                                      say(play, story, story->request->progress[story->noted++])};
        e = act(play, story, org_of(play, duty->org)->clerk, "duty.progress", &in, NULL);
    }
    if (story->noted < story->request->progress_n)
        next(play, story, STEP_PROGRESS, 20, 90);
    else
        plan_done(play, story, duty);
    return e;
}

static enum err press(struct play *play, struct story *story)
{
    enum err e = with_reason(play, story, story->coordinator, "matter.press",
                             STR("已超过时限，请负责人今日内回复原因和完成时间。"));
    story->pressed = true;
    /* Those of the last weeks are still open when the play ends, so that there is something to see.
     */
    bool stuck = dice_percent(&play->dice, play->ctx->now_us - story->at < 30 * DAY_US ? 75 : 15);
    if (story->fate == FATE_MUTE)
        next(play, story, STEP_ANSWER, stuck ? 200 : 2, stuck ? 600 : 20);
    else
        next(play, story, STEP_DONE, stuck ? 300 : 8, stuck ? 900 : 72);
    return e;
}

static enum err done_one(struct play *play, struct story *story, const struct duty_view *duty)
{
    struct duty_done_in in = {story->matter.n, duty->id.n, duty->version,
                              duty->lead ? say(play, story, story->request->result)
                                         : STR("配合事项已完成。")};
    return act(play, story, org_of(play, duty->org)->clerk, "duty.done", &in, NULL);
}

static enum err done(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    for (int lead = 0; !e && lead <= 1; lead++)
        for (size_t i = 0; !e && i < v.duties.n; i++)
            if (v.duties.at[i].open && v.duties.at[i].lead == lead)
                e = done_one(play, story, &v.duties.at[i]);
    if (story->fate == FATE_REOPENED && !story->reopened)
        next(play, story, STEP_REOPEN, 4, 20);
    else if (story->fate == FATE_UNREACHED || story->fate == FATE_UNSOLVED)
        next(play, story, story->fate == FATE_UNSOLVED ? STEP_UNSOLVED : STEP_UNREACHED, 3, 20);
    else
        next(play, story, STEP_CALLBACK, 3, 26);
    return e;
}

static enum err reopen(struct play *play, struct story *story)
{
    struct person_id who = story->org->clerk.n ? story->org->clerk : story->coordinator;
    enum err e = with_reason(play, story, who, "matter.reopen",
                             STR("措施没有完全落实，问题昨天又出现了一次，请再核实。"));
    struct matter_view v;
    story->reopened = true;
    if (!e)
        e = look(play, story, &v);
    if (!e && !lead_of(&v))
        e = assign(play, story, story->request->lead, STR(""));
    next(play, story, STEP_ANSWER, 2, 9);
    story->noted = story->request->progress_n;
    return e;
}

static enum matter_rating rate(struct play *play, const struct story *story)
{
    int64_t throw = dice_below(&play->dice, 100);
    int64_t bad = story->pressed ? 25 : 4;
    return throw < bad        ? MATTER_UNSATISFIED
           : throw < bad + 17 ? MATTER_BASICALLY
                              : MATTER_SATISFIED;
}

static enum err callback(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    if (e)
        return e;
    enum matter_rating rating = rate(play, story);
    story->step = STEP_END;
    if (story->org->clerk.n && rating != MATTER_UNSATISFIED) {
        struct matter_confirm_in in = {v.row.id.n, v.row.version, rating,
                                       STR("问题已解决，谢谢各部门。")};
        return act(play, story, story->org->clerk, "matter.confirm", &in, NULL);
    }
    struct matter_callback_in in = {
        .id = v.row.id.n,
        .version = v.row.version,
        .reached = true,
        .solved = MATTER_SOLVED_YES,
        .rating = rating,
        .note = rating == MATTER_UNSATISFIED ? STR("问题解决了，但等得太久，希望以后主动告知进展。")
                                             : STR("电话回访，企业确认已解决。"),
        .close = true,
    };
    return act(play, story, story->coordinator, "matter.callback", &in, NULL);
}

/* A call-back that does not end the matter. */
static enum err callback_open(struct play *play, struct story *story)
{
    struct matter_view v;
    enum err e = look(play, story, &v);
    bool reached = story->step == STEP_UNSOLVED;
    if (e)
        return e;
    struct matter_callback_in in = {
        .id = v.row.id.n,
        .version = v.row.version,
        .reached = reached,
        .solved = reached ? MATTER_SOLVED_NO : MATTER_SOLVED_UNASKED,
        .rating = reached ? MATTER_UNSATISFIED : MATTER_RATING_NONE,
        .note = reached ? STR("企业表示办法用不上，问题仍在，但理解眼下条件不具备。")
                        : STR("两次拨打无人接听，改日再联系。"),
    };
    e = act(play, story, story->coordinator, "matter.callback", &in, NULL);
    next(play, story, reached ? STEP_CLOSE : STEP_CALLBACK, 8, 40);
    return e;
}

static enum err end_with(struct play *play, struct story *story, struct person_id person,
                         const char *name, const char *reason)
{
    story->step = STEP_END;
    return with_reason(play, story, person, name, str_from(reason));
}

static enum err send_back(struct play *play, struct story *story)
{
    enum err e = with_reason(play, story, story->coordinator, "matter.complete",
                             STR("请补充：项目备案号、涉及的具体地点，以及能联系到的经办人。"));
    next(play, story, STEP_SUBMIT, 3, 30);
    return e;
}

enum err story_step(struct play *play, struct story *story)
{
    if (++story->acts > SAMPLE_ACTS_MAX)
        return error_set(&play->ctx->error, ERR_LIMIT, STR_NULL, T("示范数据：{}"), story->number);
    switch (story->step) {
    case STEP_RAISE:
        return raise_or_enter(play, story);
    case STEP_COMPLETE:
        return send_back(play, story);
    case STEP_SUBMIT:
        return submit(play, story);
    case STEP_ACCEPT:
        return accept(play, story);
    case STEP_REFUSE:
        return end_with(
            play, story, story->coordinator, "matter.refuse",
            "属企业间合同争议，已进入诉讼程序，请通过司法途径解决；已告知法律援助渠道。");
    case STEP_WITHDRAW:
        return end_with(play, story, story->org->clerk.n ? story->org->clerk : story->coordinator,
                        "matter.withdraw", "已与相关单位自行协商解决，不需继续办理。");
    case STEP_MERGE:
        return merge(play, story);
    case STEP_ASSIGN:
        return first_assign(play, story);
    case STEP_ANSWER:
        return answer(play, story);
    case STEP_HANDBACK:
        return handback(play, story);
    case STEP_HANDBACK_DECIDE:
        return handback_decide(play, story);
    case STEP_PROGRESS:
        return progress(play, story);
    case STEP_PAUSE:
        return pause_duty(play, story);
    case STEP_RESUME:
        return resume_duty(play, story);
    case STEP_EXTEND:
        return extend(play, story);
    case STEP_EXTEND_DECIDE:
        return extend_decide(play, story);
    case STEP_PRESS:
        return press(play, story);
    case STEP_DONE:
        return done(play, story);
    case STEP_CALLBACK:
        return callback(play, story);
    case STEP_REOPEN:
        return reopen(play, story);
    case STEP_UNREACHED:
    case STEP_UNSOLVED:
        return callback_open(play, story);
    case STEP_CLOSE:
        return end_with(play, story, story->coordinator, "matter.close",
                        "受上位规划所限近期无法解决，已向企业当面说明，列入明年计划。");
    case STEP_END:
        return ERR_OK;
    }
    return ERR_OK;
}

enum err story_publish(struct play *play, struct story *story, bool answer, bool *out_done)
{
    struct matter_view v;
    struct matter_public_view text;
    struct ctx ctx;
    *out_done = false;
    if (!story->matter.n || !story->org->clerk.n)
        return ERR_OK;
    enum err e = look(play, story, &v);
    if (e || v.row.state != MATTER_CLOSED || !v.consent)
        return e;
    if ((e = as(play, story, story->coordinator, &ctx)) ||
        (e = matter_public_propose(&ctx, story->matter, &text)))
        return e;
    struct matter_publish_in publish = {story->matter.n, v.row.version, text.title, text.problem,
                                        text.result};
    if ((e = act(play, story, story->coordinator, "matter.publish", &publish, NULL)) ||
        (e = look(play, story, &v)))
        return e;
    struct matter_publish_answer_in yes = {story->matter.n, v.row.version, MATTER_PUBLIC_PUBLISHED,
                                           STR("")};
    *out_done = true;
    return answer ? act(play, story, story->org->clerk, "matter.publish_answer", &yes, NULL)
                  : ERR_OK;
}
