/* What the list brings: its acts, finds, settings and jobs. Pages are a module of their own. */
#include "core/module.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_answer.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_feed.h"
#include "domain/matter/matter_json.h"
#include "domain/matter/matter_public_rule.h"
#include "domain/matter/matter_recount.h"
#include "domain/matter/matter_remind.h"
#include "domain/matter/matter_sheet.h"
#include "matter_schema.h"

enum {
    FIRM = ROLE_FIRM,
    DEPT = ROLE_DEPARTMENT | ROLE_HEAD,
    STAFF = ROLE_COORDINATOR | ROLE_CONSOLE,
    LEADER = ROLE_LEADER,
    ADMIN = ROLE_ADMIN | ROLE_CONSOLE,
    OFFICE = DEPT | STAFF | LEADER | ROLE_AUDITOR,
    READERS = OFFICE | FIRM,
};

static enum err import_run(struct ctx *ctx, const void *in, struct act_result *out)
{
    return matter_import_act.run(ctx, in, out);
}

static enum err import_prepare(struct ctx *ctx, void *in)
{
    return matter_import_act.prepare(ctx, in);
}

static const struct act acts[] = {
    {"matter.raise", T("提出诉求"), NULL, FIRM, &matter_raise_form, matter_act_raise},
    {"matter.enter", T("代为录入"), NULL, STAFF, &matter_enter_form, matter_act_enter},
    {"matter.submit", T("提交"), NULL, FIRM | STAFF, &matter_submit_form, matter_act_submit},
    {"matter.edit", T("修改"), NULL, FIRM | STAFF, &matter_edit_form, matter_act_edit},
    {"matter.accept", T("受理"), NULL, STAFF, &matter_accept_form, matter_act_accept},
    {"matter.refuse", T("不予受理"), NULL, STAFF, &matter_refuse_form, matter_act_refuse},
    {"matter.complete", T("退回补正"), NULL, STAFF, &matter_complete_form, matter_act_complete},
    {"matter.withdraw", T("撤回"), NULL, FIRM | STAFF, &matter_withdraw_form, matter_act_withdraw},
    {"matter.classify", T("分类"), NULL, STAFF, &matter_classify_form, matter_act_classify},
    {"matter.assign", T("交办"), NULL, STAFF, &matter_assign_form, matter_act_assign},
    {"matter.leader", T("定牵头领导"), NULL, STAFF, &matter_leader_form, matter_act_leader},
    {"matter.press", T("督办"), NULL, STAFF | LEADER, &matter_press_form, matter_act_press},
    {"matter.merge", T("并入"), NULL, STAFF, &matter_merge_form, matter_act_merge},
    {"matter.unmerge", T("取消并入"), NULL, STAFF, &matter_unmerge_form, matter_act_unmerge},
    {"matter.note", T("内部批注"), NULL, DEPT | STAFF | LEADER, &matter_note_form, matter_act_note},
    {"matter.attach", T("上传附件"), NULL, FIRM | DEPT | STAFF, &matter_attach_form,
     matter_act_attach},
    {"matter.follow", T("关注"), NULL, FIRM | DEPT | STAFF | LEADER, &matter_follow_form,
     matter_act_follow},
    {"matter.unfollow", T("取消关注"), NULL, FIRM | DEPT | STAFF | LEADER, &matter_unfollow_form,
     matter_act_unfollow},
    {"matter.resolve", T("形成结果"), NULL, STAFF, &matter_resolve_form, matter_act_resolve},
    {"matter.callback", T("回访"), NULL, STAFF, &matter_callback_form, matter_act_callback},
    {"matter.confirm", T("确认结果"), NULL, FIRM, &matter_confirm_form, matter_act_confirm},
    {"matter.reopen", T("退回重办"), NULL, FIRM | STAFF, &matter_reopen_form, matter_act_reopen},
    {"matter.rate", T("评价"), NULL, FIRM, &matter_rate_form, matter_act_rate},
    {"matter.close", T("销号"), NULL, STAFF, &matter_close_form, matter_act_close},
    {"matter.publish", T("拟公开稿"), NULL, STAFF, &matter_publish_form, matter_act_publish},
    {"matter.publish_answer", T("答复公开稿"), NULL, FIRM | STAFF, &matter_publish_answer_form,
     matter_act_publish_answer},
    {"matter.unpublish", T("撤下公开"), NULL, FIRM | STAFF, &matter_unpublish_form,
     matter_act_unpublish},
    {"matter.bulk", T("批量办理"), NULL, STAFF, &matter_bulk_form, matter_act_bulk},
    {"matter.bulk_undo", T("撤销批量办理"), NULL, STAFF, &matter_undo_form, matter_act_bulk_undo},
    {"matter.import", T("导入表格"), NULL, STAFF, &matter_import_form, import_run, import_prepare},

    {"duty.answer", T("答复"), NULL, DEPT | STAFF, &duty_answer_form, duty_act_answer},
    {"duty.sign", T("签发答复"), NULL, ROLE_HEAD, &duty_sign_form, duty_act_sign},
    {"duty.progress", T("报进展"), NULL, DEPT | STAFF, &duty_progress_form, duty_act_progress},
    {"duty.grid", T("批量报进展"), NULL, DEPT | STAFF, &duty_grid_form, duty_act_grid},
    {"duty.pause", T("挂起，等企业补充"), NULL, DEPT | STAFF, &duty_pause_form, duty_act_pause},
    {"duty.resume", T("恢复时限"), NULL, FIRM | DEPT | STAFF, &duty_resume_form, duty_act_resume},
    {"duty.extend", T("申请延期"), NULL, DEPT, &duty_extend_form, duty_act_extend},
    {"duty.handback", T("申请退回"), NULL, DEPT, &duty_handback_form, duty_act_handback},
    {"duty.decide", T("审批延期或退回"), NULL, STAFF, &duty_decide_form, duty_act_decide},
    {"duty.date", T("定日期"), NULL, STAFF, &duty_date_form, duty_act_date},
    {"duty.cancel", T("取消交办"), NULL, STAFF, &duty_cancel_form, duty_act_cancel},
    {"duty.done", T("办理完毕"), NULL, DEPT | STAFF, &duty_done_form, duty_act_done},

    {"class.add", T("添加类别"), NULL, ADMIN, &matter_class_add_form, matter_act_class_add},
    {"class.edit", T("修改类别"), NULL, ADMIN, &matter_class_edit_form, matter_act_class_edit},
    {"class.merge", T("并入类别"), NULL, ADMIN, &matter_class_merge_form, matter_act_class_merge},
    {"limit.set", T("设定时限"), NULL, ADMIN, &matter_limit_form, matter_act_limit},
};

