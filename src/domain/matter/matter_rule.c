/* Whose turn it is, what each has to do, and the rates. */
#include "domain/matter/matter_rule.h"

/* Standing ------------------------------------------------------------------------------------ */

/* The duty the list row speaks of: the open lead, else the open one that is due first, else the
 * lead that ended last. */
static size_t speaking_duty(const struct duty_fact *duties, size_t n)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        if (best == SIZE_MAX) {
            best = i;
            continue;
        }
        const struct duty_fact *a = &duties[i], *b = &duties[best];
        if (a->open != b->open) {
            best = a->open ? i : best;
        } else if (a->lead != b->lead) {
            best = a->lead ? i : best;
        } else if (!a->open || a->due.at < b->due.at) {
            best = i;
        }
    }
    return best;
}

/* The lead went back, and nobody took its place: helpers may work on, but somebody must be found.
 */
static bool leaderless(const struct duty_fact *duties, size_t n)
{
    const struct duty_fact *last = NULL;
    for (size_t i = 0; i < n; i++)
        if (duties[i].lead)
            last = &duties[i];
    return last && (last->state == DUTY_HANDED_BACK || last->state == DUTY_CANCELLED);
}

static enum matter_turn working_turn(const struct duty_fact *duties, size_t n)
{
    if (leaderless(duties, n))
        return MATTER_TURN_COORDINATOR;
    bool open = false, running = false, signing = false;
    for (size_t i = 0; i < n; i++) {
        const struct duty_fact *d = &duties[i];
        if (!d->open)
            continue;
        if (d->asking)
            return MATTER_TURN_COORDINATOR;
        open = true;
        running = running || !d->paused;
        signing = signing || d->signing;
    }
    if (!open)
        return MATTER_TURN_COORDINATOR;
    if (!running)
        return MATTER_TURN_FIRM;
    return signing ? MATTER_TURN_HEAD : MATTER_TURN_DEPARTMENT;
}

static enum err stand_working(const struct duty_fact *duties, size_t n, struct matter_standing *out)
{
    const struct duty_fact *lead = &duties[out->lead];
    out->turn = working_turn(duties, n);
    out->due = lead->due;
    out->due_kind = lead->promised ? MATTER_DUE_PROMISE : MATTER_DUE_LIMIT;
    out->paused = true;
    for (size_t i = 0; i < n; i++)
        if (duties[i].open && !duties[i].paused)
            out->paused = false;
    return ERR_OK;
}

static enum err stand_by_clock(const struct matter_now *now, int64_t start_us, int64_t days,
                               enum matter_due_kind kind, struct matter_standing *out)
{
    out->turn = MATTER_TURN_COORDINATOR;
    out->due_kind = kind;
    return matter_working_due(now, start_us, days, &out->due);
}

enum err matter_stand(const struct matter_now *now, const struct matter_rules *rules,
                      const struct matter_fact *matter, const struct duty_fact *duties, size_t n,
                      struct matter_standing *out)
{
    *out = (struct matter_standing){.due = {.day = DAY_NONE, .at = MATTER_DUE_NEVER},
                                    .lead = speaking_duty(duties, n)};
    switch (matter->state) {
    case MATTER_DRAFT:
        out->turn = matter->on_behalf ? MATTER_TURN_COORDINATOR : MATTER_TURN_FIRM;
        return ERR_OK;
    case MATTER_RAISED:
        return stand_by_clock(now, matter->raised_at, rules->accept_days, MATTER_DUE_ACCEPT, out);
    case MATTER_ACCEPTED:
        return stand_by_clock(now, matter->accepted_at, rules->assign_days, MATTER_DUE_ASSIGN, out);
    case MATTER_WORKING:
        return stand_working(duties, n, out);
    case MATTER_RESOLVED:
        if (!matter->called)
            return stand_by_clock(now, matter->resolved_at, rules->callback_days,
                                  MATTER_DUE_CALLBACK, out);
        out->turn = MATTER_TURN_FIRM;
        return ERR_OK;
    default: /* an end keeps showing what its lead had promised */
        if (out->lead != SIZE_MAX)
            out->due = duties[out->lead].due;
        return ERR_OK;
    }
}

