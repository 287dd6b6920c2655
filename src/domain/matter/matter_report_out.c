/* The report as docx and as a workbook. */
#include "domain/matter/matter_report_doc.h"
#include "report/docx.h"
#include "report/sheet_write.h"
#include "web/i18n.h"

enum { CELLS_MAX = DOCX_COLUMNS_MAX };

/* Charts --------------------------------------------------------------------------------------- */

/* Two figures of each period or department. */
struct bar {
    struct str name;
    int64_t first, second;
};

static void chart(struct ctx *ctx, struct docx *docx, struct docx_chart chart, const char *first,
                  const char *second, const struct bar *bars)
{
    struct str *names = ARENA_ARRAY(ctx->arena, struct str, chart.n + 1);
    double *values = ARENA_ARRAY(ctx->arena, double, 2 * chart.n + 1);
    struct str series[] = {tr(ctx->lang, first), tr(ctx->lang, second)};
    if (!chart.n)
        return;
    for (size_t i = 0; i < chart.n; i++) {
        names[i] = bars[i].name;
        values[i] = (double)bars[i].first;
        values[chart.n + i] = (double)bars[i].second;
    }
    chart.names = names;
    chart.series = series;
    chart.series_n = 2;
    chart.values = values;
    docx_chart(docx, &chart);
}

static void trend_chart(struct ctx *ctx, struct docx *docx, const struct matter_report *r)
{
    struct bar *bars = ARENA_ARRAY(ctx->arena, struct bar, r->trend.n + 1);
    for (size_t i = 0; i < r->trend.n; i++)
        bars[i] = (struct bar){matter_period_name(ctx->arena, r->trend.at[i].period),
                               r->trend.at[i].came, r->trend.at[i].closed};
    chart(ctx, docx,
          (struct docx_chart){
              .kind = DOCX_LINES, .title = tr(ctx->lang, T("新增与办结")), .n = r->trend.n},
          T("新增"), T("办结"), bars);
}

static void org_chart(struct ctx *ctx, struct docx *docx, const struct matter_report *r)
{
    size_t n = r->orgs.n < DOCX_PERIODS_MAX ? r->orgs.n : DOCX_PERIODS_MAX;
    struct bar *bars = ARENA_ARRAY(ctx->arena, struct bar, n + 1);
    for (size_t i = 0; i < n; i++) {
        const int64_t *f = r->orgs.at[i].n;
        bars[i] = (struct bar){r->orgs.at[i].name, f[MATTER_FIG_DUTIES] - f[MATTER_FIG_OVERDUE],
                               f[MATTER_FIG_OVERDUE]};
    }
    chart(ctx, docx,
          (struct docx_chart){
              .kind = DOCX_STACK, .title = tr(ctx->lang, T("各部门在办交办")), .n = n},
          T("未超期"), T("超期"), bars);
}

/* docx ----------------------------------------------------------------------------------------- */

static void docx_section_table(struct ctx *ctx, struct docx *docx, const struct report_section *s)
{
    struct docx_column columns[CELLS_MAX] = {0};
    struct docx_cell cells[CELLS_MAX];
    (void)ctx;
    for (size_t i = 0; i < s->columns.n; i++)
        columns[i] = (struct docx_column){s->columns.at[i].title, s->columns.at[i].width,
                                          s->columns.at[i].right ? DOCX_RIGHT : DOCX_LEFT};
    docx_table(docx, &(struct docx_table){.columns = columns,
                                          .n = s->columns.n,
                                          .head = true,
                                          .half_pt = s->columns.n > 5 ? 20 : 24});
    for (size_t i = 0; i < s->lines.n; i++) {
        const struct report_line *line = &s->lines.at[i];
        for (size_t k = 0; k < line->cells.n; k++)
            cells[k] = (struct docx_cell){.text = line->cells.at[k].text};
        docx_row(docx, cells, line->cells.n);
    }
    docx_table_end(docx);
}

static void docx_one(struct ctx *ctx, struct docx *docx, const struct matter_report *report,
                     const struct report_section *s)
{
    docx_head(docx, 1, s->title);
    for (size_t i = 0; i < s->texts.n; i++)
        docx_text(docx, s->texts.at[i]);
    if (s->chart == REPORT_CHART_TREND)
        trend_chart(ctx, docx, report);
    if (s->chart == REPORT_CHART_ORGS)
        org_chart(ctx, docx, report);
    if (s->columns.n && s->lines.n)
        docx_section_table(ctx, docx, s);
    else if (!str_empty(s->empty))
        docx_text(docx, s->empty);
    if (!str_empty(s->note))
        docx_note(docx, s->note);
}

