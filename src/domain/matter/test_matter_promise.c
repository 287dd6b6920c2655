/* The ledger of promises against the duties themselves; limits; who is told of reports, and once.
 */
#include <stdlib.h>
#include <string.h>

#include "core/notify.h"
#include "domain/matter/matter_promise.h"
#include "domain/matter/matter_report_act.h"
#include "domain/matter/test_matter.h"
#include "report_schema.h"

static struct town t;
static uint64_t seed;

static uint32_t roll(uint32_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % n;
}

/* A life of promises --------------------------------------------------------------------------- */

enum { MATTERS = 120 };
static int64_t ids[MATTERS];
static size_t id_n;

static void start_one(void)
{
    int64_t id = town_accept(&t, "承诺之事");
    struct matter_assign_in in = {.id = id,
                                  .version = town_view(&t, &t.coordinator, id).row.version,
                                  .lead = roll(2) ? t.land.id.n : t.water.id.n,
                                  .limit = 5,
                                  .limit_kind = MATTER_WORKING_DAYS,
                                  .opinion = STR("")};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_OK);
    ids[id_n++] = id;
}

static void decide_all(const struct matter_view *v)
{
    for (size_t i = 0; i < v->asks.n; i++)
        if (v->asks.at[i].state == DUTY_ASK_OPEN)
            town_act(
                &t, &t.coordinator, "duty.decide",
                &(struct duty_decide_in){v->row.id.n, v->asks.at[i].id.n, roll(4) > 0, STR("定")},
                NULL);
}

static void move_one(int64_t id)
{
    struct matter_view v = town_view(&t, &t.coordinator, id);
    const struct duty_view *d = &v.duties.at[0];
    const struct person *desk = d->org.n == t.land.id.n ? &t.land_desk : &t.water_desk;
    if (!d->open)
        return;
    decide_all(&v);
    v = town_view(&t, &t.coordinator, id);
    d = &v.duties.at[0];
    if (!d->open)
        return;
    switch (roll(8)) {
    case 0:
    case 1:
        town_act(&t, desk, "duty.answer",
                 &(struct duty_answer_in){id, d->id.n, d->version, STR("办法"),
                                          town_today(&t) + (int32_t)roll(25)},
                 NULL);
        break;
    case 2:
        town_act(&t, desk, "duty.extend",
                 &(struct duty_extend_in){id, d->id.n, d->version, d->promise + 5, STR("等批复")},
                 NULL);
        break;
    case 3:
        town_act(&t, desk, "duty.handback",
                 &(struct duty_handback_in){id, d->id.n, d->version, STR("不归我管"), 0}, NULL);
        break;
    case 4:
        if (d->paused)
            town_act(&t, desk, "duty.resume", &(struct duty_act_in){id, d->id.n, d->version}, NULL);
        else
            town_act(&t, desk, "duty.pause",
                     &(struct duty_reason_in){id, d->id.n, d->version, STR("等企业")}, NULL);
        break;
    default:
        if (d->promise != DAY_NONE && (d->promises.n > 1 || roll(3) == 0))
            town_act(&t, desk, "duty.done",
                     &(struct duty_done_in){id, d->id.n, d->version, STR("办好")}, NULL);
    }
}

static void live(int months)
{
    int64_t end = t.now + months * 30 * DAY_US;
    while (t.now < end) {
        t.now += (int64_t)(1 + roll(20)) * HOUR_US;
        if (id_n < MATTERS && roll(4) == 0)
            start_one();
        else if (id_n)
            move_one(ids[roll((uint32_t)id_n)]);
    }
}

/* Naively: from each duty's own view ------------------------------------------------------------
 */

struct naive {
    int64_t n[REPORT_GONE + 1], extended, handed_back;
};

