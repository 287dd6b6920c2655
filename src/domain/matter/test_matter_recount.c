/*
 * Counting anew: exact against a naive count of days over random histories, calendars and zones;
 * and in a town, what moved is what really moved, is listed, and nothing else was touched.
 */
#include "core/notify.h"
#include "domain/matter/matter_count.h"
#include "domain/matter/matter_recount.h"
#include "domain/matter/test_matter.h"
#include "matter_clock_query.h"

enum { HISTORIES = 10000, PAUSES = 5, MANY = 230 };

static struct town t;
static uint64_t seed = 5;

static int64_t dice(int64_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

/* The naive count ------------------------------------------------------------------------------ */

struct history {
    struct open_clock clock;
    struct clock_pause pauses[PAUSES];
    const struct calendar *calendar;
    int32_t zone;
    int64_t now;
};

static int32_t day_in(const struct history *h, int64_t us)
{
    return day_of_instant(us, h->zone);
}

/* Is this day given back by a pause that began after `since`? A pause gives back the days after the
 * one on which it began, up to the one on which it ended. */
static bool paused_on(const struct history *h, int32_t day, int64_t since)
{
    for (size_t i = 0; i < h->clock.pause_n; i++) {
        int64_t from = h->pauses[i].from_us < since ? since : h->pauses[i].from_us;
        int64_t to = h->pauses[i].to_us ? h->pauses[i].to_us : h->now;
        if (to > since && day_in(h, from) < day && day <= day_in(h, to))
            return true;
    }
    return false;
}

/* Does a pause run at the end of this day? Then the clock cannot run out on it. */
static bool waits_over(const struct history *h, int32_t day)
{
    for (size_t i = 0; i < h->clock.pause_n; i++) {
        int64_t from = h->pauses[i].from_us, to = h->pauses[i].to_us ? h->pauses[i].to_us : h->now;
        from = from < h->clock.start_us ? h->clock.start_us : from;
        if (to > from && day_in(h, from) <= day && day < day_in(h, to))
            return true;
    }
    return false;
}

/* Day after day from the receipt until the limit is counted, on a working day that nothing stops.
 */
static int32_t naive_limit(const struct history *h)
{
    int64_t counted = 0;
    bool days = h->clock.limit.kind == MATTER_CALENDAR_DAYS;
    for (int32_t day = day_in(h, h->clock.start_us) + 1;; day++) {
        if (counted < h->clock.limit.amount && !paused_on(h, day, h->clock.start_us) &&
            (days || workday_is(h->calendar, day)))
            counted++;
        if (counted == h->clock.limit.amount && !waits_over(h, day) && workday_is(h->calendar, day))
            return day;
    }
}

/* Hour limits: minute after minute (all instants of these histories are whole minutes). */
static int64_t naive_hours(const struct history *h)
{
    int64_t left = h->clock.limit.amount * 60, at = h->clock.start_us;
    while (left > 0) {
        bool paused = false;
        for (size_t i = 0; i < h->clock.pause_n; i++) {
            int64_t to = h->pauses[i].to_us ? h->pauses[i].to_us : h->now;
            paused = paused || (h->pauses[i].from_us <= at && at < to);
        }
        left -= !paused;
        at += MINUTE_US;
    }
    return at;
}

/* The promised day, moved on by a day of the kind for each day that was given back since. */
static int32_t naive_promise(const struct history *h)
{
    bool days = h->clock.limit.kind != MATTER_WORKING_DAYS;
    int64_t back = 0;
    for (int32_t day = day_in(h, h->clock.promised_us) + 1; day <= day_in(h, h->now); day++)
        back += paused_on(h, day, h->clock.promised_us) && (days || workday_is(h->calendar, day));
    int32_t day = h->clock.promise;
    if (!back)
        return day;
    for (int64_t i = 0; i < back; i++) {
        day++;
        while (!days && !workday_is(h->calendar, day))
            day++;
    }
    while (!workday_is(h->calendar, day))
        day++;
    return day;
}

static int32_t naive_respond(const struct history *h)
{
    int32_t day = day_in(h, h->clock.start_us);
    for (int64_t n = 0; n < h->clock.respond_days;)
        n += workday_is(h->calendar, ++day);
    return day;
}

/* Random histories ----------------------------------------------------------------------------- */

/* A year 2026 with notices of its own: runs of rest days, and weekends worked for them. */
static const struct calendar *random_calendar(void)
{
    struct buf text;
    const struct calendar *out = NULL;
    struct error error = {0};
    int32_t first = day_from_date((struct date){2026, 1, 1});
    buf_init(&text, &t.arena, 1 << 16);
    buf_add(&text, STR("year 2026 试验通知\n"));
    for (int32_t day = first; day < first + 365; day += 1 + (int32_t)dice(9)) {
        bool weekend = day_weekday(day) >= 5;
        if (dice(3) == 0)
            buf_add(&text, str_print(&t.arena, "%.*s %s 试验\n", STR_ARG(day_text(&t.arena, day)),
                                     weekend ? "work" : "off"));
    }
    IS_INT(calendar_read(&t.arena, buf_str(&text), &out, &error), ERR_OK);
    return out;
}

static void make_history(struct history *h, const struct calendar *const *calendars, size_t n)
{
    static const int32_t zones[] = {480, 480, 345, -300, 0};
    int64_t year = instant_of_day(day_from_date((struct date){2025, 11, 1}), 0);
    *h = (struct history){.calendar = calendars[dice((int64_t)n)],
                          .zone = zones[dice(5)],
                          .clock = {.start_us = year + dice(400 * 24 * 60) * MINUTE_US,
                                    .promise = DAY_NONE,
                                    .respond_days = dice(4)}};
    int64_t kind = 1 + dice(3);
    h->clock.limit = (struct matter_limit_value){1 + dice(kind == MATTER_HOURS ? 72 : 40), kind};
    int64_t at = h->clock.start_us;
    h->clock.pause_n = (size_t)dice(PAUSES + 1);
    for (size_t i = 0; i < h->clock.pause_n; i++) {
        at += (1 + dice(dice(3) ? 200 : 8000)) * MINUTE_US;
        h->pauses[i].from_us = at;
        at += (1 + dice(dice(3) ? 600 : 12000)) * MINUTE_US;
        h->pauses[i].to_us = at;
    }
    h->clock.pauses = h->pauses;
    h->now = at + (1 + dice(5000)) * MINUTE_US;
    if (dice(2)) {
        h->clock.promised_us = h->clock.start_us + dice(20000) * MINUTE_US;
        h->clock.promise = day_in(h, h->clock.promised_us) + (int32_t)dice(30);
    }
}

static void check_history(const struct history *h, int64_t *wrong)
{
    struct matter_now now = {&t.arena, h->calendar, h->zone, h->now};
    struct open_clock_due due;
    IS_INT(matter_count_anew(&now, &h->clock, 1, &due), ERR_OK);
    int64_t end = h->clock.limit.kind == MATTER_HOURS ? naive_hours(h)
                                                      : instant_of_day(naive_limit(h) + 1, h->zone);
    *wrong += due.limit.at != end;
    if (h->clock.promise != DAY_NONE)
        *wrong += due.due.day != naive_promise(h);
    if (h->clock.respond_days)
        *wrong += due.respond_at != instant_of_day(naive_respond(h) + 1, h->zone);
}

static void the_count_is_the_naive_one(void)
{
    const struct calendar *calendars[9] = {t.calendar, calendar_plain()};
    int64_t wrong = 0;
    for (size_t i = 2; i < 9; i++)
        calendars[i] = random_calendar();
    for (int i = 0; i < HISTORIES; i++) {
        struct history h;
        make_history(&h, calendars, 9);
        check_history(&h, &wrong);
    }
    IS_INT(wrong, 0);
}

/* In a town ------------------------------------------------------------------------------------ */

static struct app_db app_db(void)
{
    return (struct app_db){.db = t.db};
}

/* 2027, with a made-up notice: the first week of the year is off. */
static enum err set_calendar(struct ctx *ctx, void *arg)
{
    struct calendar_id id;
    struct buf text;
    buf_init(&text, ctx->arena, 1 << 16);
    buf_add(&text,
            STR("year 2027 试验通知〔2026〕1号\n2027-01-09 work 元旦\n2027-01-10 work 元旦\n"));
    for (int d = 1; d <= *(int *)arg; d++)
        if (day_weekday(day_from_date((struct date){2027, 1, d})) < 5)
            buf_add(&text, str_print(ctx->arena, "2027-01-%02d off 元旦\n", d));
    enum err e = calendar_set(ctx, buf_str(&text), STR("试验通知〔2026〕1号"), &id);
    if (!e)
        e = matter_calendar_changed(ctx);
    t.calendar = ctx->calendar;
    return e;
}

static void change_calendar(int days_off)
{
    struct app_db db = app_db();
    struct ctx ctx = town_ctx(&t, &t.admin);
    IS_INT(act_write(&db, &ctx, set_calendar, &days_off), ERR_OK);
    t.now += MINUTE_US;
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
    return all.rows.n ? all.rows.at[0] : (struct matter_recount_view){0};
}

static struct matter_recount_page page_of(struct matter_recount_id id, const struct person *who)
{
    struct ctx ctx = town_ctx(&t, who);
    struct matter_recount_page page = {0};
    IS_INT(matter_find_recount(&ctx, id, 0, &page), ERR_OK);
    return page;
}

static int64_t assigned(const char *title, int64_t limit, int64_t kind)
{
    int64_t id = town_accept(&t, title);
    struct matter_assign_in in = {.id = id,
                                  .version = 2,
                                  .lead = t.land.id.n,
                                  .limit = limit,
                                  .limit_kind = kind,
                                  .opinion = STR("")};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_OK);
    return id;
}

