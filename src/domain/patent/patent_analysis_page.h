/* What the page of an analysis draws, beside patent_analysis.h. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_ANALYSIS_PAGE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_ANALYSIS_PAGE_H

#include "domain/patent/patent_analysis.h"
#include "domain/patent/patent_page.h"

struct analysis_cell {
    struct str shown, class; /* class: "num h3" */
    struct str sub;
    struct url url;
    bool head, open;
};

struct analysis_row {
    VEC(struct analysis_cell) cells;
};

struct analysis_head {
    struct str title, class;
    struct url url;
};

struct analysis_table {
    struct str title, note, id;
    struct html chart;
    VEC(struct analysis_head) heads;
    VEC(struct analysis_row) rows;
    int64_t left_out;
    bool heat;
};

struct analysis_figure {
    struct str label, shown, note;
    struct url url;
};

struct analysis_tab {
    struct url url;
    const char *label;
    bool on;
};

typedef VEC(struct patent_choice) analysis_choices;

struct analysis_page {
    struct str query, understood, message, set_name, cutoff, hash, limit;
    struct str technology, effect;
    const char *what_label;
    struct str what;
    VEC(struct analysis_tab) tabs;
    analysis_choices sets, units, days, levels, bys;
    int64_t set, version, records, total;
    int32_t newest, incomplete;
    bool family, first_class;
    bool ask_level, ask_by, ask_day, ask_terms, ask_unit,
        ask_first;          /* what this one can be asked */
    analysis_choices lists; /* of terms, kept with the collection */
    struct str list_name, list_technology, list_effect;
    struct url keep, change; /* {}: may not */
    struct patent_terms_id list_id;
    struct patent_set_id list_set;
    bool waiting; /* nothing asked yet: terms are missing */
    VEC(struct analysis_figure) figures;
    VEC(struct analysis_table) tables;
    VEC(struct str) says;
    struct url list, file, heat;
    struct patent_covered covered;
};

/* The records behind one figure. */
struct analysis_records {
    struct analysis_page of; /* the question */
    VEC(struct patent_hit) rows;
    int64_t from, to; /* of all, from 1 on */
    struct str label, shown, find, hash;
    bool counts, said; /* said: a query finds just these */
    int64_t records, units;
    struct url next, previous, search, back; /* {}: not to be had */
};

#endif
