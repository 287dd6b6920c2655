/*
 * The report of a navigation project: figures on today's records beside those that the conclusions
 * rest on, what changed since the last report and why, and what became of the duties.
 *
 *     struct navigation_made *made;
 *     e = navigation_report_make(ctx, id, STR("2026-Q4"), &made);   // reads: seconds for a million
 *     e = navigation_report_keep(ctx, made, false, &result);        // on the writer; tells readers
 *
 * What is kept is the document as it was sent, and the state of every record, which the next
 * report is compared with.
 */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_REPORT_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_REPORT_H

#include "core/module.h"
#include "domain/navigation/navigation_change.h"
#include "domain/navigation/navigation_doc.h"
#include "domain/navigation/navigation_find.h"

enum { NAVIGATION_TRACKED_MAX = 400000 /* records of a source compared one by one */ };

/* A record of navigation_change.moves, as readers know it. */
struct navigation_moved {
    struct navigation_move move;
    struct str key, title; /* "" of one that is no longer there */
};

/* A source as it is now. */
struct navigation_now {
    struct navigation_source_id id;
    struct str query; /* the collection's */
    int32_t cutoff;
    int64_t n;
    struct str hash;
    bool tracked;
    VEC(struct str) packed; /* NAVIGATION_STATE_ROWS states each; tracked ones */
    bool compared;          /* the last report had states of it */
    int64_t since;          /* when that was */
    struct navigation_change change;
    VEC(struct navigation_moved) moved;
};

struct navigation_figure_now {
    struct navigation_figure_id id;
    int64_t bit;
    struct navigation_computed value;
    struct str stored; /* it, as JSON */
    bool had;          /* the last report had it: */
    int64_t top, whole;
    struct navigation_computed before;
};

struct navigation_made {
    struct navigation_view view;
    int64_t seq;
    struct str period, document, hash;
    VEC(struct navigation_now) sources;
    VEC(struct navigation_figure_now) figures;
    struct navigation_doc doc;
};

/* period: "" of one that a person asks for. ERR_INVALID before there is something to tell. */
enum err navigation_report_make(struct ctx *ctx, struct navigation_id id, struct str period,
                                struct navigation_made **out);
enum err navigation_report_keep(struct ctx *ctx, const struct navigation_made *made, bool quiet,
                                struct act_result *out);

/* The document of it: navigation_paper.c. */
enum err navigation_paper(struct ctx *ctx, struct navigation_made *made);

/* One that was kept. ERR_NOT_FOUND. */
struct navigation_report_view {
    struct navigation_report_row row;
    struct navigation_id navigation;
    struct navigation_doc doc;
};
enum err navigation_report_find(struct ctx *ctx, struct navigation_report_id id,
                                struct navigation_report_view *out);

/* The job: one report per project and period. */
enum err navigation_job_look(struct ctx *ctx, void **out_found);
enum err navigation_job_keep(struct ctx *ctx, void *found);

#endif
