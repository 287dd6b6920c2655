#include "html.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"

enum { HTML_MAX = 16 << 20 };

static const struct {
    struct str name, text;
} entities[] = {
    {{"&amp;", 5}, {"&", 1}},   {{"&lt;", 4}, {"<", 1}},   {{"&gt;", 4}, {">", 1}},
    {{"&quot;", 6}, {"\"", 1}}, {{"&#39;", 5}, {"'", 1}},  {{"&#34;", 5}, {"\"", 1}},
    {{"&#x27;", 6}, {"'", 1}},  {{"&nbsp;", 6}, {" ", 1}}, {{"&#10;", 5}, {"\n", 1}},
};

static struct str decode(struct arena *arena, struct str s)
{
    struct buf out;
    buf_init(&out, arena, HTML_MAX);
    for (size_t i = 0; i < s.len;) {
        struct str rest = str_slice(s, i, s.len);
        size_t k = 0, n = sizeof entities / sizeof entities[0];
        while (k < n && !str_starts(rest, entities[k].name))
            k++;
        if (k < n) {
            buf_add(&out, entities[k].text);
            i += entities[k].name.len;
        } else {
            buf_char(&out, s.ptr[i++]);
        }
    }
    return buf_str(&out);
}

/* The tag's end: its '>', not one inside quotes. */
static size_t tag_end(struct str page, size_t at)
{
    char quote = 0;
    for (; at < page.len; at++) {
        char c = page.ptr[at];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return at + 1;
    }
    return page.len;
}

struct attr {
    struct str name, value;
};

/* Takes the next attribute from *at on within the tag. */
static bool next_attr(struct str tag, size_t *at, struct attr *out)
{
    size_t i = *at;
    while (i < tag.len && (isspace((unsigned char)tag.ptr[i]) || tag.ptr[i] == '/'))
        i++;
    size_t from = i;
    while (i < tag.len && !strchr(" \t\r\n=>/", tag.ptr[i]))
        i++;
    if (i == from)
        return false;
    *out = (struct attr){str_slice(tag, from, i), STR("")};
    if (i < tag.len && tag.ptr[i] == '=') {
        char quote = tag.ptr[i + 1];
        size_t end = str_find_char(tag, quote, i + 2);
        if ((quote == '"' || quote == '\'') && end != SIZE_MAX) {
            out->value = str_slice(tag, i + 2, end);
            i = end + 1;
        } else {
            i++;
            from = i;
            while (i < tag.len && !strchr(" \t\r\n>", tag.ptr[i]))
                i++;
            out->value = str_slice(tag, from, i);
        }
    }
    *at = i;
    return true;
}

static size_t name_end(struct str tag)
{
    size_t i = 1;
    while (i < tag.len && !strchr(" \t\r\n>/", tag.ptr[i]))
        i++;
    return i;
}

struct str html_attr(struct arena *arena, struct str tag, const char *name)
{
    struct attr attr;
    size_t at = name_end(tag);
    while (next_attr(tag, &at, &attr))
        if (str_eq(attr.name, str_from(name)))
            return decode(arena, attr.value);
    return STR_NULL;
}

/* Finds the next tag from *at on; *at goes behind it. */
static bool next_tag(struct str page, size_t *at, struct str *out)
{
    size_t from = str_find_char(page, '<', *at);
    while (from != SIZE_MAX && str_starts(str_slice(page, from, page.len), STR("<!--"))) {
        size_t end = str_find(page, STR("-->"), from);
        from = end == SIZE_MAX ? SIZE_MAX : str_find_char(page, '<', end);
    }
    if (from == SIZE_MAX)
        return false;
    *at = tag_end(page, from);
    *out = str_slice(page, from, *at);
    return true;
}

static bool is_tag(struct str tag, const char *name)
{
    return str_eq(str_slice(tag, 1, name_end(tag)), str_from(name));
}

struct fields {
    struct arena *arena;
    VEC(struct form_pair) pairs;
    struct str select; /* name of the open <select>, or STR_NULL */
    bool chosen;       /* it has a selected option already */
};

