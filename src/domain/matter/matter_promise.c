/* The ledger of promises, counted from the duties it shows. */
#include "domain/matter/matter_promise.h"

#include <stdlib.h>

#include "domain/matter/matter_case.h"
#include "domain/matter/matter_tally.h"

const struct form_choice matter_promise_fates[] = {
    {"running", T("承诺未到期"), REPORT_RUNNING},   {"kept", T("如期兑现"), REPORT_KEPT},
    {"kept_late", T("延期兑现"), REPORT_KEPT_LATE}, {"broken", T("未兑现"), REPORT_BROKEN},
    {"gone", T("到期前退回或取消"), REPORT_GONE},   {0},
};

static const struct field promise_fields[] = {
    FORM_INT(struct matter_promise_in, months, T("月数"), 1, PROMISE_MONTHS_MAX, 0),
    FORM_ID(struct matter_promise_in, org, T("部门"), 0),
    FORM_INT(struct matter_promise_in, month, T("月份"), 197001, 999912, 0),
    FORM_CHOICE(struct matter_promise_in, fate, T("结果"), matter_promise_fates, 0)};
const struct form matter_promise_form = FORM(promise_fields, struct matter_promise_in);

const char *matter_promise_fate_word(int64_t fate)
{
    return fate > REPORT_NO_PROMISE && fate <= REPORT_GONE ? matter_promise_fates[fate - 1].label
                                                           : "";
}

const char *matter_promise_fate_name(int64_t fate)
{
    return fate > REPORT_NO_PROMISE && fate <= REPORT_GONE ? matter_promise_fates[fate - 1].name
                                                           : "";
}

/* The duties ----------------------------------------------------------------------------------- */

struct reader {
    struct ctx *ctx;
    const struct matter_promise_in *in;
    struct matter_now now;
    struct arena *words; /* scratch of one matter's clocks */
    struct report_window window;
    int64_t only; /* the reader's own department; 0: all */
    struct promise_duties *out;
    struct promise_ledger *ledger; /* or NULL */
};

static struct report_matter copy_of(struct arena *arena, const struct report_matter *m)
{
    struct report_matter copy = *m;
    copy.number = str_dup(arena, m->number);
    copy.title = str_dup(arena, m->title);
    copy.firm_name = str_dup(arena, m->firm_name);
    copy.class_name = str_dup(arena, m->class_name);
    return copy;
}

static bool wanted(const struct reader *r, const struct promise_duty *row)
{
    const struct matter_promise_in *in = r->in;
    bool decided = row->stand.fate != REPORT_RUNNING;
    if (decided && row->stand.decided_at < r->window.from_us)
        return false;
    if (in->month && row->month != in->month)
        return false;
    return !in->fate || (int64_t)row->stand.fate == in->fate;
}

static void keep(struct reader *r, const struct report_facts *facts, const struct report_duty *d,
                 struct promise_duty row)
{
    struct arena *arena = r->ctx->arena;
    row.matter = copy_of(arena, &facts->matter);
    row.org_name = str_dup(arena, d->org_name);
    for (size_t i = 0; i < d->promises.n; i++) {
        const struct report_promise *p = &d->promises.at[i];
        *VEC_ADD(arena, &row.promises) = (struct promise_made){
            (int64_t)i + 1, p->at, p->day, str_dup(arena, p->person), str_dup(arena, p->reason)};
    }
    *VEC_ADD(arena, &r->out->rows) = row;
}

static struct promise_org *org_row(struct reader *r, const struct report_duty *d)
{
    struct promise_ledger *l = r->ledger;
    for (size_t i = 0; i < l->orgs.n; i++)
        if (l->orgs.at[i].org.n == d->org)
            return &l->orgs.at[i];
    struct promise_org *row = VEC_ADD(r->ctx->arena, &l->orgs);
    *row = (struct promise_org){.org = {d->org}, .name = str_dup(r->ctx->arena, d->org_name)};
    return row;
}

/* Extensions agreed and duties handed back in the months shown: beside the promises, not of them.
 */
