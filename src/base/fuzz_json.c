/* JSON from outside, read, walked whole, turned to pairs; its strings quoted again must be JSON. */
#include <assert.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(struct arena *arena, const struct json *value, int depth)
{
    size_t n = 0;
    assert(depth <= JSON_DEPTH_MAX + 1);
    if (json_kind_of(value) == JSON_KIND_OBJECT) {
        struct json_pair *members = json_members(arena, value, &n);
        for (size_t i = 0; i < n; i++)
            walk(arena, members[i].value, depth + 1);
    } else if (json_kind_of(value) == JSON_KIND_ARRAY) {
        for (size_t i = 0; i < json_count(value); i++)
            walk(arena, json_element(value, i), depth + 1);
    } else if (json_kind_of(value) == JSON_KIND_STR) {
        struct buf buf;
        const struct json *again;
        buf_init(&buf, arena, 8 << 20);
        json_quote(&buf, json_str(value));
        struct str list = str_print(arena, "[%.*s]", STR_ARG(buf_str(&buf)));
        if (json_parse(arena, list, &again, NULL) == ERR_OK)
            assert(str_eq(json_str(json_element(again, 0)), json_str(value)));
        else
            assert(list.len > JSON_BYTES_MAX);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    const struct json *value;
    struct form_pairs pairs;
    struct error error = {0};
    arena_init(&arena, 256 << 20);
    if (json_parse(&arena, (struct str){(const char *)data, size}, &value, &error) == ERR_OK) {
        walk(&arena, value, 1);
        json_pairs(&arena, value, &pairs, &error);
    } else {
        assert(error.code != ERR_OK);
    }
    arena_release(&arena);
    return 0;
}
