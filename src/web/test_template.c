/* The templates in tool/tmplc/good/, compiled and rendered, against the pages kept beside them. */
#include "web/test_template.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/tap.h"
#include "web/dispatch.h"
#include "web/good_form.tmpl.h"
#include "web/good_page.tmpl.h"
#include "web/good_route.h"

static struct arena arena;
static struct sample sample;

/* ---- what the templates call ----------------------------------------------------------------- */

struct url url_sample(struct arena *a, struct matter_id id)
{
    return (struct url){str_print(a, "/sample/%lld", (long long)id.n)};
}

struct url url_asset(struct arena *a, const char *name)
{
    return (struct url){str_print(a, "/asset/%s", name)};
}

struct str show_twice(struct arena *a, struct str s)
{
    return str_print(a, "%.*s%.*s", STR_ARG(s), STR_ARG(s));
}

bool is_hot(const struct sample *v)
{
    return v->late > 1;
}

struct refuse_in {
    int64_t id, version, lead, kind, count;
    struct str title, reason, password;
    int32_t due;
    bool urgent;
    struct form_texts lines;
    struct form_ids files;
};

static const struct form_choice kinds[] = {{"a", "甲", 1}, {"b", "乙", 2}, {0}};
static const struct field refuse_fields[] = {
    FORM_ID(struct refuse_in, id, "事项", FORM_REQUIRED),
    FORM_INT(struct refuse_in, version, "版本", 1, INT32_MAX, FORM_REQUIRED | FORM_HIDDEN),
    FORM_ID(struct refuse_in, lead, "主办", FORM_REQUIRED),
    FORM_CHOICE(struct refuse_in, kind, "类别", kinds, 0),
    FORM_INT(struct refuse_in, count, "件数", 1, 99, 0),
    FORM_TEXT(struct refuse_in, title, "标题", 100, FORM_REQUIRED),
    FORM_TEXT(struct refuse_in, reason, "理由", 500, FORM_REQUIRED | FORM_LINES),
    FORM_SECRET(struct refuse_in, password, "密码", 64, 0),
    FORM_DAY(struct refuse_in, due, "到期日", 0),
    FORM_BOOL(struct refuse_in, urgent, "紧急", 0),
    FORM_TEXTS(struct refuse_in, lines, "要点", 5, 0),
    FORM_FILES(struct refuse_in, files, "附件", 3, 0),
};
static const struct form refuse_form = FORM(refuse_fields, struct refuse_in);
static const struct act refuse_act = {.name = "sample.refuse", .form = &refuse_form};
static const struct field other_fields[] = {
    FORM_ID(struct refuse_in, id, "事项", FORM_REQUIRED),
};
static const struct form other_form = FORM(other_fields, struct refuse_in);
static const struct act other_act = {.name = "sample.other", .form = &other_form};

const struct act *web_act(const struct web *web, struct str name)
{
    (void)web;
    return str_eq(name, STR("sample.refuse"))  ? &refuse_act
           : str_eq(name, STR("sample.other")) ? &other_act
                                               : NULL;
}

/* ---- rendering ------------------------------------------------------------------------------ */

/* text stands in every field that a person could have written. */
static void fill(struct str text)
{
    sample = (struct sample){
        .id = {153},
        .title = text,
        .note = text,
        .phone = text,
        .state = "紧急",
        .message = "{}没有了",
        .count = 12,
        .late = 2,
        .fen = 123456789,
        .area = 10000,
        .bytes = 20480,
        .ratio = 0.125,
        .open = true,
        .image = {text},
        .html = {STR("<i>done</i>")},
    };
    sample.day = day_from_date((struct date){2026, 11, 27});
    sample.instant = instant_of_day(sample.day - 5, 480) + 9 * HOUR_US;
    *VEC_ADD(&arena, &sample.duties) = (struct sample_duty){text, sample.day};
    *VEC_ADD(&arena, &sample.duties) = (struct sample_duty){text, DAY_NONE};
    *VEC_ADD(&arena, &sample.tags) = text;
    *VEC_ADD(&arena, &sample.options) = (struct form_option){STR("7"), text, text};
    *VEC_ADD(&arena, &sample.options) = (struct form_option){text, text, STR_NULL};
}

