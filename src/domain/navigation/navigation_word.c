/* The words for what is stored as a number. */
#include "domain/navigation/navigation_figure.h"
#include "domain/navigation/navigation_rule.h"
#include "domain/patent/patent_table.h"

const struct form_choice navigation_parts[] = {
    {"region", T("区域规划类"), NAVIGATION_REGION},
    {"industry", T("产业规划类"), NAVIGATION_INDUSTRY},
    {"firm", T("企业经营类"), NAVIGATION_FIRM},
    {"research", T("研发活动类"), NAVIGATION_RESEARCH},
    {"talent", T("人才管理类"), NAVIGATION_TALENT},
    {0},
};

/* Those that one can go back to, and the last. */
#define BACK_STEPS                                                                                 \
    {"start", T("启动"), NAVIGATION_START}, {"collect", T("信息采集"), NAVIGATION_COLLECT},        \
        {"process", T("数据处理"), NAVIGATION_PROCESS},                                            \
        {"analyse", T("导航分析"), NAVIGATION_ANALYSE},                                            \
        {"conclude", T("形成结论"), NAVIGATION_CONCLUDE},                                          \
        {"output", T("成果产出"), NAVIGATION_OUTPUT},                                              \
    {                                                                                              \
        "use", T("运用与评价"), NAVIGATION_USE                                                     \
    }

static const struct form_choice steps[] = {
    BACK_STEPS,
    {"closed", T("已结项"), NAVIGATION_CLOSED},
    {0},
};

const struct form_choice navigation_back_steps[] = {BACK_STEPS, {0}};

const struct form_choice navigation_tasks[] = {
    {"lead", T("项目负责人"), NAVIGATION_LEAD},
    {"searcher", T("检索人员"), NAVIGATION_SEARCHER},
    {"analyst", T("分析人员"), NAVIGATION_ANALYST},
    {"expert", T("产业或技术专家"), NAVIGATION_EXPERT},
    {"user", T("成果使用方"), NAVIGATION_USER},
    {0},
};

const struct form_choice navigation_rhythms[] = {
    {"asked", T("需要时出"), NAVIGATION_ASKED},
    {"monthly", T("每月一份"), NAVIGATION_MONTHLY},
    {"quarterly", T("每季一份"), NAVIGATION_QUARTERLY},
    {0},
};

const struct form_choice navigation_kinds[] = {
    {"share", T("占比：检索式检出的占全部多少"), NAVIGATION_SHARE},
    {"trend", T("申请趋势：按申请年"), NAVIGATION_TREND},
    {"rank", T("排名：按一项从多到少"), NAVIGATION_RANK},
    {"concentration", T("集中度：前四位占多少，赫芬达尔指数"), NAVIGATION_CONCENTRATION},
    {0},
};

const struct form_choice navigation_properties[] = {
    {"applicant", T("申请人"), PATENT_BY_APPLICANT},
    {"subclass", T("IPC 小类"), PATENT_BY_SUBCLASS},
    {"maingroup", T("IPC 大组"), PATENT_BY_MAIN_GROUP},
    {"inventor", T("发明人"), PATENT_BY_INVENTOR},
    {"office", T("受理局"), PATENT_BY_OFFICE},
    {"region", T("地区"), PATENT_BY_REGION},
    {"status", T("有效性"), PATENT_BY_STATUS},
    {"type", T("专利类型"), PATENT_BY_TYPE},
    {0},
};

const struct form_choice navigation_findings[] = {
    {"direction", T("发展方向"), NAVIGATION_DIRECTION},
    {"position", T("现状定位"), NAVIGATION_POSITION},
    {"path", T("发展路径"), NAVIGATION_PATH},
    {"strength", T("竞争力"), NAVIGATION_STRENGTH},
    {"match", T("匹配度"), NAVIGATION_MATCH},
    {"risk", T("风险"), NAVIGATION_RISK},
    {"advice", T("建议"), NAVIGATION_ADVICE},
    {0},
};

static const struct form_choice outcomes[] = {
    {"running", T("在办"), NAVIGATION_DUTY_RUNNING},
    {"overdue", T("超期未办结"), NAVIGATION_DUTY_OVERDUE},
    {"in_time", T("按期办结"), NAVIGATION_DUTY_IN_TIME},
    {"late", T("逾期办结"), NAVIGATION_DUTY_LATE},
    {"gone", T("已撤销"), NAVIGATION_DUTY_GONE},
    {0},
};

const char *navigation_part_word(int64_t part)
{
    return form_choice_of(navigation_parts, part)->label;
}

const char *navigation_part_name(int64_t part)
{
    return form_choice_of(navigation_parts, part)->name;
}

const char *navigation_step_word(int64_t step)
{
    return form_choice_of(steps, step)->label;
}

const char *navigation_step_name(int64_t step)
{
    return form_choice_of(steps, step)->name;
}

const char *navigation_task_word(int64_t task)
{
    return form_choice_of(navigation_tasks, task)->label;
}

