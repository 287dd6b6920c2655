#include "app/indexer.h"

#include <pthread.h>
#include <time.h>

#include "app/clock.h"
#include "base/log.h"
#include "db/db.h"
#include "domain/patent/patent_live.h"

struct indexer {
    const struct desk *desk;
    struct db *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    enum err told; /* the failure that is in the log already */
};

struct tending {
    struct ctx ctx;
    bool now;
};

static enum err tend(void *arg)
{
    struct tending *t = arg;
    return patent_tend(&t->ctx, t->now);
}

/* Busy is no failure: another process writes, and the next look comes soon. */
static void look(struct indexer *x, bool now)
{
    struct arena arena;
    struct tending t = {.ctx = x->desk->ctx, .now = now};
    arena_init(&arena, INDEXER_ARENA_MAX);
    t.ctx.arena = &arena;
    t.ctx.db = x->db;
    t.ctx.files_dir = x->desk->files_dir;
    t.ctx.now_us = clock_now_us();
    error_clear(&t.ctx.error);
    enum err e = arena_run(&arena, tend, &t);
    if (e && e != ERR_BUSY && e != x->told)
        log_warn("patent index: %s", t.ctx.error.message ? t.ctx.error.message : err_name(e));
    x->told = e;
    arena_release(&arena);
}

static bool wait_or_stop(struct indexer *x, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&x->lock);
    while (!x->stopping && pthread_cond_timedwait(&x->wake, &x->lock, &until) == 0) {
    }
    bool stopping = x->stopping;
    pthread_mutex_unlock(&x->lock);
    return stopping;
}

static void *indexer_thread(void *arg)
{
    struct indexer *x = arg;
    int64_t seen = -1, looked_us = 0;
    int64_t every = db_kind(x->db) == DB_PG ? INDEXER_LOOK_EVERY_PG_MS : INDEXER_LOOK_EVERY_MS;
    do {
        int64_t change = db_change_count(x->db), now_us = clock_now_us();
        bool due = now_us - looked_us >= PATENT_FLUSH_EVERY_S * SECOND_US;
        bool failed = x->told && x->told != ERR_BUSY; /* a full disk: not again and again */
        if (due || (!failed && (change == 0 || change != seen || x->told))) {
            look(x, false);
            looked_us = now_us;
        }
        seen = change;
    } while (!wait_or_stop(x, x->told ? 5 * every : every));
    look(x, true); /* what was fed goes to the disk; what was not, the next start feeds */
    patent_let_go();
    return NULL;
}

enum err indexer_start(struct arena *arena, const struct desk *desk, struct str url,
                       struct indexer **out)
{
    struct indexer *x = ARENA_NEW(arena, struct indexer);
    struct error error = {0};
    enum err e = db_open(arena, url, DB_READ, &x->db, &error);
    if (e)
        return e;
    x->desk = desk;
    pthread_mutex_init(&x->lock, NULL);
    pthread_cond_init(&x->wake, NULL);
    if (pthread_create(&x->thread, NULL, indexer_thread, x) != 0)
        return ERR_IO;
    *out = x;
    return ERR_OK;
}

void indexer_stop(struct indexer *x)
{
    pthread_mutex_lock(&x->lock);
    x->stopping = true;
    pthread_cond_signal(&x->wake);
    pthread_mutex_unlock(&x->lock);
    patent_stop(true); /* a build of millions takes minutes */
    pthread_join(x->thread, NULL);
    patent_stop(false);
    db_close(x->db);
}
