/*
 * Expressions: paths, comparisons, and/or/not, calls of pure functions; and holes. The result is C
 * text; what types fit is the C compiler's to say, at the template's line.
 */
#include "tmplc.h"

enum as { AS_VALUE, AS_TRUTH, AS_ARGUMENT };

struct operand {
    struct str code;
    bool text;      /* a "literal" */
    bool condition; /* is a C truth value already */
};

static struct operand operand_read(struct parser *p, enum as as);
static struct operand or_read(struct parser *p);

const struct name *name_find(const struct parser *p, struct str name)
{
    for (size_t i = p->names.n; i-- > 0;)
        if (str_eq(p->names.at[i].name, name))
            return &p->names.at[i];
    return NULL;
}

static bool is_constant(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] >= 'a' && word.ptr[i] <= 'z')
            return false;
    return word.len > 1;
}

static void unknown_name(struct parser *p, size_t at, struct str word)
{
    struct buf known;
    buf_init(&known, p->arena, REPORT_BYTES_MAX);
    for (size_t i = 0; i < p->names.n; i++)
        buf_print(&known, "%s%.*s", i ? ", " : "", STR_ARG(p->names.at[i].name));
    scan_fail(p->src, at, "\"%.*s\" is not known here; known are: %.*s", STR_ARG(word),
              STR_ARG(buf_str(&known)));
}

/* v.duties.n: the first hop of a pointer becomes ->, a name alone its element. */
static struct str path_read(struct parser *p, struct str word, size_t at, enum as as)
{
    const struct name *name = name_find(p, word);
    bool page = str_eq(word, STR("page"));
    if (!name && !page)
        unknown_name(p, at, word);
    bool pointer = page || name->kind != NAME_VALUE;
    bool loop = name && name->kind == NAME_LOOP;
    struct buf code;
    buf_init(&code, p->arena, SOURCE_BYTES_MAX);
    buf_add(&code, word);
    size_t hops = 0;
    for (;; hops++) {
        bool arrow = scan_take(p->src, "->");
        if (!arrow && !scan_take(p->src, "."))
            break;
        buf_add(&code, arrow || (hops == 0 && pointer) ? STR("->") : STR("."));
        struct str field = scan_word(p->src);
        if (str_empty(field))
            scan_fail(p->src, p->src->at, "the name of a field is due here");
        buf_add(&code, field);
    }
    bool element = hops == 0 && pointer && (as == AS_VALUE || (as == AS_TRUTH && loop));
    return element ? str_print(p->arena, "(*%.*s)", STR_ARG(word)) : buf_str(&code);
}

static struct str text_read(struct parser *p)
{
    size_t at = p->src->at++;
    size_t from = p->src->at;
    while (!scan_end(p->src) && !scan_at(p->src, "\"")) {
        if (scan_at(p->src, "\\") || scan_at(p->src, "\n"))
            scan_fail(p->src, p->src->at, "a text ends on its line and has no backslash");
        p->src->at++;
    }
    struct str text = str_slice(p->src->text, from, p->src->at);
    if (!scan_take(p->src, "\""))
        scan_fail(p->src, at, "this text has no closing quote");
    return text;
}

static struct str number_read(struct parser *p)
{
    size_t from = p->src->at;
    scan_take(p->src, "-");
    int64_t value;
    while (!scan_end(p->src) && is_word(p->src->text.ptr[p->src->at]))
        p->src->at++;
    struct str number = str_slice(p->src->text, from, p->src->at);
    if (!str_int(number, &value) || value == INT64_MIN)
        scan_fail(p->src, from, "\"%.*s\" is not a whole number", STR_ARG(number));
    return number;
}

/* (state: v.state, page: 2) behind an address's own arguments. */
static struct str named_arguments(struct parser *p, struct str url)
{
    do {
        scan_blank(p->src);
        struct str name = scan_word(p->src);
        scan_want(p->src, ":");
        scan_blank(p->src);
        if (str_empty(name))
            scan_fail(p->src, p->src->at, "the name of a query parameter is due here");
        struct str value = operand_read(p, AS_VALUE).code;
        url = str_print(p->arena, "emit_url_with(page->arena, %.*s, STR(\"%.*s\"), %.*s)",
                        STR_ARG(url), STR_ARG(name), STR_ARG(value));
        scan_blank(p->src);
    } while (scan_take(p->src, ","));
    return url;
}

