/*
 * 100,000 open clocks counted anew after the calendar changed: the counting alone, beside a naive
 * count day by day (the peer) in the same run; then the whole in the database: reading, counting,
 * comparing; then what moved, written through the case of every act. TAP, figures as comments.
 *
 *     bench_clock [CLOCKS]
 *
 * Floor: reading, counting and comparing 100,000 under 1 s; exact. (Ordinary limits are a dozen
 * days long: there a walk over the days costs as much as the running totals; over years it does
 * not.)
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "domain/matter/matter_case.h"
#include "domain/matter/matter_recount.h"
#include "domain/matter/test_matter.h"

enum { PAUSES = 3 };

static struct town t;
static uint64_t seed = 3;

struct one {
    struct open_clock clock;
    struct clock_pause pauses[PAUSES];
    struct open_clock_due due;
};

static int64_t dice(int64_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

static double now_s(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

/* Nine of ten limits are of ordinary length; a fifth waited for the firm; a third has a promise. */
static void make(struct one *one)
{
    *one = (struct one){.clock = {.promise = DAY_NONE}};
    struct open_clock *c = &one->clock;
    c->start_us = t.now - dice(60 * 24 * 60) * MINUTE_US;
    c->limit = (struct matter_limit_value){dice(10) ? 3 + dice(13) : 20 + dice(40),
                                           dice(2) ? MATTER_WORKING_DAYS : MATTER_CALENDAR_DAYS};
    c->pause_n = dice(5) ? 0 : (size_t)(1 + dice(PAUSES));
    int64_t at = c->start_us;
    for (size_t i = 0; i < c->pause_n; i++) {
        one->pauses[i].from_us = at += (1 + dice(3000)) * MINUTE_US;
        one->pauses[i].to_us = at += (1 + dice(9000)) * MINUTE_US;
    }
    if (!dice(3)) {
        c->promised_us = c->start_us + DAY_US;
        c->promise = day_of_instant(c->start_us, 480) + 5 + (int32_t)dice(20);
    }
}

static int64_t naive_end(const struct one *one, const struct calendar *calendar)
{
    const struct open_clock *c = &one->clock;
    int64_t counted = 0;
    for (int32_t day = day_of_instant(c->start_us, 480) + 1;; day++) {
        bool given_back = false, waits = false, worked = workday_is(calendar, day);
        for (size_t i = 0; i < c->pause_n; i++) {
            int32_t first = day_of_instant(one->pauses[i].from_us, 480);
            int32_t last = day_of_instant(one->pauses[i].to_us, 480);
            given_back = given_back || (first < day && day <= last);
            waits = waits || (first <= day && day < last);
        }
        bool kind = c->limit.kind == MATTER_CALENDAR_DAYS || worked;
        counted += counted < c->limit.amount && !given_back && kind;
        if (counted == c->limit.amount && !waits && worked)
            return instant_of_day(day + 1, 480);
    }
}