enum err matter_report_docx(struct ctx *ctx, const struct matter_report *report,
                            const struct report_doc *doc, struct str *out_bytes)
{
    struct error error = {0};
    struct docx *docx = docx_new(
        ctx->arena,
        &(struct docx_options){.title = doc->title, .maker = report->park, .made_us = ctx->now_us});
    docx_title(docx, str_print(ctx->arena, "%.*s\n%.*s", STR_ARG(doc->park), STR_ARG(doc->title)));
    docx_line(docx, DOCX_CENTRE, doc->range);
    docx_line(docx, DOCX_CENTRE, doc->made);
    docx_blank(docx);
    for (size_t i = 0; i < doc->sections.n; i++)
        docx_one(ctx, docx, report, &doc->sections.at[i]);
    enum err e = docx_end(docx, out_bytes, &error);
    return e ? error_set(&ctx->error, e, error.field, error.message, error.detail) : ERR_OK;
}

/* Workbook ------------------------------------------------------------------------------------- */

static enum err tab_of(struct ctx *ctx, struct sheet_out *book, const struct report_doc *doc,
                       const struct report_section *s, struct error *error)
{
    struct sheet_out_column *columns =
        ARENA_ARRAY(ctx->arena, struct sheet_out_column, s->columns.n);
    struct sheet_cell *cells = ARENA_ARRAY(ctx->arena, struct sheet_cell, s->columns.n);
    for (size_t i = 0; i < s->columns.n; i++)
        columns[i] =
            (struct sheet_out_column){s->columns.at[i].title, s->columns.at[i].width, true};
    struct sheet_tab tab = {
        .name = s->short_title,
        .title = str_print(ctx->arena, "%.*s%.*s %.*s", STR_ARG(doc->park), STR_ARG(doc->title),
                           STR_ARG(s->short_title)),
        .note = str_print(ctx->arena, "%.*s %.*s", STR_ARG(doc->range), STR_ARG(doc->made)),
        .columns = columns,
        .n = s->columns.n};
    enum err e = sheet_out_tab(book, &tab, error);
    for (size_t i = 0; !e && i < s->lines.n; i++) {
        const struct report_line *line = &s->lines.at[i];
        for (size_t k = 0; k < line->cells.n; k++)
            cells[k] = line->cells.at[k].is_number ? sheet_cell_int(line->cells.at[k].number)
                                                   : sheet_cell_text(line->cells.at[k].text);
        sheet_out_row(book, cells, line->cells.n);
    }
    if (!e && s->chart != REPORT_CHART_NONE)
        sheet_out_chart(book, &(struct sheet_chart){
                                  .kind = s->chart == REPORT_CHART_TREND ? SHEET_LINES : SHEET_BARS,
                                  .title = s->short_title,
                                  .names = 0,
                                  .columns = {1, 2},
                                  .n = 2});
    return e;
}

/* Every record behind every figure: what the page opens, on one sheet. */
static enum err records_tab(struct ctx *ctx, struct sheet_out *book,
                            const struct matter_report *report, struct error *error)
{
    struct sheet_out_column columns[] = {
        {tr(ctx->lang, T("项目")), 16, false},    {tr(ctx->lang, T("编号")), 12, false},
        {tr(ctx->lang, T("事项")), 40, true},     {tr(ctx->lang, T("企业")), 24, true},
        {tr(ctx->lang, T("部门")), 18, false},    {tr(ctx->lang, T("类别")), 18, false},
        {tr(ctx->lang, T("记入时间")), 18, false}};
    enum { N = sizeof columns / sizeof *columns };
    struct sheet_tab tab = {.name = tr(ctx->lang, T("明细")), .columns = columns, .n = N};
    enum err e = sheet_out_tab(book, &tab, error);
    for (int f = 0; !e && f < MATTER_FIGURES_; f++) {
        struct report_records all;
        matter_report_records(ctx, report, &(struct report_pick){.figure = (enum report_figure)f},
                              &all);
        for (size_t i = 0; i < all.rows.n; i++) {
            const struct report_record *r = &all.rows.at[i];
            struct sheet_cell cells[N] = {
                sheet_cell_text(tr(ctx->lang, matter_figure_word((enum report_figure)f))),
                sheet_cell_text(r->matter->number),
                sheet_cell_text(r->matter->title),
                sheet_cell_text(r->matter->firm_name),
                sheet_cell_text(r->org_name),
                sheet_cell_text(r->matter->class_name),
                sheet_cell_moment(r->hit->at == MATTER_DUE_NEVER ? 0 : r->hit->at,
                                  ctx->offset_min)};
            sheet_out_row(book, cells, N);
        }
    }
    return e;
}

enum err matter_report_xlsx(struct ctx *ctx, const struct matter_report *report,
                            const struct report_doc *doc, const char *path)
{
    struct error error = {0};
    struct sheet_out *book;
    enum err e = sheet_out_new(ctx->arena, path, &book, &error);
    for (size_t i = 0; !e && i < doc->sections.n; i++)
        if (doc->sections.at[i].columns.n)
            e = tab_of(ctx, book, doc, &doc->sections.at[i], &error);
    if (!e)
        e = records_tab(ctx, book, report, &error);
    if (!e)
        e = sheet_out_end(book, &error);
    return e ? error_set(&ctx->error, e, error.field, error.message, error.detail) : ERR_OK;
}
