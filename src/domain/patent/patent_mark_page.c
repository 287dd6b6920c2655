/* Marking many, reading what was handed out, head counts. */
#include "base/i18n.h"
#include "domain/patent/page/collect.tmpl.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_page.h"
#include "domain/patent/patent_set_page.h"

static int64_t number_of(struct req *req, const char *name)
{
    int64_t n;
    return str_int(str_or_empty(req_query(req, name)), &n) && n > 0 ? n : 0;
}

static enum patent_which which_of(struct req *req)
{
    struct str which = str_or_empty(req_query(req, "which"));
    return str_eq(which, STR("all"))   ? PATENT_WHICH_ALL
           : str_eq(which, STR("in"))  ? PATENT_WHICH_IN
           : str_eq(which, STR("out")) ? PATENT_WHICH_OUT
                                       : PATENT_WHICH_OPEN;
}

/* Marking ------------------------------------------------------------------------------------- */

static struct str labels_of(struct ctx *ctx, struct patent_set_id set, struct patent_id patent)
{
    patent_opinions opinions = {0};
    struct buf text;
    buf_init(&text, ctx->arena, 4096);
    if (patent_opinions_of(ctx, set, patent, &opinions))
        return STR("");
    for (size_t i = 0; i < opinions.n; i++) {
        const struct patent_opinion *o = &opinions.at[i];
        buf_print(&text, "%s%.*s：%.*s（%.*s）", i ? "；" : "", STR_ARG(o->label),
                  STR_ARG(o->value), STR_ARG(o->person));
    }
    return buf_str(&text);
}

static enum err fill_values(struct ctx *ctx, struct patent_set_id set, struct patent_marks_page *p)
{
    patent_labels labels = {0};
    enum err e = patent_labels_of(ctx, set, false, &labels);
    for (size_t i = 0; !e && i < labels.n; i++)
        for (size_t k = 0; k < labels.at[i].values.n; k++)
            if (!labels.at[i].values.at[k].closed)
                *VEC_ADD(ctx->arena, &p->values) = (struct form_option){
                    str_print(ctx->arena, "%lld", (long long)labels.at[i].values.at[k].id.n),
                    labels.at[i].values.at[k].name, labels.at[i].name};
    return e;
}

static enum err fill_sample(struct ctx *ctx, struct patent_set_id set, int64_t sample,
                            struct patent_marks_page *p)
{
    patent_samples samples = {0};
    enum err e = sample ? patent_samples_of(ctx, set, &samples) : ERR_OK;
    for (size_t i = 0; !e && i < samples.n; i++)
        if (samples.at[i].id.n == sample) {
            p->sample = samples.at[i];
            p->sampled = true;
        }
    return e;
}

static void fill_links(struct req *req, struct patent_marks_page *p, struct patent_set_id id,
                       int64_t skip)
{
    struct arena *arena = req->ctx->arena;
    static const char *const names[] = {"which", "sample", "q", "skip"};
    struct url all = url_patent_marks(arena, id);
    p->open = all;
    p->all = emit_url_with_str(arena, all, STR("which"), STR("all"));
    p->in = emit_url_with_str(arena, all, STR("which"), STR("in"));
    p->out = emit_url_with_str(arena, all, STR("which"), STR("out"));
    p->action = all;
    for (size_t i = 0; i < 4; i++) /* the same list again afterwards */
        p->action = emit_url_with_str(arena, p->action, str_from(names[i]),
                                      str_or_empty(req_query(req, names[i])));
    if (p->to < p->total)
        p->next = req_url_with(req, "skip", str_print(arena, "%lld", (long long)p->to));
    if (skip > 0)
        p->previous = req_url_with(
            req, "skip",
            skip > PATENT_PAGE_ROWS ? str_print(arena, "%lld", (long long)(skip - PATENT_PAGE_ROWS))
                                    : STR_NULL);
    /* Who judges what has no mark finds the next ones in the same place. */
    req->done_url = p->action;
}

