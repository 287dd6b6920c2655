/*
 * The U.S. office's ST.32 documents of 2001 to 2004: SGML, whose empty elements have no end, or XML
 * with the same elements. An end that is missing is where its parent ends; an end that nothing
 * began is passed over.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/patentread/in.h"
#include "engine/patentread/tree.h"

enum { NAME_MAX_ = 40, TAG_MAX = 4096, ATTRIBUTES_MAX = 16 };

struct in_sgml {
    struct in *in;
    char names[TREE_DEPTH_MAX][NAME_MAX_];
    int depth;
    char tag[TAG_MAX]; /* what stands between < and > */
    size_t tag_n;
    int64_t tag_line;
    struct tree tree;
};

enum err in_sgml_new(struct in *in, struct patent_record *record, struct in_sgml **out)
{
    struct in_sgml *s = ARENA_NEW(in->arena, struct in_sgml);
    s->in = in;
    tree_begin(&s->tree, record);
    *out = s;
    return ERR_OK;
}

static int next(struct in_sgml *s, enum err *e, struct error *error)
{
    if (!in_more(s->in, e, error))
        return -1;
    int c = (unsigned char)s->in->piece[s->in->at];
    in_skip(s->in, 1);
    return c;
}

/* Past "<": up to its ">"; a declaration ends behind its brackets, a comment at "-->". */
static bool read_tag(struct in_sgml *s, enum err *e, struct error *error)
{
    int c, brackets = 0;
    char quote = 0;
    s->tag_n = 0;
    s->tag_line = s->in->line;
    while ((c = next(s, e, error)) >= 0) {
        bool comment = s->tag_n >= 3 && memcmp(s->tag, "!--", 3) == 0;
        bool declaration = s->tag_n > 0 && (s->tag[0] == '!' || s->tag[0] == '?');
        if (comment && c == '>' && s->tag_n >= 5 && memcmp(s->tag + s->tag_n - 2, "--", 2) == 0)
            return true;
        if (!comment && declaration)
            brackets += (c == '[') - (c == ']');
        if (!comment && c == '>' && brackets <= 0 && !quote)
            return true;
        if (!comment && !declaration && (c == '"' || c == '\''))
            quote = quote == c ? 0 : quote ? quote : (char)c;
        if (s->tag_n == TAG_MAX - 1) {
            if (!comment && !declaration)
                return false;
            memmove(s->tag + 3, s->tag + s->tag_n - 8, 8); /* its kind and its newest end */
            s->tag_n = 11;
        }
        s->tag[s->tag_n++] = (char)c;
    }
    return false;
}

static bool name_end(char c)
{
    return strchr(" \t\r\n/>=", c) != NULL;
}

/* Cuts the tag into name, value, name, value, ..., NULL in place. */
static void attributes_of(char *at, const char **out)
{
    size_t n = 0;
    while (*at && n < ATTRIBUTES_MAX) {
        while (*at && name_end(*at))
            at++;
        if (!*at)
            break;
        const char *name = at, *value = "";
        while (*at && !name_end(*at))
            at++;
        bool given = *at == '=';
        if (*at)
            *at++ = 0;
        if (given && (*at == '"' || *at == '\'')) {
            char quote = *at++;
            value = at;
            while (*at && *at != quote)
                at++;
        } else if (given) {
            value = at;
            while (*at && !strchr(" \t\r\n>", *at))
                at++;
        }
        if (*at)
            *at++ = 0;
        out[2 * n] = name;
        out[2 * n++ + 1] = value;
    }
    out[2 * n] = NULL;
}

static void close_to(struct in_sgml *s, int depth)
{
    while (s->depth > depth) {
        s->depth--;
        tree_close(&s->tree);
    }
}

