#include <math.h>

#include "engine/classify/voter.h"

#define BAYES_SMOOTHING 0.005

/* Sums of the length-one texts of every class but the own: [label][term], and per label. */
static double *complement_sums(struct arena *arena, const struct lesson *l, double *total)
{
    size_t v = l->vocabulary;
    double *sum = ARENA_ARRAY(arena, double, (size_t)l->labels *v);
    double *all = ARENA_ARRAY(arena, double, v), everything = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (!l->use[i])
            continue;
        double length = 1e-9;
        for (size_t j = 0; j < l->texts[i].n; j++)
            length += (double)l->texts[i].at[j].count * l->texts[i].at[j].count;
        length = sqrt(length);
        for (size_t j = 0; j < l->texts[i].n; j++) {
            struct term t = l->texts[i].at[j];
            double x = t.count / length;
            sum[(size_t)l->label[i] * v + t.id] += x;
            total[l->label[i]] += x;
            all[t.id] += x;
            everything += x;
        }
    }
    for (int32_t c = 0; c < l->labels; c++) {
        for (size_t t = 0; t < v; t++)
            sum[(size_t)c * v + t] = all[t] - sum[(size_t)c * v + t];
        total[c] = everything - total[c];
    }
    return sum;
}

struct voter bayes_train(struct arena *arena, const struct lesson *l)
{
    size_t v = l->vocabulary;
    struct voter voter = {.weight = ARENA_ARRAY(arena, float, (size_t)l->labels *v),
                          .labels = l->labels,
                          .vocabulary = l->vocabulary};
    struct arena_mark mark = arena_mark(arena);
    double *total = ARENA_ARRAY(arena, double, l->labels);
    double *sum = complement_sums(arena, l, total);
    for (int32_t c = 0; c < l->labels; c++) {
        double size = 1e-9, floor = total[c] + BAYES_SMOOTHING * (double)v;
        float *weight = voter.weight + (size_t)c * v;
        for (size_t t = 0; t < v; t++) {
            double w = -log((sum[(size_t)c * v + t] + BAYES_SMOOTHING) / floor);
            size += fabs(w);
            weight[t] = (float)w;
        }
        for (size_t t = 0; t < v; t++)
            weight[t] = (float)(weight[t] * (double)v / size);
    }
    arena_reset(arena, mark);
    return voter;
}

void bayes_score(const struct voter *voter, struct terms text, double *out)
{
    double total = 1e-9;
    for (size_t j = 0; j < text.n; j++)
        total += text.at[j].count;
    for (int32_t c = 0; c < voter->labels; c++) {
        const float *w = voter->weight + (size_t)c * voter->vocabulary;
        double s = 0;
        for (size_t j = 0; j < text.n; j++)
            s += text.at[j].count * w[text.at[j].id];
        out[c] = s / total;
    }
}
