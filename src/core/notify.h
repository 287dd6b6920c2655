/*
 * Notices: an inbox row for the person, and an outbox row per channel that a sender works off after
 * the commit. Nothing leaves the process inside an act.
 *
 *     e = notify_person(ctx, person, title, "matter", id.n);
 *
 * The title is a finished sentence in the receiver's language; a person is not told of their own
 * acts.
 */
#ifndef LIANYUAN_CORE_NOTIFY_H
#define LIANYUAN_CORE_NOTIFY_H

#include "core/ctx.h"

enum { NOTICE_TITLE_MAX = 300, NOTICE_LIST_MAX = 200, NOTIFY_AT_ONCE_MAX = 500 };
#define NOTIFY_WAIT_US (60 * SECOND_US) /* a bulk act may be undone for that long */

struct notice {
    struct notice_id id;
    struct str title, kind;
    int64_t record, at;
    bool read;
};

enum err notify_person(struct ctx *ctx, struct person_id person, struct str title, const char *kind,
                       int64_t record);
/* Everybody of an organisation who holds any of the roles. */
enum err notify_org(struct ctx *ctx, struct org_id org, uint32_t roles, struct str title,
                    const char *kind, int64_t record);
enum err notify_role(struct ctx *ctx, uint32_t roles, struct str title, const char *kind,
                     int64_t record);

/* Own notices, newest first, below id `below` ({0}: from the newest). */
enum err notice_list(struct ctx *ctx, bool unread_only, struct notice_id below, int32_t limit,
                     struct notice **out, size_t *out_n);
enum err notice_unread(struct ctx *ctx, int64_t *out_n);    /* counts to 100 */
enum err notice_read(struct ctx *ctx, struct notice_id id); /* {0}: all of one's own */
/* Takes back what was not sent yet about a record: the undo of a bulk act. */
enum err notify_retract(struct ctx *ctx, const char *kind, int64_t record, int64_t since);

#endif
