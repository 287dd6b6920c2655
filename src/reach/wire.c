#include "reach/wire.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "reach/address.h"

struct call {
    CURL *curl;
    struct curl_slist *list; /* headers, or who the mail goes to */
    const struct wire *wire;
    bool inside, refused, stopped, too_long;
    char *room; /* of the answer: WIRE_ANSWER_MAX; nothing is allocated inside a callback */
    size_t got;
    struct str rest; /* of the mail: not sent yet */
};

void wire_begin(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* ---- callbacks ------------------------------------------------------------------------------- */

static bool may_connect(const struct call *call, const struct sockaddr *address)
{
    enum address_place place = ADDRESS_NEVER;
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)address;
        place = address_place((const unsigned char *)&in->sin_addr, 4);
    } else if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const void *)address;
        place = address_place((const unsigned char *)&in->sin6_addr, 16);
    }
    return place == ADDRESS_PUBLIC || (place == ADDRESS_INSIDE && call->inside);
}

/* The name is resolved by now: this is the very address that would be connected to. */
static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct call *call = arg;
    if (purpose != CURLSOCKTYPE_IPCXN || !may_connect(call, &address->addr)) {
        call->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_answer(char *bytes, size_t one, size_t n, void *arg)
{
    struct call *call = arg;
    (void)one; /* always 1 */
    if (call->got + n > WIRE_ANSWER_MAX) {
        call->too_long = true;
        return 0; /* breaks off */
    }
    memcpy(call->room + call->got, bytes, n);
    call->got += n;
    return n;
}

static size_t give_mail(char *room, size_t one, size_t n, void *arg)
{
    struct call *call = arg;
    size_t size = one * n < call->rest.len ? one * n : call->rest.len;
    memcpy(room, call->rest.ptr, size);
    call->rest = str_slice(call->rest, size, call->rest.len);
    return size;
}

static int look_around(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct call *call = arg;
    (void)a, (void)b, (void)c, (void)d;
    call->stopped = call->wire->stop && atomic_load(call->wire->stop);
    return call->stopped;
}

/* ---- what every request has ------------------------------------------------------------------ */

static void end_call(void *arg)
{
    struct call *call = arg;
    curl_easy_cleanup(call->curl);
    curl_slist_free_all(call->list);
}

static struct call *begin_call(struct arena *arena, const struct wire *wire, struct str url,
                               bool inside, long total_ms)
{
    struct call *call = ARENA_NEW(arena, struct call);
    call->wire = wire;
    call->inside = inside;
    call->room = arena_alloc(arena, WIRE_ANSWER_MAX);
    call->curl = curl_easy_init();
    arena_defer(arena, end_call, call);
    if (call->curl == NULL)
        return NULL;
    CURL *c = call->curl;
    curl_easy_setopt(c, CURLOPT_URL, str_c(arena, url));
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, ""); /* none, whatever the environment says */
    curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)WIRE_CONNECT_MS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, total_ms);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, call);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, look_around);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, call);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    if (wire->ca_file)
        curl_easy_setopt(c, CURLOPT_CAINFO, wire->ca_file);
    return call;
}

static const char *why(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return T("查不到这个主机名");
    case CURLE_COULDNT_CONNECT:
        return T("连不上对方");
    case CURLE_OPERATION_TIMEDOUT:
        return T("对方没有按时答复");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return T("对方的证书不可信");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_USE_SSL_FAILED:
        return T("对方不支持加密连接");
    case CURLE_LOGIN_DENIED:
        return T("邮件服务器不认账号或密码");
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return T("地址写得不对");
    default:
        return T("连接中断");
    }
}

static void perform(struct call *call, struct wire_reply *out)
{
    curl_off_t after = 0;
    long status = 0;
    CURLcode code = curl_easy_perform(call->curl);
    curl_easy_getinfo(call->curl, CURLINFO_RESPONSE_CODE, &status);
    if (curl_easy_getinfo(call->curl, CURLINFO_RETRY_AFTER, &after) == CURLE_OK)
        out->retry_after_s = after;
    out->status = status;
    out->body = (struct str){call->room, call->got};
    out->end = code == CURLE_OK ? WIRE_ANSWERED : WIRE_AWAY;
    if (call->too_long) { /* more than anybody needs: the status is the answer */
        out->end = WIRE_ANSWERED;
        return;
    }
    if (code == CURLE_OK)
        return;
    out->fault = why(code);
    if (call->stopped) {
        out->end = WIRE_STOPPED;
    } else if (call->refused && status == 0) {
        out->end = WIRE_REFUSED;
        out->fault = T("地址在内部网络，管理员没有允许");
    } else if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) {
        out->end = WIRE_REFUSED;
    }
}

/* ---- the two kinds --------------------------------------------------------------------------- */

static bool add_header(struct arena *arena, struct call *call, const char *name, struct str value)
{
    struct str line = str_print(arena, "%s: %.*s", name, STR_ARG(value));
    struct curl_slist *list = curl_slist_append(call->list, str_c(arena, line));
    if (list != NULL)
        call->list = list;
    return list != NULL;
}

