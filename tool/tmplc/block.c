/*
 * What stands between {% and %}: templates, conditions, loops, the use of other templates, forms.
 */
#include <assert.h>

#include "base/utf8.h"
#include "tmplc.h"

static struct block *innermost(struct parser *p)
{
    return p->blocks.n ? &p->blocks.at[p->blocks.n - 1] : NULL;
}

static struct block *innermost_of(struct parser *p, enum block_kind kind)
{
    for (size_t i = p->blocks.n; i-- > 0;)
        if (p->blocks.at[i].kind == kind)
            return &p->blocks.at[i];
    return NULL;
}

static struct str want_word(struct parser *p, const char *what)
{
    scan_blank(p->src);
    size_t at = p->src->at;
    struct str word = scan_word(p->src);
    if (str_empty(word))
        scan_fail(p->src, at, "%s is due here", what);
    return word;
}

/* Something is drawn here: what it stands in is not empty. */
static void mark_content(struct parser *p)
{
    for (size_t i = 0; i < p->html.open.n; i++)
        p->html.open.at[i].content = true;
    p->html.edge = false;
}

static void end_run(struct parser *p)
{
    bool translated = true;
    size_t at = p->src->at;
    if (p->html.state == HTML_VALUE) {
        const struct attribute *a = &p->html.attributes.at[p->html.attributes.n - 1];
        translated = attribute_is_translated(a->name);
        at = a->at;
    }
    run_end(p, translated, at);
}

static struct block *block_open(struct parser *p, enum block_kind kind, size_t at)
{
    if (p->blocks.n >= BLOCKS_MAX)
        scan_fail(p->src, at, "more than %d blocks inside each other", BLOCKS_MAX);
    struct block *b = VEC_ADD(p->arena, &p->blocks);
    *b = (struct block){
        .kind = kind,
        .at = at,
        .names = p->names.n,
        .tags = p->html.open.n,
        .ids = p->ids.n,
        .branch_ids = p->ids.n,
        .state = p->html.state,
        .state_from = html_place(p),
        .edge = p->html.edge,
        .number = ++p->number,
    };
    return b;
}

/* A block, and each of its branches, ends where it began: same tags open, same place in them. */
static void branch_check(struct parser *p, const struct block *b, size_t at)
{
    assert(b);
    if (p->html.open.n > b->tags) {
        const struct tag *tag = &p->html.open.at[p->html.open.n - 1];
        scan_fail(p->src, tag->at, "<%.*s> is not closed before the block ends in line %zu",
                  STR_ARG(tag->name), scan_position(p->src, at).line);
    }
    if (p->html.state == b->state && html_place(p) == b->state_from)
        return;
    size_t line = scan_position(p->src, b->at).line;
    if (p->html.state == HTML_VALUE)
        scan_fail(p->src, p->html.value_from - 1,
                  "this value is not closed before the block of line %zu ends", line);
    if (p->html.state == HTML_TAG)
        scan_fail(p->src, p->html.tag.at,
                  "this tag is not finished before the block of line %zu ends", line);
    scan_fail(p->src, at, "the block of line %zu began inside a tag and ends outside of it", line);
}

/* ---- templates ------------------------------------------------------------------------------ */

static void parameter_add(struct parser *p, struct str text, size_t at)
{
    text = str_trim(text);
    size_t from = text.len;
    while (from > 0 && is_word(text.ptr[from - 1]))
        from--;
    struct str name = str_slice(text, from, text.len);
    if (str_empty(name) || from == 0)
        scan_fail(p->src, at, "a parameter is a C type and a name: const struct matter *m");
    if (name_find(p, name))
        scan_fail(p->src, at, "two parameters are called \"%.*s\"", STR_ARG(name));
    bool pointer = str_has(text, STR("*"));
    *VEC_ADD(p->arena, &p->names) =
        (struct name){.name = name, .kind = pointer ? NAME_POINTER : NAME_VALUE};
}

