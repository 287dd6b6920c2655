/* Sign-in, the first password, one's own account, notices, help. */
#include "core/core_page.h"
#include "core/draft.h"
#include "core/page/account.tmpl.h"
#include "core/page/core_route.h"
#include "core/password.h"
#include "web/dispatch.h"
#include "web/i18n.h"
#include "web/sign.h"

enum { NOTICES_SHOWN = 100 };

/* Everybody begins at the first chapter that is theirs. */
enum err core_home_page(struct req *req)
{
    for (const struct module *const *m = req->web->config.modules; *m; m++)
        for (size_t i = 0; i < (*m)->menu_n; i++)
            if (ctx_may(req->ctx, (*m)->menu[i].roles))
                return req_redirect(req, (struct url){str_from((*m)->menu[i].path)}, STR_NULL);
    return req_redirect(req, url_core_me(req->ctx->arena), STR_NULL);
}

/* What ctx->error says, in the reader's language; "" when nothing was wrong. */
static struct str told(struct ctx *ctx)
{
    if (!ctx->error.message)
        return STR("");
    return tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
}

enum err core_sign_in_page(struct req *req)
{
    struct core_sign_in_page v = {.to = req_query(req, "to")};
    if (req->post) {
        v.login = form_value(req->pairs, STR("login"));
        v.to = form_value(req->pairs, STR("_to"));
        v.carry = form_value(req->pairs, STR("_carry"));
        if (!req_sign_in(req, v.login, form_value(req->pairs, STR("password"))))
            return ERR_OK;
    } else if (req->signed_in) {
        return req_redirect(req, url_core_home(req->ctx->arena), STR_NULL);
    }
    if (!str_empty(req->carry)) {
        v.carry = req->carry;
        v.to = req->carry_to;
    }
    v.message = told(req->ctx);
    enum err e = park_contact_get(req->ctx, &v.ask);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("登录"));
    core_sign_in_body(req, &v);
    return ERR_OK;
}

enum err core_sign_out_page(struct req *req)
{
    return req_sign_out(req);
}

/* ---- the one-time link ----------------------------------------------------------------------- */

struct welcome {
    struct str secret, hash;
    struct person_id person;
};

static enum err use_invite(struct ctx *ctx, void *arg)
{
    struct welcome *w = arg;
    return invite_use(ctx, w->secret, w->hash, &w->person);
}

static enum err welcome_post(struct req *req, struct welcome *w, const struct person *person)
{
    struct ctx *ctx = req->ctx;
    struct str password = form_value(req->pairs, STR("password"));
    if (!str_eq(password, form_value(req->pairs, STR("again"))))
        return ctx_fail(ctx, ERR_INVALID, "again", T("两次输入的密码不一样"));
    enum err e = password_judge(ctx, "password", person->login, password);
    if (e || (e = password_hash(ctx->arena, password, &w->hash)) ||
        (e = req_write(req, use_invite, w)))
        return e;
    return req_sign_in_as(req, person->login);
}

enum err core_welcome_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct welcome w = {.secret = req_arg(req, "secret")};
    struct person_id id;
    struct person person;
    enum err e = invite_find(ctx, w.secret, &id);
    if (e || (e = person_get(ctx, id, &person)))
        return ctx_fail(ctx, ERR_NOT_FOUND, NULL, T("这个链接已用过或已过期，请向管理员要新的"));
    if (req->post && !welcome_post(req, &w, &person))
        return ERR_OK;
    struct core_welcome_page v = {
        .person = person.name,
        .message = told(ctx),
        .action = url_core_welcome(ctx->arena, w.secret),
    };
    req->title = tr(ctx->lang, T("设置密码"));
    core_welcome_body(req, &v);
    return ERR_OK;
}

/* ---- one's own account ----------------------------------------------------------------------- */

struct str show_roles(struct ctx *ctx, uint32_t roles)
{
    struct buf b;
    buf_init(&b, ctx->arena, PERSON_ROLES_TEXT_MAX * 4);
    for (uint32_t bit = 1; bit < ROLE_CONSOLE; bit <<= 1) {
        if (!(roles & bit))
            continue;
        if (b.len)
            buf_add(&b, STR(" · "));
        buf_add(&b, tr(ctx->lang, role_label(bit)));
    }
    return buf_str(&b);
}

