#include "engine/classify/classify.h"

#include <math.h>

#include "engine/classify/voter.h"

#define CLASSIFY_BAYES 0.6 /* its share of the vote */

/* Scales and sharpness are two numbers and one: some thousand texts fit them as well as all do. */
enum { HELD_OUT_EVERY = 5, HELD_OUT_LEAST = 10, MEASURED_MOST = 2000 };

struct classify_model {
    struct dictionary dictionary;
    struct voter bayes, margin;
    double bayes_scale, margin_scale; /* 1 / standard deviation on texts not seen */
    double sharpness;                 /* 1 / temperature of the softmax */
    int32_t labels, commonest;
};

static void centre(double *score, int32_t n)
{
    double mean = 0;
    for (int32_t c = 0; c < n; c++)
        mean += score[c] / n;
    for (int32_t c = 0; c < n; c++)
        score[c] -= mean;
}

/* The blended vote: out has one score per label, around zero. */
static void vote(const struct classify_model *m, struct arena *scratch, struct terms text,
                 double *out)
{
    double *other = ARENA_ARRAY(scratch, double, m->labels);
    bayes_score(&m->bayes, text, out);
    margin_score(&m->margin, scratch, text, other);
    centre(out, m->labels);
    centre(other, m->labels);
    for (int32_t c = 0; c < m->labels; c++)
        out[c] = CLASSIFY_BAYES * out[c] * m->bayes_scale +
                 (1 - CLASSIFY_BAYES) * other[c] * m->margin_scale;
}

/* The share of the softmax that `label` gets. */
static double share(const double *score, int32_t n, double sharpness, int32_t label)
{
    double top = score[0], sum = 0;
    for (int32_t c = 1; c < n; c++)
        top = score[c] > top ? score[c] : top;
    for (int32_t c = 0; c < n; c++)
        sum += exp((score[c] - top) * sharpness);
    return exp((score[label] - top) * sharpness) / sum;
}

/* For measuring: most texts are learned from, every fifth is kept unseen. Of many texts only some
 * take part, spread over all. The first ones (words) are always learned from. */
static void part(size_t n, size_t first, bool *use, bool *unseen)
{
    size_t every = (n - first) / MEASURED_MOST + 1;
    for (size_t i = 0; i < n; i++) {
        size_t at = (i - first) / every;
        bool taken = i < first || (i - first) % every == 0;
        unseen[i] = i >= first && taken && at % HELD_OUT_EVERY == HELD_OUT_EVERY - 1;
        use[i] = taken && !unseen[i];
    }
}

/* Both voters' spread on texts they did not see, so that neither shouts the other down. */
static void fit_scales(struct classify_model *m, struct arena *scratch, const struct lesson *l,
                       const bool *unseen)
{
    double b = 1e-12, g = 1e-12;
    double *score = ARENA_ARRAY(scratch, double, m->labels);
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (!unseen[i])
            continue;
        struct arena_mark mark = arena_mark(scratch);
        bayes_score(&m->bayes, l->texts[i], score);
        centre(score, m->labels);
        for (int32_t c = 0; c < m->labels; c++, n++)
            b += score[c] * score[c];
        margin_score(&m->margin, scratch, l->texts[i], score);
        centre(score, m->labels);
        for (int32_t c = 0; c < m->labels; c++)
            g += score[c] * score[c];
        arena_reset(scratch, mark);
    }
    m->bayes_scale = n ? sqrt((double)n / b) : 1;
    m->margin_scale = n ? sqrt((double)n / g) : 1;
}

/* The sharpness under which the unseen texts' true labels are likeliest. */
static void fit_sharpness(struct classify_model *m, struct arena *scratch, const struct lesson *l,
                          const bool *unseen)
{
    double best = -INFINITY;
    double *score = ARENA_ARRAY(scratch, double, (size_t)m->labels * l->n);
    size_t n = 0;
    m->sharpness = 1;
    for (size_t i = 0; i < l->n; i++)
        if (unseen[i])
            vote(m, scratch, l->texts[i], score + (size_t)m->labels * n++);
    for (double sharpness = 0.25; n >= HELD_OUT_LEAST && sharpness < 16; sharpness *= 1.1) {
        double likelihood = 0;
        for (size_t i = 0, k = 0; i < l->n; i++)
            if (unseen[i])
                likelihood += log(1e-9 + share(score + (size_t)m->labels * k++, m->labels,
                                               sharpness, l->label[i]));
        if (likelihood > best) {
            best = likelihood;
            m->sharpness = sharpness;
        }
    }
}

static enum err check(const struct classify_doc *docs, size_t n, int32_t labels)
{
    bool differ = false;
    if (n > CLASSIFY_DOCS_MAX || labels > CLASSIFY_LABELS_MAX)
        return ERR_LIMIT;
    for (size_t i = 0; i < n; i++) {
        if (docs[i].label < 0 || docs[i].label >= labels)
            return ERR_INVALID;
        differ |= docs[i].label != docs[0].label;
    }
    return differ ? ERR_OK : ERR_INVALID;
}

