/* The pages of reports: what their templates draw. */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_PAGE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_PAGE_H

#include "domain/matter/matter_page.h"
#include "domain/matter/matter_report_act.h"
#include "domain/matter/matter_report_doc.h"

enum { REPORT_WEEKS_SHOWN = 10, REPORT_MONTHS_SHOWN = 12, REPORT_ROWS_SHOWN = 1000 };

struct report_period_link {
    struct str name;
    int32_t from, last; /* days, both within */
    bool running;
    struct url url, docx, xlsx;
};

struct report_list_page {
    VEC(struct report_period_link) weeks, months;
    struct report_subscribe_in reader;
};

struct report_show_cell {
    struct str text;
    bool right, head, named;
    struct url url; /* {}: opens nothing */
};
struct report_show_line {
    VEC(struct report_show_cell) cells;
};
struct report_show_section {
    const struct report_section *s;
    struct html chart;
    bool trend, orgs;
    VEC(struct report_show_line) lines;
};
struct report_show_page {
    const struct report_doc *doc;
    VEC(struct report_show_section) sections;
    struct url before, after, docx, xlsx; /* after {}: not begun */
};

struct report_records_page {
    struct str figure, rule, title, org, class;
    struct url report;
    struct report_records records;
    VEC(struct report_show_line) lines;
    int64_t more; /* not drawn */
    bool has_at, has_day, has_late;
};

struct str show_moment(struct arena *arena, int64_t instant_us, int32_t offset_min);

extern const struct module report_page_module;

#endif
