/*
 * The wire: the only file that knows libmicrohttpd (0.9.75).
 *
 * One thread accepts and gives each connection to the io thread that has the fewest: the library's
 * own pool lets whichever thread wakes first take a connection and never moves it, so that all of
 * them can end up on one. Each io thread is a daemon of its own, without a listening socket.
 *
 * A request is looked at when its headers are whole, and answered when all of it is there. A cheap
 * GET is answered right on the io thread, which has a read connection of its own; everything else
 * suspends the connection and goes to a worker (doc/why/401-wire.md has the figures).
 *
 * Time limits are kept by the accepting thread, which shuts down the sockets of connections whose
 * time for the present step is over: the library's own timeout restarts with every byte.
 */
#include "web/server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/net.h"
#include "base/vec.h"
#include "web/dispatch.h"

enum {
    CONNECTION_MEMORY = 32 * 1024,
    CONNECTION_IDLE_SECONDS = 120, /* the library's own; ours are shorter while reading */
    SWEEP_MS = 500,
    TOUCH_ARENA_MAX = 4 * 1024 * 1024,
    IO_ARENA_FIRST = 256 * 1024,
    UPLOADS_AT_ONCE = 32,
    UPLOADS_OF_NET = 8,           /* of them, from one customer's network: nobody takes all */
    DRAIN_MAX = 64 * 1024 * 1024, /* a body that is too large is read and dropped up to here */
    PEER_TEXT = 64,
    TOUCHES_MAX = 64,
    PAGE_ROOM = 64 * 1024,
    CONNECTIONS_ARENA_MAX = 64 * 1024 * 1024, /* 4096 of them fit */
};

enum step {
    STEP_LINE,     /* the request line is there */
    STEP_BODY,     /* headers were looked at, the body is being read */
    STEP_DRAIN,    /* the same, but it will be refused */
    STEP_WORKING,  /* suspended, in the queue or with a worker */
    STEP_ANSWERED, /* conn->response is to be queued, or was */
};

/* One connection, and the request that is on it. */
struct conn {
    struct conn *next; /* free list */
    struct server *server;
    struct io *io;
    struct MHD_Connection *mhd;
    int fd;
    _Atomic int64_t deadline_ms; /* 0 = none */
    char peer[PEER_TEXT];
    struct arena arena; /* of the request */
    struct arena_mark empty;

    enum step step;
    bool active; /* counted in server->active */
    struct str target;
    struct http_request http;
    struct form_pair headers[HTTP_HEADERS_MAX];
    struct buf body;
    int64_t body_max;
    bool uploading; /* stands in server->uploads, with its network */
    char net[PEER_TEXT];
    int refuse; /* status to answer once the body is drained */
    struct MHD_Response *response;
    unsigned status;
    int64_t started_us;
};

struct io {
    struct server *server;
    struct MHD_Daemon *daemon;
    struct web_thread *thread;
    struct arena arena;
    struct arena_mark empty;
    _Atomic int connections;
};

struct worker {
    struct server *server;
    pthread_t id;
    struct web_thread *thread;
    struct arena arena; /* of a touch */
};

struct server {
    struct arena *arena; /* the caller's, while starting */
    struct arena own;    /* connections, under conns_lock */
    const struct web *web;
    struct server_config config;
    int listen_fd, wake_fd, port;
    pthread_t acceptor;
    bool acceptor_runs;
    struct io *ios;
    int io_n;
    struct worker *workers;
    int worker_n, workers_running;
    _Atomic bool stopping;
    _Atomic int active;

    pthread_mutex_t uploads_lock;
    struct conn *uploads[UPLOADS_AT_ONCE]; /* NULL: a free slot */

    pthread_mutex_t conns_lock; /* conns and the free list, and closing of their sockets */
    VEC(struct conn *) conns;
    struct conn *free_conns;

