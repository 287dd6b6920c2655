#include "web/sign.h"

#include <string.h>

#include "base/log.h"
#include "base/pairs.h"
#include "base/rand.h"
#include "core/act.h"
#include "core/journal.h"
#include "db/writer.h"
#include "web/i18n.h"
#include "web/steps.h"

struct write_call {
    struct ctx ctx;
    enum err (*fn)(struct ctx *ctx, void *arg);
    void *arg;
};

static enum err write_body(void *arg)
{
    struct write_call *w = arg;
    enum err e = journal_open(&w->ctx);
    if (e)
        return e;
    e = w->fn(&w->ctx, w->arg);
    if (!e)
        return journal_close(&w->ctx);
    journal_drop(&w->ctx);
    return e;
}

static enum err on_writer(struct db *db, void *arg)
{
    struct write_call *w = arg;
    w->ctx.db = db;
    error_clear(&w->ctx.error);
    return arena_run(w->ctx.arena, write_body, w);
}

static enum err write_with(const struct app_db *app_db, struct write_call *w)
{
    return app_db->writer ? writer_run(app_db->writer, on_writer, w)
                          : writer_once(app_db->db, on_writer, w);
}

static int64_t fresh_act_id(void)
{
    int64_t id;
    rand_bytes(&id, sizeof id);
    return (id & INT64_MAX) | 1;
}

enum err req_write(struct req *req, enum err (*fn)(struct ctx *ctx, void *arg), void *arg)
{
    struct call *call = call_of(req);
    struct write_call w = {.ctx = call->ctx, .fn = fn, .arg = arg};
    w.ctx.act_id = fresh_act_id();
    call_read_end(call);
    enum err e = write_with(call->thread->web->config.app_db, &w);
    call->ctx.error = w.ctx.error;
    enum err again = call_read(call);
    return e ? e : again;
}

static enum err touch(struct ctx *ctx, void *arg)
{
    return session_touch(ctx, *(struct session_id *)arg);
}

void web_touch(struct web_thread *thread, struct arena *arena, int64_t session, int64_t now_us)
{
    struct session_id id = {session};
    struct write_call w = {.fn = touch, .arg = &id};
    w.ctx = (struct ctx){
        .arena = arena,
        .park = thread->web->config.park,
        .now_us = now_us,
        .offset_min = thread->web->config.offset_min,
        .act_id = fresh_act_id(),
    };
    enum err e = write_with(thread->web->config.app_db, &w);
    if (e && e != ERR_NOT_FOUND)
        log_warn("a session could not be marked as seen: %s", err_name(e));
}

/* The actor of the session acts from here on. */
static void take_session(struct call *call)
{
    call->req.signed_in = true;
    call->req.session = &call->session;
    call->ctx.actor = call->session.actor;
}

void sign_find(struct call *call)
{
    bool touch_due;
    call->secret = http_cookie(call->http, cookie_name(call, "session"));
    if (str_null(call->secret))
        return;
    enum err e = thread_session(call->thread, &call->ctx, call->secret, &call->session, &touch_due);
    error_clear(&call->ctx.error);
    if (e)
        return;
    take_session(call);
    if (touch_due)
        call->reply->touch = call->session.id.n;
}

static struct str own_address(const struct call *call)
{
    struct buf b;
    buf_init(&b, call->arena, URL_BYTES_MAX);
    buf_add(&b, call->http->path);
    if (!str_empty(call->http->query)) {
        buf_char(&b, '?');
        buf_add(&b, call->http->query);
    }
    return buf_full(&b) || !url_is_local(buf_str(&b)) ? STR("/") : buf_str(&b);
}

/* What was typed, without what belonged to the old session, as one text. */
static struct str carried(struct call *call)
{
    struct buf b;
    struct form_pairs pairs = pairs_with(call->arena, call->posted, STR("_token"), STR_NULL);
    pairs = pairs_with(call->arena, pairs, STR("_act"), STR_NULL);
    buf_init(&b, call->arena, CARRY_BYTES_MAX);
    pairs_add(&b, pairs);
    return buf_full(&b) ? STR_NULL : buf_str(&b);
}

