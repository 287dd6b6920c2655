/* For tests and benches: workbooks from the XML of their parts. */
#ifndef LIANYUAN_REPORT_TEST_PACK_H
#define LIANYUAN_REPORT_TEST_PACK_H

#include <string.h>
#include <zlib.h>

#include "base/buf.h"

struct pack {
    struct arena *arena;
    struct buf body, directory;
    unsigned n;
};

static inline void pack_le(struct buf *b, unsigned long value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_char(b, (char)(value >> (8 * i)));
}

static inline void pack_init(struct pack *p, struct arena *arena)
{
    p->arena = arena;
    p->n = 0;
    buf_init(&p->body, arena, (size_t)256 << 20);
    buf_init(&p->directory, arena, 1 << 20);
}

static inline void pack_add(struct pack *p, const char *name, struct str bytes)
{
    size_t cap = compressBound(bytes.len), name_n = strlen(name), offset = p->body.len;
    unsigned char *packed = arena_alloc(p->arena, cap);
    z_stream z = {.next_in = (void *)(uintptr_t)bytes.ptr,
                  .avail_in = (uInt)bytes.len,
                  .next_out = packed,
                  .avail_out = (uInt)cap};
    deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
    deflate(&z, Z_FINISH);
    unsigned long crc = crc32(0, (const Bytef *)bytes.ptr, (uInt)bytes.len), n = z.total_out;
    deflateEnd(&z);
    for (int central = 0; central < 2; central++) {
        struct buf *b = central ? &p->directory : &p->body;
        pack_le(b, central ? 0x02014b50 : 0x04034b50, 4);
        if (central)
            pack_le(b, 20, 2);
        pack_le(b, 20, 2);
        pack_le(b, 0, 2);
        pack_le(b, 8, 2);
        pack_le(b, 0, 4);
        pack_le(b, crc, 4);
        pack_le(b, n, 4);
        pack_le(b, bytes.len, 4);
        pack_le(b, name_n, 2);
        pack_le(b, 0, 2);
        if (central) {
            pack_le(b, 0, 6);
            pack_le(b, 0, 4);
            pack_le(b, offset, 4);
        }
        buf_add(b, str_from(name));
    }
    buf_add(&p->body, (struct str){(const char *)packed, n});
    p->n++;
}

static inline struct str pack_end(struct pack *p)
{
    size_t at = p->body.len;
    buf_add(&p->body, buf_str(&p->directory));
    pack_le(&p->body, 0x06054b50, 4);
    pack_le(&p->body, 0, 4);
    pack_le(&p->body, p->n, 2);
    pack_le(&p->body, p->n, 2);
    pack_le(&p->body, p->directory.len, 4);
    pack_le(&p->body, at, 4);
    pack_le(&p->body, 0, 2);
    return buf_str(&p->body);
}

/* The parts that every workbook has; sheets named S1, S2 ... `pr` stands before <sheets>. */
static inline void pack_book(struct pack *p, int sheets, const char *pr, struct str strings,
                             struct str formats)
{
    struct buf b, r;
    const char *office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    pack_add(p, "[Content_Types].xml",
             STR("<Types><Default Extension=\"xml\" ContentType=\"a/b\"/></Types>"));
    buf_init(&b, p->arena, 64 * 1024);
    buf_print(&b,
              "<Relationships><Relationship Id=\"rId1\" Type=\"%s/officeDocument\" "
              "Target=\"xl/workbook.xml\"/></Relationships>",
              office);
    pack_add(p, "_rels/.rels", buf_str(&b));
    buf_init(&b, p->arena, 64 * 1024);
    buf_init(&r, p->arena, 64 * 1024);
    buf_print(&b, "<workbook xmlns:r=\"%s\">%s<sheets>", office, pr);
    buf_add(&r, STR("<Relationships>"));
    for (int i = 1; i <= sheets; i++) {
        buf_print(&b, "<sheet name=\"S%d\" sheetId=\"%d\" r:id=\"rId%d\"%s/>", i, i, i,
                  i == 3 ? " state=\"hidden\"" : "");
        buf_print(
            &r,
            "<Relationship Id=\"rId%d\" Type=\"%s/worksheet\" Target=\"worksheets/sheet%d.xml\"/>",
            i, office, i);
    }
    buf_add(&b, STR("</sheets></workbook>"));
    buf_print(
        &r, "<Relationship Id=\"s1\" Type=\"%s/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>",
        office);
    buf_print(&r,
              "<Relationship Id=\"s2\" Type=\"%s/styles\" Target=\"styles.xml\"/></Relationships>",
              office);
    pack_add(p, "xl/workbook.xml", buf_str(&b));
    pack_add(p, "xl/_rels/workbook.xml.rels", buf_str(&r));
    pack_add(p, "xl/sharedStrings.xml", strings);
    pack_add(p, "xl/styles.xml", formats);
}

#endif
