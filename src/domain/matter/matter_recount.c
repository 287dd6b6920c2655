/* Counting anew what is open, and keeping what moved (matter_recount.h). */
#include "domain/matter/matter_recount.h"

#include <stdlib.h>

#include "core/calendar.h"
#include "core/id.h"
#include "core/notify.h"
#include "domain/matter/matter_case.h"
#include "matter_clock_query.h"

enum { RECOUNT_ARENA_MAX = 1024 * 1024 * 1024 };

/* One recount under way. */
struct recount {
    struct ctx *ctx;
    struct sql_recount_add_in head;
    const struct calendar *before; /* another calendar counted until now; or NULL */
    const struct matter_limits *limits_before, *limits_after; /* or NULL: limits stay */
    struct sql_matter_class_all_row *classes;                 /* by id, for the limits */
    size_t class_n;
    int64_t class_from; /* with path_to: this class's matters go under that path */
    struct str path_to;
    int64_t left; /* moves that may still be written now */
};

/* Limits -------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    const struct sql_matter_class_all_row *x = a, *y = b;
    return (x->id.n > y->id.n) - (x->id.n < y->id.n);
}

static enum err read_classes(struct recount *r)
{
    enum err e = sql_matter_class_all(r->ctx->db, r->ctx->arena,
                                      &(struct sql_matter_class_all_in){r->ctx->park, {0}},
                                      &r->classes, &r->class_n);
    if (!e && r->class_n)
        qsort(r->classes, r->class_n, sizeof r->classes[0], by_id);
    return e;
}

static struct str path_of(const struct recount *r, int64_t class)
{
    struct sql_matter_class_all_row key = {.id = {class}};
    const struct sql_matter_class_all_row *row =
        class && r->class_n ? bsearch(&key, r->classes, r->class_n, sizeof key, by_id) : NULL;
    return row ? row->path : STR("");
}

static bool same_limit(struct matter_limit_value a, struct matter_limit_value b)
{
    return a.amount == b.amount && a.kind == b.kind;
}

/* The limit that a duty has after the change: another only where it has what the rule gave it. */
static struct matter_limit_value limit_after(const struct recount *r,
                                             struct matter_limit_value limit, int64_t class,
                                             int64_t urgency, int32_t assigned)
{
    if (!r->limits_before)
        return limit;
    struct str path = path_of(r, class);
    struct str to = r->class_from && class == r->class_from ? r->path_to : path;
    if (!same_limit(limit, matter_limit_on(r->limits_before, path, urgency, assigned, NULL)))
        return limit;
    return matter_limit_on(r->limits_after, to, urgency, assigned, NULL);
}

/* How long a department had to answer: what the old calendar says of the end that was set. */
static int64_t respond_days(const struct recount *r, int64_t assigned_at, int64_t respond_at)
{
    const struct calendar *counted = r->before ? r->before : r->ctx->calendar;
    int32_t offset = r->ctx->offset_min;
    return workday_count(counted, day_of_instant(assigned_at, offset),
                         day_of_instant(respond_at - 1, offset));
}

/* What moved ---------------------------------------------------------------------------------- */

static enum err add_row(struct recount *r, struct sql_recount_row_add_in *row, int64_t start_us)
{
    struct ctx *ctx = r->ctx;
    row->park = ctx->park;
    row->recount = r->head.id;
    if (r->before && row->was != DAY_NONE && row->now != DAY_NONE)
        workday_differs(r->before, ctx->calendar, day_of_instant(start_us, ctx->offset_min),
                        row->was > row->now ? row->was : row->now, &row->rest_more,
                        &row->work_more);
    r->head.moved++;
    r->left--;
    return sql_recount_row_add(ctx->db, row, NULL);
}

