/* What navigation projects bring: acts, finds, the job of reports. Pages are a module of their own.
 */
#include "domain/navigation/navigation.h"
#include "domain/navigation/navigation_act.h"
#include "domain/navigation/navigation_report.h"
#include "navigation_schema.h"

enum {
    STAFF = ROLE_COORDINATOR | ROLE_CONSOLE,
    OFFICE = ROLE_DEPARTMENT | ROLE_HEAD | STAFF | ROLE_LEADER | ROLE_AUDITOR,
    JOB_EVERY_S = 1800,
};

static const struct act acts[] = {
    {"navigation.plan", T("建立导航项目"), NULL, STAFF, &navigation_plan_form, navigation_act_plan},
    {"navigation.edit", T("修改导航项目"), NULL, STAFF, &navigation_edit_form, navigation_act_edit},
    {"navigation.rhythm", T("定期报告和期限"), NULL, STAFF, &navigation_rhythm_form,
     navigation_act_rhythm},
    {"navigation.member", T("加入团队"), NULL, STAFF, &navigation_member_form,
     navigation_act_member},
    {"navigation.member_drop", T("移出团队"), NULL, STAFF, &navigation_member_drop_form,
     navigation_act_member_drop},
    {"navigation.source", T("选数据版本"), NULL, STAFF, &navigation_source_form,
     navigation_act_source},
    {"navigation.source_drop", T("去掉数据版本"), NULL, STAFF, &navigation_source_one_form,
     navigation_act_source_drop},
    {"navigation.process", T("登记处理情况"), NULL, STAFF, &navigation_process_form,
     navigation_act_process},
    {"navigation.figure", T("添加图表"), NULL, STAFF, &navigation_figure_form,
     navigation_act_figure, navigation_prepare_figure},
    {"navigation.figure_again", T("重新计算图表"), NULL, STAFF, &navigation_figure_one_form,
     navigation_act_figure_again, navigation_prepare_again},
    {"navigation.figure_drop", T("去掉图表"), NULL, STAFF, &navigation_figure_one_form,
     navigation_act_figure_drop},
    {"navigation.conclude", T("写结论"), NULL, STAFF, &navigation_conclude_form,
     navigation_act_conclude},
    {"navigation.conclusion_edit", T("修改结论"), NULL, STAFF, &navigation_conclusion_edit_form,
     navigation_act_conclusion_edit},
    {"navigation.conclusion_drop", T("去掉结论"), NULL, STAFF, &navigation_conclusion_drop_form,
     navigation_act_conclusion_drop},
    {"navigation.duty", T("把结论变成任务"), NULL, STAFF, &navigation_duty_form,
     navigation_act_duty},
    {"navigation.pass", T("通过这一步"), NULL, STAFF, &navigation_pass_form, navigation_act_pass},
    {"navigation.reopen", T("退回"), NULL, STAFF, &navigation_reopen_form, navigation_act_reopen},
    {"navigation.effect", T("写评价"), NULL, STAFF, &navigation_effect_form, navigation_act_effect},
    {"navigation.report", T("出报告"), NULL, STAFF, &navigation_report_form, navigation_act_report,
     navigation_prepare_report},
};

static const struct find finds[] = {
    {"navigation.list", T("专利导航"), NULL, OFFICE, &navigation_none_form, navigation_json_list},
    {"navigation.show", T("一个导航项目"), "number", OFFICE, &navigation_show_form,
     navigation_json_show},
    {"navigation.paper", T("一份导航报告"), "report", OFFICE, &navigation_report_show_form,
     navigation_json_report},
};

static const struct job jobs[] = {{.name = "navigation.report",
                                   .every_s = JOB_EVERY_S,
                                   .look = navigation_job_look,
                                   .keep = navigation_job_keep}};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

const struct module navigation_module = {
    .name = "navigation",
    .acts = acts,
    .act_n = COUNT(acts),
    .finds = finds,
    .find_n = COUNT(finds),
    .jobs = jobs,
    .job_n = COUNT(jobs),
    .migrations = navigation_migrations,
    .migration_n = navigation_migration_n,
};
