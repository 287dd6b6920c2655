/* Numbers of EP, US, WO, JP, KR, and plain ones of everybody else. */
#include <stdio.h>
#include <string.h>

#include "engine/patentnum/part.h"

static void set_kind(struct patentnum *out, struct str kind)
{
    snprintf(out->kind, sizeof out->kind, "%.*s", STR_ARG(kind));
}

/* A number of two digits for a year: 78 and above is the last century for EP and WO, which began
 * in 1978; U.S. serials count back further. */
static int32_t year_of_two(struct str two, int32_t first)
{
    int32_t year = (int32_t)part_int(two);
    return year + (year >= first ? 1900 : 2000);
}

bool part_ep(const struct part *p, struct patentnum *out)
{
    struct str head = p->head;
    if (!p->digits)
        return false;
    bool long_form = p->digits == 11 && p->expected != PATENTNUM_PUBLICATION; /* epodoc */
    char digits[16];
    if (long_form)
        snprintf(digits, sizeof digits, "%.2s%.6s", head.ptr + 2, head.ptr + 5);
    if (p->digits == 8 || long_form) {
        struct str eight = long_form ? str_from(digits) : head;
        out->what = PATENTNUM_APPLICATION;
        out->right = PATENTNUM_INVENTION;
        out->means = T("欧洲专利申请");
        out->year = year_of_two(str_slice(eight, 0, 2), 78);
        out->check_want = patentnum_check_ep(eight);
        out->check_given = p->check;
        out->check = !p->check                     ? PATENTNUM_CHECK_MISSING
                     : p->check == out->check_want ? PATENTNUM_CHECK_GOOD
                                                   : PATENTNUM_CHECK_BAD;
        part_put(out->number, "%.*s", STR_ARG(eight));
        part_put(out->epodoc, "EP%d0%.6s", out->year, eight.ptr + 2);
        part_put(out->original, "%.*s.%c", STR_ARG(eight), out->check_want);
        set_kind(out, STR("A"));
        return true;
    }
    if (p->digits > 7 || p->check)
        return false;
    out->what = PATENTNUM_PUBLICATION;
    set_kind(out, p->kind);
    part_put(out->number, "%07lld", (long long)part_int(head));
    part_put(out->epodoc, "EP%s", out->number);
    part_put(out->original, "EP %s%s%s", out->number, out->kind[0] ? " " : "", out->kind);
    return true;
}

/* 13/648,029 with the filing day; DOCDB wrote serial and two digits of the year up to 2010, year,
 * series and serial since. */
static bool us_application(const struct part *p, struct str series, struct str serial,
                           struct patentnum *out)
{
    int64_t n = part_int(serial);
    bool design = str_eq(series, STR("29")), provisional = part_int(series) >= 60;
    out->what = PATENTNUM_APPLICATION;
    out->right = design ? PATENTNUM_DESIGN : PATENTNUM_INVENTION;
    out->means = provisional ? T("美国临时申请") : T("美国专利申请");
    set_kind(out, design ? STR("F") : provisional ? STR("P") : STR("A"));
    part_put(out->original, "%.*s/%06lld", STR_ARG(series), (long long)n);
    part_put(out->number, "%.*s%06lld", STR_ARG(series), (long long)n);
    if (p->day == DAY_NONE)
        return true;
    out->year = day_date(p->day).year;
    const char *suffix = provisional ? "P" : "";
    if (out->year <= 2010) {
        part_put(out->number, "%lld%02d", (long long)n, out->year % 100);
        part_put(out->epodoc, "US%04d%07lld%s", out->year, (long long)n, suffix);
    } else {
        part_put(out->number, "%04d%.*s%06lld", out->year, STR_ARG(series), (long long)n);
        part_put(out->epodoc, "US%04d%.*s%06lld%s", out->year, STR_ARG(series), (long long)n,
                 suffix);
    }
    return true;
}

