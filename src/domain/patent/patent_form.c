#include "domain/patent/patent_form.h"

#include "domain/patent/patent.h"
#include "domain/patent/patent_table.h"

static const struct field number_fields[] = {
    FORM_TEXT(struct patent_number_in, code, T("专利号"), 60, FORM_REQUIRED),
    FORM_DAY(struct patent_number_in, day, T("公布或申请日"), 0),
};
const struct form patent_number_form = FORM(number_fields, struct patent_number_in);

static const struct field query_fields[] = {
    FORM_TEXT(struct patent_query_in, query, T("检索式"), 20000, 0),
    FORM_ID(struct patent_query_in, set, T("专题库"), 0),
    FORM_INT(struct patent_query_in, limit, T("最多几件"), 1, PATENT_LIST_MAX, 0),
    FORM_INT(struct patent_query_in, skip, T("跳过几件"), 0, INT32_MAX, 0),
};
const struct form patent_query_form = FORM(query_fields, struct patent_query_in);

const struct form_choice patent_by_choices[] = {
    {"all", T("合计"), PATENT_BY_NOTHING},
    {"office", T("受理局"), PATENT_BY_OFFICE},
    {"section", T("IPC 部"), PATENT_BY_SECTION},
    {"class", T("IPC 大类"), PATENT_BY_CLASS},
    {"subclass", T("IPC 小类"), PATENT_BY_SUBCLASS},
    {"maingroup", T("IPC 大组"), PATENT_BY_MAIN_GROUP},
    {"group", T("IPC 分类号"), PATENT_BY_GROUP},
    {"applicant", T("申请人"), PATENT_BY_APPLICANT},
    {"inventor", T("发明人"), PATENT_BY_INVENTOR},
    {"year", T("年份"), PATENT_BY_YEAR},
    {"status", T("有效性"), PATENT_BY_STATUS},
    {"legal", T("法律状态"), PATENT_BY_LEGAL},
    {"kind", T("文献种类"), PATENT_BY_KIND},
    {"type", T("专利类型"), PATENT_BY_TYPE},
    {"region", T("地区"), PATENT_BY_REGION},
    {"zone", T("园区片区"), PATENT_BY_ZONE},
    {"firm", T("园区企业"), PATENT_BY_FIRM},
    {NULL, NULL, 0},
};

const struct form_choice patent_day_choices[] = {
    {"applied", T("申请日"), DAY_APPLIED},
    {"published", T("公布日"), DAY_PUBLISHED},
    {"granted", T("授权日"), DAY_GRANTED},
    {"priority", T("最早优先权日"), DAY_PRIORITY},
    {NULL, NULL, 0},
};

static const struct form_choice units[] = {
    {"record", T("件"), 0},
    {"family", T("族"), 1},
    {NULL, NULL, 0},
};

static const struct field table_fields[] = {
    FORM_TEXT(struct patent_table_form_in, query, T("检索式"), 20000, 0),
    FORM_CHOICE(struct patent_table_form_in, rows, T("按行"), patent_by_choices, 0),
    FORM_CHOICE(struct patent_table_form_in, columns, T("按列"), patent_by_choices, 0),
    FORM_CHOICE(struct patent_table_form_in, day, T("哪一年"), patent_day_choices, 0),
    FORM_CHOICE(struct patent_table_form_in, unit, T("计数单位"), units, 0),
    FORM_INT(struct patent_table_form_in, limit, T("最多几行"), 1, PATENT_TABLE_ROWS_MAX, 0),
    FORM_ID(struct patent_table_form_in, set, T("专题库"), 0),
    FORM_BOOL(struct patent_table_form_in, cumulative, T("逐年累计"), 0),
    FORM_BOOL(struct patent_table_form_in, first_class, T("只计主分类"), 0),
    FORM_BOOL(struct patent_table_form_in, first_name, T("只计第一人"), 0),
    FORM_BOOL(struct patent_table_form_in, cpc, T("按 CPC"), 0),
};
const struct form patent_table_form = FORM(table_fields, struct patent_table_form_in);

static const struct field import_fields[] = {
    FORM_FILES(struct patent_import_form_in, files, T("文件"), 1, FORM_REQUIRED),
};
const struct form patent_import_form = FORM(import_fields, struct patent_import_form_in);

static const struct form_choice verdicts[] = {
    {"ours", T("是园区的单位"), PATENT_NAME_OURS},
    {"other", T("不是园区的"), PATENT_NAME_OTHER},
    {NULL, NULL, 0},
};
static const struct field name_fields[] = {
    FORM_ID(struct patent_name_in, id, T("申请人名称"), FORM_REQUIRED),
    FORM_CHOICE(struct patent_name_in, verdict, T("是不是园区的"), verdicts, FORM_REQUIRED),
    FORM_TEXT(struct patent_name_in, org, T("园区单位全名"), 100, 0),
};
const struct form patent_name_form = FORM(name_fields, struct patent_name_in);

static const struct form_choice sorts[] = {
    {"open", T("待认"), PATENT_NAME_OPEN},
    {"ours", T("是园区的单位"), PATENT_NAME_OURS},
    {"other", T("不是园区的"), PATENT_NAME_OTHER},
    {NULL, NULL, 0},
};
static const struct field names_fields[] = {
    FORM_CHOICE(struct patent_names_in, verdict, T("是不是园区的"), sorts, 0),
};
const struct form patent_names_form = FORM(names_fields, struct patent_names_in);

static const struct field indicators_fields[] = {
    FORM_INT(struct patent_indicators_in, people, T("常住人口（人）"), 1, INT64_C(10000000000), 0),
    FORM_INT(struct patent_indicators_in, before, T("上年同期件数"), 1, INT32_MAX, 0),
    FORM_INT(struct patent_indicators_in, valid, T("有效发明专利件数（不用库里的数时填）"), 1,
             INT32_MAX, 0),
    FORM_ID(struct patent_indicators_in, set, T("专题库"), 0),
};
const struct form patent_indicators_form = FORM(indicators_fields, struct patent_indicators_in);
