/* The shapes of replies, and the headers that every one of them carries. */
#include "base/log.h"
#include "base/url.h"
#include "web/i18n.h"
#include "web/layout/shell.tmpl.h"
#include "web/steps.h"

#define CSP                                                                                        \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "              \
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "                   \
    "frame-ancestors 'none'"

/* secret: holds what only this person may see, so nobody on the way or on the disk keeps it. The
 * referrer goes to our own pages only; "no-referrer" would turn the Origin of our forms to null. */
void reply_security(struct call *call, bool secret)
{
    struct http_reply *r = call->reply;
    reply_header(r, STR("Content-Security-Policy"), STR(CSP));
    reply_header(r, STR("X-Content-Type-Options"), STR("nosniff"));
    reply_header(r, STR("X-Frame-Options"), STR("DENY"));
    reply_header(r, STR("Referrer-Policy"), STR("same-origin"));
    reply_header(r, STR("Cross-Origin-Opener-Policy"), STR("same-origin"));
    reply_header(r, STR("Cross-Origin-Resource-Policy"), STR("same-origin"));
    if (secret)
        reply_header(r, STR("Cache-Control"), STR("no-store"));
    if (call->thread->web->secure)
        reply_header(r, STR("Strict-Transport-Security"), STR("max-age=31536000"));
}

static void finish(struct call *call, int status, struct str type, struct str body)
{
    call->reply->status = status;
    call->reply->body = body;
    reply_header(call->reply, STR("Content-Type"), type);
    reply_security(call, true);
}

void reply_page(struct call *call, int status)
{
    if (!str_null(call->req.flash))
        cookie_drop(call, "flash");
    if (status == 503)
        reply_header(call->reply, STR("Retry-After"), STR("2"));
    finish(call, status, STR("text/html; charset=utf-8"), buf_str(&call->req.page.out));
}

void reply_plain(struct call *call, int status, struct str text)
{
    finish(call, status, STR("text/plain; charset=utf-8"), text);
}

void reply_json(struct call *call, int status, struct str json)
{
    if (status == 503)
        reply_header(call->reply, STR("Retry-After"), STR("2"));
    if (status == 401)
        reply_header(call->reply, STR("WWW-Authenticate"), STR("Bearer"));
    finish(call, status, STR("application/json; charset=utf-8"), json);
}

/* The sentence travels in a cookie to the page that shows it, once. */
void reply_redirect(struct call *call, struct str to, struct str message)
{
    if (!str_empty(message)) {
        struct buf b;
        buf_init(&b, call->arena, FLASH_BYTES_MAX);
        url_add_part(&b, message);
        if (!buf_full(&b))
            cookie_set(call, "flash", buf_str(&b), FLASH_SECONDS, false);
    }
    reply_header(call->reply, STR("Location"), to);
    finish(call, 303, STR("text/plain; charset=utf-8"), STR("303"));
}

static void add_escaped(struct buf *buf, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '<' || c == '>' || c == '&' || c == '"' || c == '\'')
            buf_print(buf, "&#%d;", c);
        else
            buf_char(buf, c);
    }
}

/* When the layout itself cannot be drawn: no style, but all that there is to say. */
static struct str bare_page(struct call *call, const struct error_view *v)
{
    struct buf b;
    buf_init(&b, call->arena, 64 * 1024);
    buf_add(&b, STR("<!DOCTYPE html><html lang=\""));
    buf_add(&b, show_lang_tag(call->ctx.lang));
    buf_add(&b, STR("\"><meta charset=\"utf-8\"><title>"));
    add_escaped(&b, v->sentence);
    buf_add(&b, STR("</title><main><h1>"));
    add_escaped(&b, v->sentence);
    buf_add(&b, STR("</h1><p>"));
    add_escaped(&b, v->advice);
    buf_print(&b, "</p><p><a href=\"/\">/</a> (%d)</p></main></html>", (int)v->status);
    return buf_str(&b);
}

static void draw_error(struct call *call, const struct error_view *v)
{
    struct page *page = &call->req.page;
    buf_init(&page->out, call->arena, PAGE_BYTES_MAX);
    page->lang = call->ctx.lang; /* no handler began this page when its address is unknown */
    call->req.title = v->sentence;
    layout_error(&call->req, v);
    if (buf_full(&page->out) || page->out.len == 0)
        page->out = (struct buf){.arena = call->arena, .max = PAGE_BYTES_MAX};
    if (page->out.len == 0)
        buf_add(&page->out, bare_page(call, v));
    reply_page(call, (int)v->status);
}

void reply_problem(struct call *call, int status, const char *sentence, const char *advice)
{
    struct error_view v = {
        .status = status,
        .sentence = tr(call->ctx.lang, sentence),
        .advice = advice ? tr(call->ctx.lang, advice) : STR(""),
        .code = str_print(call->arena, "%d", status),
    };
    draw_error(call, &v);
}

struct words {
    const char *sentence, *advice;
};

static struct words words_of(enum err e)
{
    switch (e) {
    case ERR_NOT_FOUND:
        return (struct words){T("没有找到这一页或这条记录"),
                              T("它可能已被移走，或不在您的查看范围内。请从清单重新进入。")};
    case ERR_DENIED:
        return (struct words){T("您没有办理这件事的权限"),
                              T("如果工作需要，请联系本园区管理员授权。")};
    case ERR_CONFLICT:
        return (struct words){T("这条记录刚刚被别人改过"), T("请重新打开，核对后再办理。")};
    case ERR_LIMIT:
        return (struct words){T("超过了系统的上限"), T("请缩小范围或拆分后再试。")};
    case ERR_BUSY:
        return (struct words){T("系统正忙，这次没有办成"), T("请稍等片刻再试，内容不会丢失。")};
    case ERR_FULL:
        return (struct words){T("服务器磁盘已满，没有保存"),
                              T("请告知管理员清理磁盘，之后会自动恢复。")};
    case ERR_INVALID:
        return (struct words){T("请求的内容不对"), T("请返回上一页，核对后再提交。")};
    default:
        return (struct words){T("系统出了故障，没有办成"),
                              T("请稍后再试；如仍不行，请告知管理员。")};
    }
}

void reply_error(struct call *call, enum err e)
{
    struct words words = words_of(e);
    const struct error *told = &call->ctx.error;
    struct error_view v = {
        .status = err_http(e),
        .sentence = told->code == e && told->message
                        ? tr_with(call->arena, call->ctx.lang, told->message, told->detail)
                        : tr(call->ctx.lang, words.sentence),
        .advice = tr(call->ctx.lang, words.advice),
        .code = str_print(call->arena, "%d %s", err_http(e), err_name(e)),
    };
    if (e == ERR_IO) {
        char room[WEB_LOG_PATH_MAX];
        struct str path = web_log_path(call->thread->web, call->http->path, room);
        log_error("%.*s: failed", STR_ARG(path));
    }
    draw_error(call, &v);
}
