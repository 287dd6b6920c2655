/*
 * Which days are working days, by the State Council's yearly notices: the pure counting is
 * base/workday.h; here the table is loaded and its versions are kept.
 *
 *     e = calendar_load(ctx);            // sets ctx->calendar to the version in force
 *
 * The embedded table (data/calendar/china.txt) is version 1 of a new park; the administrator's act
 * calendar.set puts a newer one in force, and deadlines past the old horizon are recounted by the
 * event "calendar.changed".
 */
#ifndef LIANYUAN_CORE_CALENDAR_H
#define LIANYUAN_CORE_CALENDAR_H

#include "base/workday.h"
#include "core/ctx.h"

enum { CALENDAR_TEXT_MAX = 256 * 1024, CALENDAR_VERSIONS_MAX = 200 };

struct calendar_info {
    struct calendar_id id;
    int64_t first_year, last_year;
    struct str source;
    struct person_id person;
    int64_t at;
};

/* The embedded table, parsed: for init, and where there is no park (workday commands). */
enum err calendar_builtin(struct arena *arena, const struct calendar **out);
struct str calendar_builtin_text(void);

/* The version in force; the built-in one when the park has none yet. */
enum err calendar_load(struct ctx *ctx);
/* A version by its id; {0}: the built-in one. */
enum err calendar_version(struct ctx *ctx, struct calendar_id id, const struct calendar **out);
/* The id of the version in force: callers that keep a parsed calendar ask whether it is still the
 * same. */
enum err calendar_current(struct ctx *ctx, struct calendar_id *out_id);
/* text: a whole table that knows at least the years that are known, or the next year alone. */
enum err calendar_set(struct ctx *ctx, struct str text, struct str source,
                      struct calendar_id *out_id);
enum err calendar_list(struct ctx *ctx, struct calendar_info **out, size_t *out_n);

#endif
