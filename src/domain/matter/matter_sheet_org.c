/* Sheets of firms, departments and people: into the register, by code, name or sign-in name. */
#include "base/uscc.h"
#include "base/utf8.h"
#include "core/journal.h"
#include "core/person.h"
#include "domain/matter/matter_sheet_in.h"
#include "web/i18n.h"

enum register_field {
    NAME,
    SHORT,
    USCC,
    KIND,
    CONTACT,
    PHONE,
    ADDRESS,
    LOGIN,
    PERSON,
    ORG,
    ROLES,
    EMAIL,
    N
};

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct sheet_field fields[N] = {
    [NAME] = {"name", T("单位名称"),
              NAMES("单位名称", "企业名称", "公司名称", "部门名称", "机构名称", "名称", "全称")},
    [SHORT] = {"short_name", T("简称"), NAMES("简称", "单位简称", "部门简称")},
    [USCC] = {"uscc", T("统一社会信用代码"), NAMES("统一社会信用代码", "信用代码", "社会信用代码")},
    [KIND] = {"kind", T("单位类型"), NAMES("单位类型", "类型", "性质", "单位性质", "主体类型")},
    [CONTACT] = {"contact", T("联系人"), NAMES("联系人", "企业联系人", "负责人", "法定代表人")},
    [PHONE] = {"phone", T("联系电话"), NAMES("联系电话", "电话", "手机", "手机号", "联系方式")},
    [ADDRESS] = {"address", T("地址"), NAMES("地址", "单位地址", "企业地址", "注册地址")},
    [LOGIN] = {"login", T("登录名"), NAMES("登录名", "账号", "帐号", "用户名", "登录账号")},
    [PERSON] = {"person", T("姓名"), NAMES("姓名", "人员姓名", "真实姓名")},
    [ORG] = {"org", T("所在单位"),
             NAMES("所在单位", "所属单位", "所属部门", "单位", "部门", "企业")},
    [ROLES] = {"roles", T("角色"), NAMES("角色", "权限", "岗位")},
    [EMAIL] = {"email", T("电子邮箱"), NAMES("电子邮箱", "邮箱", "电子邮件", "email")},
};

struct matter_register {
    VEC(struct org) orgs; /* beside the plan's lines, one of the two */
    VEC(struct person) people;
    size_t column[N];
    bool departments; /* the sheet's own column says 部门名称 */
};

bool matter_sheet_org_head(struct matter_sheet_reader *r)
{
    struct ctx *ctx = r->ctx;
    struct sheet_head *head = ARENA_NEW(ctx->arena, struct sheet_head);
    struct matter_register *reg = ARENA_NEW(ctx->arena, struct matter_register);
    sheet_head_find(ctx->arena, r->first, r->first_n, fields, N, NULL, 0, head);
    for (int f = 0; f < N; f++)
        reg->column[f] = sheet_head_column(head, f);
    const size_t *c = reg->column, none = SIZE_MAX;
    bool people = c[LOGIN] != none && c[PERSON] != none;
    bool orgs = c[NAME] != none &&
                (c[USCC] != none || c[KIND] != none || c[SHORT] != none || c[ADDRESS] != none);
    if ((!people && !orgs) || head->score <= r->head.score) /* it is rather a list of matters */
        return false;
    r->head = *head;
    r->plan->head_row = head->row;
    r->plan->registered = reg;
    r->plan->what = people ? MATTER_SHEET_PEOPLE : MATTER_SHEET_ORGS;
    if (orgs && !people)
        reg->departments = str_has(head->at[c[NAME]].title, STR("部门"));
    for (size_t i = 0; i < head->n; i++) {
        const struct sheet_field *f = head->at[i].field >= 0 ? &fields[head->at[i].field] : NULL;
        *VEC_ADD(ctx->arena, &r->plan->columns) =
            (struct matter_sheet_column){.letters = sheet_letters(ctx->arena, i),
                                         .title = head->at[i].title,
                                         .field = f ? str_from(f->name) : STR(""),
                                         .label = f ? tr(ctx->lang, f->label) : STR(""),
                                         .guessed = f != NULL};
    }
    return true;
}

