/* The query language: what each form means, errors with their place, and the round trip. */
#include <stdio.h>
#include <string.h>

#include "base/tap.h"
#include "engine/patentidx/match.h"
#include "engine/patentidx/query.h"
#include "engine/patentidx/words.h"

static struct arena arena;

static const struct query_node *parse(const char *text)
{
    const struct query_node *node = NULL;
    struct error error = {0};
    enum err e = query_parse(&arena, str_from(text), &node, &error);
    if (e)
        printf("# %s: %s %.*s\n", text, error.message, STR_ARG(error.detail));
    OK(!e, text);
    return node;
}

static void prints(const char *text, const char *want)
{
    const struct query_node *node = parse(text);
    if (node)
        IS_STR(query_print(&arena, node), str_from(want));
}

static void fails(const char *text, const char *where)
{
    const struct query_node *node = NULL;
    struct error error = {0};
    enum err e = query_parse(&arena, str_from(text), &node, &error);
    OK(e == ERR_INVALID, text);
    OK(error.message && strstr(error.message, "{}"), "the reason has a place for the place");
    IS_STR(error.detail, str_from(where));
}

static void joins(void)
{
    prints("", "");
    prints("  # only a comment", "");
    prints("电池 电极", "电池 AND 电极");
    prints("电池　and 电极", "电池 AND 电极");
    prints("a OR b c", "a OR b AND c");
    prints("(a OR b) c", "(a OR b) AND c");
    prints("电视 NOT 等离子", "电视 AND NOT 等离子");
    prints("a b NOT c OR d", "a AND b AND NOT c OR d");
    prints("a AND (b AND c) (d)", "a AND b AND c AND d");
    prints("NOT NOT a", "a");
    prints("NOT (a OR b)", "NOT (a OR b)");
    prints("# 第一行\n电池\n # 第二行\nOR 电极", "电池 OR 电极");
    prints("\"and\" and 'or'", "\"and\" AND \"or\"");
    prints("（电池　OR　电极）AND “锂 离子”", "(电池 OR 电极) AND \"锂 离子\"");
    IS_INT(parse("a b c")->n, 3);
}

static void patsnap(void)
{
    prints("TTL:(汽车 and 座椅)", "ti:汽车 AND ti:座椅");
    prints("TA:汽车 TAC:座椅", "ta:汽车 AND 座椅");
    prints("TTL:非晶硅电池 OR IPC:H01L31/075", "ti:非晶硅电池 OR ipc:H01L31/075");
    prints("ABST:(太阳能 $W2 电池 $PRE3 硅)", "ab:太阳能 $W2 ab:电池 $PRE3 ab:硅");
    prints("显示 $WS 高清", "显示 $W99 高清");
    prints("CLMS:(data $SEN line) a $PARA b", "clms:data $SEN clms:line AND a $PARA b");
    prints("a $W3 (b $W2 c)", "a $W3 (b $W2 c)");
    prints("(锂 OR 钠) $W5 电池", "(锂 OR 钠) $W5 电池");
    prints("TTL:(\"car\" $FREQ2) AND x $FREQ3", "ti:car $FREQ2 AND x $FREQ3");
    prints("PBD:[20010101 TO 20101231]", "pbd:[20010101 TO 20101231]");
    prints("APD_Y:2001 APD_YM:200402", "apd:[20010101 TO 20011231] AND apd:[20040201 TO 20040229]");
    prints("APD:[* TO 2011]", "apd:[* TO 20111231]");
    prints("IPC:[H01L31/0203 TO H01L31/042]", "ipc:[H01L31/0203 TO H01L31/042]");
    prints("IPC_LOW:a01b1/02 MIPC:A61K", "ipc_low:A01B1/02 AND mipc:A61K");
    prints("ANCS:(TREE@\"某某集团\")", "an_tree:某某集团");
    prints("AN:\"某 公司\" AN_EXACT:b", "an:\"某 公司\" AND an_exact:b");
    prints("AN_EXACT:\"OOO \"\"R & D\"\"\"", "an_exact:\"OOO \"\"R & D\"\"\"");
    prints("an:\"上海“某某”公司\" 标题:“锂电池”“隔膜”",
           "an:\"上海“某某”公司\" AND ti:锂电池 AND 隔膜");
    prints("ti:\"a\"\"b\" zone:\"x\"\"y\"", "ti:\"a b\" AND zone:\"X\"\"Y\"");
    prints("T_shirt", "\"T shirt\" OR Tshirt");
    prints("gra???ne electr* m#tor", "gra???ne AND electr* AND (m?tor OR mtor)");
    prints("小??车 小#车", "小??车 AND (小?车 OR 小车)");
    prints("PN:US1234567 PN:CN10*", "pn:US1234567 AND pn:CN10*");
    prints("SIMPLE_LEGAL_STATUS:1 LEGAL_EVENT:61 AUTHORITY:(CN OR us)",
           "simple_legal_status:1 AND legal_event:61 AND (authority:CN OR authority:US)");
    prints("F_CITES_COUNT:[10 TO 20] CLAIM_COUNT:5",
           "f_cites_count:[10 TO 20] AND claim_count:[5 TO 5]");
}

