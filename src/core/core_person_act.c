/* Acts on people, their passwords, tokens and sessions. */
#include "base/rand.h"
#include "core/core_act.h"
#include "core/core_form.h"
#include "core/journal.h"
#include "core/password.h"
#include "core/person.h"
#include "core/session.h"
#include "core_query.h"

static enum err roles_of(struct ctx *ctx, const char *field, struct form_texts texts,
                         uint32_t *out_roles)
{
    *out_roles = 0;
    for (size_t i = 0; i < texts.n; i++) {
        uint32_t some;
        if (!roles_parse(texts.at[i], &some))
            return ctx_fail_detail(ctx, ERR_INVALID, field, T("没有“{}”这个角色"), texts.at[i]);
        *out_roles |= some;
    }
    return ERR_OK;
}

/* By id or by sign-in name; neither means the caller where own_allowed. */
static enum err find_person(struct ctx *ctx, int64_t id, struct str login, struct person *out)
{
    enum err e = ERR_NOT_FOUND;
    if ((id == 0 || id == PERSON_CONSOLE.n) && str_empty(login))
        return ctx_fail(ctx, ERR_INVALID, "person", T("请填写"));
    if (id != 0)
        e = person_get(ctx, (struct person_id){id}, out);
    else if (!str_empty(login))
        e = person_find(ctx, login, out);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_NOT_FOUND, "person", T("没有这个人员"));
    return e;
}

static void answer(struct act_result *out, const struct person *p)
{
    out->id = p->id.n;
    out->version = p->version;
    out->number = p->login;
}

/* --- adding and changing --------------------------------------------------------------------- */

enum err person_add_prepare(struct ctx *ctx, void *given)
{
    struct person_in *in = given;
    if (in->invite)
        return ERR_OK;
    in->password = password_make(ctx->arena);
    return password_hash(ctx->arena, in->password, &in->hash);
}

enum err person_add_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct person_in *in = given;
    struct person p = {.login = in->login,
                       .name = str_empty(in->name) ? in->login : in->name,
                       .phone = in->phone,
                       .email = in->email,
                       .org = {in->org},
                       .zone = {in->zone},
                       .state = in->invite ? PERSON_INVITED : PERSON_ACTIVE};
    enum err e = roles_of(ctx, "roles", in->roles, &p.roles);
    if (!e)
        e = person_save(ctx, &p);
    if (!e && in->invite)
        e = invite_make(ctx, p.id, &out->secret);
    if (!e && !in->invite) {
        e = password_set(ctx, p.id, in->hash, true, (struct session_id){0});
        out->secret = in->password;
    }
    answer(out, &p);
    return e;
}

enum err person_edit_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct person_in *in = given;
    struct person p;
    enum err e = find_person(ctx, in->id, STR_NULL, &p);
    if (!e)
        e = roles_of(ctx, "roles", in->roles, &p.roles);
    if (e)
        return e;
    p.version = in->version;
    p.login = in->login;
    p.name = in->name;
    p.phone = in->phone;
    p.email = in->email;
    p.org.n = in->org;
    p.zone.n = in->zone;
    e = person_save(ctx, &p);
    answer(out, &p);
    return e;
}

enum err person_role_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct role_in *in = given;
    struct person p;
    uint32_t grant, revoke;
    enum err e = find_person(ctx, in->id, in->person, &p);
    if (!e)
        e = roles_of(ctx, "grant", in->grant, &grant);
    if (!e)
        e = roles_of(ctx, "revoke", in->revoke, &revoke);
    if (e)
        return e;
    p.roles = (p.roles | grant) & ~revoke;
    e = person_save(ctx, &p);
    answer(out, &p);
    return e;
}

/* Sessions, tokens and links that were not used: none of them comes back when the person does. */
static enum err end_ways_in(struct ctx *ctx, struct person_id person)
{
    struct sql_session_end_person_in sessions = {ctx->park, person, {0}, ctx->now_us};
    struct sql_token_revoke_person_in tokens = {ctx->park, person, ctx->now_us};
    struct sql_invite_end_in links = {ctx->park, person, ctx->now_us};
    enum err e = sql_session_end_person(ctx->db, &sessions, NULL);
    if (!e)
        e = sql_token_revoke_person(ctx->db, &tokens, NULL);
    return e ? e : sql_invite_end(ctx->db, &links, NULL);
}

static enum err set_state(struct ctx *ctx, const struct who_in *in, int64_t state,
                          struct act_result *out)
{
    struct person p;
    enum err e = find_person(ctx, in->id, in->person, &p);
    if (e)
        return e;
    p.state = state;
    e = person_save(ctx, &p);
    answer(out, &p);
    if (e || state != PERSON_DISABLED)
        return e;
    return end_ways_in(ctx, p.id);
}

enum err person_disable_run(struct ctx *ctx, const void *in, struct act_result *out)
{
    return set_state(ctx, in, PERSON_DISABLED, out);
}

enum err person_enable_run(struct ctx *ctx, const void *in, struct act_result *out)
{
    return set_state(ctx, in, PERSON_ACTIVE, out);
}

