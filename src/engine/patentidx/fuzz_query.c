/* Any bytes as a query: refused with a place, or printed so that it reads the same again. */
#include <assert.h>

#include "engine/patentidx/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct error error = {0};
    const struct query_node *tree, *again;
    struct str text = {(const char *)data, size};
    arena_init(&arena, 256 << 20);
    if (!query_parse(&arena, text, &tree, &error)) {
        struct str printed = query_print(&arena, tree);
        query_explain(&arena, tree);
        if (printed.len <= QUERY_BYTES_MAX) { /* a field is printed before each of its words */
            enum err e = query_parse(&arena, printed, &again, &error);
            assert(!e && query_same(tree, again));
            assert(str_eq(query_print(&arena, again), printed));
        }
    } else {
        assert(error.message);
    }
    arena_release(&arena);
    return 0;
}
