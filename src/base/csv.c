#include "base/csv.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/decode.h"
#include "base/utf8.h"

enum {
    IN_BYTES = 32 * 1024,
    HEAD_BYTES = 1024,        /* that are looked at for UTF-16 */
    OUT_BYTES = 2 * IN_BYTES, /* two bytes of GB18030 or UTF-16 become three of UTF-8 */
    SNIFF_LINES = 40,
};

struct csv {
    struct arena *arena;
    struct source source;
    const char *encoding;
    iconv_t conv; /* (iconv_t)-1: the bytes are UTF-8 */
    uint64_t at;  /* of the source */
    unsigned char in[IN_BYTES];
    size_t in_n; /* bytes that are read and not yet decoded */
    char out[OUT_BYTES];
    size_t out_n, out_at;
    bool ended; /* the source has no more */
    char separator;
    bool plain; /* quotes are characters like any other */
    int64_t line;
    struct str cells[CSV_COLUMNS_MAX];
    size_t starts[CSV_COLUMNS_MAX + 1];
    struct buf row; /* grows to CSV_ROW_BYTES_MAX */
};

static enum err told(struct csv *csv, struct error *error, enum err code, const char *message,
                     int64_t line)
{
    return error_set(error, code, STR("file"), message,
                     str_print(csv->arena, "%lld", (long long)line));
}

static void close_conv(void *arg)
{
    struct csv *csv = arg;
    if (csv->conv != (iconv_t)-1)
        iconv_close(csv->conv);
    csv->conv = (iconv_t)-1;
}

/* Decodes what stands in in[] to the end of out[]; false on bytes that are no text. */
static bool decode(struct csv *csv)
{
    if (csv->conv == (iconv_t)-1) {
        memcpy(csv->out, csv->in, csv->in_n);
        csv->out_n = csv->in_n;
        csv->in_n = 0;
        return true;
    }
    char *from = (char *)csv->in, *to = csv->out;
    size_t from_n = csv->in_n, to_n = OUT_BYTES;
    size_t r = iconv(csv->conv, &from, &from_n, &to, &to_n);
    csv->out_n = OUT_BYTES - to_n;
    memmove(csv->in, from, from_n);
    csv->in_n = from_n;
    if (r == (size_t)-1 && errno == EILSEQ)
        return csv->out_n > 0; /* the place is reached at the next call */
    return !(r == (size_t)-1 && errno == EINVAL && csv->ended);
}

/* More text in out[]. ERR_OK with out_n == 0 at the end. */
static enum err refill(struct csv *csv, struct error *error)
{
    csv->out_at = csv->out_n = 0;
    while (csv->out_n == 0 && !(csv->ended && csv->in_n == 0)) {
        size_t n = 0;
        if (!csv->ended &&
            source_read(&csv->source, csv->at, csv->in + csv->in_n, IN_BYTES - csv->in_n, &n))
            return told(csv, error, ERR_IO, T("读取文件出错（第 {} 行）"), csv->line);
        csv->at += n;
        csv->in_n += n;
        csv->ended = csv->ended || n == 0;
        if (csv->in_n && !decode(csv))
            return told(csv, error, ERR_INVALID,
                        T("第 {} 行起不是可读的文字，请另存为 UTF-8 的 CSV 或 xlsx"), csv->line);
    }
    return ERR_OK;
}

/* The next character's first byte without taking it, or -1. */
static int peek(struct csv *csv, enum err *e, struct error *error)
{
    if (csv->out_at == csv->out_n && !*e)
        *e = refill(csv, error);
    return *e || csv->out_at == csv->out_n ? -1 : (unsigned char)csv->out[csv->out_at];
}

static void restart(struct csv *csv, uint64_t skip)
{
    csv->at = skip;
    csv->in_n = csv->out_n = csv->out_at = 0;
    csv->ended = false;
    csv->line = 1;
    if (csv->conv != (iconv_t)-1)
        iconv(csv->conv, NULL, NULL, NULL, NULL);
}

