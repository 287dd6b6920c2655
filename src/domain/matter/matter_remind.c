/* Reminders (matter_remind.h): what is due is read by its window, each step is claimed by its row.
 */
#include "domain/matter/matter_remind.h"

#include <stdlib.h>

#include "base/vec.h"
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

/* One reminder that is to be told now. */
struct reminder {
    int64_t group; /* department and step: told one by one, or as a number when they are many */
    enum matter_remind_step step;
    struct org_id org; /* {0}: coordinators */
    int64_t state;     /* of a matter that waits for them; 0: a duty */
    struct matter_id matter;
    struct str detail;
};

struct reminding {
    struct ctx *ctx;
    struct remind_rules rules;
    struct matter_now now;
    int64_t from, until; /* ends within this window are looked at */
    VEC(struct reminder) due;
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

/* For one, and for many: "{}" is the matter, or how many. */
static const char *sentence(const struct reminder *m, bool many)
{
    if (m->state == MATTER_RAISED)
        return many ? T("等您受理的有 {} 件到期") : T("等您受理：{}");
    if (m->state == MATTER_ACCEPTED)
        return many ? T("等您交办的有 {} 件到期") : T("等您交办：{}");
    if (m->state == MATTER_RESOLVED)
        return many ? T("等您回访的有 {} 件到期") : T("等您回访：{}");
    switch (m->step) {
    case REMIND_BEFORE:
        return many ? T("有 {} 项快到期了") : T("快到期了：{}");
    case REMIND_DAY:
        return many ? T("有 {} 项今天到期") : T("今天到期：{}");
    case REMIND_OVERDUE:
        return many ? T("有 {} 项已经超期") : T("已经超期：{}");
    case REMIND_HEAD:
        return many ? T("本部门有 {} 项超期未办，请负责人过问")
                    : T("本部门超期未办，请负责人过问：{}");
    default:
        return many ? T("有 {} 项部门超期未办，请督办") : T("部门超期未办，请督办：{}");
    }
}

bool matter_remind_says(int64_t step, bool duty, struct str message)
{
    static const int64_t own[] = {MATTER_RAISED, MATTER_ACCEPTED, MATTER_RESOLVED};
    struct reminder m = {.step = (enum matter_remind_step)step};
    if (duty)
        return str_eq(message, str_from(sentence(&m, true)));
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        m.state = own[i];
        if (str_eq(message, str_from(sentence(&m, true))))
            return true;
    }
    return false;
}

/* "2026-0153 标题（11-24 到期，水务局）" */
static struct str detail(struct reminding *r, struct str number, struct str title, int64_t due_at,
                         struct str org_name)
{
    struct date date = day_date(day_of_instant(due_at - 1, r->now.offset_min));
    return str_print(r->ctx->arena, "%.*s %.*s（%02d-%02d%s%.*s）", STR_ARG(number), STR_ARG(title),
                     date.month, date.day, str_empty(org_name) ? "" : "，", STR_ARG(org_name));
}

static enum err tell(struct ctx *ctx, const struct reminder *m, struct notice_text text,
                     const char *kind, int64_t record)
{
    if (!m->org.n)
        return notify_role(ctx, ROLE_COORDINATOR, text, kind, record);
    return notify_org(ctx, m->org, m->step == REMIND_HEAD ? ROLE_HEAD : ROLE_DEPARTMENT, text, kind,
                      record);
}

static int by_group(const void *a, const void *b)
{
    const struct reminder *x = a, *y = b;
    if (x->org.n != y->org.n)
        return x->org.n < y->org.n ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->matter.n > y->matter.n) - (x->matter.n < y->matter.n);
}

/* A desk with five matters due reads five lines; with fifty it reads one. */
static enum err tell_all(struct reminding *r)
{
    enum err e = ERR_OK;
    if (r->due.n)
        qsort(r->due.at, r->due.n, sizeof r->due.at[0], by_group);
    for (size_t i = 0, end; !e && i < r->due.n; i = end) {
        const struct reminder *first = &r->due.at[i];
        for (end = i; end < r->due.n && r->due.at[end].org.n == first->org.n &&
                      r->due.at[end].group == first->group;)
            end++;
        if (end - i > REMIND_SINGLY_MAX) {
            struct str n = str_print(r->ctx->arena, "%zu", end - i);
            e = tell(r->ctx, first, NOTICE(sentence(first, true), n), "todo", 0);
            continue;
        }
        for (size_t k = i; !e && k < end; k++)
            e = tell(r->ctx, &r->due.at[k],
                     NOTICE(sentence(&r->due.at[k], false), r->due.at[k].detail), "matter",
                     r->due.at[k].matter.n);
    }
    return e;
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
    for (int step = REMIND_BEFORE; !e && step < REMIND_STEPS_END_; step++) {
        bool mine = false;
        if (steps & (1u << step))
            e = claim(r, d->matter, d->id, d->due_at, (enum matter_remind_step)step, &mine);
        if (e || !mine)
            continue;
        struct reminder m = {.group = step,
                             .step = (enum matter_remind_step)step,
                             .org = step == REMIND_STAFF ? (struct org_id){0} : d->org,
                             .matter = d->matter,
                             .detail = detail(r, d->number, d->title, d->due_at, d->org_name)};
        if (hours) { /* told at once, and not held back until the office opens */
            e = tell(r->ctx, &m, NOTICE(sentence(&m, false), m.detail), "matter", d->matter.n);
            if (!e)
                e = outbox_hurry(r->ctx, "matter", d->matter.n);
        } else {
            *VEC_ADD(r->ctx->arena, &r->due) = m;
        }
        if (!e && step == REMIND_OVERDUE)
            e = press(r, d);
    }
    return e;
}

static enum err remind_duties(struct reminding *r)
{
    struct sql_remind_duties_row *rows;
    struct sql_remind_duties_in in = {r->ctx->park, r->from, {0}, r->until, REMIND_PAGE};
    size_t n = REMIND_PAGE;
    enum err e = ERR_OK;
    while (!e && n == REMIND_PAGE) {
        e = sql_remind_duties(r->ctx->db, r->ctx->arena, &in, &rows, &n);
        for (size_t i = 0; !e && i < n; i++)
            e = remind_duty(r, &rows[i]);
        if (!e && n) {
            in.from = rows[n - 1].due_at;
            in.after = rows[n - 1].id;
        }
    }
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
        *VEC_ADD(r->ctx->arena, &r->due) =
            (struct reminder){.group = REMIND_STEPS_END_ + m->state,
                              .step = (enum matter_remind_step)step,
                              .state = m->state,
                              .matter = m->id,
                              .detail = detail(r, m->number, m->title, m->due_at, STR(""))};
    }
    return e;
}

static enum err remind_matters(struct reminding *r)
{
    struct sql_remind_matters_row *rows;
    struct sql_remind_matters_in in = {r->ctx->park, r->from, {0}, r->until, REMIND_PAGE};
    size_t n = REMIND_PAGE;
    enum err e = ERR_OK;
    while (!e && n == REMIND_PAGE) {
        e = sql_remind_matters(r->ctx->db, r->ctx->arena, &in, &rows, &n);
        for (size_t i = 0; !e && i < n; i++)
            e = remind_matter(r, &rows[i]);
        if (!e && n) {
            in.from = rows[n - 1].due_at;
            in.after = rows[n - 1].id;
        }
    }
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
    if (!e)
        e = remind_matters(&r);
    return e ? e : tell_all(&r);
}