    pthread_mutex_t queue_lock;
    pthread_cond_t queue_filled;
    struct conn *queue[SERVER_QUEUE_MAX];
    size_t queue_from, queue_n;
    int64_t touches[TOUCHES_MAX]; /* sessions to be marked as seen */
    size_t touch_n;
    bool queue_closed;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* limit_ms 0: the seconds that stand in server.h. */
static void set_deadline(struct conn *conn, int64_t limit_ms, int64_t seconds)
{
    int64_t ms = limit_ms ? limit_ms : seconds * 1000;
    atomic_store_explicit(&conn->deadline_ms, ms ? now_ms() + ms : 0, memory_order_relaxed);
}

/* ---- arenas that keep their first block ----------------------------------------------------- */

/* So that a request does not pay for malloc and fresh pages: the mark lies at the start of a block
 * that stays. */
static void arena_prime(struct arena *arena, size_t cap, size_t first, struct arena_mark *out_empty)
{
    arena_init(arena, cap);
    arena_alloc(arena, first);
    *out_empty = arena_mark(arena);
    out_empty->block_used = 0;
}

/* ---- connections ---------------------------------------------------------------------------- */

static struct conn *conn_new(struct server *server)
{
    struct conn *conn;
    pthread_mutex_lock(&server->conns_lock);
    conn = server->free_conns;
    if (conn) {
        server->free_conns = conn->next;
    } else if (server->conns.n < SERVER_CONNECTIONS_MAX) {
        conn = ARENA_NEW(&server->own, struct conn);
        *VEC_ADD(&server->own, &server->conns) = conn;
    }
    if (conn) {
        *conn = (struct conn){.server = server, .fd = -1};
        conn->http.body.fd = -1;
    }
    pthread_mutex_unlock(&server->conns_lock);
    return conn;
}

static void conn_free(struct conn *conn)
{
    struct server *server = conn->server;
    if (conn->arena.block)
        arena_release(&conn->arena);
    pthread_mutex_lock(&server->conns_lock);
    conn->fd = -1;
    conn->next = server->free_conns;
    server->free_conns = conn;
    pthread_mutex_unlock(&server->conns_lock);
}

static void request_begin(struct conn *conn)
{
    if (!conn->arena.block)
        arena_prime(&conn->arena, REQUEST_ARENA_MAX, 2048, &conn->empty);
    conn->step = STEP_LINE;
    conn->refuse = 0;
    conn->response = NULL;
    conn->body = (struct buf){0};
    conn->body_max = 0;
    conn->http = (struct http_request){.body = {.fd = -1}};
    conn->active = true;
    atomic_fetch_add(&conn->server->active, 1);
}

static void end_upload(struct conn *conn)
{
    struct server *server = conn->server;
    if (!conn->uploading)
        return;
    pthread_mutex_lock(&server->uploads_lock);
    for (int i = 0; i < UPLOADS_AT_ONCE; i++)
        if (server->uploads[i] == conn)
            server->uploads[i] = NULL;
    pthread_mutex_unlock(&server->uploads_lock);
    conn->uploading = false;
}

static void request_end(struct conn *conn)
{
    if (!conn->active)
        return;
    if (conn->response)
        MHD_destroy_response(conn->response);
    conn->response = NULL;
    if (conn->http.body.fd >= 0)
        close(conn->http.body.fd);
    conn->http.body.fd = -1;
    end_upload(conn);
    arena_reset(&conn->arena, conn->empty);
    conn->active = false;
    atomic_fetch_sub(&conn->server->active, 1);
    set_deadline(conn, conn->server->config.limits.header_ms, SERVER_HEADER_SECONDS);
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct io *io = cls;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        struct conn *conn = *socket_context;
        if (!conn)
            return;
        request_end(conn);
        conn_free(conn);
        atomic_fetch_sub(&io->connections, 1);
        return;
    }
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *from =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct conn *conn = conn_new(io->server);
    *socket_context = conn;
    if (!conn) {
        atomic_fetch_sub(&io->connections, 1);
        shutdown(fd->connect_fd, SHUT_RDWR);
        return;
    }
    conn->io = io;
    conn->mhd = mhd;
    if (getnameinfo(from->client_addr,
                    from->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                             : sizeof(struct sockaddr_in),
                    conn->peer, sizeof conn->peer, NULL, 0, NI_NUMERICHOST))
        conn->peer[0] = '\0';
    pthread_mutex_lock(&io->server->conns_lock);
    conn->fd = fd->connect_fd;
    pthread_mutex_unlock(&io->server->conns_lock);
    set_deadline(conn, conn->server->config.limits.header_ms, SERVER_HEADER_SECONDS);
}

/* ---- replies -------------------------------------------------------------------------------- */

