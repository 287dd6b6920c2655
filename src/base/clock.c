/* The clock over a calendar: limits, pauses, what is left, and the count told day by day. */
#include <assert.h>
#include <stdlib.h>

#include "base/workday.h"

/* Pauses, clipped to the receipt, in order, merged where they overlap or touch. */
struct span {
    int64_t from, to;
};

struct spans {
    struct span *at;
    size_t n;
    bool open;
};

static int by_from(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static enum err gather(struct arena *arena, int64_t start_us, const struct clock_pause *pauses,
                       size_t n, int64_t now_us, struct spans *out)
{
    if (n > CLOCK_PAUSES_MAX)
        return ERR_INVALID;
    out->at = ARENA_ARRAY(arena, struct span, n + 1);
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        struct span s = {pauses[i].from_us, pauses[i].to_us};
        if (s.to == 0) {
            out->open = true;
            s.to = now_us > s.from ? now_us : s.from;
        }
        if (s.to < s.from)
            return ERR_INVALID;
        s.from = s.from < start_us ? start_us : s.from;
        if (s.to > s.from)
            out->at[used++] = s;
    }
    qsort(out->at, used, sizeof *out->at, by_from);
    for (size_t i = 0; i < used; i++) {
        struct span *last = out->n > 0 ? &out->at[out->n - 1] : NULL;
        if (last != NULL && out->at[i].from <= last->to)
            last->to = out->at[i].to > last->to ? out->at[i].to : last->to;
        else
            out->at[out->n++] = out->at[i];
    }
    return ERR_OK;
}

/* The same as days: span (from, to] of days given back; neighbours may share an end. */
static void to_days(struct spans *spans, int32_t offset_min)
{
    size_t used = 0;
    for (size_t i = 0; i < spans->n; i++) {
        struct span d = {day_of_instant(spans->at[i].from, offset_min),
                         day_of_instant(spans->at[i].to, offset_min)};
        if (d.to > d.from)
            spans->at[used++] = d;
    }
    spans->n = used;
}

static int64_t days_between(const struct calendar *c, enum limit_kind kind, int64_t from,
                            int64_t to)
{
    return kind == LIMIT_DAYS ? to - from : workday_count(c, (int32_t)from, (int32_t)to);
}

/* n days of the kind after the day, moved off a rest day. *out_raw: before the move. */
static int32_t reach(const struct calendar *c, enum limit_kind kind, int32_t from, int64_t n,
                     int32_t *out_raw)
{
    if (kind == LIMIT_WORKDAYS && n > 0)
        return *out_raw = workday_add(c, from, n);
    *out_raw = kind == LIMIT_DAYS ? (int32_t)(from + n) : from;
    return workday_from(c, *out_raw);
}

/* Walks over the pauses: one that begins after the last day does not matter any more; one that
 * begins on it still stops the clock, which then cannot run out before the pause has ended. */
static void due_in_days(const struct calendar *c, int32_t offset_min, struct clock_limit limit,
                        int32_t receipt, const struct spans *paused, struct clock_due *out)
{
    int64_t left = limit.n;
    int32_t at = receipt, raw;
    int32_t last = reach(c, limit.kind, at, left, &raw);
    for (size_t i = 0; i < paused->n && paused->at[i].from <= last; i++) {
        int64_t run = days_between(c, limit.kind, at, paused->at[i].from);
        left = left > run ? left - run : 0;
        out->paused += days_between(c, limit.kind, paused->at[i].from, paused->at[i].to);
        at = (int32_t)paused->at[i].to;
        last = reach(c, limit.kind, at, left, &raw);
    }
    out->day = last;
    out->at_us = instant_of_day(last + 1, offset_min);
    int32_t first = limit.kind == LIMIT_DAYS ? raw : limit.n > 0 ? receipt + 1 : receipt;
    out->provisional = !calendar_knows(c, first) || !calendar_knows(c, last);
}

static void due_in_hours(int32_t offset_min, struct clock_limit limit, int64_t start_us,
                         const struct spans *paused, struct clock_due *out)
{
    out->at_us = start_us + limit.n * HOUR_US;
    for (size_t i = 0; i < paused->n && paused->at[i].from < out->at_us; i++) {
        out->paused += paused->at[i].to - paused->at[i].from;
        out->at_us += paused->at[i].to - paused->at[i].from;
    }
    out->day = day_of_instant(out->at_us, offset_min);
}