static bool use(struct csv *csv, const char *encoding)
{
    close_conv(csv);
    csv->encoding = encoding;
    if (strcmp(encoding, "UTF-8") == 0)
        return true;
    csv->conv = iconv_open("UTF-8", encoding);
    return csv->conv != (iconv_t)-1;
}

/* Whether the whole source is text in the encoding that is in use; its first bad line in
 * csv->line. */
static enum err readable(struct csv *csv, bool *out_ok, struct error *error)
{
    struct error ignored = {0};
    size_t keep = 0; /* bytes of a character that the piece before began */
    char joined[OUT_BYTES + 4], tail[4];
    *out_ok = false;
    for (;;) {
        enum err e = refill(csv, &ignored);
        if (e)
            return e == ERR_IO ? told(csv, error, e, T("读取文件出错（第 {} 行）"), csv->line)
                               : ERR_OK;
        memcpy(joined, tail, keep);
        memcpy(joined + keep, csv->out, csv->out_n);
        struct str s = {joined, keep + csv->out_n};
        size_t bad = utf8_bad_at(s), end = bad == SIZE_MAX ? s.len : bad;
        for (size_t i = 0; i < end; i++) {
            csv->line += s.ptr[i] == '\n';
            if (s.ptr[i] == 0)
                return ERR_OK;
        }
        keep = s.len - end;
        if (csv->out_n == 0 || keep > 3)
            break;
        memcpy(tail, joined + end, keep);
    }
    *out_ok = csv->out_n == 0 && keep == 0;
    return ERR_OK;
}

/* The separator that gives the most lines the same number of cells, in the first piece of text. */
static char sniff(struct csv *csv)
{
    static const char candidates[] = ",\t;|";
    char best = ',';
    size_t best_score = 0;
    for (const char *c = candidates; *c; c++) {
        size_t counts[SNIFF_LINES] = {0}, line = 0;
        bool quoted = false;
        for (size_t i = 0; i < csv->out_n && line < SNIFF_LINES; i++) {
            char b = csv->out[i];
            if (b == '"')
                quoted = !quoted;
            else if (b == '\n' && !quoted)
                line++;
            else if (b == *c && !quoted)
                counts[line]++;
        }
        for (size_t i = 0; i <= line && i < SNIFF_LINES; i++) {
            size_t same = 0;
            for (size_t j = 0; j <= line && j < SNIFF_LINES; j++)
                same += counts[j] == counts[i];
            size_t score = counts[i] ? same * 1000 + (counts[i] < 999 ? counts[i] : 999) : 0;
            if (score > best_score) {
                best_score = score;
                best = *c;
            }
        }
    }
    return best;
}

/* UTF-16 without its mark: the byte order in which more pairs are plain ASCII (commas, digits, line
 * ends), or NULL. Other texts have no zero bytes at all. */
static const char *bare_utf16(const unsigned char *head, size_t n)
{
    size_t little = 0, big = 0;
    for (size_t i = 0; i + 1 < n; i += 2) {
        unsigned char a = head[i], b = head[i + 1];
        bool text_a = (a >= ' ' && a < 0x7F) || a == '\n' || a == '\r' || a == '\t';
        bool text_b = (b >= ' ' && b < 0x7F) || b == '\n' || b == '\r' || b == '\t';
        little += text_a && b == 0;
        big += text_b && a == 0;
    }
    return little > big ? "UTF-16LE" : big > little ? "UTF-16BE" : NULL;
}

