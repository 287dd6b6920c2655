/*
 * Learning from 10,000 texts and guessing one of 300 characters. TAP, with the figures as comments.
 *
 *     bench_classify [TEXTS]
 *
 * Floors: 10,000 texts train in under 5 s; a text of 300 characters is guessed in under 1 ms. The
 * texts are made up: characters drawn unevenly, as in language, each class with some of its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/tap.h"
#include "base/utf8.h"
#include "engine/classify/classify.h"

enum { RUNES = 300, TITLE = 18, GUESSES = 2000 };

static uint64_t seed = 9;

static uint32_t dice(uint32_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((seed >> 33) % n);
}

/* Of this process: the one thread works, and what else the machine does is not its time. */
static double now_s(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

/* A fifth of the words is the class's own; the others everybody's, the first ones most often. */
static struct str text_of(struct arena *arena, int32_t label, int runes)
{
    struct buf text;
    buf_init(&text, arena, (size_t)runes * 4 + 8);
    for (int i = 0; i < runes; i += 2) {
        uint32_t word =
            dice(5) ? dice(1 + dice(1 + dice(6000))) : 6000 + (uint32_t)label * 60 + dice(60);
        utf8_add(&text, 0x4E00 + word * 7 % 3500);
        utf8_add(&text, 0x4E00 + word * 13 % 3400);
    }
    return buf_str(&text);
}

static void learn(size_t n, int32_t labels)
{
    struct arena arena, scratch;
    const struct classify_model *model;
    arena_init(&arena, (size_t)4 << 30);
    arena_init(&scratch, (size_t)1 << 30);
    struct classify_doc *docs = ARENA_ARRAY(&arena, struct classify_doc, n);
    for (size_t i = 0; i < n; i++) {
        int32_t label = (int32_t)dice((uint32_t)labels);
        docs[i] = (struct classify_doc){text_of(&arena, label, TITLE),
                                        text_of(&arena, label, RUNES), label};
    }
    double from = now_s();
    IS_INT(classify_train(&arena, docs, n, NULL, 0, labels, &model), ERR_OK);
    double train = now_s() - from;
    int64_t right = 0;
    from = now_s();
    for (int i = 0; i < GUESSES; i++) {
        struct arena_mark mark = arena_mark(&scratch);
        struct classify_guess guess;
        const struct classify_doc *d = &docs[(size_t)i % n];
        classify_guess(model, &scratch, d->title, d->body, &guess);
        right += guess.label == d->label;
        arena_reset(&scratch, mark);
    }
    double each = (now_s() - from) / GUESSES;
    printf("# %zu texts of %d characters, %d classes: trained in %.2f s; one guess %.0f us\n", n,
           RUNES, labels, train, each * 1e6);
    OK(right > GUESSES * 9 / 10, "it has learned something");
    OK(train * 10000 / (double)n < 5, "10,000 texts in under 5 s");
    OK(each < 1e-3, "a guess in under a millisecond");
    arena_release(&arena);
    arena_release(&scratch);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? (size_t)atoll(argv[1]) : 10000;
    tap_begin("classify");
    learn(n, 7);
    learn(n, 20);
    tap_done();
    return tap_end();
}
