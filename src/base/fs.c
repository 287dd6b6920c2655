#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/rand.h"
#include "base/vec.h"

enum err fs_code(int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
        return ERR_NOT_FOUND;
    case ENOSPC:
    case EDQUOT:
        return ERR_FULL;
    case EEXIST:
        return ERR_CONFLICT;
    case EACCES:
    case EPERM:
        return ERR_DENIED;
    default:
        return ERR_IO;
    }
}

struct str fs_join(struct arena *arena, struct str dir, struct str name)
{
    const char *slash = dir.len > 0 && dir.ptr[dir.len - 1] == '/' ? "" : "/";
    return str_print(arena, "%.*s%s%.*s", STR_ARG(dir), slash, STR_ARG(name));
}

static struct str parent_of(struct str path)
{
    size_t cut = path.len;
    while (cut > 0 && path.ptr[cut - 1] != '/')
        cut--;
    if (cut == 0)
        return STR(".");
    return str_slice(path, 0, cut > 1 ? cut - 1 : 1);
}

bool fs_exists(struct arena *arena, struct str path)
{
    return access(str_c(arena, path), F_OK) == 0;
}

static enum err read_all(int fd, char *at, size_t size, size_t *out_n)
{
    *out_n = 0;
    while (*out_n < size) {
        ssize_t n = read(fd, at + *out_n, size - *out_n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fs_code(errno);
        if (n == 0)
            break;
        *out_n += (size_t)n;
    }
    return ERR_OK;
}

enum err fs_read(struct arena *arena, struct str path, size_t max, struct str *out_bytes)
{
    /* The buffer comes first: a full arena does not return, and must not leave an open file. */
    const char *name = str_c(arena, path);
    struct stat st;
    if (stat(name, &st) != 0)
        return fs_code(errno);
    if (!S_ISREG(st.st_mode))
        return ERR_IO;
    if (st.st_size < 0 || (uint64_t)st.st_size > max)
        return ERR_LIMIT;
    size_t size = (size_t)st.st_size, n = 0;
    char *at = arena_alloc(arena, size + 1);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fs_code(errno);
    enum err e = read_all(fd, at, size, &n);
    close(fd);
    *out_bytes = (struct str){at, n};
    return e;
}

enum err fs_put(int fd, struct str bytes)
{
    size_t done = 0;
    while (done < bytes.len) {
        ssize_t n = write(fd, bytes.ptr + done, bytes.len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fs_code(errno);
        done += (size_t)n;
    }
    return ERR_OK;
}

enum err fs_sync_dir(struct arena *arena, struct str path)
{
    int fd = open(str_c(arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fs_code(errno);
    enum err e = fsync(fd) == 0 ? ERR_OK : fs_code(errno);
    close(fd);
    return e;
}

enum err fs_temp(struct arena *arena, struct str dir, struct str *out_path, int *out_fd)
{
    unsigned char salt[8];
    rand_bytes(salt, sizeof salt);
    uint64_t name = 0;
    memcpy(&name, salt, sizeof name);
    *out_path = fs_join(arena, dir, str_print(arena, ".tmp-%016llx", (unsigned long long)name));
    *out_fd = open(out_path->ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return *out_fd < 0 ? fs_code(errno) : ERR_OK;
}

enum err fs_place(struct arena *arena, int fd, struct str temp, struct str path)
{
    enum err e = fsync(fd) == 0 ? ERR_OK : fs_code(errno);
    if (close(fd) != 0 && !e)
        e = fs_code(errno);
    if (!e && rename(str_c(arena, temp), str_c(arena, path)) != 0)
        e = fs_code(errno);
    if (e) {
        fs_drop(arena, temp);
        return e;
    }
    return fs_sync_dir(arena, parent_of(path));
}

enum err fs_write(struct arena *arena, struct str path, struct str bytes, uint32_t mode)
{
    struct str temp;
    int fd;
    enum err e = fs_temp(arena, parent_of(path), &temp, &fd);
    if (e)
        return e;
    e = fs_put(fd, bytes);
    if (!e && fchmod(fd, (mode_t)mode) != 0)
        e = fs_code(errno);
    if (e) {
        close(fd);
        fs_drop(arena, temp);
        return e;
    }
    return fs_place(arena, fd, temp, path);
}

enum err fs_drop(struct arena *arena, struct str path)
{
    if (unlink(str_c(arena, path)) != 0 && errno != ENOENT)
        return fs_code(errno);
    return ERR_OK;
}

enum err fs_mkdir(struct arena *arena, struct str path, uint32_t mode)
{
    if (mkdir(str_c(arena, path), (mode_t)mode) == 0)
        return fs_sync_dir(arena, parent_of(path));
    if (errno == EEXIST) {
        struct stat st;
        bool dir = stat(str_c(arena, path), &st) == 0 && S_ISDIR(st.st_mode);
        return dir ? ERR_OK : ERR_CONFLICT;
    }
    struct str parent = parent_of(path);
    if (errno != ENOENT || str_eq(parent, path) || str_eq(parent, STR(".")))
        return fs_code(errno);
    enum err e = fs_mkdir(arena, parent, mode);
    if (e)
        return e;
    return mkdir(str_c(arena, path), (mode_t)mode) == 0 ? fs_sync_dir(arena, parent)
                                                        : fs_code(errno);
}

enum err fs_room(struct arena *arena, struct str path, int64_t *out_free_bytes)
{
    struct statvfs st;
    if (statvfs(str_c(arena, path), &st) != 0)
        return fs_code(errno);
    *out_free_bytes = (int64_t)st.f_bavail * (int64_t)st.f_frsize;
    return ERR_OK;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void close_dir(void *dir)
{
    closedir(dir);
}

enum err fs_list(struct arena *arena, struct str path, size_t max, struct str **out_names,
                 size_t *out_n)
{
    DIR *dir = opendir(str_c(arena, path));
    if (dir == NULL)
        return fs_code(errno);
    arena_defer(arena, close_dir, dir); /* names come from the arena, which may not return */
    VEC(struct str) names = {0};
    struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        struct str name = str_from(entry->d_name);
        if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
            continue;
        if (names.n == max)
            return ERR_LIMIT;
        *VEC_ADD(arena, &names) = str_dup(arena, name);
    }
    if (names.n > 0)
        qsort(names.at, names.n, sizeof *names.at, by_name);
    *out_names = names.at;
    *out_n = names.n;
    return ERR_OK;
}
