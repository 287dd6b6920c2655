#include "core/core_form.h"

#include "core/apply.h"
#include "core/calendar.h"
#include "core/core_module.h"
#include "core/org.h"
#include "core/password.h"
#include "core/person.h"
#include "core/session.h"
#include "core/view.h"

enum { HIDDEN = FORM_HIDDEN, NEEDED = FORM_REQUIRED };

#define VERSION(type) FORM_INT(type, version, T("版本"), 1, INT32_MAX, NEEDED | HIDDEN)

static const struct field person_add_fields[] = {
    FORM_TEXT(struct person_in, login, T("登录名"), PERSON_LOGIN_MAX, NEEDED),
    FORM_TEXT(struct person_in, name, T("姓名"), PERSON_NAME_MAX, 0),
    FORM_TEXTS(struct person_in, roles, T("角色"), 16, 0),
    FORM_ID(struct person_in, org, T("所属单位"), 0),
    FORM_ID(struct person_in, zone, T("片区"), 0),
    FORM_TEXT(struct person_in, phone, T("电话"), PERSON_PHONE_MAX, 0),
    FORM_TEXT(struct person_in, email, T("电子邮箱"), PERSON_EMAIL_MAX, 0),
    FORM_BOOL(struct person_in, invite, T("不设初始密码，改用邀请链接"), 0),
};
const struct form person_add_form = FORM(person_add_fields, struct person_in);

static const struct field person_edit_fields[] = {
    FORM_ID(struct person_in, id, T("人员"), NEEDED | HIDDEN),
    VERSION(struct person_in),
    FORM_TEXT(struct person_in, login, T("登录名"), PERSON_LOGIN_MAX, NEEDED),
    FORM_TEXT(struct person_in, name, T("姓名"), PERSON_NAME_MAX, NEEDED),
    FORM_TEXTS(struct person_in, roles, T("角色"), 16, 0),
    FORM_ID(struct person_in, org, T("所属单位"), 0),
    FORM_ID(struct person_in, zone, T("片区"), 0),
    FORM_TEXT(struct person_in, phone, T("电话"), PERSON_PHONE_MAX, 0),
    FORM_TEXT(struct person_in, email, T("电子邮箱"), PERSON_EMAIL_MAX, 0),
};
const struct form person_edit_form = FORM(person_edit_fields, struct person_in);

static const struct field who_fields[] = {
    FORM_ID(struct who_in, id, T("人员"), HIDDEN),
    FORM_TEXT(struct who_in, person, T("登录名"), PERSON_LOGIN_MAX, HIDDEN),
};
const struct form who_form = FORM(who_fields, struct who_in);

static const struct field person_password_fields[] = {
    FORM_ID(struct who_in, id, T("人员"), HIDDEN),
    FORM_TEXT(struct who_in, person, T("登录名"), PERSON_LOGIN_MAX, HIDDEN),
    FORM_SECRET(struct who_in, password, T("初始密码（不填则自动生成）"), PASSWORD_MAX, 0),
};
const struct form person_password_form = FORM(person_password_fields, struct who_in);

static const struct field role_fields[] = {
    FORM_ID(struct role_in, id, T("人员"), HIDDEN),
    FORM_TEXT(struct role_in, person, T("登录名"), PERSON_LOGIN_MAX, HIDDEN),
    FORM_TEXTS(struct role_in, grant, T("授予的角色"), 16, 0),
    FORM_TEXTS(struct role_in, revoke, T("取消的角色"), 16, 0),
};
const struct form role_form = FORM(role_fields, struct role_in);

static const struct field own_password_fields[] = {
    FORM_SECRET(struct own_password_in, old, T("现在的密码"), PASSWORD_MAX, NEEDED),
    FORM_SECRET(struct own_password_in, password, T("新密码（至少 8 个字符）"), PASSWORD_MAX,
                NEEDED),
    FORM_SECRET(struct own_password_in, again, T("再输一遍新密码"), PASSWORD_MAX, NEEDED),
};
const struct form own_password_form = FORM(own_password_fields, struct own_password_in);

