#include "web/dispatch.h"

#include "base/pairs.h"
#include "base/utf8.h"
#include "web/asset.h"
#include "web/i18n.h"
#include "web/steps.h"

enum err call_read(struct call *call)
{
    enum err e = thread_read_begin(call->thread);
    call->reading = !e;
    call->ctx.db = call->thread->db;
    return e ? e : thread_calendar(call->thread, &call->ctx); /* pages and acts count days by it */
}

void call_read_end(struct call *call)
{
    if (call->reading)
        thread_read_end(call->thread);
    call->reading = false;
}

/* What the last act said travels in a cookie, percent-coded. */
static void find_flash(struct call *call)
{
    struct str text, raw = http_cookie(call->http, cookie_name(call, "flash"));
    if (!str_empty(raw) && str_null(call->req.flash) &&
        url_decode(call->arena, raw, false, &text) && utf8_ok(text) && utf8_printable(text))
        call->req.flash = text;
}

static void begin_page(struct call *call)
{
    struct page *page = &call->req.page;
    *page = (struct page){
        .arena = call->arena,
        .lang = call->ctx.lang,
        .today = ctx_today(&call->ctx),
        .offset_min = call->ctx.offset_min,
    };
    buf_init(&page->out, call->arena, PAGE_BYTES_MAX);
    if (call->thread->page_room) {
        page->out.ptr = call->thread->page_room;
        page->out.cap = call->thread->page_room_size;
    } else {
        buf_room(&page->out, PAGE_BYTES_FIRST);
    }
}

static void find_act(struct req *req, const struct route *route)
{
    req->route = route;
    req->act = route->act ? web_act(req->web, str_from(route->act)) : NULL;
    req->form = req->act ? req->act->form : NULL;
}

/* Draws a route's page, or what its handler answered instead. */
void call_handler(struct call *call, const struct route *route)
{
    find_act(&call->req, route);
    find_flash(call);
    guard_token(call);
    begin_page(call);
    enum err e = route->page(&call->req);
    if (call->reply->status) /* a redirect, a download, a page drawn by a nested call */
        return;
    if (!e && buf_full(&call->req.page.out))
        e = ERR_LIMIT;
    if (e)
        reply_error(call, e);
    else
        reply_page(call, call->status);
}

static bool lang_from(struct str code, enum lang *out_lang)
{
    if (str_starts(code, STR("en")))
        *out_lang = LANG_EN;
    else if (str_starts(code, STR("zh")))
        *out_lang = LANG_ZH;
    else
        return false;
    return true;
}

/* ?lang= (kept in a cookie), the cookie, the person's own choice, the browser's. */
static void find_lang(struct call *call)
{
    struct str asked = req_query(&call->req, "lang");
    enum lang *lang = &call->ctx.lang;
    struct str name = cookie_name(call, "lang");
    if (!str_null(asked) && lang_from(asked, lang)) {
        cookie_set(call, "lang", lang_code(*lang), 365 * 86400, false);
        return;
    }
    if (lang_from(http_cookie(call->http, name), lang))
        return;
    if (call->req.signed_in)
        *lang = call->session.lang;
    else if (!lang_from(http_header(call->http, STR("accept-language")), lang))
        *lang = LANG_ZH;
}

static bool method_fits(const struct route *route, enum http_method method)
{
    if (method == HTTP_POST)
        return route->flags & (ROUTE_FORM | ROUTE_POST);
    return route->flags & (ROUTE_GET | ROUTE_FORM);
}

/* A person whose password was set by somebody else changes it before anything else. */
static bool must_change_first(struct call *call, const struct route *route)
{
    const struct route *page = router_by_name(call->thread->web->router, STR("core_password"));
    struct str name = str_from(route->name);
    if (!call->req.signed_in || !call->session.must_change || !page || page == route ||
        str_eq(name, STR("core_sign_out")) || str_eq(name, STR("core_language")))
        return false;
    reply_redirect(call, str_from(page->pattern), STR_NULL);
    return true;
}

