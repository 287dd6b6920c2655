/* What common causes bring. */
#include "domain/topic/topic.h"
#include "topic_schema.h"

enum {
    STAFF = ROLE_COORDINATOR | ROLE_CONSOLE,
    OFFICE = ROLE_DEPARTMENT | ROLE_HEAD | STAFF | ROLE_LEADER | ROLE_AUDITOR,
};

static const struct act acts[] = {
    {"topic.open", T("建立共性问题"), NULL, STAFF, &topic_open_form, topic_act_open},
    {"topic.edit", T("修改共性问题"), NULL, STAFF, &topic_edit_form, topic_act_edit},
    {"topic.join", T("列入共性问题"), NULL, STAFF, &topic_join_form, topic_act_join},
    {"topic.leave", T("移出共性问题"), NULL, STAFF, &topic_leave_form, topic_act_leave},
    {"topic.solve", T("告知统一的解决办法"), NULL, STAFF, &topic_solve_form, topic_act_solve},
};

static const struct find finds[] = {
    {"topic.list", T("共性问题"), NULL, OFFICE, &topic_none_form, topic_json_list},
    {"topic.show", T("一个共性问题"), "id", OFFICE, &topic_show_form, topic_json_show},
    {"topic.propose", T("可能的共性问题"), NULL, STAFF | ROLE_LEADER, &topic_none_form,
     topic_json_propose},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

const struct module topic_module = {
    .name = "topic",
    .acts = acts,
    .act_n = COUNT(acts),
    .finds = finds,
    .find_n = COUNT(finds),
    .migrations = topic_migrations,
    .migration_n = topic_migration_n,
};
