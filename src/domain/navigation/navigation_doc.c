#include "domain/navigation/navigation_doc.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"
#include "report/docx.h"
#include "report/sheet_write.h"

enum { DRAWN_NAME_MAX = 8 /* characters below a bar: longer ones would stand askew */ };

/* As JSON -------------------------------------------------------------------------------------- */

static void put_table(struct json_out *j, const struct navigation_section *s)
{
    json_open(j, "columns", '[');
    for (size_t i = 0; i < s->columns.n; i++) {
        json_open(j, NULL, '{');
        json_put_str(j, "title", s->columns.at[i].title);
        json_put_int(j, "width", s->columns.at[i].width);
        json_put_bool(j, "right", s->columns.at[i].right);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "lines", '[');
    for (size_t i = 0; i < s->lines.n; i++) {
        json_open(j, NULL, '[');
        for (size_t k = 0; k < s->lines.at[i].cells.n; k++) {
            const struct navigation_cell *cell = &s->lines.at[i].cells.at[k];
            json_open(j, NULL, '{');
            json_put_str(j, "text", cell->text);
            if (cell->path.len)
                json_put_str(j, "path", cell->path);
            json_close(j, '}');
        }
        json_close(j, ']');
    }
    json_close(j, ']');
}

struct str navigation_doc_json(struct ctx *ctx, const struct navigation_doc *doc)
{
    struct buf buf;
    buf_init(&buf, ctx->arena, NAVIGATION_DOC_MAX);
    struct json_out j = json_to(&buf);
    json_open(&j, NULL, '{');
    json_put_str(&j, "park", doc->park);
    json_put_str(&j, "title", doc->title);
    json_put_str(&j, "range", doc->range);
    json_put_str(&j, "made", doc->made);
    json_put_str(&j, "hash", doc->hash);
    json_open(&j, "sections", '[');
    for (size_t i = 0; i < doc->sections.n; i++) {
        const struct navigation_section *s = &doc->sections.at[i];
        json_open(&j, NULL, '{');
        json_put_str(&j, "title", s->title);
        json_put_str(&j, "tab", s->tab);
        json_put_str(&j, "head", s->head);
        json_open(&j, "texts", '[');
        for (size_t k = 0; k < s->texts.n; k++)
            json_put_str(&j, NULL, s->texts.at[k]);
        json_close(&j, ']');
        put_table(&j, s);
        json_put_str(&j, "note", s->note);
        if (s->chart != NAVIGATION_CHART_NONE) {
            json_put_int(&j, "chart", s->chart);
            json_put_int(&j, "value", s->value);
            json_put_int(&j, "other", s->other);
        }
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return buf_full(&buf) ? STR_NULL : buf_str(&buf);
}

static struct str text_of(const struct json *value, const char *name)
{
    return str_or_empty(json_str(json_member(value, name)));
}

static void read_table(struct arena *a, const struct json *value, struct navigation_section *s)
{
    const struct json *columns = json_member(value, "columns"),
                      *lines = json_member(value, "lines");
    for (size_t i = 0; i < json_count(columns); i++) {
        const struct json *c = json_element(columns, i);
        *VEC_ADD(a, &s->columns) =
            (struct navigation_column){text_of(c, "title"), json_int(json_member(c, "width"), 10),
                                       json_bool(json_member(c, "right"))};
    }
    for (size_t i = 0; i < json_count(lines); i++) {
        const struct json *cells = json_element(lines, i);
        struct navigation_line *line = VEC_ADD(a, &s->lines);
        *line = (struct navigation_line){0};
        for (size_t k = 0; k < json_count(cells); k++) {
            const struct json *c = json_element(cells, k);
            *VEC_ADD(a, &line->cells) =
                (struct navigation_cell){text_of(c, "text"), text_of(c, "path")};
        }
    }
}

/* Only one that the table has columns for. */
static void read_chart(const struct json *value, struct navigation_section *s)
{
    int64_t n = (int64_t)s->columns.n;
    s->chart = json_int(json_member(value, "chart"), NAVIGATION_CHART_NONE);
    s->value = json_int(json_member(value, "value"), 0);
    s->other = json_int(json_member(value, "other"), 0);
    if (s->chart < 0 || s->chart > NAVIGATION_CHART_CURVE || s->value < 1 || s->value >= n)
        s->chart = NAVIGATION_CHART_NONE;
    if (s->other < 0 || s->other >= n)
        s->other = 0;
}

/* "1234", "12.5"; false: no number. */
static bool number_of(struct arena *arena, struct str text, double *out)
{
    const char *s = str_c(arena, text);
    char *end;
    *out = strtod(s, &end);
    return text.len && end == s + text.len;
}

size_t navigation_chart_points(struct arena *arena, const struct navigation_section *s,
                               struct navigation_point **out)
{
    struct navigation_point *points = ARENA_ARRAY(arena, struct navigation_point, s->lines.n + 1);
    size_t n = 0;
    for (size_t i = 0; s->chart && i < s->lines.n; i++) {
        const struct navigation_line *line = &s->lines.at[i];
        struct navigation_point p = {.value = -1, .other = -1};
        if (line->cells.n <= (size_t)s->value || line->cells.n <= (size_t)s->other)
            continue;
        p.name = line->cells.at[0].text;
        size_t mark = str_find(p.name, STR("（未公布齐）"), 0);
        p.open = mark != SIZE_MAX;
        if (p.open)
            p.name = str_slice(p.name, 0, mark);
        mark = str_find_char(p.name, '\n', 0); /* its title follows */
        if (mark != SIZE_MAX)
            p.name = str_slice(p.name, 0, mark);
        if (!number_of(arena, line->cells.at[s->value].text, &p.value))
            p.value = -1;
        if (!s->other || !number_of(arena, line->cells.at[s->other].text, &p.other))
            p.other = -1;
        points[n++] = p;
    }
    *out = points;
    return n;
}

enum err navigation_doc_read(struct ctx *ctx, struct str text, struct navigation_doc *out)
{
    const struct json *doc;
    struct arena *a = ctx->arena;
    *out = (struct navigation_doc){0};
    enum err e = json_parse_up_to(a, text, NAVIGATION_DOC_MAX, &doc, &ctx->error);
    if (e)
        return e;
    out->park = text_of(doc, "park");
    out->title = text_of(doc, "title");
    out->range = text_of(doc, "range");
    out->made = text_of(doc, "made");
    out->hash = text_of(doc, "hash");
    const struct json *sections = json_member(doc, "sections");
    for (size_t i = 0; i < json_count(sections); i++) {
        const struct json *value = json_element(sections, i);
        struct navigation_section *s = VEC_ADD(a, &out->sections);
        *s = (struct navigation_section){.title = text_of(value, "title"),
                                         .tab = text_of(value, "tab"),
                                         .head = text_of(value, "head"),
                                         .note = text_of(value, "note")};
        const struct json *texts = json_member(value, "texts");
        for (size_t k = 0; k < json_count(texts); k++)
            *VEC_ADD(a, &s->texts) = str_or_empty(json_str(json_element(texts, k)));
        read_table(a, value, s);
        read_chart(value, s);
    }
    return ERR_OK;
}

/* docx ----------------------------------------------------------------------------------------- */

static void docx_lines(struct docx *docx, const struct navigation_section *s)
{
    struct docx_column columns[DOCX_COLUMNS_MAX] = {0};
    struct docx_cell cells[DOCX_COLUMNS_MAX];
    for (size_t i = 0; i < s->columns.n && i < DOCX_COLUMNS_MAX; i++)
        columns[i] = (struct docx_column){s->columns.at[i].title, (double)s->columns.at[i].width,
                                          s->columns.at[i].right ? DOCX_RIGHT : DOCX_LEFT};
    docx_table(docx, &(struct docx_table){.columns = columns,
                                          .n = s->columns.n,
                                          .head = true,
                                          .half_pt = s->columns.n > 4 ? 20 : 24});
    for (size_t i = 0; i < s->lines.n; i++) {
        const struct navigation_line *line = &s->lines.at[i];
        for (size_t k = 0; k < line->cells.n && k < DOCX_COLUMNS_MAX; k++)
            cells[k] = (struct docx_cell){.text = line->cells.at[k].text};
        docx_row(docx, cells, line->cells.n);
    }
    docx_table_end(docx);
}

/* The newest of a long series. */
static void docx_drawn(struct arena *arena, struct docx *docx, const struct navigation_section *s)
{
    struct navigation_point *points;
    size_t all = navigation_chart_points(arena, s, &points);
    size_t n = all < DOCX_PERIODS_MAX ? all : DOCX_PERIODS_MAX, series_n = s->other ? 2 : 1;
    struct str *names = ARENA_ARRAY(arena, struct str, n + 1);
    double *values = ARENA_ARRAY(arena, double, 2 * n + 1);
    struct str series[] = {s->columns.at[s->value].title, s->columns.at[s->other].title};
    for (size_t i = 0; i < n; i++) {
        const struct navigation_point *p = &points[all - n + i];
        names[i] = utf8_prefix(p->name, DRAWN_NAME_MAX);
        if (names[i].len < p->name.len)
            names[i] = str_print(arena, "%.*s…", STR_ARG(names[i]));
        values[i] = p->value;
        values[n + i] = p->other;
    }
    docx_chart(docx, &(struct docx_chart){.kind = s->chart == NAVIGATION_CHART_CURVE ? DOCX_LINES
                                                                                     : DOCX_BARS,
                                          .title = s->head.len ? s->head : s->title,
                                          .names = names,
                                          .n = n,
                                          .series = series,
                                          .series_n = series_n,
                                          .values = values});
}

enum err navigation_docx(struct ctx *ctx, const struct navigation_doc *doc, struct str *out_bytes)
{
    struct error error = {0};
    struct docx *docx = docx_new(
        ctx->arena,
        &(struct docx_options){.title = doc->title, .maker = doc->park, .made_us = ctx->now_us});
    docx_title(docx, str_print(ctx->arena, "%.*s\n%.*s", STR_ARG(doc->park), STR_ARG(doc->title)));
    docx_line(docx, DOCX_CENTRE, doc->range);
    docx_line(docx, DOCX_CENTRE, doc->made);
    docx_blank(docx);
    size_t charts = 0;
    for (size_t i = 0; i < doc->sections.n; i++) {
        const struct navigation_section *s = &doc->sections.at[i];
        if (s->title.len)
            docx_head(docx, 1, s->title);
        if (s->head.len)
            docx_head(docx, 2, s->head);
        for (size_t k = 0; k < s->texts.n; k++)
            docx_text(docx, s->texts.at[k]);
        if (s->chart && s->lines.n && charts++ < DOCX_CHARTS_MAX)
            docx_drawn(ctx->arena, docx, s);
        if (s->lines.n)
            docx_lines(docx, s);
        if (s->note.len)
            docx_note(docx, s->note);
    }
    enum err e = docx_end(docx, out_bytes, &error);
    return e ? error_set(&ctx->error, e, error.field, error.message, error.detail) : ERR_OK;
}

/* Workbook: the tables, each on a sheet; sentences stay with the document. -----------------------
 */

static struct sheet_cell sheet_of(struct arena *arena, struct str text, bool right)
{
    int64_t n;
    double x;
    if (str_int(text, &n))
        return sheet_cell_int(n);
    if (right && number_of(arena, text, &x))
        return (struct sheet_cell){.kind = SHEET_NUMBER, .number = x};
    return sheet_cell_text(text);
}

static enum err tab(struct ctx *ctx, struct sheet_out *book, const struct navigation_doc *doc,
                    const struct navigation_section *s, struct error *error)
{
    size_t n = s->columns.n;
    struct sheet_out_column *columns = ARENA_ARRAY(ctx->arena, struct sheet_out_column, n);
    struct sheet_cell *cells = ARENA_ARRAY(ctx->arena, struct sheet_cell, n);
    for (size_t i = 0; i < n; i++)
        columns[i] =
            (struct sheet_out_column){s->columns.at[i].title, (double)s->columns.at[i].width, true};
    struct str about = str_print(ctx->arena, "%.*s %.*s", STR_ARG(doc->range), STR_ARG(doc->made));
    if (s->note.len)
        about = str_print(ctx->arena, "%.*s %.*s", STR_ARG(about), STR_ARG(s->note));
    struct sheet_tab of = {.name = s->tab,
                           .title = str_print(ctx->arena, "%.*s %.*s", STR_ARG(doc->title),
                                              STR_ARG(s->head.len ? s->head : s->title)),
                           .note = about,
                           .columns = columns,
                           .n = n};
    enum err e = sheet_out_tab(book, &of, error);
    for (size_t i = 0; !e && i < s->lines.n; i++) {
        const struct navigation_line *line = &s->lines.at[i];
        for (size_t k = 0; k < line->cells.n && k < n; k++)
            cells[k] = sheet_of(ctx->arena, line->cells.at[k].text, s->columns.at[k].right);
        sheet_out_row(book, cells, line->cells.n < n ? line->cells.n : n);
    }
    if (!e && s->chart && s->lines.n)
        sheet_out_chart(book, &(struct sheet_chart){.kind = s->chart == NAVIGATION_CHART_CURVE
                                                                ? SHEET_LINES
                                                                : SHEET_BARS,
                                                    .title = s->head.len ? s->head : s->title,
                                                    .columns = {(size_t)s->value, (size_t)s->other},
                                                    .n = s->other ? 2 : 1});
    return e;
}

enum err navigation_xlsx(struct ctx *ctx, const struct navigation_doc *doc, const char *path)
{
    struct error error = {0};
    struct sheet_out *book;
    enum err e = sheet_out_new(ctx->arena, path, &book, &error);
    for (size_t i = 0; !e && i < doc->sections.n; i++)
        if (doc->sections.at[i].columns.n)
            e = tab(ctx, book, doc, &doc->sections.at[i], &error);
    if (!e)
        e = sheet_out_end(book, &error);
    return e ? error_set(&ctx->error, e, error.field, error.message, error.detail) : ERR_OK;
}
