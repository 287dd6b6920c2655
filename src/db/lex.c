#include "db/lex.h"

#include <string.h>

#include "base/buf.h"
#include "base/vec.h"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static char peek(const struct lex *lex, size_t ahead)
{
    return lex->at + ahead < lex->sql.len ? lex->sql.ptr[lex->at + ahead] : '\0';
}

static void step(struct lex *lex)
{
    if (lex->at < lex->sql.len && lex->sql.ptr[lex->at++] == '\n')
        lex->line++;
}

static void skip_blank(struct lex *lex)
{
    while (lex->at < lex->sql.len) {
        char c = peek(lex, 0);
        if (c == '-' && peek(lex, 1) == '-') {
            while (lex->at < lex->sql.len && peek(lex, 0) != '\n')
                step(lex);
        } else if (c == '/' && peek(lex, 1) == '*') {
            size_t end = str_find(lex->sql, STR("*/"), lex->at + 2);
            end = end == SIZE_MAX ? lex->sql.len : end + 2;
            while (lex->at < end)
                step(lex);
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            step(lex);
        } else {
            return;
        }
    }
}

/* 'text' and "name", a doubled quote standing for itself. */
static void skip_quoted(struct lex *lex, char quote)
{
    step(lex);
    while (lex->at < lex->sql.len) {
        char c = peek(lex, 0);
        step(lex);
        if (c == quote && peek(lex, 0) == quote)
            step(lex);
        else if (c == quote)
            return;
    }
}

struct lex_token lex_next(struct lex *lex)
{
    skip_blank(lex);
    struct lex_token t = {.at = lex->at, .line = lex->line};
    size_t from = lex->at, cut = 0;
    char c = peek(lex, 0);
    if (lex->at >= lex->sql.len) {
        t.kind = LEX_END;
    } else if (c == '\'') {
        t.kind = LEX_STRING;
        skip_quoted(lex, '\'');
    } else if (c == '"') {
        t.kind = LEX_WORD;
        skip_quoted(lex, '"');
        from++, cut = 1;
    } else if (c == ':' && is_word(peek(lex, 1))) {
        t.kind = LEX_PARAM;
        step(lex);
        from++;
        while (is_word(peek(lex, 0)))
            step(lex);
    } else if (is_word(c)) {
        t.kind = LEX_WORD;
        while (is_word(peek(lex, 0)))
            step(lex);
    } else {
        t.kind = LEX_OTHER;
        step(lex);
        if (c == ':' && peek(lex, 0) == ':') /* a cast of PostgreSQL is one token */
            step(lex);
    }
    t.end = lex->at;
    t.text = str_slice(lex->sql, from, lex->at - cut);
    return t;
}

struct lex_token *lex_all(struct arena *arena, struct str sql, size_t *out_n)
{
    VEC(struct lex_token) all = {0};
    struct lex lex = LEX(sql);
    do
        *VEC_ADD(arena, &all) = lex_next(&lex);
    while (all.at[all.n - 1].kind != LEX_END);
    *out_n = all.n - 1;
    return all.at;
}

struct str lex_section(struct arena *arena, struct str sql, const char *database)
{
    struct buf out;
    buf_init(&out, arena, sql.len + 1);
    struct str rest = sql, line;
    bool on = true, first = true;
    while (str_cut(&rest, '\n', &line)) {
        struct str mark = str_trim(line);
        bool section = true;
        if (str_eq(mark, STR("-- both:")))
            on = true;
        else if (str_eq(mark, STR("-- sqlite:")))
            on = strcmp(database, "sqlite") == 0;
        else if (str_eq(mark, STR("-- pg:")))
            on = strcmp(database, "pg") == 0;
        else
            section = false;
        if (!first)
            buf_char(&out, '\n');
        first = false;
        if (on && !section)
            buf_add(&out, line);
    }
    return buf_str(&out);
}
