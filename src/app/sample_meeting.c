/*
 * The sample park's meetings: one held on the last working day, with its minutes issued, and one to
 * come, its agenda filled by the rule and its guests invited. Played through the acts, as all else.
 */
#include "app/sample_story.h"
#include "base/rand.h"
#include "base/workday.h"
#include "core/person.h"
#include "domain/meeting/meeting_act.h"
#include "domain/meeting/meeting_find.h"

enum { STARTS_MIN = 14 * 60 + 30, HELD_ITEMS = 6, BUDGET = 90, PLANNED_DAYS = 2, HELD_DAYS = -1 };

int64_t sample_meeting_at(const struct play *play)
{
    const struct ctx *ctx = play->ctx;
    int32_t day =
        workday_add(ctx->calendar, day_of_instant(ctx->now_us, ctx->offset_min), HELD_DAYS);
    return instant_of_day(day, ctx->offset_min) + STARTS_MIN * MINUTE_US;
}

static const struct act *act_named(const char *name)
{
    for (size_t i = 0; i < meeting_module.act_n; i++)
        if (str_eq(str_from(meeting_module.acts[i].name), str_from(name)))
            return &meeting_module.acts[i];
    return NULL;
}

/* One act of the first coordinator at that instant. */
static enum err act(struct play *play, int64_t at, const char *name, void *in,
                    struct act_result *out)
{
    struct ctx ctx = *play->ctx;
    struct act_result unused = {0};
    ctx.arena = &play->scratch;
    ctx.now_us = at;
    ctx.error = (struct error){0};
    enum err e = person_actor(&ctx, play->people->coordinators.at[0], &ctx.actor);
    rand_bytes(&ctx.act_id, sizeof ctx.act_id);
    ctx.act_id &= INT64_MAX;
    if (!e)
        e = story_act(play, &ctx, act_named(name), in, out ? out : &unused);
    if (!e)
        return ERR_OK;
    return error_set(&play->ctx->error, e, STR_NULL, T("示范数据：{}"),
                     str_print(play->ctx->arena, "%s: %.*s %s (%.*s)", name,
                               STR_ARG(ctx.error.field), ctx.error.message ? ctx.error.message : "",
                               STR_ARG(ctx.error.detail)));
}

static enum err look(struct play *play, int64_t at, int64_t id, struct meeting_view *out)
{
    struct ctx ctx = *play->ctx;
    ctx.arena = &play->scratch;
    ctx.now_us = at;
    enum err e = person_actor(&ctx, play->people->coordinators.at[0], &ctx.actor);
    return e ? e : meeting_find_one(&ctx, (struct meeting_id){id}, true, out);
}

static enum err plan(struct play *play, int64_t at, int64_t starts_at, int64_t *out_id)
{
    struct act_result result = {0};
    struct meeting_plan_in in = {
        .title = STR("清单式协调推进会"),
        .place = STR("管委会三楼会议室"),
        .day = day_of_instant(starts_at, play->ctx->offset_min),
        .time = STR("14:30"),
        .budget = BUDGET,
        .chair = play->people->leaders.at[0].n,
        .note = STR("请各部门主要负责人参加，带解决方案和办结日期到会。"),
    };
    enum err e = act(play, at, "meeting.plan", &in, &result);
    *out_id = result.id;
    return e;
}

/* Free from now to the end of the play, so that no later step stumbles over the decision. */
static bool fits(struct play *play, const struct story *story, int64_t at, size_t resolved)
{
    struct ctx ctx = *play->ctx;
    struct matter_row row;
    ctx.arena = &play->scratch;
    ctx.now_us = at;
    if (!story->matter.n || story->at <= play->ctx->now_us ||
        person_actor(&ctx, play->people->coordinators.at[0], &ctx.actor) ||
        matter_find_row(&ctx, story->matter, &row) || !row.open || row.paused || row.asks)
        return false;
    if (row.state == MATTER_RESOLVED)
        return resolved < 1;
    return row.state >= MATTER_RAISED && row.state <= MATTER_WORKING;
}

static enum err fill(struct play *play, int64_t at, int64_t id)
{
    size_t n = 0, resolved = 0;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < play->stories.n && n < HELD_ITEMS; i++) {
        const struct story *story = &play->stories.at[i];
        if (!fits(play, story, at, resolved))
            continue;
        struct meeting_add_in in = {.id = id, .matter = story->number};
        e = act(play, at, "meeting.add", &in, NULL);
        resolved += story->step == STEP_CALLBACK;
        n++;
    }
    if (!e && !n)
        return error_set(&play->ctx->error, ERR_INVALID, STR_NULL, T("示范数据：{}"),
                         STR("no matter for the meeting"));
    return e;
}

