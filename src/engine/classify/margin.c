#include <math.h>

#include "engine/classify/voter.h"

#define MARGIN_COST 0.9      /* C of the L2-loss support vector machine */
#define MARGIN_SMOOTHING 0.1 /* of the classes' count ratio */
enum { MARGIN_ROUNDS = 40, MARGIN_ROUNDS_LEAST = 5, MARGIN_STEPS = 60000 };

/* The text weighted by idf, length one. */
static struct terms weigh(struct arena *arena, struct terms text, const float *idf)
{
    struct terms out = {ARENA_ARRAY(arena, struct term, text.n + 1), text.n};
    double length = 1e-12;
    for (size_t j = 0; j < text.n; j++) {
        float x = (1 + logf(text.at[j].count)) * idf[text.at[j].id];
        out.at[j] = (struct term){text.at[j].id, x};
        length += (double)x * x;
    }
    for (size_t j = 0; j < text.n; j++)
        out.at[j].count = (float)(out.at[j].count / sqrt(length));
    return out;
}

static float *idf_of(struct arena *arena, const struct lesson *l)
{
    float *idf = ARENA_ARRAY(arena, float, l->vocabulary + 1);
    double texts = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (!l->use[i])
            continue;
        texts++;
        for (size_t j = 0; j < l->texts[i].n; j++)
            idf[l->texts[i].at[j].id]++;
    }
    for (uint32_t t = 0; t < l->vocabulary; t++)
        idf[t] = idf[t] > 0 ? (float)log((texts + 1) / (double)idf[t]) : 0;
    return idf;
}

/* log of how much likelier a term is in the class than outside it. */
static void ratios(const struct lesson *l, const struct terms *x, int32_t label, double *in,
                   double *out, float *ratio)
{
    double total_in = 0, total_out = 0, v = l->vocabulary;
    for (uint32_t t = 0; t < l->vocabulary; t++)
        in[t] = out[t] = 0;
    for (size_t i = 0; i < l->n; i++)
        for (size_t j = 0; l->use[i] && j < x[i].n; j++) {
            double c = x[i].at[j].count;
            *(l->label[i] == label ? &total_in : &total_out) += c;
            (l->label[i] == label ? in : out)[x[i].at[j].id] += c;
        }
    for (uint32_t t = 0; t < l->vocabulary; t++)
        ratio[t] = (float)(log((in[t] + MARGIN_SMOOTHING) / (total_in + MARGIN_SMOOTHING * v)) -
                           log((out[t] + MARGIN_SMOOTHING) / (total_out + MARGIN_SMOOTHING * v)));
}

/* One step of dual coordinate descent for text x with target y: moves w and *bias, answers the new
 * multiplier. */
static double step(struct terms x, const float *ratio, double y, double alpha, float *w,
                   float *bias, double *out_change)
{
    double diagonal = 0.5 / MARGIN_COST, score = *bias, square = diagonal + 1;
    for (size_t j = 0; j < x.n; j++) {
        double v = (double)x.at[j].count * ratio[x.at[j].id];
        score += w[x.at[j].id] * v;
        square += v * v;
    }
    double next = alpha - (y * score - 1 + diagonal * alpha) / square;
    if (next < 0)
        next = 0;
    double move = (next - alpha) * y;
    *out_change = fabs(next - alpha);
    if (move == 0)
        return next;
    *bias = (float)(*bias + move);
    for (size_t j = 0; j < x.n; j++)
        w[x.at[j].id] += (float)(move * x.at[j].count * ratio[x.at[j].id]);
    return next;
}

/* Many texts need fewer rounds: no more than MARGIN_STEPS visits if that leaves a few rounds. */
static int rounds_for(size_t texts)
{
    size_t rounds = MARGIN_STEPS / (texts + 1);
    if (rounds > MARGIN_ROUNDS)
        return MARGIN_ROUNDS;
    return rounds < MARGIN_ROUNDS_LEAST ? MARGIN_ROUNDS_LEAST : (int)rounds;
}

/* One class against the rest. The texts are visited in a fixed shuffled order. */
static void train_label(const struct lesson *l, const struct terms *x, const uint32_t *order,
                        int32_t label, const float *ratio, double *alpha, float *w, float *bias)
{
    int rounds = rounds_for(l->n);
    for (size_t i = 0; i < l->n; i++)
        alpha[i] = 0;
    for (int round = 0; round < rounds; round++) {
        double largest = 0, change;
        for (size_t k = 0; k < l->n; k++) {
            uint32_t i = order[(k + (size_t)round * 7) % l->n];
            if (!l->use[i])
                continue;
            alpha[i] = step(x[i], ratio, l->label[i] == label ? 1 : -1, alpha[i], w, bias, &change);
            if (change > largest)
                largest = change;
        }
        if (largest < 1e-3)
            break;
    }
    for (uint32_t t = 0; t < l->vocabulary; t++)
        w[t] *= ratio[t];
}

static uint32_t *fixed_order(struct arena *arena, size_t n)
{
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, n + 1);
    uint64_t state = 1;
    for (size_t i = 0; i < n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        size_t j = (state >> 33) % (i + 1);
        order[i] = order[j];
        order[j] = (uint32_t)i;
    }
    return order;
}

struct voter margin_train(struct arena *arena, const struct lesson *l)
{
    size_t v = l->vocabulary;
    struct voter voter = {.weight = ARENA_ARRAY(arena, float, (size_t)l->labels *v),
                          .bias = ARENA_ARRAY(arena, float, l->labels),
                          .idf = idf_of(arena, l),
                          .labels = l->labels,
                          .vocabulary = l->vocabulary};
    struct arena_mark mark = arena_mark(arena);
    struct terms *x = ARENA_ARRAY(arena, struct terms, l->n);
    for (size_t i = 0; i < l->n; i++)
        x[i] = weigh(arena, l->texts[i], voter.idf);
    double *in = ARENA_ARRAY(arena, double, v), *out = ARENA_ARRAY(arena, double, v);
    double *alpha = ARENA_ARRAY(arena, double, l->n);
    float *ratio = ARENA_ARRAY(arena, float, v);
    uint32_t *order = fixed_order(arena, l->n);
    for (int32_t c = 0; c < l->labels; c++) {
        ratios(l, x, c, in, out, ratio);
        train_label(l, x, order, c, ratio, alpha, voter.weight + (size_t)c * v, &voter.bias[c]);
    }
    arena_reset(arena, mark);
    return voter;
}

void margin_score(const struct voter *voter, struct arena *scratch, struct terms text, double *out)
{
    struct terms x = weigh(scratch, text, voter->idf);
    for (int32_t c = 0; c < voter->labels; c++) {
        const float *w = voter->weight + (size_t)c * voter->vocabulary;
        double s = voter->bias[c];
        for (size_t j = 0; j < x.n; j++)
            s += x.at[j].count * w[x.at[j].id];
        out[c] = s;
    }
}
