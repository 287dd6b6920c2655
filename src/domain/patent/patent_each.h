/*
 * Every patent as the index, the plain scan and the tables want it, page by page in the order of
 * the ids: memory does not grow with their number.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_EACH_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_EACH_H

#include "core/ctx.h"
#include "engine/patentidx/doc.h"

enum { PATENT_EACH_PAGE = 500 };

/* What a patent_doc does not hold, for lists and tables. */
struct patent_seen {
    struct patent_doc doc;
    struct str key, title, ipc, applicant, legal, family_extended;
    int64_t right, stage, stamp;
    const struct str
        *names; /* of the applicants: as people decided to show them, else as printed */
    const struct str *priorities;
    size_t priority_n;
};

/* Strings live until the callback answers; what it answers ends the walk. after: 0 = from the
 * first. Uses ctx->arena and gives it back. */
enum err patent_each(struct ctx *ctx, int64_t after,
                     enum err (*fn)(void *arg, const struct patent_seen *patent), void *arg);

/* Only these, rising; numbers that are not there are passed over. */
enum err patent_each_of(struct ctx *ctx, const int64_t *ids, size_t n,
                        enum err (*fn)(void *arg, const struct patent_seen *patent), void *arg);

#endif
