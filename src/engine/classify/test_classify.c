#include <stdio.h>

#include "base/buf.h"
#include "base/tap.h"
#include "base/utf8.h"
#include "engine/classify/classify.h"
#include "engine/classify/evaluate.h"
#include "engine/classify/likeness.h"
#include "engine/classify/prior.h"

static struct arena arena;
static uint64_t dice;

static uint32_t roll(uint32_t sides)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(dice >> 33) % sides;
}

/* n random characters out of `from` ones. */
static struct str random_text(size_t n, uint32_t from)
{
    struct buf b;
    buf_init(&b, &arena, n * 4 + 4);
    for (size_t i = 0; i < n; i++)
        utf8_add(&b, 0x4E00 + roll(from));
    return buf_str(&b);
}

/* The text with one character in `every` replaced. */
static struct str altered(struct str text, uint32_t every)
{
    struct buf b;
    buf_init(&b, &arena, text.len + 64);
    for (uint32_t r; utf8_next(&text, &r);)
        utf8_add(&b, roll(every) ? r : 0x4E00 + roll(500));
    return buf_str(&b);
}

static void equal_texts_are_all_found(void)
{
    struct str texts[] = {STR("路灯坏了，请修。"), STR("噪音扰民"),   STR("路灯 坏了请修"), STR(""),
                          STR("噪音扰民！"),       STR("ＡＢＣ停车"), STR("abc停车"),       STR(""),
                          STR("另一件事")};
    struct likeness_group *groups;
    size_t n;
    IS_INT(likeness_groups(&arena, texts, 9, &groups, &n), ERR_OK);
    IS_INT(n, 3);
    OK(groups[0].at[0] == 0 && groups[0].at[1] == 2 && groups[0].equal, "punctuation and blanks");
    OK(groups[1].at[0] == 1 && groups[1].at[1] == 4, "again");
    OK(groups[2].at[0] == 5 && groups[2].at[1] == 6, "width and case");
}

enum { TEXTS = 300 };

static uint32_t oracle_root(uint32_t *parent, uint32_t i)
{
    return parent[i] == i ? i : oracle_root(parent, parent[i]);
}

/* Every pair compared with every other: which texts hang together. */
static void oracle(const struct str *texts, uint32_t *parent)
{
    for (uint32_t i = 0; i < TEXTS; i++)
        parent[i] = i;
    for (uint32_t i = 0; i < TEXTS; i++)
        for (uint32_t j = 0; j < i; j++) {
            struct arena_mark mark = arena_mark(&arena);
            if (likeness_share(&arena, texts[i], texts[j]) >= LIKENESS_SHARE) {
                uint32_t a = oracle_root(parent, i), b = oracle_root(parent, j);
                parent[a > b ? a : b] = a > b ? b : a;
            }
            arena_reset(&arena, mark);
        }
}

static void alike_texts_as_the_oracle_finds_them(void)
{
    struct str texts[TEXTS];
    uint32_t parent[TEXTS], size[TEXTS] = {0};
    struct likeness_group *groups;
    size_t n, wanted = 0;
    dice = 7;
    for (size_t i = 0; i < TEXTS; i++)
        texts[i] =
            i < 100 ? random_text(60 + roll(60), 3000) : altered(texts[roll(100)], 25 + roll(60));
    oracle(texts, parent);
    for (uint32_t i = 0; i < TEXTS; i++)
        size[oracle_root(parent, i)]++;
    for (uint32_t i = 0; i < TEXTS; i++)
        wanted += size[i] > 1;
    IS_INT(likeness_groups(&arena, texts, TEXTS, &groups, &n), ERR_OK);
    OK(wanted > 20, "the input has something to find");
    IS_INT(n, wanted);
    for (size_t g = 0; g < n; g++)
        IS_INT(groups[g].n, size[groups[g].at[0]]);
}

