#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/tap.h"
#include "base/workday.h"

static struct arena arena;
static const struct calendar *china;
static struct str china_text;

enum { CHINA = 480 };

static int32_t day(const char *text)
{
    int32_t d = DAY_NONE;
    if (!day_parse(str_from(text), &d))
        abort();
    return d;
}

static int64_t at(const char *text)
{
    int64_t t = 0;
    if (!instant_parse(str_from(text), &t))
        abort();
    return t;
}

static struct str text_of(int32_t d)
{
    return day_text(&arena, d);
}

/* --- an oracle that shares nothing with the code: it searches the file's text for the day ----- */

static bool naive_worked(int32_t d)
{
    struct str text = day_text(&arena, d);
    size_t where = str_find(china_text, str_print(&arena, "\n%.*s ", STR_ARG(text)), 0);
    if (where != SIZE_MAX)
        return china_text.ptr[where + 12] == 'w';
    return ((d + 3) % 7 + 7) % 7 < 5;
}

static int32_t naive_known_first, naive_known_last;

static bool naive_known(int32_t d)
{
    return d >= naive_known_first && d <= naive_known_last;
}

static void reads_the_national_table(void)
{
    IS_STR(text_of(calendar_first(china)), STR("2007-01-01"));
    IS_STR(text_of(calendar_horizon(china)), STR("2026-12-31"));
    static const int want[] = {250, 249, 250, 249, 249, 251, 248, 248};
    for (int year = 2019; year <= 2026; year++) {
        int32_t first = day_from_date((struct date){year, 1, 1});
        int32_t last = day_from_date((struct date){year, 12, 31});
        IS_INT(workday_count_inclusive(china, first, last), want[year - 2019]);
        IS_INT(workday_count(china, first - 1, last), want[year - 2019]);
    }
    OK(!workday_is(china, day("2026-10-01")), "a national day is off");
    OK(workday_is(china, day("2026-10-10")), "a make-up Saturday is worked");
    OK(workday_is(china, day("2026-01-04")), "a make-up Sunday is worked");
    IS_STR(calendar_name(china, day("2026-10-01")), STR("国庆节"));
    OK(str_null(calendar_name(china, day("2026-03-03"))), "an ordinary day has no name");
    OK(str_has(calendar_notice(china, day("2026-03-03")), STR("2026")), "the notice is named");
    OK(str_null(calendar_notice(china, day("2027-03-03"))), "no notice past the horizon");
}

static void adds_and_counts_by_hand(void)
{
    /* Wednesday 2026-09-30, then the holiday 1-7 October, with Saturday 10 October worked. */
    IS_STR(text_of(workday_add(china, day("2026-09-30"), 1)), STR("2026-10-08"));
    IS_STR(text_of(workday_add(china, day("2026-09-30"), 3)), STR("2026-10-10"));
    IS_STR(text_of(workday_add(china, day("2026-09-30"), 4)), STR("2026-10-12"));
    IS_STR(text_of(workday_add(china, day("2026-10-12"), -1)), STR("2026-10-10"));
    IS_STR(text_of(workday_add(china, day("2026-10-01"), 0)), STR("2026-10-08"));
    IS_INT(workday_count(china, day("2026-09-30"), day("2026-10-12")), 4);
    IS_INT(workday_count_inclusive(china, day("2026-09-30"), day("2026-10-12")), 5);
    IS_INT(workday_count(china, day("2026-10-12"), day("2026-09-30")), -4);
    IS_INT(workday_count_inclusive(china, day("2026-10-12"), day("2026-09-30")), 0);
    IS_INT(workday_count(china, day("2026-10-12"), day("2026-10-12")), 0);
}

static uint32_t seed = 20261122;

static int64_t roll(int64_t limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (int64_t)(seed >> 8) % limit;
}

static void agrees_with_the_naive_count(void)
{
    int32_t low = day("2006-06-01");
    for (int i = 0; i < 400; i++) {
        struct arena_mark mark = arena_mark(&arena);
        int32_t from = low + (int32_t)roll(8000), n = (int32_t)roll(60);
        int32_t count = 0, d = from;
        for (int32_t k = 0; k < n; k++)
            count += naive_worked(++d);
        IS_INT(workday_count(china, from, from + n), count);
        IS_INT(workday_count_inclusive(china, from + 1, from + n), n > 0 ? count : 0);
        if (n == 0)
            continue;
        int32_t up = from, down = from;
        for (int32_t k = 0; k < n;)
            k += naive_worked(++up);
        for (int32_t k = 0; k < n;)
            k += naive_worked(--down);
        IS_STR(text_of(workday_add(china, from, n)), text_of(up));
        IS_STR(text_of(workday_add(china, from, -n)), text_of(down));
        arena_reset(&arena, mark);
    }
}

