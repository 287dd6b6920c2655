/* Collections: all of them, one of them, two versions of one. */
#include "domain/patent/patent_set_page.h"

#include "base/i18n.h"
#include "domain/patent/page/collect.tmpl.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_page.h"
#include "patent_set_query.h"

struct str show_patent_rate(struct page *page, const struct patent_share *s)
{
    return s->rate < 0 ? STR("—")
                       : str_print(page->arena, "%lld.%lld %%", (long long)(s->rate + 5) / 100,
                                   (long long)(s->rate + 5) / 10 % 10);
}

struct str show_patent_range(struct page *page, const struct patent_share *s)
{
    return s->rate < 0 ? STR("")
                       : str_print(page->arena, "%lld.%lld–%lld.%lld %%", (long long)s->low / 100,
                                   (long long)s->low / 10 % 10, (long long)(s->high + 9) / 100,
                                   (long long)(s->high + 9) / 10 % 10);
}

const char *show_patent_mark(int64_t mark)
{
    return mark == PATENT_MARK_IN    ? T("属于")
           : mark == PATENT_MARK_OUT ? T("不属于")
                                     : T("取消标记");
}

struct str show_patent_mark_class(int64_t mark)
{
    return mark == PATENT_MARK_IN ? STR("go") : STR("");
}

enum err patent_set_list_page(struct req *req)
{
    struct patent_sets_page p = {.may_keep = ctx_may(req->ctx, PATENT_KEEPERS)};
    enum err e = patent_owned_list(req->ctx, &p.rows);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("专题库"));
    patent_sets_body(req, &p);
    return ERR_OK;
}

/* One collection ------------------------------------------------------------------------------ */

static enum err fill_source(struct req *req, struct patent_set_page *p, struct patent_set_id id)
{
    struct ctx *ctx = req->ctx;
    struct sql_patent_set_rule_row rule;
    struct sql_patent_listed_count_row listed;
    struct sql_patent_exprs_row *rows;
    size_t n;
    enum err e = sql_patent_set_rule(ctx->db, ctx->arena,
                                     &(struct sql_patent_set_rule_in){ctx->park, id}, &rule);
    e = e ? e
          : sql_patent_listed_count(ctx->db, ctx->arena,
                                    &(struct sql_patent_listed_count_in){ctx->park, id}, &listed);
    e = e ? e
          : sql_patent_exprs(ctx->db, ctx->arena, &(struct sql_patent_exprs_in){ctx->park, id},
                             &rows, &n);
    if (e)
        return e;
    p->is_list = rule.kind == PATENT_SET_LIST;
    p->refused = rule.refused;
    p->listed = listed.n;
    for (size_t i = 0; i < n; i++)
        *VEC_ADD(ctx->arena, &p->exprs) = (struct patent_expr_row){
            rows[i].id,
            rows[i].name,
            rows[i].query,
            rows[i].joined,
            emit_url_with_str(ctx->arena, url_patent_list(ctx->arena), STR("q"), rows[i].query),
            emit_url_with_str(ctx->arena, p->measure, STR("q"), rows[i].query),
            emit_url_with_str(ctx->arena, p->sample, STR("q"), rows[i].query)};
    return ERR_OK;
}

static enum err count_members(struct req *req, struct patent_set_page *p, struct patent_set_id id)
{
    struct ctx *ctx = req->ctx;
    struct patent_list list = {0};
    enum err e = patent_list(ctx, STR(""), id.n, 0, 0, &list);
    if (e == ERR_INVALID) { /* an older query that is no longer read */
        p->message = tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
        error_clear(&ctx->error);
        e = ERR_OK;
    }
    p->members = list.total;
    return e;
}

static enum err fill_work(struct req *req, struct patent_set_page *p, struct patent_set_id id)
{
    struct ctx *ctx = req->ctx;
    patent_samples samples = {0};
    enum err e = patent_samples_of(ctx, id, &samples);
    e = e ? e : patent_qualities_of(ctx, id, &p->qualities);
    e = e ? e : patent_labels_of(ctx, id, true, &p->labels);
    e = e ? e : patent_disputes_of(ctx, id, &p->disputes);
    e = e ? e : patent_readings_of(ctx, id, &p->readings);
    e = e ? e : patent_batches_of(ctx, id, &p->batches);
    for (size_t i = 0; !e && i < samples.n; i++)
        *VEC_ADD(ctx->arena, &p->samples) = (struct patent_sample_row){
            samples.at[i], patent_share(samples.at[i].inside, samples.at[i].judged),
            emit_url_with_int(ctx->arena, p->judge, STR("sample"), samples.at[i].id.n),
            emit_url_with_str(ctx->arena, p->measure, STR("q"), samples.at[i].query)};
    for (size_t i = 0; !e && i < p->labels.n; i++)
        *VEC_ADD(ctx->arena, &p->label_rows) = (struct patent_label_row){
            &p->labels.at[i], emit_url_with_int(ctx->arena, url_patent_label(ctx->arena, id),
                                                STR("label"), p->labels.at[i].id.n)};
    return e;
}

