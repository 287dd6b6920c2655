/* An analysis as JSON and as a workbook: the same figures and tables as on the page. */
#include "base/i18n.h"
#include "base/json.h"
#include "domain/patent/patent_analysis.h"
#include "domain/patent/patent_index.h"
#include "domain/patent/patent_set.h"
#include "report/sheet_write.h"

enum { OPENED_MAX = 10000 /* numbers that are listed; records says how many there are */ };

static const struct form_choice *what_of(int64_t what)
{
    const struct form_choice *c = patent_what_choices;
    while (c->name && c->value != what)
        c++;
    return c;
}

/* JSON ----------------------------------------------------------------------------------------- */

static void put_cell(struct json_out *j, const char *name, const struct patent_cell *cell)
{
    switch (cell->kind) {
    case PATENT_CELL_INT:
        json_put_int(j, name, cell->n);
        return;
    case PATENT_CELL_REAL:
    case PATENT_CELL_PERCENT: /* as a share: 0.2029 */
        json_put_real(j, name, cell->x);
        return;
    case PATENT_CELL_TEXT:
        json_put_str(j, name, cell->text);
        return;
    case PATENT_CELL_NONE:
        json_put_null(j, name);
    }
}

static void put_figure(struct json_out *j, struct arena *arena, const struct patent_figure *figure)
{
    json_open(j, NULL, '{');
    json_put_c(j, "key", figure->key);
    json_put_str(j, "label", figure->label);
    put_cell(j, "value", &figure->value);
    json_put_str(j, "shown", patent_cell_text(arena, &figure->value));
    json_put_str(j, "note", figure->note);
    if (!str_null(figure->value.find))
        json_put_str(j, "query", figure->value.find);
    json_close(j, '}');
}

static void put_row(struct json_out *j, struct arena *arena, const struct patent_grid *g,
                    const struct patent_row *row)
{
    bool any = false;
    json_open(j, NULL, '{');
    for (size_t i = 0; i < g->columns.n; i++) {
        put_cell(j, str_c(arena, g->columns.at[i].key), &row->cells[i]);
        any = any || !str_null(row->cells[i].find);
    }
    if (row->sub.len)
        json_put_str(j, "title", row->sub);
    if (row->open)
        json_put_bool(j, "incomplete", true);
    if (any) { /* what has none is had with open=table.row.column, as whatever has one */
        json_open(j, "queries", '{');
        for (size_t i = 0; i < g->columns.n; i++)
            if (!str_null(row->cells[i].find))
                json_put_str(j, str_c(arena, g->columns.at[i].key), row->cells[i].find);
        json_close(j, '}');
    }
    json_close(j, '}');
}

static void put_grid(struct json_out *j, struct arena *arena, const struct patent_grid *g)
{
    json_open(j, NULL, '{');
    json_put_c(j, "key", g->key);
    json_put_str(j, "title", g->title);
    json_put_str(j, "note", g->note);
    json_put_int(j, "left_out", g->left_out);
    json_open(j, "columns", '[');
    for (size_t i = 0; i < g->columns.n; i++)
        json_put_str(j, NULL, g->columns.at[i].key);
    json_close(j, ']');
    json_open(j, "rows", '[');
    for (size_t i = 0; i < g->rows.n; i++)
        put_row(j, arena, g, &g->rows.at[i]);
    json_close(j, ']');
    json_close(j, '}');
}

/* The records behind the figure that was asked for. */
static void put_opened(struct json_out *j, const struct patent_opened *o,
                       const struct patent_hit *hits, size_t n)
{
    json_open(j, "opened", '{');
    json_put_str(j, "label", str_or_empty(o->label));
    json_put_str(j, "shown", str_or_empty(o->shown));
    if (str_null(o->find))
        json_put_null(j, "query");
    else
        json_put_str(j, "query", o->find);
    json_put_int(j, "records", (int64_t)o->n);
    json_put_int(j, "total", o->units);
    json_put_str(j, "hash", o->hash);
    json_open(j, "numbers", '[');
    for (size_t i = 0; i < n; i++)
        json_put_str(j, NULL, str_or_empty(hits[i].key));
    json_close(j, ']');
    json_close(j, '}');
}

