/* Every clock of a matter told day by day (matter_count.h). */
#include "domain/matter/matter_count.h"

#include "core/calendar.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_row.h"

struct counting {
    struct ctx *ctx;
    struct matter_clocks *out;
    struct matter_now now;
    struct matter_rules rules;
    struct sql_matter_get_row record;
    struct sql_duty_of_row *duties;
    struct sql_duty_pause_of_row *pauses;
    struct sql_duty_promise_of_row *promises;
    struct sql_matter_event_of_row *events;
    size_t duty_n, pause_n, promise_n, event_n;
};

/* Pauses -------------------------------------------------------------------------------------- */

/* "李四（水务局）": whose story row stands at the instant the pause began. */
static struct str paused_by(const struct counting *k, const struct sql_duty_pause_of_row *pause)
{
    for (size_t i = 0; i < k->event_n; i++) {
        const struct sql_matter_event_of_row *event = &k->events[i];
        if (event->verb != MATTER_PAUSE || event->duty.n != pause->duty.n ||
            event->at != pause->from_at)
            continue;
        if (str_empty(event->org_name))
            return event->person_name;
        return str_print(k->ctx->arena, "%.*s（%.*s）", STR_ARG(event->person_name),
                         STR_ARG(event->org_name));
    }
    return STR_NULL;
}

/* What a pause gives a clock of that kind back: whole days of the kind, or minutes. */
static int64_t given_back(const struct counting *k, int64_t limit_kind, int64_t start_us,
                          int64_t from_us, int64_t to_us)
{
    to_us = to_us ? to_us : k->now.us;
    from_us = from_us < start_us ? start_us : from_us;
    if (to_us <= from_us)
        return 0;
    if (limit_kind == MATTER_HOURS)
        return (to_us - from_us) / MINUTE_US;
    int32_t first = day_of_instant(from_us, k->now.offset_min);
    int32_t last = day_of_instant(to_us, k->now.offset_min);
    return limit_kind == MATTER_WORKING_DAYS ? workday_count(k->now.calendar, first, last)
                                             : last - first;
}

static void take_pauses(struct counting *k, struct matter_clock *clock, int64_t limit_kind)
{
    for (size_t i = 0; i < k->pause_n; i++) {
        const struct sql_duty_pause_of_row *pause = &k->pauses[i];
        if (pause->duty.n != clock->duty.n || (pause->to_at && pause->to_at <= clock->start_at))
            continue;
        *VEC_ADD(k->ctx->arena, &clock->pauses) = (struct matter_clock_pause){
            pause->from_at, pause->to_at, paused_by(k, pause), pause->reason,
            given_back(k, limit_kind, clock->start_at, pause->from_at, pause->to_at)};
    }
}

static struct clock_pause *spans(const struct counting *k, const struct matter_clock *clock)
{
    struct clock_pause *out = ARENA_ARRAY(k->ctx->arena, struct clock_pause, clock->pauses.n + 1);
    for (size_t i = 0; i < clock->pauses.n; i++)
        out[i] = (struct clock_pause){clock->pauses.at[i].from_at, clock->pauses.at[i].to_at};
    return out;
}

/* The pause that gives this day back: it began on an earlier day and had not ended before it. */
static const struct matter_clock_pause *pause_on(const struct counting *k,
                                                 const struct matter_clock *clock, int32_t day)
{
    for (size_t i = 0; i < clock->pauses.n; i++) {
        const struct matter_clock_pause *pause = &clock->pauses.at[i];
        int64_t to_us = pause->to_at ? pause->to_at : k->now.us;
        if (day_of_instant(pause->from_at, k->now.offset_min) < day &&
            day <= day_of_instant(to_us, k->now.offset_min))
            return pause;
    }
    return NULL;
}

/* Days ---------------------------------------------------------------------------------------- */

static struct matter_clock_day *add_day(struct counting *k, struct matter_clock *clock, int32_t day)
{
    struct matter_clock_day *d = VEC_ADD(k->ctx->arena, &clock->days);
    *d = (struct matter_clock_day){.day = day,
                                   .working = workday_is(k->now.calendar, day),
                                   .holiday = calendar_name(k->now.calendar, day),
                                   .known = calendar_knows(k->now.calendar, day),
                                   .why_detail = STR(""),
                                   .due = day == clock->due,
                                   .today = day == ctx_today(k->ctx)};
    return d;
}

