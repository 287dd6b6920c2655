/* The pages of the ledger of promises: what their templates draw. */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_PROMISE_PAGE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_PROMISE_PAGE_H

#include "domain/matter/matter_page.h"
#include "domain/matter/matter_promise.h"

enum { PROMISE_ROWS_SHOWN = 1000, PROMISE_BROKEN_SHOWN = 6 };

/* A count that opens its duties; {} when it is 0. */
struct promise_cell {
    int64_t n;
    struct url url;
};

struct promise_line {
    struct str name; /* a department, or a month */
    struct url url;  /* of the department's record */
    struct promise_cell kept, kept_late, broken, gone, open;
    struct str rate;
    int64_t extended, handed_back;
};

struct promise_list_page {
    VEC(struct promise_line) orgs, months;
    struct promise_line all;
    int64_t span; /* months */
    struct url span3, span6, span12, xlsx, csv;
    int32_t from, last;
};

struct promise_row {
    const struct promise_duty *d;
    struct url url;
    const char *fate; /* T("...") */
    VEC(struct promise_made) made;
};

struct promise_show_page {
    struct str park, name;
    int32_t from, last, today;
    VEC(struct promise_line) months;
    struct promise_line all;
    struct html chart;
    VEC(struct promise_row) broken;
    int64_t broken_more;
    struct url xlsx, csv;
};

struct promise_records_page {
    struct str org, month;
    const char *fate; /* T("..."), or NULL */
    VEC(struct promise_row) rows;
    int64_t n, more;
};

#endif
