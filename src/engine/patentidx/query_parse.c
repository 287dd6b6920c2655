/* Reading a query: characters to lexemes, lexemes to the tree. */
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "engine/patentidx/query.h"
#include "engine/patentidx/query_field.h"

enum lex_kind {
    LEX_END,
    LEX_OPEN,
    LEX_CLOSE,
    LEX_RANGE,  /* "[": the rest is read by range() */
    LEX_WORD,   /* text: as it stands */
    LEX_QUOTED, /* text: without the quotes */
    LEX_AND,
    LEX_OR,
    LEX_NOT,
    LEX_NEAR,    /* near, number */
    LEX_TIMES,   /* number */
    LEX_FIELD,   /* field */
    LEX_COMPARE, /* text: a field's name or a value before "<" or ">"; sign behind it */
};

struct lex {
    enum lex_kind kind;
    size_t at, end;
    struct str text;
    enum query_near near;
    int32_t number;
    const struct query_field *field;
};

struct parser {
    struct arena *arena;
    struct str text;
    size_t at;
    struct lex lex; /* the next one */
    const struct query_field *field;
    int depth, nodes;
    struct error *error;
};

typedef enum err (*parse_fn)(struct parser *p, struct query_node **out);

static enum err parse_or(struct parser *p, struct query_node **out);

/* --- Errors ------------------------------------------------------------------------------------
 */

static enum err fail(struct parser *p, size_t at, const char *message)
{
    struct str rest = str_slice(p->text, at, p->text.len);
    struct str shown = utf8_prefix(rest, 12);
    size_t place = utf8_count(str_slice(p->text, 0, at)) + 1;
    struct str where = str_empty(rest) ? str_print(p->arena, "@%zu", place)
                                       : str_print(p->arena, "@%zu “%.*s%s”", place, STR_ARG(shown),
                                                   shown.len < rest.len ? "…" : "");
    return error_set(p->error, ERR_INVALID, STR("query"), message, where);
}

static struct query_node *node_new(struct parser *p, enum query_kind kind, size_t at, size_t end)
{
    struct query_node *node = ARENA_NEW(p->arena, struct query_node);
    node->kind = kind;
    node->at = (uint32_t)at;
    node->len = (uint32_t)(end - at);
    p->nodes++;
    return node;
}

/* --- Lexemes -----------------------------------------------------------------------------------
 */

/* The character at a place; structure's full-width forms read as their narrow ones. */
static uint32_t char_at(const struct parser *p, size_t at, size_t *out_next)
{
    struct str rest = str_slice(p->text, at, p->text.len);
    uint32_t rune = 0;
    size_t before = rest.len;
    if (!utf8_next(&rest, &rune)) {
        *out_next = at;
        return 0;
    }
    *out_next = at + before - rest.len;
    switch (rune) {
    case 0xFF08:
    case 0xFF09:
    case 0xFF1A:
    case 0xFF1D:
    case 0xFF1C:
    case 0xFF1E:
    case 0xFF3B:
    case 0xFF3D:
    case 0xFF04:
    case 0xFF02:
    case 0xFF07:
    case 0xFF0A:
    case 0xFF1F:
    case 0xFF03:
        return rune - 0xFEE0;
    case 0x3000:
    case 0xA0:
    case '\t':
    case '\n':
    case '\r':
    case 0xFEFF:
        return ' ';
    case 0x201C:
    case 0x201D:
        return '"';
    case 0x2264: /* ≤ ≥ are read as "<=" and ">=" by compare_sign() */
        return '<';
    case 0x2265:
        return '>';
    default:
        return rune <= ' ' ? ' ' : rune;
    }
}

