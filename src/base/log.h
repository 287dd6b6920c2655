/*
 * One line per event on standard error: time, level, text. The text never holds a password, a
 * token or a matter's words; who did what stands in the journal, not here.
 */
#ifndef LIANYUAN_BASE_LOG_H
#define LIANYUAN_BASE_LOG_H

void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
