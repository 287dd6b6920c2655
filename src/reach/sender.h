/*
 * Works off the outbox: takes a message, sends it, notes what came of it. Three steps, each whole:
 *
 *     e = sender_take(s, ctx, &parcel);    // on the writer: claimed for a while, the try written
 * down sender_send(s, ctx, &parcel);        // no transaction, no lock: only the network e =
 * sender_note(s, ctx, &parcel);    // on the writer: sent, try again later, or laid aside
 *
 * A sender that dies between the first and the last step leaves a claim that runs out, and the
 * message goes out again under the same name: nothing is lost, and a receiver that remembers names
 * takes nothing twice. A receiver that does not may get it once more; marking it sent before
 * sending would lose it instead (tests/reach tries both). To one receiver messages go in the order
 * in which they were written.
 *
 * `serve` runs a few senders in threads of their own; `lianyuan jobs run` sends what is due and
 * ends. Several processes may send at a time.
 */
#ifndef LIANYUAN_REACH_SENDER_H
#define LIANYUAN_REACH_SENDER_H

#include "core/act.h"
#include "core/core_module.h"
#include "reach/reach_format.h"

enum {
    SENDER_THREADS = 3,
    SENDER_LOOK_MS = 1500,
    SENDER_BATCH = 20,
    SENDER_ARENA_MAX = 64 * 1024 * 1024,
    SENDER_KEEP_DAYS = 90, /* sent messages and their tries */
};
#define SENDER_CLAIM_US (90 * SECOND_US) /* longer than any request may take */

/* 0 in a number = the value named in reach_rule.h or here. */
struct sender_config {
    const struct app_db *app_db;
    struct str url; /* database, for the senders' own connections */
    struct park park;
    struct str public_url;               /* what links begin with; "" = no links */
    const struct module *const *modules; /* who waits for answers; NULL = nobody */
    struct wire wire;
    int64_t (*now_us)(void);
    int64_t claim_us, first_wait_us;
    int threads;
    struct str claimant; /* names this process */
};

/* A message in the hands of a sender. */
struct parcel {
    struct outbox_id id;
    struct channel_id channel;
    enum channel_kind kind;
    int64_t n; /* the n-th try */
    int64_t recipient;
    struct reach_message message;
    struct str login, sender;
    bool plain, inside;
    struct reach_verdict verdict;
    bool stopped; /* broken off by us: not counted against it */
};

/* The next message that may go now; ERR_NOT_FOUND when none may. ctx is on a reading connection,
 * with its calendar. */
enum err sender_take(const struct sender_config *s, struct ctx *ctx, struct parcel *out);
void sender_send(const struct sender_config *s, struct ctx *ctx, struct parcel *parcel);
/* The mail as it goes out. With files that do not fit into the memory it goes without them. */
struct str sender_letter(const struct sender_config *s, struct ctx *ctx,
                         const struct parcel *parcel, const struct person *person);
enum err sender_note(const struct sender_config *s, struct ctx *ctx, const struct parcel *parcel);

/* Everything that may go now, on the caller's thread and reading connection. */
struct sender_sum {
    int64_t good, again, never;
};
enum err sender_drain(const struct sender_config *s, struct ctx *ctx, struct sender_sum *out);

struct sender;
enum err sender_start(struct arena *arena, const struct sender_config *config,
                      struct sender **out_sender);
void sender_stop(struct sender *sender); /* breaks off what is under way; it stays in the outbox */

#endif
