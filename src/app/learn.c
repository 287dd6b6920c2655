#include "app/learn.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "app/clock.h"
#include "base/log.h"
#include "core/counter.h"
#include "domain/matter/matter_route.h"
#include "domain/matter/matter_tally.h"

/* Three: one in use, one that requests may still hold, one to write into. */
enum { SLOTS = 3 };

struct learner {
    const struct desk *desk;
    struct db *db;
    struct arena slots[SLOTS];
    int slot;
    int64_t closed; /* when it was last learned; -1 = never */
    _Atomic(const struct learned *) newest;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool stopping;
};

const struct learned *learner_newest(const void *arg)
{
    const struct learner *l = arg;
    return atomic_load(&((struct learner *)l)->newest);
}

static bool is_stopping(const void *arg)
{
    return atomic_load(&((struct learner *)arg)->stopping);
}

struct lesson_call {
    struct learner *learner;
    struct ctx ctx;
    const struct learned *learned;
};

static enum err make(void *arg)
{
    struct lesson_call *call = arg;
    return learned_make(&call->ctx, is_stopping, call->learner, &call->learned);
}

/* Enough was closed since the last time, or there was none. */
static bool is_time(struct learner *l, struct ctx *ctx, int64_t *out_closed)
{
    if (counter_get(ctx, MATTER_COUNTER_STATE, MATTER_CLOSED, 0, out_closed))
        return false;
    int64_t least = l->closed / LEARN_NEW_ONE_IN;
    return l->closed < 0 ||
           *out_closed - l->closed >= (least > LEARN_NEW_LEAST ? least : LEARN_NEW_LEAST);
}

static void learn(struct learner *l)
{
    int next = (l->slot + 1) % SLOTS;
    struct lesson_call call = {.learner = l, .ctx = l->desk->ctx};
    int64_t closed = 0;
    arena_release(&l->slots[next]);
    arena_init(&l->slots[next], LEARN_ARENA_MAX);
    call.ctx.arena = &l->slots[next];
    call.ctx.db = l->db;
    call.ctx.now_us = clock_now_us();
    error_clear(&call.ctx.error);
    /* No snapshot is held: learning takes seconds, and the log could not be cut behind it. */
    bool due = is_time(l, &call.ctx, &closed);
    enum err e = due ? arena_run(&l->slots[next], make, &call) : ERR_OK;
    if (e && e != ERR_BUSY)
        log_warn("learning from closed matters: %s", err_name(e));
    if (!due || e)
        return;
    l->slot = next;
    l->closed = closed;
    atomic_store(&l->newest, call.learned);
    log_info("learned from %lld closed matters", (long long)learned_texts(call.learned));
}

static bool wait_or_stop(struct learner *l, int seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&l->lock);
    while (!l->stopping && pthread_cond_timedwait(&l->wake, &l->lock, &until) == 0) {
    }
    bool stopping = l->stopping;
    pthread_mutex_unlock(&l->lock);
    return stopping;
}

static void *learner_thread(void *arg)
{
    struct learner *l = arg;
    for (int wait = LEARN_FIRST_S; !wait_or_stop(l, wait); wait = LEARN_EVERY_S)
        learn(l);
    return NULL;
}

enum err learner_start(struct arena *arena, const struct desk *desk, struct str url,
                       struct learner **out)
{
    struct learner *l = ARENA_NEW(arena, struct learner);
    struct error error = {0};
    enum err e = db_open(arena, url, DB_READ, &l->db, &error);
    if (e)
        return e;
    l->desk = desk;
    l->closed = -1;
    for (int i = 0; i < SLOTS; i++)
        arena_init(&l->slots[i], LEARN_ARENA_MAX);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->wake, NULL);
    if (pthread_create(&l->thread, NULL, learner_thread, l) != 0)
        return ERR_IO;
    *out = l;
    return ERR_OK;
}

void learner_stop(struct learner *l)
{
    pthread_mutex_lock(&l->lock);
    l->stopping = true;
    pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->lock);
    pthread_join(l->thread, NULL);
    for (int i = 0; i < SLOTS; i++)
        arena_release(&l->slots[i]);
    db_close(l->db);
}