static enum err add_duty_row(struct recount *r, const struct matter_case *c,
                             const struct duty_case *d)
{
    bool promised = d->now.promise != DAY_NONE;
    struct sql_recount_row_add_in row = {
        .matter = c->now.id,
        .duty = d->now.id,
        .clock = promised ? MATTER_DUE_PROMISE : MATTER_DUE_LIMIT,
        .org = d->now.org,
        .org_name = d->now.org_name,
        .was = matter_day(r->ctx, d->was.due_at - 1),
        .was_at = d->was.due_at,
        .was_provisional = d->was.provisional,
        .now = matter_day(r->ctx, d->now.due_at - 1),
        .now_at = d->now.due_at,
        .provisional = d->now.provisional,
        .was_limit = d->was.limit_amount,
        .was_limit_kind = d->was.limit_kind,
        .now_limit = d->now.limit_amount,
        .now_limit_kind = d->now.limit_kind,
    };
    bool limit = d->now.limit_at != d->was.limit_at || d->now.limit_amount != d->was.limit_amount ||
                 d->now.limit_kind != d->was.limit_kind;
    bool due = d->now.due_at != d->was.due_at || d->now.provisional != d->was.provisional;
    enum err e = ERR_OK;
    if (due || (limit && !promised))
        e = add_row(r, &row, d->now.assigned_at);
    if (!e && limit && promised) {
        row.clock = MATTER_DUE_LIMIT;
        row.was_at = d->was.limit_at;
        row.was = d->was.limit_day;
        row.now_at = d->now.limit_at;
        row.now = d->now.limit_day;
        e = add_row(r, &row, d->now.assigned_at);
    }
    if (!e && d->now.respond_at != d->was.respond_at) {
        row.clock = MATTER_DUE_RESPOND;
        row.was_at = d->was.respond_at;
        row.was = matter_day(r->ctx, d->was.respond_at - 1);
        row.now_at = d->now.respond_at;
        row.now = matter_day(r->ctx, d->now.respond_at - 1);
        e = add_row(r, &row, d->now.assigned_at);
    }
    return e;
}

/* The matter's own clock: to be accepted, assigned, called back. */
static enum err add_matter_row(struct recount *r, const struct matter_case *c)
{
    const struct sql_matter_get_row *m = &c->now;
    bool own = m->due_kind == MATTER_DUE_ACCEPT || m->due_kind == MATTER_DUE_ASSIGN ||
               m->due_kind == MATTER_DUE_CALLBACK;
    if (!own || (m->due_at == c->was.due_at && m->provisional == c->was.provisional))
        return ERR_OK;
    int64_t start = m->due_kind == MATTER_DUE_ACCEPT   ? m->raised_at
                    : m->due_kind == MATTER_DUE_ASSIGN ? m->accepted_at
                                                       : m->resolved_at;
    struct sql_recount_row_add_in row = {.matter = m->id,
                                         .clock = m->due_kind,
                                         .org_name = STR(""),
                                         .was = c->was.due,
                                         .was_at = c->was.due_at,
                                         .was_provisional = c->was.provisional,
                                         .now = m->due,
                                         .now_at = m->due_at,
                                         .provisional = m->provisional};
    return add_row(r, &row, start);
}

static enum err add_rows(struct recount *r, const struct matter_case *c)
{
    enum err e = add_matter_row(r, c);
    for (size_t i = 0; !e && i < c->duty_n; i++)
        if (!c->duties[i].fresh && c->duties[i].was.open)
            e = add_duty_row(r, c, &c->duties[i]);
    return e;
}

/* One matter, through the case like any act. */
static enum err recount_matter(struct recount *r, struct matter_id id)
{
    struct ctx *ctx = r->ctx;
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    int64_t moved = r->head.moved;
    enum err e = matter_case_open(ctx, id.n, 0, MATTER_RECOUNT, c);
    if (e)
        return e;
    for (size_t i = 0; i < c->duty_n; i++) {
        struct sql_duty_of_row *d = &c->duties[i].now;
        if (!d->open)
            continue;
        struct matter_limit_value limit = {d->limit_amount, d->limit_kind};
        limit =
            limit_after(r, limit, c->now.class.n, c->now.urgency, matter_day(ctx, d->assigned_at));
        d->limit_amount = limit.amount;
        d->limit_kind = limit.kind;
        struct matter_now now = matter_now(ctx);
        struct matter_due respond = {.at = d->respond_at};
        if (!d->responded_at)
            e = matter_working_due(&now, d->assigned_at,
                                   respond_days(r, d->assigned_at, d->respond_at), &respond);
        if (e)
            return e;
        d->respond_at = respond.at;
    }
    if ((e = matter_case_stand(c)) || (e = add_rows(r, c)) || moved == r->head.moved)
        return e;
    struct matter_deed deed = {.day = c->now.due, .quiet = true}; /* told at the end, as a number */
    return matter_case_keep(c, &deed, NULL);
}

