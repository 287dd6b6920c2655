/* The declared input of every act and find of the list. */
#include "domain/matter/matter_form.h"

#define NEEDED FORM_REQUIRED
#define CARRIED (FORM_REQUIRED | FORM_HIDDEN)
#define MATTER(type) FORM_ID(type, id, T("事项"), CARRIED)
#define DUTY(type) FORM_ID(type, duty, T("交办任务"), CARRIED)
#define VERSION(type) FORM_INT(type, version, T("版本"), 1, INT32_MAX, CARRIED)
#define REASON(type, label) FORM_TEXT(type, reason, label, MATTER_REASON_MAX, NEEDED | FORM_LINES)
#define LIMIT(type)                                                                                \
    FORM_INT(type, limit, T("办理时限"), 0, MATTER_LIMIT_DAYS_MAX, 0),                             \
        FORM_CHOICE(type, limit_kind, T("时限单位"), matter_limit_units, 0)

#define FORM_OF(name, type, ...)                                                                   \
    static const struct field name##_fields[] = {__VA_ARGS__};                                     \
    const struct form name##_form = FORM(name##_fields, type)

FORM_OF(matter_raise, struct matter_raise_in,
        FORM_TEXT(struct matter_raise_in, title, T("标题"), MATTER_TITLE_MAX, NEEDED),
        FORM_TEXT(struct matter_raise_in, text, T("诉求内容"), MATTER_TEXT_MAX,
                  NEEDED | FORM_LINES),
        FORM_ID(struct matter_raise_in, class, T("类别"), 0),
        FORM_TEXT(struct matter_raise_in, contact, T("联系人"), MATTER_NAME_MAX, 0),
        FORM_TEXT(struct matter_raise_in, phone, T("联系电话"), MATTER_PHONE_MAX, 0),
        FORM_CHOICE(struct matter_raise_in, urgency, T("紧急程度"), matter_urgencies, 0),
        FORM_FILES(struct matter_raise_in, files, T("附件"), MATTER_FILES_MAX, 0),
        FORM_BOOL(struct matter_raise_in, consent, T("同意隐去名称后公开"), 0),
        FORM_BOOL(struct matter_raise_in, draft, T("先存草稿"), 0));

FORM_OF(matter_enter, struct matter_enter_in,
        FORM_TEXT(struct matter_enter_in, title, T("标题"), MATTER_TITLE_MAX, NEEDED),
        FORM_TEXT(struct matter_enter_in, text, T("诉求内容"), MATTER_TEXT_MAX,
                  NEEDED | FORM_LINES),
        FORM_ID(struct matter_enter_in, class, T("类别"), 0),
        FORM_ID(struct matter_enter_in, firm, T("企业"), 0),
        FORM_TEXT(struct matter_enter_in, raiser, T("册外诉求人"), MATTER_NAME_MAX, 0),
        FORM_CHOICE(struct matter_enter_in, source, T("来源"), matter_sources, NEEDED),
        FORM_CHOICE(struct matter_enter_in, urgency, T("紧急程度"), matter_urgencies, 0),
        FORM_TEXT(struct matter_enter_in, contact, T("联系人"), MATTER_NAME_MAX, 0),
        FORM_TEXT(struct matter_enter_in, phone, T("联系电话"), MATTER_PHONE_MAX, 0),
        FORM_TEXT(struct matter_enter_in, outside_number, T("外部编号"), MATTER_OUTSIDE_MAX, 0),
        FORM_ID(struct matter_enter_in, zone, T("片区"), 0),
        FORM_FILES(struct matter_enter_in, files, T("附件"), MATTER_FILES_MAX, 0),
        FORM_BOOL(struct matter_enter_in, accept, T("同时受理"), 0));

FORM_OF(matter_edit, struct matter_edit_in, MATTER(struct matter_edit_in),
        VERSION(struct matter_edit_in),
        FORM_TEXT(struct matter_edit_in, title, T("标题"), MATTER_TITLE_MAX, NEEDED),
        FORM_TEXT(struct matter_edit_in, text, T("诉求内容"), MATTER_TEXT_MAX, NEEDED | FORM_LINES),
        FORM_TEXT(struct matter_edit_in, contact, T("联系人"), MATTER_NAME_MAX, 0),
        FORM_TEXT(struct matter_edit_in, phone, T("联系电话"), MATTER_PHONE_MAX, 0),
        FORM_TEXT(struct matter_edit_in, outside_number, T("外部编号"), MATTER_OUTSIDE_MAX, 0),
        FORM_CHOICE(struct matter_edit_in, urgency, T("紧急程度"), matter_urgencies, 0),
        FORM_BOOL(struct matter_edit_in, consent, T("同意隐去名称后公开"), 0));

