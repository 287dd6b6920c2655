/*
 * A matter in the hands of an act: everything it consists of, as it was and as it will be.
 *
 * An act opens the case (sight, permission, version, state are checked), changes `now`, says what
 * happened, and keeps it. Keeping writes what differs and everything that follows from it: due
 * days, whose turn it is, the list row, sight, to-dos, counters, the story, the journal, notices,
 * events. So an act is only its own rule:
 *
 *     struct matter_case c;
 *     if ((e = matter_case_open(ctx, in->id, in->version, MATTER_ACCEPT, &c)))
 *         return e;
 *     c.now.state = MATTER_ACCEPTED;
 *     c.now.accepted_at = ctx->now_us;
 *     return matter_case_keep(&c, &(struct matter_deed){.message = T("已受理")}, out);
 *
 * Asks and the ends of pauses are written as they come, the rest by the keep; whatever fails, the
 * act's savepoint is undone as a whole.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_CASE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_CASE_H

#include "base/vec.h"
#include "core/ctx.h"
#include "core/module.h"
#include "domain/matter/matter_rule.h"
#include "matter_query.h"

struct journal_field; /* core/journal.h */

struct duty_case {
    struct sql_duty_of_row was, now;
    bool fresh;       /* not in the database yet */
    bool new_promise; /* `now.promise` goes into the ledger, with the deed's text as reason */
    VEC(struct clock_pause) pauses;
    struct duty_fact fact; /* after matter_case_keep() or matter_case_stand() */
};

struct matter_case {
    struct ctx *ctx;
    enum matter_verb verb;
    uint32_t who; /* mask of enum matter_who: the actor, seen from this matter */
    struct matter_rules rules;
    struct sql_matter_get_row was, now;
    bool fresh;
    struct duty_case duties[MATTER_DUTIES_MAX];
    size_t duty_n;
    VEC(struct sql_duty_ask_of_row) asks; /* all; decided ones too */
    struct matter_standing standing;
};

/* What was done, for the story and for the people concerned. */
struct matter_deed {
    struct str text;        /* reason, note, solution */
    struct duty_case *duty; /* acted on, or NULL */
    struct org_id org;      /* of the story row; {0}: the duty's, else the actor's */
    struct str org_name;
    int32_t day;         /* promised, asked for; 0 = DAY_NONE */
    bool internal;       /* never reaches the firm */
    bool quiet;          /* tell nobody: imports, undo */
    enum matter_verb as; /* people are told of this verb instead of the case's; 0: the same */
    const struct journal_field *more; /* for the journal: what changed beside the record */
    size_t more_n;
    const char *message; /* T("..."), "{}" becomes the number: the act's sentence */
};

/* The sentence in the reader's language, {} filled in. */
struct str matter_sentence(struct ctx *ctx, const char *message, struct str detail);

enum err matter_settings(struct ctx *ctx, struct matter_rules *out);
struct matter_now matter_now(const struct ctx *ctx);

/* Who the actor is, seen from a matter of that firm in which these departments have open duties. */
uint32_t matter_who(const struct ctx *ctx, struct org_id firm, const struct org_id *open_orgs,
                    size_t n);

/* ERR_NOT_FOUND out of sight; ERR_CONFLICT stale version or the state does not allow the verb (by
 * then somebody was faster); ERR_DENIED this person never may. version 0 is not compared (acts on
 * a duty compare the duty's). */
enum err matter_case_open(struct ctx *ctx, int64_t id, int64_t version, enum matter_verb verb,
                          struct matter_case *out);

/* As it stands, for looking only: no question of sight or state. ERR_NOT_FOUND. */
enum err matter_case_load(struct ctx *ctx, int64_t id, struct matter_case *out);

/* An empty one with a new id. */
enum err matter_case_new(struct ctx *ctx, enum matter_verb verb, struct matter_case *out);

/* The open duty with that id; version 0 is not compared. A department finds only its own. */
enum err matter_case_duty(struct matter_case *c, int64_t duty, int64_t version,
                          struct duty_case **out);
