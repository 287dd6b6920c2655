/* Samples, and recall and precision of expressions. */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/map.h"
#include "base/rand.h"
#include "core/id.h"
#include "core/journal.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_measure.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_table.h"
#include "patent_query.h"
#include "patent_set_query.h"

enum { FOUND_ARENA_MAX = 1 << 30 };

/* What an expression finds, up to the collection's cut-off; marks play no part. */
struct finding {
    struct ctx *ctx;
    struct arena *arena;
    struct str query;
    int32_t cutoff;
    int64_t stirred;
    struct str understood;
    VEC(int64_t) ids; /* rising: the walk goes by id */
    enum err (*then)(struct finding *f, void *arg);
    void *arg;
};

static enum err gather(void *arg, const struct patent_seen *seen)
{
    struct finding *f = arg;
    int32_t published = seen->doc.day[DAY_PUBLISHED];
    if (f->cutoff != DAY_NONE && published != DAY_NONE && published > f->cutoff)
        return ERR_OK;
    *VEC_ADD(f->arena, &f->ids) = seen->doc.id;
    return ERR_OK;
}

static enum err find_guarded(void *arg)
{
    struct finding *f = arg;
    enum err e = patent_hits(f->ctx, f->query, 0, &f->understood, gather, f);
    return e ? e : f->then(f, f->arg);
}

static enum err find(struct ctx *ctx, int64_t set, struct str query,
                     enum err (*then)(struct finding *f, void *arg), void *arg)
{
    struct patent_set_rule rule;
    struct sql_patent_set_get_row row;
    struct finding f = {.ctx = ctx, .then = then, .arg = arg};
    enum err e = patent_set_own(ctx, set, &row);
    e = e ? e : patent_set_stirred(ctx, row.id, &f.stirred); /* before all else is read */
    e = e ? e : patent_set_rule(ctx, row.id, &rule);
    if (e)
        return e;
    f.query = str_empty(query) ? rule.query : query;
    f.cutoff = rule.cutoff;
    if (str_empty(f.query))
        return ctx_fail(ctx, ERR_INVALID, "query",
                        T("这个专题库是专利号清单，没有检索式；请写一条"));
    f.arena = patent_scratch(ctx, FOUND_ARENA_MAX);
    e = arena_run(f.arena, find_guarded, &f);
    arena_release(f.arena);
    return e == ERR_LIMIT && !ctx->error.code
               ? ctx_fail(ctx, e, "query", T("检出的太多，请先缩小检索式"))
               : e;
}

