/*
 * A matter: something a firm needs, put on the list, given to departments with a date, and followed
 * to its end.
 *
 *     raised ──> accepted ──> working ──> resolved ──> closed
 *        │           │           │  ^         │
 *        └ refused   └ withdrawn ┘  └ reopen ─┘        merged: part of another one
 *
 * The words stand in doc/glossary.md; the transitions (from, act, who, to) in matter_rule.c,
 * printed by `lianyuan audit states`. A *duty* is one department's part: one open lead, any number
 * of helpers. What is kept about each is in matter_schema/.
 *
 * The numbers of these enums are stored: add at the end, never renumber.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_H

#include "base/day.h"
#include "base/form.h"
#include "ids.h"

struct ctx;
struct module;

enum matter_state {
    MATTER_DRAFT = 1, /* 草稿, also after it was sent back for completion */
    MATTER_RAISED,    /* 待受理 */
    MATTER_ACCEPTED,  /* 已受理: waits for a lead department */
    MATTER_WORKING,   /* 办理中 */
    MATTER_RESOLVED,  /* 待确认: every duty is done, the firm has not yet spoken */
    MATTER_CLOSED,    /* 已办结 */
    MATTER_REFUSED,   /* 不予受理 */
    MATTER_WITHDRAWN, /* 已撤回 */
    MATTER_MERGED,    /* 已并入 */
    MATTER_STATE_END_
};

/* Who has to act now (轮到谁). */
enum matter_turn {
    MATTER_TURN_NOBODY,
    MATTER_TURN_FIRM,        /* complete it, answer a question, confirm the result */
    MATTER_TURN_COORDINATOR, /* accept, assign, decide an ask, call back */
    MATTER_TURN_DEPARTMENT,  /* answer, work */
    MATTER_TURN_HEAD,        /* sign off */
};

enum matter_source {
    MATTER_SOURCE_PLATFORM = 1, /* 平台 */
    MATTER_SOURCE_VISIT,        /* 走访 */
    MATTER_SOURCE_PHONE,        /* 电话 */
    MATTER_SOURCE_MEETING,      /* 会议 */
    MATTER_SOURCE_LETTER,       /* 来信 */
};

enum matter_urgency {
    MATTER_ORDINARY = 1, /* 一般: 7 calendar days unless its class says otherwise */
    MATTER_HARD,         /* 疑难: 15 */
    MATTER_UTILITY,      /* 水电气热: 24 hours */
    MATTER_DANGER,       /* 危及生命财产: 2 hours */
};

enum matter_limit_kind {
    MATTER_WORKING_DAYS = 1,
    MATTER_CALENDAR_DAYS,
    MATTER_HOURS,     /* round the clock */
    MATTER_FIXED_DAY, /* amount is the day itself: a date that a sheet or a meeting named */
    MATTER_UNDATED, /* only words were given (长期): nothing is due until somebody names a day */
};

/* Which clock the due day in the list comes from. */
enum matter_due_kind {
    MATTER_DUE_NONE,
    MATTER_DUE_ACCEPT,   /* 受理 */
    MATTER_DUE_ASSIGN,   /* 交办 */
    MATTER_DUE_RESPOND,  /* 响应 */
    MATTER_DUE_LIMIT,    /* 办理时限 */
    MATTER_DUE_PROMISE,  /* 承诺 */
    MATTER_DUE_CALLBACK, /* 回访 */
};

/* "No due": sorts after every date (9999-12-31T23:59:59Z). */
#define MATTER_DUE_NEVER INT64_C(253402300799000000)

enum matter_light {
    MATTER_LIGHT_NONE,    /* ended, paused, or without a date */
    MATTER_LIGHT_ON_TIME, /* ● 按期 */
    MATTER_LIGHT_SOON,    /* ▲ 临期 */
    MATTER_LIGHT_OVERDUE, /* ■ 超期 */
};

enum matter_closed_how {
    MATTER_NOT_CLOSED,
    MATTER_CLOSED_BY_FIRM,     /* 企业确认 */
    MATTER_CLOSED_BY_CALLBACK, /* 回访确认 */
    MATTER_CLOSED_BY_STAFF,    /* 协调员销号 */
    MATTER_CLOSED_BY_SILENCE,  /* 逾期未反馈: never counted as satisfied */
    MATTER_CLOSED_BY_IMPORT,   /* 导入时已办结 */
};

