#include "engine/patentidx/query_field.h"

#include <string.h>

#include "base/utf8.h"
#include "engine/patentidx/words.h"

const struct query_field query_field_text = {"", SIGN_BOTH, QUERY_TEXT, SCOPE_ANY};

/* The first name of each meaning is the printed one. */
static const struct query_field fields[] = {
    {"ti", SIGN_BOTH, QUERY_TEXT, SCOPE_TITLE},
    {"ab", SIGN_BOTH, QUERY_TEXT, SCOPE_ABSTRACT},
    {"clms", SIGN_BOTH, QUERY_TEXT, SCOPE_CLAIMS},
    {"ta", SIGN_BOTH, QUERY_TEXT, SCOPE_TITLE | SCOPE_ABSTRACT},
    {"tc", SIGN_BOTH, QUERY_TEXT, SCOPE_TITLE | SCOPE_CLAIMS},
    {"ac", SIGN_BOTH, QUERY_TEXT, SCOPE_ABSTRACT | SCOPE_CLAIMS},
    {"tac", SIGN_BOTH, QUERY_TEXT, SCOPE_ANY},
    {"ttl", SIGN_COLON, QUERY_TEXT, SCOPE_TITLE},
    {"title", SIGN_BOTH, QUERY_TEXT, SCOPE_TITLE},
    {"标题", SIGN_BOTH, QUERY_TEXT, SCOPE_TITLE},
    {"名称", SIGN_BOTH, QUERY_TEXT, SCOPE_TITLE},
    {"abst", SIGN_COLON, QUERY_TEXT, SCOPE_ABSTRACT},
    {"abstract", SIGN_BOTH, QUERY_TEXT, SCOPE_ABSTRACT},
    {"摘要", SIGN_BOTH, QUERY_TEXT, SCOPE_ABSTRACT},
    {"claim", SIGN_EQUALS, QUERY_TEXT, SCOPE_CLAIMS},
    {"claims", SIGN_BOTH, QUERY_TEXT, SCOPE_CLAIMS},
    {"权利要求", SIGN_BOTH, QUERY_TEXT, SCOPE_CLAIMS},
    {"tiab", SIGN_EQUALS, QUERY_TEXT, SCOPE_TITLE | SCOPE_ABSTRACT},
    {"标题摘要", SIGN_BOTH, QUERY_TEXT, SCOPE_TITLE | SCOPE_ABSTRACT},
    {"tiabc", SIGN_EQUALS, QUERY_TEXT, SCOPE_ANY},
    {"全文", SIGN_BOTH, QUERY_TEXT, SCOPE_ANY},
    {"ttl_all", SIGN_COLON, QUERY_TEXT, SCOPE_TITLE},
    {"ttl_cntrans", SIGN_COLON, QUERY_TEXT, SCOPE_TITLE},
    {"ttl_entrans", SIGN_COLON, QUERY_TEXT, SCOPE_TITLE},
    {"abst_all", SIGN_COLON, QUERY_TEXT, SCOPE_ABSTRACT},
    {"abst_cntrans", SIGN_COLON, QUERY_TEXT, SCOPE_ABSTRACT},
    {"abst_entrans", SIGN_COLON, QUERY_TEXT, SCOPE_ABSTRACT},
    {"clms_all", SIGN_COLON, QUERY_TEXT, SCOPE_CLAIMS},
    {"ta_all", SIGN_COLON, QUERY_TEXT, SCOPE_TITLE | SCOPE_ABSTRACT},
    {"tac_all", SIGN_COLON, QUERY_TEXT, SCOPE_ANY},
    {"ti_cn", SIGN_EQUALS, QUERY_TEXT, SCOPE_TITLE},
    {"ti_en", SIGN_EQUALS, QUERY_TEXT, SCOPE_TITLE},
    {"ti_otlang", SIGN_EQUALS, QUERY_TEXT, SCOPE_TITLE},
    {"ab_cn", SIGN_EQUALS, QUERY_TEXT, SCOPE_ABSTRACT},
    {"ab_en", SIGN_EQUALS, QUERY_TEXT, SCOPE_ABSTRACT},
    {"ab_otlang", SIGN_EQUALS, QUERY_TEXT, SCOPE_ABSTRACT},
    {"claim_cn", SIGN_EQUALS, QUERY_TEXT, SCOPE_CLAIMS},
    {"claim_en", SIGN_EQUALS, QUERY_TEXT, SCOPE_CLAIMS},
    {"first_claim", SIGN_EQUALS, QUERY_TEXT, SCOPE_CLAIMS},

    {"ipc", SIGN_BOTH, QUERY_CLASS, CLASS_IPC},
    {"ipc_low", SIGN_BOTH, QUERY_CLASS, CLASS_IPC, .below = true},
    {"mipc", SIGN_BOTH, QUERY_CLASS, CLASS_IPC, .first = true},
    {"mipc_low", SIGN_BOTH, QUERY_CLASS, CLASS_IPC, .below = true, .first = true},
    {"cpc", SIGN_BOTH, QUERY_CLASS, CLASS_CPC},
    {"cpc_low", SIGN_BOTH, QUERY_CLASS, CLASS_CPC, .below = true},
    {"mcpc", SIGN_BOTH, QUERY_CLASS, CLASS_CPC, .first = true},
    {"mcpc_low", SIGN_BOTH, QUERY_CLASS, CLASS_CPC, .below = true, .first = true},
    {"class", SIGN_BOTH, QUERY_CLASS, CLASS_ANY},
    {"class_low", SIGN_BOTH, QUERY_CLASS, CLASS_ANY, .below = true},
    {"mclass", SIGN_BOTH, QUERY_CLASS, CLASS_ANY, .first = true},
    {"mclass_low", SIGN_BOTH, QUERY_CLASS, CLASS_ANY, .below = true, .first = true},
    {"ipc_cpc", SIGN_COLON, QUERY_CLASS, CLASS_ANY},
    {"分类", SIGN_BOTH, QUERY_CLASS, CLASS_ANY, .below = true},
    {"分类号", SIGN_BOTH, QUERY_CLASS, CLASS_ANY, .below = true},
    {"主分类", SIGN_BOTH, QUERY_CLASS, CLASS_IPC, .below = true, .first = true},
    {"主分类号", SIGN_BOTH, QUERY_CLASS, CLASS_IPC, .below = true, .first = true},
    {"ipc_section", SIGN_BOTH, QUERY_CLASS, CLASS_IPC},
    {"ipc_class", SIGN_BOTH, QUERY_CLASS, CLASS_IPC},
    {"ipc_subclass", SIGN_EQUALS, QUERY_CLASS, CLASS_IPC},
    {"ipc_sub_class", SIGN_COLON, QUERY_CLASS, CLASS_IPC},
    {"ipc_group", SIGN_BOTH, QUERY_CLASS, CLASS_IPC},
    {"ipc_subgroup", SIGN_EQUALS, QUERY_CLASS, CLASS_IPC},
    {"ipc_sub_group", SIGN_COLON, QUERY_CLASS, CLASS_IPC},
    {"ipc_main", SIGN_EQUALS, QUERY_CLASS, CLASS_IPC, .first = true},
    {"ipcm_low", SIGN_EQUALS, QUERY_CLASS, CLASS_IPC, .below = true, .first = true},
    {"cpc_main", SIGN_EQUALS, QUERY_CLASS, CLASS_CPC, .first = true},

    {"an", SIGN_COLON, QUERY_NAME, NAME_APPLICANT},
    {"an_exact", SIGN_COLON, QUERY_NAME, NAME_APPLICANT, .match = MATCH_WHOLE},
    {"an_tree", SIGN_COLON, QUERY_NAME, NAME_APPLICANT, .match = MATCH_GROUP},
    {"f_an", SIGN_COLON, QUERY_NAME, NAME_APPLICANT, .first = true},
    {"f_an_exact", SIGN_COLON, QUERY_NAME, NAME_APPLICANT, .first = true, .match = MATCH_WHOLE},
    {"f_an_tree", SIGN_COLON, QUERY_NAME, NAME_APPLICANT, .first = true, .match = MATCH_GROUP},
    {"anc", SIGN_COLON, QUERY_NAME, NAME_APPLICANT},
    {"ans", SIGN_COLON, QUERY_NAME, NAME_APPLICANT},
    {"ancs", SIGN_COLON, QUERY_NAME, NAME_APPLICANT},
    {"all_an", SIGN_COLON, QUERY_NAME, NAME_APPLICANT},
    {"ans_exact", SIGN_COLON, QUERY_NAME, NAME_APPLICANT, .match = MATCH_WHOLE},
    {"ancs_exact", SIGN_COLON, QUERY_NAME, NAME_APPLICANT, .match = MATCH_WHOLE},
    {"f_anc", SIGN_COLON, QUERY_NAME, NAME_APPLICANT, .first = true},
    {"ap", SIGN_EQUALS, QUERY_NAME, NAME_APPLICANT},
    {"ap_all", SIGN_EQUALS, QUERY_NAME, NAME_APPLICANT},
    {"ap_or", SIGN_EQUALS, QUERY_NAME, NAME_APPLICANT},
    {"apnor", SIGN_EQUALS, QUERY_NAME, NAME_APPLICANT},
    {"ap_group", SIGN_EQUALS, QUERY_NAME, NAME_APPLICANT, .match = MATCH_GROUP},
    {"ap_first", SIGN_EQUALS, QUERY_NAME, NAME_APPLICANT, .first = true},
    {"patentee", SIGN_EQUALS, QUERY_NAME, NAME_APPLICANT},
    {"applicant", SIGN_BOTH, QUERY_NAME, NAME_APPLICANT},
    {"申请人", SIGN_BOTH, QUERY_NAME, NAME_APPLICANT},
    {"第一申请人", SIGN_BOTH, QUERY_NAME, NAME_APPLICANT, .first = true},
    {"申请人集团", SIGN_BOTH, QUERY_NAME, NAME_APPLICANT, .match = MATCH_GROUP},
    {"in", SIGN_BOTH, QUERY_NAME, NAME_INVENTOR},
    {"in_exact", SIGN_COLON, QUERY_NAME, NAME_INVENTOR, .match = MATCH_WHOLE},
    {"in_tree", SIGN_COLON, QUERY_NAME, NAME_INVENTOR, .match = MATCH_GROUP},
    {"f_in", SIGN_COLON, QUERY_NAME, NAME_INVENTOR, .first = true},
    {"f_in_exact", SIGN_COLON, QUERY_NAME, NAME_INVENTOR, .first = true, .match = MATCH_WHOLE},
    {"f_in_tree", SIGN_COLON, QUERY_NAME, NAME_INVENTOR, .first = true, .match = MATCH_GROUP},
    {"in_first", SIGN_EQUALS, QUERY_NAME, NAME_INVENTOR, .first = true},
    {"inventor", SIGN_BOTH, QUERY_NAME, NAME_INVENTOR},
    {"发明人", SIGN_BOTH, QUERY_NAME, NAME_INVENTOR},

    {"pn", SIGN_BOTH, QUERY_CODE, CODE_NUMBER},
    {"公开号", SIGN_BOTH, QUERY_CODE, CODE_NUMBER},
    {"公告号", SIGN_BOTH, QUERY_CODE, CODE_NUMBER},
    {"公开公告号", SIGN_BOTH, QUERY_CODE, CODE_NUMBER},
    {"apno", SIGN_COLON, QUERY_CODE, CODE_APPLICATION},
    {"an", SIGN_EQUALS, QUERY_CODE, CODE_APPLICATION},
    {"申请号", SIGN_BOTH, QUERY_CODE, CODE_APPLICATION},
    {"authority", SIGN_COLON, QUERY_CODE, CODE_OFFICE},
    {"auth", SIGN_EQUALS, QUERY_CODE, CODE_OFFICE},
    {"pnc", SIGN_EQUALS, QUERY_CODE, CODE_OFFICE},
    {"office", SIGN_BOTH, QUERY_CODE, CODE_OFFICE},
    {"受理局", SIGN_BOTH, QUERY_CODE, CODE_OFFICE},
    {"kd", SIGN_COLON, QUERY_CODE, CODE_KIND},
    {"pnk", SIGN_EQUALS, QUERY_CODE, CODE_KIND},
    {"文献代码", SIGN_BOTH, QUERY_CODE, CODE_KIND},
    {"patent_type", SIGN_COLON, QUERY_CODE, CODE_TYPE},
    {"专利类型", SIGN_BOTH, QUERY_CODE, CODE_TYPE},
    {"simple_legal_status", SIGN_COLON, QUERY_CODE, CODE_STATUS},
    {"status_lite", SIGN_EQUALS, QUERY_CODE, CODE_STATUS},
    {"有效性", SIGN_BOTH, QUERY_CODE, CODE_STATUS},
    {"legal_status", SIGN_COLON, QUERY_CODE, CODE_LEGAL},
    {"status", SIGN_BOTH, QUERY_CODE, CODE_LEGAL},
    {"法律状态", SIGN_BOTH, QUERY_CODE, CODE_LEGAL},
    {"legal_event", SIGN_COLON, QUERY_CODE, CODE_EVENT},
    {"法律事件", SIGN_BOTH, QUERY_CODE, CODE_EVENT},
    {"zone", SIGN_BOTH, QUERY_CODE, CODE_ZONE},
    {"片区", SIGN_BOTH, QUERY_CODE, CODE_ZONE},
    {"region", SIGN_BOTH, QUERY_CODE, CODE_REGION},
    {"an_province", SIGN_COLON, QUERY_CODE, CODE_REGION},
    {"ap_province", SIGN_EQUALS, QUERY_CODE, CODE_REGION},
    {"anc_province", SIGN_COLON, QUERY_CODE, CODE_REGION},
    {"patentee_province", SIGN_EQUALS, QUERY_CODE, CODE_REGION},
    {"地区", SIGN_BOTH, QUERY_CODE, CODE_REGION},
    {"fam_id", SIGN_COLON, QUERY_CODE, CODE_FAMILY},
    {"同族", SIGN_BOTH, QUERY_CODE, CODE_FAMILY},

    {"apd", SIGN_COLON, QUERY_DAY, DAY_APPLIED},
    {"apd_y", SIGN_COLON, QUERY_DAY, DAY_APPLIED},
    {"apd_ym", SIGN_COLON, QUERY_DAY, DAY_APPLIED},
    {"ad", SIGN_EQUALS, QUERY_DAY, DAY_APPLIED},
    {"ady", SIGN_EQUALS, QUERY_DAY, DAY_APPLIED},
    {"adm", SIGN_EQUALS, QUERY_DAY, DAY_APPLIED},
    {"申请日", SIGN_BOTH, QUERY_DAY, DAY_APPLIED},
    {"申请年", SIGN_BOTH, QUERY_DAY, DAY_APPLIED},
    {"pbd", SIGN_COLON, QUERY_DAY, DAY_PUBLISHED},
    {"pbd_y", SIGN_COLON, QUERY_DAY, DAY_PUBLISHED},
    {"pbd_ym", SIGN_COLON, QUERY_DAY, DAY_PUBLISHED},
    {"pd", SIGN_EQUALS, QUERY_DAY, DAY_PUBLISHED},
    {"pdy", SIGN_EQUALS, QUERY_DAY, DAY_PUBLISHED},
    {"pdm", SIGN_EQUALS, QUERY_DAY, DAY_PUBLISHED},
    {"公开日", SIGN_BOTH, QUERY_DAY, DAY_PUBLISHED},
    {"公告日", SIGN_BOTH, QUERY_DAY, DAY_PUBLISHED},
    {"公开年", SIGN_BOTH, QUERY_DAY, DAY_PUBLISHED},
    {"isd", SIGN_COLON, QUERY_DAY, DAY_GRANTED},
    {"grant_date", SIGN_EQUALS, QUERY_DAY, DAY_GRANTED},
    {"grant_year", SIGN_EQUALS, QUERY_DAY, DAY_GRANTED},
    {"grant_month", SIGN_EQUALS, QUERY_DAY, DAY_GRANTED},
    {"授权日", SIGN_BOTH, QUERY_DAY, DAY_GRANTED},
    {"授权年", SIGN_BOTH, QUERY_DAY, DAY_GRANTED},
    {"priority_date", SIGN_COLON, QUERY_DAY, DAY_PRIORITY},
    {"e_priority_date", SIGN_COLON, QUERY_DAY, DAY_PRIORITY},
    {"pr_date", SIGN_EQUALS, QUERY_DAY, DAY_PRIORITY},
    {"pryear", SIGN_EQUALS, QUERY_DAY, DAY_PRIORITY},
    {"优先权日", SIGN_BOTH, QUERY_DAY, DAY_PRIORITY},
    {"exdt", SIGN_BOTH, QUERY_DAY, DAY_EXPIRES},
    {"expd", SIGN_COLON, QUERY_DAY, DAY_EXPIRES},
    {"expiry_date", SIGN_EQUALS, QUERY_DAY, DAY_EXPIRES},
    {"expiry_year", SIGN_EQUALS, QUERY_DAY, DAY_EXPIRES},
    {"exdt_year", SIGN_EQUALS, QUERY_DAY, DAY_EXPIRES},
    {"exdt_month", SIGN_EQUALS, QUERY_DAY, DAY_EXPIRES},
    {"失效日", SIGN_BOTH, QUERY_DAY, DAY_EXPIRES},

    {"claim_count", SIGN_COLON, QUERY_INT, INT_CLAIMS},
    {"no_claim", SIGN_EQUALS, QUERY_INT, INT_CLAIMS},
    {"权利要求数", SIGN_BOTH, QUERY_INT, INT_CLAIMS},
    {"f_cites_count", SIGN_COLON, QUERY_INT, INT_CITED},
    {"ctfw_times", SIGN_EQUALS, QUERY_INT, INT_CITED},
    {"被引次数", SIGN_BOTH, QUERY_INT, INT_CITED},
    {"b_cites_count", SIGN_COLON, QUERY_INT, INT_CITES},
    {"ct_times", SIGN_EQUALS, QUERY_INT, INT_CITES},
    {"引用次数", SIGN_BOTH, QUERY_INT, INT_CITES},
    {"fam_count", SIGN_COLON, QUERY_INT, INT_FAMILY},
    {"同族数", SIGN_BOTH, QUERY_INT, INT_FAMILY},
    {"an_count", SIGN_COLON, QUERY_INT, INT_APPLICANTS},
    {"anc_count", SIGN_COLON, QUERY_INT, INT_APPLICANTS},
    {"no_ap", SIGN_EQUALS, QUERY_INT, INT_APPLICANTS},
    {"申请人数", SIGN_BOTH, QUERY_INT, INT_APPLICANTS},
};

