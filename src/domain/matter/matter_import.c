/*
 * Rows of a sheet into the list. A new row becomes a matter as the sheet describes it: its state,
 * its duty, its answer, with the instants the sheet gives; the story marks what is imported. A
 * changed row goes through the same checks as the ordinary acts.
 */
#include "domain/matter/matter_import.h"

#include "base/utf8.h"
#include "core/id.h"
#include "core/number.h"
#include "core/org.h"
#include "core/person.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"

/* Finding ------------------------------------------------------------------------------------- */

static bool split_number(struct str number, int64_t *out_year, int64_t *out_seq)
{
    struct str rest = number, head;
    return str_cut(&rest, '-', &head) && head.len == 4 && str_int(head, out_year) &&
           str_int(rest, out_seq) && *out_seq > 0;
}

/* "no:2026-0153" and "out:..." also find matters that never came from a sheet. */
static enum err find_native(struct ctx *ctx, struct str key, struct matter_id *out_id)
{
    int64_t year, seq;
    if (str_starts(key, STR("no:")) && split_number(str_slice(key, 3, key.len), &year, &seq)) {
        struct sql_matter_by_number_row row;
        enum err e = sql_matter_by_number(
            ctx->db, ctx->arena, &(struct sql_matter_by_number_in){ctx->park, seq, year}, &row);
        if (!e)
            *out_id = row.id;
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    }
    if (!str_starts(key, STR("out:")))
        return ERR_OK;
    struct sql_matter_by_outside_row *rows;
    size_t n;
    enum err e = sql_matter_by_outside(
        ctx->db, ctx->arena,
        &(struct sql_matter_by_outside_in){ctx->park, str_slice(key, 4, key.len)}, &rows, &n);
    if (!e && n)
        *out_id = rows[0].id;
    return e;
}

enum err matter_import_find(struct ctx *ctx, struct str key, struct matter_id *out_id)
{
    struct sql_matter_by_import_row row;
    *out_id = (struct matter_id){0};
    enum err e = sql_matter_by_import(ctx->db, ctx->arena,
                                      &(struct sql_matter_by_import_in){ctx->park, key}, &row);
    if (!e)
        *out_id = row.id;
    return e == ERR_NOT_FOUND ? find_native(ctx, key, out_id) : e;
}

/* Adding -------------------------------------------------------------------------------------- */

static enum err give_number(struct matter_case *c, const struct matter_import *row)
{
    struct ctx *ctx = c->ctx;
    int64_t year, seq;
    enum err e;
    if (!str_empty(row->number) && split_number(row->number, &year, &seq)) {
        c->now.number = row->number;
        e = number_reserve(ctx, "matter", row->number);
    } else {
        year = day_date(matter_day(ctx, c->now.raised_at)).year;
        e = number_next(ctx, "matter", (int32_t)year, &c->now.number);
        if (!e && !split_number(c->now.number, &year, &seq))
            e = ERR_IO;
    }
    if (e)
        return e;
    c->now.year = (struct maybe_int){true, year};
    c->now.seq = (struct maybe_int){true, seq};
    return ERR_OK;
}

/* What the sheet says, as far as the rest of the row bears it out. */
static int64_t state_of(const struct matter_import *row)
{
    int64_t state = row->state;
    if (!state)
        state = row->ended_at             ? MATTER_CLOSED
                : row->answered_at        ? MATTER_WORKING
                : !str_empty(row->answer) ? MATTER_WORKING
                : row->lead.n             ? MATTER_WORKING
                                          : MATTER_RAISED;
    if (state == MATTER_DRAFT)
        state = MATTER_RAISED;
    if (state == MATTER_MERGED)
        state = MATTER_CLOSED; /* into which one, the sheet cannot say */
    if (state == MATTER_WORKING && !row->lead.n)
        state = MATTER_ACCEPTED;
    if ((state == MATTER_RAISED || state == MATTER_ACCEPTED) && row->lead.n)
        state = MATTER_WORKING; /* a department that is named has it */
    return state;
}