void wire_post(struct arena *arena, const struct wire *wire, const struct wire_http *http,
               struct wire_reply *out)
{
    struct str shown;
    *out = (struct wire_reply){.end = WIRE_REFUSED};
    if (wire_address(arena, WIRE_HTTP, http->url, http->plain, &shown, &out->fault))
        return;
    struct call *call = begin_call(arena, wire, http->url, http->inside,
                                   wire->http_ms ? wire->http_ms : WIRE_HTTP_MS);
    bool ready = call != NULL && add_header(arena, call, "Expect", STR(""));
    for (size_t i = 0; ready && i < http->header_n; i++)
        ready = utf8_printable(http->headers[i].value) &&
                add_header(arena, call, http->headers[i].name, http->headers[i].value);
    if (!ready) {
        out->fault = T("内存不足");
        out->end = WIRE_AWAY;
        return;
    }
    curl_easy_setopt(call->curl, CURLOPT_PROTOCOLS_STR, http->plain ? "http,https" : "https");
    curl_easy_setopt(call->curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(call->curl, CURLOPT_USERAGENT, "lianyuan");
    curl_easy_setopt(call->curl, CURLOPT_POST, 1L);
    curl_easy_setopt(call->curl, CURLOPT_POSTFIELDSIZE, (long)http->body.len);
    curl_easy_setopt(call->curl, CURLOPT_POSTFIELDS, http->body.ptr);
    curl_easy_setopt(call->curl, CURLOPT_HTTPHEADER, call->list);
    perform(call, out);
}

static struct str in_brackets(struct arena *arena, struct str address)
{
    return str_print(arena, "<%.*s>", STR_ARG(address));
}

void wire_send(struct arena *arena, const struct wire *wire, const struct wire_mail *mail,
               struct wire_reply *out)
{
    struct str shown;
    *out = (struct wire_reply){.end = WIRE_REFUSED};
    if (wire_address(arena, WIRE_SMTP, mail->url, mail->plain, &shown, &out->fault))
        return;
    struct call *call = begin_call(arena, wire, mail->url, mail->inside, WIRE_MAIL_MS);
    if (call == NULL ||
        !(call->list = curl_slist_append(NULL, str_c(arena, in_brackets(arena, mail->to))))) {
        out->fault = T("内存不足");
        out->end = WIRE_AWAY;
        return;
    }
    call->rest = mail->text;
    curl_easy_setopt(call->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(call->curl, CURLOPT_USE_SSL,
                     mail->plain ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
    if (!str_empty(mail->login)) {
        curl_easy_setopt(call->curl, CURLOPT_USERNAME, str_c(arena, mail->login));
        curl_easy_setopt(call->curl, CURLOPT_PASSWORD, str_c(arena, mail->password));
    }
    curl_easy_setopt(call->curl, CURLOPT_MAIL_FROM, str_c(arena, in_brackets(arena, mail->from)));
    curl_easy_setopt(call->curl, CURLOPT_MAIL_RCPT, call->list);
    curl_easy_setopt(call->curl, CURLOPT_READFUNCTION, give_mail);
    curl_easy_setopt(call->curl, CURLOPT_READDATA, call);
    curl_easy_setopt(call->curl, CURLOPT_UPLOAD, 1L);
    perform(call, out);
    /* A refused recipient ends the transfer with the server's own number: that is an answer. */
    if (out->end == WIRE_AWAY && out->status >= 400 && call->rest.len == mail->text.len)
        out->end = WIRE_ANSWERED;
}

/* ---- addresses ------------------------------------------------------------------------------- */

struct parts {
    CURLU *url;
    char *scheme, *host, *port;
};

static void free_parts(struct parts *p)
{
    curl_free(p->scheme);
    curl_free(p->host);
    curl_free(p->port);
    curl_url_cleanup(p->url);
}

static bool has(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    bool there = curl_url_get(url, part, &text, 0) == CURLUE_OK;
    curl_free(text);
    return there;
}

static const char *fault_of(const struct parts *p, enum wire_scheme scheme, bool plain)
{
    bool http = scheme == WIRE_HTTP;
    if (strcmp(p->scheme, http ? "https" : "smtps") != 0 &&
        strcmp(p->scheme, http ? "http" : "smtp") != 0)
        return http ? T("地址应以 https:// 开头")
                    : T("地址应写成 smtps://主机 或 smtp://主机:端口");
    if (http && strcmp(p->scheme, "http") == 0 && !plain)
        return T("地址应以 https:// 开头，或勾选允许不加密");
    if (has(p->url, CURLUPART_USER) || has(p->url, CURLUPART_PASSWORD))
        return T("地址里不要写账号和密码");
    if (has(p->url, CURLUPART_FRAGMENT))
        return T("地址写得不对");
    return NULL;
}

enum err wire_address(struct arena *arena, enum wire_scheme scheme, struct str address, bool plain,
                      struct str *out_shown, const char **out_fault)
{
    struct parts p = {.url = curl_url()};
    *out_fault = T("地址写得不对");
    *out_shown = STR_NULL;
    if (p.url == NULL || address.len > WIRE_URL_MAX || !utf8_printable(address) ||
        curl_url_set(p.url, CURLUPART_URL, str_c(arena, address), 0) != CURLUE_OK ||
        curl_url_get(p.url, CURLUPART_SCHEME, &p.scheme, 0) != CURLUE_OK ||
        curl_url_get(p.url, CURLUPART_HOST, &p.host, 0) != CURLUE_OK || p.host[0] == '\0') {
        free_parts(&p);
        return ERR_INVALID;
    }
    *out_fault = fault_of(&p, scheme, plain);
    if (*out_fault == NULL) {
        bool port = curl_url_get(p.url, CURLUPART_PORT, &p.port, 0) == CURLUE_OK;
        *out_shown =
            str_print(arena, "%s://%s%s%s", p.scheme, p.host, port ? ":" : "", port ? p.port : "");
    }
    free_parts(&p);
    return *out_fault ? ERR_INVALID : ERR_OK;
}