const char *navigation_rhythm_word(int64_t rhythm)
{
    return form_choice_of(navigation_rhythms, rhythm)->label;
}

const char *navigation_finding_word(int64_t finding)
{
    return form_choice_of(navigation_findings, finding)->label;
}

const char *navigation_property_word(int64_t property)
{
    return form_choice_of(navigation_properties, property)->label;
}

const char *navigation_outcome_word(int64_t outcome)
{
    return form_choice_of(outcomes, outcome)->label;
}

const char *navigation_outcome_name(int64_t outcome)
{
    return form_choice_of(outcomes, outcome)->name;
}

const char *navigation_kind_word(int64_t kind)
{
    static const char *const words[NAVIGATION_KIND_END_] = {[NAVIGATION_SHARE] = T("占比"),
                                                            [NAVIGATION_TREND] = T("申请趋势"),
                                                            [NAVIGATION_RANK] = T("排名"),
                                                            [NAVIGATION_CONCENTRATION] =
                                                                T("集中度")};
    return kind > 0 && kind < NAVIGATION_KIND_END_ ? words[kind] : "";
}

static const struct {
    const char *name, *words;
} missing[NAVIGATION_MISSING_END_] = {
    [NAVIGATION_NO_NEED] = {"need", T("还没有写需求：谁要用、要回答什么问题")},
    [NAVIGATION_NO_SCOPE] = {"scope", T("还没有写范围：哪个产业、哪些技术、哪些地区")},
    [NAVIGATION_NO_LEAD] = {"lead", T("团队里还没有项目负责人")},
    [NAVIGATION_NO_DAYS] = {"days", T("还没有写起止日期")},
    [NAVIGATION_DAYS_TURNED] = {"days_turned", T("结束日期早于开始日期")},
    [NAVIGATION_NO_SOURCE] = {"source", T("还没有选数据：选一个专题库已经存好的一版")},
    [NAVIGATION_NO_CUTOFF] =
        {"cutoff", T("有 {} 个数据版本没有截止公布日：在专题库里写上，再存一版，换成新的一版")},
    [NAVIGATION_NO_HASH] = {"hash", T("有 {} 个数据版本没有指纹：在专题库里再存一版")},
    [NAVIGATION_NO_RECORDS] = {"records", T("有 {} 个数据版本里一件专利也没有")},
    [NAVIGATION_NO_MEASURE] =
        {"measure",
         T("有 {} 个数据版本的检索式还没有记查全率、查准率：先在专题库里测，再登记处理")},
    [NAVIGATION_NO_RECALL] = {"recall", T("有 {} 个检索式没有查全率：还没有人标过“属于”的专利")},
    [NAVIGATION_NO_PRECISION] = {"precision",
                                 T("有 {} 个检索式没有查准率：检出的专利还没有人标过")},
    [NAVIGATION_NOT_CLEAN] = {"clean", T("有 {} 个数据版本还没有登记去噪")},
    [NAVIGATION_NO_LABELS] = {"labels", T("有 {} 个数据版本还没有写标引情况（不标引也请写明）")},
    [NAVIGATION_NO_FIGURE] = {"figure", T("还没有图表：结论要有数字作依据")},
    [NAVIGATION_NO_QUERY] = {"query", T("有 {} 个图表没有连到检索式：重新计算")},
    [NAVIGATION_STALE] = {"stale", T("有 {} 个图表是按旧的数据版本算的：重新计算")},
    [NAVIGATION_NO_CONCLUSION] = {"conclusion", T("还没有结论")},
    [NAVIGATION_NO_CITE] = {"cite", T("有 {} 条结论没有引用图表")},
    [NAVIGATION_NO_DIRECTION] = {"direction", T("产业规划类还要有“发展方向”的结论")},
    [NAVIGATION_NO_POSITION] = {"position", T("产业规划类还要有“现状定位”的结论")},
    [NAVIGATION_NO_PATH] = {"path", T("产业规划类还要有“发展路径”的结论")},
    [NAVIGATION_NO_STRENGTH] = {"strength", T("区域规划类还要有“竞争力”的结论")},
    [NAVIGATION_NO_MATCH] = {"match", T("区域规划类还要有“匹配度”的结论")},
    [NAVIGATION_NO_REPORT] = {"report", T("还没有出过报告")},
    [NAVIGATION_OLD_REPORT] = {"report_old", T("上次报告以后内容改过：再出一份报告")},
    [NAVIGATION_NO_DUTY] = {"duty", T("还没有任务：至少把一条结论变成清单上有期限的任务")},
    [NAVIGATION_DUTY_OPEN] = {"duty_open", T("还有 {} 件任务没有办结")},
    [NAVIGATION_NO_EFFECT] = {"effect", T("还没有写评价：成果用在哪里，效果怎样")},
};

const char *navigation_missing_words(enum navigation_missing what)
{
    return what > 0 && what < NAVIGATION_MISSING_END_ ? missing[what].words : "";
}

const char *navigation_missing_name(enum navigation_missing what)
{
    return what > 0 && what < NAVIGATION_MISSING_END_ ? missing[what].name : "";
}
