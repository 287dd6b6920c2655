/* What the kind codes mean, and since when. */
#include "engine/patentnum/num.h"

/* "A" stands for A and A1 to A9, "A=" for A alone. The first row that fits counts: finer kinds and
 * bounded times stand first. Chinese rows: before 1993 (old law: examined publication), 1993 to
 * 2010-04-06 (C, Y, D), since 2010-04-07 (B, U, S). U.S. rows: applications are laid open since
 * 2001-01-02; before, A was the patent itself. */
static const struct patentnum_kind kinds[] = {
    {"CN", "A8", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("发明专利申请公布的更正（扉页）")},
    {"CN", "A9", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("发明专利申请公布的更正（全文）")},
    {"CN", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("发明专利申请公布")},
    {"CN", "B8", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("发明专利的更正（扉页）")},
    {"CN", "B9", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("发明专利的更正（全文）")},
    {"CN", "B", 0, 19921231, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("发明专利申请审定公告")},
    {"CN", "B", 19930101, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("发明专利授权公告")},
    {"CN", "C", 0, 20100406, PATENTNUM_INVENTION, PATENTNUM_GRANTED,
     T("发明专利授权公告（1993—2010 年的 C）")},
    {"CN", "C", 20100407, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("发明专利部分无效宣告")},
    {"CN", "U8", 0, 0, PATENTNUM_UTILITY, PATENTNUM_LATER, T("实用新型专利的更正（扉页）")},
    {"CN", "U9", 0, 0, PATENTNUM_UTILITY, PATENTNUM_LATER, T("实用新型专利的更正（全文）")},
    {"CN", "U", 0, 19921231, PATENTNUM_UTILITY, PATENTNUM_APPLIED, T("实用新型专利申请公告")},
    {"CN", "U", 19930101, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型专利授权公告")},
    {"CN", "Y", 0, 20100406, PATENTNUM_UTILITY, PATENTNUM_GRANTED,
     T("实用新型专利授权公告（1993—2010 年的 Y）")},
    {"CN", "Y", 20100407, 0, PATENTNUM_UTILITY, PATENTNUM_LATER, T("实用新型专利部分无效宣告")},
    {"CN", "D", 0, 0, PATENTNUM_DESIGN, PATENTNUM_GRANTED,
     T("外观设计专利授权公告（1993—2010 年的 D）")},
    {"CN", "S8", 0, 0, PATENTNUM_DESIGN, PATENTNUM_LATER, T("外观设计专利的更正")},
    {"CN", "S9", 0, 0, PATENTNUM_DESIGN, PATENTNUM_LATER, T("外观设计专利的更正")},
    {"CN", "S", 0, 19921231, PATENTNUM_DESIGN, PATENTNUM_APPLIED, T("外观设计专利申请公告")},
    {"CN", "S", 19930101, 0, PATENTNUM_DESIGN, PATENTNUM_GRANTED, T("外观设计专利授权公告")},
    {"EP", "A1", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公布，附检索报告")},
    {"EP", "A2", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公布，不附检索报告")},
    {"EP", "A3", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("检索报告单独公布")},
    {"EP", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("公布的补充或更正")},
    {"EP", "B1", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"EP", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("异议、限制后或更正的专利")},
    {"US", "A=", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("专利（2001 年以前的 A）")},
    {"US", "A1", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("专利申请公布")},
    {"US", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("再次公布或更正")},
    {"US", "B", 0, 20010101, PATENTNUM_INVENTION, PATENTNUM_LATER,
     T("复审证书（2001 年以前的 B）")},
    {"US", "B", 20010102, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("专利")},
    {"US", "E", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("再颁专利")},
    {"US", "S", 0, 0, PATENTNUM_DESIGN, PATENTNUM_GRANTED, T("外观设计专利")},
    {"US", "P2", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("植物专利")},
    {"US", "P3", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("植物专利")},
    {"US", "P=", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("植物专利")},
    {"US", "P", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("植物专利申请公布")},
    {"WO", "A1", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("国际申请公布，附检索报告")},
    {"WO", "A2", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("国际申请公布，不附检索报告")},
    {"WO", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("检索报告公布或更正")},
    {"JP", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"JP", "B1", 0, 19960328, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("审查后公告")},
    {"JP", "B2", 0, 19960328, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("审查后公告")},
    {"JP", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"JP", "U", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"JP", "Y", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"JP", "S", 0, 0, PATENTNUM_DESIGN, PATENTNUM_GRANTED, T("外观设计")},
    {"KR", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"KR", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"KR", "U", 0, 0, PATENTNUM_UTILITY, PATENTNUM_APPLIED, T("实用新型申请公开")},
    {"KR", "Y", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"KR", "S", 0, 0, PATENTNUM_DESIGN, PATENTNUM_GRANTED, T("外观设计")},
    {"DE", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"DE", "B", 0, 19680930, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("审定公告")},
    {"DE", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"DE", "C", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"DE", "D", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("欧洲专利的译文")},
    {"DE", "T", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("欧洲专利的译文")},
    {"DE", "U", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"FR", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"FR", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"GB", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"GB", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"RU", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"RU", "C", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"RU", "U", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"CA", "A1", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"CA", "C", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"AU", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"AU", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"EA", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"EA", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"ES", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"ES", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"PL", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"PL", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"BR", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"BR", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"TW", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"TW", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"IN", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"IN", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"NO", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"NO", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"MX", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"MX", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"UA", "A", 0, 0, PATENTNUM_INVENTION, PATENTNUM_APPLIED, T("申请公开")},
    {"UA", "C", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"ES", "T", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("欧洲专利的译文")},
    {"PL", "T", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("欧洲专利的译文")},
    {"AT", "T", 0, 0, PATENTNUM_INVENTION, PATENTNUM_LATER, T("欧洲专利的译文")},
    {"AT", "B", 0, 0, PATENTNUM_INVENTION, PATENTNUM_GRANTED, T("授权专利")},
    {"AT", "U", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"ES", "U", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"ES", "Y", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"PL", "Y", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"BR", "Y", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"TW", "U", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"UA", "U", 0, 0, PATENTNUM_UTILITY, PATENTNUM_GRANTED, T("实用新型")},
    {"TW", "S", 0, 0, PATENTNUM_DESIGN, PATENTNUM_GRANTED, T("外观设计")},
};

static bool kind_fits(const struct patentnum_kind *row, struct str kind)
{
    struct str want = str_from(row->kind);
    if (str_ends(want, STR("=")))
        return str_eq(kind, str_slice(want, 0, want.len - 1));
    return str_eq(kind, want) || (want.len == 1 && str_starts(kind, want));
}

const struct patentnum_kind *patentnum_kind(struct str office, struct str kind, int32_t day)
{
    int32_t ymd = 99991231; /* without a date the newest meaning */
    if (day != DAY_NONE) {
        struct date d = day_date(day);
        ymd = d.year * 10000 + d.month * 100 + d.day;
    }
    for (size_t i = 0; !str_empty(kind) && i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(office, str_from(kinds[i].office)) && kind_fits(&kinds[i], kind) &&
            ymd >= kinds[i].from && (!kinds[i].until || ymd <= kinds[i].until))
            return &kinds[i];
    return NULL;
}

/* ST.3: states, regional and international offices, and codes of former ones. */
static const char offices[] =
    "AD AE AF AG AI AL AM AN AO AP AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW "
    "BX BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CS CU CV CW CY CZ DD DE DJ DK DL DM DO DZ EA EC "
    "EE EG EH EM EP ER ES ET EU FI FJ FK FO FR GA GB GC GD GE GG GH GI GL GM GN GQ GR GS GT GW GY "
    "HK HN HR HT HU IB IC ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ "
    "LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MS MT MU MV MW MX MY MZ "
    "NA NE NG NI NL NO NP NR NZ OA OM PA PE PG PH PK PL PT PW PY QA QZ RH RO RS RU RW SA SB SC SD "
    "SE SG SH SI SK SL SM SN SO SR ST SU SV SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG "
    "US UY UZ VA VC VE VG VN VU WO WS XH XN XU XV XX YD YE YU ZA ZM ZR ZW";

bool patentnum_office(struct str code)
{
    for (size_t i = 0; code.len == 2 && i + 1 < sizeof offices; i += 3)
        if (offices[i] == code.ptr[0] && offices[i + 1] == code.ptr[1])
            return true;
    return false;
}
