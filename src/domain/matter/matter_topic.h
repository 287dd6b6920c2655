/*
 * What a common cause (domain/topic) does to a matter: it is joined, it leaves, its firm is told
 * the one solution. The matter keeps its own way; the story says what happened.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_TOPIC_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_TOPIC_H

#include "core/ctx.h"

/* Joins ({0}: leaves). The story row is internal: a topic's name may speak of other firms. */
enum err matter_topic_set(struct ctx *ctx, struct matter_id matter, struct topic_id topic,
                          struct str name);
/* The solution in the matter's story, for its firm to read, and a notice to it. */
enum err matter_topic_solved(struct ctx *ctx, struct matter_id matter, struct str solution);

/* The newest matters that are in no topic and not refused, withdrawn or merged; drafts neither. */
struct matter_text_free {
    struct matter_id id;
    int64_t class; /* 0: none */
    struct str title, body;
};
struct matter_texts {
    struct matter_text_free *at;
    size_t n;
};
enum err matter_texts_free(struct ctx *ctx, int64_t limit, struct matter_texts *out);

#endif
