/* The write verbs of meetings, as meeting_module.c names them; inputs are those of meeting_form.h.
 */
#ifndef LIANYUAN_DOMAIN_MEETING_MEETING_ACT_H
#define LIANYUAN_DOMAIN_MEETING_MEETING_ACT_H

#include "core/ctx.h"
#include "core/module.h"
#include "domain/meeting/meeting_form.h"
#include "domain/meeting/meeting_rule.h"
#include "meeting_query.h"

typedef enum err meeting_act(struct ctx *ctx, const void *in, struct act_result *out);

/* meeting_act_plan.c: the meeting itself, from the plan to its minutes */
meeting_act meeting_act_plan, meeting_act_edit, meeting_act_cancel, meeting_act_invite,
    meeting_act_attend, meeting_act_issue;

/* meeting_act_agenda.c: what is talked about */
meeting_act meeting_act_fill, meeting_act_add, meeting_act_drop, meeting_act_place,
    meeting_act_stake;

/* meeting_act_room.c: in the room */
meeting_act meeting_act_start, meeting_act_pen, meeting_act_move, meeting_act_end;

/* meeting_act_decide.c: one decision, and what becomes of the matter */
meeting_act meeting_act_decide;

/* What the acts share (meeting_case.c). ------------------------------------------------------- */

/* A meeting in the hands of an act: as it was, as it will be, and who writes. */
struct meeting_case {
    struct ctx *ctx;
    struct sql_meeting_get_row was, now;
    struct sql_meeting_now_get_row at; /* writer {0}: nobody yet */
};

/* ERR_NOT_FOUND; ERR_CONFLICT: changed since `version` (0 = not compared), or its state does not
 * allow the step. */
enum err meeting_case_open(struct ctx *ctx, int64_t id, int64_t version, enum meeting_step step,
                           struct meeting_case *out);

/* Writes what differs with the next version, and its journal entry. message: T("..."), {} becomes
 * the meeting's number. */
enum err meeting_case_keep(struct meeting_case *c, const char *verb, const char *message,
                           struct act_result *out);

/* Writes pen and current item. */
enum err meeting_case_put_now(struct meeting_case *c);

/* The actor holds the pen from here on: a free one is taken, one's own renewed; ERR_CONFLICT when
 * somebody else writes. With force it changes hands, and the other one is told. */
enum err meeting_case_pen(struct meeting_case *c, bool force);

/* A department or firm is concerned by `more` items more; made a guest when it is none yet. */
enum err meeting_case_guest(struct meeting_case *c, struct org_id org, int64_t items, int64_t told);

/* The departments and firms that the agenda needs now, as guests; out_n: how many there are. */
enum err meeting_case_guests(struct meeting_case *c);

#endif
