/*
 * The readers of patent documents: small documents of our own in every format (with what goes wrong
 * in each), and, where ../shared is there, the real ones with the figures that stand in them.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/tap.h"
#include "engine/patentread/columns.h"
#include "engine/patentread/read.h"

static struct arena arena;
static struct patent_record *r;

struct told {
    size_t records, refused;
    struct str first_key, last_key, place;
    const char *why;
};

static struct told read_source(const struct source *source)
{
    struct told told = {0};
    struct error error = {0};
    struct patentread *reader;
    struct patentread_refused refused;
    enum patentread_got got;
    if (patentread_open(&arena, source, r, &reader, &error)) {
        told.why = error.message;
        return told;
    }
    while (!patentread_next(reader, &got, &refused, &error) && got != PATENTREAD_END) {
        if (got == PATENTREAD_REFUSED) {
            told.refused++;
            told.why = refused.error.message;
            told.place = refused.place;
            continue;
        }
        told.last_key = str_dup(&arena, str_from(r->number.key));
        if (!told.records++)
            told.first_key = told.last_key;
    }
    return told;
}

static struct told read_text(struct str text)
{
    struct source source = source_bytes(text);
    return read_source(&source);
}

#define CNIPA_HEAD                                                                                 \
    "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?>\n"                               \
    "<!DOCTYPE b:PatentDocumentAndRelated SYSTEM \"/no/such/file.dtd\"[]>\n"                       \
    "<b:PatentDocumentAndRelated xmlns:b=\"b\" country=\"CN\" docNumber=\"102345678\" "            \
    "kind=\"A\" datePublication=\"20120208\" lang=\"zh\">\n"
#define CNIPA_BODY                                                                                    \
    "<b:ApplicationReference dataFormat=\"original\"><b:DocumentID><b:WIPOST3Code>CN"                 \
    "</b:WIPOST3Code><b:DocNumber>201110123456.7</b:DocNumber><b:Date>20110512</b:Date>"              \
    "</b:DocumentID></b:ApplicationReference><b:ClassificationIPCR><b:Section>H</b:Section>"          \
    "<b:MainClass>01</b:MainClass><b:Subclass>M</b:Subclass><b:MainGroup>10</b:MainGroup>"            \
    "<b:Subgroup>0525</b:Subgroup></b:ClassificationIPCR>"                                            \
    "<b:InventionTitle lang=\"zh\">一种\n  电池</b:InventionTitle><b:Parties><b:Applicant>"       \
    "<b:Name>某某有限公司</b:Name><b:Province>江苏省</b:Province></b:Applicant></b:Parties>" \
    "<b:Abstract lang=\"zh\"><b:P>其特征&hellip;在于。</b:P></b:Abstract>"                      \
    "<b:Claims><b:Claim>1.一种电池</b:Claim><b:Claim>2.如权利要求1</b:Claim></b:Claims>"
#define CNIPA_TAIL "</b:PatentDocumentAndRelated>\n"

static void a_chinese_document(void)
{
    struct told t = read_text(STR(CNIPA_HEAD CNIPA_BODY CNIPA_TAIL));
    IS_INT(t.records, 1);
    IS_STR(t.last_key, STR("CN102345678A"));
    IS_STR(str_from(r->application.key), STR("CN201110123456A"));
    IS_STR(str_from(r->classes[0].text), STR("H01M10/0525"));
    IS_STR(r->words[0].title, STR("一种 电池"));
    IS_STR(r->words[0].abstract, STR("其特征…在于。"));
    IS_STR(r->parties[0].region, STR("江苏省"));
    IS_INT(r->claims, 2);
    IS_STR(day_text(&arena, r->app_day), STR("2011-05-12"));
}

static void many_in_one_file_and_a_broken_one_between(void)
{
    struct told t = read_text(STR(CNIPA_HEAD CNIPA_BODY CNIPA_TAIL CNIPA_HEAD
                                  "<b:Oops></b:Other>" CNIPA_TAIL
                                  "\n" CNIPA_HEAD CNIPA_BODY CNIPA_TAIL "\n\n \x1A"));
    IS_INT(t.records, 2);
    IS_INT(t.refused, 1);
    IS_STR(str_slice(t.place, 1, 3), STR("9:")); /* the line of the whole file */
}

static void a_cut_file_says_where(void)
{
    struct str whole = STR(CNIPA_HEAD CNIPA_BODY CNIPA_TAIL);
    for (size_t n = 1; n + 2 < whole.len; n += 7) {
        struct told t = read_text(str_slice(whole, 0, n));
        OK(t.records == 0 && t.why, "nothing of a cut document is taken, and it is said");
    }
}

