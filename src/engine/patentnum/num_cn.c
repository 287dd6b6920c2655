/* Chinese numbers: ZC 0006-2003 and ZC 0007, and what was before them. */
#include <stdio.h>
#include <string.h>

#include "engine/patentnum/part.h"

/* The kind that DOCDB gives to an application, by the right that is sought. */
static const char *application_kind(enum patentnum_right right)
{
    return right == PATENTNUM_UTILITY ? "U" : right == PATENTNUM_DESIGN ? "F" : "A";
}

/* digits: 8 (YY, type, 5) or 12 (YYYY, type, 7). */
static bool application(const struct part *p, struct str digits, char check, struct patentnum *out,
                        struct error *error)
{
    size_t years = digits.len == 12 ? 4 : 2;
    int32_t year = (int32_t)part_int(str_slice(digits, 0, years));
    char type = digits.ptr[years];
    struct str serial = str_slice(digits, years + 1, digits.len);
    if (years == 2)
        year += year >= 85 ? 1900 : 2000;
    if (year < 1985 || (years == 2 && year > 2003) || (years == 4 && (year < 2003 || year > 2199)))
        return !error_set(error, ERR_INVALID, STR("code"), T("申请号里的年份不可能：{}"), digits);
    if (!strchr("12389", type))
        return !error_set(error, ERR_INVALID, STR("code"),
                          T("申请号的种类位应为 1、2、3、8 或 9：{}"), digits);
    out->what = PATENTNUM_APPLICATION;
    out->year = year;
    out->right = type == '3'                  ? PATENTNUM_DESIGN
                 : type == '2' || type == '9' ? PATENTNUM_UTILITY
                                              : PATENTNUM_INVENTION;
    out->means = type == '1'   ? T("发明专利申请")
                 : type == '2' ? T("实用新型专利申请")
                 : type == '3' ? T("外观设计专利申请")
                 : type == '8' ? T("进入中国国家阶段的 PCT 发明申请")
                               : T("进入中国国家阶段的 PCT 实用新型申请");
    out->check_want = patentnum_check_cn(digits);
    out->check_given = check;
    out->check = !check                     ? PATENTNUM_CHECK_MISSING
                 : check == out->check_want ? PATENTNUM_CHECK_GOOD
                                            : PATENTNUM_CHECK_BAD;
    part_put(out->number, "%.*s", STR_ARG(digits));
    part_put(out->original, "%.*s.%c", STR_ARG(digits), out->check_want);
    snprintf(out->kind, sizeof out->kind, "%s", application_kind(out->right));
    int64_t n = part_int(serial);
    const char *suffix = out->right == PATENTNUM_INVENTION ? "" : out->kind;
    part_put(out->epodoc, n < 1000000 ? "CN%d%c%06lld%s" : "CN%d%c%07lld%s", year, type,
             (long long)n, suffix);
    if (type <= '3') /* how types 8 and 9 stand in the standard form was never observed */
        part_put(out->standard, "%c0%04d%09lld", type, year, (long long)n);
    (void)p;
    return true;
}

/* 15 digits: type and 0, year, serial in nine places. The serial had five digits up to
 * 2003-09-30, seven since; of 2003 both exist, and the shorter one is meant when it fits. */
static bool standard(const struct part *p, struct patentnum *out, struct error *error)
{
    char digits[16];
    int32_t year = (int32_t)part_int(str_slice(p->head, 2, 6));
    int64_t serial = part_int(str_slice(p->head, 6, 15));
    char type = p->head.ptr[0];
    if (p->head.ptr[1] != '0' || type < '1' || type > '3' || serial > 9999999)
        return !error_set(error, ERR_INVALID, STR("code"), T("不是 15 位标准申请号：{}"), p->head);
    bool old = year < 2003 || (year == 2003 && serial <= 99999);
    if (old)
        snprintf(digits, sizeof digits, "%02d%c%05d", year % 100, type, (int)(serial % 100000));
    else
        snprintf(digits, sizeof digits, "%04d%c%07d", year % 10000, type, (int)serial);
    if (old && serial > 99999)
        return false;
    return application(p, str_from(digits), 0, out, error);
}

