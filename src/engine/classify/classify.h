/*
 * Which class a text belongs to, learned from texts whose class is known.
 *
 *     struct classify_doc docs[] = {{STR("地铁施工停电"), STR("..."), 3}, ...};
 *     e = classify_train(arena, docs, n, NULL, 0, labels, &model);
 *     classify_guess(model, scratch, title, body, &guess);
 *     if (guess.confidence >= threshold) propose(guess.label);
 *
 * Two models vote. One is a complement naive Bayes over counts of characters and runs of
 * two and three of them, each text scaled to length one (Rennie, Shih, Teevan, Karger, "Tackling
 * the Poor Assumptions of Naive Bayes Text Classifiers", ICML 2003). The other is a linear support
 * vector machine, one class against the rest, over the same terms weighted by idf and by the
 * classes' log count ratio (Wang and Manning, "Baselines and Bigrams", ACL 2012), trained by dual
 * coordinate descent (Hsieh et al., ICML 2008). A term in a title counts CLASSIFY_TITLE_WEIGHT
 * times: titles say what a message is about, bodies say everything.
 *
 * The confidence is the larger vote as a probability: a softmax of the blended score whose
 * temperature was fitted on texts that the model did not see (an inner split), so that it can be
 * compared with a measured precision. Pure: the same input gives the same model on every machine.
 */
#ifndef LIANYUAN_ENGINE_CLASSIFY_CLASSIFY_H
#define LIANYUAN_ENGINE_CLASSIFY_CLASSIFY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    CLASSIFY_DOCS_MAX = 200000,
    CLASSIFY_LABELS_MAX = 1000,
    CLASSIFY_RUNES_MAX = 4000, /* of a body; what stands behind says little new */
    CLASSIFY_TITLE_WEIGHT = 4,
    CLASSIFY_PRIOR_WORDS = 5,
};

struct classify_doc {
    struct str title, body;
    int32_t label; /* 0 .. labels - 1 */
};

struct classify_guess {
    int32_t label;
    double confidence; /* 0 .. 1 */
    int32_t second;    /* the runner-up, or -1 */
};

struct classify_model;

/* Words known of a label beforehand (prior.h, the park's own class names and keywords), parted by
 * blanks. They are learned from like short titles, CLASSIFY_PRIOR_WORDS at a time. */
struct classify_words {
    int32_t label;
    struct str words;
};

/* ERR_INVALID: fewer than two labels are used. ERR_LIMIT: more than the maxima above. The model
 * lives in the arena. */
enum err classify_train(struct arena *arena, const struct classify_doc *docs, size_t n,
                        const struct classify_words *words, size_t word_n, int32_t labels,
                        const struct classify_model **out_model);

/* Never fails: a text without a known term gets the most frequent label and a low confidence. */
void classify_guess(const struct classify_model *model, struct arena *scratch, struct str title,
                    struct str body, struct classify_guess *out_guess);

#endif
