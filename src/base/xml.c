#include "base/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

/* Before each piece of memory that expat holds. */
struct chunk {
    struct xml *owner;
    size_t size;
    _Alignas(16) unsigned char bytes[];
};

struct xml {
    struct arena *arena;
    XML_Parser parser;
    const struct xml_events *events;
    void *arg;
    struct str name;
    size_t memory; /* bytes that expat holds */
    int depth;
    bool paused, no_room;
    bool outside, ended;
    size_t fed;         /* bytes of all feeds to this document before the last one */
    size_t last, used;  /* bytes of the last feed; how many of them the document took */
    int64_t first_line; /* of the document, from 1 */
    enum err refused;
    const char *refusal;
};

/* expat does not tell its memory functions whose parser they serve, so it stands here while one is
 * called. */
static _Thread_local struct xml *serving;

static void *counted_malloc(size_t size)
{
    struct xml *xml = serving;
    if (size > XML_MEMORY_MAX || xml->memory > XML_MEMORY_MAX - size)
        return NULL;
    struct chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        return NULL;
    chunk->owner = xml;
    chunk->size = size;
    xml->memory += size;
    return chunk->bytes;
}

static struct chunk *chunk_of(void *p)
{
    return (struct chunk *)(void *)((unsigned char *)p - offsetof(struct chunk, bytes));
}

static void counted_free(void *p)
{
    if (!p)
        return;
    struct chunk *chunk = chunk_of(p);
    chunk->owner->memory -= chunk->size;
    free(chunk);
}

static void *counted_realloc(void *p, size_t size)
{
    void *fresh = counted_malloc(size);
    if (fresh && p) {
        size_t old = chunk_of(p)->size;
        memcpy(fresh, p, old < size ? old : size);
        counted_free(p);
    }
    return fresh;
}

static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static void XMLCALL on_open(void *user, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *xml = user;
    if (++xml->depth > XML_DEPTH_MAX)
        xml_refuse(xml, ERR_LIMIT, T("XML 嵌套太深（{}）"));
    else if (!xml->refused)
        xml->events->open(xml->arg, local(name), attributes);
}

/* Suspends once: a second call while it is suspended is an error to expat. */
static void suspend(struct xml *xml)
{
    XML_ParsingStatus status;
    XML_GetParsingStatus(xml->parser, &status);
    if (status.parsing == XML_PARSING)
        XML_StopParser(xml->parser, XML_TRUE);
}

/* How many bytes of the last feed lie before the place. */
static size_t used_of(struct xml *xml)
{
    XML_Index at = XML_GetCurrentByteIndex(xml->parser);
    size_t end = at < 0 ? 0 : (size_t)at + (size_t)XML_GetCurrentByteCount(xml->parser);
    return end < xml->fed ? 0 : end - xml->fed > xml->last ? xml->last : end - xml->fed;
}

static void XMLCALL on_close(void *user, const XML_Char *name)
{
    struct xml *xml = user;
    xml->depth--;
    if (!xml->refused)
        xml->events->close(xml->arg, local(name));
    if (xml->outside && xml->depth == 0 && !xml->refused) {
        xml->ended = true;
        xml->used = used_of(xml);
        suspend(xml);
    }
}

static void XMLCALL on_text(void *user, const XML_Char *text, int len)
{
    struct xml *xml = user;
    if (!xml->refused)
        xml->events->text(xml->arg, (struct str){text, (size_t)len});
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system_id,
                               const XML_Char *public_id, int has_internal)
{
    (void)name, (void)system_id, (void)public_id, (void)has_internal;
    if (!((struct xml *)user)->outside)
        xml_refuse(user, ERR_INVALID, T("XML 含文档类型或实体声明，拒绝读取（{}）"));
}

/* Names of pictures (NDATA) and of files elsewhere are declared and never used; a text of its own
 * is how small files are made large. */
static void on_entity(void *user, const XML_Char *name, int parameter, const XML_Char *value,
                      int value_n, const XML_Char *base, const XML_Char *system_id,
                      const XML_Char *public_id, const XML_Char *notation)
{
    (void)name, (void)parameter, (void)value_n, (void)base, (void)system_id, (void)public_id,
        (void)notation;
    if (value)
        xml_refuse(user, ERR_INVALID, T("XML 自定义了实体，拒绝读取（{}）"));
}

static void on_skipped(void *user, const XML_Char *name, int parameter)
{
    struct xml *xml = user;
    if (!parameter && !xml->refused && xml->events->entity)
        xml->events->entity(xml->arg, str_from(name));
}

/* Whatever is outside is empty: so nothing is fetched, and yet an entity that it might have
 * declared is no error (documents are cut out of larger files without their head, too). */
static int XMLCALL on_external(XML_Parser parser, const XML_Char *context, const XML_Char *base,
                               const XML_Char *system_id, const XML_Char *public_id)
{
    (void)base, (void)system_id, (void)public_id;
    if (context) /* a general entity: left out */
        return XML_STATUS_OK;
    XML_Parser empty = XML_ExternalEntityParserCreate(parser, context, NULL);
    if (!empty)
        return XML_STATUS_ERROR;
    bool good = XML_Parse(empty, "", 0, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(empty);
    return good ? XML_STATUS_OK : XML_STATUS_ERROR;
}

static void set_handlers(struct xml *xml)
{
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_open, on_close);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    if (xml->outside) {
        XML_SetEntityDeclHandler(xml->parser, on_entity);
        XML_SetSkippedEntityHandler(xml->parser, on_skipped);
        XML_SetExternalEntityRefHandler(xml->parser, on_external);
        XML_SetParamEntityParsing(xml->parser, XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE);
        XML_UseForeignDTD(xml->parser, XML_TRUE);
    }
}

