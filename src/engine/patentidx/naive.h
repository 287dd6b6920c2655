/*
 * The plain scan: a query answered by looking at every record, written for being obviously right.
 * It is the oracle of the index and answers small lists; its time grows with the texts.
 */
#ifndef LIANYUAN_ENGINE_PATENTIDX_NAIVE_H
#define LIANYUAN_ENGINE_PATENTIDX_NAIVE_H

#include "engine/patentidx/doc.h"
#include "engine/patentidx/match.h"

struct naive_doc; /* a record's words, read once */

/* The record must outlive the answer. */
const struct naive_doc *naive_read(struct arena *arena, const struct patent_doc *doc);
/* Uses the arena for scratch and gives it back. */
bool naive_matches(struct arena *arena, const struct query_node *query,
                   const struct query_help *help, const struct naive_doc *doc);

#endif
