#include "app/modules.h"
#include "app/options.h"
#include "app/show.h"
#include "base/buf.h"
#include "base/tap.h"
#include "core/module.h"
#include "web/route.h"

#include <stdlib.h>
#include <string.h>

static struct arena arena;

struct find_in {
    struct str from, to, text;
    struct form_texts tags;
    bool overdue;
};

static const struct field fields[] = {
    FORM_TEXT(struct find_in, from, "起", 10, FORM_REQUIRED),
    FORM_TEXT(struct find_in, to, "止", 10, 0),
    FORM_TEXT(struct find_in, text, T("文字"), 100, 0),
    FORM_TEXTS(struct find_in, tags, "标签", 5, 0),
    FORM_BOOL(struct find_in, overdue, T("超期"), 0),
};
static const struct form form = FORM(fields, struct find_in);

/* Words to pairs, as "name=value name=value"; the error's message when they are refused. */
static struct str pairs_of(const char *positional, int n, char **words)
{
    struct options options;
    struct error error = {0};
    struct form_pairs pairs;
    struct buf out;
    buf_init(&out, &arena, 4096);
    if (options_parse(&arena, n, words, &options, &error) ||
        options_pairs(&arena, &options, 0, &form, positional, &pairs, &error))
        return str_from(error.message);
    for (size_t i = 0; i < pairs.n; i++)
        buf_print(&out, "%s%.*s=%.*s", i ? " " : "", STR_ARG(pairs.at[i].name),
                  STR_ARG(pairs.at[i].value));
    return buf_str(&out);
}

#define PAIRS(positional, ...)                                                                     \
    pairs_of((positional), (int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)),                \
             (char *[]){__VA_ARGS__})

static void options_stand_anywhere(void)
{
    struct options o;
    struct error error = {0};
    char *words[] = {"matter", "--format=csv", "list", "--data", "/srv/park", "--as", "wang"};
    IS_INT(options_parse(&arena, 7, words, &o, &error), ERR_OK);
    IS_INT(o.n, 2);
    IS_INT(o.format, FORMAT_CSV);
    IS_STR(str_from(o.data), STR("/srv/park"));
    IS_STR(str_from(o.as), STR("wang"));
}

static void bad_options_are_named(void)
{
    struct options o;
    struct error error = {0};
    char *format[] = {"list", "--format", "xml"}, *bare[] = {"list", "--data"};
    IS_INT(options_parse(&arena, 3, format, &o, &error), ERR_INVALID);
    IS_STR(error.detail, STR("xml"));
    error_clear(&error);
    IS_INT(options_parse(&arena, 2, bare, &o, &error), ERR_INVALID);
}

static void words_become_pairs(void)
{
    IS_STR(PAIRS("from to", "a", "b", "--text", "x y"), STR("from=a to=b text=x y"));
    IS_STR(PAIRS("from", "--overdue", "a"), STR("overdue=1 from=a"));
    IS_STR(PAIRS("from tags", "a", "b", "c"), STR("from=a tags=b tags=c"));
    IS_STR(PAIRS("from", "--", "--text"), STR("from=--text"));
    IS_STR(PAIRS(NULL, "--text=a=b"), STR("text=a=b"));
}

static void slips_are_not_passed_over(void)
{
    IS_STR(PAIRS("from", "a", "b"), STR("多了一个词：{}"));
    IS_STR(PAIRS("from", "--nosuch", "1"), STR("没有这个选项"));
    IS_STR(PAIRS("from", "a", "--text"), STR("这个选项后面要有一个值"));
}

/* What show_json writes, read back. */
static struct str shown(struct str json, enum format format)
{
    struct error error = {0};
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);
    IS_INT(show_json(&arena, json, format, out, &error), ERR_OK);
    fclose(out);
    arena_defer(&arena, free, bytes);
    return (struct str){arena_copy(&arena, bytes, size), size};
}

static struct str checked(int n, char **words)
{
    struct options options;
    struct error error = {0};
    IS_INT(options_parse(&arena, n, words, &options, &error), ERR_OK);
    return options_check(&options, "--against= --drill", 1, &error) ? str_from(error.message)
                                                                    : STR("ok");
}

#define CHECKED(...)                                                                               \
    checked((int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)), (char *[]){__VA_ARGS__})

/* "verify --against" without a checkpoint must not say that all is well. */
static void commands_by_hand_know_their_options(void)
{
    IS_STR(CHECKED("file", "--against", "x", "--drill"), STR("ok"));
    IS_STR(CHECKED("--against=x", "file"), STR("ok"));
    IS_STR(CHECKED("--", "file"), STR("ok"));
    IS_STR(CHECKED("--against"), STR("这个选项后面要有一个值"));
    IS_STR(CHECKED("--against="), STR("这个选项后面要有一个值"));
    IS_STR(CHECKED("--against", ""), STR("这个选项后面要有一个值"));
    IS_STR(CHECKED("--bogus"), STR("没有这个选项"));
    IS_STR(CHECKED("--drill=1"), STR("没有这个选项"));
    IS_STR(CHECKED("file", "more"), STR("多了一个词：{}"));
}

static void lists_become_tables(void)
{
    struct str json =
        STR("{\"total\":2,\"rows\":[{\"n\":1,\"s\":\"甲\"},{\"n\":22,\"s\":\"a,\\\"b\\\"\"}]}");
    IS_STR(shown(json, FORMAT_CSV), STR("n,s\r\n1,甲\r\n22,\"a,\"\"b\"\"\"\r\n"));
    IS_STR(shown(json, FORMAT_TEXT), STR("total: 2\nrows:\nn   s\n1   甲\n22  a,\"b\"\n"));
    IS_STR(shown(STR("[]"), FORMAT_CSV), STR(""));
}

/* A page that anybody may ask for and that counts a year is a worker's, not the sockets' thread's.
 */
static void the_public_count_is_a_workers(void)
{
    const struct route *found = NULL;
    for (size_t m = 0; modules[m]; m++)
        for (size_t i = 0; i < modules[m]->page_n; i++)
            if (strcmp(modules[m]->pages[i].name, "matter_published") == 0)
                found = &modules[m]->pages[i];
    OK(found && found->flags & ROUTE_SLOW, "/published is handed to a worker");
}

int main(void)
{
    arena_init(&arena, (size_t)64 << 20);
    unsetenv("LIANYUAN_DATA");
    RUN(options_stand_anywhere);
    RUN(bad_options_are_named);
    RUN(words_become_pairs);
    RUN(slips_are_not_passed_over);
    RUN(commands_by_hand_know_their_options);
    RUN(lists_become_tables);
    RUN(the_public_count_is_a_workers);
    arena_release(&arena);
    return tap_end();
}