static void mark_paused(const struct counting *k, const struct matter_clock *clock,
                        struct matter_clock_day *d)
{
    const struct matter_clock_pause *pause = pause_on(k, clock, d->day);
    d->why = T("挂起，不计");
    if (!pause)
        return;
    d->paused_by = pause->by;
    d->paused_what = pause->reason;
}

/* Why a counted day counts, a rest day does not: by the calendar. */
static void mark_plain(struct matter_clock_day *d)
{
    d->why_detail = str_null(d->holiday) ? STR("") : d->holiday;
    bool named = !str_null(d->holiday);
    if (d->counted)
        d->why = !named ? T("计") : d->working ? T("{}调休上班，计") : T("{}，照计自然日");
    else
        d->why = named ? T("{}放假，不计") : T("周末，不计");
}

static void mark(const struct counting *k, const struct matter_clock *clock,
                 const struct clock_day *from, struct matter_clock_day *d)
{
    d->counted = from->kind == CLOCK_COUNTED;
    d->n = from->n;
    switch (from->kind) {
    case CLOCK_RECEIPT:
        d->why = T("收到当日，不计");
        return;
    case CLOCK_PAUSED:
        mark_paused(k, clock, d);
        return;
    case CLOCK_MOVED:
        d->why = T("最后一日逢休息日，顺延");
        return;
    case CLOCK_LAST_MOVED:
        d->why = T("顺延到的工作日");
        return;
    case CLOCK_REST:
    case CLOCK_COUNTED:
        mark_plain(d);
    }
}

static enum err tell_days(struct counting *k, struct matter_clock *clock)
{
    struct clock_limit limit = {
        clock->limit_kind == MATTER_WORKING_DAYS ? LIMIT_WORKDAYS : LIMIT_DAYS, clock->limit};
    struct clock_day *days;
    size_t n;
    enum err e =
        clock_explain(k->ctx->arena, k->now.calendar, k->now.offset_min, limit, clock->start_at,
                      spans(k, clock), clock->pauses.n, k->now.us, &days, &n);
    for (size_t i = 0; !e && i < n; i++)
        mark(k, clock, &days[i], add_day(k, clock, days[i].day));
    return e;
}

/* The part of a pause within [from, to). Pauses of one duty do not overlap. */
static int64_t paused_within(const struct counting *k, const struct matter_clock *clock,
                             int64_t from_us, int64_t to_us)
{
    int64_t covered = 0;
    for (size_t i = 0; i < clock->pauses.n; i++) {
        int64_t to_at = clock->pauses.at[i].to_at ? clock->pauses.at[i].to_at : k->now.us;
        int64_t first = clock->pauses.at[i].from_at, last = to_at < to_us ? to_at : to_us;
        first = first < from_us ? from_us : first;
        covered += last > first ? last - first : 0;
    }
    return covered;
}

/* Hours run round the clock: of each day its part between the start and the end. */
static enum err tell_hours(struct counting *k, struct matter_clock *clock, int64_t end_us)
{
    int64_t sum = 0;
    int32_t first = day_of_instant(clock->start_at, k->now.offset_min);
    int32_t last = day_of_instant(end_us - 1, k->now.offset_min);
    if (last - first >= CLOCK_EXPLAIN_MAX)
        return ERR_LIMIT;
    for (int32_t day = first; day <= last; day++) {
        int64_t from = instant_of_day(day, k->now.offset_min);
        int64_t to = instant_of_day(day + 1, k->now.offset_min);
        from = from < clock->start_at ? clock->start_at : from;
        to = to > end_us ? end_us : to;
        int64_t counted = to - from - paused_within(k, clock, from, to);
        struct matter_clock_day *d = add_day(k, clock, day);
        sum += counted;
        d->counted = counted > 0;
        d->n = sum / HOUR_US;
        if (!d->counted) {
            mark_paused(k, clock, d);
            continue;
        }
        d->why = T("昼夜连续计 {}");
        d->why_detail = str_print(k->ctx->arena, "%lld:%02lld", (long long)(counted / HOUR_US),
                                  (long long)(counted % HOUR_US / MINUTE_US));
    }
    return ERR_OK;
}

/* A day that was promised or set is not counted out; shown is what remains until it, and the days
 * that pauses moved it on. */
