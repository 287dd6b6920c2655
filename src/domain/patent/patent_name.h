/* Whose an applicant's name is: proposals by likeness, decided by a person, kept apart from the
 * text of the records. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_NAME_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_NAME_H

#include "base/vec.h"
#include "core/ctx.h"

enum { PATENT_NAMES_SHOWN = 100, PATENT_ORGS_MAX = 5000 };

struct patent_name_row {
    struct patent_name_id id;
    struct str shown, org_name; /* org_name: decided, or proposed */
    struct org_id org;
    int64_t patents, version, verdict;
    int64_t confidence; /* of a proposal, 70 to 100; 0 = none */
};

typedef VEC(struct patent_name_row) patent_names;

/* The names with most records. verdict: enum patent_verdict. Those that look like an organisation
 * of the park stand first. */
enum err patent_names_list(struct ctx *ctx, int64_t verdict, patent_names *out);
enum err patent_name_one(struct ctx *ctx, struct patent_name_id id, struct patent_name_row *out);

#endif
