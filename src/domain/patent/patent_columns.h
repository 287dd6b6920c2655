/*
 * A record from the columns of the open index, without asking the tables: ten times as fast, for
 * what counts many. patent_hits_columns() in patent_table.h walks so.
 *
 * It has its number, application, family, days, counts, codes, classes and names (as printed, and
 * as people decided to show them). It has no texts, events, main class, first applicant, legal
 * text of the list, kind of right, stage, stamp, priorities and extended family: only the tables
 * hold those.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_COLUMNS_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_COLUMNS_H

#include "domain/patent/patent_each.h"
#include "engine/patentidx/view.h"

struct patent_columns {
    const struct view *view;
    struct map shown; /* of applicants: printed name to struct str */
};

/* ERR_CONFLICT: one printed name is shown in two ways, which the tables alone can tell apart. */
enum err patent_columns_make(struct ctx *ctx, const struct view *view, struct patent_columns *out);

/* Its lists lie in the arena, its strings in the view. */
void patent_columns_seen(const struct patent_columns *columns, const struct segment *segment,
                         uint32_t doc, struct arena *arena, struct patent_seen *out);

#endif
