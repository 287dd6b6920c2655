/* What this room's pages draw (page/); filled by reach_page.c. */
#ifndef LIANYUAN_REACH_REACH_PAGE_H
#define LIANYUAN_REACH_REACH_PAGE_H

#include "base/vec.h"
#include "reach/reach.h"
#include "web/form_page.h"
#include "web/layout/layout.h"

extern const struct module reach_page_module; /* in app/modules.c beside reach_module */

struct reach_channels_page {
    VEC(struct channel_view) rows;
    struct outbox_sum sum;
    struct url outbox_dead;
};

struct reach_outbox_line {
    struct outbox_row row;
    const char *state; /* T("...") */
    struct str event;  /* in words */
    struct str number; /* of the record's page, or "" */
    struct url url;
};

struct reach_outbox_page {
    VEC(struct reach_outbox_line) rows;
    VEC(struct layout_tab) tabs;
    struct url next;
};

/* One page for every act of this room. */
struct reach_act_page {
    struct str title, about;
    const char *button, *hint;
    struct url action, back;
    struct str secret; /* shown once, behind the act */
};

struct reach_me_page {
    struct reach_act_page act;
    struct str email;
    int64_t feed_since; /* 0 = no calendar address */
};

struct reach_answer_page {
    struct str person, title, text;
    const char *button;
    int64_t seen;            /* the version of the record that is shown */
    struct str message;      /* what went wrong */
    bool done, gone;         /* gone: used, expired, or no longer waited for */
    struct url action, page; /* page: of the record, behind the sign-in */
};

struct html show_reach_form(struct req *req, const struct reach_act_page *v);

#endif
