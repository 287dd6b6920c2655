#include "reach/reach_act.h"

#include "base/i18n.h"
#include "core/journal.h"
#include "core/person.h"
#include "core_query.h"
#include "reach/reach.h"
#include "reach/reach_form.h"
#include "reach/sender.h"
#include "reach_query.h"

static enum err save(struct ctx *ctx, const struct channel_in *in, struct act_result *out)
{
    struct channel c = {.id = {in->id},
                        .version = in->version,
                        .kind = in->kind,
                        .name = in->name,
                        .address = in->address,
                        .secret = in->secret,
                        .login = in->login,
                        .sender = in->sender,
                        .events = in->events,
                        .org = {in->org},
                        .plain = in->plain,
                        .inside = in->inside};
    enum err e = channel_save(ctx, &c, &out->secret);
    out->id = c.id.n;
    out->version = c.version;
    out->number = c.name;
    return e;
}

enum err channel_add_run(struct ctx *ctx, const void *in, struct act_result *out)
{
    return save(ctx, in, out);
}

enum err channel_edit_run(struct ctx *ctx, const void *in, struct act_result *out)
{
    return save(ctx, in, out);
}

/* Puts a message for the channel; a sender takes it a moment later. */
enum err channel_test_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct which_in *in = given;
    struct channel c;
    struct channel_id id = {in->id};
    enum err e = channel_get(ctx, id, &c);
    if (e)
        return e;
    if (c.state != CHANNEL_ON)
        return ctx_fail(ctx, ERR_CONFLICT, "id", T("渠道已停用，启用后再试"));
    bool mail = c.kind == CHANNEL_MAIL && ctx->actor.person.n != PERSON_CONSOLE.n;
    struct str title = tr_with(ctx->arena, ctx->lang, T("这是一条试发的消息：{}"), c.name);
    e = outbox_direct(ctx, id, mail ? ctx->actor.person.n : id.n, "test", title);
    if (!e)
        e = journal_add(ctx, "channel", in->id, "test", NULL, 0);
    out->id = in->id;
    out->message = tr(ctx->lang, T("已放进待发箱，几秒后看结果"));
    return e;
}

static enum err turn(struct ctx *ctx, const void *given, enum channel_state state,
                     struct act_result *out)
{
    const struct which_in *in = given;
    out->id = in->id;
    return channel_turn(ctx, (struct channel_id){in->id}, state);
}

enum err channel_enable_run(struct ctx *ctx, const void *in, struct act_result *out)
{
    return turn(ctx, in, CHANNEL_ON, out);
}

enum err channel_disable_run(struct ctx *ctx, const void *in, struct act_result *out)
{
    return turn(ctx, in, CHANNEL_OFF, out);
}

enum err channel_secret_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct which_in *in = given;
    out->id = in->id;
    return channel_renew(ctx, (struct channel_id){in->id}, &out->secret);
}

/* ---- the outbox ------------------------------------------------------------------------------ */

enum err outbox_retry_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct which_in *in = given;
    int64_t n = 0;
    struct sql_reach_again_in which = {ctx->park, {in->id}, ctx->now_us};
    enum err e = sql_reach_again(ctx->db, &which, &n);
    if (!e && n == 0)
        return ctx_fail(ctx, ERR_NOT_FOUND, "id", T("这条消息不在发不出去之列"));
    out->id = in->id;
    return e ? e : journal_add(ctx, "outbox", in->id, "retry", NULL, 0);
}

enum err outbox_retry_all_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct which_in *in = given;
    int64_t n = 0;
    struct channel c;
    struct sql_reach_again_channel_in which = {ctx->park, {in->id}, ctx->now_us};
    enum err e = channel_get(ctx, (struct channel_id){in->id}, &c);
    if (!e)
        e = sql_reach_again_channel(ctx->db, &which, &n);
    struct journal_field f[] = {journal_int(ctx->arena, "messages", 0, n)};
    out->id = in->id;
    out->message = tr_with(ctx->arena, ctx->lang, T("{} 条消息重新排队"),
                           str_print(ctx->arena, "%lld", (long long)n));
    return e ? e : journal_add(ctx, "channel", in->id, "retry", f, 1);
}

enum err outbox_drop_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct which_in *in = given;
    int64_t n = 0;
    struct sql_reach_drop_in which = {ctx->park, {in->id}};
    enum err e = sql_reach_drop(ctx->db, &which, &n);
    if (!e && n == 0)
        return ctx_fail(ctx, ERR_NOT_FOUND, "id", T("这条消息不在发不出去之列"));
    out->id = in->id;
    return e ? e : journal_add(ctx, "outbox", in->id, "drop", NULL, 0);
}

/* ---- one's own ------------------------------------------------------------------------------- */

enum err person_reach_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct choice_in *in = given;
    struct person p;
    struct reach_choice was;
    enum err e = person_get(ctx, ctx->actor.person, &p);
    if (!e)
        e = reach_choice_get(ctx, p.id, &was);
    if (e)
        return e;
    bool mail = in->way == WAY_MAIL;
    if (mail && str_empty(p.email))
        return ctx_fail(ctx, ERR_INVALID, "way", T("您还没有登记邮箱，请管理员补上"));
    struct sql_reach_choice_put_in choice = {ctx->park, p.id, mail, in->from_hour, in->to_hour};
    e = sql_reach_choice_put(ctx->db, &choice, NULL);
    struct journal_field f[] = {journal_int(ctx->arena, "mail", was.mail, mail),
                                journal_int(ctx->arena, "from_hour", was.from_hour, in->from_hour),
                                journal_int(ctx->arena, "to_hour", was.to_hour, in->to_hour)};
    out->id = p.id.n;
    return e ? e : journal_add(ctx, "person", p.id.n, "reach", f, 3);
}

enum err feed_make_run(struct ctx *ctx, const void *in, struct act_result *out)
{
    (void)in;
    if (ctx->actor.person.n == PERSON_CONSOLE.n)
        return ctx_fail(ctx, ERR_DENIED, NULL, T("控制台没有自己的日程"));
    out->id = ctx->actor.person.n;
    return feed_make(ctx, &out->secret);
}

enum err feed_end_run(struct ctx *ctx, const void *in, struct act_result *out)
{
    (void)in;
    out->id = ctx->actor.person.n;
    return feed_end(ctx);
}

enum err reach_sweep(struct ctx *ctx)
{
    int64_t before = ctx->now_us - SENDER_KEEP_DAYS * DAY_US;
    struct sql_reach_try_sweep_in tries = {ctx->park, before};
    struct sql_reach_sent_sweep_in sent = {ctx->park, before};
    struct sql_reach_answer_sweep_in links = {ctx->park, before};
    enum err e = sql_reach_try_sweep(ctx->db, &tries, NULL);
    if (!e)
        e = sql_reach_answer_sweep(ctx->db, &links, NULL);
    return e ? e : sql_reach_sent_sweep(ctx->db, &sent, NULL);
}
