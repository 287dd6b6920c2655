/* The count that explains itself: what is printed day by day is what the record keeps. */
#include "domain/matter/matter_count.h"
#include "domain/matter/matter_json.h"
#include "domain/matter/test_matter.h"

enum { HISTORIES = 60 };

static struct town t;
static uint64_t seed = 11;

static int64_t dice(int64_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

static struct matter_clocks clocks_of(const struct person *who, int64_t id)
{
    struct ctx ctx = town_ctx(&t, who);
    struct matter_clocks v = {0};
    IS_INT(matter_find_clocks(&ctx, (struct matter_id){id}, &v), ERR_OK);
    return v;
}

static const struct matter_clock *clock_of(const struct matter_clocks *v, enum matter_due_kind kind)
{
    for (size_t i = 0; i < v->clocks.n; i++)
        if (v->clocks.at[i].kind == kind)
            return &v->clocks.at[i];
    return NULL;
}

/* A limit of any kind, assigned at any hour. */
static int64_t assigned(int64_t limit, int64_t kind)
{
    int64_t id = town_accept(&t, "供电不稳");
    struct matter_assign_in in = {.id = id,
                                  .version = 2,
                                  .lead = t.land.id.n,
                                  .limit = limit,
                                  .limit_kind = kind,
                                  .opinion = STR("")};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_OK);
    return id;
}

static void pause_for(int64_t id, int64_t hours)
{
    struct matter_view v = town_view(&t, &t.land_desk, id);
    struct duty_reason_in in = {.id = id,
                               .duty = v.duties.at[0].id.n,
                               .version = v.duties.at[0].version,
                               .reason = STR("等企业补图纸")};
    if (town_act(&t, &t.land_desk, "duty.pause", &in, NULL))
        return; /* overdue: it can no longer be paused */
    t.now += hours * HOUR_US;
    v = town_view(&t, &t.land_desk, id);
    struct duty_act_in back = {
        .id = id, .duty = v.duties.at[0].id.n, .version = v.duties.at[0].version};
    IS_INT(town_act(&t, &t.land_desk, "duty.resume", &back, NULL), ERR_OK);
}

/* The rows themselves, added up by hand, lead to the day that they mark as due. */
static void adds_up(const struct matter_clock *c)
{
    int64_t counted = 0;
    bool gap = false, one_due = false;
    for (size_t i = 0; i < c->days.n; i++) {
        const struct matter_clock_day *d = &c->days.at[i];
        counted += d->counted;
        gap = gap || (d->counted && d->n != counted);
        gap = gap || (i && d->day != c->days.at[i - 1].day + 1);
        one_due = d->due;
    }
    OK(!gap, "rows follow each other, the running number too");
    OK(one_due, "the last row is the due day");
    IS_INT(counted, c->limit);
}

static void histories_add_up(void)
{
    for (int i = 0; i < HISTORIES; i++) {
        int64_t kind = dice(2) ? MATTER_WORKING_DAYS : MATTER_CALENDAR_DAYS;
        int64_t id = assigned(1 + dice(25), kind);
        for (int64_t k = dice(4); k > 0; k--) {
            t.now += dice(60) * HOUR_US;
            pause_for(id, dice(200));
        }
        struct matter_clocks v = clocks_of(&t.coordinator, id);
        const struct matter_clock *c = clock_of(&v, MATTER_DUE_LIMIT);
        OK(c != NULL, "a limit's clock");
        adds_up(c);
        IS_INT(c->due_at, c->stored);
        IS_INT(c->due, town_view(&t, &t.coordinator, id).duties.at[0].limit_day);
        t.now += dice(72) * HOUR_US;
    }
}

static void a_pause_names_who_and_why(void)
{
    int64_t id = assigned(10, MATTER_WORKING_DAYS);
    t.now += DAY_US;
    pause_for(id, 72);
    struct matter_clocks v = clocks_of(&t.clerk, id);
    const struct matter_clock *c = clock_of(&v, MATTER_DUE_LIMIT);
    size_t paused = 0;
    for (size_t i = 0; i < c->days.n; i++)
        if (!str_null(c->days.at[i].paused_by)) {
            IS_STR(c->days.at[i].paused_by, STR("land（自然资源分局）"));
            IS_STR(c->days.at[i].paused_what, STR("等企业补图纸"));
            paused++;
        }
    IS_INT(paused, 3);
    IS_INT(c->pauses.n, 1);
}

static void hours_run_round_the_clock(void)
{
    int64_t id = assigned(24, MATTER_HOURS);
    t.now += 2 * HOUR_US;
    pause_for(id, 30);
    struct matter_clocks v = clocks_of(&t.coordinator, id);
    const struct matter_clock *c = clock_of(&v, MATTER_DUE_LIMIT);
    IS_INT(c->due_at, c->stored);
    IS_INT(c->days.at[c->days.n - 1].n, 24);
}

static void a_promise_is_told(void)
{
    int64_t id = town_answer(&t, "道路积水", town_today(&t) + 20);
    struct matter_clocks v = clocks_of(&t.coordinator, id);
    const struct matter_clock *c = clock_of(&v, MATTER_DUE_PROMISE);
    IS_INT(c->fixed, town_today(&t) + 20);
    IS_INT(c->due, c->fixed);
    IS_INT(c->standing, CLOCK_RUNS);
    c = clock_of(&v, MATTER_DUE_RESPOND);
    IS_INT(c->standing, CLOCK_IN_TIME);
    IS_INT(c->due_at, c->stored);
    c = clock_of(&v, MATTER_DUE_ACCEPT);
    IS_INT(c->standing, CLOCK_IN_TIME);
}

/* The town's calendar ends with 2026: beyond it days are said to be provisional. */
static void past_the_horizon_is_said(void)
{
    int64_t id = assigned(200, MATTER_WORKING_DAYS);
    struct matter_clocks v = clocks_of(&t.coordinator, id);
    const struct matter_clock *c = clock_of(&v, MATTER_DUE_LIMIT);
    OK(v.beyond && c->provisional, "past the horizon is provisional");
    IS_INT(v.horizon, calendar_horizon(t.calendar));
    OK(!c->days.at[c->days.n - 1].known, "the last row says so itself");
}

static void nobody_else_sees_the_count(void)
{
    int64_t id = assigned(5, MATTER_WORKING_DAYS);
    struct ctx ctx = town_ctx(&t, &t.rival_clerk);
    struct matter_clocks v;
    IS_INT(matter_find_clocks(&ctx, (struct matter_id){id}, &v), ERR_NOT_FOUND);
    ctx = town_ctx(&t, &t.water_desk);
    IS_INT(matter_find_clocks(&ctx, (struct matter_id){id}, &v), ERR_NOT_FOUND);
    struct buf out;
    buf_init(&out, &t.arena, 1 << 20);
    ctx = town_ctx(&t, &t.clerk);
    struct matter_show_in in = {.number = town_view(&t, &t.clerk, id).row.number};
    IS_INT(matter_json_clock(&ctx, &in, &out), ERR_OK);
    OK(str_has(buf_str(&out), STR("\"clock\":\"limit\"")), "json has the limit's days");
}

int main(void)
{
    town_open(&t);
    RUN(histories_add_up);
    RUN(a_pause_names_who_and_why);
    RUN(hours_run_round_the_clock);
    RUN(a_promise_is_told);
    RUN(past_the_horizon_is_said);
    RUN(nobody_else_sees_the_count);
    town_close(&t);
    return tap_end();
}