static struct str text_of(struct matter_sheet_reader *r, const struct sheet_row *row,
                          enum register_field f, size_t max, struct matter_sheet_line *line)
{
    struct ctx *ctx = r->ctx;
    size_t column = r->plan->registered->column[f];
    struct sheet_cell cell = column == SIZE_MAX ? (struct sheet_cell){0} : sheet_at(row, column);
    struct str text = cell.from == SHEET_ASIDE ? STR("") : str_trim(sheet_text(ctx->arena, &cell));
    if (utf8_count(text) > max)
        matter_sheet_refuse(ctx, line, fields[f].name, T("请不要超过 {} 个字"),
                            str_print(ctx->arena, "%zu", max));
    if (!utf8_printable(text))
        matter_sheet_refuse(ctx, line, fields[f].name, T("有不能显示的字符：{}"), STR(""));
    return str_dup(ctx->arena, text);
}

/* A blank cell says nothing; *to follows the sheet otherwise, and the change is listed. */
struct changes {
    struct ctx *ctx;
    struct matter_import_change at[N];
    size_t n;
};

static void take(struct changes *c, enum register_field f, struct str *to, struct str value)
{
    if (str_empty(value) || str_eq(*to, value))
        return;
    c->at[c->n++] = (struct matter_import_change){fields[f].name, fields[f].label, *to, value};
    *to = value;
}

static void settle(struct changes *c, struct matter_sheet_line *line, bool known)
{
    if (line->outcome == MATTER_ROW_REFUSED)
        return;
    line->outcome = !known ? MATTER_ROW_NEW : c->n ? MATTER_ROW_CHANGED : MATTER_ROW_SAME;
    if (known && c->n) {
        line->changes = arena_copy(c->ctx->arena, c->at, c->n * sizeof c->at[0]);
        line->change_n = c->n;
    }
}

static int64_t kind_of(struct str text, bool departments)
{
    for (const struct form_choice *k = org_kind_choices; k->name; k++)
        if (str_has(text, str_from(k->label)) || str_eq_nocase(text, str_from(k->name)))
            return k->value;
    return departments ? ORG_DEPARTMENT : ORG_ENTERPRISE;
}

static enum err org_row(struct matter_sheet_reader *r, const struct sheet_row *row,
                        struct matter_sheet_line *line, struct org *org)
{
    struct ctx *ctx = r->ctx;
    struct changes changes = {.ctx = ctx};
    struct str name = text_of(r, row, NAME, ORG_NAME_MAX, line);
    struct str code = uscc_clean(ctx->arena, text_of(r, row, USCC, 40, line));
    struct str kind = text_of(r, row, KIND, ORG_NAME_MAX, line);
    enum uscc_verdict verdict = str_empty(code) ? USCC_GOOD : uscc_check(code, NULL, NULL);
    line->title = name;
    if (str_empty(name))
        matter_sheet_refuse(ctx, line, "name", T("缺少名称"), STR_NULL);
    if (verdict == USCC_BAD_LENGTH || verdict == USCC_BAD_LETTER)
        matter_sheet_refuse(ctx, line, "uscc", T("统一社会信用代码不对：{}"), code);
    if (line->outcome == MATTER_ROW_REFUSED)
        return ERR_OK;
    enum err e = str_empty(code) ? ERR_NOT_FOUND : org_by_uscc(ctx, code, org);
    if (e == ERR_NOT_FOUND)
        e = org_by_name(ctx, name, org);
    bool known = !e;
    if (e && e != ERR_NOT_FOUND)
        return e;
    error_clear(&ctx->error);
    if (!known)
        *org = (struct org){.kind = kind_of(kind, r->plan->registered->departments),
                            .name = name,
                            .short_name = STR(""),
                            .uscc = STR_NULL,
                            .contact = STR(""),
                            .phone = STR(""),
                            .address = STR("")};
    org->uscc_override = org->uscc_override || verdict == USCC_BAD_CHECK;
    if (known && !str_eq(name, org->short_name))
        take(&changes, NAME, &org->name, name);
    take(&changes, SHORT, &org->short_name, text_of(r, row, SHORT, ORG_SHORT_MAX, line));
    take(&changes, USCC, &org->uscc, code);
    take(&changes, CONTACT, &org->contact, text_of(r, row, CONTACT, MATTER_NAME_MAX, line));
    take(&changes, PHONE, &org->phone, text_of(r, row, PHONE, ORG_PHONE_MAX, line));
    take(&changes, ADDRESS, &org->address, text_of(r, row, ADDRESS, ORG_ADDRESS_MAX, line));
    settle(&changes, line, known);
    return ERR_OK;
}

/* Roles by their names or labels, several in one cell. */
static uint32_t roles_of(struct ctx *ctx, struct str text)
{
    uint32_t roles = 0;
    (void)ctx;
    for (uint32_t bit = ROLE_FIRM; bit < ROLE_CONSOLE; bit <<= 1)
        if (str_has(text, str_from(role_label(bit))))
            roles |= bit;
    return roles || !roles_parse(text, &roles) ? roles : roles;
}