static void naive_of(int64_t org, int64_t month, struct naive *out)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < id_n; i++) {
        struct matter_view v = town_view(&t, &t.coordinator, ids[i]);
        for (size_t k = 0; k < v.duties.n; k++) {
            const struct duty_view *d = &v.duties.at[k];
            if (d->first_promise == DAY_NONE || (org && d->org.n != org))
                continue;
            if (!month && d->promises.n > 1)
                out->extended += (int64_t)d->promises.n - 1;
            int64_t end = d->open ? t.now : d->ended_at;
            bool broken = d->due_at <= end;
            enum report_fate fate = broken                  ? REPORT_BROKEN
                                    : d->open               ? REPORT_RUNNING
                                    : d->state != DUTY_DONE ? REPORT_GONE
                                    : d->kept == DUTY_KEPT  ? REPORT_KEPT
                                                            : REPORT_KEPT_LATE;
            int64_t at = broken ? d->due_at - 1 : end;
            if (month && fate == REPORT_RUNNING)
                continue;
            if (!month || matter_month(at, 480) == month)
                out->n[fate]++;
        }
    }
}

static void compare(const struct promise_count *n, const struct naive *want)
{
    IS_INT(n->kept, want->n[REPORT_KEPT]);
    IS_INT(n->kept_late, want->n[REPORT_KEPT_LATE]);
    IS_INT(n->broken, want->n[REPORT_BROKEN]);
    IS_INT(n->gone, want->n[REPORT_GONE]);
}

/* As many duties behind a cell as it says. */
static void cell_opens(struct ctx *ctx, int64_t org, int64_t month, enum report_fate fate,
                       int64_t n)
{
    struct promise_duties duties;
    struct matter_promise_in in = {.org = org, .month = month, .fate = fate};
    IS_INT(matter_promise_duties(ctx, &in, &duties), ERR_OK);
    IS_INT(duties.rows.n, n);
}

static void check_org(struct ctx *ctx, const struct promise_org *org)
{
    struct naive want;
    naive_of(org->org.n, 0, &want);
    compare(&org->n, &want);
    IS_INT(org->open, want.n[REPORT_RUNNING]);
    IS_INT(org->extended, want.extended);
    cell_opens(ctx, org->org.n, 0, REPORT_RUNNING, org->open);
    for (size_t i = 0; i < org->months.n; i++) {
        const struct promise_month *m = &org->months.at[i];
        naive_of(org->org.n, m->month, &want);
        compare(&m->n, &want);
        cell_opens(ctx, org->org.n, m->month, REPORT_KEPT, m->n.kept);
        cell_opens(ctx, org->org.n, m->month, REPORT_BROKEN, m->n.broken);
    }
}

static void the_ledger_is_its_duties(void)
{
    int64_t met[REPORT_GONE + 1] = {0};
    for (int round = 0; round < 2; round++) {
        struct promise_ledger ledger;
        struct promise_duties all;
        seed = 77 + (uint64_t)round;
        id_n = 0;
        town_open(&t);
        live(4);
        struct ctx ctx = town_ctx(&t, &t.leader);
        IS_INT(matter_promise_ledger(&ctx, &(struct matter_promise_in){.months = 12}, &ledger),
               ERR_OK);
        IS_INT(ledger.all.months.n, 12);
        check_org(&ctx, &ledger.all);
        for (size_t i = 0; i < ledger.orgs.n; i++)
            check_org(&ctx, &ledger.orgs.at[i]);
        IS_INT(matter_promise_duties(&ctx, &(struct matter_promise_in){0}, &all), ERR_OK);
        for (size_t i = 0; i < all.rows.n; i++) {
            const struct promise_duty *d = &all.rows.at[i];
            met[d->stand.fate]++;
            IS_INT(d->promises.at[0].day, d->stand.first); /* the first is still there */
            IS_INT(d->promises.at[d->promises.n - 1].day, d->stand.day);
        }
        town_close(&t);
    }
    for (int f = REPORT_RUNNING; f <= REPORT_GONE; f++)
        OK(met[f] > 0, matter_promise_fate_name(f));
}

