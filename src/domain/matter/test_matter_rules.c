/* The rules against naive oracles over random histories, and against cases told in words. */
#include "base/tap.h"
#include "core/calendar.h"
#include "domain/matter/matter_rule.h"

#include <string.h>

enum { ROUNDS = 3000, ZONE = 480 };

static struct arena arena;
static const struct calendar *calendar;
static uint64_t seed = 20261122;

static int64_t dice(int64_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

static int32_t day_in_2026(void)
{
    return day_from_date((struct date){2026, 1, 5}) + (int32_t)dice(300);
}

static struct matter_now now_at(int64_t us)
{
    return (struct matter_now){&arena, calendar, ZONE, us};
}

/* Transitions --------------------------------------------------------------------------------- */

static void every_state_can_be_reached_and_left_as_said(void)
{
    size_t n;
    const struct matter_move *moves = matter_moves(&n);
    bool reached[MATTER_STATE_END_] = {[MATTER_DRAFT] = true, [MATTER_RAISED] = true};
    for (int round = 0; round < MATTER_STATE_END_; round++)
        for (size_t i = 0; i < n; i++)
            reached[moves[i].to] = reached[moves[i].to] || reached[moves[i].from];
    for (int64_t s = MATTER_DRAFT; s < MATTER_STATE_END_; s++)
        OK(reached[s], matter_state_word(s));
    for (size_t i = 0; i < n; i++) {
        const struct matter_move *m = &moves[i];
        OK(m->who != 0 && matter_may(m->from, m->verb, m->who), "somebody may");
        OK(matter_leads(m->from, m->verb, m->to), "and it leads there");
        bool leaves_end = matter_ended(m->from) && !matter_ended(m->to);
        OK(!leaves_end || m->verb == MATTER_REOPEN || m->verb == MATTER_UNMERGE,
           "an end is left by reopening or by undoing a merge only");
        OK(m->verb != MATTER_REOPEN || m->to == MATTER_WORKING, "reopened is working");
    }
}

static void nobody_may_what_the_table_does_not_say(void)
{
    size_t n;
    const struct matter_move *moves = matter_moves(&n);
    for (int64_t s = MATTER_DRAFT; s < MATTER_STATE_END_; s++)
        for (int64_t v = 1; v < MATTER_VERB_END_; v++)
            for (uint32_t who = 1; who <= MATTER_BY_CLOCK; who <<= 1) {
                bool said = false;
                for (size_t i = 0; i < n; i++)
                    said = said || ((int64_t)moves[i].from == s && (int64_t)moves[i].verb == v &&
                                    (moves[i].who & who));
                OK(matter_may(s, (enum matter_verb)v, who) == said, matter_verb_word(v));
            }
    OK(!matter_may(MATTER_RESOLVED, MATTER_CONFIRM, MATTER_BY_COORDINATOR),
       "only the firm accepts the result");
    OK(!matter_may(MATTER_WORKING, MATTER_SIGN, MATTER_BY_DEPARTMENT), "a desk does not sign");
}

/* Clocks -------------------------------------------------------------------------------------- */

struct history {
    struct clock_pause pauses[6];
    size_t n;
    int64_t start_us, now_us;
};

/* Pauses in order, not overlapping, some on the same day; sometimes the last still runs. */
static struct history random_history(void)
{
    struct history h = {.start_us = instant_of_day(day_in_2026(), ZONE) + dice(24) * HOUR_US};
    int64_t at = h.start_us;
    size_t want = (size_t)dice(7);
    for (; h.n < want; h.n++) {
        h.pauses[h.n].from_us = at += dice(4 * 24) * HOUR_US + 1;
        h.pauses[h.n].to_us = at += dice(4 * 24) * HOUR_US + 1;
    }
    h.now_us = at + dice(10 * 24) * HOUR_US + 1;
    if (h.n && dice(5) == 0)
        h.pauses[h.n - 1].to_us = 0;
    return h;
}

/* A day is given back when some pause had begun before it and had not ended before it. */
static bool paused_on(const struct history *h, int32_t day, int32_t start_day)
{
    for (size_t i = 0; i < h->n; i++) {
        int32_t first = day_of_instant(h->pauses[i].from_us, ZONE);
        int64_t to_us = h->pauses[i].to_us ? h->pauses[i].to_us : h->now_us;
        first = first < start_day ? start_day : first;
        if (day > first && day <= day_of_instant(to_us, ZONE))
            return true;
    }
    return false;
}

/* Day after day: how many days of the kind does the promise move? */
static int32_t naive_promise(const struct history *h, bool working, int32_t promise)
{
    int32_t start = day_of_instant(h->start_us, ZONE), last = day_of_instant(h->now_us, ZONE);
    int64_t back = 0;
    for (int32_t d = start + 1; d <= last; d++)
        back += paused_on(h, d, start) && (!working || workday_is(calendar, d));
    if (!back)
        return promise;
    int32_t day = promise;
    while (back) {
        day++;
        back -= !working || workday_is(calendar, day);
    }
    while (!workday_is(calendar, day))
        day++;
    return day;
}

static void pauses_move_a_promise_by_whole_days(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        struct history h = random_history();
        struct matter_now now = now_at(h.now_us);
        bool working = dice(2);
        int32_t promise = day_of_instant(h.start_us, ZONE) + (int32_t)dice(20);
        struct matter_due due;
        IS_INT(matter_promise_due(&now, working ? MATTER_WORKING_DAYS : MATTER_CALENDAR_DAYS,
                                  promise, h.start_us, h.pauses, h.n, &due),
               ERR_OK);
        IS_INT(due.day, naive_promise(&h, working, promise));
        bool runs = h.n && !h.pauses[h.n - 1].to_us;
        IS_INT(due.at, runs ? MATTER_DUE_NEVER : instant_of_day(due.day + 1, ZONE));
    }
}

