/*
 * Days and moments of a sheet's cells.
 *
 * A moment of the past may leave something open (9月1日, 2026年9月, 26.9.1): it is read, and a note
 * says how. A moment that names its zone counts in that zone. A due date in words (长期,
 * 15个工作日内, 年底前) is never read as a day: the words are kept, and a proposal stands beside
 * them until somebody takes it (WORDS=DAY, or WORDS=? for each row's own proposal).
 */
#include "base/utf8.h"
#include "base/workday.h"
#include "domain/matter/matter_sheet_in.h"
#include "web/i18n.h"

enum {
    WORDS_MAX = 60, /* code points of a due date in words */
    MARKS_MAX = 64, /* pieces of such words */
    NUMBER_MAX = 10000,
    MONTHS = 12,
    MONTHS_MAX = 60, /* "in so many months" */
    DAYS_OF_WEEK = 7,
    FRIDAY = 4,
    SHOWN_MAX = 40,
};

/* Words in pieces -------------------------------------------------------------------------------
 */

/* 十五个工作日内 as 15 个 工 作 日 内. */
struct piece {
    uint32_t rune; /* 0: a number */
    int32_t number;
};

struct pieces {
    struct piece at[MARKS_MAX];
    size_t n;
};

static int32_t digit_of(uint32_t rune)
{
    struct str rest = STR("〇一二三四五六七八九");
    uint32_t known;
    if (rune >= '0' && rune <= '9')
        return (int32_t)(rune - '0');
    if (rune == 0x4E24) /* 两 */
        return 2;
    for (int32_t i = 0; utf8_next(&rest, &known); i++)
        if (rune == known)
            return i;
    return rune == 0x5341 ? 10 : -1; /* 十 */
}

static struct pieces pieces_of(struct arena *arena, struct str words)
{
    struct pieces p = {0};
    struct str rest = str_lower(arena, str_narrow(arena, words));
    uint32_t rune;
    bool in_number = false;
    while (utf8_next(&rest, &rune) && p.n < MARKS_MAX) {
        int32_t digit = digit_of(rune);
        struct piece *last = p.n ? &p.at[p.n - 1] : NULL;
        if (rune == ' ')
            continue;
        if (digit < 0) {
            p.at[p.n++] = (struct piece){rune, 0};
        } else if (!in_number || !last) {
            p.at[p.n++] = (struct piece){0, digit};
        } else if (last->number < NUMBER_MAX) {
            bool tens = last->number >= 10 && last->number % 10 == 0 && rune > 0x80;
            last->number = digit == 10 ? last->number * 10
                           : tens      ? last->number + digit
                                       : last->number * 10 + digit;
        }
        in_number = digit >= 0;
    }
    return p;
}

/* Whether the text stands at the i-th piece; how many pieces it takes. */
static size_t at(const struct pieces *p, size_t i, const char *text)
{
    struct str rest = str_from(text);
    uint32_t rune;
    size_t n = 0;
    while (utf8_next(&rest, &rune)) {
        if (i + n >= p->n || p->at[i + n].rune != rune)
            return 0;
        n++;
    }
    return n;
}

static bool has(const struct pieces *p, const char *text)
{
    for (size_t i = 0; i < p->n; i++)
        if (at(p, i, text))
            return true;
    return false;
}

static bool is_number(const struct pieces *p, size_t i)
{
    return i < p->n && p->at[i].rune == 0;
}

/* Proposals -------------------------------------------------------------------------------------
 */

struct proposing {
    const struct calendar *calendar;
    struct pieces p;
    int32_t from; /* the day that the words count from */
    struct date now;
};

static int32_t last_of_month(int32_t year, int32_t month)
{
    year += month == MONTHS;
    return day_from_date((struct date){year, month % MONTHS + 1, 1}) - 1;
}

