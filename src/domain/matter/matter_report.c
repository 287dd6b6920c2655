/* Reports: the facts of a period through the rule, gathered by department, cause and period. */
#include "domain/matter/matter_report.h"

#include <stdlib.h>
#include <string.h>

#include "core/core_module.h"
#include "domain/matter/matter_case.h"
#include "matter_report_query.h"

struct maker {
    struct ctx *ctx;
    struct matter_report *out;
    struct matter_now now;
    struct arena *words; /* scratch of one matter's clocks */
    uint64_t keep;       /* figures whose records are kept */
    const struct report_facts *facts;
    size_t slot;       /* of the matter in out->matters, once it has a hit; SIZE_MAX */
    bool came, before; /* of the matter: in the period, in the one before it */
    bool topics;       /* some cause is a topic: their names are wanted */
};

static int64_t begin_of(const struct ctx *ctx, int32_t day)
{
    return instant_of_day(day, ctx->offset_min);
}

static struct report_window window_of(const struct ctx *ctx, struct matter_period period)
{
    struct report_window w = {begin_of(ctx, period.from), begin_of(ctx, period.to), 0};
    w.clock_us = w.until_us;
    if (w.until_us > ctx->now_us) {
        w.clock_us = ctx->now_us;
        w.until_us = ctx->now_us + 1;
    }
    return w;
}

/* Gathering ------------------------------------------------------------------------------------ */

static struct report_org *org_row(struct maker *m, int64_t org)
{
    for (size_t i = 0; i < m->out->orgs.n; i++)
        if (m->out->orgs.at[i].org.n == org)
            return &m->out->orgs.at[i];
    struct report_org *row = VEC_ADD(m->ctx->arena, &m->out->orgs);
    *row = (struct report_org){.org = {org}};
    for (size_t i = 0; i < m->facts->history.duties.n; i++)
        if (m->facts->history.duties.at[i].org == org)
            row->name = str_dup(m->ctx->arena, m->facts->history.duties.at[i].org_name);
    return row;
}

static void keep_matter(struct maker *m)
{
    struct arena *arena = m->ctx->arena;
    struct report_matter copy = m->facts->matter;
    copy.number = str_dup(arena, copy.number);
    copy.title = str_dup(arena, copy.title);
    copy.firm_name = str_dup(arena, copy.firm_name);
    copy.class_name = str_dup(arena, copy.class_name);
    m->slot = m->out->matters.n;
    *VEC_ADD(arena, &m->out->matters) = copy;
}

static void on_hit(void *arg, const struct report_hit *hit)
{
    struct maker *m = arg;
    m->out->n[hit->figure]++;
    if (hit->org)
        org_row(m, hit->org)->n[hit->figure]++;
    m->came = m->came || hit->figure == MATTER_FIG_CAME;
    if (!(m->keep & REPORT_KEEP(hit->figure)))
        return;
    if (m->slot == SIZE_MAX)
        keep_matter(m);
    if (m->out->hits.n < REPORT_HITS_MAX)
        *VEC_ADD(m->ctx->arena, &m->out->hits) = *hit;
}

static void add_cause(struct maker *m, bool open)
{
    const struct report_matter *matter = &m->facts->matter;
    size_t i = 0;
    if (!m->came && !m->before)
        return;
    int64_t class = matter->topic ? 0 : matter->class;
    while (i < m->out->causes.n &&
           (m->out->causes.at[i].topic != matter->topic || m->out->causes.at[i].class != class))
        i++;
    if (i == m->out->causes.n)
        *VEC_ADD(m->ctx->arena, &m->out->causes) = (struct report_cause){
            .topic = matter->topic,
            .class = class,
            .name = matter->topic ? STR("") : str_dup(m->ctx->arena, matter->class_name)};
    m->topics = m->topics || matter->topic;
    struct report_cause *cause = &m->out->causes.at[i];
    cause->came += m->came;
    cause->before += m->before;
    cause->open += m->came && open;
}

/* Came and closed of each period drawn; the same rule, of the flow alone. */
static void add_trend(struct maker *m)
{
    const struct report_history *h = &m->facts->history;
    for (size_t i = 0; i < m->out->trend.n; i++) {
        struct report_trend *t = &m->out->trend.at[i];
        struct report_window w = window_of(m->ctx, t->period);
        struct report_stand stand = matter_report_stand(h, w.until_us);
        if (!stand.there)
            continue;
        bool came = stand.came_at >= w.from_us;
        t->came += came;
        t->open += stand.open;
        t->closed += !stand.open && stand.state == MATTER_CLOSED && stand.ended_at >= w.from_us;
        m->before = m->before || (came && i + 2 == m->out->trend.n);
    }
}