/* Two classes that differ in a few words among much noise. */
static struct classify_doc noisy_doc(int32_t label)
{
    static const char *const words[2][3] = {{"停电", "变压器", "电费"}, {"路灯", "修路", "公交"}};
    struct buf b;
    buf_init(&b, &arena, 4096);
    buf_add(&b, random_text(60, 2000));
    buf_add(&b, str_from(words[label][roll(3)]));
    buf_add(&b, random_text(60, 2000));
    return (struct classify_doc){random_text(8, 2000), buf_str(&b), label};
}

static void learns_what_can_be_learned(void)
{
    struct classify_doc docs[400];
    struct evaluate_report r;
    dice = 11;
    for (int i = 0; i < 400; i++)
        docs[i] = noisy_doc(i % 2);
    struct evaluate_config config = {5, 1, NULL};
    IS_INT(classify_evaluate(&arena, docs, 400, NULL, 0, 2, &config, &r), ERR_OK);
    OK(r.accuracy > 0.97, "six words among noise are found");
    for (int i = 0; i < 400; i++)
        docs[i].label = (int32_t)roll(2);
    IS_INT(classify_evaluate(&arena, docs, 400, NULL, 0, 2, &config, &r), ERR_OK);
    OK(r.accuracy > 0.38 && r.accuracy < 0.62, "labels drawn by lot cannot be learned");
    OK(r.at_least[9] < 100, "and the confidence says so");
}

static void same_input_same_model(void)
{
    struct classify_doc docs[60];
    const struct classify_model *a, *b;
    struct classify_guess x, y;
    dice = 3;
    for (int i = 0; i < 60; i++)
        docs[i] = noisy_doc(i % 2);
    IS_INT(classify_train(&arena, docs, 60, NULL, 0, 2, &a), ERR_OK);
    IS_INT(classify_train(&arena, docs, 60, NULL, 0, 2, &b), ERR_OK);
    classify_guess(a, &arena, STR("变压器坏了"), STR("已经停电三天"), &x);
    classify_guess(b, &arena, STR("变压器坏了"), STR("已经停电三天"), &y);
    OK(x.label == 0 && y.label == 0 && x.confidence == y.confidence, "to the bit");
    classify_guess(a, &arena, STR("xyzzy"), STR(""), &x);
    OK(x.confidence == 0 && x.second == -1, "no known term: no confidence");
}

static void refuses_what_cannot_be_trained(void)
{
    struct classify_doc docs[3] = {{STR("a"), STR("b"), 0}, {STR("c"), STR("d"), 0}};
    const struct classify_model *model;
    IS_INT(classify_train(&arena, docs, 2, NULL, 0, 2, &model), ERR_INVALID);
    docs[1].label = 5;
    IS_INT(classify_train(&arena, docs, 2, NULL, 0, 2, &model), ERR_INVALID);
    IS_INT(classify_train(&arena, docs, 2, NULL, 0, CLASSIFY_LABELS_MAX + 1, &model), ERR_LIMIT);
}

static void words_known_beforehand_help_the_first_texts(void)
{
    struct classify_doc docs[] = {{STR("甲"), STR("某事"), 0}, {STR("乙"), STR("某事"), 1}};
    struct classify_words words[] = {{0, classify_prior(STR("环境保护"))},
                                     {1, classify_prior(STR("教育文体"))}};
    const struct classify_model *model;
    struct classify_guess guess;
    OK(str_null(classify_prior(STR("没有这一类"))), "nothing is known of other classes");
    IS_INT(classify_train(&arena, docs, 2, words, 2, 2, &model), ERR_OK);
    classify_guess(model, &arena, STR("工厂废气异味"), STR("夜里排放，臭气难闻"), &guess);
    IS_INT(guess.label, 0);
    classify_guess(model, &arena, STR("小学入学"), STR("孩子的学位还没有着落"), &guess);
    IS_INT(guess.label, 1);
}

int main(void)
{
    arena_init(&arena, (size_t)1 << 30);
    RUN(equal_texts_are_all_found);
    RUN(alike_texts_as_the_oracle_finds_them);
    RUN(learns_what_can_be_learned);
    RUN(same_input_same_model);
    RUN(refuses_what_cannot_be_trained);
    RUN(words_known_beforehand_help_the_first_texts);
    arena_release(&arena);
    return tap_end();
}