static const struct field standin_fields[] = {
    FORM_ID(struct standin_in, standin, T("代理人（不填则取消代理）"), 0),
    FORM_DAY(struct standin_in, from, T("从"), 0),
    FORM_DAY(struct standin_in, to, T("至（含）"), 0),
};
const struct form standin_form = FORM(standin_fields, struct standin_in);

static const struct form_choice languages[] = {
    {"zh", T("中文"), LANG_ZH},
    {"en", "English", LANG_EN},
    {NULL, NULL, 0},
};
static const struct field language_fields[] = {
    FORM_CHOICE(struct language_in, lang, T("语言"), languages, NEEDED),
};
const struct form language_form = FORM(language_fields, struct language_in);

static const struct field token_fields[] = {
    FORM_TEXT(struct token_in, person, T("登录名"), PERSON_LOGIN_MAX, HIDDEN),
    FORM_TEXT(struct token_in, name, T("用途"), 60, 0),
    FORM_INT(struct token_in, days, T("有效天数（不填为 365）"), 1, TOKEN_DAYS_MAX, 0),
};
const struct form token_form = FORM(token_fields, struct token_in);

static const struct field record_fields[] = {
    FORM_ID(struct record_in, id, T("编号"), NEEDED | HIDDEN),
};
const struct form record_form = FORM(record_fields, struct record_in);

static const struct field notice_fields[] = {
    FORM_ID(struct record_in, id, T("编号"), HIDDEN),
};
const struct form notice_form = FORM(notice_fields, struct record_in);

/* --- places ---------------------------------------------------------------------------------- */

#define ORG_FIELDS                                                                                 \
    FORM_TEXT(struct org_in, name, T("单位名称"), ORG_NAME_MAX, NEEDED),                           \
        FORM_TEXT(struct org_in, short_name, T("简称"), ORG_SHORT_MAX, 0),                         \
        FORM_TEXT(struct org_in, uscc, T("统一社会信用代码"), 40, 0),                              \
        FORM_BOOL(struct org_in, uscc_override, T("校验位不符，仍然采用"), 0),                     \
        FORM_ID(struct org_in, zone, T("片区"), 0),                                                \
        FORM_ID(struct org_in, parent, T("上级单位"), 0),                                          \
        FORM_TEXT(struct org_in, contact, T("联系人"), PERSON_NAME_MAX, 0),                        \
        FORM_TEXT(struct org_in, phone, T("联系电话"), ORG_PHONE_MAX, 0),                          \
        FORM_TEXT(struct org_in, address, T("地址"), ORG_ADDRESS_MAX, 0),                          \
        FORM_ID(struct org_in, officer, T("服务专员"), 0)

static const struct field org_add_fields[] = {
    FORM_CHOICE(struct org_in, kind, T("类别"), org_kind_choices, NEEDED),
    ORG_FIELDS,
};
const struct form org_add_form = FORM(org_add_fields, struct org_in);

static const struct field org_edit_fields[] = {
    FORM_ID(struct org_in, id, T("单位"), NEEDED | HIDDEN),
    VERSION(struct org_in),
    FORM_CHOICE(struct org_in, kind, T("类别"), org_kind_choices, NEEDED),
    FORM_CHOICE(struct org_in, state, T("状态"), org_state_choices, NEEDED),
    ORG_FIELDS,
};
const struct form org_edit_form = FORM(org_edit_fields, struct org_in);

static const struct field firm_apply_fields[] = {
    FORM_TEXT(struct org_in, name, T("企业名称"), ORG_NAME_MAX, NEEDED),
    FORM_TEXT(struct org_in, uscc, T("统一社会信用代码"), 40, NEEDED),
    FORM_BOOL(struct org_in, uscc_override, T("校验位不符，仍然采用"), 0),
    FORM_TEXT(struct org_in, contact, T("联系人"), PERSON_NAME_MAX, NEEDED),
    FORM_TEXT(struct org_in, phone, T("联系电话"), ORG_PHONE_MAX, NEEDED),
    FORM_TEXT(struct org_in, address, T("地址"), ORG_ADDRESS_MAX, 0),
};
const struct form firm_apply_form = FORM(firm_apply_fields, struct org_in);

