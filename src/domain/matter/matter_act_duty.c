/* What a department does with its duty: answer, sign, report progress, wait for the firm, finish.
 */
#include "base/utf8.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"

static void respond(struct matter_case *c, struct duty_case *duty, struct str words)
{
    if (!duty->now.responded_at)
        duty->now.responded_at = c->ctx->now_us;
    duty->now.noted_at = c->ctx->now_us;
    c->now.last_note = utf8_prefix(words, MATTER_EXCERPT_MAX);
}

static enum err open_duty(struct ctx *ctx, int64_t id, int64_t duty, int64_t version,
                          enum matter_verb verb, struct matter_case *c, struct duty_case **out)
{
    enum err e = matter_case_open(ctx, id, 0, verb, c);
    return e ? e : matter_case_duty(c, duty, version, out);
}

/* Answering ----------------------------------------------------------------------------------- */

static enum err put_answer(struct matter_case *c, struct str answer)
{
    struct ctx *ctx = c->ctx;
    struct sql_matter_text_get_row text;
    enum err e = sql_matter_text_get(ctx->db, ctx->arena,
                                     &(struct sql_matter_text_get_in){ctx->park, c->now.id}, &text);
    if (e)
        return e;
    struct sql_matter_text_put_in put = {.park = ctx->park,
                                         .matter = c->now.id,
                                         .body = text.body,
                                         .body_hash = text.body_hash,
                                         .contact = text.contact,
                                         .phone = text.phone,
                                         .answer = answer};
    return sql_matter_text_put(ctx->db, &put, NULL);
}

/* The solution and the first promise stand; a later answer may better the solution, never the day.
 */
static enum err give_answer(struct matter_case *c, struct duty_case *duty, struct str solution,
                            int32_t promise)
{
    struct sql_duty_of_row *d = &duty->now;
    d->solution = solution;
    if (!d->answered_at)
        d->answered_at = c->ctx->now_us;
    if (d->first_promise == DAY_NONE) {
        d->first_promise = d->promise = promise;
        duty->new_promise = true;
    }
    d->state = DUTY_ANSWERED;
    respond(c, duty, solution);
    return d->lead ? put_answer(c, solution) : ERR_OK;
}

static enum err check_promise(struct matter_case *c, const struct duty_case *duty, int32_t promise)
{
    struct ctx *ctx = c->ctx;
    if (duty->now.first_promise != DAY_NONE) {
        if (promise != duty->now.promise)
            return ctx_fail(ctx, ERR_INVALID, "promise", T("承诺日期不能改，要改请申请延期"));
        return ERR_OK;
    }
    if (promise < ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "promise", T("承诺日期不能早于今天"));
    if (promise > ctx_today(ctx) + MATTER_LIMIT_DAYS_MAX)
        return ctx_fail(ctx, ERR_INVALID, "promise", T("承诺日期太远了"));
    return ERR_OK;
}

enum err duty_act_answer(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_answer_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = open_duty(ctx, in->id, in->duty, in->version, MATTER_ANSWER, &c, &duty);
    if (e || (e = check_promise(&c, duty, in->promise)))
        return e;
    struct matter_deed deed = {
        .text = in->solution, .duty = duty, .day = in->promise, .message = T("已答复：{}")};
    bool may_sign = c.who & (MATTER_BY_HEAD | MATTER_BY_COORDINATOR);
    if (c.rules.signoff && !may_sign) {
        if (matter_case_ask(&c, duty->now.id, DUTY_ASK_SIGNOFF))
            return ctx_fail(ctx, ERR_CONFLICT, NULL, T("已有一份答复在等负责人签发"));
        struct sql_duty_ask_of_row ask = {.duty = duty->now.id,
                                          .kind = DUTY_ASK_SIGNOFF,
                                          .reason = in->solution,
                                          .from_day = DAY_NONE,
                                          .to_day = in->promise};
        if ((e = matter_case_ask_add(&c, ask)))
            return e;
        deed.internal = true;
        deed.quiet = true;
        deed.message = T("答复已送负责人签发：{}");
    } else {
        struct sql_duty_ask_of_row *draft = matter_case_ask(&c, duty->now.id, DUTY_ASK_SIGNOFF);
        if (draft && (e = matter_case_ask_decide(&c, draft, DUTY_ASK_LAPSED, STR(""))))
            return e;
        if ((e = give_answer(&c, duty, in->solution, in->promise)))
            return e;
    }
    return matter_case_keep(&c, &deed, out);
}

