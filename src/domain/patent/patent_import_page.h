/* Importing from a page: the form, what was imported, and the report of one import. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_IMPORT_PAGE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_IMPORT_PAGE_H

#include "domain/patent/patent_import_log.h"
#include "web/form_page.h"
#include "web/layout/layout.h"

struct patent_import_page {
    patent_import_rows rows;
};

#endif
