/*
 * Counting anew. When the calendar, a class, a limit or a setting of days changes, every open clock
 * is counted anew from its events, and what moved is kept, listed and told: number, old due day,
 * new due day, why.
 *
 * The counting is pure (matter_count_anew in matter_rule.h): each clock costs its pauses, because a
 * calendar answers "how many working days between" and "which is the n-th after" from running
 * totals. Only what moved is written, through the same case as every act, so that sight, to-dos,
 * counters, story and journal follow. Up to MATTER_RECOUNT_AT_ONCE moves are written in the act
 * that made the change; a job writes the others, MATTER_RECOUNT_STEP at a time and step upon step,
 * and the page shows how far it is. At the end each department is told once, by a number that opens
 * its own lines; so are the coordinators.
 *
 * What waits to be accepted, assigned or called back is compared by its row alone, again at every
 * step: those that were counted anew differ no more.
 *
 * A duty follows a changed limit when its limit is the one that the rule gave it on the day it was
 * assigned: what a person set by hand, and what a sheet or a meeting named, stays.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_RECOUNT_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_RECOUNT_H

#include "base/vec.h"
#include "core/ctx.h"
#include "domain/matter/matter_rule.h"

enum matter_recount_cause {
    RECOUNT_CALENDAR = 1, /* 放假安排 */
    RECOUNT_LIMIT,        /* 时限 */
    RECOUNT_CLASS,        /* 类别 */
    RECOUNT_SETTING,      /* 园区设置 */
};

enum {
    MATTER_RECOUNT_AT_ONCE = 200,
    MATTER_RECOUNT_STEP = 1000,
    MATTER_RECOUNT_PAGE = 5000, /* open duties read at a time */
    MATTER_RECOUNTS_SHOWN = 100,
    MATTER_RECOUNT_ROWS = 200, /* of one page */
};

/* In the database ----------------------------------------------------------------------------- */

/* Listeners of "calendar.changed" and "setting.changed", in the act itself. */
enum err matter_calendar_changed(struct ctx *ctx);
enum err matter_setting_changed(struct ctx *ctx);

/* Every limit as it stands: taken before a change, compared after it. */
struct sql_matter_limit_all_row;
struct matter_limits {
    struct sql_matter_limit_all_row *at; /* by class, urgency, then from which day */
    size_t n;
};
enum err matter_limits_all(struct ctx *ctx, struct matter_limits *out);
/* In force for a class (its path of ids) and urgency on that day; source may be NULL. */
struct matter_limit_value matter_limit_on(const struct matter_limits *limits, struct str path,
                                          int64_t urgency, int32_t day, struct str *out_source);

/* After limit.set: duties that followed `before` follow what holds now. */
enum err matter_limits_changed(struct ctx *ctx, const struct matter_limits *before,
                               struct str what);
/* Before class.merge moves the matters of a class under another path. */
enum err matter_class_moves(struct ctx *ctx, int64_t class, struct str path_to, struct str what);

struct matter_case;
/* While a case's class or urgency changes (classify): its open duties follow. out_moved: any. */
enum err matter_case_follow_limit(struct matter_case *c, bool *out_moved);
/* Lists what that moved; after the case stands and is kept. */
enum err matter_case_followed(struct matter_case *c);

/* The job: goes on with recounts that are not done, a step of each. */
enum err matter_job_recount(struct ctx *ctx);
bool matter_recount_more(struct ctx *ctx);

/* Reading ------------------------------------------------------------------------------------- */

struct matter_recount_view {
    struct matter_recount_id id;
    int64_t at, cause, clocks, moved, total, ended_at;
    struct str what, person;
};

struct matter_recount_line {
    struct matter_id matter;
    struct str number, title;
    int64_t clock; /* enum matter_due_kind */
    struct str org_name;
    int32_t was, now;
    bool was_provisional, provisional;
    int64_t rest_more, work_more, was_limit, was_limit_kind, now_limit, now_limit_kind;
};

struct matter_recounts {
    VEC(struct matter_recount_view) rows;
};
struct matter_recount_page {
    struct matter_recount_view head;
    VEC(struct matter_recount_line) rows; /* of matters within sight */
    int64_t next;                         /* matter id to go on after; 0 = that was all */
};

/* Newest first. Coordinators, leaders, auditors, administrators; departments see their own rows. */
enum err matter_find_recounts(struct ctx *ctx, struct matter_recounts *out);
enum err matter_find_recount(struct ctx *ctx, struct matter_recount_id id, int64_t after,
                             struct matter_recount_page *out);

const char *matter_recount_word(int64_t cause);
const char *matter_recount_name(int64_t cause);

#endif
