#include "engine/patentread/columns.h"

#include <stdio.h>
#include <string.h>

enum field {
    F_NONE,
    F_NUMBER,
    F_PATENT, /* ZL201010298420.4: the application's, of a granted patent */
    F_APPLICATION,
    F_PUB_DAY,
    F_APP_DAY,
    F_GRANT_DAY,
    F_EXPIRES,
    F_PUB_YEAR,
    F_OFFICE,
    F_KIND,
    F_TITLE_ZH,
    F_TITLE_EN,
    F_TITLE,
    F_ABSTRACT_ZH,
    F_ABSTRACT_EN,
    F_ABSTRACT,
    F_CLAIM,
    F_CLAIM_N,
    F_OWNER,           /* the present applicant; */
    F_APPLICANT,       /* the one who filed: taken when no other is named */
    F_FIRST_APPLICANT, /* where the whole list is missing */
    F_INVENTOR,
    F_AGENT,
    F_REGION,
    F_IPC_MAIN,
    F_IPC,
    F_CPC,
    F_LEGAL,
    F_SIMPLE, /* simple status, where the other is missing */
    F_EVENTS,
    F_PRIORITY,
    F_CITED,
    F_CITING,
    F_FAMILY_N,
    F_FAMILY,
    F_FAMILY_EXTENDED,
    F_END_
};

