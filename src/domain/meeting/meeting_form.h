/*
 * What every act of meetings takes; the tables stand in meeting_form.c.
 *
 * `id` is the meeting, `item` a question on its agenda. `version` is the version of the meeting
 * that the person saw (0 = not compared), in decide the item's; `seen` there is the version of the
 * matter.
 */
#ifndef LIANYUAN_DOMAIN_MEETING_MEETING_FORM_H
#define LIANYUAN_DOMAIN_MEETING_MEETING_FORM_H

#include "domain/meeting/meeting.h"

struct meeting_plan_in { /* plan, edit */
    int64_t id, version;
    struct str title, place;
    int32_t day;
    struct str time; /* "14:30" */
    int64_t budget;  /* minutes */
    int64_t chair;   /* a leader, or 0 */
    struct str note;
};

struct meeting_act_in { /* invite, start, end, issue */
    int64_t id, version;
};

struct meeting_reason_in { /* cancel */
    int64_t id, version;
    struct str reason;
};

struct meeting_add_in {
    int64_t id;
    struct str matter; /* its number */
    int64_t minutes;   /* 0: as the rule says */
};

struct meeting_item_in { /* drop, move */
    int64_t id, item;
};

struct meeting_place_in {
    int64_t id, item;
    int64_t place;   /* 1 = first; 0: stays */
    int64_t minutes; /* 0: stays */
};

struct meeting_stake_in {
    int64_t matter, days;
    struct str why;
};

struct meeting_pen_in {
    int64_t id;
    bool take; /* also out of the hand of somebody who writes right now */
};

struct meeting_decide_in {
    int64_t id, item, version, seen;
    int64_t kind; /* enum meeting_kind */
    int64_t lead;
    struct form_ids helpers;
    int32_t promise;
    struct str solution;
    int64_t said; /* enum meeting_said */
    struct str said_words;
};

struct meeting_attend_in {
    int64_t id, version;
    struct str present, absent, listed, opening;
};

/* Finds. */
struct meeting_list_in {
    int64_t state;
    bool coming; /* not over yet */
    bool over;
    int64_t limit;
    struct str after;
};

struct meeting_show_in {
    struct str number;
};

struct meeting_line_in {
    struct str line;
};

extern const struct form meeting_plan_form, meeting_edit_form, meeting_invite_form,
    meeting_start_form, meeting_end_form, meeting_issue_form, meeting_cancel_form,
    meeting_fill_form, meeting_add_form, meeting_drop_form, meeting_place_form, meeting_stake_form,
    meeting_pen_form, meeting_move_form, meeting_decide_form, meeting_attend_form,
    meeting_list_form, meeting_show_form, meeting_line_form;

#endif