static enum err tell_fixed(struct counting *k, struct matter_clock *clock, int64_t unit)
{
    int32_t first = day_of_instant(clock->start_at, k->now.offset_min);
    int64_t n = 0;
    if (clock->due - first >= CLOCK_EXPLAIN_MAX)
        return ERR_LIMIT;
    for (int32_t day = first; day <= clock->due; day++) {
        struct matter_clock_day *d = add_day(k, clock, day);
        bool of_kind = unit != MATTER_WORKING_DAYS || d->working;
        if (day == first) {
            d->why = T("定下日期的当日");
        } else if (pause_on(k, clock, day) && of_kind) {
            mark_paused(k, clock, d);
            d->why = T("挂起，日期顺延一天");
        } else {
            d->counted = of_kind;
            d->n = of_kind ? ++n : 0;
            mark_plain(d);
        }
    }
    return ERR_OK;
}

/* Clocks -------------------------------------------------------------------------------------- */

static enum clock_standing standing(const struct counting *k, const struct matter_clock *clock,
                                    bool dropped, bool waits)
{
    if (dropped)
        return CLOCK_DROPPED;
    if (clock->stop_at)
        return clock->stop_at < clock->due_at ? CLOCK_IN_TIME : CLOCK_LATE;
    if (waits)
        return CLOCK_WAITS;
    return clock->due_at <= k->now.us ? CLOCK_OVERDUE : CLOCK_RUNS;
}

/* Takes the end, tells the days, and puts the clock behind the others. */
static enum err put(struct counting *k, struct matter_clock *clock, const struct matter_due *due,
                    bool dropped, int64_t unit)
{
    bool waits = due->at == MATTER_DUE_NEVER;
    clock->fixed = clock->limit_kind == MATTER_FIXED_DAY ? (int32_t)clock->limit : DAY_NONE;
    int64_t end_us = waits ? instant_of_day(due->day + 1, k->now.offset_min) : due->at;
    clock->due = due->day;
    clock->due_at = due->at;
    clock->provisional = due->provisional;
    clock->standing = standing(k, clock, dropped, waits && !clock->stop_at);
    if (clock->standing == CLOCK_RUNS)
        clock->left_days = matter_left_days(&k->now, clock->due_at);
    if (clock->standing == CLOCK_OVERDUE)
        clock->late_days = matter_late_days(&k->now, clock->due_at);
    enum err e = clock->fixed != DAY_NONE            ? tell_fixed(k, clock, unit)
                 : clock->limit_kind == MATTER_HOURS ? tell_hours(k, clock, end_us)
                                                     : tell_days(k, clock);
    k->out->beyond = k->out->beyond || clock->provisional;
    *VEC_ADD(k->ctx->arena, &k->out->clocks) = *clock;
    return e == ERR_LIMIT ? ctx_fail(k->ctx, e, NULL, T("时限太长，逐日列不下")) : e;
}

/* A clock of working days that a setting of the park gives. */
static enum err put_setting(struct counting *k, enum matter_due_kind kind, int64_t days,
                            int64_t start_at, int64_t stop_at, bool dropped)
{
    struct matter_clock clock = {.kind = kind,
                                 .org_name = STR(""),
                                 .limit = days,
                                 .limit_kind = MATTER_WORKING_DAYS,
                                 .rule = T("园区设置"),
                                 .source = STR(""),
                                 .start_at = start_at,
                                 .stop_at = stop_at};
    if (k->record.due_kind == (int64_t)kind && k->record.open)
        clock.stored = k->record.due_at;
    struct matter_due due;
    enum err e = matter_working_due(&k->now, start_at, days, &due);
    return e ? e : put(k, &clock, &due, dropped && !stop_at, MATTER_WORKING_DAYS);
}

static enum err put_respond(struct counting *k, const struct sql_duty_of_row *d)
{
    int32_t start = day_of_instant(d->assigned_at, k->now.offset_min);
    int32_t last = day_of_instant(d->respond_at - 1, k->now.offset_min);
    struct matter_clock clock = {.kind = MATTER_DUE_RESPOND,
                                 .duty = d->id,
                                 .org_name = d->org_name,
                                 .limit = workday_count(k->now.calendar, start, last),
                                 .limit_kind = MATTER_WORKING_DAYS,
                                 .rule = T("园区设置"),
                                 .source = STR(""),
                                 .start_at = d->assigned_at,
                                 .stop_at = d->responded_at,
                                 .stored = d->respond_at};
    struct matter_due due;
    enum err e = matter_working_due(&k->now, d->assigned_at, clock.limit, &due);
    return e ? e : put(k, &clock, &due, !d->open && !d->responded_at, MATTER_WORKING_DAYS);
}

