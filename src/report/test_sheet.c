#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tap.h"
#include "report/sheet_in.h"
#include "report/sheet_write.h"
#include "report/test_pack.h"

static struct arena arena;

#define STRINGS                                                                                    \
    STR("<sst><si><t>企业名称</t></si><si><r><t>甲</t></r><r><t xml:space='preserve'> "       \
        "公司</t></r>"                                                                           \
        "<rPh sb='0' eb='1'><t>jia</t></rPh></si><si><t>两行_x000D_\n文字</t></si><si/></sst>")
#define FORMATS                                                                                    \
    STR("<styleSheet><numFmts count='3'><numFmt numFmtId='176' formatCode='yyyy\\-mm\\-dd\\ "      \
        "hh:mm:ss'/><numFmt numFmtId='177' "                                                       \
        "formatCode='[$-804]yyyy&quot;年&quot;m&quot;月&quot;'/>"                                \
        "<numFmt numFmtId='178' formatCode='00000'/></numFmts><cellStyleXfs><xf numFmtId='14'/>"   \
        "</cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='176'/>"        \
        "<xf numFmtId='177'/><xf numFmtId='178'/><xf numFmtId='20'/></cellXfs></styleSheet>")

static struct str workbook(const char *data, const char *rest, const char *pr)
{
    struct pack p;
    pack_init(&p, &arena);
    pack_book(&p, 1, pr, STRINGS, FORMATS);
    pack_add(&p, "xl/worksheets/sheet1.xml",
             str_print(&arena, "<worksheet><sheetData>%s</sheetData>%s</worksheet>", data, rest));
    return pack_end(&p);
}

/* Rows as text: "1H" a hidden row 1; cells between bars with a letter for their kind; '^' and '<'
 * mark values of merged cells from above and from aside. */
static struct str rows_of(const struct source *source)
{
    static const char kinds[] = "-tndmhbe", froms[] = " ^<";
    struct error error = {0};
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_row row;
    struct buf b;
    buf_init(&b, &arena, 1 << 20);
    enum err e = sheet_open(&arena, source, &book, &error);
    if (!e)
        e = sheet_begin(book, 0, &sheet, &error);
    while (!e && !(e = sheet_next(sheet, &row, &error)) && row.n) {
        buf_print(&b, "%d%s", (int)row.number, row.hidden ? "H" : "");
        for (size_t i = 0; i < row.n; i++) {
            buf_char(&b, '|');
            if (row.at[i].kind) {
                buf_char(&b, kinds[row.at[i].kind]);
                if (row.at[i].from)
                    buf_char(&b, froms[row.at[i].from]);
                buf_char(&b, ':');
            }
            buf_add(&b, sheet_text(&arena, &row.at[i]));
        }
        buf_char(&b, ';');
    }
    if (e)
        buf_print(&b, "!%s %s [%.*s]", err_name(e), error.message, STR_ARG(error.detail));
    return buf_str(&b);
}

static struct str read_bytes(struct str bytes)
{
    struct source source = source_bytes(bytes);
    source.name = STR("x");
    return rows_of(&source);
}

static struct str read_data(const char *data)
{
    return read_bytes(workbook(data, "", ""));
}

static void kinds_of_cells(void)
{
    IS_STR(read_data("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
                     "<c r='C1' t='s'><v>2</v></c><c r='D1' t='s'><v>3</v></c></row>"),
           STR("1|t:企业名称|t:甲 公司|t:两行\n文字;"));
    IS_STR(read_data("<row><c><v>360114</v></c><c><v>0.5</v></c><c><v>1.38E10</v></c>"
                     "<c s='4'><v>42</v></c></row>"),
           STR("1|n:360114|n:0.5|n:13800000000|n:00042;"));
    IS_STR(read_data("<row><c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c>"
                     "<c t='str'><f>A1&amp;B1</f><v>公式</v></c><c t='inlineStr'><is><t>内</t></is>"
                     "</c><c><f>1+1</f></c></row>"),
           STR("1|b:TRUE|e:#N/A|t:公式|t:内;"));
    IS_STR(read_data("<row r='7'><c r='AA7'><v>1</v></c></row><row><c><v>2</v></c></row>"),
           STR("7|||||||||||||||||||||||||||n:1;8|n:2;"));
    IS_STR(read_data("<row hidden='1'><c><v>1</v></c></row>"), STR("1H|n:1;"));
    IS_STR(read_bytes(workbook("<x:row xmlns:x='u'><x:c><x:v>5</x:v></x:c></x:row>", "", "")),
           STR("1|n:5;"));
}

