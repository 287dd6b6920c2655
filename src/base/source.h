/*
 * Bytes to be parsed, of a file or of memory: what zip, csv and sheet read from.
 *
 *     struct source source;
 *     e = source_open(arena, "/tmp/list.xlsx", 20 << 20, &source, &error);
 *     e = source_read(&source, 0, head, sizeof head, &n);
 *
 * The file is closed with the arena. Reads are positioned, so a source may be read again from its
 * beginning and has no state of its own. A file that shrinks meanwhile reads as shorter; nothing is
 * mapped, so nothing can fault.
 */
#ifndef LIANYUAN_BASE_SOURCE_H
#define LIANYUAN_BASE_SOURCE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct source {
    struct str bytes; /* when fd < 0 */
    int fd;
    uint64_t size;
    struct str name; /* of the file, without its folder; "" of memory */
};

/* ERR_NOT_FOUND, ERR_LIMIT (larger than max), ERR_INVALID (not a plain file), ERR_IO. */
enum err source_open(struct arena *arena, const char *path, uint64_t max, struct source *out_source,
                     struct error *error);
struct source source_bytes(struct str bytes);

/* Fills at most cap bytes from offset on; *out_n is 0 at the end only. */
enum err source_read(const struct source *source, uint64_t offset, void *to, size_t cap,
                     size_t *out_n);

#endif
