#include "base/hash.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(((struct hash *)0)->state),
               "struct hash holds the library's state");
_Static_assert(HASH_SIZE == crypto_hash_sha256_BYTES, "SHA-256");

static crypto_hash_sha256_state *state_of(struct hash *hash)
{
    return (crypto_hash_sha256_state *)(void *)hash->state;
}

static const unsigned char *bytes_of(struct str s)
{
    return (const unsigned char *)(s.ptr != NULL ? s.ptr : "");
}

void hash_begin(struct hash *hash)
{
    crypto_hash_sha256_init(state_of(hash));
}

void hash_add(struct hash *hash, struct str bytes)
{
    crypto_hash_sha256_update(state_of(hash), bytes_of(bytes), bytes.len);
}

void hash_byte(struct hash *hash, unsigned char byte)
{
    crypto_hash_sha256_update(state_of(hash), &byte, 1);
}

void hash_end(struct hash *hash, unsigned char *out_digest)
{
    crypto_hash_sha256_final(state_of(hash), out_digest);
}

void hash_of(struct str bytes, unsigned char *out_digest)
{
    crypto_hash_sha256(out_digest, bytes_of(bytes), bytes.len);
}

void hash_keyed(const unsigned char *key, struct str bytes, unsigned char *out_digest)
{
    _Static_assert(crypto_auth_hmacsha256_KEYBYTES == HASH_SIZE, "key size");
    crypto_auth_hmacsha256(out_digest, bytes_of(bytes), bytes.len, key);
}

void hash_keyed_by(struct str key, struct str bytes, unsigned char *out_digest)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.len);
    crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.len);
    crypto_auth_hmacsha256_final(&state, out_digest);
}

bool hash_same(const unsigned char *a, const unsigned char *b, size_t size)
{
    return sodium_memcmp(a, b, size) == 0;
}

struct str hash_text(struct arena *arena, const unsigned char *digest)
{
    char *hex = arena_alloc(arena, 2 * HASH_SIZE + 1);
    sodium_bin2hex(hex, 2 * HASH_SIZE + 1, digest, HASH_SIZE);
    return (struct str){hex, 2 * HASH_SIZE};
}

static struct str encode(struct arena *arena, struct str bytes, int variant)
{
    size_t size = sodium_base64_encoded_len(bytes.len, variant);
    char *text = arena_alloc(arena, size);
    sodium_bin2base64(text, size, bytes_of(bytes), bytes.len, variant);
    return (struct str){text, strlen(text)};
}

struct str base64_text(struct arena *arena, struct str bytes)
{
    return encode(arena, bytes, sodium_base64_VARIANT_ORIGINAL);
}

struct str base64url_text(struct arena *arena, struct str bytes)
{
    return encode(arena, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* The library takes nothing but the strict form when there is nothing to ignore and no end pointer
 * short of the text. */
static bool decode(struct str text, void *out, size_t size, int variant)
{
    size_t n = 0;
    return sodium_base642bin(out, size, text.ptr != NULL ? text.ptr : "", text.len, NULL, &n, NULL,
                             variant) == 0 &&
           n == size;
}

bool base64_bytes(struct str text, void *out, size_t size)
{
    return decode(text, out, size, sodium_base64_VARIANT_ORIGINAL);
}

bool base64url_bytes(struct str text, void *out, size_t size)
{
    return decode(text, out, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
