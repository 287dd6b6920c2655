/* What a report counts of one matter, seen from the end of a period. */
#include "domain/matter/matter_report_rule.h"

struct teller {
    const struct report_window *window;
    const struct report_history *history;
    report_hit_fn *fn;
    void *arg;
    int64_t lead; /* department that led at the end; 0: none yet */
};

static bool within(const struct teller *t, int64_t at)
{
    return at >= t->window->from_us && at < t->window->until_us;
}

static void hit(const struct teller *t, enum report_figure figure, int64_t at)
{
    struct report_hit h = {
        .figure = figure, .matter = t->history->id, .org = t->lead, .at = at, .day = DAY_NONE};
    t->fn(t->arg, &h);
}

static void hit_duty(const struct teller *t, const struct report_duty *d, enum report_figure figure,
                     int64_t at, int32_t day)
{
    struct report_hit h = {.figure = figure,
                           .matter = t->history->id,
                           .duty = d->id,
                           .org = d->org,
                           .at = at,
                           .day = day};
    t->fn(t->arg, &h);
}

/* The flow ------------------------------------------------------------------------------------- */

/* An imported matter was what its sheet said until somebody here did something with it. */
static void stand_imported(const struct report_history *h, int64_t until_us, size_t *io_next,
                           struct report_stand *out)
{
    size_t i = 0;
    while (i < h->events.n && h->events.at[i].imported)
        i++;
    *io_next = i + 1;
    if (h->raised_at >= until_us)
        return;
    int64_t state = i < h->events.n ? h->events.at[i].state : (int64_t)MATTER_RAISED;
    bool untouched = h->closed_how == MATTER_CLOSED_BY_IMPORT || i + 1 >= h->events.n;
    int64_t ended = !matter_ended(state)       ? 0
                    : untouched && h->ended_at ? h->ended_at
                    : i < h->events.n          ? h->events.at[i].at
                                               : 0;
    out->there = true;
    out->came_at = h->raised_at;
    if (ended && ended < until_us) {
        out->state = state;
        out->ended_at = ended;
    } else {
        out->open = true;
        out->state = matter_ended(state) ? (int64_t)MATTER_WORKING : state;
    }
}

struct report_stand matter_report_stand(const struct report_history *h, int64_t until_us)
{
    struct report_stand s = {0};
    size_t i = 0;
    if (h->imported)
        stand_imported(h, until_us, &i, &s);
    for (; i < h->events.n; i++) {
        const struct report_event *e = &h->events.at[i];
        if (e->imported || e->at >= until_us)
            continue;
        bool ended = matter_ended(e->state);
        if (!s.there && e->state != MATTER_DRAFT) {
            s.there = true;
            s.came_at = e->at;
            s.open = true;
        }
        if (s.there && ended && s.open) {
            s.ended_at = e->at;
            s.silent = e->verb == MATTER_SILENCE;
        }
        if (!ended)
            s.ended_at = 0;
        s.open = s.there && !ended;
        s.state = e->state;
    }
    return s;
}

static enum report_figure end_of(int64_t state)
{
    return state == MATTER_CLOSED      ? MATTER_FIG_CLOSED
           : state == MATTER_REFUSED   ? MATTER_FIG_REFUSED
           : state == MATTER_WITHDRAWN ? MATTER_FIG_WITHDRAWN
                                       : MATTER_FIG_MERGED;
}

static void tell_flow(const struct teller *t, const struct report_stand *before,
                      const struct report_stand *after)
{
    const struct report_window *w = t->window;
    if (!after->there)
        return;
    bool came = !before->there, carried = before->there && before->open;
    bool ended_since = !after->open && after->ended_at >= w->from_us;
    if (came)
        hit(t, MATTER_FIG_CAME, after->came_at);
    else if (carried)
        hit(t, MATTER_FIG_CARRIED, after->came_at);
    else if (after->open || ended_since)
        hit(t, MATTER_FIG_BACK, after->came_at);
    if (after->open)
        hit(t, MATTER_FIG_OPEN, after->came_at);
    else if (came || carried || ended_since)
        hit(t, end_of(after->state), after->ended_at);
}

