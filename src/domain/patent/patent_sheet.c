#include "domain/patent/patent_sheet.h"

#include <string.h>

#include "base/buf.h"
#include "engine/patentread/columns.h"
#include "report/sheet.h"
#include "report/xls.h"

enum { IPC_COLUMNS = 3, UNUSED_BYTES_MAX = 32 * 1024 };

struct reading {
    struct arena *arena;
    const struct patent_sheet_in *in;
    struct patent_columns columns;
    bool found;           /* the headings of records */
    int ipc[IPC_COLUMNS]; /* columns of symbol, zh, en: from 1; 0 = none */
    int64_t rows;         /* below any headings */
    int64_t looked;       /* rows in which headings were looked for */
    enum err stopped;
};

static bool is_heading(struct str cell, const char *name)
{
    return str_eq_nocase(str_trim(cell), str_from(name));
}

/* symbol | title_zh, or symbol | title: a class and its name. */
static bool ipc_headings(struct reading *r, const struct str *cells, size_t n)
{
    memset(r->ipc, 0, sizeof r->ipc);
    for (size_t i = 0; i < n; i++) {
        bool symbol = is_heading(cells[i], "symbol") || is_heading(cells[i], "ipc") ||
                      is_heading(cells[i], "分类号") || is_heading(cells[i], "IPC分类号");
        if (symbol && !r->ipc[0])
            r->ipc[0] = (int)i + 1;
        else if (is_heading(cells[i], "title_zh") || is_heading(cells[i], "中文类名"))
            r->ipc[1] = (int)i + 1;
        else if (is_heading(cells[i], "title_en") || is_heading(cells[i], "title"))
            r->ipc[2] = (int)i + 1;
    }
    return r->ipc[0] && (r->ipc[1] || r->ipc[2]) && n <= 12;
}

static struct str cell(const struct str *cells, size_t n, int column)
{
    return column && (size_t)column <= n ? str_trim(cells[column - 1]) : STR("");
}

/* The last title of a path "a;;b;;c". */
static struct str last_title(struct str path)
{
    size_t at;
    while ((at = str_find(path, STR(";;"), 0)) != SIZE_MAX)
        path = str_slice(path, at + 2, path.len);
    return path;
}

static enum err take_line(struct reading *r, const struct str *cells, size_t n)
{
    struct str symbol = cell(cells, n, r->ipc[0]);
    char text[24];
    if (str_empty(symbol))
        return ERR_OK;
    if (symbol.len > 4) {
        if (!patent_symbol(symbol, text))
            return ERR_OK;
        symbol = str_from(text);
    }
    struct str path = cell(cells, n, r->ipc[2]);
    struct patent_ipc_line line = {symbol, cell(cells, n, r->ipc[1]), last_title(path),
                                   str_has(symbol, STR("/")) ? path : STR("")};
    return r->in->line(r->in->arg, &line);
}

static bool empty_row(const struct str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_trim(cells[i]).len)
            return false;
    return true;
}

static void say_unused(struct reading *r, const struct str *cells, size_t n)
{
    struct buf b;
    buf_init(&b, r->arena, UNUSED_BYTES_MAX);
    for (size_t i = 0; i < r->columns.n && i < n; i++) {
        if (!r->columns.unknown[i])
            continue;
        if (b.len)
            buf_add(&b, STR("、"));
        buf_add(&b, str_trim(cells[i]));
    }
    if (b.len && r->in->unused)
        r->in->unused(r->in->arg, buf_str(&b));
}

/* One row, whatever it came from. */
static enum err take_row(void *arg, const struct str *cells, size_t n, int64_t number)
{
    struct reading *r = arg;
    struct error why = {0};
    if (empty_row(cells, n))
        return ERR_OK;
    if (!r->found && !r->ipc[0]) {
        if (r->looked++ >= COLUMNS_HEAD_ROWS)
            return ERR_OK;
        r->found = patent_columns_find(&r->columns, cells, n);
        if (r->found)
            say_unused(r, cells, n);
        else if (!ipc_headings(r, cells, n))
            r->ipc[0] = 0;
        return ERR_OK;
    }
    r->rows++;
    if (!r->found)
        return r->stopped = take_line(r, cells, n);
    struct arena_mark mark = arena_mark(r->arena);
    enum err e = patent_columns_record(&r->columns, cells, n, number, r->in->record, &why);
    struct str place = str_print(r->arena, "%.*s %lld", STR_ARG(r->in->name), (long long)number);
    r->stopped = r->in->row(r->in->arg, e, &why, place);
    arena_reset(r->arena, mark);
    return r->stopped;
}

static enum err read_book(struct reading *r, struct error *error)
{
    struct sheet_book *book;
    struct str cells[COLUMNS_MAX];
    bool any = false;
    enum err e = sheet_open(r->arena, r->in->source, &book, error);
    for (size_t s = 0; !e && s < sheet_n(book); s++) {
        struct sheet *sheet;
        struct sheet_row row;
        r->found = false;
        r->ipc[0] = 0;
        r->looked = 0;
        e = sheet_begin(book, s, &sheet, error);
        while (!e && !(e = sheet_next(sheet, &row, error)) && row.n) {
            struct arena_mark mark = arena_mark(r->arena);
            size_t n = row.n < COLUMNS_MAX ? row.n : COLUMNS_MAX;
            for (size_t i = 0; i < n; i++)
                cells[i] = sheet_text(r->arena, &row.at[i]);
            if (take_row(r, cells, n, row.number))
                return ERR_OK; /* said in stopped */
            arena_reset(r->arena, mark);
        }
        any = any || r->found || r->ipc[0];
    }
    if (!e && !any)
        return error_set(error, ERR_INVALID, STR("file"),
                         T("没有找到专利表的表头（至少要有公开号一列）：{}"), r->in->name);
    return e;
}

enum err patent_sheet_read(struct arena *arena, const struct patent_sheet_in *in,
                           enum err *out_stopped, struct error *error)
{
    struct reading *r = ARENA_NEW(arena, struct reading);
    r->arena = arena;
    r->in = in;
    enum err e;
    if (in->old_xls) {
        e = xls_read(arena, in->path, take_row, r, error);
        if (r->stopped)
            e = ERR_OK;
        else if (!e && !r->found && !r->ipc[0])
            e = error_set(error, ERR_INVALID, STR("file"),
                          T("没有找到专利表的表头（至少要有公开号一列）：{}"), in->name);
    } else {
        e = read_book(r, error);
    }
    if (!e && !r->stopped && !r->rows)
        e = error_set(error, ERR_INVALID, STR("file"), T("表头下面没有数据：{}"), in->name);
    *out_stopped = r->stopped;
    return e;
}
