/*
 * A sender that tests kill. It works on a data directory with short waits, and may put messages at
 * the same time, saying each one's number on standard output once it is on the disk.
 *
 *     reach_sender DIR send FIRST
 *
 * puts messages FIRST, FIRST + 1, ... to every channel in turn, and sends, until it is killed.
 *
 *     reach_sender DIR early FIRST
 *
 * is the control: it notes a message as sent before it sends it.
 *
 *     reach_sender DIR drain [AHEAD]
 *
 * sends until nothing waits, with a clock AHEAD seconds ahead; 1 when nothing goes for a minute.
 * Links begin with LIANYUAN_URL.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/modules.h"
#include "core/calendar.h"
#include "core/outbox.h"
#include "core/person.h"
#include "db/writer.h"
#include "reach/reach.h"
#include "reach/sender.h"

static struct app_db app_db;
static struct sender_config config;
static bool early;
static int64_t ahead_us;

static int64_t clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000 + ahead_us;
}

static struct ctx fresh(struct arena *arena, struct db *db)
{
    arena_init(arena, SENDER_ARENA_MAX);
    struct ctx ctx = {.arena = arena, .db = db, .park = config.park.id, .offset_min = 480};
    ctx.now_us = clock_us();
    ctx.actor = (struct actor){.person = PERSON_CONSOLE, .roles = ROLE_CONSOLE};
    return ctx;
}

struct message {
    struct channel_id channel;
    long long n;
};

static enum err put(struct ctx *ctx, void *arg)
{
    const struct message *m = arg;
    return outbox_direct(ctx, m->channel, m->channel.n, "test",
                         str_print(ctx->arena, "n-%lld", m->n));
}

static void *put_all(void *arg)
{
    long long n = *(long long *)arg;
    struct arena arena, one;
    struct channel_view *channels;
    size_t channel_n;
    struct db *db;
    struct error error = {0};
    arena_init(&arena, SENDER_ARENA_MAX);
    if (db_open(&arena, config.url, DB_READ, &db, &error))
        exit(2);
    struct ctx ctx = fresh(&arena, db);
    if (channel_list(&ctx, &channels, &channel_n) || channel_n == 0)
        exit(2);
    for (;; n++) {
        struct message m = {channels[(size_t)n % channel_n].channel.id, n};
        struct ctx act = fresh(&one, NULL);
        if (act_write(&app_db, &act, put, &m) == ERR_OK) {
            char line[32];
            int len = snprintf(line, sizeof line, "%lld\n", n);
            if (write(STDOUT_FILENO, line, (size_t)len) != len) /* one line is whole in a pipe */
                exit(3);
        }
        arena_release(&one);
        usleep(8000);
    }
}

/* The wrong order: noted as sent, then sent. */
static void *send_early(void *arg)
{
    struct arena arena, one;
    struct db *db;
    struct error error = {0};
    (void)arg;
    arena_init(&arena, SENDER_ARENA_MAX);
    if (db_open(&arena, config.url, DB_READ, &db, &error))
        exit(2);
    for (;;) {
        struct parcel p;
        struct ctx ctx = fresh(&one, db);
        if (calendar_load(&ctx) == ERR_OK && sender_take(&config, &ctx, &p) == ERR_OK) {
            p.verdict = (struct reach_verdict){.end = REACH_GOOD};
            sender_note(&config, &ctx, &p);
            sender_send(&config, &ctx, &p);
        } else {
            usleep(5000);
        }
        arena_release(&one);
    }
}

static int drain(struct db *db)
{
    int64_t until = clock_us() + MINUTE_US, waiting = INT64_MAX;
    for (;;) {
        struct arena arena;
        struct outbox_sum sum;
        struct ctx ctx = fresh(&arena, db);
        enum err e = outbox_sum(&ctx, &sum);
        arena_release(&arena);
        if (e || clock_us() > until)
            return 1;
        if (sum.waiting == 0)
            return 0;
        if (sum.waiting < waiting) {
            waiting = sum.waiting;
            until = clock_us() + MINUTE_US;
        }
        usleep(100000);
    }
}

static int begin(struct arena *arena, const char *dir, struct db **out_db)
{
    struct error error = {0};
    struct writer *writer;
    struct str url = str_from(dir);
    const char *url_env = getenv("LIANYUAN_URL");
    wire_begin();
    if (db_open(arena, url, DB_READ, out_db, &error) ||
        writer_start(arena, url, &(struct writer_config){0}, &writer, &error))
        return 2;
    app_db = (struct app_db){.writer = writer};
    config = (struct sender_config){
        .app_db = &app_db,
        .url = url,
        .public_url = str_from(url_env ? url_env : "https://list.example"),
        .modules = modules,
        .wire = {.ca_file = getenv("LIANYUAN_CA_FILE"), .http_ms = 400},
        .now_us = clock_us,
        .claim_us = 700000,
        .first_wait_us = 30000,
        .claimant = str_print(arena, "%ld-%lld", (long)getpid(), (long long)clock_us()),
    };
    struct arena one;
    struct ctx ctx = fresh(&one, *out_db);
    enum err e = park_find(&ctx, STR_NULL, &config.park);
    config.park.name = str_dup(arena, config.park.name);
    config.park.origin = str_dup(arena, config.park.origin);
    arena_release(&one);
    return e ? 2 : 0;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct sender *sender;
    struct db *db;
    pthread_t thread;
    arena_init(&arena, (size_t)1 << 30);
    if (argc > 3 && strcmp(argv[2], "drain") == 0)
        ahead_us = strtoll(argv[3], NULL, 10) * SECOND_US;
    if (argc < 3 || begin(&arena, argv[1], &db))
        return 2;
    early = strcmp(argv[2], "early") == 0;
    if (early)
        pthread_create(&thread, NULL, send_early, NULL);
    else if (sender_start(&arena, &config, &sender))
        return 2;
    if (strcmp(argv[2], "drain") == 0)
        return drain(db);
    long long first = argc > 3 ? strtoll(argv[3], NULL, 10) : 1;
    put_all(&first);
    return 0;
}
