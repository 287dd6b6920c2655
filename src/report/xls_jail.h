/*
 * Shuts a forked child into what reading one file needs, before it touches a hostile one.
 *
 * No descriptor of the parent's stays open but the one that is named (its sockets and its database
 * are out of reach); memory, processor time, seconds on the clock and files are limited; and, on
 * x86-64 and arm64, the kernel kills the child for any call but reading, memory and leaving: it
 * can open files for reading only, and can start, signal, connect to and remove nothing. Where the
 * kernel has Landlock, the only files that it can open are the one that is named and the system's
 * libraries, from which iconv takes its tables.
 */
#ifndef LIANYUAN_REPORT_XLS_JAIL_H
#define LIANYUAN_REPORT_XLS_JAIL_H

#include <stdbool.h>
#include <stddef.h>

/* In the child. path: the file that it is to read, or NULL. memory: bytes beyond what it has at its
 * birth. False: it must not go on. */
bool xls_jail(const char *path, int keep_fd, size_t memory, unsigned int seconds);

/* Does this kernel keep the other files from it? */
bool xls_jail_hides_files(void);

#endif