enum { FIELDS_N = sizeof fields / sizeof fields[0] };

/* Names as typed: any case, "-" for "_". */
static bool is_named(const struct query_field *f, struct str name)
{
    const char *n = f->name;
    for (size_t i = 0; i < name.len; i++, n++) {
        char c = name.ptr[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '-' ? '_' : c;
        if (!c || c != *n)
            return false;
    }
    return *n == 0;
}

const struct query_field *query_field_find(struct str name, char sign)
{
    unsigned want = sign == ':' ? SIGN_COLON : sign == '=' ? SIGN_EQUALS : SIGN_BOTH;
    for (size_t i = 0; i < FIELDS_N; i++)
        if ((fields[i].sign & want) && is_named(&fields[i], name))
            return &fields[i];
    return NULL;
}

const char *query_field_hint(struct str name)
{
    static const char text[] = T("本库没有说明书，标题、摘要、权利要求请用 tac：{}");
    static const char event[] = T("诉讼、许可、转让、质押请写 legal_event，如 legal_event:63：{}");
    static const char meaning[] = T("不支持语义检索，请写字词：{}");
    static const char cites[] =
        T("引用的专利号不能检索，次数请用 b_cites_count 和 f_cites_count：{}");
    static const char type[] = T("专利类型请写 patent_type:，A 发明申请、B 授权发明、U、D：{}");
    static const struct {
        const char *name, *hint;
    } hints[] = {{"desc", text},
                 {"des", text},
                 {"tacd", text},
                 {"tacd_all", text},
                 {"full", text},
                 {"mainf", text},
                 {"all", text},
                 {"desc_all", text},
                 {"des_cn", text},
                 {"说明书", text},
                 {"license", event},
                 {"transfer", event},
                 {"pledge", event},
                 {"litigation", event},
                 {"lg", event},
                 {"assign_flag", event},
                 {"licence_flag", event},
                 {"plege_flag", event},
                 {"lgi_flag", event},
                 {"r", meaning},
                 {"rad", meaning},
                 {"rpd", meaning},
                 {"b_cites", cites},
                 {"f_cites", cites},
                 {"bf_cites", cites},
                 {"ct", cites},
                 {"ctfw", cites},
                 {"pt", type},
                 {"pat", type}};
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
        if (is_named(&(struct query_field){hints[i].name}, name))
            return hints[i].hint;
    return NULL;
}

/* How many letters to change, leave out, or put in: up to 2, else 3. */
static int apart(struct str a, struct str b)
{
    enum { MOST = 24 };
    int row[MOST + 1], far = 3;
    if (a.len > MOST || b.len > MOST)
        return far;
    for (size_t k = 0; k <= b.len; k++)
        row[k] = (int)k;
    for (size_t i = 0; i < a.len; i++) {
        int corner = row[0];
        char c = a.ptr[i] >= 'A' && a.ptr[i] <= 'Z' ? (char)(a.ptr[i] + 32) : a.ptr[i];
        row[0] = (int)i + 1;
        for (size_t k = 0; k < b.len; k++) {
            int changed = corner + (c != b.ptr[k] && !(c == '-' && b.ptr[k] == '_'));
            int least = row[k + 1] < row[k] ? row[k + 1] + 1 : row[k] + 1;
            corner = row[k + 1];
            row[k + 1] = changed < least ? changed : least;
        }
    }
    return row[b.len] < far ? row[b.len] : far;
}

struct str query_field_near(struct arena *arena, struct str name)
{
    struct buf b;
    int most = name.len >= 6 ? 2 : name.len >= 3 ? 1 : 0, found = 0;
    buf_init(&b, arena, 256);
    for (int d = 1; d <= most; d++)
        for (size_t i = 0; i < FIELDS_N && found < 3; i++) {
            struct str one = str_from(fields[i].name);
            if ((unsigned char)one.ptr[0] >= 0x80 || apart(name, one) != d)
                continue;
            if (found++)
                buf_char(&b, ' ');
            buf_add(&b, one);
        }
    return buf_str(&b);
}

static int sub_of(const struct query_node *leaf)
{
    switch (leaf->kind) {
    case QUERY_TEXT:
        return (int)leaf->scope;
    case QUERY_CLASS:
        return (int)leaf->class_field;
    case QUERY_NAME:
        return (int)leaf->name_field;
    case QUERY_CODE:
        return (int)leaf->code_field;
    case QUERY_DAY:
        return (int)leaf->day_field;
    default:
        return (int)leaf->int_field;
    }
}

struct str query_field_name(const struct query_node *leaf)
{
    if (leaf->kind == QUERY_TEXT && leaf->scope == SCOPE_ANY)
        return STR("");
    for (size_t i = 0; i < FIELDS_N; i++) {
        const struct query_field *f = &fields[i];
        if (f->kind == leaf->kind && f->sub == sub_of(leaf) && (f->sign & SIGN_COLON) &&
            (leaf->kind != QUERY_CLASS || (f->below == leaf->below && f->first == leaf->first)) &&
            (leaf->kind != QUERY_NAME || (f->match == leaf->name_match && f->first == leaf->first)))
            return str_from(f->name);
    }
    return STR("");
}

struct str query_scope_name(enum query_scope scope)
{
    struct query_node leaf = {.kind = QUERY_TEXT, .scope = scope};
    return query_field_name(&leaf);
}

/* --- Values ------------------------------------------------------------------------------------
 */

static enum err no(const char **out_why, const char *why)
{
    *out_why = why;
    return ERR_INVALID;
}

/* Every kind of blank is one blank. */
static bool is_blank(uint32_t rune)
{
    return rune <= ' ' || rune == 0x3000 || rune == 0xA0 || rune == 0xFEFF;
}

/* In a text a quote parts two words; in a name or a code it is a character of it. */
static struct str clean(struct arena *arena, struct str s, bool is_text)
{
    struct buf b;
    bool blank = false;
    struct str rest = str_trim(s);
    uint32_t rune;
    buf_init(&b, arena, s.len + 4);
    while (utf8_next(&rest, &rune)) {
        if (is_blank(rune) ||
            (is_text && (rune == '"' || rune == 0x201C || rune == 0x201D || rune == 0xFF02))) {
            blank = b.len > 0;
            continue;
        }
        if (blank)
            buf_char(&b, ' ');
        blank = false;
        utf8_add(&b, rune);
    }
    return buf_str(&b);
}

/* Words enough to look for, and not too many; a pattern must say something. */
static enum err check_text(struct str text, bool wild, const char **out_why)
{
    struct word_reader r;
    size_t n = 0;
    word_begin(&r, text, 0, wild);
    for (enum word_kind k; (k = word_next(&r)) != WORD_END;) {
        size_t letters = 0;
        if (k > WORD_LATIN)
            continue;
        for (uint32_t i = 0; k == WORD_LATIN && i < r.len; i++)
            letters += r.bytes[i] != '*' && r.bytes[i] != '?';
        if (k == WORD_LATIN && !letters)
            return no(out_why, T("通配符旁边至少要有一个字母或数字：{}"));
        n++;
    }
    if (n == 0)
        return no(out_why, T("这里没有可以检索的字词：{}"));
    if (n > QUERY_TOKENS_MAX || r.position > 4 * QUERY_TOKENS_MAX)
        return no(out_why, T("一个短语最多 64 个字词：{}"));
    return ERR_OK;
}

static bool is_han_at(struct str s, size_t i)
{
    return i < s.len && (unsigned char)s.ptr[i] >= 0xE3;
}

static enum err text_value(struct arena *arena, const struct query_field *field, struct str value,
                           bool quoted, struct query_node *leaf, const char **out_why)
{
    struct str text = clean(arena, value, true);
    leaf->scope = (enum query_scope)field->sub;
    leaf->wild = !quoted && (str_find_char(text, '*', 0) != SIZE_MAX ||
                             str_find_char(text, '?', 0) != SIZE_MAX);
    leaf->text = text;
    for (size_t i = 0; leaf->wild && i < text.len; i++)
        if (text.ptr[i] == '*' &&
            (is_han_at(text, i + 1) || (i > 0 && (unsigned char)text.ptr[i - 1] >= 0x80)))
            return no(out_why, T("汉字旁边不能用 *；请写位置算符，如 小 $PRE5 车：{}"));
    return check_text(text, leaf->wild, out_why);
}

static enum err class_value(struct arena *arena, const struct query_field *field, struct str value,
                            struct query_node *leaf, const char **out_why)
{
    struct str typed = str_trim(value);
    leaf->class_field = (enum query_class)field->sub;
    leaf->first = field->first;
    leaf->wild = str_ends(typed, STR("*"));
    while (str_ends(typed, STR("*")))
        typed.len--;
    leaf->text =
        query_symbol(arena, str_ends(typed, STR("/")) ? str_slice(typed, 0, typed.len - 1) : typed);
    if (str_null(leaf->text))
        return no(out_why, T("这不是分类号，请写成 H01M10/0525、H01M10、H01M、H01 或 H：{}"));
    if (leaf->wild && str_ends(typed, STR("/"))) /* "H01M10/" and a star: the whole main group */
        leaf->wild = false;
    leaf->below = field->below;
    return ERR_OK;
}

struct code_word {
    enum query_code field;
    const char *word, *code;
};

static const struct code_word code_words[] = {
    {CODE_STATUS, "失效", "0"},     {CODE_STATUS, "有效", "1"},     {CODE_STATUS, "审中", "2"},
    {CODE_STATUS, "未确认", "9"},   {CODE_STATUS, "999", "9"},      {CODE_TYPE, "发明申请", "A"},
    {CODE_TYPE, "授权发明", "B"},   {CODE_TYPE, "发明授权", "B"},   {CODE_TYPE, "实用新型", "U"},
    {CODE_TYPE, "外观设计", "D"},   {CODE_EVENT, "权利转移", "61"}, {CODE_EVENT, "转让", "61"},
    {CODE_EVENT, "许可", "62"},     {CODE_EVENT, "质押", "63"},     {CODE_EVENT, "信托", "64"},
    {CODE_EVENT, "异议", "65"},     {CODE_EVENT, "复审", "66"},     {CODE_EVENT, "海关备案", "69"},
    {CODE_EVENT, "诉讼", "70"},     {CODE_EVENT, "保全", "71"},     {CODE_EVENT, "无效程序", "72"},
    {CODE_EVENT, "口头审理", "73"}, {CODE_EVENT, "国防解密", "74"}, {CODE_EVENT, "一案双申", "75"},
    {CODE_EVENT, "期限延长", "76"},
};

static enum err code_value(struct arena *arena, const struct query_field *field, struct str value,
                           bool quoted, struct query_node *leaf, const char **out_why)
{
    struct buf b;
    struct str text = clean(arena, str_narrow(arena, value), false);
    bool number = field->sub == CODE_NUMBER || field->sub == CODE_APPLICATION;
    leaf->code_field = (enum query_code)field->sub;
    for (size_t i = 0; i < sizeof code_words / sizeof code_words[0]; i++)
        if (code_words[i].field == leaf->code_field && str_eq(text, str_from(code_words[i].word)))
            text = str_from(code_words[i].code);
    buf_init(&b, arena, text.len + 4);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (number && (strchr(" -,/.\"", c) != NULL))
            continue;
        buf_char(&b, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
    }
    leaf->text = buf_str(&b);
    size_t star = str_find_char(leaf->text, '*', 0);
    if (str_empty(leaf->text))
        return no(out_why, T("这里要一个值：{}"));
    bool any = !quoted && !number && str_eq(leaf->text, STR("*"));
    if (star != SIZE_MAX && !any && (!number || star + 1 != leaf->text.len || star == 0))
        return no(out_why, T("这一项的通配符只能是号码末尾的一个 *：{}"));
    for (size_t i = 0; star != SIZE_MAX && i < star; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", leaf->text.ptr[i]))
            return no(out_why, T("这一项的通配符只能是号码末尾的一个 *：{}"));
    leaf->wild = star != SIZE_MAX;
    return ERR_OK;
}

/* "2001", "200405", "2004-05", "20040512", "2004-05-12": the first and the last day meant. */
static bool days_of(struct str s, int32_t *out_from, int32_t *out_to)
{
    char digit[8];
    size_t n = 0;
    int32_t v[3] = {0, 1, 1};
    for (size_t i = 0; i < s.len; i++) {
        if ((s.ptr[i] == '-' || s.ptr[i] == '.' || s.ptr[i] == '/') && (n == 4 || n == 6))
            continue;
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || n == 8)
            return false;
        digit[n++] = s.ptr[i];
    }
    if (n != 4 && n != 6 && n != 8)
        return false;
    for (size_t i = 0; i < 4; i++)
        v[0] = v[0] * 10 + (digit[i] - '0');
    for (size_t k = 1; k <= 2 && n >= 4 + 2 * k; k++)
        v[k] = (digit[2 + 2 * k] - '0') * 10 + (digit[3 + 2 * k] - '0');
    *out_from = day_from_date((struct date){v[0], v[1], v[2]});
    if (*out_from == DAY_NONE)
        return false;
    struct date after = n == 4   ? (struct date){v[0] + 1, 1, 1}
                        : n == 6 ? (struct date){v[0] + v[1] / 12, v[1] % 12 + 1, 1}
                                 : (struct date){v[0], v[1], v[2]};
    int32_t end = day_from_date(after);
    *out_to = n == 8 ? *out_from : end == DAY_NONE ? *out_from + 365 : end - 1;
    return true;
}

static enum err number_range(const struct query_field *field, struct str from, struct str to,
                             struct query_node *leaf, const char **out_why)
{
    leaf->int_field = (enum query_int)field->sub;
    leaf->low = INT64_MIN;
    leaf->high = INT64_MAX;
    if (!str_eq(from, STR("*")) && !str_int(from, &leaf->low))
        return no(out_why, T("这里要一个数：{}"));
    if (!str_eq(to, STR("*")) && !str_int(to, &leaf->high))
        return no(out_why, T("这里要一个数：{}"));
    if (leaf->low > leaf->high)
        return no(out_why, T("范围的起点在终点后面：{}"));
    return ERR_OK;
}

static enum err day_range(const struct query_field *field, struct str from, struct str to,
                          struct query_node *leaf, const char **out_why)
{
    int32_t unused;
    leaf->day_field = (enum query_day)field->sub;
    leaf->from = leaf->to = DAY_NONE;
    if (!str_eq(from, STR("*")) && !days_of(from, &leaf->from, &unused))
        return no(out_why, T("这不是日期，请写成 20240131、202401 或 2024：{}"));
    if (!str_eq(to, STR("*")) && !days_of(to, &unused, &leaf->to))
        return no(out_why, T("这不是日期，请写成 20240131、202401 或 2024：{}"));
    if (leaf->from != DAY_NONE && leaf->to != DAY_NONE && leaf->from > leaf->to)
        return no(out_why, T("范围的起点在终点后面：{}"));
    return ERR_OK;
}

enum err query_field_range(struct arena *arena, const struct query_field *field, struct str from,
                           struct str to, struct query_node *leaf, const char **out_why)
{
    leaf->kind = field->kind;
    from = str_narrow(arena, str_trim(from));
    to = str_narrow(arena, str_trim(to));
    if (field->kind == QUERY_DAY)
        return day_range(field, from, to, leaf, out_why);
    if (field->kind == QUERY_INT)
        return number_range(field, from, to, leaf, out_why);
    if (field->kind != QUERY_CLASS)
        return no(out_why, T("这一项没有范围，只有日期、数和分类号可以写范围：{}"));
    enum err e = class_value(arena, field, to, leaf, out_why);
    leaf->upto = leaf->text;
    if (!e)
        e = class_value(arena, field, from, leaf, out_why);
    if (!e && leaf->wild)
        return no(out_why, T("分类号的范围里不能用通配符：{}"));
    if (!e && str_cmp(leaf->text, leaf->upto) > 0)
        return no(out_why, T("范围的起点在终点后面：{}"));
    leaf->below = false;
    return e;
}

enum err query_field_value(struct arena *arena, const struct query_field *field, struct str value,
                           bool quoted, struct query_node *leaf, const char **out_why)
{
    leaf->kind = field->kind;
    size_t dots = str_find(value, STR(".."), 0);
    switch (field->kind) {
    case QUERY_TEXT:
        return text_value(arena, field, value, quoted, leaf, out_why);
    case QUERY_CLASS:
        return class_value(arena, field, value, leaf, out_why);
    case QUERY_NAME:
        leaf->name_field = (enum query_name)field->sub;
        leaf->name_match = field->match;
        leaf->first = field->first;
        leaf->text = clean(arena, value, false);
        leaf->wild = !quoted && field->match != MATCH_GROUP && str_eq(leaf->text, STR("*"));
        return str_empty(query_name_fold(arena, leaf->text)) ? no(out_why, T("这里要一个值：{}"))
                                                             : ERR_OK;
    case QUERY_CODE:
        return code_value(arena, field, value, quoted, leaf, out_why);
    default:
        if (dots != SIZE_MAX && dots > 0)
            return query_field_range(arena, field, str_slice(value, 0, dots),
                                     str_slice(value, dots + 2, value.len), leaf, out_why);
        return query_field_range(arena, field, value, value, leaf, out_why);
    }
}

static bool digit_at(struct str s, size_t i)
{
    return i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9';
}

struct str query_symbol(struct arena *arena, struct str text)
{
    struct str s = str_trim(str_narrow(arena, text));
    size_t i = 0, bracket = str_find_char(s, '(', 0);
    char out[32];
    size_t n = 0;
    if (bracket != SIZE_MAX)
        s = str_trim(str_slice(s, 0, bracket));
    if (s.len == 0 || s.len > 24)
        return STR_NULL;
    char section = (char)(s.ptr[0] & ~0x20);
    if (section < 'A' || section > 'Z')
        return STR_NULL;
    out[n++] = section;
    i = 1;
    for (int k = 0; k < 2 && i < s.len; k++, i++) {
        if (!digit_at(s, i))
            return STR_NULL;
        out[n++] = s.ptr[i];
    }
    if (n == 2)
        return STR_NULL;
    if (i < s.len) {
        char sub = (char)(s.ptr[i++] & ~0x20);
        if (sub < 'A' || sub > 'Z')
            return STR_NULL;
        out[n++] = sub;
    }
    while (i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '-'))
        i++;
    while (i + 1 < s.len && s.ptr[i] == '0' && digit_at(s, i + 1)) /* "010" is 10 */
        i++;
    for (size_t k = 0; digit_at(s, i) && k < 4; k++)
        out[n++] = s.ptr[i++];
    if (i < s.len && s.ptr[i] == '/' && n > 4) {
        out[n++] = '/';
        i++;
        for (size_t k = 0; digit_at(s, i) && k < 8; k++)
            out[n++] = s.ptr[i++];
        if (out[n - 1] == '/')
            return STR_NULL;
    }
    return i == s.len ? str_dup(arena, (struct str){out, n}) : STR_NULL;
}

struct str query_name_fold(struct arena *arena, struct str name)
{
    struct buf b;
    struct str rest = str_lower(arena, str_narrow(arena, name));
    uint32_t rune;
    buf_init(&b, arena, rest.len + 4);
    while (utf8_next(&rest, &rune))
        if (rune > ' ' && rune != 0xA0 && rune != 0xFEFF)
            utf8_add(&b, rune);
    return buf_str(&b);
}
