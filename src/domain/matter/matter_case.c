#include "domain/matter/matter_case.h"

#include <assert.h>

#include "core/id.h"
#include "core/org.h"
#include "domain/matter/matter_columns.h"
#include "domain/matter/matter_find.h"
#include "domain/matter/matter_recount.h"

static void take_setting(struct matter_rules *rules, struct str name, int64_t value)
{
    const struct {
        struct str name;
        int64_t *to;
    } settings[] = {
        {STR("matter.accept_days"), &rules->accept_days},
        {STR("matter.assign_days"), &rules->assign_days},
        {STR("matter.respond_days"), &rules->respond_days},
        {STR("matter.callback_days"), &rules->callback_days},
        {STR("matter.silence_days"), &rules->silence_days},
        {STR("matter.soon_days"), &rules->soon_days},
        {STR("matter.note_days"), &rules->note_days},
        {STR("matter.extensions_max"), &rules->extensions_max},
        {STR("matter.handbacks_max"), &rules->handbacks_max},
        {STR("matter.handback_asks"), &rules->handback_asks},
        {STR("matter.signoff"), &rules->signoff},
        {STR("matter.weight_response"), &rules->weight_response},
        {STR("matter.weight_solved"), &rules->weight_solved},
        {STR("matter.weight_satisfied"), &rules->weight_satisfied},
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
        if (str_eq(settings[i].name, name))
            *settings[i].to = value;
}

enum err matter_settings(struct ctx *ctx, struct matter_rules *out)
{
    struct sql_matter_settings_row *rows;
    size_t n;
    enum err e =
        sql_matter_settings(ctx->db, ctx->arena,
                            &(struct sql_matter_settings_in){ctx->park, ctx_today(ctx)}, &rows, &n);
    *out = (struct matter_rules){0};
    for (size_t i = 0; !e && i < n; i++)
        take_setting(out, rows[i].name, rows[i].value);
    return e;
}

struct matter_now matter_now(const struct ctx *ctx)
{
    return (struct matter_now){ctx->arena, ctx->calendar, ctx->offset_min, ctx->now_us};
}

int32_t matter_day(const struct ctx *ctx, int64_t instant_us)
{
    return instant_us ? day_of_instant(instant_us, ctx->offset_min) : DAY_NONE;
}

/* Opening ------------------------------------------------------------------------------------- */

uint32_t matter_who(const struct ctx *ctx, struct org_id firm, const struct org_id *open_orgs,
                    size_t n)
{
    uint32_t who = 0;
    int64_t own = ctx->actor.org.n;
    if (ctx_may(ctx, ROLE_COORDINATOR | ROLE_CONSOLE))
        who |= MATTER_BY_COORDINATOR;
    if (ctx_may(ctx, ROLE_LEADER))
        who |= MATTER_BY_LEADER;
    if (own && ctx_may(ctx, ROLE_FIRM) && own == firm.n)
        who |= MATTER_BY_FIRM;
    for (size_t i = 0; own && i < n; i++)
        if (open_orgs[i].n == own)
            who |= (ctx_may(ctx, ROLE_DEPARTMENT) ? (uint32_t)MATTER_BY_DEPARTMENT : 0u) |
                   (ctx_may(ctx, ROLE_HEAD) ? (uint32_t)MATTER_BY_HEAD : 0u);
    return who;
}

static uint32_t who_of(const struct matter_case *c)
{
    if (c->verb == MATTER_SILENCE || c->verb == MATTER_RECOUNT)
        return MATTER_BY_CLOCK;
    struct org_id orgs[MATTER_DUTIES_MAX];
    size_t n = 0;
    for (size_t i = 0; i < c->duty_n; i++)
        if (c->duties[i].now.open)
            orgs[n++] = c->duties[i].now.org;
    return matter_who(c->ctx, c->now.firm, orgs, n);
}

static enum err check_sight(struct ctx *ctx, int64_t id)
{
    int64_t viewer;
    if (!matter_viewer(ctx, &viewer))
        return ctx_fail(ctx, ERR_NOT_FOUND, "id", T("没有这件事项"));
    struct sql_matter_sight_get_row row;
    enum err e = sql_matter_sight_get(
        ctx->db, ctx->arena, &(struct sql_matter_sight_get_in){ctx->park, viewer, {id}}, &row);
    return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "id", T("没有这件事项")) : e;
}

