#include "report/xls_jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0 /* they reserve terabytes of addresses and ask the kernel for more */
#endif

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#endif

/* Bytes of addresses in use: a server maps its index, which is more than the child may add. */
static size_t addresses(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return 0;
    if (fscanf(file, "%lu", &pages) != 1)
        pages = 0;
    fclose(file);
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool limits(size_t memory, unsigned int seconds)
{
    size_t all = addresses() + memory;
    struct rlimit space = {all, all}, time = {seconds, seconds}, none = {0, 0};
    return (SANITIZED || setrlimit(RLIMIT_AS, &space) == 0) && setrlimit(RLIMIT_CPU, &time) == 0 &&
           setrlimit(RLIMIT_FSIZE, &none) == 0 && setrlimit(RLIMIT_CORE, &none) == 0;
}

#ifdef ARCH
#define ALLOW(call)                                                                                \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static bool filter(void)
{
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(SYS_read),
        ALLOW(SYS_write),
        ALLOW(SYS_pread64),
        ALLOW(SYS_lseek),
        ALLOW(SYS_close),
        ALLOW(SYS_fstat),
        ALLOW(SYS_newfstatat),
        ALLOW(SYS_brk),
        ALLOW(SYS_mmap),
        ALLOW(SYS_munmap),
        ALLOW(SYS_mprotect), /* a code page is a library that iconv loads */
        ALLOW(SYS_mremap),
        ALLOW(SYS_madvise),
        ALLOW(SYS_futex),
        ALLOW(SYS_getrandom),
        ALLOW(SYS_rt_sigreturn),
        ALLOW(SYS_exit_group),
        /* a file is opened for reading, or not at all */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {(unsigned short)(sizeof rules / sizeof rules[0]), rules};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return false;
    /* a kernel without it: the limits have to do */
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 || errno == EINVAL;
}
#else
static bool filter(void)
{
    return true;
}
#endif

/* Landlock has no names in the C library. Version 1's rights are enough: all of files and folders
 * but truncating, and what opens for writing the filter kills. */
enum { LANDLOCK_ALL = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };

static int ruleset_new(const struct landlock_ruleset_attr *attr, unsigned int flags)
{
    return (int)syscall(SYS_landlock_create_ruleset, attr, attr ? sizeof *attr : 0, flags);
}

bool xls_jail_hides_files(void)
{
    return !SANITIZED && ruleset_new(NULL, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

/* A path that is not there needs no permission. */
static bool permit(int ruleset, const char *path, bool folder)
{
    struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | (folder ? LANDLOCK_ACCESS_FS_READ_DIR : 0),
        .parent_fd = open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent_fd < 0)
        return errno == ENOENT;
    bool good = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(rule.parent_fd);
    return good;
}

static bool hide_files(const char *path)
{
    static const char *const libraries[] = {"/lib", "/lib64", "/usr/lib", "/usr/lib64",
                                            "/usr/local/lib"};
    struct landlock_ruleset_attr attr = {.handled_access_fs = LANDLOCK_ALL};
    int ruleset = ruleset_new(&attr, 0);
    if (ruleset < 0) /* a kernel without it: the filter has to do */
        return errno == ENOSYS || errno == EOPNOTSUPP;
    bool good =
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && permit(ruleset, "/etc/ld.so.cache", false);
    if (good && path)
        good = permit(ruleset, path, false);
    for (size_t i = 0; good && i < sizeof libraries / sizeof libraries[0]; i++)
        good = permit(ruleset, libraries[i], true);
    good = good && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return good;
}

bool xls_jail(const char *path, int keep_fd, size_t memory, unsigned int seconds)
{
    alarm(4 * seconds); /* also when it waits for nothing */
    return (keep_fd <= 2 || close_range(3, (unsigned int)keep_fd - 1, 0) == 0 || errno == EINVAL) &&
           close_range((unsigned int)keep_fd + 1, ~0U, 0) == 0 && limits(memory, seconds) &&
           (SANITIZED || (hide_files(path) && filter()));
}
