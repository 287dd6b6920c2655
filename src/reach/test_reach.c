/* The pure parts: which addresses may be reached, mails, formats and signatures, waits and hours.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/rand.h"
#include "base/tap.h"
#include "base/utf8.h"
#include "reach/address.h"
#include "reach/mail_text.h"
#include "reach/reach_format.h"

static struct arena arena;

static enum address_place place(const char *text)
{
    unsigned char bytes[16];
    if (inet_pton(AF_INET, text, bytes) == 1)
        return address_place(bytes, 4);
    if (inet_pton(AF_INET6, text, bytes) == 1)
        return address_place(bytes, 16);
    OK(false, text);
    return ADDRESS_NEVER;
}

static void addresses_are_judged(void)
{
    static const struct {
        const char *text;
        enum address_place place;
    } cases[] = {
        {"8.8.8.8", ADDRESS_PUBLIC},
        {"1.0.0.0", ADDRESS_PUBLIC},
        {"9.255.255.255", ADDRESS_PUBLIC},
        {"10.0.0.0", ADDRESS_INSIDE},
        {"10.255.255.255", ADDRESS_INSIDE},
        {"11.0.0.0", ADDRESS_PUBLIC},
        {"127.0.0.1", ADDRESS_INSIDE},
        {"127.255.255.254", ADDRESS_INSIDE},
        {"128.0.0.1", ADDRESS_PUBLIC},
        {"100.63.255.255", ADDRESS_PUBLIC},
        {"100.64.0.0", ADDRESS_INSIDE},
        {"100.127.255.255", ADDRESS_INSIDE},
        {"100.128.0.0", ADDRESS_PUBLIC},
        {"169.254.169.254", ADDRESS_NEVER},
        {"172.15.255.255", ADDRESS_PUBLIC},
        {"172.16.0.0", ADDRESS_INSIDE},
        {"172.31.255.255", ADDRESS_INSIDE},
        {"172.32.0.0", ADDRESS_PUBLIC},
        {"192.168.1.1", ADDRESS_INSIDE},
        {"192.169.0.0", ADDRESS_PUBLIC},
        {"198.18.0.1", ADDRESS_NEVER},
        {"198.20.0.0", ADDRESS_PUBLIC},
        {"0.0.0.0", ADDRESS_NEVER},
        {"0.1.2.3", ADDRESS_NEVER},
        {"223.255.255.255", ADDRESS_PUBLIC},
        {"224.0.0.1", ADDRESS_NEVER},
        {"255.255.255.255", ADDRESS_NEVER},
        {"::", ADDRESS_NEVER},
        {"::1", ADDRESS_INSIDE},
        {"::2", ADDRESS_NEVER},
        {"::ffff:127.0.0.1", ADDRESS_INSIDE},
        {"::ffff:169.254.169.254", ADDRESS_NEVER},
        {"::ffff:8.8.8.8", ADDRESS_PUBLIC},
        {"::127.0.0.1", ADDRESS_NEVER},
        {"64:ff9b::7f00:1", ADDRESS_INSIDE},
        {"64:ff9b::808:808", ADDRESS_PUBLIC},
        {"2002:7f00:1::", ADDRESS_INSIDE},
        {"2002:a9fe:a9fe::1", ADDRESS_NEVER},
        {"2001::1", ADDRESS_NEVER},
        {"2001:db8::1", ADDRESS_NEVER},
        {"2001:4860:4860::8888", ADDRESS_PUBLIC},
        {"2400:3200::1", ADDRESS_PUBLIC},
        {"3fff::1", ADDRESS_NEVER},
        {"fc00::1", ADDRESS_INSIDE},
        {"fdff::1", ADDRESS_INSIDE},
        {"fe80::1", ADDRESS_NEVER},
        {"ff02::1", ADDRESS_NEVER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (place(cases[i].text) != cases[i].place)
            OK(false, cases[i].text);
    OK(address_place((const unsigned char *)"12345", 5) == ADDRESS_NEVER, "no such size");
    unsigned char bytes[16] = {0};
    for (uint32_t i = 0; i < 200000; i++) { /* mapped and plain agree, whatever the address */
        unsigned char mapped[16] = {0};
        rand_bytes(bytes, 4);
        mapped[10] = mapped[11] = 0xff;
        memcpy(mapped + 12, bytes, 4);
        if (address_place(bytes, 4) != address_place(mapped, 16))
            OK(false, "mapped");
    }
}

