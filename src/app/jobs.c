#include "app/jobs.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "app/clock.h"
#include "app/modules.h"
#include "base/log.h"
#include "core/calendar.h"
#include "core/file.h"
#include "core/job.h"
#include "core/person.h"
#include "db/db.h"
#include "db/writer.h"

struct jobs {
    const struct app_db *app_db;
    const struct desk *desk;
    struct db *db; /* reads the calendar in force */
    char holder[32];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
};

struct turn {
    const struct jobs *jobs;
    const struct job *job;
    bool mine;
    struct ctx *ctx; /* of job->look, and what it found */
    void *found;
};

static enum err take(struct ctx *ctx, void *arg)
{
    struct turn *turn = arg;
    return job_take(ctx, turn->job, str_from(turn->jobs->holder), &turn->mine);
}

static enum err work(struct ctx *ctx, void *arg)
{
    struct turn *turn = arg;
    return turn->job->look ? turn->job->keep(ctx, turn->found) : turn->job->run(ctx);
}

static enum err look_guarded(void *arg)
{
    struct turn *turn = arg;
    return turn->job->look(turn->ctx, &turn->found);
}

/* On the reading connection, from one snapshot, and with an answer when the memory is not enough.
 */
static enum err look(struct turn *turn)
{
    enum err e = db_read_begin(turn->ctx->db);
    if (e)
        return e;
    e = arena_run(turn->ctx->arena, look_guarded, turn);
    db_read_end(turn->ctx->db);
    return e;
}

static enum err done(struct ctx *ctx, void *arg)
{
    struct turn *turn = arg;
    return job_done(ctx, turn->job, str_from(turn->jobs->holder), ctx->error.code);
}

/* The lease is taken and given back in transactions of their own: a job that fails leaves no trace
 * but its fault. */
static bool run_once(const struct jobs *jobs, const struct job *given, bool again)
{
    struct job own = *given;
    const struct job *job = &own;
    struct arena arena;
    own.every_s = again ? 0 : own.every_s; /* the next step is due at once */
    arena_init(&arena, JOBS_ARENA_MAX);
    struct ctx ctx = jobs->desk->ctx;
    struct turn turn = {jobs, job, false, &ctx, NULL};
    ctx.arena = &arena;
    ctx.db = jobs->db;
    ctx.now_us = clock_now_us();
    ctx.actor = (struct actor){.person = PERSON_CONSOLE,
                               .roles = ROLE_CONSOLE | ROLE_COORDINATOR | ROLE_ADMIN};
    error_clear(&ctx.error);
    enum err e = calendar_load(&ctx);
    if (!e)
        e = act_write(jobs->app_db, &ctx, take, &turn);
    if (!e && turn.mine) {
        ctx.db = jobs->db;
        if (job->look)
            e = look(&turn);
        if (!e)
            e = act_write(jobs->app_db, &ctx, work, &turn);
        struct error fault = ctx.error;
        act_write(jobs->app_db, &ctx, done, &turn);
        ctx.error = fault;
    }
    if (e)
        log_warn("job %s: %s", job->name, ctx.error.message ? ctx.error.message : err_name(e));
    ctx.db = jobs->db;
    bool more = !e && turn.mine && job->more && job->more(&ctx);
    arena_release(&arena);
    return more;
}

static bool is_stopping(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    bool stopping = jobs->stopping;
    pthread_mutex_unlock(&jobs->lock);
    return stopping;
}

/* Long work comes in steps: between two of them others write, and the other jobs wait no longer
 * than JOBS_TURN_S. */
static void run_one(struct jobs *jobs, const struct job *job)
{
    int64_t until = clock_now_us() + JOBS_TURN_S * SECOND_US;
    bool again = false;
    while (run_once(jobs, job, again) && clock_now_us() < until && !is_stopping(jobs))
        again = true;
}

/* Contents whose act never came, and uploads that broke off. On the reading connection and without
 * a lease: it writes nothing to the database, and doing it twice does no harm. */
static void sweep_files(const struct jobs *jobs)
{
    struct arena arena;
    arena_init(&arena, JOBS_ARENA_MAX);
    struct ctx ctx = jobs->desk->ctx;
    int64_t removed = 0;
    ctx.arena = &arena;
    ctx.db = jobs->db;
    ctx.now_us = clock_now_us();
    enum err e = file_sweep(&ctx, jobs->desk->files_dir, &removed);
    if (e)
        log_warn("sweeping files: %s", err_name(e));
    else if (removed > 0)
        log_info("removed %lld stored files that no record names", (long long)removed);
    arena_release(&arena);
}

static bool wait_or_stop(struct jobs *jobs)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += JOBS_LOOK_EVERY_S;
    pthread_mutex_lock(&jobs->lock);
    if (!jobs->stopping)
        pthread_cond_timedwait(&jobs->wake, &jobs->lock, &until);
    bool stopping = jobs->stopping;
    pthread_mutex_unlock(&jobs->lock);
    return stopping;
}

static void *jobs_thread(void *arg)
{
    struct jobs *jobs = arg;
    int64_t next[MODULES_MAX * 16] = {0}; /* do not ask the database for what is not due here */
    int64_t sweep = 0;
    while (!wait_or_stop(jobs)) {
        if (clock_now_us() >= sweep) {
            sweep_files(jobs);
            sweep = clock_now_us() + JOBS_SWEEP_EVERY_S * SECOND_US;
        }
        size_t at = 0;
        for (size_t m = 0; modules[m]; m++)
            for (size_t i = 0; i < modules[m]->job_n; i++, at++) {
                const struct job *job = &modules[m]->jobs[i];
                if (at >= sizeof next / sizeof next[0] || clock_now_us() < next[at])
                    continue;
                run_one(jobs, job);
                next[at] = clock_now_us() + job->every_s * SECOND_US;
            }
    }
    return NULL;
}

void jobs_once(const struct app_db *app_db, const struct desk *desk)
{
    struct jobs jobs = {
        .app_db = app_db, .desk = desk, .db = desk->ctx.db, .lock = PTHREAD_MUTEX_INITIALIZER};
    snprintf(jobs.holder, sizeof jobs.holder, "once-%ld", (long)getpid());
    for (size_t m = 0; modules[m]; m++)
        for (size_t i = 0; i < modules[m]->job_n; i++)
            run_one(&jobs, &modules[m]->jobs[i]);
}

enum err jobs_start(struct arena *arena, const struct app_db *app_db, const struct desk *desk,
                    struct jobs **out_jobs)
{
    struct jobs *jobs = ARENA_NEW(arena, struct jobs);
    jobs->app_db = app_db;
    jobs->desk = desk;
    jobs->db = desk->ctx.db;
    snprintf(jobs->holder, sizeof jobs->holder, "serve-%ld", (long)getpid());
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->wake, NULL);
    if (pthread_create(&jobs->thread, NULL, jobs_thread, jobs) != 0)
        return ERR_IO;
    *out_jobs = jobs;
    return ERR_OK;
}

void jobs_stop(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    pthread_cond_signal(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
    pthread_join(jobs->thread, NULL);
}
