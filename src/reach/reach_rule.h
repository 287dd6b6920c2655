/*
 * When something may be sent, and when it is tried again: pure.
 *
 *   - a message that failed is tried again after 10 s, 30 s, 90 s, ... at most 6 h, each wait with
 * a quarter of chance on either side so that a thousand messages do not come back in step; after
 *     the 12th try (some 28 hours) it is laid aside for a person to look at;
 *   - what is not urgent waits for working hours: the park's, or the person's own;
 *   - a bot takes so many messages in a minute (and in a second), counted over the tries made.
 */
#ifndef LIANYUAN_REACH_REACH_RULE_H
#define LIANYUAN_REACH_REACH_RULE_H

#include "base/workday.h"

enum {
    REACH_TRIES_MAX = 12,
    REACH_WAIT_MAX_S = 6 * 3600,
    REACH_LIMITS = 2, /* windows of one kind of channel */
};
#define REACH_FIRST_WAIT_US (10 * SECOND_US)

/* How long after the n-th failed try (n from 1). chance is any random number. */
int64_t reach_wait_us(int64_t first_us, int64_t n, uint32_t chance);

/* The hours of the day in which people are told: [from, to), 0..24; from == to: all day. Beyond
 * midnight (22 to 6) when from > to. */
struct reach_hours {
    int64_t from, to;
    bool rest_days; /* also on days that are not worked */
};

/* now_us itself when it lies within the hours, else the first instant that does. */
int64_t reach_open_at(const struct reach_hours *hours, const struct calendar *calendar,
                      int32_t offset_min, int64_t now_us);

/* At most n tries in any stretch of that length. */
struct reach_limit {
    int64_t n, within_us; /* n 0 = no limit */
};

/* tries: instants of the newest n tries, newest first. The instant from which one more may be made:
 * now_us, or later. */
int64_t reach_room_at(const struct reach_limit *limit, const int64_t *tries, size_t n,
                      int64_t now_us);

#endif
