/*
 * Reminders: before, on and after the due day, to the department's desk, then its head, then the
 * coordinators; each step once for each end of a clock. An end that moves begins anew.
 *
 *   before      matter.remind_before working days ahead    the desk
 *   on the day                                             the desk
 *   overdue     the next working day                       the desk
 *   head        matter.remind_head working days late       the department's head
 *   staff       matter.remind_staff working days late      the coordinators: press (督办)
 *
 * What waits for the coordinators themselves (to accept, to assign, to call back) is reminded on
 * the day and after it. They run in working hours only (matter.work_from to matter.work_to on
 * working days of the park's calendar); a limit in hours does not wait for them. Long overdue ones
 * are named in the report, not reminded for ever: nothing is said of an end more than
 * REMIND_DAYS_MAX working days ago.
 *
 * With matter.press_auto the clock presses by itself on the first working day after the end.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_REMIND_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_REMIND_H

#include "core/ctx.h"
#include "domain/matter/matter_rule.h"

enum matter_remind_step {
    REMIND_BEFORE = 1,
    REMIND_DAY,
    REMIND_OVERDUE,
    REMIND_HEAD,
    REMIND_STAFF,
    REMIND_STEPS_END_
};

enum {
    REMIND_DAYS_MAX = 10,
    REMIND_PAGE = 2000,    /* ends read at a time */
    REMIND_SINGLY_MAX = 5, /* of one kind to one desk at once; more are told as a number */
};

struct remind_rules {
    int64_t before, head, staff; /* working days */
    int64_t work_from, work_to;  /* hours of the day */
    bool press;
};

/* The steps that are due now, as bits 1 << step; 0: none. hours: an hour limit. Pure. */
uint32_t matter_remind_steps(const struct matter_now *now, const struct remind_rules *rules,
                             int64_t due_at, bool hours);
/* Is it a working hour of a working day? Pure. */
bool matter_at_work(const struct matter_now *now, const struct remind_rules *rules);

/* Is this the sentence by which that step is told as a number? duty: of a duty's clock, else the
 * matter's own. */
bool matter_remind_says(int64_t step, bool duty, struct str message);

/* The job. */
enum err matter_job_remind(struct ctx *ctx);

#endif