static void days_and_moments(void)
{
    IS_STR(
        read_data("<row><c s='1'><v>44927</v></c><c s='2'><v>42894.730092592603</v></c>"
                  "<c s='3'><v>43891</v></c><c s='1'><v>44927.5</v></c><c s='5'><v>0.75</v></c>"
                  "</row>"),
        STR("1|d:2023-01-01|m:2017-06-08 17:31:20|d:2020-03-01|m:2023-01-01 12:00:00|h:18:00:00;"));
    IS_STR(read_data("<row><c s='1'><v>1</v></c><c s='1'><v>59</v></c><c s='1'><v>61</v></c>"
                     "<c s='1'><v>-1</v></c><c s='1'><v>1E9</v></c></row>"),
           STR("1|d:1900-01-01|d:1900-02-28|d:1900-03-01|n:-1|n:1000000000;"));
    IS_STR(read_bytes(
               workbook("<row><c s='1'><v>43465</v></c></row>", "", "<workbookPr date1904='1'/>")),
           STR("1|d:2023-01-01;"));
    IS_STR(read_data("<row><c t='d'><v>2026-11-22T10:00:00</v></c></row>"),
           STR("1|m:2026-11-22 10:00:00;"));
}

static void formats(void)
{
    static const struct {
        const char *code;
        enum sheet_format format;
    } cases[] = {
        {"General", FORMAT_NUMBER},      {"0.00_);[Red]\\(0.00\\)", FORMAT_NUMBER},
        {"yyyy/m/d", FORMAT_DAY},        {"m\"月\"d\"日\"", FORMAT_DAY},
        {"[h]:mm:ss", FORMAT_TIME},      {"yyyy-mm-dd hh:mm", FORMAT_MOMENT},
        {"#,##0\"day\"", FORMAT_NUMBER}, {"[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", FORMAT_DAY},
        {"0.0%", FORMAT_NUMBER},         {"上午/下午h\"时\"mm\"分\"", FORMAT_TIME},
        {"0.00E+00", FORMAT_NUMBER},     {"[$-409]d/mmm/yy", FORMAT_DAY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (!OK(sheet_format_style(str_from(cases[i].code)).format == cases[i].format, "format"))
            printf("#   %s\n", cases[i].code);
    IS_INT(sheet_format_builtin(31).format, FORMAT_DAY);
    IS_INT(sheet_format_builtin(22).format, FORMAT_MOMENT);
}

static void merged_cells(void)
{
    struct str bytes = workbook(
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1'/><c r='D1'><v>9</v></c></row>"
        "<row r='2'><c r='A2' t='inlineStr'><is><t>规划局</t></is></c><c r='B2'><v>1</v></c></row>"
        "<row r='3'><c r='A3'/><c r='B3'><v>2</v></c></row><row r='4'><c r='A4'/></row>"
        "<row r='5'><c r='B5'><v>3</v></c></row>",
        "<mergeCells count='2'><mergeCell ref='A1:C1'/><mergeCell ref=\"A2:A4\"/></mergeCells>",
        "");
    IS_STR(read_bytes(bytes), STR("1|t:企业名称|t<:企业名称|t<:企业名称|n:9;2|t:规划局|n:1;"
                                  "3|t^:规划局|n:2;5||n:3;"));
}

static void blank_rows_cost_nothing(void)
{
    struct buf b;
    buf_init(&b, &arena, 64 << 20);
    for (int r = 1; r <= 65500; r++) {
        buf_print(&b, "<row r='%d' spans='1:8'>", r);
        for (int c = 0; c < 8; c++)
            buf_print(&b,
                      r <= 500 && c == 0 ? "<c r='%c%d' s='1'><v>5</v></c>" : "<c r='%c%d' s='1'/>",
                      'A' + c, r);
        buf_add(&b, STR("</row>"));
    }
    buf_char(&b, 0);
    struct str bytes = workbook(b.ptr, "", "");
    struct arena own;
    arena_init(&own, 64 << 20);
    struct source source = source_bytes(bytes);
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_row row;
    struct error error = {0};
    int64_t n = 0;
    IS_INT(sheet_open(&own, &source, &book, &error), ERR_OK);
    IS_INT(sheet_begin(book, 0, &sheet, &error), ERR_OK);
    while (!sheet_next(sheet, &row, &error) && row.n)
        n++;
    IS_INT(n, 500);
    OK(own.used < 6 << 20, "memory does not grow with blank rows");
    arena_release(&own);
}

static void refusals(void)
{
    struct str good = workbook("<row><c><v>1</v></c></row>", "", "");
    for (size_t n = 0; n < good.len; n += 7)
        OK(str_has(read_bytes(str_slice(good, 0, n)), STR("!")), "a truncated file is refused");
    IS_STR(read_bytes(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old")),
           STR("!invalid 旧式表格（.xls、.et）不能导入，请另存为 xlsx（{}） [x]"));
    IS_STR(
        read_bytes(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0"
                       "a\0g\0e\0")),
        STR("!invalid 文件已加密，请去掉密码后再导入（{}） [x]"));
    IS_STR(read_bytes(STR("<html><table>")),
           STR("!invalid 这种格式不能导入，请另存为 xlsx（{}） [x]"));
    IS_STR(read_bytes(STR("")), STR("!invalid 文件是空的（{}） [x]"));
    IS_STR(read_data("<row><c t='s'><v>4</v></c></row>"),
           STR("!invalid 单元格的值读不懂（{}） [xl/worksheets/sheet1.xml 1:49]"));
    OK(str_has(read_data("<row r='1048577'><c><v>1</v></c></row>"), STR("!invalid 行号不对")),
       "row");
    OK(str_has(read_data("<row><c r='ZZ1'><v>1</v></c></row>"), STR("!limit 列太多")), "columns");
    IS_STR(read_data("<row><c r='ZZ1' s='1'/></row>"), STR(""));
    OK(str_has(read_data("<row><c><v>1x</v></c></row>"), STR("!invalid 单元格的值读不懂")),
       "number");
    struct pack p;
    pack_init(&p, &arena);
    pack_book(&p, 1, "", STRINGS, FORMATS);
    pack_add(&p, "xl/vbaProject.bin", STR("x"));
    pack_add(&p, "xl/worksheets/sheet1.xml", STR("<worksheet/>"));
    IS_STR(read_bytes(pack_end(&p)),
           STR("!invalid 带宏的工作簿不能导入，请另存为 xlsx（{}） [xl/vbaProject.bin]"));
    pack_init(&p, &arena);
    pack_book(&p, 1, "", STR("<!DOCTYPE sst [<!ENTITY a 'aaaa'>]><sst><si><t>&a;</t></si></sst>"),
              FORMATS);
    pack_add(&p, "xl/worksheets/sheet1.xml", STR("<worksheet><sheetData/></worksheet>"));
    OK(str_has(read_bytes(pack_end(&p)), STR("!invalid XML 含文档类型或实体声明")), "entities");
    pack_init(&p, &arena);
    pack_add(&p, "[Content_Types].xml", STR("<Types/>"));
    pack_add(&p, "word/document.xml", STR("<d/>"));
    OK(str_has(read_bytes(pack_end(&p)), STR("!invalid")), "a text document");
}

static void csv_rows(void)
{
    IS_STR(read_bytes(STR("编号,标题\n\n,,\n1,'=a\n")), STR("1|t:编号|t:标题;4|t:1|t:=a;"));
}

static void written_dates(void)
{
    static const struct {
        const char *text, *want; /* "" = none */
    } days[] = {
        {"2026-11-22", "2026-11-22"},
        {"2026/1/2", "2026-01-02"},
        {"2026.11.22", "2026-11-22"},
        {"2026年11月22日", "2026-11-22"},
        {"2026 年 11 月 2 日", "2026-11-02"},
        {"２０２６－１１－２２", "2026-11-22"},
        {"20261122", "2026-11-22"},
        {"二〇二六年十一月二十二日", "2026-11-22"},
        {"二○二六年十月三十一日", "2026-10-31"},
        {"2026年11月22日（周日）", "2026-11-22"},
        {"2026-11-22 星期日", "2026-11-22"},
        {"26年3月5日", "2026-03-05"},
        {"11月22日", "2026-11-22"},
        {"11-22", "2026-11-22"},
        {"2026年11月22号", "2026-11-22"},
        {"2026-11-22 09:00", ""},
        {"长期", ""},
        {"10月底前", ""},
        {"立行立改", ""},
        {"2026年11月", ""},
        {"2026-13-01", ""},
        {"2026-02-29", ""},
        {"2026-11/22", ""},
        {"11.5", ""},
        {"", ""},
        {"2026", ""},
        {"13800138000", ""},
        {"99999999", ""},
    };
    static const struct {
        const char *text, *want;
    } moments[] = {
        {"2019/4/25 9:32:09", "2019-04-25 09:32:09"},
        {"2019-05-10T14:56:53", "2019-05-10 14:56:53"},
        {"2019年5月10日 14时56分", "2019-05-10 14:56:00"},
        {"2019年5月10日下午3点半", "2019-05-10 15:30:00"},
        {"2019/5/10 上午 12:05", "2019-05-10 00:05:00"},
        {"2019/5/10 3:05:09 PM", "2019-05-10 15:05:09"},
        {"2019-05-10", "2019-05-10 00:00:00"},
        {"2019-05-10 25:00", ""},
        {"2019-05-10 10", ""},
        {"2019-05-10 10:61", ""},
    };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        int32_t day = DAY_NONE;
        bool ok = sheet_day_text(str_from(days[i].text), 2026, &day);
        if (!IS_STR(ok ? day_text(&arena, day) : STR(""), str_from(days[i].want)))
            printf("#   of \"%s\"\n", days[i].text);
    }
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        struct sheet_cell cell = {.kind = SHEET_MOMENT};
        bool time, ok = sheet_moment_text(str_from(moments[i].text), &cell.wall_us, &time);
        if (!IS_STR(ok ? sheet_text(&arena, &cell) : STR(""), str_from(moments[i].want)))
            printf("#   of \"%s\"\n", moments[i].text);
    }
}

