/*
 * Numbers and switches of the park. Modules declare them (struct setting in core/module.h); the
 * declared initial value holds until an administrator sets another, from a day on, with its source.
 *
 *     int64_t on;
 *     e = setting_get(ctx, "matter.signoff", &on);
 */
#ifndef LIANYUAN_CORE_SETTING_H
#define LIANYUAN_CORE_SETTING_H

#include "core/ctx.h"
#include "core/module.h"

enum { SETTINGS_MAX = 500 };

struct setting_row {
    struct str name, label, source;
    int64_t value, low, high, initial;
    int32_t since; /* DAY_NONE: the initial value holds */
};

/* The value in force today. ERR_NOT_FOUND for a name that no module declared. */
enum err setting_get(struct ctx *ctx, const char *name, int64_t *out_value);
enum err setting_set(struct ctx *ctx, struct str name, int64_t value, int32_t since,
                     struct str source);
enum err setting_list(struct ctx *ctx, struct setting_row **out, size_t *out_n);

/* Writes the declarations into the database; at init and whenever the program starts. */
enum err setting_declare(struct ctx *ctx, const struct setting *settings, size_t n);

#endif