enum err clock_due(struct arena *arena, const struct calendar *calendar, int32_t offset_min,
                   struct clock_limit limit, int64_t start_us, const struct clock_pause *pauses,
                   size_t n, int64_t now_us, struct clock_due *out)
{
    *out = (struct clock_due){.day = DAY_NONE};
    int64_t max = limit.kind == LIMIT_HOURS ? CLOCK_LIMIT_MAX * 24 : CLOCK_LIMIT_MAX;
    if (limit.n < 0 || limit.n > max)
        return ERR_INVALID;
    struct spans spans = {0};
    enum err e = gather(arena, start_us, pauses, n, now_us, &spans);
    if (e)
        return e;
    out->open = spans.open;
    if (limit.kind == LIMIT_HOURS) {
        due_in_hours(offset_min, limit, start_us, &spans, out);
        return ERR_OK;
    }
    to_days(&spans, offset_min);
    due_in_days(calendar, offset_min, limit, day_of_instant(start_us, offset_min), &spans, out);
    return ERR_OK;
}

int64_t clock_left(const struct calendar *calendar, int32_t offset_min, struct clock_limit limit,
                   const struct clock_due *due, int64_t now_us)
{
    bool over = now_us >= due->at_us;
    if (limit.kind == LIMIT_HOURS)
        return over ? -((now_us - due->at_us) / HOUR_US + 1) : (due->at_us - now_us) / HOUR_US;
    int32_t today = day_of_instant(now_us, offset_min);
    int64_t left = days_between(calendar, limit.kind, today, due->day);
    if (!over)
        return left > 0 ? left : 0;
    return left < -1 ? left : -1;
}

static bool day_paused(const struct spans *spans, int32_t day)
{
    for (size_t i = 0; i < spans->n; i++)
        if (spans->at[i].from < day && day <= spans->at[i].to)
            return true;
    return false;
}

static enum clock_day_kind day_kind(const struct clock_day *d, enum limit_kind kind,
                                    const struct spans *paused, bool reached, bool last)
{
    if (day_paused(paused, d->day))
        return CLOCK_PAUSED;
    if (reached)
        return last ? CLOCK_LAST_MOVED : CLOCK_MOVED;
    if (kind == LIMIT_WORKDAYS && !d->worked)
        return CLOCK_REST;
    return CLOCK_COUNTED;
}

enum err clock_explain(struct arena *arena, const struct calendar *calendar, int32_t offset_min,
                       struct clock_limit limit, int64_t start_us, const struct clock_pause *pauses,
                       size_t n, int64_t now_us, struct clock_day **out, size_t *out_n)
{
    *out = NULL;
    *out_n = 0;
    struct clock_due due;
    enum err e = clock_due(arena, calendar, offset_min, limit, start_us, pauses, n, now_us, &due);
    if (e || limit.kind == LIMIT_HOURS)
        return e;
    struct spans paused = {0};
    e = gather(arena, start_us, pauses, n, now_us, &paused);
    if (e)
        return e;
    to_days(&paused, offset_min);
    int32_t receipt = day_of_instant(start_us, offset_min);
    if (due.day - receipt >= CLOCK_EXPLAIN_MAX)
        return ERR_LIMIT;
    struct clock_day *days = ARENA_ARRAY(arena, struct clock_day, due.day - receipt + 1);
    int64_t counted = 0;
    for (int32_t day = receipt; day <= due.day; day++) {
        struct clock_day *d = &days[day - receipt];
        *d = (struct clock_day){.day = day,
                                .name = calendar_name(calendar, day),
                                .worked = workday_is(calendar, day),
                                .known = calendar_knows(calendar, day)};
        d->kind = day == receipt
                      ? CLOCK_RECEIPT
                      : day_kind(d, limit.kind, &paused, counted == limit.n, day == due.day);
        if (d->kind == CLOCK_COUNTED)
            d->n = ++counted;
    }
    *out = days;
    *out_n = (size_t)(due.day - receipt + 1);
    return ERR_OK;
}
