#include "base/rand.h"

#include <sodium.h>
#include <string.h>

void rand_bytes(void *out, size_t size)
{
    randombytes_buf(out, size);
}

uint32_t rand_below(uint32_t limit)
{
    return randombytes_uniform(limit);
}

_Static_assert(ARGON2_TEXT_MAX == crypto_pwhash_STRBYTES, "room for the encoded text");

enum err argon2_hash(struct str password, char *out_encoded)
{
    if (sodium_init() < 0) /* chooses the fast implementation; does nothing the second time */
        return ERR_IO;
    if (crypto_pwhash_str_alg(out_encoded, password.ptr != NULL ? password.ptr : "", password.len,
                              ARGON2_PASSES, (size_t)ARGON2_KIB * 1024,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return ERR_LIMIT;
    return ERR_OK;
}

bool argon2_check(struct str encoded, struct str password)
{
    char text[crypto_pwhash_STRBYTES] = {0};
    if (sodium_init() < 0 || encoded.len >= sizeof text || encoded.len == 0)
        return false;
    memcpy(text, encoded.ptr, encoded.len);
    return crypto_pwhash_str_verify(text, password.ptr != NULL ? password.ptr : "", password.len) ==
           0;
}

void rand_wipe(void *at, size_t size)
{
    sodium_memzero(at, size);
}
