#include "reach/reach_format.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/rand.h"
#include "base/url.h"
#include "base/utf8.h"

static const struct str whsec = {"whsec_", 6};

struct str reach_secret(struct arena *arena)
{
    unsigned char bytes[HASH_SIZE];
    rand_bytes(bytes, sizeof bytes);
    struct str text = base64_text(arena, (struct str){(const char *)bytes, sizeof bytes});
    rand_wipe(bytes, sizeof bytes);
    return str_print(arena, "%.*s%.*s", STR_ARG(whsec), STR_ARG(text));
}

static struct str hmac(struct arena *arena, struct str key, struct str bytes)
{
    unsigned char digest[HASH_SIZE];
    hash_keyed_by(key, bytes, digest);
    return base64_text(arena, (struct str){(const char *)digest, sizeof digest});
}

static void header(struct wire_http *http, const char *name, struct str value)
{
    if (http->header_n < WIRE_HEADERS_MAX)
        http->headers[http->header_n++] = (struct wire_header){name, value};
}

static struct json_out begin(struct buf *b, struct arena *arena)
{
    buf_init(b, arena, WIRE_BODY_MAX);
    struct json_out j = json_to(b);
    json_open(&j, NULL, '{');
    return j;
}

static void webhook(struct arena *arena, struct str secret, const struct reach_message *m,
                    int64_t now_us, struct wire_http *out)
{
    struct buf b;
    unsigned char key[HASH_SIZE];
    struct json_out j = begin(&b, arena);
    json_put_str(&j, "type", m->event);
    json_put_str(&j, "timestamp", instant_text(arena, m->at_us, m->offset_min));
    json_open(&j, "data", '{');
    json_put_str(&j, "kind", m->kind);
    json_put_id(&j, "record", m->record);
    if (!str_empty(m->title))
        json_put_str(&j, "title", m->title);
    json_put_str(&j, "url", m->link);
    json_close(&j, '}');
    json_close(&j, '}');
    out->body = buf_str(&b);
    struct str seconds = str_print(arena, "%lld", (long long)(now_us / SECOND_US));
    struct str text =
        str_print(arena, "%.*s.%.*s.%.*s", STR_ARG(m->name), STR_ARG(seconds), STR_ARG(out->body));
    struct str coded =
        str_starts(secret, whsec) ? str_slice(secret, whsec.len, secret.len) : secret;
    struct str by =
        base64_bytes(coded, key, sizeof key) ? (struct str){(const char *)key, sizeof key} : secret;
    struct str sign = hmac(arena, by, text);
    header(out, "webhook-id", m->name);
    header(out, "webhook-timestamp", seconds);
    header(out, "webhook-signature", str_print(arena, "v1,%.*s", STR_ARG(sign)));
    header(out, "Idempotency-Key", m->name);
}

/* "【园区】title" and the link below it, in so many bytes, never half a character. */
static struct str line(struct arena *arena, const struct reach_message *m)
{
    struct str title = m->title;
    while (title.len + m->link.len + m->park.len > REACH_LINE_MAX && title.len > 0)
        title = utf8_prefix(title, utf8_count(title) / 2);
    return str_print(arena, "【%.*s】%.*s%s%.*s", STR_ARG(m->park), STR_ARG(title),
                     str_empty(m->link) ? "" : "\n", STR_ARG(m->link));
}

/* WeCom and DingTalk share this form. */
static struct str text_body(struct arena *arena, const struct reach_message *m)
{
    struct buf b;
    struct json_out j = begin(&b, arena);
    json_put_c(&j, "msgtype", "text");
    json_open(&j, "text", '{');
    json_put_str(&j, "content", line(arena, m));
    json_close(&j, '}');
    json_close(&j, '}');
    return buf_str(&b);
}

