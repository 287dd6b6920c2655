/*
 * Read verbs of the list, and the views they fill. Every one of them starts from the reader's sight
 * (a firm its own; a department where it has or had a duty; coordinator, leader, auditor the park
 * or their zone; nobody else anything): what one may not see is not there, so the answer for
 * another firm's matter is ERR_NOT_FOUND. Pages draw these structs; the finds of the module write
 * the same as JSON. All memory is ctx->arena's.
 *
 *     struct matter_list list;
 *     if ((e = matter_find_list(ctx, &in, &list)))
 *         return e;
 *     for (size_t i = 0; i < list.rows.n; i++)
 *         draw(&list.rows.at[i]);
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_FIND_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_FIND_H

#include "base/url.h"
#include "base/vec.h"
#include "core/ctx.h"
#include "domain/matter/matter_form.h"
#include "domain/matter/matter_publish.h"

/* A row of any list. */
struct matter_row {
    struct matter_id id;
    int64_t version;
    struct str number, outside_number, title;
    int64_t state, turn, source, urgency; /* enums of matter.h */
    int64_t light;                        /* enum matter_light, at ctx->now_us */
    struct matter_class_id class;
    struct str class_name;
    struct org_id firm; /* {0}: outside the register */
    struct str firm_name;
    struct org_id lead;
    struct str lead_name, helper_names;
    struct person_id leader;
    struct str leader_name;
    int32_t due; /* DAY_NONE: none */
    int64_t due_at, due_kind;
    struct str due_words; /* "长期": not yet a date */
    int64_t late_days;    /* working days overdue; 0 = not */
    int64_t left_days;    /* working days left, when light is ON_TIME or SOON */
    bool open, paused, provisional, imported;
    int64_t raised_at, ended_at, last_at;
    struct str last_note;
    int64_t reopened, pressed, extended, asks, merged_in, followers;
    int64_t rating, solved;
};

/* The part of a list that decides whether a drawn row is still good: key of a fragment cache. */
struct matter_key {
    struct matter_id id;
    int64_t version;
};

struct matter_list {
    VEC(struct matter_row) rows;
    int64_t total; /* exact to MATTER_COUNT_CAP, and to 2,000 of a due window alone */
    bool total_more;
    struct str next; /* cursor of the next page; STR_NULL at the end */
};

struct matter_keys {
    VEC(struct matter_key) rows;
    int64_t total;
    bool total_more;
    struct str next;
    int64_t soon_days; /* the setting that the rows' lights follow */
};

/* The list as seen with these filters. _keys answers the same page as (id, version) from the sight
 * index alone, in the same order; _keyed then reads one of them, without looking at its sight
 * again. _each calls fn for every row up to max: exports. */
enum err matter_find_list(struct ctx *ctx, const struct matter_list_in *in,
                          struct matter_list *out);
enum err matter_find_keys(struct ctx *ctx, const struct matter_list_in *in,
                          struct matter_keys *out);
enum err matter_find_keyed(struct ctx *ctx, const struct matter_keys *keys, size_t i,
                           struct matter_row *out);
enum err matter_find_row(struct ctx *ctx, struct matter_id id, struct matter_row *out);
enum err matter_find_each(struct ctx *ctx, const struct matter_list_in *in, int64_t max,
                          enum err (*fn)(struct ctx *ctx, const struct matter_row *row, void *arg),
                          void *arg);

/* How many in each state within sight: the chips of the list page. */
enum err matter_find_states(struct ctx *ctx, int64_t out_n[MATTER_STATE_END_]);

/* One record. */
struct duty_promise_view {
    int64_t seq;
    int32_t day;
    int64_t at;
    struct str person, reason;
};

struct duty_pause_view {
    int64_t from_at, to_at; /* 0: still waiting */
    struct str reason;
};

struct duty_ask_view {
    struct duty_ask_id id;
    struct duty_id duty;
    struct matter_id matter;
    int64_t kind, state;
    struct str org_name, asker, reason;
    int64_t asked_at;
    int32_t from_day, to_day;
    struct org_id to_org;
    struct str to_org_name;
    struct str decider, decision;
    int64_t decided_at;
    bool may_decide; /* this reader, now */
};

struct duty_view {
    struct duty_id id;
    int64_t version;
    struct org_id org;
    struct str org_name;
    bool lead, open, paused, provisional;
    int64_t state, light, kept;
    int64_t limit, limit_kind;
    struct str opinion, solution;
    int64_t assigned_at, respond_at, responded_at, answered_at, done_at, ended_at, noted_at;
    int32_t limit_day, first_promise, promise;
    int64_t due_at, late_days, left_days;
    int64_t extended, pressed;
    bool silent; /* no progress for a week */
    bool mine;   /* of the reader's department */
    VEC(struct duty_promise_view) promises;
    VEC(struct duty_pause_view) pauses;
};

struct matter_story_row {
    int64_t at, verb, state;
    struct str org_name, person_name, text;
    int32_t day;
    bool internal, imported;
};

struct matter_file_view {
    int64_t id;
    struct str name, type;
    int64_t size, at;
    struct str person;
};