static void log_access(const struct conn *conn, size_t bytes)
{
    char room[WEB_LOG_PATH_MAX];
    if (!conn->server->config.access_log)
        return;
    struct str path = web_log_path(conn->server->web, conn->http.path, room);
    log_info("%s %s %.*s %u %zu", conn->peer, conn->http.method == HTTP_POST ? "POST" : "GET",
             STR_ARG(path), conn->status, bytes);
}

/* Takes the reply's file; its bytes are copied unless they are static. */
static struct MHD_Response *response_of(const struct http_reply *reply, bool close)
{
    struct MHD_Response *response;
    if (reply->fd >= 0)
        response = MHD_create_response_from_fd64((uint64_t)reply->fd_size, reply->fd);
    else
        response = MHD_create_response_from_buffer(
            reply->body.len, (void *)(uintptr_t)(reply->body.ptr ? reply->body.ptr : ""),
            reply->body_static ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);
    if (!response)
        return NULL;
    char value[HTTP_HEADER_BYTES_MAX];
    for (size_t i = 0; i < reply->header_n; i++) {
        struct str v = reply->headers[i].value;
        if (v.len >= sizeof value)
            continue;
        memcpy(value, v.ptr ? v.ptr : "", v.len);
        value[v.len] = '\0';
        if (MHD_add_response_header(response, reply->headers[i].name.ptr, value) != MHD_YES)
            log_error("header %s was refused", reply->headers[i].name.ptr);
    }
    if (close)
        MHD_add_response_header(response, "Connection", "close");
    return response;
}

static enum MHD_Result queue_response(struct conn *conn)
{
    if (!conn->response)
        return MHD_NO;
    set_deadline(conn, conn->server->config.limits.send_ms, SERVER_SEND_SECONDS);
    conn->step = STEP_ANSWERED;
    return MHD_queue_response(conn->mhd, conn->status, conn->response);
}

/* An answer that needs no page: what a browser never sends. */
static enum MHD_Result refuse(struct conn *conn, int status, const char *text)
{
    struct http_reply reply = {
        .status = status, .body = str_from(text), .body_static = true, .fd = -1};
    reply_header(&reply, STR("Content-Type"), STR("text/plain; charset=utf-8"));
    reply_header(&reply, STR("X-Content-Type-Options"), STR("nosniff"));
    reply_header(&reply, STR("Cache-Control"), STR("no-store"));
    if (status == 405 || status == 501)
        reply_header(&reply, STR("Allow"), STR("GET, HEAD, POST"));
    if (status == 503)
        reply_header(&reply, STR("Retry-After"), STR("2"));
    conn->status = (unsigned)status;
    conn->response = response_of(&reply, true);
    log_access(conn, reply.body.len);
    return queue_response(conn);
}

static void queue_touch(struct server *server, int64_t session);

static void answer(struct conn *conn, struct web_thread *thread, struct arena *arena)
{
    struct http_reply reply;
    int64_t now = conn->server->config.now_us();
    dispatch(thread, arena, &conn->http, now, &reply);
    conn->status = (unsigned)reply.status;
    conn->response = response_of(&reply, atomic_load(&conn->server->stopping));
    log_access(conn, reply.body.len);
    if (reply.touch)
        queue_touch(conn->server, reply.touch);
}

/* ---- workers -------------------------------------------------------------------------------- */

/* Suspends the connection and queues its request, in one step: a worker may resume it at once. */
static bool queue_put(struct server *server, struct conn *conn)
{
    bool room;
    pthread_mutex_lock(&server->queue_lock);
    room = server->queue_n < SERVER_QUEUE_MAX && !server->queue_closed;
    if (room) {
        conn->step = STEP_WORKING;
        MHD_suspend_connection(conn->mhd);
        server->queue[(server->queue_from + server->queue_n++) % SERVER_QUEUE_MAX] = conn;
        pthread_cond_signal(&server->queue_filled);
    }
    pthread_mutex_unlock(&server->queue_lock);
    return room;
}

/* When the list is full the touch is dropped: the session's next request asks for it again. */
static void queue_touch(struct server *server, int64_t session)
{
    pthread_mutex_lock(&server->queue_lock);
    if (server->touch_n < TOUCHES_MAX) {
        server->touches[server->touch_n++] = session;
        pthread_cond_signal(&server->queue_filled);
    }
    pthread_mutex_unlock(&server->queue_lock);
}

