/* In the room: the screen, the secretary's page, and what its script asks for. */
#include "domain/matter/page/matter_route.h"
#include "domain/meeting/meeting_page.h"
#include "domain/meeting/page/meeting_route.h"
#include "domain/meeting/page/room.tmpl.h"
#include "web/i18n.h"

static struct meeting_line_view line_of(struct ctx *ctx, const struct meeting_view *v, size_t i)
{
    struct arena *arena = ctx->arena;
    const struct meeting_item_view *item = &v->items.at[i];
    return (struct meeting_line_view){
        .item = item,
        .reasons = {item->parts, item->part_n},
        .matter = url_matter_show(arena, item->matter.id),
        .current = item->id.n == v->current.n,
        .decide = url_meeting_decide(arena, v->row.id, item->id).text,
        .move = url_meeting_move(arena, v->row.id, item->id).text,
        .part = url_meeting_item(arena, v->row.id, item->id).text,
    };
}

static struct str token_of(const struct req *req)
{
    return str_from(req->token);
}

/* The screen -------------------------------------------------------------------------------------
 */

static void fill_now(struct ctx *ctx, struct meeting_room_page *p)
{
    const struct meeting_view *v = &p->v;
    p->total = (int64_t)p->lines.n;
    for (size_t i = 0; i < p->lines.n; i++) {
        if (!p->lines.at[i].current)
            continue;
        p->now = &p->lines.at[i];
        p->at = (int64_t)i + 1;
        p->spent_s = p->now->item->spent_s;
        if (v->since_at && v->since_at < ctx->now_us)
            p->spent_s += (ctx->now_us - v->since_at) / SECOND_US;
        if (v->may_turn && i > 0)
            p->previous = url_meeting_move(ctx->arena, v->row.id, p->lines.at[i - 1].item->id);
        if (v->may_turn && i + 1 < p->lines.n)
            p->next = url_meeting_move(ctx->arena, v->row.id, p->lines.at[i + 1].item->id);
    }
    if (!p->now && v->may_turn && p->lines.n)
        p->next = url_meeting_move(ctx->arena, v->row.id, p->lines.at[0].item->id);
    p->to_previous = str_or_empty(p->previous.text);
    p->to_next = str_or_empty(p->next.text);
    p->clock = str_print(ctx->arena, "%lld:%02lld", (long long)(p->spent_s / 60),
                         (long long)(p->spent_s % 60));
}

enum err meeting_room_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct meeting_room_page *p = ARENA_NEW(ctx->arena, struct meeting_room_page);
    struct meeting_id id = {req_id(req, "id")};
    enum err e = meeting_find_one(ctx, id, true, &p->v);
    if (e)
        return e;
    for (size_t i = 0; i < p->v.items.n; i++)
        *VEC_ADD(ctx->arena, &p->lines) = line_of(ctx, &p->v, i);
    fill_now(ctx, p);
    p->part = url_meeting_room(ctx->arena, id).text;
    p->token = p->v.may_turn ? token_of(req) : STR("");
    p->lang = show_lang_tag(ctx->lang);
    req->done_url = url_meeting_room(ctx->arena, id);
    if (req->htmx)
        meeting_room_part(req, p, &p->v);
    else
        meeting_room_body(req, p, &p->v);
    return ERR_OK;
}

/* The secretary's page ---------------------------------------------------------------------------
 */

/* A letter for each day from today on: 1 = a working day. */
static struct str workdays(struct ctx *ctx)
{
    char *days = arena_alloc(ctx->arena, MEETING_DAYS_AHEAD);
    for (int32_t i = 0; i < MEETING_DAYS_AHEAD; i++)
        days[i] = workday_is(ctx->calendar, ctx_today(ctx) + i) ? '1' : '0';
    return (struct str){days, MEETING_DAYS_AHEAD};
}

enum err meeting_desk_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct meeting_desk_page *p = ARENA_NEW(ctx->arena, struct meeting_desk_page);
    struct meeting_id id = {req_id(req, "id")};
    struct meeting_department *departments;
    enum err e = meeting_find_one(ctx, id, true, &p->v);
    if (e || (e = meeting_find_departments(ctx, &departments, &p->departments.n)))
        return e;
    p->departments.at = departments;
    for (size_t i = 0; i < p->v.items.n; i++)
        *VEC_ADD(ctx->arena, &p->lines) = line_of(ctx, &p->v, i);
    struct form_pair *version = ARENA_NEW(ctx->arena, struct form_pair);
    *version = (struct form_pair){STR("version"),
                                  str_print(ctx->arena, "%lld", (long long)p->v.row.version)};
    p->version = (struct form_pairs){version, 1};
    p->running = p->v.row.state == MEETING_RUNNING;
    p->writes = p->running && p->v.may_write && p->v.pen == MEETING_PEN_MINE;
    p->nobody = p->running && p->v.may_write && p->v.pen == MEETING_PEN_FREE;
    p->settled = p->v.decided + p->v.deferred;
    p->writing = p->writes ? STR("1") : STR("");
    p->today = day_text(ctx->arena, ctx_today(ctx));
    p->workdays = workdays(ctx);
    p->token = token_of(req);
    p->fresh = url_meeting_token(ctx->arena, id).text;
    p->here = url_meeting_desk(ctx->arena, id).text;
    req->done_url = url_meeting_desk(ctx->arena, id);
    req->title = tr(ctx->lang, T("记录台"));
    meeting_desk_body(req, p, &p->v);
    return ERR_OK;
}

/* A token for a page that has been open longer than its session: as text, for the script. */
enum err meeting_token_page(struct req *req)
{
    emit_str(&req->page, token_of(req));
    return ERR_OK;
}

enum err meeting_item_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct meeting_view v;
    struct meeting_item_page p = {.message = str_or_empty(req->flash), .outcome = STR("done")};
    enum err e = meeting_find_one(ctx, (struct meeting_id){req_id(req, "id")}, true, &v);
    if (e)
        return e;
    for (size_t i = 0; i < v.items.n; i++)
        if (v.items.at[i].id.n == req_id(req, "item"))
            p.item = &v.items.at[i];
    if (!p.item)
        return ERR_NOT_FOUND;
    if (req->failed) {
        p.outcome = req->failed == ERR_CONFLICT ? STR("conflict") : STR("refused");
        if (req->errors.n)
            p.message =
                tr_with(ctx->arena, ctx->lang, req->errors.at[0].message, req->errors.at[0].detail);
    }
    meeting_item_part(req, &p, p.item);
    return ERR_OK;
}
