/*
 * A text that is read front to back by a compiler of ours: position, expectations, and the one
 * message at its place with which the reading ends.
 *
 *     struct scan scan;
 *     scan_init(&scan, arena, "page/show.tmpl", text);
 *     if (setjmp(scan.failed))
 *         return tell(buf_str(&scan.report));       // "page/show.tmpl:3:12: ..."
 *     struct str name = scan_word(&scan);
 *     scan_want(&scan, "(");
 */
#ifndef LIANYUAN_BASE_SCAN_H
#define LIANYUAN_BASE_SCAN_H

#include <setjmp.h>

#include "base/buf.h"

enum { SCAN_REPORT_MAX = 4096 };

struct scan {
    struct arena *arena;
    const char *name; /* as it stands in messages */
    struct str text;
    size_t at;
    struct buf report; /* what is wrong */
    jmp_buf failed;
};

struct scan_position {
    size_t line, column; /* from 1, in characters */
};

void scan_init(struct scan *scan, struct arena *arena, const char *name, struct str text);
struct scan_position scan_position(const struct scan *scan, size_t at);

/* Writes the report and jumps to scan->failed. */
_Noreturn void scan_fail(struct scan *scan, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

bool scan_end(const struct scan *scan);
bool scan_at(const struct scan *scan, const char *text);  /* stands text here? */
bool scan_take(struct scan *scan, const char *text);      /* ... then go past it */
void scan_want(struct scan *scan, const char *text);      /* blanks, then text, or fail */
bool scan_take_word(struct scan *scan, const char *word); /* blanks, then exactly this word */
void scan_blank(struct scan *scan);                       /* past blanks and line ends */
struct str scan_word(struct scan *scan);                  /* an identifier, or empty */

bool is_blank(char c);
bool is_word(char c); /* letters, digits, _ */

/* The text as a C literal with its quotes, a line of C per line of text. */
struct str c_literal(struct arena *arena, struct str s);

#endif