/* Walking ------------------------------------------------------------------------------------- */

struct stretch {
    struct sql_recount_duties_row *duties;
    struct sql_recount_pauses_row *pauses;
    size_t n, pause_n;
    bool last;
};

/* The next open duties, whole matters only. */
static enum err read_stretch(struct recount *r, struct stretch *out)
{
    struct ctx *ctx = r->ctx;
    enum err e = sql_recount_duties(
        ctx->db, ctx->arena,
        &(struct sql_recount_duties_in){ctx->park, r->head.after, MATTER_RECOUNT_PAGE},
        &out->duties, &out->n);
    if (e)
        return e;
    out->last = out->n < MATTER_RECOUNT_PAGE;
    if (!out->last) {
        int64_t cut = out->duties[out->n - 1].matter.n;
        while (out->n && out->duties[out->n - 1].matter.n == cut)
            out->n--;
    }
    if (!out->n)
        return ERR_OK;
    return sql_recount_pauses(
        ctx->db, ctx->arena,
        &(struct sql_recount_pauses_in){ctx->park, r->head.after, out->duties[out->n - 1].matter},
        &out->pauses, &out->pause_n);
}

/* Both are in the order of matter and duty: one walk gives each clock its pauses. */
static void take_clocks(struct recount *r, const struct stretch *s, struct open_clock *out)
{
    struct clock_pause *pauses = ARENA_ARRAY(r->ctx->arena, struct clock_pause, s->pause_n + 1);
    size_t p = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct sql_recount_duties_row *d = &s->duties[i];
        struct matter_limit_value limit = {d->limit_amount, d->limit_kind};
        while (p < s->pause_n &&
               (s->pauses[p].matter.n < d->matter.n ||
                (s->pauses[p].matter.n == d->matter.n && s->pauses[p].duty.n < d->id.n)))
            p++;
        size_t first = p;
        for (; p < s->pause_n && s->pauses[p].duty.n == d->id.n; p++)
            pauses[p] = (struct clock_pause){s->pauses[p].from_at, s->pauses[p].to_at};
        out[i] = (struct open_clock){
            .limit =
                limit_after(r, limit, d->class, d->urgency, matter_day(r->ctx, d->assigned_at)),
            .start_us = d->assigned_at,
            .promise = d->promise,
            .promised_us = d->extended_at ? d->extended_at : d->answered_at,
            .pauses = pauses + first,
            .pause_n = p - first,
            .respond_days = d->responded_at ? 0 : respond_days(r, d->assigned_at, d->respond_at),
        };
    }
}

/* A clock that waits has no end yet: it is counted when it runs again, unless its limit is new. */
static bool moved(const struct sql_recount_duties_row *d, const struct open_clock *clock,
                  const struct open_clock_due *due)
{
    if (clock->limit.amount != d->limit_amount || clock->limit.kind != d->limit_kind)
        return true;
    if (due->respond_at && due->respond_at != d->respond_at)
        return true;
    if (d->paused_at)
        return false;
    return due->limit.at != d->limit_at || due->due.at != d->due_at ||
           due->due.provisional != d->provisional;
}

/* One stretch; stops between two matters when no more moves may be written. */
static enum err recount_stretch(struct recount *r, bool *out_last)
{
    struct ctx *ctx = r->ctx;
    struct stretch s = {0};
    enum err e = read_stretch(r, &s);
    if (e)
        return e;
    struct open_clock *clocks = ARENA_ARRAY(ctx->arena, struct open_clock, s.n + 1);
    struct open_clock_due *due = ARENA_ARRAY(ctx->arena, struct open_clock_due, s.n + 1);
    struct matter_now now = matter_now(ctx);
    take_clocks(r, &s, clocks);
    if ((e = matter_count_anew(&now, clocks, s.n, due)))
        return e;
    *out_last = s.last;
    for (size_t i = 0; i < s.n;) {
        struct matter_id id = s.duties[i].matter;
        bool any = false;
        size_t from = i;
        for (; i < s.n && s.duties[i].matter.n == id.n; i++)
            any = any || moved(&s.duties[i], &clocks[i], &due[i]);
        if (any && r->left <= 0) {
            *out_last = false;
            return ERR_OK;
        }
        if (any && (e = recount_matter(r, id)))
            return e;
        r->head.clocks += (int64_t)(i - from);
        r->head.after = id;
    }
    return ERR_OK;
}

