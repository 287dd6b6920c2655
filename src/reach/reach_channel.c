/* Channels: set up by administrators, their secrets apart. */
#include "core/id.h"
#include "core/journal.h"
#include "core/org.h"
#include "core_query.h"
#include "reach/mail_text.h"
#include "reach/reach.h"
#include "reach/reach_format.h"
#include "reach_query.h"

const struct form_choice channel_kind_choices[] = {
    {"mail", T("邮件服务器"), CHANNEL_MAIL},
    {"webhook", T("Webhook（给程序）"), CHANNEL_WEBHOOK},
    {"wecom", T("企业微信群机器人"), CHANNEL_WECOM},
    {"dingtalk", T("钉钉群机器人"), CHANNEL_DINGTALK},
    {"feishu", T("飞书群机器人"), CHANNEL_FEISHU},
    {NULL, NULL, 0},
};

const char *channel_kind_label(int64_t kind)
{
    for (const struct form_choice *c = channel_kind_choices; c->name; c++)
        if (c->value == kind)
            return c->label;
    return "";
}

static struct channel from_row(const struct sql_reach_channel_get_row *r)
{
    return (struct channel){.id = r->id,
                            .kind = r->kind,
                            .state = r->state,
                            .name = r->name,
                            .host = r->host,
                            .login = r->login,
                            .sender = r->sender,
                            .events = r->events,
                            .org = r->org,
                            .plain = r->plain,
                            .inside = r->inside,
                            .held = r->held,
                            .version = r->version};
}

enum err channel_get(struct ctx *ctx, struct channel_id id, struct channel *out)
{
    struct sql_reach_channel_get_row row;
    struct sql_reach_channel_get_in in = {ctx->park, id};
    enum err e = sql_reach_channel_get(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out = from_row(&row);
    return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "id", T("没有这个渠道")) : e;
}

static enum err check(struct ctx *ctx, struct channel *c)
{
    const char *fault;
    struct org org;
    enum wire_scheme scheme = c->kind == CHANNEL_MAIL ? WIRE_SMTP : WIRE_HTTP;
    if (!str_empty(c->address) &&
        wire_address(ctx->arena, scheme, c->address, c->plain, &c->host, &fault))
        return ctx_fail(ctx, ERR_INVALID, "address", fault);
    if (c->kind == CHANNEL_MAIL && !mail_address_ok(c->sender))
        return ctx_fail(ctx, ERR_INVALID, "sender", T("请写发件邮箱，例如 list@园区域名"));
    if (c->org.n && org_get(ctx, c->org, &org))
        return ctx_fail(ctx, ERR_INVALID, "org", T("没有这个单位"));
    return ERR_OK;
}

static enum err note(struct ctx *ctx, const struct channel *was, const struct channel *c,
                     const char *verb)
{
    struct arena *a = ctx->arena;
    bool address = !str_empty(c->address), secret = !str_empty(c->secret);
    struct journal_field f[] = {
        journal_text("name", was->name, c->name),
        journal_int(a, "kind", was->kind, c->kind),
        journal_text("host", was->host, c->host),
        journal_text("login", was->login, c->login),
        journal_text("sender", was->sender, c->sender),
        journal_text("events", was->events, c->events),
        journal_id(a, "org", was->org.n, c->org.n),
        journal_int(a, "plain", was->plain, c->plain),
        journal_int(a, "inside", was->inside, c->inside),
        /* that they changed, never what they are */
        journal_int(a, "address_changed", 0, address),
        journal_int(a, "secret_changed", 0, secret),
    };
    return journal_add(ctx, "channel", c->id.n, verb, f, sizeof f / sizeof f[0]);
}

/* A mail server is told the password itself (the others only sign with their secret): one that was
 * given for a server and with encryption is not told to another server, nor in the clear. */
static bool goes_astray(const struct channel *was, const struct channel *c)
{
    return c->kind == CHANNEL_MAIL && (!str_eq(was->host, c->host) || (c->plain && !was->plain));
}

/* What is not given stays as it is. */
static enum err keep_secret(struct ctx *ctx, const struct channel *was, const struct channel *c)
{
    struct sql_reach_secret_get_row old = {STR(""), STR("")};
    struct sql_reach_secret_get_in which = {ctx->park, c->id};
    enum err e = sql_reach_secret_get(ctx->db, ctx->arena, &which, &old);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (str_empty(c->secret) && !str_empty(old.secret) && goes_astray(was, c))
        return ctx_fail(ctx, ERR_INVALID, "secret", T("换了服务器或改为不加密，请重新填写密码"));
    struct sql_reach_secret_put_in in = {ctx->park, c->id,
                                         str_empty(c->address) ? old.address : c->address,
                                         str_empty(c->secret) ? old.secret : c->secret};
    return sql_reach_secret_put(ctx->db, &in, NULL);
}

static enum err add(struct ctx *ctx, struct channel *c)
{
    struct sql_channel_put_in in = {.park = ctx->park,
                                    .kind = c->kind,
                                    .state = CHANNEL_ON,
                                    .name = c->name,
                                    .host = c->host,
                                    .login = str_or_empty(c->login),
                                    .sender = str_or_empty(c->sender),
                                    .org = c->org,
                                    .events = str_or_empty(c->events),
                                    .plain = c->plain,
                                    .inside = c->inside,
                                    .created = ctx->now_us};
    enum err e = id_next(ctx, &in.id.n);
    c->id = in.id;
    c->version = 1;
    return e ? e : sql_channel_put(ctx->db, &in, NULL);
}