/* To do --------------------------------------------------------------------------------------- */

struct todos {
    const struct matter_now *now;
    const struct matter_rules *rules;
    struct matter_todo_fact *at;
    size_t n;
};

static void todo_add(struct todos *todos, int64_t owner, enum matter_todo_kind kind, int64_t duty,
                     int64_t due_at)
{
    if (owner && todos->n < MATTER_TODOS_MAX)
        todos->at[todos->n++] = (struct matter_todo_fact){owner, due_at, duty, kind};
}

static enum err todos_of_ask(struct todos *todos, const struct duty_fact *duty)
{
    if (duty->signing)
        todo_add(todos, duty->org, MATTER_TODO_SIGN, duty->id, duty->respond_at);
    if (!duty->asking)
        return ERR_OK;
    struct matter_due due;
    enum err e = matter_working_due(todos->now, duty->asked_at, 1, &due);
    if (e)
        return e;
    todo_add(todos, MATTER_OWNER_STAFF,
             duty->ask_kind == DUTY_ASK_EXTENSION ? MATTER_TODO_DECIDE_EXTENSION
                                                  : MATTER_TODO_DECIDE_HANDBACK,
             duty->id, due.at);
    return ERR_OK;
}

static enum err todos_of_duty(struct todos *todos, const struct matter_fact *matter,
                              const struct duty_fact *duty)
{
    enum err e = todos_of_ask(todos, duty);
    if (e)
        return e;
    if (duty->paused) {
        todo_add(todos, matter->firm ? matter->firm : MATTER_OWNER_STAFF, MATTER_TODO_SUPPLY,
                 duty->id, MATTER_DUE_NEVER);
        return ERR_OK;
    }
    if (duty->state == DUTY_ASSIGNED && !duty->signing) {
        bool soonest = !duty->responded && duty->respond_at < duty->due.at;
        todo_add(todos, duty->org, MATTER_TODO_ANSWER, duty->id,
                 soonest ? duty->respond_at : duty->due.at);
    }
    if (duty->state == DUTY_ANSWERED)
        todo_add(todos, duty->org, MATTER_TODO_FINISH, duty->id, duty->due.at);

    int64_t note_at = duty->noted_at + todos->rules->note_days * DAY_US;
    todo_add(todos, -duty->org, MATTER_TODO_NOTE, duty->id, note_at);
    return ERR_OK;
}

/* A matter is pressed as a whole: once, when the first of its duties is overdue and was not pressed
 * since. */
static void todo_of_press(struct todos *todos, const struct duty_fact *duties, size_t n)
{
    int64_t first = MATTER_DUE_NEVER;
    for (size_t i = 0; i < n; i++)
        if (duties[i].open && duties[i].pressed_at < duties[i].due.at && duties[i].due.at < first)
            first = duties[i].due.at;
    if (first != MATTER_DUE_NEVER)
        todo_add(todos, -MATTER_OWNER_STAFF, MATTER_TODO_PRESS, 0, first);
}

enum err matter_todos(const struct matter_now *now, const struct matter_rules *rules,
                      const struct matter_fact *matter, const struct matter_standing *standing,
                      const struct duty_fact *duties, size_t n, struct matter_todo_fact *out,
                      size_t *out_n)
{
    struct todos todos = {now, rules, out, 0};
    int64_t due_at = standing->due.at;
    if (matter->state == MATTER_DRAFT)
        todo_add(&todos, matter->on_behalf ? MATTER_OWNER_STAFF : matter->firm,
                 MATTER_TODO_COMPLETE, 0, MATTER_DUE_NEVER);
    if (matter->state == MATTER_RAISED)
        todo_add(&todos, MATTER_OWNER_STAFF, MATTER_TODO_ACCEPT, 0, due_at);
    if (matter->state == MATTER_ACCEPTED)
        todo_add(&todos, MATTER_OWNER_STAFF, MATTER_TODO_ASSIGN, 0, due_at);
    if (matter->state == MATTER_RESOLVED && !matter->called)
        todo_add(&todos, MATTER_OWNER_STAFF, MATTER_TODO_CALLBACK, 0, due_at);
    if (matter->state == MATTER_RESOLVED)
        todo_add(&todos, matter->firm, MATTER_TODO_CONFIRM, 0,
                 matter->resolved_at + rules->silence_days * DAY_US);
    for (size_t i = 0; matter->state == MATTER_WORKING && i < n; i++) {
        enum err e = duties[i].open ? todos_of_duty(&todos, matter, &duties[i]) : ERR_OK;
        if (e)
            return e;
    }
    if (matter->state == MATTER_WORKING)
        todo_of_press(&todos, duties, n);
    if (matter->state == MATTER_WORKING && leaderless(duties, n))
        todo_add(&todos, MATTER_OWNER_STAFF, MATTER_TODO_ASSIGN, 0, due_at);
    if (matter->state != MATTER_DRAFT && !matter_ended(matter->state))
        todo_add(&todos, matter->leader, MATTER_TODO_LED, 0, due_at);
    *out_n = todos.n;
    return ERR_OK;
}

