/* The way of a request, without sockets, over core as it is: session, guard, form, act, API. */
#include <stdio.h>
#include <string.h>

#include "base/pairs.h"
#include "base/tap.h"
#include "core/act.h"
#include "core/core_module.h"
#include "core/journal.h"
#include "core/password.h"
#include "core/person.h"
#include "core/session.h"
#include "core_query.h"
#include "core_schema.h"
#include "db/db.h"
#include "web/dispatch.h"
#include "web/req.h"
#include "web/sign.h"

enum { NOW_S = 1800000000 };
#define PASSWORD "correct horse 7"

static struct arena arena;
static struct db *db;
static struct web_thread *thread;
static struct park_id park;
static struct str session, token_secret; /* cookie header; bearer token */
static int64_t now_us = NOW_S * SECOND_US;
static int runs; /* how often an act's function ran */

/* ---- a module of its own --------------------------------------------------------------------- */

struct note_in {
    int64_t id, version;
    struct str text;
};
static const struct field note_fields[] = {
    FORM_ID(struct note_in, id, "编号", 0),
    FORM_INT(struct note_in, version, "版本", 0, 100, 0),
    FORM_TEXT(struct note_in, text, "正文", 5, FORM_REQUIRED),
};
static const struct form note_form = FORM(note_fields, struct note_in);

static enum err note_run(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct note_in *in = input;
    runs++;
    if (!ctx->calendar)
        return ctx_fail(ctx, ERR_IO, NULL, "an act without a calendar");
    if (in->version == 13)
        return ctx_fail(ctx, ERR_CONFLICT, "version", T("这条记录刚刚被别人改过"));
    if (in->version == 14)
        return ctx_fail(ctx, ERR_BUSY, NULL, T("系统正忙，这次没有办成"));
    out->id = in->id ? in->id : 77;
    out->message = STR("记下了");
    if (str_eq(in->text, STR("gehei")))
        out->secret = STR("s3cret");
    struct journal_field field = journal_new("text", in->text);
    return journal_add(ctx, "note", out->id, "note", &field, 1);
}

static enum err echo_run(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct note_in *in = input;
    if (!ctx->calendar)
        return ERR_IO;
    buf_print(out, "{\"text\":\"%.*s\"}", STR_ARG(in->text));
    return ERR_OK;
}

struct keep_in {
    struct form_ids files;
};
static const struct field keep_fields[] = {
    FORM_FILES(struct keep_in, files, "附件", 3, FORM_REQUIRED),
};
static const struct form keep_form = FORM(keep_fields, struct keep_in);

static enum err keep_run(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct keep_in *in = input;
    struct journal_field field = journal_new("text", STR("x"));
    out->id = (int64_t)in->files.n;
    return journal_add(ctx, "note", 5, "keep", &field, 1);
}

/* As matter.import: its page (keep_sheet) has the file stored and does the rest itself. */
struct sheet_in {
    int64_t file;
};
static const struct field sheet_fields[] = {
    FORM_ID(struct sheet_in, file, "文件", FORM_REQUIRED),
};
static const struct form sheet_form = FORM(sheet_fields, struct sheet_in);

static const struct act acts[] = {
    {"test.keep", "存", NULL, ROLE_COORDINATOR, &keep_form, keep_run, NULL},
    {"keep.sheet", "导入", NULL, ROLE_COORDINATOR, &sheet_form, keep_run, NULL},
    {"test.note", "记", NULL, ROLE_COORDINATOR, &note_form, note_run, NULL},
    {"test.rule", "定", NULL, ROLE_ADMIN, &note_form, note_run, NULL},
};
static const struct find finds[] = {
    {"test.echo", "回声", NULL, ROLE_COORDINATOR, &note_form, echo_run},
    {"test.all", "全部", NULL, ROLE_ADMIN, &note_form, echo_run},
};

