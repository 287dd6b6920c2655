#include "db/writer.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "db/driver.h"
#include "db/sqlite.h"

enum { WRITER_ARENA_MAX = 16 << 20, GROUP_MAX = 1024 };

/* One waiting caller; lives on its stack. Once done is set the caller may be gone. */
struct call {
    writer_fn *fn;
    void *arg;
    enum err result;
    bool unknown;
    atomic_uint *bell; /* what the caller sleeps on; NULL = `done` itself */
    atomic_uint done;
    struct call *next;
};

/*
 * Callers that queue up while one group runs will mostly be answered together, by the next: they
 * share a bell, so that answering a group is one system call. Two bells take turns; a caller left
 * over for a later group wakes once for nothing. With groups of one each caller has its own bell,
 * for there a shared one would wake everybody for each act.
 */
struct writer {
    struct writer_config config;
    struct arena writer_arena, checkpoint_arena;
    struct db *db, *checkpoint_db; /* the second is NULL on PostgreSQL */
    pthread_t thread, checkpoint_thread;

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t arrived;
    struct call *first, **last;
    size_t waiting;
    bool stopping;
    unsigned epoch;
    atomic_uint bells[2];

    pthread_mutex_t gate; /* held while a group runs; the checkpointer's last step takes it */
    pthread_mutex_t checkpoint_lock;
    pthread_cond_t checkpoint_wanted;
    bool checkpoint_due, checkpoint_stopping;

    atomic_llong acts, groups, group_max, again, checkpoints;
};

