/* Records and queries by chance, for tests of the index against the plain scan. */
#ifndef LIANYUAN_ENGINE_PATENTIDX_TEST_FIND_H
#define LIANYUAN_ENGINE_PATENTIDX_TEST_FIND_H

#include "base/buf.h"
#include "engine/patentidx/naive.h"

static uint64_t chance_state = 20261123;

static uint32_t chance(uint32_t n)
{
    chance_state ^= chance_state << 13;
    chance_state ^= chance_state >> 7;
    chance_state ^= chance_state << 17;
    return (uint32_t)((chance_state >> 11) % n);
}

static const char *const chance_words[] = {"锂",     "离",   "子",   "电",     "池",      "极",
                                           "锂离子", "电池", "电极", "材料",   "lithium", "ion",
                                           "lithic", "a",    "85",   "ＬＥＤ", "𠀀"};
static const char *const chance_signs[] = {"",   "",   "",   " ",  "-",  "，",
                                           "。", ". ", "\n", "（", "、", "\f"};
static const char *const chance_symbols[] = {"H01M10/0525", "H01M10/052", "H01M4/36",  "H01M10/00",
                                             "H01L21/00",   "G06F3/01",   "G06F30/01", "A01B1/02"};
static const char *const chance_names[] = {"甲科技有限公司", "乙大学",  "ＡＣＭＥ Corp",
                                           "acme corp",      "丙 集团", "甲大学"};

static struct str chance_text(struct arena *arena, uint32_t max)
{
    struct buf b;
    uint32_t n = chance(max + 1);
    buf_init(&b, arena, 64 * 1024);
    for (uint32_t i = 0; i < n; i++) {
        buf_add(&b, str_from(chance_words[chance(17)]));
        buf_add(&b, str_from(chance_signs[chance(11)]));
    }
    return buf_str(&b);
}

static inline void chance_doc(struct arena *arena, int64_t id, struct patent_doc *d)
{
    static const char *const offices[] = {"CN", "US", "EP"};
    *d = (struct patent_doc){.id = id};
    d->title = chance_text(arena, 6);
    d->abstract = chance_text(arena, 25);
    d->claims = chance(3) ? STR_NULL : chance_text(arena, chance(20) ? 20 : 400);
    d->class_n = chance(4);
    struct doc_class *c = ARENA_ARRAY(arena, struct doc_class, d->class_n + 1);
    for (size_t i = 0; i < d->class_n; i++)
        c[i] = (struct doc_class){str_from(chance_symbols[chance(8)]), chance(3) == 0, i == 0};
    d->classes = c;
    d->applicant_n = chance(3);
    d->inventor_n = chance(3);
    struct str *names = ARENA_ARRAY(arena, struct str, 4);
    for (size_t i = 0; i < 4; i++)
        names[i] = str_from(chance_names[chance(6)]);
    d->applicants = names;
    d->inventors = names + 2;
    struct str *events = ARENA_ARRAY(arena, struct str, 2);
    events[0] = STR("61");
    events[1] = STR("63");
    d->events = events + chance(2);
    d->event_n = chance(2);
    for (int k = 0; k < CODE_N_; k++)
        d->code[k] = chance(5) ? str_print(arena, "%c", (int)('A' + chance(3))) : STR("");
    d->code[CODE_OFFICE] = str_from(offices[chance(3)]);
    d->code[CODE_NUMBER] = str_print(arena, "CN%lldA", (long long)(1000 + id));
    d->code[CODE_FAMILY] = str_print(arena, "F%u", chance(40));
    for (int k = 0; k < DAY_N_; k++)
        d->day[k] = chance(6) ? (int32_t)(10000 + chance(3000)) : DAY_NONE;
    for (int k = 0; k < INT_N_; k++)
        d->count[k] = (int64_t)chance(8) - 1;
}

static inline struct query_node *chance_node(struct arena *arena, enum query_kind kind,
                                             uint32_t kids)
{
    struct query_node *n = ARENA_NEW(arena, struct query_node);
    n->kind = kind;
    n->n = kids;
    n->kid = ARENA_ARRAY(arena, struct query_node *, kids + 1);
    n->from = n->to = DAY_NONE;
    n->low = INT64_MIN;
    n->high = INT64_MAX;
    return n;
}

