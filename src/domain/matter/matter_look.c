/* Smaller looks: equal bodies, the tree of classes, what a bulk act did. */
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