static void tell_events(const struct teller *t)
{
    bool reopened = false, pressed = false;
    int64_t reopened_at = 0, pressed_at = 0;
    for (size_t i = 0; i < t->history->events.n; i++) {
        const struct report_event *e = &t->history->events.at[i];
        if (e->imported || !within(t, e->at))
            continue;
        if (e->verb == MATTER_REOPEN) {
            reopened = true;
            reopened_at = e->at;
        }
        if (e->verb == MATTER_PRESS) {
            pressed = true;
            pressed_at = e->at;
        }
    }
    if (reopened)
        hit(t, MATTER_FIG_REOPENED, reopened_at);
    if (pressed)
        hit(t, MATTER_FIG_PRESSED, pressed_at);
}

/* The firm's word ------------------------------------------------------------------------------ */

static void tell_words(const struct teller *t, const struct report_stand *after)
{
    const struct report_word *solved = NULL, *rated = NULL, *any = NULL;
    for (size_t i = 0; i < t->history->words.n; i++) {
        const struct report_word *w = &t->history->words.at[i];
        if (!within(t, w->at))
            continue;
        any = w;
        if (w->reached && w->solved)
            solved = w;
        if (w->reached && w->rating)
            rated = w;
    }
    if (solved)
        hit(t, solved->solved == MATTER_SOLVED_YES ? MATTER_FIG_SOLVED : MATTER_FIG_UNSOLVED,
            solved->at);
    if (rated)
        hit(t, rated->rating == MATTER_UNSATISFIED ? MATTER_FIG_UNSATISFIED : MATTER_FIG_SATISFIED,
            rated->at);
    if (any && !solved && !rated)
        hit(t, MATTER_FIG_UNREACHED, any->at);
    if (!any && after->there && !after->open && after->silent &&
        after->ended_at >= t->window->from_us)
        hit(t, MATTER_FIG_SILENT, after->ended_at);
}

/* Duties --------------------------------------------------------------------------------------- */

static void tell_response(const struct teller *t, const struct report_duty *d)
{
    int64_t clock = t->window->clock_us, until = t->window->until_us;
    bool responded = d->responded_at && d->responded_at < until;
    bool ended = d->ended_at && d->ended_at < until;
    if (t->history->imported || d->assigned_at >= until)
        return;
    if (responded && d->responded_at < d->respond_at) {
        if (within(t, d->responded_at))
            hit_duty(t, d, MATTER_FIG_RESPONDED, d->responded_at, DAY_NONE);
    } else if (ended && d->ended_at < d->respond_at) {
        if (within(t, d->ended_at))
            hit_duty(t, d, MATTER_FIG_RESPONSE_NONE, d->ended_at, DAY_NONE);
    } else if (d->respond_at <= clock && within(t, d->respond_at - 1)) {
        hit_duty(t, d, MATTER_FIG_RESPONDED_LATE, d->respond_at - 1, DAY_NONE);
    }
}

/* The pauses as they were known then: a later end is not yet one. */
static size_t pauses_until(const struct matter_now *now, const struct report_duty *d,
                           int64_t until_us, struct clock_pause **out)
{
    size_t n = 0;
    *out = ARENA_ARRAY(now->arena, struct clock_pause, d->pauses.n + 1);
    for (size_t i = 0; i < d->pauses.n; i++)
        if (d->pauses.at[i].from_us < until_us) {
            (*out)[n] = d->pauses.at[i];
            if ((*out)[n].to_us >= until_us)
                (*out)[n].to_us = 0;
            n++;
        }
    return n;
}

static enum err due_of(const struct matter_now *now, const struct report_duty *d, int64_t until_us,
                       const struct report_promise *promise, struct matter_due *out)
{
    struct clock_pause *pauses;
    size_t n = pauses_until(now, d, until_us, &pauses);
    if (promise)
        return matter_promise_due(now, d->limit.kind, promise->day, promise->at, pauses, n, out);
    return matter_limit_due(now, d->limit, d->assigned_at, pauses, n, out);
}

static const struct report_promise *in_force(const struct report_duty *d, int64_t until_us)
{
    const struct report_promise *last = NULL;
    for (size_t i = 0; i < d->promises.n; i++)
        if (d->promises.at[i].at < until_us)
            last = &d->promises.at[i];
    return last;
}

