#include "base/decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum { IN_BYTES = 32 * 1024 };

struct decoder {
    struct arena *arena;
    struct source source;
    const char *encoding;
    iconv_t conv; /* (iconv_t)-1: the bytes are UTF-8 */
    uint64_t at;  /* of the source, behind in[] */
    unsigned char in[IN_BYTES];
    size_t in_n;
    bool ended;
};

/* What a guess has seen so far. */
struct seen {
    bool utf8;
    unsigned char tail[4]; /* of a character that the last piece began */
    size_t tail_n;
    bool high;             /* the last byte was above 0x7F */
    uint64_t run;          /* of such bytes, up to here */
    uint64_t pairs, alone; /* bytes above 0x7F in runs of two and more; single ones */
};

static void look_utf8(struct seen *s, const unsigned char *bytes, size_t n)
{
    char joined[IN_BYTES + 4];
    memcpy(joined, s->tail, s->tail_n);
    memcpy(joined + s->tail_n, bytes, n);
    struct str text = {joined, s->tail_n + n};
    size_t bad = utf8_bad_at(text);
    s->tail_n = 0;
    if (bad == SIZE_MAX)
        return;
    if (text.len - bad > 3) {
        s->utf8 = false;
        return;
    }
    s->tail_n = text.len - bad;
    memcpy(s->tail, joined + bad, s->tail_n);
}

static void end_run(struct seen *s)
{
    if (s->run == 1)
        s->alone++;
    else
        s->pairs += s->run;
    s->run = 0;
}

static void look(struct seen *s, const unsigned char *bytes, size_t n)
{
    if (s->utf8)
        look_utf8(s, bytes, n);
    for (size_t i = 0; i < n; i++)
        if (bytes[i] >= 0x80)
            s->run++;
        else if (s->run)
            end_run(s);
}

enum err decode_guess(const struct source *source, uint64_t max, const char **out_encoding)
{
    unsigned char piece[IN_BYTES];
    struct seen s = {.utf8 = true};
    uint64_t at = 0;
    size_t n;
    while (at < max) {
        enum err e = source_read(source, at, piece, sizeof piece, &n);
        if (e)
            return e;
        if (n == 0)
            break;
        look(&s, piece, n);
        at += n;
    }
    end_run(&s);
    bool cut = at >= max; /* a character that the sample cut is none that is broken */
    if (s.utf8 && s.tail_n && !cut)
        s.utf8 = false;
    *out_encoding = s.utf8 ? "UTF-8" : s.pairs >= s.alone ? "GB18030" : "CP1252";
    return ERR_OK;
}

enum err decode_mostly_ascii(const struct source *source, bool *out_is)
{
    unsigned char piece[IN_BYTES];
    uint64_t at = 0, high = 0;
    size_t n = 1;
    while (n) {
        enum err e = source_read(source, at, piece, sizeof piece, &n);
        if (e)
            return e;
        for (size_t i = 0; i < n; i++)
            high += piece[i] >= 0x80;
        at += n;
    }
    *out_is = high * 100 < at;
    return ERR_OK;
}

static void close_conv(void *arg)
{
    struct decoder *d = arg;
    if (d->conv != (iconv_t)-1)
        iconv_close(d->conv);
    d->conv = (iconv_t)-1;
}

static enum err told(struct decoder *d, struct error *error, enum err code, const char *message)
{
    return error_set(error, code, STR("file"), message,
                     str_print(d->arena, "%llu", (unsigned long long)(d->at - d->in_n)));
}

