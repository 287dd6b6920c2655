/* What the module brings: its acts, reads and pages, and who may use them. */
#include "core/module.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_find.h"
#include "domain/patent/patent_form.h"
#include "patent_schema.h"

enum {
    STAFF = ROLE_COORDINATOR | ROLE_CONSOLE,
    READERS = STAFF | ROLE_DEPARTMENT | ROLE_HEAD | ROLE_LEADER | ROLE_AUDITOR,
};

static const struct find finds[] = {
    {"patent.number", T("专利号"), "code", ROLE_ALL, &patent_number_form, patent_find_number,
     .anywhere = true},
    {"patent.count", T("专利件数"), "query", READERS, &patent_query_form, patent_find_count},
    {"patent.list", T("专利列表"), "query", READERS, &patent_query_form, patent_find_list},
    {"patent.table", T("专利统计表"), NULL, READERS, &patent_table_form, patent_find_table},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

const struct module patent_module = {
    .name = "patent",
    .finds = finds,
    .find_n = COUNT(finds),
    .migrations = patent_migrations,
    .migration_n = patent_migration_n,
};
