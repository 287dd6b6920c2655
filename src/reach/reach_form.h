/* What the acts and finds of this room are given. */
#ifndef LIANYUAN_REACH_REACH_FORM_H
#define LIANYUAN_REACH_REACH_FORM_H

#include "base/form.h"

struct channel_in {
    int64_t id, version, kind;
    struct str name, address, secret, login, sender, events;
    int64_t org;
    bool plain, inside;
};
extern const struct form channel_add_form, channel_edit_form;

struct which_in {
    int64_t id;
};
extern const struct form which_form, outbox_which_form, reach_none_form;

struct outbox_in {
    int64_t state, channel, limit;
    struct str after;
};
extern const struct form outbox_list_form;

struct choice_in {
    int64_t way, from_hour, to_hour;
};
extern const struct form choice_form;

enum { WAY_INBOX = 1, WAY_MAIL = 2 };

#endif
