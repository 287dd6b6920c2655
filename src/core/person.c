#include "core/person.h"

#include <string.h>

#include "base/utf8.h"
#include "core/id.h"
#include "core/journal.h"
#include "core/org.h"
#include "core/search.h"
#include "core_query.h"

const struct form_choice person_state_choices[] = {
    {"active", T("在用"), PERSON_ACTIVE},
    {"invited", T("已邀请"), PERSON_INVITED},
    {"disabled", T("已停用"), PERSON_DISABLED},
    {NULL, NULL, 0},
};

const struct form_choice role_choices[] = {
    {"firm", T("企业"), ROLE_FIRM},         {"department", T("部门经办"), ROLE_DEPARTMENT},
    {"head", T("部门负责人"), ROLE_HEAD},   {"coordinator", T("协调员"), ROLE_COORDINATOR},
    {"leader", T("园区领导"), ROLE_LEADER}, {"auditor", T("审计"), ROLE_AUDITOR},
    {"admin", T("管理员"), ROLE_ADMIN},     {NULL, NULL, 0},
};

const char *role_label(uint32_t role)
{
    for (const struct form_choice *c = role_choices; c->name != NULL; c++)
        if (c->value == role)
            return c->label;
    return role == ROLE_CONSOLE ? T("控制台") : "";
}

struct str roles_text(struct arena *arena, uint32_t roles)
{
    struct buf b;
    buf_init(&b, arena, PERSON_ROLES_TEXT_MAX);
    for (const struct form_choice *c = role_choices; c->name != NULL; c++)
        if (roles & (uint32_t)c->value)
            buf_print(&b, b.len > 0 ? " %s" : "%s", c->name);
    return buf_str(&b);
}

static uint32_t role_named(struct str name)
{
    for (const struct form_choice *c = role_choices; c->name != NULL; c++)
        if (str_eq(str_from(c->name), name) || str_eq(str_from(c->label), name))
            return (uint32_t)c->value;
    return 0;
}

bool roles_parse(struct str text, uint32_t *out_roles)
{
    uint32_t roles = 0;
    struct str rest = text, piece, word;
    while (str_cut(&rest, ',', &piece))
        while (str_cut(&piece, ' ', &word)) {
            uint32_t role = role_named(str_trim(word));
            if (role == 0 && !str_empty(str_trim(word)))
                return false;
            roles |= role;
        }
    *out_roles = roles;
    return true;
}

#define PERSON_OF(r)                                                                               \
    ((struct person){.id = (r).id,                                                                 \
                     .login = (r).login,                                                           \
                     .name = (r).name,                                                             \
                     .phone = (r).phone,                                                           \
                     .email = (r).email,                                                           \
                     .org = (r).org,                                                               \
                     .zone = (r).zone,                                                             \
                     .roles = (uint32_t)(r).roles,                                                 \
                     .state = (r).state,                                                           \
                     .lang = (enum lang)(r).lang,                                                  \
                     .standin = (r).standin,                                                       \
                     .standin_from = (r).standin_from,                                             \
                     .standin_to = (r).standin_to,                                                 \
                     .version = (r).version})

enum err person_get(struct ctx *ctx, struct person_id id, struct person *out)
{
    struct sql_person_get_row row;
    enum err e =
        sql_person_get(ctx->db, ctx->arena, &(struct sql_person_get_in){ctx->park, id}, &row);
    if (!e)
        *out = PERSON_OF(row);
    return e;
}

static struct str clean_login(struct arena *arena, struct str login)
{
    return str_lower(arena, str_narrow(arena, str_trim(login)));
}

