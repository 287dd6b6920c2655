#include "base/map.h"
#include "core/journal.h"
#include "core/notify.h"
#include "core/org.h"
#include "domain/matter/matter_find.h"
#include "domain/meeting/meeting_act.h"
#include "web/i18n.h"

static enum err load_now(struct meeting_case *c)
{
    struct ctx *ctx = c->ctx;
    enum err e = sql_meeting_now_get(
        ctx->db, ctx->arena, &(struct sql_meeting_now_get_in){ctx->park, c->was.id}, &c->at);
    if (e == ERR_NOT_FOUND) {
        c->at = (struct sql_meeting_now_get_row){.writer_name = STR("")};
        e = ERR_OK;
    }
    return e;
}

enum err meeting_case_open(struct ctx *ctx, int64_t id, int64_t version, enum meeting_step step,
                           struct meeting_case *out)
{
    *out = (struct meeting_case){.ctx = ctx};
    enum err e = sql_meeting_get(ctx->db, ctx->arena, &(struct sql_meeting_get_in){ctx->park, {id}},
                                 &out->was);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "id", T("没有这个会议"));
    if (e || (e = load_now(out)))
        return e;
    out->now = out->was;
    if (version && version != out->was.version)
        return ctx_fail(ctx, ERR_CONFLICT, "version", T("会议刚刚被别人改过，请看过再提交"));
    if (!meeting_may(out->was.state, step))
        return ctx_fail_detail(ctx, ERR_CONFLICT, NULL, T("会议现在是“{}”，不能再这样办"),
                               str_from(meeting_state_word(out->was.state)));
    return ERR_OK;
}

static enum err note(struct meeting_case *c, const char *verb)
{
    struct arena *a = c->ctx->arena;
    const struct sql_meeting_get_row *was = &c->was, *now = &c->now;
    struct journal_field f[] = {
        journal_text("title", was->title, now->title),
        journal_text("place", was->place, now->place),
        journal_int(a, "state", was->state, now->state),
        journal_int(a, "starts_at", was->starts_at, now->starts_at),
        journal_int(a, "budget", was->budget, now->budget),
        journal_id(a, "chair", was->chair.n, now->chair.n),
        journal_text("note", was->note, now->note),
        journal_text("end_reason", was->end_reason, now->end_reason),
        journal_text("present", was->present, now->present),
        journal_text("absent", was->absent, now->absent),
        journal_text("listed", was->listed, now->listed),
        journal_text("opening", was->opening, now->opening),
    };
    return journal_add(c->ctx, "meeting", now->id.n, verb, f, sizeof f / sizeof f[0]);
}

enum err meeting_case_keep(struct meeting_case *c, const char *verb, const char *message,
                           struct act_result *out)
{
    struct ctx *ctx = c->ctx;
    struct sql_meeting_get_row *m = &c->now;
    m->version = c->was.version + 1;
    struct sql_meeting_put_in in = {
        .park = ctx->park,
        .id = m->id,
        .version = m->version,
        .title = m->title,
        .place = m->place,
        .state = m->state,
        .starts_at = m->starts_at,
        .budget = m->budget,
        .chair = m->chair,
        .chair_name = m->chair_name,
        .note = m->note,
        .invited_at = m->invited_at,
        .started_at = m->started_at,
        .ended_at = m->ended_at,
        .issued_at = m->issued_at,
        .end_reason = m->end_reason,
        .present = m->present,
        .absent = m->absent,
        .listed = m->listed,
        .opening = m->opening,
    };
    enum err e = sql_meeting_put(ctx->db, &in, NULL);
    if (e || (e = note(c, verb)))
        return e;
    out->id = m->id.n;
    out->version = m->version;
    out->number = m->number;
    out->message = tr_with(ctx->arena, ctx->lang, message, m->number);
    return ERR_OK;
}

enum err meeting_case_put_now(struct meeting_case *c)
{
    struct sql_meeting_now_put_in in = {
        .park = c->ctx->park,
        .meeting = c->now.id,
        .item = c->at.item,
        .since_at = c->at.since_at,
        .writer = c->at.writer,
        .writer_name = c->at.writer_name,
        .pen_at = c->at.pen_at,
    };
    return sql_meeting_now_put(c->ctx->db, &in, NULL);
}

static enum err tell_writer(struct meeting_case *c)
{
    struct ctx *ctx = c->ctx;
    struct notice_text text = NOTICE(T("会议的记录由 {} 接着写了"), ctx->actor.name);
    return notify_person(ctx, c->at.writer, text, MEETING_KIND_NOTICE, c->now.id.n);
}

