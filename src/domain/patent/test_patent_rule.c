/* Names and figures: those that a newspaper printed, and what they came from. */
#include "base/buf.h"
#include "base/tap.h"
#include "domain/patent/patent_rule.h"
#include "engine/patentnum/num.h"

static struct arena arena;

static void the_newspapers_figures(void)
{
    IS_INT(patent_before(8247, 2029), 6856);
    IS_INT(patent_rate(8247 - 6856, 6856), 2029);
    IS_INT(patent_other(13079, 178), 7348);
    IS_INT(patent_rate(13079, 7348) / 100, 177); /* 1.7799...: printed as 1.78 */
    IS_INT((patent_rate(13079, 7348) + 50) / 100, 178);
    /* every year before that would print the same growth: only 6856 does */
    int fits = 0;
    for (int64_t before = 6800; before < 6900; before++)
        fits += patent_rate(8247 - before, before) == 2029;
    IS_INT(fits, 1);
    IS_INT(patent_per_10k(8247, 630552), 13079);
    IS_INT(patent_rate(-1, 3), -3333);
    IS_INT(patent_rate(1, 0), INT64_MIN);
    IS_INT(patent_per_10k(1, 0), INT64_MIN);
    IS_INT(patent_before(1, -10000), INT64_MIN); /* nothing grows from what fell by all of it */
    IS_INT(patent_before(1, -9999), 10000);
}

static int like(const char *name, const char *org)
{
    return patent_name_likeness(&arena, str_from(name), str_from(org));
}

static void names(void)
{
    IS_INT(like("苏州某某科技有限公司", "苏州某某科技有限公司"), 100);
    IS_INT(like("某某（苏州）科技有限公司", "某某(苏州)科技有限公司"), 100);
    IS_INT(like("苏州某某科技股份有限公司", "苏州某某科技有限公司"), 90);
    IS_INT(like("Acme Co., Ltd.", "ACME INC"), 90);
    IS_INT(like("苏州某某科技有限公司昆山分公司", "苏州某某科技有限公司"), 70);
    IS_INT(like("苏州某某科技有限公司", "苏州别的科技有限公司"), 0);
    IS_INT(like("苏州", "苏州某某科技有限公司"), 0); /* too short to say anything */
    IS_INT(like("某某科技有限公司昆山分公司", "某某科技有限公司"), 70); /* four are enough */
    IS_INT(like("某科技有限公司昆山分公司", "某科技有限公司"), 0);
    IS_INT(like("有限公司", "集团"), 0); /* no core is left to be alike */
    IS_INT(like("", "甲"), 0);
    IS_INT(like("有限公司", "有限公司"), 100);
}

static int32_t day(int32_t y, int32_t m, int32_t d)
{
    return day_from_date((struct date){y, m, d});
}

static void terms(void)
{
    IS_INT(patent_term(day(2015, 3, 10), PATENTNUM_INVENTION), day(2035, 3, 9));
    IS_INT(patent_term(day(2015, 3, 10), PATENTNUM_UTILITY), day(2025, 3, 9));
    IS_INT(patent_term(day(2021, 5, 31), PATENTNUM_DESIGN), day(2031, 5, 30));
    IS_INT(patent_term(day(2021, 6, 1), PATENTNUM_DESIGN), day(2036, 5, 31));
    IS_INT(patent_term(day(2004, 2, 29), PATENTNUM_INVENTION), day(2024, 2, 28));
    IS_INT(patent_term(DAY_NONE, PATENTNUM_INVENTION), DAY_NONE);
    OK(patent_kept_ten(day(2012, 1, 1), day(2022, 1, 2)), "more than ten years");
    OK(!patent_kept_ten(day(2012, 1, 1), day(2022, 1, 1)), "ten years to the day are not more");
}

static void former_names_and_cores(void)
{
    IS_INT(like("甲乙丙丁精密机械有限公司（原戊己轴承厂）", "甲乙丙丁精密机械有限公司"), 90);
    IS_INT(like("甲乙丙丁精密机械有限公司（原戊己轴承厂）", "戊己轴承厂"), 85);
    IS_INT(like("甲公司", "乙公司（曾用名：甲股份有限公司）"), 85);
    IS_INT(like("(formerly X)", "X"), 0);
    IS_STR(patent_name_core(&arena, STR("Ａｂｃ  Widgets Co., Ltd.")), STR("ABCWIDGETS"));
    IS_STR(patent_name_core(&arena, STR("甲乙（集团）股份有限公司")), STR("甲乙"));
    IS_STR(patent_name_common(STR("云岭储能"), STR("云岭光电")), STR("云岭"));
    IS_STR(patent_name_common(STR("\xE4\xBA\x91"), STR("\xE4\xBA\xB2")), STR(""));
}

