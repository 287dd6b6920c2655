/* The write verbs of navigation projects, as navigation_module.c names them, and what they share.
 */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_ACT_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_ACT_H

#include "core/journal.h"
#include "core/module.h"
#include "domain/navigation/navigation_find.h"

typedef enum err navigation_act(struct ctx *ctx, const void *in, struct act_result *out);

/* navigation_act.c: the project, its team, its gates */
navigation_act navigation_act_plan, navigation_act_edit, navigation_act_rhythm,
    navigation_act_member, navigation_act_member_drop, navigation_act_pass, navigation_act_reopen,
    navigation_act_effect;
/* navigation_act_data.c: versions, processing, figures */
navigation_act navigation_act_source, navigation_act_source_drop, navigation_act_process,
    navigation_act_figure, navigation_act_figure_again, navigation_act_figure_drop;
/* navigation_act_end.c: conclusions, duties, reports */
navigation_act navigation_act_conclude, navigation_act_conclusion_edit,
    navigation_act_conclusion_drop, navigation_act_duty, navigation_act_report;

/* They read for seconds: before the writer is asked. */
enum err navigation_prepare_figure(struct ctx *ctx, void *in);
enum err navigation_prepare_again(struct ctx *ctx, void *in);
enum err navigation_prepare_report(struct ctx *ctx, void *in);

/* The project, when it may be changed: version 0 is not compared; its step has to be within the
 * two. ERR_CONFLICT says what to do. */
enum err navigation_open(struct ctx *ctx, int64_t id, int64_t version, enum navigation_step from,
                         enum navigation_step to, struct navigation_view *out);

/* Writes the head as it stands in `row` with its next version and journals the fields. told: a
 * report says what was changed, so that the last one is now too old. */
enum err navigation_keep(struct ctx *ctx, const struct navigation_project *row, bool told,
                         const char *verb, const struct journal_field *fields, size_t n,
                         const char *message, struct act_result *out);

#endif
