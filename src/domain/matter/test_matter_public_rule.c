/* Names and numbers in texts that are to be published: what must be found in every disguise, what
 * must stay; and small groups against an oracle that tries every table there is. */
#include "base/buf.h"
#include "base/tap.h"
#include "base/utf8.h"
#include "domain/matter/matter_public_rule.h"

static struct arena arena;
static struct public_names names;

static void begin(void)
{
    arena_init(&arena, 256u << 20);
    names = (struct public_names){0};
    public_name_add(&arena, &names, STR("青禾电子股份有限公司"), PUBLIC_FIRM);
    public_name_add(&arena, &names, STR("青禾电子"), PUBLIC_FIRM);
    public_name_add(&arena, &names, STR("青澜禾光（样例）传感技术有限公司"), PUBLIC_FIRM);
    public_name_add(&arena, &names, STR("ABC Tech"), PUBLIC_FIRM);
    public_name_add(&arena, &names, STR("自然资源分局"), PUBLIC_DEPARTMENT);
    public_name_add(&arena, &names, STR("青澜学院"), PUBLIC_ORG);
    public_name_add(&arena, &names, STR("马小驹"), PUBLIC_PERSON);
    public_name_add(&arena, &names, STR("land"), PUBLIC_PERSON);
    public_name_add(&arena, &names, STR("某"), PUBLIC_PERSON); /* too short to be a name */
}

static void finds(const char *text, enum public_kind kind)
{
    struct public_hit hit = {0};
    OK(public_find(&arena, str_from(text), &names, &hit), text);
    IS_INT(hit.kind, kind);
    struct str clean = public_clean(&arena, str_from(text), &names);
    bool left = public_find(&arena, clean, &names, &hit);
    if (left)
        IS_STR(clean, str_slice(clean, hit.at, hit.end));
    OK(!left, text);
}

static void stays(const char *text)
{
    IS_STR(public_clean(&arena, str_from(text), &names), str_from(text));
}

static void names_are_found_in_disguise(void)
{
    begin();
    static const char *const firms[] = {
        "青禾电子股份有限公司门口积水",
        "我们青禾电子门口积水",
        "青 禾 电 子门口",
        "青禾-电子",
        "青·禾·电·子",
        "青\u200b禾\u200d电\ufeff子",
        "《青禾》电子",
        "（青禾）电子股份有限公司",
        "青澜禾光(样例)传感技术",
        "青澜禾光样例传感技术有限公司",
        "ＡＢＣ　ｔｅｃｈ 的车间",
        "abc-tech",
        "青禾\n电子",
        "青禾__电子",
        "去A B C T e c h看",
    };
    for (size_t i = 0; i < sizeof firms / sizeof firms[0]; i++)
        finds(firms[i], PUBLIC_FIRM);
    finds("自然资源 分局已答复", PUBLIC_DEPARTMENT);
    finds("与青澜学院合作", PUBLIC_ORG);
    finds("马小驹反映", PUBLIC_PERSON);
    finds("马 小 驹反映", PUBLIC_PERSON);
    finds("to land it", PUBLIC_PERSON);
    finds("请找王总", PUBLIC_PERSON);
    finds("李女士来电", PUBLIC_PERSON);
    finds("陈工程师到场", PUBLIC_PERSON);
    stays("an island landed"); /* part of another word */
    stays("何总体方案，江总量，和主任务无关");
    arena_release(&arena);
}

static void numbers_are_found_in_disguise(void)
{
    begin();
    static const char *const found[] = {
        "电话13800138000",
        "138-0013-8000",
        "138 0013 8000",
        "１３８００１３８０００",
        "+86 138 0013 8000",
        "一三八零零一三八零零零",
        "幺三八 零零幺三 八零零零",
        "0592-1234567",
        "（0592）1234567",
        "400-800-1234",
        "请拨 8820000",
        "代码91350200MA2YJ1XR9G",
        "9135 0200 ma2y j1xr 9g",
        "９１３５０２００ＭＡ２ＹＪ１ＸＲ９Ｇ",
        "身份证 110101199003078515",
        "11010119900307851X",
        "110101 19900307 8515",
        "账号 6222 0000 1234 5678",
        "1③8００138OOO 13800138001",
        "2026-10-31-13800138000",
        "138.0013.8000",
        "138/无关 13800138000",
        "tel13800138000",
    };
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++)
        finds(found[i], PUBLIC_NUMBER);
    finds("找 ma.xj@example.com", PUBLIC_ONLINE);
    finds("微信号：qinghe_2020", PUBLIC_ONLINE);
    finds("QQ 12345", PUBLIC_ONLINE);
    finds("见 https://www.example.com/a", PUBLIC_ONLINE);
    finds("住样例路 300 号", PUBLIC_ADDRESS);
    finds("在东湖大道12号3栋2单元501室", PUBLIC_ADDRESS);
    finds("样例路三百号", PUBLIC_ADDRESS);
    arena_release(&arena);
}