/* A matter with one open duty, as acts would have left it. */
static enum err add(struct ctx *ctx, int64_t i, struct one *one)
{
    struct matter_id id = {((int64_t)1 << 56) + i * 4};
    struct duty_id duty = {id.n + 1};
    struct matter_due due = one->due.due;
    struct sql_matter_add_in m = {.park = ctx->park,
                                  .id = id,
                                  .version = 3,
                                  .number = str_print(ctx->arena, "2026-%06lld", (long long)i),
                                  .year = {true, 2026},
                                  .seq = {true, i + 1},
                                  .outside_number = STR(""),
                                  .title = STR("供水管网接入"),
                                  .state = MATTER_WORKING,
                                  .open = true,
                                  .turn = MATTER_TURN_DEPARTMENT,
                                  .class_name = STR(""),
                                  .source = MATTER_SOURCE_PLATFORM,
                                  .urgency = MATTER_ORDINARY,
                                  .firm = t.firm.id,
                                  .firm_name = t.firm.name,
                                  .leader_name = STR(""),
                                  .lead = t.land.id,
                                  .lead_name = t.land.name,
                                  .helper_names = STR(""),
                                  .author = t.clerk.id,
                                  .author_name = STR("clerk"),
                                  .due = due.day,
                                  .due_at = due.at,
                                  .due_kind = one->clock.promise != DAY_NONE ? MATTER_DUE_PROMISE
                                                                             : MATTER_DUE_LIMIT,
                                  .due_words = STR(""),
                                  .asked_day = DAY_NONE,
                                  .provisional = due.provisional,
                                  .raised_at = one->clock.start_us,
                                  .accepted_at = one->clock.start_us,
                                  .last_at = one->clock.start_us,
                                  .last_note = STR(""),
                                  .end_reason = STR("")};
    struct sql_duty_add_in d = {.park = ctx->park,
                                .matter = id,
                                .id = duty,
                                .version = 1,
                                .org = t.land.id,
                                .org_name = t.land.name,
                                .lead = true,
                                .open = true,
                                .state =
                                    one->clock.promise != DAY_NONE ? DUTY_ANSWERED : DUTY_ASSIGNED,
                                .limit_amount = one->clock.limit.amount,
                                .limit_kind = one->clock.limit.kind,
                                .opinion = STR(""),
                                .assigned_at = one->clock.start_us,
                                .respond_at = one->clock.start_us + DAY_US,
                                .responded_at = one->clock.start_us + 1,
                                .limit_day = one->due.limit.day,
                                .limit_at = one->due.limit.at,
                                .first_promise = one->clock.promise,
                                .promise = one->clock.promise,
                                .due_at = due.at,
                                .provisional = due.provisional,
                                .solution = STR(""),
                                .answered_at = one->clock.promised_us,
                                .noted_at = one->clock.start_us};
    const int64_t viewers[] = {0, t.firm.id.n, t.land.id.n};
    enum err e = sql_matter_add(ctx->db, &m, NULL);
    if (!e)
        e = sql_duty_add(ctx->db, &d, NULL);
    for (size_t v = 0; !e && v < 3; v++)
        e = sql_matter_sight_add(ctx->db,
                                 &(struct sql_matter_sight_add_in){ctx->park, viewers[v], false,
                                                                   due.at, id, MATTER_WORKING, 3},
                                 NULL);
    for (size_t p = 0; !e && p < one->clock.pause_n; p++)
        e = sql_duty_pause_add(ctx->db,
                               &(struct sql_duty_pause_add_in){ctx->park, id, duty,
                                                               one->pauses[p].from_us,
                                                               one->pauses[p].to_us, STR("等图纸")},
                               NULL);
    return e;
}

static struct one *fill(int64_t n)
{
    struct one *all = calloc((size_t)n, sizeof *all);
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_now now = {&t.arena, t.calendar, 480, t.now};
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    for (int64_t i = 0; i < n; i++) {
        make(&all[i]);
        all[i].clock.pauses = all[i].pauses;
        if (matter_count_anew(&now, &all[i].clock, 1, &all[i].due) || add(&ctx, i, &all[i]))
            abort();
    }
    IS_INT(db_commit(t.db), ERR_OK);
    return all;
}

static void counting(struct one *all, int64_t n)
{
    struct open_clock *clocks = calloc((size_t)n, sizeof *clocks);
    struct open_clock_due *due = calloc((size_t)n, sizeof *due);
    struct matter_now now = {&t.arena, t.calendar, 480, t.now};
    int64_t wrong = 0;
    for (int64_t i = 0; i < n; i++)
        clocks[i] = all[i].clock;
    double from = now_s();
    IS_INT(matter_count_anew(&now, clocks, (size_t)n, due), ERR_OK);
    double ours = now_s() - from;
    from = now_s();
    for (int64_t i = 0; i < n; i++)
        wrong += naive_end(&all[i], t.calendar) != due[i].limit.at;
    double naive = now_s() - from;
    printf("# counting %lld clocks: %.0f ms; day by day %.0f ms; ratio %.1f\n", (long long)n,
           ours * 1e3, naive * 1e3, naive / ours);
    IS_INT(wrong, 0);
    free(clocks);
    free(due);
}

