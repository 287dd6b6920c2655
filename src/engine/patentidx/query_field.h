/* The fields' names in the three languages, and what a value means in each. Of query_parse.c. */
#ifndef LIANYUAN_ENGINE_PATENTIDX_QUERY_FIELD_H
#define LIANYUAN_ENGINE_PATENTIDX_QUERY_FIELD_H

#include "engine/patentidx/query.h"

enum field_sign { SIGN_COLON = 1, SIGN_EQUALS = 2, SIGN_BOTH = 3 };

struct query_field {
    const char *name; /* small letters; "-" and "_" are the same */
    enum field_sign sign;
    enum query_kind kind; /* TEXT, CLASS, NAME, CODE, DAY or INT */
    int sub;              /* scope, class_field, name_field ... */
    bool below, first;
    enum query_match match;
};

extern const struct query_field query_field_text; /* of words without a field */

/* NULL: there is none of that name. ':' and '=' choose between the languages; '<' fits both. */
const struct query_field *query_field_find(struct str name, char sign);

/* Of a name that is none of ours and that people type: what to write instead, with one {} for the
 * place; or NULL. */
const char *query_field_hint(struct str name);
/* Up to three names that differ by a letter or two, or "". */
struct str query_field_near(struct arena *arena, struct str name);

/* The printed language's name for a leaf. */
struct str query_field_name(const struct query_node *leaf);

/* Fills what the field's kind asks for from one value. ERR_INVALID: *out_why says it. */
enum err query_field_value(struct arena *arena, const struct query_field *field, struct str value,
                           bool quoted, struct query_node *leaf, const char **out_why);
/* The same of a range; either end STR("*") is open. */
enum err query_field_range(struct arena *arena, const struct query_field *field, struct str from,
                           struct str to, struct query_node *leaf, const char **out_why);

#endif
