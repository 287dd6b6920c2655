/* The directives of a query file. */
#include <string.h>

#include "sqlc.h"

static const char *const keywords[] = {
    "auto",     "break",  "case",   "char",     "const",    "continue", "default",  "do",
    "double",   "else",   "enum",   "extern",   "float",    "for",      "goto",     "if",
    "inline",   "int",    "long",   "register", "restrict", "return",   "short",    "signed",
    "sizeof",   "static", "struct", "switch",   "typedef",  "union",    "unsigned", "void",
    "volatile", "while",  "bool",   "true",     "false",    "on",
};

bool identifier(struct str s)
{
    if (str_empty(s) || (s.ptr[0] >= '0' && s.ptr[0] <= '9'))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= '0' && s.ptr[i] <= '9') ||
              s.ptr[i] == '_'))
            return false;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (str_eq(s, str_from(keywords[i])))
            return false;
    return true;
}

/* What the parser is filling: pieces of SQL go to *piece. */
struct parser {
    struct sqlc *c;
    struct query *query;
    struct when *when;
    struct order *order;
    struct piece *piece;
    struct buf body;
    struct str doc;
    int line;
};

static void end_piece(struct parser *p)
{
    if (p->piece)
        p->piece->text = buf_str(&p->body);
    p->piece = NULL;
}

static void begin_piece(struct parser *p, struct piece *piece)
{
    end_piece(p);
    p->piece = piece;
    piece->line = p->line;
    buf_init(&p->body, p->c->arena, 64 * 1024);
}

static struct decl parse_decl(struct parser *p, struct str text)
{
    struct decl d = {.line = p->line};
    struct str rest = str_trim(text);
    size_t gap = str_find_char(rest, ' ', 0);
    d.name = str_slice(rest, 0, gap);
    d.word = gap == SIZE_MAX ? STR("") : str_trim(str_slice(rest, gap, rest.len));
    if (str_ends(d.word, STR("?"))) {
        d.maybe = true;
        d.word = str_slice(d.word, 0, d.word.len - 1);
    }
    if (!identifier(d.name))
        fault(p->c, p->line,
              "\"%.*s\" cannot be a member of a struct: use another name in lower case",
              STR_ARG(d.name));
    if (!type_word(p->c, d.word, &d.type))
        fault(p->c, p->line,
              "%.*s: no type \"%.*s\": use int real text blob bool day instant, or X_id of a table",
              STR_ARG(d.name), STR_ARG(d.word));
    return d;
}

static void parse_decls(struct parser *p, struct str rest, decls *out)
{
    struct str one;
    while (str_cut(&rest, ',', &one)) {
        struct decl d = parse_decl(p, one);
        for (size_t i = 0; i < out->n; i++)
            if (str_eq(out->at[i].name, d.name))
                fault(p->c, p->line, "%.*s is declared twice: remove one", STR_ARG(d.name));
        *VEC_ADD(p->c->arena, out) = d;
    }
}

/* `m.due day asc, m.id matter_id asc`: commas within parentheses belong to the expression. */
static void parse_keys(struct parser *p, struct str rest)
{
    size_t from = 0;
    int depth = 0;
    for (size_t i = 0; i <= rest.len; i++) {
        char ch = i < rest.len ? rest.ptr[i] : ',';
        depth += (ch == '(') - (ch == ')');
        if (ch != ',' || depth)
            continue;
        struct str one = str_trim(str_slice(rest, from, i));
        from = i + 1;
        struct key *key = VEC_ADD(p->c->arena, &p->order->keys);
        key->desc = str_ends(one, STR(" desc"));
        if (!key->desc && !str_ends(one, STR(" asc")))
            fault(p->c, p->line, "key \"%.*s\": end it with its type and asc or desc",
                  STR_ARG(one));
        one = str_trim(str_slice(one, 0, one.len - (key->desc ? 5 : 4)));
        size_t gap = one.len;
        while (gap > 0 && one.ptr[gap - 1] != ' ')
            gap--;
        key->type = parse_decl(
            p, str_print(p->c->arena, "key %.*s", STR_ARG(str_slice(one, gap, one.len))));
        if (key->type.maybe)
            fault(p->c, p->line, "a key is never NULL: order by coalesce(column, a value) instead");
        key->expr = (struct piece){str_trim(str_slice(one, 0, gap)), p->line};
        if (p->order->keys.n > DB_LIST_KEYS_MAX)
            fault(p->c, p->line, "more than %d keys: drop one", DB_LIST_KEYS_MAX);
    }
}

