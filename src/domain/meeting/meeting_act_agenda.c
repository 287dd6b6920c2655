/* What is talked about: filled from the list by the rule, and put in order by hand. */
#include "core/id.h"
#include "core/journal.h"
#include "domain/matter/matter_find.h"
#include "domain/meeting/meeting_act.h"
#include "domain/meeting/meeting_find.h"
#include "web/i18n.h"

static enum err items_of(struct meeting_case *c, struct sql_meeting_items_row **out, size_t *out_n)
{
    struct ctx *ctx = c->ctx;
    return sql_meeting_items(ctx->db, ctx->arena,
                             &(struct sql_meeting_items_in){ctx->park, c->now.id}, out, out_n);
}

static enum err add_item(struct meeting_case *c, struct matter_id matter, int64_t place,
                         const struct meeting_score *score, int64_t minutes)
{
    struct ctx *ctx = c->ctx;
    struct sql_meeting_item_add_in in = {
        .park = ctx->park,
        .meeting = c->now.id,
        .place = place,
        .matter = matter,
        .minutes = minutes ? minutes : score->minutes,
        .points = score->points,
        .reasons = meeting_parts_text(ctx->arena, score),
        .state = MEETING_ITEM_WAITING,
    };
    enum err e = id_next(ctx, &in.id.n);
    if (e || (e = sql_meeting_item_add(ctx->db, &in, NULL)))
        return e;
    struct journal_field f[] = {
        journal_id(ctx->arena, "matter", 0, matter.n),
        journal_int(ctx->arena, "place", 0, place),
    };
    return journal_add(ctx, "meeting", c->now.id.n, "add", f, 2);
}

enum err meeting_act_fill(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_act_in *in = input;
    struct meeting_case c;
    struct meeting_proposal proposal;
    struct sql_meeting_items_row *items;
    size_t n;
    enum err e = meeting_case_open(ctx, in->id, in->version, MEETING_EDIT, &c);
    if (e || (e = items_of(&c, &items, &n)) ||
        (e = meeting_find_proposal(ctx, c.now.id, &proposal)))
        return e;
    int64_t place = (int64_t)n, added = 0;
    for (size_t i = 0; !e && i < proposal.rows.n; i++) {
        const struct meeting_proposed *p = &proposal.rows.at[i];
        if (!p->taken)
            continue;
        e = add_item(&c, p->matter.id, ++place, &p->score, 0);
        added++;
    }
    if (!e && !added)
        e = ctx_fail(ctx, ERR_INVALID, NULL, T("没有可加的：时间已排满，或清单上没有未办结的事项"));
    if (!e)
        e = meeting_case_keep(&c, "fill", T("已按清单排好议程：{}"), out);
    if (!e)
        out->message = tr_with(ctx->arena, ctx->lang, T("已从清单加入 {} 项议题"),
                               str_print(ctx->arena, "%lld", (long long)added));
    return e;
}

enum err meeting_act_add(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_add_in *in = input;
    struct meeting_case c;
    struct sql_meeting_items_row *items;
    struct matter_row row;
    struct matter_id matter;
    struct meeting_candidate candidate;
    size_t n;
    enum err e = meeting_case_open(ctx, in->id, 0, MEETING_EDIT, &c);
    if (e)
        return e;
    e = matter_by_number(ctx, in->matter, &matter);
    if (e == ERR_NOT_FOUND) {
        error_clear(&ctx->error);
        return ctx_fail_detail(ctx, ERR_INVALID, "matter", T("没有这个编号的事项：{}"), in->matter);
    }
    if (e || (e = matter_find_row(ctx, matter, &row)) || (e = items_of(&c, &items, &n)))
        return e;
    if (!row.open || row.state == MATTER_DRAFT)
        return ctx_fail(ctx, ERR_INVALID, "matter", T("只有没办结的事项才能上会"));
    for (size_t i = 0; i < n; i++)
        if (items[i].matter.n == matter.n)
            return ctx_fail(ctx, ERR_INVALID, "matter", T("这件事项已经在议程里"));
    if (n >= MEETING_ITEMS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "matter", T("一次会议最多 60 项议题"));
    if ((e = meeting_candidate_of(ctx, &row, &candidate)))
        return e;
    struct meeting_score score = meeting_score(&candidate);
    if ((e = add_item(&c, matter, (int64_t)n + 1, &score, in->minutes)))
        return e;
    if (c.now.state == MEETING_RUNNING && (e = meeting_case_guests(&c)))
        return e;
    return meeting_case_keep(&c, "agenda", T("已加入议程：{}"), out);
}

