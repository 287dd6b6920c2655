/* The record and its sheets of paper. */
#include "core/link.h"
#include "domain/matter/matter_page.h"
#include "domain/matter/matter_slip.h"
#include "domain/matter/page/matter_route.h"
#include "domain/matter/page/paper.tmpl.h"
#include "domain/matter/page/record.tmpl.h"
#include "web/dispatch.h"
#include "web/i18n.h"

enum { SHOW_BUTTONS = 3 };

/* ---- what the reader may do ------------------------------------------------------------------ */

/* The reader's turn: then the first button is the primary one. */
static bool my_turn(const struct ctx *ctx, const struct matter_row *r)
{
    switch (r->turn) {
    case MATTER_TURN_FIRM:
        return ctx_may(ctx, ROLE_FIRM);
    case MATTER_TURN_COORDINATOR:
        return ctx_may(ctx, ROLE_COORDINATOR);
    case MATTER_TURN_DEPARTMENT:
        return ctx_may(ctx, ROLE_DEPARTMENT | ROLE_HEAD);
    case MATTER_TURN_HEAD:
        return ctx_may(ctx, ROLE_HEAD);
    default:
        return false;
    }
}

static int64_t version_of(const struct matter_view *v, const struct matter_next *next)
{
    for (size_t i = 0; next->duty.n && i < v->duties.n; i++)
        if (v->duties.at[i].id.n == next->duty.n)
            return v->duties.at[i].version;
    return v->row.version;
}

static void add_button(struct req *req, struct matter_show_page *p, const struct matter_next *next,
                       bool primary)
{
    struct arena *arena = req->ctx->arena;
    struct matter_button b = {
        .url = matter_act_url(arena, next->act, p->v.row.id, next->duty, next->ask),
        .label = next->label,
        .direct = matter_asks_nothing(req, next->act) ? next->act : NULL,
        .version = version_of(&p->v, next),
        .primary = primary && p->buttons.n == 0,
    };
    if (str_empty(b.url.text))
        return;
    if (str_eq(str_from(next->act), STR("matter.attach")))
        p->attach = b.url;
    if (p->buttons.n < SHOW_BUTTONS)
        *VEC_ADD(arena, &p->buttons) = b;
    else
        *VEC_ADD(arena, &p->more) = b;
}

/* The act that the list offers in this row comes first; the others in their own order. */
static void fill_buttons(struct req *req, struct matter_show_page *p)
{
    const char *act = matter_row_act(req->ctx, &p->v.row);
    struct str first = str_from(act);
    for (size_t i = 0; act && i < p->v.next.n; i++)
        if (str_eq(str_from(p->v.next.at[i].act), first))
            add_button(req, p, &p->v.next.at[i], true);
    bool mine = my_turn(req->ctx, &p->v.row);
    for (size_t i = 0; i < p->v.next.n; i++)
        if (!act || !str_eq(str_from(p->v.next.at[i].act), first))
            add_button(req, p, &p->v.next.at[i], mine);
}

static void fill_papers(struct ctx *ctx, struct matter_show_page *p)
{
    const struct matter_row *r = &p->v.row;
    if (!ctx_may(ctx, ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR))
        return;
    if (p->v.duties.n)
        *VEC_ADD(ctx->arena, &p->papers) = (struct matter_button){
            .url = url_matter_paper(ctx->arena, r->id, STR("assign")), .label = T("交办单")};
    if (r->pressed)
        *VEC_ADD(ctx->arena, &p->papers) = (struct matter_button){
            .url = url_matter_paper(ctx->arena, r->id, STR("press")), .label = T("督办单")};
    if (r->state == MATTER_RESOLVED || r->state == MATTER_CLOSED)
        *VEC_ADD(ctx->arena, &p->papers) = (struct matter_button){
            .url = url_matter_paper(ctx->arena, r->id, STR("close")), .label = T("销号单")};
}

/* Whose turn it is, in a sentence. */
static void fill_turn(struct ctx *ctx, struct matter_show_page *p)
{
    const struct matter_row *r = &p->v.row;
    p->turn_detail = r->lead_name;
    switch (r->turn) {
    case MATTER_TURN_FIRM:
        p->turn = r->state == MATTER_RESOLVED ? T("现在轮到企业：请确认结果是否解决了问题。")
                                              : T("现在轮到企业：请补充情况或回答询问。");
        break;
    case MATTER_TURN_COORDINATOR:
        p->turn = r->state == MATTER_RAISED ? T("现在轮到协调员：受理或退回补正。")
                  : r->state == MATTER_ACCEPTED ? T("现在轮到协调员：确定主办部门和时限。")
                  : r->state == MATTER_RESOLVED ? T("现在轮到协调员：电话回访企业。")
                                                : T("现在轮到协调员：有申请等待审批。");
        break;
    case MATTER_TURN_DEPARTMENT:
        p->turn = T("现在轮到 {} 办理。");
        break;
    case MATTER_TURN_HEAD:
        p->turn = T("现在轮到 {} 负责人签发。");
        break;
    default:
        break;
    }
    (void)ctx;
}

