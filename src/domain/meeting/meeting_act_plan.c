/* The meeting itself: planned, changed, invited to, cancelled; and its minutes. */
#include "core/id.h"
#include "core/journal.h"
#include "core/notify.h"
#include "core/number.h"
#include "core/person.h"
#include "domain/meeting/meeting_act.h"
#include "web/i18n.h"

/* "14:30", "9:05", full-width too. */
static bool read_time(struct arena *arena, struct str text, int64_t *out_minutes)
{
    struct str rest = str_narrow(arena, text), hour, minute;
    int64_t h, m;
    if (str_find(rest, STR("："), 0) != SIZE_MAX || !str_cut(&rest, ':', &hour) ||
        !str_cut(&rest, ':', &minute) || !str_int(hour, &h) || !str_int(minute, &m) || h < 0 ||
        h > 23 || m < 0 || m > 59 || minute.len != 2)
        return false;
    *out_minutes = h * 60 + m;
    return true;
}

static enum err chair_name(struct ctx *ctx, int64_t chair, struct str *out)
{
    struct person person;
    *out = STR("");
    if (!chair)
        return ERR_OK;
    enum err e = person_get(ctx, (struct person_id){chair}, &person);
    if (e == ERR_NOT_FOUND || (!e && !(person.roles & ROLE_LEADER)))
        return ctx_fail(ctx, ERR_INVALID, "chair", T("主持人请选园区领导"));
    *out = person.name;
    return e;
}

static enum err facts(struct ctx *ctx, const struct meeting_plan_in *in, int64_t *out_starts_at,
                      struct str *out_chair)
{
    int64_t minutes;
    if (!read_time(ctx->arena, in->time, &minutes))
        return ctx_fail(ctx, ERR_INVALID, "time", T("时间请写成 14:30 这样"));
    *out_starts_at = instant_of_day(in->day, ctx->offset_min) + minutes * MINUTE_US;
    return chair_name(ctx, in->chair, out_chair);
}

enum err meeting_act_plan(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_plan_in *in = input;
    struct sql_meeting_add_in m = {.park = ctx->park,
                                   .title = in->title,
                                   .place = in->place,
                                   .state = MEETING_PREPARING,
                                   .budget = in->budget,
                                   .chair = {in->chair},
                                   .note = str_or_empty(in->note)};
    if (in->day < ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "day", T("会议日期不能早于今天"));
    enum err e = facts(ctx, in, &m.starts_at, &m.chair_name);
    int32_t year = day_date(in->day).year;
    struct str rest, piece;
    if (e || (e = id_next(ctx, &m.id.n)) || (e = number_next(ctx, "meeting", year, &m.number)))
        return e;
    rest = m.number;
    str_cut(&rest, '-', &piece);
    str_int(rest, &m.seq);
    m.year = year;
    struct journal_field f[] = {
        journal_new("number", m.number),
        journal_new("title", m.title),
        journal_new("place", m.place),
        journal_int(ctx->arena, "starts_at", 0, m.starts_at),
        journal_int(ctx->arena, "budget", 0, m.budget),
        journal_id(ctx->arena, "chair", 0, m.chair.n),
    };
    if ((e = sql_meeting_add(ctx->db, &m, NULL)) ||
        (e = journal_add(ctx, "meeting", m.id.n, "plan", f, sizeof f / sizeof f[0])))
        return e;
    out->id = m.id.n;
    out->version = 1;
    out->number = m.number;
    out->message = tr_with(ctx->arena, ctx->lang, T("会议 {} 已建好，下面排议程"), m.number);
    return ERR_OK;
}

enum err meeting_act_edit(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_plan_in *in = input;
    struct meeting_case c;
    enum err e = meeting_case_open(ctx, in->id, in->version, MEETING_EDIT, &c);
    if (e || (e = facts(ctx, in, &c.now.starts_at, &c.now.chair_name)))
        return e;
    c.now.title = in->title;
    c.now.place = in->place;
    c.now.budget = in->budget;
    c.now.chair = (struct person_id){in->chair};
    c.now.note = str_or_empty(in->note);
    return meeting_case_keep(&c, "edit", T("会议 {} 已修改"), out);
}

/* Telling the guests -------------------------------------------------------------------------- */

