#include "domain/matter/matter_period.h"

enum { YEAR_MIN = 1970, YEAR_MAX = 9998 };

static int32_t month_begin(int32_t year, int32_t month)
{
    return day_from_date((struct date){year, month, 1});
}

struct matter_period matter_period_of(enum matter_period_kind kind, int32_t day)
{
    if (kind == MATTER_WEEKLY) {
        int32_t monday = day - day_weekday(day);
        return (struct matter_period){kind, monday, monday + 7};
    }
    struct date d = day_date(day);
    bool last = d.month == 12;
    return (struct matter_period){kind, month_begin(d.year, d.month),
                                  month_begin(last ? d.year + 1 : d.year, last ? 1 : d.month + 1)};
}

/* Monday of week 1: of the week that holds 4 January. */
static int32_t first_week(int32_t year)
{
    int32_t day = day_from_date((struct date){year, 1, 4});
    return day - day_weekday(day);
}

bool matter_period_parse(enum matter_period_kind kind, struct str name, struct matter_period *out)
{
    int64_t year, n;
    bool weekly = kind == MATTER_WEEKLY;
    if (name.len != (weekly ? 8 : 7) || name.ptr[4] != '-' || (weekly && name.ptr[5] != 'W') ||
        !str_int(str_slice(name, 0, 4), &year) ||
        !str_int(str_slice(name, weekly ? 6 : 5, name.len), &n) || year < YEAR_MIN ||
        year > YEAR_MAX || n < 1 || n > (weekly ? 53 : 12))
        return false;
    if (!weekly) {
        *out = matter_period_of(kind, month_begin((int32_t)year, (int32_t)n));
        return true;
    }
    int32_t monday = first_week((int32_t)year) + 7 * ((int32_t)n - 1);
    *out = (struct matter_period){kind, monday, monday + 7};
    return monday < first_week((int32_t)year + 1);
}

struct str matter_period_name(struct arena *arena, struct matter_period period)
{
    if (period.kind == MATTER_MONTHLY) {
        struct date d = day_date(period.from);
        return str_print(arena, "%04d-%02d", d.year, d.month);
    }
    int32_t year = day_date(period.from + 3).year; /* its Thursday's */
    return str_print(arena, "%04d-W%02d", year, (period.from - first_week(year)) / 7 + 1);
}

struct matter_period matter_period_step(struct matter_period period, int n)
{
    if (period.kind == MATTER_WEEKLY)
        return matter_period_of(period.kind, period.from + 7 * n);
    struct date d = day_date(period.from);
    int32_t months = d.year * 12 + d.month - 1 + n;
    return matter_period_of(period.kind, month_begin(months / 12, months % 12 + 1));
}

bool matter_period_kind(struct str word, enum matter_period_kind *out)
{
    *out = str_eq(word, STR("weekly")) ? MATTER_WEEKLY : MATTER_MONTHLY;
    return *out == MATTER_WEEKLY || str_eq(word, STR("monthly"));
}

const char *matter_period_word(enum matter_period_kind kind)
{
    return kind == MATTER_WEEKLY ? "weekly" : "monthly";
}
