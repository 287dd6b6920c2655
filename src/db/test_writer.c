/* The writer: groups, savepoints, a full queue, other processes. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/tap.h"
#include "db/driver.h"
#include "db/writer.h"
#include "shelf_query.h"
#include "shelf_schema.h"

static const struct park_id park = {7};

enum { CLIENTS = 16, ACTS = 200 };

struct place {
    struct arena arena;
    struct db *db;
    struct writer *writer;
};

static void open_place(struct place *p, const struct writer_config *config)
{
    const struct migrations sets[] = {{shelf_migrations, shelf_migration_n}};
    struct error error = {0};
    arena_init(&p->arena, 256u << 20);
    p->db = db_open_test(&p->arena, sets, 1);
    IS_INT(writer_start(&p->arena, db_url(p->db), config, &p->writer, &error), ERR_OK);
}

static void close_place(struct place *p)
{
    if (p->writer)
        writer_stop(p->writer);
    db_close_test(p->db);
    arena_release(&p->arena);
}

static int64_t total(struct place *p)
{
    struct sql_thing_sum_row row = {0};
    IS_INT(sql_thing_sum(p->db, &p->arena, &(struct sql_thing_sum_in){park}, &row), ERR_OK);
    return row.n;
}

/* An act of a client: adds a thing, and at times fails after having done so. */
struct act {
    int64_t id;
    enum err fail;
    int sleep_us;
    atomic_int *runs;
};

static enum err add_thing(struct db *db, void *arg)
{
    struct act *a = arg;
    char title[32];
    snprintf(title, sizeof title, "%lld", (long long)a->id);
    struct sql_thing_add_in in = {
        .park = park, .id = {a->id}, .title = str_from(title), .until = DAY_NONE, .state = 1};
    enum err e = sql_thing_add(db, &in, NULL);
    if (a->runs)
        atomic_fetch_add(a->runs, 1);
    if (a->sleep_us)
        usleep((useconds_t)a->sleep_us);
    return e ? e : a->fail;
}

struct client {
    struct place *place;
    int64_t first;
    int good, refused, conflict;
    bool wrong;
};

static void *client_main(void *arg)
{
    struct client *c = arg;
    for (int i = 0; i < ACTS; i++) {
        bool fails = i % 10 == 3, twice = i % 10 == 7;
        struct act a = {c->first + (twice ? i - 1 : i), fails ? ERR_DENIED : ERR_OK, 0, NULL};
        enum err e = writer_run(c->place->writer, add_thing, &a);
        c->good += e == ERR_OK;
        c->refused += e == ERR_DENIED;
        c->conflict += e == ERR_CONFLICT;
        c->wrong |= e != (fails ? ERR_DENIED : twice ? ERR_CONFLICT : ERR_OK);
    }
    return NULL;
}

static void every_act_gets_its_own_answer(void)
{
    struct place p = {0};
    open_place(&p, &(struct writer_config){.checkpoint_pages = 50});
    struct client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    int good = 0;
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){.place = &p, .first = 1 + 1000 * i};
        pthread_create(&threads[i], NULL, client_main, &clients[i]);
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        good += clients[i].good;
        OK(!clients[i].wrong, "each answer belongs to its act");
    }
    struct writer_stats stats = writer_stats(p.writer);
    IS_INT(total(&p), good);
    IS_INT(stats.acts, good);
    OK(stats.group_max > 1, "acts went in groups");
    OK(stats.groups < CLIENTS * ACTS, "fewer commits than acts");
    OK(db_kind(p.db) == DB_PG || stats.checkpoints > 0, "the log was checkpointed");
    close_place(&p);
}

/* An act that holds the writer until it is let go; nothing here depends on how fast threads are. */
struct hold {
    struct place *place;
    atomic_bool begun, go;
    enum err result;
};

static enum err hold_writer(struct db *db, void *arg)
{
    struct hold *h = arg;
    struct act a = {1, ERR_OK, 0, NULL};
    atomic_store(&h->begun, true);
    while (!atomic_load(&h->go))
        usleep(1000);
    return add_thing(db, &a);
}