/* The same day so many months on, or the month's last. */
static int32_t months_on(int32_t day, int32_t months)
{
    struct date d = day_date(day);
    int32_t month = d.month - 1 + months;
    d.year += month / MONTHS;
    d.month = month % MONTHS + 1;
    int32_t same = day_from_date(d);
    return same != DAY_NONE ? same : last_of_month(d.year, d.month);
}

/* 15个工作日内, 30日内, 两周内, 3个月内, 48小时内. */
static int32_t span(const struct proposing *s)
{
    static const struct {
        const char *unit;
        int32_t days, months;
        bool inside; /* only with 内: 15日 alone is a day of the month */
    } units[] = {
        {"天", 1, 0, false},           {"日", 1, 0, true},
        {"个自然日", 1, 0, false},     {"自然日", 1, 0, false},
        {"周", DAYS_OF_WEEK, 0, true}, {"个星期", DAYS_OF_WEEK, 0, false},
        {"个月", 0, 1, false},         {"月", 0, 1, true},
        {"年", 0, MONTHS, true},       {"个季度", 0, 3, false},
    };
    const struct pieces *p = &s->p;
    for (size_t i = 0; i + 1 < p->n; i++) {
        if (at(p, i, "半个月"))
            return workday_from(s->calendar, s->from + 15);
        if (at(p, i, "半年内"))
            return workday_from(s->calendar, months_on(s->from, 6));
        int32_t n = p->at[i].number;
        if (!is_number(p, i) || n < 1 || n > CLOCK_LIMIT_MAX)
            continue;
        if (at(p, i + 1, "个工作日") || at(p, i + 1, "工作日"))
            return workday_add(s->calendar, s->from, n);
        if (at(p, i + 1, "小时") || at(p, i + 1, "个小时"))
            return s->from + n / 24;
        for (size_t k = 0; k < sizeof units / sizeof units[0]; k++) {
            size_t len = at(p, i + 1, units[k].unit);
            bool inside = at(p, i + 1 + len, "内") || at(p, i + 1 + len, "之内") ||
                          at(p, i + 1 + len, "以内");
            if (!len || (units[k].inside && !inside) || (units[k].months && n > MONTHS_MAX))
                continue;
            int32_t day = units[k].months ? months_on(s->from, n * units[k].months)
                                          : s->from + n * units[k].days;
            return workday_from(s->calendar, day);
        }
    }
    return DAY_NONE;
}

/* 本周五前, 下周三, 周五前, 本周内. */
static int32_t weekday(const struct proposing *s)
{
    const struct pieces *p = &s->p;
    int32_t monday = s->from - day_weekday(s->from);
    for (size_t i = 0; i < p->n; i++) {
        size_t len = at(p, i, "星期") ? 2 : at(p, i, "礼拜") ? 2 : at(p, i, "周") ? 1 : 0;
        if (!len || (i && is_number(p, i - 1)))
            continue;
        bool next = i && at(p, i - 1, "下"), own = i && (at(p, i - 1, "本") || at(p, i - 1, "这"));
        int32_t day = FRIDAY;
        if (is_number(p, i + len) && p->at[i + len].number >= 1 && p->at[i + len].number <= 6)
            day = p->at[i + len].number - 1;
        else if (at(p, i + len, "日") || at(p, i + len, "天") || at(p, i + len, "末"))
            day = DAYS_OF_WEEK - 1;
        else if (!next && !own)
            continue;
        day += monday + (next ? DAYS_OF_WEEK : 0);
        return day < s->from && !own ? day + DAYS_OF_WEEK : day;
    }
    return DAY_NONE;
}

/* The year that the words name, or 0. */
static int32_t year_of(const struct proposing *s)
{
    enum { FIRST = 2000, LAST = 2999, SHORT = 100 };
    const struct pieces *p = &s->p;
    if (has(p, "明年"))
        return s->now.year + 1;
    if (has(p, "今年") || has(p, "本年") || has(p, "当年"))
        return s->now.year;
    for (size_t i = 0; i < p->n; i++) {
        int32_t n = p->at[i].number;
        if (!is_number(p, i) || !(at(p, i + 1, "年") || at(p, i + 1, "-") || at(p, i + 1, ".")))
            continue;
        if (n >= FIRST && n <= LAST)
            return n;
        if (n >= 20 && n < SHORT && at(p, i + 1, "年"))
            return FIRST + n;
    }
    return 0;
}

