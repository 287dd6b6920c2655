/* What is read of patents, as JSON: for commands and the interface. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_FIND_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_FIND_H

#include "base/buf.h"

struct ctx;

enum err patent_find_number(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_count(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_list(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_indicators(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_names(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_table(struct ctx *ctx, const void *in, struct buf *out_json);

#endif
