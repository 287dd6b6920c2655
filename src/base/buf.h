/*
 * A growing text or byte buffer that always has a maximum.
 *
 *     struct buf b;
 *     buf_init(&b, arena, PAGE_BYTES_MAX);
 *     buf_add(&b, STR("第"));
 *     buf_int(&b, page);
 *     if (buf_full(&b)) return ERR_LIMIT;
 *     send(buf_str(&b));
 *
 * Memory comes from the arena. An append that would pass the maximum is dropped whole and marks the
 * buffer full; later appends do nothing, so one check at the end is enough.
 */
#ifndef LIANYUAN_BASE_BUF_H
#define LIANYUAN_BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

struct buf {
    char *ptr;
    size_t len, cap, max;
    struct arena *arena;
    bool full;
};

void buf_init(struct buf *buf, struct arena *arena, size_t max);
static inline bool buf_full(const struct buf *buf)
{
    return buf->full;
}
static inline struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->ptr ? buf->ptr : "", buf->len};
}

/* Room for n more bytes to be written at the returned place (then add n to len), or NULL. */
char *buf_room(struct buf *buf, size_t n);

void buf_add(struct buf *buf, struct str s);
void buf_char(struct buf *buf, char c);
void buf_int(struct buf *buf, int64_t value);
void buf_hex(struct buf *buf, const void *bytes, size_t size); /* lower-case */
void buf_print(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Big-endian, for canonical forms and keys. */
void buf_u32(struct buf *buf, uint32_t value);
void buf_u64(struct buf *buf, uint64_t value);

#endif
