/* In the room: begin, who writes, what is on the screen, end. */
#include "core/journal.h"
#include "domain/meeting/meeting_act.h"
#include "web/i18n.h"

static enum err items_of(struct meeting_case *c, struct sql_meeting_items_row **out, size_t *out_n)
{
    struct ctx *ctx = c->ctx;
    return sql_meeting_items(ctx->db, ctx->arena,
                             &(struct sql_meeting_items_in){ctx->park, c->now.id}, out, out_n);
}

enum err meeting_act_start(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_act_in *in = input;
    struct meeting_case c;
    struct sql_meeting_items_row *items;
    size_t n;
    enum err e = meeting_case_open(ctx, in->id, in->version, MEETING_START, &c);
    if (e || (e = items_of(&c, &items, &n)))
        return e;
    if (!n)
        return ctx_fail(ctx, ERR_INVALID, NULL, T("议程还是空的，请先排议题"));
    c.now.state = MEETING_RUNNING;
    c.now.started_at = ctx->now_us;
    c.at.item = items[0].id;
    c.at.since_at = ctx->now_us;
    if ((e = meeting_case_guests(&c)) || (e = meeting_case_pen(&c, true)) ||
        (e = meeting_case_put_now(&c)))
        return e;
    return meeting_case_keep(&c, "start", T("会议 {} 开始"), out);
}

static enum err done(struct meeting_case *c, const char *message, struct act_result *out)
{
    out->id = c->now.id.n;
    out->version = c->now.version;
    out->number = c->now.number;
    out->message = tr_with(c->ctx->arena, c->ctx->lang, message, c->now.number);
    return ERR_OK;
}

enum err meeting_act_pen(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_pen_in *in = input;
    struct meeting_case c;
    enum err e = meeting_case_open(ctx, in->id, 0, MEETING_WRITE, &c);
    if (e || (e = meeting_case_pen(&c, in->take)) || (e = meeting_case_put_now(&c)))
        return e;
    return done(&c, T("现在由您执笔：{}"), out);
}

/* What the item that leaves the screen has taken so far. */
static enum err spend(struct meeting_case *c)
{
    struct ctx *ctx = c->ctx;
    struct sql_meeting_item_get_row item;
    struct sql_meeting_item_get_in key = {ctx->park, c->now.id, c->at.item};
    if (!c->at.item.n || !c->at.since_at || c->at.since_at > ctx->now_us)
        return ERR_OK;
    enum err e = sql_meeting_item_get(ctx->db, ctx->arena, &key, &item);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    struct sql_meeting_item_spend_in in = {ctx->park, c->now.id, c->at.item,
                                           item.spent_s +
                                               (ctx->now_us - c->at.since_at) / SECOND_US};
    return sql_meeting_item_spend(ctx->db, &in, NULL);
}

/* Who writes turns the page; a leader of the park may as well, without the pen. */
enum err meeting_act_move(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_item_in *in = input;
    struct meeting_case c;
    struct sql_meeting_item_get_row item;
    enum err e = meeting_case_open(ctx, in->id, 0, MEETING_WRITE, &c);
    if (!e && !ctx_may(ctx, ROLE_LEADER))
        e = meeting_case_pen(&c, false);
    if (e)
        return e;
    e = sql_meeting_item_get(ctx->db, ctx->arena,
                             &(struct sql_meeting_item_get_in){ctx->park, c.now.id, {in->item}},
                             &item);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "item", T("这项议题已经不在议程里"));
    if (e)
        return e;
    if (c.at.item.n != in->item) {
        struct journal_field f = journal_id(ctx->arena, "item", c.at.item.n, in->item);
        if ((e = spend(&c)) || (e = journal_add(ctx, "meeting", c.now.id.n, "move", &f, 1)))
            return e;
        c.at.item = item.id;
        c.at.since_at = ctx->now_us;
    }
    if ((e = meeting_case_put_now(&c)))
        return e;
    return done(&c, T("现在讨论的议题已换：{}"), out);
}

/* What was not talked about stays on the list as it was; the minutes say so. */
enum err meeting_act_end(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_act_in *in = input;
    struct meeting_case c;
    enum err e = meeting_case_open(ctx, in->id, in->version, MEETING_END, &c);
    if (e || (e = meeting_case_pen(&c, false)) || (e = spend(&c)))
        return e;
    c.now.state = MEETING_ENDED;
    c.now.ended_at = ctx->now_us;
    c.at.item = (struct meeting_item_id){0};
    c.at.since_at = 0;
    if ((e = meeting_case_put_now(&c)))
        return e;
    return meeting_case_keep(&c, "end", T("会议 {} 已结束，请核对纪要"), out);
}
