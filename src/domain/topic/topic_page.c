/* The list of common causes, one of them, proposals, and their forms. */
#include "domain/topic/topic_page.h"

#include "domain/topic/page/topic.tmpl.h"
#include "domain/topic/page/topic_route.h"
#include "web/dispatch.h"
#include "web/i18n.h"

#define READERS (ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR)

static const struct menu menu[] = {{"/topics", T("共性问题"), READERS, NULL}};

const struct module topic_page_module = {
    .name = "topic_page",
    .pages = topic_routes,
    .page_n = topic_route_n,
    .menu = menu,
    .menu_n = sizeof(menu) / sizeof(menu[0]),
};

const char *show_topic_state(int64_t state)
{
    return topic_state_word(state);
}

struct str show_topic_class(int64_t state)
{
    return state == TOPIC_SOLVED ? STR("done") : STR("go");
}

struct html show_topic_form(struct req *req, const struct topic_form_page *v)
{
    struct form_page f = {0};
    form_begin(&f, &req->page, req, req->act->name, v->action, NULL);
    form_rest(&f);
    topic_buttons(&req->page, v);
    form_end(&f);
    return (struct html){STR("")};
}

enum err topic_list_page(struct req *req)
{
    struct topic_list v;
    enum err e = topic_find_list(req->ctx, &v);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("共性问题"));
    topic_list_body(req, &v, ctx_may(req->ctx, ROLE_COORDINATOR | ROLE_LEADER),
                    ctx_may(req->ctx, ROLE_COORDINATOR));
    return ERR_OK;
}

enum err topic_proposals_page(struct req *req)
{
    struct topic_proposals v;
    enum err e = topic_find_proposals(req->ctx, &v);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("可能的共性问题"));
    topic_proposals_body(req, &v, ctx_may(req->ctx, ROLE_COORDINATOR));
    return ERR_OK;
}

enum err topic_show_page(struct req *req)
{
    struct topic_page *p = ARENA_NEW(req->ctx->arena, struct topic_page);
    enum err e = topic_find_one(req->ctx, (struct topic_id){req_id(req, "id")}, &p->v);
    if (e)
        return e;
    p->may = ctx_may(req->ctx, ROLE_COORDINATOR);
    req->title = p->v.row.name;
    topic_show_body(req, p, &p->v);
    return ERR_OK;
}

/* ---- forms ----------------------------------------------------------------------------------- */

static void draw(struct req *req, struct topic_form_page *p)
{
    p->title = tr(req->ctx->lang, req->act->title);
    p->button = req->act->title;
    req->title = p->title;
    topic_form_body(req, p);
}

enum err topic_open_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct topic_form_page p = {
        .back = url_topic_list(arena),
        .action = url_topic_open(arena),
        .hint = T("先取个名称，事项可以随后逐件列入。"),
    };
    req->done_url = (struct url){STR("/topics/{id}")};
    draw(req, &p);
    return ERR_OK;
}

/* What stands there already, in a form that is opened. */
static enum err act_page(struct req *req, struct url action, const char *hint)
{
    struct arena *arena = req->ctx->arena;
    struct topic_id id = {req_id(req, "id")};
    struct topic_view v;
    enum err e = topic_find_one(req->ctx, id, &v);
    if (e)
        return e;
    if (!req->failed) {
        req_begin_with_int(req, "version", v.row.version);
        req_begin_with(req, "name", v.row.name);
        req_begin_with(req, "cause", v.row.cause);
        req_begin_with(req, "solution", v.row.solution);
    }
    struct topic_form_page p = {.back = url_topic_show(arena, id), .action = action, .hint = hint};
    req->done_url = p.back;
    draw(req, &p);
    return ERR_OK;
}

enum err topic_edit_page(struct req *req)
{
    return act_page(req, url_topic_edit(req->ctx->arena, (struct topic_id){req_id(req, "id")}),
                    NULL);
}

enum err topic_join_page(struct req *req)
{
    return act_page(req, url_topic_join(req->ctx->arena, (struct topic_id){req_id(req, "id")}),
                    T("事项列入以后仍各自办理，有了统一的解决办法再一并告知。"));
}

enum err topic_leave_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    return act_page(req,
                    url_topic_leave(arena, (struct topic_id){req_id(req, "id")},
                                    (struct matter_id){req_id(req, "matter")}),
                    NULL);
}

enum err topic_solve_page(struct req *req)
{
    return act_page(req, url_topic_solve(req->ctx->arena, (struct topic_id){req_id(req, "id")}),
                    T("写给企业看：每家企业会在自己的事项里看到这段话，看不到别家的事项。"));
}