static void addresses_of_mail_are_checked(void)
{
    static const char *const good[] = {"a@b", "zhang.san+x@mail.example", "a'b@c.d"};
    static const char *const bad[] = {"",          "a",     "@b",           "a@",    "a@b@c",
                                      "a b@c",     "a@b\n", "a@b\r\nRCPT",  "<a@b>", "a@b>",
                                      "a,b@c",     "-f@x",  "张@b.example", "a@b;c", "a@.b",
                                      "\"a b\"@c", "a@[1]"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        OK(mail_address_ok(str_from(good[i])), good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        OK(!mail_address_ok(str_from(bad[i])), bad[i]);
}

static struct str compose(struct str subject, struct str text)
{
    struct mail mail = {.from = STR("list@park.example"),
                        .from_name = STR("某某高新区"),
                        .to = STR("a@firm.example"),
                        .to_name = STR("Zhang San"),
                        .subject = subject,
                        .text = text,
                        .id = STR("ly_1"),
                        .domain = STR("park.example"),
                        .at_us = INT64_C(1795312800000000),
                        .offset_min = 480};
    return mail_compose(&arena, &mail);
}

/* What a reader of mail sees: no line too long, CRLF throughout, as many header fields as meant. */
static void is_well_formed(struct str m, size_t fields)
{
    size_t n = 0, line = 0;
    bool header = true;
    for (size_t i = 0; i < m.len; i++) {
        if (m.ptr[i] == '\n') {
            OK(i > 0 && m.ptr[i - 1] == '\r', "a bare LF");
            size_t len = i - 1 - line;
            OK(len <= 78, "a line is too long");
            if (len == 0)
                header = false;
            n += header && m.ptr[line] != ' ';
            line = i + 1;
        } else if ((unsigned char)m.ptr[i] >= 128 || (m.ptr[i] == '\r' && m.ptr[i + 1] != '\n')) {
            OK(false, "a byte that no mail server takes");
        }
    }
    IS_INT(n, fields);
    IS_INT(line, m.len);
}

static void mails_hold_one_message(void)
{
    enum { FIELDS = 9 };
    struct str m = compose(STR("请受理"), STR("第一行\n第二行"));
    is_well_formed(m, FIELDS);
    OK(str_starts(m, STR("Date: Sun, 22 Nov 2026 10:00:00 +0800\r\nFrom: =?UTF-8?B?")), "begin");
    OK(str_has(m, STR("\r\nMessage-ID: <ly_1@park.example>\r\n")), "its name");
    OK(str_has(m, STR("\r\nSubject: =?UTF-8?B?6K+35Y+X55CG?=\r\n")), "subject");
    m = compose(STR("a\r\nBcc: b@evil.example\r\n\r\nx"), STR(".\r\nQUIT\n.\n"));
    is_well_formed(m, FIELDS);
    OK(!str_has(m, STR("\nBcc")), "no field can be added");
    struct buf b;
    for (int round = 0; round < 500; round++) { /* any subject of any length keeps the form */
        buf_init(&b, &arena, 4096);
        for (uint32_t i = rand_below(300); i > 0; i--)
            utf8_add(&b,
                     (uint32_t[]){'a', ' ', '\n', 0x4e2d, 0xe9, 0x1f600, '=', '?'}[rand_below(8)]);
        is_well_formed(compose(buf_str(&b), buf_str(&b)), FIELDS);
    }
}

/* The part of a mail that follows that line, up to the next boundary; its base64 undone. */
static struct str part_after(struct str m, const char *line)
{
    size_t at = 0, out = 0;
    struct str from = str_from(line);
    while (at + from.len < m.len && !str_eq(str_slice(m, at, at + from.len), from))
        at++;
    struct str rest = str_slice(m, at, m.len);
    size_t body = 0;
    while (body + 4 < rest.len && memcmp(rest.ptr + body, "\r\n\r\n", 4) != 0)
        body++;
    char *text = arena_alloc(&arena, rest.len + 1);
    for (size_t i = body + 4; i < rest.len && memcmp(rest.ptr + i, "--=_", 4) != 0; i++)
        if (rest.ptr[i] != '\r' && rest.ptr[i] != '\n')
            text[out++] = rest.ptr[i];
    return (struct str){text, out};
}

static void mails_carry_files(void)
{
    enum { SIZE = 100000 };
    char *bytes = arena_alloc(&arena, SIZE);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * 7 + i / 256);
    struct enclosed files[] = {{.name = STR("清单周报 2026-W46.docx"),
                                .plain = STR("weekly-2026-W46.docx"),
                                .type = STR("application/x-docx"),
                                .bytes = {bytes, SIZE}},
                               {.name = STR("a\"\r\nX: y.xlsx"),
                                .plain = STR("a\"\r\nX: y.xlsx"),
                                .type = STR("application/x-xlsx\r\nX: y"),
                                .bytes = STR("--=_lianyuan_part--")}};
    struct mail mail = {.from = STR("list@park.example"),
                        .to = STR("a@firm.example"),
                        .subject = STR("清单周报 2026-W46 已出"),
                        .text = STR("文件附在信后。"),
                        .id = STR("ly_1"),
                        .domain = STR("park.example"),
                        .at_us = INT64_C(1795312800000000),
                        .offset_min = 480,
                        .enclosed = files,
                        .enclosed_n = 2};
    struct str m = mail_compose(&arena, &mail);
    is_well_formed(m, 8);
    OK(str_has(m, STR("Content-Type: multipart/mixed;")), "parts");
    OK(str_has(m, STR("\r\n filename=\"weekly-2026-W46.docx\";\r\n filename*0*=UTF-8''%E6%B8%85")),
       "a name for everybody");
    OK(str_has(m, STR("\r\n filename=\"file\";")), "a name that could break the header is none");
    OK(!str_has(m, STR("\nX: y")), "no field can be added");
    OK(str_eq(part_after(m, "Content-Type: application/x-docx"),
              base64_text(&arena, files[0].bytes)),
       "the file is whole");
    OK(str_eq(part_after(m, "Content-Type: application/x-xlsx"),
              base64_text(&arena, files[1].bytes)),
       "what looks like a boundary is none");
}

static struct reach_message message(void)
{
    return (struct reach_message){.name = STR("ly_1"),
                                  .event = STR("matter.closed"),
                                  .kind = STR("matter"),
                                  .record = 153,
                                  .title = STR("事项已办结：\"2026-0153\""),
                                  .link = STR("https://list.example/matters/153"),
                                  .park = STR("高新区"),
                                  .at_us = INT64_C(1795312800000000),
                                  .offset_min = 480};
}

static struct str header_of(const struct wire_http *http, const char *name)
{
    for (size_t i = 0; i < http->header_n; i++)
        if (strcmp(http->headers[i].name, name) == 0)
            return http->headers[i].value;
    return STR_NULL;
}

static const struct json *json_of(struct str text)
{
    const struct json *root = NULL;
    struct error error = {0};
    IS_INT(json_parse(&arena, text, &root, &error), ERR_OK);
    return root;
}

static void webhooks_are_signed(void)
{
    struct reach_message m = message();
    struct wire_http a = {0}, b = {0};
    struct str secret = STR("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=");
    unsigned char key[HASH_SIZE], digest[HASH_SIZE];
    reach_format(&arena, CHANNEL_WEBHOOK, STR("https://x/"), secret, &m, INT64_C(1674087231000000),
                 &a);
    reach_format(&arena, CHANNEL_WEBHOOK, STR("https://x/"), secret, &m, INT64_C(1674087999000000),
                 &b);
    IS_STR(a.body, b.body); /* the same at every try */
    IS_STR(header_of(&a, "webhook-id"), STR("ly_1"));
    IS_STR(header_of(&a, "Idempotency-Key"), STR("ly_1"));
    IS_STR(header_of(&a, "webhook-timestamp"), STR("1674087231"));
    OK(base64_bytes(str_slice(secret, 6, secret.len), key, sizeof key), "key");
    hash_keyed(key, str_print(&arena, "ly_1.1674087231.%.*s", STR_ARG(a.body)), digest);
    IS_STR(header_of(&a, "webhook-signature"),
           str_print(&arena, "v1,%.*s",
                     STR_ARG(base64_text(&arena, (struct str){(char *)digest, sizeof digest}))));
    const struct json *root = json_of(a.body);
    IS_STR(json_str(json_member(root, "type")), STR("matter.closed"));
    IS_STR(json_str(json_member(json_member(root, "data"), "record")), STR("153"));
    struct str made = reach_secret(&arena);
    OK(str_starts(made, STR("whsec_")) && base64_bytes(str_slice(made, 6, made.len), key, 32),
       "a secret is 32 bytes");
}

static void bots_get_their_own_form(void)
{
    struct reach_message m = message();
    struct wire_http http = {0};
    /* base64 of HMAC-SHA256 with key "SEC" over "1674087231000\nSEC" */
    unsigned char digest[HASH_SIZE];
    hash_keyed_by(STR("SEC"), STR("1674087231000\nSEC"), digest);
    struct str sign = base64_text(&arena, (struct str){(char *)digest, sizeof digest});
    reach_format(&arena, CHANNEL_DINGTALK, STR("https://x/?access_token=t"), STR("SEC"), &m,
                 INT64_C(1674087231000000), &http);
    OK(str_starts(http.url, STR("https://x/?access_token=t&timestamp=1674087231000&sign=")),
       "in the query");
    OK(!str_has(str_slice(http.url, 30, http.url.len), STR("+")) && sign.len == 44, "escaped");
    const struct json *root = json_of(http.body);
    IS_STR(json_str(json_member(root, "msgtype")), STR("text"));
    hash_keyed_by(STR("1674087231\nSEC"), STR(""), digest);
    reach_format(&arena, CHANNEL_FEISHU, STR("https://x/"), STR("SEC"), &m,
                 INT64_C(1674087231000000), &http);
    root = json_of(http.body);
    IS_STR(json_str(json_member(root, "sign")),
           base64_text(&arena, (struct str){(char *)digest, sizeof digest}));
    IS_STR(json_str(json_member(root, "timestamp")), STR("1674087231"));
    IS_STR(json_str(json_member(json_member(root, "content"), "text")),
           STR("【高新区】事项已办结：\"2026-0153\"\nhttps://list.example/matters/153"));
    char *title = arena_alloc(&arena, 6000);
    for (size_t i = 0; i < 6000; i += 3)
        memcpy(title + i, "中", 3);
    m.title = (struct str){title, 6000};
    reach_format(&arena, CHANNEL_WECOM, STR("https://x/"), STR(""), &m, 1, &http);
    root = json_of(http.body);
    struct str text = json_str(json_member(json_member(root, "text"), "content"));
    OK(text.len <= REACH_WECOM_MAX && utf8_ok(text), "within 2048 bytes, no half character");
    OK(str_ends(text, STR("/matters/153")), "the link stays");
}

/* RFC 4231, test cases 2 and 6: a short key and one longer than a block. */
static void hmac_is_the_published_one(void)
{
    unsigned char digest[HASH_SIZE];
    char key[131];
    hash_keyed_by(STR("Jefe"), STR("what do ya want for nothing?"), digest);
    IS_STR(hash_text(&arena, digest),
           STR("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    memset(key, 0xaa, sizeof key);
    hash_keyed_by((struct str){key, sizeof key},
                  STR("Test Using Larger Than Block-Size Key - Hash Key First"), digest);
    IS_STR(hash_text(&arena, digest),
           STR("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
}

static struct reach_verdict judge(enum channel_kind kind, int64_t status, const char *body)
{
    struct reach_verdict v;
    struct wire_reply reply = {
        .end = WIRE_ANSWERED, .status = status, .body = str_from(body), .retry_after_s = 7};
    reach_judge(&arena, kind, &reply, &v);
    return v;
}

static void answers_are_understood(void)
{
    IS_INT(judge(CHANNEL_WEBHOOK, 204, "").end, REACH_GOOD);
    IS_INT(judge(CHANNEL_WEBHOOK, 302, "").end, REACH_AGAIN);
    IS_INT(judge(CHANNEL_WEBHOOK, 404, "").end, REACH_AGAIN);
    IS_INT(judge(CHANNEL_WEBHOOK, 410, "").end, REACH_NEVER);
    IS_INT(judge(CHANNEL_WEBHOOK, 429, "").hold_s, 7);
    IS_INT(judge(CHANNEL_WEBHOOK, 500, "").hold_s, 0);
    IS_INT(judge(CHANNEL_WECOM, 200, "{\"errcode\":0}").end, REACH_GOOD);
    IS_INT(judge(CHANNEL_WECOM, 200, "{\"errcode\":45009}").hold_s, 60);
    IS_INT(judge(CHANNEL_WECOM, 200, "{\"errcode\":93000}").end, REACH_NEVER);
    IS_INT(judge(CHANNEL_WECOM, 200, "{\"errcode\":\"0\"}").end, REACH_AGAIN);
    IS_INT(judge(CHANNEL_WECOM, 200, "<html>").end, REACH_AGAIN);
    IS_INT(judge(CHANNEL_WECOM, 200, "").end, REACH_AGAIN);
    IS_INT(judge(CHANNEL_DINGTALK, 200, "{\"errcode\":130101}").hold_s, 600);
    IS_INT(judge(CHANNEL_DINGTALK, 200, "{\"errcode\":310000}").end, REACH_NEVER);
    IS_INT(judge(CHANNEL_FEISHU, 200, "{\"code\":0}").end, REACH_GOOD);
    IS_INT(judge(CHANNEL_FEISHU, 200, "{\"code\":11232}").end, REACH_AGAIN);
    IS_INT(judge(CHANNEL_FEISHU, 200, "{\"code\":19021}").end, REACH_NEVER);
    IS_INT(judge(CHANNEL_FEISHU, 500, "{\"code\":0}").end, REACH_AGAIN);
    IS_INT(judge(CHANNEL_MAIL, 250, "").end, REACH_GOOD);
    IS_INT(judge(CHANNEL_MAIL, 451, "").end, REACH_AGAIN);
    IS_INT(judge(CHANNEL_MAIL, 550, "").end, REACH_NEVER);
    IS_INT(judge(CHANNEL_MAIL, 535, "").end, REACH_AGAIN);
}

static void waits_grow_and_scatter(void)
{
    int64_t least = 0, sum = 0;
    for (int64_t n = 1; n <= REACH_TRIES_MAX; n++) {
        int64_t low = reach_wait_us(REACH_FIRST_WAIT_US, n, 0);
        int64_t high = reach_wait_us(REACH_FIRST_WAIT_US, n, 500);
        OK(low >= least && high * 3 == low * 5, "three to five");
        OK(high <= REACH_WAIT_MAX_S * SECOND_US / 4 * 5, "bounded");
        least = low;
        sum += reach_wait_us(REACH_FIRST_WAIT_US, n, 250);
    }
    OK(sum > 24 * HOUR_US && sum < 48 * HOUR_US, "a day and some hours in all");
}

/* Against looking at every minute. */
static void hours_open_at_the_first_open_minute(void)
{
    const struct calendar *plain = calendar_plain();
    for (int round = 0; round < 300; round++) {
        struct reach_hours h = {rand_below(25), rand_below(25), rand_below(2) != 0};
        int64_t now = INT64_C(1795312800000000) + (int64_t)rand_below(14 * 24 * 3600) * SECOND_US;
        int64_t got = reach_open_at(&h, plain, 480, now), at = now;
        for (int i = 0; i < 15 * 24 * 60; i++) {
            int32_t day = day_of_instant(at, 480);
            int64_t hour = (at - instant_of_day(day, 480)) / HOUR_US;
            bool in = h.from == h.to  ? true
                      : h.from < h.to ? hour >= h.from && hour < h.to
                                      : hour >= h.from || hour < h.to;
            if (in && (h.rest_days || workday_is(plain, day)))
                break;
            at = (at / MINUTE_US + 1) * MINUTE_US;
        }
        if (h.from == 24 && h.to == 0) /* 24 o'clock never comes */
            at = now;
        IS_INT(got, at);
    }
}

static void limits_leave_room_in_any_window(void)
{
    struct reach_limit limit = {5, 1000};
    int64_t tries[5], sent[400], now = 100000;
    size_t n = 0;
    for (size_t i = 0; i < 400; i++) { /* a greedy sender never has six within a window */
        size_t k = 0;
        for (; k < 5 && k < n; k++)
            tries[k] = sent[n - 1 - k];
        now = reach_room_at(&limit, tries, k, now);
        sent[n++] = now;
        now += rand_below(300);
        if (n > 5)
            OK(sent[n - 1] - sent[n - 6] >= 1000, "six within a window");
    }
    IS_INT(reach_room_at(&(struct reach_limit){0, 0}, NULL, 0, 77), 77);
    IS_INT(reach_limits(CHANNEL_WECOM)[0].n, 20);
    IS_INT(reach_limits(CHANNEL_FEISHU)[1].n, 5);
}

int main(void)
{
    arena_init(&arena, 512 << 20);
    RUN(addresses_are_judged);
    RUN(addresses_of_mail_are_checked);
    RUN(mails_hold_one_message);
    RUN(mails_carry_files);
    RUN(webhooks_are_signed);
    RUN(bots_get_their_own_form);
    RUN(hmac_is_the_published_one);
    RUN(answers_are_understood);
    RUN(waits_grow_and_scatter);
    RUN(hours_open_at_the_first_open_minute);
    RUN(limits_leave_room_in_any_window);
    arena_release(&arena);
    return tap_end();
}
