#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

/* One write per line, so that lines of several threads do not mix. */
static void line(const char *level, const char *format, va_list args)
{
    char text[1024], stamp[32];
    time_t now = time(NULL);
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &tm);
    vsnprintf(text, sizeof text, format, args);
    fprintf(stderr, "%s %s %s\n", stamp, level, text);
}

#define LOG_AT(name, level)                                                                        \
    void name(const char *format, ...)                                                             \
    {                                                                                              \
        va_list args;                                                                              \
        va_start(args, format);                                                                    \
        line(level, format, args);                                                                 \
        va_end(args);                                                                              \
    }

LOG_AT(log_info, "info")
LOG_AT(log_warn, "warn")
LOG_AT(log_error, "error")
