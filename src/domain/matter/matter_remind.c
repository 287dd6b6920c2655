/* Reminders (matter_remind.h): what is due is read by its window, each step is claimed by its row.
 */
#include "domain/matter/matter_remind.h"

#include "core/notify.h"
#include "core/outbox.h"
#include "core/setting.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"
#include "matter_clock_query.h"

bool matter_at_work(const struct matter_now *now, const struct remind_rules *rules)
{
    int32_t today = day_of_instant(now->us, now->offset_min);
    int64_t hour = (now->us - instant_of_day(today, now->offset_min)) / HOUR_US;
    return workday_is(now->calendar, today) && hour >= rules->work_from && hour < rules->work_to;
}

uint32_t matter_remind_steps(const struct matter_now *now, const struct remind_rules *rules,
                             int64_t due_at, bool hours)
{
    if (due_at == MATTER_DUE_NEVER || (!hours && !matter_at_work(now, rules)))
        return 0;
    int32_t today = day_of_instant(now->us, now->offset_min);
    int32_t last = day_of_instant(due_at - 1, now->offset_min);
    if (due_at > now->us) {
        if (today == last)
            return 1u << REMIND_DAY;
        int64_t left = workday_count(now->calendar, today, last);
        return left <= rules->before ? 1u << REMIND_BEFORE : 0;
    }
    int64_t late = workday_count(now->calendar, last, today);
    if (late > REMIND_DAYS_MAX)
        return 0;
    uint32_t steps = late >= 1 || hours ? 1u << REMIND_OVERDUE : 0;
    if (late >= rules->head)
        steps |= 1u << REMIND_HEAD;
    if (late >= rules->staff)
        steps |= 1u << REMIND_STAFF;
    return steps;
}

/* In the database ----------------------------------------------------------------------------- */

struct reminding {
    struct ctx *ctx;
    struct remind_rules rules;
    struct matter_now now;
    int64_t from, until; /* ends within this window are looked at */
};

static enum err read_rules(struct ctx *ctx, struct remind_rules *out)
{
    int64_t press = 0;
    enum err e = setting_get(ctx, "matter.remind_before", &out->before);
    if (!e)
        e = setting_get(ctx, "matter.remind_head", &out->head);
    if (!e)
        e = setting_get(ctx, "matter.remind_staff", &out->staff);
    if (!e)
        e = setting_get(ctx, "matter.work_from", &out->work_from);
    if (!e)
        e = setting_get(ctx, "matter.work_to", &out->work_to);
    if (!e)
        e = setting_get(ctx, "matter.press_auto", &press);
    out->press = press != 0;
    return e;
}

/* True for whoever is first: the row is the step. */
static enum err claim(struct reminding *r, struct matter_id matter, struct duty_id duty,
                      int64_t due_at, enum matter_remind_step step, bool *out_mine)
{
    int64_t added = 0;
    enum err e = sql_reminded(
        r->ctx->db,
        &(struct sql_reminded_in){r->ctx->park, matter, duty, due_at, (int64_t)step, r->now.us},
        &added);
    *out_mine = !e && added;
    return e;
}

static const char *sentence(enum matter_remind_step step)
{
    switch (step) {
    case REMIND_BEFORE:
        return T("快到期了：{}");
    case REMIND_DAY:
        return T("今天到期：{}");
    case REMIND_OVERDUE:
        return T("已经超期：{}");
    case REMIND_HEAD:
        return T("本部门超期未办，请负责人过问：{}");
    default:
        return T("部门超期未办，请督办：{}");
    }
}

/* "2026-0153 标题（11-24 到期，水务局）" */
static struct str detail(struct reminding *r, struct str number, struct str title, int64_t due_at,
                         struct str org_name)
{
    struct date date = day_date(day_of_instant(due_at - 1, r->now.offset_min));
    return str_print(r->ctx->arena, "%.*s %.*s（%02d-%02d%s%.*s）", STR_ARG(number), STR_ARG(title),
                     date.month, date.day, str_empty(org_name) ? "" : "，", STR_ARG(org_name));
}

static enum err tell_duty(struct reminding *r, const struct sql_remind_duties_row *d,
                          enum matter_remind_step step)
{
    struct ctx *ctx = r->ctx;
    struct notice_text text =
        NOTICE(sentence(step), detail(r, d->number, d->title, d->due_at, d->org_name));
    if (step == REMIND_STAFF)
        return notify_role(ctx, ROLE_COORDINATOR, text, "matter", d->matter.n);
    return notify_org(ctx, d->org, step == REMIND_HEAD ? ROLE_HEAD : ROLE_DEPARTMENT, text,
                      "matter", d->matter.n);
}