static const struct find finds[] = {
    {"matter.list", T("清单"), NULL, READERS, &matter_list_form, matter_json_list},
    {"matter.show", T("事项"), "number", READERS, &matter_show_form, matter_json_show},
    {"matter.clock", T("时限逐日计算"), "number", READERS, &matter_show_form, matter_json_clock},
    {"matter.told", T("告知过谁"), "number",
     ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR | ROLE_CONSOLE, &matter_show_form,
     matter_json_told},
    {"matter.propose", T("建议类别和主办"), NULL, FIRM | STAFF, &matter_propose_form,
     matter_json_propose},
    {"matter.recounts", T("到期日的重算"), NULL, OFFICE | ROLE_ADMIN, &matter_none_form,
     matter_json_recounts},
    {"matter.recount", T("一次重算移动了什么"), "id", OFFICE | ROLE_ADMIN, &matter_recount_form,
     matter_json_recount},
    {"matter.duties", T("部门的交办"), NULL, OFFICE, &matter_duties_form, matter_json_duties},
    {"matter.todo", T("待办"), NULL, READERS, &matter_none_form, matter_json_todo},
    {"matter.board", T("看板"), NULL, OFFICE, &matter_board_form, matter_json_board},
    {"matter.classes", T("类别"), NULL, READERS | ADMIN, &matter_none_form, matter_json_classes},
    {"matter.import_check", T("检查表格，不导入"), NULL, STAFF, &matter_import_form,
     matter_import_check},
    {"matter.published", T("公开的事项"), NULL, ROLE_ALL, &matter_none_form, matter_json_published},
    {"matter.bulk_show", T("批量办理的结果"), NULL, STAFF, &matter_undo_form, matter_json_bulk},
};

