/*
 * A faulty disk for tests: a layer over SQLite's own file layer, in place of it once installed.
 * Counts what is written and synced, fails what it is told to, and can lose what was not synced.
 */
#ifndef LIANYUAN_DB_TEST_VFS_H
#define LIANYUAN_DB_TEST_VFS_H

#include <stdbool.h>
#include <stdint.h>

enum fault {
    FAULT_NONE,
    FAULT_IO,   /* the n-th write or sync fails once */
    FAULT_FULL, /* no file can grow over n bytes, until test_vfs_mend() */
    FAULT_CUT,  /* the power goes at the n-th write or sync: a random part of what was not synced
                   is lost, and nothing reaches the disk any more */
};

/* Becomes the file layer of all connections opened from now on. */
void test_vfs_install(void);

/* From now on; counts begin anew. seed: which unsynced writes survive a cut. */
void test_vfs_fault(enum fault fault, int64_t at, uint64_t seed);
void test_vfs_mend(void); /* no fault, and after a cut: the machine is on again */

bool test_vfs_struck(void); /* the fault has happened */
int64_t test_vfs_writes(void);
int64_t test_vfs_syncs(void);
void test_vfs_sync_us(int64_t us); /* how long each sync takes on top */

#endif
