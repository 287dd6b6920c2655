/* One page for every act of core: the act's declared fields, with choices among records. */
#include "core/core_page.h"
#include "core/page/account.tmpl.h"
#include "core/page/core_route.h"
#include "web/dispatch.h"
#include "web/i18n.h"

/* ---- choices --------------------------------------------------------------------------------- */

static void add(struct ctx *ctx, struct core_options *out, int64_t id, struct str label,
                struct str group)
{
    struct form_option o = {str_print(ctx->arena, "%lld", (long long)id), label, group};
    *VEC_ADD(ctx->arena, out) = o;
}

static enum err orgs(struct ctx *ctx, struct core_options *out)
{
    static const int64_t kinds[] = {ORG_DEPARTMENT, ORG_ENTERPRISE};
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        struct org_query query = {.kind = kinds[k], .state = ORG_ACTIVE, .limit = 500};
        struct org *rows;
        size_t n;
        struct str next;
        enum err e = org_list(ctx, &query, &rows, &n, &next);
        if (e)
            return e;
        for (size_t i = 0; i < n; i++)
            add(ctx, out, rows[i].id.n, rows[i].name, tr(ctx->lang, org_kind_label(kinds[k])));
    }
    return ERR_OK;
}

static enum err zones(struct ctx *ctx, struct core_options *out)
{
    struct zone *rows;
    size_t n;
    enum err e = zone_list(ctx, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        add(ctx, out, rows[i].id.n, rows[i].name, STR_NULL);
    return e;
}

static enum err colleagues(struct ctx *ctx, struct core_options *out)
{
    struct person *rows;
    size_t n;
    enum err e = ctx->actor.org.n ? person_of_org(ctx, ctx->actor.org, 0, &rows, &n)
                                  : person_with_role(ctx, ctx->actor.roles, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (rows[i].id.n != ctx->actor.person.n)
            add(ctx, out, rows[i].id.n, rows[i].name, STR_NULL);
    return e;
}

static enum err staff(struct ctx *ctx, struct core_options *out)
{
    struct person *rows;
    size_t n;
    enum err e = person_with_role(ctx, ROLE_COORDINATOR | ROLE_DEPARTMENT, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        add(ctx, out, rows[i].id.n, rows[i].name, STR_NULL);
    return e;
}

static enum err roles(struct ctx *ctx, struct core_options *out)
{
    for (const struct form_choice *c = role_choices; c->name; c++) {
        struct form_option o = {str_from(c->name), tr(ctx->lang, c->label), STR_NULL};
        *VEC_ADD(ctx->arena, out) = o;
    }
    return ERR_OK;
}

static const struct {
    const char *field;
    enum err (*fill)(struct ctx *ctx, struct core_options *out);
} choosers[] = {
    {"org", orgs},           {"zone", zones},    {"parent", orgs},
    {"standin", colleagues}, {"officer", staff}, {"roles", roles},
};

struct html show_core_form(struct req *req, const struct core_act_page *v)
{
    struct form_page f = {0};
    form_begin(&f, &req->page, req, req->act->name, v->action, NULL);
    for (size_t i = 0; i < req->form->n; i++) {
        const struct field *field = &req->form->fields[i];
        bool drawn = false;
        for (size_t k = 0; k < sizeof(choosers) / sizeof(choosers[0]); k++) {
            struct core_options options = {0};
            if ((field->type == FIELD_ID || field->type == FIELD_TEXTS) &&
                str_eq(str_from(field->name), str_from(choosers[k].field)) &&
                !choosers[k].fill(req->ctx, &options)) {
                form_one_from(&f, field->name, options.at, options.n);
                drawn = true;
            }
        }
        if (!drawn)
            form_one(&f, field->name);
    }
    form_rest(&f);
    core_act_buttons(&req->page, v);
    form_end(&f);
    return (struct html){STR("")};
}

/* ---- values to begin with -------------------------------------------------------------------- */

static void set_int(struct req *req, const char *name, int64_t value)
{
    if (value)
        req_begin_with_int(req, name, value);
}

static void set_choice(struct req *req, const char *name, const struct form_choice *choices,
                       int64_t value)
{
    for (; choices->name; choices++)
        if (choices->value == value)
            req_begin_with(req, name, str_from(choices->name));
}

/* Every role is a pair of its own when the field takes many. */
static void set_roles(struct req *req, uint32_t roles)
{
    const struct field *field = form_field(req->form, STR("roles"));
    if (!field)
        return;
    if (!(field->flags & FORM_MANY)) {
        req_begin_with(req, "roles", roles_text(req->ctx->arena, roles));
        return;
    }
    struct form_pair *pairs = ARENA_ARRAY(req->ctx->arena, struct form_pair, req->pairs.n + 32);
    size_t n = 0;
    for (size_t i = 0; i < req->pairs.n; i++)
        pairs[n++] = req->pairs.at[i];
    for (const struct form_choice *c = role_choices; c->name; c++)
        if (roles & (uint32_t)c->value)
            pairs[n++] = (struct form_pair){STR("roles"), str_from(c->name)};
    req->pairs = (struct form_pairs){pairs, n};
}

static void old_person(struct req *req, const struct person *p)
{
    req_begin_with(req, "name", p->name);
    req_begin_with(req, "login", p->login);
    req_begin_with(req, "phone", p->phone);
    req_begin_with(req, "email", p->email);
    set_int(req, "org", p->org.n);
    set_int(req, "zone", p->zone.n);
    set_roles(req, p->roles);
}

static void old_org(struct req *req, const struct org *o)
{
    req_begin_with(req, "name", o->name);
    req_begin_with(req, "short_name", o->short_name);
    req_begin_with(req, "uscc", o->uscc);
    req_begin_with(req, "contact", o->contact);
    req_begin_with(req, "phone", o->phone);
    req_begin_with(req, "address", o->address);
    set_int(req, "zone", o->zone.n);
    set_int(req, "parent", o->parent.n);
    set_int(req, "officer", o->officer.n);
    set_choice(req, "kind", org_kind_choices, o->kind);
    set_choice(req, "state", org_state_choices, o->state);
}

/* ---- the handlers ---------------------------------------------------------------------------- */

static enum err draw(struct req *req, struct core_act_page *v, struct url action, struct url back)
{
    v->title = tr(req->ctx->lang, req->act->title);
    v->button = v->button ? v->button : T("保存");
    v->action = action;
    v->back = back;
    if (req->result)
        v->secret = str_empty(v->link.text)
                        ? req->result->secret
                        : str_print(req->ctx->arena, "%.*s%.*s",
                                    STR_ARG(req->web->config.public_url), STR_ARG(v->link.text));
    req->done_url = back;
    req->title = v->title;
    core_act_body(req, v);
    return ERR_OK;
}

enum err core_password_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {0};
    if (req->session && req->session->must_change)
        v.hint = T("首次登录请先换一个自己的密码。");
    return draw(req, &v, url_core_password(arena), url_core_me(arena));
}

enum err core_session_end_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.button = T("结束会话")};
    return draw(req, &v, url_core_session_end(arena, (struct session_id){req_id(req, "id")}),
                url_core_me(arena));
}

