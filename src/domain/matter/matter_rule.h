/*
 * The rules of the list, pure: which act leads from which state to which, when something is due,
 * which light it shows, whether a promise was kept, whose turn it is, what each has to do, and the
 * three rates. No database, no clock: facts in, answers out. test_matter_rule.c holds each against
 * a naive oracle over random histories.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_RULE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_RULE_H

#include "base/workday.h"
#include "domain/matter/matter.h"

/* Transitions --------------------------------------------------------------------------------- */

/* Who acts, seen from the matter: its own firm, a department with an open duty in it, ... */
enum matter_who {
    MATTER_BY_FIRM = 1,
    MATTER_BY_DEPARTMENT = 2,
    MATTER_BY_HEAD = 4,
    MATTER_BY_COORDINATOR = 8,
    MATTER_BY_LEADER = 16,
    MATTER_BY_CLOCK = 32, /* a job */
};

struct matter_move {
    enum matter_state from;
    enum matter_verb verb;
    uint32_t who; /* mask of enum matter_who */
    enum matter_state to;
};

/* The whole table, in order of `from`. A (from, verb) may have several rows: then the facts decide
 * which (the last duty done resolves the matter). */
const struct matter_move *matter_moves(size_t *out_n);

/* May somebody who is all of `who` do this in that state? */
bool matter_may(int64_t state, enum matter_verb verb, uint32_t who);
/* Is this step in the table for anybody? */
bool matter_leads(int64_t from, enum matter_verb verb, int64_t to);
/* Nothing more is expected of anybody. */
bool matter_ended(int64_t state);

/* May a department ask to hand a duty back? backs: duties of the matter that were handed back;
 * refused: asks of this duty that were refused. */
struct matter_rules;
enum matter_back { MATTER_BACK_MAY, MATTER_BACK_MATTER, MATTER_BACK_DUTY };
enum matter_back matter_may_hand_back(const struct matter_rules *rules, int64_t backs,
                                      int64_t refused);

/* Clocks -------------------------------------------------------------------------------------- */

/* The park's settings that the rules use; matter_settings() in matter_case.h reads them. */
struct matter_rules {
    int64_t accept_days, assign_days, respond_days, callback_days; /* working days */
    int64_t silence_days;                                          /* calendar days */
    int64_t soon_days;                                             /* working days: ▲ */
    int64_t note_days;      /* calendar days without progress until a note is asked for */
    int64_t extensions_max; /* of one duty */
    int64_t handbacks_max;  /* agreed, of one matter; 0: any number */
    int64_t handback_asks; /* refused ones of one duty after which none may follow; 0: any number */
    int64_t signoff;       /* 1: a department's head signs before an answer leaves */
    int64_t weight_response, weight_solved, weight_satisfied;
};

/* Where the clock stands. */
struct matter_now {
    struct arena *arena;
    const struct calendar *calendar;
    int32_t offset_min;
    int64_t us;
};

struct matter_due {
    int32_t day;
    int64_t at; /* the instant at which it has passed; MATTER_DUE_NEVER */
    bool provisional;
};

struct matter_limit_value {
    int64_t amount, kind; /* enum matter_limit_kind; MATTER_FIXED_DAY: amount is the day */
};

/* End of so many working days after the day of start. */
enum err matter_working_due(const struct matter_now *now, int64_t start_us, int64_t days,
                            struct matter_due *out);

/* End of a duty's limit, its pauses given back. While a pause runs: MATTER_DUE_NEVER. */
enum err matter_limit_due(const struct matter_now *now, struct matter_limit_value limit,
                          int64_t start_us, const struct clock_pause *pauses, size_t n,
                          struct matter_due *out);

/* End of a promised day; pauses that began after it was promised move it by whole days. */
enum err matter_promise_due(const struct matter_now *now, int64_t limit_kind, int32_t promise,
                            int64_t promised_us, const struct clock_pause *pauses, size_t n,
                            struct matter_due *out);

/* Counting many anew: what a duty's clocks are counted from, and what comes out. */
struct open_clock {
    struct matter_limit_value limit;
    int64_t start_us;
    int32_t promise; /* DAY_NONE: none */
    int64_t promised_us;
    const struct clock_pause *pauses; /* in order; the last may be open */
    size_t pause_n;
    int64_t respond_days; /* working days to respond; 0: responded, its clock has stopped */
};

struct open_clock_due {
    struct matter_due limit, due; /* due: of the promise, else the limit */
    int64_t respond_at;           /* 0: stopped */
};

/* out[i] belongs to clocks[i]; each costs its pauses. ERR_INVALID: a limit or a pause that
 * clock_due refuses. */
