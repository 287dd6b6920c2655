/* Due days in people's calendars: a department's own duties, everybody else's open matters. */
#include "domain/matter/matter_feed.h"
#include "base/i18n.h"
#include "core/feed.h"
#include "domain/matter/matter.h"
#include "domain/matter/matter_find.h"

enum { FEED_ROWS_MAX = 300 };

struct feed_event_list {
    VEC(struct feed_event) rows;
};

static struct str path_of(struct ctx *ctx, struct matter_id id)
{
    return str_print(ctx->arena, "/matters/%lld", (long long)id.n);
}

static struct str title_of(struct ctx *ctx, const char *sentence, const struct matter_row *m)
{
    struct str what = str_print(ctx->arena, "%.*s %.*s", STR_ARG(m->number), STR_ARG(m->title));
    return tr_with(ctx->arena, ctx->lang, sentence, what);
}

static enum err add_duties(struct ctx *ctx, struct feed_event_list *out)
{
    struct duty_list duties;
    struct matter_duties_in in = {.limit = FEED_ROWS_MAX};
    enum err e = matter_find_duties(ctx, &in, &duties);
    for (size_t i = 0; !e && i < duties.rows.n; i++) {
        const struct duty_view *d = &duties.rows.at[i].duty;
        const struct matter_row *m = &duties.rows.at[i].matter;
        if (!d->open || d->due_at == 0)
            continue;
        /* due_at is the end of the last day */
        int32_t day = day_of_instant(d->due_at - 1, ctx->offset_min);
        struct feed_event event = {
            .uid = str_print(ctx->arena, "duty-%lld", (long long)d->id.n),
            .title = title_of(ctx, T("交办到期：{}"), m),
            .text = d->promise != DAY_NONE ? tr_with(ctx->arena, ctx->lang, T("承诺日期 {}"),
                                                     day_text(ctx->arena, d->promise))
                                           : STR(""),
            .place = STR(""),
            .path = path_of(ctx, m->id),
            .day = day,
            .changed_us = m->last_at,
            .version = d->version,
        };
        *VEC_ADD(ctx->arena, &out->rows) = event;
    }
    return e;
}

static enum err add_matters(struct ctx *ctx, struct feed_event_list *out)
{
    struct matter_list list;
    struct matter_list_in in = {.open = true,
                                .order = MATTER_ORDER_DUE,
                                .limit = FEED_ROWS_MAX,
                                .due_from = DAY_NONE,
                                .due_to = DAY_NONE,
                                .raised_from = DAY_NONE,
                                .raised_to = DAY_NONE};
    enum err e = matter_find_list(ctx, &in, &list);
    for (size_t i = 0; !e && i < list.rows.n; i++) {
        const struct matter_row *m = &list.rows.at[i];
        if (m->due == DAY_NONE)
            continue;
        struct feed_event event = {
            .uid = str_print(ctx->arena, "matter-%lld", (long long)m->id.n),
            .title = title_of(ctx, T("事项到期：{}"), m),
            .text = m->lead_name,
            .place = STR(""),
            .path = path_of(ctx, m->id),
            .day = m->due,
            .changed_us = m->last_at,
            .version = m->version,
        };
        *VEC_ADD(ctx->arena, &out->rows) = event;
    }
    return e;
}

enum err matter_feed(struct ctx *ctx, struct feed_event **out, size_t *out_n)
{
    struct feed_event_list list = {0};
    enum err e = ERR_OK;
    if (ctx_may(ctx, ROLE_DEPARTMENT | ROLE_HEAD))
        e = add_duties(ctx, &list);
    else if (ctx_may(ctx, ROLE_FIRM | ROLE_COORDINATOR | ROLE_LEADER))
        e = add_matters(ctx, &list);
    *out = list.rows.at;
    *out_n = list.rows.n;
    return e;
}
