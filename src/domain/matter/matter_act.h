/* The write verbs of the list, as matter_module.c names them. Inputs are the structs of
 * matter_form.h; what each checks and does stands with it in matter_act_*.c. */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_ACT_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_ACT_H

#include "core/ctx.h"
#include "core/module.h"
#include "domain/matter/matter_form.h"

typedef enum err matter_act(struct ctx *ctx, const void *in, struct act_result *out);

/* matter_act_raise.c: coming in */
matter_act matter_act_raise, matter_act_enter, matter_act_submit, matter_act_edit,
    matter_act_withdraw, matter_act_attach, matter_act_note, matter_act_follow, matter_act_unfollow;

/* matter_act_accept.c: what the coordinator decides */
matter_act matter_act_accept, matter_act_refuse, matter_act_complete, matter_act_classify,
    matter_act_assign, matter_act_leader, matter_act_press, matter_act_merge, matter_act_unmerge;

/* matter_act_duty.c: what a department does */
matter_act duty_act_answer, duty_act_sign, duty_act_progress, duty_act_grid, duty_act_pause,
    duty_act_resume, duty_act_date, duty_act_cancel, duty_act_done;

/* matter_act_ask.c: more time, or to be rid of it */
matter_act duty_act_extend, duty_act_handback, duty_act_decide;

/* matter_act_close.c: the end */
matter_act matter_act_resolve, matter_act_callback, matter_act_confirm, matter_act_reopen,
    matter_act_rate, matter_act_close;

/* matter_publish.c: what everybody may read */
matter_act matter_act_publish, matter_act_publish_answer, matter_act_unpublish;

/* matter_act_bulk.c */
matter_act matter_act_bulk, matter_act_bulk_undo;

/* matter_class.c */
matter_act matter_act_class_add, matter_act_class_edit, matter_act_class_merge, matter_act_limit;

/* Steps that bulk acts share with the single ones. They take an open case and change it. */
struct matter_case;
enum err matter_step_accept(struct matter_case *c);
enum err matter_step_assign(struct matter_case *c, const struct matter_assign_in *in);
enum err matter_step_press(struct matter_case *c, struct str reason);

/* A new class below parent (0: at the top), journalled; for init and imports of a tree. */
enum err matter_class_make(struct ctx *ctx, int64_t parent, struct str name, int64_t *out_id);

/* Closes what was resolved and then left without a word (job). */
enum err matter_job_silence(struct ctx *ctx);

#endif
