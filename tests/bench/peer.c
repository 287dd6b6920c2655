/*
 * The peer of the list bench: the same HTTP library answering every request with the bytes of one
 * file, from memory, with as many threads. What it reaches is what the library allows.
 *
 *     bench_peer PORT THREADS FILE
 */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum MHD_Result answer(void *response, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
    static int seen;
    (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
    if (!*state) { /* an answer to the first call would end the connection, and cost three times */
        *state = &seen;
        return MHD_YES;
    }
    *state = NULL;
    return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

int main(int argc, char **argv)
{
    static char bytes[16 << 20];
    FILE *file = argc == 4 ? fopen(argv[3], "rb") : NULL;
    if (!file) {
        fprintf(stderr, "usage: bench_peer PORT THREADS FILE\n");
        return 2;
    }
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, (unsigned short)atoi(argv[1]), NULL, NULL,
        answer, response, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)atoi(argv[2]), MHD_OPTION_END);
    if (!daemon)
        return 1;
    printf("serving %zu bytes\n", size);
    fflush(stdout);
    pause();
    return 0;
}