static enum err person_row(struct matter_sheet_reader *r, const struct sheet_row *row,
                           struct matter_sheet_line *line, struct person *person)
{
    struct ctx *ctx = r->ctx;
    struct changes changes = {.ctx = ctx};
    struct org org = {0};
    struct str login = text_of(r, row, LOGIN, PERSON_LOGIN_MAX, line);
    struct str name = text_of(r, row, PERSON, PERSON_NAME_MAX, line);
    struct str org_name = text_of(r, row, ORG, ORG_NAME_MAX, line);
    struct str roles = text_of(r, row, ROLES, PERSON_ROLES_TEXT_MAX, line);
    line->title = name;
    line->number = login;
    if (str_empty(login) || str_empty(name))
        matter_sheet_refuse(ctx, line, str_empty(login) ? "login" : "person", T("缺少登录名或姓名"),
                            STR_NULL);
    if (!str_empty(org_name) && org_by_name(ctx, org_name, &org))
        matter_sheet_refuse(ctx, line, "org", T("没有这个单位：{}"), org_name);
    error_clear(&ctx->error);
    if (line->outcome == MATTER_ROW_REFUSED)
        return ERR_OK;
    enum err e = person_by_login(ctx, login, person);
    if (e && e != ERR_NOT_FOUND)
        return e;
    error_clear(&ctx->error);
    bool known = !e;
    if (!known)
        *person = (struct person){.login = login,
                                  .name = name,
                                  .phone = STR(""),
                                  .email = STR(""),
                                  .org = org.id,
                                  .roles = roles_of(ctx, roles),
                                  .state = PERSON_INVITED,
                                  .standin_from = DAY_NONE,
                                  .standin_to = DAY_NONE};
    if (!known && person->roles == 0)
        matter_sheet_refuse(ctx, line, "roles", T("没有这个角色：{}"), roles);
    take(&changes, PERSON, &person->name, name);
    take(&changes, PHONE, &person->phone, text_of(r, row, PHONE, PERSON_PHONE_MAX, line));
    take(&changes, EMAIL, &person->email, text_of(r, row, EMAIL, PERSON_EMAIL_MAX, line));
    settle(&changes, line, known); /* roles and organisation of known people: by person.edit only */
    return ERR_OK;
}

enum err matter_sheet_org_row(struct matter_sheet_reader *r, const struct sheet_row *row)
{
    struct ctx *ctx = r->ctx;
    struct matter_register *reg = r->plan->registered;
    struct matter_sheet_line *line = VEC_ADD(ctx->arena, &r->plan->lines);
    *line = (struct matter_sheet_line){.row = row->number, .hidden = row->hidden};
    if (r->plan->what == MATTER_SHEET_ORGS)
        return org_row(r, row, line, VEC_ADD(ctx->arena, &reg->orgs));
    if (!ctx_may(ctx, ROLE_ADMIN))
        return ctx_fail(ctx, ERR_DENIED, NULL, T("只有管理员可以导入人员"));
    return person_row(r, row, line, VEC_ADD(ctx->arena, &reg->people));
}

struct save_call {
    struct matter_sheet_plan *plan;
    size_t i;
};

static enum err save(struct ctx *ctx, void *arg)
{
    struct save_call *call = arg;
    struct matter_register *reg = call->plan->registered;
    if (call->plan->what == MATTER_SHEET_ORGS) {
        struct org org = reg->orgs.at[call->i]; /* a copy: the act may run twice */
        return org_save(ctx, &org);
    }
    struct person person = reg->people.at[call->i];
    return person_save(ctx, &person);
}

enum err matter_sheet_org_apply(struct ctx *ctx, struct matter_sheet_plan *plan)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < plan->lines.n; i++) {
        struct matter_sheet_line *line = &plan->lines.at[i];
        struct save_call call = {plan, i};
        if (line->outcome != MATTER_ROW_NEW && line->outcome != MATTER_ROW_CHANGED)
            continue;
        e = journal_try(ctx, save, &call);
        if (e != ERR_INVALID && e != ERR_CONFLICT)
            continue;
        matter_sheet_refuse(
            ctx, line, str_empty(ctx->error.field) ? "name" : str_c(ctx->arena, ctx->error.field),
            ctx->error.message ? ctx->error.message : T("这一行不能导入"), ctx->error.detail);
        error_clear(&ctx->error);
        e = ERR_OK;
    }
    return e;
}
