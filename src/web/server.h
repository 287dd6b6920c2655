/*
 * The server: listens, reads requests, answers them through dispatch.
 *
 *     struct server *server;
 *     e = server_start(arena, web, &(struct server_config){.address = STR("127.0.0.1:8080")},
 *                      &server, &error);
 *     ... wait for SIGTERM ...
 *     server_stop(server);    // takes nothing new, answers everything that was accepted
 *
 * A plain address that is not loopback is refused unless a proxy is named and the public address is
 * https: browsers silently drop the __Host- session cookie on plain http, and passwords would cross
 * the network in the open.
 */
#ifndef LIANYUAN_WEB_SERVER_H
#define LIANYUAN_WEB_SERVER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct web;
struct server;

enum {
    SERVER_THREADS_MAX = 64,
    SERVER_CONNECTIONS_MAX = 4096,
    SERVER_QUEUE_MAX = 1024,     /* requests waiting for a worker; over it: 503 */
    SERVER_HEADER_SECONDS = 20,  /* to send request line and headers, or idle between requests */
    SERVER_BODY_SECONDS = 30,    /* to send a body of HTTP_BODY_MAX */
    SERVER_UPLOAD_SECONDS = 300, /* to send a body with files */
    SERVER_SEND_SECONDS = 300,   /* to take the reply */
    SERVER_STOP_SECONDS = 30,    /* after SIGTERM, for what was accepted */
};

/* How long each step of a request may take, from its beginning and whatever trickles in meanwhile,
 * in milliseconds; 0 = the seconds above. */
struct server_limits {
    int64_t header_ms, body_ms, upload_ms, send_ms;
};

struct server_config {
    struct str address; /* "127.0.0.1:8080", "[::1]:0"; port 0 = any free one */
    struct str proxy;   /* address of the one proxy whose X-Forwarded-For counts, or STR_NULL */
    int io_threads;     /* read, answer cheap GETs, send; 0 = one per CPU */
    int worker_threads; /* acts, sign-ins, exports; 0 = 2 + one per CPU */
    bool access_log;
    int64_t (*now_us)(void); /* app's clock */
    struct server_limits limits;
};

enum err server_start(struct arena *arena, const struct web *web,
                      const struct server_config *config, struct server **out_server,
                      struct error *error);
int server_port(const struct server *server); /* the one really bound */
void server_stop(struct server *server);

/* The same address with a free port in the place of 0, so that links and the check of origins can name
 * it before the server listens; any other address as it is. */
struct str server_address(struct arena *arena, struct str address);

/* Whether that address may be served plainly to that public address; the sentence says why not. */
enum err server_address_check(struct str address, struct str proxy, struct str public_url,
                              struct error *error);

#endif
