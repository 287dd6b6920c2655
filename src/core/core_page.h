/* What core's own pages draw (page/); filled by core_..._page.c. */
#ifndef LIANYUAN_CORE_CORE_PAGE_H
#define LIANYUAN_CORE_CORE_PAGE_H

#include "base/vec.h"
#include "core/apply.h"
#include "core/calendar.h"
#include "core/journal.h"
#include "core/notify.h"
#include "core/org.h"
#include "core/person.h"
#include "core/session.h"
#include "core/setting.h"
#include "core/view.h"
#include "web/form_page.h"
#include "web/layout/layout.h"

enum { CORE_PAGE = 50, CORE_ORG_CHOICES = 1000, CORE_JOURNAL_PAGE = 100 };

extern const struct module
    core_page_module; /* pages and menu; in app/modules.c beside core_module */

struct core_options {
    struct form_option *at;
    size_t n, cap;
};

/* One page for every act of core, as for the acts of the list. */
struct core_act_page {
    struct str title, about; /* about: the record's name, or "" */
    const char *button, *hint;
    struct url action, back;
    struct url link;   /* the secret is a link to this page of ours */
    struct str secret; /* shown once, behind the act */
};

struct str show_roles(struct ctx *ctx, uint32_t roles); /* "协调员 · 审计" */

struct html show_core_form(struct req *req, const struct core_act_page *v);

struct core_sign_in_page {
    struct str to, carry, login, message;
    struct park_contact ask;
};

struct core_apply_page {
    struct park_contact ask;
    bool overriding; /* the code's check digit is wrong: may be taken all the same */
};

struct core_applied_page {
    struct park_contact ask;
    struct apply_status status;
};

struct core_application_line {
    struct firm_application application;
    struct str person; /* who decided */
    bool approved;
};

struct core_applications_page {
    VEC(struct core_application_line) waiting;
    VEC(struct core_application_line) decided;
};

struct core_welcome_page {
    struct str person, message;
    struct url action;
};

struct core_session_line {
    struct session_info info;
    bool here;
};

struct core_view_line {
    struct view view;
    struct url url;
};

struct core_me_page {
    struct url reach; /* how I am told: of another room */
    struct str login, name, org, roles, language;
    struct str standin;
    int32_t standin_from, standin_to;
    VEC(struct core_session_line) sessions;
    VEC(struct token_info) tokens;
    VEC(struct core_view_line) views;
};

struct core_notice_line {
    struct notice notice;
    struct url url; /* {} = none */
};

struct core_notices_page {
    bool unread;
    VEC(struct core_notice_line) rows;
};

struct core_admin_page {
    struct url classes;  /* of the list's module */
    struct url channels; /* of the room that reaches people */
};

struct core_person_line {
    struct person person;
    struct str org, roles;
};

struct core_people_page {
    VEC(struct core_person_line) rows;
    struct str words;
    struct url next;
};

struct core_org_line {
    struct org org;
    const char *kind, *state;
};

struct core_orgs_page {
    VEC(struct core_org_line) rows;
    VEC(struct layout_tab) tabs;
    struct str words, kind;
    struct url next;
    bool may_add, administers;
};

struct core_settings_page {
    VEC(struct setting_row) rows;
    bool may_set;
};

struct core_calendar_page {
    VEC(struct calendar_info) rows;
    bool may_set;
};

struct core_journal_line {
    struct journal_entry entry;
    struct str verb; /* in words */
    VEC(struct journal_value) values;
};

struct core_journal_page {
    VEC(struct core_journal_line) rows;
    struct str checkpoint;
    struct url next;
};

#endif
