/*
 * The HTML side: follows tags, attributes and text as a browser's tokenizer would, so that every
 * hole has a known place, and refuses what could become a broken, inaccessible or unsafe page.
 * Blanks that no reader sees are left out.
 */
#include <string.h>

#include "tmplc.h"

/* Is word in " this list "? */
bool listed(const char *list, struct str word)
{
    size_t n = word.len;
    for (const char *at = list; (at = strchr(at, ' ')) != NULL && at[1]; at++)
        if (n && strncmp(at + 1, word.ptr, n) == 0 && at[n + 1] == ' ')
            return true;
    return false;
}

static const char void_tags[] = " area base br col embed hr img input link meta source track wbr ";

/* Blanks beside these are not seen. */
static const char block_tags[] =
    " html head body title meta link main nav header footer section article aside div p ul ol li "
    "dl "
    "dt dd table thead tbody tfoot tr th td caption col colgroup h1 h2 h3 h4 h5 h6 form fieldset "
    "legend figure summary figcaption option optgroup details hr br dialog address blockquote pre "
    "script ";

static const char banned_tags[] = " base iframe object embed applet frame frameset style center "
                                  "font marquee noembed plaintext xmp ";

/* Their text is theirs alone: no tags inside. */
static const char text_tags[] = " title textarea ";

/* Must have something to read inside, or a name. */
static const char named_tags[] =
    " a button label h1 h2 h3 h4 h5 h6 th option legend summary caption ";

static const char url_attributes[] =
    " href src action formaction poster cite data xlink:href hx-get hx-post hx-put hx-patch "
    "hx-delete hx-push-url hx-replace-url manifest ping background longdesc ";

static const char translated_attributes[] =
    " title placeholder aria-label alt value label content aria-description aria-roledescription "
    "hx-confirm hx-prompt ";

bool attribute_is_url(struct str name)
{
    return listed(url_attributes, name);
}

bool attribute_is_translated(struct str name)
{
    return listed(translated_attributes, name) || str_starts(name, STR("data-"));
}

