#include "domain/meeting/meeting_find.h"

#include "base/pinyin.h"
#include "core/feed.h"
#include "core/id.h"
#include "core/number.h"
#include "core/org.h"
#include "meeting_query.h"
#include "web/i18n.h"

enum { COMING_MAX = 2000, FEED_PAST_DAYS = 90, FEED_MEETINGS = 200 };

static bool sees_all(const struct ctx *ctx)
{
    return ctx_may(ctx, ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR | ROLE_CONSOLE);
}

/* ERR_NOT_FOUND for who was not asked. */
static enum err check_sight(struct ctx *ctx, struct meeting_id id)
{
    struct sql_meeting_guest_get_row guest;
    if (sees_all(ctx))
        return ERR_OK;
    if (!ctx->actor.org.n || !ctx_may(ctx, ROLE_FIRM | ROLE_DEPARTMENT | ROLE_HEAD))
        return ERR_NOT_FOUND;
    enum err e = sql_meeting_guest_get(
        ctx->db, ctx->arena, &(struct sql_meeting_guest_get_in){ctx->park, ctx->actor.org, id},
        &guest);
    /* Nobody was told yet: the plan is still the coordinator's own. */
    return e ? e : guest.told_at || guest.items ? ERR_OK : ERR_NOT_FOUND;
}

/* Lists --------------------------------------------------------------------------------------- */

enum err meeting_find_list(struct ctx *ctx, const struct meeting_list_in *f,
                           struct meeting_rows *out)
{
    struct sql_meeting_list_in in = {.park = ctx->park};
    struct sql_meeting_list_page page = {
        .order = f->coming ? SQL_MEETING_LIST_SOONEST : SQL_MEETING_LIST_NEWEST,
        .limit = (int32_t)(f->limit > 0 ? f->limit : MEETING_PAGE),
        .after = f->after,
    };
    struct sql_meeting_list_row *rows;
    size_t n;
    *out = (struct meeting_rows){.next = STR_NULL};
    in.state.on = f->state != 0;
    in.state.state = f->state;
    in.coming.on = f->coming;
    in.coming.ended = MEETING_ENDED;
    in.over.on = f->over;
    in.over.from = MEETING_ENDED;
    if (!sees_all(ctx)) {
        if (!ctx->actor.org.n)
            return ERR_OK;
        in.guest.on = true;
        in.guest.org = ctx->actor.org;
    }
    enum err e = sql_meeting_list(ctx->db, ctx->arena, &in, &page, &rows, &n, &out->next);
    if (e == ERR_INVALID)
        return ctx_fail(ctx, e, "after", T("翻页位置不对，请从第一页看"));
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->rows) = (struct meeting_row){
            .id = rows[i].id,
            .version = rows[i].version,
            .state = rows[i].state,
            .starts_at = rows[i].starts_at,
            .budget = rows[i].budget,
            .number = rows[i].number,
            .title = rows[i].title,
            .place = rows[i].place,
            .chair_name = rows[i].chair_name,
        };
    if (!e)
        e = sql_meeting_list_count(ctx->db, ctx->arena, &in, MATTER_COUNT_CAP, &out->total);
    out->total_more = out->total > MATTER_COUNT_CAP;
    return e;
}

/* One meeting --------------------------------------------------------------------------------- */