static enum err stale(struct ctx *ctx, int64_t seen, int64_t is)
{
    return ctx_fail_detail(ctx, ERR_CONFLICT, "version",
                           T("别人刚刚改过（您看到的版本 / 现在的版本：{}），请看过再提交"),
                           str_print(ctx->arena, "%lld / %lld", (long long)seen, (long long)is));
}

static bool may_ever(enum matter_verb verb, uint32_t who)
{
    for (int64_t state = MATTER_DRAFT; state < MATTER_STATE_END_; state++)
        if (matter_may(state, verb, who))
            return true;
    return false;
}

static enum err check_move(struct matter_case *c)
{
    if (matter_may(c->now.state, c->verb, c->who))
        return ERR_OK;
    if (may_ever(c->verb, c->who))
        return ctx_fail_detail(c->ctx, ERR_CONFLICT, NULL, T("事项现在是“{}”，不能再这样办"),
                               str_from(matter_state_word(c->now.state)));
    return ctx_fail_detail(c->ctx, ERR_DENIED, NULL, T("您的角色不能办这一步：{}"),
                           str_from(matter_verb_word((int64_t)c->verb)));
}

static enum err load_pauses(struct matter_case *c)
{
    struct ctx *ctx = c->ctx;
    struct sql_duty_pause_of_row *rows;
    size_t n;
    enum err e = sql_duty_pause_of(ctx->db, ctx->arena,
                                   &(struct sql_duty_pause_of_in){ctx->park, c->now.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        for (size_t d = 0; d < c->duty_n; d++)
            if (c->duties[d].now.id.n == rows[i].duty.n)
                *VEC_ADD(ctx->arena, &c->duties[d].pauses) =
                    (struct clock_pause){rows[i].from_at, rows[i].to_at};
    return e;
}

static enum err load_duties(struct matter_case *c)
{
    struct ctx *ctx = c->ctx;
    struct sql_duty_of_row *rows;
    size_t n;
    enum err e =
        sql_duty_of(ctx->db, ctx->arena, &(struct sql_duty_of_in){ctx->park, c->now.id}, &rows, &n);
    if (e || !n)
        return e;
    assert(n <= MATTER_DUTIES_MAX);
    for (size_t i = 0; i < n; i++)
        c->duties[i] = (struct duty_case){.was = rows[i], .now = rows[i]};
    c->duty_n = n;

    struct sql_duty_ask_of_row *asks;
    size_t ask_n;
    e = sql_duty_ask_of(ctx->db, ctx->arena, &(struct sql_duty_ask_of_in){ctx->park, c->now.id},
                        &asks, &ask_n);
    for (size_t i = 0; !e && i < ask_n; i++)
        *VEC_ADD(ctx->arena, &c->asks) = asks[i];
    return e ? e : load_pauses(c);
}

enum err matter_case_open(struct ctx *ctx, int64_t id, int64_t version, enum matter_verb verb,
                          struct matter_case *out)
{
    *out = (struct matter_case){.ctx = ctx, .verb = verb};
    bool clock = verb == MATTER_SILENCE || verb == MATTER_RECOUNT;
    enum err e = clock ? ERR_OK : check_sight(ctx, id);
    if (e)
        return e;
    e = sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, {id}},
                       &out->was);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "id", T("没有这件事项"));
    if (e)
        return e;
    out->now = out->was;
    if ((e = matter_settings(ctx, &out->rules)) || (e = load_duties(out)))
        return e;
    if (version && version != out->was.version)
        return stale(ctx, version, out->was.version);
    out->who = who_of(out);
    return check_move(out);
}

enum err matter_case_load(struct ctx *ctx, int64_t id, struct matter_case *out)
{
    *out = (struct matter_case){.ctx = ctx, .verb = MATTER_RECOUNT};
    enum err e = sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, {id}},
                                &out->was);
    out->now = out->was;
    if (!e)
        e = matter_settings(ctx, &out->rules);
    return e ? e : load_duties(out);
}

