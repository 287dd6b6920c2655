/* What stands beside the document in its package: styles, fonts, settings, page numbers, links. */
#include "report/docx_in.h"

#include "base/day.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."

#define FONT(name)                                                                                 \
    "<w:rFonts w:ascii=\"" name "\" w:hAnsi=\"" name "\" w:eastAsia=\"" name "\" w:cs=\"" name     \
    "\"/>"
/* 28 characters of 16 pt in 156 mm: each is a quarter point closer to the next. */
#define CLOSE "<w:spacing w:val=\"-5\"/>"
#define OPEN "<w:spacing w:val=\"0\"/>"
#define SIZE(half_pt) "<w:sz w:val=\"" half_pt "\"/><w:szCs w:val=\"" half_pt "\"/>"
#define FANGSONG "仿宋_GB2312"
#define KAITI "楷体_GB2312"
#define HEITI "黑体"
#define SONGTI "宋体"
#define XIAOBIAOSONG "方正小标宋简体"

#define STYLE(id, name, base, ppr, rpr)                                                            \
    "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"" id "\"><w:name w:val=\"" name \
    "\"/><w:basedOn w:val=\"" base "\"/><w:qFormat/><w:pPr>" ppr "</w:pPr><w:rPr>" rpr             \
    "</w:rPr></w:style>"
/* Heads and titles are known to every program under their English names. */
#define KNOWN(id, name, ppr, rpr)                                                                  \
    "<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name                     \
    "\"/><w:basedOn w:val=\"Line\"/><w:next w:val=\"Text\"/><w:qFormat/><w:pPr>" ppr               \
    "</w:pPr><w:rPr>" rpr "</w:rPr></w:style>"

#define TWO_IN "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"
#define LINE(twips) "<w:spacing w:line=\"" twips "\" w:lineRule=\"exact\"/>"
#define THIN(side) "<w:" side " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"

