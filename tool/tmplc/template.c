/* A template file from its first byte to its last. */
#include "base/utf8.h"
#include "tmplc.h"

void skip_line_rest(struct scan *src, size_t from)
{
    const char *t = src->text.ptr;
    while (from > 0 && (t[from - 1] == ' ' || t[from - 1] == '\t'))
        from--;
    if (from > 0 && t[from - 1] != '\n')
        return;
    size_t to = src->at;
    while (to < src->text.len && (t[to] == ' ' || t[to] == '\t' || t[to] == '\r'))
        to++;
    if (to < src->text.len && t[to] != '\n')
        return;
    src->at = to;
    scan_blank(src);
}

static void note_skip(struct parser *p)
{
    size_t at = p->src->at - 2;
    while (!scan_take(p->src, "#}")) {
        if (scan_end(p->src))
            scan_fail(p->src, at, "this note does not end: \"#}\" is missing");
        p->src->at++;
    }
    if (p->html.state == HTML_TEXT)
        skip_line_rest(p->src, at);
}

static void outside_read(struct parser *p)
{
    scan_blank(p->src);
    if (!scan_end(p->src) && !scan_at(p->src, "{%") && !scan_at(p->src, "{#"))
        scan_fail(p->src, p->src->at,
                  "outside of templates stand only {%% include %%}, {%% template %%} and notes");
}

static void file_parse(struct parser *p)
{
    struct scan *src = p->src;
    size_t bad = utf8_bad_at(src->text);
    if (bad != SIZE_MAX || str_find_char(src->text, '\0', 0) != SIZE_MAX)
        scan_fail(src, bad == SIZE_MAX ? 0 : bad, "this is not UTF-8 text");
    while (!scan_end(src)) {
        if (scan_take(src, "{#"))
            note_skip(p);
        else if (scan_take(src, "{%"))
            block_read(p);
        else if (!p->fn)
            outside_read(p);
        else if (scan_take(src, "{{"))
            hole_read(p);
        else
            html_step(p);
    }
    if (p->blocks.n)
        scan_fail(src, p->blocks.at[p->blocks.n - 1].at,
                  "this block does not end: {%% end %%} is missing");
    html_finish(p);
    if (!p->functions.n)
        scan_fail(src, 0, "there is no {%% template %%} in this file");
}

static struct parser *parser_make(struct scan *src, const struct catalogue *catalogue)
{
    struct parser *p = ARENA_NEW(src->arena, struct parser);
    p->src = src;
    p->arena = src->arena;
    p->catalogue = catalogue;
    return p;
}

bool template_compile(struct scan *src, const struct catalogue *catalogue, const char *header,
                      struct buf *out_h, struct buf *out_c)
{
    struct parser *p = parser_make(src, catalogue);
    if (setjmp(src->failed))
        return false;
    file_parse(p);
    write_header(p, out_h);
    write_code(p, header, out_c);
    return true;
}

bool template_messages(struct scan *src, struct buf *out)
{
    struct parser *p = parser_make(src, ARENA_NEW(src->arena, struct catalogue));
    if (setjmp(src->failed))
        return false;
    file_parse(p);
    for (size_t i = 0; i < p->messages.n; i++)
        buf_print(out, "%s:%zu\t%.*s\n", src->name, scan_position(src, p->messages.at[i].at).line,
                  STR_ARG(p->messages.at[i].text));
    return true;
}