/* Most of these duties are due in the new year: only those are written, 200 in the act, the
 * rest by the job; each ends where its own printed count says. */
static void a_new_year_moves_what_rests_on_it(void)
{
    static int64_t ids[MANY], version[MANY];
    int64_t reach = 0;
    for (int i = 0; i < MANY; i++) {
        ids[i] = assigned("路灯不亮", i % 40 ? 30 + i % 9 : 3, MATTER_WORKING_DAYS);
        version[i] = town_view(&t, &t.coordinator, ids[i]).row.version;
        reach += town_view(&t, &t.coordinator, ids[i]).duties.at[0].provisional;
    }
    OK(reach > MATTER_RECOUNT_AT_ONCE, "more reach into the new year than one act writes");
    change_calendar(7);
    struct matter_recount_view v = newest();
    IS_INT(v.cause, RECOUNT_CALENDAR);
    IS_INT(v.ended_at, 0);
    IS_INT(v.moved, MATTER_RECOUNT_AT_ONCE);
    struct ctx left = town_ctx(&t, &t.coordinator);
    OK(matter_recount_more(&left), "more is left to do");
    struct app_db db = app_db();
    struct ctx ctx = town_ctx(&t, &t.admin);
    IS_INT(act_write(&db, &ctx, job, NULL), ERR_OK);
    v = newest();
    OK(v.ended_at != 0, "the job has ended it");
    IS_INT(v.moved, reach);
    IS_INT(v.clocks, v.total);
    int64_t touched = 0, wrong = 0;
    for (int i = 0; i < MANY; i++) {
        struct matter_view m = town_view(&t, &t.coordinator, ids[i]);
        struct matter_clocks c;
        ctx = town_ctx(&t, &t.coordinator);
        IS_INT(matter_find_clocks(&ctx, (struct matter_id){ids[i]}, &c), ERR_OK);
        for (size_t k = 0; k < c.clocks.n; k++)
            wrong += c.clocks.at[k].stored && c.clocks.at[k].stored != c.clocks.at[k].due_at;
        touched += m.row.version != version[i];
    }
    IS_INT(touched, reach);
    IS_INT(wrong, 0);
    town_counters_hold(&t);
}