static struct str when(struct ctx *ctx, int64_t at)
{
    int32_t day = day_of_instant(at, ctx->offset_min);
    struct date d = day_date(day);
    int64_t minute = (at - instant_of_day(day, ctx->offset_min)) / MINUTE_US;
    return str_print(ctx->arena, "%d月%d日 %02d:%02d", (int)d.month, (int)d.day, (int)(minute / 60),
                     (int)(minute % 60));
}

/* Who was told before is told again only when something moved. */
static enum err tell_guests(struct meeting_case *c, struct notice_text text, bool again)
{
    struct ctx *ctx = c->ctx;
    struct sql_meeting_guests_row *rows;
    size_t n;
    enum err e = sql_meeting_guests(
        ctx->db, ctx->arena, &(struct sql_meeting_guests_in){ctx->park, c->now.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        uint32_t roles = rows[i].firm ? (uint32_t)ROLE_FIRM : ROLE_DEPARTMENT | ROLE_HEAD;
        if (!rows[i].items || (rows[i].told_at && !again))
            continue;
        e = notify_org(ctx, rows[i].org, roles, text, MEETING_KIND_NOTICE, c->now.id.n);
        if (!e && !rows[i].told_at)
            e = meeting_case_guest(c, rows[i].org, rows[i].items, ctx->now_us);
    }
    if (!e && c->now.chair.n)
        e = notify_person(ctx, c->now.chair, text, MEETING_KIND_NOTICE, c->now.id.n);
    return e;
}

/* A guest without an item is not asked; who comes to the agenda later is told by the next run. */
enum err meeting_act_invite(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_act_in *in = input;
    struct meeting_case c;
    struct sql_meeting_items_row *items;
    size_t n = 0;
    enum err e = meeting_case_open(ctx, in->id, in->version, MEETING_INVITE, &c);
    if (!e)
        e = sql_meeting_items(ctx->db, ctx->arena,
                              &(struct sql_meeting_items_in){ctx->park, c.now.id}, &items, &n);
    if (e)
        return e;
    if (!n)
        return ctx_fail(ctx, ERR_INVALID, NULL, T("议程还是空的，请先排议题"));
    struct str what = str_print(ctx->arena, "%.*s，%.*s，%.*s", STR_ARG(c.now.title),
                                STR_ARG(when(ctx, c.now.starts_at)), STR_ARG(c.now.place));
    struct notice_text text = NOTICE(T("请参加会议：{}"), what);
    if ((e = meeting_case_guests(&c)) || (e = tell_guests(&c, text, false)))
        return e;
    c.now.state = MEETING_INVITED;
    c.now.invited_at = ctx->now_us;
    return meeting_case_keep(&c, "invite", T("会议 {} 的通知已发出"), out);
}

enum err meeting_act_cancel(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_reason_in *in = input;
    struct meeting_case c;
    enum err e = meeting_case_open(ctx, in->id, in->version, MEETING_CANCEL, &c);
    if (e)
        return e;
    struct notice_text text = NOTICE(T("会议取消：{}"), c.now.title);
    if (c.now.state == MEETING_INVITED && (e = tell_guests(&c, text, true)))
        return e;
    c.now.state = MEETING_CANCELLED;
    c.now.ended_at = ctx->now_us;
    c.now.end_reason = in->reason;
    return meeting_case_keep(&c, "cancel", T("会议 {} 已取消"), out);
}

/* The minutes --------------------------------------------------------------------------------- */

enum err meeting_act_attend(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_attend_in *in = input;
    struct meeting_case c;
    enum err e = meeting_case_open(ctx, in->id, in->version, MEETING_MINUTES, &c);
    if (e)
        return e;
    c.now.present = str_or_empty(in->present);
    c.now.absent = str_or_empty(in->absent);
    c.now.listed = str_or_empty(in->listed);
    c.now.opening = str_or_empty(in->opening);
    return meeting_case_keep(&c, "attend", T("会议 {} 的纪要内容已保存"), out);
}

enum err meeting_act_issue(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct meeting_act_in *in = input;
    struct meeting_case c;
    enum err e = meeting_case_open(ctx, in->id, in->version, MEETING_ISSUE, &c);
    if (e)
        return e;
    c.now.state = MEETING_ISSUED;
    c.now.issued_at = ctx->now_us;
    struct notice_text text = NOTICE(T("会议纪要已印发：{}"), c.now.title);
    if ((e = tell_guests(&c, text, true)))
        return e;
    return meeting_case_keep(&c, "issue", T("会议 {} 的纪要已印发"), out);
}