static char ahead(const struct parser *p, size_t n)
{
    return p->src->at + n < p->src->text.len ? p->src->text.ptr[p->src->at + n] : '\0';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool inside(const struct parser *p, const char *tag)
{
    for (size_t i = 0; i < p->html.open.n; i++)
        if (str_eq(p->html.open.at[i].name, str_from(tag)))
            return true;
    return false;
}

static struct tag *innermost(struct parser *p)
{
    return p->html.open.n ? &p->html.open.at[p->html.open.n - 1] : NULL;
}

const struct attribute *html_attribute(const struct parser *p, const char *name)
{
    for (size_t i = 0; i < p->html.attributes.n; i++)
        if (str_eq(p->html.attributes.at[i].name, str_from(name)))
            return &p->html.attributes.at[i];
    return NULL;
}

static struct str attribute_value(const struct parser *p, const char *name)
{
    const struct attribute *a = html_attribute(p, name);
    return a ? a->value : STR_NULL;
}

size_t html_place(const struct parser *p)
{
    return p->html.state == HTML_VALUE ? p->html.value_from
           : p->html.state == HTML_TAG ? p->html.tag.at + 1
                                       : 0;
}

void html_state_fail(struct parser *p, size_t at, const char *what)
{
    if (p->html.state != HTML_TEXT)
        scan_fail(p->src, at, "%s cannot stand inside a tag", what);
    struct tag *tag = innermost(p);
    if (tag && (listed(text_tags, tag->name) || str_eq(tag->name, STR("script"))))
        scan_fail(p->src, at, "%s cannot stand inside <%.*s>", what, STR_ARG(tag->name));
}

/* ---- text ----------------------------------------------------------------------------------- */

static size_t text_stop(const struct scan *src)
{
    const char *t = src->text.ptr;
    for (size_t i = src->at; i < src->text.len; i++)
        if (t[i] == '<' || (t[i] == '{' && i + 1 < src->text.len && strchr("{%#", t[i + 1])))
            return i;
    return src->text.len;
}

/* Does a block-level tag stand at offset i? */
static bool block_tag_at(const struct scan *src, size_t i)
{
    const char *t = src->text.ptr;
    if (i >= src->text.len || t[i] != '<')
        return false;
    i += i + 1 < src->text.len && t[i + 1] == '/' ? 2 : 1;
    size_t to = i;
    while (to < src->text.len && is_word(t[to]))
        to++;
    return listed(block_tags, str_slice(src->text, i, to));
}

/* Chinese is written without blanks: a line end between two of its characters is none. */
static bool chinese_line_end(const struct parser *p, size_t from, size_t to)
{
    const char *t = p->src->text.ptr;
    enum { WIDTH = 3 };
    return from >= WIDTH && to + WIDTH <= p->src->text.len && (t[from - WIDTH] & 0xF0) == 0xE0 &&
           (t[to] & 0xF0) == 0xE0 && is_chinese(str_slice(p->src->text, from - WIDTH, from)) &&
           is_chinese(str_slice(p->src->text, to, to + WIDTH));
}

/* Runs of blanks become one; beside a block-level tag none. */
static void put_text(struct parser *p, size_t from, size_t to)
{
    const char *t = p->src->text.ptr;
    bool edge_behind = block_tag_at(p->src, to);
    for (size_t i = from; i < to;) {
        size_t start = i;
        bool line = false;
        while (i < to && is_blank(t[i]))
            line = t[i++] == '\n' || line;
        bool seen = !(start == from && p->html.edge) && !(i == to && edge_behind) &&
                    !(line && chinese_line_end(p, start, i));
        if (i > start && seen)
            put_static(p, line ? STR("\n") : STR(" "));
        start = i;
        while (i < to && !is_blank(t[i]))
            i++;
        put_static(p, str_slice(p->src->text, start, i));
        if (i > start && innermost(p))
            innermost(p)->content = true;
        if (i > start)
            p->html.edge = false;
    }
}

static void text_read(struct parser *p)
{
    size_t from = p->src->at, to = text_stop(p->src);
    if (!p->run_open)
        run_begin(p);
    if (inside(p, "pre") || inside(p, "textarea")) {
        put_static(p, str_slice(p->src->text, from, to));
        if (innermost(p) && to > from)
            innermost(p)->content = true;
    } else {
        put_text(p, from, to);
    }
    p->src->at = to;
}

static void comment_skip(struct parser *p)
{
    size_t at = p->src->at;
    for (p->src->at += 4; !scan_take(p->src, "-->"); p->src->at++) {
        if (scan_end(p->src))
            scan_fail(p->src, at, "this comment does not end: \"-->\" is missing");
        if (scan_at(p->src, "{{") || scan_at(p->src, "{%"))
            scan_fail(p->src, p->src->at,
                      "no holes in HTML comments; {# ... #} is a note that is not sent");
    }
    skip_line_rest(p->src, at);
}

/* ---- closing -------------------------------------------------------------------------------- */

static void close_tag(struct parser *p)
{
    size_t at = p->src->at;
    p->src->at += 2;
    size_t from = p->src->at;
    while (is_word(ahead(p, 0)) || ahead(p, 0) == '-')
        p->src->at++;
    struct str name = str_slice(p->src->text, from, p->src->at);
    scan_want(p->src, ">");
    struct tag *tag = innermost(p);
    size_t base = p->blocks.at[p->blocks.n - 1].tags;
    if (listed(void_tags, name))
        scan_fail(p->src, at, "<%.*s> has no closing tag", STR_ARG(name));
    if (p->html.open.n <= base)
        scan_fail(p->src, at, "</%.*s> closes nothing that was opened inside this block",
                  STR_ARG(name));
    struct scan_position open = scan_position(p->src, tag->at);
    if (!str_eq(tag->name, name))
        scan_fail(p->src, at, "</%.*s> is here, but <%.*s> of line %zu is still open",
                  STR_ARG(name), STR_ARG(tag->name), open.line);
    if (listed(named_tags, name) && !tag->content && !tag->named && !inside(p, "template"))
        scan_fail(p->src, tag->at, "<%.*s> is empty: give it text, or an aria-label",
                  STR_ARG(name));
    bool content = tag->content || tag->named;
    p->html.open.n--;
    if (content && innermost(p))
        innermost(p)->content = true;
    put_static(p, str_print(p->arena, "</%.*s>", STR_ARG(name)));
    p->html.edge = listed(block_tags, name);
}

/* ---- checks when a start tag is complete ----------------------------------------------------- */

static void check_ids(struct parser *p)
{
    const struct attribute *id = html_attribute(p, "id");
    if (!id)
        return;
    if (str_empty(id->value))
        scan_fail(p->src, id->at, "an id is not empty");
    for (size_t i = p->blocks.n; !id->hole && i-- > 0;)
        if (p->blocks.at[i].kind == BLOCK_FOR)
            scan_fail(p->src, id->at,
                      "this id would be repeated by {%% for %%}: put a hole into it");
    for (size_t i = 0; i < p->ids.n; i++) {
        if (p->ids.at[i].hidden || !str_eq(p->ids.at[i].text, id->value))
            continue;
        scan_fail(p->src, id->at, "the id \"%.*s\" is taken already, in line %zu",
                  STR_ARG(id->value), scan_position(p->src, p->ids.at[i].at).line);
    }
    *VEC_ADD(p->arena, &p->ids) = (struct mark){.text = id->value, .at = id->at};
}

static bool has_name(const struct parser *p)
{
    return html_attribute(p, "aria-label") || html_attribute(p, "aria-labelledby") ||
           html_attribute(p, "title");
}

static void check_control(struct parser *p)
{
    struct str name = p->html.tag.name;
    static const char unlabelled[] = " hidden submit reset button ";
    bool control = listed(" select textarea ", name) ||
                   (str_eq(name, STR("input")) && !listed(unlabelled, attribute_value(p, "type")));
    if (!control || has_name(p) || inside(p, "label"))
        return;
    *VEC_ADD(p->arena, &p->controls) =
        (struct control){.id = attribute_value(p, "id"), .what = name, .at = p->html.tag.at};
}

static void check_form(struct parser *p)
{
    if (!str_eq_nocase(attribute_value(p, "method"), STR("get")))
        scan_fail(p->src, p->html.tag.at,
                  "a form that posts is written {%% form \"ACT\" req ADDRESS %%} ... {%% end %%}; "
                  "a form that only asks says method=\"get\"");
    for (size_t i = 0; i < p->blocks.n; i++)
        if (p->blocks.at[i].kind == BLOCK_FORM)
            scan_fail(p->src, p->html.tag.at, "a form inside a form");
}

static void check_tag(struct parser *p)
{
    struct str name = p->html.tag.name;
    size_t at = p->html.tag.at;
    if (str_eq(name, STR("form")))
        check_form(p);
    if (str_eq(name, STR("img")) && !html_attribute(p, "alt"))
        scan_fail(p->src, at, "<img> needs alt=\"...\" (empty when it only decorates)");
    if (str_eq(name, STR("script")) && !html_attribute(p, "src"))
        scan_fail(p->src, at,
                  "no script in the page: put it in a file of ui/js and name it by "
                  "src=\"{{ url_asset(\"x.js\") }}\"");
    if (str_eq(name, STR("meta")) &&
        str_eq_nocase(attribute_value(p, "http-equiv"), STR("refresh")))
        scan_fail(p->src, at, "no pages that change by themselves");
    if (str_eq(name, STR("html")) && !html_attribute(p, "lang"))
        scan_fail(p->src, at, "<html> needs lang=\"...\"");
    if (str_eq_nocase(attribute_value(p, "target"), STR("_blank")) && !html_attribute(p, "rel"))
        scan_fail(p->src, at, "target=\"_blank\" needs rel=\"noopener\"");
    check_ids(p);
    check_control(p);
    if (str_eq(name, STR("label")))
        *VEC_ADD(p->arena, &p->labels) = attribute_value(p, "for");
}

void html_finish(struct parser *p)
{
    for (size_t i = 0; i < p->controls.n; i++) {
        const struct control *c = &p->controls.at[i];
        bool labelled = false;
        for (size_t j = 0; j < p->labels.n && !str_null(c->id); j++)
            labelled = labelled || str_eq(p->labels.at[j], c->id);
        if (!labelled)
            scan_fail(p->src, c->at,
                      "this <%.*s> has no label: add <label for=\"%.*s\">, or an aria-label",
                      STR_ARG(c->what), STR_ARG(str_empty(c->id) ? STR("its id") : c->id));
    }
}

static void finish_tag(struct parser *p, bool closed_itself)
{
    struct tag *tag = &p->html.tag;
    bool empty = listed(void_tags, tag->name);
    bool drawing = inside(p, "svg") || inside(p, "math");
    if (closed_itself && !empty && !drawing)
        scan_fail(p->src, tag->at, "HTML has no <%.*s/>: write <%.*s></%.*s>", STR_ARG(tag->name),
                  STR_ARG(tag->name), STR_ARG(tag->name));
    check_tag(p);
    put_static(p, closed_itself && drawing ? STR("/>") : STR(">"));
    tag->named = has_name(p);
    struct tag *parent = innermost(p);
    bool seen = listed(" input select ", tag->name) || !str_empty(attribute_value(p, "alt"));
    if (parent && seen)
        parent->content = true;
    if (p->html.open.n >= TAGS_MAX)
        scan_fail(p->src, tag->at, "more than %d tags are open", TAGS_MAX);
    if (!empty && !closed_itself)
        *VEC_ADD(p->arena, &p->html.open) = *tag;
    p->html.edge = listed(block_tags, tag->name);
    p->html.state = HTML_TEXT;
}

/* ---- start tags and attributes --------------------------------------------------------------- */

static void open_tag(struct parser *p)
{
    size_t at = p->src->at++;
    size_t from = p->src->at;
    while (is_word(ahead(p, 0)) || ahead(p, 0) == '-')
        p->src->at++;
    struct str name = str_slice(p->src->text, from, p->src->at);
    bool drawing = inside(p, "svg");
    for (size_t i = 0; i < name.len && !drawing; i++)
        if (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z')
            scan_fail(p->src, at, "tags are written in lower case");
    if (listed(banned_tags, name))
        scan_fail(p->src, at, "<%.*s> is not used in our pages", STR_ARG(name));
    if (scan_at(p->src, "{"))
        scan_fail(p->src, p->src->at, "a hole cannot make a tag's name");
    p->html.tag = (struct tag){.name = name, .at = at};
    p->html.attributes.n = 0;
    p->html.state = HTML_TAG;
    put_static(p, str_print(p->arena, "<%.*s", STR_ARG(name)));
}

static void check_attribute(struct parser *p, const struct attribute *a)
{
    if (str_starts(a->name, STR("on")) || str_starts(a->name, STR("hx-on")))
        scan_fail(p->src, a->at, "no script in attributes: listen in a file of ui/js");
    if (str_eq(a->name, STR("style")))
        scan_fail(p->src, a->at, "no style in attributes: give it a class");
    if (listed(" srcdoc formmethod ", a->name))
        scan_fail(p->src, a->at, "%.*s is not used in our pages", STR_ARG(a->name));
    for (size_t i = 0; i + 1 < p->html.attributes.n; i++)
        if (str_eq(p->html.attributes.at[i].name, a->name) &&
            p->html.attributes.at[i].depth == a->depth)
            scan_fail(p->src, a->at, "%.*s is given twice", STR_ARG(a->name));
}

static void attribute_read(struct parser *p)
{
    size_t at = p->src->at;
    static const char stop[] = " \t\r\n=/>\"'<{";
    while (ahead(p, 0) && !strchr(stop, ahead(p, 0)))
        p->src->at++;
    struct str name = str_slice(p->src->text, at, p->src->at);
    if (str_empty(name))
        scan_fail(p->src, at, "the name of an attribute, or \">\", is due here");
    struct attribute *a = VEC_ADD(p->arena, &p->html.attributes);
    *a = (struct attribute){.name = name, .at = at, .depth = (int)p->blocks.n};
    check_attribute(p, a);
    put_static(p, str_print(p->arena, " %.*s", STR_ARG(name)));
    if (!scan_take(p->src, "="))
        return;
    if (ahead(p, 0) != '"' && ahead(p, 0) != '\'')
        scan_fail(p->src, p->src->at, "the value of %.*s stands in quotes", STR_ARG(name));
    p->html.quote = ahead(p, 0);
    p->src->at++;
    put_static(p, STR("=\""));
    p->html.state = HTML_VALUE;
    p->html.value_from = p->src->at;
    run_begin(p);
}

static void tag_read(struct parser *p)
{
    scan_blank(p->src);
    if (scan_end(p->src))
        scan_fail(p->src, p->html.tag.at, "this tag does not end: \">\" is missing");
    if (scan_at(p->src, "{{") || scan_at(p->src, "{%") || scan_at(p->src, "{#"))
        return;
    if (scan_take(p->src, "/>"))
        finish_tag(p, true);
    else if (scan_take(p->src, ">"))
        finish_tag(p, false);
    else
        attribute_read(p);
}

/* A fixed address is a place on this page or an outside one; ours come from the route tables. */
static void check_address(struct parser *p, const struct attribute *a)
{
    static const char *const fixed[] = {"#", "https://", "mailto:", "tel:", "data:image/"};
    bool good = str_starts(a->name, STR("hx-")) &&
                (str_eq(a->value, STR("true")) || str_eq(a->value, STR("false")));
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        good = good || str_starts(a->value, str_from(fixed[i]));
    if (!good && !a->hole)
        scan_fail(p->src, a->at,
                  "%.*s=\"%.*s\": our own pages are reached by {{ url_...() }}; fixed are only "
                  "#part and https://...",
                  STR_ARG(a->name), STR_ARG(a->value));
    size_t close = str_find(a->value, STR("}}"), 0);
    bool plain = str_starts(a->value, STR("tel:")) || str_starts(a->value, STR("mailto:"));
    if (a->hole && !plain && close != SIZE_MAX && close + 2 < a->value.len &&
        a->value.ptr[close + 2] != '#')
        scan_fail(p->src, a->at, "behind an address stands only #part");
}

static void value_read(struct parser *p)
{
    struct attribute *a = &p->html.attributes.at[p->html.attributes.n - 1];
    if (ahead(p, 0) == p->html.quote) {
        a->value = str_slice(p->src->text, p->html.value_from, p->src->at);
        run_end(p, attribute_is_translated(a->name), a->at);
        if (attribute_is_url(a->name))
            check_address(p, a);
        put_static(p, STR("\""));
        p->src->at++;
        p->html.state = HTML_TAG;
        return;
    }
    if (!p->run_open)
        run_begin(p);
    size_t from = p->src->at;
    while (!scan_end(p->src) && ahead(p, 0) != p->html.quote && !scan_at(p->src, "{{") &&
           !scan_at(p->src, "{%") && !scan_at(p->src, "{#")) {
        if (ahead(p, 0) == '"')
            scan_fail(p->src, p->src->at, "write &quot; for a quote inside a value");
        p->src->at++;
    }
    if (scan_end(p->src))
        scan_fail(p->src, a->at, "the value of %.*s has no closing quote", STR_ARG(a->name));
    put_static(p, str_slice(p->src->text, from, p->src->at));
}

/* ---- one step ------------------------------------------------------------------------------- */

static void markup_read(struct parser *p)
{
    run_end(p, true, p->src->at);
    struct tag *tag = innermost(p);
    bool text_only = tag && (listed(text_tags, tag->name) || str_eq(tag->name, STR("script")));
    if (text_only && ahead(p, 1) != '/')
        scan_fail(p->src, p->src->at, "no tags inside <%.*s>", STR_ARG(tag->name));
    if (scan_at(p->src, "<!--"))
        comment_skip(p);
    else if (ahead(p, 1) == '/' && is_letter(ahead(p, 2)))
        close_tag(p);
    else if (is_letter(ahead(p, 1)))
        open_tag(p);
    else if (scan_take(p->src, "<!doctype html>"))
        put_static(p, STR("<!doctype html>\n"));
    else
        scan_fail(p->src, p->src->at, "write &lt; for a \"<\" that begins no tag");
}

void html_step(struct parser *p)
{
    struct tag *tag = innermost(p);
    if (p->html.state == HTML_TAG)
        tag_read(p);
    else if (p->html.state == HTML_VALUE)
        value_read(p);
    else if (ahead(p, 0) == '<')
        markup_read(p);
    else if (tag && str_eq(tag->name, STR("script")))
        scan_fail(p->src, p->src->at, "no script in the page: put it in a file of ui/js");
    else
        text_read(p);
}