static void incopat(void)
{
    prints("ti=空调 and ab=蒸发器", "ti:空调 AND ab:蒸发器");
    prints("tiabc=(\"机器人\"(3f) AND \"遥感\"(2f))", "机器人 $FREQ3 AND 遥感 $FREQ2");
    prints("tiab=((机器人 OR 红外)(3f))", "(ta:机器人 OR ta:红外) $FREQ3");
    prints("空调 (0w) 蒸发器", "空调 $PRE0 蒸发器");
    prints("data (3n) line (w) x", "data $W3 line $PRE1 x");
    prints("空调 (s) 蒸发器 or 空调(p)蒸发器", "空调 $SEN 蒸发器 OR 空调 $PARA 蒸发器");
    prints("pd=[20200101 to 20241231]", "pbd:[20200101 TO 20241231]");
    prints("(20110101<=pd<=20130101)", "pbd:[20110101 TO 20130101]");
    prints("(20130101>=pd>20110101)", "pbd:[20110102 TO 20130101]");
    prints("(pd>20190101) ad<2001 (20190101 <= pd)",
           "pbd:[20190102 TO *] AND apd:[* TO 20001231] AND pbd:[20190101 TO *]");
    prints("2011≤申请日≤2013", "apd:[20110101 TO 20131231]");
    prints("ap=(TREE@\"某大学\") an=201010123456.7", "an_tree:某大学 AND apno:2010101234567");
    prints("comput$ m?tor", "comput* AND m?tor");
    prints("ti='空气 调节器'", "ti:\"空气 调节器\"");
    prints("ipc-main=F25B ipc=f25b 001/00", "mipc:F25B AND ipc:F25B AND \"001/00\"");
    prints("ipc=\"f25b 001/00 (2006.01)\"", "ipc:F25B1/00");
}

static void own(void)
{
    prints("标题：电池 摘要:电极 权利要求:隔膜", "ti:电池 AND ab:电极 AND clms:隔膜");
    prints("申请日:2001..2003 分类:H01M10/*", "apd:[20010101 TO 20031231] AND class_low:H01M10");
    prints("分类:H01M10/05*", "class_low:H01M10/05*");
    prints("有效性:有效 法律事件:质押 片区:狮山", "simple_legal_status:1 AND legal_event:63 AND "
                                                  "zone:狮山");
    prints("专利类型:实用新型", "patent_type:U");
    prints("被引次数>=10", "f_cites_count:[10 TO *]");
    const struct query_node *n = parse("ti:\"锂离子，电池\"");
    IS_INT(n->kind, QUERY_TEXT);
    IS_INT(n->scope, SCOPE_TITLE);
    IS_INT(n->at, 3);
    IS_STR(query_explain(&arena, parse("a $W2 b NOT ipc:H01M")),
           STR("同时满足\n  不分先后，相隔不超过 2\n    a\n    b\n  排除\n    ipc:H01M\n"));
}

