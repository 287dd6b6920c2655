/* The words of the list: what each stored number is called, by people and by programs. */
#include "domain/matter/matter.h"

static const char *word_of(const struct form_choice *choices, int64_t value)
{
    return form_choice_of(choices, value)->label;
}

static const char *name_of(const struct form_choice *choices, int64_t value)
{
    return form_choice_of(choices, value)->name;
}

static const char *word_at(const char *const *words, size_t n, int64_t value)
{
    return value >= 0 && (size_t)value < n && words[value] ? words[value] : "";
}

const struct form_choice matter_states[] = {
    {"draft", T("草稿"), MATTER_DRAFT},         {"raised", T("待受理"), MATTER_RAISED},
    {"accepted", T("已受理"), MATTER_ACCEPTED}, {"working", T("办理中"), MATTER_WORKING},
    {"resolved", T("待确认"), MATTER_RESOLVED}, {"closed", T("已办结"), MATTER_CLOSED},
    {"refused", T("不予受理"), MATTER_REFUSED}, {"withdrawn", T("已撤回"), MATTER_WITHDRAWN},
    {"merged", T("已并入"), MATTER_MERGED},     {0},
};

const char *matter_state_word(int64_t value)
{
    return word_of(matter_states, value);
}

const struct form_choice matter_turns[] = {
    {"nobody", T("无"), MATTER_TURN_NOBODY},
    {"firm", T("企业"), MATTER_TURN_FIRM},
    {"coordinator", T("协调员"), MATTER_TURN_COORDINATOR},
    {"department", T("部门"), MATTER_TURN_DEPARTMENT},
    {"head", T("部门负责人"), MATTER_TURN_HEAD},
    {0},
};

const struct form_choice matter_turn_filters[] = {
    {"nobody", T("无"), MATTER_TURN_NOBODY + 1},
    {"firm", T("企业"), MATTER_TURN_FIRM + 1},
    {"coordinator", T("协调员"), MATTER_TURN_COORDINATOR + 1},
    {"department", T("部门"), MATTER_TURN_DEPARTMENT + 1},
    {"head", T("部门负责人"), MATTER_TURN_HEAD + 1},
    {0},
};

const char *matter_turn_word(int64_t value)
{
    return word_of(matter_turns, value);
}

const struct form_choice matter_sources[] = {
    {"platform", T("平台"), MATTER_SOURCE_PLATFORM}, {"visit", T("走访"), MATTER_SOURCE_VISIT},
    {"phone", T("电话"), MATTER_SOURCE_PHONE},       {"meeting", T("会议"), MATTER_SOURCE_MEETING},
    {"letter", T("来信"), MATTER_SOURCE_LETTER},     {0},
};

const char *matter_source_word(int64_t value)
{
    return word_of(matter_sources, value);
}

const struct form_choice matter_urgencies[] = {
    {"ordinary", T("一般"), MATTER_ORDINARY},
    {"hard", T("疑难"), MATTER_HARD},
    {"utility", T("水电气热"), MATTER_UTILITY},
    {"danger", T("危及生命财产"), MATTER_DANGER},
    {0},
};

const char *matter_urgency_word(int64_t value)
{
    return word_of(matter_urgencies, value);
}

const struct form_choice matter_limit_kinds[] = {
    {"working_days", T("个工作日"), MATTER_WORKING_DAYS},
    {"calendar_days", T("个自然日"), MATTER_CALENDAR_DAYS},
    {"hours", T("小时"), MATTER_HOURS},
    {"fixed_day", T("截至日"), MATTER_FIXED_DAY},
    {0},
};

/* How long; the day by which is a field of its own. */
const struct form_choice matter_limit_units[] = {
    {"working_days", T("个工作日"), MATTER_WORKING_DAYS},
    {"calendar_days", T("个自然日"), MATTER_CALENDAR_DAYS},
    {"hours", T("小时"), MATTER_HOURS},
    {0},
};

/* MATTER_UNDATED is none that a person may choose. */
const char *matter_limit_kind_word(int64_t value)
{
    return value == MATTER_UNDATED ? T("日期未定") : word_of(matter_limit_kinds, value);
}

const struct form_choice matter_solveds[] = {
    {"unasked", T("未问到"), MATTER_SOLVED_UNASKED},
    {"yes", T("已解决"), MATTER_SOLVED_YES},
    {"no", T("未解决"), MATTER_SOLVED_NO},
    {0},
};

const char *matter_solved_word(int64_t value)
{
    return word_of(matter_solveds, value);
}

const struct form_choice matter_ratings[] = {
    {"none", T("未评价"), MATTER_RATING_NONE},
    {"satisfied", T("满意"), MATTER_SATISFIED},
    {"basically", T("基本满意"), MATTER_BASICALLY},
    {"unsatisfied", T("不满意"), MATTER_UNSATISFIED},
    {0},
};

