/*
 * What a mail about a record carries with it. A module makes the files when the mail is sent, for
 * the person who gets it; the room `reach` puts them in while they are small enough, and says so
 * when they are not.
 *
 *     static const struct enclosure enclosures[] = {{"report", matter_report_enclose}};
 *
 * ctx->actor is the receiver with today's roles, ctx->lang their language, ctx->db only reads.
 */
#ifndef LIANYUAN_CORE_ENCLOSE_H
#define LIANYUAN_CORE_ENCLOSE_H

#include "base/err.h"
#include "base/str.h"

struct ctx;

enum {
    ENCLOSED_MAX = 4,                     /* files of one mail */
    ENCLOSED_BYTES_MAX = 4 * 1024 * 1024, /* together; mail servers commonly take 10 MB, and base64
                                           * adds a third */
};

struct enclosed {
    struct str name;  /* "清单周报 2026-W46.docx" */
    struct str plain; /* the same for readers of ASCII alone: "report-2026-W46.docx" */
    struct str type;  /* MIME */
    struct str bytes;
};

struct enclosure {
    const char *kind; /* of the record that the notice speaks of */
    /* out_n 0: nothing goes with it. ERR_LIMIT: too large to go. */
    enum err (*make)(struct ctx *ctx, int64_t record, struct enclosed out[ENCLOSED_MAX],
                     size_t *out_n);
};

#endif
