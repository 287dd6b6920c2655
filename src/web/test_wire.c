/* The wire, from a raw socket: what is refused, what is kept alive, what a stop finishes. */
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/tap.h"
#include "core/act.h"
#include "core/core_module.h"
#include "core_schema.h"
#include "db/db.h"
#include "web/dispatch.h"
#include "web/req.h"
#include "web/server.h"
#include "web/sign.h"

static struct arena arena;
static struct web *web;
static struct server *server;

static int64_t test_now(void)
{
    return INT64_C(1800000000) * SECOND_US;
}

static enum err hello_page(struct req *req)
{
    req->title = STR("hello");
    buf_add(&req->page.out, STR("hello"));
    return ERR_OK;
}

static enum err slow_page(struct req *req)
{
    usleep(200000);
    buf_add(&req->page.out, STR("slow"));
    return ERR_OK;
}

enum { LARGE_BYTES = 24 << 20 };

static enum err large_page(struct req *req)
{
    char *bytes = arena_alloc(req->ctx->arena, LARGE_BYTES);
    memset(bytes, 'x', LARGE_BYTES);
    return req_send(req, STR("large.txt"), "text/plain", (struct str){bytes, LARGE_BYTES});
}

static enum err form_page(struct req *req)
{
    if (req->post) {
        buf_print(&req->page.out, "got %zu:%.*s|%zu", req->pairs.n,
                  STR_ARG(form_value(req->pairs, STR("a"))), req->upload_n);
        return ERR_OK;
    }
    buf_print(&req->page.out, "token=%s", req->token);
    return ERR_OK;
}

static enum err broken_page(struct req *req)
{
    (void)req;
    return ERR_IO;
}

static const struct route routes[] = {
    {"hello", ROUTE_GET, "/hello", ROLE_ANYONE, NULL, hello_page},
    {"slow", ROUTE_GET | ROUTE_SLOW, "/slow", ROLE_ANYONE, NULL, slow_page},
    {"form", ROUTE_FORM, "/form", ROLE_ANYONE, NULL, form_page},
    {"large", ROUTE_GET, "/large", ROLE_ANYONE, NULL, large_page},
    {"inside", ROUTE_GET, "/inside", ROLE_ADMIN, NULL, hello_page},
    {"broken", ROUTE_FORM, "/door/{secret text}", ROLE_ANYONE, NULL, broken_page},
};
static const struct module module = {
    .name = "test", .pages = routes, .page_n = sizeof routes / sizeof *routes};
static const struct module *const modules[] = {&module, NULL};

static int dial(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)server_port(server))};
    struct timeval limit = {3, 0};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(fd, (struct sockaddr *)&to, sizeof to))
        abort();
    return fd;
}

