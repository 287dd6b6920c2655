/*
 * A question made ready: a query and perhaps a collection with its own query, marks and cut-off,
 * and what the query has to be told about groups of companies and the classification. The records
 * (patent_ask_has) and the index (patent_ask_view) answer it alike.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_ASK_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_ASK_H

#include "domain/patent/patent_each.h"
#include "engine/patentidx/view.h"

struct patent_ask {
    struct ctx *ctx;
    const struct query_node *query;
    const struct query_node *own; /* the collection's; NULL: none */
    int64_t *in, *out;            /* ids marked in and out of it, rising */
    size_t in_n, out_n;
    int32_t cutoff; /* its last day of publication, or DAY_NONE */
    struct query_help help;
};

/* set: a collection's id, 0 = none. Everything lies in ctx->arena. */
enum err patent_ask_make(struct ctx *ctx, struct str query, int64_t set, struct patent_ask *out);

/* Whether it asks for every record there is. */
bool patent_ask_all(const struct patent_ask *ask);
bool patent_ask_has(const struct patent_ask *ask, const struct patent_seen *seen);
struct view_ask patent_ask_view(const struct patent_ask *ask);

#endif
