/* The words for what is stored as a number. */
#include "domain/navigation/navigation_figure.h"
#include "domain/navigation/navigation_rule.h"

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

#define ANALYSIS(name, label, what)                                                                \
    {                                                                                              \
        name, label, NAVIGATION_ANALYSES + (what)                                                  \
    }

const struct form_choice navigation_methods[] = {
    {"share", T("占比"), NAVIGATION_SHARE},
    {"levels", T("各级比较"), NAVIGATION_LEVELS},
    ANALYSIS("trend", T("趋势"), PATENT_TREND),
    ANALYSIS("growth", T("增长"), PATENT_GROWTH),
    ANALYSIS("life", T("生命周期"), PATENT_LIFE),
    ANALYSIS("classes", T("技术分类"), PATENT_CLASSES),
    ANALYSIS("applicants", T("申请人"), PATENT_APPLICANTS),
    ANALYSIS("inventors", T("发明人"), PATENT_INVENTORS),
    ANALYSIS("places", T("受理局和地区"), PATENT_PLACES),
    ANALYSIS("concentration", T("集中度"), PATENT_CONCENTRATION),
    ANALYSIS("rca", T("相对优势"), PATENT_RCA),
    ANALYSIS("fitness", T("适应度和复杂度"), PATENT_FITNESS),
    ANALYSIS("pairs", T("共现和联合申请"), PATENT_PAIRS),
    ANALYSIS("effects", T("技术功效矩阵"), PATENT_EFFECTS),
    ANALYSIS("cites", T("引用"), PATENT_CITES),
    ANALYSIS("legal", T("法律状态"), PATENT_LEGAL),
    {0},
};

enum {
    QUERY = NAVIGATION_ASKS_QUERY,
    UNIT = NAVIGATION_ASKS_QUERY | NAVIGATION_ASKS_UNIT,
    YEARS = UNIT | NAVIGATION_ASKS_DAY,
    ROWS = YEARS | NAVIGATION_ASKS_MOST,
    CLASSES = UNIT | NAVIGATION_ASKS_MOST | NAVIGATION_ASKS_LEVEL,
    CROSS = CLASSES | NAVIGATION_ASKS_BY,
};

static const struct {
    int64_t method;
    unsigned asks;
    const char *hint, *uses; /* uses: conclusions that it usually serves */
} methods[] = {
    {NAVIGATION_SHARE, UNIT, T("一个检索式检出的占全部多少。"), T("现状定位")},
    {NAVIGATION_LEVELS, YEARS | NAVIGATION_ASKS_LEVELS,
     T("世界、国家、省、市、园区并排：各有多少，占多少，长得多快，有多少申请人。"),
     T("现状定位、竞争力、匹配度")},
    {NAVIGATION_ANALYSES + PATENT_TREND, YEARS, T("每年多少、累计多少，没有公布齐的年份标出来。"),
     T("发展方向")},
    {NAVIGATION_ANALYSES + PATENT_GROWTH, YEARS | CLASSES,
     T("年均增长、近五年增长、哪些分类长得快。"), T("发展方向")},
    {NAVIGATION_ANALYSES + PATENT_LIFE, YEARS, T("技术在萌芽、成长、成熟还是衰退，拟合误差多大。"),
     T("发展方向")},
    {NAVIGATION_ANALYSES + PATENT_CLASSES, ROWS | CLASSES, T("技术集中在哪些分类。"),
     T("发展方向、现状定位")},
    {NAVIGATION_ANALYSES + PATENT_APPLICANTS, ROWS, T("谁申请得最多，近五年多少，有效多少。"),
     T("现状定位、发展路径")},
    {NAVIGATION_ANALYSES + PATENT_INVENTORS, ROWS, T("谁发明得最多，近五年还在不在。"),
     T("发展路径")},
    {NAVIGATION_ANALYSES + PATENT_PLACES, UNIT | NAVIGATION_ASKS_MOST,
     T("在哪些国家申请，申请人来自哪里，园区各片区多少。"), T("现状定位、竞争力")},
    {NAVIGATION_ANALYSES + PATENT_CONCENTRATION, ROWS,
     T("前四位、前十位申请人占多少，赫芬达尔指数，历年变化。"), T("现状定位、风险")},
    {NAVIGATION_ANALYSES + PATENT_RCA, CROSS, T("与总体相比，这里在哪些分类上更偏重。"),
     T("竞争力、匹配度")},
    {NAVIGATION_ANALYSES + PATENT_FITNESS, CROSS, T("谁的技术又多又难，哪些分类只有少数人做得了。"),
     T("竞争力")},
    {NAVIGATION_ANALYSES + PATENT_PAIRS, CROSS, T("哪些技术、哪些申请人常在一起。"), T("发展路径")},
    {NAVIGATION_ANALYSES + PATENT_EFFECTS, QUERY | NAVIGATION_ASKS_TERMS,
     T("用什么技术解决什么问题，哪一格有多少。"), T("发展方向、发展路径")},
    {NAVIGATION_ANALYSES + PATENT_CITES, UNIT | NAVIGATION_ASKS_MOST,
     T("哪些专利被引用最多，互相引用了多少。"), T("风险、发展路径")},
    {NAVIGATION_ANALYSES + PATENT_LEGAL, UNIT | NAVIGATION_ASKS_MOST,
     T("多少有效、失效、审中，失效的原因。"), T("风险")},
};

