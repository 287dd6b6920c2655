#include "domain/patent/patent_rule.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/patentnum/num.h"

enum { NAME_MAX_BYTES = 1024, CORE_MIN = 4 };

static struct str fold(struct arena *arena, struct str name)
{
    struct buf out;
    struct str rest = str_narrow(arena, name);
    uint32_t rune;
    buf_init(&out, arena, NAME_MAX_BYTES);
    while (utf8_next(&rest, &rune)) {
        if (rune >= 'a' && rune <= 'z')
            rune -= 'a' - 'A';
        bool drop = rune == ' ' || rune == '.' || rune == ',' || rune == '(' || rune == ')' ||
                    rune == '-' || rune == '&' || rune == 0xB7 || rune == 0x30FB;
        if (!drop)
            utf8_add(&out, rune);
    }
    return buf_str(&out);
}

/* Without what says only that it is a company. */
static struct str core_of(struct str folded)
{
    static const char *const forms[] = {
        "股份有限公司", "有限责任公司", "有限公司", "集团", "公司",    "COLTD", "LTD",
        "INC",          "CORPORATION",  "CORP",     "GMBH", "COMPANY", "LLC",   "CO",
        "LIMITED",      "LLP",          "PLC",      "AG",   "SE",      "SA",    "SAS",
        "BV",           "NV",           "AB",       "OY",   "KK",      "SPA",   "SRL",
        "株式会社",     "주식회사",     "总公司",   "KG"};
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
            struct str form = str_from(forms[i]);
            if (folded.len > form.len && str_ends(folded, form)) {
                folded = str_slice(folded, 0, folded.len - form.len);
                again = true;
            }
        }
    }
    return folded;
}

/* "甲公司（原乙厂）": the former name, and *out_name without it; "" when there is none. */
static struct str former_name(struct arena *arena, struct str name, struct str *out_name)
{
    static const char *const opens[] = {"（原", "(原", "（曾用名", "(曾用名", "(formerly "};
    *out_name = name;
    for (size_t i = 0; i < sizeof opens / sizeof opens[0]; i++) {
        struct str open = str_from(opens[i]);
        size_t at = str_find(name, open, 0);
        if (at == SIZE_MAX || at == 0)
            continue;
        size_t end = str_find(name, STR("）"), at), narrow = str_find(name, STR(")"), at);
        size_t skip = end < narrow ? strlen("）") : 1;
        end = end < narrow ? end : narrow;
        if (end == SIZE_MAX)
            continue;
        struct str inside = str_slice(name, at + open.len, end);
        if (str_starts(inside, STR("：")))
            inside = str_slice(inside, strlen("："), inside.len);
        *out_name = str_print(arena, "%.*s%.*s", STR_ARG(str_slice(name, 0, at)),
                              STR_ARG(str_slice(name, end + skip, name.len)));
        return str_trim(inside);
    }
    return STR("");
}

struct str patent_name_core(struct arena *arena, struct str name)
{
    struct str now;
    (void)former_name(arena, name, &now);
    return core_of(fold(arena, now));
}

struct str patent_name_common(struct str a, struct str b)
{
    size_t n = 0;
    struct str rest_a = a, rest_b = b;
    uint32_t x, y;
    while (utf8_next(&rest_a, &x) && utf8_next(&rest_b, &y) && x == y)
        n = a.len - rest_a.len;
    return str_slice(a, 0, n);
}

int patent_name_likeness(struct arena *arena, struct str name, struct str org)
{
    struct str name_now, org_now;
    struct str name_was = former_name(arena, name, &name_now),
               org_was = former_name(arena, org, &org_now);
    struct str a = fold(arena, name), b = fold(arena, org);
    if (str_empty(a) || str_empty(b))
        return 0;
    if (str_eq(a, b))
        return 100;
    a = core_of(fold(arena, name_now));
    b = core_of(fold(arena, org_now));
    if (str_empty(a) || str_empty(b))
        return 0;
    if (str_eq(a, b))
        return 90;
    struct str was_a = core_of(fold(arena, name_was)), was_b = core_of(fold(arena, org_was));
    if ((was_a.len && str_eq(was_a, b)) || (was_b.len && str_eq(was_b, a)))
        return 85;
    bool enough = utf8_count(a) >= CORE_MIN && utf8_count(b) >= CORE_MIN;
    return enough && (str_has(a, b) || str_has(b, a)) ? 70 : 0;
}

static int64_t round_div(__int128 n, __int128 d)
{
    __int128 half = d / 2;
    return (int64_t)((n < 0) == (d < 0) ? (n + half) / d : (n - half) / d);
}

int64_t patent_rate(int64_t part, int64_t whole)
{
    return whole == 0 ? INT64_MIN : round_div((__int128)part * 10000, whole);
}