static inline struct query_node *chance_phrase(struct arena *arena)
{
    static const char *const wild[] = {"lith*", "?on", "l*i?m", "锂?子", "*", "电??池", "a*"};
    struct query_node *n = chance_node(arena, QUERY_TEXT, 0);
    struct buf b;
    uint32_t words = 1 + chance(3);
    n->scope = chance(3) ? SCOPE_ANY : (enum query_scope)(1 + chance(7));
    n->wild = chance(6) == 0;
    if (n->wild) {
        n->text = str_from(wild[chance(7)]);
        if (str_eq(n->text, STR("*")))
            n->text = STR("i*n");
        return n;
    }
    buf_init(&b, arena, 1024);
    for (uint32_t i = 0; i < words; i++) {
        buf_add(&b, str_from(chance_words[chance(17)]));
        if (i + 1 < words)
            buf_add(&b, str_from(chance_signs[chance(11)]));
    }
    n->text = buf_str(&b);
    return n;
}

static inline struct query_node *chance_spans(struct arena *arena, int depth)
{
    if (depth <= 0 || chance(2))
        return chance_phrase(arena);
    struct query_node *n = chance_node(arena, chance(3) ? QUERY_NEAR : QUERY_OR, 2);
    n->near = (enum query_near)chance(4);
    n->distance = n->near <= NEAR_ORDER ? (int32_t)chance(8) : 0;
    n->kid[0] = chance_spans(arena, depth - 1);
    n->kid[1] = chance_spans(arena, depth - 1);
    return n;
}

static inline struct query_node *chance_leaf(struct arena *arena)
{
    static const char *const symbols[] = {"H",          "H01",      "H01M",     "H01M10",
                                          "H01M10/052", "G06F3/01", "H01M10/00"};
    static const char *const names[] = {"甲科技有限公司", "大学", "ACME corp", "集团", "无"};
    struct query_node *n = chance_node(arena, (enum query_kind)(QUERY_CLASS + chance(5)), 0);
    n->class_field = (enum query_class)chance(3);
    n->name_field = (enum query_name)chance(2);
    n->name_match = (enum query_match)chance(3);
    n->first = chance(3) == 0;
    n->below = chance(2);
    n->day_field = (enum query_day)chance(DAY_N_);
    n->int_field = (enum query_int)chance(INT_N_);
    n->code_field = (enum query_code)chance(CODE_N_);
    n->text = n->kind == QUERY_NAME ? str_from(names[chance(5)]) : str_from(symbols[chance(7)]);
    if (n->kind == QUERY_CLASS && chance(5) == 0) {
        n->upto = STR("H01M4/36");
        n->below = false;
    } else if (n->kind == QUERY_CLASS) {
        n->wild = chance(5) == 0;
    }
    if (n->kind == QUERY_NAME && n->name_match != MATCH_GROUP && chance(6) == 0) {
        n->text = STR("*");
        n->wild = true;
    }
    if (n->kind == QUERY_CODE) {
        n->text = str_print(arena, "%c", (int)('A' + chance(4)));
        if (n->code_field == CODE_OFFICE)
            n->text = STR("CN");
        if (n->code_field == CODE_EVENT)
            n->text = chance(2) ? STR("61") : STR("63");
        if (n->code_field == CODE_NUMBER) {
            n->wild = chance(2);
            n->text = n->wild ? STR("CN11*") : STR("CN1103A");
        }
        if (n->code_field == CODE_FAMILY)
            n->text = str_print(arena, "F%u", chance(40));
        if (n->code_field > CODE_APPLICATION && chance(4) == 0) {
            n->text = STR("*");
            n->wild = true;
        }
    }
    if (chance(3)) {
        n->from = 10000 + (int32_t)chance(1500);
        n->low = (int64_t)chance(4) - 1;
    }
    if (chance(3)) {
        n->to = 11500 + (int32_t)chance(1500);
        n->high = (int64_t)chance(4) + 2;
    }
    return n;
}

static inline struct query_node *chance_query(struct arena *arena, int depth)
{
    struct query_node *n;
    switch (depth > 0 ? chance(8) : 6) {
    case 0:
    case 1:
    case 2:
        n = chance_node(arena, QUERY_AND, 2 + chance(3));
        break;
    case 3:
        n = chance_node(arena, QUERY_OR, 2 + chance(2));
        break;
    case 4:
        n = chance_node(arena, QUERY_NOT, 1);
        break;
    case 5:
        n = chance_node(arena, QUERY_TIMES, 1);
        n->times = 1 + (int32_t)chance(4);
        n->kid[0] = chance_phrase(arena);
        return n;
    case 7:
        return chance_spans(arena, 3);
    default:
        return chance(20) == 0 ? chance_node(arena, QUERY_ALL, 0)
               : chance(5) < 3 ? chance_phrase(arena)
                               : chance_leaf(arena);
    }
    for (uint32_t i = 0; i < n->n; i++)
        n->kid[i] = chance_query(arena, depth - 1);
    return n;
}

#endif
