/* Records of a walk (patent_hits) that a list shows newest first, a page at a time. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_NEWEST_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_NEWEST_H

#include "base/vec.h"
#include "domain/patent/patent_each.h"

struct patent_dated {
    int64_t id;
    int32_t published;
};
typedef VEC(struct patent_dated) patent_newest;

void patent_newest_add(struct arena *arena, patent_newest *all, const struct patent_seen *seen);
/* The ids of one page, *out_n of them, in `arena`. Sorts *all. */
const int64_t *patent_newest_page(struct arena *arena, patent_newest *all, int64_t limit,
                                  int64_t skip, size_t *out_n);

#endif