static void add(struct fields *f, struct str name, struct str value)
{
    if (!str_null(name))
        *VEC_ADD(f->arena, &f->pairs) = (struct form_pair){name, value};
}

static void take_input(struct fields *f, struct str tag)
{
    struct str type = html_attr(f->arena, tag, "type"), value = html_attr(f->arena, tag, "value");
    bool box = str_eq(type, STR("checkbox")) || str_eq(type, STR("radio"));
    if (str_eq(type, STR("file")) || str_eq(type, STR("submit")))
        return;
    if (box && str_null(html_attr(f->arena, tag, "checked")))
        return;
    add(f, html_attr(f->arena, tag, "name"), str_null(value) ? (box ? STR("on") : STR("")) : value);
}

static void take_option(struct fields *f, struct str tag)
{
    struct str value = html_attr(f->arena, tag, "value");
    bool selected = !str_null(html_attr(f->arena, tag, "selected"));
    if (!selected && f->chosen)
        return;
    if (selected && f->chosen)
        f->pairs.n--; /* in place of the first option */
    add(f, f->select, str_null(value) ? STR("") : value);
    f->chosen = true;
}

static void take_fields(struct fields *f, struct str form)
{
    struct str tag;
    for (size_t at = 0; next_tag(form, &at, &tag);) {
        if (is_tag(tag, "input")) {
            take_input(f, tag);
        } else if (is_tag(tag, "textarea")) {
            size_t end = str_find(form, STR("</textarea"), at);
            struct str text = str_slice(form, at, end);
            if (str_starts(text, STR("\n")))
                text = str_slice(text, 1, text.len);
            add(f, html_attr(f->arena, tag, "name"), decode(f->arena, text));
        } else if (is_tag(tag, "select")) {
            f->select = html_attr(f->arena, tag, "name");
            f->chosen = false;
        } else if (is_tag(tag, "/select")) {
            f->select = STR_NULL;
        } else if (is_tag(tag, "option") && !str_null(f->select)) {
            take_option(f, tag);
        }
    }
}

bool html_form(struct arena *arena, struct str page, struct str action, struct form_pairs *out,
               struct str *out_action)
{
    struct str tag;
    size_t at = str_empty(action) ? str_find(page, STR("<main"), 0) : 0;
    while (at != SIZE_MAX && next_tag(page, &at, &tag)) {
        struct str to = html_attr(arena, tag, "action");
        bool posted = str_eq_nocase(html_attr(arena, tag, "method"), STR("post"));
        if (!is_tag(tag, "form") || !posted || (!str_empty(action) && !str_eq(to, action)))
            continue;
        struct fields f = {.arena = arena};
        take_fields(&f, str_slice(page, at, str_find(page, STR("</form"), at)));
        *out = (struct form_pairs){f.pairs.at, f.pairs.n};
        *out_action = to;
        return true;
    }
    return false;
}

struct str html_tree(struct arena *arena, struct str page)
{
    struct buf out;
    struct str tag;
    buf_init(&out, arena, HTML_MAX);
    for (size_t at = 0; next_tag(page, &at, &tag);) {
        struct attr attr;
        size_t i = name_end(tag);
        buf_add(&out, str_slice(tag, 0, i));
        while (tag.ptr[1] != '/' && next_attr(tag, &i, &attr)) {
            buf_char(&out, ' ');
            buf_add(&out, attr.name);
        }
        buf_char(&out, '\n');
    }
    return buf_str(&out);
}

struct str html_text(struct arena *arena, struct str html)
{
    struct buf out;
    struct str tag;
    size_t at = 0, from = 0;
    buf_init(&out, arena, HTML_MAX);
    while (next_tag(html, &at, &tag)) {
        buf_add(&out, str_slice(html, from, at - tag.len));
        buf_char(&out, ' ');
        from = at;
    }
    buf_add(&out, str_slice(html, from, html.len));
    return decode(arena, buf_str(&out));
}