static void the_list_says_why(void)
{
    struct matter_recount_page page = page_of(newest().id, &t.land_desk);
    OK(page.rows.n > 0 && page.next, "a department sees its own, page by page");
    const struct matter_recount_line *line = &page.rows.at[0];
    OK(line->was_provisional && !line->provisional, "no longer provisional");
    bool explained = false;
    for (size_t i = 0; i < page.rows.n; i++)
        explained = explained || (page.rows.at[i].rest_more == 5 && page.rows.at[i].work_more == 2);
    OK(explained, "five days became rest, two became work");
    IS_INT(page_of(newest().id, &t.water_desk).rows.n, 0);
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct notice *notices;
    size_t n;
    IS_INT(notice_list(&ctx, true, (struct notice_id){INT64_MAX}, 5, &notices, &n), ERR_OK);
    IS_STR(notices[0].kind, STR("matter_recount"));
    ctx = town_ctx(&t, &t.land_desk);
    IS_INT(notice_list(&ctx, true, (struct notice_id){INT64_MAX}, 50, &notices, &n), ERR_OK);
    int64_t told = 0, singly = 0;
    for (size_t i = 0; i < n; i++) {
        told +=
            str_eq(notices[i].kind, STR("matter_recount")) && notices[i].record == newest().id.n;
        singly += str_eq(notices[i].kind, STR("matter")) && notices[i].at == newest().ended_at;
    }
    IS_INT(told, 1);
    IS_INT(singly, 0);
    ctx = town_ctx(&t, &t.coordinator);
    OK(!matter_recount_more(&ctx), "nothing is left to do");
}

