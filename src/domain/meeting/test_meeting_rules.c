/* The proposal against a slow selection, initials, dates and the secretary's line. */
#include <string.h>

#include "base/fs.h"
#include "base/pinyin.h"
#include "base/tap.h"
#include "domain/meeting/meeting_line_rule.h"
#include "domain/meeting/meeting_rule.h"

static struct arena arena;

static uint64_t dice = 88172645463325252u;
static int64_t roll(int64_t below)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (int64_t)(dice % (uint64_t)below);
}

/* Points ----------------------------------------------------------------------------------------
 */

static void points(void)
{
    struct meeting_candidate c = {.urgency = 1, .departments = 1, .age_days = 7};
    struct meeting_score s = meeting_score(&c);
    IS_INT(s.points, 0);
    IS_INT(s.minutes, 5);
    c = (struct meeting_candidate){.urgency = 4, .departments = 1};
    IS_INT(meeting_score(&c).points, 100);
    IS_INT(meeting_score(&c).minutes, 8);
    c = (struct meeting_candidate){.urgency = 1, .departments = 1, .due = true, .late_days = 3};
    IS_INT(meeting_score(&c).points, 12);
    c.late_days = 15;
    IS_INT(meeting_score(&c).points, 60);
    c.late_days = 100000;
    IS_INT(meeting_score(&c).points, 60);
    IS_INT(meeting_score(&c).minutes, 8);
    c = (struct meeting_candidate){.urgency = 1, .departments = 1, .due = true, .left_days = 3};
    IS_INT(meeting_score(&c).points, 8);
    c.left_days = 4;
    IS_INT(meeting_score(&c).points, 0);
    c = (struct meeting_candidate){
        .urgency = 2, .age_days = 20, .stake_days = 5, .pressed = 2, .reopened = 1, .asks = 3};
    s = meeting_score(&c);
    IS_INT(s.points, 30 + 13 + 15 + 20 + 20 + 15 + 10);
    for (size_t i = 1; i < s.n; i++)
        OK(s.parts[i - 1].points >= s.parts[i].points, "parts stand by their weight");
}

static void reasons_read_back(void)
{
    struct meeting_candidate c = {.urgency = 3,
                                  .late_days = 4,
                                  .due = true,
                                  .age_days = 30,
                                  .stake_days = 2,
                                  .departments = 3,
                                  .pressed = 1};
    struct meeting_score s = meeting_score(&c);
    struct meeting_part back[MEETING_WHY_END_];
    size_t n = meeting_parts_read(meeting_parts_text(&arena, &s), back);
    IS_INT((int64_t)n, (int64_t)s.n);
    for (size_t i = 0; i < n; i++)
        OK(back[i].reason == s.parts[i].reason && back[i].n == s.parts[i].n &&
               back[i].points == s.parts[i].points,
           "a reason comes back as it was kept");
    IS_INT((int64_t)meeting_parts_read(STR("nonsense 1 2;late x 2;age 9 2"), back), 1);
    IS_INT((int64_t)meeting_parts_read(STR(""), back), 0);
}

/* The slow way: again and again the best that is left. */
static void naive(const struct meeting_candidate *c, const struct meeting_score *s, size_t n,
                  int64_t budget, size_t *order, bool *taken)
{
    bool used[64] = {false};
    size_t count = 0;
    for (size_t k = 0; k < n; k++) {
        size_t best = SIZE_MAX;
        for (size_t i = 0; i < n; i++) {
            if (used[i])
                continue;
            bool better = best == SIZE_MAX || s[i].points > s[best].points ||
                          (s[i].points == s[best].points && c[i].age_days > c[best].age_days) ||
                          (s[i].points == s[best].points && c[i].age_days == c[best].age_days &&
                           c[i].matter < c[best].matter);
            if (better)
                best = i;
        }
        used[best] = true;
        order[k] = best;
        taken[best] = s[best].points > 0 && s[best].minutes <= budget && count < MEETING_ITEMS_MAX;
        if (taken[best]) {
            budget -= s[best].minutes;
            count++;
        }
    }
}

static void proposals(void)
{
    int wrong = 0, over = 0;
    for (int round = 0; round < 2000; round++) {
        struct meeting_candidate c[64];
        struct meeting_score s[64];
        size_t order[64], slow_order[64], n = (size_t)roll(65);
        bool taken[64], slow_taken[64];
        int64_t budget = roll(200), spent = 0;
        for (size_t i = 0; i < n; i++) {
            c[i] = (struct meeting_candidate){.matter = 1 + (int64_t)i,
                                              .urgency = 1 + roll(4),
                                              .late_days = roll(3) ? 0 : roll(20),
                                              .left_days = roll(9),
                                              .due = roll(2),
                                              .age_days = roll(40),
                                              .stake_days = roll(4) ? 0 : roll(50),
                                              .departments = roll(4),
                                              .pressed = roll(3),
                                              .reopened = roll(2),
                                              .asks = roll(2)};
            s[i] = meeting_score(&c[i]);
        }
        meeting_propose(&arena, c, s, n, budget, order, taken);
        naive(c, s, n, budget, slow_order, slow_taken);
        wrong += memcmp(order, slow_order, n * sizeof order[0]) != 0 ||
                 memcmp(taken, slow_taken, n * sizeof taken[0]) != 0;
        for (size_t i = 0; i < n; i++)
            spent += taken[i] ? s[i].minutes : 0;
        over += spent > budget;
    }
    IS_INT(wrong, 0);
    IS_INT(over, 0);
}

