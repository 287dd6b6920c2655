/*
 * Which class a request belongs to and which department should lead: proposed, never decided.
 *
 * What is learned: the titles and texts of the park's own closed matters, with the class and the
 * lead department that they had in the end; whatever a person chose is what is learned. How sure a
 * proposal must be is measured on the same matters by folds: below the confidence at which four of
 * five guesses were right nothing is proposed, and the page says how often such a guess was right
 * and on how many matters that rests.
 *
 * A park without such a history has the words of its class tree (data/classes/words.txt and the
 * names themselves): a class is proposed when the text holds at least two of its words and twice as
 * many as of any other, and the page says which words.
 *
 *     e = learned_make(ctx, NULL, NULL, &learned); // seconds for thousands; off the writer
 *     ctx->learned = learned;                      // serve keeps it and learns anew (app/learn.h)
 *     e = matter_propose(ctx, title, text, &p);
 *     if (p.class.id) show(p.class.name, p.class.right, p.class.guesses);
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_ROUTE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_ROUTE_H

#include "core/ctx.h"
#include "domain/matter/matter_find.h"

enum {
    LEARN_TEXTS_MAX = 5000,    /* the newest closed matters */
    LEARN_MEASURED_MAX = 1500, /* of them, in the folds */
    LEARN_LEAST = 40,          /* fewer teach nothing that could be measured */
    LEARN_SURE_LEAST = 20,     /* guesses that a precision must rest on */
    LEARN_FOLDS = 5,
    PROPOSE_RUNES_LEAST = 10, /* a shorter text says too little */
    PROPOSE_WORDS_LEAST = 2,
    NEAR_TEXTS_MAX = 1000, /* compared with: the newest within sight */
    NEAR_RUNES = 600,      /* of each text */
    NEAR_SHOWN = 5,
};
#define PROPOSE_SURE                                                                               \
    0.5                /* never less sure, whatever was measured: a text may be like none before */
#define NEAR_SHARE 0.5 /* of common runs: shown as perhaps the same */

struct learned; /* immutable; lives in the arena it was made in */

/* Reads, learns and measures. Never fails for want of history: then it knows words alone. stop (or
 * NULL) is asked now and then; when it says yes: ERR_BUSY. */
enum err learned_make(struct ctx *ctx, bool (*stop)(const void *arg), const void *arg,
                      const struct learned **out);
/* How many closed matters it rests on. */
int64_t learned_texts(const struct learned *learned);

struct matter_guess {
    int64_t id; /* class or department; 0: none */
    struct str name;
    double confidence;
    int64_t guesses, right; /* so many guesses at least as sure as it must be, so many right */
    int64_t texts;          /* on so many closed matters; 0: by words */
    struct str words;       /* by words: which were seen */
};

struct matter_proposal {
    struct matter_guess class, lead;
};

/* From ctx->learned, or from what is learned on the spot when there is none. */
enum err matter_propose(struct ctx *ctx, struct str title, struct str text,
                        struct matter_proposal *out);
/* The same for a matter as it stands; what it has already is not proposed. */
enum err matter_propose_for(struct ctx *ctx, const struct matter_view *matter,
                            struct matter_proposal *out);

/* Requests within the reader's sight that are equal or much alike, most alike first. */
struct matter_near {
    struct matter_row row;
    struct str body;
    bool equal;
    int64_t percent; /* of common runs of characters */
};
struct matter_nears {
    VEC(struct matter_near) rows;
    struct matter_proposal proposal; /* coordinators: both; firms: the class */
};
/* but: a matter that is not to be compared with itself, or {0}. */
enum err matter_find_near(struct ctx *ctx, struct str text, struct matter_id but,
                          struct matter_nears *out);

#endif