static void dingtalk(struct arena *arena, struct str secret, int64_t now_us, struct wire_http *out)
{
    struct buf b;
    if (str_empty(secret))
        return;
    struct str stamp = str_print(arena, "%lld", (long long)(now_us / 1000));
    struct str sign =
        hmac(arena, secret, str_print(arena, "%.*s\n%.*s", STR_ARG(stamp), STR_ARG(secret)));
    buf_init(&b, arena, WIRE_URL_MAX);
    buf_add(&b, out->url);
    url_add_query(&b, STR("timestamp"), stamp);
    url_add_query(&b, STR("sign"), sign);
    out->url = buf_str(&b);
}

static void feishu(struct arena *arena, struct str secret, const struct reach_message *m,
                   int64_t now_us, struct wire_http *out)
{
    struct buf b;
    struct json_out j = begin(&b, arena);
    if (!str_empty(secret)) {
        struct str stamp = str_print(arena, "%lld", (long long)(now_us / SECOND_US));
        struct str key = str_print(arena, "%.*s\n%.*s", STR_ARG(stamp), STR_ARG(secret));
        json_put_str(&j, "timestamp", stamp);
        json_put_str(&j, "sign", hmac(arena, key, STR("")));
    }
    json_put_c(&j, "msg_type", "text");
    json_open(&j, "content", '{');
    json_put_str(&j, "text", line(arena, m));
    json_close(&j, '}');
    json_close(&j, '}');
    out->body = buf_str(&b);
}

void reach_format(struct arena *arena, enum channel_kind kind, struct str address,
                  struct str secret, const struct reach_message *message, int64_t now_us,
                  struct wire_http *out)
{
    out->url = address;
    out->header_n = 0;
    header(out, "Content-Type", STR("application/json; charset=utf-8"));
    switch (kind) {
    case CHANNEL_WEBHOOK:
        webhook(arena, secret, message, now_us, out);
        return;
    case CHANNEL_FEISHU:
        feishu(arena, secret, message, now_us, out);
        return;
    case CHANNEL_DINGTALK:
        dingtalk(arena, secret, now_us, out);
        break;
    case CHANNEL_WECOM:
    case CHANNEL_MAIL:
        break;
    }
    out->body = text_body(arena, message);
}

/* ---- answers --------------------------------------------------------------------------------- */

enum { HOLD_MAX_S = 6 * 3600, MINUTE_S = 60 };

/* What a bot says with a code of its own. */
static const struct {
    enum channel_kind kind;
    int64_t code;
    enum reach_end end;
    int64_t hold_s;
    const char *fault;
} words[] = {
    {CHANNEL_WECOM, 45009, REACH_AGAIN, MINUTE_S, T("发得太快，机器人要求稍后再发")},
    {CHANNEL_WECOM, 93000, REACH_NEVER, 0, T("机器人的地址不对或已被移除")},
    {CHANNEL_DINGTALK, 130101, REACH_AGAIN, 10 * MINUTE_S, T("发得太快，机器人要求稍后再发")},
    {CHANNEL_DINGTALK, 410100, REACH_AGAIN, 10 * MINUTE_S, T("发得太快，机器人要求稍后再发")},
    {CHANNEL_DINGTALK, 310000, REACH_NEVER, 0,
     T("机器人的安全设置没有通过，请核对加签密钥或关键词")},
    {CHANNEL_DINGTALK, 300001, REACH_NEVER, 0, T("机器人的地址不对或已被移除")},
    {CHANNEL_DINGTALK, 400013, REACH_NEVER, 0, T("机器人的地址不对或已被移除")},
    {CHANNEL_FEISHU, 11232, REACH_AGAIN, MINUTE_S, T("发得太快，机器人要求稍后再发")},
    {CHANNEL_FEISHU, 9499, REACH_AGAIN, MINUTE_S, T("发得太快，机器人要求稍后再发")},
    {CHANNEL_FEISHU, 19001, REACH_NEVER, 0, T("机器人的地址不对或已被移除")},
    {CHANNEL_FEISHU, 19021, REACH_NEVER, 0, T("机器人的安全设置没有通过，请核对加签密钥或关键词")},
    {CHANNEL_FEISHU, 19022, REACH_NEVER, 0, T("机器人只接受白名单里的地址，请把本机加进去")},
    {CHANNEL_FEISHU, 19024, REACH_NEVER, 0, T("机器人的安全设置没有通过，请核对加签密钥或关键词")},
};

