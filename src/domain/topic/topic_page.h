/* What the pages of common causes draw. */
#ifndef LIANYUAN_DOMAIN_TOPIC_TOPIC_PAGE_H
#define LIANYUAN_DOMAIN_TOPIC_TOPIC_PAGE_H

#include "domain/matter/matter_page.h"
#include "domain/topic/topic.h"

struct topic_page {
    struct topic_view v;
    bool may; /* join, leave, solve */
};

/* A page that asks for one act on a topic. */
struct topic_form_page {
    struct str title;
    const char *hint; /* T("...") or NULL */
    struct url back, action;
    const char *button; /* T("...") */
};

const char *show_topic_state(int64_t state);
struct str show_topic_class(int64_t state); /* "go", "done" */
struct html show_topic_form(struct req *req, const struct topic_form_page *v);

#endif
