/*
 * From a request to its reply, without sockets:
 *
 *   arena -> route -> session -> permission -> same origin and token (anything but GET) -> declared
 *   decoding -> handler -> page, redirect, the same form with its errors, or an error page.
 *
 * `struct web` is made once at start and only read afterwards, by all threads. A `struct
 * web_thread` belongs to one thread: its read connection and what it keeps between requests. Tests
 * make one of each and call dispatch() as the wire does.
 */
#ifndef LIANYUAN_WEB_DISPATCH_H
#define LIANYUAN_WEB_DISPATCH_H

#include "core/ctx.h"
#include "core/module.h"
#include "web/http.h"
#include "web/route.h"

struct app_db; /* core/act.h: the writer's door */
struct router;

enum {
    REQUEST_ARENA_MAX = 64 * 1024 * 1024,
    WEB_MODULES_MAX = 32,
    WEB_LOG_PATH_MAX = 256,
};

struct web_config {
    const struct module *const *modules; /* ended by NULL */
    const struct app_db *app_db;         /* for acts */
    struct str url; /* data directory or postgresql://..., for the threads' connections */
    struct park_id park;
    struct str park_name;
    struct str public_url; /* "https://list.example.cn" or "http://127.0.0.1:8080": no path */
    struct str files_dir;  /* core/file.h: uploads stream into it */
    int32_t offset_min;
    /* What a request may propose from, asked anew for each (app/learn.h); or NULL. */
    const struct learned *(*learned)(const void *arg);
    const void *learned_arg;
    /* Puts ids for the names that the interface takes in place of some (app/named.h); or NULL. */
    enum err (*named)(struct ctx *ctx, const struct form *form, struct form_pairs pairs,
                      struct form_pairs *out);
};

struct web {
    struct web_config config;
    struct router *router;
    bool secure;                   /* https: cookies are __Host- and Secure */
    unsigned char key[32];         /* of form tokens; lives with the process */
    const struct act *const *acts; /* all modules' acts and finds, sorted by name */
    size_t act_n;
    const struct find *const *finds;
    size_t find_n;
    struct str openapi;           /* made at start */
    const char **secret_patterns; /* of the routes with an argument named "secret" */
    size_t secret_n;
};

struct web_thread;

/* ERR_INVALID with the reason logged when routes, acts or the address do not fit together. */
enum err web_make(struct arena *arena, const struct web_config *config, struct web **out_web);

/* Opens this thread's read connection. */
enum err web_thread_make(struct arena *arena, const struct web *web,
                         struct web_thread **out_thread);
void web_thread_end(struct web_thread *thread);

/* Pages are written into this memory, and a reply's body may lie in it: for a caller that is
 * through with one reply before it asks for the next. Without it they lie in the arena. */
void web_thread_lend(struct web_thread *thread, char *room, size_t size);

/* Always fills *reply. The reply's memory is the arena's. now_us is the instant of the request. */
void dispatch(struct web_thread *thread, struct arena *arena, const struct http_request *http,
              int64_t now_us, struct http_reply *reply);

/* Marks the session as seen, at most once a minute: dispatch leaves that in reply->touch for
 * whoever may wait for the writer. */
void web_touch(struct web_thread *thread, struct arena *arena, int64_t session, int64_t now_us);

/* Whether the request may be answered on the thread that reads the socket: a GET whose route is not
 * ROUTE_SLOW. Anything that writes, hashes or exports goes to a worker. */
bool dispatch_is_quick(const struct web *web, struct arena *arena, const struct http_request *http);

/* The path as logs may hold it: up to the argument that a route names "secret", "/answer/…",
 * whatever follows; else the path itself. A target that is no path is "?". room has
 * WEB_LOG_PATH_MAX bytes, and the answer may lie in it. */
struct str web_log_path(const struct web *web, struct str path, char *room);

const struct act *web_act(const struct web *web, struct str name);
const struct find *web_find(const struct web *web, struct str name);

#endif
