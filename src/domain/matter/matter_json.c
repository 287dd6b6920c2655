#include "domain/matter/matter_json.h"

#include "base/json.h"
#include "domain/matter/matter_find.h"

static void put_row(struct json_out *j, const struct ctx *ctx, const struct matter_row *r)
{
    int32_t zone = ctx->offset_min;
    json_put_str(j, "number", r->number);
    json_put_str(j, "title", r->title);
    json_put_c(j, "state", matter_state_name(r->state));
    json_put_c(j, "light", matter_light_name(r->light));
    json_put_day(j, "due", r->due);
    json_put_str(j, "department", r->lead_name);
    json_put_str(j, "helpers", r->helper_names);
    json_put_str(j, "firm", r->firm_name);
    json_put_str(j, "class", r->class_name);
    json_put_c(j, "source", matter_source_name(r->source));
    json_put_c(j, "urgency", matter_urgency_name(r->urgency));
    json_put_c(j, "turn", matter_turn_name(r->turn));
    json_put_str(j, "leader", r->leader_name);
    json_put_int(j, "late_days", r->late_days);
    json_put_int(j, "left_days", r->left_days);
    json_put_bool(j, "provisional", r->provisional);
    json_put_bool(j, "paused", r->paused);
    json_put_str(j, "due_words", r->due_words);
    json_put_instant(j, "raised_at", r->raised_at, zone);
    json_put_instant(j, "ended_at", r->ended_at, zone);
    json_put_instant(j, "last_at", r->last_at, zone);
    json_put_str(j, "last_note", r->last_note);
    json_put_c(j, "solved", matter_solved_name(r->solved));
    json_put_c(j, "rating", matter_rating_name(r->rating));
    json_put_int(j, "reopened", r->reopened);
    json_put_int(j, "pressed", r->pressed);
    json_put_int(j, "extended", r->extended);
    json_put_int(j, "merged_in", r->merged_in);
    json_put_int(j, "followers", r->followers);
    json_put_bool(j, "imported", r->imported);
    json_put_str(j, "outside_number", r->outside_number);
    json_put_id(j, "id", r->id.n);
    json_put_int(j, "version", r->version);
}

static enum err done(struct ctx *ctx, const struct buf *out)
{
    return buf_full(out) ? ctx_fail(ctx, ERR_LIMIT, NULL, T("结果太大，请缩小范围")) : ERR_OK;
}

enum err matter_json_list(struct ctx *ctx, const void *input, struct buf *out)
{
    struct matter_list list;
    enum err e = matter_find_list(ctx, input, &list);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_int(&j, "total", list.total);
    json_put_bool(&j, "total_more", list.total_more);
    json_put_str(&j, "next", list.next);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < list.rows.n; i++) {
        json_open(&j, NULL, '{');
        put_row(&j, ctx, &list.rows.at[i]);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}

/* The record ---------------------------------------------------------------------------------- */

