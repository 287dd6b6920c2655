/* Due days in people's calendars (core/feed.h): what this person has to do, within their sight. */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_FEED_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_FEED_H

#include "core/feed.h"

enum err matter_feed(struct ctx *ctx, struct feed_event **out, size_t *out_n);

#endif