/* The open lead, or NULL. */
struct duty_case *matter_case_lead(struct matter_case *c);
size_t matter_case_open_duties(const struct matter_case *c);
/* A new duty of that department, assigned now. ERR_LIMIT over MATTER_DUTIES_MAX. */
enum err matter_case_assign(struct matter_case *c, struct org_id org, bool lead,
                            struct matter_limit_value limit, struct str opinion,
                            struct duty_case **out);
/* Ends an open duty; its open asks lapse, its pause ends. */
enum err matter_case_end_duty(struct matter_case *c, struct duty_case *duty, enum duty_state state);

/* The open ask of that kind on a duty, or NULL; one with that id. */
struct sql_duty_ask_of_row *matter_case_ask(struct matter_case *c, struct duty_id duty,
                                            enum duty_ask_kind kind);
struct sql_duty_ask_of_row *matter_case_ask_by_id(struct matter_case *c, int64_t id);
/* Writes a new ask, or a decision on one; `reason` must be set. */
enum err matter_case_ask_add(struct matter_case *c, struct sql_duty_ask_of_row ask);
enum err matter_case_ask_decide(struct matter_case *c, struct sql_duty_ask_of_row *ask,
                                enum duty_ask_state state, struct str decision);

enum err matter_case_keep(struct matter_case *c, const struct matter_deed *deed,
                          struct act_result *out);

/* The parts of keeping, in their own files ---------------------------------------------------- */

/* Due days, lights' base, turn, list row: from the facts (matter_case.c). */
enum err matter_case_stand(struct matter_case *c);
struct matter_fact matter_case_fact(const struct matter_case *c);
/* When the park came to know of it: the acceptance clock of an imported one starts with the import,
 * however long ago the sheet says it was raised. */
int64_t matter_known_at(bool imported, int64_t state, struct matter_id id, int64_t raised_at);

/* Sight rows and to-dos (matter_sight.c). */
enum err matter_case_sight(struct matter_case *c);
enum err matter_case_todo(struct matter_case *c);
/* What they have to be, by the facts; to-dos after matter_case_stand(). */
enum { MATTER_VIEWERS_MAX = MATTER_DUTIES_MAX + 4 };
size_t matter_case_viewers(const struct matter_case *c, int64_t out[MATTER_VIEWERS_MAX]);
enum { MATTER_PLACE_YEAR = 1000000 };
int64_t matter_place(const struct sql_matter_get_row *m); /* in the order of numbers; 0: a draft */
bool matter_sight_right(const struct sql_matter_sight_whole_row *row,
                        const struct sql_matter_get_row *m);
enum err matter_case_todos(struct matter_case *c, struct matter_todo_fact out[MATTER_TODOS_MAX],
                           size_t *out_n);

/* Counters: what the case adds to the figures, now minus before (matter_tally.c). */
enum err matter_case_tally(struct matter_case *c);

/* Journal entries for what differs (matter_trace.c). */
enum err matter_case_trace(struct matter_case *c, const struct matter_deed *deed);

/* Notices to those concerned, and the event for other modules (matter_tell.c). */
enum err matter_case_tell(struct matter_case *c, const struct matter_deed *deed);

/* Title, body, names and number into the search (matter_text.c); sets class and leader by id. */
enum err matter_case_index(struct matter_case *c, struct str body);
int64_t matter_body_hash(struct ctx *ctx, struct str body);
enum err matter_case_set_class(struct matter_case *c, int64_t class);
enum err matter_case_set_leader(struct matter_case *c, int64_t person);
/* The limit in force for a class and urgency today (matter_class.c). */
enum err matter_limit_for(struct ctx *ctx, struct matter_class_id class, int64_t urgency,
                          struct matter_limit_value *out, struct str *out_source);

/* The park's day of an instant; DAY_NONE for 0. */
int32_t matter_day(const struct ctx *ctx, int64_t instant_us);

#endif
