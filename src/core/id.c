#include "core/id.h"

#include "core/running.h"
#include "core_query.h"

/* Ids are unique across parks, so one row serves the whole database. */
#define WHOLE_DATABASE ((struct park_id){0})

enum err id_take(struct ctx *ctx, int64_t n, int64_t *out_first)
{
    int64_t since_ms = (ctx->now_us - ID_EPOCH_US) / 1000;
    struct sql_id_take_in in = {WHOLE_DATABASE, since_ms > 0 ? since_ms << ID_SHIFT : 1, n};
    struct sql_id_take_row row;
    enum err e = sql_id_take(ctx->db, ctx->arena, &in, &row);
    if (e == ERR_NOT_FOUND) {
        e = sql_id_begin(ctx->db, &(struct sql_id_begin_in){WHOLE_DATABASE}, NULL);
        if (!e)
            e = sql_id_take(ctx->db, ctx->arena, &in, &row);
    }
    *out_first = e ? 0 : row.last - n + 1;
    return e;
}

enum err id_next(struct ctx *ctx, int64_t *out_id)
{
    struct journal *j = ctx->journal;
    if (j == NULL)
        return id_take(ctx, 1, out_id);
    if (j->id == j->id_end) {
        enum err e = id_take(ctx, ID_BLOCK, &j->id);
        if (e) {
            j->id = j->id_end = 0;
            return e;
        }
        j->id_end = j->id + ID_BLOCK;
    }
    *out_id = j->id++;
    return ERR_OK;
}
