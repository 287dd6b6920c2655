#include "engine/patentread/read.h"

#include <stdio.h>
#include <string.h>

#include "engine/patentread/in.h"
#include "engine/patentread/tree.h"

struct patentread {
    enum patent_format format;
    struct in in;
    struct in_xml *xml;
    struct in_sgml *sgml;
    struct in_aps *aps;
    struct error none;
};

static bool fill(struct in *in, enum err *e, struct error *error)
{
    size_t n = 0;
    struct error why = {0};
    if (in->ended || in->n + 16 > IN_PIECE)
        return false;
    enum err r = decode_read(in->decoder, in->piece + in->n, IN_PIECE - in->n, &n, &why);
    if (r == ERR_INVALID) { /* the record it stands in is refused, the ones before it are good */
        in->broken = why;
        n = 0;
    } else if (r) {
        *e = error_set(error, r, why.field, why.message, why.detail);
        n = 0;
    }
    in->n += n;
    in->ended = n == 0;
    return n > 0;
}

bool in_more(struct in *in, enum err *e, struct error *error)
{
    if (in->at < in->n)
        return true;
    in->at = in->n = 0;
    return !*e && fill(in, e, error);
}

void in_skip(struct in *in, size_t n)
{
    for (size_t i = 0; i < n && in->at < in->n; i++)
        in->line += in->piece[in->at++] == '\n';
}

static bool stands(const struct in *in, const char *text)
{
    size_t n = strlen(text);
    return in->n - in->at >= n && memcmp(in->piece + in->at, text, n) == 0;
}

bool in_seek(struct in *in, const char *const *texts, enum err *e, struct error *error)
{
    bool line_begins = in->at == 0;
    for (;;) {
        if (in->n - in->at < 32 && !in->ended) {
            memmove(in->piece, in->piece + in->at, in->n - in->at);
            in->n -= in->at;
            in->at = 0;
            while (in->n < 32 && fill(in, e, error))
                ;
        }
        if (*e || in->at == in->n)
            return false;
        for (size_t i = 0; line_begins && texts[i]; i++)
            if (stands(in, texts[i]))
                return true;
        char c = in->piece[in->at];
        line_begins = c == '\n' || c == '\r' || c == '>'; /* some put them all on one line */
        in_skip(in, 1);
    }
}

struct str in_place(struct in *in, int64_t line)
{
    snprintf(in->place, sizeof in->place, "%.*s %lld",
             (int)(in->name.len < 400 ? in->name.len : 400), in->name.ptr, (long long)line);
    return str_from(in->place);
}

void in_done(struct in *in, struct patent_record *record, enum patentread_got *got,
             struct patentread_refused *refused)
{
    struct error error = {0};
    *got = PATENTREAD_RECORD;
    if (record_finish(record, &error) == ERR_OK)
        return;
    *got = PATENTREAD_REFUSED;
    refused->error = error;
    refused->place = in_place(in, record->line);
}

enum err in_refuse(struct in *in, int64_t line, enum patentread_got *got,
                   struct patentread_refused *refused, enum err code, const char *message)
{
    *got = PATENTREAD_REFUSED;
    refused->place = in_place(in, line);
    refused->error = (struct error){code, STR("file"), message, refused->place};
    if (in->broken.code)
        refused->error = in->broken;
    in->broken.code = ERR_OK;
    return ERR_OK;
}

/* The first element's name, its prefix left out; STR_NULL when this is no XML. */
static struct str first_element(struct str head)
{
    size_t at = 0;
    while ((at = str_find_char(head, '<', at)) != SIZE_MAX && at + 1 < head.len) {
        char c = head.ptr[at + 1];
        if (str_starts(str_slice(head, at, head.len), STR("<!--"))) {
            at = str_find(head, STR("-->"), at);
            if (at == SIZE_MAX)
                return STR_NULL;
        } else if (c == '!') { /* a document type, perhaps with a part of its own in brackets */
            size_t end = str_find_char(head, '>', at), open = str_find_char(head, '[', at);
            if (open != SIZE_MAX && open < end)
                end = str_find(head, STR("]"), open);
            if (end == SIZE_MAX)
                return STR_NULL;
            at = end;
        } else if (c == '?') {
            at += 2;
        } else {
            size_t end = at + 1;
            while (end < head.len && !strchr(" \t\r\n/>", head.ptr[end]))
                end++;
            struct str name = str_slice(head, at + 1, end);
            size_t colon = str_find_char(name, ':', 0);
            return colon == SIZE_MAX ? name : str_slice(name, colon + 1, name.len);
        }
    }
    return STR_NULL;
}

