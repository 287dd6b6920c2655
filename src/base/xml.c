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

static void XMLCALL on_close(void *user, const XML_Char *name)
{
    struct xml *xml = user;
    xml->depth--;
    if (!xml->refused)
        xml->events->close(xml->arg, local(name));
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
    xml_refuse(user, ERR_INVALID, T("XML 含文档类型或实体声明，拒绝读取（{}）"));
}

static void free_parser(void *arg)
{
    struct xml *xml = arg;
    serving = xml;
    if (xml->parser)
        XML_ParserFree(xml->parser);
    xml->parser = NULL;
}

enum err xml_new(struct arena *arena, const struct xml_events *events, void *arg, struct str name,
                 struct xml **out_xml)
{
    static const XML_Memory_Handling_Suite memory = {counted_malloc, counted_realloc, counted_free};
    struct xml *xml = ARENA_NEW(arena, struct xml);
    *xml = (struct xml){.arena = arena, .events = events, .arg = arg, .name = name};
    arena_defer(arena, free_parser, xml);
    serving = xml;
    xml->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    *out_xml = xml;
    if (!xml->parser)
        return ERR_LIMIT;
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_open, on_close);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    return ERR_OK;
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
    return str_print(xml->arena, "%.*s %lu:%lu", STR_ARG(xml->name),
                     (unsigned long)XML_GetCurrentLineNumber(xml->parser),
                     (unsigned long)XML_GetCurrentColumnNumber(xml->parser) + 1);
}

static enum err answer(struct xml *xml, enum XML_Status status, struct error *error)
{
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
        XML_StopParser(xml->parser, XML_TRUE);
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