static void printed_ratios(void)
{
    IS_INT(patent_rate(8247 - 6856, 6856), 2029);
    IS_INT(patent_times(13079, 7348), 178);
    IS_INT(patent_other(13079, 178), 7348);
    IS_INT(patent_times(1, 0), INT64_MIN);
}

static bool in_industry(const char *patterns, const char *keywords, const char *symbol)
{
    struct patent_industry row = {STR("动力电池"), str_from(patterns), str_from(keywords)};
    struct str symbols[] = {STR("A01B1/00"), str_from(symbol)};
    return patent_in_industry(&row, symbols, 2, STR("一种固态电解质膜 LITHIUM"));
}

static void industries_by_class_and_word(void)
{
    OK(in_industry("H01M10/0525", "", "H01M10/0525"), "exactly");
    OK(!in_industry("H01M10/05", "", "H01M10/0525"), "no more than it says");
    OK(in_industry("H01M 10/05*", "", "H01M10/0525"), "a star");
    OK(in_industry("B60L*；h01m*", "", "H01M10/0525"), "one of several");
    OK(!in_industry("H01M10/05*（不含H01M10/0525）", "", "H01M10/0525"), "taken out");
    OK(in_industry("H01M10/05*(不含H01M10/054, H01M10/056*)", "", "H01M10/0525"), "another was");
    OK(!in_industry("H01M10/05*(不含H01M10/054,H01M10/052*);B60L*", "", "H01M10/0525"),
       "taken out by a star");
    OK(!in_industry("G06F*", "", "H01M10/0525"), "another class");
    OK(!in_industry("*", "", "H01M10/0525"), "a star alone means nothing");
    OK(in_industry("H01M*", "液流；固态电解质", "H01M10/0525"), "with a word");
    OK(!in_industry("H01M*", "液流、钠离子", "H01M10/0525"), "without any of its words");
    OK(!in_industry("", "固态电解质", "H01M10/0525"), "a word alone is not enough");
    OK(!in_industry("H01M*（不含", "", "B60L1/00"), "brackets that do not end");
}

/* Whatever stands in a name or a table: it ends, and what it answers is what it may answer. */
static void any_names_and_patterns(void)
{
    static const char *const pieces[] = {
        "（原", "(原",       "）",         ")",  "（不含", "*",    ";",  "；",
        "H01M", "10/05",     "有限公司",   "CO", " LTD",   "集团", "甲", "é",
        "\xE4", "formerly ", "(formerly ", "、", "",       "：",   "\n", "乙丙丁"};
    uint64_t state = 7;
    for (int round = 0; round < 20000; round++) {
        struct arena_mark mark = arena_mark(&arena);
        struct str made[3];
        for (size_t k = 0; k < 3; k++) {
            struct buf b;
            buf_init(&b, &arena, 1024);
            for (int i = 0; i < 7; i++) {
                state = state * 6364136223846793005u + 1442695040888963407u;
                buf_add(&b, str_from(pieces[(state >> 33) % (sizeof pieces / sizeof pieces[0])]));
            }
            made[k] = buf_str(&b);
        }
        int likeness = patent_name_likeness(&arena, made[0], made[1]);
        bool known =
            likeness == 0 || likeness == 70 || likeness == 85 || likeness == 90 || likeness == 100;
        struct str common = patent_name_common(made[0], made[1]);
        struct patent_industry row = {STR(""), made[0], made[2]};
        struct str symbol = STR("H01M10/05");
        bool in = patent_in_industry(&row, &symbol, 1, made[1]);
        if (!known || !str_starts(made[0], common) || !str_starts(made[1], common) ||
            (in && !str_has(made[0], STR("H01M"))))
            OK(false, str_c(&arena, made[0]));
        (void)patent_name_core(&arena, made[2]);
        arena_reset(&arena, mark);
    }
    OK(true, "20,000 of them");
}

int main(void)
{
    arena_init(&arena, 16 << 20);
    RUN(the_newspapers_figures);
    RUN(names);
    RUN(terms);
    arena_release(&arena);
    RUN(former_names_and_cores);
    RUN(any_names_and_patterns);
    RUN(printed_ratios);
    RUN(industries_by_class_and_word);
    return tap_end();
}
