/*
 * Who was told of a matter: every notice and reminder with its receiver, and how it reached them:
 * read here or not, mailed or posted to a group and with what success. For the office that has to
 * show that it did remind; departments and firms see only what they were told themselves.
 *
 * A reminder that was told as a number ("有 12 项今天到期") names no matter; it is found by the
 * reminder's row, its instant, its department and its words. What was sent outside is kept for
 * 90 days (reach); before that a notice shows its inbox alone.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_TOLD_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_TOLD_H

#include "domain/matter/matter_find.h"

enum { MATTER_TOLD_MAX = 500 /* newest notices of a matter that are listed */ };

struct matter_told_way {
    int64_t kind;     /* enum channel_kind */
    struct str name;  /* of the channel */
    int64_t state;    /* enum outbox_state */
    int64_t at;       /* sent or last tried; while it waits: not before */
    struct str fault; /* why the last try failed */
};

struct matter_told_line {
    struct notice_id id;
    int64_t at;
    struct str title; /* in the reader's language */
    struct str person, org_name;
    int64_t read_at; /* 0: not yet */
    bool number;     /* told together with others, as a number */
    VEC(struct matter_told_way) ways;
};

/* The same words at the same instant: one message to several. */
struct matter_told_message {
    int64_t at;
    struct str title;
    bool number;
    VEC(struct matter_told_line) to;
};

struct matter_told {
    struct matter_row row;
    VEC(struct matter_told_line) rows;        /* newest first, each notice once */
    VEC(struct matter_told_message) messages; /* the same, by message */
    int64_t reminders;                 /* steps of reminders that went out */
    bool more;                         /* older ones are not listed */
};

/* ERR_NOT_FOUND out of sight. Coordinators, leaders, auditors. */
enum err matter_find_told(struct ctx *ctx, struct matter_id id, struct matter_told *out);

const char *matter_told_way_word(int64_t channel_kind); /* T("邮件") */
const char *matter_told_state_word(int64_t state);      /* T("已送达") */

#endif