/* The next waiting request or touch; false when the queue is closed and empty. */
static bool queue_take(struct server *server, struct conn **out_conn, int64_t *out_touch)
{
    *out_conn = NULL;
    *out_touch = 0;
    pthread_mutex_lock(&server->queue_lock);
    while (server->queue_n == 0 && server->touch_n == 0 && !server->queue_closed)
        pthread_cond_wait(&server->queue_filled, &server->queue_lock);
    if (server->queue_n > 0) {
        *out_conn = server->queue[server->queue_from];
        server->queue_from = (server->queue_from + 1) % SERVER_QUEUE_MAX;
        server->queue_n--;
    } else if (server->touch_n > 0) {
        *out_touch = server->touches[--server->touch_n];
    }
    pthread_mutex_unlock(&server->queue_lock);
    return *out_conn || *out_touch;
}

static void *worker_main(void *arg)
{
    struct worker *worker = arg;
    struct conn *conn;
    int64_t touch;
    while (queue_take(worker->server, &conn, &touch)) {
        if (conn) {
            answer(conn, worker->thread, &conn->arena);
            conn->step = STEP_ANSWERED;
            MHD_resume_connection(conn->mhd);
        } else {
            web_touch(worker->thread, &worker->arena, touch, worker->server->config.now_us());
            arena_release(&worker->arena);
        }
    }
    return NULL;
}

static enum MHD_Result hand_over(struct conn *conn)
{
    set_deadline(conn, 0, 0);
    return queue_put(conn->server, conn) ? MHD_YES : refuse(conn, 503, "busy\n");
}

/* ---- requests ------------------------------------------------------------------------------- */

struct headers {
    struct conn *conn;
    size_t bytes, hosts, lengths, encodings, expects;
    bool bad, many, upgrade;
    struct str host, encoding, expect;
    int64_t length;
};

static bool is_token(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              (c && strchr("!#$%&'*+-.^_`|~", c))))
            return false;
    }
    return name.len > 0;
}

static bool is_value(struct str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool is_host(struct str host)
{
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              (c && strchr(".-_:[]", c))))
            return false;
    }
    return host.len > 0 && host.len < 300;
}

static void note_header(struct headers *h, struct str name, struct str value)
{
    if (str_eq_nocase(name, STR("host"))) {
        h->hosts++;
        h->host = value;
    } else if (str_eq_nocase(name, STR("content-length"))) {
        h->lengths++;
        if (!str_int(value, &h->length) || h->length < 0 || value.ptr[0] == '+')
            h->bad = true;
    } else if (str_eq_nocase(name, STR("transfer-encoding"))) {
        h->encodings++;
        h->encoding = value;
    } else if (str_eq_nocase(name, STR("expect"))) {
        h->expects++;
        h->expect = value;
    } else if (str_eq_nocase(name, STR("upgrade"))) {
        h->upgrade = true;
    }
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 size_t name_n, const char *value, size_t value_n)
{
    struct headers *h = cls;
    struct conn *conn = h->conn;
    struct str n = {name, name_n}, v = {value ? value : "", value ? value_n : 0};
    (void)kind;
    h->bytes += n.len + v.len + 4;
    if (conn->http.header_n == HTTP_HEADERS_MAX) {
        h->many = true;
        return MHD_NO;
    }
    if (!is_token(n) || !is_value(v))
        h->bad = true;
    conn->headers[conn->http.header_n++] = (struct form_pair){n, v};
    note_header(h, n, v);
    return MHD_YES;
}

static bool method_of(const char *method, enum http_method *out)
{
    struct str m = str_from(method);
    if (str_eq(m, STR("GET")))
        *out = HTTP_GET;
    else if (str_eq(m, STR("HEAD")))
        *out = HTTP_HEAD;
    else if (str_eq(m, STR("POST")))
        *out = HTTP_POST;
    else
        return false;
    return true;
}

static bool is_known_method(const char *method)
{
    static const char *const known[] = {"PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (str_eq(str_from(method), str_from(known[i])))
            return true;
    }
    return false;
}

/* The status to refuse with, or 0. What would let two readers of the same bytes see two different
 * requests is refused before anything else. */
