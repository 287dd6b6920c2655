#include "core/search.h"

#include "base/terms.h"
#include "base/utf8.h"
#include "core_query.h"
#include "db/db.h"

/* The first SEARCH_TEXT_MAX bytes, cut at a character. */
static struct str shortened(struct str text)
{
    if (text.len <= SEARCH_TEXT_MAX)
        return text;
    size_t end = SEARCH_TEXT_MAX;
    while (end > 0 && ((unsigned char)text.ptr[end] & 0xC0) == 0x80)
        end--;
    return str_slice(text, 0, end);
}

enum err search_put(struct ctx *ctx, const char *kind, int64_t record, struct str text)
{
    struct sql_search_doc_put_in doc = {ctx->park, record, str_from(kind)};
    struct sql_search_drop_in old = {ctx->park, record};
    int64_t fresh = 0;
    enum err e = sql_search_doc_put(ctx->db, &doc, &fresh);
    if (!e && !fresh)
        e = sql_search_drop(ctx->db, &old, NULL);
    if (e)
        return e;
    struct arena_mark mark = arena_mark(ctx->arena);
    struct terms terms = terms_index(ctx->arena, shortened(text));
    struct sql_search_put_in in = {ctx->park, record, terms_text(ctx->arena, terms)};
    e = sql_search_put(ctx->db, &in, NULL);
    arena_reset(ctx->arena, mark);
    return e;
}

enum err search_drop(struct ctx *ctx, int64_t record)
{
    int64_t gone = 0;
    struct sql_search_doc_drop_in doc = {ctx->park, record};
    enum err e = sql_search_doc_drop(ctx->db, &doc, &gone);
    if (e || gone == 0)
        return e;
    return sql_search_drop(ctx->db, &(struct sql_search_drop_in){ctx->park, record}, NULL);
}

/* Every term in quotes: "土地" "gb" for FTS5, '土地' & 'gb' for a tsquery. Terms hold no quotes. */
struct str search_words(struct ctx *ctx, struct str typed)
{
    if (str_null(typed))
        return STR_NULL;
    struct terms terms = terms_query(ctx->arena, typed);
    bool pg = db_kind(ctx->db) == DB_PG;
    struct buf b;
    buf_init(&b, ctx->arena, (size_t)TERMS_QUERY_MAX * (TERM_BYTES_MAX + 8));
    for (size_t i = 0; i < terms.n; i++) {
        if (i > 0)
            buf_add(&b, pg ? STR(" & ") : STR(" AND "));
        buf_char(&b, pg ? '\'' : '"');
        buf_add(&b, terms.at[i]);
        buf_char(&b, pg ? '\'' : '"');
    }
    return terms.n == 0 || buf_full(&b) ? STR_NULL : buf_str(&b);
}

enum err search_find(struct ctx *ctx, struct str typed, int32_t limit, struct search_hit **out,
                     size_t *out_n)
{
    *out = NULL;
    *out_n = 0;
    struct str words = search_words(ctx, typed);
    if (str_null(words))
        return ERR_OK;
    struct sql_search_find_in in = {ctx->park, words, limit};
    struct sql_search_find_row *rows;
    enum err e = sql_search_find(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct search_hit, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct search_hit){rows[i].kind, rows[i].record};
    return ERR_OK;
}