/* n working days not paused, counted one by one from the day after receipt. */
static void pauses_move_a_limit_by_whole_days(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        struct history h = random_history();
        struct matter_now now = now_at(h.now_us);
        int64_t n = 1 + dice(15), left = n;
        int32_t start = day_of_instant(h.start_us, ZONE), day = start;
        /* what a pause gives back lies before its end, so only those that ended by then count */
        while (left) {
            day++;
            left -= workday_is(calendar, day) && !paused_on(&h, day, start);
        }
        struct matter_due due;
        IS_INT(matter_limit_due(&now, (struct matter_limit_value){n, MATTER_WORKING_DAYS},
                                h.start_us, h.pauses, h.n, &due),
               ERR_OK);
        int32_t last_pause =
            h.n ? day_of_instant(h.pauses[h.n - 1].to_us ? h.pauses[h.n - 1].to_us : h.now_us, ZONE)
                : start;
        if (day > last_pause) /* otherwise a pause began after the limit had passed */
            IS_INT(due.day, day);
    }
}

static void lights_follow_the_working_days_left(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        int64_t us = instant_of_day(day_in_2026(), ZONE) + dice(24 * 60) * MINUTE_US;
        int64_t due_at = us + (dice(30) - 12) * DAY_US + dice(24) * HOUR_US;
        struct matter_now now = now_at(us);
        int64_t soon = dice(4), left = 0, late = 0;
        int32_t today = day_of_instant(us, ZONE), last = day_of_instant(due_at - 1, ZONE);
        for (int32_t d = today + 1; d <= last; d++)
            left += workday_is(calendar, d);
        for (int32_t d = last + 1; d <= today; d++)
            late += workday_is(calendar, d);
        enum matter_light light = matter_light(&now, true, due_at, soon);
        IS_INT(light, due_at <= us   ? MATTER_LIGHT_OVERDUE
                      : left <= soon ? MATTER_LIGHT_SOON
                                     : MATTER_LIGHT_ON_TIME);
        IS_INT(matter_late_days(&now, due_at), due_at > us ? 0 : late < 1 ? 1 : late);
        IS_INT(matter_light(&now, false, due_at, soon), MATTER_LIGHT_NONE);
    }
}

