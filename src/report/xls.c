#include "report/xls.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <freexl.h>

#include "base/utf8.h"
#include "report/xls_jail.h"

/* In the child ---------------------------------------------------------------------------------
 *
 * A row is: u32 sheet, u32 number, u32 cells; a cell: u32 bytes, the bytes. At the end: three
 * times UINT32_MAX. */

struct out {
    int fd;
    size_t n;
    unsigned char bytes[64 * 1024];
};

static bool out_flush(struct out *out)
{
    size_t at = 0;
    while (at < out->n) {
        ssize_t n = write(out->fd, out->bytes + at, out->n - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    out->n = 0;
    return true;
}

static bool out_add(struct out *out, const void *bytes, size_t n)
{
    const unsigned char *from = bytes;
    while (n) {
        size_t room = sizeof out->bytes - out->n, part = n < room ? n : room;
        memcpy(out->bytes + out->n, from, part);
        out->n += part;
        from += part;
        n -= part;
        if (out->n == sizeof out->bytes && !out_flush(out))
            return false;
    }
    return true;
}

static bool out_u32(struct out *out, uint32_t value)
{
    return out_add(out, &value, sizeof value);
}

static const char *cell_text(const FreeXL_CellValue *cell, char number[64])
{
    switch (cell->type) {
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        return cell->value.text_value ? cell->value.text_value : "";
    case FREEXL_CELL_INT:
        snprintf(number, 64, "%d", cell->value.int_value);
        return number;
    case FREEXL_CELL_DOUBLE:
        snprintf(number, 64, "%.15g", cell->value.double_value);
        return number;
    default:
        return "";
    }
}

static bool write_row(struct out *out, const void *xls, uint32_t sheet, uint32_t row, uint32_t n)
{
    FreeXL_CellValue cell;
    char number[64];
    if (!out_u32(out, sheet) || !out_u32(out, row + 1) || !out_u32(out, n))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const char *text = "";
        if (freexl_get_cell_value(xls, row, (unsigned short)i, &cell) == FREEXL_OK)
            text = cell_text(&cell, number);
        size_t len = strlen(text);
        len = len < XLS_CELL_MAX ? len : XLS_CELL_MAX;
        if (!out_u32(out, (uint32_t)len) || !out_add(out, text, len))
            return false;
    }
    return true;
}

static bool write_book(const char *path, struct out *out)
{
    const void *xls;
    unsigned int sheets = 0, rows, password = FREEXL_BIFF_OBFUSCATED;
    unsigned short columns;
    if (freexl_open(path, &xls) != FREEXL_OK)
        return false;
    if (freexl_get_info(xls, FREEXL_BIFF_PASSWORD, &password) != FREEXL_OK ||
        password != FREEXL_BIFF_PLAIN ||
        freexl_get_info(xls, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK)
        return false;
    for (unsigned int s = 0; s < sheets; s++) {
        if (freexl_select_active_worksheet(xls, (unsigned short)s) != FREEXL_OK ||
            freexl_worksheet_dimensions(xls, &rows, &columns) != FREEXL_OK)
            return false;
        uint32_t n = columns < XLS_COLUMNS_MAX ? columns : XLS_COLUMNS_MAX;
        for (unsigned int row = 0; row < rows; row++)
            if (!write_row(out, xls, s, row, n))
                return false;
    }
    return out_u32(out, UINT32_MAX) && out_u32(out, UINT32_MAX) && out_u32(out, UINT32_MAX) &&
           out_flush(out);
}

static _Noreturn void child(const char *path, int fd)
{
    static struct out out;
    out.fd = fd;
    _exit(xls_jail(path, fd, XLS_MEMORY_MAX, XLS_SECONDS_MAX) && write_book(path, &out) ? 0 : 1);
}

/* In the parent ------------------------------------------------------------------------------- */

struct in {
    int fd;
    size_t at, n;
    unsigned char bytes[64 * 1024];
};

static bool in_read(struct in *in, void *to, size_t n)
{
    unsigned char *into = to;
    while (n) {
        if (in->at == in->n) {
            ssize_t got = read(in->fd, in->bytes, sizeof in->bytes);
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                return false;
            in->at = 0;
            in->n = (size_t)got;
        }
        size_t part = n < in->n - in->at ? n : in->n - in->at;
        memcpy(into, in->bytes + in->at, part);
        in->at += part;
        into += part;
        n -= part;
    }
    return true;
}

/* *out_end at the end of the book; false when the child broke off or sent nonsense. */
static bool in_row(struct in *in, char *text, struct str *cells, uint32_t *out_n, uint32_t *out_row,
                   bool *out_end)
{
    uint32_t head[3], len;
    size_t used = 0;
    if (!in_read(in, head, sizeof head))
        return false;
    *out_end = head[0] == UINT32_MAX;
    *out_row = head[1];
    *out_n = *out_end ? 0 : head[2];
    if (*out_n > XLS_COLUMNS_MAX)
        return false;
    for (uint32_t i = 0; i < *out_n; i++) {
        if (!in_read(in, &len, sizeof len) || len > XLS_CELL_MAX || used + len > XLS_ROW_MAX ||
            !in_read(in, text + used, len))
            return false;
        cells[i] = (struct str){text + used, len};
        if (!utf8_ok(cells[i]))
            cells[i] = STR("");
        used += len;
    }
    return true;
}

static bool has_content(const struct str *cells, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (cells[i].len)
            return true;
    return false;
}

static enum err read_rows(struct arena *arena, int fd,
                          enum err (*fn)(void *, const struct str *, size_t, int64_t), void *arg,
                          bool *out_whole)
{
    struct in *in = ARENA_NEW(arena, struct in);
    struct str *cells = ARENA_ARRAY(arena, struct str, XLS_COLUMNS_MAX);
    char *text = arena_alloc(arena, XLS_ROW_MAX);
    uint32_t n, row;
    bool end = false;
    enum err e = ERR_OK;
    in->fd = fd;
    *out_whole = true;
    while (!e && !end && (*out_whole = in_row(in, text, cells, &n, &row, &end)))
        if (!end && has_content(cells, n))
            e = fn(arg, cells, n, row);
    return e;
}

struct running {
    pid_t pid;
    int fd;
};

/* Also when the caller's arena is full on the way: the child must not stay. */
static void end_child(void *arg)
{
    struct running *run = arg;
    if (run->fd >= 0)
        close(run->fd);
    if (run->pid > 0) {
        kill(run->pid, SIGKILL);
        while (waitpid(run->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    run->fd = -1;
    run->pid = 0;
}

enum err xls_read(struct arena *arena, const char *path,
                  enum err (*fn)(void *arg, const struct str *cells, size_t n, int64_t row),
                  void *arg, struct error *error)
{
    struct running *run = ARENA_NEW(arena, struct running);
    int fds[2];
    bool whole = false;
    if (pipe2(fds, O_CLOEXEC))
        return error_set(error, ERR_IO, STR("file"), T("读取文件出错"), STR_NULL);
    *run = (struct running){fork(), fds[0]};
    if (run->pid == 0)
        child(path, fds[1]);
    close(fds[1]);
    arena_defer(arena, end_child, run);
    enum err e = run->pid < 0 ? ERR_IO : read_rows(arena, run->fd, fn, arg, &whole);
    end_child(run);
    if (!e && !whole)
        return error_set(error, ERR_INVALID, STR("file"),
                         T("这个 xls 文件已损坏、有密码，或不是 Excel 工作簿；请另存为 xlsx"),
                         STR_NULL);
    if (e == ERR_IO && run->pid < 0)
        return error_set(error, ERR_IO, STR("file"), T("读取文件出错"), STR_NULL);
    return e;
}