static struct url between(struct arena *arena, struct patent_set_id id, int64_t from, int64_t to)
{
    struct url url = emit_url_with_int(arena, url_patent_compare(arena, id), STR("from"), from);
    return emit_url_with_int(arena, url, STR("to"), to);
}

enum { STEP_SAMPLE = 1, STEP_MEASURE = 2 };

/* What makes a collection that a report can stand on, and what of it is still to be done. */
static void fill_steps(struct arena *arena, struct patent_set_page *p, struct patent_set_id id)
{
    bool sampled = false;
    for (size_t i = 0; i < p->samples.n; i++)
        sampled = sampled || p->samples.at[i].s.judged >= p->samples.at[i].s.n;
    const struct patent_step steps[] = {
        {T("看没有标过的专利，把不相干的标为不属于"), p->v.marked_out > 0, p->judge},
        {T("随机抽几十件，逐件判断"), sampled, p->samples.n ? p->samples.at[0].judge : p->sample},
        {T("测检索式的查全率和查准率"), p->qualities.n > 0, p->measure},
        {T("定一个截止公布日，数字才不会自己变"), p->v.row.cutoff != DAY_NONE,
         url_patent_set_edit(arena, id)},
        {T("存为一版，报告引用它"), p->v.versions.n > 0, url_patent_freeze(arena, id)},
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (p->is_list && (i == STEP_SAMPLE || i == STEP_MEASURE))
            continue; /* pasted numbers have no query to measure */
        *VEC_ADD(arena, &p->steps) = steps[i];
        p->steps_left += !steps[i].done;
    }
}

enum err patent_set_show_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct arena *arena = ctx->arena;
    struct patent_set_page *p = ARENA_NEW(arena, struct patent_set_page);
    struct patent_set_id id = {req_id(req, "set")};
    enum err e = patent_set(ctx, id, &p->v);
    if (e)
        return e;
    if ((e = patent_owner_of(ctx, id, &p->owner)))
        return e;
    p->may_keep = p->owner.may_change;
    p->list = emit_url_with_int(arena, url_patent_list(arena), STR("set"), id.n);
    p->heat = emit_url_with_int(arena, url_patent_heat(arena), STR("set"), id.n);
    p->analysis = emit_url_with_int(arena, url_patent_analysis(arena), STR("set"), id.n);
    p->judge = url_patent_marks(arena, id);
    p->in = emit_url_with_str(arena, p->judge, STR("which"), STR("in"));
    p->out = emit_url_with_str(arena, p->judge, STR("which"), STR("out"));
    p->sample = url_patent_sample(arena, id);
    p->measure = url_patent_measure(arena, id);
    e = fill_source(req, p, id);
    e = e ? e : count_members(req, p, id);
    e = e ? e : fill_work(req, p, id);
    if (e)
        return e;
    for (size_t i = 0; i < p->v.versions.n; i++) {
        struct patent_version_row *row = VEC_ADD(arena, &p->versions);
        row->v = p->v.versions.at[i];
        if (i + 1 < p->v.versions.n)
            row->compare = between(arena, id, p->v.versions.at[i + 1].seq, p->v.versions.at[i].seq);
    }
    fill_steps(arena, p, id);
    req->done_url = url_patent_set_show(arena, id);
    req->title = p->v.row.name;
    patent_set_body(req, p);
    return ERR_OK;
}

/* Two versions -------------------------------------------------------------------------------- */

static int64_t number_of(struct req *req, const char *name)
{
    int64_t n;
    return str_int(str_or_empty(req_query(req, name)), &n) && n > 0 ? n : 0;
}

enum err patent_compare_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_compare_page *p = ARENA_NEW(ctx->arena, struct patent_compare_page);
    struct patent_set_id id = {req_id(req, "set")};
    struct patent_set_view v;
    enum err e = patent_set(ctx, id, &v);
    if (e)
        return e;
    if (v.versions.n == 0)
        return ctx_fail(ctx, ERR_NOT_FOUND, "version", T("没有这一版"));
    int64_t to = number_of(req, "to"), from = number_of(req, "from");
    to = to ? to : v.versions.at[0].seq;
    from = from ? from : v.versions.at[v.versions.n > 1].seq;
    if ((e = patent_versions_compare(ctx, id, from, to, &p->c)))
        return e;
    p->row = v.row;
    for (size_t i = 0; i < v.versions.n; i++)
        *VEC_ADD(ctx->arena, &p->versions) = v.versions.at[i];
    const struct patent_move_list lists[] = {
        {T("新进来的"), p->c.came_n, p->c.came},
        {T("出去的"), p->c.went_n, p->c.went},
        {T("还在、但记录有改动的"), p->c.changed_n, p->c.changed}};
    for (size_t i = 0; i < 3; i++) {
        *VEC_ADD(ctx->arena, &p->lists) = lists[i];
        p->cut = p->cut || lists[i].n > (int64_t)lists[i].rows.n;
    }
    req->title = tr(ctx->lang, T("两版对比"));
    patent_compare_body(req, p);
    return ERR_OK;
}