/* Zones count; what is left open is read only where it was asked for. */
static void moments_that_need_more(void)
{
    static const struct {
        const char *text, *zoned, *loose;
    } cases[] = {
        {"2026-11-22T09:30:00Z", "2026-11-22 09:30:00", ""},
        {"2026-11-22T09:30:00.5Z", "2026-11-22 09:30:00", ""},
        {"2026-11-22T01:30:00+08:00", "2026-11-21 17:30:00", ""},
        {"2026-11-22 17:30+0800", "2026-11-22 09:30:00", ""},
        {"2026-11-22 17:30 -5", "2026-11-22 22:30:00", ""},
        {"2026-11-22 17:30", "", "2026-11-22 17:30:00"},
        {"2026-11-22T09:30:00+99:00", "", ""},
        {"2026-11-22Z", "", ""},
        {"9月1日", "", "2026-09-01 00:00:00"},
        {"12月1日", "", "2025-12-01 00:00:00"},
        {"11月22日 上午9:30", "", "2026-11-22 09:30:00"},
        {"2月29日", "", "2024-02-29 00:00:00"},
        {"9-1", "", "2026-09-01 00:00:00"},
        {"2026年9月", "", "2026-09-01 00:00:00"},
        {"2026年9月份", "", "2026-09-01 00:00:00"},
        {"2026.9", "", "2026-09-01 00:00:00"},
        {"26.9.1", "", "2026-09-01 00:00:00"},
        {"26-9-1 8:05", "", "2026-09-01 08:05:00"},
        {"12.9.1", "", ""},
        {"99.9.1", "", ""},
        {"13月1日", "", ""},
        {"9月", "", ""},
        {"昨天", "", ""},
        {"", "", ""},
    };
    int32_t today = day_from_date((struct date){2026, 11, 22});
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sheet_cell zoned = {.kind = SHEET_MOMENT}, loose = zoned;
        bool ok = sheet_instant_text(str_from(cases[i].text), &zoned.wall_us);
        bool yes = sheet_moment_loose(str_from(cases[i].text), today, &loose.wall_us);
        if (!IS_STR(ok ? sheet_text(&arena, &zoned) : STR(""), str_from(cases[i].zoned)) ||
            !IS_STR(yes ? sheet_text(&arena, &loose) : STR(""), str_from(cases[i].loose)))
            printf("#   of \"%s\"\n", cases[i].text);
    }
}