/* Goes on until all is done or nothing more may be written. What is read is given back stretch by
 * stretch: 100,000 clocks need the memory of 5,000. */
static enum err recount_duties(struct recount *r)
{
    struct ctx *outer = r->ctx;
    bool last = false;
    enum err e = ERR_OK;
    while (!e && !last && r->left > 0) {
        struct arena arena;
        struct ctx inner = *outer;
        arena_init(&arena, RECOUNT_ARENA_MAX);
        inner.arena = &arena;
        r->ctx = &inner;
        e = recount_stretch(r, &last);
        r->ctx = outer;
        if (e) {
            outer->error = inner.error;
            outer->error.detail = str_dup(outer->arena, inner.error.detail);
        }
        arena_release(&arena);
    }
    if (!e && last)
        r->head.ended_at = outer->now_us;
    return e;
}

/* Does the matter's own clock end elsewhere now? By its row alone, so that 100,000 that wait to be
 * accepted cost a walk. */
static enum err own_clock_moved(struct recount *r, const struct matter_rules *rules,
                                const struct sql_recount_matters_row *m, bool *out_moved)
{
    struct matter_now now = matter_now(r->ctx);
    struct matter_fact fact = {
        .state = m->state,
        .called = m->called_at != 0 && m->solved != MATTER_SOLVED_NO,
        .raised_at = matter_known_at(m->imported, m->state, m->id, m->raised_at),
        .accepted_at = m->accepted_at,
        .resolved_at = m->resolved_at,
    };
    struct matter_standing standing;
    enum err e = matter_stand(&now, rules, &fact, NULL, 0, &standing);
    *out_moved = !e && (standing.due.at != m->due_at || standing.due.provisional != m->provisional);
    return e;
}

/* Matters that wait for a coordinator. Those that were counted anew no longer differ: whoever goes
 * on begins from the start. */
static enum err recount_matters(struct recount *r, size_t *out_n, bool *out_done)
{
    struct sql_recount_matters_row *rows;
    struct matter_rules rules;
    enum err e = sql_recount_matters(r->ctx->db, r->ctx->arena,
                                     &(struct sql_recount_matters_in){r->ctx->park}, &rows, out_n);
    if (!e)
        e = matter_settings(r->ctx, &rules);
    *out_done = true;
    for (size_t i = 0; !e && i < *out_n; i++) {
        bool moved;
        e = own_clock_moved(r, &rules, &rows[i], &moved);
        if (e || !moved)
            continue;
        if (r->left <= 0) {
            *out_done = false;
            return ERR_OK;
        }
        e = recount_matter(r, rows[i].id);
    }
    return e;
}

/* Both, as far as may be written now. */
static enum err recount_all(struct recount *r, bool first)
{
    size_t n = 0;
    bool done;
    enum err e = recount_matters(r, &n, &done);
    if (first) {
        r->head.clocks += (int64_t)n;
        r->head.total = (r->head.cause == RECOUNT_SETTING ? 0 : r->head.total) + (int64_t)n;
    }
    if (e || !done)
        return e;
    if (r->head.cause != RECOUNT_SETTING)
        return recount_duties(r);
    r->head.ended_at = r->ctx->now_us; /* what a department was given stays */
    return ERR_OK;
}

/* Beginning and ending ------------------------------------------------------------------------ */

static enum err begin(struct ctx *ctx, enum matter_recount_cause cause, struct str what,
                      struct recount *out)
{
    struct sql_recount_total_row total;
    enum err e =
        sql_recount_total(ctx->db, ctx->arena, &(struct sql_recount_total_in){ctx->park}, &total);
    *out = (struct recount){.ctx = ctx, .left = MATTER_RECOUNT_AT_ONCE};
    out->head = (struct sql_recount_add_in){.park = ctx->park,
                                            .at = ctx->now_us,
                                            .cause = (int64_t)cause,
                                            .what = str_or_empty(what),
                                            .person = ctx->actor.person,
                                            .person_name = str_or_empty(ctx->actor.name),
                                            .total = e ? 0 : total.n};
    return e ? e : id_next(ctx, &out->head.id.n);
}

