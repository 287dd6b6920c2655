#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/tap.h"
#include "base/xml.h"
#include "base/zip.h"
#include "report/docx.h"

static struct arena arena;

/* ---- reading back ---------------------------------------------------------------------------- */

/* A document as text: one line per paragraph "style|text", cells as "[width] ...", sections. */
struct reader {
    struct buf out;
    int paragraphs, tables, rows, cells, sections, breaks, heads, spans;
    bool in_text;
    int32_t row_width, table_width;
    bool widths_ok;
};

static void on_open(void *arg, const char *name, const char **attributes)
{
    struct reader *r = arg;
    const char *val = xml_attr(attributes, "val");
    if (!strcmp(name, "p"))
        r->paragraphs++;
    if (!strcmp(name, "pStyle"))
        buf_print(&r->out, "%s|", val);
    if (!strcmp(name, "tab"))
        buf_char(&r->out, '\t');
    if (!strcmp(name, "tbl"))
        r->tables++;
    if (!strcmp(name, "tblW"))
        r->table_width = (int32_t)strtol(xml_attr(attributes, "w"), NULL, 10);
    if (!strcmp(name, "tr"))
        r->rows++, r->row_width = 0;
    if (!strcmp(name, "tcW"))
        r->cells++, r->row_width += (int32_t)strtol(xml_attr(attributes, "w"), NULL, 10);
    if (!strcmp(name, "tblHeader"))
        r->heads++;
    if (!strcmp(name, "gridSpan"))
        r->spans += (int)strtol(val, NULL, 10);
    if (!strcmp(name, "pgSz"))
        r->sections++,
            buf_print(&r->out, "{%s x %s}", xml_attr(attributes, "w"), xml_attr(attributes, "h"));
    if (!strcmp(name, "br"))
        r->breaks++;
    if (!strcmp(name, "t"))
        r->in_text = true;
}

static void on_close(void *arg, const char *name)
{
    struct reader *r = arg;
    if (!strcmp(name, "t"))
        r->in_text = false;
    if (!strcmp(name, "p"))
        buf_char(&r->out, '\n');
    if (!strcmp(name, "tr") && r->row_width != r->table_width)
        r->widths_ok = false;
}

static void on_text(void *arg, struct str text)
{
    struct reader *r = arg;
    if (r->in_text)
        buf_add(&r->out, text);
}

static const struct xml_events events = {on_open, on_close, on_text};

static struct str part_of(struct str bytes, const char *name)
{
    struct error error = {0};
    struct source source = source_bytes(bytes);
    struct unzip *zip;
    struct str part = STR_NULL;
    size_t entry;
    if (!unzip_open(&arena, &source, &zip, &error) && unzip_find(zip, str_from(name), &entry))
        unzip_all(zip, entry, DOCX_BYTES_MAX, &part, &error);
    return part;
}

/* Every part is XML; the document's paragraphs come back. */
static struct reader read_back(struct str bytes)
{
    struct error error = {0};
    struct source source = source_bytes(bytes);
    struct unzip *zip;
    struct reader r = {.widths_ok = true};
    enum err e = unzip_open(&arena, &source, &zip, &error);
    buf_init(&r.out, &arena, 8 << 20);
    for (size_t i = 0; !e && i < unzip_n(zip); i++) {
        struct reader other = {.widths_ok = true};
        struct str part, name = unzip_entry(zip, i).name;
        buf_init(&other.out, &arena, 8 << 20);
        e = unzip_all(zip, i, DOCX_BYTES_MAX, &part, &error);
        if (!e)
            e = xml_all(&arena, &events, str_eq(name, STR("word/document.xml")) ? &r : &other, name,
                        part, &error);
        if (e)
            printf("# %.*s: %s\n", STR_ARG(name), error.message);
    }
    OK(!e, "the package opens and every part is XML");
    return r;
}

/* ---- cases ----------------------------------------------------------------------------------- */