/* What the department says in the room: the answer that its story would have given. */
static const struct story *story_of(const struct play *play, struct matter_id matter)
{
    for (size_t i = 0; i < play->stories.n; i++)
        if (play->stories.at[i].matter.n == matter.n)
            return &play->stories.at[i];
    return NULL;
}

static enum err decide(struct play *play, int64_t at, int64_t id, const struct meeting_item_view *i,
                       size_t n)
{
    const struct story *story = story_of(play, i->matter.id);
    if (!story) /* the agenda is made of stories */
        return ERR_NOT_FOUND;
    struct sample_chosen chosen = story->chosen;
    const struct duty_view *lead = NULL;
    int32_t today = day_of_instant(at, play->ctx->offset_min);
    for (size_t k = 0; k < i->full->duties.n; k++)
        if (i->full->duties.at[k].open && i->full->duties.at[k].lead)
            lead = &i->full->duties.at[k];
    struct meeting_decide_in in = {
        .id = id,
        .item = i->id.n,
        .version = i->version,
        .seen = i->matter.version,
        .kind = i->matter.state == MATTER_RESOLVED ? MEETING_CONFIRM : MEETING_ASSIGN,
        .lead = lead ? lead->org.n
                     : sample_department(play->texts, play->people, story->request->lead)->id.n,
        .promise = lead && lead->first_promise != DAY_NONE
                       ? lead->promise
                       : workday_add(play->ctx->calendar, today, 5 + (int64_t)n),
        .solution = sample_expand(&play->scratch, &play->dice, story->firm, &chosen,
                                  story->request->answer),
        .said = n % 4 == 3 ? MEETING_NO : MEETING_YES,
        .said_words = n % 4 == 3 ? STR("时间还是长，希望再快一些") : STR(""),
    };
    if (in.kind == MEETING_CONFIRM) {
        in.promise = DAY_NONE;
        in.solution = STR("");
        in.said_words = STR("问题解决了，谢谢");
    } else if (in.promise < today) {
        in.kind = MEETING_PRESS;
        in.promise = workday_add(play->ctx->calendar, today, 5);
        in.solution = STR("主办部门会上说明了逾期原因，由分管领导盯办。");
        in.said = MEETING_UNASKED;
        in.said_words = STR("");
    } else if (n == HELD_ITEMS - 1) {
        in.kind = MEETING_DEFER;
        in.solution = STR("需要先与市里对接政策口径，下次会议再议。");
        in.said = MEETING_UNASKED;
        in.said_words = STR("");
    }
    return act(play, at, "meeting.decide", &in, NULL);
}

enum err sample_meeting_hold(struct play *play)
{
    int64_t starts = sample_meeting_at(play), at = starts, id;
    struct meeting_view v;
    /* The play has come to the hour of the meeting: what led up to it is told in minutes. */
    enum err e = plan(play, at, starts, &id);
    struct meeting_act_in in = {.id = id};
    if (e || (e = fill(play, at, id)) || (e = act(play, at, "meeting.invite", &in, NULL)) ||
        (e = act(play, at += MINUTE_US, "meeting.start", &in, NULL)) ||
        (e = look(play, at, id, &v)))
        return e;
    for (size_t i = 0; !e && i < v.items.n; i++) {
        struct meeting_item_in move = {id, v.items.at[i].id.n};
        e = act(play, at += MINUTE_US, "meeting.move", &move, NULL);
        if (!e)
            e = decide(play, at += 4 * MINUTE_US, id, &v.items.at[i], i);
    }
    struct meeting_attend_in attend = {
        .id = id,
        .present = STR("林远山，唐小满，各有关部门主要负责人"),
        .absent = STR("无"),
        .listed = STR("有关企业负责人"),
        .opening =
            STR("会议指出，清单上的事项要件件有着落：部门答复要有办法、有日期，日期定了就不再"
                "改动。\n会议要求，涉及多个部门的由主办部门牵头，协办部门不得推诿；到期办不"
                "成的，下次会上说明原因。"),
    };
    if (e || (e = act(play, at += MINUTE_US, "meeting.end", &in, NULL)) ||
        (e = act(play, at += MINUTE_US, "meeting.attend", &attend, NULL)))
        return e;
    return act(play, at + MINUTE_US, "meeting.issue", &in, NULL);
}

enum err sample_meeting_plan(struct play *play)
{
    struct ctx *ctx = play->ctx;
    int64_t now = ctx->now_us, id;
    int32_t day = workday_add(ctx->calendar, day_of_instant(now, ctx->offset_min), PLANNED_DAYS);
    enum err e =
        plan(play, now, instant_of_day(day, ctx->offset_min) + STARTS_MIN * MINUTE_US, &id);
    struct meeting_act_in in = {.id = id};
    if (!e)
        e = act(play, now, "meeting.fill", &in, NULL);
    return e ? e : act(play, now, "meeting.invite", &in, NULL);
}
