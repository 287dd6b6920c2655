/*
 * The ledger of promises: what each department promised and what became of it, by month.
 *
 * A duty's promise is decided once (matter_report_rule.h): kept on the day it was done, broken in
 * the last instant of its time; it counts in the month of that instant. Promises that still run
 * are the third answer and belong to no month; those whose duty was handed back or cancelled before
 * its day are left out by name. Nothing is overwritten: every promise made stays, a later one
 * beside it.
 *
 *     struct promise_ledger ledger;
 *     e = matter_promise_ledger(ctx, &(struct matter_promise_in){.months = 12}, &ledger);
 *
 * Departments see their own; coordinators, leaders and auditors the park or their zone.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_PROMISE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_PROMISE_H

#include "base/buf.h"
#include "domain/matter/matter_report.h"

enum { PROMISE_MONTHS = 12, PROMISE_MONTHS_MAX = 36, PROMISE_DUTIES_MAX = 100000 };

struct matter_promise_in {
    int64_t months; /* 1..36; 0: 12. The running month is the last */
    int64_t org;    /* 0: all */
    int64_t month;  /* 202611; 0: any (records only) */
    int64_t fate;   /* enum report_fate; 0: any (records only) */
};
extern const struct form matter_promise_form;
extern const struct form_choice matter_promise_fates[];

struct promise_count {
    int64_t kept, kept_late, broken, gone;
};

struct promise_month {
    int64_t month; /* 202611 */
    struct promise_count n;
};

struct promise_org {
    struct org_id org;
    struct str name;
    int64_t open;                     /* still running */
    struct promise_count n;           /* of all months shown */
    int64_t extended, handed_back;    /* in the months shown */
    VEC(struct promise_month) months; /* oldest first, none left out */
};

struct promise_ledger {
    int32_t from, to; /* days: from <= d < to */
    struct promise_org all;
    VEC(struct promise_org) orgs; /* by name; those with a promise */
};

enum err matter_promise_ledger(struct ctx *ctx, const struct matter_promise_in *in,
                               struct promise_ledger *out);

/* A duty with all its promises, the first one first. */
struct promise_made {
    int64_t seq, at;
    int32_t day;
    struct str person, reason;
};
struct promise_duty {
    struct report_matter matter;
    struct duty_id duty;
    struct org_id org;
    struct str org_name;
    struct report_promise_stand stand;
    int64_t month;    /* 0: still running */
    int64_t ended_at; /* 0: open */
    VEC(struct promise_made) promises;
};
struct promise_duties {
    VEC(struct promise_duty) rows; /* by when decided, running ones by due; then by number */
};

/* The duties that a cell counts: as many as it says. */
enum err matter_promise_duties(struct ctx *ctx, const struct matter_promise_in *in,
                               struct promise_duties *out);

/* 兑现率: kept and kept late of all decided; left out: running, gone. */
struct matter_rate matter_promise_rate(const struct promise_count *n, int64_t open);

const char *matter_promise_fate_word(int64_t fate); /* T("...") */
const char *matter_promise_fate_name(int64_t fate); /* "kept" */

/* Every promise made, a row each with its later fate, as .csv or .xlsx. */
enum err matter_promise_export(struct ctx *ctx, const struct matter_promise_in *in, bool csv,
                               const char *path, int64_t *out_rows);

/* JSON for the API and the command line: lianyuan promise ledger | list */
enum err matter_json_promise_ledger(struct ctx *ctx, const void *in, struct buf *out_json);
enum err matter_json_promise_list(struct ctx *ctx, const void *in, struct buf *out_json);

#endif