enum patent_format patentread_format(struct str head)
{
    struct str text = str_trim(head);
    struct str line = str_slice(text, 0, 2000);
    bool aps = str_starts(text, STR("PATN")) || str_find(line, STR("\nPATN"), 0) != SIZE_MAX;
    if (aps && !str_starts(text, STR("<")))
        return PATENT_US_APS;
    if (!str_starts(text, STR("<")))
        return PATENT_FORMAT_UNKNOWN;
    const struct vocabulary *v = vocabulary_of(first_element(text));
    if (!v)
        return PATENT_FORMAT_UNKNOWN;
    for (size_t i = 0; i < v->rule_n; i++)
        if (v->rules[i].act == TREE_RECORD)
            return (enum patent_format)v->rules[i].arg;
    return PATENT_FORMAT_UNKNOWN;
}

/* The XML declaration's encoding, or NULL. */
static const char *declared(struct arena *arena, struct str head)
{
    size_t end = str_find(head, STR("?>"), 0), at = str_find(head, STR("encoding"), 0);
    if (!str_starts(str_trim(head), STR("<?xml")) || end == SIZE_MAX || at > end)
        return NULL;
    size_t open = at;
    while (open < end && head.ptr[open] != '"' && head.ptr[open] != '\'')
        open++;
    size_t close = str_find_char(head, open < end ? head.ptr[open] : '"', open + 1);
    return close < end ? str_c(arena, str_slice(head, open + 1, close)) : NULL;
}

enum err patentread_open(struct arena *arena, const struct source *source,
                         struct patent_record *record, struct patentread **out_reader,
                         struct error *error)
{
    struct patentread *r = ARENA_NEW(arena, struct patentread);
    char *head = arena_alloc(arena, PATENTREAD_HEAD);
    size_t n = 0, got = 1;
    enum err e = ERR_OK;
    while (!e && got && n < PATENTREAD_HEAD) {
        e = source_read(source, n, head + n, PATENTREAD_HEAD - n, &got);
        n += e ? 0 : got;
    }
    if (e)
        return error_set(error, e, STR("file"), T("读取文件出错"), STR_NULL);
    r->in = (struct in){.arena = arena, .name = source->name, .line = 1};
    const char *encoding = declared(arena, (struct str){head, n});
    if ((e = decode_open(arena, source, encoding, &r->in.decoder, error)))
        return e;
    in_more(&r->in, &e, error);
    while (!e && r->in.n < 4096 && fill(&r->in, &e, error))
        ;
    r->format = patentread_format((struct str){r->in.piece, r->in.n});
    if (!e && r->format == PATENT_FORMAT_UNKNOWN) /* a long prolog */
        r->format = patentread_format((struct str){head, n});
    if (!e && r->format == PATENT_FORMAT_UNKNOWN)
        return error_set(error, ERR_INVALID, STR("file"), T("不认识的专利文件格式：{}"),
                         source->name);
    *out_reader = r;
    if (e)
        return e;
    if (r->format == PATENT_US_APS)
        return in_aps_new(&r->in, record, &r->aps);
    if (r->format == PATENT_US_SGML)
        return in_sgml_new(&r->in, record, &r->sgml);
    return in_xml_new(&r->in, record, &r->xml);
}

enum err patentread_next(struct patentread *r, enum patentread_got *out_got,
                         struct patentread_refused *out_refused, struct error *error)
{
    *out_refused = (struct patentread_refused){0};
    *out_got = PATENTREAD_END;
    if (r->aps)
        return in_aps_next(r->aps, out_got, out_refused, error);
    if (r->sgml)
        return in_sgml_next(r->sgml, out_got, out_refused, error);
    return in_xml_next(r->xml, out_got, out_refused, error);
}
