#include "domain/patent/patent_rule.h"

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
        "INC",          "CORPORATION",  "CORP",     "GMBH", "COMPANY", "LLC",   "CO"};
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

int patent_name_likeness(struct arena *arena, struct str name, struct str org)
{
    struct str a = fold(arena, name), b = fold(arena, org);
    if (str_empty(a) || str_empty(b))
        return 0;
    if (str_eq(a, b))
        return 100;
    a = core_of(a);
    b = core_of(b);
    if (str_eq(a, b))
        return 90;
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