static void promises_are_kept_kept_late_or_broken(void)
{
    int32_t first = day_from_date((struct date){2026, 11, 20}), second = first + 7;
    int64_t evening = instant_of_day(first + 1, ZONE) - 1, midnight = evening + 1;
    int64_t due_at = instant_of_day(second + 1, ZONE);
    IS_INT(duty_kept(ZONE, DAY_NONE, due_at, evening, evening), DUTY_KEPT_OPEN);
    IS_INT(duty_kept(ZONE, first, due_at, evening, evening), DUTY_KEPT);
    IS_INT(duty_kept(ZONE, first, due_at, midnight, midnight), DUTY_KEPT_LATE);
    IS_INT(duty_kept(ZONE, first, due_at, due_at - 1, due_at), DUTY_KEPT_LATE);
    IS_INT(duty_kept(ZONE, first, due_at, due_at, due_at), DUTY_KEPT_BROKEN);
    IS_INT(duty_kept(ZONE, first, due_at, 0, due_at - 1), DUTY_KEPT_OPEN);
    IS_INT(duty_kept(ZONE, first, due_at, 0, due_at), DUTY_KEPT_BROKEN);
}

/* Standing and to-dos ------------------------------------------------------------------------- */

static const struct matter_rules rules = {.accept_days = 1,
                                          .assign_days = 1,
                                          .respond_days = 1,
                                          .callback_days = 1,
                                          .silence_days = 7,
                                          .soon_days = 2,
                                          .note_days = 7,
                                          .extensions_max = 1,
                                          .weight_response = 30,
                                          .weight_solved = 35,
                                          .weight_satisfied = 35};

static struct duty_fact random_duty(int64_t i, int64_t us, bool lead)
{
    struct duty_fact d = {.id = 100 + i, .org = 500 + i, .lead = lead, .open = dice(4) != 0};
    d.state = d.open ? DUTY_ASSIGNED + dice(2) : DUTY_DONE;
    d.paused = d.open && dice(4) == 0;
    d.signing = d.open && d.state == DUTY_ASSIGNED && dice(4) == 0;
    d.asking = d.open && dice(5) == 0;
    d.ask_kind = dice(2) ? DUTY_ASK_EXTENSION : DUTY_ASK_HANDBACK;
    d.asked_at = us - HOUR_US;
    d.due.at = d.paused ? MATTER_DUE_NEVER : us + (dice(40) - 20) * DAY_US;
    d.due.day = day_of_instant(us, ZONE);
    d.respond_at = us + dice(3) * DAY_US;
    d.noted_at = us - dice(10) * DAY_US;
    d.pressed_at = dice(3) ? 0 : us;
    return d;
}

static size_t count_todos(const struct matter_todo_fact *todos, size_t n, int64_t duty,
                          enum matter_todo_kind kind)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += todos[i].kind == kind && todos[i].duty == duty;
    return found;
}

static void check_duty_todos(const struct duty_fact *d, const struct matter_todo_fact *todos,
                             size_t n)
{
    bool answer = !d->paused && d->state == DUTY_ASSIGNED && !d->signing;
    IS_INT(count_todos(todos, n, d->id, MATTER_TODO_ANSWER), d->open && answer);
    IS_INT(count_todos(todos, n, d->id, MATTER_TODO_FINISH),
           d->open && !d->paused && d->state == DUTY_ANSWERED);
    IS_INT(count_todos(todos, n, d->id, MATTER_TODO_SIGN), d->open && d->signing);
    IS_INT(count_todos(todos, n, d->id, MATTER_TODO_SUPPLY), d->open && d->paused);
    IS_INT(count_todos(todos, n, d->id, MATTER_TODO_DECIDE_EXTENSION) +
               count_todos(todos, n, d->id, MATTER_TODO_DECIDE_HANDBACK),
           d->open && d->asking);
}

static enum matter_turn naive_turn(const struct duty_fact *d, size_t n)
{
    bool ask = false, open = false, run = false, sign = false;
    for (size_t i = 0; i < n; i++) {
        ask = ask || (d[i].open && d[i].asking);
        open = open || d[i].open;
        run = run || (d[i].open && !d[i].paused);
        sign = sign || (d[i].open && d[i].signing);
    }
    return ask || !open ? MATTER_TURN_COORDINATOR
           : !run       ? MATTER_TURN_FIRM
           : sign       ? MATTER_TURN_HEAD
                        : MATTER_TURN_DEPARTMENT;
}

