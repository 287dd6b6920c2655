/* Dates and moments as people write them. */
#include <string.h>

#include "base/utf8.h"
#include "report/sheet.h"

enum { PIECES_MAX = 16, WRITTEN_MAX = 96 /* bytes: longer texts are no dates */ };

enum { IS_NUMBER = 1, IS_MARK = 2 };

/* "2026年11月22日 下午3:05" as 2026 年 11 月 22 日 p 3 : 5 */
struct piece {
    int kind;
    int32_t number, digits;
    uint32_t mark;
};

struct written {
    struct piece at[PIECES_MAX];
    size_t n, i;
};

static int32_t han_digit(uint32_t rune)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    if (rune == 0x96F6 || rune == 0x25CB)
        return 0;
    for (int32_t i = 0; i < 10; i++)
        if (digits[i] == rune)
            return i;
    return rune == 0x5341 ? 10 : -1;
}

static uint32_t narrow(uint32_t rune)
{
    if (rune >= 0xFF01 && rune <= 0xFF5E)
        rune -= 0xFEE0;
    if (rune == 0x3000 || rune == 0xA0 || rune == '\t' || rune == '\n' || rune == '\r')
        return ' ';
    if (rune == 0x2013 || rune == 0x2014 || rune == 0x2212)
        return '-';
    return rune;
}

/* Chinese numerals: 二〇二六 is read digit by digit, 十一 and 二十二 and 三十 by tens. */
static int32_t han_add(int32_t value, int32_t digit, bool *tens)
{
    if (digit == 10) {
        *tens = true;
        return value == 0 ? 10 : value * 10;
    }
    return *tens ? value + digit : value * 10 + digit;
}

static bool take_pieces(struct str text, struct written *w)
{
    uint32_t rune;
    bool in_han = false, tens = false, in_number = false;
    w->n = w->i = 0;
    if (text.len > WRITTEN_MAX)
        return false;
    while (utf8_next(&text, &rune)) {
        rune = narrow(rune);
        bool ascii = rune >= '0' && rune <= '9';
        int32_t digit = ascii ? (int32_t)(rune - '0') : han_digit(rune);
        struct piece *last = w->n ? &w->at[w->n - 1] : NULL;
        if (digit >= 0 && in_number && in_han == !ascii && last->digits < 9) {
            last->number = ascii ? last->number * 10 + digit : han_add(last->number, digit, &tens);
            last->digits++;
            continue;
        }
        if (w->n == PIECES_MAX)
            return false;
        in_number = digit >= 0;
        in_han = !ascii;
        tens = digit == 10;
        w->at[w->n++] = digit >= 0 ? (struct piece){IS_NUMBER, digit, 1, 0}
                                   : (struct piece){IS_MARK, 0, 0, rune};
    }
    return w->n > 0;
}

static bool is_mark(const struct written *w, size_t i, uint32_t mark)
{
    return i < w->n && w->at[i].kind == IS_MARK && w->at[i].mark == mark;
}

static bool mark(struct written *w, uint32_t rune)
{
    bool is = is_mark(w, w->i, rune);
    w->i += is;
    return is;
}

static void blanks(struct written *w)
{
    while (mark(w, ' '))
        ;
}

static bool number(struct written *w, int32_t *out, int32_t *out_digits)
{
    if (w->i == w->n || w->at[w->i].kind != IS_NUMBER)
        return false;
    *out = w->at[w->i].number;
    *out_digits = w->at[w->i].digits;
    w->i++;
    return true;
}

/* Between year and month, month and day: 年 月 / - . */
static bool separator(struct written *w, uint32_t han, uint32_t *which)
{
    blanks(w);
    uint32_t m = w->i < w->n && w->at[w->i].kind == IS_MARK ? w->at[w->i].mark : 0;
    bool is = m == han || m == '/' || m == '-' || m == '.';
    if (is && *which && *which != m && m != han)
        return false;
    if (is) {
        *which = m == han ? 0 : m;
        w->i++;
        blanks(w);
    }
    return is;
}

static bool make_day(int32_t year, int32_t month, int32_t day, int32_t *out_day)
{
    if (year < 100)
        year += 2000;
    if (year < 1900 || year > 2999)
        return false;
    *out_day = day_from_date((struct date){year, month, day});
    return *out_day != DAY_NONE;
}

