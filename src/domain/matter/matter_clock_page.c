/* The count day by day, as a page that prints; what recounts moved. */
#include "domain/matter/matter_clock_page.h"

#include "domain/matter/page/clock.tmpl.h"
#include "domain/matter/page/matter_route.h"
#include "domain/matter/page/recount.tmpl.h"
#include "domain/matter/page/told.tmpl.h"
#include "web/dispatch.h"
#include "web/i18n.h"

const char *show_clock_kind(int64_t kind)
{
    return matter_due_kind_word(kind);
}

const char *show_clock_standing(int64_t standing)
{
    return clock_standing_word(standing);
}

struct str show_clock_class(int64_t standing)
{
    switch (standing) {
    case CLOCK_RUNS:
    case CLOCK_IN_TIME:
        return STR("ok");
    case CLOCK_OVERDUE:
    case CLOCK_LATE:
        return STR("late");
    default:
        return STR("off");
    }
}

const char *show_clock_unit(int64_t limit_kind)
{
    return limit_kind == MATTER_HOURS ? T("累计小时") : T("第几天");
}

bool is_never(int64_t due_at)
{
    return due_at == MATTER_DUE_NEVER;
}

enum err matter_clock_page(struct req *req)
{
    struct matter_clocks v;
    enum err e = matter_find_clocks(req->ctx, (struct matter_id){req_id(req, "id")}, &v);
    if (e)
        return e;
    req->title = str_print(req->ctx->arena, "%.*s %.*s", STR_ARG(v.row.number),
                           STR_ARG(tr(req->ctx->lang, T("时限逐日计算"))));
    matter_clock_body(req, &v);
    return ERR_OK;
}

/* ---- who was told ---------------------------------------------------------------------------- */

const char *show_told_way(int64_t kind)
{
    return matter_told_way_word(kind);
}

const char *show_told_state(int64_t state)
{
    return matter_told_state_word(state);
}

enum err matter_told_page(struct req *req)
{
    struct matter_told v;
    enum err e = matter_find_told(req->ctx, (struct matter_id){req_id(req, "id")}, &v);
    if (e)
        return e;
    req->title = str_print(req->ctx->arena, "%.*s %.*s", STR_ARG(v.row.number),
                           STR_ARG(tr(req->ctx->lang, T("告知过谁"))));
    matter_told_body(req, &v);
    return ERR_OK;
}

/* ---- recounts -------------------------------------------------------------------------------- */

const char *show_recount_cause(int64_t cause)
{
    return matter_recount_word(cause);
}

enum err matter_recounts_page(struct req *req)
{
    struct matter_recounts v;
    enum err e = matter_find_recounts(req->ctx, &v);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("到期日的重算"));
    matter_recounts_body(req, &v);
    return ERR_OK;
}

enum err matter_recount_show_page(struct req *req)
{
    struct matter_recount_id id = {req_id(req, "id")};
    struct matter_recount_page v;
    struct url next = {STR_NULL};
    int64_t after = 0;
    str_int(req_query(req, "after"), &after);
    enum err e = matter_find_recount(req->ctx, id, after, &v);
    if (e)
        return e;
    if (v.next)
        next = emit_url_with_int(req->ctx->arena, url_matter_recount_show(req->ctx->arena, id),
                                 STR("after"), v.next);
    req->title = tr(req->ctx->lang, T("到期日的重算"));
    matter_recount_body(req, &v, next);
    return ERR_OK;
}
