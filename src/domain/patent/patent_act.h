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

/* Collections. What each prepares (core/module.h) walks the records without holding the writer. */
enum err patent_prepare_set_add(struct ctx *ctx, void *in);
enum err patent_prepare_numbers(struct ctx *ctx, void *in);
enum err patent_prepare_freeze(struct ctx *ctx, void *in);
enum err patent_prepare_sample(struct ctx *ctx, void *in);
enum err patent_prepare_measure(struct ctx *ctx, void *in);
enum err patent_prepare_hand(struct ctx *ctx, void *in);
enum err patent_act_set_numbers(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_expr_add(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_expr_drop(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_mark_many(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_mark_undo(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_sample(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_label(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_label_close(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_hand_out(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_take_back(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_read(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_share(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_hand_over(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_act_head(struct ctx *ctx, const void *in, struct act_result *out);

/* The row of a collection, or ERR_NOT_FOUND in words. */
struct sql_patent_set_get_row;
enum err patent_set_of(struct ctx *ctx, int64_t id, struct sql_patent_set_get_row *out);

#endif