static void ordinary_words_stay(void)
{
    begin();
    static const char *const texts[] = {
        "2026-10-31 前完成，2026.1.5 复核",
        "2026 年 10 月 31 日 12:30，共 3 处，12 户，面积 12345678 平方米",
        "投资 1,200 万元，电耗 35000000 度，缺口 12000000元",
        "按 GB 32100-2015 和 ISO 14001 执行，2019-2026 年",
        "20261031 前办结",
        "线路 3 号、管道 5 号阀门漏水，1 号楼停电",
        "二〇二六年一月一日起，一二三四五条",
        "厂门口道路积水，已更换盖板三处，企业满意。",
        "",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        stays(texts[i]);
    IS_STR(public_clean(&arena, STR("青禾电子的马小驹（13800138000）说，自然资源分局10月5日到场。"),
                        &names),
           STR("某企业的某人（（号码略））说，有关部门10月5日到场。"));
    arena_release(&arena);
}

static uint64_t dice = 88172645463325252u;
static size_t roll(size_t n)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (size_t)(dice % n);
}

/* A secret put anywhere into random words, with silent characters strewn in, never survives. */
static void random_disguises_do_not_help(void)
{
    static const char *const words[] = {"门口",       "积水", "请尽快", "，",   "。", "12",
                                        "a",          " ",    "企业",   "3 处", "路", "号",
                                        "2026-10-31", "万元", "的",     "\n"};
    static const char *const secrets[] = {
        "青禾电子",     "青禾电子股份有限公司", "马小驹", "13800138000", "91350200MA2YJ1XR9G",
        "自然资源分局", "11010119900307851X"};
    static const char *const noise[] = {"", "", "", " ", "-", "\u200b", "·", "（", "）", "　"};
    begin();
    bool all = true;
    for (int round = 0; round < 20000 && all; round++) {
        struct buf b;
        buf_init(&b, &arena, 10000);
        for (size_t i = roll(6); i-- > 0;)
            buf_add(&b, str_from(words[roll(sizeof words / sizeof words[0])]));
        struct str secret = str_from(secrets[roll(sizeof secrets / sizeof secrets[0])]),
                   rest = secret;
        buf_add(&b, STR("："));
        for (uint32_t rune; utf8_next(&rest, &rune);) {
            utf8_add(&b, rune);
            buf_add(&b, str_from(noise[roll(sizeof noise / sizeof noise[0])]));
        }
        buf_add(&b, STR("；"));
        for (size_t i = roll(6); i-- > 0;)
            buf_add(&b, str_from(words[roll(sizeof words / sizeof words[0])]));
        struct str clean = public_clean(&arena, buf_str(&b), &names);
        struct public_hit hit;
        all = !public_find(&arena, clean, &names, &hit) && !str_has(clean, secret);
        bool was = public_find(&arena, buf_str(&b), &names, &hit);
        if (!all || !was)
            IS_STR(buf_str(&b), clean);
    }
    OK(all, "nothing is left");
    arena_release(&arena);
}

/* ---- counts ---------------------------------------------------------------------------------- */

/* Published are tables of 0..5; what may stand behind them goes further, or the oracle would know a
 * largest number that nobody told. */
enum { GROUPS = 4, PUBLISHED = 8, UP_TO = 14, TABLES = UP_TO * UP_TO * UP_TO * UP_TO };

struct table {
    int64_t n[GROUPS];
    struct public_group shown[GROUPS];
    int64_t sum; /* -1: not shown */
};

static struct table tables[TABLES];

static bool looks_the_same(const struct table *a, const struct table *b)
{
    for (size_t i = 0; i < GROUPS; i++)
        if (a->shown[i].mark != b->shown[i].mark ||
            (a->shown[i].mark == PUBLIC_SHOWN && a->n[i] != b->n[i]))
            return false;
    return a->sum == b->sum;
}

static void make_tables(int64_t minimum)
{
    for (size_t t = 0; t < TABLES; t++) {
        struct table *table = &tables[t];
        size_t rest = t;
        table->sum = 0;
        for (size_t i = 0; i < GROUPS; i++, rest /= UP_TO) {
            table->n[i] = (int64_t)(rest % UP_TO);
            table->shown[i] = (struct public_group){.n = table->n[i]};
            table->sum += table->n[i];
        }
        if (!public_suppress(table->shown, GROUPS, minimum))
            table->sum = -1;
    }
}

