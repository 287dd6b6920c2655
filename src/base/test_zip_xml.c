#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/tap.h"
#include "base/xml.h"
#include "base/zip.h"

static struct arena arena;

/* Writing archives by hand, so that every number in them can be made to lie ------------------- */

struct packer {
    struct buf body, directory;
    uint32_t n;
};

struct lie {
    uint32_t size;  /* declared unpacked size; 0 = the true one */
    uint16_t flags; /* 1 = encrypted */
    bool wrong_crc;
};

static void le(struct buf *b, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_char(b, (char)(value >> (8 * i)));
}

static void packer_init(struct packer *p)
{
    buf_init(&p->body, &arena, 64 << 20);
    buf_init(&p->directory, &arena, 1 << 20);
    p->n = 0;
}

static void pack(struct packer *p, const char *name, struct str bytes, struct lie lie)
{
    uLongf packed_n = compressBound(bytes.len);
    unsigned char *packed = arena_alloc(&arena, packed_n);
    z_stream z = {.next_in = (void *)(uintptr_t)bytes.ptr,
                  .avail_in = (uInt)bytes.len,
                  .next_out = packed,
                  .avail_out = (uInt)packed_n};
    deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
    deflate(&z, Z_FINISH);
    packed_n = z.total_out;
    deflateEnd(&z);
    uint32_t crc = (uint32_t)crc32(0, (const Bytef *)bytes.ptr, (uInt)bytes.len) ^ lie.wrong_crc;
    uint32_t offset = (uint32_t)p->body.len, name_n = (uint32_t)strlen(name);
    uint32_t size = lie.size ? lie.size : (uint32_t)bytes.len;
    for (int central = 0; central < 2; central++) {
        struct buf *b = central ? &p->directory : &p->body;
        le(b, central ? 0x02014b50 : 0x04034b50, 4);
        if (central)
            le(b, 20, 2);
        le(b, 20, 2);
        le(b, lie.flags, 2);
        le(b, 8, 2);
        le(b, 0, 4);
        le(b, crc, 4);
        le(b, (uint32_t)packed_n, 4);
        le(b, size, 4);
        le(b, name_n, 2);
        le(b, 0, 2);
        for (int i = 0; central && i < 5; i++)
            le(b, 0, i < 3 ? 2 : 0);
        if (central) {
            le(b, 0, 4);
            le(b, offset, 4);
        }
        buf_add(b, str_from(name));
    }
    buf_add(&p->body, (struct str){(const char *)packed, packed_n});
    p->n++;
}

static struct str packed(struct packer *p)
{
    uint32_t at = (uint32_t)p->body.len;
    buf_add(&p->body, buf_str(&p->directory));
    le(&p->body, 0x06054b50, 4);
    le(&p->body, 0, 4);
    le(&p->body, p->n, 2);
    le(&p->body, p->n, 2);
    le(&p->body, (uint32_t)p->directory.len, 4);
    le(&p->body, at, 4);
    le(&p->body, 0, 2);
    return buf_str(&p->body);
}

/* What opening it and reading its first entry answers: "ok TEXT" or the code and the message. */
static struct str opened(struct str bytes)
{
    struct source source = source_bytes(bytes);
    struct unzip *zip;
    struct error error = {0};
    struct str text = STR_NULL;
    enum err e = unzip_open(&arena, &source, &zip, &error);
    if (!e && unzip_n(zip) == 0)
        return STR("empty");
    if (!e)
        e = unzip_all(zip, 0, 1 << 20, &text, &error);
    if (e)
        return str_print(&arena, "%s %s [%.*s]", err_name(e), error.message, STR_ARG(error.detail));
    return str_print(&arena, "ok %.*s", STR_ARG(text));
}

static struct str one(const char *name, struct str bytes, struct lie lie)
{
    struct packer p;
    packer_init(&p);
    pack(&p, name, bytes, lie);
    return packed(&p);
}

