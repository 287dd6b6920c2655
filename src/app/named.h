/*
 * What people type on the command line for records: the number they see, a name, a login; and what
 * they leave out because a page would have carried it.
 *
 *     matter list --leader 林远山 --department 应急局
 *     matter accept 2026-0153                 the version is the current one
 *     duty answer 2026-0153 --solution ...    the duty of the person's own department, or the lead
 *
 * Pages and the JSON API always say which version they speak of, so that nobody overwrites what he
 * has not seen. A command reads and acts in one breath; it says which version it took.
 */
#ifndef LIANYUAN_APP_NAMED_H
#define LIANYUAN_APP_NAMED_H

#include "base/form.h"
#include "core/ctx.h"

/* Values of fields that want a record's id, from numbers and names. module: "matter" of
 * "matter.accept", it decides what `id` means. ctx->db NULL: nothing can be looked up, all stays.
 * ERR_NOT_FOUND, ERR_INVALID (more than one of that name): ctx->error names field and word. */
enum err named_ids(struct ctx *ctx, const char *module, const struct form *form,
                   struct form_pairs pairs, struct form_pairs *out);

/* The same of collections of patents alone: pages and the interface name all else by its id. */
enum err named_sets(struct ctx *ctx, const struct form *form, struct form_pairs pairs,
                    struct form_pairs *out);

/* Adds duty, ask and version where the form requires them and pairs have none, if that can be told.
 * *out_version: the version that was added, or 0. */
enum err named_rest(struct ctx *ctx, const char *module, const struct form *form,
                    struct form_pairs pairs, struct form_pairs *out, int64_t *out_version);

#endif
