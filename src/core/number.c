#include "core/number.h"

#include "core_query.h"

static struct str number_text(struct arena *arena, int32_t year, int64_t n)
{
    return str_print(arena, "%04d-%0*lld", (int)year, NUMBER_DIGITS, (long long)n);
}

enum err number_next(struct ctx *ctx, const char *kind, int32_t year, struct str *out_number)
{
    struct sql_number_take_in in = {ctx->park, str_from(kind), year};
    struct sql_number_take_row row;
    enum err e = sql_number_take(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out_number = number_text(ctx->arena, year, row.last);
    return e;
}

/* "153", "2026-153": digits, at most one hyphen, nothing else. */
static bool parts(struct str s, int64_t *year, int64_t *n)
{
    struct str rest = s, first, second;
    uint64_t a = 0, b = 0;
    str_cut(&rest, '-', &first);
    bool two = str_cut(&rest, '-', &second);
    if (str_cut(&rest, '-', &(struct str){0}) || !str_uint(first, &a))
        return false;
    if (two && !str_uint(second, &b))
        return false;
    uint64_t count = two ? b : a;
    if (count == 0 || count > 999999999 || (two && (a < 1900 || a > 9999)))
        return false;
    *n = (int64_t)count;
    if (two)
        *year = (int64_t)a;
    return true;
}

bool number_read(struct arena *arena, struct str typed, int32_t year, struct str *out_number)
{
    struct str narrow = str_narrow(arena, str_trim(typed));
    char *kept = arena_alloc(arena, narrow.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < narrow.len; i++)
        if (narrow.ptr[i] != ' ')
            kept[len++] = narrow.ptr[i];
    int64_t y = year, n;
    if (!parts((struct str){kept, len}, &y, &n))
        return false;
    *out_number = number_text(arena, (int32_t)y, n);
    return true;
}

enum err number_reserve(struct ctx *ctx, const char *kind, struct str number)
{
    int64_t year = 0, n;
    if (!parts(number, &year, &n) || year == 0)
        return ERR_OK; /* a foreign form cannot collide with ours */
    struct sql_number_raise_in in = {ctx->park, str_from(kind), year, n};
    return sql_number_raise(ctx->db, &in, NULL);
}