enum err matter_case_new(struct ctx *ctx, enum matter_verb verb, struct matter_case *out)
{
    *out = (struct matter_case){.ctx = ctx, .verb = verb, .fresh = true};
    out->now = (struct sql_matter_get_row){
        .number = STR(""),
        .outside_number = STR(""),
        .class_name = STR(""),
        .leader_name = STR(""),
        .lead_name = STR(""),
        .helper_names = STR(""),
        .due_words = STR(""),
        .last_note = STR(""),
        .end_reason = STR(""),
        .source = MATTER_SOURCE_PLATFORM,
        .urgency = MATTER_ORDINARY,
        .due = DAY_NONE,
        .due_at = MATTER_DUE_NEVER,
        .asked_day = DAY_NONE,
        .author = ctx->actor.person,
        .author_name = ctx->actor.name,
    };
    enum err e = id_next(ctx, &out->now.id.n);
    return e ? e : matter_settings(ctx, &out->rules);
}

/* Duties -------------------------------------------------------------------------------------- */

enum err matter_case_duty(struct matter_case *c, int64_t duty, int64_t version,
                          struct duty_case **out)
{
    struct ctx *ctx = c->ctx;
    bool any = c->who & (MATTER_BY_COORDINATOR | MATTER_BY_FIRM | MATTER_BY_CLOCK);
    for (size_t i = 0; i < c->duty_n; i++) {
        struct duty_case *d = &c->duties[i];
        if (d->now.id.n != duty || (!any && d->now.org.n != ctx->actor.org.n))
            continue;
        if (version && d->was.version != version)
            return stale(ctx, version, d->was.version);
        if (!d->now.open)
            return ctx_fail_detail(ctx, ERR_CONFLICT, "duty", T("这项交办已经结束：{}"),
                                   str_from(duty_state_word(d->now.state)));
        *out = d;
        return ERR_OK;
    }
    return ctx_fail(ctx, ERR_NOT_FOUND, "duty", T("没有这项交办"));
}

struct duty_case *matter_case_lead(struct matter_case *c)
{
    for (size_t i = 0; i < c->duty_n; i++)
        if (c->duties[i].now.open && c->duties[i].now.lead)
            return &c->duties[i];
    return NULL;
}

size_t matter_case_open_duties(const struct matter_case *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->duty_n; i++)
        n += c->duties[i].now.open;
    return n;
}

enum err matter_case_assign(struct matter_case *c, struct org_id org, bool lead,
                            struct matter_limit_value limit, struct str opinion,
                            struct duty_case **out)
{
    struct ctx *ctx = c->ctx;
    if (c->duty_n == MATTER_DUTIES_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "lead", T("这件事项的交办太多了"));
    struct org department;
    enum err e = org_get(ctx, org, &department);
    if (e == ERR_NOT_FOUND ||
        (!e && (department.kind != ORG_DEPARTMENT || department.state != ORG_ACTIVE)))
        return ctx_fail(ctx, ERR_INVALID, lead ? "lead" : "helpers", T("请选择在用的部门"));
    if (e)
        return e;
    struct matter_now now = matter_now(ctx);
    struct matter_due respond;
    if ((e = matter_working_due(&now, ctx->now_us, c->rules.respond_days, &respond)))
        return e;
    struct duty_case *d = &c->duties[c->duty_n];
    *d = (struct duty_case){.fresh = true};
    d->now = (struct sql_duty_of_row){
        .matter = c->now.id,
        .version = 0,
        .org = org,
        .org_name = org_called(&department),
        .lead = lead,
        .state = DUTY_ASSIGNED,
        .open = true,
        .limit_amount = limit.amount,
        .limit_kind = limit.kind,
        .opinion = opinion.ptr ? opinion : STR(""),
        .assigned_at = ctx->now_us,
        .respond_at = respond.at,
        .limit_day = DAY_NONE,
        .first_promise = DAY_NONE,
        .promise = DAY_NONE,
        .solution = STR(""),
        .noted_at = ctx->now_us,
    };
    if ((e = id_next(ctx, &d->now.id.n)))
        return e;
    c->duty_n++;
    if (out)
        *out = d;
    return ERR_OK;
}