static struct str whole(void)
{
    static const struct docx_column columns[] = {
        {STR("序号"), 1, DOCX_CENTRE}, {STR("事项"), 5, DOCX_LEFT}, {STR("件数"), 2, DOCX_RIGHT}};
    static const struct str names[] = {STR("9月"), STR("10月"), STR("11月")};
    static const struct str series[] = {STR("提出"), STR("办结")};
    static const double values[] = {3, 5, 4, 2, -1, 6};
    struct error error = {0};
    struct str bytes = STR_NULL;
    struct docx *d = docx_new(&arena, &(struct docx_options){.title = STR("样张"),
                                                             .maker = STR("某某高新区"),
                                                             .made_us = INT64_C(1795312800000000)});
    docx_mark(d, STR("清单式协调推进会纪要"), STR("〔2026〕3号"));
    docx_title(d, STR("关于企业用地问题的协调意见"));
    docx_line(d, DOCX_LEFT, STR("各部门："));
    docx_head(d, 1, STR("一、总体情况"));
    docx_text(d, STR("本周新增事项12件。\n办结9件。"));
    docx_head(d, 2, STR("（一）办理"));
    docx_lead(d, STR("要点。"), STR("按期办理。"));
    docx_table(d, &(struct docx_table){
                      .caption = STR("办理情况"), .columns = columns, .n = 3, .head = true});
    docx_row(d, (struct docx_cell[]){{STR("1")}, {STR("用地\n审批")}, {STR("12")}}, 3);
    docx_row(d, (struct docx_cell[]){{STR("合计"), .span = 2, .label = true}, {STR("12")}}, 2);
    docx_row(d, (struct docx_cell[]){{STR("2"), .height = 30}}, 1);
    docx_table_end(d);
    docx_chart(d, &(struct docx_chart){.kind = DOCX_LINES,
                                       .title = STR("每月提出与办结"),
                                       .names = names,
                                       .n = 3,
                                       .series = series,
                                       .series_n = 2,
                                       .values = values});
    docx_names(d, STR("出席："), STR("张三\t李四\n王五"));
    docx_sign(d, STR("某某高新区管委会"), STR("2026年11月22日"));
    docx_imprint(d, STR("各部门。"), STR("某某高新区管委会办公室"), STR("2026年11月22日"));
    docx_section(d, true);
    docx_note(d, STR("数据来源：清单"));
    IS_INT(docx_end(d, &bytes, &error), ERR_OK);
    return bytes;
}

static void a_document_comes_back(void)
{
    struct str bytes = whole();
    struct reader r = read_back(bytes);
    IS_STR(buf_str(&r.out),
           STR("Mark|清单式协调推进会纪要\nLine|\nNumber|〔2026〕3号\nLine|\n"
               "Title|关于企业用地问题的协调意见\nLine|\nLine|各部门：\nHeading1|一、总体情况\n"
               "Text|本周新增事项12件。\nText|办结9件。\nHeading2|（一）办理\n"
               "Text|要点。按期办理。\nCaption|办理情况\nCell|序号\nCell|事项\nCell|件数\n"
               "Cell|1\nCell|用地\nCell|审批\nCell|12\nCell|合计\nCell|12\nCell|2\nCell|\nCell|\n"
               "Hair|\nFigure|\nNames|出席：张三\t李四\nNamesMore|王五\nLine|\n"
               "Sign|某某高新区管委会\nSign|2026年11月22日\nLine|\nImprint|抄送：各部门。\n"
               "ImprintLast|某某高新区管委会办公室\t2026年11月22日印发\n"
               "Hair|{11906 x 16838}\nNote|数据来源：清单\n{16838 x 11906}"));
    IS_INT(r.tables, 1);
    IS_INT(r.rows, 4);
    IS_INT(r.heads, 1);
    IS_INT(r.cells, 3 + 3 + 2 + 3);
    IS_INT(r.sections, 2);
    OK(r.widths_ok, "the cells of every row are as wide as the table");
}

