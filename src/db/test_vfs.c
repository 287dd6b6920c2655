#include "test_vfs.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512 };

/* A change that was not synced: what was there, what came. size: of the file before. */
struct unsynced {
    char path[512];
    int64_t at, size;
    int n, old_n;
    char *old, *new; /* new NULL: cut to `at` */
    struct unsynced *older;
};

static struct {
    sqlite3_vfs vfs, *real;
    enum fault fault;
    int64_t at, steps;
    uint64_t seed;
    bool struck, dead;
    atomic_llong writes, syncs, sync_us;
    struct unsynced *unsynced; /* newest first; only while FAULT_CUT is armed */
} disk;

struct file {
    sqlite3_file base;
    char path[512];
    sqlite3_file *real; /* behind this struct */
};

static sqlite3_file *real(sqlite3_file *f)
{
    return ((struct file *)f)->real;
}

static uint64_t dice(void)
{
    disk.seed ^= disk.seed << 13;
    disk.seed ^= disk.seed >> 7;
    disk.seed ^= disk.seed << 17;
    return disk.seed;
}

/* --- losing power --- */

static void drop(struct unsynced *u)
{
    free(u->old);
    free(u->new);
    free(u);
}

static void remember(struct file *f, int64_t at, const void *bytes, int n)
{
    struct unsynced *u = calloc(1, sizeof *u);
    sqlite3_int64 size = 0;
    f->real->pMethods->xFileSize(f->real, &size);
    memcpy(u->path, f->path, sizeof u->path);
    u->at = at;
    u->size = size;
    int64_t end = bytes ? at + n : size;
    u->old_n = (int)(size > at ? (end < size ? end : size) - at : 0);
    if (u->old_n > 0) {
        u->old = malloc((size_t)u->old_n);
        f->real->pMethods->xRead(f->real, u->old, u->old_n, at);
    }
    if (bytes) {
        u->new = malloc((size_t)n);
        memcpy(u->new, bytes, (size_t)n);
        u->n = n;
    }
    u->older = disk.unsynced;
    disk.unsynced = u;
}

static void forget(const char *path)
{
    for (struct unsynced **p = &disk.unsynced; *p;) {
        struct unsynced *u = *p;
        if (strcmp(u->path, path) == 0) {
            *p = u->older;
            drop(u);
        } else {
            p = &u->older;
        }
    }
}

static void put(int fd, const char *bytes, int64_t n, int64_t at)
{
    if (n > 0 && pwrite(fd, bytes, (size_t)n, at) != n)
        abort();
}

static void undo(const struct unsynced *u)
{
    int fd = open(u->path, O_WRONLY);
    if (fd < 0)
        return;
    put(fd, u->old, u->old_n, u->at);
    if (ftruncate(fd, u->size))
        abort();
    close(fd);
}

/* Sector by sector: a page may be torn. */
static void redo(const struct unsynced *u)
{
    int fd = open(u->path, O_WRONLY);
    if (fd < 0)
        return;
    if (!u->new &&dice() % 2 && ftruncate(fd, u->at))
        abort();
    bool whole = dice() % 2, any = dice() % 2;
    for (int i = 0; i < u->n; i += SECTOR)
        if (whole ? any : dice() % 2)
            put(fd, u->new + i, u->n - i < SECTOR ? u->n - i : SECTOR, u->at + i);
    close(fd);
}

static void redo_all(const struct unsynced *u)
{
    if (!u)
        return;
    redo_all(u->older);
    redo(u);
}

/* Back to what was synced, then a random part of the rest, in its order. */
static void cut_power(void)
{
    for (struct unsynced *u = disk.unsynced; u; u = u->older)
        undo(u);
    redo_all(disk.unsynced);
    while (disk.unsynced) {
        struct unsynced *u = disk.unsynced;
        disk.unsynced = u->older;
        drop(u);
    }
    disk.dead = true;
}

/* --- faults --- */

static int strike(int if_io)
{
    if (disk.dead)
        return if_io;
    if (disk.fault == FAULT_NONE || disk.fault == FAULT_FULL || ++disk.steps != disk.at)
        return SQLITE_OK;
    disk.struck = true;
    if (disk.fault == FAULT_CUT)
        cut_power();
    return if_io;
}

static int vfs_write(sqlite3_file *f, const void *bytes, int n, sqlite3_int64 at)
{
    atomic_fetch_add(&disk.writes, 1);
    if (!disk.dead && disk.fault == FAULT_CUT)
        remember((struct file *)f, at, bytes, n);
    if (disk.fault == FAULT_FULL && at + n > disk.at) {
        disk.struck = true;
        return SQLITE_FULL;
    }
    int rc = strike(SQLITE_IOERR_WRITE);
    return rc ? rc : real(f)->pMethods->xWrite(real(f), bytes, n, at);
}

