/* The read verbs as JSON: enums by name, ids as strings, days and instants as ISO 8601. */
#include "base/json.h"
#include "core/calendar.h"
#include "domain/meeting/meeting_find.h"

static enum err done(struct ctx *ctx, const struct buf *out)
{
    return buf_full(out) ? ctx_fail(ctx, ERR_LIMIT, NULL, T("结果太大，请缩小范围")) : ERR_OK;
}

static void put_row(struct json_out *j, const struct ctx *ctx, const struct meeting_row *r)
{
    json_put_str(j, "number", r->number);
    json_put_str(j, "title", r->title);
    json_put_c(j, "state", meeting_state_name(r->state));
    json_put_instant(j, "starts_at", r->starts_at, ctx->offset_min);
    json_put_str(j, "place", r->place);
    json_put_int(j, "budget", r->budget);
    json_put_str(j, "chair", r->chair_name);
    json_put_id(j, "id", r->id.n);
    json_put_int(j, "version", r->version);
}

enum err meeting_json_list(struct ctx *ctx, const void *input, struct buf *out)
{
    struct meeting_rows rows;
    enum err e = meeting_find_list(ctx, input, &rows);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_int(&j, "total", rows.total);
    json_put_str(&j, "next", rows.next);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < rows.rows.n; i++) {
        json_open(&j, NULL, '{');
        put_row(&j, ctx, &rows.rows.at[i]);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}

static void put_item(struct json_out *j, const struct ctx *ctx, const struct meeting_item_view *v)
{
    json_put_id(j, "id", v->id.n);
    json_put_int(j, "version", v->version);
    json_put_int(j, "place", v->place);
    json_put_str(j, "matter", v->matter.number);
    json_put_int(j, "seen", v->matter.version);
    json_put_str(j, "title", v->matter.title);
    json_put_str(j, "firm", v->matter.firm_name);
    json_put_int(j, "minutes", v->minutes);
    json_put_int(j, "spent_s", v->spent_s);
    json_put_int(j, "points", v->points);
    json_put_c(j, "state", meeting_item_state_name(v->state));
    json_put_c(j, "kind", v->kind ? meeting_kind_name(v->kind) : NULL);
    json_put_str(j, "lead", v->lead_name);
    json_put_str(j, "helpers", v->helper_names);
    json_put_day(j, "promise", v->promise);
    json_put_str(j, "solution", v->solution);
    json_put_c(j, "said", meeting_said_name(v->said));
    json_put_str(j, "said_words", v->said_words);
    json_put_instant(j, "decided_at", v->decided_at, ctx->offset_min);
    json_put_str(j, "decided_by", v->decider_name);
}

static void put_view(struct json_out *j, const struct ctx *ctx, const struct meeting_view *v)
{
    put_row(j, ctx, &v->row);
    json_put_str(j, "note", v->note);
    json_put_instant(j, "invited_at", v->invited_at, ctx->offset_min);
    json_put_instant(j, "started_at", v->started_at, ctx->offset_min);
    json_put_instant(j, "ended_at", v->ended_at, ctx->offset_min);
    json_put_instant(j, "issued_at", v->issued_at, ctx->offset_min);
    json_put_str(j, "writer", v->writer_name);
    json_put_id(j, "current", v->current.n);
    json_put_int(j, "minutes", v->minutes);
    json_put_int(j, "hidden", v->hidden);
    json_put_str(j, "present", v->present);
    json_put_str(j, "absent", v->absent);
    json_put_str(j, "listed", v->listed);
    json_put_str(j, "opening", v->opening);
}

enum err meeting_json_show(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct meeting_show_in *in = input;
    struct meeting_id id;
    struct meeting_view v;
    enum err e = meeting_by_number(ctx, in->number, &id);
    if (e || (e = meeting_find_one(ctx, id, false, &v)))
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    put_view(&j, ctx, &v);
    json_open(&j, "items", '[');
    for (size_t i = 0; i < v.items.n; i++) {
        json_open(&j, NULL, '{');
        put_item(&j, ctx, &v.items.at[i]);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "guests", '[');
    for (size_t i = 0; i < v.guests.n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "name", v.guests.at[i].name);
        json_put_bool(&j, "firm", v.guests.at[i].firm);
        json_put_int(&j, "items", v.guests.at[i].items);
        json_put_instant(&j, "told_at", v.guests.at[i].told_at, ctx->offset_min);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}

static const char *const reason_names[MEETING_WHY_END_] = {
    [MEETING_WHY_URGENCY] = "urgency",   [MEETING_WHY_LATE] = "late",
    [MEETING_WHY_SOON] = "soon",         [MEETING_WHY_AGE] = "age",
    [MEETING_WHY_STAKE] = "stake",       [MEETING_WHY_OWNER] = "owner",
    [MEETING_WHY_SEVERAL] = "several",   [MEETING_WHY_PRESSED] = "pressed",
    [MEETING_WHY_REOPENED] = "reopened", [MEETING_WHY_WAITING] = "waiting",
};

enum err meeting_json_proposal(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct meeting_show_in *in = input;
    struct meeting_id id;
    struct meeting_proposal p;
    enum err e = meeting_by_number(ctx, in->number, &id);
    if (e || (e = meeting_find_proposal(ctx, id, &p)))
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_int(&j, "minutes_left", p.left);
    json_put_int(&j, "looked_at", p.looked_at);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < p.rows.n; i++) {
        const struct meeting_proposed *row = &p.rows.at[i];
        json_open(&j, NULL, '{');
        json_put_str(&j, "matter", row->matter.number);
        json_put_str(&j, "title", row->matter.title);
        json_put_bool(&j, "taken", row->taken);
        json_put_int(&j, "points", row->score.points);
        json_put_int(&j, "minutes", row->score.minutes);
        json_open(&j, "why", '{');
        for (size_t k = 0; k < row->score.n; k++)
            json_put_int(&j, reason_names[row->score.parts[k].reason], row->score.parts[k].points);
        json_close(&j, '}');
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}

static void put_orgs(struct json_out *j, const struct meeting_department *departments,
                     const struct meeting_line_word *w)
{
    json_open(j, "departments", '[');
    for (size_t i = 0; i < w->n; i++)
        json_put_str(j, NULL, departments[w->matches[i]].name);
    json_close(j, ']');
}

static struct str name_of(const struct meeting_department *departments, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (departments[i].id == id)
            return departments[i].name;
    return STR_NULL;
}

enum err meeting_json_line(struct ctx *ctx, const void *input, struct buf *out)
{
    static const char *const kinds[] = {"unknown", "department", "several", "day"};
    const struct meeting_line_in *in = input;
    struct meeting_department *departments;
    size_t n;
    enum err e = meeting_find_departments(ctx, &departments, &n);
    if (!e && !ctx->calendar)
        e = calendar_load(ctx);
    if (e)
        return e;
    struct meeting_line line =
        meeting_line_read(ctx->calendar, ctx_today(ctx), departments, n,
                          str_lower(ctx->arena, str_narrow(ctx->arena, in->line)));
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "lead", name_of(departments, n, line.lead));
    json_open(&j, "helpers", '[');
    for (size_t i = 0; i < line.helper_n; i++)
        json_put_str(&j, NULL, name_of(departments, n, line.helpers[i]));
    json_close(&j, ']');
    json_put_day(&j, "day", line.day);
    json_open(&j, "words", '[');
    for (size_t i = 0; i < line.n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "text", line.words[i].text);
        json_put_c(&j, "is", kinds[line.words[i].is]);
        put_orgs(&j, departments, &line.words[i]);
        json_put_day(&j, "day", line.words[i].day);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(ctx, out);
}