/* Some table of those that are tried; the last ones stand for all that is larger. */
static bool is_tried(size_t t)
{
    for (size_t i = 0; i < GROUPS; i++)
        if (tables[t].n[i] >= PUBLISHED)
            return false;
    return roll(9) == 0;
}

/* Whoever sees what is shown, knows the method and tries all tables there are finds each number
 * from 1 to minimum - 1 possible in each group that is said to be small. */
static void small_groups_cannot_be_computed_back(int64_t minimum)
{
    size_t looked = 0, bad = 0;
    make_tables(minimum);
    for (size_t t = 0; t < TABLES; t++) {
        uint32_t seen[GROUPS] = {0};
        if (!is_tried(t))
            continue;
        for (size_t u = 0; u < TABLES; u++)
            if (looks_the_same(&tables[t], &tables[u]))
                for (size_t i = 0; i < GROUPS; i++)
                    seen[i] |= 1u << tables[u].n[i];
        for (size_t i = 0; i < GROUPS; i++) {
            bool small = tables[t].n[i] > 0 && tables[t].n[i] < minimum;
            bad += small != (tables[t].shown[i].mark == PUBLIC_FEW);
            if (small)
                bad += seen[i] != (1u << minimum) - 2;
            looked += small;
        }
    }
    IS_INT(bad, 0);
    OK(looked > 100, "small groups were looked at");
}

static int64_t sum_of(const struct table *t)
{
    int64_t sum = 0;
    for (size_t i = 0; i < GROUPS; i++)
        sum += t->n[i];
    return sum;
}

/* May the table u stand behind what is shown of t, to somebody who knows the sum from elsewhere and
 * takes what is held for the minimum or more? */
static bool may_be(const struct table *t, const struct table *u, int64_t minimum)
{
    for (size_t i = 0; i < GROUPS; i++) {
        enum public_mark mark = t->shown[i].mark;
        if ((mark == PUBLIC_SHOWN && u->n[i] != t->n[i]) ||
            (mark == PUBLIC_FEW && (u->n[i] < 1 || u->n[i] >= minimum)) ||
            (mark == PUBLIC_HELD && u->n[i] < minimum))
            return false;
    }
    return sum_of(t) == sum_of(u);
}

static void a_sum_from_elsewhere_does_not_help(int64_t minimum)
{
    size_t looked = 0, bad = 0;
    make_tables(minimum);
    for (size_t t = 0; t < TABLES; t++) {
        uint32_t seen[GROUPS] = {0};
        bool large = false;
        for (size_t i = 0; i < GROUPS; i++)
            large = large || tables[t].n[i] >= 2 * minimum;
        if (!large || !is_tried(t))
            continue;
        for (size_t u = 0; u < TABLES; u++)
            if (may_be(&tables[t], &tables[u], minimum))
                for (size_t i = 0; i < GROUPS; i++)
                    seen[i] |= 1u << tables[u].n[i];
        for (size_t i = 0; i < GROUPS; i++)
            if (tables[t].shown[i].mark == PUBLIC_FEW) {
                bad += seen[i] != (1u << minimum) - 2;
                looked++;
            }
    }
    IS_INT(bad, 0);
    OK(looked > 20, "small groups were looked at");
}

static void counts(void)
{
    small_groups_cannot_be_computed_back(3);
    small_groups_cannot_be_computed_back(4);
    a_sum_from_elsewhere_does_not_help(3);
    struct public_group lone[] = {{.n = 2}, {.n = 40}, {.n = 12}, {.n = 7}};
    OK(!public_suppress(lone, 4, 5), "a sum would say it");
    IS_INT(lone[0].mark, PUBLIC_FEW);
    IS_INT(lone[1].mark, PUBLIC_SHOWN);
    IS_INT(lone[2].mark, PUBLIC_HELD);
    IS_INT(lone[3].mark, PUBLIC_SHOWN);
    struct public_group tight[] = {{.n = 2}, {.n = 6}, {.n = 7}};
    OK(!public_suppress(tight, 3, 5), "a sum would say it");
    IS_INT(tight[1].mark, PUBLIC_HELD);
    IS_INT(tight[2].mark, PUBLIC_HELD);
    struct public_group none[] = {{.n = 0}, {.n = 12}};
    OK(public_suppress(none, 2, 5), "nothing is small");
}

int main(void)
{
    RUN(names_are_found_in_disguise);
    RUN(numbers_are_found_in_disguise);
    RUN(ordinary_words_stay);
    RUN(random_disguises_do_not_help);
    RUN(counts);
    return tap_end();
}