struct change {
    struct str text; /* a table, or the year that comes in */
    double took;     /* s */
};

static enum err set_calendar(struct ctx *ctx, void *arg)
{
    struct calendar_id id;
    struct change *change = arg;
    enum err e = calendar_set(ctx, change->text, STR("试验通知"), &id);
    double from = now_s();
    if (!e)
        e = matter_calendar_changed(ctx);
    change->took = now_s() - from;
    t.calendar = ctx->calendar;
    return e;
}

static double change(struct str text)
{
    struct app_db db = {.db = t.db};
    struct ctx ctx = town_ctx(&t, &t.admin);
    struct change change = {.text = text};
    IS_INT(act_write(&db, &ctx, set_calendar, &change), ERR_OK);
    return change.took;
}

#define NEW_YEAR                                                                                   \
    STR("year 2027 试验通知\n2027-01-01 off 元旦\n2027-01-04 off 元旦\n2027-01-09 work 元旦\n")

/* The builtin table, and the days of the next two weeks off too: nearly every clock moves. */
static struct str fortnight_off(void)
{
    struct buf b;
    buf_init(&b, &t.arena, 1 << 20);
    buf_add(&b, calendar_builtin_text());
    for (int32_t day = town_today(&t) + 1; day < town_today(&t) + 15; day++)
        if (day_weekday(day) < 5)
            buf_print(&b, "%.*s off 试验\n", STR_ARG(day_text(&t.arena, day)));
    buf_add(&b, NEW_YEAR);
    return buf_str(&b);
}

static enum err job(struct ctx *ctx, void *arg)
{
    (void)arg;
    return matter_job_recount(ctx);
}

static struct matter_recount_view newest(void)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_recounts all;
    IS_INT(matter_find_recounts(&ctx, &all), ERR_OK);
    return all.rows.at[0];
}

/* The act, then the job until nothing is left. */
static void move(const char *what, struct str text, int64_t n)
{
    struct app_db db = {.db = t.db};
    double took = change(text), from = now_s();
    int steps = 0;
    while (!newest().ended_at && steps++ < 1000) {
        struct ctx ctx = town_ctx(&t, &t.admin);
        IS_INT(act_write(&db, &ctx, job, NULL), ERR_OK);
    }
    double rest = now_s() - from;
    struct matter_recount_view v = newest();
    int64_t later = v.moved > MATTER_RECOUNT_AT_ONCE ? v.moved - MATTER_RECOUNT_AT_ONCE : 1;
    printf("# %s: the act %.0f ms with the first %d moves; %lld moved in all, the others in %d "
           "steps of the job, %.2f s, %.2f ms a move\n",
           what, took * 1e3, MATTER_RECOUNT_AT_ONCE, (long long)v.moved, steps, rest,
           rest * 1e3 / (double)later);
    IS_INT(v.clocks, n);
}

static void in_the_database(int64_t n)
{
    double took = change(calendar_builtin_text());
    printf("# read, count and compare %lld clocks, nothing moved: %.0f ms\n", (long long)n,
           took * 1e3);
    IS_INT(newest().clocks, n);
    IS_INT(newest().moved, 0);
    OK(took * 100000 / (double)n < 1.0, "100,000 open clocks under a second");
    move("a new year", NEW_YEAR, n);
    move("a fortnight off", fortnight_off(), n);
}

int main(int argc, char **argv)
{
    int64_t n = argc > 1 ? atoll(argv[1]) : 100000;
    town_open(&t);
    tap_begin("clocks");
    struct one *all = fill(n);
    counting(all, n);
    in_the_database(n);
    tap_done();
    town_close(&t);
    free(all);
    return tap_end();
}
