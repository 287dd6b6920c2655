/* One page per act: its form, what it is for, and back. */
#include "base/i18n.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/sets.tmpl.h"
#include "domain/patent/patent_page.h"

struct html show_patent_form(struct req *req, const struct patent_act_page *v)
{
    struct form_page f = {0};
    if (v->hint)
        patent_act_hint(&req->page, v);
    form_begin(&f, &req->page, req, req->act->name, v->action, NULL);
    form_rest(&f);
    patent_act_buttons(&req->page, v);
    form_end(&f);
    return (struct html){STR("")};
}

static enum err draw(struct req *req, struct patent_act_page *v, const char *title)
{
    v->title = tr(req->ctx->lang, title);
    req->title = v->title;
    patent_act_body(req, v);
    return ERR_OK;
}

static void start_with(struct req *req, const struct form_pair *pairs, size_t n)
{
    if (!req->post && req->failed == ERR_OK)
        req->pairs = (struct form_pairs){arena_copy(req->ctx->arena, pairs, n * sizeof *pairs), n};
}

enum err patent_import_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("导入"),
        .hint =
            T("智慧芽、incoPat、Lens、PATENTSCOPE 导出的表格（xlsx、xls、csv），国知局、欧专局"
              "（DOCDB、OPS）、美国专利商标局的 XML，IPC 分类表都认；同一个文件再导一次不会重复。"
              "很大的文件请管理员用命令行导入。"),
        .action = url_patent_import(arena),
        .back = url_patent_list(arena)};
    req->done_url = url_patent_list(arena);
    return draw(req, &v, T("导入专利"));
}

enum err patent_set_add_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("建立专题库"),
        .hint = T("检索式圈定范围；填了截止公布日，以后公布的不算进来，数字就不会变。"),
        .action = url_patent_set_add(arena),
        .back = url_patent_set_list(arena)};
    struct form_pair query = {STR("query"), str_or_empty(req_query(req, "q"))};
    start_with(req, &query, 1);
    return draw(req, &v, T("建立专题库"));
}

static struct patent_set_id set_of(struct req *req)
{
    return (struct patent_set_id){req_id(req, "id")};
}

enum err patent_set_edit_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_set_view set;
    struct patent_set_id id = set_of(req);
    enum err e = patent_set(ctx, id, &set);
    if (e)
        return e;
    struct patent_act_page v = {.button = T("保存"),
                                .action = url_patent_set_edit(ctx->arena, id),
                                .back = url_patent_set_show(ctx->arena, id)};
    const struct form_pair pairs[] = {
        {STR("version"), str_print(ctx->arena, "%lld", (long long)set.row.version)},
        {STR("name"), set.row.name},
        {STR("query"), set.row.query},
        {STR("cutoff"), day_text(ctx->arena, set.row.cutoff)},
        {STR("note"), set.row.note}};
    start_with(req, pairs, 5);
    return draw(req, &v, T("修改专题库"));
}

enum err patent_name_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_name_row row;
    struct patent_name_id id = {req_id(req, "id")};
    enum err e = patent_name_one(ctx, id, &row);
    if (e)
        return e;
    struct patent_act_page v = {
        .button = T("保存"),
        .hint = T("认下以后，这个名称的专利都算这家单位和它的片区；专利里的原文不变。"),
        .action = url_patent_name(ctx->arena, id),
        .back = url_patent_names(ctx->arena)};
    const struct form_pair pairs[] = {
        {STR("verdict"), row.verdict == 2 ? STR("other") : STR("ours")},
        {STR("org"), row.org_name}};
    start_with(req, pairs, 2);
    req->done_url = url_patent_names(ctx->arena);
    v.title = row.shown;
    req->title = row.shown;
    patent_act_body(req, &v);
    return ERR_OK;
}

enum err patent_mark_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("标记"),
        .hint = T("人的判断优先于检索式：标为属于的总在库里，标为不属于的总不在。"),
        .action = url_patent_mark(arena, set_of(req)),
        .back = url_patent_set_show(arena, set_of(req))};
    return draw(req, &v, T("标记专利"));
}

enum err patent_measure_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("测一测"),
        .hint = T("拿人标过的专利来量：查全率是标为属于的里检出了多少，查准率是检出"
                  "并标过的里有多少属于。"),
        .action = url_patent_measure(arena, set_of(req)),
        .back = url_patent_set_show(arena, set_of(req))};
    return draw(req, &v, T("测查全率和查准率"));
}

enum err patent_freeze_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {.button = T("存为一版"),
                                .hint = T("存下此刻的每一件和它们的指纹，报告可以引用。"),
                                .action = url_patent_freeze(arena, set_of(req)),
                                .back = url_patent_set_show(arena, set_of(req))};
    return draw(req, &v, T("存为一版"));
}
