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
bool html_next(struct str page, size_t *at, struct str *out)
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

bool html_is(struct str tag, const char *name)
{
    return str_eq(str_slice(tag, 1, name_end(tag)), str_from(name));
}

struct fields {
    struct arena *arena;
    VEC(struct form_pair) pairs;
    struct str select; /* name of the open <select>, or STR_NULL */
    bool chosen;       /* it has a selected option already */
    struct str day;    /* fill what must be filled, days with this one; STR_NULL: leave it empty */
    bool needed;       /* the open <select> must not be empty */
};

static void add(struct fields *f, struct str name, struct str value)
{
    if (!str_null(name))
        *VEC_ADD(f->arena, &f->pairs) = (struct form_pair){name, value};
}

/* What a required field that is empty is filled with. */
static struct str filling(struct fields *f, struct str tag)
{
    struct str type = html_attr(f->arena, tag, "type"), least = html_attr(f->arena, tag, "min");
    if (str_null(f->day) || str_null(html_attr(f->arena, tag, "required")))
        return STR("");
    if (str_eq(type, STR("number")))
        return str_empty(least) ? STR("1") : least;
    return str_eq(type, STR("date")) ? f->day : STR("照页面填写");
}

static void take_input(struct fields *f, struct str tag)
{
    struct str type = html_attr(f->arena, tag, "type"), value = html_attr(f->arena, tag, "value");
    bool box = str_eq(type, STR("checkbox")) || str_eq(type, STR("radio"));
    if (str_eq(type, STR("file")) || str_eq(type, STR("submit")))
        return;
    if (box && str_null(html_attr(f->arena, tag, "checked")))
        return;
    if (!box && str_empty(value))
        value = filling(f, tag);
    add(f, html_attr(f->arena, tag, "name"), str_null(value) ? STR("on") : value);
}

static void take_option(struct fields *f, struct str tag)
{
    struct str value = html_attr(f->arena, tag, "value");
    bool selected = !str_null(html_attr(f->arena, tag, "selected"));
    bool empty = f->chosen && str_empty(f->pairs.at[f->pairs.n - 1].value);
    bool first = f->needed && !str_null(f->day) && empty; /* the first that is a choice */
    if (!selected && f->chosen && !first)
        return;
    if (f->chosen)
        f->pairs.n--; /* in place of the first option */
    add(f, f->select, str_null(value) ? STR("") : value);
    f->chosen = true;
}

static void take_fields(struct fields *f, struct str form)
{
    struct str tag;
    for (size_t at = 0; html_next(form, &at, &tag);) {
        if (html_is(tag, "input")) {
            take_input(f, tag);
        } else if (html_is(tag, "textarea")) {
            size_t end = str_find(form, STR("</textarea"), at);
            struct str text = str_slice(form, at, end);
            if (str_starts(text, STR("\n")))
                text = str_slice(text, 1, text.len);
            text = decode(f->arena, text);
            add(f, html_attr(f->arena, tag, "name"), str_empty(text) ? filling(f, tag) : text);
        } else if (html_is(tag, "select")) {
            f->select = html_attr(f->arena, tag, "name");
            f->needed = !str_null(html_attr(f->arena, tag, "required"));
            f->chosen = false;
        } else if (html_is(tag, "/select")) {
            f->select = STR_NULL;
        } else if (html_is(tag, "option") && !str_null(f->select)) {
            take_option(f, tag);
        }
    }
}

bool html_form(struct arena *arena, struct str page, struct str action, struct form_pairs *out,
               struct str *out_action)
{
    return html_form_filled(arena, page, action, STR_NULL, out, out_action);
}

bool html_form_filled(struct arena *arena, struct str page, struct str action, struct str day,
                      struct form_pairs *out, struct str *out_action)
{
    struct str tag;
    size_t at = str_empty(action) ? str_find(page, STR("<main"), 0) : 0;
    while (at != SIZE_MAX && html_next(page, &at, &tag)) {
        struct str to = html_attr(arena, tag, "action");
        bool posted = str_eq_nocase(html_attr(arena, tag, "method"), STR("post"));
        if (!html_is(tag, "form") || !posted || (!str_empty(action) && !str_eq(to, action)))
            continue;
        struct fields f = {.arena = arena, .day = day};
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
    for (size_t at = 0; html_next(page, &at, &tag);) {
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
    while (html_next(html, &at, &tag)) {
        buf_add(&out, str_slice(html, from, at - tag.len));
        buf_char(&out, ' ');
        from = at;
    }
    buf_add(&out, str_slice(html, from, html.len));
    return decode(arena, buf_str(&out));
}