static void judge_bot(struct arena *arena, enum channel_kind kind, const struct wire_reply *reply,
                      struct reach_verdict *v)
{
    const struct json *root;
    struct error error = {0};
    const char *name = kind == CHANNEL_FEISHU ? "code" : "errcode";
    v->end = REACH_AGAIN;
    v->fault = T("机器人的答复看不懂");
    if (json_parse(arena, reply->body, &root, &error) ||
        json_kind_of(json_member(root, name)) != JSON_KIND_INT)
        return;
    v->code = json_int(json_member(root, name), -1);
    v->detail = str_print(arena, "%lld", (long long)v->code);
    if (v->code == 0) {
        *v = (struct reach_verdict){.end = REACH_GOOD, .code = reply->status};
        return;
    }
    v->fault = T("机器人答复错误码 {}");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].kind == kind && words[i].code == v->code) {
            v->end = words[i].end;
            v->hold_s = words[i].hold_s;
            v->fault = words[i].fault;
        }
}

static void judge_mail(const struct wire_reply *reply, struct reach_verdict *v)
{
    if (reply->status < 400) {
        v->end = REACH_GOOD;
        return;
    }
    /* 55x speaks of this mail or this receiver; other numbers of the server's own state. */
    v->end = reply->status >= 550 && reply->status < 560 ? REACH_NEVER : REACH_AGAIN;
    v->fault = T("邮件服务器答复 {}");
}

static void judge_http(const struct wire_reply *reply, struct reach_verdict *v)
{
    if (reply->status >= 200 && reply->status < 300) {
        v->end = REACH_GOOD;
        return;
    }
    v->end = reply->status == 410 || reply->status == 413 ? REACH_NEVER : REACH_AGAIN;
    v->fault = reply->status >= 300 && reply->status < 400 ? T("对方要求转到别处（{}），没有照办")
                                                           : T("对方答复 {}");
    if (reply->status == 429 || reply->status == 503)
        v->hold_s = reply->retry_after_s;
}

void reach_judge(struct arena *arena, enum channel_kind kind, const struct wire_reply *reply,
                 struct reach_verdict *out)
{
    *out = (struct reach_verdict){.end = REACH_AGAIN, .code = reply->status};
    out->detail = str_print(arena, "%lld", (long long)reply->status);
    if (reply->end != WIRE_ANSWERED) {
        out->end = reply->end == WIRE_REFUSED ? REACH_NEVER : REACH_AGAIN;
        out->fault = reply->fault;
        return;
    }
    if (kind == CHANNEL_MAIL)
        judge_mail(reply, out);
    else
        judge_http(reply, out);
    if (out->end == REACH_GOOD && kind != CHANNEL_MAIL && kind != CHANNEL_WEBHOOK)
        judge_bot(arena, kind, reply, out);
    if (out->hold_s > HOLD_MAX_S)
        out->hold_s = HOLD_MAX_S;
    if (out->hold_s < 0)
        out->hold_s = 0;
}

const struct reach_limit *reach_limits(enum channel_kind kind)
{
    /* A few seconds wider than the makers say: their clock is not ours. */
    static const struct reach_limit none[REACH_LIMITS] = {{0, 0}, {0, 0}};
    static const struct reach_limit twenty[REACH_LIMITS] = {{20, 65 * SECOND_US}, {0, 0}};
    static const struct reach_limit feishu_limits[REACH_LIMITS] = {{100, 65 * SECOND_US},
                                                                   {5, 2 * SECOND_US}};
    switch (kind) {
    case CHANNEL_WECOM:
    case CHANNEL_DINGTALK:
        return twenty;
    case CHANNEL_FEISHU:
        return feishu_limits;
    case CHANNEL_MAIL:
    case CHANNEL_WEBHOOK:
        break;
    }
    return none;
}