static void set_ends(struct matter_case *c, const struct matter_import *row)
{
    struct sql_matter_get_row *m = &c->now;
    int64_t last = row->answered_at > m->raised_at ? row->answered_at : m->raised_at;
    int64_t end = row->ended_at > last ? row->ended_at : last;
    if (m->state >= MATTER_ACCEPTED && m->state != MATTER_REFUSED)
        m->accepted_at = m->state == MATTER_ACCEPTED ? c->ctx->now_us : m->raised_at;
    if (m->state == MATTER_RESOLVED || m->state == MATTER_CLOSED)
        m->resolved_at = end;
    if (matter_ended(m->state))
        m->ended_at = end;
    if (m->state == MATTER_CLOSED)
        m->closed_how = MATTER_CLOSED_BY_IMPORT;
    m->rating = row->rating;
    m->last_at = end;
    m->last_note = utf8_prefix(str_or_empty(row->answer), MATTER_EXCERPT_MAX);
}

/* The limit is the day that the sheet names; where it names none but says words (长期), no limit
 * runs until somebody names a day. A promise only where an answer stands beside the day. What is
 * still open the department has on this list from today: its clocks start now, however long ago it
 * was raised, else it would be late before anybody could act. */
static enum err set_duty(struct matter_case *c, const struct matter_import *row, bool lead,
                         struct org_id org)
{
    struct ctx *ctx = c->ctx;
    struct matter_limit_value limit = {row->due, MATTER_FIXED_DAY};
    struct duty_case *duty;
    enum err e = ERR_OK;
    if (row->due == DAY_NONE && !str_empty(row->due_words))
        limit = (struct matter_limit_value){0, MATTER_UNDATED};
    else if (row->due == DAY_NONE)
        e = matter_limit_for(ctx, c->now.class, c->now.urgency, &limit, NULL);
    if (!e)
        e = matter_case_assign(c, org, lead, limit, STR(""), &duty);
    if (e)
        return e;
    struct sql_duty_of_row *d = &duty->now;
    struct matter_now now = matter_now(ctx);
    struct matter_due respond;
    d->assigned_at = d->noted_at = matter_ended(c->now.state) || c->now.state == MATTER_RESOLVED
                                       ? c->now.raised_at
                                       : ctx->now_us;
    if ((e = matter_working_due(&now, d->assigned_at, c->rules.respond_days, &respond)))
        return e;
    d->respond_at = respond.at;
    if (lead && !str_empty(row->answer)) {
        d->solution = row->answer;
        d->state = DUTY_ANSWERED;
        d->answered_at = d->responded_at = d->noted_at =
            row->answered_at ? row->answered_at : c->now.last_at;
        if (row->due != DAY_NONE) {
            d->first_promise = d->promise = row->due;
            duty->new_promise = true;
        }
    }
    if (c->now.state == MATTER_RESOLVED || c->now.state == MATTER_CLOSED) {
        d->state = DUTY_DONE;
        d->open = false;
        d->done_at = d->ended_at = c->now.resolved_at;
    } else if (matter_ended(c->now.state)) {
        d->state = DUTY_CANCELLED;
        d->open = false;
        d->ended_at = c->now.ended_at;
    }
    return ERR_OK;
}

static enum err set_duties(struct matter_case *c, const struct matter_import *row)
{
    if (!row->lead.n || c->now.state < MATTER_WORKING)
        return ERR_OK;
    enum err e = set_duty(c, row, true, row->lead);
    for (size_t i = 0; !e && i < row->helper_n; i++)
        e = set_duty(c, row, false, row->helpers[i]);
    return e;
}

static enum err add_story_row(struct matter_case *c, int64_t at, enum matter_verb verb,
                              struct str org_name, struct str person_name, struct str text)
{
    struct ctx *ctx = c->ctx;
    struct sql_matter_event_add_in in = {.park = ctx->park,
                                         .matter = c->now.id,
                                         .at = at,
                                         .verb = (int64_t)verb,
                                         .state = c->now.state,
                                         .org_name = str_or_empty(org_name),
                                         .person_name = str_or_empty(person_name),
                                         .text = str_or_empty(text),
                                         .day = DAY_NONE,
                                         .imported = true};
    enum err e = id_next(ctx, &in.id.n);
    return e ? e : sql_matter_event_add(ctx->db, &in, NULL);
}

