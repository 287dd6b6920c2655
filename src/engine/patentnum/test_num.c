/*
 * Patent numbers: the worked examples of the Chinese standard, real numbers with their check
 * digits, DOCDB's and EPODOC's own pairs, and what must be refused.
 */
#include <string.h>

#include "base/tap.h"
#include "engine/patentnum/num.h"

static struct patentnum read_as(const char *typed, enum patentnum_what expected)
{
    struct patentnum n;
    struct error error = {0};
    if (patentnum_read(str_from(typed), DAY_NONE, expected, &n, &error))
        memset(&n, 0, sizeof n);
    return n;
}

static struct patentnum of(const char *typed)
{
    return read_as(typed, PATENTNUM_ANY);
}

#define FORM_IS(typed, member, want) IS_STR(str_from(of(typed).member), str_from(want))

static void chinese_check_digits(void)
{
    static const char *const good[] = {"201010298420.4", "201910302430.1", "200910190429.0",
                                       "201010241222.4", "201511036068.6", "201810392222.0",
                                       "201810393213.3", "201810393238.3", "201710117081.7",
                                       "ZL95115608.X",   "201710601862.3", "971017654"};
    IS_INT(patentnum_check_cn(STR("95115608")), 'X');
    IS_INT(patentnum_check_cn(STR("201710601862")), '3');
    IS_INT(patentnum_check_cn(STR("97101765")), '4');
    IS_INT(patentnum_check_cn(STR("9710176")), 0);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        OK(of(good[i]).check == PATENTNUM_CHECK_GOOD, good[i]);
    OK(of("201010298420.5").check == PATENTNUM_CHECK_BAD, "a wrong digit is told");
    IS_INT(of("201010298420.5").check_want, '4');
    OK(of("201010298420").check == PATENTNUM_CHECK_MISSING, "a missing one is not wrong");
    /* every other digit in the check's place is told */
    for (char c = '0'; c <= '9'; c++) {
        char typed[] = "CN201910302430.?";
        typed[15] = c;
        IS_INT(of(typed).check == PATENTNUM_CHECK_GOOD, c == '1');
    }
}

static void chinese_applications(void)
{
    FORM_IS("ZL 2009 1 0190429.0", standard, "102009000190429");
    FORM_IS("85100312", standard, "101985000000312");
    FORM_IS("102009000190429", docdb, "CN 200910190429 A");
    FORM_IS("101985000000312", original, "85100312.5");
    FORM_IS("ＣＮ９８８１４０６０", epodoc, "CN19988014060"); /* a pair that DOCDB itself gives */
    FORM_IS("CN98814060", docdb, "CN 98814060 A");
    FORM_IS("201220123456", docdb, "CN 201220123456 U");
    FORM_IS("zl95115608x", key, "CN95115608A");
    FORM_IS("CN 98814060 A", docdb, "CN 98814060 A");
    IS_INT(of("201230123456").right, PATENTNUM_DESIGN);
    IS_INT(of("200980123456").right, PATENTNUM_INVENTION);
    IS_INT(of("95115608.X").year, 1995);
}

static void chinese_publications(void)
{
    FORM_IS("CN103104575A", docdb, "CN 103104575 A");
    FORM_IS("cn 203264282 u", key, "CN203264282U");
    FORM_IS("CN103176482B", epodoc, "CN103176482B");
    IS_STR(str_from(of("CN1229153C").means), STR("发明专利授权公告（1993—2010 年的 C）"));
    IS_STR(str_from(of("CN1229153C5").means), STR("发明专利部分无效宣告"));
    IS_INT(of("CN1003001B").stage, PATENTNUM_APPLIED);
    IS_INT(of("CN102025678B").stage, PATENTNUM_GRANTED);
    FORM_IS("CN85100312A", docdb, "CN 85100312 A");
    IS_INT(of("CN85100312A").what, PATENTNUM_PUBLICATION);
    IS_INT(of("102025678").what, PATENTNUM_PUBLICATION);
    IS_INT(read_as("CN85100312", PATENTNUM_APPLICATION).what, PATENTNUM_APPLICATION);
}

static void the_kind_is_read_with_the_date(void)
{
    struct patentnum n;
    int32_t day = day_from_date((struct date){1989, 5, 3});
    OK(!patentnum_read(STR("CN1003001B"), day, PATENTNUM_ANY, &n, NULL), "read");
    IS_INT(n.stage, PATENTNUM_APPLIED);
    const struct patentnum_kind *k = patentnum_kind(STR("CN"), STR("Y"), day);
    IS_INT(k->stage, PATENTNUM_GRANTED);
    k = patentnum_kind(STR("CN"), STR("Y"), day_from_date((struct date){2015, 1, 1}));
    IS_INT(k->stage, PATENTNUM_LATER);
    k = patentnum_kind(STR("US"), STR("A"), day_from_date((struct date){1976, 2, 10}));
    IS_INT(k->stage, PATENTNUM_GRANTED);
    OK(!patentnum_kind(STR("CN"), STR("T"), DAY_NONE), "an unknown kind has no meaning");
}