static bool at_named_argument(struct parser *p)
{
    size_t from = p->src->at;
    scan_blank(p->src);
    struct str word = scan_word(p->src);
    bool named = !str_empty(word) && (scan_blank(p->src), scan_at(p->src, ":"));
    p->src->at = from;
    return named;
}

/* src stands behind the "(": reads up to and with the ")". */
static struct str call_arguments(struct parser *p, struct str name, struct str first, bool url)
{
    struct buf code;
    buf_init(&code, p->arena, SOURCE_BYTES_MAX);
    buf_print(&code, "%.*s(%.*s", STR_ARG(name), STR_ARG(first));
    struct str done = STR_NULL;
    scan_blank(p->src);
    for (bool some = !str_empty(first); !scan_take(p->src, ")"); some = true) {
        if (url && at_named_argument(p)) {
            buf_char(&code, ')');
            done = named_arguments(p, buf_str(&code));
            scan_want(p->src, ")");
            break;
        }
        if (some)
            buf_add(&code, STR(", "));
        buf_add(&code, operand_read(p, url ? AS_VALUE : AS_ARGUMENT).code);
        scan_blank(p->src);
        if (!scan_take(p->src, ",") && !scan_at(p->src, ")"))
            scan_fail(p->src, p->src->at, "\",\" or \")\" is due here");
        scan_blank(p->src);
    }
    if (str_null(done)) {
        buf_char(&code, ')');
        done = buf_str(&code);
    }
    return done;
}

static struct operand call_read(struct parser *p, struct str word, size_t at)
{
    bool url = str_starts(word, STR("url_"));
    bool yes = str_starts(word, STR("may_")) || str_starts(word, STR("is_")) ||
               str_starts(word, STR("has_"));
    if (!url && !yes && !str_starts(word, STR("show_")))
        scan_fail(p->src, at,
                  "\"%.*s\" cannot be called: a template calls url_..., show_..., may_..., "
                  "is_... and has_... functions",
                  STR_ARG(word));
    if (str_eq(word, STR("url_asset"))) {
        scan_blank(p->src);
        struct str name = scan_at(p->src, "\"") ? text_read(p) : STR("");
        scan_want(p->src, ")");
        return (struct operand){
            .code = str_print(p->arena, "url_asset(page->arena, \"%.*s\")", STR_ARG(name))};
    }
    struct str code = call_arguments(p, word, url ? STR("page->arena") : STR(""), url);
    return (struct operand){.code = code, .condition = yes};
}

static struct operand operand_read(struct parser *p, enum as as)
{
    scan_blank(p->src);
    if (++p->depth > EXPR_DEPTH_MAX)
        scan_fail(p->src, p->src->at, "this is nested too deeply");
    struct operand out = {0};
    size_t at = p->src->at;
    if (scan_at(p->src, "\"")) {
        struct str text = c_literal(p->arena, text_read(p));
        out =
            (struct operand){.code = str_print(p->arena, "STR(%.*s)", STR_ARG(text)), .text = true};
    } else if (!scan_end(p->src) && (scan_at(p->src, "-") || (p->src->text.ptr[at] >= '0' &&
                                                              p->src->text.ptr[at] <= '9'))) {
        out.code = number_read(p);
    } else {
        bool address = as == AS_ARGUMENT && scan_take(p->src, "&");
        struct str word = scan_word(p->src);
        if (str_empty(word))
            scan_fail(p->src, at, "a name, a number or a \"text\" is due here");
        if (!address && scan_take(p->src, "("))
            out = call_read(p, word, at);
        else if (str_eq(word, STR("true")) || str_eq(word, STR("false")) ||
                 (!address && is_constant(word) && !name_find(p, word)))
            out.code = word;
        else
            out.code = path_read(p, word, at, as);
        if (address)
            out.code = str_print(p->arena, "&%.*s", STR_ARG(out.code));
    }
    p->depth--;
    return out;
}

