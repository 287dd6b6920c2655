/* The clocks of the list: when something is due, how it stands, whether a promise was kept. */
#include "domain/matter/matter_rule.h"

static struct matter_due due_of_day(const struct matter_now *now, int32_t day)
{
    return (struct matter_due){.day = day,
                               .at = instant_of_day(day + 1, now->offset_min),
                               .provisional = !calendar_knows(now->calendar, day)};
}

enum err matter_working_due(const struct matter_now *now, int64_t start_us, int64_t days,
                            struct matter_due *out)
{
    struct matter_limit_value limit = {days, MATTER_WORKING_DAYS};
    return matter_limit_due(now, limit, start_us, NULL, 0, out);
}

static bool still_paused(const struct clock_pause *pauses, size_t n)
{
    return n && !pauses[n - 1].to_us;
}

enum err matter_limit_due(const struct matter_now *now, struct matter_limit_value limit,
                          int64_t start_us, const struct clock_pause *pauses, size_t n,
                          struct matter_due *out)
{
    if (limit.kind == MATTER_UNDATED) {
        *out = (struct matter_due){.day = DAY_NONE, .at = MATTER_DUE_NEVER};
        return ERR_OK;
    }
    if (limit.kind == MATTER_FIXED_DAY)
        return matter_promise_due(now, MATTER_CALENDAR_DAYS, (int32_t)limit.amount, start_us,
                                  pauses, n, out);
    struct clock_limit clock = {.kind = limit.kind == MATTER_WORKING_DAYS    ? LIMIT_WORKDAYS
                                        : limit.kind == MATTER_CALENDAR_DAYS ? LIMIT_DAYS
                                                                             : LIMIT_HOURS,
                                .n = limit.amount};
    struct clock_due due;
    enum err e = clock_due(now->arena, now->calendar, now->offset_min, clock, start_us, pauses, n,
                           now->us, &due);
    if (e)
        return e;
    *out = (struct matter_due){due.day, due.at_us, due.provisional};
    if (still_paused(pauses, n))
        out->at = MATTER_DUE_NEVER;
    return ERR_OK;
}

/* Whole days of the kind that pauses after the promise took; those that touch count once. */
static int64_t days_paused(const struct matter_now *now, int64_t limit_kind, int64_t promised_us,
                           const struct clock_pause *pauses, size_t n)
{
    int64_t days = 0;
    int32_t counted = day_of_instant(promised_us, now->offset_min);
    for (size_t i = 0; i < n; i++) {
        int64_t to_us = pauses[i].to_us ? pauses[i].to_us : now->us;
        if (to_us <= promised_us)
            continue;
        int32_t first = day_of_instant(pauses[i].from_us, now->offset_min);
        int32_t last = day_of_instant(to_us, now->offset_min);
        first = first < counted ? counted : first;
        if (last <= first)
            continue;
        days += limit_kind == MATTER_WORKING_DAYS ? workday_count(now->calendar, first, last)
                                                  : last - first;
        counted = last;
    }
    return days;
}

enum err matter_promise_due(const struct matter_now *now, int64_t limit_kind, int32_t promise,
                            int64_t promised_us, const struct clock_pause *pauses, size_t n,
                            struct matter_due *out)
{
    int64_t days = days_paused(now, limit_kind, promised_us, pauses, n);
    int32_t day = promise;
    if (days && limit_kind == MATTER_WORKING_DAYS)
        day = workday_add(now->calendar, promise, days);
    else if (days)
        day = workday_from(now->calendar, promise + (int32_t)days);
    *out = due_of_day(now, day);
    if (still_paused(pauses, n))
        out->at = MATTER_DUE_NEVER;
    return ERR_OK;
}

static enum err count_one(const struct matter_now *now, const struct open_clock *clock,
                          struct open_clock_due *out)
{
    struct matter_due respond = {.at = 0};
    enum err e = matter_limit_due(now, clock->limit, clock->start_us, clock->pauses, clock->pause_n,
                                  &out->limit);
    out->due = out->limit;
    if (!e && clock->promise != DAY_NONE)
        e = matter_promise_due(now, clock->limit.kind, clock->promise, clock->promised_us,
                               clock->pauses, clock->pause_n, &out->due);
    if (!e && clock->respond_days)
        e = matter_working_due(now, clock->start_us, clock->respond_days, &respond);
    out->respond_at = respond.at;
    return e;
}

enum err matter_count_anew(const struct matter_now *now, const struct open_clock *clocks, size_t n,
                           struct open_clock_due *out)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < n; i++)
        e = count_one(now, &clocks[i], &out[i]);
    return e;
}

/* The last day on which it is not yet late. */
static int32_t last_day(const struct matter_now *now, int64_t due_at)
{
    return day_of_instant(due_at - 1, now->offset_min);
}

int64_t matter_left_days(const struct matter_now *now, int64_t due_at)
{
    int32_t today = day_of_instant(now->us, now->offset_min);
    if (due_at == MATTER_DUE_NEVER || due_at <= now->us)
        return 0;
    return workday_count(now->calendar, today, last_day(now, due_at));
}

int64_t matter_late_days(const struct matter_now *now, int64_t due_at)
{
    if (due_at > now->us)
        return 0;
    int32_t today = day_of_instant(now->us, now->offset_min);
    int64_t days = workday_count(now->calendar, last_day(now, due_at), today);
    return days < 1 ? 1 : days;
}

enum matter_light matter_light(const struct matter_now *now, bool open, int64_t due_at,
                               int64_t soon_days)
{
    if (!open || due_at == MATTER_DUE_NEVER)
        return MATTER_LIGHT_NONE;
    if (due_at <= now->us)
        return MATTER_LIGHT_OVERDUE;
    return matter_left_days(now, due_at) <= soon_days ? MATTER_LIGHT_SOON : MATTER_LIGHT_ON_TIME;
}

enum duty_kept duty_kept(int32_t offset_min, int32_t first_promise, int64_t due_at, int64_t done_at,
                         int64_t now_us)
{
    if (first_promise == DAY_NONE)
        return DUTY_KEPT_OPEN;
    if (!done_at)
        return due_at <= now_us ? DUTY_KEPT_BROKEN : DUTY_KEPT_OPEN;
    if (done_at < instant_of_day(first_promise + 1, offset_min))
        return DUTY_KEPT;
    return done_at < due_at ? DUTY_KEPT_LATE : DUTY_KEPT_BROKEN;
}
