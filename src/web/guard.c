/*
 * Against requests that another site makes in a person's name: where a POST comes from, and a token
 * that only our own pages know.
 *
 * The token is a key of the session, masked by fresh random bytes in every response, so that a
 * compressing proxy gives nothing away. Before there is a session, a cookie made at the first visit
 * takes its place.
 */
#include <string.h>

#include "web/steps.h"

static bool is_loopback(struct str host)
{
    return str_eq(host, STR("localhost")) || str_eq(host, STR("127.0.0.1")) ||
           str_eq(host, STR("[::1]"));
}

/* "http://127.0.0.1:8080" to host and the rest from the colon on; false when not plain http. */
static bool plain_host(struct str origin, struct str *out_host, struct str *out_port)
{
    if (!str_starts(origin, STR("http://")))
        return false;
    struct str rest = str_slice(origin, 7, origin.len);
    size_t from = str_starts(rest, STR("[")) ? str_find_char(rest, ']', 0) : 0;
    size_t colon = from == SIZE_MAX ? SIZE_MAX : str_find_char(rest, ':', from);
    *out_host = str_slice(rest, 0, colon);
    *out_port = colon == SIZE_MAX ? STR("") : str_slice(rest, colon, rest.len);
    return true;
}

/* The public address itself; on loopback its other names at the same port too. */
static bool is_own_origin(const struct web *web, struct str origin)
{
    struct str host, port, own_host, own_port;
    if (str_eq(origin, web->config.public_url))
        return true;
    return plain_host(origin, &host, &port) &&
           plain_host(web->config.public_url, &own_host, &own_port) && is_loopback(host) &&
           is_loopback(own_host) && str_eq(port, own_port);
}

bool guard_origin(const struct call *call)
{
    struct str origin = http_header(call->http, STR("origin"));
    struct str site = http_header(call->http, STR("sec-fetch-site"));
    if (!str_null(origin) && !is_own_origin(call->thread->web, origin))
        return false;
    return str_null(site) || str_eq(site, STR("same-origin"));
}

void guard_key(struct call *call)
{
    unsigned char digest[HASH_SIZE];
    if (call->req.signed_in) {
        hash_keyed(call->session.form_key, STR("form"), digest);
    } else {
        struct str visit = http_cookie(call->http, cookie_name(call, "visit"));
        if (visit.len != VISIT_LEN) {
            unsigned char random[16];
            thread_random(call->thread, random, sizeof random);
            visit = base64url_text(call->arena, (struct str){(char *)random, sizeof random});
            cookie_set(call, "visit", visit, 0, true);
        }
        hash_keyed(call->thread->web->key, visit, digest);
    }
    memcpy(call->form_key, digest, sizeof call->form_key);
}

void guard_token(struct call *call)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char random[FORM_KEY_SIZE + 8], token[2 * FORM_KEY_SIZE];
    thread_random(call->thread, random, sizeof random);
    for (size_t i = 0; i < FORM_KEY_SIZE; i++) {
        token[i] = random[i];
        token[FORM_KEY_SIZE + i] = random[i] ^ call->form_key[i];
    }
    for (size_t i = 0; i < sizeof token; i++) {
        call->req.token[2 * i] = hex[token[i] >> 4];
        call->req.token[2 * i + 1] = hex[token[i] & 15];
    }
    int64_t act_id;
    memcpy(&act_id, random + FORM_KEY_SIZE, sizeof act_id);
    call->req.act_id = (act_id & INT64_MAX) | 1;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool guard_token_good(const struct call *call, struct str token)
{
    unsigned char bytes[2 * FORM_KEY_SIZE];
    if (token.len != sizeof bytes * 2)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++) {
        int high = hex_digit(token.ptr[2 * i]), low = hex_digit(token.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    for (size_t i = 0; i < FORM_KEY_SIZE; i++)
        bytes[FORM_KEY_SIZE + i] ^= bytes[i];
    return hash_same(bytes + FORM_KEY_SIZE, call->form_key, FORM_KEY_SIZE);
}
