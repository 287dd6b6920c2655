/* Old workbooks: the child can do nothing but read, and what kills it kills nobody else. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/tap.h"
#include "report/xls.h"
#include "report/xls_jail.h"

#define REAL SHARED_DIR "/data/patents/patentscope-wipo/PatentscopeResultList.xls"

static struct arena arena;
static uint64_t state = 1;

static size_t below(size_t limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % limit;
}

static void leave(void) {}

static void opens_to_write(void)
{
    int fd = open("/tmp/lianyuan-xls-test", O_WRONLY | O_CREAT, 0600);
    (void)fd;
}

static void connects(void)
{
    syscall(SYS_socket, 2, 1, 0);
}

static void signals(void)
{
    kill(getppid(), SIGTERM);
}

static void starts(void)
{
    execl("/bin/true", "true", (char *)NULL);
}

/* The one that is named, and no other: whose accounts there are is nobody's business in here. */
static void reads_others(void)
{
    int named = open("/dev/zero", O_RDONLY), other = open("/etc/passwd", O_RDONLY);
    int folder = open("/tmp", O_RDONLY | O_DIRECTORY);
    _exit(named < 0 ? 8 : other >= 0 || folder >= 0 ? 7 : 0);
}

static void removes(void)
{
    unlink("/tmp/lianyuan-xls-test");
}

static void takes_memory(void)
{
    char *volatile much = malloc((size_t)1 << 30);
    if (!much)
        _exit(7);
}

static int inherited = -1;

static void reads_inherited(void)
{
    char byte;
    if (read(inherited, &byte, 1) < 0)
        _exit(7);
}

/* The child's wait status. */
static int jailed(void (*act)(void))
{
    int status = 0, keep = dup(1);
    pid_t pid = fork();
    if (pid == 0) {
        if (!xls_jail("/dev/zero", keep, 64 << 20, 5))
            _exit(9);
        act();
        _exit(0);
    }
    OK(pid > 0 && waitpid(pid, &status, 0) == pid, "a child of its own");
    close(keep);
    return status;
}

static bool killed(int status)
{
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

static void what_the_child_may(void)
{
    int status = jailed(leave);
    OK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "it may leave");
    inherited = open("/dev/zero", O_RDONLY);
    status = jailed(reads_inherited);
    OK(WIFEXITED(status) && WEXITSTATUS(status) == 7, "it has none of the parent's descriptors");
    close(inherited);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    /* the sanitizer needs what the jail forbids */
#else
    status = jailed(takes_memory);
    OK(WIFEXITED(status) && WEXITSTATUS(status) == 7, "it gets no more memory than that");
    OK(killed(jailed(opens_to_write)), "it opens nothing to write");
    OK(killed(jailed(connects)), "it connects to nothing");
    OK(killed(jailed(signals)), "it signals nobody");
    OK(killed(jailed(starts)), "it starts nothing");
    OK(killed(jailed(removes)), "it removes nothing");
#endif
}

static void one_file_and_no_other(void)
{
    int status = jailed(reads_others);
    OK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "it opens the named file, and no other");
}

static enum err count_row(void *arg, const struct str *cells, size_t n, int64_t row)
{
    (void)cells, (void)n, (void)row;
    ++*(int64_t *)arg;
    return ERR_OK;
}

static int open_files(void)
{
    int n = 0;
    DIR *dir = opendir("/proc/self/fd");
    while (dir && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    return n;
}

static enum err read_bytes(struct str bytes, int64_t *rows, struct error *error)
{
    struct str path = str_print(&arena, "/tmp/lianyuan-xls-%d.xls", (int)getpid());
    IS_INT(fs_write(&arena, path, bytes, 0600), ERR_OK);
    *rows = 0;
    enum err e = xls_read(&arena, str_c(&arena, path), count_row, rows, error);
    unlink(str_c(&arena, path));
    return e;
}

static void what_is_no_workbook(void)
{
    for (int round = 0; round < 30; round++) {
        char bytes[8192];
        int64_t rows;
        struct error error = {0};
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)below(round % 2 ? 256 : 3);
        memcpy(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
        IS_INT(read_bytes((struct str){bytes, sizeof bytes}, &rows, &error), ERR_INVALID);
        OK(error.message != NULL, "and says so");
    }
}

static void a_real_one_with_bytes_changed(void)
{
    struct str real;
    int64_t rows;
    struct error error = {0};
    IS_INT(fs_read(&arena, STR(REAL), 16 << 20, &real), ERR_OK);
    int before = open_files();
    IS_INT(read_bytes(real, &rows, &error), ERR_OK);
    OK(rows > 600, "the real one is read");
    for (int round = 0; round < 25; round++) {
        struct arena_mark mark = arena_mark(&arena);
        char *copy = arena_copy(&arena, real.ptr, real.len);
        size_t len = round % 3 ? real.len : below(real.len);
        for (size_t i = 0; len && i < 200; i++) /* most of them where the structure is */
            copy[below(i % 2 || len < 4096 ? len : 4096)] = (char)below(256);
        enum err e = read_bytes((struct str){copy, len}, &rows, &error);
        OK(e == ERR_OK || e == ERR_INVALID, "it is read, or refused");
        arena_reset(&arena, mark);
    }
    IS_INT(open_files(), before);
}

int main(void)
{
    arena_init(&arena, (size_t)256 << 20);
    RUN(what_the_child_may);
    if (xls_jail_hides_files())
        RUN(one_file_and_no_other);
    else
        tap_skip("one_file_and_no_other", "no Landlock in this kernel, or a sanitizer's build");
    RUN(what_is_no_workbook);
    if (access(REAL, R_OK) == 0)
        RUN(a_real_one_with_bytes_changed);
    else
        tap_skip("a_real_one_with_bytes_changed", "no real workbook beside the project");
    arena_release(&arena);
    return tap_end();
}
