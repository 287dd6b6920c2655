#include "domain/patent/patent_form.h"

static const struct field number_fields[] = {
    FORM_TEXT(struct patent_number_in, code, T("专利号"), 60, FORM_REQUIRED),
    FORM_DAY(struct patent_number_in, day, T("公布或申请日"), 0),
};
const struct form patent_number_form = FORM(number_fields, struct patent_number_in);
