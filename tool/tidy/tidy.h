/*
 * tidy checks what the compiler cannot: that every #include keeps to src/rooms.txt, that functions
 * fit a screen, that every sentence for people has its English, and that nothing outside the rooms
 * named for it reads a clock.
 *
 *     tidy ROOT [--messages FILE]...
 *
 * ROOT holds src/, tool/ and i18n/en/. A FILE of messages is what the template compiler lists:
 * one "path:line<TAB>中文" a line. Findings go to standard output as "path:line: what to do"; the
 * exit status is 1 when there is one, 2 when tidy could not work.
 *
 * A rule enters only after the same fault was found twice.
 */
#ifndef LIANYUAN_TOOL_TIDY_H
#define LIANYUAN_TOOL_TIDY_H

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"

enum {
    TIDY_FUNCTION_LINES_MAX = 70,
    TIDY_FILE_BYTES_MAX = 16 * 1024 * 1024,
    TIDY_ARENA_MAX = 512 * 1024 * 1024,
};

struct words {
    VEC(struct str) v;
};

/* One line of rooms.txt that limits includes. */
struct rule {
    struct str name; /* room, pattern or header */
    struct words allowed;
};

struct rooms {
    VEC(struct rule) room, also, files, posix, wrap;
    struct words libc, clock;
};

struct message {
    struct str zh, where; /* "src/x.c:12" */
};

struct tidy {
    struct arena *arena;
    struct str root;
    struct rooms rooms;
    struct map english; /* 中文 -> struct message *: the translation's text in zh, its place */
    VEC(struct message) messages;
    int64_t found;
};

/* "path:line: text", counted. line 0 = the whole file. */
void tidy_found(struct tidy *tidy, struct str path, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

bool tidy_read(struct tidy *tidy, struct str path, struct str *out_text);

/* rooms.c: rooms.txt, and one include against it. path is below ROOT: "src/web/wire_mhd.c". */
bool rooms_read(struct tidy *tidy, struct str path);
void rooms_check_include(struct tidy *tidy, struct str path, int line, struct str header,
                         bool quoted);
bool rooms_may_read_clock(const struct tidy *tidy, struct str path);
struct str rooms_of(const struct tidy *tidy, struct str path); /* "domain/matter", or STR_NULL */

/* source.c: one C file. */
void source_check(struct tidy *tidy, struct str path, struct str text);

/* words.c: translations and the messages that need one. */
void words_read_table(struct tidy *tidy, struct str path, struct str text);
void words_read_messages(struct tidy *tidy, struct str text);
void words_need(struct tidy *tidy, struct str path, int line, struct str zh);
void words_check(struct tidy *tidy);

#endif