static void what_other_languages_write(void)
{
    prints("（电池　ＡＮＤ　电极）　ＯＲ　铅　ＮＯＴ　酸", "电池 AND 电极 OR 铅 AND NOT 酸");
    prints("ＴＩ：电池", "ti:电池");
    prints("TREE@某集团 电池", "an_tree:某集团 AND 电池");
    prints("tree@\"某 集团\"", "an_tree:\"某 集团\"");
    prints("\"TREE@x\"", "\"TREE@x\"");
    prints("TAC_ALL:电池 ti-cn=电池", "电池 AND ti:电池");
    prints("-40", "\"-40\"");
    fails("电池 && 电极", "@4 “&& 电极”");
    fails("电池 | 电极", "@4 “| 电极”");
    fails("电池 -铅酸", "@4 “-铅酸”");
    fails("!电池", "@1 “!电池”");
    fails("desc:电池", "@1 “desc:电池”");
    fails("pledge:1", "@1 “pledge:1”");
    fails("ipx:H01M", "ipc @1 “ipx:H01M”");
    fails("an=(\"A\" B”T”&*)", "@13 “&*)”");
    fails("pn:A&B*", "@4 “A&B*”");
}

static void says_where(void)
{
    fails("电池 AND", "@7");
    fails("(电池 OR 电极", "@1 “(电池 OR 电极”");
    fails("电池)", "@3 “)”");
    fails("foo:电池", "@1 “foo:电池”");
    fails("a \"b", "@3 “\"b”");
    fails("a $X5 b", "@3 “$X5 b”");
    fails("a $W100 b", "@3 “$W100 b”");
    fails("(a AND b) $W2 c", "@11 “$W2 c”");
    fails("ipc:电池", "@5 “电池”");
    fails("apd:20011301", "@5 “20011301”");
    fails("apd:[2002 TO 2001]", "@5 “[2002 TO 200…”");
    fails("小*车", "@1 “小*车”");
    fails("* a", "@1 “* a”");
    fails("，", "@1 “，”");
    fails("ti>5", "@1 “ti>5”");
    fails("a OPT b", "@3 “OPT b”");
    fails("pn:C*N", "@4 “C*N”");
    fails("[a TO b]", "@1 “[a TO b]”");
    char deep[200];
    memset(deep, '(', sizeof deep - 1);
    deep[sizeof deep - 1] = 0;
    fails(deep, "@65 “((((((((((((…”");
    char *wide = arena_alloc(&arena, 20001);
    memset(wide, ' ', 20000);
    for (int i = 0; i < 20000; i += 2)
        wide[i] = 'a';
    fails(wide, "@8195 “a a a a a a …”");
}

/* --- Random trees ------------------------------------------------------------------------------
 */

static uint64_t seed = 20261123;

static uint32_t below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed % n);
}

static struct query_node *make(enum query_kind kind, uint32_t kids)
{
    struct query_node *n = ARENA_NEW(&arena, struct query_node);
    n->kind = kind;
    n->n = kids;
    n->kid = ARENA_ARRAY(&arena, struct query_node *, kids + 1);
    n->from = n->to = DAY_NONE;
    n->low = INT64_MIN;
    n->high = INT64_MAX;
    return n;
}

static struct query_node *random_text(void)
{
    static const char *const texts[] = {"电池",     "锂离子电池", "lithium ion", "and",  "a",
                                        "锂，电",   "85℃",        "NOT",         "ti",   "A-b/C",
                                        "x (5w) y", "o'clock",    "TREE@x",      "[a]:", "H01M"};
    static const char *const wild[] = {"lith*", "?otor", "gra??ne", "小??车", "a*b-c"};
    struct query_node *n = make(QUERY_TEXT, 0);
    n->wild = below(6) == 0;
    n->text = str_from(n->wild ? wild[below(5)] : texts[below(15)]);
    n->scope = (enum query_scope)(1 + below(7));
    return n;
}