/* DOCDB's own: 201313949141, or 8359798. */
static bool us_docdb(const struct part *p, struct patentnum *out)
{
    struct str head = p->head;
    const char *suffix = p->kind.len && p->kind.ptr[0] == 'P' ? "P" : "";
    out->what = PATENTNUM_APPLICATION;
    out->means = suffix[0] ? T("美国临时申请") : T("美国专利申请");
    out->right = p->kind.len && p->kind.ptr[0] == 'F' ? PATENTNUM_DESIGN : PATENTNUM_INVENTION;
    set_kind(out, p->kind.len ? p->kind : STR("A"));
    part_put(out->number, "%.*s", STR_ARG(head));
    if (p->digits == 12) {
        out->year = (int32_t)part_int(str_slice(head, 0, 4));
        part_put(out->epodoc, "US%s%s", out->number, suffix);
        part_put(out->original, "%.2s/%.6s", head.ptr + 4, head.ptr + 6);
        return true;
    }
    out->year = year_of_two(str_slice(head, head.len - 2, head.len), 20);
    part_put(out->epodoc, "US%04d%07lld%s", out->year,
             (long long)part_int(str_slice(head, 0, head.len - 2)), suffix);
    return true;
}

/* Designs, reissues, plants and registrations are counted for themselves; where only the kind says
 * so, the letters are put before the number, as DOCDB has them. */
static const char *us_series(struct str kind)
{
    return str_starts(kind, STR("S"))                           ? "D"
           : str_starts(kind, STR("E"))                         ? "RE"
           : str_starts(kind, STR("H"))                         ? "H"
           : str_eq(kind, STR("P2")) || str_eq(kind, STR("P3")) ? "PP"
                                                                : "";
}

static bool us_publication(const struct part *p, struct patentnum *out)
{
    struct str head = p->head;
    out->what = PATENTNUM_PUBLICATION;
    set_kind(out, p->kind);
    if (p->digits == 11 || p->digits == 10) { /* an application laid open: year and serial */
        int64_t n = part_int(str_slice(head, 4, head.len));
        out->year = (int32_t)part_int(str_slice(head, 0, 4));
        if (out->year < 2001)
            return false;
        part_put(out->number, n < 1000000 ? "%04d%06lld" : "%04d%07lld", out->year, (long long)n);
        part_put(out->original, "US %04d/%07lld%s%s", out->year, (long long)n,
                 out->kind[0] ? " " : "", out->kind);
        out->stage = PATENTNUM_APPLIED;
        return true;
    }
    size_t letters = 0;
    while (letters < head.len && letters < 2 && head.ptr[letters] >= 'A')
        letters++;
    struct str digits = str_slice(head, letters, head.len);
    if (!part_digits(digits) || digits.len > 8)
        return false;
    const char *series = letters ? "" : us_series(p->kind);
    part_put(out->number, "%.*s%s%lld", (int)letters, head.ptr, series,
             (long long)part_int(digits));
    part_put(out->original, "US %s%s%s", out->number, out->kind[0] ? " " : "", out->kind);
    out->stage = PATENTNUM_GRANTED;
    out->right = out->number[0] == 'D' ? PATENTNUM_DESIGN : PATENTNUM_INVENTION;
    return true;
}

bool part_us(const struct part *p, struct patentnum *out)
{
    struct str head = p->head;
    size_t slash = str_find_char(p->body, '/', 0);
    if (p->check)
        return false;
    if (slash == 2 && p->digits > 2 && p->digits <= 8)
        return us_application(p, str_slice(head, 0, 2), str_slice(head, 2, head.len), out);
    bool application = p->expected == PATENTNUM_APPLICATION;
    if (application && p->digits == 8 && !p->kind.len)
        return us_application(p, str_slice(head, 0, 2), str_slice(head, 2, 8), out);
    if (p->digits == 12 || (application && p->digits >= 3 && p->digits <= 8))
        return us_docdb(p, out);
    return !application && us_publication(p, out);
}

bool part_wo(const struct part *p, struct patentnum *out)
{
    struct str head = p->head;
    int32_t year;
    int64_t n;
    if (p->check || (p->digits != 7 && p->digits != 8 && p->digits != 9 && p->digits != 10))
        return false;
    bool four = p->digits >= 9; /* 2004/012345, 2002/012345, 2002/12345 */
    year = four ? (int32_t)part_int(str_slice(head, 0, 4)) : year_of_two(str_slice(head, 0, 2), 78);
    n = part_int(str_slice(head, four ? 4 : 2, head.len));
    if (year < 1978 || year > 2199 || (year < 2004 && n > 99999))
        return false;
    out->what = PATENTNUM_PUBLICATION;
    out->year = year;
    set_kind(out, p->kind);
    if (year < 2004) {
        part_put(out->number, "%02d%05lld", year % 100, (long long)n);
        part_put(out->original, "WO %02d/%05lld%s%s", year % 100, (long long)n,
                 out->kind[0] ? " " : "", out->kind);
    } else {
        part_put(out->number, "%04d%06lld", year, (long long)n);
        part_put(out->original, "WO %04d/%06lld%s%s", year, (long long)n, out->kind[0] ? " " : "",
                 out->kind);
    }
    return true;
}

