/* The document itself: paragraphs, tables and sections, in the order in which they come. */
#include "report/docx_in.h"

#include <string.h>

#include "base/utf8.h"
#include "base/zip.h"

#define NAMES                                                                                      \
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""                    \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""             \
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""         \
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""                           \
    " xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\""

enum { MARK_HALF_PT_MAX = 124, MARK_HALF_PT_MIN = 44 }; /* 22 mm is the tallest that GB/T allows */

void docx_fault(struct docx *docx, const char *message, struct str detail)
{
    error_set(&docx->fault, ERR_LIMIT, STR("file"), message, detail);
}

void docx_escape(struct buf *buf, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        /* U+FFFE and U+FFFF, EF BF BE and EF BF BF, are no characters of XML either. */
        bool none = c == 0xEF && i + 2 < text.len && (unsigned char)text.ptr[i + 1] == 0xBF &&
                    (unsigned char)text.ptr[i + 2] >= 0xBE;
        if (c >= 0x20 && c != '<' && c != '>' && c != '&' && c != '"' && !none)
            continue;
        buf_add(buf, str_slice(text, from, i));
        from = i + (none ? 3 : 1);
        i = from - 1;
        if (c == '<')
            buf_add(buf, STR("&lt;"));
        else if (c == '>')
            buf_add(buf, STR("&gt;"));
        else if (c == '&')
            buf_add(buf, STR("&amp;"));
        else if (c == '"')
            buf_add(buf, STR("&quot;"));
    }
    buf_add(buf, str_slice(text, from, text.len));
}

struct docx *docx_new(struct arena *arena, const struct docx_options *options)
{
    struct docx *docx = ARENA_NEW(arena, struct docx);
    docx->arena = arena;
    docx->options = *options;
    docx->lying = options->lying;
    buf_init(&docx->body, arena, DOCX_BYTES_MAX);
    return docx;
}

/* Runs ----------------------------------------------------------------------------------------- */

/* rpr: the run's own properties as XML, or "". */
static void run(struct docx *docx, const char *rpr, struct str text)
{
    struct buf *b = &docx->body;
    struct str piece;
    bool first = true;
    if (str_empty(text))
        return;
    buf_print(b, "<w:r>%s", rpr);
    while (str_cut(&text, '\t', &piece)) {
        buf_add(b, first ? STR("") : STR("<w:tab/>"));
        first = false;
        if (str_empty(piece))
            continue;
        buf_add(b, STR("<w:t xml:space=\"preserve\">"));
        docx_escape(b, piece);
        buf_add(b, STR("</w:t>"));
    }
    buf_add(b, STR("</w:r>"));
}