/* The pen, states ---------------------------------------------------------------------------------
 */

static void pens(void)
{
    int64_t now = 1000000000, just = now - 1, long_ago = now - MEETING_PEN_S * SECOND_US;
    IS_INT(meeting_pen(0, 0, 7, now), MEETING_PEN_FREE);
    IS_INT(meeting_pen(7, long_ago, 7, now), MEETING_PEN_MINE);
    IS_INT(meeting_pen(8, just, 7, now), MEETING_PEN_TAKEN);
    IS_INT(meeting_pen(8, long_ago + 1, 7, now), MEETING_PEN_TAKEN);
    IS_INT(meeting_pen(8, long_ago, 7, now), MEETING_PEN_FREE);
    OK(!meeting_may(MEETING_ISSUED, MEETING_MINUTES), "issued minutes are final");
    OK(!meeting_may(MEETING_INVITED, MEETING_WRITE), "nothing is decided before it began");
    OK(meeting_may(MEETING_RUNNING, MEETING_EDIT), "the agenda may grow in the room");
    OK(!meeting_kind_fits(4, MEETING_CONFIRM), "what is still worked on is not confirmed");
    OK(meeting_kind_fits(5, MEETING_REDO) && !meeting_kind_fits(5, MEETING_ASSIGN),
       "what is done is confirmed or done again");
}

/* Initials ----------------------------------------------------------------------------------------
 */

