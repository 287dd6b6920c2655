/*
 * Durable acts per second from 64 clients: in groups, against the same writer with one transaction
 * per act (the peer), in one run. Once on this machine's disk, with its sync time beside it, and
 * once with 1 ms added to every sync by the tests' disk (tests/crash/disk_vfs.h).
 *
 *     bench_acts [SECONDS]       TAP, with the figures as comments
 *
 * Floors: 3 times on the disk as it is, 10 times with slow syncs, p99 of an act under 20 ms.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../crash/disk_vfs.h"
#include "../crash/work.h"

enum { CLIENTS = 64, BUCKETS = 20000 }; /* of 10 us: to 200 ms */

static const char *const floors[] = {"3", "10"};

struct bench {
    struct work work;
    atomic_llong acts;
    atomic_int latency[BUCKETS];
};

static int64_t now_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void *client(void *arg)
{
    struct bench *bench = arg;
    while (!atomic_load(&bench->work.stop)) {
        int64_t from = now_us();
        if (work_one(&bench->work) != ERR_OK)
            continue;
        int64_t took = (now_us() - from) / 10;
        atomic_fetch_add(&bench->latency[took < BUCKETS ? took : BUCKETS - 1], 1);
        atomic_fetch_add(&bench->acts, 1);
    }
    return NULL;
}

static double p99_ms(struct bench *bench)
{
    int64_t total = atomic_load(&bench->acts), seen = 0;
    for (int i = 0; i < BUCKETS; i++)
        if ((seen += atomic_load(&bench->latency[i])) * 100 >= total * 99)
            return i / 100.0;
    return BUCKETS / 100.0;
}

/* Acts per second. */
static double run(size_t group_max, double seconds, double *out_p99_ms)
{
    static struct bench bench;
    char dir[] = "./bench-acts-XXXXXX", command[128];
    struct arena arena;
    struct error error = {0};
    pthread_t threads[CLIENTS];
    memset(&bench, 0, sizeof bench);
    arena_init(&arena, 64 << 20);
    if (!mkdtemp(dir) || !work_make(dir) ||
        writer_start(&arena, str_from(dir), &(struct writer_config){.group_max = group_max},
                     &bench.work.writer, &error))
        return 0;
    int64_t from = now_us();
    for (int i = 0; i < CLIENTS; i++)
        pthread_create(&threads[i], NULL, client, &bench);
    usleep((useconds_t)(seconds * 1e6));
    atomic_store(&bench.work.stop, true);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    double took = (double)(now_us() - from) / 1e6;
    writer_stop(bench.work.writer);
    *out_p99_ms = p99_ms(&bench);
    arena_release(&arena);
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) == 0 ? (double)atomic_load(&bench.acts) / took : 0;
}

static double sync_ms(void)
{
    char name[] = "./bench-sync-XXXXXX", block[4096] = {0};
    int fd = mkstemp(name), n = 0;
    int64_t from = now_us();
    for (; n < 50; n++)
        if (pwrite(fd, block, sizeof block, n * (off_t)sizeof block) < 0 || fdatasync(fd) != 0)
            break;
    double ms = (double)(now_us() - from) / 1000.0 / (n ? n : 1);
    close(fd);
    unlink(name);
    return ms;
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? atof(argv[1]) : 4;
    int failed = 0;
    if (!disk_install())
        return 1;
    for (int slow = 0; slow <= 1; slow++) {
        double p99, peer_p99;
        disk_sync_delay_us(slow ? 1000 : 0);
        double peer = run(1, seconds, &peer_p99), acts = run(0, seconds, &p99);
        double ratio = peer > 0 ? acts / peer : 0;
        printf("# %s: %.0f acts/s in groups, %.0f one by one, ratio %.1f; p99 %.2f ms (peer %.2f); "
               "one sync %.2f ms%s\n",
               slow ? "1 ms added to each sync" : "this disk", acts, peer, ratio, p99, peer_p99,
               sync_ms(), slow ? " + 1 ms" : "");
        bool good = ratio >= atof(floors[slow]) && p99 < 20;
        failed += !good;
        printf("%s %d - at least %s times one transaction per act, p99 under 20 ms\n",
               good ? "ok" : "not ok", slow + 1, floors[slow]);
    }
    printf("1..2\n");
    return failed != 0;
}
