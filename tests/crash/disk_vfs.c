#include "disk_vfs.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

enum { FILES_MAX = 16, BLOCK = 4096, NAME_MAX_ = 512 };

struct bytes {
    unsigned char *at;
    size_t n, cap;
};

struct op { /* not yet synced; data NULL = truncate to offset */
    int64_t offset;
    unsigned char *data;
    int n;
};

/* What the disk holds of one file, followed by name over all its handles. */
struct followed {
    char name[NAME_MAX_];
    struct bytes synced;
    struct op *ops;
    size_t op_n, op_cap;
    size_t gone; /* operations that were synced or dropped: two threads may sync one file */
    bool deleted;
};

struct file {
    sqlite3_file base;
    struct followed *followed; /* NULL: not a database or log file */
    sqlite3_file *real;
};

static sqlite3_vfs *real_vfs;
static sqlite3_vfs disk;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct followed files[FILES_MAX];
static size_t file_n;
static bool following, lying;
static atomic_llong delay_us, sync_n;

static void put(struct bytes *b, int64_t offset, const unsigned char *data, size_t n)
{
    size_t end = (size_t)offset + n;
    if (end > b->cap) {
        b->cap = end * 2 + BLOCK;
        b->at = realloc(b->at, b->cap);
    }
    if (end > b->n) {
        if ((size_t)offset > b->n)
            memset(b->at + b->n, 0, (size_t)offset - b->n);
        b->n = end;
    }
    memcpy(b->at + offset, data, n);
}

static void apply(struct bytes *b, const struct op *op)
{
    if (op->data)
        put(b, op->offset, op->data, (size_t)op->n);
    else if ((size_t)op->offset < b->n)
        b->n = (size_t)op->offset;
}

static void drop_ops(struct followed *f)
{
    for (size_t i = 0; i < f->op_n; i++)
        free(f->ops[i].data);
    f->gone += f->op_n;
    f->op_n = 0;
}

static void note(struct followed *f, int64_t offset, const void *data, int n)
{
    if (!f || !following)
        return;
    pthread_mutex_lock(&lock);
    if (f->op_n == f->op_cap) {
        f->op_cap = f->op_cap * 2 + 64;
        f->ops = realloc(f->ops, f->op_cap * sizeof *f->ops);
    }
    struct op *op = &f->ops[f->op_n++];
    *op = (struct op){offset, NULL, n};
    if (data) {
        op->data = malloc((size_t)n + 1);
        memcpy(op->data, data, (size_t)n);
    }
    pthread_mutex_unlock(&lock);
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct file *)file)->real;
}

static int file_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int file_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    return real_of(file)->pMethods->xRead(real_of(file), to, n, at);
}

static int file_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    int rc = real_of(file)->pMethods->xWrite(real_of(file), from, n, at);
    if (rc == SQLITE_OK)
        note(((struct file *)file)->followed, at, from, n);
    return rc;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int rc = real_of(file)->pMethods->xTruncate(real_of(file), size);
    if (rc == SQLITE_OK)
        note(((struct file *)file)->followed, size, NULL, 0);
    return rc;
}

/* What was written before the call is on the disk when it returns; what others write meanwhile may
 * not be, so the operations are counted before. The real sync is left out: this disk is in memory.
 */
static int file_sync(sqlite3_file *file, int flags)
{
    struct followed *f = ((struct file *)file)->followed;
    (void)flags;
    pthread_mutex_lock(&lock);
    size_t upto = f ? f->gone + f->op_n : 0;
    pthread_mutex_unlock(&lock);
    long long us = atomic_load(&delay_us);
    if (us)
        usleep((useconds_t)us);
    atomic_fetch_add(&sync_n, 1);
    if (!f || !following)
        return real_of(file)->pMethods->xSync(real_of(file), flags);
    if (lying)
        return SQLITE_OK;
    pthread_mutex_lock(&lock);
    size_t n = upto > f->gone ? upto - f->gone : 0;
    for (size_t i = 0; i < n; i++) {
        apply(&f->synced, &f->ops[i]);
        free(f->ops[i].data);
    }
    memmove(f->ops, f->ops + n, (f->op_n - n) * sizeof *f->ops);
    f->op_n -= n;
    f->gone += n;
    pthread_mutex_unlock(&lock);
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *out)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), out);
}

static int file_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int file_reserved(sqlite3_file *file, int *out)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int file_control(sqlite3_file *file, int op, void *arg)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}

static int file_sector(sqlite3_file *file)
{
    (void)file;
    return BLOCK;
}