static void entities_are_not_followed(void)
{
    struct told t = read_text(STR("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
                                  "<us-patent-grant>&b;</us-patent-grant>"));
    IS_INT(t.records, 0);
    IS_INT(t.refused, 1);
    t = read_text(STR("<!DOCTYPE us-patent-grant [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
                      "<us-patent-grant><us-bibliographic-data-grant><publication-reference>"
                      "<document-id><doc-number>08930553</doc-number><kind>B2</kind>"
                      "<date>20150106</date></document-id></publication-reference>"
                      "<invention-title>a&f;b</invention-title>"
                      "</us-bibliographic-data-grant></us-patent-grant>"));
    IS_INT(t.records, 1);
    OK(!str_has(r->words[0].title, STR("root")), "nothing was fetched");
}

#define PATDOC                                                                                     \
    "<!DOCTYPE PATDOC PUBLIC \"-//USPTO//DTD ST.32 US PATENT GRANT V2.4 2000-09-20//EN\" [\n"      \
    "<!ENTITY A-D00000.TIF SYSTEM \"A-D00000.TIF\" NDATA TIF>\n]>\n"                               \
    "<PATDOC DTD=\"2.4\" STATUS=\"BUILD 20001206\"><SDOBI><B100><B110><DNUM><PDAT>06336130"        \
    "</PDAT></DNUM></B110><B130><PDAT>B1</PDAT></B130><B140><DATE><PDAT>20020101</PDAT></DATE>"    \
    "</B140><B190><PDAT>US</PDAT></B190></B100><B200><B210><DNUM><PDAT>09413215</PDAT></DNUM>"     \
    "</B210><B220><DATE><PDAT>19991005</PDAT></DATE></B220></B200><B500><B510><B511><PDAT>"        \
    "G06F 1516</PDAT></B511></B510><B540><STEXT><PDAT>A &ldquo;thing&rdquo; of 5&deg;</PDAT>"      \
    "</STEXT></B540><B560><B561><PCIT><DOC><DNUM><PDAT>5825759</PDAT></DNUM></DOC></PCIT>"         \
    "<CITED-BY-EXAMINER></B561></B560></B500><B730><B731><PARTY-US><NAM><ONM><STEXT><PDAT>Acme"    \
    "</PDAT></STEXT></ONM></NAM></PARTY-US></B731></B730></SDOBI><SDOAB><EMI ID=x FILE=y></SDOAB>" \
    "</PATDOC>\n"

static void sgml_whose_empty_elements_have_no_end(void)
{
    struct told t = read_text(STR(PATDOC PATDOC));
    IS_INT(t.records, 2);
    IS_INT(t.refused, 0);
    IS_STR(t.last_key, STR("US6336130B1"));
    IS_STR(r->words[0].title, STR("A “thing” of 5°"));
    IS_STR(str_from(r->classes[0].text), STR("G06F15/16"));
    IS_INT(r->cite_n, 1);
    IS_STR(r->parties[0].name, STR("Acme"));
    IS_STR(str_from(r->application.key), STR("US41321599A"));
    t = read_text(str_slice(STR(PATDOC), 0, sizeof PATDOC - 30));
    IS_INT(t.records, 0);
    IS_INT(t.refused, 1);
}

#define APS                                                                                        \
    "PATN\r\nWKU  039373754\r\nSRC  5\r\nAPN  5184541\r\nAPD  19741029\r\nTTL  Bumper support\r\n" \
    "      for a boat loader\r\nISD  19760210\r\nNCL  3\r\nINVT\r\nNAM  Doe; Jane\r\nSTA  IA\r\n"  \
    "CLAS\r\nICL  B60R  900\r\nUREF\r\nPNO  2542907\r\nABST\r\nPAL  A unit.\r\nCLMS\r\n"           \
    "STM  I claim:\r\nNUM  1.\r\nPAR  1. In a bumper\r\n"

static void greenbook_with_any_line_end(void)
{
    struct told t = read_text(STR(APS APS));
    IS_INT(t.records, 2);
    IS_STR(t.last_key, STR("US3937375A"));
    IS_STR(r->words[0].title, STR("Bumper support for a boat loader"));
    IS_STR(str_from(r->application.key), STR("US51845474A"));
    IS_STR(str_from(r->classes[0].text), STR("B60R9/00"));
    char cr[sizeof APS];
    size_t n = 0;
    for (const char *p = APS; *p; p++)
        if (*p != '\n')
            cr[n++] = *p;
    t = read_text((struct str){cr, n});
    IS_INT(t.records, 1);
    IS_STR(r->words[0].title, STR("Bumper support for a boat loader"));
    t = read_text(STR("PATN\nWKU  039373754\nISD  19760210\nTTL  Cut\nABST\nPAL  He"));
    IS_INT(t.records, 0);
    IS_INT(t.refused, 1);
}

