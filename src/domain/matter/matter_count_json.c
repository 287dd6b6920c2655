/* `lianyuan matter clock NUMBER`: the count as JSON; the days come first, so that csv is the days.
 */
#include "base/json.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_count.h"
#include "domain/matter/matter_json.h"
#include "web/i18n.h"

static void put_limit(struct json_out *j, const struct matter_clock *c)
{
    if (c->fixed != DAY_NONE) {
        json_put_day(j, "limit", c->fixed);
        json_put_c(j, "limit_kind", "day");
        return;
    }
    json_put_int(j, "limit", c->limit);
    json_put_c(j, "limit_kind", matter_limit_kind_name(c->limit_kind));
}

static void put_day(struct json_out *j, struct ctx *ctx, const struct matter_clock *c,
                    const struct matter_clock_day *d)
{
    json_open(j, NULL, '{');
    json_put_c(j, "clock", clock_kind_name((int64_t)c->kind));
    json_put_str(j, "department", c->org_name);
    json_put_day(j, "day", d->day);
    json_put_int(j, "weekday", day_weekday(d->day) + 1); /* ISO 8601: Monday is 1 */
    json_put_bool(j, "working", d->working);
    json_put_str(j, "holiday", str_or_empty(d->holiday));
    json_put_bool(j, "counted", d->counted);
    json_put_int(j, "n", d->n);
    json_put_str(j, "why", tr_with(ctx->arena, ctx->lang, d->why, d->why_detail));
    json_put_str(j, "paused_by", str_or_empty(d->paused_by));
    json_put_str(j, "paused_for", str_or_empty(d->paused_what));
    json_put_bool(j, "due", d->due);
    json_put_bool(j, "provisional", !d->known);
    put_limit(j, c);
    json_close(j, '}');
}

static void put_clock(struct json_out *j, struct ctx *ctx, const struct matter_clock *c)
{
    json_open(j, NULL, '{');
    json_put_c(j, "clock", clock_kind_name((int64_t)c->kind));
    json_put_str(j, "department", c->org_name);
    json_put_c(j, "standing", clock_standing_name((int64_t)c->standing));
    put_limit(j, c);
    json_put_str(j, "rule", tr_with(ctx->arena, ctx->lang, c->rule, c->source));
    json_put_instant(j, "start", c->start_at, ctx->offset_min);
    json_put_instant(j, "stop", c->stop_at, ctx->offset_min);
    json_put_day(j, "due", c->due);
    json_put_bool(j, "provisional", c->provisional);
    json_put_int(j, "left_days", c->left_days);
    json_put_int(j, "late_days", c->late_days);
    json_put_bool(j, "as_stored", !c->stored || c->stored == c->due_at);
    json_close(j, '}');
}

enum err matter_json_clock(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct matter_show_in *in = input;
    struct matter_id id;
    struct matter_clocks v;
    enum err e = matter_by_number(ctx, in->number, &id);
    if (e || (e = matter_find_clocks(ctx, id, &v)))
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "number", v.row.number);
    json_put_str(&j, "title", v.row.title);
    json_put_str(&j, "class", v.row.class_name);
    json_put_int(&j, "calendar_version", v.calendar);
    json_put_str(
        &j, "calendar_years",
        str_print(ctx->arena, "%lld-%lld", (long long)v.first_year, (long long)v.last_year));
    json_put_str(&j, "calendar_source", v.calendar_source);
    json_put_day(&j, "calendar_horizon", v.horizon);
    json_put_bool(&j, "provisional", v.beyond);
    json_open(&j, "days", '[');
    for (size_t c = 0; c < v.clocks.n; c++)
        for (size_t i = 0; i < v.clocks.at[c].days.n; i++)
            put_day(&j, ctx, &v.clocks.at[c], &v.clocks.at[c].days.at[i]);
    json_close(&j, ']');
    json_open(&j, "clocks", '[');
    for (size_t c = 0; c < v.clocks.n; c++)
        put_clock(&j, ctx, &v.clocks.at[c]);
    json_close(&j, ']');
    json_close(&j, '}');
    return buf_full(out) ? ctx_fail(ctx, ERR_LIMIT, NULL, T("结果太大，请缩小范围")) : ERR_OK;
}
