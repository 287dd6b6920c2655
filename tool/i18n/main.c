/*
 * i18n DIRECTORY OUT.c DEPFILE: the table of translations for tr(). Exit status as tmplc.
 */
#include <stdio.h>

#include "base/fs.h"
#include "tool/i18n/catalogue.h"

enum { MEMORY_MAX = 1 << 28, OUTPUT_MAX = 1 << 26, FILE_MODE = 0644 };

/* The exit status; what was wrong is said on standard error. */
static int compile(struct arena *arena, char **argv)
{
    struct catalogue catalogue = {0};
    struct buf report, table, deps;
    buf_init(&report, arena, OUTPUT_MAX);
    buf_init(&table, arena, OUTPUT_MAX);
    buf_init(&deps, arena, OUTPUT_MAX);
    if (!catalogue_read(arena, &catalogue, argv[1], &report)) {
        fprintf(stderr, "%.*s", STR_ARG(buf_str(&report)));
        return 1;
    }
    catalogue_write(arena, &catalogue, &table);
    catalogue_depfile(&catalogue, argv[1], argv[2], &deps);
    if (fs_write(arena, str_from(argv[2]), buf_str(&table), FILE_MODE) ||
        fs_write(arena, str_from(argv[3]), buf_str(&deps), FILE_MODE)) {
        fprintf(stderr, "%s: cannot be written\n", argv[2]);
        return 2;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: i18n DIRECTORY OUT.c DEPFILE\n", stderr);
        return 2;
    }
    struct arena arena;
    arena_init(&arena, MEMORY_MAX);
    int status = compile(&arena, argv);
    arena_release(&arena);
    return status;
}
