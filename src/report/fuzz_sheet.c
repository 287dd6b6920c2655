/*
 * The parts of a workbook from outside: the input is cut at bytes 0xFF into workbook.xml, its
 * relations, sheet1.xml, sharedStrings.xml and styles.xml, which are packed into a sound archive
 * first. So the fuzzer's bytes reach the readers of the parts instead of dying at the checksum.
 */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "report/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 5, ZIP_MAX = 4 << 20 };

static uint32_t crc(struct str bytes)
{
    uint32_t c = UINT32_MAX;
    for (size_t i = 0; i < bytes.len; i++) {
        c ^= (unsigned char)bytes.ptr[i];
        for (int k = 0; k < 8; k++)
            c = (c >> 1) ^ (c & 1 ? 0xEDB88320u : 0);
    }
    return ~c;
}

static void little(struct buf *buf, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_char(buf, (char)(value >> (8 * i)));
}

static void head(struct buf *zip, struct str name, struct str bytes)
{
    little(zip, 20, 2); /* version needed */
    little(zip, 0, 4);  /* flags, stored */
    little(zip, 0x5A210000, 4);
    little(zip, crc(bytes), 4);
    little(zip, (uint32_t)bytes.len, 4);
    little(zip, (uint32_t)bytes.len, 4);
    little(zip, (uint32_t)name.len, 2);
    little(zip, 0, 2);
}

static struct str pack(struct arena *arena, const struct str *names, const struct str *parts,
                       size_t n)
{
    struct buf zip, central;
    buf_init(&zip, arena, ZIP_MAX);
    buf_init(&central, arena, ZIP_MAX);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = (uint32_t)zip.len;
        little(&zip, 0x04034B50, 4);
        head(&zip, names[i], parts[i]);
        buf_add(&zip, names[i]);
        buf_add(&zip, parts[i]);
        little(&central, 0x02014B50, 4);
        little(&central, 20, 2);
        head(&central, names[i], parts[i]);
        little(&central, 0, 4); /* comment, disk */
        little(&central, 0, 4);
        little(&central, 0, 2);
        little(&central, at, 4);
        buf_add(&central, names[i]);
    }
    uint32_t at = (uint32_t)zip.len;
    buf_add(&zip, buf_str(&central));
    little(&zip, 0x06054B50, 4);
    little(&zip, 0, 4);
    little(&zip, (uint32_t)n, 2);
    little(&zip, (uint32_t)n, 2);
    little(&zip, (uint32_t)central.len, 4);
    little(&zip, at, 4);
    little(&zip, 0, 2);
    return buf_str(&zip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct error error = {0};
    struct str rest = {(const char *)data, size}, parts[PARTS + 2],
               names[PARTS + 2] = {STR("xl/workbook.xml"),
                                   STR("xl/_rels/workbook.xml.rels"),
                                   STR("xl/worksheets/sheet1.xml"),
                                   STR("xl/sharedStrings.xml"),
                                   STR("xl/styles.xml"),
                                   STR("[Content_Types].xml"),
                                   STR("_rels/.rels")};
    for (size_t i = 0; i < PARTS; i++)
        if (!str_cut(&rest, (char)0xFF, &parts[i]))
            parts[i] = STR("");
    parts[PARTS] =
        STR("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
    parts[PARTS + 1] =
        STR("<Relationships><Relationship Id=\"r\" Target=\"xl/workbook.xml\" Type=\"http://"
            "schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/>"
            "</Relationships>");
    arena_init(&arena, 512 << 20);
    struct source source = source_bytes(pack(&arena, names, parts, PARTS + 2));
    struct sheet_book *book;
    enum err e = sheet_open(&arena, &source, &book, &error);
    for (size_t s = 0; !e && s < sheet_n(book) && s < 3; s++) {
        struct sheet *sheet;
        struct sheet_row row;
        e = sheet_begin(book, s, &sheet, &error);
        while (!e && !(e = sheet_next(sheet, &row, &error)) && row.n)
            for (size_t i = 0; i < row.n; i++)
                sheet_text(&arena, &row.at[i]);
    }
    assert(e == ERR_OK || error.code != ERR_OK);
    arena_release(&arena);
    return 0;
}