static const struct field firm_approve_fields[] = {
    FORM_ID(struct approve_in, id, T("企业"), NEEDED | HIDDEN),
    FORM_TEXT(struct approve_in, login, T("为联系人开设的登录名（可不开设）"), PERSON_LOGIN_MAX, 0),
};
const struct form firm_approve_form = FORM(firm_approve_fields, struct approve_in);

static const struct field firm_refuse_fields[] = {
    FORM_ID(struct refuse_in, id, T("企业"), NEEDED | HIDDEN),
    FORM_TEXT(struct refuse_in, reason, T("理由"), CORE_REASON_MAX, NEEDED | FORM_LINES),
};
const struct form firm_refuse_form = FORM(firm_refuse_fields, struct refuse_in);

static const struct field contact_fields[] = {
    FORM_TEXT(struct contact_in, office, T("窗口名称"), CONTACT_TEXT_MAX, NEEDED),
    FORM_TEXT(struct contact_in, phone, T("咨询电话"), ORG_PHONE_MAX, NEEDED),
    FORM_TEXT(struct contact_in, hours, T("办公时间"), CONTACT_TEXT_MAX, 0),
    FORM_TEXT(struct contact_in, address, T("地址"), ORG_ADDRESS_MAX, 0),
};
const struct form contact_form = FORM(contact_fields, struct contact_in);

static const struct field zone_add_fields[] = {
    FORM_TEXT(struct zone_in, name, T("片区名称"), ORG_SHORT_MAX, NEEDED),
};
const struct form zone_add_form = FORM(zone_add_fields, struct zone_in);

static const struct field zone_edit_fields[] = {
    FORM_ID(struct zone_in, id, T("片区"), NEEDED | HIDDEN),
    FORM_TEXT(struct zone_in, name, T("片区名称"), ORG_SHORT_MAX, NEEDED),
    FORM_BOOL(struct zone_in, closed, T("停用"), 0),
};
const struct form zone_edit_form = FORM(zone_edit_fields, struct zone_in);

/* --- the park's own -------------------------------------------------------------------------- */

static const struct field setting_fields[] = {
    FORM_TEXT(struct setting_in, name, T("设置"), 100, NEEDED | HIDDEN),
    FORM_INT(struct setting_in, value, T("值"), INT64_MIN, INT64_MAX, NEEDED),
    FORM_DAY(struct setting_in, since, T("生效日期（不填为今天）"), 0),
    FORM_TEXT(struct setting_in, source, T("依据"), CORE_SOURCE_MAX, 0),
};
const struct form setting_form = FORM(setting_fields, struct setting_in);

static const struct field calendar_fields[] = {
    FORM_TEXT(struct calendar_in, text, T("日历全文"), CALENDAR_TEXT_MAX, NEEDED | FORM_LINES),
    FORM_TEXT(struct calendar_in, source, T("依据的通知"), CORE_SOURCE_MAX, NEEDED),
};
const struct form calendar_form = FORM(calendar_fields, struct calendar_in);

static const struct field view_fields[] = {
    FORM_TEXT(struct view_in, list, T("清单"), VIEW_LIST_MAX, NEEDED | HIDDEN),
    FORM_TEXT(struct view_in, name, T("视图名称"), VIEW_NAME_MAX, NEEDED),
    FORM_TEXT(struct view_in, query, T("条件"), VIEW_QUERY_MAX, HIDDEN),
};
const struct form view_form = FORM(view_fields, struct view_in);

static const struct field redact_fields[] = {
    FORM_INT(struct redact_in, seq, T("留痕序号"), 0, INT64_MAX, NEEDED),
    FORM_TEXT(struct redact_in, field, T("字段"), 100, NEEDED),
    FORM_TEXT(struct redact_in, reason, T("理由"), CORE_REASON_MAX, NEEDED | FORM_LINES),
};
const struct form redact_form = FORM(redact_fields, struct redact_in);