static enum err find_rule(struct counting *k, const struct sql_duty_of_row *d,
                          struct matter_clock *clock)
{
    struct matter_limit_value limit;
    enum err e =
        matter_limit_for(k->ctx, k->record.class, k->record.urgency, &limit, &clock->source);
    clock->rule = T("类别与时限：{}");
    if (e || (limit.amount == d->limit_amount && limit.kind == d->limit_kind))
        return e;
    clock->source = STR("");
    clock->rule = d->limit_kind == MATTER_FIXED_DAY ? T("来件或会议定的日期") : T("交办时指定");
    return ERR_OK;
}

static enum err put_limit(struct counting *k, const struct sql_duty_of_row *d)
{
    struct matter_clock clock = {.kind = MATTER_DUE_LIMIT,
                                 .duty = d->id,
                                 .org_name = d->org_name,
                                 .limit = d->limit_amount,
                                 .limit_kind = d->limit_kind,
                                 .start_at = d->assigned_at,
                                 .stop_at = d->done_at,
                                 .stored = d->limit_at};
    struct matter_limit_value limit = {d->limit_amount, d->limit_kind};
    struct matter_due due;
    if (d->limit_kind == MATTER_UNDATED) {
        clock.standing = d->done_at ? CLOCK_IN_TIME : d->open ? CLOCK_UNDATED : CLOCK_DROPPED;
        clock.rule = T("来件只写了：{}");
        clock.source = k->record.due_words;
        clock.due = clock.fixed = DAY_NONE;
        clock.due_at = MATTER_DUE_NEVER;
        *VEC_ADD(k->ctx->arena, &k->out->clocks) = clock;
        return ERR_OK;
    }
    take_pauses(k, &clock, d->limit_kind);
    enum err e = find_rule(k, d, &clock);
    if (!e)
        e = matter_limit_due(&k->now, limit, d->assigned_at, spans(k, &clock), clock.pauses.n,
                             &due);
    return e ? e : put(k, &clock, &due, !d->open && !d->done_at, d->limit_kind);
}

static enum err put_promise(struct counting *k, const struct sql_duty_of_row *d)
{
    if (d->promise == DAY_NONE)
        return ERR_OK;
    struct matter_clock clock = {.kind = MATTER_DUE_PROMISE,
                                 .duty = d->id,
                                 .org_name = d->org_name,
                                 .limit = d->promise,
                                 .limit_kind = MATTER_FIXED_DAY,
                                 .rule = d->extended ? T("经批准延期的承诺") : T("部门的承诺"),
                                 .source = STR(""),
                                 .start_at = d->answered_at ? d->answered_at : d->assigned_at,
                                 .stop_at = d->done_at,
                                 .stored = d->due_at};
    for (size_t i = 0; i < k->promise_n; i++)
        if (k->promises[i].duty.n == d->id.n)
            clock.start_at = k->promises[i].at;
    struct matter_due due;
    take_pauses(k, &clock, d->limit_kind);
    enum err e = matter_promise_due(&k->now, d->limit_kind, d->promise, clock.start_at,
                                    spans(k, &clock), clock.pauses.n, &due);
    return e ? e : put(k, &clock, &due, !d->open && !d->done_at, d->limit_kind);
}

/* The matter's own clocks before a department has it. An imported matter had none of ours. */
static enum err put_before(struct counting *k)
{
    const struct sql_matter_get_row *m = &k->record;
    bool ended = matter_ended(m->state);
    enum err e = ERR_OK;
    if (m->imported || !m->raised_at || m->state == MATTER_DRAFT)
        return ERR_OK;
    int64_t assigned_at = k->duty_n ? k->duties[0].assigned_at : 0;
    int64_t accepted_at = m->accepted_at ? m->accepted_at : assigned_at;
    e = put_setting(k, MATTER_DUE_ACCEPT, k->rules.accept_days, m->raised_at,
                    accepted_at ? accepted_at
                    : ended     ? m->ended_at
                                : 0,
                    false);
    if (!e && m->accepted_at)
        e = put_setting(k, MATTER_DUE_ASSIGN, k->rules.assign_days, m->accepted_at, assigned_at,
                        ended || m->state == MATTER_RESOLVED);
    return e;
}

static enum err put_all(struct counting *k)
{
    enum err e = put_before(k);
    for (size_t i = 0; !e && i < k->duty_n; i++) {
        e = put_respond(k, &k->duties[i]);
        if (!e)
            e = put_limit(k, &k->duties[i]);
        if (!e)
            e = put_promise(k, &k->duties[i]);
    }
    if (!e && k->record.resolved_at)
        e = put_setting(k, MATTER_DUE_CALLBACK, k->rules.callback_days, k->record.resolved_at,
                        k->record.called_at ? k->record.called_at : k->record.ended_at, false);
    return e;
}

