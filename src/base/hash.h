/*
 * SHA-256, base64 and comparison in constant time; the one file that knows libsodium's hashing.
 *
 *     struct hash h;
 *     hash_begin(&h);  hash_add(&h, a);  hash_add(&h, b);  hash_end(&h, digest);
 */
#ifndef LIANYUAN_BASE_HASH_H
#define LIANYUAN_BASE_HASH_H

#include "base/arena.h"
#include "base/str.h"

enum { HASH_SIZE = 32 };

struct hash {
    uint64_t state[13]; /* the library's state, opaque; its size is asserted */
};

void hash_begin(struct hash *hash);
void hash_add(struct hash *hash, struct str bytes);
void hash_byte(struct hash *hash, unsigned char byte);
void hash_end(struct hash *hash, unsigned char *out_digest);
void hash_of(struct str bytes, unsigned char *out_digest);

/* HMAC-SHA-256 with a key of HASH_SIZE bytes. */
void hash_keyed(const unsigned char *key, struct str bytes, unsigned char *out_digest);
/* The same with a key of any length, as other people's protocols have it (RFC 2104). */
void hash_keyed_by(struct str key, struct str bytes, unsigned char *out_digest);

bool hash_same(const unsigned char *a, const unsigned char *b, size_t size); /* constant time */

struct str hash_text(struct arena *arena, const unsigned char *digest); /* 64 hex digits */
struct str base64_text(struct arena *arena, struct str bytes);          /* standard, padded */
struct str base64url_text(struct arena *arena, struct str bytes);       /* unpadded */
/* Exactly `size` bytes, or false; nothing but the strict form is taken. */
bool base64_bytes(struct str text, void *out, size_t size);
bool base64url_bytes(struct str text, void *out, size_t size);

#endif