static void encodings(void)
{
    /* 电池 in GB18030, declared as gb2312 */
    struct told t =
        read_text(STR("<?xml version=\"1.0\" encoding=\"gb2312\"?>"
                      "<PatentDocumentAndRelated country=\"CN\" docNumber=\"102345678\" "
                      "kind=\"A\" datePublication=\"20120208\"><InventionTitle>"
                      "\xB5\xE7\xB3\xD8</InventionTitle></PatentDocumentAndRelated>"));
    IS_INT(t.records, 1);
    IS_STR(r->words[0].title, STR("电池"));
    t = read_text(STR("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><us-patent-grant>"
                      "<us-bibliographic-data-grant><publication-reference><document-id>"
                      "<country>US</country><doc-number>8930553</doc-number><kind>B2</kind>"
                      "</document-id></publication-reference><invention-title>caf\xE9"
                      "</invention-title></us-bibliographic-data-grant></us-patent-grant>"));
    IS_STR(r->words[0].title, STR("café"));
    t = read_text(STR("\xEF\xBB\xBF" CNIPA_HEAD CNIPA_BODY CNIPA_TAIL));
    IS_INT(t.records, 1);
}

static void symbols(void)
{
    static const char *const pairs[][2] = {
        {"A01B 1/00", "A01B1/00"},
        {"A01B   1/00", "A01B1/00"},
        {"A01B0001000000", "A01B1/00"},
        {"F28F0001380000", "F28F1/38"},
        {"H01M0010052500", "H01M10/0525"},
        {"H04L   27/26    (2006.01)", "H04L27/26"},
        {"A61K   9/16        20060101A I20051008RMEP", "A61K9/16"},
        {"A61K8/49AI", "A61K8/49"},
        {" 7A 61K   9/16   A", "A61K9/16"},
        {"B28B   1/    29            A I", "B28B1/29"},
        {"G06F 1516", "G06F15/16"},
        {"B60R  900", "B60R9/00"},
        {"G06F017/60", "G06F17/60"},
        {"H01M", "H01M"},
        {"y02e 60/10", "Y02E60/10"},
        {"1402", NULL},
        {"Z01B1/00", NULL},
        {"A01B/", NULL},
        {"", NULL}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char out[24] = "";
        bool good = patent_symbol(str_from(pairs[i][0]), out);
        IS_INT(good, pairs[i][1] != NULL);
        if (good && pairs[i][1])
            IS_STR(str_from(out), str_from(pairs[i][1]));
    }
}

static void dates(void)
{
    static const struct {
        const char *text;
        int32_t year;
        const char *day;
    } given[] = {{"20110420", 0, "2011-04-20"},
                 {"2011-4-20", 0, "2011-04-20"},
                 {"25/04/13", 2013, "2013-04-25"},
                 {"24/08/71", 1976, "1971-08-24"},
                 {"09/02/05", 2006, "2005-02-09"},
                 {"30/12/87", 1986, "1987-12-30"}, /* the year of the week: not 1887 */
                 {"41279", 0, "2013-01-05"},
                 {"11111", 0, ""},
                 {"28.02.2019", 0, "2019-02-28"},
                 {"04/25/2013", 0, "2013-04-25"}, /* the month first: no other way fits */
                 {"20100600", 0, ""},
                 {"2013001004", 0, ""},
                 {"2011-02-30", 0, ""},
                 {"2011年4月20日", 0, "2011-04-20"},
                 {"-", 0, ""},
                 {"2014-07-30T00:00:00Z", 0, "2014-07-30"}};
    record_begin(r, PATENT_LENS, 1);
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        IS_STR(day_text(&arena, record_day(r, str_from(given[i].text), given[i].year)),
               str_from(given[i].day));
    IS_STR(r->bad_day, STR("11111"));
}

