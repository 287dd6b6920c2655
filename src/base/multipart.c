#include "base/multipart.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

static bool is_boundary_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && strchr("'()+_,-./:=? ", c));
}

bool multipart_boundary(struct str content_type, struct str *out_boundary)
{
    struct str rest = content_type, piece;
    *out_boundary = STR_NULL;
    if (!str_cut(&rest, ';', &piece) || !str_eq_nocase(str_trim(piece), STR("multipart/form-data")))
        return false;
    while (str_cut(&rest, ';', &piece)) {
        piece = str_trim(piece);
        size_t eq = str_find_char(piece, '=', 0);
        if (eq == SIZE_MAX || !str_eq_nocase(str_slice(piece, 0, eq), STR("boundary")))
            continue;
        struct str b = str_slice(piece, eq + 1, piece.len);
        if (b.len >= 2 && b.ptr[0] == '"' && b.ptr[b.len - 1] == '"')
            b = str_slice(b, 1, b.len - 1);
        if (!str_null(*out_boundary))
            return false; /* twice: whose word would count? */
        *out_boundary = b;
    }
    struct str b = *out_boundary;
    if (b.len < 1 || b.len > MULTIPART_BOUNDARY_MAX || b.ptr[b.len - 1] == ' ')
        return false;
    for (size_t i = 0; i < b.len; i++) {
        if (!is_boundary_char(b.ptr[i]))
            return false;
    }
    return true;
}

void multipart_init(struct multipart *mp, struct str boundary, const struct multipart_sink *sink,
                    void *arg)
{
    assert(boundary.len >= 1 && boundary.len <= MULTIPART_BOUNDARY_MAX);
    *mp = (struct multipart){.sink = sink, .arg = arg, .state = MULTIPART_DELIMITER};
    memcpy(mp->delimiter, "\r\n--", 4);
    memcpy(mp->delimiter + 4, boundary.ptr, boundary.len);
    mp->delimiter_len = boundary.len + 4;
    mp->matched = 2; /* the first boundary stands at the very beginning, without a line end */
}

static enum err fail(struct multipart *mp, enum err e)
{
    mp->state = MULTIPART_FAILED;
    return e;
}

/* What stands between the quotes: \" and \\ undone (curl), %22 undone (browsers); everything else
 * as it is, because old browsers send Windows paths. The text shrinks in place. */
static bool unquote(char *at, size_t len, struct str *out, size_t *out_used)
{
    size_t n = 0;
    for (size_t i = 1; i < len; i++) {
        char c = at[i];
        if (c == '"') {
            *out = (struct str){at + 1, n};
            *out_used = i + 1;
            return true;
        }
        if (c == '\\' && i + 1 < len && (at[i + 1] == '"' || at[i + 1] == '\\')) {
            c = at[++i];
        } else if (c == '%' && i + 2 < len && at[i + 1] == '2' && at[i + 2] == '2') {
            c = '"';
            i += 2;
        }
        at[1 + n++] = c;
    }
    return false;
}

struct part_head {
    struct str name, filename, type;
    bool disposition;
};

static size_t skip_blanks(const char *at, size_t i, size_t len)
{
    while (i < len && (at[i] == ' ' || at[i] == '\t'))
        i++;
    return i;
}

/* Content-Disposition: form-data; name="..."; filename="..." */
static bool read_disposition(char *at, size_t len, struct part_head *head)
{
    static const char kind[] = "form-data";
    size_t i = skip_blanks(at, 0, len);
    if (head->disposition || len - i < sizeof kind - 1 ||
        !str_eq_nocase((struct str){at + i, sizeof kind - 1}, STR("form-data")))
        return false;
    head->disposition = true;
    i = skip_blanks(at, i + sizeof kind - 1, len);
    while (i < len) {
        if (at[i] != ';')
            return false;
        size_t from = skip_blanks(at, i + 1, len);
        size_t eq = str_find_char((struct str){at, len}, '=', from);
        if (eq == SIZE_MAX || eq + 1 >= len || at[eq + 1] != '"')
            return false; /* also filename*=, which RFC 7578 forbids */
        struct str key = {at + from, eq - from}, value;
        size_t used;
        if (!unquote(at + eq + 1, len - eq - 1, &value, &used))
            return false;
        struct str *slot = str_eq_nocase(key, STR("name"))       ? &head->name
                           : str_eq_nocase(key, STR("filename")) ? &head->filename
                                                                 : NULL;
        if (!slot || !str_null(*slot))
            return false;
        *slot = value;
        i = skip_blanks(at, eq + 1 + used, len);
    }
    return true;
}

static bool read_header(char *line, size_t len, struct part_head *head)
{
    size_t colon = str_find_char((struct str){line, len}, ':', 0);
    if (colon == SIZE_MAX || colon == 0)
        return false;
    struct str name = {line, colon};
    char *value = line + colon + 1;
    size_t value_len = len - colon - 1;
    struct str text = str_trim((struct str){value, value_len});
    if (str_eq_nocase(name, STR("content-disposition")))
        return read_disposition(value, value_len, head);
    if (str_eq_nocase(name, STR("content-type")))
        head->type = text;
    if (str_eq_nocase(name, STR("content-transfer-encoding")))
        return str_eq_nocase(text, STR("binary")) || str_eq_nocase(text, STR("8bit")) ||
               str_eq_nocase(text, STR("7bit"));
    return true;
}

static bool is_text(struct str s)
{
    return utf8_ok(s) && utf8_printable(s) && str_find_char(s, '\n', 0) == SIZE_MAX &&
           str_find_char(s, '\r', 0) == SIZE_MAX;
}

