/* What the acts on collections take; the tables stand in patent_set_form.c. Members behind the
 * blank line of a struct are filled by the act's `prepare`. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_SET_FORM_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_SET_FORM_H

#include "base/form.h"

struct patent_numbers;
struct patent_frozen;
struct patent_measured;
struct patent_drawn;
struct patent_handed;

struct patent_set_in {
    struct str name, query, note;
    int32_t cutoff;
    struct str numbers;

    const struct patent_numbers *found;
};
struct patent_set_edit_in {
    int64_t set, version;
    struct str name, query, note;
    int32_t cutoff;
};
struct patent_set_one_in {
    int64_t set;

    const struct patent_frozen *frozen;
};
struct patent_set_numbers_in {
    int64_t set;
    struct str numbers;

    const struct patent_numbers *found;
};
struct patent_expr_in {
    int64_t set;
    struct str name, query;
    bool joined;
};
struct patent_expr_drop_in {
    int64_t set, expr;
};

enum patent_mark { PATENT_MARK_NONE = 0, PATENT_MARK_IN = 1, PATENT_MARK_OUT = 2 };
struct patent_mark_in {
    int64_t set;
    struct str number;
    int64_t inside; /* enum patent_mark: IN or OUT */
    struct str note;
};
struct patent_mark_many_in {
    int64_t set;
    struct form_ids patents;
    int64_t mark; /* PATENT_MARK_KEEP: only the labels */
    struct form_ids values;
    struct str note;
};
enum { PATENT_MARK_KEEP = 3, PATENT_MARKED_AT_ONCE_MAX = 1000 };
struct patent_mark_undo_in {
    int64_t set, batch;
};

enum { PATENT_SAMPLE_MAX = 1000, PATENT_SAMPLE_USUAL = 50 };
struct patent_sample_in {
    int64_t set;
    struct str query;
    int64_t size, seed;

    const struct patent_drawn *drawn;
};
struct patent_measure_in {
    int64_t set;
    struct str query;

    const struct patent_measured *measured;
};

struct patent_label_in {
    int64_t set, label; /* label 0: a new one */
    struct str name, values;
};
struct patent_label_close_in {
    int64_t set, label;
};

enum { PATENT_HAND_BY_NUMBER = 1, PATENT_HAND_BY_CLASS = 2 };
struct patent_hand_in {
    int64_t set;
    struct form_ids people;
    int64_t each, by;
    int32_t due;

    const struct patent_handed *handed;
};
struct patent_take_back_in {
    int64_t set, reading;
};
struct patent_read_in {
    int64_t reading, patent, mark;
    struct form_ids values;
    struct str note;
};

struct patent_share_in {
    int64_t set;
    struct form_ids people; /* all of them; none: nobody but the owner's own */
};
struct patent_hand_over_in {
    int64_t set, person;
};

enum patent_head_kind { PATENT_HEAD_ORG = 1, PATENT_HEAD_ZONE = 2 };
struct patent_head_in {
    int64_t kind;
    struct str name;
    int64_t year, n;
    struct str source;
};

extern const struct form patent_set_form, patent_set_edit_form, patent_set_one_form,
    patent_set_numbers_form, patent_expr_form, patent_expr_drop_form, patent_mark_form,
    patent_mark_many_form, patent_mark_undo_form, patent_sample_form, patent_measure_form,
    patent_label_form, patent_label_close_form, patent_hand_form, patent_take_back_form,
    patent_read_form, patent_head_form, patent_share_form, patent_hand_over_form;

#endif