#define PLAIN_FORM(name)                                                                           \
    FORM_OF(name, struct matter_act_in, MATTER(struct matter_act_in), VERSION(struct matter_act_in))
PLAIN_FORM(matter_submit);
PLAIN_FORM(matter_accept);
PLAIN_FORM(matter_unmerge);

#define FOLLOW_FORM(name) FORM_OF(name, struct matter_act_in, MATTER(struct matter_act_in))
FOLLOW_FORM(matter_follow);
FOLLOW_FORM(matter_unfollow);

#define REASON_FORM(name, label)                                                                   \
    FORM_OF(name, struct matter_reason_in, MATTER(struct matter_reason_in),                        \
            VERSION(struct matter_reason_in), REASON(struct matter_reason_in, label))
REASON_FORM(matter_refuse, T("不予受理的理由"));
REASON_FORM(matter_complete, T("需要补充什么"));
REASON_FORM(matter_withdraw, T("撤回的原因"));
REASON_FORM(matter_reopen, T("退回重办的理由"));
REASON_FORM(matter_close, T("销号的依据"));
REASON_FORM(matter_press, T("督办要求"));
REASON_FORM(matter_resolve, T("办理结果"));
REASON_FORM(matter_unpublish, T("撤下的原因"));

FORM_OF(matter_publish, struct matter_publish_in, MATTER(struct matter_publish_in),
        VERSION(struct matter_publish_in),
        FORM_TEXT(struct matter_publish_in, title, T("公开的标题"), MATTER_TITLE_MAX, NEEDED),
        FORM_TEXT(struct matter_publish_in, problem, T("公开的问题"), MATTER_TEXT_MAX,
                  NEEDED | FORM_LINES),
        FORM_TEXT(struct matter_publish_in, result, T("公开的办理结果"), MATTER_TEXT_MAX,
                  NEEDED | FORM_LINES),
        FORM_TEXT(struct matter_publish_in, evidence,
                  T("企业同意公开的凭据（提出时自己勾选同意的，不用填）"), MATTER_REASON_MAX,
                  FORM_LINES));

FORM_OF(matter_publish_answer, struct matter_publish_answer_in,
        MATTER(struct matter_publish_answer_in), VERSION(struct matter_publish_answer_in),
        FORM_CHOICE(struct matter_publish_answer_in, answer, T("您的意见"), matter_public_answers,
                    NEEDED),
        FORM_TEXT(struct matter_publish_answer_in, reason, T("说明"), MATTER_REASON_MAX,
                  FORM_LINES));

FORM_OF(matter_classify, struct matter_classify_in, MATTER(struct matter_classify_in),
        VERSION(struct matter_classify_in),
        FORM_ID(struct matter_classify_in, class, T("类别"), NEEDED),
        FORM_CHOICE(struct matter_classify_in, urgency, T("紧急程度"), matter_urgencies, 0));

FORM_OF(matter_assign, struct matter_assign_in, MATTER(struct matter_assign_in),
        VERSION(struct matter_assign_in), FORM_ID(struct matter_assign_in, lead, T("主办部门"), 0),
        FORM_IDS(struct matter_assign_in, helpers, T("协办部门"), 0),
        LIMIT(struct matter_assign_in),
        FORM_DAY(struct matter_assign_in, until, T("或者截至哪一天"), 0),
        FORM_TEXT(struct matter_assign_in, opinion, T("交办意见"), MATTER_REASON_MAX, FORM_LINES));

FORM_OF(matter_propose, struct matter_propose_in,
        FORM_TEXT(struct matter_propose_in, title, T("标题"), MATTER_TITLE_MAX, 0),
        FORM_TEXT(struct matter_propose_in, text, T("诉求内容"), MATTER_TEXT_MAX,
                  NEEDED | FORM_LINES));

FORM_OF(matter_recount, struct matter_recount_in,
        FORM_ID(struct matter_recount_in, id, T("哪次重算"), NEEDED),
        FORM_ID(struct matter_recount_in, after, T("从哪里接着看"), 0));