/* GB2312 and GBK are parts of GB18030, and Latin-1 files are Windows-1252 in truth. */
static const char *known_as(const char *declared)
{
    static const char *const names[][2] = {
        {"utf-8", "UTF-8"},          {"utf8", "UTF-8"},      {"us-ascii", "UTF-8"},
        {"gb2312", "GB18030"},       {"gbk", "GB18030"},     {"gb18030", "GB18030"},
        {"iso-8859-1", "CP1252"},    {"latin1", "CP1252"},   {"windows-1252", "CP1252"},
        {"utf-16", "UTF-16"},        {"big5", "BIG5-HKSCS"}, {"shift_jis", "CP932"},
        {"euc-jp", "EUC-JP"},        {"euc-kr", "CP949"},    {"iso-8859-15", "ISO-8859-15"},
        {"iso-8859-2", "ISO-8859-2"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(declared, names[i][0]) == 0)
            return names[i][1];
    return NULL;
}

enum err decode_open(struct arena *arena, const struct source *source, const char *declared,
                     struct decoder **out_decoder, struct error *error)
{
    struct decoder *d = ARENA_NEW(arena, struct decoder);
    unsigned char head[3] = {0};
    size_t n;
    d->arena = arena;
    d->source = *source;
    d->conv = (iconv_t)-1;
    arena_defer(arena, close_conv, d);
    enum err e = source_read(source, 0, head, sizeof head, &n);
    if (!e && n >= 2 && head[0] == 0xFF && head[1] == 0xFE)
        d->encoding = "UTF-16LE", d->at = 2;
    else if (!e && n >= 2 && head[0] == 0xFE && head[1] == 0xFF)
        d->encoding = "UTF-16BE", d->at = 2;
    else if (!e && n == 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0)
        d->encoding = "UTF-8", d->at = 3;
    else if (!e && declared && !(d->encoding = known_as(declared)))
        return error_set(error, ERR_INVALID, STR("file"), T("不认识的编码：{}"),
                         str_dup(arena, str_from(declared)));
    if (!e && (!d->encoding || (strcmp(d->encoding, "UTF-8") == 0 && d->at == 0)))
        e = decode_guess(source, DECODE_SAMPLE, &d->encoding); /* declared wrongly, often */
    if (e)
        return error_set(error, ERR_IO, STR("file"), T("读取文件出错"), STR_NULL);
    if (strcmp(d->encoding, "UTF-8") != 0)
        d->conv = iconv_open("UTF-8", d->encoding);
    if (strcmp(d->encoding, "UTF-8") != 0 && d->conv == (iconv_t)-1)
        return error_set(error, ERR_IO, STR("file"), T("本机不能转换这种编码"), STR_NULL);
    *out_decoder = d;
    return ERR_OK;
}

const char *decode_encoding(const struct decoder *decoder)
{
    return decoder->encoding;
}

static enum err more(struct decoder *d, struct error *error)
{
    size_t n = 0;
    if (d->ended || d->in_n == IN_BYTES)
        return ERR_OK;
    if (source_read(&d->source, d->at, d->in + d->in_n, IN_BYTES - d->in_n, &n))
        return told(d, error, ERR_IO, T("读取文件出错（第 {} 字节）"));
    d->at += n;
    d->in_n += n;
    d->ended = n == 0;
    return ERR_OK;
}

static void drop(struct decoder *d, size_t n)
{
    memmove(d->in, d->in + n, d->in_n - n);
    d->in_n -= n;
}

/* The whole characters at the beginning of in[]; 0 when the first one is broken. */
static size_t take_utf8(struct decoder *d, char *to, size_t cap)
{
    struct str text = {(const char *)d->in, d->in_n < cap ? d->in_n : cap};
    size_t bad = utf8_bad_at(text);
    size_t n = bad == SIZE_MAX ? text.len : bad;
    memcpy(to, d->in, n);
    drop(d, n);
    return n;
}

static size_t take_other(struct decoder *d, char *to, size_t cap)
{
    char *from = (char *)d->in, *end = to;
    size_t from_n = d->in_n, to_n = cap;
    size_t r = iconv(d->conv, &from, &from_n, &end, &to_n);
    size_t n = cap - to_n;
    if (r == (size_t)-1 && errno == EILSEQ && n == 0 && from_n > 0 &&
        strcmp(d->encoding, "CP1252") == 0) { /* the five places it leaves empty */
        memcpy(to, "\xEF\xBF\xBD", 3);
        drop(d, 1);
        return 3;
    }
    drop(d, d->in_n - from_n);
    return n;
}

enum err decode_read(struct decoder *d, char *to, size_t cap, size_t *out_n, struct error *error)
{
    *out_n = 0;
    enum err e = more(d, error);
    if (e || d->in_n == 0)
        return e;
    *out_n = d->conv == (iconv_t)-1 ? take_utf8(d, to, cap) : take_other(d, to, cap);
    if (*out_n == 0)
        return told(d, error, ERR_INVALID, T("第 {} 字节起不是可读的文字"));
    return ERR_OK;
}
