/*
 * Cookies. Under https every name begins with __Host-, which browsers accept only with Secure, path
 * / and no domain, so that no neighbour under the same domain can plant one. On plain http
 * (loopback only) the port is part of the name instead, because browsers do not keep ports apart.
 */
#include "web/steps.h"

static struct str port_of(struct str url)
{
    size_t colon = SIZE_MAX;
    for (size_t i = 0; i < url.len; i++) {
        if (url.ptr[i] == ':')
            colon = i;
    }
    return colon == SIZE_MAX || colon < 6 ? STR("80") : str_slice(url, colon + 1, url.len);
}

struct str cookie_name(struct call *call, const char *what)
{
    const struct web *web = call->thread->web;
    if (web->secure)
        return str_print(call->arena, "__Host-%s", what);
    return str_print(call->arena, "%s-%.*s", what, STR_ARG(port_of(web->config.public_url)));
}

void cookie_set(struct call *call, const char *what, struct str value, int64_t max_age_s,
                bool whole_session)
{
    struct buf b;
    buf_init(&b, call->arena, 8192);
    buf_add(&b, cookie_name(call, what));
    buf_char(&b, '=');
    buf_add(&b, value);
    buf_add(&b, STR("; Path=/; HttpOnly; SameSite=Lax"));
    if (call->thread->web->secure)
        buf_add(&b, STR("; Secure"));
    if (!whole_session)
        buf_print(&b, "; Max-Age=%lld", (long long)max_age_s);
    reply_header(call->reply, STR("Set-Cookie"), buf_str(&b));
}

void cookie_drop(struct call *call, const char *what)
{
    cookie_set(call, what, STR(""), 0, false);
}