/* "PCT/CN2012/084589", "PCT/NO98/00107": the receiving office, the year, the serial. */
bool part_pct(struct str code, struct patentnum *out)
{
    char digits[PATENTNUM_TYPED_MAX];
    size_t n = 0;
    struct str rest = str_slice(code, 3, code.len);
    while (rest.len && (rest.ptr[0] == '/' || rest.ptr[0] == '-'))
        rest = str_slice(rest, 1, rest.len);
    struct str office = str_slice(rest, 0, 2);
    if (!patentnum_office(office))
        return false;
    for (size_t i = 2; i < rest.len; i++)
        if (rest.ptr[i] >= '0' && rest.ptr[i] <= '9')
            digits[n++] = rest.ptr[i];
        else if (rest.ptr[i] != '/' && rest.ptr[i] != '-')
            return false;
    struct str all = {digits, n};
    bool four = n == 10;
    if (!four && n != 7)
        return false;
    int32_t year =
        four ? (int32_t)part_int(str_slice(all, 0, 4)) : year_of_two(str_slice(all, 0, 2), 78);
    int64_t serial = part_int(str_slice(all, four ? 4 : 2, n));
    memcpy(out->office, office.ptr, 2);
    out->what = PATENTNUM_APPLICATION;
    out->right = PATENTNUM_INVENTION;
    out->means = T("国际（PCT）申请");
    out->year = year;
    set_kind(out, STR("W"));
    part_put(out->number, "%.*s", STR_ARG(all));
    part_put(out->epodoc, "WO%04d%s%05lld", year, out->office, (long long)serial);
    part_put(out->original, four ? "PCT/%s%04d/%06lld" : "PCT/%s%02d/%05lld", out->office,
             four ? year : year % 100, (long long)serial);
    return true;
}

/* "11-097727" and "53/84696" with the day: the year of the emperor stands before the serial. */
static bool jp_by_era(const struct part *p, struct patentnum *out)
{
    struct str head = p->body;
    size_t sign = str_find_char(head, '-', 0), slash = str_find_char(head, '/', 0);
    sign = slash < sign ? slash : sign;
    if (p->day == DAY_NONE || sign == SIZE_MAX || sign > 2 || !p->digits || p->digits <= sign)
        return false;
    out->what = PATENTNUM_APPLICATION;
    out->means = T("日本专利申请");
    out->year = day_date(p->day).year;
    long long n = (long long)part_int(str_slice(p->head, sign, p->digits));
    if (out->year < 2000)
        part_put(out->number, "%lld%02d", n, out->year % 100);
    else
        part_put(out->number, "%04d%06lld", out->year, n);
    part_put(out->epodoc, "JP%04d%07lld", out->year, n);
    set_kind(out, STR("A"));
    return true;
}

