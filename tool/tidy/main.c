#include "tidy.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void tidy_found(struct tidy *tidy, struct str path, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (line > 0)
        printf("%.*s:%d: ", STR_ARG(path), line);
    else
        printf("%.*s: ", STR_ARG(path));
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    tidy->found++;
}

static struct str full(struct tidy *tidy, struct str path)
{
    return str_print(tidy->arena, "%.*s/%.*s", STR_ARG(tidy->root), STR_ARG(path));
}

static bool read_file(struct tidy *tidy, const char *name, struct str *out_text)
{
    FILE *file = fopen(name, "rb");
    if (!file)
        return false;
    char *bytes = NULL;
    long size = -1;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && size < TIDY_FILE_BYTES_MAX &&
        fseek(file, 0, SEEK_SET) == 0) {
        bytes = arena_alloc(tidy->arena, (size_t)size + 1);
        if (fread(bytes, 1, (size_t)size, file) != (size_t)size)
            bytes = NULL;
    }
    fclose(file);
    *out_text = (struct str){bytes, bytes ? (size_t)size : 0};
    return bytes != NULL;
}

bool tidy_read(struct tidy *tidy, struct str path, struct str *out_text)
{
    if (read_file(tidy, str_c(tidy->arena, full(tidy, path)), out_text))
        return true;
    fprintf(stderr, "tidy: cannot read %.*s\n", STR_ARG(path));
    return false;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* bad/ and good/ below tool/ hold what the tools' own tests read: wrong on purpose. */
static bool left_alone(struct str path)
{
    return str_starts(path, STR("tool/")) &&
           (str_ends(path, STR("/bad")) || str_ends(path, STR("/good")));
}

static void visit(struct tidy *tidy, struct str path, void (*each)(struct tidy *, struct str))
{
    struct dirent **entries;
    int n = scandir(str_c(tidy->arena, full(tidy, path)), &entries, not_hidden, by_name);
    for (int i = 0; i < n; i++) {
        struct str child = str_print(tidy->arena, "%.*s/%s", STR_ARG(path), entries[i]->d_name);
        struct stat st;
        if (stat(str_c(tidy->arena, full(tidy, child)), &st) == 0 && S_ISDIR(st.st_mode)) {
            if (!left_alone(child))
                visit(tidy, child, each);
        } else {
            each(tidy, child);
        }
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

static void visit_source(struct tidy *tidy, struct str path)
{
    struct str text;
    if ((str_ends(path, STR(".c")) || str_ends(path, STR(".h"))) && tidy_read(tidy, path, &text))
        source_check(tidy, path, text);
}

static void visit_table(struct tidy *tidy, struct str path)
{
    struct str text;
    if (str_ends(path, STR(".tsv")) && tidy_read(tidy, path, &text))
        words_read_table(tidy, path, text);
}

int main(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena, TIDY_ARENA_MAX);
    struct tidy tidy = {.arena = &arena, .root = str_from(argc > 1 ? argv[1] : ".")};
    if (!rooms_read(&tidy, STR("src/rooms.txt")))
        return 2;
    for (int i = 2; i + 1 < argc; i += 2) {
        struct str text;
        if (strcmp(argv[i], "--messages") != 0 || !read_file(&tidy, argv[i + 1], &text)) {
            fprintf(stderr, "usage: tidy ROOT [--messages FILE]...\n");
            return 2;
        }
        words_read_messages(&tidy, text);
    }
    visit(&tidy, STR("i18n/en"), visit_table);
    visit(&tidy, STR("src"), visit_source);
    visit(&tidy, STR("tool"), visit_source);
    words_check(&tidy);
    if (tidy.found)
        printf("tidy: %lld to mend\n", (long long)tidy.found);
    int status = tidy.found ? 1 : 0;
    arena_release(&arena);
    return status;
}