static void japanese_words(void)
{
    FORM_IS("特開2003-123456", key, "JP2003123456A");
    FORM_IS("JP特开2003-123456A", key, "JP2003123456A");
    FORM_IS("特開平9-123456号公報", key, "JPH09123456A");
    FORM_IS("平成9年第12345号", key, "JPH0912345A");
    FORM_IS("特許第4123456号", key, "JP4123456");
    FORM_IS("特願平9-123456", epodoc, "JP19970123456");
    FORM_IS("特愿2012-123456", docdb, "JP 2012123456 A");
    FORM_IS("実公昭61-12345", key, "JPS6112345Y2");
    FORM_IS("JPT2003500001A", key, "JP2003500001A");
    IS_INT(of("特願2012-123456").what, PATENTNUM_APPLICATION);
    IS_INT(of("特公昭61-12345").stage, PATENTNUM_APPLIED);
    static const char *const none[] = {"特開",    "特許123",    "特開平9",
                                       "平123-1", "特開20-1-2", "特許第4123456号乙"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        IS_INT(of(none[i]).what, PATENTNUM_ANY);
}

static void other_offices(void)
{
    /* check digits of European applications that stand in published decisions */
    static const char *const european[] = {"EP91107112.4", "EP 96305851.6", "EP94306847.8",
                                           "EP79300903.6", "EP97306722.6",  "EP88302239.4"};
    for (size_t i = 0; i < sizeof european / sizeof european[0]; i++)
        OK(of(european[i]).check == PATENTNUM_CHECK_GOOD, european[i]);
    FORM_IS("EP99203729", epodoc, "EP19990203729");
    IS_STR(str_from(read_as("NL19981010536", PATENTNUM_APPLICATION).key), STR("NL1010536A"));
    FORM_IS("EP19990203729", docdb, "EP 99203729 A");
    FORM_IS("EP680812A1", docdb, "EP 0680812 A1");
    FORM_IS("EP1000000A1", epodoc, "EP1000000");
    FORM_IS("US 2013/0101709 A1", docdb, "US 2013101709 A1");
    FORM_IS("US20010000044A1", key, "US2001000044A1");
    FORM_IS("US2013101709A1", original, "US 2013/0101709 A1");
    FORM_IS("US D533981 S1", docdb, "US D533981 S1");
    FORM_IS("US08930553B2", docdb, "US 8930553 B2");
    FORM_IS("US 3,982,033 A", docdb, "US 3982033 A");
    FORM_IS("WO2022/259205A1", docdb, "WO 2022259205 A1");
    FORM_IS("WO/2002/012345", docdb, "WO 0212345");
    FORM_IS("WO 96/25012", epodoc, "WO9625012");
    FORM_IS("PCT/IL2022/050854", docdb, "IL 2022050854 W");
    FORM_IS("PCT/IL2022/050854", epodoc, "WO2022IL50854");
    FORM_IS("PCT/US98/16128", epodoc, "WO1998US16128");
    FORM_IS("KR1020130096188A", docdb, "KR 20130096188 A");
    FORM_IS("KR10-2255162B1", docdb, "KR 102255162 B1");
    FORM_IS("US42803E1", docdb, "US RE42803 E1"); /* the kind alone says what series it is */
    FORM_IS("US435854S1", key, "USD435854S1");
    FORM_IS("13/676,098", key, "US13676098A");
    IS_INT(of("US6093011A").stage, PATENTNUM_GRANTED);
    IS_INT(of("US2004123456A9").stage, PATENTNUM_LATER);
    FORM_IS("IL2022050854W", epodoc, "WO2022IL50854"); /* what docdb says is read again */
    FORM_IS("US9816128W", original, "PCT/US98/16128");
    FORM_IS("KR1018145520000", docdb, "KR 101814552");
    FORM_IS("10-2012-0012345", docdb, "KR 20120012345");
    IS_INT(of("CA2345678C").stage, PATENTNUM_GRANTED);
    IS_INT(of("AT232441T").stage, PATENTNUM_LATER);
    FORM_IS("JP2015511199A", docdb, "JP 2015511199 A");
    FORM_IS("JP H08-123456 A", epodoc, "JPH08123456");
    FORM_IS("HRP20221010AA1", kind, "A1");
    FORM_IS("IN1604DELNP2013A", docdb, "IN 1604DELNP2013 A");
    FORM_IS("JPWO2017203590A1", docdb, "JP WO2017203590 A1");
    IS_STR(str_from(read_as("JP2000550462", PATENTNUM_APPLICATION).epodoc), STR("JP20000550462"));
    IS_STR(str_from(read_as("US8359798", PATENTNUM_APPLICATION).epodoc), STR("US19980083597"));
}

static void american_applications_need_the_day(void)
{
    struct patentnum n;
    int32_t day = day_from_date((struct date){1998, 5, 21});
    OK(!patentnum_read(STR("US 09/083,597"), day, PATENTNUM_ANY, &n, NULL), "read");
    IS_STR(str_from(n.docdb), STR("US 8359798 A"));
    IS_STR(str_from(n.epodoc), STR("US19980083597"));
    day = day_from_date((struct date){2021, 8, 5});
    OK(!patentnum_read(STR("US63/230,089"), day, PATENTNUM_ANY, &n, NULL), "read");
    IS_STR(str_from(n.docdb), STR("US 202163230089 P"));
    IS_STR(str_from(n.epodoc), STR("US202163230089P"));
    FORM_IS("US201313949141", original, "13/949141");
}

/* Where one way of counting ends and the next begins. */
static void numbers_at_the_edges(void)
{
    FORM_IS("101985000099999", docdb, "CN 85199999 A");
    FORM_IS("102003000099999", docdb, "CN 03199999 A"); /* five digits, while they fit */
    FORM_IS("102003000100000", docdb, "CN 200310100000 A");
    FORM_IS("201280123456", standard, ""); /* never observed */
    OK(of("03100312").year == 2003 && of("04100312").year == 0, "eight digits ended in 2003");
    OK(of("85100312").year == 1985 && of("84100312").year == 0, "and began in 1985");
    FORM_IS("WO 03/099999", docdb, "WO 0399999");
    OK(of("WO 03/099999").year == 2003 && of("WO2003/100000").year == 0, "five digits to 2003");
    FORM_IS("WO2004/100000", docdb, "WO 2004100000");
    IS_INT(of("KR20-2013-0001234").right, PATENTNUM_UTILITY);
    IS_INT(of("KR30-2013-0001234").right, PATENTNUM_DESIGN);
    IS_INT(of("KR10-2013-0001234").right, PATENTNUM_INVENTION);
}

static void what_is_no_number_is_refused(void)
{
    static const char *const bad[] = {"",
                                      "CN",
                                      "专利",
                                      "CN203264282A",
                                      "CN403264282A",
                                      "CN103104575T",
                                      "201040298420",
                                      "QQ123456",
                                      "190010298420",
                                      "CN1234",
                                      "EP12",
                                      "PCT/CN12/1",
                                      "US20000101709A1",
                                      "WO19991234567",
                                      "100009000190429x"};
    struct patentnum n;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error error = {0};
        bool fails = patentnum_read(str_from(bad[i]), DAY_NONE, PATENTNUM_ANY, &n, &error) != 0;
        if (strcmp(bad[i], "EP12") == 0) /* short ones exist */
            OK(!fails, bad[i]);
        else
            OK(fails && error.message, bad[i]);
    }
}

