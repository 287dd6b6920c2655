/* Reads the .tsv files of i18n/en: 中文 TAB English, one message a line, '#' begins a remark. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "tmplc.h"

enum { CATALOGUE_FILES_MAX = 200 };

bool is_chinese(struct str s)
{
    uint32_t rune;
    while (utf8_next(&s, &rune))
        if (rune >= 0x2E80 && rune < 0x1F000 && !(rune >= 0xE000 && rune < 0xF900))
            return true;
    return false;
}

size_t hole_count(struct str message)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < message.len; i++) {
        if (message.ptr[i] != '{')
            continue;
        size_t j = i + 1;
        while (j < message.len && message.ptr[j] >= '0' && message.ptr[j] <= '9')
            j++;
        n += j < message.len && message.ptr[j] == '}';
    }
    return n;
}

static bool line_add(struct arena *arena, struct catalogue *c, struct translation *t,
                     struct buf *report)
{
    struct translation *old = map_get(&c->english, t->zh);
    if (str_empty(t->zh) || str_empty(t->en))
        buf_print(report, "%s:%zu:1: a line is the Chinese text, one tab, the English text\n",
                  t->file, t->line);
    else if (hole_count(t->zh) != hole_count(t->en))
        buf_print(report, "%s:%zu:1: the Chinese has %zu holes {}, the English %zu\n", t->file,
                  t->line, hole_count(t->zh), hole_count(t->en));
    else if (old && !str_eq(old->en, t->en))
        buf_print(report, "%s:%zu:1: translated otherwise in %s:%zu: use one wording\n", t->file,
                  t->line, old->file, old->line);
    else if (!old) {
        map_put(arena, &c->english, t->zh, t);
        *VEC_ADD(arena, &c->all) = t;
    }
    return report->len == 0;
}

bool catalogue_file(struct arena *arena, struct catalogue *c, const char *name, struct str text,
                    struct buf *report)
{
    struct str rest = text, line;
    for (size_t n = 1; str_cut(&rest, '\n', &line); n++) {
        line = str_trim(line);
        if (str_empty(line) || line.ptr[0] == '#')
            continue;
        struct translation *t = ARENA_NEW(arena, struct translation);
        struct str tail = line;
        str_cut(&tail, '\t', &t->zh);
        t->zh = str_trim(t->zh);
        t->en = str_trim(tail);
        t->file = name;
        t->line = n;
        if (!line_add(arena, c, t, report))
            return false;
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t list_tsv(struct arena *arena, const char *directory, const char **names)
{
    DIR *dir = opendir(directory);
    size_t n = 0;
    for (struct dirent *d; dir && n < CATALOGUE_FILES_MAX && (d = readdir(dir));) {
        struct str name = str_from(d->d_name);
        if (str_ends(name, STR(".tsv")) && name.ptr[0] != '.')
            names[n++] = str_print(arena, "%s/%s", directory, d->d_name).ptr;
    }
    if (dir)
        closedir(dir);
    qsort(names, n, sizeof *names, by_name);
    return n;
}

bool catalogue_read(struct arena *arena, struct catalogue *c, const char *directory,
                    struct buf *report)
{
    const char *names[CATALOGUE_FILES_MAX];
    size_t n = list_tsv(arena, directory, names);
    for (size_t i = 0; i < n; i++) {
        struct str text;
        if (!file_read(arena, names[i], &text)) {
            buf_print(report, "%s: %s\n", names[i], strerror(errno));
            return false;
        }
        *VEC_ADD(arena, &c->files) = str_from(names[i]);
        if (!catalogue_file(arena, c, names[i], text, report))
            return false;
    }
    return true;
}

/* The table that tr() looks into: slots by hash, so that a look-up is one comparison. */
void catalogue_write(struct arena *arena, const struct catalogue *c, struct buf *out)
{
    size_t cap = 16;
    while (cap < c->all.n * 2)
        cap *= 2;
    struct translation **slots = ARENA_ARRAY(arena, struct translation *, cap);
    for (size_t i = 0; i < c->all.n; i++) {
        size_t at = str_hash(c->all.at[i]->zh) & (cap - 1);
        while (slots[at])
            at = (at + 1) & (cap - 1);
        slots[at] = c->all.at[i];
    }
    buf_print(out,
              "/* Made by tmplc from i18n/en; do not edit. */\n#include \"web/i18n_table.h\"\n\n"
              "const size_t i18n_slot_n = %zu;\nconst struct i18n_slot i18n_slots[%zu] = {\n",
              cap, cap);
    for (size_t i = 0; i < cap; i++) {
        if (!slots[i])
            continue;
        buf_print(out, "    [%zu] = {", i);
        buf_add(out, put_c_string(arena, slots[i]->zh));
        buf_print(out, ", %zu,\n        ", slots[i]->zh.len);
        buf_add(out, put_c_string(arena, slots[i]->en));
        buf_print(out, ", %zu},\n", slots[i]->en.len);
    }
    buf_add(out, STR("};\n"));
}
