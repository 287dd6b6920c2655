/*
 * De-noising: what people mark in or out of a collection, one by one or many at once; each go is a
 * batch that can be undone while nobody has marked the same records since.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_MARK_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_MARK_H

#include "base/form.h"
#include "domain/patent/patent_table.h"

enum { PATENT_BATCHES_SHOWN = 10 };

/* Marks ids[0 .. n) (enum patent_mark: IN, OUT or NONE) as ctx->actor, keeps what stood there, and
 * ticks them off in the actor's open readings. */
enum err patent_mark_some(struct ctx *ctx, struct patent_set_id set, const int64_t *ids, size_t n,
                          int64_t mark, struct str note, struct patent_batch_id *out_batch);

/* Which records of a collection a marking page lists. */
enum patent_which {
    PATENT_WHICH_ALL,  /* what belongs to it */
    PATENT_WHICH_OPEN, /* of that, what nobody has marked */
    PATENT_WHICH_IN,   /* marked in */
    PATENT_WHICH_OUT,  /* marked out */
};

struct patent_marked {
    struct patent_hit hit;
    int64_t mark; /* enum patent_mark */
    struct str note, person;
};

struct patent_marked_list {
    struct str query; /* as understood */
    VEC(struct patent_marked) rows;
    int64_t total;
};

/* sample: 0, or only the lines of that sample, in the order drawn (whatever `which`). */
enum err patent_marked_list(struct ctx *ctx, struct patent_set_id set, struct str query,
                            enum patent_which which, struct patent_sample_id sample, int64_t limit,
                            int64_t skip, struct patent_marked_list *out);

struct patent_batch {
    struct patent_batch_id id;
    int64_t mark, n, at, undone;
    struct str person;
};
typedef VEC(struct patent_batch) patent_batches;
enum err patent_batches_of(struct ctx *ctx, struct patent_set_id set, patent_batches *out);

#endif