static int judge(struct conn *conn, const struct headers *h, const char *method,
                 const char *version)
{
    bool body = h->encodings > 0 || h->length > 0;
    if (!str_eq(str_from(version), STR("HTTP/1.1")) && !str_eq(str_from(version), STR("HTTP/1.0")))
        return 505;
    if (h->many || h->bytes + conn->target.len > HTTP_HEADER_BYTES_MAX)
        return 431;
    if (h->bad || h->hosts != 1 || !is_host(h->host) || h->lengths > 1 || h->encodings > 1 ||
        (h->encodings && h->lengths) || h->upgrade)
        return 400;
    if (!method_of(method, &conn->http.method))
        return is_known_method(method) ? 405 : 501;
    if (h->encodings && !str_eq_nocase(h->encoding, STR("chunked")))
        return 501;
    if (h->expects && !str_eq_nocase(h->expect, STR("100-continue")))
        return 417;
    if (body && conn->http.method != HTTP_POST)
        return 400;
    if (conn->http.method == HTTP_POST && !h->encodings && !h->lengths)
        return 411;
    if (!str_starts(conn->http.path, STR("/")))
        return 400;
    return 0;
}

static struct str peer_of(struct conn *conn)
{
    struct str peer = str_from(conn->peer);
    struct str through = http_header(&conn->http, STR("x-forwarded-for")), last = STR_NULL, piece;
    if (str_null(conn->server->config.proxy) || !str_eq(peer, conn->server->config.proxy))
        return peer;
    while (str_cut(&through, ',', &piece))
        last = str_trim(piece);
    return last.len > 0 && last.len < PEER_TEXT ? last : peer;
}

/* A slot for a body that goes to disk; false when all, or all of this network's, are taken. */
static bool begin_upload(struct conn *conn)
{
    struct server *server = conn->server;
    struct conn **room = NULL;
    int own = 0;
    struct str net = net_of(&conn->arena, conn->http.peer);
    snprintf(conn->net, sizeof conn->net, "%.*s", STR_ARG(net));
    pthread_mutex_lock(&server->uploads_lock);
    for (int i = 0; i < UPLOADS_AT_ONCE; i++) {
        struct conn *other = server->uploads[i];
        if (!other)
            room = &server->uploads[i];
        else
            own += strcmp(other->net, conn->net) == 0;
    }
    conn->uploading = room && own < UPLOADS_OF_NET;
    if (conn->uploading)
        *room = conn;
    pthread_mutex_unlock(&server->uploads_lock);
    return conn->uploading;
}

static bool open_upload(struct conn *conn)
{
    struct server *server = conn->server;
    if (!begin_upload(conn))
        return false;
    const char *dir = str_c(&conn->arena, server->web->config.files_dir);
    conn->http.body.fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (conn->http.body.fd < 0)
        log_error("cannot make a temporary file in %s: %s", dir, strerror(errno));
    return conn->http.body.fd >= 0;
}

/* Where the body goes: memory, or for multipart a file without a name. */
static enum MHD_Result expect_body(struct conn *conn, const struct headers *h)
{
    struct str type = http_header(&conn->http, STR("content-type"));
    bool multipart = str_starts(str_lower(&conn->arena, type), STR("multipart/form-data"));
    conn->body_max = multipart ? HTTP_MULTIPART_MAX : HTTP_BODY_MAX;
    conn->step = STEP_BODY;
    if (multipart)
        set_deadline(conn, conn->server->config.limits.upload_ms, SERVER_UPLOAD_SECONDS);
    else
        set_deadline(conn, conn->server->config.limits.body_ms, SERVER_BODY_SECONDS);
    if (h->length > DRAIN_MAX)
        return refuse(conn, 413, "too large\n");
    if (h->length > conn->body_max) {
        conn->step = STEP_DRAIN;
        conn->refuse = 413;
    } else if (multipart && !open_upload(conn)) {
        conn->step = STEP_DRAIN;
        conn->refuse = 503;
    }
    buf_init(&conn->body, &conn->arena, HTTP_BODY_MAX);
    return MHD_YES;
}

