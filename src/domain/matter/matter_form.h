/*
 * What every act of the list takes. The structs are filled by base/form from a page, a JSON body, a
 * command's options or a sheet's row; the tables stand in matter_form.c.
 *
 * `id` is the matter. `version` is the version that the person saw: the matter's in acts on the
 * matter, the duty's in acts on a duty (they name both). Somebody faster: ERR_CONFLICT.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_FORM_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_FORM_H

#include "domain/matter/matter.h"

/* A firm raises; draft = keep it, unsent. */
struct matter_raise_in {
    struct str title, text;
    int64_t class;
    struct str contact, phone;
    int64_t urgency;
    struct form_ids files;
    bool consent, draft;
};

/* A coordinator enters on behalf of a firm of the register, or of a raiser outside it (text). */
struct matter_enter_in {
    struct str title, text;
    int64_t class, firm;
    struct str raiser;
    int64_t source, urgency;
    struct str contact, phone, outside_number;
    int64_t zone;
    struct form_ids files;
    bool accept; /* accept in the same act */
};

struct matter_edit_in {
    int64_t id, version;
    struct str title, text, contact, phone, outside_number;
    int64_t urgency;
    bool consent;
};

struct matter_propose_in { /* which class and department, and what says the same */
    struct str title, text;
};

struct matter_recount_in { /* what one recount moved, 200 at a time */
    int64_t id, after;
};

struct matter_act_in { /* submit, accept, unmerge; follow, unfollow (without version) */
    int64_t id, version;
};

struct matter_reason_in { /* refuse, complete, withdraw, reopen, close, press, resolve */
    int64_t id, version;
    struct str reason;
};

struct matter_classify_in {
    int64_t id, version, class, urgency;
};

struct matter_assign_in {
    int64_t id, version;
    int64_t lead;              /* department; a new lead replaces the open one */
    struct form_ids helpers;   /* departments; those already there stay */
    int64_t limit, limit_kind; /* 0: by class and urgency */
    int32_t until;             /* a day instead; 0 or DAY_NONE: none */
    struct str opinion;
};

struct matter_leader_in {
    int64_t id, version, leader;
};

struct matter_merge_in {
    int64_t id, version;
    struct str into; /* number of the matter that stays */
    struct str reason;
};

struct matter_note_in { /* internal note */
    int64_t id;
    struct str text;
};

struct matter_attach_in {
    int64_t id;
    struct form_ids files;
};

/* Acts on a duty. */
struct duty_answer_in {
    int64_t id, duty, version;
    struct str solution;
    int32_t promise;
};

struct duty_sign_in { /* head: agree or send back to the desk */
    int64_t id, ask;
    bool agree;
    struct str decision;
};

struct duty_progress_in {
    int64_t id, duty;
    struct str text;
};

/* The grid: the n-th text belongs to the n-th matter and duty; an empty text is no note. */
struct duty_grid_in {
    struct form_ids ids, duties;
    struct form_texts texts;
};

struct duty_reason_in { /* pause, cancel */
    int64_t id, duty, version;
    struct str reason;
};

struct duty_act_in { /* resume */
    int64_t id, duty, version;
};

struct duty_date_in {
    int64_t id, duty, version;
    int32_t day;
};

struct duty_extend_in {
    int64_t id, duty, version;
    int32_t day;
    struct str reason;
};

struct duty_handback_in {
    int64_t id, duty, version;
    struct str reason;
    int64_t to_org; /* whom the department names instead; 0 = nobody */
};

struct duty_decide_in { /* extension, hand-back */
    int64_t id, ask;
    bool agree;
    struct str decision;
};

struct duty_done_in {
    int64_t id, duty, version;
    struct str result;
};

/* The end. */
struct matter_callback_in {
    int64_t id, version;
    bool reached;
    int64_t solved, rating;
    struct str note;
    bool close; /* close when solved */
};

struct matter_confirm_in { /* the firm accepts the result */
    int64_t id, version, rating;
    struct str note;
};

struct matter_rate_in {
    int64_t id, version, rating;
    struct str note;
};

/* A closed matter's text for everybody; the firm's word on it. */
struct matter_publish_in {
    int64_t id, version;
    struct str title, problem, result;
    struct str evidence; /* how the firm agreed, where it could not say so when it was raised */
};

struct matter_publish_answer_in {
    int64_t id, version, answer; /* enum matter_public_state */
    struct str reason;
};
extern const struct form matter_publish_form, matter_publish_answer_form, matter_unpublish_form;

/* Many at once: the same checks as one by one, one outcome per row. */
struct matter_bulk_in {
    struct form_ids ids;
    int64_t verb; /* accept, classify, assign, leader, press */
    int64_t class, lead, leader;
    int64_t limit, limit_kind;
    struct str reason;
};

struct matter_undo_in {
    int64_t bulk;
};

/* Classes and limits (administrator). */
struct matter_class_add_in {
    int64_t parent;
    struct str name;
};

struct matter_class_edit_in {
    int64_t id, version;
    struct str name;
    bool closed;
};

struct matter_class_merge_in {
    int64_t id, version, into;
};

struct matter_limit_in {
    int64_t class, urgency;
    int32_t from;
    int64_t amount, kind;
    struct str source;
};

/* Finds. */
struct matter_list_in {
    int64_t state, source, urgency, zone;
    int64_t turn; /* enum matter_turn + 1, for nobody's turn is one too; 0: any */
    struct str class, department, firm, leader; /* a name or an id; class: it and all below it */
    struct str text;
    int32_t due_from, due_to, raised_from, raised_to;
    bool overdue, open, mine; /* mine: it is the reader's turn */
    int64_t age;              /* raised at least so many days ago */
    int64_t order;            /* enum matter_order */
    bool reverse;
    int64_t limit;
    struct str after; /* cursor of the page before */
};

struct matter_show_in {
    struct str number;
};

struct matter_duties_in {
    struct str department; /* a name or an id; STR_NULL: the reader's own */
    bool overdue;
    int64_t limit;
    struct str after;
};

struct matter_board_in {
    int64_t months; /* 1..36, default 12 */
};

struct matter_none_in {
    bool unused;
};

enum matter_order {
    MATTER_ORDER_DUE = 1,
    MATTER_ORDER_NEWEST,
    MATTER_ORDER_OLDEST, /* by age */
    MATTER_ORDER_NUMBER,
    MATTER_ORDER_STATE,
    MATTER_ORDER_DEPARTMENT,
};

extern const struct form matter_raise_form, matter_enter_form, matter_edit_form, matter_submit_form,
    matter_accept_form, matter_resolve_form, matter_unmerge_form, matter_follow_form,
    matter_unfollow_form, matter_refuse_form, matter_complete_form, matter_withdraw_form,
    matter_reopen_form, matter_close_form, matter_press_form, matter_classify_form,
    matter_assign_form, matter_leader_form, matter_merge_form, matter_note_form, matter_attach_form,
    duty_answer_form, duty_sign_form, duty_progress_form, duty_grid_form, duty_pause_form,
    duty_resume_form, duty_cancel_form, duty_date_form, duty_extend_form, duty_handback_form,
    duty_decide_form, duty_done_form, matter_callback_form, matter_confirm_form, matter_rate_form,
    matter_bulk_form, matter_undo_form, matter_class_add_form, matter_class_edit_form,
    matter_class_merge_form, matter_limit_form, matter_recount_form, matter_propose_form,
    matter_list_form, matter_show_form, matter_duties_form, matter_board_form, matter_none_form;

#endif
