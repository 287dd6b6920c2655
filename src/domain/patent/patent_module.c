/* What the module brings: its acts, reads and pages, and who may use them. */
#include "core/module.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_analysis.h"
#include "domain/patent/patent_find.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_group.h"
#include "domain/patent/patent_indicator.h"
#include "domain/patent/patent_set_find.h"
#include "patent_schema.h"

enum {
    STAFF = ROLE_COORDINATOR | ROLE_CONSOLE,
    KEEPERS = STAFF | ROLE_DEPARTMENT | ROLE_HEAD,
    READERS = STAFF | ROLE_DEPARTMENT | ROLE_HEAD | ROLE_LEADER | ROLE_AUDITOR,
};

static const struct act acts[] = {
    {"patent.import", T("导入专利"), NULL, STAFF, &patent_import_form, patent_act_import,
     patent_prepare_import},
    {"patent.figure", T("填指标用的数"), NULL, STAFF, &patent_figure_form, patent_act_figure},
    {"patent.ground", T("换高价值的依据表"), NULL, STAFF, &patent_ground_form, patent_act_ground,
     patent_prepare_ground},
    {"patent.group", T("定集团和它的成员"), NULL, STAFF, &patent_group_form, patent_act_group},
    {"patent.name", T("认申请人"), "id", STAFF, &patent_name_form, patent_act_name},
    {"patent.set_add", T("建立专题库"), "name", KEEPERS, &patent_set_form, patent_act_set_add,
     patent_prepare_set_add},
    {"patent.set_edit", T("修改专题库"), "set", KEEPERS, &patent_set_edit_form,
     patent_act_set_edit},
    {"patent.set_numbers", T("加专利号"), "set", KEEPERS, &patent_set_numbers_form,
     patent_act_set_numbers, patent_prepare_numbers},
    {"patent.share", T("定专题库由谁一起做"), "set", KEEPERS, &patent_share_form, patent_act_share},
    {"patent.hand_over", T("把专题库交给别人负责"), "set", KEEPERS, &patent_hand_over_form,
     patent_act_hand_over},
    {"patent.expr_add", T("加一条检索式"), "set", KEEPERS, &patent_expr_form, patent_act_expr_add},
    {"patent.expr_drop", T("去掉一条检索式"), "set", KEEPERS, &patent_expr_drop_form,
     patent_act_expr_drop},
    {"patent.mark", T("标记属于或不属于"), "number", KEEPERS, &patent_mark_form, patent_act_mark},
    {"patent.mark_many", T("批量标记和标引"), "patents", KEEPERS, &patent_mark_many_form,
     patent_act_mark_many},
    {"patent.mark_undo", T("撤销一次标记"), "set", KEEPERS, &patent_mark_undo_form,
     patent_act_mark_undo},
    {"patent.freeze", T("存为一版"), "set", KEEPERS, &patent_set_one_form, patent_act_freeze,
     patent_prepare_freeze},
    {"patent.sample", T("随机抽样"), "set", KEEPERS, &patent_sample_form, patent_act_sample,
     patent_prepare_sample},
    {"patent.measure", T("测查全率和查准率"), "set", KEEPERS, &patent_measure_form,
     patent_act_measure, patent_prepare_measure},
    {"patent.label", T("设标引项"), "set", KEEPERS, &patent_label_form, patent_act_label},
    {"patent.label_close", T("收起标引项"), "set", KEEPERS, &patent_label_close_form,
     patent_act_label_close},
    {"patent.hand_out", T("分发阅读"), "set", KEEPERS, &patent_hand_form, patent_act_hand_out,
     patent_prepare_hand},
    {"patent.take_back", T("收回阅读"), "set", KEEPERS, &patent_take_back_form,
     patent_act_take_back},
    {"patent.read", T("判读一件"), "reading", KEEPERS, &patent_read_form, patent_act_read},
    {"patent.head", T("登记人数"), NULL, STAFF, &patent_head_form, patent_act_head},
};

static const struct find finds[] = {
    {"patent.number", T("专利号"), "code", ROLE_ALL, &patent_number_form, patent_find_number,
     .anywhere = true},
    {"patent.count", T("专利件数"), "query", READERS, &patent_query_form, patent_find_count},
    {"patent.list", T("专利列表"), "query", READERS, &patent_query_form, patent_find_list},
    {"patent.sets", T("列出专题库"), NULL, READERS, &patent_sets_form, patent_find_sets},
    {"patent.set", T("看一个专题库"), "set", READERS, &patent_set_one_form, patent_find_set},
    {"patent.marks", T("专题库的专利和标记"), "set", READERS, &patent_marks_form,
     patent_find_marks},
    {"patent.compare", T("专题库两版对比"), "set", READERS, &patent_compare_form,
     patent_find_compare},
    {"patent.labels", T("专题库的标引"), "set", READERS, &patent_labels_form, patent_find_labels},
    {"patent.readings", T("分出去的判读"), "set", READERS, &patent_readings_form,
     patent_find_readings},
    {"patent.reading", T("看一份判读"), "reading", READERS, &patent_reading_form,
     patent_find_reading},
    {"patent.indicators", T("专利指标"), NULL, READERS, &patent_indicators_form,
     patent_find_indicators},
    {"patent.groups", T("申请人的集团"), NULL, READERS, &patent_groups_form, patent_find_groups},
    {"patent.names", T("申请人名称"), NULL, READERS, &patent_names_form, patent_find_names},
    {"patent.table", T("专利统计表"), NULL, READERS, &patent_table_form, patent_find_table},
    {"patent.analysis", T("专利分析"), "what", READERS, &patent_analysis_form,
     patent_find_analysis},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

const struct module patent_module = {
    .name = "patent",
    .acts = acts,
    .act_n = COUNT(acts),
    .finds = finds,
    .find_n = COUNT(finds),
    .migrations = patent_migrations,
    .migration_n = patent_migration_n,
};