static void add_beside(struct reader *r, const struct report_duty *d)
{
    int64_t extended = 0;
    for (size_t i = 1; i < d->promises.n; i++)
        extended += d->promises.at[i].at >= r->window.from_us;
    bool back = d->state == DUTY_HANDED_BACK && d->ended_at >= r->window.from_us;
    if (!r->ledger || (!extended && !back))
        return;
    struct promise_org *row = org_row(r, d);
    row->extended += extended;
    row->handed_back += back;
    r->ledger->all.extended += extended;
    r->ledger->all.handed_back += back;
}

static enum err add_duty(struct reader *r, const struct report_facts *facts,
                         const struct report_duty *d)
{
    struct promise_duty row = {.duty = {d->id}, .org = {d->org}, .ended_at = d->ended_at};
    if ((r->only && d->org != r->only) || (r->in->org && d->org != r->in->org))
        return ERR_OK;
    add_beside(r, d);
    enum err e = matter_report_promise(&r->now, &r->window, d, &row.stand);
    if (e || row.stand.fate == REPORT_NO_PROMISE)
        return e;
    if (row.stand.fate != REPORT_RUNNING)
        row.month = matter_month(row.stand.decided_at, r->ctx->offset_min);
    if (!wanted(r, &row))
        return ERR_OK;
    if (r->out->rows.n == PROMISE_DUTIES_MAX)
        return ctx_fail_detail(r->ctx, ERR_LIMIT, NULL, T("承诺太多（超过 {} 条），请缩短月数"),
                               str_print(r->ctx->arena, "%d", PROMISE_DUTIES_MAX));
    if (r->ledger)
        org_row(r, d);
    keep(r, facts, d, row);
    return ERR_OK;
}

static enum err add_matter(struct ctx *ctx, const struct report_facts *facts, void *arg)
{
    struct reader *r = arg;
    struct arena_mark mark = arena_mark(r->words);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < facts->history.duties.n; i++)
        e = add_duty(r, facts, &facts->history.duties.at[i]);
    arena_reset(r->words, mark);
    if (e && !ctx->error.code)
        return ctx_fail_detail(ctx, e, NULL, T("{} 的时限算不出来，请先查看这一件"),
                               str_dup(ctx->arena, facts->matter.number));
    return e;
}

static int by_decided(const void *a, const void *b)
{
    const struct promise_duty *x = a, *y = b;
    int64_t xa = x->month ? x->stand.decided_at : x->stand.due_at,
            ya = y->month ? y->stand.decided_at : y->stand.due_at;
    if (!x->month != !y->month)
        return x->month ? -1 : 1;
    if (xa != ya)
        return xa < ya ? -1 : 1;
    return (x->duty.n > y->duty.n) - (x->duty.n < y->duty.n);
}

static void let_go(void *arg)
{
    arena_release(arg);
}

static int32_t first_day(const struct ctx *ctx, int64_t months)
{
    struct matter_period now = matter_period_of(MATTER_MONTHLY, ctx_today(ctx));
    return matter_period_step(now, 1 - (int)(months ? months : PROMISE_MONTHS)).from;
}

static enum err may_read(struct ctx *ctx, const struct matter_promise_in *in, int64_t *out_only)
{
    *out_only = 0;
    if (ctx_may(ctx, ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR | ROLE_CONSOLE))
        return ERR_OK;
    *out_only = ctx->actor.org.n;
    if (!ctx_may(ctx, ROLE_DEPARTMENT | ROLE_HEAD) || !*out_only)
        return ctx_fail(ctx, ERR_DENIED, NULL, T("只有部门和园区人员可以看承诺台账"));
    return in->org && in->org != *out_only ? ERR_NOT_FOUND : ERR_OK;
}

