/* Outside bytes as an urlencoded body into a declared form with one field of every type. What is
 * decoded must come back from form_encode the same. */
#include <assert.h>
#include <string.h>

#include "base/form.h"
#include "base/pairs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct in {
    struct str title, text, secret;
    int64_t n, id, choice;
    bool yes;
    int32_t day;
    struct form_texts texts;
    struct form_ids ids, files;
};

static const struct form_choice choices[] = {{"one", "一", 1}, {"two", "二", 2}, {NULL, NULL, 0}};
static const struct field fields[] = {
    FORM_TEXT(struct in, title, "标题", 20, FORM_REQUIRED),
    FORM_TEXT(struct in, text, "正文", 200, FORM_LINES),
    FORM_SECRET(struct in, secret, "密码", 20, 0),
    FORM_INT(struct in, n, "数", -5, 100, 0),
    FORM_ID(struct in, id, "事项", 0),
    FORM_CHOICE(struct in, choice, "选择", choices, 0),
    FORM_BOOL(struct in, yes, "是", 0),
    FORM_DAY(struct in, day, "日期", 0),
    FORM_TEXTS(struct in, texts, "多行", 10, 0),
    FORM_IDS(struct in, ids, "多项", 0),
    FORM_FILES(struct in, files, "文件", 5, 0),
};
static const struct form form = FORM(fields, struct in);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct form_pairs pairs;
    arena_init(&arena, 64 << 20);
    if (pairs_parse(&arena, (struct str){(const char *)data, size}, &pairs) == ERR_OK) {
        struct in in, again;
        struct form_errors errors = {0}, more = {0};
        enum err e = form_decode(&arena, &form, pairs, &in, &errors);
        assert((e == ERR_OK) == (errors.n == 0));
        if (e == ERR_OK) {
            struct form_pairs back = form_encode(&arena, &form, &in);
            assert(form_decode(&arena, &form, back, &again, &more) == ERR_OK);
            assert(str_eq(in.title, again.title) && str_eq(in.text, again.text));
            assert(in.n == again.n && in.id == again.id && in.day == again.day);
            assert(in.choice == again.choice && in.yes == again.yes);
            assert(in.ids.n == again.ids.n && in.texts.n == again.texts.n);
        }
    }
    arena_release(&arena);
    return 0;
}
