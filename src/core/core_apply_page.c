/* Firms that apply for themselves: the public form, what they are told, and the office's queue. */
#include "base/net.h"
#include "base/uscc.h"
#include "core/core_form.h"
#include "core/core_page.h"
#include "core/page/apply.tmpl.h"
#include "core/page/core_route.h"
#include "web/dispatch.h"
#include "web/i18n.h"
#include "web/sign.h"

struct applying {
    struct org org;
    struct str source, number;
};

static enum err write_application(struct ctx *ctx, void *arg)
{
    struct applying *a = arg;
    struct org org = a->org;
    return apply_put(ctx, &org, a->source, &a->number);
}

/* What can be refused, or was applied for before, is answered by a read: the writer is not
 * bothered. */
static enum err apply_post(struct req *req, struct str *out_number)
{
    struct ctx *ctx = req->ctx;
    struct org_in in;
    struct applying a = {.source = net_of(ctx->arena, str_or_empty(req->http->peer))};
    enum err e = form_decode(ctx->arena, req->form, req->pairs, &in, &req->errors);
    if (e)
        return e;
    if (str_empty(a.source))
        a.source = STR("-"); /* "" would be an office's own entry, which has no limit */
    a.org = (struct org){.name = in.name,
                         .uscc = in.uscc,
                         .uscc_override = in.uscc_override,
                         .contact = in.contact,
                         .phone = in.phone,
                         .address = in.address};
    struct org org = a.org;
    e = apply_judge(ctx, &org, a.source, &a.number);
    if (!e && str_null(a.number))
        e = req_write(req, write_application, &a);
    *out_number = a.number;
    return e;
}

enum err core_apply_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_apply_page v = {0};
    struct str number, code = uscc_clean(arena, form_value(req->pairs, STR("uscc")));
    req->act = web_act(req->web, STR("firm.apply"));
    req->form = req->act->form;
    if (req->post) {
        enum err e = apply_post(req, &number);
        if (!e)
            return req_redirect(req, url_core_applied(arena, number), STR_NULL);
        req_refused(req, e);
        v.overriding = uscc_check(code, NULL, NULL) == USCC_BAD_CHECK;
    }
    enum err e = park_contact_get(req->ctx, &v.ask);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("企业申请加入"));
    core_apply_body(req, &v);
    return ERR_OK;
}

enum err core_applied_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct core_applied_page v = {0};
    enum err e = apply_status(ctx, req_arg(req, "number"), &v.status);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, NULL, T("没有这个申请编号，请核对后再试")) : e;
    if ((e = park_contact_get(ctx, &v.ask)))
        return e;
    req->title = tr(ctx->lang, T("企业申请"));
    core_applied_body(req, &v);
    return ERR_OK;
}

enum err core_applications_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct core_applications_page v = {0};
    struct firm_application *waiting, *decided;
    size_t n, decided_n;
    enum err e = apply_waiting(ctx, &waiting, &n);
    if (e || (e = apply_decided(ctx, &decided, &decided_n)))
        return e;
    for (size_t i = 0; i < n; i++)
        *VEC_ADD(ctx->arena, &v.waiting) =
            (struct core_application_line){.application = waiting[i]};
    for (size_t i = 0; i < decided_n; i++)
        *VEC_ADD(ctx->arena, &v.decided) = (struct core_application_line){
            decided[i], person_name(ctx, decided[i].person), decided[i].org.state != ORG_REFUSED};
    req->title = tr(ctx->lang, T("企业申请"));
    core_applications_body(req, &v);
    return ERR_OK;
}