FORM_OF(matter_leader, struct matter_leader_in, MATTER(struct matter_leader_in),
        VERSION(struct matter_leader_in),
        FORM_ID(struct matter_leader_in, leader, T("牵头领导"), 0));

FORM_OF(matter_merge, struct matter_merge_in, MATTER(struct matter_merge_in),
        VERSION(struct matter_merge_in),
        FORM_TEXT(struct matter_merge_in, into, T("并入的事项编号"), 20, NEEDED),
        FORM_TEXT(struct matter_merge_in, reason, T("并入的理由"), MATTER_REASON_MAX, FORM_LINES));

FORM_OF(matter_note, struct matter_note_in, MATTER(struct matter_note_in),
        FORM_TEXT(struct matter_note_in, text, T("内部批注"), MATTER_NOTE_MAX,
                  NEEDED | FORM_LINES));

FORM_OF(matter_attach, struct matter_attach_in, MATTER(struct matter_attach_in),
        FORM_FILES(struct matter_attach_in, files, T("附件"), MATTER_FILES_MAX, NEEDED));

/* Duties -------------------------------------------------------------------------------------- */

FORM_OF(duty_answer, struct duty_answer_in, MATTER(struct duty_answer_in),
        DUTY(struct duty_answer_in), VERSION(struct duty_answer_in),
        FORM_TEXT(struct duty_answer_in, solution, T("解决方案"), MATTER_NOTE_MAX,
                  NEEDED | FORM_LINES),
        FORM_DAY(struct duty_answer_in, promise, T("承诺办结日期"), NEEDED));

FORM_OF(duty_sign, struct duty_sign_in, MATTER(struct duty_sign_in),
        FORM_ID(struct duty_sign_in, ask, T("待签发的答复"), CARRIED),
        FORM_BOOL(struct duty_sign_in, agree, T("同意签发"), 0),
        FORM_TEXT(struct duty_sign_in, decision, T("意见"), MATTER_REASON_MAX, FORM_LINES));

FORM_OF(duty_progress, struct duty_progress_in, MATTER(struct duty_progress_in),
        DUTY(struct duty_progress_in),
        FORM_TEXT(struct duty_progress_in, text, T("进展"), MATTER_NOTE_MAX, NEEDED | FORM_LINES));

FORM_OF(duty_grid, struct duty_grid_in, FORM_IDS(struct duty_grid_in, ids, T("事项"), CARRIED),
        FORM_IDS(struct duty_grid_in, duties, T("交办任务"), CARRIED),
        FORM_TEXTS(struct duty_grid_in, texts, T("进展"), MATTER_GRID_MAX, 0));

#define DUTY_REASON_FORM(name, label)                                                              \
    FORM_OF(name, struct duty_reason_in, MATTER(struct duty_reason_in),                            \
            DUTY(struct duty_reason_in), VERSION(struct duty_reason_in),                           \
            REASON(struct duty_reason_in, label))
DUTY_REASON_FORM(duty_pause, T("等企业补充什么"));
DUTY_REASON_FORM(duty_cancel, T("取消交办的理由"));

FORM_OF(duty_date, struct duty_date_in, MATTER(struct duty_date_in), DUTY(struct duty_date_in),
        VERSION(struct duty_date_in), FORM_DAY(struct duty_date_in, day, T("办到哪一天"), NEEDED));

FORM_OF(duty_resume, struct duty_act_in, MATTER(struct duty_act_in), DUTY(struct duty_act_in),
        VERSION(struct duty_act_in));

FORM_OF(duty_extend, struct duty_extend_in, MATTER(struct duty_extend_in),
        DUTY(struct duty_extend_in), VERSION(struct duty_extend_in),
        FORM_DAY(struct duty_extend_in, day, T("延期到"), NEEDED),
        REASON(struct duty_extend_in, T("延期的理由")));

FORM_OF(duty_handback, struct duty_handback_in, MATTER(struct duty_handback_in),
        DUTY(struct duty_handback_in), VERSION(struct duty_handback_in),
        REASON(struct duty_handback_in, T("退回的理由")),
        FORM_ID(struct duty_handback_in, to_org, T("建议改由哪个部门办"), 0));