static enum err add_story(struct matter_case *c, const struct matter_import *row)
{
    enum err e =
        add_story_row(c, c->now.raised_at, MATTER_RAISE, c->now.firm_name, row->contact, STR(""));
    for (size_t i = 0; !e && i < row->story_n; i++)
        e = add_story_row(c, row->story[i].at, MATTER_PROGRESS, row->story[i].org_name,
                          row->story[i].person_name, row->story[i].text);
    if (!e && !str_empty(row->answer))
        e = add_story_row(c, row->answered_at ? row->answered_at : c->now.raised_at, MATTER_ANSWER,
                          c->now.lead_name, STR(""), row->answer);
    return e;
}

static enum err add_text(struct matter_case *c, const struct matter_import *row)
{
    struct ctx *ctx = c->ctx;
    struct sql_matter_text_put_in in = {.park = ctx->park,
                                        .matter = c->now.id,
                                        .body = str_or_empty(row->text),
                                        .body_hash = matter_body_hash(ctx, row->text),
                                        .contact = str_or_empty(row->contact),
                                        .phone = str_or_empty(row->phone),
                                        .answer = str_or_empty(row->answer)};
    return sql_matter_text_put(ctx->db, &in, NULL);
}

enum err matter_import_index(struct ctx *ctx, struct matter_id id, const struct matter_import *row)
{
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    c->ctx = ctx;
    enum err e =
        sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, id}, &c->now);
    return e ? e : matter_case_index(c, str_or_empty(row->text));
}

static enum err set_firm(struct matter_case *c, const struct matter_import *row)
{
    struct org firm;
    c->now.firm_name = !str_empty(row->firm_name) ? row->firm_name
                       : !str_empty(row->contact) ? row->contact
                                                  : STR("未写明");
    if (!row->firm.n)
        return ERR_OK;
    enum err e = org_get(c->ctx, row->firm, &firm);
    if (e)
        return e;
    c->now.firm = firm.id;
    c->now.firm_name = firm.name;
    c->now.zone = firm.zone;
    return ERR_OK;
}

enum err matter_import_add(struct ctx *ctx, const struct matter_import *row,
                           struct matter_id *out_id)
{
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    struct matter_id there;
    enum err e = matter_import_find(ctx, row->key, &there);
    if (!e && there.n)
        return ctx_fail(ctx, ERR_CONFLICT, "number", T("清单里已经有这一件"));
    if (e || (e = matter_case_new(ctx, MATTER_IMPORT, c)))
        return e;
    if (!ctx_may(ctx, ROLE_COORDINATOR | ROLE_CONSOLE))
        return ctx_fail(ctx, ERR_DENIED, NULL, T("只有协调员可以导入"));
    c->who = MATTER_BY_COORDINATOR;
    c->now.imported = true;
    c->now.on_behalf = true;
    c->now.import_key = row->key;
    c->now.title = row->title;
    c->now.outside_number = str_or_empty(row->outside_number);
    c->now.source = row->source ? row->source : MATTER_SOURCE_PLATFORM;
    c->now.urgency = row->urgency ? row->urgency : MATTER_ORDINARY;
    c->now.raised_at = row->raised_at ? row->raised_at : ctx->now_us;
    c->now.due_words = str_or_empty(row->due_words);
    c->now.asked_day = row->due;
    c->now.state = state_of(row);
    set_ends(c, row);
    if ((e = give_number(c, row)) || (e = set_firm(c, row)) ||
        (e = matter_case_set_class(c, row->class.n)) ||
        (row->leader.n && (e = matter_case_set_leader(c, row->leader.n))) ||
        (e = set_duties(c, row)))
        return e;
    *out_id = c->now.id;
    struct matter_deed deed = {.quiet = true, .internal = true};
    if ((e = matter_case_keep(c, &deed, NULL)))
        return e;
    return (e = add_text(c, row)) ? e : add_story(c, row);
}

/* Comparing ----------------------------------------------------------------------------------- */

struct diff {
    struct ctx *ctx;
    struct matter_import_change *at;
    size_t n;
};

static void differ(struct diff *d, const char *field, const char *label, struct str before,
                   struct str after)
{
    if (str_empty(after) || str_eq(str_trim(before), str_trim(after)) ||
        d->n == MATTER_IMPORT_CHANGES_MAX)
        return;
    d->at[d->n++] = (struct matter_import_change){field, label, before, after};
}