enum err matter_case_end_duty(struct matter_case *c, struct duty_case *duty, enum duty_state state)
{
    struct ctx *ctx = c->ctx;
    for (size_t i = 0; i < c->asks.n; i++) {
        struct sql_duty_ask_of_row *ask = &c->asks.at[i];
        if (ask->duty.n != duty->now.id.n || ask->state != DUTY_ASK_OPEN)
            continue;
        enum err e = matter_case_ask_decide(c, ask, DUTY_ASK_LAPSED, STR(""));
        if (e)
            return e;
    }
    if (duty->now.paused_at) {
        enum err e = sql_duty_pause_end(
            ctx->db,
            &(struct sql_duty_pause_end_in){ctx->park, c->now.id, duty->now.id, ctx->now_us}, NULL);
        if (e)
            return e;
        duty->now.paused_at = 0;
        duty->pauses.at[duty->pauses.n - 1].to_us = ctx->now_us;
    }
    duty->now.state = state;
    duty->now.open = false;
    duty->now.ended_at = ctx->now_us;
    if (state == DUTY_DONE)
        duty->now.done_at = ctx->now_us;
    return ERR_OK;
}

/* Asks ---------------------------------------------------------------------------------------- */

struct sql_duty_ask_of_row *matter_case_ask(struct matter_case *c, struct duty_id duty,
                                            enum duty_ask_kind kind)
{
    for (size_t i = 0; i < c->asks.n; i++) {
        struct sql_duty_ask_of_row *ask = &c->asks.at[i];
        if (ask->duty.n == duty.n && ask->kind == (int64_t)kind && ask->state == DUTY_ASK_OPEN)
            return ask;
    }
    return NULL;
}

struct sql_duty_ask_of_row *matter_case_ask_by_id(struct matter_case *c, int64_t id)
{
    for (size_t i = 0; i < c->asks.n; i++)
        if (c->asks.at[i].id.n == id)
            return &c->asks.at[i];
    return NULL;
}

enum err matter_case_ask_add(struct matter_case *c, struct sql_duty_ask_of_row ask)
{
    struct ctx *ctx = c->ctx;
    ask.matter = c->now.id;
    ask.state = DUTY_ASK_OPEN;
    ask.asked_at = ctx->now_us;
    ask.asker = ctx->actor.person;
    ask.asker_name = ctx->actor.name;
    ask.decider_name = ask.decision = STR("");
    enum err e = id_next(ctx, &ask.id.n);
    if (e)
        return e;
    struct sql_duty_ask_add_in in = {
        .park = ctx->park,
        .matter = ask.matter,
        .id = ask.id,
        .duty = ask.duty,
        .kind = ask.kind,
        .state = ask.state,
        .asked_at = ask.asked_at,
        .asker = ask.asker,
        .asker_name = ask.asker_name,
        .reason = ask.reason,
        .from_day = ask.from_day,
        .to_day = ask.to_day,
        .to_org = ask.to_org,
        .decider_name = ask.decider_name,
        .decision = ask.decision,
    };
    *VEC_ADD(ctx->arena, &c->asks) = ask;
    return sql_duty_ask_add(ctx->db, &in, NULL);
}

enum err matter_case_ask_decide(struct matter_case *c, struct sql_duty_ask_of_row *ask,
                                enum duty_ask_state state, struct str decision)
{
    struct ctx *ctx = c->ctx;
    if (ask->state != DUTY_ASK_OPEN)
        return ctx_fail_detail(ctx, ERR_CONFLICT, "ask", T("这项申请已经有结果：{}"),
                               str_from(duty_ask_state_word(ask->state)));
    ask->state = (int64_t)state;
    ask->decided_at = ctx->now_us;
    ask->decider = ctx->actor.person;
    ask->decider_name = ctx->actor.name;
    ask->decision = decision.ptr ? decision : STR("");
    int64_t changed;
    enum err e =
        sql_duty_ask_decide(ctx->db,
                            &(struct sql_duty_ask_decide_in){.park = ctx->park,
                                                             .matter = c->now.id,
                                                             .id = ask->id,
                                                             .state = ask->state,
                                                             .decided_at = ask->decided_at,
                                                             .decider = ask->decider,
                                                             .decider_name = ask->decider_name,
                                                             .decision = ask->decision},
                            &changed);
    return e ? e : changed ? ERR_OK : ERR_CONFLICT;
}