/* 督办 by the clock, once for each end. Somebody who was faster is not an error. */
static enum err press(struct reminding *r, const struct sql_remind_duties_row *d)
{
    struct ctx *ctx = r->ctx;
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    struct str reason = STR("到期未办结，按规则督办");
    if (!r->rules.press || d->due_at > r->now.us || d->pressed_at >= d->due_at)
        return ERR_OK;
    enum err e = matter_case_open(ctx, d->matter.n, 0, MATTER_PRESS, c);
    if (!e)
        e = matter_step_press(c, reason);
    if (!e)
        e = matter_case_keep(c, &(struct matter_deed){.text = reason, .internal = true}, NULL);
    if (e == ERR_INVALID || e == ERR_CONFLICT) {
        error_clear(&ctx->error);
        return ERR_OK;
    }
    return e;
}

static enum err remind_duty(struct reminding *r, const struct sql_remind_duties_row *d)
{
    bool hours = d->limit_kind == MATTER_HOURS && d->promise == DAY_NONE;
    uint32_t steps = matter_remind_steps(&r->now, &r->rules, d->due_at, hours);
    enum err e = ERR_OK;
    bool any = false;
    for (int step = REMIND_BEFORE; !e && step < REMIND_STEPS_END_; step++) {
        bool mine = false;
        if (steps & (1u << step))
            e = claim(r, d->matter, d->id, d->due_at, (enum matter_remind_step)step, &mine);
        if (!e && mine)
            e = tell_duty(r, d, (enum matter_remind_step)step);
        any = any || mine;
        if (!e && mine && step == REMIND_OVERDUE)
            e = press(r, d);
    }
    if (!e && any && hours)
        e = outbox_hurry(r->ctx, "matter", d->matter.n);
    return e;
}

static enum err remind_duties(struct reminding *r)
{
    struct sql_remind_duties_row *rows;
    size_t n;
    enum err e = sql_remind_duties(
        r->ctx->db, r->ctx->arena,
        &(struct sql_remind_duties_in){r->ctx->park, r->from, r->until, REMIND_AT_ONCE_MAX}, &rows,
        &n);
    for (size_t i = 0; !e && i < n; i++)
        e = remind_duty(r, &rows[i]);
    return e;
}

static enum err remind_matter(struct reminding *r, const struct sql_remind_matters_row *m)
{
    struct duty_id none = {0};
    uint32_t steps = matter_remind_steps(&r->now, &r->rules, m->due_at, false);
    enum err e = ERR_OK;
    for (int step = REMIND_DAY; !e && step <= REMIND_OVERDUE; step++) {
        bool mine = false;
        if (steps & (1u << step))
            e = claim(r, m->id, none, m->due_at, (enum matter_remind_step)step, &mine);
        if (e || !mine)
            continue;
        const char *said = m->state == MATTER_RAISED     ? T("等您受理：{}")
                           : m->state == MATTER_ACCEPTED ? T("等您交办：{}")
                                                         : T("等您回访：{}");
        e = notify_role(r->ctx, ROLE_COORDINATOR,
                        NOTICE(said, detail(r, m->number, m->title, m->due_at, STR(""))), "matter",
                        m->id.n);
    }
    return e;
}

static enum err remind_matters(struct reminding *r)
{
    struct sql_remind_matters_row *rows;
    size_t n;
    enum err e = sql_remind_matters(
        r->ctx->db, r->ctx->arena,
        &(struct sql_remind_matters_in){r->ctx->park, r->from, r->until, REMIND_AT_ONCE_MAX}, &rows,
        &n);
    for (size_t i = 0; !e && i < n; i++)
        e = remind_matter(r, &rows[i]);
    return e;
}

enum err matter_job_remind(struct ctx *ctx)
{
    struct reminding r = {.ctx = ctx, .now = matter_now(ctx)};
    int32_t today = ctx_today(ctx);
    enum err e = read_rules(ctx, &r.rules);
    if (e)
        return e;
    r.from =
        instant_of_day(workday_add(ctx->calendar, today, -(REMIND_DAYS_MAX + 1)), ctx->offset_min);
    r.until =
        instant_of_day(workday_add(ctx->calendar, today, r.rules.before + 1) + 1, ctx->offset_min);
    e = remind_duties(&r);
    return e ? e : remind_matters(&r);
}
