/*
 * Reading XML that came from outside: events in the order of the bytes, nothing kept.
 *
 * Refused: any document type declaration (so there are no entities but the five of XML itself, and
 * nothing is ever fetched; xml_new_outside() is less strict), more than XML_DEPTH_MAX open
 * elements, names and attributes that together need more than XML_MEMORY_MAX. Names are given
 * without their prefix: makers of sheets are free in the prefix they choose, and parts of one
 * package do not mix vocabularies.
 *
 *     static const struct xml_events events = {on_open, on_close, on_text};
 *     xml_new(arena, &events, &mine, STR("xl/workbook.xml"), &xml);
 *     do {
 *         e = read_some(xml_room(xml, XML_ROOM), XML_ROOM, &n);
 *         e = xml_feed(xml, n, n == 0, &error);
 *     } while (!e && n);
 *
 * A callback must not allocate from an arena that could be full (arena.h); to do so, or to hand on
 * what has been gathered, it calls xml_pause(): xml_feed() then returns with xml_paused() true, and
 * xml_resume() goes on behind the event that paused. A callback refuses with xml_refuse().
 */
#ifndef LIANYUAN_BASE_XML_H
#define LIANYUAN_BASE_XML_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    XML_DEPTH_MAX = 64,
    XML_ROOM = 64 * 1024,             /* a good size of pieces */
    XML_MEMORY_MAX = 8 * 1024 * 1024, /* of the parser, its unfinished token included */
};

struct xml;

/* attributes: name, value, name, value, ..., NULL; names without prefix are found by xml_attr(). */
struct xml_events {
    void (*open)(void *arg, const char *name, const char **attributes);
    void (*close)(void *arg, const char *name);
    void (*text)(void *arg, struct str text);   /* a piece: text may come in several */
    void (*entity)(void *arg, struct str name); /* &name; that nothing declares; may be NULL */
};

/* name stands in messages: what is being read. */
enum err xml_new(struct arena *arena, const struct xml_events *events, void *arg, struct str name,
                 struct xml **out_xml);

/* For what offices deliver: a document type declaration is passed over. Nothing that it names is
 * fetched; one that gives an entity a text of its own is refused; an entity that only the unread
 * part could declare goes to events->entity. The bytes are UTF-8, whatever the declaration says,
 * and documents may follow one another: behind the end of one, xml_ended() is true, xml_used() says
 * how many bytes of the last feed belong to it (after an error: lie before the place), and
 * xml_again() begins the next, whose first line is `line` of the whole. */
enum err xml_new_outside(struct arena *arena, const struct xml_events *events, void *arg,
                         struct str name, struct xml **out_xml);
bool xml_ended(const struct xml *xml);
size_t xml_used(const struct xml *xml);
int64_t xml_line(const struct xml *xml); /* of the whole, from 1 */
void xml_again(struct xml *xml, int64_t line);

char *xml_room(struct xml *xml, size_t n); /* NULL: no memory; xml_feed() then says so */
enum err xml_feed(struct xml *xml, size_t n, bool last, struct error *error);
enum err xml_resume(struct xml *xml, struct error *error);
bool xml_paused(const struct xml *xml);

/* For callbacks. */
void xml_pause(struct xml *xml);
void xml_refuse(struct xml *xml, enum err code, const char *message); /* T("..."); "{}" = place */
const char *xml_attr(const char **attributes, const char *name);      /* NULL when absent */

/* A whole text at once. */
enum err xml_all(struct arena *arena, const struct xml_events *events, void *arg, struct str name,
                 struct str text, struct error *error);

#endif
