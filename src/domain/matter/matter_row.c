#include "domain/matter/matter_row.h"

#include "domain/matter/matter_case.h"

/* A day's end belongs to the day before it. While the lead waits for the firm its day moves on with
 * every day: there is none. Filters by due day look at the same instant, so that they find exactly
 * what shows such a day. */
static int32_t matter_due_day(const struct ctx *ctx, int64_t due_at)
{
    return due_at == MATTER_DUE_NEVER ? DAY_NONE : day_of_instant(due_at - 1, ctx->offset_min);
}

void matter_row_fill(const struct ctx *ctx, const struct sql_matter_get_row *m, int64_t soon_days,
                     struct matter_row *out)
{
    struct matter_now now = matter_now(ctx);
    *out = (struct matter_row){
        .id = m->id,
        .version = m->version,
        .number = m->number,
        .outside_number = m->outside_number,
        .title = m->title,
        .state = m->state,
        .turn = m->turn,
        .source = m->source,
        .urgency = m->urgency,
        .light = (int64_t)matter_light(&now, m->open, m->due_at, soon_days),
        .class = m->class,
        .class_name = m->class_name,
        .firm = m->firm,
        .firm_name = m->firm_name,
        .lead = m->lead,
        .lead_name = m->lead_name,
        .helper_names = m->helper_names,
        .leader = m->leader,
        .leader_name = m->leader_name,
        .due = matter_due_day(ctx, m->due_at),
        .due_at = m->due_at,
        .due_kind = m->due_kind,
        .due_words = m->due_words,
        .open = m->open,
        .paused = m->paused,
        .provisional = m->provisional,
        .imported = m->imported,
        .raised_at = m->raised_at,
        .ended_at = m->ended_at,
        .last_at = m->last_at,
        .last_note = m->last_note,
        .reopened = m->reopened,
        .pressed = m->pressed,
        .extended = m->extended,
        .asks = m->asks,
        .merged_in = m->merged_in,
        .followers = m->followers,
        .rating = m->rating,
        .solved = m->solved,
    };
    if (out->light == MATTER_LIGHT_OVERDUE)
        out->late_days = matter_late_days(&now, m->due_at);
    else if (out->light != MATTER_LIGHT_NONE)
        out->left_days = matter_left_days(&now, m->due_at);
}

enum err matter_row_get(struct ctx *ctx, struct matter_id id, int64_t soon_days,
                        struct matter_row *out)
{
    struct sql_matter_get_row record;
    enum err e =
        sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, id}, &record);
    if (!e)
        matter_row_fill(ctx, &record, soon_days, out);
    return e;
}

void duty_view_fill(const struct ctx *ctx, const struct sql_duty_of_row *d,
                    const struct matter_rules *rules, struct duty_view *out)
{
    struct matter_now now = matter_now(ctx);
    *out = (struct duty_view){
        .id = d->id,
        .version = d->version,
        .org = d->org,
        .org_name = d->org_name,
        .lead = d->lead,
        .open = d->open,
        .paused = d->paused_at != 0,
        .provisional = d->provisional,
        .state = d->state,
        .light = (int64_t)matter_light(&now, d->open, d->due_at, rules->soon_days),
        .kept = d->kept,
        .limit = d->limit_amount,
        .limit_kind = d->limit_kind,
        .opinion = d->opinion,
        .solution = d->solution,
        .assigned_at = d->assigned_at,
        .respond_at = d->respond_at,
        .responded_at = d->responded_at,
        .answered_at = d->answered_at,
        .done_at = d->done_at,
        .ended_at = d->ended_at,
        .noted_at = d->noted_at,
        .limit_day = d->limit_day,
        .first_promise = d->first_promise,
        .promise = d->promise,
        .due_at = d->due_at,
        .extended = d->extended,
        .pressed = d->pressed,
        .silent =
            d->open && !d->paused_at && d->noted_at + rules->note_days * DAY_US <= ctx->now_us,
        .mine = ctx->actor.org.n && d->org.n == ctx->actor.org.n,
    };
    if (out->light == MATTER_LIGHT_OVERDUE)
        out->late_days = matter_late_days(&now, d->due_at);
    else if (out->light != MATTER_LIGHT_NONE)
        out->left_days = matter_left_days(&now, d->due_at);
}
