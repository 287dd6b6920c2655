/*
 * lianyuan classify evaluate FILE --text COL,COL --label COL [--folds 10] [--seed 1]
 * lianyuan classify duplicates FILE --text COL[,COL]
 * lianyuan classify topics FILE --text COL[,COL]
 *
 * FILE is any sheet (xlsx, csv, tsv) whose first row names its columns. No park is needed: these
 * commands measure the engine on a set of texts. Row numbers are those of the sheet.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/command.h"
#include "app/show.h"
#include "base/json.h"
#include "base/map.h"
#include "base/vec.h"
#include "engine/classify/evaluate.h"
#include "engine/classify/likeness.h"
#include "engine/classify/prior.h"
#include "engine/classify/topics.h"
#include "report/sheet.h"

#define CLASSIFY_ARENA_MAX ((size_t)8 << 30)

enum { CLASSIFY_FILE_MAX = 256 * 1024 * 1024, CLASSIFY_COLUMNS_MAX = 8 };

/* The columns that the options name, in every row of the file. */
struct table {
    VEC(int64_t) row;
    VEC(struct str) text[CLASSIFY_COLUMNS_MAX];
    size_t columns;
};

static enum err find_columns(struct arena *arena, const struct sheet_row *head, struct str names,
                             size_t *out_at, size_t *out_n, struct error *error)
{
    struct str name;
    *out_n = 0;
    while (str_cut(&names, ',', &name)) {
        size_t at = SIZE_MAX;
        for (size_t i = 0; i < head->n && at == SIZE_MAX; i++)
            if (str_eq(str_trim(sheet_text(arena, &head->at[i])), str_trim(name)))
                at = i;
        if (at == SIZE_MAX)
            return error_set(error, ERR_INVALID, STR_NULL, T("表里没有这一列：{}"), name);
        if (*out_n == CLASSIFY_COLUMNS_MAX)
            return error_set(error, ERR_LIMIT, STR_NULL, T("列太多"), STR_NULL);
        out_at[(*out_n)++] = at;
    }
    return ERR_OK;
}

static enum err read_table(struct arena *arena, const char *path, struct str names,
                           struct table *out, struct error *error)
{
    struct source source;
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_row row;
    size_t at[CLASSIFY_COLUMNS_MAX];
    *out = (struct table){0};
    enum err e = source_open(arena, path, CLASSIFY_FILE_MAX, &source, error);
    if (!e)
        e = sheet_open(arena, &source, &book, error);
    if (!e)
        e = sheet_begin(book, 0, &sheet, error);
    if (!e)
        e = sheet_next(sheet, &row, error);
    if (!e)
        e = find_columns(arena, &row, names, at, &out->columns, error);
    while (!e && !(e = sheet_next(sheet, &row, error)) && row.n) {
        *VEC_ADD(arena, &out->row) = row.number;
        for (size_t c = 0; c < out->columns; c++) {
            struct sheet_cell cell = sheet_at(&row, at[c]);
            *VEC_ADD(arena, &out->text[c]) = str_dup(arena, sheet_text(arena, &cell));
        }
    }
    return e;
}

static struct str title_of(const struct table *t, size_t texts, size_t i)
{
    return texts > 1 ? t->text[0].at[i] : STR("");
}

/* The first text column is the title when there are several; the others are the body. */
static struct str body_of(struct arena *arena, const struct table *t, size_t texts, size_t i)
{
    struct str body = texts > 1 ? t->text[1].at[i] : t->text[0].at[i];
    for (size_t c = 2; c < texts; c++)
        body = str_print(arena, "%.*s\n%.*s", STR_ARG(body), STR_ARG(t->text[c].at[i]));
    return body;
}

/* --- evaluate ----------------------------------------------------------------------------------
 */

struct labelled {
    VEC(struct classify_doc) docs;
    VEC(struct str) names;
    VEC(struct classify_words) words;
};