/* Limits and classes --------------------------------------------------------------------------- */

static int64_t class_named(const char *name)
{
    struct act_result out = {0};
    struct matter_class_add_in in = {.name = str_from(name)};
    IS_INT(town_act(&t, &t.admin, "class.add", &in, &out), ERR_OK);
    return out.id;
}

static void set_limit(int64_t class, int64_t amount, int32_t from)
{
    struct matter_limit_in in = {.class = class,
                                 .from = from,
                                 .amount = amount,
                                 .kind = MATTER_WORKING_DAYS,
                                 .source = STR("园区规定")};
    IS_INT(town_act(&t, &t.admin, "limit.set", &in, NULL), ERR_OK);
}

static void classify(int64_t id, int64_t class)
{
    struct matter_classify_in in = {
        .id = id, .version = town_view(&t, &t.coordinator, id).row.version, .class = class};
    IS_INT(town_act(&t, &t.coordinator, "matter.classify", &in, NULL), ERR_OK);
}

static int64_t of_class(int64_t class, int64_t limit)
{
    int64_t id = town_accept(&t, "扩建用地");
    classify(id, class);
    struct matter_assign_in in = {.id = id,
                                  .version = town_view(&t, &t.coordinator, id).row.version,
                                  .lead = t.land.id.n,
                                  .limit = limit,
                                  .limit_kind = limit ? MATTER_WORKING_DAYS : 0,
                                  .opinion = STR("")};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_OK);
    return id;
}

static int64_t limit_of(int64_t id)
{
    return town_view(&t, &t.coordinator, id).duties.at[0].limit;
}

