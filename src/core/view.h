/*
 * Saved views: a person's name for a list with its filters and order, as the query string says it.
 * And what columns and names in sheets were said to mean (import memory).
 */
#ifndef LIANYUAN_CORE_VIEW_H
#define LIANYUAN_CORE_VIEW_H

#include "core/ctx.h"

enum {
    VIEW_NAME_MAX = 30,
    VIEW_QUERY_MAX = 2000,
    VIEW_LIST_MAX = 100,
    VIEWS_OF_PERSON_MAX = 50,
    IMPORT_MAP_MAX = 5000,
};

struct view {
    struct view_id id;
    struct str list; /* "/matters" */
    struct str name, query;
};

/* Own views of one list (STR_NULL: of all), by name. */
enum err view_list(struct ctx *ctx, struct str list, struct view **out, size_t *out_n);
/* A name that is there already gets the new query. */
enum err view_save(struct ctx *ctx, struct str list, struct str name, struct str query,
                   struct view_id *out_id);
enum err view_drop(struct ctx *ctx, struct view_id id);

struct import_pair {
    struct str given, means;
};
enum err import_map_get(struct ctx *ctx, const char *scope, struct import_pair **out,
                        size_t *out_n);
enum err import_map_put(struct ctx *ctx, const char *scope, struct str given, struct str means);

#endif
