/*
 * Reaching people: channels that administrators set up (a mail server, webhooks, group bots), what
 * waits in the outbox, each person's own choices, and calendar feeds.
 *
 *     struct channel c = {.kind = CHANNEL_WEBHOOK, .name = ..., .address = ...};
 *     e = channel_save(ctx, &c, &secret);
 *
 * A channel's address and secret are kept apart from it and never read again but to send: no list,
 * page, journal value or sheet has them. (A backup has them, as it has the password hashes: it is
 * the whole database.)
 */
#ifndef LIANYUAN_REACH_REACH_H
#define LIANYUAN_REACH_REACH_H

#include "base/form.h"
#include "core/answer.h"
#include "core/enclose.h"
#include "core/module.h"
#include "core/outbox.h"

extern const struct module reach_module;

extern const struct form_choice channel_kind_choices[];
const char *channel_kind_label(int64_t kind); /* T("邮件服务器") */

enum {
    CHANNEL_NAME_MAX = 60,
    CHANNEL_SECRET_MAX = 200,
    CHANNEL_EVENTS_MAX = 300,
    OUTBOX_PAGE = 50,
};

struct channel {
    struct channel_id id;
    int64_t kind, state;
    struct str name;
    struct str address; /* in only; "" = as before */
    struct str secret;  /* in only; "" = as before */
    struct str host;    /* what may be shown of the address */
    struct str login, sender, events;
    struct org_id org;
    bool plain, inside;
    int64_t held; /* no sending before; 0 = at once */
    int64_t version;
};

/* How it goes with a channel. */
struct channel_view {
    struct channel channel;
    const char *kind; /* T("...") */
    struct str org;
    int64_t waiting, dead; /* counted to 10,000 */
    int64_t good_at, bad_at;
    struct str bad; /* why the last failed try failed */
};

/* id {0} = new. Journalled without address and secret. *out_secret: the signing secret of a new
 * webhook, to be shown once; else STR_NULL. ERR_CONFLICT: changed by somebody else meanwhile.
 * ERR_INVALID at "secret": another mail server, or plain from now on, and no new password. */
enum err channel_save(struct ctx *ctx, struct channel *channel, struct str *out_secret);
enum err channel_get(struct ctx *ctx, struct channel_id id, struct channel *out);
enum err channel_turn(struct ctx *ctx, struct channel_id id, enum channel_state state);
/* Turns off every channel that is on: a restored copy must not tell people what the park that it
 * was copied from has told them or will tell them. */
enum err channel_turn_all_off(struct ctx *ctx, int64_t *out_n);
/* A fresh signing secret for a webhook; the old one is gone at once. */
enum err channel_renew(struct ctx *ctx, struct channel_id id, struct str *out_secret);
enum err channel_list(struct ctx *ctx, struct channel_view **out, size_t *out_n);

struct outbox_row {
    struct outbox_id id;
    struct channel_id channel;
    struct str channel_name, receiver; /* receiver: a person's name, or "" */
    struct str event, kind, title, fault;
    int64_t record, at, due, done, tries, state;
    bool urgent;
};
struct outbox_query {
    int64_t state; /* enum outbox_state, or -1 = all */
    struct channel_id channel;
    struct str after;
    int32_t limit;
};
enum err outbox_list(struct ctx *ctx, const struct outbox_query *query, struct outbox_row **out,
                     size_t *out_n, struct str *out_next);

/* For doctor and the pages' heads: how many wait (all, and since when some could have gone), how
 * many were laid aside. */
struct outbox_sum {
    int64_t waiting, dead, oldest_due; /* oldest_due 0 = nothing is late */
};
enum err outbox_sum(struct ctx *ctx, struct outbox_sum *out);

/* Own choices. hours 0 to 0: the park's. */
struct reach_choice {
    bool mail;
    int64_t from_hour, to_hour;
};
enum err reach_choice_get(struct ctx *ctx, struct person_id person, struct reach_choice *out);

/* A person's calendar feed: at most one secret at a time. feed_find: whose it is, for a reader who
 * has nothing but the address. */
enum err feed_make(struct ctx *ctx, struct str *out_secret);
enum err feed_end(struct ctx *ctx);
enum err feed_find(struct ctx *ctx, struct str secret, struct person_id *out_person);
enum err feed_of(struct ctx *ctx, int64_t *out_created); /* 0 = none */

/* Links of answers (core/answer.h). answer_find: one that is neither used nor expired. answer_use,
 * on the writer: ERR_NOT_FOUND when somebody was faster. answer_offered: what the record's module
 * waits for from ctx->actor. */
/* What the module whose record it is encloses with a mail about it (core/enclose.h); n 0: nothing.
 */
enum err enclosure_make(struct ctx *ctx, const struct module *const *modules, struct str kind,
                        int64_t record, struct enclosed *out, size_t *out_n);

enum { ANSWER_DAYS = 7 };
struct answer_row {
    struct answer_id id;
    struct person_id person;
    struct str kind;
    int64_t record;
    struct str act;
};
enum err answer_make(struct ctx *ctx, struct person_id person, struct str kind, int64_t record,
                     struct str act, struct str *out_secret);
enum err answer_find(struct ctx *ctx, struct str secret, struct answer_row *out);
enum err answer_use(struct ctx *ctx, struct answer_id id);
enum err answer_offered(struct ctx *ctx, const struct module *const *modules, struct str kind,
                        int64_t record, struct answer_offer *out);

#endif
