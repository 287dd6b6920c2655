/*
 * kill -9 in the middle of writing: whatever a client was told is kept, is kept; no act is half
 * done. A child writes with many threads and tells each acknowledged id through a pipe; the parent
 * kills it at a random moment, opens the database and looks.
 *
 *     build/test_kill                         20 rounds
 *     LIANYUAN_KILL_ROUNDS=1000 build/test_kill
 *
 * The control tells the id from within the act, before the commit: it must be found out.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/tap.h"
#include "db/db.h"
#include "db/writer.h"
#include "shelf_query.h"
#include "shelf_schema.h"

enum { THREADS = 12, IDS_MAX = 200000, ROUNDS = 20 };

static const struct park_id park = {7};
static const struct migrations sets[] = {{shelf_migrations, shelf_migration_n}};

/* --- the child --- */

static struct writer *writer;
static atomic_llong next_id;
static int told = 1; /* the pipe */
static bool early;   /* the control */

static void tell(int64_t id)
{
    if (write(told, &id, sizeof id) != sizeof id)
        _exit(3);
}

static enum err act(struct db *db, void *arg)
{
    int64_t id = *(int64_t *)arg;
    struct arena arena;
    struct sql_tally_add_row tally;
    char title[32];
    arena_init(&arena, 1 << 20);
    snprintf(title, sizeof title, "%lld", (long long)id);
    struct sql_thing_add_in in = {
        .park = park, .id = {id}, .title = str_from(title), .until = DAY_NONE};
    enum err e = sql_thing_add(db, &in, NULL);
    if (!e)
        e = sql_tally_add(db, &arena, &(struct sql_tally_add_in){park, STR("things"), 1}, &tally);
    arena_release(&arena);
    if (!e && early)
        tell(id);
    return e;
}

static void *child_thread(void *arg)
{
    (void)arg;
    for (;;) {
        int64_t id = atomic_fetch_add(&next_id, 1);
        if (writer_run(writer, act, &id) != ERR_OK)
            _exit(2);
        if (!early)
            tell(id);
    }
    return NULL;
}

static int child(const char *url, int64_t first, bool control)
{
    struct arena arena;
    struct error error = {0};
    pthread_t thread;
    arena_init(&arena, 64 << 20);
    early = control;
    atomic_store(&next_id, first);
    struct writer_config config = {.checkpoint_pages = 100};
    if (writer_start(&arena, str_from(url), &config, &writer, &error))
        return 1;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&thread, NULL, child_thread, NULL);
    pause();
    return 0;
}

/* --- the parent --- */

struct seen {
    bool kept[IDS_MAX];
    int64_t highest;
};

/* Starts a child, lets it live for some milliseconds, kills it, reads what it told. */
static bool run_child(const char *url, bool control, useconds_t live_us, struct seen *seen)
{
    int fds[2];
    char first[32];
    if (pipe(fds))
        return false;
    snprintf(first, sizeof first, "%lld", (long long)seen->highest + 1000);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fds[1], 1);
        close(fds[0]);
        close(fds[1]);
        execl("/proc/self/exe", "test_kill", "child", url, first, control ? "early" : "late",
              (char *)NULL);
        _exit(9);
    }
    close(fds[1]);
    fcntl(fds[0], F_SETPIPE_SZ, 1 << 20);
    int64_t id;
    bool first_one = true;
    while (read(fds[0], &id, sizeof id) == sizeof id) {
        if (first_one) { /* it has begun to write */
            usleep(live_us);
            kill(pid, SIGKILL);
        }
        first_one = false;
        if (id < IDS_MAX)
            seen->kept[id] = true;
        if (id > seen->highest)
            seen->highest = id;
    }
    close(fds[0]);
    int status;
    waitpid(pid, &status, 0);
    return !first_one && WIFSIGNALED(status) && seen->highest < IDS_MAX - 5000;
}

static bool whole(const char *url, struct seen *seen, int64_t *out_lost)
{
    struct arena arena;
    struct error error = {0};
    struct db *db;
    struct str finding;
    struct sql_thing_sum_row sum = {0};
    struct sql_tally_add_row tally = {0};
    *out_lost = 0;
    arena_init(&arena, 256 << 20);
    if (db_open(&arena, str_from(url), DB_WRITE, &db, &error))
        return false;
    bool good = !db_check(db, &arena, &finding) &&
                !sql_thing_sum(db, &arena, &(struct sql_thing_sum_in){park}, &sum);
    for (int64_t i = 1; i <= seen->highest; i++) {
        struct arena_mark mark = arena_mark(&arena);
        struct sql_thing_get_row row;
        if (seen->kept[i] && sql_thing_get(db, &arena, &(struct sql_thing_get_in){park, {i}}, &row))
            ++*out_lost;
        arena_reset(&arena, mark);
    }
    struct sql_tally_add_in none = {park, STR("things"), 0};
    good = good && !db_begin(db, DB_WRITE) && !sql_tally_add(db, &arena, &none, &tally);
    db_rollback(db);
    good = good && tally.n == sum.n;
    db_close(db);
    arena_release(&arena);
    return good;
}

static int rounds(void)
{
    const char *n = getenv("LIANYUAN_KILL_ROUNDS");
    return n && *n ? (int)strtol(n, NULL, 10) : ROUNDS;
}

/* out_lost: acknowledged acts that were gone, over all rounds. */
static void kill_often(bool control, int n, int64_t *out_lost, int64_t *out_kept)
{
    struct arena arena;
    struct seen *seen = calloc(1, sizeof *seen);
    arena_init(&arena, 64 << 20);
    struct db *db = db_open_test(&arena, sets, 1);
    char *url = strdup(str_c(&arena, db_url(db)));
    db_close(db);
    *out_lost = *out_kept = 0;
    for (int i = 0; i < n; i++) {
        int64_t lost;
        OK(run_child(url, control, (useconds_t)(random() % 30000), seen), "the child was killed");
        OK(whole(url, seen, &lost), "the database is whole and no act is half done");
        *out_lost = lost > *out_lost ? lost : *out_lost;
        if (seen->highest > IDS_MAX - 20000)
            break;
    }
    for (int64_t i = 0; i <= seen->highest; i++)
        *out_kept += seen->kept[i];
    struct error error = {0};
    if (!db_open(&arena, str_from(url), DB_WRITE, &db, &error))
        db_close_test(db);
    free(url);
    free(seen);
    arena_release(&arena);
}

static void what_was_acknowledged_survives(void)
{
    int64_t lost, kept;
    kill_often(false, rounds(), &lost, &kept);
    printf("# %lld acts acknowledged over %d kills, %lld lost\n", (long long)kept, rounds(),
           (long long)lost);
    IS_INT(lost, 0);
}

static void acknowledging_early_is_found_out(void)
{
    int64_t lost, kept;
    kill_often(true, ROUNDS, &lost, &kept);
    printf("# the control lost %lld of %lld\n", (long long)lost, (long long)kept);
    OK(lost > 0, "the control loses what it acknowledged");
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "child") == 0)
        return child(argv[2], strtoll(argv[3], NULL, 10), strcmp(argv[4], "early") == 0);
    srandom((unsigned)getpid());
    RUN(what_was_acknowledged_survives);
    RUN(acknowledging_early_is_found_out);
    return tap_end();
}
