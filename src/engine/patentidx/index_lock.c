/* One process at a time changes an index's files, and only files that it knows. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "engine/patentidx/index_part.h"

/* The manifest is replaced as a whole: another one has another inode or another time. */
static struct file_id manifest_id(const struct patent_index *x)
{
    struct arena arena;
    struct stat st;
    struct file_id id = {0};
    arena_init(&arena, 1 << 20);
    if (!stat(str_c(&arena, fs_join(&arena, x->dir, STR("manifest"))), &st))
        id = (struct file_id){(uint64_t)st.st_dev, (uint64_t)st.st_ino,
                              (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec,
                              (int64_t)st.st_size};
    arena_release(&arena);
    return id;
}

void index_seen(struct patent_index *x)
{
    struct file_id id = manifest_id(x);
    pthread_mutex_lock(&x->lock);
    x->manifest = id;
    pthread_mutex_unlock(&x->lock);
}

bool index_moved(struct patent_index *x)
{
    struct file_id now = manifest_id(x);
    return memcmp(&now, &x->manifest, sizeof now) != 0;
}

/* flock, not fcntl: closing some other descriptor of the file must not give it up. */
static enum err take_lock(struct patent_index *x)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    x->lock_fd = open(str_c(&arena, fs_join(&arena, x->dir, STR("lock"))),
                      O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    arena_release(&arena);
    if (x->lock_fd < 0)
        return ERR_IO;
    if (flock(x->lock_fd, LOCK_EX | LOCK_NB) == 0)
        return ERR_OK;
    enum err e = errno == EWOULDBLOCK ? ERR_BUSY : ERR_IO;
    close(x->lock_fd);
    x->lock_fd = -1;
    return e;
}

enum err index_lock(struct patent_index *x, bool same)
{
    pthread_mutex_lock(&x->lock);
    enum err e = x->lock_n ? ERR_OK : take_lock(x);
    if (!e && same && x->lock_n == 0 && index_moved(x)) {
        e = ERR_CONFLICT;
        close(x->lock_fd);
        x->lock_fd = -1;
    }
    x->lock_n += !e;
    pthread_mutex_unlock(&x->lock);
    return e;
}

void index_unlock(struct patent_index *x)
{
    pthread_mutex_lock(&x->lock);
    if (--x->lock_n == 0) {
        close(x->lock_fd);
        x->lock_fd = -1;
    }
    pthread_mutex_unlock(&x->lock);
}