enum err duty_act_sign(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_sign_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = matter_case_open(ctx, in->id, 0, MATTER_SIGN, &c);
    if (e)
        return e;
    struct sql_duty_ask_of_row *ask = matter_case_ask_by_id(&c, in->ask);
    if (!ask || ask->kind != DUTY_ASK_SIGNOFF)
        return ctx_fail(ctx, ERR_NOT_FOUND, "ask", T("没有这份待签发的答复"));
    if ((e = matter_case_duty(&c, ask->duty.n, 0, &duty)))
        return e;
    if (duty->now.org.n != ctx->actor.org.n)
        return ctx_fail(ctx, ERR_NOT_FOUND, "ask", T("没有这份待签发的答复"));
    if (!in->agree && str_empty(in->decision))
        return ctx_fail(ctx, ERR_INVALID, "decision", T("退回修改要写明意见"));
    enum duty_ask_state state = in->agree ? DUTY_ASK_AGREED : DUTY_ASK_REFUSED;
    if ((e = matter_case_ask_decide(&c, ask, state, in->decision)))
        return e;
    struct matter_deed deed = {.text = in->decision, .duty = duty, .internal = true};
    if (!in->agree) {
        deed.message = T("已退回经办修改：{}");
        return matter_case_keep(&c, &deed, out);
    }
    if ((e = give_answer(&c, duty, ask->reason, ask->to_day)))
        return e;
    deed = (struct matter_deed){.text = ask->reason,
                                .duty = duty,
                                .day = ask->to_day,
                                .as = MATTER_ANSWER,
                                .message = T("答复已签发：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* Progress ------------------------------------------------------------------------------------ */

static enum err progress(struct ctx *ctx, int64_t id, int64_t duty_id, struct str text,
                         struct act_result *out)
{
    struct matter_case c;
    struct duty_case *duty;
    enum err e = open_duty(ctx, id, duty_id, 0, MATTER_PROGRESS, &c, &duty);
    if (e)
        return e;
    respond(&c, duty, text);
    struct matter_deed deed = {.text = text, .duty = duty, .message = T("进展已记录：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err duty_act_progress(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_progress_in *in = input;
    return progress(ctx, in->id, in->duty, in->text, out);
}

/* All rows or none: a typed grid is never half kept. */
enum err duty_act_grid(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_grid_in *in = input;
    int64_t n = 0;
    if (in->ids.n != in->duties.n || in->ids.n != in->texts.n)
        return ctx_fail(ctx, ERR_INVALID, "texts", T("表格的行数对不上，请刷新后再填"));
    for (size_t i = 0; i < in->texts.n; i++) {
        if (str_empty(str_trim(in->texts.at[i])))
            continue;
        enum err e = progress(ctx, in->ids.at[i], in->duties.at[i], in->texts.at[i], NULL);
        if (e)
            return e;
        n++;
    }
    if (!n)
        return ctx_fail(ctx, ERR_INVALID, "texts", T("一条进展也没有填"));
    out->message =
        matter_sentence(ctx, T("已记录 {} 条进展"), str_print(ctx->arena, "%lld", (long long)n));
    return ERR_OK;
}

/* Waiting for the firm ------------------------------------------------------------------------ */

enum err duty_act_pause(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_reason_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = open_duty(ctx, in->id, in->duty, in->version, MATTER_PAUSE, &c, &duty);
    if (e)
        return e;
    if (duty->now.paused_at)
        return ctx_fail(ctx, ERR_CONFLICT, NULL, T("已经挂起了"));
    if (duty->now.due_at <= ctx->now_us)
        return ctx_fail(ctx, ERR_INVALID, NULL, T("已经超期，不能再挂起"));
    struct sql_duty_pause_add_in pause = {.park = ctx->park,
                                          .matter = c.now.id,
                                          .duty = duty->now.id,
                                          .from_at = ctx->now_us,
                                          .reason = in->reason};
    if ((e = sql_duty_pause_add(ctx->db, &pause, NULL)))
        return e;
    *VEC_ADD(ctx->arena, &duty->pauses) = (struct clock_pause){ctx->now_us, 0};
    duty->now.paused_at = ctx->now_us;
    struct matter_deed deed = {
        .text = in->reason, .duty = duty, .message = T("时限已挂起，等企业补充：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err duty_act_resume(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_act_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = open_duty(ctx, in->id, in->duty, in->version, MATTER_RESUME, &c, &duty);
    if (e)
        return e;
    if (!duty->now.paused_at)
        return ctx_fail(ctx, ERR_CONFLICT, NULL, T("时限没有挂起"));
    e = sql_duty_pause_end(
        ctx->db, &(struct sql_duty_pause_end_in){ctx->park, c.now.id, duty->now.id, ctx->now_us},
        NULL);
    if (e)
        return e;
    duty->pauses.at[duty->pauses.n - 1].to_us = ctx->now_us;
    duty->now.paused_at = 0;
    struct matter_deed deed = {.duty = duty, .message = T("时限恢复计算：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* A limit that was only words (长期) gets its day from the coordinator; a day that stands is moved
 * by an extension alone. */
enum err duty_act_date(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_date_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = open_duty(ctx, in->id, in->duty, in->version, MATTER_DATE, &c, &duty);
    if (e)
        return e;
    if (duty->now.limit_kind != MATTER_UNDATED)
        return ctx_fail(ctx, ERR_CONFLICT, "day", T("这项交办已有期限，要改请部门申请延期"));
    if (in->day < ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "day", T("日期不能早于今天"));
    if (in->day > ctx_today(ctx) + MATTER_LIMIT_DAYS_MAX)
        return ctx_fail(ctx, ERR_INVALID, "day", T("日期太远了"));
    duty->now.limit_amount = in->day;
    duty->now.limit_kind = MATTER_FIXED_DAY;
    struct matter_deed deed = {.duty = duty, .day = in->day, .message = T("已定日期：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* The end of a duty --------------------------------------------------------------------------- */

enum err duty_act_done(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_done_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = open_duty(ctx, in->id, in->duty, in->version, MATTER_DONE, &c, &duty);
    if (e)
        return e;
    if (duty->now.state == DUTY_ASSIGNED)
        return ctx_fail(ctx, ERR_INVALID, NULL, T("请先答复，再报办理完毕"));
    respond(&c, duty, in->result);
    if ((e = matter_case_end_duty(&c, duty, DUTY_DONE)))
        return e;
    if (duty->now.lead && (e = put_answer(&c, in->result)))
        return e;
    if (!matter_case_open_duties(&c)) {
        c.now.state = MATTER_RESOLVED;
        c.now.resolved_at = ctx->now_us;
        c.now.called_at = 0;
    }
    struct matter_deed deed = {.text = in->result, .duty = duty, .message = T("已报办理完毕：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err duty_act_cancel(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct duty_reason_in *in = input;
    struct matter_case c;
    struct duty_case *duty;
    enum err e = open_duty(ctx, in->id, in->duty, in->version, MATTER_CANCEL, &c, &duty);
    if (e)
        return e;
    if (duty->now.lead && matter_case_open_duties(&c) > 1)
        return ctx_fail(ctx, ERR_INVALID, NULL, T("还有协办部门，请直接改派主办部门"));
    if ((e = matter_case_end_duty(&c, duty, DUTY_CANCELLED)))
        return e;
    if (!matter_case_open_duties(&c)) {
        c.now.state = MATTER_ACCEPTED;
        c.now.accepted_at = ctx->now_us; /* to be assigned again: that clock starts anew */
    }
    struct matter_deed deed = {.text = in->reason, .duty = duty, .message = T("交办已取消：{}")};
    return matter_case_keep(&c, &deed, out);
}
