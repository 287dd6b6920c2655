/* The facts behind reports: histories, matter by matter, from pages of rows. */
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_report.h"
#include "matter_report_query.h"

#define SCRATCH_MAX ((size_t)512 << 20)

/* The rows of one page of matters, each kind in the order of its matter. */
struct page {
    struct sql_report_matter_row *matters;
    struct sql_report_event_row *events;
    struct sql_report_duty_row *duties;
    struct sql_report_promise_row *promises;
    struct sql_report_pause_row *pauses;
    struct sql_report_word_row *words;
    size_t matter_n, event_n, duty_n, promise_n, pause_n, word_n;
    size_t event_at, duty_at, promise_at, pause_at, word_at; /* next one to be taken */
};

static enum err load(struct ctx *ctx, struct arena *scratch, int64_t from_us,
                     struct matter_id after, struct page *p)
{
    struct sql_report_matter_in in = {ctx->park, from_us, after, REPORT_PAGE};
    *p = (struct page){0};
    enum err e = sql_report_matter(ctx->db, scratch, &in, &p->matters, &p->matter_n);
    if (e || !p->matter_n)
        return e;
    struct matter_id last = p->matters[p->matter_n - 1].id;
    if ((e = sql_report_event(ctx->db, scratch,
                              &(struct sql_report_event_in){ctx->park, from_us, after, last},
                              &p->events, &p->event_n)) ||
        (e = sql_report_duty(ctx->db, scratch,
                             &(struct sql_report_duty_in){ctx->park, from_us, after, last},
                             &p->duties, &p->duty_n)) ||
        (e = sql_report_promise(ctx->db, scratch,
                                &(struct sql_report_promise_in){ctx->park, from_us, after, last},
                                &p->promises, &p->promise_n)) ||
        (e = sql_report_pause(ctx->db, scratch,
                              &(struct sql_report_pause_in){ctx->park, from_us, after, last},
                              &p->pauses, &p->pause_n)))
        return e;
    return sql_report_word(ctx->db, scratch,
                           &(struct sql_report_word_in){ctx->park, from_us, after, last}, &p->words,
                           &p->word_n);
}

/* An imported answer stands under the day that its sheet gave it. */
static void take_promises(struct arena *arena, struct page *p, int64_t matter, bool imported,
                          int64_t answered_at, struct report_duty *d)
{
    while (p->promise_at < p->promise_n && p->promises[p->promise_at].matter.n == matter &&
           p->promises[p->promise_at].duty.n == d->id) {
        const struct sql_report_promise_row *row = &p->promises[p->promise_at++];
        int64_t at = row->at;
        if (imported && row->seq == 1 && answered_at && answered_at < at)
            at = answered_at;
        *VEC_ADD(arena, &d->promises) =
            (struct report_promise){at, row->day, row->person_name, row->reason};
    }
    while (p->pause_at < p->pause_n && p->pauses[p->pause_at].matter.n == matter &&
           p->pauses[p->pause_at].duty.n == d->id) {
        const struct sql_report_pause_row *row = &p->pauses[p->pause_at++];
        *VEC_ADD(arena, &d->pauses) = (struct clock_pause){row->from_at, row->to_at};
    }
}

static void take_duties(struct arena *arena, struct page *p, int64_t matter,
                        struct report_history *h)
{
    while (p->duty_at < p->duty_n && p->duties[p->duty_at].matter.n == matter) {
        const struct sql_report_duty_row *row = &p->duties[p->duty_at++];
        struct report_duty d = {
            .id = row->id.n,
            .org = row->org.n,
            .org_name = row->org_name,
            .lead = row->lead,
            .state = row->state,
            .limit = {row->limit_amount, row->limit_kind},
            .assigned_at = row->assigned_at,
            .respond_at = row->respond_at,
            .responded_at = row->responded_at,
            .ended_at = row->ended_at,
        };
        take_promises(arena, p, matter, h->imported, row->answered_at, &d);
        *VEC_ADD(arena, &h->duties) = d;
    }
}

static void take(struct arena *arena, struct page *p, size_t i, struct report_facts *out)
{
    const struct sql_report_matter_row *m = &p->matters[i];
    *out = (struct report_facts){
        .matter = {.id = m->id,
                   .number = m->number,
                   .title = m->title,
                   .firm_name = m->firm_name,
                   .class_name = m->class_name,
                   .class = m->class.n,
                   .topic = m->topic.n,
                   .state = m->state},
        .history = {.id = m->id.n,
                    .raised_at = m->raised_at,
                    .ended_at = m->ended_at,
                    .closed_how = m->closed_how,
                    .imported = m->imported},
    };
    struct report_history *h = &out->history;
    for (; p->event_at < p->event_n && p->events[p->event_at].matter.n == m->id.n; p->event_at++) {
        const struct sql_report_event_row *e = &p->events[p->event_at];
        *VEC_ADD(arena, &h->events) = (struct report_event){e->at, e->verb, e->state, e->imported};
    }
    take_duties(arena, p, m->id.n, h);
    for (; p->word_at < p->word_n && p->words[p->word_at].matter.n == m->id.n; p->word_at++) {
        const struct sql_report_word_row *w = &p->words[p->word_at];
        *VEC_ADD(arena, &h->words) = (struct report_word){w->at, w->solved, w->rating, w->reached};
    }
}

static void let_go(void *arg)
{
    arena_release(arg);
}

enum err matter_report_facts(struct ctx *ctx, int64_t from_us, report_facts_fn *fn, void *arg)
{
    struct arena *scratch = ARENA_NEW(ctx->arena, struct arena);
    struct matter_id after = {0};
    struct page page;
    enum err e;
    arena_init(scratch, SCRATCH_MAX);
    arena_defer(ctx->arena, let_go, scratch);
    do {
        struct arena_mark mark = arena_mark(scratch);
        e = load(ctx, scratch, from_us, after, &page);
        for (size_t i = 0; !e && i < page.matter_n; i++) {
            struct report_facts facts;
            take(scratch, &page, i, &facts);
            after = facts.matter.id;
            if (!ctx->actor.zone || page.matters[i].zone.n == ctx->actor.zone)
                e = fn(ctx, &facts, arg);
        }
        arena_reset(scratch, mark);
    } while (!e && page.matter_n == REPORT_PAGE);
    return e;
}