static void template_open(struct parser *p, size_t at)
{
    if (p->fn)
        scan_fail(p->src, at, "a template inside a template: \"{%% end %%}\" is missing before");
    struct function *fn = ARENA_NEW(p->arena, struct function);
    fn->at = at;
    fn->name = want_word(p, "the template's name");
    for (size_t i = 0; i < p->functions.n; i++)
        if (str_eq(p->functions.at[i]->name, fn->name))
            scan_fail(p->src, at, "there is a template \"%.*s\" already", STR_ARG(fn->name));
    scan_want(p->src, "(");
    size_t from = p->src->at, end = str_find_char(p->src->text, ')', from);
    if (end == SIZE_MAX)
        scan_fail(p->src, from, "the parameters do not end: \")\" is missing");
    fn->parameters = str_slice(p->src->text, from, end);
    struct str rest = fn->parameters, one;
    while (str_cut(&rest, ',', &one))
        parameter_add(p, one, from);
    p->src->at = end + 1;
    bool page = name_find(p, STR("page")) != NULL;
    fn->from_req = !page && name_find(p, STR("req"));
    if (!fn->from_req && !page)
        scan_fail(p->src, from, "a template takes struct req *req, or struct page *page");
    p->uses_req = p->uses_req || name_find(p, STR("req"));
    p->fn = fn;
    p->html = (struct html){0};
    p->run_open = false;
    block_open(p, BLOCK_TEMPLATE, at);
    *VEC_ADD(p->arena, &p->functions) = fn;
}

static void template_close(struct parser *p)
{
    struct piece *last = p->fn->pieces.n ? &p->fn->pieces.at[p->fn->pieces.n - 1] : NULL;
    if (last && last->kind == PIECE_STATIC && str_null(last->en) && last->zh.len &&
        last->zh.ptr[last->zh.len - 1] == '\n')
        last->zh.len--;
    p->fn = NULL;
    p->ids.n = p->names.n = 0;
}

static void include_read(struct parser *p, size_t at)
{
    if (p->fn || p->functions.n)
        scan_fail(p->src, at, "includes stand before the first template");
    scan_want(p->src, "\"");
    size_t from = p->src->at, end = str_find_char(p->src->text, '"', from);
    struct str name = str_slice(p->src->text, from, end);
    if (end == SIZE_MAX || str_empty(name) || str_has(name, STR("\n")) || str_has(name, STR("\\")))
        scan_fail(p->src, from, "the name of a header in quotes is due here");
    p->src->at = end + 1;
    *VEC_ADD(p->arena, &p->includes) = name;
}

/* ---- conditions and loops ------------------------------------------------------------------- */

static void if_read(struct parser *p, size_t at)
{
    struct str condition = expr_condition(p);
    block_open(p, BLOCK_IF, at);
    put_code(p, at, "if (%.*s) {", STR_ARG(condition));
}

/* The ids of one branch may stand in the next one again. */
static void branch_next(struct parser *p, struct block *b, size_t at)
{
    branch_check(p, b, at);
    for (size_t i = b->branch_ids; i < p->ids.n; i++)
        p->ids.at[i].hidden = true;
    b->branch_ids = p->ids.n;
    p->html.edge = b->edge;
}

static void elif_read(struct parser *p, size_t at)
{
    struct block *b = innermost(p);
    if (!b || b->kind != BLOCK_IF || b->has_else)
        scan_fail(p->src, at, "{%% elif %%} belongs into an {%% if %%}, before its {%% else %%}");
    branch_next(p, b, at);
    struct str condition = expr_condition(p);
    put_code(p, at, "} else if (%.*s) {", STR_ARG(condition));
}

