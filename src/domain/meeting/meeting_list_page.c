/* The list of meetings, one meeting, its agenda and the proposal, its minutes. */
#include "domain/matter/page/matter_route.h"
#include "domain/meeting/meeting_page.h"
#include "domain/meeting/page/list.tmpl.h"
#include "domain/meeting/page/meeting_route.h"
#include "domain/meeting/page/minutes.tmpl.h"
#include "domain/meeting/page/show.tmpl.h"
#include "web/i18n.h"

enum err meeting_list_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct meeting_list_page p = {.may_plan = ctx_may(ctx, ROLE_COORDINATOR)};
    struct meeting_list_in coming = {.coming = true, .limit = MEETING_PAGE};
    struct meeting_list_in past = {
        .over = true, .limit = MEETING_PAGE, .after = req_query(req, "after")};
    enum err e = meeting_find_list(ctx, &coming, &p.coming);
    if (e || (e = meeting_find_list(ctx, &past, &p.past)))
        return e;
    if (!str_null(p.past.next))
        p.next = req_url_with(req, "after", p.past.next);
    req->title = tr(ctx->lang, T("会议"));
    meeting_list_body(req, &p);
    return ERR_OK;
}

/* One meeting ------------------------------------------------------------------------------------
 */

static struct form_pairs version_of(struct arena *arena, const struct meeting_view *v)
{
    struct form_pair *pair = ARENA_NEW(arena, struct form_pair);
    *pair = (struct form_pair){STR("version"), str_print(arena, "%lld", (long long)v->row.version)};
    return (struct form_pairs){pair, 1};
}

static struct meeting_line_view line_of(struct ctx *ctx, const struct meeting_view *v, size_t i,
                                        bool may_edit)
{
    const struct meeting_item_view *item = &v->items.at[i];
    struct meeting_line_view line = {
        .item = item,
        .reasons = {item->parts, item->part_n},
        .matter = url_matter_show(ctx->arena, item->matter.id),
        .current = item->id.n == v->current.n,
    };
    if (may_edit && item->state == MEETING_ITEM_WAITING) {
        line.up = i > 0 ? item->place - 1 : 0;
        line.down = i + 1 < v->items.n ? item->place + 1 : 0;
        line.movable = line.droppable = true;
    }
    return line;
}

static enum err load(struct req *req, bool details, struct meeting_show_page *p)
{
    struct ctx *ctx = req->ctx;
    enum err e = meeting_find_one(ctx, (struct meeting_id){req_id(req, "id")}, details, &p->v);
    if (e)
        return e;
    const struct meeting_view *v = &p->v;
    p->version = version_of(ctx->arena, v);
    if (v->may_write) {
        p->may_edit = meeting_may(v->row.state, MEETING_EDIT);
        p->may_invite = meeting_may(v->row.state, MEETING_INVITE);
        p->may_start = meeting_may(v->row.state, MEETING_START) && v->items.n;
        p->may_cancel = meeting_may(v->row.state, MEETING_CANCEL);
        p->may_end = meeting_may(v->row.state, MEETING_END);
        p->may_attend = meeting_may(v->row.state, MEETING_MINUTES);
        p->may_issue = meeting_may(v->row.state, MEETING_ISSUE);
    }
    p->over = v->minutes > v->row.budget;
    for (size_t i = 0; i < v->items.n; i++)
        *VEC_ADD(ctx->arena, &p->lines) = line_of(ctx, v, i, p->may_edit);
    req->title = str_print(ctx->arena, "%.*s %.*s", STR_ARG(v->row.number), STR_ARG(v->row.title));
    return ERR_OK;
}

struct html show_start(struct req *req, const struct meeting_show_page *p)
{
    struct form_page f = {0};
    struct url done = req->done_url;
    req->done_url = url_meeting_desk(req->ctx->arena, p->v.row.id);
    form_begin(&f, &req->page, req, "meeting.start",
               url_meeting_start(req->ctx->arena, p->v.row.id), &p->version);
    form_rest(&f);
    meeting_start_face(&req->page, &p->v);
    form_end(&f);
    req->done_url = done;
    return (struct html){STR("")};
}

enum err meeting_show_page(struct req *req)
{
    struct meeting_show_page *p = ARENA_NEW(req->ctx->arena, struct meeting_show_page);
    enum err e = load(req, false, p);
    if (e)
        return e;
    req->done_url = url_meeting_show(req->ctx->arena, p->v.row.id);
    meeting_show_body(req, p, &p->v);
    return ERR_OK;
}

enum err meeting_agenda_page(struct req *req)
{
    struct meeting_show_page *p = ARENA_NEW(req->ctx->arena, struct meeting_show_page);
    enum err e = load(req, false, p);
    if (e)
        return e;
    meeting_agenda_body(req, p, &p->v);
    return ERR_OK;
}

enum err meeting_propose_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct meeting_propose_page *p = ARENA_NEW(ctx->arena, struct meeting_propose_page);
    struct meeting_id id = {req_id(req, "id")};
    enum err e = meeting_find_one(ctx, id, false, &p->v);
    if (e || (e = meeting_find_proposal(ctx, id, &p->proposal)))
        return e;
    for (size_t i = 0; i < p->proposal.rows.n; i++) {
        const struct meeting_proposed *row = &p->proposal.rows.at[i];
        *VEC_ADD(ctx->arena, &p->lines) =
            (struct meeting_propose_line){row, {row->score.parts, row->score.n}};
        p->taken += row->taken;
    }
    p->version = version_of(ctx->arena, &p->v);
    p->may_edit = p->v.may_write && meeting_may(p->v.row.state, MEETING_EDIT);
    req->done_url = url_meeting_propose(ctx->arena, id);
    req->title = tr(ctx->lang, T("议程建议"));
    meeting_propose_body(req, p, &p->v);
    return ERR_OK;
}

/* Minutes ----------------------------------------------------------------------------------------
 */

static enum err paper(struct req *req, struct meeting_view *v, struct meeting_paper *out)
{
    enum err e = meeting_find_one(req->ctx, (struct meeting_id){req_id(req, "id")}, false, v);
    return e ? e : meeting_paper_of(req->ctx, v, show_shell(req)->park, out);
}

enum err meeting_minutes_page(struct req *req)
{
    struct meeting_view v;
    struct meeting_paper p;
    enum err e = paper(req, &v, &p);
    if (e)
        return e;
    req->title = p.mark;
    meeting_minutes_body(req, &p, &v);
    return ERR_OK;
}

enum err meeting_docx_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct meeting_view v;
    struct meeting_paper p;
    struct str bytes;
    enum err e = paper(req, &v, &p);
    if (e || (e = meeting_paper_docx(ctx, &p, &bytes)))
        return e;
    struct str name =
        str_print(ctx->arena, "%.*s%.*s.docx", STR_ARG(p.mark), STR_ARG(v.row.number));
    return req_send(req, name, REQ_DOCX, bytes);
}