static enum err add_matter(struct ctx *ctx, const struct report_facts *facts, void *arg)
{
    struct maker *m = arg;
    struct arena_mark mark = arena_mark(m->words);
    m->facts = facts;
    m->slot = SIZE_MAX;
    m->came = m->before = false;
    enum err e = matter_report_hits(&m->now, &m->out->window, &facts->history, on_hit, m);
    if (e) /* a clock of one matter that cannot be counted must not hide all others' figures */
        return ctx_fail_detail(ctx, e, NULL, T("{} 的时限算不出来，请先查看这一件"),
                               str_dup(ctx->arena, facts->matter.number));
    add_trend(m);
    add_cause(m, matter_report_stand(&facts->history, m->out->window.until_us).open);
    arena_reset(m->words, mark);
    return ERR_OK;
}

/* Ordering ------------------------------------------------------------------------------------- */

static int by_org_name(const void *a, const void *b)
{
    const struct report_org *x = a, *y = b;
    int order = str_cmp(x->name, y->name);
    return order ? order : (x->org.n > y->org.n) - (x->org.n < y->org.n);
}

static int by_came(const void *a, const void *b)
{
    const struct report_cause *x = a, *y = b;
    if (!x->topic != !y->topic)
        return x->topic ? -1 : 1;
    if (x->came != y->came)
        return x->came < y->came ? 1 : -1;
    int order = str_cmp(x->name, y->name);
    if (order)
        return order;
    if (x->topic != y->topic)
        return x->topic < y->topic ? -1 : 1;
    return (x->class > y->class) - (x->class < y->class);
}

static int by_time(const void *a, const void *b)
{
    const struct report_hit *x = a, *y = b;
    if (x->figure != y->figure)
        return x->figure < y->figure ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->matter != y->matter)
        return x->matter < y->matter ? -1 : 1;
    return (x->duty > y->duty) - (x->duty < y->duty);
}

static void sort(void *at, size_t n, size_t size, int (*order)(const void *, const void *))
{
    if (n > 1)
        qsort(at, n, size, order);
}

static void let_go(void *arg)
{
    arena_release(arg);
}

static enum err name_topics(struct maker *m)
{
    struct sql_report_topic_row *rows;
    size_t n;
    if (!m->topics)
        return ERR_OK;
    enum err e = sql_report_topic(m->ctx->db, m->ctx->arena,
                                  &(struct sql_report_topic_in){m->ctx->park}, &rows, &n);
    for (size_t i = 0; !e && i < m->out->causes.n; i++)
        for (size_t k = 0; k < n; k++)
            if (m->out->causes.at[i].topic && rows[k].id.n == m->out->causes.at[i].topic)
                m->out->causes.at[i].name = rows[k].name;
    return e;
}

static enum err make(struct maker *m)
{
    struct ctx *ctx = m->ctx;
    struct matter_report *out = m->out;
    for (int i = REPORT_TREND - 1; i >= 0; i--)
        *VEC_ADD(ctx->arena, &out->trend) =
            (struct report_trend){.period = matter_period_step(out->period, -i)};
    m->words = ARENA_NEW(ctx->arena, struct arena);
    arena_init(m->words, (size_t)64 << 20);
    arena_defer(ctx->arena, let_go, m->words);
    m->now = matter_now(ctx);
    m->now.arena = m->words;
    enum err e =
        matter_report_facts(ctx, begin_of(ctx, out->trend.at[0].period.from), add_matter, m);
    if (!e && out->hits.n == REPORT_HITS_MAX)
        return ctx_fail_detail(ctx, ERR_LIMIT, NULL, T("这一期的记录太多（超过 {} 条）"),
                               str_print(ctx->arena, "%d", REPORT_HITS_MAX));
    if (!e)
        e = name_topics(m);
    sort(out->hits.at, out->hits.n, sizeof *out->hits.at, by_time);
    sort(out->orgs.at, out->orgs.n, sizeof *out->orgs.at, by_org_name);
    sort(out->causes.at, out->causes.n, sizeof *out->causes.at, by_came);
    size_t kept = 0; /* those that only came before are no causes of this period */
    for (size_t i = 0; i < out->causes.n; i++)
        if (out->causes.at[i].came)
            out->causes.at[kept++] = out->causes.at[i];
    out->causes.n = kept;
    return e;
}

