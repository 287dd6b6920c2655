#include "reach/reach_form.h"

#include "core/person.h"
#include "reach/reach.h"
#include "reach/wire.h"

enum { HIDDEN = FORM_HIDDEN, NEEDED = FORM_REQUIRED };

#define CHANNEL_FIELDS                                                                             \
    FORM_SECRET(struct channel_in, secret, T("密码或加签密钥"), CHANNEL_SECRET_MAX, 0),            \
        FORM_TEXT(struct channel_in, login, T("邮件服务器的账号"), PERSON_EMAIL_MAX, 0),           \
        FORM_TEXT(struct channel_in, sender, T("发件邮箱"), PERSON_EMAIL_MAX, 0),                  \
        FORM_ID(struct channel_in, org, T("群机器人：只收哪个单位的消息"), 0),                     \
        FORM_TEXT(struct channel_in, events, T("Webhook：收哪些事件（空格隔开，不填为全部）"),     \
                  CHANNEL_EVENTS_MAX, 0),                                                          \
        FORM_BOOL(struct channel_in, inside, T("允许发到内部网络的地址"), 0),                      \
        FORM_BOOL(struct channel_in, plain, T("允许不加密传输"), 0)

static const struct field channel_add_fields[] = {
    FORM_CHOICE(struct channel_in, kind, T("渠道类别"), channel_kind_choices, NEEDED),
    FORM_TEXT(struct channel_in, name, T("渠道名称"), CHANNEL_NAME_MAX, NEEDED),
    FORM_TEXT(struct channel_in, address, T("地址"), WIRE_URL_MAX, NEEDED),
    CHANNEL_FIELDS,
};
const struct form channel_add_form = FORM(channel_add_fields, struct channel_in);

static const struct field channel_edit_fields[] = {
    FORM_ID(struct channel_in, id, T("渠道"), NEEDED | HIDDEN),
    FORM_INT(struct channel_in, version, T("版本"), 1, INT32_MAX, NEEDED | HIDDEN),
    FORM_TEXT(struct channel_in, name, T("渠道名称"), CHANNEL_NAME_MAX, NEEDED),
    FORM_TEXT(struct channel_in, address, T("地址（不填则不变）"), WIRE_URL_MAX, 0),
    CHANNEL_FIELDS,
};
const struct form channel_edit_form = FORM(channel_edit_fields, struct channel_in);

static const struct field which_fields[] = {
    FORM_ID(struct which_in, id, T("渠道"), NEEDED | HIDDEN),
};
const struct form which_form = FORM(which_fields, struct which_in);

static const struct field outbox_which_fields[] = {
    FORM_ID(struct which_in, id, T("消息"), NEEDED | HIDDEN),
};
const struct form outbox_which_form = FORM(outbox_which_fields, struct which_in);

const struct form reach_none_form = {NULL, 0, 1};

static const struct form_choice outbox_states[] = {
    {"waiting", T("等待发送"), OUTBOX_WAITING + 1},
    {"sent", T("已发出"), OUTBOX_SENT + 1},
    {"dead", T("发不出去"), OUTBOX_DEAD + 1},
    {NULL, NULL, 0},
};

static const struct field outbox_list_fields[] = {
    FORM_CHOICE(struct outbox_in, state, T("状态"), outbox_states, 0),
    FORM_ID(struct outbox_in, channel, T("渠道"), 0),
    FORM_INT(struct outbox_in, limit, T("每页条数"), 1, OUTBOX_PAGE * 4, 0),
    FORM_TEXT(struct outbox_in, after, T("上一页之后"), 5000, HIDDEN),
};
const struct form outbox_list_form = FORM(outbox_list_fields, struct outbox_in);

static const struct form_choice ways[] = {
    {"inbox", T("只在本站消息里看"), WAY_INBOX},
    {"mail", T("同时发邮件给我"), WAY_MAIL},
    {NULL, NULL, 0},
};

static const struct field choice_fields[] = {
    FORM_CHOICE(struct choice_in, way, T("怎样通知我"), ways, NEEDED),
    FORM_INT(struct choice_in, from_hour, T("邮件从几点起发（都填 0 则按园区时间）"), 0, 24, 0),
    FORM_INT(struct choice_in, to_hour, T("发到几点为止"), 0, 24, 0),
};
const struct form choice_form = FORM(choice_fields, struct choice_in);
