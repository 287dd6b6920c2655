/* How many people work at a firm or live in a zone, by year and with its source: what figures per
 * head are divided by. Nothing is guessed: without an entry the figure is not known. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_HEAD_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_HEAD_H

#include "base/vec.h"
#include "core/ctx.h"

struct patent_head {
    int64_t kind, record, year, n, at; /* kind: enum patent_head_kind; record: org or zone */
    struct str name, source, person;
};
typedef VEC(struct patent_head) patent_heads;
/* All of the park; newest year first within one record. */
enum err patent_heads_of(struct ctx *ctx, patent_heads *out);

/* The newest figure for that name of a firm or zone, or NULL. */
const struct patent_head *patent_head_find(const patent_heads *heads, int64_t kind,
                                           struct str name);

#endif
