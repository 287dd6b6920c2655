/*
 * Learning beside the server: a thread of its own, with its own reading connection, makes what
 * proposals rest on (domain/matter/matter_route.h) a little after the start, and anew when enough
 * matters were closed since. Requests ask for the newest; what they were given stays good for at
 * least LEARN_EVERY_S seconds after it was replaced.
 */
#ifndef LIANYUAN_APP_LEARN_H
#define LIANYUAN_APP_LEARN_H

#include "app/desk.h"

enum {
    LEARN_FIRST_S = 10, /* after the start: the first pages come first */
    LEARN_EVERY_S = 600,
    LEARN_NEW_LEAST = 10,  /* matters closed since; or */
    LEARN_NEW_ONE_IN = 20, /* one for so many, if that is more */
};
#define LEARN_ARENA_MAX ((size_t)1536 << 20)

struct learner;

/* url: of the database. */
enum err learner_start(struct arena *arena, const struct desk *desk, struct str url,
                       struct learner **out);
void learner_stop(struct learner *learner);

/* For struct web_config: arg is the learner. NULL before the first time. */
const struct learned *learner_newest(const void *arg);

#endif