enum err meeting_case_pen(struct meeting_case *c, bool force)
{
    struct ctx *ctx = c->ctx;
    int64_t me = ctx->actor.person.n;
    enum meeting_pen pen = meeting_pen(c->at.writer.n, c->at.pen_at, me, ctx->now_us);
    enum err e = ERR_OK;
    if (pen == MEETING_PEN_TAKEN && !force)
        return ctx_fail_detail(ctx, ERR_CONFLICT, "take", T("现在由 {} 执笔，要接着记请先接笔"),
                               c->at.writer_name);
    if (pen != MEETING_PEN_MINE) {
        struct journal_field f = journal_id(ctx->arena, "writer", c->at.writer.n, me);
        if (c->at.writer.n && pen == MEETING_PEN_TAKEN)
            e = tell_writer(c);
        if (!e)
            e = journal_add(ctx, "meeting", c->now.id.n, "pen", &f, 1);
    }
    c->at.writer = ctx->actor.person;
    c->at.writer_name = str_or_empty(ctx->actor.name);
    c->at.pen_at = ctx->now_us;
    return e;
}

/* Guests -------------------------------------------------------------------------------------- */

enum err meeting_case_guest(struct meeting_case *c, struct org_id org, int64_t items, int64_t told)
{
    struct ctx *ctx = c->ctx;
    struct sql_meeting_guest_get_row old;
    struct org of;
    enum err e = sql_meeting_guest_get(
        ctx->db, ctx->arena, &(struct sql_meeting_guest_get_in){ctx->park, org, c->now.id}, &old);
    bool fresh = e == ERR_NOT_FOUND;
    if ((e && !fresh) || (e = org_get(ctx, org, &of)))
        return e;
    struct sql_meeting_guest_put_in in = {
        .park = ctx->park,
        .org = org,
        .meeting = c->now.id,
        .org_name = fresh ? org_called(&of) : old.org_name,
        .firm = of.kind != ORG_DEPARTMENT,
        .items = items,
        .told_at = told    ? told
                   : fresh ? 0
                           : old.told_at,
    };
    return sql_meeting_guest_put(ctx->db, &in, NULL);
}

struct need {
    struct org_id org;
    int64_t items;
};

struct needs {
    VEC(struct need) of;
};

static void need(struct ctx *ctx, struct needs *needs, struct org_id org)
{
    if (!org.n)
        return;
    for (size_t i = 0; i < needs->of.n; i++)
        if (needs->of.at[i].org.n == org.n) {
            needs->of.at[i].items++;
            return;
        }
    *VEC_ADD(ctx->arena, &needs->of) = (struct need){org, 1};
}

/* The firm, and every department that still has a part in it. */
static enum err need_matter(struct ctx *ctx, struct matter_id matter, struct needs *needs)
{
    struct matter_view v;
    enum err e = matter_find_one(ctx, matter, &v);
    if (e == ERR_NOT_FOUND) {
        error_clear(&ctx->error);
        return ERR_OK;
    }
    if (e)
        return e;
    need(ctx, needs, v.row.firm);
    for (size_t i = 0; i < v.duties.n; i++)
        if (v.duties.at[i].open)
            need(ctx, needs, v.duties.at[i].org);
    return ERR_OK;
}

enum err meeting_case_guests(struct meeting_case *c)
{
    struct ctx *ctx = c->ctx;
    struct sql_meeting_items_row *items;
    struct sql_meeting_guests_row *guests;
    struct needs needs = {0};
    size_t n, guest_n;
    enum err e = sql_meeting_items(
        ctx->db, ctx->arena, &(struct sql_meeting_items_in){ctx->park, c->now.id}, &items, &n);
    if (!e)
        e = sql_meeting_guests(ctx->db, ctx->arena,
                               &(struct sql_meeting_guests_in){ctx->park, c->now.id}, &guests,
                               &guest_n);
    for (size_t i = 0; !e && i < n; i++)
        e = need_matter(ctx, items[i].matter, &needs);
    /* Who is no longer concerned stays on the list with no item: it was asked to come. */
    for (size_t i = 0; !e && i < guest_n; i++)
        if (guests[i].items)
            e = meeting_case_guest(c, guests[i].org, 0, 0);
    for (size_t i = 0; !e && i < needs.of.n; i++) {
        if (i >= MEETING_GUESTS_MAX)
            return ctx_fail(ctx, ERR_LIMIT, NULL, T("要请的单位太多，请减少议题"));
        e = meeting_case_guest(c, needs.of.at[i].org, needs.of.at[i].items, 0);
    }
    return e;
}
