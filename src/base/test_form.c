/* Declared forms, urlencoded pairs, JSON and multipart: what comes in through a border. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/form.h"
#include "base/json.h"
#include "base/multipart.h"
#include "base/pairs.h"
#include "base/tap.h"
#include "base/url.h"

static struct arena arena;

struct sample {
    int64_t id, version, level;
    struct str title, text, secret;
    bool urgent;
    int32_t due;
    struct form_texts tags;
    struct form_ids rows;
};
static const struct form_choice levels[] = {{"low", "低", 1}, {"high", "高", 2}, {NULL, NULL, 0}};
static const struct field sample_fields[] = {
    FORM_ID(struct sample, id, "编号", FORM_REQUIRED),
    FORM_INT(struct sample, version, "版本", -5, 100, 0),
    FORM_CHOICE(struct sample, level, "级别", levels, 0),
    FORM_TEXT(struct sample, title, "标题", 5, FORM_REQUIRED),
    FORM_TEXT(struct sample, text, "正文", 50, FORM_LINES),
    FORM_SECRET(struct sample, secret, "口令", 20, 0),
    FORM_BOOL(struct sample, urgent, "急", 0),
    FORM_DAY(struct sample, due, "期限", 0),
    FORM_TEXTS(struct sample, tags, "标签", 3, 0),
    FORM_IDS(struct sample, rows, "行", 0),
};
static const struct form sample_form = FORM(sample_fields, struct sample);

static enum err decode(const char *text, struct sample *out, struct form_errors *errors)
{
    struct form_pairs pairs;
    enum err e = pairs_parse(&arena, str_from(text), &pairs);
    return e ? e : form_decode(&arena, &sample_form, pairs, out, errors);
}

static void decodes_every_type(void)
{
    struct sample s;
    struct form_errors errors;
    IS_INT(decode("id=7&version=%EF%BC%91%EF%BC%92&level=high&title=++%E6%A0%87%E9%A2%98+"
                  "&text=a%0D%0Ab&secret=+x+&urgent=on&due=2026-11-22&tags=p&tags=q&rows=3&rows=1",
                  &s, &errors),
           ERR_OK);
    IS_INT(s.id, 7);
    IS_INT(s.version, 12);
    IS_INT(s.level, 2);
    IS_STR(s.title, STR("标题"));
    IS_STR(s.text, STR("a\nb"));
    IS_STR(s.secret, STR(" x "));
    OK(s.urgent, "on is true");
    IS_STR(day_text(&arena, s.due), STR("2026-11-22"));
    IS_INT(s.tags.n, 2);
    IS_STR(s.tags.at[1], STR("q"));
    IS_INT(s.rows.n, 2);
    IS_INT(s.rows.at[0], 3);
}

static void absent_is_nothing(void)
{
    struct sample s;
    struct form_errors errors;
    IS_INT(decode("id=7&title=x&due=&version=++&urgent=&level=", &s, &errors), ERR_OK);
    IS_INT(s.due, DAY_NONE);
    IS_INT(s.version, 0);
    OK(!s.urgent && s.level == 0 && str_null(s.text) && s.tags.n == 0, "all else is empty");
}

static void is_refused(const char *text, const char *field)
{
    struct sample s;
    struct form_errors errors = {0};
    enum err e = decode(text, &s, &errors);
    OK(e == ERR_INVALID && errors.n == 1 && str_eq(errors.at[0].field, str_from(field)) &&
           s.id == 0 && str_null(s.title),
       text);
}

static void refuses_at_the_field(void)
{
    is_refused("title=x", "id");
    is_refused("id=0&title=x", "id");
    is_refused("id=-3&title=x", "id");
    is_refused("id=9223372036854775808&title=x", "id");
    is_refused("id=1&title=", "title");
    is_refused("id=1&title=%E3%80%80", "title");
    is_refused("id=1&title=abcdef", "title");
    is_refused("id=1&title=a%0Ab", "title");
    is_refused("id=1&title=a%01b", "title");
    is_refused("id=1&title=x&title=y", "title");
    is_refused("id=1&title=x&version=101", "version");
    is_refused("id=1&title=x&version=-6", "version");
    is_refused("id=1&title=x&version=1e1", "version");
    is_refused("id=1&title=x&level=middle", "level");
    is_refused("id=1&title=x&urgent=yes", "urgent");
    is_refused("id=1&title=x&due=2026-02-29", "due");
    is_refused("id=1&title=x&due=22.11.2026", "due");
    is_refused("id=1&title=x&nosuch=1", "nosuch");
    is_refused("id=1&title=x&tags=1&tags=2&tags=3&tags=4", "tags");
    is_refused("id=1&title=x&rows=1&rows=1", "rows");
    is_refused("id=1&title=x&rows=a", "rows");
}

static void gathers_all_errors_in_order(void)
{
    struct sample s;
    struct form_errors errors;
    IS_INT(decode("what=1&due=x&version=999&id=", &s, &errors), ERR_INVALID);
    IS_INT(errors.n, 5);
    IS_STR(errors.at[0].field, STR("id"));
    IS_STR(errors.at[1].field, STR("version"));
    IS_STR(errors.at[1].detail, STR("100"));
    IS_STR(errors.at[2].field, STR("title"));
    IS_STR(errors.at[3].field, STR("due"));
    IS_STR(errors.at[4].field, STR("what"));
}

static void a_flood_of_unknown_names_stays_bounded(void)
{
    struct form_pair *many = ARENA_ARRAY(&arena, struct form_pair, FORM_PAIRS_MAX + 1);
    for (size_t i = 0; i <= FORM_PAIRS_MAX; i++)
        many[i] = (struct form_pair){str_print(&arena, "x%zu", i), STR("")};
    struct sample s;
    struct form_errors errors;
    IS_INT(
        form_decode(&arena, &sample_form, (struct form_pairs){many, FORM_PAIRS_MAX}, &s, &errors),
        ERR_INVALID);
    IS_INT(errors.n, FORM_ERRORS_MAX);
    IS_INT(form_decode(&arena, &sample_form, (struct form_pairs){many, FORM_PAIRS_MAX + 1}, &s,
                       &errors),
           ERR_INVALID);
}

static uint32_t random_state = 2463534242u;
static uint32_t random_u32(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

static struct str random_text(size_t max)
{
    static const char *const parts[] = {"a", "标", "&", "=", "%", "+", "\"", "<", "é", "1"};
    struct buf b;
    buf_init(&b, &arena, 4096);
    for (size_t n = 1 + random_u32() % max; n > 0; n--)
        buf_add(&b, str_from(parts[random_u32() % 10]));
    return buf_str(&b);
}

static bool same(const struct sample *a, const struct sample *b)
{
    bool ok = a->id == b->id && a->version == b->version && a->level == b->level &&
              str_eq(a->title, b->title) && str_eq(a->text, b->text) && a->urgent == b->urgent &&
              a->due == b->due && a->tags.n == b->tags.n && a->rows.n == b->rows.n;
    for (size_t i = 0; ok && i < a->tags.n; i++)
        ok = str_eq(a->tags.at[i], b->tags.at[i]);
    for (size_t i = 0; ok && i < a->rows.n; i++)
        ok = a->rows.at[i] == b->rows.at[i];
    return ok;
}

/* struct -> pairs -> urlencoded -> pairs -> struct gives the same struct. */
static void encoding_round_trips(void)
{
    for (int round = 0; round < 2000; round++) {
        struct arena_mark mark = arena_mark(&arena);
        struct str tags[3] = {random_text(4), random_text(4), random_text(4)};
        int64_t rows[3] = {1 + random_u32(), 5000000000 + random_u32(), INT64_MAX};
        struct sample in = {
            .id = 1 + random_u32(),
            .version = (int64_t)(random_u32() % 106) - 5,
            .level = random_u32() % 3,
            .title = random_text(5),
            .text = random_text(50),
            .urgent = random_u32() & 1,
            .due = random_u32() & 1 ? DAY_NONE : 20000,
            .tags = {tags, random_u32() % 4},
            .rows = {rows, random_u32() % 4},
        };
        struct buf b;
        buf_init(&b, &arena, 65536);
        pairs_add(&b, form_encode(&arena, &sample_form, &in));
        struct sample out;
        struct form_errors errors = {0};
        enum err e = decode(str_c(&arena, buf_str(&b)), &out, &errors);
        if (e || !same(&in, &out)) {
            OK(false, str_c(&arena, buf_str(&b)));
            break;
        }
        arena_reset(&arena, mark);
    }
}