static enum err with_details(struct ctx *ctx, struct meeting_item_view *v)
{
    struct matter_view *full = ARENA_NEW(ctx->arena, struct matter_view);
    struct sql_meeting_stake_get_row stake;
    enum err e = matter_find_one(ctx, v->matter.id, full);
    if (e)
        return e;
    v->full = full;
    v->body = full->body;
    v->contact = full->contact;
    v->phone = full->phone;
    v->answer = full->answer;
    e = sql_meeting_stake_get(ctx->db, ctx->arena,
                              &(struct sql_meeting_stake_get_in){ctx->park, v->matter.id}, &stake);
    v->stake_days = e ? 0 : stake.days;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err take_item(struct ctx *ctx, const struct sql_meeting_items_row *row, bool details,
                          struct meeting_view *out)
{
    struct meeting_item_view v = {
        .id = row->id,
        .version = row->version,
        .place = row->place,
        .minutes = row->minutes,
        .spent_s = row->spent_s,
        .points = row->points,
        .state = row->state,
        .kind = row->kind,
        .said = row->said,
        .lead = row->lead,
        .lead_name = row->lead_name,
        .helper_names = row->helper_names,
        .solution = row->solution,
        .said_words = row->said_words,
        .decider_name = row->decider_name,
        .promise = row->promise,
        .decided_at = row->decided_at,
        .body = STR(""),
        .contact = STR(""),
        .phone = STR(""),
        .answer = STR(""),
    };
    enum err e = matter_find_row(ctx, row->matter, &v.matter);
    if (e == ERR_NOT_FOUND) {
        error_clear(&ctx->error);
        out->hidden++;
        return ERR_OK;
    }
    v.part_n = meeting_parts_read(row->reasons, v.parts);
    if (!e && details)
        e = with_details(ctx, &v);
    if (e)
        return e;
    out->minutes += v.minutes;
    out->waiting += v.state == MEETING_ITEM_WAITING;
    out->decided += v.state == MEETING_ITEM_DECIDED;
    out->deferred += v.state == MEETING_ITEM_DEFERRED;
    *VEC_ADD(ctx->arena, &out->items) = v;
    return ERR_OK;
}

static enum err take_now(struct ctx *ctx, struct meeting_view *out)
{
    struct sql_meeting_now_get_row now;
    enum err e = sql_meeting_now_get(
        ctx->db, ctx->arena, &(struct sql_meeting_now_get_in){ctx->park, out->row.id}, &now);
    out->writer_name = STR("");
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    out->current = now.item;
    out->since_at = now.since_at;
    out->writer = now.writer;
    out->writer_name = now.writer_name;
    out->pen = meeting_pen(now.writer.n, now.pen_at, ctx->actor.person.n, ctx->now_us);
    return ERR_OK;
}

static enum err take_guests(struct ctx *ctx, struct meeting_view *out)
{
    struct sql_meeting_guests_row *rows;
    size_t n;
    enum err e = sql_meeting_guests(
        ctx->db, ctx->arena, &(struct sql_meeting_guests_in){ctx->park, out->row.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->guests) = (struct meeting_guest_view){
            rows[i].org, rows[i].org_name, rows[i].firm, rows[i].items, rows[i].told_at};
    return e;
}

/* Who came and what was pointed out is the minutes' text, the office's own draft until it hands
 * them out: whoever was only invited is not given it here, before or after. */
static void take_facts(struct ctx *ctx, const struct sql_meeting_get_row *m,
                       struct meeting_view *out)
{
    bool whole = sees_all(ctx);
    *out = (struct meeting_view){
        .row = {m->id, m->version, m->state, m->starts_at, m->budget, m->number, m->title, m->place,
                m->chair_name},
        .chair = m->chair,
        .note = m->note,
        .end_reason = m->end_reason,
        .present = whole ? m->present : STR(""),
        .absent = whole ? m->absent : STR(""),
        .listed = whole ? m->listed : STR(""),
        .opening = whole ? m->opening : STR(""),
        .invited_at = m->invited_at,
        .started_at = m->started_at,
        .ended_at = m->ended_at,
        .issued_at = m->issued_at,
        .whole = whole,
        .may_write = ctx_may(ctx, ROLE_COORDINATOR | ROLE_CONSOLE),
    };
}

enum err meeting_find_one(struct ctx *ctx, struct meeting_id id, bool details,
                          struct meeting_view *out)
{
    struct sql_meeting_get_row m;
    struct sql_meeting_items_row *items;
    size_t n;
    enum err e = check_sight(ctx, id);
    if (!e)
        e = sql_meeting_get(ctx->db, ctx->arena, &(struct sql_meeting_get_in){ctx->park, id}, &m);
    if (e)
        return e;
    take_facts(ctx, &m, out);
    if ((e = take_now(ctx, out)))
        return e;
    out->may_turn =
        out->row.state == MEETING_RUNNING &&
        (ctx_may(ctx, ROLE_LEADER) || (out->may_write && out->pen != MEETING_PEN_TAKEN));
    if (out->whole && (e = take_guests(ctx, out)))
        return e;
    e = sql_meeting_items(ctx->db, ctx->arena, &(struct sql_meeting_items_in){ctx->park, id},
                          &items, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = take_item(ctx, &items[i], details, out);
    return e;
}

enum err meeting_by_number(struct ctx *ctx, struct str typed, struct meeting_id *out_id)
{
    struct str number, rest, piece;
    int64_t year, seq;
    struct sql_meeting_by_number_row row;
    struct sql_meeting_by_seq_row newest;
    if (!number_read(ctx->arena, typed, day_date(ctx_today(ctx)).year, &number))
        return ERR_NOT_FOUND;
    rest = number;
    str_cut(&rest, '-', &piece);
    if (!str_int(piece, &year) || !str_int(rest, &seq))
        return ERR_NOT_FOUND;
    bool bare = str_find_char(str_narrow(ctx->arena, typed), '-', 0) == SIZE_MAX;
    enum err e;
    if (bare) {
        e = sql_meeting_by_seq(ctx->db, ctx->arena, &(struct sql_meeting_by_seq_in){ctx->park, seq},
                               &newest);
        *out_id = e ? (struct meeting_id){0} : newest.id;
    } else {
        e = sql_meeting_by_number(ctx->db, ctx->arena,
                                  &(struct sql_meeting_by_number_in){ctx->park, seq, year}, &row);
        *out_id = e ? (struct meeting_id){0} : row.id;
    }
    return e ? e : check_sight(ctx, *out_id);
}

/* The proposal -------------------------------------------------------------------------------- */

static int64_t departments_of(const struct matter_row *row)
{
    int64_t n = row->lead.n != 0;
    if (str_empty(row->helper_names))
        return n;
    n++;
    for (size_t at = 0; (at = str_find(row->helper_names, STR("、"), at)) != SIZE_MAX; at++)
        n++;
    return n;
}

enum err meeting_candidate_of(struct ctx *ctx, const struct matter_row *row,
                              struct meeting_candidate *out)
{
    struct sql_meeting_stake_get_row stake;
    enum err e = sql_meeting_stake_get(
        ctx->db, ctx->arena, &(struct sql_meeting_stake_get_in){ctx->park, row->id}, &stake);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *out = (struct meeting_candidate){
        .matter = row->id.n,
        .urgency = row->urgency,
        .late_days = row->late_days,
        .left_days = row->left_days,
        .due = row->due != DAY_NONE,
        .age_days = row->raised_at ? (ctx->now_us - row->raised_at) / DAY_US : 0,
        .stake_days = e ? 0 : stake.days,
        .departments = departments_of(row),
        .pressed = row->pressed,
        .reopened = row->reopened,
        .asks = row->asks,
    };
    return ERR_OK;
}

struct gathering {
    const struct sql_meeting_matters_coming_row *coming;
    size_t coming_n;
    VEC(struct matter_row) rows;
    VEC(struct meeting_candidate) candidates;
    struct arena arena; /* the walk gives its own memory back page by page */
};

static bool on_agenda(const struct gathering *g, struct matter_id matter)
{
    size_t low = 0, high = g->coming_n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (g->coming[middle].matter.n < matter.n)
            low = middle + 1;
        else
            high = middle;
    }
    return low < g->coming_n && g->coming[low].matter.n == matter.n;
}

/* What waits for the firm, or is done and waits for its word, cannot be settled by a department. */
static enum err gather(struct ctx *ctx, const struct matter_row *row, void *arg)
{
    struct gathering *g = arg;
    struct meeting_candidate c;
    if (row->state < MATTER_RAISED || row->state > MATTER_WORKING || row->paused ||
        on_agenda(g, row->id))
        return ERR_OK;
    enum err e = meeting_candidate_of(ctx, row, &c);
    if (e)
        return e;
    *VEC_ADD(&g->arena, &g->candidates) = c;
    return ERR_OK;
}

static void drop_arena(void *arg)
{
    arena_release(arg);
}

static enum err show_best(struct ctx *ctx, struct gathering *g, int64_t left,
                          struct meeting_proposal *out)
{
    size_t n = g->candidates.n;
    struct meeting_score *scores = ARENA_ARRAY(&g->arena, struct meeting_score, n + 1);
    size_t *order = ARENA_ARRAY(&g->arena, size_t, n + 1);
    bool *taken = ARENA_ARRAY(&g->arena, bool, n + 1);
    for (size_t i = 0; i < n; i++)
        scores[i] = meeting_score(&g->candidates.at[i]);
    meeting_propose(&g->arena, g->candidates.at, scores, n, left, order, taken);
    for (size_t k = 0; k < n; k++) {
        size_t i = order[k];
        struct meeting_proposed p = {.score = scores[i], .taken = taken[i]};
        if (!taken[i] && (out->rows.n >= MEETING_SHOWN_MAX || !scores[i].points))
            continue;
        enum err e =
            matter_find_row(ctx, (struct matter_id){g->candidates.at[i].matter}, &p.matter);
        if (e)
            return e;
        *VEC_ADD(ctx->arena, &out->rows) = p;
    }
    return ERR_OK;
}

enum err meeting_find_proposal(struct ctx *ctx, struct meeting_id id, struct meeting_proposal *out)
{
    struct gathering *g = ARENA_NEW(ctx->arena, struct gathering);
    struct sql_meeting_matters_coming_row *coming;
    struct meeting_view v;
    struct matter_list_in filters = {.open = true,
                                     .due_from = DAY_NONE,
                                     .due_to = DAY_NONE,
                                     .raised_from = DAY_NONE,
                                     .raised_to = DAY_NONE};
    *out = (struct meeting_proposal){0};
    enum err e = meeting_find_one(ctx, id, false, &v);
    if (!e)
        e = sql_meeting_matters_coming(
            ctx->db, ctx->arena,
            &(struct sql_meeting_matters_coming_in){ctx->park, MEETING_ENDED, COMING_MAX}, &coming,
            &g->coming_n);
    if (e)
        return e;
    g->coming = coming;
    arena_init(&g->arena, (size_t)64 << 20);
    arena_defer(ctx->arena, drop_arena, &g->arena);
    e = matter_find_each(ctx, &filters, MEETING_CANDIDATES_MAX, gather, g);
    if (e ==
        ERR_LIMIT) { /* the list is in the order of due days: what is left out is not pressing */
        error_clear(&ctx->error);
        e = ERR_OK;
    }
    out->looked_at = (int64_t)g->candidates.n;
    out->left = v.row.budget - v.minutes;
    return e ? e : show_best(ctx, g, out->left, out);
}

/* Departments, and calendars ----------------------------------------------------------------- */

enum err meeting_find_departments(struct ctx *ctx, struct meeting_department **out, size_t *out_n)
{
    struct org *orgs;
    enum err e = org_departments(ctx, &orgs, out_n);
    if (e)
        return e;
    struct meeting_department *d = ARENA_ARRAY(ctx->arena, struct meeting_department, *out_n + 1);
    for (size_t i = 0; i < *out_n; i++) {
        d[i] = (struct meeting_department){
            .id = orgs[i].id.n,
            .name = orgs[i].name,
            .short_name = org_called(&orgs[i]),
            .initials = pinyin_initials(ctx->arena, orgs[i].name),
            .short_initials = pinyin_initials(ctx->arena, org_called(&orgs[i])),
        };
    }
    *out = d;
    return ERR_OK;
}

/* What the reader is part of, as far back as a calendar program shows. */
enum err meeting_feed(struct ctx *ctx, struct feed_event **out, size_t *out_n)
{
    struct meeting_list_in in = {.limit = FEED_MEETINGS};
    struct meeting_rows rows;
    enum err e = meeting_find_list(ctx, &in, &rows);
    *out_n = 0;
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct feed_event, rows.rows.n + 1);
    for (size_t i = 0; i < rows.rows.n; i++) {
        const struct meeting_row *m = &rows.rows.at[i];
        long long id = (long long)m->id.n;
        if (m->starts_at < ctx->now_us - FEED_PAST_DAYS * DAY_US)
            continue;
        (*out)[(*out_n)++] = (struct feed_event){
            .uid = str_print(ctx->arena, "meeting-%lld", id),
            .title = str_print(ctx->arena, "%.*s %.*s", STR_ARG(m->title), STR_ARG(m->number)),
            .text = str_empty(m->chair_name)
                        ? STR("")
                        : tr_with(ctx->arena, ctx->lang, T("主持人：{}"), m->chair_name),
            .place = m->place,
            .path = str_print(ctx->arena, "/meetings/%lld", id),
            .day = DAY_NONE,
            .from_us = m->starts_at,
            .to_us = m->starts_at + m->budget * MINUTE_US,
            .changed_us = ID_EPOCH_US + (m->id.n >> ID_SHIFT) *
                                            1000, /* when it was made; SEQUENCE does the rest */
            .version = m->version,
            .cancelled = m->state == MEETING_CANCELLED,
        };
    }
    return ERR_OK;
}
