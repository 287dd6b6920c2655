/*
 * Notices: an inbox row for the person, and an outbox row per channel (core/outbox.h) that a sender
 * works off after the commit. Nothing leaves the process inside an act.
 *
 *     e = notify_person(ctx, person, NOTICE(T("诉求已受理：{}"), number), "matter", id.n);
 *
 * What is kept is the sentence and its detail, and every reader reads it in the language of the
 * moment; a mail is written in the language that the person chose. A person is not told of their
 * own acts.
 */
#ifndef LIANYUAN_CORE_NOTIFY_H
#define LIANYUAN_CORE_NOTIFY_H

#include "core/ctx.h"

enum { NOTICE_TITLE_MAX = 300, NOTICE_LIST_MAX = 200, NOTIFY_AT_ONCE_MAX = 500 };

/* A sentence in Chinese, and what stands for its {} in any language. */
struct notice_text {
    const char *message; /* T("...") */
    struct str detail;
};
#define NOTICE(message, detail) ((struct notice_text){(message), (detail)})

struct notice {
    struct notice_id id;
    struct str title; /* in ctx->lang */
    struct str kind;
    int64_t record, at;
    bool read;
};

enum err notify_person(struct ctx *ctx, struct person_id person, struct notice_text text,
                       const char *kind, int64_t record);
/* Everybody of an organisation who holds any of the roles. */
enum err notify_org(struct ctx *ctx, struct org_id org, uint32_t roles, struct notice_text text,
                    const char *kind, int64_t record);
enum err notify_role(struct ctx *ctx, uint32_t roles, struct notice_text text, const char *kind,
                     int64_t record);

/* Own notices, newest first, below id `below` ({0}: from the newest). */
enum err notice_list(struct ctx *ctx, bool unread_only, struct notice_id below, int32_t limit,
                     struct notice **out, size_t *out_n);
enum err notice_unread(struct ctx *ctx, int64_t *out_n);    /* counts to 100 */
enum err notice_read(struct ctx *ctx, struct notice_id id); /* {0}: all of one's own */
/* Takes back what was not sent yet about a record: the undo of a bulk act. */
enum err notify_retract(struct ctx *ctx, const char *kind, int64_t record, int64_t since);

/* Where the page of a record is that notices speak of: in the inbox and in mails. STR_NULL: none.
 */
struct str notice_path(struct arena *arena, struct str kind, int64_t record);

#endif
