#include "base/zip.h"

#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/map.h"

struct unzip {
    struct arena *arena;
    zip_t *zip;
    struct unzip_entry *at;
    size_t n;
};

struct unzip_stream {
    struct unzip *zip;
    zip_file_t *file;
    struct str name;
    uint64_t left; /* declared bytes that have not come yet */
};

static enum err told(struct unzip *zip, struct error *error, enum err code, const char *message,
                     struct str detail)
{
    return error_set(error, code, STR("file"), message, str_dup(zip->arena, detail));
}

static void discard(void *arg)
{
    struct unzip *zip = arg;
    if (zip->zip)
        zip_discard(zip->zip);
    zip->zip = NULL;
}

static zip_t *open_library(const struct source *source)
{
    int code;
    if (source->fd >= 0) {
        int fd = dup(source->fd);
        if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0) {
            close(fd);
            return NULL;
        }
        zip_t *zip = fd < 0 ? NULL : zip_fdopen(fd, 0, &code);
        if (!zip && fd >= 0)
            close(fd);
        return zip;
    }
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *memory =
        zip_source_buffer_create(source->bytes.ptr, source->bytes.len, 0, &error);
    zip_t *zip = memory ? zip_open_from_source(memory, ZIP_RDONLY, &error) : NULL;
    if (memory && !zip)
        zip_source_free(memory);
    zip_error_fini(&error);
    return zip;
}

static enum err check_entry(struct unzip *zip, size_t i, uint64_t *total, struct error *error)
{
    const zip_uint64_t need = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    zip_stat_t st;
    zip_stat_init(&st);
    if (zip_stat_index(zip->zip, i, ZIP_FL_ENC_GUESS, &st) != 0 || (st.valid & need) != need)
        return told(zip, error, ERR_INVALID, T("压缩包目录损坏（第 {} 项）"),
                    str_print(zip->arena, "%zu", i + 1));
    struct str name = str_from(st.name);
    if (name.len > UNZIP_NAME_MAX)
        return told(zip, error, ERR_LIMIT, T("压缩包内有过长的文件名"), STR_NULL);
    name = str_dup(zip->arena, name);
    if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
        return told(zip, error, ERR_INVALID, T("文件已加密，请去掉密码后再导入（{}）"), name);
    if (st.size > UNZIP_SMALL && st.size / UNZIP_RATIO_MAX >= st.comp_size)
        return told(zip, error, ERR_LIMIT, T("压缩比异常，拒绝打开（{}）"), name);
    if (st.size > UNZIP_TOTAL_MAX - *total)
        return told(zip, error, ERR_LIMIT, T("解压后的内容太大，拒绝打开（{}）"), name);
    *total += st.size;
    zip->at[i] = (struct unzip_entry){name, st.size, st.comp_size};
    return ERR_OK;
}

static enum err check(struct unzip *zip, struct error *error)
{
    zip_int64_t n = zip_get_num_entries(zip->zip, 0);
    uint64_t total = 0;
    struct map names = {0};
    if (n > UNZIP_ENTRIES_MAX)
        return told(zip, error, ERR_LIMIT, T("压缩包内的文件太多，最多 {} 个"),
                    str_print(zip->arena, "%d", UNZIP_ENTRIES_MAX));
    zip->n = n > 0 ? (size_t)n : 0;
    zip->at = ARENA_ARRAY(zip->arena, struct unzip_entry, zip->n);
    for (size_t i = 0; i < zip->n; i++) {
        enum err e = check_entry(zip, i, &total, error);
        if (e)
            return e;
        if (map_put(zip->arena, &names, str_lower(zip->arena, zip->at[i].name), &zip->at[i]))
            return told(zip, error, ERR_INVALID, T("压缩包内有重名文件（{}）"), zip->at[i].name);
    }
    return ERR_OK;
}

enum err unzip_open(struct arena *arena, const struct source *source, struct unzip **out_zip,
                    struct error *error)
{
    struct unzip *zip = ARENA_NEW(arena, struct unzip);
    zip->arena = arena;
    arena_defer(arena, discard, zip);
    zip->zip = open_library(source);
    if (!zip->zip)
        return told(zip, error, ERR_INVALID, T("文件不完整或已损坏，打不开"), STR_NULL);
    *out_zip = zip;
    return check(zip, error);
}

size_t unzip_n(const struct unzip *zip)
{
    return zip->n;
}

struct unzip_entry unzip_entry(const struct unzip *zip, size_t entry)
{
    return zip->at[entry];
}

bool unzip_find(const struct unzip *zip, struct str name, size_t *out_entry)
{
    for (size_t i = 0; i < zip->n; i++)
        if (str_eq_nocase(zip->at[i].name, name)) {
            *out_entry = i;
            return true;
        }
    return false;
}

static void end_stream(void *arg)
{
    unzip_end(arg);
}

