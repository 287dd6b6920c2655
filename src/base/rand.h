/*
 * Random bytes from the system, and password hashing; both through libsodium.
 */
#ifndef LIANYUAN_BASE_RAND_H
#define LIANYUAN_BASE_RAND_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

void rand_bytes(void *out, size_t size);
uint32_t rand_below(uint32_t limit); /* even over 0 .. limit - 1 */

/* Argon2id, memory in KiB; the encoded text (NUL-terminated, room for ARGON2_TEXT_MAX bytes) carries
 * parameters and salt. ERR_LIMIT: no memory. */
enum { ARGON2_KIB = 19456, ARGON2_PASSES = 2, ARGON2_TEXT_MAX = 128 };
enum err argon2_hash(struct str password, char *out_encoded);
bool argon2_check(struct str encoded, struct str password);

/* Overwrites in a way the compiler keeps. */
void rand_wipe(void *at, size_t size);

#endif