/* Standing ------------------------------------------------------------------------------------ */

/* When the duty's promise in force was made: pauses before it are in it already. */
static int64_t promised_at(const struct matter_case *c, const struct duty_case *duty)
{
    if (duty->new_promise)
        return c->ctx->now_us;
    int64_t at = duty->now.answered_at;
    for (size_t i = 0; i < c->asks.n; i++)
        if (c->asks.at[i].duty.n == duty->now.id.n && c->asks.at[i].kind == DUTY_ASK_EXTENSION &&
            c->asks.at[i].state == DUTY_ASK_AGREED)
            at = c->asks.at[i].decided_at;
    return at;
}

static enum err stand_duty(struct matter_case *c, struct duty_case *duty)
{
    struct matter_now now = matter_now(c->ctx);
    struct sql_duty_of_row *d = &duty->now;
    struct matter_limit_value limit = {d->limit_amount, d->limit_kind};
    struct matter_due due;
    enum err e =
        matter_limit_due(&now, limit, d->assigned_at, duty->pauses.at, duty->pauses.n, &due);
    if (e)
        return e;
    d->limit_day = due.day;
    d->limit_at = due.at;
    if (d->promise != DAY_NONE) {
        e = matter_promise_due(&now, d->limit_kind, d->promise, promised_at(c, duty),
                               duty->pauses.at, duty->pauses.n, &due);
        if (e)
            return e;
    }
    d->due_at = due.at;
    d->provisional = due.provisional;
    if (!d->open)
        d->kept = d->state == DUTY_DONE ? (int64_t)duty_kept(c->ctx->offset_min, d->first_promise,
                                                             d->due_at, d->done_at, d->ended_at)
                                        : DUTY_KEPT_OPEN;
    duty->fact = (struct duty_fact){
        .id = d->id.n,
        .org = d->org.n,
        .state = d->state,
        .lead = d->lead,
        .open = d->open,
        .paused = d->paused_at != 0,
        .responded = d->responded_at != 0,
        .due = due,
        .promised = d->promise != DAY_NONE,
        .respond_at = d->respond_at,
        .noted_at = d->noted_at,
        .pressed_at = d->pressed_at,
    };
    return ERR_OK;
}

/* Marks duties with their open asks; answers how many wait for the coordinator. */
static int64_t stand_asks(struct matter_case *c)
{
    int64_t waiting = 0;
    for (size_t i = 0; i < c->asks.n; i++) {
        const struct sql_duty_ask_of_row *ask = &c->asks.at[i];
        if (ask->state != DUTY_ASK_OPEN)
            continue;
        for (size_t d = 0; d < c->duty_n; d++) {
            struct duty_fact *fact = &c->duties[d].fact;
            if (fact->id != ask->duty.n)
                continue;
            if (ask->kind == DUTY_ASK_SIGNOFF) {
                fact->signing = true;
            } else {
                fact->asking = true;
                fact->ask_kind = ask->kind;
                fact->asked_at = ask->asked_at;
            }
        }
        waiting++;
    }
    return waiting;
}

static struct str helper_names(const struct matter_case *c)
{
    struct buf names;
    buf_init(&names, c->ctx->arena, 4096);
    for (size_t i = 0; i < c->duty_n; i++) {
        const struct sql_duty_of_row *d = &c->duties[i].now;
        if (d->lead || d->state == DUTY_CANCELLED || d->state == DUTY_HANDED_BACK)
            continue;
        if (names.len)
            buf_add(&names, STR("、"));
        buf_add(&names, d->org_name);
    }
    return buf_str(&names);
}

/* Ids hold the instant they were made at. */
int64_t matter_known_at(bool imported, int64_t state, struct matter_id id, int64_t raised_at)
{
    if (!imported || state != MATTER_RAISED)
        return raised_at;
    return (id.n >> ID_SHIFT) * 1000 + ID_EPOCH_US;
}

