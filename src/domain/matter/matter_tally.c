/*
 * The figures of the boards. What a matter adds to each counter is a function of its record alone;
 * an act adds the difference between what it is and what it was. So the counters can be counted
 * afresh from the records at any time, and matter_tally_check() does.
 */
#include "domain/matter/matter_tally.h"
#include "core/counter.h"
#include "domain/matter/matter_case.h"

enum { ITEMS_MAX = 1024 };

struct item {
    const char *name; /* compared by address: they are all literals of this room */
    int64_t key1, key2, n;
};

struct tally {
    struct item at[ITEMS_MAX];
    size_t n;
    int32_t offset_min;
};

static void add(struct tally *tally, const char *name, int64_t key1, int64_t key2, int64_t n)
{
    for (size_t i = 0; i < tally->n; i++) {
        struct item *item = &tally->at[i];
        if (item->name == name && item->key1 == key1 && item->key2 == key2) {
            item->n += n;
            return;
        }
    }
    if (tally->n < ITEMS_MAX)
        tally->at[tally->n++] = (struct item){name, key1, key2, n};
}

int64_t matter_month(int64_t instant_us, int32_t offset_min)
{
    struct date date = day_date(day_of_instant(instant_us, offset_min));
    return (int64_t)date.year * 100 + date.month;
}

/* In the month of the instant, for the park, the zone and a department. */
static void measure(struct tally *tally, enum matter_measure which, int64_t at, int64_t zone,
                    int64_t org, int64_t n)
{
    const char *name = matter_measure_counter(which);
    int64_t month = matter_month(at, tally->offset_min);
    add(tally, name, month, 0, n);
    if (zone)
        add(tally, name, month, zone, n);
    if (org)
        add(tally, name, month, org, n);
}

static void tally_result(struct tally *tally, const struct sql_matter_get_row *m, int64_t n)
{
    int64_t at = m->resolved_at, zone = m->zone.n, lead = m->lead.n;
    measure(tally, MATTER_N_RESOLVED, at, zone, lead, n);
    if (m->solved)
        measure(tally, m->solved == MATTER_SOLVED_YES ? MATTER_N_SOLVED : MATTER_N_UNSOLVED, at,
                zone, lead, n);
    else if (m->called_at)
        measure(tally, MATTER_N_UNREACHED, at, zone, lead, n);
    if (m->rating)
        measure(tally, m->rating == MATTER_UNSATISFIED ? MATTER_N_UNSATISFIED : MATTER_N_SATISFIED,
                at, zone, lead, n);
    if (m->closed_how == MATTER_CLOSED_BY_SILENCE)
        measure(tally, MATTER_N_SILENT, at, zone, lead, n);
}

static void tally_matter(struct tally *tally, const struct sql_matter_get_row *m, int64_t n)
{
    int64_t zone = m->zone.n, lead = m->lead.n;
    if (m->state == MATTER_DRAFT && str_empty(m->number) && !m->on_behalf)
        return;
    add(tally, MATTER_COUNTER_STATE, m->state, 0, n);
    if (zone)
        add(tally, MATTER_COUNTER_STATE, m->state, zone, n);
    if (m->raised_at)
        measure(tally, MATTER_N_RAISED, m->raised_at, zone, 0, n);
    if (m->reopened)
        measure(tally, MATTER_N_REOPENED, m->raised_at, zone, lead, n * m->reopened);
    if (m->resolved_at)
        tally_result(tally, m, n);
    if (!m->ended_at)
        return;
    measure(tally, MATTER_N_ENDED, m->ended_at, zone, lead, n);
    if (m->state == MATTER_REFUSED)
        measure(tally, MATTER_N_REFUSED, m->ended_at, zone, 0, n);
    if (m->state == MATTER_WITHDRAWN)
        measure(tally, MATTER_N_WITHDRAWN, m->ended_at, zone, lead, n);
    if (m->state == MATTER_MERGED)
        measure(tally, MATTER_N_MERGED, m->ended_at, zone, lead, n);
}

/* Imported duties have no response clock of their own: they are left out of the response rate. */
static void tally_duty(struct tally *tally, const struct sql_matter_get_row *m,
                       const struct sql_duty_of_row *d, int64_t n)
{
    int64_t zone = m->zone.n, org = d->org.n;
    if (d->open)
        add(tally, MATTER_COUNTER_OPEN, 0, org, n);
    if (d->responded_at && !m->imported)
        measure(tally,
                d->responded_at < d->respond_at ? MATTER_N_RESPONDED : MATTER_N_RESPONDED_LATE,
                d->responded_at, zone, org, n);
    if (d->kept == DUTY_KEPT)
        measure(tally, MATTER_N_KEPT, d->ended_at, zone, org, n);
    if (d->kept == DUTY_KEPT_LATE)
        measure(tally, MATTER_N_KEPT_LATE, d->ended_at, zone, org, n);
    if (d->kept == DUTY_KEPT_BROKEN)
        measure(tally, MATTER_N_BROKEN, d->ended_at, zone, org, n);
}

