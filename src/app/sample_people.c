#include "app/sample_people.h"

#include "base/buf.h"
#include "base/fs.h"
#include "base/rand.h"
#include "base/uscc.h"
#include "core/apply.h"
#include "core/password.h"
#include "core/person.h"

enum { ACCOUNTS_TEXT_MAX = 64 * 1024 };

struct settle {
    struct arena *arena;
    const struct sample_texts *texts;
    struct sample_people *out;
};

/* A code that passes the check and cannot be anybody's: 99 is no region. */
static struct str fictional_uscc(struct arena *arena, size_t n)
{
    char check = '0';
    struct str code = str_print(arena, "91990101MA9%05zuX0", n + 1);
    uscc_check(code, NULL, &check);
    return str_print(arena, "%.*s%c", (int)(USCC_LEN - 1), code.ptr, check);
}

static enum err add_person(struct ctx *ctx, struct settle *s, struct person *person,
                           const char *what)
{
    person->phone = STR("");
    person->email = STR("");
    person->standin_from = person->standin_to = DAY_NONE;
    person->lang = LANG_ZH;
    enum err e = person_save(ctx, person);
    if (e)
        return e;
    *VEC_ADD(s->arena, &s->out->logins) = (struct sample_login){
        .person = person->id,
        .login = str_dup(s->arena, person->login),
        .name = str_dup(s->arena, person->name),
        .what = str_from(what),
    };
    return ERR_OK;
}

static enum err settle_zones(struct ctx *ctx, struct settle *s)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < s->texts->zones.n; i++) {
        struct zone zone = {.name = s->texts->zones.at[i]};
        e = zone_save(ctx, &zone);
        *VEC_ADD(s->arena, &s->out->zones) = zone.id;
    }
    return e;
}

/* "东" names the zone that begins with it. */
static struct zone_id zone_of(const struct settle *s, struct str name)
{
    for (size_t i = 0; i < s->texts->zones.n && !str_empty(name); i++)
        if (str_starts(s->texts->zones.at[i], name))
            return s->out->zones.at[i];
    return (struct zone_id){0};
}

static enum err settle_staff(struct ctx *ctx, struct settle *s)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < s->texts->staff.n; i++) {
        const struct sample_staff *staff = &s->texts->staff.at[i];
        struct person person = {
            .login = staff->login, .name = staff->name, .zone = zone_of(s, staff->zone)};
        if (!roles_parse(staff->roles, &person.roles))
            return ERR_INVALID;
        bool coordinates = person.roles & ROLE_COORDINATOR, leads = person.roles & ROLE_LEADER;
        e = add_person(ctx, s, &person, coordinates ? "协调员" : leads ? "园区领导" : "审计");
        if (coordinates)
            *VEC_ADD(s->arena, &s->out->coordinators) = person.id;
        if (leads && person.zone.n == 0)
            *VEC_ADD(s->arena, &s->out->leaders) = person.id;
    }
    return e;
}

static enum err settle_clerks(struct ctx *ctx, struct settle *s, size_t n, struct sample_org *org)
{
    const struct sample_department *d = &s->texts->departments.at[n];
    struct str clerks = d->clerks, name;
    enum err e = ERR_OK;
    for (int i = 0; !e && str_cut(&clerks, ',', &name); i++) {
        struct person clerk = {.login = i == 0 ? str_print(s->arena, "dept%zu", n)
                                               : str_print(s->arena, "dept%zu-%d", n, i + 1),
                               .name = name,
                               .org = org->id,
                               .roles = ROLE_DEPARTMENT};
        e = add_person(ctx, s, &clerk, "部门经办");
        if (i == 0)
            org->clerk = clerk.id;
    }
    struct person head = {.login = str_print(s->arena, "head%zu", n),
                          .name = d->head,
                          .org = org->id,
                          .roles = ROLE_DEPARTMENT | ROLE_HEAD};
    if (!e)
        e = add_person(ctx, s, &head, "部门负责人");
    org->head = head.id;
    return e;
}

