/* The POST of a form: origin, token, decoding, the act, and where to go afterwards. */
#include "base/pairs.h"
#include "core/act.h"
#include "web/i18n.h"
#include "web/steps.h"
#include "web/thread.h"

static struct form_pairs own_pairs(struct call *call)
{
    struct form_pairs pairs = call->posted;
    pairs = pairs_with(call->arena, pairs, STR("_token"), STR_NULL);
    pairs = pairs_with(call->arena, pairs, STR("_act"), STR_NULL);
    return pairs_with(call->arena, pairs, STR("_done"), STR_NULL);
}

/* The address says which record: its arguments stand above fields of the same name. */
static struct form_pairs with_args(struct call *call, struct form_pairs pairs)
{
    for (size_t i = 0; i < call->req.match.n; i++) {
        const struct route_arg *arg = &call->req.match.args[i];
        if (form_field(call->req.form, arg->name))
            pairs = pairs_with(call->arena, pairs, arg->name, arg->value);
    }
    return pairs;
}

/* The same form again, with all that was typed. */
static enum err redraw(struct call *call, enum err e, int status)
{
    struct req *req = &call->req;
    struct str done = form_value(call->posted, STR("_done"));
    if (req->errors.n == 0 && call->ctx.error.code)
        req->errors.at[req->errors.n++] = call->ctx.error;
    error_clear(&call->ctx.error);
    req->failed = e;
    if (url_is_local(done))
        req->done_url = (struct url){done};
    call->status = status;
    call_handler(call, req->route);
    return ERR_OK;
}

/* "/matters/153/accept" -> "/matters/153"; "/matters/new" -> the new record when it has a page. */
static struct str default_target(struct call *call, const struct act_result *result)
{
    struct str path = call->http->path;
    size_t slash = 0;
    struct route_match match;
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '/')
            slash = i;
    }
    struct str parent = str_slice(path, 0, slash);
    if (str_eq(str_slice(path, slash, path.len), STR("/new")) && result->id > 0) {
        struct str made =
            str_print(call->arena, "%.*s/%lld", STR_ARG(parent), (long long)result->id);
        if (router_find(call->thread->web->router, call->arena, made, &match))
            return made;
    }
    if (router_find(call->thread->web->router, call->arena, parent, &match) &&
        match.route->flags & (ROUTE_GET | ROUTE_FORM))
        return parent;
    return STR("/");
}

/* "/matters/{id}" with the id that the act answered. */
static struct str done_target(struct call *call, const struct act_result *result)
{
    struct str done = form_value(call->posted, STR("_done"));
    size_t at = str_find(done, STR("{id}"), 0);
    if (at != SIZE_MAX)
        done = str_print(call->arena, "%.*s%lld%.*s", STR_ARG(str_slice(done, 0, at)),
                         (long long)result->id, STR_ARG(str_slice(done, at + 4, done.len)));
    return url_is_local(done) ? done : default_target(call, result);
}

static enum err finish(struct call *call, struct act_result *result)
{
    struct str message = result->message;
    if (str_empty(message))
        message = tr(call->ctx.lang, T("已办好"));
    if (!str_empty(result->secret)) { /* shown once: neither a cookie nor an address may hold it */
        call->req.result = result;
        call->status = 200;
        call_handler(call, call->req.route);
        return ERR_OK;
    }
    reply_redirect(call, done_target(call, result), message);
    return ERR_OK;
}

static enum err run_act(struct call *call, int64_t act_id)
{
    struct req *req = &call->req;
    struct act_result result = {0};
    void *in = arena_alloc(call->arena, req->form->size);
    req->pairs = with_args(call, own_pairs(call));
    enum err e = form_decode(call->arena, req->form, req->pairs, in, &req->errors);
    if (e)
        return redraw(call, e, err_http(e));
    call->ctx.act_id = act_id;
    call_read_end(call); /* the writer's checkpoints do not wait for us */
    e = act_run(call->thread->web->config.app_db, &call->ctx, req->act, in, &result);
    call->ctx.act_id = 0;
    enum err again = call_read(call);
    if (e)
        return again ? again : redraw(call, e, err_http(e));
    return finish(call, &result);
}

/* What is refused before anything of it is looked at. */
static bool refuse(struct call *call)
{
    if (!guard_origin(call)) {
        reply_problem(call, 403, T("这个请求不是从本站页面发出的，没有办理"),
                      T("请从本站页面重新进入后再提交。如果网址与平时不同，请告知管理员。"));
        return true;
    }
    enum err e = body_pairs(call);
    if (!e)
        return false;
    if (call->files_refused) {
        reply_problem(call, 415, T("这一页不接收文件，没有办理"),
                      T("请返回上一页，去掉文件后再提交。"));
        return true;
    }
    reply_error(call, e);
    if (e == ERR_INVALID)
        call->reply->status = 400;
    return true;
}

enum err post_form(struct call *call)
{
    struct req *req = &call->req;
    int64_t act_id = 0;
    if (refuse(call))
        return ERR_OK;
    req->pairs = own_pairs(call);
    if (!guard_token_good(call, form_value(call->posted, STR("_token")))) {
        ctx_fail(&call->ctx, ERR_DENIED, NULL,
                 T("这一页放得太久，已经失效。内容还在，请核对后重新提交。"));
        if (req->route->flags & ROUTE_FORM)
            return redraw(call, ERR_DENIED, 403);
        reply_error(call, ERR_DENIED);
        return ERR_OK;
    }
    if (req->act && (!str_int(form_value(call->posted, STR("_act")), &act_id) || act_id <= 0)) {
        reply_problem(call, 400, T("表单内容不完整或格式不对，请重新提交"), NULL);
        return ERR_OK;
    }
    enum err e = body_store(call);
    if (e) {
        reply_error(call, e);
        return ERR_OK;
    }
    if (req->act)
        return run_act(call, act_id);
    req->pairs = own_pairs(call);
    req->post = true;
    call_handler(call, req->route);
    return ERR_OK;
}
