#include "domain/meeting/meeting_form.h"

#define NEEDED FORM_REQUIRED
#define CARRIED (FORM_REQUIRED | FORM_HIDDEN)
#define MEETING(type) FORM_ID(type, id, T("会议"), CARRIED)
#define ITEM(type) FORM_ID(type, item, T("议题"), CARRIED)
#define VERSION(type) FORM_INT(type, version, T("版本"), 1, INT32_MAX, FORM_HIDDEN)

#define FORM_OF(name, type, ...)                                                                   \
    static const struct field name##_fields[] = {__VA_ARGS__};                                     \
    const struct form name##_form = FORM(name##_fields, type)

#define PLAN                                                                                       \
    FORM_TEXT(struct meeting_plan_in, title, T("会议名称"), MEETING_TITLE_MAX, NEEDED),            \
        FORM_DAY(struct meeting_plan_in, day, T("日期"), NEEDED),                                  \
        FORM_TEXT(struct meeting_plan_in, time, T("时间"), 5, NEEDED),                             \
        FORM_INT(struct meeting_plan_in, budget, T("会议时长（分钟）"), 10, MEETING_BUDGET_MAX,    \
                 NEEDED),                                                                          \
        FORM_TEXT(struct meeting_plan_in, place, T("地点"), MEETING_PLACE_MAX, NEEDED),            \
        FORM_ID(struct meeting_plan_in, chair, T("主持人"), 0),                                    \
        FORM_TEXT(struct meeting_plan_in, note, T("会议要求"), MEETING_NOTE_MAX, FORM_LINES)

FORM_OF(meeting_plan, struct meeting_plan_in, PLAN);
FORM_OF(meeting_edit, struct meeting_plan_in, MEETING(struct meeting_plan_in),
        VERSION(struct meeting_plan_in), PLAN);

#define PLAIN_FORM(name)                                                                           \
    FORM_OF(name, struct meeting_act_in, MEETING(struct meeting_act_in),                           \
            VERSION(struct meeting_act_in))
PLAIN_FORM(meeting_invite);
PLAIN_FORM(meeting_start);
PLAIN_FORM(meeting_end);
PLAIN_FORM(meeting_issue);
PLAIN_FORM(meeting_fill);

FORM_OF(meeting_cancel, struct meeting_reason_in, MEETING(struct meeting_reason_in),
        VERSION(struct meeting_reason_in),
        FORM_TEXT(struct meeting_reason_in, reason, T("取消的原因"), MEETING_NOTE_MAX,
                  NEEDED | FORM_LINES));

FORM_OF(meeting_add, struct meeting_add_in, MEETING(struct meeting_add_in),
        FORM_TEXT(struct meeting_add_in, matter, T("事项编号"), 20, NEEDED),
        FORM_INT(struct meeting_add_in, minutes, T("预计分钟"), 1, MEETING_ITEM_MINUTES_MAX, 0));

FORM_OF(meeting_drop, struct meeting_item_in, MEETING(struct meeting_item_in),
        ITEM(struct meeting_item_in));
FORM_OF(meeting_move, struct meeting_item_in, MEETING(struct meeting_item_in),
        ITEM(struct meeting_item_in));

FORM_OF(meeting_place, struct meeting_place_in, MEETING(struct meeting_place_in),
        ITEM(struct meeting_place_in),
        FORM_INT(struct meeting_place_in, place, T("第几项"), 1, MEETING_ITEMS_MAX, 0),
        FORM_INT(struct meeting_place_in, minutes, T("预计分钟"), 1, MEETING_ITEM_MINUTES_MAX, 0));

FORM_OF(meeting_stake, struct meeting_stake_in,
        FORM_ID(struct meeting_stake_in, matter, T("事项"), CARRIED),
        FORM_INT(struct meeting_stake_in, days, T("影响工期（天）"), 0, MEETING_STAKE_MAX, 0),
        FORM_TEXT(struct meeting_stake_in, why, T("依据"), MEETING_NOTE_MAX, NEEDED | FORM_LINES));

FORM_OF(meeting_pen, struct meeting_pen_in, MEETING(struct meeting_pen_in),
        FORM_BOOL(struct meeting_pen_in, take, T("对方正在记录，仍由我接着记"), 0));

FORM_OF(meeting_decide, struct meeting_decide_in, MEETING(struct meeting_decide_in),
        ITEM(struct meeting_decide_in), VERSION(struct meeting_decide_in),
        FORM_INT(struct meeting_decide_in, seen, T("事项的版本"), 1, INT32_MAX, FORM_HIDDEN),
        FORM_CHOICE(struct meeting_decide_in, kind, T("会上怎么定"), meeting_kinds, NEEDED),
        FORM_ID(struct meeting_decide_in, lead, T("主办部门"), 0),
        FORM_IDS(struct meeting_decide_in, helpers, T("协办部门"), 0),
        FORM_DAY(struct meeting_decide_in, promise, T("承诺办结日期"), 0),
        FORM_TEXT(struct meeting_decide_in, solution, T("解决方案"), MEETING_SOLUTION_MAX,
                  FORM_LINES),
        FORM_CHOICE(struct meeting_decide_in, said, T("企业当场表态"), meeting_saids, 0),
        FORM_TEXT(struct meeting_decide_in, said_words, T("企业的话"), MEETING_SAID_MAX,
                  FORM_LINES));

FORM_OF(meeting_attend, struct meeting_attend_in, MEETING(struct meeting_attend_in),
        VERSION(struct meeting_attend_in),
        FORM_TEXT(struct meeting_attend_in, present, T("出席"), MEETING_PEOPLE_MAX, FORM_LINES),
        FORM_TEXT(struct meeting_attend_in, absent, T("请假"), MEETING_PEOPLE_MAX, FORM_LINES),
        FORM_TEXT(struct meeting_attend_in, listed, T("列席"), MEETING_PEOPLE_MAX, FORM_LINES),
        FORM_TEXT(struct meeting_attend_in, opening, T("会议指出"), MEETING_OPENING_MAX,
                  FORM_LINES));

/* Finds --------------------------------------------------------------------------------------- */

FORM_OF(meeting_list, struct meeting_list_in,
        FORM_CHOICE(struct meeting_list_in, state, T("状态"), meeting_states, 0),
        FORM_BOOL(struct meeting_list_in, coming, T("还没有开完"), 0),
        FORM_BOOL(struct meeting_list_in, over, T("已经开过"), 0),
        FORM_INT(struct meeting_list_in, limit, T("每页件数"), 1, 200, 0),
        FORM_TEXT(struct meeting_list_in, after, T("从哪里接着看"), 500, FORM_HIDDEN));

FORM_OF(meeting_show, struct meeting_show_in,
        FORM_TEXT(struct meeting_show_in, number, T("会议编号"), 30, NEEDED));

FORM_OF(meeting_line, struct meeting_line_in,
        FORM_TEXT(struct meeting_line_in, line, T("一行记"), MEETING_LINE_MAX, NEEDED));