static void a_department_sees_its_own(void)
{
    struct promise_ledger ledger;
    struct promise_duties duties;
    town_open(&t);
    town_answer(&t, "自然资源的承诺", town_today(&t) + 3);
    struct ctx ctx = town_ctx(&t, &t.water_desk);
    IS_INT(matter_promise_ledger(&ctx, &(struct matter_promise_in){0}, &ledger), ERR_OK);
    IS_INT(ledger.orgs.n, 0);
    IS_INT(ledger.all.open, 0);
    struct matter_promise_in other = {.org = t.land.id.n};
    IS_INT(matter_promise_duties(&ctx, &other, &duties), ERR_NOT_FOUND);
    ctx = town_ctx(&t, &t.land_head);
    IS_INT(matter_promise_ledger(&ctx, &(struct matter_promise_in){0}, &ledger), ERR_OK);
    IS_INT(ledger.all.open, 1);
    ctx = town_ctx(&t, &t.clerk);
    IS_INT(matter_promise_ledger(&ctx, &(struct matter_promise_in){0}, &ledger), ERR_DENIED);
    ctx = town_ctx(&t, &t.admin);
    IS_INT(matter_promise_ledger(&ctx, &(struct matter_promise_in){0}, &ledger), ERR_DENIED);
    town_close(&t);
}

/* Limits --------------------------------------------------------------------------------------- */

static enum err back(int64_t id, size_t duty, const struct person *desk)
{
    struct matter_view v = town_view(&t, &t.coordinator, id);
    struct duty_handback_in in = {id, v.duties.at[duty].id.n, v.duties.at[duty].version,
                                  STR("不归我管"), 0};
    return town_act(&t, desk, "duty.handback", &in, NULL);
}

static void decide_back(int64_t id, bool agree)
{
    struct matter_view v = town_view(&t, &t.coordinator, id);
    for (size_t i = 0; i < v.asks.n; i++)
        if (v.asks.at[i].state == DUTY_ASK_OPEN) {
            struct duty_decide_in in = {id, v.asks.at[i].id.n, agree, STR("定")};
            IS_INT(town_act(&t, &t.coordinator, "duty.decide", &in, NULL), ERR_OK);
        }
}

static void assign(int64_t id, struct org_id org)
{
    struct matter_assign_in in = {.id = id,
                                  .version = town_view(&t, &t.coordinator, id).row.version,
                                  .lead = org.n,
                                  .limit = 5,
                                  .limit_kind = MATTER_WORKING_DAYS,
                                  .opinion = STR("")};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_OK);
}

static bool offered(int64_t id, const struct person *who)
{
    struct matter_view v = town_view(&t, who, id);
    for (size_t i = 0; i < v.next.n; i++)
        if (!strcmp(v.next.at[i].act, "duty.handback"))
            return true;
    return false;
}

static void handbacks_have_an_end(void)
{
    town_open(&t);
    int64_t id = town_assign(&t, "推来推去");
    OK(offered(id, &t.land_desk), "offered at first");
    IS_INT(back(id, 0, &t.land_desk), ERR_OK);
    decide_back(id, false);
    IS_INT(back(id, 0, &t.land_desk), ERR_LIMIT); /* refused once: that settles it */
    IS_STR(t.error.detail, STR("1"));
    OK(!offered(id, &t.land_desk), "no longer offered");
    assign(id, t.water.id); /* the coordinator still may */
    IS_INT(town_view(&t, &t.coordinator, id).row.lead.n, t.water.id.n);

    id = town_assign(&t, "退了两回");
    IS_INT(back(id, 0, &t.land_desk), ERR_OK);
    decide_back(id, true);
    assign(id, t.water.id);
    IS_INT(back(id, 0, &t.water_desk), ERR_OK);
    decide_back(id, true);
    assign(id, t.land.id);
    IS_INT(back(id, 0, &t.land_desk), ERR_LIMIT);
    IS_STR(t.error.detail, STR("2"));

    struct matter_rules none = {0}, two = {.handbacks_max = 2, .handback_asks = 1};
    IS_INT(matter_may_hand_back(&none, 20, 20), MATTER_BACK_MAY);
    IS_INT(matter_may_hand_back(&two, 1, 0), MATTER_BACK_MAY);
    IS_INT(matter_may_hand_back(&two, 2, 0), MATTER_BACK_MATTER);
    IS_INT(matter_may_hand_back(&two, 1, 1), MATTER_BACK_DUTY);
    town_close(&t);
}

