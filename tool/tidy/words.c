/* Every sentence for people has exactly one English translation with the same holes. */
#include "tidy.h"

static int holes(struct str s)
{
    int n = 0;
    for (size_t at = 0; (at = str_find(s, STR("{}"), at)) != SIZE_MAX; at += 2)
        n++;
    return n;
}

static bool has_chinese(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0xE3 && (unsigned char)s.ptr[i] <= 0xE9)
            return true;
    return false;
}

void words_read_table(struct tidy *tidy, struct str path, struct str text)
{
    struct str line;
    for (int n = 1; str_cut(&text, '\n', &line); n++) {
        struct str zh, english = line;
        if (str_empty(line) || line.ptr[0] == '#')
            continue;
        str_cut(&english, '\t', &zh);
        if (str_null(english) || str_empty(str_trim(english))) {
            tidy_found(tidy, path, n, "a line is 中文 TAB English");
            continue;
        }
        if (holes(zh) != holes(english))
            tidy_found(tidy, path, n, "the English has %d holes {}, the Chinese %d", holes(english),
                       holes(zh));
        if (has_chinese(english) && !str_eq(english, zh)) /* a name may stay as it is */
            tidy_found(tidy, path, n, "the English is not English");
        struct message *m = ARENA_NEW(tidy->arena, struct message);
        *m = (struct message){english, str_print(tidy->arena, "%.*s:%d", STR_ARG(path), n)};
        struct message *old = map_put(tidy->arena, &tidy->english, zh, m);
        if (old && !str_eq(old->zh, english))
            tidy_found(tidy, path, n, "'%.*s' is translated otherwise at %.*s", STR_ARG(zh),
                       STR_ARG(old->where));
    }
}

void words_need(struct tidy *tidy, struct str path, int line, struct str zh)
{
    if (!has_chinese(zh))
        return;
    *VEC_ADD(tidy->arena, &tidy->messages) =
        (struct message){zh, str_print(tidy->arena, "%.*s:%d", STR_ARG(path), line)};
}

void words_read_messages(struct tidy *tidy, struct str text)
{
    struct str line;
    while (str_cut(&text, '\n', &line)) {
        struct str where, zh = line;
        if (str_cut(&zh, '\t', &where) && !str_null(zh))
            *VEC_ADD(tidy->arena, &tidy->messages) = (struct message){zh, where};
    }
}

void words_check(struct tidy *tidy)
{
    struct map told = {0};
    for (size_t i = 0; i < tidy->messages.n; i++) {
        const struct message *m = &tidy->messages.at[i];
        if (map_get(&tidy->english, m->zh) || map_put(tidy->arena, &told, m->zh, (void *)m))
            continue;
        tidy_found(tidy, m->where, 0, "no English in i18n/en/ for: %.*s", STR_ARG(m->zh));
    }
}