static void archives(void)
{
    struct str good = one("a.xml", STR("hello"), (struct lie){0});
    IS_STR(opened(good), STR("ok hello"));
    IS_STR(opened(STR("not a zip")), STR("invalid 文件不完整或已损坏，打不开 []"));
    for (size_t n = 0; n < good.len; n++)
        OK(!str_starts(opened(str_slice(good, 0, n)), STR("ok")), "a truncated archive is refused");
    IS_STR(opened(one("a", STR("x"), (struct lie){.flags = 1})),
           STR("invalid 文件已加密，请去掉密码后再导入（{}） [a]"));
    IS_STR(opened(one("a", STR("x"), (struct lie){.wrong_crc = true})),
           STR("invalid 文件不完整或已损坏（{}） [a]"));
    struct packer p;
    packer_init(&p);
    pack(&p, "a", STR("1"), (struct lie){0});
    pack(&p, "A", STR("2"), (struct lie){0});
    IS_STR(opened(packed(&p)), STR("invalid 压缩包内有重名文件（{}） [A]"));
}

static void bombs(void)
{
    struct str zeros = {arena_alloc(&arena, 4 << 20), 4 << 20};
    IS_STR(opened(one("bomb", zeros, (struct lie){0})),
           STR("limit 压缩比异常，拒绝打开（{}） [bomb]"));
    /* one that says it is small: whatever it gives beyond what it said is not taken */
    OK(str_starts(opened(one("liar", zeros, (struct lie){.size = 1000})), STR("limit")) ||
           str_starts(opened(one("liar", zeros, (struct lie){.size = 1000})), STR("invalid")),
       "a lie about the size is found");
    OK(!str_starts(opened(one("short", STR("abc"), (struct lie){.size = 10})), STR("ok")),
       "fewer bytes than declared are refused");
    struct packer p;
    packer_init(&p);
    for (int i = 0; i <= UNZIP_ENTRIES_MAX; i++)
        pack(&p, str_c(&arena, str_print(&arena, "%d", i)), STR("x"), (struct lie){0});
    IS_STR(opened(packed(&p)), STR("limit 压缩包内的文件太多，最多 {} 个 [2000]"));
}

static void fd_and_memory_agree(void)
{
    struct str bytes = one("dir/a.txt", STR("same"), (struct lie){0});
    char path[] = "/tmp/lianyuan-test-XXXXXX";
    int fd = mkstemp(path);
    OK(fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len, "file");
    close(fd);
    struct source source;
    struct unzip *zip;
    struct error error = {0};
    struct str text = STR_NULL;
    size_t entry = 9;
    IS_INT(source_open(&arena, path, 1 << 20, &source, &error), ERR_OK);
    IS_INT(unzip_open(&arena, &source, &zip, &error), ERR_OK);
    OK(unzip_find(zip, STR("DIR/A.txt"), &entry), "found without regard to case");
    IS_INT(unzip_all(zip, entry, 100, &text, &error), ERR_OK);
    IS_STR(text, STR("same"));
    IS_INT(unzip_all(zip, entry, 3, &text, &error), ERR_LIMIT);
    error_clear(&error);
    IS_INT(source_open(&arena, path, 3, &source, &error), ERR_LIMIT);
    unlink(path);
    error_clear(&error);
    IS_INT(source_open(&arena, path, 3, &source, &error), ERR_NOT_FOUND);
    error_clear(&error);
    IS_INT(source_open(&arena, "/tmp", 1 << 20, &source, &error), ERR_INVALID);
}

/* XML ------------------------------------------------------------------------------------------ */

struct seen {
    struct buf buf;
    struct xml *xml;
    bool pause;
};

static void see_open(void *arg, const char *name, const char **attributes)
{
    struct seen *seen = arg;
    const char *id = xml_attr(attributes, "id");
    buf_print(&seen->buf, "<%s%s%s>", name, id ? " id=" : "", id ? id : "");
}

static void see_close(void *arg, const char *name)
{
    struct seen *seen = arg;
    buf_print(&seen->buf, "</%s>", name);
    if (seen->pause)
        xml_pause(seen->xml);
}

static void see_text(void *arg, struct str text)
{
    buf_add(&((struct seen *)arg)->buf, text);
}

static const struct xml_events events = {see_open, see_close, see_text};

static struct str read_xml(struct str text)
{
    struct seen seen = {0};
    struct error error = {0};
    buf_init(&seen.buf, &arena, 16 << 20);
    enum err e = xml_all(&arena, &events, &seen, STR("x"), text, &error);
    return e ? str_print(&arena, "%s %s [%.*s]", err_name(e), error.message, STR_ARG(error.detail))
             : buf_str(&seen.buf);
}

