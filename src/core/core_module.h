/* What core brings as a module: people, organisations, sessions, settings, calendar, journal. */
#ifndef LIANYUAN_CORE_CORE_MODULE_H
#define LIANYUAN_CORE_CORE_MODULE_H

#include "core/module.h"

extern const struct module core_module;

/* A fresh park with its calendar; the first thing `init` writes. */
enum err park_create(struct ctx *ctx, struct str name, struct str origin, int32_t offset_min);
struct park {
    struct park_id id;
    struct str name, origin;
    int32_t offset_min;
};
/* The only park of the database, or the one with that origin. */
enum err park_find(struct ctx *ctx, struct str origin, struct park *out);
/* The one that ctx works in. */
enum err park_get(struct ctx *ctx, struct park *out);

#endif
