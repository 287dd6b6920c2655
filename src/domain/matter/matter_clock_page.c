/* The count day by day, as a page that prints. */
#include "domain/matter/matter_clock_page.h"

#include "domain/matter/page/clock.tmpl.h"
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