static void documents(void)
{
    IS_STR(read_xml(STR("<x:a xmlns:x='u' r:id='7'><x:b>1&amp;2</x:b>&#x6E05;</x:a>")),
           STR("<a id=7><b>1&2</b>清</a>"));
    IS_STR(read_xml(STR("<a>")), STR("invalid XML 不完整或已损坏（{}） [x 1:4]"));
    IS_STR(read_xml(STR("")), STR("invalid XML 不完整或已损坏（{}） [x 1:1]"));
    IS_STR(read_xml(STR("<a>\n<b></a>")), STR("invalid XML 不完整或已损坏（{}） [x 2:6]"));
    IS_STR(read_xml(STR("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>")),
           STR("invalid XML 含文档类型或实体声明，拒绝读取（{}） [x 1:13]"));
    OK(str_starts(read_xml(STR("<a>&e;</a>")), STR("invalid")), "an unknown entity");
    struct buf deep;
    buf_init(&deep, &arena, 1 << 20);
    for (int i = 0; i <= XML_DEPTH_MAX; i++)
        buf_add(&deep, STR("<a>"));
    OK(str_starts(read_xml(buf_str(&deep)), STR("limit XML 嵌套太深")), "depth");
    struct buf wide;
    buf_init(&wide, &arena, 32 << 20);
    buf_add(&wide, STR("<a b='"));
    for (int i = 0; i < XML_MEMORY_MAX; i++)
        buf_char(&wide, 'x');
    buf_add(&wide, STR("'/>"));
    OK(str_starts(read_xml(buf_str(&wide)), STR("limit XML 片段太长")), "a token without end");
}

static void pausing(void)
{
    struct seen seen = {.pause = true};
    struct error error = {0};
    struct str text = STR("<a><b/><b>t</b></a>");
    int pauses = 0;
    buf_init(&seen.buf, &arena, 1 << 20);
    IS_INT(xml_new(&arena, &events, &seen, STR("x"), &seen.xml), ERR_OK);
    memcpy(xml_room(seen.xml, 100), text.ptr, text.len);
    enum err e = xml_feed(seen.xml, text.len, true, &error);
    for (; !e && xml_paused(seen.xml); pauses++)
        e = xml_resume(seen.xml, &error);
    IS_INT(e, ERR_OK);
    IS_INT(pauses, 3);
    IS_STR(buf_str(&seen.buf), STR("<a><b></b><b>t</b></a>"));
}

/* What we write, we read; the same parts give the same bytes, whatever the clock says. */
static void written_archives(void)
{
    struct error error = {0};
    struct str bytes, again, part;
    struct unzip *zip;
    size_t entry;
    char *big = arena_alloc(&arena, 300000);
    for (int i = 0; i < 300000; i++)
        big[i] = (char)((unsigned)i * (unsigned)i >> 7);
    struct zip_part parts[] = {
        {STR("a/文.xml"), STR("<a/>")}, {STR("empty"), STR("")}, {STR("big"), {big, 300000}}};
    IS_INT(zip_write(&arena, parts, 3, &bytes, &error), ERR_OK);
    IS_INT(zip_write(&arena, parts, 3, &again, &error), ERR_OK);
    OK(str_eq(bytes, again), "the same");
    struct source source = source_bytes(bytes);
    IS_INT(unzip_open(&arena, &source, &zip, &error), ERR_OK);
    IS_INT(unzip_n(zip), 3);
    for (size_t i = 0; i < 3; i++) {
        OK(unzip_find(zip, parts[i].name, &entry) && entry == i, "found in its place");
        IS_INT(unzip_all(zip, i, 1 << 20, &part, &error), ERR_OK);
        OK(str_eq(part, parts[i].bytes), "comes back");
    }
    parts[1].name = parts[0].name;
    IS_INT(zip_write(&arena, parts, 3, &bytes, &error), ERR_IO);
}

int main(void)
{
    arena_init(&arena, 512 << 20);
    RUN(archives);
    RUN(bombs);
    RUN(fd_and_memory_agree);
    RUN(documents);
    RUN(pausing);
    RUN(written_archives);
    arena_release(&arena);
    return tap_end();
}