enum err matter_report_make(struct ctx *ctx, struct matter_period period, uint64_t keep,
                            struct matter_report *out)
{
    struct park park;
    *out = (struct matter_report){.period = period, .window = window_of(ctx, period)};
    if (!ctx_may(ctx, ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR | ROLE_CONSOLE))
        return ctx_fail(ctx, ERR_DENIED, NULL, T("只有园区人员可以看报表"));
    if (begin_of(ctx, period.from) > ctx->now_us)
        return ctx_fail(ctx, ERR_INVALID, "period", T("这一期还没有开始"));
    out->running = begin_of(ctx, period.to) > ctx->now_us;
    enum err e = park_get(ctx, &park);
    if (e)
        return e;
    out->park = park.name;
    struct maker m = {.ctx = ctx, .out = out, .keep = keep};
    return make(&m);
}

/* Rates ---------------------------------------------------------------------------------------- */

static void leave_out(struct matter_rate *rate, const int64_t *n, enum report_figure figure)
{
    if (!n[figure])
        return;
    rate->left_out[rate->left_out_n].why = matter_figure_word(figure);
    rate->left_out[rate->left_out_n++].n = n[figure];
}

static struct matter_rate rate(const int64_t *n, enum report_figure yes, enum report_figure no)
{
    return (struct matter_rate){.numerator = n[yes], .denominator = n[yes] + n[no]};
}

struct matter_rate matter_report_response(const int64_t n[MATTER_FIGURES_])
{
    struct matter_rate r = rate(n, MATTER_FIG_RESPONDED, MATTER_FIG_RESPONDED_LATE);
    leave_out(&r, n, MATTER_FIG_RESPONSE_NONE);
    return r;
}

static struct matter_rate asked(const int64_t *n, enum report_figure yes, enum report_figure no)
{
    struct matter_rate r = rate(n, yes, no);
    leave_out(&r, n, MATTER_FIG_UNREACHED);
    leave_out(&r, n, MATTER_FIG_SILENT);
    leave_out(&r, n, MATTER_FIG_REFUSED);
    leave_out(&r, n, MATTER_FIG_WITHDRAWN);
    leave_out(&r, n, MATTER_FIG_MERGED);
    return r;
}

struct matter_rate matter_report_solved(const int64_t n[MATTER_FIGURES_])
{
    return asked(n, MATTER_FIG_SOLVED, MATTER_FIG_UNSOLVED);
}

struct matter_rate matter_report_satisfied(const int64_t n[MATTER_FIGURES_])
{
    return asked(n, MATTER_FIG_SATISFIED, MATTER_FIG_UNSATISFIED);
}

struct matter_rate matter_report_kept(const int64_t n[MATTER_FIGURES_])
{
    struct matter_rate r = {n[MATTER_FIG_KEPT] + n[MATTER_FIG_KEPT_LATE],
                            n[MATTER_FIG_KEPT] + n[MATTER_FIG_KEPT_LATE] + n[MATTER_FIG_BROKEN]};
    leave_out(&r, n, MATTER_FIG_PROMISE_OPEN);
    leave_out(&r, n, MATTER_FIG_PROMISE_GONE);
    return r;
}

/* Records -------------------------------------------------------------------------------------- */

static const struct report_matter *matter_of(const struct matter_report *report, int64_t id)
{
    size_t low = 0, high = report->matters.n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (report->matters.at[mid].id.n < id)
            low = mid + 1;
        else
            high = mid;
    }
    return &report->matters.at[low];
}

static bool of_cause(const struct report_pick *pick, const struct report_matter *matter)
{
    if (!pick->by_cause)
        return true;
    return pick->topic ? matter->topic == pick->topic
                       : !matter->topic && matter->class == pick->class;
}

void matter_report_records(struct ctx *ctx, const struct matter_report *report,
                           const struct report_pick *pick, struct report_records *out)
{
    *out = (struct report_records){0};
    for (size_t i = 0; i < report->hits.n; i++) {
        const struct report_hit *hit = &report->hits.at[i];
        if (hit->figure != pick->figure || (pick->org.n && hit->org != pick->org.n))
            continue;
        const struct report_matter *matter = matter_of(report, hit->matter);
        if (!of_cause(pick, matter))
            continue;
        struct report_record row = {hit, matter, STR("")};
        for (size_t k = 0; k < report->orgs.n; k++)
            if (report->orgs.at[k].org.n == hit->org)
                row.org_name = report->orgs.at[k].name;
        *VEC_ADD(ctx->arena, &out->rows) = row;
    }
}
