/* Words, colours and addresses that the templates of the list ask for. */
#include "domain/matter/matter_page.h"
#include "domain/matter/page/matter_route.h"
#include "web/i18n.h"

struct str show_state_class(int64_t state)
{
    switch (state) {
    case MATTER_DRAFT:
    case MATTER_RAISED:
        return STR("wait");
    case MATTER_ACCEPTED:
    case MATTER_WORKING:
        return STR("go");
    case MATTER_RESOLVED:
        return STR("done");
    case MATTER_REFUSED:
        return STR("bad");
    default:
        return STR("");
    }
}

const char *show_day_label(int64_t verb)
{
    switch (verb) {
    case MATTER_ANSWER:
    case MATTER_SIGN:
        return T("承诺");
    case MATTER_EXTEND_ASK:
    case MATTER_EXTEND_DECIDE:
    case MATTER_RECOUNT:
        return T("改到");
    case MATTER_ASSIGN:
    case MATTER_DATE:
        return T("期限");
    default:
        return T("日期");
    }
}

struct str show_light_class(int64_t light)
{
    switch (light) {
    case MATTER_LIGHT_ON_TIME:
        return STR("ok");
    case MATTER_LIGHT_SOON:
        return STR("soon");
    case MATTER_LIGHT_OVERDUE:
        return STR("late");
    default:
        return STR("off");
    }
}

struct str show_verb_class(int64_t verb)
{
    switch (verb) {
    case MATTER_RAISE:
    case MATTER_ACCEPT:
    case MATTER_ASSIGN:
    case MATTER_ANSWER:
    case MATTER_RESOLVE:
    case MATTER_CLOSE:
    case MATTER_CONFIRM:
        return STR("mark");
    case MATTER_PRESS:
    case MATTER_REFUSE:
    case MATTER_REOPEN:
        return STR("alarm");
    default:
        return STR("");
    }
}

const char *show_state(int64_t state)
{
    return matter_state_word(state);
}
const char *show_source(int64_t source)
{
    return matter_source_word(source);
}
const char *show_urgency(int64_t urgency)
{
    return matter_urgency_word(urgency);
}
const char *show_verb(int64_t verb)
{
    return matter_verb_word(verb);
}
const char *show_duty_state(int64_t state)
{
    return duty_state_word(state);
}
const char *show_ask(int64_t kind)
{
    return duty_ask_word(kind);
}
const char *show_ask_state(int64_t state)
{
    return duty_ask_state_word(state);
}
const char *show_limit_kind(int64_t kind)
{
    return matter_limit_kind_word(kind);
}
struct str show_duty_limit(struct req *req, const struct duty_view *d)
{
    struct ctx *ctx = req->ctx;
    struct str kind = tr(ctx->lang, matter_limit_kind_word(d->limit_kind));
    if (d->limit_kind == MATTER_UNDATED)
        return kind;
    if (d->limit_kind == MATTER_FIXED_DAY)
        return tr_with(ctx->arena, ctx->lang, T("截至 {}"),
                       day_text(ctx->arena, (int32_t)d->limit));
    return str_print(ctx->arena, "%lld %.*s", (long long)d->limit, STR_ARG(kind));
}
const char *show_kept(int64_t kept)
{
    return duty_kept_word(kept);
}
const char *show_rating(int64_t rating)
{
    return matter_rating_word(rating);
}
const char *show_solved(int64_t solved)
{
    return matter_solved_word(solved);
}
const char *show_due_kind(int64_t kind)
{
    return matter_due_kind_word(kind);
}
const char *show_closed(int64_t how)
{
    return matter_closed_word(how);
}

const char *show_weekday(int32_t day)
{
    static const char *const names[] = {T("星期一"), T("星期二"), T("星期三"), T("星期四"),
                                        T("星期五"), T("星期六"), T("星期日")};
    return names[day_weekday(day)];
}

struct str show_long_day(struct arena *arena, enum lang lang, int32_t day)
{
    if (day == DAY_NONE)
        return STR("");
    if (lang == LANG_EN)
        return day_text(arena, day);
    struct date d = day_date(day);
    return str_print(arena, "%d年%d月%d日", d.year, d.month, d.day);
}

/* ---- the one act that a reader would do next with a row -------------------------------------- */

static const char *coordinator_next(const struct matter_row *r, const char **out_act)
{
    *out_act = NULL;
    switch (r->state) {
    case MATTER_RAISED:
        *out_act = "matter.accept";
        return T("受理");
    case MATTER_ACCEPTED:
        *out_act = "matter.assign";
        return T("交办");
    case MATTER_RESOLVED:
        *out_act = "matter.callback";
        return T("回访");
    case MATTER_WORKING:
        if (r->asks)
            return T("审批");
        if (r->light != MATTER_LIGHT_OVERDUE)
            return NULL;
        *out_act = "matter.press";
        return T("督办");
    default:
        return NULL;
    }
}

static const char *firm_next(const struct matter_row *r, const char **out_act)
{
    *out_act = NULL;
    if (r->state == MATTER_DRAFT) {
        *out_act = "matter.edit";
        return T("补充");
    }
    if (r->state == MATTER_RESOLVED) {
        *out_act = "matter.confirm";
        return T("确认");
    }
    return r->turn == MATTER_TURN_FIRM ? T("答复") : NULL;
}

const char *matter_row_act(const struct ctx *ctx, const struct matter_row *row)
{
    const char *act = NULL;
    if (ctx_may(ctx, ROLE_COORDINATOR))
        coordinator_next(row, &act);
    else if (ctx_may(ctx, ROLE_FIRM))
        firm_next(row, &act);
    return act;
}

struct matter_row_view matter_row_view(struct ctx *ctx, const struct matter_row *row)
{
    const char *act = NULL;
    struct matter_row_view v = {.row = *row, .url = url_matter_show(ctx->arena, row->id)};
    if (ctx_may(ctx, ROLE_COORDINATOR))
        v.next_label = coordinator_next(row, &act);
    else if (ctx_may(ctx, ROLE_FIRM))
        v.next_label = firm_next(row, &act);
    else if (ctx_may(ctx, ROLE_HEAD) && row->turn == MATTER_TURN_HEAD)
        v.next_label = T("签发");
    else if (ctx_may(ctx, ROLE_DEPARTMENT | ROLE_HEAD) && row->turn == MATTER_TURN_DEPARTMENT)
        v.next_label = T("办理");
    if (v.next_label)
        v.next = act ? matter_act_url(ctx->arena, act, row->id, (struct duty_id){0},
                                      (struct duty_ask_id){0})
                     : v.url;
    return v;
}