int64_t patent_per_10k(int64_t patents, int64_t people)
{
    return people <= 0 ? INT64_MIN : round_div((__int128)patents * 10000 * 100, people);
}

int64_t patent_before(int64_t now, int64_t growth)
{
    return growth <= -10000 ? INT64_MIN : round_div((__int128)now * 10000, 10000 + growth);
}

int64_t patent_other(int64_t figure, int64_t times)
{
    return times <= 0 ? INT64_MIN : round_div((__int128)figure * 100, times);
}

static int32_t years_after(int32_t day, int32_t years)
{
    struct date d = day_date(day);
    struct date at = {d.year + years, d.month, d.day};
    int32_t found = day_from_date(at);
    if (found == DAY_NONE) { /* 29 February */
        at.day = 28;
        found = day_from_date(at);
    }
    return found;
}

int64_t patent_times(int64_t figure, int64_t other)
{
    return other == 0 ? INT64_MIN : round_div((__int128)figure * 100, other);
}

/* One of H01M10/05*: blanks do not matter, nor does the size of letters. */
static bool pattern_fits(struct str pattern, struct str symbol)
{
    size_t at = 0;
    bool any = false;
    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.ptr[i];
        if (c == ' ' || c == '\t')
            continue;
        if (c == '*')
            return any;
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        if (at == symbol.len || symbol.ptr[at++] != c)
            return false;
        any = true;
    }
    return any && at == symbol.len;
}

/* Between the separators that such tables use; *rest goes on behind it. */
static bool next_piece(struct str *rest, struct str *out)
{
    static const char *const ends[] = {";", ",", "\n", "\r", "|", "；", "，", "、"};
    size_t end = rest->len, skip = 0;
    if (rest->len == 0)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t at = str_find(*rest, str_from(ends[i]), 0);
        if (at != SIZE_MAX && at < end) {
            end = at;
            skip = strlen(ends[i]);
        }
    }
    *out = str_trim(str_slice(*rest, 0, end));
    *rest = str_slice(*rest, end + skip, rest->len);
    return true;
}

static bool any_fits(struct str patterns, struct str symbol)
{
    struct str one;
    while (next_piece(&patterns, &one))
        if (pattern_fits(one, symbol))
            return true;
    return false;
}

/* Without the brackets; *out_end: where they end. */
static size_t find_brackets(struct str s, size_t *out_inner, size_t *out_close, size_t *out_end)
{
    static const char *const open[] = {"（不含", "(不含"}, *const close[] = {"）", ")"};
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < 2; i++) {
        size_t at = str_find(s, str_from(open[i]), 0);
        if (at >= best)
            continue;
        best = at;
        *out_inner = at + strlen(open[i]);
        *out_close = s.len;
        *out_end = s.len;
        for (size_t k = 0; k < 2; k++) {
            size_t end = str_find(s, str_from(close[k]), *out_inner);
            if (end < *out_close) {
                *out_close = end;
                *out_end = end + strlen(close[k]);
            }
        }
    }
    return best;
}

/* Meant by what stands outside of brackets, and by nothing inside of them. */
static bool row_means(struct str patterns, struct str symbol)
{
    bool meant = false;
    size_t inner, closed, end, at;
    while ((at = find_brackets(patterns, &inner, &closed, &end)) != SIZE_MAX) {
        if (any_fits(str_slice(patterns, inner, closed), symbol))
            return false;
        meant = meant || any_fits(str_slice(patterns, 0, at), symbol);
        patterns = str_slice(patterns, end, patterns.len);
    }
    return meant || any_fits(patterns, symbol);
}

static bool has_keyword(struct str keywords, struct str text)
{
    struct str one;
    bool none = true;
    while (next_piece(&keywords, &one)) {
        none = none && one.len == 0;
        if (one.len && str_has(text, one))
            return true;
    }
    return none;
}

bool patent_in_industry(const struct patent_industry *row, const struct str *symbols, size_t n,
                        struct str text)
{
    for (size_t i = 0; i < n; i++)
        if (row_means(row->patterns, symbols[i]))
            return has_keyword(row->keywords, text);
    return false;
}

int32_t patent_term(int32_t filed, int64_t right)
{
    if (filed == DAY_NONE || right == PATENTNUM_RIGHT_UNKNOWN)
        return DAY_NONE;
    bool new_design = filed >= day_from_date((struct date){2021, 6, 1});
    int32_t years = right == PATENTNUM_INVENTION              ? 20
                    : right == PATENTNUM_DESIGN && new_design ? 15
                                                              : 10;
    return years_after(filed, years) - 1; /* the last day on which it still holds */
}

bool patent_kept_ten(int32_t filed, int32_t day)
{
    return filed != DAY_NONE && years_after(filed, 10) < day;
}
