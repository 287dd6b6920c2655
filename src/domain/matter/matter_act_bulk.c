/*
 * Many at once: each row goes through the same step as a single act, in a savepoint of its own, and
 * gets an outcome. For a minute the whole can be taken back, row by row, as new entries of story
 * and journal; a row that somebody has touched since stays as it is.
 */
#include "core/id.h"
#include "core/journal.h"
#include "core/notify.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"
#include "web/i18n.h"

struct bulk {
    struct ctx *ctx;
    const struct matter_bulk_in *in;
    struct sql_matter_bulk_add_in head;
};

static enum err step(struct matter_case *c, const struct matter_bulk_in *in,
                     struct matter_deed *deed)
{
    deed->text = in->reason;
    enum err e;
    switch (in->verb) {
    case MATTER_ACCEPT:
        return matter_step_accept(c);
    case MATTER_CLASSIFY:
        e = matter_case_set_class(c, in->class);
        deed->text = c->now.class_name;
        return e;
    case MATTER_LEADER:
        e = matter_case_set_leader(c, in->leader);
        deed->text = c->now.leader_name;
        return e;
    case MATTER_PRESS:
        deed->internal = true;
        return matter_step_press(c, in->reason);
    default: {
        struct matter_assign_in assign = {.lead = in->lead,
                                          .limit = in->limit,
                                          .limit_kind = in->limit_kind,
                                          .opinion = in->reason};
        return matter_step_assign(c, &assign);
    }
    }
}

/* The duty that the step made, if any. */
static struct duty_id made_duty(const struct matter_case *c)
{
    for (size_t i = 0; i < c->duty_n; i++)
        if (c->duties[i].fresh)
            return c->duties[i].now.id;
    return (struct duty_id){0};
}

struct row_try {
    struct bulk *bulk;
    struct sql_matter_bulk_row_add_in *row;
};

static enum err do_row(struct ctx *ctx, void *arg)
{
    struct row_try *t = arg;
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    struct matter_deed deed = {0};
    enum matter_verb verb = (enum matter_verb)t->bulk->in->verb;
    enum err e = matter_case_open(ctx, t->row->matter.n, 0, verb, c);
    if (!e)
        e = step(c, t->bulk->in, &deed);
    if (!e)
        e = matter_case_keep(c, &deed, NULL);
    t->row->version = c->now.version;
    t->row->was_state = c->was.state;
    t->row->was_class = c->was.class;
    t->row->was_leader = c->was.leader;
    t->row->duty = made_duty(c);
    return e;
}

/* What only this row did wrong is its outcome; what the machine did wrong ends the whole. */
static bool is_outcome(enum err e)
{
    return e == ERR_INVALID || e == ERR_DENIED || e == ERR_NOT_FOUND || e == ERR_CONFLICT ||
           e == ERR_LIMIT;
}

static struct str why(struct ctx *ctx)
{
    return ctx->error.message
               ? tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail)
               : STR("");
}

static enum err run_row(struct bulk *bulk, int64_t id)
{
    struct ctx *ctx = bulk->ctx;
    struct sql_matter_bulk_row_add_in row = {
        .park = ctx->park, .bulk = bulk->head.id, .matter = {id}, .message = STR("")};
    enum err e = journal_try(ctx, do_row, &(struct row_try){bulk, &row});
    row.ok = !e;
    if (is_outcome(e)) {
        row.message = why(ctx);
        row.duty = (struct duty_id){0};
        error_clear(&ctx->error);
        bulk->head.refused++;
        e = ERR_OK;
    } else if (!e) {
        bulk->head.done++;
    }
    return e ? e : sql_matter_bulk_row_add(ctx->db, &row, NULL);
}

static enum err check_input(struct ctx *ctx, const struct matter_bulk_in *in)
{
    if (in->ids.n > MATTER_BULK_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "ids", T("一次最多办 500 件"));
    if (in->verb == MATTER_CLASSIFY && !in->class)
        return ctx_fail(ctx, ERR_INVALID, "class", T("请选择类别"));
    if (in->verb == MATTER_ASSIGN && !in->lead)
        return ctx_fail(ctx, ERR_INVALID, "lead", T("请先定主办部门"));
    if (in->verb == MATTER_PRESS && str_empty(in->reason))
        return ctx_fail(ctx, ERR_INVALID, "reason", T("督办要写明要求"));
    for (size_t i = 0; i < in->ids.n; i++)
        for (size_t k = 0; k < i; k++)
            if (in->ids.at[i] == in->ids.at[k])
                return ctx_fail(ctx, ERR_INVALID, "ids", T("同一件事项选了两次"));
    return ERR_OK;
}

