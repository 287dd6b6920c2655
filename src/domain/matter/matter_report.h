/*
 * The weekly and the monthly report: every figure with the records behind it, as they stood at the
 * period's end (matter_report_rule.h has the rules). Readers see the park, or their zone.
 *
 *     struct matter_report report;
 *     e = matter_report_make(ctx, period, REPORT_KEEP_ALL, &report);
 *     report.n[MATTER_FIG_CAME]                     // and so many hits with that figure
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_H

#include "core/ctx.h"
#include "domain/matter/matter_find.h"
#include "domain/matter/matter_period.h"
#include "domain/matter/matter_report_rule.h"

enum {
    REPORT_TREND = 8, /* periods drawn, the reported one last */
    REPORT_CAUSES_MAX = 12,
    REPORT_NAMED_DAYS = 5, /* working days overdue beyond which a duty is named (通报) */
    REPORT_PAGE = 200,     /* matters read at a time */
    REPORT_HITS_MAX = 400000,
};

/* What the hits point at: a matter's words, as of today. */
struct report_matter {
    struct matter_id id;
    struct str number, title, firm_name, class_name;
    int64_t class, topic, state; /* 0: none */
};

struct report_org {
    struct org_id org;
    struct str name;
    int64_t n[MATTER_FIGURES_];
};

/* A topic, where people saw that matters have one cause; for the others their class. */
struct report_cause {
    int64_t topic; /* 0: a class */
    int64_t class; /* 0: without one */
    struct str name;
    int64_t came, before, open; /* in the period, in the one before it, and still open */
};

struct report_trend {
    struct matter_period period;
    int64_t came, closed, open;
};

struct matter_report {
    struct matter_period period;
    struct report_window window;
    bool running; /* the period is not over: as of now */
    struct str park;
    int64_t n[MATTER_FIGURES_];
    VEC(struct report_hit) hits;
    VEC(struct report_matter) matters; /* by id; of the hits */
    VEC(struct report_org) orgs;       /* by name */
    VEC(struct report_cause) causes;   /* topics, then classes; most first, of those that came */
    VEC(struct report_trend) trend;    /* oldest first */
};

/* keep: of which figures the records are kept, one bit each; all are counted. A page needs those
 * that it names, its records page one figure's, a workbook all: of a hundred thousand open matters
 * the records alone are more than a request may hold.
 * ERR_DENIED for who does not see a park or zone; ERR_INVALID for a period that has not begun;
 * ERR_LIMIT over REPORT_HITS_MAX. */
#define REPORT_KEEP(figure) (UINT64_C(1) << (figure))
#define REPORT_KEEP_NAMED REPORT_KEEP(MATTER_FIG_OVERDUE)
#define REPORT_KEEP_ALL UINT64_MAX
enum err matter_report_make(struct ctx *ctx, struct matter_period period, uint64_t keep,
                            struct matter_report *out);

/* Rates with what is left out, by name. org NULL: the park. */
struct matter_rate matter_report_response(const int64_t n[MATTER_FIGURES_]);
struct matter_rate matter_report_solved(const int64_t n[MATTER_FIGURES_]);
struct matter_rate matter_report_satisfied(const int64_t n[MATTER_FIGURES_]);
struct matter_rate matter_report_kept(const int64_t n[MATTER_FIGURES_]);

/* The records of a figure, in the order of `at`. */
struct report_record {
    const struct report_hit *hit;
    const struct report_matter *matter;
    struct str org_name;
};
struct report_records {
    VEC(struct report_record) rows;
};
struct report_pick {
    enum report_figure figure;
    struct org_id org; /* {0}: all */
    bool by_cause;     /* only those of this topic, or, topic 0, of this class and no topic */
    int64_t topic, class;
};
void matter_report_records(struct ctx *ctx, const struct matter_report *report,
                           const struct report_pick *pick, struct report_records *out);

/* The facts themselves, matter by matter; what a promise ledger and a report both read. from_us:
 * matters that were over by then are left out. The arena is reset behind each page: fn keeps
 * copies. */
struct report_facts {
    struct report_matter matter;
    struct report_history history;
};
typedef enum err report_facts_fn(struct ctx *ctx, const struct report_facts *facts, void *arg);
enum err matter_report_facts(struct ctx *ctx, int64_t from_us, report_facts_fn *fn, void *arg);

#endif
