#include "base/utf8.h"

#include <string.h>

/* Bytes of the valid sequence at p, or 0. */
static size_t sequence(const unsigned char *p, size_t len, uint32_t *out_rune)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80                   ? 1
               : p[0] >= 0xC2 && p[0] < 0xE0 ? 2
               : (p[0] & 0xF0) == 0xE0       ? 3
               : p[0] >= 0xF0 && p[0] < 0xF5 ? 4
                                             : 0;
    if (n == 0 || n > len)
        return 0;
    uint32_t rune = n == 1 ? p[0] : p[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        rune = rune << 6 | (p[i] & 0x3F);
    }
    if (rune < least[n] || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
        return 0;
    *out_rune = rune;
    return n;
}

size_t utf8_bad_at(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    uint32_t rune;
    for (size_t i = 0, n; i < s.len; i += n) {
        uint64_t eight;
        while (s.len - i >= 8 && (memcpy(&eight, p + i, 8), (eight & 0x8080808080808080u) == 0))
            i += 8;
        if (i == s.len)
            break;
        n = sequence(p + i, s.len - i, &rune);
        if (n == 0)
            return i;
    }
    return SIZE_MAX;
}

bool utf8_printable(struct str s)
{
    if (!utf8_ok(s))
        return false;
    for (uint32_t r; utf8_next(&s, &r);) {
        bool control = (r < 0x20 && r != '\t' && r != '\n' && r != '\r') || (r >= 0x7F && r < 0xA0);
        if (control || (r & 0xFFFE) == 0xFFFE)
            return false;
    }
    return true;
}

bool utf8_next(struct str *rest, uint32_t *out_rune)
{
    if (rest->len == 0)
        return false;
    size_t n = sequence((const unsigned char *)rest->ptr, rest->len, out_rune);
    if (n == 0) {
        *out_rune = 0xFFFD;
        n = 1;
    }
    *rest = (struct str){rest->ptr + n, rest->len - n};
    return true;
}

void utf8_add(struct buf *buf, uint32_t rune)
{
    if (rune < 0x80) {
        buf_char(buf, (char)rune);
        return;
    }
    unsigned n = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    buf_char(buf, (char)((0xF00u >> n) | rune >> (6 * (n - 1))));
    for (unsigned i = n - 1; i-- > 0;)
        buf_char(buf, (char)(0x80 | (rune >> (6 * i) & 0x3F)));
}

size_t utf8_count(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

struct str utf8_prefix(struct str s, size_t max)
{
    struct str rest = s;
    uint32_t rune;
    while (max-- > 0 && utf8_next(&rest, &rune))
        ;
    return str_slice(s, 0, s.len - rest.len);
}
