/* Numbers and texts of cells: formats, serial days, and how people write dates. */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "report/sheet_in.h"

enum {
    EPOCH_1900 = 25569, /* serial number of 1970-01-01 */
    EPOCH_1904 = 24107,
    SERIAL_MAX = 2958466, /* behind 9999-12-31 */
    SERIAL_1954 = 20000,  /* what is taken for a date without saying so */
    SERIAL_2118 = 80000,
};

/* The first section of a format code without quoted text, escapes and brackets; elapsed hours [h]
 * count as a time. */
struct sheet_style sheet_format_style(struct str code)
{
    bool date = false, time = false, month = false, only_zeros = code.len > 0;
    if (str_eq_nocase(code, STR("General")) || str_has(code, STR("G/通用格式")))
        return (struct sheet_style){0};
    for (size_t i = 0; i < code.len && code.ptr[i] != ';'; i++) {
        char c = code.ptr[i];
        only_zeros = only_zeros && c == '0';
        if (c == '"' || c == '[') {
            size_t end = str_find_char(code, c == '"' ? '"' : ']', i + 1);
            char in = i + 1 < code.len ? (char)(code.ptr[i + 1] | 0x20) : 0;
            bool elapsed = c == '[' && (in == 'h' || in == 'm' || in == 's') && end != SIZE_MAX &&
                           (end == i + 2 || code.ptr[i + 2] == code.ptr[i + 1]);
            time = time || elapsed;
            i = end == SIZE_MAX ? code.len - 1 : end;
        } else if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else {
            c = (char)(c | 0x20);
            date = date || c == 'y' || c == 'd';
            time = time || c == 'h' || c == 's';
            month = month || c == 'm';
        }
    }
    date = date || (month && !time);
    uint8_t format = date && time ? FORMAT_MOMENT
                     : date       ? FORMAT_DAY
                     : time       ? FORMAT_TIME
                                  : FORMAT_NUMBER;
    return (struct sheet_style){
        format, only_zeros && code.len > 1 && code.len < 16 ? (uint8_t)code.len : 0};
}

/* Formats that stand in no file: 14-22 everywhere, 27-36 and 50-58 in Chinese programs. */
struct sheet_style sheet_format_builtin(int64_t id)
{
    enum sheet_format format = FORMAT_NUMBER;
    if (id == 22)
        format = FORMAT_MOMENT;
    else if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47) || (id >= 32 && id <= 35) ||
             id == 55 || id == 56)
        format = FORMAT_TIME;
    else if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
        format = FORMAT_DAY;
    return (struct sheet_style){(uint8_t)format, 0};
}

/* The day of a serial number. The 1900 system has a 29 February 1900 that never was. */
static int32_t serial_day(double whole, bool date1904)
{
    int32_t serial = (int32_t)whole;
    if (date1904)
        return serial - EPOCH_1904;
    return serial - EPOCH_1900 + (serial < 60);
}

void sheet_number_cell(struct sheet_cell *cell, double value, struct sheet_style style,
                       bool date1904)
{
    cell->kind = SHEET_NUMBER;
    cell->number = value;
    cell->digits = style.digits;
    if (style.format == FORMAT_NUMBER || !(value >= 0 && value < SERIAL_MAX))
        return;
    double whole = floor(value);
    int64_t ms = llround((value - whole) * 86400000.0);
    if (style.format == FORMAT_TIME) {
        cell->kind = SHEET_TIME;
        cell->wall_us = (int64_t)whole * DAY_US + ms * 1000;
        if (whole < 1)
            return;
        style.format = FORMAT_MOMENT; /* a moment of which only the time is shown */
    }
    if (whole < 1 && !date1904) { /* "1900-01-00": no day */
        cell->kind = ms ? SHEET_TIME : SHEET_NUMBER;
        cell->wall_us = ms * 1000;
        return;
    }
    cell->day = serial_day(whole, date1904);
    cell->wall_us = cell->day * DAY_US + ms * 1000;
    cell->kind = style.format == FORMAT_DAY && ms == 0 ? SHEET_DAY : SHEET_MOMENT;
}

bool sheet_serial(const struct sheet_book *book, struct sheet_cell *cell)
{
    struct sheet_style day = {FORMAT_DAY, 0};
    if (cell->kind != SHEET_NUMBER || cell->number < SERIAL_1954 || cell->number > SERIAL_2118)
        return false;
    sheet_number_cell(cell, cell->number, day, book->date1904);
    return true;
}

static int hex4(const char *p)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        char c = (char)(p[i] | 0x20);
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Escaped characters are nearly always line ends; other controls are dropped, the rest decoded. */
struct str sheet_unescape(struct str text, char *in_place)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '_' && text.len - i >= 7 && text.ptr[i + 1] == 'x' && text.ptr[i + 6] == '_') {
            int code = hex4(text.ptr + i + 2);
            if (code == '\r' && i + 7 < text.len && text.ptr[i + 7] == '\n') {
                i += 6;
                continue;
            }
            if (code >= 0 && code < 0x80) {
                if (code >= ' ' || code == '\t' || code == '\n' || code == '\r')
                    in_place[n++] = (char)(code == '\r' ? '\n' : code);
                i += 6;
                continue;
            }
        }
        if (c == '\r') {
            if (i + 1 < text.len && text.ptr[i + 1] == '\n')
                continue;
            c = '\n';
        }
        in_place[n++] = c;
    }
    return (struct str){in_place, n};
}

static struct str number_text(struct arena *arena, double value, uint8_t digits)
{
    if (value == floor(value) && fabs(value) < 1e15)
        return str_print(arena, "%0*lld", digits, (long long)value);
    return str_print(arena, "%.15g", value);
}

static struct str wall_text(struct arena *arena, int64_t wall_us)
{
    int64_t second = wall_us / SECOND_US, day = second / 86400, rest = second % 86400;
    if (rest < 0) {
        rest += 86400;
        day--;
    }
    struct date d = day_date((int32_t)day);
    return str_print(arena, "%04d-%02d-%02d %02d:%02d:%02d", (int)d.year, (int)d.month, (int)d.day,
                     (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

struct str sheet_text(struct arena *arena, const struct sheet_cell *cell)
{
    switch (cell->kind) {
    case SHEET_BLANK:
        return STR("");
    case SHEET_TEXT:
    case SHEET_ERROR:
        return cell->text;
    case SHEET_NUMBER:
        return number_text(arena, cell->number, cell->digits);
    case SHEET_DAY:
        return day_text(arena, cell->day);
    case SHEET_MOMENT:
        return wall_text(arena, cell->wall_us);
    case SHEET_TIME:
        return str_print(arena, "%02d:%02d:%02d", (int)(cell->wall_us / HOUR_US),
                         (int)(cell->wall_us / MINUTE_US % 60),
                         (int)(cell->wall_us / SECOND_US % 60));
    case SHEET_BOOL:
        return cell->number != 0 ? STR("TRUE") : STR("FALSE");
    }
    return STR("");
}