static void out_and_in_again(void)
{
    char path[] = "/tmp/lianyuan-sheet-XXXXXX.xlsx";
    close(mkstemps(path, 5));
    static const struct sheet_out_column columns[] = {{{"编号", 6}, 0, false},
                                                      {{"内容", 6}, 40, true},
                                                      {{"日期", 6}, 12, false},
                                                      {{"时间", 6}, 20, false}};
    struct sheet_tab tab = {.name = STR("清单/一:"),
                            .title = STR("问题清单"),
                            .note = STR("2026-11-22"),
                            .columns = columns,
                            .n = 4};
    struct error error = {0};
    struct sheet_out *out;
    IS_INT(sheet_out_new(&arena, path, &out, &error), ERR_OK);
    for (int i = 0; i < 2; i++) {
        IS_INT(sheet_out_tab(out, &tab, &error), ERR_OK);
        struct sheet_cell cells[] = {sheet_cell_int(i), sheet_cell_text(STR("=1+1\n<&>\x01 𠮷")),
                                     sheet_cell_day(20000),
                                     sheet_cell_moment(INT64_C(1763740800) * SECOND_US, 480)};
        sheet_out_row(out, cells, 4);
        struct sheet_cell blank[] = {sheet_cell_text(STR("末")), sheet_cell_text(STR("")),
                                     sheet_cell_day(DAY_NONE), sheet_cell_moment(0, 480)};
        sheet_out_row(out, blank, 4);
    }
    IS_INT(sheet_out_end(out, &error), ERR_OK);
    struct source source;
    struct sheet_book *book;
    IS_INT(source_open(&arena, path, 1 << 20, &source, &error), ERR_OK);
    IS_STR(rows_of(&source), STR("1|t:问题清单|t<:问题清单|t<:问题清单|t<:问题清单;2|t:2026-11-22|"
                                 "t<:2026-11-22|t<:2026-11-22|"
                                 "t<:2026-11-22;3|t:编号|t:内容|t:日期|t:时间;4|n:0|t:=1+1\n<&> "
                                 "𠮷|d:2024-10-04|m:2025-11-22 "
                                 "00:00:00;5|t:末;"));
    IS_INT(sheet_open(&arena, &source, &book, &error), ERR_OK);
    IS_INT(sheet_n(book), 2);
    IS_STR(sheet_info(book, 0).name, STR("清单一"));
    IS_STR(sheet_info(book, 1).name, STR("清单一 2"));
    unlink(path);
    IS_INT(sheet_out_new(&arena, "/nowhere/x.xlsx", &out, &error), ERR_IO);
}