/* Headings without blanks, narrow, in small letters. */
static const struct {
    const char *heading;
    uint8_t field;
} headings[] = {
    /* PatSnap and incoPat */
    {"公开(公告)号", F_NUMBER},
    {"公开号", F_NUMBER},
    {"公告号", F_NUMBER},
    {"授权公告号", F_NUMBER},
    {"公开/公告号", F_NUMBER},
    {"公布号", F_NUMBER},
    {"公开公告号", F_NUMBER},
    {"专利公开号", F_NUMBER},
    {"专利号", F_PATENT},
    {"专利申请号", F_APPLICATION},
    {"申请号", F_APPLICATION},
    {"公开(公告)日", F_PUB_DAY},
    {"公开日", F_PUB_DAY},
    {"公告日", F_PUB_DAY},
    {"公开/公告日", F_PUB_DAY},
    {"公开公告日", F_PUB_DAY},
    {"公布日", F_PUB_DAY},
    {"公开日期", F_PUB_DAY},
    {"公告日期", F_PUB_DAY},
    {"申请日", F_APP_DAY},
    {"申请日期", F_APP_DAY},
    {"授权日", F_GRANT_DAY},
    {"授权日期", F_GRANT_DAY},
    {"授权公告日期", F_GRANT_DAY},
    {"授权公告日", F_GRANT_DAY},
    {"失效日", F_EXPIRES},
    {"预估到期日", F_EXPIRES},
    {"受理局", F_NONE},
    {"标题", F_TITLE},
    {"发明名称", F_TITLE},
    {"专利名称", F_TITLE},
    {"名称", F_TITLE},
    {"题名", F_TITLE},
    {"标题(原文)", F_TITLE},
    {"标题(中文)", F_TITLE_ZH},
    {"标题(译)(简体中文)", F_TITLE_ZH},
    {"标题(英文)", F_TITLE_EN},
    {"标题(译)(english)", F_TITLE_EN},
    {"标题(翻译)", F_TITLE_ZH},
    {"摘要", F_ABSTRACT},
    {"摘要(中文)", F_ABSTRACT_ZH},
    {"摘要(译)(简体中文)", F_ABSTRACT_ZH},
    {"摘要(英文)", F_ABSTRACT_EN},
    {"摘要(译)(english)", F_ABSTRACT_EN},
    {"摘要(翻译)", F_ABSTRACT_ZH},
    {"首项权利要求", F_CLAIM},
    {"权利要求", F_CLAIM},
    {"主权利要求", F_CLAIM},
    {"主权项", F_CLAIM},
    {"首权", F_CLAIM},
    {"独立权利要求", F_CLAIM},
    {"权利要求数量", F_CLAIM_N},
    {"权利要求数", F_CLAIM_N},
    {"[标]当前申请(专利权)人", F_OWNER},
    {"当前申请(专利权)人", F_OWNER},
    {"当前权利人", F_OWNER},
    {"专利权人", F_OWNER},
    {"当前专利权人", F_OWNER},
    {"权利人", F_OWNER},
    {"标准化当前权利人", F_OWNER},
    {"[标]原始申请(专利权)人", F_APPLICANT},
    {"原始申请(专利权)人", F_APPLICANT},
    {"申请人", F_APPLICANT},
    {"申请(专利权)人", F_APPLICANT},
    {"申请人/专利权人", F_APPLICANT},
    {"专利申请人", F_APPLICANT},
    {"第一申请人", F_FIRST_APPLICANT},
    {"发明人", F_INVENTOR},
    {"发明(设计)人", F_INVENTOR},
    {"发明人/设计人", F_INVENTOR},
    {"代理机构", F_AGENT},
    {"申请人省市代码", F_REGION},
    {"中国申请人地区", F_REGION},
    {"申请人省市", F_REGION},
    {"省市", F_REGION},
    {"国省代码", F_REGION},
    {"当前申请(专利权)人州/省", F_REGION},
    {"申请人国别代码", F_NONE},
    {"ipc主分类号", F_IPC_MAIN},
    {"ipc主分类", F_IPC_MAIN},
    {"主分类号", F_IPC_MAIN},
    {"主分类", F_IPC_MAIN},
    {"ipc主分类号(小组)", F_IPC_MAIN},
    {"ipc分类号", F_IPC},
    {"ipc", F_IPC},
    {"分类号", F_IPC},
    {"ipc分类", F_IPC},
    {"国际分类号", F_IPC},
    {"cpc分类号", F_CPC},
    {"cpc", F_CPC},
    {"法律状态/事件", F_LEGAL},
    {"当前法律状态", F_LEGAL},
    {"法律状态", F_LEGAL},
    {"简单法律状态", F_SIMPLE},
    {"有效性", F_SIMPLE},
    {"专利状态", F_SIMPLE},
    {"专利有效性", F_SIMPLE},
    {"法律事件", F_EVENTS},
    {"优先权号", F_PRIORITY},
    {"优先权", F_PRIORITY},
    {"优先权信息", F_PRIORITY},
    {"被引用专利数量", F_CITED},
    {"被引证次数", F_CITED},
    {"引用专利数量", F_CITING},
    {"引证次数", F_CITING},
    {"简单同族专利申请数量", F_FAMILY_N},
    {"简单同族个数", F_FAMILY_N},
    {"简单同族编号", F_FAMILY},
    {"简单同族id", F_FAMILY},
    {"inpadoc同族编号", F_FAMILY_EXTENDED},
    {"扩展同族id", F_FAMILY_EXTENDED},
    /* PatSnap in English */
    {"currentassignee", F_OWNER},
    {"[st.]currentassignee", F_OWNER},
    {"originalassignee", F_APPLICANT},
    {"[std]currentassignee", F_OWNER},
    {"[standard]currentassignee", F_OWNER},
    {"standardizedcurrentassignee", F_OWNER},
    {"[std]originalassignee", F_APPLICANT},
    {"[st.]originalassignee", F_APPLICANT},
    {"currentassignee(s)", F_OWNER},
    {"originalassignee(s)", F_APPLICANT},
    {"assignee", F_APPLICANT},
    {"assignees", F_APPLICANT},
    {"assignee/applicant", F_APPLICANT},
    {"applicant", F_APPLICANT},
    {"applicant(s)", F_APPLICANT},
    {"inventor", F_INVENTOR},
    {"inventor(s)", F_INVENTOR},
    {"firstclaim", F_CLAIM},
    {"claims", F_CLAIM},
    {"claimcount", F_CLAIM_N},
    {"simplelegalstatus", F_SIMPLE},
    {"grantdate", F_GRANT_DAY},
    {"issuedate", F_GRANT_DAY},
    {"filingdate", F_APP_DAY},
    {"filing/creationdate", F_APP_DAY},
    {"estimatedexpirydate", F_EXPIRES},
    {"expirydate", F_EXPIRES},
    {"citedbycount", F_CITED},
    {"forwardcitations", F_CITED},
    {"simplefamilyid", F_FAMILY},
    {"inpadocfamilyid", F_FAMILY_EXTENDED},
    {"ipc(s)", F_IPC},
    {"cpc(s)", F_CPC},
    {"prioritynumber", F_PRIORITY},
    {"applicationno.", F_APPLICATION},
    {"publicationno.", F_NUMBER},
    {"legalstatus/event", F_LEGAL},
    {"ipcclassification", F_IPC},
    {"mainipc", F_IPC_MAIN},
    {"cpcclassification", F_CPC},
    /* Lens and PATENTSCOPE */
    {"displaykey", F_NUMBER},
    {"patentnumber", F_NUMBER},
    {"patentno", F_NUMBER},
    {"patent_number", F_NUMBER},
    {"patent_id", F_NUMBER},
    {"grant_id", F_NUMBER},
    {"publication_number", F_NUMBER},
    {"pn", F_NUMBER},
    {"patent_title", F_TITLE},
    {"invention_title", F_TITLE},
    {"title(english)", F_TITLE_EN},
    {"abstract(english)", F_ABSTRACT_EN},
    {"title(translated)", F_TITLE_EN},
    {"abstract(translated)", F_ABSTRACT_EN},
    {"claims_text", F_CLAIM},
    {"number_of_claims", F_CLAIM_N},
    {"publication_date", F_PUB_DAY},
    {"patent_date", F_PUB_DAY},
    {"filing_date", F_APP_DAY},
    {"application_number", F_APPLICATION},
    {"publicationnumber", F_NUMBER},
    {"publicationdate", F_PUB_DAY},
    {"publicationyear", F_PUB_YEAR},
    {"applicationnumber", F_APPLICATION},
    {"applicationdate", F_APP_DAY},
    {"jurisdiction", F_OFFICE},
    {"country", F_OFFICE},
    {"kind", F_KIND},
    {"title", F_TITLE},
    {"abstract", F_ABSTRACT},
    {"applicants", F_APPLICANT},
    {"inventors", F_INVENTOR},
    {"prioritynumbers", F_PRIORITY},
    {"prioritiesdata", F_PRIORITY},
    {"ipcrclassifications", F_IPC},
    {"cpcclassifications", F_CPC},
    {"citedbypatentcount", F_CITED},
    {"citedcount", F_CITED},
    {"citespatentcount", F_CITING},
    {"simplefamilysize", F_FAMILY_N},
    {"legalstatus", F_LEGAL},
};