static struct labelled label_rows(struct arena *arena, const struct table *t)
{
    struct labelled l = {0};
    struct map numbers = {0};
    size_t texts = t->columns - 1;
    for (size_t i = 0; i < t->row.n; i++) {
        struct str name = str_trim(t->text[texts].at[i]);
        if (str_empty(name))
            continue;
        int32_t *number = map_get(&numbers, name);
        if (!number) {
            number = ARENA_NEW(arena, int32_t);
            *number = (int32_t)l.names.n;
            map_put(arena, &numbers, name, number);
            *VEC_ADD(arena, &l.names) = name;
            if (!str_null(classify_prior(name)))
                *VEC_ADD(arena, &l.words) = (struct classify_words){*number, classify_prior(name)};
        }
        *VEC_ADD(arena, &l.docs) =
            (struct classify_doc){title_of(t, texts, i), body_of(arena, t, texts, i), *number};
    }
    return l;
}

static double monotonic_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void put_steps(struct json_out *j, const struct evaluate_report *r)
{
    json_open(j, "confidence", '[');
    for (int s = 0; s < EVALUATE_STEPS; s++) {
        json_open(j, NULL, '{');
        json_put_real(j, "at_least", (double)s / EVALUATE_STEPS);
        json_put_int(j, "proposed", r->at_least[s]);
        json_put_int(j, "right", r->right_at_least[s]);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_report(struct json_out *j, const struct labelled *l,
                       const struct evaluate_report *r)
{
    json_open(j, NULL, '{');
    json_put_int(j, "texts", r->texts);
    json_put_int(j, "labels", (int64_t)l->names.n);
    json_put_int(j, "labels_with_known_words", (int64_t)l->words.n);
    json_put_real(j, "accuracy", r->accuracy);
    json_put_real(j, "macro_f1", r->macro_f1);
    json_put_real(j, "peer_accuracy", r->peer_accuracy);
    json_put_real(j, "peer_macro_f1", r->peer_macro_f1);
    json_put_real(j, "train_s", r->train_s);
    json_put_real(j, "guess_us", r->guess_us);
    json_put_real(j, "threshold_at_precision_0.8", r->threshold);
    json_open(j, "classes", '[');
    for (size_t c = 0; c < l->names.n; c++) {
        json_open(j, NULL, '{');
        json_put_str(j, "label", l->names.at[c]);
        json_put_int(j, "texts", r->classes[c].texts);
        json_put_int(j, "guessed", r->classes[c].guessed);
        json_put_int(j, "right", r->classes[c].right);
        json_put_real(j, "precision", r->classes[c].precision);
        json_put_real(j, "recall", r->classes[c].recall);
        json_put_real(j, "f1", r->classes[c].f1);
        json_close(j, '}');
    }
    json_close(j, ']');
    put_steps(j, r);
    json_close(j, '}');
}

static enum err option_number(const struct options *options, const char *name, int64_t otherwise,
                              int64_t *out, struct error *error)
{
    const char *given = command_option(options, name);
    *out = otherwise;
    if (given && (!str_int(str_from(given), out) || *out < 0))
        return error_set(error, ERR_INVALID, str_from(name), T("这里要一个数"), STR_NULL);
    return ERR_OK;
}

static enum err evaluate(struct arena *arena, const struct options *options, const char *path,
                         struct buf *out, struct error *error)
{
    struct table table;
    struct evaluate_report report;
    int64_t folds, seed;
    const char *text = command_option(options, "--text"),
               *label = command_option(options, "--label");
    enum err e = ERR_OK;
    if (!path || !text || !label)
        return error_set(error, ERR_INVALID, STR_NULL,
                         T("请写明文件、--text 列（可多列，逗号分开）和 --label 列"), STR_NULL);
    e = option_number(options, "--folds", 10, &folds, error);
    if (!e)
        e = option_number(options, "--seed", 1, &seed, error);
    if (!e)
        e = read_table(arena, path, str_print(arena, "%s,%s", text, label), &table, error);
    if (e)
        return e;
    struct labelled l = label_rows(arena, &table);
    struct evaluate_config config = {(int32_t)(folds > EVALUATE_FOLDS_MAX ? -1 : folds),
                                     (uint64_t)seed, monotonic_s};
    e = classify_evaluate(arena, l.docs.at, l.docs.n, l.words.at, l.words.n, (int32_t)l.names.n,
                          &config, &report);
    if (e)
        return error_set(error, e, STR_NULL,
                         T("要有两类以上的文本，折数在 2 到 50 之间且不多于文本数"), STR_NULL);
    struct json_out j = json_to(out);
    put_report(&j, &l, &report);
    return ERR_OK;
}

/* --- duplicates and topics ----------------------------------------------------------------------
 */

static enum err read_texts(struct arena *arena, const struct options *options, const char *path,
                           struct table *out, struct error *error)
{
    const char *text = command_option(options, "--text");
    if (!path || !text)
        return error_set(error, ERR_INVALID, STR_NULL, T("请写明文件和 --text 列"), STR_NULL);
    return read_table(arena, path, str_from(text), out, error);
}

static void put_rows(struct json_out *j, const struct table *t, const uint32_t *at, size_t n)
{
    json_put_int(j, "texts", (int64_t)n);
    json_open(j, "rows", '[');
    for (size_t i = 0; i < n; i++)
        json_put_int(j, NULL, t->row.at[at[i]]);
    json_close(j, ']');
}

static enum err duplicates(struct arena *arena, const struct options *options, const char *path,
                           struct buf *out, struct error *error)
{
    struct table table;
    struct likeness_group *groups;
    size_t n;
    enum err e = read_texts(arena, options, path, &table, error);
    if (e)
        return e;
    struct str *texts = ARENA_ARRAY(arena, struct str, table.row.n + 1);
    for (size_t i = 0; i < table.row.n; i++)
        texts[i] = body_of(arena, &table, table.columns, i);
    e = likeness_groups(arena, texts, table.row.n, &groups, &n);
    if (e)
        return error_set(error, e, STR_NULL, T("文本太多"), STR_NULL);
    struct json_out j = json_to(out);
    json_open(&j, NULL, '[');
    for (size_t g = 0; g < n; g++) {
        json_open(&j, NULL, '{');
        json_put_bool(&j, "equal", groups[g].equal);
        put_rows(&j, &table, groups[g].at, groups[g].n);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

static enum err topics(struct arena *arena, const struct options *options, const char *path,
                       struct buf *out, struct error *error)
{
    struct table table;
    struct topic *found;
    size_t n;
    enum err e = read_texts(arena, options, path, &table, error);
    if (e)
        return e;
    struct classify_doc *docs = ARENA_ARRAY(arena, struct classify_doc, table.row.n + 1);
    for (size_t i = 0; i < table.row.n; i++)
        docs[i] = (struct classify_doc){title_of(&table, table.columns, i),
                                        body_of(arena, &table, table.columns, i), 0};
    e = topics_find(arena, docs, table.row.n, &found, &n);
    if (e)
        return error_set(error, e, STR_NULL, T("文本太多"), STR_NULL);
    struct json_out j = json_to(out);
    json_open(&j, NULL, '[');
    for (size_t t = 0; t < n; t++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "name", found[t].name);
        put_rows(&j, &table, found[t].at, found[t].n);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

int command_classify(const struct options *options)
{
    static const char *const with_value[] = {"--text", "--label", "--folds", "--seed", NULL};
    const char *what = command_word(options, 0, with_value);
    const char *path = command_word(options, 1, with_value);
    struct arena arena;
    struct buf out;
    struct error error = {0};
    enum err e;
    arena_init(&arena, CLASSIFY_ARENA_MAX);
    buf_init(&out, &arena, SHOW_BYTES_MAX);
    if (what && strcmp(what, "evaluate") == 0)
        e = evaluate(&arena, options, path, &out, &error);
    else if (what && strcmp(what, "duplicates") == 0)
        e = duplicates(&arena, options, path, &out, &error);
    else if (what && strcmp(what, "topics") == 0)
        e = topics(&arena, options, path, &out, &error);
    else
        e = error_set(&error, ERR_INVALID, STR("classify"),
                      T("请写 classify evaluate、classify duplicates 或 classify topics"),
                      STR_NULL);
    if (!e)
        e = show_json(&arena, buf_str(&out),
                      options->format == FORMAT_UNSET ? FORMAT_JSON : options->format, stdout,
                      &error);
    int status = e ? command_fail(&error, options) : 0;
    arena_release(&arena);
    return status;
}
