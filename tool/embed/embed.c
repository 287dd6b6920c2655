/*
 * embed OUT.c NAME=FILE...: files into the program.
 *
 * Writes the table that src/web/asset.h declares: each file as it is, gzipped and brotli-compressed
 * (left out where that is no gain), its type by the ending of its name, and the first 16 hex digits
 * of the SHA-256 of its content, which go into its address.
 */
#include <brotli/encode.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/hash.h"

enum { MEMORY_MAX = 1 << 29, FILE_MAX = 16 << 20, LINE_BYTES = 24 };

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ends(str_from(name), str_from(types[i][0])))
            return types[i][1];
    return NULL;
}

static bool read_all(struct arena *arena, const char *name, struct str *out)
{
    FILE *file = fopen(name, "rb");
    if (!file)
        return false;
    char *bytes = arena_alloc(arena, FILE_MAX);
    size_t n = fread(bytes, 1, FILE_MAX, file);
    bool whole = !ferror(file) && n < FILE_MAX;
    if (n == FILE_MAX)
        errno = EFBIG;
    fclose(file);
    *out = (struct str){bytes, n};
    return whole;
}

/* STR_NULL when the coding is no gain. */
static struct str gzip(struct arena *arena, struct str s)
{
    z_stream z = {0};
    enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 9 };
    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return STR_NULL;
    unsigned char *out = arena_alloc(arena, s.len + 1);
    z.next_in = (unsigned char *)(uintptr_t)s.ptr;
    z.avail_in = (unsigned)s.len;
    z.next_out = out;
    z.avail_out = (unsigned)s.len;
    int end = deflate(&z, Z_FINISH);
    struct str packed = {(char *)out, z.total_out};
    deflateEnd(&z);
    return end == Z_STREAM_END && packed.len < s.len ? packed : STR_NULL;
}

static struct str brotli(struct arena *arena, struct str s)
{
    size_t n = s.len;
    unsigned char *out = arena_alloc(arena, s.len + 1);
    bool done = BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT,
                                      s.len, (const unsigned char *)s.ptr, &n, out);
    return done && n < s.len ? (struct str){(char *)out, n} : STR_NULL;
}

static void write_bytes(FILE *out, const char *what, int i, struct str s)
{
    if (str_null(s))
        return;
    fprintf(out, "static const unsigned char %s_%d[] = {\n", what, i);
    for (size_t at = 0; at < s.len; at++)
        fprintf(out, "%u,%s", (unsigned char)s.ptr[at],
                at % LINE_BYTES == LINE_BYTES - 1 ? "\n" : "");
    fputs("\n};\n", out);
}

static void write_str(FILE *out, const char *what, int i, struct str s)
{
    if (str_null(s))
        fputs(", {0}", out);
    else
        fprintf(out, ", {(const char *)%s_%d, %zu}", what, i, s.len);
}

struct file {
    const char *name, *type;
    struct str hash, plain, gzip, brotli;
};

static bool file_make(struct arena *arena, char *pair, struct file *out)
{
    char *equal = strchr(pair, '=');
    if (!equal) {
        fprintf(stderr, "%s: NAME=FILE is due\n", pair);
        return false;
    }
    *equal = '\0';
    out->name = pair;
    out->type = type_of(pair);
    if (!out->type) {
        fprintf(stderr, "%s: no type is known for this ending\n", pair);
        return false;
    }
    if (!read_all(arena, equal + 1, &out->plain) || !out->plain.len) {
        fprintf(stderr, "%s: %s\n", equal + 1, errno ? strerror(errno) : "is empty");
        return false;
    }
    unsigned char digest[HASH_SIZE];
    hash_of(out->plain, digest);
    struct buf hex;
    buf_init(&hex, arena, 64);
    buf_hex(&hex, digest, 8);
    out->hash = buf_str(&hex);
    out->gzip = gzip(arena, out->plain);
    out->brotli = brotli(arena, out->plain);
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: embed OUT.c NAME=FILE...\n", stderr);
        return 2;
    }
    struct arena arena;
    arena_init(&arena, MEMORY_MAX);
    struct file *files = ARENA_ARRAY(&arena, struct file, argc);
    int n = argc - 2;
    for (int i = 0; i < n; i++)
        if (!file_make(&arena, argv[i + 2], &files[i]))
            return 1;
    FILE *out = fopen(argv[1], "wb");
    if (!out) {
        perror(argv[1]);
        return 1;
    }
    fputs("/* Made by embed; do not edit. */\n#include \"web/asset.h\"\n\n", out);
    for (int i = 0; i < n; i++) {
        write_bytes(out, "plain", i, files[i].plain);
        write_bytes(out, "gzip", i, files[i].gzip);
        write_bytes(out, "brotli", i, files[i].brotli);
    }
    fprintf(out, "\nconst size_t asset_n = %d;\nconst struct asset assets[] = {\n", n);
    for (int i = 0; i < n; i++) {
        fprintf(out, "    {\"%s\", \"%s\", \"%.*s\"", files[i].name, files[i].type,
                STR_ARG(files[i].hash));
        write_str(out, "plain", i, files[i].plain);
        write_str(out, "gzip", i, files[i].gzip);
        write_str(out, "brotli", i, files[i].brotli);
        fputs("},\n", out);
    }
    fputs("};\n", out);
    bool written = !ferror(out);
    written = fclose(out) == 0 && written;
    arena_release(&arena);
    return written ? 0 : 1;
}
