/*
 * lianyuan patent explain QUERY
 *
 * What a query is taken for: its printed form and the tree, one node a line. No park is needed.
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "base/json.h"
#include "engine/patentidx/query.h"

enum { EXPLAIN_ARENA_MAX = 64 * 1024 * 1024 };

static struct str all_words(struct arena *arena, const struct options *options)
{
    struct buf b;
    buf_init(&b, arena, QUERY_BYTES_MAX + 1);
    for (int i = 0; i < options->n; i++) {
        if (i)
            buf_char(&b, ' ');
        buf_add(&b, str_from(options->words[i]));
    }
    return buf_str(&b);
}

int command_patent_explain(const struct options *options)
{
    struct arena arena;
    struct error error = {0};
    const struct query_node *tree;
    arena_init(&arena, EXPLAIN_ARENA_MAX);
    enum err e = query_parse(&arena, all_words(&arena, options), &tree, &error);
    if (!e && options->format == FORMAT_JSON) {
        struct buf out;
        buf_init(&out, &arena, 16 * 1024 * 1024);
        struct json_out j = json_to(&out);
        json_open(&j, NULL, '{');
        json_put_str(&j, "query", query_print(&arena, tree));
        json_put_str(&j, "tree", query_explain(&arena, tree));
        json_close(&j, '}');
        printf("%.*s\n", STR_ARG(buf_str(&out)));
    } else if (!e) {
        printf("%.*s\n\n%.*s", STR_ARG(query_print(&arena, tree)),
               STR_ARG(query_explain(&arena, tree)));
    }
    int status = e ? command_fail(&error, options) : 0;
    arena_release(&arena);
    return status;
}