/* The head is whole: mp->head holds its lines, each ended by CRLF. */
static enum err begin_part(struct multipart *mp)
{
    struct part_head head = {0};
    size_t at = 0;
    while (at < mp->head_len) {
        size_t end = str_find((struct str){mp->head, mp->head_len}, STR("\r\n"), at);
        assert(end != SIZE_MAX);
        if (!read_header(mp->head + at, end - at, &head))
            return ERR_INVALID;
        at = end + 2;
    }
    if (!head.disposition || str_empty(head.name) || !is_text(head.name) || !is_text(head.filename))
        return ERR_INVALID;
    if (head.name.len > MULTIPART_NAME_MAX || head.filename.len > MULTIPART_FILENAME_MAX ||
        ++mp->parts > MULTIPART_PARTS_MAX)
        return ERR_LIMIT;
    mp->in_part = true;
    mp->state = MULTIPART_DATA;
    mp->matched = 0;
    return mp->sink->begin(mp->arg, head.name, head.filename, head.type);
}

static bool ends_in(const struct multipart *mp, const char *tail)
{
    size_t n = strlen(tail);
    return mp->head_len >= n && memcmp(mp->head + mp->head_len - n, tail, n) == 0;
}

static enum err feed_head(struct multipart *mp, struct str *rest)
{
    while (rest->len > 0) {
        char c = rest->ptr[0];
        *rest = str_slice(*rest, 1, rest->len);
        if (mp->head_len == MULTIPART_HEAD_MAX)
            return ERR_LIMIT;
        mp->head[mp->head_len++] = c;
        if (c == '\0' || (c == '\n' && !ends_in(mp, "\r\n")))
            return ERR_INVALID;
        if (mp->head_len == 2 && ends_in(mp, "\r\n"))
            return ERR_INVALID; /* a part without headers */
        if (ends_in(mp, "\r\n\r\n")) {
            mp->head_len -= 2;
            return begin_part(mp);
        }
    }
    return ERR_OK;
}

static enum err give(struct multipart *mp, struct str bytes)
{
    return bytes.len ? mp->sink->data(mp->arg, bytes) : ERR_OK;
}

/* A carriage return may open the delimiter; everything before it is data. */
static enum err feed_data(struct multipart *mp, struct str *rest)
{
    size_t at = str_find_char(*rest, '\r', 0);
    struct str data = str_slice(*rest, 0, at == SIZE_MAX ? rest->len : at);
    if (at == SIZE_MAX) {
        *rest = (struct str){rest->ptr + rest->len, 0};
    } else {
        *rest = str_slice(*rest, at + 1, rest->len);
        mp->state = MULTIPART_DELIMITER;
        mp->matched = 1;
    }
    return give(mp, data);
}

/* The delimiter holds one '\r', at its start, so a mismatch gives back all that had matched. */
static enum err feed_delimiter(struct multipart *mp, struct str *rest)
{
    while (rest->len > 0 && mp->matched < mp->delimiter_len) {
        if (rest->ptr[0] != mp->delimiter[mp->matched]) {
            if (!mp->in_part)
                return ERR_INVALID; /* something stands before the first boundary */
            mp->state = MULTIPART_DATA;
            return give(mp, (struct str){mp->delimiter, mp->matched});
        }
        mp->matched++;
        *rest = str_slice(*rest, 1, rest->len);
    }
    if (mp->matched < mp->delimiter_len)
        return ERR_OK;
    bool ended = mp->in_part;
    mp->in_part = false;
    mp->state = MULTIPART_AFTER;
    mp->after_len = 0;
    return ended ? mp->sink->end(mp->arg) : ERR_OK;
}

static enum err feed_after(struct multipart *mp, struct str *rest)
{
    while (rest->len > 0) {
        char c = rest->ptr[0];
        *rest = str_slice(*rest, 1, rest->len);
        if (mp->after_len == 0 && (c == ' ' || c == '\t'))
            continue; /* padding that RFC 2046 allows */
        mp->after[mp->after_len++] = c;
        if (mp->after_len == 1 && c != '-' && c != '\r')
            return ERR_INVALID;
        if (mp->after_len < 2)
            continue;
        if (mp->after[0] == '\r' && c == '\n') {
            mp->state = MULTIPART_HEAD;
            mp->head_len = 0;
            return ERR_OK;
        }
        if (mp->after[0] == '-' && c == '-') {
            mp->state = MULTIPART_EPILOGUE;
            return ERR_OK;
        }
        return ERR_INVALID;
    }
    return ERR_OK;
}

static enum err feed_epilogue(struct str *rest)
{
    for (; rest->len > 0; *rest = str_slice(*rest, 1, rest->len)) {
        if (!memchr("\r\n \t", rest->ptr[0], 4))
            return ERR_INVALID;
    }
    return ERR_OK;
}

enum err multipart_feed(struct multipart *mp, struct str bytes)
{
    struct str rest = bytes;
    enum err e = ERR_OK;
    while (!e && rest.len > 0) {
        switch (mp->state) {
        case MULTIPART_DELIMITER:
            e = feed_delimiter(mp, &rest);
            break;
        case MULTIPART_AFTER:
            e = feed_after(mp, &rest);
            break;
        case MULTIPART_HEAD:
            e = feed_head(mp, &rest);
            break;
        case MULTIPART_DATA:
            e = feed_data(mp, &rest);
            break;
        case MULTIPART_EPILOGUE:
            e = feed_epilogue(&rest);
            break;
        case MULTIPART_FAILED:
            e = ERR_INVALID;
            break;
        }
    }
    return e ? fail(mp, e) : ERR_OK;
}

enum err multipart_finish(struct multipart *mp)
{
    return mp->state == MULTIPART_EPILOGUE ? ERR_OK : ERR_INVALID;
}