static enum patentnum_right right_of_digit(char digit)
{
    return digit == '1'   ? PATENTNUM_INVENTION
           : digit == '2' ? PATENTNUM_UTILITY
           : digit == '3' ? PATENTNUM_DESIGN
                          : PATENTNUM_RIGHT_UNKNOWN;
}

/* Without a date, the number's length and the kind itself say which law was in force. */
static int32_t law_day(const struct part *p)
{
    char letter = p->kind.len ? p->kind.ptr[0] : 0;
    if (p->day != DAY_NONE)
        return p->day;
    if (p->kind.len == 1 && (letter == 'C' || letter == 'Y' || letter == 'D'))
        return day_from_date((struct date){2000, 1, 1});
    if (p->digits < 9 && (letter == 'B' || letter == 'U' || letter == 'S'))
        return day_from_date((struct date){1992, 1, 1});
    return DAY_NONE;
}

/* digits: 7 (1989-2007) or 9 (since 2007), the first one tells the right; 8 before 1989: the number
 * of the application. */
static bool publication(const struct part *p, struct patentnum *out, struct error *error)
{
    const struct patentnum_kind *kind = patentnum_kind(STR("CN"), p->kind, law_day(p));
    char first = p->digits == 8 ? p->head.ptr[2] : p->head.ptr[0];
    out->what = PATENTNUM_PUBLICATION;
    out->right = right_of_digit(first);
    if (out->right == PATENTNUM_RIGHT_UNKNOWN)
        return !error_set(error, ERR_INVALID, STR("code"),
                          T("公布（公告）号的首位应为 1、2 或 3：{}"), p->head);
    if (p->kind.len && !kind)
        return !error_set(error, ERR_INVALID, STR("code"), T("中国没有这个文献种类代码：{}"),
                          p->kind);
    if (kind && kind->right != out->right)
        return !error_set(error, ERR_INVALID, STR("code"),
                          T("公布号的首位与文献种类代码不一致：{}"), p->head);
    if (kind) {
        out->means = kind->means;
        out->stage = kind->stage;
    }
    if (p->digits == 8)
        out->year = 1900 + (int32_t)part_int(str_slice(p->head, 0, 2));
    snprintf(out->kind, sizeof out->kind, "%.*s", STR_ARG(p->kind));
    part_put(out->number, "%.*s", STR_ARG(p->head));
    const char *suffix = p->kind.len && p->kind.ptr[0] != 'A' ? out->kind : "";
    part_put(out->epodoc, "CN%.*s%.1s", STR_ARG(p->head), suffix);
    part_put(out->original, "CN %.*s%s%s", STR_ARG(p->head), out->kind[0] ? " " : "", out->kind);
    return true;
}

static bool early(struct str digits)
{
    int64_t year = part_int(str_slice(digits, 0, 2));
    return year >= 85 && year <= 88;
}

bool part_cn(const struct part *p, struct patentnum *out, struct error *error)
{
    struct str head = p->head;
    bool kind = p->kind.len > 0;
    bool x_behind = kind && p->kind.len == 1 && p->kind.ptr[0] == 'X' && !p->check;
    if (!p->digits)
        return false;
    if (p->digits == 15 && !kind)
        return standard(p, out, error);
    if (p->digits == 13 && !kind && !p->check)
        return application(p, str_slice(head, 0, 12), head.ptr[12], out, error);
    if (p->digits == 12)
        return application(p, head, x_behind ? 'X' : p->check, out, error);
    if (p->digits == 9 && !kind && !p->check && strchr("089", head.ptr[0]))
        return application(p, str_slice(head, 0, 8), head.ptr[8], out, error);
    if (p->digits == 8 &&
        (!kind || x_behind || p->check || !early(head) || p->expected == PATENTNUM_APPLICATION))
        return application(p, head, x_behind ? 'X' : p->check, out, error);
    if (p->digits >= 7 && p->digits <= 9 && p->expected != PATENTNUM_APPLICATION)
        return publication(p, out, error);
    return false;
}