enum err matter_count_anew(const struct matter_now *now, const struct open_clock *clocks, size_t n,
                           struct open_clock_due *out);

/* ● ▲ ■ of something open that is due at due_at. soon_days: working days, today included. */
enum matter_light matter_light(const struct matter_now *now, bool open, int64_t due_at,
                               int64_t soon_days);
/* Working days past the end (at least 1 when overdue), or left until it (0 = today). */
int64_t matter_late_days(const struct matter_now *now, int64_t due_at);
int64_t matter_left_days(const struct matter_now *now, int64_t due_at);

/* How a promise ended: against the first promised day, then against the one in force (with what
 * pauses gave back, due_at). done_at 0: not done. No promise: DUTY_KEPT_OPEN. */
enum duty_kept duty_kept(int32_t offset_min, int32_t first_promise, int64_t due_at, int64_t done_at,
                         int64_t now_us);

/* Standing ------------------------------------------------------------------------------------ */

struct duty_fact {
    int64_t id, org;
    int64_t state; /* enum duty_state */
    bool lead, open, paused, responded;
    bool signing;     /* an answer waits for the head's signature */
    bool asking;      /* an extension or hand-back waits for the coordinator */
    int64_t ask_kind; /* of that, enum duty_ask_kind */
    int64_t asked_at;
    struct matter_due due; /* of promise or limit */
    bool promised;
    int64_t respond_at, noted_at, pressed_at;
};

struct matter_fact {
    int64_t state;
    int64_t firm, leader; /* 0: none */
    bool on_behalf;
    bool called; /* a call-back was recorded since it was resolved, and did not say "unsolved" */
    int64_t raised_at, accepted_at, resolved_at;
    int32_t asked_day;
};

/* What the list row says of the matter as a whole. */
struct matter_standing {
    enum matter_turn turn;
    struct matter_due due;
    enum matter_due_kind due_kind;
    bool paused;
    size_t lead; /* index of the duty that the row speaks of; SIZE_MAX: none */
};

enum err matter_stand(const struct matter_now *now, const struct matter_rules *rules,
                      const struct matter_fact *matter, const struct duty_fact *duties, size_t n,
                      struct matter_standing *out);

/* What has to be done, by whom. owner < 0: sleeps until due_at. At most MATTER_TODOS_MAX. */
struct matter_todo_fact {
    int64_t owner, due_at, duty;
    enum matter_todo_kind kind;
};
enum { MATTER_TODOS_MAX = 4 * MATTER_DUTIES_MAX + 8 };

enum err matter_todos(const struct matter_now *now, const struct matter_rules *rules,
                      const struct matter_fact *matter, const struct matter_standing *standing,
                      const struct duty_fact *duties, size_t n, struct matter_todo_fact *out,
                      size_t *out_n);

/* Rates --------------------------------------------------------------------------------------- */

/* What is counted per month and viewer (the park, a zone, a department). The names of the counters
 * stand in matter_measure_counter(). */
enum matter_measure {
    MATTER_N_RAISED,
    MATTER_N_RESOLVED,
    MATTER_N_ENDED,
    MATTER_N_RESPONDED,      /* within the response clock */
    MATTER_N_RESPONDED_LATE, /* after it */
    MATTER_N_SOLVED,
    MATTER_N_UNSOLVED,
    MATTER_N_SATISFIED, /* basically satisfied ones included */
    MATTER_N_UNSATISFIED,
    MATTER_N_UNREACHED, /* called, nobody answered */
    MATTER_N_SILENT,    /* closed by silence */
    MATTER_N_REFUSED,
    MATTER_N_WITHDRAWN,
    MATTER_N_MERGED,
    MATTER_N_KEPT,
    MATTER_N_KEPT_LATE,
    MATTER_N_BROKEN,
    MATTER_N_REOPENED,
    MATTER_MEASURES_
};
const char *matter_measure_counter(enum matter_measure measure);

/* yes of (yes + no); 响应率: waiting = not responded and past the clock, counted as no. */
struct matter_ratio {
    int64_t numerator, denominator;
};
struct matter_ratio matter_response_rate(const int64_t measures[MATTER_MEASURES_], int64_t waiting);
struct matter_ratio matter_solved_rate(const int64_t measures[MATTER_MEASURES_]);
struct matter_ratio matter_satisfied_rate(const int64_t measures[MATTER_MEASURES_]);

/* Weighted sum in 1/1000 of a point of 100; -1 when a rate with weight has no denominator. */
int64_t matter_score(const struct matter_rules *rules, struct matter_ratio response,
                     struct matter_ratio solved, struct matter_ratio satisfied);

#endif
