#include "tool/i18n/catalogue.h"

#include "base/fs.h"
#include "base/scan.h"
#include "base/utf8.h"

bool is_chinese(struct str s)
{
    uint32_t rune;
    while (utf8_next(&s, &rune))
        if (rune >= 0x2E80 && rune < 0x1F000 && !(rune >= 0xE000 && rune < 0xF900))
            return true;
    return false;
}

/* The number in the hole that begins at i: 0 for "{}", -1 when it is none. */
static int64_t hole_at(struct str message, size_t i)
{
    size_t close = str_find_char(message, '}', i);
    int64_t number = 0;
    if (message.ptr[i] != '{' || close == SIZE_MAX)
        return -1;
    struct str inside = str_slice(message, i + 1, close);
    return str_empty(inside) || (str_int(inside, &number) && number > 0) ? number : -1;
}

size_t hole_count(struct str message)
{
    size_t n = 0;
    for (size_t i = 0; i < message.len; i++)
        n += hole_at(message, i) >= 0;
    return n;
}

/* All holes in order, or all numbered from 1 on. */
static bool holes_good(struct str message)
{
    size_t n = hole_count(message), numbered = 0;
    for (size_t i = 0; i < message.len; i++) {
        int64_t number = hole_at(message, i);
        numbered += number > 0;
        if (number > (int64_t)n)
            return false;
    }
    return numbered == 0 || numbered == n;
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
    else if (!holes_good(t->en))
        buf_print(report, "%s:%zu:1: holes are all {}, or all numbered {1}, {2}, ...\n", t->file,
                  t->line);
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

bool catalogue_read(struct arena *arena, struct catalogue *c, const char *directory,
                    struct buf *report)
{
    struct str *names, text, dir = str_from(directory);
    size_t n = 0;
    enum err e = fs_list(arena, dir, CATALOGUE_FILES_MAX, &names, &n);
    if (e && e != ERR_NOT_FOUND) {
        buf_print(report, "%s: cannot be read\n", directory);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!str_ends(names[i], STR(".tsv")))
            continue;
        struct str path = fs_join(arena, dir, names[i]);
        if (fs_read(arena, path, CATALOGUE_FILE_MAX, &text)) {
            buf_print(report, "%.*s: cannot be read\n", STR_ARG(path));
            return false;
        }
        *VEC_ADD(arena, &c->files) = path;
        if (!catalogue_file(arena, c, str_c(arena, path), text, report))
            return false;
    }
    return true;
}

void catalogue_depfile(const struct catalogue *c, const char *directory, const char *target,
                       struct buf *out)
{
    buf_print(out, "%s:", target);
    if (c->files.n)
        buf_print(out, " %s", directory);
    for (size_t i = 0; i < c->files.n; i++)
        buf_print(out, " %.*s", STR_ARG(c->files.at[i]));
    buf_char(out, '\n');
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
              "/* Made by i18n from i18n/en; do not edit. */\n#include \"base/i18n_table.h\"\n\n"
              "const size_t i18n_slot_n = %zu;\nconst struct i18n_slot i18n_slots[%zu] = {\n",
              cap, cap);
    for (size_t i = 0; i < cap; i++) {
        if (!slots[i])
            continue;
        buf_print(out, "    [%zu] = {", i);
        buf_add(out, c_literal(arena, slots[i]->zh));
        buf_print(out, ", %zu,\n        ", slots[i]->zh.len);
        buf_add(out, c_literal(arena, slots[i]->en));
        buf_print(out, ", %zu},\n", slots[i]->en.len);
    }
    buf_add(out, STR("};\n"));
}
