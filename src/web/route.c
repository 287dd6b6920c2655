#include "web/route.h"

#include <assert.h>
#include <string.h>

#include "base/day.h"
#include "base/log.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

enum arg_type { ARG_NONE, ARG_ID, ARG_INT, ARG_DAY, ARG_TEXT };

/* One segment of some patterns: fixed text, or an argument. */
struct node {
    struct str text; /* fixed text, or the argument's name */
    enum arg_type type;
    const struct route *route; /* a pattern ends here */
    VEC(struct node *) fixed;
    VEC(struct node *) args;
};

struct router {
    struct node root;
    struct map by_name;
    size_t n;
};

static bool bad_route(const struct route *route, const char *why)
{
    log_error("route %s %s: %s", route->name ? route->name : "?",
              route->pattern ? route->pattern : "?", why);
    return false;
}

static enum arg_type arg_type(struct str type)
{
    if (str_ends(type, STR("_id")))
        return ARG_ID;
    if (str_eq(type, STR("int")))
        return ARG_INT;
    if (str_eq(type, STR("day")))
        return ARG_DAY;
    return str_eq(type, STR("text")) ? ARG_TEXT : ARG_NONE;
}

/* "{id matter_id}" to name and type; fixed text keeps ARG_NONE. False when malformed. */
static bool read_segment(struct str segment, struct str *out_text, enum arg_type *out_type)
{
    *out_text = segment;
    *out_type = ARG_NONE;
    if (!str_starts(segment, STR("{")))
        return !str_empty(segment) && str_find_char(segment, '{', 0) == SIZE_MAX;
    size_t blank = str_find_char(segment, ' ', 0);
    if (!str_ends(segment, STR("}")) || blank == SIZE_MAX)
        return false;
    *out_text = str_slice(segment, 1, blank);
    *out_type = arg_type(str_trim(str_slice(segment, blank, segment.len - 1)));
    return *out_type != ARG_NONE && !str_empty(*out_text);
}

static struct node *child(struct arena *arena, struct node *node, struct str text,
                          enum arg_type type)
{
    struct node **at = type == ARG_NONE ? node->fixed.at : node->args.at;
    size_t n = type == ARG_NONE ? node->fixed.n : node->args.n;
    for (size_t i = 0; i < n; i++) {
        if (at[i]->type == type && str_eq(at[i]->text, text))
            return at[i];
    }
    struct node *made = ARENA_NEW(arena, struct node);
    made->text = text;
    made->type = type;
    if (type == ARG_NONE)
        *VEC_ADD(arena, &node->fixed) = made;
    else
        *VEC_ADD(arena, &node->args) = made;
    return made;
}

static bool add_route(struct arena *arena, struct router *router, const struct route *route)
{
    struct node *node = &router->root;
    struct str rest = str_from(route->pattern), segment;
    size_t args = 0, segments = 0;
    if (!route->name || !route->page || route->roles == 0)
        return bad_route(route, "no name, no handler or no roles");
    if (!(route->flags & (ROUTE_GET | ROUTE_FORM | ROUTE_POST)))
        return bad_route(route, "no method");
    if (!str_starts(rest, STR("/")) || ++router->n > ROUTES_MAX)
        return bad_route(route, "a pattern begins with '/', and there are at most 2000");
    rest = str_slice(rest, 1, rest.len);
    while (!str_empty(rest) && str_cut(&rest, '/', &segment)) {
        struct str text;
        enum arg_type type;
        if (!read_segment(segment, &text, &type) || ++segments > ROUTE_SEGMENTS_MAX)
            return bad_route(route, "this pattern cannot be read");
        args += type != ARG_NONE;
        node = child(arena, node, text, type);
    }
    if (args > ROUTE_ARGS_MAX)
        return bad_route(route, "too many arguments");
    if (node->route)
        return bad_route(route, "another route has this address");
    if (map_put(arena, &router->by_name, str_from(route->name), (void *)(uintptr_t)route))
        return bad_route(route, "another route has this name");
    node->route = route;
    return true;
}

enum err router_make(struct arena *arena, const struct route_list *lists, size_t n,
                     struct router **out_router)
{
    struct router *router = ARENA_NEW(arena, struct router);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < lists[i].n; k++) {
            if (!add_route(arena, router, &lists[i].at[k]))
                return ERR_INVALID;
        }
    }
    *out_router = router;
    return ERR_OK;
}

const struct route *router_by_name(const struct router *router, struct str name)
{
    return map_get(&router->by_name, name);
}

/* Numbers are taken as the url functions write them: no sign, no leading zero. */
static bool read_arg(struct arena *arena, const struct node *node, struct str segment,
                     struct route_arg *out)
{
    *out = (struct route_arg){.name = node->text};
    if (!url_decode(arena, segment, false, &out->value) || str_empty(out->value) ||
        !utf8_ok(out->value) || !utf8_printable(out->value))
        return false;
    int32_t day;
    switch (node->type) {
    case ARG_ID:
        return out->value.ptr[0] >= '1' && out->value.ptr[0] <= '9' && str_int(out->value, &out->n);
    case ARG_INT:
        return str_int(out->value, &out->n);
    case ARG_DAY:
        if (!day_parse(out->value, &day))
            return false;
        out->n = day;
        return true;
    default:
        return true;
    }
}

static bool find(const struct node *node, struct arena *arena, struct str rest,
                 struct route_match *match)
{
    struct str segment;
    struct str behind = rest;
    if (str_null(rest)) {
        match->route = node->route;
        return node->route != NULL;
    }
    str_cut(&behind, '/', &segment);
    for (size_t i = 0; i < node->fixed.n; i++) {
        if (str_eq(node->fixed.at[i]->text, segment) &&
            find(node->fixed.at[i], arena, behind, match))
            return true;
    }
    for (size_t i = 0; i < node->args.n; i++) {
        if (!read_arg(arena, node->args.at[i], segment, &match->args[match->n]))
            continue;
        match->n++;
        if (find(node->args.at[i], arena, behind, match))
            return true;
        match->n--;
    }
    return false;
}

bool router_find(const struct router *router, struct arena *arena, struct str path,
                 struct route_match *out_match)
{
    *out_match = (struct route_match){0};
    if (!str_starts(path, STR("/")))
        return false;
    struct str rest = str_slice(path, 1, path.len);
    return find(&router->root, arena, str_empty(rest) ? STR_NULL : rest, out_match);
}
