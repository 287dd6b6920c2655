/*
 * tmplc [--i18n DIR] [--depfile FILE] IN.tmpl OUT.h OUT.c     a template
 * tmplc --routes IN.routes OUT.h OUT.c                        a table of routes
 * tmplc --messages IN.tmpl...                                 FILE:LINE <TAB> message, for tidy
 *
 * Exit status: 0 done, 1 the input is wrong (said on standard error), 2 wrong use or no file.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "tmplc.h"

enum { MEMORY_MAX = 1 << 30, FILE_MODE = 0644 };

struct options {
    const char *i18n, *depfile;
    bool routes, messages;
    char **files;
    int file_n;
};

static int usage(void)
{
    fputs("usage: tmplc [--i18n DIR] [--depfile FILE] IN.tmpl OUT.h OUT.c\n"
          "       tmplc --routes IN.routes OUT.h OUT.c\n"
          "       tmplc --messages IN.tmpl...\n",
          stderr);
    return 2;
}

static int say(const struct buf *report)
{
    fprintf(stderr, "%.*s", (int)report->len, report->ptr);
    return 1;
}

static bool file_read(struct arena *arena, const char *name, struct str *out)
{
    if (!fs_read(arena, str_from(name), SOURCE_BYTES_MAX, out))
        return true;
    fprintf(stderr, "%s: cannot be read, or is larger than %d bytes\n", name, SOURCE_BYTES_MAX);
    return false;
}

/* Same text as before: the file keeps its time, and nothing is compiled again. */
static bool file_write(struct arena *arena, const char *name, const struct buf *text)
{
    struct str old;
    if (!fs_read(arena, str_from(name), OUTPUT_BYTES_MAX, &old) && str_eq(old, buf_str(text)))
        return true;
    if (!buf_full(text) && !fs_write(arena, str_from(name), buf_str(text), FILE_MODE))
        return true;
    fprintf(stderr, "%s: cannot be written\n", name);
    return false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int compile(struct arena *arena, const struct options *o, const struct catalogue *c)
{
    const char *in = o->files[0], *header = o->files[1], *code = o->files[2];
    struct scan src;
    struct str text, name = str_from(base_name(in));
    if (!file_read(arena, in, &text))
        return 2;
    scan_init(&src, arena, in, text);
    struct buf out_h, out_c, deps;
    buf_init(&out_h, arena, OUTPUT_BYTES_MAX);
    buf_init(&out_c, arena, OUTPUT_BYTES_MAX);
    buf_init(&deps, arena, OUTPUT_BYTES_MAX);
    name = str_slice(name, 0, str_find_char(name, '.', 0));
    bool done = o->routes ? routes_compile(&src, name, base_name(header), &out_h, &out_c)
                          : template_compile(&src, c, base_name(header), &out_h, &out_c);
    if (!done)
        return say(&src.report);
    if (!file_write(arena, header, &out_h) || !file_write(arena, code, &out_c))
        return 2;
    if (!o->depfile)
        return 0;
    catalogue_depfile(c, o->i18n ? o->i18n : "", header, &deps);
    return file_write(arena, o->depfile, &deps) ? 0 : 2;
}

static int messages(struct arena *arena, const struct options *o)
{
    int failed = 0;
    for (int i = 0; i < o->file_n; i++) {
        struct scan src;
        struct str text;
        if (!file_read(arena, o->files[i], &text))
            return 2;
        scan_init(&src, arena, o->files[i], text);
        struct buf out;
        buf_init(&out, arena, OUTPUT_BYTES_MAX);
        if (template_messages(&src, &out))
            printf("%.*s", STR_ARG(buf_str(&out)));
        else
            failed = say(&src.report);
    }
    return failed;
}

static int run(struct arena *arena, const struct options *o)
{
    if (o->messages)
        return messages(arena, o);
    struct catalogue *c = ARENA_NEW(arena, struct catalogue);
    struct buf report;
    buf_init(&report, arena, REPORT_BYTES_MAX);
    if (o->i18n && !catalogue_read(arena, c, o->i18n, &report))
        return say(&report);
    return compile(arena, o, c);
}

int main(int argc, char **argv)
{
    struct options o = {0};
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "--routes") == 0)
            o.routes = true;
        else if (strcmp(argv[i], "--messages") == 0)
            o.messages = true;
        else if (strcmp(argv[i], "--i18n") == 0 && i + 1 < argc)
            o.i18n = argv[++i];
        else if (strcmp(argv[i], "--depfile") == 0 && i + 1 < argc)
            o.depfile = argv[++i];
        else
            return usage();
    }
    o.files = argv + i;
    o.file_n = argc - i;
    if (o.messages ? o.file_n < 1 : o.file_n != 3)
        return usage();
    struct arena arena;
    arena_init(&arena, MEMORY_MAX);
    int status = run(&arena, &o);
    arena_release(&arena);
    return status;
}
