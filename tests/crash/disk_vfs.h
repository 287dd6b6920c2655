/*
 * A disk for tests, as an SQLite VFS around the real one: it remembers what was written since the
 * last sync of each file, so that a power cut can be acted out at any moment, and it can make each
 * sync take longer.
 *
 * A cut writes the files anew into another directory: for each file what was synced, plus a random
 * subset of what was not, single 4096-byte blocks of larger writes included.
 */
#ifndef LIANYUAN_TESTS_DISK_VFS_H
#define LIANYUAN_TESTS_DISK_VFS_H

#include <stdbool.h>
#include <stdint.h>

/* Becomes the default VFS of the process. Call before any database is opened. */
bool disk_install(void);

/* From now on, files are followed; before it they are taken as synced. */
void disk_follow(bool on);
void disk_lie(bool on);              /* the control: syncs are answered and do nothing */
void disk_sync_delay_us(int64_t us); /* added to each sync */
int64_t disk_syncs(void);            /* since the start */

/* Acts out a power cut now; what was written goes into to_dir under the same names. */
bool disk_cut(const char *to_dir, uint64_t seed);

#endif
