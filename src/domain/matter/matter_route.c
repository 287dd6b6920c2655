/* Learning from closed matters, and proposing (matter_route.h). */
#include "domain/matter/matter_route.h"

#include "base/utf8.h"
#include "core/org.h"
#include "domain/matter/matter_case.h"
#include "engine/classify/evaluate.h"
#include "engine/classify/prior.h"
#include "matter_route_query.h"

extern const char matter_words_text[]; /* data/classes/words.txt, embedded */
extern const size_t matter_words_text_size;

/* Classes or departments as labels. */
struct labels {
    int64_t *id; /* by label */
    struct str *name, *words;
    int32_t n;
};

struct skill {
    struct labels labels;
    const struct classify_model *model; /* NULL: nothing is proposed */
    double threshold;
    int64_t guesses, right, texts;
};

struct learned {
    struct skill class, lead;
};

int64_t learned_texts(const struct learned *learned)
{
    return learned ? learned->class.texts : 0;
}

/* Labels -------------------------------------------------------------------------------------- */

static int32_t label_of(const struct labels *labels, int64_t id)
{
    for (int32_t i = 0; id && i < labels->n; i++)
        if (labels->id[i] == id)
            return i;
    return -1;
}

static void labels_room(struct arena *arena, struct labels *labels, size_t n)
{
    *labels =
        (struct labels){ARENA_ARRAY(arena, int64_t, n + 1), ARENA_ARRAY(arena, struct str, n + 1),
                        ARENA_ARRAY(arena, struct str, n + 1), 0};
}

/* What the table says of a class by its full name; STR("") when nothing. */
static struct str table_words(struct str full_name)
{
    struct str rest = {matter_words_text, matter_words_text_size}, line, path;
    while (str_cut(&rest, '\n', &line))
        if (!str_empty(line) && line.ptr[0] != '#' && str_cut(&line, '\t', &path) &&
            str_eq(path, full_name))
            return line;
    return STR("");
}

static struct str words_of(struct arena *arena, const struct sql_matter_class_all_row *class)
{
    struct str prior = classify_prior(class->name);
    return str_print(arena, "%.*s %.*s %.*s", STR_ARG(class->name),
                     STR_ARG(table_words(class->full_name)), STR_ARG(str_or_empty(prior)));
}

/* Live classes that have nothing below them: a parent is chosen by its children. */
static enum err class_labels(struct ctx *ctx, struct labels *out)
{
    struct sql_matter_class_all_row *rows;
    size_t n;
    enum err e = sql_matter_class_all(ctx->db, ctx->arena,
                                      &(struct sql_matter_class_all_in){ctx->park, {0}}, &rows, &n);
    if (e)
        return e;
    labels_room(ctx->arena, out, n);
    for (size_t i = 0; i < n && out->n < CLASSIFY_LABELS_MAX; i++) {
        bool parent = i + 1 < n && str_starts(rows[i + 1].path, rows[i].path);
        if (rows[i].state != MATTER_CLASS_LIVE || parent)
            continue;
        out->id[out->n] = rows[i].id.n;
        out->name[out->n] = rows[i].full_name;
        out->words[out->n++] = words_of(ctx->arena, &rows[i]);
    }
    return ERR_OK;
}

static enum err lead_labels(struct ctx *ctx, struct labels *out)
{
    struct org *orgs;
    size_t n;
    struct str next;
    struct org_query query = {
        .kind = ORG_DEPARTMENT, .state = ORG_ACTIVE, .words = STR_NULL, .limit = 500};
    enum err e = org_list(ctx, &query, &orgs, &n, &next);
    if (e)
        return e;
    labels_room(ctx->arena, out, n);
    for (size_t i = 0; i < n; i++) {
        out->id[out->n] = orgs[i].id.n;
        out->name[out->n] = org_called(&orgs[i]);
        out->words[out->n++] = STR("");
    }
    return ERR_OK;
}

/* Learning ------------------------------------------------------------------------------------ */

static size_t texts_of(struct arena *arena, const struct sql_learn_texts_row *rows, size_t n,
                       const struct labels *labels, bool lead, struct classify_doc **out)
{
    size_t kept = 0;
    *out = ARENA_ARRAY(arena, struct classify_doc, n + 1);
    for (size_t i = 0; i < n; i++) {
        int32_t label = label_of(labels, lead ? rows[i].lead : rows[i].class);
        if (label >= 0)
            (*out)[kept++] = (struct classify_doc){rows[i].title, rows[i].body, label};
    }
    return kept;
}

static size_t known_words(struct arena *arena, const struct labels *labels,
                          struct classify_words **out)
{
    size_t n = 0;
    *out = ARENA_ARRAY(arena, struct classify_words, (size_t)labels->n + 1);
    for (int32_t i = 0; i < labels->n; i++)
        if (!str_empty(labels->words[i]))
            (*out)[n++] = (struct classify_words){i, labels->words[i]};
    return n;
}