/* Every form that is printed is read again as the same number. */
static void forms_are_read_again(void)
{
    static const char *const typed[] = {"201010298420.4",   "85100312.5",    "CN103104575A",
                                        "CN1229153C",       "EP99203729",    "EP1000000A1",
                                        "WO2022259205A1",   "US8930553B2",   "US20130101709A1",
                                        "KR1020130096188A", "CN201220123456"};
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        struct patentnum n = of(typed[i]);
        const char *forms[] = {n.docdb, n.key, n.original, n.standard};
        for (size_t k = 0; k < 4; k++) {
            char with_office[80] = {0};
            if (!forms[k][0])
                continue;
            bool bare = forms[k][0] >= '0' && forms[k][0] <= '9' && k == 2;
            strncat(with_office, bare ? n.office : "", 3);
            strncat(with_office, forms[k], 60);
            IS_STR(str_from(read_as(with_office, n.what).key), str_from(n.key));
        }
    }
}

int main(void)
{
    RUN(chinese_check_digits);
    RUN(chinese_applications);
    RUN(chinese_publications);
    RUN(the_kind_is_read_with_the_date);
    RUN(other_offices);
    RUN(japanese_words);
    RUN(american_applications_need_the_day);
    RUN(numbers_at_the_edges);
    RUN(what_is_no_number_is_refused);
    RUN(forms_are_read_again);
    return tap_end();
}
