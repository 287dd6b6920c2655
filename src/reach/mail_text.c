#include "reach/mail_text.h"

#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"

enum {
    WORD_BYTES_MAX = 36, /* 48 characters of base64, 12 of frame and a field's name: under 76 */
    LINE_BYTES = 57,     /* 76 characters of base64 */
};

static bool is_address_char(char c)
{
    return c > ' ' && c < 127 && strchr("<>()[]\\,;:\"", c) == NULL;
}

bool mail_address_ok(struct str address)
{
    size_t at = SIZE_MAX;
    if (address.len < 3 || address.len > MAIL_ADDRESS_MAX || address.ptr[0] == '-')
        return false;
    for (size_t i = 0; i < address.len; i++) {
        if (!is_address_char(address.ptr[i]))
            return false;
        if (address.ptr[i] == '@') {
            if (at != SIZE_MAX)
                return false;
            at = i;
        }
    }
    return at != SIZE_MAX && at > 0 && at + 1 < address.len && address.ptr[at + 1] != '.';
}

/* Line ends and other controls become blanks: one header field stays one. */
static struct str one_line(struct arena *arena, struct str s)
{
    char *copy = arena_copy(arena, s.ptr ? s.ptr : "", s.len);
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)copy[i] < ' ' || copy[i] == 127)
            copy[i] = ' ';
    return str_trim((struct str){copy, s.len});
}

static bool is_simple(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < ' ' || (unsigned char)s.ptr[i] > '~' ||
            strchr("=?\"\\<>@,;:()[].", s.ptr[i]) != NULL)
            return false;
    return s.len <= WORD_BYTES_MAX;
}

/* Encoded words, each of whole characters, one on a line. */
static void add_words(struct buf *b, struct arena *arena, struct str s)
{
    if (is_simple(s)) {
        buf_add(b, s);
        return;
    }
    for (bool first = true; s.len > 0; first = false) {
        struct str rest = s;
        size_t n = 0;
        uint32_t rune;
        while (rest.len > 0 && utf8_next(&rest, &rune) && s.len - rest.len <= WORD_BYTES_MAX)
            n = s.len - rest.len;
        if (n == 0) /* not UTF-8: cannot be, but must end */
            n = s.len < WORD_BYTES_MAX ? s.len : WORD_BYTES_MAX;
        struct str word = base64_text(arena, str_slice(s, 0, n));
        buf_print(b, "%s=?UTF-8?B?%.*s?=", first ? "" : "\r\n ", STR_ARG(word));
        s = str_slice(s, n, s.len);
    }
}

static void add_person(struct buf *b, struct arena *arena, const char *field, struct str name,
                       struct str address)
{
    buf_print(b, "%s: ", field);
    name = one_line(arena, name);
    if (!str_empty(name)) {
        add_words(b, arena, name);
        buf_add(b, STR("\r\n "));
    }
    buf_print(b, "<%.*s>\r\n", STR_ARG(one_line(arena, address)));
}

static void add_date(struct buf *b, const struct mail *m)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t day = day_of_instant(m->at_us, m->offset_min);
    struct date d = day_date(day);
    int64_t s = (m->at_us - instant_of_day(day, m->offset_min)) / SECOND_US;
    int32_t off = m->offset_min < 0 ? -m->offset_min : m->offset_min;
    buf_print(b, "Date: %s, %d %s %04d %02d:%02d:%02d %c%02d%02d\r\n", days[day_weekday(day)],
              d.day, months[d.month - 1], d.year, (int)(s / 3600), (int)(s / 60 % 60),
              (int)(s % 60), m->offset_min < 0 ? '-' : '+', off / 60, off % 60);
}

static struct str with_crlf(struct arena *arena, struct str text)
{
    struct buf b;
    struct str line;
    buf_init(&b, arena, MAIL_TEXT_MAX);
    while (str_cut(&text, '\n', &line)) {
        buf_add(&b, line);
        buf_add(&b, STR("\r\n"));
    }
    return buf_str(&b);
}

static void add_base64(struct buf *b, struct arena *arena, struct str bytes)
{
    for (size_t at = 0; at < bytes.len; at += LINE_BYTES) {
        struct arena_mark mark = arena_mark(arena);
        char line[2 * LINE_BYTES];
        struct str text = base64_text(arena, str_slice(bytes, at, at + LINE_BYTES));
        memcpy(line, text.ptr, text.len);
        size_t n = text.len;
        arena_reset(arena, mark);
        buf_add(b, (struct str){line, n});
        buf_add(b, STR("\r\n"));
    }
}

static void add_text(struct buf *b, struct arena *arena, struct str text)
{
    buf_add(b, STR("Content-Type: text/plain; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: base64\r\n\r\n"));
    add_base64(b, arena, with_crlf(arena, text));
}

/* name*0*=UTF-8''%E6...; in pieces that fit a line. */
static void add_file_name(struct buf *b, struct str name)
{
    enum { PIECE = 18 }; /* bytes: three characters of ASCII for each */
    int n = 0;
    for (size_t at = 0; at < name.len; at += PIECE, n++) {
        buf_print(b, ";\r\n filename*%d*=%s", n, n ? "" : "UTF-8''");
        for (size_t i = at; i < name.len && i < at + PIECE; i++)
            buf_print(b, "%%%02X", (unsigned)(unsigned char)name.ptr[i]);
    }
}

static bool is_plain_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') ||
              (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || s.ptr[i] == '.' || s.ptr[i] == '-'))
            return false;
    return s.len > 0 && s.len <= WORD_BYTES_MAX;
}

static void add_enclosed(struct buf *b, struct arena *arena, const struct enclosed *file)
{
    buf_print(b, "Content-Type: %.*s\r\nContent-Transfer-Encoding: base64\r\n",
              STR_ARG(one_line(arena, file->type)));
    buf_print(b, "Content-Disposition: attachment;\r\n filename=\"%.*s\"",
              STR_ARG(is_plain_name(file->plain) ? file->plain : STR("file")));
    add_file_name(b, file->name);
    buf_add(b, STR("\r\n\r\n"));
    add_base64(b, arena, file->bytes);
}

/* The boundary cannot stand in a part: base64 has no "=_". */
static void add_parts(struct buf *b, struct arena *arena, const struct mail *m)
{
    buf_add(b, STR("Content-Type: multipart/mixed; boundary=\"=_lianyuan_part\"\r\n\r\n"
                   "--=_lianyuan_part\r\n"));
    add_text(b, arena, m->text);
    for (size_t i = 0; i < m->enclosed_n; i++) {
        buf_add(b, STR("--=_lianyuan_part\r\n"));
        add_enclosed(b, arena, &m->enclosed[i]);
    }
    buf_add(b, STR("--=_lianyuan_part--\r\n"));
}

struct str mail_compose(struct arena *arena, const struct mail *m)
{
    struct buf b;
    buf_init(&b, arena, MAIL_BYTES_MAX);
    add_date(&b, m);
    add_person(&b, arena, "From", m->from_name, m->from);
    add_person(&b, arena, "To", m->to_name, m->to);
    buf_print(&b, "Message-ID: <%.*s@%.*s>\r\n", STR_ARG(one_line(arena, m->id)),
              STR_ARG(one_line(arena, m->domain)));
    buf_add(&b, STR("Subject: "));
    add_words(&b, arena, one_line(arena, m->subject));
    buf_add(&b, STR("\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"));
    if (m->enclosed_n)
        add_parts(&b, arena, m);
    else
        add_text(&b, arena, m->text);
    return buf_str(&b);
}
