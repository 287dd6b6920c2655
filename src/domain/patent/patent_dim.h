/* What tables count by that is not in the records themselves: the park's firms (whose a name is, a
 * person decided) and the labels that experts gave. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_DIM_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_DIM_H

#include "base/map.h"
#include "domain/patent/patent_label.h"
#include "domain/patent/patent_table.h"

struct patent_dim {
    struct map firms; /* of struct str *, the organisation's name, by a name as it is shown */
    struct map texts; /* of struct patent_texts *, by the organisation's name */
    struct patent_label_keys label, label_2;
};

/* firms, label, label_2: what is needed; labels 0 = none. In ctx->arena. */
enum err patent_dim_load(struct ctx *ctx, bool firms, int64_t label, int64_t label_2,
                         struct patent_dim *out);

size_t patent_dim_keys(const struct patent_dim *dim, const struct patent_seen *seen,
                       enum patent_by by, struct str *keys, size_t max);

/* The query that finds a firm's patents under every name that was joined to it; STR_NULL when it
 * would be too long or a name holds a quote. */
struct str patent_dim_firm_query(struct arena *arena, const struct patent_dim *dim,
                                 struct str firm);

/* Records of a query (and a collection) that hold these keys of labels; key STR_NULL: whichever.
 * Newest first. */
enum err patent_dim_list(struct ctx *ctx, struct str query, int64_t set,
                         const struct patent_dim *dim, struct str key, struct str key_2,
                         int64_t limit, int64_t skip, struct patent_list *out);

#endif
