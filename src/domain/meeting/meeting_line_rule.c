#include "domain/meeting/meeting_line_rule.h"

#include "base/utf8.h"

/* Dates --------------------------------------------------------------------------------------- */

enum { COUNT_MAX = 999 };

static bool take(struct str *s, struct str prefix)
{
    if (!prefix.len || !str_starts(*s, prefix))
        return false;
    *s = str_slice(*s, prefix.len, s->len);
    return true;
}

/* Digits at the start, at most four. */
static bool take_number(struct str *s, int64_t *out)
{
    size_t n = 0;
    while (n < s->len && s->ptr[n] >= '0' && s->ptr[n] <= '9')
        n++;
    if (n == 0 || n > 4)
        return false;
    str_int(str_slice(*s, 0, n), out);
    *s = str_slice(*s, n, s->len);
    return true;
}

static bool any_of(struct str s, const char *const *words)
{
    for (; *words; words++)
        if (str_eq(s, str_from(*words)))
            return true;
    return false;
}

/* d7, d+7, +7, 7d, 7天; 7, g7, 7g, 7gzr, 7个工作日 */
static bool read_count(const struct calendar *calendar, int32_t today, struct str w, int32_t *out)
{
    static const char *const days[] = {"d", "天", "日", "天内", "日内", NULL};
    static const char *const workdays[] = {"",       "g",          "gzr", "个工作日",
                                           "工作日", "个工作日内", NULL};
    int64_t n = 0;
    bool plain_days = false, plain_work = false;
    if (take(&w, STR("d+")) || take(&w, STR("d")) || take(&w, STR("+")))
        plain_days = true;
    else if (take(&w, STR("g")))
        plain_work = true;
    if (!take_number(&w, &n) || n > COUNT_MAX)
        return false;
    if (plain_days ? w.len == 0 : !plain_work && any_of(w, days)) {
        *out = today + (int32_t)n;
        return true;
    }
    if (plain_work ? w.len == 0 : !plain_days && any_of(w, workdays)) {
        *out = workday_add(calendar, today, n);
        return true;
    }
    return false;
}

static bool next_such(int32_t today, int64_t month, int64_t day, int32_t *out)
{
    struct date d = day_date(today);
    for (int32_t year = d.year; year <= d.year + 4; year++) {
        int32_t found = day_from_date((struct date){year, (int32_t)month, (int32_t)day});
        if (found != DAY_NONE && found >= today) {
            *out = found;
            return true;
        }
    }
    return false;
}

/* 0915 915 9.15 9-15 9/15 9月15日 2026-09-15 */
static bool read_date(int32_t today, struct str w, int32_t *out)
{
    int64_t month, day;
    size_t digits = 0;
    if (day_parse(w, out))
        return true;
    while (digits < w.len && w.ptr[digits] >= '0' && w.ptr[digits] <= '9')
        digits++;
    if (digits == w.len && (digits == 3 || digits == 4)) {
        str_int(str_slice(w, 0, digits - 2), &month);
        str_int(str_slice(w, digits - 2, digits), &day);
        return next_such(today, month, day, out);
    }
    if (digits == 0 || digits > 2 || !take_number(&w, &month))
        return false;
    if (!take(&w, STR(".")) && !take(&w, STR("-")) && !take(&w, STR("/")) && !take(&w, STR("月")))
        return false;
    if (!take_number(&w, &day))
        return false;
    if (!take(&w, STR("日")))
        take(&w, STR("号"));
    return w.len == 0 && next_such(today, month, day, out);
}

/* 周五 本周五 下周五, z5 bz5 xz5, 星期五 */
static bool read_weekday(int32_t today, struct str w, int32_t *out)
{
    static const char *const names[] = {"一", "二", "三", "四", "五", "六", "日", NULL};
    bool next = take(&w, STR("下")) || take(&w, STR("x"));
    bool this_week = !next && (take(&w, STR("本")) || take(&w, STR("b")));
    if (!take(&w, STR("周")) && !take(&w, STR("星期")) && !take(&w, STR("z")))
        return false;
    int32_t weekday = -1;
    for (int32_t i = 0; names[i]; i++)
        if (str_eq(w, str_from(names[i])) || (w.len == 1 && w.ptr[0] == '1' + i))
            weekday = i;
    if (str_eq(w, STR("天")))
        weekday = 6;
    if (weekday < 0)
        return false;
    *out = today - day_weekday(today) + weekday + (next ? 7 : 0);
    if (*out < today && !this_week)
        *out += 7;
    return *out >= today;
}

