/*
 * What a report counts, pure: the history of one matter in, the figures it belongs to out.
 *
 * Every figure is a set of records, so each can be opened. What counts for a period is what is
 * dated in it, seen from the period's end: acts after the end change nothing in it. The rules, one
 * by one, are those of the enum below. Two follow from "seen from its end":
 *   - A response or a promise is decided once: when it is given or kept in time at that instant,
 *     else in the last instant of its time. It counts in the period of that instant, and a word
 *     that comes too late does not move it.
 *   - A clock is read with the promises made and the pauses begun before the end. An extension
 *     that was asked in time but agreed only after a period's end shows there as broken, and later
 *     as what it became.
 * Names, classes and zones are those of today; a report that is made again after a matter was put
 * into another class groups it there.
 *
 * The flow adds up, matter by matter: carried + came + back = closed + refused + withdrawn +
 * merged + open.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_RULE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_RULE_H

#include "base/vec.h"
#include "domain/matter/matter_rule.h"

enum report_figure {
    MATTER_FIG_CARRIED,   /* 上期结转: open when the period began */
    MATTER_FIG_CAME,      /* 新增: first sent (not a draft) in the period */
    MATTER_FIG_BACK,      /* 重办转入: ended when it began, reopened in it */
    MATTER_FIG_CLOSED,    /* 办结: closed at its end, since it began */
    MATTER_FIG_REFUSED,   /* 不予受理, likewise */
    MATTER_FIG_WITHDRAWN, /* 已撤回, likewise */
    MATTER_FIG_MERGED,    /* 已并入, likewise */
    MATTER_FIG_OPEN,      /* 期末未结 */
    MATTER_FIG_REOPENED,  /* 重办: sent back after a result, closed or not */
    MATTER_FIG_PRESSED,   /* 督办 */
    /* Response: duties whose response was decided; imported ones have no response clock. */
    MATTER_FIG_RESPONDED,
    MATTER_FIG_RESPONDED_LATE, /* not within the clock, answered later or not at all */
    MATTER_FIG_RESPONSE_NONE,  /* left out: the duty ended before its time was over */
    /* The firm's word: the last one given in the period, by call-back, itself or a return. */
    MATTER_FIG_SOLVED,
    MATTER_FIG_UNSOLVED,
    MATTER_FIG_SATISFIED, /* 满意, 基本满意 */
    MATTER_FIG_UNSATISFIED,
    MATTER_FIG_UNREACHED, /* left out: called, and no word */
    MATTER_FIG_SILENT,    /* left out: closed by silence, and no word */
    /* Promises: of duties, decided in the period. */
    MATTER_FIG_PROMISED, /* a first promise was made */
    MATTER_FIG_KEPT,
    MATTER_FIG_KEPT_LATE,    /* done by an agreed later day */
    MATTER_FIG_BROKEN,       /* the day passed, done later or not at all */
    MATTER_FIG_PROMISE_OPEN, /* the third answer: still running at the period's end */
    MATTER_FIG_PROMISE_GONE, /* left out: handed back or cancelled before its day */
    MATTER_FIG_EXTENDED,     /* a later day was agreed */
    MATTER_FIG_HANDED_BACK,
    MATTER_FIG_DUTIES,  /* 在办交办: duties open at the end */
    MATTER_FIG_OVERDUE, /* duties open at the end and past their promise, else their limit */
    MATTER_FIGURES_
};

/* T("..."), and the rule in a sentence; the word in addresses and JSON. */
const char *matter_figure_word(enum report_figure figure);
const char *matter_figure_rule(enum report_figure figure);
const char *matter_figure_name(enum report_figure figure);
bool matter_figure_by_name(struct str name, enum report_figure *out);

/* A history ------------------------------------------------------------------------------------ */

struct report_event {
    int64_t at, verb, state;
    bool imported;
};

struct report_promise {
    int64_t at;
    int32_t day;
    struct str person, reason;
};

struct report_duty {
    int64_t id, org;
    struct str org_name;
    bool lead;
    int64_t state;
    struct matter_limit_value limit;
    int64_t assigned_at, respond_at, responded_at, ended_at; /* 0: not yet */
    VEC(struct report_promise) promises;                     /* in order */
    VEC(struct clock_pause) pauses;                          /* in order */
};

struct report_word {
    int64_t at, solved, rating;
    bool reached;
};

struct report_history {
    int64_t id;
    int64_t raised_at, ended_at, closed_how;
    bool imported;
    VEC(struct report_event) events; /* in order */
    VEC(struct report_duty) duties;  /* in order */
    VEC(struct report_word) words;   /* in order */
};

/* Facts count when they are before until; clocks are read at `clock`. Of a past period both are its
 * end; of the running one clock is now, and until the instant after it. */
struct report_window {
    int64_t from_us, until_us, clock_us;
};

/* A record that belongs to a figure. duty 0: the matter itself; org: the duty's, or the lead's. */
struct report_hit {
    enum report_figure figure;
    int64_t matter, duty, org;
    int64_t at;        /* when it was decided; of open ones: since when, or when due */
    int32_t day;       /* promised; DAY_NONE */
    int64_t late_days; /* of overdue ones, working days at the clock */
};

typedef void report_hit_fn(void *arg, const struct report_hit *hit);

/* Calls fn for every figure the matter belongs to. now: arena, calendar and zone; its instant is
 * the window's clock. ERR_INVALID, ERR_LIMIT: a clock that cannot be counted. */
enum err matter_report_hits(const struct matter_now *now, const struct report_window *window,
                            const struct report_history *history, report_hit_fn *fn, void *arg);

/* Where a matter stood before until. */
struct report_stand {
    bool there, open;
    int64_t state, came_at;
    int64_t ended_at; /* the last end; 0 while open */
    bool silent;      /* ended by silence */
};
struct report_stand matter_report_stand(const struct report_history *history, int64_t until_us);

/* How a duty's promise stands, seen from the window's end; decided_at 0: open, or no promise. */
enum report_fate {
    REPORT_NO_PROMISE,
    REPORT_RUNNING,
    REPORT_KEPT,
    REPORT_KEPT_LATE,
    REPORT_BROKEN,
    REPORT_GONE
};
struct report_promise_stand {
    enum report_fate fate;
    int64_t decided_at;
    int32_t first, day; /* the first promise, and the one in force */
    int64_t due_at;     /* of the one in force, with what pauses gave back */
};
enum err matter_report_promise(const struct matter_now *now, const struct report_window *window,
                               const struct report_duty *duty, struct report_promise_stand *out);

#endif
