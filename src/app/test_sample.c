/* The sample park's texts hold together: every class, department and place that they name exists.
 */
#include "app/sample_text.h"
#include "base/tap.h"

static struct arena arena;
static struct sample_texts texts;

static bool has_department(struct str name)
{
    for (size_t i = 0; i < texts.departments.n; i++)
        if (str_eq(texts.departments.at[i].name, name))
            return true;
    return false;
}

static bool has_class(struct str path)
{
    for (size_t i = 0; i < texts.classes.n; i++)
        if (str_eq(texts.classes.at[i].path, path))
            return true;
    return false;
}

static void texts_are_read(void)
{
    struct error error = {0};
    IS_INT(sample_read(&arena, sample_park_text(), sample_requests_text(), &texts, &error), ERR_OK);
    IS_STR(error.detail, STR_NULL);
    OK(texts.departments.n >= 8, "at least 8 departments");
    OK(texts.firms.n >= 60, "at least 60 firms");
    OK(texts.requests.n >= 80, "at least 80 different requests");
    IS_INT(texts.zones.n, 4);
}

static void requests_name_what_exists(void)
{
    for (size_t i = 0; i < texts.requests.n; i++) {
        const struct sample_request *r = &texts.requests.at[i];
        struct str helpers = r->helpers;
        OK(has_class(r->class), str_c(&arena, r->class));
        OK(has_department(r->lead), str_c(&arena, r->lead));
        for (size_t at = 0; at < helpers.len;) {
            size_t end = str_find(helpers, STR("、"), at);
            struct str name = str_slice(helpers, at, end == SIZE_MAX ? helpers.len : end);
            OK(has_department(name), str_c(&arena, name));
            at = end == SIZE_MAX ? helpers.len : end + sizeof "、" - 1;
        }
        OK(!str_empty(r->title) && !str_empty(r->body) && !str_empty(r->answer) &&
               !str_empty(r->result),
           str_c(&arena, r->title));
    }
}

/* Whatever the dice say: no brace is left, and the same name has the same value throughout. */
static void places_are_filled(void)
{
    struct dice dice = {1};
    for (size_t i = 0; i < texts.requests.n * 20; i++) {
        const struct sample_request *r = &texts.requests.at[i % texts.requests.n];
        const struct sample_firm *firm = &texts.firms.at[i % texts.firms.n];
        struct sample_chosen chosen = {0};
        struct str title = sample_expand(&arena, &dice, firm, &chosen, r->title);
        struct str body = sample_expand(&arena, &dice, firm, &chosen, r->body);
        struct str answer = sample_expand(&arena, &dice, firm, &chosen, r->answer);
        OK(!str_has(title, STR("{")) && !str_has(body, STR("{")) && !str_has(answer, STR("{")),
           str_c(&arena, body));
        OK(title.len <= 3 * MATTER_TITLE_MAX, "the title fits");
    }
    struct sample_chosen chosen = {0};
    struct str twice =
        sample_expand(&arena, &dice, &texts.firms.at[0], &chosen, STR("{n:1|2|3}{n}"));
    IS_INT(twice.len, 2);
    IS_INT(twice.ptr[0], twice.ptr[1]);
}

static void bad_lines_are_named(void)
{
    struct sample_texts out;
    struct error error = {0};
    IS_INT(sample_read(&arena, STR("park\tx\nzoo\ty\n"), STR(""), &out, &error), ERR_INVALID);
    IS_STR(error.detail, STR("park.txt:2"));
    error_clear(&error);
    IS_INT(sample_read(&arena, STR(""), STR("\n# a | soon | b\n"), &out, &error), ERR_INVALID);
    IS_STR(error.detail, STR("requests.txt:2"));
}

int main(void)
{
    arena_init(&arena, 64 * 1024 * 1024);
    RUN(texts_are_read);
    RUN(requests_name_what_exists);
    RUN(places_are_filled);
    RUN(bad_lines_are_named);
    arena_release(&arena);
    return tap_end();
}