static void differ_day(struct diff *d, const char *field, const char *label, int32_t before,
                       int32_t after)
{
    if (after != DAY_NONE && before != after)
        differ(d, field, label, day_text(d->ctx->arena, before), day_text(d->ctx->arena, after));
}

static struct str called(struct ctx *ctx, struct org_id id)
{
    struct org org;
    if (!id.n || org_get(ctx, id, &org))
        return STR("");
    return org_called(&org);
}

static struct str class_called(struct ctx *ctx, struct matter_class_id id)
{
    struct sql_matter_class_get_row row;
    if (!id.n || sql_matter_class_get(ctx->db, ctx->arena,
                                      &(struct sql_matter_class_get_in){ctx->park, id}, &row))
        return STR("");
    return row.full_name;
}

static void differ_firm(struct diff *d, const struct sql_matter_get_row *m,
                        const struct matter_import *row)
{
    if (row->firm.n && row->firm.n != m->firm.n)
        differ(d, "firm", T("企业"), m->firm_name, called(d->ctx, row->firm));
    else if (!row->firm.n && !m->firm.n)
        differ(d, "firm", T("企业"), m->firm_name, row->firm_name);
}

/* Sheets have no microseconds. */
static void differ_raised(struct diff *d, const struct sql_matter_get_row *m,
                          const struct matter_import *row)
{
    if (row->raised_at && row->raised_at / SECOND_US != m->raised_at / SECOND_US)
        differ(d, "raised_at", T("提出时间"),
               instant_text(d->ctx->arena, m->raised_at, d->ctx->offset_min),
               instant_text(d->ctx->arena, row->raised_at, d->ctx->offset_min));
}

/* Only onwards: a sheet that lags behind the list says nothing new. */
static bool state_leads_on(const struct sql_matter_get_row *m, const struct matter_import *row)
{
    int64_t to = state_of(row);
    return row->state && row->state != m->state && to != m->state && !matter_ended(m->state) &&
           to > m->state;
}

static enum err differ_helpers(struct diff *d, struct matter_id id, const struct matter_import *row)
{
    struct ctx *ctx = d->ctx;
    struct sql_duty_of_row *duties;
    struct buf before, after;
    size_t n;
    bool missing = false;
    if (!row->helper_n)
        return ERR_OK;
    enum err e =
        sql_duty_of(ctx->db, ctx->arena, &(struct sql_duty_of_in){ctx->park, id}, &duties, &n);
    buf_init(&before, ctx->arena, 4096);
    buf_init(&after, ctx->arena, 4096);
    for (size_t i = 0; !e && i < row->helper_n; i++) {
        bool there = false;
        for (size_t k = 0; k < n && !there; k++)
            there = duties[k].org.n == row->helpers[i].n;
        missing = missing || !there;
        buf_add(&after, i ? STR("、") : STR(""));
        buf_add(&after, called(ctx, row->helpers[i]));
    }
    for (size_t k = 0; !e && k < n; k++)
        if (!duties[k].lead) {
            buf_add(&before, before.len ? STR("、") : STR(""));
            buf_add(&before, duties[k].org_name);
        }
    if (!e && missing)
        differ(d, "helpers", T("协办部门"), buf_str(&before), buf_str(&after));
    return e;
}