static void working_matters_say_whose_turn_it_is(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        int64_t us = instant_of_day(day_in_2026(), ZONE) + HOUR_US;
        struct matter_now now = now_at(us);
        struct duty_fact d[5];
        size_t n = 1 + (size_t)dice(5), todo_n;
        for (size_t k = 0; k < n; k++)
            d[k] = random_duty((int64_t)k, us, k == 0);
        struct matter_fact m = {.state = MATTER_WORKING, .firm = 77, .leader = dice(2) * 9};
        struct matter_standing s;
        struct matter_todo_fact todos[MATTER_TODOS_MAX];
        IS_INT(matter_stand(&now, &rules, &m, d, n, &s), ERR_OK);
        IS_INT(s.turn, naive_turn(d, n));
        if (d[0].open)
            IS_INT(s.lead, 0); /* an open lead is what the row speaks of */
        OK(s.due.at == d[s.lead].due.at, "with that duty's day");
        IS_INT(matter_todos(&now, &rules, &m, &s, d, n, todos, &todo_n), ERR_OK);
        for (size_t k = 0; k < n; k++)
            check_duty_todos(&d[k], todos, todo_n);
        IS_INT(count_todos(todos, todo_n, 0, MATTER_TODO_LED), m.leader != 0);
        int64_t press = MATTER_DUE_NEVER; /* one for the matter, at its first day */
        for (size_t k = 0; k < n; k++)
            if (d[k].open && d[k].pressed_at < d[k].due.at && d[k].due.at < press)
                press = d[k].due.at;
        IS_INT(count_todos(todos, todo_n, 0, MATTER_TODO_PRESS), press != MATTER_DUE_NEVER);
        for (size_t k = 0; k < todo_n; k++) {
            OK(todos[k].owner != 0, "somebody owns it");
            OK(todos[k].kind != MATTER_TODO_PRESS || todos[k].due_at == press, "at that day");
        }
    }
}

static void a_matter_without_a_lead_waits_for_the_coordinator(void)
{
    int64_t us = instant_of_day(day_in_2026(), ZONE) + HOUR_US;
    struct matter_now now = now_at(us);
    struct duty_fact d[2] = {{.id = 1, .org = 5, .state = DUTY_HANDED_BACK, .lead = true},
                             {.id = 2,
                              .org = 6,
                              .state = DUTY_ANSWERED,
                              .open = true,
                              .noted_at = us,
                              .due.at = us + 1}};
    struct matter_fact m = {.state = MATTER_WORKING, .firm = 77};
    struct matter_standing s;
    struct matter_todo_fact todos[MATTER_TODOS_MAX];
    size_t n;
    IS_INT(matter_stand(&now, &rules, &m, d, 2, &s), ERR_OK);
    IS_INT(s.turn, MATTER_TURN_COORDINATOR);
    IS_INT(matter_todos(&now, &rules, &m, &s, d, 2, todos, &n), ERR_OK);
    IS_INT(count_todos(todos, n, 0, MATTER_TODO_ASSIGN), 1);
    d[0].state = DUTY_DONE; /* done before its helpers: they finish, nobody is to be found */
    IS_INT(matter_stand(&now, &rules, &m, d, 2, &s), ERR_OK);
    IS_INT(s.turn, MATTER_TURN_DEPARTMENT);
}