static void page_init(struct page *page, enum lang lang)
{
    *page = (struct page){.arena = &arena, .lang = lang, .offset_min = 480};
    page->today = day_from_date((struct date){2026, 11, 22});
    buf_init(&page->out, &arena, PAGE_BYTES_MAX);
}

static struct str render(enum lang lang)
{
    static struct page page;
    page_init(&page, lang);
    sample_page(&page, &sample);
    return buf_str(&page.out);
}

static struct str render_form(struct req *req, void (*form)(struct req *, const struct sample *))
{
    page_init(&req->page, LANG_ZH);
    req->act_id = 1001;
    memcpy(req->token, "token", 6);
    form(req, &sample);
    return buf_str(&req->page.out);
}

static struct form_pairs pairs_with_text(struct str text)
{
    static const char *const names[] = {"id",     "version", "lead",  "kind",  "count", "title",
                                        "reason", "due",     "lines", "lines", "files"};
    size_t n = sizeof names / sizeof *names;
    struct form_pair *at = ARENA_ARRAY(&arena, struct form_pair, n);
    for (size_t i = 0; i < n; i++)
        at[i] = (struct form_pair){str_from(names[i]), text};
    return (struct form_pairs){at, n};
}

/* ---- comparing ------------------------------------------------------------------------------ */

static struct str kept(const char *name)
{
    static char bytes[1 << 16];
    struct str path = str_print(&arena, "%s/%s", TMPLC_GOOD, name);
    int fd = open(str_c(&arena, path), O_RDONLY);
    ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    if (fd >= 0)
        close(fd);
    return n < 0 ? STR_NULL : str_dup(&arena, (struct str){bytes, (size_t)n});
}

/* KEEP=1 writes what is rendered now: look at it, then commit it. */
static void same_as_kept(struct str got, const char *name)
{
    if (getenv("KEEP")) {
        struct str path = str_print(&arena, "%s/%s", TMPLC_GOOD, name);
        int fd = open(str_c(&arena, path), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        OK(fd >= 0 && write(fd, got.ptr, got.len) == (ssize_t)got.len, "kept");
        close(fd);
        return;
    }
    IS_STR(got, kept(name));
}

static void a_page_in_both_languages(void)
{
    fill(STR("用地指标"));
    same_as_kept(render(LANG_ZH), "page.zh.html");
    same_as_kept(render(LANG_EN), "page.en.html");
}

static void the_other_branches(void)
{
    fill(STR("关闭"));
    sample.open = false;
    sample.note = STR("");
    sample.duties.n = sample.tags.n = 0;
    sample.late = 0;
    same_as_kept(render(LANG_ZH), "page.closed.html");
    sample.title = STR("别的");
    same_as_kept(render(LANG_ZH), "page.other.html");
}

static void a_form_at_first_sight(void)
{
    static struct req req;
    fill(STR("自然资源分局"));
    req = (struct req){.done_url = {STR("/sample?x=1&y=2")}};
    same_as_kept(render_form(&req, sample_form), "form.first.html");
}

static void a_form_with_errors_keeps_what_was_typed(void)
{
    static struct req req;
    fill(STR("自然资源分局"));
    req = (struct req){.act = &refuse_act, .pairs = pairs_with_text(STR("7"))};
    error_set(&req.errors.at[0], ERR_INVALID, STR("reason"), "不能大于 {}", STR("500"));
    error_set(&req.errors.at[1], ERR_CONFLICT, STR_NULL, "别人先办了", STR_NULL);
    req.errors.n = 2;
    same_as_kept(render_form(&req, sample_form), "form.errors.html");
}

static void several_forms_on_a_page(void)
{
    static struct req req;
    static struct form_pair reason;
    reason = (struct form_pair){STR("reason"), STR("因为")};
    fill(STR("自然资源分局"));
    sample.pairs = (struct form_pairs){&reason, 1};
    req = (struct req){.carry = STR("a=1"), .carry_to = STR("/x")};
    struct str page = render_form(&req, sample_forms);
    same_as_kept(page, "forms.html");
    OK(str_has(page, STR("name=\"_act\" value=\"1001\"")) &&
           str_has(page, STR("name=\"_act\" value=\"999\"")),
       "each form is an act of its own");
}

/* ---- hostile text ---------------------------------------------------------------------------- */

/* The page without what stands between quotes and between tags: its skeleton. */
static struct str skeleton(struct str page)
{
    struct buf b;
    buf_init(&b, &arena, PAGE_BYTES_MAX);
    bool tag = false, value = false;
    for (size_t i = 0; i < page.len; i++) {
        char c = page.ptr[i];
        if (tag && c == '"')
            value = !value;
        else if (!value && (c == '<' || c == '>'))
            tag = c == '<';
        if ((tag && !value) || c == '>')
            buf_char(&b, c);
    }
    return buf_str(&b);
}

static void hostile_text_changes_no_tag(void)
{
    static const char *const hostile[] = {"\"'><script>alert(1)</script>&", "' onclick=x ",
                                          "</title></textarea><!--", "javascript:alert(1)"};
    static struct req req;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct str calm[4], wild[4];
        for (int pass = 0; pass < 2; pass++) {
            struct str text = pass ? str_from(hostile[i]) : STR("calm");
            struct str *out = pass ? wild : calm;
            fill(text);
            out[0] = render(LANG_ZH);
            out[1] = render(LANG_EN);
            req = (struct req){.act = &refuse_act, .pairs = pairs_with_text(text)};
            out[2] = render_form(&req, sample_form);
            error_set(&req.errors.at[0], ERR_INVALID, STR("reason"), "“{}”", text);
            req.errors.n = 1;
            out[3] = render_form(&req, sample_form);
        }
        for (int k = 0; k < 4; k++) {
            IS_STR(skeleton(wild[k]), skeleton(calm[k]));
            OK(!str_has(wild[k], STR("<script>alert")), "it is text");
        }
    }
}

