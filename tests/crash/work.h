/*
 * The work that the crash tests interrupt: threads whose acts each add one thing and one to a
 * tally, in one savepoint, and note what the writer acknowledged. Afterwards:
 *   - everything acknowledged is there;
 *   - tally and things agree, so no act is there by half;
 *   - the database finds itself whole.
 */
#ifndef LIANYUAN_TESTS_CRASH_WORK_H
#define LIANYUAN_TESTS_CRASH_WORK_H

#include <stdatomic.h>

#include "db/db.h"
#include "db/writer.h"

enum { WORK_THREADS = 8, WORK_ACTS_MAX = 1 << 20 };

struct work {
    struct writer *writer;
    void (*acknowledged)(void *arg, int64_t id);
    void *arg;
    bool early; /* the control: says so before the commit */
    atomic_bool stop;
    atomic_llong next;
};

/* Makes the tables in that data directory. */
bool work_make(const char *dir);

/* One act of the next id, acknowledged when it is durable. */
enum err work_one(struct work *work);

/* Runs until work->stop, or for ever. */
void work_run(struct work *work);

/* How many of the ids are not there; -1 when the database is not whole, with the reason on stderr.
 */
int64_t work_missing(const char *dir, const int64_t *ids, size_t n);

#endif