static enum err read_all(struct ctx *ctx, const struct matter_promise_in *in,
                         struct promise_ledger *ledger, struct promise_duties *out)
{
    struct reader r = {.ctx = ctx, .in = in, .out = out, .ledger = ledger, .now = matter_now(ctx)};
    *out = (struct promise_duties){0};
    enum err e = may_read(ctx, in, &r.only);
    if (e)
        return e;
    r.window = (struct report_window){instant_of_day(first_day(ctx, in->months), ctx->offset_min),
                                      ctx->now_us + 1, ctx->now_us};
    r.words = ARENA_NEW(ctx->arena, struct arena);
    arena_init(r.words, (size_t)64 << 20);
    arena_defer(ctx->arena, let_go, r.words);
    r.now.arena = r.words;
    e = matter_report_facts(ctx, r.window.from_us, add_matter, &r);
    if (!e && out->rows.n > 1)
        qsort(out->rows.at, out->rows.n, sizeof *out->rows.at, by_decided);
    return e;
}

enum err matter_promise_duties(struct ctx *ctx, const struct matter_promise_in *in,
                               struct promise_duties *out)
{
    return read_all(ctx, in, NULL, out);
}

/* The ledger ----------------------------------------------------------------------------------- */

static void count(struct promise_count *n, enum report_fate fate)
{
    n->kept += fate == REPORT_KEPT;
    n->kept_late += fate == REPORT_KEPT_LATE;
    n->broken += fate == REPORT_BROKEN;
    n->gone += fate == REPORT_GONE;
}

static void count_row(struct promise_org *org, const struct promise_duty *row)
{
    if (!row->month) {
        org->open++;
        return;
    }
    count(&org->n, row->stand.fate);
    for (size_t i = 0; i < org->months.n; i++)
        if (org->months.at[i].month == row->month)
            count(&org->months.at[i].n, row->stand.fate);
}

static void add_months(struct ctx *ctx, struct promise_org *org, int32_t from, int32_t to)
{
    for (struct matter_period p = matter_period_of(MATTER_MONTHLY, from); p.from < to;
         p = matter_period_step(p, 1)) {
        struct date d = day_date(p.from);
        *VEC_ADD(ctx->arena, &org->months) =
            (struct promise_month){.month = (int64_t)d.year * 100 + d.month};
    }
}

static int by_name(const void *a, const void *b)
{
    const struct promise_org *x = a, *y = b;
    int order = str_cmp(x->name, y->name);
    return order ? order : (x->org.n > y->org.n) - (x->org.n < y->org.n);
}

enum err matter_promise_ledger(struct ctx *ctx, const struct matter_promise_in *in,
                               struct promise_ledger *out)
{
    struct promise_duties duties;
    struct matter_promise_in all = {.months = in->months, .org = in->org};
    struct matter_period now = matter_period_of(MATTER_MONTHLY, ctx_today(ctx));
    *out = (struct promise_ledger){.from = first_day(ctx, in->months), .to = now.to};
    enum err e = read_all(ctx, &all, out, &duties);
    if (e)
        return e;
    if (out->orgs.n > 1)
        qsort(out->orgs.at, out->orgs.n, sizeof *out->orgs.at, by_name);
    add_months(ctx, &out->all, out->from, out->to);
    for (size_t i = 0; i < out->orgs.n; i++)
        add_months(ctx, &out->orgs.at[i], out->from, out->to);
    for (size_t k = 0; k < duties.rows.n; k++) {
        count_row(&out->all, &duties.rows.at[k]);
        for (size_t i = 0; i < out->orgs.n; i++)
            if (out->orgs.at[i].org.n == duties.rows.at[k].org.n)
                count_row(&out->orgs.at[i], &duties.rows.at[k]);
    }
    return ERR_OK;
}

struct matter_rate matter_promise_rate(const struct promise_count *n, int64_t open)
{
    struct matter_rate r = {.numerator = n->kept + n->kept_late,
                            .denominator = n->kept + n->kept_late + n->broken};
    if (open) {
        r.left_out[r.left_out_n].why = T("承诺未到期");
        r.left_out[r.left_out_n++].n = open;
    }
    if (n->gone) {
        r.left_out[r.left_out_n].why = T("到期前退回或取消");
        r.left_out[r.left_out_n++].n = n->gone;
    }
    return r;
}
