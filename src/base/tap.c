#include "base/tap.h"

#include <inttypes.h>
#include <stdio.h>

static struct {
    const char *name;
    int cases, failed_cases, failed_checks;
} tap;

void tap_begin(const char *name)
{
    tap.name = name;
    tap.failed_checks = 0;
}

void tap_done(void)
{
    tap.cases++;
    tap.failed_cases += tap.failed_checks > 0;
    printf("%s %d - %s\n", tap.failed_checks ? "not ok" : "ok", tap.cases, tap.name);
    fflush(stdout);
}

int tap_end(void)
{
    printf("1..%d\n", tap.cases);
    return tap.failed_cases > 0;
}

void tap_skip(const char *name, const char *why)
{
    printf("ok %d - %s # SKIP %s\n", ++tap.cases, name, why);
}

bool tap_ok(bool ok, const char *file, int line, const char *what)
{
    if (!ok) {
        tap.failed_checks++;
        printf("# %s:%d: %s\n", file, line, what);
    }
    return ok;
}

bool tap_int(int64_t got, int64_t want, const char *file, int line, const char *what)
{
    if (!tap_ok(got == want, file, line, what))
        printf("#   got %" PRId64 ", want %" PRId64 "\n", got, want);
    return got == want;
}

bool tap_str(struct str got, struct str want, const char *file, int line, const char *what)
{
    bool same = str_eq(got, want);
    if (!tap_ok(same, file, line, what))
        printf("#   got  \"%.*s\"\n#   want \"%.*s\"\n", STR_ARG(got), STR_ARG(want));
    return same;
}
