/*
 * The JSON API: one address per act and find, made from their tables. Bearer tokens only: a cookie
 * means nothing here, so no other site can make a browser speak for a person.
 *
 *     GET  /api/v1/matter/list?state=open          find matter.list
 *     POST /api/v1/matter/accept  {"id":"153",...}  act  matter.accept
 *
 *     POST /api/v1/file/upload                     multipart, see api_file.c
 *
 * An act takes its idempotency key from the member act_id or the header Idempotency-Key; a repeat
 * answers the first outcome.
 */
#include "base/hash.h"
#include "base/json.h"
#include "base/pairs.h"
#include "base/rand.h"
#include "core/act.h"
#include "web/i18n.h"
#include "web/steps.h"

enum { API_BYTES_MAX = 8 * 1024 * 1024 };

static void put_error(struct call *call, struct json_out *j, const struct error *error)
{
    json_put_str(j, "field", error->field);
    json_put_str(j, "message", tr_with(call->arena, call->ctx.lang, error->message, error->detail));
}

static void answer_errors(struct call *call, int status, const char *code,
                          const struct error *errors, size_t n)
{
    struct buf b;
    buf_init(&b, call->arena, API_BYTES_MAX);
    struct json_out j = json_to(&b);
    json_open(&j, NULL, '{');
    json_open(&j, "error", '{');
    json_put_c(&j, "code", code);
    if (n > 0)
        put_error(call, &j, &errors[0]);
    if (n > 1) {
        json_open(&j, "more", '[');
        for (size_t i = 1; i < n; i++) {
            json_open(&j, NULL, '{');
            put_error(call, &j, &errors[i]);
            json_close(&j, '}');
        }
        json_close(&j, ']');
    }
    json_close(&j, '}');
    json_close(&j, '}');
    reply_json(call, status, buf_str(&b));
}

void api_error(struct call *call, int status, const char *code, const char *message)
{
    struct error error = {.message = message};
    answer_errors(call, status, code, &error, 1);
}

void api_failed(struct call *call, enum err e)
{
    struct error error = call->ctx.error;
    if (error.code != e || !error.message)
        error = (struct error){
            .message = e == ERR_NOT_FOUND ? T("没有这条记录，或不在您的查看范围内")
                       : e == ERR_DENIED  ? T("您没有办理这件事的权限")
                       : e == ERR_BUSY    ? T("系统正忙，这次没有办成")
                       : e == ERR_FULL    ? T("服务器磁盘已满，没有保存")
                                          : T("系统出了故障，没有办成"),
        };
    answer_errors(call, err_http(e), err_name(e), &error, 1);
}

/* Who the bearer is; the reply is made when it is nobody. */
static bool identify(struct call *call)
{
    struct str given = http_header(call->http, STR("authorization"));
    struct str scheme = str_slice(given, 0, 7);
    if (str_eq_nocase(scheme, STR("bearer ")) &&
        !token_find(&call->ctx, str_trim(str_slice(given, 7, given.len)), &call->ctx.actor))
        return true;
    error_clear(&call->ctx.error);
    api_error(call, 401, "denied", T("请在 Authorization 中给出有效的令牌"));
    return false;
}

/* A number stays itself; any other key becomes one that is as good as unique. */
static int64_t act_id_of(struct call *call, struct str key)
{
    int64_t id;
    unsigned char digest[HASH_SIZE];
    if (str_empty(key))
        rand_bytes(digest, sizeof digest);
    else if (str_int(key, &id) && id > 0)
        return id;
    else
        hash_of(
            str_print(call->arena, "%lld %.*s", (long long)call->ctx.actor.person.n, STR_ARG(key)),
            digest);
    memcpy(&id, digest, sizeof id);
    return (id & INT64_MAX) | 1;
}

static bool read_body(struct call *call, const struct act *act, struct form_pairs *out_pairs)
{
    if (api_has_files(call) && api_takes_files(act))
        return api_multipart(call, out_pairs);
    const struct json *body;
    struct str type = http_header(call->http, STR("content-type"));
    struct str plain = str_trim(str_slice(type, 0, str_find_char(type, ';', 0)));
    if (!str_eq_nocase(plain, STR("application/json")) || call->http->body.fd >= 0) {
        api_error(call, 415, "invalid", T("请用 Content-Type: application/json 提交"));
        return false;
    }
    enum err e = json_parse(call->arena, call->http->body.bytes, &body, &call->ctx.error);
    if (!e)
        e = json_pairs(call->arena, body, out_pairs, &call->ctx.error);
    if (e)
        api_failed(call, e);
    if (e == ERR_INVALID)
        call->reply->status = 400;
    return !e;
}