/* Blanks left out, ASCII in small letters, full-width forms narrow; false when it is too long. */
static bool plain(struct str cell, char *to, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.ptr[i];
        const unsigned char *next = (const unsigned char *)cell.ptr + i;
        if (c == 0xEF && i + 2 < cell.len && (next[1] == 0xBC || next[1] == 0xBD)) {
            c = (unsigned char)(next[1] == 0xBC ? next[2] - 0x81 + '!' : next[2] - 0x80 + '`');
            i += 2;
        }
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            continue;
        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c - 'A' + 'a');
        if (n + 1 == max)
            return false;
        to[n++] = (char)c;
    }
    to[n] = 0;
    return true;
}

static bool has(const struct str *cells, size_t n, const char *heading)
{
    char text[128];
    for (size_t i = 0; i < n; i++)
        if (plain(cells[i], text, sizeof text) && strcmp(text, heading) == 0)
            return true;
    return false;
}

static enum patent_format maker(const struct str *cells, size_t n)
{
    if (has(cells, n, "lensid") ||
        (has(cells, n, "jurisdiction") && has(cells, n, "ipcrclassifications")))
        return PATENT_LENS;
    if (has(cells, n, "applicationid") && has(cells, n, "ipc") && has(cells, n, "country"))
        return PATENT_PATENTSCOPE;
    if (has(cells, n, "专利有效性") || has(cells, n, "被引证次数") || has(cells, n, "当前权利人"))
        return PATENT_INCOPAT;
    static const char *const patsnap[] = {
        "法律状态/事件",        "[标]当前申请(专利权)人", "标题(译)(简体中文)", "legalstatus/event",
        "[st.]currentassignee", "[std]currentassignee",   "公开(公告)号"};
    for (size_t i = 0; i < sizeof patsnap / sizeof patsnap[0]; i++)
        if (has(cells, n, patsnap[i]) && !has(cells, n, "申请(专利权)人"))
            return PATENT_PATSNAP;
    return PATENT_SHEET;
}

