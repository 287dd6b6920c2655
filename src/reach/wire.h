/*
 * One request to the world outside: an HTTP POST, or a mail to an SMTP server. The one place that
 * knows libcurl.
 *
 *     wire_begin();                                  // once in a process, before threads
 *     struct wire_reply reply;
 *     wire_post(arena, &wire, &(struct wire_http){.url = ..., .body = ...}, &reply);
 *     if (reply.end == WIRE_ANSWERED && reply.status == 200) ...
 *
 * Always: TLS 1.2 or later with the certificate checked, no redirects followed, no proxies, no
 * other protocols, no user name in an address, bounded time and answer, and every address judged
 * when the connection is made (address.h), after the name was resolved: a name that changes its
 * address in between gains nothing. `plain` lets one channel go without TLS, `inside` into a
 * private network; both are an administrator's word for that channel.
 */
#ifndef LIANYUAN_REACH_WIRE_H
#define LIANYUAN_REACH_WIRE_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    WIRE_ANSWER_MAX = 64 * 1024,
    WIRE_BODY_MAX = 256 * 1024,
    WIRE_URL_MAX = 2000,
    WIRE_CONNECT_MS = 5000,
    WIRE_HTTP_MS = 15000,
    WIRE_MAIL_MS = 30000,
    WIRE_HEADERS_MAX = 16,
};

/* What all requests of a sender share. */
struct wire {
    const char *ca_file;     /* certificates beside the system's, or NULL: a park's own authority */
    const atomic_bool *stop; /* becomes true: the request under way is broken off; or NULL */
    int http_ms;             /* 0 = WIRE_HTTP_MS */
};

enum wire_end {
    WIRE_ANSWERED, /* status and, of HTTP, body are there */
    WIRE_AWAY,     /* nobody answered, or not in time: it may have arrived or not */
    WIRE_REFUSED,  /* by us: the address may not be reached, or cannot be read */
    WIRE_STOPPED,
};

struct wire_header {
    const char *name; /* a literal */
    struct str value;
};

struct wire_http {
    struct str url, body;
    struct wire_header headers[WIRE_HEADERS_MAX];
    size_t header_n;
    bool plain, inside;
};

struct wire_mail {
    struct str url; /* smtp://host:587 (STARTTLS) or smtps://host:465 */
    struct str login, password;
    struct str from, to; /* bare addresses, checked by mail_address_ok() */
    struct str text;     /* the whole message, CRLF */
    bool plain, inside;
};

struct wire_reply {
    enum wire_end end;
    int64_t status; /* HTTP or SMTP; 0 = none came */
    struct str body;
    int64_t retry_after_s; /* what the receiver asked for; 0 = nothing */
    const char *fault;     /* T("..."): why there is no answer; NULL when there is one */
};

void wire_begin(void);

void wire_post(struct arena *arena, const struct wire *wire, const struct wire_http *http,
               struct wire_reply *out);
void wire_send(struct arena *arena, const struct wire *wire, const struct wire_mail *mail,
               struct wire_reply *out);

enum wire_scheme { WIRE_HTTP, WIRE_SMTP };

/* Whether an address can be used at all, and the part of it that may be shown: "https://host:8443".
 * ERR_INVALID says in *out_fault (T("...")) what is wrong with it. Nothing is resolved. */
enum err wire_address(struct arena *arena, enum wire_scheme scheme, struct str address, bool plain,
                      struct str *out_shown, const char **out_fault);

#endif