enum err matter_import_diff(struct ctx *ctx, struct matter_id id, const struct matter_import *row,
                            struct matter_import_change *out, size_t *out_n)
{
    struct sql_matter_get_row m;
    struct sql_matter_text_get_row text;
    struct diff d = {ctx, out, 0};
    enum err e =
        sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, id}, &m);
    if (!e)
        e = sql_matter_text_get(ctx->db, ctx->arena,
                                &(struct sql_matter_text_get_in){ctx->park, id}, &text);
    if (e)
        return e;
    differ(&d, "title", T("标题"), m.title, row->title);
    differ(&d, "text", T("诉求内容"), text.body, row->text);
    differ(&d, "contact", T("联系人"), text.contact, row->contact);
    differ(&d, "phone", T("联系电话"), text.phone, row->phone);
    differ(&d, "outside_number", T("外部编号"), m.outside_number, row->outside_number);
    differ(&d, "class", T("类别"), m.class_name, class_called(ctx, row->class));
    differ(&d, "lead", T("主办部门"), m.lead_name, called(ctx, row->lead));
    differ(&d, "answer", T("解决方案"), text.answer, row->answer);
    differ(&d, "due_words", T("到期日"), m.due_words, row->due_words);
    if (m.asked_day != row->due)
        differ_day(&d, "due", T("到期日"), m.due, row->due);
    if (row->urgency && row->urgency != m.urgency)
        differ(&d, "urgency", T("紧急程度"), str_from(matter_urgency_word(m.urgency)),
               str_from(matter_urgency_word(row->urgency)));
    if (row->source && row->source != m.source)
        differ(&d, "source", T("来源"), str_from(matter_source_word(m.source)),
               str_from(matter_source_word(row->source)));
    if (row->leader.n && row->leader.n != m.leader.n)
        differ(&d, "leader", T("牵头领导"), m.leader_name, person_name(ctx, row->leader));
    differ_firm(&d, &m, row);
    differ_raised(&d, &m, row);
    if (state_leads_on(&m, row))
        differ(&d, "state", T("状态"), str_from(matter_state_word(m.state)),
               str_from(matter_state_word(state_of(row))));
    if (row->rating && row->rating != m.rating)
        differ(&d, "rating", T("满意度"), str_from(matter_rating_word(m.rating)),
               str_from(matter_rating_word(row->rating)));
    e = differ_helpers(&d, id, row);
    *out_n = d.n;
    return e;
}

/* Changing ------------------------------------------------------------------------------------ */

static bool has(const struct matter_import_change *changes, size_t n, const char *field)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_from(changes[i].field), str_from(field)))
            return true;
    return false;
}

static enum err change_facts(struct ctx *ctx, struct matter_id id, int64_t version,
                             const struct matter_import *row, int64_t *out_version)
{
    struct sql_matter_get_row m;
    struct sql_matter_text_get_row text;
    struct act_result done = {0};
    enum err e =
        sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, id}, &m);
    if (!e)
        e = sql_matter_text_get(ctx->db, ctx->arena,
                                &(struct sql_matter_text_get_in){ctx->park, id}, &text);
    if (e)
        return e;
    struct matter_edit_in in = {
        .id = id.n,
        .version = version,
        .title = str_empty(row->title) ? m.title : row->title,
        .text = str_empty(row->text) ? text.body : row->text,
        .contact = str_empty(row->contact) ? text.contact : row->contact,
        .phone = str_empty(row->phone) ? text.phone : row->phone,
        .outside_number = str_empty(row->outside_number) ? m.outside_number : row->outside_number,
        .urgency = row->urgency,
        .consent = m.consent,
    };
    e = matter_act_edit(ctx, &in, &done);
    *out_version = done.version;
    return e;
}

static enum err change_lead(struct ctx *ctx, struct matter_id id, int64_t version,
                            const struct matter_import *row, int64_t *out_version)
{
    struct act_result done = {0};
    struct sql_matter_get_row m;
    enum err e =
        sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, id}, &m);
    if (!e && m.state == MATTER_RAISED) {
        e = matter_act_accept(ctx, &(struct matter_act_in){id.n, version}, &done);
        version = done.version;
    }
    struct matter_assign_in in = {.id = id.n, .version = version, .lead = row->lead.n};
    if (row->due != DAY_NONE && row->due >= ctx_today(ctx)) {
        in.limit = row->due;
        in.limit_kind = MATTER_FIXED_DAY;
    }
    if (!e)
        e = matter_act_assign(ctx, &in, &done);
    *out_version = done.version;
    return e;
}

