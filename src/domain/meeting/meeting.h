/*
 * A meeting (推进会): firms' questions from the list, talked through one by one with the
 * departments at the table, each ending with an owner, a date and the firm's yes or no.
 *
 *     preparing ──> invited ──> running ──> ended ──> issued (the minutes are final)
 *         └────────────┴── cancelled
 *
 * The agenda is proposed from the list by meeting_rule.h and stays the coordinator's. In the room
 * one secretary holds the pen (执笔). A decision is one act: it changes the matter through the
 * list's own acts, under their rules, and stands in the minutes in the same transaction.
 *
 * The numbers of these enums are stored: add at the end, never renumber.
 */
#ifndef LIANYUAN_DOMAIN_MEETING_MEETING_H
#define LIANYUAN_DOMAIN_MEETING_MEETING_H

#include "base/form.h"
#include "ids.h"

struct ctx;
struct module;

enum meeting_state {
    MEETING_PREPARING = 1, /* 筹备 */
    MEETING_INVITED,       /* 已通知 */
    MEETING_RUNNING,       /* 进行中 */
    MEETING_ENDED,         /* 已结束: the minutes are being written */
    MEETING_ISSUED,        /* 已印发 */
    MEETING_CANCELLED,     /* 已取消 */
    MEETING_STATE_END_
};

enum meeting_item_state {
    MEETING_ITEM_WAITING = 1, /* 待议 */
    MEETING_ITEM_DECIDED,     /* 已议定 */
    MEETING_ITEM_DEFERRED,    /* 暂缓 */
};

/* What was decided. */
enum meeting_kind {
    MEETING_ASSIGN = 1, /* 交办: owner, helpers, date, solution */
    MEETING_SOLVE,      /* 当场解决: the answer settles it; with the firm's yes it is closed */
    MEETING_CONFIRM,    /* 企业认可: what was reported done is closed */
    MEETING_REDO,       /* 重办: the firm says that it is not done */
    MEETING_DEFER,      /* 暂缓: talked about, nothing decided */
    MEETING_PRESS,      /* 督办: the promise is broken and stays; the room sets a day beside it */
};

enum meeting_said { MEETING_UNASKED, MEETING_YES, MEETING_NO };

enum {
    MEETING_TITLE_MAX = 60,
    MEETING_PLACE_MAX = 60,
    MEETING_NOTE_MAX = 500,
    MEETING_PEOPLE_MAX = 1000, /* characters of a list of names */
    MEETING_OPENING_MAX = 2000,
    MEETING_SOLUTION_MAX = 2000, /* MATTER_NOTE_MAX: it becomes the department's answer */
    MEETING_SAID_MAX = 500,
    MEETING_LINE_MAX = 100,
    MEETING_ITEMS_MAX = 60,
    MEETING_GUESTS_MAX = 300,
    MEETING_HELPERS_MAX = 10,
    MEETING_BUDGET_MAX = 600, /* minutes */
    MEETING_ITEM_MINUTES_MAX = 120,
    MEETING_STAKE_MAX = 3650,
    MEETING_CANDIDATES_MAX = 5000, /* open matters looked at for a proposal */
    MEETING_SHOWN_MAX = 60,        /* of them listed beside the agenda */
    MEETING_PAGE = 50,
    MEETING_PEN_S = 600,      /* who wrote nothing for so long has put the pen down */
    MEETING_DAYS_AHEAD = 400, /* of the calendar that the secretary's page carries */
};

/* The Chinese word for the value, a T("...") literal for tr(); "" for a value out of range. */
const char *meeting_state_word(int64_t state);
const char *meeting_item_state_word(int64_t state);
const char *meeting_kind_word(int64_t kind);
const char *meeting_said_word(int64_t said);
const char *meeting_state_name(int64_t state);
const char *meeting_item_state_name(int64_t state);
const char *meeting_kind_name(int64_t kind);
const char *meeting_said_name(int64_t said);
extern const struct form_choice meeting_states[], meeting_kinds[], meeting_saids[];

extern const struct module meeting_module;

/* A meeting's number as people type it, to its id; ERR_NOT_FOUND also when it is out of sight. */
enum err meeting_by_number(struct ctx *ctx, struct str typed, struct meeting_id *out_id);

/* Notices carry ("meeting", id); this is where they lead. */
#define MEETING_KIND_NOTICE "meeting"

#endif