static void initials(void)
{
    static const struct {
        const char *text, *letters;
    } cases[] = {
        {"自然资源分局", "zrzyfj"},
        {"规划建设局", "ghjsj"},
        {"生态环境分局", "sthjfj"},
        {"市场监督管理局", "scjdglj"},
        {"人力资源和社会保障局", "rlzyhshbzj"},
        {"应急管理局", "yjglj"},
        {"行政审批局", "xzspj"},
        {"中国银行", "zgyh"},
        {"发展和改革局", "fzhggj"},
        {"供电服务中心", "gdfwzx"},
        {"公安分局", "gafj"},
        {"调解中心", "tjzx"},
        {"Ａ3 区（东）", "a3qd"},
        {"", ""},
        {"鑫x", "xx"},
        {"昊喆堃瑄", "hzkx"},
        {"國際訊號", "gjxh"},
        {"〇々，。", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        IS_STR(pinyin_initials(&arena, str_from(cases[i].text)), str_from(cases[i].letters));
    IS_INT(pinyin_letter(0xB0A1), 'a');
    IS_INT(pinyin_letter(0xD7F9), 'z');
    IS_INT(pinyin_letter(0xD7FA), 0);
    IS_INT(pinyin_letter(0xD8A1), 0);
    IS_INT(pinyin_letter(0xA1A1), 0);
}

/* Dates -------------------------------------------------------------------------------------------
 */

static const struct calendar *calendar;

static struct str day_said(const char *word, const char *today)
{
    int32_t from, day;
    day_parse(str_from(today), &from);
    return meeting_day_read(calendar, from, str_from(word), &day) ? day_text(&arena, day)
                                                                  : STR("none");
}

/* 2026-11-22 is a Sunday; 10-01 to 10-07 are off, 10-10 is worked. */
static void dates(void)
{
    static const struct {
        const char *word, *day;
    } cases[] = {
        {"d7", "2026-11-29"},
        {"d+7", "2026-11-29"},
        {"+7", "2026-11-29"},
        {"7d", "2026-11-29"},
        {"7天", "2026-11-29"},
        {"7日内", "2026-11-29"},
        {"7", "2026-12-01"},
        {"7g", "2026-12-01"},
        {"g7", "2026-12-01"},
        {"7gzr", "2026-12-01"},
        {"7个工作日", "2026-12-01"},
        {"15gzr", "2026-12-11"},
        {"1201", "2026-12-01"},
        {"0915", "2027-09-15"},
        {"915", "2027-09-15"},
        {"1122", "2026-11-22"},
        {"12.1", "2026-12-01"},
        {"12-1", "2026-12-01"},
        {"12/01", "2026-12-01"},
        {"12月1日", "2026-12-01"},
        {"12月1号", "2026-12-01"},
        {"2026-12-01", "2026-12-01"},
        {"0229", "2028-02-29"},
        {"1301", "none"},
        {"1131", "none"},
        {"jt", "2026-11-22"},
        {"明天", "2026-11-23"},
        {"ht", "2026-11-24"},
        {"周日", "2026-11-22"},
        {"z7", "2026-11-22"},
        {"z5", "2026-11-27"},
        {"周五", "2026-11-27"},
        {"下周五", "2026-11-27"},
        {"xz5", "2026-11-27"},
        {"xz1", "2026-11-23"},
        {"星期三", "2026-11-25"},
        {"本周五", "none"},
        {"月底", "2026-11-30"},
        {"yd", "2026-11-30"},
        {"xyd", "2026-12-31"},
        {"下月底", "2026-12-31"},
        {"zr", "none"},
        {"d", "none"},
        {"", "none"},
        {"12345", "none"},
        {"9999", "none"},
        {"x7", "none"},
        {"7x", "none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        IS_STR(day_said(cases[i].word, "2026-11-22"), str_from(cases[i].day));
    IS_STR(day_said("1", "2026-09-30"), STR("2026-10-08"));
    IS_STR(day_said("3g", "2026-09-30"), STR("2026-10-10"));
    IS_STR(day_said("本周五", "2026-11-25"), STR("2026-11-27"));
    IS_STR(day_said("周一", "2026-11-25"), STR("2026-11-30"));
    IS_STR(day_said("xyd", "2026-12-05"), STR("2027-01-31"));
    IS_STR(day_said("yd", "2026-12-05"), STR("2026-12-31"));
    IS_STR(day_said("z5", "2026-11-27"), STR("2026-11-27"));
}

/* Lines -------------------------------------------------------------------------------------------
 */

static struct meeting_department departments[5];

static void add_department(size_t i, const char *name, const char *short_name)
{
    departments[i] = (struct meeting_department){
        .id = 100 + (int64_t)i,
        .name = str_from(name),
        .short_name = str_from(short_name),
        .initials = pinyin_initials(&arena, str_from(name)),
        .short_initials = pinyin_initials(&arena, str_from(short_name)),
    };
}

static struct meeting_line line_of(const char *text)
{
    int32_t today;
    day_parse(STR("2026-11-22"), &today);
    return meeting_line_read(calendar, today, departments, 5, str_from(text));
}

static void lines(void)
{
    add_department(0, "自然资源分局", "自然资源分局");
    add_department(1, "规划建设局", "规建局");
    add_department(2, "生态环境分局", "生态环境分局");
    add_department(3, "水务公司", "水务公司");
    add_department(4, "市场监督管理局", "市监局");
    struct meeting_line l = line_of("zrzy gj 7g");
    IS_INT(l.lead, 100);
    IS_INT((int64_t)l.helper_n, 1);
    IS_INT(l.helpers[0], 101);
    IS_STR(day_text(&arena, l.day), STR("2026-12-01"));
    l = line_of("水务、规建，生态  下周五 市监");
    IS_INT(l.lead, 103);
    IS_INT((int64_t)l.helper_n, 3);
    IS_INT(l.helpers[1], 102);
    IS_STR(day_text(&arena, l.day), STR("2026-11-27"));
    l = line_of("s");
    IS_INT(l.words[0].is, MEETING_WORD_SEVERAL);
    IS_INT((int64_t)l.words[0].n, 3);
    IS_INT(l.lead, 0);
    l = line_of("zr zr sw zr");
    IS_INT(l.lead, 100);
    IS_INT((int64_t)l.helper_n, 1);
    l = line_of("qq 7 8");
    IS_INT(l.words[0].is, MEETING_WORD_UNKNOWN);
    IS_STR(day_text(&arena, l.day), STR("2026-12-02"));
    l = line_of("  ，、 ");
    IS_INT((int64_t)l.n, 0);
    l = line_of("a b c d e f g h i j k l m n o p q r");
    OK(l.more && l.n == MEETING_WORDS_MAX, "a line has an end");
    OK(strlen("zr gj 7\r") <= 10, "owner, helper and date within ten keystrokes");
    l = line_of("zr gj 7");
    OK(l.lead == 100 && l.helper_n == 1 && l.day != DAY_NONE, "... and they are all there");
}

int main(void)
{
    struct error error = {0};
    struct str text;
    arena_init(&arena, (size_t)256 << 20);
    if (fs_read(&arena, STR(CALENDAR_FILE), 1 << 20, &text) ||
        calendar_read(&arena, text, &calendar, &error))
        return 1;
    RUN(points);
    RUN(reasons_read_back);
    RUN(proposals);
    RUN(pens);
    RUN(initials);
    RUN(dates);
    RUN(lines);
    arena_release(&arena);
    return tap_end();
}