/* The chart names the cells of its own rows: heads as names of the series, nothing of the title. */
static void a_chart_shows_its_rows(void)
{
    char path[] = "/tmp/lianyuan-chart-XXXXXX.xlsx";
    close(mkstemps(path, 5));
    const struct sheet_out_column columns[] = {
        {STR("周"), 10, false}, {STR("新增"), 8, false}, {STR("办结"), 8, false}};
    struct sheet_tab tab = {.name = STR("走势"), .title = STR("周报"), .columns = columns, .n = 3};
    struct sheet_chart chart = {SHEET_LINES, STR("新增与办结"), 0, {1, 2}, 2};
    struct error error = {0};
    struct sheet_out *out;
    IS_INT(sheet_out_new(&arena, path, &out, &error), ERR_OK);
    IS_INT(sheet_out_tab(out, &tab, &error), ERR_OK);
    sheet_out_chart(out, &chart); /* no rows yet: no chart */
    for (int i = 0; i < 3; i++) {
        struct sheet_cell cells[] = {sheet_cell_text(STR("W1")), sheet_cell_int(i),
                                     sheet_cell_int(9 - i)};
        sheet_out_row(out, cells, 3);
    }
    sheet_out_chart(out, &chart);
    IS_INT(sheet_out_end(out, &error), ERR_OK);

    struct source source;
    struct unzip *zip;
    size_t entry = 0;
    struct str xml = STR("");
    IS_INT(source_open(&arena, path, 1 << 20, &source, &error), ERR_OK);
    IS_INT(unzip_open(&arena, &source, &zip, &error), ERR_OK);
    OK(unzip_find(zip, STR("xl/charts/chart1.xml"), &entry), "the workbook holds a chart");
    OK(!unzip_find(zip, STR("xl/charts/chart2.xml"), &(size_t){0}), "and only one");
    IS_INT(unzip_all(zip, entry, 1 << 20, &xml, &error), ERR_OK);
    OK(str_find(xml, STR("'走势'!$A$3:$A$5"), 0) != SIZE_MAX, "names along the axis");
    OK(str_find(xml, STR("'走势'!$C$3:$C$5"), 0) != SIZE_MAX, "numbers of the second series");
    OK(str_find(xml, STR("'走势'!$C$2"), 0) != SIZE_MAX, "its name is the column's head");
    unlink(path);
}

