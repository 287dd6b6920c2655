#include "report/sheet_write.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "base/vec.h"

enum {
    FREE_WIDTH_MAX = 60,
    ROWS_MAX = LXW_ROW_MAX,
    STRING_MAX = 32766, /* characters of a cell, a rule of the format */
};

struct sheet_out {
    struct arena *arena;
    struct str path, temp;
    lxw_workbook *book;
    lxw_worksheet *tab;
    lxw_format *title, *note, *head, *text, *wrap, *day, *moment, *number;
    VEC(struct str) names;
    const struct sheet_out_column *columns;
    size_t column_n;
    lxw_row_t first, row; /* below the head; the next to be written */
    bool failed;
};

static void drop(void *arg)
{
    struct sheet_out *out = arg;
    if (out->book) /* never finished: the library has no other way to let go */
        workbook_close(out->book);
    out->book = NULL;
    if (!str_null(out->temp))
        unlink(out->temp.ptr);
}

static lxw_format *format(struct sheet_out *out, double size, bool bold, bool border)
{
    lxw_format *f = workbook_add_format(out->book);
    if (!f) {
        out->failed = true;
        return NULL;
    }
    format_set_font_name(f, "宋体");
    format_set_font_size(f, size);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (bold)
        format_set_bold(f);
    if (border)
        format_set_border(f, LXW_BORDER_THIN);
    return f;
}

