/* What the acts and finds of navigation projects take; the tables stand in navigation_form.c.
 * Members behind `found` are no fields: a prepare step fills them. */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_FORM_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_FORM_H

#include "base/form.h"

struct navigation_computed; /* navigation_figure.h */
struct navigation_made;     /* navigation_report.h */

struct navigation_plan_in {
    struct str title;
    int64_t part;
    struct str need, scope;
    int32_t starts, ends;
    int64_t rhythm;
    struct str lead; /* the first of the team */
};
struct navigation_edit_in {
    int64_t id, version;
    struct str title;
    int64_t part;
    struct str need, scope;
    int32_t starts, ends;
    int64_t rhythm;
};
struct navigation_rhythm_in {
    int64_t id, version;
    int32_t ends;
    int64_t rhythm;
};
struct navigation_member_in {
    int64_t id;
    struct str name, office;
    int64_t task;
};
struct navigation_member_drop_in {
    int64_t id, member;
};
struct navigation_source_in {
    int64_t id, collection;
    int64_t seq; /* 0: the newest */
};
struct navigation_source_one_in {
    int64_t id, source;
};
struct navigation_process_in {
    int64_t id, source;
    bool clean;
    struct str clean_note, labels;
};
struct navigation_figure_in {
    int64_t id;
    struct str title;
    int64_t source, kind; /* kind: the method, navigation_methods[] */
    struct str query, levels, technology, effect;
    int64_t by, level;
    bool first_class;
    int64_t day;
    int32_t cutoff;
    bool family;
    int64_t most;
    struct navigation_computed *found;
};
struct navigation_figure_one_in {
    int64_t id, figure;
    struct navigation_computed *found;
};
struct navigation_conclude_in {
    int64_t id;
    int64_t kind;
    struct str text;
    struct form_ids figures;
};
struct navigation_conclusion_edit_in {
    int64_t id, conclusion;
    int64_t kind;
    struct str text;
    struct form_ids figures;
    struct str reason; /* why it is not what it was */
};
struct navigation_conclusion_drop_in {
    int64_t id, conclusion;
    struct str reason;
};
struct navigation_duty_in {
    int64_t id, conclusion;
    struct str title, text;
    int64_t lead;
    struct form_ids helpers;
    int32_t due;
    int64_t firm; /* whom it concerns; 0: no firm */
};
struct navigation_pass_in {
    int64_t id, version;
};
struct navigation_reopen_in {
    int64_t id, version, step;
    struct str reason;
};
struct navigation_effect_in {
    int64_t id, version;
    struct str effect;
};
struct navigation_report_in {
    int64_t id;
    bool quiet; /* keep it, tell nobody */
    struct navigation_made *found;
};
struct navigation_show_in {
    struct str number;
};
struct navigation_report_show_in {
    int64_t report;
};
struct navigation_none_in {
    bool unused;
};

extern const struct form navigation_plan_form, navigation_edit_form, navigation_rhythm_form,
    navigation_member_form, navigation_member_drop_form, navigation_source_form,
    navigation_source_one_form, navigation_process_form, navigation_figure_form,
    navigation_figure_one_form, navigation_conclude_form, navigation_conclusion_edit_form,
    navigation_conclusion_drop_form, navigation_duty_form, navigation_pass_form,
    navigation_reopen_form, navigation_effect_form, navigation_report_form, navigation_show_form,
    navigation_report_show_form, navigation_none_form;

#endif
