/* What the coordinator decides: accept, refuse, send back, classify, assign, lead, press, merge. */
#include "core/link.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"

enum err matter_step_accept(struct matter_case *c)
{
    c->now.state = MATTER_ACCEPTED;
    c->now.accepted_at = c->ctx->now_us;
    return ERR_OK;
}

enum err matter_act_accept(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_act_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_ACCEPT, &c);
    if (e || (e = matter_step_accept(&c)))
        return e;
    return matter_case_keep(&c, &(struct matter_deed){.message = T("已受理，{} 号")}, out);
}

enum err matter_act_refuse(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_reason_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_REFUSE, &c);
    if (e)
        return e;
    c.now.state = MATTER_REFUSED;
    c.now.ended_at = ctx->now_us;
    c.now.end_reason = in->reason;
    struct matter_deed deed = {.text = in->reason, .message = T("不予受理：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_complete(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_reason_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_COMPLETE, &c);
    if (e)
        return e;
    c.now.state = MATTER_DRAFT;
    struct matter_deed deed = {.text = in->reason, .message = T("已退回补正：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_classify(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_classify_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_CLASSIFY, &c);
    if (e || (e = matter_case_set_class(&c, in->class)))
        return e;
    if (in->urgency)
        c.now.urgency = in->urgency;
    struct matter_deed deed = {.text = c.now.class_name, .message = T("已分类：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_leader(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_leader_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_LEADER, &c);
    if (e || (e = matter_case_set_leader(&c, in->leader)))
        return e;
    struct matter_deed deed = {.text = c.now.leader_name, .message = T("牵头领导已定：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* Assigning ----------------------------------------------------------------------------------- */

static bool has_open_duty(const struct matter_case *c, int64_t org)
{
    for (size_t i = 0; i < c->duty_n; i++)
        if (c->duties[i].now.open && c->duties[i].now.org.n == org)
            return true;
    return false;
}

/* As given; else the day that came with a sheet; else by class and urgency. */
static enum err choose_limit(struct matter_case *c, const struct matter_assign_in *in,
                             struct matter_limit_value *out)
{
    *out = (struct matter_limit_value){in->limit,
                                       in->limit_kind ? in->limit_kind : MATTER_WORKING_DAYS};
    if (in->until > 0) /* a day is plainer than a number of days */
        *out = (struct matter_limit_value){in->until, MATTER_FIXED_DAY};
    if (in->limit || in->until > 0)
        return ERR_OK;
    if (c->now.asked_day != DAY_NONE && c->now.asked_day >= ctx_today(c->ctx)) {
        *out = (struct matter_limit_value){c->now.asked_day, MATTER_FIXED_DAY};
        return ERR_OK;
    }
    return matter_limit_for(c->ctx, c->now.class, c->now.urgency, out, NULL);
}

/* A new lead replaces the open one, whose duty is cancelled; a helper that becomes lead likewise.
 */
static enum err replace_lead(struct matter_case *c, int64_t lead, struct matter_limit_value limit,
                             struct str opinion)
{
    struct duty_case *old = matter_case_lead(c);
    if (old && old->now.org.n == lead)
        return ERR_OK;
    if (old) {
        enum err e = matter_case_end_duty(c, old, DUTY_CANCELLED);
        if (e)
            return e;
    }
    for (size_t i = 0; i < c->duty_n; i++)
        if (c->duties[i].now.open && c->duties[i].now.org.n == lead) {
            enum err e = matter_case_end_duty(c, &c->duties[i], DUTY_CANCELLED);
            if (e)
                return e;
        }
    return matter_case_assign(c, (struct org_id){lead}, true, limit, opinion, NULL);
}

enum err matter_step_assign(struct matter_case *c, const struct matter_assign_in *in)
{
    struct ctx *ctx = c->ctx;
    struct matter_limit_value limit;
    if (in->until > 0 && in->limit)
        return ctx_fail(ctx, ERR_INVALID, "until", T("时限和截至日只填一个"));
    if (in->until > 0 && in->until < ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "until", T("截至日已经过了"));
    if (in->limit_kind == MATTER_FIXED_DAY && in->limit < ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "limit", T("截至日已经过了"));
    if (!in->lead && !matter_case_lead(c))
        return ctx_fail(ctx, ERR_INVALID, "lead", T("请先定主办部门"));
    enum err e = choose_limit(c, in, &limit);
    if (!e && in->lead)
        e = replace_lead(c, in->lead, limit, in->opinion);
    for (size_t i = 0; !e && i < in->helpers.n; i++) {
        if (has_open_duty(c, in->helpers.at[i]))
            continue;
        e = matter_case_assign(c, (struct org_id){in->helpers.at[i]}, false, limit, in->opinion,
                               NULL);
    }
    if (!e)
        c->now.state = MATTER_WORKING;
    return e;
}

enum err matter_act_assign(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_assign_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_ASSIGN, &c);
    if (e || (e = matter_step_assign(&c, in)))
        return e;
    const struct duty_case *lead = matter_case_lead(&c);
    struct matter_deed deed = {.text = in->opinion,
                               .org = lead->now.org,
                               .org_name = lead->now.org_name,
                               .message = T("已交办：{}")};
    if ((e = matter_case_keep(&c, &deed, out)))
        return e;
    struct sql_matter_text_get_row text;
    e = sql_matter_text_get(ctx->db, ctx->arena,
                            &(struct sql_matter_text_get_in){ctx->park, c.now.id}, &text);
    return e ? e : matter_case_index(&c, text.body);
}

/* Pressing ------------------------------------------------------------------------------------ */

enum err matter_step_press(struct matter_case *c, struct str reason)
{
    (void)reason;
    struct ctx *ctx = c->ctx;
    size_t n = 0;
    for (size_t i = 0; i < c->duty_n; i++) {
        struct sql_duty_of_row *d = &c->duties[i].now;
        if (!d->open || d->paused_at)
            continue;
        d->pressed++;
        d->pressed_at = ctx->now_us;
        n++;
    }
    if (!n)
        return ctx_fail(ctx, ERR_INVALID, NULL, T("没有可督办的交办：都在挂起或已结束"));
    c->now.pressed++;
    c->now.pressed_at = ctx->now_us;
    return ERR_OK;
}

enum err matter_act_press(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_reason_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_PRESS, &c);
    if (e || (e = matter_step_press(&c, in->reason)))
        return e;
    struct matter_deed deed = {.text = in->reason, .internal = true, .message = T("已督办：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* Merging ------------------------------------------------------------------------------------- */

static enum err count_merged(struct ctx *ctx, struct matter_id into, int64_t delta, struct str text)
{
    struct matter_case c;
    enum err e = matter_case_open(ctx, into.n, 0, MATTER_NOTE, &c);
    if (e)
        return e;
    c.now.merged_in += delta;
    struct matter_deed deed = {.text = text, .internal = true, .quiet = true};
    return matter_case_keep(&c, &deed, NULL);
}

enum err matter_act_merge(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_merge_in *in = input;
    struct matter_case c;
    struct matter_id into;
    struct sql_matter_get_row target;
    enum err e = matter_by_number(ctx, in->into, &into);
    if (e == ERR_NOT_FOUND) {
        error_clear(&ctx->error);
        return ctx_fail_detail(ctx, ERR_INVALID, "into", T("没有这个编号的事项：{}"), in->into);
    }
    if (!e)
        e = matter_case_open(ctx, in->id, in->version, MATTER_MERGE, &c);
    if (!e)
        e = sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, into},
                           &target);
    if (e)
        return e;
    if (into.n == in->id || !target.open || target.state == MATTER_DRAFT || c.now.merged_in)
        return ctx_fail(ctx, ERR_INVALID, "into",
                        T("只能并入另一件还在办理的事项；已有别的事项并入的，先取消并入"));
    for (size_t i = 0; !e && i < c.duty_n; i++)
        if (c.duties[i].now.open)
            e = matter_case_end_duty(&c, &c.duties[i], DUTY_CANCELLED);
    if (e)
        return e;
    c.now.state = MATTER_MERGED;
    c.now.merged_into = into;
    c.now.ended_at = ctx->now_us;
    c.now.end_reason = str_empty(in->reason) ? target.number : in->reason;
    struct matter_deed deed = {
        .text = str_print(ctx->arena, "%.*s %.*s", STR_ARG(target.number), STR_ARG(in->reason)),
        .message = T("已并入：{}")};
    if ((e = matter_case_keep(&c, &deed, out)) ||
        (e = link_add(ctx, "matter", in->id, "matter", into.n, "merged")))
        return e;
    return count_merged(ctx, into, 1, c.now.number);
}

/* Back to where it stood; duties that the merge cancelled are not revived, so at most accepted. */
enum err matter_act_unmerge(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_act_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_UNMERGE, &c);
    if (e)
        return e;
    struct matter_id into = c.now.merged_into;
    c.now.state = c.now.accepted_at ? MATTER_ACCEPTED : MATTER_RAISED;
    if (c.now.accepted_at)
        c.now.accepted_at = ctx->now_us;
    c.now.merged_into = (struct matter_id){0};
    c.now.ended_at = 0;
    c.now.end_reason = STR("");
    if ((e = matter_case_keep(&c, &(struct matter_deed){.message = T("已取消并入：{}")}, out)) ||
        (e = link_drop(ctx, "matter", in->id, "matter", into.n, "merged")))
        return e;
    return count_merged(ctx, into, -1, c.now.number);
}