enum err person_invite_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct who_in *in = given;
    struct person p;
    enum err e = find_person(ctx, in->id, in->person, &p);
    if (!e && p.state == PERSON_DISABLED)
        return ctx_fail(ctx, ERR_CONFLICT, "person", T("这个账号已停用，请先启用"));
    if (!e)
        e = invite_make(ctx, p.id, &out->secret);
    if (!e)
        answer(out, &p);
    return e;
}

/* --- passwords ------------------------------------------------------------------------------- */

enum err person_password_prepare(struct ctx *ctx, void *given)
{
    struct who_in *in = given;
    struct person p;
    enum err e = find_person(ctx, in->id, in->person, &p);
    if (!e && str_empty(in->password))
        in->password = password_make(ctx->arena);
    if (!e)
        e = password_judge(ctx, "password", p.login, in->password);
    return e ? e : password_hash(ctx->arena, in->password, &in->hash);
}

enum err person_password_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct who_in *in = given;
    struct person p;
    enum err e = find_person(ctx, in->id, in->person, &p);
    if (e)
        return e;
    e = password_set(ctx, p.id, in->hash, true, (struct session_id){0});
    if (!e && p.state == PERSON_INVITED) {
        p.state = PERSON_ACTIVE;
        e = person_save(ctx, &p);
    }
    answer(out, &p);
    out->secret = in->password;
    return e;
}

static enum err stored_hash(struct ctx *ctx, struct str *out_hash)
{
    struct sql_password_get_row row;
    struct sql_password_get_in which = {ctx->park, ctx->actor.person};
    enum err e = sql_password_get(ctx->db, ctx->arena, &which, &row);
    if (!e)
        *out_hash = row.hash;
    return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "old", T("您还没有密码")) : e;
}

enum err own_password_prepare(struct ctx *ctx, void *given)
{
    struct own_password_in *in = given;
    struct person p;
    bool good;
    if (!str_eq(in->password, in->again))
        return ctx_fail(ctx, ERR_INVALID, "again", T("两次输入的新密码不一样"));
    if (str_eq(in->password, in->old))
        return ctx_fail(ctx, ERR_INVALID, "password", T("新密码不能与现在的相同"));
    enum err e = person_get(ctx, ctx->actor.person, &p);
    if (!e)
        e = password_judge(ctx, "password", p.login, in->password);
    if (!e)
        e = stored_hash(ctx, &in->checked);
    if (!e)
        e = password_check(in->old, in->checked, &good);
    if (!e && !good)
        return ctx_fail(ctx, ERR_INVALID, "old", T("现在的密码不对"));
    in->session = ctx->actor.session.n;
    return e ? e : password_hash(ctx->arena, in->password, &in->hash);
}

enum err own_password_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct own_password_in *in = given;
    struct str now;
    enum err e = stored_hash(ctx, &now);
    if (!e && !str_eq(now, in->checked))
        return ctx_fail(ctx, ERR_CONFLICT, "old", T("密码刚被改过，请重新填写"));
    out->id = ctx->actor.person.n;
    return e ? e
             : password_set(ctx, ctx->actor.person, in->hash, false,
                            (struct session_id){in->session});
}

/* --- stand-ins, tokens, sessions ------------------------------------------------------------- */

enum err standin_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct standin_in *in = given;
    struct person p;
    enum err e = person_get(ctx, ctx->actor.person, &p);
    if (e)
        return ctx_fail(ctx, e, NULL, T("没有这个人员"));
    p.standin.n = in->standin;
    p.standin_from = in->from;
    p.standin_to = in->to;
    e = person_save(ctx, &p);
    answer(out, &p);
    return e;
}

/* Pages follow the browser until a language is chosen; mails follow only this. */
enum err language_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct language_in *in = given;
    struct person p;
    enum err e = person_get(ctx, ctx->actor.person, &p);
    if (e)
        return ctx_fail(ctx, e, NULL, T("没有这个人员"));
    p.lang = (enum lang)in->lang;
    e = person_save(ctx, &p);
    answer(out, &p);
    return e;
}

enum { TOKEN_DAYS = 365 };

enum err token_create_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct token_in *in = given;
    struct person p;
    struct token_id id;
    int64_t own = str_empty(in->person) ? ctx->actor.person.n : 0;
    enum err e = find_person(ctx, own, in->person, &p);
    if (!e && p.id.n != ctx->actor.person.n && !ctx_may(ctx, ROLE_ADMIN))
        return ctx_fail(ctx, ERR_DENIED, "person", T("只能为自己新建令牌"));
    if (e)
        return e;
    e = token_make(ctx, p.id, str_empty(in->name) ? STR("API") : in->name,
                   in->days != 0 ? in->days : TOKEN_DAYS, &id, &out->secret);
    out->id = id.n;
    out->number = p.login;
    return e;
}

enum err token_revoke_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct record_in *in = given;
    out->id = in->id;
    return token_revoke(ctx, (struct token_id){in->id});
}

enum err session_end_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct record_in *in = given;
    out->id = in->id;
    return session_end(ctx, (struct session_id){in->id});
}