/* A reply that came before any department had it: kept as the answer, with its own instant. */
static enum err add_answer(struct ctx *ctx, struct matter_id id, const struct matter_import *row,
                           int64_t *out_version)
{
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    struct matter_deed deed = {.quiet = true, .internal = true};
    struct sql_matter_text_get_row text;
    struct act_result done = {0};
    enum err e = matter_case_open(ctx, id.n, *out_version, MATTER_EDIT, c);
    if (!e)
        e = sql_matter_text_get(ctx->db, ctx->arena,
                                &(struct sql_matter_text_get_in){ctx->park, id}, &text);
    if (e)
        return e;
    struct sql_matter_text_put_in in = {.park = ctx->park,
                                        .matter = id,
                                        .body = text.body,
                                        .body_hash = text.body_hash,
                                        .contact = text.contact,
                                        .phone = text.phone,
                                        .answer = row->answer};
    c->now.last_note = utf8_prefix(row->answer, MATTER_EXCERPT_MAX);
    if ((e = matter_case_keep(c, &deed, &done)) || (e = sql_matter_text_put(ctx->db, &in, NULL)))
        return e;
    *out_version = done.version;
    return add_story_row(c, row->answered_at ? row->answered_at : ctx->now_us, MATTER_ANSWER,
                         STR(""), STR(""), row->answer);
}

static enum err change_answer(struct ctx *ctx, struct matter_id id, const struct matter_import *row,
                              int64_t *out_version)
{
    struct sql_duty_of_row *duties;
    size_t n;
    struct act_result done = {0};
    enum err e =
        sql_duty_of(ctx->db, ctx->arena, &(struct sql_duty_of_in){ctx->park, id}, &duties, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (!duties[i].open || !duties[i].lead)
            continue;
        int32_t promise = duties[i].promise != DAY_NONE ? duties[i].promise
                          : row->due != DAY_NONE        ? row->due
                                                        : duties[i].limit_day;
        struct duty_answer_in in = {.id = id.n,
                                    .duty = duties[i].id.n,
                                    .version = duties[i].version,
                                    .solution = row->answer,
                                    .promise = promise};
        e = duty_act_answer(ctx, &in, &done);
        *out_version = done.version;
        return e;
    }
    return e ? e : add_answer(ctx, id, row, out_version);
}

/* A day for duties that had only words. False when the open lead has a limit already. */
static bool give_day(struct matter_case *c, const struct matter_import *row)
{
    const struct duty_case *lead = matter_case_lead(c);
    if (lead && lead->now.limit_kind != MATTER_UNDATED)
        return false;
    for (size_t i = 0; i < c->duty_n && row->due != DAY_NONE; i++) {
        struct sql_duty_of_row *d = &c->duties[i].now;
        if (!d->open || d->limit_kind != MATTER_UNDATED)
            continue;
        d->limit_amount = row->due;
        d->limit_kind = MATTER_FIXED_DAY;
    }
    return true;
}

/* What no act of its own changes: who raised it, when, from where, and the day asked for while no
 * department has it yet. One edit of the record, with its permission, state and version. */
static enum err change_record(struct ctx *ctx, struct matter_id id, int64_t version,
                              const struct matter_import *row, bool due, int64_t *out_version)
{
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    struct matter_deed deed = {.quiet = true, .internal = true};
    struct act_result done = {0};
    enum err e = matter_case_open(ctx, id.n, version, MATTER_EDIT, c);
    if (!e && due && !give_day(c, row))
        return ctx_fail(ctx, ERR_INVALID, "due", T("到期日不能用表格改：要改请申请延期"));
    if (!e && (row->firm.n || !str_empty(row->firm_name)))
        e = set_firm(c, row);
    if (e)
        return e;
    c->now.source = row->source ? row->source : c->now.source;
    c->now.raised_at = row->raised_at ? row->raised_at : c->now.raised_at;
    if (due) {
        c->now.asked_day = row->due;
        c->now.due_words = str_or_empty(row->due_words);
    }
    e = matter_case_keep(c, &deed, &done);
    *out_version = done.version;
    return e;
}

static enum err change_helpers(struct ctx *ctx, struct matter_id id, int64_t version,
                               const struct matter_import *row, int64_t *out_version)
{
    struct act_result done = {0};
    int64_t helpers[MATTER_HELPERS_MAX];
    for (size_t i = 0; i < row->helper_n; i++)
        helpers[i] = row->helpers[i].n;
    struct matter_assign_in in = {
        .id = id.n, .version = version, .helpers = {helpers, row->helper_n}, .opinion = STR("")};
    enum err e = matter_act_assign(ctx, &in, &done);
    *out_version = done.version;
    return e;
}

