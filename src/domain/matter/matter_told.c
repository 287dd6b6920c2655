/* Who was told of a matter, and did it reach them (matter_told.h). */
#include "domain/matter/matter_told.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/json.h"
#include "core/org.h"
#include "core/outbox.h"
#include "core/person.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_form.h"
#include "domain/matter/matter_json.h"
#include "domain/matter/matter_remind.h"
#include "matter_clock_query.h"

struct telling {
    struct ctx *ctx;
    struct matter_told *out;
    struct sql_duty_of_row *duties;
    size_t duty_n;
};

static struct str title_of(struct ctx *ctx, struct str title, struct str message, struct str detail)
{
    if (str_empty(message) || ctx->lang == LANG_ZH)
        return title;
    return tr_with(ctx->arena, ctx->lang, str_c(ctx->arena, message), detail);
}

static enum err add_ways(struct telling *t, struct matter_told_line *line)
{
    struct ctx *ctx = t->ctx;
    struct sql_told_ways_row *rows;
    size_t n;
    enum err e = sql_told_ways(ctx->db, ctx->arena, &(struct sql_told_ways_in){ctx->park, line->id},
                               &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &line->ways) =
            (struct matter_told_way){.kind = rows[i].kind,
                                     .name = rows[i].name,
                                     .state = rows[i].state,
                                     .at = rows[i].done ? rows[i].done : rows[i].due,
                                     .fault = rows[i].fault};
    return e;
}

static enum err add_line(struct telling *t, struct matter_told_line line, struct person_id person,
                         struct org_id *out_org)
{
    struct person p;
    struct org org;
    enum err e = person_get(t->ctx, person, &p);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    if (out_org && p.org.n != out_org->n)
        return ERR_OK; /* another department's number */
    line.person = p.name;
    line.org_name = p.org.n && !org_get(t->ctx, p.org, &org) ? org_called(&org) : STR("");
    struct matter_told_line *to = VEC_ADD(t->ctx->arena, &t->out->rows);
    *to = line;
    return add_ways(t, to);
}

/* Those that name the matter. */
static enum err add_notices(struct telling *t)
{
    struct ctx *ctx = t->ctx;
    struct sql_told_of_row *rows;
    size_t n;
    enum err e = sql_told_of(ctx->db, ctx->arena,
                             &(struct sql_told_of_in){ctx->park, t->out->row.id.n, MATTER_TOLD_MAX},
                             &rows, &n);
    t->out->more = !e && n == MATTER_TOLD_MAX;
    for (size_t i = 0; !e && i < n; i++) {
        struct matter_told_line line = {
            .id = rows[i].id,
            .at = rows[i].at,
            .title = title_of(ctx, rows[i].title, rows[i].message, rows[i].detail),
            .read_at = rows[i].read_at};
        e = add_line(t, line, rows[i].person, NULL);
    }
    return e;
}

static struct org_id org_of(const struct telling *t, const struct sql_reminded_of_row *r)
{
    for (size_t i = 0; r->step != REMIND_STAFF && i < t->duty_n; i++)
        if (t->duties[i].id.n == r->duty.n)
            return t->duties[i].org;
    return (struct org_id){0}; /* coordinators: whatever their organisation */
}

/* Reminders that were told as a number in the same turn of the job. */
static enum err add_numbers(struct telling *t)
{
    struct ctx *ctx = t->ctx;
    struct sql_reminded_of_row *steps;
    struct sql_told_as_number_row *rows;
    size_t step_n = 0, n = 0;
    enum err e =
        sql_reminded_of(ctx->db, ctx->arena,
                        &(struct sql_reminded_of_in){ctx->park, t->out->row.id}, &steps, &step_n);
    t->out->reminders = (int64_t)step_n;
    for (size_t s = 0; !e && s < step_n; s++) {
        struct org_id org = org_of(t, &steps[s]);
        e = sql_told_as_number(ctx->db, ctx->arena,
                               &(struct sql_told_as_number_in){ctx->park, steps[s].at}, &rows, &n);
        for (size_t i = 0; !e && i < n; i++) {
            struct matter_told_line line = {
                .id = rows[i].id,
                .at = rows[i].at,
                .title = title_of(ctx, rows[i].title, rows[i].message, rows[i].detail),
                .read_at = rows[i].read_at,
                .number = true};
            if (matter_remind_says(steps[s].step, steps[s].duty.n != 0, rows[i].message))
                e = add_line(t, line, rows[i].person, org.n ? &org : NULL);
        }
    }
    return e;
}

