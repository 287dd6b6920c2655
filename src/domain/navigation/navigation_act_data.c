/* Frozen versions, their processing, and the figures computed from them. */
#include "core/id.h"
#include "domain/navigation/navigation_act.h"
#include "domain/patent/patent_measure.h"
#include "domain/patent/patent_view.h"
#include "navigation_query.h"

/* Versions ------------------------------------------------------------------------------------- */

static const struct patent_set_frozen *version_of(const struct patent_set_view *set, int64_t seq)
{
    for (size_t i = 0; i < set->versions.n; i++)
        if (!seq || set->versions.at[i].seq == seq)
            return &set->versions.at[i];
    return NULL;
}

static enum err put_source(struct ctx *ctx, struct navigation_id id,
                           const struct navigation_source_view *s)
{
    return sql_navigation_source_put(
        ctx->db,
        &(struct sql_navigation_source_put_in){.park = ctx->park,
                                               .navigation = id,
                                               .id = s->id,
                                               .collection = s->collection,
                                               .seq = s->seq,
                                               .name = s->name,
                                               .query = s->query,
                                               .cutoff = s->cutoff,
                                               .n = s->n,
                                               .hash = s->hash,
                                               .frozen_at = s->frozen_at,
                                               .clean = s->clean,
                                               .clean_note = str_or_empty(s->clean_note),
                                               .labels = str_or_empty(s->labels)},
        NULL);
}

/* The same collection again is another version of it in the same place: what was measured and
 * processed has to be said again, and its figures are stale. */
static enum err place_source(struct ctx *ctx, const struct navigation_view *v,
                             struct navigation_source_view *s)
{
    for (size_t i = 0; i < v->sources.n; i++)
        if (v->sources.at[i].collection.n == s->collection.n)
            s->id = v->sources.at[i].id;
    if (!s->id.n && v->sources.n >= NAVIGATION_SOURCES_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "collection", T("一个项目最多用 10 个专题库"));
    if (!s->id.n)
        return id_next(ctx, &s->id.n);
    return sql_navigation_measure_gone(
        ctx->db, &(struct sql_navigation_measure_gone_in){ctx->park, v->row.id, s->id}, NULL);
}

enum err navigation_act_source(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_source_in *in = input;
    struct navigation_view v;
    struct patent_set_view set;
    enum err e = navigation_open(ctx, in->id, 0, NAVIGATION_COLLECT, NAVIGATION_COLLECT, &v);
    if (!e)
        e = patent_set(ctx, (struct patent_set_id){in->collection}, &set);
    if (e)
        return e;
    const struct patent_set_frozen *frozen = version_of(&set, in->seq);
    if (!frozen)
        return ctx_fail(ctx, ERR_INVALID, in->seq ? "seq" : "collection",
                        in->seq ? T("专题库没有这一版")
                                : T("这个专题库还没有存过版本：先在专题库里“存为一版”"));
    struct navigation_source_view s = {.collection = set.row.id,
                                       .seq = frozen->seq,
                                       .n = frozen->n,
                                       .frozen_at = frozen->at,
                                       .name = set.row.name,
                                       .query = frozen->query,
                                       .hash = frozen->hash,
                                       .cutoff = frozen->cutoff};
    if ((e = place_source(ctx, &v, &s)) || (e = put_source(ctx, v.row.id, &s)))
        return e;
    struct journal_field fields[] = {
        journal_new("collection", s.name), journal_int(ctx->arena, "seq", 0, s.seq),
        journal_int(ctx->arena, "n", 0, s.n), journal_day(ctx->arena, "cutoff", DAY_NONE, s.cutoff),
        journal_new("hash", s.hash)};
    return navigation_keep(ctx, &v.row, true, "source", fields, 5, T("数据版本已选定"), out);
}

static enum err open_source(struct ctx *ctx, int64_t id, int64_t source, enum navigation_step step,
                            struct navigation_view *v, struct navigation_source_view *out)
{
    enum err e = navigation_open(ctx, id, 0, step, step, v);
    const struct navigation_source_view *s =
        e ? NULL : navigation_source_of(v, (struct navigation_source_id){source});
    if (!e && !s)
        return ctx_fail(ctx, ERR_NOT_FOUND, "source", T("项目里没有这个数据版本"));
    if (!e)
        *out = *s;
    return e;
}

enum err navigation_act_source_drop(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_source_one_in *in = input;
    struct navigation_view v;
    struct navigation_source_view s;
    enum err e = open_source(ctx, in->id, in->source, NAVIGATION_COLLECT, &v, &s);
    for (size_t i = 0; !e && i < v.figures.n; i++)
        if (v.figures.at[i].source.n == in->source)
            return ctx_fail_detail(ctx, ERR_CONFLICT, "source",
                                   T("图表“{}”还在用它：换成新的一版，或者先去掉图表"),
                                   v.figures.at[i].title);
    if (!e)
        e = sql_navigation_measure_gone(
            ctx->db, &(struct sql_navigation_measure_gone_in){ctx->park, v.row.id, s.id}, NULL);
    if (!e)
        e = sql_navigation_source_gone(
            ctx->db, &(struct sql_navigation_source_gone_in){ctx->park, v.row.id, s.id}, NULL);
    if (e)
        return e;
    struct journal_field fields[] = {{"collection", s.name, STR_NULL}, {"hash", s.hash, STR_NULL}};
    return navigation_keep(ctx, &v.row, true, "source_drop", fields, 2, T("已去掉"), out);
}