const char *matter_rating_word(int64_t value)
{
    return word_of(matter_ratings, value);
}

const char *matter_state_name(int64_t state)
{
    return name_of(matter_states, state);
}

const char *matter_due_kind_word(int64_t value)
{
    static const char *const words[] = {
        [MATTER_DUE_ACCEPT] = T("受理"),  [MATTER_DUE_ASSIGN] = T("交办"),
        [MATTER_DUE_RESPOND] = T("响应"), [MATTER_DUE_LIMIT] = T("办理时限"),
        [MATTER_DUE_PROMISE] = T("承诺"), [MATTER_DUE_CALLBACK] = T("回访"),
    };
    return word_at(words, sizeof words / sizeof words[0], value);
}

const char *matter_light_word(int64_t value)
{
    static const char *const words[] = {
        [MATTER_LIGHT_ON_TIME] = T("按期"),
        [MATTER_LIGHT_SOON] = T("临期"),
        [MATTER_LIGHT_OVERDUE] = T("超期"),
    };
    return word_at(words, sizeof words / sizeof words[0], value);
}

const char *matter_closed_word(int64_t value)
{
    static const char *const words[] = {
        [MATTER_CLOSED_BY_FIRM] = T("企业确认"),       [MATTER_CLOSED_BY_CALLBACK] = T("回访确认"),
        [MATTER_CLOSED_BY_STAFF] = T("协调员销号"),    [MATTER_CLOSED_BY_SILENCE] = T("逾期未反馈"),
        [MATTER_CLOSED_BY_IMPORT] = T("导入时已办结"),
    };
    return word_at(words, sizeof words / sizeof words[0], value);
}

const char *matter_todo_word(int64_t value)
{
    static const char *const words[] = {
        [MATTER_TODO_DECIDE_EXTENSION] = T("审批延期"),
        [MATTER_TODO_DECIDE_HANDBACK] = T("审批退回"),
        [MATTER_TODO_ACCEPT] = T("受理"),
        [MATTER_TODO_ASSIGN] = T("交办"),
        [MATTER_TODO_CALLBACK] = T("回访"),
        [MATTER_TODO_SIGN] = T("签发答复"),
        [MATTER_TODO_ANSWER] = T("答复"),
        [MATTER_TODO_FINISH] = T("办结"),
        [MATTER_TODO_COMPLETE] = T("完善后提交"),
        [MATTER_TODO_CONFIRM] = T("确认结果"),
        [MATTER_TODO_LED] = T("牵头"),
        [MATTER_TODO_PRESS] = T("督办"),
        [MATTER_TODO_NOTE] = T("报进展"),
        [MATTER_TODO_SUPPLY] = T("补充材料"),
    };
    return word_at(words, sizeof words / sizeof words[0], value);
}

const char *duty_state_word(int64_t value)
{
    static const char *const words[] = {
        [DUTY_ASSIGNED] = T("待答复"),    [DUTY_ANSWERED] = T("已答复"),  [DUTY_DONE] = T("已完成"),
        [DUTY_HANDED_BACK] = T("已退回"), [DUTY_CANCELLED] = T("已取消"),
    };
    return word_at(words, sizeof words / sizeof words[0], value);
}

const char *duty_kept_word(int64_t value)
{
    static const char *const words[] = {
        [DUTY_KEPT] = T("如期兑现"),
        [DUTY_KEPT_LATE] = T("延期兑现"),
        [DUTY_KEPT_BROKEN] = T("未兑现"),
    };
    return word_at(words, sizeof words / sizeof words[0], value);
}

const char *duty_ask_word(int64_t value)
{
    static const char *const words[] = {
        [DUTY_ASK_EXTENSION] = T("延期"),
        [DUTY_ASK_HANDBACK] = T("退回"),
        [DUTY_ASK_SIGNOFF] = T("签发"),
    };
    return word_at(words, sizeof words / sizeof words[0], value);
}

const char *duty_ask_state_word(int64_t value)
{
    static const char *const words[] = {
        [DUTY_ASK_OPEN] = T("待审批"),
        [DUTY_ASK_AGREED] = T("同意"),
        [DUTY_ASK_REFUSED] = T("不同意"),
        [DUTY_ASK_LAPSED] = T("已失效"),
    };
    return word_at(words, sizeof words / sizeof words[0], value);
}

const char *matter_turn_name(int64_t value)
{
    return name_of(matter_turns, value);
}

const char *matter_source_name(int64_t value)
{
    return name_of(matter_sources, value);
}

const char *matter_urgency_name(int64_t value)
{
    return name_of(matter_urgencies, value);
}

