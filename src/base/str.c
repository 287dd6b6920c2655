#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

struct str str_from(const char *c_string)
{
    return c_string ? (struct str){c_string, strlen(c_string)} : STR_NULL;
}

struct str str_dup(struct arena *arena, struct str s)
{
    return str_null(s) ? s : (struct str){arena_copy(arena, s.ptr, s.len), s.len};
}

const char *str_c(struct arena *arena, struct str s)
{
    char *c = arena_alloc(arena, s.len + 1);
    if (s.len)
        memcpy(c, s.ptr, s.len);
    return c;
}

struct str str_print(struct arena *arena, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    size_t len = n > 0 ? (size_t)n : 0;
    char *out = arena_alloc(arena, len + 1);
    if (len < sizeof small)
        memcpy(out, small, len);
    else
        vsnprintf(out, len + 1, format, again);
    va_end(again);
    return (struct str){out, len};
}

bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_eq((struct str){s.ptr, prefix.len}, prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len &&
           str_eq((struct str){s.ptr + (s.len - suffix.len), suffix.len}, suffix);
}

bool str_has(struct str s, struct str part)
{
    return str_find(s, part, 0) != SIZE_MAX;
}

size_t str_find(struct str s, struct str part, size_t from)
{
    if (from > s.len || part.len > s.len - from)
        return SIZE_MAX;
    if (part.len == 0)
        return from;
    const char *hit = memmem(s.ptr + from, s.len - from, part.ptr, part.len);
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

size_t str_find_char(struct str s, char c, size_t from)
{
    return str_find(s, (struct str){&c, 1}, from);
}

struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return s.ptr ? (struct str){s.ptr + from, to - from} : s;
}

/* Length of the blank that s starts with: 0, 1 (ASCII), 2 (U+00A0) or 3 (U+3000, U+FEFF). */
static size_t blank_at(const char *p, size_t len)
{
    if (len && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
        return 1;
    if (len >= 2 && memcmp(p, "\xC2\xA0", 2) == 0)
        return 2;
    if (len >= 3 && (memcmp(p, "\xE3\x80\x80", 3) == 0 || memcmp(p, "\xEF\xBB\xBF", 3) == 0))
        return 3;
    return 0;
}

struct str str_trim(struct str s)
{
    size_t n;
    while ((n = blank_at(s.ptr, s.len)) > 0)
        s = (struct str){s.ptr + n, s.len - n};
    for (bool again = true; again;) {
        again = false;
        for (n = 1; n <= 3 && n <= s.len; n++)
            if (blank_at(s.ptr + (s.len - n), n) == n) {
                s.len -= n;
                again = true;
                break;
            }
    }
    return s;
}

bool str_cut(struct str *rest, char separator, struct str *out_piece)
{
    if (str_null(*rest))
        return false;
    size_t at = str_find_char(*rest, separator, 0);
    if (at == SIZE_MAX) {
        *out_piece = *rest;
        *rest = STR_NULL;
        return true;
    }
    *out_piece = str_slice(*rest, 0, at);
    *rest = str_slice(*rest, at + 1, rest->len);
    return true;
}

bool str_uint(struct str s, uint64_t *out_value)
{
    uint64_t v = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)(unsigned char)s.ptr[i] - '0';
        if (digit > 9 || __builtin_mul_overflow(v, 10u, &v) || __builtin_add_overflow(v, digit, &v))
            return false;
    }
    *out_value = v;
    return true;
}

bool str_int(struct str s, int64_t *out_value)
{
    bool negative = s.len && s.ptr[0] == '-';
    uint64_t v;
    if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'))
        s = str_slice(s, 1, s.len);
    if (!str_uint(s, &v) || v > (uint64_t)INT64_MAX + negative)
        return false;
    *out_value = negative ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}

uint64_t str_hash(struct str s)
{
    uint64_t h = 0x9E3779B97F4A7C15u ^ s.len;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001B3u;
    return h ^ (h >> 29);
}

struct str str_narrow(struct arena *arena, struct str s)
{
    char *out = arena_alloc(arena, s.len);
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        const unsigned char *p = (const unsigned char *)s.ptr + i;
        if (s.len - i >= 3 && p[0] == 0xEF && (p[1] == 0xBC || p[1] == 0xBD) && p[2] >= 0x80) {
            unsigned ascii = (p[1] == 0xBC ? p[2] - 0x80u : p[2] - 0x40u) + 0x20u;
            if (ascii > 0x20 && ascii < 0x7F) {
                out[n++] = (char)ascii;
                i += 3;
                continue;
            }
        }
        if (s.len - i >= 3 && p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x80) {
            out[n++] = ' ';
            i += 3;
            continue;
        }
        out[n++] = s.ptr[i++];
    }
    return (struct str){out, n};
}

struct str str_lower(struct arena *arena, struct str s)
{
    char *out = arena_alloc(arena, s.len);
    for (size_t i = 0; i < s.len; i++)
        out[i] = lower(s.ptr[i]);
    return (struct str){out, s.len};
}