/* Sources are named as far as they are known; where it says 缺省 the park sets its own with its
 * rule. */
static const struct setting settings[] = {
    {"matter.accept_days", T("受理时限（工作日）"), 1, 30, 1, "缺省：1 个工作日"},
    {"matter.assign_days", T("交办时限（工作日）"), 1, 30, 1, "缺省：1 个工作日"},
    {"matter.respond_days", T("响应时限（工作日）"), 1, 30, 1, "缺省：1 个工作日"},
    {"matter.callback_days", T("回访时限（工作日）"), 1, 30, 1, "缺省：1 个工作日"},
    {"matter.silence_days", T("逾期未反馈即办结（自然日）"), 1, 90, 7, "缺省：7 日"},
    {"matter.soon_days", T("提前多少个工作日亮临期灯"), 0, 30, 2, "缺省：2 个工作日"},
    {"matter.note_days", T("多少天没有进展要提醒（自然日）"), 1, 90, 7, "缺省：7 日"},
    {"matter.remind_before", T("提前几个工作日提醒经办"), 0, 10, 1, "缺省：1 个工作日"},
    {"matter.remind_head", T("超期几个工作日提醒部门负责人"), 1, 10, 1, "缺省：1 个工作日"},
    {"matter.remind_staff", T("超期几个工作日提醒协调员督办"), 1, 10, 2, "缺省：2 个工作日"},
    {"matter.work_from", T("上班时间（几点起发提醒）"), 0, 23, 9, "缺省：9 点"},
    {"matter.work_to", T("下班时间（几点起不发提醒）"), 1, 24, 18, "缺省：18 点"},
    {"matter.press_auto", T("超期次一工作日自动督办（1 是，0 否）"), 0, 1, 0,
     "缺省：否，由协调员督办"},
    {"matter.extensions_max", T("一项交办最多延期几次"), 0, 10, 1, "缺省：1 次"},
    {"matter.handbacks_max", T("一件事项最多退回几次（0 不限）"), 0, 24, 2, "缺省：2 次"},
    {"matter.handback_asks", T("一项交办的退回申请被驳回几次后不能再申请（0 不限）"), 0, 10, 1,
     "缺省：1 次"},
    {"matter.signoff", T("答复须经部门负责人签发（1 是，0 否）"), 0, 1, 0, "缺省：否"},
    {"matter.public_minimum", T("公开计数时少于多少件的组不列出数目"), PUBLIC_MINIMUM_LEAST, 50, 5,
     "缺省：5 件；少于 3 件等于写出原数"},
    {"matter.weight_response", T("总分中响应率的权重"), 0, 100, 30, "样例：30/35/35，各地自定"},
    {"matter.weight_solved", T("总分中解决率的权重"), 0, 100, 35, "样例：30/35/35，各地自定"},
    {"matter.weight_satisfied", T("总分中满意率的权重"), 0, 100, 35, "样例：30/35/35，各地自定"},
};

static const struct job jobs[] = {
    {"matter.silence", 3600, matter_job_silence},
    {"matter.recount", 15, matter_job_recount, matter_recount_more},
    {"matter.remind", 300, matter_job_remind},
};

static const struct answer answers[] = {{"matter", matter_answer_offer}};
static const struct feed feeds[] = {{"matter", matter_feed}};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

const struct module matter_module = {
    .name = "matter",
    .acts = acts,
    .act_n = COUNT(acts),
    .finds = finds,
    .find_n = COUNT(finds),
    .jobs = jobs,
    .job_n = COUNT(jobs),
    .settings = settings,
    .setting_n = COUNT(settings),
    .migrations = matter_migrations,
    .migration_n = matter_migration_n,
    .feeds = feeds,
    .feed_n = COUNT(feeds),
    .answers = answers,
    .answer_n = COUNT(answers),
};
