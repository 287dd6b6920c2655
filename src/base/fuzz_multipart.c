/* A multipart body given whole, and the same in pieces of a size taken from its first byte, must be
 * judged the same and give the same parts. */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err begin(void *arg, struct str name, struct str filename, struct str type)
{
    struct buf *seen = arg;
    buf_print(seen, "[%zu %zu %zu:", name.len, filename.len, type.len);
    buf_add(seen, name);
    buf_add(seen, filename);
    return ERR_OK;
}

static enum err bytes(void *arg, struct str piece)
{
    buf_add(arg, piece);
    return ERR_OK;
}

static enum err end(void *arg)
{
    buf_add(arg, STR("]"));
    return ERR_OK;
}

static enum err parse(struct str body, size_t step, struct buf *seen)
{
    static const struct multipart_sink sink = {begin, bytes, end};
    struct multipart mp;
    enum err e = ERR_OK;
    multipart_init(&mp, STR("b0undary"), &sink, seen);
    for (size_t at = 0; !e && at < body.len; at += step)
        e = multipart_feed(&mp, str_slice(body, at, at + step));
    return e ? e : multipart_finish(&mp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct buf whole, pieces;
    if (size < 2)
        return 0;
    struct str body = {(const char *)data + 1, size - 1};
    arena_init(&arena, 64 << 20);
    buf_init(&whole, &arena, 16 << 20);
    buf_init(&pieces, &arena, 16 << 20);
    enum err e = parse(body, body.len, &whole), f = parse(body, 1 + data[0] % 32, &pieces);
    assert(e == f);
    if (!e)
        assert(str_eq(buf_str(&whole), buf_str(&pieces)));
    arena_release(&arena);
    return 0;
}