enum err sign_first(struct call *call)
{
    const struct route *page = router_by_name(call->thread->web->router, STR("core_sign_in"));
    if (!page) {
        reply_problem(call, 401, T("请先登录"), NULL);
        return ERR_OK;
    }
    if (call->http->method != HTTP_POST) {
        struct buf b;
        buf_init(&b, call->arena, 3 * URL_BYTES_MAX + 100);
        buf_add(&b, str_from(page->pattern));
        if (!str_eq(own_address(call), STR("/")))
            url_add_query(&b, STR("to"), own_address(call));
        if (call->req.htmx) { /* a 303 would be followed unseen, and its page put into the target */
            reply_header(call->reply, STR("HX-Redirect"), buf_str(&b));
            reply_plain(call, 401, STR("401"));
            return ERR_OK;
        }
        reply_redirect(call, buf_str(&b), STR_NULL);
        return ERR_OK;
    }
    if (!guard_origin(call) || body_pairs(call)) {
        reply_problem(call, 401, T("请先登录"), NULL);
        return ERR_OK;
    }
    call->req.carry = carried(call);
    call->req.carry_to = own_address(call);
    call->req.flash = STR_NULL;
    ctx_fail(&call->ctx, ERR_DENIED, NULL, T("登录已过期。重新登录后，刚才填写的内容还在。"));
    call->status = 401;
    call_handler(call, page);
    return ERR_OK;
}

static enum err end_login(struct ctx *ctx, void *arg)
{
    struct call *call = arg;
    struct str agent = http_header(call->http, STR("user-agent"));
    enum err e = login_end(ctx, call->login, str_slice(agent, 0, SESSION_AGENT_MAX), &call->secret);
    call->login->result = e;
    call->login_error = ctx->error;
    return e == ERR_DENIED || e == ERR_BUSY ? ERR_OK
                                            : e; /* the failure is journalled all the same */
}

/* The form that a person had typed when the session ended, to be sent once more. */
static bool show_carried(struct call *call, struct str to, struct str carry)
{
    struct route_match match;
    struct form_pairs pairs;
    struct str path = str_slice(to, 0, str_find_char(to, '?', 0));
    if (str_empty(carry) || pairs_parse(call->arena, carry, &pairs) ||
        !router_find(call->thread->web->router, call->arena, path, &match) ||
        !(match.route->flags & ROUTE_FORM) || !match.route->act ||
        !(match.route->roles & call->ctx.actor.roles) || call->session.must_change)
        return false;
    call->req.match = match;
    call->req.pairs = pairs_with(call->arena, pairs, STR("_done"), STR_NULL);
    call->req.post = false;
    call->req.failed = ERR_DENIED; /* shown again: what was typed stands, not what a first one has */
    call->req.flash = tr(call->ctx.lang, T("已重新登录，请核对后再提交"));
    call->status = 200;
    call_handler(call, match.route);
    return true;
}

/* The new session begins to act in this very request, and the person goes on. */
static enum err welcome(struct call *call)
{
    bool touch_due;
    struct str to = form_value(call->posted, STR("_to"));
    struct str carry = form_value(call->posted, STR("_carry"));
    enum err e = thread_session(call->thread, &call->ctx, call->secret, &call->session, &touch_due);
    if (e)
        return e;
    take_session(call);
    guard_key(call);
    cookie_set(call, "session", call->secret, 0, true);
    if (!url_is_local(to) || str_starts(to, STR("/sign-")))
        to = STR("/");
    if (!show_carried(call, to, carry))
        reply_redirect(call, to, STR_NULL);
    return ERR_OK;
}

static enum err finish_login(struct call *call, struct login *login)
{
    call->login = login;
    enum err e = req_write(&call->req, end_login, call);
    if (!e && login->result) {
        e = login->result;
        call->ctx.error = call->login_error;
    }
    return e ? e : welcome(call);
}

static enum err sign_in(struct call *call, struct str name, const struct str *password)
{
    struct login *login = ARENA_NEW(call->arena, struct login);
    enum err e = login_begin(&call->ctx, name, call->http->peer, login);
    call_read_end(call); /* no snapshot is held while the password is hashed */
    if (!e && password)
        e = login_check(login, *password);
    else if (!e)
        login->good = login->person.n != 0;
    if (!e)
        e = finish_login(call, login);
    if (e) {
        call->status = err_http(e);
        enum err again = call_read(call);
        if (again)
            return again;
    }
    return e;
}

enum err req_sign_in(struct req *req, struct str login, struct str password)
{
    return sign_in(call_of(req), login, &password);
}

enum err req_sign_in_as(struct req *req, struct str login)
{
    return sign_in(call_of(req), login, NULL);
}

static enum err end_session(struct ctx *ctx, void *arg)
{
    return session_end(ctx, *(struct session_id *)arg);
}

enum err req_sign_out(struct req *req)
{
    struct call *call = call_of(req);
    struct session_id id = call->session.id;
    enum err e = call->req.signed_in ? req_write(req, end_session, &id) : ERR_OK;
    if (e && e != ERR_NOT_FOUND)
        return e;
    cookie_drop(call, "session");
    reply_redirect(call, STR("/sign-in"), tr(call->ctx.lang, T("您已退出")));
    return ERR_OK;
}