enum matter_solved { MATTER_SOLVED_UNASKED, MATTER_SOLVED_YES, MATTER_SOLVED_NO };

enum matter_rating {
    MATTER_RATING_NONE,
    MATTER_SATISFIED,   /* 满意 */
    MATTER_BASICALLY,   /* 基本满意: counts as satisfied */
    MATTER_UNSATISFIED, /* 不满意 */
};

enum duty_state {
    DUTY_ASSIGNED = 1,
    DUTY_ANSWERED, /* solution and promised day given */
    DUTY_DONE,
    DUTY_HANDED_BACK, /* the coordinator agreed */
    DUTY_CANCELLED,
};

/* How a promise ended. */
enum duty_kept {
    DUTY_KEPT_OPEN,   /* still running, or ended without a promise */
    DUTY_KEPT,        /* done by the first promised day */
    DUTY_KEPT_LATE,   /* done by the day of an agreed extension */
    DUTY_KEPT_BROKEN, /* done after it, or not done and overdue */
};

enum duty_ask_kind { DUTY_ASK_EXTENSION = 1, DUTY_ASK_HANDBACK, DUTY_ASK_SIGNOFF };
enum duty_ask_state { DUTY_ASK_OPEN = 1, DUTY_ASK_AGREED, DUTY_ASK_REFUSED, DUTY_ASK_LAPSED };

enum matter_class_state { MATTER_CLASS_LIVE = 1, MATTER_CLASS_MERGED, MATTER_CLASS_CLOSED };

/* What was done: the act, as it stands in the story and in the table of transitions. */
enum matter_verb {
    MATTER_RAISE = 1,
    MATTER_SUBMIT, /* a draft becomes raised */
    MATTER_EDIT,
    MATTER_ACCEPT,
    MATTER_REFUSE,
    MATTER_COMPLETE, /* sent back for completion (退回补正) */
    MATTER_WITHDRAW,
    MATTER_CLASSIFY,
    MATTER_ASSIGN,
    MATTER_ANSWER,
    MATTER_SIGN,
    MATTER_PROGRESS,
    MATTER_PAUSE,
    MATTER_RESUME,
    MATTER_EXTEND_ASK,
    MATTER_EXTEND_DECIDE,
    MATTER_HANDBACK_ASK,
    MATTER_HANDBACK_DECIDE,
    MATTER_CANCEL, /* a duty is cancelled */
    MATTER_DONE,   /* a duty is done */
    MATTER_RESOLVE,
    MATTER_CALLBACK,
    MATTER_CONFIRM, /* the firm accepts the result */
    MATTER_REOPEN,
    MATTER_RATE,
    MATTER_CLOSE,
    MATTER_SILENCE, /* closed by the clock */
    MATTER_MERGE,
    MATTER_UNMERGE,
    MATTER_PRESS,
    MATTER_LEADER,
    MATTER_NOTE, /* internal */
    MATTER_ATTACH,
    MATTER_FOLLOW,
    MATTER_UNFOLLOW,
    MATTER_IMPORT,
    MATTER_RECOUNT,        /* a provisional due day moved with the new calendar */
    MATTER_UNDO,           /* a bulk act was taken back */
    MATTER_PUBLISH,        /* a text without names is proposed for publication */
    MATTER_PUBLISH_ANSWER, /* the firm's word on it */
    MATTER_UNPUBLISH,
    MATTER_TOPIC, /* joined to a common cause, or told its solution */
    MATTER_DATE,  /* a duty that had only words for its limit gets a day */
    MATTER_VERB_END_
};

/* The text of a closed matter that anybody may read. The index of what is shown counts on the 2. */
enum matter_public_state {
    MATTER_PUBLIC_PROPOSED = 1, /* waits for the firm */
    MATTER_PUBLIC_PUBLISHED = 2,
    MATTER_PUBLIC_DECLINED = 3,
    MATTER_PUBLIC_ENDED = 4, /* taken back */
};

