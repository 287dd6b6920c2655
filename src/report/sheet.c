#include "report/sheet.h"

#include <string.h>

#include "report/sheet_in.h"

struct sheet {
    struct sheet_book *book;
    struct sheet_xlsx *xlsx; /* or */
    struct csv *csv;
    struct sheet_cell cells[SHEET_COLUMNS_MAX];
};

static enum err refused(struct error *error, const char *message, struct str detail)
{
    return error_set(error, ERR_INVALID, STR("file"), message, detail);
}

/* An OLE file is an old .xls or .et, or an encrypted .xlsx: its directory says EncryptedPackage in
 * UTF-16. */
static enum err refuse_ole(const struct source *source, struct error *error)
{
    static const char wanted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    char bytes[8192];
    size_t n = 1, keep = 64;
    for (uint64_t at = 0; n; at += n > keep ? n - keep : n) {
        if (source_read(source, at, bytes, sizeof bytes, &n))
            return error_set(error, ERR_IO, STR("file"), T("读取文件出错：{}"), source->name);
        if (n && memmem(bytes, n, wanted, sizeof wanted - 1))
            return refused(error, T("文件已加密，请去掉密码后再导入（{}）"), source->name);
        if (n <= keep)
            break;
    }
    return refused(error, T("旧式表格（.xls、.et）不能导入，请另存为 xlsx（{}）"), source->name);
}

static enum err open_csv(struct sheet_book *book, const char *head, size_t n, struct error *error)
{
    struct str start = str_trim((struct str){head, n});
    struct csv *csv;
    if (n == 0)
        return refused(error, T("文件是空的（{}）"), book->source.name);
    if (str_starts(start, STR("<")) || str_starts(start, STR("%PDF")) ||
        str_starts(start, STR("{\\rtf")))
        return refused(error, T("这种格式不能导入，请另存为 xlsx（{}）"), book->source.name);
    *VEC_ADD(book->arena, &book->parts) = (struct sheet_part){{STR(""), false}, 0};
    return csv_open(book->arena, &book->source, &csv, error); /* the encoding is checked now */
}

enum err sheet_open(struct arena *arena, const struct source *source, struct sheet_book **out_book,
                    struct error *error)
{
    struct sheet_book *book = ARENA_NEW(arena, struct sheet_book);
    char head[512];
    size_t n;
    book->arena = arena;
    book->source = *source;
    *out_book = book;
    if (source_read(source, 0, head, sizeof head, &n))
        return error_set(error, ERR_IO, STR("file"), T("读取文件出错：{}"), source->name);
    if (n >= 8 && memcmp(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
        return refuse_ole(source, error);
    if (n < 4 || (memcmp(head, "PK\3\4", 4) != 0 && memcmp(head, "PK\5\6", 4) != 0))
        return open_csv(book, head, n, error);
    if (source->size > SHEET_FILE_MAX)
        return error_set(error, ERR_LIMIT, STR("file"), T("文件太大，最多 {} MB"),
                         str_print(arena, "%d", SHEET_FILE_MAX >> 20));
    return sheet_book_open(book, error);
}

size_t sheet_n(const struct sheet_book *book)
{
    return book->parts.n;
}

struct sheet_info sheet_info(const struct sheet_book *book, size_t i)
{
    return book->parts.at[i].info;
}

bool sheet_is_csv(const struct sheet_book *book)
{
    return !book->zip;
}

enum err sheet_begin(struct sheet_book *book, size_t i, struct sheet **out_sheet,
                     struct error *error)
{
    struct sheet *sheet = ARENA_NEW(book->arena, struct sheet);
    sheet->book = book;
    *out_sheet = sheet;
    return book->zip ? sheet_xlsx_begin(book, i, &sheet->xlsx, error)
                     : csv_open(book->arena, &book->source, &sheet->csv, error);
}

/* A line of CSV as cells; those behind the last one with content do not count. */
static enum err next_csv(struct sheet *sheet, struct sheet_row *out_row, struct error *error)
{
    struct csv_row row;
    enum err e;
    size_t n = 0;
    *out_row = (struct sheet_row){0};
    while (!(e = csv_next(sheet->csv, &row, error)) && row.n && n == 0) {
        for (size_t i = 0; i < row.n; i++) {
            struct str text = csv_unguard(row.at[i]);
            bool blank = str_empty(str_trim(text));
            if (!blank && i >= SHEET_COLUMNS_MAX)
                return error_set(error, ERR_LIMIT, STR("file"), T("第 {} 行的列太多"),
                                 str_print(sheet->book->arena, "%lld", (long long)row.line));
            if (i < SHEET_COLUMNS_MAX)
                sheet->cells[i] = blank ? (struct sheet_cell){0}
                                        : (struct sheet_cell){.kind = SHEET_TEXT, .text = text};
            n = blank ? n : i + 1;
        }
        if (n) {
            *out_row = (struct sheet_row){row.line, false, sheet->cells, n};
            return ERR_OK;
        }
    }
    return e;
}

enum err sheet_next(struct sheet *sheet, struct sheet_row *out_row, struct error *error)
{
    return sheet->xlsx ? sheet_xlsx_next(sheet->xlsx, out_row, error)
                       : next_csv(sheet, out_row, error);
}

void sheet_end(struct sheet *sheet)
{
    if (sheet->xlsx)
        sheet_xlsx_end(sheet->xlsx);
}

struct sheet_cell sheet_at(const struct sheet_row *row, size_t column)
{
    return column < row->n ? row->at[column] : (struct sheet_cell){0};
}

struct str sheet_letters(struct arena *arena, size_t column)
{
    char letters[8];
    size_t n = sizeof letters;
    for (column++; column && n; column = (column - 1) / 26)
        letters[--n] = (char)('A' + (column - 1) % 26);
    return str_dup(arena, (struct str){letters + n, sizeof letters - n});
}

size_t sheet_column(struct str letters)
{
    size_t column = 0;
    for (size_t i = 0; i < letters.len && letters.len <= 3; i++) {
        char c = (char)(letters.ptr[i] | 0x20);
        if (c < 'a' || c > 'z')
            return SIZE_MAX;
        column = column * 26 + (size_t)(c - 'a' + 1);
    }
    return column ? column - 1 : SIZE_MAX;
}
