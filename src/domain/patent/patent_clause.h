/* The part of a query that finds what stands under a key of a table, so that a figure opens the
 * records that it counted. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_CLAUSE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_CLAUSE_H

#include "domain/patent/patent_table.h"

enum { PATENT_CLAUSE_KEY_MAX = 8192 }; /* bytes of a key that an address takes */

/* "ipc:H01M", "an_exact:\"...\""; "" for PATENT_BY_NOTHING; STR_NULL where the language has no word
 * for it: firms and labels (patent_dim.h), "-", keys that are too long. first: the main class. */
struct str patent_clause(struct arena *arena, enum patent_by by, struct str key, bool first);

#endif