struct matter_fact matter_case_fact(const struct matter_case *c)
{
    return (struct matter_fact){
        .state = c->now.state,
        .firm = c->now.firm.n,
        .leader = c->now.leader.n,
        .on_behalf = c->now.on_behalf,
        .called = c->now.called_at != 0 && c->now.solved != MATTER_SOLVED_NO,
        .raised_at = matter_known_at(c->now.imported, c->now.state, c->now.id, c->now.raised_at),
        .accepted_at = c->now.accepted_at,
        .resolved_at = c->now.resolved_at,
        .asked_day = c->now.asked_day,
    };
}

enum err matter_case_stand(struct matter_case *c)
{
    struct duty_fact facts[MATTER_DUTIES_MAX];
    for (size_t i = 0; i < c->duty_n; i++) {
        enum err e = stand_duty(c, &c->duties[i]);
        if (e)
            return e;
    }
    c->now.asks = stand_asks(c);
    for (size_t i = 0; i < c->duty_n; i++)
        facts[i] = c->duties[i].fact;

    struct matter_now now = matter_now(c->ctx);
    struct matter_fact fact = matter_case_fact(c);
    enum err e = matter_stand(&now, &c->rules, &fact, facts, c->duty_n, &c->standing);
    if (e)
        return e;
    c->now.open = !matter_ended(c->now.state);
    c->now.turn = (int64_t)c->standing.turn;
    c->now.due = c->standing.due.day;
    c->now.due_at = c->standing.due.at;
    c->now.due_kind = (int64_t)c->standing.due_kind;
    c->now.provisional = c->standing.due.provisional;
    c->now.paused = c->standing.paused;
    c->now.helper_names = helper_names(c);
    if (c->standing.lead != SIZE_MAX && c->duties[c->standing.lead].now.lead) {
        c->now.lead = c->duties[c->standing.lead].now.org;
        c->now.lead_name = c->duties[c->standing.lead].now.org_name;
    }
    return ERR_OK;
}

/* Keeping ------------------------------------------------------------------------------------- */

#define COPY(name, type) in.name = from->name;

static enum err keep_matter(struct matter_case *c)
{
    struct ctx *ctx = c->ctx;
    const struct sql_matter_get_row *from = &c->now;
    if (c->fresh) {
        struct sql_matter_add_in in = {.park = ctx->park};
        MATTER_FIXED_COLUMNS(COPY)
        MATTER_COLUMNS(COPY)
        MATTER_FIRM_COLUMNS(COPY)
        return sql_matter_add(ctx->db, &in, NULL);
    }
    struct sql_matter_put_in in = {
        .park = ctx->park, .id = c->now.id, .was_version = c->was.version};
    MATTER_COLUMNS(COPY)
    int64_t changed;
    enum err e = sql_matter_put(ctx->db, &in, &changed);
    if (!e && changed &&
        (c->now.firm.n != c->was.firm.n || !str_eq(c->now.firm_name, c->was.firm_name)))
        e = sql_matter_put_firm(
            ctx->db,
            &(struct sql_matter_put_firm_in){ctx->park, c->now.id, c->now.firm, c->now.firm_name},
            NULL);
    if (e || changed)
        return e;
    return stale(ctx, c->was.version, c->was.version + 1);
}

static bool duty_differs(const struct sql_duty_of_row *a, const struct sql_duty_of_row *b)
{
#define DIFFERS(name, type) || COLUMN_DIFFERS_##type(a->name, b->name)
    return false DUTY_COLUMNS(DIFFERS);
#undef DIFFERS
}

static enum err keep_promise(struct matter_case *c, const struct duty_case *duty, struct str reason)
{
    struct ctx *ctx = c->ctx;
    return sql_duty_promise_add(
        ctx->db,
        &(struct sql_duty_promise_add_in){.park = ctx->park,
                                          .matter = c->now.id,
                                          .duty = duty->now.id,
                                          .seq = duty->now.extended + 1,
                                          .day = duty->now.promise,
                                          .at = ctx->now_us,
                                          .person = ctx->actor.person,
                                          .person_name = ctx->actor.name,
                                          .reason = reason.ptr ? reason : STR("")},
        NULL);
}

