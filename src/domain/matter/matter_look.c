/* Smaller looks: equal bodies, the tree of classes, how a day was counted, what a bulk act did. */
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_row.h"
#include "web/i18n.h"

enum err matter_find_same(struct ctx *ctx, struct str body, struct matter_sames *out)
{
    *out = (struct matter_sames){0};
    int64_t viewer, hash = matter_body_hash(ctx, body);
    if (!hash || !matter_viewer(ctx, &viewer))
        return ERR_OK;
    struct sql_matter_same_row *rows;
    size_t n;
    enum err e = sql_matter_same(
        ctx->db, ctx->arena, &(struct sql_matter_same_in){ctx->park, viewer, hash, MATTER_SAME_MAX},
        &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct matter_same *same = VEC_ADD(ctx->arena, &out->rows);
        same->body = rows[i].body;
        e = matter_row_get(ctx, rows[i].matter, 0, &same->row);
    }
    return e;
}

enum err matter_find_classes(struct ctx *ctx, struct matter_classes *out)
{
    *out = (struct matter_classes){0};
    struct sql_matter_class_all_row *rows;
    struct sql_matter_limit_all_row *limits;
    size_t n, limit_n;
    enum err e = sql_matter_class_all(ctx->db, ctx->arena,
                                      &(struct sql_matter_class_all_in){ctx->park, {0}}, &rows, &n);
    if (!e)
        e = sql_matter_limit_all(ctx->db, ctx->arena,
                                 &(struct sql_matter_limit_all_in){ctx->park, ctx_today(ctx)},
                                 &limits, &limit_n);
    for (size_t i = 0; !e && i < n; i++) {
        struct matter_class_row *row = VEC_ADD(ctx->arena, &out->rows);
        *row = (struct matter_class_row){.id = rows[i].id,
                                         .parent = rows[i].parent,
                                         .version = rows[i].version,
                                         .depth = rows[i].depth,
                                         .state = rows[i].state,
                                         .name = rows[i].name,
                                         .full_name = rows[i].full_name,
                                         .path = rows[i].path,
                                         .limit_source = STR(""),
                                         .limit_from = DAY_NONE};
        for (size_t k = 0; k < limit_n; k++) {
            if (limits[k].class.n != row->id.n || limits[k].urgency)
                continue;
            row->limit = limits[k].amount;
            row->limit_kind = limits[k].kind;
            row->limit_source = limits[k].source;
            row->limit_from = limits[k].from_day;
        }
    }
    return e;
}

/* Counting, day by day ------------------------------------------------------------------------ */

static const char *why(const struct clock_day *day)
{
    switch (day->kind) {
    case CLOCK_RECEIPT:
        return T("收到当日，不计");
    case CLOCK_PAUSED:
        return T("挂起，不计");
    case CLOCK_REST:
        return str_null(day->name) ? T("周末，不计") : T("节假日，不计");
    case CLOCK_MOVED:
        return T("最后一日逢休息日，顺延");
    case CLOCK_LAST_MOVED:
        return T("顺延到的工作日");
    case CLOCK_COUNTED:
        break;
    }
    if (!str_null(day->name))
        return T("调休上班，计");
    return T("计");
}

static enum err explain(struct ctx *ctx, const struct sql_duty_of_row *duty,
                        struct matter_count *out)
{
    struct sql_duty_pause_of_row *rows;
    size_t row_n, n;
    VEC(struct clock_pause) pauses = {0};
    enum err e =
        sql_duty_pause_of(ctx->db, ctx->arena,
                          &(struct sql_duty_pause_of_in){ctx->park, duty->matter}, &rows, &row_n);
    for (size_t i = 0; !e && i < row_n; i++)
        if (rows[i].duty.n == duty->id.n)
            *VEC_ADD(ctx->arena, &pauses) = (struct clock_pause){rows[i].from_at, rows[i].to_at};
    struct clock_limit limit = {
        duty->limit_kind == MATTER_WORKING_DAYS ? LIMIT_WORKDAYS : LIMIT_DAYS, duty->limit_amount};
    struct clock_day *days;
    if (!e)
        e = clock_explain(ctx->arena, ctx->calendar, ctx->offset_min, limit, duty->assigned_at,
                          pauses.at, pauses.n, ctx->now_us, &days, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->days) = (struct matter_count_day){
            .day = days[i].day,
            .counts = days[i].kind == CLOCK_COUNTED || days[i].kind == CLOCK_LAST_MOVED,
            .n = days[i].n,
            .why = why(&days[i])};
    return e;
}