static void else_read(struct parser *p, size_t at)
{
    struct block *b = innermost(p);
    if (!b || (b->kind != BLOCK_IF && b->kind != BLOCK_FOR) || b->has_else)
        scan_fail(p->src, at, "{%% else %%} belongs into an {%% if %%} or {%% for %%}, once");
    branch_next(p, b, at);
    b->has_else = true;
    p->names.n = b->names;
    if (b->kind == BLOCK_IF)
        put_code(p, at, "} else {");
    else
        put_code(p, at, "} if (n%d_ == 0) {", b->number);
}

static void loop_name(struct parser *p, struct str name, size_t at, enum name_kind kind)
{
    if (name_find(p, name) || str_eq(name, STR("page")))
        scan_fail(p->src, at, "\"%.*s\" has a meaning here already: take another name",
                  STR_ARG(name));
    *VEC_ADD(p->arena, &p->names) = (struct name){.name = name, .kind = kind};
}

static void for_read(struct parser *p, size_t at)
{
    if (p->html.state == HTML_TAG)
        scan_fail(p->src, at, "{%% for %%} cannot stand between the attributes of a tag");
    struct str item = want_word(p, "the name of the element"), count = STR("");
    scan_blank(p->src);
    if (scan_take(p->src, ","))
        count = want_word(p, "the name of the counter");
    if (!str_eq(want_word(p, "\"in\""), STR("in")))
        scan_fail(p->src, at, "a loop is {%% for ELEMENT in LIST %%}");
    struct str list = expr_value(p);
    if (str_has(str_slice(list, 1, list.len), STR("(")))
        scan_fail(p->src, at, "a loop goes over a list of the view, not over a call");
    struct block *b = block_open(p, BLOCK_FOR, at);
    int n = b->number;
    loop_name(p, item, at, NAME_LOOP);
    put_code(p, at,
             "{ const size_t n%d_ = (size_t)%.*s.n; for (size_t i%d_ = 0; i%d_ < n%d_; i%d_++) { "
             "const __typeof__(%.*s.at[0]) *%.*s = &%.*s.at[i%d_]; (void)%.*s;",
             n, STR_ARG(list), n, n, n, n, STR_ARG(list), STR_ARG(item), STR_ARG(list), n,
             STR_ARG(item));
    if (str_empty(count))
        return;
    loop_name(p, count, at, NAME_VALUE);
    put_code(p, at, "const int64_t %.*s = (int64_t)i%d_ + 1; (void)%.*s;", STR_ARG(count), n,
             STR_ARG(count));
}

/* ---- other templates ------------------------------------------------------------------------ */

static void call_read(struct parser *p, size_t at)
{
    html_state_fail(p, at, "{% call %}");
    struct str name = want_word(p, "the name of a template");
    struct str arguments = expr_arguments(p);
    put_code(p, at, "%.*s%.*s;", STR_ARG(name), STR_ARG(arguments));
    mark_content(p);
}

/* A template with slots is called again and again: it answers which slot is due and goes on behind
 * it at the next call. So the content stands in its user's own function and sees all its names. */
static void use_read(struct parser *p, size_t at)
{
    html_state_fail(p, at, "{% use %}");
    struct str name = want_word(p, "the name of a template");
    struct str arguments = expr_arguments(p);
    struct block *b = block_open(p, BLOCK_USE, at);
    b->name = name;
    b->slot = STR("main");
    *VEC_ADD(p->arena, &p->fn->uses) = b->number;
    put_code(
        p, at, "for (u%d_ = 0; (u%d_ = %.*s%.*s%su%d_)) != 0;) { if (u%d_ == %.*s_slot_main) {",
        b->number, b->number, STR_ARG(name), STR_ARG(str_slice(arguments, 0, arguments.len - 1)),
        arguments.len > 2 ? ", " : "", b->number, b->number, STR_ARG(name));
    mark_content(p);
    p->html.edge = true;
}