/* By its mark, else the first in which all of it is text. */
static enum err choose_encoding(struct csv *csv, uint64_t *out_skip, struct error *error)
{
    unsigned char head[HEAD_BYTES] = {0};
    size_t n;
    bool ok;
    int64_t line = 1;
    if (source_read(&csv->source, 0, head, sizeof head, &n))
        return told(csv, error, ERR_IO, T("读取文件出错（第 {} 行）"), 1);
    bool little = n >= 2 && head[0] == 0xFF && head[1] == 0xFE;
    bool big = n >= 2 && head[0] == 0xFE && head[1] == 0xFF;
    *out_skip = little || big ? 2 : n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const char *tries[] = {little ? "UTF-16LE"
                           : big  ? "UTF-16BE"
                                  : "UTF-8",
                           "GB18030", csv->source.size % 2 ? NULL : bare_utf16(head, n)};
    const char *guess = NULL; /* without it, é and a letter are one Chinese character */
    if (decode_guess(&csv->source, UINT64_MAX, &guess))
        return told(csv, error, ERR_IO, T("读取文件出错（第 {} 行）"), 1);
    bool ascii = false;
    if (decode_mostly_ascii(&csv->source, &ascii))
        return told(csv, error, ERR_IO, T("读取文件出错（第 {} 行）"), 1);
    if (!tries[2] && strcmp(guess, "CP1252") == 0)
        tries[1] = "ISO-8859-1";
    else if (!tries[2] && ascii)
        tries[2] = "ISO-8859-1";
    for (size_t i = 0; i < sizeof tries / sizeof tries[0] && tries[i]; i++) {
        if (!use(csv, tries[i]))
            return told(csv, error, ERR_IO, T("本机不能转换这种编码（第 {} 行）"), 1);
        restart(csv, *out_skip);
        enum err e = readable(csv, &ok, error);
        if (e || ok)
            return e;
        line = i < 2 ? csv->line : line;
        if (*out_skip)
            break;
    }
    return told(csv, error, ERR_INVALID,
                T("第 {} 行起不是可读的文字，请另存为 UTF-8 的 CSV 或 xlsx"), line);
}

/* Some programs write tabs between cells and never quote: then every line has the same number of
 * tabs, and there are cells that begin with a quote and do not end with one. */
static enum err find_plain(struct csv *csv, struct error *error)
{
    size_t tabs = 0, want = SIZE_MAX, bytes = 0;
    bool opened = false, odd = false;
    char last = 0;
    for (enum err e = ERR_OK;;) {
        int c = peek(csv, &e, error);
        if (e)
            return e;
        bool line = c == '\n' || c < 0, cell = line || c == '\t';
        if (cell)
            odd = odd || (opened && last != '"' && last != '\r');
        if (line && (bytes || c >= 0)) {
            if (bytes && want != SIZE_MAX && tabs != want)
                return ERR_OK;
            want = bytes ? tabs : want;
            tabs = bytes = 0;
        } else if (c >= 0) {
            tabs += c == '\t';
            bytes++;
        }
        if (c < 0)
            break;
        csv->out_at++;
        opened = cell ? false : last == '\t' || last == '\n' || last == 0 ? c == '"' : opened;
        last = (char)c;
    }
    csv->plain = odd;
    return ERR_OK;
}

enum err csv_open(struct arena *arena, const struct source *source, struct csv **out_csv,
                  struct error *error)
{
    struct csv *csv = ARENA_NEW(arena, struct csv);
    uint64_t skip = 0;
    csv->arena = arena;
    csv->source = *source;
    csv->conv = (iconv_t)-1;
    csv->line = 1;
    arena_defer(arena, close_conv, csv);
    buf_init(&csv->row, arena, CSV_ROW_BYTES_MAX);
    enum err e = choose_encoding(csv, &skip, error);
    if (e)
        return e;
    restart(csv, skip);
    e = refill(csv, error);
    csv->separator = sniff(csv);
    *out_csv = csv;
    if (e || csv->separator != '\t')
        return e;
    csv->out_at = 0;
    e = find_plain(csv, error);
    restart(csv, skip);
    return e ? e : refill(csv, error);
}

/* A quoted cell: its opening quote is taken. */
static enum err quoted(struct csv *csv, struct error *error)
{
    enum err e = ERR_OK;
    int64_t opened = csv->line;
    for (;;) {
        int c = peek(csv, &e, error);
        if (c < 0 || csv->row.full)
            return e ? e
                     : told(csv, error, ERR_INVALID, T("第 {} 行的引号没有闭合，或内容太长"),
                            opened);
        csv->out_at++;
        if (c == '"') {
            if (peek(csv, &e, error) != '"')
                return e;
            csv->out_at++;
        }
        csv->line += c == '\n';
        buf_char(&csv->row, (char)c);
    }
}