static enum err sign_in_page(struct req *req)
{
    if (req->post && !req_sign_in(req, form_value(req->pairs, STR("login")),
                                  form_value(req->pairs, STR("password"))))
        return ERR_OK;
    buf_print(&req->page.out, "[sign-in token=%s carry=%.*s to=%.*s]", req->token,
              STR_ARG(req->carry), STR_ARG(req->carry_to));
    return ERR_OK;
}

static enum err sign_out_page(struct req *req)
{
    return req_sign_out(req);
}

/* At its first showing the form has what stands there already. */
static enum err form_page(struct req *req)
{
    if (!req->failed)
        req_begin_with(req, "text", STR("before"));
    buf_print(&req->page.out, "[form token=%s act=%lld text=%.*s id=%.*s failed=%d errors=%zu",
              req->token, (long long)req->act_id, STR_ARG(form_value(req->pairs, STR("text"))),
              STR_ARG(form_value(req->pairs, STR("id"))), (int)req->failed, req->errors.n);
    if (req->result)
        buf_print(&req->page.out, " secret=%.*s", STR_ARG(req->result->secret));
    if (!str_null(req->flash))
        buf_print(&req->page.out, " flash=%.*s", STR_ARG(req->flash));
    buf_char(&req->page.out, ']');
    return ERR_OK;
}

static enum err show_page(struct req *req)
{
    if (req_id(req, "id") == 404)
        return ERR_NOT_FOUND;
    buf_print(&req->page.out, "[note %lld lang=%d flash=%.*s]", (long long)req_id(req, "id"),
              (int)req->ctx->lang, STR_ARG(req->flash));
    return ERR_OK;
}

static enum err file_page(struct req *req)
{
    return req_send(req, STR("清单 \"1\".csv"), "text/csv", STR("a,b\n"));
}

static enum err uploads_page(struct req *req)
{
    buf_print(&req->page.out, "[token=%s uploads=%zu pairs=%zu]", req->token, req->upload_n,
              req->pairs.n);
    return ERR_OK;
}

static enum err full_page(struct req *req)
{
    while (arena_alloc(req->ctx->arena, 1 << 20))
        continue;
    return ERR_OK;
}

static const struct route routes[] = {
    {"core_sign_in", ROUTE_FORM, "/sign-in", ROLE_ANYONE, NULL, sign_in_page},
    {"core_sign_out", ROUTE_POST, "/sign-out", ROLE_ALL, NULL, sign_out_page},
    {"note_new", ROUTE_FORM, "/notes/new", ROLE_COORDINATOR, "test.note", form_page},
    {"note_show", ROUTE_GET, "/notes/{id int}", ROLE_ALL, NULL, show_page},
    {"note_edit", ROUTE_FORM, "/notes/{id int}/edit", ROLE_COORDINATOR, "test.note", form_page},
    {"note_file", ROUTE_GET, "/file", ROLE_ALL, NULL, file_page},
    {"note_full", ROUTE_GET, "/full", ROLE_ALL, NULL, full_page},
    {"note_keep", ROUTE_FORM, "/keep", ROLE_COORDINATOR, "test.keep", form_page},
    {"keep_sheet", ROUTE_FORM, "/sheet", ROLE_COORDINATOR, NULL, uploads_page},
    {"note_plan", ROUTE_FORM, "/plan", ROLE_COORDINATOR, NULL, uploads_page},
    {"note_apply", ROUTE_FORM, "/apply", ROLE_ANYONE, NULL, uploads_page},
    {"rule", ROUTE_FORM, "/rule", ROLE_ADMIN, "test.rule", form_page},
};
static const struct module module = {.name = "test",
                                     .acts = acts,
                                     .act_n = sizeof acts / sizeof *acts,
                                     .finds = finds,
                                     .find_n = 2,
                                     .pages = routes,
                                     .page_n = sizeof routes / sizeof *routes};
static const struct module *const modules[] = {&module, NULL};

/* ---- asking ---------------------------------------------------------------------------------- */