static void *hold_main(void *arg)
{
    struct hold *h = arg;
    h->result = writer_run(h->place->writer, hold_writer, h);
    return NULL;
}

static void hold_begin(struct hold *h, struct place *p, pthread_t *thread)
{
    h->place = p;
    pthread_create(thread, NULL, hold_main, h);
    while (!atomic_load(&h->begun))
        usleep(1000);
}

struct next {
    struct place *place;
    int64_t id;
    atomic_int *busy;
    enum err result;
};

static void *next_main(void *arg)
{
    struct next *n = arg;
    struct act a = {n->id, ERR_OK, 0, NULL};
    n->result = writer_run(n->place->writer, add_thing, &a);
    if (n->result == ERR_BUSY)
        atomic_fetch_add(n->busy, 1);
    return NULL;
}

static void a_full_queue_says_busy(void)
{
    struct place p = {0};
    struct hold hold = {0};
    struct next next[8];
    pthread_t slow, threads[8];
    atomic_int busy = 0;
    int good = 0;
    open_place(&p, &(struct writer_config){.queue_max = 3});
    hold_begin(&hold, &p, &slow);
    for (int i = 0; i < 8; i++) {
        next[i] = (struct next){&p, 100 + i, &busy, ERR_OK};
        pthread_create(&threads[i], NULL, next_main, &next[i]);
    }
    while (atomic_load(&busy) < 5) /* three wait, five were sent away */
        usleep(1000);
    IS_INT(writer_stats(p.writer).waiting, 3);
    atomic_store(&hold.go, true);
    pthread_join(slow, NULL);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        good += next[i].result == ERR_OK;
    }
    IS_INT(atomic_load(&busy), 5);
    IS_INT(good, 3);
    IS_INT(total(&p), 4);
    close_place(&p);
}

static void *let_go(void *arg)
{
    usleep(20000); /* writer_stop() has most likely begun; it need not */
    atomic_store(&((struct hold *)arg)->go, true);
    return NULL;
}

static void stopping_finishes_what_was_accepted(void)
{
    struct place p = {0};
    struct hold hold = {0};
    struct next next[4];
    pthread_t slow, letting, threads[4];
    atomic_int busy = 0;
    open_place(&p, &(struct writer_config){0});
    hold_begin(&hold, &p, &slow);
    for (int i = 0; i < 4; i++) {
        next[i] = (struct next){&p, 100 + i, &busy, ERR_OK};
        pthread_create(&threads[i], NULL, next_main, &next[i]);
    }
    while (writer_stats(p.writer).waiting < 4)
        usleep(1000);
    pthread_create(&letting, NULL, let_go, &hold);
    writer_stop(p.writer);
    p.writer = NULL;
    pthread_join(slow, NULL);
    pthread_join(letting, NULL);
    IS_INT(hold.result, ERR_OK);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        IS_INT(next[i].result, ERR_OK);
    }
    IS_INT(total(&p), 5);
    close_place(&p);
}

/* A child is the command line beside the server: both write, and nothing is lost. */
static void child_main(const char *url, int64_t first)
{
    struct arena arena;
    struct db *db;
    struct error error = {0};
    arena_init(&arena, 16u << 20);
    if (db_open(&arena, str_from(url), DB_WRITE, &db, &error))
        _exit(1);
    for (int i = 0; i < 100; i++) {
        struct act a = {first + i, ERR_OK, 0, NULL};
        if (writer_once(db, add_thing, &a))
            _exit(2);
    }
    db_close(db);
    _exit(0);
}

static void two_processes_write_side_by_side(void)
{
    struct place p = {0};
    open_place(&p, &(struct writer_config){0});
    const char *url = str_c(&p.arena, db_url(p.db));
    writer_stop(p.writer); /* no thread and no connection may be there at the time of fork */
    db_close(p.db);
    pid_t child[2];
    for (int i = 0; i < 2; i++)
        if ((child[i] = fork()) == 0)
            child_main(url, 50000 + 1000 * i);
    struct error error = {0};
    IS_INT(db_open(&p.arena, str_from(url), DB_WRITE, &p.db, &error), ERR_OK);
    IS_INT(writer_start(&p.arena, str_from(url), &(struct writer_config){0}, &p.writer, &error),
           ERR_OK);
    for (int i = 0; i < 100; i++) {
        struct act a = {1 + i, ERR_OK, 0, NULL};
        IS_INT(writer_run(p.writer, add_thing, &a), ERR_OK);
    }
    for (int i = 0; i < 2; i++) {
        int status;
        waitpid(child[i], &status, 0);
        IS_INT(status, 0);
    }
    IS_INT(total(&p), 300);
    close_place(&p);
}

