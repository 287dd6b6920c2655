#include "base/url.h"

static bool is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void url_add_part(struct buf *buf, struct str s)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (is_plain(c))
            continue;
        buf_add(buf, str_slice(s, from, i));
        char escape[3] = {'%', hex[c >> 4], hex[c & 15]};
        buf_add(buf, (struct str){escape, sizeof escape});
        from = i + 1;
    }
    buf_add(buf, str_slice(s, from, s.len));
}

void url_add_query(struct buf *buf, struct str name, struct str value)
{
    if (str_null(value))
        return;
    buf_char(buf, str_find_char(buf_str(buf), '?', 0) == SIZE_MAX ? '?' : '&');
    url_add_part(buf, name);
    buf_char(buf, '=');
    url_add_part(buf, value);
}

struct url url_with(struct arena *arena, struct url url, struct form_pairs query)
{
    struct buf b;
    buf_init(&b, arena, URL_BYTES_MAX);
    buf_add(&b, url.text);
    for (size_t i = 0; i < query.n; i++)
        url_add_query(&b, query.at[i].name, query.at[i].value);
    return buf_full(&b) ? url : (struct url){buf_str(&b)};
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool url_decode(struct arena *arena, struct str s, bool form, struct str *out)
{
    if (str_find_char(s, '%', 0) == SIZE_MAX && (!form || str_find_char(s, '+', 0) == SIZE_MAX)) {
        *out = s;
        return true;
    }
    char *bytes = arena_alloc(arena, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '%') {
            int high = i + 2 < s.len ? hex_value(s.ptr[i + 1]) : -1;
            int low = i + 2 < s.len ? hex_value(s.ptr[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && form) {
            c = ' ';
        }
        bytes[n++] = c;
    }
    *out = (struct str){bytes, n};
    return true;
}

bool url_is_local(struct str s)
{
    if (s.len < 1 || s.len > URL_BYTES_MAX || s.ptr[0] != '/')
        return false;
    if (s.len > 1 && (s.ptr[1] == '/' || s.ptr[1] == '\\'))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c <= ' ' || c >= 0x7f || c == '\\')
            return false;
    }
    return true;
}
