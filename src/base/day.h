/*
 * Days and instants.
 *
 * A day is an int32 count of days since 1970-01-01 in the proleptic Gregorian calendar (DAY_NONE =
 * no day); an instant is an int64 count of microseconds since 1970-01-01T00:00:00Z. The park's zone
 * is a fixed offset in minutes (China: 480), so no time-zone table is needed. Nothing here reads a
 * clock; only app/ and tests do, and hand the instant on as a parameter.
 */
#ifndef LIANYUAN_BASE_DAY_H
#define LIANYUAN_BASE_DAY_H

#include "base/arena.h"
#include "base/str.h"

#define DAY_NONE INT32_MIN
#define DAY_US INT64_C(86400000000)
#define HOUR_US INT64_C(3600000000)
#define MINUTE_US INT64_C(60000000)
#define SECOND_US INT64_C(1000000)

struct date {
    int32_t year; /* 1..9999 */
    int32_t month, day;
};

/* 0 = Monday ... 6 = Sunday */
int32_t day_weekday(int32_t day);
int32_t day_from_date(struct date date); /* DAY_NONE when there is no such date */
struct date day_date(int32_t day);

/* "2026-11-22" only; false on anything else. Looser human forms are the sheet room's business. */
bool day_parse(struct str s, int32_t *out_day);
struct str day_text(struct arena *arena, int32_t day); /* "2026-11-22"; "" for DAY_NONE */

/* The park's day in which the instant falls, and the instant at which the day begins. */
int32_t day_of_instant(int64_t instant_us, int32_t offset_min);
int64_t instant_of_day(int32_t day, int32_t offset_min);

/* "2026-11-22T17:00:00+08:00" with the offset; parse takes Z or an offset, fraction up to 6 digits.
 */
struct str instant_text(struct arena *arena, int64_t instant_us, int32_t offset_min);
bool instant_parse(struct str s, int64_t *out_instant_us);

#endif