static struct query_node *random_spans(int depth)
{
    struct query_node *n;
    switch (depth > 0 ? below(4) : 0) {
    case 1:
        n = make(QUERY_NEAR, 2);
        n->near = (enum query_near)below(4);
        n->distance = n->near <= NEAR_ORDER ? (int32_t)below(100) : 0;
        break;
    case 2:
        n = make(QUERY_OR, 2 + below(2));
        break;
    default:
        return random_text();
    }
    for (uint32_t i = 0; i < n->n; i++) {
        do
            n->kid[i] = random_spans(depth - 1);
        while (n->kid[i]->kind == QUERY_OR && n->kind == QUERY_OR);
    }
    return n;
}

static struct query_node *random_leaf(void)
{
    static const char *const symbols[] = {"H", "H01", "H01M", "H01M10", "H01M10/0525", "G06F3/01"};
    static const char *const names[] = {"某某 公司", "华", "ACME Co., Ltd.", "or",
                                        "甲“乙”\"丙\" 公司"};
    struct query_node *n = make((enum query_kind)(QUERY_CLASS + below(5)), 0);
    n->class_field = (enum query_class)below(3);
    n->name_field = (enum query_name)below(2);
    n->name_match = (enum query_match)below(3);
    n->first = below(2);
    n->below = below(2);
    n->day_field = (enum query_day)below(DAY_N_);
    n->int_field = (enum query_int)below(INT_N_);
    n->code_field = (enum query_code)below(CODE_N_);
    if (n->kind == QUERY_CLASS) {
        n->text = str_from(symbols[below(6)]);
        if (below(4) == 0) {
            n->upto = STR("Z99Z9/99");
            n->below = false;
        } else if (below(4) == 0) {
            n->wild = true;
        }
    } else if (n->kind == QUERY_NAME) {
        n->text = str_from(names[below(5)]);
        if (n->name_match != MATCH_GROUP && below(6) == 0) {
            n->text = STR("*");
            n->wild = true;
        }
    } else if (n->kind == QUERY_CODE) {
        n->text = n->code_field == CODE_NUMBER ? STR("CN101850473B") : STR("X 7");
        if (n->code_field == CODE_APPLICATION) {
            n->text = STR("CN2010*");
            n->wild = true;
        } else if (n->code_field != CODE_NUMBER && below(4) == 0) {
            n->text = STR("*");
            n->wild = true;
        }
    }
    if (below(3)) {
        n->from = (int32_t)below(20000);
        n->low = (int64_t)below(50);
    }
    if (below(3)) {
        n->to = 20000 + (int32_t)below(2000);
        n->high = 50 + (int64_t)below(50);
    }
    return n;
}

static struct query_node *random_tree(int depth)
{
    struct query_node *n;
    switch (depth > 0 ? below(7) : 6) {
    case 0:
    case 1:
        n = make(QUERY_AND, 2 + below(3));
        break;
    case 2:
        n = make(QUERY_OR, 2 + below(3));
        break;
    case 3:
        n = make(QUERY_NOT, 1);
        break;
    case 4:
        n = make(QUERY_TIMES, 1);
        n->times = 1 + (int32_t)below(100);
        n->kid[0] = random_spans(depth - 1);
        return n;
    case 5:
        return random_spans(depth);
    default:
        return below(2) ? random_text() : random_leaf();
    }
    for (uint32_t i = 0; i < n->n; i++) {
        do
            n->kid[i] = random_tree(depth - 1);
        while (n->kid[i]->kind == n->kind);
    }
    return n;
}

static void random_trees_round_trip(void)
{
    int different = 0, refused = 0;
    for (int i = 0; i < 20000 && !different && !refused; i++) {
        struct arena_mark mark = arena_mark(&arena);
        struct query_node *tree = random_tree((int)below(6));
        const struct query_node *again = NULL;
        struct error error = {0};
        struct str text = query_print(&arena, tree);
        if (query_parse(&arena, text, &again, &error)) {
            printf("# %.*s: %s %.*s\n", STR_ARG(text), error.message, STR_ARG(error.detail));
            refused++;
        } else if (!query_same(tree, again) || !str_eq(query_print(&arena, again), text)) {
            struct str other = query_print(&arena, again);
            printf("# %.*s\n# %.*s\n", STR_ARG(text), STR_ARG(other));
            different++;
        }
        arena_reset(&arena, mark);
    }
    IS_INT(refused, 0);
    IS_INT(different, 0);
}