static enum MHD_Result look_at(struct conn *conn, const char *method, const char *version)
{
    struct headers h = {.conn = conn, .length = 0};
    size_t mark = str_find_char(conn->target, '?', 0);
    conn->http.path = str_slice(conn->target, 0, mark);
    conn->http.query =
        mark == SIZE_MAX ? STR_NULL : str_slice(conn->target, mark + 1, conn->target.len);
    conn->http.headers = conn->headers;
    MHD_get_connection_values_n(conn->mhd, MHD_HEADER_KIND, on_header, &h);
    int status = judge(conn, &h, method, version);
    if (status)
        return refuse(conn, status, "refused\n");
    conn->http.peer = peer_of(conn);
    if (conn->http.method == HTTP_POST)
        return expect_body(conn, &h);
    conn->step = STEP_BODY;
    set_deadline(conn, 0, 0);
    return MHD_YES;
}

static void take_piece(struct conn *conn, const char *piece, size_t n)
{
    struct http_body *body = &conn->http.body;
    body->size += (int64_t)n;
    if (conn->step == STEP_DRAIN)
        return;
    if (body->size > conn->body_max) {
        conn->step = STEP_DRAIN;
        conn->refuse = 413;
    } else if (body->fd < 0) {
        buf_add(&conn->body, (struct str){piece, n});
    } else {
        for (size_t at = 0; at < n;) {
            ssize_t done = write(body->fd, piece + at, n - at);
            if (done < 0 && errno == EINTR)
                continue;
            if (done <= 0) {
                conn->step = STEP_DRAIN;
                conn->refuse = errno == ENOSPC ? 507 : 500;
                return;
            }
            at += (size_t)done;
        }
    }
}

static enum MHD_Result serve(struct conn *conn)
{
    struct io *io = conn->io;
    if (conn->step == STEP_DRAIN)
        conn->http.refused = conn->refuse;
    else
        conn->http.body.bytes = buf_str(&conn->body);
    if (!dispatch_is_quick(io->server->web, &conn->arena, &conn->http))
        return hand_over(conn);
    answer(conn, io->thread, &io->arena);
    arena_reset(&io->arena, io->empty);
    return queue_response(conn);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *piece,
                                  size_t *piece_n, void **request)
{
    struct conn *conn = *request;
    (void)cls;
    (void)mhd;
    (void)url; /* decoded; conn->target is as it came */
    if (!conn)
        return MHD_NO;
    switch (conn->step) {
    case STEP_LINE:
        return look_at(conn, method, version);
    case STEP_BODY:
    case STEP_DRAIN:
        if (*piece_n == 0)
            return serve(conn);
        take_piece(conn, piece, *piece_n);
        *piece_n = 0;
        if (conn->http.body.size > DRAIN_MAX)
            return MHD_NO;
        return MHD_YES;
    case STEP_WORKING:
        return MHD_YES;
    case STEP_ANSWERED:
        return queue_response(conn);
    }
    return MHD_NO;
}

/* The request line is there: the target, before the library takes it apart. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct conn *conn = info ? info->socket_context : NULL;
    (void)cls;
    if (!conn)
        return NULL;
    request_begin(conn);
    conn->target = str_dup(&conn->arena, str_from(target));
    return conn;
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **request,
                         enum MHD_RequestTerminationCode code)
{
    (void)cls;
    (void)mhd;
    (void)code;
    if (*request)
        request_end(*request);
    *request = NULL;
}

static size_t leave_escapes(void *cls, struct MHD_Connection *mhd, char *s)
{
    (void)cls;
    (void)mhd;
    return strlen(s);
}

/* ---- the accepting thread ------------------------------------------------------------------- */

static struct io *least_busy(struct server *server)
{
    struct io *best = &server->ios[0];
    for (int i = 1; i < server->io_n; i++) {
        if (atomic_load(&server->ios[i].connections) < atomic_load(&best->connections))
            best = &server->ios[i];
    }
    return best;
}

static void accept_one(struct server *server)
{
    struct sockaddr_storage from;
    socklen_t size = sizeof from;
    int fd =
        accept4(server->listen_fd, (struct sockaddr *)&from, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE)
            poll(NULL, 0, 50);
        return;
    }
    struct io *io = least_busy(server);
    atomic_fetch_add(&io->connections, 1);
    if (MHD_add_connection(io->daemon, fd, (struct sockaddr *)&from, size) != MHD_YES)
        atomic_fetch_sub(&io->connections, 1); /* the library closed the socket */
}

