/*
 * A navigation project (专利导航, GB/T 39551): a question of the park's, answered from frozen
 * patents, ending in duties with a day and a department, which later reports measure.
 *
 *     start ─> collect ─> process ─> analyse ─> conclude ─> output ─> use ─> closed
 *
 * Each step is a gate: it opens when nothing that it asks for is missing (navigation_rule.h says
 * what), and the page names what is missing. What belongs to a step is changed while its gate is
 * the open one; going back is reopening, with a reason. A conclusion cites figures; a figure knows
 * its version, its query and its numbers; a duty is a matter on the list and follows the list's
 * rules.
 *
 * The numbers of these enums are stored: add at the end, never renumber.
 */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_H

#include "base/form.h"
#include "ids.h"

struct ctx;
struct module;

/* Of the standard. */
enum navigation_part {
    NAVIGATION_REGION = 1, /* 区域规划, part 2 */
    NAVIGATION_INDUSTRY,   /* 产业规划, part 3 */
    NAVIGATION_FIRM,       /* 企业经营, part 4 */
    NAVIGATION_RESEARCH,   /* 研发活动, part 5 */
    NAVIGATION_TALENT,     /* 人才管理, part 6 */
    NAVIGATION_PART_END_
};

enum navigation_step {
    NAVIGATION_START = 1, /* 启动: need, scope, team, limits */
    NAVIGATION_COLLECT,   /* 信息采集: frozen versions */
    NAVIGATION_PROCESS,   /* 数据处理: recall, precision, de-noising, labels */
    NAVIGATION_ANALYSE,   /* 导航分析: figures */
    NAVIGATION_CONCLUDE,  /* 形成结论: conclusions that cite figures */
    NAVIGATION_OUTPUT,    /* 成果产出: the report */
    NAVIGATION_USE,       /* 成果运用与评价: duties worked, effect */
    NAVIGATION_CLOSED,    /* 已结项 */
    NAVIGATION_STEP_END_
};

/* Of a member of the team. */
enum navigation_task {
    NAVIGATION_LEAD = 1, /* 项目负责人 */
    NAVIGATION_SEARCHER, /* 检索 */
    NAVIGATION_ANALYST,  /* 分析 */
    NAVIGATION_EXPERT,   /* 产业或技术专家 */
    NAVIGATION_USER,     /* 成果使用方 */
    NAVIGATION_TASK_END_
};

enum navigation_rhythm { NAVIGATION_ASKED, NAVIGATION_MONTHLY, NAVIGATION_QUARTERLY };

/* Of a figure, as it is stored. */
enum navigation_kind {
    NAVIGATION_SHARE = 1,     /* 占比: what of the version a query finds */
    NAVIGATION_TREND,         /* of figures from before there were analyses: by year of filing, */
    NAVIGATION_RANK,          /* by a property, the largest first, */
    NAVIGATION_CONCENTRATION, /* and the largest four of it, and HHI */
    NAVIGATION_ANALYSIS,      /* an analysis of patents */
    NAVIGATION_LEVELS,        /* 各级比较: world, country, province, city beside each other */
    NAVIGATION_KIND_END_
};

/* What a figure is made by: NAVIGATION_SHARE, NAVIGATION_LEVELS, or this plus enum patent_what. By
 * name in forms and where it is stored. */
enum { NAVIGATION_ANALYSES = 100 };

/* What can be chosen of a method. */
enum navigation_asks {
    NAVIGATION_ASKS_QUERY = 1,   /* a query narrows it; of a share it is needed */
    NAVIGATION_ASKS_UNIT = 2,    /* record or family */
    NAVIGATION_ASKS_DAY = 4,     /* which year */
    NAVIGATION_ASKS_LEVEL = 8,   /* of classes; main class only */
    NAVIGATION_ASKS_BY = 16,     /* what against classes */
    NAVIGATION_ASKS_MOST = 32,   /* rows */
    NAVIGATION_ASKS_TERMS = 64,  /* of technology and effect */
    NAVIGATION_ASKS_LEVELS = 128 /* one query a line */
};

/* Of a conclusion. */
enum navigation_finding {
    NAVIGATION_DIRECTION = 1, /* 发展方向 */
    NAVIGATION_POSITION,      /* 现状定位 */
    NAVIGATION_PATH,          /* 发展路径 */
    NAVIGATION_STRENGTH,      /* 竞争力 */
    NAVIGATION_MATCH,         /* 匹配度 */
    NAVIGATION_RISK,          /* 风险 */
    NAVIGATION_ADVICE,        /* 建议 */
    NAVIGATION_FINDING_END_
};

enum {
    NAVIGATION_TITLE_MAX = 60,
    NAVIGATION_TEXT_MAX = 2000, /* need, scope, conclusion, effect */
    NAVIGATION_NOTE_MAX = 500,
    NAVIGATION_NAME_MAX = 40,
    NAVIGATION_QUERY_MAX = 2000,
    NAVIGATION_MEMBERS_MAX = 50,
    NAVIGATION_SOURCES_MAX = 10,
    NAVIGATION_FIGURES_MAX = 32, /* a bit each in the states of records */
    NAVIGATION_CONCLUSIONS_MAX = 50,
    NAVIGATION_WAS_MAX = 20,    /* changes of a conclusion, */
    NAVIGATION_WERE_MAX = 1000, /* and of all of a project, those that were taken away included */
    NAVIGATION_DUTIES_MAX = 200,
    NAVIGATION_REPORTS_MAX = 500,
    NAVIGATION_SHOWN = 500,      /* projects of the list */
    NAVIGATION_ROWS_MAX = 100,   /* Of a figure. */
    NAVIGATION_ROWS = 10,        /* unless asked otherwise */
    NAVIGATION_RECORDS_MAX = 500 /* of a figure, listed on a page */
};

/* The Chinese word, a T("...") literal for tr(); "" for a value out of range. */
const char *navigation_part_word(int64_t part);
const char *navigation_part_model(int64_t part); /* which conclusions its part asks for */
const char *navigation_step_word(int64_t step);
const char *navigation_task_word(int64_t task);
const char *navigation_rhythm_word(int64_t rhythm);
const char *navigation_method_word(int64_t method); /* 占比, 趋势 ... */
const char *navigation_method_hint(int64_t method); /* what it tells, one sentence */
const char *navigation_method_uses(int64_t method); /* for which conclusions: 现状定位、风险 */
unsigned navigation_method_asks(int64_t method);    /* enum navigation_asks */
const char *navigation_finding_word(int64_t finding);
/* The word in JSON: "industry", "analyse". */
const char *navigation_part_name(int64_t part);
const char *navigation_step_name(int64_t step);
extern const struct form_choice navigation_parts[], navigation_tasks[], navigation_rhythms[],
    navigation_methods[], navigation_findings[], navigation_back_steps[];

extern const struct module navigation_module, navigation_page_module;

/* Notices carry ("navigation", id) and ("navigation_report", id); links ("navigation", id) ->
 * ("matter", id) with the role "duty". */
#define NAVIGATION_NOTICE "navigation"
#define NAVIGATION_REPORT_NOTICE "navigation_report"
#define NAVIGATION_LINK_ROLE "duty"

#endif
