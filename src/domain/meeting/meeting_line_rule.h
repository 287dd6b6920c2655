/*
 * The secretary's one line: departments and a date, typed without leaving the keyboard's home row.
 *
 *     "zrzy gj 7g"       自然资源分局 leads, 规建局 helps, in 7 working days
 *     "水务 下周五"       by part of the name, by weekday
 *
 * Words are parted by blanks or punctuation. A word is a date when it reads as one, else a
 * department: the first one leads, the others help.
 *
 * Departments: letters are the initials of the name's syllables (base/pinyin.h), from its start, of
 * the short or the full name; else from any place in it; else the letters in order. Chinese is part
 * of the name. The best kind of match counts; when several departments share it the word is
 * ambiguous, unless one is exact.
 *
 * Dates, counted by the park's calendar, today not counted:
 *     d7 d+7 +7 7d 7天 7日内      calendar days
 *     7 g7 7g 7gzr 7个工作日      working days
 *     0915 915 9.15 9-15 9月15日   the next such day; 2026-09-15
 *     jt mt ht 今天 明天 后天      today, tomorrow, the day after
 *     z5 周五 bz5 本周五           this week's day (a passed one: next week's)
 *     xz5 下周五                  next week's day
 *     yd 月底 xyd 下月底           the last day of this, of the next month
 *
 * ui/js/meeting.js reads the same lines without a server; the browser test holds the two against
 * each other.
 */
#ifndef LIANYUAN_DOMAIN_MEETING_MEETING_LINE_RULE_H
#define LIANYUAN_DOMAIN_MEETING_MEETING_LINE_RULE_H

#include "base/day.h"
#include "base/workday.h"
#include "domain/meeting/meeting.h"

struct meeting_department {
    int64_t id;
    struct str name, short_name;
    struct str initials, short_initials; /* pinyin_initials() of both */
};

enum meeting_word {
    MEETING_WORD_UNKNOWN,
    MEETING_WORD_ORG,
    MEETING_WORD_SEVERAL,
    MEETING_WORD_DAY
};

enum { MEETING_WORDS_MAX = 16, MEETING_MATCHES_MAX = 8 };

struct meeting_line_word {
    struct str text;
    enum meeting_word is;
    size_t matches[MEETING_MATCHES_MAX]; /* indexes of departments, in their order */
    size_t n;                            /* of them; ORG: 1 */
    int32_t day;
};

struct meeting_line {
    struct meeting_line_word words[MEETING_WORDS_MAX];
    size_t n;
    bool more;    /* further words were left out */
    int64_t lead; /* department ids; 0 = none */
    int64_t helpers[MEETING_HELPERS_MAX];
    size_t helper_n;
    int32_t day; /* the last date given; DAY_NONE */
};

/* False when it is no date. */
bool meeting_day_read(const struct calendar *calendar, int32_t today, struct str word,
                      int32_t *out_day);

/* The departments that the word may mean: one, several, or none (0). */
size_t meeting_department_match(const struct meeting_department *departments, size_t n,
                                struct str word, size_t out[MEETING_MATCHES_MAX]);

struct meeting_line meeting_line_read(const struct calendar *calendar, int32_t today,
                                      const struct meeting_department *departments, size_t n,
                                      struct str line);

#endif
