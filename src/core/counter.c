#include "core/counter.h"

#include <stdlib.h>

#include "core_query.h"

enum err counter_add(struct ctx *ctx, const char *name, int64_t key1, int64_t key2, int64_t delta)
{
    if (delta == 0)
        return ERR_OK;
    struct sql_counter_add_in in = {ctx->park, str_from(name), key1, key2, delta};
    return sql_counter_add(ctx->db, &in, NULL);
}

enum err counter_get(struct ctx *ctx, const char *name, int64_t key1, int64_t key2, int64_t *out_n)
{
    struct sql_counter_get_in in = {ctx->park, str_from(name), key1, key2};
    struct sql_counter_get_row row = {0};
    enum err e = sql_counter_get(ctx->db, ctx->arena, &in, &row);
    *out_n = row.n;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err counter_sum(struct ctx *ctx, const char *name, int64_t key1, int64_t *out_n)
{
    struct sql_counter_sum_in in = {ctx->park, str_from(name), key1};
    struct sql_counter_sum_row row = {0};
    enum err e = sql_counter_sum(ctx->db, ctx->arena, &in, &row);
    *out_n = row.n;
    return e;
}

enum err counter_rows(struct ctx *ctx, const char *name, struct counter_row **out, size_t *out_n)
{
    struct sql_counter_rows_in in = {ctx->park, str_from(name)};
    struct sql_counter_rows_row *rows;
    enum err e = sql_counter_rows(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct counter_row, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct counter_row){rows[i].key1, rows[i].key2, rows[i].n};
    return ERR_OK;
}

static int by_keys(const void *a, const void *b)
{
    const struct counter_row *x = a, *y = b;
    if (x->key1 != y->key1)
        return x->key1 < y->key1 ? -1 : 1;
    return (x->key2 > y->key2) - (x->key2 < y->key2);
}

static enum err set_right(struct ctx *ctx, const char *name, const struct counter_row *row,
                          bool mend)
{
    struct sql_counter_set_in in = {ctx->park, str_from(name), row->key1, row->key2, row->n};
    return mend ? sql_counter_set(ctx->db, &in, NULL) : ERR_OK;
}

/* What was counted afresh: sorted, rows of one key added up, zeros left out. */
static size_t tidy_rows(struct arena *arena, const struct counter_row *rows, size_t n,
                        struct counter_row **out)
{
    struct counter_row *sorted = ARENA_ARRAY(arena, struct counter_row, n + 1);
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        sorted[i] = rows[i];
    qsort(sorted, n, sizeof *sorted, by_keys);
    for (size_t i = 0; i < n; i++) {
        if (used > 0 && by_keys(&sorted[used - 1], &sorted[i]) == 0)
            sorted[used - 1].n += sorted[i].n;
        else
            sorted[used++] = sorted[i];
    }
    size_t kept = 0;
    for (size_t i = 0; i < used; i++)
        if (sorted[i].n != 0)
            sorted[kept++] = sorted[i];
    *out = sorted;
    return kept;
}

enum err counter_check(struct ctx *ctx, const char *name, const struct counter_row *want, size_t n,
                       bool mend, int64_t *out_wrong)
{
    struct counter_row *right, *have;
    size_t have_n, i = 0, k = 0;
    size_t right_n = tidy_rows(ctx->arena, want, n, &right);
    enum err e = counter_rows(ctx, name, &have, &have_n);
    *out_wrong = 0;
    while (!e && (i < have_n || k < right_n)) {
        int order = i == have_n ? 1 : k == right_n ? -1 : by_keys(&have[i], &right[k]);
        struct counter_row gone = {.n = 0};
        const struct counter_row *fix = NULL;
        if (order < 0) {
            gone = (struct counter_row){have[i].key1, have[i].key2, 0};
            fix = &gone;
        } else if (order > 0 || have[i].n != right[k].n) {
            fix = &right[k];
        }
        *out_wrong += fix != NULL;
        if (fix != NULL)
            e = set_right(ctx, name, fix, mend);
        i += order <= 0;
        k += order >= 0;
    }
    return e;
}
