/*
 * Who gets which report, and the job that tells them: when a week or month is over, each reader is
 * told once, from 8 o'clock of the next working day's morning on, with a link to it; the mail
 * carries it as docx and workbook unless the park wants links alone (report.attach).
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_ACT_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_REPORT_ACT_H

#include "core/enclose.h"
#include "core/module.h"
#include "domain/matter/matter_report.h"

enum { REPORT_HOUR = 8, REPORT_READERS_MAX = 500 /* told in one turn of the job */ };

struct report_subscribe_in {
    bool weekly, monthly;
};
extern const struct form report_subscribe_form;

/* What the person gets now. */
enum err matter_report_reader(struct ctx *ctx, struct report_subscribe_in *out);

enum err matter_act_report_subscribe(struct ctx *ctx, const void *in, struct act_result *out);
enum err matter_job_report(struct ctx *ctx);

/* A notice carries one number for a period: /reports/at/N leads to it. */
int64_t matter_report_number(struct matter_period period);
bool matter_report_by_number(int64_t n, struct matter_period *out);

/* The report as docx and workbook, for the mail about it (matter_report_mail.c). */
enum err matter_report_enclose(struct ctx *ctx, int64_t number, struct enclosed *out,
                               size_t *out_n);

/* The figures as JSON; without a period those of the last one that is over. */
struct report_figures_in {
    int64_t kind; /* enum matter_period_kind */
    struct str period;
};
extern const struct form report_figures_form;
enum err matter_json_report(struct ctx *ctx, const void *in, struct buf *out_json);

extern const struct module report_module;

#endif
