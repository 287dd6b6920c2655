/* What this room brings: acts, finds, settings, a job. Its pages are a module of their own. */
#include "reach/reach.h"
#include "reach/reach_act.h"
#include "reach/reach_form.h"

enum { ADMIN = ROLE_ADMIN | ROLE_CONSOLE, SEEING = ROLE_ADMIN | ROLE_AUDITOR | ROLE_CONSOLE };

static const struct act acts[] = {
    {"channel.add", T("新增渠道"), "kind name address", ADMIN, &channel_add_form, channel_add_run,
     NULL},
    {"channel.edit", T("修改渠道"), "id", ADMIN, &channel_edit_form, channel_edit_run, NULL},
    {"channel.test", T("试发一条"), "id", ADMIN, &which_form, channel_test_run, NULL},
    {"channel.enable", T("启用渠道"), "id", ADMIN, &which_form, channel_enable_run, NULL},
    {"channel.disable", T("停用渠道"), "id", ADMIN, &which_form, channel_disable_run, NULL},
    {"channel.secret", T("换签名密钥"), "id", ADMIN, &which_form, channel_secret_run, NULL},
    {"channel.retry", T("重发这个渠道发不出去的消息"), "id", ADMIN, &which_form,
     outbox_retry_all_run, NULL},
    {"outbox.retry", T("再试一次"), "id", ADMIN, &outbox_which_form, outbox_retry_run, NULL},
    {"outbox.drop", T("不再发送"), "id", ADMIN, &outbox_which_form, outbox_drop_run, NULL},
    {"person.reach", T("通知方式"), NULL, ROLE_ALL, &choice_form, person_reach_run, NULL},
    {"feed.make", T("生成日程地址"), NULL, ROLE_ALL, &reach_none_form, feed_make_run, NULL},
    {"feed.end", T("停用日程地址"), NULL, ROLE_ALL, &reach_none_form, feed_end_run, NULL},
};

static const struct find finds[] = {
    {"channel.list", T("渠道"), NULL, SEEING, &reach_none_form, channel_list_find},
    {"outbox.list", T("待发箱"), NULL, SEEING, &outbox_list_form, outbox_list_find},
    {"person.reach_show", T("我的通知方式"), NULL, ROLE_ALL, &reach_none_form, person_reach_find},
};

static const struct setting settings[] = {
    {"reach.hours_from", T("消息从几点起发（急件除外）"), 0, 24, 8, "缺省：8 点"},
    {"reach.hours_to", T("消息发到几点为止（急件除外）"), 0, 24, 20, "缺省：20 点"},
    {"reach.rest_days", T("休息日也发消息（1 是，0 否）"), 0, 1, 0, "缺省：否"},
};

static const struct job jobs[] = {
    {"reach.sweep", 86400, reach_sweep},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

const struct module reach_module = {
    .name = "reach",
    .acts = acts,
    .act_n = COUNT(acts),
    .finds = finds,
    .find_n = COUNT(finds),
    .jobs = jobs,
    .job_n = COUNT(jobs),
    .settings = settings,
    .setting_n = COUNT(settings),
};
