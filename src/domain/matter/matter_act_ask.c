/* More time, or to be rid of it: asked by the department, decided by the coordinator. */
#include "core/org.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"

static enum err open_for_ask(struct ctx *ctx, int64_t id, int64_t duty_id, int64_t version,
                             enum matter_verb verb, enum duty_ask_kind kind, struct matter_case *c,
                             struct duty_case **out)
{
    enum err e = matter_case_open(ctx, id, 0, verb, c);
    if (!e)
        e = matter_case_duty(c, duty_id, version, out);
    if (!e && matter_case_ask(c, (*out)->now.id, kind))
        e = ctx_fail(ctx, ERR_CONFLICT, NULL, T("已有一份同样的申请在等审批"));
    return e;
}

/* Before expiry, with a reason and a later day, and not more often than the park allows. */
enum err duty_act_extend(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_extend_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = open_for_ask(ctx, in->id, in->duty, in->version, MATTER_EXTEND_ASK,
                              DUTY_ASK_EXTENSION, &c, &duty);
    if (e)
        return e;
    const struct sql_duty_of_row *d = &duty->now;
    if (d->promise == DAY_NONE)
        return ctx_fail(ctx, ERR_INVALID, NULL, T("还没有承诺日期，请先答复"));
    if (d->due_at <= ctx->now_us)
        return ctx_fail(ctx, ERR_INVALID, NULL, T("已经超期，延期要在到期前申请"));
    if (d->extended >= c.rules.extensions_max)
        return ctx_fail_detail(ctx, ERR_LIMIT, NULL,
                               T("最多延期 {} 次；确需再延，请协调员重新交办"),
                               str_print(ctx->arena, "%lld", (long long)c.rules.extensions_max));
    if (in->day <= d->promise)
        return ctx_fail(ctx, ERR_INVALID, "day", T("新的日期要晚于原承诺日期"));
    if (in->day > ctx_today(ctx) + MATTER_LIMIT_DAYS_MAX)
        return ctx_fail(ctx, ERR_INVALID, "day", T("承诺日期太远了"));
    struct sql_duty_ask_of_row ask = {.duty = d->id,
                                      .kind = DUTY_ASK_EXTENSION,
                                      .reason = in->reason,
                                      .from_day = d->promise,
                                      .to_day = in->day};
    if ((e = matter_case_ask_add(&c, ask)))
        return e;
    struct matter_deed deed = {
        .text = in->reason, .duty = duty, .day = in->day, .message = T("延期申请已提交：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* Not round and round: so many hand-backs of a matter, so many asks of a duty. Past them only the
 * coordinator moves it, by assigning another department. */
static enum err check_handbacks(struct matter_case *c, const struct duty_case *duty)
{
    int64_t backs = 0, asks = 0;
    for (size_t i = 0; i < c->duty_n; i++)
        backs += c->duties[i].now.state == DUTY_HANDED_BACK;
    for (size_t i = 0; i < c->asks.n; i++)
        asks += c->asks.at[i].duty.n == duty->now.id.n && c->asks.at[i].kind == DUTY_ASK_HANDBACK &&
                c->asks.at[i].state == DUTY_ASK_REFUSED;
    switch (matter_may_hand_back(&c->rules, backs, asks)) {
    case MATTER_BACK_MATTER:
        return ctx_fail_detail(c->ctx, ERR_LIMIT, NULL,
                               T("这件事项已经退回 {} 次，不能再退；确需改办，请协调员直接改派"),
                               str_print(c->ctx->arena, "%lld", (long long)backs));
    case MATTER_BACK_DUTY:
        return ctx_fail_detail(c->ctx, ERR_LIMIT, NULL,
                               T("退回申请已被驳回 {} 次，不能再申请；确需改办，请协调员直接改派"),
                               str_print(c->ctx->arena, "%lld", (long long)asks));
    default:
        return ERR_OK;
    }
}

enum err duty_act_handback(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_handback_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = open_for_ask(ctx, in->id, in->duty, in->version, MATTER_HANDBACK_ASK,
                              DUTY_ASK_HANDBACK, &c, &duty);
    if (!e)
        e = check_handbacks(&c, duty);
    if (e)
        return e;
    if (in->to_org) {
        struct org org;
        e = org_get(ctx, (struct org_id){in->to_org}, &org);
        if (e == ERR_NOT_FOUND || (!e && org.kind != ORG_DEPARTMENT))
            return ctx_fail(ctx, ERR_INVALID, "to_org", T("请选择在用的部门"));
        if (e)
            return e;
    }
    struct sql_duty_ask_of_row ask = {.duty = duty->now.id,
                                      .kind = DUTY_ASK_HANDBACK,
                                      .reason = in->reason,
                                      .from_day = DAY_NONE,
                                      .to_day = DAY_NONE,
                                      .to_org = {in->to_org}};
    if ((e = matter_case_ask_add(&c, ask)))
        return e;
    struct matter_deed deed = {.text = in->reason,
                               .duty = duty,
                               .internal = true,
                               .message = T("退回申请已提交，同意之前仍要办理：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* Deciding ------------------------------------------------------------------------------------ */

/* The new day stands beside the first promise, which stays. */
static void agree_extension(struct matter_case *c, struct duty_case *duty,
                            const struct sql_duty_ask_of_row *ask)
{
    duty->now.promise = ask->to_day;
    duty->now.extended++;
    duty->new_promise = true;
    c->now.extended++;
}

/* The duty ends; a lead that went back leaves the matter to be assigned again. Helpers that are
 * still at work stay, and the matter waits for a new lead among the coordinator's to-dos. */
static enum err agree_handback(struct matter_case *c, struct duty_case *duty)
{
    enum err e = matter_case_end_duty(c, duty, DUTY_HANDED_BACK);
    if (!e && !matter_case_open_duties(c)) {
        c->now.state = MATTER_ACCEPTED;
        c->now.accepted_at = c->ctx->now_us;
    }
    return e;
}

enum err duty_act_decide(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_decide_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = matter_case_open(ctx, in->id, 0, MATTER_EXTEND_DECIDE, &c);
    if (e)
        return e;
    struct sql_duty_ask_of_row *ask = matter_case_ask_by_id(&c, in->ask);
    if (!ask || ask->kind == DUTY_ASK_SIGNOFF)
        return ctx_fail(ctx, ERR_NOT_FOUND, "ask", T("没有这项申请"));
    if (ask->state != DUTY_ASK_OPEN)
        return matter_case_ask_decide(&c, ask, DUTY_ASK_AGREED,
                                      STR("")); /* says what became of it */
    if ((e = matter_case_duty(&c, ask->duty.n, 0, &duty)))
        return e;
    if (!in->agree && str_empty(in->decision))
        return ctx_fail(ctx, ERR_INVALID, "decision", T("不同意要写明理由"));
    bool extension = ask->kind == DUTY_ASK_EXTENSION;
    struct matter_deed deed = {.text = in->decision,
                               .duty = duty,
                               .day = in->agree && extension ? ask->to_day : DAY_NONE,
                               .internal = !extension,
                               .message = in->agree ? T("已同意：{}") : T("已驳回：{}")};
    if (!extension)
        c.verb = MATTER_HANDBACK_DECIDE;
    if (in->agree && extension && str_empty(deed.text))
        deed.text = ask->reason;
    e = matter_case_ask_decide(&c, ask, in->agree ? DUTY_ASK_AGREED : DUTY_ASK_REFUSED,
                               in->decision);
    if (!e && in->agree && extension)
        agree_extension(&c, duty, ask);
    if (!e && in->agree && !extension)
        e = agree_handback(&c, duty);
    return e ? e : matter_case_keep(&c, &deed, out);
}