/* The day in the year named; else in this year, or the next one when it is past. */
static int32_t settle(const struct proposing *s, int32_t month, int32_t day)
{
    int32_t named = year_of(s), year = named ? named : s->now.year;
    for (;; year++) {
        int32_t d =
            day ? day_from_date((struct date){year, month, day}) : last_of_month(year, month);
        if (named || d == DAY_NONE || d >= s->from)
            return d;
    }
}

/* Q3, 三季度, 第三季度末, 本季度, 上半年, 下半年, 年底前. */
static int32_t part_of_year(const struct proposing *s)
{
    enum { QUARTERS = 4, OF_QUARTER = 3, HALF = 6 };
    const struct pieces *p = &s->p;
    int32_t quarter = (s->now.month - 1) / OF_QUARTER + 1;
    for (size_t i = 0; i < p->n; i++) {
        int32_t n = 0;
        if (at(p, i, "q") && is_number(p, i + 1))
            n = p->at[i + 1].number;
        if (is_number(p, i) && at(p, i + 1, "季度"))
            n = p->at[i].number;
        if (n >= 1 && n <= QUARTERS)
            return settle(s, n * OF_QUARTER, 0);
    }
    if (has(p, "本季度") || has(p, "季度末") || has(p, "季末"))
        return settle(s, quarter * OF_QUARTER, 0);
    if (has(p, "下季度") || has(p, "下个季度"))
        return last_of_month(s->now.year + (quarter == QUARTERS),
                             quarter % QUARTERS * OF_QUARTER + OF_QUARTER);
    if (has(p, "上半年"))
        return settle(s, HALF, 0);
    bool year =
        has(p, "年底") || has(p, "年末") || has(p, "年内") || has(p, "下半年") || has(p, "全年");
    return year ? settle(s, MONTHS, 0) : DAY_NONE;
}

/* What of the month is meant, behind the i-th piece: its 10th, 20th, 15th, a day, or its end (0).
 */
static int32_t day_behind(const struct pieces *p, size_t i)
{
    enum { FIRST_TEN = 10, SECOND_TEN = 20, MIDDLE = 15, LAST = 31 };
    i += at(p, i, "份");
    if (at(p, i, "上旬") || at(p, i, "初"))
        return FIRST_TEN;
    if (at(p, i, "中旬"))
        return SECOND_TEN;
    if (at(p, i, "中"))
        return MIDDLE;
    bool day = is_number(p, i) && (at(p, i + 1, "日") || at(p, i + 1, "号"));
    return day && p->at[i].number >= 1 && p->at[i].number <= LAST ? p->at[i].number : 0;
}

/* 12月底前, 12月5日前, 2027年2月, 本月底, 下月中旬. The last one named counts. */
static int32_t month(const struct proposing *s)
{
    const struct pieces *p = &s->p;
    int32_t found = DAY_NONE;
    for (size_t i = 0; i < p->n; i++) {
        size_t next = at(p, i, "下个月") ? 3 : at(p, i, "下月");
        size_t own = at(p, i, "本月") ? 2 : at(p, i, "当月") ? 2 : at(p, i, "这个月");
        int32_t n = is_number(p, i) && at(p, i + 1, "月") ? p->at[i].number : 0;
        if (n >= 1 && n <= MONTHS) {
            found = settle(s, n, day_behind(p, i + 2));
        } else if (next || own) {
            int32_t day = day_behind(p, i + next + own);
            struct date d = day_date(months_on(s->from - s->now.day + 1, next ? 1 : 0));
            found = day ? day_from_date((struct date){d.year, d.month, day})
                        : last_of_month(d.year, d.month);
        }
    }
    if (found == DAY_NONE && (at(p, 0, "月底") || at(p, 0, "月末")))
        return last_of_month(s->now.year, s->now.month);
    return found;
}