struct crowd {
    struct place *place;
    int64_t first;
    atomic_bool *stop;
    bool failed;
};

static void *crowd_main(void *arg)
{
    struct crowd *c = arg;
    for (int64_t i = 0; !atomic_load(c->stop); i++) {
        struct act a = {c->first + i, ERR_OK, 0, NULL};
        c->failed |= writer_run(c->place->writer, add_thing, &a) != ERR_OK;
    }
    return NULL;
}

/* The command line gets its turn beside a server that is never idle. */
static void a_busy_server_lets_others_in(void)
{
    struct place p = {0};
    open_place(&p, &(struct writer_config){0});
    const char *url = str_c(&p.arena, db_url(p.db));
    writer_stop(p.writer);
    db_close(p.db);
    pid_t child = fork();
    if (child == 0) {
        usleep(100000);
        child_main(url, 500000);
    }
    struct error error = {0};
    struct crowd crowd[8];
    pthread_t threads[8];
    atomic_bool stop = false;
    int status;
    IS_INT(db_open(&p.arena, str_from(url), DB_WRITE, &p.db, &error), ERR_OK);
    IS_INT(writer_start(&p.arena, str_from(url), &(struct writer_config){0}, &p.writer, &error),
           ERR_OK);
    for (int i = 0; i < 8; i++) {
        crowd[i] = (struct crowd){&p, 1000000 * (i + 1), &stop, false};
        pthread_create(&threads[i], NULL, crowd_main, &crowd[i]);
    }
    waitpid(child, &status, 0);
    IS_INT(status, 0);
    atomic_store(&stop, true);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        OK(!crowd[i].failed, "no act of the server failed");
    }
    close_place(&p);
}

/* --- PostgreSQL: a connection that goes away --- */

static enum err end_backend(struct db *db, void *arg)
{
    enum err e = add_thing(db, arg);
    if (!e)
        db->driver->run(db, "SELECT pg_terminate_backend(pg_backend_pid())");
    return e;
}

/* From now on the server ends the connection that commits a thing called "9". */
static enum err doom(struct db *db, void *arg)
{
    (void)arg;
    return db->driver->run(
        db, "CREATE FUNCTION doom() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
            "CREATE CONSTRAINT TRIGGER doomed AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW WHEN (NEW.title = '9') EXECUTE FUNCTION doom()");
}

static void a_lost_connection_is_made_again(void)
{
    struct place p = {0};
    bool unknown = false;
    open_place(&p, &(struct writer_config){0});
    struct act a = {1}, b = {2}, c = {9}, d = {4};
    if (db_kind(p.db) == DB_PG) {
        IS_INT(writer_run(p.writer, add_thing, &a), ERR_OK);
        OK(writer_run_unknown(p.writer, end_backend, &b, &unknown) != ERR_OK && !unknown,
           "lost within an act: it failed");
        IS_INT(writer_run(p.writer, doom, NULL), ERR_OK);
        OK(writer_run_unknown(p.writer, add_thing, &c, &unknown) != ERR_OK && unknown,
           "lost while committing: nobody knows");
        IS_INT(writer_run_unknown(p.writer, add_thing, &d, &unknown), ERR_OK);
        OK(!unknown, "the next one is known");
        IS_INT(total(&p), 2); /* here the server had not committed */
    }
    close_place(&p);
}

int main(void)
{
    RUN(every_act_gets_its_own_answer);
    RUN(a_full_queue_says_busy);
    RUN(stopping_finishes_what_was_accepted);
    RUN(two_processes_write_side_by_side);
    RUN(a_busy_server_lets_others_in);
    RUN(a_lost_connection_is_made_again);
    return tap_end();
}
