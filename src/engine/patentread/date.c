/* Dates as sources write them. */
#include "engine/patentread/record.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Up to three runs of digits with single signs or 年月日 between. */
static size_t runs(struct str s, int32_t numbers[3], size_t lens[3])
{
    size_t n = 0, i = 0;
    while (i < s.len && n < 3) {
        size_t from = i;
        int32_t value = 0;
        while (i < s.len && digit(s.ptr[i]) && i - from < 9)
            value = value * 10 + (s.ptr[i++] - '0');
        if (i == from)
            return 0;
        numbers[n] = value;
        lens[n++] = i - from;
        if (i < s.len && digit(s.ptr[i]))
            return 0;
        size_t gap = i;
        while (i < s.len && !digit(s.ptr[i]))
            i++;
        if (i - gap > 3 || (i < s.len && (s.ptr[i - 1] == ':' || s.ptr[i - 1] == ' ') && n == 3))
            break;
    }
    return n;
}

static int32_t day_of(int32_t year, int32_t month, int32_t day)
{
    if (year < 1790 || year > 2199)
        return DAY_NONE;
    return day_from_date((struct date){year, month, day});
}

static int32_t eight(int32_t ymd)
{
    return day_of(ymd / 10000, ymd / 100 % 100, ymd % 100);
}

/* A year of two digits: the latest one up to the named year, for an application is older than its
 * publication. A year more is allowed: exports that take the year of the week instead of the day's
 * write the last days of December with the year that begins then. */
static int32_t century(int32_t two, int32_t named)
{
    int32_t last = named ? named + 1 : 2030;
    int32_t year = last / 100 * 100 + two;
    return year > last ? year - 100 : year;
}

/* 41279 is how Excel counts 2013-01-05 where a cell lost its format: days since 1899-12-30. */
static int32_t serial_day(int32_t serial)
{
    enum { FIRST = 20000, LAST = 60000, EPOCH = 25569 }; /* 1954 to 2064 */
    return serial >= FIRST && serial < LAST ? serial - EPOCH : DAY_NONE;
}

int32_t record_day(struct patent_record *r, struct str text, int32_t year)
{
    int32_t at[3] = {0}, found = DAY_NONE;
    size_t len[3] = {0};
    struct str s = str_trim(text);
    size_t space = str_find_char(s, 'T', 0);
    if (space == 10) /* 2011-04-20T00:00:00Z */
        s = str_slice(s, 0, 10);
    if (str_empty(s) || str_eq(s, STR("-")) || str_eq(s, STR("0")))
        return DAY_NONE;
    size_t n = runs(s, at, len);
    if (n == 1 && len[0] == 8) {
        if (at[0] % 100 == 0 || at[0] == 10101) /* month only, or DOCDB's 0001-01-01 */
            return DAY_NONE;
        found = eight(at[0]);
    } else if (n == 1 && len[0] == 5) {
        found = serial_day(at[0]);
    } else if (n == 3 && len[0] == 4) {
        found = day_of(at[0], at[1], at[2]);
    } else if (n == 3 && (len[2] == 4 || len[2] == 2)) {
        int32_t y = len[2] == 4 ? at[2] : century(at[2], year);
        found = day_of(y, at[1], at[0]);
        if (found == DAY_NONE) /* month first */
            found = day_of(y, at[0], at[1]);
    }
    if (found == DAY_NONE && str_empty(r->bad_day))
        r->bad_day = record_keep(r, s, 64);
    return found;
}
