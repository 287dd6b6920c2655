/* XML documents one behind the other, through expat. */
#include <stdio.h>
#include <string.h>

#include "base/xml.h"
#include "engine/patentread/in.h"
#include "engine/patentread/tree.h"

struct in_xml {
    struct in *in;
    struct xml *xml;
    bool fresh;  /* nothing of a document was fed yet */
    bool paused; /* the last feed is not yet used up */
    struct tree tree;
};

static void on_open(void *arg, const char *name, const char **attributes)
{
    struct in_xml *x = arg;
    if (!tree_open(&x->tree, name, attributes, xml_line(x->xml)))
        xml_refuse(x->xml, ERR_LIMIT, T("XML 嵌套太深（{}）"));
    else if (x->tree.depth == 1 && !x->tree.vocabulary)
        xml_refuse(x->xml, ERR_INVALID, T("不认识的专利文件格式：{}"));
}

static void on_close(void *arg, const char *name)
{
    struct in_xml *x = arg;
    (void)name;
    tree_close(&x->tree);
    if (x->tree.done)
        xml_pause(x->xml);
}

static void on_text(void *arg, struct str text)
{
    tree_text(&((struct in_xml *)arg)->tree, text);
}

static void on_entity(void *arg, struct str name)
{
    tree_entity(&((struct in_xml *)arg)->tree, name);
}

static const struct xml_events events = {on_open, on_close, on_text, on_entity};

enum err in_xml_new(struct in *in, struct patent_record *record, struct in_xml **out)
{
    struct in_xml *x = ARENA_NEW(in->arena, struct in_xml);
    x->in = in;
    x->fresh = true;
    tree_begin(&x->tree, record);
    *out = x;
    return xml_new_outside(in->arena, &events, x, in->name, &x->xml);
}

static void begin_again(struct in_xml *x)
{
    struct patent_record *record = x->tree.record;
    tree_begin(&x->tree, record);
    xml_again(x->xml, x->in->line);
    x->fresh = true;
    x->paused = false;
}

static bool between(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == 0x1A;
}

/* Hands the rest of the piece to the parser, or goes on where it paused. */
static enum err step(struct in_xml *x, struct error *error)
{
    struct in *in = x->in;
    enum err e;
    if (x->paused) {
        e = xml_resume(x->xml, error);
    } else {
        size_t n = in->n - in->at;
        char *room = xml_room(x->xml, n);
        if (room)
            memcpy(room, in->piece + in->at, n);
        e = xml_feed(x->xml, n, false, error);
        x->fresh = false;
    }
    x->paused = !e && xml_paused(x->xml);
    if (!e && !x->paused)
        in_skip(in, in->n - in->at);
    return e;
}

/* The document is refused; the next one that begins at a line is looked for. */
static enum err give_up(struct in_xml *x, const struct error *why, enum patentread_got *got,
                        struct patentread_refused *refused, struct error *error)
{
    static const char *const starts[] = {"<?xml ", "<!DOCTYPE ", NULL};
    enum err e = ERR_OK;
    size_t used = xml_used(x->xml);
    *got = PATENTREAD_REFUSED;
    refused->error = *why;
    snprintf(x->in->place, sizeof x->in->place, "%.*s",
             (int)(why->detail.len < PLACE_MAX ? why->detail.len : PLACE_MAX), why->detail.ptr);
    refused->place = refused->error.detail = str_from(x->in->place);
    in_skip(x->in, used ? used : 1);
    in_seek(x->in, starts, &e, error);
    begin_again(x);
    return e;
}

static enum err at_end(struct in_xml *x, enum patentread_got *got,
                       struct patentread_refused *refused)
{
    *got = PATENTREAD_END;
    if (x->in->broken.code)
        return in_refuse(x->in, x->in->line, got, refused, ERR_INVALID, T("不是可读的文字（{}）"));
    if (x->fresh)
        return ERR_OK;
    begin_again(x);
    return in_refuse(x->in, x->in->line, got, refused, ERR_INVALID,
                     T("文件在这里中断，最后一件不完整（{}）"));
}

enum err in_xml_next(struct in_xml *x, enum patentread_got *got, struct patentread_refused *refused,
                     struct error *error)
{
    struct in *in = x->in;
    enum err e = ERR_OK;
    x->tree.done = false;
    for (;;) {
        struct error why = {0};
        if (x->paused && xml_ended(x->xml)) {
            in_skip(in, xml_used(x->xml));
            begin_again(x);
        }
        if (!x->paused && !in_more(in, &e, error))
            return e ? e : at_end(x, got, refused);
        while (x->fresh && in->at < in->n && between(in->piece[in->at]))
            in_skip(in, 1);
        if (x->fresh) {
            if (in->at == in->n)
                continue;
            xml_again(x->xml, in->line);
        }
        struct arena_mark mark = arena_mark(in->arena); /* only an error takes memory */
        if (step(x, &why)) {
            e = give_up(x, &why, got, refused, error);
            arena_reset(in->arena, mark);
            return e;
        }
        if (x->tree.done) {
            in_done(in, x->tree.record, got, refused);
            return ERR_OK;
        }
    }
}