static struct clock_due due_of(enum limit_kind kind, int64_t n, const char *start,
                               const struct clock_pause *pauses, size_t pause_n, const char *now)
{
    struct clock_due due;
    struct clock_limit limit = {kind, n};
    enum err e = clock_due(&arena, china, CHINA, limit, at(start), pauses, pause_n, at(now), &due);
    IS_INT(e, ERR_OK);
    return due;
}

static void limits_end_where_the_rules_say(void)
{
    const char *now = "2026-11-22T00:00:00Z";
    struct clock_due d = due_of(LIMIT_WORKDAYS, 1, "2026-11-20T09:00:00+08:00", NULL, 0, now);
    IS_STR(text_of(d.day), STR("2026-11-23"));
    IS_STR(instant_text(&arena, d.at_us, CHINA), STR("2026-11-24T00:00:00+08:00"));
    OK(!d.provisional && !d.open, "a known year, no pause");
    /* 23:30 UTC on the 19th is already the 20th in the park. */
    d = due_of(LIMIT_WORKDAYS, 1, "2026-11-19T23:30:00Z", NULL, 0, now);
    IS_STR(text_of(d.day), STR("2026-11-23"));
    /* Seven calendar days from 24 September end on Thursday 1 October: moved to the 8th. */
    d = due_of(LIMIT_DAYS, 7, "2026-09-24T10:00:00+08:00", NULL, 0, now);
    IS_STR(text_of(d.day), STR("2026-10-08"));
    d = due_of(LIMIT_DAYS, 7, "2026-11-16T10:00:00+08:00", NULL, 0, now);
    IS_STR(text_of(d.day), STR("2026-11-23"));
    d = due_of(LIMIT_HOURS, 24, "2026-10-01T10:00:00+08:00", NULL, 0, now);
    IS_STR(instant_text(&arena, d.at_us, CHINA), STR("2026-10-02T10:00:00+08:00"));
    IS_STR(text_of(d.day), STR("2026-10-02"));
    d = due_of(LIMIT_WORKDAYS, 0, "2026-10-01T10:00:00+08:00", NULL, 0, now);
    IS_STR(text_of(d.day), STR("2026-10-08"));
    d = due_of(LIMIT_WORKDAYS, 5, "2026-12-30T10:00:00+08:00", NULL, 0, now);
    OK(d.provisional, "past the horizon");
    d = due_of(LIMIT_DAYS, 1, "2026-12-30T10:00:00+08:00", NULL, 0, now);
    OK(!d.provisional, "on the horizon");
    struct clock_due bad;
    IS_INT(
        clock_due(&arena, china, CHINA, (struct clock_limit){LIMIT_DAYS, -1}, 0, NULL, 0, 0, &bad),
        ERR_INVALID);
    IS_INT(clock_due(&arena, china, CHINA, (struct clock_limit){LIMIT_DAYS, CLOCK_LIMIT_MAX + 1}, 0,
                     NULL, 0, 0, &bad),
           ERR_INVALID);
}

static void pauses_give_back_whole_days(void)
{
    const char *start = "2026-11-16T09:00:00+08:00"; /* a Monday; 3 working days end on the 19th */
    const char *now = "2026-11-24T12:00:00+08:00";
    struct clock_pause same_day[] = {
        {at("2026-11-17T09:00:00+08:00"), at("2026-11-17T17:00:00+08:00")}};
    struct clock_due d = due_of(LIMIT_WORKDAYS, 3, start, same_day, 1, now);
    IS_STR(text_of(d.day), STR("2026-11-19"));
    struct clock_pause two[] = {{at("2026-11-17T09:00:00+08:00"), at("2026-11-18T17:00:00+08:00")},
                                {at("2026-11-18T12:00:00+08:00"), at("2026-11-19T08:00:00+08:00")}};
    d = due_of(LIMIT_WORKDAYS, 3, start, two, 2, now);
    IS_STR(text_of(d.day), STR("2026-11-23")); /* 18th and 19th back: 20th and, past Sunday, 23rd */
    IS_INT(d.paused, 2);
    struct clock_pause on_last_day[] = {{at("2026-11-19T20:00:00+08:00"), 0}};
    d = due_of(LIMIT_WORKDAYS, 3, start, on_last_day, 1, now);
    OK(d.open, "the pause runs");
    IS_STR(text_of(d.day), STR("2026-11-24"));
    struct clock_pause afterwards[] = {{at("2026-11-20T08:00:00+08:00"), 0}};
    d = due_of(LIMIT_WORKDAYS, 3, start, afterwards, 1, now);
    IS_STR(text_of(d.day), STR("2026-11-19")); /* a limit that is over is not revived */
    d = due_of(LIMIT_HOURS, 24, start, two, 2, now);
    IS_STR(instant_text(&arena, d.at_us, CHINA), STR("2026-11-17T09:00:00+08:00"));
    struct clock_pause early[] = {
        {at("2026-11-16T10:00:00+08:00"), at("2026-11-16T12:30:00+08:00")}};
    d = due_of(LIMIT_HOURS, 24, start, early, 1, now);
    IS_STR(instant_text(&arena, d.at_us, CHINA), STR("2026-11-17T11:30:00+08:00"));
    struct clock_pause backwards[] = {{at(now), at(start)}};
    struct clock_due bad;
    IS_INT(clock_due(&arena, china, CHINA, (struct clock_limit){LIMIT_DAYS, 1}, at(start),
                     backwards, 1, at(now), &bad),
           ERR_INVALID);
}

