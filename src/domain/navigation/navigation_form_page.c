/* One page per act: its form, what it is for, and back. */
#include "domain/navigation/navigation_page.h"
#include "domain/navigation/page/navigation_route.h"
#include "domain/navigation/page/project.tmpl.h"
#include "domain/patent/patent_view.h"
#include "web/dispatch.h"
#include "web/i18n.h"

/* Choosers ------------------------------------------------------------------------------------- */

typedef VEC(struct form_option) options;

static void add(struct ctx *ctx, options *to, int64_t value, struct str label)
{
    *VEC_ADD(ctx->arena, to) =
        (struct form_option){str_print(ctx->arena, "%lld", (long long)value), label, STR_NULL};
}

static enum err fill_collections(struct ctx *ctx, const struct navigation_view *v, options *to)
{
    patent_set_rows rows = {0};
    (void)v;
    enum err e = patent_sets(ctx, &rows);
    for (size_t i = 0; !e && i < rows.n; i++)
        add(ctx, to, rows.at[i].id.n, rows.at[i].name);
    return e;
}

static enum err fill_sources(struct ctx *ctx, const struct navigation_view *v, options *to)
{
    for (size_t i = 0; v && i < v->sources.n; i++) {
        const struct navigation_source_view *s = &v->sources.at[i];
        add(ctx, to, s->id.n,
            str_print(ctx->arena, "%.*s（%lld）", STR_ARG(s->name), (long long)s->seq));
    }
    return ERR_OK;
}

static enum err fill_figures(struct ctx *ctx, const struct navigation_view *v, options *to)
{
    for (size_t i = 0; v && i < v->figures.n; i++) {
        const struct navigation_figure_view *f = &v->figures.at[i];
        add(ctx, to, f->id.n,
            str_print(ctx->arena, "%lld %.*s：%.*s", (long long)f->place, STR_ARG(f->title),
                      STR_ARG(f->value.words)));
    }
    return ERR_OK;
}

static enum err fill_departments(struct ctx *ctx, const struct navigation_view *v, options *to)
{
    struct matter_options from = {0};
    (void)v;
    enum err e = matter_options_departments(ctx, &from);
    for (size_t i = 0; !e && i < from.n; i++)
        *VEC_ADD(ctx->arena, to) = from.at[i];
    return e;
}

static enum err fill_firms(struct ctx *ctx, const struct navigation_view *v, options *to)
{
    struct matter_options from = {0};
    (void)v;
    enum err e = matter_options_firms(ctx, &from);
    for (size_t i = 0; !e && i < from.n; i++)
        *VEC_ADD(ctx->arena, to) = from.at[i];
    return e;
}

static const struct {
    const char *field;
    enum err (*fill)(struct ctx *ctx, const struct navigation_view *v, options *to);
} choosers[] = {
    {"collection", fill_collections}, {"source", fill_sources},      {"figures", fill_figures},
    {"lead", fill_departments},       {"helpers", fill_departments}, {"firm", fill_firms},
};

/* The method that is typed in the form, or chosen in the address; 0: none yet. */
static int64_t method_chosen(const struct req *req)
{
    struct str name = str_or_empty(req_query(req, "kind"));
    for (size_t i = 0; i < req->pairs.n; i++)
        if (str_eq(req->pairs.at[i].name, STR("kind")))
            name = req->pairs.at[i].value;
    for (const struct form_choice *c = navigation_methods; c->name; c++)
        if (str_eq(str_from(c->name), name))
            return c->value;
    return 0;
}