/* Step by step by the ordinary acts: accept, resolve, close; or refuse, withdraw. */
static enum err change_state(struct ctx *ctx, struct matter_id id, int64_t version,
                             const struct matter_import *row, int64_t *out_version)
{
    struct act_result done = {.version = version};
    struct sql_matter_get_row m;
    int64_t to = state_of(row);
    struct str why =
        utf8_prefix(str_empty(row->answer) ? STR("按导入的表格") : row->answer, MATTER_REASON_MAX);
    struct matter_reason_in in = {id.n, version, why};
    enum err e =
        sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, id}, &m);
    if (!e && to == MATTER_REFUSED)
        e = matter_act_refuse(ctx, &in, &done);
    if (!e && to == MATTER_WITHDRAWN)
        e = matter_act_withdraw(ctx, &in, &done);
    if (!e && to <= MATTER_CLOSED && m.state == MATTER_RAISED)
        e = matter_act_accept(ctx, &(struct matter_act_in){id.n, version}, &done);
    in.version = done.version;
    if (!e && (to == MATTER_RESOLVED || to == MATTER_CLOSED) && m.state < MATTER_RESOLVED)
        e = matter_act_resolve(ctx, &in, &done);
    in.version = done.version;
    if (!e && to == MATTER_CLOSED)
        e = matter_act_close(ctx, &in, &done);
    *out_version = done.version;
    return e;
}

static enum err change_rating(struct ctx *ctx, struct matter_id id, int64_t version,
                              const struct matter_import *row)
{
    struct act_result done = {0};
    struct matter_callback_in in = {.id = id.n,
                                    .version = version,
                                    .reached = true,
                                    .solved = row->rating == MATTER_UNSATISFIED ? MATTER_SOLVED_NO
                                                                                : MATTER_SOLVED_YES,
                                    .rating = row->rating,
                                    .note = STR("按导入的表格")};
    return matter_act_callback(ctx, &in, &done);
}

static enum err change_people(struct ctx *ctx, struct matter_id id, int64_t *version,
                              const struct matter_import *row,
                              const struct matter_import_change *changes, size_t n)
{
    struct act_result done = {0};
    enum err e = ERR_OK;
    if (has(changes, n, "leader")) {
        struct matter_leader_in in = {id.n, *version, row->leader.n};
        e = matter_act_leader(ctx, &in, &done);
        *version = done.version;
    }
    if (!e && has(changes, n, "lead"))
        e = change_lead(ctx, id, *version, row, version);
    if (!e && has(changes, n, "helpers"))
        e = change_helpers(ctx, id, *version, row, version);
    return e;
}

static bool any(const struct matter_import_change *changes, size_t n, const char *const *fields)
{
    for (; *fields; fields++)
        if (has(changes, n, *fields))
            return true;
    return false;
}

enum err matter_import_change(struct ctx *ctx, struct matter_id id, int64_t version,
                              const struct matter_import *row)
{
    static const char *const facts[] = {"title",          "text",    "contact", "phone",
                                        "outside_number", "urgency", NULL};
    static const char *const record[] = {"firm", "source", "raised_at", NULL};
    struct matter_import_change changes[MATTER_IMPORT_CHANGES_MAX];
    struct act_result done = {0};
    size_t n;
    enum err e = matter_import_diff(ctx, id, row, changes, &n);
    bool due = !e && (has(changes, n, "due") || has(changes, n, "due_words")) &&
               !has(changes, n, "lead") && !has(changes, n, "answer");
    if (!e && any(changes, n, facts))
        e = change_facts(ctx, id, version, row, &version);
    if (!e && (due || any(changes, n, record)))
        e = change_record(ctx, id, version, row, due, &version);
    if (!e && has(changes, n, "class")) {
        struct matter_classify_in in = {id.n, version, row->class.n, 0};
        e = matter_act_classify(ctx, &in, &done);
        version = done.version;
    }
    if (!e)
        e = change_people(ctx, id, &version, row, changes, n);
    if (!e && has(changes, n, "answer"))
        e = change_answer(ctx, id, row, &version);
    if (!e && has(changes, n, "state"))
        e = change_state(ctx, id, version, row, &version);
    if (!e && has(changes, n, "rating"))
        e = change_rating(ctx, id, version, row);
    return e;
}
