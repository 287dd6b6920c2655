/*
 * A typed reference from any record to any other: one of the three ways in which modules meet.
 *
 *     e = link_add(ctx, "matter", m.n, "project", p.n, "blocks");
 */
#ifndef LIANYUAN_CORE_LINK_H
#define LIANYUAN_CORE_LINK_H

#include "core/ctx.h"

enum { LINKS_OF_RECORD_MAX = 500 };

struct link {
    struct str from_kind, role, to_kind;
    int64_t from, to;
    int64_t at;
};

/* Both journalled under the `from` record. Adding what is there, or dropping what is not, does
 * nothing. */
enum err link_add(struct ctx *ctx, const char *from_kind, int64_t from, const char *to_kind,
                  int64_t to, const char *role);
enum err link_drop(struct ctx *ctx, const char *from_kind, int64_t from, const char *to_kind,
                   int64_t to, const char *role);
enum err link_from(struct ctx *ctx, const char *kind, int64_t record, struct link **out,
                   size_t *out_n);
enum err link_to(struct ctx *ctx, const char *kind, int64_t record, struct link **out,
                 size_t *out_n);

#endif