static void limits_are_followed(void)
{
    int64_t land = class_named("用地"), power = class_named("用电");
    set_limit(land, 10, town_today(&t));
    set_limit(power, 4, town_today(&t));
    int64_t by_rule = of_class(land, 0), by_hand = of_class(land, 6), other = of_class(power, 0);
    IS_INT(limit_of(by_rule), 10);

    struct matter_recount_id before = newest().id;
    set_limit(land, 8, town_today(&t) + 1); /* from tomorrow: today's duties keep theirs */
    IS_INT(limit_of(by_rule), 10);
    IS_INT(newest().id.n, before.n);

    set_limit(land, 7, town_today(&t));
    IS_INT(limit_of(by_rule), 7);
    IS_INT(limit_of(by_hand), 6);
    IS_INT(limit_of(other), 4);
    struct matter_recount_page page = page_of(newest().id, &t.coordinator);
    IS_INT(page.head.cause, RECOUNT_LIMIT);
    IS_INT(page.rows.n, 1);
    IS_INT(page.rows.at[0].was_limit, 10);
    IS_INT(page.rows.at[0].now_limit, 7);
    OK(page.rows.at[0].now < page.rows.at[0].was, "due earlier");

    classify(by_rule, power);
    IS_INT(limit_of(by_rule), 4);
    IS_INT(newest().cause, RECOUNT_CLASS);
    IS_INT(newest().moved, 1);
    classify(by_hand, power);
    IS_INT(limit_of(by_hand), 6);

    struct matter_class_merge_in merge = {.id = power, .version = 1, .into = land};
    IS_INT(town_act(&t, &t.admin, "class.merge", &merge, NULL), ERR_OK);
    IS_INT(limit_of(by_rule), 7);
    IS_INT(limit_of(other), 7);
    IS_INT(limit_of(by_hand), 6);
    IS_INT(newest().moved, 2);
    town_counters_hold(&t);
}

/* A pause goes on while the calendar changes: its clock is counted when it runs again. */
static void what_waits_is_left_alone(void)
{
    int64_t id = assigned("管网接入", 40, MATTER_WORKING_DAYS);
    struct matter_view v = town_view(&t, &t.land_desk, id);
    struct duty_reason_in in = {.id = id,
                                .duty = v.duties.at[0].id.n,
                                .version = v.duties.at[0].version,
                                .reason = STR("等图纸")};
    IS_INT(town_act(&t, &t.land_desk, "duty.pause", &in, NULL), ERR_OK);
    v = town_view(&t, &t.land_desk, id);
    struct app_db db = app_db();
    struct ctx ctx = town_ctx(&t, &t.admin);
    IS_INT(act_write(&db, &ctx, job, NULL), ERR_OK);
    IS_INT(town_view(&t, &t.land_desk, id).row.version, v.row.version);
}

static enum err longer(struct ctx *ctx, void *arg)
{
    (void)arg;
    enum err e = setting_set(ctx, STR("matter.accept_days"), 4, DAY_NONE, STR("试验"));
    return e ? e : matter_setting_changed(ctx);
}

/* More days to accept: what waits moves, what a department has does not. */
static void a_setting_moves_what_waits(void)
{
    int64_t waits = town_raise(&t, "请受理"), given = assigned("已交办", 5, MATTER_WORKING_DAYS);
    int32_t was = town_view(&t, &t.coordinator, waits).row.due;
    struct matter_view before = town_view(&t, &t.coordinator, given);
    struct app_db db = app_db();
    struct ctx ctx = town_ctx(&t, &t.admin);
    IS_INT(act_write(&db, &ctx, longer, NULL), ERR_OK);
    struct matter_recount_page page = page_of(newest().id, &t.coordinator);
    IS_INT(page.head.cause, RECOUNT_SETTING);
    IS_INT(page.head.moved, 1);
    OK(page.head.ended_at != 0, "done at once");
    IS_INT(page.rows.at[0].matter.n, waits);
    IS_INT(page.rows.at[0].was, was);
    IS_INT(page.rows.at[0].now, workday_add(t.calendar, town_today(&t), 4));
    IS_INT(town_view(&t, &t.coordinator, waits).row.due, page.rows.at[0].now);
    IS_INT(town_view(&t, &t.coordinator, given).row.version, before.row.version);
}

int main(void)
{
    town_open(&t);
    RUN(the_count_is_the_naive_one);
    RUN(limits_are_followed);
    RUN(a_new_year_moves_what_rests_on_it);
    RUN(the_list_says_why);
    RUN(what_waits_is_left_alone);
    RUN(a_setting_moves_what_waits);
    town_close(&t);
    return tap_end();
}