/* What waits for somebody, in the order of a day's work (待办). */
enum matter_todo_kind {
    MATTER_TODO_DECIDE_EXTENSION = 1, /* coordinator */
    MATTER_TODO_DECIDE_HANDBACK,      /* coordinator */
    MATTER_TODO_ACCEPT,               /* coordinator */
    MATTER_TODO_ASSIGN,               /* coordinator */
    MATTER_TODO_CALLBACK,             /* coordinator */
    MATTER_TODO_SIGN,                 /* head */
    MATTER_TODO_ANSWER,               /* department */
    MATTER_TODO_FINISH,               /* department, by the promised day */
    MATTER_TODO_COMPLETE,             /* firm */
    MATTER_TODO_CONFIRM,              /* firm */
    MATTER_TODO_LED,                  /* leader: matters led, by due day */
    MATTER_TODO_PRESS,                /* coordinator: overdue, not pressed since (computed) */
    MATTER_TODO_NOTE,                 /* department: no progress for a week (computed) */
    MATTER_TODO_SUPPLY,               /* firm: a department waits for it (paused) */
    MATTER_TODO_END_
};

/* The owner of a to-do that any coordinator may take. Ids are above it. */
#define MATTER_OWNER_STAFF INT64_C(1)

/* Limits of the room. */
enum {
    MATTER_TITLE_MAX = 100,
    MATTER_TEXT_MAX = 5000,
    MATTER_REASON_MAX = 500,
    MATTER_NOTE_MAX = 2000,
    MATTER_NAME_MAX = 60,
    MATTER_PHONE_MAX = 40,
    MATTER_OUTSIDE_MAX = 60,
    MATTER_FILES_MAX = 20,
    MATTER_EXCERPT_MAX = 120,
    MATTER_DUTIES_MAX = 24, /* of one matter, ended ones included */
    MATTER_HELPERS_MAX = 10,
    MATTER_EVENTS_MAX = 2000, /* of one story */
    MATTER_BULK_MAX = 500,
    MATTER_GRID_MAX = 200,
    MATTER_SAME_MAX = 20,
    MATTER_PAGE_MAX = 500,
    MATTER_PAGE = 50,
    MATTER_COUNT_CAP = 10000,
    MATTER_CLASS_DEPTH = 4,
    MATTER_CLASSES_MAX = 2000,
    MATTER_LIMIT_DAYS_MAX = 3650,
    MATTER_UNDO_S = 60,
};

/* The Chinese word for the value, a T("...") literal for tr(); "" for a value out of range. */
const char *matter_state_word(int64_t state);
const char *matter_turn_word(int64_t turn);
const char *matter_source_word(int64_t source);
const char *matter_urgency_word(int64_t urgency);
const char *matter_limit_kind_word(int64_t kind);
const char *matter_due_kind_word(int64_t kind);
const char *matter_light_word(int64_t light);
const char *matter_closed_word(int64_t how);
const char *matter_solved_word(int64_t solved);
const char *matter_rating_word(int64_t rating);
const char *matter_verb_word(int64_t verb);
const char *matter_todo_word(int64_t kind);
const char *duty_state_word(int64_t state);
const char *duty_kept_word(int64_t kept);
const char *duty_ask_word(int64_t kind);
const char *duty_ask_state_word(int64_t state);

/* The same in programs' words: "working", "on_time", "accept". */
const char *matter_state_name(int64_t state);
const char *matter_turn_name(int64_t turn);
const char *matter_source_name(int64_t source);
const char *matter_urgency_name(int64_t urgency);
const char *matter_limit_kind_name(int64_t kind);
const char *matter_solved_name(int64_t solved);
const char *matter_rating_name(int64_t rating);
const char *matter_light_name(int64_t light);
const char *matter_verb_name(int64_t verb);
const char *duty_state_name(int64_t state);
const char *duty_kept_name(int64_t kept);
const char *duty_ask_name(int64_t kind);
const char *duty_ask_state_name(int64_t state);

/* The same values as names of forms, JSON and commands ("working", "phone", ...). */
extern const struct form_choice matter_states[], matter_turns[], matter_turn_filters[],
    matter_sources[], matter_urgencies[], matter_limit_kinds[], matter_limit_units[],
    matter_solveds[], matter_ratings[], matter_public_answers[];

extern const struct module matter_module;

/* What other modules and app/modules.c may call ----------------------------------------------- */

/* A number as people type it (2026-0153, 153, 0153, full-width, blanks around) to the matter's id.
 * Bare sequence numbers mean the newest year. ERR_NOT_FOUND also for what this person may not see.
 */
enum err matter_by_number(struct ctx *ctx, struct str typed, struct matter_id *out_id);

/* The classes and limits that a new park begins with; `init` calls it once, in the founding act. */
enum err matter_defaults(struct ctx *ctx);

/* Listener of core's "org.edited": the names kept in list rows follow. */
enum err matter_org_renamed(struct ctx *ctx, struct org_id org);

#endif
