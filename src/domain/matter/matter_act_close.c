/* The end: a result, the firm's word on it, by telephone or by itself, and the close. */
#include "core/id.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_publish.h"

static void close_now(struct matter_case *c, enum matter_closed_how how)
{
    c->now.state = MATTER_CLOSED;
    c->now.ended_at = c->ctx->now_us;
    c->now.closed_how = (int64_t)how;
}

/* The coordinator says that the result is there: duties that are still open end as done. */
enum err matter_act_resolve(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_reason_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_RESOLVE, &c);
    for (size_t i = 0; !e && i < c.duty_n; i++)
        if (c.duties[i].now.open)
            e = matter_case_end_duty(&c, &c.duties[i], DUTY_DONE);
    if (e)
        return e;
    c.now.state = MATTER_RESOLVED;
    c.now.resolved_at = ctx->now_us;
    c.now.called_at = 0;
    struct matter_deed deed = {.text = in->reason, .message = T("已形成结果，待企业确认：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* What the firm said -------------------------------------------------------------------------- */

static enum err add_callback(struct matter_case *c, bool by_firm, bool reached, int64_t solved,
                             int64_t rating, struct str note)
{
    struct ctx *ctx = c->ctx;
    struct sql_matter_callback_add_in in = {
        .park = ctx->park,
        .matter = c->now.id,
        .at = ctx->now_us,
        .person = ctx->actor.person,
        .person_name = ctx->actor.name,
        .by_firm = by_firm,
        .reached = reached,
        .solved = solved,
        .rating = rating,
        .note = note.ptr ? note : STR(""),
    };
    enum err e = id_next(ctx, &in.id.n);
    return e ? e : sql_matter_callback_add(ctx->db, &in, NULL);
}

static struct str rating_words(const struct matter_case *c, int64_t rating, struct str note)
{
    return str_print(c->ctx->arena, "%s%s%.*s", matter_rating_word(rating),
                     str_empty(note) ? "" : "：", STR_ARG(note));
}

enum err matter_act_callback(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_callback_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_CALLBACK, &c);
    if (e)
        return e;
    if (!in->reached && (in->solved || in->rating))
        return ctx_fail(ctx, ERR_INVALID, "reached", T("没有联系上，就没有评价可记"));
    if (in->close && (!in->reached || in->solved != MATTER_SOLVED_YES))
        return ctx_fail(ctx, ERR_INVALID, "close", T("企业说已解决，才能随回访办结"));
    if (in->close && c.now.state == MATTER_CLOSED)
        return ctx_fail(ctx, ERR_INVALID, "close", T("事项已经办结"));
    c.now.called_at = ctx->now_us;
    if (in->reached) {
        c.now.solved = in->solved;
        c.now.rating = in->rating;
    }
    if (in->close)
        close_now(&c, MATTER_CLOSED_BY_CALLBACK);
    if ((e = add_callback(&c, false, in->reached, in->solved, in->rating, in->note)))
        return e;
    struct matter_deed deed = {.text = rating_words(&c, in->rating, in->note),
                               .message = in->close ? T("已回访并办结：{}") : T("回访已记录：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_confirm(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_confirm_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_CONFIRM, &c);
    if (e)
        return e;
    c.now.solved = MATTER_SOLVED_YES;
    if (in->rating)
        c.now.rating = in->rating;
    close_now(&c, MATTER_CLOSED_BY_FIRM);
    if ((e = add_callback(&c, true, true, MATTER_SOLVED_YES, in->rating, in->note)))
        return e;
    struct matter_deed deed = {.text = rating_words(&c, in->rating, in->note),
                               .message = T("谢谢确认，事项已办结：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_rate(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_rate_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_RATE, &c);
    if (e)
        return e;
    c.now.rating = in->rating;
    if ((e = add_callback(&c, true, true, c.now.solved, in->rating, in->note)))
        return e;
    struct matter_deed deed = {.text = rating_words(&c, in->rating, in->note),
                               .message = T("谢谢评价：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* Sent back: a new duty for the department that led, with the limit of the class; the old one and
 * what it kept stay as they were. */
enum err matter_act_reopen(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_reason_in *in = input;
    struct matter_case c;
    struct matter_limit_value limit;
    struct duty_case *duty;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_REOPEN, &c);
    if (e)
        return e;
    if (!c.now.lead.n)
        return ctx_fail(ctx, ERR_INVALID, NULL, T("没有主办部门，请另提一件"));
    c.now.state = MATTER_WORKING;
    c.now.reopened++;
    c.now.ended_at = 0;
    c.now.called_at = 0;
    c.now.resolved_at = 0;
    c.now.closed_how = MATTER_NOT_CLOSED;
    c.now.solved = MATTER_SOLVED_UNASKED;
    c.now.rating = MATTER_RATING_NONE;
    if ((e = matter_public_end(ctx, c.now.id, in->reason)) ||
        (e = matter_limit_for(ctx, c.now.class, c.now.urgency, &limit, NULL)) ||
        (e = matter_case_assign(&c, c.now.lead, true, limit, in->reason, &duty)) ||
        (e = add_callback(&c, c.who & MATTER_BY_FIRM, true, MATTER_SOLVED_NO, 0, in->reason)))
        return e;
    struct matter_deed deed = {.text = in->reason, .message = T("已退回重办：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_close(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_reason_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_CLOSE, &c);
    if (e)
        return e;
    close_now(&c, MATTER_CLOSED_BY_STAFF);
    c.now.end_reason = in->reason;
    struct matter_deed deed = {.text = in->reason, .message = T("已销号：{}")};
    return matter_case_keep(&c, &deed, out);
}

/* Jobs ---------------------------------------------------------------------------------------- */

enum err matter_job_silence(struct ctx *ctx)
{
    struct matter_rules rules;
    struct sql_matter_silent_row *rows;
    size_t n;
    enum err e = matter_settings(ctx, &rules);
    if (!e)
        e = sql_matter_silent(
            ctx->db, ctx->arena,
            &(struct sql_matter_silent_in){ctx->park, ctx->now_us - rules.silence_days * DAY_US},
            &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct matter_case c;
        e = matter_case_open(ctx, rows[i].id.n, 0, MATTER_SILENCE, &c);
        if (e)
            return e;
        close_now(&c, c.now.solved == MATTER_SOLVED_YES ? MATTER_CLOSED_BY_CALLBACK
                                                        : MATTER_CLOSED_BY_SILENCE);
        e = matter_case_keep(&c, &(struct matter_deed){0}, NULL);
    }
    return e;
}