static int vfs_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    if (disk.dead)
        return SQLITE_IOERR_TRUNCATE;
    if (disk.fault == FAULT_CUT)
        remember((struct file *)f, size, NULL, 0);
    return real(f)->pMethods->xTruncate(real(f), size);
}

static int vfs_sync(sqlite3_file *f, int flags)
{
    atomic_fetch_add(&disk.syncs, 1);
    if (atomic_load(&disk.sync_us))
        usleep((useconds_t)atomic_load(&disk.sync_us));
    int rc = strike(SQLITE_IOERR_FSYNC);
    if (!rc && disk.fault == FAULT_CUT)
        forget(((struct file *)f)->path);
    /* A held sync need not reach the real disk: the test decides what is lost. */
    return rc || disk.fault == FAULT_CUT ? rc : real(f)->pMethods->xSync(real(f), flags);
}

/* --- passing on --- */

static int vfs_close(sqlite3_file *f)
{
    return real(f)->pMethods->xClose(real(f));
}

static int vfs_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return real(f)->pMethods->xRead(real(f), to, n, at);
}

static int vfs_size(sqlite3_file *f, sqlite3_int64 *out)
{
    return real(f)->pMethods->xFileSize(real(f), out);
}

static int vfs_lock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xLock(real(f), level);
}

static int vfs_unlock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xUnlock(real(f), level);
}

static int vfs_reserved(sqlite3_file *f, int *out)
{
    return real(f)->pMethods->xCheckReservedLock(real(f), out);
}

static int vfs_control(sqlite3_file *f, int op, void *arg)
{
    return real(f)->pMethods->xFileControl(real(f), op, arg);
}

static int vfs_sector(sqlite3_file *f)
{
    return real(f)->pMethods->xSectorSize(real(f));
}

static int vfs_device(sqlite3_file *f)
{
    return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

static int vfs_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}

static int vfs_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    return real(f)->pMethods->xShmLock(real(f), at, n, flags);
}

static void vfs_shm_barrier(sqlite3_file *f)
{
    real(f)->pMethods->xShmBarrier(real(f));
}

static int vfs_shm_unmap(sqlite3_file *f, int remove)
{
    return real(f)->pMethods->xShmUnmap(real(f), remove);
}

static int vfs_fetch(sqlite3_file *f, sqlite3_int64 at, int n, void **out)
{
    return real(f)->pMethods->xFetch(real(f), at, n, out);
}

static int vfs_unfetch(sqlite3_file *f, sqlite3_int64 at, void *p)
{
    return real(f)->pMethods->xUnfetch(real(f), at, p);
}

static const sqlite3_io_methods methods = {
    3,           vfs_close,   vfs_read,     vfs_write,       vfs_truncate,  vfs_sync,
    vfs_size,    vfs_lock,    vfs_unlock,   vfs_reserved,    vfs_control,   vfs_sector,
    vfs_device,  vfs_shm_map, vfs_shm_lock, vfs_shm_barrier, vfs_shm_unmap, vfs_fetch,
    vfs_unfetch,
};

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out_flags)
{
    struct file *file = (struct file *)f;
    (void)vfs;
    memset(file, 0, sizeof *file);
    file->real = (sqlite3_file *)(file + 1);
    if (path)
        snprintf(file->path, sizeof file->path, "%s", path);
    int rc = disk.real->xOpen(disk.real, path, file->real, flags, out_flags);
    file->base.pMethods = file->real->pMethods ? &methods : NULL;
    return rc;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_dir)
{
    (void)vfs;
    if (disk.dead)
        return SQLITE_IOERR_DELETE;
    forget(path);
    return disk.real->xDelete(disk.real, path, sync_dir);
}

void test_vfs_install(void)
{
    disk.real = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = "faulty";
    disk.vfs.szOsFile = (int)sizeof(struct file) + disk.real->szOsFile;
    disk.vfs.xOpen = vfs_open;
    disk.vfs.xDelete = vfs_delete;
    if (sqlite3_vfs_register(&disk.vfs, 1))
        abort();
}

void test_vfs_fault(enum fault fault, int64_t at, uint64_t seed)
{
    disk.fault = fault;
    disk.at = at;
    disk.steps = 0;
    disk.seed = seed * 2654435761u + 88172645463325252u;
    disk.struck = disk.dead = false;
    atomic_store(&disk.writes, 0);
    atomic_store(&disk.syncs, 0);
}

void test_vfs_mend(void)
{
    while (disk.unsynced) {
        struct unsynced *u = disk.unsynced;
        disk.unsynced = u->older;
        drop(u);
    }
    disk.fault = FAULT_NONE;
    disk.dead = false;
}

bool test_vfs_struck(void)
{
    return disk.struck;
}

int64_t test_vfs_writes(void)
{
    return atomic_load(&disk.writes);
}

int64_t test_vfs_syncs(void)
{
    return atomic_load(&disk.syncs);
}

void test_vfs_sync_us(int64_t us)
{
    atomic_store(&disk.sync_us, us);
}