static void open_paragraph(struct docx *docx, const char *style, const char *ppr)
{
    buf_print(&docx->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr>", style, ppr);
}

static void close_paragraph(struct docx *docx)
{
    buf_add(&docx->body, STR("</w:p>"));
}

static bool fits(struct docx *docx, struct str text)
{
    if (text.len > DOCX_TEXT_MAX)
        docx_fault(docx, T("一段文字太长，写不进文档（最多 {} 字节）"),
                   str_print(docx->arena, "%d", DOCX_TEXT_MAX));
    else if (utf8_bad_at(text) != SIZE_MAX)
        error_set(&docx->fault, ERR_INVALID, STR("file"), T("文字编码不对，写不进文档"), STR_NULL);
    return !docx->fault.code;
}

/* The next line of a text: up to \n, \r\n or \r. */
static bool next_line(struct str *rest, struct str *out_line)
{
    if (str_null(*rest))
        return false;
    size_t i = 0;
    while (i < rest->len && rest->ptr[i] != '\n' && rest->ptr[i] != '\r')
        i++;
    *out_line = str_slice(*rest, 0, i);
    if (i == rest->len) {
        *rest = STR_NULL;
        return true;
    }
    bool pair = rest->ptr[i] == '\r' && i + 1 < rest->len && rest->ptr[i + 1] == '\n';
    *rest = str_slice(*rest, i + (pair ? 2 : 1), rest->len);
    return true;
}

/* One paragraph of the style for every line of the text. */
static void lines(struct docx *docx, const char *style, const char *ppr, const char *rpr,
                  struct str text)
{
    struct str rest = str_or_empty(text), line;
    if (!fits(docx, rest))
        return;
    while (next_line(&rest, &line)) {
        open_paragraph(docx, style, ppr);
        run(docx, rpr, line);
        close_paragraph(docx);
    }
}

/* Paragraphs ----------------------------------------------------------------------------------- */

void docx_mark(struct docx *docx, struct str mark, struct str number)
{
    /* As large as one line holds: 156 mm are 442 pt. */
    size_t count = utf8_count(mark);
    int32_t half_pt = count ? (int32_t)(2 * 442 / count) : MARK_HALF_PT_MAX;
    half_pt = half_pt > MARK_HALF_PT_MAX ? MARK_HALF_PT_MAX : half_pt;
    half_pt = half_pt < MARK_HALF_PT_MIN ? MARK_HALF_PT_MIN : half_pt / 2 * 2;
    if (!fits(docx, mark) || !fits(docx, number))
        return;
    const char *rpr =
        str_c(docx->arena,
              str_print(docx->arena, "<w:rPr><w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr>",
                        half_pt, half_pt));
    const char *ppr =
        str_c(docx->arena, str_print(docx->arena, "<w:spacing w:line=\"%d\" w:lineRule=\"exact\"/>",
                                     half_pt * 13));
    lines(docx, "Mark", ppr, rpr, mark);
    if (!str_empty(number))
        docx_blank(docx);
    open_paragraph(docx, "Number", "");
    run(docx, "", number);
    close_paragraph(docx);
    docx_blank(docx);
}

void docx_title(struct docx *docx, struct str text)
{
    lines(docx, "Title", "", "", text);
    docx_blank(docx);
}

void docx_subtitle(struct docx *docx, struct str text)
{
    lines(docx, "Subtitle", "", "", text);
    docx_blank(docx);
}

struct str docx_numeral(struct arena *arena, int64_t n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (n < 1 || n > 99)
        return str_print(arena, "%lld", (long long)n);
    return str_print(arena, "%s%s%s", n >= 20 ? digits[n / 10] : "", n >= 10 ? "十" : "",
                     digits[n % 10]);
}

void docx_head(struct docx *docx, int level, struct str text)
{
    static const char *const styles[] = {"Heading1", "Heading2", "Heading3", "Heading4"};
    level = level < 1 ? 1 : level > 4 ? 4 : level;
    lines(docx, styles[level - 1], "", "", text);
}

void docx_text(struct docx *docx, struct str text)
{
    lines(docx, "Text", "", "", text);
}

static const char black[] = "<w:rPr><w:rStyle w:val=\"Black\"/></w:rPr>";

/* The first line begins with the lead; the others are paragraphs of the style `next`. */
static void led(struct docx *docx, const char *style, const char *next, struct str lead,
                struct str text)
{
    struct str rest = str_or_empty(text), line;
    if (!fits(docx, lead) || !fits(docx, rest))
        return;
    next_line(&rest, &line);
    open_paragraph(docx, style, "");
    run(docx, black, lead);
    run(docx, "", line);
    close_paragraph(docx);
    if (!str_null(rest))
        lines(docx, next, "", "", rest);
}

void docx_lead(struct docx *docx, struct str lead, struct str text)
{
    led(docx, "Text", "Text", lead, text);
}

void docx_names(struct docx *docx, struct str label, struct str names)
{
    led(docx, "Names", "NamesMore", label, names);
}

static const char *side_ppr(enum docx_side side)
{
    return side == DOCX_CENTRE  ? "<w:jc w:val=\"center\"/>"
           : side == DOCX_RIGHT ? "<w:jc w:val=\"right\"/>"
                                : "";
}

void docx_line(struct docx *docx, enum docx_side side, struct str text)
{
    lines(docx, "Line", side_ppr(side), "", text);
}

void docx_note(struct docx *docx, struct str text)
{
    lines(docx, "Note", "", "", text);
}

void docx_sign(struct docx *docx, struct str office, struct str day)
{
    docx_blank(docx);
    if (!str_empty(office))
        lines(docx, "Sign", "<w:keepNext/>", "", office);
    if (!str_empty(day))
        lines(docx, "Sign", "", "", day);
}

void docx_imprint(struct docx *docx, struct str copies, struct str office, struct str day)
{
    if (!fits(docx, copies) || !fits(docx, office) || !fits(docx, day))
        return;
    docx_blank(docx);
    if (!str_empty(copies)) {
        open_paragraph(docx, "Imprint", "<w:keepNext/>");
        run(docx, "", STR("抄送："));
        run(docx, "", copies);
        close_paragraph(docx);
    }
    open_paragraph(docx, "ImprintLast", "");
    run(docx, "", office);
    if (!str_empty(day)) {
        run(docx, "", STR("\t"));
        run(docx, "", day);
        run(docx, "", STR("印发"));
    }
    close_paragraph(docx);
}

void docx_blank(struct docx *docx)
{
    buf_add(&docx->body, STR("<w:p><w:pPr><w:pStyle w:val=\"Line\"/></w:pPr></w:p>"));
}

/* Pages ---------------------------------------------------------------------------------------- */

void docx_page_break(struct docx *docx)
{
    buf_add(&docx->body, STR("<w:p><w:pPr><w:pStyle w:val=\"Hair\"/></w:pPr>"
                             "<w:r><w:br w:type=\"page\"/></w:r></w:p>"));
}

static void section_end(struct docx *docx)
{
    struct buf *b = &docx->body;
    bool lying = docx->lying;
    buf_add(b, STR("<w:sectPr>"));
    if (!docx->options.no_number)
        buf_add(b, STR("<w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
                       "<w:footerReference w:type=\"even\" r:id=\"rId5\"/>"));
    buf_print(b, "<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>",
              lying ? DOCX_PAGE_LONG : DOCX_PAGE_SHORT, lying ? DOCX_PAGE_SHORT : DOCX_PAGE_LONG,
              lying ? " w:orient=\"landscape\"" : "");
    /* A lying page is the upright one turned: its binding edge is above. */
    buf_print(b,
              "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
              "w:header=\"851\" w:footer=\"%d\" w:gutter=\"0\"/>",
              lying ? DOCX_LEFT_EDGE : DOCX_TOP_EDGE, lying ? DOCX_TOP_EDGE : DOCX_RIGHT_EDGE,
              lying ? DOCX_RIGHT_EDGE : DOCX_BOTTOM_EDGE, lying ? DOCX_BOTTOM_EDGE : DOCX_LEFT_EDGE,
              lying ? 794 : DOCX_FOOT_BOTTOM);
    buf_print(
        b, "<w:cols w:space=\"425\"/><w:docGrid w:type=\"lines\" w:linePitch=\"%d\"/></w:sectPr>",
        DOCX_PITCH);
}

void docx_section(struct docx *docx, bool lying)
{
    buf_add(&docx->body, STR("<w:p><w:pPr><w:pStyle w:val=\"Hair\"/>"));
    section_end(docx);
    buf_add(&docx->body, STR("</w:pPr></w:p>"));
    docx->lying = lying;
}

/* Tables --------------------------------------------------------------------------------------- */

/* Shares of the width to twips that add up to it. */
static void grid(struct docx *docx, const struct docx_table *t)
{
    int32_t wide = docx->lying ? DOCX_WIDE_LYING : DOCX_WIDE, left = wide;
    double sum = 0;
    for (size_t i = 0; i < t->n; i++)
        sum += t->columns[i].width > 0 ? t->columns[i].width : 1;
    for (size_t i = 0; i < t->n; i++) {
        double share = t->columns[i].width > 0 ? t->columns[i].width : 1;
        docx->grid[i] = i + 1 == t->n ? left : (int32_t)(wide * (share / sum));
        left -= docx->grid[i];
    }
}

static const char *cell_ppr(struct docx *docx, enum docx_side side)
{
    int32_t half_pt = docx->table.half_pt;
    struct str ppr =
        half_pt == 24 ? str_from(side_ppr(side))
                      : str_print(docx->arena, "<w:spacing w:line=\"%d\" w:lineRule=\"exact\"/>%s",
                                  half_pt * 13, side_ppr(side));
    return str_c(docx->arena, ppr);
}

static const char *cell_rpr(struct docx *docx, bool label)
{
    int32_t half_pt = docx->table.half_pt;
    struct str size = half_pt == 24
                          ? STR("")
                          : str_print(docx->arena, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>",
                                      half_pt, half_pt);
    if (!label && str_empty(size))
        return "";
    return str_c(docx->arena, str_print(docx->arena, "<w:rPr>%s%.*s</w:rPr>",
                                        label ? "<w:rStyle w:val=\"Black\"/>" : "", STR_ARG(size)));
}

static void cell(struct docx *docx, struct str text, size_t at, int32_t span, bool label,
                 enum docx_side side)
{
    struct buf *b = &docx->body;
    int32_t width = 0;
    for (int32_t i = 0; i < span; i++)
        width += docx->grid[at + (size_t)i];
    buf_print(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (span > 1)
        buf_print(b, "<w:gridSpan w:val=\"%d\"/>", span);
    buf_add(b, STR("<w:vAlign w:val=\"center\"/></w:tcPr>"));
    lines(docx, "Cell", cell_ppr(docx, label ? DOCX_CENTRE : side), cell_rpr(docx, label), text);
    buf_add(b, STR("</w:tc>"));
}

static void row_open(struct docx *docx, int32_t height_mm, bool head)
{
    buf_add(&docx->body, STR("<w:tr><w:trPr><w:cantSplit/>"));
    if (height_mm > 0)
        buf_print(&docx->body, "<w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>",
                  (int32_t)(height_mm * 56.693));
    buf_add(&docx->body, head ? STR("<w:tblHeader/></w:trPr>") : STR("</w:trPr>"));
    docx->rows = true;
}

void docx_table(struct docx *docx, const struct docx_table *table)
{
    struct buf *b = &docx->body;
    if (docx->table.n || table->n == 0 || table->n > DOCX_COLUMNS_MAX) {
        docx_fault(docx, T("表格最多 {} 列，且不能套表"),
                   str_print(docx->arena, "%d", DOCX_COLUMNS_MAX));
        return;
    }
    if (!str_empty(table->caption))
        lines(docx, "Caption", "", "", table->caption);
    docx->table = *table;
    docx->table.half_pt = table->half_pt ? table->half_pt : 24;
    docx->rows = false;
    grid(docx, table);
    buf_print(b,
              "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
              "<w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
              docx->lying ? DOCX_WIDE_LYING : DOCX_WIDE);
    for (size_t i = 0; i < table->n; i++)
        buf_print(b, "<w:gridCol w:w=\"%d\"/>", docx->grid[i]);
    buf_add(b, STR("</w:tblGrid>"));
    if (!table->head)
        return;
    row_open(docx, 0, true);
    for (size_t i = 0; i < table->n; i++)
        cell(docx, table->columns[i].title, i, 1, true, DOCX_CENTRE);
    buf_add(b, STR("</w:tr>"));
}

void docx_row(struct docx *docx, const struct docx_cell *cells, size_t n)
{
    size_t columns = docx->table.n, at = 0;
    int32_t height = 0;
    size_t wanted = 0;
    for (size_t i = 0; i < n; i++) {
        height = cells[i].height > height ? cells[i].height : height;
        wanted += cells[i].span > 1 ? (size_t)cells[i].span : 1;
    }
    if (wanted > columns) {
        docx_fault(docx, T("表格的一行比列多（共 {} 列）"), str_print(docx->arena, "%zu", columns));
        return;
    }
    row_open(docx, height, false);
    for (size_t i = 0; i < n; i++) {
        int32_t span = cells[i].span > 1 ? cells[i].span : 1;
        cell(docx, cells[i].text, at, span, cells[i].label, docx->table.columns[at].side);
        at += (size_t)span;
    }
    for (; at < columns; at++)
        cell(docx, STR_NULL, at, 1, false, DOCX_LEFT);
    buf_add(&docx->body, STR("</w:tr>"));
}

void docx_table_end(struct docx *docx)
{
    if (!docx->table.n)
        return;
    if (!docx->rows) /* a table without a row is no table to the reader's program */
        docx_row(docx, NULL, 0);
    docx->table.n = 0;
    /* What follows must not grow together with it. */
    buf_add(&docx->body, STR("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Hair\"/></w:pPr></w:p>"));
}

/* The file ------------------------------------------------------------------------------------- */

enum { PARTS_MAX = 16 + DOCX_CHARTS_MAX };

static size_t collect(struct docx *docx, struct str document, struct zip_part *parts)
{
    size_t n = 0;
    parts[n++] = (struct zip_part){STR("[Content_Types].xml"), docx_types_part(docx)};
    parts[n++] = (struct zip_part){STR("_rels/.rels"), docx_root_part()};
    parts[n++] = (struct zip_part){STR("docProps/core.xml"), docx_core_part(docx)};
    parts[n++] = (struct zip_part){STR("word/document.xml"), document};
    parts[n++] = (struct zip_part){STR("word/_rels/document.xml.rels"), docx_links_part(docx)};
    parts[n++] = (struct zip_part){STR("word/styles.xml"), docx_styles_part()};
    parts[n++] = (struct zip_part){STR("word/fontTable.xml"), docx_fonts_part()};
    parts[n++] = (struct zip_part){STR("word/settings.xml"), docx_settings_part()};
    if (!docx->options.no_number) {
        parts[n++] = (struct zip_part){STR("word/footer1.xml"), docx_foot_part(docx, false)};
        parts[n++] = (struct zip_part){STR("word/footer2.xml"), docx_foot_part(docx, true)};
    }
    for (size_t i = 0; i < docx->chart_n; i++)
        parts[n++] = (struct zip_part){str_print(docx->arena, "word/charts/chart%zu.xml", i + 1),
                                       docx->charts[i]};
    return n;
}

enum err docx_end(struct docx *docx, struct str *out_bytes, struct error *error)
{
    struct zip_part parts[PARTS_MAX];
    docx_table_end(docx);
    section_end(docx);
    *out_bytes = STR_NULL;
    if (buf_full(&docx->body))
        docx_fault(docx, T("文档太大，请分成几份"), STR_NULL);
    if (docx->fault.code)
        return error_set(error, docx->fault.code, docx->fault.field, docx->fault.message,
                         docx->fault.detail);
    struct str document = str_print(docx->arena,
                                    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
                                    "<w:document" NAMES "><w:body>%.*s</w:body></w:document>",
                                    STR_ARG(buf_str(&docx->body)));
    return zip_write(docx->arena, parts, collect(docx, document, parts), out_bytes, error);
}