static void make_formats(struct sheet_out *out)
{
    out->title = format(out, 16, true, false);
    out->note = format(out, 10, false, false);
    out->head = format(out, 10.5, true, true);
    out->text = format(out, 10.5, false, true);
    out->wrap = format(out, 10.5, false, true);
    out->day = format(out, 10.5, false, true);
    out->moment = format(out, 10.5, false, true);
    out->number = format(out, 10.5, false, true);
    if (out->failed)
        return;
    format_set_align(out->title, LXW_ALIGN_CENTER);
    format_set_align(out->note, LXW_ALIGN_RIGHT);
    format_set_align(out->head, LXW_ALIGN_CENTER);
    format_set_text_wrap(out->head);
    format_set_bg_color(out->head, 0xE8EEF4);
    format_set_text_wrap(out->wrap);
    format_set_align(out->wrap, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format(out->day, "yyyy-mm-dd");
    format_set_num_format(out->moment, "yyyy-mm-dd hh:mm:ss");
}

enum err sheet_out_new(struct arena *arena, const char *path, struct sheet_out **out,
                       struct error *error)
{
    struct sheet_out *o = ARENA_NEW(arena, struct sheet_out);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    o->arena = arena;
    o->path = str_from(str_c(arena, str_from(path))); /* rename() wants its NUL */
    struct str temp = str_print(arena, "%s.%d.part", path, (int)getpid());
    FILE *probe = fopen(temp.ptr, "wb"); /* the library finds out at the very end only */
    *out = o;
    if (!probe || fclose(probe) != 0)
        return error_set(error, errno == ENOSPC ? ERR_FULL : ERR_IO, STR("file"),
                         T("不能写文件：{}"), o->path);
    o->temp = temp;
    arena_defer(arena, drop, o);
    o->book = workbook_new_opt(temp.ptr, &options);
    if (o->book)
        make_formats(o);
    return o->book && !o->failed
               ? ERR_OK
               : error_set(error, ERR_IO, STR("file"), T("不能写文件：{}"), o->path);
}

/* Fit for a tab: none of []:*?/\, at most 31 UTF-16 units, not blank, not there yet. */
static const char *tab_name(struct sheet_out *out, struct str wanted)
{
    for (int again = 0;; again++) {
        struct buf b;
        uint32_t rune;
        struct str rest = str_trim(wanted);
        size_t units = 0, max = SHEET_TAB_NAME_MAX - (again ? 4 : 0);
        buf_init(&b, out->arena, 256);
        while (utf8_next(&rest, &rune)) {
            units += rune > 0xFFFF ? 2 : 1;
            if (units > max)
                break;
            if (rune >= ' ' && !(rune < 0x80 && strchr("[]:*?/\\'", (int)rune)))
                utf8_add(&b, rune);
        }
        if (b.len == 0)
            buf_add(&b, STR("Sheet"));
        if (again)
            buf_print(&b, " %d", again + 1);
        struct str name = str_dup(out->arena, buf_str(&b));
        bool taken = false;
        for (size_t i = 0; i < out->names.n && !taken; i++)
            taken = str_eq_nocase(out->names.at[i], name);
        if (!taken) {
            *VEC_ADD(out->arena, &out->names) = name;
            return str_c(out->arena, name);
        }
    }
}

static void page_setup(struct sheet_out *out, const struct sheet_tab *tab, lxw_row_t head)
{
    lxw_worksheet *w = out->tab;
    worksheet_set_landscape(w);
    worksheet_set_paper(w, tab->a3 ? 8 : 9);
    worksheet_fit_to_pages(w, 1, 0);
    worksheet_set_margins(w, 0.4, 0.4, 0.6, 0.6);
    worksheet_repeat_rows(w, head, head);
    worksheet_freeze_panes(w, head + 1, 0);
    worksheet_set_footer(w, "&C第 &P 页，共 &N 页&R&D");
    worksheet_print_across(w);
}

/* One line over the whole width: the title, or the note below it. */
static void wide_line(struct sheet_out *out, struct str text, size_t columns, lxw_format *f,
                      double height)
{
    const char *c = str_c(out->arena, utf8_prefix(text, 255));
    worksheet_set_row(out->tab, out->row, height, NULL);
    if (columns > 1)
        worksheet_merge_range(out->tab, out->row, 0, out->row, (lxw_col_t)(columns - 1), c, f);
    else
        worksheet_write_string(out->tab, out->row, 0, c, f);
    out->row++;
}

enum err sheet_out_tab(struct sheet_out *out, const struct sheet_tab *tab, struct error *error)
{
    out->tab = workbook_add_worksheet(out->book, tab_name(out, tab->name));
    out->columns = tab->columns;
    out->column_n = tab->n;
    out->row = 0;
    if (!out->tab || tab->n == 0 || tab->n > SHEET_COLUMNS_MAX)
        return error_set(error, ERR_LIMIT, STR("file"), T("不能写文件：{}"), out->path);
    for (size_t c = 0; c < tab->n; c++) {
        double width = tab->columns[c].width > 0
                           ? tab->columns[c].width
                           : 2.0 * (double)utf8_count(tab->columns[c].title) + 3;
        worksheet_set_column(out->tab, (lxw_col_t)c, (lxw_col_t)c,
                             width > FREE_WIDTH_MAX ? FREE_WIDTH_MAX : width, NULL);
    }
    lxw_row_t head = (lxw_row_t)(!str_empty(tab->title)) + (lxw_row_t)(!str_empty(tab->note));
    page_setup(out, tab, head);
    if (!str_empty(tab->title))
        wide_line(out, tab->title, tab->n, out->title, 30);
    if (!str_empty(tab->note))
        wide_line(out, tab->note, tab->n, out->note, 18);
    worksheet_set_row(out->tab, out->row, 24, NULL);
    for (size_t c = 0; c < tab->n; c++)
        worksheet_write_string(out->tab, out->row, (lxw_col_t)c,
                               str_c(out->arena, tab->columns[c].title), out->head);
    out->first = ++out->row;
    return ERR_OK;
}

static void write_day(struct sheet_out *out, lxw_col_t column, int64_t wall_us, lxw_format *f)
{
    struct date d = day_date((int32_t)(wall_us / DAY_US - (wall_us % DAY_US < 0)));
    int64_t rest = (wall_us % DAY_US + DAY_US) % DAY_US;
    lxw_datetime when = {(int)d.year,
                         (int)d.month,
                         (int)d.day,
                         (int)(rest / HOUR_US),
                         (int)(rest / MINUTE_US % 60),
                         (double)(rest % MINUTE_US / 1000) / 1000.0};
    if (d.year < 1900 || d.year > 9999)
        worksheet_write_blank(out->tab, out->row, column, out->text);
    else
        worksheet_write_datetime(out->tab, out->row, column, &when, f);
}

/* Control characters have no place in XML; everything else goes as it is. */
static const char *cell_text(struct sheet_out *out, struct str text)
{
    text = utf8_prefix(text, STRING_MAX / 2);
    char *c = arena_alloc(out->arena, text.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] >= ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t')
            c[n++] = text.ptr[i];
    return c;
}

void sheet_out_row(struct sheet_out *out, const struct sheet_cell *cells, size_t n)
{
    struct arena_mark mark = arena_mark(out->arena);
    if (out->row >= ROWS_MAX) {
        out->failed = true;
        return;
    }
    for (size_t c = 0; c < n && c < out->column_n; c++) {
        const struct sheet_cell *cell = &cells[c];
        lxw_col_t column = (lxw_col_t)c;
        lxw_format *text = out->columns[c].wrap ? out->wrap : out->text;
        if (cell->kind == SHEET_NUMBER || cell->kind == SHEET_BOOL)
            worksheet_write_number(out->tab, out->row, column, cell->number, out->number);
        else if (cell->kind == SHEET_DAY)
            write_day(out, column, cell->day * DAY_US, out->day);
        else if (cell->kind == SHEET_MOMENT)
            write_day(out, column, cell->wall_us, out->moment);
        else if (cell->kind == SHEET_BLANK || str_empty(cell->text))
            worksheet_write_blank(out->tab, out->row, column, text);
        else
            worksheet_write_string(out->tab, out->row, column, cell_text(out, cell->text), text);
    }
    out->row++;
    arena_reset(out->arena, mark);
}

void sheet_out_chart(struct sheet_out *out, const struct sheet_chart *chart)
{
    if (out->row == out->first)
        return;
    bool bars = chart->kind == SHEET_BARS;
    lxw_chart *c = workbook_add_chart(out->book, bars ? LXW_CHART_BAR : LXW_CHART_LINE);
    lxw_row_t last = out->row - 1;
    if (!c) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < chart->n && i < SHEET_SERIES_MAX; i++) {
        lxw_col_t names = (lxw_col_t)chart->names, values = (lxw_col_t)chart->columns[i];
        lxw_chart_series *s = chart_add_series(c, NULL, NULL);
        chart_series_set_categories(s, out->tab->name, out->first, names, last, names);
        chart_series_set_values(s, out->tab->name, out->first, values, last, values);
        chart_series_set_name_range(s, out->tab->name, out->first - 1, values);
    }
    chart_title_set_name(c, str_c(out->arena, chart->title));
    chart_legend_set_position(c, LXW_CHART_LEGEND_BOTTOM);
    if (bars) /* the first row on top, as in the table */
        chart_axis_set_reverse(c->y_axis);
    worksheet_insert_chart(out->tab, out->first, (lxw_col_t)(out->column_n + 1), c);
}