FORM_OF(duty_decide, struct duty_decide_in, MATTER(struct duty_decide_in),
        FORM_ID(struct duty_decide_in, ask, T("申请"), CARRIED),
        FORM_BOOL(struct duty_decide_in, agree, T("同意"), 0),
        FORM_TEXT(struct duty_decide_in, decision, T("意见"), MATTER_REASON_MAX, FORM_LINES));

FORM_OF(duty_done, struct duty_done_in, MATTER(struct duty_done_in), DUTY(struct duty_done_in),
        VERSION(struct duty_done_in),
        FORM_TEXT(struct duty_done_in, result, T("办理结果"), MATTER_NOTE_MAX,
                  NEEDED | FORM_LINES));

/* The end ------------------------------------------------------------------------------------- */

FORM_OF(matter_callback, struct matter_callback_in, MATTER(struct matter_callback_in),
        VERSION(struct matter_callback_in),
        FORM_BOOL(struct matter_callback_in, reached, T("已联系上"), 0),
        FORM_CHOICE(struct matter_callback_in, solved, T("是否解决"), matter_solveds, 0),
        FORM_CHOICE(struct matter_callback_in, rating, T("满意度"), matter_ratings, 0),
        FORM_TEXT(struct matter_callback_in, note, T("回访记录"), MATTER_REASON_MAX, FORM_LINES),
        FORM_BOOL(struct matter_callback_in, close, T("同时办结"), 0));

FORM_OF(matter_confirm, struct matter_confirm_in, MATTER(struct matter_confirm_in),
        VERSION(struct matter_confirm_in),
        FORM_CHOICE(struct matter_confirm_in, rating, T("满意度"), matter_ratings, 0),
        FORM_TEXT(struct matter_confirm_in, note, T("想说的话"), MATTER_REASON_MAX, FORM_LINES));

FORM_OF(matter_rate, struct matter_rate_in, MATTER(struct matter_rate_in),
        VERSION(struct matter_rate_in),
        FORM_CHOICE(struct matter_rate_in, rating, T("满意度"), matter_ratings, NEEDED),
        FORM_TEXT(struct matter_rate_in, note, T("想说的话"), MATTER_REASON_MAX, FORM_LINES));

static const struct form_choice bulk_verbs[] = {
    {"accept", T("受理"), MATTER_ACCEPT}, {"classify", T("分类"), MATTER_CLASSIFY},
    {"assign", T("交办"), MATTER_ASSIGN}, {"leader", T("定牵头领导"), MATTER_LEADER},
    {"press", T("督办"), MATTER_PRESS},   {0},
};

FORM_OF(matter_bulk, struct matter_bulk_in,
        FORM_IDS(struct matter_bulk_in, ids, T("事项"), FORM_REQUIRED),
        FORM_CHOICE(struct matter_bulk_in, verb, T("办什么"), bulk_verbs, NEEDED),
        FORM_ID(struct matter_bulk_in, class, T("类别"), 0),
        FORM_ID(struct matter_bulk_in, lead, T("主办部门"), 0),
        FORM_ID(struct matter_bulk_in, leader, T("牵头领导"), 0), LIMIT(struct matter_bulk_in),
        FORM_TEXT(struct matter_bulk_in, reason, T("意见"), MATTER_REASON_MAX, FORM_LINES));

FORM_OF(matter_undo, struct matter_undo_in,
        FORM_ID(struct matter_undo_in, bulk, T("批量办理"), CARRIED));

/* Classes and limits -------------------------------------------------------------------------- */

FORM_OF(matter_class_add, struct matter_class_add_in,
        FORM_ID(struct matter_class_add_in, parent, T("上级类别"), 0),
        FORM_TEXT(struct matter_class_add_in, name, T("名称"), MATTER_NAME_MAX, NEEDED));

FORM_OF(matter_class_edit, struct matter_class_edit_in,
        FORM_ID(struct matter_class_edit_in, id, T("类别"), CARRIED),
        VERSION(struct matter_class_edit_in),
        FORM_TEXT(struct matter_class_edit_in, name, T("名称"), MATTER_NAME_MAX, NEEDED),
        FORM_BOOL(struct matter_class_edit_in, closed, T("停用"), 0));

FORM_OF(matter_class_merge, struct matter_class_merge_in,
        FORM_ID(struct matter_class_merge_in, id, T("类别"), CARRIED),
        VERSION(struct matter_class_merge_in),
        FORM_ID(struct matter_class_merge_in, into, T("并入类别"), NEEDED));