/* A table of styles, one after the other, which clang-format would lay out as one expression. */
/* clang-format off */
static const char styles[] = HEAD
    "<w:styles xmlns:w=\"" W "\"><w:docDefaults><w:rPrDefault><w:rPr>" FONT(FANGSONG) SIZE("32")
    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
    "<w:pPrDefault/></w:docDefaults>"
    /* 正文: the base of all, three's size, 22 lines to a page. */
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Line\"><w:name w:val=\"Normal\"/>"
    "<w:qFormat/><w:pPr><w:widowControl w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"0\" "
    "w:line=\"579\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr><w:rPr>" CLOSE SIZE("32")
    "</w:rPr></w:style>"
    "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"Black\"><w:name w:val=\"黑体字\"/>"
    "<w:rPr>" FONT(HEITI) "</w:rPr></w:style>"
    STYLE("Text", "公文正文", "Line", TWO_IN, "")
    STYLE("Mark", "发文机关标志", "Line", "<w:snapToGrid w:val=\"0\"/><w:jc w:val=\"center\"/>",
          FONT(XIAOBIAOSONG) "<w:color w:val=\"FF0000\"/>" OPEN)
    STYLE("Number", "发文字号", "Line",
          "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"11\" w:color=\"FF0000\"/>"
          "</w:pBdr><w:jc w:val=\"center\"/>", "")
    KNOWN("Title", "Title", "<w:keepNext/>" LINE("700") "<w:jc w:val=\"center\"/>",
          FONT(XIAOBIAOSONG) OPEN SIZE("44"))
    KNOWN("Subtitle", "Subtitle", "<w:keepNext/><w:jc w:val=\"center\"/>", FONT(KAITI))
    KNOWN("Heading1", "heading 1", "<w:keepNext/>" TWO_IN "<w:outlineLvl w:val=\"0\"/>", FONT(HEITI))
    KNOWN("Heading2", "heading 2", "<w:keepNext/>" TWO_IN "<w:outlineLvl w:val=\"1\"/>", FONT(KAITI))
    KNOWN("Heading3", "heading 3", "<w:keepNext/>" TWO_IN "<w:outlineLvl w:val=\"2\"/>", "")
    KNOWN("Heading4", "heading 4", "<w:keepNext/>" TWO_IN "<w:outlineLvl w:val=\"3\"/>", "")
    STYLE("Note", "注", "Line", LINE("360") "<w:jc w:val=\"left\"/>", OPEN SIZE("24"))
    STYLE("Names", "出席", "Line",
          "<w:ind w:leftChars=\"500\" w:left=\"1600\" w:hangingChars=\"300\" w:hanging=\"960\"/>", "")
    STYLE("NamesMore", "出席续行", "Line", "<w:ind w:leftChars=\"500\" w:left=\"1600\"/>", "")
    STYLE("Sign", "落款", "Line",
          "<w:ind w:rightChars=\"400\" w:right=\"1280\"/><w:jc w:val=\"right\"/>", "")
    STYLE("Imprint", "版记", "Line",
          "<w:pBdr>" THIN("top") THIN("bottom") "</w:pBdr>"
          "<w:tabs><w:tab w:val=\"right\" w:pos=\"8560\"/></w:tabs>"
          "<w:ind w:leftChars=\"100\" w:left=\"280\" w:rightChars=\"100\" w:right=\"280\"/>",
          OPEN SIZE("28"))
    STYLE("ImprintLast", "版记末行", "Imprint", "", "")
    STYLE("Caption", "表题", "Line", "<w:keepNext/><w:jc w:val=\"center\"/>", FONT(HEITI) OPEN SIZE("28"))
    STYLE("Cell", "表格", "Line", "<w:snapToGrid w:val=\"0\"/>" LINE("312") "<w:jc w:val=\"left\"/>",
          OPEN SIZE("24"))
    STYLE("Figure", "图", "Line",
          "<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/>"
          "<w:jc w:val=\"center\"/>", "")
    STYLE("Hair", "隔行", "Line", "<w:snapToGrid w:val=\"0\"/>" LINE("120"), OPEN SIZE("2"))
    STYLE("Foot", "页码", "Line", "<w:snapToGrid w:val=\"0\"/>" LINE("300"), FONT(SONGTI) OPEN SIZE("28"))
    "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"Grid\"><w:name w:val=\"网格\"/>"
    "<w:tblPr><w:tblBorders>" THIN("top") THIN("left") THIN("bottom") THIN("right") THIN("insideH")
    THIN("insideV") "</w:tblBorders><w:tblCellMar>"
    "<w:top w:w=\"57\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/>"
    "<w:bottom w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar>"
    "</w:tblPr></w:style></w:styles>";
/* clang-format on */

struct str docx_styles_part(void)
{
    return (struct str){styles, sizeof styles - 1};
}

/* The second name is what a program takes that lacks the first. */
#define FONT_ENTRY(name, other, family)                                                            \
    "<w:font w:name=\"" name "\"><w:altName w:val=\"" other "\"/><w:charset w:val=\"86\"/>"        \
    "<w:family w:val=\"" family "\"/><w:pitch w:val=\"default\"/></w:font>"

struct str docx_fonts_part(void)
{
    static const char fonts[] =
        HEAD "<w:fonts xmlns:w=\"" W "\">" FONT_ENTRY(FANGSONG, "仿宋", "modern")
            FONT_ENTRY(KAITI, "楷体", "modern") FONT_ENTRY(HEITI, "SimHei", "modern")
                FONT_ENTRY(SONGTI, "SimSun", "auto")
                    FONT_ENTRY(XIAOBIAOSONG, "华文中宋", "auto") "</w:fonts>";
    return (struct str){fonts, sizeof fonts - 1};
}

struct str docx_settings_part(void)
{
    static const char settings[] =
        HEAD "<w:settings xmlns:w=\"" W "\"><w:zoom w:percent=\"100\"/><w:evenAndOddHeaders/>"
             "<w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>"
             "<w:compatSetting w:name=\"compatibilityMode\" "
             "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
             "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>";
    return (struct str){settings, sizeof settings - 1};
}