static bool letter(uint32_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool at_line_begin(const struct parser *p, size_t at)
{
    while (at > 0 && (p->text.ptr[at - 1] == ' ' || p->text.ptr[at - 1] == '\t'))
        at--;
    return at == 0 || p->text.ptr[at - 1] == '\n' || p->text.ptr[at - 1] == '\r';
}

static void skip_blanks(struct parser *p)
{
    size_t next, after;
    for (;;) {
        uint32_t c = char_at(p, p->at, &next);
        if (c == '#' && at_line_begin(p, p->at)) {
            uint32_t behind = char_at(p, next, &after);
            if (behind != ' ' && behind != 0)
                return;
            while (p->at < p->text.len && p->text.ptr[p->at] != '\n' && p->text.ptr[p->at] != '\r')
                p->at++;
        } else if (c == ' ') {
            p->at = next;
        } else {
            return;
        }
    }
}

/* Digits at a place as a number, at most 9999. */
static size_t digits(const struct parser *p, size_t at, int32_t *out_number)
{
    int32_t n = -1;
    for (; at < p->text.len && p->text.ptr[at] >= '0' && p->text.ptr[at] <= '9'; at++)
        n = n > 999 ? 9999 : (n < 0 ? 0 : n) * 10 + (p->text.ptr[at] - '0');
    *out_number = n;
    return at;
}

/* incoPat: "(5w)", "(w)", "(5n)", "(s)", "(sen)", "(p)", "(3f)" */
static bool bracket_operator(struct parser *p, size_t open_end, struct lex *lex)
{
    char name[4] = "";
    size_t n = 0, next;
    int32_t number;
    size_t at = digits(p, open_end, &number);
    while (at < p->text.len && letter((uint32_t)p->text.ptr[at]) && n < 3)
        name[n++] = (char)(p->text.ptr[at++] | 0x20);
    if (n == 0 || char_at(p, at, &next) != ')')
        return false;
    enum lex_kind kind = LEX_NEAR;
    if (strcmp(name, "w") == 0)
        lex->near = NEAR_ORDER;
    else if (strcmp(name, "n") == 0)
        lex->near = NEAR_EITHER;
    else if (number < 0 && (strcmp(name, "s") == 0 || strcmp(name, "sen") == 0))
        lex->near = NEAR_SENTENCE;
    else if (number < 0 && strcmp(name, "p") == 0)
        lex->near = NEAR_PARAGRAPH;
    else if (number >= 0 && strcmp(name, "f") == 0)
        kind = LEX_TIMES;
    else
        return false;
    lex->kind = kind;
    lex->number = number < 0 ? 1 : number;
    lex->end = next;
    return true;
}

/* PatSnap: "$W5", "$PRE5", "$WS", "$SEN", "$PARA", "$FREQ3" */
static enum err dollar_operator(struct parser *p, size_t after, struct lex *lex)
{
    char name[6] = "";
    size_t n = 0;
    while (after < p->text.len && letter((uint32_t)p->text.ptr[after]) && n < 5)
        name[n++] = (char)(p->text.ptr[after++] & ~0x20);
    lex->end = digits(p, after, &lex->number);
    lex->kind = LEX_NEAR;
    bool numbered = lex->number >= 0;
    if (strcmp(name, "W") == 0 && numbered)
        lex->near = NEAR_EITHER;
    else if (strcmp(name, "PRE") == 0 && numbered)
        lex->near = NEAR_ORDER;
    else if (strcmp(name, "WS") == 0 && !numbered)
        lex->near = NEAR_EITHER, lex->number = QUERY_DISTANCE_MAX;
    else if (strcmp(name, "SEN") == 0 && !numbered)
        lex->near = NEAR_SENTENCE;
    else if (strcmp(name, "PARA") == 0 && !numbered)
        lex->near = NEAR_PARAGRAPH;
    else if (strcmp(name, "FREQ") == 0 && numbered)
        lex->kind = LEX_TIMES;
    else
        return fail(p, lex->at, T("不认识的算符，有 $Wn、$PREn、$WS、$SEN、$PARA、$FREQn：{}"));
    return ERR_OK;
}

/* Up to the ASCII quote that is not written twice; two of them are one. False: there is none. */
static bool plain_quoted(struct parser *p, size_t from, char quote, struct lex *lex)
{
    size_t at = from;
    struct buf b;
    buf_init(&b, p->arena, p->text.len - from + 1);
    for (; at < p->text.len; at++) {
        bool twice = at + 1 < p->text.len && p->text.ptr[at + 1] == quote;
        if (p->text.ptr[at] == quote && !twice)
            break;
        at += p->text.ptr[at] == quote;
        buf_char(&b, p->text.ptr[at]);
    }
    lex->kind = LEX_QUOTED;
    lex->text = buf_str(&b);
    lex->end = at + 1;
    return at < p->text.len;
}

/* What an input method wrote for a quote begins a phrase too, and ends it. */
static enum err quoted(struct parser *p, size_t from, uint32_t quote, struct lex *lex)
{
    char own = p->text.ptr[lex->at];
    if ((own == '"' || own == '\'') && plain_quoted(p, from, own, lex))
        return ERR_OK;
    size_t at = from, next;
    for (uint32_t c; (c = char_at(p, at, &next)) != 0; at = next)
        if (c == quote) {
            lex->kind = LEX_QUOTED;
            lex->text = str_slice(p->text, from, at);
            lex->end = next;
            return ERR_OK;
        }
    return fail(p, lex->at, T("引号没有配对：{}"));
}

static bool ends_word(uint32_t c)
{
    return c == 0 || c == ' ' || c == '(' || c == ')' || c == '[' || c == ']' || c == '"' ||
           c == ':' || c == '=' || c == '<' || c == '>';
}

/* Full-width letters are letters: "ＡＮＤ" is an operator, too. */
static bool is_word(struct str narrow, const char *word)
{
    return str_eq_nocase(narrow, str_from(word));
}

/* What other languages have for our operators would be read as a word, or not at all. */
static enum err foreign_operator(struct parser *p, const struct lex *lex, struct str narrow)
{
    size_t signs = 0;
    while (signs < narrow.len && strchr("&|+!", narrow.ptr[signs]))
        signs++;
    if (signs && signs == narrow.len)
        return fail(p, lex->at, T("逻辑关系请写 AND、OR、NOT：{}"));
    char first = narrow.len > 1 ? narrow.ptr[0] : 0;
    unsigned char second = narrow.len > 1 ? (unsigned char)narrow.ptr[1] : 0;
    if ((first == '-' || first == '!') && (letter(second) || second >= 0xE3))
        return fail(p, lex->at, T("要排除请写 NOT，如 电池 NOT 铅酸：{}"));
    return ERR_OK;
}

static enum err no_field(struct parser *p, const struct lex *lex, struct str name, char sign)
{
    const char *hint = query_field_hint(name);
    struct str near = hint ? STR("") : query_field_near(p->arena, name);
    if (sign == '=' && query_field_find(name, ':'))
        return fail(p, lex->at, T("用等号时（incoPat 写法）没有这个字段，请用冒号：{}"));
    if (hint)
        return fail(p, lex->at, hint);
    if (str_empty(near))
        return fail(p, lex->at, T("没有这个字段：{}"));
    fail(p, lex->at, T("没有这个字段，相近的有：{}"));
    p->error->detail = str_print(p->arena, "%.*s %.*s", STR_ARG(near), STR_ARG(p->error->detail));
    return ERR_INVALID;
}

/* A run of characters: an operator, a field with its sign, a side of a comparison, or a word. */
static enum err word(struct parser *p, struct lex *lex)
{
    size_t at = p->at, next;
    uint32_t c;
    while (!ends_word(c = char_at(p, at, &next)))
        at = next;
    lex->text = str_slice(p->text, p->at, at);
    lex->end = at;
    lex->kind = LEX_WORD;
    size_t sign_at = at;
    while (c == ' ') /* "ti = x" and "20110101 <= pd" */
        c = char_at(p, at = next, &next);
    struct str narrow = str_narrow(p->arena, lex->text);
    if (c == ':' || c == '=') {
        lex->field = query_field_find(narrow, (char)c);
        if (!lex->field)
            return no_field(p, lex, narrow, (char)c);
        lex->kind = LEX_FIELD;
        lex->end = next;
    } else if (c == '<' || c == '>') {
        lex->kind = LEX_COMPARE;
        lex->end = at;
    } else if (sign_at == lex->end) {
        lex->kind = is_word(narrow, "AND")   ? LEX_AND
                    : is_word(narrow, "OR")  ? LEX_OR
                    : is_word(narrow, "NOT") ? LEX_NOT
                                             : LEX_WORD;
        if (is_word(narrow, "GAND") || is_word(narrow, "OPT"))
            return fail(p, lex->at, T("这里不支持 GAND 和 OPT：{}"));
        return foreign_operator(p, lex, narrow);
    }
    return ERR_OK;
}

/* The next lexeme; behind an operand a bracket may be an operator. */
static enum err advance(struct parser *p, bool operand_before)
{
    size_t next;
    p->at = p->lex.end;
    skip_blanks(p);
    struct lex *lex = &p->lex;
    uint32_t c = char_at(p, p->at, &next);
    *lex = (struct lex){.at = p->at, .end = next};
    switch (c) {
    case 0:
        lex->kind = LEX_END;
        return ERR_OK;
    case '(':
        lex->kind = LEX_OPEN;
        if (operand_before)
            bracket_operator(p, next, lex);
        if (lex->kind == LEX_OPEN)
            lex->end = next;
        return ERR_OK;
    case ')':
        lex->kind = LEX_CLOSE;
        return ERR_OK;
    case '[':
        lex->kind = LEX_RANGE;
        return ERR_OK;
    case '"':
    case '\'':
        return quoted(p, next, c, lex);
    case '$':
        return dollar_operator(p, next, lex);
    case ']':
    case ':':
    case '=':
        return fail(p, p->at, T("这个符号在这里没有意义：{}"));
    case '<':
    case '>':
        return fail(p, p->at, T("比较符前面要有字段或值，如 pd>20190101：{}"));
    default:
        return word(p, lex);
    }
}

/* --- Leaves ------------------------------------------------------------------------------------
 */

static enum err leaf(struct parser *p, struct str value, bool is_quoted, size_t at, size_t end,
                     struct query_node **out)
{
    const char *why = NULL;
    struct query_node *node = node_new(p, QUERY_TEXT, at, end);
    if (query_field_value(p->arena, p->field, value, is_quoted, node, &why))
        return fail(p, at, why);
    *out = node;
    return ERR_OK;
}

/* Two ways of writing one word: "a_b" (apart, together) and "m#tor" (with a character, without). */
static enum err two_ways(struct parser *p, struct str text, size_t mark, struct query_node **out)
{
    struct str before = str_slice(text, 0, mark), after = str_slice(text, mark + 1, text.len);
    if (p->depth == QUERY_DEPTH_MAX)
        return fail(p, p->lex.at, T("括号套得太深（最多 64 层）：{}"));
    const char *middle = text.ptr[mark] == '_' ? " " : "?";
    struct str with = str_print(p->arena, "%.*s%s%.*s", STR_ARG(before), middle, STR_ARG(after));
    struct str without = str_print(p->arena, "%.*s%.*s", STR_ARG(before), STR_ARG(after));
    struct query_node *node = node_new(p, QUERY_OR, p->lex.at, p->lex.end);
    node->kid = ARENA_ARRAY(p->arena, struct query_node *, 2);
    node->n = 2;
    enum err e = leaf(p, with, middle[0] == ' ', p->lex.at, p->lex.end, &node->kid[0]);
    if (!e)
        e = leaf(p, without, middle[0] == ' ', p->lex.at, p->lex.end, &node->kid[1]);
    *out = node;
    return e;
}

/* A word as typed, in a text field: "$" within is incoPat's "*". */
static enum err text_word(struct parser *p, struct query_node **out)
{
    struct str text = str_narrow(p->arena, p->lex.text);
    size_t marks = 0, mark = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '_' || text.ptr[i] == '#') {
            marks++;
            mark = i;
        }
    char *bytes = arena_copy(p->arena, text.ptr, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (bytes[i] == '$')
            bytes[i] = '*';
    text.ptr = bytes;
    bool pattern = memchr(bytes, '*', text.len) || memchr(bytes, '?', text.len);
    bool one = marks == 1 && !(pattern && bytes[mark] == '_');
    if (one && bytes[mark] == '#' && pattern)
        return fail(p, p->lex.at, T("一个词里 # 不能和别的通配符同用：{}"));
    return one ? two_ways(p, text, mark, out) : leaf(p, text, false, p->lex.at, p->lex.end, out);
}

static const struct query_field *group_of(const struct query_field *f)
{
    static const struct query_field tree[2][2] = {
        {{"", SIGN_BOTH, QUERY_NAME, NAME_APPLICANT, .match = MATCH_GROUP},
         {"", SIGN_BOTH, QUERY_NAME, NAME_APPLICANT, .match = MATCH_GROUP, .first = true}},
        {{"", SIGN_BOTH, QUERY_NAME, NAME_INVENTOR, .match = MATCH_GROUP},
         {"", SIGN_BOTH, QUERY_NAME, NAME_INVENTOR, .match = MATCH_GROUP, .first = true}},
    };
    return &tree[f->sub][f->first];
}

/* A word or a phrase; TREE@ before a name asks for its group. */
static enum err value(struct parser *p, struct query_node **out)
{
    const struct query_field *field = p->field;
    struct str tree = STR("TREE@");
    enum err e;
    bool alone = field == &query_field_text; /* TREE@ alone speaks of the applicant */
    bool group = (field->kind == QUERY_NAME || alone) && p->lex.kind == LEX_WORD &&
                 p->lex.text.len >= tree.len &&
                 str_eq_nocase(str_slice(p->lex.text, 0, tree.len), tree);
    if (group) {
        p->field = group_of(alone ? query_field_find(STR("an"), ':') : field);
        p->lex.text = str_slice(p->lex.text, tree.len, p->lex.text.len);
        if (str_empty(p->lex.text)) {
            e = advance(p, false);
            if (!e && p->lex.kind != LEX_QUOTED)
                e = fail(p, p->lex.at, T("TREE@ 后面要有名称：{}"));
            if (e)
                return e;
        }
    }
    e = p->lex.kind == LEX_WORD && p->field->kind == QUERY_TEXT
            ? text_word(p, out)
            : leaf(p, p->lex.text, p->lex.kind == LEX_QUOTED, p->lex.at, p->lex.end, out);
    p->field = field;
    return e ? e : advance(p, true);
}

/* "[A TO B]" behind a field */
static enum err range(struct parser *p, struct query_node **out)
{
    const char *why = NULL;
    size_t from = p->lex.end, at = from, next;
    uint32_t c;
    while ((c = char_at(p, at, &next)) != 0 && c != ']')
        at = next;
    if (!c)
        return fail(p, p->lex.at, T("方括号没有配对：{}"));
    struct str inside = str_slice(p->text, from, at);
    size_t to = SIZE_MAX;
    for (size_t i = 1; i + 3 < inside.len && to == SIZE_MAX; i++)
        if (str_eq_nocase(str_slice(inside, i, i + 2), STR("to")) && inside.ptr[i - 1] == ' ' &&
            inside.ptr[i + 2] == ' ')
            to = i;
    if (to == SIZE_MAX)
        return fail(p, p->lex.at, T("范围请写成 [20010101 TO 20011231]：{}"));
    struct query_node *node = node_new(p, QUERY_DAY, p->lex.at, next);
    if (query_field_range(p->arena, p->field, str_slice(inside, 0, to),
                          str_slice(inside, to + 2, inside.len), node, &why))
        return fail(p, p->lex.at, why);
    *out = node;
    p->lex.end = next;
    return advance(p, true);
}

/* --- Comparisons: "pd>20190101", "20110101<=pd<=20130101" ----------------------------------------
 */

/* Reads "<", "<=", ">" or ">=" behind the lexeme; the place stands behind it afterwards. */
static bool compare_sign(struct parser *p, size_t *at, char *out_sign, bool *out_equal)
{
    size_t next, after;
    uint32_t c = char_at(p, *at, &next);
    while (c == ' ') {
        *at = next;
        c = char_at(p, *at, &next);
    }
    if (c != '<' && c != '>')
        return false;
    *out_sign = (char)c;
    *out_equal = next - *at == 3 && (unsigned char)p->text.ptr[*at] == 0xE2; /* ≤ ≥ */
    if (!*out_equal && char_at(p, next, &after) == '=') {
        *out_equal = true;
        next = after;
    }
    *at = next;
    return true;
}

static size_t compare_value(struct parser *p, size_t at, struct str *out)
{
    size_t next;
    while (char_at(p, at, &next) == ' ')
        at = next;
    size_t from = at;
    while (!ends_word(char_at(p, at, &next)))
        at = next;
    *out = str_slice(p->text, from, at);
    return at;
}

/* One bound on the leaf: the value with the sign that stands between field and value. */
static enum err bound(struct parser *p, const struct query_field *field, struct str typed,
                      char sign, bool equal, size_t at, struct query_node *node)
{
    const char *why = NULL;
    struct query_node one = {0};
    if (query_field_value(p->arena, field, typed, false, &one, &why))
        return fail(p, at, why);
    if (field->kind == QUERY_DAY && (one.from == DAY_NONE || one.to == DAY_NONE))
        return fail(p, at, T("这不是日期，请写成 20240131、202401 或 2024：{}"));
    bool days = field->kind == QUERY_DAY;
    if (sign == '>' && days)
        node->from = equal ? one.from : one.to + 1;
    else if (sign == '>')
        node->low = equal || one.high == INT64_MAX ? one.low : one.high + 1;
    else if (days)
        node->to = equal ? one.to : one.from - 1;
    else
        node->high = equal || one.low == INT64_MIN ? one.high : one.low - 1;
    return ERR_OK;
}

static enum err compare(struct parser *p, struct query_node **out)
{
    struct str side[3] = {p->lex.text};
    char sign[2];
    bool equal[2], two = false;
    size_t at = p->lex.end, start = p->lex.at;
    compare_sign(p, &at, &sign[0], &equal[0]);
    at = compare_value(p, at, &side[1]);
    size_t end = at;
    const struct query_field *field = query_field_find(side[0], '<');
    if (!field) {
        field = query_field_find(side[1], '<');
        two = compare_sign(p, &at, &sign[1], &equal[1]);
        if (two)
            end = compare_value(p, at, &side[2]);
    }
    if (!field || (field->kind != QUERY_DAY && field->kind != QUERY_INT))
        return fail(p, start, T("只有日期和数可以比较，如 pd>20190101：{}"));
    bool field_first = !two && query_field_find(side[0], '<') == field;
    if (two && sign[0] != sign[1])
        return fail(p, start, T("两个比较符的方向不同：{}"));
    struct query_node *node = node_new(p, field->kind, start, end);
    node->day_field = (enum query_day)field->sub;
    node->int_field = (enum query_int)field->sub;
    node->from = node->to = DAY_NONE;
    node->low = INT64_MIN;
    node->high = INT64_MAX;
    char turned = sign[0] == '<' ? '>' : '<';
    enum err e = field_first ? bound(p, field, side[1], sign[0], equal[0], start, node)
                             : bound(p, field, side[0], turned, equal[0], start, node);
    if (!e && two)
        e = bound(p, field, side[2], sign[1], equal[1], start, node);
    if (!e && node->from != DAY_NONE && node->to != DAY_NONE && node->from > node->to)
        e = fail(p, start, T("范围的起点在终点后面：{}"));
    if (!e && node->low > node->high)
        e = fail(p, start, T("范围的起点在终点后面：{}"));
    if (e)
        return e;
    *out = node;
    p->lex.end = end;
    return advance(p, true);
}

/* --- Grammar -----------------------------------------------------------------------------------
 */

static enum err deeper(struct parser *p)
{
    if (++p->depth > QUERY_DEPTH_MAX)
        return fail(p, p->lex.at, T("括号套得太深（最多 64 层）：{}"));
    if (p->nodes > QUERY_NODES_MAX)
        return fail(p, p->lex.at, T("检索式太长（最多 4096 项）：{}"));
    return ERR_OK;
}

static enum err group(struct parser *p, struct query_node **out)
{
    size_t open = p->lex.at;
    enum err e = deeper(p);
    if (!e)
        e = advance(p, false);
    if (!e)
        e = parse_or(p, out);
    if (!e && p->lex.kind != LEX_CLOSE)
        e = p->lex.kind == LEX_END ? fail(p, open, T("左括号没有配对：{}"))
                                   : fail(p, p->lex.at, T("这里要一个右括号：{}"));
    p->depth--;
    return e ? e : advance(p, true);
}

static enum err primary(struct parser *p, struct query_node **out)
{
    const struct query_field *outer = p->field;
    enum err e;
    switch (p->lex.kind) {
    case LEX_OPEN:
        return group(p, out);
    case LEX_WORD:
    case LEX_QUOTED:
        return value(p, out);
    case LEX_COMPARE:
        return compare(p, out);
    case LEX_FIELD:
        p->field = p->lex.field;
        e = advance(p, false);
        if (!e)
            e = p->lex.kind == LEX_RANGE  ? range(p, out)
                : p->lex.kind == LEX_OPEN ? group(p, out)
                : p->lex.kind == LEX_WORD || p->lex.kind == LEX_QUOTED
                    ? value(p, out)
                    : fail(p, p->lex.at, T("字段后面要有检索内容：{}"));
        p->field = outer;
        return e;
    case LEX_RANGE:
        if (p->field->kind != QUERY_TEXT)
            return range(p, out);
        return fail(p, p->lex.at, T("范围前面要有字段，如 apd:[20010101 TO 20011231]：{}"));
    case LEX_CLOSE:
        return fail(p, p->lex.at, T("右括号没有配对，或括号里是空的：{}"));
    default:
        return fail(p, p->lex.at, T("这里要一个词、短语或括号：{}"));
    }
}

/* Whether positions of it can be told: what stands beside $W, $SEN, $FREQ ... */
static bool has_spans(const struct query_node *node)
{
    if (node->kind == QUERY_TEXT || node->kind == QUERY_NEAR)
        return true;
    bool all = node->kind == QUERY_OR;
    for (uint32_t i = 0; all && i < node->n; i++)
        all = has_spans(node->kid[i]);
    return all;
}

static enum err frequency(struct parser *p, struct query_node **out)
{
    struct query_node *node = NULL;
    enum err e = primary(p, &node);
    if (e || p->lex.kind != LEX_TIMES) {
        *out = node;
        return e;
    }
    if (!has_spans(node))
        return fail(p, p->lex.at, T("频率算符前面只能是词、短语或用 OR 连起来的词：{}"));
    if (p->lex.number < 1 || p->lex.number > QUERY_TIMES_MAX)
        return fail(p, p->lex.at, T("频率要在 1 到 100 之间：{}"));
    struct query_node *t = node_new(p, QUERY_TIMES, node->at, p->lex.end);
    t->kid = ARENA_ARRAY(p->arena, struct query_node *, 1);
    t->kid[0] = node;
    t->n = 1;
    t->times = p->lex.number;
    *out = t;
    return advance(p, true);
}

static enum err near(struct parser *p, struct query_node **out)
{
    struct query_node *left = NULL, *right = NULL;
    int chain = 0;
    enum err e = frequency(p, &left);
    while (!e && p->lex.kind == LEX_NEAR) {
        struct lex op = p->lex;
        if (op.number > QUERY_DISTANCE_MAX)
            return fail(p, op.at, T("位置算符的间隔最大是 99：{}"));
        if (++chain > QUERY_DEPTH_MAX)
            return fail(p, op.at, T("一串位置算符太长（最多 64 个）：{}"));
        e = advance(p, false);
        if (!e)
            e = frequency(p, &right);
        if (e)
            return e;
        if (!has_spans(left) || !has_spans(right))
            return fail(p, op.at, T("位置算符两边只能是词、短语或用 OR 连起来的词：{}"));
        struct query_node *node = node_new(p, QUERY_NEAR, left->at, right->at + right->len);
        node->kid = ARENA_ARRAY(p->arena, struct query_node *, 2);
        node->kid[0] = left;
        node->kid[1] = right;
        node->n = 2;
        node->near = op.near;
        node->distance = op.near <= NEAR_ORDER ? op.number : 0;
        left = node;
    }
    *out = left;
    return e;
}

static enum err negation(struct parser *p, struct query_node **out)
{
    size_t at = p->lex.at;
    bool odd = false;
    enum err e = ERR_OK;
    while (!e && p->lex.kind == LEX_NOT) {
        odd = !odd;
        e = advance(p, false);
    }
    if (!e)
        e = near(p, out);
    if (e || !odd)
        return e;
    if ((*out)->kind == QUERY_NOT) {
        *out = (*out)->kid[0];
        return ERR_OK;
    }
    struct query_node *node = node_new(p, QUERY_NOT, at, (*out)->at + (*out)->len);
    node->kid = ARENA_ARRAY(p->arena, struct query_node *, 1);
    node->kid[0] = *out;
    node->n = 1;
    *out = node;
    return ERR_OK;
}

/* One or several operands of AND or OR; those of the same kind within are taken apart. */
static struct query_node *joined(struct parser *p, enum query_kind kind, struct query_node **kid,
                                 size_t n)
{
    size_t total = 0;
    if (n == 1)
        return kid[0];
    for (size_t i = 0; i < n; i++)
        total += kid[i]->kind == kind ? kid[i]->n : 1;
    struct query_node *node = node_new(p, kind, kid[0]->at, kid[n - 1]->at + kid[n - 1]->len);
    node->kid = ARENA_ARRAY(p->arena, struct query_node *, total);
    for (size_t i = 0; i < n; i++) {
        if (kid[i]->kind != kind)
            node->kid[node->n++] = kid[i];
        for (uint32_t k = 0; kid[i]->kind == kind && k < kid[i]->n; k++)
            node->kid[node->n++] = kid[i]->kid[k];
    }
    return node;
}

static bool begins_operand(enum lex_kind kind)
{
    return kind == LEX_OPEN || kind == LEX_WORD || kind == LEX_QUOTED || kind == LEX_FIELD ||
           kind == LEX_COMPARE || kind == LEX_NOT || kind == LEX_RANGE;
}

static enum err parse_and(struct parser *p, struct query_node **out)
{
    VEC(struct query_node *) kids = {0};
    enum err e;
    for (;;) {
        struct query_node *kid = NULL;
        e = negation(p, &kid);
        if (e)
            return e;
        *VEC_ADD(p->arena, &kids) = kid;
        if (p->nodes > QUERY_NODES_MAX)
            return fail(p, p->lex.at, T("检索式太长（最多 4096 项）：{}"));
        if (p->lex.kind == LEX_AND)
            e = advance(p, false);
        else if (!begins_operand(p->lex.kind))
            break;
        if (e)
            return e;
    }
    *out = joined(p, QUERY_AND, kids.at, kids.n);
    return ERR_OK;
}

static enum err parse_or(struct parser *p, struct query_node **out)
{
    VEC(struct query_node *) kids = {0};
    enum err e;
    for (;;) {
        struct query_node *kid = NULL;
        e = parse_and(p, &kid);
        if (e)
            return e;
        *VEC_ADD(p->arena, &kids) = kid;
        if (p->lex.kind != LEX_OR)
            break;
        e = advance(p, false);
        if (e)
            return e;
    }
    *out = joined(p, QUERY_OR, kids.at, kids.n);
    return ERR_OK;
}

enum err query_parse(struct arena *arena, struct str text, const struct query_node **out,
                     struct error *error)
{
    struct query_node *node = NULL;
    if (text.len > QUERY_BYTES_MAX)
        return error_set(error, ERR_LIMIT, STR("query"), T("检索式太长（最多 64 KB）"), STR_NULL);
    if (!utf8_ok(text))
        return error_set(error, ERR_INVALID, STR("query"), T("检索式不是 UTF-8 文字"), STR_NULL);
    struct parser p = {.arena = arena,
                       .text = str_dup(arena, str_or_empty(text)),
                       .error = error,
                       .field = &query_field_text};
    enum err e = advance(&p, false);
    if (!e && p.lex.kind == LEX_END) {
        *out = node_new(&p, QUERY_ALL, 0, 0);
        return ERR_OK;
    }
    if (!e)
        e = parse_or(&p, &node);
    if (!e && p.lex.kind != LEX_END)
        e = p.lex.kind == LEX_CLOSE ? fail(&p, p.lex.at, T("右括号没有配对，或括号里是空的：{}"))
                                    : fail(&p, p.lex.at, T("这里要一个词、短语或括号：{}"));
    if (!e)
        *out = node;
    return e;
}
