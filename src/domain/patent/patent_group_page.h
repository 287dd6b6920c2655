/* What the page of groups draws: patent_group.h made ready for its template. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_GROUP_PAGE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_GROUP_PAGE_H

#include "domain/patent/patent_group.h"
#include "domain/patent/patent_page.h"

struct patent_member_line {
    struct str name;
    int64_t patents;
    struct url url;
};

struct patent_group_line {
    struct str name, why;
    int64_t patents, confidence;
    VEC(struct patent_member_line) members;
    struct url edit, find;
};

struct patent_groups_page {
    VEC(struct patent_group_line) decided, proposed;
    bool may_decide;
};

#endif
