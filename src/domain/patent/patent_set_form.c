#include "domain/patent/patent_set_form.h"

#include "domain/patent/patent_set.h"

static const struct field set_fields[] = {
    FORM_TEXT(struct patent_set_in, name, T("名称"), 60, FORM_REQUIRED),
    FORM_TEXT(struct patent_set_in, query, T("检索式"), 20000, FORM_LINES),
    FORM_TEXT(struct patent_set_in, numbers, T("或者：专利号清单，一行一个"), 500000, FORM_LINES),
    FORM_DAY(struct patent_set_in, cutoff, T("截止公布日"), 0),
    FORM_TEXT(struct patent_set_in, note, T("说明"), 1000, FORM_LINES),
};
const struct form patent_set_form = FORM(set_fields, struct patent_set_in);

static const struct field set_edit_fields[] = {
    FORM_ID(struct patent_set_edit_in, set, T("专题库"), FORM_REQUIRED),
    FORM_INT(struct patent_set_edit_in, version, T("版本"), 1, INT32_MAX,
             FORM_REQUIRED | FORM_HIDDEN),
    FORM_TEXT(struct patent_set_edit_in, name, T("名称"), 60, FORM_REQUIRED),
    FORM_TEXT(struct patent_set_edit_in, query, T("检索式"), 20000, FORM_LINES),
    FORM_DAY(struct patent_set_edit_in, cutoff, T("截止公布日"), 0),
    FORM_TEXT(struct patent_set_edit_in, note, T("说明"), 1000, FORM_LINES),
};
const struct form patent_set_edit_form = FORM(set_edit_fields, struct patent_set_edit_in);

static const struct field set_one_fields[] = {
    FORM_ID(struct patent_set_one_in, set, T("专题库"), FORM_REQUIRED),
};
const struct form patent_set_one_form = FORM(set_one_fields, struct patent_set_one_in);

static const struct field numbers_fields[] = {
    FORM_ID(struct patent_set_numbers_in, set, T("专题库"), FORM_REQUIRED),
    FORM_TEXT(struct patent_set_numbers_in, numbers, T("专利号，一行一个"), 500000,
              FORM_REQUIRED | FORM_LINES),
};
const struct form patent_set_numbers_form = FORM(numbers_fields, struct patent_set_numbers_in);

static const struct field expr_fields[] = {
    FORM_ID(struct patent_expr_in, set, T("专题库"), FORM_REQUIRED),
    FORM_TEXT(struct patent_expr_in, name, T("名称"), 60, FORM_REQUIRED),
    FORM_TEXT(struct patent_expr_in, query, T("检索式"), 20000, FORM_REQUIRED | FORM_LINES),
    FORM_BOOL(struct patent_expr_in, joined, T("检出的并入专题库（不勾选：只用来比较）"), 0),
};
const struct form patent_expr_form = FORM(expr_fields, struct patent_expr_in);

static const struct field expr_drop_fields[] = {
    FORM_ID(struct patent_expr_drop_in, set, T("专题库"), FORM_REQUIRED),
    FORM_ID(struct patent_expr_drop_in, expr, T("检索式"), FORM_REQUIRED),
};
const struct form patent_expr_drop_form = FORM(expr_drop_fields, struct patent_expr_drop_in);

static const struct form_choice marks[] = {
    {"in", T("属于"), PATENT_MARK_IN},
    {"out", T("不属于"), PATENT_MARK_OUT},
    {NULL, NULL, 0},
};
static const struct field mark_fields[] = {
    FORM_ID(struct patent_mark_in, set, T("专题库"), FORM_REQUIRED),
    FORM_TEXT(struct patent_mark_in, number, T("公布（公告）号"), 60, FORM_REQUIRED),
    FORM_CHOICE(struct patent_mark_in, inside, T("是否属于"), marks, FORM_REQUIRED),
    FORM_TEXT(struct patent_mark_in, note, T("理由"), 200, 0),
};
const struct form patent_mark_form = FORM(mark_fields, struct patent_mark_in);

static const struct form_choice many_marks[] = {
    {"in", T("属于"), PATENT_MARK_IN},
    {"out", T("不属于"), PATENT_MARK_OUT},
    {"clear", T("取消标记"), PATENT_MARK_NONE},
    {"keep", T("只标引，不改属于与否"), PATENT_MARK_KEEP},
    {NULL, NULL, 0},
};
static const struct field mark_many_fields[] = {
    FORM_ID(struct patent_mark_many_in, set, T("专题库"), FORM_REQUIRED),
    FORM_IDS(struct patent_mark_many_in, patents, T("专利"), FORM_REQUIRED),
    FORM_CHOICE(struct patent_mark_many_in, mark, T("标为"), many_marks, FORM_REQUIRED),
    FORM_IDS(struct patent_mark_many_in, values, T("标引"), 0),
    FORM_TEXT(struct patent_mark_many_in, note, T("理由"), 200, 0),
};
const struct form patent_mark_many_form = FORM(mark_many_fields, struct patent_mark_many_in);

static const struct field mark_undo_fields[] = {
    FORM_ID(struct patent_mark_undo_in, set, T("专题库"), FORM_REQUIRED),
    FORM_ID(struct patent_mark_undo_in, batch, T("哪一次标记"), FORM_REQUIRED),
};
const struct form patent_mark_undo_form = FORM(mark_undo_fields, struct patent_mark_undo_in);

