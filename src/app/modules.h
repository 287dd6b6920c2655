/*
 * What this program is made of: the modules, in the order of the menu, and who listens to whose
 * events. The one place where modules meet.
 */
#ifndef LIANYUAN_APP_MODULES_H
#define LIANYUAN_APP_MODULES_H

#include "core/event.h"
#include "core/module.h"
#include "db/migrate.h"

extern const struct module *const modules[]; /* ended by NULL */
extern const struct listeners module_listeners;

enum { MODULES_MAX = 32 };

/* All migrations, in order; n at most MODULES_MAX. */
size_t modules_migrations(struct migrations out[MODULES_MAX]);

const struct act *modules_act(struct str name);   /* "matter.accept", or NULL */
const struct find *modules_find(struct str name); /* "matter.list", or NULL */

/* The record that people mean by a number of that module: "matter", "2026-0153" or "153". */
enum err modules_record(struct ctx *ctx, const char *module, struct str number, int64_t *out_id);

#endif