/* Too few, or all of one label: nothing is learned, and that is no error. */
static enum err learn(struct ctx *ctx, const struct evaluate_config *config,
                      const struct sql_learn_texts_row *rows, size_t row_n, bool lead,
                      struct skill *out)
{
    struct classify_doc *docs;
    struct classify_words *words;
    struct evaluate_report report;
    size_t n = texts_of(ctx->arena, rows, row_n, &out->labels, lead, &docs);
    size_t word_n = known_words(ctx->arena, &out->labels, &words);
    if (n < LEARN_LEAST)
        return ERR_OK;
    size_t measured = n < LEARN_MEASURED_MAX ? n : LEARN_MEASURED_MAX;
    enum err e = classify_evaluate(ctx->arena, docs, measured, words, word_n, out->labels.n, config,
                                   &report);
    if (e || report.sure < LEARN_SURE_LEAST)
        return e == ERR_INVALID ? ERR_OK : e;
    out->threshold = report.threshold;
    out->guesses = report.sure;
    out->right = report.sure_right;
    out->texts = (int64_t)n;
    return classify_train(ctx->arena, docs, n, words, word_n, out->labels.n, &out->model);
}

enum err learned_make(struct ctx *ctx, bool (*stop)(const void *arg), const void *arg,
                      const struct learned **out)
{
    struct evaluate_config config = {
        .folds = LEARN_FOLDS, .seed = 1, .stop = stop, .stop_arg = arg};
    struct learned *l = ARENA_NEW(ctx->arena, struct learned);
    struct sql_learn_texts_row *rows;
    size_t n;
    enum err e = class_labels(ctx, &l->class.labels);
    if (!e)
        e = lead_labels(ctx, &l->lead.labels);
    if (!e)
        e = sql_learn_texts(ctx->db, ctx->arena,
                            &(struct sql_learn_texts_in){ctx->park, LEARN_TEXTS_MAX}, &rows, &n);
    if (!e)
        e = learn(ctx, &config, rows, n, false, &l->class);
    if (!e)
        e = learn(ctx, &config, rows, n, true, &l->lead);
    *out = l;
    return e;
}

/* Proposing ----------------------------------------------------------------------------------- */

static void guess(const struct skill *skill, struct ctx *ctx, struct str title, struct str text,
                  struct matter_guess *out)
{
    struct classify_guess g;
    *out = (struct matter_guess){.name = STR(""), .words = STR("")};
    if (!skill->model)
        return;
    classify_guess(skill->model, ctx->arena, title, text, &g);
    if (g.confidence < skill->threshold || g.confidence < PROPOSE_SURE)
        return;
    *out = (struct matter_guess){.id = skill->labels.id[g.label],
                                 .name = skill->labels.name[g.label],
                                 .confidence = g.confidence,
                                 .guesses = skill->guesses,
                                 .right = skill->right,
                                 .texts = skill->texts,
                                 .words = STR("")};
}

/* How many of a class's words stand in the text; a word inside a longer one that was seen does not
 * count again ("供水" in "二次供水" would). */
static int64_t seen_words(struct ctx *ctx, struct str words, struct str text, struct str *out_seen)
{
    struct buf seen;
    struct str rest = words, word;
    int64_t n = 0;
    buf_init(&seen, ctx->arena, 512);
    while (str_cut(&rest, ' ', &word)) {
        if (str_empty(word) || !str_has(text, word) || str_has(buf_str(&seen), word))
            continue;
        if (seen.len)
            buf_add(&seen, STR("、"));
        buf_add(&seen, word);
        n++;
    }
    *out_seen = buf_str(&seen);
    return n;
}

static void guess_by_words(const struct labels *labels, struct ctx *ctx, struct str title,
                           struct str text, struct matter_guess *out)
{
    struct str all = str_print(ctx->arena, "%.*s\n%.*s", STR_ARG(title), STR_ARG(text)), seen;
    int64_t best = 0, second = 0;
    for (int32_t i = 0; i < labels->n; i++) {
        int64_t n = seen_words(ctx, labels->words[i], all, &seen);
        if (n > best) {
            second = best;
            best = n;
            *out =
                (struct matter_guess){.id = labels->id[i], .name = labels->name[i], .words = seen};
        } else if (n > second) {
            second = n;
        }
    }
    if (best < PROPOSE_WORDS_LEAST || best < 2 * second)
        *out = (struct matter_guess){.name = STR(""), .words = STR("")};
}

enum err matter_propose(struct ctx *ctx, struct str title, struct str text,
                        struct matter_proposal *out)
{
    *out = (struct matter_proposal){.class = {.name = STR("")}, .lead = {.name = STR("")}};
    if (utf8_count(title) + utf8_count(text) < PROPOSE_RUNES_LEAST)
        return ERR_OK;
    enum err e = ctx->learned ? ERR_OK : learned_make(ctx, NULL, NULL, &ctx->learned);
    if (e)
        return e;
    const struct learned *l = ctx->learned;
    guess(&l->class, ctx, title, text, &out->class);
    guess(&l->lead, ctx, title, text, &out->lead);
    if (!l->class.model)
        guess_by_words(&l->class.labels, ctx, title, text, &out->class);
    return ERR_OK;
}

enum err matter_propose_for(struct ctx *ctx, const struct matter_view *matter,
                            struct matter_proposal *out)
{
    *out = (struct matter_proposal){0};
    if (!ctx->learned) /* a page does not wait for it to be learned */
        return ERR_OK;
    enum err e = matter_propose(ctx, matter->row.title, matter->body, out);
    if (matter->row.class.n)
        out->class.id = 0;
    if (matter->row.lead.n)
        out->lead.id = 0;
    return e;
}
