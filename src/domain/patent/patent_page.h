/*
 * The pages of patents: what their templates draw beside the views of patent_view.h and
 * patent_table.h. Every figure is a link to the records behind it: its query, its cut-off.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_PAGE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_PAGE_H

#include "base/vec.h"
#include "domain/patent/patent_around.h"
#include "domain/patent/patent_index.h"
#include "domain/patent/patent_name.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_side.h"
#include "domain/patent/patent_view.h"
#include "web/form_page.h"
#include "web/layout/layout.h"

extern const struct module patent_page_module; /* in app/modules.c, before core's pages */

enum { PATENT_PAGE_ROWS = 50, PATENT_HEAT_ROWS = 20, PATENT_HEAT_ROWS_MAX = 200 };

enum patent_tab { /* page/tabs.tmpl */
    PATENT_TAB_LIST,
    PATENT_TAB_SETS,
    PATENT_TAB_HEAT,
    PATENT_TAB_ANALYSIS,
    PATENT_TAB_INDICATORS,
    PATENT_TAB_NAVIGATION,
    PATENT_TAB_NAMES,
};

/* The list of navigation projects: a module on top of this one, whose routes are not known here. */
static inline struct url url_patent_navigation(const struct arena *arena)
{
    (void)arena;
    return (struct url){STR("/navigation")};
}

typedef VEC(struct form_option) patent_options;

/* Where a query cannot be read: what stands before the place, there, and behind it. */
struct patent_wrong {
    struct str before, at, after;
};

struct patent_saved { /* a query that a person gave a name (core/view.h) */
    struct view_id id;
    struct str name;
    struct url url;
};

struct patent_list_page {
    struct str query, understood, message; /* message: why the query cannot be read */
    struct patent_wrong wrong;
    VEC(struct patent_hit) rows;
    int64_t total, set, from, to;
    struct str set_name;
    struct url set_url;
    bool own_query; /* it is the collection's own query that cannot be read */
    struct str is, is_2; /* labels that were asked for */
    struct url next, previous, heat, keep, sheet, judge, analysis, whole, words;
    bool may_import, may_keep, empty_park, narrowed;
    struct patent_covered covered;
    struct patent_side side;
    struct layout_options sorts;
    struct str sort, sorted, way; /* sorted: the column, way: ascending or descending */
    struct url by_applied, by_published, by_cited;
    patent_options sets; /* that what is chosen can be added to */
    VEC(struct patent_saved) saved;
    struct str save; /* the query string to give a name to; "" = nothing to save */
};

struct patent_show_name { /* an applicant or inventor */
    struct str text, place, firm; /* firm: of the park, when somebody said so */
    struct url url;
};

struct patent_show_class {
    struct patent_view_class class;
    struct url url;
};

struct patent_show_page {
    struct patent_view v;
    struct patent_around around;
    VEC(struct patent_show_name) applicants, inventors;
    VEC(struct patent_show_class) classes;
    int64_t family; /* others of the simple family that are here */
    struct url family_url;
    patent_options sets;
};

struct patent_collect_page { /* what was chosen, and which collection it goes into */
    VEC(struct patent_hit) rows;
    patent_options sets;
    struct url back;
};

struct patent_choice {
    struct str value;
    const char *label;
    bool on;
};

struct patent_dim_choice { /* of what a table counts by: declared ones and labels */
    struct str value, text;
    bool on;
};

struct patent_heat_cell {
    struct str text;  /* the count, the figure per head, "不详", "<3" */
    struct url url;   /* {} where it opens nothing */
    struct str class; /* "h0" ... "h5", and "soon" behind it: not yet published in full */
};

struct patent_heat_row {
    struct str key, title;
    VEC(struct patent_heat_cell) cells;
    struct patent_heat_cell total;
};

struct patent_heat_column {
    struct str key;
    bool open; /* not all of its records are published yet */
    struct patent_heat_cell total;
};

struct patent_heat_shade { /* of the legend */
    struct str class, text;
};

struct patent_heat_page {
    struct str query, understood, message, set_name, hash;
    int64_t set;
    VEC(struct patent_dim_choice) by_rows, by_columns;
    bool family, first_class, heads, outside; /* outside: shown to others, small cells hidden */
    bool may_head, by_firm, by_year, may_count_heads;
    struct str row_label;
    VEC(struct patent_heat_column) columns;
    VEC(struct patent_heat_row) rows;
    VEC(struct patent_heat_shade) shades;
    int64_t total, records, left_out; /* left_out: rows that are not shown */
    struct str total_text;
    int32_t newest, incomplete, cutoff;
    struct html trend, ranking;
    bool no_heads; /* per head, and nobody entered any of the numbers */
    struct url list, sheet, gaps, analysis, set_url;
    struct patent_covered covered;
};

struct patent_gap_row {
    struct str row, title, column, word, parent, expected;
    int64_t word_n, parent_n, first_year;
    bool open, old;
    const char *verdict;
    struct str class;
    struct url word_url, parent_url, ask;
};

struct patent_gaps_page {
    struct str query, understood, message, set_name, word;
    struct str rows_value, columns_value;
    int64_t set, empty, shown;
    bool may_ask, by_year;
    struct str row_label, column_label;
    VEC(struct patent_gap_row) rows;
    int32_t newest, incomplete;
    bool unsearched; /* no row had a word to look for in the texts */
    struct url heat, set_url;
};

struct patent_sets_page {
    patent_owned rows;
    bool may_keep;
};

struct patent_names_page {
    patent_names rows;
    int64_t verdict;
    struct url open, ours, other;
    bool may_decide;
};

struct patent_act_page {
    struct str title, set_name; /* set_name: of the collection it is about, or "" */
    const char *button, *hint; /* T("..."); hint may be NULL */
    struct url action, back;
    const char *people_field;         /* the field in which people are chosen */
    const struct form_option *people; /* whom it may be given to; NULL: no such field */
    size_t people_n;
};

/* The collections that the reader may change, that one first. */
enum err patent_sets_to_choose(struct ctx *ctx, int64_t first, patent_options *out);

/* For templates. */
struct html show_patent_form(struct req *req, const struct patent_act_page *v);
const char *show_patent_status(int64_t status);
struct str show_patent_legal(const struct patent_hit *hit, struct req *req);
const char *show_patent_why(int64_t confidence);     /* of a proposed name */
struct str show_patent_status_class(int64_t status); /* "done": in force, "wait": pending, "" */

#endif
