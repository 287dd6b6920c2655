/* One C file: its includes, its functions' length, its sentences, its clock. */
#include "tidy.h"

#include <ctype.h>

/* The text without comments, strings and character constants (blanks instead, lines kept), so that
 * what follows may look at it naively. T("...") is noted on the way. */
struct scan {
    struct tidy *tidy;
    struct str path, text;
    char *plain;
    size_t at;
    int line;
    bool in_t;        /* behind T( */
    struct str words; /* of the T("...") so far */
    int t_line;
};

static bool ident(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static char peek(const struct scan *s, size_t ahead)
{
    return s->at + ahead < s->text.len ? s->text.ptr[s->at + ahead] : '\0';
}

static void skip(struct scan *s, size_t n)
{
    for (size_t i = 0; i < n && s->at < s->text.len; i++, s->at++) {
        s->line += s->text.ptr[s->at] == '\n';
        s->plain[s->at] = s->text.ptr[s->at] == '\n' ? '\n' : ' ';
    }
}

static void skip_comment(struct scan *s)
{
    bool block = peek(s, 1) == '*';
    size_t end = str_find(s->text, block ? STR("*/") : STR("\n"), s->at + 2);
    end = end == SIZE_MAX ? s->text.len : end + (block ? 2 : 0);
    skip(s, end - s->at);
}

/* The literal's text with the few escapes that sentences use. */
static struct str literal(struct scan *s, char quote)
{
    char *out = arena_alloc(s->tidy->arena, s->text.len - s->at + 1);
    size_t n = 0;
    skip(s, 1);
    while (s->at < s->text.len && peek(s, 0) != quote && peek(s, 0) != '\n') {
        char c = peek(s, 0);
        if (c == '\\') {
            skip(s, 1);
            c = peek(s, 0) == 'n' ? '\n' : peek(s, 0) == 't' ? '\t' : peek(s, 0);
        }
        out[n++] = c;
        skip(s, 1);
    }
    skip(s, 1);
    return (struct str){out, n};
}

static void end_sentence(struct scan *s)
{
    if (str_null(s->words)) {
        size_t name = s->at;
        while (name < s->text.len && isspace((unsigned char)s->text.ptr[name]))
            name++;
        tidy_found(s->tidy, s->path, s->t_line, "T() takes a string literal");
    } else {
        words_need(s->tidy, s->path, s->t_line, s->words);
    }
    s->in_t = false;
}

static bool begins_t(const struct scan *s)
{
    bool word_before = s->at > 0 && ident(s->text.ptr[s->at - 1]);
    return !word_before && peek(s, 0) == 'T' && peek(s, 1) == '(';
}

static bool defines_t(const struct scan *s)
{
    struct str before = str_slice(s->text, s->at > 8 ? s->at - 8 : 0, s->at);
    return str_eq(before, STR("#define "));
}

static void strip(struct scan *s)
{
    while (s->at < s->text.len) {
        char c = peek(s, 0);
        if (c == '/' && (peek(s, 1) == '*' || peek(s, 1) == '/')) {
            skip_comment(s);
        } else if (c == '"') {
            struct str piece = literal(s, '"');
            if (s->in_t)
                s->words = str_null(s->words) ? piece
                                              : str_print(s->tidy->arena, "%.*s%.*s",
                                                          STR_ARG(s->words), STR_ARG(piece));
        } else if (c == '\'') {
            literal(s, '\'');
        } else if (begins_t(s) && !defines_t(s)) {
            s->in_t = true;
            s->words = STR_NULL;
            s->t_line = s->line;
            skip(s, 2);
        } else {
            if (s->in_t && !isspace((unsigned char)c))
                end_sentence(s);
            s->line += c == '\n';
            s->plain[s->at++] = c;
        }
    }
}

static void check_includes(struct tidy *tidy, struct str path, struct str text)
{
    struct str line;
    for (int n = 1; str_cut(&text, '\n', &line); n++) {
        struct str rest = str_trim(line);
        if (!str_starts(rest, STR("#")))
            continue;
        rest = str_trim(str_slice(rest, 1, rest.len));
        if (!str_starts(rest, STR("include")))
            continue;
        rest = str_trim(str_slice(rest, 7, rest.len));
        if (str_empty(rest) || (rest.ptr[0] != '"' && rest.ptr[0] != '<'))
            continue;
        size_t end = str_find_char(rest, rest.ptr[0] == '"' ? '"' : '>', 1);
        rooms_check_include(tidy, path, n, str_slice(rest, 1, end == SIZE_MAX ? rest.len : end),
                            rest.ptr[0] == '"');
    }
}

static const struct str clock_calls[] = {{"clock_gettime", 13}, {"gettimeofday", 12}, {"time", 4},
                                         {"clock", 5},          {"timespec_get", 12}, {"ftime", 5},
                                         {"times", 5}};

static void check_clock(struct tidy *tidy, struct str path, struct str plain)
{
    int line = 1;
    size_t i = 0;
    while (i < plain.len) {
        size_t from = i;
        while (i < plain.len && ident(plain.ptr[i]))
            i++;
        struct str word = str_slice(plain, from, i), before = str_slice(plain, 0, from);
        bool member = str_ends(before, STR("->")) || str_ends(before, STR("."));
        bool call = i < plain.len && plain.ptr[i] == '(' && !member;
        for (size_t k = 0; call && k < sizeof clock_calls / sizeof clock_calls[0]; k++)
            if (str_eq(word, clock_calls[k]))
                tidy_found(tidy, path, line, "%.*s() reads the clock; take the instant from ctx",
                           STR_ARG(word));
        if (i < plain.len && i == from) {
            line += plain.ptr[i] == '\n';
            i++;
        }
    }
}

/* clang-format puts a function's braces, and nothing else of one, into the first column. */
static void check_lengths(struct tidy *tidy, struct str path, struct str plain)
{
    struct str line, previous = STR_NULL, name = STR_NULL;
    int from = 0, head = 0;
    for (int n = 1; str_cut(&plain, '\n', &line); n++) {
        struct str words = str_trim(line);
        bool outside = from == 0;
        bool starts = outside && line.len > 0 && isalpha((unsigned char)line.ptr[0]);
        if (starts) {
            head = n;
            name = words;
        }
        if (outside && str_eq(line, STR("{")) && str_ends(previous, STR(")")))
            from = head;
        if (!outside && str_starts(line, STR("}"))) {
            int lines = n - from + 1;
            if (lines > TIDY_FUNCTION_LINES_MAX)
                tidy_found(tidy, path, from, "this function has %d lines, at most %d: %.*s", lines,
                           TIDY_FUNCTION_LINES_MAX, STR_ARG(name));
            from = 0;
        }
        if (!str_empty(words))
            previous = words;
    }
}

void source_check(struct tidy *tidy, struct str path, struct str text)
{
    char *plain = arena_copy(tidy->arena, text.ptr, text.len + 1);
    struct scan scan = {.tidy = tidy, .path = path, .text = text, .plain = plain, .line = 1};
    strip(&scan);
    struct str code = {plain, text.len};
    check_includes(tidy, path, text);
    check_lengths(tidy, path, code);
    if (!rooms_may_read_clock(tidy, path))
        check_clock(tidy, path, code);
}
