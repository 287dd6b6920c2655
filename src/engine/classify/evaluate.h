/*
 * How good the proposals are, measured: every text is guessed by a model that never saw it (k-fold
 * cross-validation, folds drawn per class by a seed), beside a peer in the same folds: plain
 * complement naive Bayes over pairs of neighbouring characters.
 *
 *     e = classify_evaluate(arena, docs, n, words, word_n, labels, &config, &report);
 */
#ifndef LIANYUAN_ENGINE_CLASSIFY_EVALUATE_H
#define LIANYUAN_ENGINE_CLASSIFY_EVALUATE_H

#include "engine/classify/classify.h"

enum { EVALUATE_FOLDS_MAX = 50, EVALUATE_STEPS = 10 };

struct evaluate_config {
    int32_t folds; /* 2 .. EVALUATE_FOLDS_MAX */
    uint64_t seed;
    double (*clock_s)(void);       /* monotonic seconds; NULL: times are 0 */
    bool (*stop)(const void *arg); /* asked before each fold, true ends with ERR_BUSY; or NULL */
    const void *stop_arg;
};

struct class_score {
    int64_t texts, guessed, right;
    double precision, recall, f1;
};

struct evaluate_report {
    int64_t texts;
    double accuracy, macro_f1;
    double peer_accuracy, peer_macro_f1;
    struct class_score *classes; /* one per label */
    double train_s;              /* the slowest of the folds' trainings */
    double guess_us;             /* mean of one guess */
    /* Of the guesses with confidence >= step / EVALUATE_STEPS: how many, how many right. */
    int64_t at_least[EVALUATE_STEPS], right_at_least[EVALUATE_STEPS];
    /* The lowest confidence at and above which precision is at least 0.8; 2 when there is none. */
    double threshold;
    int64_t sure, sure_right; /* the guesses at and above it, and how many were right */
};

/* ERR_INVALID: fewer texts than folds, or what classify_train refuses. */
enum err classify_evaluate(struct arena *arena, const struct classify_doc *docs, size_t n,
                           const struct classify_words *words, size_t word_n, int32_t labels,
                           const struct evaluate_config *config,
                           struct evaluate_report *out_report);

#endif
