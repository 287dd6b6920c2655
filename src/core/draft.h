/*
 * What a person has typed into a form and not sent yet: kept on the server, so that a call, a power
 * cut or another machine loses nothing. One draft per person and form (the address of its page); a
 * draft is a note of its writer's own, not a record: nobody else sees it, and it is not journalled.
 *
 *     e = draft_put(ctx, STR("/matters/153/answer"), text);    // on the writer
 *     e = draft_get(ctx, path, &draft);                        // ERR_NOT_FOUND: none
 */
#ifndef LIANYUAN_CORE_DRAFT_H
#define LIANYUAN_CORE_DRAFT_H

#include "core/ctx.h"

enum {
    DRAFT_TEXT_MAX = 64 * 1024, /* bytes of the encoded fields */
    DRAFT_PATH_MAX = 200,
    DRAFT_DAYS = 14, /* then it is swept */
};

struct draft {
    struct str text; /* name=value&... (base/pairs.h) */
    int64_t at;
};

enum err draft_put(struct ctx *ctx, struct str path, struct str text);
enum err draft_drop(struct ctx *ctx, struct str path); /* none there: fine */
enum err draft_get(struct ctx *ctx, struct str path, struct draft *out);

#endif