static void put_duty(struct json_out *j, const struct ctx *ctx, const struct duty_view *d)
{
    int32_t zone = ctx->offset_min;
    json_put_id(j, "id", d->id.n);
    json_put_int(j, "version", d->version);
    json_put_str(j, "department", d->org_name);
    json_put_bool(j, "lead", d->lead);
    json_put_c(j, "state", duty_state_name(d->state));
    json_put_bool(j, "open", d->open);
    json_put_bool(j, "paused", d->paused);
    json_put_int(j, "limit", d->limit);
    json_put_c(j, "limit_kind", matter_limit_kind_name(d->limit_kind));
    json_put_str(j, "opinion", d->opinion);
    json_put_str(j, "solution", d->solution);
    json_put_instant(j, "assigned_at", d->assigned_at, zone);
    json_put_instant(j, "responded_at", d->responded_at, zone);
    json_put_instant(j, "answered_at", d->answered_at, zone);
    json_put_instant(j, "done_at", d->done_at, zone);
    json_put_day(j, "limit_day", d->limit_day);
    json_put_day(j, "first_promise", d->first_promise);
    json_put_day(j, "promise", d->promise);
    json_put_c(j, "light", matter_light_name(d->light));
    json_put_c(j, "kept", duty_kept_name(d->kept));
    json_put_int(j, "late_days", d->late_days);
    json_put_int(j, "extended", d->extended);
    json_put_int(j, "pressed", d->pressed);
    json_open(j, "promises", '[');
    for (size_t i = 0; i < d->promises.n; i++) {
        json_open(j, NULL, '{');
        json_put_int(j, "seq", d->promises.at[i].seq);
        json_put_day(j, "day", d->promises.at[i].day);
        json_put_instant(j, "at", d->promises.at[i].at, zone);
        json_put_str(j, "person", d->promises.at[i].person);
        json_put_str(j, "reason", d->promises.at[i].reason);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_ask(struct json_out *j, const struct ctx *ctx, const struct duty_ask_view *a)
{
    json_put_id(j, "id", a->id.n);
    json_put_id(j, "duty", a->duty.n);
    json_put_c(j, "kind", duty_ask_name(a->kind));
    json_put_c(j, "state", duty_ask_state_name(a->state));
    json_put_str(j, "department", a->org_name);
    json_put_str(j, "asker", a->asker);
    json_put_str(j, "reason", a->reason);
    json_put_instant(j, "asked_at", a->asked_at, ctx->offset_min);
    json_put_day(j, "to_day", a->to_day);
    json_put_str(j, "decider", a->decider);
    json_put_str(j, "decision", a->decision);
    json_put_instant(j, "decided_at", a->decided_at, ctx->offset_min);
}

static void put_story(struct json_out *j, const struct ctx *ctx, const struct matter_story_row *s)
{
    json_put_instant(j, "at", s->at, ctx->offset_min);
    json_put_c(j, "verb", matter_verb_name(s->verb));
    json_put_c(j, "state", matter_state_name(s->state));
    json_put_str(j, "org", s->org_name);
    json_put_str(j, "person", s->person_name);
    json_put_str(j, "text", s->text);
    json_put_day(j, "day", s->day);
    json_put_bool(j, "internal", s->internal);
    json_put_bool(j, "imported", s->imported);
}

#define PUT_ALL(name, vec, put)                                                                    \
    do {                                                                                           \
        json_open(&j, name, '[');                                                                  \
        for (size_t i = 0; i < (vec).n; i++) {                                                     \
            json_open(&j, NULL, '{');                                                              \
            put(&j, ctx, &(vec).at[i]);                                                            \
            json_close(&j, '}');                                                                   \
        }                                                                                          \
        json_close(&j, ']');                                                                       \
    } while (0)

static void put_file(struct json_out *j, const struct ctx *ctx, const struct matter_file_view *f)
{
    json_put_id(j, "id", f->id);
    json_put_str(j, "name", f->name);
    json_put_str(j, "type", f->type);
    json_put_int(j, "size", f->size);
    json_put_instant(j, "at", f->at, ctx->offset_min);
    json_put_str(j, "person", f->person);
}

static void put_next(struct json_out *j, const struct ctx *ctx, const struct matter_next *n)
{
    (void)ctx;
    json_put_c(j, "act", n->act);
    json_put_id(j, "duty", n->duty.n);
    json_put_id(j, "ask", n->ask.n);
}

enum err matter_json_show(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct matter_show_in *in = input;
    struct matter_id id;
    struct matter_view v;
    enum err e = matter_by_number(ctx, in->number, &id);
    if (e || (e = matter_find_one(ctx, id, &v)))
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    put_row(&j, ctx, &v.row);
    json_put_str(&j, "text", v.body);
    json_put_str(&j, "answer", v.answer);
    json_put_str(&j, "contact", v.contact);
    json_put_str(&j, "phone", v.phone);
    json_put_str(&j, "author", v.author);
    json_put_bool(&j, "on_behalf", v.on_behalf);
    json_put_instant(&j, "accepted_at", v.accepted_at, ctx->offset_min);
    json_put_instant(&j, "resolved_at", v.resolved_at, ctx->offset_min);
    json_put_c(&j, "closed_how", matter_closed_word(v.closed_how));
    json_put_str(&j, "end_reason", v.end_reason);
    json_put_str(&j, "merged_into", v.merged_into_number);
    PUT_ALL("duties", v.duties, put_duty);
    PUT_ALL("asks", v.asks, put_ask);
    PUT_ALL("story", v.story, put_story);
    PUT_ALL("files", v.files, put_file);
    PUT_ALL("next", v.next, put_next);
    PUT_ALL("merged", v.merged, put_row);
    PUT_ALL("same", v.same, put_row);
    json_close(&j, '}');
    return done(ctx, out);
}

/* Work to do ---------------------------------------------------------------------------------- */

enum err matter_json_duties(struct ctx *ctx, const void *input, struct buf *out)
{
    struct duty_list list;
    enum err e = matter_find_duties(ctx, input, &list);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_int(&j, "total", list.total);
    json_put_int(&j, "overdue", list.overdue);
    json_put_int(&j, "silent", list.silent);
    json_put_str(&j, "next", list.next);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < list.rows.n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "number", list.rows.at[i].matter.number);
        json_put_str(&j, "title", list.rows.at[i].matter.title);
        json_put_str(&j, "firm", list.rows.at[i].matter.firm_name);
        json_put_id(&j, "matter", list.rows.at[i].matter.id.n);
        put_duty(&j, ctx, &list.rows.at[i].duty);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}

enum err matter_json_todo(struct ctx *ctx, const void *input, struct buf *out)
{
    (void)input;
    struct matter_todo_list list;
    enum err e = matter_find_todo(ctx, &list);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_int(&j, "total", list.total);
    if (list.more)
        json_put_bool(&j, "total_more", true);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct matter_todo *todo = &list.rows.at[i];
        json_open(&j, NULL, '{');
        json_put_c(&j, "what", matter_todo_word(todo->kind));
        json_put_str(&j, "number", todo->matter.number);
        json_put_str(&j, "title", todo->matter.title);
        bool dated = todo->due_at != MATTER_DUE_NEVER;
        json_put_day(&j, "due",
                     dated ? day_of_instant(todo->due_at - 1, ctx->offset_min) : DAY_NONE);
        json_put_instant(&j, "due_at", dated ? todo->due_at : 0, ctx->offset_min);
        json_put_c(&j, "light", matter_light_name(todo->light));
        json_put_int(&j, "late_days", todo->late_days);
        json_put_id(&j, "matter", todo->matter.id.n);
        json_put_id(&j, "duty", todo->duty.n);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}

/* The board ----------------------------------------------------------------------------------- */

static void put_rate(struct json_out *j, const char *name, const struct matter_rate *rate)
{
    json_open(j, name, '{');
    json_put_int(j, "numerator", rate->numerator);
    json_put_int(j, "denominator", rate->denominator);
    json_open(j, "left_out", '[');
    for (size_t i = 0; i < rate->left_out_n; i++) {
        json_open(j, NULL, '{');
        json_put_c(j, "why", rate->left_out[i].why);
        json_put_int(j, "n", rate->left_out[i].n);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static void put_org(struct json_out *j, const struct ctx *ctx, const struct matter_board_org *o)
{
    (void)ctx;
    json_put_str(j, "department", o->name);
    json_put_int(j, "open", o->open);
    json_put_int(j, "overdue", o->overdue);
    json_put_int(j, "kept", o->kept);
    json_put_int(j, "kept_late", o->kept_late);
    json_put_int(j, "broken", o->broken);
    put_rate(j, "response", &o->response);
    put_rate(j, "solved", &o->solved);
    put_rate(j, "satisfied", &o->satisfied);
}

static void put_month(struct json_out *j, const struct ctx *ctx, const struct matter_board_month *m)
{
    (void)ctx;
    json_put_int(j, "month", m->month);
    json_put_int(j, "raised", m->raised);
    json_put_int(j, "resolved", m->resolved);
    json_put_int(j, "ended", m->ended);
    put_rate(j, "response", &m->response);
    put_rate(j, "solved", &m->solved);
    put_rate(j, "satisfied", &m->satisfied);
}

enum err matter_json_board(struct ctx *ctx, const void *input, struct buf *out)
{
    struct matter_board b;
    enum err e = matter_find_board(ctx, input, &b);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_int(&j, "open", b.open);
    json_put_int(&j, "overdue", b.overdue);
    json_put_int(&j, "soon", b.soon);
    json_put_int(&j, "score_milli", b.score_milli);
    put_rate(&j, "response", &b.response);
    put_rate(&j, "solved", &b.solved);
    put_rate(&j, "satisfied", &b.satisfied);
    json_open(&j, "states", '{');
    for (int64_t s = MATTER_DRAFT; s < MATTER_STATE_END_; s++)
        json_put_int(&j, matter_state_name(s), b.states[s]);
    json_close(&j, '}');
    PUT_ALL("departments", b.orgs, put_org);
    PUT_ALL("months", b.months, put_month);
    json_close(&j, '}');
    return done(ctx, out);
}

/* Smaller ones -------------------------------------------------------------------------------- */

enum err matter_json_classes(struct ctx *ctx, const void *input, struct buf *out)
{
    (void)input;
    struct matter_classes classes;
    enum err e = matter_find_classes(ctx, &classes);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < classes.rows.n; i++) {
        const struct matter_class_row *row = &classes.rows.at[i];
        json_open(&j, NULL, '{');
        json_put_str(&j, "full_name", row->full_name);
        json_put_int(&j, "depth", row->depth);
        json_put_bool(&j, "live", row->state == MATTER_CLASS_LIVE);
        json_put_int(&j, "limit", row->limit);
        json_put_c(&j, "limit_kind", matter_limit_kind_name(row->limit_kind));
        json_put_str(&j, "limit_source", row->limit_source);
        json_put_id(&j, "id", row->id.n);
        json_put_id(&j, "parent", row->parent.n);
        json_put_int(&j, "version", row->version);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}

enum err matter_json_bulk(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct matter_undo_in *in = input;
    struct matter_bulk_view b;
    enum err e = matter_find_bulk(ctx, (struct matter_bulk_id){in->bulk}, &b);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_c(&j, "verb", matter_verb_name(b.verb));
    json_put_int(&j, "done", b.done);
    json_put_int(&j, "refused", b.refused);
    json_put_bool(&j, "may_undo", b.may_undo);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < b.rows.n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "number", b.rows.at[i].number);
        json_put_bool(&j, "ok", b.rows.at[i].ok);
        json_put_str(&j, "message", b.rows.at[i].message);
        json_put_id(&j, "matter", b.rows.at[i].id.n);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}

/* What is published, and the counts beside it: what anybody may read. */
enum err matter_json_published(struct ctx *ctx, const void *input, struct buf *out)
{
    struct matter_published *rows;
    struct matter_public_counts counts;
    size_t n;
    int64_t next;
    (void)input;
    enum err e = matter_published_list(ctx, 0, &rows, &n, &next);
    if (e || (e = matter_published_counts(ctx, &counts)))
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "number", rows[i].number);
        json_put_str(&j, "title", rows[i].title);
        json_put_str(&j, "problem", rows[i].problem);
        json_put_str(&j, "result", rows[i].result);
        json_put_str(&j, "class", rows[i].class_name);
        json_put_int(&j, "year", rows[i].month / 12);
        json_put_int(&j, "month", rows[i].month % 12 + 1);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_put_int(&j, "fewer_than", counts.minimum);
    json_open(&j, "closed", '[');
    for (size_t i = 0; i < counts.rows.n; i++) {
        const struct matter_public_count *row = &counts.rows.at[i];
        json_open(&j, NULL, '{');
        json_put_str(&j, "class", row->class_name);
        if (row->group.mark == PUBLIC_SHOWN)
            json_put_int(&j, "n", row->group.n);
        else
            json_put_c(&j, "n", row->group.mark == PUBLIC_FEW ? "few" : "held");
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}