static int newest_first(const void *a, const void *b)
{
    const struct matter_told_line *x = a, *y = b;
    if (x->at != y->at)
        return x->at > y->at ? -1 : 1;
    int title = str_cmp(x->title, y->title);
    if (title)
        return title;
    return (x->id.n > y->id.n) - (x->id.n < y->id.n);
}

/* Two duties of one matter may lie in the same number: that notice is listed once. */
static void gather(struct telling *t)
{
    struct matter_told *out = t->out;
    struct matter_told_message *last = NULL;
    size_t kept = 0;
    if (out->rows.n)
        qsort(out->rows.at, out->rows.n, sizeof out->rows.at[0], newest_first);
    for (size_t i = 0; i < out->rows.n; i++) {
        struct matter_told_line line = out->rows.at[i];
        if (kept && out->rows.at[kept - 1].id.n == line.id.n)
            continue;
        out->rows.at[kept++] = line;
        if (!last || last->at != line.at || !str_eq(last->title, line.title)) {
            last = VEC_ADD(t->ctx->arena, &out->messages);
            *last = (struct matter_told_message){
                .at = line.at, .title = line.title, .number = line.number};
        }
        *VEC_ADD(t->ctx->arena, &last->to) = line;
    }
    out->rows.n = kept;
}

enum err matter_find_told(struct ctx *ctx, struct matter_id id, struct matter_told *out)
{
    *out = (struct matter_told){0};
    struct telling t = {.ctx = ctx, .out = out};
    enum err e = matter_find_row(ctx, id, &out->row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "id", T("没有这件事项"));
    if (!e)
        e = sql_duty_of(ctx->db, ctx->arena, &(struct sql_duty_of_in){ctx->park, id}, &t.duties,
                        &t.duty_n);
    if (!e)
        e = add_notices(&t);
    if (!e)
        e = add_numbers(&t);
    if (!e)
        gather(&t);
    return e;
}

/* Words --------------------------------------------------------------------------------------- */

const char *matter_told_way_word(int64_t kind)
{
    static const char *const words[] = {
        [CHANNEL_MAIL] = T("邮件"),        [CHANNEL_WEBHOOK] = T("程序接口"),
        [CHANNEL_WECOM] = T("企业微信群"), [CHANNEL_DINGTALK] = T("钉钉群"),
        [CHANNEL_FEISHU] = T("飞书群"),
    };
    bool known = kind > 0 && kind < (int64_t)(sizeof words / sizeof words[0]);
    return known ? words[kind] : "";
}

const char *matter_told_state_word(int64_t state)
{
    return state == OUTBOX_SENT   ? T("对方已收下")
           : state == OUTBOX_DEAD ? T("没有送到")
                                  : T("等候发出");
}

/* JSON ---------------------------------------------------------------------------------------- */

static void put_way(struct json_out *j, const struct ctx *ctx, const struct matter_told_way *w)
{
    static const char *const states[] = {"waiting", "sent", "failed"};
    static const char *const kinds[] = {"", "mail", "webhook", "wecom", "dingtalk", "feishu"};
    json_open(j, NULL, '{');
    json_put_c(j, "way", kinds[w->kind >= CHANNEL_MAIL && w->kind <= CHANNEL_FEISHU ? w->kind : 0]);
    json_put_str(j, "channel", w->name);
    json_put_c(j, "state", states[w->state == OUTBOX_SENT ? 1 : w->state == OUTBOX_DEAD ? 2 : 0]);
    json_put_instant(j, "at", w->at, ctx->offset_min);
    json_put_str(j, "fault", w->fault);
    json_close(j, '}');
}

enum err matter_json_told(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct matter_show_in *in = input;
    struct matter_told v;
    struct matter_id id;
    enum err e = matter_by_number(ctx, in->number, &id);
    if (e || (e = matter_find_told(ctx, id, &v)))
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '[');
    for (size_t i = 0; i < v.rows.n; i++) {
        const struct matter_told_line *l = &v.rows.at[i];
        json_open(&j, NULL, '{');
        json_put_instant(&j, "at", l->at, ctx->offset_min);
        json_put_str(&j, "title", l->title);
        json_put_str(&j, "person", l->person);
        json_put_str(&j, "org", l->org_name);
        json_put_instant(&j, "read_at", l->read_at, ctx->offset_min);
        json_put_bool(&j, "as_number", l->number);
        json_open(&j, "ways", '[');
        for (size_t k = 0; k < l->ways.n; k++)
            put_way(&j, ctx, &l->ways.at[k]);
        json_close(&j, ']');
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return buf_full(out) ? ctx_fail(ctx, ERR_LIMIT, NULL, T("结果太大，请缩小范围")) : ERR_OK;
}