static enum err keep_duty(struct matter_case *c, struct duty_case *duty)
{
    struct ctx *ctx = c->ctx;
    const struct sql_duty_of_row *from = &duty->now;
    if (!duty->fresh && !duty_differs(&duty->was, &duty->now))
        return ERR_OK;
    duty->now.version = duty->was.version + 1;
    if (duty->fresh) {
        struct sql_duty_add_in in = {.park = ctx->park};
        DUTY_FIXED_COLUMNS(COPY)
        DUTY_COLUMNS(COPY)
        return sql_duty_add(ctx->db, &in, NULL);
    }
    struct sql_duty_put_in in = {.park = ctx->park,
                                 .matter = c->now.id,
                                 .id = duty->now.id,
                                 .was_version = duty->was.version};
    DUTY_COLUMNS(COPY)
    int64_t changed;
    enum err e = sql_duty_put(ctx->db, &in, &changed);
    if (e || changed)
        return e;
    return stale(ctx, duty->was.version, duty->was.version + 1);
}

#undef COPY

static enum err keep_duties(struct matter_case *c, struct str reason)
{
    for (size_t i = 0; i < c->duty_n; i++) {
        enum err e = keep_duty(c, &c->duties[i]);
        if (!e && c->duties[i].new_promise)
            e = keep_promise(c, &c->duties[i], reason);
        if (e)
            return e;
    }
    return ERR_OK;
}

static enum err keep_event(struct matter_case *c, const struct matter_deed *deed)
{
    struct ctx *ctx = c->ctx;
    bool clock = c->who == MATTER_BY_CLOCK;
    struct sql_matter_event_add_in in = {
        .park = ctx->park,
        .matter = c->now.id,
        .at = ctx->now_us,
        .verb = (int64_t)c->verb,
        .state = c->now.state,
        .org = deed->org,
        .org_name = deed->org_name.ptr ? deed->org_name : STR(""),
        .person = clock ? (struct person_id){0} : ctx->actor.person,
        .person_name = clock ? STR("") : ctx->actor.name,
        .text = deed->text.ptr ? deed->text : STR(""),
        .day = deed->day ? deed->day : DAY_NONE,
        .internal = deed->internal,
    };
    if (deed->duty) {
        in.duty = deed->duty->now.id;
        if (!deed->org.n) {
            in.org = deed->duty->now.org;
            in.org_name = deed->duty->now.org_name;
        }
    } else if (!deed->org.n && (c->who & MATTER_BY_FIRM)) {
        in.org = c->now.firm;
        in.org_name = c->now.firm_name;
    }
    enum err e = id_next(ctx, &in.id.n);
    return e ? e : sql_matter_event_add(ctx->db, &in, NULL);
}

static void answer(const struct matter_case *c, const struct matter_deed *deed,
                   struct act_result *out)
{
    if (!out)
        return;
    out->id = c->now.id.n;
    out->version = c->now.version;
    out->number = c->now.number;
    out->message = matter_sentence(c->ctx, deed->message, c->now.number);
}

enum err matter_case_keep(struct matter_case *c, const struct matter_deed *deed,
                          struct act_result *out)
{
    assert(c->fresh || matter_leads(c->was.state, c->verb, c->now.state));
    bool personal = c->verb == MATTER_FOLLOW || c->verb == MATTER_UNFOLLOW;
    c->now.version = c->was.version + !personal; /* nobody's form grows stale by a follower */
    if (c->verb != MATTER_IMPORT && !personal)
        c->now.last_at = c->ctx->now_us;
    bool followed;
    enum err e = matter_case_follow_limit(c, &followed);
    if (e || (e = matter_case_stand(c)) || (e = keep_matter(c)) ||
        (e = keep_duties(c, deed->text)) || (e = keep_event(c, deed)))
        return e;
    if ((e = matter_case_sight(c)) || (e = matter_case_todo(c)) || (e = matter_case_tally(c)))
        return e;
    if ((e = matter_case_trace(c, deed)) || (e = matter_case_tell(c, deed)))
        return e;
    if (followed && (e = matter_case_followed(c)))
        return e;
    answer(c, deed, out);
    return ERR_OK;
}