/* What a figure's method does not ask is not drawn. */
static bool asked(const struct req *req, const char *name)
{
    static const struct {
        const char *field;
        unsigned ask;
    } of[] = {{"query", NAVIGATION_ASKS_QUERY},  {"family", NAVIGATION_ASKS_UNIT},
              {"day", NAVIGATION_ASKS_DAY},      {"level", NAVIGATION_ASKS_LEVEL},
              {"by", NAVIGATION_ASKS_BY},        {"first_class", NAVIGATION_ASKS_LEVEL},
              {"most", NAVIGATION_ASKS_MOST},    {"technology", NAVIGATION_ASKS_TERMS},
              {"effect", NAVIGATION_ASKS_TERMS}, {"levels", NAVIGATION_ASKS_LEVELS}};
    if (req->form != &navigation_figure_form)
        return true;
    unsigned asks = navigation_method_asks(method_chosen(req));
    for (size_t i = 0; i < sizeof of / sizeof of[0]; i++)
        if (str_eq(str_from(of[i].field), str_from(name)))
            return asks & of[i].ask;
    return true;
}

/* In the form's own order, those that are chosen from a list as lists. What the address carries
 * needs no chooser. */
static void draw_fields(struct req *req, struct form_page *f, const struct navigation_view *v)
{
    for (size_t i = 0; i < f->form->n; i++) {
        const struct field *field = &f->form->fields[i];
        options list = {0};
        if (!asked(req, field->name)) {
            f->drawn |= UINT64_C(1) << i;
            continue;
        }
        bool ids = field->type == FIELD_ID || field->type == FIELD_IDS;
        for (size_t k = 0; ids && k < sizeof choosers / sizeof choosers[0]; k++)
            if (str_eq(str_from(choosers[k].field), str_from(field->name)) &&
                !(field->flags & FORM_HIDDEN) && !choosers[k].fill(req->ctx, v, &list))
                form_one_from(f, field->name, list.at, list.n);
        if (!ids)
            form_one(f, field->name);
    }
    form_rest(f);
}

struct html show_navigation_form(struct req *req, const struct navigation_form_page *v)
{
    struct form_page f = {0};
    form_begin(&f, &req->page, req, req->act->name, v->action, NULL);
    draw_fields(req, &f, v->view);
    navigation_buttons(&req->page, v);
    form_end(&f);
    return (struct html){STR("")};
}

/* Drawing -------------------------------------------------------------------------------------- */

static void draw(struct req *req, struct navigation_form_page *p)
{
    p->title = tr(req->ctx->lang, req->act->title);
    if (req->form == &navigation_figure_form)
        p->title = tr_with(req->ctx->arena, req->ctx->lang, T("添加图表：{}"),
                           tr(req->ctx->lang, navigation_method_word(method_chosen(req))));
    req->title = p->title;
    navigation_form_body(req, p);
}

/* The form of an act on a project; what stands there already is filled in by `fill`. */
static enum err act_page(struct req *req, struct url action, const char *button, const char *hint,
                         void (*fill)(struct req *req, const struct navigation_view *v))
{
    struct arena *arena = req->ctx->arena;
    struct navigation_view *v = ARENA_NEW(arena, struct navigation_view);
    enum err e = navigation_find_one(req->ctx, (struct navigation_id){req_id(req, "id")}, v);
    if (e)
        return e;
    if (!req->failed)
        req_begin_with_int(req, "version", v->row.version);
    if (!req->failed && fill)
        fill(req, v);
    struct navigation_form_page p = {.view = v,
                                     .project = v->row.title,
                                     .back = url_navigation_show(arena, v->row.id),
                                     .action = action,
                                     .hint = hint,
                                     .button = button};
    if (!req->done_url.text.len)
        req->done_url = p.back;
    draw(req, &p);
    return ERR_OK;
}

static struct navigation_id id_of(const struct req *req)
{
    return (struct navigation_id){req_id(req, "id")};
}

static struct navigation_source_id source_of(const struct req *req)
{
    return (struct navigation_source_id){req_id(req, "source")};
}

static struct navigation_figure_id figure_of(const struct req *req)
{
    return (struct navigation_figure_id){req_id(req, "figure")};
}

static struct navigation_conclusion_id conclusion_of(const struct req *req)
{
    return (struct navigation_conclusion_id){req_id(req, "conclusion")};
}