static void other_states_wait_for_one(void)
{
    static const struct {
        int64_t state;
        bool called;
        enum matter_turn turn;
        enum matter_due_kind due;
        enum matter_todo_kind todo;
    } cases[] = {
        {MATTER_DRAFT, false, MATTER_TURN_FIRM, MATTER_DUE_NONE, MATTER_TODO_COMPLETE},
        {MATTER_RAISED, false, MATTER_TURN_COORDINATOR, MATTER_DUE_ACCEPT, MATTER_TODO_ACCEPT},
        {MATTER_ACCEPTED, false, MATTER_TURN_COORDINATOR, MATTER_DUE_ASSIGN, MATTER_TODO_ASSIGN},
        {MATTER_RESOLVED, false, MATTER_TURN_COORDINATOR, MATTER_DUE_CALLBACK,
         MATTER_TODO_CALLBACK},
        {MATTER_RESOLVED, true, MATTER_TURN_FIRM, MATTER_DUE_NONE, MATTER_TODO_CONFIRM},
        {MATTER_CLOSED, true, MATTER_TURN_NOBODY, MATTER_DUE_NONE, 0},
        {MATTER_REFUSED, false, MATTER_TURN_NOBODY, MATTER_DUE_NONE, 0},
        {MATTER_WITHDRAWN, false, MATTER_TURN_NOBODY, MATTER_DUE_NONE, 0},
        {MATTER_MERGED, false, MATTER_TURN_NOBODY, MATTER_DUE_NONE, 0},
    };
    int64_t us = instant_of_day(day_from_date((struct date){2026, 11, 20}), ZONE) + 17 * HOUR_US;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct matter_now now = now_at(us);
        struct matter_fact m = {.state = cases[i].state,
                                .firm = 77,
                                .called = cases[i].called,
                                .raised_at = us,
                                .accepted_at = us,
                                .resolved_at = us};
        struct matter_standing s;
        struct matter_todo_fact todos[MATTER_TODOS_MAX];
        size_t n;
        IS_INT(matter_stand(&now, &rules, &m, NULL, 0, &s), ERR_OK);
        IS_INT(s.turn, cases[i].turn);
        IS_INT(s.due_kind, cases[i].due);
        IS_INT(matter_todos(&now, &rules, &m, &s, NULL, 0, todos, &n), ERR_OK);
        if (cases[i].todo)
            IS_INT(count_todos(todos, n, 0, cases[i].todo), 1);
        else
            IS_INT(n, 0);
        if (s.due_kind != MATTER_DUE_NONE) /* Friday evening: one working day is Monday */
            IS_INT(s.due.day, day_from_date((struct date){2026, 11, 23}));
    }
}

/* Rates --------------------------------------------------------------------------------------- */

static void rates_leave_out_those_not_asked(void)
{
    int64_t m[MATTER_MEASURES_] = {
        [MATTER_N_RESPONDED] = 9, [MATTER_N_RESPONDED_LATE] = 1, [MATTER_N_SOLVED] = 6,
        [MATTER_N_UNSOLVED] = 2,  [MATTER_N_SATISFIED] = 7,      [MATTER_N_UNSATISFIED] = 1,
        [MATTER_N_UNREACHED] = 3, [MATTER_N_SILENT] = 5,         [MATTER_N_REFUSED] = 4,
        [MATTER_N_WITHDRAWN] = 2, [MATTER_N_MERGED] = 1};
    struct matter_ratio response = matter_response_rate(m, 2);
    struct matter_ratio solved = matter_solved_rate(m), satisfied = matter_satisfied_rate(m);
    IS_INT(response.numerator, 9);
    IS_INT(response.denominator, 12); /* the two that wait too long count as not in time */
    IS_INT(solved.denominator, 8);
    IS_INT(satisfied.denominator, 8);
    IS_INT(matter_score(&rules, response, solved, satisfied),
           30 * 1000 * 9 / 12 + 35 * 1000 * 6 / 8 + 35 * 1000 * 7 / 8);
    IS_INT(matter_score(&rules, response, (struct matter_ratio){0, 0}, satisfied), -1);
}

int main(void)
{
    arena_init(&arena, (size_t)1 << 30);
    if (calendar_builtin(&arena, &calendar))
        return 1;
    RUN(every_state_can_be_reached_and_left_as_said);
    RUN(nobody_may_what_the_table_does_not_say);
    RUN(pauses_move_a_promise_by_whole_days);
    RUN(pauses_move_a_limit_by_whole_days);
    RUN(lights_follow_the_working_days_left);
    RUN(promises_are_kept_kept_late_or_broken);
    RUN(working_matters_say_whose_turn_it_is);
    RUN(a_matter_without_a_lead_waits_for_the_coordinator);
    RUN(other_states_wait_for_one);
    RUN(rates_leave_out_those_not_asked);
    arena_release(&arena);
    return tap_end();
}
