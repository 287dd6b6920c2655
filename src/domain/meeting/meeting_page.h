/*
 * The pages of meetings: what their templates draw beside the views of meeting_find.h.
 *
 * The secretary's page carries all that a meeting needs (every item with its record, the
 * departments with their initials, the calendar), so that ui/js/meeting.js works on without a
 * network: decisions wait in the browser's storage with their act ids and are sent in order.
 * Everything on it can also be done by plain forms.
 */
#ifndef LIANYUAN_DOMAIN_MEETING_MEETING_PAGE_H
#define LIANYUAN_DOMAIN_MEETING_MEETING_PAGE_H

#include "domain/matter/matter_page.h"
#include "domain/meeting/meeting_find.h"
#include "domain/meeting/meeting_paper.h"
#include "web/form_page.h"
#include "web/layout/layout.h"

extern const struct module meeting_page_module; /* in app/modules.c, before core's pages */

/* ---- words and colours ---------------------------------------------------------------------- */

const char *show_meeting_state(int64_t state);
struct str show_meeting_state_class(int64_t state); /* "go", "wait", "done", "bad" or "" */
const char *show_item_state(int64_t state);
struct str show_item_state_class(int64_t state);
const char *show_kind(int64_t kind);
const char *show_said(int64_t said);
/* "assign solve press defer": which fit, the likeliest first. */
struct str show_kinds_for(struct req *req, const struct meeting_item_view *item);
/* "规建局 2026-12-01": what the line begins with when a department leads already. */
struct str show_line_start(struct req *req, const struct meeting_item_view *item);
/* A reason of the proposal as a sentence in the reader's language. */
struct str show_reason(struct req *req, const struct meeting_part *part);
struct str show_clock(struct req *req, int64_t instant_us); /* "14:30" */
struct str show_when(struct req *req, int64_t instant_us);  /* 2026年11月25日 星期三 14:30 */

/* ---- list ------------------------------------------------------------------------------------ */

struct meeting_list_page {
    struct meeting_rows coming, past;
    struct url next; /* of the past ones */
    bool may_plan;
};

/* ---- a form for one act ---------------------------------------------------------------------- */

struct meeting_act_page {
    struct str title;
    const char *button; /* T("...") */
    const char *hint;   /* T("...") or NULL */
    struct url action, back;
    const struct meeting_row *meeting;    /* NULL: there is none yet */
    const struct meeting_item_view *item; /* NULL: about no item */
    bool stale;
};

struct html show_meeting_form(struct req *req, const struct meeting_act_page *v);

/* ---- record ---------------------------------------------------------------------------------- */

struct meeting_reasons {
    const struct meeting_part *at;
    size_t n;
};

struct meeting_line_view {
    const struct meeting_item_view *item;
    struct meeting_reasons reasons;
    struct url matter;
    int64_t up, down; /* the places it can go to; 0: none */
    bool movable, droppable;
    bool current;
    struct str decide, move, part; /* addresses for the script */
};

struct meeting_show_page {
    struct meeting_view v;
    VEC(struct meeting_line_view) lines;
    struct form_pairs version;
    bool may_edit, may_invite, may_start, may_cancel, may_end, may_attend, may_issue;
    bool over;    /* more minutes planned than there are */
    int64_t left; /* minutes */
    struct url matter_url;
    struct str park, date;
};

/* The button that begins the meeting and leads to the secretary's page, not back to the record. */
struct html show_start(struct req *req, const struct meeting_show_page *p);

struct meeting_propose_line {
    const struct meeting_proposed *p;
    struct meeting_reasons reasons;
};

struct meeting_propose_page {
    struct meeting_view v;
    struct meeting_proposal proposal;
    VEC(struct meeting_propose_line) lines;
    struct form_pairs version;
    int64_t taken;
    bool may_edit;
};

/* ---- in the room ----------------------------------------------------------------------------- */

struct meeting_room_page {
    struct meeting_view v;
    const struct meeting_line_view *now; /* NULL: nothing is on */
    VEC(struct meeting_line_view) lines;
    int64_t total, at;                     /* the at-th of so many */
    int64_t spent_s;                       /* on this item, up to now */
    struct str clock;                      /* minutes:seconds of it */
    struct url previous, next;             /* move to the neighbours; {} = none, or may not */
    struct str part, to_previous, to_next; /* the same, for the script */
    struct str token;                      /* "" = may not turn */
    struct str lang;
};

struct meeting_departments_view {
    const struct meeting_department *at;
    size_t n;
};

struct meeting_desk_page {
    struct meeting_view v;
    VEC(struct meeting_line_view) lines;
    struct meeting_departments_view departments;
    struct str today, workdays;             /* "2026-11-23", "0111..." from today on */
    struct str fresh, here, token, writing; /* for the script; writing: "1" or "" */
    bool writes;                            /* this person holds the pen */
    int64_t settled;                        /* items */
    bool nobody;                            /* nobody does */
    bool running;
    struct form_pairs version;
};

struct meeting_item_page {
    const struct meeting_item_view *item;
    struct str message; /* what the act said, or why it was refused */
    struct str outcome; /* "done", "conflict", "refused" */
};

#endif