static struct http_reply ask(enum http_method method, const char *target, struct str body,
                             const struct form_pair *headers, size_t n)
{
    struct http_reply reply;
    struct str whole = str_from(target);
    size_t mark = str_find_char(whole, '?', 0);
    struct http_request http = {
        .method = method,
        .path = str_slice(whole, 0, mark),
        .query = mark == SIZE_MAX ? STR_NULL : str_slice(whole, mark + 1, whole.len),
        .headers = headers,
        .header_n = n,
        .body = {.bytes = body, .fd = -1, .size = (int64_t)body.len},
        .peer = STR("127.0.0.1"),
    };
    dispatch(thread, &arena, &http, now_us, &reply);
    return reply;
}

static struct http_reply get(const char *target, struct str cookie)
{
    struct form_pair headers[] = {{STR("Cookie"), cookie}};
    return ask(HTTP_GET, target, STR_NULL, headers, 1);
}

static struct http_reply post(const char *target, struct str cookie, struct str body)
{
    struct form_pair headers[] = {
        {STR("Cookie"), cookie},
        {STR("Content-Type"), STR("application/x-www-form-urlencoded")},
        {STR("Origin"), STR("http://127.0.0.1:8080")},
        {STR("Sec-Fetch-Site"), STR("same-origin")},
    };
    return ask(HTTP_POST, target, body, headers, 4);
}

static struct str header(const struct http_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_n; i++) {
        if (str_eq_nocase(reply->headers[i].name, str_from(name)))
            return reply->headers[i].value;
    }
    return STR_NULL;
}

/* name=value of the cookie that the reply sets, or STR_NULL. */
static struct str cookie_set_by(const struct http_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_n; i++) {
        struct str v = reply->headers[i].value;
        if (str_eq(reply->headers[i].name, STR("Set-Cookie")) && str_starts(v, str_from(name)))
            return str_slice(v, 0, str_find_char(v, ';', 0));
    }
    return STR_NULL;
}

/* The word behind "name=" in the body. */
static struct str word(const struct http_reply *reply, const char *name)
{
    struct str key = str_print(&arena, "%s=", name);
    size_t at = str_find(reply->body, key, 0);
    if (at == SIZE_MAX)
        return STR_NULL;
    struct str rest = str_slice(reply->body, at + key.len, reply->body.len);
    size_t end = 0;
    while (end < rest.len && rest.ptr[end] != ' ' && rest.ptr[end] != ']')
        end++;
    return str_slice(rest, 0, end);
}

static struct str two(struct str a, struct str b)
{
    return str_print(&arena, "%.*s; %.*s", STR_ARG(a), STR_ARG(b));
}

/* Gets the form at target and posts it with `fields` beside token and act id. */
static struct http_reply send_form(const char *target, const char *fields)
{
    struct http_reply form = get(target, session);
    return post(target, session,
                str_print(&arena, "_token=%.*s&_act=%.*s&%s", STR_ARG(word(&form, "token")),
                          STR_ARG(word(&form, "act")), fields));
}

static struct http_reply sign_in_with(const char *password, const char *more)
{
    struct http_reply form = get("/sign-in", STR_NULL);
    return post("/sign-in", cookie_set_by(&form, "visit"),
                str_print(&arena, "_token=%.*s&login=coord&password=%s&%s",
                          STR_ARG(word(&form, "token")), password, more));
}

static struct http_reply upload(const char *target, struct str cookie,
                                const struct http_reply *form, const char *filename)
{
    struct form_pair headers[] = {
        {STR("Cookie"), cookie},
        {STR("Content-Type"), STR("multipart/form-data; boundary=edge")},
        {STR("Origin"), STR("http://127.0.0.1:8080")},
    };
    struct str act = word(form, "act");
    struct str body = str_print(
        &arena,
        "--edge\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n%.*s\r\n"
        "--edge\r\nContent-Disposition: form-data; name=\"_act\"\r\n\r\n%.*s\r\n"
        "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n\r\n"
        "%s\r\n--edge--\r\n",
        STR_ARG(word(form, "token")), STR_ARG(str_null(act) ? STR("1") : act), filename,
        filename[0] ? "bytes" : "");
    return ask(HTTP_POST, target, body, headers, 3);
}