static enum err settle_departments(struct ctx *ctx, struct settle *s)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < s->texts->departments.n; i++) {
        const struct sample_department *d = &s->texts->departments.at[i];
        struct org org = {.kind = ORG_DEPARTMENT,
                          .name = d->name,
                          .short_name = d->short_name,
                          .contact = d->head,
                          .phone = d->phone,
                          .address = STR("")};
        e = org_save(ctx, &org);
        struct sample_org *added = VEC_ADD(s->arena, &s->out->departments);
        *added = (struct sample_org){.id = org.id, .name = d->name};
        /* The first one is the coordinators' own office: its people are staff. */
        if (!e && i > 0)
            e = settle_clerks(ctx, s, i, added);
    }
    return e;
}

static enum err settle_firms(struct ctx *ctx, struct settle *s)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < s->texts->firms.n; i++) {
        const struct sample_firm *f = &s->texts->firms.at[i];
        struct org org = {
            .kind = ORG_ENTERPRISE,
            .name = f->name,
            .short_name = f->short_name,
            .uscc = fictional_uscc(s->arena, i),
            .zone = zone_of(s, f->zone),
            .contact = f->contact,
            .phone = str_print(s->arena, "0000-88%05zu", 20000 + i * 137),
            .address =
                str_print(s->arena, "青澜高新区%.*s片区样例路 %zu 号", STR_ARG(f->zone), 1 + i * 2),
            .officer = s->out->coordinators.at[i % s->out->coordinators.n],
        };
        e = org_save(ctx, &org);
        struct sample_org *added = VEC_ADD(s->arena, &s->out->firms);
        *added = (struct sample_org){.id = org.id, .name = f->name, .zone = org.zone};
        if (e || str_empty(f->login))
            continue;
        struct person person = {
            .login = f->login, .name = f->contact, .org = org.id, .roles = ROLE_FIRM};
        e = add_person(ctx, s, &person, "企业");
        added->clerk = person.id;
    }
    return e;
}

static enum err settle_all(struct ctx *ctx, const void *in, struct act_result *out)
{
    struct settle *s = *(struct settle *const *)in;
    (void)out;
    *s->out = (struct sample_people){0};
    enum err e = settle_zones(ctx, s);
    if (!e)
        e = settle_staff(ctx, s);
    if (!e)
        e = settle_departments(ctx, s);
    return e ? e : settle_firms(ctx, s);
}

static enum err give_passwords(struct ctx *ctx, const void *in, struct act_result *out)
{
    struct settle *s = *(struct settle *const *)in;
    enum err e = ERR_OK;
    (void)out;
    for (size_t i = 0; !e && i < s->out->logins.n; i++)
        e = password_set(ctx, s->out->logins.at[i].person, s->out->logins.at[i].hash, false,
                         (struct session_id){0});
    return e;
}

/* The administrator that init made signs in like the others; the set-up link stays good too. */
static enum err include_admin(struct ctx *ctx, const void *in, struct act_result *out)
{
    struct settle *s = *(struct settle *const *)in;
    struct person admin;
    (void)out;
    enum err e = person_by_login(ctx, STR("admin"), &admin);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    admin.state = PERSON_ACTIVE;
    e = person_save(ctx, &admin);
    if (!e)
        *VEC_ADD(s->arena, &s->out->logins) = (struct sample_login){.person = admin.id,
                                                                    .login = STR("admin"),
                                                                    .name = STR("系统管理员"),
                                                                    .what = STR("管理员")};
    return e;
}

static enum err write_accounts(struct ctx *ctx, const struct sample_people *people,
                               struct str data_dir)
{
    struct buf text;
    buf_init(&text, ctx->arena, ACCOUNTS_TEXT_MAX);
    buf_add(&text, STR("# 示范园区的账号，全为虚构；正式使用前请另建园区。\n"
                       "# 角色\t登录名\t密码\t姓名\n"));
    for (size_t i = 0; i < people->logins.n; i++) {
        const struct sample_login *l = &people->logins.at[i];
        buf_print(&text, "%.*s\t%.*s\t%.*s\t%.*s\n", STR_ARG(l->what), STR_ARG(l->login),
                  STR_ARG(l->password), STR_ARG(l->name));
    }
    /* A database has no directory: then beside the command. */
    struct str dir = str_starts(data_dir, STR("postgresql://")) ? STR(".") : data_dir;
    return fs_write(ctx->arena, fs_join(ctx->arena, dir, STR("sample-accounts.txt")),
                    buf_str(&text), 0600);
}