static const struct field sample_fields[] = {
    FORM_ID(struct patent_sample_in, set, T("专题库"), FORM_REQUIRED),
    FORM_TEXT(struct patent_sample_in, query, T("检索式（空着抽专题库自己的）"), 20000, FORM_LINES),
    FORM_INT(struct patent_sample_in, size, T("抽几件"), 1, PATENT_SAMPLE_MAX, FORM_REQUIRED),
    FORM_INT(struct patent_sample_in, seed, T("随机种子（空着由系统定）"), 1, INT32_MAX, 0),
};
const struct form patent_sample_form = FORM(sample_fields, struct patent_sample_in);

static const struct field measure_fields[] = {
    FORM_ID(struct patent_measure_in, set, T("专题库"), FORM_REQUIRED),
    FORM_TEXT(struct patent_measure_in, query, T("检索式（空着测专题库自己的）"), 20000,
              FORM_LINES),
};
const struct form patent_measure_form = FORM(measure_fields, struct patent_measure_in);

static const struct field label_fields[] = {
    FORM_ID(struct patent_label_in, set, T("专题库"), FORM_REQUIRED),
    FORM_ID(struct patent_label_in, label, T("标引项"), FORM_HIDDEN),
    FORM_TEXT(struct patent_label_in, name, T("标引项的名称，如“技术分支”“功效”"), 30,
              FORM_REQUIRED),
    FORM_TEXT(struct patent_label_in, values, T("可选的值，一行一个"), 6000,
              FORM_REQUIRED | FORM_LINES),
};
const struct form patent_label_form = FORM(label_fields, struct patent_label_in);

static const struct field label_close_fields[] = {
    FORM_ID(struct patent_label_close_in, set, T("专题库"), FORM_REQUIRED),
    FORM_ID(struct patent_label_close_in, label, T("标引项"), FORM_REQUIRED),
};
const struct form patent_label_close_form = FORM(label_close_fields, struct patent_label_close_in);

static const struct form_choice ways[] = {
    {"number", T("按公布号顺序"), PATENT_HAND_BY_NUMBER},
    {"class", T("按主分类，同类的给同一人"), PATENT_HAND_BY_CLASS},
    {NULL, NULL, 0},
};
static const struct field hand_fields[] = {
    FORM_ID(struct patent_hand_in, set, T("专题库"), FORM_REQUIRED),
    FORM_IDS(struct patent_hand_in, people, T("分给谁"), FORM_REQUIRED),
    FORM_INT(struct patent_hand_in, each, T("每人几件"), 1, 1000, FORM_REQUIRED),
    FORM_CHOICE(struct patent_hand_in, by, T("怎么分"), ways, FORM_REQUIRED),
    FORM_DAY(struct patent_hand_in, due, T("哪天读完"), FORM_REQUIRED),
};
const struct form patent_hand_form = FORM(hand_fields, struct patent_hand_in);

static const struct field take_back_fields[] = {
    FORM_ID(struct patent_take_back_in, set, T("专题库"), FORM_REQUIRED),
    FORM_ID(struct patent_take_back_in, reading, T("哪一份"), FORM_REQUIRED),
};
const struct form patent_take_back_form = FORM(take_back_fields, struct patent_take_back_in);

static const struct field read_fields[] = {
    FORM_ID(struct patent_read_in, reading, T("哪一份"), FORM_REQUIRED),
    FORM_ID(struct patent_read_in, patent, T("专利"), FORM_REQUIRED | FORM_HIDDEN),
    FORM_CHOICE(struct patent_read_in, mark, T("是否属于"), marks, FORM_REQUIRED),
    FORM_IDS(struct patent_read_in, values, T("标引"), 0),
    FORM_TEXT(struct patent_read_in, note, T("理由"), 200, 0),
};
const struct form patent_read_form = FORM(read_fields, struct patent_read_in);

static const struct field share_fields[] = {
    FORM_ID(struct patent_share_in, set, T("专题库"), FORM_REQUIRED),
    FORM_IDS(struct patent_share_in, people, T("一起做的人"), 0),
};
const struct form patent_share_form = FORM(share_fields, struct patent_share_in);

static const struct field hand_over_fields[] = {
    FORM_ID(struct patent_hand_over_in, set, T("专题库"), FORM_REQUIRED),
    FORM_ID(struct patent_hand_over_in, person, T("交给谁"), FORM_REQUIRED),
};
const struct form patent_hand_over_form = FORM(hand_over_fields, struct patent_hand_over_in);

static const struct form_choice head_kinds[] = {
    {"org", T("企业的职工人数"), PATENT_HEAD_ORG},
    {"zone", T("片区的常住人口"), PATENT_HEAD_ZONE},
    {NULL, NULL, 0},
};
static const struct field head_fields[] = {
    FORM_CHOICE(struct patent_head_in, kind, T("哪一种人数"), head_kinds, FORM_REQUIRED),
    FORM_TEXT(struct patent_head_in, name, T("企业全名或片区名称"), 100, FORM_REQUIRED),
    FORM_INT(struct patent_head_in, year, T("哪一年"), 1985, 2100, FORM_REQUIRED),
    FORM_INT(struct patent_head_in, n, T("人数"), 1, INT64_C(10000000000), FORM_REQUIRED),
    FORM_TEXT(struct patent_head_in, source, T("出处，如“2025 年统计年报”"), 100, FORM_REQUIRED),
};
const struct form patent_head_form = FORM(head_fields, struct patent_head_in);