static void pairs_are_strict(void)
{
    struct form_pairs p;
    IS_INT(pairs_parse(&arena, STR("a=1&&b=%41+%2B&c&a=2"), &p), ERR_OK);
    IS_INT(p.n, 4);
    IS_STR(p.at[1].value, STR("A +"));
    IS_STR(p.at[2].value, STR(""));
    OK(!str_null(p.at[2].value), "present, though empty");
    IS_INT(pairs_parse(&arena, STR("a=%4"), &p), ERR_INVALID);
    IS_INT(pairs_parse(&arena, STR("a=%"), &p), ERR_INVALID);
    IS_INT(pairs_parse(&arena, STR("a=%zz"), &p), ERR_INVALID);
    IS_INT(pairs_parse(&arena, STR("a=%00"), &p), ERR_INVALID);
    IS_INT(pairs_parse(&arena, STR("a=%ff"), &p), ERR_INVALID);
    IS_INT(pairs_parse(&arena, STR("%C3=1"), &p), ERR_INVALID);
    IS_INT(pairs_parse(&arena, STR_NULL, &p), ERR_OK);
    IS_INT(p.n, 0);
}

static void local_urls(void)
{
    OK(url_is_local(STR("/matters?x=1")) && url_is_local(STR("/")), "paths of this site");
    OK(!url_is_local(STR("//evil.example")) && !url_is_local(STR("/\\evil.example")) &&
           !url_is_local(STR("https://evil.example")) && !url_is_local(STR("")) &&
           !url_is_local(STR("/a\r\nSet-Cookie: x")) && !url_is_local(STR("/a b")),
       "nothing else");
}