static void fill_links(struct ctx *ctx, struct matter_show_page *p)
{
    for (size_t i = 0; i < p->v.files.n; i++) {
        struct matter_file_link link = {
            p->v.files.at[i],
            url_matter_file(ctx->arena, p->v.row.id, (struct file_id){p->v.files.at[i].id}),
        };
        *VEC_ADD(ctx->arena, &p->files) = link;
    }
    for (size_t i = 0; i < p->v.merged.n; i++)
        *VEC_ADD(ctx->arena, &p->merged) = matter_row_view(ctx, &p->v.merged.at[i]);
    for (size_t i = 0; i < p->v.same.n; i++)
        *VEC_ADD(ctx->arena, &p->same) = matter_row_view(ctx, &p->v.same.at[i]);
}

enum err matter_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_show_page *p = ARENA_NEW(ctx->arena, struct matter_show_page);
    enum err e = matter_find_one(ctx, (struct matter_id){req_id(req, "id")}, &p->v);
    if (e)
        return e;
    fill_buttons(req, p);
    fill_papers(ctx, p);
    fill_turn(ctx, p);
    fill_links(ctx, p);
    bool new = p->v.row.state <= MATTER_ACCEPTED &&ctx_may(ctx, ROLE_FIRM | ROLE_COORDINATOR);
    if (new && (e = matter_find_near(ctx, p->v.body, p->v.row.id, &p->near)))
        return e;
    p->may_told = ctx_may(ctx, ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR);
    p->proposal = DAY_NONE;
    if (!str_empty(p->v.row.due_words))
        p->proposal = matter_sheet_proposal(ctx, p->v.row.due_words,
                                            day_of_instant(p->v.row.raised_at, ctx->offset_min));
    req->title =
        str_print(ctx->arena, "%.*s %.*s", STR_ARG(p->v.row.number), STR_ARG(p->v.row.title));
    matter_show_body(req, p, &p->v);
    return ERR_OK;
}

/* ---- on paper -------------------------------------------------------------------------------- */

static const struct duty_view *lead_of(const struct matter_view *v)
{
    for (size_t i = 0; i < v->duties.n; i++)
        if (v->duties.at[i].lead)
            return &v->duties.at[i];
    return NULL;
}

/* The latest words of that kind in the story. */
static struct str last_said(const struct matter_view *v, int64_t verb)
{
    for (size_t i = v->story.n; i-- > 0;)
        if (v->story.at[i].verb == verb)
            return v->story.at[i].text;
    return STR("");
}

static bool slip_kind(struct str kind, enum matter_slip_kind *out)
{
    static const struct {
        const char *name;
        enum matter_slip_kind kind;
    } kinds[] = {
        {"assign", MATTER_SLIP_ASSIGN}, {"press", MATTER_SLIP_PRESS}, {"close", MATTER_SLIP_CLOSE}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(kind, str_from(kinds[i].name))) {
            *out = kinds[i].kind;
            return true;
        }
    return false;
}

static enum err load_paper(struct req *req, struct matter_paper *p, struct matter_slip *slip,
                           struct matter_view *v)
{
    struct ctx *ctx = req->ctx;
    *p = (struct matter_paper){.kind = req_arg(req, "kind")};
    *slip = (struct matter_slip){0};
    enum err e = slip_kind(p->kind, &slip->kind)
                     ? matter_find_one(ctx, (struct matter_id){req_id(req, "id")}, v)
                     : ERR_NOT_FOUND;
    if (e)
        return e;
    const struct duty_view *lead = lead_of(v);
    p->title = matter_slip_title(slip->kind);
    p->date = show_long_day(ctx->arena, ctx->lang, ctx_today(ctx));
    p->due = show_long_day(ctx->arena, ctx->lang, v->row.due);
    p->pressed = v->row.pressed;
    slip->date = show_long_day(ctx->arena, LANG_ZH, ctx_today(ctx));
    slip->due = show_long_day(ctx->arena, LANG_ZH, v->row.due);
    slip->limit = slip->result = STR("");
    if (!lead)
        return ERR_OK;
    p->limit = slip->limit = show_duty_limit(req, lead);
    p->result = slip->result = slip->kind == MATTER_SLIP_ASSIGN  ? lead->opinion
                               : slip->kind == MATTER_SLIP_PRESS ? last_said(v, MATTER_PRESS)
                                                                 : v->answer;
    return ERR_OK;
}

enum err matter_paper_page(struct req *req)
{
    struct matter_view v;
    struct matter_paper p;
    struct matter_slip slip;
    enum err e = load_paper(req, &p, &slip, &v);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, p.title);
    matter_paper_body(req, &p, &v);
    return ERR_OK;
}

enum err matter_slip_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_view v;
    struct matter_paper p;
    struct matter_slip slip;
    struct str bytes;
    enum err e = load_paper(req, &p, &slip, &v);
    if (e || (e = matter_slip_docx(ctx, &slip, &v, &bytes)))
        return e;
    struct str name = str_print(ctx->arena, "%s%.*s.docx", p.title, STR_ARG(v.row.number));
    return req_send(req, name, REQ_DOCX, bytes);
}