static bool read_named(int32_t today, struct str w, int32_t *out)
{
    static const struct {
        const char *word;
        int32_t plus;
    } days[] = {{"jt", 0}, {"今天", 0}, {"mt", 1}, {"明天", 1}, {"ht", 2}, {"后天", 2}};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        if (str_eq(w, str_from(days[i].word))) {
            *out = today + days[i].plus;
            return true;
        }
    bool next = take(&w, STR("下")) || take(&w, STR("x"));
    if (!str_eq(w, STR("月底")) && !str_eq(w, STR("yd")))
        return false;
    struct date d = day_date(today);
    int32_t months = d.year * 12 + d.month - 1 + (next ? 2 : 1);
    *out = day_from_date((struct date){months / 12, months % 12 + 1, 1}) - 1;
    return true;
}

bool meeting_day_read(const struct calendar *calendar, int32_t today, struct str word,
                      int32_t *out_day)
{
    *out_day = DAY_NONE;
    return read_named(today, word, out_day) || read_weekday(today, word, out_day) ||
           read_date(today, word, out_day) || read_count(calendar, today, word, out_day);
}

/* Departments --------------------------------------------------------------------------------- */

static bool letters_in_order(struct str all, struct str some)
{
    size_t at = 0;
    for (size_t i = 0; i < all.len && at < some.len; i++)
        at += all.ptr[i] == some.ptr[at];
    return at == some.len;
}

/* How well the word names the department: 0 exactly ... 5; 6 = not at all. */
enum { RANK_NONE = 6 };

static int rank_of(const struct meeting_department *d, struct str w)
{
    if (str_eq(w, d->short_initials) || str_eq(w, d->initials) || str_eq(w, d->name) ||
        str_eq(w, d->short_name))
        return 0;
    if (str_starts(d->short_initials, w) || str_starts(d->short_name, w))
        return 1;
    if (str_starts(d->initials, w) || str_starts(d->name, w))
        return 2;
    if (str_has(d->short_initials, w) || str_has(d->initials, w))
        return 3;
    if (str_has(d->short_name, w) || str_has(d->name, w))
        return 3;
    if (letters_in_order(d->short_initials, w) || letters_in_order(d->initials, w))
        return 4;
    return RANK_NONE;
}

size_t meeting_department_match(const struct meeting_department *departments, size_t n,
                                struct str word, size_t out[MEETING_MATCHES_MAX])
{
    int best = RANK_NONE;
    size_t found = 0;
    if (!word.len)
        return 0;
    for (size_t i = 0; i < n; i++) {
        int rank = rank_of(&departments[i], word);
        if (rank < best) {
            best = rank;
            found = 0;
        }
        if (rank == best && rank != RANK_NONE && found < MEETING_MATCHES_MAX)
            out[found++] = i;
    }
    return found;
}

/* The line ------------------------------------------------------------------------------------ */

static bool parts(struct str rest, struct str *out_separator)
{
    static const struct str all[] = {{" ", 1},  {"\t", 1}, {",", 1},  {";", 1}, {"，", 3},
                                     {"、", 3}, {"；", 3}, {"。", 3}, {"　", 3}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (str_starts(rest, all[i])) {
            *out_separator = all[i];
            return true;
        }
    return false;
}

static bool next_word(struct str *rest, struct str *out)
{
    struct str separator;
    while (rest->len && parts(*rest, &separator))
        *rest = str_slice(*rest, separator.len, rest->len);
    size_t n = 0;
    while (n < rest->len && !parts(str_slice(*rest, n, rest->len), &separator))
        n++;
    *out = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->len);
    return n > 0;
}

static void take_department(struct meeting_line *line, int64_t id)
{
    if (!line->lead)
        line->lead = id;
    if (line->lead == id)
        return;
    for (size_t i = 0; i < line->helper_n; i++)
        if (line->helpers[i] == id)
            return;
    if (line->helper_n < MEETING_HELPERS_MAX)
        line->helpers[line->helper_n++] = id;
}

struct meeting_line meeting_line_read(const struct calendar *calendar, int32_t today,
                                      const struct meeting_department *departments, size_t n,
                                      struct str text)
{
    struct meeting_line line = {.day = DAY_NONE};
    struct str word;
    while (next_word(&text, &word)) {
        if (line.n == MEETING_WORDS_MAX) {
            line.more = true;
            break;
        }
        struct meeting_line_word *w = &line.words[line.n++];
        *w = (struct meeting_line_word){.text = word, .day = DAY_NONE};
        if (meeting_day_read(calendar, today, word, &w->day)) {
            w->is = MEETING_WORD_DAY;
            line.day = w->day;
            continue;
        }
        w->n = meeting_department_match(departments, n, word, w->matches);
        w->is = w->n == 0   ? MEETING_WORD_UNKNOWN
                : w->n == 1 ? MEETING_WORD_ORG
                            : MEETING_WORD_SEVERAL;
        if (w->n == 1)
            take_department(&line, departments[w->matches[0]].id);
    }
    return line;
}
