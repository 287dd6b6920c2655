/*
 * tmplc [--i18n DIR] [--depfile FILE] IN.tmpl OUT.h OUT.c     a template
 * tmplc --routes IN.routes OUT.h OUT.c                        a table of routes
 * tmplc --catalogue DIR [--depfile FILE] OUT.c                the table of translations for tr()
 * tmplc --messages IN.tmpl...                                 FILE:LINE <TAB> message, for tidy
 *
 * Exit status: 0 done, 1 the input is wrong (said on standard error), 2 wrong use or no file.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tmplc.h"

enum { MEMORY_MAX = 1 << 30 };

struct options {
    const char *i18n, *depfile, *catalogue;
    bool routes, messages;
    const char **files;
    int file_n;
};

static int usage(void)
{
    fputs("usage: tmplc [--i18n DIR] [--depfile FILE] IN.tmpl OUT.h OUT.c\n"
          "       tmplc --routes IN.routes OUT.h OUT.c\n"
          "       tmplc --catalogue DIR [--depfile FILE] OUT.c\n"
          "       tmplc --messages IN.tmpl...\n",
          stderr);
    return 2;
}

static int file_error(const char *name)
{
    fprintf(stderr, "%s: %s\n", name, strerror(errno));
    return 2;
}

static bool file_write(const char *name, const struct buf *text)
{
    FILE *file = buf_full(text) ? NULL : fopen(name, "wb");
    if (!file)
        return false;
    bool written = fwrite(text->ptr, 1, text->len, file) == text->len;
    return fclose(file) == 0 && written;
}

/* Same text as before: the file keeps its time, and nothing is compiled again. */
static int file_update(struct arena *arena, const char *name, const struct buf *text)
{
    struct str old;
    if (file_read(arena, name, &old) && str_eq(old, buf_str(text)))
        return 0;
    return file_write(name, text) ? 0 : file_error(name);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int depfile_write(struct arena *arena, const struct options *o, const char *target,
                         const struct catalogue *c, const char *directory)
{
    if (!o->depfile)
        return 0;
    struct buf text;
    buf_init(&text, arena, OUTPUT_BYTES_MAX);
    buf_print(&text, "%s:", target);
    FILE *there = fopen(directory, "rb"); /* the directory itself changes with a new file */
    if (there) {
        fclose(there);
        buf_print(&text, " %s", directory);
    }
    for (size_t i = 0; i < c->files.n; i++)
        buf_print(&text, " %.*s", STR_ARG(c->files.at[i]));
    buf_char(&text, '\n');
    return file_write(o->depfile, &text) ? 0 : file_error(o->depfile);
}

static int compile(struct arena *arena, const struct options *o, const struct catalogue *c)
{
    const char *in = o->files[0], *header = o->files[1], *code = o->files[2];
    struct source src;
    struct str text;
    if (!file_read(arena, in, &text))
        return file_error(in);
    source_init(&src, arena, in, text);
    struct buf out_h, out_c;
    buf_init(&out_h, arena, OUTPUT_BYTES_MAX);
    buf_init(&out_c, arena, OUTPUT_BYTES_MAX);
    struct str name = str_from(base_name(in));
    name = str_slice(name, 0, str_find_char(name, '.', 0));
    bool done = o->routes ? routes_compile(&src, name, base_name(header), &out_h, &out_c)
                          : template_compile(&src, c, base_name(header), &out_h, &out_c);
    if (!done) {
        fprintf(stderr, "%.*s", STR_ARG(buf_str(&src.report)));
        return 1;
    }
    int failed = file_update(arena, header, &out_h);
    return failed ? failed : file_update(arena, code, &out_c);
}

static int messages(struct arena *arena, const struct options *o)
{
    int failed = 0;
    for (int i = 0; i < o->file_n; i++) {
        struct source src;
        struct str text;
        if (!file_read(arena, o->files[i], &text))
            return file_error(o->files[i]);
        source_init(&src, arena, o->files[i], text);
        struct buf out;
        buf_init(&out, arena, OUTPUT_BYTES_MAX);
        bool read = template_messages(&src, &out);
        struct str told = read ? buf_str(&out) : buf_str(&src.report);
        fprintf(read ? stdout : stderr, "%.*s", STR_ARG(told));
        failed = read ? failed : 1;
    }
    return failed;
}

static int run(struct arena *arena, const struct options *o)
{
    if (o->messages)
        return messages(arena, o);
    const char *directory = o->catalogue ? o->catalogue : o->i18n;
    struct catalogue *c = ARENA_NEW(arena, struct catalogue);
    struct buf report;
    buf_init(&report, arena, REPORT_BYTES_MAX);
    if (directory && !catalogue_read(arena, c, directory, &report)) {
        fprintf(stderr, "%.*s", STR_ARG(buf_str(&report)));
        return 1;
    }
    int failed;
    if (o->catalogue) {
        struct buf out;
        buf_init(&out, arena, OUTPUT_BYTES_MAX);
        catalogue_write(arena, c, &out);
        failed = file_update(arena, o->files[0], &out);
    } else {
        failed = compile(arena, o, c);
    }
    if (failed || !directory)
        return failed;
    return depfile_write(arena, o, o->files[o->catalogue ? 0 : 1], c, directory);
}

int main(int argc, char **argv)
{
    struct options o = {0};
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        const char **value = strcmp(argv[i], "--i18n") == 0        ? &o.i18n
                             : strcmp(argv[i], "--depfile") == 0   ? &o.depfile
                             : strcmp(argv[i], "--catalogue") == 0 ? &o.catalogue
                                                                   : NULL;
        if (strcmp(argv[i], "--routes") == 0)
            o.routes = true;
        else if (strcmp(argv[i], "--messages") == 0)
            o.messages = true;
        else if (value && i + 1 < argc)
            *value = argv[++i];
        else
            return usage();
    }
    o.files = (const char **)argv + i;
    o.file_n = argc - i;
    if (o.messages ? o.file_n < 1 : o.file_n != (o.catalogue ? 1 : 3))
        return usage();
    struct arena arena;
    arena_init(&arena, MEMORY_MAX);
    int status = run(&arena, &o);
    arena_release(&arena);
    return status;
}