/* Years of the emperor: S (from 1926) and H (from 1989) before 2000. */
bool part_jp(const struct part *p, struct patentnum *out)
{
    struct str head = p->head;
    bool application = p->expected == PATENTNUM_APPLICATION;
    size_t letters = 0;
    while (letters < head.len && head.ptr[letters] >= 'A')
        letters++;
    struct str digits = str_slice(head, letters, head.len);
    if (p->check || letters > 2 || !part_digits(digits) || digits.len > 11)
        return false;
    if (letters == 1 && head.ptr[0] == 'T' && digits.len >= 10) { /* 特表: a translation's mark */
        head = digits;
        letters = 0;
    }
    if (application && jp_by_era(p, out))
        return true;
    out->what = application ? PATENTNUM_APPLICATION : PATENTNUM_PUBLICATION;
    set_kind(out, p->kind.len || !application ? p->kind : STR("A"));
    part_put(out->number, "%.*s", STR_ARG(head));
    if (letters == 1 && digits.len > 2)
        out->year = (head.ptr[0] == 'T'   ? 1911
                     : head.ptr[0] == 'S' ? 1925
                     : head.ptr[0] == 'H' ? 1988
                                          : 2018) +
                    (int32_t)part_int(str_slice(digits, 0, 2));
    else if (digits.len >= 10)
        out->year = (int32_t)part_int(str_slice(digits, 0, 4));
    if (letters && out->year < 1996 && p->day == DAY_NONE && !application) {
        const struct patentnum_kind *kind =
            patentnum_kind(STR("JP"), p->kind, day_from_date((struct date){out->year, 1, 1}));
        if (kind) { /* the number itself says which law was in force */
            out->right = kind->right;
            out->stage = kind->stage;
            out->means = kind->means;
        }
    }
    if (!application || letters)
        return true;
    if (digits.len == 10) {
        part_put(out->epodoc, "JP%04d%07lld", out->year,
                 (long long)part_int(str_slice(digits, 4, 10)));
    } else if (digits.len > 2) { /* serial and two digits of the year */
        out->year = year_of_two(str_slice(digits, digits.len - 2, digits.len), 20);
        part_put(out->epodoc, "JP%04d%07lld", out->year,
                 (long long)part_int(str_slice(digits, 0, digits.len - 2)));
    }
    out->means = T("日本专利申请");
    return true;
}

/* 10-2013-0096188 (10 invention, 20 utility model, 30 design): DOCDB leaves the 10 out before a
 * year, and keeps it before the running number of a grant. */
bool part_kr(const struct part *p, struct patentnum *out)
{
    struct str head = p->head;
    bool application = p->expected == PATENTNUM_APPLICATION;
    if (p->check || !p->digits || p->digits > 13)
        return false;
    size_t n = p->digits;
    if (n == 13 && part_int(str_slice(head, 2, 6)) < 1948 && str_ends(head, STR("0000"))) {
        n = 9; /* a grant, and the place of its later parts: 10-1814552-0000 */
        head = str_slice(head, 0, n);
    }
    struct str type = n == 13 || n == 9 ? str_slice(head, 0, 2) : STR("");
    out->right = str_eq(type, STR("20"))   ? PATENTNUM_UTILITY
                 : str_eq(type, STR("30")) ? PATENTNUM_DESIGN
                 : type.len                ? PATENTNUM_INVENTION
                                           : PATENTNUM_RIGHT_UNKNOWN;
    out->what = application ? PATENTNUM_APPLICATION : PATENTNUM_PUBLICATION;
    set_kind(out, p->kind.len || !application ? p->kind : STR("A"));
    struct str number = n == 13 ? str_slice(head, 2, 13) : head;
    if (number.len == 11)
        out->year = (int32_t)part_int(str_slice(number, 0, 4));
    part_put(out->number, "%.*s", STR_ARG(number));
    if (n == 13)
        part_put(out->original, "%.2s-%.4s-%.7s%s%s", head.ptr, head.ptr + 2, head.ptr + 6,
                 out->kind[0] ? " " : "", out->kind);
    else if (n == 9)
        part_put(out->original, "%.2s-%.7s%s%s", head.ptr, head.ptr + 2, out->kind[0] ? " " : "",
                 out->kind);
    return true;
}

bool part_other(const struct part *p, struct patentnum *out)
{
    bool digit = false;
    for (size_t i = 0; i < p->head.len; i++)
        digit |= p->head.ptr[i] >= '0' && p->head.ptr[i] <= '9';
    if (!digit)
        return false;
    bool application = p->expected == PATENTNUM_APPLICATION;
    out->what = application ? PATENTNUM_APPLICATION : PATENTNUM_PUBLICATION;
    set_kind(out, p->kind.len || !application ? p->kind : STR("A"));
    part_put(out->number, "%.*s", STR_ARG(p->head));
    if (application && p->digits == 11 && str_eq(str_from(out->office), STR("NL"))) {
        out->year = (int32_t)part_int(str_slice(p->head, 0, 4)); /* EPODOC puts the year before */
        part_put(out->number, "%.7s", p->head.ptr + 4);
    }
    if (p->check) /* kept: whose it is, we do not know */
        part_put(out->original, "%.*s", STR_ARG(p->body));
    return true;
}
