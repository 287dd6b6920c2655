/* The words of the figures of reports, and the rule of each in a sentence. */
#include "domain/matter/matter_report_rule.h"

struct words {
    const char *name, *word, *rule;
};

static const struct words figures[MATTER_FIGURES_] = {
    [MATTER_FIG_CARRIED] = {"carried", T("上期结转"), T("期初时还没有办结的事项")},
    [MATTER_FIG_CAME] = {"came", T("新增"), T("本期第一次提交的事项，草稿不算")},
    [MATTER_FIG_BACK] = {"back", T("重办转入"), T("期初已经办结、本期退回重办的事项")},
    [MATTER_FIG_CLOSED] = {"closed", T("办结"), T("期末处于已办结、并且是本期内办结的事项")},
    [MATTER_FIG_REFUSED] = {"refused", T("不予受理"), T("本期内决定不予受理的事项")},
    [MATTER_FIG_WITHDRAWN] = {"withdrawn", T("撤回"), T("本期内撤回的事项")},
    [MATTER_FIG_MERGED] = {"merged", T("并入"), T("本期内并入其他事项的事项")},
    [MATTER_FIG_OPEN] = {"open", T("期末未结"), T("期末时还没有办结的事项")},
    [MATTER_FIG_REOPENED] = {"reopened", T("退回重办"), T("本期内出了结果又被退回重办的事项")},
    [MATTER_FIG_PRESSED] = {"pressed", T("督办"), T("本期内督办过的事项，一件督办多次算一件")},
    [MATTER_FIG_RESPONDED] = {"responded", T("按时响应"),
                              T("交办后在响应时限内答复或报进展，算在响应的那一期")},
    [MATTER_FIG_RESPONDED_LATE] =
        {"responded_late", T("未按时响应"),
         T("响应时限已过仍没有答复或进展，算在时限届满的那一期，之后补答不改")},
    [MATTER_FIG_RESPONSE_NONE] = {"response_none", T("未到响应时限即结束"),
                                  T("响应时限届满之前交办已经结束，不计入响应率")},
    [MATTER_FIG_SOLVED] = {"solved", T("企业说已解决"),
                           T("本期内企业最后一次表态是已解决（回访、自己确认）")},
    [MATTER_FIG_UNSOLVED] = {"unsolved", T("企业说未解决"),
                             T("本期内企业最后一次表态是未解决（回访、退回重办）")},
    [MATTER_FIG_SATISFIED] = {"satisfied", T("满意"), T("本期内最后一次评价是满意或基本满意")},
    [MATTER_FIG_UNSATISFIED] = {"unsatisfied", T("不满意"), T("本期内最后一次评价是不满意")},
    [MATTER_FIG_UNREACHED] = {"unreached", T("未联系上"),
                              T("本期内回访过，没有得到表态和评价，不计入解决率、满意率")},
    [MATTER_FIG_SILENT] = {"silent", T("逾期未反馈"), T("逾期未反馈而办结，不计入解决率、满意率")},
    [MATTER_FIG_PROMISED] = {"promised", T("新作承诺"), T("本期内第一次承诺办理日期的交办")},
    [MATTER_FIG_KEPT] = {"kept", T("如期兑现"), T("在第一次承诺的日期之内办理完毕")},
    [MATTER_FIG_KEPT_LATE] = {"kept_late", T("延期兑现"), T("在同意延期后的日期之内办理完毕")},
    [MATTER_FIG_BROKEN] = {"broken", T("未兑现"),
                           T("承诺日期（含同意的延期）已过仍未办理完毕，算在到期的那一期")},
    [MATTER_FIG_PROMISE_OPEN] = {"promise_open", T("承诺未到期"),
                                 T("期末时承诺还没有到期，或因等企业补充而暂停")},
    [MATTER_FIG_PROMISE_GONE] = {"promise_gone", T("到期前退回或取消"),
                                 T("承诺到期之前交办已退回或取消，不计入兑现率")},
    [MATTER_FIG_EXTENDED] = {"extended", T("同意延期"), T("本期内同意延期的交办")},
    [MATTER_FIG_HANDED_BACK] = {"handed_back", T("退回"), T("本期内同意退回的交办")},
    [MATTER_FIG_DUTIES] = {"duties", T("在办交办"), T("期末时还没有办理完毕的交办")},
    [MATTER_FIG_OVERDUE] = {"overdue", T("超期未办结"),
                            T("期末时承诺日期（没有承诺的，办理时限）已过、还没有办理完毕的交办")},
};

const char *matter_figure_word(enum report_figure figure)
{
    return figures[figure].word;
}

const char *matter_figure_rule(enum report_figure figure)
{
    return figures[figure].rule;
}

const char *matter_figure_name(enum report_figure figure)
{
    return figures[figure].name;
}

bool matter_figure_by_name(struct str name, enum report_figure *out)
{
    for (int i = 0; i < MATTER_FIGURES_; i++)
        if (str_eq(name, str_from(figures[i].name))) {
            *out = (enum report_figure)i;
            return true;
        }
    return false;
}
