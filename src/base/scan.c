#include "base/scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void scan_init(struct scan *src, struct arena *arena, const char *name, struct str text)
{
    src->arena = arena;
    src->name = name;
    src->text = text;
    src->at = 0;
    buf_init(&src->report, arena, SCAN_REPORT_MAX);
}

struct scan_position scan_position(const struct scan *src, size_t at)
{
    struct scan_position p = {1, 1};
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

void scan_fail(struct scan *src, size_t at, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct scan_position p = scan_position(src, at);
    buf_print(&src->report, "%s:%zu:%zu: %s\n", src->name, p.line, p.column, text);
    longjmp(src->failed, 1);
}

bool scan_end(const struct scan *src)
{
    return src->at >= src->text.len;
}

bool scan_at(const struct scan *src, const char *text)
{
    return str_starts(str_slice(src->text, src->at, src->text.len), str_from(text));
}

bool scan_take(struct scan *src, const char *text)
{
    if (!scan_at(src, text))
        return false;
    src->at += strlen(text);
    return true;
}

void scan_want(struct scan *src, const char *text)
{
    scan_blank(src);
    if (!scan_take(src, text))
        scan_fail(src, src->at, "\"%s\" is due here", text);
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void scan_blank(struct scan *src)
{
    while (!scan_end(src) && is_blank(src->text.ptr[src->at]))
        src->at++;
}

struct str scan_word(struct scan *src)
{
    size_t from = src->at;
    if (!scan_end(src) && src->text.ptr[from] >= '0' && src->text.ptr[from] <= '9')
        return STR("");
    while (!scan_end(src) && is_word(src->text.ptr[src->at]))
        src->at++;
    return str_slice(src->text, from, src->at);
}

bool scan_take_word(struct scan *src, const char *word)
{
    size_t from = src->at;
    scan_blank(src);
    if (str_eq(scan_word(src), str_from(word)))
        return true;
    src->at = from;
    return false;
}

struct str c_literal(struct arena *arena, struct str s)
{
    struct buf b;
    buf_init(&b, arena, s.len * 12 + 16);
    buf_char(&b, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '\n' && i + 1 < s.len)
            buf_add(&b, STR("\\n\"\n        \""));
        else if (c == '\n')
            buf_add(&b, STR("\\n"));
        else if (c == '"' || c == '\\')
            buf_add(&b, (struct str){(char[]){'\\', (char)c}, 2});
        else if (c < ' ' || c == 0x7F)
            buf_print(&b, "\\%03o", (unsigned)c);
        else
            buf_char(&b, (char)c);
    }
    buf_char(&b, '"');
    return buf_str(&b);
}
