/*
 * Study together (系统研究): matters of several firms with one cause are joined under a topic, one
 * solution is worked out, and each firm is told it on its own matter. A matter stays a matter of
 * its own, with its own departments, days and end; the topic says what they have in common.
 *
 * Topics are proposed from texts and classes (engine/classify/topics.h) and made by a person, who
 * names them. Firms never see a topic: its name and its members are other firms' business. They
 * read the solution in the story of their own matter.
 *
 *     open --join, leave--> open --solve--> solved (a matter that joins later is told at once)
 */
#ifndef LIANYUAN_DOMAIN_TOPIC_TOPIC_H
#define LIANYUAN_DOMAIN_TOPIC_TOPIC_H

#include "base/vec.h"
#include "core/ctx.h"
#include "core/module.h"
#include "domain/matter/matter_find.h"

enum topic_state { TOPIC_OPEN = 1, TOPIC_SOLVED = 2 };

enum {
    TOPIC_NAME_MAX = 60,
    TOPIC_CAUSE_MAX = 1000,
    TOPIC_SOLUTION_MAX = 2000,
    TOPIC_MEMBERS_MAX = 500,
    TOPICS_SHOWN = 500,
    TOPIC_TEXTS_MAX = 2000,   /* the newest matters that proposals are looked for in */
    TOPIC_PROPOSALS_MAX = 20, /* shown, the largest first */
    TOPIC_LEAST = 3,          /* members of a proposal */
};

extern const struct module topic_module, topic_page_module;

/* Input --------------------------------------------------------------------------------------- */

struct topic_open_in {
    struct str name, cause;
    struct form_ids matters;
};
struct topic_join_in {
    int64_t id;
    struct form_ids matters;
    struct str number; /* or one by its number */
};
struct topic_leave_in {
    int64_t id, matter;
};
struct topic_edit_in {
    int64_t id, version;
    struct str name, cause;
};
struct topic_solve_in {
    int64_t id, version;
    struct str solution;
};
struct topic_show_in {
    int64_t id;
};
extern const struct form topic_open_form, topic_join_form, topic_leave_form, topic_edit_form,
    topic_solve_form, topic_show_form, topic_none_form;

enum err topic_act_open(struct ctx *ctx, const void *in, struct act_result *out);
enum err topic_act_join(struct ctx *ctx, const void *in, struct act_result *out);
enum err topic_act_leave(struct ctx *ctx, const void *in, struct act_result *out);
enum err topic_act_edit(struct ctx *ctx, const void *in, struct act_result *out);
enum err topic_act_solve(struct ctx *ctx, const void *in, struct act_result *out);

/* Reading ------------------------------------------------------------------------------------- */

struct topic_row {
    struct topic_id id;
    int64_t version, state, members;
    struct str name, cause, solution, opened_name, solved_name;
    int64_t opened_at, solved_at;
};
struct topic_list {
    VEC(struct topic_row) rows; /* open ones first, the newest first */
};

struct topic_member_view {
    struct matter_row matter;
    int64_t joined_at, told_at;
};
struct topic_view {
    struct topic_row row;
    int64_t firms, open;                   /* of the members within sight */
    VEC(struct topic_member_view) members; /* within the reader's sight */
};

struct topic_proposal {
    struct str name; /* a title of a member: to be worded anew */
    struct str class_name;
    int64_t firms;
    VEC(struct matter_row) members;
};
struct topic_proposals {
    int64_t texts; /* looked at */
    VEC(struct topic_proposal) rows;
};

enum err topic_find_list(struct ctx *ctx, struct topic_list *out);
enum err topic_find_one(struct ctx *ctx, struct topic_id id, struct topic_view *out);
/* Seconds for thousands of texts: for slow routes. */
enum err topic_find_proposals(struct ctx *ctx, struct topic_proposals *out);

enum err topic_json_list(struct ctx *ctx, const void *in, struct buf *out);
enum err topic_json_show(struct ctx *ctx, const void *in, struct buf *out);
enum err topic_json_propose(struct ctx *ctx, const void *in, struct buf *out);

const char *topic_state_word(int64_t state); /* T("研究中") */

#endif