static void free_parser(void *arg)
{
    struct xml *xml = arg;
    serving = xml;
    if (xml->parser)
        XML_ParserFree(xml->parser);
    xml->parser = NULL;
}

static enum err make(struct arena *arena, const struct xml_events *events, void *arg,
                     struct str name, bool outside, struct xml **out_xml)
{
    static const XML_Memory_Handling_Suite memory = {counted_malloc, counted_realloc, counted_free};
    struct xml *xml = ARENA_NEW(arena, struct xml);
    *xml = (struct xml){.arena = arena,
                        .events = events,
                        .arg = arg,
                        .name = name,
                        .outside = outside,
                        .first_line = 1};
    arena_defer(arena, free_parser, xml);
    serving = xml;
    xml->parser = XML_ParserCreate_MM(outside ? "UTF-8" : NULL, &memory, NULL);
    *out_xml = xml;
    if (!xml->parser)
        return ERR_LIMIT;
    set_handlers(xml);
    return ERR_OK;
}

enum err xml_new(struct arena *arena, const struct xml_events *events, void *arg, struct str name,
                 struct xml **out_xml)
{
    return make(arena, events, arg, name, false, out_xml);
}

enum err xml_new_outside(struct arena *arena, const struct xml_events *events, void *arg,
                         struct str name, struct xml **out_xml)
{
    return make(arena, events, arg, name, true, out_xml);
}

bool xml_ended(const struct xml *xml)
{
    return xml->ended;
}

size_t xml_used(const struct xml *xml)
{
    return xml->used;
}

int64_t xml_line(const struct xml *xml)
{
    return xml->first_line + (int64_t)XML_GetCurrentLineNumber(xml->parser) - 1;
}

void xml_again(struct xml *xml, int64_t line)
{
    serving = xml;
    XML_ParserReset(xml->parser, "UTF-8");
    xml->depth = 0;
    xml->paused = xml->ended = xml->no_room = false;
    xml->refused = ERR_OK;
    xml->fed = xml->last = xml->used = 0;
    xml->first_line = line;
    set_handlers(xml);
}

char *xml_room(struct xml *xml, size_t n)
{
    serving = xml;
    char *room = n > XML_MEMORY_MAX ? NULL : XML_GetBuffer(xml->parser, (int)n);
    xml->no_room = !room;
    return room;
}

static struct str place(struct xml *xml)
{
    return str_print(xml->arena, "%.*s %lld:%lu", STR_ARG(xml->name), (long long)xml_line(xml),
                     (unsigned long)XML_GetCurrentColumnNumber(xml->parser) + 1);
}

static enum err answer(struct xml *xml, enum XML_Status status, struct error *error)
{
    if (xml->refused || status == XML_STATUS_ERROR)
        xml->used = used_of(xml);
    if (xml->refused)
        return error_set(error, xml->refused, STR("file"), xml->refusal, place(xml));
    xml->paused = status == XML_STATUS_SUSPENDED;
    if (status != XML_STATUS_ERROR)
        return ERR_OK;
    if (XML_GetErrorCode(xml->parser) == XML_ERROR_NO_MEMORY)
        return error_set(error, ERR_LIMIT, STR("file"), T("XML 片段太长（{}）"), place(xml));
    return error_set(error, ERR_INVALID, STR("file"), T("XML 不完整或已损坏（{}）"), place(xml));
}

enum err xml_feed(struct xml *xml, size_t n, bool last, struct error *error)
{
    if (xml->no_room)
        return error_set(error, ERR_LIMIT, STR("file"), T("XML 片段太长（{}）"), place(xml));
    serving = xml;
    xml->fed += xml->last;
    xml->last = n;
    return answer(xml, XML_ParseBuffer(xml->parser, (int)n, last), error);
}

enum err xml_resume(struct xml *xml, struct error *error)
{
    serving = xml;
    return answer(xml, XML_ResumeParser(xml->parser), error);
}

bool xml_paused(const struct xml *xml)
{
    return xml->paused;
}

void xml_pause(struct xml *xml)
{
    if (!xml->refused)
        suspend(xml);
}

void xml_refuse(struct xml *xml, enum err code, const char *message)
{
    if (xml->refused)
        return;
    xml->refused = code;
    xml->refusal = message;
    XML_StopParser(xml->parser, XML_FALSE);
}

const char *xml_attr(const char **attributes, const char *name)
{
    for (const char **a = attributes; *a; a += 2)
        if (strcmp(a[0], name) == 0)
            return a[1];
    for (const char **a = attributes; *a; a += 2)
        if (strcmp(local(a[0]), name) == 0)
            return a[1];
    return NULL;
}

enum err xml_all(struct arena *arena, const struct xml_events *events, void *arg, struct str name,
                 struct str text, struct error *error)
{
    struct xml *xml;
    enum err e = xml_new(arena, events, arg, name, &xml);
    for (size_t from = 0; !e; from += XML_ROOM) {
        size_t n = text.len - from < XML_ROOM ? text.len - from : XML_ROOM;
        char *room = xml_room(xml, XML_ROOM);
        if (room && n)
            memcpy(room, text.ptr + from, n);
        e = xml_feed(xml, n, n < XML_ROOM, error);
        while (!e && xml->paused)
            e = xml_resume(xml, error);
        if (n < XML_ROOM)
            break;
    }
    return e;
}
