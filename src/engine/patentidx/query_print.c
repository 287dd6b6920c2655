/* The tree as our own language, as lines for people, and compared. */
#include "base/utf8.h"
#include "engine/patentidx/query.h"
#include "engine/patentidx/query_field.h"

enum { PRINT_BYTES_MAX = 4 * 1024 * 1024 };

/* How tightly a node holds together; what stands looser within another needs brackets. */
static int binding(const struct query_node *n)
{
    switch (n->kind) {
    case QUERY_OR:
        return 1;
    case QUERY_AND:
        return 2;
    case QUERY_NOT:
        return 3;
    case QUERY_NEAR:
        return 4;
    case QUERY_TIMES:
        return 5;
    default:
        return 6;
    }
}

static bool is_operator(struct str s)
{
    static const char *const words[] = {"and", "or", "not", "gand", "opt"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq_nocase(s, str_from(words[i])))
            return true;
    return false;
}

/* Letters, digits and Chinese alone read as one word again. */
static bool is_plain(struct str s)
{
    struct str rest = s;
    uint32_t rune;
    while (utf8_next(&rest, &rune))
        if (!(rune >= '0' && rune <= '9') && !((rune | 0x20) >= 'a' && (rune | 0x20) <= 'z') &&
            !(rune >= 0x3400 && rune <= 0x9FFF))
            return false;
    return !is_operator(s);
}

static void put_quoted(struct buf *b, struct str text)
{
    buf_char(b, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_char(b, '"');
        buf_char(b, text.ptr[i]);
    }
    buf_char(b, '"');
}

static void print_value(struct buf *b, struct str text, bool bare)
{
    if (bare || is_plain(text))
        buf_add(b, text);
    else
        put_quoted(b, text);
}

struct str query_quote(struct arena *arena, struct str value)
{
    struct buf b;
    buf_init(&b, arena, 2 * value.len + 3);
    put_quoted(&b, value);
    return buf_str(&b);
}

static void print_day(struct buf *b, int32_t day)
{
    struct date d;
    if (day == DAY_NONE) {
        buf_char(b, '*');
        return;
    }
    d = day_date(day);
    buf_print(b, "%04d%02d%02d", d.year, d.month, d.day);
}

static void print_int(struct buf *b, int64_t n)
{
    if (n == INT64_MIN || n == INT64_MAX)
        buf_char(b, '*');
    else
        buf_int(b, n);
}

static void print_leaf(struct buf *b, const struct query_node *n)
{
    struct str name = query_field_name(n);
    buf_add(b, name);
    if (!str_empty(name))
        buf_char(b, ':');
    switch (n->kind) {
    case QUERY_DAY:
        buf_char(b, '[');
        print_day(b, n->from);
        buf_add(b, STR(" TO "));
        print_day(b, n->to);
        buf_char(b, ']');
        return;
    case QUERY_INT:
        buf_char(b, '[');
        print_int(b, n->low);
        buf_add(b, STR(" TO "));
        print_int(b, n->high);
        buf_char(b, ']');
        return;
    case QUERY_CLASS:
        if (!str_null(n->upto)) {
            buf_print(b, "[%.*s TO %.*s]", STR_ARG(n->text), STR_ARG(n->upto));
            return;
        }
        buf_add(b, n->text);
        if (n->wild)
            buf_char(b, '*');
        return;
    default:
        print_value(b, n->text, n->wild);
    }
}

static void print_node(struct buf *b, const struct query_node *n, int within);

static void print_near(struct buf *b, const struct query_node *n)
{
    print_node(b, n->kid[0], 4);
    switch (n->near) {
    case NEAR_EITHER:
        buf_print(b, " $W%d ", n->distance);
        break;
    case NEAR_ORDER:
        buf_print(b, " $PRE%d ", n->distance);
        break;
    case NEAR_SENTENCE:
        buf_add(b, STR(" $SEN "));
        break;
    case NEAR_PARAGRAPH:
        buf_add(b, STR(" $PARA "));
        break;
    }
    print_node(b, n->kid[1], 5);
}

