/*
 * Firms that apply for themselves, and the office that people without an account are told to ask.
 *
 *     struct org org = {.name = name, .uscc = code, .contact = contact, .phone = phone};
 *     e = apply_put(ctx, &org, source, &number);        // on the writer; the firm quotes the
 * number e = apply_decide(ctx, org.id, reason);            // once the org's state was changed
 *
 * An application needs no account, so it is limited where it comes from: APPLY_SOURCE_PER_HOUR from
 * one address (of IPv6: one /64, base/net.h), APPLY_PARK_PER_HOUR and APPLY_WAITING_MAX in the whole park (ERR_BUSY, nothing
 * written). One that is refused because the firm is known counts for its address, too: else the
 * form would tell anybody, without end, who is on the register. These are counted in memory, for
 * APPLY_TRIED_MAX addresses; when all are taken, an hour's other addresses wait. An application
 * that an office enters (source "") is not limited. The same application sent twice is one.
 */
#ifndef LIANYUAN_CORE_APPLY_H
#define LIANYUAN_CORE_APPLY_H

#include "core/org.h"

enum {
    APPLY_SOURCE_PER_HOUR = 5,
    APPLY_PARK_PER_HOUR = 60,
    APPLY_WAITING_MAX = 500,
    APPLY_TRIED_MAX = 256,
    APPLY_LIST_MAX = 200,
    APPLY_DECIDED_SHOWN = 20,
    CONTACT_TEXT_MAX = 100,
};

struct firm_application {
    struct org org;
    struct str number, source, reason;
    int64_t at, decided;     /* decided 0 = waiting */
    struct person_id person; /* who decided */
};

/* What can be said by a read, before the writer is bothered: too often (ERR_BUSY), a wrong code
 * (ERR_INVALID), a firm that is known (ERR_CONFLICT, and counted for that address). The same
 * application sent again: ERR_OK, and its number; else *out_number is STR_NULL. */
enum err apply_judge(struct ctx *ctx, struct org *org, struct str source, struct str *out_number);

/* Writes the firm as ORG_APPLIED and its application, and tells coordinators and administrators.
 * ERR_CONFLICT: the firm is registered, or waits already; the sentence does not say which. */
enum err apply_put(struct ctx *ctx, struct org *org, struct str source, struct str *out_number);

/* Notes who decided and, after a refusal, why. */
enum err apply_decide(struct ctx *ctx, struct org_id org, struct str reason);

/* What waits, the oldest first; what was decided, the newest first. */
enum err apply_waiting(struct ctx *ctx, struct firm_application **out, size_t *out_n);
enum err apply_decided(struct ctx *ctx, struct firm_application **out, size_t *out_n);
enum err apply_waiting_count(struct ctx *ctx, int64_t *out_n); /* to APPLY_WAITING_MAX */

/* By its number; only state and times: whoever knows a number learns no name. */
struct apply_status {
    struct str number;
    int64_t at, decided;
    int64_t state; /* of the org */
};
enum err apply_status(struct ctx *ctx, struct str number, struct apply_status *out);

/* Whom to ask; all empty until an administrator filled it in. */
struct park_contact {
    struct str office, phone, hours, address;
};
enum err park_contact_get(struct ctx *ctx, struct park_contact *out);
enum err park_contact_set(struct ctx *ctx, const struct park_contact *contact);

#endif
