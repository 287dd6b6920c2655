/* The write verbs of core; listed in core_module.c. */
#ifndef LIANYUAN_CORE_CORE_ACT_H
#define LIANYUAN_CORE_CORE_ACT_H

#include "core/module.h"

typedef enum err core_run(struct ctx *ctx, const void *in, struct act_result *out);
typedef enum err core_prepare(struct ctx *ctx, void *in);
typedef enum err core_find(struct ctx *ctx, const void *in, struct buf *out_json);

/* core_person_act.c */
core_prepare person_add_prepare, person_password_prepare, own_password_prepare;
core_run person_add_run, person_edit_run, person_password_run, person_disable_run,
    person_enable_run, person_invite_run, person_role_run, own_password_run, standin_run, language_run;
core_run token_create_run, token_revoke_run, session_end_run;

/* core_park_act.c */
core_run org_add_run, org_edit_run, firm_apply_run, firm_approve_run, firm_refuse_run,
    park_contact_run;
core_run zone_add_run, zone_edit_run, setting_set_run, calendar_set_run;
core_run view_save_run, view_drop_run, notice_read_run, journal_redact_run;

/* core_find.c */
core_find person_list_find, org_list_find, zone_list_find, session_list_find, token_list_find;
core_find firm_applications_find;
core_find setting_list_find, calendar_list_find, view_list_find, notice_list_find;

/* core_check_find.c */
core_find workday_count_find, workday_add_find, uscc_check_find;
core_find journal_list_find, journal_checkpoint_find, journal_prove_find;

#endif