static struct str without_end(struct str words)
{
    static const char *const ends[] = {"前",   "之",   "以", "止",  "完成",
                                       "办结", "截止", "内", "到期"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_ends(words, str_from(ends[i]))) {
            words = str_trim(str_slice(words, 0, words.len - str_from(ends[i]).len));
            i = SIZE_MAX; /* from the first again */
        }
    return words;
}

/* 2026-12-31前, 截至2026年12月31日, 12-31前. */
static int32_t plain_day(const struct proposing *s, struct str words)
{
    int32_t day;
    static const char *const starts[] = {"截至", "截止", "至", "到", "于", "在"};
    words = without_end(str_trim(words));
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (str_starts(words, str_from(starts[i])))
            words = str_trim(str_slice(words, str_from(starts[i]).len, words.len));
    if (sheet_day_text(words, 0, &day))
        return day;
    for (int32_t year = s->now.year; year <= s->now.year + 1; year++)
        if (sheet_day_text(words, year, &day) && day >= s->from)
            return day;
    return DAY_NONE;
}

int32_t matter_sheet_proposal(const struct ctx *ctx, struct str words, int32_t from)
{
    struct proposing s = {.calendar = ctx->calendar,
                          .p = pieces_of(ctx->arena, words),
                          .from = from,
                          .now = day_date(from)};
    int32_t (*const ways[])(const struct proposing *) = {span, weekday, month, part_of_year};
    int32_t day = plain_day(&s, words);
    for (size_t i = 0; day == DAY_NONE && i < sizeof ways / sizeof ways[0]; i++)
        day = ways[i](&s);
    if (day == DAY_NONE && (has(&s.p, "当天") || has(&s.p, "当日") || has(&s.p, "今天")))
        return from;
    return day;
}

/* Cells -----------------------------------------------------------------------------------------
 */

static void note(struct matter_sheet_reader *r, const struct sheet_row *row,
                 enum matter_sheet_field field, struct str text, int64_t wall_us)
{
    struct ctx *ctx = r->ctx;
    if (r->plan->notes.n == MATTER_SHEET_REFUSED_MAX)
        return;
    struct str how = str_print(ctx->arena, "%.*s → %.*s", STR_ARG(utf8_prefix(text, SHOWN_MAX)),
                               STR_ARG(day_text(ctx->arena, day_of_instant(wall_us, 0))));
    *VEC_ADD(ctx->arena, &r->plan->notes) =
        (struct matter_sheet_note){row->number, str_from(matter_sheet_fields[field].name),
                                   tr_with(ctx->arena, ctx->lang, T("按推定的日期读：{}"), how)};
}

/* Text to the park's wall clock. *out_loose: something in it was left open. */
static bool wall_of(const struct ctx *ctx, struct str text, int64_t *out_wall_us, bool *out_loose)
{
    bool time;
    *out_loose = false;
    if (sheet_moment_text(text, out_wall_us, &time))
        return true;
    if (sheet_instant_text(text, out_wall_us)) {
        *out_wall_us += ctx->offset_min * MINUTE_US;
        return true;
    }
    *out_loose = true;
    return sheet_moment_loose(text, ctx_today(ctx), out_wall_us);
}

