/*
 * Which page answers which address, as data: tmplc compiles M.routes to a constant table of these
 * and to one url_NAME() function each. A route without roles does not compile there, and is refused
 * again when the server starts.
 *
 *     GET  matter_list    /matters                          ROLE_COORDINATOR|ROLE_LEADER
 *     FORM matter_accept  /matters/{id matter_id}/accept    ROLE_COORDINATOR  act matter.accept
 *     GET  matter_sheet   /matters/sheet                    ROLE_COORDINATOR           slow
 *     FORM core_sign_in   /sign-in                          ROLE_ANYONE
 *     POST core_sign_out  /sign-out                         ROLE_ALL
 *
 * The generated pair for a module M: M_route.h declares `extern const struct route M_routes[];`,
 * `extern const size_t M_route_n;`, every `enum err NAME_page(struct req *req);` and every
 * `struct url url_NAME(struct arena *arena, ...)`, beside it `url_NAME_with(arena, ..., struct
 * form_pairs query)`; M_route.c defines all but the handlers.
 *
 * Patterns are whole segments: fixed text, or one argument {name type} with type one of int, day,
 * text, X_id. An argument that does not read as its type is no match (404), so a handler can rely
 * on it. A fixed segment wins over an argument ("/matters/new" over "/matters/{id matter_id}").
 * HEAD is answered like GET. A FORM route takes GET (draw) and POST (do).
 */
#ifndef LIANYUAN_WEB_ROUTE_H
#define LIANYUAN_WEB_ROUTE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/url.h"
#include "core/ctx.h"

struct req;

/* In a route's roles: no session is needed. Never granted to a person. */
#define ROLE_ANYONE 0x80000000u

enum {
    ROUTE_GET = 1,
    ROUTE_FORM = 2, /* GET draws, POST runs the act and redirects */
    ROUTE_POST = 4, /* POST only, the handler does it all (web checks origin and token first) */
    ROUTE_SLOW = 8, /* an export, a sheet, a search: handed to a worker even when it is a GET */
};

enum { ROUTE_ARGS_MAX = 4, ROUTE_SEGMENTS_MAX = 8, ROUTES_MAX = 2000 };

struct route {
    const char *name;    /* "matter_accept" */
    uint32_t flags;      /* ROUTE_GET, or ROUTE_FORM, or ROUTE_POST; and ROUTE_SLOW */
    const char *pattern; /* "/matters/{id matter_id}/accept" */
    uint32_t roles;      /* any one is enough; never 0 */
    const char *act;     /* "matter.accept" for ROUTE_FORM, or NULL: then the handler does it */
    enum err (*page)(struct req *req);
};

struct route_arg {
    struct str name;  /* "id" */
    struct str value; /* decoded text */
    int64_t n;        /* of X_id, int and day */
};

struct route_match {
    const struct route *route;
    struct route_arg args[ROUTE_ARGS_MAX];
    size_t n;
};

struct router;

/* All routes of all modules in one tree. ERR_INVALID, with the reason logged, for a pattern that
 * cannot be read, a route without roles or handler, or two routes at one address. */
struct route_list {
    const struct route *at;
    size_t n;
};
enum err router_make(struct arena *arena, const struct route_list *lists, size_t n,
                     struct router **out_router);

/* path as received, undecoded. False when nothing answers there. */
bool router_find(const struct router *router, struct arena *arena, struct str path,
                 struct route_match *out_match);

/* The route of that name, or NULL. */
const struct route *router_by_name(const struct router *router, struct str name);

#endif