static void into_read(struct parser *p, size_t at)
{
    struct block *b = innermost(p);
    if (!b || b->kind != BLOCK_USE)
        scan_fail(p->src, at, "{%% into %%} belongs into a {%% use %%}, outside other blocks");
    branch_check(p, b, at);
    b->slot = want_word(p, "the name of a slot");
    p->html.edge = true;
    put_code(p, at, "} else if (u%d_ == %.*s_slot_%.*s) {", b->number, STR_ARG(b->name),
             STR_ARG(b->slot));
}

static void slot_read(struct parser *p, size_t at)
{
    html_state_fail(p, at, "{% slot %}");
    scan_blank(p->src);
    struct str name = scan_word(p->src);
    if (str_empty(name))
        name = STR("main");
    for (size_t i = 0; i < p->fn->slots.n; i++)
        if (str_eq(p->fn->slots.at[i], name))
            scan_fail(p->src, at, "the slot \"%.*s\" is here twice", STR_ARG(name));
    *VEC_ADD(p->arena, &p->fn->slots) = name;
    put_code(p, at, "return %.*s_slot_%.*s; slot_%.*s_:;", STR_ARG(p->fn->name), STR_ARG(name),
             STR_ARG(name));
    for (size_t i = 0; i < p->blocks.n; i++) {
        const struct block *b = &p->blocks.at[i];
        if (b->kind == BLOCK_FOR || b->kind == BLOCK_FORM)
            scan_fail(p->src, at, "{%% slot %%} cannot stand in {%% for %%} or {%% form %%}");
        if (b->kind == BLOCK_USE)
            put_code(p, at, "u%d_ = %.*s_slot_%.*s;", b->number, STR_ARG(b->name),
                     STR_ARG(b->slot));
    }
    mark_content(p);
    p->html.edge = true;
}

/* ---- forms ---------------------------------------------------------------------------------- */

/* "matter.accept", or nothing: a form whose handler does it all, such as signing in. */
static struct str act_read(struct parser *p)
{
    scan_blank(p->src);
    if (!scan_take(p->src, "\""))
        return STR("NULL");
    size_t from = p->src->at;
    while (!scan_end(p->src) && (is_word(p->src->text.ptr[p->src->at]) || scan_at(p->src, ".")))
        p->src->at++;
    struct str act = str_slice(p->src->text, from, p->src->at);
    if (!str_has(act, STR(".")) || !scan_take(p->src, "\""))
        scan_fail(p->src, from, "the name of an act is due here: \"matter.accept\"");
    return c_literal(p->arena, act);
}

static void form_read(struct parser *p, size_t at)
{
    html_state_fail(p, at, "{% form %}");
    if (innermost_of(p, BLOCK_FORM))
        scan_fail(p->src, at, "a form inside a form");
    struct str act = act_read(p);
    if (!scan_take_word(p->src, "req") || !name_find(p, STR("req")))
        scan_fail(p->src, at,
                  "a form is {%% form \"ACT\" req ADDRESS %%}, in a template that "
                  "takes struct req *req");
    struct str url = expr_value(p), pairs = STR("NULL");
    if (scan_take_word(p->src, "with")) {
        struct str path = expr_value(p);
        pairs = str_print(p->arena, "&%.*s", STR_ARG(path));
    }
    struct block *b = block_open(p, BLOCK_FORM, at);
    p->uses_forms = true;
    put_code(p, at, "{ struct form_page f%d_; form_begin(&f%d_, page, req, %.*s, %.*s, %.*s);",
             b->number, b->number, STR_ARG(act), STR_ARG(url), STR_ARG(pairs));
    mark_content(p);
    p->html.edge = true;
}

/* {% fields %}, {% field reason %}, {% field lead from v.departments %} */
static void fields_read(struct parser *p, size_t at)
{
    html_state_fail(p, at, "a field");
    struct block *b = innermost_of(p, BLOCK_FORM);
    if (!b)
        scan_fail(p->src, at, "a field belongs into a {%% form %%}");
    mark_content(p);
    put_code(p, at, "form_rest(&f%d_);", b->number);
}