enum err patent_marks_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_marks_page *p = ARENA_NEW(ctx->arena, struct patent_marks_page);
    struct patent_set_id id = {req_id(req, "set")};
    struct patent_marked_list *list = ARENA_NEW(ctx->arena, struct patent_marked_list);
    struct patent_set_view v;
    int64_t skip = number_of(req, "skip"), sample = number_of(req, "sample");
    skip = skip < PATENT_SKIP_MAX ? skip : PATENT_SKIP_MAX;
    p->query = str_or_empty(req_query(req, "q"));
    p->which = which_of(req);
    enum err e = patent_set_own(ctx, id.n, NULL);
    e = e ? e : patent_set(ctx, id, &v);
    e = e ? e : fill_values(ctx, id, p);
    e = e ? e : fill_sample(ctx, id, sample, p);
    if (e)
        return e;
    p->row = v.row;
    e = patent_marked_list(ctx, id, p->query, (enum patent_which)p->which,
                           (struct patent_sample_id){sample}, PATENT_PAGE_ROWS, skip, list);
    if (e == ERR_INVALID && !req->post) {
        p->message = tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
        error_clear(&ctx->error);
        e = ERR_OK;
    }
    if (e)
        return e;
    if (req->failed && req->errors.n)
        p->message =
            tr_with(ctx->arena, ctx->lang, req->errors.at[0].message, req->errors.at[0].detail);
    p->understood = list->query;
    p->total = list->total;
    p->from = skip + 1;
    p->to = skip + (int64_t)list->rows.n;
    for (size_t i = 0; i < list->rows.n; i++)
        *VEC_ADD(ctx->arena, &p->rows) = (struct patent_mark_row){
            &list->rows.at[i], p->values.n ? labels_of(ctx, id, list->rows.at[i].hit.id) : STR("")};
    fill_links(req, p, id, skip);
    req->title = tr(ctx->lang, T("去噪、标引"));
    patent_marks_body(req, p);
    return ERR_OK;
}

/* Reading ------------------------------------------------------------------------------------- */

enum err patent_readings_page(struct req *req)
{
    struct patent_readings_page p = {0};
    enum err e = patent_readings_mine(req->ctx, &p.rows);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("我的判读"));
    patent_readings_body(req, &p);
    return ERR_OK;
}

/* The one that was asked for, else the first unread behind `after`, else the first unread. */
static struct patent_id chosen(struct req *req, const struct patent_reading_view *v)
{
    int64_t asked = number_of(req, "patent"), after = number_of(req, "after");
    bool behind = false;
    for (size_t i = 0; asked && i < v->lines.n; i++)
        if (v->lines.at[i].patent.n == asked)
            return v->lines.at[i].patent;
    for (size_t i = 0; after && i < v->lines.n; i++) {
        if (behind && !v->lines.at[i].done)
            return v->lines.at[i].patent;
        behind = behind || v->lines.at[i].patent.n == after;
    }
    return v->next;
}

enum err patent_read_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_read_page *p = ARENA_NEW(ctx->arena, struct patent_read_page);
    struct patent_reading_id id = {req_id(req, "reading")};
    enum err e = patent_reading_view(ctx, id, &p->v);
    if (e)
        return e;
    struct patent_id patent = chosen(req, &p->v);
    p->mine = p->v.r.person.n == ctx->actor.person.n && !p->v.r.taken_back;
    p->done = !patent.n;
    if (!p->done) {
        e = patent_view(ctx, patent, &p->p);
        e = e ? e : patent_labels_of(ctx, p->v.r.set, false, &p->labels);
        e = e ? e : patent_opinions_of(ctx, p->v.r.set, patent, &p->opinions);
    }
    if (e)
        return e;
    p->skip =
        emit_url_with_int(ctx->arena, url_patent_read(ctx->arena, id), STR("after"), patent.n);
    req->done_url = url_patent_read(ctx->arena, id);
    req->title = p->v.r.set_name;
    patent_read_body(req, p);
    return ERR_OK;
}

/* Heads --------------------------------------------------------------------------------------- */

enum err patent_heads_page(struct req *req)
{
    struct patent_heads_page p = {0};
    enum err e = patent_heads_of(req->ctx, &p.rows);
    if (e)
        return e;
    req->done_url = url_patent_heads(req->ctx->arena);
    req->title = tr(req->ctx->lang, T("人数"));
    patent_heads_body(req, &p);
    return ERR_OK;
}
