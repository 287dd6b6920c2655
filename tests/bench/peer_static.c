/*
 * The peer of the page benchmarks: the same HTTP library, as its own manual would have it (epoll,
 * its own thread pool), sending one static body of as many bytes as it is told.
 *
 *     peer_static PORT BYTES THREADS        serves until it is told to end
 */
#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct MHD_Response *response;

static enum MHD_Result answer(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **request)
{
    static int seen;
    (void)cls, (void)url, (void)method, (void)version, (void)data, (void)size;
    if (!*request) { /* an answer to the first call would end the connection */
        *request = &seen;
        return MHD_YES;
    }
    *request = NULL;
    return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    size_t bytes = strtoul(argv[2], NULL, 10);
    char *body = malloc(bytes + 1);
    memset(body, 'x', bytes);
    sigset_t set;
    int sig;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    response = MHD_create_response_from_buffer(bytes, body, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, (uint16_t)strtoul(argv[1], NULL, 10), NULL, NULL, answer,
        NULL, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)strtoul(argv[3], NULL, 10), MHD_OPTION_END);
    if (!daemon)
        return 1;
    sigwait(&set, &sig);
    MHD_stop_daemon(daemon);
    return 0;
}