enum err core_token_add_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.button = T("新建令牌")};
    return draw(req, &v, url_core_token_add(arena), url_core_me(arena));
}

enum err core_token_revoke_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.button = T("停用令牌")};
    return draw(req, &v, url_core_token_revoke(arena, (struct token_id){req_id(req, "id")}),
                url_core_me(arena));
}

enum err core_language_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.hint = T("页面、消息和邮件都用这种语言。")};
    if (!req->failed && req->session)
        req_begin_with(req, "lang", lang_code(req->session->lang));
    return draw(req, &v, url_core_language(arena), url_core_me(arena));
}

enum err core_standin_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.hint = T("代理期间，代理人除自己的角色外，还有您的角色。")};
    return draw(req, &v, url_core_standin(arena), url_core_me(arena));
}

enum err core_person_add_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.button = T("新增")};
    return draw(req, &v, url_core_person_add(arena), url_core_people(arena));
}

static enum err person_page(struct req *req, struct core_act_page *v,
                            struct url (*url)(struct arena *arena, struct person_id id))
{
    struct arena *arena = req->ctx->arena;
    struct person person;
    struct person_id id = {req_id(req, "id")};
    enum err e = person_get(req->ctx, id, &person);
    if (e)
        return e;
    v->about = person.name;
    if (!req->failed)
        old_person(req, &person);
    if (!req->failed || req->failed == ERR_CONFLICT)
        set_int(req, "version", person.version);
    return draw(req, v, url(arena, id), url_core_people(arena));
}

enum err core_person_edit_page(struct req *req)
{
    return person_page(req, &(struct core_act_page){0}, url_core_person_edit);
}

enum err core_person_password_page(struct req *req)
{
    struct core_act_page v = {
        .button = T("重设密码"),
        .hint = T("会生成一个新的初始密码，此人下次登录后须自己改掉；现有会话全部结束。"),
    };
    return person_page(req, &v, url_core_person_password);
}