static size_t method_at(int64_t method)
{
    size_t i = 0;
    while (i < sizeof methods / sizeof methods[0] && methods[i].method != method)
        i++;
    return i;
}

unsigned navigation_method_asks(int64_t method)
{
    size_t i = method_at(method);
    return i < sizeof methods / sizeof methods[0] ? methods[i].asks : 0;
}

const char *navigation_method_hint(int64_t method)
{
    size_t i = method_at(method);
    return i < sizeof methods / sizeof methods[0] ? methods[i].hint : "";
}

const char *navigation_method_uses(int64_t method)
{
    size_t i = method_at(method);
    return i < sizeof methods / sizeof methods[0] ? methods[i].uses : "";
}

const char *navigation_method_word(int64_t method)
{
    return form_choice_of(navigation_methods, method)->label;
}

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

const char *navigation_part_model(int64_t part)
{
    static const char *const models[NAVIGATION_PART_END_] = {
        [NAVIGATION_REGION] =
            T("区域规划类（GB/T 39551.2）要有两种结论：竞争力，与别处相比强在哪里、弱在"
              "哪里；匹配度，专利与产业、人才、企业配不配。"),
        [NAVIGATION_INDUSTRY] =
            T("产业规划类（GB/T "
              "39551.3）要有三种结论：发展方向，产业和技术往哪里走；现状定位，自己在什么"
              "位置；发展路径，补哪一环、招哪家、和谁合作。"),
        [NAVIGATION_FIRM] =
            T("企业经营类（GB/T 39551.4）没有固定的几种结论；投资并购、上市、引进技术、开"
              "发产品，通常写现状定位、风险和建议。"),
        [NAVIGATION_RESEARCH] =
            T("研发活动类（GB/T 39551.5）没有固定的几种结论；立项评价和研发过程，通常"
              "写发展方向、风险和建议。"),
        [NAVIGATION_TALENT] =
            T("人才管理类（GB/T 39551.6）没有固定的几种结论；遴选和评价人才，通常写竞争力"
              "（能做什么）、匹配度（与需要配不配）和建议。")};
    return part > 0 && part < NAVIGATION_PART_END_ ? models[part] : "";
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

const char *navigation_outcome_word(int64_t outcome)
{
    return form_choice_of(outcomes, outcome)->label;
}

const char *navigation_outcome_name(int64_t outcome)
{
    return form_choice_of(outcomes, outcome)->name;
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