static int file_traits(sqlite3_file *file)
{
    (void)file;
    return 0; /* nothing is promised: no atomic writes, no powersafe overwrite */
}

static int shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}

static int shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}

static void shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int shm_unmap(sqlite3_file *file, int delete)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods methods = {
    2,         file_close,  file_read,     file_write,   file_truncate, file_sync,   file_size,
    file_lock, file_unlock, file_reserved, file_control, file_sector,   file_traits, shm_map,
    shm_lock,  shm_barrier, shm_unmap,     NULL,         NULL};

/* The record of that file; its present bytes count as synced. */
static struct followed *follow(const char *name)
{
    struct followed *f = NULL;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < file_n; i++)
        if (strcmp(files[i].name, name) == 0)
            f = &files[i];
    if (!f && file_n < FILES_MAX) {
        f = &files[file_n++];
        snprintf(f->name, sizeof f->name, "%s", name);
        FILE *now = fopen(name, "rb");
        unsigned char block[BLOCK];
        size_t n, at = 0;
        while (now && (n = fread(block, 1, sizeof block, now)) > 0) {
            put(&f->synced, (int64_t)at, block, n);
            at += n;
        }
        if (now)
            fclose(now);
    }
    if (f)
        f->deleted = false;
    pthread_mutex_unlock(&lock);
    return f;
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *out, int flags,
                     int *out_flags)
{
    struct file *file = (struct file *)out;
    (void)vfs;
    file->real = (sqlite3_file *)(file + 1);
    file->followed = NULL;
    int rc = real_vfs->xOpen(real_vfs, name, file->real, flags, out_flags);
    if (name && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)))
        file->followed = follow(name);
    file->base.pMethods = file->real->pMethods ? &methods : NULL;
    return rc;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync_dir)
{
    (void)vfs;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < file_n; i++)
        if (strcmp(files[i].name, name) == 0) {
            drop_ops(&files[i]);
            files[i].synced.n = 0;
            files[i].deleted = true;
        }
    pthread_mutex_unlock(&lock);
    return real_vfs->xDelete(real_vfs, name, sync_dir);
}

bool disk_install(void)
{
    real_vfs = sqlite3_vfs_find(NULL);
    if (!real_vfs)
        return false;
    disk = *real_vfs;
    disk.zName = "lianyuan-test-disk";
    disk.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
    disk.xOpen = disk_open;
    disk.xDelete = disk_delete;
    disk.pNext = NULL;
    return sqlite3_vfs_register(&disk, 1) == SQLITE_OK;
}

void disk_follow(bool on)
{
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < file_n; i++) {
        drop_ops(&files[i]);
        free(files[i].synced.at);
    }
    memset(files, 0, sizeof files);
    file_n = 0;
    following = on;
    pthread_mutex_unlock(&lock);
}

void disk_lie(bool on)
{
    lying = on;
}

void disk_sync_delay_us(int64_t us)
{
    atomic_store(&delay_us, us);
}

int64_t disk_syncs(void)
{
    return atomic_load(&sync_n);
}

static uint64_t throw_dice(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* A write reaches the disk block by block; each block by chance. */
static void lose_some(struct bytes *b, const struct op *op, uint64_t *dice)
{
    if (!op->data) {
        if (throw_dice(dice) % 2)
            apply(b, op);
        return;
    }
    for (int at = 0; at < op->n;) {
        int64_t place = op->offset + at;
        int n = BLOCK - (int)(place % BLOCK);
        n = n < op->n - at ? n : op->n - at;
        if (throw_dice(dice) % 2)
            put(b, place, op->data + at, (size_t)n);
        at += n;
    }
}

static bool write_out(const char *to_dir, const char *name, const struct bytes *b)
{
    char path[NAME_MAX_ * 2];
    const char *base = strrchr(name, '/');
    snprintf(path, sizeof path, "%s/%s", to_dir, base ? base + 1 : name);
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(b->at, 1, b->n, file) == b->n;
    return file && fclose(file) == 0 && good;
}

bool disk_cut(const char *to_dir, uint64_t seed)
{
    bool good = true;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < file_n; i++) {
        struct followed *f = &files[i];
        struct bytes left = {malloc(f->synced.n + 1), f->synced.n, f->synced.n + 1};
        if (f->synced.n)
            memcpy(left.at, f->synced.at, f->synced.n);
        for (size_t k = 0; k < f->op_n; k++)
            lose_some(&left, &f->ops[k], &seed);
        if (!f->deleted)
            good = good && write_out(to_dir, f->name, &left);
        free(left.at);
    }
    pthread_mutex_unlock(&lock);
    return good;
}