static void letters(void)
{
    IS_STR(sheet_letters(&arena, 0), STR("A"));
    IS_STR(sheet_letters(&arena, 25), STR("Z"));
    IS_STR(sheet_letters(&arena, 26), STR("AA"));
    IS_STR(sheet_letters(&arena, 701), STR("ZZ"));
    for (size_t i = 0; i < 800; i++)
        IS_INT(sheet_column(sheet_letters(&arena, i)), i);
    OK(sheet_column(STR("")) == SIZE_MAX && sheet_column(STR("A1")) == SIZE_MAX, "no letters");
}

/* A data base's export of a million records: read as it comes, in memory that does not grow. */
static void csv_of_any_size(void)
{
    enum { ROWS = 70000 };
    struct arena own;
    struct buf b;
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_row row;
    struct error error = {0};
    char wide[1001];
    int64_t rows = 0;
    memset(wide, 'x', sizeof wide - 1);
    wide[sizeof wide - 1] = 0;
    arena_init(&own, (size_t)256 << 20);
    buf_init(&b, &own, (size_t)128 << 20);
    for (int i = 0; i < ROWS; i++)
        buf_print(&b, "%d,%s\n", i, wide);
    OK(b.len > SHEET_FILE_MAX, "more than a workbook may have");
    struct source source = source_bytes(buf_str(&b));
    size_t before = arena.used;
    IS_INT(sheet_open(&arena, &source, &book, &error), ERR_OK);
    IS_INT(sheet_begin(book, 0, &sheet, &error), ERR_OK);
    while (!sheet_next(sheet, &row, &error) && row.n)
        rows += row.n == 2 && row.number == rows + 1;
    IS_INT(rows, ROWS);
    OK(arena.used - before < 1 << 20, "less than a megabyte of memory");
    memcpy(b.ptr, "PK\3\4", 4);
    IS_INT(sheet_open(&arena, &source, &book, &error), ERR_LIMIT);
    arena_release(&own);
}

int main(void)
{
    arena_init(&arena, (size_t)512 << 20);
    RUN(kinds_of_cells);
    RUN(days_and_moments);
    RUN(formats);
    RUN(merged_cells);
    RUN(blank_rows_cost_nothing);
    RUN(refusals);
    RUN(csv_rows);
    RUN(csv_of_any_size);
    RUN(written_dates);
    RUN(moments_that_need_more);
    RUN(out_and_in_again);
    RUN(a_chart_shows_its_rows);
    RUN(letters);
    arena_release(&arena);
    return tap_end();
}
