/* Charts as DrawingML: the reader's program draws them from the figures given here. */
#include "report/docx_in.h"

enum { EMU_PER_TWIP = 635, HEIGHT_TWIPS = 3400 /* 60 mm */ };

static const char *const colours[DOCX_SERIES_MAX] = {"2F5D8C", "C9872B", "A33A3A", "7A8896"};

static void text_size(struct buf *b)
{
    buf_add(b, STR("<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"900\"/></a:pPr>"
                   "<a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr>"));
}

static void title(struct buf *b, struct str text)
{
    if (str_empty(text)) {
        buf_add(b, STR("<c:autoTitleDeleted val=\"1\"/>"));
        return;
    }
    buf_add(b, STR("<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"1200\" b=\"0\"/>"
                   "</a:pPr><a:r><a:rPr lang=\"zh-CN\" sz=\"1200\" b=\"0\"/><a:t>"));
    docx_escape(b, text);
    buf_add(b, STR("</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>"
                   "<c:autoTitleDeleted val=\"0\"/>"));
}

static void series(struct buf *b, const struct docx_chart *chart, size_t s)
{
    bool line = chart->kind == DOCX_LINES;
    buf_print(b, "<c:ser><c:idx val=\"%zu\"/><c:order val=\"%zu\"/><c:tx><c:strRef><c:f>s%zu</c:f>",
              s, s, s);
    buf_add(b, STR("<c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>"));
    docx_escape(b, chart->series[s]);
    buf_add(b, STR("</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr>"));
    buf_print(b,
              line ? "<a:ln w=\"25400\"><a:solidFill><a:srgbClr val=\"%s\"/></a:solidFill></a:ln>"
                   : "<a:solidFill><a:srgbClr val=\"%s\"/></a:solidFill>",
              colours[s]);
    buf_add(b, STR("</c:spPr>"));
    buf_add(b, line ? STR("<c:marker><c:symbol val=\"circle\"/><c:size val=\"4\"/></c:marker>")
                    : STR("<c:invertIfNegative val=\"0\"/>"));
    buf_print(b, "<c:cat><c:strRef><c:f>n</c:f><c:strCache><c:ptCount val=\"%zu\"/>", chart->n);
    for (size_t i = 0; i < chart->n; i++) {
        buf_print(b, "<c:pt idx=\"%zu\"><c:v>", i);
        docx_escape(b, chart->names[i]);
        buf_add(b, STR("</c:v></c:pt>"));
    }
    buf_print(b,
              "</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>v%zu</c:f><c:numCache>"
              "<c:formatCode>General</c:formatCode><c:ptCount val=\"%zu\"/>",
              s, chart->n);
    for (size_t i = 0; i < chart->n; i++) {
        double v = chart->values[s * chart->n + i];
        if (v >= 0)
            buf_print(b, "<c:pt idx=\"%zu\"><c:v>%.10g</c:v></c:pt>", i, v);
    }
    buf_add(b, STR("</c:numCache></c:numRef></c:val>"));
    buf_add(b, line ? STR("<c:smooth val=\"0\"/></c:ser>") : STR("</c:ser>"));
}

static void plot(struct buf *b, const struct docx_chart *chart)
{
    bool line = chart->kind == DOCX_LINES, stack = chart->kind == DOCX_STACK;
    buf_add(b, STR("<c:plotArea><c:layout/>"));
    if (line)
        buf_add(b, STR("<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>"));
    else
        buf_print(b,
                  "<c:barChart><c:barDir val=\"%s\"/><c:grouping val=\"%s\"/>"
                  "<c:varyColors val=\"0\"/>",
                  stack ? "bar" : "col", stack ? "stacked" : "clustered");
    for (size_t s = 0; s < chart->series_n; s++)
        series(b, chart, s);
    if (line)
        buf_add(b, STR("<c:marker val=\"1\"/>"));
    else
        buf_print(b, "<c:gapWidth val=\"60\"/>%s", stack ? "<c:overlap val=\"100\"/>" : "");
    buf_print(b, "<c:axId val=\"11\"/><c:axId val=\"12\"/></c:%s>",
              line ? "lineChart" : "barChart");
    buf_print(b,
              "<c:catAx><c:axId val=\"11\"/><c:scaling><c:orientation val=\"%s\"/></c:scaling>"
              "<c:delete val=\"0\"/><c:axPos val=\"%s\"/><c:majorTickMark val=\"none\"/>"
              "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>",
              stack ? "maxMin" : "minMax", stack ? "l" : "b");
    text_size(b);
    buf_print(b,
              "<c:crossAx val=\"12\"/><c:crosses val=\"autoZero\"/></c:catAx><c:valAx>"
              "<c:axId val=\"12\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/>"
              "</c:scaling><c:delete val=\"0\"/><c:axPos val=\"%s\"/><c:majorGridlines><c:spPr>"
              "<a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"D5DAE0\"/></a:solidFill></a:ln>"
              "</c:spPr></c:majorGridlines><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/>"
              "<c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>"
              "<c:tickLblPos val=\"nextTo\"/>",
              stack ? "b" : "l");
    text_size(b);
    buf_print(b, "<c:crossAx val=\"11\"/><c:crosses val=\"%s\"/></c:valAx></c:plotArea>",
              stack ? "max" : "autoZero");
}

static struct str chart_part(struct docx *docx, const struct docx_chart *chart)
{
    struct buf b;
    buf_init(&b, docx->arena, 1024 * 1024);
    buf_add(&b, STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><c:chartSpace "
                    "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
                    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
                    "<c:roundedCorners val=\"0\"/><c:chart>"));
    title(&b, chart->title);
    plot(&b, chart);
    if (chart->series_n > 1) {
        buf_add(&b, STR("<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/>"));
        text_size(&b);
        buf_add(&b, STR("</c:legend>"));
    }
    buf_add(&b, STR("<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>"
                    "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>"));
    if (buf_full(&b))
        docx_fault(docx, T("文档太大，请分成几份"), STR_NULL);
    return buf_str(&b);
}

void docx_chart(struct docx *docx, const struct docx_chart *chart)
{
    struct buf *b = &docx->body;
    if (docx->table.n || docx->chart_n == DOCX_CHARTS_MAX || !chart->n ||
        chart->n > DOCX_PERIODS_MAX || !chart->series_n || chart->series_n > DOCX_SERIES_MAX) {
        docx_fault(docx, T("一份文档最多 {} 张图，图中不能没有数据"),
                   str_print(docx->arena, "%d", DOCX_CHARTS_MAX));
        return;
    }
    docx->charts[docx->chart_n++] = chart_part(docx, chart);
    int64_t cx = (int64_t)(docx->lying ? DOCX_WIDE_LYING : DOCX_WIDE) * EMU_PER_TWIP;
    int64_t twips = chart->kind == DOCX_STACK ? 1300 + 340 * (int64_t)chart->n : HEIGHT_TWIPS;
    if (twips > 10000)
        twips = 10000;
    buf_print(b,
              "<w:p><w:pPr><w:pStyle w:val=\"Figure\"/></w:pPr><w:r><w:drawing><wp:inline "
              "distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%lld\" cy=\"%lld\"/>"
              "<wp:docPr id=\"%zu\" name=\"%zu\" descr=\"",
              (long long)cx, (long long)(twips * EMU_PER_TWIP), docx->chart_n, docx->chart_n);
    docx_escape(b, chart->title);
    buf_print(b,
              "\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
              "uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">"
              "<c:chart r:id=\"rId%zu\"/></a:graphicData></a:graphic></wp:inline></w:drawing>"
              "</w:r></w:p>",
              docx->chart_n + 5);
}
