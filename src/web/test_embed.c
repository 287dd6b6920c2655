/* What embed wrote unpacks to what it read. */
#include <brotli/decode.h>
#include <zlib.h>

#include "base/hash.h"
#include "base/tap.h"
#include "web/asset.h"

static char unpacked[1 << 20];

static struct str gunzip(struct str s)
{
    z_stream z = {0};
    inflateInit2(&z, 15 + 16);
    z.next_in = (unsigned char *)(uintptr_t)s.ptr;
    z.avail_in = (unsigned)s.len;
    z.next_out = (unsigned char *)unpacked;
    z.avail_out = sizeof unpacked;
    int end = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    return end == Z_STREAM_END ? (struct str){unpacked, z.total_out} : STR_NULL;
}

static struct str unbrotli(struct str s)
{
    size_t n = sizeof unpacked;
    bool good = BrotliDecoderDecompress(s.len, (const unsigned char *)s.ptr, &n,
                                        (unsigned char *)unpacked) == BROTLI_DECODER_RESULT_SUCCESS;
    return good ? (struct str){unpacked, n} : STR_NULL;
}

static void a_large_file_has_both_codings(void)
{
    const struct asset *large = &assets[1];
    OK(large->bytes.len > 4096, "it is large");
    OK(large->gzip.len < large->bytes.len / 2 && large->brotli.len < large->gzip.len, "it shrank");
    OK(str_eq(gunzip(large->gzip), large->bytes), "gzip gives it back");
    OK(str_eq(unbrotli(large->brotli), large->bytes), "brotli gives it back");
    IS_STR(str_from(large->type), STR("text/plain; charset=utf-8"));
}

static void a_tiny_file_has_none(void)
{
    IS_INT(asset_n, 2);
    IS_STR(assets[0].bytes, STR("p{}"));
    OK(str_null(assets[0].gzip), "gzip would make it longer");
    /* sha256("p{}") */
    IS_STR(str_from(assets[0].hash), STR("806db221261eade4"));
}

int main(void)
{
    RUN(a_large_file_has_both_codings);
    RUN(a_tiny_file_has_none);
    return tap_end();
}