static void sleep_on(atomic_uint *bell, unsigned seen)
{
    syscall(SYS_futex, bell, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
}

static void wake(atomic_uint *bell)
{
    syscall(SYS_futex, bell, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

static void ring(atomic_uint *bell)
{
    atomic_fetch_add(bell, 1);
    wake(bell);
}

/* --- a group --- */

/* Runs one act in its savepoint. False when the database threw the transaction away. */
static bool run_part(struct db *db, struct call *call)
{
    call->result = db_savepoint(db);
    if (!call->result)
        call->result = call->fn(db, call->arg);
    if (!db_in_transaction(db))
        return false;
    if (!call->result)
        call->result = db_release(db);
    if (call->result)
        return db_in_transaction(db) && db_rollback_to(db) == ERR_OK;
    return true;
}

static enum err run_alone(struct db *db, struct call *call)
{
    enum err e = db_begin(db, DB_WRITE);
    if (e)
        return e;
    call->result =
        call->fn(db, call->arg); /* no savepoint: it writes each changed page to a file once more */
    if (call->result || !db_in_transaction(db)) {
        db_rollback(db);
        return call->result ? call->result : ERR_IO;
    }
    e = db_commit(db);
    call->unknown = e && db_unknown(db);
    return e;
}

/* True when all were answered as they stand: committed, or refused before anything was done. */
static bool run_together(struct db *db, struct call **calls, size_t n)
{
    enum err e = db_begin(db, DB_WRITE);
    bool changed = false;
    for (size_t i = 0; i < n; i++) {
        calls[i]->unknown = false;
        if (e) {
            calls[i]->result = e;
        } else if (!run_part(db, calls[i])) {
            db_rollback(db);
            return false;
        }
        changed |= !calls[i]->result;
    }
    if (e)
        return true;
    if (!changed) {
        db_rollback(db);
        return true;
    }
    e = db_commit(db);
    if (e && !db_unknown(db))
        return false;
    for (size_t i = 0; i < n && e; i++) {
        calls[i]->unknown = !calls[i]->result;
        calls[i]->result = calls[i]->result ? calls[i]->result : e;
    }
    return true;
}

static void run_group(struct writer *w, struct call **calls, size_t n)
{
    int64_t kept = 0;
    if (n == 1) {
        calls[0]->result = run_alone(w->db, calls[0]);
    } else if (!run_together(w->db, calls, n)) {
        log_warn("writer: a group of %zu was lost and runs again one by one", n);
        for (size_t i = 0; i < n; i++)
            calls[i]->result = run_alone(w->db, calls[i]);
        atomic_fetch_add(&w->again, (long long)n);
    }
    for (size_t i = 0; i < n; i++)
        kept += !calls[i]->result;
    atomic_fetch_add(&w->acts, kept);
    atomic_fetch_add(&w->groups, 1);
    if ((long long)n > atomic_load(&w->group_max))
        atomic_store(&w->group_max, (long long)n);
}

/* --- the threads --- */

static void answer(struct writer *w, struct call **calls, size_t n)
{
    bool rung[2] = {false, false};
    for (size_t i = 0; i < n; i++) {
        atomic_uint *own = calls[i]->bell ? NULL : &calls[i]->done;
        if (!own)
            rung[calls[i]->bell == &w->bells[1]] = true;
        atomic_store_explicit(&calls[i]->done, 1, memory_order_release);
        if (own) /* the caller may be gone already: waking an address touches nothing */
            wake(own);
    }
    for (int i = 0; i < 2; i++)
        if (rung[i])
            ring(&w->bells[i]);
}

static size_t take_group(struct writer *w, struct call **calls)
{
    size_t n = 0;
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->stopping)
        pthread_cond_wait(&w->arrived, &w->lock);
    while (w->first && n < w->config.group_max) {
        calls[n++] = w->first;
        w->first = w->first->next;
    }
    if (!w->first)
        w->last = &w->first;
    w->waiting -= n;
    w->epoch++;
    pthread_mutex_unlock(&w->lock);
    return n;
}

static void want_checkpoint(struct writer *w)
{
    if (!w->checkpoint_db || db_sqlite_log_pages(w->db) < w->config.checkpoint_pages)
        return;
    pthread_mutex_lock(&w->checkpoint_lock);
    w->checkpoint_due = true;
    pthread_cond_signal(&w->checkpoint_wanted);
    pthread_mutex_unlock(&w->checkpoint_lock);
}

static void *writer_main(void *arg)
{
    struct writer *w = arg;
    struct call *calls[GROUP_MAX];
    for (size_t n; (n = take_group(w, calls)) > 0;) {
        pthread_mutex_lock(&w->gate);
        run_group(w, calls, n);
        pthread_mutex_unlock(&w->gate);
        answer(w, calls, n);
        want_checkpoint(w);
    }
    return NULL;
}

/*
 * First what can be moved while groups run; then, with the writer held for the moment that the few
 * new pages take, the rest: only a log that is wholly in the database starts again from its
 * beginning. Readers never wait.
 */
static void checkpoint(struct writer *w)
{
    int64_t log, done;
    enum err e = db_sqlite_checkpoint(w->checkpoint_db, false, &log, &done);
    if (!e && done < log) {
        pthread_mutex_lock(&w->gate);
        e = db_sqlite_checkpoint(w->checkpoint_db, false, &log, &done);
        pthread_mutex_unlock(&w->gate);
    }
    /* Readers of old snapshots kept it from restarting for very long: wait for them. */
    if (!e && log > w->config.truncate_pages)
        e = db_sqlite_checkpoint(w->checkpoint_db, true, &log, &done);
    if (e && e != ERR_BUSY)
        log_error("writer: a checkpoint failed; the log is kept");
    atomic_fetch_add(&w->checkpoints, 1);
}

static void *checkpoint_main(void *arg)
{
    struct writer *w = arg;
    for (;;) {
        pthread_mutex_lock(&w->checkpoint_lock);
        while (!w->checkpoint_due && !w->checkpoint_stopping)
            pthread_cond_wait(&w->checkpoint_wanted, &w->checkpoint_lock);
        bool stop = w->checkpoint_stopping;
        w->checkpoint_due = false;
        pthread_mutex_unlock(&w->checkpoint_lock);
        if (stop)
            return NULL;
        checkpoint(w);
    }
}

/* --- starting and stopping --- */

/* Signals are the business of the thread that started us. */
static bool start_thread(pthread_t *thread, void *(*run)(void *), struct writer *w)
{
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int failed = pthread_create(thread, NULL, run, w);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return !failed;
}

static void defaults(struct writer_config *config)
{
    if (!config->queue_max)
        config->queue_max = WRITER_QUEUE;
    if (!config->group_max)
        config->group_max = WRITER_GROUP;
    if (config->group_max > GROUP_MAX)
        config->group_max = GROUP_MAX;
    if (!config->checkpoint_pages)
        config->checkpoint_pages = WRITER_CHECKPOINT_PAGES;
    if (!config->truncate_pages)
        config->truncate_pages = WRITER_TRUNCATE_PAGES;
}

static void close_writer(struct writer *w)
{
    db_close(w->db);
    db_close(w->checkpoint_db);
    arena_release(&w->writer_arena);
    arena_release(&w->checkpoint_arena);
}

enum err writer_start(struct arena *arena, struct str url, const struct writer_config *config,
                      struct writer **out_writer, struct error *error)
{
    struct writer *w = ARENA_NEW(arena, struct writer);
    w->config = *config;
    defaults(&w->config);
    arena_init(&w->writer_arena, WRITER_ARENA_MAX);
    arena_init(&w->checkpoint_arena, WRITER_ARENA_MAX);
    pthread_mutex_init(&w->lock, NULL);
    pthread_mutex_init(&w->gate, NULL);
    pthread_mutex_init(&w->checkpoint_lock, NULL);
    pthread_cond_init(&w->arrived, NULL);
    pthread_cond_init(&w->checkpoint_wanted, NULL);
    w->last = &w->first;
    *out_writer = NULL;
    enum err e = db_open(&w->writer_arena, url, DB_WRITE, &w->db, error);
    if (!e && db_kind(w->db) == DB_SQLITE)
        e = db_open(&w->checkpoint_arena, url, DB_WRITE, &w->checkpoint_db, error);
    if (!e && w->checkpoint_db && !start_thread(&w->checkpoint_thread, checkpoint_main, w))
        e = error_set(error, ERR_IO, STR_NULL, T("写入线程启动失败"), STR_NULL);
    if (!e && !start_thread(&w->thread, writer_main, w)) {
        w->stopping = true;
        e = error_set(error, ERR_IO, STR_NULL, T("写入线程启动失败"), STR_NULL);
    }
    if (e)
        close_writer(w);
    else
        *out_writer = w;
    return e;
}

void writer_stop(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->arrived);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    if (w->checkpoint_db) {
        pthread_mutex_lock(&w->checkpoint_lock);
        w->checkpoint_stopping = true;
        pthread_cond_signal(&w->checkpoint_wanted);
        pthread_mutex_unlock(&w->checkpoint_lock);
        pthread_join(w->checkpoint_thread, NULL);
    }
    close_writer(w);
}

enum err writer_run_unknown(struct writer *w, writer_fn *fn, void *arg, bool *out_unknown)
{
    struct call call = {.fn = fn, .arg = arg};
    pthread_mutex_lock(&w->lock);
    if (w->stopping || w->waiting >= w->config.queue_max) {
        pthread_mutex_unlock(&w->lock);
        return ERR_BUSY;
    }
    call.bell = w->config.group_max > 1 ? &w->bells[w->epoch & 1] : NULL;
    *w->last = &call;
    w->last = &call.next;
    if (w->waiting++ == 0)
        pthread_cond_signal(&w->arrived);
    pthread_mutex_unlock(&w->lock);
    for (;;) {
        unsigned seen = call.bell ? atomic_load(call.bell) : 0;
        if (atomic_load_explicit(&call.done, memory_order_acquire))
            break;
        sleep_on(call.bell ? call.bell : &call.done, seen);
    }
    if (out_unknown)
        *out_unknown = call.unknown;
    return call.result;
}

enum err writer_run(struct writer *w, writer_fn *fn, void *arg)
{
    return writer_run_unknown(w, fn, arg, NULL);
}

enum err writer_once(struct db *db, writer_fn *fn, void *arg)
{
    struct call call = {.fn = fn, .arg = arg};
    enum err e = run_alone(db, &call);
    int64_t log, done;
    /* A command beside no server: nobody else moves the log, and an import of a million records
     * would leave a log larger than the database, which every read has to look through. */
    if (!e && db_kind(db) == DB_SQLITE && db_sqlite_log_pages(db) >= WRITER_ONCE_PAGES)
        (void)db_sqlite_checkpoint(db, db_sqlite_log_pages(db) >= 4 * WRITER_ONCE_PAGES, &log,
                                   &done); /* what it cannot do now comes with a later act */
    return e;
}

struct writer_stats writer_stats(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    int64_t waiting = (int64_t)w->waiting;
    pthread_mutex_unlock(&w->lock);
    return (struct writer_stats){
        .acts = atomic_load(&w->acts),
        .groups = atomic_load(&w->groups),
        .group_max = atomic_load(&w->group_max),
        .again = atomic_load(&w->again),
        .checkpoints = atomic_load(&w->checkpoints),
        .waiting = waiting,
    };
}
