/*
 * Why this day: every clock of a matter, counted before the reader's eyes. Each clock says when it
 * began and what stopped it, its limit and whose rule that is, and then day by day: is it a working
 * day and why, does it count and why not, the running number, and who had stopped the clock.
 *
 *     struct matter_clocks v;
 *     e = matter_find_clocks(ctx, id, &v);
 *     for (c ...) for (d ...) print(v.clocks.at[c].days.at[d])
 *
 * The days are counted anew from the events, with the calendar in force; what is stored with the
 * record is not looked at, so that a fault in either shows (clock.stored).
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_COUNT_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_COUNT_H

#include "domain/matter/matter_find.h"

enum clock_standing {
    CLOCK_RUNS,    /* 正在计时 */
    CLOCK_WAITS,   /* 挂起 */
    CLOCK_OVERDUE, /* 已超期 */
    CLOCK_IN_TIME, /* 按时办了 */
    CLOCK_LATE,    /* 超期才办 */
    CLOCK_DROPPED, /* 没有办就结束了 */
    CLOCK_UNDATED, /* 日期未定: only words were given */
};

struct matter_clock_day {
    int32_t day;
    bool working;       /* a working day by the calendar */
    struct str holiday; /* "国庆节"; STR_NULL for an ordinary day */
    bool known;         /* the year's notice is known */
    bool counted;
    int64_t n;              /* the running number; hours of an hour limit so far */
    const char *why;        /* T("..."), "{}" filled with why_detail */
    struct str why_detail;  /* name of the holiday; hours and minutes */
    struct str paused_by;   /* "李四（水务局）"; STR_NULL */
    struct str paused_what; /* the reason given */
    bool due, today;
};

struct matter_clock_pause {
    int64_t from_at, to_at; /* 0: still waits */
    struct str by, reason;
    int64_t given_back; /* days of the limit's kind; minutes of an hour limit */
};

struct matter_clock {
    enum matter_due_kind kind;
    struct duty_id duty; /* {0}: the matter's own */
    struct str org_name; /* STR("") then */
    enum clock_standing standing;
    int64_t limit, limit_kind; /* enum matter_limit_kind */
    int32_t fixed;             /* the day itself, of a promise or a fixed limit; else DAY_NONE */
    const char *rule;          /* T("..."): where the limit comes from, "{}" = source */
    struct str source;
    int64_t start_at, stop_at; /* stop 0: not yet */
    int32_t due;
    int64_t due_at; /* MATTER_DUE_NEVER while it waits */
    int64_t stored; /* the end as the record keeps it; 0 = not kept */
    bool provisional;
    int64_t left_days, late_days;
    VEC(struct matter_clock_pause) pauses;
    VEC(struct matter_clock_day) days;
};

struct matter_clocks {
    struct matter_row row;
    int64_t calendar; /* the how-manieth version of the park is in force; 0 = the built-in table */
    int64_t first_year, last_year;
    struct str calendar_source;
    int32_t horizon; /* the last day that a notice settles */
    bool beyond;     /* some clock rests on days behind it */
    int64_t now_us;
    bool may_recounts;               /* the reader may look at what recounts moved */
    VEC(struct matter_clock) clocks; /* in the order in which they ran */
};

/* ERR_NOT_FOUND out of sight. */
enum err matter_find_clocks(struct ctx *ctx, struct matter_id id, struct matter_clocks *out);

/* 受理, 交办, ... and 正在计时, ...: T("...") for tr(). */
const char *clock_standing_word(int64_t standing);
const char *clock_standing_name(int64_t standing);
const char *clock_kind_name(int64_t kind); /* "accept", "limit", ... of enum matter_due_kind */

#endif