/* A department with a thousand moved ends reads one line, not a thousand. */
static enum err tell_departments(struct recount *r)
{
    struct ctx *ctx = r->ctx;
    struct sql_recount_orgs_row *orgs;
    size_t n;
    enum err e = sql_recount_orgs(
        ctx->db, ctx->arena,
        &(struct sql_recount_orgs_in){ctx->park, r->head.id, MATTER_DUE_RESPOND}, &orgs, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct str many = str_print(ctx->arena, "%lld", (long long)orgs[i].n);
        e = notify_org(ctx, orgs[i].org, ROLE_DEPARTMENT | ROLE_HEAD,
                       NOTICE(T("到期日已重算，本部门有 {} 件事项的到期日变了"), many),
                       "matter_recount", r->head.id.n);
    }
    return e;
}

static enum err tell(struct recount *r)
{
    struct str n = str_print(r->ctx->arena, "%lld", (long long)r->head.moved);
    if (!r->head.ended_at || !r->head.moved)
        return ERR_OK;
    enum err e =
        notify_role(r->ctx, ROLE_COORDINATOR, NOTICE(T("到期日已重算，{} 个时限有变动"), n),
                    "matter_recount", r->head.id.n);
    return e ? e : tell_departments(r);
}

/* A change that moved nothing leaves no record, but a calendar does: somebody will ask. */
static enum err end(struct recount *r)
{
    bool asked = r->head.cause == RECOUNT_CALENDAR && r->head.clocks;
    if (r->head.ended_at && !r->head.moved && !asked)
        return ERR_OK;
    enum err e = sql_recount_add(r->ctx->db, &r->head, NULL);
    return e ? e : tell(r);
}

static enum err calendar_before(struct ctx *ctx, struct recount *r)
{
    struct calendar_info *versions;
    size_t n;
    enum err e = calendar_list(ctx, &versions, &n);
    if (e)
        return e;
    r->head.calendar_before = n > 1 ? versions[1].id : (struct calendar_id){0};
    r->head.what = n ? versions[0].source : STR("");
    return calendar_version(ctx, r->head.calendar_before, &r->before);
}

enum err matter_calendar_changed(struct ctx *ctx)
{
    struct recount r;
    enum err e = begin(ctx, RECOUNT_CALENDAR, STR(""), &r);
    if (!e)
        e = calendar_before(ctx, &r);
    if (!e)
        e = recount_all(&r, true);
    return e ? e : end(&r);
}

/* Settings of days steer the matter's own clocks. */
enum err matter_setting_changed(struct ctx *ctx)
{
    struct recount r;
    enum err e = begin(ctx, RECOUNT_SETTING, STR(""), &r);
    if (!e)
        e = recount_all(&r, true);
    return e ? e : end(&r);
}

/* A change of limits is finished in its act: what held before is known only there. */
static enum err run_limits(struct recount *r)
{
    enum err e = read_classes(r);
    r->left = INT64_MAX;
    if (!e)
        e = recount_duties(r);
    return e ? e : end(r);
}

enum err matter_limits_changed(struct ctx *ctx, const struct matter_limits *before, struct str what)
{
    struct recount r;
    struct matter_limits after;
    enum err e = begin(ctx, RECOUNT_LIMIT, what, &r);
    if (!e)
        e = matter_limits_all(ctx, &after);
    if (e)
        return e;
    r.limits_before = before;
    r.limits_after = &after;
    return run_limits(&r);
}

enum err matter_class_moves(struct ctx *ctx, int64_t class, struct str path_to, struct str what)
{
    struct recount r;
    struct matter_limits limits;
    enum err e = begin(ctx, RECOUNT_CLASS, what, &r);
    if (!e)
        e = matter_limits_all(ctx, &limits);
    if (e)
        return e;
    r.limits_before = r.limits_after = &limits;
    r.class_from = class;
    r.path_to = path_to;
    return run_limits(&r);
}