enum err navigation_plan_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct navigation_form_page p = {
        .back = url_navigation_list(arena),
        .action = url_navigation_plan(arena),
        .button = T("建立"),
        .hint = T("先把需求和范围写清楚：谁要用、要回答什么。后面每一步还差什么，项目页会说。")};
    req->done_url = (struct url){STR("/navigation/{id}")};
    draw(req, &p);
    return ERR_OK;
}

static void fill_edit(struct req *req, const struct navigation_view *v)
{
    struct navigation_edit_in in = {v->row.id.n,   v->row.version, v->row.title,
                                    v->row.part,   v->row.need,    v->row.scope,
                                    v->row.starts, v->row.ends,    v->row.rhythm};
    req->pairs = form_encode(req->ctx->arena, &navigation_edit_form, &in);
}

enum err navigation_edit_page(struct req *req)
{
    return act_page(req, url_navigation_edit(req->ctx->arena, id_of(req)), T("保存"), NULL,
                    fill_edit);
}

static void fill_rhythm(struct req *req, const struct navigation_view *v)
{
    struct navigation_rhythm_in in = {v->row.id.n, v->row.version, v->row.ends, v->row.rhythm};
    req->pairs = form_encode(req->ctx->arena, &navigation_rhythm_form, &in);
}

enum err navigation_rhythm_page(struct req *req)
{
    return act_page(
        req, url_navigation_rhythm(req->ctx->arena, id_of(req)), T("保存"),
        T("到时候系统按现在的记录重算图表，说明变了什么、为什么变，任务办得怎样，并通知有关的人。"),
        fill_rhythm);
}

enum err navigation_member_page(struct req *req)
{
    return act_page(req, url_navigation_member(req->ctx->arena, id_of(req)), T("加入"),
                    T("至少有一位项目负责人；检索、分析、产业专家、成果使用方分别写明。"), NULL);
}

enum err navigation_member_drop_page(struct req *req)
{
    struct navigation_member_id member = {req_id(req, "member")};
    return act_page(req, url_navigation_member_drop(req->ctx->arena, id_of(req), member), T("移出"),
                    NULL, NULL);
}

enum err navigation_source_page(struct req *req)
{
    return act_page(req, url_navigation_source(req->ctx->arena, id_of(req)), T("选定"),
                    T("选专题库存好的一版。同一个专题库再选一次，就换成新的一版，处理情况要重新登记"
                      "，图表要重新计算。"),
                    NULL);
}

enum err navigation_source_drop_page(struct req *req)
{
    return act_page(req, url_navigation_source_drop(req->ctx->arena, id_of(req), source_of(req)),
                    T("去掉"), NULL, NULL);
}

static void fill_process(struct req *req, const struct navigation_view *v)
{
    const struct navigation_source_view *s = navigation_source_of(v, source_of(req));
    if (!s)
        return;
    struct navigation_process_in in = {v->row.id.n, s->id.n, s->clean, s->clean_note, s->labels};
    req->pairs = form_encode(req->ctx->arena, &navigation_process_form, &in);
}

enum err navigation_process_page(struct req *req)
{
    return act_page(req, url_navigation_process(req->ctx->arena, id_of(req), source_of(req)),
                    T("登记"),
                    T("查全率和查准率从专题库最近一次测的结果取来，一并记下；还没有测过的，先到专题"
                      "库里标、测。"),
                    fill_process);
}

/* Suggested where nothing was typed yet. */
static void fill_figure(struct req *req, const struct navigation_view *v)
{
    int64_t method = method_chosen(req);
    req_begin_with(req, "kind", str_from(form_choice_of(navigation_methods, method)->name));
    req_begin_with(req, "title", tr(req->ctx->lang, navigation_method_word(method)));
    if (v->sources.n == 1)
        req_begin_with_int(req, "source", v->sources.at[0].id.n);
    if (navigation_method_asks(method) & NAVIGATION_ASKS_LEVELS)
        req_begin_with(req, "levels",
                       STR("世界：\n中国：office:CN\n本省：region:省名\n本市：region:市名"));
}