int64_t matter_sheet_moment(struct matter_sheet_reader *r, const struct sheet_row *row,
                            enum matter_sheet_field field, struct matter_sheet_line *line)
{
    struct ctx *ctx = r->ctx;
    struct sheet_cell cell = matter_sheet_cell(r, row, field);
    int64_t wall_us = 0;
    bool read = true, loose = false;
    if (cell.kind == SHEET_BLANK)
        return 0;
    sheet_serial(r->book, &cell);
    struct str text = sheet_text(ctx->arena, &cell);
    if (cell.kind == SHEET_DAY)
        wall_us = cell.day * DAY_US;
    else if (cell.kind == SHEET_MOMENT)
        wall_us = cell.wall_us;
    else
        read = wall_of(ctx, text, &wall_us, &loose);
    int64_t at_us = wall_us - ctx->offset_min * MINUTE_US;
    bool future = read && at_us > ctx->now_us + DAY_US;
    if (!read || future || wall_us < 0) {
        matter_sheet_refuse(ctx, line, matter_sheet_fields[field].name,
                            future ? T("日期在将来：{}") : T("看不懂这个日期：{}"),
                            utf8_prefix(text, SHOWN_MAX));
        return 0;
    }
    if (loose)
        note(r, row, field, text, wall_us);
    return at_us;
}

/* What the person said of these words: WORDS=2026-12-31, or WORDS=? for the proposal. */
static int32_t said_of(const struct matter_sheet_reader *r, struct str words, int32_t proposal)
{
    for (size_t i = 0; i < r->in->dues.n; i++) {
        struct str given = r->in->dues.at[i];
        size_t equals = str_find_char(given, '=', 0);
        int32_t day;
        if (equals == SIZE_MAX || !str_eq(str_trim(str_slice(given, 0, equals)), words))
            continue;
        struct str says = str_trim(str_slice(given, equals + 1, given.len));
        return str_eq(says, STR("?")) ? proposal : sheet_day_text(says, 0, &day) ? day : DAY_NONE;
    }
    return DAY_NONE;
}

enum err matter_sheet_dues_check(struct matter_sheet_reader *r)
{
    for (size_t i = 0; i < r->in->dues.n; i++) {
        struct str given = r->in->dues.at[i];
        size_t equals = str_find_char(given, '=', 0);
        struct str says =
            equals == SIZE_MAX ? STR("") : str_trim(str_slice(given, equals + 1, given.len));
        int32_t day;
        if (!str_eq(says, STR("?")) && !sheet_day_text(says, 0, &day))
            return ctx_fail_detail(r->ctx, ERR_INVALID, "dues",
                                   T("请写成 期限文字=日期，或 期限文字=?：{}"), given);
    }
    return ERR_OK;
}

void matter_sheet_due(struct matter_sheet_reader *r, const struct sheet_row *row,
                      struct matter_sheet_line *line, struct matter_import *out)
{
    struct ctx *ctx = r->ctx;
    struct sheet_cell cell = matter_sheet_cell(r, row, MS_DUE);
    int64_t wall_us;
    bool time;
    out->due = DAY_NONE;
    out->due_words = STR("");
    if (cell.kind == SHEET_BLANK)
        return;
    sheet_serial(r->book, &cell);
    if (cell.kind == SHEET_DAY || cell.kind == SHEET_MOMENT) {
        out->due = cell.day;
        return;
    }
    struct str words = matter_sheet_word(r, row, MS_DUE, WORDS_MAX, line);
    if (sheet_day_text(words, 0, &out->due))
        return;
    if (sheet_moment_text(words, &wall_us, &time)) {
        out->due = day_of_instant(wall_us, 0);
        return;
    }
    if (sheet_instant_text(words, &wall_us)) {
        out->due = day_of_instant(wall_us, ctx->offset_min);
        return;
    }
    int32_t from =
        out->raised_at ? day_of_instant(out->raised_at, ctx->offset_min) : ctx_today(ctx);
    int32_t proposal = matter_sheet_proposal(ctx, words, from);
    out->due = said_of(r, words, proposal);
    out->due_words = words; /* what was promised stays as it was said */
    if (r->plan->words.n < MATTER_SHEET_REFUSED_MAX)
        *VEC_ADD(ctx->arena, &r->plan->words) =
            (struct matter_sheet_words){row->number, words, proposal, out->due != DAY_NONE};
}