/* One matter gets another class or urgency ----------------------------------------------------- */

static enum err class_path(struct ctx *ctx, struct matter_class_id class, struct str *out)
{
    struct sql_matter_class_get_row row = {.path = STR("")};
    enum err e = ERR_OK;
    if (class.n)
        e = sql_matter_class_get(ctx->db, ctx->arena,
                                 &(struct sql_matter_class_get_in){ctx->park, class}, &row);
    *out = row.path;
    return e;
}

enum err matter_case_follow_limit(struct matter_case *c, bool *out_moved)
{
    struct ctx *ctx = c->ctx;
    struct matter_limits limits;
    struct str was, now;
    *out_moved = false;
    if (c->fresh || !matter_case_open_duties(c) ||
        (c->was.class.n == c->now.class.n && c->was.urgency == c->now.urgency))
        return ERR_OK;
    enum err e = matter_limits_all(ctx, &limits);
    if (e || (e = class_path(ctx, c->was.class, &was)) || (e = class_path(ctx, c->now.class, &now)))
        return e;
    for (size_t i = 0; i < c->duty_n; i++) {
        struct sql_duty_of_row *d = &c->duties[i].now;
        int32_t assigned = matter_day(ctx, d->assigned_at);
        struct matter_limit_value limit = {d->limit_amount, d->limit_kind};
        struct matter_limit_value old =
            matter_limit_on(&limits, was, c->was.urgency, assigned, NULL);
        struct matter_limit_value new =
            matter_limit_on(&limits, now, c->now.urgency, assigned, NULL);
        if (!d->open || c->duties[i].fresh || !same_limit(limit, old) || same_limit(old, new))
            continue;
        d->limit_amount = new.amount;
        d->limit_kind = new.kind;
        *out_moved = true;
    }
    return ERR_OK;
}

enum err matter_case_followed(struct matter_case *c)
{
    struct recount r;
    struct str what = str_print(c->ctx->arena, "%.*s → %.*s", STR_ARG(c->was.class_name),
                                STR_ARG(c->now.class_name));
    bool class = c->was.class.n != c->now.class.n;
    enum err e = begin(c->ctx, RECOUNT_CLASS, class ? what : c->now.class_name, &r);
    if (!e)
        e = add_rows(&r, c);
    r.head.clocks = r.head.total = (int64_t)matter_case_open_duties(c);
    r.head.ended_at = c->ctx->now_us;
    if (e || !r.head.moved)
        return e;
    return sql_recount_add(c->ctx->db, &r.head, NULL);
}

/* The job ------------------------------------------------------------------------------------- */

static enum err go_on(struct ctx *ctx, const struct sql_recount_open_row *row)
{
    struct recount r = {.ctx = ctx, .left = MATTER_RECOUNT_STEP};
    r.head = (struct sql_recount_add_in){.park = ctx->park,
                                         .id = row->id,
                                         .cause = row->cause,
                                         .after = row->after,
                                         .clocks = row->clocks,
                                         .moved = row->moved};
    enum err e = row->cause == RECOUNT_CALENDAR
                     ? calendar_version(ctx, row->calendar_before, &r.before)
                     : ERR_OK;
    if (!e)
        e = recount_all(&r, false);
    if (!e)
        e = sql_recount_put(ctx->db,
                            &(struct sql_recount_put_in){ctx->park, row->id, r.head.after,
                                                         r.head.clocks, r.head.moved,
                                                         r.head.ended_at},
                            NULL);
    return e ? e : tell(&r);
}

bool matter_recount_more(struct ctx *ctx)
{
    struct sql_recount_open_row *rows;
    size_t n;
    return !sql_recount_open(ctx->db, ctx->arena, &(struct sql_recount_open_in){ctx->park}, &rows,
                             &n) &&
           n > 0;
}

enum err matter_job_recount(struct ctx *ctx)
{
    struct sql_recount_open_row *rows;
    size_t n;
    enum err e =
        sql_recount_open(ctx->db, ctx->arena, &(struct sql_recount_open_in){ctx->park}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = go_on(ctx, &rows[i]);
    return e;
}
