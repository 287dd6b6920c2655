/* The verbs of this room; listed in reach_module.c. */
#ifndef LIANYUAN_REACH_REACH_ACT_H
#define LIANYUAN_REACH_REACH_ACT_H

#include "core/module.h"

typedef enum err reach_run(struct ctx *ctx, const void *in, struct act_result *out);
typedef enum err reach_find(struct ctx *ctx, const void *in, struct buf *out_json);

reach_run channel_add_run, channel_edit_run, channel_test_run, channel_enable_run,
    channel_disable_run, channel_secret_run;
reach_run outbox_retry_run, outbox_retry_all_run, outbox_drop_run;
reach_run person_reach_run, feed_make_run, feed_end_run;
reach_find channel_list_find, outbox_list_find, person_reach_find;

/* Jobs. */
enum err reach_sweep(struct ctx *ctx);

#endif
