/*
 * People, their roles and stand-ins.
 *
 *     struct person p;
 *     e = person_get(ctx, id, &p);
 *     e = person_actor(ctx->db, ctx->arena, park, id, today, &actor);   // roles, with stand-ins'
 *
 * While a person is away (standin_from .. standin_to, both included) the stand-in, of the same
 * organisation, has the person's roles beside their own.
 */
#ifndef LIANYUAN_CORE_PERSON_H
#define LIANYUAN_CORE_PERSON_H

#include "base/form.h"
#include "core/ctx.h"

enum person_state { PERSON_ACTIVE = 0, PERSON_INVITED = 1, PERSON_DISABLED = 2 };
extern const struct form_choice person_state_choices[];
extern const struct form_choice role_choices[]; /* names, labels and bits of enum role */

enum {
    PERSON_NAME_MAX = 40,
    PERSON_LOGIN_MAX = 60,
    PERSON_PHONE_MAX = 40,
    PERSON_EMAIL_MAX = 120,
    PERSON_ROLES_TEXT_MAX = 200,
    STANDIN_OF_MAX = 20, /* people one person may stand in for at a time */
};

/* The built-in person of commands without --as; no row, no password. */
#define PERSON_CONSOLE ((struct person_id){1})

struct person {
    struct person_id id;
    struct str login, name, phone, email;
    struct org_id org;
    struct zone_id zone;
    uint32_t roles;
    int64_t state;
    enum lang lang;
    struct person_id standin;
    int32_t standin_from, standin_to;
    int64_t version;
};

enum err person_get(struct ctx *ctx, struct person_id id, struct person *out);
enum err person_by_login(struct ctx *ctx, struct str login, struct person *out);
/* By login, else by full name when exactly one active person has it: for --as and commands. */
enum err person_find(struct ctx *ctx, struct str login_or_name, struct person *out);

/* The name for a page: "" when {0}, T("控制台") for the console, the person's otherwise. */
struct str person_name(struct ctx *ctx, struct person_id id);

/* Active people of an organisation holding any of `roles` (0 = any role). At most 500. */
enum err person_of_org(struct ctx *ctx, struct org_id org, uint32_t roles, struct person **out,
                       size_t *out_n);
/* Active people with any of `roles`, in the whole park. At most 500. */
enum err person_with_role(struct ctx *ctx, uint32_t roles, struct person **out, size_t *out_n);

struct person_query {
    int64_t state; /* -1 = all */
    struct org_id org;
    struct str words; /* part of name or login, or STR_NULL */
    struct str after;
    int32_t limit;
};
enum err person_list(struct ctx *ctx, const struct person_query *query, struct person **out,
                     size_t *out_n, struct str *out_next);

/* Writes a person; journalled. person->id {0} = new. ERR_CONFLICT: sign-in name taken or stale
 * version. The last active administrator cannot be disabled or lose the role. */
enum err person_save(struct ctx *ctx, struct person *person);

/* Who acts: name, organisation, zone and roles on that day; ERR_DENIED when disabled. The console
 * is an actor with ROLE_CONSOLE and no row. */
enum err person_actor(struct ctx *ctx, struct person_id id, struct actor *out);

/* What a person may do today for those who are away (any organisation but one's own gives 0). */
enum err person_standin_roles(struct ctx *ctx, struct person_id person, struct org_id org,
                              uint32_t *out_roles);

struct str roles_text(struct arena *arena, uint32_t roles); /* "coordinator leader" */
bool roles_parse(struct str text, uint32_t *out_roles);     /* names parted by blank or comma */
const char *role_label(uint32_t role);                      /* T("协调员") */

#endif
