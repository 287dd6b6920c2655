/* What an analysis is asked with: names for addresses, commands and what navigation keeps. */
#include "base/form.h"
#include "base/i18n.h"
#include "domain/patent/patent_analysis.h"
#include "domain/patent/patent_form.h"

const struct form_choice patent_what_choices[] = {
    {"trend", T("趋势"), PATENT_TREND},
    {"growth", T("增长"), PATENT_GROWTH},
    {"life", T("生命周期"), PATENT_LIFE},
    {"classes", T("技术分类"), PATENT_CLASSES},
    {"applicants", T("申请人"), PATENT_APPLICANTS},
    {"inventors", T("发明人"), PATENT_INVENTORS},
    {"places", T("受理局和地区"), PATENT_PLACES},
    {"concentration", T("集中度"), PATENT_CONCENTRATION},
    {"rca", T("相对优势"), PATENT_RCA},
    {"fitness", T("适应度和复杂度"), PATENT_FITNESS},
    {"pairs", T("共现和联合申请"), PATENT_PAIRS},
    {"effects", T("技术功效矩阵"), PATENT_EFFECTS},
    {"cites", T("引用"), PATENT_CITES},
    {"legal", T("法律状态"), PATENT_LEGAL},
    {NULL, NULL, 0},
};

static const struct form_choice units[] = {
    {"record", T("按件计"), 0},
    {"family", T("按族计"), 1},
    {NULL, NULL, 0},
};
const struct form_choice patent_analysis_levels[] = {
    {"section", T("IPC 部"), PATENT_BY_SECTION},
    {"class", T("IPC 大类"), PATENT_BY_CLASS},
    {"subclass", T("IPC 小类"), PATENT_BY_SUBCLASS},
    {"maingroup", T("IPC 大组"), PATENT_BY_MAIN_GROUP},
    {"group", T("IPC 分类号"), PATENT_BY_GROUP},
    {NULL, NULL, 0},
};
const struct form_choice patent_analysis_bys[] = {
    {"region", T("地区"), PATENT_BY_REGION},         {"office", T("受理局"), PATENT_BY_OFFICE},
    {"applicant", T("申请人"), PATENT_BY_APPLICANT}, {"zone", T("园区片区"), PATENT_BY_ZONE},
    {"class", T("分类"), PATENT_BY_CLASS},           {NULL, NULL, 0},
};

static const struct field fields[] = {
    FORM_CHOICE(struct patent_analysis_form_in, what, T("分析"), patent_what_choices, 0),
    FORM_TEXT(struct patent_analysis_form_in, query, T("检索式"), 20000, 0),
    FORM_ID(struct patent_analysis_form_in, set, T("专题库"), 0),
    FORM_INT(struct patent_analysis_form_in, version, T("专题库的第几版"), 1, INT32_MAX, 0),
    FORM_DAY(struct patent_analysis_form_in, cutoff, T("截止公布日"), 0),
    FORM_CHOICE(struct patent_analysis_form_in, unit, T("计数单位"), units, 0),
    FORM_CHOICE(struct patent_analysis_form_in, day, T("哪一年"), patent_day_choices, 0),
    FORM_CHOICE(struct patent_analysis_form_in, level, T("分类到"), patent_analysis_levels, 0),
    FORM_CHOICE(struct patent_analysis_form_in, by, T("按"), patent_analysis_bys, 0),
    FORM_BOOL(struct patent_analysis_form_in, first_class, T("只计主分类"), 0),
    FORM_INT(struct patent_analysis_form_in, limit, T("最多几行"), 1, PATENT_ANALYSIS_ROWS_MAX, 0),
    FORM_TEXT(struct patent_analysis_form_in, technology, T("技术词（一行一组：名称：词，词）"),
              PATENT_TERM_LINES_BYTES, FORM_LINES),
    FORM_TEXT(struct patent_analysis_form_in, effect, T("功效词（一行一组：名称：词，词）"),
              PATENT_TERM_LINES_BYTES, FORM_LINES),
    FORM_ID(struct patent_analysis_form_in, terms, T("词表"), 0),
    FORM_TEXT(struct patent_analysis_form_in, open, T("点开哪个数（表.行.列）"), 80, 0),
};
const struct form patent_analysis_form = FORM(fields, struct patent_analysis_form_in);

struct patent_analysis_in patent_analysis_asked(const struct patent_analysis_form_in *form)
{
    return (struct patent_analysis_in){.what = form->what,
                                       .query = form->query,
                                       .set = form->set,
                                       .version = form->version,
                                       .cutoff = form->cutoff,
                                       .family = form->unit == 1,
                                       .day = form->day,
                                       .level = form->level,
                                       .by = form->by,
                                       .first_class = form->first_class,
                                       .limit = form->limit,
                                       .technology = form->technology,
                                       .effect = form->effect,
                                       .open = form->open,
                                       .terms = form->terms};
}