enum err person_by_login(struct ctx *ctx, struct str login, struct person *out)
{
    struct sql_person_login_row row;
    struct sql_person_login_in in = {ctx->park, clean_login(ctx->arena, login)};
    enum err e = sql_person_login(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out = PERSON_OF(row);
    return e;
}

enum err person_find(struct ctx *ctx, struct str login_or_name, struct person *out)
{
    enum err e = person_by_login(ctx, login_or_name, out);
    if (e != ERR_NOT_FOUND)
        return e;
    struct sql_person_named_in in = {ctx->park, str_trim(login_or_name)};
    struct sql_person_named_row *rows;
    size_t n;
    e = sql_person_named(ctx->db, ctx->arena, &in, &rows, &n);
    if (e || n != 1)
        return e ? e : ERR_NOT_FOUND;
    *out = PERSON_OF(rows[0]);
    return ERR_OK;
}

struct str person_name(struct ctx *ctx, struct person_id id)
{
    struct person p;
    if (id.n == 0)
        return STR("");
    if (id.n == PERSON_CONSOLE.n)
        return str_from(role_label(ROLE_CONSOLE));
    return person_get(ctx, id, &p) ? STR("") : p.name;
}

enum err person_of_org(struct ctx *ctx, struct org_id org, uint32_t roles, struct person **out,
                       size_t *out_n)
{
    struct sql_person_of_org_in in = {ctx->park, org, roles};
    struct sql_person_of_org_row *rows;
    enum err e = sql_person_of_org(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct person, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = PERSON_OF(rows[i]);
    return ERR_OK;
}

enum err person_with_role(struct ctx *ctx, uint32_t roles, struct person **out, size_t *out_n)
{
    struct sql_person_with_role_in in = {ctx->park, roles};
    struct sql_person_with_role_row *rows;
    enum err e = sql_person_with_role(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct person, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = PERSON_OF(rows[i]);
    return ERR_OK;
}

enum err person_list(struct ctx *ctx, const struct person_query *query, struct person **out,
                     size_t *out_n, struct str *out_next)
{
    struct str words = search_words(ctx, query->words);
    struct sql_person_list_in in = {
        .park = ctx->park,
        .state = {query->state >= 0, query->state},
        .org = {query->org.n != 0, query->org},
        .words = {!str_null(words), words},
    };
    struct sql_person_list_page page = {
        .order = SQL_PERSON_LIST_NAME, .limit = query->limit, .after = query->after};
    struct sql_person_list_row *rows;
    enum err e = sql_person_list(ctx->db, ctx->arena, &in, &page, &rows, out_n, out_next);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct person, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = PERSON_OF(rows[i]);
    return ERR_OK;
}

/* --- who acts -------------------------------------------------------------------------------- */

enum { CONSOLE_ROLES = ROLE_CONSOLE | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR | ROLE_ADMIN };

/* The roles of those who are away today and named this person, in the same organisation. */
enum err person_standin_roles(struct ctx *ctx, struct person_id person, struct org_id org,
                              uint32_t *out_roles)
{
    struct sql_person_standins_of_in in = {ctx->park, person, ctx_today(ctx)};
    struct sql_person_standins_of_row *rows;
    size_t n;
    enum err e = sql_person_standins_of(ctx->db, ctx->arena, &in, &rows, &n);
    *out_roles = 0;
    for (size_t i = 0; i < n && !e; i++)
        if (rows[i].org.n == org.n)
            *out_roles |= (uint32_t)rows[i].roles;
    return e;
}

enum err person_actor(struct ctx *ctx, struct person_id id, struct actor *out)
{
    if (id.n == PERSON_CONSOLE.n) {
        *out = (struct actor){
            .person = id, .name = str_from(role_label(ROLE_CONSOLE)), .roles = CONSOLE_ROLES};
        return ERR_OK;
    }
    struct person p;
    enum err e = person_get(ctx, id, &p);
    if (e)
        return e;
    if (p.state == PERSON_DISABLED)
        return ctx_fail(ctx, ERR_DENIED, NULL, T("这个账号已停用，请联系管理员"));
    uint32_t more;
    e = person_standin_roles(ctx, id, p.org, &more);
    *out = (struct actor){
        .person = id, .name = p.name, .org = p.org, .roles = p.roles | more, .zone = p.zone.n};
    return e;
}

/* --- writing --------------------------------------------------------------------------------- */

static enum err judge_names(struct ctx *ctx, struct person *p)
{
    p->login = clean_login(ctx->arena, p->login);
    p->name = str_trim(p->name);
    if (str_empty(p->name))
        return ctx_fail(ctx, ERR_INVALID, "name", T("请填写姓名"));
    if (utf8_count(p->login) < 2 || str_has(p->login, STR(" ")))
        return ctx_fail(ctx, ERR_INVALID, "login", T("登录名至少两个字，不能有空格"));
    struct person other;
    enum err e = person_by_login(ctx, p->login, &other);
    if (!e && other.id.n != p->id.n)
        return ctx_fail(ctx, ERR_CONFLICT, "login", T("这个登录名已被使用"));
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err judge_place(struct ctx *ctx, const struct person *p)
{
    struct org org;
    if (p->org.n != 0 && org_get(ctx, p->org, &org))
        return ctx_fail(ctx, ERR_INVALID, "org", T("没有这个单位"));
    if ((p->roles & (ROLE_FIRM | ROLE_DEPARTMENT | ROLE_HEAD)) && p->org.n == 0)
        return ctx_fail(ctx, ERR_INVALID, "org", T("企业和部门人员须填写所属单位"));
    if ((p->roles & ~(uint32_t)ROLE_ALL) || (p->roles & ROLE_CONSOLE))
        return ctx_fail(ctx, ERR_INVALID, "roles", T("没有这个角色"));
    struct sql_zone_get_row zone;
    if (p->zone.n != 0 &&
        sql_zone_get(ctx->db, ctx->arena, &(struct sql_zone_get_in){ctx->park, p->zone}, &zone))
        return ctx_fail(ctx, ERR_INVALID, "zone", T("没有这个片区"));
    return ERR_OK;
}

static enum err judge_standin(struct ctx *ctx, const struct person *p)
{
    struct person other;
    if (p->standin.n == 0)
        return ERR_OK;
    if (p->standin.n == p->id.n || person_get(ctx, p->standin, &other) ||
        other.state == PERSON_DISABLED || other.org.n != p->org.n)
        return ctx_fail(ctx, ERR_INVALID, "standin", T("代理人应为同一单位的其他在用人员"));
    if (p->standin_from == DAY_NONE || p->standin_to == DAY_NONE || p->standin_to < p->standin_from)
        return ctx_fail(ctx, ERR_INVALID, "standin_to", T("请填写代理的起止日期"));
    return ERR_OK;
}

/* Somebody must be left who can let others in. */
static enum err judge_last_admin(struct ctx *ctx, const struct person *before,
                                 const struct person *after)
{
    bool was = (before->roles & ROLE_ADMIN) && before->state != PERSON_DISABLED;
    bool is = (after->roles & ROLE_ADMIN) && after->state != PERSON_DISABLED;
    if (!was || is)
        return ERR_OK;
    struct sql_person_admins_row row;
    struct sql_person_admins_in in = {ctx->park, after->id};
    enum err e = sql_person_admins(ctx->db, ctx->arena, &in, &row);
    if (!e && row.n == 0)
        return ctx_fail(ctx, ERR_CONFLICT, "roles", T("这是最后一位管理员，不能停用或取消"));
    return e;
}

/* clang-format off */
/* What a new row and a changed one hold alike. */
#define PERSON_COLUMNS(p) \
    .login = p->login, \
    .name = p->name, \
    .phone = str_or_empty(p->phone), \
    .email = str_or_empty(p->email), \
    .org = p->org, \
    .zone = p->zone, \
    .roles = p->roles, \
    .state = p->state, \
    .lang = p->lang, \
    .standin = p->standin, \
    .standin_from = p->standin_from, \
    .standin_to = p->standin_to
/* clang-format on */

static enum err write_new(struct ctx *ctx, struct person *p)
{
    enum err e = id_next(ctx, &p->id.n);
    if (e)
        return e;
    struct sql_person_insert_in in = {
        .park = ctx->park, .id = p->id, PERSON_COLUMNS(p), .created = ctx->now_us};
    p->version = 1;
    return sql_person_insert(ctx->db, &in, NULL);
}

static enum err write_changed(struct ctx *ctx, struct person *p)
{
    struct sql_person_update_in in = {
        .park = ctx->park, .id = p->id, PERSON_COLUMNS(p), .version = p->version};
    int64_t changed = 0;
    enum err e = sql_person_update(ctx->db, &in, &changed);
    if (!e && changed == 0)
        return ctx_fail(ctx, ERR_CONFLICT, "version", T("这个人员刚被别人改过，请看过新内容再改"));
    p->version++;
    return e;
}

static struct str state_name(const struct person *p)
{
    return p->id.n == 0 ? STR_NULL : str_from(person_state_choices[p->state].name);
}

static enum err note(struct ctx *ctx, const struct person *before, const struct person *after,
                     const char *verb)
{
    struct journal_field f[] = {
        journal_text("login", before->login, after->login),
        journal_text("name", before->name, after->name),
        journal_text("phone", before->phone, str_or_empty(after->phone)),
        journal_text("email", before->email, str_or_empty(after->email)),
        journal_id(ctx->arena, "org", before->org.n, after->org.n),
        journal_id(ctx->arena, "zone", before->zone.n, after->zone.n),
        journal_text("roles", before->id.n ? roles_text(ctx->arena, before->roles) : STR_NULL,
                     roles_text(ctx->arena, after->roles)),
        journal_text("state", state_name(before), state_name(after)),
        journal_id(ctx->arena, "standin", before->standin.n, after->standin.n),
        journal_day(ctx->arena, "standin_from", before->standin_from, after->standin_from),
        journal_day(ctx->arena, "standin_to", before->standin_to, after->standin_to),
    };
    return journal_add(ctx, "person", after->id.n, verb, f, sizeof f / sizeof *f);
}

enum err person_save(struct ctx *ctx, struct person *p)
{
    struct person before = {.standin_from = DAY_NONE, .standin_to = DAY_NONE};
    bool fresh = p->id.n == 0;
    if (p->standin.n == 0)
        p->standin_from = p->standin_to = DAY_NONE;
    enum err e = fresh ? ERR_OK : person_get(ctx, p->id, &before);
    if (!e)
        e = judge_names(ctx, p);
    if (!e)
        e = judge_place(ctx, p);
    if (!e)
        e = judge_standin(ctx, p);
    if (!e)
        e = judge_last_admin(ctx, &before, p);
    if (!e)
        e = fresh ? write_new(ctx, p) : write_changed(ctx, p);
    if (!e)
        e = note(ctx, &before, p, fresh ? "add" : "edit");
    if (e)
        return e;
    struct str text = str_print(ctx->arena, "%.*s %.*s %.*s", STR_ARG(p->name), STR_ARG(p->login),
                                STR_ARG(p->phone));
    return search_put(ctx, "person", p->id.n, text);
}
