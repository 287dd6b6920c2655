/* src/rooms.txt, and whether an #include keeps to it. */
#include "tidy.h"

#include <fnmatch.h>

static bool has(const struct words *words, struct str word)
{
    for (size_t i = 0; i < words->v.n; i++)
        if (str_eq(words->v.at[i], word) || str_eq(words->v.at[i], STR("*")))
            return true;
    return false;
}

static void add_words(struct tidy *tidy, struct words *words, struct str list)
{
    struct str word;
    while (str_cut(&list, ' ', &word))
        if (!str_empty(word))
            *VEC_ADD(tidy->arena, &words->v) = word;
}

#define ADD_RULES(tidy, rules, names, list)                                                        \
    do {                                                                                           \
        struct str names_left = (names), one;                                                      \
        while (str_cut(&names_left, ' ', &one))                                                    \
            if (!str_empty(one)) {                                                                 \
                struct rule *added = VEC_ADD((tidy)->arena, (rules));                              \
                *added = (struct rule){.name = one};                                               \
                add_words((tidy), &added->allowed, (list));                                        \
            }                                                                                      \
    } while (0)

/* "core core_*page*" -> "core/core_*page*" */
static struct str also_pattern(struct tidy *tidy, struct str names)
{
    struct str room, pattern = names;
    str_cut(&pattern, ' ', &room);
    return str_print(tidy->arena, "%.*s/%.*s", STR_ARG(room), STR_ARG(pattern));
}

bool rooms_read(struct tidy *tidy, struct str path)
{
    struct str text, line;
    if (!tidy_read(tidy, path, &text))
        return false;
    for (int n = 1; str_cut(&text, '\n', &line); n++) {
        line = str_trim(line);
        size_t colon = str_find_char(line, ':', 0);
        if (str_empty(line) || line.ptr[0] == '#')
            continue;
        if (colon == SIZE_MAX) {
            tidy_found(tidy, path, n, "a rule has a colon");
            continue;
        }
        struct str names = str_slice(line, 0, colon), kind, list;
        list = str_slice(line, colon + 1, line.len);
        str_cut(&names, ' ', &kind);
        if (str_eq(kind, STR("room")))
            ADD_RULES(tidy, &tidy->rooms.room, names, list);
        else if (str_eq(kind, STR("files")))
            ADD_RULES(tidy, &tidy->rooms.files, names, list);
        else if (str_eq(kind, STR("also"))) /* by the pattern, below the room */
            ADD_RULES(tidy, &tidy->rooms.also, also_pattern(tidy, names), list);
        else if (str_eq(kind, STR("wrap")))
            ADD_RULES(tidy, &tidy->rooms.wrap, names, list);
        else if (str_eq(kind, STR("posix"))) /* header by header, with the rooms that may */
            ADD_RULES(tidy, &tidy->rooms.posix, list, names);
        else if (str_eq(kind, STR("libc")))
            add_words(tidy, &tidy->rooms.libc, list);
        else if (str_eq(kind, STR("clock")))
            add_words(tidy, &tidy->rooms.clock, list);
        else
            tidy_found(tidy, path, n, "unknown kind of rule '%.*s'", STR_ARG(kind));
    }
    return true;
}

static struct str below_src(struct str path)
{
    return str_starts(path, STR("src/")) ? str_slice(path, 4, path.len) : path;
}

struct str rooms_of(const struct tidy *tidy, struct str path)
{
    struct str rest = below_src(path), best = STR_NULL;
    for (size_t i = 0; i < tidy->rooms.room.n; i++) {
        struct str name = tidy->rooms.room.at[i].name;
        bool in = str_starts(rest, name) && rest.len > name.len && rest.ptr[name.len] == '/';
        if (in && name.len > best.len)
            best = name;
    }
    return best;
}

static struct str file_name(struct str path)
{
    size_t from = 0, at;
    while ((at = str_find_char(path, '/', from)) != SIZE_MAX)
        from = at + 1;
    return str_slice(path, from, path.len);
}

bool rooms_may_read_clock(const struct tidy *tidy, struct str path)
{
    return has(&tidy->rooms.clock, below_src(path)) ||
           has(&tidy->rooms.clock, rooms_of(tidy, path)) || str_starts(path, STR("tool/")) ||
           str_starts(file_name(path), STR("test_"));
}

static bool matches(struct tidy *tidy, struct str pattern, struct str name)
{
    return fnmatch(str_c(tidy->arena, pattern), str_c(tidy->arena, name), 0) == 0;
}

static void check_system(struct tidy *tidy, struct str path, int line, struct str header)
{
    struct str room = rooms_of(tidy, path), file = below_src(path);
    for (size_t i = 0; i < tidy->rooms.wrap.n; i++) {
        const struct rule *rule = &tidy->rooms.wrap.at[i];
        if (!str_eq(rule->name, header))
            continue;
        if (!has(&rule->allowed, file))
            tidy_found(tidy, path, line, "<%.*s> belongs in %.*s alone; call that instead",
                       STR_ARG(header), STR_ARG(rule->allowed.v.at[0]));
        return;
    }
    if (has(&tidy->rooms.libc, header))
        return;
    for (size_t i = 0; i < tidy->rooms.posix.n; i++) {
        const struct rule *rule = &tidy->rooms.posix.at[i];
        if (str_eq(rule->name, header) && has(&rule->allowed, room))
            return;
    }
    tidy_found(tidy, path, line, "src/rooms.txt does not let %.*s include <%.*s>", STR_ARG(room),
               STR_ARG(header));
}

static bool may_also(struct tidy *tidy, struct str path, struct str other)
{
    for (size_t i = 0; i < tidy->rooms.also.n; i++) {
        const struct rule *rule = &tidy->rooms.also.at[i];
        if (has(&rule->allowed, other) && matches(tidy, rule->name, below_src(path)))
            return true;
    }
    return false;
}

void rooms_check_include(struct tidy *tidy, struct str path, int line, struct str header,
                         bool quoted)
{
    struct str room = rooms_of(tidy, path), other = rooms_of(tidy, header);
    if (!quoted) {
        check_system(tidy, path, line, header);
        return;
    }
    if (str_null(other)) {
        /* A wrapped library's header in quotes, our own neighbour, or a generated one. */
        for (size_t i = 0; i < tidy->rooms.wrap.n; i++)
            if (str_eq(tidy->rooms.wrap.at[i].name, header))
                check_system(tidy, path, line, header);
        return;
    }
    for (size_t i = 0; i < tidy->rooms.room.n; i++) {
        const struct rule *rule = &tidy->rooms.room.at[i];
        if (str_eq(rule->name, room) && !str_eq(room, other) && !has(&rule->allowed, other) &&
            !may_also(tidy, path, other))
            tidy_found(tidy, path, line, "%.*s may not include %.*s", STR_ARG(room),
                       STR_ARG(header));
    }
    for (size_t i = 0; i < tidy->rooms.files.n; i++) {
        const struct rule *rule = &tidy->rooms.files.at[i];
        if (matches(tidy, rule->name, file_name(path)) && !has(&rule->allowed, other) &&
            !(str_eq(room, other) && !str_starts(rule->name, STR("*_page"))))
            tidy_found(tidy, path, line, "a %.*s may not include %.*s", STR_ARG(rule->name),
                       STR_ARG(header));
    }
}
