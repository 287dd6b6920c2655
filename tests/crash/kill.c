/*
 * kill -9 while eight threads commit: everything that was acknowledged is there afterwards, and
 * nothing by half. The control acknowledges before the commit and must be caught.
 *
 *     crash_kill ROUNDS          TAP
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/rand.h"
#include "base/tap.h"
#include "work.h"

static void tell(void *arg, int64_t id)
{
    int fd = *(int *)arg;
    if (write(fd, &id, sizeof id) != sizeof id) /* one write of 8 bytes is whole in a pipe */
        _exit(3);
}

static void child(const char *dir, int fd, bool early)
{
    struct arena arena;
    struct error error = {0};
    struct work work = {.acknowledged = tell, .arg = &fd, .early = early};
    uint32_t first = rand_below(UINT32_MAX / 2);
    atomic_store(&work.next, (long long)first << 20); /* rounds do not meet */
    arena_init(&arena, 64 << 20);
    if (writer_start(&arena, str_from(dir), &(struct writer_config){0}, &work.writer, &error))
        _exit(2);
    work_run(&work);
    _exit(0);
}

/* One round: how many acknowledged acts are gone; -1 when not whole. */
static int64_t round_of(const char *dir, bool early, size_t *out_acts)
{
    static int64_t ids[WORK_ACTS_MAX];
    int fds[2], status;
    size_t n = 0;
    ssize_t got;
    if (pipe(fds) != 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0) {
        close(fds[0]);
        child(dir, fds[1], early);
    }
    close(fds[1]);
    usleep(30000 + rand_below(250000));
    /* The control's window is short: catch it in the act, as soon as something was said. */
    if (early)
        n += read(fds[0], &ids[0], sizeof ids[0]) == sizeof ids[0];
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    while (n < WORK_ACTS_MAX && (got = read(fds[0], &ids[n], sizeof ids[n])) == sizeof ids[n])
        n++;
    close(fds[0]);
    *out_acts += n;
    return work_missing(dir, ids, n);
}

int main(int argc, char **argv)
{
    char dir[] = "/tmp/lianyuan-kill-XXXXXX", command[128];
    int rounds = argc > 1 ? atoi(argv[1]) : 5;
    size_t acts = 0, control_acts = 0;
    int64_t lost = 0, broken = 0, control_lost = 0;
    if (!mkdtemp(dir) || !work_make(dir))
        return 1;
    for (int i = 0; i < rounds; i++) {
        int64_t missing = round_of(dir, false, &acts);
        broken += missing < 0;
        lost += missing > 0 ? missing : 0;
    }
    for (int i = 0; i < rounds * 4 && control_lost == 0; i++) {
        int64_t missing = round_of(dir, true, &control_acts);
        control_lost += missing > 0 ? missing : 0;
    }
    printf("# %d kills, %zu acknowledged acts, %lld lost, %lld times not whole; control: %lld of "
           "%zu lost\n",
           rounds, acts, (long long)lost, (long long)broken, (long long)control_lost, control_acts);
    printf("%s 1 - no acknowledged act is lost, none is there by half\n",
           acts > (size_t)rounds * 10 && lost == 0 && broken == 0 ? "ok" : "not ok");
    printf("%s 2 - the control (acknowledged before the commit) is caught\n1..2\n",
           control_lost > 0 ? "ok" : "not ok");
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) != 0 || lost || broken || !control_lost;
}
