/*
 * Reading zip archives that came from outside, and writing our own (at the end).
 *
 * Everything that can be known without unpacking is checked at the opening: number of entries,
 * declared sizes, ratio of packing, encryption, names given twice. While an entry is read, it may
 * not give more bytes than it declared, and its checksum must hold at the end: so a bomb is refused
 * before a byte of it is unpacked, and one that lies about its size when it passes it.
 *
 *     struct unzip *zip;
 *     struct unzip_stream *stream;
 *     e = unzip_open(arena, &source, &zip, &error);
 *     if (unzip_find(zip, STR("xl/workbook.xml"), &entry))
 *         e = unzip_begin(zip, entry, &stream, &error);
 *     while (!(e = unzip_read(stream, buffer, sizeof buffer, &n, &error)) && n)
 *         feed(buffer, n);
 *     unzip_end(stream);
 *
 * Archives and streams are closed with the arena at the latest. Errors name the entry.
 */
#ifndef LIANYUAN_BASE_ZIP_H
#define LIANYUAN_BASE_ZIP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/source.h"

enum {
    UNZIP_ENTRIES_MAX = 2000,
    UNZIP_NAME_MAX = 512,      /* bytes */
    UNZIP_RATIO_MAX = 300,     /* unpacked : packed, of an entry above UNZIP_SMALL */
    UNZIP_SMALL = 1024 * 1024, /* below this a high ratio harms nobody */
};
#define UNZIP_TOTAL_MAX (UINT64_C(512) << 20) /* unpacked bytes of all entries */

struct unzip;
struct unzip_stream;

struct unzip_entry {
    struct str name;
    uint64_t size, packed; /* as declared */
};

/* ERR_INVALID (no zip, damaged, encrypted), ERR_LIMIT (one of the above), ERR_IO. */
enum err unzip_open(struct arena *arena, const struct source *source, struct unzip **out_zip,
                    struct error *error);

size_t unzip_n(const struct unzip *zip);
struct unzip_entry unzip_entry(const struct unzip *zip, size_t entry);
/* Names of parts are compared without regard to ASCII case, as OPC wants it. */
bool unzip_find(const struct unzip *zip, struct str name, size_t *out_entry);

enum err unzip_begin(struct unzip *zip, size_t entry, struct unzip_stream **out_stream,
                     struct error *error);
/* *out_n is 0 at the end, and then the checksum was right. */
enum err unzip_read(struct unzip_stream *stream, void *to, size_t cap, size_t *out_n,
                    struct error *error);
void unzip_end(struct unzip_stream *stream);

/* A whole entry of at most max bytes. */
enum err unzip_all(struct unzip *zip, size_t entry, size_t max, struct str *out_bytes,
                   struct error *error);

/* Writing: the parts in their order, deflated, all dated 1980-01-01, so that the same parts give
 * the same archive.
 *
 *     static const struct zip_part parts[] = {{STR("[Content_Types].xml"), types}, ...};
 *     e = zip_write(arena, parts, n, &bytes, &error);
 */
struct zip_part {
    struct str name, bytes;
};

/* ERR_LIMIT over UNZIP_ENTRIES_MAX, ERR_IO (no memory in the library). Names must be unlike. */
enum err zip_write(struct arena *arena, const struct zip_part *parts, size_t n,
                   struct str *out_bytes, struct error *error);

#endif
