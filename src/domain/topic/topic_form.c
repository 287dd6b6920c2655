/* The declared input of topics. */
#include "domain/topic/topic.h"

#define NEEDED FORM_REQUIRED
#define CARRIED (FORM_REQUIRED | FORM_HIDDEN)
#define FORM_OF(name, type, ...)                                                                   \
    static const struct field name##_fields[] = {__VA_ARGS__};                                     \
    const struct form name##_form = FORM(name##_fields, type)
#define NAME(type) FORM_TEXT(type, name, T("名称"), TOPIC_NAME_MAX, NEEDED)
#define CAUSE(type) FORM_TEXT(type, cause, T("共同的原因"), TOPIC_CAUSE_MAX, FORM_LINES)
#define TOPIC(type) FORM_ID(type, id, T("共性问题"), CARRIED)
#define VERSION(type) FORM_INT(type, version, T("版本"), 1, INT32_MAX, CARRIED)

FORM_OF(topic_open, struct topic_open_in, NAME(struct topic_open_in), CAUSE(struct topic_open_in),
        FORM_IDS(struct topic_open_in, matters, T("列入的事项"), 0));
FORM_OF(topic_join, struct topic_join_in, TOPIC(struct topic_join_in),
        FORM_IDS(struct topic_join_in, matters, T("列入的事项"), 0),
        FORM_TEXT(struct topic_join_in, number, T("事项编号"), 20, 0));
FORM_OF(topic_leave, struct topic_leave_in, TOPIC(struct topic_leave_in),
        FORM_ID(struct topic_leave_in, matter, T("事项"), CARRIED));
FORM_OF(topic_edit, struct topic_edit_in, TOPIC(struct topic_edit_in),
        VERSION(struct topic_edit_in), NAME(struct topic_edit_in), CAUSE(struct topic_edit_in));
FORM_OF(topic_solve, struct topic_solve_in, TOPIC(struct topic_solve_in),
        VERSION(struct topic_solve_in),
        FORM_TEXT(struct topic_solve_in, solution, T("统一的解决办法"), TOPIC_SOLUTION_MAX,
                  NEEDED | FORM_LINES));
FORM_OF(topic_show, struct topic_show_in, FORM_ID(struct topic_show_in, id, T("共性问题"), NEEDED));

static const struct field no_fields[1];
const struct form topic_none_form = {no_fields, 0, 1};
