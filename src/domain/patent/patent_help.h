/*
 * What a query has to be told about the park: which names make a group of companies
 * (patent_name.company, as people decided), for TREE@; and what lies below a group of the IPC
 * (patent_ipc.path, where the English scheme was imported; by the symbol's digits else).
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_HELP_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_HELP_H

#include "core/ctx.h"
#include "engine/patentidx/match.h"

/* Reads only what these queries ask for (own may be NULL); it lies in ctx->arena. */
enum err patent_help_make(struct ctx *ctx, const struct query_node *query,
                          const struct query_node *own, struct query_help *out);

#endif
