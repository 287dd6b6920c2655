/*
 * Read verbs of meetings, and the views they fill. Coordinators, leaders, auditors and the console
 * see every meeting; a department or firm those it was asked to, and of their agenda only the
 * matters it sees anyway (matter_find.h). What one may not see is not there. All memory is
 * ctx->arena's.
 */
#ifndef LIANYUAN_DOMAIN_MEETING_MEETING_FIND_H
#define LIANYUAN_DOMAIN_MEETING_MEETING_FIND_H

#include "base/vec.h"
#include "core/ctx.h"
#include "domain/matter/matter_find.h"
#include "domain/meeting/meeting_form.h"
#include "domain/meeting/meeting_line_rule.h"
#include "domain/meeting/meeting_rule.h"

struct meeting_row {
    struct meeting_id id;
    int64_t version, state, starts_at, budget;
    struct str number, title, place, chair_name;
};

struct meeting_rows {
    VEC(struct meeting_row) rows;
    int64_t total;
    bool total_more;
    struct str next;
};
/* Newest first; with `coming` the soonest first. */
enum err meeting_find_list(struct ctx *ctx, const struct meeting_list_in *in,
                           struct meeting_rows *out);

struct meeting_item_view {
    struct meeting_item_id id;
    int64_t version, place, minutes, spent_s, points;
    int64_t state, kind, said; /* enums of meeting.h */
    struct meeting_part parts[MEETING_WHY_END_];
    size_t part_n;
    struct org_id lead;
    struct str lead_name, helper_names, solution, said_words, decider_name;
    int32_t promise;
    int64_t decided_at;
    struct matter_row matter;
    struct str body, contact, phone, answer; /* with details only */
    int64_t stake_days;
    const struct matter_view *full; /* with details only */
};

struct meeting_guest_view {
    struct org_id org;
    struct str name;
    bool firm;
    int64_t items, told_at;
};

struct meeting_view {
    struct meeting_row row;
    struct person_id chair;
    struct str note, end_reason, present, absent, listed, opening;
    int64_t invited_at, started_at, ended_at, issued_at;
    VEC(struct meeting_item_view) items;
    VEC(struct meeting_guest_view) guests; /* departments first; only for who sees the whole */
    int64_t minutes;                       /* planned for all items */
    int64_t hidden;                        /* items that this reader does not see */
    int64_t waiting, decided, deferred;
    struct meeting_item_id current;
    int64_t since_at;
    struct person_id writer;
    struct str writer_name;
    enum meeting_pen pen; /* seen from this reader */
    bool whole;           /* the reader sees all of it */
    bool may_write;       /* coordinator: prepares and writes */
    bool may_turn;        /* may move to the next item */
};

/* details: also what each matter's record says; for the secretary's page and the minutes. */
enum err meeting_find_one(struct ctx *ctx, struct meeting_id id, bool details,
                          struct meeting_view *out);

/* What a proposal for this meeting would be, best first: open matters that stand on no agenda of a
 * meeting to come. `taken` ones fit into the minutes that are left. */
struct meeting_proposed {
    struct matter_row matter;
    struct meeting_score score;
    bool taken;
};
struct meeting_proposal {
    VEC(struct meeting_proposed) rows;
    int64_t left;      /* minutes that are not yet spoken for */
    int64_t looked_at; /* matters */
};
enum err meeting_find_proposal(struct ctx *ctx, struct meeting_id id, struct meeting_proposal *out);

/* The facts of one matter for the rule. */
enum err meeting_candidate_of(struct ctx *ctx, const struct matter_row *row,
                              struct meeting_candidate *out);

/* All departments with their initials. */
enum err meeting_find_departments(struct ctx *ctx, struct meeting_department **out, size_t *out_n);

/* The meetings of people's calendars (core/feed.h): those that they see. */
struct feed_event;
enum err meeting_feed(struct ctx *ctx, struct feed_event **out, size_t *out_n);

/* As JSON (meeting_json.c): what meeting_module.c lists as finds. */
typedef enum err meeting_json(struct ctx *ctx, const void *in, struct buf *out);
meeting_json meeting_json_list, meeting_json_show, meeting_json_proposal, meeting_json_line;

#endif
