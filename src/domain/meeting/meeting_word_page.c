/* Words and colours of meetings, and their module of pages. */
#include "domain/meeting/meeting_page.h"
#include "domain/meeting/page/meeting_route.h"
#include "web/i18n.h"

#define READERS                                                                                    \
    (ROLE_FIRM | ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR)

static const struct menu menu[] = {
    {"/meetings", T("会议"), READERS, NULL},
};

const struct module meeting_page_module = {
    .name = "meeting_page",
    .pages = meeting_routes,
    .page_n = meeting_route_n,
    .menu = menu,
    .menu_n = sizeof(menu) / sizeof(menu[0]),
};

const char *show_meeting_state(int64_t state)
{
    return meeting_state_word(state);
}

struct str show_meeting_state_class(int64_t state)
{
    switch (state) {
    case MEETING_RUNNING:
        return STR("go");
    case MEETING_PREPARING:
    case MEETING_ENDED:
        return STR("wait");
    case MEETING_ISSUED:
        return STR("done");
    case MEETING_CANCELLED:
        return STR("bad");
    default:
        return STR("");
    }
}

const char *show_item_state(int64_t state)
{
    return meeting_item_state_word(state);
}

struct str show_item_state_class(int64_t state)
{
    return state == MEETING_ITEM_DECIDED    ? STR("done")
           : state == MEETING_ITEM_DEFERRED ? STR("wait")
                                            : STR("");
}

const char *show_kind(int64_t kind)
{
    return meeting_kind_word(kind);
}

const char *show_said(int64_t said)
{
    return meeting_said_word(said);
}

static const struct duty_view *open_lead(const struct meeting_item_view *item)
{
    for (size_t i = 0; item->full && i < item->full->duties.n; i++)
        if (item->full->duties.at[i].open && item->full->duties.at[i].lead)
            return &item->full->duties.at[i];
    return NULL;
}

/* A promise that is broken is not given again: it is pressed. */
static bool broken(const struct req *req, const struct duty_view *lead)
{
    return lead && lead->first_promise != DAY_NONE && lead->promise < ctx_today(req->ctx);
}

struct str show_kinds_for(struct req *req, const struct meeting_item_view *item)
{
    switch (item->matter.state) {
    case MATTER_RESOLVED:
        return STR("confirm redo defer");
    case MATTER_WORKING:
        return broken(req, open_lead(item)) ? STR("press assign solve defer")
                                            : STR("assign solve press defer");
    case MATTER_RAISED:
    case MATTER_ACCEPTED:
        return STR("assign solve defer");
    default:
        return STR("defer");
    }
}

struct str show_reason(struct req *req, const struct meeting_part *part)
{
    struct ctx *ctx = req->ctx;
    struct str detail = part->reason == MEETING_WHY_URGENCY
                            ? tr(ctx->lang, matter_urgency_word(part->n))
                            : str_print(ctx->arena, "%lld", (long long)part->n);
    return tr_with(ctx->arena, ctx->lang, meeting_reason_word(part), detail);
}

struct str show_clock(struct req *req, int64_t instant_us)
{
    const struct ctx *ctx = req->ctx;
    int32_t day = day_of_instant(instant_us, ctx->offset_min);
    int64_t minute = (instant_us - instant_of_day(day, ctx->offset_min)) / MINUTE_US;
    return str_print(ctx->arena, "%02d:%02d", (int)(minute / 60), (int)(minute % 60));
}

struct str show_when(struct req *req, int64_t instant_us)
{
    struct ctx *ctx = req->ctx;
    int32_t day = day_of_instant(instant_us, ctx->offset_min);
    struct str weekday = tr(ctx->lang, show_weekday(day));
    return str_print(ctx->arena, "%.*s %.*s %.*s",
                     STR_ARG(show_long_day(ctx->arena, ctx->lang, day)), STR_ARG(weekday),
                     STR_ARG(show_clock(req, instant_us)));
}

/* Names that would not read back as one department (a part of another one's) are rare: the line
 * then says so, and the secretary types more. */
struct str show_line_start(struct req *req, const struct meeting_item_view *item)
{
    struct arena *arena = req->ctx->arena;
    const struct duty_view *lead = open_lead(item);
    struct str line = STR("");
    if (!lead)
        return line;
    line = lead->org_name;
    for (size_t i = 0; i < item->full->duties.n; i++) {
        const struct duty_view *d = &item->full->duties.at[i];
        if (d->open && !d->lead)
            line = str_print(arena, "%.*s %.*s", STR_ARG(line), STR_ARG(d->org_name));
    }
    if (lead->first_promise != DAY_NONE && !broken(req, lead))
        line =
            str_print(arena, "%.*s %.*s", STR_ARG(line), STR_ARG(day_text(arena, lead->promise)));
    return line;
}