/* A cell; *out_last when it ended its row. */
static enum err cell(struct csv *csv, bool *out_last, struct error *error)
{
    enum err e = ERR_OK;
    size_t start = csv->row.len;
    for (;;) {
        int c = peek(csv, &e, error);
        *out_last = true;
        if (c < 0)
            return e;
        csv->out_at++;
        if (c == csv->separator) {
            *out_last = false;
            return ERR_OK;
        }
        if (c == '\r' || c == '\n') {
            if (c == '\r' && peek(csv, &e, error) == '\n')
                csv->out_at++;
            csv->line++;
            return e;
        }
        if (c == '"' && !csv->plain && csv->row.len == start)
            e = quoted(csv, error);
        else
            buf_char(&csv->row, (char)c);
        if (e)
            return e;
    }
}

enum err csv_next(struct csv *csv, struct csv_row *out_row, struct error *error)
{
    enum err e = ERR_OK;
    int64_t line = csv->line;
    bool last = false;
    size_t n = 0;
    csv->row.len = 0;
    *out_row = (struct csv_row){.line = line};
    if (peek(csv, &e, error) < 0)
        return e;
    while (!last && !e) {
        if (n == CSV_COLUMNS_MAX)
            return told(csv, error, ERR_LIMIT, T("第 {} 行的列太多"), line);
        csv->starts[n++] = csv->row.len;
        e = cell(csv, &last, error);
    }
    csv->starts[n] = csv->row.len;
    if (!e && csv->row.full)
        e = told(csv, error, ERR_LIMIT, T("第 {} 行太长"), line);
    if (!e && !utf8_ok(buf_str(&csv->row))) /* the file was changed meanwhile */
        e = told(csv, error, ERR_INVALID, T("第 {} 行不是可读的文字"), line);
    for (size_t i = 0; i < n; i++)
        csv->cells[i] = str_slice(buf_str(&csv->row), csv->starts[i], csv->starts[i + 1]);
    *out_row = (struct csv_row){csv->cells, e ? 0 : n, line};
    return e;
}

char csv_separator(const struct csv *csv)
{
    return csv->separator;
}

const char *csv_encoding(const struct csv *csv)
{
    return csv->encoding;
}

void csv_write(struct buf *buf, const struct str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct str rest = cells[i], piece;
        bool plain = true;
        for (size_t j = 0; j < rest.len && plain; j++)
            plain = rest.ptr[j] != '"' && rest.ptr[j] != ',' && rest.ptr[j] != '\n' &&
                    rest.ptr[j] != '\r';
        if (i)
            buf_char(buf, ',');
        if (plain && !(n == 1 && rest.len == 0)) {
            buf_add(buf, rest);
            continue;
        }
        buf_char(buf, '"');
        for (bool first = true; str_cut(&rest, '"', &piece); first = false) {
            if (!first)
                buf_add(buf, STR("\"\""));
            buf_add(buf, piece);
        }
        buf_char(buf, '"');
    }
    buf_add(buf, STR("\r\n"));
}

/* Apostrophes, then a character that begins a formula. */
static bool formula(struct str s)
{
    size_t i = 0;
    while (i < s.len && s.ptr[i] == '\'')
        i++;
    return i < s.len && (s.ptr[i] == '=' || s.ptr[i] == '+' || s.ptr[i] == '-' || s.ptr[i] == '@');
}

struct str csv_guard(struct arena *arena, struct str text)
{
    return formula(text) ? str_print(arena, "'%.*s", STR_ARG(text)) : text;
}

struct str csv_unguard(struct str cell)
{
    return cell.len && cell.ptr[0] == '\'' && formula(cell) ? str_slice(cell, 1, cell.len) : cell;
}
