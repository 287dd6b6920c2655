/* A template file from its first byte to its last. */
#include "base/utf8.h"
#include "tmplc.h"

static void note_skip(struct parser *p)
{
    size_t at = p->src->at - 2;
    while (!source_take(p->src, "#}")) {
        if (source_end(p->src))
            source_fail(p->src, at, "this note does not end: \"#}\" is missing");
        p->src->at++;
    }
    if (p->html.state == HTML_TEXT)
        skip_line_rest(p->src, at);
}

static void outside_read(struct parser *p)
{
    source_blank(p->src);
    if (!source_end(p->src) && !source_at(p->src, "{%") && !source_at(p->src, "{#"))
        source_fail(p->src, p->src->at,
                    "outside of templates stand only {%% include %%}, {%% template %%} and notes");
}

static void file_parse(struct parser *p)
{
    struct source *src = p->src;
    size_t bad = utf8_bad_at(src->text);
    if (bad != SIZE_MAX || str_find_char(src->text, '\0', 0) != SIZE_MAX)
        source_fail(src, bad == SIZE_MAX ? 0 : bad, "this is not UTF-8 text");
    while (!source_end(src)) {
        if (source_take(src, "{#"))
            note_skip(p);
        else if (source_take(src, "{%"))
            block_read(p);
        else if (!p->fn)
            outside_read(p);
        else if (source_take(src, "{{"))
            hole_read(p);
        else
            html_step(p);
    }
    if (p->blocks.n)
        source_fail(src, p->blocks.at[p->blocks.n - 1].at,
                    "this block does not end: {%% end %%} is missing");
    html_finish(p);
    if (!p->functions.n)
        source_fail(src, 0, "there is no {%% template %%} in this file");
}

bool template_compile(struct source *src, const struct catalogue *catalogue, const char *header,
                      struct buf *out_h, struct buf *out_c)
{
    struct parser *p = ARENA_NEW(src->arena, struct parser);
    p->src = src;
    p->arena = src->arena;
    p->catalogue = catalogue;
    if (setjmp(src->failed))
        return false;
    file_parse(p);
    write_header(p, out_h);
    write_code(p, header, out_c);
    return true;
}

bool template_messages(struct source *src, struct buf *out)
{
    struct parser *p = ARENA_NEW(src->arena, struct parser);
    p->src = src;
    p->arena = src->arena;
    p->catalogue = ARENA_NEW(src->arena, struct catalogue);
    if (setjmp(src->failed))
        return false;
    file_parse(p);
    for (size_t i = 0; i < p->messages.n; i++)
        buf_print(out, "%s:%zu\t%.*s\n", src->name, source_position(src, p->messages.at[i].at).line,
                  STR_ARG(p->messages.at[i].text));
    return true;
}