enum err matter_find_count(struct ctx *ctx, struct matter_id matter, struct duty_id duty,
                           struct matter_count *out)
{
    *out = (struct matter_count){.due = DAY_NONE, .source = STR("")};
    struct matter_row row;
    struct sql_duty_of_row *duties;
    size_t n;
    enum err e = matter_find_row(ctx, matter, &row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "id", T("没有这件事项"));
    if (!e)
        e = sql_duty_of(ctx->db, ctx->arena, &(struct sql_duty_of_in){ctx->park, matter}, &duties,
                        &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (duties[i].id.n != duty.n)
            continue;
        struct matter_limit_value limit;
        out->due = duties[i].limit_day;
        out->provisional = duties[i].provisional;
        e = matter_limit_for(ctx, row.class, row.urgency, &limit, &out->source);
        if (!e && (limit.amount != duties[i].limit_amount || limit.kind != duties[i].limit_kind))
            out->source = STR(""); /* set by hand when it was assigned */
        bool days = duties[i].limit_kind == MATTER_WORKING_DAYS ||
                    duties[i].limit_kind == MATTER_CALENDAR_DAYS;
        return e || !days ? e : explain(ctx, &duties[i], out);
    }
    return e ? e : ctx_fail(ctx, ERR_NOT_FOUND, "duty", T("没有这项交办"));
}

/* Bulk ---------------------------------------------------------------------------------------- */

enum err matter_find_bulk(struct ctx *ctx, struct matter_bulk_id id, struct matter_bulk_view *out)
{
    struct sql_matter_bulk_get_row head;
    struct sql_matter_bulk_rows_row *rows;
    size_t n;
    enum err e = sql_matter_bulk_get(ctx->db, ctx->arena,
                                     &(struct sql_matter_bulk_get_in){ctx->park, id}, &head);
    if (e == ERR_NOT_FOUND || (!e && head.person.n != ctx->actor.person.n))
        return ctx_fail(ctx, ERR_NOT_FOUND, "bulk", T("没有这次批量办理"));
    if (!e)
        e = sql_matter_bulk_rows(ctx->db, ctx->arena,
                                 &(struct sql_matter_bulk_rows_in){ctx->park, id}, &rows, &n);
    if (e)
        return e;
    *out =
        (struct matter_bulk_view){.id = id,
                                  .verb = head.verb,
                                  .at = head.at,
                                  .done = head.done,
                                  .refused = head.refused,
                                  .undone_at = head.undone_at,
                                  .may_undo = !head.undone_at && head.done &&
                                              ctx->now_us - head.at <= MATTER_UNDO_S * SECOND_US};
    for (size_t i = 0; i < n; i++) {
        struct matter_bulk_row_view *view = VEC_ADD(ctx->arena, &out->rows);
        struct matter_row row;
        *view = (struct matter_bulk_row_view){.id = rows[i].matter,
                                              .number = STR(""),
                                              .title = STR(""),
                                              .message = rows[i].message,
                                              .ok = rows[i].ok};
        e = matter_find_row(ctx, rows[i].matter, &row);
        if (e == ERR_NOT_FOUND)
            continue;
        if (e)
            return e;
        view->number = row.number;
        view->title = row.title;
    }
    return ERR_OK;
}
