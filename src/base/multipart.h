/*
 * multipart/form-data (RFC 7578), parsed as the bytes come: fixed memory whatever the size of the
 * body, parts handed on in pieces. It is strict where browsers are: nothing before the first
 * boundary, nothing but a line end after the last one, a name on every part.
 *
 *     struct str boundary;
 *     if (!multipart_boundary(content_type, &boundary)) ...     // not multipart/form-data
 *     struct multipart mp;
 *     multipart_init(&mp, boundary, &sink, arg);
 *     while (... read a piece ...)
 *         if ((e = multipart_feed(&mp, piece)))
 *             return e;
 *     return multipart_finish(&mp);                             // ERR_INVALID when cut short
 *
 * The sink's own errors come back from multipart_feed() unchanged and end the parse.
 */
#ifndef LIANYUAN_BASE_MULTIPART_H
#define LIANYUAN_BASE_MULTIPART_H

#include "base/err.h"
#include "base/str.h"

enum {
    MULTIPART_BOUNDARY_MAX = 70, /* RFC 2046 */
    MULTIPART_HEAD_MAX = 4096,   /* headers of one part */
    MULTIPART_PARTS_MAX = 4096,
    MULTIPART_NAME_MAX = 200,      /* bytes of a field's name */
    MULTIPART_FILENAME_MAX = 1000, /* bytes */
};

/* The strings are valid during the call only. filename is STR_NULL for a plain field. */
struct multipart_sink {
    enum err (*begin)(void *arg, struct str name, struct str filename, struct str type);
    enum err (*data)(void *arg, struct str bytes);
    enum err (*end)(void *arg);
};

enum multipart_state {
    MULTIPART_DELIMITER, /* within CRLF--boundary, `matched` bytes of it seen */
    MULTIPART_AFTER,     /* behind a boundary: "--", or blanks and CRLF */
    MULTIPART_HEAD,
    MULTIPART_DATA,
    MULTIPART_EPILOGUE,
    MULTIPART_FAILED,
};

struct multipart {
    const struct multipart_sink *sink;
    void *arg;
    enum multipart_state state;
    char delimiter[MULTIPART_BOUNDARY_MAX + 4]; /* CRLF--boundary */
    size_t delimiter_len, matched;
    char head[MULTIPART_HEAD_MAX];
    size_t head_len;
    size_t parts;
    bool in_part;
    char after[2]; /* what followed the boundary so far */
    size_t after_len;
};

/* The boundary parameter of a Content-Type of multipart/form-data; false when it is another type
 * or the boundary is missing or not as RFC 2046 allows. Points into content_type. */
bool multipart_boundary(struct str content_type, struct str *out_boundary);

void multipart_init(struct multipart *mp, struct str boundary, const struct multipart_sink *sink,
                    void *arg);
enum err multipart_feed(struct multipart *mp, struct str bytes);
enum err multipart_finish(struct multipart *mp);

#endif