static void answer_result(struct call *call, const struct act_result *result)
{
    struct buf b;
    buf_init(&b, call->arena, API_BYTES_MAX);
    struct json_out j = json_to(&b);
    json_open(&j, NULL, '{');
    json_put_id(&j, "id", result->id);
    json_put_int(&j, "version", result->version);
    json_put_str(&j, "number", result->number);
    json_put_str(&j, "message", result->message);
    if (!str_null(result->secret))
        json_put_str(&j, "secret", result->secret);
    if (!str_null(result->report))
        json_put_json(&j, "report", result->report);
    json_close(&j, '}');
    reply_json(call, 200, buf_str(&b));
}

/* false: answered with what is wrong. */
static bool put_names(struct call *call, const struct form *form, struct form_pairs *pairs)
{
    const struct web_config *config = &call->thread->web->config;
    enum err e = config->named ? config->named(&call->ctx, form, *pairs, pairs) : ERR_OK;
    if (e)
        api_failed(call, e);
    return !e;
}

static void run_act(struct call *call, const struct act *act)
{
    struct form_pairs pairs;
    struct act_result result = {0};
    if (!read_body(call, act, &pairs))
        return;
    struct str key = http_header(call->http, STR("idempotency-key"));
    if (!form_field(act->form, STR("act_id"))) {
        if (str_null(key))
            key = form_value(pairs, STR("act_id"));
        pairs = pairs_with(call->arena, pairs, STR("act_id"), STR_NULL);
    }
    if (!put_names(call, act->form, &pairs))
        return;
    void *in = arena_alloc(call->arena, act->form->size);
    struct form_errors *errors = &call->req.errors;
    if (form_decode(call->arena, act->form, pairs, in, errors)) {
        answer_errors(call, 422, "invalid", errors->at, errors->n);
        return;
    }
    call->ctx.act_id = act_id_of(call, key);
    call_read_end(call);
    enum err e = act_run(call->thread->web->config.app_db, &call->ctx, act, in, &result);
    if (e)
        api_failed(call, e);
    else
        answer_result(call, &result);
}

static void run_find(struct call *call, const struct find *find)
{
    struct buf b;
    struct form_pairs pairs;
    struct form_errors *errors = &call->req.errors;
    if (pairs_parse(call->arena, call->http->query, &pairs)) {
        api_error(call, 400, "invalid", T("网址不对"));
        return;
    }
    pairs = pairs_with(call->arena, pairs, STR("lang"), STR_NULL);
    if (!put_names(call, find->form, &pairs))
        return;
    void *in = arena_alloc(call->arena, find->form->size);
    if (form_decode(call->arena, find->form, pairs, in, errors)) {
        answer_errors(call, 422, "invalid", errors->at, errors->n);
        return;
    }
    buf_init(&b, call->arena, API_BYTES_MAX);
    enum err e = find->run(&call->ctx, in, &b);
    if (!e && buf_full(&b))
        e = ERR_LIMIT;
    if (e)
        api_failed(call, e);
    else
        reply_json(call, 200, buf_str(&b));
}

/* "matter/list" to the name "matter.list". */
static struct str verb_name(struct call *call, struct str path)
{
    size_t slash = str_find_char(path, '/', 0);
    if (slash == SIZE_MAX)
        return STR_NULL;
    return str_print(call->arena, "%.*s.%.*s", STR_ARG(str_slice(path, 0, slash)),
                     STR_ARG(str_slice(path, slash + 1, path.len)));
}

static void wrong_method(struct call *call, struct str allow)
{
    reply_header(call->reply, STR("Allow"), allow);
    api_error(call, 405, "invalid", T("这个地址不能这样访问"));
}

static void run_verb(struct call *call, struct str name)
{
    const struct web *web = call->thread->web;
    const struct act *act = web_act(web, name);
    const struct find *find = web_find(web, name);
    bool post = call->http->method == HTTP_POST;
    if (str_eq(name, STR("file.upload"))) {
        if (post)
            api_upload(call);
        else
            wrong_method(call, STR("POST"));
        return;
    }
    if (!act && !find)
        api_error(call, 404, "not_found", T("没有这个接口"));
    else if (post && !act)
        wrong_method(call, STR("GET, HEAD"));
    else if (!post && !find)
        wrong_method(call, STR("POST"));
    else if (!ctx_may(&call->ctx, post ? act->roles : find->roles))
        api_failed(call, ERR_DENIED);
    else if (post)
        run_act(call, act);
    else
        run_find(call, find);
}

void api_run(struct call *call)
{
    struct str path = call->http->path;
    struct str lang = http_header(call->http, STR("accept-language"));
    call->ctx.lang = str_starts(lang, STR("en")) ? LANG_EN : LANG_ZH;
    if (str_eq(path, STR("/api/v1/openapi.json"))) {
        reply_json(call, 200, call->thread->web->openapi);
        return;
    }
    enum err e = call_read(call);
    if (e)
        api_failed(call, e);
    else if (call->http->refused)
        api_error(call, call->http->refused, "limit", T("提交的内容太大"));
    else if (!str_starts(path, STR("/api/v1/")))
        api_error(call, 404, "not_found", T("没有这个接口"));
    else if (identify(call))
        run_verb(call, verb_name(call, str_slice(path, 8, path.len)));
}