/* Lists of a sheet of nobody we know: between brackets, or names with their country behind them. */
static void lists_of_sheets(void)
{
    static const struct {
        const char *list;
        size_t n;
        const char *first, *last;
    } given[] = {{"[Acme, Bolt,Clip]", 3, "Acme", "Clip"},
                 {"[Acme]", 1, "Acme", "Acme"},
                 {"Acme Co., Ltd [US]", 1, "Acme Co., Ltd", "Acme Co., Ltd"},
                 {"Bolt, Inc [DE]; Acme, Ltd [US]", 2, "Bolt, Inc", "Acme, Ltd"},
                 {"]", 0, "", ""}};
    struct str head[] = {STR("publication number"), STR("title"), STR("inventors")};
    struct patent_columns columns;
    OK(patent_columns_find(&columns, head, 3), "headings");
    IS_INT(columns.format, PATENT_SHEET);
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        struct str cells[] = {STR("CN102345678A"), STR("x"), str_from(given[i].list)};
        struct error error = {0};
        IS_INT(patent_columns_record(&columns, cells, 3, 2, r, &error), ERR_OK);
        IS_INT(r->party_n, given[i].n);
        if (r->party_n != given[i].n || r->party_n == 0)
            continue;
        IS_STR(r->parties[0].name, str_from(given[i].first));
        IS_STR(r->parties[r->party_n - 1].name, str_from(given[i].last));
    }
}

#define REAL SHARED_DIR "/data/patents/"

static struct told real(const char *name)
{
    struct source source;
    struct error error = {0};
    if (source_open(&arena, name, UINT64_C(1) << 40, &source, &error))
        return (struct told){.why = error.message};
    return read_source(&source);
}

static void real_documents(void)
{
    static const struct {
        const char *name;
        size_t records;
        const char *key;
    } files[] = {
        {REAL "cn-cnipa-xml/CN101985000000312CN00000851003120AFULZH19870204CN00Z.XML", 1,
         "CN85100312A"},
        {REAL "cn-cnipa-xml/CN102009000190429CN00001020256780AFULZH20110420CN00R.XML", 1,
         "CN102025678A"},
        {REAL "epo-docdb-xml/DE-backfile.xml", 10, "DE1258197B"},
        {REAL "epo-docdb-xml/WO-2022259205-A1_544370561.xml", 1, "WO2022259205A1"},
        {REAL "epo-docdb-xml/WO-2023012807-A1_507242069.xml", 1, "WO2023012807A1"},
        {REAL "epo-docdb-xml/YU-6701-A_381353354.xml", 1, "YU6701A"},
        {REAL "epo-docdb-xml/AP-1206-A_302101161.xml", 1, "AP1206A"},
        {REAL "epo-ops-xml/family_fixtures_family_input.xml", 6, "US6093011A"},
        {REAL "epo-ops-xml/published_fixtures_ep1000000_full_cycle_result.xml", 2, "EP1000000B1"},
        {REAL "us-uspto/PatentPublicData/greenbook/US03932709.greenbook", 1, "US3932709A"},
        {REAL "us-uspto/PatentPublicData/greenbook/US04347903.greenbook", 1, "US4347903A"},
        {REAL "us-uspto/PatentPublicData/pap/US20010000044A1.xml", 1, "US2001000044A1"},
        {REAL "us-uspto/PatentPublicData/sgml/USD435854S1.xml", 1, "USD435854S"},
        {REAL "us-uspto/PatentPublicData/sgml/US06337117.xml", 1, "US6337117B1"},
        {REAL "us-uspto/PatentPublicData/xml2004/US06970935.xml", 1, "US6970935B1"},
        {REAL "us-uspto/PatentPublicData/xml2014/US08926509.xml", 1, "US8926509B2"},
        {REAL "us-uspto/PatentPublicData/xmlApp2004/US20050004974A1.xml", 1, "US2005004974A1"},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct told t = real(files[i].name);
        IS_INT(t.records, files[i].records);
        IS_INT(t.refused, 0);
        IS_STR(t.last_key, str_from(files[i].key));
    }
}

int main(void)
{
    arena_init(&arena, (size_t)1 << 30);
    r = record_new(&arena);
    RUN(a_chinese_document);
    RUN(many_in_one_file_and_a_broken_one_between);
    RUN(a_cut_file_says_where);
    RUN(entities_are_not_followed);
    RUN(sgml_whose_empty_elements_have_no_end);
    RUN(greenbook_with_any_line_end);
    RUN(encodings);
    RUN(symbols);
    RUN(dates);
    RUN(lists_of_sheets);
    if (fs_exists(&arena, STR(REAL)))
        RUN(real_documents);
    else
        tap_skip("real_documents", "../shared is not there");
    arena_release(&arena);
    return tap_end();
}