static bool has(const struct finding *f, int64_t id)
{
    size_t low = 0, high = f->ids.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->ids.at[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->ids.n && f->ids.at[low] == id;
}

/* Sampling ------------------------------------------------------------------------------------ */

static enum err draw(struct finding *f, void *arg)
{
    struct patent_sample_in *in = arg;
    struct patent_drawn *d = ARENA_NEW(f->ctx->arena, struct patent_drawn);
    d->query = f->understood;
    d->stirred = f->stirred;
    d->found = (int64_t)f->ids.n;
    d->n = f->ids.n < (size_t)in->size ? f->ids.n : (size_t)in->size;
    d->seed = in->seed ? in->seed : 1 + (int64_t)rand_below(INT32_MAX - 1);
    if (f->ids.n == 0)
        return ctx_fail(f->ctx, ERR_INVALID, "query", T("这条检索式什么也没有检出"));
    patent_draw(f->ids.at, f->ids.n, d->n, (uint64_t)d->seed);
    d->ids = arena_copy(f->ctx->arena, f->ids.at, d->n * sizeof *d->ids);
    in->drawn = d;
    return ERR_OK;
}

enum err patent_prepare_sample(struct ctx *ctx, void *given)
{
    struct patent_sample_in *in = given;
    return find(ctx, in->set, in->query, draw, in);
}

enum err patent_act_sample(struct ctx *ctx, const void *given, struct act_result *out)
{
    struct patent_sample_in in = *(const struct patent_sample_in *)given;
    struct sql_patent_set_get_row set;
    struct patent_sample_id id;
    enum err e = patent_set_own(ctx, in.set, &set);
    if (!e && !in.drawn)
        e = patent_prepare_sample(ctx, &in);
    e = e ? e : patent_set_still(ctx, set.id, in.drawn->stirred);
    if (e || (e = id_next(ctx, &id.n)))
        return e;
    const struct patent_drawn *d = in.drawn;
    e = sql_patent_sample_add(ctx->db,
                              &(struct sql_patent_sample_add_in){ctx->park, id, set.id, d->query,
                                                                 d->seed, (int64_t)d->n, d->found,
                                                                 ctx->actor.name, ctx->now_us},
                              NULL);
    for (size_t i = 0; !e && i < d->n; i++)
        e = sql_patent_sample_line_add(
            ctx->db,
            &(struct sql_patent_sample_line_add_in){ctx->park, id, (int64_t)i + 1, {d->ids[i]}},
            NULL);
    struct journal_field fields[] = {
        journal_text("query", STR_NULL, d->query),
        journal_text("n", STR_NULL, str_print(ctx->arena, "%zu", d->n)),
        journal_text("seed", STR_NULL, str_print(ctx->arena, "%lld", (long long)d->seed))};
    e = e ? e : journal_add(ctx, "patent_set", in.set, "sample", fields, 3);
    *out =
        (struct act_result){.id = id.n,
                            .message = tr_with(ctx->arena, ctx->lang, T("抽了 {} 件，请逐件判断"),
                                               str_print(ctx->arena, "%zu", d->n))};
    return e;
}

/* Measuring ----------------------------------------------------------------------------------- */

struct measuring {
    struct patent_measure_in *in;
    struct patent_set_id set;
    struct patent_measured *out;
    struct map sampled; /* ids, in any sample of this query */
    struct map marks;
};

static struct str id_text(struct arena *arena, int64_t id)
{
    return str_print(arena, "%lld", (long long)id);
}

/* Every sample of this query; the newest is what precision is measured on. */
static enum err read_samples(struct ctx *ctx, struct measuring *m)
{
    struct sql_patent_samples_row *samples;
    size_t n;
    enum err e = sql_patent_samples(
        ctx->db, ctx->arena, &(struct sql_patent_samples_in){ctx->park, m->set}, &samples, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct sql_patent_sample_lines_row *lines;
        size_t line_n;
        if (!str_eq(samples[i].query, m->out->query))
            continue;
        bool newest = !m->out->sample.n;
        if (newest) {
            m->out->sample = samples[i].id;
            m->out->sample_n = samples[i].n;
        }
        e = sql_patent_sample_lines(ctx->db, ctx->arena,
                                    &(struct sql_patent_sample_lines_in){ctx->park, samples[i].id},
                                    &lines, &line_n);
        for (size_t k = 0; !e && k < line_n; k++) {
            struct str key = id_text(ctx->arena, lines[k].patent.n);
            const struct sql_patent_marks_row *mark = map_get(&m->marks, key);
            map_put(ctx->arena, &m->sampled, key, m);
            m->out->sample_judged += newest && mark;
            m->out->sample_in += newest && mark && mark->inside;
        }
    }
    return e;
}

static enum err measure(struct finding *f, void *arg)
{
    struct measuring *m = arg;
    struct ctx *ctx = f->ctx;
    struct sql_patent_marks_row *marks;
    size_t n;
    enum err e = sql_patent_marks(ctx->db, ctx->arena,
                                  &(struct sql_patent_marks_in){ctx->park, m->set}, &marks, &n);
    m->out->query = f->understood;
    m->out->stirred = f->stirred;
    m->out->found = (int64_t)f->ids.n;
    for (size_t i = 0; !e && i < n; i++)
        map_put(ctx->arena, &m->marks, id_text(ctx->arena, marks[i].patent.n), &marks[i]);
    e = e ? e : read_samples(ctx, m);
    for (size_t i = 0; !e && i < n; i++) {
        bool found = has(f, marks[i].patent.n), inside = marks[i].inside;
        bool own = inside && !map_get(&m->sampled, id_text(ctx->arena, marks[i].patent.n));
        m->out->judged += found;
        m->out->hits += found && inside;
        m->out->missed += !found && inside;
        m->out->own += own;
        m->out->own_hits += own && found;
    }
    if (!e && m->out->hits + m->out->missed == 0)
        return ctx_fail(ctx, ERR_INVALID, "query", T("还没有人标过“属于”的专利，先标几件再测"));
    return e;
}

enum err patent_prepare_measure(struct ctx *ctx, void *given)
{
    struct patent_measure_in *in = given;
    struct measuring *m = ARENA_NEW(ctx->arena, struct measuring);
    m->in = in;
    m->set = (struct patent_set_id){in->set};
    m->out = ARENA_NEW(ctx->arena, struct patent_measured);
    enum err e = find(ctx, in->set, in->query, measure, m);
    in->measured = m->out;
    return e;
}

enum err patent_act_measure(struct ctx *ctx, const void *given, struct act_result *out)
{
    struct patent_measure_in in = *(const struct patent_measure_in *)given;
    struct sql_patent_set_get_row set;
    int64_t id;
    enum err e = patent_set_own(ctx, in.set, &set);
    if (!e && !in.measured)
        e = patent_prepare_measure(ctx, &in);
    e = e ? e : patent_set_still(ctx, set.id, in.measured->stirred);
    if (e || (e = id_next(ctx, &id)))
        return e;
    const struct patent_measured *m = in.measured;
    e = sql_patent_measure_put(
        ctx->db,
        &(struct sql_patent_measure_put_in){.park = ctx->park,
                                            .collection = set.id,
                                            .id = id,
                                            .query = m->query,
                                            .found = m->found,
                                            .judged = m->judged,
                                            .hits = m->hits,
                                            .missed = m->missed,
                                            .person_name = ctx->actor.name,
                                            .at = ctx->now_us,
                                            .sample = m->sample,
                                            .sample_n = m->sample_n,
                                            .sample_judged = m->sample_judged,
                                            .sample_in = m->sample_in,
                                            .own = m->own,
                                            .own_hits = m->own_hits},
        NULL);
    struct journal_field fields[] = {journal_text("query", STR_NULL, m->query),
                                     journal_text("found", STR_NULL, id_text(ctx->arena, m->found)),
                                     journal_text("hits", STR_NULL, id_text(ctx->arena, m->hits))};
    e = e ? e : journal_add(ctx, "patent_set", in.set, "measure", fields, 3);
    *out = (struct act_result){.id = in.set, .message = tr(ctx->lang, T("已测"))};
    return e;
}

/* Reading ------------------------------------------------------------------------------------- */

enum err patent_qualities_of(struct ctx *ctx, struct patent_set_id set, patent_qualities *out)
{
    struct sql_patent_measured_row *rows;
    size_t n;
    enum err e = sql_patent_measured(ctx->db, ctx->arena,
                                     &(struct sql_patent_measured_in){ctx->park, set}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        const struct sql_patent_measured_row *r = &rows[i];
        struct patent_quality q = {.query = r->query,
                                   .person = r->person_name,
                                   .at = r->at,
                                   .found = r->found,
                                   .sampled = r->sample_judged > 0,
                                   .sample_n = r->sample_n,
                                   .apart = r->own > 0};
        struct sql_patent_sample_get_row sample;
        if (r->sample.n && !sql_patent_sample_get(
                               ctx->db, ctx->arena,
                               &(struct sql_patent_sample_get_in){ctx->park, r->sample}, &sample))
            q.seed = sample.seed;
        q.precision = q.sampled ? patent_share(r->sample_in, r->sample_judged)
                                : patent_share(r->hits, r->judged);
        q.recall = q.apart ? patent_share(r->own_hits, r->own)
                           : patent_share(r->hits, r->hits + r->missed);
        *VEC_ADD(ctx->arena, out) = q;
    }
    return e;
}

enum err patent_samples_of(struct ctx *ctx, struct patent_set_id set, patent_samples *out)
{
    struct sql_patent_samples_row *rows;
    size_t n;
    enum err e = sql_patent_samples(ctx->db, ctx->arena,
                                    &(struct sql_patent_samples_in){ctx->park, set}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, out) = (struct patent_sample){
            rows[i].id,    rows[i].query, rows[i].person_name, rows[i].seed,  rows[i].n,
            rows[i].found, rows[i].at,    rows[i].judged,      rows[i].inside};
    return e;
}