static void say(int fd, struct str text)
{
    while (text.len > 0) {
        ssize_t n = send(fd, text.ptr, text.len, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        text = str_slice(text, (size_t)n, text.len);
    }
}

/* One reply: headers and as many bytes as Content-Length says (none for HEAD). */
static struct str hear_in(struct arena *memory, int fd, bool head)
{
    struct buf b;
    size_t want = SIZE_MAX;
    buf_init(&b, memory, 1 << 20);
    while (b.len < want) {
        char piece[4096];
        size_t ask = want == SIZE_MAX ? 1 : want - b.len;
        ssize_t n = recv(fd, piece, ask < sizeof piece ? ask : sizeof piece, 0);
        if (n <= 0)
            break;
        buf_add(&b, (struct str){piece, (size_t)n});
        if (want == SIZE_MAX && str_ends(buf_str(&b), STR("\r\n\r\n"))) {
            size_t at = str_find(str_lower(memory, buf_str(&b)), STR("content-length: "), 0);
            want = b.len;
            if (at != SIZE_MAX && !head)
                want += (size_t)strtoul(b.ptr + at + 16, NULL, 10);
        }
    }
    return buf_str(&b);
}

static struct str hear(int fd, bool head)
{
    return hear_in(&arena, fd, head);
}

static int status_of(struct str reply)
{
    return str_starts(reply, STR("HTTP/1.1 ")) ? (int)strtol(reply.ptr + 9, NULL, 10) : 0;
}

/* The library sends the head of its own error replies twice (doc/why/401-wire.md); what counts is
 * that nothing is answered any more. A reset says that it left bytes unread. */
static bool is_closed(int fd)
{
    char piece[1024];
    ssize_t n;
    while ((n = recv(fd, piece, sizeof piece, 0)) > 0)
        continue;
    return n == 0 || errno == ECONNRESET;
}

/* out_closed: asks whether the connection was ended too; NULL = does not matter. */
static int ask_status(struct str text, bool *out_closed)
{
    int fd = dial();
    say(fd, text);
    int status = status_of(hear(fd, false));
    if (out_closed)
        *out_closed = is_closed(fd);
    close(fd);
    return status;
}

#define H "Host: x\r\n"

static void answers_and_keeps_alive(void)
{
    int fd = dial();
    for (int i = 0; i < 3; i++) {
        say(fd, STR("GET /hello HTTP/1.1\r\n" H "\r\n"));
        struct str reply = hear(fd, false);
        IS_INT(status_of(reply), 200);
        OK(str_ends(reply, STR("\r\n\r\nhello")), "the body");
        OK(str_has(reply, STR("Content-Security-Policy: default-src 'none'")) &&
               str_has(reply, STR("X-Content-Type-Options: nosniff")) &&
               str_has(reply, STR("Cache-Control: no-store")),
           "the headers");
    }
    say(fd, STR("HEAD /hello HTTP/1.1\r\n" H "\r\n"));
    struct str reply = hear(fd, true);
    OK(status_of(reply) == 200 && str_ends(reply, STR("\r\n\r\n")) &&
           str_has(reply, STR("Content-Length: 5")),
       "HEAD: the length without the body");
    say(fd, STR("GET /slow HTTP/1.1\r\n" H "\r\nGET /hello HTTP/1.1\r\n" H "\r\n"));
    OK(str_ends(hear(fd, false), STR("slow")), "a worker's answer");
    OK(str_ends(hear(fd, false), STR("hello")), "and the pipelined one behind it");
    say(fd, STR("GET /hello HTTP/1.1\r\n" H "Connection: close\r\n\r\n"));
    IS_INT(status_of(hear(fd, false)), 200);
    OK(is_closed(fd), "closed when asked to");
    close(fd);
}

static void plain_statuses(void)
{
    IS_INT(ask_status(STR("GET /healthz HTTP/1.1\r\n" H "\r\n"), NULL), 200);
    IS_INT(ask_status(STR("GET /nothing HTTP/1.1\r\n" H "\r\n"), NULL), 404);
    IS_INT(ask_status(STR("GET /inside HTTP/1.1\r\n" H "\r\n"), NULL), 401);
    IS_INT(ask_status(STR("GET /asset/nothing HTTP/1.1\r\n" H "\r\n"), NULL), 404);
    IS_INT(ask_status(STR("GET /api/v1/a/b HTTP/1.1\r\n" H "\r\n"), NULL), 401);
    IS_INT(ask_status(STR("GET /api/v1/openapi.json HTTP/1.1\r\n" H "\r\n"), NULL), 200);
    IS_INT(ask_status(STR("POST /hello HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n"), NULL), 405);
}

/* Refused, and the connection is closed: what follows could be another reader's request. */
static void is_refused(int want, struct str text, const char *what)
{
    bool closed;
    int status = ask_status(text, &closed);
    if (status != want)
        printf("# %s: %d instead of %d\n", what, status, want);
    OK(status == want && closed, what);
}

static void refuses(void)
{
    is_refused(400, STR("GET /hello HTTP/1.1\r\n\r\n"), "no Host");
    is_refused(400, STR("GET /hello HTTP/1.0\r\n\r\n"), "no Host in 1.0");
    is_refused(400, STR("GET /hello HTTP/1.1\r\n" H H "\r\n"), "two Hosts");
    is_refused(400, STR("GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n"), "a Host with a blank");
    is_refused(400, STR("GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n"), "a Host with a path");
    is_refused(400, STR("GET /hello HTTP/1.1\r\nHost: u@x\r\n\r\n"), "a Host with a user");
    is_refused(400,
               STR("POST /form HTTP/1.1\r\n" H "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"
                   "\r\n0\r\n\r\n"),
               "Transfer-Encoding with Content-Length");
    is_refused(501, STR("POST /form HTTP/1.1\r\n" H "Transfer-Encoding: gzip, chunked\r\n\r\n"),
               "another Transfer-Encoding");
    is_refused(400,
               STR("POST /form HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n"),
               "two Transfer-Encodings");
    is_refused(400,
               STR("POST /form HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"),
               "two Content-Lengths");
    is_refused(400, STR("POST /form HTTP/1.1\r\n" H "Content-Length: +3\r\n\r\nabc"),
               "a signed length");
    is_refused(400, STR("POST /form HTTP/1.1\r\n" H "Content-Length: 3x\r\n\r\nabc"),
               "a wrong length");
    is_refused(411, STR("POST /form HTTP/1.1\r\n" H "\r\n"), "a POST without a length");
    is_refused(400, STR("GET /hello HTTP/1.1\r\n" H "Content-Length: 3\r\n\r\nabc"),
               "a GET with a body");
    is_refused(400, STR("GET /hello HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
               "a GET with a chunked body");
    is_refused(400,
               STR("GET /hello HTTP/1.1\r\n" H "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
               "Upgrade");
    is_refused(405, STR("OPTIONS /hello HTTP/1.1\r\n" H "\r\n"), "OPTIONS");
    is_refused(405, STR("TRACE /hello HTTP/1.1\r\n" H "\r\n"), "TRACE");
    is_refused(405, STR("PUT /hello HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\na"), "PUT");
    is_refused(501, STR("BREW /hello HTTP/1.1\r\n" H "\r\n"), "an unknown method");
    is_refused(501, STR("get /hello HTTP/1.1\r\n" H "\r\n"), "a method in small letters");
    is_refused(400, STR("GET http://x/hello HTTP/1.1\r\n" H "\r\n"), "a whole address as target");
    is_refused(400, STR("GET hello HTTP/1.1\r\n" H "\r\n"), "a target without a slash");
    is_refused(400, STR("GET /hello HTTP/1.1\r\n" H "A b: c\r\n\r\n"),
               "a blank in a header's name");
    is_refused(400, STR("GET /hello HTTP/1.1\r\nHost : x\r\n\r\n"), "a blank before the colon");
    is_refused(400, STR("GET /hello HTTP/1.1\r\n" H "A: b\x01\r\n\r\n"),
               "a control byte in a value");
    is_refused(417, STR("POST /form HTTP/1.1\r\n" H "Expect: tea\r\nContent-Length: 1\r\n\r\na"),
               "another expectation");
    is_refused(413, STR("POST /form HTTP/1.1\r\n" H "Content-Length: 999999999999\r\n\r\n"),
               "a body far too large");
}

static void refuses_versions(void)
{
    bool closed;
    int status = ask_status(STR("GET /hello HTTP/2.0\r\n" H "\r\n"), &closed);
    OK(status == 505 || status == 400, "HTTP/2.0");
    status = ask_status(STR("GET /hello HTTP/1.2\r\n" H "\r\n"), &closed);
    OK(status == 505 || status == 200, "HTTP/1.2 may be taken as 1.1");
    status = ask_status(STR("GET /hello\r\n\r\n"), &closed);
    OK(status == 0 || status >= 400, "no version");
    status = ask_status(STR("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), &closed);
    OK(status == 0 || status >= 400, "TLS on the plain port");
}

static void refuses_floods_of_headers(void)
{
    struct buf b;
    buf_init(&b, &arena, 1 << 20);
    buf_add(&b, STR("GET /hello HTTP/1.1\r\n" H));
    for (int i = 0; i < HTTP_HEADERS_MAX; i++)
        buf_print(&b, "X-%d: y\r\n", i);
    buf_add(&b, STR("\r\n"));
    is_refused(431, buf_str(&b), "65 headers");
    buf_init(&b, &arena, 1 << 20);
    buf_add(&b, STR("GET /hello HTTP/1.1\r\n" H "X: "));
    for (int i = 0; i < HTTP_HEADER_BYTES_MAX; i++)
        buf_char(&b, 'y');
    buf_add(&b, STR("\r\n\r\n"));
    bool closed;
    int status = ask_status(buf_str(&b), &closed);
    OK(status == 431 || status == 413, "17 kB of headers");
    buf_init(&b, &arena, 1 << 20);
    buf_add(&b, STR("GET /"));
    for (int i = 0; i < 64 * 1024; i++)
        buf_char(&b, 'y');
    buf_add(&b, STR(" HTTP/1.1\r\n" H "\r\n"));
    status = ask_status(buf_str(&b), &closed);
    OK(status == 414 || status == 431 || status == 0, "64 kB of target");
}

/* token=... and the visit cookie of a fresh form. */
static void fresh_form(struct str *out_token, struct str *out_cookie)
{
    int fd = dial();
    say(fd, STR("GET /form HTTP/1.1\r\n" H "\r\n"));
    struct str reply = hear(fd, false);
    close(fd);
    size_t at = str_find(reply, STR("token="), 0);
    *out_token = str_slice(reply, at + 6, reply.len);
    at = str_find(reply, STR("Set-Cookie: "), 0);
    struct str line = str_slice(reply, at + 12, reply.len);
    *out_cookie = str_slice(line, 0, str_find_char(line, ';', 0));
}

static struct str post(struct str type, struct str cookie, struct str body, size_t piece)
{
    int fd = dial();
    say(fd, str_print(&arena,
                      "POST /form HTTP/1.1\r\n" H "Content-Type: %.*s\r\nCookie: %.*s\r\n"
                      "Content-Length: %zu\r\n\r\n",
                      STR_ARG(type), STR_ARG(cookie), body.len));
    for (size_t at = 0; at < body.len; at += piece) {
        say(fd, str_slice(body, at, at + piece));
        if (piece < body.len)
            usleep(1000);
    }
    struct str reply = hear(fd, false);
    close(fd);
    return reply;
}

static void posts_arrive_in_pieces(void)
{
    struct str token, cookie;
    struct str type = STR("application/x-www-form-urlencoded");
    fresh_form(&token, &cookie);
    struct str body = str_print(&arena, "a=%%E6%%A0%%87&_token=%.*s", STR_ARG(token));
    OK(str_ends(post(type, cookie, body, 7), STR("got 1:标|0")), "in pieces of 7 bytes");
    IS_INT(status_of(post(type, cookie, STR("a=1"), 10)), 403);
    IS_INT(status_of(post(type, STR("none=1"), body, 100)), 403);
    IS_INT(status_of(post(STR("text/plain"), cookie, body, 100)), 400);
    IS_INT(status_of(post(type, cookie, STR("a=%zz"), 100)), 400);
    char *large = arena_alloc(&arena, HTTP_BODY_MAX + 1);
    memset(large, 'a', HTTP_BODY_MAX + 1);
    IS_INT(status_of(post(type, cookie, (struct str){large, HTTP_BODY_MAX + 1}, 1 << 20)), 413);
}

static void chunked_posts_arrive(void)
{
    struct str token, cookie;
    fresh_form(&token, &cookie);
    int fd = dial();
    say(fd,
        str_print(&arena,
                  "POST /form HTTP/1.1\r\n" H "Content-Type: application/x-www-form-urlencoded\r\n"
                  "Cookie: %.*s\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "4\r\na=1&\r\n47\r\n_token=%.*s\r\n0\r\n\r\n",
                  STR_ARG(cookie), STR_ARG(token)));
    OK(str_ends(hear(fd, false), STR("got 1:1|0")), "in chunks");
    close(fd);
}

static void foreign_origins_are_refused(void)
{
    struct str token, cookie;
    fresh_form(&token, &cookie);
    static const char *const bad[] = {"Origin: https://evil.example", "Origin: null",
                                      "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
                                      "Origin: http://x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int fd = dial();
        say(fd, str_print(&arena,
                          "POST /form HTTP/1.1\r\n" H "%s\r\nCookie: %.*s\r\nContent-Length: 71\r\n"
                          "Content-Type: application/x-www-form-urlencoded\r\n\r\n_token=%.*s",
                          bad[i], STR_ARG(cookie), STR_ARG(token)));
        OK(status_of(hear(fd, false)) == 403, bad[i]);
        close(fd);
    }
    int fd = dial();
    say(fd,
        str_print(&arena,
                  "POST /form HTTP/1.1\r\n" H "Origin: http://127.0.0.1:1\r\nCookie: %.*s\r\n"
                  "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 71\r\n\r\n"
                  "_token=%.*s",
                  STR_ARG(cookie), STR_ARG(token)));
    IS_INT(status_of(hear(fd, false)), 200);
    close(fd);
}

static void many_connections_are_spread(void)
{
    int fds[40];
    for (int i = 0; i < 40; i++)
        fds[i] = dial();
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 40; i++)
            say(fds[i], STR("GET /slow HTTP/1.1\r\n" H "\r\n"));
        for (int i = 0; i < 40; i++)
            OK(str_ends(hear(fds[i], false), STR("slow")), "each gets its answer");
    }
    for (int i = 0; i < 40; i++)
        close(fds[i]);
}

static void *ask_slowly(void *arg)
{
    int *status = arg, fd = dial();
    struct arena own;
    arena_init(&own, (size_t)4 << 20);
    say(fd, STR("GET /slow HTTP/1.1\r\n" H "\r\n"));
    *status = status_of(hear_in(&own, fd, false));
    close(fd);
    arena_release(&own);
    return NULL;
}

/* ---- slow clients ---------------------------------------------------------------------------- */

enum {
    HEADER_MS = 600,
    BODY_MS = 900,
    UPLOAD_MS = 1200,
    SEND_MS = 900,
    SWEEP_MS = 3000, /* the server looks twice a second; and this machine may be busy */
    DRIP_MS = 50,
    CROWD = 60, /* slow ones at once */
};

static int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Sends the bytes one by one, so that none of the waits is long; how long the server bore it. */
static int64_t drip(struct str head, char byte)
{
    int fd = dial();
    int64_t began = clock_ms();
    char piece[64];
    say(fd, head);
    for (;;) {
        if (send(fd, &byte, 1, MSG_NOSIGNAL) != 1)
            break;
        ssize_t n = recv(fd, piece, sizeof piece, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK))
            break;
        if (clock_ms() - began > 3 * (UPLOAD_MS + SWEEP_MS))
            break;
        usleep(DRIP_MS * 1000);
    }
    close(fd);
    return clock_ms() - began;
}

static void is_within(int64_t took, int64_t limit, const char *what)
{
    bool good = took >= limit - DRIP_MS && took <= limit + SWEEP_MS;
    if (!OK(good, what))
        printf("#   took %lld ms, the limit is %lld\n", (long long)took, (long long)limit);
}

static void slow_requests_end(void)
{
    is_within(drip(STR("GET /hello HTTP/1.1\r\nX-A: "), 'a'), HEADER_MS, "headers that trickle in");
    is_within(drip(STR(""), 'G'), HEADER_MS, "a request line that trickles in");
    is_within(drip(STR("POST /form HTTP/1.1\r\n" H "Content-Length: 100000\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\n\r\na="),
                   'a'),
              BODY_MS, "a body that trickles in");
    is_within(drip(STR("POST /form HTTP/1.1\r\n" H "Content-Length: 100000\r\n"
                       "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"),
                   'a'),
              UPLOAD_MS, "an upload that trickles in");
}

static void idle_connections_end(void)
{
    int fd = dial();
    int64_t began = clock_ms();
    OK(is_closed(fd), "one that never asks");
    is_within(clock_ms() - began, HEADER_MS, "one that never asks, in its time");
    close(fd);
    fd = dial();
    say(fd, STR("GET /hello HTTP/1.1\r\n" H "\r\n"));
    IS_INT(status_of(hear(fd, false)), 200);
    began = clock_ms();
    OK(is_closed(fd), "one that does not ask again");
    is_within(clock_ms() - began, HEADER_MS, "one that does not ask again, in its time");
    close(fd);
}

/* The reply is larger than what both ends hold in their buffers; nobody takes it. */
static void replies_that_nobody_takes_end(void)
{
    int fd = dial();
    char piece[4096];
    size_t got = 0;
    ssize_t n;
    say(fd, STR("GET /large HTTP/1.1\r\n" H "\r\n"));
    usleep((SEND_MS + 1100) * 1000);
    while ((n = recv(fd, piece, sizeof piece, 0)) > 0)
        got += (size_t)n;
    OK(got > 0 && got < LARGE_BYTES, "a reply that was not taken in time ends early");
    close(fd);
}

/* Many of them at once do not keep a good one waiting. */
static void slow_clients_stop_nobody(void)
{
    int fds[CROWD];
    for (int i = 0; i < CROWD; i++) {
        fds[i] = dial();
        say(fds[i], i % 2 ? STR("GET /hello HTTP/1.1\r\nX-A: ")
                          : STR("POST /form HTTP/1.1\r\n" H "Content-Length: 1000\r\n\r\na"));
    }
    int64_t began = clock_ms();
    IS_INT(ask_status(STR("GET /hello HTTP/1.1\r\n" H "\r\n"), NULL), 200);
    OK(clock_ms() - began < SWEEP_MS, "answered while the slow ones are still there");
    for (int i = 0; i < CROWD; i++) {
        OK(is_closed(fds[i]), "and the slow ones end");
        close(fds[i]);
    }
    IS_INT(ask_status(STR("GET /hello HTTP/1.1\r\n" H "\r\n"), NULL), 200);
}

/* Files that are on their way take slots; one network has some of them, not all. */
static void uploads_of_one_network_are_limited(void)
{
    enum { OF_ONE = 8, PATIENCE = 400 };
    struct str half =
        STR("POST /form HTTP/1.1\r\n" H "Content-Length: 1000\r\nExpect: 100-continue\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n\r\n");
    struct str whole = STR("POST /form HTTP/1.1\r\n" H "Content-Length: 7\r\n"
                           "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x--\r\n");
    int fds[OF_ONE];
    for (int i = 0; i < OF_ONE; i++) {
        char said[64] = "";
        fds[i] = dial();
        say(fds[i], half);
        OK(recv(fds[i], said, sizeof said - 1, 0) > 0 && strstr(said, " 100 ") != NULL,
           "the server has looked at it: go on");
    }
    IS_INT(ask_status(whole, NULL), 503);
    IS_INT(ask_status(STR("GET /hello HTTP/1.1\r\n" H "\r\n"), NULL), 200);
    for (int i = 0; i < OF_ONE; i++)
        close(fds[i]);
    for (int i = 0; i < PATIENCE && ask_status(whole, NULL) == 503; i++)
        usleep(50000);
    OK(ask_status(whole, NULL) != 503, "and room again");
}

/* Last: the server is stopped while requests are with the workers. */
static void stopping_finishes_what_was_accepted(void)
{
    pthread_t threads[8];
    int status[8] = {0};
    for (int i = 0; i < 8; i++)
        pthread_create(&threads[i], NULL, ask_slowly, &status[i]);
    usleep(100000);
    server_stop(server);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        IS_INT(status[i], 200);
    }
}

static void a_free_port_is_named_before(void)
{
    struct arena own;
    int64_t port = 0;
    arena_init(&own, 1 << 16);
    struct str free = server_address(&own, STR("127.0.0.1:0"));
    OK(str_starts(free, STR("127.0.0.1:")) && str_int(str_slice(free, 10, free.len), &port) &&
           port > 1023,
       "port 0 becomes one that is free");
    IS_STR(server_address(&own, STR("127.0.0.1:8420")), STR("127.0.0.1:8420"));
    IS_STR(server_address(&own, STR("nonsense")), STR("nonsense"));
    IS_STR(server_address(&own, STR("127.0.0.1:")), STR("127.0.0.1:"));
    arena_release(&own);
}

static void addresses(void)
{
    struct error error = {0};
    OK(!server_address_check(STR("127.0.0.1:80"), STR_NULL, STR("http://127.0.0.1:80"), &error) &&
           !server_address_check(STR("[::1]:80"), STR_NULL, STR("https://list.example.cn"),
                                 &error) &&
           !server_address_check(STR("0.0.0.0:80"), STR("10.0.0.2"), STR("https://list.example.cn"),
                                 &error),
       "loopback, or a proxy with https");
    OK(server_address_check(STR("0.0.0.0:80"), STR_NULL, STR("https://list.example.cn"), &error) &&
           server_address_check(STR("10.0.0.1:80"), STR("10.0.0.2"), STR("http://127.0.0.1"),
                                NULL) &&
           server_address_check(STR("127.0.0.1:80"), STR_NULL, STR("http://list.example.cn"),
                                NULL) &&
           server_address_check(STR("127.0.0.1:80"), STR_NULL, STR("https://x/path"), NULL) &&
           server_address_check(STR("127.0.0.1:80"), STR_NULL, STR("ftp://x"), NULL) &&
           error.message,
       "anything else is refused with a reason");
}

/* What the server writes to standard error while it answers these. */
static struct str logged(const char *const *targets, size_t n)
{
    static char text[16 * 1024];
    FILE *file = tmpfile();
    int usual = dup(STDERR_FILENO);
    fflush(stderr);
    dup2(fileno(file), STDERR_FILENO);
    for (size_t i = 0; i < n; i++) {
        int fd = dial();
        say(fd, str_print(&arena, "GET %s HTTP/1.1\r\n" H "\r\n", targets[i]));
        hear(fd, false);
        close(fd);
    }
    fflush(stderr);
    dup2(usual, STDERR_FILENO);
    close(usual);
    ssize_t got = pread(fileno(file), text, sizeof text, 0);
    fclose(file);
    return (struct str){text, got > 0 ? (size_t)got : 0};
}

static void logs_hold_no_secret(void)
{
    static const char *const targets[] = {"/hello?x=1", "/door/s3cret", "/door/s3cret/more",
                                          "http://127.0.0.1/door/s3cret"};
    struct str log = logged(targets, 4);
    OK(str_has(log, STR(" GET /hello 200 ")), "a plain path is logged");
    OK(str_has(log, STR(" GET /door/… 500 ")), "the secret's route is");
    OK(str_has(log, STR("error /door/…: failed")), "and that it failed");
    OK(str_has(log, STR(" GET /door/… 404 ")), "and what lies behind it");
    OK(!str_has(log, STR("s3cret")), "the secret nowhere");
}

int main(void)
{
    struct error error = {0};
    arena_init(&arena, (size_t)256 << 20);
    signal(SIGPIPE, SIG_IGN);
    struct db *db =
        db_open_test(&arena, &(struct migrations){core_migrations, core_migration_n}, 1);
    struct app_db app_db = {.db = db};
    struct web_config config = {
        .modules = modules,
        .app_db = &app_db,
        .url = db_url(db),
        .park = {1},
        .public_url = STR("http://127.0.0.1:1"),
        .files_dir = STR("/tmp"),
        .offset_min = 480,
    };
    struct server_config serving = {
        .address = STR("127.0.0.1:0"), .io_threads = 2, .worker_threads = 8, .now_us = test_now};
    if (web_make(&arena, &config, &web) || server_start(&arena, web, &serving, &server, &error)) {
        printf("Bail out! the server did not start: %s\n", error.message ? error.message : "?");
        return 1;
    }
    RUN(answers_and_keeps_alive);
    RUN(plain_statuses);
    RUN(refuses);
    RUN(refuses_versions);
    RUN(refuses_floods_of_headers);
    RUN(posts_arrive_in_pieces);
    RUN(chunked_posts_arrive);
    RUN(foreign_origins_are_refused);
    RUN(many_connections_are_spread);
    RUN(a_free_port_is_named_before);
    RUN(addresses);
    RUN(uploads_of_one_network_are_limited);
    struct server *usual = server;
    serving.access_log = true;
    if (!IS_INT(server_start(&arena, web, &serving, &server, &error), ERR_OK))
        return tap_end();
    RUN(logs_hold_no_secret);
    server_stop(server);
    serving.access_log = false;
    serving.limits = (struct server_limits){HEADER_MS, BODY_MS, UPLOAD_MS, SEND_MS};
    if (!IS_INT(server_start(&arena, web, &serving, &server, &error), ERR_OK))
        return tap_end();
    RUN(slow_requests_end);
    RUN(idle_connections_end);
    RUN(replies_that_nobody_takes_end);
    RUN(slow_clients_stop_nobody);
    server_stop(server);
    server = usual;
    RUN(stopping_finishes_what_was_accepted);
    db_close_test(db);
    arena_release(&arena);
    return tap_end();
}