const char *matter_limit_kind_name(int64_t value)
{
    return value == MATTER_UNDATED ? "undated" : name_of(matter_limit_kinds, value);
}

const char *matter_solved_name(int64_t value)
{
    return name_of(matter_solveds, value);
}

const char *matter_rating_name(int64_t value)
{
    return name_of(matter_ratings, value);
}

const char *matter_light_name(int64_t value)
{
    static const char *const names[] = {"none", "on_time", "soon", "overdue"};
    return word_at(names, sizeof names / sizeof names[0], value);
}

const char *duty_state_name(int64_t value)
{
    static const char *const names[] = {"",     "assigned",    "answered",
                                        "done", "handed_back", "cancelled"};
    return word_at(names, sizeof names / sizeof names[0], value);
}

const char *duty_kept_name(int64_t value)
{
    static const char *const names[] = {"none", "kept", "kept_late", "broken"};
    return word_at(names, sizeof names / sizeof names[0], value);
}

const char *duty_ask_name(int64_t value)
{
    static const char *const names[] = {"", "extension", "handback", "signoff"};
    return word_at(names, sizeof names / sizeof names[0], value);
}

const char *duty_ask_state_name(int64_t value)
{
    static const char *const names[] = {"", "open", "agreed", "refused", "lapsed"};
    return word_at(names, sizeof names / sizeof names[0], value);
}

static const struct form_choice verbs[] = {
    {"raise", T("提出"), MATTER_RAISE},
    {"submit", T("提交"), MATTER_SUBMIT},
    {"edit", T("修改"), MATTER_EDIT},
    {"accept", T("受理"), MATTER_ACCEPT},
    {"refuse", T("不予受理"), MATTER_REFUSE},
    {"complete", T("退回补正"), MATTER_COMPLETE},
    {"withdraw", T("撤回"), MATTER_WITHDRAW},
    {"classify", T("分类"), MATTER_CLASSIFY},
    {"assign", T("交办"), MATTER_ASSIGN},
    {"answer", T("答复"), MATTER_ANSWER},
    {"sign", T("签发"), MATTER_SIGN},
    {"progress", T("进展"), MATTER_PROGRESS},
    {"pause", T("挂起"), MATTER_PAUSE},
    {"resume", T("恢复"), MATTER_RESUME},
    {"extend", T("申请延期"), MATTER_EXTEND_ASK},
    {"extend_decide", T("审批延期"), MATTER_EXTEND_DECIDE},
    {"handback", T("申请退回"), MATTER_HANDBACK_ASK},
    {"handback_decide", T("审批退回"), MATTER_HANDBACK_DECIDE},
    {"date", T("定日期"), MATTER_DATE},
    {"cancel", T("取消交办"), MATTER_CANCEL},
    {"done", T("办理完毕"), MATTER_DONE},
    {"resolve", T("形成结果"), MATTER_RESOLVE},
    {"callback", T("回访"), MATTER_CALLBACK},
    {"confirm", T("确认结果"), MATTER_CONFIRM},
    {"reopen", T("退回重办"), MATTER_REOPEN},
    {"rate", T("评价"), MATTER_RATE},
    {"close", T("办结"), MATTER_CLOSE},
    {"silence", T("逾期未反馈办结"), MATTER_SILENCE},
    {"merge", T("并入"), MATTER_MERGE},
    {"unmerge", T("取消并入"), MATTER_UNMERGE},
    {"press", T("督办"), MATTER_PRESS},
    {"leader", T("定牵头领导"), MATTER_LEADER},
    {"note", T("内部批注"), MATTER_NOTE},
    {"attach", T("附件"), MATTER_ATTACH},
    {"follow", T("关注"), MATTER_FOLLOW},
    {"unfollow", T("取消关注"), MATTER_UNFOLLOW},
    {"import", T("导入"), MATTER_IMPORT},
    {"recount", T("重算期限"), MATTER_RECOUNT},
    {"undo", T("撤销"), MATTER_UNDO},
    {"topic", T("共性问题"), MATTER_TOPIC},
    {"publish", T("拟公开稿"), MATTER_PUBLISH},
    {"publish_answer", T("答复公开稿"), MATTER_PUBLISH_ANSWER},
    {"unpublish", T("撤下公开"), MATTER_UNPUBLISH},
    {0},
};

const char *matter_verb_word(int64_t verb)
{
    return word_of(verbs, verb);
}

const char *matter_verb_name(int64_t verb)
{
    return name_of(verbs, verb);
}

const struct form_choice matter_public_answers[] = {
    {"yes", T("看过了，同意公开"), MATTER_PUBLIC_PUBLISHED},
    {"no", T("不同意公开"), MATTER_PUBLIC_DECLINED},
    {0},
};
