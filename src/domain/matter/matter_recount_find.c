/* What recounts moved, for the pages and the API. */
#include "base/json.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_count.h"
#include "domain/matter/matter_json.h"
#include "domain/matter/matter_recount.h"
#include "domain/matter/matter_row.h"
#include "matter_clock_query.h"

static struct matter_recount_view view_of(const struct sql_recount_get_row *row)
{
    return (struct matter_recount_view){.id = row->id,
                                        .at = row->at,
                                        .cause = row->cause,
                                        .clocks = row->clocks,
                                        .moved = row->moved,
                                        .total = row->total,
                                        .ended_at = row->ended_at,
                                        .what = row->what,
                                        .person = row->person_name};
}

enum err matter_find_recounts(struct ctx *ctx, struct matter_recounts *out)
{
    struct sql_recount_all_row *rows;
    size_t n;
    *out = (struct matter_recounts){0};
    enum err e = sql_recount_all(
        ctx->db, ctx->arena,
        &(struct sql_recount_all_in){ctx->park, {INT64_MAX}, MATTER_RECOUNTS_SHOWN}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->rows) =
            (struct matter_recount_view){.id = rows[i].id,
                                         .at = rows[i].at,
                                         .cause = rows[i].cause,
                                         .clocks = rows[i].clocks,
                                         .moved = rows[i].moved,
                                         .total = rows[i].total,
                                         .ended_at = rows[i].ended_at,
                                         .what = rows[i].what,
                                         .person = rows[i].person_name};
    return e;
}

/* A line for those who see the matter; it is left out for the others. */
static enum err add_line(struct ctx *ctx, const struct sql_recount_rows_row *row,
                         struct matter_recount_page *out)
{
    struct matter_row matter;
    enum err e = matter_find_row(ctx, row->matter, &matter);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    if (e)
        return e;
    *VEC_ADD(ctx->arena, &out->rows) =
        (struct matter_recount_line){.matter = row->matter,
                                     .number = matter.number,
                                     .title = matter.title,
                                     .clock = row->clock,
                                     .org_name = row->org_name,
                                     .was = row->was,
                                     .now = row->now,
                                     .was_provisional = row->was_provisional,
                                     .provisional = row->provisional,
                                     .rest_more = row->rest_more,
                                     .work_more = row->work_more,
                                     .was_limit = row->was_limit,
                                     .was_limit_kind = row->was_limit_kind,
                                     .now_limit = row->now_limit,
                                     .now_limit_kind = row->now_limit_kind};
    return ERR_OK;
}

enum err matter_find_recount(struct ctx *ctx, struct matter_recount_id id, int64_t after,
                             struct matter_recount_page *out)
{
    struct sql_recount_get_row head;
    struct sql_recount_rows_row *rows;
    size_t n;
    *out = (struct matter_recount_page){0};
    enum err e =
        sql_recount_get(ctx->db, ctx->arena, &(struct sql_recount_get_in){ctx->park, id}, &head);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "id", T("没有这次重算"));
    if (e)
        return e;
    out->head = view_of(&head);
    int64_t viewer;
    if (!matter_viewer(ctx, &viewer)) /* an administrator keeps the calendar, and sees no matters */
        return ERR_OK;
    e = sql_recount_rows(
        ctx->db, ctx->arena,
        &(struct sql_recount_rows_in){ctx->park, id, viewer, {after}, MATTER_RECOUNT_ROWS}, &rows,
        &n);
    if (!e &&
        n == MATTER_RECOUNT_ROWS) { /* whole matters only: the last one comes on the next page */
        int64_t cut = rows[n - 1].matter.n;
        while (n && rows[n - 1].matter.n == cut)
            n--;
        out->next = n ? rows[n - 1].matter.n : cut;
    }
    for (size_t i = 0; !e && i < n; i++)
        e = add_line(ctx, &rows[i], out);
    return e;
}

/* JSON ---------------------------------------------------------------------------------------- */

static void put_head(struct json_out *j, const struct ctx *ctx, const struct matter_recount_view *v)
{
    json_put_id(j, "id", v->id.n);
    json_put_instant(j, "at", v->at, ctx->offset_min);
    json_put_c(j, "cause", matter_recount_name(v->cause));
    json_put_str(j, "what", v->what);
    json_put_str(j, "person", v->person);
    json_put_int(j, "total", v->total);
    json_put_int(j, "clocks", v->clocks);
    json_put_int(j, "moved", v->moved);
    json_put_bool(j, "done", v->ended_at != 0);
}

enum err matter_json_recounts(struct ctx *ctx, const void *input, struct buf *out)
{
    (void)input;
    struct matter_recounts v;
    enum err e = matter_find_recounts(ctx, &v);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '[');
    for (size_t i = 0; i < v.rows.n; i++) {
        json_open(&j, NULL, '{');
        put_head(&j, ctx, &v.rows.at[i]);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

static void put_line(struct json_out *j, const struct matter_recount_line *l)
{
    json_open(j, NULL, '{');
    json_put_str(j, "number", l->number);
    json_put_str(j, "title", l->title);
    json_put_c(j, "clock", clock_kind_name(l->clock));
    json_put_str(j, "department", l->org_name);
    json_put_day(j, "was", l->was);
    json_put_day(j, "now", l->now);
    json_put_bool(j, "was_provisional", l->was_provisional);
    json_put_bool(j, "provisional", l->provisional);
    json_put_int(j, "days_became_rest", l->rest_more);
    json_put_int(j, "days_became_work", l->work_more);
    json_put_int(j, "was_limit", l->was_limit);
    json_put_c(j, "was_limit_kind", matter_limit_kind_name(l->was_limit_kind));
    json_put_int(j, "now_limit", l->now_limit);
    json_put_c(j, "now_limit_kind", matter_limit_kind_name(l->now_limit_kind));
    json_close(j, '}');
}

enum err matter_json_recount(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct matter_recount_in *in = input;
    struct matter_recount_page v;
    enum err e = matter_find_recount(ctx, (struct matter_recount_id){in->id}, in->after, &v);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    put_head(&j, ctx, &v.head);
    json_put_id(&j, "next", v.next);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < v.rows.n; i++)
        put_line(&j, &v.rows.at[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

/* Words --------------------------------------------------------------------------------------- */

const char *matter_recount_word(int64_t cause)
{
    switch (cause) {
    case RECOUNT_CALENDAR:
        return T("放假安排更新");
    case RECOUNT_LIMIT:
        return T("办理时限调整");
    case RECOUNT_CLASS:
        return T("类别变更");
    case RECOUNT_SETTING:
        return T("园区设置调整");
    default:
        return "";
    }
}

const char *matter_recount_name(int64_t cause)
{
    static const char *const names[] = {"", "calendar", "limit", "class", "setting"};
    return cause > 0 && cause <= RECOUNT_SETTING ? names[cause] : "";
}
