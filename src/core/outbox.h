/*
 * What waits to be told outside: written by the act that causes it, in the act's own transaction,
 * and sent later by somebody else (room reach). Nothing leaves the process here.
 *
 *     e = outbox_tell(ctx, &person, notice, own, common, "matter", id.n);   // notify.c, per reader
 *     e = outbox_event(ctx, "matter.closed", "matter", id.n);         // event.c, per event
 *     e = outbox_hurry(ctx, "matter", id.n);                          // urgent: not to wait
 *
 * Each message has a name that stays the same at every try: a receiver that remembers names takes
 * none twice. The name is a hash of channel, receiver, act and content, so one act that tells five
 * colleagues the same writes one message to their group's bot.
 */
#ifndef LIANYUAN_CORE_OUTBOX_H
#define LIANYUAN_CORE_OUTBOX_H

#include "core/ctx.h"
#include "core/person.h"

enum channel_kind {
    CHANNEL_MAIL = 1,     /* an SMTP server: the people themselves */
    CHANNEL_WEBHOOK = 2,  /* a program: events */
    CHANNEL_WECOM = 3,    /* 企业微信 group bot */
    CHANNEL_DINGTALK = 4, /* 钉钉 group bot */
    CHANNEL_FEISHU = 5,   /* 飞书 group bot */
};
enum channel_state { CHANNEL_ON = 0, CHANNEL_OFF = 1 };
enum outbox_state { OUTBOX_WAITING = 0, OUTBOX_SENT = 1, OUTBOX_DEAD = 2 };

enum {
    CHANNELS_MAX = 100,
    OUTBOX_EVENT_MAX = 60,
};
#define OUTBOX_WAIT_US (60 * SECOND_US) /* a bulk act may be undone for that long */

/* A notice for a person: by mail when they have an address and want it, and to the bots of their
 * organisation (a bot of no organisation hears what coordinators are told). `own` is the sentence
 * in the person's language, `common` in Chinese, for the bots: a group reads one language. */
enum err outbox_tell(struct ctx *ctx, const struct person *person, struct notice_id notice,
                     struct str own, struct str common, const char *kind, int64_t record);

/* An event for every webhook that listens to it. */
enum err outbox_event(struct ctx *ctx, const char *event, const char *kind, int64_t record);

/* A message of one's own making to one channel, at once: "test". */
enum err outbox_direct(struct ctx *ctx, struct channel_id channel, int64_t recipient,
                       const char *event, struct str title);

/* What this act has put about a record goes out without waiting for working hours. */
enum err outbox_hurry(struct ctx *ctx, const char *kind, int64_t record);

/* Takes back what no sender has touched yet. */
enum err outbox_retract(struct ctx *ctx, const char *kind, int64_t record, int64_t since);

/* Whether the words of a webhook name the event: "" all, "matter" all of it, "matter.closed". */
bool outbox_hears(struct str events, struct str event);

#endif