/* What the reader may do now, most important first; the first is the primary button. `act` is the
 * act's name ("matter.accept"); duty and ask say on what. */
struct matter_next {
    const char *act;
    const char *label; /* T("...") */
    struct duty_id duty;
    struct duty_ask_id ask;
};

/* A record of another module that the matter came of, by a typed link with the role "duty"; never
 * shown to the firm. */
struct matter_origin {
    const char *word; /* T("...") */
    struct url path;
};

struct matter_view {
    struct matter_row row;
    uint32_t who; /* mask of enum matter_who: the reader, seen from this matter */
    struct str body, contact, phone, answer;
    struct str author;
    bool on_behalf, consent;
    int64_t accepted_at, resolved_at, closed_how;
    struct str end_reason;
    struct matter_id merged_into;
    struct str merged_into_number;
    bool following, sees_internal;
    struct matter_public_view public; /* of a closed one */
    bool sees_public; /* the firm and the coordinators; who only reads sees what is published */
    VEC(struct duty_view) duties; /* the lead first, then in order of assignment; ended ones last */
    VEC(struct duty_ask_view) asks;
    VEC(struct matter_story_row) story; /* oldest first */
    VEC(struct matter_file_view) files;
    VEC(struct matter_row) merged; /* merged into this one */
    VEC(struct matter_row) same;   /* equal bodies, within sight */
    VEC(struct matter_origin) origins;
    VEC(struct matter_next) next;
};

enum err matter_find_one(struct ctx *ctx, struct matter_id id, struct matter_view *out);

/* A department's duties by due day; the progress grid draws the same rows. */
struct duty_row {
    struct matter_row matter;
    struct duty_view duty;
};

struct duty_list {
    VEC(struct duty_row) rows;
    int64_t total, overdue, silent;
    bool total_more;
    struct str next;
};

enum err matter_find_duties(struct ctx *ctx, const struct matter_duties_in *in,
                            struct duty_list *out);

/* Home: what I must do today, in order. */
struct matter_todo {
    int64_t kind; /* enum matter_todo_kind */
    struct matter_row matter;
    struct duty_id duty;
    int64_t due_at, light, late_days, left_days; /* of the thing to do */
};

struct matter_todo_list {
    VEC(struct matter_todo) rows; /* the first MATTER_PAGE */
    int64_t n[MATTER_TODO_END_];  /* how many of each kind */
    int64_t total;
    bool more; /* there are more than were counted */
};

enum err matter_find_todo(struct ctx *ctx, struct matter_todo_list *out);
enum err matter_find_todo_count(struct ctx *ctx, int64_t *out_n); /* for the menu; to 100 */

/* Equal bodies within the reader's sight, newest first: shown when something is raised. */
struct matter_same {
    struct matter_row row;
    struct str body;
};
struct matter_sames {
    VEC(struct matter_same) rows;
};
enum err matter_find_same(struct ctx *ctx, struct str body, struct matter_sames *out);

/* A rate that can be opened: numerator, denominator, and by name what is left out. */
struct matter_rate {
    int64_t numerator, denominator;
    struct {
        const char *why; /* T("...") */
        int64_t n;
    } left_out[6];
    size_t left_out_n;
};

struct matter_board_org {
    struct org_id org;
    struct str name;
    int64_t open, overdue, kept, kept_late, broken;
    struct matter_rate response, solved, satisfied;
};

struct matter_board_month {
    int64_t month; /* 202611 */
    int64_t raised, ended, resolved;
    struct matter_rate response, solved, satisfied;
};

struct matter_board {
    struct matter_rate response, solved, satisfied; /* over the months shown */
    int64_t score_milli; /* weighted total, 1/1000 of a point; -1 = a rate has no denominator */
    int64_t states[MATTER_STATE_END_];
    int64_t open, overdue, soon, silent, paused;
    VEC(struct matter_board_org) orgs;
    VEC(struct matter_board_month) months; /* oldest first */
};

enum err matter_find_board(struct ctx *ctx, const struct matter_board_in *in,
                           struct matter_board *out);

/* Classes as a tree in order, with the limit in force. */
struct matter_class_row {
    struct matter_class_id id, parent;
    int64_t version, depth, state;
    struct str name, full_name, path;
    int64_t limit, limit_kind; /* 0: by urgency */
    struct str limit_source;
    int32_t limit_from;
};
struct matter_classes {
    VEC(struct matter_class_row) rows;
};
enum err matter_find_classes(struct ctx *ctx, struct matter_classes *out);

/* A bulk act with the outcome of each row: the page that follows it, with its undo. */
struct matter_bulk_row_view {
    struct matter_id id;
    struct str number, title, message;
    bool ok;
};
struct matter_bulk_view {
    struct matter_bulk_id id;
    int64_t verb, at, done, refused, undone_at;
    bool may_undo; /* by this person, now */
    VEC(struct matter_bulk_row_view) rows;
};
enum err matter_find_bulk(struct ctx *ctx, struct matter_bulk_id id, struct matter_bulk_view *out);

/* Where a person's sight begins: their viewer key in matter_sight; false: none at all. */
bool matter_viewer(const struct ctx *ctx, int64_t *out_viewer);

#endif
