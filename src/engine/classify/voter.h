/*
 * The two models that vote; each turns a text's terms into one score per label. See classify.h for
 * what they are and where they come from.
 */
#ifndef LIANYUAN_ENGINE_CLASSIFY_VOTER_H
#define LIANYUAN_ENGINE_CLASSIFY_VOTER_H

#include "engine/classify/terms_of.h"

/* Texts to learn from; those with use[i] false are passed over (they are kept for measuring). */
struct lesson {
    const struct terms *texts;
    const int32_t *label;
    const bool *use;
    size_t n;
    int32_t labels;
    uint32_t vocabulary;
};

/* Weights [label][term], term running fastest. */
struct voter {
    float *weight;
    float *bias;      /* per label, or NULL */
    const float *idf; /* per term: the margin voter's; NULL for the Bayes voter */
    int32_t labels;
    uint32_t vocabulary;
};

struct voter bayes_train(struct arena *arena, const struct lesson *lesson);
struct voter margin_train(struct arena *arena, const struct lesson *lesson);

/* out: one score per label. */
void bayes_score(const struct voter *voter, struct terms text, double *out);
void margin_score(const struct voter *voter, struct arena *scratch, struct terms text, double *out);

#endif