static void sweep(struct server *server)
{
    int64_t now = now_ms();
    pthread_mutex_lock(&server->conns_lock);
    for (size_t i = 0; i < server->conns.n; i++) {
        struct conn *conn = server->conns.at[i];
        int64_t deadline = atomic_load_explicit(&conn->deadline_ms, memory_order_relaxed);
        if (conn->fd >= 0 && deadline && now > deadline)
            shutdown(conn->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&server->conns_lock);
}

static void *acceptor_main(void *arg)
{
    struct server *server = arg;
    struct pollfd fds[2] = {{server->listen_fd, POLLIN, 0}, {server->wake_fd, POLLIN, 0}};
    int64_t swept = now_ms();
    for (;;) {
        poll(fds, 2, SWEEP_MS);
        if (atomic_load(&server->stopping))
            return NULL;
        if (fds[0].revents)
            accept_one(server);
        if (now_ms() - swept >= SWEEP_MS) {
            sweep(server);
            swept = now_ms();
        }
    }
}

/* ---- start and stop ------------------------------------------------------------------------- */

static size_t last_colon(struct str address)
{
    size_t colon = SIZE_MAX;
    for (size_t i = 0; i < address.len; i++) {
        if (address.ptr[i] == ':')
            colon = i;
    }
    return colon;
}

/* "host:port", "[::1]:port"; NULL when that is no address. */
static struct addrinfo *look_up(struct arena *arena, struct str address)
{
    size_t colon = last_colon(address);
    struct str host = str_slice(address, 0, colon);
    if (str_starts(host, STR("[")) && str_ends(host, STR("]")))
        host = str_slice(host, 1, host.len - 1);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    if (colon == SIZE_MAX ||
        getaddrinfo(str_c(arena, host), str_c(arena, str_slice(address, colon + 1, address.len)),
                    &hints, &found))
        return NULL;
    return found;
}

static int port_of(const struct sockaddr_storage *own)
{
    return ntohs(own->ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)own)->sin6_port
                                            : ((const struct sockaddr_in *)own)->sin_port);
}

struct str server_address(struct arena *arena, struct str address)
{
    size_t colon = last_colon(address);
    int64_t port;
    if (colon == SIZE_MAX || !str_int(str_slice(address, colon + 1, address.len), &port) || port)
        return address;
    struct addrinfo *found = look_up(arena, address);
    if (!found)
        return address;
    struct sockaddr_storage own;
    socklen_t size = sizeof own;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool bound = fd >= 0 && !bind(fd, found->ai_addr, found->ai_addrlen) &&
                 !getsockname(fd, (struct sockaddr *)&own, &size);
    if (fd >= 0)
        close(fd);
    freeaddrinfo(found);
    return bound ? str_print(arena, "%.*s:%d", (int)colon, address.ptr, port_of(&own)) : address;
}

static enum err open_socket(struct server *server, struct str address, struct error *error)
{
    struct addrinfo *found = look_up(server->arena, address);
    if (!found)
        return error_set(error, ERR_INVALID, STR("listen"),
                         T("监听地址要写成 主机:端口，例如 127.0.0.1:8080：{}"), address);
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    bool bound = fd >= 0 && !bind(fd, found->ai_addr, found->ai_addrlen) && !listen(fd, 1024);
    freeaddrinfo(found);
    struct sockaddr_storage own;
    socklen_t size = sizeof own;
    if (!bound || getsockname(fd, (struct sockaddr *)&own, &size)) {
        struct str why = str_print(server->arena, "%.*s: %s", STR_ARG(address), strerror(errno));
        if (fd >= 0)
            close(fd);
        return error_set(error, ERR_IO, STR("listen"), T("无法监听 {}"), why);
    }
    server->listen_fd = fd;
    server->port = port_of(&own);
    return ERR_OK;
}

/* Every reply is copied out before the next request, so its page may lie in lent memory. */
static enum err make_thread(struct server *server, struct web_thread **out_thread)
{
    enum err e = web_thread_make(server->arena, server->web, out_thread);
    if (!e)
        web_thread_lend(*out_thread, arena_alloc(server->arena, PAGE_ROOM), PAGE_ROOM);
    return e;
}

static enum err start_io(struct server *server, struct io *io)
{
    io->server = server;
    arena_prime(&io->arena, REQUEST_ARENA_MAX, IO_ARENA_FIRST, &io->empty);
    enum err e = make_thread(server, &io->thread);
    if (e)
        return e;
    io->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME, 0,
        NULL, NULL, on_request, io, MHD_OPTION_NOTIFY_CONNECTION, on_connection, io,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, io, MHD_OPTION_NOTIFY_COMPLETED, on_completed, io,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, io, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVER_CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_END);
    return io->daemon ? ERR_OK : ERR_IO;
}

