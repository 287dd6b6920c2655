/*
 * Tests speak TAP. A test program lists its cases in main:
 *
 *     static void counts_make_up_days(void)
 *     {
 *         IS_INT(workday_count(&calendar, from, to), 250);
 *         IS_STR(day_text(&arena, day), STR("2026-11-22"));
 *         OK(e == ERR_INVALID, "a letter in a date is refused");
 *     }
 *     int main(void) { RUN(counts_make_up_days); return tap_end(); }
 *
 * Every case is one TAP line; a failed check prints file, line, and both values, and fails its
 * case.
 */
#ifndef LIANYUAN_BASE_TAP_H
#define LIANYUAN_BASE_TAP_H

#include "base/str.h"

void tap_begin(const char *name);
void tap_done(void);
int tap_end(void); /* prints the plan; the program's exit status */
void tap_skip(const char *name, const char *why);

bool tap_ok(bool ok, const char *file, int line, const char *what);
bool tap_int(int64_t got, int64_t want, const char *file, int line, const char *what);
bool tap_str(struct str got, struct str want, const char *file, int line, const char *what);

#define RUN(test) (tap_begin(#test), test(), tap_done())
#define OK(condition, what) tap_ok((condition), __FILE__, __LINE__, (what))
#define IS_INT(got, want) tap_int((int64_t)(got), (int64_t)(want), __FILE__, __LINE__, #got)
#define IS_STR(got, want) tap_str((got), (want), __FILE__, __LINE__, #got)

#endif