/* A department sees a state's matters once, however many duties it had there. */
static void tally_seen(struct tally *tally, const struct matter_case *c, int64_t state, bool before,
                       int64_t n)
{
    for (size_t i = 0; i < c->duty_n; i++) {
        if (before && c->duties[i].fresh)
            continue;
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || c->duties[k].now.org.n == c->duties[i].now.org.n;
        if (!again)
            add(tally, MATTER_COUNTER_STATE, state, c->duties[i].now.org.n, n);
    }
}

static void tally_case(struct tally *tally, const struct matter_case *c, bool before, int64_t n)
{
    const struct sql_matter_get_row *m = before ? &c->was : &c->now;
    tally_matter(tally, m, n);
    tally_seen(tally, c, m->state, before, n);
    for (size_t i = 0; i < c->duty_n; i++)
        if (!before || !c->duties[i].fresh)
            tally_duty(tally, m, before ? &c->duties[i].was : &c->duties[i].now, n);
}

enum err matter_case_tally(struct matter_case *c)
{
    struct tally *tally = ARENA_NEW(c->ctx->arena, struct tally);
    tally->offset_min = c->ctx->offset_min;
    if (!c->fresh)
        tally_case(tally, c, true, -1);
    tally_case(tally, c, false, 1);
    for (size_t i = 0; i < tally->n; i++) {
        const struct item *item = &tally->at[i];
        enum err e =
            item->n ? counter_add(c->ctx, item->name, item->key1, item->key2, item->n) : ERR_OK;
        if (e)
            return e;
    }
    return ERR_OK;
}

/* Afresh -------------------------------------------------------------------------------------- */

struct recount {
    struct ctx *ctx;
    VEC(struct counter_row)
    rows[MATTER_MEASURES_ + 2]; /* measures, then states, then open duties */
};

static const char *name_of(size_t slot)
{
    if (slot < MATTER_MEASURES_)
        return matter_measure_counter((enum matter_measure)slot);
    return slot == MATTER_MEASURES_ ? MATTER_COUNTER_STATE : MATTER_COUNTER_OPEN;
}

static size_t slot_of(const char *name)
{
    size_t slot = 0;
    while (slot < MATTER_MEASURES_ + 1 && !str_eq(str_from(name_of(slot)), str_from(name)))
        slot++;
    return slot;
}

static void take(struct recount *r, const struct item *item)
{
    size_t slot = slot_of(item->name);
    for (size_t i = 0; i < r->rows[slot].n; i++) {
        struct counter_row *row = &r->rows[slot].at[i];
        if (row->key1 == item->key1 && row->key2 == item->key2) {
            row->n += item->n;
            return;
        }
    }
    *VEC_ADD(r->ctx->arena, &r->rows[slot]) = (struct counter_row){item->key1, item->key2, item->n};
}

static enum err recount_one(struct recount *r, struct matter_id id)
{
    struct ctx *ctx = r->ctx;
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    struct tally *tally = ARENA_NEW(ctx->arena, struct tally);
    struct sql_duty_of_row *duties;
    tally->offset_min = ctx->offset_min;
    enum err e =
        sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, id}, &c->now);
    if (!e)
        e = sql_duty_of(ctx->db, ctx->arena, &(struct sql_duty_of_in){ctx->park, id}, &duties,
                        &c->duty_n);
    if (e)
        return e;
    for (size_t i = 0; i < c->duty_n; i++)
        c->duties[i].now = duties[i];
    tally_case(tally, c, false, 1);
    for (size_t i = 0; i < tally->n; i++)
        take(r, &tally->at[i]);
    return ERR_OK;
}

static enum err recount_all(struct recount *r)
{
    struct ctx *ctx = r->ctx;
    struct matter_id after = {0};
    struct arena scratch;
    for (;;) {
        struct sql_matter_after_row *rows;
        size_t n;
        arena_init(&scratch, (size_t)64 << 20);
        struct ctx local = *ctx;
        local.arena = &scratch;
        enum err e = sql_matter_after(
            ctx->db, &scratch, &(struct sql_matter_after_in){ctx->park, after, MATTER_PAGE_MAX},
            &rows, &n);
        struct recount part = {.ctx = &local};
        for (size_t i = 0; !e && i < n; i++)
            e = recount_one(&part, after = rows[i].id);
        for (size_t slot = 0; !e && slot < MATTER_MEASURES_ + 2; slot++)
            for (size_t i = 0; i < part.rows[slot].n; i++) {
                const struct counter_row *row = &part.rows[slot].at[i];
                take(r, &(struct item){name_of(slot), row->key1, row->key2, row->n});
            }
        arena_release(&scratch);
        if (e || n < MATTER_PAGE_MAX)
            return e;
    }
}

enum err matter_tally_check(struct ctx *ctx, bool mend, int64_t *out_wrong)
{
    struct recount r = {.ctx = ctx};
    *out_wrong = 0;
    enum err e = recount_all(&r);
    for (size_t slot = 0; !e && slot < MATTER_MEASURES_ + 2; slot++) {
        int64_t wrong;
        e = counter_check(ctx, name_of(slot), r.rows[slot].at, r.rows[slot].n, mend, &wrong);
        if (!e)
            *out_wrong += wrong;
    }
    return e;
}
