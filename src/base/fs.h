/*
 * Files that survive a power cut: a write is a temporary file beside the place, synced, renamed,
 * and the directory synced behind it.
 *
 *     e = fs_write(arena, path, bytes, 0600);
 */
#ifndef LIANYUAN_BASE_FS_H
#define LIANYUAN_BASE_FS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Errors: ERR_NOT_FOUND, ERR_FULL (no room), ERR_LIMIT (over max), ERR_CONFLICT (exists), ERR_IO.
 */
enum err fs_read(struct arena *arena, struct str path, size_t max, struct str *out_bytes);
enum err fs_write(struct arena *arena, struct str path, struct str bytes, uint32_t mode);
enum err fs_mkdir(struct arena *arena, struct str path,
                  uint32_t mode); /* with parents; existing is fine */
enum err fs_sync_dir(struct arena *arena, struct str path);

bool fs_exists(struct arena *arena, struct str path);
struct str fs_join(struct arena *arena, struct str dir, struct str name);

/* Room on the file system that holds path. */
enum err fs_room(struct arena *arena, struct str path, int64_t *out_free_bytes);

/* A temporary file in dir, open for writing, mode 0600; fs_place syncs and closes it, renames it to
 * path and syncs the directory. Calling both keeps "all or nothing" over any crash. */
enum err fs_temp(struct arena *arena, struct str dir, struct str *out_path, int *out_fd);
enum err fs_put(int fd, struct str bytes); /* all bytes, over short writes and signals */
enum err fs_place(struct arena *arena, int fd, struct str temp, struct str path);
enum err fs_drop(struct arena *arena, struct str path); /* a missing one is fine */

/* The names in a directory, sorted, without . and .. */
enum err fs_list(struct arena *arena, struct str dir, size_t max, struct str **out_names,
                 size_t *out_n);

enum err fs_code(int errno_value); /* what an errno is to us */

#endif
