/* What meetings bring: acts and finds. Pages are a module of their own. */
#include "core/feed.h"
#include "core/module.h"
#include "domain/meeting/meeting_act.h"
#include "domain/meeting/meeting_find.h"
#include "meeting_schema.h"

enum {
    STAFF = ROLE_COORDINATOR | ROLE_CONSOLE,
    OFFICE = ROLE_DEPARTMENT | ROLE_HEAD | STAFF | ROLE_LEADER | ROLE_AUDITOR,
    READERS = OFFICE | ROLE_FIRM,
};

static const struct act acts[] = {
    {"meeting.plan", T("安排会议"), NULL, STAFF, &meeting_plan_form, meeting_act_plan},
    {"meeting.edit", T("修改会议"), NULL, STAFF, &meeting_edit_form, meeting_act_edit},
    {"meeting.cancel", T("取消会议"), NULL, STAFF, &meeting_cancel_form, meeting_act_cancel},
    {"meeting.fill", T("按清单排议程"), NULL, STAFF, &meeting_fill_form, meeting_act_fill},
    {"meeting.add", T("加入议程"), NULL, STAFF, &meeting_add_form, meeting_act_add},
    {"meeting.drop", T("从议程去掉"), NULL, STAFF, &meeting_drop_form, meeting_act_drop},
    {"meeting.place", T("调整议题"), NULL, STAFF, &meeting_place_form, meeting_act_place},
    {"meeting.stake", T("记影响工期"), NULL, STAFF, &meeting_stake_form, meeting_act_stake},
    {"meeting.invite", T("发会议通知"), NULL, STAFF, &meeting_invite_form, meeting_act_invite},
    {"meeting.start", T("开始会议"), NULL, STAFF, &meeting_start_form, meeting_act_start},
    {"meeting.pen", T("接笔记录"), NULL, STAFF, &meeting_pen_form, meeting_act_pen},
    {"meeting.move", T("换议题"), NULL, STAFF | ROLE_LEADER, &meeting_move_form, meeting_act_move},
    {"meeting.decide", T("记录议定"), NULL, STAFF, &meeting_decide_form, meeting_act_decide},
    {"meeting.end", T("结束会议"), NULL, STAFF, &meeting_end_form, meeting_act_end},
    {"meeting.attend", T("填纪要"), NULL, STAFF, &meeting_attend_form, meeting_act_attend},
    {"meeting.issue", T("印发纪要"), NULL, STAFF, &meeting_issue_form, meeting_act_issue},
};

static const struct find finds[] = {
    {"meeting.list", T("会议"), NULL, READERS, &meeting_list_form, meeting_json_list},
    {"meeting.show", T("会议"), "number", READERS, &meeting_show_form, meeting_json_show},
    {"meeting.proposal", T("议程建议"), "number", STAFF | ROLE_LEADER, &meeting_show_form,
     meeting_json_proposal},
    {"meeting.line", T("读一行记"), "line", OFFICE, &meeting_line_form, meeting_json_line},
};

static const struct feed feeds[] = {{"meeting", meeting_feed}};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

const struct module meeting_module = {
    .name = "meeting",
    .acts = acts,
    .act_n = COUNT(acts),
    .finds = finds,
    .find_n = COUNT(finds),
    .feeds = feeds,
    .feed_n = COUNT(feeds),
    .migrations = meeting_migrations,
    .migration_n = meeting_migration_n,
};
