/* Senders in threads of their own beside the writer: what is put meanwhile is taken, each message
 * by one of them, and stopping waits for nobody. The receiver is a port where nobody listens. */
#include <arpa/inet.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/test_core.h"
#include "db/writer.h"
#include "reach/reach.h"
#include "reach/sender.h"

enum { CHANNELS = 6, MESSAGES = 60 };

static struct core_test t;
static struct app_db app_db;
static struct channel_id channels[CHANNELS];
static atomic_llong tick;

/* Runs, but never so that a claim runs out. */
static int64_t fake_now(void)
{
    return TEST_NOW + atomic_fetch_add(&tick, 1);
}

/* A port of ours that is bound and not listened on: a connection is refused at once. */
static int closed_port(int *out_port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (struct sockaddr *)&address, size) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0)
        OK(false, "a port");
    *out_port = ntohs(address.sin_port);
    return fd;
}

static enum err make(struct ctx *ctx, void *arg)
{
    enum err e = ERR_OK;
    for (int i = 0; i < CHANNELS && !e; i++) {
        struct str secret;
        struct channel c = {
            .kind = CHANNEL_WEBHOOK,
            .name = STR("程序"),
            .address = str_print(ctx->arena, "http://127.0.0.1:%d/", *(int *)arg),
            .plain = true,
            .inside = true,
        };
        e = channel_save(ctx, &c, &secret);
        channels[i] = c.id;
    }
    return e;
}

static enum err put(struct ctx *ctx, void *arg)
{
    int n = *(int *)arg;
    struct channel_id c = channels[n % CHANNELS];
    return outbox_direct(ctx, c, c.n, "test", str_print(ctx->arena, "n-%d", n));
}

static int64_t tried(void)
{
    struct outbox_row *rows;
    struct str next;
    size_t n;
    int64_t tries = 0;
    struct outbox_query query = {.state = -1, .limit = 200};
    IS_INT(outbox_list(&t.ctx, &query, &rows, &n, &next), ERR_OK);
    for (size_t i = 0; i < n; i++)
        tries += rows[i].tries;
    return tries;
}

static void many_senders_share_the_work(void)
{
    struct sender *sender;
    struct writer *writer;
    struct error error = {0};
    int port = 0;
    core_test_begin(&t);
    int fd = closed_port(&port);
    IS_INT(core_test_act(&t, make, &port), ERR_OK);
    IS_INT(writer_start(&t.arena, db_url(t.ctx.db), &(struct writer_config){0}, &writer, &error),
           ERR_OK);
    app_db = (struct app_db){.writer = writer};
    struct sender_config config = {.app_db = &app_db,
                                   .url = db_url(t.ctx.db),
                                   .park = {.id = t.ctx.park,
                                            .name = STR("园区"),
                                            .origin = STR("test.example"),
                                            .offset_min = 480},
                                   .now_us = fake_now,
                                   .claimant = STR("one")};
    wire_begin();
    IS_INT(sender_start(&t.arena, &config, &sender), ERR_OK);
    for (int i = 0; i < MESSAGES; i++)
        IS_INT(act_write(&app_db, &t.ctx, put, &i), ERR_OK);
    for (int i = 0; i < 200 && tried() < CHANNELS; i++)
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    sender_stop(sender);
    writer_stop(writer);
    close(fd);
    /* each line's first message once: it failed, and those behind it wait */
    IS_INT(tried(), CHANNELS);
    struct outbox_sum sum;
    IS_INT(outbox_sum(&t.ctx, &sum), ERR_OK);
    IS_INT(sum.waiting, MESSAGES);
    core_test_end(&t);
}

int main(void)
{
    RUN(many_senders_share_the_work);
    return tap_end();
}
