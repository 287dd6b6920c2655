/* The declared input of navigation projects. */
#include "domain/navigation/navigation_form.h"

#include "domain/matter/matter.h"
#include "domain/navigation/navigation_figure.h"
#include "domain/patent/patent_form.h"

#define NEEDED FORM_REQUIRED
#define CARRIED (FORM_REQUIRED | FORM_HIDDEN)
#define FORM_OF(name, type, ...)                                                                   \
    static const struct field name##_fields[] = {__VA_ARGS__};                                     \
    const struct form name##_form = FORM(name##_fields, type)
#define PROJECT(type) FORM_ID(type, id, T("导航项目"), CARRIED)
#define VERSION(type) FORM_INT(type, version, T("版本"), 1, INT32_MAX, CARRIED)
#define ABOUT(type)                                                                                \
    FORM_TEXT(type, title, T("项目名称"), NAVIGATION_TITLE_MAX, NEEDED),                           \
        FORM_CHOICE(type, part, T("导航类型"), navigation_parts, NEEDED),                          \
        FORM_TEXT(type, need, T("需求：谁要用，要回答什么问题"), NAVIGATION_TEXT_MAX, FORM_LINES), \
        FORM_TEXT(type, scope, T("范围：产业、技术、地区、年份"), NAVIGATION_TEXT_MAX,             \
                  FORM_LINES),                                                                     \
        FORM_DAY(type, starts, T("开始日期"), 0), FORM_DAY(type, ends, T("结束日期"), 0),          \
        FORM_CHOICE(type, rhythm, T("定期报告"), navigation_rhythms, 0)

FORM_OF(navigation_plan, struct navigation_plan_in, ABOUT(struct navigation_plan_in),
        FORM_TEXT(struct navigation_plan_in, lead, T("项目负责人"), NAVIGATION_NAME_MAX, 0));
FORM_OF(navigation_edit, struct navigation_edit_in, PROJECT(struct navigation_edit_in),
        VERSION(struct navigation_edit_in), ABOUT(struct navigation_edit_in));

FORM_OF(navigation_rhythm, struct navigation_rhythm_in, PROJECT(struct navigation_rhythm_in),
        VERSION(struct navigation_rhythm_in),
        FORM_CHOICE(struct navigation_rhythm_in, rhythm, T("定期报告"), navigation_rhythms, NEEDED),
        FORM_DAY(struct navigation_rhythm_in, ends, T("结束日期"), NEEDED));

FORM_OF(navigation_member, struct navigation_member_in, PROJECT(struct navigation_member_in),
        FORM_TEXT(struct navigation_member_in, name, T("姓名"), NAVIGATION_NAME_MAX, NEEDED),
        FORM_CHOICE(struct navigation_member_in, task, T("分工"), navigation_tasks, NEEDED),
        FORM_TEXT(struct navigation_member_in, office, T("单位"), NAVIGATION_TITLE_MAX, 0));
FORM_OF(navigation_member_drop, struct navigation_member_drop_in,
        PROJECT(struct navigation_member_drop_in),
        FORM_ID(struct navigation_member_drop_in, member, T("成员"), CARRIED));

FORM_OF(navigation_source, struct navigation_source_in, PROJECT(struct navigation_source_in),
        FORM_ID(struct navigation_source_in, collection, T("专题库"), NEEDED),
        FORM_INT(struct navigation_source_in, seq, T("第几版（不填就是最近一版）"), 1, INT32_MAX,
                 0));
FORM_OF(navigation_source_one, struct navigation_source_one_in,
        PROJECT(struct navigation_source_one_in),
        FORM_ID(struct navigation_source_one_in, source, T("数据版本"), CARRIED));
FORM_OF(navigation_process, struct navigation_process_in, PROJECT(struct navigation_process_in),
        FORM_ID(struct navigation_process_in, source, T("数据版本"), CARRIED),
        FORM_BOOL(struct navigation_process_in, clean, T("去噪已经做完"), 0),
        FORM_TEXT(struct navigation_process_in, clean_note, T("怎样去噪：标掉了什么，标了多少件"),
                  NAVIGATION_NOTE_MAX, NEEDED | FORM_LINES),
        FORM_TEXT(struct navigation_process_in, labels, T("标引：给了哪些标签；没有标引就写没有"),
                  NAVIGATION_NOTE_MAX, NEEDED | FORM_LINES));

/* What is chosen of a figure besides its query, unit and rows; stored by these names. */
#define CHOICES(type)                                                                              \
    FORM_TEXT(type, levels, T("各级，一行一级，从大到小，写成“名称：检索式”"),                     \
              NAVIGATION_QUERY_MAX, FORM_LINES),                                                   \
        FORM_TEXT(type, technology, T("技术词，一行一组，写成“名称：词，词”"),                     \
                  PATENT_TERM_LINES_BYTES, FORM_LINES),                                            \
        FORM_TEXT(type, effect, T("功效词，一行一组，写成“名称：词，词”"),                         \
                  PATENT_TERM_LINES_BYTES, FORM_LINES),                                            \
        FORM_CHOICE(type, by, T("按什么（不选：受理局；共现按分类）"), patent_analysis_bys, 0),    \
        FORM_CHOICE(type, level, T("分类到（不选：IPC 小类）"), patent_analysis_levels, 0),        \
        FORM_BOOL(type, first_class, T("只计主分类"), 0),                                          \
        FORM_CHOICE(type, day, T("按哪一天算年份（不选：申请日）"), patent_day_choices, 0),        \
        FORM_DAY(type, cutoff, T("只算到哪天公布的（不填：按数据版本）"), 0)
