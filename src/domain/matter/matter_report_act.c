/* Readers of reports, and telling them. */
#include "domain/matter/matter_report_act.h"

#include "base/workday.h"
#include "core/ctx.h"
#include "core/journal.h"
#include "core/notify.h"
#include "core/person.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_promise.h"
#include "matter_report_query.h"
#include "report_schema.h"

static const struct field subscribe_fields[] = {
    FORM_BOOL(struct report_subscribe_in, weekly, T("每周收周报"), 0),
    FORM_BOOL(struct report_subscribe_in, monthly, T("每月收月报"), 0)};
const struct form report_subscribe_form = FORM(subscribe_fields, struct report_subscribe_in);

enum err matter_report_reader(struct ctx *ctx, struct report_subscribe_in *out)
{
    struct sql_report_reader_get_row *rows;
    size_t n;
    *out = (struct report_subscribe_in){0};
    enum err e = sql_report_reader_get(
        ctx->db, ctx->arena, &(struct sql_report_reader_get_in){ctx->park, ctx->actor.person},
        &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        out->weekly = out->weekly || rows[i].kind == MATTER_WEEKLY;
        out->monthly = out->monthly || rows[i].kind == MATTER_MONTHLY;
    }
    return e;
}

static enum err set(struct ctx *ctx, enum matter_period_kind kind, bool on)
{
    struct person_id person = ctx->actor.person;
    if (on)
        return sql_report_reader_add(
            ctx->db, &(struct sql_report_reader_add_in){ctx->park, person, kind, ctx->now_us},
            NULL);
    return sql_report_reader_drop(
        ctx->db, &(struct sql_report_reader_drop_in){ctx->park, person, kind}, NULL);
}

static struct str yes_no(bool on)
{
    return on ? STR("1") : STR("0");
}

enum err matter_act_report_subscribe(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct report_subscribe_in *in = input;
    struct report_subscribe_in was;
    enum err e = matter_report_reader(ctx, &was);
    if (!e)
        e = set(ctx, MATTER_WEEKLY, in->weekly);
    if (!e)
        e = set(ctx, MATTER_MONTHLY, in->monthly);
    if (e)
        return e;
    struct journal_field fields[] = {
        {"weekly", yes_no(was.weekly), yes_no(in->weekly)},
        {"monthly", yes_no(was.monthly), yes_no(in->monthly)},
    };
    out->message = matter_sentence(
        ctx, in->weekly || in->monthly ? T("报表出来后会通知您") : T("不再通知您报表"), STR(""));
    return journal_add(ctx, "report", ctx->actor.person.n, "report.subscribe", fields, 2);
}

/* The job -------------------------------------------------------------------------------------- */

int64_t matter_report_number(struct matter_period period)
{
    return (int64_t)period.from * 10 + period.kind;
}

bool matter_report_by_number(int64_t n, struct matter_period *out)
{
    int64_t kind = n % 10, day = n / 10;
    if ((kind != MATTER_WEEKLY && kind != MATTER_MONTHLY) || day < 0 || day > 100000)
        return false;
    *out = matter_period_of((enum matter_period_kind)kind, (int32_t)day);
    return out->from == day;
}

/* Whoever may no longer read it is not told; that they were passed over is kept too. */
static enum err tell(struct ctx *ctx, struct person_id id, struct matter_period period)
{
    struct person person;
    struct sql_report_sent_add_in sent = {ctx->park, id, period.kind, period.from, ctx->now_us};
    enum err e = sql_report_sent_add(ctx->db, &sent, NULL);
    if (!e)
        e = person_get(ctx, id, &person);
    if (e || !(person.roles & (ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR)))
        return e;
    const char *message =
        period.kind == MATTER_WEEKLY ? T("清单周报 {} 已出") : T("清单月报 {} 已出");
    struct str name = matter_period_name(ctx->arena, period);
    return notify_person(ctx, id, NOTICE(message, name), "report", matter_report_number(period));
}

static enum err tell_all(struct ctx *ctx, enum matter_period_kind kind)
{
    struct matter_period period = matter_period_step(matter_period_of(kind, ctx_today(ctx)), -1);
    int64_t over = instant_of_day(period.to, ctx->offset_min);
    int32_t day = ctx->calendar ? workday_from(ctx->calendar, period.to) : period.to;
    if (ctx->now_us < instant_of_day(day, ctx->offset_min) + REPORT_HOUR * HOUR_US)
        return ERR_OK;
    struct sql_report_reader_due_row *rows;
    size_t n;
    struct sql_report_reader_due_in due = {ctx->park, kind, period.from, over,
                                           REPORT_READERS_MAX}; /* who asked later: the next one */
    enum err e = sql_report_reader_due(ctx->db, ctx->arena, &due, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = tell(ctx, rows[i].person, period);
    return e;
}

enum err matter_job_report(struct ctx *ctx)
{
    enum err e = tell_all(ctx, MATTER_WEEKLY);
    return e ? e : tell_all(ctx, MATTER_MONTHLY);
}

/* The module ----------------------------------------------------------------------------------- */

static const struct act acts[] = {
    {"report.subscribe", T("收哪些报表"), NULL, ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR,
     &report_subscribe_form, matter_act_report_subscribe},
};

enum {
    READERS =
        ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR | ROLE_CONSOLE
};

static const struct find finds[] = {
    {"report.figures", T("报表的数字"), "kind period",
     ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR | ROLE_CONSOLE, &report_figures_form,
     matter_json_report},
    {"promise.ledger", T("承诺台账"), NULL, READERS, &matter_promise_form,
     matter_json_promise_ledger},
    {"promise.list", T("承诺明细"), NULL, READERS, &matter_promise_form, matter_json_promise_list},
};

static const struct setting settings[] = {
    {"report.attach", T("报表随邮件附上 docx 和 xlsx（1 是，0 只发链接）"), 0, 1, 1, "缺省：附上"},
};

static const struct enclosure enclosures[] = {{"report", matter_report_enclose}};

static const struct job jobs[] = {{"report.send", 900, matter_job_report}};

const struct module report_module = {
    .name = "report",
    .acts = acts,
    .act_n = 1,
    .finds = finds,
    .find_n = 3,
    .jobs = jobs,
    .job_n = 1,
    .settings = settings,
    .setting_n = 1,
    .enclosures = enclosures,
    .enclosure_n = 1,
    .migrations = report_migrations,
    .migration_n = report_migration_n,
};