/* False: deeper than we follow. */
static bool use_tag(struct in_sgml *s)
{
    const char *attributes[2 * ATTRIBUTES_MAX + 1];
    char name[NAME_MAX_];
    size_t n = 0, from = s->tag[0] == '/';
    s->tag[s->tag_n] = 0;
    if (s->tag_n == 0 || s->tag[0] == '!' || s->tag[0] == '?')
        return true;
    while (from + n < s->tag_n && n < NAME_MAX_ - 1 && !name_end(s->tag[from + n])) {
        name[n] = s->tag[from + n];
        n++;
    }
    name[n] = 0;
    if (from) {
        int at = s->depth;
        while (at > 0 && strcmp(s->names[at - 1], name) != 0)
            at--;
        if (at > 0)
            close_to(s, at - 1);
        return true;
    }
    if (s->depth == TREE_DEPTH_MAX)
        return false;
    bool empty = s->tag[s->tag_n - 1] == '/';
    attributes_of(s->tag + n, attributes);
    snprintf(s->names[s->depth++], NAME_MAX_, "%s", name);
    if (!tree_open(&s->tree, name, attributes, s->tag_line))
        return false;
    if (empty)
        close_to(s, s->depth - 1);
    return true;
}

/* Past "&": a name or a number up to ";". */
static void use_entity(struct in_sgml *s, enum err *e, struct error *error)
{
    char name[32];
    size_t n = 0;
    while (n < sizeof name - 1 && in_more(s->in, e, error)) {
        char c = s->in->piece[s->in->at];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '#' || c == '.';
        if (c == ';')
            in_skip(s->in, 1);
        if (!word)
            break;
        name[n++] = c;
        in_skip(s->in, 1);
    }
    uint32_t rune = 0;
    if (n > 1 && name[0] == '#') {
        bool hex = name[1] == 'x' || name[1] == 'X';
        for (size_t i = hex ? 2 : 1; i < n && rune < 0x110000; i++) {
            char c = name[i] >= 'a' ? (char)(name[i] - 'a' + 'A') : name[i];
            rune = rune * (hex ? 16 : 10) + (uint32_t)(c >= 'A' ? c - 'A' + 10 : c - '0');
        }
        char bytes[8];
        struct arena_mark mark = arena_mark(s->in->arena);
        struct buf buf;
        buf_init(&buf, s->in->arena, sizeof bytes);
        if (rune >= 32 && rune < 0x110000 && (rune < 0xD800 || rune > 0xDFFF))
            utf8_add(&buf, rune);
        tree_text(&s->tree, buf_str(&buf));
        arena_reset(s->in->arena, mark);
    } else if (n) {
        tree_entity(&s->tree, (struct str){name, n});
    } else {
        tree_text(&s->tree, STR("&"));
    }
}

static void begin_again(struct in_sgml *s)
{
    struct patent_record *record = s->tree.record;
    s->depth = 0;
    tree_begin(&s->tree, record);
}

static enum err give_up(struct in_sgml *s, const char *message, enum patentread_got *got,
                        struct patentread_refused *refused, struct error *error)
{
    static const char *const starts[] = {"<?xml ", "<!DOCTYPE ", "<PATDOC ", NULL};
    enum err e = ERR_OK;
    begin_again(s);
    in_refuse(s->in, s->tag_line, got, refused, ERR_INVALID, message);
    in_seek(s->in, starts, &e, error);
    return e;
}

enum err in_sgml_next(struct in_sgml *s, enum patentread_got *got,
                      struct patentread_refused *refused, struct error *error)
{
    enum err e = ERR_OK;
    int c;
    s->tree.done = false;
    while ((c = next(s, &e, error)) >= 0) {
        if (c == '&') {
            use_entity(s, &e, error);
        } else if (c != '<') {
            char byte = (char)c;
            tree_text(&s->tree, (struct str){&byte, 1});
        } else if (!read_tag(s, &e, error)) {
            if (!e)
                return give_up(s, T("标记没有结束（{}）"), got, refused, error);
        } else if (!use_tag(s)) {
            return give_up(s, T("XML 嵌套太深（{}）"), got, refused, error);
        }
        if (s->tree.done) {
            in_done(s->in, s->tree.record, got, refused);
            if (s->depth == 0)
                begin_again(s);
            return ERR_OK;
        }
    }
    *got = PATENTREAD_END;
    if (e || (s->depth == 0 && !s->in->broken.code))
        return e;
    begin_again(s);
    return in_refuse(s->in, s->in->line, got, refused, ERR_INVALID,
                     T("文件在这里中断，最后一件不完整（{}）"));
}