FORM_OF(navigation_ask, struct navigation_ask,
        FORM_CHOICE(struct navigation_ask, method, T("分析方法"), navigation_methods, NEEDED),
        CHOICES(struct navigation_ask));

FORM_OF(navigation_figure, struct navigation_figure_in, PROJECT(struct navigation_figure_in),
        FORM_TEXT(struct navigation_figure_in, title, T("图表名称"), NAVIGATION_TITLE_MAX, NEEDED),
        FORM_ID(struct navigation_figure_in, source, T("数据版本"), NEEDED),
        FORM_CHOICE(struct navigation_figure_in, kind, T("分析方法"), navigation_methods, CARRIED),
        FORM_TEXT(struct navigation_figure_in, query, T("检索式（占比必填；其余不填就是全部）"),
                  NAVIGATION_QUERY_MAX, FORM_LINES),
        CHOICES(struct navigation_figure_in),
        FORM_INT(struct navigation_figure_in, most, T("最多列几行"), 1, NAVIGATION_ROWS_MAX, 0),
        FORM_BOOL(struct navigation_figure_in, family, T("按简单同族计数（一族算一件）"), 0));
FORM_OF(navigation_figure_one, struct navigation_figure_one_in,
        PROJECT(struct navigation_figure_one_in),
        FORM_ID(struct navigation_figure_one_in, figure, T("图表"), CARRIED));

#define FINDING(type)                                                                              \
    FORM_CHOICE(type, kind, T("结论种类"), navigation_findings, NEEDED),                           \
        FORM_TEXT(type, text, T("结论"), NAVIGATION_TEXT_MAX, NEEDED | FORM_LINES),                \
        FORM_IDS(type, figures, T("依据的图表"), NEEDED)
FORM_OF(navigation_conclude, struct navigation_conclude_in, PROJECT(struct navigation_conclude_in),
        FINDING(struct navigation_conclude_in));
FORM_OF(navigation_conclusion_edit, struct navigation_conclusion_edit_in,
        PROJECT(struct navigation_conclusion_edit_in),
        FORM_ID(struct navigation_conclusion_edit_in, conclusion, T("结论"), CARRIED),
        FINDING(struct navigation_conclusion_edit_in),
        FORM_TEXT(struct navigation_conclusion_edit_in, reason, T("为什么修改"),
                  NAVIGATION_NOTE_MAX, NEEDED | FORM_LINES));
FORM_OF(navigation_conclusion_drop, struct navigation_conclusion_drop_in,
        PROJECT(struct navigation_conclusion_drop_in),
        FORM_ID(struct navigation_conclusion_drop_in, conclusion, T("结论"), CARRIED),
        FORM_TEXT(struct navigation_conclusion_drop_in, reason, T("为什么去掉"),
                  NAVIGATION_NOTE_MAX, NEEDED | FORM_LINES));

FORM_OF(navigation_duty, struct navigation_duty_in, PROJECT(struct navigation_duty_in),
        FORM_ID(struct navigation_duty_in, conclusion, T("结论"), CARRIED),
        FORM_TEXT(struct navigation_duty_in, title, T("任务标题"), MATTER_TITLE_MAX, NEEDED),
        FORM_TEXT(struct navigation_duty_in, text, T("要办的事，办到什么程度"), NAVIGATION_TEXT_MAX,
                  NEEDED | FORM_LINES),
        FORM_ID(struct navigation_duty_in, lead, T("主办部门"), NEEDED),
        FORM_IDS(struct navigation_duty_in, helpers, T("协办部门"), 0),
        FORM_DAY(struct navigation_duty_in, due, T("办结期限"), NEEDED),
        FORM_ID(struct navigation_duty_in, firm, T("涉及的企业（它会看到这件任务，看不到项目）"),
                0));

FORM_OF(navigation_pass, struct navigation_pass_in, PROJECT(struct navigation_pass_in),
        VERSION(struct navigation_pass_in));
FORM_OF(navigation_reopen, struct navigation_reopen_in, PROJECT(struct navigation_reopen_in),
        VERSION(struct navigation_reopen_in),
        FORM_CHOICE(struct navigation_reopen_in, step, T("退回到哪一步"), navigation_back_steps,
                    NEEDED),
        FORM_TEXT(struct navigation_reopen_in, reason, T("为什么退回"), NAVIGATION_NOTE_MAX,
                  NEEDED | FORM_LINES));
FORM_OF(navigation_effect, struct navigation_effect_in, PROJECT(struct navigation_effect_in),
        VERSION(struct navigation_effect_in),
        FORM_TEXT(struct navigation_effect_in, effect, T("成果用在哪里，效果怎样"),
                  NAVIGATION_TEXT_MAX, NEEDED | FORM_LINES));
FORM_OF(navigation_report, struct navigation_report_in, PROJECT(struct navigation_report_in),
        FORM_BOOL(struct navigation_report_in, quiet, T("只存档，不通知"), 0));
FORM_OF(navigation_show, struct navigation_show_in,
        FORM_TEXT(struct navigation_show_in, number, T("编号"), 20, NEEDED));
FORM_OF(navigation_report_show, struct navigation_report_show_in,
        FORM_ID(struct navigation_report_show_in, report, T("报告"), NEEDED));

static const struct field no_fields[1];
const struct form navigation_none_form = {no_fields, 0, 1};
