/*
 * The pages of patents: what their templates draw beside the views of patent_view.h and
 * patent_table.h. Every figure is a link to the records behind it: its query, its cut-off.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_PAGE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_PAGE_H

#include "base/vec.h"
#include "domain/patent/patent_index.h"
#include "domain/patent/patent_name.h"
#include "domain/patent/patent_view.h"
#include "web/form_page.h"
#include "web/layout/layout.h"

extern const struct module patent_page_module; /* in app/modules.c, before core's pages */

enum { PATENT_PAGE_ROWS = 50, PATENT_HEAT_ROWS = 20, PATENT_HEAT_ROWS_MAX = 200 };

struct patent_line { /* of a list */
    struct patent_hit hit;
};

struct patent_list_page {
    struct str query, understood, message; /* message: why the query cannot be read */
    VEC(struct patent_line) rows;
    int64_t total, set, from, to;
    struct str set_name;
    struct url next, previous, heat, keep;
    bool may_import, may_keep, empty_park;
    struct patent_covered covered;
};

struct patent_choice {
    struct str value;
    const char *label;
    bool on;
};

struct patent_heat_cell {
    int64_t n;
    struct url url;   /* {} where no query says it */
    struct str class; /* "h0" ... "h5" */
};

struct patent_heat_row {
    struct str key, title;
    VEC(struct patent_heat_cell) cells;
    struct patent_heat_cell total;
};

struct patent_heat_column {
    struct str key;
    bool open; /* not all of its records are published yet */
    struct patent_heat_cell total;
};

struct patent_heat_page {
    struct str query, understood, message, set_name;
    int64_t set;
    VEC(struct patent_choice) by_rows, by_columns;
    bool family, first_class, cumulative;
    const char *row_label;
    VEC(struct patent_heat_column) columns;
    VEC(struct patent_heat_row) rows;
    int64_t total, records, left_out; /* left_out: rows that are not shown */
    int32_t newest, incomplete;
    struct html trend, ranking;
    struct url list;
    struct patent_covered covered;
};

struct patent_sets_page {
    patent_set_rows rows;
    bool may_keep;
};

struct patent_names_page {
    patent_names rows;
    int64_t verdict;
    struct url open, ours, other;
    bool may_decide;
};

struct patent_act_page {
    struct str title;
    const char *button, *hint; /* T("..."); hint may be NULL */
    struct url action, back;
    const struct form_option *people; /* whom it may be given to; NULL: no such field */
    size_t people_n;
};

/* For templates. */
struct html show_patent_form(struct req *req, const struct patent_act_page *v);
const char *show_patent_status(int64_t status);
const char *show_patent_why(int64_t confidence); /* of a proposed name */
struct str show_patent_status_class(int64_t status); /* "go", "wait", "done", "" */

#endif