/* 日 or 号, and a weekday: 星期三, 周三, （周三）. */
static void after_day(struct written *w)
{
    static const uint32_t names[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                     0x4E94, 0x516D, 0x65E5, 0x5929};
    size_t back = w->i;
    blanks(w);
    if (mark(w, 0x65E5) || mark(w, 0x53F7))
        back = w->i;
    w->i = back;
    blanks(w);
    bool open = mark(w, '(');
    bool week = mark(w, 0x5468) || (is_mark(w, w->i + 1, 0x671F) && mark(w, 0x661F) && ++w->i);
    bool named = false;
    for (size_t i = 0; week && !named && i < sizeof names / sizeof names[0]; i++)
        named = mark(w, names[i]) || (w->i < w->n && w->at[w->i].kind == IS_NUMBER && i < 6 &&
                                      w->at[w->i].number == (int32_t)i + 1 && ++w->i);
    if (!week || !named || (open && !mark(w, ')')))
        w->i = back;
}

static bool date_part(struct written *w, int32_t year, int32_t *out_day)
{
    int32_t a, b, c, digits, ignored;
    uint32_t which = 0;
    blanks(w);
    if (!number(w, &a, &digits))
        return false;
    if (digits == 8 && a >= 19000101) {
        bool ok = make_day(a / 10000, a / 100 % 100, a % 100, out_day);
        return ok;
    }
    if (digits == 4 || (digits == 2 && is_mark(w, w->i, 0x5E74))) {
        if (!separator(w, 0x5E74, &which) || !number(w, &b, &ignored) ||
            !separator(w, 0x6708, &which) || !number(w, &c, &ignored) ||
            !make_day(a, b, c, out_day))
            return false;
        after_day(w);
        return true;
    }
    if (year <= 0 || !separator(w, 0x6708, &which) || which == '.' || !number(w, &b, &ignored) ||
        !make_day(year, a, b, out_day))
        return false;
    after_day(w);
    return true;
}

/* 9:30  9:30:05  9:30:05.123  9时30分05秒  9点半  上午 9:30  下午3点 */
static bool time_part(struct written *w, int64_t *out_us)
{
    int32_t hour, minute = 0, second = 0, digits;
    bool noon = is_mark(w, w->i + 1, 0x5348);
    bool pm = noon && (is_mark(w, w->i, 0x4E0B) || is_mark(w, w->i, 0x4E2D));
    bool am = noon && is_mark(w, w->i, 0x4E0A);
    pm = pm || (is_mark(w, w->i, 0x665A) && is_mark(w, w->i + 1, 0x4E0A)); /* 晚上 */
    w->i += pm || am ? 2 : 0;
    blanks(w);
    if (!number(w, &hour, &digits) || digits > 2)
        return false;
    if (mark(w, ':')) {
        if (!number(w, &minute, &digits) || digits > 2)
            return false;
        if (mark(w, ':') && (!number(w, &second, &digits) || digits > 2))
            return false;
        if (mark(w, '.') && !number(w, &(int32_t){0}, &digits))
            return false;
    } else if (mark(w, 0x65F6) || mark(w, 0x70B9)) {
        mark(w, 0x6574);
        if (mark(w, 0x534A))
            minute = 30;
        else if (number(w, &minute, &digits)) {
            if (mark(w, 0x5206) && number(w, &second, &digits))
                mark(w, 0x79D2);
        }
    } else {
        return false;
    }
    blanks(w);
    if ((is_mark(w, w->i, 'P') || is_mark(w, w->i, 'p') || is_mark(w, w->i, 'A') ||
         is_mark(w, w->i, 'a')) &&
        (is_mark(w, w->i + 1, 'M') || is_mark(w, w->i + 1, 'm'))) {
        pm = is_mark(w, w->i, 'P') || is_mark(w, w->i, 'p');
        am = !pm;
        w->i += 2;
    }
    hour += pm && hour < 12 ? 12 : am && hour == 12 ? -12 : 0;
    *out_us = ((hour * INT64_C(60) + minute) * 60 + second) * SECOND_US;
    return hour <= 24 && minute < 60 && second < 60 && *out_us <= DAY_US;
}

bool sheet_day_text(struct str text, int32_t year, int32_t *out_day)
{
    struct written w;
    if (!take_pieces(str_trim(text), &w) || !date_part(&w, year, out_day))
        return false;
    blanks(&w);
    return w.i == w.n;
}

