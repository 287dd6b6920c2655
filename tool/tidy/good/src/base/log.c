#include <string.h>
#include <time.h>

/* time(NULL) in a comment, "time(NULL)" in a string: neither reads the clock. */
long log_stamp(void)
{
    const char *said = "time(NULL) T(\"日志\")";
    return time(NULL) + (long)strlen(said);
}
