/* The read verbs as JSON: what matter_module.c lists as finds. Names are those of the views in
 * matter_find.h; enums are written by name, ids as strings, days and instants as ISO 8601. */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_JSON_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_JSON_H

#include "base/buf.h"
#include "core/ctx.h"

typedef enum err matter_json(struct ctx *ctx, const void *in, struct buf *out);

matter_json matter_json_list, matter_json_show, matter_json_duties, matter_json_todo,
    matter_json_board, matter_json_published, matter_json_classes, matter_json_bulk,
    matter_json_clock, matter_json_recounts, matter_json_recount, matter_json_propose,
    matter_json_told;

#endif
