/* Any bytes as a template, a route table or a file of translations: a result or a message with a
 * place, never anything else. */
#include <assert.h>

#include "tmplc.h"

enum { MEMORY_MAX = 256 << 20 };

struct fuzz {
    struct arena arena;
    struct str input;
};

static void check(const struct scan *src, bool done, const struct buf *h, const struct buf *c)
{
    if (done)
        assert(h->len > 0 && c->len > 0 && src->report.len == 0);
    else
        assert(str_starts(buf_str(&src->report), STR("fuzz:")));
}

static enum err run(void *arg)
{
    struct fuzz *f = arg;
    struct scan *src = ARENA_NEW(&f->arena, struct scan);
    struct catalogue *c = ARENA_NEW(&f->arena, struct catalogue);
    struct buf out_h, out_c;
    buf_init(&out_h, &f->arena, OUTPUT_BYTES_MAX);
    buf_init(&out_c, &f->arena, OUTPUT_BYTES_MAX);
    scan_init(src, &f->arena, "fuzz", f->input);
    static const char tsv[] = "共 {} 件\t{} items\n第 {} 页，共 {} 页\t{2} pages, {1}\n";
    bool read = catalogue_file(&f->arena, c, "t", (struct str){tsv, sizeof tsv - 1}, &out_h);
    assert(read && out_h.len == 0);
    check(src, template_compile(src, c, "x.h", &out_h, &out_c), &out_h, &out_c);

    out_h.len = out_c.len = 0;
    scan_init(src, &f->arena, "fuzz", f->input);
    check(src, routes_compile(src, STR("x"), "x.h", &out_h, &out_c), &out_h, &out_c);

    struct buf report;
    buf_init(&report, &f->arena, REPORT_BYTES_MAX);
    out_c.len = 0;
    if (catalogue_file(&f->arena, c, "fuzz", f->input, &report))
        catalogue_write(&f->arena, c, &out_c);
    else
        assert(report.len > 0);
    return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz f = {.input = {(const char *)bytes, size}};
    if (size > SOURCE_BYTES_MAX)
        return 0;
    arena_init(&f.arena, MEMORY_MAX);
    arena_run(&f.arena, run, &f);
    arena_release(&f.arena);
    return 0;
}