/* Processing ----------------------------------------------------------------------------------- */

/* The newest measure of the version's own query, and the newest of every other expression. */
static enum err take_measures(struct ctx *ctx, struct navigation_id id,
                              const struct navigation_source_view *s, bool *out_own)
{
    patent_qualities all = {0};
    int64_t seq = 0;
    *out_own = s->query.len == 0; /* a list of numbers */
    enum err e = patent_qualities_of(ctx, s->collection, &all);
    if (!e)
        e = sql_navigation_measure_gone(
            ctx->db, &(struct sql_navigation_measure_gone_in){ctx->park, id, s->id}, NULL);
    for (size_t i = 0; !e && i < all.n; i++) { /* newest first */
        const struct patent_quality *q = &all.at[i];
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || str_eq(all.at[k].query, q->query);
        if (again)
            continue;
        *out_own = *out_own || str_eq(q->query, s->query);
        e = sql_navigation_measure_add(ctx->db,
                                       &(struct sql_navigation_measure_add_in){
                                           ctx->park, id, s->id, ++seq, q->query, q->found,
                                           q->precision.whole, q->precision.part, q->recall.whole,
                                           q->recall.part, q->sampled ? q->sample_n : 0, q->seed,
                                           q->person, q->at},
                                       NULL);
    }
    return e;
}

enum err navigation_act_process(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_process_in *in = input;
    struct navigation_view v;
    struct navigation_source_view s;
    bool own;
    enum err e = open_source(ctx, in->id, in->source, NAVIGATION_PROCESS, &v, &s);
    if (!e)
        e = take_measures(ctx, v.row.id, &s, &own);
    if (!e && !own)
        return ctx_fail(ctx, ERR_INVALID, NULL,
                        T("这一版的检索式还没有测过查全率和查准率：先到专题库里标一些专利，再测"));
    struct journal_field fields[] = {
        {"clean", s.clean ? STR("1") : STR("0"), in->clean ? STR("1") : STR("0")},
        journal_text("clean_note", str_or_empty(s.clean_note), in->clean_note),
        journal_text("labels", str_or_empty(s.labels), in->labels)};
    s.clean = in->clean;
    s.clean_note = in->clean_note;
    s.labels = in->labels;
    if (!e)
        e = put_source(ctx, v.row.id, &s);
    return e ? e
             : navigation_keep(ctx, &v.row, true, "process", fields, 3, T("处理情况已登记"), out);
}

/* Figures -------------------------------------------------------------------------------------- */

static enum err compute(struct ctx *ctx, const struct navigation_view *v,
                        const struct navigation_figure_view *figure,
                        struct navigation_computed **out)
{
    const struct navigation_source_view *s = navigation_source_of(v, figure->source);
    struct navigation_ask ask;
    if (!s)
        return ctx_fail(ctx, ERR_INVALID, "source", T("请选一个数据版本"));
    struct navigation_computed *found = ARENA_NEW(ctx->arena, struct navigation_computed);
    enum err e = navigation_ask_of(ctx, v, figure, false, &ask);
    if (!e)
        e = navigation_compute(ctx, &ask, found);
    found->hash = s->hash;
    *out = found;
    return e;
}

/* What the method does not ask is not kept. */
static struct navigation_figure_view figure_of(const struct navigation_figure_in *in)
{
    unsigned asks = navigation_method_asks(in->kind);
    struct navigation_figure_view f = {.source = {in->source},
                                       .title = in->title,
                                       .kind = navigation_kind_of(in->kind),
                                       .ask = {.method = in->kind,
                                               .query = str_or_empty(in->query),
                                               .family = in->family,
                                               .cutoff = in->cutoff}};
    if (asks & NAVIGATION_ASKS_MOST)
        f.ask.most = in->most;
    if (asks & NAVIGATION_ASKS_DAY)
        f.ask.day = in->day;
    if (asks & NAVIGATION_ASKS_BY)
        f.ask.by = in->by;
    if (asks & NAVIGATION_ASKS_LEVEL) {
        f.ask.level = in->level;
        f.ask.first_class = in->first_class;
    }
    if (asks & NAVIGATION_ASKS_TERMS) {
        f.ask.technology = str_or_empty(in->technology);
        f.ask.effect = str_or_empty(in->effect);
        f.ask.family = true; /* the matrix counts nothing else */
    }
    if (asks & NAVIGATION_ASKS_LEVELS)
        f.ask.levels = str_or_empty(in->levels);
    return f;
}

enum err navigation_prepare_figure(struct ctx *ctx, void *input)
{
    struct navigation_figure_in *in = input;
    struct navigation_view v;
    struct navigation_figure_view figure = figure_of(in);
    enum err e = navigation_open(ctx, in->id, 0, NAVIGATION_ANALYSE, NAVIGATION_ANALYSE, &v);
    return e ? e : compute(ctx, &v, &figure, &in->found);
}

