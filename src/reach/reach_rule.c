#include "reach/reach_rule.h"

int64_t reach_wait_us(int64_t first_us, int64_t n, uint32_t chance)
{
    int64_t wait = first_us;
    for (int64_t i = 1; i < n && wait < REACH_WAIT_MAX_S * SECOND_US; i++)
        wait *= 3;
    if (wait > REACH_WAIT_MAX_S * SECOND_US)
        wait = REACH_WAIT_MAX_S * SECOND_US;
    /* 75 % to 125 %; wait / 1000 keeps it far from overflow */
    return wait / 1000 * (750 + (int64_t)(chance % 501));
}

static bool hour_open(const struct reach_hours *h, int64_t hour)
{
    if (h->from == h->to)
        return true;
    if (h->from < h->to)
        return hour >= h->from && hour < h->to;
    return hour >= h->from || hour < h->to;
}

static bool is_open(const struct reach_hours *h, const struct calendar *calendar,
                    int32_t offset_min, int64_t at_us)
{
    int32_t day = day_of_instant(at_us, offset_min);
    int64_t hour = (at_us - instant_of_day(day, offset_min)) / HOUR_US;
    return (h->rest_days || workday_is(calendar, day)) && hour_open(h, hour);
}

/* The longest rest is a holiday week; a month of hours is looked through in microseconds. */
enum { HOURS_LOOKED_AT = 31 * 24 };

int64_t reach_open_at(const struct reach_hours *hours, const struct calendar *calendar,
                      int32_t offset_min, int64_t now_us)
{
    if (is_open(hours, calendar, offset_min, now_us))
        return now_us;
    int32_t day = day_of_instant(now_us, offset_min);
    int64_t begin = instant_of_day(day, offset_min);
    int64_t hour = (now_us - begin) / HOUR_US + 1;
    for (int64_t i = 0; i < HOURS_LOOKED_AT; i++) {
        int64_t at = begin + (hour + i) * HOUR_US;
        if (is_open(hours, calendar, offset_min, at))
            return at;
    }
    return now_us; /* no hour is ever open: rather at night than never */
}

int64_t reach_room_at(const struct reach_limit *limit, const int64_t *tries, size_t n,
                      int64_t now_us)
{
    if (limit->n <= 0 || (int64_t)n < limit->n)
        return now_us;
    int64_t open = tries[limit->n - 1] + limit->within_us;
    return open > now_us ? open : now_us;
}
