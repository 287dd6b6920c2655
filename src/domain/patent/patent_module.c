/* What the module brings: its acts, reads and pages, and who may use them. */
#include "core/module.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_analysis.h"
#include "domain/patent/patent_find.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_group.h"
#include "domain/patent/patent_indicator.h"
#include "domain/patent/patent_terms.h"
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
     patent_prepare_set_add,
     .about = T("写一条检索式，或用 --numbers 给专利号清单，两样选一样；--cutoff "
                "是截止公布日，以后公布的不算")},
    {"patent.set_edit", T("修改专题库"), "set", KEEPERS, &patent_set_edit_form, patent_act_set_edit,
     .about = T("名称、检索式、截止公布日和说明都按给的存；没有写 --version 就按当前的改")},
    {"patent.set_numbers", T("加专利号"), "set", KEEPERS, &patent_set_numbers_form,
     patent_act_set_numbers, patent_prepare_numbers,
     .about = T("只用于专利号清单的专题库：公布号、申请号都认，认不出和库里没有的逐个列出")},
    {"patent.share", T("定专题库由谁一起做"), "set", KEEPERS, &patent_share_form, patent_act_share,
     .about = T("--people 写登录名或姓名，可以写几次；写下的就是全部，一个不写就没有别人一起做")},
    {"patent.hand_over", T("把专题库交给别人负责"), "set", KEEPERS, &patent_hand_over_form,
     patent_act_hand_over, .about = T("以后归新的负责人和他所在的单位")},
    {"patent.expr_add", T("加一条检索式"), "set", KEEPERS, &patent_expr_form, patent_act_expr_add,
     .about = T("--joined 的检出并入专题库；不写的只用来比较，可以单独抽样和测")},
    {"patent.expr_drop", T("去掉一条检索式"), "set", KEEPERS, &patent_expr_drop_form,
     patent_act_expr_drop,
     .about = T("--expr 是 lianyuan patent set 列出的编号；抽过的样和标记都还在")},
    {"patent.mark", T("标记属于或不属于"), "number", KEEPERS, &patent_mark_form, patent_act_mark,
     .about = T("人的判断优先于检索式：标为属于的总在库里，不属于的总不在")},
    {"patent.mark_many", T("批量标记和标引"), "patents", KEEPERS, &patent_mark_many_form,
     patent_act_mark_many,
     .about = T("专利写 lianyuan patent marks 列出的编号；--values 同时给标引")},
    {"patent.mark_undo", T("撤销一次标记"), "set", KEEPERS, &patent_mark_undo_form,
     patent_act_mark_undo,
     .about = T("--batch 是 lianyuan patent set 列出的编号；后来又标过的不动")},
    {"patent.freeze", T("存为一版"), "set", KEEPERS, &patent_set_one_form, patent_act_freeze,
     patent_prepare_freeze,
     .about = T("此刻的每一件存下来，并算出指纹；与最近一版完全相同时不再存")},
    {"patent.sample", T("随机抽样"), "set", KEEPERS, &patent_sample_form, patent_act_sample,
     patent_prepare_sample,
     .about = T("从检索式检出的里随机抽，逐件判断以后才能测查准率；种子相同，抽出的就相同")},
    {"patent.measure", T("测查全率和查准率"), "set", KEEPERS, &patent_measure_form,
     patent_act_measure, patent_prepare_measure,
     .about = T("查准率在抽样并判断过的里量，查全率对照另外找到并标为属于的")},
    {"patent.label", T("设标引项"), "set", KEEPERS, &patent_label_form, patent_act_label,
     .about = T("--values 一行一个；--label 是已有标引项的编号，改它")},
    {"patent.label_close", T("收起标引项"), "set", KEEPERS, &patent_label_close_form,
     patent_act_label_close, .about = T("不再提供，已经标上的都还在")},
    {"patent.terms", T("存技术功效词表"), NULL, KEEPERS, &patent_terms_form, patent_act_terms},
    {"patent.terms_drop", T("去掉技术功效词表"), NULL, KEEPERS, &patent_terms_drop_form,
     patent_act_terms_drop},
    {"patent.hand_out", T("分发阅读"), "set", KEEPERS, &patent_hand_form, patent_act_hand_out,
     patent_prepare_hand,
     .about = T("没有人标过、也没有人正在读的，平均分给 --people 的人，每人最多 --each 件")},
    {"patent.take_back", T("收回阅读"), "set", KEEPERS, &patent_take_back_form,
     patent_act_take_back, .about = T("没读的回到未读的里面，读过的都算数")},
    {"patent.read", T("判读一件"), "reading", KEEPERS, &patent_read_form, patent_act_read,
     .about = T("只有分到的人能读自己的那份；--patent 是那一份里的编号")},
    {"patent.head", T("登记人数"), NULL, STAFF, &patent_head_form, patent_act_head},
};

static const struct find finds[] = {
    {"patent.number", T("专利号"), "code", ROLE_ALL, &patent_number_form, patent_find_number,
     .anywhere = true},
    {"patent.count", T("专利件数"), "query", READERS, &patent_query_form, patent_find_count,
     .about = T("加 --set 专题库 就在一个专题库里数")},
    {"patent.list", T("专利列表"), "query", READERS, &patent_query_form, patent_find_list,
     .about = T("新公布的在前；加 --set 专题库 就列一个专题库的")},
    {"patent.sets", T("列出专题库"), NULL, READERS, &patent_sets_form, patent_find_sets,
     .about = T("名称、负责人、截止公布日、最近一版；--mine 只列能改的")},
    {"patent.set", T("看一个专题库"), "set", READERS, &patent_set_one_form, patent_find_set,
     .about =
         T("从哪里来、标记、查全率查准率、版本和指纹、标引、判读进度、谁能改；专题库写名称或编号")},
    {"patent.marks", T("专题库的专利和标记"), "set", READERS, &patent_marks_form, patent_find_marks,
     .about = T("不写 --which 列没有标过的")},
    {"patent.compare", T("专题库两版对比"), "set", READERS, &patent_compare_form,
     patent_find_compare,
     .about = T("不写 --from --to 就比最近两版：新进来的、出去的、记录有改动的")},
    {"patent.labels", T("专题库的标引"), "set", READERS, &patent_labels_form, patent_find_labels,
     .about = T("标引项和可选的值、各多少件、意见不一的；--number 看一件上各人的意见")},
    {"patent.readings", T("分出去的判读"), "set", READERS, &patent_readings_form,
     patent_find_readings, .about = T("一个专题库分出去的和进度；不写专题库，列要我读的")},
    {"patent.reading", T("看一份判读"), "reading", READERS, &patent_reading_form,
     patent_find_reading, .about = T("逐件：读了没有，下一件是哪件")},
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
