/*
 * Whether one name, symbol, code or word is what a leaf of the query asks for. The plain scan asks
 * for every record, the index for every entry of its dictionaries.
 */
#ifndef LIANYUAN_ENGINE_PATENTIDX_MATCH_H
#define LIANYUAN_ENGINE_PATENTIDX_MATCH_H

#include "engine/patentidx/query.h"

/* What the query needs to be told from outside; a NULL function means that nothing is known. */
struct query_help {
    /* Whether the name belongs to the group. Unknown: a group has the one name that it is called.
     */
    bool (*in_group)(void *arg, struct str group, struct str name);
    /* Whether the symbol lies below the other one ("H01M10/0525" below "H01M10/052"). Unknown:
     * when its digits begin with the other's. Asked only for two symbols of one main group. */
    bool (*is_below)(void *arg, struct str symbol, struct str above);
    void *arg;
};

bool match_symbol(const struct query_node *leaf, const struct query_help *help, struct str symbol);
/* folded: query_name_fold(name); want: query_name_fold(leaf->text). */
bool match_name(const struct query_node *leaf, const struct query_help *help, struct str want,
                struct str name, struct str folded);
bool match_code(const struct query_node *leaf, struct str code);

/* A folded word against a pattern of "?" (one character) and "*" (any number). */
bool match_word(struct str pattern, struct str word);

#endif