enum err patent_find_analysis(struct ctx *ctx, const void *given, struct buf *out)
{
    struct patent_analysis_in in = patent_analysis_asked(given);
    struct patent_analysis a;
    enum err e = patent_analysis(ctx, &in, &a);
    if (e)
        return e;
    struct patent_covered covered;
    e = patent_index_covered(ctx, &covered);
    if (e)
        return e;
    struct patent_hit *hits = NULL;
    size_t hit_n = 0;
    if (a.opened.is)
        e = patent_hits_of(ctx, a.opened.ids, a.opened.n < OPENED_MAX ? a.opened.n : OPENED_MAX,
                           &hits, &hit_n);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_c(&j, "what", what_of(a.what)->name);
    json_put_str(&j, "query", a.query);
    json_put_id(&j, "set", a.set);
    if (a.version)
        json_put_int(&j, "version", a.version);
    json_put_c(&j, "unit", a.family ? "family" : "record");
    json_put_int(&j, "records", a.records);
    json_put_int(&j, "total", a.total);
    json_put_day(&j, "cutoff", a.cutoff);
    json_put_day(&j, "newest", a.newest);
    json_put_day(&j, "incomplete_from", a.incomplete);
    json_put_str(&j, "hash", a.hash);
    patent_covered_put(&j, &covered);
    if (a.opened.is)
        put_opened(&j, &a.opened, hits, hit_n);
    json_open(&j, "figures", '[');
    for (size_t i = 0; i < a.figures.n; i++)
        put_figure(&j, ctx->arena, &a.figures.at[i]);
    json_close(&j, ']');
    json_open(&j, "tables", '[');
    for (size_t i = 0; i < a.grids.n; i++)
        put_grid(&j, ctx->arena, &a.grids.at[i]);
    json_close(&j, ']');
    json_open(&j, "notes", '[');
    for (size_t i = 0; i < a.says.n; i++)
        json_put_str(&j, NULL, a.says.at[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}

/* Sheets --------------------------------------------------------------------------------------- */

static struct sheet_cell cell_of(const struct patent_cell *cell)
{
    switch (cell->kind) {
    case PATENT_CELL_INT:
        return sheet_cell_int(cell->n);
    case PATENT_CELL_REAL:
        return (struct sheet_cell){.kind = SHEET_NUMBER, .number = cell->x};
    case PATENT_CELL_PERCENT:
        return (struct sheet_cell){.kind = SHEET_NUMBER, .number = 100 * cell->x};
    case PATENT_CELL_TEXT:
        return sheet_cell_text(cell->text);
    case PATENT_CELL_NONE:
        break;
    }
    return (struct sheet_cell){.kind = SHEET_BLANK};
}

/* Query, cut-off, unit, hash: whoever has the sheet alone can make it again. */
static struct str head_of(struct ctx *ctx, const struct patent_analysis *a)
{
    struct arena *arena = ctx->arena;
    struct str query = a->query.len ? a->query : tr(ctx->lang, T("全部专利"));
    struct str set = a->set ? tr_with(arena, ctx->lang, T("专题库 {}；"),
                                      str_print(arena, "%lld", (long long)a->set))
                            : STR("");
    struct str version = a->version ? tr_with(arena, ctx->lang, T("第 {} 版；"),
                                              str_print(arena, "%lld", (long long)a->version))
                                    : STR("");
    struct str parts[] = {
        set,
        version,
        tr_with(arena, ctx->lang, T("检索式：{}；"), query),
        tr_with(arena, ctx->lang, T("{} 件；"), str_print(arena, "%lld", (long long)a->records)),
        a->family ? tr_with(arena, ctx->lang, T("按简单同族计，{} 族；"),
                            str_print(arena, "%lld", (long long)a->total))
                  : tr(ctx->lang, T("按件计；")),
        tr_with(arena, ctx->lang, T("数据截至 {} 公布；"), day_text(arena, a->newest)),
        tr_with(arena, ctx->lang, T("{} 以后申请的还没有公布齐；"), day_text(arena, a->incomplete)),
        tr_with(arena, ctx->lang, T("公布号集合的指纹 SHA-256 {}"), a->hash)};
    struct buf b;
    buf_init(&b, arena, QUERY_BYTES_MAX * 2);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        buf_add(&b, parts[i]);
    return buf_str(&b);
}

static struct sheet_out_column *columns_of(struct ctx *ctx, const struct patent_grid *g)
{
    struct sheet_out_column *columns =
        ARENA_ARRAY(ctx->arena, struct sheet_out_column, g->columns.n + 1);
    for (size_t i = 0; i < g->columns.n; i++) {
        bool percent = false;
        for (size_t r = 0; r < g->rows.n; r++)
            percent = percent || g->rows.at[r].cells[i].kind == PATENT_CELL_PERCENT;
        columns[i].title = percent
                               ? str_print(ctx->arena, "%.*s (%%)", STR_ARG(g->columns.at[i].title))
                               : g->columns.at[i].title;
        columns[i].width = i == 0 ? 28 : 0;
    }
    return columns;
}

static void put_cells(struct ctx *ctx, const struct patent_grid *g, const struct patent_row *row,
                      struct sheet_cell *cells)
{
    for (size_t i = 0; i < g->columns.n; i++)
        cells[i] = cell_of(&row->cells[i]);
    if (row->open && row->cells[0].kind == PATENT_CELL_TEXT)
        cells[0] = sheet_cell_text(
            tr_with(ctx->arena, ctx->lang, T("{}（未公布齐）"), row->cells[0].text));
    else if (row->sub.len)
        cells[0] = sheet_cell_text(
            str_print(ctx->arena, "%.*s %.*s", STR_ARG(row->cells[0].text), STR_ARG(row->sub)));
}

static struct str note_of(struct ctx *ctx, struct str head, const struct patent_grid *g)
{
    return g->note.len ? str_print(ctx->arena, "%.*s\n%.*s", STR_ARG(head), STR_ARG(g->note))
                       : head;
}

static enum err put_tab(struct ctx *ctx, struct sheet_out *out, const struct patent_grid *g,
                        struct str head)
{
    struct sheet_cell *cells = ARENA_ARRAY(ctx->arena, struct sheet_cell, g->columns.n + 1);
    struct sheet_tab tab = {.name = g->title,
                            .title = g->title,
                            .note = note_of(ctx, head, g),
                            .columns = columns_of(ctx, g),
                            .n = g->columns.n};
    enum err e = sheet_out_tab(out, &tab, &ctx->error);
    for (size_t r = 0; !e && r < g->rows.n; r++) {
        put_cells(ctx, g, &g->rows.at[r], cells);
        sheet_out_row(out, cells, g->columns.n);
    }
    if (!e && g->chart != PATENT_CHART_NONE && g->rows.n) {
        struct sheet_chart chart = {.kind =
                                        g->chart == PATENT_CHART_CURVE ? SHEET_LINES : SHEET_BARS,
                                    .title = g->title,
                                    .columns = {g->value, g->line},
                                    .n = g->chart == PATENT_CHART_CURVE ? 2 : 1};
        sheet_out_chart(out, &chart);
    }
    return e;
}

/* Figures as a table of their own. */
static enum err put_figures(struct ctx *ctx, struct sheet_out *out, const struct patent_analysis *a,
                            struct str head)
{
    static const char *const titles[] = {T("项目"), T("数值"), T("怎么算的")};
    struct sheet_out_column columns[3] = {{.width = 24}, {.width = 18}, {.width = 60}};
    for (size_t i = 0; i < 3; i++)
        columns[i].title = tr(ctx->lang, titles[i]);
    struct str name = tr(ctx->lang, what_of(a->what)->label);
    struct sheet_tab tab = {.name = name, .title = name, .note = head, .columns = columns, .n = 3};
    enum err e = sheet_out_tab(out, &tab, &ctx->error);
    for (size_t i = 0; !e && i < a->figures.n; i++) {
        const struct patent_figure *figure = &a->figures.at[i];
        const struct sheet_cell cells[] = {
            sheet_cell_text(figure->label),
            sheet_cell_text(patent_cell_text(ctx->arena, &figure->value)),
            sheet_cell_text(figure->note)};
        sheet_out_row(out, cells, 3);
    }
    for (size_t i = 0; !e && i < a->says.n; i++) {
        const struct sheet_cell cells[] = {sheet_cell_text(a->says.at[i])};
        sheet_out_row(out, cells, 1);
    }
    return e;
}

static enum err write_book(struct ctx *ctx, const struct patent_analysis *a, const char *path)
{
    struct sheet_out *out;
    struct str head = head_of(ctx, a);
    enum err e = sheet_out_new(ctx->arena, path, &out, &ctx->error);
    if (!e)
        e = put_figures(ctx, out, a, head);
    for (size_t i = 0; !e && i < a->grids.n; i++)
        e = put_tab(ctx, out, &a->grids.at[i], head);
    return e ? e : sheet_out_end(out, &ctx->error);
}

enum err patent_analysis_export(struct ctx *ctx, const struct patent_analysis_in *in,
                                const char *path)
{
    struct patent_analysis a;
    enum err e = patent_analysis(ctx, in, &a);
    if (e)
        return e;
    return write_book(ctx, &a, path);
}