/* ---- addresses ------------------------------------------------------------------------------- */

#define PAGE(name)                                                                                 \
    enum err name(struct req *req)                                                                 \
    {                                                                                              \
        (void)req;                                                                                 \
        return ERR_OK;                                                                             \
    }
PAGE(good_list_page)
PAGE(good_one_page)
PAGE(good_tail_page)
PAGE(good_two_page)
PAGE(good_text_page)
PAGE(good_post_page)

static void addresses_are_made_of_their_arguments(void)
{
    struct matter_id id = {153};
    int32_t day = day_from_date((struct date){2026, 11, 27});
    struct form_pair pair = {STR("q"), STR("用 地")};
    struct form_pairs query = {&pair, 1};
    IS_STR(url_good_list(&arena).text, STR("/good"));
    IS_STR(url_good_list_query(&arena, query).text, STR("/good?q=%E7%94%A8%20%E5%9C%B0"));
    IS_STR(url_good_one(&arena, id).text, STR("/good/153"));
    IS_STR(url_good_one_query(&arena, id, query).text, STR("/good/153?q=%E7%94%A8%20%E5%9C%B0"));
    IS_STR(url_good_tail(&arena, -7).text, STR("/good/-7/tail"));
    IS_STR(url_good_two(&arena, id, day).text, STR("/good/153/on/2026-11-27"));
    IS_STR(url_good_text(&arena, STR("a/b?")).text, STR("/good/named/a%2Fb%3F"));
    IS_INT(good_route_n, 6);
    IS_INT(good_routes[0].flags, ROUTE_GET | ROUTE_SLOW);
    IS_INT(good_routes[3].roles, ROLE_ANYONE);
    IS_STR(str_from(good_routes[4].act), STR("sample.refuse"));
    OK(good_routes[5].page == good_post_page && !good_routes[5].act, "the handler is named");
}

int main(void)
{
    arena_init(&arena, 256 * 1024 * 1024);
    RUN(a_page_in_both_languages);
    RUN(the_other_branches);
    RUN(a_form_at_first_sight);
    RUN(a_form_with_errors_keeps_what_was_typed);
    RUN(several_forms_on_a_page);
    RUN(hostile_text_changes_no_tag);
    RUN(addresses_are_made_of_their_arguments);
    arena_release(&arena);
    return tap_end();
}