/* Rates --------------------------------------------------------------------------------------- */

const char *matter_measure_counter(enum matter_measure measure)
{
    static const char *const names[MATTER_MEASURES_] = {
        [MATTER_N_RAISED] = "matter.raised",
        [MATTER_N_RESOLVED] = "matter.resolved",
        [MATTER_N_ENDED] = "matter.ended",
        [MATTER_N_RESPONDED] = "matter.responded",
        [MATTER_N_RESPONDED_LATE] = "matter.responded_late",
        [MATTER_N_SOLVED] = "matter.solved",
        [MATTER_N_UNSOLVED] = "matter.unsolved",
        [MATTER_N_SATISFIED] = "matter.satisfied",
        [MATTER_N_UNSATISFIED] = "matter.unsatisfied",
        [MATTER_N_UNREACHED] = "matter.unreached",
        [MATTER_N_SILENT] = "matter.silent",
        [MATTER_N_REFUSED] = "matter.refused",
        [MATTER_N_WITHDRAWN] = "matter.withdrawn",
        [MATTER_N_MERGED] = "matter.merged",
        [MATTER_N_KEPT] = "matter.kept",
        [MATTER_N_KEPT_LATE] = "matter.kept_late",
        [MATTER_N_BROKEN] = "matter.broken",
        [MATTER_N_REOPENED] = "matter.reopened",
    };
    return names[measure];
}

struct matter_ratio matter_response_rate(const int64_t measures[MATTER_MEASURES_], int64_t waiting)
{
    int64_t yes = measures[MATTER_N_RESPONDED];
    return (struct matter_ratio){yes, yes + measures[MATTER_N_RESPONDED_LATE] + waiting};
}

struct matter_ratio matter_solved_rate(const int64_t measures[MATTER_MEASURES_])
{
    int64_t yes = measures[MATTER_N_SOLVED];
    return (struct matter_ratio){yes, yes + measures[MATTER_N_UNSOLVED]};
}

struct matter_ratio matter_satisfied_rate(const int64_t measures[MATTER_MEASURES_])
{
    int64_t yes = measures[MATTER_N_SATISFIED];
    return (struct matter_ratio){yes, yes + measures[MATTER_N_UNSATISFIED]};
}

int64_t matter_score(const struct matter_rules *rules, struct matter_ratio response,
                     struct matter_ratio solved, struct matter_ratio satisfied)
{
    const struct matter_ratio ratios[] = {response, solved, satisfied};
    const int64_t weights[] = {rules->weight_response, rules->weight_solved,
                               rules->weight_satisfied};
    int64_t score = 0;
    for (size_t i = 0; i < 3; i++) {
        if (!weights[i])
            continue;
        if (!ratios[i].denominator)
            return -1;
        score += weights[i] * 1000 * ratios[i].numerator / ratios[i].denominator;
    }
    return score;
}

/* Limits -------------------------------------------------------------------------------------- */

enum matter_back matter_may_hand_back(const struct matter_rules *rules, int64_t backs,
                                      int64_t refused)
{
    if (rules->handbacks_max && backs >= rules->handbacks_max)
        return MATTER_BACK_MATTER;
    if (rules->handback_asks && refused >= rules->handback_asks)
        return MATTER_BACK_DUTY;
    return MATTER_BACK_MAY;
}
