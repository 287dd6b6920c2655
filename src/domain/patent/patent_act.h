/* What is done to patents and collections of them: one function per act. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_ACT_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_ACT_H

#include "core/module.h"

enum err patent_act_set_add(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_set_edit(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_mark(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_freeze(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_measure(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_name(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_prepare_import(struct ctx *ctx, void *in);
enum err patent_act_import(struct ctx *ctx, const void *in, struct act_result *out);

#endif
