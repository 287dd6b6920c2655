/*
 * Publication: what anybody may read about closed matters.
 *
 *   the coordinator writes a text without names     matter.publish          PROPOSED
 *   the firm sees that text and says yes or no      matter.publish_answer   PUBLISHED, DECLINED
 *   either takes it back at any time                matter.unpublish        ENDED
 *
 * Only a closed matter whose firm agreed to it is proposed: when it raised it, or later, in words
 * that the coordinator writes down. A firm that cannot sign in says yes or no to the coordinator,
 * who writes down that, too. Sent back (reopen), it leaves the page. A text in which a name of the
 * register, a number, an address stands is refused, when it is proposed and again when the firm
 * says yes (matter_public_rule.h).
 *
 * What is published stands apart from the matter: a number of its own, the top of the class, the
 * month. The readers need no sign-in: these finds look at no actor.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_PUBLISH_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_PUBLISH_H

#include "base/vec.h"
#include "core/ctx.h"
#include "domain/matter/matter_form.h"
#include "domain/matter/matter_public_rule.h"

enum { MATTER_PUBLIC_PAGE = 30, MATTER_PUBLIC_MONTHS = 12 };

/* What the record shows of it; state 0: nothing was proposed yet. */
struct matter_public_view {
    int64_t state; /* enum matter_public_state */
    struct str number, title, problem, result, reason;
    int64_t proposed_at, answered_at, ended_at;
};
enum err matter_public_of(struct ctx *ctx, struct matter_id matter, struct matter_public_view *out);

/* Can anybody of that firm sign in and answer for it? */
enum err matter_firm_signs_in(struct ctx *ctx, struct org_id firm, bool *out);

/* A text to begin with: the matter's own, names and numbers replaced. */
enum err matter_public_propose(struct ctx *ctx, struct matter_id matter,
                               struct matter_public_view *out);

/* Takes the text off the page within another act (reopen); nothing there: nothing done. */
enum err matter_public_end(struct ctx *ctx, struct matter_id matter, struct str reason);

/* For everybody ------------------------------------------------------------------------------- */

struct matter_published {
    struct str number, title, problem, result, class_name;
    int64_t month; /* year * 12 + month - 1 */
    int64_t answered_at;
};
/* The newest first, those published before `before` (0 = from the newest); *out_next 0 = no more.
 */
enum err matter_published_list(struct ctx *ctx, int64_t before, struct matter_published **out,
                               size_t *out_n, int64_t *out_next);
enum err matter_published_get(struct ctx *ctx, struct str number, struct matter_published *out);

/* Closed matters of the last twelve whole months by top class, small groups left out. */
struct matter_public_count {
    struct str class_name;
    struct public_group group;
};
struct matter_public_counts {
    VEC(struct matter_public_count) rows;
    int64_t from, to; /* months, both included */
    int64_t minimum;
    int64_t sum; /* -1: not shown */
};
enum err matter_published_counts(struct ctx *ctx, struct matter_public_counts *out);

#endif