enum err sheet_out_end(struct sheet_out *out, struct error *error)
{
    lxw_error code = out->failed ? LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED : LXW_NO_ERROR;
    errno = 0;
    if (out->book) {
        lxw_error closed = workbook_close(out->book);
        code = code ? code : closed;
    }
    out->book = NULL;
    if (code == LXW_NO_ERROR && rename(out->temp.ptr, out->path.ptr) == 0) {
        out->temp = STR_NULL;
        return ERR_OK;
    }
    return error_set(error, errno == ENOSPC ? ERR_FULL : ERR_IO, STR("file"), T("不能写文件：{}"),
                     out->path);
}

void sheet_out_csv_head(struct buf *buf, const struct sheet_tab *tab)
{
    struct str cells[SHEET_COLUMNS_MAX];
    size_t n = tab->n < SHEET_COLUMNS_MAX ? tab->n : SHEET_COLUMNS_MAX;
    for (size_t i = 0; i < n; i++)
        cells[i] = tab->columns[i].title;
    buf_add(buf, CSV_BOM);
    csv_write(buf, cells, n);
}

void sheet_out_csv_row(struct buf *buf, struct arena *scratch, const struct sheet_cell *cells,
                       size_t n)
{
    struct arena_mark mark = arena_mark(scratch);
    struct str texts[SHEET_COLUMNS_MAX];
    n = n < SHEET_COLUMNS_MAX ? n : SHEET_COLUMNS_MAX;
    for (size_t i = 0; i < n; i++) {
        texts[i] = sheet_text(scratch, &cells[i]);
        if (cells[i].kind == SHEET_TEXT)
            texts[i] = csv_guard(scratch, texts[i]);
    }
    csv_write(buf, texts, n);
    arena_reset(scratch, mark);
}

struct sheet_cell sheet_cell_text(struct str text)
{
    return (struct sheet_cell){.kind = str_empty(text) ? SHEET_BLANK : SHEET_TEXT, .text = text};
}

struct sheet_cell sheet_cell_int(int64_t value)
{
    return (struct sheet_cell){.kind = SHEET_NUMBER, .number = (double)value};
}

struct sheet_cell sheet_cell_day(int32_t day)
{
    return (struct sheet_cell){.kind = day == DAY_NONE ? SHEET_BLANK : SHEET_DAY, .day = day};
}

struct sheet_cell sheet_cell_moment(int64_t instant_us, int32_t offset_min)
{
    return (struct sheet_cell){.kind = instant_us ? SHEET_MOMENT : SHEET_BLANK,
                               .wall_us = instant_us + offset_min * MINUTE_US};
}