static void json_refuses(void)
{
    const struct json *v;
    static const char *const bad[] = {"",
                                      "{",
                                      "[1,]",
                                      "{\"a\":1,\"a\":2}",
                                      "{\"a\":{\"b\":1,\"b\":1}}",
                                      "\"\\u0000\"",
                                      "99999999999999999999",
                                      "1e999",
                                      "nul",
                                      "[1] 2",
                                      "\"\xff\"",
                                      "\"\\ud800\"",
                                      "{'a':1}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error error = {0};
        OK(json_parse(&arena, str_from(bad[i]), &v, &error) == ERR_INVALID && !v && error.message,
           bad[i]);
    }
    struct buf deep;
    buf_init(&deep, &arena, JSON_BYTES_MAX);
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        buf_char(&deep, '[');
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        buf_char(&deep, ']');
    IS_INT(json_parse(&arena, buf_str(&deep), &v, NULL), ERR_OK);
    struct str deeper = str_print(&arena, "[%.*s]", STR_ARG(buf_str(&deep)));
    IS_INT(json_parse(&arena, deeper, &v, NULL), ERR_INVALID);
    IS_INT(json_parse(&arena, STR("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\""), &v, NULL),
           ERR_OK);
    struct str big = {arena_alloc(&arena, JSON_BYTES_MAX + 1), JSON_BYTES_MAX + 1};
    IS_INT(json_parse(&arena, big, &v, NULL), ERR_LIMIT);
}

