/* Prints what was read as C. Neighbouring markup becomes one piece, one copy at run time. */
#include "tmplc.h"

static void write_signature(const struct function *fn, struct buf *out)
{
    buf_print(out, "%s %.*s(%.*s%s)", fn->slots.n ? "int" : "void", STR_ARG(fn->name),
              STR_ARG(fn->parameters), fn->slots.n ? ", int at_" : "");
}

void write_header(const struct parser *p, struct buf *out)
{
    buf_print(out, "/* Made by tmplc from %s; do not edit. */\n#pragma once\n\n", p->src->name);
    buf_add(out, STR("#include \"web/emit.h\"\n"));
    for (size_t i = 0; i < p->includes.n; i++)
        buf_print(out, "#include \"%.*s\"\n", STR_ARG(p->includes.at[i]));
    buf_add(out, STR("\nstruct req;\n"));
    for (size_t i = 0; i < p->functions.n; i++) {
        const struct function *fn = p->functions.at[i];
        buf_char(out, '\n');
        /* Numbers begin at 1: 0 says that the template is through. */
        for (size_t s = 0; s < fn->slots.n; s++)
            buf_print(out, "enum { %.*s_slot_%.*s = %zu };\n", STR_ARG(fn->name),
                      STR_ARG(fn->slots.at[s]), s + 1);
        write_signature(fn, out);
        buf_add(out, fn->slots.n ? STR(" __attribute__((warn_unused_result));\n") : STR(";\n"));
    }
}

struct writer {
    struct buf *out;
    struct scan *src;
    size_t line; /* of the template, as the C compiler counts at this point */
};

static void write_line(struct writer *w, size_t at)
{
    size_t line = scan_position(w->src, at).line;
    if (line != w->line)
        buf_print(w->out, "#line %zu\n", line);
    w->line = line;
}

static void write_newline(struct writer *w)
{
    buf_char(w->out, '\n');
    w->line++;
}

static void write_string(struct writer *w, struct str s)
{
    struct str c = c_literal(w->src->arena, s);
    for (size_t i = 0; i < c.len; i++)
        w->line += c.ptr[i] == '\n';
    buf_add(w->out, c);
}

/* All markup up to the next code: n pieces. */
static void write_markup(struct writer *w, const struct piece *at, size_t n)
{
    struct buf zh, en;
    buf_init(&zh, w->src->arena, OUTPUT_BYTES_MAX);
    buf_init(&en, w->src->arena, OUTPUT_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        buf_add(&zh, buf_str(&at[i].zh));
        buf_add(&en, str_null(at[i].en) ? buf_str(&at[i].zh) : at[i].en);
    }
    bool same = str_eq(buf_str(&zh), buf_str(&en));
    buf_add(w->out, same ? STR("EMIT(page, ") : STR("EMIT_LANG(page, "));
    write_string(w, buf_str(&zh));
    if (!same) {
        buf_add(w->out, STR(",\n        "));
        w->line++;
        write_string(w, buf_str(&en));
    }
    buf_add(w->out, STR(");"));
    write_newline(w);
}

static void write_pieces(struct writer *w, const struct function *fn)
{
    for (size_t i = 0, n; i < fn->pieces.n; i += n) {
        const struct piece *piece = &fn->pieces.at[i];
        n = 1;
        if (piece->kind == PIECE_STATIC) {
            while (i + n < fn->pieces.n && fn->pieces.at[i + n].kind == PIECE_STATIC)
                n++;
            write_markup(w, piece, n);
            continue;
        }
        write_line(w, piece->at);
        buf_add(w->out, piece->code);
        write_newline(w);
    }
}

static void write_function(const struct parser *p, const struct function *fn, struct buf *out)
{
    struct writer w = {.out = out, .src = p->src};
    buf_print(out, "\n#line %zu \"%s\"\n", scan_position(p->src, fn->at).line, p->src->name);
    write_signature(fn, out);
    buf_add(out, STR("\n{\n"));
    if (fn->from_req)
        buf_add(out, STR("    struct page *page = &req->page;\n"));
    buf_add(out, STR("    (void)page;\n"));
    for (size_t i = 0; i < fn->uses.n; i++)
        buf_print(out, "    int u%d_ = 0;\n", fn->uses.at[i]);
    for (size_t i = 0; i < fn->slots.n; i++)
        buf_print(out, "    if (at_ == %.*s_slot_%.*s)\n        goto slot_%.*s_;\n",
                  STR_ARG(fn->name), STR_ARG(fn->slots.at[i]), STR_ARG(fn->slots.at[i]));
    write_pieces(&w, fn);
    buf_add(out, fn->slots.n ? STR("    return 0;\n}\n") : STR("}\n"));
}

void write_code(const struct parser *p, const char *header, struct buf *out)
{
    buf_print(out, "/* Made by tmplc from %s; do not edit. */\n#include \"%s\"\n", p->src->name,
              header);
    buf_add(out, STR("#pragma GCC diagnostic ignored \"-Wunused-parameter\"\n"));
    if (p->uses_req)
        buf_add(out, STR("#include \"web/req.h\"\n"));
    if (p->uses_forms)
        buf_add(out, STR("#include \"web/form_page.h\"\n"));
    for (size_t i = 0; i < p->functions.n; i++)
        write_function(p, p->functions.at[i], out);
}
