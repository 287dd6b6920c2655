/*
 * Requests at a steady pace over kept connections, whether or not the server keeps up: the latency
 * counts from the moment at which a request was due, so a pause of the server is seen by all that
 * fell into it (open loop). With RATE 0 each client asks again as soon as it was answered.
 *
 *     bench_pace PORT RATE SECONDS CLIENTS HEADER PATH [BODY <IDS]
 *
 * With BODY a POST of JSON: {n} in it becomes a running number, {id} the next line of the standard
 * input, over and over. Prints one line: asked and answered per second, bad answers, p50 p99 max.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    CLIENTS_MAX = 256,
    IDS_MAX = 100000,
    REQUEST_MAX = 4096,
    ANSWER_MAX = 1 << 20,
    BUCKETS = 200000, /* of 10 us: to 2 s */
};

struct pace {
    int port, clients;
    double rate, seconds;
    const char *header, *path, *body;
    char *ids[IDS_MAX];
    size_t id_n;
    int64_t from_ns;
    atomic_llong next, answered, bad;
    atomic_int latency[BUCKETS];
};

static struct pace pace;

static int64_t now_ns(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void sleep_until(int64_t ns)
{
    struct timespec ts = {ns / 1000000000LL, ns % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) != 0)
        continue;
}

static int connected(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)pace.port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    close(fd);
    return -1;
}

static size_t body_of(int64_t n, char *out, size_t room)
{
    size_t len = 0;
    for (const char *p = pace.body; *p && len + 64 < room;) {
        if (strncmp(p, "{n}", 3) == 0) {
            len += (size_t)snprintf(out + len, room - len, "%lld", (long long)n);
            p += 3;
        } else if (strncmp(p, "{id}", 4) == 0 && pace.id_n) {
            len += (size_t)snprintf(out + len, room - len, "%s", pace.ids[(size_t)n % pace.id_n]);
            p += 4;
        } else {
            out[len++] = *p++;
        }
    }
    out[len] = 0;
    return len;
}

static size_t request_of(int64_t n, char out[REQUEST_MAX])
{
    char body[REQUEST_MAX / 2] = "", more[128] = "";
    if (pace.body)
        snprintf(more, sizeof more, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                 body_of(n, body, sizeof body));
    return (size_t)snprintf(
        out, REQUEST_MAX, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n%s\r\n%s",
        pace.body ? "POST" : "GET", pace.path, pace.port, pace.header, more, body);
}

/* Reads one answer of a known length; its status, or 0 when the connection is gone. */
static int answer(int fd, char *room)
{
    size_t n = 0, want = 0;
    while (n < ANSWER_MAX - 1) {
        ssize_t got = read(fd, room + n, ANSWER_MAX - 1 - n);
        if (got <= 0)
            return 0;
        n += (size_t)got;
        room[n] = 0;
        char *end = want ? NULL : strstr(room, "\r\n\r\n");
        char *length = end ? strcasestr(room, "\r\nContent-Length:") : NULL;
        if (length && length < end)
            want = (size_t)(end + 4 - room) + strtoul(length + 17, NULL, 10);
        if (want && n >= want)
            return atoi(room + 9);
    }
    return 0;
}

static void count(int status, int64_t took_ns)
{
    int64_t bucket = took_ns / 10000;
    atomic_fetch_add(&pace.answered, 1);
    if (status != 200)
        atomic_fetch_add(&pace.bad, 1);
    atomic_fetch_add(&pace.latency[bucket < BUCKETS ? bucket : BUCKETS - 1], 1);
}

static void *client(void *arg)
{
    char request[REQUEST_MAX], *room = malloc(ANSWER_MAX);
    int fd = connected();
    int64_t end = pace.from_ns + (int64_t)(pace.seconds * 1e9);
    (void)arg;
    while (room && fd >= 0) {
        int64_t n = atomic_fetch_add(&pace.next, 1), due = now_ns();
        if (pace.rate > 0) {
            due = pace.from_ns + (int64_t)((double)n * 1e9 / pace.rate);
            sleep_until(due);
        }
        if (due >= end)
            break;
        size_t len = request_of(n, request);
        int status = write(fd, request, len) == (ssize_t)len ? answer(fd, room) : 0;
        count(status, now_ns() - due);
        if (!status) {
            close(fd);
            fd = connected();
        }
    }
    free(room);
    close(fd);
    return NULL;
}

static double at_ms(int64_t per_mille)
{
    int64_t total = atomic_load(&pace.answered), seen = 0;
    for (int i = 0; i < BUCKETS; i++)
        if ((seen += atomic_load(&pace.latency[i])) * 1000 >= total * per_mille)
            return i / 100.0;
    return BUCKETS / 100.0;
}

static void read_ids(void)
{
    char line[128];
    while (pace.id_n < IDS_MAX && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\r\n")] = 0;
        if (*line)
            pace.ids[pace.id_n++] = strdup(line);
    }
}

int main(int argc, char **argv)
{
    pthread_t threads[CLIENTS_MAX];
    if (argc < 7 || argc > 8 || atoi(argv[4]) < 1 || atoi(argv[4]) > CLIENTS_MAX) {
        fprintf(stderr, "usage: bench_pace PORT RATE SECONDS CLIENTS HEADER PATH [BODY <IDS]\n");
        return 2;
    }
    pace.port = atoi(argv[1]);
    pace.rate = atof(argv[2]);
    pace.seconds = atof(argv[3]);
    pace.clients = atoi(argv[4]);
    pace.header = argv[5];
    pace.path = argv[6];
    pace.body = argc == 8 ? argv[7] : NULL;
    if (pace.body)
        read_ids();
    pace.from_ns = now_ns();
    for (int i = 0; i < pace.clients; i++)
        if (pthread_create(&threads[i], NULL, client, NULL) != 0)
            return 1;
    for (int i = 0; i < pace.clients; i++)
        pthread_join(threads[i], NULL);
    double took = (double)(now_ns() - pace.from_ns) / 1e9;
    long long answered = atomic_load(&pace.answered);
    printf("asked %.0f/s, answered %.1f/s, %lld bad, p50 %.2f ms, p99 %.2f ms, max %.2f ms\n",
           pace.rate, (double)answered / took, (long long)atomic_load(&pace.bad), at_ms(500),
           at_ms(990), at_ms(1000));
    return answered == 0;
}
