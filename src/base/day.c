#include "base/day.h"

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t month_days(int32_t year, int32_t month)
{
    static const int8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && leap(year));
}

int32_t day_weekday(int32_t day)
{
    /* 1970-01-01 was a Thursday. */
    return (int32_t)(((int64_t)day + 3) - 7 * floor_div((int64_t)day + 3, 7));
}

/* Counts from March, so that the leap day is the year's last (Howard Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms"). */
int32_t day_from_date(struct date date)
{
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > month_days(date.year, date.month))
        return DAY_NONE;
    int32_t year = date.year - (date.month <= 2);
    int32_t era = year / 400, year_of_era = year - era * 400;
    int32_t month = date.month + (date.month > 2 ? -3 : 9);
    int32_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct date day_date(int32_t day)
{
    int64_t z = (int64_t)day + 719468, era = floor_div(z, 146097);
    int32_t doe = (int32_t)(z - era * 146097);
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    int32_t month = mp < 10 ? mp + 3 : mp - 9;
    return (struct date){
        .year = (int32_t)(yoe + era * 400) + (month <= 2),
        .month = month,
        .day = doy - (153 * mp + 2) / 5 + 1,
    };
}

/* Exactly count digits at *s, which is moved past them. */
static bool digits(struct str *s, size_t count, int32_t *out_value)
{
    if (s->len < count)
        return false;
    int32_t v = 0;
    for (size_t i = 0; i < count; i++) {
        if (s->ptr[i] < '0' || s->ptr[i] > '9')
            return false;
        v = v * 10 + (s->ptr[i] - '0');
    }
    *s = str_slice(*s, count, s->len);
    *out_value = v;
    return true;
}

static bool mark(struct str *s, char c)
{
    if (s->len == 0 || s->ptr[0] != c)
        return false;
    *s = str_slice(*s, 1, s->len);
    return true;
}

static bool take_day(struct str *s, int32_t *out_day)
{
    struct date d;
    if (!digits(s, 4, &d.year) || !mark(s, '-') || !digits(s, 2, &d.month) || !mark(s, '-') ||
        !digits(s, 2, &d.day))
        return false;
    *out_day = day_from_date(d);
    return *out_day != DAY_NONE;
}

bool day_parse(struct str s, int32_t *out_day)
{
    int32_t day;
    if (!take_day(&s, &day) || s.len)
        return false;
    *out_day = day;
    return true;
}

struct str day_text(struct arena *arena, int32_t day)
{
    if (day == DAY_NONE)
        return STR("");
    struct date d = day_date(day);
    return str_print(arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

int32_t day_of_instant(int64_t instant_us, int32_t offset_min)
{
    return (int32_t)floor_div(instant_us + offset_min * MINUTE_US, DAY_US);
}

int64_t instant_of_day(int32_t day, int32_t offset_min)
{
    return day * DAY_US - offset_min * MINUTE_US;
}

struct str instant_text(struct arena *arena, int64_t instant_us, int32_t offset_min)
{
    int32_t day = day_of_instant(instant_us, offset_min);
    struct date d = day_date(day);
    int64_t s = (instant_us - instant_of_day(day, offset_min)) / SECOND_US;
    int32_t off = offset_min < 0 ? -offset_min : offset_min;
    return str_print(arena, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", d.year, d.month, d.day,
                     (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60), offset_min < 0 ? '-' : '+',
                     off / 60, off % 60);
}

/* Z or +hh:mm, to the end of the text. */
static bool take_offset(struct str *s, int32_t *out_minutes)
{
    int32_t hours, minutes;
    bool east = mark(s, '+');
    *out_minutes = 0;
    if (!east && mark(s, 'Z'))
        return s->len == 0;
    if ((!east && !mark(s, '-')) || !digits(s, 2, &hours) || !mark(s, ':') ||
        !digits(s, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *out_minutes = (east ? 1 : -1) * (hours * 60 + minutes);
    return s->len == 0;
}

bool instant_parse(struct str s, int64_t *out_instant_us)
{
    int32_t day, h, m, sec, offset;
    int64_t fraction = 0, unit = SECOND_US;
    if (!take_day(&s, &day) || !mark(&s, 'T') || !digits(&s, 2, &h) || !mark(&s, ':') ||
        !digits(&s, 2, &m) || !mark(&s, ':') || !digits(&s, 2, &sec) || h > 23 || m > 59 ||
        sec > 59)
        return false;
    if (mark(&s, '.'))
        for (int32_t d; unit > 1 && digits(&s, 1, &d);) {
            unit /= 10;
            fraction += d * unit;
        }
    if (!take_offset(&s, &offset))
        return false;
    *out_instant_us =
        instant_of_day(day, offset) + h * HOUR_US + m * MINUTE_US + sec * SECOND_US + fraction;
    return true;
}
