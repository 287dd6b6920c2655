/*
 * Which texts tell one story: the same place, the same trouble, in everybody's own words.
 *
 *     e = topics_find(arena, docs, n, &topics, &topic_n);
 *     for (t ...) for (i ... topics[t].n) text number topics[t].at[i], under topics[t].name
 *
 * A text is a vector of characters, pairs and words weighted by idf. The terms that stand in names
 * of places and bodies (what ends in 小区, 路, 公司 and so on) hold a fixed share of it: the same
 * trouble elsewhere is another story, however alike the words.
 *
 * Around the text with the most neighbours a core is drawn: the mean of the neighbours, cut down to
 * its TOPICS_CORE most telling terms. Texts near the core belong to it, the core is drawn anew from
 * them, and so on until it rests; then the next text that has no topic yet. Membership is always
 * measured against the core, never against a neighbour, so that topics do not grow in chains, and a
 * core whose members name different places is given up. Pure: no clock, no chance.
 */
#ifndef LIANYUAN_ENGINE_CLASSIFY_TOPICS_H
#define LIANYUAN_ENGINE_CLASSIFY_TOPICS_H

#include "engine/classify/classify.h"

enum {
    TOPICS_TEXTS_MAX = 50000,
    TOPICS_CORE = 48,          /* terms of a core */
    TOPICS_ROUNDS = 6,         /* of drawing a core anew */
    TOPICS_NAME_RUNES = 40,    /* a name is not longer */
    TOPICS_COMMON_LEAST = 40,  /* a term in more texts than this and than */
    TOPICS_COMMON_ONE_IN = 20, /* one in so many tells nothing, */
    TOPICS_COMMON_MOST = 1000, /* and neither does one in more than this */
};

struct topic {
    const uint32_t *at; /* text numbers, rising */
    size_t n;           /* at least 2 */
    struct str name;    /* a title or a clause of a member */
};

/* Topics by falling size, then by first text; a text is in at most one. The docs' labels are not
 * looked at. ERR_LIMIT: more than TOPICS_TEXTS_MAX texts. */
enum err topics_find(struct arena *arena, const struct classify_doc *docs, size_t n,
                     struct topic **out_topics, size_t *out_n);

#endif
