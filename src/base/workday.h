/*
 * Working days and the clock over them. Pure: a calendar is a value, instants are parameters.
 *
 * A calendar knows for each year it covers which days are off and which weekend days are worked
 * (调休), by the State Council's notices. Outside those years Monday to Friday are worked, and
 * every answer that rests on such a day is *provisional*.
 *
 *     workday_count(c, from, to)      working days in (from, to]: the day of receipt is not counted
 *     workday_add(c, day, n)          the n-th working day after day
 *
 * A limit is a number of working days, calendar days or hours.
 *   - days: the day of receipt is not counted; a calendar-day limit whose last day is a rest day
 *     moves on to the next working day; the limit ends at 24:00 of its last day in the park's zone;
 *   - hours run round the clock from the instant of receipt.
 *
 * Pauses are intervals. One pause extends a day limit by whole days of the same kind: those days d
 * with first < d <= last, where first is the day on which the pause began (never earlier than the
 * day of receipt) and last the day on which it ended. An hour limit is extended by the time that
 * the pauses cover. Pauses that touch or overlap count once.
 *
 *     struct clock_limit limit = {.kind = LIMIT_WORKDAYS, .n = 5};
 *     struct clock_due due;
 *     clock_due(arena, c, zone_min, limit, raised_us, pauses, n, now_us, &due);
 *     due.day, due.at_us, due.provisional; due.open: a pause still runs, counted up to now
 */
#ifndef LIANYUAN_BASE_WORKDAY_H
#define LIANYUAN_BASE_WORKDAY_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"

enum {
    CALENDAR_YEARS_MAX = 200,
    CALENDAR_DAYS_MAX = 20000, /* exceptions in one table */
    CLOCK_PAUSES_MAX = 1000,   /* of one clock */
    CLOCK_LIMIT_MAX = 3660,    /* days; hours up to 24 times that */
    CLOCK_EXPLAIN_MAX = 4000,  /* days printed one by one */
};

struct calendar; /* immutable; lives in the arena it was read into */

/* Reads a table (data/calendar/china.txt says its form). On ERR_INVALID error names the line. */
enum err calendar_read(struct arena *arena, struct str text, const struct calendar **out,
                       struct error *error);
/* Monday to Friday, knowing no year: everything is provisional. */
const struct calendar *calendar_plain(void);

int32_t calendar_first(const struct calendar *calendar);   /* first known day, or DAY_NONE */
int32_t calendar_horizon(const struct calendar *calendar); /* last known day, or DAY_NONE */
bool calendar_knows(const struct calendar *calendar, int32_t day);
/* "国庆节" for an off day or make-up day of a notice; STR_NULL for an ordinary day. */
struct str calendar_name(const struct calendar *calendar, int32_t day);
/* The notice that settles the day's year: "国办发明电〔2025〕7号"; STR_NULL when not known. */
struct str calendar_notice(const struct calendar *calendar, int32_t day);

bool workday_is(const struct calendar *calendar, int32_t day);
int32_t workday_next(const struct calendar *calendar, int32_t day); /* the first one after day */
int32_t workday_from(const struct calendar *calendar, int32_t day); /* day itself or the next one */

/* Working days d with from < d <= to; negative when to is before from. O(1). */
int64_t workday_count(const struct calendar *calendar, int32_t from, int32_t to);
/* Working days d with from <= d <= to; 0 when to is before from. */
int64_t workday_count_inclusive(const struct calendar *calendar, int32_t from, int32_t to);
/* n > 0: the n-th working day after day; n < 0: the n-th before; n == 0: day itself or, when it is
 * a rest day, the next working day. */
int32_t workday_add(const struct calendar *calendar, int32_t day, int64_t n);

/* How two versions of a calendar differ over (from, to]: days that only the first works, and days
 * that only the second works. */
void workday_differs(const struct calendar *before, const struct calendar *after, int32_t from,
                     int32_t to, int64_t *out_rest_more, int64_t *out_work_more);

enum limit_kind { LIMIT_WORKDAYS = 0, LIMIT_DAYS = 1, LIMIT_HOURS = 2 };

struct clock_limit {
    enum limit_kind kind;
    int64_t n;
};

struct clock_pause {
    int64_t from_us, to_us; /* to 0 = still running */
};

struct clock_due {
    int32_t day;      /* the last day; for hours the day of at_us */
    int64_t at_us;    /* the instant at which the limit has passed: 24:00 of day, or the hour */
    bool provisional; /* rests on a year whose notice is not known */
    bool open;        /* a pause runs: counted as if it ended now, so it moves on each day */
    int64_t paused;   /* days of the kind, or microseconds, given back by pauses */
};

/* ERR_INVALID: limit out of range, a pause that ends before it begins, too many. */
enum err clock_due(struct arena *arena, const struct calendar *calendar, int32_t offset_min,
                   struct clock_limit limit, int64_t start_us, const struct clock_pause *pauses,
                   size_t n, int64_t now_us, struct clock_due *out);

/* How much is left at now_us in units of the limit (working days, days, hours rounded down);
 * negative when overdue: -1 = within the first day or hour past the end. */
int64_t clock_left(const struct calendar *calendar, int32_t offset_min, struct clock_limit limit,
                   const struct clock_due *due, int64_t now_us);

enum clock_day_kind {
    CLOCK_RECEIPT,   /* the day of receipt: not counted */
    CLOCK_COUNTED,   /* counted; n is its number */
    CLOCK_REST,      /* a rest day: not counted by a working-day limit */
    CLOCK_PAUSED,    /* within a pause: not counted */
    CLOCK_MOVED,     /* the last day fell on a rest day and moves over this one */
    CLOCK_LAST_MOVED /* the working day on which it ends then */
};

struct clock_day {
    int32_t day;
    enum clock_day_kind kind;
    int64_t n;
    struct str name; /* of the holiday or make-up day, or STR_NULL */
    bool worked;     /* a working day */
    bool known;      /* its year's notice is known */
};

/* The count of a day limit, day by day from receipt to the last day. Hours give no days (n 0). */
enum err clock_explain(struct arena *arena, const struct calendar *calendar, int32_t offset_min,
                       struct clock_limit limit, int64_t start_us, const struct clock_pause *pauses,
                       size_t n, int64_t now_us, struct clock_day **out, size_t *out_n);

#endif