enum err navigation_figure_page(struct req *req)
{
    int64_t method = method_chosen(req);
    if (!method) {
        struct navigation_view *v = ARENA_NEW(req->ctx->arena, struct navigation_view);
        enum err e = navigation_find_one(req->ctx, id_of(req), v);
        if (!e)
            navigation_methods_page(req, v);
        return e;
    }
    return act_page(req, url_navigation_figure(req->ctx->arena, id_of(req)), T("计算并保存"),
                    navigation_method_hint(method), fill_figure);
}

enum err navigation_figure_again_page(struct req *req)
{
    return act_page(req, url_navigation_figure_again(req->ctx->arena, id_of(req), figure_of(req)),
                    T("重新计算"), NULL, NULL);
}

enum err navigation_figure_drop_page(struct req *req)
{
    return act_page(req, url_navigation_figure_drop(req->ctx->arena, id_of(req), figure_of(req)),
                    T("去掉"), NULL, NULL);
}

enum err navigation_conclude_page(struct req *req)
{
    return act_page(req, url_navigation_conclude(req->ctx->arena, id_of(req)), T("保存"),
                    T("结论到哪里，依据的图表就跟到哪里：分子、分母、检索式、截止日、指纹。"),
                    NULL);
}

static void fill_conclusion(struct req *req, const struct navigation_view *v)
{
    const struct navigation_conclusion_view *c = navigation_conclusion_of(v, conclusion_of(req));
    if (!c)
        return;
    int64_t *ids = ARENA_ARRAY(req->ctx->arena, int64_t, c->cites.n + 1);
    for (size_t i = 0; i < c->cites.n; i++)
        ids[i] = c->cites.at[i].n;
    struct navigation_conclusion_edit_in in = {v->row.id.n, c->id.n,           c->kind,
                                               c->text,     {ids, c->cites.n}, STR("")};
    req->pairs = form_encode(req->ctx->arena, &navigation_conclusion_edit_form, &in);
}

enum err navigation_conclusion_edit_page(struct req *req)
{
    return act_page(req,
                    url_navigation_conclusion_edit(req->ctx->arena, id_of(req), conclusion_of(req)),
                    T("保存"), NULL, fill_conclusion);
}

enum err navigation_conclusion_drop_page(struct req *req)
{
    return act_page(req,
                    url_navigation_conclusion_drop(req->ctx->arena, id_of(req), conclusion_of(req)),
                    T("去掉"), NULL, NULL);
}

enum err navigation_duty_page(struct req *req)
{
    return act_page(req, url_navigation_duty(req->ctx->arena, id_of(req), conclusion_of(req)),
                    T("上清单"),
                    T("任务直接上清单并交给主办部门，按清单的规则办：答复、进展、办结。依据的图表写"
                      "在内部备注里。"),
                    NULL);
}

enum err navigation_pass_page(struct req *req)
{
    return act_page(req, url_navigation_pass(req->ctx->arena, id_of(req)), T("通过，进入下一步"),
                    NULL, NULL);
}

enum err navigation_reopen_page(struct req *req)
{
    return act_page(req, url_navigation_reopen(req->ctx->arena, id_of(req)), T("退回"),
                    T("退回以后，从那一步起要重新通过。理由会留痕。"), NULL);
}

static void fill_effect(struct req *req, const struct navigation_view *v)
{
    struct navigation_effect_in in = {v->row.id.n, v->row.version, v->row.effect};
    req->pairs = form_encode(req->ctx->arena, &navigation_effect_form, &in);
}

enum err navigation_effect_page(struct req *req)
{
    return act_page(req, url_navigation_effect(req->ctx->arena, id_of(req)), T("保存"),
                    T("哪些任务按期办结，成果用在了哪里，带来什么变化。"), fill_effect);
}

enum err navigation_report_page(struct req *req)
{
    struct url action = url_navigation_report(req->ctx->arena, id_of(req));
    req->done_url = (struct url){STR("/navigation/reports/{id}")};
    return act_page(req, action, T("出报告"),
                    T("按现在的记录重算每个图表，与上期比较，统计任务；存档，并通知领导、协调员和有"
                      "任务的部门。"),
                    NULL);
}
