/* Any bytes opened as a sheet: those that are no workbook are read as CSV. */
#include <assert.h>

#include "base/utf8.h"
#include "report/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct error error = {0};
    struct source source = source_bytes((struct str){(const char *)data, size});
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_row row;
    arena_init(&arena, 256 << 20);
    enum err e = sheet_open(&arena, &source, &book, &error);
    if (!e)
        e = sheet_begin(book, 0, &sheet, &error);
    int64_t last = 0;
    while (!e && !(e = sheet_next(sheet, &row, &error)) && row.n) {
        assert(row.number > last && row.n <= SHEET_COLUMNS_MAX);
        last = row.number;
        for (size_t i = 0; i < row.n; i++)
            sheet_text(&arena, &row.at[i]);
    }
    arena_release(&arena);
    return 0;
}
