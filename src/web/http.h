/*
 * A request and a reply as plain data, between the wire (the only one that knows the HTTP library)
 * and dispatch (that knows no sockets): tests and .flow transcripts make the first and read the
 * second.
 */
#ifndef LIANYUAN_WEB_HTTP_H
#define LIANYUAN_WEB_HTTP_H

#include "base/arena.h"
#include "base/form.h"
#include "base/str.h"

enum {
    HTTP_HEADERS_MAX = 64,                 /* of a request */
    HTTP_HEADER_BYTES_MAX = 16 * 1024,     /* request line and headers together */
    HTTP_BODY_MAX = 1024 * 1024,           /* of urlencoded and JSON bodies */
    HTTP_UPLOAD_MAX = 20 * 1024 * 1024,    /* one file */
    HTTP_MULTIPART_MAX = 21 * 1024 * 1024, /* a body with files */
    HTTP_REPLY_HEADERS_MAX = 24,
};

enum http_method { HTTP_GET = 1, HTTP_HEAD, HTTP_POST };

struct http_body {
    struct str bytes; /* the body, when it was kept in memory */
    int fd;           /* else an unlinked temporary file, read from offset 0; -1 = in memory */
    int64_t size;
};

struct http_request {
    enum http_method method;
    struct str path;  /* as received, not decoded; begins with '/' */
    struct str query; /* behind the '?', not decoded; STR_NULL when there is none */
    const struct form_pair *headers;
    size_t header_n;
    struct http_body body;
    int refused;     /* 413, 503, 507: the body was read and dropped; say so. 0 = it is here */
    struct str peer; /* the client's address; behind --proxy the one that the proxy names */
};

struct http_reply {
    int status;
    struct form_pair headers[HTTP_REPLY_HEADERS_MAX]; /* arena or static memory */
    size_t header_n;
    struct str body;  /* arena memory, or static when body_static */
    bool body_static; /* the bytes outlive the process's every request */
    int fd;           /* a file to send instead of body; the wire closes it; -1 = none */
    int64_t fd_size;
    int64_t touch; /* a session to hand to web_touch(), or 0 */
};

/* The value of a request's header (name in lower case, compared without case), or STR_NULL. */
struct str http_header(const struct http_request *http, struct str name);

/* A cookie's value by RFC 6265's grammar, or STR_NULL; the first when it is there twice. */
struct str http_cookie(const struct http_request *http, struct str name);

/* "Sun, 22 Nov 2026 22:11:33 GMT" */
struct str http_date(struct arena *arena, int64_t instant_us);

/* name must be a literal. Never both times the same name, but for Set-Cookie. */
void reply_header(struct http_reply *reply, struct str name, struct str value);

#endif