static enum err edit(struct ctx *ctx, struct channel *c)
{
    int64_t changed = 0;
    struct sql_reach_channel_edit_in in = {ctx->park,
                                           c->id,
                                           c->version,
                                           c->name,
                                           c->host,
                                           str_or_empty(c->login),
                                           str_or_empty(c->sender),
                                           c->org,
                                           str_or_empty(c->events),
                                           c->plain,
                                           c->inside};
    enum err e = sql_reach_channel_edit(ctx->db, &in, &changed);
    if (!e && changed == 0)
        return ctx_fail(ctx, ERR_CONFLICT, "version", T("这个渠道刚被别人改过，请看过新内容再改"));
    c->version++;
    return e;
}

enum err channel_save(struct ctx *ctx, struct channel *c, struct str *out_secret)
{
    struct channel was = {0};
    bool fresh = c->id.n == 0;
    *out_secret = STR_NULL;
    enum err e = fresh ? ERR_OK : channel_get(ctx, c->id, &was);
    if (e)
        return e;
    if (!fresh) {
        c->kind = was.kind;
        c->host = was.host;
        if (str_empty(c->address) && !c->plain && str_starts(was.host, STR("http:")))
            return ctx_fail(ctx, ERR_INVALID, "plain",
                            T("现在的地址不加密；要求加密请同时换上 https 地址"));
    }
    if ((e = check(ctx, c)))
        return e;
    if (fresh && c->kind == CHANNEL_WEBHOOK)
        *out_secret = c->secret = reach_secret(ctx->arena);
    else if (c->kind == CHANNEL_WEBHOOK)
        c->secret = STR(""); /* made here, never given */
    e = fresh ? add(ctx, c) : edit(ctx, c);
    if (!e)
        e = keep_secret(ctx, &was, c);
    return e ? e : note(ctx, &was, c, fresh ? "add" : "edit");
}

enum err channel_turn(struct ctx *ctx, struct channel_id id, enum channel_state state)
{
    struct channel c;
    int64_t changed = 0;
    struct sql_reach_channel_state_in in = {ctx->park, id, state};
    enum err e = channel_get(ctx, id, &c);
    if (e || (e = sql_reach_channel_state(ctx->db, &in, &changed)))
        return e;
    struct journal_field f[] = {journal_int(ctx->arena, "state", c.state, state)};
    return journal_add(ctx, "channel", id.n, state == CHANNEL_ON ? "enable" : "disable", f, 1);
}

enum err channel_turn_all_off(struct ctx *ctx, int64_t *out_n)
{
    struct sql_channel_on_row *rows;
    size_t n = 0;
    struct sql_channel_on_in in = {ctx->park};
    enum err e = sql_channel_on(ctx->db, ctx->arena, &in, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = channel_turn(ctx, rows[i].id, CHANNEL_OFF);
    *out_n = (int64_t)n;
    return e;
}

enum err channel_renew(struct ctx *ctx, struct channel_id id, struct str *out_secret)
{
    struct channel c;
    enum err e = channel_get(ctx, id, &c);
    if (e)
        return e;
    if (c.kind != CHANNEL_WEBHOOK)
        return ctx_fail(ctx, ERR_INVALID, "id", T("只有 Webhook 的密钥由本站生成"));
    c.address = STR("");
    *out_secret = c.secret = reach_secret(ctx->arena);
    e = keep_secret(ctx, &c, &c);
    return e ? e : note(ctx, &c, &c, "secret");
}

static enum err look(struct ctx *ctx, struct channel_view *v)
{
    struct sql_reach_channel_n_row n;
    struct sql_reach_last_try_row last;
    struct channel_id id = v->channel.id;
    struct org org;
    enum err e = sql_reach_channel_n(
        ctx->db, ctx->arena, &(struct sql_reach_channel_n_in){ctx->park, id, OUTBOX_WAITING}, &n);
    v->waiting = n.n;
    if (!e)
        e = sql_reach_channel_n(ctx->db, ctx->arena,
                                &(struct sql_reach_channel_n_in){ctx->park, id, OUTBOX_DEAD}, &n);
    v->dead = n.n;
    v->kind = channel_kind_label(v->channel.kind);
    if (v->channel.org.n && !org_get(ctx, v->channel.org, &org))
        v->org = org_called(&org);
    if (!e)
        e = sql_reach_last_try(ctx->db, ctx->arena,
                               &(struct sql_reach_last_try_in){ctx->park, id, true}, &last);
    v->good_at = e ? 0 : last.done;
    if (!e || e == ERR_NOT_FOUND)
        e = sql_reach_last_try(ctx->db, ctx->arena,
                               &(struct sql_reach_last_try_in){ctx->park, id, false}, &last);
    v->bad_at = e ? 0 : last.done;
    v->bad = e ? STR("") : last.fault;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err channel_list(struct ctx *ctx, struct channel_view **out, size_t *out_n)
{
    struct sql_reach_channel_all_row *rows;
    enum err e = sql_reach_channel_all(ctx->db, ctx->arena,
                                       &(struct sql_reach_channel_all_in){ctx->park}, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct channel_view, *out_n);
    for (size_t i = 0; i < *out_n && !e; i++) {
        const struct sql_reach_channel_all_row *r = &rows[i];
        struct sql_reach_channel_get_row one = {
            r->id,  r->kind,   r->state, r->name,   r->host, r->login,   r->sender,
            r->org, r->events, r->plain, r->inside, r->held, r->version, r->created};
        (*out)[i].channel = from_row(&one);
        e = look(ctx, &(*out)[i]);
    }
    return e;
}