/* ---- conditions ----------------------------------------------------------------------------- */

static const char *comparison(struct scan *src)
{
    static const char *const operators[] = {"==", "!=", "<=", ">=", "<", ">"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (scan_take(src, operators[i]))
            return operators[i];
    return NULL;
}

static struct operand compare_read(struct parser *p)
{
    scan_blank(p->src);
    if (scan_take(p->src, "(")) {
        struct operand inner = or_read(p);
        scan_want(p->src, ")");
        return inner;
    }
    size_t from = p->src->at;
    struct operand left = operand_read(p, AS_TRUTH);
    scan_blank(p->src);
    size_t at = p->src->at;
    const char *op = comparison(p->src);
    if (!op) {
        if (left.condition)
            return left;
        return (struct operand){.code = str_print(p->arena, "emit_true(%.*s)", STR_ARG(left.code)),
                                .condition = true};
    }
    size_t right_at = p->src->at;
    p->src->at = from;
    left = operand_read(p, AS_VALUE);
    p->src->at = right_at;
    struct operand right = operand_read(p, AS_VALUE);
    bool equal = op[0] == '=', differ = op[0] == '!';
    struct operand out = {.condition = true};
    if (!left.text && !right.text)
        out.code = str_print(p->arena, "%.*s %s %.*s", STR_ARG(left.code), op, STR_ARG(right.code));
    else if (equal || differ)
        out.code = str_print(p->arena, "%sstr_eq(%.*s, %.*s)", differ ? "!" : "",
                             STR_ARG(left.code), STR_ARG(right.code));
    else
        scan_fail(p->src, at, "texts compare with == and != only");
    return out;
}

static struct operand not_read(struct parser *p)
{
    if (!scan_take_word(p->src, "not"))
        return compare_read(p);
    if (++p->depth > EXPR_DEPTH_MAX)
        scan_fail(p->src, p->src->at, "this is nested too deeply");
    struct operand inner = not_read(p);
    p->depth--;
    return (struct operand){.code = str_print(p->arena, "!(%.*s)", STR_ARG(inner.code)),
                            .condition = true};
}

static struct operand chain_read(struct parser *p, const char *word, const char *c_operator,
                                 struct operand (*next)(struct parser *))
{
    struct operand left = next(p);
    bool chained = false;
    while (scan_take_word(p->src, word)) {
        struct operand right = next(p);
        left.code = str_print(p->arena, "%.*s %s %.*s", STR_ARG(left.code), c_operator,
                              STR_ARG(right.code));
        chained = true;
    }
    if (chained)
        left.code = str_print(p->arena, "(%.*s)", STR_ARG(left.code));
    return left;
}

static struct operand and_read(struct parser *p)
{
    return chain_read(p, "and", "&&", not_read);
}

static struct operand or_read(struct parser *p)
{
    if (++p->depth > EXPR_DEPTH_MAX)
        scan_fail(p->src, p->src->at, "this is nested too deeply");
    struct operand out = chain_read(p, "or", "||", and_read);
    p->depth--;
    return out;
}

struct str expr_condition(struct parser *p)
{
    return or_read(p).code;
}

struct str expr_value(struct parser *p)
{
    return operand_read(p, AS_VALUE).code;
}

struct str expr_arguments(struct parser *p)
{
    scan_want(p->src, "(");
    return call_arguments(p, STR(""), STR(""), false);
}

/* ---- holes ---------------------------------------------------------------------------------- */

/* emit_NAME writes each; those of split_filters have an emit_NAME_plain for attributes. */
static const char filters[] =
    " day instant iso_day iso_instant number decimal money yuan mu m2 size percent tr ";
static const char split_filters[] = " day instant ", counting_filters[] = " decimal percent ";

static struct str filtered(struct parser *p, struct str value)
{
    scan_blank(p->src);
    size_t at = p->src->at;
    struct str word = scan_word(p->src);
    if (!listed(filters, word))
        scan_fail(p->src, at, "there is no filter \"%.*s\"; there are:%s", STR_ARG(word), filters);
    bool counting = listed(counting_filters, word), tr = str_eq(word, STR("tr"));
    const char *suffix = "";
    struct str argument = STR("");
    if ((counting || tr) && scan_take(p->src, "(")) {
        argument = expr_value(p);
        argument = str_print(p->arena, ", %.*s", STR_ARG(argument));
        scan_want(p->src, ")");
        suffix = tr ? "_with" : "";
    } else if (counting) {
        scan_fail(p->src, p->src->at, "the filter needs its argument: %.*s(...)", STR_ARG(word));
    } else if (p->html.state == HTML_VALUE && listed(split_filters, word)) {
        suffix = "_plain";
    }
    return str_print(p->arena, "emit_%.*s%s(page, %.*s%.*s);", STR_ARG(word), suffix,
                     STR_ARG(value), STR_ARG(argument));
}

/* {{ selected if d.chosen }}: an attribute that is there or not. */
static void switch_read(struct parser *p, size_t at)
{
    static const char switches[] =
        " selected checked disabled required readonly hidden open multiple ";
    scan_blank(p->src);
    struct str word = scan_word(p->src);
    if (!listed(switches, word) || !scan_take_word(p->src, "if"))
        scan_fail(p->src, at,
                  "between the attributes of a tag stands only {{ checked if ... }}, or selected, "
                  "disabled, required, readonly, hidden, open, multiple; a value stands in "
                  "quotes: name=\"{{ ... }}\"");
    struct str condition = expr_condition(p);
    put_hole(
        p, at,
        str_print(p->arena, "if (%.*s) EMIT(page, \" %.*s\");", STR_ARG(condition), STR_ARG(word)));
}

/* The hole of an address: nothing before it, and only a #part behind. True when it is one. */
static bool address_hole(struct parser *p, size_t at)
{
    const struct attribute *a = &p->html.attributes.at[p->html.attributes.n - 1];
    if (!attribute_is_url(a->name))
        return false;
    size_t end = at - 2;
    struct str before = str_slice(p->src->text, p->html.value_from, end);
    if (str_starts(before, STR("tel:")) || str_starts(before, STR("mailto:")))
        return false;
    if (!str_empty(before) || a->hole)
        scan_fail(p->src, end,
                  "%.*s takes one address and nothing else: {{ url_...() }} or a struct url",
                  STR_ARG(a->name));
    return true;
}

static void refuse_place(struct parser *p, size_t at)
{
    struct str name = p->html.attributes.at[p->html.attributes.n - 1].name;
    static const char closed[] = " srcset hx-vals hx-headers hx-vars http-equiv type target rel ";
    if (listed(closed, name))
        scan_fail(p->src, at - 2, "%.*s cannot hold a hole: what stands there is fixed",
                  STR_ARG(name));
}

void hole_read(struct parser *p)
{
    size_t at = p->src->at;
    struct str code;
    if (p->html.state == HTML_TAG) {
        switch_read(p, at);
    } else {
        if (p->html.open.n && str_eq(p->html.open.at[p->html.open.n - 1].name, STR("script")))
            scan_fail(p->src, at - 2,
                      "no holes in scripts: hand data over in a data-... attribute");
        if (!p->run_open)
            run_begin(p);
        bool url = p->html.state == HTML_VALUE && (refuse_place(p, at), address_hole(p, at));
        struct str value = expr_value(p);
        scan_blank(p->src);
        if (url)
            code = str_print(p->arena, "emit_url(page, %.*s);", STR_ARG(value));
        else if (scan_take(p->src, "|"))
            code = filtered(p, value);
        else
            code = str_print(p->arena, "emit_text(page, %.*s);", STR_ARG(value));
        put_hole(p, at, code);
        if (p->html.state == HTML_VALUE)
            p->html.attributes.at[p->html.attributes.n - 1].hole = true;
        else if (p->html.open.n)
            p->html.open.at[p->html.open.n - 1].content = true;
        p->html.edge = false;
    }
    scan_want(p->src, "}}");
}