bool sheet_moment_text(struct str text, int64_t *out_wall_us, bool *out_has_time)
{
    struct written w;
    int32_t day;
    int64_t time_us = 0;
    if (!take_pieces(str_trim(text), &w) || !date_part(&w, 0, &day))
        return false;
    blanks(&w);
    mark(&w, 'T');
    *out_has_time = w.i < w.n;
    if (*out_has_time && !time_part(&w, &time_us))
        return false;
    blanks(&w);
    *out_wall_us = day * DAY_US + time_us;
    return w.i == w.n;
}

/* +08:00 or +0800 or +8 behind the time; the sign is taken already. */
static bool zone_part(struct written *w, int32_t sign, int32_t *out_offset_min)
{
    int32_t hour, minute = 0, digits;
    if (!number(w, &hour, &digits) || digits == 3 || digits > 4)
        return false;
    if (digits == 4) {
        minute = hour % 100;
        hour /= 100;
    } else if (mark(w, ':') && (!number(w, &minute, &digits) || digits != 2)) {
        return false;
    }
    *out_offset_min = sign * (hour * 60 + minute);
    return hour <= 14 && minute < 60;
}

bool sheet_instant_text(struct str text, int64_t *out_us)
{
    struct written w;
    int32_t day, offset_min = 0;
    int64_t time_us = 0;
    if (!take_pieces(str_trim(text), &w) || !date_part(&w, 0, &day))
        return false;
    blanks(&w);
    mark(&w, 'T');
    if (!time_part(&w, &time_us))
        return false;
    blanks(&w);
    bool plus = is_mark(&w, w.i, '+'), minus = is_mark(&w, w.i, '-');
    w.i++;
    if (!plus && !minus && !is_mark(&w, w.i - 1, 'Z'))
        return false;
    if ((plus || minus) && !zone_part(&w, plus ? 1 : -1, &offset_min))
        return false;
    *out_us = day * DAY_US + time_us - offset_min * MINUTE_US;
    return w.i == w.n;
}

enum { LOOSE_YEARS = 20, LEAP_YEARS = 8 };

/* 2026年9月, 2026-09, 2026.9: its first day. */
static bool month_part(struct written *w, int32_t *out_day)
{
    int32_t year, month, digits;
    uint32_t which = 0;
    blanks(w);
    if (!number(w, &year, &digits) || (digits != 4 && !is_mark(w, w->i, 0x5E74)) ||
        !separator(w, 0x5E74, &which) || !number(w, &month, &digits))
        return false;
    if (mark(w, 0x6708))
        mark(w, 0x4EFD); /* 份 */
    return w->i == w->n && make_day(year, month, 1, out_day);
}

/* 26.9.1, 26-9-1 of the last LOOSE_YEARS years; what might be a month is no year. */
static bool short_year_part(struct written *w, int32_t this_year, int32_t *out_day)
{
    enum { MONTHS = 12, CENTURY = 2000 };
    int32_t year, month, day, digits;
    uint32_t which = 0;
    blanks(w);
    if (!number(w, &year, &digits) || digits != 2 || year <= MONTHS || CENTURY + year > this_year ||
        CENTURY + year < this_year - LOOSE_YEARS)
        return false;
    if (!separator(w, 0, &which) || !number(w, &month, &digits) || !separator(w, 0, &which) ||
        !number(w, &day, &digits) || !make_day(CENTURY + year, month, day, out_day))
        return false;
    after_day(w);
    return true;
}

/* 9月1日 of the year in which it was last. */
static bool last_year_part(struct written *w, int32_t today, int32_t *out_day)
{
    int32_t this_year = day_date(today).year;
    for (int32_t back = 0; back <= LEAP_YEARS; back++) {
        w->i = 0;
        if (date_part(w, this_year - back, out_day) && *out_day <= today)
            return true;
    }
    return false;
}

bool sheet_moment_loose(struct str text, int32_t today, int64_t *out_wall_us)
{
    struct written w;
    int32_t day;
    int64_t time_us = 0;
    if (!take_pieces(str_trim(text), &w))
        return false;
    bool read = month_part(&w, &day);
    if (!read) {
        w.i = 0;
        read = short_year_part(&w, day_date(today).year, &day) || last_year_part(&w, today, &day);
    }
    blanks(&w);
    if (!read || (w.i < w.n && !time_part(&w, &time_us)))
        return false;
    blanks(&w);
    *out_wall_us = day * DAY_US + time_us;
    return w.i == w.n;
}
