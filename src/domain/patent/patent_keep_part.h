/*
 * What the files of patent_keep share.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_KEEP_PART_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_KEEP_PART_H

#include "core/ctx.h"
#include "engine/patentread/record.h"
#include "patent_query.h"

enum { KEEP_CITES_MAX = 2000 };

/* Every list that the record has stands in the tables as it is: keeping them would change nothing.
 */
enum err patent_lists_same(struct ctx *ctx, struct patent_id id, const struct patent_record *r,
                           bool *out_same);

/* Is the event among the n stored ones: the same day, code and text? */
bool patent_event_stored(const struct patent_happening *event,
                         const struct sql_patent_page_events_row *at, size_t n);

#endif
