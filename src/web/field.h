/*
 * One field as its template (layout/field.tmpl) draws it. Filled by form_page.c; nobody else needs
 * this.
 */
#ifndef LIANYUAN_WEB_FIELD_H
#define LIANYUAN_WEB_FIELD_H

#include "base/url.h"
#include "base/vec.h"

enum field_kind {
    FIELD_IS_LINE,
    FIELD_IS_LINES,
    FIELD_IS_NUMBER,
    FIELD_IS_DATE,
    FIELD_IS_PASSWORD,
    FIELD_IS_CHECK,  /* one yes or no */
    FIELD_IS_SELECT, /* one of a list */
    FIELD_IS_CHECKS, /* several of a list */
    FIELD_IS_LIST,   /* several lines of text */
    FIELD_IS_FILES,
    FIELD_IS_HIDDEN,
};

struct field_choice {
    struct str value, label;
    bool chosen;
};

struct field_group {
    struct str label; /* or STR_NULL */
    VEC(struct field_choice) choices;
};

struct field_view {
    enum field_kind kind;
    struct str id, name, label;
    struct str value;       /* the first of values */
    VEC(struct str) values; /* of fields that hold several */
    struct str error;       /* what is wrong with it, in the reader's language; or STR_NULL */
    struct str described;   /* ids of hint and error */
    struct str autocomplete;
    int64_t min, max, rows; /* max: characters, or files */
    int64_t most;           /* items of a list */
    bool required, limited; /* limited: the limit is worth saying */
    bool many;
    VEC(struct field_group) groups;
};

struct field_wrong {
    struct url link; /* "#id" of the field */
    bool target;     /* the field is on the page */
    struct str label, text;
};

struct field_errors {
    struct str id;
    VEC(struct field_wrong) items;
};

#endif
