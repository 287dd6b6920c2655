/*
 * The counters of the list, their keys, and counting them afresh.
 *
 *   MATTER_COUNTER_STATE   key1 state, key2 viewer: the park (0), a zone, a department
 *   MATTER_COUNTER_OPEN    key1 0, key2 department: its open duties
 *   matter_measure_counter(measure)   key1 month (202611), key2 viewer
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_TALLY_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_TALLY_H

#include "core/ctx.h"

#define MATTER_COUNTER_STATE "matter.state"
#define MATTER_COUNTER_OPEN "matter.duty_open"

int64_t matter_month(int64_t instant_us, int32_t offset_min);

/* Counts everything afresh from the records and compares; with mend sets it right. For doctor. */
enum err matter_tally_check(struct ctx *ctx, bool mend, int64_t *out_wrong);

#endif
