/* Reminders: each step once, in order, in working hours; against a naive ladder hour by hour. */
#include "core/notify.h"
#include "domain/matter/matter_remind.h"
#include "domain/matter/matter_told.h"
#include "domain/matter/test_matter.h"

enum { ENDS = 400 };

static struct town t;
static uint64_t seed = 17;

static int64_t dice(int64_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

/* The ladder, told by walking from day to day. */
static uint32_t naive_steps(const struct remind_rules *rules, int64_t us, int64_t due_at,
                            bool hours)
{
    int32_t today = day_of_instant(us, 480), last = day_of_instant(due_at - 1, 480);
    int hour = (int)((us - instant_of_day(today, 480)) / HOUR_US);
    bool open = workday_is(t.calendar, today) && hour >= rules->work_from && hour < rules->work_to;
    int64_t between = 0;
    if (!open && !hours)
        return 0;
    for (int32_t day = (today < last ? today : last) + 1; day <= (today < last ? last : today);
         day++)
        between += workday_is(t.calendar, day);
    if (us < due_at)
        return today == last              ? 1u << REMIND_DAY
               : between <= rules->before ? 1u << REMIND_BEFORE
                                          : 0;
    if (between > REMIND_DAYS_MAX)
        return 0;
    return (between >= 1 || hours ? 1u << REMIND_OVERDUE : 0) |
           (between >= rules->head ? 1u << REMIND_HEAD : 0) |
           (between >= rules->staff ? 1u << REMIND_STAFF : 0);
}

static void the_ladder_is_the_naive_one(void)
{
    int64_t wrong = 0;
    for (int i = 0; i < ENDS; i++) {
        struct remind_rules rules = {dice(4),  1 + dice(3),   1 + dice(4),
                                     dice(12), 12 + dice(13), false};
        bool hours = dice(4) == 0;
        int64_t due = hours ? t.now + dice(20 * 24) * HOUR_US
                            : instant_of_day(town_today(&t) + (int32_t)dice(20), 480);
        for (int64_t at = due - 8 * DAY_US; at < due + 30 * DAY_US; at += 5 * HOUR_US + MINUTE_US) {
            struct matter_now now = {&t.arena, t.calendar, 480, at};
            wrong += matter_remind_steps(&now, &rules, due, hours) !=
                     naive_steps(&rules, at, due, hours);
        }
    }
    IS_INT(wrong, 0);
}

static enum err job(struct ctx *ctx, void *arg)
{
    (void)arg;
    return matter_job_remind(ctx);
}

static void run_job(void)
{
    struct app_db db = {.db = t.db};
    struct person console = {.id = PERSON_CONSOLE};
    struct ctx ctx = town_ctx(&t, &console);
    ctx.actor.roles |= ROLE_COORDINATOR | ROLE_ADMIN;
    IS_INT(act_write(&db, &ctx, job, NULL), ERR_OK);
}

/* How many reminders with these words the person has. */
static int64_t told(const struct person *who, const char *words)
{
    struct ctx ctx = town_ctx(&t, who);
    struct notice *notices;
    size_t n;
    int64_t found = 0;
    IS_INT(notice_list(&ctx, false, (struct notice_id){INT64_MAX}, 200, &notices, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        found += str_starts(notices[i].title, str_from(words));
    return found;
}

/* The matter's own account of whom it told: lines with these words for that person. */
static int64_t account(int64_t id, const struct person *who, const char *words, bool number,
                       int64_t *out_read)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_told v;
    int64_t found = 0;
    IS_INT(matter_find_told(&ctx, (struct matter_id){id}, &v), ERR_OK);
    *out_read = 0;
    for (size_t i = 0; i < v.rows.n; i++) {
        const struct matter_told_line *l = &v.rows.at[i];
        if (!str_eq(l->person, who->name) || !str_starts(l->title, str_from(words)))
            continue;
        found += l->number == number;
        *out_read += l->read_at != 0;
    }
    return found;
}

/* To that hour of the day. */
static void go_to(int32_t day, int64_t hour)
{
    t.now = instant_of_day(day, 480) + hour * HOUR_US;
}

/* Hour after hour through the whole life of a duty: each is told once, nobody outside hours. */
static void each_step_is_told_once(void)
{
    int64_t id = town_assign(&t, "管网接入"); /* five working days */
    int32_t due = town_view(&t, &t.land_desk, id).duties.at[0].limit_day;
    int32_t next = workday_next(t.calendar, due), after = workday_next(t.calendar, next);
    go_to(due - 3, 0);
    int64_t night = 0, before = 0;
    while (t.now < instant_of_day(after + 3, 480)) {
        int64_t was = told(&t.land_desk, "") + told(&t.land_head, "") + told(&t.coordinator, "");
        int hour = (int)((t.now - instant_of_day(town_today(&t), 480)) / HOUR_US);
        run_job();
        int64_t is = told(&t.land_desk, "") + told(&t.land_head, "") + told(&t.coordinator, "");
        bool open = workday_is(t.calendar, town_today(&t)) && hour >= 9 && hour < 18;
        night += is != was && !open;
        before += told(&t.land_head, "本部门超期未办") && town_today(&t) <= due;
        t.now += HOUR_US;
    }
    IS_INT(night, 0);
    IS_INT(before, 0);
    IS_INT(told(&t.land_desk, "快到期了"), 1);
    IS_INT(told(&t.land_desk, "今天到期"), 1);
    IS_INT(told(&t.land_desk, "已经超期"), 1);
    IS_INT(told(&t.land_head, "本部门超期未办"), 1);
    IS_INT(told(&t.coordinator, "部门超期未办"), 1);
    IS_INT(told(&t.clerk, "已经超期"), 0);
    IS_INT(town_view(&t, &t.coordinator, id).row.pressed, 0);
    int64_t read;
    IS_INT(account(id, &t.land_desk, "快到期了", false, &read), 1);
    IS_INT(read, 0);
    IS_INT(account(id, &t.land_desk, "已交办", false, &read), 1);
    IS_INT(account(id, &t.land_head, "本部门超期未办", false, &read), 1);
    IS_INT(account(id, &t.coordinator, "部门超期未办", false, &read), 1);
    IS_INT(account(id, &t.water_desk, "", false, &read), 0);
    struct ctx ctx = town_ctx(&t, &t.land_desk);
    IS_INT(notice_read(&ctx, (struct notice_id){0}), ERR_OK);
    IS_INT(account(id, &t.land_desk, "快到期了", false, &read), 1);
    IS_INT(read, 1);
}

/* An end that moves is another end. */
static void a_new_promise_begins_anew(void)
{
    go_to(workday_next(t.calendar, town_today(&t) + 3), 10);
    int64_t id = town_answer(&t, "高压线路迁改", workday_next(t.calendar, town_today(&t)));
    int64_t had = told(&t.land_desk, "快到期了");
    run_job();
    IS_INT(told(&t.land_desk, "快到期了"), had + 1);
    struct matter_view v = town_view(&t, &t.land_desk, id);
    struct duty_extend_in ask = {.id = id,
                                 .duty = v.duties.at[0].id.n,
                                 .version = v.duties.at[0].version,
                                 .day = town_today(&t) + 40,
                                 .reason = STR("等批复")};
    IS_INT(town_act(&t, &t.land_desk, "duty.extend", &ask, NULL), ERR_OK);
    v = town_view(&t, &t.coordinator, id);
    struct duty_decide_in agree = {.id = id, .ask = v.asks.at[0].id.n, .agree = true};
    IS_INT(town_act(&t, &t.coordinator, "duty.decide", &agree, NULL), ERR_OK);
    run_job();
    IS_INT(told(&t.land_desk, "快到期了"), had + 1);
    int32_t day = town_view(&t, &t.land_desk, id).duties.at[0].promise;
    go_to(workday_add(t.calendar, day, -1), 10);
    run_job();
    IS_INT(told(&t.land_desk, "快到期了"), had + 2);
}

/* Many at once to one desk are one line; each is claimed all the same. */
static void many_are_told_as_a_number(void)
{
    int64_t had, id = 0;
    go_to(workday_next(t.calendar, town_today(&t) + 20), 9);
    for (int i = 0; i < REMIND_SINGLY_MAX + 2; i++)
        id = town_assign(&t, "路面破损");
    go_to(town_view(&t, &t.land_desk, id).duties.at[0].limit_day, 10);
    had = told(&t.land_desk, "");
    run_job();
    IS_INT(told(&t.land_desk, "有 7 项今天到期"), 1);
    IS_INT(told(&t.land_desk, "") - had, 1);
    run_job();
    IS_INT(told(&t.land_desk, "") - had, 1);
    int64_t read;
    IS_INT(account(id, &t.land_desk, "有 7 项今天到期", true, &read), 1);
    IS_INT(account(id, &t.land_desk, "有 7 项", false, &read), 0);
    IS_INT(account(id, &t.water_desk, "", true, &read), 0);
}

/* Two hours at night are two hours: an hour limit does not wait for the office to open. */
static void hours_do_not_wait(void)
{
    int64_t id = town_accept(&t, "配电房冒烟");
    t.now = instant_of_day(town_today(&t) + 1, 480) + 2 * HOUR_US;
    struct matter_assign_in in = {.id = id,
                                  .version = 2,
                                  .lead = t.water.id.n,
                                  .limit = 2,
                                  .limit_kind = MATTER_HOURS,
                                  .opinion = STR("")};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_OK);
    run_job();
    IS_INT(told(&t.water_desk, "今天到期"), 1);
    t.now += 3 * HOUR_US;
    run_job();
    run_job();
    IS_INT(told(&t.water_desk, "已经超期"), 1);
}

static void the_clock_presses_when_told_to(void)
{
    struct app_db db = {.db = t.db};
    struct ctx ctx = town_ctx(&t, &t.admin);
    (void)db;
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    IS_INT(journal_open(&ctx), ERR_OK);
    IS_INT(setting_set(&ctx, STR("matter.press_auto"), 1, DAY_NONE, STR("试验")), ERR_OK);
    IS_INT(journal_close(&ctx), ERR_OK);
    IS_INT(db_commit(t.db), ERR_OK);
    int64_t id = town_assign(&t, "污水外溢");
    int32_t due = town_view(&t, &t.land_desk, id).duties.at[0].limit_day;
    go_to(due, 10);
    run_job();
    IS_INT(town_view(&t, &t.coordinator, id).row.pressed, 0);
    go_to(workday_next(t.calendar, due), 10);
    run_job();
    run_job();
    IS_INT(town_view(&t, &t.coordinator, id).row.pressed, 1);
    town_counters_hold(&t);
}

int main(void)
{
    town_open(&t);
    RUN(the_ladder_is_the_naive_one);
    RUN(each_step_is_told_once);
    RUN(a_new_promise_begins_anew);
    RUN(many_are_told_as_a_number);
    RUN(hours_do_not_wait);
    RUN(the_clock_presses_when_told_to);
    town_close(&t);
    return tap_end();
}
