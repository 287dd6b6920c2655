/* What the pages of navigation projects draw. */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_PAGE_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_PAGE_H

#include "domain/matter/matter_page.h"
#include "domain/navigation/navigation_find.h"
#include "domain/navigation/navigation_report.h"
#include "domain/patent/patent_analysis_page.h"
#include "web/form_page.h"

extern const struct module navigation_page_module; /* in app/modules.c, before core's pages */

/* One of the seven steps, as the head of a project shows it. */
struct navigation_step_line {
    int64_t step;
    bool done, open; /* neither: still to come */
};

struct navigation_lack_line {
    struct str step, words;
};

struct navigation_conclusion_line {
    const struct navigation_conclusion_view *c;
    struct str kind;
    VEC(struct str) evidence;
    VEC(struct navigation_duty_view) duties;
};

struct navigation_page {
    struct navigation_view v;
    VEC(struct navigation_step_line) steps;
    VEC(struct navigation_lack_line) lacks;
    VEC(struct navigation_conclusion_line) conclusions;
    struct form_pairs version;
    int64_t in_time, late, running, overdue; /* duties */
    bool may;                                /* change it */
    /* What may be changed now. */
    bool may_start, may_collect, may_process, may_analyse, may_conclude, may_duty, may_report,
        may_effect, may_pass, may_reopen, may_rhythm, closed;
};

/* A page that asks for one act on a project. */
struct navigation_form_page {
    struct str title, project;
    const char *hint;                   /* T("...") or NULL */
    const struct navigation_view *view; /* of choosers; NULL: none */
    struct url back, action;
    const char *button; /* T("...") */
};

struct navigation_figure_page {
    const struct navigation_view *v;
    const struct navigation_figure_view *f;
    struct str evidence;
    struct analysis_page answer; /* its figures, tables and says alone */
    struct url all;
    bool may;
};

struct navigation_records_page {
    const struct navigation_view *v;
    const struct navigation_figure_view *f;
    struct str label, evidence, find;
    struct navigation_records records;
    int64_t counted; /* when the figure was computed */
    bool other;      /* than what is found now */
};

/* The methods that a new figure is chosen from. */
struct navigation_method_line {
    struct url url;
    const char *name, *hint, *uses; /* T("...") */
};
struct navigation_methods_page {
    const struct navigation_view *v;
    VEC(struct navigation_method_line) methods;
};
void navigation_methods_page(struct req *req, const struct navigation_view *v);

struct navigation_paper_cell {
    struct str text;
    struct url url;
    bool right;
};
struct navigation_paper_line {
    VEC(struct navigation_paper_cell) cells;
};
struct navigation_paper_part {
    const struct navigation_section *s;
    struct str name; /* for screen readers */
    VEC(struct navigation_paper_line) lines;
    struct html chart;
};
struct navigation_paper_page {
    struct navigation_report_view r;
    VEC(struct navigation_paper_part) parts;
    struct url docx, xlsx, project;
};

const char *show_navigation_part(int64_t part);
const char *show_navigation_model(int64_t part);
const char *show_navigation_step(int64_t step);
const char *show_navigation_task(int64_t task);
const char *show_navigation_rhythm(int64_t rhythm);
const char *show_navigation_method(int64_t method);
const char *show_navigation_finding(int64_t finding);
const char *show_navigation_outcome(int64_t outcome);
struct str show_navigation_outcome_class(int64_t outcome); /* "done", "bad" ... */
struct str show_navigation_step_class(int64_t step);
struct html show_navigation_form(struct req *req, const struct navigation_form_page *v);

#endif
