#include "core/core_module.h"

#include "core/core_act.h"
#include "core/core_form.h"
#include "core/file.h"
#include "core/session.h"
#include "core_schema.h"

enum {
    ADMIN = ROLE_ADMIN | ROLE_CONSOLE,
    PLACES = ROLE_ADMIN | ROLE_COORDINATOR | ROLE_CONSOLE,
    SEEING = ROLE_ADMIN | ROLE_AUDITOR | ROLE_CONSOLE,
};

static const struct act acts[] = {
    {"person.add", T("新增人员"), "login name", ADMIN, &person_add_form, person_add_run,
     person_add_prepare},
    {"person.edit", T("修改人员"), "id", ADMIN, &person_edit_form, person_edit_run, NULL},
    {"person.role", T("授予或取消角色"), "person", ADMIN, &role_form, person_role_run, NULL},
    {"person.password", T("重置密码"), "person", ADMIN, &person_password_form, person_password_run,
     person_password_prepare},
    {"person.disable", T("停用账号"), "person", ADMIN, &who_form, person_disable_run, NULL},
    {"person.enable", T("启用账号"), "person", ADMIN, &who_form, person_enable_run, NULL},
    {"person.invite", T("邀请链接"), "person", ADMIN, &who_form, person_invite_run, NULL},
    {"person.own_password", T("修改密码"), NULL, ROLE_ALL, &own_password_form, own_password_run,
     own_password_prepare},
    {"person.language", T("选择语言"), NULL, ROLE_ALL, &language_form, language_run, NULL},
    {"person.standin", T("设定代理人"), NULL, ROLE_ALL, &standin_form, standin_run, NULL},
    {"token.create", T("新建令牌"), "person", ROLE_ALL, &token_form, token_create_run, NULL},
    {"token.revoke", T("停用令牌"), "id", ROLE_ALL, &record_form, token_revoke_run, NULL},
    {"session.end", T("结束登录"), "id", ROLE_ALL, &record_form, session_end_run, NULL},
    {"org.add", T("新增单位"), "name", PLACES, &org_add_form, org_add_run, NULL},
    {"org.edit", T("修改单位"), "id", PLACES, &org_edit_form, org_edit_run, NULL},
    {"firm.apply", T("企业申请"), NULL, PLACES, &firm_apply_form, firm_apply_run, NULL},
    {"firm.approve", T("核准企业"), "id", PLACES, &firm_approve_form, firm_approve_run, NULL},
    {"firm.refuse", T("不予核准"), "id reason", PLACES, &firm_refuse_form, firm_refuse_run, NULL},
    {"park.contact", T("咨询窗口"), NULL, ADMIN, &contact_form, park_contact_run, NULL},
    {"zone.add", T("新增片区"), "name", ADMIN, &zone_add_form, zone_add_run, NULL},
    {"zone.edit", T("修改片区"), "id", ADMIN, &zone_edit_form, zone_edit_run, NULL},
    {"setting.set", T("修改设置"), "name value", ADMIN, &setting_form, setting_set_run, NULL},
    {"calendar.set", T("更新日历"), NULL, ADMIN, &calendar_form, calendar_set_run, NULL},
    {"view.save", T("保存视图"), NULL, ROLE_ALL, &view_form, view_save_run, NULL},
    {"view.drop", T("删除视图"), "id", ROLE_ALL, &record_form, view_drop_run, NULL},
    {"notice.read", T("标为已读"), NULL, ROLE_ALL, &notice_form, notice_read_run, NULL},
    {"journal.redact", T("抹去留痕内容"), "seq field", ADMIN, &redact_form, journal_redact_run,
     NULL},
};

static const struct find finds[] = {
    {"person.list", T("人员"), NULL, SEEING, &person_list_form, person_list_find},
    {"org.list", T("单位"), NULL, PLACES | ROLE_AUDITOR | ROLE_LEADER, &org_list_form,
     org_list_find},
    {"firm.applications", T("待核准的企业申请"), NULL, PLACES, &empty_form, firm_applications_find},
    {"zone.list", T("片区"), NULL, ROLE_ALL, &empty_form, zone_list_find},
    {"session.list", T("我的登录"), NULL, ROLE_ALL, &empty_form, session_list_find},
    {"token.list", T("我的令牌"), NULL, ROLE_ALL, &empty_form, token_list_find},
    {"setting.list", T("设置"), NULL, SEEING | ROLE_COORDINATOR, &empty_form, setting_list_find},
    {"calendar.list", T("日历版本"), NULL, ROLE_ALL, &empty_form, calendar_list_find},
    {"view.list", T("我的视图"), NULL, ROLE_ALL, &empty_form, view_list_find},
    {"notice.list", T("我的通知"), NULL, ROLE_ALL, &empty_form, notice_list_find},
    {"journal.list", T("留痕"), NULL, SEEING, &journal_list_form, journal_list_find},
    {"journal.checkpoint", T("检查点"), NULL, SEEING, &empty_form, journal_checkpoint_find},
    {"journal.prove", T("留痕证明"), "seq", SEEING, &journal_prove_form, journal_prove_find},
    {"workday.count", T("两日之间的工作日数：不计起日，计止日"), "from to", ROLE_ALL,
     &workday_count_form, workday_count_find, true},
    {"workday.add", T("某日之后第 N 个工作日"), "date n", ROLE_ALL, &workday_add_form,
     workday_add_find, true},
    {"uscc.check", T("核对统一社会信用代码"), "code", ROLE_ALL, &uscc_check_form, uscc_check_find,
     true},
};

enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S };

static const struct job jobs[] = {
    {"core.sweep", HOUR_S, session_sweep},
    {"core.files", DAY_S, file_forget},
};

const struct module core_module = {
    .name = "core",
    .acts = acts,
    .act_n = sizeof acts / sizeof *acts,
    .finds = finds,
    .find_n = sizeof finds / sizeof *finds,
    .jobs = jobs,
    .job_n = sizeof jobs / sizeof *jobs,
    .migrations = core_migrations,
    .migration_n = core_migration_n,
};
