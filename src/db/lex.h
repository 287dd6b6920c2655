/*
 * SQL as tokens, for the mapping of migrations (ddl.c) and for tool/sqlc. Comments and blanks are
 * skipped; nothing is copied.
 */
#ifndef LIANYUAN_DB_LEX_H
#define LIANYUAN_DB_LEX_H

#include "base/arena.h"
#include "base/str.h"

enum lex_kind { LEX_END, LEX_WORD, LEX_PARAM, LEX_STRING, LEX_OTHER };

struct lex_token {
    enum lex_kind kind;
    struct str text; /* of LEX_PARAM without the colon, of "quoted" words without the quotes */
    size_t at;       /* offset of its first byte, colon and quotes included */
    size_t end;      /* offset behind it */
    int line;        /* from 1 */
};

struct lex {
    struct str sql;
    size_t at;
    int line;
};

#define LEX(text) ((struct lex){.sql = (text), .line = 1})

struct lex_token lex_next(struct lex *lex);

/* All tokens, the last one LEX_END. */
struct lex_token *lex_all(struct arena *arena, struct str sql, size_t *out_n);

static inline bool lex_is(struct lex_token token, const char *word) /* any case */
{
    return token.kind != LEX_STRING && token.kind != LEX_PARAM &&
           str_eq_nocase(token.text, str_from(word));
}

/* The text for one database ("sqlite" or "pg"): what stands after a line `-- sqlite:` or `-- pg:`
 * up to `-- both:` or the end is blank for the other one. Line numbers stay as they are. */
struct str lex_section(struct arena *arena, struct str sql, const char *database);

#endif
