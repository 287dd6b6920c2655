/*
 * What a navigation project may do next, pure: facts in, what is missing out.
 *
 * A gate opens when nothing of its own step and of the steps before it is missing, so that what
 * was taken away after a reopening is asked for again. The last gate closes the project.
 */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_RULE_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_RULE_H

#include "base/day.h"
#include "base/vec.h"
#include "domain/navigation/navigation.h"

/* What is counted of a project; _without: how many of them lack it. */
struct navigation_fact {
    int64_t part, step;
    bool need, scope, effect;
    int32_t starts, ends;
    int64_t members, leads;
    int64_t sources, without_cutoff, without_hash, without_members;
    int64_t without_measure;   /* the version's own query was never measured */
    int64_t without_recall;    /* nothing was marked as belonging */
    int64_t without_precision; /* nothing that it finds was judged */
    int64_t without_clean, without_labels;
    int64_t figures, without_query, stale; /* stale: computed from another version */
    int64_t conclusions, without_figure;
    bool finding[NAVIGATION_FINDING_END_]; /* which kinds of conclusions there are */
    int64_t duties, duties_open;
    int64_t reported_at, changed_at; /* the last report; what it tells was changed */
};

enum navigation_missing {
    NAVIGATION_NO_NEED = 1,
    NAVIGATION_NO_SCOPE,
    NAVIGATION_NO_LEAD,
    NAVIGATION_NO_DAYS,
    NAVIGATION_DAYS_TURNED,
    NAVIGATION_NO_SOURCE,
    NAVIGATION_NO_CUTOFF,
    NAVIGATION_NO_HASH,
    NAVIGATION_NO_RECORDS,
    NAVIGATION_NO_MEASURE,
    NAVIGATION_NO_RECALL,
    NAVIGATION_NO_PRECISION,
    NAVIGATION_NOT_CLEAN,
    NAVIGATION_NO_LABELS,
    NAVIGATION_NO_FIGURE,
    NAVIGATION_NO_QUERY,
    NAVIGATION_STALE,
    NAVIGATION_NO_CONCLUSION,
    NAVIGATION_NO_CITE,
    NAVIGATION_NO_DIRECTION,
    NAVIGATION_NO_POSITION,
    NAVIGATION_NO_PATH,
    NAVIGATION_NO_STRENGTH,
    NAVIGATION_NO_MATCH,
    NAVIGATION_NO_REPORT,
    NAVIGATION_OLD_REPORT,
    NAVIGATION_NO_DUTY,
    NAVIGATION_DUTY_OPEN,
    NAVIGATION_NO_EFFECT,
    NAVIGATION_MISSING_END_
};

struct navigation_lack {
    enum navigation_missing what;
    enum navigation_step step; /* whose */
    int64_t n;                 /* how many; for the sentence's {} */
};

struct navigation_lacks {
    struct navigation_lack at[NAVIGATION_MISSING_END_];
    size_t n;
};

/* What the gate of that step lacks by itself; and with all before it. */
void navigation_step_lacks(const struct navigation_fact *fact, enum navigation_step step,
                           struct navigation_lacks *out);
void navigation_gate(const struct navigation_fact *fact, struct navigation_lacks *out);

/* T("...") with {} for how many; the word in JSON. */
const char *navigation_missing_words(enum navigation_missing what);
const char *navigation_missing_name(enum navigation_missing what);

/* May something that belongs to `step` be changed now? */
bool navigation_may_change(int64_t at, enum navigation_step step);

/* How a duty stands on a day. done: the day its matter ended, DAY_NONE while it has not; gone: the
 * matter was refused, withdrawn or merged. A due day is kept when the end is on it or before. */
enum navigation_outcome {
    NAVIGATION_DUTY_RUNNING = 1, /* 在办 */
    NAVIGATION_DUTY_OVERDUE,     /* 超期未办结 */
    NAVIGATION_DUTY_IN_TIME,     /* 按期办结 */
    NAVIGATION_DUTY_LATE,        /* 逾期办结 */
    NAVIGATION_DUTY_GONE,        /* 已撤销 */
    NAVIGATION_OUTCOME_END_
};
enum navigation_outcome navigation_outcome(int32_t due, int32_t done, bool gone, int32_t today);
const char *navigation_outcome_word(int64_t outcome); /* T("...") */
const char *navigation_outcome_name(int64_t outcome);

/* The last period of that rhythm that is over on `today`: its first day, the first day behind it,
 * and its name ("2026-10", "2026-Q3"). false when reports are only made when asked for. */
bool navigation_period_over(struct arena *arena, int64_t rhythm, int32_t today, int32_t *out_from,
                            int32_t *out_to, struct str *out_name);

#endif