static void begin_query(struct parser *p, struct str rest, bool list)
{
    static const char *const kinds[] = {" one", " many", " exec"};
    end_piece(p);
    struct query *q = VEC_ADD(p->c->arena, &p->c->queries);
    *q = (struct query){.kind = KIND_LIST, .line = p->line, .name = rest, .doc = p->doc};
    for (size_t i = 0; i < 3 && !list; i++) {
        if (str_ends(rest, str_from(kinds[i]))) {
            q->kind = (enum kind)i;
            q->name = str_trim(str_slice(rest, 0, rest.len - strlen(kinds[i])));
        }
    }
    if (!list && q->kind == KIND_LIST)
        fault(p->c, p->line, "say what the query answers: -- query: name one, many or exec");
    if (!identifier(q->name))
        fault(p->c, p->line, "\"%.*s\" is no name of a function in lower case", STR_ARG(q->name));
    for (size_t i = 0; i + 1 < p->c->queries.n; i++)
        if (str_eq(p->c->queries.at[i].name, q->name))
            fault(p->c, p->line, "%.*s stands at line %d already: give it another name",
                  STR_ARG(q->name), p->c->queries.at[i].line);
    p->query = q;
    p->when = NULL;
    p->order = NULL;
    begin_piece(p, &q->sql);
}

static void begin_when(struct parser *p, struct str name)
{
    end_piece(p);
    struct when *w = VEC_ADD(p->c->arena, &p->query->whens);
    *w = (struct when){.name = name, .line = p->line};
    if (!identifier(name))
        fault(p->c, p->line, "\"%.*s\" is no name of a member in lower case", STR_ARG(name));
    if (p->query->whens.n > DB_LIST_WHENS_MAX)
        fault(p->c, p->line, "more than %d conditions: make two lists", DB_LIST_WHENS_MAX);
    p->when = w;
    p->order = NULL;
    begin_piece(p, &w->sql);
}

static void begin_order(struct parser *p, struct str name)
{
    end_piece(p);
    p->order = VEC_ADD(p->c->arena, &p->query->orders);
    *p->order = (struct order){.name = name, .line = p->line};
    p->when = NULL;
    if (!identifier(name))
        fault(p->c, p->line, "\"%.*s\" is no name in lower case", STR_ARG(name));
}

static void parse_max(struct parser *p, struct str rest)
{
    if (!str_int(rest, &p->query->max) || p->query->max < 1)
        fault(p->c, p->line, "max: give a number of rows");
}

/* A directive within a query; false when the word is none. */
static bool inside(struct parser *p, struct str word, struct str rest)
{
    bool list = p->query->kind == KIND_LIST;
    if (str_eq(word, STR("in")))
        parse_decls(p, rest, p->when ? &p->when->in : &p->query->in);
    else if (str_eq(word, STR("out")))
        parse_decls(p, rest, &p->query->given);
    else if (str_eq(word, STR("max")))
        parse_max(p, rest);
    else if (str_eq(word, STR("every park")))
        p->query->every_park = rest.len > 10 || (fault(p->c, p->line, "say why"), false);
    else if (list && str_eq(word, STR("when")))
        begin_when(p, rest);
    else if (list && str_eq(word, STR("order")))
        begin_order(p, rest);
    else if (list && str_eq(word, STR("key")) && p->order)
        parse_keys(p, rest);
    else
        return false;
    return true;
}

static void add_doc(struct parser *p, struct str line)
{
    p->doc =
        p->doc.ptr ? str_print(p->c->arena, "%.*s\n%.*s", STR_ARG(p->doc), STR_ARG(line)) : line;
}

static void parse_line(struct parser *p, struct str line)
{
    struct str trimmed = str_trim(line), word = STR(""), rest = STR("");
    bool comment = str_starts(trimmed, STR("--"));
    struct str text = comment ? str_trim(str_slice(trimmed, 2, trimmed.len)) : STR("");
    size_t colon = str_find_char(text, ':', 0);
    if (comment && colon != SIZE_MAX) {
        word = str_slice(text, 0, colon);
        rest = str_trim(str_slice(text, colon + 1, text.len));
    }
    bool section = str_eq(trimmed, STR("-- sqlite:")) || str_eq(trimmed, STR("-- pg:")) ||
                   str_eq(trimmed, STR("-- both:"));
    bool begins = str_eq(word, STR("query")) || str_eq(word, STR("list"));
    if (begins)
        begin_query(p, rest, str_eq(word, STR("list")));
    else if (comment && !section && p->query && inside(p, word, rest))
        ;
    else if (comment && !section && p->query && identifier(word))
        fault(p->c, p->line, "no directive \"%.*s\" here: in out max when order key query list",
              STR_ARG(word));
    else if (comment && !section)
        add_doc(p, text);
    else if (p->piece && (!str_empty(trimmed)))
        buf_add(&p->body, line);
    else if (!str_empty(trimmed))
        fault(p->c, p->line, "SQL outside a query: begin with -- query: name one, many or exec");
    if (!comment || begins)
        p->doc = STR_NULL;
    if (p->piece)
        buf_char(&p->body, '\n');
}

void parse(struct sqlc *c, struct str text)
{
    struct parser p = {.c = c};
    struct str rest = text, line;
    while (str_cut(&rest, '\n', &line)) {
        p.line++;
        parse_line(&p, line);
    }
    end_piece(&p);
    if (c->queries.n == 0)
        fault(c, 1, "no query in it: begin with -- query: name one, many or exec");
}
