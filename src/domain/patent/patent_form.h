/* What the acts and finds of patents take; the tables stand in patent_form.c, those of collections
 * in patent_set_form.c. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_FORM_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_FORM_H

#include "base/form.h"
#include "domain/patent/patent_set_form.h"

struct patent_number_in {
    struct str code;
    int32_t day;
};
extern const struct form patent_number_form;

struct patent_import_form_in {
    struct form_ids files;
    struct str report, sentence; /* found by the act's prepare step */
};
struct patent_name_in {
    int64_t id, verdict;
    struct str org;
};
struct patent_names_in {
    int64_t verdict;
};
struct patent_indicators_in {
    int64_t people, before, valid, set;
};
extern const struct form patent_indicators_form;
extern const struct form patent_name_form, patent_names_form;
extern const struct form patent_import_form;

struct patent_query_in {
    struct str query;
    int64_t set, limit, skip;
};
extern const struct form patent_query_form;

struct patent_table_form_in {
    struct str query;
    int64_t rows, columns, day, unit, limit, set;
    bool cumulative, first_class, first_name, cpc;
};
extern const struct form patent_table_form;
/* What a row or column is; which day makes the year. */
extern const struct form_choice patent_by_choices[], patent_day_choices[];

#endif