/* Puts item at a place (0: takes it away) and numbers all anew from 1. */
static enum err arrange(struct meeting_case *c, int64_t item, int64_t place, int64_t minutes,
                        bool *out_found)
{
    struct ctx *ctx = c->ctx;
    struct sql_meeting_items_row *items;
    size_t n;
    enum err e = items_of(c, &items, &n);
    int64_t next = 1;
    *out_found = false;
    for (size_t i = 0; !e && i < n; i++)
        *out_found = *out_found || items[i].id.n == item;
    for (size_t i = 0; !e && i < n; i++) {
        struct sql_meeting_item_place_in in = {ctx->park, c->now.id, items[i].id, 0,
                                               items[i].minutes};
        if (items[i].id.n == item) {
            if (!place)
                continue;
            in.place = place > (int64_t)n ? (int64_t)n : place;
            in.minutes = minutes ? minutes : items[i].minutes;
        } else {
            if (place && next == place)
                next++;
            in.place = next++;
        }
        if (in.place != items[i].place || in.minutes != items[i].minutes)
            e = sql_meeting_item_place(ctx->db, &in, NULL);
    }
    return e;
}

enum err meeting_act_place(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_place_in *in = input;
    struct meeting_case c;
    struct sql_meeting_item_get_row item;
    bool found;
    enum err e = meeting_case_open(ctx, in->id, 0, MEETING_EDIT, &c);
    if (e)
        return e;
    e = sql_meeting_item_get(ctx->db, ctx->arena,
                             &(struct sql_meeting_item_get_in){ctx->park, c.now.id, {in->item}},
                             &item);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_CONFLICT, NULL, T("这项议题已经不在议程里"));
    if (!e)
        e = arrange(&c, in->item, in->place ? in->place : item.place, in->minutes, &found);
    return e ? e : meeting_case_keep(&c, "agenda", T("议程顺序已改：{}"), out);
}

enum err meeting_act_drop(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_item_in *in = input;
    struct meeting_case c;
    struct sql_meeting_item_get_row item;
    bool found;
    struct sql_meeting_item_get_in key = {ctx->park, {in->id}, {in->item}};
    enum err e = meeting_case_open(ctx, in->id, 0, MEETING_EDIT, &c);
    if (e)
        return e;
    e = sql_meeting_item_get(ctx->db, ctx->arena, &key, &item);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_CONFLICT, NULL, T("这项议题已经不在议程里"));
    if (e)
        return e;
    if (item.state != MEETING_ITEM_WAITING)
        return ctx_fail(ctx, ERR_CONFLICT, NULL, T("已经议过的不能去掉，纪要里要有它"));
    struct journal_field f = journal_id(ctx->arena, "matter", item.matter.n, 0);
    if ((e = arrange(&c, in->item, 0, 0, &found)) ||
        (e = sql_meeting_item_drop(
             ctx->db, &(struct sql_meeting_item_drop_in){ctx->park, c.now.id, item.id}, NULL)) ||
        (e = journal_add(ctx, "meeting", c.now.id.n, "drop", &f, 1)))
        return e;
    if (c.at.item.n == in->item) {
        c.at.item = (struct meeting_item_id){0};
        e = meeting_case_put_now(&c);
    }
    return e ? e : meeting_case_keep(&c, "agenda", T("已从议程去掉：{}"), out);
}

enum err meeting_act_stake(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_stake_in *in = input;
    struct matter_row row;
    struct sql_meeting_stake_get_row old = {0};
    struct matter_id id = {in->matter};
    enum err e = matter_find_row(ctx, id, &row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "matter", T("没有这件事项"));
    if (!e)
        e = sql_meeting_stake_get(ctx->db, ctx->arena,
                                  &(struct sql_meeting_stake_get_in){ctx->park, id}, &old);
    if (e && e != ERR_NOT_FOUND)
        return e;
    struct sql_meeting_stake_put_in put = {
        ctx->park,       id,         in->days, str_or_empty(in->why), ctx->actor.person,
        ctx->actor.name, ctx->now_us};
    struct journal_field f[] = {
        journal_int(ctx->arena, "stake_days", old.days, in->days),
        journal_text("stake_why", old.why, put.why),
    };
    if ((e = sql_meeting_stake_put(ctx->db, &put, NULL)) ||
        (e = journal_add(ctx, "matter", id.n, "stake", f, 2)))
        return e;
    out->id = id.n;
    out->version = row.version;
    out->number = row.number;
    out->message = tr_with(ctx->arena, ctx->lang, T("影响工期已记下：{}"), row.number);
    return ERR_OK;
}
