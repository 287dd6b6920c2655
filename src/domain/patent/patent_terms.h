/*
 * Lists of technology and effect terms that are kept with a collection, so that its matrix of both
 * is drawn again without pasting them: lines "name: term, term", as the analysis reads them. Who
 * may change the collection may change its lists; what was there before stands in the journal.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_TERMS_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_TERMS_H

#include "base/form.h"
#include "base/vec.h"
#include "core/module.h"

enum { PATENT_TERMS_LISTS_MAX = 100 /* of a collection */, PATENT_TERMS_BYTES_MAX = 20000 };

struct patent_terms {
    struct patent_terms_id id;
    struct patent_set_id set;
    struct str name, technology, effect, person;
    int64_t at;
};
typedef VEC(struct patent_terms) patent_terms_lists;

/* By name; without the terms themselves. */
enum err patent_terms_of(struct ctx *ctx, struct patent_set_id set, patent_terms_lists *out);
/* ERR_INVALID in words: there is none. */
enum err patent_terms_get(struct ctx *ctx, int64_t id, struct patent_terms *out);
/* Whether the analysis can read them; else ERR_INVALID at the line. */
enum err patent_terms_check(struct ctx *ctx, struct str technology, struct str effect);

struct patent_terms_in {
    int64_t set, terms; /* terms 0: a new list */
    struct str name, technology, effect;
};
struct patent_terms_drop_in {
    int64_t set, terms;
};
extern const struct form patent_terms_form, patent_terms_drop_form;
enum err patent_act_terms(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_terms_drop(struct ctx *ctx, const void *in, struct act_result *out);

#endif