static void json_becomes_pairs(void)
{
    const struct json *v;
    struct form_pairs p;
    IS_INT(
        json_parse(&arena,
                   STR("{\"id\":\"7\",\"title\":\"标\",\"tags\":[\"a\",\"b\"],\"rows\":[\"1\",2],"
                       "\"urgent\":true,\"text\":null}"),
                   &v, NULL),
        ERR_OK);
    IS_INT(json_pairs(&arena, v, &p, NULL), ERR_OK);
    struct sample s;
    struct form_errors errors;
    IS_INT(form_decode(&arena, &sample_form, p, &s, &errors), ERR_OK);
    IS_INT(s.id, 7);
    IS_INT(s.tags.n, 2);
    IS_INT(s.rows.at[1], 2);
    OK(s.urgent, "true");
    struct error error = {0};
    json_parse(&arena, STR("{\"id\":{\"x\":1}}"), &v, NULL);
    IS_INT(json_pairs(&arena, v, &p, &error), ERR_INVALID);
    IS_STR(error.field, STR("id"));
    json_parse(&arena, STR("[1]"), &v, NULL);
    IS_INT(json_pairs(&arena, v, &p, NULL), ERR_INVALID);
}

static void json_writes(void)
{
    struct buf b;
    buf_init(&b, &arena, 4096);
    struct json_out j = json_to(&b);
    json_open(&j, NULL, '{');
    json_put_id(&j, "id", INT64_C(9007199254740993));
    json_put_str(&j, "t", STR("a\"\\\n\x01标"));
    json_open(&j, "l", '[');
    json_put_int(&j, NULL, -1);
    json_put_bool(&j, NULL, true);
    json_open(&j, NULL, '{');
    json_close(&j, '}');
    json_put_real(&j, NULL, 0.1);
    json_close(&j, ']');
    json_put_day(&j, "d", DAY_NONE);
    json_put_str(&j, "n", STR_NULL);
    json_close(&j, '}');
    IS_STR(buf_str(&b), STR("{\"id\":\"9007199254740993\",\"t\":\"a\\\"\\\\\\n\\u0001标\","
                            "\"l\":[-1,true,{},0.1],\"d\":null,\"n\":null}"));
    const struct json *v;
    IS_INT(json_parse(&arena, buf_str(&b), &v, NULL), ERR_OK);
    IS_STR(json_str(json_member(v, "t")), STR("a\"\\\n\x01标"));
}

struct heard {
    struct buf b;
    enum err refuse;
};
static enum err hear_begin(void *arg, struct str name, struct str filename, struct str type)
{
    struct heard *h = arg;
    buf_print(&h->b, "<%.*s|%.*s|%.*s>", STR_ARG(name),
              STR_ARG(str_null(filename) ? STR("-") : filename), STR_ARG(type));
    return h->refuse;
}
static enum err hear_data(void *arg, struct str bytes)
{
    buf_add(&((struct heard *)arg)->b, bytes);
    return ERR_OK;
}
static enum err hear_end(void *arg)
{
    buf_char(&((struct heard *)arg)->b, ';');
    return ERR_OK;
}
static const struct multipart_sink hear = {hear_begin, hear_data, hear_end};

/* Feeds the body in pieces of `step` bytes. */
static enum err parse(struct str body, size_t step, struct str *out)
{
    struct heard h = {0};
    struct multipart mp;
    buf_init(&h.b, &arena, 1 << 20);
    multipart_init(&mp, STR("X-1"), &hear, &h);
    enum err e = ERR_OK;
    for (size_t at = 0; !e && at < body.len; at += step)
        e = multipart_feed(&mp, str_slice(body, at, at + step));
    if (!e)
        e = multipart_finish(&mp);
    *out = buf_str(&h.b);
    return e;
}

#define PART(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"

static void multipart_in_any_pieces(void)
{
    struct str body = STR("--X-1\r\n" PART(
        "a") "one\r\n--X\r\n-\r\r\n--X-\r\n--X-1 \r\n"
             "content-disposition: form-data; name=\"f\"; filename=\"q\\\"%22\\表.xlsx\"\r\n"
             "Content-Type: text/plain\r\nX-Other: 1\r\n\r\n\r\n\r\n--X-1--\r\n");
    for (size_t step = 1; step <= body.len; step++) {
        struct str out;
        enum err e = parse(body, step, &out);
        if (e ||
            !str_eq(out,
                    STR("<a|-|>one\r\n--X\r\n-\r\r\n--X-;<f|q\"\"\\表.xlsx|text/plain>\r\n;"))) {
            IS_INT(e, ERR_OK);
            IS_STR(out, STR("the same in pieces"));
            break;
        }
    }
}