static void heads_are_numbered(void)
{
    static const struct {
        int64_t n;
        const char *words;
    } cases[] = {{0, "0"},     {1, "一"},      {10, "十"},     {12, "十二"},
                 {20, "二十"}, {45, "四十五"}, {99, "九十九"}, {100, "100"}};
    struct arena a;
    arena_init(&a, 1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        IS_STR(docx_numeral(&a, cases[i].n), str_from(cases[i].words));
    arena_release(&a);
}

/* The figures of GB/T 9704-2012, from millimetres and points to what stands in the file. */
static void the_page_is_official(void)
{
    struct str bytes = whole(), document = part_of(bytes, "word/document.xml"),
               styles = part_of(bytes, "word/styles.xml"),
               foot = part_of(bytes, "word/footer1.xml"), even = part_of(bytes, "word/footer2.xml");
    const double mm = 1440 / 25.4;
    IS_INT((int)(37 * mm + .5), 2098);
    OK(str_has(document, STR("w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" "
                             "w:left=\"1588\"")),
       "37, 26, 35, 28 mm");
    IS_INT((int)(11906 - 1588 - 1474), (int)(156 * mm + .5));
    OK(22 * 579 <= 16838 - 2098 - 1984 && 23 * 579 > 16838 - 2098 - 1984, "22 lines to a page");
    double pitch = 16 - 5 / 20.0, area = (11906 - 1588 - 1474) / 20.0;
    OK(str_has(styles, STR("<w:spacing w:val=\"-5\"/><w:sz w:val=\"32\"/>")),
       "a quarter point closer");
    OK(28 * pitch <= area && 29 * pitch > area, "28 characters to a line");
    OK(str_has(document, STR("<w:docGrid w:type=\"lines\" w:linePitch=\"579\"")), "grid");
    OK(str_has(styles, STR("w:eastAsia=\"仿宋_GB2312\"")), "仿宋");
    OK(str_has(styles, STR("w:eastAsia=\"方正小标宋简体\"")), "小标宋");
    OK(str_has(styles, STR("<w:sz w:val=\"44\"/>")), "二号");
    OK(str_has(styles, STR("w:firstLineChars=\"200\"")), "two characters in");
    OK(str_has(foot, STR("w:jc w:val=\"right\"")) && str_has(even, STR("w:jc w:val=\"left\"")),
       "the number on the outer side");
    OK(str_has(part_of(bytes, "word/settings.xml"), STR("evenAndOddHeaders")), "odd and even");
    OK(str_has(document, STR("FF0000")) || str_has(styles, STR("FF0000")), "red");
}

static void the_same_gives_the_same(void)
{
    struct str a = whole(), b = whole();
    OK(str_eq(a, b), "the same calls give the same bytes");
    OK(str_has(part_of(a, "docProps/core.xml"), STR("2026-11-22T02:00:00")), "made at");
}

static struct reader one(struct str text)
{
    struct error error = {0};
    struct str bytes = STR_NULL;
    struct docx_column column = {text, 1, DOCX_LEFT};
    struct docx *d = docx_new(&arena, &(struct docx_options){.title = text, .maker = text});
    docx_text(d, text);
    docx_table(d, &(struct docx_table){.caption = text, .columns = &column, .n = 1, .head = true});
    docx_table_end(d);
    docx_chart(d, &(struct docx_chart){.kind = DOCX_BARS,
                                       .title = text,
                                       .names = &text,
                                       .n = 1,
                                       .series = &text,
                                       .series_n = 1,
                                       .values = (double[]){1}});
    IS_INT(docx_end(d, &bytes, &error), ERR_OK);
    return read_back(bytes);
}

static void hostile_text_stays_text(void)
{
    struct reader r = one(STR("<w:p>&amp;\"'</w:t>]]>\x01\x02\x0b\x1f\xef\xbf\xbe\xef\xbf\xbf终"));
    OK(str_starts(buf_str(&r.out), STR("Text|<w:p>&amp;\"'</w:t>]]>终\n")), "escaped and cleaned");
    IS_INT(r.paragraphs, 5); /* text, caption, head, after the table, the chart */
    r = one(STR("a\r\nb\rc\n\nd"));
    OK(str_starts(buf_str(&r.out), STR("Text|a\nText|b\nText|c\nText|\nText|d\n")), "lines");
}

/* Random code points, controls and markup among them: what comes back is what was printable. */
static void random_text_comes_back(void)
{
    static const char *const pieces[] = {"<",  ">",    "&",    "\"",           "'",   "]]>",
                                         "\t", "\x01", "\x1b", "\xef\xbf\xbf", "中",  "𠮷",
                                         "a",  " ",    "　",   "&lt;",         "\x7f"};
    uint32_t seed = 20261122;
    for (int round = 0; round < 300; round++) {
        struct buf text, want;
        buf_init(&text, &arena, 4096);
        buf_init(&want, &arena, 4096);
        for (int i = 0; i < 40; i++) {
            seed = seed * 1664525 + 1013904223;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            buf_add(&text, str_from(piece));
            if (piece[0] != '\x01' && piece[0] != '\x1b' && (unsigned char)piece[0] != 0xef)
                buf_add(&want, str_from(piece));
        }
        struct error error = {0};
        struct str bytes = STR_NULL;
        struct docx *d = docx_new(&arena, &(struct docx_options){.no_number = true});
        docx_text(d, buf_str(&text));
        docx_end(d, &bytes, &error);
        struct reader r = {.widths_ok = true};
        buf_init(&r.out, &arena, 65536);
        xml_all(&arena, &events, &r, STR("document"), part_of(bytes, "word/document.xml"), &error);
        struct str back = buf_str(&r.out);
        back = str_slice(back, 5, str_find(back, STR("\n"), 0));
        if (!str_eq(back, buf_str(&want))) {
            IS_STR(back, buf_str(&want));
            return;
        }
    }
}

static void limits_are_told(void)
{
    struct error error = {0};
    struct str bytes;
    struct docx *d = docx_new(&arena, &(struct docx_options){0});
    char *big = arena_alloc(&arena, DOCX_TEXT_MAX + 1);
    memset(big, 'a', DOCX_TEXT_MAX + 1);
    docx_text(d, (struct str){big, DOCX_TEXT_MAX + 1});
    IS_INT(docx_end(d, &bytes, &error), ERR_LIMIT);
    OK(str_null(bytes), "nothing is given");

    struct docx_column columns[DOCX_COLUMNS_MAX + 1] = {0};
    d = docx_new(&arena, &(struct docx_options){0});
    docx_table(d, &(struct docx_table){.columns = columns, .n = DOCX_COLUMNS_MAX + 1});
    IS_INT(docx_end(d, &bytes, &(struct error){0}), ERR_LIMIT);
    d = docx_new(&arena, &(struct docx_options){0});
    docx_table(d, &(struct docx_table){.columns = columns, .n = 2});
    docx_row(d, (struct docx_cell[]){{STR("a")}, {STR("b"), .span = 2}}, 2);
    IS_INT(docx_end(d, &bytes, &(struct error){0}), ERR_LIMIT);
    d = docx_new(&arena, &(struct docx_options){0});
    docx_text(d, STR("\xff"));
    IS_INT(docx_end(d, &bytes, &(struct error){0}), ERR_INVALID);
    d = docx_new(&arena, &(struct docx_options){0});
    docx_chart(d, &(struct docx_chart){.n = 0});
    IS_INT(docx_end(d, &bytes, &(struct error){0}), ERR_LIMIT);
}

/* A program that people use opens it: LibreOffice, where it is installed. */
static void an_office_opens_it(void)
{
    char dir[] = "/tmp/test_docx_XXXXXX", path[64], command[512];
    struct str bytes = whole();
    if (!mkdtemp(dir))
        return;
    snprintf(path, sizeof path, "%s/a.docx", dir);
    FILE *f = fopen(path, "wb");
    OK(f && fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len, "written");
    if (f)
        fclose(f);
    snprintf(command, sizeof command,
             "cd %s && HOME=%s timeout 120 soffice --headless --convert-to txt:Text a.docx "
             ">/dev/null 2>&1 && grep -q 关于企业用地问题的协调意见 a.txt && grep -q 用地 a.txt",
             dir, dir);
    int status = system(command);
    OK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "LibreOffice reads its title and its table");
    snprintf(command, sizeof command, "rm -rf %s", dir);
    OK(system(command) == 0, "cleared away");
}

int main(int argc, char **argv)
{
    arena_init(&arena, (size_t)512 << 20);
    if (argc > 1) { /* test_docx FILE: the sample, to be looked at */
        struct str bytes = whole();
        FILE *f = fopen(argv[1], "wb");
        return !f || fwrite(bytes.ptr, 1, bytes.len, f) != bytes.len || fclose(f);
    }
    RUN(a_document_comes_back);
    RUN(heads_are_numbered);
    RUN(the_page_is_official);
    RUN(the_same_gives_the_same);
    RUN(hostile_text_stays_text);
    RUN(random_text_comes_back);
    RUN(limits_are_told);
    if (access("/usr/bin/soffice", X_OK) == 0)
        RUN(an_office_opens_it);
    else
        tap_skip("an_office_opens_it", "no LibreOffice here");
    arena_release(&arena);
    return tap_end();
}
