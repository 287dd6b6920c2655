#include <math.h>

#include "engine/classify/voter.h"

#define MARGIN_COST 0.9      /* C of the L2-loss support vector machine */
#define MARGIN_SMOOTHING 0.1 /* of the classes' count ratio */
#define MARGIN_IDLE 0.5      /* so far beyond its margin a text is left out of the later rounds */
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

/* Every term's weight over all texts that are used; answers the sum. */
static double sum_all(const struct lesson *l, const struct terms *x, double *all)
{
    double total = 0;
    for (size_t i = 0; i < l->n; i++)
        for (size_t j = 0; l->use[i] && j < x[i].n; j++) {
            all[x[i].at[j].id] += x[i].at[j].count;
            total += x[i].at[j].count;
        }
    return total;
}

/* log of how much likelier a term is in the class than outside it. */
static void ratios(const struct lesson *l, const struct terms *x, int32_t label, const double *all,
                   double total, double *in, float *ratio)
{
    double total_in = 0, v = l->vocabulary;
    for (uint32_t t = 0; t < l->vocabulary; t++)
        in[t] = 0;
    for (size_t i = 0; i < l->n; i++)
        for (size_t j = 0; l->use[i] && l->label[i] == label && j < x[i].n; j++) {
            in[x[i].at[j].id] += x[i].at[j].count;
            total_in += x[i].at[j].count;
        }
    double scale =
        log((total - total_in + MARGIN_SMOOTHING * v) / (total_in + MARGIN_SMOOTHING * v));
    for (uint32_t t = 0; t < l->vocabulary; t++) {
        double out = all[t] > in[t] ? all[t] - in[t] : 0;
        ratio[t] = (float)(log((in[t] + MARGIN_SMOOTHING) / (out + MARGIN_SMOOTHING)) + scale);
    }
}

/* The texts as one class sees them: every term times the class's ratio, and the square of their
 * length, so that a step touches one array of the vocabulary's size and not two. */
struct view {
    struct terms *texts;
    double *square;
};

static struct view make_view(struct arena *arena, const struct terms *x, size_t n)
{
    struct view view = {ARENA_ARRAY(arena, struct terms, n), ARENA_ARRAY(arena, double, n)};
    for (size_t i = 0; i < n; i++)
        view.texts[i] = (struct terms){ARENA_ARRAY(arena, struct term, x[i].n + 1), x[i].n};
    return view;
}

static void look(struct view *view, const struct lesson *l, const struct terms *x,
                 const float *ratio)
{
    for (size_t i = 0; i < l->n; i++) {
        double square = 0.5 / MARGIN_COST + 1;
        for (size_t j = 0; l->use[i] && j < x[i].n; j++) {
            struct term t = x[i].at[j];
            t.count *= ratio[t.id];
            square += (double)t.count * t.count;
            view->texts[i].at[j] = t;
        }
        view->square[i] = square;
    }
}

/* One step of dual coordinate descent for text x with target y: moves w and *bias and the text's
 * multiplier; answers how far it moved. *out_idle: it has no part in w and none to ask for. */
static double step(struct terms x, double square, double y, double *alpha, float *w, float *bias,
                   bool *out_idle)
{
    double diagonal = 0.5 / MARGIN_COST, score = *bias;
    for (size_t j = 0; j < x.n; j++)
        score += (double)w[x.at[j].id] * x.at[j].count;
    double gradient = y * score - 1 + diagonal * *alpha;
    double next = *alpha - gradient / square;
    if (next < 0)
        next = 0;
    double move = (next - *alpha) * y, change = fabs(next - *alpha);
    *out_idle = *alpha == 0 && gradient > MARGIN_IDLE;
    *alpha = next;
    if (move == 0)
        return 0;
    *bias = (float)(*bias + move);
    for (size_t j = 0; j < x.n; j++)
        w[x.at[j].id] += (float)(move * x.at[j].count);
    return change;
}

/* Many texts need fewer rounds: no more than MARGIN_STEPS visits if that leaves a few rounds. */
static int rounds_for(size_t texts)
{
    size_t rounds = MARGIN_STEPS / (texts + 1);
    if (rounds > MARGIN_ROUNDS)
        return MARGIN_ROUNDS;
    return rounds < MARGIN_ROUNDS_LEAST ? MARGIN_ROUNDS_LEAST : (int)rounds;
}

/* One class against the rest. The texts are visited in a fixed shuffled order. Of many texts those
 * that lie well on their own side are not visited again: most of the rest are nothing like the
 * class, and are seen to be so once. */
static void train_label(const struct lesson *l, const struct view *view, const uint32_t *order,
                        int32_t label, const float *ratio, double *alpha, bool *idle, float *w,
                        float *bias)
{
    int rounds = rounds_for(l->n);
    bool many = rounds < MARGIN_ROUNDS;
    for (size_t i = 0; i < l->n; i++) {
        alpha[i] = 0;
        idle[i] = false;
    }
    for (int round = 0; round < rounds; round++) {
        double largest = 0;
        for (size_t k = 0; k < l->n; k++) {
            uint32_t i = order[(k + (size_t)round * 7) % l->n];
            bool far = false;
            if (!l->use[i] || idle[i])
                continue;
            double change = step(view->texts[i], view->square[i], l->label[i] == label ? 1 : -1,
                                 &alpha[i], w, bias, &far);
            idle[i] = many && far;
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
    double *in = ARENA_ARRAY(arena, double, v), *all = ARENA_ARRAY(arena, double, v);
    double total = sum_all(l, x, all);
    double *alpha = ARENA_ARRAY(arena, double, l->n);
    float *ratio = ARENA_ARRAY(arena, float, v);
    uint32_t *order = fixed_order(arena, l->n);
    struct view view = make_view(arena, x, l->n);
    bool *idle = ARENA_ARRAY(arena, bool, l->n);
    for (int32_t c = 0; c < l->labels; c++) {
        ratios(l, x, c, all, total, in, ratio);
        look(&view, l, x, ratio);
        train_label(l, &view, order, c, ratio, alpha, idle, voter.weight + (size_t)c * v,
                    &voter.bias[c]);
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