struct str docx_root_part(void)
{
    static const char root[] =
        HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"
             "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" "
             "Target=\"word/document.xml\"/>"
             "<Relationship Id=\"rId2\" Type=\"" PACKAGE "relationships/metadata/core-properties\" "
             "Target=\"docProps/core.xml\"/></Relationships>";
    return (struct str){root, sizeof root - 1};
}

/* "— 1 —", a character away from the outer edge: right on odd pages, left on even ones. */
struct str docx_foot_part(struct docx *docx, bool even)
{
    return str_print(docx->arena,
                     HEAD "<w:ftr xmlns:w=\"" W "\"><w:p><w:pPr><w:pStyle w:val=\"Foot\"/>"
                          "<w:ind w:%sChars=\"100\" w:%s=\"280\"/><w:jc w:val=\"%s\"/></w:pPr>"
                          "<w:r><w:t xml:space=\"preserve\">— </w:t></w:r>"
                          "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>"
                          "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>",
                     even ? "left" : "right", even ? "left" : "right", even ? "left" : "right");
}

struct str docx_types_part(struct docx *docx)
{
    struct buf b;
    buf_init(&b, docx->arena, 64 * 1024);
    buf_add(&b,
            STR(HEAD "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
                     "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                     "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                     "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/"
                     "vnd.openxmlformats-package.core-properties+xml\"/>"));
    static const char *const parts[][2] = {{"document", "document.main"}, {"styles", "styles"},
                                           {"fontTable", "fontTable"},    {"settings", "settings"},
                                           {"footer1", "footer"},         {"footer2", "footer"}};
    for (size_t i = 0; i < (docx->options.no_number ? 4 : 6); i++)
        buf_print(&b, "<Override PartName=\"/word/%s.xml\" ContentType=\"" WORD "%s+xml\"/>",
                  parts[i][0], parts[i][1]);
    for (size_t i = 0; i < docx->chart_n; i++)
        buf_print(&b,
                  "<Override PartName=\"/word/charts/chart%zu.xml\" ContentType=\"application/"
                  "vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>",
                  i + 1);
    buf_add(&b, STR("</Types>"));
    return buf_str(&b);
}

struct str docx_links_part(struct docx *docx)
{
    struct buf b;
    static const char *const parts[][2] = {{"styles", "styles"},
                                           {"fontTable", "fontTable"},
                                           {"settings", "settings"},
                                           {"footer", "footer1"},
                                           {"footer", "footer2"}};
    buf_init(&b, docx->arena, 64 * 1024);
    buf_add(&b, STR(HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"));
    for (size_t i = 0; i < (docx->options.no_number ? 3 : 5); i++)
        buf_print(&b, "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/%s\" Target=\"%s.xml\"/>",
                  i + 1, parts[i][0], parts[i][1]);
    for (size_t i = 0; i < docx->chart_n; i++)
        buf_print(&b,
                  "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
                  "/chart\" Target=\"charts/chart%zu.xml\"/>",
                  i + 6, i + 1);
    buf_add(&b, STR("</Relationships>"));
    return buf_str(&b);
}

struct str docx_core_part(struct docx *docx)
{
    const struct docx_options *o = &docx->options;
    struct buf b;
    buf_init(&b, docx->arena, 2 * DOCX_TEXT_MAX);
    buf_add(&b, STR(HEAD "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
                         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                         "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>"));
    docx_escape(&b, o->title);
    buf_add(&b, STR("</dc:title>"));
    if (!str_empty(o->maker)) {
        buf_add(&b, STR("<dc:creator>"));
        docx_escape(&b, o->maker);
        buf_add(&b, STR("</dc:creator>"));
    }
    if (o->made_us)
        buf_print(&b, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%.*s</dcterms:created>",
                  STR_ARG(instant_text(docx->arena, o->made_us / SECOND_US * SECOND_US, 0)));
    buf_add(&b, STR("</cp:coreProperties>"));
    return buf_str(&b);
}
