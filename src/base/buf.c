#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BUF_FIRST = 512 };

void buf_init(struct buf *buf, struct arena *arena, size_t max)
{
    *buf = (struct buf){.arena = arena, .max = max};
}

static void grow(struct buf *buf, size_t need)
{
    size_t cap = buf->cap ? buf->cap * 2 : BUF_FIRST;
    if (cap < need)
        cap = need;
    if (cap > buf->max)
        cap = buf->max;
    char *ptr = arena_alloc(buf->arena, cap);
    if (buf->len)
        memcpy(ptr, buf->ptr, buf->len);
    buf->ptr = ptr;
    buf->cap = cap;
}

char *buf_room(struct buf *buf, size_t n)
{
    if (buf->full || n > buf->max - buf->len) {
        buf->full = true;
        return NULL;
    }
    if (n > buf->cap - buf->len)
        grow(buf, buf->len + n);
    return buf->ptr + buf->len;
}

void buf_add(struct buf *buf, struct str s)
{
    char *room = s.len ? buf_room(buf, s.len) : NULL;
    if (room) {
        memcpy(room, s.ptr, s.len);
        buf->len += s.len;
    }
}

void buf_char(struct buf *buf, char c)
{
    buf_add(buf, (struct str){&c, 1});
}

void buf_int(struct buf *buf, int64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        digits[--at] = (char)('0' + v % 10);
    while (v /= 10);
    if (value < 0)
        buf_char(buf, '-');
    buf_add(buf, (struct str){digits + at, sizeof digits - at});
}

void buf_hex(struct buf *buf, const void *bytes, size_t size)
{
    static const char digit[] = "0123456789abcdef";
    const unsigned char *p = bytes;
    for (size_t i = 0; i < size; i++) {
        buf_char(buf, digit[p[i] >> 4]);
        buf_char(buf, digit[p[i] & 15]);
    }
}

void buf_print(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *room = n > 0 ? buf_room(buf, (size_t)n + 1) : NULL;
    if (room) {
        vsnprintf(room, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
}

static void add_big_endian(struct buf *buf, uint64_t value, size_t bytes)
{
    for (size_t i = bytes; i-- > 0;)
        buf_char(buf, (char)(value >> (8 * i)));
}

void buf_u32(struct buf *buf, uint32_t value)
{
    add_big_endian(buf, value, 4);
}

void buf_u64(struct buf *buf, uint64_t value)
{
    add_big_endian(buf, value, 8);
}
