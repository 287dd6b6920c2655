/* What the acts and finds of patents take; the tables stand in patent_form.c. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_FORM_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_FORM_H

#include "base/form.h"

struct patent_number_in {
    struct str code;
    int32_t day;
};
extern const struct form patent_number_form;

#endif
