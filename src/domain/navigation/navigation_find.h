/*
 * Reading navigation projects. Who works for the park reads all of one; of its duties each reader
 * opens those within sight of the list. Firms have no page here: what concerns a firm it reads on
 * its own matter.
 */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_FIND_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_FIND_H

#include "base/vec.h"
#include "domain/matter/matter_find.h"
#include "domain/navigation/navigation_figure.h"
#include "domain/navigation/navigation_form.h"
#include "domain/navigation/navigation_rule.h"

struct navigation_project { /* a row of the list, and the head of a project */
    struct navigation_id id;
    int64_t version, part, step, rhythm, reopened;
    struct str number, title, need, scope, effect, maker_name;
    int32_t starts, ends;
    int64_t made_at, changed_at, closed_at;
};

struct navigation_projects {
    VEC(struct navigation_project) rows; /* newest first */
};

struct navigation_member_view {
    struct navigation_member_id id;
    struct str name, office;
    int64_t task;
};

struct navigation_measure_view {
    struct str query, person_name;
    int64_t found, judged, right, wanted, recalled, sampled, seed, at;
};

struct navigation_source_view {
    struct navigation_source_id id;
    struct patent_set_id collection;
    int64_t seq, n, frozen_at;
    struct str name, query, hash, clean_note, labels;
    int32_t cutoff;
    bool clean;
    VEC(struct navigation_measure_view) measures;
};

struct navigation_figure_view {
    struct navigation_figure_id id;
    struct navigation_source_id source;
    int64_t place, kind, property, made_at; /* property: of old kinds */
    struct navigation_ask ask;              /* of the frozen version, while its source is there */
    struct str title, understood, hash, maker_name;
    struct str source_name; /* "电池库 第 2 版" */
    int32_t cutoff;         /* of the version */
    bool stale;
    struct navigation_computed value;
};

struct navigation_duty_view {
    struct matter_id matter;
    struct navigation_conclusion_id conclusion;
    struct str lead_name;
    int32_t due, done; /* done: DAY_NONE while it is not */
    int64_t state;     /* enum matter_state */
    int64_t outcome;   /* enum navigation_outcome */
    struct str number, title;
    bool seen; /* within the reader's sight */
};

/* What a conclusion was, before it was changed or taken away. */
struct navigation_conclusion_was {
    struct navigation_conclusion_id id;
    int64_t seq, place, kind, made_at, ended_at;
    struct str text, figures, maker_name, ender_name, reason;
    bool gone;
};

struct navigation_conclusion_view {
    struct navigation_conclusion_id id;
    int64_t place, kind, made_at;
    struct str text, maker_name;
    VEC(struct navigation_figure_id) cites;
    VEC(struct navigation_conclusion_was) was; /* oldest first */
};

struct navigation_report_row {
    struct navigation_report_id id;
    int64_t seq, made_at;
    struct str period, hash, maker_name;
};

struct navigation_view {
    struct navigation_project row;
    VEC(struct navigation_member_view) members;
    VEC(struct navigation_source_view) sources;
    VEC(struct navigation_figure_view) figures;
    VEC(struct navigation_conclusion_view) conclusions;
    VEC(struct navigation_conclusion_was) dropped; /* conclusions that were taken away, as last */
    int64_t changes;                               /* of conclusions, all that are kept */
    VEC(struct navigation_duty_view) duties;
    VEC(struct navigation_report_row) reports; /* newest first */
    struct navigation_fact fact;
    struct navigation_lacks lacks; /* of the open gate */
    int64_t outcomes[NAVIGATION_OUTCOME_END_];
};

enum err navigation_find_list(struct ctx *ctx, struct navigation_projects *out);
/* ERR_NOT_FOUND with a sentence. */
enum err navigation_find_one(struct ctx *ctx, struct navigation_id id, struct navigation_view *out);
/* typed: 2026-0003, 3, or an id (which is not looked up). ERR_NOT_FOUND with a sentence. */
enum err navigation_by_number(struct ctx *ctx, struct str typed, struct navigation_id *out);

/* Parts of a view by id, or NULL. */
const struct navigation_source_view *navigation_source_of(const struct navigation_view *v,
                                                          struct navigation_source_id id);
const struct navigation_figure_view *navigation_figure_of(const struct navigation_view *v,
                                                          struct navigation_figure_id id);
const struct navigation_conclusion_view *
navigation_conclusion_of(const struct navigation_view *v, struct navigation_conclusion_id id);

/* What a figure asks of its frozen version, or with current of what the collection holds now. */
enum err navigation_ask_of(struct ctx *ctx, const struct navigation_view *v,
                           const struct navigation_figure_view *figure, bool current,
                           struct navigation_ask *out);

/* A figure with all that has to stand beside it wherever its conclusion goes: numerator and
 * denominator, unit, query, version, cut-off, hash. Chinese. */
struct str navigation_evidence(struct ctx *ctx, const struct navigation_figure_view *figure);

/* The records of a figure, or of one of its cells (navigation_cell_at). */
struct navigation_record {
    struct patent_id id;
    struct str key, title, applicant, ipc;
    int32_t app_day, pub_day;
};
struct navigation_records {
    VEC(struct navigation_record) rows; /* the first NAVIGATION_RECORDS_MAX */
    int64_t total;
    struct str label, find; /* of the cell: what it is called, and what finds it */
    struct patent_cell cell;
};
/* place: "" of all. ERR_NOT_FOUND: no such cell, or no query says it. */
enum err navigation_find_records(struct ctx *ctx, const struct navigation_view *v,
                                 const struct navigation_figure_view *figure, struct str place,
                                 struct navigation_records *out);

enum err navigation_json_list(struct ctx *ctx, const void *in, struct buf *out);
enum err navigation_json_show(struct ctx *ctx, const void *in, struct buf *out);
enum err navigation_json_report(struct ctx *ctx, const void *in, struct buf *out);

#endif