static enum err run(const struct app_db *app_db, struct ctx *ctx, const char *name,
                    enum err (*fn)(struct ctx *, const void *, struct act_result *),
                    struct settle *settle)
{
    struct act act = {.name = name, .title = name, .roles = ROLE_CONSOLE, .run = fn};
    struct act_result result;
    ctx->act_id = 0; /* no form, so nothing that a repeat could be told by */
    return act_run(app_db, ctx, &act, &settle, &result);
}

enum err sample_settle(const struct app_db *app_db, struct ctx *ctx,
                       const struct sample_texts *texts, struct str data_dir,
                       struct sample_people *out)
{
    struct settle settle = {.arena = ctx->arena, .texts = texts, .out = out};
    enum err e = run(app_db, ctx, "sample.settle", settle_all, &settle);
    if (!e)
        e = run(app_db, ctx, "sample.admin", include_admin, &settle);
    for (size_t i = 0; !e && i < out->logins.n; i++) {
        out->logins.at[i].password = password_make(ctx->arena);
        e = password_hash(ctx->arena, out->logins.at[i].password, &out->logins.at[i].hash);
    }
    if (!e)
        e = run(app_db, ctx, "sample.passwords", give_passwords, &settle);
    return e ? e : write_accounts(ctx, out, data_dir);
}

/* What somebody without an account finds, and two firms that applied. */
static enum err settle_gate(struct ctx *ctx, const void *in, struct act_result *out)
{
    static const struct {
        const char *name, *contact, *phone, *source;
    } applicants[] = {
        {"青澜禾光传感技术有限公司", "贺晓岚", "0000-8877001", "203.0.113.24"},
        {"青澜远帆智能装备有限公司", "房启明", "0000-8877002", "203.0.113.61"},
    };
    (void)in;
    (void)out;
    struct park_contact contact = {STR("青澜高新区企业服务窗口"), STR("0000-8800800"),
                                   STR("工作日 9:00–12:00，13:30–17:30"),
                                   STR("青澜高新区样例大道 1 号一楼")};
    enum err e = park_contact_set(ctx, &contact);
    for (size_t i = 0; !e && i < sizeof applicants / sizeof applicants[0]; i++) {
        struct str number;
        struct org org = {.name = str_from(applicants[i].name),
                          .uscc = fictional_uscc(ctx->arena, 9000 + i),
                          .contact = str_from(applicants[i].contact),
                          .phone = str_from(applicants[i].phone),
                          .address = STR("青澜高新区样例路 300 号")};
        e = apply_put(ctx, &org, str_from(applicants[i].source), &number);
    }
    return e;
}

enum err sample_gate(const struct app_db *app_db, struct ctx *ctx)
{
    return run(app_db, ctx, "sample.gate", settle_gate, NULL);
}

enum err sample_act(const struct app_db *app_db, struct ctx *as, struct ctx *told,
                    const struct module *module, const char *name, const struct form_pair *pairs,
                    size_t n, struct act_result *out)
{
    const struct act *found = NULL;
    struct form_errors errors = {0};
    for (size_t i = 0; i < module->act_n; i++)
        if (str_eq(str_from(module->acts[i].name), str_from(name)))
            found = &module->acts[i];
    if (!found)
        return ctx_fail(told, ERR_NOT_FOUND, NULL, T("没有找到，或者不在您能看到的范围内"));
    void *in = arena_alloc(as->arena, found->form->size);
    enum err e = form_decode(as->arena, found->form, (struct form_pairs){pairs, n}, in, &errors);
    const char *why = errors.n ? errors.at[0].message : "";
    rand_bytes(&as->act_id, sizeof as->act_id);
    as->act_id &= INT64_MAX;
    if (!e)
        e = app_db ? act_run(app_db, as, found, in, out) : found->run(as, in, out);
    if (e)
        error_set(&told->error, e, STR_NULL, T("示范数据：{}"),
                  str_print(told->arena, "%s: %s %.*s", name,
                            as->error.message ? as->error.message : why,
                            STR_ARG(str_or_empty(as->error.detail))));
    return e;
}

const struct sample_org *sample_department(const struct sample_texts *texts,
                                           const struct sample_people *people, struct str name)
{
    for (size_t i = 0; i < people->departments.n; i++)
        if (str_eq(texts->departments.at[i].name, name) ||
            str_eq(texts->departments.at[i].short_name, name))
            return &people->departments.at[i];
    return NULL;
}