/* Reading ------------------------------------------------------------------------------------- */

static enum err read_calendar(struct counting *k)
{
    struct matter_clocks *out = k->out;
    struct calendar_info *versions;
    size_t n;
    enum err e = calendar_list(k->ctx, &versions, &n);
    out->horizon = calendar_horizon(k->now.calendar);
    out->calendar_source = STR("");
    int32_t first = calendar_first(k->now.calendar);
    out->first_year = first == DAY_NONE ? 0 : day_date(first).year;
    out->last_year = out->horizon == DAY_NONE ? 0 : day_date(out->horizon).year;
    if (e || !n) /* the built-in table is in force */
        return e;
    out->calendar = (int64_t)n;
    out->calendar_source = versions[0].source;
    return ERR_OK;
}

static enum err read(struct counting *k, struct matter_id id)
{
    struct ctx *ctx = k->ctx;
    enum err e =
        sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, id}, &k->record);
    if (!e)
        e = sql_duty_of(ctx->db, ctx->arena, &(struct sql_duty_of_in){ctx->park, id}, &k->duties,
                        &k->duty_n);
    if (!e)
        e = sql_duty_pause_of(ctx->db, ctx->arena, &(struct sql_duty_pause_of_in){ctx->park, id},
                              &k->pauses, &k->pause_n);
    if (!e)
        e = sql_duty_promise_of(ctx->db, ctx->arena,
                                &(struct sql_duty_promise_of_in){ctx->park, id}, &k->promises,
                                &k->promise_n);
    if (!e)
        e = sql_matter_event_of(ctx->db, ctx->arena,
                                &(struct sql_matter_event_of_in){ctx->park, id, MATTER_EVENTS_MAX},
                                &k->events, &k->event_n);
    return e;
}

enum err matter_find_clocks(struct ctx *ctx, struct matter_id id, struct matter_clocks *out)
{
    *out = (struct matter_clocks){.now_us = ctx->now_us, .may_recounts = !ctx_may(ctx, ROLE_FIRM)};
    struct counting k = {.ctx = ctx, .out = out, .now = matter_now(ctx)};
    enum err e = matter_find_row(ctx, id, &out->row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "id", T("没有这件事项"));
    if (!e)
        e = matter_settings(ctx, &k.rules);
    if (!e)
        e = read_calendar(&k);
    if (!e)
        e = read(&k, id);
    return e ? e : put_all(&k);
}

/* Words --------------------------------------------------------------------------------------- */

const char *clock_standing_word(int64_t value)
{
    static const char *const words[] = {
        [CLOCK_RUNS] = T("正在计时"),    [CLOCK_WAITS] = T("挂起"),
        [CLOCK_OVERDUE] = T("已超期"),   [CLOCK_IN_TIME] = T("按时"),
        [CLOCK_LATE] = T("超期才办"),    [CLOCK_DROPPED] = T("没有办就结束了"),
        [CLOCK_UNDATED] = T("日期未定"),
    };
    bool known = value >= 0 && value < (int64_t)(sizeof words / sizeof words[0]);
    return known ? words[value] : "";
}

const char *clock_standing_name(int64_t value)
{
    static const char *const names[] = {
        [CLOCK_RUNS] = "running",    [CLOCK_WAITS] = "paused", [CLOCK_OVERDUE] = "overdue",
        [CLOCK_IN_TIME] = "in_time", [CLOCK_LATE] = "late",    [CLOCK_DROPPED] = "dropped",
        [CLOCK_UNDATED] = "undated",
    };
    bool known = value >= 0 && value < (int64_t)(sizeof names / sizeof names[0]);
    return known ? names[value] : "";
}

const char *clock_kind_name(int64_t value)
{
    static const char *const names[] = {
        [MATTER_DUE_NONE] = "",
        [MATTER_DUE_ACCEPT] = "accept",
        [MATTER_DUE_ASSIGN] = "assign",
        [MATTER_DUE_RESPOND] = "respond",
        [MATTER_DUE_LIMIT] = "limit",
        [MATTER_DUE_PROMISE] = "promise",
        [MATTER_DUE_CALLBACK] = "callback",
    };
    bool known = value >= 0 && value < (int64_t)(sizeof names / sizeof names[0]);
    return known ? names[value] : "";
}