static void print_inside(struct buf *b, const struct query_node *n)
{
    switch (n->kind) {
    case QUERY_ALL:
        return;
    case QUERY_AND:
    case QUERY_OR:
        for (uint32_t i = 0; i < n->n; i++) {
            if (i)
                buf_add(b, n->kind == QUERY_AND ? STR(" AND ") : STR(" OR "));
            print_node(b, n->kid[i], n->kind == QUERY_AND ? 3 : 2);
        }
        return;
    case QUERY_NOT:
        buf_add(b, STR("NOT "));
        print_node(b, n->kid[0], 4);
        return;
    case QUERY_NEAR:
        print_near(b, n);
        return;
    case QUERY_TIMES:
        print_node(b, n->kid[0], 6);
        buf_print(b, " $FREQ%d", n->times);
        return;
    default:
        print_leaf(b, n);
    }
}

static void print_node(struct buf *b, const struct query_node *n, int within)
{
    bool brackets = binding(n) < within;
    if (brackets)
        buf_char(b, '(');
    print_inside(b, n);
    if (brackets)
        buf_char(b, ')');
}

struct str query_print(struct arena *arena, const struct query_node *node)
{
    struct buf b;
    buf_init(&b, arena, PRINT_BYTES_MAX);
    print_node(&b, node, 0);
    return buf_str(&b);
}

static const char *word_of(const struct query_node *n)
{
    switch (n->kind) {
    case QUERY_ALL:
        return T("全部记录");
    case QUERY_AND:
        return T("同时满足");
    case QUERY_OR:
        return T("满足任一");
    case QUERY_NOT:
        return T("排除");
    case QUERY_TIMES:
        return T("至少出现次数");
    case QUERY_NEAR:
        return n->near == NEAR_EITHER     ? T("不分先后，相隔不超过")
               : n->near == NEAR_ORDER    ? T("依次相隔不超过")
               : n->near == NEAR_SENTENCE ? T("在同一句")
                                          : T("在同一段");
    default:
        return NULL;
    }
}

static void explain(struct buf *b, const struct query_node *n, int depth)
{
    const char *word = word_of(n);
    for (int i = 0; i < depth; i++)
        buf_add(b, STR("  "));
    if (!word) {
        print_leaf(b, n);
        if (n->kind == QUERY_CLASS && str_null(n->upto) && (n->below || n->wild))
            buf_add(b, STR("  （含下位）"));
    } else {
        buf_add(b, str_from(word));
        if (n->kind == QUERY_TIMES)
            buf_print(b, " %d", n->times);
        if (n->kind == QUERY_NEAR && n->near <= NEAR_ORDER)
            buf_print(b, " %d", n->distance);
    }
    buf_char(b, '\n');
    for (uint32_t i = 0; i < n->n; i++)
        explain(b, n->kid[i], depth + 1);
}

struct str query_explain(struct arena *arena, const struct query_node *node)
{
    struct buf b;
    buf_init(&b, arena, PRINT_BYTES_MAX);
    explain(&b, node, 0);
    return buf_str(&b);
}

static bool same_leaf(const struct query_node *a, const struct query_node *b)
{
    if (!str_eq(str_or_empty(a->text), str_or_empty(b->text)) ||
        !str_eq(str_or_empty(a->upto), str_or_empty(b->upto)) || a->wild != b->wild)
        return false;
    switch (a->kind) {
    case QUERY_TEXT:
        return a->scope == b->scope;
    case QUERY_CLASS:
        return a->class_field == b->class_field && a->below == b->below && a->first == b->first;
    case QUERY_NAME:
        return a->name_field == b->name_field && a->name_match == b->name_match &&
               a->first == b->first;
    case QUERY_CODE:
        return a->code_field == b->code_field;
    case QUERY_DAY:
        return a->day_field == b->day_field && a->from == b->from && a->to == b->to;
    case QUERY_INT:
        return a->int_field == b->int_field && a->low == b->low && a->high == b->high;
    case QUERY_NEAR:
        return a->near == b->near && a->distance == b->distance;
    case QUERY_TIMES:
        return a->times == b->times;
    default:
        return true;
    }
}

bool query_same(const struct query_node *a, const struct query_node *b)
{
    if (a->kind != b->kind || a->n != b->n || !same_leaf(a, b))
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (!query_same(a->kid[i], b->kid[i]))
            return false;
    return true;
}