/* Headings that we know and do not keep: the row's number, links, what is derived. */
static bool ignored(const char *text)
{
    static const char *const known[] = {"#", "序号", "受理局", "申请人国别代码", "url", "lensid"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(text, known[i]) == 0)
            return true;
    return false;
}

bool patent_columns_find(struct patent_columns *columns, const struct str *cells, size_t n)
{
    char text[128];
    size_t known = 0;
    bool number = false;
    memset(columns, 0, sizeof *columns);
    columns->n = n < COLUMNS_MAX ? n : COLUMNS_MAX;
    for (size_t i = 0; i < columns->n; i++) {
        if (!plain(cells[i], text, sizeof text))
            continue;
        for (size_t k = 0; k < sizeof headings / sizeof headings[0]; k++)
            if (strcmp(text, headings[k].heading) == 0)
                columns->field[i] = headings[k].field;
        known += columns->field[i] != F_NONE;
        number |= columns->field[i] == F_NUMBER;
        columns->unknown[i] = columns->field[i] == F_NONE && text[0] && !ignored(text);
    }
    columns->format = maker(cells, n);
    return number && known >= 3;
}

static struct str cell_of(const struct patent_columns *c, const struct str *cells, size_t n,
                          enum field field)
{
    for (size_t i = 0; i < c->n && i < n; i++) {
        struct str cell = str_trim(cells[i]);
        if (c->field[i] == field && cell.len && !str_eq(cell, STR("-")))
            return cell;
    }
    return STR("");
}

/* "[one,two]", or what is left of it: a bracket closes that was not opened behind its beginning.
 * "ACME CO., LTD [US]" is one name. */
static bool in_brackets(struct str list)
{
    size_t opened = 0, closed = 0;
    if (!str_ends(list, STR("]")))
        return false;
    for (size_t i = str_starts(list, STR("[")); i < list.len; i++) {
        opened += list.ptr[i] == '[';
        closed += list.ptr[i] == ']';
    }
    return closed > opened;
}

/* The next part of a list, trimmed. */
static bool part(const struct patent_columns *c, struct str *rest, struct str *out)
{
    while (rest->ptr && rest->len) {
        size_t at, skip = 1;
        if (c->format == PATENT_LENS) {
            at = str_find(*rest, STR(";;"), 0);
            skip = 2;
        } else {
            at = str_find_char(*rest, '|', 0);
            size_t semi = c->format == PATENT_PATSNAP ? SIZE_MAX : str_find_char(*rest, ';', 0);
            size_t wide = str_find(*rest, STR("；"), 0);
            if (c->format == PATENT_SHEET && in_brackets(*rest)) {
                if (str_starts(*rest, STR("[")))
                    *rest = str_slice(*rest, 1, rest->len);
                semi = str_find_char(*rest, ',', 0);
                at = SIZE_MAX;
                if (semi == SIZE_MAX)
                    rest->len--;
            }
            if (semi < at)
                at = semi;
            if (wide < at) {
                at = wide;
                skip = 3;
            }
        }
        *out = str_trim(str_slice(*rest, 0, at));
        *rest = at == SIZE_MAX ? STR("") : str_slice(*rest, at + skip, rest->len);
        if (out->len)
            return true;
    }
    return false;
}

