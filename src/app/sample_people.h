/* Who is in the sample park: filled by the first act, used by all later ones. */
#ifndef LIANYUAN_APP_SAMPLE_PEOPLE_H
#define LIANYUAN_APP_SAMPLE_PEOPLE_H

#include "app/sample_text.h"
#include "core/act.h"

struct sample_login {
    struct person_id person;
    struct str login, name, what, password, hash;
};

struct sample_org {
    struct org_id id;
    struct str name;
    struct person_id clerk, head; /* of a firm: clerk signs in for it, or {0} */
    struct zone_id zone;
};

struct sample_people {
    VEC(struct sample_org) departments; /* in the order of sample_texts */
    VEC(struct sample_org) firms;
    VEC(struct person_id) coordinators, leaders;
    VEC(struct zone_id) zones;
    VEC(struct sample_login) logins;
};

/* Makes zones, organisations, people with random passwords, and classes; writes
 * DIR/sample-accounts.txt. */
enum err sample_settle(const struct app_db *app_db, struct ctx *ctx,
                       const struct sample_texts *texts, struct str data_dir,
                       struct sample_people *out);

/* What somebody without an account finds, and two firms that applied just now. */
enum err sample_gate(const struct app_db *app_db, struct ctx *ctx);

/* An act by its own form, as a page or a command would fill it. app_db NULL: within an act that
 * runs already. What goes wrong is told in told->error, with the act's name. */
enum err sample_act(const struct app_db *app_db, struct ctx *as, struct ctx *told,
                    const struct module *module, const char *name, const struct form_pair *pairs,
                    size_t n, struct act_result *out);

/* The department of that name, full or short; NULL when there is none. */
const struct sample_org *sample_department(const struct sample_texts *texts,
                                           const struct sample_people *people, struct str name);

#endif