static void field_read(struct parser *p, size_t at)
{
    fields_read(p, at);
    struct piece *piece = &p->fn->pieces.at[p->fn->pieces.n - 1];
    const struct block *around = innermost_of(p, BLOCK_FORM);
    assert(around); /* fields_read() saw it */
    int form = around->number;
    struct str name = want_word(p, "the name of a field"), list;
    piece->code = str_print(p->arena, "form_one(&f%d_, \"%.*s\");", form, STR_ARG(name));
    if (!scan_take_word(p->src, "from"))
        return;
    list = expr_value(p);
    piece->code = str_print(p->arena, "form_one_from(&f%d_, \"%.*s\", %.*s.at, %.*s.n);", form,
                            STR_ARG(name), STR_ARG(list), STR_ARG(list));
}

/* ---- the end -------------------------------------------------------------------------------- */

static void end_read(struct parser *p, size_t at)
{
    struct block *b = innermost(p);
    branch_check(p, b, at);
    p->names.n = b->names;
    for (size_t i = b->ids; i < p->ids.n; i++)
        p->ids.at[i].hidden = false;
    for (size_t i = 0; i + 1 < p->blocks.n; i++) /* still in a branch: hidden stays hidden */
        for (size_t j = p->blocks.at[i].ids; j < p->blocks.at[i].branch_ids; j++)
            p->ids.at[j].hidden = true;
    p->blocks.n--;
    p->html.edge = b->kind == BLOCK_FORM;
    switch (b->kind) {
    case BLOCK_TEMPLATE:
        template_close(p);
        break;
    case BLOCK_IF:
        put_code(p, at, "}");
        break;
    case BLOCK_FOR:
    case BLOCK_USE:
        put_code(p, at, "} }");
        break;
    case BLOCK_FORM:
        put_code(p, at, "form_end(&f%d_); }", b->number);
        break;
    }
}

static const struct directive {
    const char *word;
    void (*read)(struct parser *p, size_t at);
    bool outside; /* may stand outside of templates */
} directives[] = {
    {"include", include_read, true}, {"template", template_open, true},
    {"if", if_read, false},          {"elif", elif_read, false},
    {"else", else_read, false},      {"for", for_read, false},
    {"call", call_read, false},      {"use", use_read, false},
    {"into", into_read, false},      {"slot", slot_read, false},
    {"form", form_read, false},      {"fields", fields_read, false},
    {"field", field_read, false},    {"end", end_read, false},
};

static const struct directive *directive_find(struct parser *p, size_t at)
{
    struct str word = want_word(p, "if, for, call, use, form, ...");
    for (size_t i = 0; i < sizeof directives / sizeof *directives; i++) {
        if (!str_eq(word, str_from(directives[i].word)))
            continue;
        if (!p->fn && !directives[i].outside)
            scan_fail(p->src, at, "{%% %s %%} stands inside a template; none is open here",
                      directives[i].word);
        return &directives[i];
    }
    scan_fail(p->src, at,
              "\"%.*s\" is none of include, template, if, elif, else, for, call, use, into, "
              "slot, form, fields, field, end",
              STR_ARG(word));
}

void block_read(struct parser *p)
{
    size_t at = p->src->at - 2;
    if (p->fn) {
        end_run(p);
        const struct tag *tag =
            p->html.open.n ? &p->html.open.at[p->html.open.n - 1] : &(struct tag){0};
        if (str_eq(tag->name, STR("script")))
            scan_fail(p->src, at, "no script in the page: put it in a file of ui/js");
        if (p->html.state == HTML_VALUE &&
            attribute_is_url(p->html.attributes.at[p->html.attributes.n - 1].name))
            scan_fail(p->src, at, "an address is one hole: put the condition around the tag");
    }
    directive_find(p, at)->read(p, at);
    scan_want(p->src, "%}");
    if (p->html.state == HTML_TEXT)
        skip_line_rest(p->src, at);
}