enum err matter_report_promise(const struct matter_now *now, const struct report_window *window,
                               const struct report_duty *d, struct report_promise_stand *out)
{
    const struct report_promise *promise = in_force(d, window->until_us);
    struct matter_due due;
    *out = (struct report_promise_stand){.first = DAY_NONE, .day = DAY_NONE};
    if (!promise)
        return ERR_OK;
    bool ended = d->ended_at && d->ended_at < window->until_us;
    struct matter_now then = *now;
    then.us = ended ? d->ended_at : window->clock_us;
    enum err e = due_of(&then, d, window->until_us, promise, &due);
    if (e)
        return e;
    out->first = d->promises.at[0].day;
    out->day = promise->day;
    out->due_at = due.at;
    if (due.at <= then.us) {
        out->fate = REPORT_BROKEN;
        out->decided_at = due.at - 1;
    } else if (!ended) {
        out->fate = REPORT_RUNNING;
    } else {
        out->decided_at = d->ended_at;
        out->fate = d->state != DUTY_DONE ? REPORT_GONE
                    : d->ended_at < instant_of_day(out->first + 1, now->offset_min)
                        ? REPORT_KEPT
                        : REPORT_KEPT_LATE;
    }
    return ERR_OK;
}

static void tell_fate(const struct teller *t, const struct report_duty *d,
                      const struct report_promise_stand *s)
{
    static const enum report_figure figures[] = {[REPORT_RUNNING] = MATTER_FIG_PROMISE_OPEN,
                                                 [REPORT_KEPT] = MATTER_FIG_KEPT,
                                                 [REPORT_KEPT_LATE] = MATTER_FIG_KEPT_LATE,
                                                 [REPORT_BROKEN] = MATTER_FIG_BROKEN,
                                                 [REPORT_GONE] = MATTER_FIG_PROMISE_GONE};
    if (s->fate == REPORT_RUNNING)
        hit_duty(t, d, MATTER_FIG_PROMISE_OPEN, s->due_at, s->day);
    else if (s->fate != REPORT_NO_PROMISE && within(t, s->decided_at))
        hit_duty(t, d, figures[s->fate], s->decided_at, s->first);
}

static enum err tell_open(const struct teller *t, const struct matter_now *now,
                          const struct report_duty *d)
{
    const struct report_window *w = t->window;
    struct matter_now last = *now;
    struct matter_due due;
    if (d->assigned_at >= w->until_us || (d->ended_at && d->ended_at < w->until_us))
        return ERR_OK;
    hit_duty(t, d, MATTER_FIG_DUTIES, d->assigned_at, DAY_NONE);
    const struct report_promise *promise = in_force(d, w->until_us);
    enum err e = due_of(now, d, w->until_us, promise, &due);
    if (e || due.at > w->clock_us)
        return e;
    last.us = w->until_us - 1; /* a period ends on its last day, not on the next one */
    int64_t late = matter_late_days(&last, due.at);
    struct report_hit h = {.figure = MATTER_FIG_OVERDUE,
                           .matter = t->history->id,
                           .duty = d->id,
                           .org = d->org,
                           .at = due.at,
                           .day = day_of_instant(due.at - 1, now->offset_min),
                           .late_days = late ? late : 1};
    t->fn(t->arg, &h);
    return ERR_OK;
}

static enum err tell_duty(const struct teller *t, const struct matter_now *now,
                          const struct report_duty *d)
{
    struct report_promise_stand stand;
    tell_response(t, d);
    for (size_t i = 0; i < d->promises.n; i++)
        if (within(t, d->promises.at[i].at))
            hit_duty(t, d, i ? MATTER_FIG_EXTENDED : MATTER_FIG_PROMISED, d->promises.at[i].at,
                     d->promises.at[i].day);
    if (d->state == DUTY_HANDED_BACK && d->ended_at && within(t, d->ended_at))
        hit_duty(t, d, MATTER_FIG_HANDED_BACK, d->ended_at, DAY_NONE);
    enum err e = matter_report_promise(now, t->window, d, &stand);
    if (e)
        return e;
    tell_fate(t, d, &stand);
    return tell_open(t, now, d);
}

enum err matter_report_hits(const struct matter_now *now, const struct report_window *window,
                            const struct report_history *history, report_hit_fn *fn, void *arg)
{
    struct teller t = {window, history, fn, arg, 0};
    struct matter_now then = *now;
    then.us = window->clock_us;
    for (size_t i = 0; i < history->duties.n; i++)
        if (history->duties.at[i].lead && history->duties.at[i].assigned_at < window->until_us)
            t.lead = history->duties.at[i].org;
    struct report_stand before = matter_report_stand(history, window->from_us);
    struct report_stand after = matter_report_stand(history, window->until_us);
    tell_flow(&t, &before, &after);
    tell_events(&t);
    tell_words(&t, &after);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < history->duties.n; i++)
        e = tell_duty(&t, &then, &history->duties.at[i]);
    return e;
}
