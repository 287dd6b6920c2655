/*
 * Text from outside as UTF-8, piece by piece, whatever it was written in.
 *
 *     e = decode_open(arena, &source, NULL, &decoder, &error);
 *     while (!(e = decode_read(decoder, piece, sizeof piece, &n, &error)) && n)
 *         feed(piece, n);
 *
 * The encoding is the byte order mark's, else the one that is declared (an XML declaration), else
 * it is guessed from the bytes: UTF-8 when they are UTF-8; GB18030 when the bytes above 0x7F come
 * in pairs as those of Chinese do; else Windows-1252, in which they stand alone between ASCII
 * letters. Memory does not grow with the source.
 */
#ifndef LIANYUAN_BASE_DECODE_H
#define LIANYUAN_BASE_DECODE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/source.h"

enum { DECODE_SAMPLE = 1024 * 1024 }; /* bytes that decode_open() looks at */

struct decoder;

/* declared: "gb2312", "iso-8859-1" ..., or NULL. ERR_INVALID: no such encoding. */
enum err decode_open(struct arena *arena, const struct source *source, const char *declared,
                     struct decoder **out_decoder, struct error *error);

/* At most cap bytes (at least 16), whole characters only; *out_n is 0 at the end. ERR_INVALID with
 * the byte's offset when the source is not what its beginning said. */
enum err decode_read(struct decoder *decoder, char *to, size_t cap, size_t *out_n,
                     struct error *error);

const char *decode_encoding(const struct decoder *decoder); /* "UTF-8", "GB18030", "CP1252" ... */

/* Fewer than one byte in a hundred is above 0x7F: text with some names in a broken encoding. */
enum err decode_mostly_ascii(const struct source *source, bool *out_is);

/* The guess alone, over at most `max` bytes: "UTF-8", "GB18030" or "CP1252". */
enum err decode_guess(const struct source *source, uint64_t max, const char **out_encoding);

#endif