static void symbols(void)
{
    IS_STR(query_symbol(&arena, STR("h01m 010/0525 (2010.01)")), STR("H01M10/0525"));
    IS_STR(query_symbol(&arena, STR("H01M-010/00")), STR("H01M10/00"));
    IS_STR(query_symbol(&arena, STR("Ｈ０１Ｍ１０")), STR("H01M10"));
    IS_STR(query_symbol(&arena, STR("H")), STR("H"));
    OK(str_null(query_symbol(&arena, STR("H0"))), "half a class is none");
    OK(str_null(query_symbol(&arena, STR("H01M10/"))), "a slash and nothing behind");
    OK(str_null(query_symbol(&arena, STR("电池"))), "Chinese is none");
    IS_STR(query_name_fold(&arena, STR("ＡＣＭＥ  有限 公司")), STR("acme有限公司"));
}

/* What the index and the plain scan ask alike, so that neither can prove the other wrong. */
static void matches(void)
{
    struct query_node any = {.wild = true, .text = STR("*")},
                      some = {.wild = true, .text = STR("C*")};
    struct query_node range = {.text = STR("H01M10/05"), .upto = STR("H01M10/20")};
    struct query_node last = {.text = STR("A61K"), .upto = STR("A61P")};
    OK(match_code(&any, STR("CN")) && !match_code(&any, STR("")), "any code, but one");
    OK(match_code(&some, STR("CN")) && !match_code(&some, STR("US")), "what begins so");
    OK(match_symbol(&range, NULL, STR("H01M10/05")), "a range has its first symbol");
    OK(match_symbol(&range, NULL, STR("H01M10/20")), "and its last one");
    OK(!match_symbol(&range, NULL, STR("H01M10/04")), "not what is before it");
    OK(!match_symbol(&range, NULL, STR("H01M10/21")), "nor what is behind it");
    OK(match_symbol(&last, NULL, STR("A61P35/00")), "with everything below the last one");
    OK(!match_symbol(&last, NULL, STR("A61Q1/00")), "and nothing after that");
    OK(match_word(STR("锂*池"), STR("锂离子电池")) && !match_word(STR("锂?池"), STR("锂离子电池")),
       "a star stands for many, a question mark for one");
    OK(match_word(STR("*池?"), STR("池电池组")) && !match_word(STR("*池?"), STR("电池")),
       "a star tries again from every character");
}

/* "锂电" and "lithium" of another language's title: no distance that can be asked reaches over. */
static void parts_lie_apart(void)
{
    struct word_reader r;
    word_begin(&r, STR("锂电\f lithium ion\nx"), 0, false);
    OK(word_next(&r) == WORD_HAN && r.position == 0, "the first");
    OK(word_next(&r) == WORD_HAN && r.position == 1, "the second");
    OK(word_next(&r) == WORD_LINE && r.position == 2, "the line ends, too");
    OK(word_next(&r) == WORD_LATIN && r.position - 1 - 1 > QUERY_DISTANCE_MAX, "the next text");
    uint32_t at = r.position;
    OK(word_next(&r) == WORD_LATIN && r.position == at + 1, "goes on as any");
    OK(word_next(&r) == WORD_LINE && r.position == at + 2, "a line's end takes one position");
    OK(word_next(&r) == WORD_LATIN && r.position == at + 3, "and is no other text");
}

int main(void)
{
    arena_init(&arena, 256 << 20);
    RUN(joins);
    RUN(patsnap);
    RUN(incopat);
    RUN(own);
    RUN(what_other_languages_write);
    RUN(says_where);
    RUN(symbols);
    RUN(matches);
    RUN(parts_lie_apart);
    RUN(random_trees_round_trip);
    arena_release(&arena);
    return tap_end();
}
