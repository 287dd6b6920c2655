/* Pages of collections: what their templates draw beside patent_view.h, patent_mark.h,
 * patent_measure.h, patent_label.h and patent_reading.h. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_SET_PAGE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_SET_PAGE_H

#include "domain/patent/patent_head.h"
#include "domain/patent/patent_label.h"
#include "domain/patent/patent_mark.h"
#include "domain/patent/patent_measure.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_reading.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_set_form.h"
#include "domain/patent/patent_view.h"
#include "web/form_page.h"
#include "web/layout/layout.h"

struct patent_expr_row {
    struct patent_expr_id id;
    struct str name, query;
    bool joined;
    struct url open, measure, sample;
};

struct patent_label_row {
    const struct patent_label *label;
    struct url edit;
};

struct patent_version_row {
    struct patent_set_frozen v;
    struct url compare; /* with the version before */
};

struct patent_sample_row {
    struct patent_sample s;
    struct patent_share share;
    struct url judge, measure;
};

struct patent_step { /* of what makes a good collection */
    const char *text;
    bool done;
    struct url url;
};

struct patent_set_page {
    struct patent_set_view v;
    struct patent_owner owner;
    int64_t members, listed;
    bool is_list, empty_park;
    struct str message, refused;
    struct url list, heat, analysis, judge, in, out, measure, sample;
    VEC(struct patent_expr_row) exprs;
    patent_qualities qualities;
    VEC(struct patent_sample_row) samples;
    patent_labels labels;
    VEC(struct patent_label_row) label_rows;
    patent_disputes disputes;
    patent_readings readings;
    patent_batches batches;
    VEC(struct patent_version_row) versions;
    VEC(struct patent_step) steps;
    int64_t steps_left;
    bool may_keep;
};

struct patent_mark_row {
    const struct patent_marked *m;
    struct str labels; /* who gave what */
};

struct patent_marks_page {
    struct patent_set_row row;
    struct str query, understood, message;
    int64_t which; /* enum patent_which */
    struct url all, open, in, out, action, next, previous;
    VEC(struct patent_mark_row) rows;
    VEC(struct form_option) values; /* of labels, under their names */
    int64_t total, from, to, sample_judged;
    bool sampled;
    struct patent_sample sample;
};

struct patent_move_list {
    const char *title;
    int64_t n;
    patent_moves rows;
};

struct patent_compare_page {
    struct patent_set_row row;
    struct patent_compared c;
    VEC(struct patent_set_frozen) versions;
    VEC(struct patent_move_list) lists;
    bool cut; /* more moved than are named */
};

struct patent_read_page {
    struct patent_reading_view v;
    struct patent_view p;
    bool mine, done;
    patent_labels labels;
    patent_opinions opinions;
    struct url skip;
};

struct patent_readings_page {
    patent_readings rows;
};

struct patent_heads_page {
    patent_heads rows;
};

/* For templates. */
struct str show_patent_rate(struct page *page, const struct patent_share *s);  /* "92.3 %" */
struct str show_patent_range(struct page *page, const struct patent_share *s); /* "61.2–97.0 %" */
const char *show_patent_mark(int64_t mark);
struct str show_patent_mark_class(int64_t mark);

#endif