static enum err start_worker(struct server *server, struct worker *worker)
{
    worker->server = server;
    arena_init(&worker->arena, TOUCH_ARENA_MAX);
    enum err e = make_thread(server, &worker->thread);
    if (e)
        return e;
    if (pthread_create(&worker->id, NULL, worker_main, worker))
        return ERR_IO;
    server->workers_running++;
    return ERR_OK;
}

static int or_cpus(int given, int extra)
{
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    int n = given > 0 ? given : (int)(cpus < 1 ? 1 : cpus) + extra;
    return n > SERVER_THREADS_MAX ? SERVER_THREADS_MAX : n;
}

static enum err start_threads(struct server *server)
{
    enum err e = ERR_OK;
    for (int i = 0; !e && i < server->io_n; i++)
        e = start_io(server, &server->ios[i]);
    for (int i = 0; !e && i < server->worker_n; i++)
        e = start_worker(server, &server->workers[i]);
    if (!e && pthread_create(&server->acceptor, NULL, acceptor_main, server))
        e = ERR_IO;
    server->acceptor_runs = !e;
    return e;
}

enum err server_start(struct arena *arena, const struct web *web,
                      const struct server_config *config, struct server **out_server,
                      struct error *error)
{
    struct server *server = ARENA_NEW(arena, struct server);
    *server = (struct server){
        .arena = arena, .web = web, .config = *config, .listen_fd = -1, .wake_fd = -1};
    arena_init(&server->own, CONNECTIONS_ARENA_MAX);
    server->io_n = or_cpus(config->io_threads, 0);
    server->worker_n = or_cpus(config->worker_threads, 2);
    server->ios = ARENA_ARRAY(arena, struct io, server->io_n);
    server->workers = ARENA_ARRAY(arena, struct worker, server->worker_n);
    pthread_mutex_init(&server->conns_lock, NULL);
    pthread_mutex_init(&server->uploads_lock, NULL);
    pthread_mutex_init(&server->queue_lock, NULL);
    pthread_cond_init(&server->queue_filled, NULL);
    server->wake_fd = eventfd(0, EFD_CLOEXEC);
    enum err e = open_socket(server, config->address, error);
    if (!e)
        e = start_threads(server);
    if (e) {
        error_set(error, e, STR_NULL, T("服务没有启动"), STR_NULL);
        server_stop(server);
        return e;
    }
    *out_server = server;
    return ERR_OK;
}

int server_port(const struct server *server)
{
    return server->port;
}

/* Until nothing that was accepted is unanswered, or the time is up. */
static void wait_for_active(struct server *server)
{
    int64_t until = now_ms() + SERVER_STOP_SECONDS * 1000;
    while (atomic_load(&server->active) > 0 && now_ms() < until)
        poll(NULL, 0, 5);
}

static void stop_workers(struct server *server)
{
    pthread_mutex_lock(&server->queue_lock);
    server->queue_closed = true;
    pthread_cond_broadcast(&server->queue_filled);
    pthread_mutex_unlock(&server->queue_lock);
    for (int i = 0; i < server->workers_running; i++)
        pthread_join(server->workers[i].id, NULL);
    for (int i = 0; i < server->worker_n; i++)
        web_thread_end(server->workers[i].thread);
}

void server_stop(struct server *server)
{
    uint64_t one = 1;
    atomic_store(&server->stopping, true);
    if (server->acceptor_runs) {
        if (write(server->wake_fd, &one, sizeof one) < 0)
            log_warn("the accepting thread will notice the end a little later");
        pthread_join(server->acceptor, NULL);
    }
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    wait_for_active(server);
    stop_workers(server);
    for (int i = 0; i < server->io_n; i++) {
        if (server->ios[i].daemon)
            MHD_stop_daemon(server->ios[i].daemon);
        web_thread_end(server->ios[i].thread);
        if (server->ios[i].arena.block)
            arena_release(&server->ios[i].arena);
    }
    if (server->wake_fd >= 0)
        close(server->wake_fd);
    arena_release(&server->own);
}