static enum err open_figure(struct ctx *ctx, const struct navigation_figure_one_in *in,
                            struct navigation_view *v, const struct navigation_figure_view **out)
{
    enum err e = navigation_open(ctx, in->id, 0, NAVIGATION_ANALYSE, NAVIGATION_ANALYSE, v);
    *out = e ? NULL : navigation_figure_of(v, (struct navigation_figure_id){in->figure});
    return !e && !*out ? ctx_fail(ctx, ERR_NOT_FOUND, "figure", T("没有这个图表")) : e;
}

enum err navigation_prepare_again(struct ctx *ctx, void *input)
{
    struct navigation_figure_one_in *in = input;
    struct navigation_view v;
    const struct navigation_figure_view *figure;
    enum err e = open_figure(ctx, in, &v, &figure);
    return e ? e : compute(ctx, &v, figure, &in->found);
}

static enum err put_figure(struct ctx *ctx, const struct navigation_view *v,
                           const struct navigation_figure_view *f,
                           const struct navigation_computed *found)
{
    const struct navigation_source_view *s = navigation_source_of(v, f->source);
    struct str value = navigation_value_json(ctx, found, false);
    if (!s || !str_eq(s->hash, found->hash))
        return ctx_fail(ctx, ERR_CONFLICT, "source", T("数据版本刚换过，请再算一次"));
    if (str_null(value))
        return ctx_fail(ctx, ERR_LIMIT, "most", T("图表太大：请少列几行，或者分类粗一级"));
    return sql_navigation_figure_put(
        ctx->db,
        &(struct sql_navigation_figure_put_in){
            .park = ctx->park,
            .navigation = v->row.id,
            .id = f->id,
            .place = f->place,
            .title = f->title,
            .source = f->source,
            .kind = navigation_kind_of(f->ask.method),
            .property = 0,
            .query = f->ask.query,
            .understood = found->understood.len ? found->understood : STR("*"),
            .family = f->ask.family,
            .most = f->ask.most,
            .hash = found->hash,
            .cutoff = s->cutoff,
            .top = found->top,
            .whole = found->whole,
            .value = value,
            .asked = navigation_ask_json(ctx, &f->ask),
            .made_at = ctx->now_us,
            .maker_name = str_or_empty(ctx->actor.name)},
        NULL);
}

static enum err keep_figure(struct ctx *ctx, struct navigation_view *v,
                            const struct navigation_figure_view *f,
                            const struct navigation_computed *found, const char *verb,
                            struct act_result *out)
{
    enum err e = put_figure(ctx, v, f, found);
    if (e)
        return e;
    struct journal_field fields[] = {
        journal_new("title", f->title),
        journal_new("query", found->understood.len ? found->understood : STR("*")),
        journal_int(ctx->arena, "top", f->value.top, found->top),
        journal_int(ctx->arena, "whole", f->value.whole, found->whole),
        journal_new("hash", found->hash)};
    return navigation_keep(ctx, &v->row, true, verb, fields, 5, T("图表已算好"), out);
}

enum err navigation_act_figure(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_figure_in *in = input;
    struct navigation_view v;
    struct navigation_figure_view f = figure_of(in);
    enum err e = navigation_open(ctx, in->id, 0, NAVIGATION_ANALYSE, NAVIGATION_ANALYSE, &v);
    if (!e && v.figures.n >= NAVIGATION_FIGURES_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "title", T("一个项目最多 32 个图表"));
    if (!e)
        e = id_next(ctx, &f.id.n);
    f.place = e ? 0 : (int64_t)v.figures.n + 1;
    return e ? e : keep_figure(ctx, &v, &f, in->found, "figure", out);
}

enum err navigation_act_figure_again(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_figure_one_in *in = input;
    struct navigation_view v;
    const struct navigation_figure_view *f;
    enum err e = open_figure(ctx, in, &v, &f);
    return e ? e : keep_figure(ctx, &v, f, in->found, "figure_again", out);
}

enum err navigation_act_figure_drop(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_figure_one_in *in = input;
    struct navigation_view v;
    const struct navigation_figure_view *f;
    enum err e = open_figure(ctx, in, &v, &f);
    for (size_t i = 0; !e && i < v.conclusions.n; i++)
        for (size_t k = 0; k < v.conclusions.at[i].cites.n; k++)
            if (v.conclusions.at[i].cites.at[k].n == f->id.n)
                return ctx_fail(ctx, ERR_CONFLICT, "figure",
                                T("还有结论引用这个图表：先改那条结论"));
    if (!e)
        e = sql_navigation_figure_gone(
            ctx->db, &(struct sql_navigation_figure_gone_in){ctx->park, v.row.id, f->id}, NULL);
    if (e)
        return e;
    struct journal_field fields[] = {{"title", f->title, STR_NULL}};
    return navigation_keep(ctx, &v.row, true, "figure_drop", fields, 1, T("已去掉"), out);
}
