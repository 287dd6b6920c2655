#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tmplc.h"

void source_init(struct source *src, struct arena *arena, const char *name, struct str text)
{
    src->arena = arena;
    src->name = name;
    src->text = text;
    src->at = 0;
    buf_init(&src->report, arena, REPORT_BYTES_MAX);
}

struct position source_position(const struct source *src, size_t at)
{
    struct position p = {1, 1};
    for (size_t i = 0; i < at && i < src->text.len; i++) {
        if (src->text.ptr[i] == '\n') {
            p.line++;
            p.column = 1;
        } else if (((unsigned char)src->text.ptr[i] & 0xC0) != 0x80) {
            p.column++;
        }
    }
    return p;
}

void source_fail(struct source *src, size_t at, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct position p = source_position(src, at);
    buf_print(&src->report, "%s:%zu:%zu: %s\n", src->name, p.line, p.column, text);
    longjmp(src->failed, 1);
}

bool source_end(const struct source *src)
{
    return src->at >= src->text.len;
}

bool source_at(const struct source *src, const char *text)
{
    return str_starts(str_slice(src->text, src->at, src->text.len), str_from(text));
}

bool source_take(struct source *src, const char *text)
{
    if (!source_at(src, text))
        return false;
    src->at += strlen(text);
    return true;
}

void source_want(struct source *src, const char *text)
{
    source_blank(src);
    if (!source_take(src, text))
        source_fail(src, src->at, "\"%s\" is due here", text);
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void source_blank(struct source *src)
{
    while (!source_end(src) && is_blank(src->text.ptr[src->at]))
        src->at++;
}

struct str source_word(struct source *src)
{
    size_t from = src->at;
    if (!source_end(src) && src->text.ptr[from] >= '0' && src->text.ptr[from] <= '9')
        return STR("");
    while (!source_end(src) && is_word(src->text.ptr[src->at]))
        src->at++;
    return str_slice(src->text, from, src->at);
}

void skip_line_rest(struct source *src, size_t from)
{
    const char *t = src->text.ptr;
    while (from > 0 && (t[from - 1] == ' ' || t[from - 1] == '\t'))
        from--;
    if (from > 0 && t[from - 1] != '\n')
        return;
    size_t to = src->at;
    while (to < src->text.len && (t[to] == ' ' || t[to] == '\t' || t[to] == '\r'))
        to++;
    if (to < src->text.len && t[to] != '\n')
        return;
    src->at = to;
    source_blank(src);
}

bool file_read(struct arena *arena, const char *name, struct str *out_text)
{
    FILE *file = fopen(name, "rb");
    if (!file)
        return false;
    struct buf text;
    buf_init(&text, arena, SOURCE_BYTES_MAX);
    char part[8192];
    for (size_t n; (n = fread(part, 1, sizeof part, file)) > 0;)
        buf_add(&text, (struct str){part, n});
    bool read = !ferror(file) && !buf_full(&text);
    if (buf_full(&text))
        errno = EFBIG;
    fclose(file);
    *out_text = buf_str(&text);
    return read;
}
