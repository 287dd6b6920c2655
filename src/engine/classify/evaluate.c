#include "engine/classify/evaluate.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/utf8.h"

#define EVALUATE_PRECISION 0.8 /* below it nothing is proposed */

struct outcome {
    int32_t guess, peer;
    double confidence;
};

static uint64_t next_random(uint64_t *state)
{
    uint64_t x = (*state += 0x9E3779B97F4A7C15u);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* Each class is dealt over the folds in a shuffled order, so that small ones are in all of them. */
static int32_t *draw_folds(struct arena *arena, const struct classify_doc *docs, size_t n,
                           int32_t labels, const struct evaluate_config *config)
{
    int32_t *fold = ARENA_ARRAY(arena, int32_t, n);
    size_t *order = ARENA_ARRAY(arena, size_t, n), dealt = 0;
    uint64_t state = config->seed;
    for (size_t i = 0; i < n; i++) {
        size_t j = next_random(&state) % (i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    for (int32_t c = 0; c < labels; c++)
        for (size_t i = 0; i < n; i++)
            if (docs[order[i]].label == c)
                fold[order[i]] = (int32_t)(dealt++ % (size_t)config->folds);
    return fold;
}

/* --- the peer: complement naive Bayes, add-one smoothing, counts of character pairs ------------
 */

struct pair_counts {
    double *by_label; /* one per label */
    double total;
};

struct peer {
    struct map pairs; /* text of two characters -> struct pair_counts */
    double *label_total, all;
    int32_t labels;
};

typedef void pair_fn(struct arena *arena, struct peer *peer, struct str pair, void *arg);

static void each_pair(struct arena *arena, struct peer *peer, struct str text, pair_fn *fn,
                      void *arg)
{
    struct str rest = text, before = STR_NULL;
    uint32_t rune;
    while (rest.len) {
        const char *at = rest.ptr;
        utf8_next(&rest, &rune);
        bool chinese = rune >= 0x4E00 && rune <= 0x9FFF;
        struct str now = {at, (size_t)(rest.ptr - at)};
        if (chinese && !str_null(before))
            fn(arena, peer, (struct str){before.ptr, before.len + now.len}, arg);
        before = chinese ? now : STR_NULL;
    }
}

static void learn_pair(struct arena *arena, struct peer *peer, struct str pair, void *arg)
{
    struct pair_counts *c = map_get(&peer->pairs, pair);
    int32_t label = *(const int32_t *)arg;
    if (!c) {
        c = ARENA_NEW(arena, struct pair_counts);
        c->by_label = ARENA_ARRAY(arena, double, peer->labels);
        map_put(arena, &peer->pairs, pair, c);
    }
    c->by_label[label]++;
    c->total++;
    peer->label_total[label]++;
    peer->all++;
}

static void score_pair(struct arena *arena, struct peer *peer, struct str pair, void *arg)
{
    const struct pair_counts *c = map_get(&peer->pairs, pair);
    double *score = arg, v = (double)peer->pairs.n;
    (void)arena;
    for (int32_t l = 0; c && l < peer->labels; l++)
        score[l] -= log((c->total - c->by_label[l] + 1) / (peer->all - peer->label_total[l] + v));
}

static int32_t peer_guess(struct arena *arena, struct peer *peer, const struct classify_doc *doc)
{
    double *score = ARENA_ARRAY(arena, double, peer->labels);
    int32_t best = 0;
    each_pair(arena, peer, doc->title, score_pair, score);
    each_pair(arena, peer, doc->body, score_pair, score);
    for (int32_t l = 1; l < peer->labels; l++)
        if (score[l] > score[best])
            best = l;
    return best;
}

/* --- the folds ---------------------------------------------------------------------------------
 */

struct run {
    const struct classify_doc *docs;
    size_t n;
    const struct classify_words *words;
    size_t word_n;
    int32_t labels;
    const struct evaluate_config *config;
    const int32_t *fold;
    struct outcome *outcome;
    double train_s, guess_s;
};

static double now_s(const struct run *run)
{
    return run->config->clock_s ? run->config->clock_s() : 0;
}

static enum err run_fold(struct arena *arena, struct run *run, int32_t k)
{
    struct classify_doc *seen = ARENA_ARRAY(arena, struct classify_doc, run->n);
    struct peer peer = {.label_total = ARENA_ARRAY(arena, double, run->labels),
                        .labels = run->labels};
    const struct classify_model *model;
    size_t n = 0;
    for (size_t i = 0; i < run->n; i++)
        if (run->fold[i] != k) {
            int32_t label = run->docs[i].label;
            seen[n++] = run->docs[i];
            each_pair(arena, &peer, run->docs[i].title, learn_pair, &label);
            each_pair(arena, &peer, run->docs[i].body, learn_pair, &label);
        }
    double begin = now_s(run);
    enum err e = classify_train(arena, seen, n, run->words, run->word_n, run->labels, &model);
    double trained = now_s(run);
    if (e)
        return e;
    run->train_s = trained - begin > run->train_s ? trained - begin : run->train_s;
    for (size_t i = 0; i < run->n; i++) {
        struct classify_guess guess;
        if (run->fold[i] != k)
            continue;
        classify_guess(model, arena, run->docs[i].title, run->docs[i].body, &guess);
        run->outcome[i].guess = guess.label;
        run->outcome[i].confidence = guess.confidence;
    }
    run->guess_s += now_s(run) - trained;
    for (size_t i = 0; i < run->n; i++)
        if (run->fold[i] == k)
            run->outcome[i].peer = peer_guess(arena, &peer, &run->docs[i]);
    return ERR_OK;
}

/* --- the report --------------------------------------------------------------------------------
 */

static double macro_f1(const struct run *run, bool peer, struct class_score *classes)
{
    double sum = 0;
    for (int32_t c = 0; c < run->labels; c++)
        classes[c] = (struct class_score){0};
    for (size_t i = 0; i < run->n; i++) {
        int32_t guess = peer ? run->outcome[i].peer : run->outcome[i].guess;
        classes[run->docs[i].label].texts++;
        classes[guess].guessed++;
        classes[guess].right += guess == run->docs[i].label;
    }
    for (int32_t c = 0; c < run->labels; c++) {
        struct class_score *s = &classes[c];
        s->precision = s->guessed ? (double)s->right / (double)s->guessed : 0;
        s->recall = s->texts ? (double)s->right / (double)s->texts : 0;
        s->f1 = s->right ? 2 * s->precision * s->recall / (s->precision + s->recall) : 0;
        sum += s->f1 / run->labels;
    }
    return sum;
}

static int by_confidence(const void *a, const void *b)
{
    double x = ((const struct outcome *)a)->confidence, y = ((const struct outcome *)b)->confidence;
    return (x < y) - (x > y);
}

/* Walks down from the surest guess; the last place where precision still holds is the threshold.
 * guess is 1 here when it was right. */
static void find_threshold(struct arena *arena, const struct run *run, struct evaluate_report *out)
{
    struct outcome *sorted = ARENA_ARRAY(arena, struct outcome, run->n);
    out->threshold = 2;
    int64_t right = 0;
    for (size_t i = 0; i < run->n; i++)
        sorted[i] = (struct outcome){run->outcome[i].guess == run->docs[i].label, 0,
                                     run->outcome[i].confidence};
    qsort(sorted, run->n, sizeof sorted[0], by_confidence);
    for (size_t i = 0; i < run->n; i++) {
        right += sorted[i].guess;
        if ((double)right >= EVALUATE_PRECISION * (double)(i + 1)) {
            out->threshold = sorted[i].confidence;
            out->sure = (int64_t)i + 1;
            out->sure_right = right;
        }
    }
}

static void report(struct arena *arena, const struct run *run, struct evaluate_report *out)
{
    int64_t right = 0, peer_right = 0;
    struct class_score *spare = ARENA_ARRAY(arena, struct class_score, run->labels);
    out->texts = (int64_t)run->n;
    out->classes = ARENA_ARRAY(arena, struct class_score, run->labels);
    for (size_t i = 0; i < run->n; i++) {
        const struct outcome *o = &run->outcome[i];
        bool good = o->guess == run->docs[i].label;
        right += good;
        peer_right += o->peer == run->docs[i].label;
        for (int s = 0; s < EVALUATE_STEPS; s++)
            if (o->confidence * EVALUATE_STEPS >= s) {
                out->at_least[s]++;
                out->right_at_least[s] += good;
            }
    }
    out->accuracy = (double)right / (double)run->n;
    out->peer_accuracy = (double)peer_right / (double)run->n;
    out->peer_macro_f1 = macro_f1(run, true, spare);
    out->macro_f1 = macro_f1(run, false, out->classes);
    out->train_s = run->train_s;
    out->guess_us = run->guess_s / (double)run->n * 1e6;
    find_threshold(arena, run, out);
}

enum err classify_evaluate(struct arena *arena, const struct classify_doc *docs, size_t n,
                           const struct classify_words *words, size_t word_n, int32_t labels,
                           const struct evaluate_config *config, struct evaluate_report *out_report)
{
    if (config->folds < 2 || config->folds > EVALUATE_FOLDS_MAX || n < (size_t)config->folds)
        return ERR_INVALID;
    struct run run = {docs, n, words, word_n, labels, config, NULL, NULL, 0, 0};
    run.fold = draw_folds(arena, docs, n, labels, config);
    run.outcome = ARENA_ARRAY(arena, struct outcome, n);
    *out_report = (struct evaluate_report){0};
    for (int32_t k = 0; k < config->folds; k++) {
        struct arena_mark mark = arena_mark(arena);
        bool stop = config->stop && config->stop(config->stop_arg);
        enum err e = stop ? ERR_BUSY : run_fold(arena, &run, k);
        arena_reset(arena, mark);
        if (e)
            return e;
    }
    report(arena, &run, out_report);
    return ERR_OK;
}
