#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_fd(void *arg)
{
    close(*(int *)arg);
}

static enum err told(struct arena *arena, struct error *error, enum err code, const char *message,
                     struct str name)
{
    return error_set(error, code, STR("file"), message, str_dup(arena, name));
}

enum err source_open(struct arena *arena, const char *path, uint64_t max, struct source *out_source,
                     struct error *error)
{
    struct stat st;
    const char *slash = strrchr(path, '/');
    struct str name = str_from(slash ? slash + 1 : path);
    int *fd = ARENA_NEW(arena, int);
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? told(arena, error, ERR_NOT_FOUND, T("没有这个文件：{}"), name)
               : errno == EACCES ? told(arena, error, ERR_DENIED, T("不能读取文件：{}"), name)
                                 : told(arena, error, ERR_IO, T("读取文件出错：{}"), name);
    arena_defer(arena, close_fd, fd);
    if (fstat(*fd, &st) != 0)
        return told(arena, error, ERR_IO, T("读取文件出错：{}"), name);
    if (!S_ISREG(st.st_mode))
        return told(arena, error, ERR_INVALID, T("不是普通文件：{}"), name);
    if ((uint64_t)st.st_size > max)
        return told(arena, error, ERR_LIMIT, T("文件太大，最多 {} MB"),
                    str_print(arena, "%llu", (unsigned long long)(max >> 20)));
    *out_source =
        (struct source){.fd = *fd, .size = (uint64_t)st.st_size, .name = str_dup(arena, name)};
    return ERR_OK;
}

struct source source_bytes(struct str bytes)
{
    return (struct source){.bytes = bytes, .fd = -1, .size = bytes.len, .name = STR("")};
}

enum err source_read(const struct source *source, uint64_t offset, void *to, size_t cap,
                     size_t *out_n)
{
    *out_n = 0;
    if (offset >= source->size)
        return ERR_OK;
    if (cap > source->size - offset)
        cap = (size_t)(source->size - offset);
    if (source->fd < 0) {
        memcpy(to, source->bytes.ptr + offset, cap);
        *out_n = cap;
        return ERR_OK;
    }
    while (*out_n < cap) {
        ssize_t n = pread(source->fd, (char *)to + *out_n, cap - *out_n, (off_t)(offset + *out_n));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ERR_IO;
        if (n == 0)
            break;
        *out_n += (size_t)n;
    }
    return ERR_OK;
}
