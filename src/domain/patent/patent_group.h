/*
 * Groups of companies: which names of applicants belong together, as a person said. A group is a
 * name that its members carry (patent_name.company); the text of the records is never touched, and
 * a group is taken back by taking its members out of it. A query asks for an applicant with its
 * group.
 *
 * Proposals come from the names alone: those that differ only by what says that they are companies
 * (90), and those that begin alike (60 to 80, by how many characters). They say why.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_GROUP_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_GROUP_H

#include "base/vec.h"
#include "core/module.h"

enum {
    PATENT_GROUP_NAMES = 2000,  /* with the most records: what proposals look at */
    PATENT_GROUP_MEMBERS = 200, /* of one group */
    PATENT_GROUP_ALIKE = 4,     /* characters that two names must begin with alike */
};

struct patent_member {
    struct patent_name_id id;
    struct str shown, company, core;
    int64_t patents;
};

struct patent_group {
    struct str name;
    VEC(struct patent_member) members;
    int64_t patents;    /* of the members together; one of two members counts for each */
    int64_t confidence; /* of a proposal; 0 = a person decided */
    int64_t alike;      /* characters in common; 0 = they differ by legal form alone */
};

struct patent_groups {
    VEC(struct patent_group) decided, proposed;
};

enum err patent_groups(struct ctx *ctx, struct patent_groups *out);

/* The members' names, a line each; "" where there is no such group. */
enum err patent_group_lines(struct ctx *ctx, struct str name, struct str *out);

struct str patent_group_reason(struct ctx *ctx, const struct patent_group *group);

struct patent_group_in {
    struct str company, names; /* names: all members, a line each; none dissolves the group */
};
extern const struct form patent_group_form, patent_groups_form;
enum err patent_act_group(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_find_groups(struct ctx *ctx, const void *in, struct buf *out);

#endif
