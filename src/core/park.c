#include "core/calendar.h"
#include "core/core_module.h"
#include "core/id.h"
#include "core/journal.h"
#include "core_query.h"

enum err park_create(struct ctx *ctx, struct str name, struct str origin, int32_t offset_min)
{
    struct sql_park_put_in in = {.name = str_trim(name),
                                 .origin = str_trim(origin),
                                 .offset_min = offset_min,
                                 .created = ctx->now_us};
    if (str_empty(in.name) || str_empty(in.origin) || str_has(in.origin, STR("\n")))
        return ctx_fail(ctx, ERR_INVALID, "name", T("请填写园区名称"));
    enum err e = id_take(ctx, 1, &in.park.n);
    if (!e)
        e = sql_park_put(ctx->db, &in, NULL);
    if (e)
        return e;
    ctx->park = in.park;
    ctx->offset_min = offset_min;
    struct journal_field f[] = {journal_new("name", in.name), journal_new("origin", in.origin),
                                journal_int(ctx->arena, "offset_min", -1, offset_min)};
    e = journal_add(ctx, "park", in.park.n, "create", f, 3);
    struct calendar_id calendar;
    if (!e)
        e = calendar_set(ctx, calendar_builtin_text(), STR("data/calendar/china.txt"), &calendar);
    return e;
}

enum err park_find(struct ctx *ctx, struct str origin, struct park *out)
{
    struct sql_park_all_row *rows;
    size_t n;
    enum err e = sql_park_all(ctx->db, ctx->arena, &(struct sql_park_all_in){0}, &rows, &n);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        if (str_null(origin) ? n == 1 : str_eq(rows[i].origin, origin)) {
            *out = (struct park){rows[i].park, rows[i].name, rows[i].origin,
                                 (int32_t)rows[i].offset_min};
            return ERR_OK;
        }
    return ERR_NOT_FOUND;
}

enum err park_get(struct ctx *ctx, struct park *out)
{
    struct sql_park_get_row row;
    enum err e = sql_park_get(ctx->db, ctx->arena, &(struct sql_park_get_in){ctx->park}, &row);
    if (!e)
        *out = (struct park){row.park, row.name, row.origin, (int32_t)row.offset_min};
    return e;
}