static enum err fill_sessions(struct req *req, struct core_me_page *v)
{
    struct ctx *ctx = req->ctx;
    struct session_info *sessions;
    struct token_info *tokens;
    size_t n, token_n;
    enum err e = session_of(ctx, ctx->actor.person, &sessions, &n);
    if (e || (e = token_of(ctx, ctx->actor.person, &tokens, &token_n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        struct core_session_line line = {sessions[i],
                                         req->session && sessions[i].id.n == req->session->id.n};
        *VEC_ADD(ctx->arena, &v->sessions) = line;
    }
    for (size_t i = 0; i < token_n; i++)
        *VEC_ADD(ctx->arena, &v->tokens) = tokens[i];
    struct view *views;
    if ((e = view_list(ctx, STR_NULL, &views, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        struct str text =
            str_print(ctx->arena, "%.*s?%.*s", STR_ARG(views[i].list), STR_ARG(views[i].query));
        *VEC_ADD(ctx->arena, &v->views) = (struct core_view_line){views[i], {text}};
    }
    return ERR_OK;
}

enum err core_me_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct core_me_page v = {.reach = {STR("/me/reach")}};
    struct person person;
    struct org org;
    enum err e = person_get(ctx, ctx->actor.person, &person);
    if (e || (e = fill_sessions(req, &v)))
        return e;
    v.login = person.login;
    v.name = person.name;
    v.roles = show_roles(ctx, ctx->actor.roles);
    v.language = person.lang == LANG_EN ? STR("English") : STR("中文");
    if (person.org.n && !org_get(ctx, person.org, &org))
        v.org = org.name;
    if (person.standin.n && person.standin_to >= ctx_today(ctx)) {
        v.standin = person_name(ctx, person.standin);
        v.standin_from = person.standin_from;
        v.standin_to = person.standin_to;
    }
    req->done_url = url_core_me(ctx->arena);
    req->title = tr(ctx->lang, T("我的账号与会话"));
    core_me_body(req, &v);
    return ERR_OK;
}

enum err core_notices_page(struct req *req)
{
    struct core_notices_page v = {0};
    struct notice *rows;
    size_t n;
    enum err e =
        notice_list(req->ctx, false, (struct notice_id){INT64_MAX}, NOTICES_SHOWN, &rows, &n);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++) {
        struct core_notice_line line = {
            rows[i], {notice_path(req->ctx->arena, rows[i].kind, rows[i].record)}};
        *VEC_ADD(req->ctx->arena, &v.rows) = line;
        v.unread = v.unread || !rows[i].read;
    }
    req->title = tr(req->ctx->lang, T("消息"));
    core_notices_body(req, &v);
    return ERR_OK;
}

enum err core_notice_read_page(struct req *req)
{
    return req_redirect(req, url_core_notices(req->ctx->arena), STR_NULL);
}

enum err core_view_drop_page(struct req *req)
{
    return req_redirect(req, url_core_me(req->ctx->arena), STR_NULL);
}

/* ---- drafts ---------------------------------------------------------------------------------- */

struct draft_in {
    struct str path, text;
};

static enum err put_draft(struct ctx *ctx, void *arg)
{
    const struct draft_in *in = arg;
    return str_empty(in->text) ? draft_drop(ctx, in->path) : draft_put(ctx, in->path, in->text);
}

/* The page's script sends the form's fields as one text; an empty text forgets the draft. */
enum err core_draft_page(struct req *req)
{
    struct draft_in in = {form_value(req->pairs, STR("path")), form_value(req->pairs, STR("text"))};
    enum err e = req_write(req, put_draft, &in);
    if (e)
        return e;
    req->reply->status = 204;
    return ERR_OK;
}

enum err core_help_page(struct req *req)
{
    req->title = tr(req->ctx->lang, T("使用说明"));
    core_help_body(req);
    return ERR_OK;
}