static int64_t files_stored(void)
{
    struct sql_file_count_row row = {0};
    IS_INT(sql_file_count(db, &arena, &(struct sql_file_count_in){park}, &row), ERR_OK);
    return row.n;
}

/* ---- cases ----------------------------------------------------------------------------------- */

static void nobody_is_sent_to_the_door(void)
{
    struct http_reply r = get("/notes/5?a=%26", STR_NULL);
    IS_INT(r.status, 303);
    IS_STR(header(&r, "Location"), STR("/sign-in?to=%2Fnotes%2F5%3Fa%3D%2526"));
    r = get("/notes/5", STR("session-8080=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    IS_INT(r.status, 303);
    struct form_pair htmx[] = {{STR("HX-Request"), STR("true")}};
    r = ask(HTTP_GET, "/notes/5", STR_NULL, htmx, 1);
    OK(r.status == 401 && str_eq(header(&r, "HX-Redirect"), STR("/sign-in?to=%2Fnotes%2F5")),
       "htmx goes there as a whole page");
    IS_INT(get("/nothing", STR_NULL).status, 404);
    IS_INT(get("/notes/x", STR_NULL).status, 404);
    IS_INT(get("/sign-in", STR_NULL).status, 200);
    IS_INT(get("/sign-in?x=%zz", STR_NULL).status, 400);
}

static void signs_in(void)
{
    struct http_reply r = sign_in_with("wrong", "x=1");
    IS_INT(r.status, 403);
    OK(str_null(cookie_set_by(&r, "session-8080")), "no session for a wrong password");
    r = sign_in_with(PASSWORD, "_to=/notes/5%3Fa=1");
    IS_INT(r.status, 303);
    IS_STR(header(&r, "Location"), STR("/notes/5?a=1"));
    session = cookie_set_by(&r, "session-8080");
    OK(!str_null(session), "a session");
    OK(str_has(header(&r, "Set-Cookie"), STR("; HttpOnly; SameSite=Lax")), "its cookie");
    r = get("/notes/5", session);
    IS_INT(r.status, 200);
    OK(str_starts(r.body, STR("[note 5 ")), "the page");
    r = sign_in_with(PASSWORD, "_to=//evil.example");
    IS_STR(header(&r, "Location"), STR("/"));
    r = sign_in_with(PASSWORD, "_to=https://evil.example");
    IS_STR(header(&r, "Location"), STR("/"));
}

static void replies_carry_the_headers(void)
{
    static const char *const targets[] = {"/notes/5", "/nothing", "/file", "/rule", "/full"};
    for (size_t i = 0; i < 5; i++) {
        struct http_reply r = get(targets[i], session);
        OK(str_starts(header(&r, "Content-Security-Policy"),
                      STR("default-src 'none'; script-src 'self'")) &&
               str_eq(header(&r, "X-Content-Type-Options"), STR("nosniff")) &&
               str_eq(header(&r, "Cache-Control"), STR("no-store")) &&
               !str_null(header(&r, "Content-Type")),
           targets[i]);
    }
}

static void rights_and_sight(void)
{
    IS_INT(get("/rule", session).status, 403);
    IS_INT(get("/notes/404", session).status, 404);
    struct http_reply r = get("/sign-out", session);
    IS_INT(r.status, 405);
    IS_STR(header(&r, "Allow"), STR("POST"));
    IS_INT(get("/full", session).status, 413);
    r = get("/notes/5?lang=en", session);
    OK(str_has(r.body, STR("lang=1")) && !str_null(cookie_set_by(&r, "lang-8080")), "English");
}

static void a_form_becomes_an_act(void)
{
    int before = runs;
    struct http_reply form = get("/notes/new", session);
    struct str body = str_print(&arena, "_token=%.*s&_act=%.*s&text=abc",
                                STR_ARG(word(&form, "token")), STR_ARG(word(&form, "act")));
    struct http_reply r = post("/notes/new", session, body);
    IS_INT(r.status, 303);
    IS_STR(header(&r, "Location"), STR("/notes/77"));
    IS_INT(runs, before + 1);
    struct str flash = cookie_set_by(&r, "flash-8080");
    struct http_reply again = post("/notes/new", session, body);
    IS_INT(again.status, 303);
    IS_STR(header(&again, "Location"), STR("/notes/77"));
    IS_INT(runs, before + 1);
    r = get("/notes/77", two(session, flash));
    OK(str_has(r.body, STR("flash=记下了]")), "what was done is said");
    IS_STR(cookie_set_by(&r, "flash-8080"), STR("flash-8080="));
    r = send_form("/notes/9/edit", "id=8&text=abc");
    IS_STR(header(&r, "Location"), STR("/notes/9"));
    r = send_form("/notes/9/edit", "text=abc&_done=/notes/%7Bid%7D%3Fx=1");
    IS_STR(header(&r, "Location"), STR("/notes/9?x=1"));
    r = send_form("/notes/9/edit", "text=abc&_done=//evil.example");
    IS_STR(header(&r, "Location"), STR("/notes/9"));
}

static void what_was_typed_is_kept(void)
{
    int before = runs;
    struct http_reply r = send_form("/notes/9/edit", "text=longer%20than%20five&version=1");
    IS_INT(r.status, 422);
    OK(str_has(r.body, STR("text=longer than five id=9 failed=1 errors=1")), "too long");
    IS_INT(send_form("/notes/new", "text=a&text=b").status, 422);
    IS_INT(send_form("/notes/new", "text=a&nosuch=b").status, 422);
    IS_INT(runs, before);
    r = send_form("/notes/9/edit", "text=mine&version=13");
    IS_INT(r.status, 409);
    OK(str_has(r.body, STR("text=mine")) && str_has(r.body, STR("errors=1")), "a conflict");
    r = send_form("/notes/9/edit", "text=mine&version=14");
    IS_INT(r.status, 503);
    IS_STR(header(&r, "Retry-After"), STR("2"));
    IS_INT(send_form("/notes/new", "text=%ff").status, 400);
}

static void a_secret_is_shown_once(void)
{
    struct http_reply r = send_form("/notes/9/edit", "text=gehei");
    IS_INT(r.status, 200);
    OK(str_has(r.body, STR("secret=s3cret")), "on the page itself");
    OK(str_null(header(&r, "Location")) && str_null(cookie_set_by(&r, "flash")),
       "neither an address nor a cookie holds it");
}

static void foreign_posts_do_nothing(void)
{
    int before = runs;
    struct http_reply form = get("/notes/new", session);
    struct str token = word(&form, "token"), act = word(&form, "act");
    struct str good =
        str_print(&arena, "_token=%.*s&_act=%.*s&text=abc", STR_ARG(token), STR_ARG(act));
    struct form_pair headers[] = {
        {STR("Cookie"), session},
        {STR("Content-Type"), STR("application/x-www-form-urlencoded")},
        {STR("Origin"), STR("https://evil.example")},
    };
    IS_INT(ask(HTTP_POST, "/notes/new", good, headers, 3).status, 403);
    headers[2].value = STR("http://127.0.0.1:8081");
    IS_INT(ask(HTTP_POST, "/notes/new", good, headers, 3).status, 403);
    headers[2] = (struct form_pair){STR("Sec-Fetch-Site"), STR("cross-site")};
    IS_INT(ask(HTTP_POST, "/notes/new", good, headers, 3).status, 403);
    struct http_reply r = post("/notes/new", session, STR("_act=5&text=typed"));
    IS_INT(r.status, 403);
    OK(str_has(r.body, STR("text=typed")), "without a token: refused, nothing lost");
    struct str forged = str_print(&arena, "_token=%064d&_act=5&text=abc", 0);
    IS_INT(post("/notes/new", session, forged).status, 403);
    struct http_reply visitor = get("/sign-in", STR_NULL);
    struct str other =
        str_print(&arena, "_token=%.*s&_act=5&text=abc", STR_ARG(word(&visitor, "token")));
    IS_INT(post("/notes/new", two(session, cookie_set_by(&visitor, "visit")), other).status, 403);
    IS_INT(post("/notes/new", session, str_print(&arena, "_token=%.*s&text=abc", STR_ARG(token)))
               .status,
           400);
    IS_INT(runs, before);
    struct http_reply second = get("/notes/new", session);
    OK(!str_eq(word(&second, "token"), token), "masked anew each time");
}

static void an_expired_session_loses_nothing(void)
{
    struct http_reply r = post("/notes/new", STR_NULL, STR("_token=x&_act=5&text=%E6%A0%87+1"));
    IS_INT(r.status, 401);
    IS_STR(word(&r, "carry"), STR("text=%E6%A0%87%201"));
    IS_STR(word(&r, "to"), STR("/notes/new"));
    struct str visit = cookie_set_by(&r, "visit");
    struct buf b;
    buf_init(&b, &arena, 4096);
    struct form_pair pairs[] = {{STR("_token"), word(&r, "token")},
                                {STR("login"), STR("coord")},
                                {STR("password"), STR(PASSWORD)},
                                {STR("_to"), word(&r, "to")},
                                {STR("_carry"), word(&r, "carry")}};
    pairs_add(&b, (struct form_pairs){pairs, 5});
    r = post("/sign-in", visit, buf_str(&b));
    IS_INT(r.status, 200);
    OK(str_has(r.body, STR("[form ")) && str_has(r.body, STR("text=标 1 ")), "the form, as it was");
    struct str fresh = cookie_set_by(&r, "session-8080");
    struct str body = str_print(&arena, "_token=%.*s&_act=%.*s&text=%%E6%%A0%%87",
                                STR_ARG(word(&r, "token")), STR_ARG(word(&r, "act")));
    IS_INT(post("/notes/new", fresh, body).status, 303);
    r = post("/rule", STR_NULL, STR("text=x"));
    IS_INT(r.status, 401);
}

static void files_go_where_they_are_asked_for(void)
{
    static const char *const none[] = {"/sign-in", "/apply", "/notes/new", "/plan"};
    int64_t before = files_stored();
    for (size_t i = 0; i < 4; i++) {
        struct http_reply form = get(none[i], i < 2 ? STR_NULL : session);
        struct str cookie = i < 2 ? cookie_set_by(&form, "visit") : session;
        struct http_reply r = upload(none[i], cookie, &form, "a.txt");
        IS_INT(r.status, 415);
        OK(str_has(r.body, STR("这一页不接收文件")), none[i]);
    }
    struct http_reply form = get("/apply", session);
    IS_INT(upload("/apply", session, &form, "a.txt").status, 415);
    form = get("/keep", session);
    struct http_reply ended = upload("/keep", STR_NULL, &form, "a.txt");
    OK(ended.status == 401 && str_has(ended.body, STR("to=/keep")), "a session that ended");
    IS_INT(files_stored(), before);
    struct http_reply r = upload("/plan", session, &form, "");
    OK(r.status == 200 && str_has(r.body, STR("uploads=0")), "a file field left empty is none");
    r = upload("/keep", session, &form, "a.txt");
    IS_INT(r.status, 303);
    IS_INT(files_stored(), before + 1);
    form = get("/sheet", session);
    r = upload("/sheet", session, &form, "b.txt");
    OK(r.status == 200 && str_has(r.body, STR("uploads=1")), "the page of an act that takes one");
    IS_INT(files_stored(), before + 2);
}

static void sessions_end(void)
{
    struct http_reply r = sign_in_with(PASSWORD, "x=1");
    struct str mine = cookie_set_by(&r, "session-8080");
    struct http_reply form = get("/notes/new", mine);
    IS_INT(form.status, 200);
    r = post("/sign-out", mine, str_print(&arena, "_token=%.*s", STR_ARG(word(&form, "token"))));
    IS_INT(r.status, 303);
    IS_INT(get("/notes/new", mine).status, 303);
    r = sign_in_with(PASSWORD, "x=1");
    mine = cookie_set_by(&r, "session-8080");
    now_us += 29 * MINUTE_US;
    r = get("/notes/new", mine);
    IS_INT(r.status, 200);
    OK(r.touch > 0, "wants to be marked as seen");
    web_touch(thread, &arena, r.touch, now_us);
    now_us += 29 * MINUTE_US;
    IS_INT(get("/notes/new", mine).status, 200);
    now_us += 31 * MINUTE_US;
    IS_INT(get("/notes/new", mine).status, 303);
    r = sign_in_with(PASSWORD, "x=1");
    session = cookie_set_by(&r, "session-8080");
}

static void downloads_are_attachments(void)
{
    struct http_reply r = get("/file", session);
    IS_INT(r.status, 200);
    IS_STR(header(&r, "Content-Disposition"),
           STR("attachment; filename=\"______ _1_.csv\"; "
               "filename*=UTF-8''%E6%B8%85%E5%8D%95%20%221%22.csv"));
}

static struct http_reply api(enum http_method method, const char *target, const char *body,
                             const char *key)
{
    struct form_pair headers[] = {
        {STR("Authorization"), str_print(&arena, "Bearer %.*s", STR_ARG(token_secret))},
        {STR("Content-Type"), STR("application/json")},
        {STR("Idempotency-Key"), str_from(key)},
    };
    return ask(method, target, str_from(body), headers, key ? 3 : 2);
}

static void the_api_takes_tokens_only(void)
{
    struct http_reply r = get("/api/v1/test/echo?text=abc", session);
    IS_INT(r.status, 401);
    IS_STR(header(&r, "WWW-Authenticate"), STR("Bearer"));
    r = api(HTTP_GET, "/api/v1/test/echo?text=abc", "", NULL);
    IS_INT(r.status, 200);
    IS_STR(r.body, STR("{\"text\":\"abc\"}"));
    IS_INT(api(HTTP_GET, "/api/v1/test/all?text=abc", "", NULL).status, 403);
    IS_INT(api(HTTP_GET, "/api/v1/test/none", "", NULL).status, 404);
    IS_INT(api(HTTP_GET, "/api/v1/test", "", NULL).status, 404);
    IS_INT(api(HTTP_GET, "/api/v1/test/note", "", NULL).status, 405);
    IS_INT(api(HTTP_POST, "/api/v1/test/echo", "{}", NULL).status, 405);
    IS_INT(api(HTTP_GET, "/api/v1/test/echo?text=abc&nosuch=1", "", NULL).status, 422);
}

static void the_api_runs_acts(void)
{
    int before = runs;
    struct http_reply r =
        api(HTTP_POST, "/api/v1/test/note", "{\"text\":\"abc\",\"id\":\"5\"}", "k1");
    IS_INT(r.status, 200);
    OK(str_starts(r.body, STR("{\"id\":\"5\",\"version\":0,")), "ids are strings");
    r = api(HTTP_POST, "/api/v1/test/note", "{\"text\":\"abc\",\"id\":\"5\"}", "k1");
    IS_INT(r.status, 200);
    IS_INT(runs, before + 1);
    IS_INT(api(HTTP_POST, "/api/v1/test/note", "{\"text\":\"abc\",\"act_id\":\"99\"}", NULL).status,
           200);
    IS_INT(api(HTTP_POST, "/api/v1/test/note", "{\"text\":\"abc\",\"act_id\":\"99\"}", NULL).status,
           200);
    IS_INT(runs, before + 2);
    r = api(HTTP_POST, "/api/v1/test/note", "{\"text\":\"much too long\"}", NULL);
    IS_INT(r.status, 422);
    OK(str_starts(r.body,
                  STR("{\"error\":{\"code\":\"invalid\",\"field\":\"text\",\"message\":\"")),
       "the field at fault");
    IS_INT(api(HTTP_POST, "/api/v1/test/note", "{\"text\":\"a\",\"text\":\"b\"}", NULL).status,
           400);
    IS_INT(api(HTTP_POST, "/api/v1/test/note", "{\"text\":", NULL).status, 400);
    IS_INT(api(HTTP_POST, "/api/v1/test/note", "[]", NULL).status, 400);
    IS_INT(api(HTTP_POST, "/api/v1/test/note", "{\"text\":\"a\",\"version\":13}", NULL).status,
           409);
    IS_INT(api(HTTP_POST, "/api/v1/test/rule", "{\"text\":\"a\"}", NULL).status, 403);
    struct form_pair headers[] = {
        {STR("Authorization"), str_print(&arena, "Bearer %.*s", STR_ARG(token_secret))},
        {STR("Content-Type"), STR("text/plain")},
    };
    IS_INT(ask(HTTP_POST, "/api/v1/test/note", STR("{\"text\":\"a\"}"), headers, 2).status, 415);
    IS_INT(runs, before + 3);
}

static void openapi_says_what_there_is(void)
{
    struct http_reply r = get("/api/v1/openapi.json", STR_NULL);
    IS_INT(r.status, 200);
    OK(str_has(r.body, STR("\"/api/v1/test/note\":{\"post\":{\"operationId\":\"test.note\"")) &&
           str_has(r.body, STR("\"text\":{\"type\":\"string\",\"maxLength\":5")) &&
           str_has(r.body, STR("\"required\":[\"text\"]")),
       "the act, its fields and limits");
}

/* ---- the park it happens in ------------------------------------------------------------------ */

static enum err found_park(struct ctx *ctx, void *arg)
{
    struct person coord = {.login = STR("coord"),
                           .name = STR("协调员甲"),
                           .roles = ROLE_COORDINATOR,
                           .standin_from = DAY_NONE,
                           .standin_to = DAY_NONE};
    struct token_id token;
    struct str hash;
    (void)arg;
    enum err e = park_create(ctx, STR("试验园区"), STR("test.example/park"), 480);
    if (!e)
        e = person_save(ctx, &coord);
    if (!e)
        e = password_hash(ctx->arena, STR(PASSWORD), &hash);
    if (!e)
        e = password_set(ctx, coord.id, hash, false, (struct session_id){0});
    if (!e)
        e = token_make(ctx, coord.id, STR("test"), 30, &token, &token_secret);
    return e;
}

static bool begin(void)
{
    struct web *web;
    static struct app_db app_db;
    arena_init(&arena, (size_t)512 << 20);
    db = db_open_test(&arena, &(struct migrations){core_migrations, core_migration_n}, 1);
    app_db = (struct app_db){.db = db};
    struct ctx ctx = {.arena = &arena,
                      .db = db,
                      .park = {1},
                      .now_us = now_us,
                      .offset_min = 480,
                      .actor = {.person = PERSON_CONSOLE, .roles = ROLE_ALL}};
    enum err e = act_write(&app_db, &ctx, found_park, NULL);
    if (e)
        printf("# %s %s\n", err_name(e), ctx.error.message ? ctx.error.message : "");
    park = ctx.park;
    struct web_config config = {.modules = modules,
                                .app_db = &app_db,
                                .url = db_url(db),
                                .park = ctx.park,
                                .park_name = STR("试验园区"),
                                .public_url = STR("http://127.0.0.1:8080"),
                                .files_dir = STR("/tmp"),
                                .offset_min = 480};
    return !e && !web_make(&arena, &config, &web) && !web_thread_make(&arena, web, &thread);
}

int main(void)
{
    if (!begin()) {
        printf("Bail out! the park could not be made\n");
        return 1;
    }
    RUN(nobody_is_sent_to_the_door);
    RUN(signs_in);
    RUN(replies_carry_the_headers);
    RUN(rights_and_sight);
    RUN(a_form_becomes_an_act);
    RUN(what_was_typed_is_kept);
    RUN(a_secret_is_shown_once);
    RUN(foreign_posts_do_nothing);
    RUN(an_expired_session_loses_nothing);
    RUN(files_go_where_they_are_asked_for);
    RUN(sessions_end);
    RUN(downloads_are_attachments);
    RUN(the_api_takes_tokens_only);
    RUN(the_api_runs_acts);
    RUN(openapi_says_what_there_is);
    web_thread_end(thread);
    db_close_test(db);
    arena_release(&arena);
    return tap_end();
}