FORM_OF(matter_limit, struct matter_limit_in, FORM_ID(struct matter_limit_in, class, T("类别"), 0),
        FORM_CHOICE(struct matter_limit_in, urgency, T("紧急程度"), matter_urgencies, 0),
        FORM_DAY(struct matter_limit_in, from, T("生效日期"), NEEDED),
        FORM_INT(struct matter_limit_in, amount, T("办理时限"), 1, MATTER_LIMIT_DAYS_MAX, NEEDED),
        FORM_CHOICE(struct matter_limit_in, kind, T("时限单位"), matter_limit_kinds, NEEDED),
        FORM_TEXT(struct matter_limit_in, source, T("依据"), 200, NEEDED));

/* Finds --------------------------------------------------------------------------------------- */

static const struct form_choice orders[] = {
    {"due", T("到期日"), MATTER_ORDER_DUE},
    {"newest", T("最新"), MATTER_ORDER_NEWEST},
    {"oldest", T("最早"), MATTER_ORDER_OLDEST},
    {"age", T("已提出多久"), MATTER_ORDER_OLDEST},
    {"number", T("编号"), MATTER_ORDER_NUMBER},
    {"state", T("状态"), MATTER_ORDER_STATE},
    {"department", T("主办部门"), MATTER_ORDER_DEPARTMENT},
    {0},
};

#define CURSOR(type)                                                                               \
    FORM_INT(type, limit, T("每页件数"), 1, MATTER_PAGE_MAX, 0),                                   \
        FORM_TEXT(type, after, T("从哪里接着看"), 500, FORM_HIDDEN)

FORM_OF(matter_list, struct matter_list_in,
        FORM_TEXT(struct matter_list_in, text, T("文字"), 200, 0),
        FORM_CHOICE(struct matter_list_in, state, T("状态"), matter_states, 0),
        FORM_TEXT(struct matter_list_in, class, T("类别"), 200, 0),
        FORM_TEXT(struct matter_list_in, department, T("部门"), 100, 0),
        FORM_TEXT(struct matter_list_in, firm, T("企业"), 100, 0),
        FORM_CHOICE(struct matter_list_in, source, T("来源"), matter_sources, 0),
        FORM_CHOICE(struct matter_list_in, urgency, T("紧急程度"), matter_urgencies, 0),
        FORM_CHOICE(struct matter_list_in, turn, T("轮到谁"), matter_turn_filters, 0),
        FORM_TEXT(struct matter_list_in, leader, T("牵头领导"), 100, 0),
        FORM_ID(struct matter_list_in, zone, T("片区"), 0),
        FORM_DAY(struct matter_list_in, due_from, T("到期日从"), 0),
        FORM_DAY(struct matter_list_in, due_to, T("到期日到"), 0),
        FORM_DAY(struct matter_list_in, raised_from, T("提出日期从"), 0),
        FORM_DAY(struct matter_list_in, raised_to, T("提出日期到"), 0),
        FORM_INT(struct matter_list_in, age, T("已提出多少天"), 0, MATTER_LIMIT_DAYS_MAX, 0),
        FORM_BOOL(struct matter_list_in, overdue, T("超期"), 0),
        FORM_BOOL(struct matter_list_in, open, T("未办结"), 0),
        FORM_BOOL(struct matter_list_in, mine, T("轮到我"), 0),
        FORM_CHOICE(struct matter_list_in, order, T("排序"), orders, 0),
        FORM_BOOL(struct matter_list_in, reverse, T("倒序"), 0), CURSOR(struct matter_list_in));

FORM_OF(matter_show, struct matter_show_in,
        FORM_TEXT(struct matter_show_in, number, T("编号"), 30, NEEDED));

FORM_OF(matter_duties, struct matter_duties_in,
        FORM_TEXT(struct matter_duties_in, department, T("部门"), 100, 0),
        FORM_BOOL(struct matter_duties_in, overdue, T("超期"), 0), CURSOR(struct matter_duties_in));

FORM_OF(matter_board, struct matter_board_in,
        FORM_INT(struct matter_board_in, months, T("月数"), 1, 36, 0));

/* A find without filters still has a form: one hidden switch that nobody sets. */
FORM_OF(matter_none, struct matter_none_in,
        FORM_BOOL(struct matter_none_in, unused, T("无"), FORM_HIDDEN));
