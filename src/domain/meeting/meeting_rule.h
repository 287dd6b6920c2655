/*
 * The rules of meetings, pure: which matters the agenda should hold and why, how long each may
 * take, who may write, which step leads where. Facts in, answers out.
 *
 * The proposal. Every open matter gets points; each part is kept with its reason, so that the page
 * can say why this one:
 *
 *     urgency    危及生命财产 100, 水电气热 60, 疑难 30, 一般 0
 *     late       4 for each working day overdue, at most 60
 *     soon       8 when due within three working days (and not overdue)
 *     age        1 for each calendar day since it was raised beyond the seventh, at most 30
 *     stake      3 for each day of a project at stake, at most 60
 *     owner      20 when no department leads yet: the room can settle that
 *     several    10 when it needs more than one department
 *     pressed    10 for each press, at most 30
 *     reopened   15 for each time the firm sent it back, at most 30
 *     waiting    10 when an extension or hand-back waits for a decision
 *
 * Minutes: 8 for what is hard, dangerous, overdue by ten working days, sent back, or needs several
 * departments; else 5. From most points to least (ties: the older one, then the smaller id) each is
 * taken whose minutes still fit the budget; one that does not fit is passed over, smaller ones
 * behind it may still come in.
 */
#ifndef LIANYUAN_DOMAIN_MEETING_MEETING_RULE_H
#define LIANYUAN_DOMAIN_MEETING_MEETING_RULE_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/meeting/meeting.h"

enum meeting_reason {
    MEETING_WHY_URGENCY = 1,
    MEETING_WHY_LATE,
    MEETING_WHY_SOON,
    MEETING_WHY_AGE,
    MEETING_WHY_STAKE,
    MEETING_WHY_OWNER,
    MEETING_WHY_SEVERAL,
    MEETING_WHY_PRESSED,
    MEETING_WHY_REOPENED,
    MEETING_WHY_WAITING,
    MEETING_WHY_END_
};

struct meeting_candidate {
    int64_t matter;
    int64_t urgency;              /* 1 ordinary, 2 hard, 3 utility, 4 danger: enum matter_urgency */
    int64_t late_days, left_days; /* working days; left_days counts when due and not late */
    bool due;
    int64_t age_days; /* calendar days since it was raised */
    int64_t stake_days;
    int64_t departments; /* open duties; 0 = nobody leads yet */
    int64_t pressed, reopened, asks;
};

struct meeting_part {
    enum meeting_reason reason;
    int64_t n;      /* days, times; of urgency the urgency itself */
    int64_t points; /* > 0 */
};

struct meeting_score {
    struct meeting_part parts[MEETING_WHY_END_]; /* most points first */
    size_t n;
    int64_t points;
    int64_t minutes;
};

struct meeting_score meeting_score(const struct meeting_candidate *c);

/* out_order: indexes of all n candidates, best first; out_taken[i]: candidate i fits the budget.
 * Minutes already on the agenda are not part of the budget given. */
void meeting_propose(struct arena *arena, const struct meeting_candidate *candidates,
                     const struct meeting_score *scores, size_t n, int64_t budget,
                     size_t *out_order, bool *out_taken);

/* The parts as kept in meeting_item.reasons, and back: "late 3 12;age 20 13". Reading skips what it
 * does not know. */
struct str meeting_parts_text(struct arena *arena, const struct meeting_score *score);
size_t meeting_parts_read(struct str text, struct meeting_part out[MEETING_WHY_END_]);
/* T("超期 {} 个工作日"); what is due today says so without a number. */
const char *meeting_reason_word(const struct meeting_part *part);

/* The pen: free, mine, or somebody's who wrote within MEETING_PEN_S. */
enum meeting_pen { MEETING_PEN_FREE, MEETING_PEN_MINE, MEETING_PEN_TAKEN };
enum meeting_pen meeting_pen(int64_t writer, int64_t pen_at, int64_t me, int64_t now_us);

/* What may be done to a meeting in that state. */
enum meeting_step {
    MEETING_EDIT, /* facts, agenda */
    MEETING_INVITE,
    MEETING_START,
    MEETING_WRITE, /* move, decide: the pen is needed too */
    MEETING_END,
    MEETING_MINUTES, /* who was there, what the chair said */
    MEETING_ISSUE,
    MEETING_CANCEL,
};
bool meeting_may(int64_t state, enum meeting_step step);

/* Which decisions a matter in that state (enum matter_state) takes. */
bool meeting_kind_fits(int64_t matter_state, enum meeting_kind kind);

#endif
