/* What stands around one patent: the collections that people marked it for, the patents here that
 * it cites and that cite it, which applicants are the park's. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_AROUND_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_AROUND_H

#include "base/vec.h"
#include "core/ctx.h"

enum { PATENT_AROUND_SHOWN = 50 };

struct patent_near {
    struct patent_id id;
    struct str key, title;
};
typedef VEC(struct patent_near) patent_nears;

struct patent_marked_for {
    struct patent_set_id set;
    struct str name, person;
    bool inside;
    int64_t at;
};

struct patent_firm_of { /* an applicant as printed, and the park's organisation that it is */
    struct str text, firm;
};

struct patent_around {
    VEC(struct patent_marked_for) sets;
    patent_nears cites, citing; /* that are here; the first PATENT_AROUND_SHOWN */
    VEC(struct patent_firm_of) firms;
};

enum err patent_around(struct ctx *ctx, struct patent_id id, struct str key,
                       struct patent_around *out);

#endif