/* Readers of reports --------------------------------------------------------------------------- */

static int64_t told(const struct person *who)
{
    struct ctx ctx = town_ctx(&t, who);
    struct notice *rows;
    size_t n, reports = 0;
    IS_INT(notice_list(&ctx, false, (struct notice_id){INT64_MAX}, 50, &rows, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        reports += str_eq(rows[i].kind, STR("report"));
    return (int64_t)reports;
}

static void in_act(enum err (*fn)(struct ctx *ctx, const void *in, struct act_result *out),
                   const struct person *who, const void *in)
{
    struct ctx ctx = town_ctx(&t, who);
    struct act_result out = {0};
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    IS_INT(journal_open(&ctx), ERR_OK);
    IS_INT(fn(&ctx, in, &out), ERR_OK);
    IS_INT(journal_close(&ctx), ERR_OK);
    IS_INT(db_commit(t.db), ERR_OK);
}

static enum err job(struct ctx *ctx, const void *in, struct act_result *out)
{
    (void)in;
    (void)out;
    return matter_job_report(ctx);
}

static void readers_are_told_once(void)
{
    struct report_subscribe_in weekly = {.weekly = true}, none = {0}, now;
    struct matter_period p = matter_period_of(MATTER_WEEKLY, 0), q;
    town_open_with(&t, (struct migrations){report_migrations, report_migration_n});
    in_act(matter_act_report_subscribe, &t.leader, &weekly);
    in_act(matter_act_report_subscribe, &t.auditor, &weekly);
    struct ctx ctx = town_ctx(&t, &t.leader);
    IS_INT(matter_report_reader(&ctx, &now), ERR_OK);
    OK(now.weekly && !now.monthly, "as asked for");

    p = matter_period_of(MATTER_WEEKLY, town_today(&t)); /* a week that ends on Sunday */
    t.now = instant_of_day(p.to, 480) + 7 * HOUR_US;
    in_act(job, &t.admin, NULL);
    IS_INT(told(&t.leader), 0); /* not before eight */
    t.now += 2 * HOUR_US;
    in_act(matter_act_report_subscribe, &t.auditor, &none);
    in_act(matter_act_report_subscribe, &t.coordinator, &weekly); /* too late for this one */
    for (int i = 0; i < 3; i++) {
        in_act(job, &t.admin, NULL);
        t.now += HOUR_US;
    }
    IS_INT(told(&t.leader), 1);
    IS_INT(told(&t.auditor), 0);
    IS_INT(told(&t.coordinator), 0);
    in_act(matter_act_report_subscribe, &t.leader, &none);
    in_act(matter_act_report_subscribe, &t.leader, &weekly); /* asks anew: not told again */
    in_act(job, &t.admin, NULL);
    IS_INT(told(&t.leader), 1);
    t.now += 7 * DAY_US;
    in_act(job, &t.admin, NULL);
    IS_INT(told(&t.leader), 2);
    IS_INT(told(&t.coordinator), 1);
    OK(matter_report_by_number(matter_report_number(p), &q) && q.from == p.from && q.to == p.to,
       "a notice's number leads to its period");
    OK(!matter_report_by_number(matter_report_number(p) + 10, &q) &&
           !matter_report_by_number(7, &q),
       "no other number does");
    town_close(&t);
}

int main(void)
{
    RUN(the_ledger_is_its_duties);
    RUN(a_department_sees_its_own);
    RUN(handbacks_have_an_end);
    RUN(readers_are_told_once);
    return tap_end();
}