enum err matter_act_bulk(struct ctx *ctx, const void *input, struct act_result *out)
{
    struct bulk bulk = {.ctx = ctx, .in = input};
    bulk.head = (struct sql_matter_bulk_add_in){
        .park = ctx->park, .at = ctx->now_us, .person = ctx->actor.person, .verb = bulk.in->verb};
    enum err e = check_input(ctx, bulk.in);
    if (e || (e = id_next(ctx, &bulk.head.id.n)))
        return e;
    for (size_t i = 0; !e && i < bulk.in->ids.n; i++)
        e = run_row(&bulk, bulk.in->ids.at[i]);
    if (e || (e = sql_matter_bulk_add(ctx->db, &bulk.head, NULL)))
        return e;
    struct journal_field fields[] = {
        journal_new("verb", str_from(matter_verb_name(bulk.in->verb))),
        journal_int(ctx->arena, "done", 0, bulk.head.done),
        journal_int(ctx->arena, "refused", 0, bulk.head.refused),
    };
    out->id = bulk.head.id.n;
    out->message =
        tr_with(ctx->arena, ctx->lang,
                bulk.head.refused ? T("已办 {} 件，其余没有办成，原因见下") : T("已办 {} 件"),
                str_print(ctx->arena, "%lld", (long long)bulk.head.done));
    return journal_add(ctx, "matter_bulk", out->id, "bulk", fields, 3);
}

/* Taking back --------------------------------------------------------------------------------- */

static enum err undo_assign(struct matter_case *c, const struct sql_matter_bulk_rows_row *row)
{
    for (size_t i = 0; i < c->duty_n; i++) {
        struct duty_case *d = &c->duties[i];
        if (d->now.id.n != row->duty.n || !d->now.open)
            continue;
        enum err e = matter_case_end_duty(c, d, DUTY_CANCELLED);
        if (e)
            return e;
    }
    if (matter_case_open_duties(c))
        return ERR_OK;
    c->now.state = MATTER_ACCEPTED;
    c->now.lead = c->was.lead;
    return ERR_OK;
}

static void undo_press(struct matter_case *c)
{
    c->now.pressed--;
    for (size_t i = 0; i < c->duty_n; i++) {
        struct sql_duty_of_row *d = &c->duties[i].now;
        if (d->open && d->pressed && d->pressed_at == c->was.pressed_at) {
            d->pressed--;
            d->pressed_at = 0;
        }
    }
    c->now.pressed_at = 0;
}

struct undo_try {
    int64_t verb;
    const struct sql_matter_bulk_rows_row *row;
};

static enum err undo_row(struct ctx *ctx, void *arg)
{
    const struct undo_try *t = arg;
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    enum err e = matter_case_open(ctx, t->row->matter.n, t->row->version, MATTER_UNDO, c);
    if (e)
        return e;
    if (t->verb == MATTER_ACCEPT) {
        c->now.state = MATTER_RAISED;
        c->now.accepted_at = 0;
    } else if (t->verb == MATTER_CLASSIFY) {
        c->now.class = (struct matter_class_id){0};
        c->now.class_name = STR("");
        e = matter_case_set_class(c, t->row->was_class.n);
    } else if (t->verb == MATTER_LEADER) {
        e = matter_case_set_leader(c, t->row->was_leader.n);
    } else if (t->verb == MATTER_PRESS) {
        undo_press(c);
    } else {
        e = undo_assign(c, t->row);
    }
    struct matter_deed deed = {
        .text = str_from(matter_verb_word(t->verb)), .internal = true, .quiet = true};
    return e ? e : matter_case_keep(c, &deed, NULL);
}

static enum err check_undo(struct ctx *ctx, const struct sql_matter_bulk_get_row *head)
{
    if (head->person.n != ctx->actor.person.n)
        return ctx_fail(ctx, ERR_NOT_FOUND, "bulk", T("没有这次批量办理"));
    if (head->undone_at)
        return ctx_fail(ctx, ERR_CONFLICT, "bulk", T("已经撤销过了"));
    if (ctx->now_us - head->at > MATTER_UNDO_S * SECOND_US)
        return ctx_fail(ctx, ERR_CONFLICT, "bulk", T("超过一分钟，不能撤销了"));
    return ERR_OK;
}

enum err matter_act_bulk_undo(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_undo_in *in = input;
    struct sql_matter_bulk_get_row head;
    struct sql_matter_bulk_rows_row *rows;
    size_t n;
    int64_t done = 0, kept = 0;
    enum err e = sql_matter_bulk_get(
        ctx->db, ctx->arena, &(struct sql_matter_bulk_get_in){ctx->park, {in->bulk}}, &head);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "bulk", T("没有这次批量办理"));
    if (e || (e = check_undo(ctx, &head)))
        return e;
    e = sql_matter_bulk_rows(ctx->db, ctx->arena,
                             &(struct sql_matter_bulk_rows_in){ctx->park, head.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (!rows[i].ok)
            continue;
        e = journal_try(ctx, undo_row, &(struct undo_try){head.verb, &rows[i]});
        if (!e) {
            done++;
            e = notify_retract(ctx, "matter", rows[i].matter.n, head.at);
        } else if (is_outcome(e)) {
            kept++;
            error_clear(&ctx->error);
            e = ERR_OK;
        }
    }
    if (e ||
        (e = sql_matter_bulk_undone(
             ctx->db, &(struct sql_matter_bulk_undone_in){ctx->park, head.id, ctx->now_us}, NULL)))
        return e;
    struct journal_field fields[] = {journal_int(ctx->arena, "undone", 0, done),
                                     journal_int(ctx->arena, "kept", 0, kept)};
    out->id = head.id.n;
    out->message = tr_with(ctx->arena, ctx->lang,
                           kept ? T("已撤销 {} 件，其余之后又有变动，没有撤销") : T("已撤销 {} 件"),
                           str_print(ctx->arena, "%lld", (long long)done));
    return journal_add(ctx, "matter_bulk", head.id.n, "undo", fields, 2);
}
