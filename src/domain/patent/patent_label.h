/*
 * Expert labels (标引): fields of a collection ("技术分支", "功效") with their values, given to
 * records by people. A record may have several values of a field. Everybody's own opinion is kept;
 * where two people differ the record is "in dispute" until the collection's owner gives theirs,
 * which settles it.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_LABEL_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_LABEL_H

#include "base/map.h"
#include "base/vec.h"
#include "core/ctx.h"

enum {
    PATENT_LABELS_MAX = 20,       /* fields of a collection */
    PATENT_LABEL_VALUES_MAX = 60, /* of one field */
    PATENT_LABEL_NAME_MAX = 60,
    PATENT_DISPUTES_SHOWN = 100,
};

struct patent_label_value {
    struct patent_value_id id;
    struct str name;
    bool closed;
    int64_t records; /* that have it, by whomever */
};

struct patent_label {
    struct patent_label_id id;
    struct str name;
    VEC(struct patent_label_value) values;
    int64_t records, disputes; /* labelled by anybody; with differing opinions, not settled */
};
typedef VEC(struct patent_label) patent_labels;

/* The open fields of a collection with all their values. counts: fill the three figures, too. */
enum err patent_labels_of(struct ctx *ctx, struct patent_set_id set, bool counts,
                          patent_labels *out);

/* Inside an act: ctx->actor gives the record these values; of each field that one of them belongs
 * to, the actor's earlier values fall away. ERR_INVALID: a value that is not of this collection. */
enum err patent_label_give(struct ctx *ctx, struct patent_set_id set, struct patent_id patent,
                           const int64_t *values, size_t n);

/* Who said what of one record. */
struct patent_opinion {
    struct str label, value, person;
    struct patent_value_id id;
    int64_t at;
    bool mine;
};
typedef VEC(struct patent_opinion) patent_opinions;
enum err patent_opinions_of(struct ctx *ctx, struct patent_set_id set, struct patent_id patent,
                            patent_opinions *out);

/* What holds of each record in one field: the names of its values. */
struct patent_label_keys {
    struct map by_id; /* of struct patent_label_held *, by id as text */
};
struct patent_label_held {
    const struct str *names; /* PATENT_LABEL_DISPUTE alone: opinions differ */
    size_t n;
};
#define PATENT_LABEL_DISPUTE "意见不一"
enum err patent_label_keys(struct ctx *ctx, struct patent_label_id label,
                           struct patent_label_keys *out);

/* Records on which opinions differ, not settled. */
struct patent_dispute {
    struct patent_id patent;
    struct str key, title, label, opinions; /* "甲：正极；乙：负极" */
};
typedef VEC(struct patent_dispute) patent_disputes;
enum err patent_disputes_of(struct ctx *ctx, struct patent_set_id set, patent_disputes *out);

#endif
