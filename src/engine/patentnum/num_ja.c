/*
 * Japanese numbers as they stand in Japanese and in Chinese texts: 特開2003-123456, 特开平9-123456,
 * 特願昭61-12345号, 特許第4123456号. They are spelled in the form that part_jp reads.
 */
#include <stdio.h>

#include "engine/patentnum/part.h"

struct word {
    const char *text;
    const char *as; /* the kind, "?" = an application, or the letter of an era */
};

/* What it is: laid open, examined, translated from a PCT application, republished; of utility
 * models the same. A grant's kind (B1 or B2) its number does not say. */
static const struct word sorts[] = {
    {"特開", "A"},         {"特开", "A"},         {"特表", "A"},  {"再表", "A1"}, {"特公", "B2"},
    {"特許", ""},          {"特许", ""},          {"特願", "?"},  {"特愿", "?"},  {"実開", "U"},
    {"实开", "U"},         {"実公", "Y2"},        {"实公", "Y2"}, {"実願", "?"},  {"实愿", "?"},
    {"実用新案登録", "U"}, {"实用新案登录", "U"},
};
static const struct word eras[] = {{"令和", "R"}, {"令", "R"}, {"平成", "H"}, {"平", "H"},
                                   {"昭和", "S"}, {"昭", "S"}, {"大正", "T"}, {"大", "T"}};
static const struct word noise[] = {{"第", ""},   {"号", ""},   {"號", ""},
                                    {"公報", ""}, {"公报", ""}, {"日本", ""},
                                    {" ", ""},    {"　", ""},   {"JP", ""}};

static const struct word *take(struct str *s, const struct word *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(*s, str_from(words[i].text))) {
            *s = str_slice(*s, str_from(words[i].text).len, s->len);
            return &words[i];
        }
    return NULL;
}

#define TAKE(s, words) take((s), (words), sizeof(words) / sizeof((words)[0]))

static struct str run_of_digits(struct str *s)
{
    size_t n = 0;
    while (n < s->len && s->ptr[n] >= '0' && s->ptr[n] <= '9')
        n++;
    struct str run = str_slice(*s, 0, n);
    *s = str_slice(*s, n, s->len);
    return run;
}

/* DOCDB: H09123456 and H0912345 of an era, 2003012345 after; of an application the serial and two
 * digits of the year before 2000. */
static bool spell(const char *era, struct str first, struct str second, const char *as,
                  char to[PATENTNUM_TEXT_MAX])
{
    int64_t year = part_int(first), serial = part_int(second);
    bool application = as[0] == '?';
    if (!second.len) { /* a running number */
        part_put(to, "JP%.*s%s", STR_ARG(first), application ? "" : as);
        return !era && first.len >= 5 && first.len <= 8 && !application;
    }
    if (serial > 999999 || second.len > 7 || (era ? first.len > 2 : first.len != 4))
        return false;
    if (era && !application)
        part_put(to, "JP%s%02d%d%s", era, (int)year, (int)serial, as);
    else if (!application)
        part_put(to, "JP%04d%06d%s", (int)year, (int)serial, as);
    if (era)
        year += *era == 'R' ? 2018 : *era == 'H' ? 1988 : *era == 'S' ? 1925 : 1911;
    if (application && year < 2000)
        part_put(to, "JP%d%02d", (int)serial, (int)(year % 100));
    else if (application)
        part_put(to, "JP%04d%06d", (int)year, (int)serial);
    return true;
}

bool part_japanese(struct str typed, char to[PATENTNUM_TEXT_MAX], bool *out_application)
{
    const struct word *sort = NULL, *era = NULL, *more;
    struct str s = str_trim(typed);
    while (TAKE(&s, noise))
        ;
    sort = TAKE(&s, sorts);
    while (TAKE(&s, noise))
        ;
    era = TAKE(&s, eras);
    if (!sort && !era)
        return false;
    struct str first = run_of_digits(&s), second = STR("");
    if (first.len && s.len && (s.ptr[0] == '-' || s.ptr[0] == '/')) {
        s = str_slice(s, 1, s.len);
        second = run_of_digits(&s);
    } else if (first.len && s.len >= 3 && str_starts(s, STR("年"))) {
        s = str_slice(s, 3, s.len);
        while ((more = TAKE(&s, noise)))
            ;
        second = run_of_digits(&s);
    }
    const char *as = sort ? sort->as : "A";
    char kind[3] = {0};
    for (size_t i = 0;
         i < 2 && s.len &&
         ((s.ptr[0] >= 'A' && s.ptr[0] <= 'Z') || (i && s.ptr[0] >= '0' && s.ptr[0] <= '9'));
         i++) {
        kind[i] = s.ptr[0]; /* "特开2003-123456A": the kind is written, too */
        s = str_slice(s, 1, s.len);
    }
    while (TAKE(&s, noise))
        ;
    *out_application = as[0] == '?';
    return s.len == 0 && first.len > 0 &&
           spell(era ? era->as : NULL, first, second, kind[0] && !*out_application ? kind : as, to);
}