static void answer_route(struct call *call)
{
    struct req *req = &call->req;
    const struct route *route = req->match.route;
    bool open = route->roles & ROLE_ANYONE;
    find_act(req, route);
    if (!method_fits(route, call->http->method)) {
        reply_header(call->reply, STR("Allow"),
                     route->flags & ROUTE_POST ? STR("POST") : STR("GET, HEAD"));
        reply_problem(call, 405, T("这个地址不能这样访问"), T("请从页面上的按钮进入。"));
        return;
    }
    if (!open && !req->signed_in) {
        sign_first(call);
        return;
    }
    if (must_change_first(call, route))
        return;
    if (!open && !ctx_may(&call->ctx, route->roles)) {
        reply_error(call, ERR_DENIED);
        return;
    }
    if (call->http->method == HTTP_POST) {
        enum err e = post_form(call);
        if (e)
            reply_error(call, e);
    } else {
        call_handler(call, route);
    }
}

/* The body was not taken: which sentence says why. */
static void answer_refused(struct call *call)
{
    int status = call->http->refused;
    enum err e = status == 413 ? ERR_LIMIT : status == 507 ? ERR_FULL : ERR_BUSY;
    if (e == ERR_LIMIT)
        ctx_fail(&call->ctx, e, NULL,
                 str_has(http_header(call->http, STR("content-type")), STR("multipart"))
                     ? T("文件超过 20 MB，请缩小或拆分后再上传")
                     : T("提交的内容太大"));
    reply_error(call, e);
}

static void answer_page(struct call *call)
{
    struct req *req = &call->req;
    enum err e = call_read(call);
    if (e) {
        reply_error(call, e);
        return;
    }
    bool query_good = pairs_parse(call->arena, call->http->query, &req->query) == ERR_OK;
    sign_find(call);
    find_lang(call);
    guard_key(call);
    req->htmx = !str_null(http_header(call->http, STR("hx-request")));
    req->target = http_header(call->http, STR("hx-target"));
    if (call->http->refused)
        answer_refused(call);
    else if (!query_good)
        reply_problem(call, 400, T("网址不对"), T("请从清单重新进入。"));
    else if (!router_find(call->thread->web->router, call->arena, call->http->path, &req->match))
        reply_error(call, ERR_NOT_FOUND);
    else
        answer_route(call);
}

static void answer_health(struct call *call)
{
    enum err e = call_read(call);
    reply_plain(call, e ? 503 : 200, e ? STR("database\n") : STR("ok\n"));
}

static enum err answer(void *arg)
{
    struct call *call = arg;
    struct str path = call->http->path;
    if (asset_reply(call->arena, call->http, call->reply))
        return ERR_OK;
    if (str_eq(path, STR("/healthz")))
        answer_health(call);
    else if (str_starts(path, STR("/api/")))
        api_run(call);
    else
        answer_page(call);
    return ERR_OK;
}

static void begin_call(struct call *call)
{
    const struct web *web = call->thread->web;
    call->status = 200;
    call->ctx = (struct ctx){
        .arena = call->arena,
        .db = call->thread->db,
        .park = web->config.park,
        .now_us = call->now_us,
        .offset_min = web->config.offset_min,
        .files_dir = web->config.files_dir,
        .learned = web->config.learned ? web->config.learned(web->config.learned_arg) : NULL,
    };
    call->req.ctx = &call->ctx; /* member by member: the struct is large, and zero already */
    call->req.web = web;
    call->req.thread = call->thread;
    call->req.http = call->http;
    call->req.reply = call->reply;
    call->req.page.arena = call->arena;
}

void dispatch(struct web_thread *thread, struct arena *arena, const struct http_request *http,
              int64_t now_us, struct http_reply *reply)
{
    struct call *call;
    *reply = (struct http_reply){.fd = -1};
    call = ARENA_NEW(arena, struct call);
    call->thread = thread;
    call->arena = arena;
    call->http = http;
    call->reply = reply;
    call->now_us = now_us;
    begin_call(call);
    enum err e = arena_run(arena, answer, call);
    call_read_end(call);
    if (e) { /* the request's memory was used up; what it had made is gone */
        *reply = (struct http_reply){.fd = -1, .status = err_http(e)};
        reply->body = STR("413\n");
        reply->body_static = true;
        reply_header(reply, STR("Content-Type"), STR("text/plain; charset=utf-8"));
        reply_security(call, true);
    }
}

bool dispatch_is_quick(const struct web *web, struct arena *arena, const struct http_request *http)
{
    struct route_match match;
    if (http->method == HTTP_POST || str_starts(http->path, STR("/api/")))
        return false;
    return !router_find(web->router, arena, http->path, &match) ||
           !(match.route->flags & ROUTE_SLOW);
}