enum err core_person_disable_page(struct req *req)
{
    struct core_act_page v = {.button = T("停用账号"), .hint = T("停用后不能登录，记录仍保留。")};
    return person_page(req, &v, url_core_person_disable);
}

enum err core_person_enable_page(struct req *req)
{
    struct core_act_page v = {.button = T("恢复账号")};
    return person_page(req, &v, url_core_person_enable);
}

enum err core_person_invite_page(struct req *req)
{
    struct core_act_page v = {
        .button = T("生成链接"),
        .hint = T("把一次性链接交给本人，七天内打开并设置密码后即可登录。"),
    };
    if (req->result)
        v.link = url_core_welcome(req->ctx->arena, req->result->secret);
    return person_page(req, &v, url_core_person_invite);
}

enum err core_org_add_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.button = T("新增")};
    return draw(req, &v, url_core_org_add(arena), url_core_orgs(arena));
}

static enum err org_page(struct req *req, struct core_act_page *v,
                         struct url (*url)(struct arena *arena, struct org_id id))
{
    struct arena *arena = req->ctx->arena;
    struct org org;
    struct org_id id = {req_id(req, "id")};
    enum err e = org_get(req->ctx, id, &org);
    if (e)
        return e;
    v->about = org.name;
    if (!req->failed)
        old_org(req, &org);
    if (!req->failed || req->failed == ERR_CONFLICT)
        set_int(req, "version", org.version);
    return draw(req, v, url(arena, id), url_core_orgs(arena));
}

enum err core_org_edit_page(struct req *req)
{
    return org_page(req, &(struct core_act_page){0}, url_core_org_edit);
}

/* The code is a sign-in name that the firm knows; the office may give a shorter one. */
enum err core_org_approve_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {
        .button = T("核准"),
        .hint = T("核准后会显示一次邀请链接，请交给企业联系人：打开后自设密码，即可登录提出诉求。"),
    };
    struct org org;
    struct org_id id = {req_id(req, "id")};
    enum err e = org_get(req->ctx, id, &org);
    if (e)
        return e;
    v.about = org.name;
    if (!req->failed)
        req_begin_with(req, "login", str_lower(arena, str_or_empty(org.uscc)));
    if (req->result)
        v.link = url_core_welcome(arena, req->result->secret);
    return draw(req, &v, url_core_org_approve(arena, id), url_core_applications(arena));
}

enum err core_org_refuse_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.button = T("不予核准"),
                              .hint = T("请写明理由，并电话告知企业联系人。")};
    struct org org;
    struct org_id id = {req_id(req, "id")};
    enum err e = org_get(req->ctx, id, &org);
    if (e)
        return e;
    v.about = org.name;
    return draw(req, &v, url_core_org_refuse(arena, id), url_core_applications(arena));
}

enum err core_park_contact_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.hint = T("没有账号的人在登录页和申请页看到它。")};
    struct park_contact c;
    enum err e = park_contact_get(req->ctx, &c);
    if (e)
        return e;
    if (!req->failed) {
        req_begin_with(req, "office", c.office);
        req_begin_with(req, "phone", c.phone);
        req_begin_with(req, "hours", c.hours);
        req_begin_with(req, "address", c.address);
    }
    return draw(req, &v, url_core_park_contact(arena), url_core_admin(arena));
}

enum err core_zone_add_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.button = T("新增")};
    return draw(req, &v, url_core_zone_add(arena), url_core_orgs(arena));
}

enum err core_setting_set_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct str name = req_arg(req, "name");
    struct setting_row *rows;
    struct core_act_page v = {0};
    size_t n;
    enum err e = setting_list(req->ctx, &rows, &n);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(rows[i].name, name))
            continue;
        v.about = rows[i].label;
        if (!req->failed) {
            req_begin_with(req, "value", str_print(arena, "%lld", (long long)rows[i].value));
            req_begin_with(req, "source", rows[i].source);
            req_begin_with(req, "since", day_text(arena, ctx_today(req->ctx)));
        }
        return draw(req, &v, url_core_setting_set(arena, name), url_core_settings(arena));
    }
    return ERR_NOT_FOUND;
}

enum err core_calendar_set_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct core_act_page v = {.button = T("启用"),
                              .hint = T("启用后，超出旧日历的到期日会重算，变动会列出来。")};
    return draw(req, &v, url_core_calendar_set(arena), url_core_calendar(arena));
}