enum err unzip_begin(struct unzip *zip, size_t entry, struct unzip_stream **out_stream,
                     struct error *error)
{
    struct unzip_stream *stream = ARENA_NEW(zip->arena, struct unzip_stream);
    *stream =
        (struct unzip_stream){.zip = zip, .name = zip->at[entry].name, .left = zip->at[entry].size};
    arena_defer(zip->arena, end_stream, stream);
    stream->file = zip_fopen_index(zip->zip, entry, 0);
    if (!stream->file)
        return told(zip, error, ERR_INVALID, T("文件不完整或已损坏（{}）"), stream->name);
    *out_stream = stream;
    return ERR_OK;
}

enum err unzip_read(struct unzip_stream *stream, void *to, size_t cap, size_t *out_n,
                    struct error *error)
{
    zip_int64_t n = zip_fread(stream->file, to, cap);
    *out_n = 0;
    if (n < 0 || (n == 0 && stream->left))
        return told(stream->zip, error, ERR_INVALID, T("文件不完整或已损坏（{}）"), stream->name);
    if ((uint64_t)n > stream->left)
        return told(stream->zip, error, ERR_LIMIT, T("内容比声明的大，拒绝打开（{}）"),
                    stream->name);
    stream->left -= (uint64_t)n;
    *out_n = (size_t)n;
    return ERR_OK;
}

void unzip_end(struct unzip_stream *stream)
{
    if (stream->file)
        zip_fclose(stream->file);
    stream->file = NULL;
}

enum err unzip_all(struct unzip *zip, size_t entry, size_t max, struct str *out_bytes,
                   struct error *error)
{
    uint64_t size = zip->at[entry].size;
    if (size > max)
        return told(zip, error, ERR_LIMIT, T("解压后的内容太大，拒绝打开（{}）"),
                    zip->at[entry].name);
    struct unzip_stream *stream;
    enum err e = unzip_begin(zip, entry, &stream, error);
    if (e)
        return e;
    char *bytes = arena_alloc(zip->arena, (size_t)size + 1);
    size_t len = 0, n = 0;
    do {
        e = unzip_read(stream, bytes + len, (size_t)size + 1 - len, &n, error);
        len += n;
    } while (!e && n);
    unzip_end(stream);
    *out_bytes = (struct str){bytes, len};
    return e;
}

/* Writing ------------------------------------------------------------------------------------- */

enum { DOS_TIME = 0, DOS_DATE = 1 << 5 | 1 /* 1980-01-01 */ };

static bool add_part(zip_t *zip, const char *name, struct str bytes)
{
    zip_source_t *source = zip_source_buffer(zip, bytes.ptr, bytes.len, 0);
    if (!source)
        return false;
    zip_int64_t at = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 6) == 0 &&
           zip_file_set_dostime(zip, (zip_uint64_t)at, DOS_TIME, DOS_DATE, 0) == 0;
}

/* What was written into the library's own memory, into ours. */
static bool take_back(struct arena *arena, zip_source_t *memory, struct str *out_bytes)
{
    zip_stat_t st;
    zip_stat_init(&st);
    if (zip_source_stat(memory, &st) != 0 || !(st.valid & ZIP_STAT_SIZE) ||
        zip_source_open(memory) != 0)
        return false;
    char *bytes = arena_alloc(arena, (size_t)st.size);
    zip_int64_t n = zip_source_read(memory, bytes, st.size);
    zip_source_close(memory);
    *out_bytes = (struct str){bytes, (size_t)st.size};
    return n == (zip_int64_t)st.size;
}

static void free_source(void *arg)
{
    zip_source_t **memory = arg;
    if (*memory)
        zip_source_free(*memory);
    *memory = NULL;
}

/* Touches no arena: a full one would leave the library's archive open. */
static bool write_parts(zip_source_t **memory, const char *const *names,
                        const struct zip_part *parts, size_t n)
{
    zip_error_t fault;
    zip_error_init(&fault);
    *memory = zip_source_buffer_create(NULL, 0, 0, &fault);
    zip_t *zip = NULL;
    if (*memory) {
        zip_source_keep(*memory); /* the archive takes one hold of it, the caller has the other */
        zip = zip_open_from_source(*memory, ZIP_CREATE | ZIP_TRUNCATE, &fault);
        if (!zip)
            zip_source_free(*memory);
    }
    zip_error_fini(&fault);
    bool ok = zip != NULL;
    for (size_t i = 0; ok && i < n; i++)
        ok = add_part(zip, names[i], parts[i].bytes);
    if (zip && (!ok || zip_close(zip) != 0)) {
        zip_discard(zip);
        ok = false;
    }
    return ok;
}

enum err zip_write(struct arena *arena, const struct zip_part *parts, size_t n,
                   struct str *out_bytes, struct error *error)
{
    if (n > UNZIP_ENTRIES_MAX)
        return error_set(error, ERR_LIMIT, STR("file"), T("压缩包内的文件太多，最多 {} 个"),
                         str_print(arena, "%d", UNZIP_ENTRIES_MAX));
    const char **names = ARENA_ARRAY(arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        names[i] = str_c(arena, parts[i].name);
    zip_source_t **memory = ARENA_NEW(arena, zip_source_t *);
    arena_defer(arena, free_source, memory);
    return write_parts(memory, names, parts, n) && take_back(arena, *memory, out_bytes)
               ? ERR_OK
               : error_set(error, ERR_IO, STR("file"), T("不能写压缩包"), STR_NULL);
}
