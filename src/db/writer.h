/*
 * The one that commits. Acts from all threads queue up for one thread, which runs a group of them
 * in one transaction, each in its own savepoint, and answers all of them after the commit is on
 * the disk: one sync for the whole group.
 *
 *     struct writer *writer;
 *     e = writer_start(&arena, url, &(struct writer_config){0}, &writer, &error);
 *     e = writer_run(writer, close_matter, &call);   // blocks until committed
 *     writer_stop(writer);                           // finishes what was accepted
 *
 * fn runs on the writer's thread, on its connection. An error that it answers undoes its own
 * changes only, and is what writer_run() answers. It must have no effect outside the database, for
 * it may run twice: when the database throws the whole group away (a full disk), nothing was
 * acknowledged, and each act runs once more, alone. It must not leave by longjmp: a fn that
 * allocates from the caller's arena wraps itself in arena_run().
 *
 * Other processes write the same database at the same time (the command line beside a server):
 * a group waits for them up to DB_BUSY_MS, then answers ERR_BUSY.
 *
 * A checkpointer thread moves SQLite's write-ahead log into the database beside the commits.
 */
#ifndef LIANYUAN_DB_WRITER_H
#define LIANYUAN_DB_WRITER_H

#include "db/db.h"

struct writer;

typedef enum err writer_fn(struct db *db, void *arg);

/* 0 in a field = the value named here. */
struct writer_config {
    size_t queue_max;         /* WRITER_QUEUE: waiting acts; over it ERR_BUSY at once */
    size_t group_max;         /* WRITER_GROUP: acts per transaction */
    int64_t checkpoint_pages; /* WRITER_CHECKPOINT_PAGES: log pages after which to checkpoint */
    int64_t truncate_pages;   /* WRITER_TRUNCATE_PAGES: ... and cut the log, waiting for readers */
};

enum {
    WRITER_QUEUE = 1024,
    WRITER_GROUP = 64,
    WRITER_CHECKPOINT_PAGES = 2000,
    WRITER_TRUNCATE_PAGES = 32000,
    WRITER_ONCE_PAGES = 16000, /* writer_once() checkpoints after as many */
};

enum err writer_start(struct arena *arena, struct str url, const struct writer_config *config,
                      struct writer **out_writer, struct error *error);

/* Any thread. What fn answered, once that is durable; ERR_BUSY when the queue is full, the writer
 * is stopping or the database is locked; ERR_FULL, ERR_IO when the commit failed. ERR_UNKNOWN is
 * not a code: when *out_unknown (may be NULL) is true the connection was lost while committing. */
enum err writer_run(struct writer *writer, writer_fn *fn, void *arg);
enum err writer_run_unknown(struct writer *writer, writer_fn *fn, void *arg, bool *out_unknown);

/* Refuses new acts, finishes those in the queue, ends both threads, closes the connection. */
void writer_stop(struct writer *writer);

/* The same rules on the caller's own connection and thread: the command line. It checkpoints by
 * itself. */
enum err writer_once(struct db *db, writer_fn *fn, void *arg);

struct writer_stats {
    int64_t acts, groups, group_max; /* committed acts, commits, largest group */
    int64_t again;                   /* acts that ran once more alone */
    int64_t checkpoints;
    int64_t waiting; /* in the queue now */
};

struct writer_stats writer_stats(struct writer *writer);

#endif