/* Day by day, minute by minute where pauses matter: is the day given back, is its end covered? */
static bool naive_gives_back(const struct clock_pause *p, size_t n, int64_t start, int64_t now,
                             int32_t d, bool night)
{
    for (size_t i = 0; i < n; i++) {
        int64_t from = p[i].from_us < start ? start : p[i].from_us;
        int64_t to = p[i].to_us != 0 ? p[i].to_us : now > p[i].from_us ? now : p[i].from_us;
        if (to <= from)
            continue;
        int32_t first = day_of_instant(from, CHINA), last = day_of_instant(to, CHINA);
        if (night ? first <= d && d < last : first < d && d <= last)
            return true;
    }
    return false;
}

static int32_t naive_due(struct clock_limit limit, int64_t start, const struct clock_pause *p,
                         size_t n, int64_t now, bool *out_provisional)
{
    int64_t left = limit.n;
    int32_t receipt = day_of_instant(start, CHINA), raw = receipt;
    for (int32_t d = receipt;; d++) {
        if (d > receipt && left > 0 && !naive_gives_back(p, n, start, now, d, false) &&
            (limit.kind == LIMIT_DAYS || naive_worked(d))) {
            left--;
            raw = d;
        }
        if (left == 0 && naive_gives_back(p, n, start, now, d, true))
            raw = d + 1;
        if (left == 0 && naive_worked(d) && !naive_gives_back(p, n, start, now, d, true)) {
            int32_t first = limit.kind == LIMIT_DAYS ? raw : limit.n > 0 ? receipt + 1 : receipt;
            *out_provisional = !naive_known(first) || !naive_known(d);
            return d;
        }
    }
}

static void clock_agrees_with_a_naive_one(void)
{
    int64_t base = at("2026-06-01T00:00:00+08:00");
    for (int i = 0; i < 600; i++) {
        struct arena_mark mark = arena_mark(&arena);
        int64_t start = base + roll(240) * DAY_US + roll(1440) * MINUTE_US;
        struct clock_limit limit = {roll(2) ? LIMIT_DAYS : LIMIT_WORKDAYS, roll(12)};
        struct clock_pause p[4];
        size_t n = (size_t)roll(5);
        for (size_t k = 0; k < n; k++) {
            p[k].from_us = start + roll(20 * 1440) * MINUTE_US - DAY_US;
            p[k].to_us = roll(8) == 0 ? 0 : p[k].from_us + roll(5 * 1440) * MINUTE_US;
        }
        int64_t now = start + roll(30 * 1440) * MINUTE_US;
        struct clock_due due;
        IS_INT(clock_due(&arena, china, CHINA, limit, start, p, n, now, &due), ERR_OK);
        bool provisional;
        int32_t want = naive_due(limit, start, p, n, now, &provisional);
        IS_STR(text_of(due.day), text_of(want));
        IS_INT(due.provisional, provisional);
        struct clock_day *days;
        size_t day_n;
        IS_INT(clock_explain(&arena, china, CHINA, limit, start, p, n, now, &days, &day_n), ERR_OK);
        int64_t counted = 0;
        for (size_t k = 0; k < day_n; k++)
            counted += days[k].kind == CLOCK_COUNTED;
        IS_INT(counted, limit.n);
        IS_INT(days[day_n - 1].day, due.day);
        arena_reset(&arena, mark);
    }
}