static bool one_of(struct str text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (str_has(text, str_from(words[i])))
            return true;
    return false;
}

int patent_status_of(struct str legal)
{
    static const char *const again[] = {"恢复", NULL};
    static const char *const dead[] = {
        "未缴年费",     "撤回",     "驳回",     "放弃",      "终止",    "届满",    "避免重复",
        "全部无效",     "全部撤销", "无效",     "失效",      "EXPIRED", "Expired", "DISCONTINUED",
        "Discontinued", "INACTIVE", "Inactive", "Withdrawn", "Lapsed",  NULL};
    static const char *const alive[] = {"授权",     "有效",    "ACTIVE", "Active",
                                        "PATENTED", "Granted", NULL};
    static const char *const pending[] = {"实质审查", "公开",    "审中", "公布",
                                          "PENDING",  "Pending", NULL};
    if (one_of(legal, again))
        return 1;
    if (one_of(legal, dead) && !str_starts(legal, STR("部分无效")))
        return 0;
    return one_of(legal, alive) ? 1 : one_of(legal, pending) ? 2 : 9;
}

struct str patent_event_code(struct str name)
{
    static const char *const codes[][2] = {
        {"权利转移", "61"}, {"转让", "61"},     {"许可", "62"},     {"质押", "63"},
        {"信托", "64"},     {"异议", "65"},     {"复审", "66"},     {"海关备案", "69"},
        {"诉讼", "70"},     {"保全", "71"},     {"无效程序", "72"}, {"口头审理", "73"},
        {"解密", "74"},     {"一案双申", "75"}, {"期限延长", "76"}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (str_eq(name, str_from(codes[i][0])))
            return str_from(codes[i][1]);
    return STR("");
}

/* PATENTSCOPE's abstracts carry their markup. */
static struct str untagged(struct patent_record *r, struct str text)
{
    if (!str_starts(text, STR("<")))
        return text;
    char *to = r->text + r->text_n; /* scratch: not taken */
    size_t n = 0, room = RECORD_TEXT_MAX - r->text_n;
    bool in = false;
    for (size_t i = 0; i < text.len && n < room / 2; i++) {
        if (text.ptr[i] == '<')
            in = true;
        else if (!in)
            to[n++] = text.ptr[i];
        if (text.ptr[i] == '>')
            in = false;
    }
    char *kept = to + n; /* record_keep writes at `to`, which lies before what it reads */
    memmove(kept, to, n);
    return (struct str){kept, n};
}

static enum err set_number(const struct patent_columns *c, const struct str *cells, size_t n,
                           struct patent_record *r, struct error *error)
{
    struct str number = cell_of(c, cells, n, F_NUMBER), office = cell_of(c, cells, n, F_OFFICE),
               kind = cell_of(c, cells, n, F_KIND);
    char text[160];
    if (str_empty(number))
        return error_set(error, ERR_INVALID, STR("number"), T("没有公布（公告）号"), STR_NULL);
    bool bare = c->format == PATENT_PATENTSCOPE || !patentnum_office(str_slice(number, 0, 2));
    bool with_kind = kind.len && !str_ends(number, kind) && kind.len <= 2;
    snprintf(text, sizeof text, "%.*s%.*s%.*s",
             bare && office.len == 2 && !str_starts(number, office) ? 2 : 0, office.ptr,
             (int)(number.len < 90 ? number.len : 90), number.ptr, with_kind ? (int)kind.len : 0,
             kind.ptr);
    struct str kept = record_keep(r, str_from(text), 96); /* the message may quote it */
    return patentnum_read(kept, r->pub_day, PATENTNUM_PUBLICATION, &r->number, error);
}

static void set_application(const struct patent_columns *c, const struct str *cells, size_t n,
                            struct patent_record *r)
{
    struct str number = cell_of(c, cells, n, F_APPLICATION);
    if (str_empty(number))
        number = cell_of(c, cells, n, F_PATENT);
    char text[160];
    struct patentnum read;
    if (str_empty(number))
        return;
    bool bare = !patentnum_office(str_slice(number, 0, 2)) && !str_starts(number, STR("PCT"));
    snprintf(text, sizeof text, "%s%.*s", bare ? r->number.office : "",
             (int)(number.len < 90 ? number.len : 90), number.ptr);
    if (patentnum_read(str_from(text), r->app_day, PATENTNUM_APPLICATION, &read, NULL) == ERR_OK)
        r->application = read;
}

static void set_days(const struct patent_columns *c, const struct str *cells, size_t n,
                     struct patent_record *r)
{
    int64_t year = 0;
    if (!str_int(cell_of(c, cells, n, F_PUB_YEAR), &year) || year < 1790 || year > 2199)
        year = 0;
    r->pub_day = record_day(r, cell_of(c, cells, n, F_PUB_DAY), (int32_t)year);
    if (year && r->pub_day != DAY_NONE && day_date(r->pub_day).year == year + 1) {
        struct date d = day_date(r->pub_day); /* the year of the week (see record_day) */
        int32_t meant = day_from_date((struct date){(int32_t)year, d.month, d.day});
        if (d.month == 12 && d.day >= 28 && meant != DAY_NONE)
            r->pub_day = meant;
    }
    int32_t last = r->pub_day == DAY_NONE ? (int32_t)year : day_date(r->pub_day).year;
    r->app_day = record_day(r, cell_of(c, cells, n, F_APP_DAY), last);
    r->grant_day = record_day(r, cell_of(c, cells, n, F_GRANT_DAY), 0);
    r->expires = record_day(r, cell_of(c, cells, n, F_EXPIRES), 0);
}

static bool chinese(struct str s)
{
    for (size_t i = 0; i + 2 < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0xE4 && (unsigned char)s.ptr[i] <= 0xE9)
            return true;
    return false;
}

static void set_words(const struct patent_columns *c, const struct str *cells, size_t n,
                      struct patent_record *r)
{
    static const struct {
        enum field title, abstract;
        const char *lang;
    } texts[] = {{F_TITLE_ZH, F_ABSTRACT_ZH, "zh"},
                 {F_TITLE_EN, F_ABSTRACT_EN, "en"},
                 {F_TITLE, F_ABSTRACT, ""}};
    for (size_t i = 0; i < 3; i++) {
        struct str title = cell_of(c, cells, n, texts[i].title);
        struct str abstract = cell_of(c, cells, n, texts[i].abstract);
        if (str_empty(title) && str_empty(abstract))
            continue;
        const char *lang = texts[i].lang[0] ? texts[i].lang : chinese(title) ? "zh" : "";
        struct patent_words *w = record_words(r, str_from(lang));
        if (str_empty(w->title))
            w->title = record_keep(r, title, 8192);
        if (str_empty(w->abstract))
            w->abstract = record_keep(r, untagged(r, abstract), RECORD_ABSTRACT_MAX);
    }
    struct str claim = cell_of(c, cells, n, F_CLAIM);
    if (claim.len) {
        struct patent_words *w =
            r->word_n ? &r->words[0] : record_words(r, chinese(claim) ? STR("zh") : STR(""));
        w->claim = record_keep(r, claim, RECORD_ABSTRACT_MAX);
    }
}

static void set_parties(const struct patent_columns *c, const struct str *cells, size_t n,
                        struct patent_record *r)
{
    struct str list = cell_of(c, cells, n, F_OWNER), one, region = cell_of(c, cells, n, F_REGION);
    if (str_empty(list))
        list = cell_of(c, cells, n, F_APPLICANT);
    if (str_empty(list))
        list = cell_of(c, cells, n, F_FIRST_APPLICANT);
    while (part(c, &list, &one)) {
        record_party(r, PATENT_APPLICANT, 0, one, STR(""), region);
        region = STR("");
    }
    list = cell_of(c, cells, n, F_INVENTOR);
    while (part(c, &list, &one))
        record_party(r, PATENT_INVENTOR, 0, one, STR(""), STR(""));
    list = cell_of(c, cells, n, F_AGENT);
    while (part(c, &list, &one))
        record_party(r, PATENT_AGENT, 0, one, STR(""), STR(""));
}

/* "10367875 19.02.2003 US" of PATENTSCOPE; "US 201161550506 P 20111024" and "US 201161550506 P" of
 * Lens; else a number alone. */
static void set_priority(const struct patent_columns *c, struct patent_record *r, struct str one)
{
    char text[160];
    struct patentnum read;
    int32_t day = DAY_NONE;
    struct str number = one, office = STR("");
    size_t last = one.len;
    while (last > 0 && one.ptr[last - 1] != ' ')
        last--;
    struct str tail = str_slice(one, last, one.len);
    if (c->format == PATENT_PATENTSCOPE && last > 0 && patentnum_office(tail)) {
        struct str middle = str_trim(str_slice(one, 0, last));
        size_t gap = middle.len;
        while (gap > 0 && middle.ptr[gap - 1] != ' ')
            gap--;
        day = record_day(r, str_slice(middle, gap, middle.len), 0);
        number = str_trim(str_slice(middle, 0, gap));
        office = tail;
    } else if (c->format == PATENT_LENS && last > 0 && tail.len == 8) {
        day = record_day(r, tail, 0);
        number = str_trim(str_slice(one, 0, last));
    }
    bool bare = !patentnum_office(str_slice(number, 0, 2));
    snprintf(text, sizeof text, "%.*s%.*s", bare ? (int)office.len : 0, office.ptr,
             (int)(number.len < 90 ? number.len : 90), number.ptr);
    bool good = patentnum_read(str_from(text), day, PATENTNUM_APPLICATION, &read, NULL) == ERR_OK;
    record_priority(r, good ? str_from(read.key) : str_from(text), day);
}

static int64_t count(struct str cell)
{
    int64_t n;
    return str_int(cell, &n) && n >= 0 ? n : -1;
}

static void set_rest(const struct patent_columns *c, const struct str *cells, size_t n,
                     struct patent_record *r)
{
    struct str list, one;
    record_class(r, PATENT_IPC, cell_of(c, cells, n, F_IPC_MAIN));
    list = cell_of(c, cells, n, F_IPC);
    while (part(c, &list, &one))
        record_class(r, PATENT_IPC, one);
    list = cell_of(c, cells, n, F_CPC);
    while (part(c, &list, &one))
        record_class(r, PATENT_CPC, one);
    list = cell_of(c, cells, n, F_PRIORITY);
    while (part(c, &list, &one))
        set_priority(c, r, one);
    list = cell_of(c, cells, n, F_LEGAL);
    if (part(c, &list, &one))
        r->legal = record_keep(r, one, 128);
    else
        r->legal = record_keep(r, cell_of(c, cells, n, F_SIMPLE), 128);
    while (part(c, &list, &one))
        record_event(r, DAY_NONE, patent_event_code(one), one);
    list = cell_of(c, cells, n, F_EVENTS);
    while (part(c, &list, &one))
        record_event(r, DAY_NONE, patent_event_code(one), one);
    r->claims = count(cell_of(c, cells, n, F_CLAIM_N));
    r->cited = count(cell_of(c, cells, n, F_CITED));
    r->citing = count(cell_of(c, cells, n, F_CITING));
    r->family_size = count(cell_of(c, cells, n, F_FAMILY_N));
    r->family = record_keep(r, cell_of(c, cells, n, F_FAMILY), 64);
    r->family_extended = record_keep(r, cell_of(c, cells, n, F_FAMILY_EXTENDED), 64);
}

enum err patent_columns_record(const struct patent_columns *c, const struct str *cells, size_t n,
                               int64_t row, struct patent_record *r, struct error *error)
{
    record_begin(r, c->format, row);
    set_days(c, cells, n, r);
    enum err e = set_number(c, cells, n, r, error);
    if (e)
        return e;
    set_application(c, cells, n, r);
    set_words(c, cells, n, r);
    set_parties(c, cells, n, r);
    set_rest(c, cells, n, r);
    return record_finish(r, error);
}