/* --- finds ----------------------------------------------------------------------------------- */

static const struct form_choice any_person_state[] = {
    {"any", T("全部"), 0},
    {"active", T("在用"), PERSON_ACTIVE + 1},
    {"invited", T("已邀请"), PERSON_INVITED + 1},
    {"disabled", T("已停用"), PERSON_DISABLED + 1},
    {NULL, NULL, 0},
};

static const struct form_choice any_org_state[] = {
    {"open", T("在册和待核准"), 0},
    {"active", T("在册"), ORG_ACTIVE + 1},
    {"applied", T("待核准"), ORG_APPLIED + 1},
    {"closed", T("已停用"), ORG_CLOSED + 1},
    {"refused", T("未核准"), ORG_REFUSED + 1},
    {NULL, NULL, 0},
};

static const struct field person_list_fields[] = {
    FORM_TEXT(struct list_in, words, T("姓名或登录名"), CORE_WORDS_MAX, 0),
    FORM_CHOICE(struct list_in, state, T("状态"), any_person_state, 0),
    FORM_ID(struct list_in, org, T("所属单位"), 0),
    FORM_INT(struct list_in, limit, T("每页条数"), 1, CORE_LIST_LIMIT, 0),
    FORM_TEXT(struct list_in, after, T("上一页之后"), 5000, HIDDEN),
};
const struct form person_list_form = FORM(person_list_fields, struct list_in);

static const struct field org_list_fields[] = {
    FORM_TEXT(struct list_in, words, T("名称、代码或联系人"), CORE_WORDS_MAX, 0),
    FORM_CHOICE(struct list_in, kind, T("类别"), org_kind_choices, 0),
    FORM_CHOICE(struct list_in, state, T("状态"), any_org_state, 0),
    FORM_ID(struct list_in, zone, T("片区"), 0),
    FORM_INT(struct list_in, limit, T("每页条数"), 1, CORE_LIST_LIMIT, 0),
    FORM_TEXT(struct list_in, after, T("上一页之后"), 5000, HIDDEN),
};
const struct form org_list_form = FORM(org_list_fields, struct list_in);

const struct form empty_form = {NULL, 0, 1};

static const struct field journal_list_fields[] = {
    FORM_ID(struct journal_in, person, T("人员"), 0),
    FORM_ID(struct journal_in, record, T("记录"), 0),
    FORM_INT(struct journal_in, below, T("在此序号之前"), 0, INT64_MAX, 0),
    FORM_INT(struct journal_in, limit, T("条数"), 1, CORE_LIST_LIMIT, 0),
};
const struct form journal_list_form = FORM(journal_list_fields, struct journal_in);

static const struct field journal_prove_fields[] = {
    FORM_INT(struct prove_in, seq, T("留痕序号"), 0, INT64_MAX, NEEDED),
    FORM_INT(struct prove_in, first, T("较早检查点的条数"), 0, INT64_MAX, 0),
};
const struct form journal_prove_form = FORM(journal_prove_fields, struct prove_in);

static const struct field workday_count_fields[] = {
    FORM_DAY(struct count_in, from, T("收到之日（不计入）"), NEEDED),
    FORM_DAY(struct count_in, to, T("截止之日（计入）"), NEEDED),
};
const struct form workday_count_form = FORM(workday_count_fields, struct count_in);

static const struct field workday_add_fields[] = {
    FORM_DAY(struct add_in, date, T("日期（不计入）"), NEEDED),
    FORM_INT(struct add_in, n, T("工作日数"), -CORE_WORKDAYS_MAX, CORE_WORKDAYS_MAX, NEEDED),
};
const struct form workday_add_form = FORM(workday_add_fields, struct add_in);

static const struct field uscc_check_fields[] = {
    FORM_TEXT(struct code_in, code, T("统一社会信用代码"), 60, NEEDED),
};
const struct form uscc_check_form = FORM(uscc_check_fields, struct code_in);