static void explains_day_by_day(void)
{
    struct clock_day *days;
    size_t n;
    struct clock_limit limit = {LIMIT_DAYS, 7};
    int64_t start = at("2026-09-24T10:00:00+08:00");
    IS_INT(clock_explain(&arena, china, CHINA, limit, start, NULL, 0, start, &days, &n), ERR_OK);
    IS_INT(n, 15);
    IS_INT(days[0].kind, CLOCK_RECEIPT);
    IS_INT(days[1].kind, CLOCK_COUNTED);
    IS_INT(days[7].n, 7);
    IS_STR(days[7].name, STR("国庆节"));
    IS_INT(days[8].kind, CLOCK_MOVED);
    IS_INT(days[14].kind, CLOCK_LAST_MOVED);
    IS_STR(text_of(days[14].day), STR("2026-10-08"));
}

static void says_how_much_is_left(void)
{
    struct clock_limit limit = {LIMIT_WORKDAYS, 3};
    struct clock_due due =
        due_of(LIMIT_WORKDAYS, 3, "2026-11-17T09:00:00+08:00", NULL, 0, "2026-11-18T00:00:00Z");
    IS_STR(text_of(due.day), STR("2026-11-20"));
    IS_INT(clock_left(china, CHINA, limit, &due, at("2026-11-18T10:00:00+08:00")), 2);
    IS_INT(clock_left(china, CHINA, limit, &due, at("2026-11-20T23:59:59+08:00")), 0);
    IS_INT(clock_left(china, CHINA, limit, &due, at("2026-11-21T00:00:00+08:00")), -1);
    IS_INT(clock_left(china, CHINA, limit, &due, at("2026-11-24T09:00:00+08:00")), -2);
    limit = (struct clock_limit){LIMIT_HOURS, 2};
    due = due_of(LIMIT_HOURS, 2, "2026-11-17T09:00:00+08:00", NULL, 0, "2026-11-18T00:00:00Z");
    IS_INT(clock_left(china, CHINA, limit, &due, at("2026-11-17T09:30:00+08:00")), 1);
    IS_INT(clock_left(china, CHINA, limit, &due, at("2026-11-17T11:00:00+08:00")), -1);
}

static void refuses_bad_tables(void)
{
    static const struct {
        const char *text, *why;
    } bad[] = {
        {"", "no year"},
        {"2026-01-01 off 元旦\n", "a day before any year"},
        {"year 26 通知\n", "a short year"},
        {"year\n", "no year at all"},
        {"year 2026 通知\n2026-01-01\n", "a bare day"},
        {"year 2026\n", "no notice"},
        {"year 2026 通知\nyear 2028 通知\n", "a gap"},
        {"year 2026 通知\n2026-02-30 off 春节\n", "no such day"},
        {"year 2026 通知\n2026-01-01 maybe 元旦\n", "neither off nor work"},
        {"year 2026 通知\n2026-01-01 off 元旦\n2026-01-01 work 元旦\n", "twice"},
        {"year 2026 通知\n2020-01-01 off 元旦\n", "a day of another year"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct calendar *c;
        struct error error = {0};
        enum err e = calendar_read(&arena, str_from(bad[i].text), &c, &error);
        OK(e == ERR_INVALID && error.message != NULL, bad[i].why);
    }
    const struct calendar *plain = calendar_plain();
    OK(workday_is(plain, day("2026-10-01")) && !calendar_knows(plain, day("2026-10-01")),
       "the plain calendar knows weekdays only");
    IS_INT(workday_count_inclusive(plain, day("2026-11-16"), day("2026-11-29")), 10);
}

int main(void)
{
    arena_init(&arena, 256 << 20);
    if (fs_read(&arena, STR(CALENDAR_FILE), 1 << 20, &china_text) ||
        calendar_read(&arena, china_text, &china, NULL)) {
        printf("Bail out! cannot read " CALENDAR_FILE "\n");
        return 1;
    }
    naive_known_first = day("2007-01-01");
    naive_known_last = day("2026-12-31");
    RUN(reads_the_national_table);
    RUN(adds_and_counts_by_hand);
    RUN(agrees_with_the_naive_count);
    RUN(limits_end_where_the_rules_say);
    RUN(pauses_give_back_whole_days);
    RUN(clock_agrees_with_a_naive_one);
    RUN(explains_day_by_day);
    RUN(says_how_much_is_left);
    RUN(refuses_bad_tables);
    arena_release(&arena);
    return tap_end();
}
