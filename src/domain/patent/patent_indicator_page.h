/* What the page of indicators draws: patent_indicator.h made ready for its template. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_INDICATOR_PAGE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_INDICATOR_PAGE_H

#include "domain/patent/patent_indicator.h"
#include "domain/patent/patent_page.h"

enum { PATENT_INDICATOR_ROWS = 50 };

struct patent_ground_line {
    const char *name; /* T("...") */
    struct str how;
    bool known;
    int64_t n;
    struct url url;
};

struct patent_indicator_line {
    struct patent_valuable v;
    struct str grounds;
};

struct patent_indicator_page {
    struct patent_indicators p;
    struct str sentence, growth, per_10k, times, city, pledge, set_name; /* "" = not known */
    int64_t people, before, set, total, from, to;
    const struct patent_entered *people_figure, *before_figure, *city_figure, *pledge_figure;
    VEC(struct patent_ground_line) grounds;
    VEC(struct patent_indicator_line) rows;
    const char *list_title;
    struct url list, high_list, file, next, previous;
    bool may_enter, none;
    struct patent_covered covered;
};

#endif