static void multipart_is_refused(struct str body, enum err want)
{
    struct str out;
    OK(parse(body, 7, &out) == want, str_c(&arena, str_slice(body, 0, 80)));
}

static void multipart_refuses(void)
{
    multipart_is_refused(STR(""), ERR_INVALID);
    multipart_is_refused(STR("--X-1"), ERR_INVALID);
    multipart_is_refused(STR("hello\r\n--X-1--"), ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\n" PART("a") "cut short"), ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\n" PART("a") "x\r\n--X-1"), ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\n" PART("a") "x\r\n--X-1--more"), ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\n" PART("a") "x\r\n--X-1x\r\n"), ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\n\r\nno head\r\n--X-1--"), ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\nContent-Type: a/b\r\n\r\nx\r\n--X-1--"), ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\n" PART("") "x\r\n--X-1--"), ERR_INVALID);
    multipart_is_refused(
        STR("--X-1\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--X-1--"),
        ERR_INVALID);
    multipart_is_refused(
        STR("--X-1\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n"
            "x\r\n--X-1--"),
        ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\nContent-Disposition: form-data; name=\"a\"; "
                             "filename*=utf-8''x\r\n\r\nx\r\n--X-1--"),
                         ERR_INVALID);
    multipart_is_refused(
        STR("--X-1\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nx\r\n--X-1--"),
        ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\n"
                             "Content-Transfer-Encoding: base64\r\n" PART("a") "x\r\n--X-1--"),
                         ERR_INVALID);
    multipart_is_refused(STR("--X-1\r\nContent-Disposition: form-data; name=\"a\"\n\nx\r\n--X-1--"),
                         ERR_INVALID);
    struct buf b;
    buf_init(&b, &arena, 1 << 16);
    buf_add(&b, STR("--X-1\r\nX: "));
    for (int i = 0; i < MULTIPART_HEAD_MAX; i++)
        buf_char(&b, 'y');
    multipart_is_refused(buf_str(&b), ERR_LIMIT);
}

static void multipart_passes_on_the_sinks_error(void)
{
    struct heard h = {.refuse = ERR_FULL};
    struct multipart mp;
    buf_init(&h.b, &arena, 1 << 20);
    multipart_init(&mp, STR("X-1"), &hear, &h);
    IS_INT(multipart_feed(&mp, STR("--X-1\r\n" PART("a") "x")), ERR_FULL);
    IS_INT(multipart_feed(&mp, STR("y")), ERR_INVALID);
}

static void boundaries(void)
{
    struct str b;
    OK(multipart_boundary(STR("multipart/form-data; boundary=abc"), &b), "plain");
    IS_STR(b, STR("abc"));
    OK(multipart_boundary(STR("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), &b),
       "quoted");
    IS_STR(b, STR("a b"));
    OK(!multipart_boundary(STR("multipart/mixed; boundary=abc"), &b) &&
           !multipart_boundary(STR("multipart/form-data"), &b) &&
           !multipart_boundary(STR("multipart/form-data; boundary="), &b) &&
           !multipart_boundary(STR("multipart/form-data; boundary=a; boundary=b"), &b) &&
           !multipart_boundary(STR("multipart/form-data; boundary=a\rb"), &b),
       "anything else");
}

int main(void)
{
    arena_init(&arena, (size_t)64 << 20);
    RUN(decodes_every_type);
    RUN(absent_is_nothing);
    RUN(refuses_at_the_field);
    RUN(gathers_all_errors_in_order);
    RUN(a_flood_of_unknown_names_stays_bounded);
    RUN(encoding_round_trips);
    RUN(pairs_are_strict);
    RUN(local_urls);
    RUN(json_refuses);
    RUN(json_becomes_pairs);
    RUN(json_writes);
    RUN(multipart_in_any_pieces);
    RUN(multipart_refuses);
    RUN(multipart_passes_on_the_sinks_error);
    RUN(boundaries);
    arena_release(&arena);
    return tap_end();
}
