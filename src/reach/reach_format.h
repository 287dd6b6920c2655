/*
 * What each kind of channel is sent, and what its answer means: pure.
 *
 * Webhooks follow Standard Webhooks 1.0: webhook-id (the message's name), webhook-timestamp
 * (seconds) and webhook-signature "v1,<base64 of HMAC-SHA256>" over "id.timestamp.body"; the name
 * stands in Idempotency-Key too. The body is the same at every try.
 *
 * Bots of groups get one line and a link. What they take, by their makers' documents (2025):
 *   WeCom     20 messages a minute, text up to 2048 bytes; errcode 0 is success, 45009 too many
 *   DingTalk  20 a minute, above that nothing for 10 minutes; sign = base64 of HMAC-SHA256 with the
 *             secret over "milliseconds\nsecret", timestamp and sign in the query; errcode 0;
 *             130101 too many, 310000 signature or keyword not right
 *   Feishu    100 a minute and 5 a second, body up to 20 KB; sign = base64 of HMAC-SHA256 of
 * nothing with the key "seconds\nsecret", both in the body; code 0; 11232 and 9499 too many, 19021
 * signature, 19024 keyword, 19022 address not listed
 */
#ifndef LIANYUAN_REACH_REACH_FORMAT_H
#define LIANYUAN_REACH_REACH_FORMAT_H

#include "core/outbox.h"
#include "reach/reach_rule.h"
#include "reach/wire.h"

enum { REACH_WECOM_MAX = 2048, REACH_LINE_MAX = 1800, REACH_FAULT_MAX = 200 };

struct reach_message {
    struct str name;  /* the same at every try */
    struct str event; /* "notice", "test", "matter.closed" */
    struct str kind;
    int64_t record;
    struct str title;
    struct str link; /* "https://list.example/matters/153", or "" */
    struct str park;
    int64_t at_us; /* when it happened */
    int32_t offset_min;
};

/* Fills *out for a webhook or a bot. address and secret are the channel's; now_us stamps it. */
void reach_format(struct arena *arena, enum channel_kind kind, struct str address,
                  struct str secret, const struct reach_message *message, int64_t now_us,
                  struct wire_http *out);

/* A new secret for a webhook: "whsec_" and base64 of 32 random bytes. */
struct str reach_secret(struct arena *arena);

enum reach_end {
    REACH_GOOD,
    REACH_AGAIN, /* try later */
    REACH_NEVER, /* no use trying: lay it aside */
};

struct reach_verdict {
    enum reach_end end;
    int64_t hold_s;    /* leave the whole channel alone that long */
    int64_t code;      /* status, or the bot's own code when it has one */
    const char *fault; /* T("..."), "{}" = detail; NULL when good */
    struct str detail;
};

void reach_judge(struct arena *arena, enum channel_kind kind, const struct wire_reply *reply,
                 struct reach_verdict *out);

/* The windows that hold for a kind of channel; unused ones have n 0. */
const struct reach_limit *reach_limits(enum channel_kind kind);

#endif