static int32_t commonest_label(struct arena *arena, const int32_t *label, size_t n, int32_t labels)
{
    size_t *count = ARENA_ARRAY(arena, size_t, labels);
    int32_t best = 0;
    for (size_t i = 0; i < n; i++)
        count[label[i]]++;
    for (int32_t c = 1; c < labels; c++)
        if (count[c] > count[best])
            best = c;
    return best;
}

/* One text per CLASSIFY_PRIOR_WORDS words. They are never held out: nothing is measured on them. */
static size_t add_words(struct arena *arena, struct dictionary *dictionary,
                        const struct classify_words *words, struct terms *texts, int32_t *label)
{
    size_t n = 0;
    struct str rest = words->words, word;
    while (!str_empty(rest) && !str_null(rest)) {
        struct str piece = rest;
        for (int i = 0; i < CLASSIFY_PRIOR_WORDS && str_cut(&rest, ' ', &word); i++)
            piece.len = (size_t)(word.ptr + word.len - piece.ptr);
        if (texts) {
            texts[n] = terms_of(arena, dictionary, true, piece, STR(""));
            label[n] = words->label;
        }
        n++;
    }
    return n;
}

/* Everything to learn from, as terms: the words first, then the texts. */
static struct lesson make_lesson(struct arena *arena, struct dictionary *dictionary,
                                 const struct classify_doc *docs, size_t n,
                                 const struct classify_words *words, size_t word_n, bool **out_use,
                                 size_t *out_first)
{
    size_t first = 0, at = 0;
    for (size_t i = 0; i < word_n; i++)
        first += add_words(arena, dictionary, &words[i], NULL, NULL);
    struct terms *texts = ARENA_ARRAY(arena, struct terms, first + n);
    int32_t *label = ARENA_ARRAY(arena, int32_t, first + n);
    *out_use = ARENA_ARRAY(arena, bool, first + n);
    *out_first = first;
    for (size_t i = 0; i < word_n; i++)
        at += add_words(arena, dictionary, &words[i], texts + at, label + at);
    for (size_t i = 0; i < n; i++) {
        texts[first + i] = terms_of(arena, dictionary, true, docs[i].title, docs[i].body);
        label[first + i] = docs[i].label;
    }
    return (struct lesson){texts, label, *out_use, first + n, 0, dictionary->n};
}

/* Trains twice: without every fifth text, to measure scales and sharpness on those; then on all. */
enum err classify_train(struct arena *arena, const struct classify_doc *docs, size_t n,
                        const struct classify_words *words, size_t word_n, int32_t labels,
                        const struct classify_model **out_model)
{
    enum err e = check(docs, n, labels);
    if (e)
        return e;
    struct classify_model *m = ARENA_NEW(arena, struct classify_model);
    size_t first;
    bool *use;
    struct lesson lesson = make_lesson(arena, &m->dictionary, docs, n, words, word_n, &use, &first);
    lesson.labels = m->labels = labels;
    m->commonest = commonest_label(arena, lesson.label + first, n, labels);
    bool *unseen = ARENA_ARRAY(arena, bool, lesson.n);
    part(lesson.n, first, use, unseen);
    struct arena_mark mark = arena_mark(arena);
    m->bayes = bayes_train(arena, &lesson);
    m->margin = margin_train(arena, &lesson);
    fit_scales(m, arena, &lesson, unseen);
    fit_sharpness(m, arena, &lesson, unseen);
    arena_reset(arena, mark);
    for (size_t i = 0; i < lesson.n; i++)
        use[i] = true;
    m->bayes = bayes_train(arena, &lesson);
    m->margin = margin_train(arena, &lesson);
    *out_model = m;
    return ERR_OK;
}

void classify_guess(const struct classify_model *model, struct arena *scratch, struct str title,
                    struct str body, struct classify_guess *out_guess)
{
    struct arena_mark mark = arena_mark(scratch);
    struct dictionary known = model->dictionary;
    struct terms text = terms_of(scratch, &known, false, title, body);
    double *score = ARENA_ARRAY(scratch, double, model->labels);
    *out_guess = (struct classify_guess){.label = model->commonest, .second = -1};
    if (text.n) {
        vote(model, scratch, text, score);
        int32_t best = 0, second = 1;
        for (int32_t c = 1; c < model->labels; c++) {
            if (score[c] > score[best]) {
                second = best;
                best = c;
            } else if (c != best && score[c] > score[second]) {
                second = c;
            }
        }
        *out_guess = (struct classify_guess){
            best, share(score, model->labels, model->sharpness, best), second};
    }
    arena_reset(scratch, mark);
}
