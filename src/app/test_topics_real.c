/* Stories in real messages, where the file is beside the checkout: whoever names the place or the
 * trouble of a story is in its topic, and hardly anybody else is. */
#include <stdio.h>

#include "base/fs.h"
#include "base/source.h"
#include "base/tap.h"
#include "base/vec.h"
#include "engine/classify/topics.h"
#include "report/sheet.h"

#define REAL "shared/data/matters/fj3_hot_topics_sample.xlsx"

enum { FILE_MAX = 64 * 1024 * 1024, TITLE = 2, BODY = 4 }; /* columns, from 0 */

static struct arena arena;
static VEC(struct classify_doc) docs;

static void read_messages(const char *path)
{
    struct source source;
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_row row;
    struct error error = {0};
    IS_INT(source_open(&arena, path, FILE_MAX, &source, &error), ERR_OK);
    IS_INT(sheet_open(&arena, &source, &book, &error), ERR_OK);
    IS_INT(sheet_begin(book, 0, &sheet, &error), ERR_OK);
    IS_INT(sheet_next(sheet, &row, &error), ERR_OK); /* the head */
    while (!sheet_next(sheet, &row, &error) && row.n) {
        struct sheet_cell title = sheet_at(&row, TITLE), body = sheet_at(&row, BODY);
        *VEC_ADD(&arena, &docs) =
            (struct classify_doc){str_dup(&arena, sheet_text(&arena, &title)),
                                  str_dup(&arena, sheet_text(&arena, &body)), 0};
    }
}

static bool tells(size_t i, struct str of)
{
    return str_has(docs.at[i].title, of) || str_has(docs.at[i].body, of);
}

static void check_story(const struct topic *topics, size_t n, struct str of)
{
    size_t all = 0, best = 0, size = 1;
    for (size_t i = 0; i < docs.n; i++)
        all += tells(i, of);
    for (size_t t = 0; t < n; t++) {
        size_t found = 0;
        for (size_t i = 0; i < topics[t].n; i++)
            found += tells(topics[t].at[i], of);
        if (found > best) {
            best = found;
            size = topics[t].n;
        }
    }
    printf("# %.*s: %zu texts, %zu of them in a topic of %zu\n", STR_ARG(of), all, best, size);
    OK(all >= 5, "it is a story");
    OK(best * 100 >= all * 95, "recall 0.95");
    OK(best * 100 >= size * 90, "precision 0.9");
}

static void the_two_stories_of_a_real_sample(void)
{
    struct topic *topics;
    size_t n;
    IS_INT(topics_find(&arena, docs.at, docs.n, &topics, &n), ERR_OK);
    check_story(topics, n, STR("魅力之城"));
    check_story(topics, n, STR("经济学院"));
}

int main(void)
{
    static const char *const places[] = {"../" REAL, "../../" REAL, "../../../" REAL};
    arena_init(&arena, (size_t)1 << 30);
    for (size_t i = 0; i < 3 && !docs.n; i++)
        if (fs_exists(&arena, str_from(places[i])))
            read_messages(places[i]);
    if (docs.n)
        RUN(the_two_stories_of_a_real_sample);
    else
        tap_skip("the_two_stories_of_a_real_sample", "../shared is not there");
    arena_release(&arena);
    return tap_end();
}
